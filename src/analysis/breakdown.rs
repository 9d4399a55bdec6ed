//! The deficit by owner, funder, side, family, dimension, sector category, location and status,
//! and the shares of a program's money that fall to each group (DESIGN.md, section 4).

use super::index::Index;
use super::ledger::{Member, Places};
use super::money::{Cents, divide};
use super::names;
use crate::model::{DimensionId, Head, Sector, Side};
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

/// What falls to one group.
#[derive(Clone, Copy, Default)]
struct Sum {
    programs: u32,
    no_link_shown: u32,
    equal_parts: u32,
    money: Cents,
    money_no_link_shown: Cents,
}

impl Sum {
    fn add(&mut self, orphan: bool, money: Cents) {
        self.programs += 1;
        self.money += money;
        if orphan {
            self.no_link_shown += 1;
            self.money_no_link_shown += money;
        }
    }
}

/// Adds up the breakdowns; only groups with a program are named.
struct Breakdown<'a> {
    index: &'a Index<'a>,
    /// Of each program in scope, whether it shows no link.
    orphan: &'a [Option<bool>],
}

impl Breakdown<'_> {
    fn in_scope(&self) -> impl Iterator<Item = (usize, bool)> {
        self.orphan.iter().enumerate().filter_map(|(p, orphan)| orphan.map(|o| (p, o)))
    }

    /// By a key of which each program has one: `of` gives its group's number.
    fn single(&self, groups: usize, of: impl Fn(usize) -> usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); groups];
        for (program, orphan) in self.in_scope() {
            sums[of(program)].add(orphan, self.index.money(program));
        }
        sums
    }

    /// By a key of which a program may have several: its money is divided.
    fn divided<'m>(&self, groups: usize, of: impl Fn(usize) -> &'m [Member]) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); groups];
        let mut parts = Parts::default();
        for (program, orphan) in self.in_scope() {
            parts.each(of(program), self.index.money(program), |group, money| {
                sums[group].add(orphan, money);
            });
        }
        sums
    }
}

/// Divides money among the members of a partition, again and again.
#[derive(Default)]
pub(super) struct Parts {
    weights: Vec<i128>,
    parts: Vec<Cents>,
}

impl Parts {
    /// Gives each group with its part.
    pub(super) fn each(
        &mut self,
        members: &[Member],
        money: Cents,
        mut each: impl FnMut(usize, Cents),
    ) {
        if let [member] = members {
            return each(member.group as usize, money);
        }
        self.weights.clear();
        self.weights.extend(members.iter().map(|m| m.weight));
        divide(money, &self.weights, &mut self.parts);
        members.iter().zip(&self.parts).for_each(|(m, part)| each(m.group as usize, *part));
    }
}

/// The groups that have a program; `name` gives key and name of a group.
fn groups(sums: &[Sum], name: impl Fn(usize) -> (Option<String>, String)) -> Vec<Group> {
    let filled = sums.iter().enumerate().filter(|(_, sum)| sum.programs > 0);
    let mut groups: Vec<Group> = filled
        .map(|(group, sum)| {
            let (key, name) = name(group);
            Group {
                key,
                name,
                programs: sum.programs,
                no_link_shown: sum.no_link_shown,
                share: Some(f64::from(sum.no_link_shown) / f64::from(sum.programs)),
                few: sum.programs < FEW,
                money: sum.money,
                money_no_link_shown: sum.money_no_link_shown,
                equal_parts: sum.equal_parts,
            }
        })
        .collect();
    groups.sort_by(|a, b| b.programs.cmp(&a.programs).then_with(|| a.key.cmp(&b.key)));
    groups
}

/// All breakdowns. `orphan` says of each program in scope whether it shows no link.
pub(super) fn all(index: &Index, orphan: &[Option<bool>]) -> Breakdowns {
    let by = Breakdown { index, orphan };
    let ledger = index.ledger;
    let actors = index.actors.len();
    let owners = by.single(actors + 1, |p| index.owner(p).unwrap_or(actors));
    let mut funders = by.divided(actors + 1, |p| ledger.funders(index.entry(p)));
    for (program, _) in by.in_scope().filter(|(p, _)| index.entry(*p).equal) {
        ledger
            .funders(index.entry(program))
            .iter()
            .for_each(|m| funders[m.group as usize].equal_parts += 1);
    }
    let none = |name: &str| (None, name.to_owned());
    let actor = |group: usize, otherwise: &str| match index.actors.get(group) {
        Some(actor) => (Some(index.actor_ids[group].to_string()), actor.name.clone()),
        None => none(otherwise),
    };
    let family = |p| index.owner(p).and_then(|o| index.family[o]).unwrap_or(index.families.len());
    let families = by.single(index.families.len() + 1, family);
    let locations = by.divided(ledger.places.len(), |p| ledger.locations(index.entry(p)));
    let spelling = spellings(index, &locations);
    Breakdowns {
        owner: groups(&owners, |g| actor(g, "no owner")),
        funder: groups(&funders, |g| actor(g, "no funder known")),
        side: by_side(&by),
        family: groups(&families, |g| match index.families.get(g) {
            Some(family) => (Some((*family).to_owned()), names::family(family)),
            None => none("no family known"),
        }),
        dimension: groups(
            &by.divided(dimensions(index.framework.head()), |p| ledger.dimensions(index.entry(p))),
            |g| match dimension_key(index.framework.head(), g) {
                Some(id) => (Some(id.to_owned()), names::dimension(index.framework.head(), id)),
                None => none("no dimension"),
            },
        ),
        sector_category: groups(
            &by.divided(SECTOR_NONE as usize + 1, |p| ledger.categories(index.entry(p))),
            |g| match Sector::new(&format!("{g:03}")) {
                Ok(sector) => (Some(sector.to_string()), names::sector_category(sector)),
                Err(_) => none("no sector known"),
            },
        ),
        location: groups(&locations, |g| match ledger.places.key(g) {
            Some(key) => (Some(key.to_owned()), spelling[g].to_owned()),
            None => none("no location known"),
        }),
        status: by_status(&by),
    }
}

