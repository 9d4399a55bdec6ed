//! The command line: what each command prints, writes and refuses, and how it exits.
#![expect(clippy::print_stdout, reason = "says what is left out, and the figures seen")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn throughline(arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command.output().expect("the program runs")
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = throughline(arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_string_lossy().into_owned()
}

fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("left out: {} is not there", path.display());
    None
}

const SAMPLE: &str = "frameworks/samara.ron";

/// The keys that the contract asks of `analyze --json`.
const ANALYSIS: &str = r#"{"framework": {"id": "", "title": "", "country": ""},
 "scope": {"programs": 0, "excluded": {"out_of_scope": 0, "cancelled": 0, "outside_period": 0, "umbrella": 0}, "umbrella_money_not_in_parts": "0", "rule": ""},
 "bar": "", "standing": {"linked": 0, "weak": 0, "stranded": 0, "undermining": 0, "independent": 0, "elsewhere": 0, "none_found": 0, "unresolved": 0, "unreviewed": 0},
 "deficit": {"programs": 0, "share": 0.5, "unreviewed": 0, "unresolved": 0,
  "money": {"currency": "", "total": "0", "no_link_shown": "0", "share": 0.0, "programs_with_money": 0, "unconverted": {}, "basis": {"commitment": 0}},
  "at_bar": {"asserted": {"programs": 0, "share": 0.0, "money": "0"}, "documented": {"programs": 0, "share": 0.0, "money": "0"}, "confirmed": {"programs": 0, "share": 0.0, "money": "0"}},
  "by": {"owner": [{"key": "", "name": "", "programs": 0, "no_link_shown": 0, "share": 0.0, "few": false, "money": "0", "money_no_link_shown": "0"}], "funder": [], "side": [], "family": [], "dimension": [], "sector_category": [], "location": [], "status": []}},
 "coherence": {"agency": {"degree": 0.0, "holds": 0, "concerns": 0, "not_judged": 0, "money_degree": 0.0, "held_back": []}, "whole_of_government": {"degree": 0}, "harmonization": {"degree": 0}, "alignment": {"presumed": 0}},
 "approach": {"shared_vision": {"share": 0.0, "holds": 0, "of": 0, "held_back": []}, "integrated_planning": {"of": 0}, "results_timelines_responsibilities": {"of": 0}, "monitoring_evaluation": {"pending": 0}, "local_leadership": {"of": 0}},
 "overlaps": [], "gaps": {"objectives_without_program": [], "objectives_off_strategy": []},
 "objectives": {}, "programs": {}, "matrix": {"funder": [], "dimension": [], "location": []}, "milestones": []}"#;

fn has_keys(asked: &Value, given: &Value, place: &str) {
    match asked {
        Value::Object(asked) => {
            for (key, value) in asked {
                let inner = given.get(key);
                assert!(inner.is_some(), "{place}/{key} is missing");
                has_keys(value, inner.unwrap_or(&Value::Null), &format!("{place}/{key}"));
            }
        }
        Value::Array(asked) => {
            assert!(given.is_array(), "{place} is no list");
            if let (Some(asked), Some(given)) = (asked.first(), given.get(0)) {
                has_keys(asked, given, place);
            }
        }
        _ => {}
    }
}

#[test]
fn analyze_prints_every_key_of_the_contract() {
    let (code, out, _) = run(&["analyze", SAMPLE, "--json"]);
    assert_eq!(code, 0);
    let given: Value = serde_json::from_str(&out).expect("JSON");
    let asked: Value = serde_json::from_str(ANALYSIS).expect("JSON");
    has_keys(&asked, &given, "");
    assert_eq!(
        (given["scope"]["programs"].as_u64(), given["deficit"]["programs"].as_u64()),
        (Some(336), Some(188))
    );
    let (_, out, _) = run(&["analyze", SAMPLE, "--json", "--bar", "confirmed"]);
    let given: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(given["deficit"]["programs"].as_u64(), Some(303));
}

