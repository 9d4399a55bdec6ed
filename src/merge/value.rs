//! Values of records as the user reads them, who says so, and the records that they name. Each
//! record is taken apart field by field, so that the compiler leads here when a field is added.

use super::place::{Kind, Place};
use crate::analysis::names;
use crate::model::{
    ActorId, ActorStance, Amount, Basis, Budget, Camera, ColorBy, Contribution, Country, Currency,
    Date, Decision, DecisionKind, Dependency, Dimension, DimensionId, Effect, Evidence,
    EvidenceBar, ExchangeRate, Figures, Filter, Framework, FrameworkId, Funding, Held, Indicator,
    IndicatorId, Language, Level, LevelId, Link, Marker, MechanismId, MilestoneId, Monitoring,
    Nature, ObjectiveId, ObjectiveStatus, OrganisationType, Outcome, Percent, Period, Pin,
    Position, ProgramId, ProgramStatus, Rank, Reference, Reply, SceneId, Sector, Side,
    Significance, Source, Stance, Subject, TensionId, Translation,
};
use smol_str::SmolStr;
use std::fmt::{Debug, Display};

/// Who says something, and when, as far as the records tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    /// The actor who says so.
    pub by: Option<ActorId>,
    /// Who wrote it down; a free label.
    pub recorded_by: Option<String>,
    /// When.
    pub on: Option<Date>,
}

/// The frameworks in which names are looked up, the first that knows one first.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(pub Vec<&'a Framework>);

impl Names<'_> {
    /// An actor by its acronym, else its name.
    pub(super) fn actor(&self, id: &ActorId) -> String {
        let known = self.0.iter().find_map(|f| f.actor(id));
        known.map_or_else(|| id.to_string(), |actor| actor.short().to_owned())
    }

    /// An objective by code and title: 1.2 “Inclusive politics”.
    pub(super) fn objective(&self, id: &ObjectiveId) -> String {
        let known = self.0.iter().find_map(|f| f.objective(id));
        known.map_or_else(
            || id.to_string(),
            |objective| match (&objective.code, objective.title.trim()) {
                (Some(code), "") => code.clone(),
                (None, "") => id.to_string(),
                (Some(code), title) => format!("{code} “{title}”"),
                (None, title) => format!("“{title}”"),
            },
        )
    }

    /// A program by its title.
    pub(super) fn program(&self, id: &ProgramId) -> String {
        let known = self.0.iter().find_map(|f| f.program(id));
        titled(known.map(|program| program.title.as_str()), id)
    }

    fn dimension(&self, id: &DimensionId) -> String {
        let known = self.0.iter().find_map(|f| f.head().dimensions.get(id));
        known.map_or_else(|| id.to_string(), |dimension| dimension.title.clone())
    }

    fn level(&self, id: &LevelId) -> String {
        let known = self.0.iter().flat_map(|f| &f.head().levels).find(|level| level.id == *id);
        known.map_or_else(|| id.to_string(), |level| level.title.clone())
    }
}

fn titled(title: Option<&str>, id: &impl Display) -> String {
    match title.map(str::trim).filter(|title| !title.is_empty()) {
        Some(title) => format!("“{title}”"),
        None => id.to_string(),
    }
}

/// A value that can be told.
pub(super) trait Told: Clone + PartialEq {
    /// The value as the user reads it.
    fn told(&self, names: &Names) -> String;

    /// Who says so.
    fn who(&self) -> Who {
        Who::default()
    }

    /// The places of the records that it names.
    fn named(&self) -> Vec<Place> {
        Vec::new()
    }

    /// The places that others may name because of it.
    fn defined(&self) -> Vec<Place> {
        Vec::new()
    }

    /// The two one after the other, where they are texts; the order of the two does not matter.
    fn joined(&self, _: &Self) -> Option<Self> {
        None
    }

    /// The value as a key that tells it from others of its kind.
    fn told_key(&self) -> String {
        self.told(&Names::default())
    }
}

/// A key of a map.
pub(super) trait Key {
    /// The key as text.
    fn key(&self) -> SmolStr;

