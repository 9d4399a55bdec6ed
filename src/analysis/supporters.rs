//! Who supports each objective directly.

use super::Facts;
use super::index::{EffectiveLink, Index, supporting};
use super::ledger::number;
use crate::graph::Dag;
use crate::model::EvidenceBar;

/// For each objective the programs in scope that support it at or above the bar, in order; not
/// those that support something below it.
#[derive(Debug)]
pub(super) struct Supporters(Vec<Vec<u32>>);

impl Supporters {
    pub(super) fn new(index: &Index, facts: &Facts, bar: EvidenceBar) -> Self {
        let mut all = vec![Vec::new(); index.objectives.len()];
        for program in facts.in_scope() {
            for link in index.supported(program, bar) {
                all[link.objective].push(number(program));
            }
        }
        Self(all)
    }

    /// Those of one objective.
    pub(super) fn of(&self, objective: usize) -> impl Iterator<Item = usize> {
        self.0[objective].iter().map(|&program| program as usize)
    }

    /// Puts a program in scope in where these links of it support, or takes it out.
    pub(super) fn change(
        &mut self,
        dag: &Dag,
        bar: EvidenceBar,
        (program, links): (usize, &[EffectiveLink]),
        puts: bool,
    ) {
        let program = number(program);
        for link in supporting(links, dag, bar) {
            let all = &mut self.0[link.objective];
            match all.binary_search(&program) {
                Ok(place) if !puts => drop(all.remove(place)),
                Err(place) if puts => all.insert(place, program),
                Ok(_) | Err(_) => {}
            }
        }
    }
}
