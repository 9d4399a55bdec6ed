//! Parts of a framework for breakout groups. A part is a document of its own, with the ids of the
//! whole, and says which records it was made with; so a merge knows what was left out of it, and
//! takes none of that for removed.

use super::index::holds_records;
use super::place::{Kind, Place};
use super::solve::Plan;
use super::value::{Key, Names};
use super::walk::{Fields, Leaf, Said, Side};
use super::weave::mentions;
use crate::analysis;
use crate::model::{
    Framework, Mechanism, ObjectiveId, Parts, Program, ProgramId, Subject, Table, Tension,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The key in `ext` under which a part says which records it was made with.
pub const PART_KEY: &str = "throughline.part";

/// What a part is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartOf {
    /// The objectives that the group works on; what contributes to them is in the part too.
    pub objectives: Vec<ObjectiveId>,
    /// Whether the programs that show no link are in the part.
    pub orphans: bool,
}

/// Makes the part of a framework that a breakout group works on: the objectives, all that
/// contributes to them; the programs that are linked to these, with their umbrellas and parts; what
/// the objectives and programs lead up to; tensions and mechanisms that concern them; all actors and the
/// head. Milestones and scenes stay with the whole. Objectives that the framework lacks are
/// passed over.
///
/// Merge it back with [`merge`](super::merge) over the whole framework as it was.
#[must_use]
pub fn part(framework: &Framework, of: &PartOf) -> Framework {
    let below = below(framework, &of.objectives);
    let programs = programs(framework, &below, of.orphans);
    // No link is left out: what a program shows, and how its budget is shared out, is as it was.
    let linked = programs.iter().filter_map(|id| framework.program(id));
    let linked = linked.flat_map(|program| program.links.keys());
    let objectives = above(framework, below.iter().chain(linked));
    let whole = framework.parts();
    let knows = |subject: &Subject| match subject {
        Subject::Objective(id) => objectives.contains(id),
        Subject::Program(id) => programs.contains(id),
        Subject::Actor(_) => true,
    };
    let mut parts = Parts {
        head: Arc::clone(&whole.head),
        actors: whole.actors.clone(),
        objectives: some(&whole.objectives, |id, _| objectives.contains(id)),
        programs: some(&whole.programs, |id, _| programs.contains(id)),
        tensions: some(&whole.tensions, |_, tension: &Tension| tension.about.iter().any(&knows)),
        mechanisms: some(&whole.mechanisms, |_, mechanism: &Mechanism| {
            mechanism.objectives.is_empty()
                || mechanism.objectives.iter().any(|id| objectives.contains(id))
        }),
        milestones: Table::default(),
        scenes: Table::default(),
        pinned: some(&whole.pinned, |id, _| objectives.contains(id)),
    };
    for program in parts.programs.values_mut() {
        let program: &mut Program = Arc::make_mut(program);
        program.depends_on.retain(|id, _| programs.contains(id));
    }
    for tension in parts.tensions.values_mut() {
        Arc::make_mut(tension).about.retain(&knows);
    }
    for mechanism in parts.mechanisms.values_mut() {
        Arc::make_mut(mechanism).objectives.retain(|id| objectives.contains(id));
    }
    let text = Included::of(&parts).text();
    Arc::make_mut(&mut parts.head).ext.insert(PART_KEY.to_owned(), text);
    Framework::from_parts(parts)
}

fn some<K: Ord + Clone, T>(
    table: &Table<K, Arc<T>>,
    keeps: impl Fn(&K, &T) -> bool,
) -> Table<K, Arc<T>> {
    let kept = table.iter().filter(|(id, record)| keeps(id, record));
    kept.map(|(id, record)| (id.clone(), Arc::clone(record))).collect()
}

/// The objectives and all that contributes to them.
fn below(framework: &Framework, top: &[ObjectiveId]) -> BTreeSet<ObjectiveId> {
    let mut children: BTreeMap<&ObjectiveId, Vec<&ObjectiveId>> = BTreeMap::new();
    for (id, objective) in framework.objectives() {
        for parent in objective.contributes_to.keys() {
            children.entry(parent).or_default().push(id);
        }
    }
    let known = top.iter().filter(|id| framework.objective(id).is_some());
    reached(known, |id| children.get(id).cloned().unwrap_or_default())
}

/// The objectives and all that they contribute to.
fn above<'a>(
    framework: &'a Framework,
    from: impl IntoIterator<Item = &'a ObjectiveId>,
) -> BTreeSet<ObjectiveId> {
    reached(from, |id| {
        framework.objective(id).map_or_else(Vec::new, |o| o.contributes_to.keys().collect())
    })
}

/// The programs that are linked to objectives, with their umbrellas and parts.
fn programs(
    framework: &Framework,
    objectives: &BTreeSet<ObjectiveId>,
    orphans: bool,
) -> BTreeSet<ProgramId> {
    let mut family: BTreeMap<&ProgramId, Vec<&ProgramId>> = BTreeMap::new();
    for (id, program) in framework.programs() {
        if let Some(umbrella) = &program.part_of {
            family.entry(umbrella).or_default().push(id);
            family.entry(id).or_default().push(umbrella);
        }
    }
    let mut from: BTreeSet<&ProgramId> = BTreeSet::new();
    let linked = framework.programs().iter();
    from.extend(
        linked
            .filter(|(_, program)| program.links.keys().any(|id| objectives.contains(id)))
            .map(|(id, _)| id),
    );
    let analysis = orphans.then(|| analysis::analyze(framework, None));
    if let Some(analysis) = &analysis {
        from.extend(analysis.programs.iter().filter(|(_, p)| p.orphan()).map(|(id, _)| id));
    }
    reached(from, |id| family.get(id).cloned().unwrap_or_default())
}