    /// The place of the record that it names, if it names one.
    fn target(&self) -> Option<Place> {
        None
    }
}

macro_rules! ids {
    ($($id:ty: $name:ident, $kind:ident;)*) => {$(
        impl Told for $id {
            fn told(&self, names: &Names) -> String {
                names.$name(self)
            }
            fn named(&self) -> Vec<Place> {
                vec![Place::record(Kind::$kind, self.as_str())]
            }
        }
        impl Key for $id {
            fn key(&self) -> SmolStr {
                SmolStr::new(self.as_str())
            }
            fn target(&self) -> Option<Place> {
                Some(Place::record(Kind::$kind, self.as_str()))
            }
        }
    )*};
}

ids! {
    ActorId: actor, Actor;
    ObjectiveId: objective, Objective;
    ProgramId: program, Program;
}

impl Told for DimensionId {
    fn told(&self, names: &Names) -> String {
        names.dimension(self)
    }
    fn named(&self) -> Vec<Place> {
        vec![Place::head(["dimensions", self.as_str()])]
    }
}

impl Told for LevelId {
    fn told(&self, names: &Names) -> String {
        names.level(self)
    }
    fn named(&self) -> Vec<Place> {
        vec![Place::head(["levels", self.as_str()])]
    }
}

impl Told for Level {
    fn told(&self, _: &Names) -> String {
        let Self { id, title } = self;
        if title.trim().is_empty() { id.to_string() } else { title.clone() }
    }
    fn defined(&self) -> Vec<Place> {
        self.id.named()
    }
    fn told_key(&self) -> String {
        self.id.to_string()
    }
}

macro_rules! keys {
    ($($key:ty)*) => {$(
        impl Key for $key {
            fn key(&self) -> SmolStr {
                SmolStr::new(self.to_string())
            }
        }
    )*};
}

keys! {
    Currency Date DimensionId IndicatorId Language Marker MechanismId MilestoneId SceneId Sector String
    TensionId
}

macro_rules! displayed {
    ($($value:ty)*) => {$(
        impl Told for $value {
            fn told(&self, _: &Names) -> String {
                self.to_string()
            }
        }
    )*};
}

displayed! { Amount Country Currency Date FrameworkId OrganisationType Percent Significance }

impl Told for String {
    fn told(&self, _: &Names) -> String {
        self.clone()
    }
    fn joined(&self, other: &Self) -> Option<Self> {
        let (first, second) = if self <= other { (self, other) } else { (other, self) };
        Some(format!("{first}\n\n{second}"))
    }
}

impl Told for Rank {
    fn told(&self, _: &Names) -> String {
        self.as_str().to_owned()
    }
}

