//! The document's file was changed, deleted or replaced by others: what happened, and what can be
//! done. The one place that asks before it overwrites.

use super::{choice_ui, file_name};
use crate::scene::words;
use crate::session::Theirs;
use crate::store::SaveError;
use crate::ui::action::{Action, Guard};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::{readable, when};
use egui::{Label, RichText, ScrollArea, Ui};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;

/// What became of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum What {
    /// Somebody saved it; when, where the disk says so.
    Changed(Option<Timestamp>),
    /// It is gone.
    Deleted,
    /// Something else has its name.
    Replaced,
}

impl What {
    /// What an error of saving or looking says of it.
    pub(in crate::ui) fn of(error: &SaveError) -> Option<Self> {
        match error {
            SaveError::ChangedOnDisk { modified } => Some(Self::Changed(*modified)),
            SaveError::Deleted => Some(Self::Deleted),
            SaveError::Replaced => Some(Self::Replaced),
            _ => None,
        }
    }
}

/// What happened, and what is known of it.
pub(in crate::ui) struct Others {
    what: What,
    pub path: PathBuf,
    /// Whether there is something that is not saved.
    dirty: bool,
    /// Whether versions are kept.
    kept: bool,
    /// What the file holds now, once it is read; why not, where it cannot be.
    pub theirs: Option<Result<Arc<Theirs>, String>>,
    /// Whether it is asked if the file is to be overwritten.
    asks: bool,
}

impl Others {
    pub(in crate::ui) fn new(what: What, path: PathBuf, (dirty, kept): (bool, bool)) -> Self {
        Self { what, path, dirty, kept, theirs: None, asks: false }
    }

    /// Whether what the file holds is to be read.
    pub(in crate::ui) fn is_readable(&self) -> bool {
        matches!(self.what, What::Changed(_))
    }

    pub(super) fn title(&self) -> &'static str {
        match self.what {
            What::Changed(_) => "The file was changed by others",
            What::Deleted => "The file is gone",
            What::Replaced => "The file was replaced",
        }
    }

    /// Shows what happened; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let name = file_name(&self.path);
        let said = match self.what {
            What::Changed(Some(at)) => {
                format!("Somebody saved {name} on {}, after you opened it.", when(at))
            }
            What::Changed(None) => format!("Somebody saved {name} after you opened it."),
            What::Deleted => format!("{name} was moved or deleted after you opened it."),
            What::Replaced => format!(
                "{name} does not hold this framework any more: something else has its name."
            ),
        };
        let ours = if self.dirty {
            "What you changed is not in the file yet. Nothing is lost: choose what becomes of it."
        } else {
            "You have changed nothing since you saved it."
        };
        ui.label(format!("{said} {ours}"));
        self.told_ui(ui, cx);
        ui.add_space(8.0);
        if self.asks { self.ask_ui(ui, cx) } else { self.choices_ui(ui, cx) }
    }

    /// What others changed, in sentences.
    fn told_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        if !self.is_readable() {
            return;
        }
        let weak = |text: &str| RichText::new(text).color(color(cx.theme.weak));
        ui.add_space(8.0);
        let theirs = match &self.theirs {
            None => return drop(ui.label(weak("Reading what they changed…"))),
            Some(Err(why)) => return drop(ui.label(format!("It cannot be read: {why}"))),
            Some(Ok(theirs)) => theirs,
        };
        if theirs.told.is_empty() {
            ui.label(weak("What they changed is no more than how the file is written."));
            return;
        }
        ui.label("What they changed:");
        let most = (ui.ctx().content_rect().height() * 0.28).max(120.0);
        ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
            for line in &theirs.told {
                ui.add(Label::new(format!("•  {}", readable(line))).wrap());
            }
        });
    }

    /// What merging comes to: whether it can be done, at once or by choices, and the words.
    fn merging(&self) -> (bool, usize, String) {
        match &self.theirs {
            None => (false, 0, "When it is read".to_owned()),
            Some(Err(why)) => (false, 0, format!("Not possible: {why}")),
            Some(Ok(theirs)) => match &theirs.merged {
                Err(error) => (false, 0, format!("Not possible: {error}; {}", error.hint())),
                Ok(merged) if merged.conflicts.is_empty() => {
                    let taken = u32::try_from(merged.taken).unwrap_or(u32::MAX);
                    let taken = words::count(taken, "change of theirs", "changes of theirs");
                    let words = format!(
                        "Takes {taken} into yours, as one step that undo takes back; yours all \
                         stay. Save it then"
                    );
                    (true, 0, words)
                }
                Ok(merged) => {
                    let open = merged.conflicts.len();
                    let count = u32::try_from(open).unwrap_or(u32::MAX);
                    let count = words::count(count, "change", "changes");
                    let words =
                        format!("{count} of theirs and of yours contradict each other: you decide");
                    (true, open, words)
                }
            },
        }
    }

    fn choices_ui(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let changed = self.is_readable();
        let mut open = true;
        let mut choose = |ui: &mut Ui, able: bool, name: &str, words: &str, action: Action| {
            if choice_ui(ui, cx, able, name, words) {
                cx.send(action);
                open = false;
            }
        };
        let read = matches!(self.theirs, Some(Ok(_)));
        if changed && self.dirty {
            let (able, conflicts, words) = self.merging();
            let action = match conflicts {
                0 => Action::Guarding(Guard::Merge),
                _ => Action::MergeWith(self.path.clone()),
            };
            choose(ui, able, "Merge", &words, action);
        }
        if self.what == What::Deleted {
            let words = "Writes the file anew, in the folder where it was";
            choose(ui, true, "Save it there again", words, Action::Guarding(Guard::Overwrite));
        }
        let words = "You go on in another file; this one stays as it is";
        choose(ui, true, "Save a copy as…", words, Action::SaveAs);
        if changed {
            let words = match (self.dirty, self.kept) {
                (false, _) => "Shows what the file holds now",
                (true, true) => {
                    "Shows what the file holds now; what you changed is kept under File > Versions"
                }
                (true, false) => "Not possible: without a data folder your changes would be lost",
            };
            let able = read && (self.kept || !self.dirty);
            choose(ui, able, "Reload", words, Action::Guarding(Guard::Reload));
        }
        if self.what != What::Deleted && self.dirty {
            let words = "Puts yours in the place of what the file holds; asks once more";
            if choice_ui(ui, cx, true, "Overwrite…", words) {
                self.asks = true;
            }
        }
        if choice_ui(ui, cx, true, "Not now", "Goes on; saving asks again") {
            open = false;
        }
        open
    }

    fn ask_ui(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let lost = match (self.what, self.kept) {
            (What::Changed(_), true) => {
                "What the others changed will not be in the file any more. What it holds now is \
                 kept under File > Versions."
            }
            (_, true) => "What the file holds now is kept under File > Versions.",
            (_, false) => "What the file holds now will be lost.",
        };
        ui.label(RichText::new(lost).color(color(cx.theme.orphan_text)));
        let name = file_name(&self.path);
        let mut open = true;
        if choice_ui(ui, cx, true, "Overwrite the file", &format!("Saves yours as {name}")) {
            cx.send(Action::Guarding(Guard::Overwrite));
            open = false;
        }
        if choice_ui(ui, cx, true, "Back", "Overwrites nothing") {
            self.asks = false;
        }
        open
    }
}
