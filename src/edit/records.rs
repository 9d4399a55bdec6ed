//! Edits of the records without rules of their own: tensions, mechanisms, milestones, scenes.

use super::EditError;
use super::draft::Draft;
use crate::model::{
    Mechanism, MechanismField, MechanismId, Milestone, MilestoneField, MilestoneId, Scene,
    SceneField, SceneId, Tension, TensionField, TensionId,
};
use serde::{Deserialize, Serialize};

macro_rules! plain {
    ($($(#[$doc:meta])* $edit:ident $run:ident $one:ident $put:ident $kind:literal: $id:ty => $record:ty, $field:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum $edit {
            /// Adds it.
            Add(Box<$record>),
            /// Sets one field.
            Set($field),
            /// Removes it.
            Remove,
        }

        impl $edit {
            pub(super) fn label(&self) -> String {
                match self {
                    Self::Add(_) => concat!("add ", $kind).to_owned(),
                    Self::Set(_) => concat!("change ", $kind).to_owned(),
                    Self::Remove => concat!("remove ", $kind).to_owned(),
                }
            }
        }

        pub(super) fn $run(draft: &mut Draft, id: &$id, edit: &$edit) -> Result<(), EditError> {
            let there = draft.$one(id).cloned();
            match (edit, there) {
                ($edit::Add(_), Some(_)) => Err(EditError::Exists($kind, id.to_string())),
                ($edit::Add(record), None) => {
                    draft.$put(id, Some((**record).clone()));
                    Ok(())
                }
                (_, None) => Err(EditError::Missing($kind, id.to_string())),
                ($edit::Set(field), Some(record)) => {
                    let mut record = (*record).clone();
                    record.set(field.clone());
                    draft.$put(id, Some(record));
                    Ok(())
                }
                ($edit::Remove, Some(_)) => {
                    draft.$put(id, None);
                    Ok(())
                }
            }
        }
    )*};
}

plain! {
    /// An edit of a tension.
    TensionEdit tension tension put_tension "tension": TensionId => Tension, TensionField;
    /// An edit of a mechanism.
    MechanismEdit mechanism mechanism put_mechanism "mechanism": MechanismId => Mechanism, MechanismField;
    /// An edit of a milestone.
    MilestoneEdit milestone milestone put_milestone "milestone": MilestoneId => Milestone, MilestoneField;
    /// An edit of a scene.
    SceneEdit scene scene put_scene "scene": SceneId => Scene, SceneField;
}
