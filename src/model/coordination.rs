//! Mechanisms, milestones and scenes: where actors meet, what was measured, what was shown.

use super::actor::Side;
use super::id::{ActorId, DimensionId, LevelId, ObjectiveId};
use super::program::EvidenceBar;
use super::quantity::{Amount, Date, Scalar};
use super::rank::Rank;
use super::record::record;
use serde::{Deserialize, Serialize};

record! {
    /// A standing place for dialogue and coordination, even if only for de-confliction.
    Mechanism / MechanismField {
        required {
            /// What it is called.
            Name name: String,
        }
        optional {
            /// What sort it is (working group, joint board, …).
            Kind kind: Option<String>,
            /// Who takes part.
            Members members: Vec<ActorId>,
            /// Who chairs it.
            Chairs chairs: Vec<ActorId>,
            /// The objectives it covers.
            Objectives objectives: Vec<ObjectiveId>,
        }
    }
}

/// One element of coherence as it was: how many programs held, of how many that it concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Programs that held.
    pub holds: u32,
    /// Programs that it concerned.
    pub concerns: u32,
}

record! {
    /// The figures of a milestone. Money is in the framework's currency.
    Figures / FiguresField {
        required {
            /// Programs in scope.
            Programs programs: u32,
            /// Of these, those that show a link.
            LinkShown link_shown: u32,
        }
        optional {
            /// Money of programs in scope.
            Money money: Option<Amount>,
            /// Of this, the money of those that show a link.
            MoneyLinkShown money_link_shown: Option<Amount>,
            /// Of the programs that showed none, those that nobody had looked at.
            Unreviewed unreviewed: Option<u32>,
            /// Of the programs that showed none, those that named an objective it lacked.
            Unresolved unresolved: Option<u32>,
            /// The least evidence that counted.
            Bar bar: Option<EvidenceBar>,
            /// Coherence within agencies; absent where nobody had examined it, as below.
            Agency agency: Option<Held>,
            /// Coherence within governments and systems.
            WholeOfGovernment whole_of_government: Option<Held>,
            /// Coherence among externals.
            Harmonization harmonization: Option<Held>,
            /// Coherence between externals and the country.
            Alignment alignment: Option<Held>,
        }
    }
}

record! {
    /// A dated snapshot of the figures, so that the deficit can be plotted over workshops.
    Milestone / MilestoneField {
        required {
            /// When it was taken.
            On on: Date,
            /// What it marks.
            Title title: String,
            /// The figures of that day.
            Figures figures: Figures,
        }
    }
}

/// What color means on the canvas.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum ColorBy {
    /// The level.
    #[default]
    Level,
    /// The dimension.
    Dimension,
    /// Who leads.
    Lead,
    /// Whether it is agreed.
    Status,
    /// How many actors back it.
    Backing,
    /// How many programs support it.
    Programs,
    /// How much money.
    Money,
}

record! {
    /// What is left in sight: a record is shown if it matches every part that is given.
    Filter / FilterField {
        optional {
            /// Words in title or code.
            Text text: Option<String>,
            /// Any of these levels.
            Levels levels: Vec<LevelId>,
            /// Any of these dimensions.
            Dimensions dimensions: Vec<DimensionId>,
            /// Any of these actors, as lead, supporter, owner or funder.
            Actors actors: Vec<ActorId>,
            /// Led or owned by an actor of this side.
            Side side: Option<Side>,
        }
    }
}

impl Default for Filter {
    fn default() -> Self {
        Self::new()
    }
}

record! {
    /// Where the canvas looks: its center and zoom.
    Camera / CameraField {
        required {
            /// The center, across.
            X x: Scalar,
            /// The center, down.
            Y y: Scalar,
            /// Screen points a canvas unit.
            Zoom zoom: Scalar,
        }
    }
}

record! {
    /// A saved view for the projector.
    Scene / SceneField {
        required {
            /// What the room reads above it.
            Title title: String,
        }
        optional {
            /// What only the presenter reads.
            Note note: Option<String>,
            /// Its place among the scenes.
            Order order: Rank,
            /// Where it looks; absent, everything.
            Camera camera: Option<Camera>,
            /// The objectives that are folded.
            Folded folded: Vec<ObjectiveId>,
            /// What is left in sight.
            Filter filter: Filter,
            /// The objective in focus.
            Focus focus: Option<ObjectiveId>,
            /// What color means.
            Color color: ColorBy,
        }
    }
}

/// Where a card is pinned on the canvas, in canvas units: its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Across.
    pub x: Scalar,
    /// Down.
    pub y: Scalar,
}
