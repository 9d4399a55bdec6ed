//! What a new framework is headed with, and how the levels of a file become those of a framework.

use super::super::{Batch, id, text};
use crate::model::{
    Country, Currency, Delta, Dimension, DimensionId, Edit, Framework, FrameworkId, Head, Level,
    LevelId, Table,
};
use std::sync::Arc;

/// The six dimensions that a framework begins with.
const DIMENSIONS: [(&str, &str); 6] = [
    ("development", "Development"),
    ("human-rights", "Human rights"),
    ("humanitarian", "Humanitarian"),
    ("political", "Political"),
    ("rule-of-law", "Rule of law"),
    ("security", "Security"),
];

/// A head with title, currency, levels and the usual six dimensions.
pub(in crate::import) fn head(id: u64, title: String, levels: &[(&str, &str)]) -> Head {
    let mut head = Head::new(FrameworkId::from_bits(id), title, us_dollar());
    head.levels = levels
        .iter()
        .filter_map(|(id, title)| Some(Level::new(LevelId::new(id).ok()?, *title)))
        .collect();
    head.dimensions = DIMENSIONS
        .iter()
        .filter_map(|(id, title)| Some((DimensionId::new(id).ok()?, Dimension::new(*title))))
        .collect::<Table<_, _>>();
    head
}

/// The name that a program's `source` has for a file: its last part, in plain text.
pub(in crate::import) fn file_name(name: &str) -> String {
    text::one_line(name.rsplit(['/', '\\']).next().unwrap_or(name))
}

/// The US dollar.
pub(in crate::import) fn us_dollar() -> Currency {
    Currency::new("USD").unwrap_or_else(|_| unreachable!("USD is three capital letters"))
}

pub(super) fn blank_head(batch: &Batch) -> Head {
    let title = batch.file.rsplit_once('.').map_or(batch.file.as_str(), |(stem, _)| stem);
    let levels = [("so", "Strategic objective"), ("oc", "Outcome"), ("op", "Output")];
    head(id::bits(batch.format.name(), &batch.file, "framework"), title.to_owned(), &levels)
}

/// Counts; no file has more than `u32::MAX` records.
pub(in crate::import) fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    items.fold(0, |n: u32, _| n.saturating_add(1))
}

/// Which level of the framework each level of the batch becomes.
pub(super) struct Levels<'a> {
    /// The batch's levels, from the first down.
    theirs: &'a [Level],
    /// The framework's; the batch's where it has none.
    ours: &'a [Level],
    /// The country that the file is about.
    country: Option<Country>,
}

impl<'a> Levels<'a> {
    pub(super) fn new(framework: &'a Framework, batch: &'a Batch) -> Self {
        let theirs = batch.head.as_ref().map_or(&[][..], |head| &head.levels);
        let country = batch.head.as_ref().and_then(|head| head.country);
        let ours = framework.head().levels.as_slice();
        Self { theirs, ours: if ours.is_empty() { theirs } else { ours }, country }
    }

    /// The level of the same id, else of the same depth, else the last.
    pub(super) fn of(&self, level: &'a LevelId) -> &'a LevelId {
        if self.ours.iter().any(|l| l.id == *level) {
            return level;
        }
        let depth = self.theirs.iter().position(|l| l.id == *level).unwrap_or(usize::MAX);
        self.ours.get(depth).or(self.ours.last()).map_or(level, |l| &l.id)
    }

    /// Whether a level lies deeper than the framework has levels.
    pub(super) fn lacks(&self, level: &LevelId) -> bool {
        let depth = self.theirs.iter().position(|l| l.id == *level);
        !self.ours.iter().any(|l| l.id == *level) && depth >= Some(self.ours.len())
    }

    /// Gives a framework what it lacks of levels, and the country that the file is about.
    pub(super) fn head_edit(&self, framework: &Framework) -> Option<Edit> {
        let before = framework.head();
        let mut after = Head::clone(before);
        if after.levels.is_empty() {
            after.levels = self.theirs.to_vec();
        }
        after.country = after.country.or(self.country);
        (after != **before).then(|| {
            Edit::Head(Delta { before: Some(Arc::clone(before)), after: Some(Arc::new(after)) })
        })
    }
}
