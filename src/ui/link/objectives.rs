//! The objectives that the program at hand may support, each with its reasons; and those that it
//! is linked to already.

use super::Link;
use super::card::Row;
use super::sheet::{box_ui, heading_ui, note_ui};
use crate::layout::text::{Weight, fit};
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align2, Pos2, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo, WidgetType,
};

/// How a row is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    digit: Option<usize>,
    ticked: bool,
    lit: bool,
    /// Whether it can be ticked.
    open: bool,
    /// Whether there is hardly any room: one line of title, nothing above it.
    tiny: bool,
}

impl Link {
    /// Shows them.
    pub(super) fn objectives_ui(&mut self, ui: &mut Ui, cx: &UiCtx, tiny: bool) {
        let area = ui.max_rect();
        let map = self.map_area(cx, area);
        let mut list = area;
        if let Some(map) = map {
            list.max.y = map.min.y - 8.0;
        }
        let mut ticked = None;
        ui.scope_builder(UiBuilder::new().max_rect(list), |ui| {
            ui.spacing_mut().item_spacing.y = if tiny { 4.0 } else { 8.0 };
            if !tiny {
                heading_ui(ui, cx, "Suggested objectives", "/ search all   N new objective");
            }
            let Some(card) = &self.card else { return };
            let of = ("objectives", card.id.as_str());
            ScrollArea::vertical().id_salt(of).auto_shrink([false, false]).show(ui, |ui| {
                for place in 0..self.offered() {
                    let Some(row) = self.offer(place) else { continue };
                    let suggested = place.checked_sub(self.found.len());
                    let look = Look {
                        digit: suggested.map(|place| place + 1).filter(|digit| *digit <= 9),
                        ticked: self.ticked.contains(&row.objective),
                        lit: place == self.focus,
                        open: true,
                        tiny,
                    };
                    let response = row_ui(ui, cx, row, look);
                    if self.reveal && look.lit {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        ticked = Some((place, row.objective.clone()));
                    }
                }
                if self.offered() == 0 {
                    let text = match (card.reading, cx.framework.living().next().is_some()) {
                        (_, false) => "There is no objective yet: N makes the first",
                        (true, _) => "Reading the programs…",
                        (false, _) => "No objective is suggested: / searches all of them",
                    };
                    note_ui(ui, cx, text);
                }
                if !card.linked.is_empty() {
                    heading_ui(ui, cx, "Linked already", "C a local actor confirms");
                    for row in &card.linked {
                        let (digit, ticked, lit, open) = (None, false, false, false);
                        let look = Look { digit, ticked, lit, open, tiny };
                        row_ui(ui, cx, row, look);
                    }
                }
            });
        });
        self.reveal = false;
        if let Some((place, objective)) = ticked {
            self.focus = place;
            if cx.view.read_only.is_none() {
                self.toggle(objective);
            }
        }
        if let Some(map) = map {
            self.map_ui(ui, cx, map);
        }
    }
}

/// Shows an objective.
fn row_ui(ui: &mut Ui, cx: &UiCtx, row: &Row, look: Look) -> Response {
    // Beside it runs the scroll bar.
    let width = ui.available_width() - 8.0;
    let code = if row.code.is_empty() {
        0.0
    } else {
        crate::layout::text::width_em(&row.code, Weight::SemiBold) * 15.0 + 12.0
    };
    let left = if look.open { 84.0 } else { 34.0 };
    let word = if look.ticked { 64.0 } else { 12.0 };
    let room = (width - left - word).max(80.0);
    let most = if look.tiny { 1 } else { 2 };
    let title = row.title.height(room - code, 16.0, most);
    let above = !look.tiny && !row.above.is_empty();
    let why = row.why.height(room, 14.0, most).max(18.0);
    let height = title + if above { 17.0 } else { 0.0 } + why + 18.0;
    let sense = if look.open { Sense::click() } else { Sense::hover() };
    let (area, response) = ui.allocate_exact_size(Vec2::new(width, height), sense);
    response.widget_info(|| {
        let digit = look.digit.map_or_else(String::new, |digit| format!("{digit}: "));
        let name = format!("{digit}{}, {}", row.name(), row.why.as_str());
        let kind = if look.open { WidgetType::Checkbox } else { WidgetType::Label };
        WidgetInfo::selected(kind, look.open, look.ticked, name)
    });
    if !ui.is_rect_visible(area) {
        return response;
    }
    frame(ui, cx, area, look, response.hovered() || response.has_focus());
    let band = Rect::from_min_size(
        area.min + Vec2::new(left - 18.0, 10.0),
        Vec2::new(6.0, area.height() - 20.0),
    );
    ui.painter().rect_filled(band, 0.0, color(cx.theme.band(row.depth)));
    if look.open {
        let at = Rect::from_min_size(area.min + Vec2::new(18.0, 12.0), Vec2::splat(32.0));
        box_ui(ui, cx, at, look.digit, look.ticked);
    }
    words(ui, cx, row, (area, left, room, code), look.tiny);
    if look.ticked {
        let font = font_for("", 13.0, Weight::SemiBold);
        let at = Pos2::new(area.max.x - 12.0, area.min.y + 20.0);
        ui.painter().text(at, Align2::RIGHT_CENTER, "ticked", font, color(cx.theme.ink));
    }
    response
}

fn frame(ui: &Ui, cx: &UiCtx, area: Rect, look: Look, hovered: bool) {
    let edge = if look.lit || hovered && look.open { cx.theme.accent } else { cx.theme.hairline };
    let width = if look.lit { 2.0 } else { 1.0 };
    let fill = if look.lit || look.ticked { cx.theme.selected } else { cx.theme.card };
    let stroke = Stroke::new(width, color(edge));
    ui.painter().rect(area.shrink(1.0), 8.0, color(fill), stroke, StrokeKind::Inside);
}

/// What stands above, code and title, reasons.
fn words(
    ui: &Ui,
    cx: &UiCtx,
    row: &Row,
    (area, left, room, code): (Rect, f32, f32, f32),
    tiny: bool,
) {
    let painter = ui.painter();
    let mut at = area.min + Vec2::new(left, 8.0);
    if !tiny && !row.above.is_empty() {
        let shown = readable(&fit(&row.above, Weight::Regular, room / 12.0));
        let font = font_for(&row.above, 12.0, Weight::Regular);
        painter.text(at, Align2::LEFT_TOP, shown, font, color(cx.theme.weak));
        at.y += 17.0;
    }
    let font = font_for("", 15.0, Weight::SemiBold);
    painter.text(at, Align2::LEFT_TOP, &row.code, font, color(cx.theme.weak));
    let title = Pos2::new(at.x + code, at.y - 1.0);
    at.y += row.title.paint(
        painter,
        (title, room - code),
        (16.0, if tiny { 1 } else { 2 }),
        cx.theme.ink,
    );
    row.why.paint(painter, (at, room), (14.0, if tiny { 1 } else { 2 }), cx.theme.weak);
}
