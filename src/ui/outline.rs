//! The outline: the accessible twin of the canvas, with the same selection and the same verbs;
//! and the lists of actors, tensions and mechanisms.

use super::action::{Action, Listing, Pane, Record, Way};
use super::context::{Dragged, UiCtx};
use super::fonts::font_for;
use super::gesture::{self, Place};
use super::style::color;
use super::text::readable;
use super::tree::Tree;
use crate::layout::caption_in;
use crate::layout::text::{Weight, fit};
use crate::model::{Language, ObjectiveId, Side};
use crate::scene::words;
use egui::{
    Align2, Button, DragAndDrop, EventFilter, Id, Pos2, Rect, RichText, ScrollArea, Sense, Ui,
    Vec2, WidgetInfo, WidgetType,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the outline is called among those that can have the keys.
pub(super) const OUTLINE: &str = "throughline-outline";

/// The height of a row.
const ROW: f32 = 28.0;

/// One row.
struct Row {
    id: ObjectiveId,
    text: String,
    indent: usize,
    depth: usize,
    programs: u32,
    /// Whether there is something under it.
    parent: bool,
}

/// Objectives on their way to another place in the outline.
#[derive(Debug, Clone)]
struct Moving(BTreeSet<ObjectiveId>);

/// What the outline keeps from frame to frame.
#[derive(Default)]
pub(super) struct Outline {
    pub listing: Listing,
    rows: Vec<Row>,
    /// What the rows are of: objectives, second language, what is folded.
    made_for: Option<(Arc<Tree>, Option<Language>, BTreeSet<ObjectiveId>)>,
    /// The figures that the rows show.
    figures: u64,
    /// The lead that was last scrolled to.
    followed: Option<ObjectiveId>,
    without_program: usize,
    filter: String,
}

impl Outline {
    /// Forgets its rows: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    fn prepare(&mut self, cx: &UiCtx, folded: &BTreeSet<ObjectiveId>) {
        let as_before = self.made_for.as_ref().is_some_and(|(tree, second, closed)| {
            Arc::ptr_eq(tree, cx.tree) && *second == cx.view.second && closed == folded
        });
        if as_before && self.figures == cx.revision {
            return;
        }
        self.figures = cx.revision;
        self.without_program = cx.analysis.gaps.objectives_without_program.len();
        if as_before {
            for row in &mut self.rows {
                row.programs = cx.analysis.objectives.get(&row.id).map_or(0, |c| c.programs);
            }
            return;
        }
        self.made_for = Some((Arc::clone(cx.tree), cx.view.second, folded.clone()));
        let mut hidden_below = usize::MAX;
        self.rows.clear();
        for branch in &cx.tree.branches {
            if branch.indent > hidden_below {
                continue;
            }
            hidden_below = if folded.contains(&branch.id) { branch.indent } else { usize::MAX };
            let id = branch.id.clone();
            let text = cx.framework.objective(&id).map(|o| caption_in(o, cx.view.second));
            self.rows.push(Row {
                text: text.unwrap_or_default(),
                indent: branch.indent,
                depth: branch.depth,
                programs: cx.analysis.objectives.get(&id).map_or(0, |c| c.programs),
                parent: !branch.children.is_empty(),
                id,
            });
        }
    }

    /// The row that an arrow leads to.
    pub(super) fn next(
        &self,
        tree: &Tree,
        from: Option<&ObjectiveId>,
        way: Way,
    ) -> Option<ObjectiveId> {
        let at = from.and_then(|id| self.rows.iter().position(|row| row.id == *id));
        let row = |place: usize| self.rows.get(place).map(|row| row.id.clone());
        match (way, at) {
            (_, None) => row(0),
            (Way::Up, Some(at)) => at.checked_sub(1).and_then(row),
            (Way::Down, Some(at)) => row(at + 1),
            (Way::Left, Some(at)) => {
                let branch = tree.find(&self.rows[at].id)?;
                tree.branches[branch].parent.map(|p| tree.id(p).clone())
            }
            (Way::Right, Some(at)) => self.rows[at].parent.then(|| row(at + 1)).flatten(),
        }
    }

    /// Shows the panel.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, folded: &BTreeSet<ObjectiveId>) {
        self.prepare(cx, folded);
        ui.add_space(2.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding.x = 6.0;
            for (listing, name) in [
                (Listing::Objectives, "Outline"),
                (Listing::Actors, "Actors"),
                (Listing::Coordination, "Tensions"),
            ] {
                let text = RichText::new(name).font(font_for("", 14.0, Weight::SemiBold));
                if ui.add(Button::selectable(self.listing == listing, text)).clicked() {
                    cx.send(Action::List(listing));
                }
            }
        });
        match self.listing {
            Listing::Objectives => self.objectives_ui(ui, cx, folded),
            Listing::Actors => self.actors_ui(ui, cx),
            Listing::Coordination => coordination_ui(ui, cx),
        }
    }

    fn objectives_ui(&mut self, ui: &mut Ui, cx: &UiCtx, folded: &BTreeSet<ObjectiveId>) {
        self.keys(ui, cx);
        let foot = if self.without_program > 0 { 30.0 } else { 0.0 };
        let height = ui.available_height() - foot;
        let mut scroll = ScrollArea::vertical().max_height(height).auto_shrink([false, false]);
        if self.followed != cx.selection.lead {
            self.followed.clone_from(&cx.selection.lead);
            let lead = cx.selection.lead.as_ref();
            let at = lead.and_then(|id| self.rows.iter().position(|row| row.id == *id));
            if let Some(at) = at {
                let offset = (at as f32 * ROW - height * 0.4).max(0.0);
                let seen = ui.data(|d| d.get_temp::<f32>(Id::new("throughline-outline-at")));
                let seen = seen.unwrap_or(0.0);
                if (at as f32 * ROW) < seen || (at + 1) as f32 * ROW > seen + height {
                    scroll = scroll.vertical_scroll_offset(offset);
                }
            }
        }
        let output = scroll.show_rows(ui, ROW, self.rows.len(), |ui, range| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in &self.rows[range] {
                row_ui(ui, cx, row, folded.contains(&row.id));
            }
        });
        let at = output.state.offset.y;
        ui.data_mut(|d| d.insert_temp(Id::new("throughline-outline-at"), at));
        if self.without_program > 0 {
            let n = u32::try_from(self.without_program).unwrap_or(u32::MAX);
            let text =
                format!("⚠ {} without a program", words::count(n, "objective", "objectives"));
            let font = font_for("", 14.0, Weight::SemiBold);
            let text = RichText::new(text).font(font).color(color(cx.theme.orphan_text));
            let label = egui::Label::new(text).truncate().sense(Sense::click());
            if ui.add(label).on_hover_text("Select them").clicked() {
                let all = cx.analysis.gaps.objectives_without_program.iter().cloned();
                cx.send(Action::SelectObjectives(all.collect()));
            }
        }
    }

    /// Lets the rows have the keys, all together.
    fn keys(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let id = Id::new(OUTLINE);
        let area = ui.available_rect_before_wrap();
        let response = ui.interact(area, id, Sense::focusable_noninteractive());
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Outline of objectives"));
        if cx.view.pane == Some(Pane::Outline) {
            response.request_focus();
            if let Some(first) = self.rows.first().filter(|_| cx.selection.lead.is_none()) {
                cx.send(Action::SelectObjective(first.id.clone(), false));
            }
        }
        let own =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
    }

    fn actors_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let wide = ui.available_width();
        if ui.add(Button::new("New actor").min_size(Vec2::new(wide, 32.0))).clicked() {
            cx.send(Action::AddActor);
        }
        let field = egui::TextEdit::singleline(&mut self.filter)
            .hint_text("Find an actor")
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        crate::ui::field::named(&response, "Find an actor");
        let wanted = super::canvas::plain(self.filter.trim());
        let fits = |text: &str| super::canvas::plain(text).contains(&wanted);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (side, heading) in [
                (Side::Internal, "Local (internal)"),
                (Side::External, "International (external)"),
                (Side::Mixed, "Mixed"),
            ] {
                let mut of: Vec<_> = cx
                    .framework
                    .actors()
                    .iter()
                    .filter(|(_, a)| a.side == side && (fits(&a.name) || fits(a.short())))
                    .collect();
                if of.is_empty() {
                    continue;
                }
                of.sort_by_cached_key(|(_, a)| (!a.core_group, a.name.to_lowercase()));
                ui.add_space(8.0);
                ui.label(RichText::new(heading).size(13.0).color(color(cx.theme.weak)));
                for (id, actor) in of {
                    let record = Record::Actor(id.clone());
                    let right = if actor.core_group { "core group" } else { "" };
                    let name =
                        if actor.name.trim().is_empty() { "(no name yet)" } else { &actor.name };
                    line_ui(ui, cx, name, right, record);
                }
            }
            if cx.framework.actors().is_empty() {
                let text = "No actor yet: add one, or record a position on a card (Ctrl+P)";
                ui.add_space(8.0);
                ui.label(RichText::new(text).color(color(cx.theme.weak)));
            }
        });
    }
}