impl Told for bool {
    fn told(&self, _: &Names) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Told for Side {
    fn told(&self, _: &Names) -> String {
        names::side(*self).to_owned()
    }
}

/// The name of a variant in words: `CommonApproach` is "common approach".
fn spaced(variant: impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

macro_rules! variants {
    ($($value:ty)*) => {$(
        impl Told for $value {
            fn told(&self, _: &Names) -> String {
                spaced(self)
            }
        }
    )*};
}

variants! {
    ActorStance Basis ColorBy DecisionKind Effect EvidenceBar Monitoring Nature ObjectiveStatus
    Outcome ProgramStatus Stance
}

impl<T: Told> Told for Option<T> {
    fn told(&self, names: &Names) -> String {
        self.as_ref().map_or_else(String::new, |value| value.told(names))
    }
    fn who(&self) -> Who {
        self.as_ref().map_or_else(Who::default, Told::who)
    }
    fn named(&self) -> Vec<Place> {
        self.as_ref().map_or_else(Vec::new, Told::named)
    }
    fn joined(&self, other: &Self) -> Option<Self> {
        self.as_ref()?.joined(other.as_ref()?).map(Some)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self, names: &Names) -> String {
        self.iter().map(|value| value.told(names)).collect::<Vec<_>>().join(", ")
    }
    fn named(&self) -> Vec<Place> {
        self.iter().flat_map(Told::named).collect()
    }
    fn defined(&self) -> Vec<Place> {
        self.iter().flat_map(Told::defined).collect()
    }
}

impl Told for Subject {
    fn told(&self, names: &Names) -> String {
        match self {
            Self::Objective(id) => format!("objective {}", names.objective(id)),
            Self::Program(id) => format!("program {}", names.program(id)),
            Self::Actor(id) => format!("actor {}", names.actor(id)),
        }
    }
    fn named(&self) -> Vec<Place> {
        match self {
            Self::Objective(id) => id.named(),
            Self::Program(id) => id.named(),
            Self::Actor(id) => id.named(),
        }
    }
}

/// Joins what there is.
fn list(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A part with a word before it, or nothing.
fn after(word: &str, part: Option<impl Display>) -> String {
    part.map_or_else(String::new, |part| format!("{word} {part}"))
}

/// Who and when, as the end of a list.
fn signed(who: &Who, names: &Names) -> [String; 3] {
    let Who { by, recorded_by, on } = who;
    [
        after("by", by.as_ref().map(|by| names.actor(by))),
        after("recorded by", recorded_by.as_ref()),
        after("on", *on),
    ]
}

impl Told for Link {
    fn told(&self, names: &Names) -> String {
        let Self { effect, evidence, share, by: _, recorded_by: _, on: _, note } = self;
        let evidence = match evidence {
            Evidence::Asserted => "asserted".to_owned(),
            Evidence::Documented(place) => format!("documented ({place})"),
            Evidence::Confirmed(actor) => format!("confirmed by {}", names.actor(actor)),
        };
        let share = share.map_or_else(String::new, |share| format!("{share}% of the budget"));
        let note = note.as_ref().map_or_else(String::new, |note| format!("“{note}”"));
        list(
            [effect.told(names), evidence, share, note]
                .into_iter()
                .chain(signed(&self.who(), names)),
        )
    }
    fn who(&self) -> Who {
        Who { by: self.by.clone(), recorded_by: self.recorded_by.clone(), on: self.on }
    }
    fn named(&self) -> Vec<Place> {
        let mut named = self.by.named();
        if let Evidence::Confirmed(actor) = &self.evidence {
            named.extend(actor.named());
        }
        named
    }
}

impl Told for Position {
    fn told(&self, names: &Names) -> String {
        let Self { stance, on: _, note, conditions, instrument, recorded_by: _ } = self;
        let note = note.as_ref().map_or_else(String::new, |note| format!("“{note}”"));
        let parts =
            [stance.told(names), note, after("if", conditions.as_ref()), instrument.told(names)];
        list(parts.into_iter().chain(signed(&self.who(), names)))
    }
    fn who(&self) -> Who {
        Who { by: None, recorded_by: self.recorded_by.clone(), on: self.on }
    }
}

impl Told for Decision {
    fn told(&self, names: &Names) -> String {
        let Self { kind, by: _, recorded_by: _, on: _, reason } = self;
        let reason = reason.as_ref().map_or_else(String::new, |reason| format!("“{reason}”"));
        list([kind.told(names), reason].into_iter().chain(signed(&self.who(), names)))
    }
    fn who(&self) -> Who {
        Who { by: self.by.clone(), recorded_by: self.recorded_by.clone(), on: self.on }
    }
    fn named(&self) -> Vec<Place> {
        self.by.named()
    }
}

impl Told for Reply {
    fn told(&self, names: &Names) -> String {
        let Self { text, by: _, on: _ } = self;
        list([format!("“{text}”")].into_iter().chain(signed(&self.who(), names)))
    }
    fn who(&self) -> Who {
        Who { by: self.by.clone(), recorded_by: None, on: self.on }
    }
    fn named(&self) -> Vec<Place> {
        self.by.named()
    }
}

impl Told for Dependency {
    fn told(&self, _: &Names) -> String {
        let Self { kind, note } = self;
        let note = note.as_ref().map_or_else(String::new, |note| format!("“{note}”"));
        list([kind.verb().to_owned(), note])
    }
}

impl Told for Budget {
    fn told(&self, names: &Names) -> String {
        let Self { amount, currency, basis } = self;
        let sum = [currency.told(names), amount.to_string()];
        list([sum.join(" ").trim().to_owned(), basis.told(names)])
    }
}

impl Told for Funding {
    fn told(&self, _: &Names) -> String {
        let Self { amount } = self;
        amount.map_or_else(|| "amount not known".to_owned(), |amount| amount.to_string())
    }
}

impl Told for ExchangeRate {
    fn told(&self, _: &Names) -> String {
        let Self { rate, on, source } = self;
        list([rate.to_string(), after("of", *on), after("from", source.as_ref())])
    }
}

impl Told for Dimension {
    fn told(&self, _: &Names) -> String {
        let Self { title } = self;
        title.clone()
    }
}

impl Told for Translation {
    fn told(&self, names: &Names) -> String {
        let Self { title, description } = self;
        list([title.told(names), description.told(names)])
    }
}

impl Told for Contribution {
    fn told(&self, _: &Names) -> String {
        let Self { rationale, assumption } = self;
        let words =
            list([after("because", rationale.as_ref()), after("assuming", assumption.as_ref())]);
        if words.is_empty() { "contributes".to_owned() } else { words }
    }
}

impl Told for Indicator {
    fn told(&self, names: &Names) -> String {
        let Self { name, measure, unit, baseline, target, actuals, source, monitored_by } = self;
        let actuals = actuals.iter().map(|(on, value)| format!("{value} on {on}"));
        let parts = [
            name.clone(),
            measure.told(names),
            after("from", baseline.as_ref()),
            after("to", target.as_ref()),
            unit.told(names),
            after("source", source.as_ref()),
            after("monitored by", monitored_by.as_ref().map(|actor| names.actor(actor))),
        ];
        list(parts.into_iter().chain(actuals))
    }
    fn named(&self) -> Vec<Place> {
        self.monitored_by.named()
    }
}

impl Told for Reference {
    fn told(&self, names: &Names) -> String {
        let Self { document, page } = self;
        list([document.clone(), page.told(names)])
    }
}

impl Told for Period {
    fn told(&self, _: &Names) -> String {
        let Self { from, to } = self;
        let end = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        format!("{}–{}", end(*from), end(*to))
    }
}

impl Told for Source {
    fn told(&self, _: &Names) -> String {
        let Self { file, format, row, on, gone } = self;
        list([
            file.clone(),
            after("format", format.as_ref()),
            after("row", row.as_ref()),
            after("read on", *on),
            after("no longer there on", *gone),
        ])
    }
}

impl Told for Camera {
    fn told(&self, _: &Names) -> String {
        let Self { x, y, zoom } = self;
        format!("at {x}, {y}, zoom {zoom}")
    }
}

impl Told for Pin {
    fn told(&self, _: &Names) -> String {
        let Self { x, y } = self;
        format!("at {x}, {y}")
    }
}

impl Told for Filter {
    fn told(&self, names: &Names) -> String {
        let Self { text, levels, dimensions, actors, side } = self;
        list([
            text.told(names),
            levels.told(names),
            dimensions.told(names),
            actors.told(names),
            side.told(names),
        ])
    }
    fn named(&self) -> Vec<Place> {
        let Self { text: _, levels, dimensions, actors, side: _ } = self;
        [levels.named(), dimensions.named(), actors.named()].concat()
    }
}

impl Told for Figures {
    fn told(&self, names: &Names) -> String {
        let Self {
            programs,
            link_shown,
            money,
            money_link_shown,
            unreviewed,
            unresolved,
            bar,
            agency,
            whole_of_government,
            harmonization,
            alignment,
        } = self;
        let held = |held: &Option<Held>| {
            held.map(|Held { holds, concerns }| format!("{holds} of {concerns}"))
        };
        list([
            format!("{link_shown} of {programs} programs show a link"),
            after("money", *money),
            after("of it with a link shown", *money_link_shown),
            after("not reviewed", *unreviewed),
            after("naming what the framework lacks", *unresolved),
            after("evidence bar", bar.map(|bar| bar.told(names))),
            after("within agencies", held(agency)),
            after("whole of government", held(whole_of_government)),
            after("harmonization", held(harmonization)),
            after("alignment", held(alignment)),
        ])
    }
}
