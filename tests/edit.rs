//! The edit core: laws over any commands, and tables of what each rule does.

use proptest::prelude::*;
use throughline::edit::{self, Command, read_script};
use throughline::model::{Framework, invariants};
use throughline::session::Session;
use throughline::store;

/// A small framework with one of everything.
const START: &str = r#"Framework(
    format: (1, 0), id: "fw-t", title: "T", currency: "USD",
    levels: [(id: "so", title: "SO"), (id: "oc", title: "OC"), (id: "op", title: "OP")],
    dimensions: { "political": (title: "Political"), "spare": (title: "Spare") },
    actors: { "a0": (name: "Zero", side: Internal, core_group: true), "a1": (name: "One", side: External), "a2": (name: "Two", side: External, parent: "a1") },
    objectives: {
        "o0": (title: "Zero", level: "so", rank: "a", positions: { "a0": (stance: Endorse), "a1": (stance: Oppose) }),
        "o1": (title: "One", level: "so", rank: "b"),
        "o2": (title: "Two", level: "oc", rank: "a", contributes_to: { "o0": (rationale: "r") }, dimensions: ["political"]),
        "o3": (title: "Three", level: "op", rank: "a", contributes_to: { "o2": () }),
    },
    programs: {
        "p0": (title: "P0", owner: "a1", funding: { "a1": (amount: "10"), "a0": (amount: "5") }, links: { "o3": (effect: Supports, evidence: Confirmed("a0"), by: "a1") }),
        "p1": (title: "P1", part_of: "p0", depends_on: { "p0": (kind: Follows) }, decision: (kind: NoneFound, by: "a0")),
        "p2": (title: "P2", decision: (kind: OutOfScope)),
    },
    tensions: { "t0": (title: "T0", about: [Objective("o3"), Program("p0"), Actor("a1")], outcome: Open, parties: ["a1"]) },
    mechanisms: { "m0": (name: "M0", members: ["a1", "a0"], objectives: ["o3"]) },
    scenes: { "s0": (title: "S0", folded: ["o3"], focus: "o3") },
    pinned: { "o3": (x: "1", y: "2") },
)"#;

