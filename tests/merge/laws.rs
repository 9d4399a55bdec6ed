//! The laws of the merge, over random edits, with an oracle that knows nothing of it: it compares
//! the leaves of the documents as JSON.

use crate::edits::{Dice, Ids, edited};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use throughline::merge::{Conflict, Kind, Merged, Place, Resolution, Rule, diff, merge, told};
use throughline::model::{Framework, invariants};
use throughline::{store, templates};

/// What stands at each path of a document; lists as sets, but for the levels.
type Facts = BTreeMap<Vec<String>, String>;

fn facts(framework: &Framework) -> Facts {
    let value: Value = serde_json::from_str(&store::json(framework)).unwrap();
    let mut facts = Facts::new();
    walk(&value, &mut Vec::new(), &mut facts);
    facts
}

fn walk(value: &Value, path: &mut Vec<String>, facts: &mut Facts) {
    let step = |key: &str, value: &Value, path: &mut Vec<String>, facts: &mut Facts| {
        path.push(key.to_owned());
        walk(value, path, facts);
        path.pop();
    };
    match value {
        Value::Object(map) => {
            // That a record or an entry is there is a fact of its own: it may say nothing else.
            if path.len().is_multiple_of(2) {
                facts.insert(path.clone(), "there".to_owned());
            }
            map.iter().for_each(|(key, value)| step(key, value, path, facts));
        }
        Value::Array(list) if path.last().is_none_or(|field| field != "levels") => {
            list.iter().for_each(|value| step(&value.to_string(), &Value::Bool(true), path, facts));
        }
        value => drop(facts.insert(path.clone(), value.to_string())),
    }
}

/// The path of a place in the document.
fn path(place: &Place) -> Vec<String> {
    let table = match place.kind {
        Kind::Framework => None,
        Kind::Pin => Some("pinned".to_owned()),
        kind => Some(format!("{}s", kind.word())),
    };
    let record = table.into_iter().flat_map(|table| [table, place.id.to_string()]);
    record.chain(place.path.iter().map(ToString::to_string)).collect()
}

/// Whether a conflict is about what stands at a path. Members of lists go by their list.
fn concerns(
    conflicts: &[BTreeSet<Vec<String>>],
    fact: &[String],
    lists: &BTreeSet<Vec<String>>,
) -> bool {
    let list = lists.iter().find(|list| fact.starts_with(list));
    conflicts
        .iter()
        .flatten()
        .any(|place| fact.starts_with(place) || list.is_some_and(|list| place.starts_with(list)))
}

/// The paths of all lists of a document.
fn lists(value: &Value, path: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) {
    if let Value::Object(map) = value {
        for (key, value) in map {
            path.push(key.clone());
            lists(value, path, found);
            path.pop();
        }
    }
    if value.is_array() {
        found.insert(path.clone());
    }
}

fn all_lists(copies: [&Framework; 3]) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    for copy in copies {
        let value: Value = serde_json::from_str(&store::json(copy)).unwrap();
        lists(&value, &mut Vec::new(), &mut found);
    }
    found
}

/// Every change of either copy is in the result or in a conflict; nothing else changes.
fn nothing_is_lost(copies: [&Framework; 3], result: &Framework, conflicts: &[Conflict]) {
    let [base, ours, theirs] = copies.map(facts);
    let merged = facts(result);
    let lists = all_lists(copies);
    let places: Vec<BTreeSet<Vec<String>>> = conflicts
        .iter()
        .map(|conflict| {
            let (ours, theirs) = conflict.places();
            ours.iter().chain(theirs).map(path).collect()
        })
        .collect();
    let all: BTreeSet<&Vec<String>> =
        [&base, &ours, &theirs, &merged].into_iter().flat_map(BTreeMap::keys).collect();
    for fact in all {
        let [b, o, t, m] = [&base, &ours, &theirs, &merged].map(|facts| facts.get(fact));
        if (o == b || o == m) && (t == b || t == m) && (o != b || t != b || m == b) {
            continue;
        }
        let told = format!("{fact:?}: base {b:?}, ours {o:?}, theirs {t:?}, merged {m:?}");
        assert!(concerns(&places, fact, &lists), "in no conflict: {told}\n{conflicts:#?}");
        assert!(m == b || m == o || m == t, "from nowhere: {told}");
        if o == b && t == b {
            assert!(m == b, "changed by nobody: {told}");
        }
    }
}

/// Fails with what differs.
pub(crate) fn same(one: &Framework, other: &Framework) {
    assert!(one == other, "{:#?}", diff(one, other));
}

fn sound(merged: &Merged, ours: &Framework) {
    let faults = invariants::faults(&merged.framework);
    assert!(faults.is_empty(), "{faults:?}\n{:#?}", merged.conflicts);
    let mut changed = ours.clone();
    changed.apply(&merged.change).unwrap();
    same(&changed, &merged.framework);
    for conflict in &merged.conflicts {
        assert!(!conflict.resolutions.is_empty(), "{conflict:?}");
        assert!(!conflict.words("this copy", "the other copy").contains("  "));
        // Nothing has to be held back wholesale.
        let wholesale = conflict.id.place.kind == Kind::Framework && conflict.id.place.is_record();
        assert!(!wholesale, "{:?}", conflict.why);
    }
}

