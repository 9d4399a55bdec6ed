//! Merging two programs that are one: what of each stands, who points where afterwards, and the
//! law that nothing but what both say is lost.

use proptest::prelude::*;
use std::fmt::Write;
use throughline::edit::{self, read_script};
use throughline::model::{Framework, Program, ProgramId, invariants};
use throughline::session::Session;
use throughline::store;

const HEAD: &str = r#"
    format: (1, 0), id: "fw-t", title: "T", currency: "USD",
    rates: { "EUR": (rate: "1.25"), "NOK": (rate: "0.10") },
    levels: [(id: "so", title: "SO")], dimensions: { "political": (title: "Political"), "security": (title: "Security") },
    actors: { "a0": (name: "Zero", side: Internal), "a1": (name: "One", side: External), "a2": (name: "Two", side: External) },
    objectives: { "o0": (title: "0", level: "so"), "o1": (title: "1", level: "so"), "o2": (title: "2", level: "so") },
"#;

fn framework(programs: &str) -> Framework {
    let tensions = r#"tensions: {
        "t0": (title: "Both", about: [Program("b"), Program("a"), Actor("a1")], outcome: Open),
        "t1": (title: "One", about: [Program("b")], outcome: Open),
    },"#;
    let tensions = if programs.contains("\"b\": ") { tensions } else { "" };
    let text = format!("Framework({HEAD} programs: {{ {programs} }}, {tensions})");
    match store::read(text.as_bytes()) {
        Ok(opened) if opened.faults.is_empty() => opened.framework,
        Ok(opened) => panic!("{:?}", opened.faults),
        Err(error) => panic!("{error}\n{text}"),
    }
}

/// Merges `b` into `a`; gives the framework or the refusal. Undoing it restores every byte.
fn merged(programs: &str) -> Result<Framework, String> {
    let start = framework(programs);
    let mut session = Session::new(start.clone());
    let commands = read_script(r#"[Program("a", Merge("b"))]"#).expect("a script");
    let before = store::write(&start);
    let result = session.run(&commands[0]);
    if let Err(error) = result {
        assert_eq!(store::write(session.framework()), before, "a refusal changes nothing");
        return Err(format!("{error}; {}", error.hint()));
    }
    let after = session.framework().clone();
    assert!(invariants::faults(&after).is_empty());
    assert!(!after.programs().contains_key("b"), "the other is gone");
    assert_eq!(session.history().depth(), 1);
    assert!(session.undo());
    assert_eq!(store::write(session.framework()), before);
    Ok(after)
}

fn done(programs: &str) -> Framework {
    merged(programs).unwrap_or_else(|error| panic!("{programs}: {error}"))
}

/// The survivor, as it is written.
fn survivor(programs: &str) -> Program {
    Program::clone(&done(programs).programs()["a"])
}

/// A record as a document has it.
fn record(text: &str) -> Program {
    Program::clone(&framework(&format!("\"x\": {text}, \"c\": (title: \"C\")")).programs()["x"])
}

const FULL: &str = r#"(
    title: "District councils", translations: { "fr": (title: "Conseils") }, description: "What it does",
    identifiers: ["XM-DAC-41114-1", "shared"], related: ["NO-1-ABC", "GB-1-9"], owner: "a1", implementing: ["a1", "a0"],
    funding: { "a1": (amount: "70"), "a2": (amount: "30") }, budget: (amount: "100", currency: "EUR", basis: Commitment),
    status: Implementation, period: (from: "2025-01-01", to: "2026-12-31"), sectors: { "15220": "100" },
    dimensions: ["political"], markers: { "1": "2" }, locations: ["North", "South"],
    claims: ["An outcome"], links: { "o0": (effect: Supports, evidence: Documented("p. 4"), share: "50"), "o1": (effect: Undermines, evidence: Asserted) },
    depends_on: { "c": (kind: Needs, note: "theirs") }, reply: (text: "We reply", by: "a1"),
    source: (file: "b.xml", format: "iati", row: "1"),
)"#;

#[test]
fn what_the_survivor_lacks_comes_from_the_other() {
    let bare =
        r#""a": (title: " ", identifiers: ["NO-1-ABC"], locations: ["South"]), "c": (title: "C")"#;
    let mut expected = record(FULL);
    expected.identifiers = ["NO-1-ABC", "XM-DAC-41114-1", "shared"].map(str::to_owned).to_vec();
    expected.locations = ["South", "North"].map(str::to_owned).to_vec();
    expected.related = vec!["GB-1-9".to_owned()];
    expected.source = None;
    assert_eq!(survivor(&format!("{bare}, \"b\": {FULL}")), expected);
}

