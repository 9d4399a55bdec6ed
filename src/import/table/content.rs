//! What stands in a column, counted: by this a column is told whose name says nothing, and the
//! best of several of one name is chosen.

use super::amount;
use super::book::Cell;
use super::cells;
use super::date::{self, Edge};
use super::mapping::{DateOrder, DecimalMark};
use super::{sectors, words};
use crate::import::{organisation, text};
use crate::model::codelists;
use std::collections::BTreeSet;

/// How many different values of a column are kept apart.
const DISTINCT: usize = 4000;

/// How many values are looked at closely; more say nothing new.
const CLOSELY: usize = 200;

/// What stands in a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// Cells that say something.
    pub filled: usize,
    /// Different values; at most [`DISTINCT`].
    pub distinct: usize,
    /// Up to five of them, short.
    pub samples: Vec<String>,
    /// How many of them were looked at closely: what the counts below are of.
    pub seen: usize,
    /// Days and years.
    pub dates: usize,
    /// Numbers, dates and codes among them.
    pub numbers: usize,
    /// Currencies.
    pub currencies: usize,
    /// Identifiers as IATI has them: `SN-NINEA-123-45`.
    pub iati: usize,
    /// DAC codes.
    pub codes: usize,
    /// Sectors that are known by code or name.
    pub sectors: usize,
    /// Countries.
    pub countries: usize,
    /// Words for a status.
    pub statuses: usize,
    /// Links.
    pub urls: usize,
    /// E-mail addresses, in all cells.
    pub addresses: usize,
    /// Telephone numbers.
    pub phones: usize,
    /// Values with a figure in them.
    pub figures: usize,
    /// Values with a letter in them.
    pub letters: usize,
    /// Values of three words or more.
    pub prose: usize,
    /// All their characters together.
    pub length: usize,
    /// Numbers of a thousand or more.
    pub large: usize,
}

impl Content {
    /// Counts what stands in a column of some rows.
    pub(super) fn of<'a>(
        rows: impl Iterator<Item = &'a [Cell]>,
        column: usize,
        width: usize,
    ) -> Self {
        let mut all = Self::default();
        let mut distinct = BTreeSet::new();
        // What stands alone in its row is a heading or a footnote.
        let alone = |row: &&[Cell]| {
            width > 2 && row.len() <= 2 && row.iter().filter(|c| **c != Cell::Empty).count() < 2
        };
        let rows = rows.filter(|row| !alone(row));
        for cell in rows.filter_map(|row| row.get(column)) {
            if cells::is_blank(cell) {
                continue;
            }
            all.filled += 1;
            let text = cells::text(cell);
            all.addresses += usize::from(has_address(&text));
            if distinct.len() < DISTINCT && distinct.insert(text.clone().into_owned()) {
                if all.samples.len() < 5 {
                    let (plain, _) = cells::without_addresses(text::plain_line(&text));
                    all.samples.push(text::short(&plain, 60).into_owned());
                }
                if all.seen < CLOSELY {
                    all.see(cell, &text);
                }
            }
        }
        all.distinct = distinct.len();
        all
    }

    fn see(&mut self, cell: &Cell, text: &str) {
        self.seen += 1;
        let count = |is: bool| usize::from(is);
        let trimmed = text.trim();
        let number = amount::amount(cell, DecimalMark::Point, None);
        self.dates += count(date::date(cell, DateOrder::DayMonth, Edge::First).is_some());
        self.numbers += count(number.is_some());
        self.large += count(number.is_some_and(|(n, _)| n.abs() >= 1000.into()));
        self.currencies += count(amount::currency(trimmed, None).is_some());
        self.iati += count(is_iati(trimmed));
        let code = codelists::sector(trimmed).or_else(|| codelists::sector_category(trimmed));
        self.codes += count(code.is_some());
        let known = sectors::read(cell, &[]);
        self.sectors += count(!known.found.is_empty() && known.unknown.is_empty());
        let countries = cells::items(cell, &[]);
        self.countries += count(
            !countries.is_empty() && countries.iter().all(|c| organisation::country(c).is_some()),
        );
        self.statuses +=
            count(number.is_none() && trimmed.len() < 40 && words::status(trimmed).is_some());
        self.urls += count(trimmed.starts_with("http://") || trimmed.starts_with("https://"));
        self.phones += count(is_phone(trimmed));
        self.figures += count(trimmed.bytes().any(|b| b.is_ascii_digit()));
        self.letters += count(trimmed.chars().any(char::is_alphabetic));
        self.prose += count(trimmed.split_whitespace().count() >= 3);
        self.length += trimmed.chars().count();
    }

    /// Whether at least so many percent of the values are of a kind.
    pub(super) fn mostly(&self, count: usize, percent: usize) -> bool {
        self.seen > 0 && count * 100 >= self.seen * percent
    }

    /// Whether it holds e-mail addresses or telephone numbers.
    pub(super) fn is_personal(&self) -> bool {
        self.addresses * 5 >= self.filled.max(1) || self.mostly(self.phones, 60)
    }

    /// Whether its values look like identifiers and not like titles.
    pub(super) fn looks_like_identifiers(&self) -> bool {
        self.mostly(self.figures, 60)
            && self.length <= self.seen * 30
            && !self.mostly(self.prose, 40)
    }
}

fn has_address(text: &str) -> bool {
    text.contains('@')
        && text.split(|c: char| c.is_whitespace() || "()<>,;:".contains(c)).any(cells::is_address)
}

/// Two letters or a register, and parts with hyphens: `SN-NINEA-123`, `XM-DAC-41114-1`.
fn is_iati(text: &str) -> bool {
    let mut parts = text.split('-');
    let (country, register) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let capitals = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (2..=10).contains(&register.len())
        && capitals(register)
        && parts.next().is_some_and(|rest| !rest.is_empty())
}

/// A plus sign and eight figures or more.
fn is_phone(text: &str) -> bool {
    let plain = text.strip_prefix('+').or_else(|| text.strip_prefix("00")).unwrap_or_default();
    let figures = plain.bytes().filter(u8::is_ascii_digit).count();
    (8..=15).contains(&figures) && plain.chars().all(|c| c.is_ascii_digit() || " ()-./".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(all: &[&str]) -> Content {
        let rows: Vec<Vec<Cell>> =
            all.iter().map(|text| vec![Cell::Text((*text).into())]).collect();
        Content::of(rows.iter().map(Vec::as_slice), 0, 1)
    }

    #[test]
    fn persons_are_known_by_what_stands_there() {
        assert!(of(&["A. Ba (a.ba@example.org)", "C. Sy (c@example.org)", "nobody"]).is_personal());
        assert!(of(&["+221 33 849 00 00", "+221 77 123 45 67"]).is_personal());
        assert!(!of(&["2500000", "1200000"]).is_personal());
    }

    #[test]
    fn kinds_are_counted() {
        let codes = of(&["15220", "12220", "311"]);
        assert!(codes.mostly(codes.codes, 100));
        let ids = of(&["SN-NINEA-1-2", "XM-DAC-41114-7"]);
        assert!(ids.mostly(ids.iati, 100) && ids.looks_like_identifiers());
        let titles = of(&["Support to wells in the north", "Phase 2 of rural roads"]);
        assert!(!titles.looks_like_identifiers() && titles.mostly(titles.prose, 100));
        let none = of(&["n/a", "-", ""]);
        assert_eq!((none.filled, none.distinct), (0, 0));
    }
}
