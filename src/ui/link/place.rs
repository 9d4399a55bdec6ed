//! Where one stopped: kept with the settings, a framework each, so that the next start goes on.

use crate::analysis::{By, Standing};
use crate::model::ProgramId;
use serde::{Deserialize, Serialize};

/// The order of the queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ui) enum Order {
    #[default]
    Largest,
    Smallest,
    Owner,
    Title,
}

impl Order {
    pub(super) const ALL: [Self; 4] = [Self::Largest, Self::Smallest, Self::Owner, Self::Title];

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Largest => "largest money first",
            Self::Smallest => "smallest money first",
            Self::Owner => "by owner",
            Self::Title => "by title",
        }
    }
}

/// By what groups the queue can be filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ui) enum Group {
    Owner,
    Donor,
    Dimension,
}

impl Group {
    pub(super) const ALL: [Self; 3] = [Self::Owner, Self::Donor, Self::Dimension];

    pub(super) fn by(self) -> By {
        match self {
            Self::Owner => By::Owner,
            Self::Donor => By::Funder,
            Self::Dimension => By::Dimension,
        }
    }
}

/// A standing in files; the figures' own type is never read from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ui) struct StandingAt(pub usize);

impl StandingAt {
    pub(super) fn of(standing: Standing) -> Self {
        Self(Standing::ALL.iter().position(|s| *s == standing).unwrap_or(0))
    }

    pub(super) fn get(self) -> Standing {
        Standing::ALL.get(self.0).copied().unwrap_or(Standing::Unreviewed)
    }
}

/// What of the queue is shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::ui) struct Only {
    /// The keys of groups, as the figures have them; `None` for programs without.
    pub groups: Vec<(Group, Option<String>)>,
    /// One standing, decided ones too.
    pub standing: Option<StandingAt>,
    /// Words of title, owner or identifier.
    pub text: String,
    /// The parked ones, which are left out otherwise.
    pub parked: bool,
}

impl Only {
    /// Whether it leaves out nothing.
    pub(super) fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// Where one stopped in a framework.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::ui) struct Place {
    /// The programs put off, in the order in which they were.
    pub parked: Vec<ProgramId>,
    /// The program that was shown last.
    pub card: Option<ProgramId>,
    pub order: Order,
    pub only: Only,
}
