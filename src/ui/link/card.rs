//! The program at hand, made ready to be drawn: made anew when the document, the figures or the
//! program changes, never in a frame.

use super::lines::Text;
use super::queue;
use crate::analysis::{Cents, Standing, names};
use crate::layout::text::Weight;
use crate::model::{
    Date, Effect, Evidence, Framework, Link, ObjectiveId, Period, Program, ProgramId, codelists,
};
use crate::scene::words;
use crate::ui::context::UiCtx;

/// How many objectives are suggested: as many as there are digits.
const MOST: usize = 9;

/// A suggested, found or linked objective.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub objective: ObjectiveId,
    pub code: String,
    pub title: Text,
    /// What stands right above it.
    pub above: String,
    /// All that stands above it, from the top.
    pub path: String,
    /// "because …", or how it is linked already.
    pub why: Text,
    pub depth: usize,
}

impl Row {
    pub(super) fn new(cx: &UiCtx, id: &ObjectiveId, why: &str) -> Option<Self> {
        let record = cx.framework.objective(id)?;
        let branch = cx.tree.find(id);
        let mut above = Vec::new();
        let mut at = branch.and_then(|b| cx.tree.branches[b].parent);
        while let Some(parent) = at {
            let parent_record = cx.framework.objective(cx.tree.id(parent));
            above.extend(parent_record.map(|o| crate::layout::caption(o)));
            at = cx.tree.branches[parent].parent;
        }
        above.reverse();
        Some(Self {
            objective: id.clone(),
            code: record.code.clone().unwrap_or_default().trim().to_owned(),
            title: Text::new(&record.title, Weight::SemiBold),
            above: above.last().cloned().unwrap_or_default(),
            path: above.join(" › "),
            why: Text::new(why, Weight::Regular),
            depth: branch.map_or(0, |b| cx.tree.branches[b].depth),
        })
    }

    /// Code and title.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.code, self.title.as_str()).trim().to_owned()
    }
}

/// The program at hand.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub id: ProgramId,
    pub standing: Standing,
    /// Why it is left out of the figures, in words, if it is.
    pub excluded: Option<&'static str>,
    pub source: String,
    pub title: Text,
    pub owner: String,
    pub money: String,
    /// Period and places.
    pub facts: String,
    pub description: Text,
    pub claims: Vec<Text>,
    /// Sectors, dimensions, funders, umbrella: a line each, with its name.
    pub more: Vec<(&'static str, String)>,
    /// Programs that may be decided with it.
    pub alike: Vec<ProgramId>,
    pub alike_words: String,
    pub suggestions: Vec<Row>,
    pub linked: Vec<Row>,
    /// Whether the suggestions are still being made ready.
    pub reading: bool,
}

impl Card {
    /// Makes a program ready; nothing where the framework lacks it.
    pub(super) fn new(cx: &UiCtx, id: &ProgramId) -> Option<Self> {
        let framework = cx.framework;
        let record = framework.program(id)?;
        let row = cx.analysis.programs.get(id)?;
        let currency = framework.head().currency;
        let suggested = cx.view.suggester.map(|s| s.suggest(id, MOST)).unwrap_or_default();
        let because = |s: &crate::suggest::Suggestion| {
            let reasons: Vec<String> = s.reasons.iter().map(|r| r.text(framework)).collect();
            if reasons.is_empty() {
                return String::new();
            }
            format!("because {}", reasons.join(" · "))
        };
        let suggestions =
            suggested.iter().filter_map(|s| Row::new(cx, &s.objective, &because(s))).collect();
        let linked = record.links.iter().filter_map(|(o, link)| {
            let why = format!("linked already: {}", link_words(framework, link));
            Row::new(cx, o, &why)
        });
        let alike = alike(cx, id, record);
        let title = record.title.trim();
        Some(Self {
            id: id.clone(),
            standing: row.standing,
            excluded: row.excluded.map(excluded),
            source: source(id, record),
            title: Text::new(if title.is_empty() { "no title" } else { title }, Weight::SemiBold),
            owner: record
                .owner
                .as_ref()
                .map_or("no owner", |o| framework.actor_short(o))
                .to_owned(),
            money: if row.money == Cents::default() {
                "no money known".to_owned()
            } else {
                words::money(currency, row.money)
            },
            facts: facts(record),
            description: Text::new(
                record
                    .description
                    .as_deref()
                    .filter(|text| !text.trim().is_empty())
                    .unwrap_or("No description"),
                Weight::Regular,
            ),
            claims: record
                .claims
                .iter()
                .map(|claim| Text::new(&format!("« {} »", claim.trim()), Weight::Regular))
                .collect(),
            more: more(framework, record),
            alike_words: alike_words(cx, &alike),
            alike,
            suggestions,
            linked: linked.collect(),
            reading: cx.view.suggester.is_none(),
        })
    }
}

