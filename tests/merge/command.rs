//! `throughline diff`, `merge` and `part`: what they print, write and refuse, and how they exit.

use crate::conflicts::{START, after, start};
use crate::laws::same;
use assert_cmd::Command;
use serde_json::Value;
use throughline::model::Framework;
use throughline::store;

struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder with the start and two copies edited apart.
    fn new(ours: &str, theirs: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.put("base.ron", START);
        folder.put("ours.ron", &store::write(&after(&start(), ours)));
        folder.put("theirs.ron", &store::write(&after(&start(), theirs)));
        folder
    }

    fn put(&self, name: &str, text: &str) {
        store::save_bytes(&self.0.path().join(name), text.as_bytes()).unwrap();
    }

    fn read(&self, name: &str) -> Framework {
        store::open(&self.0.path().join(name)).unwrap().framework
    }

    fn run(&self, arguments: &str) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        let output =
            command.current_dir(self.0.path()).args(arguments.split(' ')).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

const OURS: &str =
    r#"[Objective("so1", Set(Title("Open politics"))), Program("p2", Set(Description("Ours")))]"#;
const THEIRS: &str =
    r#"[Objective("so1", Set(Title("Fair politics"))), Program("p1", Set(Description("Theirs")))]"#;

#[test]
fn diff_lists_and_exits_as_diff_tools_do() {
    let folder = Folder::new(OURS, THEIRS);
    let (code, out, _) = folder.run("diff base.ron ours.ron");
    assert_eq!(code, 1);
    assert!(
        out.contains("Renamed objective: “Inclusive politics” is now “Open politics”"),
        "{out}"
    );
    assert!(out.contains("objective so1 title: “Inclusive politics” → “Open politics”"), "{out}");
    assert!(out.ends_with("2 differences\n"), "{out}");
    let (code, out, _) = folder.run("diff base.ron ours.ron --json");
    let value: Value = serde_json::from_str(&out).unwrap();
    let change = &value["changes"][0];
    assert_eq!(code, 1);
    assert_eq!(
        [&change["kind"], &change["id"], &change["field"], &change["before"], &change["after"]],
        ["objective", "so1", "title", "Inclusive politics", "Open politics"]
    );
    assert_eq!(folder.run("diff base.ron base.ron").0, 0);
    assert_eq!(folder.run("diff base.ron none.ron").0, 2);
}

#[test]
fn merge_writes_and_lists_conflicts() {
    let folder = Folder::new(OURS, THEIRS);
    let (code, out, _) = folder.run("merge base.ron ours.ron theirs.ron -o out.ron");
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("theirs says “Fair politics”, ours says “Open politics”"), "{out}");
    assert!(out.contains("took 1 change; 1 conflict left, where OURS was kept"), "{out}");
    let merged = folder.read("out.ron");
    same(&merged, &after(&after(&start(), OURS), r#"[Program("p1", Set(Description("Theirs")))]"#));
    let (code, out, _) = folder.run("merge base.ron ours.ron theirs.ron -o out.ron --json");
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &value["merged"]), (1, &Value::from(1)));
    let conflict = &value["conflicts"][0];
    assert_eq!(
        [
            &conflict["kind"],
            &conflict["id"],
            &conflict["field"],
            &conflict["base"],
            &conflict["ours"],
            &conflict["theirs"]
        ],
        ["objective", "so1", "title", "Inclusive politics", "Open politics", "Fair politics"]
    );
    let (code, out, _) =
        folder.run("merge base.ron ours.ron theirs.ron -o out.ron --settle theirs");
    assert_eq!(code, 0, "{out}");
    assert_eq!(folder.read("out.ron").objectives()["so1"].title, "Fair politics");
    // No date is recorded for a title, so the later one is not known.
    assert_eq!(folder.run("merge base.ron ours.ron theirs.ron -o out.ron --settle later").0, 1);
    let (code, _, err) = folder.run("merge base.ron ours.ron theirs.ron -o theirs.ron");
    assert_eq!(code, 2);
    assert!(err.contains("made from"), "{err}");
}

#[test]
fn merge_refuses_copies_of_other_frameworks() {
    let folder = Folder::new(OURS, THEIRS);
    folder.put("other.ron", &START.replace("fw-merge", "fw-other"));
    let (code, _, err) = folder.run("merge base.ron ours.ron other.ron -o out.ron");
    assert_eq!(code, 2);
    assert!(err.contains("copies of different frameworks: fw-merge and fw-other"), "{err}");
    assert!(!folder.0.path().join("out.ron").exists());
}

#[test]
fn a_part_goes_out_and_comes_back() {
    let folder = Folder::new("[]", "[]");
    let (code, out, err) = folder.run("part base.ron --objective oc1 -o breakout.ron");
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("objectives 3 of 5, programs 1 of 3"), "{out}");
    let edited = after(&folder.read("breakout.ron"), r#"[Objective("oc1", Set(Code("9")))]"#);
    folder.put("breakout.ron", &store::write(&edited));
    let (code, out, _) = folder.run("merge base.ron ours.ron breakout.ron -o out.ron");
    assert_eq!(code, 0, "{out}");
    same(&folder.read("out.ron"), &after(&start(), r#"[Objective("oc1", Set(Code("9")))]"#));
    let (code, _, err) = folder.run("part base.ron --objective none -o breakout.ron");
    assert_eq!(code, 2);
    assert!(err.contains("there is no objective \"none\""), "{err}");
}
