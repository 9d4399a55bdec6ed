//! The programs behind a figure: whoever clicks a number sees exactly the programs it counts.

use super::coherence::{self, Judge, Judged, Verdict};
use super::index::{Index, Programs};
use super::ledger::{Ledger, Member, Terms};
use super::supporters::Supporters;
use super::{
    Breakdowns, Coherence, Element, Exclusion, Group, Matrix, Standing, backing, breakdown, names,
    overlap, place_all, tensions,
};
use crate::graph::Dag;
use crate::model::{
    Basis, EvidenceBar, Framework, ObjectiveId, ProgramId, ProgramStatus, Sector, Side, TensionId,
};

/// By what the deficit is broken down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The owner.
    #[default]
    Owner,
    /// The funders.
    Funder,
    /// The owner's side.
    Side,
    /// The owner's family: its government or system.
    Family,
    /// The dimensions.
    Dimension,
    /// The three-digit DAC categories.
    SectorCategory,
    /// The locations.
    Location,
    /// The IATI activity status.
    Status,
}

impl By {
    /// All breakdowns, as screens list them.
    pub const ALL: [Self; 8] = [
        Self::Owner,
        Self::Funder,
        Self::SectorCategory,
        Self::Dimension,
        Self::Location,
        Self::Family,
        Self::Side,
        Self::Status,
    ];

    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Funder => "donor",
            Self::Side => "side",
            Self::Family => "government or system",
            Self::Dimension => "dimension",
            Self::SectorCategory => "sector",
            Self::Location => "place",
            Self::Status => "status",
        }
    }
}

impl Breakdowns {
    /// The groups of one breakdown.
    #[must_use]
    pub fn get(&self, by: By) -> &[Group] {
        match by {
            By::Owner => &self.owner,
            By::Funder => &self.funder,
            By::Side => &self.side,
            By::Family => &self.family,
            By::Dimension => &self.dimension,
            By::SectorCategory => &self.sector_category,
            By::Location => &self.location,
            By::Status => &self.status,
        }
    }
}

/// Against what the objectives stand in a matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Against {
    /// The funders.
    #[default]
    Funder,
    /// The dimensions.
    Dimension,
    /// The locations.
    Location,
}

impl Against {
    /// What its columns are called, many and one.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Funder => ("donors", "donor"),
            Self::Dimension => ("dimensions", "dimension"),
            Self::Location => ("places", "place"),
        }
    }

    /// All matrices.
    pub const ALL: [Self; 3] = [Self::Funder, Self::Dimension, Self::Location];

    /// The breakdown by the same key.
    #[must_use]
    pub fn by(self) -> By {
        match self {
            Self::Funder => By::Funder,
            Self::Dimension => By::Dimension,
            Self::Location => By::Location,
        }
    }
}

impl Matrix {
    /// The cells of one matrix.
    #[must_use]
    pub fn get(&self, against: Against) -> &[super::Cell] {
        match against {
            Against::Funder => &self.funder,
            Against::Dimension => &self.dimension,
            Against::Location => &self.location,
        }
    }
}

/// One of the four elements of coherence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Within an agency.
    Agency,
    /// Within a government or system.
    WholeOfGovernment,
    /// Among externals.
    Harmonization,
    /// Between externals and the country.
    Alignment,
}

impl Relation {
    /// All four.
    pub const ALL: [Self; 4] =
        [Self::Agency, Self::WholeOfGovernment, Self::Harmonization, Self::Alignment];

    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agency => "Agency coherence",
            Self::WholeOfGovernment => "Whole of government and system",
            Self::Harmonization => "External: harmonization",
            Self::Alignment => "Internal/external: alignment",
        }
    }
}

impl Coherence {
    /// One element.
    #[must_use]
    pub fn get(&self, relation: Relation) -> &Element {
        match relation {
            Relation::Agency => &self.agency,
            Relation::WholeOfGovernment => &self.whole_of_government,
            Relation::Harmonization => &self.harmonization,
            Relation::Alignment => &self.alignment,
        }
    }
}

