//! What the figures need of each program record, read once: names as numbers, money in cents.
//!
//! An entry depends on its record and on [`Terms`], which seldom change; so entries are kept
//! from one analysis to the next, and an edit has only the records read that it changed.

use super::breakdown::{DIMENSION_NONE, SECTOR_NONE, dimension_group, dimension_of};
use super::halves;
use super::money::{self, Cents, weight};
use super::names;
use super::overlap;
use super::scope::{self, Exclusion};
use super::standing::{self, Standing};
use crate::model::{
    ActorId, Basis, Currency, Effect, Evidence, Framework, Funding, Head, ObjectiveId, Percent,
    Period, Program, ProgramId, Sector,
};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

/// A place as a number.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// How a link of a program's own is known; whether a confirmation counts depends on the owner
/// of the program that the link is inherited by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Known {
    Asserted,
    Documented,
    Confirmed(Option<u32>),
}

/// A link of a program's own to an objective that the framework has.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnLink {
    pub objective: u32,
    pub supports: bool,
    pub known: Known,
    pub share: Option<Percent>,
}

/// That a program falls into a group, with the weight of its money there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub group: u32,
    pub weight: i128,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn of<T>(self, all: &[T]) -> &[T] {
        &all[self.start as usize..self.end as usize]
    }

    fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    fn shifted(self, by: u32) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// One program.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub owner: Option<u32>,
    pub umbrella: Option<u32>,
    /// Why it is not in scope, as far as its own record says.
    pub excluded: Option<Exclusion>,
    /// Its standing if it has no link.
    pub unlinked: Standing,
    /// The place of its status, as in [`names::STATUSES`]; one more where it is unknown.
    pub status: u8,
    /// Whether its money is divided among funders equally, for want of amounts.
    pub equal: bool,
    /// Whether it depends on other programs.
    pub depends: bool,
    pub basis: Option<Basis>,
    pub money: Option<Cents>,
    pub unconverted: Option<Box<(Currency, Decimal)>>,
    pub period: Period,
    /// Its places as bits, none where none is known.
    pub places: u64,
    /// What it may share with others, as bits.
    pub ties: u64,
    links: Span,
    funder: Span,
    dimension: Span,
    sector: Span,
    location: Span,
    codes: Span,
}

/// Names of places as numbers, from 1: two spellings of one name are one place.
#[derive(Debug, Default)]
pub(super) struct Places {
    spellings: FxHashMap<String, u32>,
    numbers: FxHashMap<String, u32>,
    keys: Vec<String>,
}

impl Places {
    /// What stands for a program without a place.
    pub(super) const NONE: u32 = 0;

    fn add(&mut self, spelling: &str) -> u32 {
        if let Some(&place) = self.spellings.get(spelling) {
            return place;
        }
        let key = names::snake_case(spelling);
        let place = self.keyed(key);
        self.spellings.insert(spelling.to_owned(), place);
        place
    }

    fn keyed(&mut self, key: String) -> u32 {
        let next = number(self.keys.len() + 1);
        let keys = &mut self.keys;
        *self.numbers.entry(key).or_insert_with_key(|key| {
            keys.push(key.clone());
            next
        })
    }

    /// How many numbers there are, with that for none.
    pub(super) fn len(&self) -> usize {
        self.keys.len() + 1
    }

    /// The key of a place; `None` for none.
    pub(super) fn key(&self, place: usize) -> Option<&str> {
        place.checked_sub(1).map(|p| self.keys[p].as_str())
    }

    /// Whether a name is a spelling of a place.
    pub(super) fn is(&self, spelling: &str, place: u32) -> bool {
        self.spellings.get(spelling) == Some(&place)
    }
}

/// What entries depend on besides their records.
pub(super) struct Terms<'a> {
    framework: &'a Framework,
    programs: &'a [&'a ProgramId],
    actors: FxHashMap<&'a ActorId, u32>,
    objectives: FxHashMap<&'a ObjectiveId, u32>,
    dimensions: FxHashMap<&'a str, u32>,
}

impl<'a> Terms<'a> {
    /// The terms of a framework with these programs.
    pub(super) fn new(framework: &'a Framework, programs: &'a [&'a ProgramId]) -> Self {
        let stated = framework.head().dimensions.keys();
        Self {
            framework,
            programs,
            actors: framework.actors().keys().zip(0..).collect(),
            objectives: framework.objectives().keys().zip(0..).collect(),
            dimensions: stated
                .zip(0..)
                .map(|(d, at)| (d.as_str(), dimension_group(d.as_str(), at)))
                .collect(),
        }
    }

    /// Whether entries read under one head hold under another.
    pub(super) fn same(one: &Head, other: &Head) -> bool {
        one.currency == other.currency
            && one.rates == other.rates
            && one.period == other.period
            && one.dimensions.keys().eq(other.dimensions.keys())
    }
}

/// All programs, in the order of ids.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub entries: Vec<Entry>,
    pub places: Places,
    links: Vec<OwnLink>,
    members: Vec<Member>,
    codes: Vec<u32>,
    shares: Vec<(Sector, i128)>,
    /// How many members there were when all were read: what is replaced stays behind.
    fresh: usize,
}

