//! The canvas: the objectives as cards, with our own camera and selection. It draws by way of
//! one adapter to `egui_graphs` and lays a named, focusable widget over each card in sight.

mod adapter;
mod camera;
mod sheet;

use super::action::Action;
use super::context::UiCtx;
use super::paint::{self, Brush};
use super::style::color;
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::{self, Layout, Request};
use crate::model::ObjectiveId;
use crate::scene::card::Deck;
use adapter::{Adapter, Frame};
use camera::Camera;
use egui::{Event, MouseWheelUnit, PointerButton, Pos2, Sense, Ui, WidgetInfo, WidgetType};
use sheet::{Detail, Sheet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Cards in sight beyond which they get no widget of their own: at that number they are blocks
/// of a few points, and the outline is the way.
const MOST_WIDGETS: usize = 400;

/// What the canvas keeps from frame to frame.
#[derive(Default)]
pub(super) struct Canvas {
    layout: Option<Layout>,
    sheet: Arc<Sheet>,
    adapter: Adapter,
    camera: Camera,
    detail: Detail,
    selected: Arc<Vec<bool>>,
    /// The revisions of figures and selection that the sheet and the selection are of.
    made_for: Option<(u64, u64)>,
    marquee: Option<Point>,
    size: (f32, f32),
    /// The size of the whole window that the layout is shaped for.
    window: egui::Vec2,
    wanted: Option<Wanted>,
    /// The font atlas that the last frame's text is of.
    atlas: u64,
    shown: u64,
}

/// A move that was asked for and waits for the next frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The whole.
    Whole,
    /// What is selected.
    Selection,
    /// Closer.
    In,
    /// Further away.
    Out,
}

