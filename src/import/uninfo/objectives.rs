//! The framework of a UN INFO export: a tree of nodes as objectives.
//!
//! Codes are as the country team writes them. Some workspaces hold whole codes ("1.2.3"), some
//! only an ordinal under the parent ("3"), some an ordinal of the export ("31") while the name
//! says "Output 4.2.2". So an objective's code is, first that holds: the number in its name, where
//! it fits; its own code where that is more than an ordinal; the parent's code and the ordinal.

use super::json::Node;
use super::label::{self, Labeled};
use super::{FORMAT, LEVELS};
use crate::import::text::{one_line, plain, plain_line, short};
use crate::import::{Finding, Reject, id};
use crate::model::{Contribution, LevelId, Objective, ObjectiveId, ObjectiveStatus, Rank, Table};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The objectives of a file, and how its rows name them.
#[derive(Default)]
pub(super) struct Objectives {
    /// The records.
    pub table: Table<ObjectiveId, Arc<Objective>>,
    /// By what a row may call them; see [`key`].
    names: BTreeMap<String, Named>,
    /// How many levels there are.
    pub depth: usize,
    /// The nodes that could not be used.
    pub rejects: Vec<Reject>,
    /// What the user should know.
    pub findings: Vec<Finding>,
}

/// Who bears a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// One objective.
    One(ObjectiveId),
    /// Several, and how many.
    Several(u32),
}

/// How a row names an objective: the first 200 characters of the name, trimmed.
pub(super) fn key(name: &str) -> &str {
    let name = name.trim();
    name.char_indices().nth(200).map_or(name, |(at, _)| name[..at].trim_end())
}

impl Objectives {
    /// Makes the objectives of a tree; `publisher` is the workspace.
    pub(super) fn read(tree: &[Node], publisher: &str) -> Self {
        let mut flat = Vec::new();
        flatten(tree, None, 0, "", &mut flat);
        let habits = Habits::of(&flat);
        let mut all = Self::default();
        let mut ids: Vec<(ObjectiveId, String)> = Vec::with_capacity(flat.len());
        let mut ranks: BTreeMap<Option<usize>, Rank> = BTreeMap::new();
        for place in &flat {
            let objective_id = all.id_of(place, publisher);
            let parent = place.parent.and_then(|at| ids.get(at));
            let (code, title) = habits.code_and_title(place, parent.map_or("", |(_, code)| code));
            if all.table.contains_key(&objective_id) {
                let at = format!("objective {}", place.number);
                let message = format!(
                    "another objective before it has the id {}: this one, \"{}\", is left out",
                    place.node.id.label().unwrap_or_default(),
                    short(&place.name, 80)
                );
                all.rejects.push(Reject {
                    place: at.clone(),
                    cells: vec![place.name.clone()],
                    why: message.clone(),
                });
                all.findings.push(Finding {
                    code: "I04",
                    place: at,
                    message,
                    hint: "what stands under it was put under the first one; check that in the framework".into(),
                });
                ids.push((objective_id, code));
                continue;
            }
            let rank = Rank::between(ranks.get(&place.parent), None);
            ranks.insert(place.parent, rank.clone());
            let mut objective = Objective::new(title, level_id(place.depth));
            objective.status = ObjectiveStatus::Agreed;
            objective.rank = rank;
            objective.code = Some(code.clone()).filter(|code| !code.is_empty());
            objective.description = description(place.node.description.as_deref(), &place.name);
            if let Some((parent, _)) = parent {
                objective.contributes_to.insert(parent.clone(), Contribution::new());
            }
            all.check_title(place, &mut objective);
            all.name(&place.node.name, &objective_id);
            all.table.insert(objective_id.clone(), Arc::new(objective));
            all.depth = all.depth.max(place.depth + 1);
            ids.push((objective_id, code));
        }
        all
    }

    /// Who bears the name that a row quotes.
    pub(super) fn named(&self, outcome: &str) -> Option<&Named> {
        self.names.get(key(outcome))
    }

