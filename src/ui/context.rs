//! What a panel may look at. It cannot change the framework, because nobody hands it one: it
//! sends actions.

use super::action::Action;
use super::paint::Brush;
use crate::analysis::Analysis;
use crate::model::{Framework, ObjectiveId, ProgramId};
use crate::scene::Theme;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What is selected, in canvas, outline and field alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selection {
    pub objectives: BTreeSet<ObjectiveId>,
    pub programs: BTreeSet<ProgramId>,
    /// Counts the changes, so that drawings know when to follow.
    pub revision: u64,
}

impl Selection {
    /// Selects one record, or adds it to what is selected or takes it from there.
    pub(super) fn objective(&mut self, id: ObjectiveId, extend: bool) {
        self.revision += 1;
        if !extend {
            self.programs.clear();
            self.objectives.clear();
        }
        if !self.objectives.remove(&id) {
            self.objectives.insert(id);
        }
    }

    /// Selects one program, or adds it to what is selected or takes it from there.
    pub(super) fn program(&mut self, id: ProgramId, extend: bool) {
        self.revision += 1;
        if !extend {
            self.programs.clear();
            self.objectives.clear();
        }
        if !self.programs.remove(&id) {
            self.programs.insert(id);
        }
    }

    /// Selects nothing.
    pub(super) fn clear(&mut self) {
        *self = Self { revision: self.revision + 1, ..Self::default() };
    }
}

/// What a panel gets besides its own view state.
pub(super) struct UiCtx<'a> {
    pub framework: &'a Framework,
    pub analysis: &'a Analysis,
    pub selection: &'a Selection,
    pub theme: &'static Theme,
    pub brush: &'a Brush,
    /// Counts the changes of framework, figures and theme.
    pub revision: u64,
    /// Counts the font atlases: text laid out for an earlier one cannot be drawn again.
    pub atlas: u64,
    actions: &'a RefCell<Vec<Action>>,
}

impl<'a> UiCtx<'a> {
    pub(super) fn new(
        (framework, analysis): (&'a Framework, &'a Analysis),
        selection: &'a Selection,
        (theme, brush): (&'static Theme, &'a Brush),
        (revision, atlas): (u64, u64),
        actions: &'a RefCell<Vec<Action>>,
    ) -> Self {
        Self { framework, analysis, selection, theme, brush, revision, atlas, actions }
    }

    /// Asks for something; it is done before the next frame.
    pub(super) fn send(&self, action: Action) {
        self.actions.borrow_mut().push(action);
    }
}
