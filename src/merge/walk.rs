//! The walk over three copies of one value: each part that a copy changed is noted once, as a
//! leaf, and the result is put together of what each copy says. Must not judge: what happens
//! where two copies differ is settled in `solve`, and told to the walk as places that are held.

use super::place::{Kind, Place};
use super::value::{Key, Names, Told, Who};
use crate::model::Table;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// One of the two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Ours,
    Theirs,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Ours, Self::Theirs];

    pub(super) fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// The same thing of each side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pair<T> {
    pub ours: T,
    pub theirs: T,
}

impl<T> Pair<T> {
    pub(super) fn of(&self, side: Side) -> &T {
        match side {
            Side::Ours => &self.ours,
            Side::Theirs => &self.theirs,
        }
    }

    pub(super) fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Ours => &mut self.ours,
            Side::Theirs => &mut self.theirs,
        }
    }
}

/// What is settled, by place.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// Where a copy counts as the base: what it changed there is held back.
    pub back: Pair<BTreeSet<Place>>,
    /// The texts of which both stand, one after the other.
    pub both: BTreeSet<Place>,
}

/// A value in the base and in both copies; `None` where there is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Three<T> {
    pub base: Option<T>,
    pub ours: Option<T>,
    pub theirs: Option<T>,
}

impl<T> Three<T> {
    pub(super) fn map<U>(self, f: impl Fn(T) -> U) -> Three<U> {
        Three { base: self.base.map(&f), ours: self.ours.map(&f), theirs: self.theirs.map(&f) }
    }

    pub(super) fn and_then<U>(self, f: impl Fn(T) -> Option<U>) -> Three<U> {
        Three {
            base: self.base.and_then(&f),
            ours: self.ours.and_then(&f),
            theirs: self.theirs.and_then(&f),
        }
    }
}

impl<T: PartialEq + Copy> Three<T> {
    pub(super) fn same(&self) -> bool {
        self.base == self.ours && self.base == self.theirs
    }

    /// What stands: what a copy changed; this copy's where both did.
    fn stands(&self) -> Option<T> {
        if self.ours == self.base { self.theirs } else { self.ours }
    }
}

/// A value as the user reads it, who says so, and the records that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub words: String,
    pub who: Who,
    pub names: Vec<Place>,
    /// The ids that others may name because of this value: the levels of the head.
    pub defines: Vec<Place>,
}

impl Said {
    /// Words, and nothing besides.
    pub(super) fn words(words: String) -> Self {
        Self { words, who: Who::default(), names: Vec::new(), defines: Vec::new() }
    }
}

/// A part of a record that a copy changed.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub base: Option<Said>,
    pub ours: Option<Said>,
    pub theirs: Option<Said>,
    /// Which copies changed it.
    pub changed: Pair<bool>,
    /// Whether both copies say the same.
    pub agreed: bool,
    /// Whether it can be absent.
    pub optional: bool,
}

impl Leaf {
    pub(super) fn of(&self, side: Side) -> Option<&Said> {
        match side {
            Side::Ours => self.ours.as_ref(),
            Side::Theirs => self.theirs.as_ref(),
        }
    }
}

pub(super) type Leaves = BTreeMap<Place, Leaf>;

/// A walk over three frameworks.
pub(super) struct Walk<'a> {
    pub names: &'a Names<'a>,
    held: &'a Held,
    /// What was found so far; `None` where only the result is wanted.
    pub leaves: Option<Leaves>,
    pub at: Place,
}

impl<'a> Walk<'a> {
    pub(super) fn new(names: &'a Names<'a>, held: &'a Held, collect: bool) -> Self {
        let at = Place::record(Kind::Framework, "");
        Self { names, held, leaves: collect.then(Leaves::new), at }
    }

    /// Walks a field or a key.
    fn step<T>(&mut self, key: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.at.path.push(SmolStr::new(key));
        let value = inner(self);
        self.at.path.pop();
        value
    }

