//! One row of a table as values: what could be read of it, and findings on what could not.

use super::amount;
use super::book::Cell;
use super::cells;
use super::columns::Columns;
use super::date::{self, Edge};
use super::mapping::DateOrder;
use super::role::Role;
use super::sectors;
use super::words::{self, Flow};
use crate::import::gather::Gather;
use crate::import::{organisation, text};
use crate::model::{Basis, Currency, Date, Language, Marker, ProgramStatus, Sector, Significance};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Whether a row is of the framework's country.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Where {
    /// It is, or nothing says that it is not.
    #[default]
    Here,
    /// Of it and of others.
    Shared,
    /// Of others only; what the file calls them.
    Elsewhere(String),
}

/// What a row says.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where in the sheet, from 0.
    pub at: usize,
    /// Its identifier; empty where it has none.
    pub identifier: String,
    /// What else belongs to the identifier.
    pub within: String,
    pub identifiers: Vec<String>,
    pub related: Vec<String>,
    pub title: String,
    pub titles: BTreeMap<Language, String>,
    pub description: String,
    pub descriptions: BTreeMap<Language, String>,
    pub owners: Vec<String>,
    pub funders: Vec<String>,
    pub implementers: Vec<String>,
    /// What of each kind, and in which currency.
    pub money: BTreeMap<Basis, (Decimal, Option<Currency>)>,
    pub status: Option<ProgramStatus>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The first and the last of its years.
    pub years: Option<(i16, i16)>,
    pub sectors: Vec<(Sector, Option<Decimal>)>,
    pub locations: Vec<String>,
    pub place: Where,
    /// Objectives that it names, each with its column.
    pub objectives: Vec<(usize, String)>,
    pub umbrella: String,
    pub markers: BTreeMap<Marker, Significance>,
}

/// What was met in many rows and is said once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// What words of status mean, looked up once.
    known: BTreeMap<String, Option<ProgramStatus>>,
    /// Words that are no status, and how often.
    pub statuses: BTreeMap<String, usize>,
    /// Words that are no sector, and how often.
    pub sectors: BTreeMap<String, usize>,
    /// Words that are no currency, and how often.
    pub currencies: BTreeMap<String, usize>,
    /// How many unreadable values each column has.
    pub unreadable: BTreeMap<usize, usize>,
    /// Rows whose amount was only pledged.
    pub pledges: usize,
    /// Texts that e-mail addresses were taken out of.
    pub addresses: usize,
    /// Headings that stood for places.
    pub headings: BTreeMap<String, usize>,
}

impl Tally {
    /// What a word of status means.
    fn status(&mut self, word: &str) -> Option<ProgramStatus> {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let status = words::status(word);
        self.known.insert(word.to_owned(), status);
        status
    }
}

/// How many unreadable values of one column are named one by one.
const NAMED: usize = 100;

/// Reads rows.
pub(super) struct Reader<'a> {
    pub columns: &'a Columns<'a>,
    pub tally: Tally,
}

