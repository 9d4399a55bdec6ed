//! What an import does and what fields hold, in words.

use crate::import::Summary;
use crate::model::{ActorId, Budget, Framework, ProgramField};

/// What an import does: "263 new programs, 14 changed, 57 actors".
pub(super) fn what(sum: &Summary) -> String {
    let mut parts = Vec::new();
    let mut part = |n: u32, one: &str, many: &str| {
        if n > 0 {
            parts.push(format!("{n} {}", if n == 1 { one } else { many }));
        }
    };
    part(sum.new, "new program", "new programs");
    part(sum.changed, "changed", "changed");
    part(sum.gone, "gone", "gone");
    part(sum.objectives, "objective", "objectives");
    part(sum.actors, "new actor", "new actors");
    part(sum.links, "link", "links");
    if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") }
}

/// What a field is called on screen.
pub(super) fn field(name: &str) -> String {
    match name {
        "part_of" => "umbrella".to_owned(),
        "budget" => "money".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A sum of money with its currency.
pub(super) fn money(framework: &Framework, budget: &Budget) -> String {
    let currency = budget.currency.unwrap_or(framework.head().currency);
    let amount = budget.amount.get().round_dp(0);
    let digits = amount.abs().to_string();
    let mut grouped = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(c);
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
    format!("{currency} {sign}{grouped}")
}

/// What a field holds, short.
pub(super) fn shown(framework: &Framework, field: &ProgramField) -> String {
    let actor = |id: &ActorId| framework.actor_short(id).to_owned();
    let text = match field {
        ProgramField::Title(text) => text.clone(),
        ProgramField::Translations(all) => {
            let all = all
                .iter()
                .map(|(language, t)| format!("{language}: {}", t.title.as_deref().unwrap_or("…")));
            all.collect::<Vec<_>>().join("; ")
        }
        ProgramField::Description(text) => text.clone().unwrap_or_default(),
        ProgramField::Identifiers(all)
        | ProgramField::Related(all)
        | ProgramField::Locations(all)
        | ProgramField::Claims(all) => all.join("; "),
        ProgramField::Owner(id) => id.as_ref().map(actor).unwrap_or_default(),
        ProgramField::Implementing(all) => all.iter().map(actor).collect::<Vec<_>>().join("; "),
        ProgramField::Funding(all) => {
            let all = all.iter().map(|(id, given)| match given.amount {
                Some(amount) => format!("{} {amount}", actor(id)),
                None => actor(id),
            });
            all.collect::<Vec<_>>().join("; ")
        }
        ProgramField::Budget(budget) => {
            budget.as_ref().map(|b| money(framework, b)).unwrap_or_default()
        }
        ProgramField::Status(status) => status.map(|s| format!("{s:?}")).unwrap_or_default(),
        ProgramField::Period(period) => {
            let day = |d: Option<crate::model::Date>| d.map_or("…".to_owned(), |d| d.to_string());
            format!("{} to {}", day(period.from), day(period.to))
        }
        ProgramField::Sectors(all) => {
            let all = all.iter().map(|(sector, percent)| format!("{sector} {percent} %"));
            all.collect::<Vec<_>>().join("; ")
        }
        ProgramField::Markers(all) => {
            let all = all.iter().map(|(marker, significance)| format!("{marker}: {significance}"));
            all.collect::<Vec<_>>().join("; ")
        }
        ProgramField::Links(all) => format!("{} links", all.len()),
        ProgramField::PartOf(id) => id
            .as_ref()
            .map(|id| framework.program(id).map_or(id.to_string(), |p| p.title.clone()))
            .unwrap_or_default(),
        _ => String::new(),
    };
    let text = text.replace('\n', " ");
    if text.trim().is_empty() { "nothing".to_owned() } else { text }
}
