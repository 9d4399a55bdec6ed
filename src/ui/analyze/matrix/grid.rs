//! The matrix as it is drawn.

use crate::analysis::{Against, Figure};
use crate::layout::text::Weight;
use crate::scene::matrix::{CROWD, Cell, Cells, Row, TIMES};
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::analyze::parts::{figure_at, go_to_objectives, line_ui, note_ui, ring_ui, spoken};
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Pos2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType,
};
use std::ops::Range;

/// The height of a row.
const ROW: f32 = 30.0;

/// The height of the heads.
const HEAD: f32 = 58.0;

/// The width of the count of all programs of a row.
const TOTAL: f32 = 96.0;

/// How the marks are to be read.
pub(super) fn caption_ui(ui: &mut Ui, cx: &UiCtx, money: bool) {
    let what = if money { "money" } else { "programs" };
    note_ui(
        ui,
        cx,
        &format!(
            "An objective counts what supports it or anything below it; a program of several \
             columns counts once in each. Darker: more {what}, beside others of its level. \
             Framed, crowded: at least {CROWD} programs, and more than {TIMES} times the average \
             cell of its level"
        ),
    );
}

/// Where the parts of the grid stand, and what of it is in sight.
struct View {
    clip: Rect,
    /// The upper left corner of the first cell.
    origin: Pos2,
    names: f32,
    wide: f32,
    rows: Range<usize>,
    columns: Range<usize>,
}

/// Shows the matrix, at most so high.
pub(super) fn grid_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    cells: &Cells,
    (against, money): (Against, bool),
    most: f32,
) {
    let room = ui.available_width();
    let wide = if money { 104.0 } else { 92.0 };
    // Titles take what few columns leave.
    let least = (room * 0.32).clamp(150.0, 430.0);
    let left = room - TOTAL - 8.0 - wide * cells.columns.len() as f32;
    let names = left.clamp(least, least.max(760.0));
    let size = Vec2::new(
        names + TOTAL + wide * cells.columns.len() as f32 + 8.0,
        HEAD + ROW * cells.rows.len() as f32 + 8.0,
    );
    let scroll = ScrollArea::both().id_salt("matrix").auto_shrink([false, true]);
    scroll.max_height(most).min_scrolled_height(most).show(ui, |ui| {
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        // What is shown of it; below its last row there is nothing to paint over.
        let clip = ui.clip_rect().intersect(area);
        let origin = area.min + Vec2::new(names + TOTAL, HEAD);
        let between = |from: f32, to: f32, start: f32, step: f32, count: usize| {
            let first = ((from - start) / step).floor().max(0.0) as usize;
            let end = ((to - start) / step).ceil().max(0.0) as usize;
            first.min(count)..end.min(count)
        };
        let view = View {
            clip,
            origin,
            names,
            wide,
            rows: between(clip.min.y + HEAD, clip.max.y, origin.y, ROW, cells.rows.len()),
            columns: between(
                clip.min.x + names + TOTAL,
                clip.max.x,
                origin.x,
                wide,
                cells.columns.len(),
            ),
        };
        body_ui(ui, cx, cells, &view, against, money);
        names_ui(ui, cx, cells, &view, money);
        heads_ui(ui, cx, cells, &view, money);
    });
}

/// A part of the grid that nothing is drawn beside.
fn part(ui: &mut Ui, key: &str, room: Rect) -> Ui {
    let mut part = ui.new_child(UiBuilder::new().max_rect(room).id_salt(key));
    part.set_clip_rect(room.intersect(ui.clip_rect()));
    part
}

fn body_ui(ui: &mut Ui, cx: &UiCtx, cells: &Cells, view: &View, against: Against, money: bool) {
    let corner = view.clip.min + Vec2::new(view.names + TOTAL, HEAD);
    let mut ui = part(ui, "cells", Rect::from_min_max(corner, view.clip.max));
    for place in view.rows.clone() {
        let row = &cells.rows[place];
        let top = view.origin.y + ROW * place as f32;
        let line = Stroke::new(1.0, color(cx.theme.hairline));
        ui.painter().hline(ui.clip_rect().x_range(), top + ROW - 0.5, line);
        if row.card.programs == 0 {
            let at = Pos2::new(ui.clip_rect().min.x + 8.0, top);
            let at = Rect::from_min_size(at, Vec2::new(120.0, ROW));
            let look = (14.0, Weight::SemiBold, cx.theme.orphan_text);
            line_ui(&ui, at, "no program", look, Align::Min);
        }
        let first = row.cells.partition_point(|cell| cell.column < view.columns.start);
        let seen = row.cells[first..].iter().take_while(|c| c.column < view.columns.end);
        for cell in seen {
            let x = view.origin.x + view.wide * cell.column as f32;
            let at = Rect::from_min_size(Pos2::new(x, top), Vec2::new(view.wide, ROW));
            let column = &cells.columns[cell.column];
            let figure = Figure::Cell(against, row.id.clone(), column.key.clone());
            cell_ui(&mut ui, cx, at, (row, cell, &column.name), &figure, money);
        }
    }
}

