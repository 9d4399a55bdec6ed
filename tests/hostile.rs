//! Files that were made or damaged to do harm: each must be refused with its message, or open
//! read-only with the list of what is wrong. None may panic, hang or overflow the stack.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};
use throughline::store;

/// Each file of `fixtures/hostile` and what must be in its error; what begins with "read-only: "
/// must be in the list of faults and unknown fields of a document that opened read-only.
const CASES: &[(&str, &str)] = &[
    (
        "amount-exponent",
        "line 7, column 53: \"1e5\" is not a plain decimal number such as \"1200000\" or \"12.5\"",
    ),
    (
        "amount-huge",
        "line 7, column 53: \"999999999999999999999999999999999999999\" is not a plain decimal number such as \"1200000\" or \"12.5\"",
    ),
    (
        "amount-inf",
        "line 7, column 53: \"inf\" is not a plain decimal number such as \"1200000\" or \"12.5\"",
    ),
    (
        "amount-nan",
        "line 7, column 53: \"NaN\" is not a plain decimal number such as \"1200000\" or \"12.5\"",
    ),
    ("amount-number", "line 7, column 51: a text in double quotes is expected here"),
    (
        "amount-thousand-digits",
        "line 7, column 53: \"999999999999999999999999999999999999999999999999999999999999\" is not a plain decimal number such as \"1200000\" or \"12.5\"",
    ),
    (
        "amount-too-large",
        "line 7, column 53: 1000000000000000000 is too large: amounts and rates stay under 10^18",
    ),
    ("colon-missing", "line 5, column 10: a colon is missing here"),
    ("comma-missing", "line 6, column 5: a comma is missing here"),
    ("control-after-char", "line 7, column 14: a text stands in double quotes, not in single ones"),
    ("control-after-nested-comment", "line 7: it holds the control character U+001B"),
    ("control-delete", "line 7: it holds the control character U+007F"),
    ("control-escaped-hex", "line 7: it holds the control character U+001B"),
    ("control-escaped-nul", "line 7: it holds the control character U+0000"),
    ("control-escaped-return", "line 7: it holds the control character U+000D"),
    ("control-escaped", "line 7: it holds the control character U+001B"),
    ("control-in-comment", "line 7: it holds the control character U+001B"),
    ("control-literal", "line 7: it holds the control character U+0007"),
    ("control-nul", "line 7: it holds the control character U+0000"),
    ("control-outside", "line 7: it holds the control character U+000C"),
    ("control-return", "line 7: it holds the control character U+000D"),
    ("core-group-text", "line 7, column 59: true or false is expected here"),
    (
        "currency-small",
        "line 6, column 16: \"usd\" is not a currency code of three capital letters (ISO 4217)",
    ),
    (
        "cycle-long",
        "read-only: X03 objectives contribute to each other in a circle: o0 > o1 > o2 > … > o1998 > o1999 > o0",
    ),
    (
        "cycle-objectives",
        "read-only: X03 objectives contribute to each other in a circle: a > b > a",
    ),
    ("dangling", "read-only: X01 program p, owner: there is no actor \"nobody\""),
    (
        "date-impossible",
        "line 7, column 21: there is no such day; a date is written \"2025-06-30\"",
    ),
    ("date-words", "line 7, column 21: this is no date; a date is written \"2025-06-30\""),
    ("date-year-9999", "line 7, column 21: this is no date; a date is written \"2025-06-30\""),
    ("deep-brackets-unknown", "line 7, column 77: it is nested too deeply"),
    ("deep-brackets", "line 7, column 12: a text in double quotes is expected here"),
    ("deep-comments", "line 1, column 40001: this is no framework: `Framework(` is expected here"),
    ("deep-maps-unknown", "line 7, column 203: it is nested too deeply"),
    ("deep-open", "line 7, column 77: it is nested too deeply"),
    ("deep-parentheses-100", "line 7, column 77: it is nested too deeply"),
    ("deep-parentheses-unknown", "line 7, column 77: it is nested too deeply"),
    ("deep-some", "line 7, column 18: a text in double quotes is expected here"),
    ("empty", "line 1, column 1: the file is empty"),
    ("escape-at-end", "line 7, column 13: the text that begins here has no closing quote"),
    (
        "escape-surrogate",
        "line 7, column 21: this is no escape; a backslash itself is written \\\\",
    ),
    ("escape-unknown", "line 7, column 14: this is no escape; a backslash itself is written \\\\"),
    (
        "extension-struct-names",
        "line 7, column 19: Expected the explicit struct name `Actor`, but none was found",
    ),
    ("extension-unclosed", "line 1, column 24: a comma is missing here"),
    (
        "extension-unknown",
        "line 1, column 11: the extension `time_travel` is not known; only `implicit_some` is used",
    ),
    ("figures-float", "line 7, column 75: Invalid digit 'e' for base 10 integers"),
    ("figures-huge", "line 7, column 75: the number is negative or too large"),
    ("figures-negative", "line 7, column 76: the number is negative or too large"),
    ("follows-self", "read-only: X06 programs follow each other in a circle: p > p"),
    ("format-huge", "line 3, column 14: the number is negative or too large"),
    ("format-missing", "line 1, column 1: there is no `format: (1, 0)`, so this is no framework"),
    ("format-negative", "line 3, column 15: the number is negative or too large"),
    ("format-newer-major", "it is in format 2.0, and this version of Throughline reads up to 1.x"),
    ("format-newer-minor", "read-only: unknown moods"),
    ("format-short", "line 3, column 15: Expected a tuple of size 2 but found one element instead"),
    ("format-text", "line 3, column 12: Expected opening `(`"),
    ("format-zero", "line 1, column 1: there never was a format 0.9; the first is 1.0"),
    ("html", "line 1, column 1: this is no framework: `Framework(` is expected here"),
    (
        "id-capital",
        "line 7, column 16: \"MoI\" is not a well-formed id: use 1 to 40 of a-z, 0-9, '_', '.', '-', beginning with a letter or a digit",
    ),
    (
        "id-empty",
        "line 7, column 16: \"\" is not a well-formed id: use 1 to 40 of a-z, 0-9, '_', '.', '-', beginning with a letter or a digit",
    ),
    ("id-number", "line 7, column 14: a text in double quotes is expected here"),
    (
        "id-path",
        "line 7, column 16: \"../../etc/passwd\" is not a well-formed id: use 1 to 40 of a-z, 0-9, '_', '.', '-', beginning with a letter or a digit",
    ),
    ("json", "line 1, column 1: this is no framework: `Framework(` is expected here"),
    ("key-twice-actors", "line 9, column 10: the key \"a\" is there twice: keep one of the two"),
    ("key-twice-links", "line 14, column 18: the key \"so1\" is there twice: keep one of the two"),
    ("latin-1", "line 7: it holds bytes that are not UTF-8, and a framework is a UTF-8 text"),
    ("levels-twice", "read-only: X07 levels: two levels bear the id \"so\""),
    ("links-as-list", "line 7, column 41: a map { key: value, … } is expected here"),
    (
        "merge-conflict",
        "line 5, column 1: here stands a conflict that version control could not merge: keep one of the two sides",
    ),
    ("only-attribute", "line 1, column 26: this is no framework: `Framework(` is expected here"),
    ("only-bom", "line 1, column 1: the file is empty"),
    ("only-comment", "line 2, column 11: this is no framework: `Framework(` is expected here"),
    ("overlong-utf8", "line 7: it holds bytes that are not UTF-8, and a framework is a UTF-8 text"),
    ("parent-self", "read-only: X05 actors are departments of each other: a > a"),
    ("part-of-self", "read-only: X04 programs are parts of each other: p > p"),
    ("pdf", "line 2: it holds bytes that are not UTF-8, and a framework is a UTF-8 text"),
    ("percent-1000", "read-only: X02 program p, sectors: 1000 is not between 0 and 100"),
    ("program-as-text", "line 7, column 22: Expected opening `(` for struct `Program`"),
    ("program-as-tuple", "line 7, column 23: the name of a field is expected here"),
    ("programs-as-list", "line 7, column 14: a map { key: value, … } is expected here"),
    ("programs-as-text", "line 7, column 14: a map { key: value, … } is expected here"),
    ("raw-hashes-alone", "line 7, column 14: a text in double quotes is expected here"),
    ("raw-hashes-unbalanced", "line 7, column 17: the text that begins here has no closing quote"),
    ("scalar-nan", "line 9, column 25: a text in double quotes is expected here"),
    (
        "shuffled-halves",
        "line 1, column 2: this is no framework: `Framework(` is expected here, not `currency`",
    ),
    ("smart-quotes", "line 5, column 11: a text in double quotes is expected here"),
    (
        "surrogate-bytes",
        "line 7: it holds bytes that are not UTF-8, and a framework is a UTF-8 text",
    ),
    (
        "table-twice",
        "line 8, column 5: the field `actors` is there twice in Framework: keep one of the two",
    ),
    ("title-list", "line 5, column 11: a text in double quotes is expected here"),
    ("title-missing", "line 6, column 1: the field `title` is missing in Framework"),
    ("title-number", "line 5, column 11: a text in double quotes is expected here"),
    (
        "title-twice",
        "line 7, column 5: the field `title` is there twice in Framework: keep one of the two",
    ),
    ("trailing-garbage", "line 7, column 2: there is more text after the end of the framework"),
    ("truncated-after-head", "line 6, column 21: the text ends too early; a part of it is missing"),
    ("truncated-in-map", "line 51, column 11: a text in double quotes is expected here"),
    ("truncated-in-string", "line 119, column 42: the text that begins here has no closing quote"),
    ("two-documents", "line 7, column 2: there is more text after the end of the framework"),
    ("unclosed-comment", "line 7, column 7: the comment that begins here (/*) has no end (*/)"),
    ("unclosed-string", "line 7, column 13: the text that begins here has no closing quote"),
    ("unknown-field", "read-only: unknown objectives.so1.colour"),
    (
        "unknown-variant-evidence",
        "line 9, column 80: Unexpected variant named `Rumoured` in enum `Evidence`, expected one of `Asserted`, `Documented`, or `Confirmed` instead",
    ),
    (
        "unknown-variant-side",
        "line 7, column 38: Unexpected variant named `Middle` in enum `Side`, expected one of `Internal`, `External`, or `Mixed` instead",
    ),
    ("utf16-be", "line 1: it is UTF-16, and a framework is a UTF-8 text"),
    ("utf16-le", "line 1: it is UTF-16, and a framework is a UTF-8 text"),
    ("utf16-without-bom", "line 1: it is UTF-16, and a framework is a UTF-8 text"),
    (
        "wrong-name",
        "line 2, column 1: this is no framework: `Framework(` is expected here, not `Compact`",
    ),
    ("xml", "line 1, column 1: this is no framework: `Framework(` is expected here"),
    ("zip", "line 1: it is a zip or an Office file, and a framework is a UTF-8 text"),
];

