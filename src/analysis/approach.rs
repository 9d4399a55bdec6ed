//! What the Integrated Approach asks of a framework, and local leadership (DESIGN.md,
//! section 5): shares of the framework, not of its programs.

use super::backing::{Voice, Voices};
use super::index::Index;
use super::supporters::Supporters;
use crate::model::{Monitoring, Side};
use serde::Serialize;
use std::collections::BTreeSet;

/// One requirement: a share with the list of what holds it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Requirement {
    /// What holds ÷ what is asked; `None` where nothing is.
    pub share: Option<f64>,
    /// How many hold.
    pub holds: u32,
    /// Of how many.
    pub of: u32,
    /// What does not hold, by id; pairs as `actor/objective`.
    pub held_back: Vec<String>,
    /// Objectives whose monitoring is pending, apart (monitoring and evaluation).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<u32>,
}

impl Requirement {
    fn of(all: impl Iterator<Item = (String, bool)>) -> Self {
        let mut requirement = Self::default();
        for (name, holds) in all {
            requirement.of += 1;
            if holds {
                requirement.holds += 1;
            } else {
                requirement.held_back.push(name);
            }
        }
        let (holds, of) = (requirement.holds, requirement.of);
        requirement.share = (of > 0).then(|| f64::from(holds) / f64::from(of));
        requirement
    }
}

/// The four requirements, and local leadership.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Approach {
    /// Core-group actor × top objective pairs that are backed.
    pub shared_vision: Requirement,
    /// Lowest objectives supported by two agencies, or by one and covered by a mechanism.
    pub integrated_planning: Requirement,
    /// Objectives with an indicator target, a due date and a lead.
    pub results_timelines_responsibilities: Requirement,
    /// Objectives with an indicator's baseline, target, source and who monitors.
    pub monitoring_evaluation: Requirement,
    /// Objectives proposed or led by a local actor.
    pub local_leadership: Requirement,
}

/// The requirements, with those who support each objective at the bar.
pub(super) fn assess(index: &Index, supporters: &Supporters, voices: &Voices) -> Approach {
    let living = || index.dag.all_living().map(|o| (o, index.objectives[o]));
    let name = |o: usize| index.dag.id(o).to_string();
    let filled = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
    let local = |id: &Option<crate::model::ActorId>| {
        id.as_ref()
            .and_then(|id| index.framework.actor(id))
            .is_some_and(|a| a.side == Side::Internal)
    };
    let pending = |o: usize| index.objectives[o].monitoring == Some(Monitoring::Pending);

    let results = Requirement::of(living().map(|(o, record)| {
        let target = record.indicators.values().any(|i| filled(&i.target));
        (name(o), target && record.due.is_some() && record.lead.is_some())
    }));
    // Pending ones are apart: neither held against the framework nor counted for it.
    let mut monitoring =
        Requirement::of(living().filter(|(o, _)| !pending(*o)).map(|(o, record)| {
            let holds = record.indicators.values().any(|i| {
                filled(&i.baseline)
                    && filled(&i.target)
                    && filled(&i.source)
                    && i.monitored_by.is_some()
            });
            (name(o), holds)
        }));
    let apart = index.dag.all_living().filter(|&o| pending(o)).count();
    monitoring.pending = Some(u32::try_from(apart).unwrap_or(u32::MAX));
    Approach {
        shared_vision: shared_vision(index, voices),
        integrated_planning: integrated_planning(index, supporters),
        results_timelines_responsibilities: results,
        monitoring_evaluation: monitoring,
        local_leadership: Requirement::of(living().map(|(o, record)| {
            (name(o), local(&record.proposed_by) || local(&record.lead) || local(&record.co_lead))
        })),
    }
}

fn shared_vision(index: &Index, voices: &Voices) -> Requirement {
    let core = (0..index.actors.len()).filter(|&a| index.actors[a].core_group);
    let pairs = core.flat_map(|actor| {
        let tops = index.dag.all_living().filter(|&o| index.dag.depth(o) == 0);
        tops.map(move |top| {
            let name = format!("{}/{}", index.actor_ids[actor], index.dag.id(top));
            (name, voices.of(actor, top) == Voice::Backs)
        })
    });
    Requirement::of(pairs)
}

/// The one requirement that programs have a part in.
pub(super) fn integrated_planning(index: &Index, supporters: &Supporters) -> Requirement {
    let covered: BTreeSet<usize> = index
        .framework
        .mechanisms()
        .values()
        .flat_map(|m| m.objectives.iter().filter_map(|o| index.dag.find(o)))
        .collect();
    let lowest = index.dag.all_living().filter(|&o| index.dag.children(o).is_empty());
    Requirement::of(lowest.map(|o| {
        let is_covered =
            || covered.contains(&o) || index.dag.above(o).iter().any(|a| covered.contains(a));
        let mut agencies = supporters.of(o).filter_map(|program| index.agency_of(program));
        let holds = agencies.next().is_some_and(|a| agencies.any(|b| a != b) || is_covered());
        (index.dag.id(o).to_string(), holds)
    }))
}
