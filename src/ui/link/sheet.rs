//! What stands in place of the suggestions for a moment: a search, a choice, a line to type.

use super::alike::Alike;
use super::decide::Decide;
use super::finder::{Finder, Taken};
use super::make::Make;
use super::place::{Group, Order, Place, StandingAt};
use super::{How, Link};
use crate::analysis::Standing;
use crate::layout::caption;
use crate::layout::text::{Weight, fit};
use crate::model::{ActorId, ObjectiveId};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align2, Id, Key, Label, Modifiers, Pos2, Rect, Response, RichText, Sense, Stroke, StrokeKind,
    TextEdit, Ui, Vec2, WidgetInfo, WidgetType,
};

/// What is open.
pub(super) enum Sheet {
    /// All objectives, to be found.
    Search(Finder, Vec<ObjectiveId>),
    /// The order and the filter of the queue.
    Queue(Finder, Vec<Choice>),
    /// Who confirms.
    Confirmer(Finder, Vec<Option<ActorId>>),
    /// Why there is no link.
    Decide(Decide),
    /// Programs to do the same with.
    Alike(Alike),
    /// A new objective.
    Make(Make),
    /// The document that links are known from, and whether it was just opened.
    Document(String, bool),
}

/// What can be chosen of the queue.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    Whole,
    Parked,
    Order(Order),
    Standing(Standing),
    Group(Group, Option<String>),
}

impl Sheet {
    /// Whether a text is typed in it.
    pub(super) fn types(&self) -> bool {
        match self {
            Self::Decide(decide) => decide.types(),
            Self::Alike(_) => false,
            _ => true,
        }
    }

    pub(super) fn document(text: &str) -> Self {
        Self::Document(text.to_owned(), true)
    }
}

/// The search of all living objectives, in the order in which they stand.
pub(super) fn search(cx: &UiCtx) -> Sheet {
    let ids: Vec<ObjectiveId> = cx.tree.branches.iter().map(|b| b.id.clone()).collect();
    let lines = ids.iter().filter_map(|id| cx.framework.objective(id)).map(|record| {
        let other = record.translations.values().filter_map(|t| t.title.as_deref());
        (caption(record), String::new(), other.collect::<Vec<_>>().join(" "))
    });
    let lines = lines.collect();
    Sheet::Search(Finder::new("Search all objectives", "Code or words of the title", lines), ids)
}

/// Who can confirm, and nobody.
pub(super) fn confirmer(cx: &UiCtx, able: Vec<ActorId>) -> Sheet {
    let ids: Vec<Option<ActorId>> = able.into_iter().map(Some).chain([None]).collect();
    let line = |id: &Option<ActorId>| match id.as_ref().and_then(|id| cx.framework.actor(id)) {
        Some(actor) => {
            let acronym = actor.acronym.clone().unwrap_or_default();
            (actor.name.clone(), acronym, String::new())
        }
        None => ("Nobody: links are asserted".to_owned(), String::new(), String::new()),
    };
    let lines = ids.iter().map(line).collect();
    let hint = "A digit, or letters of the name";
    let title = "Which local actor confirms?";
    Sheet::Confirmer(Finder::new(title, hint, lines).by_digits(), ids)
}

/// What can be chosen of the queue.
pub(super) fn queue(cx: &UiCtx, place: &Place) -> Sheet {
    let mut choices = Vec::new();
    let mut lines = Vec::new();
    let mut add = |choice: Choice, text: String, on: bool, weak: String| {
        let weak = if on { format!("chosen {weak}").trim_end().to_owned() } else { weak };
        choices.push(choice);
        lines.push((text, weak, String::new()));
    };
    add(Choice::Whole, "The whole queue".to_owned(), place.only.is_open(), String::new());
    let parked = words::number(u32::try_from(place.parked.len()).unwrap_or(u32::MAX));
    add(Choice::Parked, "Only parked".to_owned(), place.only.parked, parked);
    for order in Order::ALL {
        let text = format!("Order: {}", order.words());
        add(Choice::Order(order), text, place.order == order, String::new());
    }
    for standing in Standing::ALL {
        let count = cx.analysis.standing.count(standing);
        if count > 0 {
            let on = place.only.standing == Some(StandingAt::of(standing));
            let text = format!("Standing: {}", standing.words());
            add(Choice::Standing(standing), text, on, words::number(count));
        }
    }
    for (group, word) in Group::ALL.into_iter().zip(["Owner", "Donor", "Dimension"]) {
        for of in cx.analysis.deficit.by.get(group.by()) {
            if of.no_link_shown == 0 {
                continue;
            }
            let on = place.only.groups.contains(&(group, of.key.clone()));
            let count = format!("{} show no link", words::number(of.no_link_shown));
            let short = of.key.as_deref().and_then(|key| ActorId::new(key).ok());
            let short = short.as_ref().and_then(|id| cx.framework.actor(id)).map(|a| a.short());
            let text = match short.filter(|short| *short != of.name) {
                Some(short) => format!("{word}: {short}, {}", of.name),
                None => format!("{word}: {}", of.name),
            };
            add(Choice::Group(group, of.key.clone()), text, on, count);
        }
    }
    let hint = "Type an owner, donor, dimension, standing, order, or words of the title";
    let finder = Finder::new("Which programs, in which order?", hint, lines);
    Sheet::Queue(finder.or_typed("With the words"), choices)
}

