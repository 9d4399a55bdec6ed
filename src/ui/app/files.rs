//! Documents: opened, saved, kept where they are not saved.

use super::App;
use crate::edit::Command;
use crate::session::Session;
use crate::store::{self, unsaved};
use crate::templates;
use crate::ui::action::{Action, Mode};
use crate::ui::details::Details;
use crate::ui::dialog::Overlay;
use crate::ui::import::{Imported, Wizard};
use crate::ui::jobs::{Done, Purpose};
use crate::ui::portfolio::Portfolio;
use egui::Context;
use std::path::{Path, PathBuf};

/// How long after a change a copy is kept at the latest, in seconds.
const KEEP: f64 = 10.0;

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
            }
            Done::Recovered(session, copy) => {
                self.adopt(*session);
                self.kept = Some((copy, u64::MAX));
                self.say("What was not saved is here again: save it to keep it", false);
            }
            Done::Portfolio(path) => self.import(Some(path)),
            Done::Saved(path, state) => self.saved(path, state),
            Done::Suggested(document, made) => self.suggested(document, *made),
            Done::Preview(preview) => {
                if let Some(Overlay::Export(form)) = &mut self.overlay {
                    form.show_preview(ctx, *preview);
                }
            }
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
            Done::Kept | Done::Chosen(..) => {}
        }
    }

    pub(super) fn chosen(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.send(Action::OpenPath(path)),
            Purpose::SaveAs => self.save_to(path),
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
                    self.jobs.export(self.session.framework().clone(), (format, wish), path);
                }
            }
            Purpose::Pack => {
                if let Some(wish) = self.wish.clone() {
                    self.jobs.pack(self.session.framework().clone(), wish, path);
                }
            }
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
            Some(path) => self.save_to(path),
            None => self.send(Action::SaveAs),
        }
    }

    fn save_to(&mut self, path: PathBuf) {
        if let Some(why) = self.session.read_only() {
            self.say(format!("Not saved: the document is open for reading only: {why}"), true);
            return;
        }
        let state = self.session.history().state();
        self.jobs.save(self.session.framework().clone(), state, path);
    }

    fn saved(&mut self, path: PathBuf, state: u64) {
        self.say(format!("Saved: {}", path.display()), false);
        self.settings.opened(&path);
        self.write_settings();
        self.session.saved(path, state);
        if !self.session.dirty() {
            self.forget_copy();
        }
    }

    /// Shows another document; what was not saved of the one before is kept.
    pub(super) fn adopt(&mut self, session: Session) {
        self.keep_place();
        self.keep_at_exit();
        self.kept = None;
        self.session = session;
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
        self.second = None;
        self.mode = Mode::Edit;
        self.revision += 1;
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

    /// Where copies of what is not saved are kept.
    fn unsaved_folder(&self) -> Option<PathBuf> {
        self.home.as_ref().map(|home| home.join("unsaved"))
    }

    /// What was not saved when windows closed before.
    pub(super) fn unsaved(&self) -> Vec<unsaved::Kept> {
        self.unsaved_folder().map_or_else(Vec::new, |folder| unsaved::kept(&folder))
    }

    /// Keeps a copy of what is not saved, a while after it changed, on a thread.
    pub(super) fn keep_unsaved(&mut self, ctx: &Context) {
        let Some(folder) = self.unsaved_folder() else { return };
        let state = self.session.history().state();
        if !self.session.dirty() || self.kept.as_ref().is_some_and(|(_, of)| *of == state) {
            return;
        }
        let now = ctx.input(|i| i.time);
        let due = self.kept_at + KEEP;
        if now < due {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(due - now));
            return;
        }
        self.kept_at = now;
        let copy = unsaved::place(&folder, self.session.framework());
        self.kept = Some((copy, state));
        let of = self.session.path().map(Path::to_owned);
        self.jobs.keep(folder, self.session.framework().clone(), of);
    }

    /// Keeps what is not saved when the window closes or shows another document.
    pub(super) fn keep_at_exit(&mut self) {
        let Some(folder) = self.unsaved_folder() else { return };
        if !self.session.dirty() {
            self.forget_copy();
        } else if let Err(error) =
            unsaved::keep(&folder, self.session.framework(), self.session.path())
        {
            self.say(format!("What is not saved could not be kept: {error}"), true);
        }
    }

    fn forget_copy(&mut self) {
        if let Some((copy, _)) = self.kept.take()
            && let Err(error) = unsaved::forget(&copy)
        {
            self.say(format!("A copy could not be removed: {error}: {}", copy.display()), true);
        }
    }

    /// Forgets a copy that is not wanted.
    pub(super) fn discard(&mut self, copy: &Path) {
        match unsaved::forget(copy) {
            Ok(()) => self.say("Discarded", false),
            Err(error) => self.say(format!("Not discarded: {error}: {}", copy.display()), true),
        }
    }

    /// Writes the settings, where they are kept.
    pub(super) fn write_settings(&mut self) {
        let Some(home) = &self.home else { return };
        if let Err(why) = self.settings.write(home) {
            self.say(format!("The settings were not kept: {why}"), true);
        }
    }
}

/// Opens what was kept.
pub(in crate::ui) fn recover(copy: &Path) -> Result<Session, String> {
    let failed = |why: String| format!("It cannot be opened: {why}: {}", copy.display());
    let opened = store::open(copy).map_err(|e| failed(format!("{e}; {}", e.hint())))?;
    let all = copy.parent().map(unsaved::kept).unwrap_or_default();
    let of = all.into_iter().find(|kept| kept.copy == copy).and_then(|kept| kept.of);
    Ok(Session::recovered(opened, of))
}