/// Which of the programs that an element may concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// All that it concerns.
    All,
    /// Those that hold.
    Holds,
    /// Those that do not.
    HeldBack,
    /// Those for which local backing is only presumed.
    Presumed,
    /// Those that it would concern if they were linked.
    NotJudged,
}

/// A figure that counts programs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// `scope.programs`.
    Scope,
    /// `scope.excluded`.
    LeftOut(Exclusion),
    /// `standing`.
    Standing(Standing),
    /// `deficit.at_bar`: programs that show no link at a bar.
    NoLink(EvidenceBar),
    /// `deficit.money.programs_with_money`.
    WithMoney,
    /// `deficit.money.basis`.
    Basis(Basis),
    /// `deficit.money.unconverted`: programs with money in a currency without a rate.
    Unconverted(String),
    /// `deficit.by`: a group's programs; with `true` those of them that show no link.
    Group(By, Option<String>, bool),
    /// `coherence`.
    Element(Relation, Concern),
    /// `objectives`: a card's programs.
    Card(ObjectiveId),
    /// `matrix`.
    Cell(Against, ObjectiveId, Option<String>),
    /// The programs in scope that an open tension touches.
    Touched(TensionId),
}

/// The programs that a figure counts, in the order of ids. `bar` overrides the framework's own.
///
/// The figures are computed anew for it, so that it answers for a click, not for a frame.
#[must_use]
pub fn behind(framework: &Framework, bar: Option<EvidenceBar>, figure: &Figure) -> Vec<ProgramId> {
    let mut lists = behind_each(framework, bar, std::slice::from_ref(figure));
    lists.pop().unwrap_or_default()
}

/// The programs that each of these figures counts; faster than one by one.
#[must_use]
pub fn behind_each(
    framework: &Framework,
    bar: Option<EvidenceBar>,
    figures: &[Figure],
) -> Vec<Vec<ProgramId>> {
    let bar = bar.unwrap_or(framework.head().evidence_bar);
    let programs = Programs::new(framework);
    let dag = Dag::new(framework);
    let ledger = Ledger::new(&programs.records, &Terms::new(framework, &programs.ids));
    let index = Index::new(framework, &programs, &dag, &ledger);
    let counter = Counter::new(&index, bar, figures);
    let ids = |figure| {
        let counted = counter.count(figure);
        counted.into_iter().map(|p| index.ids[p].clone()).collect()
    };
    figures.iter().map(ids).collect()
}

/// What is looked up once to tell which programs figures count.
struct Counter<'a> {
    index: &'a Index<'a>,
    bar: EvidenceBar,
    facts: super::Facts,
    /// What the elements say; none where no element is asked for.
    judged: Option<(Coherence, Judged)>,
}

impl<'a> Counter<'a> {
    fn new(index: &'a Index<'a>, bar: EvidenceBar, figures: &[Figure]) -> Self {
        let (_, _, facts) = place_all(index, bar);
        let elements = figures.iter().any(|figure| matches!(figure, Figure::Element(..)));
        let judged = elements.then(|| {
            let disputes = tensions::disputes(index);
            let voices = backing::Voices::new(index);
            let supporters = Supporters::new(index, &facts, bar);
            let pairs = overlap::find(index, &supporters, &disputes, None);
            let owners = coherence::owners(index, &facts);
            Judge::new(index, &facts, bar, &disputes, &voices, &pairs, owners).all()
        });
        Self { index, bar, facts, judged }
    }

    fn count(&self, figure: &Figure) -> Vec<usize> {
        match figure {
            Figure::Element(relation, concern) => self.concerned(*relation, *concern),
            Figure::Touched(id) => self.touched(id),
            Figure::LeftOut(why) => self.all(|p| self.facts.excluded[p] == Some(*why)),
            figure => self.all(|p| {
                self.facts.standing[p].is_some_and(|standing| self.has(figure, p, standing))
            }),
        }
    }