fn framework(text: &str) -> Framework {
    match store::read(text.as_bytes()) {
        Ok(opened) => opened.framework,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn script(text: &str) -> Vec<Command> {
    match read_script(text) {
        Ok(commands) => commands,
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// Carries out a script on the start; gives the framework or the refusal.
fn after(commands: &str) -> Result<Framework, String> {
    let mut framework = framework(START);
    for command in script(commands) {
        let before = framework.clone();
        if let Err(error) = edit::run(&mut framework, &command) {
            assert_eq!(framework, before, "a refused command changes nothing");
            return Err(error.to_string());
        }
        assert!(invariants::faults(&framework).is_empty(), "{commands}");
    }
    Ok(framework)
}

/// The document after a script, as text.
fn text_after(commands: &str) -> String {
    match after(commands) {
        Ok(framework) => store::write(&framework),
        Err(error) => panic!("{commands}: {error}"),
    }
}

fn refused(commands: &str, because: &str) {
    match after(commands) {
        Ok(_) => panic!("{commands} was not refused"),
        Err(error) => assert!(error.contains(because), "{commands}: {error}"),
    }
}

#[test]
fn refusals_say_why() {
    refused(r#"[Objective("o9", Remove)]"#, "there is no objective \"o9\"");
    refused(
        r#"[Actor("a0", Add((name: "x", side: Internal)))]"#,
        "the actor \"a0\" is there already",
    );
    refused(r#"[Actor("a1", Remove)]"#, "1 program, 1 objective, 1 department, 1 tension");
    refused(r#"[Program("p0", Decide((kind: NoneFound)))]"#, "has links");
    refused(r#"[Objective("o0", Place(under: "o3"))]"#, "below itself");
    refused(r#"[Objective("o2", Place(under: "o3"))]"#, "below itself");
    refused(r#"[Objective("o1", Place(under: "o3"))]"#, "no level that low");
    let circle = r#"[Batch("b", [Objective("o0", Contribution("o2", ())), Objective("o2", Place(under: "o1"))])]"#;
    after(circle).expect("the circle is gone when the batch ends");
    refused(r#"[Framework(RemoveLevel("op"))]"#, "still named by 1 record");
    refused(r#"[Framework(Dimension("political", None))]"#, "still named by 1 record");
    refused(r#"[Program("p0", Sector("15220", "101"))]"#, "not between 0 and 100");
    refused(r#"[Program("p0", Set(Owner("a9")))]"#, "there is no actor \"a9\"");
    refused(r#"[Objective("o0", Contribution("o3", ()))]"#, "in a circle: o0");
    refused(r#"[Program("p0", Set(PartOf("p1")))]"#, "parts of each other");
    refused(r#"[Program("p0", DependsOn("p1", (kind: Follows)))]"#, "follow each other");
    refused(r#"[Actor("a1", Set(Parent("a2")))]"#, "departments of each other");
    refused("[Objective(\"o0\", Set(Title(\"a\\u{1b}b\")))]", "control character U+001B");
}

#[test]
fn removing_takes_what_refers_along() {
    let text = text_after(r#"[Objective("o3", Remove)]"#);
    assert!(!text.contains("\"o3\""), "{text}");
    let text = text_after(r#"[Program("p0", Remove)]"#);
    assert!(!text.contains("\"p0\""), "{text}");
}

#[test]
fn merging_actors_keeps_money_and_words() {
    let text = text_after(r#"[Actor("a1", Merge("a0"))]"#);
    assert!(!text.contains("\"a1\""), "{text}");
    assert!(text.contains(r#"funding: {"a0": (amount: "15")}"#), "{text}");
    assert!(text.contains(r#"positions: {"a0": (stance: Endorse)}"#), "its own position stands");
    assert!(text.contains(r#"members: ["a0"]"#), "{text}");
}

#[test]
fn linking_ends_a_decision_but_out_of_scope() {
    let link = r"(effect: Supports, evidence: Asserted)";
    let text = text_after(&format!(r#"[Program("p1", Link("o1", {link}))]"#));
    assert!(!text.contains("NoneFound"), "{text}");
    let text = text_after(&format!(r#"[Program("p2", Link("o1", {link}))]"#));
    assert!(text.contains("OutOfScope"), "{text}");
}

#[test]
fn moving_takes_the_subtree_along() {
    let moved = after(r#"[Objective("o2", Place(under: "o1"))]"#).expect("it fits");
    let record = |id: &str| {
        moved.objectives().get(id).map(|o| (o.level.to_string(), o.contributes_to.clone()))
    };
    assert!(
        record("o2")
            .is_some_and(|(level, to)| level == "oc" && to.contains_key("o1") && to.len() == 1)
    );
    let up = after(r#"[Objective("o2", Place(after: "o0"))]"#).expect("it fits");
    let levels: Vec<String> = up.objectives().values().map(|o| o.level.to_string()).collect();
    assert_eq!(levels, ["so", "so", "so", "oc"]);
    let (o0, o1, o2) =
        (&up.objectives()["o0"].rank, &up.objectives()["o1"].rank, &up.objectives()["o2"].rank);
    assert!(o0 < o2 && o2 < o1);
}

#[test]
fn a_batch_is_one_step_and_what_is_so_is_none() {
    let mut session = Session::new(framework(START));
    let batch =
        r#"[Batch("tidy", [Objective("o0", Set(Title("A"))), Objective("o0", Set(Title("B")))])]"#;
    for command in script(batch) {
        session.run(&command).expect("it fits");
    }
    assert_eq!((session.history().depth(), session.history().undo_label()), (1, Some("tidy")));
    for command in script(r#"[Objective("o0", Set(Title("B")))]"#) {
        session.run(&command).expect("it fits");
    }
    assert_eq!(session.history().depth(), 1);
}

#[test]
fn a_bad_script_says_where() {
    let error =
        read_script("[\n  Objective(\"o1\", Sett(Title(\"x\"))),\n]").expect_err("no such edit");
    assert!(error.to_string().starts_with("line 2, column"), "{error}");
}

/// Every field of every record: the fixture of the format uses each, and each is set by name.
#[test]
fn every_field_can_be_set() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format/1.0.ron");
    let framework = framework(&std::fs::read_to_string(path).expect("the fixture"));
    let document: serde_json::Value = serde_json::from_str(&store::json(&framework)).expect("JSON");
    let mut set = 0;
    for (table, kind) in [
        ("actors", "Actor"),
        ("objectives", "Objective"),
        ("programs", "Program"),
        ("tensions", "Tension"),
        ("mechanisms", "Mechanism"),
        ("milestones", "Milestone"),
        ("scenes", "Scene"),
    ] {
        for (id, record) in document[table].as_object().expect(table) {
            for (field, value) in record.as_object().expect(id) {
                let camel: String =
                    field.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
                let json = serde_json::json!({ kind: [id, { "Set": { camel: value } }] });
                let command: Command = serde_json::from_value(json)
                    .unwrap_or_else(|error| panic!("{kind} {field}: {error}"));
                let change = edit::plan(&framework, &command).expect(field);
                assert!(change.is_empty(), "{kind} {id} {field} was set to what it is");
                set += 1;
            }
        }
    }
    assert!(set > 80, "only {set} fields");
}

fn id(prefix: &'static str) -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(move |n| format!("{prefix}{n}"))
}

/// Any command, valid or not, as script text.
fn command() -> impl Strategy<Value = String> {
    let link = prop_oneof![
        Just("None".to_owned()),
        id("a").prop_map(|a| format!("(effect: Supports, evidence: Confirmed(\"{a}\"))")),
        Just("(effect: Undermines, evidence: Asserted, share: \"50\")".to_owned()),
    ];
    let option = |p| prop_oneof![Just("None".to_owned()), id(p).prop_map(|i| format!("\"{i}\""))];
    prop_oneof![
        id("a").prop_map(|a| format!("Actor(\"{a}\", Add((name: \"{a}\", side: External)))")),
        id("a").prop_map(|a| format!("Actor(\"{a}\", Remove)")),
        (id("a"), id("a")).prop_map(|(a, b)| format!("Actor(\"{a}\", Merge(\"{b}\"))")),
        (id("a"), option("a")).prop_map(|(a, b)| format!("Actor(\"{a}\", Set(Parent({b})))")),
        id("o").prop_map(|o| format!("Objective(\"{o}\", Add((title: \"{o}\", level: \"oc\")))")),
        id("o").prop_map(|o| format!("Objective(\"{o}\", Remove)")),
        (id("o"), id("o")).prop_map(|(a, b)| format!("Objective(\"{a}\", Contribution(\"{b}\", ()))")),
        (id("o"), option("o"), option("o"))
            .prop_map(|(a, b, c)| format!("Objective(\"{a}\", Place(under: {b}, after: {c}))")),
        (id("o"), id("a")).prop_map(|(o, a)| format!("Objective(\"{o}\", Position(\"{a}\", (stance: Block)))")),
        (id("o"), option("a")).prop_map(|(o, a)| format!("Objective(\"{o}\", Set(Lead({a})))")),
        id("p").prop_map(|p| format!("Program(\"{p}\", Add((title: \"{p}\")))")),
        id("p").prop_map(|p| format!("Program(\"{p}\", Remove)")),
        (id("p"), id("o"), link).prop_map(|(p, o, l)| format!("Program(\"{p}\", Link(\"{o}\", {l}))")),
        (id("p"), option("p")).prop_map(|(a, b)| format!("Program(\"{a}\", Set(PartOf({b})))")),
        (id("p"), id("p")).prop_map(|(a, b)| format!("Program(\"{a}\", DependsOn(\"{b}\", (kind: Follows)))")),
        id("p").prop_map(|p| format!("Program(\"{p}\", Decide((kind: Independent)))")),
        (id("p"), id("a"), 0..300_u32)
            .prop_map(|(p, a, n)| format!("Program(\"{p}\", Funding(\"{a}\", (amount: \"{n}\")))")),
        (id("p"), 0..200_u32).prop_map(|(p, n)| format!("Program(\"{p}\", Sector(\"15220\", \"{n}\"))")),
        (id("t"), id("o"), id("a")).prop_map(|(t, o, a)| format!(
            "Tension(\"{t}\", Add((title: \"t\", about: [Objective(\"{o}\"), Actor(\"{a}\")], outcome: Open)))"
        )),
        id("t").prop_map(|t| format!("Tension(\"{t}\", Remove)")),
        (id("m"), id("a"), id("o")).prop_map(|(m, a, o)| format!(
            "Mechanism(\"{m}\", Add((name: \"m\", members: [\"{a}\"], objectives: [\"{o}\"])))"
        )),
        (id("s"), id("o")).prop_map(|(s, o)| format!("Scene(\"{s}\", Add((title: \"s\", focus: \"{o}\")))")),
        (id("o"), 0..90_u8).prop_map(|(o, n)| format!("Pin(\"{o}\", (x: \"{n}\", y: \"1\"))")),
        id("l").prop_map(|l| format!("Framework(Level(\"{l}\", \"{l}\"))")),
        Just("Framework(RemoveLevel(\"oc\"))".to_owned()),
        Just("Framework(Set(Title(\"new\")))".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_commands_keep_the_invariants_and_can_be_undone(
        commands in proptest::collection::vec(command(), 1..30)
    ) {
        let mut session = Session::new(framework(START));
        let start = store::write(session.framework());
        for command in script(&format!("[{}]", commands.join(", "))) {
            let before = store::write(session.framework());
            if session.run(&command).is_err() {
                prop_assert_eq!(&before, &store::write(session.framework()));
            }
            let faults = invariants::faults(session.framework());
            prop_assert!(faults.is_empty(), "{:?}: {:?}", command, faults);
        }
        let end = store::write(session.framework());
        while session.undo() {}
        prop_assert_eq!(&start, &store::write(session.framework()));
        while session.redo() {}
        prop_assert_eq!(&end, &store::write(session.framework()));
    }
}
