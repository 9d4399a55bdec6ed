//! What every target checks: a file is read or refused, and what is read fits a framework.

use throughline::import::{self, Format, Options};
use throughline::model::{Country, Framework, invariants};

/// Reads some bytes as a file of a format, with and without a country, and imports them twice.
pub fn check(format: Format, name: &str, bytes: &[u8]) {
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
    assert_eq!((second.new, second.changed), (0, 0), "a second import changes nothing");
    assert_eq!(second.same, first.new);
}

/// A workbook of some parts, not compressed, so that the fuzzer sees what it changes.
#[allow(dead_code)]
pub fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        to.start_file(*name, stored).expect("a part");
        to.write_all(bytes).expect("its bytes");
    }
    to.finish().expect("a workbook").into_inner()
}

/// Cuts the input in parts at a byte that no XML holds.
#[allow(dead_code)]
pub fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| *b == 0).chain(std::iter::repeat(&[][..]))
}
