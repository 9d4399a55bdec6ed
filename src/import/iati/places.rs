//! Which country a file is about, and what part of an activity is there.
//!
//! A region beside countries says nothing of them: it is most often the one that they lie in.

use super::draft::{CountryPart, Draft};
use super::shares::{self, Mended};
use crate::import::organisation::leading;
use crate::model::Country;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What part of an activity is in the framework's country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// None: it names other countries, or a region.
    Nothing,
    /// It names no place at all.
    Unnamed,
    /// That much, in percent.
    Part(Decimal),
    /// What its transactions there come to.
    Flows,
}

/// The countries of a file.
#[derive(Debug, Default)]
pub(super) struct Countries {
    /// How many activities name each.
    named: BTreeMap<Country, usize>,
    activities: usize,
}

impl Countries {
    pub(super) fn add(&mut self, draft: &Draft) {
        self.activities += 1;
        for country in draft.named_countries() {
            *self.named.entry(country).or_default() += 1;
        }
    }

    /// The country that at least half of the activities name, and more than any other.
    pub(super) fn home(&self) -> Option<Country> {
        let half = |times: &usize| times * 2 >= self.activities;
        leading(&self.named).filter(|(_, times)| half(times)).map(|(country, _)| country)
    }

    /// Whether none but this one is named.
    pub(super) fn only(&self, country: Country) -> bool {
        self.named.keys().all(|named| *named == country)
    }
}

/// What part of an activity is in a country. What is said of the whole activity goes before what
/// its transactions say.
pub(super) fn share(draft: &mut Draft, home: Country) -> Share {
    if draft.countries.is_empty() {
        let flows: BTreeSet<Country> =
            draft.flows.keys().flat_map(|f| &f.countries).map(|(country, _)| *country).collect();
        return match (flows.contains(&home), flows.is_empty(), draft.region) {
            (true, ..) => Share::Flows,
            (false, true, false) => Share::Unnamed,
            _ => Share::Nothing,
        };
    }
    let zero = draft.countries.iter().filter(|(country, _)| *country == home);
    let zero = zero.map(|(_, percent)| *percent).collect::<Vec<_>>();
    if zero.iter().all(|percent| percent.is_some_and(|p| p.is_zero())) {
        return Share::Nothing;
    }
    let (parts, mended) = shares::parts(&draft.countries);
    let part = parts.iter().find(|(country, _)| *country == home).map(|(_, part)| *part);
    let Some(part) = part.filter(|part| *part > Decimal::ZERO) else { return Share::Nothing };
    let message = match mended {
        Mended::No => return Share::Part(part),
        Mended::Missing => {
            "some of its countries have no percentage: taken as equal parts of what the others leave"
        }
        Mended::Over => "the percentages of its countries are more than 100 in sum: scaled to 100",
    };
    let line = draft.line;
    draft.find("I12", line, "recipient-country", message, "correct the money if that is wrong");
    Share::Part(part)
}

/// What part of a transaction is in a country, from 0 to 1; none where it names no country.
pub(super) fn part_of(countries: &[CountryPart], home: Country) -> Option<Decimal> {
    match countries {
        [] => None,
        [(country, _)] => Some(if *country == home { Decimal::ONE } else { Decimal::ZERO }),
        several => {
            let (parts, _) = shares::parts(several);
            let part = parts.iter().find(|(country, _)| *country == home);
            Some(part.map_or(Decimal::ZERO, |(_, part)| *part / Decimal::ONE_HUNDRED))
        }
    }
}
