//! The four elements of coherence, after de Coning's four relations: within an agency, within a
//! government or system, among externals, between externals and the country (DESIGN.md,
//! section 5). Each is a degree; there is no total.

use super::Facts;
use super::backing::Voices;
use super::index::Index;
use super::money::Cents;
use super::overlap::Pair;
use super::standing::{LinkShown, Standing};
use super::tensions::{Dispute, touching};
use crate::model::{EvidenceBar, ProgramId, Side};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A program that does not hold, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldBack {
    /// The program.
    pub program: ProgramId,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// One element of coherence.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Element {
    /// Programs that hold ÷ programs it concerns; `None` where it concerns none or nobody has
    /// examined it.
    pub degree: Option<f64>,
    /// Programs that hold.
    pub holds: u32,
    /// Programs it concerns.
    pub concerns: u32,
    /// Programs it would concern if they were linked.
    pub not_judged: u32,
    /// The same degree by money.
    pub money_degree: Option<f64>,
    /// Programs that do not hold, by id.
    pub held_back: Vec<HeldBack>,
    /// Programs for which local backing is only presumed (alignment).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presumed: Option<u32>,
    /// Whether anybody has examined it.
    #[serde(skip)]
    pub examined: bool,
}

/// The four elements of coherence.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Coherence {
    /// Within an agency.
    pub agency: Element,
    /// Within a government, or a system such as the UN.
    pub whole_of_government: Element,
    /// Among externals.
    pub harmonization: Element,
    /// Between externals and the country.
    pub alignment: Element,
}

/// Adds up one element, program by program.
#[derive(Default)]
struct Tally {
    element: Element,
    money: Cents,
    money_holds: Cents,
}

impl Tally {
    fn judge(&mut self, id: &ProgramId, money: Cents, reasons: Vec<String>) {
        self.element.concerns += 1;
        self.money += money;
        if reasons.is_empty() {
            self.element.holds += 1;
            self.money_holds += money;
        } else {
            self.element.held_back.push(HeldBack { program: id.clone(), reasons });
        }
    }

    fn finish(mut self, examined: bool) -> Element {
        self.element.examined = examined;
        if examined {
            let (holds, of) = (self.element.holds, self.element.concerns);
            self.element.degree = (of > 0).then(|| f64::from(holds) / f64::from(of));
            self.element.money_degree = self.money_holds.share_of(self.money);
        } else {
            // What nobody has examined is not coherent by default, nor held back by anything.
            self.element.holds = 0;
            self.element.held_back.clear();
            self.element.presumed = self.element.presumed.map(|_| 0);
        }
        self.element
    }
}

/// What the rules of all four look at.
struct Judge<'a> {
    index: &'a Index<'a>,
    facts: &'a Facts,
    bar: EvidenceBar,
    disputes: &'a [Dispute<'a>],
    touching: FxHashMap<usize, Vec<usize>>,
    voices: &'a Voices,
    /// The agencies of each family that own programs in scope.
    owners: BTreeMap<&'a str, BTreeSet<usize>>,
    overlaps: FxHashMap<usize, Vec<&'a Pair>>,
}

/// The four elements at a bar.
pub(super) fn judge(
    index: &Index,
    facts: &Facts,
    bar: EvidenceBar,
    disputes: &[Dispute],
    voices: &Voices,
    overlaps: &[Pair],
) -> Coherence {
    let mut owners: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for program in facts.in_scope() {
        if let Some(owner) = index.owner[program]
            && let Some(family) = index.family[owner]
        {
            owners.entry(family).or_default().insert(index.agency[owner]);
        }
    }
    let mut by_program: FxHashMap<usize, Vec<&Pair>> = FxHashMap::default();
    for overlap in overlaps.iter().filter(|o| !o.possible) {
        overlap.programs.iter().for_each(|p| by_program.entry(*p).or_default().push(overlap));
    }
    let touching = touching(index, disputes);
    let judge =
        Judge { index, facts, bar, disputes, touching, voices, owners, overlaps: by_program };
    judge.all()
}

