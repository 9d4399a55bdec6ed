//! Hostile UN INFO input: each gives a clear error or a finding, none panics.

use std::collections::BTreeSet;
use std::path::Path;
use throughline::import::{self, Format, Options};

fn read(bytes: &[u8]) -> Result<import::Batch, String> {
    let on = jiff::civil::date(2026, 11, 24);
    import::read_bytes(Format::UnInfo, "x.json", bytes, on, &Options::default())
        .map_err(|e| format!("{e}; {}", e.hint()))
}

/// A whole export around some projects and a framework.
fn export(projects: &str, framework: &str) -> String {
    format!(
        r#"{{"workspace_id": 1, "name": "X", "projects": {projects}, "framework": {framework}}}"#
    )
}

const TREE: &str = r#"[{"id": 1, "code": "1", "name": "Peace", "children": [{"id": 2, "code": "1", "name": "Trust", "children": []}]}]"#;
const ROW: &str = r#"{"id": 7, "agency": "UNDP", "name": "P", "outcome": "Trust", "required": 5, "start": "2024-01-01", "end": null}"#;

/// Files that are refused, and words of the reason.
const REFUSED: [(&str, &str); 29] = [
    ("array-at-root", "begins with '['"),
    ("children-text", "line 3, column 126: invalid type: string \"none\""),
    ("comments", "begins with '/'"),
    ("duplicate-framework", "line 3, column 29: duplicate field `framework`"),
    ("duplicate-name-of-objective", "line 3, column 110: duplicate field `name`"),
    ("duplicate-projects", "line 2, column 27: duplicate field `projects`"),
    ("empty", "ends too early"),
    ("framework-null", "no `framework` in it"),
    ("framework-object", "line 3, column 14: invalid type: map"),
    ("html", "begins with '<'"),
    ("infinity", "line 2, column 89: this is not JSON"),
    ("keys-capital", "no `projects` in it"),
    ("latin-1", "line 2: it holds bytes that are not UTF-8"),
    ("lone-surrogate", "line 2, column 58: this is not JSON"),
    ("nan", "line 2, column 88: this is not JSON"),
    ("null-byte", "line 2, column 53: this is not JSON (control character"),
    ("number-1e999", "line 2, column 92: this is not JSON (number out of range)"),
    ("objective-name-number", "line 3, column 100: invalid type: integer `3`"),
    ("objective-without-name", "line 3, column 106: missing field `name`"),
    ("only-bom", "ends too early"),
    ("projects-object", "line 2, column 13: invalid type: map"),
    ("shuffled-halves", "begins with ','"),
    ("single-quotes", "key must be a string"),
    ("trailing-comma", "line 2, column 127: this is not JSON (trailing comma)"),
    ("truncated", "the file ends too early"),
    ("two-documents", "line 4, column 1: this is not JSON (trailing characters)"),
    ("utf16-be-without-bom", "it is UTF-16"),
    ("utf16-le", "it is UTF-16"),
    ("zip", "a zip or an Office file"),
];

/// Files that are taken: the codes of their findings, rows rejected, programs, links.
const TAKEN: [(&str, &[&str], [usize; 3]); 20] = [
    ("date-impossible", &["I03"], [0, 1, 1]),
    ("date-number", &["I03"], [0, 1, 1]),
    ("duplicate-objective-id", &["I04", "I01"], [1, 1, 0]),
    ("end-before-start", &["I06"], [0, 1, 1]),
    ("escaped-null", &[], [0, 1, 1]),
    ("id-boolean", &["I04"], [1, 0, 0]),
    ("id-empty", &["I04"], [1, 0, 0]),
    ("id-negative", &[], [0, 1, 1]),
    ("id-text", &[], [0, 1, 1]),
    ("id-twice", &["I05"], [0, 1, 1]),
    ("money-as-words", &["I03"], [0, 1, 1]),
    ("money-below-zero", &["I06"], [0, 1, 1]),
    ("name-list", &["I03"], [0, 1, 1]),
    ("number-1e300", &["I03"], [0, 1, 1]),
    ("objective-id-missing", &["I03"], [0, 1, 1]),
    ("objective-name-empty", &["I03", "I01"], [0, 1, 0]),
    ("outcome-unknown", &["I01"], [0, 1, 0]),
    ("row-null", &["I04"], [1, 1, 1]),
    ("same-name-twice", &["I02"], [0, 1, 0]),
    ("valid", &[], [0, 1, 1]),
];

