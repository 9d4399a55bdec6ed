//! Workbooks through the public door: what is refused, with its cure, and that hostile ones end
//! soon. What is read of good ones is tested beside the readers.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use throughline::import::{self, Format, ImportError, Options};
use throughline::model::Date;

const TODAY: Date = Date::constant(2026, 11, 24);

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("a zip").into_inner()
}

fn refusal(name: &str, bytes: &[u8]) -> ImportError {
    let start = Instant::now();
    let read = import::read_bytes(Format::Table, name, bytes, TODAY, &Options::default());
    assert!(start.elapsed() < Duration::from_secs(90), "{name}: {:?}", start.elapsed());
    read.expect_err(name)
}

const RELS: &[u8] = br#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &[u8] = br#"<Relationships><Relationship Id="s1" Type="x/worksheet" Target="sheet.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook><sheets><sheet name="One" r:id="s1"/></sheets></workbook>"#;

fn xlsx(sheet: &[u8]) -> Vec<u8> {
    zip(&[
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/sheet.xml", sheet),
    ])
}

#[test]
fn hostile_workbooks_are_refused_with_a_cure() {
    let wide = |text: &str| text.bytes().flat_map(|b| [b, 0]).collect::<Vec<u8>>();
    let ole = |stream: &str| {
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 512], wide(stream)].concat()
    };
    let far = br#"<worksheet><sheetData><row><c r="A4294967295"><v>1</v></c></row></sheetData></worksheet>"#;
    let bomb = [b"<worksheet>".to_vec(), vec![b' '; 48 << 20]].concat();
    let many = br#"<a><b><spreadsheet><table:table><table:table-row><table:table-cell table:number-columns-repeated="2000000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table></spreadsheet></b></a>"#;
    for (name, bytes, words, cure) in [
        ("old.xls", ole("Workbook"), ".xls", "save it as .xlsx"),
        ("locked.xlsx", ole("EncryptedPackage"), "password", "save it without one"),
        ("a.docx", zip(&[("word/document.xml", b"<a/>")]), "Word document", "save its table"),
        ("far.xlsx", xlsx(far), "more than 5000000 cells", "save the sheet as CSV"),
        ("bomb.xlsx", xlsx(&bomb), "over 4096 KiB long", "save it anew"),
        ("dtd.xlsx", xlsx(b"<!DOCTYPE a><worksheet/>"), "DOCTYPE", "save it anew"),
        ("cut.xlsx", xlsx(far)[..400].to_vec(), "cut off or damaged", "export the file again"),
        ("many.ods", zip(&[("content.xml", many)]), "beyond column 1024", "save the sheet as CSV"),
    ] {
        let error = refusal(name, &bytes);
        assert!(error.to_string().contains(words), "{name}: {error}");
        assert!(error.hint().contains(cure), "{name}: {}", error.hint());
    }
}
