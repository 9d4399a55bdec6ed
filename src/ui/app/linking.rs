//! Link mode as the window sees it: what is asked of it, and where one stopped in it.

use super::{App, Mode};
use crate::edit::Command;
use crate::ui::action::Action;
use crate::ui::link::Link;
use egui::Context;

/// How long one goes on in Link mode before the place is kept again, in seconds.
const KEEP_PLACE: f64 = 5.0;

impl App {
    /// Carries out what a panel asked for; Link mode waits for what comes of it.
    pub(super) fn run_asked(&mut self, ctx: &Context, command: Command) {
        let before = self.session.revision();
        self.run(ctx, command);
        if self.session.revision() == before && self.waiting.is_none() {
            self.link.nothing_done();
        }
    }

    /// Shows another mode.
    pub(super) fn show_mode(&mut self, mode: Mode) {
        self.keep_place();
        self.mode = mode;
    }

    /// Does something in Link mode.
    pub(super) fn act_on_linking(&mut self, action: &Action) {
        match action {
            Action::Linking(step) => {
                self.mode = Mode::Link;
                self.link.ask(*step);
            }
            _ => self.keep_place(),
        }
    }

    /// What Link mode needs while it is shown.
    pub(super) fn go_on_linking(&mut self, ctx: &Context) {
        if self.mode != Mode::Link {
            return;
        }
        self.suggest();
        let now = ctx.input(|i| i.time);
        if now > self.placed_at + KEEP_PLACE {
            self.placed_at = now;
            self.keep_place();
        }
    }

    /// Goes on in Link mode where one stopped in this framework.
    pub(super) fn resume(&mut self) {
        let place = self.settings.place(&self.session.framework().head().id);
        self.link = Link::open(place);
    }

    /// Keeps where one is in Link mode, if one was there.
    pub(super) fn keep_place(&mut self) {
        let (id, place) = (self.session.framework().head().id.clone(), self.link.place());
        if self.settings.placed(id, place) {
            self.write_settings();
        }
    }
}
