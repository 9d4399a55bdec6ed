//! The hand on the canvas: drags of cards, from a card's handle, on empty space, and of programs
//! that come from elsewhere. While dragging only a preview is drawn; the command goes out on
//! release.

use super::Canvas;
use crate::edit::{Command, ObjectiveEdit};
use crate::graph::Dag;
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::{Placed, Role};
use crate::model::{Contribution, ObjectiveId};
use crate::ui::action::Action;
use crate::ui::context::{Dragged, UiCtx};
use crate::ui::gesture::{self, Place};
use crate::ui::paint;
use crate::ui::style::color;
use egui::{CursorIcon, DragAndDrop, PointerButton, Pos2, Response, Stroke, Ui};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The radius of a handle, in screen points: its target is 28 points across.
const HANDLE: f32 = 14.0;

/// What is being dragged.
#[derive(Debug, Clone, Default)]
pub(super) enum Hand {
    /// Nothing.
    #[default]
    Free,
    /// Cards, from a point of the canvas.
    Cards(BTreeSet<ObjectiveId>, Point),
    /// A contribution from an objective, with the reason why each card cannot take it.
    Thread(ObjectiveId, Arc<Vec<Option<&'static str>>>),
    /// A rectangle that selects, from a point of the canvas.
    Marquee(Point),
}

/// What a release would do.
#[derive(Debug, Clone, PartialEq)]
enum Drop {
    /// Move the cards there.
    At(Place, String),
    /// Pin the cards.
    Pin,
    /// Nothing, and why.
    Not(&'static str),
}

impl Canvas {
    /// The handle of a card, on screen: at the middle of its lower edge.
    pub(super) fn handle(&self, here: Rect, id: &ObjectiveId) -> Option<egui::Rect> {
        let layout = self.layout.as_ref()?;
        let card =
            paint::rect(self.camera.transform(here).rect(layout.cards[layout.find(id)?].rect));
        let middle = card.center_bottom() + egui::vec2(0.0, 6.0);
        // Just below the foot of the card, so that its figures stay in sight.
        (card.height() >= 24.0)
            .then(|| egui::Rect::from_center_size(middle, egui::Vec2::splat(HANDLE * 2.0)))
    }

    /// The card whose handle is under a point: the hovered one or the lead.
    pub(super) fn handle_at(&self, cx: &UiCtx, here: Rect, at: Pos2) -> Option<ObjectiveId> {
        let near = cx.selection.lead.clone().into_iter().chain(self.hovered.clone());
        near.into_iter().find(|id| {
            self.handle(here, id).is_some_and(|handle| handle.center().distance(at) <= HANDLE)
        })
    }

    /// Whether something is being dragged, which Escape lets go.
    pub(in crate::ui) fn has_something_in_hand(&self) -> bool {
        !matches!(self.hand, Hand::Free)
    }

    /// Begins, follows and ends drags.
    pub(super) fn drags(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect, response: &Response) {
        if response.drag_started_by(PointerButton::Primary) {
            self.begin(ui, cx, here);
        }
        let at = response.interact_pointer_pos();
        let hand = std::mem::take(&mut self.hand);
        let released = response.drag_stopped();
        match (&hand, at) {
            (Hand::Free, _) => {}
            (_, None) => return,
            (Hand::Marquee(start), Some(at)) => self.marquee(ui, cx, here, *start, at, released),
            (Hand::Cards(ids, start), Some(at)) => {
                self.carry(ui, cx, here, (ids, *start), at, released);
            }
            (Hand::Thread(from, reasons), Some(at)) => {
                self.thread(ui, cx, here, (from, reasons), at, released);
            }
        }
        let gave_up = ui.input(|i| i.key_pressed(egui::Key::Escape));
        if response.dragged() && !released && !gave_up {
            self.hand = hand;
        }
    }

