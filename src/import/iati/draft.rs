//! An activity as its file has it, before it is known what the whole file says: which country the
//! framework is of, what its money is in, which other activities there are.

use super::codes::{Dac, Kind};
use super::texts::Texts;
use crate::model::{
    ActorId, Country, Currency, Date, Marker, ProgramId, ProgramStatus, Sector, Significance, Table,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A sector of an activity or a transaction, with its percentage.
pub(super) type SectorPart = (Dac, Sector, Option<Decimal>);

/// A country of an activity or a transaction, with its percentage.
pub(super) type CountryPart = (Country, Option<Decimal>);

/// What transactions have in common whose values may be added.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flow {
    pub kind: Kind,
    /// The value's currency, else the activity's.
    pub currency: Option<Currency>,
    pub countries: Vec<CountryPart>,
    pub sectors: Vec<SectorPart>,
    /// Who gives it, where it comes in: which of the draft's providers.
    pub provider: Option<usize>,
}

/// The sum of some transactions, and how many they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub value: Decimal,
    pub count: u32,
}

/// A budget of an activity.
#[derive(Debug, Clone)]
pub(super) struct BudgetPart {
    pub revised: bool,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub value: Decimal,
    pub currency: Option<Currency>,
}

/// An objective that an activity names.
#[derive(Debug)]
pub(super) struct NamedPart {
    pub line: u64,
    /// The element: "tag", "result".
    pub what: &'static str,
    pub words: Vec<String>,
    pub claim: bool,
}

/// A finding in an activity whose identifier is not known yet.
#[derive(Debug)]
pub(super) struct Found {
    pub code: &'static str,
    pub line: u64,
    /// The element, as the place names it.
    pub what: &'static str,
    pub message: String,
    pub hint: &'static str,
}

/// An organisation as an activity names it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Party {
    pub name: String,
    pub reference: String,
    pub kind: String,
}

/// An activity.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The line that it begins in, and which activity of the file it is, from 1.
    pub line: u64,
    pub number: u32,
    /// Its identifier; may be blank.
    pub identifier: String,
    pub id: Option<ProgramId>,
    pub hierarchy: Option<u8>,
    pub default_currency: Option<Currency>,
    pub titles: Texts,
    pub descriptions: Texts,
    pub reporting: Option<Party>,
    pub secondary: bool,
    pub accountable: Option<Party>,
    pub extending: Option<Party>,
    pub funding: Vec<Party>,
    pub implementing: Vec<Party>,
    pub providers: Vec<Party>,
    pub owner: Option<ActorId>,
    pub funders: Vec<ActorId>,
    pub implementers: Vec<ActorId>,
    pub provider_actors: Vec<Option<ActorId>>,
    pub status: Option<ProgramStatus>,
    /// By [`super::codes::Moment`].
    pub dates: [Option<Date>; 4],
    pub countries: Vec<CountryPart>,
    /// Whether it names a region.
    pub region: bool,
    pub sectors: Vec<SectorPart>,
    pub markers: Table<Marker, Significance>,
    pub locations: Vec<String>,
    pub flows: BTreeMap<Flow, Sum>,
    pub budgets: Vec<BudgetPart>,
    pub related: BTreeSet<String>,
    pub other_identifiers: Vec<String>,
    pub parents: Vec<String>,
    pub children: Vec<String>,
    pub named: Vec<NamedPart>,
    pub found: Vec<Found>,
}

impl Draft {
    /// What it is called in places and as a program's source.
    pub(super) fn row(&self) -> String {
        if self.identifier.is_empty() {
            format!("activity {}", self.number)
        } else {
            self.identifier.clone()
        }
    }

    /// What it is called in the place of a finding.
    pub(super) fn place(&self, line: u64, what: &str) -> String {
        let name = crate::import::text::short(&self.identifier, 80);
        let name = if name.is_empty() { self.number.to_string() } else { name.into_owned() };
        if what.is_empty() {
            format!("activity {name} (line {line})")
        } else {
            format!("activity {name} (line {line}), {what}")
        }
    }

    /// Notes a finding.
    pub(super) fn find(
        &mut self,
        code: &'static str,
        line: u64,
        what: &'static str,
        message: impl Into<String>,
        hint: &'static str,
    ) {
        self.found.push(Found { code, line, what, message: message.into(), hint });
    }

    /// All countries that it names, in itself and in its transactions.
    pub(super) fn named_countries(&self) -> BTreeSet<Country> {
        let flows = self.flows.keys().flat_map(|flow| &flow.countries);
        self.countries.iter().chain(flows).map(|(country, _)| *country).collect()
    }

    /// The day that it begins: the actual one, else the planned one.
    pub(super) fn start(&self) -> Option<Date> {
        self.dates[1].or(self.dates[0])
    }

    /// The day that it ends: the actual one, else the planned one.
    pub(super) fn end(&self) -> Option<Date> {
        self.dates[3].or(self.dates[2])
    }
}
