//! Hostile UN INFO input: each gives a clear error or a finding, none panics.

use throughline::import::{self, Format, SourceFile};

fn read(bytes: &[u8]) -> Result<import::Batch, String> {
    let source = SourceFile { name: "x.json", bytes, on: jiff::civil::date(2026, 11, 24) };
    import::read(Format::UnInfo, &source).map_err(|e| format!("{e}; {}", e.hint()))
}

/// A whole export around some projects and a framework.
fn export(projects: &str, framework: &str) -> String {
    format!(
        r#"{{"workspace_id": 1, "name": "X", "projects": {projects}, "framework": {framework}}}"#
    )
}

const TREE: &str = r#"[{"id": 1, "code": "1", "name": "Peace", "children": [{"id": 2, "code": "1", "name": "Trust", "children": []}]}]"#;
const ROW: &str = r#"{"id": 7, "agency": "UNDP", "name": "P", "outcome": "Trust", "required": 5, "start": "2024-01-01", "end": null}"#;

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
    assert!(batch.rejected >= 7, "{}", batch.rejected);
    for code in ["I03", "I04"] {
        assert!(batch.findings.iter().any(|f| f.code == code), "{code}");
    }
}

#[test]
fn a_row_that_is_nested_too_deeply_is_rejected() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let batch = read(export(&format!("[{deep}, {ROW}]"), TREE).as_bytes());
    let batch = batch.expect("the good row");
    assert_eq!((batch.rejected, batch.programs.len()), (1, 1));
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
    assert_eq!(read(many.as_bytes()).map(|b| b.rejected), Ok(100_000));
}
