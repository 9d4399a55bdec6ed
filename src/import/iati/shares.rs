//! Percentages as files have them: missing, over 100 in sum, with too many decimals; and as the
//! framework has them.

use crate::model::Percent;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// What had to be done to make parts of percentages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    /// Nothing.
    No,
    /// Percentages were missing: equal parts of what the others leave.
    Missing,
    /// They were over 100 in sum: scaled.
    Over,
}

/// A percentage: "33.3", "33,3 %".
pub(super) fn percentage(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let plain =
        text.len() <= 30 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    if !plain || text.is_empty() {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

/// The parts of a whole, one a key in the order of the keys, in percent: as they are, where they
/// are all there and not over 100; a single one without percentage is the whole.
pub(super) fn parts<K: Ord + Copy>(given: &[(K, Option<Decimal>)]) -> (Vec<(K, Decimal)>, Mended) {
    let said: Decimal = given.iter().filter_map(|(_, percent)| *percent).sum();
    let missing = given.iter().filter(|(_, percent)| percent.is_none()).count();
    let mut mended = if missing > 0 && given.len() > 1 { Mended::Missing } else { Mended::No };
    let rest = (Decimal::ONE_HUNDRED - said).max(Decimal::ZERO);
    // Where none says more than zero, all parts are equal.
    let equal = said.is_zero();
    if equal && missing == 0 && !given.is_empty() {
        mended = Mended::Missing;
    }
    let each = if equal { Decimal::ONE } else { rest / Decimal::from(missing.max(1)) };
    let mut all: BTreeMap<K, Decimal> = BTreeMap::new();
    for (key, percent) in given {
        let part = if equal { Decimal::ONE } else { percent.unwrap_or(each) };
        *all.entry(*key).or_default() += part;
    }
    let sum: Decimal = all.values().sum();
    if equal || sum > Decimal::ONE_HUNDRED {
        // 33.34 three times is a matter of rounding.
        if !equal && mended == Mended::No && sum > Decimal::ONE_HUNDRED + Decimal::new(1, 1) {
            mended = Mended::Over;
        }
        for part in all.values_mut() {
            *part = *part * Decimal::ONE_HUNDRED / sum;
        }
    }
    (all.into_iter().collect(), mended)
}

/// Parts of a whole as percentages, by weights of which none is below zero and one is above.
pub(super) fn by_weight<K: Ord + Copy>(weights: &BTreeMap<K, Decimal>) -> Vec<(K, Decimal)> {
    let sum: Decimal = weights.values().sum();
    let part = |weight: Decimal| weight / sum * Decimal::ONE_HUNDRED;
    weights.iter().map(|(key, weight)| (*key, part(*weight))).collect()
}

/// Percentages with at most two decimals that together are what they were, rounded, and so never
/// over 100: those that lose most by rounding down are rounded up.
pub(super) fn rounded<K: Copy>(parts: &[(K, Decimal)]) -> Vec<(K, Percent)> {
    let down = |d: Decimal| d.round_dp_with_strategy(2, RoundingStrategy::ToZero);
    let whole: Decimal = parts.iter().map(|(_, part)| *part).sum();
    let whole = whole.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let whole = whole.min(Decimal::ONE_HUNDRED);
    let mut all: Vec<Decimal> = parts.iter().map(|(_, part)| down(*part)).collect();
    let cent = Decimal::new(1, 2);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts[*at].1 - all[*at]));
    let mut left = whole - all.iter().sum::<Decimal>();
    for at in order {
        if left < cent {
            break;
        }
        all[at] += cent;
        left -= cent;
    }
    let percent = |d: Decimal| d.normalize().to_string().parse().unwrap_or(Percent::HUNDRED);
    parts.iter().zip(all).map(|((key, _), part)| (*key, percent(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(given: &[(u8, Option<&str>)]) -> (String, Mended) {
        let given: Vec<_> = given.iter().map(|(key, p)| (*key, p.and_then(percentage))).collect();
        let (all, mended) = parts(&given);
        let text: Vec<_> =
            rounded(&all).iter().map(|(key, percent)| format!("{key}:{percent}")).collect();
        (text.join(" "), mended)
    }

    #[test]
    fn parts_are_never_over_a_hundred() {
        for (given, expected, mended) in [
            (&[(1, None)][..], "1:100", Mended::No),
            (&[(1, Some("40"))], "1:40", Mended::No),
            (
                &[(1, Some("33.333")), (2, Some("33.333")), (3, Some("33.334"))],
                "1:33.33 2:33.33 3:33.34",
                Mended::No,
            ),
            (
                &[(1, Some("33.34")), (2, Some("33.34")), (3, Some("33.34"))],
                "1:33.34 2:33.33 3:33.33",
                Mended::No,
            ),
            (&[(1, None), (2, None), (3, None)], "1:33.34 2:33.33 3:33.33", Mended::Missing),
            (&[(1, Some("60")), (2, None)], "1:60 2:40", Mended::Missing),
            (&[(1, Some("100")), (2, None)], "1:100 2:0", Mended::Missing),
            (&[(1, Some("100")), (2, Some("100"))], "1:50 2:50", Mended::Over),
            (&[(1, Some("0")), (2, Some("0"))], "1:50 2:50", Mended::Missing),
            (&[(1, Some("50")), (1, Some("30"))], "1:80", Mended::No),
        ] {
            assert_eq!(made(given), (expected.to_owned(), mended), "{given:?}");
        }
    }

    #[test]
    fn percentages_are_plain() {
        for (text, expected) in
            [("33,5 %", Some("33.5")), ("", None), ("-5", None), ("1e9", None), ("all", None)]
        {
            assert_eq!(percentage(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
