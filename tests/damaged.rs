//! Files damaged at random, for every reader: what the fuzz targets check, on a stable compiler.
//! The targets are those of `fuzz/`, the same code; the damage is what fuzzers do: bytes changed,
//! parts cut out, doubled, moved and mixed, words of the format put in.
//!
//! `THROUGHLINE_FUZZ_SECONDS=120 cargo test --test damaged -- --nocapture` goes on for so many
//! seconds a target, with other damage each time, and prints the runs.
#![expect(clippy::print_stdout, reason = "says how often each target ran")]

#[path = "../fuzz/fuzz_targets/shared.rs"]
mod shared;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use throughline::export::report::About;
use throughline::session::Session;
use throughline::{export, store, templates};

/// How often each target runs in a test that is not asked for more.
const CASES: u32 = 24;

/// The longest input, as for the fuzzers.
const LONGEST: usize = 8192;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder of fixtures that end so.
fn fixtures(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = root().join("tests/fixtures").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a file")).collect()
}

/// What damage is done to, for a target, and words that mean something to its reader.
fn seeds(target: &str) -> (Vec<Vec<u8>>, &'static [&'static str]) {
    match target {
        "csv" => (
            fixtures("tables", "csv").into_iter().chain(fixtures("fuzz", "csv")).collect(),
            &[",", ";", "\t", "\"", "\n", "title", "Budget (USD)", "sep=;\n", "2025-13-45", "1e999", "\u{feff}"],
        ),
        "document" => (
            vec![include_bytes!("fixtures/format/1.0.ron").to_vec()],
            &["(", ")", "{", "}", "r#\"", "\"", "Some(", "format: (1, 9)", "\\u{0}", "-1", "NaN", "/*"],
        ),
        "iati" => (
            fixtures("iati", "xml"),
            &["<", "/>", "&amp;", "]]>", "<!--", "<?", "&#0;", "<value>", "-1e9", "<!DOCTYPE a>"],
        ),
        "journal" => (
            fixtures("journal", "records"),
            &["\0", "Did", "Undid", "Redid", "None", "Some(", "before:", "after:", "edits:[", "Saving(1)", "Saves(1,", "\\\"", "(", ")"],
        ),
        "mapping" => (
            vec![b"(name: \"A\", source: \"b\", columns: {\"Title\": Title, \"x\": Budget}, key: [\"id\"], rows: Programs)".to_vec()],
            &["(", ")", "{", "}", "\"", "Title", "Identifier", "skip_rows: 4294967295", "unit: 0"],
        ),
        "ods" => (
            vec![br#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>Title</text:p></table:table-cell><table:table-cell><text:p>Budget</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>Wells</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="5"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#.to_vec()],
            &["table:number-rows-repeated=\"1000000000\"", "table:number-columns-repeated=\"-1\"", "<text:p>", "/>", "<!DOCTYPE a>"],
        ),
        "opml" => (
            fixtures("outline", "opml"),
            &["<outline text=\"a\">", "</outline>", "/>", "&#10;", "&lt;", "text=\"\"", "<!DOCTYPE a>", "]]>"],
        ),
        "script" => (
            vec![br#"[Objective("so1", Set(Title("Inclusive politics"))), Program("p1", Link("so1", (effect: Supports, evidence: Asserted, by: "moi"))), Objective("oc1", Remove), Actor("moi", Set(Side(Mixed)))]"#.to_vec()],
            &["Remove", "Set(", "Link(", "\"so1\"", "\"oc1.1\"", "(", ")", "[", "]", "None"],
        ),
        "uninfo" => (
            fixtures("uninfo", "json").into_iter().chain(fixtures("hostile_json", "json")).collect(),
            &["{", "}", "[", "]", "null", "-1", "1e999", "\"\\ud800\"", "\"framework\":", "\"projects\":"],
        ),
        "xlsx" => (
            vec![b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Budget</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>45000.5</v></c></row></sheetData></worksheet>\0<sst><si><t>Title</t></si><si><r><t>Wells</t></r></si></sst>\0<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_vec()],
            &["r=\"XFD1048576\"", "r=\"A0\"", "t=\"s\"", "<v>-1</v>", "<v>1e308</v>", "/>", "<row>", "\0"],
        ),
        _ => {
            let template = templates::find("new-deal").expect("a template");
            let framework = template.framework(1).expect("a framework");
            let analysis = throughline::analysis::analyze(&framework, None);
            let on = throughline::model::Date::constant(2026, 1, 1);
            let book = export::portfolio::xlsx(&framework, &analysis, &About::new(&framework, on)).expect("a workbook");
            let mut all = fixtures("fuzz", "xlsx");
            all.extend(fixtures("fuzz", "ods"));
            all.push(book);
            (all, &["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}"])
        }
    }
}

/// A piece of damage: what kind, where, how much, and a byte.
type Damage = (u8, prop::sample::Index, prop::sample::Index, u8);

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = (0..9_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>());
    prop::collection::vec(one, 1..12)
}

/// Does some damage to a file; `other` is one that parts are taken from.
fn damaged(mut bytes: Vec<u8>, other: &[u8], words: &[&str], all: &[Damage]) -> Vec<u8> {
    for (kind, from, to, byte) in all {
        if bytes.is_empty() {
            bytes.push(*byte);
        }
        let (a, b) = (from.index(bytes.len()), to.index(bytes.len()));
        let (start, end) = (a.min(b), a.max(b));
        let short = end.min(start + usize::from(*byte));
        match kind {
            0 => bytes[a] = *byte,
            1 => bytes[a] ^= 1 << (byte % 8),
            2 => bytes.insert(a, *byte),
            3 => drop(bytes.drain(start..short)),
            4 => bytes.truncate(bytes.len() - (bytes.len() - end) / 4),
            5 => {
                let copy = bytes[start..short].to_vec();
                bytes.splice(start..start, copy);
            }
            6 => {
                let part: Vec<u8> = bytes.drain(start..short).collect();
                let at = to.index(bytes.len() + 1);
                bytes.splice(at..at, part);
            }
            7 => {
                let word = words[usize::from(*byte) % words.len()];
                bytes.splice(a..a, word.bytes());
            }
            _ if other.is_empty() => {}
            _ => {
                let at = to.index(other.len());
                let part = other[at..other.len().min(at + usize::from(*byte))].to_vec();
                bytes.splice(start..short, part);
            }
        }
    }
    bytes.truncate(LONGEST.max(1));
    bytes
}

/// Runs a target on damaged files: so many, or for so long.
fn run(name: &str) {
    let (_, target) = shared::TARGETS.into_iter().find(|(n, _)| *n == name).expect("a target");
    let (seeds, words) = seeds(name);
    for seed in &seeds {
        target(seed);
    }
    let strategy = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), damage());
    let make = |(seed, other, damage): &(prop::sample::Index, prop::sample::Index, Vec<Damage>)| {
        let (seed, other) = (seed.get(&seeds).clone(), other.get(&seeds));
        damaged(seed, other, words, damage)
    };
    let seconds = std::env::var("THROUGHLINE_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let Some(seconds) = seconds else {
        let mut runner =
            TestRunner::new(ProptestConfig { cases: CASES, ..ProptestConfig::default() });
        let passed = runner.run(&strategy, |picks| {
            target(&make(&picks));
            Ok(())
        });
        passed.unwrap_or_else(|error| panic!("{name}: {error}"));
        return;
    };
    let (start, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    let mut runner = TestRunner::default();
    while start.elapsed() < Duration::from_secs(seconds) {
        let picks = strategy.new_tree(&mut runner).expect("damage").current();
        let bytes = make(&picks);
        let began = Instant::now();
        let ran = std::panic::catch_unwind(|| target(&bytes));
        slowest = slowest.max(began.elapsed());
        assert!(ran.is_ok(), "{name}, run {runs}: {}", String::from_utf8_lossy(&bytes));
        runs += 1;
    }
    println!("{name}: {runs} runs in {} s, the slowest {slowest:?}", start.elapsed().as_secs());
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*

        /// Every target has its file, and every file is a target.
        #[test]
        fn every_target_is_run() {
            let mut files: Vec<String> = std::fs::read_dir(root().join("fuzz/fuzz_targets"))
                .expect("the targets")
                .map(|entry| entry.expect("an entry").path())
                .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
                .filter(|name| name != "shared")
                .collect();
            files.sort();
            assert_eq!(files, [$(stringify!($name)),*]);
            assert_eq!(files, shared::TARGETS.map(|(name, _)| name));
            let list = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a list");
            for name in &files {
                assert!(list.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            }
        }
    };
}