#[test]
fn analyze_reads_well() {
    let (code, out, _) = run(&["analyze", SAMPLE]);
    assert_eq!(code, 0);
    for words in [
        "336 programs in scope",
        "188 of 336",
        "USD 437 m of USD 977 m",
        "not reviewed yet",
        "alignment",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
}

#[test]
fn check_exits_by_severity() {
    let (code, out, _) = run(&["check", SAMPLE, "--date", "2026-11-24"]);
    assert_eq!(code, 1);
    assert!(out.contains("warning T02 tension ten-2"), "{out}");
    assert_eq!(run(&["check", SAMPLE, "--severity", "error"]).0, 0);
    let (_, out, _) = run(&["check", SAMPLE, "--json", "--severity", "note"]);
    let given: Value = serde_json::from_str(&out).expect("JSON");
    let asked = r#"{"findings": [{"code": "", "severity": "", "about": {"kind": "", "id": ""}, "message": "", "hint": ""}], "counts": {"error": 0, "warning": 0, "note": 0}}"#;
    has_keys(&serde_json::from_str(asked).expect("JSON"), &given, "");
}

#[test]
fn failures_name_what_why_cure_and_path() {
    let folder = folder();
    let bad = path(&folder, "bad.ron");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), &bad).expect("a copy");
    let out = path(&folder, "x.png");
    for (arguments, words) in [
        (vec!["analyze", "nowhere.ron"], "cannot open the framework: "),
        (vec!["check", "src"], "cannot open the framework: "),
        (vec!["analyze", &bad], "line 1, column "),
        (vec!["export", SAMPLE, "-o", "x.bmp"], "end the name in one of .png .svg .pdf .docx"),
        (vec!["export", SAMPLE, "-o", &out, "--width", "3"], "choose a width such as 3840"),
        (vec!["export", SAMPLE, "-o", "/nowhere/at/all.svg"], "check that the folder is there"),
        (vec!["new", "--template", "none", "-o", &out], "use one of blank"),
        (vec!["import", &bad, "--into", &out], "its content is of no known format"),
        (vec!["apply", SAMPLE, &bad], "cannot read the script: line 1"),
    ] {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.starts_with("throughline: ") && err.contains(words), "{arguments:?}: {err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}

#[test]
fn new_makes_each_template_and_replaces_nothing() {
    let folder = folder();
    for template in
        ["blank", "cooperation-framework", "new-deal", "burundi-2007", "utstein-palette", "sample"]
    {
        let file = path(&folder, template);
        assert_eq!(run(&["new", "--template", template, "-o", &file]).0, 0, "{template}");
        assert_ne!(run(&["check", &file, "--severity", "error"]).0, 2, "{template}");
        let (code, _, err) = run(&["new", "-o", &file]);
        assert_eq!(code, 2);
        assert!(err.contains("--force"), "{err}");
    }
    let file = path(&folder, "sized");
    let sized =
        ["new", "--template", "sample", "--objectives", "30", "--programs", "100", "-o", &file];
    assert!(run(&sized).1.contains("30 objectives, 100 programs"));
}

#[test]
fn pictures_are_the_same_each_time() {
    let folder = folder();
    let (one, two) = (path(&folder, "1.svg"), path(&folder, "2.svg"));
    for file in [&one, &two] {
        assert_eq!(run(&["export", SAMPLE, "-o", file, "--date", "2026-11-24"]).0, 0);
    }
    let read = |file: &str| std::fs::read(file).expect("a picture");
    assert_eq!(read(&one), read(&two));
    let png = path(&folder, "x.png");
    assert_eq!(run(&["export", SAMPLE, "-o", &png, "--width", "640", "--view", "deficit"]).0, 0);
    let bytes = read(&png);
    assert_eq!(&bytes[1..4], b"PNG");
    assert_eq!(&bytes[16..24], [0, 0, 2, 128, 0, 0, 1, 104]);
    let json = path(&folder, "x.json");
    assert_eq!(run(&["export", SAMPLE, "-o", &json]).0, 0);
    let document: Value = serde_json::from_slice(&read(&json)).expect("JSON");
    assert_eq!(document["format"], serde_json::json!([1, 0]));
}

#[test]
fn importing_mali_twice_changes_nothing() {
    let Some(source) = data("uninfo/MLI.json") else { return };
    let folder = folder();
    let (file, source) = (path(&folder, "mali.ron"), source.to_string_lossy().into_owned());
    let import = ["import", &source, "--into", &file, "--json"];
    let first: Value = serde_json::from_str(&run(&import).1).expect("JSON");
    assert_eq!((&first["new"], &first["objectives"]), (&274.into(), &17.into()));
    let bytes = std::fs::read(&file).expect("a framework");
    let second: Value = serde_json::from_str(&run(&import).1).expect("JSON");
    assert_eq!(
        (&second["new"], &second["changed"], &second["same"]),
        (&0.into(), &0.into(), &274.into())
    );
    assert_eq!(bytes, std::fs::read(&file).expect("a framework"));
    let given: Value = serde_json::from_str(&run(&["analyze", &file, "--json"]).1).expect("JSON");
    assert_eq!(given["deficit"]["programs"], 205);
    assert_eq!(given["deficit"]["unresolved"], 205);
    assert_eq!(given["deficit"]["money"]["no_link_shown"], "647110883");
    assert_eq!(given["deficit"]["money"]["total"], "674418629");
    has_keys(&serde_json::from_str(ANALYSIS).expect("JSON"), &given, "");
}

#[test]
fn a_dry_run_writes_nothing_and_a_bad_source_stops_no_other() {
    let folder = folder();
    let file = path(&folder, "x.ron");
    let good = "tests/fixtures/uninfo/samara.json";
    assert_eq!(run(&["import", good, "--into", &file, "--dry-run"]).0, 0);
    assert!(!Path::new(&file).exists());
    assert_eq!(run(&["import", "nowhere.json", good, "--into", &file]).0, 2);
    assert!(Path::new(&file).exists());
}

#[test]
fn a_script_is_applied_whole_or_not_at_all() {
    let folder = folder();
    let (file, script) = (path(&folder, "x.ron"), path(&folder, "edits.ron"));
    assert_eq!(run(&["new", "-o", &file]).0, 0);
    let good = r#"[Actor("moi", Add((name: "Ministry", side: Internal))),
        Objective("so1", Add((title: "Peace", level: "so"))), Objective("so1", Set(Lead("moi"))),
        Program("p1", Add((title: "A program"))), Program("p1", Link("so1", (effect: Supports, evidence: Asserted))),
        Tension("t1", Add((title: "T", about: [Objective("so1")], outcome: Open))), Framework(Set(Vision("Peace"))),
        Mechanism("m1", Add((name: "Group", members: ["moi"])))]"#;
    write(&script, good);
    let (code, out, err) = run(&["apply", &file, &script]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("applied 8 commands"), "{out}");
    let before = std::fs::read(&file).expect("a framework");
    write(&script, r#"[Framework(Set(Vision("x"))), Objective("so9", Remove)]"#);
    let (code, _, err) = run(&["apply", &file, &script]);
    assert_eq!(code, 2);
    assert!(err.contains("command 2 (remove objective) is refused"), "{err}");
    assert_eq!(before, std::fs::read(&file).expect("a framework"));
}

fn write(path: &str, text: &str) {
    throughline::store::save_bytes(Path::new(path), text.as_bytes()).expect("a file");
}

#[test]
fn without_a_display_it_names_the_cure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let output = command.output().expect("the program runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(err.contains("throughline export FILE -o picture.png"), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
}

#[test]
fn help_names_every_command() {
    let (code, out, _) = run(&["--help"]);
    assert_eq!(code, 0);
    for command in ["check", "analyze", "new", "import", "export", "minutes", "apply"] {
        assert!(out.contains(command), "{command}");
        assert_eq!(run(&[command, "--help"]).0, 0, "{command}");
    }
}

/// Runs with a standard stream that nobody reads any more.
#[cfg(unix)]
fn run_unread(arguments: &[&str], out: bool) -> i32 {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    let quiet = std::process::Stdio::null;
    if out {
        command.stdout(writer).stderr(quiet());
    } else {
        command.stderr(writer).stdout(quiet());
    }
    command.status().expect("the program runs").code().unwrap_or(-1)
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_failure_and_stops_no_work() {
    let folder = folder();
    assert_eq!(run_unread(&["analyze", SAMPLE, "--json"], true), 0);
    assert_eq!(run_unread(&["check", SAMPLE, "--severity", "note"], true), 1);
    let file = path(&folder, "x.ron");
    let import = ["import", "nowhere.json", UN_INFO, "--into", &file];
    assert_eq!(run_unread(&import, false), 2);
    assert!(Path::new(&file).exists(), "the good source was lost");
    let picture = path(&folder, "x.svg");
    assert_eq!(run_unread(&["export", FAULTY, "-o", &picture], false), 0);
    assert!(Path::new(&picture).exists(), "the picture was not written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["analyze", SAMPLE, "--json"]);
    let output = command.stdout(full).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot print"));
}

const UN_INFO: &str = "tests/fixtures/uninfo/samara.json";

/// A document with one fault.
const FAULTY: &str = "tests/fixtures/hostile/dangling.ron";

#[test]
fn a_failure_that_speaks_of_broken_pipes_is_a_failure() {
    let folder = folder();
    let file = path(&folder, "x.ron");
    assert_eq!(run(&["new", "--template", "Broken pipe", "-o", &file]).0, 2);
    assert_eq!(run(&["new", "-o", &file]).0, 0);
    let (code, _, err) = run(&["apply", &file, "tests/fixtures/cli/broken-pipe.ron"]);
    assert_eq!(code, 2);
    assert!(err.contains("command 4") && err.contains("Broken pipe repair"), "{err}");
}

#[test]
fn a_faulty_document_is_looked_at_and_not_changed() {
    let folder = folder();
    let (json, file) = (path(&folder, "x.json"), path(&folder, "x.ron"));
    for (arguments, exit) in [
        (vec!["analyze", FAULTY], 0),
        (vec!["check", FAULTY], 1),
        (vec!["export", FAULTY, "-o", &json], 0),
    ] {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, exit, "{arguments:?}: {err}");
        assert!(
            err.contains("open for reading only: 1 fault") && err.lines().count() == 1,
            "{err}"
        );
    }
    for arguments in [
        vec!["import", UN_INFO, "--into", FAULTY, "-o", &file],
        vec!["apply", FAULTY, "tests/fixtures/cli/broken-pipe.ron", "-o", &file],
    ] {
        let (code, _, err) = run(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains("opens for reading only"), "{err}");
        assert!(!Path::new(&file).exists());
    }
}

#[test]
fn what_is_read_is_not_written_over() {
    let folder = folder();
    let (source, script) = (path(&folder, "s.json"), path(&folder, "edits.ron"));
    let (new, same) = (path(&folder, "x.ron"), path(&folder, "sample.svg"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::copy(root.join(UN_INFO), &source).expect("a copy");
    std::fs::copy(root.join("tests/fixtures/cli/broken-pipe.ron"), &script).expect("a copy");
    std::fs::copy(root.join(SAMPLE), &same).expect("a copy");
    assert_eq!(run(&["new", "-o", &new]).0, 0);
    for (arguments, kept) in [
        (vec!["import", &source, "--into", &new, "-o", &source], &source),
        (vec!["apply", &new, &script, "-o", &script], &script),
        (vec!["export", &same, "-o", &same], &same),
    ] {
        let before = std::fs::read(kept).expect("a file");
        let (code, _, err) = run(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains("give the result another name"), "{err}");
        assert_eq!(before, std::fs::read(kept).expect("a file"), "{arguments:?}");
    }
}

#[test]
fn a_script_that_changes_nothing_leaves_the_file_as_it_is() {
    let folder = folder();
    let (file, script) = (path(&folder, "x.ron"), path(&folder, "none.ron"));
    assert_eq!(run(&["new", "-o", &file]).0, 0);
    let text = std::fs::read_to_string(&file).expect("a framework");
    write(&file, &format!("// by hand\n{text}"));
    write(&script, "[]");
    assert_eq!(run(&["apply", &file, &script]).0, 0);
    assert!(std::fs::read_to_string(&file).expect("a framework").starts_with("// by hand"));
}

#[test]
fn importing_the_small_fixture_twice_changes_nothing() {
    let folder = folder();
    let file = path(&folder, "x.ron");
    let import = ["import", UN_INFO, "--into", &file, "--json"];
    let asked = r#"{"new": 0, "changed": 0, "same": 0, "gone": 0, "rejected": 0, "objectives": 0, "actors": 0, "links": 0, "findings": [{"code": "", "where": "", "message": "", "hint": ""}]}"#;
    let first: Value = serde_json::from_str(&run(&import).1).expect("JSON");
    has_keys(&serde_json::from_str(asked).expect("JSON"), &first, "");
    assert_eq!(first["new"], 5);
    let second: Value = serde_json::from_str(&run(&import).1).expect("JSON");
    assert_eq!((&second["new"], &second["changed"]), (&0.into(), &0.into()));
}

#[test]
fn help_of_new_lists_every_template() {
    let (_, out, _) = run(&["new", "--help"]);
    for template in &throughline::templates::ALL {
        assert!(out.contains(template.id), "{}", template.id);
    }
}

#[test]
fn output_that_is_a_folder_is_refused() {
    let folder = folder();
    let out = path(&folder, "x.svg");
    std::fs::create_dir(&out).expect("a folder");
    let (code, _, err) = run(&["export", SAMPLE, "-o", &out]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot save") && err.lines().count() == 1, "{err}");
}
