//! The menus, the bar of modes, and the line of what was said.

use super::action::{Action, Guard, Menu, Mode, VERBS};
use super::context::UiCtx;
use super::fonts::font_for;
use super::style::color;
use super::text::readable;
use crate::layout::text::{Weight, fit, width_em};
use crate::model::EvidenceBar;
use crate::scene::field::{GroupBy, SizeBy};
use crate::scene::words;
use crate::templates;
use egui::{
    Button, Color32, Pos2, Rangef, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType,
};

/// What the bars show besides the framework.
pub(super) struct Chrome<'a> {
    pub mode: Mode,
    pub outline: bool,
    pub details: bool,
    pub portfolio: bool,
    pub findings: bool,
    pub bar: Option<EvidenceBar>,
    pub said: &'a str,
    pub failed: bool,
    pub busy: bool,
    /// Whether it is saved, in words.
    pub state: String,
    /// Who else has the document open, if it opened for reading only for that.
    pub in_use: Option<String>,
}

/// A verb as a menu entry, with its shortcut.
pub(super) fn entry(ui: &mut Ui, cx: &UiCtx, action: Action) {
    let name = match (&action, cx.view.history.undo_label(), cx.view.history.redo_label()) {
        (Action::Undo, Some(label), _) => format!("Undo: {}", readable(label)),
        (Action::Redo, _, Some(label)) => format!("Redo: {}", readable(label)),
        _ => action.name().to_owned(),
    };
    let mut button = Button::new(fit(&name, Weight::Regular, 26.0));
    if let Some(shortcut) = action.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let response = ui.add(button);
    super::field::named(&response, &name);
    let tooltip = action.tooltip();
    let response = if tooltip.is_empty() { response } else { response.on_hover_text(tooltip) };
    if response.clicked() {
        cx.send(action);
        ui.close();
    }
}

fn choice(ui: &mut Ui, cx: &UiCtx, chosen: bool, text: &str, action: Action) {
    if ui.radio(chosen, text).clicked() {
        cx.send(action);
        ui.close();
    }
}

/// How the orphans are grouped and sized.
pub(super) fn orphans_ui(ui: &mut Ui, cx: &UiCtx) {
    for by in GroupBy::ALL {
        let chosen = cx.view.settings.group_by() == by;
        choice(ui, cx, chosen, &format!("by {}", by.word()), Action::GroupBy(by));
    }
    ui.separator();
    for size in SizeBy::ALL {
        let chosen = cx.view.settings.size_by() == size;
        choice(ui, cx, chosen, size.words(), Action::SizeBy(size));
    }
}

/// What a menu holds besides its verbs.
fn more(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome, menu: Menu) {
    match menu {
        Menu::File => {
            ui.separator();
            ui.menu_button("New from", |ui| {
                for template in
                    templates::ALL.iter().filter(|t| !matches!(t.id, "sample" | "blank"))
                {
                    let response = ui.button(template.title).on_hover_text(template.description);
                    if response.clicked() {
                        cx.send(Action::NewFrom(template.id));
                        ui.close();
                    }
                }
            });
            ui.menu_button("Recent", |ui| {
                let recent = &cx.view.settings.recent;
                if recent.is_empty() {
                    ui.label("None yet");
                }
                for path in recent {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let response = ui.button(name).on_hover_text(path.display().to_string());
                    if response.clicked() {
                        cx.send(Action::OpenPath(path.clone()));
                        ui.close();
                    }
                }
            });
        }
        Menu::Portfolio => {
            ui.separator();
            ui.menu_button("Group and size the orphans", |ui| {
                orphans_ui(ui, cx);
            });
            ui.menu_button("Least evidence that counts", |ui| {
                choice(ui, cx, chrome.bar.is_none(), "the framework’s own", Action::Bar(None));
                for bar in EvidenceBar::ALL {
                    let chosen = chrome.bar == Some(bar);
                    choice(ui, cx, chosen, bar.word(), Action::Bar(Some(bar)));
                }
            });
        }
        _ => {}
    }
}

