//! What was not saved of the file that was opened: restored, left or discarded.

use super::{choice_ui, file_name};
use crate::store::{Fit, Recoverable};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::when;
use egui::{RichText, Ui};

/// Shows what there is; gives whether it stays open.
pub(super) fn recover_ui(ui: &mut Ui, cx: &UiCtx, kept: &Recoverable) -> bool {
    let of = kept.of.as_deref().map_or_else(|| "The file".to_owned(), file_name);
    ui.label(format!("{of} has changes that were not saved: {}: restore?", kept.words()));
    let last = format!("The last of them was made on {}", when(kept.at));
    ui.label(RichText::new(last).color(color(cx.theme.weak)));
    ui.add_space(10.0);
    let restored = match kept.fit {
        Fit::File | Fit::Whole => "Goes on where the window closed; save it to keep it",
        Fit::Copy => "Opens a copy with these changes; the file stays as it is",
        Fit::Lost => "What the changes were made in is not there any more",
    };
    let mut open = true;
    if choice_ui(ui, cx, kept.fit != Fit::Lost, "Restore", restored) {
        cx.send(Action::Recover(kept.journal.clone()));
        open = false;
    }
    let left = "Shows the file as it was saved; the page to begin from keeps offering them";
    if choice_ui(ui, cx, true, "Leave it", left) {
        open = false;
    }
    if choice_ui(ui, cx, true, "Discard", "Forgets these changes for ever") {
        cx.send(Action::Discard(kept.journal.clone()));
        open = false;
    }
    open
}