impl Ledger {
    /// Reads all programs.
    pub(super) fn new(records: &[&Program], terms: &Terms) -> Self {
        let (first, second) = records.split_at(records.len() / 2);
        let (mut ledger, rest) = halves::both(
            records.len(),
            || Self::part(first, records.len(), terms),
            || Self::part(second, second.len(), terms),
        );
        ledger.append(rest);
        ledger.fresh = ledger.members.len();
        ledger
    }

    /// Takes over the entries of programs that come after its own.
    fn append(&mut self, rest: Self) {
        let keys = rest.places.keys.into_iter();
        let mut numbers = vec![Places::NONE];
        numbers.extend(keys.map(|key| self.places.keyed(key)));
        #[expect(clippy::iter_over_hash_type, reason = "only put into another map")]
        for (spelling, place) in rest.places.spellings {
            self.places.spellings.insert(spelling, numbers[place as usize]);
        }
        let links = number(self.links.len());
        let members = number(self.members.len());
        let codes = number(self.codes.len());
        self.links.extend(rest.links);
        self.members.extend(rest.members);
        self.codes.extend(rest.codes);
        for mut entry in rest.entries {
            entry.links = entry.links.shifted(links);
            entry.codes = entry.codes.shifted(codes);
            for span in
                [&mut entry.funder, &mut entry.dimension, &mut entry.sector, &mut entry.location]
            {
                *span = span.shifted(members);
            }
            let places = &mut self.members[entry.location.start as usize..][..entry.location.len()];
            places.iter_mut().for_each(|m| m.group = numbers[m.group as usize]);
            entry.places = bits(places);
            self.entries.push(entry);
        }
    }

    /// Reads some programs, with room for so many.
    fn part(records: &[&Program], room: usize, terms: &Terms) -> Self {
        let mut ledger = Self {
            entries: Vec::with_capacity(room),
            links: Vec::with_capacity(room / 2),
            members: Vec::with_capacity(room * 5),
            codes: Vec::with_capacity(room + room / 4),
            ..Self::default()
        };
        for record in records {
            let entry = ledger.read(record, terms);
            ledger.entries.push(entry);
        }
        ledger
    }

    /// Reads one program anew; gives its entry of before, which can still be looked up.
    pub(super) fn replace(&mut self, place: usize, record: &Program, terms: &Terms) -> Entry {
        let entry = self.read(record, terms);
        std::mem::replace(&mut self.entries[place], entry)
    }

    /// Whether so much was replaced that all is better read anew.
    pub(super) fn worn(&self) -> bool {
        self.members.len() > 2 * self.fresh + 4096
    }

    pub(super) fn links(&self, entry: &Entry) -> &[OwnLink] {
        entry.links.of(&self.links)
    }

    pub(super) fn funders(&self, entry: &Entry) -> &[Member] {
        entry.funder.of(&self.members)
    }

    pub(super) fn dimensions(&self, entry: &Entry) -> &[Member] {
        entry.dimension.of(&self.members)
    }

    pub(super) fn categories(&self, entry: &Entry) -> &[Member] {
        entry.sector.of(&self.members)
    }

    pub(super) fn locations(&self, entry: &Entry) -> &[Member] {
        entry.location.of(&self.members)
    }

    /// The five-digit sectors of a program.
    pub(super) fn codes(&self, entry: &Entry) -> &[u32] {
        entry.codes.of(&self.codes)
    }

    fn read(&mut self, record: &Program, terms: &Terms) -> Entry {
        let head = terms.framework.head();
        let money = money::of_program(terms.framework, record);
        let umbrella = record.part_of.as_ref();
        let status = names::STATUSES.iter().position(|s| Some(*s) == record.status);
        let (funder, equal) = self.read_funders(record, terms);
        let rest = self.read_sectors(record);
        let location = self.read_locations(record);
        let places = bits(location.of(&self.members));
        Entry {
            owner: record.owner.as_ref().and_then(|o| terms.actors.get(o)).copied(),
            umbrella: umbrella.and_then(|u| terms.programs.binary_search(&u).ok()).map(number),
            excluded: scope::of_record(record, &head.period),
            unlinked: standing::of_unlinked(record),
            status: status.unwrap_or(names::STATUSES.len()) as u8,
            equal,
            depends: !record.depends_on.is_empty(),
            basis: money.basis,
            money: money.converted,
            unconverted: money.unconverted.map(Box::new),
            period: record.period.clone(),
            places,
            ties: overlap::ties(record),
            links: self.read_links(record, terms),
            funder,
            dimension: self.read_dimensions(record, rest, terms),
            sector: self.read_categories(rest),
            location,
            codes: self.read_codes(),
        }
    }