/// Whether a verb shows or hides something, and whether that is shown.
fn shown(cx: &UiCtx, chrome: &Chrome, action: &Action) -> Option<bool> {
    match action {
        Action::ToggleOutline => Some(chrome.outline),
        Action::ToggleDetails => Some(chrome.details),
        Action::TogglePortfolio => Some(chrome.portfolio),
        Action::ToggleMinimap => Some(cx.view.settings.minimap),
        Action::ToggleFindings => Some(chrome.findings),
        Action::ToggleLines => Some(cx.view.settings.lines),
        Action::Theme(theme) => Some(cx.theme.name == *theme),
        Action::Show(mode) => Some(chrome.mode == *mode),
        _ => None,
    }
}

/// The menus, with the title in the middle.
pub(super) fn menu_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    let (middle, right) = (ui.max_rect().center(), ui.max_rect().right_center());
    let menus = egui::MenuBar::new().ui(ui, |ui| {
        let mut end = 0.0;
        for menu in Menu::ALL {
            let button = ui.menu_button(menu.word(), |ui| {
                // On a low screen a long menu scrolls.
                let most = ui.ctx().content_rect().height() - 60.0;
                let scroll = ScrollArea::vertical().max_height(most).min_scrolled_height(most);
                scroll.show(ui, |ui| entries_ui(ui, cx, chrome, menu));
            });
            end = button.response.rect.right();
        }
        end
    });
    let font = font_for("", 13.0, Weight::Regular);
    let at = right - Vec2::new(6.0, 0.0);
    let state = chrome.state.as_str();
    let weak = color(cx.theme.weak);
    let state = ui.painter().text(at, egui::Align2::RIGHT_CENTER, state, font, weak);
    let room = Rangef::new(menus.inner + 16.0, state.left() - 16.0);
    title_ui(ui, cx, middle, room);
}

/// The entries of a menu.
fn entries_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome, menu: Menu) {
    ui.set_min_width(300.0);
    for verb in VERBS.iter().filter(|verb| verb.menu == menu) {
        let Some(mut on) = shown(cx, chrome, &verb.action) else {
            entry(ui, cx, verb.action.clone());
            continue;
        };
        let keys = verb.keys.map(|keys| ui.ctx().format_shortcut(&keys));
        let name = match keys {
            Some(keys) => format!("{}  ({keys})", verb.name),
            None => verb.name.to_owned(),
        };
        if ui.checkbox(&mut on, name).changed() {
            cx.send(verb.action.clone());
            ui.close();
        }
    }
    more(ui, cx, chrome, menu);
}

/// The framework's title: in the middle of the window, where it has room between menus and state.
fn title_ui(ui: &Ui, cx: &UiCtx, middle: Pos2, room: Rangef) {
    const SIZE: f32 = 15.0;
    let title = &cx.framework.head().title;
    let title = readable(&fit(title, Weight::SemiBold, (room.span() / SIZE).clamp(0.0, 44.0)));
    let font = font_for(&title, SIZE, Weight::SemiBold);
    let ink = color(cx.theme.ink);
    let galley = ui.painter().layout_no_wrap(title, font, ink);
    let half = galley.size() / 2.0;
    // Text is measured by its letters, and may be a little wider than it was fitted for.
    let x = middle.x.min(room.max - half.x).max(room.min + half.x);
    ui.painter().galley(Pos2::new(x, middle.y) - half, galley, ink);
}

/// Says that another window or person has the document, and offers a copy.
pub(super) fn in_use_ui(ui: &mut Ui, cx: &UiCtx, who: &str) {
    ui.horizontal_centered(|ui| {
        let words = format!("For reading only: {}", readable(who));
        ui.label(RichText::new(words).size(15.0).color(color(cx.theme.ink)));
        ui.add_space(8.0);
        let copy = ui.button("Open as a copy");
        if copy.on_hover_text("Go on in a document of your own, and merge them later").clicked() {
            cx.send(Action::Guarding(Guard::Copy));
        }
        let again = ui.button("Look again");
        if again.on_hover_text("Open the file again, as it is now").clicked() {
            cx.send(Action::Guarding(Guard::Reload));
        }
    });
}

