//! Format 1: the document as it stands in the file. Frozen once released: a later format gets
//! a file of its own and a step from this one.

use crate::model::{
    Actor, ActorId, Country, Currency, Dimension, DimensionId, EvidenceBar, ExchangeRate,
    Framework, FrameworkId, Head, Level, Mechanism, MechanismId, Milestone, MilestoneId, Objective,
    ObjectiveId, Parts, Period, Pin, Program, ProgramId, Scene, SceneId, Table, Tension, TensionId,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The version that this file reads and writes.
pub(super) const VERSION: (u32, u32) = (1, 0);

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

macro_rules! document {
    ($($field:ident: $ty:ty $(= $default:literal)?,)*) => {
        /// A framework as it stands in a file of format 1.
        #[derive(Serialize, Deserialize)]
        #[serde(rename = "Framework")]
        pub(super) struct Document {
            /// Major and minor version.
            format: (u32, u32),
            $($(#[serde(default, skip_serializing_if = $default)])? $field: $ty,)*
        }
    };
}

document! {
    id: FrameworkId,
    title: String,
    country: Option<Country> = "is_default",
    period: Period = "is_default",
    currency: Currency,
    rates: Table<Currency, ExchangeRate> = "is_default",
    vision: Option<String> = "is_default",
    levels: Vec<Level> = "is_default",
    dimensions: Table<DimensionId, Dimension> = "is_default",
    evidence_bar: EvidenceBar = "is_default",
    decision_rule: Option<String> = "is_default",
    actors: Table<ActorId, Arc<Actor>> = "is_default",
    objectives: Table<ObjectiveId, Arc<Objective>> = "is_default",
    programs: Table<ProgramId, Arc<Program>> = "is_default",
    tensions: Table<TensionId, Arc<Tension>> = "is_default",
    mechanisms: Table<MechanismId, Arc<Mechanism>> = "is_default",
    milestones: Table<MilestoneId, Arc<Milestone>> = "is_default",
    scenes: Table<SceneId, Arc<Scene>> = "is_default",
    pinned: Table<ObjectiveId, Arc<Pin>> = "is_default",
    ext: Table<String, String> = "is_default",
}

impl From<&Framework> for Document {
    fn from(framework: &Framework) -> Self {
        let Parts {
            head,
            actors,
            objectives,
            programs,
            tensions,
            mechanisms,
            milestones,
            scenes,
            pinned,
        } = framework.parts().clone();
        let Head {
            id,
            title,
            currency,
            country,
            period,
            rates,
            vision,
            levels,
            dimensions,
            evidence_bar,
            decision_rule,
            ext,
        } = Arc::unwrap_or_clone(head);
        Self {
            format: VERSION,
            id,
            title,
            country,
            period,
            currency,
            rates,
            vision,
            levels,
            dimensions,
            evidence_bar,
            decision_rule,
            actors,
            objectives,
            programs,
            tensions,
            mechanisms,
            milestones,
            scenes,
            pinned,
            ext,
        }
    }
}

impl From<Document> for Framework {
    fn from(document: Document) -> Self {
        let Document {
            format: _,
            id,
            title,
            country,
            period,
            currency,
            rates,
            vision,
            levels,
            dimensions,
            evidence_bar,
            decision_rule,
            actors,
            objectives,
            programs,
            tensions,
            mechanisms,
            milestones,
            scenes,
            pinned,
            ext,
        } = document;
        let head = Arc::new(Head {
            id,
            title,
            currency,
            country,
            period,
            rates,
            vision,
            levels,
            dimensions,
            evidence_bar,
            decision_rule,
            ext,
        });
        Self::from_parts(Parts {
            head,
            actors,
            objectives,
            programs,
            tensions,
            mechanisms,
            milestones,
            scenes,
            pinned,
        })
    }
}