fn by_side(by: &Breakdown) -> Vec<Group> {
    let sides = [Side::Internal, Side::External, Side::Mixed];
    let place = |p| by.index.side(p).and_then(|side| sides.iter().position(|s| *s == side));
    groups(&by.single(sides.len() + 1, |p| place(p).unwrap_or(sides.len())), |g| {
        match sides.get(g) {
            Some(&side) => (Some(names::side_key(side).to_owned()), names::side(side).to_owned()),
            None => (None, "no owner".to_owned()),
        }
    })
}

fn by_status(by: &Breakdown) -> Vec<Group> {
    let of = |p| usize::from(by.index.entry(p).status);
    groups(&by.single(names::STATUSES.len() + 1, of), |g| match names::STATUSES.get(g) {
        Some(&s) => (Some(names::status_key(s).to_owned()), names::status(s).to_owned()),
        None => (None, "no status known".to_owned()),
    })
}

/// What to call each place: as the first program that works there spells it, in scope or not.
fn spellings<'a>(index: &Index<'a>, locations: &[Sum]) -> Vec<&'a str> {
    let mut names: Vec<Option<&str>> = vec![None; locations.len()];
    let mut left = locations.iter().skip(1).filter(|sum| sum.programs > 0).count();
    for program in 0..index.programs.len() {
        if left == 0 {
            break;
        }
        for member in index.ledger.locations(index.entry(program)) {
            let place = member.group as usize;
            if member.group != Places::NONE && names[place].is_none() {
                let own = &index.programs[program].locations;
                names[place] =
                    own.iter().find(|l| index.ledger.places.is(l, member.group)).map(|l| l.trim());
                left -= usize::from(locations[place].programs > 0);
            }
        }
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// The number of the group of sectors that are not known; the others are their digits.
pub(super) const SECTOR_NONE: u32 = 1000;

/// The number of the group of programs without a dimension; then come the default ones.
pub(super) const DIMENSION_NONE: u32 = 0;

/// The number of the first of the framework's own dimensions.
pub(super) const DIMENSIONS_STATED: u32 = 7;

/// How many groups dimensions have.
pub(super) fn dimensions(head: &Head) -> usize {
    DIMENSIONS_STATED as usize + head.dimensions.len()
}

/// The key of a dimension's group; `None` for none.
pub(super) fn dimension_key(head: &Head, group: usize) -> Option<&str> {
    let place = group.checked_sub(1)?;
    match DEFAULT_DIMENSIONS.get(place) {
        Some(id) => Some(id),
        None => {
            head.dimensions.keys().nth(place - DEFAULT_DIMENSIONS.len()).map(DimensionId::as_str)
        }
    }
}

/// The group of a dimension that the framework states, by its place there.
pub(super) fn dimension_group(id: &str, place: u32) -> u32 {
    match (1..).zip(DEFAULT_DIMENSIONS).find(|(_, default)| *default == id) {
        Some((group, _)) => group,
        None => DIMENSIONS_STATED + place,
    }
}

/// The dimensions that sectors fall to by default.
const DEFAULT_DIMENSIONS: [&str; 6] =
    ["political", "security", "development", "human-rights", "rule-of-law", "humanitarian"];

const POLITICAL: u32 = 1;
const SECURITY: u32 = 2;
const DEVELOPMENT: u32 = 3;
const HUMAN_RIGHTS: u32 = 4;
const RULE_OF_LAW: u32 = 5;
const HUMANITARIAN: u32 = 6;

/// The group of a sector's dimension by default (DESIGN.md, section 2); none for 15190, 43010
/// and 998xx.
pub(super) fn dimension_of(sector: Sector) -> u32 {
    let code = sector.as_str();
    match code {
        "15220" | "15112" | "15121" | "15122" | "15150" | "15151" | "15152" | "15153" | "15154"
        | "151" => POLITICAL,
        "15113" | "15130" | "15131" | "15132" | "15134" | "15135" | "15137" => RULE_OF_LAW,
        "15160" | "15170" | "15180" => HUMAN_RIGHTS,
        "15190" | "43010" => DIMENSION_NONE,
        _ => match &code[..3] {
            "152" => SECURITY,
            "998" => DIMENSION_NONE,
            category if ["72", "73", "74"].contains(&&category[..2]) => HUMANITARIAN,
            _ => DEVELOPMENT,
        },
    }
}