fn coordination_ui(ui: &mut Ui, cx: &UiCtx) {
    let wide = ui.available_width();
    for (name, action) in
        [("New tension", Action::AddTension), ("New mechanism", Action::AddMechanism)]
    {
        if ui.add(Button::new(name).min_size(Vec2::new(wide, 32.0))).clicked() {
            cx.send(action);
        }
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let heading = |ui: &mut Ui, text: &str| {
            ui.add_space(8.0);
            ui.label(RichText::new(text).size(13.0).color(color(cx.theme.weak)));
        };
        heading(ui, "Tensions");
        for (id, tension) in cx.framework.tensions() {
            let right = if tension.outcome.handled() { "handled" } else { "open" };
            let name =
                if tension.title.trim().is_empty() { "(no title yet)" } else { &tension.title };
            line_ui(ui, cx, name, right, Record::Tension(id.clone()));
        }
        heading(ui, "Mechanisms");
        for (id, mechanism) in cx.framework.mechanisms() {
            let name =
                if mechanism.name.trim().is_empty() { "(no name yet)" } else { &mechanism.name };
            line_ui(ui, cx, name, "", Record::Mechanism(id.clone()));
        }
    });
}

/// A line that selects a record.
fn line_ui(ui: &mut Ui, cx: &UiCtx, text: &str, right: &str, record: Record) {
    let selected = cx.selection.record.as_ref() == Some(&record);
    let button = Button::selectable(selected, readable(text.trim()))
        .shortcut_text(RichText::new(right).size(13.0))
        .truncate()
        .min_size(Vec2::new(ui.available_width(), ROW));
    if ui.add(button).on_hover_text(readable(text)).clicked() {
        cx.send(Action::Select(record));
    }
}