    fn read_links(&mut self, record: &Program, terms: &Terms) -> Span {
        let start = number(self.links.len());
        for (objective, link) in &record.links {
            let Some(&objective) = terms.objectives.get(objective) else { continue };
            self.links.push(OwnLink {
                objective,
                supports: link.effect == Effect::Supports,
                known: match &link.evidence {
                    Evidence::Asserted => Known::Asserted,
                    Evidence::Documented(_) => Known::Documented,
                    Evidence::Confirmed(by) => Known::Confirmed(terms.actors.get(by).copied()),
                },
                share: link.share,
            });
        }
        Span { start, end: number(self.links.len()) }
    }

    /// By funders' amounts, else in equal parts.
    fn read_funders(&mut self, record: &Program, terms: &Terms) -> (Span, bool) {
        let start = self.members.len();
        let amount = |f: &Funding| f.amount.map_or(0, |a| weight(a.get()));
        let equal = record.funding.values().all(|f| amount(f) == 0);
        for (actor, funding) in &record.funding {
            let Some(&actor) = terms.actors.get(actor) else { continue };
            self.push(start, actor, if equal { 1 } else { amount(funding) });
        }
        let none = number(terms.actors.len());
        (self.close(start, none), equal && record.funding.len() > 1)
    }

    /// Keeps the sectors of a program with their weights in `shares`; gives the weight of what
    /// they leave to 100.
    fn read_sectors(&mut self, record: &Program) -> Option<i128> {
        const HUNDRED: i128 = 100_000_000;
        self.shares.clear();
        let mut sum = 0;
        let mut exact = true;
        for (&sector, percent) in &record.sectors {
            let weight = weight(percent.get());
            exact &= percent.get().scale() <= 6;
            sum += weight;
            self.shares.push((sector, weight));
        }
        if exact {
            return (sum > 0 && sum < HUNDRED).then_some(HUNDRED - sum);
        }
        let percents = record.sectors.values().map(|p| p.get().max(Decimal::ZERO));
        let sum = percents.fold(Decimal::ZERO, |sum, p| sum + p);
        let left = sum > Decimal::ZERO && sum < Decimal::ONE_HUNDRED;
        left.then(|| weight(Decimal::ONE_HUNDRED - sum))
    }

    /// Stated dimensions in equal parts; else those of the sectors, by percent.
    fn read_dimensions(&mut self, record: &Program, rest: Option<i128>, terms: &Terms) -> Span {
        let start = self.members.len();
        if record.dimensions.is_empty() {
            for at in 0..self.shares.len() {
                let (sector, weight) = self.shares[at];
                self.push(start, dimension_of(sector), weight);
            }
            rest.into_iter().for_each(|rest| self.push(start, DIMENSION_NONE, rest));
        } else {
            for id in &record.dimensions {
                let stated = terms.dimensions.get(id.as_str());
                stated.into_iter().for_each(|group| self.push(start, *group, 1));
            }
        }
        self.close(start, DIMENSION_NONE)
    }

    fn read_categories(&mut self, rest: Option<i128>) -> Span {
        let start = self.members.len();
        for at in 0..self.shares.len() {
            let (sector, weight) = self.shares[at];
            self.push(start, digits(&sector.as_str()[..3]), weight);
        }
        rest.into_iter().for_each(|rest| self.push(start, SECTOR_NONE, rest));
        self.close(start, SECTOR_NONE)
    }

    fn read_codes(&mut self) -> Span {
        let start = number(self.codes.len());
        let codes = self.shares.iter().map(|(sector, _)| sector.as_str());
        self.codes.extend(codes.filter(|c| c.len() == 5).map(digits));
        Span { start, end: number(self.codes.len()) }
    }

    /// In equal parts; a place named twice is one place.
    fn read_locations(&mut self, record: &Program) -> Span {
        let start = self.members.len();
        for location in &record.locations {
            let group = self.places.add(location);
            if !self.members[start..].iter().any(|m| m.group == group) {
                self.members.push(Member { group, weight: 1 });
            }
        }
        self.close(start, Places::NONE)
    }

    fn push(&mut self, start: usize, group: u32, weight: i128) {
        match self.members[start..].iter_mut().find(|m| m.group == group) {
            Some(member) => member.weight += weight,
            None => self.members.push(Member { group, weight }),
        }
    }

    /// Ends what was pushed since `start`; who is in no group is in `none`.
    fn close(&mut self, start: usize, none: u32) -> Span {
        if self.members.len() == start {
            self.members.push(Member { group: none, weight: 1 });
        }
        Span { start: number(start), end: number(self.members.len()) }
    }
}

/// Places as bits; none for no place.
fn bits(places: &[Member]) -> u64 {
    let known = places.iter().filter(|m| m.group != Places::NONE);
    known.fold(0, |bits, place| bits | 1 << (place.group % 64))
}

/// A code of digits as a number.
fn digits(code: &str) -> u32 {
    code.bytes().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'))
}
