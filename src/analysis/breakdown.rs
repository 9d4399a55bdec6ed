//! The deficit by owner, funder, side, family, dimension, sector category, location and status,
//! and the shares of a program's money that fall to each group (DESIGN.md, section 4).

use super::index::Index;
use super::ledger::{Entry, Member, Places};
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
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    programs: u32,
    no_link_shown: u32,
    equal_parts: u32,
    money: Cents,
    money_no_link_shown: Cents,
}

impl Sum {
    /// Puts one program in, or takes it out.
    fn change(&mut self, orphan: bool, money: Cents, puts: bool) {
        let count = |n: &mut u32| if puts { *n += 1 } else { *n -= 1 };
        let add = |sum: &mut Cents| *sum = if puts { *sum + money } else { *sum - money };
        count(&mut self.programs);
        add(&mut self.money);
        if orphan {
            count(&mut self.no_link_shown);
            add(&mut self.money_no_link_shown);
        }
    }
}

/// Divides money among the members of a partition, again and again.
#[derive(Debug, Default)]
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

/// The sides, in the order of their groups.
const SIDES: [Side; 3] = [Side::Internal, Side::External, Side::Mixed];

/// What falls to each group of all eight breakdowns, by the numbers of groups. In each the last
/// one is for programs without a key, but for dimensions and places, where it is the first.
#[derive(Debug)]
pub(super) struct Sums {
    owner: Vec<Sum>,
    funder: Vec<Sum>,
    side: Vec<Sum>,
    family: Vec<Sum>,
    dimension: Vec<Sum>,
    category: Vec<Sum>,
    location: Vec<Sum>,
    status: Vec<Sum>,
    /// What to call each place: as the first program that works there spells it, in scope or not.
    spelling: Vec<Option<String>>,
    parts: Parts,
}

impl Sums {
    /// Of no program.
    pub(super) fn new(index: &Index) -> Self {
        let empty = |groups: usize| vec![Sum::default(); groups];
        let mut sums = Self {
            owner: empty(index.actors.len() + 1),
            funder: empty(index.actors.len() + 1),
            side: empty(SIDES.len() + 1),
            family: empty(index.families.len() + 1),
            dimension: empty(dimensions(index.framework.head())),
            category: empty(SECTOR_NONE as usize + 1),
            location: Vec::new(),
            status: empty(names::STATUSES.len() + 1),
            spelling: Vec::new(),
            parts: Parts::default(),
        };
        sums.spell_again(index);
        sums
    }

    /// Puts a program in, or takes it out.
    pub(super) fn change(&mut self, index: &Index, entry: &Entry, orphan: bool, puts: bool) {
        let ledger = index.ledger;
        let money = entry.money.unwrap_or_default();
        let owner = entry.owner.map(|owner| owner as usize);
        let side = owner.and_then(|o| SIDES.iter().position(|s| *s == index.actors[o].side));
        let family = owner.and_then(|o| index.family[o]);
        for (sums, group) in [
            (&mut self.owner, owner.unwrap_or(index.actors.len())),
            (&mut self.side, side.unwrap_or(SIDES.len())),
            (&mut self.family, family.unwrap_or(index.families.len())),
            (&mut self.status, usize::from(entry.status)),
        ] {
            sums[group].change(orphan, money, puts);
        }
        for (sums, members) in [
            (&mut self.funder, ledger.funders(entry)),
            (&mut self.dimension, ledger.dimensions(entry)),
            (&mut self.category, ledger.categories(entry)),
            (&mut self.location, ledger.locations(entry)),
        ] {
            self.parts.each(members, money, |group, part| sums[group].change(orphan, part, puts));
        }
        if entry.equal {
            for member in ledger.funders(entry) {
                let parts = &mut self.funder[member.group as usize].equal_parts;
                *parts = if puts { *parts + 1 } else { *parts - 1 };
            }
        }
    }

    /// Looks up anew what places are called, with room for those that are new.
    pub(super) fn spell_again(&mut self, index: &Index) {
        let places = index.ledger.places.len();
        self.location.resize(places, Sum::default());
        let mut names: Vec<Option<String>> = vec![None; places];
        let mut left = places - 1;
        for program in 0..index.programs.len() {
            if left == 0 {
                break;
            }
            for member in index.ledger.locations(index.entry(program)) {
                let place = member.group as usize;
                if member.group != Places::NONE && names[place].is_none() {
                    let mut own = index.programs[program].locations.iter();
                    let spelt = own.find(|l| index.ledger.places.is(l, member.group));
                    names[place] = spelt.map(|l| l.trim().to_owned());
                    left -= 1;
                }
            }
        }
        self.spelling = names;
    }

    /// All breakdowns.
    pub(super) fn breakdowns(&self, index: &Index) -> Breakdowns {
        let none = |name: &str| (None, name.to_owned());
        let actor = |group: usize, otherwise: &str| match index.actors.get(group) {
            Some(actor) => (Some(index.actor_ids[group].to_string()), actor.name.clone()),
            None => none(otherwise),
        };
        let head = index.framework.head();
        Breakdowns {
            owner: groups(&self.owner, |g| actor(g, "no owner")),
            funder: groups(&self.funder, |g| actor(g, "no funder known")),
            side: groups(&self.side, |g| match SIDES.get(g) {
                Some(&side) => {
                    (Some(names::side_key(side).to_owned()), names::side(side).to_owned())
                }
                None => none("no owner"),
            }),
            family: groups(&self.family, |g| match index.families.get(g) {
                Some(family) => (Some((*family).to_owned()), names::family(family)),
                None => none("no family known"),
            }),
            dimension: groups(&self.dimension, |g| match dimension_key(head, g) {
                Some(id) => (Some(id.to_owned()), names::dimension(head, id)),
                None => none("no dimension"),
            }),
            sector_category: groups(&self.category, |g| match Sector::new(&format!("{g:03}")) {
                Ok(sector) => (Some(sector.to_string()), names::sector_category(sector)),
                Err(_) => none("no sector known"),
            }),
            location: groups(&self.location, |g| match index.ledger.places.key(g) {
                Some(key) => (Some(key.to_owned()), self.spelling[g].clone().unwrap_or_default()),
                None => none("no location known"),
            }),
            status: groups(&self.status, |g| match names::STATUSES.get(g) {
                Some(&s) => (Some(names::status_key(s).to_owned()), names::status(s).to_owned()),
                None => none("no status known"),
            }),
        }
    }
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
