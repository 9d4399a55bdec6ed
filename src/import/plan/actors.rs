//! The actors that come with programs: those that the framework lacks, so that they fit it, and
//! those of them that the programs name. Never changes an actor that is there.

use super::super::{Batch, Finding, gather, text};
use super::{Edited, NewActor};
use crate::model::{Actor, ActorId, Evidence, Framework};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The actors of a batch that the framework lacks; `known` are those that it has under another id.
pub(super) fn new(
    framework: &Framework,
    batch: &Batch,
    known: &BTreeMap<ActorId, ActorId>,
    findings: &mut Vec<Finding>,
) -> Vec<NewActor> {
    let absent = |id: &ActorId| framework.actor(id).is_none() && !known.contains_key(id);
    let mut new = Vec::new();
    for (id, theirs) in batch.actors.iter().filter(|(id, _)| absent(id)) {
        let mut actor = Arc::clone(theirs);
        if let Some(ours) = theirs.parent.as_ref().and_then(|parent| known.get(parent)) {
            Arc::make_mut(&mut actor).parent = Some(ours.clone());
        }
        without_unknown_dimensions(framework, &mut actor, findings);
        new.push(NewActor { id: id.clone(), actor, proposal: batch.proposals.get(id).cloned() });
    }
    new
}

fn without_unknown_dimensions(
    framework: &Framework,
    actor: &mut Arc<Actor>,
    findings: &mut Vec<Finding>,
) {
    let known = &framework.head().dimensions;
    let (there, lost): (Vec<_>, Vec<_>) =
        actor.dimensions.iter().cloned().partition(|d| known.contains_key(d));
    if lost.is_empty() {
        return;
    }
    let lost: Vec<String> = lost.iter().map(ToString::to_string).collect();
    findings.push(Finding {
        code: "I03",
        place: "actors".to_owned(),
        message: format!(
            "\"{}\" names dimensions that this framework lacks: {}",
            text::short(&actor.name, 80),
            gather::list(&lost)
        ),
        hint: "the actor is without them; add them to the framework, then to the actor".to_owned(),
    });
    Arc::make_mut(actor).dimensions = there;
}

/// The actors that programs name, and those that these are departments of.
pub(super) fn named(programs: &[Edited], new: &[NewActor]) -> BTreeSet<ActorId> {
    let mut named = BTreeSet::new();
    for (_, _, program) in programs {
        named.extend(program.owner.iter().cloned());
        named.extend(program.implementing.iter().cloned());
        named.extend(program.funding.keys().cloned());
        named.extend(program.decision.iter().filter_map(|decision| decision.by.clone()));
        named.extend(program.reply.iter().filter_map(|reply| reply.by.clone()));
        for link in program.links.values() {
            named.extend(link.by.clone());
            if let Evidence::Confirmed(by) = &link.evidence {
                named.insert(by.clone());
            }
        }
    }
    let parents: BTreeMap<&ActorId, &ActorId> =
        new.iter().filter_map(|new| Some((&new.id, new.actor.parent.as_ref()?))).collect();
    for id in named.clone() {
        let mut at = &id;
        while let Some(parent) = parents.get(at).filter(|parent| !named.contains(**parent)) {
            named.insert((*parent).clone());
            at = parent;
        }
    }
    named
}