/// What a file gives, in one line: its error with the hint, or what is wrong in it.
fn outcome(bytes: &[u8]) -> String {
    match store::read(bytes) {
        Err(error) => {
            assert!(!error.hint().is_empty());
            error.to_string()
        }
        Ok(opened) if opened.read_only() => {
            let faults = opened.faults.iter().map(|f| format!("{} {}", f.code, f.message));
            let unknown = opened.unknown.iter().map(|path| format!("unknown {path}"));
            format!("read-only: {}", faults.chain(unknown).collect::<Vec<_>>().join("; "))
        }
        Ok(_) => "opened".to_owned(),
    }
}

#[test]
fn every_hostile_file_gives_its_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile");
    let files: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let listed: BTreeSet<String> = CASES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, listed, "the table and the folder name the same files");
    assert!(CASES.len() >= 40);
    check(CASES);
}

fn check(cases: &[(&str, &str)]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile");
    let mut wrong = Vec::new();
    for (name, wanted) in cases {
        let bytes = std::fs::read(folder.join(format!("{name}.ron"))).unwrap();
        let start = Instant::now();
        let found = outcome(&bytes);
        let took = start.elapsed();
        let prefix = wanted.starts_with("read-only: ") == found.starts_with("read-only: ");
        let body = wanted.trim_start_matches("read-only: ");
        if !prefix || !found.contains(body) || found.len() > 2_000 {
            wrong.push(format!("{name}: {found:.300}\n    instead of {wanted}"));
        }
        if took > Duration::from_secs(5) {
            wrong.push(format!("{name}: took {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const HEAD: &str = "Framework(format: (1, 0), id: \"fw-x\", title: \"X\", currency: \"USD\", ";

/// Files too large to keep in the repository.
#[test]
fn large_hostile_files_are_answered_quickly() {
    let million = 1_000_000;
    let cases = [
        (
            "an id of a megabyte",
            format!("{HEAD}actors: {{ \"{}\": () }})", "a".repeat(million)),
            "is not a well-formed id",
        ),
        (
            "a reference of a megabyte",
            format!(
                "{HEAD}programs: {{ \"p\": (title: \"P\", owner: \"{}\") }})",
                "a".repeat(million)
            ),
            "is not a well-formed id",
        ),
        (
            "an amount of a megabyte",
            format!(
                "{HEAD}programs: {{ \"p\": (title: \"P\", budget: (amount: \"{}\")) }})",
                "9".repeat(million)
            ),
            "is not a plain decimal",
        ),
        (
            "a field name of a megabyte",
            format!("{HEAD}{}: 1)", "a".repeat(million)),
            "read-only: unknown aaa",
        ),
        (
            "a variant of a megabyte",
            format!("{HEAD}evidence_bar: {})", "A".repeat(million)),
            "variant",
        ),
        ("a million brackets", format!("{HEAD}x: {}", "[".repeat(million)), "line 1, column "),
        ("a million parentheses", format!("{HEAD}x: {}", "(".repeat(million)), "line 1, column "),
        ("a million maps", format!("{HEAD}x: {}", "{1:".repeat(million)), "line 1, column "),
        ("a million comments", "/**/".repeat(million), "line 1, column "),
        ("a million open comments", "/*".repeat(million), "line 1, column "),
        ("a million line ends", "\n".repeat(million), "line "),
        ("a million hashes", format!("{HEAD}vision: r{})", "#".repeat(million)), "line 1, column "),
        (
            "quotes in hashes",
            format!("{HEAD}vision: r{}\"{})", "#".repeat(2000), "\"".repeat(5000)),
            "line 1, column ",
        ),
        ("a million unclosed quotes", "\"".repeat(million), "line 1, column "),
        (
            "a million backslashes",
            format!("{HEAD}vision: \"{}", "\\".repeat(million)),
            "line 1, column ",
        ),
        (
            "a number of a million digits",
            format!(
                "{HEAD}milestones: {{ \"m\": (on: \"2025-01-01\", title: \"M\", figures: (programs: {}, link_shown: 0)) }})",
                "9".repeat(million)
            ),
            "line 1, column ",
        ),
        (
            "a wide unknown field",
            format!("{HEAD}x: [{}])", "(((1)))".to_owned() + &",(a:1)".repeat(100_000)),
            "read-only: unknown x",
        ),
        (
            "a hundred thousand unknown fields",
            format!(
                "{HEAD}{})",
                (0..100_000).map(|i| format!("x{i}: 1")).collect::<Vec<_>>().join(", ")
            ),
            "read-only: unknown x0",
        ),
    ];
    let mut wrong = Vec::new();
    for (name, text, wanted) in cases {
        let start = Instant::now();
        let found = outcome(text.as_bytes());
        let took = start.elapsed();
        let body = wanted.trim_start_matches("read-only: ");
        let kind = wanted.starts_with("read-only: ") == found.starts_with("read-only: ");
        if !kind || !found.contains(body) {
            wrong.push(format!("{name}: {found:.200}"));
        }
        if took > Duration::from_secs(10) {
            wrong.push(format!("{name}: took {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const RELEASED: &[u8] = include_bytes!("fixtures/format/1.0.ron");

/// A document cut off anywhere is an error with a place, never a panic and never half a
/// framework. Only the last byte, the line end, may be missing.
#[test]
fn a_document_truncated_at_every_byte_is_refused() {
    assert_eq!(outcome(RELEASED), "opened");
    for end in 0..RELEASED.len() {
        let found = outcome(&RELEASED[..end]);
        if end + 1 == RELEASED.len() {
            assert_eq!(found, "opened");
        } else {
            assert!(found.starts_with("line "), "cut at {end}: {found}");
        }
    }
}

#[test]
fn a_document_that_lacks_its_beginning_is_refused() {
    for start in 1..RELEASED.len() {
        let rest = RELEASED[start..].trim_ascii_start();
        let found = outcome(rest);
        // What stands before the first parenthesis may be missing; nothing else.
        if !rest.starts_with(b"Framework(") && !rest.starts_with(b"(\n    format") {
            assert!(found.starts_with("line "), "from {start}: {found}");
        }
    }
}

/// Any one byte changed: no panic.
#[test]
fn a_document_with_one_byte_changed_is_read_or_refused() {
    for (place, change) in
        (0..RELEASED.len()).zip([b'"', b'(', b')', 0, 0xff, b'\\', b'{', b'9'].into_iter().cycle())
    {
        let mut bytes = RELEASED.to_vec();
        bytes[place] = change;
        let found = outcome(&bytes);
        let known = ["line ", "read-only: ", "opened", "it is in format"];
        assert!(known.iter().any(|start| found.starts_with(start)), "at {place}: {found}");
    }
}