    fn all(&self, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.index.programs.len()).filter(|&p| keep(p)).collect()
    }

    /// The programs of which an element says so.
    fn concerned(&self, relation: Relation, concern: Concern) -> Vec<usize> {
        let Some((coherence, judged)) = &self.judged else { return Vec::new() };
        // Where nobody has examined it, nothing holds and nothing is held back.
        let verdicts = judged.verdicts(relation, coherence.get(relation).examined);
        self.all(|p| match (verdicts[p], concern) {
            (Verdict::Apart, _) => false,
            (Verdict::NotJudged, concern) => concern == Concern::NotJudged,
            (_, Concern::All) => true,
            (Verdict::Unexamined, _) => false,
            (Verdict::Holds, concern) => concern == Concern::Holds,
            (Verdict::HeldBack, concern) => concern == Concern::HeldBack,
            (Verdict::Presumed, concern) => {
                matches!(concern, Concern::HeldBack | Concern::Presumed)
            }
        })
    }

    /// The programs that an open tension touches.
    fn touched(&self, id: &TensionId) -> Vec<usize> {
        let disputes = tensions::disputes(self.index);
        let place = disputes.iter().position(|d| d.id == id);
        let touching = tensions::Touching::new(self.index, &disputes);
        let here = |program, place| touching.of(self.index, program).contains(&place);
        self.all(|p| self.facts.standing[p].is_some() && place.is_some_and(|place| here(p, place)))
    }

    /// Whether a figure counts a program in scope.
    fn has(&self, figure: &Figure, program: usize, standing: Standing) -> bool {
        let entry = self.index.entry(program);
        match figure {
            Figure::Scope => true,
            Figure::LeftOut(_) | Figure::Element(..) | Figure::Touched(_) => false,
            Figure::Standing(asked) => standing == *asked,
            Figure::NoLink(bar) => self.facts.at_bars[program][*bar as usize].orphan(),
            Figure::WithMoney => entry.money.is_some(),
            Figure::Basis(basis) => entry.basis == Some(*basis),
            Figure::Unconverted(currency) => {
                entry.unconverted.as_deref().is_some_and(|(c, _)| c.to_string() == *currency)
            }
            Figure::Group(by, key, orphans) => {
                (!orphans || standing.orphan()) && self.in_group(*by, program, key.as_deref())
            }
            Figure::Card(objective) => self.supports(program, objective),
            Figure::Cell(against, objective, key) => {
                self.supports(program, objective)
                    && self.in_group(against.by(), program, key.as_deref())
            }
        }
    }

    /// Whether a program supports an objective or anything below it.
    fn supports(&self, program: usize, objective: &ObjectiveId) -> bool {
        let Some(at) = self.index.dag.find(objective) else { return false };
        self.index
            .supported(program, self.bar)
            .any(|l| l.objective == at || self.index.dag.above(l.objective).contains(&at))
    }

    /// Whether a program falls into the group of a key.
    fn in_group(&self, by: By, program: usize, key: Option<&str>) -> bool {
        let index = self.index;
        let (entry, ledger) = (index.entry(program), index.ledger);
        let actor = |a: usize| index.actor_ids.get(a).map(|id| id.as_str());
        let any = |members: &[Member], of: &dyn Fn(usize) -> bool| {
            members.iter().any(|m| of(m.group as usize))
        };
        match by {
            By::Owner => index.owner(program).and_then(actor) == key,
            By::Funder => any(ledger.funders(entry), &|g| actor(g) == key),
            By::Side => index.side(program).map(names::side_key) == key,
            By::Family => {
                let family = index.owner(program).and_then(|o| index.family[o]);
                family.map(|f| index.families[f]) == key
            }
            By::Dimension => any(ledger.dimensions(entry), &|g| {
                breakdown::dimension_key(index.framework.head(), g) == key
            }),
            By::SectorCategory => any(ledger.categories(entry), &|g| {
                let sector = Sector::new(&format!("{g:03}")).ok();
                sector.as_ref().map(Sector::as_str) == key
            }),
            By::Location => any(ledger.locations(entry), &|g| ledger.places.key(g) == key),
            By::Status => {
                names::STATUSES.get(usize::from(entry.status)).map(|s| names::status_key(*s)) == key
            }
        }
    }
}

