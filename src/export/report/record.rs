//! What was put on record, as tables that reports and minutes share, and how records are called
//! in them.

use super::entries::lately;
use super::{Block, Cell, Column, Kind, Source, Table, column};
use crate::model::{
    ActorId, Decision, Effect, Evidence, Framework, Link, ObjectiveId, Position, ProgramId,
};
use crate::scene::words::sentence;

/// Who says what, and where it is written, which a discreet report does not tell.
const HIDDEN: [&str; 5] = ["Evidence", "Said by", "Recorded by", "Decided by", "Reason"];

/// So many records of each kind are listed.
const MOST: usize = 60;

/// What the group calls an objective by; its id where it has no code.
pub(in crate::export) fn objective_code(framework: &Framework, id: &ObjectiveId) -> String {
    let code = framework.objective(id).and_then(|o| o.code.clone());
    code.filter(|code| !code.trim().is_empty()).unwrap_or_else(|| id.to_string())
}

/// The title of an objective; nothing where the framework lacks it.
pub(in crate::export) fn objective_title(framework: &Framework, id: &ObjectiveId) -> String {
    framework.objective(id).map(|o| o.title.trim().to_owned()).unwrap_or_default()
}

/// The title of a program; its id where it has none.
pub(in crate::export) fn title_of(framework: &Framework, id: &ProgramId) -> String {
    let title = framework.program(id).map(|p| p.title.trim()).filter(|title| !title.is_empty());
    title.unwrap_or(id.as_str()).to_owned()
}

/// What an actor is called where space is short; nothing for none.
pub(in crate::export) fn actor_of(framework: &Framework, id: Option<&ActorId>) -> String {
    id.map(|id| framework.actor_short(id).to_owned()).unwrap_or_default()
}

/// How a link is known.
pub(in crate::export) fn evidence(framework: &Framework, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Asserted => "asserted".to_owned(),
        Evidence::Documented(place) => format!("documented in {}", place.trim()),
        Evidence::Confirmed(by) => format!("confirmed by {}", framework.actor_short(by)),
    }
}

/// The headings of a table of links.
pub(in crate::export) fn links_table() -> Vec<Column> {
    vec![
        column("Program", Kind::Text, 25),
        column("Effect", Kind::Text, 12),
        column("Code", Kind::Text, 8),
        column("Objective", Kind::Text, 21),
        column("Evidence", Kind::Text, 15),
        column("Said by", Kind::Text, 12),
        column("Recorded by", Kind::Text, 11),
        column("On", Kind::Date, 14),
    ]
}

/// A link as a row.
pub(in crate::export) fn link_row(
    framework: &Framework,
    (program, objective, link): (&ProgramId, &ObjectiveId, &Link),
) -> Vec<Cell> {
    let effect = match link.effect {
        Effect::Supports => "supports",
        Effect::Undermines => "undermines",
    };
    vec![
        title_of(framework, program).into(),
        effect.into(),
        objective_code(framework, objective).into(),
        objective_title(framework, objective).into(),
        sentence(&evidence(framework, &link.evidence)).into(),
        actor_of(framework, link.by.as_ref()).into(),
        link.recorded_by.clone().unwrap_or_default().into(),
        Cell::Date(link.on),
    ]
}

/// The headings of a table of decisions.
pub(in crate::export) fn decisions_table() -> Vec<Column> {
    vec![
        column("Program", Kind::Text, 32),
        column("Decision", Kind::Text, 18),
        column("Reason", Kind::Text, 26),
        column("Decided by", Kind::Text, 14),
        column("Recorded by", Kind::Text, 11),
        column("On", Kind::Date, 13),
    ]
}

/// A decision as a row.
pub(in crate::export) fn decision_row(
    framework: &Framework,
    (program, decision): (&ProgramId, &Decision),
) -> Vec<Cell> {
    vec![
        title_of(framework, program).into(),
        sentence(decision.kind.words()).into(),
        decision.reason.clone().unwrap_or_default().into(),
        actor_of(framework, decision.by.as_ref()).into(),
        decision.recorded_by.clone().unwrap_or_default().into(),
        Cell::Date(decision.on),
    ]
}

/// The headings of a table of positions.
pub(in crate::export) fn positions_table() -> Vec<Column> {
    vec![
        column("Actor", Kind::Text, 14),
        column("Position", Kind::Text, 18),
        column("Code", Kind::Text, 8),
        column("Objective", Kind::Text, 26),
        column("Conditions", Kind::Text, 18),
        column("On record as", Kind::Text, 12),
        column("On", Kind::Date, 13),
    ]
}

/// A position as a row.
pub(in crate::export) fn position_row(
    framework: &Framework,
    (objective, actor, position): (&ObjectiveId, &ActorId, &Position),
) -> Vec<Cell> {
    vec![
        framework.actor_short(actor).into(),
        sentence(position.stance.words()).into(),
        objective_code(framework, objective).into(),
        objective_title(framework, objective).into(),
        position.conditions.clone().unwrap_or_default().into(),
        position.instrument.clone().unwrap_or_default().into(),
        Cell::Date(position.on),
    ]
}

/// What page one counts, in full.
pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let framework = source.framework;
    let (when, entries) = lately(framework, source.about.date);
    if entries.len() == 0 {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(1, format!("Recorded {when}"))];
    let mut add = |title: &str, mut table: Table| {
        if source.about.discreet {
            table = table.without(&HIDDEN);
        }
        if !table.rows.is_empty() {
            blocks.push(Block::Heading(2, title.to_owned()));
            blocks.push(Block::Table(table));
        }
    };
    let links = entries.links.iter().map(|link| link_row(framework, *link));
    add("Links", Table::new(format!("Links recorded {when}"), links_table(), links, MOST));
    let rows = entries.decisions.iter().map(|decision| decision_row(framework, *decision));
    add(
        "Decisions on programs",
        Table::new(format!("Decisions recorded {when}"), decisions_table(), rows, MOST),
    );
    let rows = entries.positions.iter().map(|position| position_row(framework, *position));
    add(
        "Positions on objectives",
        Table::new(format!("Positions recorded {when}"), positions_table(), rows, MOST),
    );
    blocks
}
