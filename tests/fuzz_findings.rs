//! What the fuzzers found once: files that broke an import, read again as the fuzz targets do.
//!
//! Each file of `fixtures/fuzz` is called after its target (`csv-…`, `iati-…`). It holds what the
//! reader is given, but for `xlsx-…` and `ods-…`, which are whole workbooks.

use std::path::Path;
use throughline::import::{self, Format, Options, table};
use throughline::model::{Country, invariants};
use throughline::store;

/// As `check` in `fuzz/fuzz_targets/shared.rs`: a file is read or refused with a cure, and what is
/// read fits a framework and is no news the second time.
fn check(format: Format, name: &str, bytes: &[u8]) {
    let on = jiff::civil::date(2026, 1, 1);
    for country in [None, Country::new("ML").ok()] {
        let options = Options { country, ..Options::default() };
        let batch = match import::read_bytes(format, name, bytes, on, &options) {
            Ok(batch) => batch,
            Err(error) => {
                assert!(!error.to_string().is_empty() && !error.hint().is_empty(), "{name}");
                continue;
            }
        };
        let (mut framework, first) = import::framework_of(&batch)
            .unwrap_or_else(|refused| panic!("{name} fits no framework: {refused:?}"));
        assert_eq!(invariants::faults(&framework), [], "{name}");
        let (change, second) = import::plan(&framework, &batch);
        framework
            .apply(&change)
            .unwrap_or_else(|refused| panic!("{name} does not fit twice: {refused:?}"));
        assert_eq!((second.new, second.changed), (0, 0), "{name}: a second import changes nothing");
        assert_eq!(second.same, first.new, "{name}");
    }
}

fn mapping(name: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(mapping) = table::read_mapping(text) {
        let written = table::write_mapping(&mapping);
        assert_eq!(table::read_mapping(&written), Ok(mapping), "{name}: {written}");
    }
}

fn document(name: &str, bytes: &[u8]) {
    let Ok(opened) = store::read(bytes) else { return };
    if opened.why_read_only().is_none() {
        let again = store::read(store::write(&opened.framework).as_bytes());
        let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(again.framework, opened.framework, "{name}");
    }
}

#[test]
fn what_was_found_once_is_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuzz");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures").map(|f| f.expect("a file")).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    assert!(!files.is_empty());
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(file.path()).expect("its bytes");
        match name.split('-').next().unwrap_or_default() {
            "iati" => check(Format::Iati, &name, &bytes),
            "uninfo" => check(Format::UnInfo, &name, &bytes),
            "csv" | "xlsx" | "ods" | "zip" => check(Format::Table, &name, &bytes),
            "mapping" => mapping(&name, &bytes),
            "document" => document(&name, &bytes),
            other => panic!("{name}: there is no target {other}"),
        }
    }
}
