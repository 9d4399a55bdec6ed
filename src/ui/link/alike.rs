//! Programs that are alike: shown with boxes to tick, then linked or decided together.

use super::act::together;
use super::decide::Decide;
use super::sheet::{Sheet, box_ui, heading_ui, note_ui};
use super::{Link, Step};
use crate::layout::text::{Weight, fit};
use crate::model::ProgramId;
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align2, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType,
};

/// A program, and whether it is done with.
struct Line {
    id: ProgramId,
    title: String,
    weak: String,
    on: bool,
}

/// The sheet: the program at hand, then those like it.
pub(super) struct Alike {
    lines: Vec<Line>,
    at: usize,
    moved: bool,
}

impl Alike {
    fn new(cx: &UiCtx, programs: impl Iterator<Item = ProgramId>) -> Self {
        let currency = cx.framework.head().currency;
        let line = |id: ProgramId| {
            let record = cx.framework.program(&id)?;
            let row = cx.analysis.programs.get(&id)?;
            let owner = record.owner.as_ref().map_or("no owner", |o| cx.framework.actor_short(o));
            let weak = format!("{owner} · {}", words::money(currency, row.money));
            Some(Line { title: record.title.trim().to_owned(), weak, on: true, id })
        };
        Self { lines: programs.filter_map(line).collect(), at: 0, moved: false }
    }

    pub(super) fn step(&mut self, step: Step) {
        match step {
            Step::Up => self.at = self.at.saturating_sub(1),
            Step::Down => self.at = (self.at + 1).min(self.lines.len().saturating_sub(1)),
            _ => {
                if let Some(line) = self.lines.get_mut(self.at) {
                    line.on = !line.on;
                }
            }
        }
        self.moved = true;
    }

    fn chosen(&self) -> Vec<ProgramId> {
        self.lines.iter().filter(|line| line.on).map(|line| line.id.clone()).collect()
    }

    /// Shows it; `onto` says what they would be linked to.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, onto: &str) {
        let on = u32::try_from(self.chosen().len()).unwrap_or(u32::MAX);
        let title = format!("The same for {}", words::count(on, "program", "programs"));
        heading_ui(ui, cx, &title, "Space takes one out · Esc goes back");
        note_ui(ui, cx, onto);
        let moved = std::mem::take(&mut self.moved);
        let at = self.at;
        let mut clicked = None;
        // Only the rows in sight are drawn: a group may be of hundreds.
        let area = ScrollArea::vertical().auto_shrink([false, false]);
        let mut area = area.id_salt("alike");
        if moved {
            let gap = ui.spacing().item_spacing.y;
            let room = ui.available_height();
            let offset = at as f32 * (44.0 + gap) - (room - 44.0).max(0.0) / 2.0;
            area = area.vertical_scroll_offset(offset.max(0.0));
        }
        area.show_rows(ui, 44.0, self.lines.len(), |ui, rows| {
            for place in rows {
                if line_ui(ui, cx, &self.lines[place], place == at) {
                    clicked = Some(place);
                }
            }
        });
        if let Some(place) = clicked {
            self.at = place;
            self.lines[place].on = !self.lines[place].on;
        }
    }
}

/// Shows a program with its box; gives whether it was clicked.
fn line_ui(ui: &mut Ui, cx: &UiCtx, line: &Line, lit: bool) -> bool {
    let size = Vec2::new(ui.available_width() - 8.0, 44.0);
    let (area, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let name = format!("{} {}", line.title, line.weak);
        WidgetInfo::selected(WidgetType::Checkbox, true, line.on, name)
    });
    let edge = if lit || response.hovered() { cx.theme.accent } else { cx.theme.hairline };
    let fill = if lit { cx.theme.selected } else { cx.theme.card };
    let stroke = Stroke::new(1.0, color(edge));
    ui.painter().rect(area.shrink(1.0), 6.0, color(fill), stroke, StrokeKind::Inside);
    let at = Pos2::new(area.min.x + 22.0, area.center().y);
    box_ui(ui, cx, Rect::from_center_size(at, Vec2::splat(24.0)), None, line.on);
    let left = area.min.x + 44.0;
    let room = area.max.x - 12.0 - left;
    let font = font_for(&line.title, 15.0, Weight::Regular);
    let shown = readable(&fit(&line.title, Weight::Regular, room / 15.0));
    let at = Pos2::new(left, area.center().y - 9.0);
    ui.painter().text(at, Align2::LEFT_CENTER, shown, font, color(cx.theme.ink));
    let weak = readable(&fit(&line.weak, Weight::Regular, room / 13.0));
    let font = font_for(&line.weak, 13.0, Weight::Regular);
    let at = Pos2::new(left, area.center().y + 11.0);
    ui.painter().text(at, Align2::LEFT_CENTER, weak, font, color(cx.theme.weak));
    response.clicked()
}

impl Link {
    /// Shows the programs that are alike.
    pub(super) fn show_alike(&mut self, cx: &UiCtx) {
        let Some(card) = self.card.as_ref() else { return };
        if card.alike.is_empty() {
            let why = if card.reading { "The programs are being read" } else { "None is like it" };
            self.say(why);
            return;
        }
        let all = [card.id.clone()].into_iter().chain(card.alike.iter().cloned());
        self.sheet = Some(Sheet::Alike(Alike::new(cx, all)));
    }

    /// What programs that are alike would be linked to, in words.
    pub(super) fn onto(&self, cx: &UiCtx) -> String {
        let name = |id| cx.framework.objective(id).map(|o| crate::layout::caption(o));
        let names: Vec<String> = self.ticked.iter().filter_map(name).collect();
        if names.is_empty() {
            return "Nothing is ticked to link them to: X decides them all; Esc, then 1–9 ticks"
                .to_owned();
        }
        format!("Enter links them to {}; X decides them all", names.join(" and "))
    }

    /// Links all that are ticked.
    pub(super) fn link_alike(&mut self, cx: &UiCtx) {
        if self.ticked.is_empty() {
            self.say("1–9 to choose: leave with Esc and tick an objective first");
            return;
        }
        let Some(Sheet::Alike(alike)) = &self.sheet else { return };
        let programs = alike.chosen();
        if programs.is_empty() {
            self.say("No program is ticked");
            return;
        }
        let commands = self.links(cx, &programs, &self.ticked);
        self.send(cx, together(format!("link {} programs", programs.len()), commands));
    }

    /// Asks why all that are ticked have no link.
    pub(super) fn decide_alike(&mut self, cx: &UiCtx) {
        let Some(Sheet::Alike(alike)) = &self.sheet else { return };
        let programs = alike.chosen();
        if programs.is_empty() {
            self.say("No program is ticked");
        } else {
            self.sheet = Some(Sheet::Decide(Decide::new(cx.framework, programs)));
        }
    }
}
