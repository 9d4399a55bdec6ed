//! The canvas: the objectives as cards, with our own camera and selection. It draws by way of
//! one adapter to `egui_graphs` and lays a named, focusable widget over each card in sight.

mod adapter;
mod bar;
mod camera;
mod hand;
mod lines;
mod map;
mod sheet;
mod walk;
mod write;

pub(super) use bar::{context_menu, program_menu};
pub(super) use hand::tip;
pub(super) use walk::plain;
pub(super) use write::Writing;

use super::action::{Action, Navigation, Pane};
use super::context::UiCtx;
use super::paint::{self, Brush};
use super::style::color;
use super::tree::Tree;
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::{self, Layout, Request, Shape};
use crate::model::{Filter, Language, ObjectiveId};
use crate::scene::card::Deck;
use adapter::{Adapter, Frame};
use camera::Camera;
use egui::{
    Event, EventFilter, Id, MouseWheelUnit, PointerButton, Pos2, Sense, Ui, WidgetInfo, WidgetType,
};
use hand::Hand;
use sheet::{Detail, Sheet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the canvas is called among those that can have the keys.
pub(super) const CANVAS: &str = "throughline-canvas";

/// Cards in sight beyond which they get no widget of their own: at that number they are blocks
/// of a few points, and the outline is the way.
const MOST_WIDGETS: usize = 400;

/// The frames in which a new window finds its size.
const YOUNG: u8 = 4;

/// How long cards slide to a new place, in seconds.
const SLIDE: f64 = 0.25;

/// How far each card is from its place.
type Shifts = Arc<Vec<(f32, f32)>>;

/// What the canvas keeps from frame to frame.
#[derive(Default)]
pub(super) struct Canvas {
    layout: Option<Layout>,
    sheet: Arc<Sheet>,
    adapter: Adapter,
    camera: Camera,
    detail: Detail,
    selected: Arc<Vec<bool>>,
    faded: Arc<Vec<bool>>,
    /// Where each card comes from while cards slide, as a shift, and since when.
    slide: Option<(Shifts, f64)>,
    /// The revisions of figures and selection that the sheet and the selection are of.
    made_for: Option<(u64, u64)>,
    /// The objectives that the layout is of, and the second language of their titles.
    laid_out: Option<(Arc<Tree>, Option<Language>)>,
    /// Whether the layout is of another folding, filter or preview.
    stale: bool,
    /// Whether a new shape is to be looked for.
    reshape: bool,
    hand: Hand,
    hovered: Option<ObjectiveId>,
    /// Whether the space bar was held to pan, so that its release does not fold.
    space_pans: bool,
    area: Rect,
    /// The size of the whole window that the layout is shaped for.
    window: egui::Vec2,
    /// Whether somebody has worked here: then a new size of the window changes no shape.
    settled: bool,
    /// How many frames it has been shown, up to those in which a new window finds its size.
    age: u8,
    /// What the whole was when it was last in sight.
    fitted: Rect,
    wanted: Vec<Wanted>,
    folded: BTreeSet<ObjectiveId>,
    /// What is left in sight.
    pub filter: Filter,
    /// Only these are in sight.
    pub only: Option<BTreeSet<ObjectiveId>>,
    search: walk::Search,
    writing: Option<Writing>,
    /// The shape before it was tidied, and the state of the document then.
    before_tidy: Option<(u64, Shape)>,
    /// Where the camera looked when writing began.
    before_writing: Option<Camera>,
    /// The font atlas that the last frame's text is of.
    atlas: u64,
    shown: u64,
    over: lines::Over,
    /// The line under the pointer.
    pointed: Option<crate::scene::ties::Of>,
    /// Counts the layouts.
    laid: u64,
}

/// A move that was asked for and waits for the next frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The whole.
    Whole,
    /// What is selected.
    Selection,
    /// Closer.
    In,
    /// Further away.
    Out,
    /// A card, if it is not in sight.
    InSight(ObjectiveId),
}

