//! A part of the framework for a breakout group: what is in it, and where it goes.

use crate::merge::PartOf;
use crate::model::ObjectiveId;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Label, Modifiers, RichText, Ui, Vec2};

/// The form.
pub(in crate::ui) struct PartForm {
    of: PartOf,
    /// The button that leaves: with it in focus Enter leaves.
    cancel: Option<Id>,
}

impl PartForm {
    pub(super) fn new(objectives: Vec<ObjectiveId>) -> Self {
        Self { of: PartOf { objectives, orphans: true }, cancel: None }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        // Enter is taken before it ticks what has the focus.
        let leaves = self.cancel.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        let enter = !leaves && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let weak = |text: &str| Label::new(RichText::new(text).color(color(cx.theme.weak))).wrap();
        for id in &self.of.objectives {
            let Some(objective) = cx.framework.objective(id) else { continue };
            let code = objective.code.as_deref().map_or_else(String::new, |c| format!("{c}  "));
            ui.add(Label::new(readable(&format!("{code}{}", objective.title))).wrap());
        }
        ui.add_space(6.0);
        ui.add(weak(
            "The part has these, all that contributes to them, the programs linked to those, and \
             all actors. The group opens it like any framework; “Merge with a copy…” brings back \
             what the group changed.",
        ));
        ui.add_space(8.0);
        let orphans = "With the programs that show no link, for the group to go through";
        ui.checkbox(&mut self.of.orphans, orphans);
        ui.add_space(12.0);
        let (mut saved, mut left) = (enter, false);
        ui.horizontal(|ui| {
            let size = Vec2::new(90.0, 34.0);
            saved |= ui.add(Button::new("Save as…").min_size(size)).clicked();
            let cancel = ui.add(Button::new("Cancel").min_size(size));
            self.cancel = Some(cancel.id);
            left = cancel.clicked();
        });
        if saved {
            cx.send(Action::SavePart(self.of.clone()));
        }
        !saved && !left
    }
}
