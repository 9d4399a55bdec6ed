//! What holds coherence back, in words, and what the elements and requirements ask: screens and
//! reports say it alike.

use crate::analysis::{Approach, Element, Relation, Requirement};
use crate::layout::caption;
use crate::model::{Framework, ObjectiveId, ProgramId, TensionId};
use rustc_hash::FxHashMap;

/// How the reasons begin that tell of an overlap.
const OVERLAPS: &str = "overlaps with ";

/// A reason with the programs that it holds back.
pub type Reason = (String, Vec<ProgramId>);

/// Objectives and tensions by what they are called: a reason names them by their ids.
fn plain(framework: &Framework, reason: &str) -> String {
    if reason.starts_with(OVERLAPS) {
        return "overlaps without recorded coordination (see Gaps and overlaps)".to_owned();
    }
    let objective = |id: &str| {
        let id = ObjectiveId::new(id).ok()?;
        framework.objective(&id).map(|o| caption(o))
    };
    if let Some((before, id)) = reason.strip_suffix(')').and_then(|r| r.rsplit_once(" (")) {
        if let Some(name) = objective(id) {
            return format!("{before} ({name})");
        }
        if TensionId::new(id).is_ok_and(|id| framework.tension(&id).is_some()) {
            return before.to_owned();
        }
    }
    match reason.rsplit_once(" objects to ").and_then(|(who, id)| Some((who, objective(id)?))) {
        Some((who, name)) => format!("{who} objects to {name}"),
        None => reason.to_owned(),
    }
}

/// The reasons of an element, those that hold back most programs first.
#[must_use]
pub fn reasons(framework: &Framework, element: &Element) -> Vec<Reason> {
    // Many programs share few reasons, each put into words once; and each overlap is told in
    // words of its own, but they are one reason.
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut all: Vec<(&str, Vec<ProgramId>)> = Vec::new();
    for held in &element.held_back {
        for reason in &held.reasons {
            let told = if reason.starts_with(OVERLAPS) { OVERLAPS } else { reason.as_str() };
            let place = *places.entry(told).or_insert_with(|| {
                all.push((told, Vec::new()));
                all.len() - 1
            });
            let programs = &mut all[place].1;
            if programs.last() != Some(&held.program) {
                programs.push(held.program.clone());
            }
        }
    }
    all.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(b.0)));
    all.into_iter().map(|(told, programs)| (plain(framework, told), programs)).collect()
}

/// What an element looks at, and what to do where nobody has examined it.
#[must_use]
pub fn looks_at(relation: Relation) -> (&'static str, &'static str) {
    match relation {
        Relation::Agency => (
            "no open tension inside the agency that owns the program",
            "No tension or position is recorded yet: record one to begin",
        ),
        Relation::WholeOfGovernment => (
            "no open tension or objection inside the owner’s government or system",
            "No tension or position is recorded yet: record one to begin",
        ),
        Relation::Harmonization => (
            "no open tension with, nor an overlap beside, another international agency",
            "No tension or mechanism is recorded yet: record one to begin",
        ),
        Relation::Alignment => (
            "linked to at least one objective that is locally owned",
            "No local actor of the core group has taken a position yet: record one to begin",
        ),
    }
}

/// What the Integrated Approach asks, and local leadership: name, what holds, what does not.
pub const REQUIREMENTS: [(&str, &str, &str); 5] = [
    (
        "Shared vision",
        "a core-group actor backs a top objective",
        "Actors of the core group that do not back a top objective",
    ),
    (
        "Integrated planning",
        "a lowest objective is supported by two agencies, or by one and covered by a mechanism",
        "Lowest objectives that do not have two agencies, or one and a mechanism",
    ),
    (
        "Results, timelines and responsibilities",
        "an objective has a target, a due date and a lead",
        "Objectives that lack a target, a due date or a lead",
    ),
    (
        "Monitoring and evaluation",
        "an objective has an indicator with baseline, target, source and who monitors",
        "Objectives without such an indicator",
    ),
    (
        "Local leadership",
        "an objective was proposed or is led by a local actor",
        "Objectives that no local actor proposed or leads",
    ),
];

/// The requirement of a place in [`REQUIREMENTS`].
#[must_use]
pub fn requirement(approach: &Approach, place: usize) -> &Requirement {
    match place {
        0 => &approach.shared_vision,
        1 => &approach.integrated_planning,
        2 => &approach.results_timelines_responsibilities,
        3 => &approach.monitoring_evaluation,
        _ => &approach.local_leadership,
    }
}
