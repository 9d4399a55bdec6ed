//! Link mode: one program at a time, with the objectives it may support.

use super::context::UiCtx;
use egui::Ui;

/// What the mode keeps from frame to frame.
#[derive(Default)]
pub(super) struct Link;

impl Link {
    /// Shows the program at hand and the objectives suggested for it.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        ui.label(cx.analysis.deficit.programs.to_string());
    }
}
