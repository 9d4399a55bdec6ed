//! What was recorded since the last milestone, and which elements of coherence it raised and
//! lowered: the figures with and without each piece of it.

use super::{Coherence, Relation, analyze};
use crate::model::{
    Date, EvidenceBar, Framework, Objective, ObjectiveId, Parts, Program, ProgramId, Table,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pieces of what was recorded are looked at one by one, up to this many.
const MOST: usize = 12;

/// Something that was recorded since.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recorded {
    /// Links to an objective.
    Links(ObjectiveId),
    /// Positions on an objective.
    Positions(ObjectiveId),
    /// Decisions on programs without a link.
    Decisions,
}

/// A piece of what was recorded since, with the degrees of coherence without and with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What.
    pub recorded: Recorded,
    /// How many links, positions or decisions.
    pub count: usize,
    /// For each element, its degree without this step and with it, where both are known.
    pub degrees: [Option<(f64, f64)>; 4],
}

impl Step {
    /// By how much it raised an element; negative where it lowered it.
    #[must_use]
    pub fn effect(&self, relation: Relation) -> f64 {
        self.degrees[relation as usize].map_or(0.0, |(without, with)| with - without)
    }

    /// Whether it raised one element and lowered another: the two are in tension.
    #[must_use]
    pub fn in_tension(&self) -> bool {
        let any = |keep: fn(f64) -> bool| Relation::ALL.iter().any(|r| keep(self.effect(*r)));
        any(|effect| effect > 0.0) && any(|effect| effect < 0.0)
    }
}

/// What was recorded since the last milestone.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// When the last milestone was set.
    pub on: Date,
    /// What it marks.
    pub title: String,
    /// What was recorded after that day, those with most effect first.
    pub steps: Vec<Step>,
    /// How many further ones were too small to be looked at one by one.
    pub more: usize,
}

/// What was recorded since the last milestone; `None` without a milestone. Each piece is taken
/// away by itself, and the figures are computed without it: some twelve whole analyses.
#[must_use]
pub fn since(framework: &Framework, bar: Option<EvidenceBar>) -> Option<Since> {
    let last = framework.milestones().values().max_by_key(|m| m.on)?;
    let new = New::after(framework, last.on);
    let now = analyze(framework, bar).coherence;
    let mut pieces: Vec<(Recorded, usize)> = new.pieces();
    // Those with most records first; what is alike in number by kind and id.
    pieces.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = pieces.len().saturating_sub(MOST);
    pieces.truncate(MOST);
    let mut steps: Vec<Step> = pieces
        .into_iter()
        .map(|(recorded, count)| {
            let without = analyze(&new.without(framework, &recorded), bar).coherence;
            Step { count, degrees: degrees(&without, &now), recorded }
        })
        .collect();
    let weight =
        |step: &Step| Relation::ALL.iter().map(|r| step.effect(*r).abs()).fold(0.0, f64::max);
    steps.sort_by(|a, b| {
        b.in_tension()
            .cmp(&a.in_tension())
            .then_with(|| weight(b).total_cmp(&weight(a)))
            .then_with(|| a.recorded.cmp(&b.recorded))
    });
    Some(Since { on: last.on, title: last.title.clone(), steps, more })
}

/// The framework without the links, positions and decisions that bear a day or a later one. What
/// bears no date stays, and so does what has no date of its own: programs, objectives, tensions.
#[must_use]
pub fn before(framework: &Framework, day: Date) -> Framework {
    let mut parts: Parts = framework.parts().clone();
    let later = |on: Option<Date>| on.is_some_and(|on| on >= day);
    for program in parts.programs.values_mut() {
        let decided = program.decision.as_ref().is_some_and(|decision| later(decision.on));
        if decided || program.links.values().any(|link| later(link.on)) {
            let program = Arc::make_mut(program);
            program.links.retain(|_, link| !later(link.on));
            program.decision.take_if(|decision| later(decision.on));
        }
    }
    for objective in parts.objectives.values_mut() {
        if objective.positions.values().any(|position| later(position.on)) {
            Arc::make_mut(objective).positions.retain(|_, position| !later(position.on));
        }
    }
    Framework::from_parts(parts)
}

fn degrees(without: &Coherence, with: &Coherence) -> [Option<(f64, f64)>; 4] {
    Relation::ALL.map(|r| without.get(r).degree.zip(with.get(r).degree))
}

/// What bears a later date.
struct New {
    links: BTreeMap<ObjectiveId, Vec<ProgramId>>,
    positions: BTreeMap<ObjectiveId, usize>,
    decisions: Vec<ProgramId>,
    after: Date,
}

impl New {
    fn after(framework: &Framework, after: Date) -> Self {
        let later = |on: Option<Date>| on.is_some_and(|on| on > after);
        let mut links: BTreeMap<ObjectiveId, Vec<ProgramId>> = BTreeMap::new();
        let mut decisions = Vec::new();
        for (id, program) in framework.programs() {
            for (objective, _) in program.links.iter().filter(|(_, link)| later(link.on)) {
                links.entry(objective.clone()).or_default().push(id.clone());
            }
            if program.decision.as_ref().is_some_and(|d| later(d.on)) {
                decisions.push(id.clone());
            }
        }
        let count = |o: &Objective| o.positions.values().filter(|p| later(p.on)).count();
        let positions = framework.objectives().iter().map(|(id, o)| (id.clone(), count(o)));
        Self { links, positions: positions.filter(|(_, n)| *n > 0).collect(), decisions, after }
    }

    fn pieces(&self) -> Vec<(Recorded, usize)> {
        let links = self.links.iter().map(|(o, all)| (Recorded::Links(o.clone()), all.len()));
        let positions =
            self.positions.iter().map(|(o, count)| (Recorded::Positions(o.clone()), *count));
        let decisions = Some((Recorded::Decisions, self.decisions.len())).filter(|(_, n)| *n > 0);
        links.chain(positions).chain(decisions).collect()
    }

    /// The framework as it would be without one of them.
    fn without(&self, framework: &Framework, recorded: &Recorded) -> Framework {
        let mut parts: Parts = framework.parts().clone();
        match recorded {
            Recorded::Links(objective) => {
                for id in self.links.get(objective).into_iter().flatten() {
                    replace(&mut parts.programs, id, |p: &mut Program| {
                        p.links.remove(objective);
                    });
                }
            }
            Recorded::Positions(id) => replace(&mut parts.objectives, id, |o: &mut Objective| {
                o.positions.retain(|_, p| p.on.is_none_or(|on| on <= self.after));
            }),
            Recorded::Decisions => {
                for id in &self.decisions {
                    replace(&mut parts.programs, id, |p: &mut Program| p.decision = None);
                }
            }
        }
        Framework::from_parts(parts)
    }
}

fn replace<K: Ord + Clone, T: Clone>(
    table: &mut Table<K, Arc<T>>,
    id: &K,
    change: impl FnOnce(&mut T),
) {
    if let Some(record) = table.get_mut(id) {
        change(Arc::make_mut(record));
    }
}
