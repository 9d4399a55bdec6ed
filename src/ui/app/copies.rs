//! Copies of the document: merged with, made for breakout groups, told from in minutes.

use super::App;
use super::files::ending_in;
use crate::model::Change;
use crate::ui::action::{Action, Base};
use crate::ui::dialog::Overlay;
use crate::ui::jobs::Purpose;
use crate::ui::merge::{Answer, Ask, Merging};
use egui::Context;
use std::path::{Path, PathBuf};

/// Whether an action is about copies of the document.
pub(super) fn is_of_copies(action: &Action) -> bool {
    matches!(
        action,
        Action::Merge
            | Action::MergeWith(_)
            | Action::MergeOver(..)
            | Action::ChooseBase
            | Action::Merged(..)
            | Action::ExportPart
            | Action::SavePart(_)
            | Action::Minutes
            | Action::ChooseEarlier
            | Action::SaveMinutes(_)
    )
}

impl App {
    pub(super) fn act_on_copies(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Merge if self.may_merge() => {
                self.jobs.choose(Purpose::Copy, String::new());
            }
            Action::MergeWith(path) if self.may_merge() => self.merge(path, Base::Found),
            Action::MergeOver(path, base) if self.may_merge() => self.merge(path, base),
            Action::ChooseBase => self.jobs.choose(Purpose::Base, String::new()),
            Action::Merged(change, label) => self.merged(ctx, *change, &label),
            Action::ExportPart => {
                let objectives = self.selection.objectives.iter().cloned().collect::<Vec<_>>();
                if objectives.is_empty() {
                    self.say("Select the objectives that the group is to work on first", true);
                } else {
                    self.overlay = Some(Overlay::part(objectives));
                }
            }
            Action::SavePart(of) => {
                self.part = Some(of);
                self.jobs.choose(Purpose::Part, "part.ron".to_owned());
            }
            Action::Minutes => self.overlay = Some(Overlay::minutes(self.today)),
            Action::ChooseEarlier => self.jobs.choose(Purpose::Earlier, String::new()),
            Action::SaveMinutes(wish) => {
                let (format, name) = (wish.format, format!("minutes.{}", wish.format.ending()));
                self.minutes = Some(*wish);
                self.jobs.choose(Purpose::Minutes(format), name);
            }
            _ => {}
        }
    }

    /// Whether the document can take anything over; says why not.
    fn may_merge(&mut self) -> bool {
        let why = self.session.read_only().map(str::to_owned);
        if let Some(why) = &why {
            self.say(format!("Not merged: the document is open for reading only: {why}"), true);
        }
        why.is_none()
    }

    /// Begins to read another copy.
    fn merge(&mut self, path: PathBuf, base: Base) {
        let ask = Ask {
            path: path.clone(),
            ours: self.session.framework().clone(),
            own: self.session.path().map(Path::to_owned),
            since: self.session.stamp().map(|stamp| stamp.hash),
            dirty: self.session.dirty(),
            home: self.store_home(),
            bar: self.bar,
            base,
        };
        self.overlay = Some(Overlay::Merge(Box::new(Merging::new(path))));
        self.jobs.merge(ask);
    }

    /// Shows what came of reading another copy, where it is still waited for.
    pub(super) fn take_copy(&mut self, path: &Path, answer: Answer) {
        if let Some(Overlay::Merge(merging)) = &mut self.overlay {
            merging.take(path, answer);
        }
    }

    /// Takes over what a merge comes to: one undo step.
    fn merged(&mut self, ctx: &Context, change: Change, label: &str) {
        match self.session.adopt(label.to_owned(), change) {
            Ok(()) => {
                self.changed(ctx);
                self.say(format!("Done: {label}; Ctrl+Z takes it back"), false);
            }
            Err(error) => self.say(format!("Not merged: {error}; {}", error.hint()), true),
        }
    }

    /// A path was chosen for something with copies.
    pub(super) fn chosen_copy(&mut self, purpose: Purpose, path: PathBuf) {
        let framework = self.session.framework().clone();
        match (purpose, &mut self.overlay) {
            (Purpose::Copy, _) => self.send(Action::MergeWith(path)),
            (Purpose::Base, Some(Overlay::Merge(merging))) => {
                let copy = merging.path().to_owned();
                self.send(Action::MergeOver(copy, Base::File(path)));
            }
            (Purpose::Earlier, Some(Overlay::Minutes(form))) => form.compare_with(path),
            (Purpose::Part, _) => {
                let Some(of) = self.part.take() else { return };
                let own = self.store_home().zip(self.session.path());
                let kept = own.map(|(home, own)| home.backups(&framework.head().id, own));
                let kept = kept.map(|backups| (backups, jiff::Timestamp::now()));
                self.jobs.part(framework, of, ending_in(path, "ron"), kept);
            }
            (Purpose::Minutes(_), _) => {
                if let Some(wish) = self.minutes.take() {
                    self.jobs.minutes(framework, wish, self.today, path);
                }
            }
            _ => {}
        }
    }
}
