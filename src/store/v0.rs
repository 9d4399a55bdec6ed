//! A format 0.9 that never was: what tests prove the conversion of older documents with, and the
//! pattern for the first real one. In it an objective served one other and levels were bare texts.

use super::v1;
use super::versions::{Older, parse};
use crate::model::{
    Contribution, Currency, Framework, FrameworkId, Head, Level, LevelId, Objective, ObjectiveId,
    Table,
};
use serde::Deserialize;
use std::sync::Arc;

/// How it is read.
pub(super) const OLDER: Older =
    Older { major: 0, read: |text| Ok(parse::<Document>(text)?.into()) };

/// A framework as it stood in a file of that format.
#[derive(Deserialize)]
#[serde(rename = "Framework")]
struct Document {
    #[expect(dead_code, reason = "read before; here it is only a known field")]
    format: (u32, u32),
    id: FrameworkId,
    title: String,
    currency: Currency,
    levels: Vec<String>,
    #[serde(default)]
    objectives: Table<ObjectiveId, Aim>,
}

/// An objective of that format.
#[derive(Deserialize)]
struct Aim {
    title: String,
    /// Which level, from 1.
    level: usize,
    /// The one objective that it served.
    serves: Option<ObjectiveId>,
}

/// The id of a level, from 1.
fn level(number: usize) -> LevelId {
    LevelId::new(&format!("l{number}")).unwrap()
}

/// The step to format 1.
impl From<Document> for v1::Document {
    fn from(old: Document) -> Self {
        let mut head = Head::new(old.id, old.title, old.currency);
        let titles = old.levels.into_iter().enumerate();
        head.levels = titles.map(|(at, title)| Level::new(level(at + 1), title)).collect();
        let mut parts = Framework::new(head).parts().clone();
        let objectives = old.objectives.into_iter().map(|(id, aim)| {
            let mut objective = Objective::new(aim.title, level(aim.level));
            let served = aim.serves.into_iter().map(|id| (id, Contribution::new()));
            objective.contributes_to = served.collect();
            (id, Arc::new(objective))
        });
        parts.objectives = objectives.collect();
        Self::from(&Framework::from_parts(parts))
    }
}
