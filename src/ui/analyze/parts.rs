//! What the screens are made of: panels, rows of which only those in sight are drawn, figures
//! that open the programs they count, bars.

use crate::analysis::Figure;
use crate::layout::geometry::{self, point};
use crate::layout::text::Weight;
use crate::scene::{Color, Fill, Hatch, Item, Pen, Stroke as Line, Theme, words};
use crate::ui::action::{Action, Mode};
use crate::ui::context::UiCtx;
use crate::ui::fonts::{font, font_for};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Button, CornerRadius, Frame, Pos2, Rect, Response, RichText, ScrollArea, Sense, Shape,
    Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType,
};

/// Size, weight and color of a text.
pub(super) type Look = (f32, Weight, Color);

/// The height of a row.
pub(super) const ROW: f32 = 30.0;

/// The room between panels.
pub(super) const GAP: f32 = 12.0;

/// From this width on, panels stand side by side.
const WIDE: f32 = 900.0;

/// What was made for a state of the window, and for what else was chosen.
pub(super) struct Kept<K, T> {
    of: Option<(u64, K)>,
    pub value: T,
}

impl<K, T: Default> Default for Kept<K, T> {
    fn default() -> Self {
        Self { of: None, value: T::default() }
    }
}

impl<K: PartialEq, T> Kept<K, T> {
    /// Makes it anew where something has changed.
    pub(super) fn update(&mut self, revision: u64, key: K, make: impl FnOnce() -> T) {
        let of = Some((revision, key));
        if self.of != of {
            self.of = of;
            self.value = make();
        }
    }
}

/// Two parts side by side, each scrolling by itself; one above the other where it is narrow.
pub(super) fn beside(
    ui: &mut Ui,
    share: f32,
    left: impl FnOnce(&mut Ui),
    right: impl FnOnce(&mut Ui),
) {
    let room = ui.available_rect_before_wrap();
    if room.width() < WIDE {
        ScrollArea::vertical().id_salt("both").auto_shrink(false).show(ui, |ui| {
            left(ui);
            ui.add_space(GAP);
            right(ui);
        });
        return;
    }
    let (one, two) = room.split_left_right_at_x(room.min.x + room.width() * share);
    let one = one.with_max_x(one.max.x - GAP / 2.0);
    let two = two.with_min_x(two.min.x + GAP / 2.0);
    scrolling(ui, "left", one, left);
    scrolling(ui, "right", two, right);
    ui.advance_cursor_after_rect(room);
}

fn scrolling(ui: &mut Ui, key: &str, room: Rect, body: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(UiBuilder::new().max_rect(room).id_salt(key));
    ScrollArea::vertical().id_salt(key).auto_shrink(false).show(&mut part, body);
}

/// A white panel with a heading, and a note on its right.
pub(super) fn panel_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    title: &str,
    note: &str,
    body: impl FnOnce(&mut Ui),
) {
    let hairline = Stroke::new(1.0, color(cx.theme.hairline));
    Frame::new()
        .fill(color(cx.theme.panel))
        .stroke(hairline)
        .corner_radius(8.0)
        .inner_margin(14.0)
        .show(ui, |ui| {
            ui.push_id(title, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(title).font(font(18.0, Weight::SemiBold)));
                    ui.label(RichText::new(note).size(13.0).color(color(cx.theme.weak)));
                });
                ui.add_space(4.0);
                body(ui);
            });
        });
    ui.add_space(GAP - ui.spacing().item_spacing.y);
}

/// A sentence in weak type.
pub(super) fn note_ui(ui: &mut Ui, cx: &UiCtx, text: &str) {
    let text = RichText::new(readable(text)).size(13.0).color(color(cx.theme.weak));
    ui.add(egui::Label::new(text).wrap());
}

/// A heading within a panel.
pub(super) fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(8.0);
    let font = font_for(text, 15.0, Weight::SemiBold);
    ui.add(egui::Label::new(RichText::new(readable(text)).font(font)).wrap());
}

