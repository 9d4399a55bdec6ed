//! The lists of the head: levels, dimensions, rates; and the milestones.

use super::parts::{adder, beside, date, fresh, heading, section, weak, without};
use crate::edit::{Command, HeadEdit, MilestoneEdit};
use crate::model::{Currency, Dimension, DimensionId, ExchangeRate, LevelId, MilestoneField, Rate};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::field::{choices, optional_ui, parsed_ui, text_ui};
use egui::Ui;

fn run(cx: &UiCtx, edit: HeadEdit) {
    cx.run(Command::Framework(edit));
}

/// The levels, from the first down.
pub(super) fn levels_ui(ui: &mut Ui, cx: &UiCtx) {
    let levels = &cx.framework.head().levels;
    heading(ui, "Levels");
    for (place, level) in levels.iter().enumerate() {
        let name = format!("Level {}", place + 1);
        let gone = beside(ui, cx, &format!("the level {}", level.title), |ui| {
            let at = ("level", level.id.as_str());
            if let Some(title) = text_ui(ui, cx, at, &name, &level.title, 1) {
                run(cx, HeadEdit::Level(level.id.clone(), title));
            }
        });
        if gone {
            run(cx, HeadEdit::RemoveLevel(level.id.clone()));
        }
    }
    if let Some(title) = fresh(ui, cx, ("new-level", levels.len()), "New level") {
        run(cx, HeadEdit::Level(LevelId::from_bits(cx.bits()), title));
    }
}

/// The dimensions.
pub(super) fn dimensions_ui(ui: &mut Ui, cx: &UiCtx) {
    let dimensions = &cx.framework.head().dimensions;
    section(ui, "head-dimensions", "Dimensions", false, |ui| {
        for (place, (id, dimension)) in dimensions.iter().enumerate() {
            let name = format!("Dimension {}", place + 1);
            let gone = beside(ui, cx, &format!("the dimension {}", dimension.title), |ui| {
                let at = ("dimension", id.as_str());
                if let Some(title) = text_ui(ui, cx, at, &name, &dimension.title, 1) {
                    run(cx, HeadEdit::Dimension(id.clone(), Some(Dimension::new(title))));
                }
            });
            if gone {
                run(cx, HeadEdit::Dimension(id.clone(), None));
            }
        }
        let at = ("new-dimension", dimensions.len());
        if let Some(title) = fresh(ui, cx, at, "New dimension") {
            let id = DimensionId::from_bits(cx.bits());
            run(cx, HeadEdit::Dimension(id, Some(Dimension::new(title))));
        }
    });
}

/// A rate: a plain number with a point or a comma; thousands are not set apart, since 655.957
/// and 1.08 are rates both.
fn rate(text: &str) -> Result<Rate, String> {
    let wrong = || "A rate such as 1.08".to_owned();
    let plain: String = text.trim().chars().filter(|c| !c.is_whitespace()).collect();
    let rate: Rate = plain.replace(',', ".").parse().map_err(|_| wrong())?;
    if rate.get().is_sign_negative() || rate.get().is_zero() { Err(wrong()) } else { Ok(rate) }
}

/// What other currencies are worth.
pub(super) fn rates_ui(ui: &mut Ui, cx: &UiCtx) {
    let head = cx.framework.head();
    let own = head.currency;
    section(ui, "rates", "Exchange rates", !head.rates.is_empty(), |ui| {
        for (currency, record) in &head.rates {
            rate_ui(ui, cx, *currency, record);
        }
        let id = ui.id().with("wanted-rate");
        let wanted: Option<Currency> = ui.data(|data| data.get_temp(id));
        if let Some(currency) = wanted.filter(|c| !head.rates.contains_key(c)) {
            let name = format!("1 {currency} in {own}");
            let at = ("new-rate", currency.as_str());
            if let Some(rate) = parsed_ui(ui, cx, at, (&name, "1.08"), "", 1, rate) {
                run(cx, HeadEdit::Rate(currency, Some(ExchangeRate::new(rate))));
                ui.data_mut(|data| data.remove::<Currency>(id));
            }
        }
        let added = adder(ui, cx, "new-currency", "Add a currency…", || {
            without(choices::currencies(), |c| *c == own || head.rates.contains_key(c))
        });
        if let Some(currency) = added {
            ui.data_mut(|data| data.insert_temp(id, currency));
            let at = ("new-rate", currency.as_str());
            let field = crate::ui::field::edit_id(ui, at);
            ui.memory_mut(|memory| memory.request_focus(field));
        }
    });
}

fn rate_ui(ui: &mut Ui, cx: &UiCtx, currency: Currency, record: &ExchangeRate) {
    let own = cx.framework.head().currency;
    let key = currency.as_str();
    let (mut new, mut changed) = (record.clone(), false);
    let gone = beside(ui, cx, &format!("the rate of {currency}"), |ui| {
        let name = format!("1 {currency} in {own}");
        let shown = record.rate.get().normalize().to_string();
        if let Some(rate) = parsed_ui(ui, cx, ("rate", key), (&name, "1.08"), &shown, 1, rate) {
            (new.rate, changed) = (rate, true);
        }
    });
    if let Some(on) = date(ui, cx, ("rate-on", key), &format!("{currency} rate of"), record.on) {
        (new.on, changed) = (on, true);
    }
    let (at, name) = (("rate-source", key), format!("{currency} source"));
    if let Some(source) = optional_ui(ui, cx, at, &name, record.source.as_deref(), 1) {
        (new.source, changed) = (source, true);
    }
    ui.add_space(8.0);
    if gone {
        run(cx, HeadEdit::Rate(currency, None));
    } else if changed {
        run(cx, HeadEdit::Rate(currency, Some(new)));
    }
}

/// What was measured, by date.
pub(super) fn milestones_ui(ui: &mut Ui, cx: &UiCtx) {
    let mut all: Vec<_> = cx.framework.milestones().iter().collect();
    if all.is_empty() {
        return;
    }
    all.sort_by_key(|(id, milestone)| (milestone.on, *id));
    section(ui, "milestones", "Milestones", true, |ui| {
        for (id, milestone) in all {
            let edit = |edit| cx.run(Command::Milestone(id.clone(), edit));
            let gone = beside(ui, cx, &format!("the milestone {}", milestone.title), |ui| {
                let at = ("milestone", id.as_str());
                let name = super::parts::day(milestone.on);
                if let Some(title) = text_ui(ui, cx, at, &name, &milestone.title, 1) {
                    edit(MilestoneEdit::Set(MilestoneField::Title(title)));
                }
            });
            if gone {
                edit(MilestoneEdit::Remove);
            }
            let figures = &milestone.figures;
            let shown = words::number(figures.link_shown);
            let all = words::count(figures.programs, "program shows", "programs show");
            weak(ui, cx, &format!("{shown} of {all} a link"));
            ui.add_space(8.0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_keeps_its_point() {
        for (text, plain) in [("1.08", "1.08"), ("655,957", "655.957"), ("1 200", "1200")] {
            assert_eq!(rate(text).map(|r| r.to_string()), Ok(plain.to_owned()));
        }
        for text in ["", "0", "-1", "much", "1,200.5"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }
}