impl Canvas {
    /// Forgets the layout: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Asks for a move.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted.push(wanted);
    }

    /// Screen points a canvas unit, and where the canvas' corner is on screen.
    pub(super) fn camera(&self) -> (f32, f32, f32) {
        let view = self.camera.view();
        (view.zoom, self.area.x + view.pan.x, self.area.y + view.pan.y)
    }

    /// Where the cards are on screen.
    pub(super) fn cards_on_screen(&self) -> Vec<(String, [f32; 4])> {
        let transform = self.camera.transform(self.area);
        let cards = self.layout.iter().flat_map(|l| &l.cards);
        cards
            .map(|card| {
                let at = transform.rect(card.rect);
                (card.id.to_string(), [at.x, at.y, at.w, at.h])
            })
            .collect()
    }

    /// What it looks at where that is not the whole: the center, and points a canvas unit on a
    /// screen 1920 points wide.
    pub(super) fn as_seen(&self) -> Option<(f32, f32, f32)> {
        let seen = self.camera.sight(self.area);
        let zoom = 1920.0 / seen.w.max(1.0);
        let at = seen.center();
        (!self.camera.whole && self.area.w > 0.0).then_some((at.x, at.y, zoom))
    }

    pub(super) fn space_was_held_to_pan(&self) -> bool {
        self.space_pans
    }

    pub(super) fn folded(&self) -> &BTreeSet<ObjectiveId> {
        &self.folded
    }

    /// Shows the canvas in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, brush: &Arc<Brush>) {
        ui.spacing_mut().item_spacing.y = 0.0;
        self.bar_ui(ui, cx);
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
            faded: Arc::clone(&self.faded),
            shifts: self.shifts(ui),
            revision: self.shown,
        };
        self.under_ui(ui, cx, here);
        self.adapter.show(ui, frame);
        self.over_ui(ui, cx, here);
        self.interact(ui, cx, here);
        self.empty_ui(ui, cx, here);
        self.writing_ui(ui, cx, here);
        if cx.view.settings.minimap {
            self.map_ui(ui, cx, here);
        }
    }

    /// How far each card still is from its place.
    fn shifts(&mut self, ui: &Ui) -> Shifts {
        let Some((from, start)) = &self.slide else { return Arc::default() };
        let t = ((ui.input(|i| i.time) - start) / SLIDE).clamp(0.0, 1.0) as f32;
        if t >= 1.0 {
            self.slide = None;
            ui.ctx().request_repaint();
            return Arc::default();
        }
        ui.ctx().request_repaint();
        let left = (1.0 - t) * (1.0 - t);
        Arc::new(from.iter().map(|(x, y)| (x * left, y * left)).collect())
    }

    /// Lays out and draws anew what changed.
    fn prepare(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let made_for = (cx.revision, cx.selection.revision);
        let window = ui.ctx().content_rect().size();
        let resized = self.window != window;
        if resized && self.camera.whole && !self.settled {
            // Another window, another shape; a panel that opens changes nothing.
            self.layout = None;
        }
        self.window = window;
        self.settled |= cx.selection.revision > 1 || self.writing.is_some();
        let of = (Arc::clone(cx.tree), cx.view.second);
        let as_before =
            self.laid_out.as_ref().is_some_and(|l| Arc::ptr_eq(&l.0, &of.0) && l.1 == of.1);
        if self.layout.is_none() || self.stale || !as_before {
            self.lay_out(ui, cx, here);
            self.laid_out = Some(of);
        } else if self.made_for.is_none_or(|m| m.0 != cx.revision) {
            self.draw_cards(cx);
        }
        if self.made_for != Some(made_for) || self.stale || self.atlas != cx.atlas {
            let cards = self.layout.iter().flat_map(|l| &l.cards);
            let chosen = cards.map(|c| cx.selection.objectives.contains(&c.id)).collect();
            self.selected = Arc::new(chosen);
            self.made_for = Some(made_for);
            self.atlas = cx.atlas;
            self.shown += 1;
        }
        self.stale = false;
        self.fade();
        self.follow(resized, here);
        let Some(layout) = &self.layout else { return };
        // Stacked cards are most of them, and all of one height.
        let stacked = layout.cards.iter().find(|c| c.role == layout::Role::Leaf);
        let leaf = stacked.or(layout.cards.first()).map_or(0.0, |c| c.rect.h);
        self.detail = self.detail.next(leaf * self.camera.view().zoom);
        self.look_over(cx);
    }

    /// Lays out what is visible, in the shape that it has.
    fn lay_out(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let preview = self.writing.as_ref().and_then(|w| w.preview.as_ref());
        let framework = preview.unwrap_or(cx.framework);
        let visible = self.visible(cx, framework);
        let reshape = std::mem::take(&mut self.reshape);
        let old = self.layout.as_ref().filter(|l| !l.cards.is_empty() && !reshape);
        let kept = old.map(|l| l.shape.clone());
        let request = Request {
            window: (here.w, here.h),
            folded: &self.folded,
            shape: kept.as_ref(),
            visible: visible.as_ref(),
            second: cx.view.second,
            growing: !reshape,
        };
        let layout = layout::arrange(framework, &request);
        self.adapter.rebuild(&layout);
        if let Some(old) = self.layout.take().filter(|_| !cx.view.settings.reduce_motion) {
            let shift = |card: &layout::Placed| {
                let before = old.find(&card.id).map(|place| old.cards[place].rect);
                before.map_or((0.0, 0.0), |b| (b.x - card.rect.x, b.y - card.rect.y))
            };
            let shifts: Vec<(f32, f32)> = layout.cards.iter().map(shift).collect();
            let far = |(x, y): &(f32, f32)| x.abs() + y.abs() > 0.5;
            if shifts.iter().any(far) && layout.cards.len() < MOST_WIDGETS {
                self.slide = Some((Arc::new(shifts), ui.input(|i| i.time)));
            }
        }
        self.layout = Some(layout);
        self.laid += 1;
        self.sheet = Arc::default();
        self.draw_cards(cx);
    }

    /// Draws anew the cards whose figures changed.
    fn draw_cards(&mut self, cx: &UiCtx) {
        let Some(layout) = &self.layout else { return };
        let preview = self.writing.as_ref().and_then(|w| w.preview.as_ref());
        let deck = Deck::new(preview.unwrap_or(cx.framework), cx.analysis, cx.theme)
            .with_findings(&cx.tree.findings);
        self.sheet = Arc::new(Sheet::new(layout, &deck, cx.theme, &self.sheet));
    }

    /// Keeps the cards where they are on screen when a panel opens or closes; shows the whole
    /// again when the window has another size.
    fn follow(&mut self, resized: bool, here: Rect) {
        let Some(layout) = &self.layout else { return };
        let bounds = layout.bounds;
        let young = self.age < YOUNG;
        self.age = self.age.saturating_add(1);
        if self.camera.whole && (resized || young) && self.area != here {
            self.camera.fit(bounds, here);
            self.fitted = bounds;
        } else if (self.area.x, self.area.y) != (here.x, here.y) {
            self.camera.shift(self.area.x - here.x, self.area.y - here.y);
        }
        self.area = here;
        // What is begun or was made grows out of sight: the whole stays in sight.
        if self.camera.whole && self.fitted != bounds {
            if !self.camera.sight(here).grow(2.0).holds(bounds) {
                self.camera.fit(bounds, here);
            }
            self.fitted = bounds;
        }
    }

    /// Carries out moves that were asked for, and those under way.
    fn moves(&mut self, ui: &Ui, cx: &UiCtx, here: Rect) {
        let still = cx.view.settings.reduce_motion;
        let now = ui.input(|i| i.time);
        let middle = point(here.x + here.w / 2.0, here.y + here.h / 2.0);
        for wanted in std::mem::take(&mut self.wanted) {
            let Some(layout) = &self.layout else { return };
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
                Wanted::InSight(id) => {
                    let card = layout.find(&id).map(|place| layout.cards[place].rect);
                    if let Some(card) = card {
                        self.camera.show(card, here, now);
                    }
                }
            }
            if still {
                self.camera.step(f64::INFINITY);
            }
        }
        if self.camera.step(now) {
            ui.ctx().request_repaint();
        }
    }

    fn interact(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let area = paint::rect(here);
        let id = Id::new(CANVAS);
        let response = ui.interact(area, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Objectives"));
        if response.clicked() || response.drag_started() || cx.view.pane == Some(Pane::Canvas) {
            response.request_focus();
        }
        let own =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
        self.wheel(ui, cx, here, &response);
        self.pan(ui, cx, here, &response);
        self.hovered = response.hover_pos().and_then(|at| self.card_at(here, at));
        self.clicks(ui, cx, here, &response);
        self.take_programs(ui, cx, here);
        self.handles(ui, cx, here);
        self.widgets(ui, cx, here);
        self.tie_widgets(ui, cx, here);
        let tie = response.hover_pos().filter(|_| matches!(self.hand, Hand::Free));
        let tie = tie.and_then(|at| self.tie_at(here, at, self.hovered.is_some()));
        let pointed = tie.map(|tie| tie.of.clone());
        if let Some(tie) = tie {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            lines::hover_ui(tie, response);
        } else if let Some(id) = self.hovered.clone().filter(|_| matches!(self.hand, Hand::Free)) {
            response.on_hover_ui_at_pointer(|ui| tooltip(ui, cx, &id));
        }
        self.pointed = pointed;
    }

    fn pan(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect, response: &egui::Response) {
        let held = ui.input(|i| i.key_down(egui::Key::Space)) && !ui.ctx().text_edit_focused();
        let pans = response.dragged_by(PointerButton::Middle)
            || response.dragged_by(PointerButton::Secondary)
            || (held && response.dragged_by(PointerButton::Primary));
        if !held && !ui.input(|i| i.key_released(egui::Key::Space)) {
            self.space_pans = false;
        }
        if pans {
            self.space_pans |= held;
            let delta = response.drag_delta();
            self.camera.pan_by(delta.x, delta.y);
        } else {
            self.drags(ui, cx, here, response);
        }
    }

    fn clicks(&mut self, ui: &Ui, cx: &UiCtx, here: Rect, response: &egui::Response) {
        let at = response.interact_pointer_pos();
        let card = at.and_then(|at| self.card_at(here, at));
        let modifiers = ui.input(|i| i.modifiers);
        let editable = cx.view.read_only.is_none();
        if response.double_clicked() && editable {
            match card {
                Some(id) => cx.send(Action::EditTitleOf(id, None)),
                None => cx.send(Action::AddTop),
            }
        } else if response.clicked() {
            let handle = at.and_then(|at| self.handle_at(cx, here, at)).filter(|_| editable);
            let tie = at.and_then(|at| self.tie_at(here, at, card.is_some()));
            match (handle, card) {
                (None, _) if tie.is_some() => tie.into_iter().for_each(|t| cx.send(lines::open(t))),
                (Some(id), _) => cx.send(Action::LowerOf(id)),
                (None, Some(id)) if modifiers.shift && cx.selection.objectives.contains(&id) => {}
                (None, Some(id)) => {
                    cx.send(Action::SelectObjective(id, modifiers.command || modifiers.shift));
                }
                (None, None) if !modifiers.any() => cx.send(Action::Clear),
                (None, None) => {}
            }
        } else if response.secondary_clicked()
            && let Some(id) = card
            && !cx.selection.objectives.contains(&id)
        {
            cx.send(Action::SelectObjective(id, false));
        }
        response.context_menu(|ui| bar::context_menu(ui, cx));
    }

    /// Mouse wheel zooms at the cursor, trackpad pans, Ctrl and pinch always zoom; a setting
    /// makes both do one.
    fn wheel(&mut self, ui: &Ui, cx: &UiCtx, here: Rect, response: &egui::Response) {
        let Some(at) = response.hover_pos().filter(|_| response.contains_pointer()) else { return };
        let at = point(at.x, at.y);
        let events = ui.input(|i| i.events.clone());
        for event in events {
            match event {
                Event::MouseWheel { unit, delta, modifiers, .. } => {
                    let always = modifiers.command || modifiers.ctrl;
                    let pans = match cx.view.settings.navigation {
                        Navigation::Auto => unit == MouseWheelUnit::Point,
                        Navigation::Mouse => false,
                        Navigation::Trackpad => true,
                    };
                    let points = match unit {
                        MouseWheelUnit::Point => 1.0,
                        MouseWheelUnit::Line => 50.0,
                        MouseWheelUnit::Page => 200.0,
                    };
                    if pans && !always {
                        self.camera.pan_by(delta.x * points, delta.y * points);
                    } else {
                        let steps = delta.y * points / 50.0;
                        self.camera.zoom_at(here, at, 1.15_f32.powf(steps));
                    }
                }
                Event::Zoom(factor) => self.camera.zoom_at(here, at, factor),
                _ => {}
            }
        }
    }

    fn card_at(&self, here: Rect, at: Pos2) -> Option<ObjectiveId> {
        let at = self.camera.to_canvas(here, point(at.x, at.y));
        let cards = &self.layout.as_ref()?.cards;
        // A pinned card may lie over another: the last drawn is on top.
        cards.iter().rev().find(|c| c.rect.contains(at)).map(|c| c.id.clone())
    }

    /// The handles of the hovered card and the lead: a click begins a lower objective, a drag a
    /// contribution.
    fn handles(&self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        if cx.view.read_only.is_some() || self.writing.is_some() {
            return;
        }
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        let lead = cx.selection.lead.clone();
        let other = self.hovered.clone().filter(|id| Some(id) != lead.as_ref());
        for id in lead.into_iter().chain(other) {
            let Some(handle) = self.handle(here, &id) else { continue };
            let (middle, accent) = (handle.center(), color(cx.theme.accent));
            painter.circle(middle, 9.0, accent, egui::Stroke::new(2.0, color(cx.theme.page)));
            let white = egui::Stroke::new(2.0, color(cx.theme.on_accent));
            painter.hline(middle.x - 4.5..=middle.x + 4.5, middle.y, white);
            painter.vline(middle.x, middle.y - 4.5..=middle.y + 4.5, white);
        }
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
            if response.gained_focus() {
                if !chosen {
                    cx.send(Action::SelectObjective(card.id.clone(), false));
                }
                cx.send(Action::FocusOn(Pane::Canvas));
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
    for finding in cx.tree.findings.get(id).into_iter().flatten() {
        ui.weak(format!("{}: {}", finding.code, finding.message));
    }
    for (to, why) in &objective.contributes_to {
        if let (Some(to), Some(rationale)) = (cx.framework.objective(to), &why.rationale) {
            ui.weak(format!("contributes to {}: {rationale}", layout::caption(to)));
        }
    }
}

/// Where a point lies, for those who compare places.
fn distance(from: Point, to: Point, along: Point) -> Option<f32> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let ahead = dx * along.x + dy * along.y;
    let aside = (dx * along.y).abs() + (dy * along.x).abs();
    (ahead > 1.0).then_some(ahead + aside * 2.5)
}
