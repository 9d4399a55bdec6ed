//! The presenter's page: what the room sees, what comes next, the note, and the keys as buttons.

use super::room::Room;
use super::{Cover, Place, Present, Turn};
use crate::layout::text::{Weight, fit};
use crate::scene::present::Distance;
use crate::ui::action::{Action, Mode};
use crate::ui::context::UiCtx;
use crate::ui::fonts::font;
use crate::ui::style::color;
use egui::{
    Button, CentralPanel, Frame, Id, Margin, Panel, Rect, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, Vec2,
};

/// The keys that are shown as buttons: what is on them, what they do.
const KEYS: [(&str, &str, Turn); 11] = [
    ("Left", "scene before", Turn::Previous),
    ("Right", "next scene", Turn::Next),
    ("B", "black", Turn::Black),
    ("W", "white", Turn::White),
    ("−", "smaller", Turn::Smaller),
    ("+", "larger", Turn::Larger),
    ("L", "legend", Turn::Legend),
    ("D", "deficit", Turn::Counter),
    ("H", "names", Turn::Names),
    ("Shift+H", "amounts", Turn::Amounts),
    ("S", "spotlight", Turn::Spotlight),
];

fn id(name: &'static str) -> Id {
    Id::new(("throughline-present", name))
}

fn frame(cx: &UiCtx) -> Frame {
    Frame::new().fill(color(cx.theme.panel)).inner_margin(Margin::symmetric(16, 10))
}

