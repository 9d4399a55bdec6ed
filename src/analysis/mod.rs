//! The figures: pure functions of `&Framework`, one file each. They never fail, whatever the
//! framework's faults, and nothing in them comes in the order of a hash map.

mod analyst;
mod approach;
mod backing;
mod behind;
mod breakdown;
mod cards;
mod coherence;
mod deficit;
mod dependency;
mod duplicates;
mod findings;
mod halves;
mod index;
mod ledger;
pub mod money;
pub mod names;
mod overlap;
mod patch;
mod scope;
mod since;
mod standing;
mod support;
mod supporters;
mod tensions;
mod titles;

pub use analyst::Analyst;
pub use approach::{Approach, Requirement};
pub use behind::{Against, By, Concern, Figure, Relation, behind, behind_each, group_name};
pub use breakdown::{Breakdowns, Group};
pub use cards::{Card, Cell, Matrix};
pub use coherence::{Coherence, Element, HeldBack};
pub use deficit::{AtBar, AtBars, Deficit, DeficitMoney};
pub use dependency::{Broken, Dependence};
pub(crate) use duplicates::same_identifier;
pub use duplicates::{Duplicate, Sign, duplicates};
pub use findings::{About, Finding, Severity, findings, objective_findings};
pub use money::Cents;
pub use overlap::Overlap;
pub use scope::{Excluded, Exclusion, Scope};
pub use since::{Recorded, Since, Step, before, since};
pub use standing::{LinkShown, Standing, Standings};
pub use support::{main_dimension, supported};
pub use titles::finding_title;

use crate::graph::Dag;
use crate::model::{
    Amount, Country, Date, EvidenceBar, Figures, Framework, FrameworkId, Held, ObjectiveId,
    ProgramId,
};
use coherence::Judge;
use deficit::Totals;
use index::{Index, Programs};
use ledger::{Ledger, Terms};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use supporters::Supporters;

/// Rows by id, in the order of ids; written as a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Rows<K, V> {
    /// The row of an id.
    #[must_use]
    pub fn get(&self, id: &K) -> Option<&V> {
        self.0.binary_search_by(|(k, _)| k.cmp(id)).ok().map(|place| &self.0[place].1)
    }

    /// All rows, in the order of ids.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &(K, V)> {
        self.0.iter()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Rows<K, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}

/// Which framework the figures are of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identity {
    /// Its id.
    pub id: FrameworkId,
    /// Its title.
    pub title: String,
    /// Its country.
    pub country: Option<Country>,
}

/// Objectives that lack something, in the order of ids.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Gaps {
    /// No program supports it or anything below it.
    pub objectives_without_program: Vec<ObjectiveId>,
    /// It does not reach the strategy.
    pub objectives_off_strategy: Vec<ObjectiveId>,
}

/// Where one program stands. Programs out of scope have a standing and money too.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProgramRow {
    /// Where it stands.
    pub standing: Standing,
    /// Its converted money; zero where there is none.
    pub money: Cents,
    /// Why it is not in scope, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Exclusion>,
}

/// A milestone's figures, for the trend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MilestoneRow {
    /// When.
    pub on: Date,
    /// What it marks.
    pub title: String,
    /// What was measured then.
    #[serde(flatten)]
    pub figures: Figures,
}

/// All figures of a framework at one evidence bar: `analyze --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Which framework.
    pub framework: Identity,
    /// What counts.
    pub scope: Scope,
    /// The least evidence that counts.
    #[serde(serialize_with = "bar_word")]
    pub bar: EvidenceBar,
    /// Programs in scope by standing.
    pub standing: Standings,
    /// The strategic deficit.
    pub deficit: Deficit,
    /// The four elements of coherence.
    pub coherence: Coherence,
    /// What the Integrated Approach asks.
    pub approach: Approach,
    /// Overlaps without recorded coordination.
    pub overlaps: Vec<Overlap>,
    /// What programs in scope depend on.
    pub dependencies: Vec<Dependence>,
    /// Objectives that lack something, in the order of ids.
    pub gaps: Gaps,
    /// Cards of living objectives.
    pub objectives: Rows<ObjectiveId, Card>,
    /// Every program.
    pub programs: Rows<ProgramId, ProgramRow>,
    /// Objectives against funders, dimensions and locations.
    pub matrix: Matrix,
    /// The milestones, by date.
    pub milestones: Vec<MilestoneRow>,
}

impl Analysis {
    /// The figures that a milestone keeps.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let money = |cents: Cents| Amount::new(Decimal::from_i128_with_scale(cents.0, 2)).ok();
        let held = |element: &Element| {
            let (holds, concerns) = (element.holds, element.concerns);
            element.degree.map(|_| Held { holds, concerns })
        };
        let deficit = &self.deficit;
        let linked = self.programs.iter().filter(|(_, row)| row.shows_link());
        let mut figures = Figures::new(self.scope.programs, self.standing.linked);
        figures.money = money(deficit.money.total);
        figures.money_link_shown = money(linked.map(|(_, row)| row.money).sum());
        figures.unreviewed = Some(deficit.unreviewed);
        figures.unresolved = Some(deficit.unresolved);
        figures.bar = Some(self.bar);
        figures.agency = held(&self.coherence.agency);
        figures.whole_of_government = held(&self.coherence.whole_of_government);
        figures.harmonization = held(&self.coherence.harmonization);
        figures.alignment = held(&self.coherence.alignment);
        figures
    }
}

impl ProgramRow {
    /// Whether it is in scope and shows a link.
    #[must_use]
    pub fn shows_link(&self) -> bool {
        self.excluded.is_none() && self.standing == Standing::Linked
    }

