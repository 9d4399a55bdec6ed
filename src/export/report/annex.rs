//! The annexes: objectives, actors and programs, each by code and name.

use super::matrix::outline;
use super::{Block, Cell, Kind, Source, Table, actor_of, column, objective_code, title_of};
use crate::analysis::{Exclusion, LinkShown, names};
use crate::model::{Actor, ActorStance, Program};
use crate::scene::words::sentence;

/// So many objectives and actors are listed.
const MOST: usize = 400;

/// So many programs are listed.
const PROGRAMS: usize = 400;

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let mut blocks = vec![Block::PageBreak];
    for (title, table) in [
        ("Annex: objectives", objectives(source)),
        ("Annex: actors", actors(source)),
        ("Annex: programs", programs(source)),
    ] {
        blocks.push(Block::Heading(1, title.to_owned()));
        if table.rows.is_empty() {
            blocks.push(Block::Paragraph("None".to_owned()));
        } else {
            blocks.push(Block::Table(table));
            blocks.push(Block::Note(source.basis()));
        }
    }
    blocks.push(Block::Heading(1, "How the figures are made".to_owned()));
    blocks.push(Block::Paragraph(sentence(&source.analysis.scope.rule)));
    blocks.push(Block::Paragraph(sentence(&crate::scene::words::rule(source.analysis.bar))));
    blocks.push(Block::Paragraph(source.basis()));
    if let Some(rule) = source.framework.head().decision_rule.as_deref().map(str::trim) {
        blocks.push(Block::Paragraph(format!("How the group decides: {rule}")));
    }
    blocks
}

fn objectives(source: &Source) -> Table {
    let (framework, discreet) = (source.framework, source.about.discreet);
    let mut columns = vec![
        column("Code", Kind::Text, 10),
        column("Objective", Kind::Text, 34),
        column("Level", Kind::Text, 13),
        column("Status", Kind::Text, 11),
        column("Lead", Kind::Text, 11),
        column("Due", Kind::Date, 15),
        column("Programs", Kind::Count, 11),
    ];
    if !discreet {
        columns.push(column("Money", Kind::Money, 14));
    }
    let order = outline(framework);
    let rows = order.iter().filter_map(|id| Some((id, framework.objective(id)?)));
    let rows: Vec<Vec<Cell>> = rows
        .map(|(id, record)| {
            let levels = framework.head().levels.iter();
            let level = levels.clone().find(|level| level.id == record.level);
            let card = source.analysis.objectives.get(id).copied().unwrap_or_default();
            let mut row: Vec<Cell> = vec![
                objective_code(framework, id).into(),
                record.title.trim().into(),
                level.map_or_else(|| record.level.to_string(), |level| level.title.clone()).into(),
                sentence(record.status.word()).into(),
                actor_of(framework, record.lead.as_ref()).into(),
                Cell::Date(record.due),
                Cell::Count(card.programs),
            ];
            if !discreet {
                row.push(Cell::Money(source.currency(), card.money));
            }
            row
        })
        .collect();
    Table::new("Objectives", columns, rows.into_iter(), MOST)
}

fn actors(source: &Source) -> Table {
    let discreet = source.about.discreet;
    let mut columns = Vec::new();
    if !discreet {
        columns.push(column("Code", Kind::Text, 16));
    }
    columns.extend([
        column("Name", Kind::Text, 38),
        column("Short", Kind::Text, 12),
        column("Side", Kind::Text, 16),
        column("Core group", Kind::Text, 9),
        column("Stance", Kind::Text, 13),
    ]);
    if !discreet {
        columns.push(column("Government or system", Kind::Text, 15));
    }
    let mut all: Vec<_> = source.framework.actors().iter().collect();
    all.sort_by_cached_key(|(id, actor)| (actor.name.trim().to_lowercase(), *id));
    let rows = all.into_iter().map(|(id, actor)| {
        let mut row: Vec<Cell> = Vec::new();
        if !discreet {
            row.push(id.as_str().into());
        }
        row.extend([
            actor.name.trim().into(),
            actor.acronym.clone().unwrap_or_default().into(),
            sentence(names::side(actor.side)).into(),
            if actor.core_group { "Yes" } else { "" }.into(),
            stance(actor).into(),
        ]);
        if !discreet {
            let family = actor.family.as_deref().map(names::family);
            row.push(family.unwrap_or_default().into());
        }
        row
    });
    Table::new("Actors", columns, rows, MOST)
}

/// How far an actor lets the framework bind it.
fn stance(actor: &Actor) -> &'static str {
    match actor.stance {
        None => "",
        Some(ActorStance::Integrated) => "Integrated",
        Some(ActorStance::Associated) => "Associated",
        Some(ActorStance::Independent) => "Independent",
    }
}

fn programs(source: &Source) -> Table {
    let (framework, discreet) = (source.framework, source.about.discreet);
    let mut columns = Vec::new();
    if !discreet {
        columns.push(column("Code", Kind::Text, 18));
    }
    columns.push(column("Program", Kind::Text, 28));
    if !discreet {
        columns.push(column("Identifiers", Kind::Text, 16));
        columns.push(column("Owner", Kind::Text, 12));
    }
    columns.push(column("Years", Kind::Text, 12));
    if !discreet {
        columns.push(column("Money", Kind::Money, 13));
    }
    columns.push(column("Objectives", Kind::Text, 11));
    columns.push(column("Link shown", Kind::Text, 10));
    let mut all: Vec<_> = framework.programs().iter().collect();
    all.sort_by_cached_key(|(id, program)| (program.title.trim().to_lowercase(), *id));
    let rows = all.into_iter().map(|(id, program)| {
        let row = source.analysis.programs.get(id);
        let mut cells: Vec<Cell> = Vec::new();
        if !discreet {
            cells.push(id.as_str().into());
        }
        cells.push(title_of(framework, id).into());
        if !discreet {
            cells.push(program.identifiers.join("; ").into());
            cells.push(actor_of(framework, program.owner.as_ref()).into());
        }
        cells.push(years(program).into());
        if !discreet {
            let money = row.map(|row| row.money).filter(|money| money.0 != 0);
            let known = |money| Cell::Money(source.currency(), money);
            cells.push(money.map_or_else(|| "".into(), known));
        }
        let codes: Vec<String> =
            program.links.keys().map(|id| objective_code(framework, id)).collect();
        cells.push(codes.join(", ").into());
        cells.push(shown(row).into());
        cells
    });
    Table::new("Programs", columns, rows, PROGRAMS)
}

/// Whether a program shows a link, or why it is not asked.
fn shown(row: Option<&crate::analysis::ProgramRow>) -> &'static str {
    let Some(row) = row else { return "" };
    match (row.excluded, row.standing.link_shown()) {
        (Some(Exclusion::OutOfScope), _) => "Out of scope",
        (Some(Exclusion::Cancelled), _) => "Cancelled",
        (Some(Exclusion::OutsidePeriod), _) => "Outside the period",
        (Some(Exclusion::Umbrella), _) => "In its parts",
        (None, LinkShown::Yes) => "Yes",
        (None, LinkShown::No) => "No",
        (None, LinkShown::Apart) => "Apart",
    }
}

/// From which year to which.
fn years(program: &Program) -> String {
    let year = |on: Option<crate::model::Date>| on.map(|on| on.year().to_string());
    match (year(program.period.from), year(program.period.to)) {
        (Some(from), Some(to)) if from == to => from,
        (None, None) => String::new(),
        (from, to) => format!("{}–{}", from.unwrap_or_default(), to.unwrap_or_default()),
    }
}
