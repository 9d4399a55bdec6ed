//! Where a program stands towards the framework (DESIGN.md, section 4).

use super::index::Index;
use crate::model::{DecisionKind, EvidenceBar, Program};
use serde::Serialize;

/// Where a program stands towards the framework, and so why it shows no link if it shows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A supporting link at or above the bar to an objective that reaches the strategy.
    Linked,
    /// A supporting link to an objective that reaches the strategy, below the bar.
    Weak,
    /// Supporting links, none to an objective that reaches the strategy.
    Stranded,
    /// Links, none of them supporting.
    Undermining,
    /// No link, decided: independent on principle.
    Independent,
    /// No link, decided: serves another framework.
    Elsewhere,
    /// No link, decided: none found.
    NoneFound,
    /// No link, no decision; its source claims an objective that the framework lacks.
    Unresolved,
    /// No link, no decision, no claim.
    Unreviewed,
}

/// How a standing counts in the deficit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkShown {
    /// It shows a link.
    Yes,
    /// It shows none: an orphan.
    No,
    /// It is counted apart.
    Apart,
}

impl Standing {
    /// All standings, in the order of the rules.
    pub const ALL: [Self; 9] = [
        Self::Linked,
        Self::Weak,
        Self::Stranded,
        Self::Undermining,
        Self::Independent,
        Self::Elsewhere,
        Self::NoneFound,
        Self::Unresolved,
        Self::Unreviewed,
    ];

    /// Whether a program of this standing shows a link.
    #[must_use]
    pub fn link_shown(self) -> LinkShown {
        match self {
            Self::Linked => LinkShown::Yes,
            Self::Independent | Self::Elsewhere => LinkShown::Apart,
            _ => LinkShown::No,
        }
    }

    /// Whether a program of this standing is an orphan.
    #[must_use]
    pub fn orphan(self) -> bool {
        self.link_shown() == LinkShown::No
    }

    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Weak => "evidence below the bar",
            Self::Stranded => "linked to what does not reach the strategy",
            Self::Undermining => "only undermines",
            Self::Independent => "independent on principle",
            Self::Elsewhere => "serves another framework",
            Self::NoneFound => "none found",
            Self::Unresolved => "names an objective that this framework lacks",
            Self::Unreviewed => "unreviewed",
        }
    }
}

/// How many programs have each standing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standings {
    /// Linked.
    pub linked: u32,
    /// Weak.
    pub weak: u32,
    /// Stranded.
    pub stranded: u32,
    /// Undermining.
    pub undermining: u32,
    /// Independent.
    pub independent: u32,
    /// Elsewhere.
    pub elsewhere: u32,
    /// None found.
    pub none_found: u32,
    /// Unresolved.
    pub unresolved: u32,
    /// Unreviewed.
    pub unreviewed: u32,
}

impl Standings {
    pub(super) fn add(&mut self, standing: Standing) {
        *self.slot(standing) += 1;
    }

    pub(super) fn take(&mut self, standing: Standing) {
        *self.slot(standing) -= 1;
    }

    /// How many programs have a standing.
    #[must_use]
    pub fn count(mut self, standing: Standing) -> u32 {
        *self.slot(standing)
    }

    fn slot(&mut self, standing: Standing) -> &mut u32 {
        match standing {
            Standing::Linked => &mut self.linked,
            Standing::Weak => &mut self.weak,
            Standing::Stranded => &mut self.stranded,
            Standing::Undermining => &mut self.undermining,
            Standing::Independent => &mut self.independent,
            Standing::Elsewhere => &mut self.elsewhere,
            Standing::NoneFound => &mut self.none_found,
            Standing::Unresolved => &mut self.unresolved,
            Standing::Unreviewed => &mut self.unreviewed,
        }
    }
}

/// The standing of a program at each bar, from low to high. The first rule that holds.
pub(super) fn of_program(index: &Index, program: usize) -> [Standing; 3] {
    let links = index.links(program);
    if links.is_empty() {
        return [index.entry(program).unlinked; 3];
    }
    let best = links
        .iter()
        .filter(|l| l.supports && index.dag.reaches(l.objective))
        .map(|l| l.evidence)
        .max();
    if let Some(best) = best {
        let at = |bar| if best >= bar { Standing::Linked } else { Standing::Weak };
        return EvidenceBar::ALL.map(at);
    }
    let supports = links.iter().any(|l| l.supports);
    [if supports { Standing::Stranded } else { Standing::Undermining }; 3]
}

/// The standing of a program without a link.
pub(super) fn of_unlinked(record: &Program) -> Standing {
    match record.decision.as_ref().map(|d| d.kind) {
        Some(DecisionKind::Independent) => Standing::Independent,
        Some(DecisionKind::Elsewhere) => Standing::Elsewhere,
        Some(DecisionKind::NoneFound) => Standing::NoneFound,
        // Out of scope is not asked here; a program is then not counted at all.
        Some(DecisionKind::OutOfScope) | None if record.claims.is_empty() => Standing::Unreviewed,
        Some(DecisionKind::OutOfScope) | None => Standing::Unresolved,
    }
}
