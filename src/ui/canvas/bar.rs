//! The row above the cards: vision, search, filters as chips, languages; the menu of a card; and
//! what an empty canvas says.

use super::{Canvas, Writing};
use crate::layout::geometry::Rect;
use crate::layout::text::{Weight, fit};
use crate::model::{DecisionKind, DependencyKind, Filter, Language, Side};
use crate::scene::words;
use crate::ui::action::{Action, Way};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use crate::ui::{fonts, paint};
use egui::{Button, Key, Modifiers, RichText, Ui};
use std::collections::BTreeSet;

impl Canvas {
    /// The row above the cards.
    pub(super) fn bar_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let frame = egui::Frame::new()
            .fill(color(cx.theme.page))
            .inner_margin(egui::Margin::symmetric(12, 4));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            vision_ui(ui, cx);
            ui.horizontal(|ui| {
                ui.set_min_height(30.0);
                self.filter_ui(ui, cx);
                self.search_ui(ui, cx);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let zoom = format!("{:.0} %", self.camera.view().zoom * 100.0);
                    ui.label(RichText::new(zoom).size(14.0).color(color(cx.theme.weak)));
                    for action in [Action::FitAll, Action::Tidy] {
                        let name = if action == Action::FitAll { "Fit" } else { action.name() };
                        if ui.button(name).on_hover_text(action.name()).clicked() {
                            cx.send(action);
                        }
                    }
                    language_ui(ui, cx);
                });
            });
        });
    }

    /// The filter's menu, and a chip with an x for each part of it.
    fn filter_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let mut filter = self.filter.clone();
        let head = cx.framework.head();
        ui.menu_button("Filter", |ui| {
            ui.set_min_width(220.0);
            ui.label(RichText::new("Level").color(color(cx.theme.weak)));
            for level in &head.levels {
                toggle(ui, &mut filter.levels, &level.id, &level.title);
            }
            ui.separator();
            ui.label(RichText::new("Dimension").color(color(cx.theme.weak)));
            for (id, dimension) in &head.dimensions {
                toggle(ui, &mut filter.dimensions, id, &dimension.title);
            }
            ui.separator();
            ui.label(RichText::new("Led by").color(color(cx.theme.weak)));
            for side in [Side::Internal, Side::External, Side::Mixed] {
                let mut on = filter.side == Some(side);
                let name = format!("{} actors", crate::ui::field::choices::side(side));
                if ui.checkbox(&mut on, name).changed() {
                    filter.side = on.then_some(side);
                }
            }
            ui.menu_button("an actor…", |ui| {
                let leads: BTreeSet<_> =
                    cx.framework.living().filter_map(|(_, o)| o.lead.clone()).collect();
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for id in &leads {
                        toggle(ui, &mut filter.actors, id, cx.framework.actor_short(id));
                    }
                });
            });
        });
        self.chips_ui(ui, cx, &mut filter);
        if filter != self.filter {
            cx.send(Action::Filter(Box::new(filter)));
        }
    }

    fn chips_ui(&mut self, ui: &mut Ui, cx: &UiCtx, filter: &mut Filter) {
        let head = cx.framework.head();
        let title = |id: &crate::model::LevelId| {
            head.levels.iter().find(|l| l.id == *id).map_or("", |l| l.title.as_str())
        };
        filter.levels.retain(|id| !chip(ui, title(id)));
        filter.dimensions.retain(|id| {
            !chip(ui, head.dimensions.get(id).map_or(id.as_str(), |d| d.title.as_str()))
        });
        filter.actors.retain(|id| !chip(ui, cx.framework.actor_short(id)));
        if let Some(side) = filter.side
            && chip(ui, &format!("led by {} actors", crate::ui::field::choices::side(side)))
        {
            filter.side = None;
        }
        if self.only.is_some() && chip(ui, "only one and its neighbors") {
            cx.send(Action::Neighbors);
        }
        if let Some(behind) = cx.view.behind.filter(|behind| behind.lit) {
            let n = u32::try_from(behind.programs.len()).unwrap_or(u32::MAX);
            let count = words::count(n, "program", "programs");
            let what = fit(&behind.figure.words(cx.framework), Weight::Regular, 20.0);
            if chip(ui, &format!("Lit: {what}, {count}")) {
                cx.send(Action::LeaveBehind);
            }
        }
        if !self.folded.is_empty() && chip(ui, &format!("{} folded", self.folded.len())) {
            cx.send(Action::UnfoldAll);
        }
    }

    /// The words that are looked for.
    fn search_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        if !self.search.open {
            return;
        }
        let id = egui::Id::new("throughline-search");
        let focused = ui.memory(|m| m.has_focus(id));
        let next = focused && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let close = focused && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        let field = egui::TextEdit::singleline(&mut self.search.text)
            .id(id)
            .hint_text("Find on the cards")
            .desired_width(220.0);
        let response = ui.add(field);
        crate::ui::field::named(&response, "Find on the cards");
        if std::mem::take(&mut self.search.fresh) {
            response.request_focus();
        }
        self.look(cx);
        if next {
            cx.send(Action::FindNext);
            response.request_focus();
        }
        if !self.search.text.trim().is_empty() {
            let n = u32::try_from(self.search.found.len()).unwrap_or(u32::MAX);
            let text = format!("on {}", words::count(n, "card", "cards"));
            ui.label(RichText::new(text).color(color(cx.theme.weak)));
        }
        if ui.button("×").on_hover_text("Leave the search").clicked() || close {
            self.leave_search();
            cx.send(Action::FocusOn(crate::ui::action::Pane::Canvas));
        }
    }

    /// What an empty canvas says: the next act.
    pub(super) fn empty_ui(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let cards = self.layout.as_ref().map_or(0, |l| l.cards.len());
        if cards > 0 || self.writing.is_some() {
            return;
        }
        let hidden = !cx.framework.objectives().is_empty();
        let vision = cx.framework.head().vision.as_deref().is_some_and(|v| !v.trim().is_empty());
        if !hidden && !vision && !self.settled && cx.view.read_only.is_none() {
            self.write(Writing::vision(String::new()));
            self.settled = true;
            ui.ctx().request_repaint();
            return;
        }
        let area = paint::rect(here);
        let at = egui::Rect::from_center_size(area.center(), egui::vec2(560.0, 170.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(at), |ui| {
            ui.vertical_centered(|ui| {
                let text = if hidden {
                    "Nothing is left in sight: take a filter away"
                } else {
                    "No objective yet"
                };
                ui.label(RichText::new(text).size(20.0).color(color(cx.theme.weak)));
                ui.add_space(8.0);
                if hidden {
                    return;
                }
                let level = cx.framework.head().levels.first();
                let first = level.map_or_else(
                    || "Add the first objective".to_owned(),
                    |level| format!("Add the first {}", level.title.to_lowercase()),
                );
                for (name, action) in [
                    (first.as_str(), Action::AddTop),
                    ("Paste a list…", Action::Paste),
                    ("Write the vision", Action::EditVision),
                ] {
                    if ui.add(Button::new(name).min_size(egui::vec2(260.0, 36.0))).clicked() {
                        cx.send(action);
                    }
                }
            });
        });
    }
}

