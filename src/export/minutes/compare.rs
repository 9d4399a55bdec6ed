//! What differs between two copies of a document, a kind of record at a time.

use super::add;
use crate::export::report::{
    Block, Cell, Column, Kind, actor_of, column, decision_row, decisions_table, evidence, link_row,
    links_table, objective_code, objective_title, position_row, positions_table, title_of,
};
use crate::model::{
    Decision, Effect, Framework, Link, Objective, ObjectiveId, Position, ProgramId, Tension,
};
use crate::scene::words::sentence;
use std::collections::BTreeMap;

/// A column that says what became of a record.
fn with_change(mut columns: Vec<Column>, title: &str) -> Vec<Column> {
    columns.push(column(title, Kind::Text, 20));
    columns
}

/// Records by key, of one copy.
type All<'a, K, T> = BTreeMap<K, &'a T>;

/// Those of `these` that the other copy lacks.
fn only<'a, K: Ord + Clone, T>(these: &All<'a, K, T>, those: &All<'a, K, T>) -> Vec<(K, &'a T)> {
    let missing = these.iter().filter(|(key, _)| !those.contains_key(key));
    missing.map(|(key, record)| (key.clone(), *record)).collect()
}

/// Those that both copies have, and that differ: before, after.
fn changed<'a, K: Ord + Clone, T: PartialEq>(
    then: &All<'a, K, T>,
    now: &All<'a, K, T>,
) -> Vec<(K, &'a T, &'a T)> {
    let both = now.iter().filter_map(|(key, after)| Some((key.clone(), *then.get(key)?, *after)));
    both.filter(|(_, before, after)| before != after).collect()
}

fn all_links(framework: &Framework) -> All<'_, (&ProgramId, &ObjectiveId), Link> {
    let programs = framework.programs().iter();
    programs.flat_map(|(id, p)| p.links.iter().map(move |(o, link)| ((id, o), link))).collect()
}

pub(super) fn links(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let (then, now) = (all_links(earlier), all_links(framework));
    let made = only(&now, &then).into_iter();
    let rows = made.map(|((p, o), link)| link_row(framework, (p, o, link))).collect();
    add(blocks, "Links made", links_table(), rows);
    let gone = only(&then, &now).into_iter();
    let rows = gone.map(|((p, o), link)| link_row(earlier, (p, o, link))).collect();
    add(blocks, "Links withdrawn", links_table(), rows);
    let rows = changed(&then, &now).into_iter().map(|((p, o), before, after)| {
        let mut row = link_row(framework, (p, o, after));
        row.push(link_was(earlier, before, after).into());
        row
    });
    add(blocks, "Links changed", with_change(links_table(), "Before"), rows.collect());
}

/// What a link said before, where it says something else now.
fn link_was(earlier: &Framework, before: &Link, after: &Link) -> String {
    let mut was = Vec::new();
    if before.effect != after.effect {
        was.push(match before.effect {
            Effect::Supports => "supported".to_owned(),
            Effect::Undermines => "undermined".to_owned(),
        });
    }
    if before.evidence != after.evidence {
        was.push(evidence(earlier, &before.evidence));
    }
    if before.share != after.share {
        let share = before.share.map(|share| format!("{share} % of the money"));
        was.push(share.unwrap_or_else(|| "no share".to_owned()));
    }
    if before.by != after.by {
        let by = actor_of(earlier, before.by.as_ref());
        was.push(if by.is_empty() { "said by nobody".to_owned() } else { format!("said by {by}") });
    }
    if was.is_empty() { "Other note or date".to_owned() } else { sentence(&was.join("; ")) }
}

fn all_decisions(framework: &Framework) -> All<'_, &ProgramId, Decision> {
    let programs = framework.programs().iter();
    programs.filter_map(|(id, p)| Some((id, p.decision.as_ref()?))).collect()
}