#[test]
fn what_the_survivor_says_stands() {
    let own = r#"(
    title: "Councils", translations: { "ar": (title: "x") }, description: "Ours",
    identifiers: ["shared", "NO-1-ABC"], related: ["XM-dac-41114-1"], owner: "a2", implementing: ["a0", "a2"],
    funding: { "a2": (amount: "999"), "a0": () }, budget: (amount: "5", currency: "EUR"),
    status: Closed, period: (from: "2024-01-01", to: "2024-12-31"), sectors: { "12220": "50" },
    dimensions: ["security"], markers: { "2": "1" }, locations: ["South"],
    claims: ["An outcome", "Ours"], links: { "o0": (effect: Undermines, evidence: Asserted), "o2": (effect: Supports, evidence: Asserted) },
    depends_on: { "c": (kind: Follows, note: "ours") }, reply: (text: "Ours"), source: (file: "a.xml"),
)"#;
    let both = record(
        r#"(
    title: "Councils", translations: { "ar": (title: "x") }, description: "Ours",
    identifiers: ["shared", "NO-1-ABC", "XM-DAC-41114-1"], related: ["GB-1-9"], owner: "a2", implementing: ["a0", "a2", "a1"],
    funding: { "a0": (), "a1": (amount: "70"), "a2": (amount: "999") }, budget: (amount: "5", currency: "EUR"),
    status: Closed, period: (from: "2024-01-01", to: "2024-12-31"), sectors: { "12220": "50" },
    dimensions: ["security"], markers: { "2": "1" }, locations: ["South", "North"],
    claims: ["An outcome", "Ours"],
    links: { "o0": (effect: Undermines, evidence: Asserted), "o1": (effect: Undermines, evidence: Asserted), "o2": (effect: Supports, evidence: Asserted) },
    depends_on: { "c": (kind: Follows, note: "ours") }, reply: (text: "Ours"), source: (file: "a.xml"),
)"#,
    );
    let programs = format!("\"a\": {own}, \"b\": {FULL}, \"c\": (title: \"C\")");
    assert_eq!(survivor(&programs), both);
}

