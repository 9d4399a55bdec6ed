//! Pickers: a record or code chosen by a few letters of its name, by mouse or keys alone.

use super::row_ui;
use crate::ui::context::UiCtx;
use crate::ui::find::matching;
use crate::ui::style::color;
use egui::AsIdSalt;
use egui::{Button, Id, Key, Popup, PopupCloseBehavior, Response, RichText, TextEdit, Ui, Vec2};

/// Something to choose.
#[derive(Debug, Clone)]
pub(in crate::ui) struct Choice<T> {
    pub value: T,
    /// What it is called.
    pub text: String,
    /// What tells it from others of that name.
    pub weak: String,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ui) enum Pick<T> {
    /// Nothing, where that can be chosen.
    None,
    /// One of the choices.
    This(T),
    /// A new one of this name, where that can be made.
    New(String),
}

/// What else can be chosen.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::ui) struct Also<'a> {
    /// The word for nothing.
    pub none: Option<&'a str>,
    /// What is made of a name that is not there: "Add actor".
    pub new: Option<&'a str>,
}

/// How many choices are shown at once.
const MOST: usize = 60;

/// Shows what is chosen as a row of a form; a click or Enter opens the list.
pub(in crate::ui) fn pick_ui<T: Clone>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    (name, shown): (&str, &str),
    also: Also,
    choices: impl FnOnce() -> Vec<Choice<T>>,
) -> Option<Pick<T>> {
    let mut button = None;
    row_ui(ui, cx, name, |ui| {
        let shown = if shown.is_empty() { "—" } else { shown };
        let response = button_ui(ui, cx, (name, shown), ui.available_width());
        button = Some(response.clone());
        response
    });
    list_ui(ui, cx, key, &button?, also, choices)
}

/// A button of a width with its text cut to it; it is called by the name of its row too.
fn button_ui(ui: &mut Ui, cx: &UiCtx, (name, text): (&str, &str), width: f32) -> Response {
    let enabled = cx.view.read_only.is_none();
    let button =
        Button::new(crate::ui::text::readable(text)).truncate().min_size(Vec2::new(width, 0.0));
    // What stands on the right, if only nothing, keeps the text on the left.
    let button = button.shortcut_text("");
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| {
        let name = format!("{name}: {text}");
        egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, name)
    });
    response
}

/// Shows several records as chips that can be taken away, and a button to add one.
pub(in crate::ui) fn many_ui<T: Clone>(
    ui: &mut Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    (name, add): (&str, &str),
    chosen: &[Choice<T>],
    new: Option<&str>,
    choices: impl FnOnce() -> Vec<Choice<T>>,
) -> (Option<usize>, Option<Pick<T>>) {
    let (mut taken, mut button) = (None, None);
    row_ui(ui, cx, name, |ui| {
        let width = ui.available_width();
        ui.vertical(|ui| {
            for (place, choice) in chosen.iter().enumerate() {
                ui.horizontal(|ui| {
                    let side = ui.spacing().interact_size.y;
                    let room = (width - side - ui.spacing().item_spacing.x).max(40.0);
                    let left = egui::Layout::left_to_right(egui::Align::Center);
                    ui.allocate_ui_with_layout(Vec2::new(room, side), left, |ui| {
                        ui.set_min_width(room);
                        let text = crate::ui::text::readable(&choice.text);
                        ui.add(egui::Label::new(text).truncate());
                    });
                    let what = format!("Remove {}", choice.text);
                    let enabled = cx.view.read_only.is_none();
                    ui.spacing_mut().button_padding.x = 4.0;
                    let cross = Button::new("×").min_size(Vec2::splat(side));
                    let cross = ui.add_enabled(enabled, cross);
                    cross.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, &what)
                    });
                    if cross.on_hover_text(&what).clicked() {
                        taken = Some(place);
                    }
                });
            }
            let response = button_ui(ui, cx, (name, add), width);
            button = Some(response.clone());
            response
        })
        .inner
    });
    let picked =
        button.and_then(|button| list_ui(ui, cx, key, &button, Also { none: None, new }, choices));
    (taken, picked)
}

