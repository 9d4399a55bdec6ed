//! The framework as dense arrays: every id looked up once, every link resolved, so that the
//! figures are sums over numbers.

use super::ledger::{Entry, Known, Ledger, OwnLink};
use super::money::Cents;
use crate::graph::Dag;
use crate::model::{
    Actor, ActorId, EvidenceBar, Framework, Objective, Percent, Program, ProgramId, Side,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A link as the rules see it: effective, with its evidence judged.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// The effective links of all programs.
#[derive(Debug, Default)]
pub(super) struct Links {
    all: Vec<EffectiveLink>,
    ends: Vec<usize>,
}

impl Links {
    /// Those of one program.
    pub(super) fn of(&self, program: usize) -> &[EffectiveLink] {
        &self.all[self.range(program)]
    }

    fn range(&self, program: usize) -> Range<usize> {
        program.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[program]
    }

    /// Puts others in the place of a program's; gives those.
    fn replace(&mut self, program: usize, links: Vec<EffectiveLink>) -> Vec<EffectiveLink> {
        let range = self.range(program);
        let (fewer, more) = (range.len(), links.len());
        let before = self.all.splice(range, links).collect();
        if fewer != more {
            self.ends[program..].iter_mut().for_each(|end| *end = *end - fewer + more);
        }
        before
    }
}

/// Those of a program's links that support living objectives at or above the bar.
pub(super) fn supporting<'l>(
    links: &'l [EffectiveLink],
    dag: &'l Dag,
    bar: EvidenceBar,
) -> impl Iterator<Item = &'l EffectiveLink> {
    links.iter().filter(move |l| l.supports && l.evidence >= bar && dag.living(l.objective))
}

/// The programs of a framework, in the order of ids.
pub(super) struct Programs<'a> {
    pub ids: Vec<&'a ProgramId>,
    pub records: Vec<&'a Program>,
}

impl<'a> Programs<'a> {
    pub(super) fn new(framework: &'a Framework) -> Self {
        let programs = framework.programs();
        let mut ids = Vec::with_capacity(programs.len());
        let mut records = Vec::with_capacity(programs.len());
        for (id, record) in programs {
            ids.push(id);
            records.push(record.as_ref());
        }
        Self { ids, records }
    }

    /// Of what is kept of a framework.
    pub(super) fn kept(ids: &'a [ProgramId], records: &'a [Arc<Program>]) -> Self {
        Self { ids: ids.iter().collect(), records: records.iter().map(AsRef::as_ref).collect() }
    }
}