/// Left to the test below, which says why.
const APART: [&str; 1] = ["workspace-list"];

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile_json");
    std::fs::read(folder.join(format!("{name}.json"))).expect(name)
}

#[test]
fn fixtures_are_refused_with_a_place_and_a_hint() {
    for (name, words) in REFUSED {
        match read(&fixture(name)) {
            Ok(_) => panic!("{name} was taken"),
            Err(error) => {
                assert!(error.contains(words), "{name}: {error}");
                assert!(error.contains("; ") && error.len() < 600, "{name}: {error}");
            }
        }
    }
}

#[test]
fn fixtures_are_taken_with_their_findings() {
    for (name, codes, [rejected, programs, links]) in TAKEN {
        let batch = read(&fixture(name)).expect(name);
        let found: Vec<_> = batch.findings.iter().map(|f| f.code).collect();
        assert_eq!(found, codes, "{name}: {:?}", batch.findings);
        assert!(batch.findings.iter().all(|f| !f.place.is_empty() && !f.hint.is_empty()));
        assert_eq!(batch.rejects.len(), rejected, "{name}");
        assert_eq!(batch.programs.len(), programs, "{name}");
        assert_eq!(batch.programs.values().map(|p| p.links.len()).sum::<usize>(), links, "{name}");
        // What was taken makes a framework that can be written and read again.
        let (framework, _) = import::framework_of(&batch).expect(name);
        let text = throughline::store::write(&framework);
        let again = throughline::store::read(text.as_bytes()).expect(name);
        assert!(again.faults.is_empty(), "{name}: {:?}", again.faults);
    }
}

#[test]
fn every_fixture_has_its_expectation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile_json");
    let there: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|f| f.expect("a file").file_name().to_string_lossy().replace(".json", ""))
        .collect();
    let named = REFUSED.iter().map(|r| r.0).chain(TAKEN.iter().map(|t| t.0)).chain(APART);
    assert_eq!(there, named.map(str::to_owned).collect());
}

#[test]
fn a_fixture_cut_anywhere_is_refused() {
    let whole = fixture("valid");
    let end = whole.trim_ascii_end().len();
    for cut in 0..end {
        assert!(read(&whole[..cut]).is_err(), "cut at {cut}");
    }
    // And with any one byte turned into each of a few: an error or findings, never a panic.
    for at in 0..end {
        for byte in [0, b'"', b'{', b']', b'9', 0xFF] {
            let mut broken = whole.clone();
            broken[at] = byte;
            if let Ok(batch) = read(&broken) {
                assert!(import::framework_of(&batch).is_ok(), "byte {byte} at {at}");
            }
        }
    }
}