    /// Whether it is in scope and shows no link.
    #[must_use]
    pub fn orphan(&self) -> bool {
        self.excluded.is_none() && self.standing.orphan()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn bar_word<S: Serializer>(bar: &EvidenceBar, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(bar.word())
}

/// What is known of each program before anything is added up.
#[derive(Debug)]
struct Facts {
    excluded: Vec<Option<Exclusion>>,
    /// The standing of each program at each bar, in scope or not.
    at_bars: Vec<[Standing; 3]>,
    /// The standing of each program in scope.
    standing: Vec<Option<Standing>>,
}

impl Facts {
    fn in_scope(&self) -> impl Iterator<Item = usize> {
        (0..self.excluded.len()).filter(|&p| self.excluded[p].is_none())
    }

    /// Decides anew where one program stands.
    fn place(&mut self, index: &Index, bar: EvidenceBar, program: usize) {
        let at_bars = standing::of_program(index, program);
        self.at_bars[program] = at_bars;
        self.standing[program] = self.excluded[program].is_none().then_some(at_bars[bar as usize]);
    }
}

/// Computes all figures. `bar` overrides the framework's own.
#[must_use]
pub fn analyze(framework: &Framework, bar: Option<EvidenceBar>) -> Analysis {
    let bar = bar.unwrap_or(framework.head().evidence_bar);
    let programs = Programs::new(framework);
    let dag = Dag::new(framework);
    let ledger = Ledger::new(&programs.records, &Terms::new(framework, &programs.ids));
    add_up(&Index::new(framework, &programs, &dag, &ledger), bar).0
}

/// What the figures were added up of, kept to tell what an edit changes.
#[derive(Debug)]
struct Trace {
    facts: Facts,
    totals: Totals,
    voices: backing::Voices,
    supporters: Supporters,
    pairs: Vec<overlap::Pair>,
    judged: coherence::Judged,
}

/// Decides where each program stands; nothing is added up but how many stand where.
fn place_all(index: &Index, bar: EvidenceBar) -> (Scope, Standings, Facts) {
    let (scope, excluded) = scope::decide(index);
    let all = 0..index.programs.len();
    let at_bars: Vec<_> = all.map(|p| standing::of_program(index, p)).collect();
    let own = |(s, e): (&[Standing; 3], &Option<_>)| e.is_none().then_some(s[bar as usize]);
    let standing: Vec<_> = at_bars.iter().zip(&excluded).map(own).collect();
    let mut standings = Standings::default();
    standing.iter().flatten().for_each(|s| standings.add(*s));
    (scope, standings, Facts { excluded, at_bars, standing })
}

/// Computes all figures of what was read.
fn add_up(index: &Index, bar: EvidenceBar) -> (Analysis, Trace) {
    let (scope, standings, facts) = place_all(index, bar);
    let ((totals, (cards, matrix)), (supporters, voices, pairs, (coherence, judged))) =
        halves::both(
            index.programs.len(),
            || (Totals::new(index, &facts, bar), cards::count(index, &facts, bar)),
            || {
                let disputes = tensions::disputes(index);
                let voices = backing::Voices::new(index);
                let supporters = Supporters::new(index, &facts, bar);
                let pairs = overlap::find(index, &supporters, &disputes, None);
                let owners = coherence::owners(index, &facts);
                let judge = Judge::new(index, &facts, bar, &disputes, &voices, &pairs, owners);
                let coherence = judge.all();
                (supporters, voices, pairs, coherence)
            },
        );
    let living = || index.dag.all_living();
    let off = living().filter(|&o| !index.dag.reaches(o));
    let objectives = Rows(living().map(|o| (index.dag.id(o).clone(), cards[o])).collect());
    let row = |p: usize| program_row(index, &facts, bar, p);
    let analysis = Analysis {
        framework: identity(index.framework),
        bar,
        standing: standings,
        deficit: totals.deficit(index, &scope, bar, standings),
        coherence,
        approach: approach::assess(index, &supporters, &voices),
        overlaps: pairs.iter().map(|pair| pair.overlap(index)).collect(),
        dependencies: dependency::all(index, &facts),
        gaps: Gaps {
            objectives_without_program: without_program(&objectives),
            objectives_off_strategy: off.map(|o| index.dag.id(o).clone()).collect(),
        },
        objectives,
        programs: Rows(index.ids.iter().zip(0..).map(|(id, p)| ((*id).clone(), row(p))).collect()),
        matrix,
        milestones: milestones(index.framework),
        scope,
    };
    (analysis, Trace { facts, totals, voices, supporters, pairs, judged })
}

fn identity(framework: &Framework) -> Identity {
    let head = framework.head();
    Identity { id: head.id.clone(), title: head.title.clone(), country: head.country }
}

fn program_row(index: &Index, facts: &Facts, bar: EvidenceBar, program: usize) -> ProgramRow {
    ProgramRow {
        standing: facts.at_bars[program][bar as usize],
        money: index.money(program),
        excluded: facts.excluded[program],
    }
}

fn without_program(objectives: &Rows<ObjectiveId, Card>) -> Vec<ObjectiveId> {
    objectives.iter().filter(|(_, card)| card.programs == 0).map(|(id, _)| id.clone()).collect()
}

fn milestones(framework: &Framework) -> Vec<MilestoneRow> {
    let mut milestones: Vec<_> = framework.milestones().values().map(milestone).collect();
    milestones.sort_by_key(|m| m.on);
    milestones
}

fn milestone(record: &std::sync::Arc<crate::model::Milestone>) -> MilestoneRow {
    MilestoneRow { on: record.on, title: record.title.clone(), figures: record.figures.clone() }
}