fn reached<'a, K: Ord + Clone + 'a>(
    from: impl IntoIterator<Item = &'a K>,
    next: impl Fn(&K) -> Vec<&'a K>,
) -> BTreeSet<K> {
    let mut found: BTreeSet<K> = BTreeSet::new();
    let mut todo: Vec<&K> = from.into_iter().collect();
    while let Some(id) = todo.pop() {
        if found.insert(id.clone()) {
            todo.extend(next(id));
        }
    }
    found
}

/// The records that a part was made with. Actors and the head are in every part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Included(BTreeSet<Place>);

/// The kinds of which a part has some.
const KINDS: [Kind; 4] = [Kind::Objective, Kind::Program, Kind::Tension, Kind::Mechanism];

impl Included {
    fn of(parts: &Parts) -> Self {
        fn places<K: Key + Ord, T>(kind: Kind, table: &Table<K, T>) -> impl Iterator<Item = Place> {
            table.keys().map(move |id| Place::record(kind, &id.key()))
        }
        let mut all: BTreeSet<Place> = places(Kind::Objective, &parts.objectives).collect();
        all.extend(places(Kind::Program, &parts.programs));
        all.extend(places(Kind::Tension, &parts.tensions));
        all.extend(places(Kind::Mechanism, &parts.mechanisms));
        Self(all)
    }

    /// "objective oc1 so1; program prg-1".
    fn text(&self) -> String {
        let kinds = KINDS.iter().map(|&kind| {
            let ids = self.0.iter().filter(|place| place.kind == kind);
            ids.fold(kind.word().to_owned(), |text, place| format!("{text} {}", place.id))
        });
        kinds.collect::<Vec<_>>().join("; ")
    }

    fn read(text: &str) -> Result<Self, String> {
        let mut all = BTreeSet::new();
        let mut kinds: Vec<Kind> = Vec::new();
        for line in text.split(';') {
            let mut words = line.split_whitespace();
            let word = words.next().unwrap_or_default();
            let kind = KINDS.iter().copied().find(|kind| kind.word() == word);
            let kind = kind.ok_or_else(|| format!("\"{word}\" is no kind of record"))?;
            kinds.push(kind);
            all.extend(words.map(|id| Place::record(kind, id)));
        }
        if kinds == KINDS { Ok(Self(all)) } else { Err("a kind of record is missing".to_owned()) }
    }

    fn has(&self, record: &Place) -> bool {
        match record.kind {
            Kind::Framework | Kind::Actor => true,
            Kind::Pin => self.0.contains(&Place::record(Kind::Objective, &record.id)),
            _ => self.0.contains(record),
        }
    }

    /// Whether a change is none: the part lacks what it was made without.
    pub(super) fn leaves_out(&self, place: &Place, leaf: &Leaf, now: Option<&Said>) -> bool {
        let Some(base) = &leaf.base else {
            return *place == Place::head(["ext", PART_KEY]);
        };
        if *place == Place::head(["ext", PART_KEY]) || now.is_none() && !self.has(&place.whole()) {
            return true;
        }
        let now = now.map_or(&[][..], |said| &said.names);
        let dropped = base.names.iter().filter(|name| !now.contains(name));
        !holds_records(place)
            && now.iter().all(|name| base.names.contains(name))
            && dropped.into_iter().any(|name| !self.has(name))
    }
}

/// What a copy was made with, where it is a part of what `base` is.
pub(super) fn included(base: &Framework, copy: &Framework) -> Result<Option<Included>, String> {
    match (base.head().ext.get(PART_KEY), copy.head().ext.get(PART_KEY)) {
        (before, Some(text)) if before != Some(text) => Included::read(text).map(Some),
        _ => Ok(None),
    }
}

/// Holds back what only looks changed, since the part was made without it; and notes what the
/// part removed that is still named outside of it.
pub(super) fn leave_out(plan: &mut Plan, side: Side) -> Result<(), String> {
    let copy = match side {
        Side::Ours => &plan.ours,
        Side::Theirs => &plan.theirs,
    };
    let Some(included) = included(&plan.base, copy)? else { return Ok(()) };
    let changed = plan.index.leaves.iter().filter(|(_, leaf)| *leaf.changed.of(side));
    let out = changed.filter(|(place, leaf)| included.leaves_out(place, leaf, leaf.of(side)));
    plan.left_out.back.of_mut(side).extend(out.map(|(place, _)| place.clone()));
    let mut outside: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    let mut note = |record: Place, names: Vec<Place>| {
        for name in names {
            if plan.index.removes(side, &name, &plan.left_out).is_some() {
                outside.entry(name).or_default().push(record.clone());
            }
        }
    };
    let names = Names(vec![&plan.base]);
    let base = plan.base.parts();
    named_outside(Kind::Objective, &base.objectives, &included, &names, &mut note);
    named_outside(Kind::Program, &base.programs, &included, &names, &mut note);
    named_outside(Kind::Tension, &base.tensions, &included, &names, &mut note);
    named_outside(Kind::Mechanism, &base.mechanisms, &included, &names, &mut note);
    named_outside(Kind::Scene, &base.scenes, &included, &names, &mut note);
    *plan.outside.of_mut(side) = outside;
    Ok(())
}

fn named_outside<K: Key + Ord, T: Fields>(
    kind: Kind,
    table: &Table<K, Arc<T>>,
    included: &Included,
    names: &Names,
    note: &mut impl FnMut(Place, Vec<Place>),
) {
    for (id, record) in table {
        let place = Place::record(kind, &id.key());
        if !included.has(&place) {
            note(place.clone(), mentions(&**record, &place, names));
        }
    }
}
