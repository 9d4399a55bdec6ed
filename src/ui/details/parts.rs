//! What the forms are made of: headings, jumps, rows with a cross, fields of records.
#![expect(clippy::option_option, reason = "whether a value was given, and whether it is none")]

use crate::layout::text::{Weight, fit};
use crate::model::{ActorId, Date, DimensionId, Language, Period, ProgramId, Table, Translation};
use crate::scene::words;
use crate::ui::action::{Action, Pane};
use crate::ui::context::UiCtx;
use crate::ui::field::{
    Also, Choice, Pick, area_ui, choices, edit_id, list_ui, many_ui, optional_ui, parse, parsed_ui,
    pick_ui, text_ui,
};
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{AsIdSalt, Button, CollapsingHeader, Response, RichText, Ui, Vec2};

/// Weak text of 14 px.
pub(super) fn weak(ui: &mut Ui, cx: &UiCtx, text: &str) {
    let text = RichText::new(text).size(14.0).color(color(cx.theme.weak));
    ui.add(egui::Label::new(text).wrap());
}

/// What the panel shows, in large type.
pub(super) fn title(ui: &mut Ui, text: &str) {
    let font = font_for(text, 18.0, Weight::SemiBold);
    ui.add(egui::Label::new(RichText::new(readable(text)).font(font)).wrap());
    ui.add_space(4.0);
}

/// The heading of a section that is always open.
pub(super) fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    let text = RichText::new(text).font(font_for(text, 15.0, Weight::SemiBold));
    ui.add(egui::Label::new(text).wrap());
}

/// A section that can be closed; open at first where it holds something.
pub(super) fn section(
    ui: &mut Ui,
    key: impl AsIdSalt,
    text: &str,
    filled: bool,
    body: impl FnOnce(&mut Ui),
) {
    ui.add_space(10.0);
    let text = RichText::new(text).font(font_for(text, 15.0, Weight::SemiBold));
    CollapsingHeader::new(text).id_salt(key).default_open(filled).show_unindented(ui, body);
}

/// Whether something can be changed.
pub(super) fn open(cx: &UiCtx) -> bool {
    cx.view.read_only.is_none()
}

/// Hands the keys to the field of a key, where the panel is to take them.
pub(super) fn first(ui: &Ui, cx: &UiCtx, key: impl AsIdSalt) {
    if cx.view.pane == Some(Pane::Details) {
        let id = edit_id(ui, key);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

/// A button that is there for changes.
pub(super) fn button(ui: &mut Ui, cx: &UiCtx, text: &str) -> Response {
    ui.add_enabled(open(cx), Button::new(readable(text)).wrap())
}

/// A small button with a sign, and its name.
fn sign(ui: &mut Ui, sign: &str, name: &str, selected: bool, enabled: bool) -> bool {
    let size = Vec2::splat(ui.spacing().interact_size.y);
    let padding = ui.spacing().button_padding;
    ui.spacing_mut().button_padding.x = 4.0;
    let response = ui.add_enabled(enabled, Button::new(sign).min_size(size).selected(selected));
    ui.spacing_mut().button_padding = padding;
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::WidgetType::Button, enabled, selected, name)
    });
    response.on_hover_text(name).clicked()
}

/// A cross that takes something away.
pub(super) fn remove(ui: &mut Ui, cx: &UiCtx, what: &str) -> bool {
    sign(ui, "×", &format!("Remove {what}"), false, open(cx))
}

/// A button that opens and closes what stands below a row; gives whether it is open.
pub(super) fn more(ui: &mut Ui, key: impl AsIdSalt, text: &str, name: &str) -> bool {
    let id = ui.id().with(key).with("more");
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if sign(ui, text, name, is_open, true) {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    is_open
}

/// Fields with a cross on their right; gives whether it was clicked.
pub(super) fn beside(ui: &mut Ui, cx: &UiCtx, what: &str, body: impl FnOnce(&mut Ui)) -> bool {
    ui.horizontal_top(|ui| {
        let cross = ui.spacing().interact_size.y + ui.spacing().item_spacing.x;
        let width = (ui.available_width() - cross).max(40.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            body(ui);
        });
        remove(ui, cx, what)
    })
    .inner
}

