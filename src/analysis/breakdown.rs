//! The deficit by owner, funder, side, family, dimension, sector category, location and status,
//! and the shares of a program's money that fall to each group (DESIGN.md, section 4).

use super::index::Index;
use super::money::{Cents, divide, weight};
use super::names;
use crate::model::{Sector, Side};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// One group of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The id, code or name in snake case; `None` for programs that have none.
    pub key: Option<String>,
    /// What to call it.
    pub name: String,
    /// Its programs in scope.
    pub programs: u32,
    /// Of these, those that show no link.
    pub no_link_shown: u32,
    /// The quotient of the two.
    pub share: Option<f64>,
    /// Whether it has fewer than five programs: screens then print counts, not the share.
    pub few: bool,
    /// Its part of the money.
    pub money: Cents,
    /// Of this, the money of programs that show no link.
    pub money_no_link_shown: Cents,
    /// How many programs had their money divided equally, for want of amounts (funders only).
    #[serde(skip_serializing_if = "is_zero")]
    pub equal_parts: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// The deficit by each of eight keys. Groups are ordered by programs, falling, then key.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Breakdowns {
    /// By owner.
    pub owner: Vec<Group>,
    /// By funder.
    pub funder: Vec<Group>,
    /// By the owner's side.
    pub side: Vec<Group>,
    /// By the owner's family.
    pub family: Vec<Group>,
    /// By dimension.
    pub dimension: Vec<Group>,
    /// By three-digit DAC category.
    pub sector_category: Vec<Group>,
    /// By location.
    pub location: Vec<Group>,
    /// By IATI activity status.
    pub status: Vec<Group>,
}

/// Groups under this many programs are marked few.
const FEW: u32 = 5;

/// How programs fall into the groups of one breakdown, with weights for their money.
#[derive(Default)]
pub(super) struct Partition {
    /// Key and name of each group.
    pub groups: Vec<(Option<String>, String)>,
    ends: Vec<u32>,
    members: Vec<(u32, i128)>,
    equal: Vec<bool>,
}

impl Partition {
    /// The groups of a program, each with its weight.
    pub(super) fn of(&self, program: usize) -> &[(u32, i128)] {
        let start = program.checked_sub(1).map_or(0, |p| self.ends[p] as usize);
        &self.members[start..self.ends[program] as usize]
    }

    fn close(&mut self, none: u32, equal: bool) {
        let start = self.ends.last().map_or(0, |e| *e as usize);
        if self.members.len() == start {
            self.members.push((none, 1));
        }
        self.ends.push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        self.equal.push(equal);
    }

    fn push(&mut self, group: u32, weight: i128) {
        let start = self.ends.last().map_or(0, |e| *e as usize);
        match self.members[start..].iter_mut().find(|(g, _)| *g == group) {
            Some((_, sum)) => *sum += weight,
            None => self.members.push((group, weight)),
        }
    }

    /// The deficit by this partition.
    fn groups(&self, index: &Index, orphan: &[Option<bool>]) -> Vec<Group> {
        let mut sums: Vec<Group> = self
            .groups
            .iter()
            .map(|(key, name)| Group {
                key: key.clone(),
                name: name.clone(),
                programs: 0,
                no_link_shown: 0,
                share: None,
                few: false,
                money: Cents::default(),
                money_no_link_shown: Cents::default(),
                equal_parts: 0,
            })
            .collect();
        let (mut weights, mut parts) = (Vec::new(), Vec::new());
        for (program, orphan) in orphan.iter().enumerate() {
            let Some(orphan) = *orphan else { continue };
            let members = self.of(program);
            weights.clear();
            weights.extend(members.iter().map(|(_, w)| *w));
            divide(index.money[program].converted.unwrap_or_default(), &weights, &mut parts);
            for (&(group, _), &money) in members.iter().zip(&parts) {
                let sum = &mut sums[group as usize];
                sum.programs += 1;
                sum.money += money;
                sum.equal_parts += u32::from(self.equal[program]);
                if orphan {
                    sum.no_link_shown += 1;
                    sum.money_no_link_shown += money;
                }
            }
        }
        sums.retain(|g| g.programs > 0);
        for group in &mut sums {
            group.share = Some(f64::from(group.no_link_shown) / f64::from(group.programs));
            group.few = group.programs < FEW;
        }
        sums.sort_by(|a, b| b.programs.cmp(&a.programs).then_with(|| a.key.cmp(&b.key)));
        sums
    }
}

/// The partitions that breakdowns and matrices share.
pub(super) struct Partitions {
    pub owner: Partition,
    pub funder: Partition,
    pub side: Partition,
    pub family: Partition,
    pub dimension: Partition,
    pub sector_category: Partition,
    pub location: Partition,
    pub status: Partition,
}

