//! The sheet "Actors" of our own workbooks.

use super::cells::read_keys;
use super::header::Header;
use super::in_circles;
use crate::import::gather::Gather;
use crate::import::table::book::{Cell, Sheet};
use crate::model::{Actor, ActorId, ActorStance, DimensionId, OrganisationType, Side};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the actors; gives the ids that it took.
pub(super) fn read(sheet: &Sheet, gather: &mut Gather) -> BTreeSet<ActorId> {
    let mut rows = sheet.rows.iter().enumerate().skip_while(|(_, row)| row.is_empty());
    let Some((_, head)) = rows.next() else { return BTreeSet::new() };
    let header = Header::new(head);
    let mut actors: BTreeMap<ActorId, (usize, Actor)> = BTreeMap::new();
    for (at, cells) in rows {
        let number = at + 1;
        let id = header.text(cells, "id");
        if cells.iter().all(|cell| *cell == Cell::Empty) {
            continue;
        }
        let taken = match ActorId::new(id.trim()) {
            Err(error) => Err(error.to_string()),
            Ok(id) if actors.contains_key(&id) => Err(format!("the actor {id} stands there twice")),
            Ok(id) => Ok(id),
        };
        match taken {
            Ok(id) => {
                let actor = actor(number, &header, cells, gather);
                actors.insert(id, (number, actor));
            }
            Err(why) => {
                let hint = "the row is left out; actors have the id that the framework gave them";
                gather.find("I03", place(number, "id"), why, hint);
            }
        }
    }
    let ids: BTreeSet<ActorId> = actors.keys().cloned().collect();
    let above: BTreeMap<ActorId, ActorId> = actors
        .iter()
        .filter_map(|(id, (_, actor))| Some((id.clone(), actor.parent.clone()?)))
        .collect();
    let circles = in_circles(&above);
    for (id, (number, mut actor)) in actors {
        if let Some(parent) = actor.parent.take_if(|p| !ids.contains(p) || circles.contains(&id)) {
            let message = format!("{parent} is not in the sheet, or would be its own parent");
            bad(gather, number, "parent", message);
        }
        gather.whole_actor(id, actor);
    }
    ids
}

fn place(number: usize, column: &str) -> String {
    format!("sheet \"{}\", row {number}, {column}", super::ACTORS)
}

fn bad(gather: &mut Gather, number: usize, column: &str, message: String) {
    let hint = "the actor is without it; correct the cell, or set it in the actor's details";
    gather.find("I03", place(number, column), message, hint);
}

fn actor(number: usize, header: &Header, cells: &[Cell], gather: &mut Gather) -> Actor {
    let text = |column: &str| header.text(cells, column);
    let some = |column: &str| Some(text(column)).filter(|text| !text.is_empty());
    let side = match text("side").trim().to_lowercase().as_str() {
        "internal" => Side::Internal,
        "external" => Side::External,
        "mixed" => Side::Mixed,
        other => {
            let message = format!("\"{other}\" is none of internal, external, mixed");
            bad(gather, number, "side", format!("{message}; taken as external"));
            Side::External
        }
    };
    let mut actor = Actor::new(text("name"), side);
    actor.acronym = some("acronym");
    actor.identifier = some("identifier");
    actor.family = some("family");
    actor.note = some("note");
    actor.core_group = matches!(text("core_group").trim(), "yes" | "true" | "1");
    if let Some(kind) = some("kind") {
        match OrganisationType::new(kind.trim()) {
            Ok(kind) => actor.kind = Some(kind),
            Err(error) => bad(gather, number, "kind", error.to_string()),
        }
    }
    if let Some(parent) = some("parent") {
        match ActorId::new(parent.trim()) {
            Ok(parent) => actor.parent = Some(parent),
            Err(error) => bad(gather, number, "parent", error.to_string()),
        }
    }
    actor.stance = match text("stance").trim().to_lowercase().as_str() {
        "" => None,
        "integrated" => Some(ActorStance::Integrated),
        "associated" => Some(ActorStance::Associated),
        "independent" => Some(ActorStance::Independent),
        other => {
            let message = format!("\"{other}\" is none of integrated, associated, independent");
            bad(gather, number, "stance", message);
            None
        }
    };
    let mut problems = Vec::new();
    actor.dimensions = read_keys(&text("dimensions"), DimensionId::new, &mut problems);
    for problem in problems {
        bad(gather, number, "dimensions", problem);
    }
    actor
}