    /// Enters an objective under the names that a row may call it by.
    fn name(&mut self, name: &str, id: &ObjectiveId) {
        // Cut and trimmed, or trimmed and cut: they differ where a long name begins with spaces.
        let cut = name.char_indices().nth(200).map_or(name, |(at, _)| &name[..at]).trim();
        let names = BTreeSet::from([key(name), cut]);
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.names
                .entry(name.to_owned())
                .and_modify(|named| {
                    *named = match named {
                        Named::One(_) => Named::Several(2),
                        Named::Several(n) => Named::Several(n.saturating_add(1)),
                    };
                })
                .or_insert_with(|| Named::One(id.clone()));
        }
    }

    fn id_of(&mut self, place: &Place, publisher: &str) -> ObjectiveId {
        let identifier = place.node.id.label().map(one_line);
        if identifier.is_none() {
            self.findings.push(Finding {
                code: "I03",
                place: format!("objective {}, id", place.number),
                message: format!("it is {} where a number is expected", place.node.id.shown()),
                hint: "the objective goes by its place in the file; another export may place it elsewhere".into(),
            });
        }
        let identifier = identifier.unwrap_or_else(|| format!("#{}", place.number));
        ObjectiveId::from_bits(id::bits(FORMAT, publisher, &identifier))
    }

    /// An objective without a name is called by its code, else by its place.
    fn check_title(&mut self, place: &Place, objective: &mut Objective) {
        if !objective.title.is_empty() {
            return;
        }
        let number = || format!("Objective {}", place.number);
        objective.title = objective.code.clone().unwrap_or_else(number);
        self.findings.push(Finding {
            code: "I03",
            place: format!("objective {}, name", place.number),
            message: format!("it is empty; the objective is called \"{}\"", objective.title),
            hint: "give it a title in the framework".into(),
        });
    }
}

/// The text of a description that says more than the title.
pub(super) fn description(text: Option<&str>, title: &str) -> Option<String> {
    let text = plain(text?);
    (!text.is_empty() && one_line(&text) != title).then_some(text)
}

/// The level at a depth; the deepest is the last there may be.
fn level_id(depth: usize) -> LevelId {
    let slug = LEVELS
        .get(depth)
        .map_or_else(|| Cow::Owned(extra_level(depth).0), |(slug, _)| Cow::Borrowed(*slug));
    LevelId::new(&slug).unwrap_or_else(|_| unreachable!("slugs and numbers are well-formed"))
}

/// Id and title of a level below those that a cooperation framework has.
pub(in crate::import) fn extra_level(depth: usize) -> (String, String) {
    (format!("l{}", depth + 1), format!("Level {}", depth + 1))
}

/// A node in its place.
struct Place<'a> {
    node: &'a Node,
    /// Which one it is under, by index.
    parent: Option<usize>,
    /// How far below the top.
    depth: usize,
    /// The places on the way to it, from 1: "2.1.3".
    number: String,
    /// Its name as one line of plain text.
    name: String,
    /// Its own code, tidied.
    own: String,
}

/// Lists a tree in its order. The JSON reader bounds its depth.
fn flatten<'a>(
    nodes: &'a [Node],
    parent: Option<usize>,
    depth: usize,
    above: &str,
    flat: &mut Vec<Place<'a>>,
) {
    for (at, node) in nodes.iter().enumerate() {
        let number = format!("{above}{}", at + 1);
        let below = format!("{number}.");
        let name = plain_line(&node.name);
        let own = label::tidy_code(node.code.label().unwrap_or_default());
        let here = flat.len();
        flat.push(Place { node, parent, depth, number, name, own });
        flatten(node.children.as_deref().unwrap_or_default(), Some(here), depth + 1, &below, flat);
    }
}

/// How a file numbers its objectives.
struct Habits {
    /// Whether the second level counts through, whatever the first ("Outcome 3" under "2").
    through: bool,
    /// Labels of no known word that several objectives bear before their number: the word for a
    /// level in a language that is not known here.
    labels: BTreeSet<String>,
}

