//! Money as the analysis counts it: whole cents of the framework's currency.

use crate::model::{Amount, Basis, Currency, Framework, Program};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// An amount in cents (hundredths) of the framework's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i128);

impl Cents {
    /// Rounds an amount to cents, half away from zero.
    #[must_use]
    pub fn from_decimal(amount: Decimal) -> Self {
        if let (Ok(mantissa), scale @ 0..=8) = (i64::try_from(amount.mantissa()), amount.scale()) {
            return Self(hundredths(mantissa, scale));
        }
        let cents = (amount * Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Self(cents.to_i128().unwrap_or_default())
    }

    /// The amount as a float, for geometry and shares only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The quotient of two sums; `None` when the second is zero.
    #[must_use]
    pub fn share_of(self, whole: Self) -> Option<f64> {
        (whole.0 != 0).then(|| self.0 as f64 / whole.0 as f64)
    }
}

/// A decimal of few digits as hundredths, rounded half away from zero.
fn hundredths(mantissa: i64, scale: u32) -> i128 {
    if scale <= 2 {
        return i128::from(mantissa) * 10_i128.pow(2 - scale);
    }
    let unit = 10_i64.pow(scale - 2);
    let (whole, rest) = (mantissa / unit, mantissa % unit);
    i128::from(whole + i64::from(rest.abs() * 2 >= unit) * rest.signum())
}

impl fmt::Display for Cents {
    /// A plain decimal without trailing zeros: `1500000`, `33.34`, `1.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (cents / 10, cents % 10) {
            (0, 0) => write!(f, "{sign}{whole}"),
            (tenth, 0) => write!(f, "{sign}{whole}.{tenth}"),
            _ => write!(f, "{sign}{whole}.{cents:02}"),
        }
    }
}

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// The money of one program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProgramMoney {
    /// In the framework's currency, where there is a rate.
    pub converted: Option<Cents>,
    /// In its own currency, where there is none.
    pub unconverted: Option<(Currency, Decimal)>,
    /// What sort of sum it is; `Stated` where the file does not say.
    pub basis: Option<Basis>,
}

/// The money of a program: its budget, else the sum of its funders' amounts. Negative amounts
/// are no money. (DESIGN.md, section 4)
#[must_use]
pub fn of_program(framework: &Framework, program: &Program) -> ProgramMoney {
    let head = framework.head();
    let currency = program.budget.as_ref().and_then(|b| b.currency).unwrap_or(head.currency);
    let positive = |a: Amount| Some(a.get()).filter(|a| *a >= Decimal::ZERO);
    let amount = match &program.budget {
        Some(budget) => positive(budget.amount),
        None => {
            let given = program.funding.values().filter_map(|f| f.amount.and_then(positive));
            given.fold(None, |sum, amount| Some(sum.unwrap_or(Decimal::ZERO) + amount))
        }
    };
    let Some(amount) = amount else { return ProgramMoney::default() };
    let basis = program.budget.as_ref().and_then(|b| b.basis).unwrap_or(Basis::Stated);
    let exchanged = if currency == head.currency {
        Some(amount)
    } else {
        head.rates.get(&currency).and_then(|r| amount.checked_mul(r.rate.get()))
    };
    // Beyond any public money a figure would be noise: it is reported apart, not added.
    let bound = Decimal::from(10_u64.pow(18));
    let converted = exchanged.filter(|c| *c < bound);
    match converted {
        Some(converted) => ProgramMoney {
            converted: Some(Cents::from_decimal(converted)),
            unconverted: None,
            basis: Some(basis),
        },
        None => {
            ProgramMoney { converted: None, unconverted: Some((currency, amount)), basis: None }
        }
    }
}

/// A non-negative decimal as a weight for [`divide`], to a millionth.
#[must_use]
pub fn weight(value: Decimal) -> i128 {
    if value.scale() <= 6 {
        return value.mantissa().max(0) * 10_i128.pow(6 - value.scale());
    }
    (value.max(Decimal::ZERO) * Decimal::from(1_000_000)).trunc().to_i128().unwrap_or_default()
}