/// Rows of one height, of which only those in sight are drawn.
pub(super) fn rows_ui(
    ui: &mut Ui,
    count: usize,
    height: f32,
    mut draw: impl FnMut(&mut Ui, usize, Rect),
) {
    let size = Vec2::new(ui.available_width(), height * count as f32);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let clip = ui.clip_rect();
    let first = ((clip.min.y - area.min.y) / height).floor().max(0.0) as usize;
    let end = ((clip.max.y - area.min.y) / height).ceil().max(0.0) as usize;
    for row in first..end.min(count) {
        let top = area.min.y + height * row as f32;
        let at = Rect::from_min_size(Pos2::new(area.min.x, top), Vec2::new(area.width(), height));
        draw(ui, row, at);
    }
}

/// Draws a line of text, cut where it is too long; gives where it stands.
pub(super) fn line_ui(
    ui: &Ui,
    area: Rect,
    text: &str,
    (size, weight, tint): Look,
    align: Align,
) -> Rect {
    let font = font_for(text, size, weight);
    let mut job = LayoutJob::simple_singleline(readable(text), font, color(tint));
    job.wrap = TextWrapping::truncate_at_width(area.width().max(1.0));
    let galley = ui.painter().layout_job(job);
    let x = match align {
        Align::Min => area.min.x,
        Align::Center => area.center().x - galley.size().x / 2.0,
        Align::Max => area.max.x - galley.size().x,
    };
    let at = Pos2::new(x, area.center().y - galley.size().y / 2.0);
    let drawn = Rect::from_min_size(at, galley.size());
    ui.painter().galley(at, galley, color(tint));
    drawn
}

/// The width of a text.
pub(super) fn wide(text: &str, size: f32, weight: Weight) -> f32 {
    crate::layout::text::width_em(text, weight) * size
}

/// What a figure is called: what it counts, and how many.
pub(super) fn spoken(name: &str, programs: u32) -> String {
    format!("{name}: {}", words::count(programs, "program", "programs"))
}

/// A figure in a place: a click lists the programs that it counts.
pub(super) fn figure_at(
    ui: &mut Ui,
    cx: &UiCtx,
    area: Rect,
    (text, look, align): (&str, Look, Align),
    figure: &Figure,
    name: impl Fn() -> String,
) -> Response {
    let chosen = cx.view.behind.is_some_and(|behind| behind.figure == *figure);
    let response = ui.interact(area, ui.id().with(("figure", figure)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, name()));
    let lively = response.hovered() || response.has_focus();
    if chosen || lively {
        let fill = color(cx.theme.selected);
        ui.painter().rect_filled(area.shrink2(Vec2::new(0.0, 1.0)), 5.0, fill);
    }
    let inner = area.shrink2(Vec2::new(4.0, 0.0));
    let drawn = line_ui(ui, inner, text, look, align);
    let tint = if lively { cx.theme.accent } else { cx.theme.spine };
    let line = Stroke::new(1.0, color(tint));
    ui.painter().hline(drawn.x_range(), drawn.max.y - 1.0, line);
    if response.clicked() {
        let again = if chosen { Action::LeaveBehind } else { Action::Behind(figure.clone()) };
        cx.send(again);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A figure in the flow of a line.
pub(super) fn figure_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    text: &str,
    figure: &Figure,
    name: impl Fn() -> String,
) -> Response {
    let look = (15.0, Weight::Regular, cx.theme.ink);
    let width = (wide(text, 15.0, Weight::Regular) + 12.0).max(28.0);
    let (area, _) = ui.allocate_exact_size(Vec2::new(width, 28.0), Sense::hover());
    figure_at(ui, cx, area, (text, look, Align::Center), figure, name)
}

/// A bar of parts: each its share of the whole, and how it is filled.
pub(super) fn bar_ui(ui: &Ui, cx: &UiCtx, area: Rect, parts: &[(f64, Fill, Color)]) {
    let mut pen = Pen::default();
    let mut x = area.min.x;
    for (share, fill, edge) in parts {
        let width = area.width() * share.clamp(0.0, 1.0) as f32;
        if width > 0.0 {
            let at = geometry::rect(x, area.min.y, width.max(1.5), area.height());
            pen.shape(at, 0.0, *fill, Some(Line::new(0.8, *edge)));
            x += width;
        }
    }
    let mut shapes: Vec<Shape> = Vec::new();
    pen.items.iter().for_each(|item| cx.brush.item(ui.ctx(), item, &mut shapes));
    ui.painter().extend(shapes);
}

/// A small square of a fill, at the middle of a left edge.
pub(super) fn mark_ui(ui: &Ui, cx: &UiCtx, left: Pos2, fill: Fill, edge: Color) {
    let at = point(left.x, left.y - 7.0);
    let rect = geometry::rect(at.x, at.y, 14.0, 14.0);
    let item = Item::Shape { rect, radius: 2.0, fill, stroke: Some(Line::new(1.2, edge)) };
    let mut shapes = Vec::new();
    cx.brush.item(ui.ctx(), &item, &mut shapes);
    ui.painter().extend(shapes);
}

/// What shows a link and what does not, as parts of a bar.
pub(super) fn split(theme: &Theme, no_link: f64) -> [(f64, Fill, Color); 2] {
    [
        (1.0 - no_link, Fill::Solid(theme.linked), theme.linked),
        (no_link, theme.hatch(Hatch::NoLink), theme.orphan),
    ]
}

/// What holds, and the trough for the rest.
pub(super) fn degree_bar_ui(ui: &Ui, cx: &UiCtx, area: Rect, degree: Option<f64>) {
    ui.painter().rect_filled(area, 0.0, color(cx.theme.trough));
    if let Some(degree) = degree {
        bar_ui(ui, cx, area, &[(degree, Fill::Solid(cx.theme.linked), cx.theme.linked)]);
    }
}

/// Gives a place the words that those read who cannot see it.
pub(super) fn said_ui(ui: &Ui, area: Rect, key: impl egui::AsIdSalt, words: &str) -> Response {
    let response = ui.interact(area, ui.id().with(key), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, words));
    response
}

