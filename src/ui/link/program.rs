//! The program at hand, in full.

use super::Link;
use super::card::Card;
use super::lines::Text;
use super::step::Step;
use crate::layout::text::Weight;
use crate::scene::{Pen, Stroke};
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Button, Frame, Label, Margin, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo, WidgetType,
};

impl Link {
    /// Shows it.
    pub(super) fn program_ui(&mut self, ui: &mut Ui, cx: &UiCtx, small: bool) {
        let Some(card) = &self.card else { return };
        let area = ui.max_rect();
        let orphan = card.excluded.is_none() && card.standing.orphan();
        outline(ui, cx, area, orphan);
        let margin = if small { Vec2::new(12.0, 8.0) } else { Vec2::new(26.0, 18.0) };
        let mut alike = false;
        let builder = UiBuilder::new().max_rect(area.shrink2(margin));
        ui.scope_builder(builder, |ui| {
            ScrollArea::vertical()
                .id_salt(("program", card.id.as_str()))
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = if small { 4.0 } else { 8.0 };
                    let parked = self.place.parked.contains(&card.id);
                    standing_ui(ui, cx, card, (orphan, parked), small);
                    // A long title gives way to what it says in full below.
                    let length = card.title.as_str().chars().count();
                    let size = match (small, length) {
                        (true, _) => 18.0,
                        (false, 0..=110) => 28.0,
                        (false, 111..=200) => 22.0,
                        (false, _) => 20.0,
                    };
                    paragraph(ui, &card.title, (size, 12), cx.theme.ink, "Program: ");
                    facts_ui(ui, cx, card, small);
                    claims_ui(ui, cx, card);
                    alike = alike_ui(ui, cx, card);
                    paragraph(ui, &card.description, (15.0, 400), cx.theme.ink, "");
                    for (name, text) in &card.more {
                        let text = RichText::new(format!("{name}: {}", readable(text)));
                        let text = text.size(14.0).color(color(cx.theme.weak));
                        ui.add(Label::new(text).wrap());
                    }
                });
        });
        if alike {
            self.ask(Step::Alike);
            ui.ctx().request_repaint();
        }
    }
}

/// The outline: dashed vermillion while no link is shown.
fn outline(ui: &Ui, cx: &UiCtx, area: Rect, orphan: bool) {
    let stroke = if orphan { cx.theme.dashed(2.6) } else { Stroke::new(1.5, cx.theme.outline) };
    let inner = area.shrink(2.0);
    let at = crate::layout::geometry::rect(inner.min.x, inner.min.y, inner.width(), inner.height());
    let mut pen = Pen::default();
    pen.shape(at, 8.0, crate::scene::Fill::Solid(cx.theme.card), Some(stroke));
    let mut shapes = Vec::new();
    for item in &pen.items {
        cx.brush.item(ui.ctx(), item, &mut shapes);
    }
    ui.painter().extend(shapes);
}

/// Draws a text over the whole width.
fn paragraph(
    ui: &mut Ui,
    text: &Text,
    (size, most): (f32, usize),
    tint: crate::scene::Color,
    called: &str,
) {
    let width = ui.available_width();
    let height = text.height(width, size, most);
    let (area, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(WidgetType::Label, true, format!("{called}{}", text.as_str()))
    });
    if ui.is_rect_visible(area) {
        text.paint(ui.painter(), (area.min, width), (size, most), tint);
    }
}

/// Why it shows no link, whence it is.
fn standing_ui(ui: &mut Ui, cx: &UiCtx, card: &Card, (orphan, parked): (bool, bool), small: bool) {
    let why = card.standing.words();
    let text = match card.excluded {
        Some(why) => why.to_owned(),
        None if !orphan => why.to_owned(),
        None => format!("No link shown: {why}"),
    };
    ui.horizontal_wrapped(|ui| {
        let tint = if orphan { cx.theme.orphan_text } else { cx.theme.ink };
        let font = font_for("", if small { 13.0 } else { 15.0 }, Weight::SemiBold);
        ui.label(RichText::new(text).font(font).color(color(tint)));
        if parked {
            ui.label(RichText::new("parked").size(14.0).color(color(cx.theme.weak)));
        }
        ui.label(RichText::new(&card.source).size(13.0).color(color(cx.theme.weak)));
    });
}

/// Owner and money in strong type, then when and where.
fn facts_ui(ui: &mut Ui, cx: &UiCtx, card: &Card, small: bool) {
    let size = if small { 15.0 } else { 18.0 };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = if small { 14.0 } else { 28.0 };
        for text in [&card.owner, &card.money] {
            let font = font_for(text, size, Weight::SemiBold);
            ui.label(RichText::new(readable(text)).font(font));
        }
        if !card.facts.is_empty() {
            let font = font_for(&card.facts, size - 2.0, Weight::Regular);
            let tint = color(cx.theme.weak);
            ui.label(RichText::new(readable(&card.facts)).font(font).color(tint));
        }
    });
}

/// What its source names and the framework lacks.
fn claims_ui(ui: &mut Ui, cx: &UiCtx, card: &Card) {
    if card.claims.is_empty() {
        return;
    }
    Frame::new()
        .fill(color(cx.theme.field))
        .stroke(egui::Stroke::new(1.0, color(cx.theme.orphan)))
        .corner_radius(6.0)
        .inner_margin(Margin::symmetric(14, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            let several = card.claims.len() > 1;
            let text = if several {
                "Its source names objectives that this framework lacks:"
            } else {
                "Its source names an objective that this framework lacks:"
            };
            let font = font_for("", 14.0, Weight::SemiBold);
            ui.add(Label::new(RichText::new(text).font(font)).wrap());
            for claim in &card.claims {
                paragraph(ui, claim, (14.0, 6), cx.theme.weak, "");
            }
        });
}

/// How many are like it; gives whether it was clicked.
fn alike_ui(ui: &mut Ui, cx: &UiCtx, card: &Card) -> bool {
    if card.alike.is_empty() {
        return false;
    }
    let text = format!("Same owner, alike: {}", card.alike_words);
    let shown = RichText::new(&text).size(15.0).color(color(cx.theme.accent));
    let button = Button::new(shown).frame(false).min_size(Vec2::new(0.0, 28.0));
    ui.add(button).on_hover_text("Link or decide them together (G)").clicked()
}
