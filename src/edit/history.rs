//! What was done, by name, so that it can be undone and done again.

use crate::model::Change;

/// The steps that can be undone and redone.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<(String, Change)>,
    undone: Vec<(String, Change)>,
}

impl History {
    /// Records a step; what was undone cannot be redone after it.
    pub fn push(&mut self, label: String, change: Change) {
        self.undone.clear();
        self.done.push((label, change));
    }

    /// The name of the step that undo takes back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|(label, _)| label.as_str())
    }

    /// The name of the step that redo does again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|(label, _)| label.as_str())
    }

    /// How many steps can be undone.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.done.len()
    }

    /// The change that takes the last step back, which is then undone.
    pub fn undo(&mut self) -> Option<Change> {
        let (label, change) = self.done.pop()?;
        let inverse = change.inverse();
        self.undone.push((label, change));
        Some(inverse)
    }

    /// The change that does the last undone step again, which is then done.
    pub fn redo(&mut self) -> Option<Change> {
        let step = self.undone.pop()?;
        let change = step.1.clone();
        self.done.push(step);
        Some(change)
    }
}
