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

/// Tells which open tensions touch a program.
pub(super) struct Touching<'a> {
    disputes: &'a [Dispute<'a>],
    /// The open tensions about each objective, and about programs, by their place.
    about: Vec<Vec<usize>>,
    programs: FxHashMap<usize, Vec<usize>>,
}

impl<'a> Touching<'a> {
    pub(super) fn new(index: &Index, disputes: &'a [Dispute<'a>]) -> Self {
        let mut about: Vec<Vec<usize>> = vec![Vec::new(); index.objectives.len()];
        let mut programs: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        let open = |d: &Dispute| !d.record.outcome.handled();
        for (place, dispute) in disputes.iter().enumerate().filter(|(_, d)| open(d)) {
            dispute.objectives.iter().for_each(|&o| about[o].push(place));
            dispute.programs.iter().for_each(|&p| programs.entry(p).or_default().push(place));
        }
        Self { disputes, about, programs }
    }

    /// The places of the open tensions that touch a program, in order: those about it, and those
    /// about what it has a link to, in which its agency has a part.
    pub(super) fn of(&self, index: &Index, program: usize) -> Vec<usize> {
        let mut all = self.programs.get(&program).cloned().unwrap_or_default();
        if let Some(agency) = index.agency_of(program) {
            let has_part = |place: &&usize| {
                self.disputes[**place].actors.iter().any(|&actor| index.agency[actor] == agency)
            };
            let about = index.links(program).iter().flat_map(|link| &self.about[link.objective]);
            all.extend(about.filter(has_part));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