fn merged(base: &Framework, ours: &Framework, theirs: &Framework) -> Merged {
    merge(base, ours, theirs).unwrap()
}

/// Two copies of a small country, edited apart.
fn copies(seed: u64, times: usize) -> [Framework; 3] {
    let mut dice = Dice(seed);
    let made = templates::generate(8, 10, seed % 5);
    let ids = Ids::of(&made, 7);
    let base = edited(&made, &ids, &mut dice, 12);
    let ours = edited(&base, &ids, &mut dice, times);
    let theirs = edited(&base, &ids, &mut dice, times);
    [base, ours, theirs]
}

fn laws(seed: u64, times: usize) -> (usize, usize) {
    let [base, ours, theirs] = copies(seed, times);
    let both = merged(&base, &ours, &theirs);
    sound(&both, &ours);
    nothing_is_lost([&base, &ours, &theirs], &both.framework, &both.conflicts);

    // The base, and a copy with itself, change nothing.
    for (copy, one) in [
        (&ours, merged(&base, &ours, &ours)),
        (&ours, merged(&base, &ours, &base)),
        (&theirs, merged(&base, &base, &theirs)),
    ] {
        assert!(one.conflicts.is_empty(), "{:#?}", one.conflicts);
        same(&one.framework, copy);
    }

    // The order of the sides changes only their names.
    let swapped = merged(&base, &theirs, &ours);
    let (kept, taken) = (both.settle_by(Rule::Ours), swapped.settle_by(Rule::Theirs));
    same(&kept.framework, &taken.framework);
    assert!(kept.conflicts.is_empty() && taken.conflicts.is_empty());
    let (kept, taken) = (both.settle_by(Rule::Theirs), swapped.settle_by(Rule::Ours));
    same(&kept.framework, &taken.framework);
    sound(&kept, &ours);
    nothing_is_lost(
        [&base, &ours, &theirs],
        &both.settle_by(Rule::Ours).framework,
        &both.conflicts,
    );

    if seed.is_multiple_of(4) {
        settled_one_by_one(&both, &ours, seed);
    }
    assert_eq!(diff(&base, &ours).is_empty(), base == ours);
    assert_eq!(told(&base, &ours).is_empty(), base == ours);
    (usize::from(both.conflicts.is_empty()), both.conflicts.len())
}

/// Any resolutions can be chosen, and in the end nothing is left to settle.
fn settled_one_by_one(both: &Merged, ours: &Framework, seed: u64) {
    let mut dice = Dice(seed);
    let mut now = both.clone();
    for _ in 0..50 {
        let chosen: Vec<_> = now
            .conflicts
            .iter()
            .map(|conflict| {
                let at = dice.roll(conflict.resolutions.len());
                (conflict.id.clone(), conflict.resolutions[at])
            })
            .collect();
        if chosen.is_empty() {
            return;
        }
        now = now.settle(&chosen);
        sound(&now, ours);
    }
    panic!("still not settled: {:#?}", now.conflicts);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_two_copies_merge(seed in any::<u64>(), times in 1..25_usize) {
        laws(seed, times);
    }
}

#[test]
#[ignore = "10,000 cases take some minutes; set THROUGHLINE_CASES for more"]
fn any_two_copies_merge_ten_thousand_times() {
    let cases = std::env::var("THROUGHLINE_CASES").ok().and_then(|n| n.parse().ok());
    let cases: u64 = cases.unwrap_or(10_000);
    let (mut clean, mut conflicts) = (0, 0);
    for seed in 0..cases {
        let (whole, open) = laws(seed, 1 + usize::try_from(seed % 40).unwrap());
        clean += whole;
        conflicts += open;
    }
    println!("{cases} pairs, {clean} without a conflict, {conflicts} conflicts");
}

#[test]
fn the_oracle_sees_what_is_lost() {
    let [base, ours, theirs] = copies(3, 12);
    let both = merged(&base, &ours, &theirs);
    let lost = std::panic::catch_unwind(|| {
        nothing_is_lost([&base, &ours, &theirs], &ours, &both.conflicts);
    });
    assert!(lost.is_err(), "keeping one copy loses the other's changes");
}

#[test]
fn both_texts_can_stand() {
    let [base, ..] = copies(1, 1);
    let with = |text: &str| {
        let mut parts = base.parts().clone();
        std::sync::Arc::make_mut(&mut parts.head).vision = Some(text.to_owned());
        Framework::from_parts(parts)
    };
    let (ours, theirs) = (with("Ours."), with("A theirs."));
    let open = merged(&base, &ours, &theirs);
    let chosen = [(open.conflicts[0].id.clone(), Resolution::Both)];
    let settled = open.settle(&chosen);
    assert_eq!(settled.framework.head().vision.as_deref(), Some("A theirs.\n\nOurs."));
    assert!(settled.conflicts.is_empty());
}