impl Present {
    /// Shows the page.
    pub(in crate::ui) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.clock(ui);
        self.prepare(cx);
        let area = ui.max_rect();
        super::hold_keys(ui, area);
        Panel::top(id("top")).frame(frame(cx)).show(ui, |ui| self.top_ui(ui, cx));
        Panel::bottom(id("keys")).frame(frame(cx)).show(ui, |ui| self.keys_ui(ui, cx));
        let side = (area.width() * 0.27).clamp(280.0, 500.0);
        Panel::right(id("side"))
            .exact_size(side)
            .resizable(false)
            .frame(frame(cx))
            .show(ui, |ui| self.side_ui(ui, cx));
        let ground = Frame::new().fill(color(cx.theme.surround)).inner_margin(Margin::same(16));
        CentralPanel::default().frame(ground).show(ui, |ui| self.now_ui(ui, cx));
    }

    /// To begin, where, and how far the last row is.
    fn top_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal_wrapped(|ui| {
            // Wider than from a mark to its words, so that it is seen which belong together.
            ui.spacing_mut().item_spacing.x = 16.0;
            let (turn, name) = if self.open {
                (Turn::Leave, "Stop (Esc)")
            } else {
                (Turn::Begin, "Show to the room (F5)")
            };
            let text = RichText::new(name)
                .font(font(15.0, Weight::SemiBold))
                .color(color(cx.theme.on_accent));
            let button =
                Button::new(text).fill(color(cx.theme.accent)).min_size(Vec2::new(0.0, 34.0));
            if ui.add(button).clicked() {
                cx.send(Action::Presenting(turn));
            }
            ui.label("in");
            for place in Place::ALL {
                let response = ui.radio(self.place == place, place.words());
                if response.clicked() {
                    // The arrows step through the scenes again.
                    response.surrender_focus();
                    cx.send(Action::Presenting(Turn::To(place)));
                }
            }
            ui.separator();
            ui.label("How far is the last row?");
            for distance in Distance::ALL {
                let chosen = self.look.distance == distance;
                let response = ui.radio(chosen, distance.word()).on_hover_text(distance.words());
                if response.clicked() {
                    response.surrender_focus();
                    let larger = distance > self.look.distance;
                    let steps = (distance as i8).abs_diff(self.look.distance as i8);
                    for _ in 0..steps {
                        let turn = if larger { Turn::Larger } else { Turn::Smaller };
                        cx.send(Action::Presenting(turn));
                    }
                }
            }
        });
    }

    /// The keys as buttons; those that are on are filled.
    fn keys_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal_wrapped(|ui| {
            let freeze = ("F", "freeze", Turn::Freeze);
            for (key, words, turn) in KEYS.into_iter().chain([freeze]) {
                let on = self.is_on(turn);
                let ink = if on { cx.theme.on_accent } else { cx.theme.ink };
                let text = RichText::new(format!("{key}  {words}")).color(color(ink));
                let mut button = Button::new(text).min_size(Vec2::new(0.0, 34.0)).selected(on);
                if on {
                    button = button.fill(color(cx.theme.accent));
                }
                let tip = Action::Presenting(turn).tooltip();
                let response = ui.add(button).on_hover_text(tip);
                if response.clicked() {
                    response.surrender_focus();
                    cx.send(Action::Presenting(turn));
                }
            }
        });
    }

    fn is_on(&self, turn: Turn) -> bool {
        match turn {
            Turn::Black => self.cover == Cover::Black,
            Turn::White => self.cover == Cover::White,
            Turn::Legend => self.look.legend,
            Turn::Counter => self.look.counter,
            Turn::Names => self.look.shown.names,
            Turn::Amounts => self.look.shown.amounts,
            Turn::Spotlight => self.spotlight,
            Turn::Freeze => self.frozen.is_some(),
            _ => false,
        }
    }

    /// What the room sees, as large as it fits.
    fn now_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let said = match (&self.frozen, self.open, self.cover) {
            (Some(_), true, _) => "Frozen: the room keeps this picture while you work",
            (Some(_), false, _) => "Frozen: this picture stays while you work",
            (None, _, Cover::Black) => "The room sees black",
            (None, _, Cover::White) => "The room sees white",
            (None, true, _) => "The room sees this",
            (None, false, _) => "The room will see this",
        };
        let count = self.slides.len();
        ui.horizontal(|ui| {
            ui.label(RichText::new(said).font(font(15.0, Weight::SemiBold)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let place = format!("{} of {count}", self.at + 1);
                ui.label(RichText::new(place).color(color(cx.theme.weak)));
                if let Some(since) = self.since {
                    // Told whenever the page is drawn anew; it asks for no frame of its own.
                    let minutes = ((ui.input(|i| i.time) - since) / 60.0).floor();
                    let text = format!("{minutes:.0} min since it began");
                    ui.label(RichText::new(text).color(color(cx.theme.weak)));
                }
            });
        });
        let area = ui.available_rect_before_wrap();
        let mut painted = std::mem::take(&mut self.now.painted);
        let room = {
            let Some(picture) = self.frozen.as_ref().or(self.now.picture.as_ref()) else { return };
            let (cover, spotlight) = (self.cover, self.spot());
            let room = Room { picture, brush: cx.brush, cover, spotlight, atlas: cx.atlas };
            let at = room.place(area);
            let at = Rect::from_min_size(egui::pos2(at.min.x, area.min.y), at.size());
            room.show(ui, at, &mut painted, "The room sees");
            at
        };
        let stroke = Stroke::new(1.0, color(cx.theme.outline));
        ui.painter().rect_stroke(room, 0.0, stroke, StrokeKind::Outside);
        self.now.painted = painted;
        self.point_at(room, ui.input(|i| i.pointer.hover_pos()));
    }

    /// The next picture, the scene's own fields, and the list.
    fn side_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let heading = |ui: &mut Ui, text: &str| {
            ui.label(RichText::new(text).font(font(15.0, Weight::SemiBold)));
        };
        ScrollArea::vertical().id_salt("scenes").auto_shrink([false, false]).show(ui, |ui| {
            heading(ui, "Next");
            let width = ui.available_width() - 2.0;
            let mut painted = std::mem::take(&mut self.next.painted);
            match &self.next.picture {
                Some(picture) => {
                    let height = width * picture.size.1 / picture.size.0.max(1.0);
                    let (at, _) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
                    let (cover, spotlight) = (Cover::None, None);
                    let room = Room { picture, brush: cx.brush, cover, spotlight, atlas: cx.atlas };
                    room.show(ui, at.shrink(1.0), &mut painted, "Next");
                    let stroke = Stroke::new(1.0, color(cx.theme.hairline));
                    ui.painter().rect_stroke(at, 0.0, stroke, StrokeKind::Inside);
                }
                None => {
                    let text = RichText::new("This is the last scene").color(color(cx.theme.weak));
                    ui.label(text);
                }
            }
            self.next.painted = painted;
            ui.add_space(12.0);
            self.note_ui(ui, cx);
            ui.add_space(12.0);
            heading(ui, "Scenes");
            self.list_ui(ui, cx);
            self.scene_ui(ui, cx);
        });
    }

    /// The scenes, each to be shown by a click.
    fn list_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        debug_assert!(cx.view.mode == Mode::Present);
        for (place, slide) in self.slides.iter().enumerate() {
            let width = ui.available_width();
            let title = crate::ui::text::readable(&slide.scene.title);
            let text =
                fit(&format!("{}  {title}", place + 1), Weight::Regular, (width - 30.0) / 15.0);
            let chosen = place == self.at;
            let ink = if chosen { cx.theme.on_accent } else { cx.theme.ink };
            let mut button = Button::new(RichText::new(text).color(color(ink)))
                .min_size(Vec2::new(width, 34.0))
                .frame(chosen)
                .right_text("");
            if chosen {
                button = button.fill(color(cx.theme.accent));
            }
            let response = ui.add(button);
            crate::ui::field::named(
                &response,
                &format!("Scene {}: {}", place + 1, slide.scene.title),
            );
            if response.clicked() {
                response.surrender_focus();
                cx.send(Action::Presenting(Turn::GoTo(place)));
            }
        }
    }
}