fn excluded(why: crate::analysis::Exclusion) -> &'static str {
    use crate::analysis::Exclusion as E;
    match why {
        E::OutOfScope => "decided out of scope",
        E::Cancelled => "cancelled, and so out of scope",
        E::OutsidePeriod => "outside the period, and so out of scope",
        E::Umbrella => "counted through its parts",
    }
}

/// How a link is known: "asserted by UNHCR, recorded by A. Traoré".
pub(super) fn link_words(framework: &Framework, link: &Link) -> String {
    let effect = match link.effect {
        Effect::Supports => "",
        Effect::Undermines => "undermines; ",
    };
    let said_by =
        link.by.as_ref().map_or(String::new(), |by| format!(" by {}", framework.actor_short(by)));
    let known = match &link.evidence {
        Evidence::Asserted => format!("asserted{said_by}"),
        Evidence::Documented(place) => format!("documented in {place}{said_by}"),
        Evidence::Confirmed(by) => format!("confirmed by {}", framework.actor_short(by)),
    };
    let recorded =
        link.recorded_by.as_ref().map_or(String::new(), |by| format!(", recorded by {by}"));
    format!("{effect}{known}{recorded}")
}

/// Identifier and source.
fn source(id: &ProgramId, record: &Program) -> String {
    let name = record.identifiers.first().map_or(id.as_str(), String::as_str);
    let Some(source) = &record.source else { return name.to_owned() };
    let file = source.format.as_deref().filter(|f| !f.is_empty()).unwrap_or(&source.file);
    match source.row.as_deref().filter(|row| !row.is_empty() && *row != name) {
        Some(row) => format!("{name} · source: {file}, row {row}"),
        None => format!("{name} · source: {file}"),
    }
}

fn facts(record: &Program) -> String {
    let mut parts = vec![period(&record.period)];
    parts.push(record.locations.join(", "));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// "2020–2024"; whole years only, for the days are in the details.
fn period(period: &Period) -> String {
    match (period.from.map(Date::year), period.to.map(Date::year)) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

fn more(framework: &Framework, record: &Program) -> Vec<(&'static str, String)> {
    let sectors = record.sectors.keys().map(|sector| {
        let code = sector.as_str();
        let known = codelists::sector(code).or_else(|| codelists::sector_category(code));
        known.map_or_else(|| code.to_owned(), |row| format!("{code} {}", row.name))
    });
    let sectors: Vec<String> = sectors.collect();
    let dimensions: Vec<String> =
        record.dimensions.iter().map(|d| names::dimension(framework.head(), d.as_str())).collect();
    let funders: Vec<&str> = record.funding.keys().map(|id| framework.actor_short(id)).collect();
    let partners: Vec<&str> =
        record.implementing.iter().map(|id| framework.actor_short(id)).collect();
    let umbrella = record.part_of.as_ref().and_then(|id| framework.program(id));
    let umbrella = umbrella.map_or("", |p| p.title.trim());
    let mut all = vec![
        ("Sector", sectors.join(", ")),
        ("Dimension", dimensions.join(", ")),
        ("Paid by", funders.join(", ")),
        ("Carried out by", partners.join(", ")),
        ("Part of", umbrella.to_owned()),
    ];
    all.retain(|(_, text)| !text.is_empty());
    all
}

/// Open programs that are likely to be decided in the same way: those that are suggested, then
/// other parts of the same umbrella.
fn alike(cx: &UiCtx, id: &ProgramId, record: &Program) -> Vec<ProgramId> {
    let waits =
        |other: &ProgramId| other != id && cx.analysis.programs.get(other).is_some_and(queue::open);
    let mut all: Vec<ProgramId> = cx.view.suggester.map(|s| s.alike(id)).unwrap_or_default();
    all.retain(waits);
    if let Some(umbrella) = &record.part_of {
        let parts = cx.framework.programs().iter();
        let parts = parts.filter(|(_, p)| p.part_of.as_ref() == Some(umbrella));
        for (part, _) in parts.filter(|(part, _)| waits(part)) {
            if !all.contains(part) {
                all.push(part.clone());
            }
        }
    }
    all
}

/// "4 programs, USD 61 m".
fn alike_words(cx: &UiCtx, alike: &[ProgramId]) -> String {
    let money = alike.iter().filter_map(|id| cx.analysis.programs.get(id)).map(|row| row.money);
    let count = u32::try_from(alike.len()).unwrap_or(u32::MAX);
    let money = words::money(cx.framework.head().currency, money.sum());
    format!("{}, {money}", words::count(count, "program", "programs"))
}
