//! What was done, by name, so that it can be undone and done again.

use super::Command;
use crate::model::Change;

/// The steps that can be undone and redone.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    last: u64,
}

#[derive(Debug, Clone)]
struct Step {
    label: String,
    /// What was asked; absent for what came from elsewhere (an import, a merge).
    command: Option<Command>,
    change: Change,
    number: u64,
}

impl History {
    /// Records a step; what was undone cannot be redone after it.
    pub fn push(&mut self, label: String, command: Option<Command>, change: Change) {
        self.undone.clear();
        self.last += 1;
        self.done.push(Step { label, command, change, number: self.last });
    }

    /// The names of what is done, the first first, and of what is undone, the next first.
    #[must_use]
    pub fn labels(
        &self,
    ) -> (impl ExactSizeIterator<Item = &str>, impl ExactSizeIterator<Item = &str>) {
        (
            self.done.iter().map(|step| step.label.as_str()),
            self.undone.iter().rev().map(|step| step.label.as_str()),
        )
    }

    /// What was asked and is done, the first first: a script that does it again. What came from
    /// elsewhere is not among it.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.done.iter().filter_map(|step| step.command.as_ref())
    }

    /// The name of the step that undo takes back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// The name of the step that redo does again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    /// The number of the last step that is done, 0 where none is. Numbers are never used again, so
    /// the same number means the same content.
    #[must_use]
    pub fn state(&self) -> u64 {
        self.done.last().map_or(0, |step| step.number)
    }

    /// How many steps can be undone.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.done.len()
    }

    /// The change that takes the last step back, which is then undone.
    pub fn undo(&mut self) -> Option<Change> {
        let step = self.done.pop()?;
        let inverse = step.change.inverse();
        self.undone.push(step);
        Some(inverse)
    }

    /// The change that does the last undone step again, which is then done.
    pub fn redo(&mut self) -> Option<Change> {
        let step = self.undone.pop()?;
        let change = step.change.clone();
        self.done.push(step);
        Some(change)
    }
}