    /// Takes back what a copy says where it is held.
    pub(super) fn effective<T: Copy>(&self, three: Three<T>) -> Three<T> {
        let held = |side| self.held.back.of(side).contains(&self.at);
        Three {
            base: three.base,
            ours: if held(Side::Ours) { three.base } else { three.ours },
            theirs: if held(Side::Theirs) { three.base } else { three.theirs },
        }
    }

    /// Notes a change at the place where the walk is.
    pub(super) fn note<T: Copy + PartialEq>(
        &mut self,
        three: Three<T>,
        optional: bool,
        said: impl Fn(T) -> Said,
    ) {
        let Some(leaves) = &mut self.leaves else { return };
        let leaf = Leaf {
            base: three.base.map(&said),
            ours: three.ours.map(&said),
            theirs: three.theirs.map(&said),
            changed: Pair { ours: three.base != three.ours, theirs: three.base != three.theirs },
            agreed: three.ours == three.theirs,
            optional,
        };
        leaves.insert(self.at.clone(), leaf);
    }

    /// Merges one value; `key` is what the place itself names besides.
    pub(super) fn leaf<T: Told>(
        &mut self,
        three: Three<&T>,
        key: Option<&Place>,
        optional: bool,
    ) -> Option<T> {
        if three.same() {
            return three.base.cloned();
        }
        let names = self.names;
        self.note(three, optional, |value| Said {
            who: value.who(),
            names: value.named().into_iter().chain(key.cloned()).collect(),
            defines: value.defined(),
            ..Said::words(value.told(names))
        });
        if self.held.both.contains(&self.at) {
            return three.ours.zip(three.theirs).and_then(|(ours, theirs)| ours.joined(theirs));
        }
        self.effective(three).stands().cloned()
    }
}

/// A record, or an entry of a map, that is merged field by field.
pub(super) trait Fields: Told + Eq {
    /// Merges three of them, at least one of them there.
    fn merge(three: Three<&Self>, walk: &mut Walk) -> Self;
}

/// Walks a field by its name.
pub(super) fn field<T>(name: &str, walk: &mut Walk, inner: impl FnOnce(&mut Walk) -> T) -> T {
    walk.step(name, inner)
}

/// A field that every record has.
pub(super) fn required<T: Told>(three: Three<&T>, walk: &mut Walk) -> T {
    let merged = walk.leaf(three, None, false);
    match merged.as_ref().or(three.ours).or(three.theirs).or(three.base) {
        Some(value) => value.clone(),
        None => unreachable!("a record that is in none of three copies is not walked"),
    }
}

/// A field that is one value; its default is the same as absent.
pub(super) fn whole<T: Told + Default>(three: Three<&T>, walk: &mut Walk) -> T {
    let default = T::default();
    walk.leaf(three.and_then(|v| Some(v).filter(|v| **v != default)), None, true)
        .unwrap_or_default()
}

/// A field that is a record of its own, always there.
pub(super) fn inner<T: Fields + Default>(three: Three<&T>, walk: &mut Walk) -> T {
    let default = T::default();
    let there = |value: Option<_>| Some(value.unwrap_or(&default));
    let (base, ours, theirs) = (there(three.base), there(three.ours), there(three.theirs));
    T::merge(Three { base, ours, theirs }, walk)
}

/// A map, its values each as one.
pub(super) fn table<K: Key + Ord + Clone, V: Told>(
    three: Three<&Table<K, V>>,
    walk: &mut Walk,
) -> Table<K, V> {
    keyed(three, walk, |three, target, walk| walk.leaf(three, target, true))
}

/// A map, its values field by field where the entry is in both copies.
pub(super) fn entries<K: Key + Ord + Clone, V: Fields>(
    three: Three<&Table<K, V>>,
    walk: &mut Walk,
) -> Table<K, V> {
    keyed(three, walk, |three, target, walk| match three {
        Three { ours: Some(_), theirs: Some(_), .. } => Some(V::merge(three, walk)),
        _ => walk.leaf(three, target, true),
    })
}

