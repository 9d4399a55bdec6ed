//! The hand on the orphan field: a click selects a mark, a drag takes it along to a card, with
//! all that are selected beside it; a drag on empty ground draws a rectangle that selects what it
//! touches. A group's name selects its programs.

use super::Strip;
use crate::analysis::Cents;
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::text::Weight;
use crate::model::ProgramId;
use crate::scene::field::{Field, Mark, count_and_money};
use crate::scene::{Fill, Item, Stroke, words};
use crate::ui::action::Action;
use crate::ui::canvas::tip;
use crate::ui::context::{Dragged, UiCtx};
use crate::ui::paint;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{DragAndDrop, Key, PointerButton, Pos2, Response, Sense, Shape, Ui};
use egui::{WidgetInfo, WidgetType};
use std::collections::BTreeSet;

/// The rings around marks that are selected or lit.
#[derive(Default)]
pub(super) struct Marked {
    shapes: Vec<Shape>,
    /// The selection that they are of.
    of: Option<u64>,
}

/// A rectangle that selects.
#[derive(Default)]
pub(super) struct Lasso {
    from: Option<Point>,
}

impl Lasso {
    pub(super) fn is_drawn(&self) -> bool {
        self.from.is_some()
    }
}

/// The mark at a point. Half the gap between marks belongs to each, so that small ones can be hit.
fn mark_at(field: &Field, at: Pos2) -> Option<&Mark> {
    let reach = (field.smallest * 0.15).clamp(0.3, 1.5);
    field.marks.iter().find(|m| m.rect.grow(reach).contains(point(at.x, at.y)))
}

impl Strip {
    pub(super) fn interact(&mut self, ui: &mut Ui, cx: &UiCtx, frame: Rect) {
        let sense = Sense::click_and_drag();
        let response = ui.interact(paint::rect(frame), ui.id().with("field"), sense);
        response.widget_info(|| {
            let count = words::count(cx.analysis.deficit.programs, "program", "programs");
            WidgetInfo::labeled(WidgetType::Other, true, format!("No link shown: {count}"))
        });
        self.rings(ui, cx);
        self.drags(ui, cx, frame, &response);
        let under = response.hover_pos().and_then(|at| mark_at(&self.field, at));
        if response.clicked() {
            match under {
                Some(mark) => {
                    let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
                    cx.send(Action::SelectProgram(mark.program.clone(), extend));
                }
                None => cx.send(Action::Clear),
            }
        } else if response.secondary_clicked()
            && let Some(mark) = under
            && !cx.selection.programs.contains(&mark.program)
        {
            cx.send(Action::SelectProgram(mark.program.clone(), false));
        }
        response.context_menu(|ui| {
            if cx.selection.programs.is_empty() {
                crate::ui::menu::orphans_ui(ui, cx);
            } else {
                crate::ui::canvas::program_menu(ui, cx);
            }
        });
        if let Some(mark) = under.filter(|_| !self.lasso.is_drawn()) {
            hover_ui(ui, cx, mark, response);
        }
    }

    /// Rings the marks that are selected, and those behind a figure that are lit.
    fn rings(&mut self, ui: &Ui, cx: &UiCtx) {
        if self.marked.of != Some(cx.selection.revision) {
            self.marked.of = Some(cx.selection.revision);
            self.marked.shapes.clear();
            let behind = cx.view.behind.filter(|behind| behind.lit);
            let lit: BTreeSet<&ProgramId> =
                behind.into_iter().flat_map(|behind| &behind.programs).collect();
            let chosen = &cx.selection.programs;
            for mark in &self.field.marks {
                let (grow, width, tint) = if chosen.contains(&mark.program) {
                    (2.0, 3.0, cx.theme.ring)
                } else if lit.contains(&mark.program) {
                    (1.0, 2.0, cx.theme.accent)
                } else {
                    continue;
                };
                let ring = Item::Shape {
                    rect: mark.rect.grow(grow),
                    radius: 1.0,
                    fill: Fill::None,
                    stroke: Some(Stroke::new(width, tint)),
                };
                cx.brush.item(ui.ctx(), &ring, &mut self.marked.shapes);
            }
        }
        ui.painter().extend(self.marked.shapes.iter().cloned());
    }

    /// Begins, follows and ends drags.
    fn drags(&mut self, ui: &Ui, cx: &UiCtx, frame: Rect, response: &Response) {
        let origin = ui.input(|i| i.pointer.press_origin());
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = origin
        {
            match mark_at(&self.field, origin) {
                Some(mark) if cx.view.read_only.is_none() => {
                    let chosen = cx.selection.programs.contains(&mark.program);
                    let ids = if chosen {
                        cx.selection.programs.iter().cloned().collect()
                    } else {
                        vec![mark.program.clone()]
                    };
                    DragAndDrop::set_payload(ui.ctx(), Dragged(ids));
                }
                Some(_) => {}
                None => self.lasso.from = Some(point(origin.x, origin.y)),
            }
        }
        let pointer = ui.input(|i| i.pointer.interact_pos());
        if let (Some(dragged), Some(at)) = (DragAndDrop::payload::<Dragged>(ui.ctx()), pointer)
            && paint::rect(frame).contains(at)
        {
            let money = dragged.0.iter().filter_map(|id| cx.analysis.programs.get(id));
            let money: Cents = money.map(|row| row.money).sum();
            let words = count_and_money(cx.framework, dragged.0.len(), money);
            tip(ui, cx, at, &format!("{words}: drop on a card"));
        }
        let Some(from) = self.lasso.from else { return };
        let Some(at) = pointer.filter(|_| !ui.input(|i| i.key_pressed(Key::Escape))) else {
            self.lasso.from = None;
            return;
        };
        self.lasso_ui(ui, cx, frame, (from, at));
        if response.drag_stopped() || !response.dragged() {
            self.lasso.from = None;
            self.take(ui, cx, area_of(frame, from, at));
        }
    }

