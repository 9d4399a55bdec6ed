//! The framework as dense arrays: every id looked up once, every link resolved, so that the
//! figures are sums over numbers.

use super::money::{self, ProgramMoney};
use crate::graph::Dag;
use crate::model::{
    Actor, ActorId, Effect, Evidence, EvidenceBar, Framework, Objective, ObjectiveId, Percent,
    Program, ProgramId, Side,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A link as the rules see it: effective, with its evidence judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct EffectiveLink {
    /// The objective, retired or not.
    pub objective: usize,
    /// Whether it supports; else it undermines.
    pub supports: bool,
    /// The evidence as it counts.
    pub evidence: EvidenceBar,
    /// The part of the money; never inherited.
    pub share: Option<Percent>,
}

/// The framework as dense arrays; programs, objectives and actors stand in the order of ids.
pub(super) struct Index<'a> {
    pub framework: &'a Framework,
    pub dag: Dag,
    pub objectives: Vec<&'a Objective>,
    pub ids: Vec<&'a ProgramId>,
    pub programs: Vec<&'a Program>,
    pub money: Vec<ProgramMoney>,
    pub owner: Vec<Option<usize>>,
    pub umbrella: Vec<Option<usize>>,
    pub actor_ids: Vec<&'a ActorId>,
    pub actors: Vec<&'a Actor>,
    /// The root of each actor's parent chain.
    pub agency: Vec<usize>,
    /// The family of each actor, its own or else its agency's.
    pub family: Vec<Option<&'a str>>,
    links: Vec<EffectiveLink>,
    link_ends: Vec<usize>,
}

impl<'a> Index<'a> {
    pub(super) fn new(framework: &'a Framework) -> Self {
        let dag = Dag::new(framework);
        let objective_place: FxHashMap<&ObjectiveId, usize> =
            framework.objectives().keys().zip(0..).collect();
        let program_place: FxHashMap<&ProgramId, usize> =
            framework.programs().keys().zip(0..).collect();
        let actor_place: BTreeMap<&ActorId, usize> = framework.actors().keys().zip(0..).collect();
        let programs: Vec<&Program> = framework.programs().values().map(AsRef::as_ref).collect();
        let actors: Vec<&Actor> = framework.actors().values().map(AsRef::as_ref).collect();
        let agency = agencies(&actors, &actor_place);
        let family = (0..actors.len())
            .map(|i| actors[i].family.as_deref().or(actors[agency[i]].family.as_deref()))
            .collect();
        let place = |id: &Option<ActorId>| id.as_ref().and_then(|o| actor_place.get(o)).copied();
        let mut index = Self {
            framework,
            dag,
            objectives: framework.objectives().values().map(AsRef::as_ref).collect(),
            ids: framework.programs().keys().collect(),
            money: programs.iter().map(|p| money::of_program(framework, p)).collect(),
            owner: programs.iter().map(|p| place(&p.owner)).collect(),
            umbrella: programs
                .iter()
                .map(|p| p.part_of.as_ref().and_then(|u| program_place.get(u)).copied())
                .collect(),
            actor_ids: framework.actors().keys().collect(),
            links: Vec::with_capacity(programs.len() * 2),
            link_ends: Vec::with_capacity(programs.len()),
            programs,
            actors,
            agency,
            family,
        };
        for program in 0..index.programs.len() {
            index.resolve(program, &objective_place, &actor_place);
        }
        index
    }

    /// Appends the effective links of a program: its own, then those of its umbrellas to
    /// objectives it has no link to.
    fn resolve(
        &mut self,
        program: usize,
        objectives: &FxHashMap<&ObjectiveId, usize>,
        actors: &BTreeMap<&ActorId, usize>,
    ) {
        let start = self.links.len();
        let mut at = Some(program);
        let mut steps = 0;
        while let Some(source) = at {
            for (objective, link) in &self.programs[source].links {
                let Some(&objective) = objectives.get(objective) else { continue };
                if self.links[start..].iter().any(|l| l.objective == objective) {
                    continue;
                }
                let evidence = match &link.evidence {
                    Evidence::Asserted => EvidenceBar::Asserted,
                    Evidence::Documented(_) => EvidenceBar::Documented,
                    Evidence::Confirmed(by) => self.confirmation(program, actors.get(by).copied()),
                };
                self.links.push(EffectiveLink {
                    objective,
                    supports: link.effect == Effect::Supports,
                    evidence,
                    share: if source == program { link.share } else { None },
                });
            }
            // A file opened with faults may have umbrellas in a circle.
            steps += 1;
            at = self.umbrella[source].filter(|_| steps < 64);
        }
        self.link_ends.push(self.links.len());
    }

    /// `Confirmed` counts only from an internal actor of another agency than the owner's.
    fn confirmation(&self, program: usize, by: Option<usize>) -> EvidenceBar {
        let counts = by.is_some_and(|by| {
            self.actors[by].side == Side::Internal
                && self.owner[program].is_none_or(|o| self.agency[o] != self.agency[by])
        });
        if counts { EvidenceBar::Confirmed } else { EvidenceBar::Asserted }
    }

    /// The effective links of a program.
    pub(super) fn links(&self, program: usize) -> &[EffectiveLink] {
        let start = program.checked_sub(1).map_or(0, |before| self.link_ends[before]);
        &self.links[start..self.link_ends[program]]
    }

    /// The living objectives that a program supports at or above the bar.
    pub(super) fn supported(
        &self,
        program: usize,
        bar: EvidenceBar,
    ) -> impl Iterator<Item = &EffectiveLink> {
        self.links(program)
            .iter()
            .filter(move |l| l.supports && l.evidence >= bar && self.dag.living(l.objective))
    }

    /// The owner's side.
    pub(super) fn side(&self, program: usize) -> Option<Side> {
        self.owner[program].map(|o| self.actors[o].side)
    }

    /// The owner's agency.
    pub(super) fn agency_of(&self, program: usize) -> Option<usize> {
        self.owner[program].map(|o| self.agency[o])
    }

    /// The place of an actor, if the framework has it.
    pub(super) fn actor(&self, id: &ActorId) -> Option<usize> {
        self.actor_ids.binary_search(&id).ok()
    }

    /// The place of a program, if the framework has it.
    pub(super) fn program(&self, id: &ProgramId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }
}

/// The root of each actor's parent chain.
fn agencies(actors: &[&Actor], place: &BTreeMap<&ActorId, usize>) -> Vec<usize> {
    let parent = |i: usize| actors[i].parent.as_ref().and_then(|p| place.get(p)).copied();
    (0..actors.len())
        .map(|start| {
            let mut at = start;
            // As many steps as there are actors: a circle ends somewhere in it.
            for _ in 0..actors.len() {
                match parent(at) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            at
        })
        .collect()
}