/// Divides a sum by weights and rounds to cents by largest remainder, so that the parts sum to
/// the whole; ties go to the first. Without any weight the parts are equal.
///
/// Writes one part a weight into `parts`.
pub fn divide(total: Cents, weights: &[i128], parts: &mut Vec<Cents>) {
    parts.clear();
    match weights {
        [] => return,
        [_] => return parts.push(total),
        _ => {}
    }
    if divide_small(total, weights, parts) {
        return;
    }
    // What an i128 cannot hold is scaled down: only sums beyond any public money lose precision.
    let largest = weights.iter().copied().max().unwrap_or_default();
    let mut scale: i128 = 1;
    while total.0.checked_mul(largest / scale).is_none() {
        scale *= 10;
    }
    let even = weights.iter().all(|w| w / scale == 0);
    let weight = |place: usize| if even { 1 } else { weights[place] / scale };
    let sum: i128 = (0..weights.len()).map(weight).sum();
    let mut left = total.0;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for place in 0..weights.len() {
        let product = total.0 * weight(place);
        let (part, rest) = (product / sum, product % sum);
        left -= part;
        parts.push(Cents(part));
        remainders.push((rest, place));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for &(_, place) in remainders.iter().cycle() {
        if left <= 0 {
            break;
        }
        parts[place].0 += 1;
        left -= 1;
    }
}

/// [`divide`] among few where 64 bits hold all products, which is nearly always; gives whether
/// it was.
fn divide_small(total: Cents, weights: &[i128], parts: &mut Vec<Cents>) -> bool {
    const FEW: usize = 8;
    let Ok(total) = u64::try_from(total.0) else { return false };
    let mut small = [0_u64; FEW];
    let mut sum = 0_u64;
    if weights.len() > FEW {
        return false;
    }
    for (small, weight) in small.iter_mut().zip(weights) {
        let Ok(weight) = u64::try_from(*weight) else { return false };
        let Some(all) = sum.checked_add(weight) else { return false };
        (*small, sum) = (weight, all);
    }
    if sum == 0 {
        small[..weights.len()].fill(1);
        sum = weights.len() as u64;
    }
    if total.checked_mul(sum).is_none() {
        return false;
    }
    let mut left = total;
    let mut rests = [0_u64; FEW];
    for (rest, weight) in rests.iter_mut().zip(&small[..weights.len()]) {
        let product = total * weight;
        let part = product / sum;
        *rest = product % sum;
        left -= part;
        parts.push(Cents(i128::from(part)));
    }
    for _ in 0..left {
        // The first of the largest; fewer cents are left than there are parts with a rest.
        let mut first = 0;
        (1..weights.len()).for_each(|at| first = if rests[at] > rests[first] { at } else { first });
        parts[first].0 += 1;
        rests[first] = 0;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cents_are_written_plainly() {
        let written = |c| Cents(c).to_string();
        assert_eq!(
            [written(150_000_000), written(3334), written(150), written(5), written(-250)],
            ["1500000", "33.34", "1.5", "0.05", "-2.5"]
        );
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(total in 0..10_i128.pow(26), weights in proptest::collection::vec(0..10_i128.pow(12), 1..12)) {
            let mut parts = Vec::new();
            divide(Cents(total), &weights, &mut parts);
            prop_assert_eq!(parts.iter().copied().sum::<Cents>(), Cents(total));
            prop_assert!(parts.iter().all(|p| p.0 >= 0));
        }

        #[test]
        fn few_and_many_are_divided_alike(total in 0..10_i128.pow(12), weights in proptest::collection::vec(0..2000_i128, 2..8)) {
            // A ninth part of no weight takes the way for many.
            let (mut few, mut many) = (Vec::new(), Vec::new());
            divide(Cents(total), &weights, &mut few);
            let mut padded = weights.clone();
            padded.resize(9, 0);
            divide(Cents(total), &padded, &mut many);
            if weights.iter().any(|w| *w > 0) {
                prop_assert_eq!(few.as_slice(), &many[..weights.len()]);
            }
        }

        #[test]
        fn few_digits_are_rounded_like_many(mantissa in -10_i64.pow(12)..10_i64.pow(12), scale in 0_u32..9) {
            let amount = Decimal::new(mantissa, scale);
            let slow = (amount * Decimal::ONE_HUNDRED)
                .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            prop_assert_eq!(Cents::from_decimal(amount).0, slow.to_i128().unwrap());
        }
    }
}
