//! `throughline import` with its options, through the program itself.

use super::*;
use serde_json::Value;
use throughline::model::Side;
use throughline::store;

/// A folder with files to import, and the program.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        throughline::store::save_bytes(&self.path(name), text.as_ref()).unwrap();
    }

    fn framework(&self, name: &str) -> Framework {
        store::read(&std::fs::read(self.path(name)).unwrap()).unwrap().framework
    }

    /// Runs it there; answers how it exits, and what it prints.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_throughline"));
        let output = command.current_dir(self.0.path()).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    /// Imports, and answers the counts of new, changed, same, gone, rejected and elsewhere.
    fn import(&self, arguments: &[&str]) -> ([u64; 6], Value) {
        let all: Vec<&str> = ["import", "--json"].iter().chain(arguments).copied().collect();
        let (code, out, err) = self.run(&all);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}: {out}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        let keys = ["new", "changed", "same", "gone", "rejected", "elsewhere"];
        (keys.map(|key| answer[key].as_u64().unwrap()), answer)
    }
}

const TABLE: &str = "Project ID,Project title,Funding organisation,Country,Commitment (USD)
P-1,Wells,Norad,Mali,100
P-2,Roads,Coopération au Développement,Mali,200
,,Norad,Mali,300
P-3,Ports,Norad,Togo,400
";

#[test]
fn a_field_is_kept_where_the_user_says_so() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    assert_eq!(desk.import(&["t.csv", "--into", "f.ron"]).0, [2, 0, 0, 0, 1, 1]);
    desk.write("t.csv", &TABLE.replace("Wells", "Deep wells").replace(",200", ",250"));
    let dry = desk.import(&["t.csv", "--into", "f.ron", "--keep", "title", "--dry-run"]);
    assert_eq!(dry.0, [0, 1, 1, 0, 1, 1]);
    assert_eq!(desk.import(&["t.csv", "--into", "f.ron", "--keep", "title"]).0, dry.0);
    let framework = desk.framework("f.ron");
    assert_eq!(program(&framework, "P-1").title, "Wells");
    let budget = program(&framework, "P-2").budget.as_ref().unwrap();
    assert_eq!(budget.amount.to_string(), "250");
    assert_eq!(desk.import(&["t.csv", "--into", "f.ron"]).0, [0, 1, 1, 0, 1, 1]);
    assert_eq!(program(&desk.framework("f.ron"), "P-1").title, "Deep wells");
}

#[test]
fn a_side_is_proposed_and_set() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    let side = |framework: &Framework, name: &str| {
        framework.actors().values().find(|a| a.name == name).unwrap().side
    };
    let (_, answer) = desk.import(&["t.csv", "--into", "a.ron"]);
    let findings = answer["findings"].as_array().unwrap();
    let proposed: Vec<&str> = findings
        .iter()
        .filter(|f| f["code"] == "I07")
        .map(|f| f["message"].as_str().unwrap())
        .collect();
    assert_eq!(proposed.len(), 1, "{proposed:?}");
    assert!(proposed[0].starts_with("2 actors are proposed as international"), "{proposed:?}");
    assert_eq!(side(&desk.framework("a.ron"), "Norad"), Side::External);
    desk.import(&[
        "t.csv",
        "--into",
        "b.ron",
        "--side",
        "norad=internal",
        "--side",
        "Coopération au Développement=mixed",
    ]);
    let framework = desk.framework("b.ron");
    assert_eq!(side(&framework, "Norad"), Side::Internal);
    assert_eq!(side(&framework, "Coopération au Développement"), Side::Mixed);
    // What is no actor and no side is a mistake, and nothing is written.
    for wrong in ["Nobody=internal", "Norad=left", "Norad"] {
        let (code, _, err) = desk.run(&["import", "t.csv", "--into", "c.ron", "--side", wrong]);
        assert_eq!((code, err.contains("cannot set a side")), (2, true), "{wrong}: {err}");
        assert!(!desk.path("c.ron").exists(), "{wrong}");
    }
    // A side that the group has set is not proposed again.
    desk.import(&["t.csv", "--into", "b.ron", "--side", "Norad=external"]);
    assert_eq!(side(&desk.framework("b.ron"), "Norad"), Side::Internal);
}

