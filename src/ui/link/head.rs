//! How far the work is, and which programs come in which order.

use super::{Link, Step};
use crate::analysis::group_name;
use crate::layout::text::Weight;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align, Button, Layout, Rect, RichText, Sense, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType,
};

/// The height of the bar.
const BAR: f32 = 10.0;

/// How wide the button of the order is at most, where there is hardly any room.
pub(super) const ORDER: f32 = 250.0;

impl Link {
    /// Shows it.
    pub(super) fn head_ui(&mut self, ui: &mut Ui, cx: &UiCtx, tiny: bool) {
        let area = ui.max_rect();
        let mut line = area;
        let high = if tiny { BAR * 0.6 } else { BAR };
        line.max.y = area.max.y - high - if tiny { 3.0 } else { 6.0 };
        let left = self.progress_ui(ui, cx, line);
        let mut rest = line;
        rest.min.x = if tiny { area.max.x - ORDER + 8.0 } else { left + 24.0 };
        let builder = UiBuilder::new().max_rect(rest).layout(Layout::right_to_left(Align::Center));
        ui.scope_builder(builder, |ui| self.order_ui(ui, cx, tiny));
        let mut bar = area;
        bar.min.y = area.max.y - high;
        ui.painter().rect_filled(bar, high / 2.0, color(cx.theme.hairline));
        let mut full = bar;
        full.max.x = bar.min.x + bar.width() * self.queue.filled() as f32;
        ui.painter().rect_filled(full, high / 2.0, color(cx.theme.linked));
        let response = ui.interact(bar, ui.id().with("bar"), Sense::hover());
        let said = format!("{}, {}", self.queue.words(), self.queue.more_words());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &said));
    }

    /// "37 of 214 decided · 61% of the money"; gives where it ends.
    fn progress_ui(&self, ui: &Ui, cx: &UiCtx, line: Rect) -> f32 {
        let at = line.left_center();
        let font = font_for("", 20.0, Weight::SemiBold);
        let painter = ui.painter();
        let words = self.queue.words();
        let anchor = egui::Align2::LEFT_CENTER;
        let first = painter.text(at, anchor, words, font, color(cx.theme.ink));
        let at = at + Vec2::new(first.width() + 20.0, 2.0);
        let font = font_for("", 15.0, Weight::Regular);
        let more = self.queue.more_words();
        painter.text(at, anchor, more, font, color(cx.theme.weak)).max.x
    }

    /// The order, and what is left out, each with an x.
    fn order_ui(&mut self, ui: &mut Ui, cx: &UiCtx, tiny: bool) {
        let order = self.place.order.words();
        // The chips have no room then.
        let filtered = if tiny && !self.place.only.is_open() { "filtered, " } else { "" };
        let text = RichText::new(format!("{filtered}{order}  F")).size(14.0);
        let button = Button::new(text).min_size(Vec2::new(0.0, 28.0));
        let response = ui.add(button).on_hover_text("Which programs come, in which order (F)");
        let name = format!("Queue: {filtered}{order}");
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if response.clicked() {
            self.ask(Step::Queue);
            ui.ctx().request_repaint();
        }
        if tiny {
            return;
        }
        let mut only = self.place.only.clone();
        if only.parked && chip(ui, cx, "only parked") {
            only.parked = false;
        }
        if let Some(standing) = only.standing
            && chip(ui, cx, standing.get().words())
        {
            only.standing = None;
        }
        if !only.text.is_empty() && chip(ui, cx, &format!("“{}”", only.text)) {
            only.text.clear();
        }
        only.groups.retain(|(group, key)| {
            !chip(ui, cx, &group_name(cx.framework, group.by(), key.as_deref()))
        });
        if only != self.place.only {
            self.place.only = only;
            self.refilter(cx);
        }
    }
}

/// A part of the filter, to be taken away; gives whether it was.
fn chip(ui: &mut Ui, cx: &UiCtx, text: &str) -> bool {
    if ui.available_width() < 60.0 {
        return false;
    }
    let text = crate::layout::text::fit(text, Weight::Regular, 16.0);
    let shown = RichText::new(format!("{} ×", readable(&text))).size(14.0);
    let response =
        ui.add(Button::new(shown).fill(color(cx.theme.selected)).min_size(Vec2::new(0.0, 30.0)));
    let name = format!("No longer only {text}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    response.on_hover_text(name).clicked()
}
