//! The four elements of coherence with what holds each back, what the Integrated Approach asks,
//! and the tensions with how they are handled.

use super::{Block, Cell, Kind, Source, Table, actor_of, column, count, first, title_of};
use crate::analysis::Relation;
use crate::model::{Outcome, Subject, Tension};
use crate::scene::reasons::{REQUIREMENTS, looks_at, reasons, requirement};
use crate::scene::words::{number, percent, sentence};

/// So many reasons of an element are listed.
const REASONS: usize = 6;

/// So many tensions are listed.
const TENSIONS: usize = 60;

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, "Coherence".to_owned())];
    blocks.push(Block::Note(
        "Each element is a degree: the programs that hold, of those that it concerns. What nobody \
         has examined is not coherent by default."
            .to_owned(),
    ));
    blocks.push(Block::Table(elements(source)));
    blocks.push(Block::Note(source.basis()));
    for relation in Relation::ALL {
        let element = source.analysis.coherence.get(relation);
        let reasons = reasons(source.framework, element);
        if reasons.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(2, format!("{}: what holds it back", relation.words())));
        let shown = reasons.iter().take(REASONS);
        let mut lines: Vec<String> = shown
            .map(|(reason, programs)| {
                let those =
                    first(programs, 2, |id| format!("“{}”", title_of(source.framework, id)));
                let reason = reason.trim_end_matches(" (see Gaps and overlaps)");
                format!("{} ({}): {those}", sentence(reason), count(programs.len()))
            })
            .collect();
        if reasons.len() > REASONS {
            lines.push(format!("and {} more reasons", count(reasons.len() - REASONS)));
        }
        blocks.push(Block::List(lines));
    }
    blocks.push(Block::Heading(2, "What the Integrated Approach asks".to_owned()));
    blocks.push(Block::Table(asked(source)));
    blocks.extend(tensions(source));
    blocks
}

fn elements(source: &Source) -> Table {
    let columns = vec![
        column("Element", Kind::Text, 24),
        column("A program holds with", Kind::Text, 36),
        column("Holds", Kind::Count, 9),
        column("Concerns", Kind::Count, 11),
        column("Degree", Kind::Share, 10),
        column("Of money", Kind::Share, 10),
    ];
    let rows = Relation::ALL.into_iter().map(|relation| {
        let element = source.analysis.coherence.get(relation);
        let (what, to_do) = looks_at(relation);
        let presumed = element.presumed.filter(|n| *n > 0).map_or_else(String::new, |n| {
            format!("; for {} more, local backing is only presumed", number(n))
        });
        let mut row: Vec<Cell> = vec![relation.words().into()];
        if element.examined {
            row.extend([
                sentence(&format!("{what}{presumed}")).into(),
                Cell::Count(element.holds),
                Cell::Count(element.concerns),
                Cell::Share(element.degree),
                Cell::Share(element.money_degree),
            ]);
        } else {
            row.extend([
                format!("Not examined. {to_do}").into(),
                "".into(),
                Cell::Count(element.concerns),
                Cell::Share(None),
                Cell::Share(None),
            ]);
        }
        row
    });
    Table::new("The four elements of coherence", columns, rows, 4)
}

fn asked(source: &Source) -> Table {
    let columns = vec![
        column("What it asks", Kind::Text, 28),
        column("It holds where", Kind::Text, 44),
        column("Holds", Kind::Count, 9),
        column("Of", Kind::Count, 9),
        column("Share", Kind::Share, 10),
    ];
    let rows = REQUIREMENTS.iter().enumerate().map(|(place, (name, what, _))| {
        let requirement = requirement(&source.analysis.approach, place);
        let pending = requirement.pending.filter(|n| *n > 0);
        let pending =
            pending.map_or_else(String::new, |n| format!("; {} pending, apart", number(n)));
        vec![
            (*name).into(),
            sentence(&format!("{what}{pending}")).into(),
            Cell::Count(requirement.holds),
            Cell::Count(requirement.of),
            Cell::Share(requirement.share),
        ]
    });
    Table::new("What the Integrated Approach asks", columns, rows, REQUIREMENTS.len())
}

/// The tensions: what is open first, then by review date.
fn tensions(source: &Source) -> Vec<Block> {
    let all = source.framework.tensions();
    let mut blocks = vec![Block::Heading(1, "Tensions and how they are handled".to_owned())];
    if all.is_empty() {
        blocks.push(Block::Paragraph("No tension is recorded".to_owned()));
        return blocks;
    }
    let mut those: Vec<&Tension> = all.values().map(|tension| &**tension).collect();
    // Those without a date come last of their kind.
    those.sort_by_key(|t| (t.outcome.handled(), t.review_on.is_none(), t.review_on));
    let open = those.iter().filter(|t| t.outcome == Outcome::Open).count();
    let overdue = those.iter().filter(|t| t.review_on.is_some_and(|on| on < source.about.date));
    let overdue = overdue.count();
    blocks.push(Block::Paragraph(format!(
        "{} recorded: {} open, {} handled; {} past the day of review",
        count(those.len()),
        count(open),
        count(those.len() - open),
        count(overdue)
    )));
    let columns = vec![
        column("Tension", Kind::Text, 26),
        column("About", Kind::Text, 22),
        column("Between", Kind::Text, 15),
        column("Outcome", Kind::Text, 13),
        column("How they keep apart", Kind::Text, 22),
        column("Review", Kind::Date, 13),
    ];
    let rows = those.iter().map(|tension| {
        let parties: Vec<String> =
            tension.parties.iter().map(|id| actor_of(source.framework, Some(id))).collect();
        let about: Vec<String> =
            tension.about.iter().map(|subject| subject_name(source, subject)).collect();
        vec![
            tension.title.trim().into(),
            first(&about, 3, Clone::clone).into(),
            parties.join(", ").into(),
            sentence(tension.outcome.words()).into(),
            tension.deconfliction.clone().unwrap_or_default().into(),
            Cell::Date(tension.review_on),
        ]
    });
    blocks.push(Block::Table(Table::new("Tensions", columns, rows, TENSIONS)));
    blocks
}

/// What a tension is about, in a few words.
fn subject_name(source: &Source, subject: &Subject) -> String {
    match subject {
        Subject::Objective(id) => source.framework.objective_name(id),
        Subject::Program(id) => format!("“{}”", title_of(source.framework, id)),
        Subject::Actor(id) => source.framework.actor_short(id).to_owned(),
    }
}

/// The four degrees in words, for figures before and after.
pub(in crate::export) fn degree(element: &crate::analysis::Element) -> String {
    match element.degree {
        _ if !element.examined => "not examined".to_owned(),
        None => "concerns no program".to_owned(),
        share => {
            let (holds, of) = (number(element.holds), number(element.concerns));
            format!("{} ({holds} of {of})", percent(share))
        }
    }
}