impl Judge<'_> {
    fn all(&self) -> Coherence {
        let (mut agency, mut government, mut external, mut alignment) =
            (Tally::default(), Tally::default(), Tally::default(), Tally::default());
        let mut presumed = 0;
        for program in self.facts.in_scope() {
            let Some(standing) = self.facts.standing[program] else { continue };
            let Some(owner) = self.index.owner[program] else { continue };
            if standing.link_shown() == LinkShown::Apart {
                continue;
            }
            let linked = standing == Standing::Linked;
            let (id, money) = (self.index.ids[program], self.facts.money(self.index, program));
            let several = self.index.family[owner]
                .filter(|family| self.owners.get(family).is_some_and(|o| o.len() > 1));
            let is_external = self.index.actors[owner].side == Side::External;
            if linked {
                agency.judge(id, money, self.within_agency(program, owner));
                if let Some(family) = several {
                    government.judge(id, money, self.within_family(program, owner, family));
                }
                if is_external {
                    external.judge(id, money, self.among_externals(program, owner));
                }
            } else {
                agency.element.not_judged += 1;
                government.element.not_judged += u32::from(several.is_some());
                external.element.not_judged += u32::from(is_external);
            }
            if is_external {
                let (reasons, only_presumed) = self.with_country(program, linked);
                presumed += u32::from(only_presumed);
                alignment.judge(id, money, reasons);
            }
        }
        alignment.element.presumed = Some(presumed);
        let framework = self.index.framework;
        let tensions = !framework.tensions().is_empty();
        let spoken = tensions || self.index.objectives.iter().any(|o| !o.positions.is_empty());
        let local = self.index.objectives.iter().flat_map(|o| o.positions.keys()).any(|id| {
            framework.actor(id).is_some_and(|a| a.side == Side::Internal && a.core_group)
        });
        Coherence {
            agency: agency.finish(spoken),
            whole_of_government: government.finish(spoken),
            harmonization: external.finish(tensions || !framework.mechanisms().is_empty()),
            alignment: alignment.finish(local),
        }
    }

    /// The open tensions that touch a program.
    fn open(&self, program: usize) -> impl Iterator<Item = &Dispute<'_>> {
        self.touching.get(&program).into_iter().flatten().map(|&place| &self.disputes[place])
    }

    fn short(&self, actor: usize) -> &str {
        self.index.actors[actor].short()
    }

    fn within_agency(&self, program: usize, owner: usize) -> Vec<String> {
        let agency = self.index.agency[owner];
        self.open(program)
            .filter(|d| d.names >= 2 && !d.actors.is_empty())
            .filter(|d| d.actors.iter().all(|&a| self.index.agency[a] == agency))
            .map(|d| {
                format!("open tension within {}: {} ({})", self.short(agency), d.record.title, d.id)
            })
            .collect()
    }

    /// The open tensions that set a program's owner at odds with another of these actors.
    fn at_odds(&self, program: usize, another: impl Fn(&usize) -> bool) -> Vec<String> {
        self.open(program)
            .filter_map(|d| d.actors.iter().find(|a| another(a)).map(|a| (d, *a)))
            .map(|(d, a)| {
                format!("open tension with {}: {} ({})", self.short(a), d.record.title, d.id)
            })
            .collect()
    }

    fn within_family(&self, program: usize, owner: usize, family: &str) -> Vec<String> {
        let agency = self.index.agency[owner];
        let another =
            |a: &usize| self.index.agency[*a] != agency && self.index.family[*a] == Some(family);
        let mut reasons = self.at_odds(program, another);
        for link in self.index.supported(program, self.bar) {
            for actor in self.voices.objectors(link.objective).filter(another) {
                reasons.push(format!(
                    "{} objects to an objective that it supports ({})",
                    self.short(actor),
                    self.index.dag.id(link.objective)
                ));
            }
        }
        reasons
    }

    fn among_externals(&self, program: usize, owner: usize) -> Vec<String> {
        let agency = self.index.agency[owner];
        let another = |a: &usize| {
            self.index.agency[*a] != agency && self.index.actors[*a].side == Side::External
        };
        let mut reasons = self.at_odds(program, another);
        for overlap in self.overlaps.get(&program).into_iter().flatten() {
            let [one, two] = overlap.programs;
            let other = if one == program { two } else { one };
            let owner = self.index.owner[other].map_or("another agency", |o| self.short(o));
            reasons.push(format!(
                "overlaps with {} of {owner} on {} without recorded coordination",
                self.index.ids[other],
                self.index.dag.id(overlap.objective)
            ));
        }
        reasons
    }

    /// Why a program is not aligned, and whether local backing is at least presumed.
    fn with_country(&self, program: usize, linked: bool) -> (Vec<String>, bool) {
        if !linked {
            return (vec!["shows no link".to_owned()], false);
        }
        let any =
            |owned: &[bool]| self.index.supported(program, self.bar).any(|l| owned[l.objective]);
        if any(&self.voices.locally_owned) {
            return (Vec::new(), false);
        }
        if any(&self.voices.locally_presumed) {
            return (vec!["local backing is only presumed".to_owned()], true);
        }
        let objected = self.index.supported(program, self.bar).find_map(|l| {
            let local = |a: &usize| {
                self.index.actors[*a].side == Side::Internal && self.index.actors[*a].core_group
            };
            self.voices.objectors(l.objective).find(local).map(|a| (a, l.objective))
        });
        let reason = objected.map_or_else(
            || "no local core-group actor backs an objective that it supports".to_owned(),
            |(a, o)| format!("{} objects to {}", self.short(a), self.index.dag.id(o)),
        );
        (vec![reason], false)
    }
}
