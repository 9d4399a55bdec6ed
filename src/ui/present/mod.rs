//! Present mode: the presenter's page in this window, and the picture that the room sees,
//! elsewhere or here. Turns change the picture only; what changes the document is asked for by
//! the list of scenes, as everywhere, with commands.

mod list;
mod page;
mod room;
mod turn;

pub use turn::{Place, Turn};

use super::action::{Action, VERBS, Where};
use super::context::UiCtx;
use crate::export::discreet_titles;
use crate::model::{Framework, SceneId};
use crate::scene::Scene;
use crate::scene::present::{Look, Shown, Slide, present, slides};
use egui::{Context, Event, Key, Pos2, Rect, Ui, Vec2, ViewportBuilder, ViewportClass, ViewportId};
use room::{Cover, Painted, Room};
use std::sync::Arc;

/// What the page is called among those that can have the keys.
pub(super) const PRESENT: &str = "throughline-present";

/// A picture, and what it was drawn of.
#[derive(Default)]
struct Drawn {
    of: Option<(u64, usize, Look)>,
    picture: Option<Arc<Scene>>,
    painted: Painted,
}

/// What is kept of presenting.
#[derive(Default)]
pub(super) struct Present {
    /// The slides of the framework as it is, and its revision.
    slides: Vec<Slide>,
    of: Option<u64>,
    /// The framework as it is shown until names are asked for.
    veiled: Option<Veiled>,
    /// Which is shown, and its scene, which may move in the list.
    at: usize,
    id: Option<SceneId>,
    look: Look,
    cover: Cover,
    /// The room's picture while it is kept as it is.
    frozen: Option<Arc<Scene>>,
    spotlight: bool,
    /// Where the pointer is on the picture, as parts of its size.
    pointer: Option<Vec2>,
    place: Place,
    open: bool,
    now: Drawn,
    next: Drawn,
    /// What is painted in the room's own window.
    away: Painted,
    /// When the room began to see it, in seconds of the window's clock.
    since: Option<f64>,
}

/// A framework whose titles name no international actor.
struct Veiled {
    /// The revision that it is of.
    of: u64,
    framework: Framework,
    slides: Vec<Slide>,
}

impl Present {
    /// Forgets what is shown: another document was opened. How far the last row is stays.
    pub(super) fn reset(&mut self) {
        let look = Look { shown: Shown::default(), ..self.look };
        *self = Self { look, place: self.place, ..Self::default() };
    }

    /// Whether the picture fills this window.
    pub(super) fn fills(&self, ctx: &Context) -> bool {
        self.open && (self.place == Place::Here || ctx.embed_viewports())
    }

    /// Whether the room sees the picture.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// The slide that is shown.
    pub(super) fn slide(&self) -> Option<&Slide> {
        self.slides.get(self.at)
    }

