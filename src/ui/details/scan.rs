//! What the forms need from a walk over all records, found once a change.

use super::duplicates::Duplicates;
use super::place;
use crate::model::{
    ActorId, DimensionId, Effect, Framework, MechanismId, Monitoring, ObjectiveId, ObjectiveStatus,
    ProgramId, ProgramStatus, Subject, TensionId,
};
use crate::ui::action::Record;
use crate::ui::context::{Selection, UiCtx};
use jiff::civil::Date;

/// How many programs are listed.
pub(super) const MOST: usize = 12;

/// A value that several records share, or not.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Shared<T> {
    /// There is no record.
    #[default]
    None,
    /// All have this one.
    All(T),
    /// They differ.
    Mixed,
}

impl<T: PartialEq> Shared<T> {
    fn add(&mut self, value: T) {
        match self {
            Self::None => *self = Self::All(value),
            Self::All(other) if *other == value => {}
            _ => *self = Self::Mixed,
        }
    }
}

/// What was found.
#[derive(Default)]
pub(super) struct Scan {
    /// The framework and the selection that it was found for.
    of: Option<(u64, u64, String)>,
    /// The programs that support the objective directly, most money first, and how many.
    pub supporters: Vec<ProgramId>,
    pub supporting: usize,
    /// The programs that look like one.
    pub duplicates: Duplicates,
    /// The tensions about it.
    pub tensions: Vec<TensionId>,
    /// The mechanisms that cover it, or that the actor takes part in.
    pub mechanisms: Vec<MechanismId>,
    /// Actors of the core group without a position on it.
    pub silent: Vec<ActorId>,
    /// What the actor leads, supports, has spoken of.
    pub leads: Vec<ObjectiveId>,
    pub supports: Vec<ObjectiveId>,
    pub speaks_of: Vec<ObjectiveId>,
    /// What it answers for, carries out, pays.
    pub owns: Vec<ProgramId>,
    pub implements: Vec<ProgramId>,
    pub funds: Vec<ProgramId>,
    /// Of several objectives.
    pub status: Shared<ObjectiveStatus>,
    pub monitoring: Shared<Option<Monitoring>>,
    pub lead: Shared<Option<ActorId>>,
    pub due: Shared<Option<Date>>,
    /// Of several programs.
    pub stage: Shared<Option<ProgramStatus>>,
    pub owner: Shared<Option<ActorId>>,
    pub unlinked: usize,
    /// The dimensions that any of several records has.
    pub dimensions: Vec<DimensionId>,
}

impl Scan {
    /// Looks again, where framework or selection have changed.
    pub(super) fn update(&mut self, cx: &UiCtx, shown: &Selection) {
        let of = (cx.revision, shown.revision, place(shown));
        if self.of.as_ref() == Some(&of) {
            return;
        }
        // Those are of the framework alone, whatever is selected.
        let duplicates = std::mem::take(&mut self.duplicates);
        *self = Self { of: Some(of), duplicates, ..Self::default() };
        match (&shown.record, shown.objectives.first(), shown.programs.first()) {
            (Some(Record::Actor(id)), ..) => self.actor(cx.framework, id),
            (Some(_), ..) => {}
            (None, Some(id), None) if shown.objectives.len() == 1 => self.objective(cx, id),
            (None, None, Some(id)) if shown.programs.len() == 1 => {
                let subject = Subject::Program(id.clone());
                self.about(cx.framework, &subject);
                self.duplicates.update(cx);
            }
            _ => self.several(cx.framework, shown),
        }
    }

    fn about(&mut self, framework: &Framework, subject: &Subject) {
        let all = framework.tensions().iter();
        let about = all.filter(|(_, t)| t.about.contains(subject));
        self.tensions = about.map(|(id, _)| id.clone()).collect();
    }

    fn objective(&mut self, cx: &UiCtx, id: &ObjectiveId) {
        let framework = cx.framework;
        let mut direct: Vec<(&ProgramId, _)> = framework
            .programs()
            .iter()
            .filter(|(_, p)| p.links.get(id).is_some_and(|l| l.effect == Effect::Supports))
            .map(|(p, _)| {
                (p, cx.analysis.programs.get(p).map_or_else(Default::default, |r| r.money))
            })
            .collect();
        direct.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        self.supporting = direct.len();
        self.supporters = direct.into_iter().take(MOST).map(|(id, _)| id.clone()).collect();
        self.about(framework, &Subject::Objective(id.clone()));
        let covers = framework.mechanisms().iter().filter(|(_, m)| m.objectives.contains(id));
        self.mechanisms = covers.map(|(id, _)| id.clone()).collect();
        if let Some(record) = framework.objective(id) {
            let core = framework.actors().iter().filter(|(_, actor)| actor.core_group);
            let silent = core.filter(|(id, _)| !record.positions.contains_key(*id));
            self.silent = silent.map(|(id, _)| id.clone()).collect();
        }
    }

    fn actor(&mut self, framework: &Framework, id: &ActorId) {
        let is = Some(id);
        for (key, objective) in framework.objectives() {
            if objective.lead.as_ref() == is || objective.co_lead.as_ref() == is {
                self.leads.push(key.clone());
            }
            if objective.supporting.contains(id) {
                self.supports.push(key.clone());
            }
            if objective.positions.contains_key(id) {
                self.speaks_of.push(key.clone());
            }
        }
        for (key, program) in framework.programs() {
            if program.owner.as_ref() == is {
                self.owns.push(key.clone());
            }
            if program.implementing.contains(id) {
                self.implements.push(key.clone());
            }
            if program.funding.contains_key(id) {
                self.funds.push(key.clone());
            }
        }
        let named = framework.tensions().iter().filter(|(_, t)| {
            t.parties.contains(id) || t.about.contains(&Subject::Actor(id.clone()))
        });
        self.tensions = named.map(|(id, _)| id.clone()).collect();
        let takes_part =
            |m: &crate::model::Mechanism| m.members.contains(id) || m.chairs.contains(id);
        let part = framework.mechanisms().iter().filter(|(_, m)| takes_part(m));
        self.mechanisms = part.map(|(id, _)| id.clone()).collect();
    }

    fn several(&mut self, framework: &Framework, shown: &Selection) {
        let mut dimensions = std::collections::BTreeSet::new();
        for objective in shown.objectives.iter().filter_map(|id| framework.objective(id)) {
            self.status.add(objective.status);
            self.monitoring.add(objective.monitoring);
            self.lead.add(objective.lead.clone());
            self.due.add(objective.due);
            dimensions.extend(objective.dimensions.iter().cloned());
        }
        for program in shown.programs.iter().filter_map(|id| framework.program(id)) {
            self.stage.add(program.status);
            self.owner.add(program.owner.clone());
            self.unlinked += usize::from(program.links.is_empty());
            dimensions.extend(program.dimensions.iter().cloned());
        }
        self.dimensions = dimensions.into_iter().collect();
    }
}
