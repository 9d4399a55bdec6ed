//! The settings.

use crate::scene::ThemeName;
use crate::ui::action::{Action, Navigation};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{RichText, Ui};

/// Shows the settings; gives whether they stay open.
pub(super) fn preferences_ui(ui: &mut Ui, cx: &UiCtx) -> bool {
    let settings = cx.view.settings;
    let heading = |ui: &mut Ui, text: &str| {
        ui.add_space(8.0);
        ui.label(RichText::new(text).color(color(cx.theme.weak)));
    };
    heading(ui, "Wheel and trackpad");
    for (navigation, words) in [
        (Navigation::Auto, "Automatic: a mouse wheel zooms, a trackpad pans"),
        (Navigation::Mouse, "Mouse: scrolling zooms"),
        (Navigation::Trackpad, "Trackpad: scrolling pans, pinching and Ctrl zoom"),
    ] {
        if ui.radio(settings.navigation == navigation, words).clicked() {
            cx.send(Action::Navigate(navigation));
        }
    }
    heading(ui, "Colors");
    ui.horizontal(|ui| {
        for theme in ThemeName::ALL {
            let name = Action::Theme(theme).name();
            if ui.radio(cx.theme.name == theme, name).clicked() {
                cx.send(Action::Theme(theme));
            }
        }
    });
    heading(ui, "Size of type");
    ui.horizontal_wrapped(|ui| {
        for percent in [100, 125, 150, 175, 200] {
            if ui.radio(settings.type_size == percent, format!("{percent} %")).clicked() {
                cx.send(Action::TypeSize(percent));
            }
        }
    });
    heading(ui, "Motion");
    let mut reduce = settings.reduce_motion;
    if ui.checkbox(&mut reduce, "Reduce motion: nothing slides or flies").changed() {
        cx.send(Action::ReduceMotion(reduce));
    }
    heading(ui, "Who am I");
    let who = settings.who.as_ref().map(|who| who.name.trim()).filter(|name| !name.is_empty());
    ui.horizontal(|ui| {
        ui.label(who.unwrap_or("not said yet"));
        if ui.button("Change…").clicked() {
            cx.send(Action::WhoAmI);
        }
    });
    ui.add_space(12.0);
    !ui.button("Close").clicked()
}
