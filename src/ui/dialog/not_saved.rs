//! It was not saved: what failed, why, and what can be done now.

use super::{choice_ui, file_name};
use crate::scene::words;
use crate::session::SessionError;
use crate::store::SaveError;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{RichText, Ui};
use std::path::Path;

/// What failed, in words.
pub(in crate::ui) struct NotSaved {
    what: String,
    remedy: String,
    /// What there is now.
    stands: String,
}

impl NotSaved {
    /// `kept` is whether every step is kept in the data folder.
    pub(in crate::ui) fn new(path: &Path, error: &SessionError, kept: bool) -> Self {
        let what = format!("{} was not saved: {error}.", file_name(path));
        let remedy = format!("{}.", words::sentence(error.hint()));
        let file = match error {
            SessionError::Save(SaveError::NotFlushed { .. }) => {
                "The file holds the new document, as far as can be seen"
            }
            _ => "The file is as it was",
        };
        let rest = if kept {
            "What you did is kept, even if this window closes"
        } else {
            "What you did is in this window only: keep it open until it is saved"
        };
        Self { what, remedy, stands: format!("{file}. {rest}.") }
    }

    /// Shows the message; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        ui.label(&self.what);
        ui.label(&self.remedy);
        ui.label(RichText::new(&self.stands).color(color(cx.theme.weak)));
        ui.add_space(10.0);
        let mut open = true;
        if choice_ui(ui, cx, true, "Save as…", "In another folder, on another disk") {
            cx.send(Action::SaveAs);
            open = false;
        }
        if choice_ui(ui, cx, true, "Try again", "When what is in the way is gone") {
            cx.send(Action::Save);
            open = false;
        }
        if choice_ui(ui, cx, true, "Not now", "Goes on; the document stays unsaved") {
            open = false;
        }
        open
    }
}
