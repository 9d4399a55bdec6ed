//! Parts for breakout groups: documents of their own that merge back without loss.

use crate::conflicts::{after, start};
use crate::edits::{Dice, Ids, edited};
use crate::laws::same;
use throughline::merge::{MergeError, PART_KEY, PartOf, Resolution, diff, merge, part};
use throughline::model::{Framework, ObjectiveId, invariants};
use throughline::{store, templates};

fn of(ids: &[&str], orphans: bool) -> PartOf {
    PartOf { objectives: ids.iter().map(|id| ObjectiveId::new(id).unwrap()).collect(), orphans }
}

fn keys<K: ToString + Ord, V>(table: &throughline::model::Table<K, V>) -> Vec<String> {
    table.keys().map(ToString::to_string).collect()
}

#[test]
fn a_part_is_a_document_with_what_its_group_needs() {
    let whole = start();
    let made = part(&whole, &of(&["oc1"], false));
    assert!(invariants::faults(&made).is_empty());
    assert_eq!(made.head().id, whole.head().id);
    assert_eq!(keys(made.objectives()), ["oc1", "op1", "so1"]);
    assert_eq!(keys(made.programs()), ["p1"]);
    assert_eq!(made.actors(), whole.actors());
    assert!(made.scenes().is_empty());
    let text = &made.head().ext[PART_KEY];
    assert_eq!(text, "objective oc1 op1 so1; program p1; tension ten-1; mechanism mec-1");
    assert_eq!(keys(part(&whole, &of(&["oc1"], true)).programs()), ["p1", "p2"]);
    // What it leaves out is no difference, and it opens as it was written.
    assert!(diff(&whole, &made).is_empty(), "{:#?}", diff(&whole, &made));
    let opened = store::read(store::write(&made).as_bytes()).unwrap();
    assert!(!opened.read_only());
    same(&opened.framework, &made);
}

#[test]
fn merged_back_it_changes_what_the_group_changed_and_nothing_else() {
    let whole = start();
    let made = part(&whole, &of(&["oc1"], false));
    for (ours, theirs) in [(&whole, &made), (&made, &whole)] {
        let back = merge(&whole, ours, theirs).unwrap();
        assert!(back.conflicts.is_empty());
        same(&back.framework, &whole);
    }
    let script = r#"[Objective("oc1", Set(Title("Peace"))), Objective("op1", Remove),
        Program("new", Add((title: "New", owner: "moi", links: { "oc1": (effect: Supports, evidence: Asserted) }))),
        Tension("ten-1", Set(Note("Settled")))]"#;
    let back = merge(&whole, &whole, &after(&made, script)).unwrap();
    assert!(back.conflicts.is_empty(), "{:#?}", back.conflicts);
    same(&back.framework, &after(&whole, script));
    // Meanwhile the plenary went on, outside the part and in it.
    let plenary = r#"[Objective("so2", Set(Title("Safety"))), Program("p3", Remove), Objective("so1", Set(Lead("moi")))]"#;
    let back = merge(&whole, &after(&whole, plenary), &after(&made, script)).unwrap();
    assert!(back.conflicts.is_empty(), "{:#?}", back.conflicts);
    same(&back.framework, &after(&after(&whole, plenary), script));
}

#[test]
fn two_parts_merge_with_each_other() {
    let whole = start();
    let one = after(&part(&whole, &of(&["oc1"], false)), r#"[Objective("oc1", Set(Code("A")))]"#);
    let two = after(&part(&whole, &of(&["so2"], false)), r#"[Objective("so2", Set(Code("B")))]"#);
    let both = merge(&whole, &one, &two).unwrap();
    assert!(both.conflicts.is_empty());
    let script = r#"[Objective("oc1", Set(Code("A"))), Objective("so2", Set(Code("B")))]"#;
    same(&both.framework, &after(&whole, script));
}

#[test]
fn what_a_part_removed_and_the_rest_still_names_stays() {
    let whole = start();
    let theirs = after(&part(&whole, &of(&["oc1"], false)), r#"[Actor("pol", Remove)]"#);
    let back = merge(&whole, &whole, &theirs).unwrap();
    let conflict = &back.conflicts[0];
    assert_eq!(conflict.id.place.to_string(), "actor pol");
    assert_eq!(conflict.resolutions, [Resolution::Ours]);
    same(&back.framework, &whole);
}

#[test]
fn a_part_that_does_not_say_readably_of_what_is_refused() {
    let whole = start();
    for text in ["", "everything", "objective so1"] {
        let mut parts = part(&whole, &of(&["oc1"], false)).parts().clone();
        let head = std::sync::Arc::make_mut(&mut parts.head);
        head.ext.insert(PART_KEY.to_owned(), text.to_owned());
        let error = merge(&whole, &whole, &Framework::from_parts(parts)).unwrap_err();
        assert!(matches!(error, MergeError::Part("the other copy", _)), "{error}");
    }
}

#[test]
fn any_part_with_any_edits_merges_back() {
    for seed in 0..60 {
        let whole = templates::generate(12, 30, seed);
        let mut dice = Dice(seed);
        let roots: Vec<ObjectiveId> =
            whole.objectives().keys().skip(dice.roll(8)).take(2).cloned().collect();
        let made = part(&whole, &PartOf { objectives: roots, orphans: seed % 2 == 0 });
        assert!(invariants::faults(&made).is_empty());
        let back = merge(&whole, &whole, &made).unwrap();
        assert!(back.conflicts.is_empty() && back.change.is_empty(), "{:#?}", back.conflicts);
        let theirs = edited(&made, &Ids::of(&made, 9), &mut dice, 8);
        let ours = edited(&whole, &Ids::of(&whole, 9), &mut dice, 8);
        let back = merge(&whole, &ours, &theirs).unwrap();
        assert!(invariants::faults(&back.framework).is_empty());
        // Programs that were left out are there as the plenary has them, but for their names of
        // records that are gone.
        let gone = |id: &&throughline::model::ProgramId| {
            made.program(id).is_none() && ours.program(id).is_some() && whole.program(id).is_some()
        };
        for id in whole.programs().keys().filter(gone) {
            assert!(back.framework.program(id).is_some(), "{id} was lost");
        }
    }
}
