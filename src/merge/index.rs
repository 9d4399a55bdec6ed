//! What the changes of two copies have to do with each other: which records a change removes or
//! adds, which changes name them, and what must be held back together so that each copy still
//! keeps the invariants. Must not choose between the copies.

use super::place::{Kind, Place};
use super::walk::{Held, Leaf, Leaves, Pair, Side};
use std::collections::{BTreeMap, BTreeSet};

type Targets = BTreeMap<Place, Vec<Place>>;

/// The changes of both copies, and how they hang together.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub leaves: Leaves,
    /// By what is named: the changes of a copy after which it is named there.
    naming: Pair<Targets>,
    /// By what is named: the changes of a copy by which it is no longer named there, and nothing
    /// else in its stead.
    dropping: Pair<Targets>,
    /// By what is removed: the change that removes it.
    removing: Pair<BTreeMap<Place, Place>>,
}

impl Index {
    pub(super) fn new(leaves: Leaves) -> Self {
        let mut index = Self::default();
        for side in Side::BOTH {
            for (place, leaf) in leaves.iter().filter(|(_, leaf)| *leaf.changed.of(side)) {
                let base = leaf.base.as_ref().map_or(&[][..], |said| &said.names);
                let now = leaf.of(side).map_or(&[][..], |said| &said.names);
                // A whole record names what its fields name, and those are changes of their own.
                if !holds_records(place) {
                    for target in now {
                        index
                            .naming
                            .of_mut(side)
                            .entry(target.clone())
                            .or_default()
                            .push(place.clone());
                    }
                }
                if !holds_records(place) && now.iter().all(|target| base.contains(target)) {
                    for target in base.iter().filter(|target| !now.contains(target)) {
                        let drops = index.dropping.of_mut(side).entry(target.clone()).or_default();
                        drops.push(place.clone());
                    }
                }
                for target in defined(place, leaf.base.is_some(), leaf.base.as_ref()) {
                    if !defined(place, leaf.of(side).is_some(), leaf.of(side)).contains(&target) {
                        index.removing.of_mut(side).insert(target, place.clone());
                    }
                }
            }
        }
        index.leaves = leaves;
        index
    }

    /// Whether a copy's change is there and not held back, by itself or with its whole record.
    pub(super) fn acts(&self, side: Side, place: &Place, held: &Held) -> bool {
        let back = held.back.of(side);
        let changed = self.leaves.get(place).is_some_and(|leaf| *leaf.changed.of(side));
        changed && !back.contains(place) && (place.is_record() || !back.contains(&place.whole()))
    }

    /// The changes of a copy that are not held back.
    pub(super) fn acting<'s>(
        &'s self,
        side: Side,
        held: &'s Held,
    ) -> impl Iterator<Item = (&'s Place, &'s Leaf)> {
        self.leaves.iter().filter(move |(place, _)| self.acts(side, place, held))
    }

    /// The changes of a copy in one record that are not held back.
    pub(super) fn in_record(&self, side: Side, record: &Place, held: &Held) -> Vec<&Place> {
        let from = self.leaves.range(record.clone()..);
        let within = from.take_while(|(place, _)| place.whole() == *record);
        within.map(|(place, _)| place).filter(|place| self.acts(side, place, held)).collect()
    }

    /// The change by which a copy removes something, if it does and is not held back.
    pub(super) fn removes(&self, side: Side, target: &Place, held: &Held) -> Option<&Place> {
        self.removing.of(side).get(target).filter(|place| self.acts(side, place, held))
    }

    /// What a copy removes and is not held back, each with the change that removes it.
    pub(super) fn removals<'s>(
        &'s self,
        side: Side,
        held: &'s Held,
    ) -> impl Iterator<Item = (&'s Place, &'s Place)> {
        self.removing.of(side).iter().filter(move |(_, change)| self.acts(side, change, held))
    }

    /// The changes of a copy with all that cannot be held back, or cannot stand, without them.
    pub(super) fn together(
        &self,
        side: Side,
        changes: impl IntoIterator<Item = Place>,
        held: &Held,
    ) -> BTreeSet<Place> {
        let mut all: BTreeSet<Place> = BTreeSet::new();
        let mut todo: Vec<Place> = changes.into_iter().collect();
        while let Some(place) = todo.pop() {
            if !self.acts(side, &place, held) || !all.insert(place.clone()) {
                continue;
            }
            todo.extend(self.next(side, &place, held));
        }
        all
    }

    /// What must be held back with one change.
    fn next(&self, side: Side, place: &Place, held: &Held) -> Vec<Place> {
        let Some(leaf) = self.leaves.get(place) else { return Vec::new() };
        let of =
            |targets: &Targets, target: &Place| targets.get(target).cloned().unwrap_or_default();
        let before = defined(place, leaf.base.is_some(), leaf.base.as_ref());
        let now = defined(place, leaf.of(side).is_some(), leaf.of(side));
        let mut next = Vec::new();
        // What it removed is there again: so is that others name it.
        for target in before.iter().filter(|target| !now.contains(target)) {
            next.extend(of(self.dropping.of(side), target));
        }
        // What it added is gone: nothing may name it.
        for target in now.iter().filter(|target| !before.contains(target)) {
            next.extend(of(self.naming.of(side), target));
        }
        // What stood there before is there again, and names what the copy may have removed.
        if !self.acts(side.other(), place, held) {
            let names = leaf.base.iter().flat_map(|said| &said.names);
            next.extend(names.filter_map(|name| self.removes(side, name, held)).cloned());
        }
        // A new record cannot be without a field that it must have.
        let whole = place.whole();
        if !leaf.optional && leaf.base.is_none() && self.acts(side, &whole, held) {
            next.push(whole);
        }
        next
    }
}

/// Whether a place is that of a whole record that others may name.
pub(super) fn holds_records(place: &Place) -> bool {
    place.is_record() && place.kind != Kind::Pin
}

/// What others may name because of a value at a place.
fn defined(place: &Place, there: bool, said: Option<&super::walk::Said>) -> Vec<Place> {
    let dimension =
        place.kind == Kind::Framework && place.field() == "dimensions" && place.path.len() == 2;
    if (holds_records(place) && place.kind != Kind::Framework || dimension) && there {
        return vec![place.clone()];
    }
    said.map_or_else(Vec::new, |said| said.defines.clone())
}