/// The vision, a banner with a double outline; a click edits it.
fn vision_ui(ui: &mut Ui, cx: &UiCtx) {
    let vision = cx.framework.head().vision.as_deref().unwrap_or_default().trim();
    if vision.is_empty() {
        return;
    }
    let size = egui::vec2(ui.available_width(), 34.0);
    let (area, response) = ui.allocate_exact_size(size, egui::Sense::click());
    response.widget_info(|| {
        let text = format!("Vision: {vision}");
        egui::WidgetInfo::labeled(egui::WidgetType::Button, true, text)
    });
    let line = color(cx.theme.vision);
    let painter = ui.painter();
    let outer = egui::Stroke::new(if response.hovered() { 2.4 } else { 1.4 }, line);
    painter.rect_stroke(area, 0.0, outer, egui::StrokeKind::Inside);
    let inner = egui::Stroke::new(1.0, line);
    painter.rect_stroke(area.shrink(3.5), 0.0, inner, egui::StrokeKind::Inside);
    let shown = fit(vision, Weight::SemiBold, (area.width() - 40.0) / 16.0);
    let font = fonts::font_for(&shown, 16.0, Weight::SemiBold);
    let ink = color(cx.theme.ink);
    painter.text(area.center(), egui::Align2::CENTER_CENTER, readable(&shown), font, ink);
    let response = response.on_hover_text(readable(vision));
    if response.clicked() && cx.view.read_only.is_none() {
        cx.send(Action::EditVision);
    }
}

