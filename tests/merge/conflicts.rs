//! One small case for every sort of conflict, and what is none.

use crate::laws::same;
use throughline::edit::{self, read_script};
use throughline::merge::{Conflict, MergeError, Merged, Resolution, Rule, Sort, diff, merge, told};
use throughline::model::{Framework, invariants};
use throughline::store;

pub(crate) const START: &str = include_str!("../fixtures/merge/start.ron");

pub(crate) fn start() -> Framework {
    store::read(START.as_bytes()).unwrap().framework
}

pub(crate) fn after(framework: &Framework, script: &str) -> Framework {
    let mut edited = framework.clone();
    for command in read_script(script).unwrap_or_else(|error| panic!("{error}: {script}")) {
        edit::run(&mut edited, &command).unwrap_or_else(|error| panic!("{error}: {script}"));
    }
    edited
}

/// Merges two copies that a script each has made of the start.
fn merged(ours: &str, theirs: &str) -> Merged {
    let base = start();
    let result = merge(&base, &after(&base, ours), &after(&base, theirs)).unwrap();
    assert!(invariants::faults(&result.framework).is_empty());
    result
}

/// The one conflict of two scripts.
fn one(merged: &Merged, sort: Sort, place: &str) -> Conflict {
    let found: Vec<String> =
        merged.conflicts.iter().map(|c| c.words("this copy", "MoI’s copy")).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    let conflict = merged.conflicts[0].clone();
    assert_eq!((conflict.id.sort, conflict.id.place.to_string().as_str()), (sort, place));
    conflict
}

/// Settles the one conflict each way, and compares with scripts that do the same by hand.
fn settles(
    ours: &str,
    theirs: &str,
    sort: Sort,
    place: &str,
    ways: &[(Resolution, &str)],
) -> Conflict {
    let open = merged(ours, theirs);
    let conflict = one(&open, sort, place);
    for (resolution, script) in ways {
        assert!(conflict.resolutions.contains(resolution), "{resolution:?}: {conflict:#?}");
        let settled = open.settle(&[(conflict.id.clone(), *resolution)]);
        assert!(settled.conflicts.is_empty(), "{:#?}", settled.conflicts);
        assert_eq!(settled.settled, 1);
        same(&settled.framework, &after(&start(), script));
    }
    conflict
}

fn agree(ours: &str, theirs: &str, both: &str) {
    let result = merged(ours, theirs);
    assert!(result.conflicts.is_empty(), "{:#?}", result.conflicts);
    same(&result.framework, &after(&start(), both));
}

use Resolution::{Base, Both, Ours, Theirs};

#[test]
fn one_field_edited_twice() {
    let (ours, theirs) = (
        r#"[Objective("so1", Set(Title("Open politics")))]"#,
        r#"[Objective("so1", Set(Title("Fair politics")))]"#,
    );
    let ways = [(Ours, ours), (Theirs, theirs), (Base, "[]")];
    let conflict = settles(ours, theirs, Sort::Edited, "objective so1 title", &ways);
    assert_eq!(
        conflict.words("this copy", "MoI’s copy"),
        "Objective 1 “Open politics”, title: MoI’s copy says “Fair politics”, this copy says \
         “Open politics”; before it was “Inclusive politics”"
    );
    assert!(!conflict.resolutions.contains(&Both));
}

#[test]
fn different_fields_and_keys_are_no_conflict() {
    agree(
        r#"[Objective("so1", Set(Title("Open politics"))), Program("p1", Link("oc2", (effect: Supports, evidence: Asserted, by: "undp")))]"#,
        r#"[Objective("so1", Set(Lead("moi"))), Program("p1", Link("so2", (effect: Supports, evidence: Asserted, by: "moi")))]"#,
        r#"[Objective("so1", Set(Title("Open politics"))), Objective("so1", Set(Lead("moi"))),
            Program("p1", Link("oc2", (effect: Supports, evidence: Asserted, by: "undp"))),
            Program("p1", Link("so2", (effect: Supports, evidence: Asserted, by: "moi")))]"#,
    );
    agree(
        r#"[Objective("oc1", Set(Supporting(["undp", "norad"]))), Objective("oc1", Set(Risks(["Drought"])))]"#,
        r#"[Objective("oc1", Set(Supporting(["moi"]))), Objective("oc1", Set(Risks(["Floods"])))]"#,
        r#"[Objective("oc1", Set(Supporting(["moi", "norad"]))), Objective("oc1", Set(Risks(["Drought", "Floods"])))]"#,
    );
    let same = r#"[Objective("so1", Set(Title("Open politics"))), Objective("new", Add((title: "New", level: "oc")))]"#;
    agree(same, same, same);
}

