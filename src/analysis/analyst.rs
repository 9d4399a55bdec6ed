//! An analyst: has the figures of a framework, and keeps what it read of the records to have
//! them again after an edit.

use super::index::{Index, Links, Programs};
use super::ledger::{Ledger, Terms};
use super::patch::{Patch, Replaced};
use super::{Analysis, Trace, add_up};
use crate::graph::Dag;
use crate::model::{
    Change, Delta, Edit, EvidenceBar, Framework, Head, Objective, ObjectiveStatus, Program,
    ProgramId,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Has the same figures as [`analyze`](super::analyze) gives, but after an edit looks only at what
/// that has changed: for most edits the work does not grow with the number of programs.
#[derive(Debug)]
pub struct Analyst {
    kept: Kept,
    analysis: Arc<Analysis>,
    touched: Option<Vec<ProgramId>>,
}

/// What was read, and what was made of it.
#[derive(Debug)]
struct Kept {
    bar: EvidenceBar,
    head: Arc<Head>,
    ids: Vec<ProgramId>,
    programs: Vec<Arc<Program>>,
    /// The parts of each umbrella.
    parts: FxHashMap<u32, Vec<usize>>,
    dag: Dag,
    ledger: Ledger,
    links: Links,
    trace: Option<Trace>,
}

/// What an edit has changed.
#[derive(Default)]
struct Followed<'c> {
    /// Something by which the figures of programs are told, besides their own records.
    ground: bool,
    /// A record of an objective.
    objectives: bool,
    replaced: Vec<Replaced<'c>>,
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
        Self { kept, analysis: Arc::new(analysis), touched: None }
    }

    /// All programs whose record or row may be another than the time before; `None` where any may,
    /// or where other records were changed too.
    #[must_use]
    pub fn touched(&self) -> Option<&[ProgramId]> {
        self.touched.as_deref()
    }

    /// The figures as of the last time.
    #[must_use]
    pub fn analysis(&self) -> &Arc<Analysis> {
        &self.analysis
    }

    /// Makes the figures those of the framework as it is after a change; the analyst knows it as
    /// it was before that.
    pub fn renew(&mut self, framework: &Framework, bar: Option<EvidenceBar>, change: &Change) {
        let bar = bar.unwrap_or(framework.head().evidence_bar);
        let Some(followed) = self.kept.follow(framework, bar, change) else {
            *self = Self::new(framework, Some(bar));
            return;
        };
        let Kept { ids, programs, parts, dag, ledger, links, trace, .. } = &mut self.kept;
        let programs = Programs::kept(ids, programs);
        let before = std::mem::take(links);
        let mut index = Index::with(framework, &programs, (dag, ledger), before);
        let Followed { ground, objectives, replaced } = followed;
        let patched = trace.take().filter(|_| !ground).and_then(|trace| {
            Patch { bar, parts, objectives, replaced }.patch(&mut index, trace, &mut self.analysis)
        });
        let (patched, touched) = patched.unzip();
        let programs = change.edits.iter().all(|edit| matches!(edit, Edit::Program(..)));
        self.touched = touched.filter(|_| programs);
        *trace = patched.or_else(|| {
            index.resolve_all();
            let (analysis, trace) = add_up(&index, bar);
            self.analysis = Arc::new(analysis);
            Some(trace)
        });
        *links = index.effective;
    }
}

impl Kept {
    fn new(framework: &Framework, programs: &Programs, bar: EvidenceBar) -> Self {
        let ledger = Ledger::new(&programs.records, &Terms::new(framework, &programs.ids));
        Self {
            bar,
            head: Arc::clone(framework.head()),
            ids: framework.programs().keys().cloned().collect(),
            programs: framework.programs().values().cloned().collect(),
            parts: parts(&ledger),
            dag: Dag::new(framework),
            ledger,
            links: Links::default(),
            trace: None,
        }
    }

    /// Takes over what a change has changed; `None` where the numbers of records are no longer
    /// theirs, or what was read does not hold any more.
    fn follow<'c>(
        &mut self,
        framework: &Framework,
        bar: EvidenceBar,
        change: &'c Change,
    ) -> Option<Followed<'c>> {
        let head = framework.head();
        if self.ledger.worn() || !Terms::same(&self.head, head) {
            return None;
        }
        let mut same_shape = self.head.levels == head.levels;
        let mut followed = Followed { ground: self.bar != bar, ..Followed::default() };
        (self.bar, self.head) = (bar, Arc::clone(head));
        let mut programs = Vec::new();
        for edit in &change.edits {
            match edit {
                Edit::Head(_) | Edit::Milestone(..) | Edit::Scene(..) | Edit::Pin(..) => {}
                Edit::Tension(..)
                | Edit::Mechanism(..)
                | Edit::Actor(_, Delta { before: Some(_), after: Some(_) }) => {
                    followed.ground = true;
                }
                Edit::Objective(_, Delta { before: Some(before), after: Some(after) }) => {
                    followed.objectives = true;
                    followed.ground |= before.positions != after.positions;
                    same_shape &= is_same_shape(before, after);
                }
                Edit::Program(id, Delta { before: Some(before), after: Some(after) }) => {
                    programs.push((self.ids.binary_search(id).ok()?, before, after));
                }
                Edit::Actor(..) | Edit::Objective(..) | Edit::Program(..) => return None,
            }
        }
        if !same_shape {
            self.dag = Dag::new(framework);
        }
        followed.ground |= !same_shape;
        followed.replaced = self.replace(framework, programs);
        Some(followed)
    }

    /// Reads programs anew; gives them as they were.
    fn replace<'c>(
        &mut self,
        framework: &Framework,
        programs: Vec<(usize, &'c Arc<Program>, &'c Arc<Program>)>,
    ) -> Vec<Replaced<'c>> {
        if programs.is_empty() {
            return Vec::new();
        }
        let ids: Vec<&ProgramId> = self.ids.iter().collect();
        let terms = Terms::new(framework, &ids);
        let mut same_parts = true;
        let mut replaced = Vec::with_capacity(programs.len());
        for (program, before, after) in programs {
            let entry = self.ledger.replace(program, after, &terms);
            self.programs[program] = Arc::clone(after);
            same_parts &= entry.umbrella == self.ledger.entries[program].umbrella;
            replaced.push(Replaced { program, entry, before, after });
        }
        if !same_parts {
            self.parts = parts(&self.ledger);
        }
        replaced
    }
}

/// The parts of each umbrella, in order.
fn parts(ledger: &Ledger) -> FxHashMap<u32, Vec<usize>> {
    let mut parts: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (program, entry) in ledger.entries.iter().enumerate() {
        if let Some(umbrella) = entry.umbrella {
            parts.entry(umbrella).or_default().push(program);
        }
    }
    parts
}

/// Whether two objectives give the same graph.
fn is_same_shape(one: &Objective, other: &Objective) -> bool {
    let retired = |o: &Objective| o.status == ObjectiveStatus::Retired;
    one.level == other.level
        && one.rank == other.rank
        && retired(one) == retired(other)
        && one.contributes_to.keys().eq(other.contributes_to.keys())
}