impl Habits {
    fn of(flat: &[Place]) -> Self {
        let second: Vec<&Place> = flat.iter().filter(|p| p.depth == 1 && ordinal(&p.own)).collect();
        let codes: BTreeSet<&str> = second.iter().map(|p| p.own.as_str()).collect();
        let parents: BTreeSet<Option<usize>> = second.iter().map(|p| p.parent).collect();
        let mut seen = BTreeMap::new();
        for place in flat {
            let Some(found) = label::parse(&place.name) else { continue };
            let last = |code: &str| code.rsplit('.').next().map(str::to_owned);
            if !found.label.is_empty() && last(found.number) == last(&place.own) {
                *seen.entry(found.label.to_lowercase()).or_insert(0) += 1;
            }
        }
        let often = seen.into_iter().filter(|(label, n)| *n >= 2 && !label::foreign(label));
        // Ordinals that never recur under several parents count through; under a single parent
        // only those below can tell ("3.1" under "3").
        let below = |place: &Place| {
            let above = place.parent.and_then(|at| flat.get(at)).filter(|p| p.depth == 1);
            above.is_some_and(|p| {
                ordinal(&p.own)
                    && place.own.strip_prefix(&p.own).is_some_and(|r| r.starts_with('.'))
            })
        };
        let told = parents.len() > 1 || flat.iter().any(below);
        Self {
            through: told && codes.len() == second.len(),
            labels: often.map(|(label, _)| label).collect(),
        }
    }

    /// The code of an objective, and its title without it.
    fn code_and_title(&self, place: &Place, parent: &str) -> (String, String) {
        let plain_code = self.code(place, parent);
        let name = place.name.as_str();
        if let Some(found) = label::parse(name).filter(|l| self.fits(l, place, parent, &plain_code))
        {
            let mut title = found.rest;
            // "Output 3.1.3 - Produit 3.1.3 (Education)": said twice.
            while let Some(again) = label::parse(title).filter(|again| {
                again.number == found.number
                    && (again.label.is_empty() || label::names_level(again.label))
            }) {
                title = again.rest;
            }
            let several = label::compound(found.number) && !place.own.is_empty();
            let code = if several { plain_code } else { found.number.to_owned() };
            return (code, title.to_owned());
        }
        let title = label::after_code(name, &place.own).unwrap_or(name);
        (plain_code, title.to_owned())
    }

    /// The code by the file's codes alone.
    fn code(&self, place: &Place, parent: &str) -> String {
        let own = place.own.as_str();
        let relative = place.depth > 0
            && !parent.is_empty()
            && ordinal(own)
            && !(place.depth == 1 && self.through);
        if relative { format!("{parent}.{own}") } else { own.to_owned() }
    }

    /// Whether what stands before a name is this objective's label and number.
    fn fits(&self, found: &Labeled, place: &Place, parent: &str, code: &str) -> bool {
        let below = |parent: &str| {
            let rest = found.number.strip_prefix(parent).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| !rest.contains('.'))
        };
        let matches = found.number == place.own
            || found.number == code
            || (!parent.is_empty() && below(parent));
        let small = found.rest.starts_with(char::is_lowercase) && !found.marked;
        if found.label.is_empty() {
            return !small && (matches || found.number.matches('.').count() >= 2);
        }
        if label::names_level(found.label) {
            return matches || !small;
        }
        matches && self.labels.contains(&found.label.to_lowercase())
    }
}

