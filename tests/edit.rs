//! The edit core: laws over any commands, and tables of what each rule does.

use proptest::prelude::*;
use serde_json::Value;
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
    refused(r#"[Framework(RemoveLevel("zz"))]"#, "there is no level \"zz\"");
    refused(r#"[Pin("o9", None)]"#, "there is no objective \"o9\"");
    refused(r#"[Framework(RemoveLevel("op"))]"#, "still named by 1 record");
    refused(r#"[Framework(Dimension("political", None))]"#, "still named by 1 record");
    refused(r#"[Program("p0", Sector("15220", "101"))]"#, "not between 0 and 100");
    refused(r#"[Program("p0", Set(Owner("a9")))]"#, "there is no actor \"a9\"");
    refused(r#"[Objective("o0", Contribution("o3", ()))]"#, "in a circle: o0");
    refused(r#"[Program("p0", Set(PartOf("p1")))]"#, "parts of each other");
    refused(r#"[Program("p0", DependsOn("p1", (kind: Follows)))]"#, "follow each other");
    refused(r#"[Actor("a1", Set(Parent("a2")))]"#, "departments of each other");
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

/// Sets each field that a record of the fixture has on one that lacks it (or, where it is
/// required, has another value), and sees it there; gives how many there were.
fn set_each<R, F>(record: &Value, other: &Value, set: fn(&mut R, F)) -> usize
where
    R: serde::Serialize + serde::de::DeserializeOwned,
    F: serde::de::DeserializeOwned,
{
    let fields = record.as_object().cloned().unwrap_or_default();
    for (field, value) in &fields {
        let mut bare = fields.clone();
        match other.get(field) {
            Some(another) => drop(bare.insert(field.clone(), another.clone())),
            None => drop(bare.remove(field)),
        }
        let read = |what: &str, error| -> ! { panic!("{what} {field}: {error}") };
        let mut bare: R =
            serde_json::from_value(bare.into()).unwrap_or_else(|e| read("without", e));
        let camel: String =
            field.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let edit = serde_json::json!({ camel: value });
        let edit: F = serde_json::from_value(edit).unwrap_or_else(|e| read("setting", e));
        let at = |record: &R| {
            serde_json::to_value(record).ok().and_then(|json| json.get(field).cloned())
        };
        assert_ne!(at(&bare).as_ref(), Some(value), "{field} is the same before");
        set(&mut bare, edit);
        assert_eq!(at(&bare).as_ref(), Some(value), "{field}");
    }
    fields.len()
}

/// The fixture of the format uses every field of every record; each is set by name.
#[test]
fn every_field_can_be_set() {
    use serde_json::json;
    use throughline::model as m;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format/1.0.ron");
    let framework = framework(&std::fs::read_to_string(path).expect("the fixture"));
    let document: Value = serde_json::from_str(&store::json(&framework)).expect("JSON");
    let (name, title) = (json!({"name": "other"}), json!({"title": "other"}));
    let mut set = 0;
    for (table, other) in [
        ("actors", json!({"name": "other", "side": "Mixed"})),
        ("objectives", json!({"title": "other", "level": "zz"})),
        ("programs", title.clone()),
        (
            "tensions",
            json!({"title": "other", "about": [{"Actor": "zz"}], "outcome": "NoAgreement"}),
        ),
        ("mechanisms", name),
        (
            "milestones",
            json!({"on": "1999-01-01", "title": "other", "figures": {"programs": 9, "link_shown": 1}}),
        ),
        ("scenes", title),
    ] {
        for record in document[table].as_object().expect(table).values() {
            let mut other = other.clone();
            // A record whose value is the other one already gets a third.
            if record.get("side") == Some(&json!("Mixed")) {
                other["side"] = json!("Internal");
            }
            if record.get("outcome") == Some(&json!("NoAgreement")) {
                other["outcome"] = json!("Open");
            }
            set += match table {
                "actors" => set_each(record, &other, m::Actor::set),
                "objectives" => set_each(record, &other, m::Objective::set),
                "programs" => set_each(record, &other, m::Program::set),
                "tensions" => set_each(record, &other, m::Tension::set),
                "mechanisms" => set_each(record, &other, m::Mechanism::set),
                "milestones" => set_each(record, &other, m::Milestone::set),
                _ => set_each(record, &other, m::Scene::set),
            };
        }
    }
    let head = serde_json::to_value(&**framework.head()).expect("JSON");
    let other = json!({"id": "fw-other", "title": "other", "currency": "XXX"});
    set += set_each(&head, &other, m::Head::set);
    assert!(set > 90, "only {set} fields");
}

/// Ranks, levels and parents of the objectives, in the order that siblings have.
fn order(framework: &Framework) -> Vec<String> {
    let mut all: Vec<_> = framework.objectives().iter().map(|(id, o)| (&o.rank, id)).collect();
    all.sort();
    all.into_iter().map(|(_, id)| id.to_string()).collect()
}

/// Changes the start by text, runs a script, gives the framework or the refusal.
fn after_on(old: &str, new: &str, commands: &str) -> Result<Framework, String> {
    assert!(START.contains(old), "{old}");
    let mut framework = framework(&START.replace(old, new));
    for command in script(commands) {
        edit::run(&mut framework, &command).map_err(|error| error.to_string())?;
    }
    assert!(invariants::faults(&framework).is_empty());
    Ok(framework)
}

#[test]
fn siblings_of_one_rank_are_told_apart() {
    let flat = START.replace(", rank: \"a\"", "").replace(", rank: \"b\"", "");
    let mut moved = framework(&flat);
    for command in script(
        r#"[Objective("o8", Add((title: "8", level: "so"))), Objective("o9", Add((title: "9", level: "so"))), Objective("o9", Place(after: "o0"))]"#,
    ) {
        edit::run(&mut moved, &command).expect("it fits");
    }
    let tops: Vec<String> = order(&moved)
        .into_iter()
        .filter(|id| moved.objectives()[id.as_str()].level.as_str() == "so")
        .collect();
    assert_eq!(tops, ["o0", "o9", "o1", "o8"]);
}

#[test]
fn a_rank_of_zeros_does_not_hang_a_move() {
    for (low, high) in [("0", "1"), ("00", "000"), ("a", "a0"), ("a0", "a00")] {
        let mut moved = framework(START);
        for command in script(&format!(
            r#"[Objective("o0", Set(Rank("{low}"))), Objective("o1", Set(Rank("{high}"))), Objective("o9", Add((title: "9", level: "so", rank: "z"))), Objective("o9", Place(after: "o0"))]"#
        )) {
            edit::run(&mut moved, &command).expect("it fits");
        }
        let tops: Vec<String> = order(&moved)
            .into_iter()
            .filter(|id| moved.objectives()[id.as_str()].level.as_str() == "so")
            .collect();
        assert_eq!(tops, ["o0", "o9", "o1"], "{low} {high}");
        for command in script(r#"[Objective("o9", Place())]"#) {
            edit::run(&mut moved, &command).expect("it fits");
        }
        assert!(moved.objectives()["o9"].rank < moved.objectives()["o0"].rank, "{low} {high}");
    }
}

#[test]
fn many_moves_to_one_place_keep_ranks_short() {
    let mut moved = framework(START);
    for n in 0..600 {
        let (id, text) = (format!("x{n}"), format!("x{n}"));
        for command in script(&format!(
            r#"[Objective("{id}", Add((title: "{text}", level: "so"))), Objective("{id}", Place(after: "o0"))]"#
        )) {
            edit::run(&mut moved, &command).expect("it fits");
        }
    }
    let longest = moved.objectives().values().map(|o| o.rank.as_str().len()).max();
    assert!(longest.is_some_and(|n| n <= 100), "{longest:?}");
    assert_eq!(order(&moved)[1], "x599", "the last one placed stands next");
}

#[test]
fn a_move_to_where_it_stands_is_no_step() {
    for place in
        [r#"Objective("o2", Place(under: "o0"))"#, r#"Objective("o1", Place(after: "o0"))"#]
    {
        let framework = framework(START);
        for command in script(&format!("[{place}]")) {
            assert!(edit::plan(&framework, &command).expect("it fits").is_empty(), "{place}");
        }
    }
}

#[test]
fn a_move_that_would_not_show_is_refused() {
    let second = (r#"contributes_to: { "o2": () }"#, r#"contributes_to: { "o2": (), "o0": () }"#);
    let top = after_on(second.0, second.1, r#"[Objective("o3", Place())]"#);
    assert!(top.expect_err("it would be drawn under o0").contains("contributes to \"o0\" too"));
    let retired = after_on(
        r#"title: "One", level"#,
        r#"status: Retired, title: "One", level"#,
        r#"[Objective("o1", Place())]"#,
    );
    assert!(retired.expect_err("it is retired").contains("not drawn"));
}

#[test]
fn a_circle_within_a_batch_is_refused_and_ends() {
    refused(
        r#"[Batch("b", [Objective("o0", Contribution("o2", ())), Objective("o3", Place(under: "o2"))])]"#,
        "in a circle",
    );
}

#[test]
fn merging_names_every_place_once() {
    let twice = after_on(
        r#"members: ["a1", "a0"]"#,
        r#"members: ["a1", "a0", "a1"]"#,
        r#"[Actor("a1", Merge("a0"))]"#,
    );
    assert_eq!(twice.expect("it fits").mechanisms()["m0"].members.len(), 1);
    // a2 is a department of a1: it takes its agency's place, and no circle arises.
    let merged = after(r#"[Actor("a1", Merge("a2"))]"#).expect("it fits");
    assert_eq!(merged.actors()["a2"].parent, None);
    let much = after_on(
        r#"(amount: "10"), "a0": (amount: "5")"#,
        r#"(amount: "900000000000000000"), "a0": (amount: "900000000000000000")"#,
        r#"[Actor("a1", Merge("a0"))]"#,
    );
    assert!(much.expect_err("over 10^18").contains("too large"), "money is never lost");
}

#[test]
fn a_program_with_links_and_a_decision_can_still_be_edited() {
    let old = r#"decision: (kind: NoneFound, by: "a0")"#;
    let both = format!("{old}, links: {{ \"o0\": (effect: Supports, evidence: Asserted) }}");
    let named = after_on(old, &both, r#"[Program("p1", Set(Title("x")))]"#).expect("it fits");
    assert!(named.programs()["p1"].decision.is_some(), "a title decides nothing");
    let linked = r#"[Program("p1", Link("o0", (effect: Supports, evidence: Documented("p. 1"))))]"#;
    assert!(after_on(old, &both, linked).expect("it fits").programs()["p1"].decision.is_none());
    let decided = after_on(old, &both, r#"[Program("p1", Decide((kind: Elsewhere)))]"#);
    assert!(decided.expect_err("it has links").contains("has links"));
}

#[test]
fn what_a_scene_filters_by_is_in_use() {
    let filter = r#"filter: (dimensions: ["spare"], levels: ["op"]), folded"#;
    for edit in [r#"Dimension("spare", None)"#, r#"RemoveLevel("op")"#] {
        let error = after_on("folded", filter, &format!("[Framework({edit})]"));
        assert!(error.expect_err(edit).contains("still named by"), "{edit}");
    }
}

#[test]
fn texts_are_tidied() {
    let tidied = after(
        "[Program(\"p0\", Set(Description(\"a\\r\\nb\\tc\\u{1b}\"))), Program(\"p0\", Set(Title(\"a\\n \\tb\\u{7}\"))), \
         Program(\"p9\", Add((title: \"x\\r\\ny\", claims: [\"c\\u{0}d\"]))), Framework(Ext(\"title\", \"two\\r\\nlines\")), \
         Framework(Level(\"op\", \"Out\\nput\"))]",
    )
    .expect("it fits");
    let program = |id: &str| tidied.programs()[id].clone();
    assert_eq!(program("p0").description.as_deref(), Some("a\nb\tc"));
    assert_eq!(program("p0").title, "a b");
    assert_eq!((program("p9").title.as_str(), program("p9").claims[0].as_str()), ("x y", "cd"));
    assert_eq!(
        tidied.head().ext["title"],
        "two\nlines",
        "an organisation's own text keeps its lines"
    );
    assert_eq!(tidied.head().levels[2].title, "Out put");
    assert!(store::read(store::write(&tidied).as_bytes()).is_ok());
}

#[test]
fn a_slip_of_the_pen_is_no_command() {
    for (text, words) in [
        (
            r#"[Objective("o1", Remove), Objective("o3", Place(udner: "o1"))]"#,
            "command 2: there is no field",
        ),
        (r#"[Program("p9", Add((title: "x", onwer: "a0")))]"#, "onwer"),
        (
            r#"[Batch("b", [Program("p9", Add((title: "x", period: (form: "2025-01-01"))))])]"#,
            "form",
        ),
    ] {
        let error = read_script(text).expect_err(text).to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn undo_says_what_it_takes_back() {
    let framework = framework(START);
    let label = |text: &str| script(&format!("[{text}]"))[0].label_in(&framework);
    assert_eq!(label(r#"Actor("a1", Remove)"#), "remove One");
    assert_eq!(label(r#"Actor("a1", Merge("a0"))"#), "merge One");
    assert_eq!(label(r#"Objective("o1", Set(Title("x")))"#), "rename objective");
    let link = r#"Program("p1", Link("o1", (effect: Supports, evidence: Asserted)))"#;
    assert_eq!(label(&format!("Batch(\"\", [{link}, {link}])")), "link 2 programs");
    assert_eq!(label(&format!("Batch(\"\", [{link}, Pin(\"o1\", None)])")), "2 edits");
}

#[test]
fn undoing_everything_leaves_nothing_to_save() {
    let mut session = Session::new(framework(START));
    let run = |session: &mut Session, title: &str| {
        for command in script(&format!("[Objective(\"o0\", Set(Title(\"{title}\")))]")) {
            session.run(&command).expect("it fits");
        }
    };
    run(&mut session, "A");
    assert!(session.dirty());
    session.set_bar(Some(throughline::model::EvidenceBar::Documented));
    assert!(session.undo() && !session.dirty());
    assert!(session.redo() && session.dirty());
    assert!(session.undo());
    run(&mut session, "B");
    assert!(session.dirty(), "another step than the one undone");
}

#[test]
fn a_document_open_for_reading_is_not_saved_under_another_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
    let unknown = START.replace("currency:", "flavor: \"x\", currency:");
    store::save_bytes(&path, unknown.as_bytes()).expect("a file");
    let mut session = Session::open(&path).expect("it opens");
    assert!(session.read_only().is_some());
    let error = session.save_as(&copy).expect_err("a field would be lost");
    assert!(error.hint().contains("would lose"), "{}", error.hint());
    assert!(!copy.exists());
    for command in script(r#"[Objective("o0", Set(Title("B")))]"#) {
        assert!(session.run(&command).is_err());
    }
}

fn id(prefix: &'static str) -> impl Strategy<Value = String> {
    (0..4_u8).prop_map(move |n| format!("{prefix}{n}"))
}

/// Any command, valid or not, as script text.
fn command() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => single(),
        1 => proptest::collection::vec(single(), 1..4)
            .prop_map(|all| format!("Batch(\"\", [{}])", all.join(", "))),
    ]
}

/// Any one command, valid or not, as script text.
fn single() -> impl Strategy<Value = String> {
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
        (id("p"), id("p")).prop_map(|(a, b)| format!("Program(\"{a}\", Merge(\"{b}\"))")),
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
        (id("o"), prop_oneof![Just("0"), Just("00"), Just("V"), Just("a0")])
            .prop_map(|(o, r)| format!("Objective(\"{o}\", Set(Rank(\"{r}\")))")),
        (id("n"), id("o")).prop_map(|(n, _)| format!(
            "Milestone(\"{n}\", Add((on: \"2025-01-01\", title: \"n\", figures: (programs: 1, link_shown: 0))))"
        )),
        (id("n"), 0..9_u8).prop_map(|(n, d)| format!("Milestone(\"{n}\", Set(Title(\"{d}\")))")),
        id("n").prop_map(|n| format!("Milestone(\"{n}\", Remove)")),
        (id("m"), id("a")).prop_map(|(m, a)| format!("Mechanism(\"{m}\", Set(Chairs([\"{a}\"])))")),
        id("s").prop_map(|s| format!("Scene(\"{s}\", Remove)")),
        (id("t"), id("p")).prop_map(|(t, p)| format!("Tension(\"{t}\", Set(About([Program(\"{p}\")])))")),
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