    /// Which slide is shown, from 1, and of how many.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at + 1, self.slides.len())
    }

    /// Whether names are in the picture.
    pub(super) fn names_shown(&self) -> bool {
        self.look.shown.names
    }

    /// The picture that the room sees, while it is not covered.
    pub(super) fn picture(&self) -> Option<&Arc<Scene>> {
        let drawn = self.frozen.as_ref().or(self.now.picture.as_ref());
        drawn.filter(|_| self.cover == Cover::None)
    }

    /// Takes the slides from the framework, where it changed.
    pub(super) fn follow(&mut self, framework: &Framework, revision: u64) {
        if self.of == Some(revision) {
            return;
        }
        self.of = Some(revision);
        self.slides = slides(framework);
        let moved = self.id.as_ref();
        let moved = moved.and_then(|id| self.slides.iter().position(|s| s.id.as_ref() == Some(id)));
        self.go(moved.unwrap_or(self.at));
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.slides.len().saturating_sub(1));
        self.id = self.slide().and_then(|slide| slide.id.clone());
    }

    /// Shows a scene that was just made.
    pub(super) fn go_to(&mut self, id: SceneId) {
        self.id = Some(id);
    }

    /// Turns the picture.
    pub(super) fn turn(&mut self, turn: Turn) {
        let shown = &mut self.look.shown;
        let toggled = |cover, this| if cover == this { Cover::None } else { this };
        match turn {
            Turn::Begin => self.open = true,
            Turn::Next => self.go(self.at + 1),
            Turn::Previous => self.go(self.at.saturating_sub(1)),
            Turn::GoTo(to) => self.go(to),
            Turn::Black => self.cover = toggled(self.cover, Cover::Black),
            Turn::White => self.cover = toggled(self.cover, Cover::White),
            Turn::Larger => self.look.distance = self.look.distance.step(true),
            Turn::Smaller => self.look.distance = self.look.distance.step(false),
            Turn::Legend => self.look.legend = !self.look.legend,
            Turn::Counter => self.look.counter = !self.look.counter,
            Turn::Names => {
                shown.names = !shown.names;
                // Amounts are told of those who are named.
                shown.amounts &= shown.names;
            }
            Turn::Amounts => {
                shown.amounts = !shown.amounts;
                shown.names |= shown.amounts;
            }
            Turn::Freeze => {
                self.frozen = match self.frozen.take() {
                    Some(_) => None,
                    None => self.now.picture.clone(),
                };
            }
            Turn::Spotlight => self.spotlight = !self.spotlight,
            Turn::To(place) => self.place = place,
            Turn::Leave => {
                self.open = false;
                // The next show begins without names, as this one did.
                (shown.names, shown.amounts) = (false, false);
                self.cover = Cover::None;
                self.frozen = None;
                self.since = None;
            }
        }
        // A turn to another scene takes the cover away.
        if matches!(turn, Turn::Next | Turn::Previous | Turn::GoTo(_)) {
            self.cover = Cover::None;
        }
    }

    /// Draws the slide that is shown, and the next, where anything of them changed.
    fn prepare(&mut self, cx: &UiCtx) {
        self.follow(cx.framework, cx.revision);
        let count = self.slides.len();
        // Until names are asked for, titles tell none either.
        if !self.look.shown.names && self.veiled.as_ref().is_none_or(|v| v.of != cx.revision) {
            let framework = discreet_titles(cx.framework);
            let slides = slides(&framework);
            self.veiled = Some(Veiled { of: cx.revision, framework, slides });
        }
        let veiled = self.veiled.as_ref().filter(|_| !self.look.shown.names);
        let (framework, slides) = match veiled {
            Some(veiled) => (&veiled.framework, &veiled.slides),
            None => (cx.framework, &self.slides),
        };
        for (at, drawn) in [(self.at, &mut self.now), (self.at + 1, &mut self.next)] {
            let of = (cx.revision, at, self.look);
            if drawn.of == Some(of) {
                continue;
            }
            drawn.of = Some(of);
            let place = (at + 1, count);
            let draw =
                |slide| present(framework, cx.analysis, slide, place, (&self.look, cx.view.today));
            drawn.picture = slides.get(at).map(|slide| Arc::new(draw(slide)));
        }
    }

    /// Shows the picture in the whole of this window.
    pub(super) fn fill_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let area = ui.max_rect();
        self.fit_to(area.size());
        self.prepare(cx);
        hold_keys(ui, area);
        self.clock(ui);
        let pointer = ui.input(|i| i.pointer.hover_pos());
        let mut painted = std::mem::take(&mut self.now.painted);
        if let Some(at) = self.show_room(ui, (cx.brush, cx.atlas), area, &mut painted) {
            self.pointer = pointer.map(|p| (p - at.min) / at.size());
        }
        self.now.painted = painted;
    }

    /// Takes note of the size of the room's picture.
    fn fit_to(&mut self, size: Vec2) {
        if size.x >= 64.0 && size.y >= 64.0 {
            self.look.size = (size.x, size.y);
        }
    }

    /// Paints what the room sees; gives where.
    fn show_room(
        &self,
        ui: &Ui,
        (brush, atlas): (&super::paint::Brush, u64),
        area: Rect,
        painted: &mut Painted,
    ) -> Option<Rect> {
        let picture = self.frozen.as_ref().or(self.now.picture.as_ref())?;
        let (cover, spotlight) = (self.cover, self.spot());
        let room = Room { picture, brush, cover, spotlight, atlas };
        Some(room.show(ui, area, painted, "The room sees"))
    }

    /// Shows the room's own window, while it is open. It is handed a finished picture and gives
    /// turns, no more.
    pub(super) fn away_ui(&mut self, ctx: &Context, cx: &UiCtx) {
        if !self.open || self.fills(ctx) {
            return;
        }
        let mut builder = ViewportBuilder::default()
            .with_title("Throughline: the room’s picture")
            .with_app_id("throughline-room")
            .with_inner_size([1280.0, 720.0]);
        if let Place::Screen(screen) = self.place {
            builder = builder.with_decorations(false).with_monitor(screen).with_fullscreen(true);
        }
        let id = ViewportId::from_hash_of("throughline-room");
        let mut painted = std::mem::take(&mut self.away);
        self.prepare(cx);
        let (brush, atlas) = (cx.brush, cx.atlas);
        let (turns, size) = ctx.show_viewport_immediate(id, builder, |ui, class| {
            let area = ui.max_rect();
            if class != ViewportClass::EmbeddedWindow {
                ui.painter().rect_filled(area, 0.0, egui::Color32::WHITE);
            }
            self.show_room(ui, (brush, atlas), area, &mut painted);
            let mut turns = Vec::new();
            ui.input(|i| {
                turns.extend(i.events.iter().filter_map(|event| turn_of(event, true)));
                if i.viewport().close_requested() {
                    turns.push(Turn::Leave);
                }
            });
            (turns, area.size())
        });
        self.away = painted;
        if (size.x, size.y) != self.look.size {
            self.fit_to(size);
            ctx.request_repaint();
        }
        turns.into_iter().for_each(|turn| cx.send(Action::Presenting(turn)));
    }

    /// Begins to count the time once the room sees something.
    fn clock(&mut self, ui: &Ui) {
        if self.open && self.since.is_none() {
            self.since = Some(ui.input(|i| i.time));
        }
    }

    /// Where the spotlight is: in the middle, until the pointer was on the picture.
    fn spot(&self) -> Option<Vec2> {
        self.spotlight.then(|| self.pointer.unwrap_or(Vec2::splat(0.5)))
    }

    /// Where the pointer is on a picture, for the spotlight.
    fn point_at(&mut self, picture: Rect, pointer: Option<Pos2>) {
        let at = pointer.filter(|p| picture.contains(*p));
        self.pointer = at.map(|p| (p - picture.min) / picture.size()).or(self.pointer);
    }
}