    /// Draws the rectangle, the marks that it touches, and their count beside it.
    fn lasso_ui(&self, ui: &Ui, cx: &UiCtx, frame: Rect, (from, at): (Point, Pos2)) {
        let area = area_of(frame, from, at);
        let accent = color(cx.theme.accent);
        let painter = ui.painter();
        for mark in self.field.touched(area) {
            let line = egui::Stroke::new(2.0, accent);
            painter.rect_stroke(paint::rect(mark.rect), 0.0, line, egui::StrokeKind::Outside);
        }
        let line = egui::Stroke::new(1.5, accent);
        let fill = accent.gamma_multiply(0.12);
        painter.rect(paint::rect(area), 0.0, fill, line, egui::StrokeKind::Middle);
        tip(ui, cx, at, &self.words(cx, area));
    }

    fn words(&self, cx: &UiCtx, area: Rect) -> String {
        let money = self.field.touched(area).map(|mark| mark.money).sum();
        count_and_money(cx.framework, self.field.touched(area).count(), money)
    }

    /// Selects what the rectangle touches, beside what is selected where Shift or Ctrl is held.
    fn take(&self, ui: &Ui, cx: &UiCtx, area: Rect) {
        let mut ids: Vec<ProgramId> =
            self.field.touched(area).map(|mark| mark.program.clone()).collect();
        if ui.input(|i| i.modifiers.shift || i.modifiers.command) {
            ids.extend(cx.selection.programs.iter().cloned());
        }
        let said = match self.field.touched(area).next() {
            Some(_) => format!("Selected: {}", self.words(cx, area)),
            None => "No mark was touched".to_owned(),
        };
        cx.send(Action::SelectPrograms(ids));
        cx.send(Action::Say(said));
    }

    /// The names of the groups: a click selects the programs of one.
    pub(super) fn groups_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        for (place, heading) in self.field.headings.iter().enumerate() {
            let marks = &self.field.marks[heading.marks.clone()];
            let width =
                crate::layout::text::width_em(&heading.text, Weight::SemiBold) * super::MENU;
            let corner = Pos2::new(heading.x - 4.0, heading.y - 20.0);
            let at = egui::Rect::from_min_size(corner, egui::vec2(width + 8.0, 28.0));
            let id = ui.id().with(("group", place));
            let response = ui.interact(at, id, Sense::click());
            let name = || {
                let what = count_and_money(cx.framework, marks.len(), heading.money);
                format!("{}: {what}, no link shown", heading.name)
            };
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name()));
            if response.hovered() || response.has_focus() {
                let line = egui::Stroke::new(1.5, color(cx.theme.accent));
                ui.painter().hline(at.min.x + 4.0..=at.max.x - 4.0, heading.y + 3.0, line);
            }
            let response = response.on_hover_ui(|ui| {
                ui.label(readable(&name()));
            });
            if response.clicked() {
                let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
                let mut ids: Vec<ProgramId> = marks.iter().map(|m| m.program.clone()).collect();
                if extend {
                    ids.extend(cx.selection.programs.iter().cloned());
                }
                cx.send(Action::SelectPrograms(ids));
                cx.send(Action::Say(format!("Selected: {}", name())));
            }
        }
    }
}

/// The rectangle between two points, within the field.
fn area_of(frame: Rect, from: Point, to: Pos2) -> Rect {
    let (x, y) = (to.x.clamp(frame.x, frame.right()), to.y.clamp(frame.y, frame.bottom()));
    rect(from.x.min(x), from.y.min(y), (from.x - x).abs(), (from.y - y).abs())
}

/// What a mark is, while the pointer is over it.
fn hover_ui(ui: &Ui, cx: &UiCtx, mark: &Mark, response: Response) {
    let (Some(program), Some(result)) =
        (cx.framework.program(&mark.program), cx.analysis.programs.get(&mark.program))
    else {
        return;
    };
    let outline = paint::rect(mark.rect);
    let stroke = egui::Stroke::new(2.0, color(cx.theme.ink));
    ui.painter().rect_stroke(outline, 0.0, stroke, egui::StrokeKind::Outside);
    response.on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(380.0);
        let font = crate::ui::fonts::font_for(&program.title, 15.0, Weight::SemiBold);
        ui.label(egui::RichText::new(readable(program.title.trim())).font(font));
        let owner = program.owner.as_ref().map_or("no owner", |o| cx.framework.actor_short(o));
        let money = words::money(cx.framework.head().currency, result.money);
        ui.label(format!("{owner} · {money}"));
        ui.label(result.standing.words());
    });
}
