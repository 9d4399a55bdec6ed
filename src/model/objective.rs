//! Objectives: the results a framework wants, and what each actor says of them.

use super::id::{ActorId, DimensionId, IndicatorId, LevelId, ObjectiveId};
use super::quantity::{Date, Language};
use super::rank::Rank;
use super::record::record;
use super::table::Table;
use serde::{Deserialize, Serialize};

/// Whether the group has agreed an objective.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum ObjectiveStatus {
    /// Proposed, not yet agreed; links to it count and are marked.
    #[default]
    Proposed,
    /// Agreed by the core group.
    Agreed,
    /// No longer wanted: neither counts nor is drawn.
    Retired,
}

impl ObjectiveStatus {
    /// The word on screen and in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::Retired => "retired",
        }
    }
}

/// Whether the group has settled how an objective is monitored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Monitoring {
    /// Settled.
    Agreed,
    /// Still to be settled, as in Burundi in 2007.
    Pending,
    /// Put off on purpose.
    Deferred,
}

/// What one actor says of one objective, on the gradient of agreement
/// (Kaner, *Facilitator's Guide to Participatory Decision-Making*), from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// Whole-hearted endorsement.
    Endorse,
    /// Support with minor reservations.
    Support,
    /// Support with noted reservations.
    Reservations,
    /// Abstain, or accept.
    Abstain,
    /// Reservations too serious to stay silent.
    Doubts,
    /// Strong disagreement.
    Oppose,
    /// Block.
    Block,
}

impl Stance {
    /// All steps, from best to worst.
    pub const ALL: [Self; 7] = [
        Self::Endorse,
        Self::Support,
        Self::Reservations,
        Self::Abstain,
        Self::Doubts,
        Self::Oppose,
        Self::Block,
    ];

    /// What an actor does with an objective, as a verb: "endorses".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Endorse => "endorses",
            Self::Support => "supports, minor reservations",
            Self::Reservations => "supports with reservations",
            Self::Abstain => "abstains or accepts",
            Self::Doubts => "has serious doubts",
            Self::Oppose => "opposes",
            Self::Block => "blocks",
        }
    }

    /// Whether it counts as backing (Reservations or better).
    #[must_use]
    pub fn backs(self) -> bool {
        self <= Self::Reservations
    }

    /// Whether it counts as an objection (Oppose or Block).
    #[must_use]
    pub fn objects(self) -> bool {
        self >= Self::Oppose
    }
}

record! {
    /// A text in another language.
    Translation / TranslationField {
        optional {
            /// The title in that language.
            Title title: Option<String>,
            /// The description in that language.
            Description description: Option<String>,
        }
    }
}

record! {
    /// Why one objective contributes to another.
    Contribution / ContributionField {
        optional {
            /// Why it does.
            Rationale rationale: Option<String>,
            /// What must hold for it to do so.
            Assumption assumption: Option<String>,
        }
    }
}

record! {
    /// How progress on an objective is seen.
    Indicator / IndicatorField {
        required {
            /// What is measured.
            Name name: String,
        }
        optional {
            /// How it is measured (number, percentage, yes or no, …).
            Measure measure: Option<String>,
            /// The unit of baseline, target and actuals.
            Unit unit: Option<String>,
            /// The value at the start.
            Baseline baseline: Option<String>,
            /// The value wanted.
            Target target: Option<String>,
            /// The values found, by date.
            Actuals actuals: Table<Date, String>,
            /// Where the values come from.
            Source source: Option<String>,
            /// Who monitors it.
            MonitoredBy monitored_by: Option<ActorId>,
        }
    }
}

record! {
    /// What one actor says of one objective.
    Position / PositionField {
        required {
            /// The step on the gradient of agreement.
            Stance stance: Stance,
        }
        optional {
            /// When it was said.
            On on: Option<Date>,
            /// What was said.
            Note note: Option<String>,
            /// What would have to change.
            Conditions conditions: Option<String>,
            /// How it is on record: signature, minutes, vote.
            Instrument instrument: Option<String>,
            /// Who wrote it down; a free label.
            RecordedBy recorded_by: Option<String>,
        }
    }
}

record! {
    /// A page of a document.
    Reference / ReferenceField {
        required {
            /// The document.
            Document document: String,
        }
        optional {
            /// The page, or another place in it.
            Page page: Option<String>,
        }
    }
}

record! {
    /// A result that the framework wants.
    Objective / ObjectiveField {
        required {
            /// The title, one sentence at most.
            Title title: String,
            /// The level it stands at.
            Level level: LevelId,
        }
        optional {
            /// Title and description in other languages.
            Translations translations: Table<Language, Translation>,
            /// What it means.
            Description description: Option<String>,
            /// The number the group calls it by ("1.2").
            Code code: Option<String>,
            /// Its place among its siblings.
            Rank rank: Rank,
            /// Whether the group has agreed it.
            Status status: ObjectiveStatus,
            /// The dimensions it belongs to.
            Dimensions dimensions: Vec<DimensionId>,
            /// The higher objectives it contributes to.
            ContributesTo contributes_to: Table<ObjectiveId, Contribution>,
            /// Who leads it.
            Lead lead: Option<ActorId>,
            /// Who leads it together with the lead.
            CoLead co_lead: Option<ActorId>,
            /// Who supports the lead.
            Supporting supporting: Vec<ActorId>,
            /// Who proposed it.
            ProposedBy proposed_by: Option<ActorId>,
            /// When it is to be reached.
            Due due: Option<Date>,
            /// From when to when it is worked on.
            Period period: super::framework::Period,
            /// How progress is seen.
            Indicators indicators: Table<IndicatorId, Indicator>,
            /// Whether the group has settled how it is monitored.
            Monitoring monitoring: Option<Monitoring>,
            /// What each actor says of it.
            Positions positions: Table<ActorId, Position>,
            /// What could keep it from being reached.
            Risks risks: Vec<String>,
            /// Where it is written.
            References references: Vec<Reference>,
        }
    }
}