/// A choice of a row of buttons.
pub(super) fn choice_ui(ui: &mut Ui, cx: &UiCtx, chosen: bool, text: &str, name: &str) -> bool {
    let (fill, ink) =
        if chosen { (cx.theme.accent, cx.theme.on_accent) } else { (cx.theme.panel, cx.theme.ink) };
    let text = RichText::new(readable(text)).font(font_for(text, 14.0, Weight::SemiBold));
    let button = Button::new(text.color(color(ink)))
        .fill(color(fill))
        .stroke(Stroke::new(1.0, color(cx.theme.hairline)))
        .corner_radius(CornerRadius::same(6))
        .min_size(Vec2::new(28.0, 32.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, name));
    response.clicked()
}

/// A row that goes to a record: its name in the color of links, and words on its right.
pub(super) fn jump_at(
    ui: &mut Ui,
    cx: &UiCtx,
    area: Rect,
    key: impl egui::AsIdSalt,
    (text, right): (&str, &str),
) -> Response {
    let response = ui.interact(area, ui.id().with(key), Sense::click());
    response.widget_info(|| {
        let name = if right.is_empty() { text.to_owned() } else { format!("{text}, {right}") };
        WidgetInfo::labeled(WidgetType::Link, true, name)
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(area, 5.0, color(cx.theme.selected));
    }
    let inner = area.shrink2(Vec2::new(6.0, 0.0));
    let taken = wide(right, 13.0, Weight::Regular).min(inner.width() * 0.5);
    let (one, two) = inner.split_left_right_at_x(inner.max.x - taken);
    line_ui(ui, two, right, (13.0, Weight::Regular, cx.theme.weak), Align::Max);
    let one = one.with_max_x(one.max.x - 10.0);
    line_ui(ui, one, text, (15.0, Weight::Regular, cx.theme.accent), Align::Min);
    response
}

/// Selects objectives where they are drawn.
pub(super) fn go_to_objectives(cx: &UiCtx, ids: Vec<crate::model::ObjectiveId>) {
    cx.send(Action::SelectObjectives(ids));
    cx.send(Action::Show(Mode::Edit));
}

/// Selects programs where their details show.
pub(super) fn go_to_programs(cx: &UiCtx, ids: Vec<crate::model::ProgramId>) {
    cx.send(Action::SelectPrograms(ids));
    cx.send(Action::Show(Mode::Edit));
    cx.send(Action::FocusOn(crate::ui::action::Pane::Details));
}

/// A ring around what stands out.
pub(super) fn ring_ui(ui: &Ui, area: Rect, tint: Color) {
    let ring = Stroke::new(2.0, color(tint));
    ui.painter().rect_stroke(area, 4.0, ring, StrokeKind::Inside);
}
