//! What a later reading changes in a program, field by field.

use crate::model::{DecisionKind, Link, ObjectiveId, Period, Program, ProgramField, Source, Table};
use serde::Serialize;

/// A field that the source now says something else of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field as it is in the framework.
    pub before: ProgramField,
    /// The field as the source has it.
    pub after: ProgramField,
}

impl FieldChange {
    /// The field's name, as the document has it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        name(&self.after)
    }
}

/// The name of a field, as the document has it.
fn name(field: &ProgramField) -> &'static str {
    match field {
        ProgramField::Title(_) => "title",
        ProgramField::Translations(_) => "translations",
        ProgramField::Description(_) => "description",
        ProgramField::Identifiers(_) => "identifiers",
        ProgramField::Related(_) => "related",
        ProgramField::Owner(_) => "owner",
        ProgramField::Implementing(_) => "implementing",
        ProgramField::Funding(_) => "funding",
        ProgramField::Budget(_) => "budget",
        ProgramField::Status(_) => "status",
        ProgramField::Period(_) => "period",
        ProgramField::Sectors(_) => "sectors",
        ProgramField::Dimensions(_) => "dimensions",
        ProgramField::Markers(_) => "markers",
        ProgramField::Locations(_) => "locations",
        ProgramField::PartOf(_) => "part_of",
        ProgramField::Claims(_) => "claims",
        ProgramField::Links(_) => "links",
        ProgramField::Decision(_) => "decision",
        ProgramField::DependsOn(_) => "depends_on",
        ProgramField::Reply(_) => "reply",
        ProgramField::Source(_) => "source",
    }
}

/// Whether a link that the source names may be added: the group has not decided otherwise.
pub(super) fn open_to_links(program: &Program) -> bool {
    program.decision.as_ref().is_none_or(|d| d.kind == DecisionKind::OutOfScope)
}

/// What a program's source now says otherwise, in the order of the record.
///
/// Where the source is silent, ours stays. Links are added and never changed; an umbrella is
/// given where there is none; dimensions, decisions, dependencies and replies are the group's.
pub(super) fn changes(ours: &Program, theirs: &Program) -> Vec<FieldChange> {
    // By name, so that the compiler asks what an import does with a new field.
    let Program {
        title,
        translations,
        description,
        identifiers,
        related,
        owner,
        implementing,
        funding,
        budget,
        status,
        period: _,
        sectors,
        dimensions: _,
        markers,
        locations,
        part_of,
        claims,
        links: _,
        decision: _,
        depends_on: _,
        reply: _,
        source,
    } = theirs;
    let mut all = Changes(Vec::new());
    all.said(&ours.title, title, ProgramField::Title);
    all.said(&ours.translations, translations, ProgramField::Translations);
    all.said(&ours.description, description, ProgramField::Description);
    let identifiers = united(identifiers, &ours.identifiers);
    all.said(&ours.identifiers, &identifiers, ProgramField::Identifiers);
    all.said(&ours.related, related, ProgramField::Related);
    all.said(&ours.owner, owner, ProgramField::Owner);
    all.said(&ours.implementing, implementing, ProgramField::Implementing);
    all.said(&ours.funding, funding, ProgramField::Funding);
    all.said(&ours.budget, budget, ProgramField::Budget);
    all.said(&ours.status, status, ProgramField::Status);
    all.push(&ours.period, period(ours, theirs), ProgramField::Period);
    all.said(&ours.sectors, sectors, ProgramField::Sectors);
    all.said(&ours.markers, markers, ProgramField::Markers);
    all.said(&ours.locations, locations, ProgramField::Locations);
    if ours.part_of.is_none() {
        all.said(&ours.part_of, part_of, ProgramField::PartOf);
    }
    // A claim that has found its objective is one no more, so an empty list says something too,
    // where it is the same source that made it.
    let format = |s: &Option<Source>| s.as_ref().and_then(|s| s.format.clone());
    if !claims.is_empty() || format(source) == format(&ours.source) {
        all.push(&ours.claims, claims.clone(), ProgramField::Claims);
    }
    if open_to_links(ours) {
        all.push(&ours.links, links(ours, theirs), ProgramField::Links);
    }
    all.0
}

/// Ours, with the ends that the source says.
fn period(ours: &Program, theirs: &Program) -> Period {
    let mut period = ours.period.clone();
    period.from = theirs.period.from.or(period.from);
    period.to = theirs.period.to.or(period.to);
    period
}

/// Ours as they are, with those that the source adds.
fn links(ours: &Program, theirs: &Program) -> Table<ObjectiveId, Link> {
    let mut links = ours.links.clone();
    for (objective, link) in &theirs.links {
        links.entry(objective.clone()).or_insert_with(|| link.clone());
    }
    links
}

/// Theirs, then those of ours that they lack: an identifier that somebody noted is not lost.
fn united(theirs: &[String], ours: &[String]) -> Vec<String> {
    let mut all = theirs.to_vec();
    for identifier in ours {
        if !all.contains(identifier) {
            all.push(identifier.clone());
        }
    }
    // In our order where nothing is new.
    if all.len() == ours.len() { ours.to_vec() } else { all }
}

struct Changes(Vec<FieldChange>);

impl Changes {
    /// Takes note of what the source says, where it says something.
    fn said<T: Default + PartialEq + Clone>(
        &mut self,
        ours: &T,
        theirs: &T,
        field: fn(T) -> ProgramField,
    ) {
        if *theirs != T::default() {
            self.push(ours, theirs.clone(), field);
        }
    }

    fn push<T: PartialEq + Clone>(&mut self, ours: &T, theirs: T, field: fn(T) -> ProgramField) {
        if *ours != theirs {
            self.0.push(FieldChange { before: field(ours.clone()), after: field(theirs) });
        }
    }
}

/// What a planned program will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The framework does not have it yet.
    New,
    /// The framework has it, and the source now says something else of it.
    Changed,
    /// The framework has it just as the source says.
    Same,
    /// An earlier reading of the source brought it, and this one does not hold it.
    Gone,
}
