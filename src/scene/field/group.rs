//! The groups of the orphan field: by whom or what, and which programs are in each.

use super::super::words;
use crate::analysis::{Analysis, Cents, Standing, main_dimension, names};
use crate::model::{ActorId, Amount, Framework, Program, ProgramId, Sector};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// By what the marks are grouped. A program of several goes to one: who pays most, the dimension
/// or sector with the greatest part, the place that is named first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    /// Who answers for the program.
    #[default]
    Owner,
    /// Who pays most.
    Donor,
    /// Its dimension.
    Dimension,
    /// The DAC category of its sector.
    Sector,
    /// Where it works.
    Place,
    /// The owner's side.
    Side,
}

impl GroupBy {
    /// All ways to group.
    pub const ALL: [Self; 6] =
        [Self::Owner, Self::Donor, Self::Dimension, Self::Sector, Self::Place, Self::Side];

    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Donor => "donor",
            Self::Dimension => "dimension",
            Self::Sector => "sector",
            Self::Place => "place",
            Self::Side => "side",
        }
    }
}

/// By what the marks are sized.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeBy {
    /// The area of a mark is its program's money.
    #[default]
    Money,
    /// All marks are alike.
    Alike,
}

impl SizeBy {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Money, Self::Alike];

    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Money => "sized by money",
            Self::Alike => "all of one size",
        }
    }
}

/// One program in the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// Which.
    pub program: ProgramId,
    /// Its converted money.
    pub money: Cents,
    /// Why it shows no link.
    pub standing: Standing,
}

/// The orphans of one group, largest money first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What to call it.
    pub name: String,
    /// Its programs.
    pub orphans: Vec<Orphan>,
    /// Their money.
    pub money: Cents,
}

/// What the programs of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    Nothing,
    Actor(&'a ActorId),
    Sector(Sector),
    Text(&'a str),
}

/// The orphans of a framework, by group: most money first, then most programs, then name.
#[must_use]
pub fn groups(framework: &Framework, analysis: &Analysis, by: GroupBy) -> Vec<Group> {
    // By key first: there are many programs and few keys, whose names take looking up.
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut members: Vec<(Key, Vec<Orphan>)> = Vec::new();
    for ((id, program), (_, row)) in framework.programs().iter().zip(analysis.programs.iter()) {
        if !row.orphan() {
            continue;
        }
        let key = key(framework, program, by);
        let place = *places.entry(key).or_insert_with(|| {
            members.push((key, Vec::new()));
            members.len() - 1
        });
        let orphan = Orphan { program: id.clone(), money: row.money, standing: row.standing };
        members[place].1.push(orphan);
    }
    let mut groups: BTreeMap<String, Vec<Orphan>> = BTreeMap::new();
    let mut spelt: BTreeMap<String, String> = BTreeMap::new();
    for (key, orphans) in members {
        let name = name_of(framework, key, by);
        let name = match by {
            // Two spellings of one name are one place, called as it is spelt first.
            GroupBy::Place => spelt.entry(names::snake_case(&name)).or_insert(name).clone(),
            _ => name,
        };
        groups.entry(name).or_default().extend(orphans);
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(name, mut orphans)| {
            orphans.sort_unstable_by(Orphan::order);
            let money = orphans.iter().map(|o| o.money).sum();
            Group { name, orphans, money }
        })
        .collect();
    groups.sort_by(Group::order);
    groups
}

/// Makes the groups those of the framework as it is after an edit that touched no more than these
/// programs.
pub fn group_again(
    groups: &mut Vec<Group>,
    framework: &Framework,
    analysis: &Analysis,
    by: GroupBy,
    touched: &[ProgramId],
) {
    if by == GroupBy::Place {
        // What a place is called is told by all who work there.
        *groups = self::groups(framework, analysis, by);
        return;
    }
    for id in touched {
        for group in groups.iter_mut() {
            if let Some(at) = group.orphans.iter().position(|o| o.program == *id) {
                group.money = group.money - group.orphans.remove(at).money;
                break;
            }
        }
        let now = framework.program(id).zip(analysis.programs.get(id));
        let Some((program, row)) = now.filter(|(_, row)| row.orphan()) else { continue };
        let name = name_of(framework, key(framework, program, by), by);
        let orphan = Orphan { program: id.clone(), money: row.money, standing: row.standing };
        let place = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(Group { name, orphans: Vec::new(), money: Cents::default() });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.money += orphan.money;
        let at = group.orphans.partition_point(|other| other.order(&orphan).is_lt());
        group.orphans.insert(at, orphan);
    }
    groups.retain(|group| !group.orphans.is_empty());
    groups.sort_by(Group::order);
}

impl Orphan {
    /// Largest money first, then by id.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other.money.cmp(&self.money).then_with(|| self.program.cmp(&other.program))
    }
}

impl Group {
    /// Most money first, then most programs, then name.
    fn order(&self, other: &Self) -> Ordering {
        (other.money, other.orphans.len())
            .cmp(&(self.money, self.orphans.len()))
            .then_with(|| self.name.cmp(&other.name))
    }
}

/// What a program is grouped by.
fn key<'a>(framework: &'a Framework, program: &'a Program, by: GroupBy) -> Key<'a> {
    let actor = |id: Option<&'a ActorId>| id.map(Key::Actor);
    let found = match by {
        GroupBy::Owner | GroupBy::Side => actor(program.owner.as_ref()),
        GroupBy::Donor => {
            let most = program.funding.iter().max_by_key(|(_, f)| f.amount.map(Amount::get));
            actor(most.map(|(id, _)| id))
        }
        GroupBy::Dimension => main_dimension(framework.head(), program).map(Key::Text),
        GroupBy::Sector => {
            // Of equal parts the first.
            let most = program.sectors.iter().rev().max_by_key(|(_, percent)| percent.get());
            most.map(|(sector, _)| Key::Sector(sector.category()))
        }
        GroupBy::Place => {
            let first = program.locations.iter().map(|place| place.trim());
            first.into_iter().find(|place| !place.is_empty()).map(Key::Text)
        }
    };
    found.unwrap_or(Key::Nothing)
}

/// The name of the group that a key stands for.
fn name_of(framework: &Framework, key: Key, by: GroupBy) -> String {
    let name = match (key, by) {
        (Key::Nothing, GroupBy::Owner | GroupBy::Side) => "no owner",
        (Key::Nothing, GroupBy::Donor) => "no donor known",
        (Key::Nothing, GroupBy::Dimension) => "no dimension",
        (Key::Nothing, GroupBy::Sector) => "no sector known",
        (Key::Nothing, GroupBy::Place) => "no place known",
        (Key::Actor(id), GroupBy::Side) => {
            framework.actor(id).map_or("no owner", |a| names::side(a.side))
        }
        (Key::Actor(id), _) => framework.actor_short(id),
        (Key::Sector(category), _) => return names::sector_category(category),
        (Key::Text(id), GroupBy::Dimension) => return names::dimension(framework.head(), id),
        (Key::Text(text), _) => text,
    };
    name.to_owned()
}

/// How many programs, with how much money, in words.
#[must_use]
pub fn count_and_money(framework: &Framework, programs: usize, money: Cents) -> String {
    let count = u32::try_from(programs).unwrap_or(u32::MAX);
    let count = words::count(count, "program", "programs");
    format!("{count}, {}", words::money(framework.head().currency, money))
}
