//! Present mode as the window sees it: turns of the picture, the room's window, and views that
//! are kept as scenes.

use super::{App, Mode, is_open};
use crate::edit::{Command, SceneEdit};
use crate::model::{Filter, Rank, Scalar, Scene, SceneId};
use crate::scene::present::Of;
use crate::ui::action::Action;
use crate::ui::context::mint;
use crate::ui::present::{Turn, turn_of};
use egui::{Context, ViewportCommand};

impl App {
    /// Turns the picture that the room sees.
    pub(super) fn turn(&mut self, ctx: &Context, turn: Turn) {
        let filled = self.present.fills(ctx);
        match turn {
            Turn::Begin => self.show_mode(Mode::Present),
            Turn::Leave if !self.present.is_open() => self.show_mode(Mode::Edit),
            _ => {}
        }
        self.present.follow(self.session.framework(), self.revision);
        self.present.turn(turn);
        let fills = self.present.fills(ctx);
        if fills != filled {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(fills));
        }
        match turn {
            Turn::Names if self.present.names_shown() => self.say("The room sees names", false),
            Turn::Begin if !fills => self.say("The room sees the picture; Esc here ends it", false),
            _ => {}
        }
    }

    /// Gives the window back where it was the room's picture and shows another mode now.
    pub(super) fn leave_room(&mut self, ctx: &Context) {
        if self.mode != Mode::Present && self.present.fills(ctx) {
            self.present.turn(Turn::Leave);
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
        }
    }

    /// The keys of Present mode, in the order in which they were pressed.
    pub(super) fn present_keys(&mut self, ctx: &Context, free: bool) {
        let (mut turns, mut help) = (Vec::new(), false);
        ctx.input_mut(|i| {
            i.events.retain(|event| {
                help |= matches!(event, egui::Event::Text(text) if text == "?");
                let turn = turn_of(event, free);
                turns.extend(turn);
                turn.is_none()
            });
        });
        if help {
            self.send(Action::Keys);
        }
        for turn in turns {
            self.send(Action::Presenting(turn));
        }
    }

    /// Keeps what is seen as a scene: its camera, filter, folding and focus.
    pub(super) fn keep_scene(&mut self, ctx: &Context) {
        self.present.follow(self.session.framework(), self.revision);
        let framework = self.session.framework();
        let mut scene = match self.present.slide().filter(|_| self.mode == Mode::Present) {
            Some(slide) if slide.of == Of::Cards => (*slide.scene).clone(),
            _ => self.view_as_scene(),
        };
        let last = framework.scenes().values().map(|scene| &scene.order).max();
        scene.order = Rank::between(last, None);
        let id = SceneId::from_bits(mint(&self.bits));
        let title = scene.title.clone();
        let command = Command::Scene(id.clone(), SceneEdit::Add(Box::new(scene)));
        if self.run(ctx, command) {
            self.present.go_to(id);
            let count = self.session.framework().scenes().len();
            self.say(format!("Kept as scene {count}: {title}; Ctrl+4 shows it"), false);
        }
    }

    /// What the canvas shows, as a scene without a place among the others.
    fn view_as_scene(&self) -> Scene {
        let framework = self.session.framework();
        let view = self.canvas.as_seen();
        let one =
            self.selection.objectives.first().filter(|_| self.selection.objectives.len() == 1);
        let title = match one {
            Some(id) => framework.objective_name(id),
            None if !is_open(&self.canvas.filter) => filter_in_words(&self.canvas.filter),
            None => "Where do our programs meet our plan?".to_owned(),
        };
        let mut scene = Scene::new(title);
        scene.focus = one.cloned();
        scene.filter = self.canvas.filter.clone();
        scene.folded = self.canvas.folded().iter().cloned().collect();
        scene.camera = view.filter(|_| scene.focus.is_none()).map(|(x, y, zoom)| {
            let scalar = Scalar::from_f32;
            crate::model::Camera::new(scalar(x), scalar(y), scalar(zoom))
        });
        scene
    }

    /// The picture that the room sees; none while it is covered or nothing is shown.
    #[must_use]
    pub fn room(&self) -> Option<&crate::scene::Scene> {
        self.present.picture().filter(|_| self.present.is_open()).map(AsRef::as_ref)
    }

    /// Which slide the room sees, from 1, and of how many.
    #[must_use]
    pub fn slide(&self) -> (usize, usize) {
        self.present.place()
    }
}

/// A title for what a filter leaves in sight.
fn filter_in_words(filter: &Filter) -> String {
    match &filter.text {
        Some(text) => format!("Objectives with “{text}”"),
        None => "Some of the objectives".to_owned(),
    }
}
