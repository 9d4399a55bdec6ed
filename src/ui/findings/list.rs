//! The list of findings: a heading a code, then each with its hint and buttons. Only the rows in
//! sight are drawn.

use super::{Findings, cure, same, severity_words};
use crate::analysis::{Finding, Severity, finding_title};
use crate::layout::text::{Measured, Weight};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, Vec2};
use egui::{WidgetInfo, WidgetType};
use std::collections::BTreeSet;

/// The height of a heading.
const HEAD: f32 = 34.0;

/// The height of a finding: two lines of its message, two of its hint.
const ITEM: f32 = 86.0;

/// The height of the buttons below the finding that one stands at.
const BUTTONS: f32 = 36.0;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A code, how many of it there are, and how much they matter.
    Code(&'static str, usize, Severity),
    /// A finding, by its place among all.
    Finding(usize),
}

/// The rows of what is left, those of closed codes left out.
pub(super) fn rows(all: &[Finding], left: &[usize], closed: &BTreeSet<&'static str>) -> Vec<Row> {
    let mut rows = Vec::new();
    for group in left.chunk_by(|a, b| all[*a].code == all[*b].code) {
        let Finding { code, severity, .. } = all[group[0]];
        rows.push(Row::Code(code, group.len(), severity));
        if !closed.contains(code) {
            rows.extend(group.iter().map(|&place| Row::Finding(place)));
        }
    }
    rows
}

impl Findings {
    pub(super) fn list_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        if self.rows.is_empty() {
            let text = if self.look.busy() || !self.look.any_looked() {
                "Looking for what is missing…"
            } else if self.look.found().is_empty() {
                "Nothing is missing"
            } else {
                "No finding passes the filter"
            };
            ui.label(RichText::new(text).color(color(cx.theme.weak)));
            return;
        }
        let all = self.look.found();
        let stands = |row: &Row| match (row, &self.at) {
            (Row::Finding(f), Some(at)) => same(&all[*f], at),
            _ => false,
        };
        let at = self.rows.iter().position(stands);
        let mut tops = vec![0.0];
        let mut y = 0.0;
        for (place, row) in self.rows.iter().enumerate() {
            y += match row {
                Row::Code(..) => HEAD,
                Row::Finding(f) if at == Some(place) => ITEM + buttons(all[*f].code),
                Row::Finding(_) => ITEM,
            };
            tops.push(y);
        }
        let scroll = std::mem::take(&mut self.scroll).then_some(at).flatten();
        let mut clicked = None;
        let area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("findings-list");
        area.show_viewport(ui, |ui, sight| {
            ui.set_height(y);
            let origin = ui.max_rect().min;
            let width = ui.available_width();
            let place_of = |row: usize| {
                let size = Vec2::new(width, tops[row + 1] - tops[row]);
                Rect::from_min_size(origin + Vec2::new(0.0, tops[row]), size)
            };
            let first = tops.partition_point(|top| *top <= sight.min.y).saturating_sub(1);
            let last = tops.partition_point(|top| *top < sight.max.y).min(self.rows.len());
            for row in first..last {
                let builder = UiBuilder::new().max_rect(place_of(row)).id_salt(("finding", row));
                let chosen = ui.scope_builder(builder, |ui| match &self.rows[row] {
                    Row::Code(code, count, severity) => {
                        let open = !self.closed.contains(code);
                        head_ui(ui, cx, (code, *count, *severity), open)
                    }
                    Row::Finding(f) => finding_ui(ui, cx, &all[*f], at == Some(row)),
                });
                if chosen.inner {
                    clicked = Some(row);
                }
            }
            if let Some(row) = scroll {
                ui.scroll_to_rect(place_of(row).expand(HEAD), None);
            }
        });
        match clicked.map(|row| self.rows[row].clone()) {
            Some(Row::Code(code, ..)) => {
                if !self.closed.remove(code) {
                    self.closed.insert(code);
                }
                self.made_for = None;
                ui.ctx().request_repaint();
            }
            Some(Row::Finding(f)) => {
                let finding = &self.look.found()[f];
                cx.send(cure::select(finding));
                self.at = Some(super::at(finding));
            }
            None => {}
        }
    }
}

/// How much room the buttons of a finding take.
fn buttons(code: &str) -> f32 {
    let cures = cure::line(code).map_or(0, |line| line.1.len());
    BUTTONS * cures.div_ceil(2) as f32
}

