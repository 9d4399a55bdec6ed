//! What a program costs and who pays, by sector and marker.
#![expect(clippy::option_option, reason = "whether a value was given, and whether it is none")]

use super::parts::{adder, beside, heading, one, section, without};
use super::program::set;
use crate::analysis::names;
use crate::edit::{Command, ProgramEdit};
use crate::model::{
    Amount, Basis, Budget, Currency, Funding, Marker, Percent, Program, ProgramField, ProgramId,
    Sector, Significance, codelists,
};
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Choice, choice_ui, choices, parse, parsed_ui, pick_ui};
use egui::Ui;

const BASES: [Basis; 4] = [Basis::Commitment, Basis::Budget, Basis::Disbursement, Basis::Stated];

/// An amount to type, with its currency; nothing where nothing is typed.
fn amount(
    ui: &mut Ui,
    cx: &UiCtx,
    key: (&str, &str, &str),
    name: &str,
    value: Option<Amount>,
) -> Option<Option<Amount>> {
    let shown = value.map_or_else(String::new, parse::spaced);
    parsed_ui(ui, cx, key, (name, "1.2m"), &shown, 1, parse::amount)
}

/// The budget: how much, in which currency, of what sort.
pub(super) fn budget_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    let old = record.budget.as_ref();
    let given = amount(ui, cx, ("budget", key, ""), "Budget", old.map(|b| b.amount));
    let mut budget = match (given, old) {
        (Some(None), _) => return set(cx, id, ProgramField::Budget(None)),
        (Some(Some(amount)), None) => {
            return set(cx, id, ProgramField::Budget(Some(Budget::new(amount))));
        }
        (None, None) => return,
        (None, Some(old)) => old.clone(),
        (Some(Some(amount)), Some(old)) => {
            let mut budget = old.clone();
            budget.amount = amount;
            budget
        }
    };
    let own = cx.framework.head().currency;
    let shown = budget.currency.unwrap_or(own);
    let also = Also { none: Some("the framework’s"), new: None };
    let names = ("Currency", shown.as_str());
    let picked = pick_ui(ui, cx, ("currency", key), names, also, choices::currencies);
    if let Some(currency) = one(picked) {
        budget.currency = currency.filter(|currency: &Currency| *currency != own);
    }
    let words: Vec<(Option<Basis>, &str)> = [(None, "not said")]
        .into_iter()
        .chain(BASES.map(|basis| (Some(basis), names::basis_key(basis))))
        .collect();
    if let Some(basis) = choice_ui(ui, cx, ("basis", key), "Basis", budget.basis, &words) {
        budget.basis = basis;
    }
    if old != Some(&budget) {
        set(cx, id, ProgramField::Budget(Some(budget)));
    }
}

/// Who pays, and how much.
pub(super) fn funding_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    heading(ui, "Funding");
    let put = |actor, funding| {
        cx.run(Command::Program(id.clone(), ProgramEdit::Funding(actor, funding)));
    };
    for (actor, funding) in &record.funding {
        let name = cx.framework.actor_short(actor);
        let gone = beside(ui, cx, &format!("the funding of {name}"), |ui| {
            let at = ("funding", id.as_str(), actor.as_str());
            if let Some(amount) = amount(ui, cx, at, name, funding.amount) {
                put(actor.clone(), Some(Funding { amount }));
            }
        });
        if gone {
            put(actor.clone(), None);
        }
    }
    let added = adder(ui, cx, ("new-funding", id.as_str()), "Add a funder…", || {
        without(choices::actors(cx.framework), |actor| record.funding.contains_key(actor))
    });
    if let Some(actor) = added {
        put(actor, Some(Funding::new()));
    }
}

/// The name of a sector or category.
fn sector_name(sector: Sector) -> String {
    let code = sector.as_str();
    let known = codelists::sector(code).or_else(|| codelists::sector_category(code));
    known.map_or_else(|| code.to_owned(), |known| format!("{code} {}", known.name))
}

/// What is left of the whole.
fn rest(record: &Program) -> Percent {
    let given: rust_decimal::Decimal = record.sectors.values().map(|p| p.get()).sum();
    let rest = (Percent::HUNDRED.get() - given).normalize();
    let rest = rest.to_string().parse().ok().filter(|percent: &Percent| percent.in_range());
    rest.or_else(|| "0".parse().ok()).unwrap_or(Percent::HUNDRED)
}

/// Its sectors, in percent of its money.
pub(super) fn sectors_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    let put = |sector, percent| {
        cx.run(Command::Program(id.clone(), ProgramEdit::Sector(sector, percent)));
    };
    section(ui, ("sectors", key), "Sectors", !record.sectors.is_empty(), |ui| {
        for (sector, percent) in &record.sectors {
            let name = sector_name(*sector);
            let gone = beside(ui, cx, &format!("the sector {name}"), |ui| {
                let at = ("sector", key, sector.as_str());
                let shown = percent.get().normalize().to_string();
                let given = parsed_ui(ui, cx, at, (&name, "percent"), &shown, 1, |text| {
                    parse::percent(text)?.ok_or_else(|| "A percentage such as 40".to_owned())
                });
                if let Some(percent) = given {
                    put(*sector, Some(percent));
                }
            });
            if gone {
                put(*sector, None);
            }
        }
        let added = adder(ui, cx, ("new-sector", key), "Add a sector…", || {
            without(choices::sectors(), |sector| record.sectors.contains_key(sector))
        });
        if let Some(sector) = added {
            put(sector, Some(rest(record)));
        }
    });
}

const SIGNIFICANCE: [(&str, &str); 5] = [
    ("0", "not targeted"),
    ("1", "significant"),
    ("2", "principal"),
    ("3", "principal, with a program of its own"),
    ("4", "explicit primary"),
];

/// Its policy markers.
pub(super) fn markers_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    let put = |marker: Marker, significance: Option<Significance>| {
        let mut markers = record.markers.clone();
        match significance {
            Some(significance) => drop(markers.insert(marker, significance)),
            None => drop(markers.remove(&marker)),
        }
        set(cx, id, ProgramField::Markers(markers));
    };
    let name = |marker: Marker| {
        let known = codelists::policy_marker(marker.as_str());
        known.map_or_else(|| marker.to_string(), |known| known.name.to_owned())
    };
    let steps: Vec<(Significance, &str)> = SIGNIFICANCE
        .iter()
        .filter_map(|(code, word)| Some((Significance::new(code).ok()?, *word)))
        .collect();
    section(ui, ("markers", key), "Policy markers", !record.markers.is_empty(), |ui| {
        for (marker, significance) in &record.markers {
            let label = name(*marker);
            let gone = beside(ui, cx, &format!("the marker {label}"), |ui| {
                let at = ("marker", key, marker.as_str());
                if let Some(step) = choice_ui(ui, cx, at, &label, *significance, &steps) {
                    put(*marker, Some(step));
                }
            });
            if gone {
                put(*marker, None);
            }
        }
        let added = adder(ui, cx, ("new-marker", key), "Add a marker…", || {
            let all = codelists::policy_markers().iter().filter_map(|row| {
                let value = Marker::new(row.code).ok()?;
                Some(Choice { value, text: row.name.to_owned(), weak: row.code.to_owned() })
            });
            without(all.collect(), |marker| record.markers.contains_key(marker))
        });
        if let Some((marker, step)) = added.zip(steps.get(1)) {
            put(marker, Some(step.0));
        }
    });
}
