#![no_main]

use throughline::store;

// A document that can be read whole is written, read again, and then the same.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(opened) = store::read(bytes) else { return };
    if opened.why_read_only().is_none() {
        let again = store::read(store::write(&opened.framework).as_bytes());
        assert_eq!(again.expect("what was written can be read").framework, opened.framework);
    }
});
