//! What the targets do with some bytes: read them or refuse them, and check that what was read
//! holds together. `tests/damaged.rs` does the same on a stable compiler.

#![allow(dead_code, reason = "each target uses its own part")]

use std::sync::LazyLock;
use throughline::import::{self, Format, Options, table};
use throughline::model::{Country, Framework, invariants};
use throughline::session::Session;
use throughline::store::{Home, Who};
use throughline::{edit, store};

/// What is done with some bytes.
pub(crate) type Target = fn(&[u8]);

/// All targets by name; each has a file of that name beside this one.
pub(crate) const TARGETS: [(&str, Target); 11] = [
    ("csv", csv),
    ("document", document),
    ("iati", iati),
    ("journal", journal),
    ("mapping", mapping),
    ("ods", ods),
    ("opml", opml),
    ("script", script),
    ("uninfo", uninfo),
    ("xlsx", xlsx),
    ("zip", zip),
];

const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// A table as text.
pub(crate) fn csv(bytes: &[u8]) {
    check(Format::Table, "x.csv", bytes);
}

/// IATI activities.
pub(crate) fn iati(bytes: &[u8]) {
    check(Format::Iati, "x.xml", bytes);
}

/// An outline.
pub(crate) fn opml(bytes: &[u8]) {
    check(Format::Opml, "x.opml", bytes);
}

/// An export from UN INFO.
pub(crate) fn uninfo(bytes: &[u8]) {
    check(Format::UnInfo, "x.json", bytes);
}

/// A whole workbook.
pub(crate) fn zip(bytes: &[u8]) {
    check(Format::Table, "x.xlsx", bytes);
}

/// The content of an `OpenDocument` spreadsheet.
pub(crate) fn ods(bytes: &[u8]) {
    let file = pack(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", bytes),
    ]);
    check(Format::Table, "x.ods", &file);
}

/// A workbook's sheet, its strings, its styles, a workbook in place of ours, a byte of zero
/// between them.
pub(crate) fn xlsx(bytes: &[u8]) {
    let mut parts = bytes.split(|b| *b == 0).chain(std::iter::repeat(&[][..]));
    let mut part = || parts.next().unwrap_or_default();
    let (sheet, strings, styles, book) = (part(), part(), part(), part());
    let file = pack(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", if book.is_empty() { BOOK } else { book }),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
    ]);
    check(Format::Table, "x.xlsx", &file);
}

/// A mapping that can be read can be written, and is then the same.
pub(crate) fn mapping(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(mapping) = table::read_mapping(text) {
        let again = table::read_mapping(&table::write_mapping(&mapping));
        assert_eq!(again.expect("what was written can be read"), mapping);
    }
}

/// A document that can be read whole is written, read again, and then the same.
pub(crate) fn document(bytes: &[u8]) {
    let Ok(opened) = store::read(bytes) else { return };
    if opened.why_read_only().is_none() {
        let written = store::write(&opened.framework);
        let again = store::read(written.as_bytes()).expect("what was written can be read");
        assert_eq!(again.framework, opened.framework);
        assert_eq!(store::write(&again.framework), written);
    }
}

/// A script that can be read comes back when written; each of its commands is refused or leaves a
/// framework without faults, and all of them undone give back what was there.
pub(crate) fn script(bytes: &[u8]) {
    static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| {
        let text = include_bytes!("../../tests/fixtures/format/1.0.ron");
        store::read(text).expect("a document").framework
    });
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(commands) = edit::read_script(text) else { return };
    let all: Vec<&edit::Command> = commands.iter().collect();
    let written = edit::write_script(&all).expect("commands are plain data");
    assert_eq!(edit::read_script(&written).expect("what was written can be read"), commands);
    let mut framework = FRAMEWORK.clone();
    let mut done = Vec::new();
    for command in &commands {
        match edit::run(&mut framework, command) {
            Ok(change) => done.push(change),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(invariants::faults(&framework).is_empty());
    for change in done.iter().rev() {
        framework.apply(&change.inverse()).expect("it can be undone");
    }
    assert_eq!(framework, *FRAMEWORK);
}

/// A journal that a dead process left: it is recovered up to the first step that does not fit, or
/// refused with a cause and a cure and kept. What is recovered has no faults, is the same when it
/// was written and read, and can be taken back step by step.
pub(crate) fn journal(bytes: &[u8]) {
    let folder = std::env::temp_dir().join(format!("throughline-journal-{}", std::process::id()));
    let path = folder.join("journals/of-x-1-0.journal");
    store::make_folder(&folder.join("journals")).expect("a folder");
    store::save_bytes(&path, &framed(bytes)).expect("a journal");
    let since = jiff::Timestamp::UNIX_EPOCH;
    let who = Who { name: String::new(), machine: String::new(), process: 1, since };
    let home = Home::new(folder, who);
    let offered = store::recoverable(&home);
    offered.iter().for_each(|kept| assert!(!kept.words().is_empty()));
    match Session::recover(&home, &path) {
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            assert!(offered.is_empty() || store::is_there(&path));
        }
        Ok((mut session, done, of)) => {
            assert!(done <= of);
            if session.read_only().is_none() {
                let written = store::write(session.framework());
                let again = store::read(written.as_bytes()).expect("what was written can be read");
                assert_eq!(again.framework, *session.framework());
                assert!(again.faults.is_empty());
                while session.undo() {}
                assert!(invariants::faults(session.framework()).is_empty());
            }
            session.discard();
        }
    }
    std::fs::remove_file(&path).ok();
}

/// Records with a byte of zero between them as a journal: with the lengths and the checksums that
/// no fuzzer guesses. What begins like a journal is taken as it is.
pub(crate) fn framed(bytes: &[u8]) -> Vec<u8> {
    const FIRST_LINE: &[u8] = b"Throughline journal 1\n";
    if bytes.starts_with(&FIRST_LINE[..12]) {
        return bytes.to_vec();
    }
    let mut journal = FIRST_LINE.to_vec();
    for record in bytes.split(|b| *b == 0) {
        journal.extend((record.len() as u32).to_le_bytes());
        journal.extend(crc32fast::hash(record).to_le_bytes());
        journal.extend(record);
    }
    journal
}

/// Reads some bytes as a file of a format, with and without a country, and imports them twice.
pub(crate) fn check(format: Format, name: &str, bytes: &[u8]) {
    let on = jiff::civil::date(2026, 1, 1);
    for country in [None, Country::new("ML").ok()] {
        let options = Options { country, ..Options::default() };
        match import::read_bytes(format, name, bytes, on, &options) {
            Err(error) => assert!(!error.to_string().is_empty() && !error.hint().is_empty()),
            Ok(batch) => twice(&batch),
        }
    }
}

fn twice(batch: &import::Batch) {
    let (mut framework, first): (Framework, _) =
        import::framework_of(batch).expect("what a reader gives fits a framework");
    assert!(invariants::faults(&framework).is_empty());
    let (change, second) = import::plan(&framework, batch);
    framework.apply(&change).expect("a second import fits too");
    assert_eq!(
        (second.new, second.changed, second.objectives),
        (0, 0, 0),
        "a second import changes nothing"
    );
    assert_eq!(second.same, first.new);
}

/// A workbook of some parts, not compressed, so that the fuzzer sees what it changes.
fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut to = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = ::zip::write::SimpleFileOptions::default()
        .compression_method(::zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        to.start_file(*name, stored).expect("a part");
        to.write_all(bytes).expect("its bytes");
    }
    to.finish().expect("a workbook").into_inner()
}
