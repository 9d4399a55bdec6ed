//! Link mode: one program at a time, the largest money first, with the objectives that it may
//! support. Keys tick, link, decide, park, undo; each decision is one command and one undo step.
//!
//! What comes is defined in `queue`: programs in scope that show no link and on which nobody
//! decided. What is seen is made ready when document, figures, program or filter change; a frame
//! only draws it.

mod act;
mod alike;
mod card;
mod decide;
mod empty;
mod finder;
mod head;
mod keys;
mod lines;
mod make;
mod map;
mod objectives;
pub(super) mod place;
mod program;
mod queue;
mod sheet;
mod step;

pub(super) use finder::digit_of;
pub(super) use place::Place;
pub use step::Step;

use super::action::Action;
use super::context::UiCtx;
use super::style::color;
use crate::model::{ActorId, ObjectiveId, ProgramId};
use card::{Card, Row};
use egui::{EventFilter, Id, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType};
use queue::Queue;
use sheet::Sheet;
use std::collections::VecDeque;

/// What has the keys while nothing else has.
pub(super) const LINK: &str = "throughline-link";

/// How the next links are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum How {
    #[default]
    Asserted,
    Documented,
    Confirmed,
}

/// What the mode keeps from frame to frame.
#[derive(Default)]
pub(super) struct Link {
    place: Place,
    queue: Queue,
    /// The revision that queue and card are of.
    made_for: Option<u64>,
    /// The program at hand.
    at: Option<ProgramId>,
    card: Option<Card>,
    /// What is ticked, in the order in which it was.
    ticked: Vec<ObjectiveId>,
    /// What was found by search, above what is suggested.
    found: Vec<Row>,
    /// Which of found and suggested is looked at.
    focus: usize,
    /// Whether what is looked at is to be brought in sight.
    reveal: bool,
    undermines: bool,
    how: How,
    document: String,
    confirmer: Option<ActorId>,
    /// Reasons given before, the last first.
    reasons: Vec<String>,
    sheet: Option<Sheet>,
    steps: VecDeque<Step>,
    /// The program that a command on its way is about.
    sent: Option<ProgramId>,
    /// The steps done here, by the number of the history's state, with their programs.
    trail: Vec<(u64, ProgramId)>,
    /// The state of the history that was seen last.
    state: u64,
    /// The program parked last, and the state in which it was.
    parked: Option<(u64, ProgramId)>,
    /// The selection that was seen last.
    selected: Option<u64>,
    /// What the last key came to, and whether it came to nothing.
    said: Option<(String, bool)>,
}

impl Link {
    /// Begins with another document, where one stopped in it.
    pub(super) fn open(place: Place) -> Self {
        Self { place, ..Self::default() }
    }

    /// Where one is.
    pub(super) fn place(&self) -> Place {
        Place { card: self.at.clone().or_else(|| self.place.card.clone()), ..self.place.clone() }
    }

    /// Asks for something; it is done in the next frame.
    pub(super) fn ask(&mut self, step: Step) {
        self.steps.push_back(step);
    }

    /// Takes note that a command was refused, or changed nothing.
    pub(super) fn nothing_done(&mut self) {
        self.sent = None;
    }

    /// Leaves what is open; gives whether something was.
    pub(super) fn leave(&mut self) -> bool {
        self.sheet.take().is_some()
    }

    /// The program at hand.
    pub(super) fn at(&self) -> Option<&ProgramId> {
        self.at.as_ref()
    }

