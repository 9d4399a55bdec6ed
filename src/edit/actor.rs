//! Edits of actors. An actor whom others name is merged into another, not removed: a lost
//! funder or position would be lost money or a lost word.

use super::EditError;
use super::draft::Draft;
use crate::model::{
    Actor, ActorField, ActorId, Amount, Evidence, Funding, Objective, Program, Subject,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An edit of an actor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ActorEdit {
    /// Adds it.
    Add(Box<Actor>),
    /// Sets one field.
    Set(ActorField),
    /// Puts another actor in its place everywhere, and removes it.
    Merge(ActorId),
    /// Removes it; one that others name is not removed.
    Remove,
}

impl ActorEdit {
    pub(super) fn label(&self) -> String {
        let label = match self {
            Self::Add(_) => "add actor",
            Self::Set(ActorField::Name(_)) => "rename actor",
            Self::Set(_) => "change actor",
            Self::Merge(_) => "merge actors",
            Self::Remove => "remove actor",
        };
        label.to_owned()
    }
}

pub(super) fn edit(draft: &mut Draft, id: &ActorId, edit: &ActorEdit) -> Result<(), EditError> {
    let there = draft.actor(id).cloned();
    match (edit, there) {
        (ActorEdit::Add(_), Some(_)) => Err(EditError::Exists("actor", id.to_string())),
        (ActorEdit::Add(actor), None) => {
            draft.put_actor(id, Some((**actor).clone()));
            Ok(())
        }
        (_, None) => Err(EditError::Missing("actor", id.to_string())),
        (ActorEdit::Set(field), Some(actor)) => {
            let mut actor = (*actor).clone();
            actor.set(field.clone());
            draft.put_actor(id, Some(actor));
            Ok(())
        }
        (ActorEdit::Merge(into), Some(_)) => merge(draft, id, into),
        (ActorEdit::Remove, Some(actor)) => remove(draft, id, &actor.name),
    }
}

fn remove(draft: &mut Draft, id: &ActorId, name: &str) -> Result<(), EditError> {
    let counted = [
        (draft.programs().iter().filter(|(_, p)| swap_program(p, id, id).1).count(), "program"),
        (
            draft.objectives().iter().filter(|(_, o)| swap_objective(o, id, id).1).count(),
            "objective",
        ),
        (
            draft.actors().iter().filter(|(_, a)| a.parent.as_ref() == Some(id)).count(),
            "department",
        ),
        (
            draft
                .tensions()
                .iter()
                .filter(|(_, t)| {
                    t.parties.contains(id) || t.about.contains(&Subject::Actor(id.clone()))
                })
                .count(),
            "tension",
        ),
        (
            draft
                .mechanisms()
                .iter()
                .filter(|(_, m)| m.members.contains(id) || m.chairs.contains(id))
                .count(),
            "mechanism",
        ),
        (draft.scenes().iter().filter(|(_, s)| s.filter.actors.contains(id)).count(), "scene"),
    ];
    let uses: Vec<String> = counted
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}{}", if *n == 1 { "" } else { "s" }))
        .collect();
    if uses.is_empty() {
        draft.put_actor(id, None);
        return Ok(());
    }
    Err(EditError::InUse {
        name: name.to_owned(),
        uses: uses.join(", "),
        hint: "merge it into another actor instead, who then takes its place",
    })
}

/// Whether `above` is the agency of a department, or of an agency above it.
fn departs_from(draft: &Draft, department: &ActorId, above: &ActorId) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = Some(department.clone());
    while let Some(id) = at.filter(|id| seen.insert(id.clone())) {
        at = draft.actor(&id).and_then(|actor| actor.parent.clone());
        if at.as_ref() == Some(above) {
            return true;
        }
    }
    false
}