    fn begin(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let Some(at) = ui.input(|i| i.pointer.press_origin()) else { return };
        let start = self.camera.to_canvas(here, point(at.x, at.y));
        let editable = cx.view.read_only.is_none();
        if let Some(id) = self.handle_at(cx, here, at).filter(|_| editable) {
            let dag = Dag::new(cx.framework);
            let cards = self.layout.iter().flat_map(|l| &l.cards);
            let reasons = cards.map(|c| gesture::no_contribution(cx.framework, &dag, &id, &c.id));
            let reasons = Arc::new(reasons.collect());
            self.hand = Hand::Thread(id, reasons);
        } else if let Some(id) = self.card_at(here, at) {
            let ids = if cx.selection.objectives.contains(&id) {
                cx.selection.objectives.clone()
            } else {
                cx.send(Action::SelectObjective(id.clone(), false));
                BTreeSet::from([id])
            };
            if editable {
                self.hand = Hand::Cards(ids, start);
            }
        } else {
            self.hand = Hand::Marquee(start);
        }
    }

    fn marquee(&self, ui: &Ui, cx: &UiCtx, here: Rect, start: Point, at: Pos2, released: bool) {
        let end = self.camera.to_canvas(here, point(at.x, at.y));
        let area = rect(
            start.x.min(end.x),
            start.y.min(end.y),
            (start.x - end.x).abs(),
            (start.y - end.y).abs(),
        );
        let shown = paint::rect(self.camera.transform(here).rect(area));
        let accent = color(cx.theme.accent);
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        let fill = accent.gamma_multiply(0.12);
        painter.rect(shown, 0.0, fill, Stroke::new(1.5, accent), egui::StrokeKind::Middle);
        if released {
            let cards = self.layout.iter().flat_map(|l| &l.cards);
            let touched = cards.filter(|c| c.rect.overlaps(area)).map(|c| c.id.clone());
            let mut all: Vec<ObjectiveId> = touched.collect();
            if ui.input(|i| i.modifiers.shift || i.modifiers.command) {
                all.extend(cx.selection.objectives.iter().cloned());
            }
            cx.send(Action::SelectObjectives(all));
        }
    }

    /// Carries cards to another place.
    fn carry(
        &mut self,
        ui: &Ui,
        cx: &UiCtx,
        here: Rect,
        (ids, start): (&BTreeSet<ObjectiveId>, Point),
        at: Pos2,
        released: bool,
    ) {
        let end = self.camera.to_canvas(here, point(at.x, at.y));
        let (dx, dy) = (end.x - start.x, end.y - start.y);
        let drop = self.drop_at(cx, here, ids, at);
        if released {
            match drop {
                Drop::At(place, _) => {
                    if let Some(command) = gesture::move_to(cx.tree, ids, &place) {
                        cx.run(command);
                    }
                }
                Drop::Pin => {
                    let moved: Vec<_> = self
                        .layout
                        .iter()
                        .flat_map(|l| &l.cards)
                        .filter(|c| ids.contains(&c.id))
                        .map(|c| (c.id.clone(), Some((c.rect.x + dx, c.rect.y + dy))))
                        .collect();
                    if let Some(command) = gesture::pin(&moved) {
                        cx.run(command);
                    }
                }
                Drop::Not(_) => {}
            }
            return;
        }
        self.carried(ui, cx, here, (ids, (dx, dy)), (at, &drop));
    }

    /// Draws what is carried, where it would go, and the words for it.
    fn carried(
        &self,
        ui: &Ui,
        cx: &UiCtx,
        here: Rect,
        (ids, (dx, dy)): (&BTreeSet<ObjectiveId>, (f32, f32)),
        (at, drop): (Pos2, &Drop),
    ) {
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        let transform = self.camera.transform(here);
        let accent = color(cx.theme.accent);
        for card in self.layout.iter().flat_map(|l| &l.cards).filter(|c| ids.contains(&c.id)) {
            let ghost = paint::rect(transform.rect(card.rect.shift(dx, dy)));
            let fill = color(cx.theme.selected).gamma_multiply(0.85);
            painter.rect(ghost, 4.0, fill, Stroke::new(2.0, accent), egui::StrokeKind::Inside);
        }
        let words = match drop {
            Drop::At(place, words) => {
                if let Some(line) = self.mark_of(here, place) {
                    painter.rect_filled(line, 2.0, accent);
                }
                words.clone()
            }
            Drop::Pin => "Pin here".to_owned(),
            Drop::Not(why) => (*why).to_owned(),
        };
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        tip(ui, cx, at, &words);
    }

