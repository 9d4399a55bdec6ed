//! The keys as buttons, and the line that says what the next links will say.

use super::{How, Link, Step};
use crate::layout::text::{Weight, fit, width_em};
use crate::model::Evidence;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align2, Button, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    WidgetType,
};

/// The size of the words on the buttons.
const SIZE: f32 = 14.0;

/// A button: its key, what it does, what it asks for.
type Entry = (&'static str, String, Step);

impl Link {
    /// The keys in the order of their use; the last go into a menu where there is no room.
    fn entries(&self) -> Vec<Entry> {
        let undo = ("Z", "undo".to_owned(), Step::Undo);
        let Some(card) = &self.card else {
            return vec![undo, ("F", "order and filter…".to_owned(), Step::Queue)];
        };
        let alike = card.alike.len();
        let mut all = vec![
            ("1–9", "tick".to_owned(), Step::TickThis),
            ("Enter", "link what is ticked".to_owned(), Step::Link),
            ("X", "decide without a link…".to_owned(), Step::Decide),
            ("P", "park".to_owned(), Step::Park),
        ];
        if alike > 0 {
            all.push(("G", format!("apply to {alike} alike…"), Step::Alike));
        }
        all.push(("C", "confirmed by a local actor…".to_owned(), Step::Confirm));
        all.push(undo);
        let more: [(&str, &str, Step); 7] = [
            ("/", "search…", Step::Search),
            ("N", "new objective…", Step::Make),
            ("E", "evidence…", Step::Evidence),
            ("U", "undermines", Step::Undermine),
            ("PageUp", "before", Step::Previous),
            ("PageDown", "next", Step::Next),
            ("F", "order and filter…", Step::Queue),
        ];
        all.extend(more.into_iter().map(|(key, words, step)| (key, words.to_owned(), step)));
        all
    }

    /// Shows the buttons.
    pub(super) fn keys_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let area = ui.max_rect();
        let entries = self.entries();
        let menu = 92.0;
        let mut asked = None;
        let mut x = area.min.x;
        let mut shown = 0;
        let total: f32 = entries.iter().map(|entry| width(entry) + 8.0).sum();
        let room = if total <= area.width() { area.width() } else { area.width() - menu };
        for entry in &entries {
            let wide = width(entry);
            if x + wide > area.min.x + room {
                break;
            }
            let at = Rect::from_min_size(Pos2::new(x, area.min.y + 1.0), Vec2::new(wide, 34.0));
            // What comes next is the one in color.
            let next = if self.ticked.is_empty() { Step::TickThis } else { Step::Link };
            let first = entry.2 == next;
            if key_ui(ui, cx, at, entry, first).clicked() {
                asked = Some(entry.2);
            }
            x += wide + 8.0;
            shown += 1;
        }
        if shown < entries.len() {
            let at =
                Rect::from_min_size(Pos2::new(x, area.min.y + 1.0), Vec2::new(menu - 8.0, 34.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(at), |ui| {
                let button = Button::new("More…").min_size(at.size());
                egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
                    for (key, words, step) in &entries[shown..] {
                        let button = Button::new(words.as_str()).shortcut_text(*key);
                        if ui.add(button).clicked() {
                            asked = Some(*step);
                            ui.close();
                        }
                    }
                });
            });
        }
        if let Some(step) = asked {
            self.ask(step);
            ui.ctx().request_repaint();
        }
    }

    /// Shows what was said, else how the next links are known and by whom.
    pub(super) fn status_ui(&self, ui: &Ui, cx: &UiCtx) {
        let area = ui.max_rect();
        let (text, tint, weight) = match (&self.said, cx.view.read_only) {
            (Some((text, true)), _) => (text.clone(), cx.theme.orphan_text, Weight::SemiBold),
            (Some((text, false)), _) => (text.clone(), cx.theme.ink, Weight::SemiBold),
            (None, Some(why)) => {
                let text = format!("For reading only, so nothing can be linked: {why}");
                (text, cx.theme.orphan_text, Weight::Regular)
            }
            (None, None) => (self.known(cx), cx.theme.weak, Weight::Regular),
        };
        let shown = readable(&fit(&text, weight, area.width() / SIZE));
        let font = font_for(&text, SIZE, weight);
        let at = area.left_center();
        ui.painter().text(at, Align2::LEFT_CENTER, shown, font, color(tint));
        let response = ui.interact(area, ui.id().with("status"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
    }

    /// "evidence: asserted by UNHCR, recorded by A. Traoré".
    fn known(&self, cx: &UiCtx) -> String {
        let who = cx.view.settings.who.clone().unwrap_or_default();
        let actor = who.actor.as_ref().filter(|id| cx.framework.actor(id).is_some());
        let by = actor.map_or(String::new(), |id| format!(" by {}", cx.framework.actor_short(id)));
        let record = self.at.as_ref().and_then(|id| cx.framework.program(id));
        let evidence = record.map(|record| self.evidence(cx.framework, record));
        let mut text = match evidence {
            Some(Evidence::Documented(place)) => format!("evidence: documented in {place}"),
            Some(Evidence::Confirmed(by)) => {
                format!("evidence: confirmed by {}", cx.framework.actor_short(&by))
            }
            _ => format!("evidence: asserted{by}"),
        };
        let name = who.name.trim();
        if name.is_empty() {
            text.push_str(", recorded without a name");
        } else {
            text = format!("{text}, recorded by {name}");
        }
        if self.how == How::Confirmed && !text.starts_with("evidence: confirmed") {
            text.push_str("; the actor who confirms is of the owner’s own agency");
        }
        if self.undermines {
            text.push_str(" · the next link undermines");
        }
        text
    }
}

/// How wide a button is.
fn width((key, words, _): &Entry) -> f32 {
    (width_em(key, Weight::SemiBold) + width_em(words, Weight::Regular)) * SIZE + 8.0 + 28.0
}

/// Shows a key as a button.
fn key_ui(ui: &Ui, cx: &UiCtx, at: Rect, (key, words, _): &Entry, first: bool) -> Response {
    let response = ui.interact(at, ui.id().with(*key), Sense::click());
    let name = format!("{key}: {words}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    let lit = response.hovered() || response.has_focus();
    let (fill, key_ink, ink) = if first {
        (cx.theme.accent, cx.theme.on_accent, cx.theme.on_accent)
    } else {
        (cx.theme.panel, cx.theme.accent, cx.theme.ink)
    };
    let edge = if lit { cx.theme.ink } else { cx.theme.hairline };
    let stroke = Stroke::new(1.0, color(edge));
    ui.painter().rect(at, 6.0, color(fill), stroke, StrokeKind::Inside);
    let left = at.left_center() + Vec2::new(14.0, 0.0);
    let font = font_for("", SIZE, Weight::SemiBold);
    let after = ui.painter().text(left, Align2::LEFT_CENTER, key, font, color(key_ink));
    let font = font_for("", SIZE, Weight::Regular);
    let next = Pos2::new(after.max.x + 8.0, at.center().y);
    ui.painter().text(next, Align2::LEFT_CENTER, words, font, color(ink));
    response
}