fn cell_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    area: Rect,
    (row, cell, column): (&Row, &Cell, &str),
    figure: &Figure,
    money: bool,
) {
    let theme = cx.theme;
    let inner = area.shrink(1.0);
    let ground = cell.ground(theme);
    let ink = ground.reader(theme.ink, theme.panel);
    ui.painter().rect_filled(inner, 3.0, color(ground));
    let sum = || words::money(cx.analysis.deficit.money.currency, cell.money);
    let text = if money { sum() } else { words::number(cell.programs) };
    let id = ui.id().with(("figure", figure));
    let response = ui.interact(area, id, Sense::click());
    let chosen = cx.view.behind.is_some_and(|behind| behind.figure == *figure);
    let crowded = if cell.crowded { ", crowded" } else { "" };
    let name = || {
        let name = format!("{} × {column}", row.caption);
        format!("{}, {}{crowded}", spoken(&name, cell.programs), sum())
    };
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, name()));
    let weight = if cell.crowded { Weight::SemiBold } else { Weight::Regular };
    line_ui(ui, inner.shrink2(Vec2::new(5.0, 0.0)), &text, (14.0, weight, ink), Align::Max);
    if cell.crowded {
        ring_ui(ui, inner, theme.orphan);
    }
    if chosen || response.hovered() || response.has_focus() {
        ring_ui(ui, area, theme.accent);
    }
    if response.clicked() {
        let again = if chosen { Action::LeaveBehind } else { Action::Behind(figure.clone()) };
        cx.send(again);
    }
    if response.hovered() {
        response.on_hover_text(readable(&name()));
    }
}

/// The names of the objectives, with all their programs.
fn names_ui(ui: &mut Ui, cx: &UiCtx, cells: &Cells, view: &View, money: bool) {
    let min = view.clip.min + Vec2::new(0.0, HEAD);
    let max = Pos2::new(view.clip.min.x + view.names + TOTAL, view.clip.max.y);
    let mut ui = part(ui, "names", Rect::from_min_max(min, max));
    let ui = &mut ui;
    ui.painter().rect_filled(ui.clip_rect(), 0.0, color(cx.theme.panel));
    for place in view.rows.clone() {
        let row = &cells.rows[place];
        let top = view.origin.y + ROW * place as f32;
        let at = Rect::from_min_size(Pos2::new(min.x, top), Vec2::new(view.names, ROW));
        let response = ui.interact(at, ui.id().with(("row", row.id.as_str())), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, &row.caption));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(at, 4.0, color(cx.theme.selected));
        }
        let inner = at.with_min_x(at.min.x + 4.0 + 16.0 * row.indent.min(6) as f32);
        let weight = if row.indent == 0 { Weight::SemiBold } else { Weight::Regular };
        let look = (14.0, weight, cx.theme.ink);
        line_ui(ui, inner.with_max_x(inner.max.x - 6.0), &row.caption, look, Align::Min);
        if response.on_hover_text(readable(&row.caption)).clicked() {
            go_to_objectives(cx, vec![row.id.clone()]);
        }
        let total = Rect::from_min_size(Pos2::new(at.max.x, top), Vec2::new(TOTAL - 6.0, ROW));
        let sum = words::money(cx.analysis.deficit.money.currency, row.card.money);
        let text = if money { sum.clone() } else { words::number(row.card.programs) };
        let look = (14.0, Weight::SemiBold, cx.theme.ink);
        let figure = Figure::Card(row.id.clone());
        figure_at(ui, cx, total, (&text, look, Align::Max), &figure, || {
            format!("{}, {sum}", spoken(&row.caption, row.card.programs))
        });
        let line = Stroke::new(1.0, color(cx.theme.hairline));
        ui.painter().hline(ui.clip_rect().x_range(), top + ROW - 0.5, line);
    }
}

/// The names of the columns, and the corner beside them.
fn heads_ui(ui: &mut Ui, cx: &UiCtx, cells: &Cells, view: &View, money: bool) {
    let theme = cx.theme;
    let area = Rect::from_min_size(view.clip.min, Vec2::new(view.clip.width(), HEAD));
    let left = area.min.x + view.names + TOTAL;
    let line = Stroke::new(1.0, color(theme.spine));
    let heads = part(ui, "heads", area.with_min_x(left));
    heads.painter().rect_filled(heads.clip_rect(), 0.0, color(theme.panel));
    for place in view.columns.clone() {
        let x = view.origin.x + view.wide * place as f32;
        let at = Rect::from_min_size(Pos2::new(x, area.min.y), Vec2::new(view.wide, HEAD));
        let name = &cells.columns[place].name;
        let font = font_for(name, 13.0, Weight::SemiBold);
        let mut job = LayoutJob::simple(readable(name), font, color(theme.ink), view.wide - 10.0);
        job.wrap =
            TextWrapping { max_width: view.wide - 10.0, max_rows: 3, ..TextWrapping::default() };
        job.halign = Align::Max;
        let galley = heads.painter().layout_job(job);
        let at_text = Pos2::new(at.max.x - 6.0, at.max.y - 4.0 - galley.size().y);
        heads.painter().galley(at_text, galley, color(theme.ink));
        heads.interact(at, heads.id().with(("head", place)), Sense::hover()).on_hover_text(name);
    }
    heads.painter().hline(heads.clip_rect().x_range(), area.max.y - 0.5, line);
    let corner = part(ui, "corner", area.with_max_x(left));
    corner.painter().rect_filled(corner.clip_rect(), 0.0, color(theme.panel));
    let base = area.with_min_y(area.max.y - 26.0);
    let look = (13.0, Weight::SemiBold, theme.weak);
    line_ui(&corner, base.with_max_x(left - TOTAL), "objective", look, Align::Min);
    let what = if money { "all money" } else { "all programs" };
    line_ui(&corner, base.with_max_x(left - 10.0), what, look, Align::Max);
    corner.painter().hline(corner.clip_rect().x_range(), area.max.y - 0.5, line);
}
