//! The strategic deficit (DESIGN.md, section 4), told from totals over the programs in scope.

use super::Facts;
use super::breakdown::{Breakdowns, Sums};
use super::index::Index;
use super::ledger::Entry;
use super::money::Cents;
use super::names;
use super::scope::Scope;
use super::standing::{Standing, Standings};
use crate::model::{Basis, Currency, EvidenceBar};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// The deficit at one evidence bar.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AtBar {
    /// Programs that show no link.
    pub programs: u32,
    /// Their share of programs in scope.
    pub share: Option<f64>,
    /// Their money.
    pub money: Cents,
}

/// The deficit at each of the three bars.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AtBars {
    /// Any link counts.
    pub asserted: AtBar,
    /// Links with a document, or confirmed.
    pub documented: AtBar,
    /// Links that a local actor confirms.
    pub confirmed: AtBar,
}

impl AtBars {
    /// The deficit at one bar.
    #[must_use]
    pub fn at(&self, bar: EvidenceBar) -> &AtBar {
        match bar {
            EvidenceBar::Asserted => &self.asserted,
            EvidenceBar::Documented => &self.documented,
            EvidenceBar::Confirmed => &self.confirmed,
        }
    }
}

/// The deficit by money, and how far the money is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeficitMoney {
    /// The framework's currency.
    pub currency: Currency,
    /// Converted money of programs in scope.
    pub total: Cents,
    /// Of this, that of programs that show no link.
    pub no_link_shown: Cents,
    /// The quotient.
    pub share: Option<f64>,
    /// Programs in scope with convertible money.
    pub programs_with_money: u32,
    /// Money without a rate, by currency.
    pub unconverted: BTreeMap<String, String>,
    /// Programs with convertible money, by what sort of sum it is.
    pub basis: BTreeMap<&'static str, u32>,
}

/// The strategic deficit: programs with no link shown ÷ programs in scope.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deficit {
    /// Programs that show no link.
    pub programs: u32,
    /// Their share of programs in scope.
    pub share: Option<f64>,
    /// Of these, the unreviewed: a gap in the data.
    pub unreviewed: u32,
    /// Of these, the unresolved: a gap in the data.
    pub unresolved: u32,
    /// The same by money.
    pub money: DeficitMoney,
    /// The same at each bar.
    pub at_bar: AtBars,
    /// The same by each breakdown.
    pub by: Breakdowns,
}

/// What sorts of sum there are, as they are declared.
const BASES: [Basis; 4] = [Basis::Commitment, Basis::Budget, Basis::Disbursement, Basis::Stated];

/// Totals over the programs in scope. All but the money without a rate are sums of whole numbers,
/// so that what a program added can be taken out again.
#[derive(Debug)]
pub(super) struct Totals {
    /// Programs that show no link at each bar, and their money.
    no_link: [(u32, Cents); 3],
    money: Cents,
    with_money: u32,
    /// Programs by what sort of sum theirs is; one more for those without convertible money.
    bases: [u32; BASES.len() + 1],
    unconverted: BTreeMap<String, Decimal>,
    sums: Sums,
}

impl Totals {
    /// Of all programs in scope.
    pub(super) fn new(index: &Index, facts: &Facts, bar: EvidenceBar) -> Self {
        let mut totals = Self {
            no_link: Default::default(),
            money: Cents::default(),
            with_money: 0,
            bases: Default::default(),
            unconverted: unconverted(index, facts),
            sums: Sums::new(index),
        };
        for program in facts.in_scope() {
            totals.change(index, index.entry(program), facts.at_bars[program], bar, true);
        }
        totals
    }

    /// Puts a program in scope in, or takes it out.
    pub(super) fn change(
        &mut self,
        index: &Index,
        entry: &Entry,
        at_bars: [Standing; 3],
        bar: EvidenceBar,
        puts: bool,
    ) {
        let money = entry.money.unwrap_or_default();
        let count = |n: &mut u32| if puts { *n += 1 } else { *n -= 1 };
        let add = |sum: &mut Cents| *sum = if puts { *sum + money } else { *sum - money };
        add(&mut self.money);
        if entry.money.is_some() {
            count(&mut self.with_money);
        }
        count(&mut self.bases[entry.basis.map_or(BASES.len(), |b| b as usize)]);
        for ((programs, money), standing) in self.no_link.iter_mut().zip(at_bars) {
            if standing.orphan() {
                count(programs);
                add(money);
            }
        }
        self.sums.change(index, entry, at_bars[bar as usize].orphan(), puts);
    }

    /// Adds the money without a rate up anew.
    pub(super) fn convert_again(&mut self, index: &Index, facts: &Facts) {
        self.unconverted = unconverted(index, facts);
    }

    /// Looks up anew what places are called.
    pub(super) fn spell_again(&mut self, index: &Index) {
        self.sums.spell_again(index);
    }

    /// The deficit at a bar.
    pub(super) fn deficit(
        &self,
        index: &Index,
        scope: &Scope,
        bar: EvidenceBar,
        standings: Standings,
    ) -> Deficit {
        let share = |n: u32| (scope.programs > 0).then(|| f64::from(n) / f64::from(scope.programs));
        let at = |bar: EvidenceBar| {
            let (programs, money) = self.no_link[bar as usize];
            AtBar { programs, share: share(programs), money }
        };
        let at_bar = AtBars {
            asserted: at(EvidenceBar::Asserted),
            documented: at(EvidenceBar::Documented),
            confirmed: at(EvidenceBar::Confirmed),
        };
        let here = at_bar.at(bar).clone();
        let unconverted = self.unconverted.iter();
        Deficit {
            programs: here.programs,
            share: here.share,
            unreviewed: standings.unreviewed,
            unresolved: standings.unresolved,
            money: DeficitMoney {
                currency: index.framework.head().currency,
                total: self.money,
                no_link_shown: here.money,
                share: here.money.share_of(self.money),
                programs_with_money: self.with_money,
                unconverted: unconverted
                    .map(|(currency, sum)| (currency.clone(), sum.normalize().to_string()))
                    .collect(),
                basis: BASES
                    .iter()
                    .zip(self.bases)
                    .map(|(b, n)| (names::basis_key(*b), n))
                    .collect(),
            },
            at_bar,
            by: self.sums.breakdowns(index),
        }
    }
}

/// The money without a rate of programs in scope, by currency.
fn unconverted(index: &Index, facts: &Facts) -> BTreeMap<String, Decimal> {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for program in facts.in_scope() {
        if let Some((currency, amount)) = index.entry(program).unconverted.as_deref() {
            let sum = sums.entry(currency.to_string()).or_default();
            *sum = sum.checked_add(*amount).unwrap_or(Decimal::MAX);
        }
    }
    sums
}