#[test]
fn an_indicator_is_merged_field_by_field() {
    agree(
        r#"[Objective("oc1", Indicator("ind-1", (name: "Councils", baseline: "0", target: "20")))]"#,
        r#"[Objective("oc1", Indicator("ind-1", (name: "Councils", baseline: "0", target: "18", actuals: { "2026-01-01": "4" })))]"#,
        r#"[Objective("oc1", Indicator("ind-1", (name: "Councils", baseline: "0", target: "20", actuals: { "2026-01-01": "4" })))]"#,
    );
}

#[test]
fn who_and_when_are_told_and_settle_by_rule() {
    let link = |by: &str, share: &str, on: &str| {
        format!(
            r#"[Program("p1", Link("oc1", (effect: Supports, evidence: Asserted, share: "{share}", by: "{by}", recorded_by: "A. T.", on: "{on}")))]"#
        )
    };
    let (ours, theirs) = (link("moi", "40", "2025-06-01"), link("norad", "60", "2025-06-02"));
    let open = merged(&ours, &theirs);
    let conflict = one(&open, Sort::Edited, "program p1 links oc1");
    assert_eq!(conflict.theirs.by.as_ref().map(throughline::model::ActorId::as_str), Some("norad"));
    assert_eq!(conflict.theirs.on.map(|on| on.to_string()).as_deref(), Some("2025-06-02"));
    assert_eq!(conflict.theirs.recorded_by.as_deref(), Some("A. T."));
    let words = conflict.words("this copy", "the other copy");
    assert!(
        words.contains(
            "supports, asserted, 60% of the budget, by Norad, recorded by A. T., on 2025-06-02"
        ),
        "{words}"
    );
    // The later is theirs, the local is ours; both as they were said, untouched.
    same(&open.settle_by(Rule::Later).framework, &after(&start(), &theirs));
    same(&open.settle_by(Rule::Local).framework, &after(&start(), &ours));
    let position = |stance: &str, on: &str| {
        format!(
            r#"[Objective("oc1", Position("moi", (stance: {stance}, on: "{on}", recorded_by: "B")))]"#
        )
    };
    let open = merged(&position("Oppose", "2025-07-02"), &position("Endorse", "2025-07-01"));
    let conflict = one(&open, Sort::Edited, "objective oc1 positions moi");
    assert_eq!(conflict.ours.by.as_ref().map(throughline::model::ActorId::as_str), Some("moi"));
    assert_eq!(conflict.by_rule(Rule::Later, &open.framework), Some(Ours));
    // Both are of one local actor: the rule says nothing, and it stays open.
    assert_eq!(open.settle_by(Rule::Local).conflicts.len(), 1);
}

#[test]
fn removed_against_edited() {
    let (ours, theirs) = (
        r#"[Objective("oc1", Set(Title("Districts at peace"))), Program("p2", Link("oc1", (effect: Supports, evidence: Asserted)))]"#,
        r#"[Objective("oc1", Remove)]"#,
    );
    let ways = [(Ours, ours), (Theirs, theirs), (Base, "[]")];
    let conflict = settles(ours, theirs, Sort::Removed, "objective oc1", &ways);
    assert_eq!(
        conflict.words("this copy", "MoI’s copy"),
        "Objective 1.1 “Districts at peace”: MoI’s copy removed it, this copy changed its title and \
         names it in program “Training”; what is removed cannot be changed or named"
    );
    settles(
        theirs,
        ours,
        Sort::Removed,
        "objective oc1",
        &[(Ours, theirs), (Theirs, ours), (Base, "[]")],
    );
}

