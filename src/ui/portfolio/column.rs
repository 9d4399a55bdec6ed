//! The columns: their names, what a program says in each, what it is compared by.

use super::rows::Row;
use crate::analysis::{Cents, Exclusion, names};
use crate::model::{
    ActorId, Amount, Budget, Effect, Framework, ObjectiveId, Program, Sector, codelists,
};
use crate::ui::field::parse::spaced;
use std::cmp::Ordering;

/// How many columns there are.
pub(super) const COLUMNS: usize = 15;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Title,
    Standing,
    Linked,
    Owner,
    Funders,
    Money,
    Budget,
    Status,
    From,
    To,
    Sectors,
    Dimensions,
    Places,
    Identifiers,
    Source,
}

/// What a column holds: it decides how a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Money,
    Days,
}

impl Column {
    /// All columns, in their order.
    pub(super) const ALL: [Self; COLUMNS] = [
        Self::Title,
        Self::Standing,
        Self::Linked,
        Self::Owner,
        Self::Funders,
        Self::Money,
        Self::Budget,
        Self::Status,
        Self::From,
        Self::To,
        Self::Sectors,
        Self::Dimensions,
        Self::Places,
        Self::Identifiers,
        Self::Source,
    ];

    /// Where it stands.
    pub(super) fn place(self) -> usize {
        self as usize
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Standing => "Standing",
            Self::Linked => "Linked to",
            Self::Owner => "Owner",
            Self::Funders => "Funders",
            Self::Money => "Money",
            Self::Budget => "Budget",
            Self::Status => "Status",
            Self::From => "From",
            Self::To => "To",
            Self::Sectors => "Sectors",
            Self::Dimensions => "Dimensions",
            Self::Places => "Places",
            Self::Identifiers => "Identifiers",
            Self::Source => "Source file",
        }
    }

    /// The words of its header: money names its currency, since cells do not.
    pub(super) fn header(self, framework: &Framework) -> String {
        match self {
            Self::Money => format!("Money, {}", framework.head().currency),
            Self::Budget => "Budget as stated".to_owned(),
            other => other.name().to_owned(),
        }
    }

    pub(super) fn width(self) -> f32 {
        match self {
            Self::Title => 320.0,
            Self::Standing => 230.0,
            Self::Sectors => 220.0,
            Self::Dimensions | Self::Places | Self::Budget => 170.0,
            Self::Money | Self::Status => 140.0,
            Self::From | Self::To => 112.0,
            _ => 156.0,
        }
    }

    /// Whether figures stand in it, at its right edge.
    pub(super) fn right(self) -> bool {
        matches!(self, Self::Money | Self::Budget)
    }

    pub(super) fn editable(self) -> bool {
        !matches!(
            self,
            Self::Standing
                | Self::Linked
                | Self::Funders
                | Self::Sectors
                | Self::Dimensions
                | Self::Source
        )
    }

    pub(super) fn holds(self) -> Holds {
        match self {
            Self::Money | Self::Budget => Holds::Money,
            Self::From | Self::To => Holds::Days,
            _ => Holds::Text,
        }
    }

    /// What a row says here.
    pub(super) fn text(self, framework: &Framework, row: &Row) -> String {
        let record: &Program = &row.record;
        let day = |day: Option<crate::model::Date>| day.map_or_else(String::new, |d| d.to_string());
        match self {
            Self::Title => record.title.trim().to_owned(),
            Self::Standing => standing(row),
            Self::Linked => linked(framework, record),
            Self::Owner => {
                record.owner.as_ref().map_or_else(String::new, |id| actor(framework, id).to_owned())
            }
            Self::Funders => {
                let funders = record.funding.keys().map(|id| framework.actor_short(id));
                funders.collect::<Vec<_>>().join(", ")
            }
            Self::Money => row.money.map_or_else(String::new, apart),
            Self::Budget => {
                record.budget.as_ref().map_or_else(String::new, |b| budget(framework, b))
            }
            Self::Status => record.status.map_or("", names::status).to_owned(),
            Self::From => day(record.period.from),
            Self::To => day(record.period.to),
            Self::Sectors => {
                record.sectors.keys().copied().map(sector).collect::<Vec<_>>().join("; ")
            }
            Self::Dimensions => {
                let head = framework.head();
                let all = record.dimensions.iter().map(|d| names::dimension(head, d.as_str()));
                all.collect::<Vec<_>>().join(", ")
            }
            Self::Places => record.locations.join("; "),
            Self::Identifiers => record.identifiers.join("; "),
            Self::Source => record.source.as_ref().map_or_else(String::new, |s| s.file.clone()),
        }
    }

    /// How two rows compare here; what is empty comes last, whichever way.
    pub(super) fn compare(self, framework: &Framework, a: &Row, b: &Row, down: bool) -> Ordering {
        match self {
            Self::Money => last(a.money, b.money, down),
            Self::Budget => last(stated(a), stated(b), down),
            Self::From => last(a.record.period.from, b.record.period.from, down),
            Self::To => last(a.record.period.to, b.record.period.to, down),
            _ => {
                let given = |text: &str| !text.is_empty();
                let x = Some(a.plain(framework, self)).filter(|text| given(text));
                let y = Some(b.plain(framework, self)).filter(|text| given(text));
                last(x, y, down)
            }
        }
    }
}

