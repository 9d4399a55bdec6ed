//! The figures, against cases worked out by hand from the rules (`tests/analysis`).

use serde_json::Value;
use std::path::Path;
use throughline::{analysis, model::EvidenceBar, store};

/// The places where `actual` does not hold what `expected` asks.
fn differences(path: &str, expected: &Value, actual: &Value, out: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(e), Value::Object(a)) => {
            for (key, value) in e.iter().filter(|(k, _)| !k.starts_with('$')) {
                let path = format!("{path}/{key}");
                match a.get(key) {
                    Some(actual) => differences(&path, value, actual, out),
                    None => out.push(format!("{path}: missing")),
                }
            }
        }
        (Value::Array(e), Value::Array(a)) => {
            if e.len() != a.len() {
                out.push(format!("{path}: {} instead of {}: {actual}", a.len(), e.len()));
            }
            for (i, (e, a)) in e.iter().zip(a).enumerate() {
                differences(&format!("{path}/{i}"), e, a, out);
            }
        }
        (Value::Number(e), Value::Number(a)) => {
            let (e, a) = (e.as_f64().unwrap_or(f64::NAN), a.as_f64().unwrap_or(f64::NAN));
            if (e - a).abs() > 1e-12 || e.is_nan() || a.is_nan() {
                out.push(format!("{path}: {a} instead of {e}"));
            }
        }
        _ if expected == actual => {}
        _ => out.push(format!("{path}: {actual} instead of {expected}")),
    }
}

#[test]
fn every_hand_calculation_agrees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/analysis");
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 37, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let expected: Value = serde_json::from_slice(&std::fs::read(&case).unwrap()).unwrap();
        let opened = store::open(&case.with_extension("ron"))
            .unwrap_or_else(|e| panic!("{}: {e}", case.display()));
        assert!(!opened.read_only(), "{}: {:?}", case.display(), opened.faults);
        let bar = expected["$args"].as_array().map(|args| match args[1].as_str() {
            Some("documented") => EvidenceBar::Documented,
            Some("confirmed") => EvidenceBar::Confirmed,
            _ => EvidenceBar::Asserted,
        });
        let actual = serde_json::to_value(analysis::analyze(&opened.framework, bar)).unwrap();
        let mut found = Vec::new();
        differences("", &expected, &actual, &mut found);
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        wrong.extend(found.into_iter().map(|d| format!("{name}{d}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