/// The heading of a code; gives whether it was clicked.
fn head_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    (code, count, severity): (&str, usize, Severity),
    open: bool,
) -> bool {
    let title = finding_title(code);
    let number = words::number(u32::try_from(count).unwrap_or(u32::MAX));
    let (sign, word) = severity_words(severity);
    let (area, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD - 4.0), Sense::click());
    response.widget_info(|| {
        let name = format!("{code} {title}, {word}, {number}");
        WidgetInfo::selected(WidgetType::Button, true, open, name)
    });
    let painter = ui.painter();
    let fill = if response.hovered() || response.has_focus() {
        cx.theme.selected
    } else {
        cx.theme.surround
    };
    painter.rect_filled(area, 4.0, color(fill));
    let middle = area.center().y;
    let weak = color(cx.theme.weak);
    let arrow = if open { "⏷" } else { "⏵" };
    let left = egui::Align2::LEFT_CENTER;
    let font = font_for("", 13.0, Weight::Regular);
    painter.text(area.left_center() + Vec2::new(6.0, 0.0), left, arrow, font.clone(), weak);
    let tint = if severity == Severity::Note { cx.theme.weak } else { cx.theme.orphan_text };
    let at = egui::pos2(area.min.x + 22.0, middle);
    painter.text(at, left, sign, font.clone(), color(tint));
    let right = egui::pos2(area.max.x - 8.0, middle);
    let shown = format!("{code} · {number}");
    let drawn = painter.text(right, egui::Align2::RIGHT_CENTER, shown, font, weak);
    let room = (drawn.min.x - area.min.x - 50.0) / 15.0;
    let title = crate::layout::text::fit(title, Weight::SemiBold, room);
    let font = font_for(&title, 15.0, Weight::SemiBold);
    let at = egui::pos2(area.min.x + 40.0, middle);
    painter.text(at, left, title, font, color(cx.theme.ink));
    response.clicked()
}

/// A finding: its message and hint, and, where one stands at it, what cures it. Gives whether it
/// was clicked.
fn finding_ui(ui: &mut Ui, cx: &UiCtx, finding: &Finding, here: bool) -> bool {
    let width = ui.available_width();
    let (area, response) = ui.allocate_exact_size(Vec2::new(width, ITEM - 2.0), Sense::click());
    response.widget_info(|| {
        let (_, word) = severity_words(finding.severity);
        let name = format!("{}, {word}: {}; {}", finding.code, finding.message, finding.hint);
        WidgetInfo::selected(WidgetType::SelectableLabel, true, here, name)
    });
    let (ink, weak) = (color(cx.theme.ink), color(cx.theme.weak));
    if here {
        ui.painter().rect_filled(area, 4.0, color(cx.theme.selected));
    }
    if response.hovered() || response.has_focus() {
        let line = egui::Stroke::new(1.0, color(cx.theme.accent));
        ui.painter().rect_stroke(area, 4.0, line, egui::StrokeKind::Inside);
    }
    let mut y = area.min.y + 3.0;
    let texts = [(finding.message.as_str(), 15.0_f32, ink), (finding.hint, 13.0_f32, weak)];
    for (text, size, tint) in texts {
        let measured = Measured::new(text, Weight::Regular, None);
        for line in measured.lines((width - 16.0) / size, 2).lines {
            let font = font_for(&line, size, Weight::Regular);
            let at = egui::pos2(area.min.x + 8.0, y);
            ui.painter().text(at, egui::Align2::LEFT_TOP, readable(&line), font, tint);
            y += size * 1.35;
        }
        y += 1.0;
    }
    let response = response.on_hover_text(readable(&finding.message));
    if here {
        cures_ui(ui, cx, finding);
    }
    response.clicked()
}

/// The buttons that cure a finding.
fn cures_ui(ui: &mut Ui, cx: &UiCtx, finding: &Finding) {
    let cures = cure::line(finding.code).map_or(&[][..], |line| line.1);
    let enabled = |cure: cure::Cure| {
        cx.view.read_only.is_none() || matches!(cure, cure::Cure::See | cure::Cure::Details)
    };
    let width = (ui.available_width() - 12.0) / 2.0;
    for pair in cures.chunks(2) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for &cure in pair {
                let button = Button::new(RichText::new(cure.words()).size(14.0))
                    .truncate()
                    .min_size(Vec2::new(width, 30.0));
                let response = ui.add_enabled(enabled(cure), button);
                named(&response, cure.words());
                if response.on_hover_text(cure.words()).clicked() {
                    cure.actions(finding).into_iter().for_each(|action| cx.send(action));
                }
            }
        });
    }
}
