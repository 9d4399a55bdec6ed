//! Commands: stamped with who is at the keyboard, carried out, told.

use super::App;
use crate::analysis::Figure;
use crate::edit::{Command, ObjectiveEdit, ProgramEdit};
use crate::model::{Decision, Link, Position};
use crate::session::SessionError;
use crate::ui::action::{Made, Record};
use crate::ui::context::Behind;
use crate::ui::dialog::{Overlay, Toast};
use egui::Context;

/// How long a toast stays, in seconds.
const TOAST: f64 = 8.0;

impl App {
    /// Carries out a command; asks first who is at the keyboard, where it says something and
    /// that was never asked. Gives whether it was done.
    pub(super) fn run(&mut self, ctx: &Context, mut command: Command) -> bool {
        if says(&command) && self.settings.who.is_none() && !self.asked {
            self.asked = true;
            self.waiting = Some(command);
            self.overlay = Some(Overlay::who(&self.settings));
            return false;
        }
        self.stamp(&mut command);
        let label = command.label_in(self.session.framework());
        let before = self.session.revision();
        match self.session.run(&command) {
            Ok(()) if self.session.revision() == before => true,
            Ok(()) => {
                self.changed(ctx);
                self.say(label.clone(), false);
                if label.starts_with("remove") {
                    let text = format!("Done: {label}");
                    self.toasts.push(Toast { text, until: ctx.input(|i| i.time) + TOAST });
                }
                true
            }
            Err(error) => {
                self.refused(&error);
                false
            }
        }
    }

    fn refused(&mut self, error: &SessionError) {
        self.say(format!("Not done: {error}; {}", error.hint()), true);
    }

    /// What follows each change of the document.
    pub(super) fn changed(&mut self, ctx: &Context) {
        self.revision += 1;
        if !self.tree.is_of(self.session.framework()) {
            self.plant();
        }
        self.suggest_again();
        self.selection.keep_what_is_in(self.session.framework());
        if let Some(Behind { figure, lit, .. }) = self.behind.take() {
            self.behind(figure);
            self.behind.iter_mut().for_each(|behind| behind.lit = lit);
        }
        ctx.request_repaint();
    }

    /// Lights the programs behind a figure on the cards, or no longer.
    pub(super) fn light(&mut self, lit: bool) {
        if let Some(behind) = &mut self.behind {
            behind.lit = lit;
        }
        self.mode = if lit { super::Mode::Edit } else { self.mode };
        self.revision += 1;
    }

    /// Leaves the programs behind a figure.
    pub(super) fn leave_behind(&mut self) {
        self.behind = None;
        self.revision += 1;
    }

    /// Shows the programs that a figure counts.
    pub(super) fn behind(&mut self, figure: Figure) {
        let mut programs = self.session.behind(&figure);
        let analysis = self.session.analysis();
        programs
            .sort_by_key(|id| std::cmp::Reverse(analysis.programs.get(id).map(|row| row.money)));
        self.behind = Some(Behind { figure, programs, lit: false });
        self.revision += 1;
    }

    /// Takes steps back, or does them again where negative.
    pub(super) fn step(&mut self, ctx: &Context, steps: i32) {
        let before = self.session.history().undo_label().map(str::to_owned);
        let redone = self.session.history().redo_label().map(str::to_owned);
        let mut done = false;
        for _ in 0..steps.unsigned_abs() {
            done |= if steps > 0 { self.session.undo() } else { self.session.redo() };
        }
        if !done {
            let what = if steps > 0 { "Nothing to undo" } else { "Nothing to redo" };
            self.say(what, false);
            return;
        }
        self.toasts.clear();
        let said = match (steps, before, redone) {
            (1, Some(label), _) => format!("Undone: {label}"),
            (-1, _, Some(label)) => format!("Done again: {label}"),
            (n, ..) if n > 0 => format!("{n} steps undone"),
            (n, ..) => format!("{} steps done again", n.unsigned_abs()),
        };
        self.say(said, false);
        self.changed(ctx);
    }

    /// Selects what a command made.
    pub(super) fn select_made(&mut self, made: Made) {
        match made {
            Made::Objective(id) => self.selection.objective(id, false),
            Made::Program(id) => self.selection.program(id, false),
            Made::Record(record) => {
                self.list(match record {
                    Record::Actor(_) => super::Listing::Actors,
                    _ => super::Listing::Coordination,
                });
                self.selection.record(record);
            }
        }
    }

    /// Writes who, and when, into what a command says.
    fn stamp(&self, command: &mut Command) {
        let who = self.settings.who.clone().unwrap_or_default();
        let name = Some(who.name).filter(|name| !name.trim().is_empty());
        let actor = who.actor.filter(|id| self.session.framework().actor(id).is_some());
        let today = Some(self.today);
        for_each(command, &mut |said| match said {
            Said::Link(Link { by, recorded_by, on, .. }) => {
                if recorded_by.is_none() && on.is_none() {
                    (*recorded_by, *on) = (name.clone(), today);
                    *by = by.take().or_else(|| actor.clone());
                }
            }
            Said::Position(Position { recorded_by, on, .. }) => {
                if recorded_by.is_none() && on.is_none() {
                    (*recorded_by, *on) = (name.clone(), today);
                }
            }
            Said::Decision(Decision { by, recorded_by, on, .. }) => {
                if recorded_by.is_none() && on.is_none() {
                    (*recorded_by, *on) = (name.clone(), today);
                    *by = by.take().or_else(|| actor.clone());
                }
            }
        });
    }
}

/// A statement that bears a name.
enum Said<'a> {
    Link(&'a mut Link),
    Position(&'a mut Position),
    Decision(&'a mut Decision),
}

/// Visits every statement of a command.
fn for_each(command: &mut Command, visit: &mut impl FnMut(Said)) {
    match command {
        Command::Program(_, ProgramEdit::Link(_, Some(link))) => visit(Said::Link(link)),
        Command::Program(_, ProgramEdit::Decide(Some(decision))) => visit(Said::Decision(decision)),
        Command::Objective(_, ObjectiveEdit::Position(_, Some(position))) => {
            visit(Said::Position(position));
        }
        Command::Batch(_, commands) => commands.iter_mut().for_each(|c| for_each(c, visit)),
        _ => {}
    }
}

/// Whether a command says something that bears a name.
fn says(command: &Command) -> bool {
    let mut any = false;
    for_each(&mut command.clone(), &mut |_| any = true);
    any
}
