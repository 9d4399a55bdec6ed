//! Edits of programs: fields, links, decisions, money, dependencies.

mod merge;

use super::EditError;
use super::draft::Draft;
use super::objective::put;
use crate::model::{
    ActorId, Decision, DecisionKind, Dependency, Funding, Language, Link, ObjectiveId, Percent,
    Program, ProgramField, ProgramId, Sector, Subject, Translation,
};
use serde::{Deserialize, Serialize};

/// An edit of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProgramEdit {
    /// Adds it.
    Add(Box<Program>),
    /// Sets one field.
    Set(ProgramField),
    /// Links it to an objective, or removes the link. Linking removes a decision other than
    /// out of scope.
    Link(ObjectiveId, Option<Link>),
    /// Records why it has no link, or takes that back.
    Decide(Option<Decision>),
    /// Sets or removes what an actor gives.
    Funding(ActorId, Option<Funding>),
    /// Sets or removes a sector.
    Sector(Sector, Option<Percent>),
    /// Sets or removes that it depends on another.
    DependsOn(ProgramId, Option<Dependency>),
    /// Sets or removes its texts in another language.
    Translation(Language, Option<Translation>),
    /// Takes over another program, the same as it, and stands in its place everywhere; the other
    /// is removed. What both say stands as this one says it.
    Merge(ProgramId),
    /// Removes it, and all that refers to it.
    Remove,
}

impl ProgramEdit {
    pub(super) fn label(&self) -> String {
        let label = match self {
            Self::Add(_) => "add program",
            Self::Set(ProgramField::Title(_)) => "rename program",
            Self::Set(_) => "change program",
            Self::Link(_, Some(_)) => "link program",
            Self::Link(_, None) => "remove link",
            Self::Decide(_) => "decide on program",
            Self::Funding(..) => "change funding",
            Self::Sector(..) => "change sector",
            Self::DependsOn(..) => "change dependency",
            Self::Translation(..) => "translate program",
            Self::Merge(_) => "merge program",
            Self::Remove => "remove program",
        };
        label.to_owned()
    }
}

pub(super) fn edit(draft: &mut Draft, id: &ProgramId, edit: &ProgramEdit) -> Result<(), EditError> {
    let Some(before) = draft.program(id).cloned() else {
        return match edit {
            ProgramEdit::Add(program) => {
                check_decision(program)?;
                draft.put_program(id, Some((**program).clone()));
                Ok(())
            }
            _ => Err(EditError::Missing("program", id.to_string())),
        };
    };
    let mut record = (*before).clone();
    match edit {
        ProgramEdit::Add(_) => return Err(EditError::Exists("program", id.to_string())),
        ProgramEdit::Set(field) => record.set(field.clone()),
        ProgramEdit::Link(objective, link) => put(&mut record.links, objective, link.as_ref()),
        ProgramEdit::Decide(decision) => record.decision.clone_from(decision),
        ProgramEdit::Funding(actor, funding) => put(&mut record.funding, actor, funding.as_ref()),
        ProgramEdit::Sector(sector, percent) => put(&mut record.sectors, sector, percent.as_ref()),
        ProgramEdit::DependsOn(on, how) => put(&mut record.depends_on, on, how.as_ref()),
        ProgramEdit::Translation(language, texts) => {
            put(&mut record.translations, language, texts.as_ref());
        }
        ProgramEdit::Merge(other) => return merge::merge(draft, id, other),
        ProgramEdit::Remove => {
            remove(draft, id);
            return Ok(());
        }
    }
    let links = matches!(edit, ProgramEdit::Link(_, Some(_)))
        || record.links.keys().any(|objective| !before.links.contains_key(objective));
    if links && record.decision == before.decision {
        // Linked: why it had no link is over.
        record.decision = record.decision.filter(|d| !no_link_decision(d));
    }
    if record.decision != before.decision {
        // A file may hold both; what has nothing to do with it can still be edited.
        check_decision(&record)?;
    }
    draft.put_program(id, Some(record));
    Ok(())
}

/// Whether a decision says why a program has no link, and so needs one without.
fn no_link_decision(decision: &Decision) -> bool {
    decision.kind != DecisionKind::OutOfScope
}

/// All decisions but out of scope are on programs without links.
fn check_decision(program: &Program) -> Result<(), EditError> {
    let decided = program.decision.as_ref().is_some_and(no_link_decision);
    if decided && !program.links.is_empty() {
        return Err(EditError::HasLinks(program.title.clone()));
    }
    Ok(())
}

/// Removes a program and all that refers to it.
fn remove(draft: &mut Draft, id: &ProgramId) {
    for (key, record) in draft.programs() {
        if record.part_of.as_ref() == Some(id) || record.depends_on.contains_key(id) {
            let mut program = (*record).clone();
            program.part_of = program.part_of.filter(|p| p != id);
            program.depends_on.remove(id);
            draft.put_program(&key, Some(program));
        }
    }
    for (key, record) in draft.tensions() {
        let mut tension = (*record).clone();
        tension.about.retain(|s| *s != Subject::Program(id.clone()));
        draft.put_tension(&key, Some(tension));
    }
    draft.put_program(id, None);
}
