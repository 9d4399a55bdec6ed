//! Which programs count (DESIGN.md, section 3).

use super::index::Index;
use super::money::Cents;
use crate::model::{DecisionKind, Period, Program, ProgramStatus};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Why a program is not in scope. The first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Decided out of scope.
    OutOfScope,
    /// Its status is Cancelled.
    Cancelled,
    /// It starts after the framework's period or ends before it, as far as known.
    OutsidePeriod,
    /// It is an umbrella of which a part is in scope.
    Umbrella,
}

/// How many programs are left out, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Excluded {
    /// Decided out of scope.
    pub out_of_scope: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// Outside the period.
    pub outside_period: u32,
    /// Umbrellas of parts in scope.
    pub umbrella: u32,
}

impl Excluded {
    /// All of them.
    #[must_use]
    pub fn total(self) -> u32 {
        self.out_of_scope + self.cancelled + self.outside_period + self.umbrella
    }
}

/// The scope of the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// Programs in scope.
    pub programs: u32,
    /// Programs left out.
    pub excluded: Excluded,
    /// The money of umbrellas beyond that of their parts.
    pub umbrella_money_not_in_parts: Cents,
    /// The rule in words, printed wherever a figure is.
    pub rule: String,
}

/// Why a program is not in scope, as far as its own record says.
pub(super) fn of_record(record: &Program, period: &Period) -> Option<Exclusion> {
    if record.decision.as_ref().is_some_and(|d| d.kind == DecisionKind::OutOfScope) {
        Some(Exclusion::OutOfScope)
    } else if record.status == Some(ProgramStatus::Cancelled) {
        Some(Exclusion::Cancelled)
    } else if record.period.meets(period) == Some(false) {
        Some(Exclusion::OutsidePeriod)
    } else {
        None
    }
}

/// Decides for each program whether it is in scope.
pub(super) fn decide(index: &Index) -> (Scope, Vec<Option<Exclusion>>) {
    let mut out: Vec<Option<Exclusion>> =
        index.ledger.entries.iter().map(|entry| entry.excluded).collect();
    // A part at any depth that is in scope makes its umbrellas count through it.
    let mut has_part = vec![false; out.len()];
    for (program, excluded) in out.iter().enumerate() {
        if excluded.is_some() {
            continue;
        }
        let mut at = index.umbrella(program);
        while let Some(umbrella) = at.filter(|&u| !has_part[u]) {
            has_part[umbrella] = true;
            at = index.umbrella(umbrella);
        }
    }
    for (program, has_part) in has_part.into_iter().enumerate() {
        if has_part && out[program].is_none() {
            out[program] = Some(Exclusion::Umbrella);
        }
    }
    let beyond = beyond_parts(index, &out);
    let count = |kind| {
        let n = out.iter().filter(|e| **e == kind).count();
        u32::try_from(n).unwrap_or(u32::MAX)
    };
    let scope = Scope {
        programs: count(None),
        excluded: Excluded {
            out_of_scope: count(Some(Exclusion::OutOfScope)),
            cancelled: count(Some(Exclusion::Cancelled)),
            outside_period: count(Some(Exclusion::OutsidePeriod)),
            umbrella: count(Some(Exclusion::Umbrella)),
        },
        umbrella_money_not_in_parts: beyond,
        rule: RULE.to_owned(),
    };
    (scope, out)
}

/// The rule of scope in words.
const RULE: &str = "all programs but those decided out of scope, cancelled, outside the \
    framework's period as far as known, and umbrellas of which a part is in scope";

/// What umbrellas that are left out as such have beyond their direct parts; never negative.
fn beyond_parts(index: &Index, out: &[Option<Exclusion>]) -> Cents {
    let mut parts: FxHashMap<usize, Cents> = FxHashMap::default();
    for (program, excluded) in out.iter().enumerate() {
        let counts = matches!(excluded, None | Some(Exclusion::Umbrella));
        if let (Some(umbrella), Some(money), true) =
            (index.umbrella(program), index.entry(program).money, counts)
        {
            *parts.entry(umbrella).or_default() += money;
        }
    }
    let part = |umbrella: usize| parts.get(&umbrella).copied().unwrap_or_default();
    (0..out.len())
        .filter(|&u| out[u] == Some(Exclusion::Umbrella))
        .filter_map(|u| index.entry(u).money.map(|own| own - part(u)))
        .filter(|beyond| beyond.0 > 0)
        .sum()
}
