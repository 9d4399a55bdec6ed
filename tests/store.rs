//! Documents: read, written, refused, saved.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::model::{Change, Delta, Edit, Framework, Objective, Program};
use throughline::store::{self, SaveError, StoreError};

/// The fixture of the released format 1.0: every field of every record at least once.
const RELEASED: &str = include_str!("fixtures/format/1.0.ron");

const HEAD: &str = "#![enable(implicit_some)]
Framework(
    format: (1, 0),
    id: \"fw-x\",
    title: \"X\",
    currency: \"USD\",
    levels: [(id: \"so\", title: \"S\")],
";

fn document(body: &str) -> String {
    format!("{HEAD}{body}\n)\n")
}

fn read(text: &str) -> Framework {
    store::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}")).framework
}

fn refused(text: &str) -> String {
    match store::read(text.as_bytes()) {
        Ok(opened) => panic!("read, though it must be refused: {opened:?}\n{text}"),
        Err(error) => error.to_string(),
    }
}

/// The documents in `frameworks/`, by path.
fn frameworks() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 6, "only {paths:?}");
    paths.into_iter().map(|p| (p.clone(), std::fs::read_to_string(p).unwrap())).collect()
}

// What is written.

#[test]
fn every_framework_is_in_canonical_form() {
    for (path, text) in frameworks() {
        let opened =
            store::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!opened.read_only() && !opened.comments, "{}: {opened:?}", path.display());
        assert!(store::write(&opened.framework) == text, "{} is not canonical", path.display());
    }
}

/// How many lines differ where both texts have the same number of lines.
fn changed_lines(before: &str, after: &str) -> usize {
    assert_eq!(before.lines().count(), after.lines().count());
    before.lines().zip(after.lines()).filter(|(b, a)| b != a).count()
}

#[test]
fn a_changed_title_changes_at_most_three_lines() {
    for (path, text) in frameworks() {
        let framework = read(&text);
        let mut edits = Vec::new();
        let mut head = (**framework.head()).clone();
        head.title = "Other".to_owned();
        let before = Some(Arc::clone(framework.head()));
        edits.push(Edit::Head(Delta { before, after: Some(Arc::new(head)) }));
        for (id, objective) in framework.objectives() {
            let after = Arc::new(Objective { title: "Other".to_owned(), ..(**objective).clone() });
            let delta = Delta { before: Some(Arc::clone(objective)), after: Some(after) };
            edits.push(Edit::Objective(id.clone(), delta));
        }
        for (id, program) in framework.programs().iter().step_by(20) {
            let after = Arc::new(Program { title: "Other".to_owned(), ..(**program).clone() });
            let delta = Delta { before: Some(Arc::clone(program)), after: Some(after) };
            edits.push(Edit::Program(id.clone(), delta));
        }
        for edit in edits {
            let mut changed = framework.clone();
            changed.apply(&Change { edits: vec![edit] }).unwrap();
            let lines = changed_lines(&text, &store::write(&changed));
            assert!((1..=3).contains(&lines), "{}: {lines} lines", path.display());
        }
    }
}

