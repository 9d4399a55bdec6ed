//! Documents: opened, saved, kept where they are not saved.

use super::App;
use crate::edit::Command;
use crate::export::Format;
use crate::session::{Finished, Session};
use crate::store::{self, Home, Who};
use crate::templates;
use crate::ui::action::{Action, Mode};
use crate::ui::details::Details;
use crate::ui::dialog::Overlay;
use crate::ui::import::{Imported, Wizard};
use crate::ui::jobs::{Done, Purpose};
use crate::ui::portfolio::Portfolio;
use egui::Context;
use std::path::{Path, PathBuf};

impl App {
    pub(super) fn finish(&mut self, ctx: &Context, done: Done) {
        match done {
            Done::Opened(session, said) => {
                if let Some(path) = session.path().map(Path::to_owned) {
                    self.settings.opened(&path);
                    self.write_settings();
                }
                self.adopt(*session);
                self.say(said.unwrap_or_default(), false);
                self.look_for_unsaved_of_file();
            }
            Done::Kept(kept) => self.kept(kept),
            Done::Recovered(session, said) => {
                self.adopt(*session);
                self.say(said, false);
            }
            Done::Portfolio(path) => self.import(Some(path)),
            Done::Saved(finished) => self.saved(*finished),
            Done::Suggested(document, made) => self.suggested(document, *made),
            Done::Preview(preview) => {
                if let Some(Overlay::Export(form)) = &mut self.overlay {
                    form.show_preview(ctx, *preview);
                }
            }
            Done::Copy(path, answer) => self.take_copy(&path, answer),
            Done::Copied(image) => {
                ctx.copy_image(*image);
                self.say("The picture is on the clipboard", false);
            }
            Done::Said(text) => self.say(text, false),
            Done::Failed(text) => self.say(text, true),
            Done::Chosen(purpose, Some(path), _) => self.chosen(purpose, path),
            // A dialog that is gone at once was never there: a path can be typed instead.
            Done::Chosen(purpose, None, took) if took.as_millis() < 400 => {
                self.typed = Some((purpose, String::new()));
            }
            Done::Chosen(..) => {}
        }
    }