targets! { csv document iati journal mapping ods opml script uninfo xlsx zip }

/// Journals that a version of before left must be recovered: this one has eight steps, five done,
/// two of these taken back, one of those done again.
#[test]
fn a_journal_of_the_released_format_is_recovered_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journals/of-fw-hills-1-0.journal");
    store::make_folder(&folder.path().join("journals")).expect("a folder");
    let records = std::fs::read(root().join("tests/fixtures/journal/1.records")).expect("it");
    store::save_bytes(&path, &shared::framed(&records)).expect("a journal");
    let since = jiff::Timestamp::UNIX_EPOCH;
    let who = store::Who { name: String::new(), machine: String::new(), process: 1, since };
    let home = store::Home::new(folder.path().to_owned(), who);
    let offered = store::recoverable(&home);
    let words: Vec<String> = offered.iter().map(store::Recoverable::words).collect();
    assert_eq!(words, ["8 steps by Amina"]);
    let (session, done, of) = Session::recover(&home, &path).expect("a document");
    assert_eq!((done, of, &*session.framework().head().title), (8, 8, "Pact"));
    let program = |id: &str| {
        let id = throughline::model::ProgramId::new(id).expect("an id");
        session.framework().program(&id).expect("a program").clone()
    };
    assert_eq!(program("p1").links.len(), 1);
    let decided = program("p2").decision.clone().and_then(|decision| decision.reason);
    assert_eq!(decided.as_deref(), Some("asked"));
    assert_eq!(session.history().redo_label(), Some("remove Roads"), "the last one was taken back");
}
