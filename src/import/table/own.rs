//! Our own tables, read back: the portfolio as `export::portfolio` writes it, as CSV or XLSX,
//! with what officials have changed in it.
//!
//! A cell that cannot be read is a finding, and the rest of its row stands; a row without a
//! usable id is rejected. Links are not put on the programs, since only the framework knows its
//! objectives: each becomes a [`Named`] with what is said of it. Columns of names and figures
//! (`owner_name`, `standing`, …) are for people and are not read, but that a name serves an actor
//! that is not in the sheet "Actors".

mod actors;
pub(crate) mod cells;
mod header;
mod row;

use super::book::{Book, Sheet};
use crate::import::gather::Gather;
use crate::import::{Batch, ImportError, Progress};
use crate::model::{Dependency, DependencyKind, ProgramId};
use header::Header;
use row::Row;
use std::collections::{BTreeMap, BTreeSet};

/// The column that tells our own tables from others: the program's id.
pub(crate) const ID: &str = "throughline_id";

/// The sheet with the actors.
pub(crate) const ACTORS: &str = "Actors";

/// Whether a table with these headings is one of ours.
pub(in crate::import::table) fn is_ours(header: &[String]) -> bool {
    header.first().is_some_and(|first| first.trim() == ID)
}

/// The sheet with the actors, where a workbook has one.
pub(in crate::import::table) fn actors_sheet(book: &Book) -> Option<&Sheet> {
    book.sheets.iter().find(|sheet| sheet.name == ACTORS)
}

/// Reads a table of ours, whose headings stand in `header_row` (from 0).
pub(in crate::import::table) fn read(
    sheet: &Sheet,
    header_row: usize,
    actors: Option<&Sheet>,
    mut gather: Gather,
    progress: &Progress,
) -> Result<Batch, ImportError> {
    let header = Header::new(sheet.rows.get(header_row).map_or(&[][..], Vec::as_slice));
    gather.columns = header.columns().to_vec();
    for column in header.unknown() {
        let message = format!("\"{column}\" is no column of a portfolio, and is not taken");
        let hint = "give its cells to a column that is, or leave it";
        gather.find("I10", "heading", message, hint);
    }
    let known = actors.map(|sheet| actors::read(sheet, &mut gather)).unwrap_or_default();
    progress.begin(sheet.rows.len() as u64);
    for (at, cells) in sheet.rows.iter().enumerate().skip(header_row + 1) {
        if at % 64 == 0 {
            progress.at(at as u64)?;
        }
        Row::new(at + 1, &header, cells, &mut gather).read(&known);
    }
    resolve(&mut gather);
    Ok(gather.finish(None))
}

/// Takes out references to programs that are not in the table, and umbrellas and followers in a
/// circle: a framework that lacks them would refuse all of it.
fn resolve(gather: &mut Gather) {
    let ids: BTreeSet<ProgramId> = gather.programs_mut().map(|(id, _)| id.clone()).collect();
    let above: BTreeMap<ProgramId, ProgramId> = gather
        .programs_mut()
        .filter_map(|(id, program)| Some((id.clone(), program.part_of.clone()?)))
        .collect();
    let circles = in_circles(&above);
    let is_follows = |(_, why): &(&ProgramId, &Dependency)| why.kind == DependencyKind::Follows;
    let follows = gather.programs_mut().map(|(id, program)| {
        let first = program.depends_on.iter().filter(is_follows).map(|(first, _)| first.clone());
        (id.clone(), first.collect())
    });
    let closing = closing_circles(&follows.collect());
    let mut lost = Vec::new();
    for (id, program) in gather.programs_mut() {
        if let Some(umbrella) = &program.part_of {
            let why = if !ids.contains(umbrella) {
                Some(format!("the program {umbrella} is not in the table"))
            } else if circles.contains(id) {
                Some("it would be a part of itself".to_owned())
            } else {
                None
            };
            if let Some(why) = why {
                lost.push((id.clone(), "part_of", why));
                program.part_of = None;
            }
        }
        program.depends_on.retain(|other, why| {
            let why = if !ids.contains(other) {
                format!("the program {other} is not in the table")
            } else if why.kind == DependencyKind::Follows
                && closing.contains(&(id.clone(), other.clone()))
            {
                format!("it would follow itself by way of {other}")
            } else {
                return true;
            };
            lost.push((id.clone(), "depends_on", why));
            false
        });
    }
    for (id, column, why) in lost {
        let hint = "the program is without it, unless the framework has it there already";
        gather.find("I03", format!("{id}, {column}"), why, hint);
    }
}

/// Those that stand above themselves, where each has at most one above it.
fn in_circles<K: Ord + Clone>(above: &BTreeMap<K, K>) -> BTreeSet<K> {
    let mut settled: BTreeSet<&K> = BTreeSet::new();
    let mut circles = BTreeSet::new();
    for start in above.keys() {
        let mut path: Vec<&K> = Vec::new();
        let mut on_path: BTreeSet<&K> = BTreeSet::new();
        let mut at = start;
        while !settled.contains(at) && on_path.insert(at) {
            path.push(at);
            match above.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if !settled.contains(at) && above.contains_key(at) {
            let from = path.iter().position(|id| *id == at).unwrap_or(path.len());
            circles.extend(path[from..].iter().map(|id| (*id).clone()));
        }
        settled.extend(path);
    }
    circles
}

/// Of the arrows from each to several, those that close a circle: without them there is none.
fn closing_circles<K: Ord + Clone>(arrows: &BTreeMap<K, Vec<K>>) -> BTreeSet<(K, K)> {
    let mut closing = BTreeSet::new();
    let mut done: BTreeSet<&K> = BTreeSet::new();
    for start in arrows.keys() {
        // Depth first with an explicit stack: a chain may be as long as the table.
        let mut path: Vec<(&K, std::slice::Iter<K>)> = Vec::new();
        let mut on_path: BTreeSet<&K> = BTreeSet::new();
        let mut enter = Some(start);
        loop {
            if let Some(node) = enter.take().filter(|node| !done.contains(node)) {
                on_path.insert(node);
                path.push((node, arrows.get(node).map_or(&[][..], Vec::as_slice).iter()));
            }
            let Some((node, rest)) = path.last_mut() else { break };
            match rest.next() {
                Some(to) if on_path.contains(to) => {
                    closing.insert(((*node).clone(), to.clone()));
                }
                Some(to) => enter = Some(to),
                None => {
                    on_path.remove(*node);
                    done.insert(*node);
                    path.pop();
                }
            }
        }
    }
    closing
}

#[cfg(test)]
#[path = "own/tests.rs"]
mod tests;
