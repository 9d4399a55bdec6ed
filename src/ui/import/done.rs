//! The last step: what was done, and the next act.

use super::{Wizard, heading_ui, weak_ui, words};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use egui::Ui;

impl Wizard {
    pub(super) fn done_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let Some(sum) = &self.done else { return };
        heading_ui(ui, &format!("Imported: {}", words::what(sum)));
        let mut rest = Vec::new();
        if sum.same > 0 {
            rest.push(format!("{} programs are as they were", sum.same));
        }
        if sum.rejected > 0 {
            rest.push(format!("{} rows could not be used", sum.rejected));
        }
        if sum.elsewhere > 0 {
            rest.push(format!("{} programs of other countries were not taken", sum.elsewhere));
        }
        if !rest.is_empty() {
            weak_ui(ui, cx, &format!("{}.", rest.join("; ")));
        }
        weak_ui(ui, cx, "Ctrl+Z takes the whole import back.");
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.button("Show the programs").clicked() {
                cx.send(Action::ShowPortfolio);
            }
        });
    }
}