#[test]
fn rejected_rows_are_saved_mended_and_imported() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    let counts = desk.import(&["t.csv", "--into", "f.ron", "--rejected", "mend.xlsx"]).0;
    assert_eq!(counts, [2, 0, 0, 0, 1, 1]);
    let bytes = std::fs::read(desk.path("mend.xlsx")).unwrap();
    let again = batch("mend.xlsx", &bytes, FIRST, &Options::of(&desk.framework("f.ron")));
    assert_eq!(again.rejects.len(), 1);
    let cells = &again.rejects[0].cells;
    assert_eq!(cells[..5], ["", "", "Norad", "Mali", "300"]);
    assert!(cells[5..].iter().any(|c| c == "row 4"), "{cells:?}");
    assert!(
        cells[5..].iter().any(|c| c.contains("neither a title nor an identifier")),
        "{cells:?}"
    );
    // None is rejected: no file is made.
    desk.write("good.csv", &TABLE.replace(",,Norad", "P-4,Dams,Norad"));
    desk.import(&["good.csv", "--into", "f.ron", "--rejected", "none.xlsx"]);
    assert!(!desk.path("none.xlsx").exists());
}

#[test]
fn a_mapping_is_written_changed_and_used() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    desk.import(&["t.csv", "--into", "f.ron", "--dry-run", "--write-mapping", "m.ron"]);
    assert!(!desk.path("f.ron").exists());
    desk.import(&["t.csv", "--into", "plain.ron", "--date", FIRST]);
    desk.import(&["t.csv", "--into", "mapped.ron", "--mapping", "m.ron", "--date", FIRST]);
    assert_eq!(desk.framework("plain.ron"), desk.framework("mapped.ron"));

    let mapping = std::fs::read_to_string(desk.path("m.ron")).unwrap();
    let changed = mapping
        .replace("\"Funding organisation\": Funder", "\"Funding organisation\": Implementer");
    assert_ne!(mapping, changed, "{mapping}");
    desk.write("m.ron", &changed);
    desk.import(&["t.csv", "--into", "other.ron", "--mapping", "m.ron"]);
    let framework = desk.framework("other.ron");
    let wells = program(&framework, "P-1");
    assert_eq!((wells.funding.len(), wells.implementing.len()), (0, 1));
    // The same programs, whatever the columns are taken for.
    let ids = |name: &str| desk.framework(name).programs().keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids("plain.ron"), ids("other.ron"));

    desk.write("m.ron", "Mapping(columns: {\"Project ID\": Nonsense})");
    let (code, _, err) = desk.run(&["import", "t.csv", "--into", "x.ron", "--mapping", "m.ron"]);
    assert_eq!((code, err.contains("cannot read the mapping")), (2, true), "{err}");
}

#[test]
fn programs_elsewhere_are_taken_on_request() {
    let desk = Desk::new();
    let activities = [
        activity("XX-DON-1-0001", "Here", 10, ""),
        activity("XX-DON-1-0002", "Here too", 20, ""),
        activity("XX-DON-1-0003", "Not here", 30, "").replace("\"SL\"", "\"LR\""),
    ];
    desk.write("d.xml", &file(&activities));
    for source in ["d.xml", "t.csv"] {
        desk.write("t.csv", TABLE);
        let rejected = u64::from(source == "t.csv");
        let out = format!("{source}.ron");
        assert_eq!(desk.import(&[source, "--into", &out]).0, [2, 0, 0, 0, rejected, 1]);
        let answer = desk.import(&[source, "--into", &out, "--elsewhere"]);
        assert_eq!(answer.0, [1, 0, 2, 0, rejected, 0], "{source}");
        // Taken once, it is there; and left out again it is not gone.
        assert_eq!(desk.import(&[source, "--into", &out]).0[3], 0, "{source}");
        assert_eq!(desk.framework(&out).programs().len(), 3);
        // Another country, by word of the user.
        let answer = desk.import(&[source, "--into", "other.ron", "--dry-run", "--country", "NP"]);
        assert_eq!(answer.0, [0, 0, 0, 0, rejected, 3], "{source}");
    }
}

#[test]
fn several_sources_are_taken_in_one_go_and_again() {
    let desk = Desk::new();
    desk.write("t.csv", TABLE);
    desk.write("d.xml", &file(&[activity("XX-DON-1-0001", "Here", 10, "").replace("SL", "ML")]));
    let all = ["t.csv", "d.xml", "--into", "f.ron"];
    assert_eq!(desk.import(&all).0, [3, 0, 0, 0, 1, 1]);
    let before = std::fs::read(desk.path("f.ron")).unwrap();
    assert_eq!(desk.import(&all).0, [0, 0, 3, 0, 1, 1]);
    assert_eq!(std::fs::read(desk.path("f.ron")).unwrap(), before);
}
