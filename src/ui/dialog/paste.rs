//! Paste a list: text on the left, what it becomes on the right, one undo step.

use crate::ui::context::{Selection, UiCtx};
use egui::Ui;

/// The form.
pub(in crate::ui) struct PasteForm;

impl PasteForm {
    pub(super) fn new(_selection: &Selection) -> Self {
        Self
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, _cx: &UiCtx) -> bool {
        !ui.button("Close").clicked()
    }
}
