//! Fields of other shapes: a text over the whole width with its name above, and a choice without
//! a name.

use super::{Typed, left};
use crate::layout::text::Weight;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use egui::{AsIdSalt, ComboBox, Id, Response, RichText, TextEdit, Ui};

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
    let kept: Option<Typed> = ui.data(|data| data.get_temp(id));
    let mut typed = kept.filter(|t| t.base == value).unwrap_or_else(|| Typed {
        text: value.to_owned(),
        base: value.to_owned(),
        error: None,
    });
    let label = ui.label(RichText::new(name).size(14.0).color(color(cx.theme.weak)));
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
    let mut chosen = value;
    let shown = choices.iter().find(|(v, _)| *v == value).map_or("", |(_, text)| text);
    let response = ui
        .add_enabled_ui(cx.view.read_only.is_none(), |ui| {
            // The text is cut to what room there is, whatever the width asked for.
            ui.set_max_width(width);
            ComboBox::from_id_salt(id)
                .width(width)
                .truncate()
                .selected_text(shown)
                .show_ui(ui, |ui| {
                    for (value, text) in choices {
                        ui.selectable_value(&mut chosen, *value, *text);
                    }
                })
                .response
        })
        .inner;
    (response, (chosen != value).then_some(chosen))
}