/// A checkbox for one of a list.
fn toggle<T: PartialEq + Clone>(ui: &mut Ui, list: &mut Vec<T>, value: &T, name: &str) {
    let mut on = list.contains(value);
    if ui.checkbox(&mut on, name).changed() {
        if on {
            list.push(value.clone());
        } else {
            list.retain(|other| other != value);
        }
    }
}

/// A chip with an x; gives whether it was taken away.
fn chip(ui: &mut Ui, text: &str) -> bool {
    let response = ui.button(format!("{} ×", readable(text)));
    response.widget_info(|| {
        let text = format!("Remove filter: {text}");
        egui::WidgetInfo::labeled(egui::WidgetType::Button, true, text)
    });
    response.clicked()
}

/// The language in which titles are shown too.
fn language_ui(ui: &mut Ui, cx: &UiCtx) {
    let languages: BTreeSet<Language> =
        cx.framework.living().flat_map(|(_, o)| o.translations.keys().copied()).collect();
    if languages.is_empty() {
        return;
    }
    let shown = cx.view.second.map_or("one language".to_owned(), |l| format!("and {l}"));
    ui.menu_button(format!("Titles: {shown}"), |ui| {
        if ui.radio(cx.view.second.is_none(), "one language").clicked() {
            cx.send(Action::Second(None));
            ui.close();
        }
        for language in languages {
            if ui.radio(cx.view.second == Some(language), format!("and {language}")).clicked() {
                cx.send(Action::Second(Some(language)));
                ui.close();
            }
        }
    });
}

/// The verbs of selected programs.
pub(in crate::ui) fn program_menu(ui: &mut Ui, cx: &UiCtx) {
    let needs = Action::RecordDependency(None, DependencyKind::Needs);
    let follows = Action::RecordDependency(None, DependencyKind::Follows);
    let decide = |kind| Action::Decide(Vec::new(), kind);
    let several = cx.selection.programs.len() > 1;
    crate::ui::menu::entry(ui, cx, Action::Link);
    ui.separator();
    crate::ui::menu::entry(ui, cx, Action::RecordTension(Vec::new()));
    if !several {
        crate::ui::menu::entry(ui, cx, needs);
        crate::ui::menu::entry(ui, cx, follows);
    }
    ui.separator();
    crate::ui::menu::entry(ui, cx, decide(DecisionKind::Independent));
    crate::ui::menu::entry(ui, cx, decide(DecisionKind::NoneFound));
    ui.separator();
    crate::ui::menu::entry(ui, cx, Action::Delete);
}

/// The verbs of a card.
pub(in crate::ui) fn context_menu(ui: &mut Ui, cx: &UiCtx) {
    let groups: [&[Action]; 4] = [
        &[Action::EditTitle, Action::Lower, Action::SiblingBelow, Action::SiblingAbove],
        &[
            Action::Move(Way::Up),
            Action::Move(Way::Down),
            Action::Move(Way::Left),
            Action::Move(Way::Right),
        ],
        &[Action::Position, Action::RecordTension(Vec::new()), Action::Link],
        &[Action::Fold, Action::Pin, Action::Neighbors, Action::Delete],
    ];
    if !cx.selection.programs.is_empty() {
        program_menu(ui, cx);
        return;
    }
    if cx.selection.objectives.is_empty() {
        for action in [Action::AddTop, Action::Paste, Action::FitAll, Action::Tidy] {
            crate::ui::menu::entry(ui, cx, action);
        }
        return;
    }
    for (place, group) in groups.iter().enumerate() {
        if place > 0 {
            ui.separator();
        }
        for action in *group {
            crate::ui::menu::entry(ui, cx, action.clone());
        }
    }
}
