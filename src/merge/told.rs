//! What changed between two copies, in sentences: who linked, decided and took a position, what
//! moved, what is new, gone or renamed. Must not list every value; that is `diff`.

use super::conflict::{Says, record_name};
use super::diff::{changed, within_new};
use super::place::{Kind, Place};
use super::solve::counted;
use super::value::Names;
use super::walk::{Leaf, Leaves};
use crate::model::{Framework, ObjectiveId};
use std::collections::{BTreeMap, BTreeSet};

/// How many are named one by one.
const NAMED: usize = 3;

/// Tells what changed between two copies, one sentence each: what somebody is on record for
/// first, then what moved, is new, gone, renamed, and the rest by number.
#[must_use]
pub fn told(before: &Framework, after: &Framework) -> Vec<String> {
    let leaves = changed(before, after);
    let names = Names(vec![after, before]);
    let teller = Teller { leaves: &leaves, names: &names };
    let mut lines = teller.statements();
    lines.extend(teller.moves());
    lines.extend(teller.records());
    lines.extend(teller.renamed());
    lines.extend(teller.rest());
    lines
}

struct Teller<'a> {
    leaves: &'a Leaves,
    names: &'a Names<'a>,
}

/// What somebody did, by what is done.
const DONE: [(&str, [&str; 3]); 4] = [
    ("links", ["linked", "changed the links of", "links were removed from"]),
    ("positions", ["took a position on", "changed the position on", "positions were removed from"]),
    ("decision", ["decided on", "decided again on", "decisions were taken back on"]),
    ("reply", ["replied on", "changed the reply on", "replies were removed from"]),
];

impl Teller<'_> {
    fn name(&self, record: &Place) -> String {
        record_name(record.kind, &record.id, self.names)
    }

    /// "program “A”, program “B”" or "12 programs".
    fn several(&self, records: &BTreeSet<Place>) -> String {
        let Some(first) = records.first() else { return String::new() };
        if records.len() <= NAMED {
            let names: Vec<String> = records.iter().map(|record| self.name(record)).collect();
            return names.join(", ");
        }
        let word = first.kind.word();
        counted(records.len(), word, &format!("{word}s"))
    }

    fn of_field<'t>(&'t self, field: &'t str) -> impl Iterator<Item = (&'t Place, &'t Leaf)> {
        self.leaves.iter().filter(move |(place, _)| place.field() == field)
    }

    /// Links, positions, decisions, replies: by who says so.
    fn statements(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (field, verbs) in DONE {
            let mut done: BTreeMap<(usize, Option<String>), BTreeSet<Place>> = BTreeMap::new();
            for (place, leaf) in self.of_field(field) {
                let verb = match (&leaf.base, &leaf.ours) {
                    (None, _) => 0,
                    (_, Some(_)) => 1,
                    (_, None) => 2,
                };
                let says = Says::at(place, leaf.ours.as_ref());
                let who = says.by.map(|by| self.names.actor(&by)).or(says.recorded_by);
                let who = if verb == 2 { None } else { who };
                done.entry((verb, who)).or_default().insert(place.whole());
            }
            for ((verb, who), records) in done {
                let subject = match (verb, who) {
                    (2, _) => String::new(),
                    (_, Some(who)) => format!("{who} "),
                    (_, None) => "Somebody ".to_owned(),
                };
                let line = format!("{subject}{} {}", verbs[verb], self.several(&records));
                let mut letters = line.chars();
                let first = letters.next().into_iter();
                // A name keeps its form; a verb begins the sentence.
                let line = if subject.is_empty() {
                    first.flat_map(char::to_uppercase).chain(letters).collect()
                } else {
                    line
                };
                lines.push(line);
            }
        }
        lines
    }

    /// Objectives that contribute to others than before.
    fn moves(&self) -> Vec<String> {
        let mut moved: BTreeMap<Place, (Vec<String>, Vec<String>)> = BTreeMap::new();
        for (place, leaf) in self.of_field("contributes_to") {
            if place.path.len() != 2 || within_new(place, self.leaves) {
                continue;
            }
            let Ok(other) = ObjectiveId::new(&place.key()) else { continue };
            let (from, to) = moved.entry(place.whole()).or_default();
            match (&leaf.base, &leaf.ours) {
                (None, Some(_)) => to.push(self.names.objective(&other)),
                (Some(_), None) => from.push(self.names.objective(&other)),
                _ => {}
            }
        }
        let line = |(place, (from, to)): (Place, (Vec<String>, Vec<String>))| {
            let name = ObjectiveId::new(&place.id).map(|id| self.names.objective(&id)).ok()?;
            match (from.is_empty(), to.is_empty()) {
                (false, false) => {
                    Some(format!("{name} moved from {} to {}", from.join(", "), to.join(", ")))
                }
                (true, false) => Some(format!("{name} contributes to {} too", to.join(", "))),
                (false, true) => {
                    Some(format!("{name} no longer contributes to {}", from.join(", ")))
                }
                (true, true) => None,
            }
        };
        moved.into_iter().filter_map(line).collect()
    }

    /// Records that are new or gone, by kind.
    fn records(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for kind in Kind::ALL {
            let of = |new: bool| -> BTreeSet<Place> {
                let whole = self.leaves.iter().filter(|(p, _)| p.kind == kind && p.is_record());
                whole
                    .filter(|(_, leaf)| leaf.base.is_none() == new)
                    .filter(|(_, leaf)| leaf.base.is_none() || leaf.ours.is_none())
                    .map(|(place, _)| place.clone())
                    .collect()
            };
            for (records, word) in [(of(true), "New"), (of(false), "Removed")] {
                if !records.is_empty() {
                    lines.push(format!("{word}: {}", self.several(&records)));
                }
            }
        }
        lines
    }

    /// Records that are called otherwise.
    fn renamed(&self) -> Vec<String> {
        let named = self.leaves.iter().filter(|(place, _)| {
            place.path.len() == 1
                && matches!(place.field(), "title" | "name")
                && !within_new(place, self.leaves)
        });
        let line = |(place, leaf): (&Place, &Leaf)| {
            let before = leaf.base.as_ref().map_or("", |said| said.words.as_str());
            let now = leaf.ours.as_ref().map_or("", |said| said.words.as_str());
            format!("Renamed {}: “{before}” is now “{now}”", place.kind.word())
        };
        named.map(line).collect()
    }

    /// All else, by kind and field.
    fn rest(&self) -> Vec<String> {
        const ELSEWHERE: [&str; 7] =
            ["contributes_to", "decision", "links", "name", "positions", "reply", "title"];
        let mut fields: BTreeMap<(Kind, &str), BTreeSet<Place>> = BTreeMap::new();
        for place in self.leaves.keys() {
            let told =
                place.is_record() || place.path.len() == 1 && ELSEWHERE.contains(&place.field());
            let told = told || place.path.len() == 2 && ELSEWHERE.contains(&place.field());
            if !told && !within_new(place, self.leaves) {
                fields.entry((place.kind, place.field())).or_default().insert(place.whole());
            }
        }
        let line = |((_, field), records): ((Kind, &str), BTreeSet<Place>)| {
            let field = field.replace('_', " ");
            let mut letters = field.chars();
            let field: String =
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            format!("{field} changed of {}", self.several(&records))
        };
        fields.into_iter().map(line).collect()
    }
}
