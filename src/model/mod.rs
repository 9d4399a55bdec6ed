//! What a framework *is*: its records, ids, quantities and invariants, and the one way to
//! change it. No io, no clock, no randomness, no interface. The names here are the names in the
//! file.

mod actor;
mod change;
pub mod codelists;
mod coordination;
mod framework;
mod id;
pub mod invariants;
mod objective;
mod program;
mod quantity;
mod rank;
mod record;
mod table;
mod tension;

pub use actor::{Actor, ActorField, ActorStance, Side};
pub use change::{Change, Delta, Edit, Refused};
pub use coordination::{
    Camera, ColorBy, Figures, Filter, Held, Mechanism, MechanismField, Milestone, MilestoneField,
    Pin, Scene, SceneField,
};
pub use framework::{Dimension, ExchangeRate, Framework, Head, HeadField, Level, Parts, Period};
pub use id::{
    ActorId, DimensionId, FrameworkId, IdError, IndicatorId, LevelId, MechanismId, MilestoneId,
    ObjectiveId, ProgramId, SceneId, TensionId,
};
pub use invariants::Fault;
pub use objective::{
    Contribution, Indicator, Monitoring, Objective, ObjectiveField, ObjectiveStatus, Position,
    Reference, Stance, Translation,
};
pub use program::{
    Basis, Budget, Decision, DecisionKind, Dependency, DependencyKind, Effect, Evidence,
    EvidenceBar, Funding, Link, Program, ProgramField, ProgramStatus, Reply, Source,
};
pub use quantity::{
    Amount, Country, Currency, Date, Language, Marker, OrganisationType, Percent, QuantityError,
    Rate, Scalar, Sector, Significance,
};
pub use rank::Rank;
pub use table::Table;
pub use tension::{Nature, Outcome, Subject, Tension, TensionField};
