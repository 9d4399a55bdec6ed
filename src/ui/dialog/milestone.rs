//! A milestone: the figures of today under a title, so that later ones can be compared with them.

use crate::edit::{Command, MilestoneEdit};
use crate::model::{Date, Milestone, MilestoneId};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Button, Id, Key, Modifiers, RichText, TextEdit, Ui, Vec2};

/// The form.
pub(in crate::ui) struct MilestoneForm {
    title: String,
    fresh: bool,
}

impl MilestoneForm {
    pub(super) fn new(today: Date) -> Self {
        Self { title: words::date(today), fresh: true }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let weak = |text: String| RichText::new(text).color(color(cx.theme.weak));
        let figures = cx.analysis.figures();
        let (linked, all) = (words::number(figures.link_shown), words::number(figures.programs));
        ui.label(weak(format!(
            "It keeps the figures of {}: {linked} of {all} programs show a link, at the evidence \
             bar “{}”",
            words::date(cx.view.today),
            cx.analysis.bar.word()
        )));
        ui.add_space(8.0);
        let id = Id::new("throughline-milestone");
        let enter = ui.memory(|m| m.has_focus(id))
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let label = ui.label("Title");
        let field = TextEdit::singleline(&mut self.title).id(id).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        ui.add_space(12.0);
        let titled = !self.title.trim().is_empty();
        let (mut done, mut left) = (enter && titled, false);
        ui.horizontal(|ui| {
            let set = Button::new("Set the milestone").min_size(Vec2::new(90.0, 34.0));
            done |= ui.add_enabled(titled, set).clicked();
            left = ui.add(Button::new("Cancel").min_size(Vec2::new(90.0, 34.0))).clicked();
        });
        if done {
            let milestone = Milestone::new(cx.view.today, self.title.trim(), figures);
            let id = MilestoneId::from_bits(cx.bits());
            cx.run(Command::Milestone(id, MilestoneEdit::Add(Box::new(milestone))));
        }
        !done && !left
    }
}
