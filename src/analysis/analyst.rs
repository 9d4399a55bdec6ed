//! An analyst: has the figures of a framework, and keeps what it read of the records to have
//! them again after an edit.

use super::index::{Index, Links, Programs};
use super::ledger::{Entry, Ledger, Terms};
use super::patch::{Before, patch};
use super::{Analysis, Trace, add_up};
use crate::graph::Dag;
use crate::model::{
    Actor, ActorId, EvidenceBar, Framework, Head, Mechanism, MechanismId, Objective,
    ObjectiveStatus, Program, ProgramId, Table, Tension, TensionId,
};
use std::sync::Arc;

/// Has the same figures as [`analyze`](super::analyze) gives, but looks only at the records that
/// have changed since the last time. Records are told apart by where they are kept: a framework
/// shares its records and an edit replaces them, so the same place means the same record as
/// long as the analyst holds on to it.
#[derive(Debug)]
pub struct Analyst {
    kept: Kept,
    analysis: Arc<Analysis>,
}

/// What was read, and of what.
#[derive(Debug)]
struct Kept {
    bar: EvidenceBar,
    head: Arc<Head>,
    actors: Table<ActorId, Arc<Actor>>,
    tensions: Table<TensionId, Arc<Tension>>,
    mechanisms: Table<MechanismId, Arc<Mechanism>>,
    objectives: Vec<Arc<Objective>>,
    ids: Vec<ProgramId>,
    programs: Vec<Arc<Program>>,
    dag: Dag,
    ledger: Ledger,
    links: Links,
    trace: Option<Trace>,
}

impl Analyst {
    /// Computes all figures. `bar` overrides the framework's own.
    #[must_use]
    pub fn new(framework: &Framework, bar: Option<EvidenceBar>) -> Self {
        let programs = Programs::new(framework);
        let bar = bar.unwrap_or(framework.head().evidence_bar);
        let mut kept = Kept::new(framework, &programs, bar);
        let index = Index::new(framework, &programs, &kept.dag, &kept.ledger);
        let (analysis, trace) = add_up(&index, bar);
        kept.links = index.effective;
        kept.trace = Some(trace);
        Self { kept, analysis: Arc::new(analysis) }
    }

    /// The figures as of the last time.
    #[must_use]
    pub fn analysis(&self) -> &Arc<Analysis> {
        &self.analysis
    }

    /// Makes the figures those of the framework as it is now.
    pub fn renew(&mut self, framework: &Framework, bar: Option<EvidenceBar>) {
        let programs = Programs::new(framework);
        if !self.kept.fits(framework, &programs) {
            *self = Self::new(framework, bar);
            return;
        }
        let bar = bar.unwrap_or(framework.head().evidence_bar);
        let same_ground = self.kept.renew_ground(framework, bar);
        let replaced = self.kept.renew_programs(framework, &programs);
        let Kept { dag, ledger, links, trace, .. } = &mut self.kept;
        let index = Index::new(framework, &programs, dag, ledger);
        let before = trace.take().filter(|_| same_ground);
        let before = before.map(|trace| Before { trace, links, replaced });
        let patched = before.and_then(|before| patch(&index, bar, before, &mut self.analysis));
        *trace = patched.or_else(|| {
            let (analysis, trace) = add_up(&index, bar);
            self.analysis = Arc::new(analysis);
            Some(trace)
        });
        *links = index.effective;
    }
}

impl Kept {
    fn new(framework: &Framework, programs: &Programs, bar: EvidenceBar) -> Self {
        Self {
            bar,
            head: Arc::clone(framework.head()),
            actors: framework.actors().clone(),
            tensions: framework.tensions().clone(),
            mechanisms: framework.mechanisms().clone(),
            objectives: framework.objectives().values().cloned().collect(),
            ids: framework.programs().keys().cloned().collect(),
            programs: framework.programs().values().cloned().collect(),
            dag: Dag::new(framework),
            ledger: Ledger::new(&programs.records, &Terms::new(framework, &programs.ids)),
            links: Links::default(),
            trace: None,
        }
    }

    /// Whether the numbers of records are still theirs, and what was read still holds but for
    /// single records.
    fn fits(&self, framework: &Framework, programs: &Programs) -> bool {
        !self.ledger.worn()
            && Terms::same(&self.head, framework.head())
            && self.actors.keys().eq(framework.actors().keys())
            && self.objectives.len() == framework.objectives().len()
            && framework.objectives().keys().zip(0..).all(|(id, o)| self.dag.id(o) == id)
            && self.ids.iter().eq(programs.ids.iter().copied())
    }

    /// Takes over all but the programs; gives whether nothing has changed in it that the figures
    /// of programs are told by.
    fn renew_ground(&mut self, framework: &Framework, bar: EvidenceBar) -> bool {
        let mut same = self.bar == bar
            && same_records(&self.actors, framework.actors())
            && same_records(&self.tensions, framework.tensions())
            && same_records(&self.mechanisms, framework.mechanisms());
        if !same {
            self.bar = bar;
            self.actors = framework.actors().clone();
            self.tensions = framework.tensions().clone();
            self.mechanisms = framework.mechanisms().clone();
        }
        let mut same_shape = self.head.levels == framework.head().levels;
        self.head = Arc::clone(framework.head());
        for (kept, now) in self.objectives.iter_mut().zip(framework.objectives().values()) {
            if !Arc::ptr_eq(kept, now) {
                same_shape &= is_same_shape(kept, now);
                same &= kept.positions == now.positions;
                *kept = Arc::clone(now);
            }
        }
        if !same_shape {
            self.dag = Dag::new(framework);
        }
        same && same_shape
    }

    /// Reads the programs that have changed; gives their entries of before.
    fn renew_programs(
        &mut self,
        framework: &Framework,
        programs: &Programs,
    ) -> Vec<(usize, Entry)> {
        let mut terms = None;
        let mut replaced = Vec::new();
        let records = framework.programs().values();
        for (place, (kept, now)) in self.programs.iter_mut().zip(records).enumerate() {
            if !Arc::ptr_eq(kept, now) {
                let terms = terms.get_or_insert_with(|| Terms::new(framework, &programs.ids));
                replaced.push((place, self.ledger.replace(place, now, terms)));
                *kept = Arc::clone(now);
            }
        }
        replaced
    }
}

fn same_records<K: Ord, T>(one: &Table<K, Arc<T>>, other: &Table<K, Arc<T>>) -> bool {
    one.len() == other.len()
        && one.iter().zip(other.iter()).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(a.1, b.1))
}

/// Whether two objectives give the same graph.
fn is_same_shape(one: &Objective, other: &Objective) -> bool {
    let retired = |o: &Objective| o.status == ObjectiveStatus::Retired;
    one.level == other.level
        && one.rank == other.rank
        && retired(one) == retired(other)
        && one.contributes_to.keys().eq(other.contributes_to.keys())
}