pub(super) fn decisions(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let (then, now) = (all_decisions(earlier), all_decisions(framework));
    let rows = only(&now, &then).into_iter().map(|one| decision_row(framework, one)).collect();
    add(blocks, "Decisions on programs", decisions_table(), rows);
    let rows = only(&then, &now).into_iter().map(|one| decision_row(earlier, one)).collect();
    add(blocks, "Decisions taken back", decisions_table(), rows);
    let rows = changed(&then, &now).into_iter().map(|(id, before, after)| {
        let mut row = decision_row(framework, (id, after));
        row.push(sentence(before.kind.words()).into());
        row
    });
    add(blocks, "Decisions changed", with_change(decisions_table(), "Before"), rows.collect());
}

fn all_positions(
    framework: &Framework,
) -> All<'_, (&ObjectiveId, &crate::model::ActorId), Position> {
    let objectives = framework.objectives().iter();
    objectives.flat_map(|(id, o)| o.positions.iter().map(move |(a, p)| ((id, a), p))).collect()
}

pub(super) fn positions(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let (then, now) = (all_positions(earlier), all_positions(framework));
    let taken = only(&now, &then).into_iter();
    let rows = taken.map(|((o, a), position)| position_row(framework, (o, a, position))).collect();
    add(blocks, "Positions taken", positions_table(), rows);
    let rows = changed(&then, &now).into_iter().map(|((o, a), before, after)| {
        let mut row = position_row(framework, (o, a, after));
        row.push(sentence(before.stance.words()).into());
        row
    });
    add(blocks, "Positions changed", with_change(positions_table(), "Before"), rows.collect());
    let gone = only(&then, &now).into_iter();
    let rows = gone.map(|((o, a), position)| position_row(earlier, (o, a, position))).collect();
    add(blocks, "Positions taken back", positions_table(), rows);
}

/// An objective, and what became of it.
fn objective_row(framework: &Framework, id: &ObjectiveId, what: String) -> Vec<Cell> {
    let (code, title) = (objective_code(framework, id), objective_title(framework, id));
    vec![code.into(), title.into(), what.into()]
}

pub(super) fn objectives(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let of = |f| -> All<ObjectiveId, Objective> {
        let all: &Framework = f;
        all.objectives().iter().map(|(id, o)| (id.clone(), &**o)).collect()
    };
    let (then, now) = (of(earlier), of(framework));
    let columns = || {
        vec![
            column("Code", Kind::Text, 12),
            column("Objective", Kind::Text, 44),
            column("What changed", Kind::Text, 44),
        ]
    };
    let under = |f: &Framework, o: &Objective| {
        let above: Vec<String> = o.contributes_to.keys().map(|id| objective_code(f, id)).collect();
        if above.is_empty() { String::new() } else { format!("under {}", above.join(", ")) }
    };
    let added = only(&now, &then).into_iter();
    let rows = added.map(|(id, o)| {
        let mut what = vec![o.status.word().to_owned()];
        what.push(under(framework, o));
        what.retain(|part| !part.is_empty());
        objective_row(framework, &id, sentence(&what.join(", ")))
    });
    add(blocks, "Objectives added", columns(), rows.collect());
    let gone = only(&then, &now).into_iter();
    let rows = gone.map(|(id, o)| objective_row(earlier, &id, sentence(&under(earlier, o))));
    add(blocks, "Objectives removed", columns(), rows.collect());
    let mut rows = Vec::new();
    for (id, before, after) in changed(&then, &now) {
        let mut what = Vec::new();
        if before.title.trim() != after.title.trim() {
            what.push(format!("renamed, was “{}”", before.title.trim()));
        }
        if before.code != after.code {
            what.push(match before.code.as_deref() {
                Some(code) => format!("code, was {code}"),
                None => "given a code".to_owned(),
            });
        }
        let parents = |o: &Objective| o.contributes_to.keys().cloned().collect::<Vec<_>>();
        if parents(before) != parents(after) || before.level != after.level {
            let [was, is] = [under(earlier, before), under(framework, after)];
            let top =
                |text: String| if text.is_empty() { "under nothing".to_owned() } else { text };
            what.push(format!("moved, was {}, now {}", top(was), top(is)));
        }
        if before.status != after.status {
            what.push(format!("{}, was {}", after.status.word(), before.status.word()));
        }
        if before.lead != after.lead {
            let was = actor_of(earlier, before.lead.as_ref());
            let is = actor_of(framework, after.lead.as_ref());
            let nobody = |name: String| if name.is_empty() { "nobody".to_owned() } else { name };
            what.push(format!("led by {}, was {}", nobody(is), nobody(was)));
        }
        let text = |o: &Objective| o.description.clone().unwrap_or_default().trim().to_owned();
        if text(before) != text(after) {
            what.push("another description".to_owned());
        }
        if before.indicators != after.indicators {
            what.push("other indicators".to_owned());
        }
        if before.due != after.due {
            let day = after.due.map_or_else(|| "no day".to_owned(), crate::scene::words::date);
            what.push(format!("due {day}"));
        }
        if !what.is_empty() {
            rows.push(objective_row(framework, &id, sentence(&what.join("; "))));
        }
    }
    add(blocks, "Objectives changed", columns(), rows);
}