impl Reader<'_> {
    /// What a row says; `heading` stands over it.
    pub(super) fn line(&mut self, at: usize, heading: Option<&str>, gather: &mut Gather) -> Line {
        let columns = self.columns;
        let mut line = Line { at, ..Line::default() };
        line.identifier = columns
            .key
            .iter()
            .map(|c| self.word(at, *c))
            .find(|t| !t.is_empty())
            .unwrap_or_default();
        let within: Vec<String> = columns.within.iter().map(|c| self.word(at, *c)).collect();
        line.within = within.join("\u{1f}");
        let other = columns.of(Role::OtherIdentifier).iter().chain(columns.of(Role::Identifier));
        for column in other {
            let item = self.word(at, *column);
            if item != line.identifier && !item.is_empty() && !line.identifiers.contains(&item) {
                line.identifiers.push(item);
            }
        }
        line.related = self.list(at, Role::Related);
        self.texts(&mut line);
        line.owners = self.list(at, Role::Owner);
        line.funders = self.list(at, Role::Funder);
        line.implementers = self.list(at, Role::Implementer);
        line.locations = self.list(at, Role::Location);
        line.umbrella = self.first(at, Role::Umbrella);
        for column in columns.of(Role::Objective) {
            let items = cells::items(columns.cell(at, *column), &columns.mapping.separators);
            line.objectives.extend(items.into_iter().map(|item| (*column, item)));
        }
        self.status(&mut line);
        self.dates(&mut line, gather);
        self.sectors(&mut line);
        self.markers(&mut line);
        self.money(&mut line, gather);
        self.country(&mut line, heading);
        line
    }

    /// What a cell says, on one line and without addresses.
    fn word(&mut self, at: usize, column: usize) -> String {
        let cell = self.columns.cell(at, column);
        let word = text::plain_line(&cells::text(cell));
        if text::says(&word) { self.tidy(word) } else { String::new() }
    }

    fn tidy(&mut self, word: String) -> String {
        let (word, found) = cells::without_addresses(word);
        self.tally.addresses += usize::from(found);
        word
    }

    fn first(&mut self, at: usize, role: Role) -> String {
        let columns = self.columns;
        columns
            .of(role)
            .iter()
            .map(|c| self.word(at, *c))
            .find(|t| !t.is_empty())
            .unwrap_or_default()
    }

    fn list(&mut self, at: usize, role: Role) -> Vec<String> {
        let columns = self.columns;
        let mut all: Vec<String> = Vec::new();
        for column in columns.of(role) {
            for item in cells::items(columns.cell(at, *column), &columns.mapping.separators) {
                let item = self.tidy(item);
                if !item.is_empty() && !all.contains(&item) {
                    all.push(item);
                }
            }
        }
        all
    }

    fn texts(&mut self, line: &mut Line) {
        let columns = self.columns;
        let long = |reader: &mut Self, column: usize| {
            let text = text::plain(&cells::text(columns.cell(line.at, column)));
            if text::says(&text) { reader.tidy(text) } else { String::new() }
        };
        let mut parts: Vec<String> = Vec::new();
        for column in columns.of(Role::Description) {
            let part = long(self, *column);
            let known = parts.iter().any(|p| p.contains(&part));
            if !part.is_empty() && !known {
                parts.retain(|p| !part.contains(p.as_str()));
                parts.push(part);
            }
        }
        for (at, role) in columns.roles.iter().enumerate() {
            match role {
                Role::TitleIn(language) => {
                    let title = self.word(line.at, at);
                    if !title.is_empty() {
                        line.titles.entry(*language).or_insert(title);
                    }
                }
                Role::DescriptionIn(language) => {
                    let text = long(self, at);
                    if !text.is_empty() {
                        line.descriptions.entry(*language).or_insert(text);
                    }
                }
                _ => {}
            }
        }
        line.title = self.first(line.at, Role::Title);
        // The framework's language first; its text is then no translation any more.
        let wanted = columns.options.language.filter(|l| line.titles.contains_key(l));
        let any = line.titles.keys().next().copied().filter(|_| line.title.is_empty());
        if let Some(language) = wanted.or(any) {
            line.title = line.titles.remove(&language).unwrap_or_default();
            if let Some(text) = line.descriptions.remove(&language) {
                parts.insert(0, text);
            }
        } else if parts.is_empty() {
            let any = line.descriptions.keys().next().copied();
            parts.extend(any.and_then(|language| line.descriptions.remove(&language)));
        }
        parts.retain(|part| text::key(part) != text::key(&line.title));
        line.description = parts.join("\n\n");
    }

    fn status(&mut self, line: &mut Line) {
        let word = self.first(line.at, Role::Status);
        if word.is_empty() {
            return;
        }
        line.status = self.tally.status(&word);
        if line.status.is_none() {
            *self.tally.statuses.entry(word).or_default() += 1;
        }
    }

    fn dates(&mut self, line: &mut Line, gather: &mut Gather) {
        let columns = self.columns;
        for (role, edge) in [(Role::Start, Edge::First), (Role::End, Edge::Last)] {
            let mut found = None;
            for column in columns.of(role) {
                let cell = columns.cell(line.at, *column);
                if found.is_some() || cells::is_blank(cell) {
                    continue;
                }
                let order = columns.order(*column);
                let years = || {
                    date::years(cell).and_then(|(first, last)| {
                        date::year(if edge == Edge::First { first } else { last }, edge)
                    })
                };
                found = date::date(cell, order, edge).or_else(years);
                if found.is_none() {
                    self.unreadable(line.at, *column, "no date that can be read", gather);
                }
            }
            match edge {
                Edge::First => line.from = found,
                Edge::Last => line.to = found,
            }
        }
        for column in columns.of(Role::Year) {
            let cell = columns.cell(line.at, *column);
            let day =
                || date::date(cell, DateOrder::DayMonth, Edge::First).map(|d| (d.year(), d.year()));
            let found = date::years(cell).or_else(day);
            if found.is_none() && !cells::is_blank(cell) {
                self.unreadable(line.at, *column, "no year that can be read", gather);
            }
            line.years = line.years.or(found);
        }
    }

    /// Notes a value that cannot be read; many of one column are not all named.
    fn unreadable(&mut self, at: usize, column: usize, what: &str, gather: &mut Gather) {
        let times = self.tally.unreadable.entry(column).or_default();
        *times += 1;
        if *times > NAMED {
            return;
        }
        let value = cells::text(self.columns.cell(at, column)).into_owned();
        let (value, _) = cells::without_addresses(text::one_line(&value));
        let message = format!("{:?} is {what}", text::short(&value, 60));
        let hint = "the program is taken without it; correct the cell and import again";
        gather.find("I03", self.columns.place_of(at, column), message, hint);
    }

    fn sectors(&mut self, line: &mut Line) {
        let columns = self.columns;
        for column in columns.of(Role::Sector) {
            let read = sectors::read(columns.cell(line.at, *column), &columns.mapping.separators);
            line.sectors.extend(read.found);
            for word in read.unknown {
                *self.tally.sectors.entry(word).or_default() += 1;
            }
        }
        let shares = self.list(line.at, Role::SectorShare);
        if !shares.is_empty() && shares.len() == line.sectors.len() {
            let all: Option<Vec<Decimal>> = shares
                .iter()
                .map(|s| s.trim_end_matches('%').trim().replace(',', ".").parse().ok())
                .collect();
            for (sector, share) in line.sectors.iter_mut().zip(all.unwrap_or_default()) {
                sector.1 = Some(share);
            }
        }
    }

    fn markers(&mut self, line: &mut Line) {
        for (column, role) in self.columns.roles.iter().enumerate() {
            let Role::Marker(marker) = role else { continue };
            let word = cells::text(self.columns.cell(line.at, column));
            let digit: String = word.trim().chars().take_while(char::is_ascii_digit).collect();
            if let Ok(significance) = Significance::new(&digit) {
                line.markers.insert(*marker, significance);
            }
        }
    }

    fn money(&mut self, line: &mut Line, gather: &mut Gather) {
        let columns = self.columns;
        let flow_word = self.first(line.at, Role::Flow);
        let flow = words::flow(&flow_word);
        let beside = self.row_currency(line.at);
        for (role, basis) in [
            (Role::Commitment, Basis::Commitment),
            (Role::Budget, Basis::Budget),
            (Role::Amount, Basis::Stated),
            (Role::Disbursement, Basis::Disbursement),
        ] {
            for column in columns.of(role) {
                let cell = columns.cell(line.at, *column);
                if cells::is_blank(cell) {
                    continue;
                }
                let read = amount::amount(cell, columns.mark, columns.options.country);
                let (unit, named) = columns.money.get(column).copied().unwrap_or((1, None));
                let value = read.and_then(|(value, own)| {
                    let value = value.checked_mul(Decimal::from(unit))?;
                    let fits = value.abs() < Decimal::from(1_000_000_000_000_000_000_u64);
                    fits.then_some((value, own.or(named).or(beside).or(columns.mapping.currency)))
                });
                let Some((value, currency)) = value else {
                    self.unreadable(line.at, *column, "no amount that can be read", gather);
                    continue;
                };
                if value < Decimal::ZERO {
                    let message = format!("the amount is below zero: {}", amount::cents(value));
                    let hint =
                        "it is kept as it is, and counts as no money where the sum is below zero";
                    gather.find("I06", columns.place_of(line.at, *column), message, hint);
                }
                let basis = match (basis, flow) {
                    (Basis::Stated, Some(Flow::Commitment)) => Basis::Commitment,
                    (Basis::Stated, Some(Flow::Disbursement)) => Basis::Disbursement,
                    _ => basis,
                };
                let new = !line.money.contains_key(&basis);
                let sum = line.money.entry(basis).or_insert((Decimal::ZERO, currency));
                if new || (columns.mapping.add_columns && sum.1 == currency) {
                    sum.0 = sum.0.checked_add(value).unwrap_or(sum.0);
                }
            }
        }
        if flow == Some(Flow::Pledge) && !line.money.is_empty() {
            self.tally.pledges += 1;
            line.money.clear();
        }
    }

    /// The currency that a column says.
    fn row_currency(&mut self, at: usize) -> Option<Currency> {
        let word = self.first(at, Role::Currency);
        if word.is_empty() {
            return None;
        }
        let found = amount::currency(&word, self.columns.options.country);
        if found.is_none() {
            *self.tally.currencies.entry(word).or_default() += 1;
        }
        found
    }

    /// Whether the row is of the framework's country; a heading that is no country is a place.
    fn country(&mut self, line: &mut Line, heading: Option<&str>) {
        let columns = self.columns;
        let mut said: Vec<String> = self.list(line.at, Role::Country);
        if let Some(heading) = heading {
            *self.tally.headings.entry(heading.to_owned()).or_default() += 1;
            if organisation::country(heading).is_some() {
                said = vec![heading.to_owned()];
            } else {
                line.locations.insert(0, heading.to_owned());
            }
        }
        let Some(home) = columns.options.country.filter(|_| !said.is_empty()) else { return };
        let name = text::key(organisation::name_of(home));
        let is_home = |word: &String| {
            organisation::country(word).map_or_else(
                || format!(" {} ", text::key(word)).contains(&format!(" {name} ")),
                |country| country == home,
            )
        };
        // "Mali, Niger and others" stays one text where not all of it is known.
        line.place = match (said.iter().any(is_home), said.len() > 1) {
            (true, true) => Where::Shared,
            (true, false) => Where::Here,
            (false, _) => Where::Elsewhere(text::short(&said.join(", "), 60).into_owned()),
        };
    }
}

/// Whether a cell holds something in a column that is read.
pub(super) fn says_anything(columns: &Columns, at: usize) -> bool {
    let row = columns.row(at);
    row.iter().zip(&columns.roles).any(|(cell, role)| role.is_read() && !is_empty(cell))
}

fn is_empty(cell: &Cell) -> bool {
    cells::is_blank(cell)
}
