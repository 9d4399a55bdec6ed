#![no_main]

use throughline::import::table;

// A mapping that can be read can be written, and is then the same.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(mapping) = table::read_mapping(text) {
        let again = table::read_mapping(&table::write_mapping(&mapping));
        assert_eq!(again.expect("what was written can be read"), mapping);
    }
});