/// The list under a button, while it is open.
pub(in crate::ui) fn list_ui<T: Clone>(
    ui: &Ui,
    cx: &UiCtx,
    key: impl AsIdSalt,
    button: &Response,
    also: Also,
    choices: impl FnOnce() -> Vec<Choice<T>>,
) -> Option<Pick<T>> {
    let id = ui.id().with(key).with("list");
    let mut picked = None;
    if button.clicked() {
        // The Enter that opens the list takes none of its lines.
        ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
    }
    Popup::menu(button)
        .id(id)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(button.rect.width().max(300.0))
        .show(|ui| {
            ui.set_min_width(button.rect.width().max(300.0));
            picked = search_ui(ui, cx, id, also, &choices());
            if picked.is_some() {
                ui.close();
            }
        });
    if picked.is_some() {
        ui.data_mut(|data| data.remove::<Asked>(id));
        button.request_focus();
    }
    picked
}

/// What was asked for in a list, and the line that the keys are at.
#[derive(Debug, Clone, Default)]
struct Asked {
    text: String,
    line: usize,
}

/// A field to type in and the choices that match, walked by arrows, taken by Enter or a click.
pub(in crate::ui) fn search_ui<T: Clone>(
    ui: &mut Ui,
    cx: &UiCtx,
    id: Id,
    also: Also,
    choices: &[Choice<T>],
) -> Option<Pick<T>> {
    let mut asked: Asked = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let down = ui.input_mut(|i| i.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowDown));
    let up = ui.input_mut(|i| i.count_and_consume_key(egui::Modifiers::NONE, Key::ArrowUp));
    let enter = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
    let field = TextEdit::singleline(&mut asked.text)
        .id(id.with("asked"))
        .hint_text("Type a few letters")
        .desired_width(f32::INFINITY);
    let response = ui.add(field);
    crate::ui::field::named(&response, "Search");
    if !response.has_focus() {
        response.request_focus();
    }
    if response.changed() {
        asked.line = 0;
    }
    let texts: Vec<String> = choices.iter().map(|c| format!("{} {}", c.text, c.weak)).collect();
    let found = matching(&asked.text, texts.iter().map(String::as_str), MOST);
    let mut lines: Vec<(Pick<T>, String, String)> = found
        .iter()
        .map(|&place| {
            let choice = &choices[place];
            (Pick::This(choice.value.clone()), choice.text.clone(), choice.weak.clone())
        })
        .collect();
    let name = asked.text.trim();
    if let Some(none) = also.none.filter(|_| name.is_empty()) {
        lines.insert(0, (Pick::None, none.to_owned(), String::new()));
    }
    let known = choices
        .iter()
        .any(|c| c.text.eq_ignore_ascii_case(name) || c.weak.eq_ignore_ascii_case(name));
    if let Some(new) = also.new.filter(|_| !name.is_empty() && !known) {
        lines.push((Pick::New(name.to_owned()), format!("{new} “{name}”"), String::new()));
    }
    asked.line = (asked.line + down).saturating_sub(up).min(lines.len().saturating_sub(1));
    let picked = lines_ui(ui, cx, &lines, asked.line, down + up > 0);
    let picked = picked.or(enter.then_some(asked.line)).and_then(|line| lines.get(line));
    let picked = picked.map(|(pick, _, _)| pick.clone());
    if picked.is_some() {
        ui.data_mut(|data| data.remove::<Asked>(id));
    } else {
        ui.data_mut(|data| data.insert_temp(id, asked));
    }
    picked
}

fn lines_ui<T>(
    ui: &mut Ui,
    cx: &UiCtx,
    lines: &[(Pick<T>, String, String)],
    at: usize,
    moved: bool,
) -> Option<usize> {
    let mut clicked = None;
    if lines.is_empty() {
        ui.label(RichText::new("Nothing of that name").color(color(cx.theme.weak)));
    }
    egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for (line, (_, name, weak)) in lines.iter().enumerate() {
            let text = crate::ui::text::readable(name);
            let button = Button::selectable(line == at, text)
                .shortcut_text(RichText::new(weak).size(13.0))
                .truncate()
                .min_size(Vec2::new(ui.available_width(), 28.0));
            let response = ui.add(button);
            super::named(&response, name);
            if line == at && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(line);
            }
        }
    });
    clicked
}
