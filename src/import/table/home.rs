//! What a table is about, where there is no framework yet that says so: its country and its
//! currency. A new framework is headed with them, so that next month's table is read as this one.

use super::cells;
use super::columns::Columns;
use super::layout::Kind;
use super::line::Line;
use super::role::Role;
use crate::import::organisation;
use crate::model::{Country, Currency};
use std::collections::{BTreeMap, BTreeSet};

/// The country that at least half of the rows name, in a column or in a heading over them, and
/// more than any other.
pub(super) fn country(columns: &Columns) -> Option<Country> {
    let mut named: BTreeMap<Country, usize> = BTreeMap::new();
    let mut rows = 0_usize;
    let mut over: Option<Country> = None;
    for (at, kind) in columns.kinds() {
        match kind {
            Kind::Heading(text) => over = organisation::country(&text),
            Kind::Data => {
                rows += 1;
                let in_row =
                    || columns.of(Role::Country).iter().flat_map(|c| said(columns, at, *c));
                // A heading is said of all rows under it, whatever stands in them.
                let all: BTreeSet<Country> =
                    over.map_or_else(|| in_row().collect(), |over| BTreeSet::from([over]));
                for country in all {
                    *named.entry(country).or_default() += 1;
                }
            }
            Kind::Blank | Kind::Header | Kind::Total => {}
        }
    }
    organisation::leading(&named).filter(|(_, times)| times * 2 >= rows).map(|(country, _)| country)
}

fn said(columns: &Columns, at: usize, column: usize) -> Vec<Country> {
    let items = cells::items(columns.cell(at, column), &columns.mapping.separators);
    items.iter().filter_map(|item| organisation::country(item)).collect()
}

/// The currency that most amounts are in; none where no amount says one.
pub(super) fn currency(lines: &[Line]) -> Option<Currency> {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    for (_, currency) in lines.iter().flat_map(|line| line.money.values()) {
        if let Some(currency) = currency {
            *counts.entry(*currency).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(c, times)| (*times, std::cmp::Reverse(*c)));
    most.map(|(currency, _)| currency)
}