    /// Where a release at a point would put cards.
    fn drop_at(&self, cx: &UiCtx, here: Rect, ids: &BTreeSet<ObjectiveId>, at: Pos2) -> Drop {
        let Some(target) = self.card_at(here, at) else { return Drop::Pin };
        let Some(branch) = cx.tree.find(&target) else { return Drop::Not("That is not drawn") };
        if ids.contains(&target) {
            return Drop::Pin;
        }
        let own = ids.iter().filter_map(|id| cx.tree.find(id));
        if own.into_iter().any(|own| cx.tree.is_below(branch, own)) {
            return Drop::Not("It would stand below itself");
        }
        let Some(card) = self.placed(&target) else { return Drop::Not("That is not drawn") };
        let p = self.camera.to_canvas(here, point(at.x, at.y));
        let name = cx.framework.objective(&target).map_or_else(String::new, |o| {
            o.code.clone().filter(|c| !c.is_empty()).unwrap_or_else(|| format!("“{}”", o.title))
        });
        // The edges of a card stand for its siblings, its middle for what stands under it.
        let along = match card.role {
            Role::Leaf => (p.y - card.rect.y) / card.rect.h,
            _ => (p.x - card.rect.x) / card.rect.w,
        };
        if along < 0.22 {
            let place = Place::beside(cx.tree, &target, true).unwrap_or_default();
            Drop::At(place, format!("Before {name}"))
        } else if along > 0.78 {
            let place = Place::beside(cx.tree, &target, false).unwrap_or_default();
            Drop::At(place, format!("After {name}"))
        } else {
            Drop::At(Place::last_under(cx.tree, Some(&target)), format!("Under {name}"))
        }
    }

    fn placed(&self, id: &ObjectiveId) -> Option<&Placed> {
        let layout = self.layout.as_ref()?;
        layout.find(id).map(|place| &layout.cards[place])
    }

    /// The line that shows where a place is, on screen.
    fn mark_of(&self, here: Rect, place: &Place) -> Option<egui::Rect> {
        let transform = self.camera.transform(here);
        let shown = |id: &ObjectiveId| {
            self.placed(id).map(|card| (paint::rect(transform.rect(card.rect)), card.role))
        };
        let bar = |at: egui::Rect, role: Role, after: bool| match (role, after) {
            (Role::Leaf, true) => at.with_min_y(at.max.y + 1.0).with_max_y(at.max.y + 6.0),
            (Role::Leaf, false) => at.with_max_y(at.min.y - 1.0).with_min_y(at.min.y - 6.0),
            (_, true) => at.with_min_x(at.max.x + 1.0).with_max_x(at.max.x + 6.0),
            (_, false) => at.with_max_x(at.min.x - 1.0).with_min_x(at.min.x - 6.0),
        };
        match (&place.after, &place.under) {
            (Some(after), _) => shown(after).map(|(at, role)| bar(at, role, true)),
            (None, Some(under)) => {
                let (at, _) = shown(under)?;
                Some(at.with_min_y(at.max.y + 1.0).with_max_y(at.max.y + 6.0))
            }
            (None, None) => {
                let first = self.layout.as_ref()?.cards.first()?.id.clone();
                shown(&first).map(|(at, role)| bar(at, role, false))
            }
        }
    }