impl Canvas {
    /// Forgets the layout: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Asks for a move.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted = Some(wanted);
    }

    /// Screen points a canvas unit.
    pub(super) fn zoom(&self) -> f32 {
        self.camera.view().zoom
    }

    /// Shows the canvas in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, brush: &Arc<Brush>) {
        let area = ui.available_rect_before_wrap();
        let here = rect(area.min.x, area.min.y, area.width(), area.height());
        self.prepare(ui, cx, here);
        self.moves(ui, cx, here);
        let painter = ui.painter().with_clip_rect(area);
        painter.rect_filled(area, 0.0, color(cx.theme.page));
        let frame = Frame {
            sheet: Arc::clone(&self.sheet),
            brush: Arc::clone(brush),
            view: self.camera.view(),
            area: here,
            sight: self.camera.sight(here),
            detail: self.detail,
            theme: cx.theme,
            selected: Arc::clone(&self.selected),
            revision: self.shown,
        };
        self.adapter.show(ui, frame);
        self.interact(ui, cx, here);
        if self.layout.as_ref().is_none_or(|l| l.cards.is_empty()) {
            let at = area.center();
            let text = "No objective yet: open a framework, or make one from a template (File)";
            let font = super::fonts::font(18.0, layout::text::Weight::Regular);
            painter.text(at, egui::Align2::CENTER_CENTER, text, font, color(cx.theme.weak));
        }
    }

    /// Lays out and draws anew what changed.
    fn prepare(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let made_for = (cx.revision, cx.selection.revision);
        let window = ui.ctx().content_rect().size();
        if self.camera.whole && self.window != window {
            // Another window, another shape; a panel that opens changes nothing.
            self.layout = None;
            self.window = window;
        }
        if self.layout.is_none() || self.made_for.is_none_or(|m| m.0 != cx.revision) {
            let folded = BTreeSet::new();
            let kept = self.layout.as_ref().map(|l| l.shape.clone());
            let request =
                Request { window: (here.w, here.h), folded: &folded, shape: kept.as_ref() };
            let layout = layout::arrange(cx.framework, &request);
            let deck = Deck::new(cx.framework, cx.analysis, cx.theme);
            self.sheet = Arc::new(Sheet::new(&layout, &deck, cx.theme));
            self.adapter.rebuild(&layout);
            self.layout = Some(layout);
        }
        if self.made_for != Some(made_for) || self.atlas != cx.atlas {
            let cards = self.layout.iter().flat_map(|l| &l.cards);
            let chosen = cards.map(|c| cx.selection.objectives.contains(&c.id)).collect();
            self.selected = Arc::new(chosen);
            self.made_for = Some(made_for);
            self.atlas = cx.atlas;
            self.shown += 1;
        }
        let Some(layout) = &self.layout else { return };
        if self.camera.whole && self.size != (here.w, here.h) {
            self.camera.fit(layout.bounds, here);
        }
        self.size = (here.w, here.h);
        // Stacked cards are most of them, and all of one height.
        let stacked = layout.cards.iter().find(|c| c.role == layout::Role::Leaf);
        let leaf = stacked.or(layout.cards.first()).map_or(0.0, |c| c.rect.h);
        self.detail = self.detail.next(leaf * self.camera.view().zoom);
    }

    /// Carries out moves that were asked for, and those under way.
    fn moves(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let now = ui.input(|i| i.time);
        let middle = point(here.x + here.w / 2.0, here.y + here.h / 2.0);
        if let (Some(wanted), Some(layout)) = (self.wanted.take(), &self.layout) {
            match wanted {
                Wanted::Whole => {
                    self.camera.whole = true;
                    self.camera.go_to(layout.bounds, here, now);
                }
                Wanted::Selection => {
                    let chosen = cx.selection.objectives.iter().filter_map(|id| layout.find(id));
                    let bounds = chosen.map(|c| layout.cards[c].rect).reduce(Rect::union);
                    if let Some(bounds) = bounds {
                        self.camera.whole = false;
                        self.camera.go_to(bounds.grow(60.0), here, now);
                    }
                }
                Wanted::In => self.camera.zoom_at(here, middle, 1.25),
                Wanted::Out => self.camera.zoom_at(here, middle, 0.8),
            }
        }
        if self.camera.step(now) {
            ui.ctx().request_repaint();
        }
    }

    fn interact(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let area = paint::rect(here);
        let response = ui.interact(area, ui.id().with("canvas"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Objectives"));
        self.wheel(ui, here, &response);
        let held = ui.input(|i| i.key_down(egui::Key::Space));
        let pans = response.dragged_by(PointerButton::Middle)
            || response.dragged_by(PointerButton::Secondary)
            || (held && response.dragged_by(PointerButton::Primary));
        if pans {
            let delta = response.drag_delta();
            self.camera.pan_by(delta.x, delta.y);
        } else {
            self.drag_marquee(ui, cx, here, &response);
        }
        let hovered = response.hover_pos().and_then(|at| self.card_at(here, at));
        if response.clicked() {
            let at = response.interact_pointer_pos();
            let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
            match at.and_then(|at| self.card_at(here, at)) {
                Some(id) => cx.send(Action::SelectObjective(id, extend)),
                None if !extend => cx.send(Action::Clear),
                None => {}
            }
        }
        self.widgets(ui, cx, here);
        if let Some(id) = hovered {
            response.on_hover_ui_at_pointer(|ui| tooltip(ui, cx, &id));
        }
    }

    /// Mouse wheel zooms at the cursor, trackpad pans, Ctrl and pinch always zoom.
    fn wheel(&mut self, ui: &Ui, here: Rect, response: &egui::Response) {
        let Some(at) = response.hover_pos().filter(|_| response.contains_pointer()) else { return };
        let at = point(at.x, at.y);
        let events = ui.input(|i| i.events.clone());
        for event in events {
            match event {
                Event::MouseWheel { unit, delta, modifiers, .. } => {
                    if unit == MouseWheelUnit::Point && !modifiers.command && !modifiers.ctrl {
                        self.camera.pan_by(delta.x, delta.y);
                    } else {
                        let steps = match unit {
                            MouseWheelUnit::Point => delta.y / 50.0,
                            MouseWheelUnit::Line => delta.y,
                            MouseWheelUnit::Page => delta.y * 4.0,
                        };
                        self.camera.zoom_at(here, at, 1.15_f32.powf(steps));
                    }
                }
                Event::Zoom(factor) => self.camera.zoom_at(here, at, factor),
                _ => {}
            }
        }
    }

    /// A drag on empty space draws a marquee; on release it selects what it touches.
    fn drag_marquee(&mut self, ui: &Ui, cx: &UiCtx, here: Rect, response: &egui::Response) {
        if response.drag_started_by(PointerButton::Primary) {
            let start = ui.input(|i| i.pointer.press_origin());
            self.marquee = start
                .filter(|at| self.card_at(here, *at).is_none())
                .map(|at| self.camera.to_canvas(here, point(at.x, at.y)));
        }
        let (Some(start), Some(at)) = (self.marquee, response.interact_pointer_pos()) else {
            if !response.dragged() {
                self.marquee = None;
            }
            return;
        };
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
        painter.rect(
            shown,
            0.0,
            accent.gamma_multiply(0.12),
            egui::Stroke::new(1.5, accent),
            egui::StrokeKind::Middle,
        );
        if response.drag_stopped() {
            self.marquee = None;
            let cards = self.layout.iter().flat_map(|l| &l.cards);
            let touched = cards.filter(|c| c.rect.overlaps(area)).map(|c| c.id.clone());
            cx.send(Action::SelectObjectives(touched.collect()));
        }
    }

    fn card_at(&self, here: Rect, at: Pos2) -> Option<ObjectiveId> {
        let at = self.camera.to_canvas(here, point(at.x, at.y));
        let cards = &self.layout.as_ref()?.cards;
        cards.iter().find(|c| c.rect.contains(at)).map(|c| c.id.clone())
    }

    /// A named widget over each card in sight, for keyboards and screen readers.
    fn widgets(&self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let Some(layout) = &self.layout else { return };
        let sight = self.camera.sight(here);
        let seen: Vec<usize> =
            (0..layout.cards.len()).filter(|&c| layout.cards[c].rect.overlaps(sight)).collect();
        if self.detail == Detail::Block && seen.len() > MOST_WIDGETS {
            return;
        }
        let transform = self.camera.transform(here);
        let clip = paint::rect(here);
        for place in seen {
            let card = &layout.cards[place];
            let at = paint::rect(transform.rect(card.rect)).intersect(clip);
            let id = ui.id().with(("card", card.id.as_str()));
            let response = ui.interact(at, id, Sense::focusable_noninteractive());
            let chosen = self.selected.get(place).copied().unwrap_or(false);
            let spoken = &self.sheet.cards[place].spoken;
            response.widget_info(|| {
                WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, spoken)
            });
            if response.gained_focus() && !chosen {
                cx.send(Action::SelectObjective(card.id.clone(), false));
            }
        }
    }
}

/// The full text of a card.
fn tooltip(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId) {
    let Some(objective) = cx.framework.objective(id) else { return };
    ui.set_max_width(420.0);
    ui.label(
        egui::RichText::new(super::text::readable(&layout::caption(objective)))
            .font(super::fonts::font(16.0, layout::text::Weight::SemiBold)),
    );
    if let Some(description) = &objective.description {
        ui.label(super::text::readable(description));
    }
    let facts = cx.analysis.objectives.get(id).copied().unwrap_or_default();
    let programs = crate::scene::words::count(facts.programs, "program", "programs");
    let money = crate::scene::words::money(cx.framework.head().currency, facts.money);
    ui.weak(format!("{programs} · {money}"));
}