    pub(super) fn chosen(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.send(Action::OpenPath(path)),
            Purpose::SaveAs => self.save_to(&path),
            Purpose::Portfolio => self.send(Action::ImportPath(path)),
            Purpose::Rejected => {
                if let Some(batch) = self.rejected.take() {
                    self.jobs.rejected(batch, self.today, path);
                }
            }
            Purpose::Report => {
                if let Some(report) = self.report.take() {
                    self.jobs.report(report, self.today, path);
                }
            }
            Purpose::Export(format) => {
                if let Some(wish) = self.wish.clone() {
                    // Who types another ending wants what ends so.
                    let ending =
                        path.extension().and_then(|ending| Format::of_ending(ending.to_str()?));
                    let path = ending
                        .map_or_else(|| ending_in(path.clone(), format.ending()), |_| path.clone());
                    let format = ending.unwrap_or(format);
                    self.jobs.export(self.session.framework().clone(), (format, wish), path);
                }
            }
            Purpose::Pack => {
                if let Some(wish) = self.wish.clone() {
                    self.jobs.pack(self.session.framework().clone(), wish, path);
                }
            }
            Purpose::Copy
            | Purpose::Base
            | Purpose::Part
            | Purpose::Earlier
            | Purpose::Minutes(_) => self.chosen_copy(purpose, path),
            Purpose::Steps => {
                let commands: Vec<&Command> = self.session.history().commands().collect();
                match crate::edit::write_script(&commands) {
                    Ok(text) => self.jobs.write("Steps saved", text, path),
                    Err(why) => self.say(format!("The steps were not saved: {why}"), true),
                }
            }
        }
    }

    /// Shows the wizard, with a file if there is one; one that is open takes it too.
    pub(super) fn import(&mut self, file: Option<PathBuf>) {
        if let (Some(Overlay::Import(wizard)), Some(file)) = (&mut self.overlay, &file) {
            wizard.add(file.clone());
            return;
        }
        // Behind the page to begin from stands an empty framework that nobody asked for.
        let nothing = self.mode == Mode::Start && !self.session.dirty();
        let only_new = nothing || self.session.read_only().is_some();
        let files = file.into_iter().collect();
        let wizard = Wizard::new(files, self.session.framework(), only_new);
        self.overlay = Some(Overlay::Import(Box::new(wizard)));
    }

    /// Takes over what an import brings: one undo step.
    pub(super) fn imported(&mut self, ctx: &Context, imported: Imported) {
        let Imported { into_new, change, label, mapping } = imported;
        if let Some(framework) = into_new {
            self.adopt(Session::new(framework));
        }
        if let Some(mapping) = mapping {
            self.settings.mapped(mapping);
            self.write_settings();
        }
        match self.session.adopt(label.clone(), change) {
            Ok(()) => {
                self.changed(ctx);
                self.say(label, false);
            }
            Err(error) => {
                self.overlay = None;
                self.say(format!("Not imported: {error}; {}", error.hint()), true);
            }
        }
    }

    /// Saves to the document's file, or asks for one.
    pub(super) fn save(&mut self) {
        match self.session.path().map(Path::to_owned) {
            Some(path) => self.save_to(&path),
            None => self.send(Action::SaveAs),
        }
    }

    fn save_to(&mut self, path: &Path) {
        match self.session.saving(path) {
            Ok(saving) => self.jobs.save(saving),
            Err(error) => self.warn_not_saved(path, &error),
        }
    }

    fn saved(&mut self, finished: Finished) {
        let path = finished.path().to_owned();
        match self.session.finish(finished) {
            Ok(()) => {
                self.left_alone = false;
                self.say(format!("Saved: {}", path.display()), false);
                self.settings.opened(&path);
                self.write_settings();
            }
            Err(error) => self.warn_not_saved(&path, &error),
        }
    }

    /// Shows another document; what was not saved of the one before is kept.
    pub(super) fn adopt(&mut self, session: Session) {
        self.keep_place();
        // The one before lets go of its file and journal, before this one takes its own.
        self.session = session;
        self.keep_session();
        self.suggesting.reset();
        self.resume();
        if self.bar.is_some() {
            self.session.set_bar(self.bar);
        }
        self.plant();
        self.selection.clear();
        self.canvas.reset();
        self.outline.reset();
        self.details = Details::default();
        self.portfolio = Portfolio::default();
        self.strip.reset();
        self.findings.reset();
        self.present.reset();
        self.behind = None;
        self.toasts.clear();
        self.warnings.clear();
        (self.theirs, self.left_alone) = (None, false);
        self.second = None;
        self.mode = Mode::Edit;
        self.revision += 1;
        self.drawn = None;
    }

    pub(super) fn open_template(&mut self, id: &str) {
        // A framework of its own: the clock gives the bits of its id.
        let bits = crate::ui::context::mint(&self.bits);
        match templates::find(id).map(|t| t.framework(bits)) {
            Some(Ok(framework)) => {
                self.adopt(Session::new(framework));
                self.say("", false);
            }
            Some(Err(error)) => self.say(format!("The template cannot be read: {error}"), true),
            None => {}
        }
    }

    /// The data folder, with who is at the keyboard.
    pub(super) fn store_home(&self) -> Option<Home> {
        let name = self.settings.who.as_ref().map_or("", |who| who.name.as_str());
        let who = Who::here(name, jiff::Timestamp::now());
        self.home.as_ref().map(|folder| Home::new(folder.clone(), who))
    }

    /// Keeps what is done in the document from now on.
    pub(super) fn keep_session(&mut self) {
        let Some(home) = self.store_home() else { return };
        self.session.tick(jiff::Timestamp::now());
        if let Some(said) = self.session.keep_in(home) {
            self.toasts.clear();
            self.say(said, false);
        }
    }

    /// What was not saved when windows closed or died before.
    pub(super) fn look_for_unsaved(&mut self) {
        let home = self.store_home();
        self.unsaved = home.map_or_else(Vec::new, |home| store::recoverable(&home));
    }

    /// Tells the session the time, and the user what keeps it from keeping what is done.
    pub(super) fn tick(&mut self) {
        self.session.tick(jiff::Timestamp::now());
        if let Some(found) = self.session.found() {
            self.jobs.found(found);
        }
        let trouble = self.session.trouble();
        if trouble != self.trouble {
            if let Some(why) = &trouble {
                self.say(format!("What is not saved is not being kept: {why}"), true);
            }
            self.trouble = trouble;
        }
    }

    /// Goes on with what was not saved.
    pub(super) fn recover(&mut self, journal: PathBuf) {
        if let Some(home) = self.store_home() {
            self.jobs.recover(home, journal);
        }
    }

    /// Forgets what was not saved and is not wanted.
    pub(super) fn discard(&mut self, journal: &Path) {
        let Some(home) = self.store_home() else { return };
        match store::forget(&home, journal) {
            Ok(()) => self.say("Discarded", false),
            Err(error) => self.say(format!("Not discarded: {error}; {}", error.hint()), true),
        }
        self.look_for_unsaved();
    }

    /// Writes the settings, where they are kept.
    pub(super) fn write_settings(&mut self) {
        let Some(home) = &self.home else { return };
        if let Err(why) = self.settings.write(home) {
            self.say(format!("The settings were not kept: {why}"), true);
        }
    }
}

/// Goes on with what was not saved; gives what to tell of it.
pub(in crate::ui) fn recover(home: &Home, journal: &Path) -> Result<(Session, String), String> {
    let (session, done, count) = Session::recover(home, journal)
        .map_err(|e| format!("It cannot be recovered: {e}; {}", e.hint()))?;
    let said = if done == count {
        "What was not saved is here again: save it to keep it".to_owned()
    } else {
        format!(
            "Of {count} steps that were not saved {done} are here again: save them to keep them"
        )
    };
    Ok((session, said))
}

/// A path that ends so, whatever it ended in; a dot in a name is part of the name.
pub(super) fn ending_in(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}
