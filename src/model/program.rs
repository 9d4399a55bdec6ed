//! Programs: what actors do, with what money, and how they say it serves the framework.

use super::framework::Period;
use super::id::{ActorId, DimensionId, ObjectiveId, ProgramId};
use super::objective::Translation;
use super::quantity::{Amount, Currency, Date, Language, Marker, Percent, Sector, Significance};
use super::record::record;
use super::table::Table;
use serde::{Deserialize, Serialize};

/// What a sum of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// Committed by an agreement.
    Commitment,
    /// Budgeted.
    Budget,
    /// Paid out.
    Disbursement,
    /// Stated by a source that does not say what it is.
    Stated,
}

/// The IATI activity status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ProgramStatus {
    /// Code 1: being scoped or planned.
    Pipeline,
    /// Code 2: under way.
    Implementation,
    /// Code 3: complete, being closed or evaluated.
    Finalisation,
    /// Code 4: complete and closed.
    Closed,
    /// Code 5: cancelled.
    Cancelled,
    /// Code 6: suspended.
    Suspended,
}

/// What a program does to an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// It supports it.
    Supports,
    /// It undermines it.
    Undermines,
}

/// How a link is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Evidence {
    /// Somebody says so.
    Asserted,
    /// A document says so, and where.
    Documented(String),
    /// An actor confirms it; counts as such only from an internal actor of another agency than
    /// the owner's.
    Confirmed(ActorId),
}

/// The least evidence that counts.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum EvidenceBar {
    /// Any link counts.
    #[default]
    Asserted,
    /// Links with a document, or confirmed.
    Documented,
    /// Links that a local actor confirms.
    Confirmed,
}

impl EvidenceBar {
    /// All bars, from low to high.
    pub const ALL: [Self; 3] = [Self::Asserted, Self::Documented, Self::Confirmed];

    /// The word in files and on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Documented => "documented",
            Self::Confirmed => "confirmed",
        }
    }
}

/// Why a program has no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DecisionKind {
    /// Looked for, none found.
    NoneFound,
    /// Independent on principle (humanitarian).
    Independent,
    /// Serves another framework.
    Elsewhere,
    /// Not a program of this framework's country or time.
    OutOfScope,
}

impl DecisionKind {
    /// The words in tables.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoneFound => "none found",
            Self::Independent => "independent on principle",
            Self::Elsewhere => "serves another framework",
            Self::OutOfScope => "out of scope",
        }
    }
}

/// How one program depends on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DependencyKind {
    /// Has meaning only if the other is there too.
    Needs,
    /// Begins when the other has ended.
    Follows,
}

impl DependencyKind {
    /// "needs" or "follows".
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Follows => "follows",
        }
    }
}

record! {
    /// A sum of money.
    Budget / BudgetField {
        required {
            /// How much.
            Amount amount: Amount,
        }
        optional {
            /// In which currency; absent, the framework's.
            Currency currency: Option<Currency>,
            /// What it is.
            Basis basis: Option<Basis>,
        }
    }
}

record! {
    /// What one actor gives to a program.
    Funding / FundingField {
        optional {
            /// How much, in the budget's currency, else the framework's; may be unknown.
            Amount amount: Option<Amount>,
        }
    }
}

record! {
    /// The statement that a program supports or undermines an objective.
    Link / LinkField {
        required {
            /// What it does to it.
            Effect effect: Effect,
            /// How that is known.
            Evidence evidence: Evidence,
        }
        optional {
            /// The part of the budget, in percent.
            Share share: Option<Percent>,
            /// Who says so.
            By by: Option<ActorId>,
            /// Who wrote it down; a free label.
            RecordedBy recorded_by: Option<String>,
            /// When.
            On on: Option<Date>,
            /// Anything else.
            Note note: Option<String>,
        }
    }
}

record! {
    /// Why a program has no link, and who says so.
    Decision / DecisionField {
        required {
            /// What was decided.
            Kind kind: DecisionKind,
        }
        optional {
            /// Who decided.
            By by: Option<ActorId>,
            /// Who wrote it down; a free label.
            RecordedBy recorded_by: Option<String>,
            /// When.
            On on: Option<Date>,
            /// Why.
            Reason reason: Option<String>,
        }
    }
}

record! {
    /// How a program depends on another.
    Dependency / DependencyField {
        required {
            /// Needs it, or follows it.
            Kind kind: DependencyKind,
        }
        optional {
            /// Why.
            Note note: Option<String>,
        }
    }
}

record! {
    /// The owner's right of reply.
    Reply / ReplyField {
        required {
            /// What the owner says.
            Text text: String,
        }
        optional {
            /// Who says it.
            By by: Option<ActorId>,
            /// When.
            On on: Option<Date>,
        }
    }
}

record! {
    /// Where a record was read.
    Source / SourceField {
        required {
            /// The name of the file.
            File file: String,
        }
        optional {
            /// Its format.
            Format format: Option<String>,
            /// The row or identifier in it.
            Row row: Option<String>,
            /// When it was read.
            On on: Option<Date>,
            /// The day on which its source was read again and no longer held it.
            Gone gone: Option<Date>,
        }
    }
}

record! {
    /// A program or project of an actor.
    Program / ProgramField {
        required {
            /// The title.
            Title title: String,
        }
        optional {
            /// Title and description in other languages.
            Translations translations: Table<Language, Translation>,
            /// What it does.
            Description description: Option<String>,
            /// The identifiers that others know it by.
            Identifiers identifiers: Vec<String>,
            /// Identifiers of other programs that its source names as paying into it, paid by it,
            /// or reporting the same: what a duplicate is known by.
            Related related: Vec<String>,
            /// Who answers for it.
            Owner owner: Option<ActorId>,
            /// Who carries it out.
            Implementing implementing: Vec<ActorId>,
            /// Who pays, and how much.
            Funding funding: Table<ActorId, Funding>,
            /// Its money; absent, the sum of its funders'.
            Budget budget: Option<Budget>,
            /// Where it stands in its life.
            Status status: Option<ProgramStatus>,
            /// From when to when.
            Period period: Period,
            /// Its DAC sectors, in percent of its money.
            Sectors sectors: Table<Sector, Percent>,
            /// Its dimensions; absent, those of its sectors.
            Dimensions dimensions: Vec<DimensionId>,
            /// Its policy markers.
            Markers markers: Table<Marker, Significance>,
            /// Where it works.
            Locations locations: Vec<String>,
            /// Its umbrella program.
            PartOf part_of: Option<ProgramId>,
            /// Objectives that its source names and the framework lacks, quoted.
            Claims claims: Vec<String>,
            /// Its links to objectives.
            Links links: Table<ObjectiveId, Link>,
            /// Why it has no link.
            Decision decision: Option<Decision>,
            /// The programs it depends on.
            DependsOn depends_on: Table<ProgramId, Dependency>,
            /// The owner's right of reply.
            Reply reply: Option<Reply>,
            /// Where it was read.
            Source source: Option<Source>,
        }
    }
}
