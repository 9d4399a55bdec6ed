//! The document's file while others are at it, and the document's versions: what was noticed, and
//! what the user chose.

use super::App;
use crate::session::{SessionError, Theirs};
use crate::store::{Backup, SaveError};
use crate::ui::action::{Action, Guard};
use crate::ui::dialog::{NotSaved, Others, Overlay, Versions, What};
use crate::ui::guard::Kept;
use egui::Context;
use std::path::Path;

/// How often the file is looked at, in seconds.
const EVERY: f64 = 5.0;

impl App {
    pub(super) fn act_on_versions(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Versions => self.versions(),
            Action::Guarding(guard) => self.guard(ctx, guard),
            other => self.set(ctx, &other),
        }
    }

    fn guard(&mut self, ctx: &Context, guard: Guard) {
        match guard {
            Guard::Merge => self.merge_file(ctx),
            Guard::Reload => self.reload(),
            Guard::Overwrite => self.overwrite(),
            Guard::Copy => {
                self.session.become_copy();
                self.keep_session();
                self.say("A copy: save it under a name of its own", false);
            }
            Guard::Look(backup) => {
                if let Some(version) = self.session.version(&backup) {
                    self.jobs.version(*backup, version);
                }
            }
            Guard::Restore(backup) => match self.session.restore(&backup) {
                Ok(()) => {
                    self.changed(ctx);
                    let label = self.session.history().undo_label().unwrap_or_default();
                    self.say(label.to_owned(), false);
                }
                Err(error) => self.say(format!("Not restored: {error}; {}", error.hint()), true),
            },
            Guard::CopyOf(backup) => self.copy_of(&backup),
        }
    }

    fn copy_of(&mut self, backup: &Backup) {
        match self.session.copy_of(backup) {
            Ok(copy) => {
                self.adopt(copy);
                self.say("A copy of that version: save it under a name of its own", false);
            }
            Err(error) => self.say(format!("Not opened: {error}; {}", error.hint()), true),
        }
    }

    /// Shows the versions, and has them listed.
    fn versions(&mut self) {
        let versions = match self.session.backups() {
            Some(backups) => {
                self.jobs.versions(backups);
                Versions::default()
            }
            None => Versions::none(),
        };
        self.overlay = Some(Overlay::Versions(Box::new(versions)));
    }

    /// Takes over what threads read of the file and its versions.
    pub(super) fn kept(&mut self, kept: Kept) {
        match kept {
            Kept::Listed(list) => {
                if let Some(Overlay::Versions(versions)) = &mut self.overlay {
                    versions.list(list);
                }
            }
            Kept::Seen(backup, seen) => {
                if let Some(Overlay::Versions(versions)) = &mut self.overlay {
                    versions.see(*backup, seen);
                }
            }
            Kept::Touched(path, error) => {
                if self.is_own(&path) && self.overlay.is_none() && !self.left_alone {
                    self.warn_of_others(&path, &error);
                }
            }
            Kept::Theirs(path, theirs) => {
                if let Some(Overlay::Others(form)) = &mut self.overlay
                    && form.path == path
                {
                    self.theirs = theirs.as_ref().ok().cloned();
                    form.theirs = Some(theirs);
                }
            }
            Kept::Reloaded(revision, session, said) => {
                // Another document may be open by now.
                if self.session.path() != session.path() {
                    return;
                }
                if self.session.revision() == revision {
                    // What was not saved is a version now: it is not offered a second time.
                    self.session.discard();
                }
                self.adopt(*session);
                self.say(said.unwrap_or_else(|| "Opened again".to_owned()), false);
                self.look_for_unsaved_of_file();
            }
            Kept::Unsaved(path, unsaved) => {
                if self.is_own(&path) {
                    self.warn(Overlay::Recover(unsaved));
                }
            }
        }
    }

    /// Looks for what was not saved of the file, now that it is ours: as long as others have it,
    /// their journal is theirs.
    pub(super) fn look_for_unsaved_of_file(&mut self) {
        if self.session.in_use().is_none()
            && let (Some(path), Some(home)) = (self.session.path(), self.store_home())
        {
            self.jobs.unsaved(path.to_owned(), home);
        }
    }

    fn is_own(&self, path: &Path) -> bool {
        self.session.path() == Some(path)
    }

    /// Looks whether others changed the file, while the window has the focus. It asks for no
    /// frame: it looks when there is one.
    pub(super) fn look_at_file(&mut self, ctx: &Context) {
        let (focused, now) = ctx.input(|i| (i.focused, i.time));
        let came = focused && !std::mem::replace(&mut self.focused, focused);
        let due = came || now - self.looked_at >= EVERY;
        if !focused || !due || self.overlay.is_some() || self.left_alone {
            return;
        }
        self.looked_at = now;
        if self.mode == super::Mode::Start && self.unsaved.is_empty() {
            // A window that was still dying when this one opened had its journal. Those of living
            // windows are held, and not read.
            self.look_for_unsaved();
        }
        if let Some((path, look)) = self.session.path().zip(self.session.look()) {
            self.jobs.look(path.to_owned(), look);
        }
    }

    /// Says what others did to the file, and has it read.
    fn warn_of_others(&mut self, path: &Path, error: &SaveError) {
        let Some(what) = What::of(error) else { return };
        self.left_alone = true;
        let state = (self.session.dirty(), self.session.backups().is_some());
        let form = Others::new(what, path.to_owned(), state);
        if let Some(read) = self.session.read_again().filter(|_| form.is_readable()) {
            self.jobs.read_again(path.to_owned(), read);
        }
        // One that says the same from an earlier look gives way.
        self.warnings.retain(|warning| !matches!(warning, Overlay::Others(_)));
        if matches!(self.overlay, Some(Overlay::Others(_))) {
            self.overlay = None;
        }
        self.warn(Overlay::Others(Box::new(form)));
    }

    /// Says that it was not saved, and what can be done.
    pub(super) fn warn_not_saved(&mut self, path: &Path, error: &SessionError) {
        let hint = error.hint();
        self.say(format!("It was not saved: {error}; {hint}: {}", path.display()), true);
        match error {
            SessionError::Save(error) if error.is_change_on_disk() && self.is_own(path) => {
                self.warn_of_others(path, error);
            }
            _ => {
                let kept = self.home.is_some() && self.session.trouble().is_none();
                self.warn(Overlay::NotSaved(NotSaved::new(path, error, kept)));
            }
        }
    }

    /// Shows a dialog that must be seen, when no other is open.
    pub(super) fn warn(&mut self, overlay: Overlay) {
        self.warnings.push(overlay);
        self.show_warnings();
    }

    pub(super) fn show_warnings(&mut self) {
        if self.overlay.is_none() && !self.warnings.is_empty() {
            self.overlay = Some(self.warnings.remove(0));
        }
    }

    /// Takes what others changed in the file into the document.
    fn merge_file(&mut self, ctx: &Context) {
        let Some(theirs) = self.theirs.take() else { return };
        let Theirs { opened, merged: Ok(merged), path, .. } = &*theirs else { return };
        let label = "merge with the file on disk".to_owned();
        match self.session.adopt_merged(label, merged.change.clone(), opened) {
            Ok(()) => {
                self.left_alone = false;
                self.changed(ctx);
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                self.say(format!("Merged with {name}: look, then save it"), false);
            }
            Err(error) => self.say(format!("Not merged: {error}; {}", error.hint()), true),
        }
    }

    /// Opens the file again; what is not saved becomes a version first.
    fn reload(&mut self) {
        let Some(path) = self.session.path().map(Path::to_owned) else { return };
        let unsaved = self.session.dirty().then(|| self.session.unsaved());
        match unsaved {
            Some(None) => self.say("Not opened again: what is not saved would be lost", true),
            unsaved => self.jobs.reload(path, self.session.revision(), unsaved.flatten()),
        }
    }

    /// Puts the document in place of what the file holds, which becomes a version first.
    fn overwrite(&mut self) {
        let Some(path) = self.session.path().map(Path::to_owned) else { return };
        match self.session.saving(&path) {
            Ok(saving) => self.jobs.save(saving.replacing()),
            Err(error) => self.warn_not_saved(&path, &error),
        }
    }
}
