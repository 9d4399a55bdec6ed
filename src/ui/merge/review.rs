//! What a merge comes to, and what is chosen about its conflicts. Must not draw.

use crate::analysis::{Analysis, analyze};
use crate::merge::{Conflict, ConflictId, Merged, PART_KEY, Resolution, Rule, diff, told};
use crate::model::{EvidenceBar, Framework};
use std::collections::{BTreeMap, BTreeSet};

/// What one copy changed.
pub(super) struct Told {
    /// In sentences.
    pub lines: Vec<String>,
    /// How many values and records.
    pub count: usize,
}

impl Told {
    fn new(base: &Framework, copy: &Framework) -> Self {
        Self { lines: told(base, copy), count: diff(base, copy).len() }
    }
}

/// Where a conflict stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody chose: what this copy says stays.
    Open,
    /// Settled.
    Settled(Resolution),
    /// Settled along with another.
    Along,
}

/// A merge under review.
pub(in crate::ui) struct Review {
    /// The merge with nothing settled.
    first: Merged,
    /// The merge as it is settled now.
    pub(super) merged: Merged,
    /// All conflicts, those that are settled too.
    pub(super) rows: Vec<Conflict>,
    chosen: BTreeMap<ConflictId, Resolution>,
    open: BTreeSet<ConflictId>,
    /// What both were made from, in words.
    pub(super) base: String,
    /// Whether the other copy is a part that a breakout group worked on.
    pub(super) part: bool,
    pub(super) ours: Told,
    pub(super) theirs: Told,
    /// The figures of the result.
    pub(super) after: Analysis,
    bar: Option<EvidenceBar>,
}

impl Review {
    /// Begins with nothing settled; the sides are the base, this copy and the other.
    pub(super) fn new(
        first: Merged,
        [base, ours, theirs]: [&Framework; 3],
        told: String,
        bar: Option<EvidenceBar>,
    ) -> Self {
        let merged = first.clone();
        Self {
            rows: first.conflicts.clone(),
            chosen: BTreeMap::new(),
            open: ids(&merged),
            base: told,
            part: theirs.head().ext.contains_key(PART_KEY),
            ours: Told::new(base, ours),
            theirs: Told::new(base, theirs),
            after: analyze(&merged.framework, bar),
            bar,
            first,
            merged,
        }
    }

    /// Where a conflict stands.
    pub(super) fn standing(&self, conflict: &Conflict) -> Standing {
        match self.chosen.get(&conflict.id) {
            _ if self.open.contains(&conflict.id) => Standing::Open,
            Some(resolution) => Standing::Settled(*resolution),
            None => Standing::Along,
        }
    }

    /// Whether anything is settled.
    pub(super) fn any_settled(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// Settles a conflict, or leaves it open again.
    pub(super) fn choose(&mut self, row: usize, resolution: Option<Resolution>) {
        let Some(conflict) = self.rows.get(row) else { return };
        match resolution {
            Some(resolution) => self.chosen.insert(conflict.id.clone(), resolution),
            None => self.chosen.remove(&conflict.id),
        };
        self.settle();
        self.after = analyze(&self.merged.framework, self.bar);
    }

    /// Settles by a rule what is open; gives how many conflicts it settled.
    pub(super) fn choose_by(&mut self, rule: Rule) -> usize {
        let before = self.chosen.len();
        loop {
            let framework = &self.merged.framework;
            let open = self.merged.conflicts.iter().filter(|c| !self.chosen.contains_key(&c.id));
            let new: Vec<(ConflictId, Resolution)> =
                open.filter_map(|c| Some((c.id.clone(), c.by_rule(rule, framework)?))).collect();
            if new.is_empty() {
                break;
            }
            self.chosen.extend(new);
            // What is settled may bring others to light.
            self.settle();
        }
        self.after = analyze(&self.merged.framework, self.bar);
        self.chosen.len() - before
    }

    /// Settles anew from the beginning: what one choice brought to light goes with that choice.
    fn settle(&mut self) {
        let mut rows = self.first.conflicts.clone();
        let merged = loop {
            let chosen = |c: &Conflict| Some((c.id.clone(), *self.chosen.get(&c.id)?));
            let given: Vec<(ConflictId, Resolution)> = rows.iter().filter_map(chosen).collect();
            let merged = self.first.settle(&given);
            let known: BTreeSet<&ConflictId> = rows.iter().map(|c| &c.id).collect();
            let new = merged.conflicts.iter().filter(|c| !known.contains(&c.id));
            let new: Vec<Conflict> = new.cloned().collect();
            if new.is_empty() {
                break merged;
            }
            rows.extend(new);
        };
        self.chosen.retain(|id, _| rows.iter().any(|c| c.id == *id));
        (self.open, self.merged, self.rows) = (ids(&merged), merged, rows);
    }
}

fn ids(merged: &Merged) -> BTreeSet<ConflictId> {
    merged.conflicts.iter().map(|conflict| conflict.id.clone()).collect()
}