/// Says that this is a part of a framework, whose figures are not those of the whole.
pub(super) fn part_ui(ui: &mut Ui, cx: &UiCtx) {
    ui.horizontal_centered(|ui| {
        let words = "A part for a breakout group: figures count only what is in it, and objectives \
                     beside it show no program. The whole takes it back by “Merge with a copy…”.";
        ui.label(RichText::new(words).size(15.0).color(color(cx.theme.ink)));
    });
}

/// A button of the bar of modes; `badge` is a number in vermillion.
fn mode_button(ui: &mut Ui, cx: &UiCtx, mode: Mode, chosen: bool, badge: u32) {
    let action = Action::Show(mode);
    let name = action.name();
    let font = font_for(name, 15.0, Weight::SemiBold);
    let (fill, ink) = if chosen {
        (color(cx.theme.accent), color(cx.theme.on_accent))
    } else {
        (color(cx.theme.panel), color(cx.theme.ink))
    };
    let galley = ui.painter().layout_no_wrap(name.to_owned(), font, ink);
    let number = words::number(badge);
    let small = font_for("", 13.0, Weight::Bold);
    let tag = ui.painter().layout_no_wrap(number.clone(), small, Color32::WHITE);
    let tag_width = if badge > 0 { tag.size().x + 24.0 } else { 0.0 };
    let size = Vec2::new(galley.size().x + 28.0 + tag_width, 34.0);
    let (area, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, action.name()));
    let edge = if response.hovered() || response.has_focus() {
        cx.theme.accent
    } else {
        cx.theme.hairline
    };
    ui.painter().rect(
        area,
        6.0,
        fill,
        egui::Stroke::new(1.0, color(edge)),
        egui::StrokeKind::Inside,
    );
    let at = Pos2::new(area.min.x + 14.0, area.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    if badge > 0 {
        let pill = egui::Rect::from_center_size(
            Pos2::new(area.max.x - 17.0 - tag.size().x * 0.5, area.center().y),
            Vec2::new(tag.size().x + 14.0, 20.0),
        );
        // White on #A84A00 in every theme: 5.8 to 1.
        ui.painter().rect_filled(pill, 10.0, Color32::from_rgb(0xA8, 0x4A, 0x00));
        ui.painter().galley(pill.center() - tag.size() / 2.0, tag, Color32::WHITE);
    }
    if response.on_hover_text(action.tooltip()).clicked() {
        cx.send(action);
    }
}

/// The one field for everything: opens the palette.
fn search_ui(ui: &mut Ui, cx: &UiCtx, middle: Pos2, width: f32) {
    let at = egui::Rect::from_center_size(middle, Vec2::new(width, 34.0));
    let response = ui.interact(at, ui.id().with("find"), Sense::click());
    let name = Action::Palette.name();
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    let edge = if response.hovered() || response.has_focus() {
        cx.theme.accent
    } else {
        cx.theme.hairline
    };
    let line = egui::Stroke::new(1.0, color(edge));
    ui.painter().rect(at, 6.0, color(cx.theme.panel), line, egui::StrokeKind::Inside);
    let font = font_for("", 15.0, Weight::Regular);
    let tint = color(cx.theme.weak);
    let left = at.left_center() + Vec2::new(14.0, 0.0);
    ui.painter().text(left, egui::Align2::LEFT_CENTER, name, font.clone(), tint);
    let keys = Action::Palette.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
    let right = at.right_center() - Vec2::new(14.0, 0.0);
    let small = font_for("", 13.0, Weight::Regular);
    ui.painter().text(right, egui::Align2::RIGHT_CENTER, keys.unwrap_or_default(), small, tint);
    if response.clicked() {
        cx.send(Action::Palette);
    }
}