/// The framework as dense arrays; programs, objectives and actors stand in the order of ids.
pub(super) struct Index<'a> {
    pub framework: &'a Framework,
    pub dag: &'a Dag,
    pub ledger: &'a Ledger,
    pub objectives: Vec<&'a Objective>,
    pub ids: &'a [&'a ProgramId],
    pub programs: &'a [&'a Program],
    pub actor_ids: Vec<&'a ActorId>,
    pub actors: Vec<&'a Actor>,
    /// The root of each actor's parent chain.
    pub agency: Vec<usize>,
    /// The family of each actor, its own or else its agency's, as a place in `families`.
    pub family: Vec<Option<usize>>,
    /// All families, each once.
    pub families: Vec<&'a str>,
    pub effective: Links,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        framework: &'a Framework,
        programs: &'a Programs<'a>,
        dag: &'a Dag,
        ledger: &'a Ledger,
    ) -> Self {
        let mut index = Self::with(framework, programs, (dag, ledger), Links::default());
        index.resolve_all();
        index
    }

    /// With links as they were before an edit: those that differ are to be resolved again.
    pub(super) fn with(
        framework: &'a Framework,
        programs: &'a Programs<'a>,
        (dag, ledger): (&'a Dag, &'a Ledger),
        effective: Links,
    ) -> Self {
        let actor_place: BTreeMap<&ActorId, usize> = framework.actors().keys().zip(0..).collect();
        let actors: Vec<&Actor> = framework.actors().values().map(AsRef::as_ref).collect();
        let agency = agencies(&actors, &actor_place);
        let (family, families) = families(&actors, &agency);
        Self {
            framework,
            dag,
            ledger,
            objectives: framework.objectives().values().map(AsRef::as_ref).collect(),
            ids: &programs.ids,
            programs: &programs.records,
            actor_ids: framework.actors().keys().collect(),
            actors,
            agency,
            family,
            families,
            effective,
        }
    }

    /// Resolves the links of all programs.
    pub(super) fn resolve_all(&mut self) {
        let programs = self.ledger.entries.len();
        let mut links =
            Links { all: Vec::with_capacity(programs), ends: Vec::with_capacity(programs) };
        for program in 0..programs {
            self.resolve(program, &mut links.all);
            links.ends.push(links.all.len());
        }
        self.effective = links;
    }

    /// Resolves the links of one program again; gives those of before.
    pub(super) fn resolve_again(&mut self, program: usize) -> Vec<EffectiveLink> {
        let mut links = Vec::new();
        self.resolve(program, &mut links);
        self.effective.replace(program, links)
    }

    /// Appends the effective links of a program: its own, then those of its umbrellas to
    /// objectives it has no link to.
    fn resolve(&self, program: usize, links: &mut Vec<EffectiveLink>) {
        let start = links.len();
        let own = self.ledger.links(self.entry(program)).iter();
        links.extend(own.map(|link| self.judge(program, link, link.share)));
        let mut at = self.umbrella(program);
        let mut steps = 1;
        // A file opened with faults may have umbrellas in a circle.
        while let Some(source) = at.filter(|_| steps < 64) {
            for link in self.ledger.links(self.entry(source)) {
                let objective = link.objective as usize;
                if !links[start..].iter().any(|l| l.objective == objective) {
                    links.push(self.judge(program, link, None));
                }
            }
            steps += 1;
            at = self.umbrella(source);
        }
    }

    fn judge(&self, program: usize, link: &OwnLink, share: Option<Percent>) -> EffectiveLink {
        EffectiveLink {
            objective: link.objective as usize,
            supports: link.supports,
            evidence: match link.known {
                Known::Asserted => EvidenceBar::Asserted,
                Known::Documented => EvidenceBar::Documented,
                Known::Confirmed(by) => self.confirmation(program, by.map(|by| by as usize)),
            },
            share,
        }
    }

    /// `Confirmed` counts only from an internal actor of another agency than the owner's.
    fn confirmation(&self, program: usize, by: Option<usize>) -> EvidenceBar {
        let counts = by.is_some_and(|by| {
            self.actors[by].side == Side::Internal
                && self.owner(program).is_none_or(|o| self.agency[o] != self.agency[by])
        });
        if counts { EvidenceBar::Confirmed } else { EvidenceBar::Asserted }
    }

    /// The effective links of a program.
    pub(super) fn links(&self, program: usize) -> &[EffectiveLink] {
        self.effective.of(program)
    }

    /// The living objectives that a program supports at or above the bar.
    pub(super) fn supported(
        &self,
        program: usize,
        bar: EvidenceBar,
    ) -> impl Iterator<Item = &EffectiveLink> {
        supporting(self.links(program), self.dag, bar)
    }

    /// What was read of a program's record.
    pub(super) fn entry(&self, program: usize) -> &'a Entry {
        &self.ledger.entries[program]
    }

    /// The owner of a program.
    pub(super) fn owner(&self, program: usize) -> Option<usize> {
        self.entry(program).owner.map(|o| o as usize)
    }

    /// The umbrella of a program.
    pub(super) fn umbrella(&self, program: usize) -> Option<usize> {
        self.entry(program).umbrella.map(|u| u as usize)
    }

    /// The converted money of a program; zero where there is none.
    pub(super) fn money(&self, program: usize) -> Cents {
        self.entry(program).money.unwrap_or_default()
    }

    /// The owner's side.
    pub(super) fn side(&self, program: usize) -> Option<Side> {
        self.owner(program).map(|o| self.actors[o].side)
    }

    /// The owner's agency.
    pub(super) fn agency_of(&self, program: usize) -> Option<usize> {
        self.owner(program).map(|o| self.agency[o])
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

/// The family of each actor, its own or else its agency's, and all families.
fn families<'a>(actors: &[&'a Actor], agency: &[usize]) -> (Vec<Option<usize>>, Vec<&'a str>) {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut families = Vec::new();
    let mut place = |name: &'a str| {
        *places.entry(name).or_insert_with(|| {
            families.push(name);
            families.len() - 1
        })
    };
    let of = |actor: usize| actors[actor].family.as_deref();
    let family = (0..actors.len()).map(|a| of(a).or(of(agency[a])).map(&mut place)).collect();
    (family, families)
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
