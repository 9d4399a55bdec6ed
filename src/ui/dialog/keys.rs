//! All keys of this mode, from the one list of verbs.

use crate::layout::text::Weight;
use crate::ui::action::{Menu, Mode, VERBS, Verb, Where};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{RichText, ScrollArea, Ui};

/// What the mouse does, which no verb says.
const MOUSE: [(&str, &str); 9] = [
    ("Wheel", "zoom at the pointer; a trackpad pans"),
    ("Right, middle or Space drag", "pan"),
    ("Drag on empty space", "select what is touched"),
    ("Drag cards onto a card’s middle", "move them under it"),
    ("Drag cards onto a card’s edge", "move them before or after it"),
    ("Drag cards onto empty space", "pin them there"),
    ("Click a card’s +", "begin a lower objective"),
    ("Drag from a card’s + to a card", "say what it contributes to"),
    ("Double-click", "edit a title; on empty space, begin an objective"),
];

/// The keys of Link mode that no verb says.
const LINKING: [(&str, &str); 3] = [
    ("1–9", "Tick the suggestion of that number"),
    ("Right, Left", "Next program, program before"),
    ("Esc", "Leave what is open"),
];

fn line_ui(ui: &mut Ui, cx: &UiCtx, keys: &str, what: &str) {
    ui.horizontal(|ui| {
        ui.set_width(400.0);
        ui.label(what);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(keys).color(color(cx.theme.weak)));
        });
    });
}

/// Shows the keys; gives whether they stay open.
pub(super) fn keys_ui(ui: &mut Ui, cx: &UiCtx) -> bool {
    let (linking, presenting) = (cx.view.mode == Mode::Link, cx.view.mode == Mode::Present);
    let of = |menu: Menu| {
        VERBS.iter().filter(move |verb| {
            let works = !(linking || presenting) || verb.scope != Where::Map;
            verb.menu == menu && verb.keys.is_some() && works
        })
    };
    let heading = |ui: &mut Ui, text: &str| {
        ui.add_space(6.0);
        let font = crate::ui::fonts::font(15.0, Weight::SemiBold);
        ui.label(RichText::new(text).font(font));
    };
    let menu_ui = |ui: &mut Ui, name: &str, verbs: Vec<&Verb>| {
        heading(ui, name);
        for verb in verbs {
            let keys = verb.keys.map_or_else(String::new, |k| ui.ctx().format_shortcut(&k));
            line_ui(ui, cx, &keys, verb.name);
        }
    };
    let height = ui.ctx().content_rect().height() - 200.0;
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.columns(2, |columns| {
            if presenting {
                menu_ui(&mut columns[0], Menu::Present.word(), of(Menu::Present).collect());
                line_ui(&mut columns[0], cx, "Esc", "Leave the room, then the mode");
                menu_ui(&mut columns[0], Menu::Framework.word(), of(Menu::Framework).collect());
            } else if linking {
                menu_ui(&mut columns[0], Menu::Link.word(), of(Menu::Link).collect());
                for (keys, what) in LINKING {
                    line_ui(&mut columns[0], cx, keys, what);
                }
                menu_ui(&mut columns[0], Menu::Framework.word(), of(Menu::Framework).collect());
            } else {
                for menu in [Menu::Framework, Menu::None] {
                    let name = if menu == Menu::None { "Walking" } else { menu.word() };
                    menu_ui(&mut columns[0], name, of(menu).collect());
                }
                heading(&mut columns[0], "Mouse");
                for (keys, what) in MOUSE {
                    line_ui(&mut columns[0], cx, keys, what);
                }
            }
            for menu in [Menu::File, Menu::Edit, Menu::View, Menu::Portfolio, Menu::Help] {
                menu_ui(&mut columns[1], menu.word(), of(menu).collect());
            }
        });
    });
    ui.add_space(8.0);
    !ui.button("Close").clicked()
}
