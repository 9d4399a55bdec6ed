//! Which tensions touch which programs, and whom they set at odds (DESIGN.md, section 5).

use super::index::Index;
use crate::model::{Subject, Tension, TensionId};
use rustc_hash::FxHashMap;

/// A tension with its actors and subjects looked up.
pub(super) struct Dispute<'a> {
    pub id: &'a TensionId,
    pub record: &'a Tension,
    /// Its parties, the actors it is about, the owners of the programs it is about.
    pub actors: Vec<usize>,
    /// The records it names, each once.
    pub names: usize,
    pub programs: Vec<usize>,
    pub objectives: Vec<usize>,
}

/// All tensions, looked up.
pub(super) fn disputes<'a>(index: &Index<'a>) -> Vec<Dispute<'a>> {
    let framework = index.framework;
    framework.tensions().iter().map(|(id, record)| dispute(index, id, record)).collect()
}

fn dispute<'a>(index: &Index<'a>, id: &'a TensionId, record: &'a Tension) -> Dispute<'a> {
    let (mut actors, mut programs, mut objectives) = (Vec::new(), Vec::new(), Vec::new());
    let mut named: Vec<Subject> = record.about.clone();
    named.extend(record.parties.iter().cloned().map(Subject::Actor));
    named.sort();
    named.dedup();
    for subject in &named {
        match subject {
            Subject::Actor(id) => actors.extend(index.actor(id)),
            Subject::Program(id) => {
                if let Some(program) = index.program(id) {
                    programs.push(program);
                    actors.extend(index.owner(program));
                }
            }
            Subject::Objective(id) => objectives.extend(index.dag.find(id)),
        }
    }
    actors.sort_unstable();
    actors.dedup();
    Dispute { id, record, actors, names: named.len(), programs, objectives }
}

/// For each program, the open tensions (by their place) that touch it.
pub(super) fn touching(index: &Index, disputes: &[Dispute]) -> FxHashMap<usize, Vec<usize>> {
    let mut touching: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut about: Vec<Vec<usize>> = vec![Vec::new(); index.objectives.len()];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let open = |d: &Dispute| !d.record.outcome.handled();
    for (place, dispute) in disputes.iter().enumerate().filter(|(_, d)| open(d)) {
        pairs.extend(dispute.programs.iter().map(|&program| (program, place)));
        dispute.objectives.iter().for_each(|&o| about[o].push(place));
    }
    for program in 0..index.programs.len() {
        for place in index.links(program).iter().flat_map(|l| &about[l.objective]) {
            let Some(agency) = index.agency_of(program) else { continue };
            if disputes[*place].actors.iter().any(|&a| index.agency[a] == agency) {
                pairs.push((program, *place));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (program, place) in pairs {
        touching.entry(program).or_default().push(place);
    }
    touching
}