impl Link {
    /// Shows what is open, and does what comes of it.
    pub(super) fn sheet_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let Some(mut sheet) = self.sheet.take() else { return };
        let types = sheet.types();
        // A field loses the keys to Escape before the window sees it.
        if types && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            ui.memory_mut(|memory| memory.request_focus(Id::new(super::LINK)));
            return;
        }
        let open = match &mut sheet {
            Sheet::Search(finder, ids) => match finder.show(ui, cx) {
                Some(Taken::Line(line)) => {
                    self.tick_found(cx, ids.get(line));
                    false
                }
                _ => true,
            },
            Sheet::Queue(finder, choices) => match finder.show(ui, cx) {
                Some(Taken::Line(line)) => {
                    self.choose(cx, choices.get(line));
                    false
                }
                Some(Taken::Typed(text)) => {
                    self.place.only.text = text;
                    self.refilter(cx);
                    false
                }
                None => true,
            },
            Sheet::Confirmer(finder, ids) => match finder.show(ui, cx) {
                Some(Taken::Line(line)) => {
                    self.confirmed_by(cx, ids.get(line).cloned().flatten());
                    false
                }
                _ => true,
            },
            Sheet::Decide(decide) => match decide.show(ui, cx, &self.reasons) {
                Some(decided) => {
                    self.decided(cx, decided);
                    false
                }
                None => true,
            },
            Sheet::Alike(alike) => {
                let onto = self.onto(cx);
                alike.show(ui, cx, &onto);
                true
            }
            Sheet::Make(make) => match make.show(ui, cx) {
                Some(title) => {
                    let place = make.place(cx);
                    self.make(cx, &title, &place);
                    false
                }
                None => true,
            },
            Sheet::Document(text, fresh) => match document_ui(ui, cx, text, fresh) {
                Some(text) => {
                    self.document = text;
                    self.how = How::Documented;
                    false
                }
                None => true,
            },
        };
        if open {
            self.sheet = Some(sheet);
        } else if types {
            // The field is gone: the next key is a key again.
            ui.memory_mut(|memory| memory.request_focus(Id::new(super::LINK)));
        }
    }

    /// Ticks what was found, above what is suggested.
    fn tick_found(&mut self, cx: &UiCtx, id: Option<&ObjectiveId>) {
        let Some(id) = id else { return };
        let known =
            (0..self.offered()).find(|at| self.offer(*at).is_some_and(|r| r.objective == *id));
        if let Some(known) = known {
            self.focus = known;
        } else if let Some(row) = super::card::Row::new(cx, id, "found by search") {
            self.found.insert(0, row);
            self.focus = 0;
        }
        if !self.ticked.contains(id) {
            self.ticked.push(id.clone());
        }
        self.reveal = true;
    }

    /// Changes order or filter.
    fn choose(&mut self, cx: &UiCtx, choice: Option<&Choice>) {
        let only = &mut self.place.only;
        match choice {
            Some(Choice::Whole) => *only = super::place::Only::default(),
            Some(Choice::Parked) => only.parked = !only.parked,
            Some(Choice::Order(order)) => self.place.order = *order,
            Some(Choice::Standing(standing)) => {
                let new = Some(StandingAt::of(*standing));
                only.standing = if only.standing == new { None } else { new };
            }
            Some(Choice::Group(group, key)) => {
                let new = (*group, key.clone());
                if only.groups.contains(&new) {
                    only.groups.retain(|other| *other != new);
                } else {
                    only.groups.push(new);
                }
            }
            None => {}
        }
        self.refilter(cx);
    }

    /// Makes the queue anew after another order or filter, and begins at its head.
    pub(super) fn refilter(&mut self, cx: &UiCtx) {
        self.requeue(cx);
        self.go_to(self.queue.ids.first().cloned());
    }
}

/// A line for the document; gives it when it is taken.
fn document_ui(ui: &mut Ui, cx: &UiCtx, text: &mut String, fresh: &mut bool) -> Option<String> {
    heading_ui(ui, cx, "Which document says so?", "Esc goes back");
    let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let response = line_ui(ui, "throughline-link-document", "Document and page", text);
    named(&response, "Document and page");
    if std::mem::take(fresh) {
        response.request_focus();
    }
    note_ui(ui, cx, "It stands by every link made from now on, until E is pressed again");
    let text = text.trim();
    (enter && !text.is_empty()).then(|| text.to_owned())
}

