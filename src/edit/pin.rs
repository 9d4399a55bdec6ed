//! Edits of pins: cards that stay where they are.

use super::EditError;
use super::draft::Draft;
use crate::model::{ObjectiveId, Pin};

/// Pins the card of an objective that is there, or lets it go.
pub(super) fn edit(draft: &mut Draft, id: &ObjectiveId, pin: Option<Pin>) -> Result<(), EditError> {
    if draft.objective(id).is_none() {
        return Err(EditError::Missing("objective", id.to_string()));
    }
    draft.put_pin(id, pin);
    Ok(())
}
