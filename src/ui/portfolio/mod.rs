//! The table of programs.

use super::context::UiCtx;
use egui::Ui;

/// What the table keeps from frame to frame.
#[derive(Default)]
pub(super) struct Portfolio;

impl Portfolio {
    /// Shows the table in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, _cx: &UiCtx) {
        ui.label("Programs");
    }
}
