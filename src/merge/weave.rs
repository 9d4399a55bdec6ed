//! The walk over whole frameworks: every record of three copies, put together as one framework.
//! Must not judge; see `walk`.

use super::place::{Kind, Place};
use super::value::{Key, Names};
use super::walk::{Fields, Held, Leaves, Said, Three, Walk};
use crate::model::{Change, Delta, Edit, Framework, Parts, Pin, Table};
use std::sync::Arc;

/// Puts three copies together, and notes what they changed where `collect` is set.
pub(super) fn weave(copies: [&Framework; 3], held: &Held, collect: bool) -> (Framework, Leaves) {
    let [base, ours, theirs] = copies.map(Framework::parts);
    let names = Names(vec![copies[1], copies[2], copies[0]]);
    let mut walk = Walk::new(&names, held, collect);
    let three = Three { base: Some(base), ours: Some(ours), theirs: Some(theirs) };
    let walk = &mut walk;
    let head = if Arc::ptr_eq(&base.head, &ours.head) && Arc::ptr_eq(&base.head, &theirs.head) {
        Arc::clone(&ours.head)
    } else {
        Arc::new(Fields::merge(three.map(|parts| &*parts.head), walk))
    };
    let parts = Parts {
        head,
        actors: records(Kind::Actor, three.map(|parts| &parts.actors), walk),
        objectives: records(Kind::Objective, three.map(|parts| &parts.objectives), walk),
        programs: records(Kind::Program, three.map(|parts| &parts.programs), walk),
        tensions: records(Kind::Tension, three.map(|parts| &parts.tensions), walk),
        mechanisms: records(Kind::Mechanism, three.map(|parts| &parts.mechanisms), walk),
        milestones: records(Kind::Milestone, three.map(|parts| &parts.milestones), walk),
        scenes: records(Kind::Scene, three.map(|parts| &parts.scenes), walk),
        pinned: tables(Kind::Pin, three.map(|parts| &parts.pinned), walk, pin),
    };
    (Framework::from_parts(parts), walk.leaves.take().unwrap_or_default())
}

/// A record of which only matters that it is there.
struct There<'r, T>(&'r T);

// Derived, these would ask the record to be copied.
impl<T> Copy for There<'_, T> {}
impl<T> Clone for There<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> PartialEq for There<'_, T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn records<K: Key + Ord + Clone, T: Fields>(
    kind: Kind,
    three: Three<&Table<K, Arc<T>>>,
    walk: &mut Walk,
) -> Table<K, Arc<T>> {
    tables(kind, three, walk, |_, three, walk| record(three, walk))
}

/// The rows of some tables side by side, in the order of keys.
fn join<const N: usize, K: Ord, V>(
    tables: [Option<&Table<K, V>>; N],
) -> impl Iterator<Item = (&K, [Option<&V>; N])> {
    let mut rows = tables.map(|table| table.into_iter().flat_map(|table| table.iter()).peekable());
    std::iter::from_fn(move || {
        let next = rows.iter_mut().filter_map(|rows| rows.peek().map(|(key, _)| *key)).min()?;
        let row = rows.each_mut().map(|rows| rows.next_if(|(key, _)| *key == next));
        Some((next, row.map(|row| row.map(|(_, value)| value))))
    })
}

/// A copy that shares with the base what says the same: the walk passes by what is shared.
pub(super) fn sharing(base: &Framework, copy: &Framework) -> Framework {
    fn share<K: Ord, T: Eq>(base: &Table<K, Arc<T>>, copy: &mut Table<K, Arc<T>>) {
        let mut known = base.iter().peekable();
        for (key, record) in copy.iter_mut() {
            while known.next_if(|(other, _)| *other < key).is_some() {}
            if let Some((_, same)) = known.next_if(|(other, same)| *other == key && *same == record)
            {
                *record = Arc::clone(same);
            }
        }
    }
    let (of, mut parts) = (base.parts(), copy.parts().clone());
    share(&of.actors, &mut parts.actors);
    share(&of.objectives, &mut parts.objectives);
    share(&of.programs, &mut parts.programs);
    Framework::from_parts(parts)
}

