//! The indicators of an objective.

use super::parts::{actor, beside, day, fresh, heading, more, weak};
use crate::edit::{Command, ObjectiveEdit};
use crate::model::{Date, Indicator, IndicatorId, Objective, ObjectiveId};
use crate::ui::context::UiCtx;
use crate::ui::field::{optional_ui, parse, parsed_ui};
use crate::ui::text::readable;
use egui::Ui;

fn put(cx: &UiCtx, id: &ObjectiveId, indicator: &IndicatorId, record: Option<Indicator>) {
    let edit = ObjectiveEdit::Indicator(indicator.clone(), record);
    cx.run(Command::Objective(id.clone(), edit));
}

/// Shows the indicators of an objective.
pub(super) fn indicators_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    heading(ui, "Indicators");
    for (place, (key, indicator)) in record.indicators.iter().enumerate() {
        indicator_ui(ui, cx, id, key, (place + 1, indicator));
    }
    if let Some(name) = fresh(ui, cx, ("new-indicator", id.as_str()), "New indicator") {
        put(cx, id, &IndicatorId::from_bits(cx.bits()), Some(Indicator::new(name)));
    }
}

/// From where to where, in one line.
fn course(indicator: &Indicator) -> String {
    let unit = indicator.unit.as_deref().unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(baseline) = &indicator.baseline {
        parts.push(format!("from {baseline}"));
    }
    if let Some(target) = &indicator.target {
        parts.push(format!("to {target} {unit}").trim_end().to_owned());
    }
    if let Some((on, actual)) = indicator.actuals.iter().next_back() {
        parts.push(format!("{actual} on {}", day(*on)));
    }
    if let Some(source) = &indicator.source {
        parts.push(source.clone());
    }
    parts.join(" · ")
}

fn indicator_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    id: &ObjectiveId,
    key: &IndicatorId,
    (number, indicator): (usize, &Indicator),
) {
    let at = (id.as_str(), key.as_str());
    let (mut new, mut changed) = (indicator.clone(), false);
    let label = format!("Indicator {number}");
    let gone = beside(ui, cx, &format!("the indicator {}", indicator.name), |ui| {
        let name = Some(indicator.name.as_str());
        if let Some(text) = optional_ui(ui, cx, ("indicator", at), &label, name, 2) {
            (new.name, changed) = (text.unwrap_or_default(), true);
        }
    });
    let opened = ui
        .horizontal(|ui| {
            let opened = more(ui, ("indicator", at), "…", &format!("More of {}", indicator.name));
            if !opened {
                weak(ui, cx, &readable(&course(indicator)));
            }
            opened
        })
        .inner;
    if opened {
        changed |= values_ui(ui, cx, at, indicator, &mut new);
        changed |= actuals_ui(ui, cx, at, indicator, &mut new);
        let by = indicator.monitored_by.as_ref();
        if let Some(by) = actor(ui, cx, ("monitored", at), "Monitored by", by) {
            (new.monitored_by, changed) = (by, true);
        }
    }
    ui.add_space(8.0);
    if gone {
        put(cx, id, key, None);
    } else if changed {
        put(cx, id, key, Some(new));
    }
}

/// How it is measured; gives whether something was changed.
fn values_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    at: (&str, &str),
    old: &Indicator,
    new: &mut Indicator,
) -> bool {
    let mut changed = false;
    for (name, value, slot) in [
        ("Measure", &old.measure, &mut new.measure),
        ("Unit", &old.unit, &mut new.unit),
        ("Baseline", &old.baseline, &mut new.baseline),
        ("Target", &old.target, &mut new.target),
        ("Source", &old.source, &mut new.source),
    ] {
        if let Some(text) = optional_ui(ui, cx, (name, at), name, value.as_deref(), 1) {
            (*slot, changed) = (text, true);
        }
    }
    changed
}

/// The values found, by date; gives whether something was changed.
fn actuals_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    at: (&str, &str),
    old: &Indicator,
    new: &mut Indicator,
) -> bool {
    let mut changed = false;
    for (on, value) in &old.actuals {
        let name = format!("On {}", day(*on));
        let gone = beside(ui, cx, &format!("the value of {}", day(*on)), |ui| {
            let key = ("actual", at, on.to_string());
            if let Some(Some(text)) = optional_ui(ui, cx, key, &name, Some(value), 1) {
                new.actuals.insert(*on, text);
                changed = true;
            }
        });
        if gone {
            new.actuals.remove(on);
            changed = true;
        }
    }
    let hint = "18 on 31 Dec 2027";
    let found = parsed_ui(ui, cx, ("found", at), ("New value", hint), "", 1, found);
    if let Some((on, value)) = found {
        new.actuals.insert(on, value);
        changed = true;
    }
    changed
}

/// A value and its date, as in "18 on 31 Dec 2027".
fn found(text: &str) -> Result<(Date, String), String> {
    let wrong = || "A value and its date, such as 18 on 31 Dec 2027".to_owned();
    let (value, date) = text.rsplit_once(" on ").ok_or_else(wrong)?;
    let on = parse::day(date)?.ok_or_else(wrong)?;
    if value.trim().is_empty() { Err(wrong()) } else { Ok((on, value.trim().to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_before_its_date() {
        let date = jiff::civil::date(2027, 12, 31);
        assert_eq!(found("18 districts on 31 Dec 2027"), Ok((date, "18 districts".to_owned())));
        for text in ["18", "on 31 Dec 2027", "18 on", "18 on soon"] {
            assert!(found(text).is_err(), "{text}");
        }
    }
}