/// Whether a code is a mere number.
fn ordinal(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes and titles of a tree of (depth, code, name).
    fn read(list: &[(usize, &str, &str)]) -> Vec<(String, String)> {
        fn nodes(list: &mut &[(usize, &str, &str)], depth: usize) -> String {
            let mut out = Vec::new();
            while let Some(&(at, code, name)) = list.first().filter(|n| n.0 >= depth) {
                assert_eq!(at, depth);
                let id = list.len();
                *list = &list[1..];
                let children = nodes(list, depth + 1);
                out.push(
                    serde_json::json!({"id": id, "code": code, "name": name}).to_string().replacen(
                        '{',
                        &format!("{{\"children\": {children},"),
                        1,
                    ),
                );
            }
            format!("[{}]", out.join(","))
        }
        let tree: Vec<Node> = serde_json::from_str(&nodes(&mut &*list, 0)).expect("a tree");
        let mut flat = Vec::new();
        flatten(&tree, None, 0, "", &mut flat);
        let habits = Habits::of(&flat);
        let mut found: Vec<(String, String)> = Vec::new();
        for place in &flat {
            let parent = place.parent.map_or("", |at| found[at].0.as_str()).to_owned();
            found.push(habits.code_and_title(place, &parent));
        }
        found
    }

    fn check(list: &[(usize, &str, &str)], expected: &[(&str, &str)]) {
        let found = read(list);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(c, t)| (c.as_str(), t.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_number_in_the_name_is_the_code() {
        check(
            &[
                (0, "1", "AXE 1 UNSDCF: GOUVERNANCE"),
                (1, "2", "Effet 1.2 : D’ici 2026, la paix"),
                (2, "9", "Output 1.2.3 - Les acteurs locaux"),
                (2, "10", "Output 1.2.4 - Produit 1.2.4 (Santé) : Les soins"),
            ],
            &[
                ("1", "UNSDCF: GOUVERNANCE"),
                ("1.2", "D’ici 2026, la paix"),
                ("1.2.3", "Les acteurs locaux"),
                ("1.2.4", "(Santé) : Les soins"),
            ],
        );
    }

    #[test]
    fn ordinals_make_a_path() {
        check(
            &[
                (0, "1", "Peace"),
                (1, "1", "By 2027, calm"),
                (2, "2", "Courts"),
                (0, "2", "Work"),
                (1, "1", "3 million jobs"),
                (1, "2", "Roads"),
            ],
            &[
                ("1", "Peace"),
                ("1.1", "By 2027, calm"),
                ("1.1.2", "Courts"),
                ("2", "Work"),
                ("2.1", "3 million jobs"),
                ("2.2", "Roads"),
            ],
        );
    }

    #[test]
    fn a_second_level_may_count_through() {
        check(
            &[
                (0, "1", "Peace"),
                (1, "1", "Calm"),
                (1, "2", "Law"),
                (2, "2.1", "2.1 Courts"),
                (0, "2", "Work"),
                (1, "3", "Jobs"),
                (2, "3.1", "3.1. Roads"),
            ],
            &[
                ("1", "Peace"),
                ("1", "Calm"),
                ("2", "Law"),
                ("2.1", "Courts"),
                ("2", "Work"),
                ("3", "Jobs"),
                ("3.1", "Roads"),
            ],
        );
    }

    #[test]
    fn under_one_parent_those_below_tell() {
        check(
            &[(0, "1", "Peace"), (1, "1", "Calm"), (1, "2", "Law"), (2, "2.1", "Courts")],
            &[("1", "Peace"), ("1", "Calm"), ("2", "Law"), ("2.1", "Courts")],
        );
        check(
            &[(0, "1", "Peace"), (1, "1", "Calm"), (1, "2", "Law"), (2, "1", "Courts")],
            &[("1", "Peace"), ("1.1", "Calm"), ("1.2", "Law"), ("1.2.1", "Courts")],
        );
    }

    #[test]
    fn labels_of_any_language_go_if_they_recur() {
        check(
            &[
                (0, "1", "Matokeo 1: Amani"),
                (0, "2", "Matokeo 2: Kazi"),
                (0, "3", "SDG 3: Health"),
                (0, "4", "SDG 4: Schools"),
                (0, "5", "CLOSED 5. Old"),
                (0, "6", "Resultado 6"),
            ],
            &[
                ("1", "Amani"),
                ("2", "Kazi"),
                ("3", "SDG 3: Health"),
                ("4", "SDG 4: Schools"),
                ("5", "CLOSED 5. Old"),
                ("6", "Resultado 6"),
            ],
        );
    }

    #[test]
    fn levels_have_ids() {
        let ids: Vec<String> = (0..5).map(|depth| level_id(depth).to_string()).collect();
        assert_eq!(ids, ["sp", "oc", "op", "l4", "l5"]);
    }

    #[test]
    fn keys_are_cut_and_trimmed() {
        let name = format!("  {} {}", "é".repeat(199), "tail");
        assert_eq!(key(&name), "é".repeat(199));
        assert_eq!(key("  short "), "short");
    }
}