#[test]
fn deep_objectives_are_refused_and_deep_values_skipped() {
    let mut tree = String::from("[]");
    for id in 0..10_000 {
        tree = format!(r#"[{{"id": {id}, "name": "N{id}", "children": {tree}}}]"#);
    }
    let error = read(export("[]", &tree).as_bytes()).expect_err("too deep");
    assert!(error.contains("recursion limit"), "{error}");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for field in ["id", "agency", "name", "outcome", "required", "start", "unknown"] {
        let row = format!(r#"{{"{field}": {deep}}}"#);
        let batch = read(export(&format!("[{row}, {ROW}]"), TREE).as_bytes()).expect(field);
        assert!(batch.programs.values().any(|p| p.title == "P"), "{field}");
    }
}

#[test]
fn a_workspace_that_cannot_be_used_is_found() {
    let batch = read(&fixture("workspace-list")).expect("rows are good");
    assert!(batch.findings.iter().any(|f| f.code == "I03"), "{:?}", batch.findings);
}

#[test]
fn places_count_from_one() {
    let error = read(b"").expect_err("empty");
    assert!(error.starts_with("line 1, column 1"), "{error}");
    let error = read(b"\n\n  []").expect_err("a list");
    assert!(error.starts_with("line 3, column 3"), "{error}");
}

#[test]
fn a_finding_quotes_no_more_than_a_line() {
    let batch = read(&fixture("number-1e300")).expect("rows are good");
    assert!(batch.findings.iter().all(|f| f.message.len() < 200), "{:?}", batch.findings);
}

#[test]
fn what_is_no_export_is_refused_with_a_reason() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let shuffled = {
        let whole = export("[]", TREE);
        let (a, b) = whole.split_at(40);
        format!("{b}{a}")
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", vec![], "line 1"),
        ("blank", b"   \n ".to_vec(), "line 2"),
        ("a list", b"[]".to_vec(), "line 1"),
        ("a number", b"42".to_vec(), "line 1"),
        ("a text", b"\"x\"".to_vec(), "line 1"),
        ("null", b"null".to_vec(), "line 1"),
        ("not JSON", b"<xml/>".to_vec(), "line 1"),
        ("cut", export("[]", TREE).as_bytes()[..60].to_vec(), "line 1"),
        ("shuffled", shuffled.into_bytes(), "line 1"),
        ("no framework", br#"{"projects": []}"#.to_vec(), "framework"),
        ("no projects", br#"{"framework": []}"#.to_vec(), "projects"),
        ("framework is a number", export("[]", "3").into_bytes(), "line 1"),
        ("projects is a text", export("\"x\"", TREE).into_bytes(), "line 1"),
        ("too deep", deep.clone().into_bytes(), "line 1"),
        ("a list in a list", b"[[[]]]".to_vec(), "line 1"),
        ("UTF-16", vec![0xFF, 0xFE, b'{', 0, b'}', 0], "UTF-16"),
        ("Latin-1", b"{\"name\": \"Caf\xE9\"}".to_vec(), "UTF-8"),
        ("a null byte", b"{\"name\": \"a\x00b\"}".to_vec(), "line 1"),
        (
            "not a number",
            export(&format!("[{}]", ROW.replace('5', "NaN")), TREE).into_bytes(),
            "line 1",
        ),
        ("trailing", format!("{} x", export("[]", TREE)).into_bytes(), "line 1"),
    ];
    assert!(cases.len() >= 20);
    for (name, bytes, words) in cases {
        match read(&bytes) {
            Ok(_) => panic!("{name} was taken"),
            Err(error) => assert!(error.contains(words), "{name}: {error}"),
        }
    }
}

#[test]
fn bad_rows_stop_no_good_one() {
    let rows = [
        "null",
        "3",
        "\"x\"",
        "[]",
        "{}",
        r#"{"id": null}"#,
        r#"{"id": {}}"#,
        r#"{"id": 8, "agency": 3, "name": [], "outcome": {}, "required": "many", "start": "soon"}"#,
        r#"{"id": 9, "name": "N", "required": -5, "agency": "WFP"}"#,
        r#"{"id": 10, "name": "H", "required": 1e300, "agency": "WFP"}"#,
    ];
    let projects = format!("[{}, {ROW}]", rows.join(", "));
    let batch = read(export(&projects, TREE).as_bytes()).expect("the good row");
    let good = batch.programs.values().find(|p| p.title == "P").expect("the good row");
    assert_eq!(good.links.len(), 1);
    assert!(batch.rejects.len() >= 7, "{}", batch.rejects.len());
    for code in ["I03", "I04"] {
        assert!(batch.findings.iter().any(|f| f.code == code), "{code}");
    }
}

#[test]
fn a_row_that_is_nested_too_deeply_is_rejected() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let batch = read(export(&format!("[{deep}, {ROW}]"), TREE).as_bytes());
    let batch = batch.expect("the good row");
    assert_eq!((batch.rejects.len(), batch.programs.len()), (1, 1));
}

#[test]
fn an_export_cut_anywhere_gives_an_error_and_no_panic() {
    let whole = export(&format!("[{ROW}]"), TREE);
    for end in 0..whole.len() {
        assert!(read(&whole.as_bytes()[..end]).is_err(), "cut at {end}");
    }
    assert!(read(whole.as_bytes()).is_ok());
}

#[test]
fn large_is_fine() {
    let name = "é".repeat(500_000);
    let long = export(&format!("[{}]", ROW.replace("\"P\"", &format!("\"{name}\""))), TREE);
    assert!(read(long.as_bytes()).is_ok());
    let many = export(&format!("[{}]", vec!["{}"; 100_000].join(",")), TREE);
    assert_eq!(read(many.as_bytes()).map(|b| b.rejects.len()), Ok(100_000));
}