/// Where a drag onto a row puts what is dragged: its upper part before, its lower part after, its
/// middle under it.
fn place_at(cx: &UiCtx, row: &Row, area: Rect, at: Pos2) -> (Place, Rect) {
    let along = (at.y - area.min.y) / area.height();
    let line =
        |y: f32| Rect::from_min_max(Pos2::new(area.min.x, y - 2.0), Pos2::new(area.max.x, y + 2.0));
    if along < 0.28 {
        (Place::beside(cx.tree, &row.id, true).unwrap_or_default(), line(area.min.y))
    } else if along > 0.72 {
        (Place::beside(cx.tree, &row.id, false).unwrap_or_default(), line(area.max.y))
    } else {
        (Place::last_under(cx.tree, Some(&row.id)), area)
    }
}

/// Takes what is dropped on a row.
fn drops(ui: &Ui, cx: &UiCtx, row: &Row, area: Rect) {
    let Some(at) = ui.input(|i| i.pointer.interact_pos()).filter(|at| area.contains(*at)) else {
        return;
    };
    let released = ui.input(|i| i.pointer.any_released());
    let accent = egui::Stroke::new(2.0, color(cx.theme.accent));
    if let Some(moving) = DragAndDrop::payload::<Moving>(ui.ctx()) {
        let own = moving.0.iter().filter_map(|id| cx.tree.find(id));
        let here = cx.tree.find(&row.id);
        let inside =
            own.into_iter().any(|o| here.is_some_and(|h| h == o || cx.tree.is_below(h, o)));
        if inside {
            return;
        }
        let (place, mark) = place_at(cx, row, area, at);
        ui.painter().rect_stroke(mark, 2.0, accent, egui::StrokeKind::Inside);
        if released {
            DragAndDrop::clear_payload(ui.ctx());
            if let Some(command) = gesture::move_to(cx.tree, &moving.0, &place) {
                cx.run(command);
            }
        }
    } else if let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) {
        ui.painter().rect_stroke(area, 4.0, accent, egui::StrokeKind::Inside);
        if released {
            DragAndDrop::clear_payload(ui.ctx());
            let ids = dragged.0.iter().cloned().collect();
            if let Some(command) = gesture::link(cx.framework, &ids, &row.id) {
                cx.run(command);
            }
        }
    }
}

