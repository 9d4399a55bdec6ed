//! Actors: who has a role, and on which side.

use super::id::{ActorId, DimensionId};
use super::quantity::OrganisationType;
use super::record::record;
use serde::{Deserialize, Serialize};

/// Where an actor stands: of the host country, of outside, or of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Of the host country: "local (internal)" on screen.
    Internal,
    /// Of outside: "international (external)" on screen.
    External,
    /// Of both; counts in neither.
    Mixed,
}

/// How far an actor lets the framework bind it, by analogy with the "two feet in, one foot in,
/// two feet out" that Cedric de Coning describes for OCHA and integrated missions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActorStance {
    /// Inside the framework.
    Integrated,
    /// Partly inside.
    Associated,
    /// Outside on principle.
    Independent,
}

record! {
    /// Anyone with a role: government, donor, UN entity, NGO, civil-society group.
    Actor / ActorField {
        required {
            /// The full name.
            Name name: String,
            /// Internal, external or mixed.
            Side side: Side,
        }
        optional {
            /// The short name shown on cards and marks.
            Acronym acronym: Option<String>,
            /// What sort of organisation, an IATI organisation-type code.
            Kind kind: Option<OrganisationType>,
            /// The organisation's identifier (org-id).
            Identifier identifier: Option<String>,
            /// The government or system it belongs to: an ISO country code or a name such as `UN`.
            Family family: Option<String>,
            /// Within one agency: the department's agency; never a government or a system.
            Parent parent: Option<ActorId>,
            /// Whether it is one of those who draw and agree the framework.
            CoreGroup core_group: bool,
            /// How far it lets the framework bind it.
            Stance stance: Option<ActorStance>,
            /// The dimensions it works in.
            Dimensions dimensions: Vec<DimensionId>,
            /// Anything else.
            Note note: Option<String>,
        }
    }
}

impl Actor {
    /// What to call it where space is short: its acronym, else its name.
    #[must_use]
    pub fn short(&self) -> &str {
        self.acronym.as_deref().filter(|a| !a.is_empty()).unwrap_or(&self.name)
    }
}
