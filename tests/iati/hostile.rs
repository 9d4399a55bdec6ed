//! Odd encodings, broken and hostile files, and a user who gives up.

use super::*;
use std::io::Cursor;
use std::time::Instant;
use throughline::import::{Progress, SourceFile};

#[test]
fn every_encoding_and_line_end_is_read() {
    let xml = |encoding: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\r\n<iati-activities>\r\n<iati-activity><title>Égalité</title></iati-activity></iati-activities>"
        )
    };
    let latin: Vec<u8> = xml("iso-8859-1").chars().map(|c| c as u8).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(xml("UTF-16").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let big: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain(xml("UTF-16").encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let marked = [b"\xEF\xBB\xBF".to_vec(), xml("utf-8").into_bytes()].concat();
    let cr = xml("UTF-8").replace("\r\n", "\r").into_bytes();
    for bytes in [latin, utf16, big, marked, cr] {
        assert_eq!(Format::detect(&bytes, "activities.xml"), Some(Format::Iati));
        let batch = read_as("a.xml", &bytes, &Options::default()).unwrap();
        assert_eq!(batch.programs.values().next().unwrap().title, "Égalité");
        // The line is the third, whatever ends it.
        assert!(
            found(&batch, "I03").iter().any(|f| f.contains("1 (line 3)")),
            "{:?}",
            found(&batch, "I03")
        );
    }
    let wrong: Vec<u8> = xml("UTF-8").chars().map(|c| c as u8).collect();
    let error = read_as("a.xml", &wrong, &Options::default()).unwrap_err();
    assert!(error.to_string().starts_with("line 3: it holds bytes that are not UTF-8"), "{error}");
    // Half a pair is no character.
    let mut half = vec![0xFF, 0xFE];
    let text = xml("UTF-16").replace('É', "\u{1}");
    half.extend(
        text.encode_utf16().map(|u| if u == 1 { 0xD800 } else { u }).flat_map(u16::to_le_bytes),
    );
    let batch = read_as("a.xml", &half, &Options::default()).unwrap();
    assert!(found(&batch, "I03").iter().any(|f| f.starts_with("the whole file")));
}

/// What is refused, and a part of what is said.
#[test]
fn hostile_files_are_refused() {
    let deep = format!("<iati-activities>{}", "<a>".repeat(100_000));
    let huge = format!(
        "<iati-activities><iati-activity x=\"{}\"/></iati-activities>",
        "x".repeat(2 << 20)
    );
    let comment = format!("<iati-activities><!-- {} --></iati-activities>", "x".repeat(17 << 20));
    let doctype = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;\">]>\n<iati-activities>&c;</iati-activities>";
    for (bytes, words) in [
        (deep.as_bytes(), "more than 64 deep"),
        (huge.as_bytes(), "longer than 1 MiB"),
        (comment.as_bytes(), "longer than 16 MiB"),
        (doctype.as_bytes(), "line 1, column 1: it has a DOCTYPE"),
        (b"<iati-activities>\n <iati-activity><title>&nbsp;</title></iati-activity></iati-activities>", "line 2, column 24: &nbsp; is none of the five entities"),
        (b"<iati-activities><iati-activity><title>a & b</title></iati-activity></iati-activities>", "\"&amp;\" would be right"),
        (b"<iati-activities><iati-activity hierarchy=1/></iati-activities>", "this tag is not XML"),
        (b"<iati-activities></iati-activities><iati-activities/>", "a second list"),
        (b"<iati-activities></iati-activities>after", "outside of any element"),
        (b"<iati-organisations version='2.03'/>", "file of organisations"),
        (b"<html><body/></html>", "it begins with <html>"),
        (b"<result><ok>True</ok></result>", "no <iati-activities> in it"),
        (b"", "it is empty"),
        (b"   \n", "it is empty"),
        (b"id,title\n1,x\n", "outside of any element"),
        (b"PK\x03\x04rest of a workbook", "a zip or an Office file"),
        (b"\x1F\x8B\x08\0", "gzip"),
        (b"\xFF\xFE\0\0<\0\0\0", "UTF-32"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "klingon"),
        (b"<iati-activities><iati-activity></iati-activities>", "</iati-activity> is expected"),
        (b"<iati-activities><iati-activity><![CDATA[", "CDATA section has no end"),
    ] {
        let error = read_as("bad.xml", bytes, &Options::default()).unwrap_err();
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn long_texts_are_cut_and_wild_ones_survive() {
    let long = format!("<description><narrative>{}</narrative></description>", "é".repeat(600_000));
    let (program, batch) = one(&long, &Options::default());
    assert!(program.description.unwrap().len() <= 1 << 20);
    assert!(found(&batch, "I03")[0].contains("longer than 1 MiB"));
    let (program, _) = one(
        "<description><![CDATA[<p>A &amp; B</p>]]> &lt;b&gt;C&lt;/b&gt; &#233;<!-- no --></description>",
        &Options::default(),
    );
    assert_eq!(program.description.as_deref(), Some("A & B\n C é"));
    let empty = read_as(
        "e.xml",
        b"<?xml version='1.0'?>\n<iati-activities version='9.9'/>\n<!-- end -->\n",
        &Options::default(),
    )
    .unwrap();
    assert_eq!((empty.programs.len(), empty.findings.len()), (0, 0));
    let alone = read_as(
        "a.xml",
        b"<iati-activity><iati-identifier>A</iati-identifier></iati-activity>",
        &Options::default(),
    )
    .unwrap();
    assert_eq!(alone.programs.len(), 1);
    let store = read_as(
        "s.xml",
        b"<result><ok>True</ok><iati-activities><iati-activity/></iati-activities></result>",
        &Options::default(),
    )
    .unwrap();
    assert_eq!(store.programs.len(), 1);
    // Many attributes, and a chain of parts through the whole file, take no time that grows faster.
    let started = Instant::now();
    let many: Vec<String> = (0..50_000).map(|n| format!(" a{n}='1'")).collect();
    let many = many.concat();
    let chain: Vec<String> = (0..5_000)
        .map(|n| format!("<iati-activity><iati-identifier>C{n}</iati-identifier><related-activity type='1' ref='C{}'/></iati-activity>", n + 1))
        .collect();
    let text = format!("<iati-activities{many}>{}</iati-activities>", chain.concat());
    let batch = read_as("c.xml", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(batch.programs.values().filter(|p| p.part_of.is_some()).count(), 4_999);
    assert!(started.elapsed().as_secs() < 30);
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_is() {
    for name in ["old.xml", "new.xml"] {
        let bytes = fixture(name);
        let end = bytes.trim_ascii_end().len();
        for length in 0..end {
            let error = read_as(name, &bytes[..length], &Options::default()).unwrap_err();
            assert!(matches!(error, ImportError::Refused { .. }), "{length}: {error}");
        }
        read_as(name, &bytes[..end], &Options::default()).unwrap();
    }
    let Some(folder) = shared("iati") else { return };
    for name in ["usaid-sl.xml", "dfid-2011-AF.xml", "worldbank-679.xml"] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        // 33 places a file, from its very beginning on.
        for part in 0..33 {
            let cut = &bytes[..bytes.len() * part / 33];
            let error = read_as(name, cut, &Options::default()).unwrap_err();
            assert!(matches!(error, ImportError::Refused { .. }), "{name} {part}: {error}");
        }
    }
}

#[test]
fn a_reader_that_is_cancelled_stops_at_once() {
    let activity = "<iati-activity><title>A</title></iati-activity>".repeat(200_000);
    let text = format!("<iati-activities>{activity}</iati-activities>");
    let progress = Progress::default();
    progress.cancel();
    let mut input = Cursor::new(text.as_bytes());
    let mut source = SourceFile::new("a.xml", &mut input, day("2025-06-30"));
    let started = Instant::now();
    let result = import::read(Format::Iati, &mut source, &Options::default(), &progress);
    assert_eq!(result.unwrap_err(), ImportError::Cancelled);
    assert!(started.elapsed().as_millis() < 2000);

    // While it reads: another thread waits for it to begin, and asks it to stop.
    let progress = std::sync::Arc::new(Progress::default());
    let seen = std::sync::Arc::clone(&progress);
    let other = std::thread::spawn(move || {
        while seen.bytes().0 == 0 {
            std::thread::yield_now();
        }
        seen.cancel();
        Instant::now()
    });
    let mut input = Cursor::new(text.as_bytes());
    let mut source = SourceFile::new("a.xml", &mut input, day("2025-06-30"));
    let result = import::read(Format::Iati, &mut source, &Options::default(), &progress);
    let answered = Instant::now();
    assert_eq!(result.unwrap_err(), ImportError::Cancelled);
    assert!(answered.saturating_duration_since(other.join().unwrap()).as_millis() < 2000);
    assert!(progress.bytes().0 < text.len() as u64);
}