/// What a key of a breakdown means, for screens that show one without its group.
#[must_use]
pub fn group_name(framework: &Framework, by: By, key: Option<&str>) -> String {
    let Some(key) = key else {
        return match by {
            By::Owner | By::Side => "no owner",
            By::Funder => "no funder known",
            By::Family => "no family known",
            By::Dimension => "no dimension",
            By::SectorCategory => "no sector known",
            By::Location => "no location known",
            By::Status => "no status known",
        }
        .to_owned();
    };
    match by {
        By::Owner | By::Funder => crate::model::ActorId::new(key)
            .ok()
            .and_then(|id| framework.actor(&id).map(|a| a.short().to_owned()))
            .unwrap_or_else(|| key.to_owned()),
        By::Side => [Side::Internal, Side::External, Side::Mixed]
            .into_iter()
            .find(|s| names::side_key(*s) == key)
            .map_or_else(|| key.to_owned(), |s| names::side(s).to_owned()),
        By::Family => names::family(key),
        By::Dimension => names::dimension(framework.head(), key),
        By::SectorCategory => {
            Sector::new(key).map_or_else(|_| key.to_owned(), names::sector_category)
        }
        By::Location => place_name(framework, key),
        By::Status => names::STATUSES
            .into_iter()
            .find(|s: &ProgramStatus| names::status_key(*s) == key)
            .map_or_else(|| key.to_owned(), |s| names::status(s).to_owned()),
    }
}

/// A place as the first program that works there spells it.
fn place_name(framework: &Framework, key: &str) -> String {
    let all = framework.programs().values().flat_map(|p| &p.locations);
    let spelt = all.map(|place| place.trim()).find(|place| names::snake_case(place) == key);
    spelt.unwrap_or(key).to_owned()
}

impl Figure {
    /// What the figure counts, in words: "UNDP, no link shown".
    #[must_use]
    pub fn words(&self, framework: &Framework) -> String {
        let objective = |id: &ObjectiveId| framework.objective_name(id);
        match self {
            Self::Scope => "programs in scope".to_owned(),
            Self::LeftOut(Exclusion::OutOfScope) => "left out: out of scope".to_owned(),
            Self::LeftOut(Exclusion::Cancelled) => "left out: cancelled".to_owned(),
            Self::LeftOut(Exclusion::OutsidePeriod) => "left out: outside the period".to_owned(),
            Self::LeftOut(Exclusion::Umbrella) => "left out: umbrellas".to_owned(),
            Self::Standing(standing) => standing.words().to_owned(),
            Self::NoLink(bar) => format!("no link shown, evidence bar “{}”", bar.word()),
            Self::WithMoney => "programs with money".to_owned(),
            Self::Basis(basis) => format!("money known by {}", names::basis_key(*basis)),
            Self::Unconverted(currency) => format!("money in {currency}, without a rate"),
            Self::Group(by, key, orphans) => {
                let name = group_name(framework, *by, key.as_deref());
                if *orphans { format!("{name}, no link shown") } else { name }
            }
            Self::Element(relation, concern) => {
                let which = match concern {
                    Concern::All => "concerned",
                    Concern::Holds => "coherent",
                    Concern::HeldBack => "held back",
                    Concern::Presumed => "local backing only presumed",
                    Concern::NotJudged => "not judged",
                };
                format!("{}: {which}", relation.words())
            }
            Self::Card(id) => objective(id),
            Self::Cell(against, id, key) => {
                let column = group_name(framework, against.by(), key.as_deref());
                format!("{} × {column}", objective(id))
            }
            Self::Touched(id) => {
                let title = framework.tension(id).map_or(id.as_str(), |t| t.title.trim());
                format!("touched by “{title}”")
            }
        }
    }
}
