//! Fields of other shapes: a text over the whole width with its name above, and a choice without
//! a name.

use super::{Typed, left};
use crate::layout::text::Weight;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use egui::{AsIdSalt, ComboBox, EventFilter, Id, Key, Response, TextEdit, Ui};

/// The id of the field of a key, to hand it the keys.
pub(in crate::ui) fn edit_id(ui: &Ui, key: impl AsIdSalt) -> Id {
    ui.id().with(key).with("edit")
}

/// Shows a text over the whole width, its name above; gives the new one when the field is left.
pub(in crate::ui) fn area_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: &str,
    (rows, weight): (usize, Weight),
) -> Option<String> {
    let id = ui.id().with(key);
    let mut typed = Typed::of(ui, id, value);
    let label = ui.add(super::name_label(cx, name));
    let font = font_for(&typed.text, 15.0, weight);
    let edit = TextEdit::multiline(&mut typed.text)
        .id(id.with("edit"))
        .font(font)
        .desired_rows(rows)
        .desired_width(f32::INFINITY);
    let response = ui.add_enabled(cx.view.read_only.is_none(), edit).labelled_by(label.id);
    left(ui, id, &response, typed, |text| Ok(text.trim().to_owned()))
}

/// Shows one of a few values in a width; gives another where it was chosen.
pub(in crate::ui) fn combo_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    width: f32,
    value: T,
    choices: &[(T, &str)],
) -> (Response, Option<T>) {
    let id = ui.id().with(key);
    let at = choices.iter().position(|(v, _)| *v == value);
    let shown = at.map_or("", |at| choices[at].1);
    let mut left = false;
    let mut chosen = None;
    let response = ui
        .add_enabled_ui(cx.view.read_only.is_none(), |ui| {
            // The text is cut to what room there is, whatever the width asked for.
            ui.set_max_width(width);
            ComboBox::from_id_salt(id)
                .width(width)
                .truncate()
                .selected_text(shown)
                .show_ui(ui, |ui| {
                    left = ui.input(|i| i.key_pressed(Key::Escape));
                    chosen = lines_ui(ui, choices.iter().map(|(_, text)| *text), at);
                })
                .response
        })
        .inner;
    if left || chosen.is_some() {
        response.request_focus();
    }
    (response, chosen.filter(|place| at != Some(*place)).map(|place| choices[place].0))
}

/// The lines of an open choice, walked by the arrows; gives the one that was taken.
fn lines_ui<'a>(
    ui: &mut Ui,
    texts: impl Iterator<Item = &'a str>,
    at: Option<usize>,
) -> Option<usize> {
    let lines: Vec<Response> = texts
        .enumerate()
        .map(|(place, text)| ui.selectable_label(at == Some(place), text))
        .collect();
    let focused = lines.iter().position(Response::has_focus);
    let key = |ui: &Ui, key| ui.input(|i| i.key_pressed(key));
    let next = match focused {
        // Where the keys begin; but a click with the mouse needs none.
        None => Some(at.unwrap_or(0)),
        Some(place) if key(ui, Key::ArrowDown) => Some((place + 1).min(lines.len() - 1)),
        Some(place) if key(ui, Key::ArrowUp) => Some(place.saturating_sub(1)),
        Some(_) => None,
    };
    if let Some(line) = next.and_then(|place| lines.get(place)) {
        line.request_focus();
        line.scroll_to_me(None);
    }
    if let Some(line) = next.or(focused).and_then(|place| lines.get(place)) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(line.id, filter));
    }
    let taken = lines.iter().position(Response::clicked);
    if taken.is_some() {
        ui.close();
    }
    taken
}
