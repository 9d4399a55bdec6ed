//! Tensions: recorded disagreement or conflict, and how the group lives with it.

use super::id::{ActorId, ObjectiveId, ProgramId};
use super::quantity::Date;
use super::record::record;
use serde::{Deserialize, Serialize};

/// What a tension is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// An objective.
    Objective(ObjectiveId),
    /// A program.
    Program(ProgramId),
    /// An actor.
    Actor(ActorId),
}

/// Where a tension comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Nature {
    /// What is held to be right.
    Values,
    /// What comes first.
    Priorities,
    /// Who is charged with what.
    Mandate,
    /// When.
    Timetable,
    /// Procedures and law.
    Rules,
    /// Money, people, places.
    Resources,
}

impl Nature {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Values,
        Self::Priorities,
        Self::Mandate,
        Self::Timetable,
        Self::Rules,
        Self::Resources,
    ];

    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Priorities => "priorities",
            Self::Mandate => "mandate",
            Self::Timetable => "timetable",
            Self::Rules => "rules",
            Self::Resources => "resources",
        }
    }
}

/// How the group has settled to live with a tension. Every outcome but `Open` is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Not settled.
    Open,
    /// One approach for all.
    CommonApproach,
    /// One thing given for another.
    TradeOff,
    /// The best that all can accept.
    SecondBest,
    /// Met half way.
    Compromise,
    /// Side by side, kept apart.
    Coexistence,
    /// Agreed to disagree.
    NoAgreement,
}

impl Outcome {
    /// All of them, what is not settled first.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::CommonApproach,
        Self::TradeOff,
        Self::SecondBest,
        Self::Compromise,
        Self::Coexistence,
        Self::NoAgreement,
    ];

    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::CommonApproach => "common approach",
            Self::TradeOff => "trade-off",
            Self::SecondBest => "second best",
            Self::Compromise => "compromise",
            Self::Coexistence => "coexistence",
            Self::NoAgreement => "agreed to disagree",
        }
    }

    /// Whether the group has settled it.
    #[must_use]
    pub fn handled(self) -> bool {
        self != Self::Open
    }
}

record! {
    /// A recorded disagreement or conflict.
    Tension / TensionField {
        required {
            /// What it is, in a few words.
            Title title: String,
            /// The records it is about.
            About about: Vec<Subject>,
            /// How it is settled.
            Outcome outcome: Outcome,
        }
        optional {
            /// Who is at odds.
            Parties parties: Vec<ActorId>,
            /// Where it comes from.
            Nature nature: Option<Nature>,
            /// How those at odds keep out of each other's way.
            Deconfliction deconfliction: Option<String>,
            /// When the group looks at it again.
            ReviewOn review_on: Option<Date>,
            /// Anything else.
            Note note: Option<String>,
        }
    }
}