/// Puts `into` in the place of `id` everywhere. A department that its agency is merged into
/// takes the agency's own place, so that no circle arises.
fn merge(draft: &mut Draft, id: &ActorId, into: &ActorId) -> Result<(), EditError> {
    if draft.actor(into).is_none() || id == into {
        return Err(EditError::Missing("other actor", into.to_string()));
    }
    for (key, record) in draft.programs() {
        if let (program, true) = swap_program(&record, id, into) {
            let both = record.funding.get(id).zip(record.funding.get(into));
            if both.is_some_and(|(a, b)| sum(a, b).is_none()) {
                return Err(EditError::TooMuch(record.title.clone()));
            }
            draft.put_program(&key, Some(program));
        }
    }
    for (key, record) in draft.objectives() {
        if let (objective, true) = swap_objective(&record, id, into) {
            draft.put_objective(&key, Some(objective));
        }
    }
    let heir = departs_from(draft, into, id).then(|| draft.actor(id)?.parent.clone());
    for (key, record) in draft.actors() {
        let mut actor = (*record).clone();
        swap(&mut actor.parent, id, into);
        if let Some(parent) = heir.as_ref().filter(|_| key == *into) {
            actor.parent.clone_from(parent);
        }
        draft.put_actor(&key, Some(actor));
    }
    for (key, record) in draft.tensions() {
        let mut tension = (*record).clone();
        swap_list(&mut tension.parties, id, into);
        swap_list(&mut tension.about, &Subject::Actor(id.clone()), &Subject::Actor(into.clone()));
        draft.put_tension(&key, Some(tension));
    }
    for (key, record) in draft.mechanisms() {
        let mut mechanism = (*record).clone();
        swap_list(&mut mechanism.members, id, into);
        swap_list(&mut mechanism.chairs, id, into);
        draft.put_mechanism(&key, Some(mechanism));
    }
    for (key, record) in draft.scenes() {
        let mut scene = (*record).clone();
        swap_list(&mut scene.filter.actors, id, into);
        draft.put_scene(&key, Some(scene));
    }
    draft.put_actor(id, None);
    Ok(())
}

/// Swaps an entry for another wherever it stands, and leaves that one once; gives whether it was
/// there.
pub(super) fn swap_list<T: PartialEq + Clone>(list: &mut Vec<T>, old: &T, new: &T) -> bool {
    if !list.contains(old) {
        return false;
    }
    if old != new {
        let mut once = false;
        list.retain(|entry| {
            let either = entry == old || entry == new;
            let keep = !either || !once;
            once |= either;
            keep
        });
        list.iter_mut().filter(|entry| *entry == old).for_each(|entry| *entry = new.clone());
    }
    true
}

fn swap(one: &mut Option<ActorId>, old: &ActorId, new: &ActorId) -> bool {
    let there = one.as_ref() == Some(old);
    if there {
        *one = Some(new.clone());
    }
    there
}

/// A program with one actor in the place of another, and whether it named it.
fn swap_program(record: &Program, old: &ActorId, new: &ActorId) -> (Program, bool) {
    let mut p = record.clone();
    let mut named = swap(&mut p.owner, old, new);
    named |= swap_list(&mut p.implementing, old, new);
    if let Some(funding) = p.funding.remove(old) {
        named = true;
        let both = p.funding.get(new).map_or(Some(funding.clone()), |f| sum(f, &funding));
        p.funding.insert(new.clone(), both.unwrap_or(funding));
    }
    for link in p.links.values_mut() {
        named |= swap(&mut link.by, old, new);
        if link.evidence == Evidence::Confirmed(old.clone()) {
            named = true;
            link.evidence = Evidence::Confirmed(new.clone());
        }
    }
    if let Some(decision) = &mut p.decision {
        named |= swap(&mut decision.by, old, new);
    }
    if let Some(reply) = &mut p.reply {
        named |= swap(&mut reply.by, old, new);
    }
    (p, named)
}

/// What two funders gave, together; `None` where that is more than an amount may be.
fn sum(one: &Funding, other: &Funding) -> Option<Funding> {
    let amount = match (one.amount, other.amount) {
        (Some(a), Some(b)) => Some(Amount::new(a.get().checked_add(b.get())?).ok()?),
        (a, b) => a.or(b),
    };
    Some(Funding { amount })
}

/// An objective with one actor in the place of another, and whether it named it.
fn swap_objective(record: &Objective, old: &ActorId, new: &ActorId) -> (Objective, bool) {
    let mut o = record.clone();
    let mut named = swap(&mut o.lead, old, new);
    named |= swap(&mut o.co_lead, old, new);
    named |= swap(&mut o.proposed_by, old, new);
    named |= swap_list(&mut o.supporting, old, new);
    if let Some(position) = o.positions.remove(old) {
        named = true;
        // A position of its own stands.
        o.positions.entry(new.clone()).or_insert(position);
    }
    for indicator in o.indicators.values_mut() {
        named |= swap(&mut indicator.monitored_by, old, new);
    }
    (o, named)
}
