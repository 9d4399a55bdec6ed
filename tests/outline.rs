//! Outlines (OPML) as objectives: what becomes of each line, that a second import adds nothing, and
//! what is refused.

use assert_cmd::Command;
use std::collections::BTreeMap;
use throughline::import::{self, Batch, Format, Options};
use throughline::model::{Date, Framework, LevelId, ObjectiveStatus, invariants};
use throughline::store;

const TODAY: Date = Date::constant(2026, 11, 24);
const COMPACT: &[u8] = include_bytes!("fixtures/outline/compact.opml");

fn batch(name: &str, bytes: &[u8]) -> Batch {
    let read = import::read_bytes(Format::Opml, name, bytes, TODAY, &Options::default());
    read.expect("an outline")
}

/// Each objective by title: code, level, what it contributes to, by title.
fn told(framework: &Framework) -> Vec<(String, String, String, String)> {
    let all = framework.objectives();
    let mut rows: Vec<_> = all
        .values()
        .map(|o| {
            let above: Vec<_> = o.contributes_to.keys().map(|id| all[id].title.clone()).collect();
            let code = o.code.clone().unwrap_or_default();
            (o.title.clone(), code, o.level.to_string(), above.join(", "))
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn lines_become_objectives_level_by_level() {
    let batch = batch("any name.opml", COMPACT);
    let (framework, summary) = import::framework_of(&batch).expect("a framework");
    assert_eq!(summary.objectives, 12);
    assert_eq!(summary.new, 0);
    assert!(invariants::faults(&framework).is_empty());
    let head = framework.head();
    assert_eq!(head.title, "Compact for Samara");
    let levels: Vec<_> = head.levels.iter().map(|l| l.title.as_str()).collect();
    assert_eq!(levels, ["Strategic objective", "Outcome", "Output", "Level 4"]);
    let row = |t: &str, c: &str, l: &str, a: &str| (t.into(), c.into(), l.into(), a.into());
    assert_eq!(
        told(&framework),
        [
            row("3 courts of appeal are open", "", "l3", "Districts settle disputes themselves"),
            row("Councils work in 18 districts", "", "l3", "Districts settle disputes themselves"),
            row("Courts work", "", "l2", "العدالة للجميع"),
            row("Courts work", "", "l2", "العدالة للجميع"),
            row("Districts settle disputes themselves", "1.1", "l2", "Inclusive politics"),
            row("Elections are held", "", "l2", "Inclusive politics"),
            row("Inclusive politics", "1", "l1", ""),
            row("Judges are trained", "", "l3", "Courts work"),
            row("Objective 3", "", "l1", ""),
            row("Training is held", "", "l4", "Judges are trained"),
            row("Under an empty line", "", "l2", "Objective 3"),
            row("العدالة للجميع", "", "l1", ""),
        ]
    );
    let politics = framework.objectives().values().find(|o| o.title == "Inclusive politics");
    let politics = politics.expect("it is there");
    assert_eq!(politics.description.as_deref(), Some("All parties & groups\ntake part"));
    assert_eq!(politics.status, ObjectiveStatus::Proposed);
    let messages: Vec<_> =
        batch.findings.iter().map(|f| format!("{} {}: {}", f.code, f.place, f.message)).collect();
    assert_eq!(
        messages,
        [
            "I03 line 15, outline 1.3: an empty line is left out",
            "I03 line 21, outline 3: its text is empty; the objective is called \"Objective 3\"",
        ]
    );
    // Persons are never imported.
    let text = store::write(&framework);
    assert!(!text.contains("Not Imported") && !text.contains("example.org"));
}

#[test]
fn siblings_keep_their_order() {
    let (framework, _) = import::framework_of(&batch("a.opml", COMPACT)).expect("a framework");
    let mut first: Vec<_> =
        framework.objectives().values().filter(|o| o.contributes_to.is_empty()).collect();
    first.sort_by(|a, b| a.rank.cmp(&b.rank));
    let titles: Vec<_> = first.iter().map(|o| o.title.as_str()).collect();
    assert_eq!(titles, ["Inclusive politics", "العدالة للجميع", "Objective 3"]);
}

#[test]
fn a_second_import_adds_nothing_and_a_longer_outline_what_is_new() {
    let (mut framework, _) = import::framework_of(&batch("a.opml", COMPACT)).expect("a framework");
    let before = framework.clone();
    let (change, summary) = import::plan(&framework, &batch("renamed (2).opml", COMPACT));
    assert!(change.is_empty(), "{change:?}");
    assert_eq!(summary.objectives, 0);
    let longer = String::from_utf8(COMPACT.to_vec()).expect("text").replace(
        "<outline text=\"Councils work in 18 districts\"/>",
        "<outline text=\"Land is registered\"/><outline text=\"COUNCILS work in 18 districts.\"/>",
    );
    let (change, summary) = import::plan(&framework, &batch("a.opml", longer.as_bytes()));
    assert_eq!(summary.objectives, 1);
    framework.apply(&change).expect("it fits");
    assert_eq!(framework.objectives().len(), before.objectives().len() + 1);
}

#[test]
fn a_framework_keeps_its_levels_and_says_what_is_deeper() {
    let template = throughline::templates::find("cooperation-framework").expect("a template");
    let mut framework = template.framework(1).expect("a framework");
    let levels = framework.head().levels.clone();
    let there = framework.objectives().len();
    let batch = batch("a.opml", COMPACT);
    let plan = import::Plan::new(&framework, &batch, false);
    let deep: Vec<_> = plan.findings.iter().filter(|f| f.code == "I12").collect();
    assert_eq!(deep.len(), 1);
    assert_eq!(
        deep[0].message,
        "1 objective lies deeper than the framework has levels and stands at its last one: Training is held"
    );
    let (change, summary) = plan.change(&framework, &import::Choices::default());
    framework.apply(&change).expect("it fits");
    assert_eq!(framework.objectives().len(), there + summary.objectives as usize);
    assert_eq!(framework.head().levels, levels);
    let level = |title: &str| -> LevelId {
        let found = framework.objectives().values().find(|o| o.title == title);
        found.expect("it is there").level.clone()
    };
    assert_eq!(level("Inclusive politics"), levels[0].id);
    assert_eq!(level("Judges are trained"), levels[2].id);
    assert_eq!(level("Training is held"), levels[2].id);
}

#[test]
fn the_command_makes_a_framework_and_adds_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().join("ours.ron");
    let import = |format: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        command.args(["import", "tests/fixtures/outline/compact.opml", "--json", "--into"]);
        let output = command.arg(&into).args(format).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        said["objectives"].as_u64()
    };
    assert_eq!(import(&[]), Some(12));
    let before = std::fs::read(&into).expect("it is there");
    assert_eq!(import(&["--format", "opml"]), Some(0));
    assert_eq!(std::fs::read(&into).expect("it is there"), before);
}

#[test]
fn what_is_no_outline_is_refused_with_its_place() {
    let deep = |n: usize| {
        let open = "<outline text=\"a\">".repeat(n);
        format!("<opml><body>{open}{}</body></opml>", "</outline>".repeat(n))
    };
    let many = |n: usize| format!("<opml><body>{}</body></opml>", "<outline/>".repeat(n));
    let long = format!("<opml><body><outline text=\"{}\"/></body></opml>", "a".repeat(2 << 20));
    let cases: BTreeMap<&str, (String, &str)> = [
        ("empty", (String::new(), "line 1, column 1: it is empty")),
        (
            "another root",
            (
                "<html/>".into(),
                "line 1, column 1: it begins with <html>, and an outline with <opml>",
            ),
        ),
        ("no line", ("<opml><head/></opml>".into(), "there is no outline with a title in it")),
        ("only empty lines", (many(3), "there is no outline with a title in it")),
        ("too many lines", (many(20_001), "it has more than 20000 lines")),
        ("too deep", (deep(63), "elements stand in one another more than 64 deep")),
        (
            "a doctype",
            (
                "<!DOCTYPE opml [<!ENTITY a \"b\">]><opml/>".into(),
                "line 1, column 1: it has a DOCTYPE",
            ),
        ),
        (
            "an entity",
            (
                "<opml><body><outline text=\"&boom;\"/></body></opml>".into(),
                "the attribute text cannot be read",
            ),
        ),
        ("cut off", ("<opml><body><outline text=\"a\">".into(), "the file ends too early")),
        ("crossed", ("<opml><body></opml></body>".into(), "the XML is broken")),
        ("a tag of 2 MiB", (long, "one tag with its attributes is longer than 1 MiB")),
        (
            "text after the end",
            (
                "<opml><body><outline text=\"a\"/></body></opml>more".into(),
                "stands outside of any element",
            ),
        ),
    ]
    .into();
    for (name, (text, wanted)) in cases {
        let read =
            import::read_bytes(Format::Opml, "x.opml", text.as_bytes(), TODAY, &Options::default());
        let error = read.expect_err(name);
        assert!(error.to_string().contains(wanted), "{name}: {error}");
        assert!(!error.hint().is_empty());
    }
    assert_eq!(batch("x", deep(62).as_bytes()).objectives.len(), 62);
}

#[test]
fn outlines_are_told_from_other_xml() {
    assert_eq!(Format::detect(COMPACT, "x.xml"), Some(Format::Opml));
    assert_eq!(Format::detect(b"<OPML/>", "x"), Some(Format::Opml));
    assert_eq!(Format::detect(b"<iati-activities/>", "x.opml"), Some(Format::Iati));
}