impl Partitions {
    pub(super) fn new(index: &Index) -> Self {
        Self {
            owner: by_owner(index),
            funder: by_funder(index),
            side: by_side(index),
            family: by_family(index),
            dimension: by_dimension(index),
            sector_category: by_sector(index),
            location: by_location(index),
            status: by_status(index),
        }
    }

    /// All breakdowns. `orphan` says of each program in scope whether it shows no link.
    pub(super) fn breakdowns(&self, index: &Index, orphan: &[Option<bool>]) -> Breakdowns {
        let groups = |partition: &Partition| partition.groups(index, orphan);
        Breakdowns {
            owner: groups(&self.owner),
            funder: groups(&self.funder),
            side: groups(&self.side),
            family: groups(&self.family),
            dimension: groups(&self.dimension),
            sector_category: groups(&self.sector_category),
            location: groups(&self.location),
            status: groups(&self.status),
        }
    }
}

/// Names for keys, numbered as they come.
#[derive(Default)]
struct Keys<'a> {
    place: FxHashMap<&'a str, u32>,
    groups: Vec<(Option<String>, String)>,
}

impl<'a> Keys<'a> {
    fn get(&mut self, text: &'a str, name: impl FnOnce() -> (String, String)) -> u32 {
        if let Some(&place) = self.place.get(text) {
            return place;
        }
        let (key, name) = name();
        // Two spellings of one name are one group.
        let known = self.groups.iter().position(|(k, _)| k.as_deref() == Some(&key));
        let place = known.unwrap_or_else(|| {
            self.groups.push((Some(key), name));
            self.groups.len() - 1
        });
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.place.insert(text, place);
        place
    }

    fn none(&mut self, name: &str) -> u32 {
        self.groups.push((None, name.to_owned()));
        u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX)
    }
}

fn actor_groups(index: &Index, none: &str) -> (Partition, u32) {
    let mut groups: Vec<_> = index
        .actor_ids
        .iter()
        .zip(&index.actors)
        .map(|(id, actor)| (Some(id.to_string()), actor.name.clone()))
        .collect();
    groups.push((None, none.to_owned()));
    let none = u32::try_from(groups.len() - 1).unwrap_or(u32::MAX);
    (Partition { groups, ..Partition::default() }, none)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn by_owner(index: &Index) -> Partition {
    let (mut partition, none) = actor_groups(index, "no owner");
    for owner in &index.owner {
        owner.iter().for_each(|&o| partition.push(number(o), 1));
        partition.close(none, false);
    }
    partition
}

/// By funders' amounts, else in equal parts.
fn by_funder(index: &Index) -> Partition {
    let (mut partition, none) = actor_groups(index, "no funder known");
    for program in &index.programs {
        let amount = |f: &crate::model::Funding| f.amount.map_or(0, |a| weight(a.get()));
        let equal = program.funding.values().all(|f| amount(f) == 0);
        for (actor, funding) in &program.funding {
            let Some(actor) = index.actor(actor) else { continue };
            partition.push(number(actor), if equal { 1 } else { amount(funding) });
        }
        partition.close(none, equal && program.funding.len() > 1);
    }
    partition
}

fn by_side(index: &Index) -> Partition {
    let sides = [Side::Internal, Side::External, Side::Mixed];
    let mut groups: Vec<_> = sides
        .iter()
        .map(|&s| (Some(names::side_key(s).to_owned()), names::side(s).to_owned()))
        .collect();
    groups.push((None, "no owner".to_owned()));
    let mut partition = Partition { groups, ..Partition::default() };
    for program in 0..index.programs.len() {
        let side = index.side(program).and_then(|side| sides.iter().position(|s| *s == side));
        side.iter().for_each(|&s| partition.push(number(s), 1));
        partition.close(3, false);
    }
    partition
}

fn by_family(index: &Index) -> Partition {
    let mut keys = Keys::default();
    let none = keys.none("no family known");
    let mut partition = Partition::default();
    for owner in &index.owner {
        if let Some(family) = owner.and_then(|o| index.family[o]) {
            let group = keys.get(family, || (family.to_owned(), names::family(family)));
            partition.push(group, 1);
        }
        partition.close(none, false);
    }
    partition.groups = keys.groups;
    partition
}

/// Stated dimensions in equal parts; else those of the sectors, by percent.
fn by_dimension(index: &Index) -> Partition {
    let head = index.framework.head();
    let mut keys = Keys::default();
    let none = keys.none("no dimension");
    let mut partition = Partition::default();
    let get = |id: &'static str, keys: &mut Keys| {
        keys.get(id, || (id.to_owned(), names::dimension(head, id)))
    };
    let mut stated: FxHashMap<&str, u32> = FxHashMap::default();
    for (id, dimension) in &head.dimensions {
        let known = DEFAULT_DIMENSIONS.iter().find(|d| **d == id.as_str());
        let group = match known {
            Some(known) => get(known, &mut keys),
            None => {
                keys.groups.push((Some(id.to_string()), dimension.title.clone()));
                number(keys.groups.len() - 1)
            }
        };
        stated.insert(id.as_str(), group);
    }
    for program in &index.programs {
        if program.dimensions.is_empty() {
            sectors(program, |sector, weight| {
                let group = dimension_of(sector).map_or(none, |id| get(id, &mut keys));
                partition.push(group, weight);
            })
            .into_iter()
            .for_each(|rest| partition.push(none, rest));
        } else {
            for id in &program.dimensions {
                stated.get(id.as_str()).iter().for_each(|g| partition.push(**g, 1));
            }
        }
        partition.close(none, false);
    }
    partition.groups = keys.groups;
    partition
}