fn keyed<K: Key + Ord + Clone, V: Told>(
    three: Three<&Table<K, V>>,
    walk: &mut Walk,
    mut merge: impl FnMut(Three<&V>, Option<&Place>, &mut Walk) -> Option<V>,
) -> Table<K, V> {
    let Some(start) = three.ours.or(three.theirs).or(three.base) else { return Table::default() };
    let mut merged = start.clone();
    if three.same() {
        return merged;
    }
    let all = [three.base, three.ours, three.theirs];
    let keys: BTreeSet<&K> = all.iter().flatten().flat_map(|t| t.keys()).collect();
    for key in keys {
        let values = three.and_then(|table| table.get(key));
        if values.same() {
            continue;
        }
        let target = key.target();
        match walk.step(&key.key(), |walk| merge(values, target.as_ref(), walk)) {
            Some(value) => drop(merged.insert(key.clone(), value)),
            None => drop(merged.remove(key)),
        }
    }
    merged
}

/// A list in which each value stands once and only which values there are matters much: merged
/// as a set, value by value. Its order is kept, and is a value of its own where a copy changes
/// it. Where a value stands twice, the list is one value.
pub(super) fn set<T: Told>(three: Three<&Vec<T>>, walk: &mut Walk) -> Vec<T> {
    if three.same() {
        return three.base.cloned().unwrap_or_default();
    }
    let empty = Vec::new();
    let lists = [three.base, three.ours, three.theirs].map(|list| list.unwrap_or(&empty));
    let [base, ours, theirs] =
        lists.map(|list| list.iter().map(|v| (v.told_key(), v)).collect::<BTreeMap<String, &T>>());
    if [&base, &ours, &theirs].iter().zip(lists).any(|(map, list)| map.len() != list.len()) {
        return whole(three, walk);
    }
    let keys: BTreeSet<&String> = [&base, &ours, &theirs].iter().flat_map(|m| m.keys()).collect();
    let mut kept: BTreeMap<&str, T> = BTreeMap::new();
    for key in keys {
        let values = Three {
            base: base.get(key).copied(),
            ours: ours.get(key).copied(),
            theirs: theirs.get(key).copied(),
        };
        if let Some(value) = walk.step(key, |walk| walk.leaf(values, None, true)) {
            kept.insert(key, value);
        }
    }
    let [base, ours, theirs] = lists;
    let skeleton = order([base, ours, theirs], walk);
    let mut merged: Vec<T> =
        skeleton.iter().filter_map(|value| kept.remove(value.told_key().as_str())).collect();
    // What is there again, since its removal is held back, stands where it stood.
    for (at, value) in base.iter().enumerate() {
        if let Some(value) = kept.remove(value.told_key().as_str()) {
            let mut before = base[..at].iter().rev();
            let place = before.find_map(|before| merged.iter().position(|v| v == before));
            merged.insert(place.map_or(0, |place| place + 1), value);
        }
    }
    merged.extend(kept.into_values());
    merged
}

/// The list whose order the result follows.
fn order<'t, T: Told>([base, ours, theirs]: [&'t Vec<T>; 3], walk: &mut Walk) -> &'t Vec<T> {
    let moved = |side: &Vec<T>| {
        let common = base.iter().filter(|value| side.contains(value));
        !common.eq(side.iter().filter(|value| base.contains(value)))
    };
    let (ours_moved, theirs_moved) = (moved(ours), moved(theirs));
    if !ours_moved && !theirs_moved {
        return if theirs == base || theirs == ours {
            ours
        } else if ours == base {
            theirs
        } else {
            base
        };
    }
    // Only who changed the order says something of it: the others count as the base.
    let three = Three {
        base: Some(base),
        ours: Some(if ours_moved { ours } else { base }),
        theirs: Some(if theirs_moved { theirs } else { base }),
    };
    let names = walk.names;
    walk.note(three, true, |list| Said::words(list.told(names)));
    walk.effective(three).stands().unwrap_or(base)
}
