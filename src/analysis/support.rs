//! What some programs support, for those who want to see where these stand: the same links, at
//! the same bar, as the figures of the cards.

use super::breakdown::{dimension_key, dimension_of};
use super::index::{Index, Programs};
use super::ledger::{Ledger, Terms};
use crate::graph::Dag;
use crate::model::{EvidenceBar, Framework, Head, ObjectiveId, Program, ProgramId};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// For each objective that some of these programs support, or that stands above one they do, how
/// many of them.
#[must_use]
pub fn supported(
    framework: &Framework,
    bar: EvidenceBar,
    programs: &[ProgramId],
) -> BTreeMap<ObjectiveId, u32> {
    let all = Programs::new(framework);
    let dag = Dag::new(framework);
    let ledger = Ledger::new(&all.records, &Terms::new(framework, &all.ids));
    let index = Index::new(framework, &all, &dag, &ledger);
    let mut counts: BTreeMap<ObjectiveId, u32> = BTreeMap::new();
    for program in programs.iter().filter_map(|id| index.program(id)) {
        let own = index.supported(program, bar).map(|link| link.objective);
        let reached: BTreeSet<usize> =
            own.flat_map(|o| dag.above(o).iter().copied().chain([o])).collect();
        for objective in reached {
            *counts.entry(dag.id(objective).clone()).or_default() += 1;
        }
    }
    counts
}

/// The dimension of a program, of several the one with the greatest part: the first that it
/// states, else that of its sectors.
#[must_use]
pub fn main_dimension<'a>(head: &'a Head, program: &'a Program) -> Option<&'a str> {
    if let Some(stated) = program.dimensions.first() {
        return Some(stated.as_str());
    }
    let mut parts: BTreeMap<u32, Decimal> = BTreeMap::new();
    for (sector, percent) in &program.sectors {
        *parts.entry(dimension_of(*sector)).or_default() += percent.get();
    }
    // Of equal parts the first.
    let most = parts.into_iter().rev().max_by_key(|(_, part)| *part)?;
    dimension_key(head, most.0 as usize)
}