/// Compares what may be absent: absent last, whichever way.
fn last<T: Ord>(a: Option<T>, b: Option<T>, down: bool) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) if down => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
    }
}

/// The amount of the budget, in whatever currency.
pub(super) fn stated(row: &Row) -> Option<Amount> {
    row.record.budget.as_ref().map(|b| b.amount)
}

/// What an actor is called in a cell.
fn actor<'a>(framework: &'a Framework, id: &'a ActorId) -> &'a str {
    framework.actor(id).map_or(id.as_str(), |a| a.name.as_str())
}

/// Where a program stands, in words that say by themselves whether it shows a link.
fn standing(row: &Row) -> String {
    match row.excluded {
        Some(Exclusion::OutOfScope) => "not in scope: decided so".to_owned(),
        Some(Exclusion::Cancelled) => "not in scope: cancelled".to_owned(),
        Some(Exclusion::OutsidePeriod) => "not in scope: outside the period".to_owned(),
        Some(Exclusion::Umbrella) => "not in scope: its parts count".to_owned(),
        None if row.orphan() => format!("no link shown: {}", row.standing.words()),
        None => row.standing.words().to_owned(),
    }
}

/// The codes of the objectives that it is linked to, titles where they have none.
fn linked(framework: &Framework, record: &Program) -> String {
    let name = |id: &ObjectiveId| {
        let objective = framework.objective(id);
        let code = objective.and_then(|o| o.code.as_deref()).filter(|c| !c.trim().is_empty());
        code.or(objective.map(|o| o.title.trim())).unwrap_or(id.as_str()).to_owned()
    };
    let all = record.links.iter().map(|(id, link)| match link.effect {
        Effect::Supports => name(id),
        Effect::Undermines => format!("undermines {}", name(id)),
    });
    all.collect::<Vec<_>>().join(", ")
}

fn sector(sector: Sector) -> String {
    let code = sector.as_str();
    let known = codelists::sector(code).or_else(|| codelists::sector_category(code));
    known.map_or_else(|| code.to_owned(), |row| format!("{code} {}", row.name))
}

/// A budget as it is stated.
pub(super) fn budget(framework: &Framework, budget: &Budget) -> String {
    let currency = budget.currency.unwrap_or(framework.head().currency);
    format!("{currency} {}", spaced(budget.amount))
}

/// Cents with thousands apart.
pub(super) fn apart(cents: Cents) -> String {
    let plain = cents.to_string();
    plain.parse::<Amount>().map_or(plain, spaced)
}
