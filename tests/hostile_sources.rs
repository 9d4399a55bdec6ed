//! Hostile sources of every format but RON and JSON, which have tests of their own: each gives the
//! message that stands beside its name in `fixtures/hostile/sources.txt`, at once and without
//! harm. `THROUGHLINE_WRITE=1` writes the table anew.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use throughline::import::{self, Format, Options, table};
use throughline::model::Date;
use throughline::{edit, store};

const TODAY: Date = Date::constant(2026, 11, 24);

/// What a file gives, in a line.
fn outcome(name: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let refused = |error: &dyn std::fmt::Display| format!("refused: {error}");
    match name.rsplit('.').next().unwrap_or_default() {
        "mapping" => table::read_mapping(&text).map_or_else(|e| refused(&e), |_| "read".to_owned()),
        "script" => edit::read_script(&text).map_or_else(|e| refused(&e), |_| "read".to_owned()),
        _ => {
            let Some(format) = Format::detect(bytes, name) else { return "no known format".into() };
            match import::read_bytes(format, name, bytes, TODAY, &Options::default()) {
                Err(error) => {
                    assert!(!error.hint().is_empty());
                    refused(&error)
                }
                Ok(batch) => {
                    let first = batch.findings.first();
                    let first = first.map_or_else(String::new, |f| {
                        format!("; first {} {}: {}", f.code, f.place, f.message)
                    });
                    format!(
                        "read: {} programs, {} objectives, {} findings{first}",
                        batch.programs.len(),
                        batch.objectives.len(),
                        batch.findings.len()
                    )
                }
            }
        }
    }
}

/// Every hostile file, small enough to be made here.
fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let opml = |body: &str| format!("<opml><body>{body}</body></opml>").into_bytes();
    let deep = "<outline text=\"a\">".repeat(200);
    let wide = vec!["a"; 3000].join(",");
    let iati = |inner: &str| {
        format!("<iati-activities><iati-activity>{inner}</iati-activity></iati-activities>")
            .into_bytes()
    };
    vec![
        ("bomb.opml", b"<!DOCTYPE opml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><opml><body><outline text=\"&b;\"/></body></opml>".to_vec()),
        ("file.opml", b"<!DOCTYPE opml [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><opml><body><outline text=\"&f;\"/></body></opml>".to_vec()),
        ("entity.opml", opml("<outline text=\"&nbsp;a\"/>")),
        ("deep.opml", opml(&deep)),
        ("cut.opml", b"<opml><body><outline text=\"a\"".to_vec()),
        ("nothing.opml", opml("")),
        ("script.opml", opml("<outline text=\"&lt;script&gt;alert(1)&lt;/script&gt;\" xmlUrl=\"javascript:alert(1)\"/>")),
        ("controls.opml", opml("<outline text=\"a&#27;[31mb&#0;\"/>")),
        ("bomb.xml", b"<!DOCTYPE a [<!ENTITY b \"bbbb\">]><iati-activities>&b;</iati-activities>".to_vec()),
        ("deep.xml", iati(&"<a>".repeat(100))),
        ("money.xml", iati("<iati-identifier>a</iati-identifier><title>t</title><budget><value currency=\"USD\">1e999</value></budget>")),
        ("html.xml", b"<html><body>502 Bad Gateway</body></html>".to_vec()),
        ("pdf.csv", b"%PDF-1.7 \x01\x02\x03".to_vec()),
        ("gzip.csv", b"\x1F\x8B\x08\0\0\0\0\0".to_vec()),
        ("binary.csv", (0..=255_u8).cycle().take(2000).filter(|b| *b < 32).collect()),
        ("utf32.csv", b"\xFF\xFE\0\0t\0\0\0".to_vec()),
        ("wide.csv", format!("title,{wide}\n1,{wide}\n").into_bytes()),
        ("quote.csv", b"title,budget\n\"Wells,5\nRoads,6\n".to_vec()),
        ("formula.csv", b"title,budget\n=cmd|' /C calc'!A0,5\n".to_vec()),
        ("only-lines.csv", b"\n\n\n\n".to_vec()),
        ("empty.csv", Vec::new()),
        ("short.xlsx", b"PK\x03\x04".to_vec()),
        ("cut.xlsx", b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0a".to_vec()),
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        ("short.ods", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("deep.mapping", "(".repeat(5000).into_bytes()),
        ("field.mapping", b"(name: \"a\", colour: \"red\")".to_vec()),
        ("role.mapping", b"(columns: {\"Title\": Emperor})".to_vec()),
        ("deep.script", "[Objective(".repeat(5000).into_bytes()),
        ("field.script", b"[Objective(\"so1\", Set(Colour(\"red\")))]".to_vec()),
        ("id.script", b"[Objective(\"../../etc\", Remove)]".to_vec()),
        ("two.script", b"[] []".to_vec()),
    ]
}

#[test]
fn every_hostile_source_gives_its_message() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile/sources.txt");
    let mut found = String::new();
    for (name, bytes) in cases() {
        let start = Instant::now();
        let outcome = outcome(name, &bytes);
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
        assert!(outcome.len() < 1000 && !outcome.contains(|c: char| c.is_control()), "{outcome}");
        writeln!(found, "{name}: {outcome}").expect("a string");
    }
    if std::env::var_os("THROUGHLINE_WRITE").is_some() {
        store::save_bytes(&path, found.as_bytes()).expect("it is saved");
        return;
    }
    let wanted = std::fs::read_to_string(&path).expect("the table");
    for (found, wanted) in found.lines().zip(wanted.lines()) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}