/// What a key means in Present mode; `free` where no control has keys of its own.
pub(super) fn turn_of(event: &Event, free: bool) -> Option<Turn> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    if modifiers.command || modifiers.ctrl || modifiers.alt || modifiers.mac_cmd {
        return None;
    }
    match key {
        Key::Space | Key::ArrowRight | Key::ArrowLeft | Key::Escape if !free => return None,
        Key::PageDown | Key::Space => return Some(Turn::Next),
        Key::PageUp => return Some(Turn::Previous),
        Key::Escape => return Some(Turn::Leave),
        // On many keyboards it is typed with Shift, on others its key is that of "=".
        Key::Plus | Key::Equals => return Some(Turn::Larger),
        _ => {}
    }
    let mut verbs = VERBS.iter().filter(|verb| verb.scope == Where::Present);
    let verb = verbs.find(|verb| {
        verb.keys
            .is_some_and(|keys| keys.logical_key == *key && keys.modifiers.shift == modifiers.shift)
    })?;
    match verb.action {
        Action::Presenting(turn) => Some(turn),
        _ => None,
    }
}

/// Takes the keys where nothing else has them, so that arrows and Space come here.
fn hold_keys(ui: &mut Ui, area: Rect) {
    let id = egui::Id::new(PRESENT);
    let response = ui.interact(area, id, egui::Sense::focusable_noninteractive());
    let said = "Scenes";
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, said));
    let free = ui.memory(|m| m.focused().is_none() && m.allows_interaction(ui.layer_id()));
    if free {
        response.request_focus();
    }
    let own = egui::EventFilter {
        tab: false,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
}
