//! The conflicts as a list: what was said before and by both, who and when, and what can be done.

use super::review::{Review, Standing};
use super::{heading_ui, weak_ui};
use crate::layout::text::Weight;
use crate::merge::{Conflict, Resolution, Says};
use crate::model::Framework;
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Align, Button, Frame, Label, RichText, ScrollArea, Sense, Stroke, Ui, Vec2};

/// What the mouse asks for.
pub(super) enum Said {
    Focus(usize),
    Choose(usize, Option<Resolution>),
}

/// What is drawn in each card.
struct Look<'a> {
    review: &'a Review,
    /// What the other copy is called.
    title: &'a str,
}

/// Shows the list; `focus` is the row in focus and whether it is to be brought in sight.
pub(super) fn conflicts_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    review: &Review,
    title: &str,
    focus: (usize, bool),
) -> Option<Said> {
    let (all, open) = (review.rows.len(), review.merged.conflicts.len());
    if all == 0 {
        heading_ui(ui, "No conflict");
        weak_ui(ui, cx, "Nothing that one copy changed stands against what the other changed.");
        return None;
    }
    heading_ui(ui, &format!("Conflicts: {open} open, {} settled", all - open));
    weak_ui(
        ui,
        cx,
        "Numbers settle the one in focus, 0 opens it again, the arrows move, R settles by a rule. What is \
         open keeps what this copy says.",
    );
    ui.add_space(4.0);
    let look = Look { review, title };
    let mut said = None;
    ScrollArea::vertical().id_salt("merge-conflicts").auto_shrink(false).show(ui, |ui| {
        for (row, conflict) in review.rows.iter().enumerate() {
            let focused = row == focus.0;
            let new = look.card_ui(ui, cx, row, conflict, focused, focused && focus.1);
            said = said.take().or(new);
        }
    });
    said
}

impl Look<'_> {
    fn card_ui(
        &self,
        ui: &mut Ui,
        cx: &UiCtx,
        row: usize,
        conflict: &Conflict,
        focused: bool,
        reveal: bool,
    ) -> Option<Said> {
        let standing = self.review.standing(conflict);
        let (width, tint) = if focused { (2.5, cx.theme.accent) } else { (1.0, cx.theme.hairline) };
        let fill = if standing == Standing::Open { cx.theme.card } else { cx.theme.surround };
        let frame = Frame::new()
            .fill(color(fill))
            .stroke(Stroke::new(width, color(tint)))
            .corner_radius(8.0)
            .inner_margin(10.0)
            .outer_margin(3.0);
        let mut said = None;
        let shown = frame.show(ui, |ui| {
            ui.set_width(ui.available_width() - 14.0);
            ui.horizontal_top(|ui| {
                let text = RichText::new(format!("{}", row + 1)).color(color(cx.theme.weak));
                ui.label(text);
                let about = RichText::new(readable(&conflict.about));
                ui.add(Label::new(about.font(font(15.0, Weight::SemiBold))).wrap());
            });
            let (words, tint) = self.standing_words(standing);
            let tint = if tint { cx.theme.orphan_text } else { cx.theme.weak };
            ui.label(RichText::new(words).size(14.0).color(color(tint)));
            if let Some(why) = &conflict.why {
                weak_ui(ui, cx, &readable(&words::sentence(why)));
            }
            for (place, resolution) in conflict.resolutions.iter().enumerate() {
                let chosen = standing == Standing::Settled(*resolution);
                if self.choice_ui(ui, cx, (row, place), (conflict, *resolution), chosen) {
                    said = Some(Said::Choose(row, (!chosen).then_some(*resolution)));
                }
            }
            if !conflict.resolutions.contains(&Resolution::Base) && conflict.base.words.is_some() {
                let text = format!("Before: {}", statement(conflict, &conflict.base));
                weak_ui(ui, cx, &readable(&text));
            }
        });
        let response = shown.response.interact(Sense::click());
        if reveal {
            response.scroll_to_me(Some(Align::Center));
        }
        if response.clicked() && said.is_none() {
            said = Some(Said::Focus(row));
        }
        said
    }

    /// Where a conflict stands, in words; and whether that calls for something.
    fn standing_words(&self, standing: Standing) -> (String, bool) {
        let words = match standing {
            Standing::Open => return ("Open: what this copy says stays".to_owned(), true),
            Standing::Settled(Resolution::Ours) => "Settled: as this copy has it".to_owned(),
            Standing::Settled(Resolution::Theirs) => format!("Settled: as {} has it", self.title),
            Standing::Settled(Resolution::Base) => "Settled: as it was before both".to_owned(),
            Standing::Settled(Resolution::Both) => "Settled: both texts".to_owned(),
            Standing::Along => "Settled along with another".to_owned(),
        };
        (words, false)
    }

    /// One thing that can be done; gives whether it was chosen.
    fn choice_ui(
        &self,
        ui: &mut Ui,
        cx: &UiCtx,
        (row, place): (usize, usize),
        (conflict, resolution): (&Conflict, Resolution),
        chosen: bool,
    ) -> bool {
        let (short, says) = match resolution {
            Resolution::Ours => ("This copy", Some(&conflict.ours)),
            Resolution::Theirs => (self.title, Some(&conflict.theirs)),
            Resolution::Base => ("As before", Some(&conflict.base)),
            Resolution::Both => ("Both texts", None),
        };
        let mut clicked = false;
        ui.horizontal_top(|ui| {
            let wide = 210.0;
            let text = crate::layout::text::fit(short, Weight::Regular, 150.0);
            let button = Button::new(format!("{}  {text}", place + 1)).selected(chosen);
            let response = ui.add(button.min_size(Vec2::new(wide, 30.0)).truncate());
            named(&response, &format!("Conflict {}, {}: {short}", row + 1, place + 1));
            clicked = response.clicked();
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                let words = says.map_or_else(
                    || "One after the other".to_owned(),
                    |says| statement(conflict, says),
                );
                ui.add_space(4.0);
                ui.add(Label::new(readable(&words)).wrap());
                let who = says.map_or_else(String::new, |s| who(s, &self.review.merged.framework));
                if !who.is_empty() {
                    let who = RichText::new(readable(&who)).size(13.0);
                    ui.add(Label::new(who.color(color(cx.theme.weak))).wrap());
                }
            });
        });
        clicked
    }
}

/// What is said, or that nothing is.
fn statement(conflict: &Conflict, says: &Says) -> String {
    let before = conflict.base.words.is_some();
    let nothing = if before && *says != conflict.base { "Removed" } else { "Nothing" };
    let words = says.words.as_deref().map(str::trim);
    // Where they cannot stand together it is a sentence of ours, else the value itself.
    let told = |words: &str| {
        if conflict.why.is_some() { words::sentence(words) } else { words.to_owned() }
    };
    words.filter(|w| !w.is_empty()).map_or_else(|| nothing.to_owned(), told)
}

/// Who says so and when, as far as the records tell.
fn who(says: &Says, framework: &Framework) -> String {
    let actor = says.by.as_ref().map(|by| match framework.actor(by) {
        Some(actor) => actor.acronym.clone().unwrap_or_else(|| actor.name.clone()),
        None => by.to_string(),
    });
    let written = says.recorded_by.as_ref().map(|name| format!("written down by {name}"));
    let day = says.on.map(words::date);
    let parts: Vec<String> = [actor, written, day].into_iter().flatten().collect();
    parts.join(", ")
}