/// Gives each sector of a program with its weight; returns the weight of what is left to 100.
fn sectors(program: &crate::model::Program, mut each: impl FnMut(Sector, i128)) -> Option<i128> {
    let mut sum = Decimal::ZERO;
    for (&sector, percent) in &program.sectors {
        let percent = percent.get().max(Decimal::ZERO);
        sum += percent;
        each(sector, weight(percent));
    }
    (sum > Decimal::ZERO && sum < Decimal::ONE_HUNDRED).then(|| weight(Decimal::ONE_HUNDRED - sum))
}

fn by_sector(index: &Index) -> Partition {
    let mut places: FxHashMap<Sector, u32> = FxHashMap::default();
    let mut partition =
        Partition { groups: vec![(None, "no sector known".to_owned())], ..Partition::default() };
    for program in &index.programs {
        let rest = sectors(program, |sector, weight| {
            let category = sector.category();
            let group = *places.entry(category).or_insert_with(|| {
                let code = category.as_str().to_owned();
                partition.groups.push((Some(code), names::sector_category(category)));
                number(partition.groups.len() - 1)
            });
            partition.push(group, weight);
        });
        rest.into_iter().for_each(|rest| partition.push(0, rest));
        partition.close(0, false);
    }
    partition
}

fn by_location(index: &Index) -> Partition {
    let mut keys = Keys::default();
    let none = keys.none("no location known");
    let mut partition = Partition::default();
    for program in &index.programs {
        for location in &program.locations {
            let group =
                keys.get(location, || (names::snake_case(location), location.trim().to_owned()));
            // A place named twice is one place.
            let start = partition.ends.last().map_or(0, |e| *e as usize);
            if !partition.members[start..].iter().any(|(g, _)| *g == group) {
                partition.push(group, 1);
            }
        }
        partition.close(none, false);
    }
    partition.groups = keys.groups;
    partition
}

fn by_status(index: &Index) -> Partition {
    let mut groups: Vec<_> = names::STATUSES
        .iter()
        .map(|&s| (Some(names::status_key(s).to_owned()), names::status(s).to_owned()))
        .collect();
    groups.push((None, "no status known".to_owned()));
    let mut partition = Partition { groups, ..Partition::default() };
    for program in &index.programs {
        let place = program.status.and_then(|s| names::STATUSES.iter().position(|t| *t == s));
        place.iter().for_each(|&p| partition.push(number(p), 1));
        partition.close(number(names::STATUSES.len()), false);
    }
    partition
}

/// The dimensions that sectors fall to by default.
pub(super) const DEFAULT_DIMENSIONS: [&str; 6] =
    ["political", "security", "development", "human-rights", "rule-of-law", "humanitarian"];

/// The dimension of a sector by default (DESIGN.md, section 2); `None` for 15190, 43010, 998xx.
pub(super) fn dimension_of(sector: Sector) -> Option<&'static str> {
    let code = sector.as_str();
    match code {
        "15220" | "15112" | "15121" | "15122" | "15150" | "15151" | "15152" | "15153" | "15154"
        | "151" => Some("political"),
        "15113" | "15130" | "15131" | "15132" | "15134" | "15135" | "15137" => Some("rule-of-law"),
        "15160" | "15170" | "15180" => Some("human-rights"),
        "15190" | "43010" => None,
        _ => match &code[..3] {
            "152" => Some("security"),
            "720" | "730" | "740" => Some("humanitarian"),
            "998" => None,
            category if category.starts_with("72") || category.starts_with("73") => {
                Some("humanitarian")
            }
            category if category.starts_with("74") => Some("humanitarian"),
            _ => Some("development"),
        },
    }
}