/// A line to type in, as high as a button.
pub(super) fn line_ui(ui: &mut Ui, id: &str, hint: &str, text: &mut String) -> Response {
    let field = TextEdit::singleline(text)
        .id(Id::new(id))
        .hint_text(hint)
        .margin(egui::Margin::symmetric(10, 6))
        .desired_width(f32::INFINITY);
    ui.add(field)
}

/// A heading with what leaves it on the right.
pub(super) fn heading_ui(ui: &mut Ui, cx: &UiCtx, text: &str, right: &str) {
    let (area, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let font = font_for("", 13.0, Weight::Regular);
    let (painter, weak) = (ui.painter(), color(cx.theme.weak));
    let right = painter.text(area.right_center(), Align2::RIGHT_CENTER, right, font, weak);
    let font = font_for(text, 16.0, Weight::SemiBold);
    let shown = fit(text, Weight::SemiBold, (right.min.x - area.min.x - 12.0) / 16.0);
    let ink = color(cx.theme.ink);
    painter.text(area.left_center(), Align2::LEFT_CENTER, readable(&shown), font, ink);
    let response = ui.interact(area, ui.id().with(("heading", text)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text));
}

/// Weak text over the whole width.
pub(super) fn note_ui(ui: &mut Ui, cx: &UiCtx, text: &str) {
    let text = RichText::new(readable(text)).size(14.0).color(color(cx.theme.weak));
    ui.add(Label::new(text).wrap());
}

/// A box with a digit, or a check mark where what it stands by is ticked.
pub(super) fn box_ui(ui: &Ui, cx: &UiCtx, at: Rect, digit: Option<usize>, ticked: bool) {
    let (fill, line, ink) = if ticked {
        (cx.theme.accent, cx.theme.accent, cx.theme.on_accent)
    } else {
        (cx.theme.card, cx.theme.outline, cx.theme.ink)
    };
    let stroke = Stroke::new(1.0, color(line));
    ui.painter().rect(at, 5.0, color(fill), stroke, StrokeKind::Inside);
    if ticked {
        let (c, r) = (at.center(), at.width() * 0.24);
        let points = vec![
            Pos2::new(c.x - r, c.y),
            Pos2::new(c.x - r * 0.25, c.y + r * 0.75),
            Pos2::new(c.x + r, c.y - r * 0.8),
        ];
        ui.painter().line(points, Stroke::new(2.5, color(ink)));
    } else if let Some(digit) = digit {
        let font = font_for("", 15.0, Weight::SemiBold);
        let text = digit.to_string();
        ui.painter().text(at.center(), Align2::CENTER_CENTER, text, font, color(ink));
    }
}

/// A line to choose: its digit, its text, and what it means.
pub(super) fn choice_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    digit: Option<usize>,
    (text, weak): (&str, &str),
    chosen: bool,
    may: bool,
) -> Response {
    let sense = if may { Sense::click() } else { Sense::hover() };
    // Beside it runs the scroll bar.
    let width = ui.available_width() - 8.0;
    let (area, response) = ui.allocate_exact_size(Vec2::new(width, 36.0), sense);
    let info = format!("{text} {weak}");
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, may, chosen, info.trim_end()));
    let area = area.shrink(1.0);
    let lit = chosen || response.hovered() && may || response.has_focus();
    let line = if lit && may { cx.theme.accent } else { cx.theme.hairline };
    let fill = if chosen && may { cx.theme.selected } else { cx.theme.card };
    let stroke = Stroke::new(1.0, color(line));
    ui.painter().rect(area, 6.0, color(fill), stroke, StrokeKind::Inside);
    let mut left = area.min.x + 12.0;
    if digit.is_some() {
        let at = Pos2::new(area.min.x + 18.0, area.center().y);
        box_ui(ui, cx, Rect::from_center_size(at, Vec2::splat(24.0)), digit, false);
        left += 28.0;
    }
    let font = font_for("", 13.0, Weight::Regular);
    let room = area.max.x - 12.0 - left;
    let beside = fit(weak, Weight::Regular, room * 0.5 / 13.0);
    let at = Pos2::new(area.max.x - 12.0, area.center().y);
    let tint = color(cx.theme.weak);
    let right = ui.painter().text(at, Align2::RIGHT_CENTER, readable(&beside), font, tint);
    let ink = color(if may { cx.theme.ink } else { cx.theme.weak });
    let shown = fit(text, Weight::Regular, (right.min.x - 12.0 - left) / 15.0);
    let font = font_for(text, 15.0, Weight::Regular);
    let at = Pos2::new(left, area.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, readable(&shown), font, ink);
    response
}
