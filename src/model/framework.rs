//! The framework: its head and its tables of records. The tables are private; `apply` is the
//! only way to change one.

use super::actor::Actor;
use super::coordination::{Mechanism, Milestone, Pin, Scene};
use super::id::{
    ActorId, DimensionId, FrameworkId, LevelId, MechanismId, MilestoneId, ObjectiveId, ProgramId,
    SceneId, TensionId,
};
use super::objective::{Objective, ObjectiveStatus};
use super::program::{EvidenceBar, Program};
use super::quantity::{Country, Currency, Date, Rate};
use super::record::record;
use super::table::Table;
use super::tension::Tension;
use std::sync::Arc;

record! {
    /// From when to when; either end may be unknown.
    Period / PeriodField {
        optional {
            /// The first day.
            From from: Option<Date>,
            /// The last day.
            To to: Option<Date>,
        }
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::new()
    }
}

impl Period {
    /// Whether two periods meet: `None` where an end that decides it is unknown.
    #[must_use]
    pub fn meets(&self, other: &Self) -> Option<bool> {
        let apart = |a: Option<Date>, b: Option<Date>| a.zip(b).map(|(to, from)| to < from);
        match (apart(self.to, other.from), apart(other.to, self.from)) {
            (Some(true), _) | (_, Some(true)) => Some(false),
            (Some(false), Some(false)) => Some(true),
            _ => None,
        }
    }
}

record! {
    /// What a currency is worth: one unit of it in the framework's currency.
    ExchangeRate / ExchangeRateField {
        required {
            /// How much of the framework's currency one unit is.
            Rate rate: Rate,
        }
        optional {
            /// The day it is of.
            On on: Option<Date>,
            /// Who says so.
            Source source: Option<String>,
        }
    }
}

record! {
    /// One level of objectives, with the framework's own name for it.
    Level / LevelField {
        required {
            /// Its id.
            Id id: LevelId,
            /// What the group calls it.
            Title title: String,
        }
    }
}

record! {
    /// A dimension of peacebuilding.
    Dimension / DimensionField {
        required {
            /// What the group calls it.
            Title title: String,
        }
    }
}

record! {
    /// The head of the framework: all that is said once.
    Head / HeadField {
        required {
            /// The document's id; copies share it.
            Id id: FrameworkId,
            /// The title.
            Title title: String,
            /// The currency of all figures.
            Currency currency: Currency,
        }
        optional {
            /// The country.
            Country country: Option<Country>,
            /// The time it is for.
            Period period: Period,
            /// What other currencies are worth.
            Rates rates: Table<Currency, ExchangeRate>,
            /// What all top objectives serve.
            Vision vision: Option<String>,
            /// The levels, from the first down.
            Levels levels: Vec<Level>,
            /// The dimensions.
            Dimensions dimensions: Table<DimensionId, Dimension>,
            /// The least evidence that counts.
            EvidenceBar evidence_bar: EvidenceBar,
            /// How the group decides.
            DecisionRule decision_rule: Option<String>,
            /// An organisation's own texts, kept untouched.
            Ext ext: Table<String, String>,
        }
    }
}

/// The records of a framework, by kind and id. Plain data: what `Framework` is made of and what
/// a document holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// All that is said once.
    pub head: Arc<Head>,
    /// Who has a role.
    pub actors: Table<ActorId, Arc<Actor>>,
    /// What is wanted.
    pub objectives: Table<ObjectiveId, Arc<Objective>>,
    /// What is done.
    pub programs: Table<ProgramId, Arc<Program>>,
    /// Where actors are at odds.
    pub tensions: Table<TensionId, Arc<Tension>>,
    /// Where they meet.
    pub mechanisms: Table<MechanismId, Arc<Mechanism>>,
    /// What was measured.
    pub milestones: Table<MilestoneId, Arc<Milestone>>,
    /// What is shown.
    pub scenes: Table<SceneId, Arc<Scene>>,
    /// Cards that stay where they are.
    pub pinned: Table<ObjectiveId, Arc<Pin>>,
}

/// A shared strategic framework: the document. Cloning is cheap (records are shared), so slow
/// work runs on a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework(pub(super) Parts);

macro_rules! tables {
    ($($(#[$doc:meta])* $many:ident, $one:ident: $id:ty => $record:ty;)*) => {
        impl Framework {$(
            $(#[$doc])*
            #[must_use]
            pub fn $many(&self) -> &Table<$id, Arc<$record>> {
                &self.0.$many
            }

            #[doc = concat!("The record of that id in `", stringify!($many), "`, if there is one.")]
            #[must_use]
            pub fn $one(&self, id: &$id) -> Option<&Arc<$record>> {
                self.0.$many.get(id)
            }
        )*}
    };
}

tables! {
    /// Who has a role.
    actors, actor: ActorId => Actor;
    /// What is wanted.
    objectives, objective: ObjectiveId => Objective;
    /// What is done.
    programs, program: ProgramId => Program;
    /// Where actors are at odds.
    tensions, tension: TensionId => Tension;
    /// Where they meet.
    mechanisms, mechanism: MechanismId => Mechanism;
    /// What was measured.
    milestones, milestone: MilestoneId => Milestone;
    /// What is shown.
    scenes, scene: SceneId => Scene;
    /// Cards that stay where they are.
    pinned, pin: ObjectiveId => Pin;
}

impl Framework {
    /// Makes a framework with a head and nothing else.
    #[must_use]
    pub fn new(head: Head) -> Self {
        Self(Parts {
            head: Arc::new(head),
            actors: Table::default(),
            objectives: Table::default(),
            programs: Table::default(),
            tensions: Table::default(),
            mechanisms: Table::default(),
            milestones: Table::default(),
            scenes: Table::default(),
            pinned: Table::default(),
        })
    }

    /// Makes a framework of records that were read, whatever their faults: see
    /// [`faults`](super::invariants::faults).
    #[must_use]
    pub fn from_parts(parts: Parts) -> Self {
        Self(parts)
    }

    /// All records.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.0
    }

    /// All that is said once.
    #[must_use]
    pub fn head(&self) -> &Arc<Head> {
        &self.0.head
    }

    /// Which level from the top, 0 first; `None` for a level the framework lacks.
    #[must_use]
    pub fn depth_of(&self, level: &LevelId) -> Option<usize> {
        self.0.head.levels.iter().position(|l| l.id == *level)
    }

    /// The objectives that count and are drawn: all but the retired.
    pub fn living(&self) -> impl Iterator<Item = (&ObjectiveId, &Arc<Objective>)> {
        self.0.objectives.iter().filter(|(_, o)| o.status != ObjectiveStatus::Retired)
    }

    /// What to call an objective in a line of text: its code and title; its id where it has no
    /// title or the framework lacks it.
    #[must_use]
    pub fn objective_name(&self, id: &ObjectiveId) -> String {
        let Some(objective) = self.objective(id) else { return id.to_string() };
        match (&objective.code, objective.title.trim()) {
            (_, "") => id.to_string(),
            (Some(code), title) => format!("{code} {title}"),
            (None, title) => title.to_owned(),
        }
    }

    /// What to call an actor where space is short; its id where the framework lacks it.
    #[must_use]
    pub fn actor_short<'a>(&'a self, id: &'a ActorId) -> &'a str {
        self.actor(id).map_or(id.as_str(), |a| a.short())
    }
}