pub(super) fn tensions(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let of = |f| -> All<String, Tension> {
        let all: &Framework = f;
        all.tensions().iter().map(|(id, t)| (id.to_string(), &**t)).collect()
    };
    let (then, now) = (of(earlier), of(framework));
    let columns = || {
        vec![
            column("Tension", Kind::Text, 40),
            column("Between", Kind::Text, 20),
            column("Outcome", Kind::Text, 24),
            column("Review", Kind::Date, 16),
        ]
    };
    let row = |f: &Framework, tension: &Tension, outcome: String| {
        let parties: Vec<String> = tension.parties.iter().map(|id| actor_of(f, Some(id))).collect();
        vec![
            tension.title.trim().into(),
            parties.join(", ").into(),
            sentence(&outcome).into(),
            Cell::Date(tension.review_on),
        ]
    };
    let own = |f, tension: &Tension| row(f, tension, tension.outcome.words().to_owned());
    let rows = only(&now, &then).into_iter().map(|(_, t)| own(framework, t)).collect();
    add(blocks, "Tensions recorded", columns(), rows);
    let moved = |settled: bool| -> Vec<Vec<Cell>> {
        let pairs = changed(&then, &now).into_iter();
        let pairs = pairs.filter(|(_, before, after)| before.outcome != after.outcome);
        let pairs = pairs.filter(|(_, _, after)| after.outcome.handled() == settled);
        let words = |before: &Tension, after: &Tension| {
            format!("{}, was {}", after.outcome.words(), before.outcome.words())
        };
        pairs.map(|(_, before, after)| row(framework, after, words(before, after))).collect()
    };
    add(blocks, "Tensions settled", columns(), moved(true));
    add(blocks, "Tensions open again", columns(), moved(false));
    let rows = only(&then, &now).into_iter().map(|(_, t)| own(earlier, t)).collect();
    add(blocks, "Tensions taken out", columns(), rows);
}

pub(super) fn programs(blocks: &mut Vec<Block>, earlier: &Framework, framework: &Framework) {
    let columns = || {
        vec![
            column("Code", Kind::Text, 18),
            column("Program", Kind::Text, 60),
            column("Owner", Kind::Text, 22),
        ]
    };
    let only = |these: &Framework, those: &Framework| -> Vec<Vec<Cell>> {
        let all = these.programs().iter().filter(|(id, _)| those.program(id).is_none());
        let row = |(id, program): (&ProgramId, &std::sync::Arc<crate::model::Program>)| {
            vec![
                id.as_str().into(),
                title_of(these, id).into(),
                actor_of(these, program.owner.as_ref()).into(),
            ]
        };
        all.map(row).collect()
    };
    add(blocks, "Programs added", columns(), only(framework, earlier));
    add(blocks, "Programs taken out", columns(), only(earlier, framework));
}
