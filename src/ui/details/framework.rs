//! The form of the framework itself, where nothing is selected, and its figures.

use super::head::{dimensions_ui, levels_ui, milestones_ui, rates_ui};
use super::parts::{fact, first, heading, one, period, weak};
use crate::analysis::Standing;
use crate::edit::{Command, HeadEdit};
use crate::layout::text::Weight;
use crate::model::{EvidenceBar, HeadField, codelists};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Pick, area_ui, choice_ui, choices, pick_ui};
use crate::ui::fonts::font_for;
use crate::ui::text::readable;
use egui::{RichText, Ui};

/// The words for the least evidence that counts.
const BARS: [(EvidenceBar, &str); 3] = [
    (EvidenceBar::Asserted, "asserted: any link counts"),
    (EvidenceBar::Documented, "documented, or confirmed"),
    (EvidenceBar::Confirmed, "confirmed by a local actor"),
];

pub(super) fn set(cx: &UiCtx, field: HeadField) {
    cx.run(Command::Framework(HeadEdit::Set(field)));
}

/// Shows the framework.
pub(super) fn framework_ui(ui: &mut Ui, cx: &UiCtx) {
    let head = cx.framework.head();
    let key = head.id.as_str();
    weak(ui, cx, "Framework");
    first(ui, cx, ("title", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("title", key), "Title", &head.title, shape) {
        set(cx, HeadField::Title(text));
    }
    let vision = head.vision.as_deref().unwrap_or_default();
    if let Some(text) = area_ui(ui, cx, ("vision", key), "Vision", vision, (3, Weight::Regular)) {
        set(cx, HeadField::Vision(Some(text).filter(|text| !text.is_empty())));
    }
    ui.add_space(8.0);
    said_once_ui(ui, cx);
    levels_ui(ui, cx);
    dimensions_ui(ui, cx);
    rates_ui(ui, cx);
    figures_ui(ui, cx);
    milestones_ui(ui, cx);
    for (key, text) in &head.ext {
        let mut letters = key.chars();
        let name: String = letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        heading(ui, &readable(&name.replace(['_', '-'], " ")));
        ui.add(egui::Label::new(readable(text)).wrap());
    }
    ui.add_space(10.0);
    weak(ui, cx, "Click a card, a row or a mark to see it here");
}

/// Country, period, currency, and how the group decides.
fn said_once_ui(ui: &mut Ui, cx: &UiCtx) {
    let head = cx.framework.head();
    let key = head.id.as_str();
    let country = head.country.map_or_else(String::new, |c| {
        codelists::country(c.as_str()).map_or_else(|| c.to_string(), |c| c.name.to_owned())
    });
    let also = Also { none: Some("no country"), new: None };
    let names = ("Country", country.as_str());
    let picked = pick_ui(ui, cx, ("country", key), names, also, choices::countries);
    if let Some(country) = one(picked) {
        set(cx, HeadField::Country(country));
    }
    if let Some(period) = period(ui, cx, key, &head.period) {
        set(cx, HeadField::Period(period));
    }
    let names = ("Currency", head.currency.as_str());
    let also = Also::default();
    let picked = pick_ui(ui, cx, ("currency", key), names, also, choices::currencies);
    if let Some(Pick::This(currency)) = picked {
        set(cx, HeadField::Currency(currency));
    }
    let bar = choice_ui(ui, cx, ("bar", key), "Evidence bar", head.evidence_bar, &BARS);
    if let Some(bar) = bar {
        set(cx, HeadField::EvidenceBar(bar));
    }
    let rule = head.decision_rule.as_deref().unwrap_or_default();
    let shape = (2, Weight::Regular);
    if let Some(text) = area_ui(ui, cx, ("rule", key), "Decision rule", rule, shape) {
        set(cx, HeadField::DecisionRule(Some(text).filter(|text| !text.is_empty())));
    }
}

/// What is counted, and where programs stand.
fn figures_ui(ui: &mut Ui, cx: &UiCtx) {
    let scope = &cx.analysis.scope;
    heading(ui, "Where programs stand");
    fact(ui, cx, "In scope", &words::count(scope.programs, "program", "programs"));
    fact(ui, cx, "", &words::exclusions(cx.analysis));
    fact(ui, cx, "Coverage", &words::coverage(cx.analysis));
    for standing in Standing::ALL {
        let count = cx.analysis.standing.count(standing);
        if count > 0 {
            ui.horizontal_wrapped(|ui| {
                let number = words::number(count);
                ui.label(RichText::new(number).font(font_for("", 15.0, Weight::SemiBold)));
                weak(ui, cx, standing.words());
            });
        }
    }
}