    /// Shows the program at hand and the objectives suggested for it.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let room = ui.available_rect_before_wrap();
        self.hold_keys(ui, room);
        self.prepare(cx);
        while self.sent.is_none()
            && let Some(step) = self.steps.pop_front()
        {
            self.said = None;
            self.step(cx, step);
            self.prepare(cx);
        }
        if !self.steps.is_empty() {
            ui.ctx().request_repaint();
        }
        let areas = Areas::new(room);
        ui.painter().rect_filled(room, 0.0, color(cx.theme.page));
        inside(ui, areas.head, "head", |ui| self.head_ui(ui, cx, areas.tiny));
        if self.card.is_none() && !matches!(self.sheet, Some(Sheet::Queue(..))) {
            let both = areas.left.union(areas.right);
            inside(ui, both, "empty", |ui| self.empty_ui(ui, cx));
        } else {
            inside(ui, areas.left, "program", |ui| self.program_ui(ui, cx, areas.small));
            inside(ui, areas.right, "objectives", |ui| {
                if self.sheet.is_some() {
                    self.sheet_ui(ui, cx);
                } else {
                    self.objectives_ui(ui, cx, areas.tiny);
                }
            });
        }
        inside(ui, areas.keys, "keys", |ui| self.keys_ui(ui, cx));
        inside(ui, areas.status, "status", |ui| self.status_ui(ui, cx));
    }

    /// Takes the keys where nothing else has them, so that arrows and Enter come here.
    fn hold_keys(&mut self, ui: &mut Ui, room: Rect) {
        let id = Id::new(LINK);
        let response = ui.interact(room, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Programs to link"));
        let free = ui.memory(|m| m.focused().is_none() && m.allows_interaction(ui.layer_id()));
        if free && !self.types() {
            response.request_focus();
        }
        let own = EventFilter {
            tab: false,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
    }

    /// Whether a text is typed.
    fn types(&self) -> bool {
        self.sheet.as_ref().is_some_and(Sheet::types)
    }

    /// Brings queue and card up to the document, and goes where what happened leads.
    fn prepare(&mut self, cx: &UiCtx) {
        let chosen = self.selected.replace(cx.selection.revision);
        if chosen.is_some_and(|seen| seen != cx.selection.revision)
            && cx.selection.programs.len() == 1
        {
            self.go_to(cx.selection.programs.first().cloned());
        }
        if self.made_for != Some(cx.revision) {
            self.made_for = Some(cx.revision);
            self.card = None;
            let old = std::mem::take(&mut self.queue);
            self.queue = Queue::new(cx.framework, cx.analysis, &self.place);
            self.follow(cx, &old);
        }
        let gone = self.at.as_ref().is_some_and(|id| cx.framework.program(id).is_none());
        if self.at.is_none() || gone {
            let last = self.place.card.take().filter(|id| self.queue.at(id).is_some());
            self.go_to(last.or_else(|| self.queue.ids.first().cloned()));
        }
        if self.card.is_none() {
            self.card = self.at.as_ref().and_then(|id| Card::new(cx, id));
            let there = |id: &ObjectiveId| cx.framework.objective(id).is_some();
            self.ticked.retain(there);
            self.found.retain(|row| there(&row.objective));
            self.focus = self.focus.min(self.offered().saturating_sub(1));
        }
    }

    /// Goes on after what was done, and back after what was undone.
    fn follow(&mut self, cx: &UiCtx, old: &Queue) {
        let (before, now) = (self.state, cx.view.history.state());
        self.state = now;
        let undone = self.trail.iter().filter(|(n, _)| *n > now && *n <= before).min();
        if now < before
            && let Some((_, program)) = undone
        {
            let program = program.clone();
            self.sent = None;
            self.sheet = None;
            self.go_to(Some(program));
        } else if now > before && self.sent.is_some() {
            let about = self.sent.take();
            self.trail.retain(|(n, _)| *n <= before);
            self.trail.extend(about.map(|program| (now, program)));
            self.go_on(old);
        } else if now != before
            && let Some(at) = &self.at
            && old.at(at).is_some()
            && self.queue.at(at).is_none()
        {
            self.go_on(old);
        }
    }

    /// Goes to what comes after the program at hand, as the queue was.
    fn go_on(&mut self, old: &Queue) {
        let at = self.at.as_ref().and_then(|id| old.at(id));
        let after = at.map_or(&[][..], |at| &old.ids[at + 1..]);
        let next = after.iter().find(|id| self.queue.at(id).is_some());
        let next = next.or(self.queue.ids.first()).cloned();
        self.go_to(next);
    }

    /// Shows a program, with nothing ticked.
    fn go_to(&mut self, program: Option<ProgramId>) {
        self.at = program;
        self.card = None;
        self.ticked.clear();
        self.found.clear();
        self.focus = 0;
        self.reveal = true;
        self.undermines = false;
    }

    /// Makes the queue anew: its order or filter changed.
    fn requeue(&mut self, cx: &UiCtx) {
        self.queue = Queue::new(cx.framework, cx.analysis, &self.place);
        cx.send(Action::KeepPlace);
    }

    /// How many objectives can be ticked.
    fn offered(&self) -> usize {
        self.found.len() + self.card.as_ref().map_or(0, |card| card.suggestions.len())
    }

    /// An objective that can be ticked.
    fn offer(&self, place: usize) -> Option<&Row> {
        let suggested = place.checked_sub(self.found.len());
        match suggested {
            None => self.found.get(place),
            Some(place) => self.card.as_ref()?.suggestions.get(place),
        }
    }
}

/// Where the parts of the mode stand.
struct Areas {
    head: Rect,
    left: Rect,
    right: Rect,
    keys: Rect,
    status: Rect,
    /// Whether there is little room.
    small: bool,
    /// Whether there is hardly any.
    tiny: bool,
}

impl Areas {
    fn new(room: Rect) -> Self {
        let small = room.height() < 420.0 || room.width() < 1100.0;
        let margin = if small { 12.0 } else { 24.0 };
        let inner = room.shrink2(Vec2::new(margin, 0.0));
        let slice = |top: f32, height: f32| {
            Rect::from_min_size(egui::pos2(inner.min.x, top), Vec2::new(inner.width(), height))
        };
        // On a small screen with large type the line of the evidence stands within the head.
        let tiny = room.height() < 330.0;
        let head = match (tiny, small) {
            (true, _) => slice(room.min.y + 2.0, 38.0),
            (_, true) => slice(room.min.y + 4.0, 52.0),
            _ => slice(room.min.y + 12.0, 52.0),
        };
        let mut status = slice(room.max.y - 26.0, 24.0);
        let mut keys = slice(status.min.y - if small { 38.0 } else { 42.0 }, 36.0);
        if tiny {
            keys = slice(room.max.y - 40.0, 36.0);
            let from = inner.min.x + inner.width() * 0.38;
            let to = (inner.max.x - head::ORDER).max(from);
            status =
                Rect::from_min_max(egui::pos2(from, head.min.y), egui::pos2(to, head.min.y + 26.0));
        }
        let gap = if small { 6.0 } else { 12.0 };
        let body = Rect::from_min_max(
            egui::pos2(inner.min.x, head.max.y + gap),
            egui::pos2(inner.max.x, (keys.min.y - gap).max(head.max.y + gap + 40.0)),
        );
        let middle = body.min.x + body.width() * 0.48;
        let gutter = if small { 10.0 } else { 24.0 };
        let (mut left, mut right) = (body, body);
        left.max.x = middle;
        right.min.x = middle + gutter;
        Self { head, left, right, keys, status, small, tiny }
    }
}

/// Draws a part within its area, and nowhere else.
fn inside(ui: &mut Ui, area: Rect, salt: &'static str, draw: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(UiBuilder::new().max_rect(area).id_salt(salt));
    let clip = ui.clip_rect().intersect(area.expand(3.0));
    part.set_clip_rect(clip);
    draw(&mut part);
}