#[test]
fn an_end_of_the_period_is_filled_in_unless_it_would_come_first() {
    let ends = |own: &str, theirs: &str| {
        let period = survivor(&format!(
            r#""a": (title: "A", period: ({own})), "b": (title: "B", period: ({theirs}))"#
        ))
        .period;
        [period.from, period.to].map(|day| day.map_or(0, throughline::model::Date::year))
    };
    let theirs = r#"from: "2020-01-01", to: "2024-12-31""#;
    assert_eq!(ends("", theirs), [2020, 2024]);
    assert_eq!(ends(r#"from: "2022-01-01""#, theirs), [2022, 2024]);
    assert_eq!(ends(r#"from: "2025-01-01""#, theirs), [2025, 0]);
    assert_eq!(ends(r#"to: "2019-01-01""#, theirs), [0, 2019]);
}

#[test]
fn amounts_stand_in_one_currency_and_none_is_lost() {
    let money = |own: &str, theirs: &str| {
        let merged = merged(&format!(r#""a": (title: "A", {own}), "b": (title: "B", {theirs})"#))?;
        let program = &merged.programs()["a"];
        let mut text = program.budget.as_ref().map_or_else(String::new, |b| b.amount.to_string());
        for (actor, funding) in &program.funding {
            let amount = funding.amount.map_or_else(|| "?".to_owned(), |a| a.to_string());
            write!(text, " {actor} {amount}").expect("a text");
        }
        Ok::<_, String>(text)
    };
    let euro =
        r#"budget: (amount: "80", currency: "EUR"), funding: { "a1": (amount: "80"), "a2": () }"#;
    let told = |own: &str, theirs: &str| money(own, theirs).expect("it fits");
    assert_eq!(told(r#"budget: (amount: "100")"#, euro), "100 a1 100 a2 ?", "80 EUR are 100 USD");
    assert_eq!(
        told(euro, r#"funding: { "a0": (amount: "10"), "a1": (amount: "9") }"#),
        "80 a0 8 a1 80 a2 ?"
    );
    assert_eq!(
        told(r#"funding: { "a0": (amount: "10") }"#, euro),
        "80 a0 8 a1 80 a2 ?",
        "its own amounts follow the budget that it takes over"
    );
    assert_eq!(
        told(
            euro,
            r#"budget: (amount: "1000", currency: "NOK"), funding: { "a0": (amount: "1000"), "a2": (amount: "3") }"#
        ),
        "80 a0 80 a1 80 a2 0.24",
        "a funder without an amount takes the other's"
    );
    let unknown = r#"budget: (amount: "5", currency: "XOF"), funding: { "a0": (amount: "5") }"#;
    let refused = money(euro, unknown).expect_err("there is no rate");
    assert_eq!(
        refused,
        "the amounts of \"B\" are in XOF, and there is no rate between it and EUR; \
         add a rate for that currency to the framework first"
    );
    let no_amount = r#"budget: (amount: "5", currency: "XOF"), funding: { "a0": () }"#;
    assert_eq!(told(euro, no_amount), "80 a0 ? a1 80 a2 ?");
    let same = r#"budget: (amount: "4", currency: "XOF"), funding: { "a1": (amount: "4") }"#;
    assert_eq!(told(same, unknown), "4 a0 5 a1 4", "one currency needs no rate");
}

#[test]
fn whoever_named_the_other_names_the_survivor() {
    let after = done(
        r#""a": (title: "A", depends_on: { "b": (kind: Needs) }),
           "b": (title: "B", depends_on: { "a": (kind: Needs), "c": (kind: Needs) }),
           "c": (title: "C", part_of: "b"), "d": (title: "D", depends_on: { "b": (kind: Needs, note: "why") }),
           "e": (title: "E", depends_on: { "a": (kind: Needs, note: "mine"), "b": (kind: Follows) })"#,
    );
    let program = |id: &str| after.programs()[id].clone();
    let needs = |id: &str| -> Vec<String> {
        let on = &program(id).depends_on;
        on.iter().map(|(p, d)| format!("{p} {}", d.note.as_deref().unwrap_or(""))).collect()
    };
    assert_eq!(needs("a"), ["c "], "it does not depend on itself");
    assert_eq!(program("c").part_of.as_ref().map(ProgramId::as_str), Some("a"));
    assert_eq!(needs("d"), ["a why"]);
    assert_eq!(needs("e"), ["a mine"]);
    let about = |id: &str| format!("{:?}", after.tensions()[id].about);
    assert_eq!(about("t0").matches("Program(").count(), 1, "named once: {}", about("t0"));
    assert!(about("t0").contains("Actor") && about("t1").contains("\"a\""));
}

#[test]
fn the_umbrella_is_its_own_else_the_others_and_never_in_a_circle() {
    let umbrella = |parts: &[(&str, &str)]| {
        let programs = ["a", "b", "c", "d"].iter().fold(String::new(), |mut text, id| {
            let part = parts.iter().find(|(part, _)| part == id);
            let part = part.map_or_else(String::new, |(_, of)| format!("part_of: \"{of}\""));
            let _ = write!(text, r#""{id}": (title: "{id}", {part}),"#);
            text
        });
        survivor(&programs).part_of.map_or_else(|| "-".to_owned(), |id| id.to_string())
    };
    assert_eq!(umbrella(&[("a", "c"), ("b", "d")]), "c");
    assert_eq!(umbrella(&[("b", "d")]), "d");
    assert_eq!(umbrella(&[("b", "a")]), "-");
    assert_eq!(umbrella(&[("a", "b"), ("b", "d")]), "d");
    assert_eq!(umbrella(&[("a", "c"), ("c", "b"), ("b", "d")]), "d", "c is part of it now");
    assert_eq!(umbrella(&[("b", "c"), ("c", "a"), ("a", "d")]), "d");
    assert_eq!(umbrella(&[("b", "c"), ("c", "a")]), "-");
}

#[test]
fn a_decision_goes_where_links_come() {
    let decided = |own: &str, theirs: &str| {
        let programs = format!(r#""a": (title: "A", {own}), "b": (title: "B", {theirs})"#);
        survivor(&programs).decision.map_or("-".to_owned(), |d| format!("{:?}", d.kind))
    };
    let none = "decision: (kind: NoneFound)";
    let out = "decision: (kind: OutOfScope)";
    let link = r#"links: { "o0": (effect: Supports, evidence: Asserted) }"#;
    assert_eq!(decided("", none), "NoneFound");
    assert_eq!(decided("decision: (kind: Elsewhere)", none), "Elsewhere");
    assert_eq!(decided(none, link), "-");
    assert_eq!(decided(link, none), "-");
    assert_eq!(decided(out, link), "OutOfScope");
    assert_eq!(decided("", out), "-", "that was said of the other record");
}

#[test]
fn what_does_not_fit_is_refused_with_its_reason() {
    let two = r#""a": (title: "A"), "c": (title: "C")"#;
    let refused = |script: &str, programs: &str| {
        let framework = framework(programs);
        let command = read_script(script).expect("a script");
        edit::plan(&framework, &command[0]).expect_err("it does not fit").to_string()
    };
    let gone = refused(r#"[Program("a", Merge("b"))]"#, two);
    assert_eq!(gone, "there is no other program \"b\"");
    let itself = refused(r#"[Program("a", Merge("a"))]"#, two);
    assert_eq!(itself, "there is no other program \"a\"");
    assert_eq!(refused(r#"[Program("b", Merge("a"))]"#, two), "there is no program \"b\"");
    let circle = merged(
        r#""a": (title: "A", depends_on: { "c": (kind: Follows) }), "b": (title: "B"),
           "c": (title: "C", depends_on: { "b": (kind: Follows) })"#,
    );
    assert!(circle.expect_err("a follows c, which follows a").contains("follow each other"));
}

#[test]
fn undo_names_what_was_merged() {
    let framework = framework(r#""a": (title: "A"), "b": (title: "Councils")"#);
    let command = &read_script(r#"[Program("a", Merge("b"))]"#).expect("a script")[0];
    assert_eq!(command.label(), "merge program");
    assert_eq!(command.label_in(&framework), "merge Councils");
}

/// Some of a pool of words, as a list.
fn some(pool: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(pool, 0..=pool.len())
}

/// Any program, as text. Umbrellas and what it follows come later in the order of ids.
fn program(id: &'static str, later: &'static [&'static str]) -> impl Strategy<Value = String> {
    let identifiers = some(&["XM-DAC-1-1", "XM-DAC-1-2", "xm-dac-1-1", "7"]);
    let related = some(&["XM-DAC-1-1", "XM-DAC-1-2", "NO-1-1234"]);
    let all = (
        (identifiers, related, some(&["North", "South", "north"]), some(&["o0", "o1", "o2"])),
        (some(&["a0", "a1", "a2"]), some(&["a0", "a1", "a2"]), 0..3_usize, some(later)),
        (proptest::option::of(proptest::sample::select(later)), 0..4_u8, 0..2_u8),
    );
    all.prop_map(move |((own, related, places, links), (by, funders, money, needs), (up, end, kind))| {
        let list = |all: &[&str]| format!("{all:?}");
        let map = |all: &[&str], value: &str| {
            let rows: Vec<String> = all.iter().map(|key| format!("{key:?}: {value}")).collect();
            format!("{{ {} }}", rows.join(", "))
        };
        let currency = ["", ", currency: \"EUR\"", ", currency: \"XOF\""][money];
        let budget = match kind {
            0 => String::new(),
            _ => format!("budget: (amount: \"{}\"{currency}),", 10 + end),
        };
        let amount = format!("(amount: \"{}\")", end + 1);
        let link = format!("(effect: Supports, evidence: Asserted, note: \"of {id}\")");
        let follows = if kind == 0 { "(kind: Needs)" } else { "(kind: Follows)" };
        let up = up.map_or_else(String::new, |up| format!("part_of: {up:?},"));
        format!(
            "{id:?}: (title: {id:?}, identifiers: {}, related: {}, locations: {}, implementing: {}, \
             links: {}, funding: {}, depends_on: {}, {budget} {up})",
            list(&own), list(&related), list(&places), list(&by), map(&links, &link),
            map(&funders, &amount), map(&needs, follows),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever the two are, no identifier, link, place, actor or claim of either is lost, the
    /// survivor's own words stand, and undo restores every byte (`merged`).
    #[test]
    fn merging_loses_nothing(
        a in program("a", &["b", "c", "d"]), b in program("b", &["c", "d"]),
        c in program("c", &["d"]), d in program("d", &["e"]),
    ) {
        let text = [a, b, c, d, "\"e\": (title: \"e\")".to_owned()].join(", ");
        let start = framework(&text);
        let (own, theirs) = (&start.programs()["a"], &start.programs()["b"]);
        let after = match merged(&text) {
            Ok(after) => after,
            Err(error) => {
                let fits = error.contains("no rate") || error.contains("follow each other");
                prop_assert!(fits, "{}", error);
                return Ok(());
            }
        };
        let all = &after.programs()["a"];
        for one in [own, theirs] {
            prop_assert!(one.identifiers.iter().all(|i| all.identifiers.contains(i)));
            prop_assert!(one.locations.iter().all(|l| all.locations.contains(l)));
            prop_assert!(one.implementing.iter().all(|i| all.implementing.contains(i)));
            prop_assert!(one.links.keys().all(|o| all.links.contains_key(o)));
            prop_assert!(one.funding.keys().all(|f| all.funding.contains_key(f)));
            let related = one.related.iter().filter(|r| !all.related.contains(r));
            let borne = |r: &String| all.identifiers.iter().any(|i| i.eq_ignore_ascii_case(r));
            prop_assert!(related.clone().all(borne), "{:?}", related.collect::<Vec<_>>());
        }
        prop_assert!(own.links.iter().all(|(o, link)| all.links[o] == *link));
        prop_assert!(own.budget.is_none() || all.budget == own.budget);
        let written = store::write(&after);
        prop_assert!(!written.contains("\"b\""), "{}", written);
        prop_assert_eq!(after.programs().len() + 1, start.programs().len());
    }
}
