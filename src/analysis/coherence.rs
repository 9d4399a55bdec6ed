//! The four elements of coherence, after de Coning's four relations: within an agency, within a
//! government or system, among externals, between externals and the country (DESIGN.md,
//! section 5). Each is a degree; there is no total.

use super::Facts;
use super::backing::Voices;
use super::behind::Relation;
use super::index::Index;
use super::money::Cents;
use super::overlap::Pair;
use super::standing::{LinkShown, Standing};
use super::tensions::{Dispute, touching};
use crate::model::{EvidenceBar, ProgramId, Side};
use rustc_hash::FxHashMap;
use serde::Serialize;

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

/// How many elements there are.
const ELEMENTS: usize = 4;

/// What an element says of a program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It does not concern it.
    #[default]
    Apart,
    /// It would concern it if it were linked.
    NotJudged,
    Holds,
    HeldBack,
    /// Held back, for local backing is only presumed.
    Presumed,
    /// It concerns it, but nobody has examined it.
    Unexamined,
}

/// What the elements say of a program, in the order of [`Coherence`].
type Marks = [Verdict; ELEMENTS];

/// What the elements say of all programs, and which families own several programs' agencies.
#[derive(Debug)]
pub(super) struct Judged {
    marks: Vec<Marks>,
    owners: Vec<Option<(usize, bool)>>,
}

/// Adds up one element, program by program.
#[derive(Default)]
struct Tally {
    element: Element,
    money: Cents,
    money_holds: Cents,
}

impl Tally {
    fn add(&mut self, mark: Verdict, money: Cents) {
        match mark {
            Verdict::Apart => return,
            Verdict::NotJudged => return self.element.not_judged += 1,
            Verdict::Holds => {
                self.element.holds += 1;
                self.money_holds += money;
            }
            Verdict::HeldBack | Verdict::Unexamined => {}
            Verdict::Presumed => self.element.presumed = self.element.presumed.map(|n| n + 1),
        }
        self.element.concerns += 1;
        self.money += money;
    }

    fn finish(mut self, examined: bool, held_back: Vec<HeldBack>) -> Element {
        self.element.examined = examined;
        if examined {
            let (holds, of) = (self.element.holds, self.element.concerns);
            self.element.degree = (of > 0).then(|| f64::from(holds) / f64::from(of));
            self.element.money_degree = self.money_holds.share_of(self.money);
            self.element.held_back = held_back;
        } else {
            // What nobody has examined is not coherent by default, nor held back by anything.
            self.element.holds = 0;
            self.element.presumed = self.element.presumed.map(|_| 0);
        }
        self.element
    }
}

/// What the rules of all four look at.
pub(super) struct Judge<'a> {
    index: &'a Index<'a>,
    facts: &'a Facts,
    bar: EvidenceBar,
    disputes: &'a [Dispute<'a>],
    touching: FxHashMap<usize, Vec<usize>>,
    voices: &'a Voices,
    /// The first agency of each family that owns programs in scope, and whether another does.
    owners: Vec<Option<(usize, bool)>>,
    overlaps: FxHashMap<usize, Vec<&'a Pair>>,
}

/// The first agency of each family that owns programs in scope, and whether another does.
fn owners(index: &Index, facts: &Facts) -> Vec<Option<(usize, bool)>> {
    let mut owners: Vec<Option<(usize, bool)>> = vec![None; index.families.len()];
    for program in facts.in_scope() {
        if let Some(owner) = index.owner(program)
            && let Some(family) = index.family[owner]
        {
            let agency = index.agency[owner];
            let (first, several) = owners[family].get_or_insert((agency, false));
            *several |= *first != agency;
        }
    }
    owners
}

impl Judged {
    /// What one element says of each program.
    pub(super) fn verdicts(&self, relation: Relation, examined: bool) -> Vec<Verdict> {
        let of = |marks: &Marks| match marks[relation as usize] {
            Verdict::Apart => Verdict::Apart,
            Verdict::NotJudged => Verdict::NotJudged,
            verdict if examined => verdict,
            _ => Verdict::Unexamined,
        };
        self.marks.iter().map(of).collect()
    }

    /// Whether the same families own programs of several agencies as before.
    pub(super) fn same_owners(&self, index: &Index, facts: &Facts) -> bool {
        let several = |family: &Option<(usize, bool)>| family.is_some_and(|(_, several)| several);
        self.owners.iter().map(several).eq(owners(index, facts).iter().map(several))
    }
}

