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
use super::tensions::{Dispute, Touching};
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

/// Of each family the first agency that owns programs in scope, and whether another does.
pub(super) type Owners = Vec<Option<(usize, bool)>>;

/// What the elements say of all programs, and which families own several programs' agencies.
#[derive(Debug)]
pub(super) struct Judged {
    marks: Vec<Marks>,
    tallies: [Tally; ELEMENTS],
    owners: Owners,
}

/// One element added up, program by program.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    holds: u32,
    concerns: u32,
    not_judged: u32,
    presumed: u32,
    money: Cents,
    money_holds: Cents,
}

impl Tally {
    /// Puts what is said of a program in, or takes it out.
    fn change(&mut self, mark: Verdict, money: Cents, puts: bool) {
        let count = |n: &mut u32| if puts { *n += 1 } else { *n -= 1 };
        let add = |sum: &mut Cents| *sum = if puts { *sum + money } else { *sum - money };
        match mark {
            Verdict::Apart => return,
            Verdict::NotJudged => return count(&mut self.not_judged),
            Verdict::Holds => {
                count(&mut self.holds);
                add(&mut self.money_holds);
            }
            Verdict::HeldBack | Verdict::Unexamined => {}
            Verdict::Presumed => count(&mut self.presumed),
        }
        count(&mut self.concerns);
        add(&mut self.money);
    }

    /// The element, with whom it holds back.
    fn element(self, examined: bool, held_back: Vec<HeldBack>) -> Element {
        let Self { concerns, not_judged, .. } = self;
        if !examined {
            // What nobody has examined is not coherent by default, nor held back by anything.
            return Element { concerns, not_judged, ..Element::default() };
        }
        Element {
            degree: (concerns > 0).then(|| f64::from(self.holds) / f64::from(concerns)),
            holds: self.holds,
            concerns,
            not_judged,
            money_degree: self.money_holds.share_of(self.money),
            held_back,
            presumed: None,
            examined,
        }
    }
}

/// Puts what all four say of a program in, or takes it out.
fn change(tallies: &mut [Tally; ELEMENTS], marks: Marks, money: Cents, puts: bool) {
    tallies.iter_mut().zip(marks).for_each(|(tally, mark)| tally.change(mark, money, puts));
}

/// What the rules of all four look at.
pub(super) struct Judge<'a> {
    index: &'a Index<'a>,
    facts: &'a Facts,
    bar: EvidenceBar,
    disputes: &'a [Dispute<'a>],
    touching: Touching<'a>,
    voices: &'a Voices,
    owners: Owners,
    overlaps: FxHashMap<usize, Vec<&'a Pair>>,
}

/// Which agencies of each family own programs in scope.
pub(super) fn owners(index: &Index, facts: &Facts) -> Owners {
    let mut owners: Owners = vec![None; index.families.len()];
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

    /// Which agencies of each family own programs in scope.
    pub(super) fn owners(&self) -> &Owners {
        &self.owners
    }
}

impl<'a> Judge<'a> {
    /// A judge of programs at a bar, who knows these overlaps.
    pub(super) fn new(
        index: &'a Index<'a>,
        facts: &'a Facts,
        bar: EvidenceBar,
        disputes: &'a [Dispute<'a>],
        voices: &'a Voices,
        overlaps: impl IntoIterator<Item = &'a Pair>,
        owners: Owners,
    ) -> Self {
        let mut by_program: FxHashMap<usize, Vec<&Pair>> = FxHashMap::default();
        for overlap in overlaps.into_iter().filter(|o| !o.possible) {
            overlap.programs().iter().for_each(|p| by_program.entry(*p).or_default().push(overlap));
        }
        Self {
            index,
            facts,
            bar,
            disputes,
            touching: Touching::new(index, disputes),
            voices,
            owners,
            overlaps: by_program,
        }
    }

    /// The four elements.
    pub(super) fn all(self) -> (Coherence, Judged) {
        let mut lists: [Vec<HeldBack>; ELEMENTS] = Default::default();
        let mut marks = vec![Marks::default(); self.index.programs.len()];
        let mut tallies = <[Tally; ELEMENTS]>::default();
        for program in self.facts.in_scope() {
            marks[program] = self.marks(program, |element, reasons| {
                let program = self.index.ids[program].clone();
                lists[element].push(HeldBack { program, reasons });
            });
            change(&mut tallies, marks[program], self.index.money(program), true);
        }
        let coherence = self.coherence(tallies, lists);
        (coherence, Judged { marks, tallies, owners: self.owners })
    }

    /// The four elements where all is as before but for these programs, which had this money.
    pub(super) fn again(
        self,
        mut judged: Judged,
        programs: impl Iterator<Item = (usize, Cents)>,
        before: &mut Coherence,
    ) -> (Coherence, Judged) {
        let mut lists = [
            &mut before.agency,
            &mut before.whole_of_government,
            &mut before.harmonization,
            &mut before.alignment,
        ]
        .map(|element| std::mem::take(&mut element.held_back));
        for (program, money) in programs {
            let id = self.index.ids[program];
            change(&mut judged.tallies, judged.marks[program], money, false);
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
            let money = self.index.money(program);
            change(&mut judged.tallies, judged.marks[program], money, true);
        }
        let coherence = self.coherence(judged.tallies, lists);
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

    fn coherence(&self, tallies: [Tally; ELEMENTS], lists: [Vec<HeldBack>; ELEMENTS]) -> Coherence {
        let framework = self.index.framework;
        let tensions = !framework.tensions().is_empty();
        let spoken = tensions || self.index.objectives.iter().any(|o| !o.positions.is_empty());
        let local = self.index.objectives.iter().flat_map(|o| o.positions.keys()).any(|id| {
            framework.actor(id).is_some_and(|a| a.side == Side::Internal && a.core_group)
        });
        let [agency, government, external, alignment] = tallies;
        let [one, two, three, four] = lists;
        let presumed = Some(if local { alignment.presumed } else { 0 });
        Coherence {
            agency: agency.element(spoken, one),
            whole_of_government: government.element(spoken, two),
            harmonization: external.element(tensions || !framework.mechanisms().is_empty(), three),
            alignment: Element { presumed, ..alignment.element(local, four) },
        }
    }

    /// The open tensions that touch a program.
    fn open(&self, program: usize) -> impl Iterator<Item = &Dispute<'_>> {
        self.touching.of(self.index, program).into_iter().map(|place| &self.disputes[place])
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
