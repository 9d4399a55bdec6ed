//! What stands where no program is at hand: why, and the next act.

use super::Link;
use super::place::{Only, StandingAt};
use crate::analysis::Standing;
use crate::layout::text::Weight;
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use egui::{Button, Label, RichText, Ui, Vec2};

/// What the button does.
enum Act {
    Import,
    Parked,
    Whole,
    Linked,
}

impl Link {
    /// Shows it.
    pub(super) fn empty_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let (text, weak, act) = self.why(cx);
        ui.add_space(ui.available_height() * 0.2);
        ui.vertical_centered(|ui| {
            let font = font_for("", 22.0, Weight::SemiBold);
            ui.add(Label::new(RichText::new(text).font(font)).wrap());
            let weak = RichText::new(weak).size(15.0).color(color(cx.theme.weak));
            ui.add(Label::new(weak).wrap());
            ui.add_space(12.0);
            let name = match act {
                Some(Act::Import) => "Import a portfolio…",
                Some(Act::Parked) => "Go through the parked",
                Some(Act::Whole) => "Show the whole queue",
                Some(Act::Linked) => "Go through the linked, for better evidence",
                None => return,
            };
            let button = Button::new(name).min_size(Vec2::new(0.0, 34.0));
            if ui.add(button).clicked() {
                self.begin(cx, act.as_ref());
            }
        });
    }

    fn begin(&mut self, cx: &UiCtx, act: Option<&Act>) {
        match act {
            Some(Act::Import) => cx.send(Action::Import),
            Some(Act::Parked) => {
                self.place.only = Only { parked: true, ..Only::default() };
                self.refilter(cx);
            }
            Some(Act::Whole) => {
                self.place.only = Only::default();
                self.refilter(cx);
            }
            Some(Act::Linked) => {
                let standing = Some(StandingAt::of(Standing::Linked));
                self.place.only = Only { standing, ..Only::default() };
                self.refilter(cx);
            }
            None => {}
        }
    }

    fn why(&self, cx: &UiCtx) -> (String, String, Option<Act>) {
        let queue = &self.queue;
        if cx.framework.programs().is_empty() {
            let text = "There is no program yet".to_owned();
            let weak = "Import a portfolio, or add programs in Edit".to_owned();
            return (text, weak, Some(Act::Import));
        }
        if !self.place.only.is_open() && queue.waiting() + queue.parked > 0 {
            let waiting = words::count(queue.waiting(), "program waits", "programs wait");
            let text = "Nothing that the filter lets through waits".to_owned();
            return (text, format!("{waiting} in the whole queue"), Some(Act::Whole));
        }
        if queue.total == 0 {
            let text = "No program is in scope".to_owned();
            return (text, words::exclusions(cx.analysis), None);
        }
        if queue.parked > 0 {
            let are = if queue.parked == 1 { "is" } else { "are" };
            let text =
                format!("Every program is decided: {} {are} parked", words::number(queue.parked));
            return (text, "They wait until you take them up".to_owned(), Some(Act::Parked));
        }
        let linked = (cx.analysis.standing.linked > 0).then_some(Act::Linked);
        let text = "Every program is decided".to_owned();
        (text, words::gap_in_data(cx.analysis), linked)
    }
}