/// A link to another record, cut to one line, with a figure on the right.
pub(super) fn jump(ui: &mut Ui, cx: &UiCtx, text: &str, right: &str, action: Action) {
    let width = ui.available_width();
    let (area, response) = ui.allocate_exact_size(egui::vec2(width, 28.0), egui::Sense::click());
    response.widget_info(|| {
        let name = format!("{text} {right}");
        egui::WidgetInfo::labeled(egui::WidgetType::Link, true, name.trim_end())
    });
    let painter = ui.painter();
    let font = font_for(right, 14.0, Weight::Regular);
    let tint = color(cx.theme.weak);
    let end = area.right_center();
    let figure = painter.text(end, egui::Align2::RIGHT_CENTER, right, font, tint);
    let room = if right.is_empty() { width } else { figure.min.x - area.min.x - 10.0 };
    let shown = readable(&fit(text, Weight::Regular, room / 15.0));
    let font = font_for(&shown, 15.0, Weight::Regular);
    let accent = color(cx.theme.accent);
    let drawn = painter.text(area.left_center(), egui::Align2::LEFT_CENTER, shown, font, accent);
    if response.hovered() || response.has_focus() {
        let line = egui::Stroke::new(1.0, accent);
        painter.hline(drawn.x_range(), drawn.max.y, line);
    }
    if response.on_hover_text(readable(text)).clicked() {
        cx.send(action);
    }
}

/// A link to a program, with its money.
pub(super) fn program_row(ui: &mut Ui, cx: &UiCtx, id: &ProgramId) {
    let Some(record) = cx.framework.program(id) else { return };
    let money = cx.analysis.programs.get(id).map_or_else(Default::default, |r| r.money);
    let right = words::money(cx.framework.head().currency, money);
    jump(ui, cx, record.title.trim(), &right, Action::SelectProgram(id.clone(), false));
}

/// A value for reading only.
pub(super) fn fact(ui: &mut Ui, cx: &UiCtx, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    crate::ui::field::row_ui(ui, cx, name, |ui| {
        ui.add(egui::Label::new(readable(value.trim())).wrap())
    });
}

/// A date as it is shown and can be typed again: 31 Dec 2027.
pub(super) fn day(date: Date) -> String {
    let long = words::date(date);
    let mut parts = long.splitn(3, ' ');
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    let month: String = month.unwrap_or_default().chars().take(3).collect();
    format!("{} {month} {}", day.unwrap_or_default(), year.unwrap_or_default())
}

/// A date to type.
pub(super) fn date(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: Option<Date>,
) -> Option<Option<Date>> {
    let shown = value.map_or_else(String::new, day);
    parsed_ui(ui, cx, key, (name, "31 Dec 2027"), &shown, 1, parse::day)
}

/// From when to when.
pub(super) fn period(ui: &mut Ui, cx: &UiCtx, key: &str, value: &Period) -> Option<Period> {
    let mut new = value.clone();
    let from = date(ui, cx, ("from", key), "Begins", value.from);
    let to = date(ui, cx, ("to", key), "Ends", value.to);
    let changed = from.is_some() || to.is_some();
    new.from = from.unwrap_or(new.from);
    new.to = to.unwrap_or(new.to);
    changed.then_some(new)
}

/// One actor, or none.
pub(super) fn actor(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: Option<&ActorId>,
) -> Option<Option<ActorId>> {
    let shown = value.map_or("", |id| cx.framework.actor(id).map_or(id.as_str(), |a| &a.name));
    let also = Also { none: Some("nobody"), new: None };
    one(pick_ui(ui, cx, key, (name, shown), also, || choices::actors(cx.framework)))
}

/// What was picked where nothing can be.
pub(super) fn one<T>(picked: Option<Pick<T>>) -> Option<Option<T>> {
    match picked? {
        Pick::This(value) => Some(Some(value)),
        Pick::None => Some(None),
        Pick::New(_) => None,
    }
}

/// Several records as a list; gives the new list.
pub(super) fn many<T: Clone + PartialEq>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    names: (&str, &str),
    value: &[T],
    (word, all): (impl Fn(&T) -> String, impl FnOnce() -> Vec<Choice<T>>),
) -> Option<Vec<T>> {
    let chosen: Vec<Choice<T>> = value
        .iter()
        .map(|v| Choice { value: v.clone(), text: word(v), weak: String::new() })
        .collect();
    let others = || without(all(), |v| value.contains(v));
    let (taken, picked) = many_ui(ui, cx, key, names, &chosen, None, others);
    let mut new = value.to_vec();
    if let Some(place) = taken.filter(|place| *place < new.len()) {
        new.remove(place);
        return Some(new);
    }
    if let Some(Pick::This(more)) = picked {
        new.push(more);
        return Some(new);
    }
    None
}

/// The choices but those.
pub(super) fn without<T>(mut all: Vec<Choice<T>>, those: impl Fn(&T) -> bool) -> Vec<Choice<T>> {
    all.retain(|choice| !those(&choice.value));
    all
}

/// Several actors.
pub(super) fn actors(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    names: (&str, &str),
    value: &[ActorId],
) -> Option<Vec<ActorId>> {
    let word = |id: &ActorId| cx.framework.actor_short(id).to_owned();
    many(ui, cx, key, names, value, (word, || choices::actors(cx.framework)))
}

