//! Edits of objectives: fields, positions, indicators, contributions, and their place.

use super::EditError;
use super::draft::Draft;
use crate::graph::Dag;
use crate::model::{
    ActorId, Contribution, Framework, Indicator, IndicatorId, Language, Objective, ObjectiveField,
    ObjectiveId, Position, Rank, Subject, Translation,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An edit of an objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ObjectiveEdit {
    /// Adds it.
    Add(Box<Objective>),
    /// Sets one field.
    Set(ObjectiveField),
    /// Sets or removes what an actor says of it.
    Position(ActorId, Option<Position>),
    /// Sets or removes an indicator.
    Indicator(IndicatorId, Option<Indicator>),
    /// Sets or removes that it contributes to another.
    Contribution(ObjectiveId, Option<Contribution>),
    /// Sets or removes its texts in another language.
    Translation(Language, Option<Translation>),
    /// Moves it, with all that is drawn under it, under another objective (or to the first
    /// level), after one of the siblings there (or first).
    Place {
        /// The objective it will stand under.
        #[serde(default)]
        under: Option<ObjectiveId>,
        /// The sibling it will stand after.
        #[serde(default)]
        after: Option<ObjectiveId>,
    },
    /// Removes it, and all that refers to it.
    Remove,
}

impl ObjectiveEdit {
    pub(super) fn label(&self) -> String {
        let label = match self {
            Self::Add(_) => "add objective",
            Self::Set(ObjectiveField::Title(_)) => "rename objective",
            Self::Set(_) => "change objective",
            Self::Position(..) => "record position",
            Self::Indicator(..) => "change indicator",
            Self::Contribution(_, Some(_)) => "contribute to objective",
            Self::Contribution(_, None) => "no longer contribute",
            Self::Translation(..) => "translate objective",
            Self::Place { .. } => "move objective",
            Self::Remove => "remove objective",
        };
        label.to_owned()
    }
}

/// Sets or removes an entry of a map.
pub(super) fn put<K: Ord + Clone, V: Clone>(
    table: &mut crate::model::Table<K, V>,
    key: &K,
    value: Option<&V>,
) {
    match value {
        Some(value) => drop(table.insert(key.clone(), value.clone())),
        None => drop(table.remove(key)),
    }
}

pub(super) fn edit(
    draft: &mut Draft,
    id: &ObjectiveId,
    edit: &ObjectiveEdit,
) -> Result<(), EditError> {
    let there = draft.objective(id).cloned();
    let Some(record) = there else {
        return match edit {
            ObjectiveEdit::Add(objective) => {
                draft.put_objective(id, Some((**objective).clone()));
                Ok(())
            }
            _ => Err(EditError::Missing("objective", id.to_string())),
        };
    };
    let mut record = (*record).clone();
    match edit {
        ObjectiveEdit::Add(_) => return Err(EditError::Exists("objective", id.to_string())),
        ObjectiveEdit::Set(field) => record.set(field.clone()),
        ObjectiveEdit::Position(actor, said) => put(&mut record.positions, actor, said.as_ref()),
        ObjectiveEdit::Indicator(key, value) => put(&mut record.indicators, key, value.as_ref()),
        ObjectiveEdit::Contribution(to, why) => {
            put(&mut record.contributes_to, to, why.as_ref());
        }
        ObjectiveEdit::Translation(language, texts) => {
            put(&mut record.translations, language, texts.as_ref());
        }
        ObjectiveEdit::Place { under, after } => {
            return place(draft, id, under.as_ref(), after.as_ref());
        }
        ObjectiveEdit::Remove => {
            remove(draft, id);
            return Ok(());
        }
    }
    draft.put_objective(id, Some(record));
    Ok(())
}

/// Removes an objective and all that refers to it.
fn remove(draft: &mut Draft, id: &ObjectiveId) {
    for (key, record) in draft.programs() {
        if record.links.contains_key(id) {
            let mut program = (*record).clone();
            program.links.remove(id);
            draft.put_program(&key, Some(program));
        }
    }
    for (key, record) in draft.objectives() {
        if record.contributes_to.contains_key(id) {
            let mut objective = (*record).clone();
            objective.contributes_to.remove(id);
            draft.put_objective(&key, Some(objective));
        }
    }
    for (key, record) in draft.tensions() {
        let mut tension = (*record).clone();
        tension.about.retain(|s| *s != Subject::Objective(id.clone()));
        draft.put_tension(&key, Some(tension));
    }
    for (key, record) in draft.mechanisms() {
        let mut mechanism = (*record).clone();
        mechanism.objectives.retain(|o| o != id);
        draft.put_mechanism(&key, Some(mechanism));
    }
    for (key, record) in draft.scenes() {
        let mut scene = (*record).clone();
        scene.folded.retain(|o| o != id);
        scene.focus = scene.focus.filter(|o| o != id);
        draft.put_scene(&key, Some(scene));
    }
    if draft.pin(id).is_some() {
        draft.put_pin(id, None);
    }
    draft.put_objective(id, None);
}

/// Moves an objective and all that is drawn under it.
fn place(
    draft: &mut Draft,
    id: &ObjectiveId,
    under: Option<&ObjectiveId>,
    after: Option<&ObjectiveId>,
) -> Result<(), EditError> {
    let refuse = |why: &str| Err(EditError::Place(id.to_string(), why.to_owned()));
    let dag = Dag::new(&scratch(draft));
    let Some(moved) = dag.find(id) else { return refuse("it is not there") };
    if !dag.living(moved) {
        return refuse("it is retired, and so not drawn");
    }
    let below = subtree(&dag, moved);
    let target = match under {
        None => None,
        Some(under) => match dag.find(under) {
            Some(target) if below.contains(&target) => {
                return refuse("it would stand below itself");
            }
            Some(target) if !dag.living(target) => return refuse("that objective is retired"),
            Some(target) => Some(target),
            None => return Err(EditError::Missing("objective", under.to_string())),
        },
    };
    shift_levels(draft, &dag, moved, target, &below)?;
    order(draft, &dag, moved, target, after)?;
    if let Some(record) = draft.objective(id) {
        let mut record = (**record).clone();
        if let Some(old) = dag.primary(moved).filter(|old| Some(*old) != target) {
            record.contributes_to.remove(dag.id(old));
        }
        if let Some(target) = target {
            record.contributes_to.entry(dag.id(target).clone()).or_insert_with(Contribution::new);
        }
        draft.put_objective(id, Some(record));
    }
    // Another contribution may draw it elsewhere; dropping it unasked would lose its rationale.
    match Dag::new(&scratch(draft)).primary(moved) {
        Some(other) if Some(other) != target => refuse(&format!(
            "it contributes to \"{}\" too and would be drawn there; remove that contribution first",
            dag.id(other)
        )),
        _ => Ok(()),
    }
}

/// Puts the moved objective one level below its new parent, and all under it as far along.
fn shift_levels(
    draft: &mut Draft,
    dag: &Dag,
    moved: usize,
    target: Option<usize>,
    below: &BTreeSet<usize>,
) -> Result<(), EditError> {
    let levels = draft.head().levels.clone();
    let depth = |i: usize| dag.depth(i).min(levels.len().saturating_sub(1));
    let new_depth = target.map_or(0, |t| depth(t) + 1);
    for &node in below {
        let shifted = (depth(node) + new_depth).checked_sub(depth(moved));
        let Some(level) = shifted.and_then(|d| levels.get(d)) else {
            let why = "the framework has no level that low".to_owned();
            return Err(EditError::Place(dag.id(moved).to_string(), why));
        };
        if let Some(record) = draft.objective(dag.id(node)) {
            let mut record = (**record).clone();
            record.level = level.id.clone();
            draft.put_objective(dag.id(node), Some(record));
        }
    }
    Ok(())
}

/// Ranks the moved objective after one of its new siblings, or first.
fn order(
    draft: &mut Draft,
    dag: &Dag,
    moved: usize,
    target: Option<usize>,
    after: Option<&ObjectiveId>,
) -> Result<(), EditError> {
    let ranked = |i: usize| Some((draft.objective(dag.id(i))?.rank.clone(), dag.id(i).clone()));
    let mut siblings: Vec<(Rank, ObjectiveId)> = dag
        .all_living()
        .filter(|&o| o != moved && dag.primary(o) == target)
        .filter_map(ranked)
        .collect();
    siblings.sort();
    let at = match after {
        None => 0,
        Some(after) => match siblings.iter().position(|(_, sibling)| sibling == after) {
            Some(place) => place + 1,
            None => {
                let why = "the card it is to follow does not stand there".to_owned();
                return Err(EditError::Place(dag.id(moved).to_string(), why));
            }
        },
    };
    let own = ranked(moved);
    let (before, behind) = siblings.split_at(at);
    let stands = own.as_ref().is_some_and(|own| {
        before.iter().all(|sibling| sibling < own) && behind.iter().all(|sibling| own < sibling)
    });
    if stands && dag.primary(moved) == target {
        return Ok(());
    }
    let low = before.last().map(|(rank, _)| rank);
    if let Some(rank) = rank_between(low, behind.first().map(|(rank, _)| rank)) {
        rerank(draft, dag.id(moved), rank);
        return Ok(());
    }
    // No room between the two (they bear one rank, as all do that were never moved): all anew.
    let mut ids: Vec<ObjectiveId> = siblings.into_iter().map(|(_, id)| id).collect();
    ids.insert(at, dag.id(moved).clone());
    let mut ranks = vec![Rank::default(); ids.len()];
    Rank::spread(&mut ranks, None, None);
    for (id, rank) in ids.iter().zip(ranks) {
        rerank(draft, id, rank);
    }
    Ok(())
}

fn rerank(draft: &mut Draft, id: &ObjectiveId, rank: Rank) {
    if let Some(record) = draft.objective(id) {
        let mut record = (**record).clone();
        record.rank = rank;
        draft.put_objective(id, Some(record));
    }
}

/// A rank between two, where there is one that is not overlong. Zeros at the end of a rank leave
/// no room below them ("a" and "a0" are neighbors), and nothing lies between them.
fn rank_between(low: Option<&Rank>, high: Option<&Rank>) -> Option<Rank> {
    const MOST: usize = 100;
    let floor = low.map_or("", Rank::as_str);
    if high.is_some_and(|high| high.as_str().trim_end_matches('0') <= floor) {
        return None;
    }
    Some(Rank::between(low, high)).filter(|rank| rank.as_str().len() <= MOST)
}

/// The objectives as the draft has them, for the graph.
fn scratch(draft: &Draft) -> Framework {
    let mut parts = Framework::new((**draft.head()).clone()).parts().clone();
    parts.objectives = draft.objectives().into_iter().collect();
    Framework::from_parts(parts)
}

/// An objective and all that is drawn under it. Within a batch there may be a circle, which is
/// refused at its end; it must not be walked for ever.
fn subtree(dag: &Dag, root: usize) -> BTreeSet<usize> {
    let mut all = BTreeSet::from([root]);
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        let under = dag.children(node).iter().copied();
        todo.extend(under.filter(|&c| dag.primary(c) == Some(node) && all.insert(c)));
    }
    all
}
