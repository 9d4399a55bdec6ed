//! Fields of forms: a name on the left, a widget on the right, an error below. What was typed is
//! given when the field is left, and kept with its error where it cannot be taken.
#![expect(clippy::option_option, reason = "whether a value was given, and whether it is none")]

mod bare;
pub(super) mod choices;
pub(super) mod parse;
mod pick;

pub(super) use bare::{area_ui, combo_ui, edit_id};
pub(super) use pick::{Also, Choice, Pick, list_ui, many_ui, pick_ui, search_ui};

use super::context::UiCtx;
use super::style::color;
use egui::AsIdSalt;
use egui::{Id, Key, Response, RichText, TextEdit, Ui, Vec2};

/// The width of the names.
const NAME: f32 = 96.0;

/// Where less room is left, a text of several lines stands below its name.
const NARROW: f32 = 300.0;

/// Where less room is left, every text does.
const SLIM: f32 = 200.0;

fn name_label(cx: &UiCtx, name: &str) -> egui::Label {
    egui::Label::new(RichText::new(name).size(14.0).color(color(cx.theme.weak))).wrap()
}

/// Gives a widget the name that those read it by who cannot see it.
pub(super) fn named(response: &Response, name: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// A row of a form: its name, and a widget named by it.
pub(super) fn row_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    name: &str,
    widget: impl FnOnce(&mut Ui) -> Response,
) -> Response {
    ui.horizontal_top(|ui| {
        let (width, height) = (NAME, ui.spacing().interact_size.y);
        let label = ui.allocate_ui_with_layout(
            Vec2::new(width, height),
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_size(Vec2::new(width, height));
                ui.add(name_label(cx, name))
            },
        );
        widget(ui).labelled_by(label.inner.id)
    })
    .inner
}

/// What is being typed into a field.
#[derive(Debug, Clone, Default)]
struct Typed {
    text: String,
    /// What the field held when typing began.
    base: String,
    error: Option<String>,
}

impl Typed {
    /// What is being typed into a field that holds a value: what was kept of it, else the value.
    fn of(ui: &Ui, id: Id, value: &str) -> Self {
        let kept: Option<Self> = ui.data(|data| data.get_temp(id));
        kept.filter(|typed| typed.base == value).unwrap_or_else(|| Self {
            text: value.to_owned(),
            base: value.to_owned(),
            error: None,
        })
    }
}

/// Shows a text of one or more lines; gives the new one when the field is left.
pub(super) fn text_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: &str,
    rows: usize,
) -> Option<String> {
    parsed_ui(ui, cx, key, (name, ""), value, rows, |text| Ok(text.trim().to_owned()))
}

/// Shows a text that may be absent; gives the new one when the field is left.
pub(super) fn optional_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: Option<&str>,
    rows: usize,
) -> Option<Option<String>> {
    let text = text_ui(ui, cx, key, name, value.unwrap_or_default(), rows)?;
    Some(Some(text).filter(|text| !text.is_empty()))
}

/// Shows a value as text; gives the new value when the field is left and the text is one, else
/// says why it is none and keeps what was typed.
pub(super) fn parsed_ui<T>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    (name, hint): (&str, &'static str),
    value: &str,
    rows: usize,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let id = ui.id().with(key);
    let mut typed = Typed::of(ui, id, value);
    let enabled = cx.view.read_only.is_none();
    let mut field = |ui: &mut Ui| {
        let width = ui.available_width();
        let edit = if rows > 1 {
            TextEdit::multiline(&mut typed.text).desired_rows(rows)
        } else {
            TextEdit::singleline(&mut typed.text)
        };
        let edit = edit.id(id.with("edit")).hint_text(hint).desired_width(width);
        ui.add_enabled(enabled, edit)
    };
    let room = ui.available_width();
    let response = if room < SLIM || rows > 1 && room < NARROW {
        let label = ui.add(name_label(cx, name));
        field(ui).labelled_by(label.id)
    } else {
        row_ui(ui, cx, name, field)
    };
    let given = left(ui, id, &response, typed.clone(), parse);
    if let Some(why) = ui.data(|data| data.get_temp::<Typed>(id)).and_then(|t| t.error) {
        error_ui(ui, cx, &why);
    }
    given
}

/// Takes what was typed when its field is left; keeps it, with the error, where it cannot be.
fn left<T>(
    ui: &Ui,
    id: Id,
    response: &Response,
    mut typed: Typed,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let forget = || ui.data_mut(|data| data.remove::<Typed>(id));
    if response.changed() {
        typed.error = None;
    }
    if response.lost_focus() {
        let gave_up = ui.input(|i| i.key_pressed(Key::Escape));
        if gave_up || typed.text.trim() == typed.base.trim() {
            forget();
            return None;
        }
        match parse(&typed.text) {
            Ok(value) => {
                forget();
                return Some(value);
            }
            Err(why) => typed.error = Some(why),
        }
    }
    if response.has_focus() || typed.error.is_some() {
        ui.data_mut(|data| data.insert_temp(id, typed));
    } else {
        forget();
    }
    None
}

/// An error beside the field that it is about.
pub(super) fn error_ui(ui: &mut Ui, cx: &UiCtx, why: &str) {
    ui.horizontal(|ui| {
        if ui.available_width() > NARROW {
            ui.add_space(NAME + 8.0);
        }
        ui.add(
            egui::Label::new(
                RichText::new(format!("⚠ {why}")).size(13.0).color(color(cx.theme.orphan_text)),
            )
            .wrap(),
        );
    });
}

/// Shows one of a few values; gives another where it was chosen.
pub(super) fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: T,
    choices: &[(T, &str)],
) -> Option<T> {
    let mut given = None;
    row_ui(ui, cx, name, |ui| {
        let width = ui.available_width();
        let (response, chosen) = combo_ui(ui, cx, key, width, value, choices);
        given = chosen;
        response
    });
    given
}

/// Shows yes or no; gives the other where it was chosen.
pub(super) fn check_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    name: &str,
    words: &str,
    value: bool,
) -> Option<bool> {
    let mut chosen = value;
    row_ui(ui, cx, name, |ui| {
        let enabled = cx.view.read_only.is_none();
        let response = ui.add_enabled(enabled, egui::Checkbox::new(&mut chosen, words));
        response.widget_info(|| {
            let name = format!("{name}: {words}");
            egui::WidgetInfo::selected(egui::WidgetType::Checkbox, enabled, chosen, name)
        });
        response
    });
    (chosen != value).then_some(chosen)
}