/// Several dimensions.
pub(super) fn dimensions(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    value: &[DimensionId],
) -> Option<Vec<DimensionId>> {
    let head = cx.framework.head();
    let word = |id: &DimensionId| crate::analysis::names::dimension(head, id.as_str());
    let names = ("Dimensions", "Add a dimension…");
    many(ui, cx, key, names, value, (word, || choices::dimensions(cx.framework)))
}

/// Texts, one a line.
pub(super) fn lines(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    name: &str,
    value: &[String],
) -> Option<Vec<String>> {
    let rows = value.len().clamp(2, 8);
    let text = area_ui(ui, cx, key, name, &value.join("\n"), (rows, Weight::Regular))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Some(lines.map(str::to_owned).collect())
}

/// A field to type the name of something new into.
pub(super) fn fresh(ui: &mut Ui, cx: &UiCtx, key: impl AsIdSalt, name: &str) -> Option<String> {
    text_ui(ui, cx, key, name, "", 1).filter(|text| !text.is_empty())
}

/// A button over the whole width that opens a list to choose from.
pub(super) fn adder<T: Clone>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    text: &str,
    all: impl FnOnce() -> Vec<Choice<T>>,
) -> Option<T> {
    let size = Vec2::new(ui.available_width(), 0.0);
    let wide = Button::new(text).truncate().min_size(size);
    let response = ui.add_enabled(open(cx), wide);
    match list_ui(ui, cx, key, &response, Also::default(), all)? {
        Pick::This(value) => Some(value),
        Pick::None | Pick::New(_) => None,
    }
}

/// The languages that are offered by name; others by their code.
const LANGUAGES: [(&str, &str); 22] = [
    ("en", "English"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("pt", "Portuguese"),
    ("ar", "Arabic"),
    ("ru", "Russian"),
    ("zh", "Chinese"),
    ("am", "Amharic"),
    ("bm", "Bambara"),
    ("de", "German"),
    ("fa", "Persian, Dari"),
    ("ff", "Fula"),
    ("ha", "Hausa"),
    ("ht", "Haitian Creole"),
    ("it", "Italian"),
    ("ne", "Nepali"),
    ("ps", "Pashto"),
    ("rn", "Rundi"),
    ("rw", "Kinyarwanda"),
    ("so", "Somali"),
    ("sw", "Swahili"),
    ("uk", "Ukrainian"),
];

/// The name of a language, or its code.
fn language(language: Language) -> String {
    let known = LANGUAGES.iter().find(|(code, _)| *code == language.as_str());
    known.map_or_else(|| language.to_string(), |(_, name)| (*name).to_owned())
}

/// Title and description in other languages.
pub(super) fn translations(
    ui: &mut Ui,
    cx: &UiCtx,
    key: &str,
    value: &Table<Language, Translation>,
    put: impl Fn(Language, Option<Translation>),
) {
    section(ui, ("translations", key), "Translations", !value.is_empty(), |ui| {
        for (code, texts) in value {
            let name = language(*code);
            let mut new = texts.clone();
            let mut changed = false;
            let gone = beside(ui, cx, &format!("the {name} texts"), |ui| {
                let at = ("translated-title", key, code.as_str());
                let label = format!("{name} title");
                if let Some(text) = optional_ui(ui, cx, at, &label, texts.title.as_deref(), 2) {
                    (new.title, changed) = (text, true);
                }
            });
            let at = ("translated-description", key, code.as_str());
            let label = format!("{name} description");
            if let Some(text) = optional_ui(ui, cx, at, &label, texts.description.as_deref(), 2) {
                (new.description, changed) = (text, true);
            }
            if gone {
                put(*code, None);
            } else if changed {
                put(*code, Some(new));
            }
        }
        let wide = Button::new("Add a language…")
            .truncate()
            .min_size(Vec2::new(ui.available_width(), 0.0));
        let response = ui.add_enabled(open(cx), wide);
        let also = Also { none: None, new: Some("The code") };
        let picked = list_ui(ui, cx, ("language", key), &response, also, || {
            let known = LANGUAGES.iter().filter_map(|(code, name)| {
                let value = Language::new(code).ok()?;
                Some(Choice { value, text: (*name).to_owned(), weak: (*code).to_owned() })
            });
            without(known.collect(), |code| value.contains_key(code))
        });
        match picked {
            Some(Pick::This(code)) => put(code, Some(Translation::new())),
            Some(Pick::New(text)) => match Language::new(text.trim()) {
                Ok(code) if value.contains_key(&code) => {}
                Ok(code) => put(code, Some(Translation::new())),
                Err(error) => cx.send(Action::Say(error.to_string())),
            },
            Some(Pick::None) | None => {}
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_is_shown_can_be_typed_again() {
        for month in 1..=12 {
            let date = jiff::civil::date(2027, month, 5);
            assert_eq!(parse::day(&day(date)), Ok(Some(date)), "{}", day(date));
        }
    }
}