/// Shows a row.
fn row_ui(ui: &mut Ui, cx: &UiCtx, row: &Row, folded: bool) {
    let width = ui.available_width();
    let (area, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
    let id = ui.id().with(("row", row.id.as_str()));
    let response = ui.interact(area, id, Sense::click_and_drag());
    let selected = cx.selection.objectives.contains(&row.id);
    response.widget_info(|| {
        let programs = words::count(row.programs, "program", "programs");
        let text = format!("{}, {programs}", row.text);
        WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, text)
    });
    let painter = ui.painter();
    if selected {
        painter.rect_filled(area, 5.0, color(cx.theme.selected));
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(area, 5.0, color(cx.theme.surround));
    }
    let middle = area.center().y;
    let x = area.min.x + 16.0 + row.indent.min(6) as f32 * 15.0;
    if row.parent {
        triangle_ui(ui, cx, row, folded, Pos2::new(x - 9.0, middle));
    }
    row_text(ui, cx, row, area, x);
    if response.clicked() {
        let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        cx.send(Action::SelectObjective(row.id.clone(), extend));
        cx.send(Action::FocusOn(Pane::Outline));
    }
    if response.double_clicked() {
        cx.send(Action::EditTitleOf(row.id.clone(), None));
    }
    if response.drag_started() && cx.view.read_only.is_none() {
        let ids = if selected {
            cx.selection.objectives.clone()
        } else {
            BTreeSet::from([row.id.clone()])
        };
        response.dnd_set_drag_payload(Moving(ids));
    }
    drops(ui, cx, row, area);
    if response.secondary_clicked() && !selected {
        cx.send(Action::SelectObjective(row.id.clone(), false));
    }
    response.context_menu(|ui| super::canvas::context_menu(ui, cx));
    response.on_hover_text(readable(&row.text));
}

/// The triangle that folds and unfolds.
fn triangle_ui(ui: &Ui, cx: &UiCtx, row: &Row, folded: bool, at: Pos2) {
    let at = Rect::from_center_size(at, Vec2::splat(18.0));
    let triangle = ui.interact(at, ui.id().with(("fold", row.id.as_str())), Sense::click());
    triangle.widget_info(|| {
        let verb = if folded { "Unfold" } else { "Fold" };
        WidgetInfo::labeled(WidgetType::Button, true, format!("{verb} {}", row.text))
    });
    if triangle.clicked() {
        cx.send(Action::FoldOf(row.id.clone()));
    }
    let (c, r) = (at.center(), 3.6);
    let points = if folded {
        vec![
            Pos2::new(c.x - r * 0.6, c.y - r),
            Pos2::new(c.x + r * 0.9, c.y),
            Pos2::new(c.x - r * 0.6, c.y + r),
        ]
    } else {
        vec![
            Pos2::new(c.x - r, c.y - r * 0.6),
            Pos2::new(c.x + r, c.y - r * 0.6),
            Pos2::new(c.x, c.y + r * 0.9),
        ]
    };
    let fill = color(cx.theme.weak);
    ui.painter().add(egui::Shape::convex_polygon(points, fill, egui::Stroke::NONE));
}

fn row_text(ui: &Ui, cx: &UiCtx, row: &Row, area: Rect, x: f32) {
    let (painter, middle) = (ui.painter(), area.center().y);
    let square = Rect::from_center_size(Pos2::new(x + 8.0, middle), Vec2::splat(9.0));
    painter.rect_filled(square, 1.0, color(cx.theme.band(row.depth)));
    let number = words::number(row.programs);
    let (tint, weight) = if row.programs == 0 {
        (cx.theme.orphan_text, Weight::SemiBold)
    } else {
        (cx.theme.weak, Weight::Regular)
    };
    let right = Pos2::new(area.max.x - 8.0, middle);
    let font = font_for(&number, 13.5, weight);
    let drawn = painter.text(right, Align2::RIGHT_CENTER, number, font, color(tint));
    let weight = if row.indent == 0 { Weight::SemiBold } else { Weight::Regular };
    let room = drawn.min.x - 8.0 - (x + 18.0);
    let text = readable(&fit(&row.text, weight, room / 14.0));
    let font = font_for(&text, 14.0, weight);
    painter.text(Pos2::new(x + 18.0, middle), Align2::LEFT_CENTER, text, font, color(cx.theme.ink));
}