    /// Draws a contribution on its way, and makes it on release.
    fn thread(
        &mut self,
        ui: &Ui,
        cx: &UiCtx,
        here: Rect,
        (from, reasons): (&ObjectiveId, &Arc<Vec<Option<&'static str>>>),
        at: Pos2,
        released: bool,
    ) {
        let target = self.card_at(here, at);
        let place = target.as_ref().and_then(|id| self.layout.as_ref()?.find(id));
        let why_not = place.and_then(|place| reasons.get(place).copied().flatten());
        if released {
            match (target, why_not) {
                (None, _) => cx.send(Action::LowerOf(from.clone())),
                (Some(to), None) => {
                    let why = Some(Contribution::new());
                    let edit = ObjectiveEdit::Contribution(to, why);
                    cx.run(Command::Objective(from.clone(), edit));
                }
                (Some(to), Some(_)) if to == *from => {}
                (Some(_), Some(why)) => cx.send(Action::Say(format!("Not done: {why}"))),
            }
            return;
        }
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        if let Some(handle) = self.handle(here, from) {
            let line = Stroke::new(2.5, color(cx.theme.second));
            painter.line_segment([handle.center(), at], line);
            painter.circle_filled(at, 4.0, color(cx.theme.second));
        }
        let words = match (&target, why_not) {
            (None, _) => "Begin a lower objective",
            (Some(_), None) => "Contributes to this",
            (Some(_), Some(why)) => why,
        };
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        tip(ui, cx, at, words);
    }

    /// Cards that cannot take the contribution on its way.
    pub(super) fn dimmed_by_hand(&self) -> Option<&Arc<Vec<Option<&'static str>>>> {
        match &self.hand {
            Hand::Thread(_, reasons) => Some(reasons),
            _ => None,
        }
    }

    /// Programs from the table or the field that are dropped on a card are linked to it.
    pub(super) fn take_programs(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
        let Some(at) = ui.input(|i| i.pointer.interact_pos()) else { return };
        if !paint::rect(here).contains(at) {
            return;
        }
        let target = self.card_at(here, at);
        let released = ui.input(|i| i.pointer.any_released());
        let n = u32::try_from(dragged.0.len()).unwrap_or(u32::MAX);
        let programs = crate::scene::words::count(n, "program", "programs");
        let Some(id) = target else {
            tip(ui, cx, at, &format!("Drop {programs} on a card"));
            return;
        };
        if released {
            DragAndDrop::clear_payload(ui.ctx());
            let ids = dragged.0.iter().cloned().collect();
            match gesture::link(cx.framework, &ids, &id) {
                Some(command) => cx.run(command),
                None => cx.send(Action::Say("Linked to it already".to_owned())),
            }
            return;
        }
        if let Some(card) = self.placed(&id) {
            let card = paint::rect(self.camera.transform(here).rect(card.rect));
            let line = Stroke::new(3.0, color(cx.theme.accent));
            let painter = ui.painter().with_clip_rect(paint::rect(here));
            painter.rect_stroke(card.expand(3.0), 6.0, line, egui::StrokeKind::Middle);
        }
        let title =
            cx.framework.objective(&id).map_or_else(String::new, |o| crate::layout::caption(o));
        tip(ui, cx, at, &format!("Link {programs} to {title}"));
    }
}

/// Words beside the pointer.
pub(in crate::ui) fn tip(ui: &Ui, cx: &UiCtx, at: Pos2, words: &str) {
    let words = crate::layout::text::fit(words, crate::layout::text::Weight::SemiBold, 40.0);
    let font = crate::ui::fonts::font_for(&words, 15.0, crate::layout::text::Weight::SemiBold);
    let words = crate::ui::text::readable(&words);
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::new("throughline-tip"));
    let painter = ui.ctx().layer_painter(layer);
    let galley = painter.layout_no_wrap(words, font, color(cx.theme.ink));
    let ground = egui::Rect::from_min_size(at + egui::vec2(16.0, 18.0), galley.size()).expand(6.0);
    let line = Stroke::new(1.0, color(cx.theme.hairline));
    painter.rect(ground, 6.0, color(cx.theme.panel), line, egui::StrokeKind::Inside);
    painter.galley(ground.min + egui::vec2(6.0, 6.0), galley, color(cx.theme.ink));
}