impl<'a> Judge<'a> {
    /// A judge of programs at a bar.
    pub(super) fn new(
        index: &'a Index<'a>,
        facts: &'a Facts,
        bar: EvidenceBar,
        disputes: &'a [Dispute<'a>],
        voices: &'a Voices,
        overlaps: &'a [Pair],
    ) -> Self {
        let mut by_program: FxHashMap<usize, Vec<&Pair>> = FxHashMap::default();
        for overlap in overlaps.iter().filter(|o| !o.possible) {
            overlap.programs().iter().for_each(|p| by_program.entry(*p).or_default().push(overlap));
        }
        Self {
            index,
            facts,
            bar,
            disputes,
            touching: touching(index, disputes),
            voices,
            owners: owners(index, facts),
            overlaps: by_program,
        }
    }

    /// The four elements.
    pub(super) fn all(self) -> (Coherence, Judged) {
        let mut lists: [Vec<HeldBack>; ELEMENTS] = Default::default();
        let mut marks = vec![Marks::default(); self.index.programs.len()];
        for program in self.facts.in_scope() {
            marks[program] = self.marks(program, |element, reasons| {
                let program = self.index.ids[program].clone();
                lists[element].push(HeldBack { program, reasons });
            });
        }
        let coherence = self.add_up(&marks, lists);
        (coherence, Judged { marks, owners: self.owners })
    }

    /// The four elements where all is as before but for these programs.
    pub(super) fn again(
        self,
        mut judged: Judged,
        programs: &[usize],
        before: &mut Coherence,
    ) -> (Coherence, Judged) {
        let mut lists = [
            &mut before.agency,
            &mut before.whole_of_government,
            &mut before.harmonization,
            &mut before.alignment,
        ]
        .map(|element| std::mem::take(&mut element.held_back));
        for &program in programs {
            let id = self.index.ids[program];
            let place = |list: &[HeldBack]| list.binary_search_by(|held| held.program.cmp(id));
            for list in &mut lists {
                if let Ok(place) = place(list) {
                    list.remove(place);
                }
            }
            judged.marks[program] = self.marks(program, |element, reasons| {
                let list = &mut lists[element];
                if let Err(at) = place(list) {
                    list.insert(at, HeldBack { program: id.clone(), reasons });
                }
            });
        }
        let coherence = self.add_up(&judged.marks, lists);
        (coherence, Judged { owners: self.owners, ..judged })
    }

    /// Judges a program; hands over the reasons of each element that holds it back.
    fn marks(&self, program: usize, mut hold: impl FnMut(usize, Vec<String>)) -> Marks {
        let mut marks = Marks::default();
        let Some(standing) = self.facts.standing[program] else { return marks };
        let Some(owner) = self.index.owner(program) else { return marks };
        if standing.link_shown() == LinkShown::Apart {
            return marks;
        }
        let linked = standing == Standing::Linked;
        let several = self.index.family[owner]
            .filter(|&family| self.owners[family].is_some_and(|(_, several)| several));
        let is_external = self.index.actors[owner].side == Side::External;
        let mut judge = |element: usize, reasons: Vec<String>| {
            if reasons.is_empty() {
                return Verdict::Holds;
            }
            hold(element, reasons);
            Verdict::HeldBack
        };
        if linked {
            marks[0] = judge(0, self.within_agency(program, owner));
            if let Some(family) = several {
                marks[1] = judge(1, self.within_family(program, owner, family));
            }
            if is_external {
                marks[2] = judge(2, self.among_externals(program, owner));
            }
        } else {
            let would = |concerned| if concerned { Verdict::NotJudged } else { Verdict::Apart };
            marks =
                [Verdict::NotJudged, would(several.is_some()), would(is_external), Verdict::Apart];
        }
        if is_external {
            let (reasons, only_presumed) = self.with_country(program, linked);
            let mark = judge(3, reasons);
            marks[3] = if only_presumed { Verdict::Presumed } else { mark };
        }
        marks
    }

    fn add_up(&self, marks: &[Marks], lists: [Vec<HeldBack>; ELEMENTS]) -> Coherence {
        let mut tallies: [Tally; ELEMENTS] = Default::default();
        tallies[3].element.presumed = Some(0);
        for program in self.facts.in_scope() {
            let money = self.index.money(program);
            tallies.iter_mut().zip(marks[program]).for_each(|(tally, mark)| tally.add(mark, money));
        }
        let framework = self.index.framework;
        let tensions = !framework.tensions().is_empty();
        let spoken = tensions || self.index.objectives.iter().any(|o| !o.positions.is_empty());
        let local = self.index.objectives.iter().flat_map(|o| o.positions.keys()).any(|id| {
            framework.actor(id).is_some_and(|a| a.side == Side::Internal && a.core_group)
        });
        let [agency, government, external, alignment] = tallies;
        let [one, two, three, four] = lists;
        Coherence {
            agency: agency.finish(spoken, one),
            whole_of_government: government.finish(spoken, two),
            harmonization: external.finish(tensions || !framework.mechanisms().is_empty(), three),
            alignment: alignment.finish(local, four),
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

    fn within_family(&self, program: usize, owner: usize, family: usize) -> Vec<String> {
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
            let [one, two] = overlap.programs();
            let other = if one == program { two } else { one };
            let owner = self.index.owner(other).map_or("another agency", |o| self.short(o));
            reasons.push(format!(
                "overlaps with {} of {owner} on {} without recorded coordination",
                self.index.ids[other],
                self.index.dag.id(overlap.objective())
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
