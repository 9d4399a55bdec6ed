//! The menus, the bar of modes, and the line of what was said.

use super::action::{Action, Mode};
use super::context::UiCtx;
use super::fonts::font_for;
use super::style::color;
use crate::layout::text::{Weight, fit};
use crate::model::EvidenceBar;
use crate::scene::field::GroupBy;
use crate::scene::{ThemeName, words};
use crate::templates;
use egui::{Button, Color32, Pos2, RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType};

/// What the bars show besides the framework.
pub(super) struct Chrome<'a> {
    pub mode: Mode,
    pub outline: bool,
    pub details: bool,
    pub by: GroupBy,
    pub bar: Option<EvidenceBar>,
    pub zoom: f32,
    pub said: &'a str,
    pub failed: bool,
    pub busy: bool,
    pub dirty: bool,
}

/// A verb as a menu entry, with its shortcut; gives whether it was chosen.
fn entry(ui: &mut Ui, cx: &UiCtx, action: Action) {
    let mut button = Button::new(action.name());
    if let Some(shortcut) = action.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let response = ui.add(button);
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

/// The menus, with the title in the middle.
pub(super) fn menu_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    let middle = ui.max_rect().center();
    let right = ui.max_rect().right_center();
    egui::MenuBar::new().ui(ui, |ui| {
        ui.menu_button("File", |ui| {
            ui.menu_button("New from", |ui| {
                for template in templates::ALL.iter().filter(|t| t.id != "sample") {
                    let response = ui.button(template.title).on_hover_text(template.description);
                    if response.clicked() {
                        cx.send(Action::NewFrom(template.id));
                        ui.close();
                    }
                }
            });
            entry(ui, cx, Action::Open);
            entry(ui, cx, Action::OpenSample);
            ui.separator();
            entry(ui, cx, Action::SaveAs);
            entry(ui, cx, Action::ExportPicture);
            ui.separator();
            entry(ui, cx, Action::Quit);
        });
        ui.menu_button("View", |ui| {
            for action in [Action::FitAll, Action::FitSelection, Action::ZoomIn, Action::ZoomOut] {
                entry(ui, cx, action);
            }
            ui.separator();
            for (shown, action) in
                [(chrome.outline, Action::ToggleOutline), (chrome.details, Action::ToggleDetails)]
            {
                let mut shown = shown;
                if ui.checkbox(&mut shown, action.name()).changed() {
                    cx.send(action);
                    ui.close();
                }
            }
            ui.separator();
            ui.label("Colors");
            for theme in ThemeName::ALL {
                let action = Action::Theme(theme);
                choice(ui, cx, cx.theme.name == theme, action.name(), action.clone());
            }
        });
        ui.menu_button("Portfolio", |ui| {
            ui.label("Group orphans by");
            for by in GroupBy::ALL {
                choice(ui, cx, chrome.by == by, by.word(), Action::GroupBy(by));
            }
            ui.separator();
            ui.label("Least evidence that counts");
            choice(ui, cx, chrome.bar.is_none(), "the framework’s own", Action::Bar(None));
            for bar in EvidenceBar::ALL {
                choice(ui, cx, chrome.bar == Some(bar), bar.word(), Action::Bar(Some(bar)));
            }
        });
    });
    let head = cx.framework.head();
    let font = font_for(&head.title, 15.0, Weight::SemiBold);
    let title = fit(&head.title, Weight::SemiBold, 44.0);
    let title = super::text::readable(&title);
    let ink = color(cx.theme.ink);
    ui.painter().text(middle, egui::Align2::CENTER_CENTER, title, font, ink);
    let state = if chrome.dirty { "not saved" } else { "" };
    let font = font_for("", 13.0, Weight::Regular);
    let at = right - Vec2::new(6.0, 0.0);
    ui.painter().text(at, egui::Align2::RIGHT_CENTER, state, font, color(cx.theme.weak));
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

/// The bar of modes.
pub(super) fn modes_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        let orphans = cx.analysis.deficit.programs;
        mode_button(ui, cx, Mode::Framework, chrome.mode == Mode::Framework, 0);
        mode_button(ui, cx, Mode::Analyze, chrome.mode == Mode::Analyze, orphans);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(4.0);
            if ui
                .add(Button::new(Action::ExportPicture.name()).min_size(Vec2::new(0.0, 34.0)))
                .on_hover_text(Action::ExportPicture.tooltip())
                .clicked()
            {
                cx.send(Action::ExportPicture);
            }
            let bar = format!("Evidence bar: {}", cx.analysis.bar.word());
            ui.menu_button(bar, |ui| {
                for bar in EvidenceBar::ALL {
                    let chosen = cx.analysis.bar == bar;
                    choice(ui, cx, chosen, bar.word(), Action::Bar(Some(bar)));
                }
            });
            if chrome.mode == Mode::Framework {
                let fit = Button::new("Fit").min_size(Vec2::new(0.0, 34.0));
                if ui.add(fit).on_hover_text(Action::FitAll.name()).clicked() {
                    cx.send(Action::FitAll);
                }
                let zoom = format!("{:.0} %", chrome.zoom * 100.0);
                ui.label(RichText::new(zoom).color(color(cx.theme.weak)));
            }
        });
    });
}

/// The line at the bottom: what was said, else how to move.
pub(super) fn status_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        let size = 13.0;
        let text = if chrome.said.is_empty() {
            "Wheel zooms, right-drag pans, Home shows all, F what is selected"
        } else {
            chrome.said
        };
        let tint = if chrome.failed { cx.theme.orphan_text } else { cx.theme.weak };
        let room = (ui.available_width() - 420.0).max(200.0) / size;
        let shown = fit(text, Weight::Regular, room);
        ui.label(RichText::new(shown).size(size).color(color(tint))).on_hover_text(text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(4.0);
            let figures = format!(
                "{} in scope · {}",
                words::count(cx.analysis.scope.programs, "program", "programs"),
                words::coverage(cx.analysis)
            );
            let figures = fit(&figures, Weight::Regular, 400.0 / size);
            ui.label(RichText::new(figures).size(size).color(color(cx.theme.weak)));
            if chrome.busy {
                ui.label(RichText::new("working…").size(size));
            }
        });
    });
}