/// A character as people write them, and as those who mean harm do.
fn character() -> impl Strategy<Value = char> {
    let nasty = "\"\\#'/*r{}()[],:\n\t \u{feff}\u{2028}\u{200f}\u{202e}\u{85}سلامአማርኛé🕊";
    let nasty: Vec<char> =
        nasty.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    prop_oneof![
        2 => prop::sample::select(nasty),
        1 => any::<char>().prop_filter("no control characters", |c| !c.is_control()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(character(), 0..30).prop_map(String::from_iter)
}

/// A framework with these texts in title, description, note, a list, a map and evidence.
fn with_texts(texts: &[String; 6]) -> Framework {
    let [title, description, note, risk, actual, page] = texts.clone();
    let mut framework = read(&document(
        "    actors: { \"a\": (name: \"A\", side: Internal) },
    objectives: { \"so1\": (title: \"t\", level: \"so\", risks: [\"r\"], \
         indicators: { \"i\": (name: \"n\", actuals: { \"2025-01-01\": \"x\" }) }) },
    programs: { \"p\": (title: \"t\", description: \"d\", \
         links: { \"so1\": (effect: Supports, evidence: Documented(\"d\"), note: \"n\") }) },",
    ));
    let (id, before) =
        framework.objectives().iter().next().map(|(i, o)| (i.clone(), Arc::clone(o))).unwrap();
    let mut after = (*before).clone();
    after.title.clone_from(&title);
    after.risks = vec![risk.clone(), risk];
    for seen in after.indicators.values_mut() {
        seen.name.clone_from(&note);
        seen.actuals.values_mut().for_each(|value| value.clone_from(&actual));
    }
    let objective =
        Edit::Objective(id, Delta { before: Some(before), after: Some(Arc::new(after)) });
    let (id, before) =
        framework.programs().iter().next().map(|(i, p)| (i.clone(), Arc::clone(p))).unwrap();
    let mut after = (*before).clone();
    after.title = title;
    after.description = Some(description);
    for link in after.links.values_mut() {
        link.note = Some(note.clone());
        link.evidence = throughline::model::Evidence::Documented(page.clone());
    }
    let program = Edit::Program(id, Delta { before: Some(before), after: Some(Arc::new(after)) });
    framework.apply(&Change { edits: vec![objective, program] }).unwrap();
    framework
}

proptest! {
    #[test]
    fn any_text_survives(texts in [text(), text(), text(), text(), text(), text()]) {
        let framework = with_texts(&texts);
        let written = store::write(&framework);
        let opened = store::read(written.as_bytes());
        prop_assert!(opened.is_ok(), "{:?}\n{written}", opened.err());
        let opened = opened.unwrap();
        prop_assert!(!opened.read_only());
        prop_assert!(!opened.comments, "no comment here, only text: {written}");
        prop_assert_eq!(&opened.framework, &framework);
        prop_assert_eq!(store::write(&opened.framework), written);
    }
}

#[test]
fn texts_that_look_like_syntax_survive() {
    for text in [
        "",
        "\"",
        "\\",
        "\\\\",
        "\"#",
        "\"##",
        "r#\"x\"#",
        "#\"",
        "\"/* x */ // y",
        "a\nb\n",
        "\n",
        "\t",
        "ends with a backslash \\",
        "C:\\new\\table",
        "\\u{1b}",
        "\\0",
        "المجالس تعمل",
        "ምክር ቤቶች",
        "\u{feff}x",
        "'",
        "'\"'",
        "/*",
        "*/",
        "//",
        "None",
        "Some(\"x\")",
        "),",
    ] {
        let texts = std::array::from_fn(|_| text.to_owned());
        let framework = with_texts(&texts);
        let opened = store::read(store::write(&framework).as_bytes())
            .unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(opened.framework, framework, "{text:?}");
        assert!(!opened.comments, "{text:?}");
    }
}

// What is read.

#[test]
fn the_outer_form_does_not_matter() {
    for (path, text) in frameworks() {
        let plain = read(&text);
        let with_bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(store::read(&with_bom).unwrap().framework, plain, "{}", path.display());
        let bare = text.replacen("#![enable(implicit_some)]\n", "", 1);
        assert_ne!(bare, text);
        assert_eq!(read(&bare), plain, "{}", path.display());
        assert_eq!(read(&text.replace('\n', "\r\n")), plain, "{}", path.display());
    }
}

/// Editors and version control on Windows turn every line end into two characters, those inside
/// a text of several lines too.
#[test]
fn windows_line_ends_do_not_get_into_texts() {
    let opened = store::read(RELEASED.replace('\n', "\r\n").as_bytes()).unwrap();
    assert_eq!(opened.framework, read(RELEASED));
}

#[test]
fn the_order_of_fields_and_rows_does_not_matter() {
    let usual = "#![enable(implicit_some)]
Framework(format: (1, 0), id: \"fw-x\", title: \"X\", currency: \"USD\", levels: [(id: \"so\", title: \"S\")],
    actors: { \"a\": (name: \"A\", side: Internal), \"b\": (name: \"B\", side: Mixed) },
    objectives: { \"o\": (title: \"O\", level: \"so\", lead: \"a\") },
    programs: { \"p\": (title: \"P\", owner: \"b\", budget: (amount: \"5\", currency: \"EUR\")) })";
    let other = "Framework(
    programs: { \"p\": (budget: (currency: \"EUR\", amount: \"5\"), owner: Some(\"b\"), title: \"P\") },
    objectives: { \"o\": (lead: \"a\", level: \"so\", title: \"O\") },
    actors: { \"b\": (side: Mixed, name: \"B\"), \"a\": (side: Internal, name: \"A\") },
    levels: [(title: \"S\", id: \"so\")], currency: \"USD\", title: \"X\", id: \"fw-x\", format: (1, 0))";
    assert_eq!(read(usual), read(other));
    assert_eq!(store::write(&read(usual)), store::write(&read(other)));
}

#[test]
fn comments_are_reported() {
    let plain = document("    vision: \"no // comment /* here */\",");
    assert!(!store::read(plain.as_bytes()).unwrap().comments);
    for commented in [
        plain.replacen("    id:", "    // who\n    id:", 1),
        plain.replacen("    id:", "    /* who */ id:", 1),
        plain.replacen("    id:", "    /* \" */ id:", 1),
        format!("{plain}// end"),
        format!("// begin\n{plain}"),
    ] {
        let opened = store::read(commented.as_bytes()).unwrap();
        assert!(opened.comments, "{commented}");
        assert!(!opened.read_only());
        assert_eq!(opened.framework, read(&plain));
    }
}

#[test]
fn a_newer_minor_opens_read_only_with_what_is_unknown() {
    let newer = RELEASED.replacen("(1, 0)", "(1, 7)", 1);
    let opened = store::read(newer.as_bytes()).unwrap();
    assert!(!opened.read_only(), "nothing in it is unknown");
    let newer = newer
        .replacen("    country:", "    moods: [\"calm\", (a: 1)],\n    country:", 1)
        .replacen(
            "            level: \"so\",",
            "            level: \"so\",\n            colour: \"red\",",
            1,
        )
        .replacen("(stance: Endorse,", "(stance: Endorse, weight: 3,", 1)
        .replacen("[(document: \"Hills Accord\",", "[(document: \"Hills Accord\", line: 7,", 1);
    let opened = store::read(newer.as_bytes()).unwrap();
    assert!(opened.read_only());
    assert_eq!(
        opened.unknown,
        [
            "moods",
            "objectives.so1.colour",
            "objectives.so1.positions.moi.weight",
            "objectives.so1.references.0.line",
        ]
    );
    assert!(opened.faults.is_empty());
    assert_eq!(opened.framework, read(RELEASED));
}

#[test]
fn a_newer_major_is_refused_by_name() {
    for text in [
        RELEASED.replacen("(1, 0)", "(2, 3)", 1),
        // Whatever else a future format holds.
        "Framework(format: (2, 3), everything: Different(1, [x: 2]), else: {".to_owned(),
        "Framework(title: \"first\", maps: {1: 'x'}, format: (2, 3))".to_owned(),
    ] {
        let error = store::read(text.as_bytes()).unwrap_err();
        assert!(matches!(error, StoreError::NewerMajor(2, 3)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "it is in format 2.3, and this version of Throughline reads up to 1.x"
        );
        assert_eq!(error.hint(), "install a newer version of Throughline");
    }
}

#[test]
fn broken_invariants_open_read_only_with_code_and_place() {
    let actor = "    actors: { \"a\": (name: \"A\", side: Internal) },\n";
    let objective = "    objectives: { \"o\": (title: \"O\", level: \"so\") },\n";
    let cases = [
        ("X01", "program", "p", "program p, owner: there is no actor \"nobody\"",
         "    programs: { \"p\": (title: \"P\", owner: \"nobody\") },".to_owned()),
        ("X01", "objective", "o", "objective o, level: there is no level \"op\"",
         "    objectives: { \"o\": (title: \"O\", level: \"op\") },".to_owned()),
        ("X01", "objective", "o", "objective o, indicators i, monitored_by: there is no actor \"b\"",
         format!("{actor}    objectives: {{ \"o\": (title: \"O\", level: \"so\", indicators: {{ \"i\": (name: \"N\", monitored_by: \"b\") }}) }},")),
        ("X01", "tension", "t", "tension t, about: there is no program \"p\"",
         "    tensions: { \"t\": (title: \"T\", about: [Program(\"p\")], outcome: Open) },".to_owned()),
        ("X01", "pin", "x", "pin x, pinned: there is no objective \"x\"",
         "    pinned: { \"x\": (x: \"0\", y: \"0\") },".to_owned()),
        ("X02", "program", "p", "program p, sectors: 100.5 is not between 0 and 100",
         "    programs: { \"p\": (title: \"P\", sectors: { \"15220\": \"100.5\" }) },".to_owned()),
        ("X02", "program", "p", "program p, links, share: -1 is not between 0 and 100",
         format!("{objective}    programs: {{ \"p\": (title: \"P\", links: {{ \"o\": (effect: Supports, evidence: Asserted, share: \"-1\") }}) }},")),
        ("X03", "objective", "o", "objectives contribute to each other in a circle: o > o",
         "    objectives: { \"o\": (title: \"O\", level: \"so\", contributes_to: { \"o\": () }) },".to_owned()),
        ("X04", "program", "p", "programs are parts of each other: p > q > p",
         "    programs: { \"p\": (title: \"P\", part_of: \"q\"), \"q\": (title: \"Q\", part_of: \"p\") },".to_owned()),
        ("X05", "actor", "a", "actors are departments of each other: a > a",
         "    actors: { \"a\": (name: \"A\", side: Internal, parent: \"a\") },".to_owned()),
        ("X06", "program", "p", "programs follow each other in a circle: p > q > p",
         "    programs: { \"p\": (title: \"P\", depends_on: { \"q\": (kind: Follows) }), \"q\": (title: \"Q\", depends_on: { \"p\": (kind: Follows) }) },".to_owned()),
    ];
    let seven =
        document("").replacen("title: \"S\")", "title: \"S\"), (id: \"so\", title: \"T\")", 1);
    let seven = ("X07", "framework", "", "levels: two levels bear the id \"so\"", seven);
    let cases =
        cases.map(|(code, kind, id, message, body)| (code, kind, id, message, document(&body)));
    let mut codes = BTreeSet::new();
    for (code, kind, id, message, text) in cases.into_iter().chain([seven]) {
        let opened = store::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert!(opened.read_only(), "{text}");
        let [fault] = &opened.faults[..] else { panic!("{:?}\n{text}", opened.faults) };
        let found = (fault.code, fault.kind, fault.id.as_str(), fault.message.as_str());
        assert_eq!(found, (code, kind, id, message));
        codes.insert(code);
        // Nothing is lost: it is written as it was read.
        assert_eq!(read(&store::write(&opened.framework)), opened.framework);
    }
    assert_eq!(codes.len(), 7);
}

#[test]
fn programs_may_need_each_other() {
    let text = document(
        "    programs: { \"p\": (title: \"P\", depends_on: { \"q\": (kind: Needs) }), \
         \"q\": (title: \"Q\", depends_on: { \"p\": (kind: Needs) }) },",
    );
    assert!(!store::read(text.as_bytes()).unwrap().read_only());
}

#[test]
fn what_cannot_be_read_is_refused_with_line_and_column() {
    let program =
        |inside: &str| document(&format!("    programs: {{ \"p\": (title: \"P\", {inside}) }},"));
    let twice =
        |text: &str, key: &str| (text.to_owned(), format!("the key \"{key}\" is there twice"));
    let cases = [
        twice(
            &document(
                "    actors: {\n        \"a\": (name: \"A\", side: Internal),\n        \"a\": (name: \"A\", side: Internal),\n    },",
            ),
            "a",
        ),
        twice(
            &document(
                "    objectives: {\n        \"a\": (title: \"A\", level: \"so\"),\n        \"a\": (title: \"A\", level: \"so\"),\n    },",
            ),
            "a",
        ),
        twice(
            &document(
                "    programs: {\n        \"a\": (title: \"A\"),\n        \"a\": (title: \"A\"),\n    },",
            ),
            "a",
        ),
        twice(
            &document("    ext: { \"k\": \"1\",\n        \"l\": \"2\",\n        \"k\": \"3\" },"),
            "k",
        ),
        twice(
            &document("    rates: { \"EUR\": (rate: \"1\"),\n\n        \"EUR\": (rate: \"1\") },"),
            "EUR",
        ),
        twice(&program("\nfunding: { \"a\": (),\n\"a\": () }"), "a"),
        twice(&program("\nsectors: { \"15220\": \"1\",\n\"15220\": \"1\" }"), "15220"),
        twice(
            &program(
                "\nlinks: { \"o\": (effect: Supports, evidence: Asserted),\n\"o\": (effect: Undermines, evidence: Asserted) }",
            ),
            "o",
        ),
        (
            document("    actors: { \"a\": (name: \"A\", side: Internal) },\n    actors: {},"),
            "the field `actors` is there twice".to_owned(),
        ),
        (program("owner: \"A b\""), "\"A b\" is not a well-formed id".to_owned()),
        (program("part_of: \"\""), "\"\" is not a well-formed id".to_owned()),
        (
            document("    actors: { \"É\": (name: \"A\", side: Internal) },"),
            "\"É\" is not a well-formed id".to_owned(),
        ),
        (program("budget: (amount: \"NaN\")"), "\"NaN\" is not a plain decimal".to_owned()),
        (program("budget: (amount: \"inf\")"), "\"inf\" is not a plain decimal".to_owned()),
        (program("budget: (amount: \"1e5\")"), "\"1e5\" is not a plain decimal".to_owned()),
        (program("budget: (amount: \"1,000\")"), "\"1,000\" is not a plain decimal".to_owned()),
        (program("budget: (amount: NaN)"), "xpected".to_owned()),
        (program("sectors: { \"15220\": \"inf\" }"), "\"inf\" is not a plain decimal".to_owned()),
        (
            document("    pinned: { \"o\": (x: \"NaN\", y: \"0\") },"),
            "\"NaN\" is not a plain decimal".to_owned(),
        ),
        (
            document("    rates: { \"EUR\": (rate: \"-inf\") },"),
            "\"-inf\" is not a plain decimal".to_owned(),
        ),
    ];
    for (text, message) in cases {
        let error = store::read(text.as_bytes()).unwrap_err();
        let StoreError::Syntax { line, column, .. } = &error else { panic!("{error:?}\n{text}") };
        let last = text.lines().count() - 1;
        assert!((8..=last).contains(line) && *column > 1, "{error}\n{text}");
        assert!(error.to_string().contains(&message), "{error}\n{text}");
        assert!(error.to_string().starts_with(&format!("line {line}, column {column}: ")));
    }
    // The second of the two, on its own line.
    let text = document(
        "    actors: {\n        \"a\": (name: \"A\", side: Internal),\n        \"a\": (name: \"B\", side: Internal),\n    },",
    );
    assert!(refused(&text).starts_with("line 10, column "), "{}", refused(&text));
}

#[test]
fn control_characters_are_refused_written_out_or_escaped() {
    let place = |inside: &str| document(&format!("    vision: \"a{inside}b\","));
    for code in (0_u8..0x20).filter(|code| !matches!(code, b'\t' | b'\n')).chain([0x7f]) {
        let literal = place(&char::from(code).to_string());
        let wanted = format!("line 8: it holds the control character U+{code:04X}");
        assert_eq!(refused(&literal), wanted);
        for escape in
            [format!("\\u{{{code:x}}}"), format!("\\u{{{code:06X}}}"), format!("\\x{code:02x}")]
        {
            assert_eq!(refused(&place(&escape)), wanted, "{escape}");
        }
    }
    assert!(refused(&place("\\0")).contains("U+0000"));
    assert!(refused(&place("\\r")).contains("U+000D"));
    assert_eq!(
        read(&place("\\n\\t\\u{e9}\\x41\\\"\\\\u{1b}")).head().vision.as_deref(),
        Some("a\n\té\u{41}\"\\u{1b}b")
    );
    assert!(refused(&document("    vision: r#\"a\u{1b}\"#,")).contains("U+001B"));
    assert!(refused(&document("    // \u{7}")).contains("U+0007"));
    assert!(refused(&document("    ext: { \"a\u{1}\": \"\" },")).contains("U+0001"));
}

#[test]
fn too_large_a_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.ron");
    std::fs::File::create(&path).unwrap().set_len(store::MAX_BYTES + 1).unwrap();
    let error = store::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::TooLarge(size) if size == store::MAX_BYTES + 1), "{error}");
    let error = store::open(&folder.path().join("none.ron")).unwrap_err();
    assert!(matches!(error, StoreError::Io(_)), "{error}");
}

// The released format.

/// Every value that lies at a path; `*` stands for any key or place in a list.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        found = found
            .into_iter()
            .flat_map(|value| match value {
                Value::Object(map) if step == "*" => map.values().collect(),
                Value::Object(map) => map.get(step).into_iter().collect(),
                Value::Array(list) if step == "*" => list.iter().collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    found
}

/// The fields of format 1.0. A field that comes later belongs to a later minor version, which
/// has a fixture and a list of its own.
const FIELDS: [(&str, &str); 31] = [
    (
        "",
        "format id title country period currency rates vision levels dimensions evidence_bar decision_rule actors objectives programs tensions mechanisms milestones scenes pinned ext",
    ),
    ("period", "from to"),
    ("rates/*", "rate on source"),
    ("levels/*", "id title"),
    ("dimensions/*", "title"),
    (
        "actors/*",
        "name side acronym kind identifier family parent core_group stance dimensions note",
    ),
    (
        "objectives/*",
        "title level translations description code rank status dimensions contributes_to lead co_lead supporting proposed_by due period indicators monitoring positions risks references",
    ),
    ("objectives/*/translations/*", "title description"),
    ("objectives/*/contributes_to/*", "rationale assumption"),
    ("objectives/*/period", "from to"),
    ("objectives/*/indicators/*", "name measure unit baseline target actuals source monitored_by"),
    ("objectives/*/positions/*", "stance on note conditions instrument recorded_by"),
    ("objectives/*/references/*", "document page"),
    (
        "programs/*",
        "title translations description identifiers owner implementing funding budget status period sectors dimensions markers locations part_of claims links decision depends_on reply source",
    ),
    ("programs/*/translations/*", "title description"),
    ("programs/*/funding/*", "amount"),
    ("programs/*/budget", "amount currency basis"),
    ("programs/*/period", "from to"),
    ("programs/*/links/*", "effect evidence share by recorded_by on note"),
    ("programs/*/decision", "kind by recorded_by on reason"),
    ("programs/*/depends_on/*", "kind note"),
    ("programs/*/reply", "text by on"),
    ("programs/*/source", "file format row on"),
    ("tensions/*", "title about outcome parties nature deconfliction review_on note"),
    ("mechanisms/*", "name kind members chairs objectives"),
    ("milestones/*", "on title figures"),
    (
        "milestones/*/figures",
        "programs link_shown money money_link_shown unreviewed unresolved bar agency whole_of_government harmonization alignment",
    ),
    ("scenes/*", "title note order camera folded filter focus color"),
    ("scenes/*/camera", "x y zoom"),
    ("scenes/*/filter", "text levels dimensions actors side"),
    ("pinned/*", "x y"),
];

/// The variants of format 1.0, without those that are left out as the default.
const VARIANTS: [(&str, &str); 14] = [
    ("evidence_bar", "Documented"),
    ("actors/*/side", "Internal External Mixed"),
    ("actors/*/stance", "Integrated Associated Independent"),
    ("objectives/*/status", "Agreed Retired"),
    ("objectives/*/monitoring", "Agreed Pending Deferred"),
    ("objectives/*/positions/*/stance", "Endorse Support Reservations Abstain Doubts Oppose Block"),
    ("programs/*/status", "Pipeline Implementation Finalisation Closed Cancelled Suspended"),
    ("programs/*/budget/basis", "Commitment Budget Disbursement Stated"),
    ("programs/*/links/*/effect", "Supports Undermines"),
    ("programs/*/decision/kind", "NoneFound Independent Elsewhere OutOfScope"),
    ("programs/*/depends_on/*/kind", "Needs Follows"),
    ("tensions/*/nature", "Values Priorities Mandate Timetable Rules Resources"),
    (
        "tensions/*/outcome",
        "Open CommonApproach TradeOff SecondBest Compromise Coexistence NoAgreement",
    ),
    ("scenes/*/color", "Dimension Lead Status Backing Programs Money"),
];

#[test]
fn the_released_format_opens_for_ever() {
    let opened = store::read(RELEASED.as_bytes()).unwrap();
    assert_eq!(opened.unknown, [""; 0]);
    assert_eq!(opened.faults, []);
    assert!(!opened.comments && !opened.read_only());
    assert_eq!(store::write(&opened.framework), RELEASED);
}

#[test]
fn the_fixture_uses_every_field_and_variant() {
    let json: Value = serde_json::from_str(&store::json(&read(RELEASED))).unwrap();
    let words = |list: &str| list.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    for (path, fields) in FIELDS {
        let used: BTreeSet<String> = at(&json, path)
            .iter()
            .flat_map(|record| record.as_object().unwrap().keys().cloned())
            .collect();
        assert_eq!(used, words(fields), "fields at {path:?}");
    }
    for (path, variants) in VARIANTS {
        let used: BTreeSet<String> =
            at(&json, path).iter().map(|value| value.as_str().unwrap().to_owned()).collect();
        assert_eq!(used, words(variants), "variants at {path:?}");
    }
    let kinds = |path: &str| -> BTreeSet<String> {
        let tag = |value: &Value| match value {
            Value::Object(map) => map.keys().next().unwrap().clone(),
            other => other.as_str().unwrap().to_owned(),
        };
        at(&json, path).into_iter().map(tag).collect()
    };
    assert_eq!(kinds("programs/*/links/*/evidence"), words("Asserted Documented Confirmed"));
    assert_eq!(kinds("tensions/*/about/*"), words("Objective Program Actor"));
}

// What is saved.

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn saving_replaces_the_file_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.ron");
    store::save_bytes(&path, b"first").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"first");
    let text = store::write(&read(RELEASED));
    store::save_bytes(&path, text.as_bytes()).unwrap();
    assert_eq!(store::open(&path).unwrap().framework, read(RELEASED));
    store::save_bytes(&path, b"").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"");
    assert_eq!(names(folder.path()), ["compact.ron"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.ron");
    store::save_bytes(&path, b"first").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.ron");
    std::os::unix::fs::symlink("compact.ron", &link).unwrap();
    store::save_bytes(&link, b"second").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"second");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(folder.path()), ["compact.ron", "link.ron"]);
}

#[test]
fn a_read_only_file_is_refused_and_intact() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.ron");
    store::save_bytes(&path, b"first").unwrap();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let error = store::save_bytes(&path, b"second").unwrap_err();
    assert_eq!(error.to_string(), "the file is read-only");
    assert_eq!(error.hint(), "save it in another folder, where you may write");
    assert_eq!(std::fs::read(&path).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["compact.ron"]);
}

#[test]
fn a_missing_folder_and_a_folder_in_the_way_give_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let error = store::save_bytes(&folder.path().join("none/compact.ron"), b"x").unwrap_err();
    assert!(matches!(&error, SaveError::Io(cause) if cause.kind() == std::io::ErrorKind::NotFound));
    assert_eq!(error.hint(), "check that the folder is there");
    std::fs::create_dir(folder.path().join("compact.ron")).unwrap();
    let error = store::save_bytes(&folder.path().join("compact.ron"), b"x").unwrap_err();
    assert_eq!(error.hint(), "save it under another name or on another disk");
    assert_eq!(names(folder.path()), ["compact.ron"]);
}
