//! Which records of a framework those of a batch are: actors by identifier, else by name;
//! programs by id, else by an identifier that is one everywhere, else by identifier and title.

use super::super::{Batch, text};
use crate::model::{Actor, ActorId, Framework, Program, ProgramId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The actors of a framework that those of a batch are, where they bear another id there.
pub(super) fn actors(framework: &Framework, batch: &Batch) -> BTreeMap<ActorId, ActorId> {
    let unknown: Vec<(&ActorId, &Arc<Actor>)> =
        batch.actors.iter().filter(|(id, _)| framework.actor(id).is_none()).collect();
    if unknown.is_empty() {
        return BTreeMap::new();
    }
    let mut by_identifier: BTreeMap<String, &ActorId> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Option<&ActorId>> = BTreeMap::new();
    for (id, actor) in framework.actors() {
        if let Some(identifier) = &actor.identifier {
            by_identifier.entry(identifier.trim().to_uppercase()).or_insert(id);
        }
        let names = [Some(&actor.name), actor.acronym.as_ref()];
        let names: BTreeSet<String> = names.into_iter().flatten().map(|n| text::key(n)).collect();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            // A name that several bear says nothing.
            by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(id));
        }
    }
    let found = |actor: &Actor| {
        let identifier = actor.identifier.as_ref().map(|i| i.trim().to_uppercase());
        if let Some(id) = identifier.as_ref().and_then(|i| by_identifier.get(i)) {
            return Some((*id).clone());
        }
        let by_name = |name: &str| by_name.get(&text::key(name)).copied().flatten();
        let id = by_name(&actor.name).or_else(|| by_name(actor.acronym.as_deref()?))?;
        // Of one name and two identifiers they are two.
        let other = framework.actor(id).and_then(|a| a.identifier.as_ref());
        (identifier.is_none() || other.is_none()).then(|| id.clone())
    };
    unknown.into_iter().filter_map(|(id, actor)| Some((id.clone(), found(actor)?))).collect()
}

/// An identifier as it is compared; none for one that may be another program's elsewhere: a bare
/// number, or a few letters.
fn global(identifier: &str) -> Option<String> {
    let identifier = identifier.trim().to_uppercase();
    let digit = identifier.bytes().any(|b| b.is_ascii_digit());
    let other = identifier.bytes().any(|b| !b.is_ascii_digit());
    (identifier.len() >= 8 && digit && other).then_some(identifier)
}

/// A program of a framework that one of a batch is, under another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Same {
    /// Its id in the framework.
    pub id: ProgramId,
    /// Whether the two were merged: ours bears the identifier beside its own, and what it has of
    /// its own source stands.
    pub merged: bool,
}

/// The programs of a framework that those of a batch are, where they bear another id there.
pub(super) fn programs<'a>(
    framework: &Framework,
    programs: impl Iterator<Item = (&'a ProgramId, &'a Arc<Program>)>,
    format: &str,
) -> BTreeMap<ProgramId, Same> {
    let (known, unknown): (Vec<_>, Vec<_>) =
        programs.partition(|(id, _)| framework.program(id).is_some());
    if unknown.is_empty() || framework.programs().is_empty() {
        return BTreeMap::new();
    }
    let mut taken: BTreeSet<&ProgramId> = known.iter().map(|(id, _)| *id).collect();
    let mut everywhere: BTreeMap<String, (&ProgramId, bool)> = BTreeMap::new();
    let mut here: BTreeMap<(String, String), &ProgramId> = BTreeMap::new();
    for (id, program) in framework.programs() {
        for (place, identifier) in program.identifiers.iter().enumerate() {
            if let Some(identifier) = global(identifier) {
                everywhere.entry(identifier).or_insert((id, place > 0));
            }
        }
        let format = program.source.as_ref().and_then(|s| s.format.as_deref()) == Some(format);
        if let Some(identifier) = program.identifiers.first().filter(|_| format) {
            here.entry((identifier.trim().to_uppercase(), text::key(&program.title))).or_insert(id);
        }
    }
    let mut found = BTreeMap::new();
    for (id, program) in unknown {
        let own = program.identifiers.first();
        let same = own.and_then(|i| everywhere.get(&global(i)?).copied()).or_else(|| {
            let key = (own?.trim().to_uppercase(), text::key(&program.title));
            here.get(&key).map(|same| (*same, false))
        });
        // One that was merged may be held twice; its own source speaks first.
        let Some((same, merged)) = same else { continue };
        if taken.insert(same) || merged {
            found.insert(id.clone(), Same { id: same.clone(), merged });
        }
    }
    found
}

/// The files that a batch is a later reading of: that of its own name, and those of which it
/// holds at least half the programs, since next month's file may be called otherwise.
pub(super) fn continued(
    framework: &Framework,
    batch: &Batch,
    held: &BTreeSet<ProgramId>,
) -> BTreeSet<String> {
    let mut files: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, program) in framework.programs() {
        let Some(source) = &program.source else { continue };
        if source.format.as_deref() == Some(batch.format.name()) {
            let (all, ours) = files.entry(&source.file).or_default();
            *all += 1;
            *ours += usize::from(held.contains(id));
        }
    }
    let later = |file: &str, all: usize, ours: usize| file == batch.file || ours * 2 >= all;
    let files = files.into_iter().filter(|(file, (all, ours))| later(file, *all, *ours));
    files.map(|(file, _)| file.to_owned()).collect()
}