#[test]
fn a_link_to_what_the_other_removed() {
    let (ours, theirs) = (
        r#"[Objective("so2", Remove)]"#,
        r#"[Program("p2", Link("so2", (effect: Supports, evidence: Asserted, by: "norad", on: "2025-08-01")))]"#,
    );
    let conflict =
        settles(ours, theirs, Sort::Removed, "objective so2", &[(Ours, ours), (Theirs, theirs)]);
    assert_eq!(conflict.theirs.by.as_ref().map(throughline::model::ActorId::as_str), Some("norad"));
    // A whole branch is removed, and one of it is edited: it needs what it contributes to.
    let (ours, theirs) = (
        r#"[Objective("op1", Set(Code("1.1.1")))]"#,
        r#"[Objective("op1", Remove), Objective("oc1", Remove)]"#,
    );
    settles(
        ours,
        theirs,
        Sort::Removed,
        "objective op1",
        &[(Ours, ours), (Theirs, theirs), (Base, "[]")],
    );
}

#[test]
fn an_actor_a_dimension_or_a_level_that_the_other_removed() {
    let actor =
        (r#"[Program("p2", Funding("cida", (amount: "5")))]"#, r#"[Actor("cida", Remove)]"#);
    settles(actor.0, actor.1, Sort::Removed, "actor cida", &[(Ours, actor.0), (Theirs, actor.1)]);
    let dimension = (
        r#"[Objective("so1", Set(Dimensions(["political", "spare"])))]"#,
        r#"[Framework(Dimension("spare", None))]"#,
    );
    let ways = [(Ours, dimension.0), (Theirs, dimension.1)];
    settles(dimension.0, dimension.1, Sort::Removed, "framework dimensions spare", &ways);
    let level = (
        r#"[Objective("new", Add((title: "New", level: "unused"))), Program("p2", Link("new", (effect: Supports, evidence: Asserted)))]"#,
        r#"[Framework(RemoveLevel("unused"))]"#,
    );
    settles(
        level.0,
        level.1,
        Sort::Removed,
        "framework levels unused",
        &[(Ours, level.0), (Theirs, level.1)],
    );
}

#[test]
fn two_moves_that_make_a_circle() {
    let (ours, theirs) = (
        r#"[Objective("oc1", Contribution("oc2", ()))]"#,
        r#"[Objective("oc2", Contribution("oc1", ()))]"#,
    );
    let ways = [(Ours, ours), (Theirs, theirs), (Base, "[]")];
    let conflict = settles(ours, theirs, Sort::Circle, "objective oc1 contributes_to oc2", &ways);
    let why = conflict.why.unwrap();
    assert!(why.starts_with("together they lead in a circle: objective 1.1 “Districts"), "{why}");
    let parts = (r#"[Program("p1", Set(PartOf("p2")))]"#, r#"[Program("p2", Set(PartOf("p1")))]"#);
    settles(
        parts.0,
        parts.1,
        Sort::Circle,
        "program p1 part_of",
        &[(Ours, parts.0), (Theirs, parts.1)],
    );
    let actors =
        (r#"[Actor("undp", Set(Parent("norad")))]"#, r#"[Actor("norad", Set(Parent("undp")))]"#);
    settles(
        actors.0,
        actors.1,
        Sort::Circle,
        "actor norad parent",
        &[(Ours, actors.0), (Theirs, actors.1)],
    );
    let follows = (
        r#"[Program("p1", DependsOn("p2", (kind: Follows)))]"#,
        r#"[Program("p2", DependsOn("p1", (kind: Follows)))]"#,
    );
    settles(
        follows.0,
        follows.1,
        Sort::Circle,
        "program p1 depends_on p2",
        &[(Ours, follows.0), (Theirs, follows.1)],
    );
}

#[test]
fn what_a_program_cannot_say_at_once() {
    let decision = (
        r#"[Program("p2", Link("so1", (effect: Supports, evidence: Asserted, by: "undp")))]"#,
        r#"[Program("p2", Decide((kind: NoneFound, by: "norad", on: "2025-05-04")))]"#,
    );
    let ways = [(Ours, decision.0), (Theirs, decision.1), (Base, "[]")];
    settles(decision.0, decision.1, Sort::Together, "program p2 decision", &ways);
    let share = |to: &str| {
        format!(
            r#"[Program("p2", Link("{to}", (effect: Supports, evidence: Asserted, share: "60")))]"#
        )
    };
    let (ours, theirs) = (share("so1"), share("so2"));
    settles(
        &ours,
        &theirs,
        Sort::Together,
        "program p2 links",
        &[(Ours, &ours), (Theirs, &theirs)],
    );
    let sectors =
        (r#"[Program("p2", Sector("15220", "70"))]"#, r#"[Program("p2", Sector("15210", "70"))]"#);
    settles(
        sectors.0,
        sectors.1,
        Sort::Together,
        "program p2 sectors",
        &[(Ours, sectors.0), (Theirs, sectors.1)],
    );
    let money = (
        r#"[Program("p1", Set(Budget((amount: "900", currency: "EUR"))))]"#,
        r#"[Program("p1", Funding("norad", (amount: "100")))]"#,
    );
    settles(
        money.0,
        money.1,
        Sort::Together,
        "program p1 budget",
        &[(Ours, money.0), (Theirs, money.1)],
    );
    let period = (
        r#"[Program("p1", Set(Period((from: "2027-01-01", to: "2027-12-31"))))]"#,
        r#"[Program("p1", Set(Period((from: "2025-01-01", to: "2026-06-30"))))]"#,
    );
    // Their end and our beginning differ from the base, ours too in the end: each is a field.
    assert!(!merged(period.0, period.1).conflicts.is_empty());
}

#[test]
fn a_text_of_both() {
    let (ours, theirs) = (
        r#"[Framework(Set(Vision("Peace at home.")))]"#,
        r#"[Framework(Set(Vision("A country at work.")))]"#,
    );
    let both = "[Framework(Set(Vision(\"A country at work.\\n\\nPeace at home.\")))]";
    settles(ours, theirs, Sort::Edited, "framework vision", &[(Both, both), (Theirs, theirs)]);
}

#[test]
fn levels_are_one_value() {
    let (ours, theirs) = (
        r#"[Framework(Level("l1", "One"))]"#,
        r#"[Framework(Level("l2", "Two")), Objective("new", Add((title: "N", level: "l2")))]"#,
    );
    // Without their levels, what they placed at one of them cannot stand either.
    settles(
        ours,
        theirs,
        Sort::Edited,
        "framework levels",
        &[(Ours, ours), (Theirs, theirs), (Base, "[]")],
    );
}

#[test]
fn the_same_id_added_twice() {
    let add = |title: &str| {
        format!(r#"[Objective("new", Add((title: "{title}", level: "oc", code: "9")))]"#)
    };
    let (ours, theirs) = (add("A"), add("B"));
    settles(
        &ours,
        &theirs,
        Sort::Edited,
        "objective new title",
        &[(Ours, &ours), (Theirs, &theirs)],
    );
}

#[test]
fn copies_of_other_frameworks_are_refused() {
    let base = start();
    let mut parts = base.parts().clone();
    std::sync::Arc::make_mut(&mut parts.head).id =
        throughline::model::FrameworkId::new("fw-x").unwrap();
    let other = Framework::from_parts(parts);
    let error = merge(&base, &base, &other).unwrap_err();
    assert!(matches!(error, MergeError::Different(..)));
    let mut parts = base.parts().clone();
    parts.actors.remove("undp");
    let error = merge(&base, &Framework::from_parts(parts), &base).unwrap_err();
    assert!(error.to_string().starts_with("this copy has faults"), "{error}");
}

#[test]
fn changes_are_told_by_who_did_what() {
    let base = start();
    let link = r#"(effect: Supports, evidence: Asserted, by: "norad")"#;
    let edited = after(
        &base,
        &format!(
            r#"[Program("p1", Link("so2", {link})), Program("p2", Link("so2", {link})),
                Objective("oc1", Position("moi", (stance: Endorse))), Objective("so2", Set(Title("Safety"))),
                Objective("oc2", Contribution("so1", None)), Objective("oc2", Contribution("so2", ())),
                Actor("who", Add((name: "World Health Organization", acronym: "WHO", side: External))),
                Program("p1", Set(Description("Text")))]"#
        ),
    );
    let lines = told(&base, &edited);
    let expected = [
        "Norad linked program “Councils”, program “Training”",
        "MoI took a position on objective 1.1 “Districts settle disputes”",
        "“Fair courts” moved from 1 “Inclusive politics” to 2 “Safety”",
        "New: actor WHO",
        "Renamed objective: “Security” is now “Safety”",
        "Description changed of program “Councils”",
    ];
    assert_eq!(lines, expected);
    let found = diff(&base, &edited);
    let title = found.iter().find(|d| d.field == "title").unwrap();
    assert_eq!(
        (title.before.as_deref(), title.after.as_deref()),
        (Some("Security"), Some("Safety"))
    );
    assert!(diff(&base, &base).is_empty() && told(&base, &base).is_empty());
}