/// The bar of modes.
pub(super) fn modes_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    let room = ui.max_rect();
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        let orphans = cx.analysis.deficit.programs;
        mode_button(ui, cx, Mode::Edit, chrome.mode == Mode::Edit, 0);
        mode_button(ui, cx, Mode::Link, chrome.mode == Mode::Link, orphans);
        mode_button(ui, cx, Mode::Analyze, chrome.mode == Mode::Analyze, 0);
        mode_button(ui, cx, Mode::Present, chrome.mode == Mode::Present, 0);
        let left = ui.cursor().min.x;
        let right = ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(4.0);
            let undo = cx.view.history.undo_label();
            let text = undo.map_or("Undo".to_owned(), |label| {
                format!("Undo: {}", readable(&fit(label, Weight::Regular, 15.0)))
            });
            let button = Button::new(text).min_size(Vec2::new(0.0, 34.0));
            let tip = undo.map_or("Nothing to undo".to_owned(), |label| format!("Undo: {label}"));
            if ui.add_enabled(undo.is_some(), button).on_hover_text(tip).clicked() {
                cx.send(Action::Undo);
            }
            let bar = format!("Evidence bar: {}", cx.analysis.bar.word());
            ui.menu_button(bar, |ui| {
                for bar in EvidenceBar::ALL {
                    let chosen = cx.analysis.bar == bar;
                    choice(ui, cx, chosen, bar.word(), Action::Bar(Some(bar)));
                }
            });
            let table = Button::new("Programs").selected(chrome.portfolio);
            let tip = Action::TogglePortfolio.tooltip();
            if ui.add(table.min_size(Vec2::new(0.0, 34.0))).on_hover_text(tip).clicked() {
                cx.send(Action::TogglePortfolio);
            }
            ui.cursor().max.x
        });
        let (from, to) = (left + 16.0, right.inner - 16.0);
        let width = (to - from).min(520.0);
        if width > 140.0 {
            let x = room.center().x.clamp(from + width / 2.0, to - width / 2.0);
            search_ui(ui, cx, Pos2::new(x, room.center().y), width);
        }
    });
}

/// The line at the bottom: what was said, else how to move.
pub(super) fn status_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        let size = 13.0;
        let text = if chrome.said.is_empty() { hint(cx, chrome) } else { chrome.said };
        let tint = if chrome.failed { cx.theme.orphan_text } else { cx.theme.weak };
        let figures = format!(
            "{} in scope · {}",
            words::count(cx.analysis.scope.programs, "program", "programs"),
            words::coverage(cx.analysis)
        );
        // The figures get what room is left, and never less than they need to be read.
        let wide = |text: &str| width_em(text, Weight::Regular) * size + 8.0;
        let all = (ui.available_width() - 100.0).max(400.0);
        let most = (all - wide(text)).max(400.0).min(wide(&figures));
        let shown = fit(text, Weight::Regular, (all - most).max(200.0) / size);
        ui.label(RichText::new(shown).size(size).color(color(tint))).on_hover_text(text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(4.0);
            let shown = fit(&figures, Weight::Regular, most / size);
            let shown = RichText::new(shown).size(size).color(color(cx.theme.weak));
            ui.label(shown).on_hover_text(figures);
            if chrome.busy {
                ui.label(RichText::new("working…").size(size));
            }
        });
    });
}

/// The next keys, in words.
fn hint(cx: &UiCtx, chrome: &Chrome) -> &'static str {
    match chrome.mode {
        Mode::Start => "Choose how to begin, or drop a file here",
        Mode::Link => {
            "1–9 tick, Enter links, X decides without a link, P parks, / searches, ? all keys"
        }
        Mode::Present => {
            "F5 shows it to the room, Right and Left step, H shows names, F freezes, ? all keys"
        }
        Mode::Analyze => "Click any figure to see the programs that it counts",
        Mode::Edit if !cx.selection.programs.is_empty() => {
            "Ctrl+L links the selected programs; or drag them onto a card"
        }
        Mode::Edit if cx.selection.objectives.is_empty() => {
            "Click a card, or press an arrow key; double-click begins an objective; ? all keys"
        }
        Mode::Edit => {
            "Tab adds a lower objective, Enter a sibling, F2 or typing renames, Ctrl+P a position, ? all keys"
        }
    }
}
