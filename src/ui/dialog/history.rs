//! What was done, the last first, and the way back to any step.

use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Button, RichText, ScrollArea, Ui, Vec2};

/// Shows the history in a panel.
pub(in crate::ui) fn history_ui(ui: &mut Ui, cx: &UiCtx) {
    ui.horizontal(|ui| {
        let font = crate::ui::fonts::font(15.0, crate::layout::text::Weight::SemiBold);
        ui.label(RichText::new("History").font(font));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("×").on_hover_text("Close the history").clicked() {
                cx.send(Action::ToggleHistory);
            }
        });
    });
    let (done, undone) = cx.view.history.labels();
    let (done, undone): (Vec<&str>, Vec<&str>) = (done.collect(), undone.collect());
    if done.is_empty() && undone.is_empty() {
        ui.label(RichText::new("Nothing was done yet").color(color(cx.theme.weak)));
        return;
    }
    let steps = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(
        ui,
        28.0,
        done.len() + undone.len() + 1,
        |ui, rows| {
            for row in rows {
                // From the top: what is undone, the furthest first; what is done, the last first.
                let (text, by, now) = if row < undone.len() {
                    let place = undone.len() - 1 - row;
                    (undone[place], -steps(place + 1), false)
                } else if row - undone.len() < done.len() {
                    let back = row - undone.len();
                    (done[done.len() - 1 - back], steps(back), back == 0)
                } else {
                    ("as it was opened", steps(done.len()), done.is_empty())
                };
                let tint = if by < 0 { cx.theme.weak } else { cx.theme.ink };
                let text = RichText::new(crate::ui::text::readable(text)).color(color(tint));
                let text = if by < 0 { text.italics() } else { text };
                let button = Button::selectable(now, text)
                    .truncate()
                    .min_size(Vec2::new(ui.available_width(), 26.0));
                if ui.add(button).clicked() && by != 0 {
                    cx.send(Action::UndoTo(by));
                }
            }
        },
    );
}