/// A table of records: those that differ are merged one by one.
fn tables<K: Key + Ord + Clone, T: Eq>(
    kind: Kind,
    three: Three<&Table<K, Arc<T>>>,
    walk: &mut Walk,
    merge: impl Fn(&K, Three<&Arc<T>>, &mut Walk) -> Option<Arc<T>>,
) -> Table<K, Arc<T>> {
    let mut merged = three.ours.cloned().unwrap_or_default();
    let same = |a: Option<&Arc<T>>, b: Option<&Arc<T>>| match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
        (None, None) => true,
        _ => false,
    };
    for (key, [base, ours, theirs]) in join([three.base, three.ours, three.theirs]) {
        let records = Three { base, ours, theirs };
        if same(records.base, records.ours) && same(records.base, records.theirs) {
            continue;
        }
        walk.at = Place::record(kind, &key.key());
        match merge(key, records, walk) {
            Some(record) => drop(merged.insert(key.clone(), record)),
            None => drop(merged.remove(key)),
        }
    }
    merged
}

/// One record: whether it is there, and its fields.
fn record<T: Fields>(three: Three<&Arc<T>>, walk: &mut Walk) -> Option<Arc<T>> {
    if three.base.is_none() || three.ours.is_none() || three.theirs.is_none() {
        let names = walk.names;
        let at = walk.at.clone();
        walk.note(three.map(|record| There(&**record)), true, |There(record)| Said {
            names: mentions(record, &at, names),
            ..Said::words(record.told(names))
        });
    }
    let there = walk.effective(three);
    // A side that removed the record says nothing of its fields.
    let fields = Three {
        base: there.base,
        ours: there.ours.or(there.base),
        theirs: there.theirs.or(there.base),
    };
    if fields.ours.is_none() && fields.theirs.is_none() {
        return None;
    }
    let merged = T::merge(fields.map(|record| &**record), walk);
    if there.base.is_some() && (there.ours.is_none() || there.theirs.is_none()) {
        return None;
    }
    let known = [there.ours, there.theirs, there.base].into_iter().flatten();
    let known = known.into_iter().find(|record| ***record == merged);
    Some(known.map_or_else(|| Arc::new(merged), Arc::clone))
}

/// The places of all records that a record names.
pub(super) fn mentions<T: Fields>(record: &T, at: &Place, names: &Names) -> Vec<Place> {
    let held = Held::default();
    let mut walk = Walk::new(names, &held, true);
    walk.at = at.clone();
    T::merge(Three { base: None, ours: Some(record), theirs: None }, &mut walk);
    let leaves = walk.leaves.unwrap_or_default();
    let said = leaves.into_values().filter_map(|leaf| leaf.ours);
    said.flat_map(|said| said.names).collect()
}

fn pin<K: Key>(key: &K, three: Three<&Arc<Pin>>, walk: &mut Walk) -> Option<Arc<Pin>> {
    walk.leaf(three.map(|pin| &**pin), key.target().as_ref(), true).map(Arc::new)
}

/// The change that leads from one framework to another.
pub(super) fn between(before: &Framework, after: &Framework) -> Change {
    let (from, to) = (before.parts(), after.parts());
    let mut edits = Vec::new();
    if from.head != to.head {
        edits.push(Edit::Head(Delta {
            before: Some(Arc::clone(&from.head)),
            after: Some(Arc::clone(&to.head)),
        }));
    }
    edits.extend(deltas(&from.actors, &to.actors).map(|(id, d)| Edit::Actor(id, d)));
    edits.extend(deltas(&from.objectives, &to.objectives).map(|(id, d)| Edit::Objective(id, d)));
    edits.extend(deltas(&from.programs, &to.programs).map(|(id, d)| Edit::Program(id, d)));
    edits.extend(deltas(&from.tensions, &to.tensions).map(|(id, d)| Edit::Tension(id, d)));
    edits.extend(deltas(&from.mechanisms, &to.mechanisms).map(|(id, d)| Edit::Mechanism(id, d)));
    edits.extend(deltas(&from.milestones, &to.milestones).map(|(id, d)| Edit::Milestone(id, d)));
    edits.extend(deltas(&from.scenes, &to.scenes).map(|(id, d)| Edit::Scene(id, d)));
    edits.extend(deltas(&from.pinned, &to.pinned).map(|(id, d)| Edit::Pin(id, d)));
    Change { edits }
}

fn deltas<'t, K: Ord + Clone, T: Eq>(
    from: &'t Table<K, Arc<T>>,
    to: &'t Table<K, Arc<T>>,
) -> impl Iterator<Item = (K, Delta<T>)> + 't {
    join([Some(from), Some(to)]).filter_map(|(id, [before, after])| {
        // Records are shared: most are the very same one.
        let same = match (before, after) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        };
        (!same).then(|| (id.clone(), Delta { before: before.cloned(), after: after.cloned() }))
    })
}
