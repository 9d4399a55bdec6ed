//! What the fuzzers found once: files that broke an import, read again as the fuzz targets do.
//!
//! Each file of `fixtures/fuzz` is called after its target (`csv-…`, `iati-…`). It holds what the
//! reader is given, but for `xlsx-…` and `ods-…`, which are whole workbooks.

#![expect(clippy::print_stdout, reason = "names the file that a check fails on")]

#[path = "../fuzz/fuzz_targets/shared.rs"]
mod shared;

use std::path::Path;

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
        let target = match name.split('-').next().unwrap_or_default() {
            "xlsx" | "ods" => "zip",
            target => target,
        };
        let found = shared::TARGETS.into_iter().find(|(name, _)| *name == target);
        let (_, run) = found.unwrap_or_else(|| panic!("{name}: there is no target {target}"));
        println!("{name}");
        run(&bytes);
    }
}
