//! What is read of an Excel workbook, and what is refused.

use super::super::package::made::{read, rows, show, zip};
use super::*;
use calamine::{DataRef, Reader as _};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const RELS: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &str = r#"<Relationships><Relationship Id="s1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="s3" Type="http://x/chartsheet" Target="chart.xml"/></Relationships>"#;
const BOOK: &str =
    r#"<workbook><sheets><sheet name="One" sheetId="1" r:id="s1"/></sheets></workbook>"#;

/// A workbook of one sheet.
fn book_of(sheet: &str) -> Vec<u8> {
    with_parts(sheet, &[])
}

fn with_parts(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![("_rels/.rels", RELS.as_bytes())];
    for (name, text) in [
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        if !more.iter().any(|(other, _)| *other == name) {
            parts.push((name, text.as_bytes()));
        }
    }
    parts.extend(more);
    zip(&parts)
}

fn data(cells: &str) -> String {
    format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")
}

fn refusal(bytes: &[u8]) -> String {
    let error = read(open, bytes).expect_err("it is refused");
    format!("{error} -> {}", error.hint())
}

#[test]
fn cells_of_every_kind() {
    let strings = r#"<sst count="9" uniqueCount="9"><si><t>shared</t></si><si><r><t>rich </t></r><r><t xml:space="preserve">text &amp; more</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si><si><t>line_x000D_
two</t></si><si/><si><t>  </t></si></sst>"#;
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0 &quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;
    let cells = r#"
        <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" t="s"><v>3</v></c><c r="F3" t="s"><v>4</v></c></row>
        <row r="5"><c r="A5"><v>1.5E3</v></c><c r="B5" s="1"><v>45658</v></c><c s="2"><v>45658.75</v></c><c s="3"><v>45658</v></c><c s="4"><v>0.5</v></c><c s="1"/><c t="b"><v>1</v></c></row>
        <row><c t="e"><v>#REF!</v></c><c t="str"><f>"a"&amp;B1</f><v>a &lt;b&gt;</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="d"><v>2025-01-31T00:00:00</v></c><c><f>SUM(A1)</f><v>7</v></c></row>
        <row r="9"/><row><c r="A10" t="str"><v>x</v></c></row>"#;
    let bytes = with_parts(
        &data(cells),
        &[("xl/sharedStrings.xml", strings.as_bytes()), ("xl/styles.xml", styles.as_bytes())],
    );
    let book = read(open, &bytes).expect("a workbook");
    let shown = rows(&book, 0);
    assert_eq!(shown[..2], ["", ""]);
    assert_eq!(shown[2], "shared|rich text & more|line\r\ntwo");
    assert_eq!(shown[4], "n1500|d2025-01-01|d2025-01-01|n45658|n0.5||btrue");
    assert_eq!(shown[5], "e#REF!|a <b>|inline|d2025-01-31|n7");
    assert_eq!(shown[9], "x");
    assert_eq!((shown.len(), book.notes.len()), (10, 0));
}

#[test]
fn days_are_counted_from_1900_or_1904() {
    for (serial, day) in [(1.0, "1900-01-01"), (59.0, "1900-02-28"), (61.0, "1900-03-01")] {
        assert_eq!(date(serial, false).map(|d| d.to_string()).as_deref(), Some(day));
    }
    assert_eq!(date(44_196.0, true), date(45_658.0, false));
    for none in [-1.0, 0.0, 0.9, 1e300, f64::NAN, 2_958_466.0] {
        assert_eq!(date(none, false), None, "{none}");
    }
    let book = r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="One" r:id="s1"/></sheets></workbook>"#;
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let parts: [(&str, &[u8]); 2] =
        [("xl/workbook.xml", book.as_bytes()), ("xl/styles.xml", styles.as_bytes())];
    let bytes = with_parts(&data(r#"<row><c s="0"><v>44196</v></c></row>"#), &parts);
    assert_eq!(rows(&read(open, &bytes).expect("a workbook"), 0), ["d2025-01-01"]);
}

#[test]
fn sheets_are_named_hidden_missing_or_no_tables() {
    let book = r#"<workbook><sheets><sheet name="A &amp; B" r:id="s1"/><sheet name="H" state="veryHidden" r:id="s2"/><sheet name="Chart" r:id="s3"/><sheet name="Gone" r:id="s9"/></sheets></workbook>"#;
    let sheet = data(r#"<row><c t="str"><v>x</v></c></row>"#);
    let bytes = with_parts(
        &sheet,
        &[("xl/workbook.xml", book.as_bytes()), ("xl/worksheets/sheet2.xml", sheet.as_bytes())],
    );
    let book = read(open, &bytes).expect("a workbook");
    let names: Vec<_> = book.sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("A & B", false), ("H", true)]);
    assert_eq!(book.notes.len(), 1);
    assert_eq!(book.notes[0].0, "sheet \"Gone\"");
}

#[test]
fn merged_cells_are_filled() {
    let sheet = format!(
        "<worksheet><sheetData>{}</sheetData><mergeCells count=\"9\"><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:A3\"></mergeCell><mergeCell ref=\"nonsense\"/></mergeCells></worksheet>",
        r#"<row><c t="str"><v>head</v></c></row><row><c t="str"><v>a</v></c><c><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>"#
    );
    assert_eq!(
        rows(&read(open, &book_of(&sheet)).expect("a workbook"), 0),
        ["head|head", "a|n1", "a|n2"]
    );
}

/// 2 KB that say they are 17 thousand million cells and as many texts.
#[test]
fn a_small_workbook_that_says_it_is_huge_costs_nothing() {
    let huge = u64::MAX;
    let sheet = format!(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><cols count="{huge}"><col min="1" max="16384"/></cols><sheetData><row r="1" spans="1:16384"><c r="A1" t="s"><v>0</v></c></row><row r="4294967295"/></sheetData><mergeCells count="{huge}"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:ZZZZZZZZ99999999999"/><mergeCell ref="XFD1048576:A1"/></mergeCells></worksheet>"#
    );
    let strings = format!(r#"<sst count="{huge}" uniqueCount="{huge}"><si><t>x</t></si></sst>"#);
    let styles = format!(
        r#"<styleSheet><numFmts count="{huge}"><numFmt numFmtId="164" formatCode="{}"/></numFmts><cellXfs count="{huge}"><xf numFmtId="4294967295"/></cellXfs></styleSheet>"#,
        "[".repeat(400)
    );
    let bytes = with_parts(
        &sheet,
        &[("xl/sharedStrings.xml", strings.as_bytes()), ("xl/styles.xml", styles.as_bytes())],
    );
    assert!(bytes.len() < 2500, "{}", bytes.len());
    let start = Instant::now();
    let book = read(open, &bytes).expect("a workbook");
    assert_eq!(rows(&book, 0), ["x"]);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn cells_far_out_are_refused_before_they_cost() {
    for (cell, words) in [
        (r#"<c r="A4294967295"><v>1</v></c>"#, "more than 5000000 cells"),
        (r#"<c r="XFD1"><v>1</v></c>"#, "beyond column 1024"),
        (r#"<c r="ZZZZZ1"><v>1</v></c>"#, "beyond column 1024"),
    ] {
        let said = refusal(&book_of(&data(&format!("<row>{cell}</row>"))));
        assert!(said.contains(words) && said.contains("save the sheet as CSV"), "{said}");
    }
    // Positions that are none: the cell stands where it comes.
    for at in ["", "A", "1", "A0", "ZZZZZZZZ1", "A99999999999999999999", "É1", "$B$1"] {
        let cells = format!(r#"<row><c r="{at}"><v>1</v></c></row>"#);
        let book = read(open, &book_of(&data(&cells))).expect("a workbook");
        assert_eq!(rows(&book, 0), [if at == "$B$1" { "|n1" } else { "n1" }], "{at}");
    }
    let wide = "<c><v>1</v></c>".repeat(20_000);
    let said = refusal(&book_of(&data(&format!("<row>{wide}</row>"))));
    assert!(said.contains("sheet \"One\", row 1: it has a cell beyond column 1024"), "{said}");
}

#[test]
fn overlapping_merged_cells_end() {
    let mut cells = String::new();
    for _ in 0..1000 {
        cells.push_str("<row><c><v>1</v></c><c r=\"\"><v>1</v></c></row>");
    }
    let merged = "<mergeCell ref=\"A1:XFD1048576\"/>".repeat(50_000);
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData>{merged}</worksheet>");
    let start = Instant::now();
    let book = read(open, &book_of(&sheet)).expect("a workbook");
    assert_eq!(book.notes.len(), 1, "{:?}", book.notes);
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

#[test]
fn bombs_are_stopped() {
    let bomb = |parts: &[(&str, &[u8])], limits: Limits| {
        let bytes = with_parts(&data(""), parts);
        let start = Instant::now();
        let error = read(|file, p| open_within(file, p, limits), &bytes).expect_err("a bomb");
        assert!(start.elapsed() < Duration::from_secs(90), "{:?}", start.elapsed());
        error.to_string()
    };
    let spaces = vec![b' '; 64 << 20];
    let said = bomb(&[("xl/sharedStrings.xml", &spaces)], Limits::USUAL);
    assert!(said.contains("over 4096 KiB long"), "{said}");
    let rows = format!("<sst>{}", "<si><t>x</t></si>".repeat(100_000));
    let free = Limits { free: 1 << 19, ratio: 50, ..Limits::USUAL };
    let said = bomb(&[("xl/sharedStrings.xml", rows.as_bytes())], free);
    assert!(said.contains("more than 50 times its size"), "{said}");
    let small = Limits { inflated: 1 << 20, ..Limits::USUAL };
    let said = bomb(&[("xl/worksheets/sheet1.xml", rows.as_bytes())], small);
    assert!(said.contains("more than 1 MiB"), "{said}");
    let text = Limits { text: 1000, ..Limits::USUAL };
    let said = bomb(&[("xl/sharedStrings.xml", rows.as_bytes())], text);
    assert!(said.contains("MiB of text"), "{said}");
    let parts = format!("<sst><si><t>{}", "&#65;".repeat(100_000));
    let token = Limits { token: 10_000, ..Limits::USUAL };
    let said = bomb(&[("xl/sharedStrings.xml", parts.as_bytes())], token);
    assert!(said.contains("a text in it is over"), "{said}");
    let cells = Limits { cells: 1000, ..Limits::USUAL };
    let said = bomb(&[("xl/sharedStrings.xml", rows.as_bytes())], cells);
    assert!(said.contains("more than 1000"), "{said}");
}

#[test]
fn what_is_no_workbook_is_refused_with_its_cure() {
    let wide = |text: &str| text.bytes().flat_map(|b| [b, 0]).collect::<Vec<u8>>();
    let old =
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 512], wide("Workbook")].concat();
    let locked =
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 512], wide("EncryptedPackage")];
    let rels = RELS.replace("xl/workbook.xml", "word/document.xml");
    let word = zip(&[("_rels/.rels", rels.as_bytes()), ("word/document.xml", b"<document/>")]);
    let doctype = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>";
    let deep = "<a>".repeat(65);
    for (bytes, words) in [
        (old, "before 2007 (.xls) -> open it and save it as .xlsx, then import that"),
        (locked.concat(), "password -> open it with its password and save it without one"),
        (word, "a Word document"),
        (zip(&[("readme.txt", b"hello")]), "a zip without a workbook"),
        (zip(&[]), "a zip without a workbook"),
        (b"name,amount\n1,2\n".to_vec(), "no workbook, whatever its name says"),
        (Vec::new(), "no workbook"),
        (b"PK\x03\x04 and nothing else".to_vec(), "cut off or damaged"),
        (zip(&[("xl/workbook.bin", b"x")]), "(.xlsb) -> open it and save it as .xlsx"),
        (book_of(doctype), "sheet1.xml: it has a DOCTYPE"),
        (book_of(&deep), "more than 64 deep"),
        (book_of("<worksheet><sheetData>"), "it ends in the middle"),
        (book_of("<worksheet><sheetData></worksheet>"), "it is damaged"),
        (book_of("<worksheet><\u{0}"), "it is damaged"),
        (with_parts("", &[("xl/workbook.xml", b"<workbook/>")]), "no sheet that can be read"),
    ] {
        let said = refusal(&bytes);
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn unknown_entities_and_other_encodings_do_no_harm() {
    let sheet = data(r#"<row><c t="str"><v>a&unknown;b&#233;&#xFFFFFFF;</v></c></row>"#);
    let book = read(open, &book_of(&sheet)).expect("a workbook");
    assert!(rows(&book, 0)[0].starts_with("a&unknown;bé"), "{:?}", rows(&book, 0));
    let mut latin = data("<row><c t=\"str\"><v>e</v></c></row>").into_bytes();
    let e = latin.windows(5).position(|w| w == b"<v>e<").expect("the letter");
    latin[e + 3] = 0xE9;
    let bytes = with_parts("", &[]);
    assert!(read(open, &bytes).is_ok(), "an empty sheet has no cells");
    let parts: [(&str, &[u8]); 1] = [("xl/worksheets/sheet1.xml", &latin)];
    let said = refusal(&with_parts("", &parts));
    assert!(said.contains("it is damaged"), "{said}");
}

/// A small workbook as Excel writes it.
fn written(sheets: usize, rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for _ in 0..sheets {
        let sheet = book.add_worksheet();
        for row in 0..rows {
            sheet.write(row, 0, format!("Program {row}")).expect("a cell");
            sheet.write(row, 1, row * 1000).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_truncated_workbook_is_refused_wherever_it_ends() {
    let small = written(1, 3);
    for end in 0..small.len() {
        assert!(read(open, &small[..end]).is_err(), "{end} of {}", small.len());
    }
    let large = written(3, 400);
    for percent in 1..100 {
        assert!(read(open, &large[..large.len() * percent / 100]).is_err(), "{percent} %");
    }
    assert!(read(open, &large).is_ok());
}

#[test]
fn no_changed_byte_is_fatal() {
    let whole = written(1, 3);
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Err(error) = read(open, &bytes) {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
    }
}

#[test]
fn a_reader_stops_when_it_is_told() {
    let bytes = written(1, 20_000);
    let progress = Progress::default();
    progress.cancel();
    let mut input = Cursor::new(&bytes);
    let mut file = SourceFile::new("book", &mut input, Date::constant(2026, 11, 24));
    assert_eq!(open(&mut file, &progress), Err(ImportError::Cancelled));
    let progress = Progress::default();
    let mut input = Cursor::new(&bytes);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut file = SourceFile::new("book", &mut input, Date::constant(2026, 11, 24));
            let result = open(&mut file, &progress);
            (result, Instant::now())
        });
        std::thread::sleep(Duration::from_millis(60));
        let asked = Instant::now();
        progress.cancel();
        let (result, ended) = reading.join().expect("no panic");
        if ended > asked {
            assert_eq!(result, Err(ImportError::Cancelled));
            assert!(ended - asked < Duration::from_millis(200), "{:?}", ended - asked);
        }
    });
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    path.exists().then_some(path)
}

/// Sheets with whether they are hidden, rows and cells that are not empty, as counted with
/// openpyxl 3.1.5: cells that are not None and not white space alone, merged ones filled as far
/// as the sheet is used.
type Counted = (&'static str, bool, usize, usize);
const REAL: &[(&str, &[Counted])] = &[
    (
        "fts/fts-2016.xlsx",
        &[
            ("Metadata", false, 24, 45),
            ("Data Check", false, 13, 67),
            ("Results - Incoming", false, 11528, 301_702),
            ("Results - Internal", false, 2493, 70031),
        ],
    ),
    (
        "iati-conformance/cove/basic_iati_org_valid.xlsx",
        &[("Meta", false, 2, 6), ("Sheet1", false, 2, 16), ("Sheet2", false, 3, 26)],
    ),
    (
        "iati-conformance/cove/basic_iati_unordered_bad_codelist.xlsx",
        &[("Sheet1", false, 3, 45), ("Sheet2", false, 5, 25), ("Meta", false, 1, 2)],
    ),
    (
        "iati-conformance/cove/basic_iati_unordered_invalid_iso_dates.xlsx",
        &[("Sheet1", false, 3, 45), ("Sheet2", false, 5, 25), ("Meta", false, 1, 2)],
    ),
    (
        "iati-conformance/cove/basic_iati_unordered_valid.xlsx",
        &[("Sheet1", false, 3, 45), ("Sheet2", false, 5, 25), ("Meta", false, 1, 2)],
    ),
    ("iati-conformance/cove/namespace_bad.xlsx", &[("Sheet1", false, 2, 6)]),
    (
        "iati-conformance/cove/namespace_good.xlsx",
        &[("Meta", false, 1, 2), ("Sheet1", false, 2, 6)],
    ),
    (
        "tables/donor_Brazil_2005-2011_raw_data.xlsx",
        &[
            ("Mozart Reports", true, 2, 3),
            ("Dados Básicos de Projetos por P", false, 1714, 7242),
            ("Em execução 2011", false, 1507, 5846),
        ],
    ),
    ("tables/donor_CIDA_Project.xlsx", &[("Info", false, 19, 21), ("Data", false, 2741, 32863)]),
    ("tables/donor_liechtenstein_export_for_raw.xlsx", &[("liechtenstein", false, 896, 20847)]),
    ("tables/iati_workbench_Projects_Template.xlsx", &[("Projects", false, 6, 86)]),
    (
        "tables/philippines_neda_grants.xlsx",
        &[
            ("Cover Sheet for Guidance", false, 36, 70),
            ("ODA Grants", false, 451, 10053),
            ("Location_Reference", false, 1754, 8642),
        ],
    ),
    (
        "tables/philippines_neda_loans.xlsx",
        &[
            ("Cover Sheet for Guidance", false, 37, 70),
            ("NEW_LOANS", false, 72, 2521),
            ("Location_Reference", false, 1753, 8642),
        ],
    ),
    (
        "iati-conformance/validator-integration/xlsx-spreadsheet-with-extension.xml",
        &[("Sheet1", false, 1, 2)],
    ),
];

#[test]
fn real_workbooks_have_as_many_cells_as_openpyxl_counts() {
    for (name, sheets) in REAL {
        let Some(path) = shared(name) else { continue };
        let book = read(open, &std::fs::read(path).expect("a file")).expect(name);
        let found: Vec<_> = book
            .sheets
            .iter()
            .map(|s| {
                let cells = s.rows.iter().flatten().filter(|c| **c != Cell::Empty).count();
                (s.name.as_str(), s.hidden, s.rows.len(), cells)
            })
            .collect();
        assert_eq!(found, *sheets, "{name}");
    }
}

#[test]
fn real_workbooks_are_read_as_calamine_reads_them() {
    let mut compared = 0;
    for (name, _) in REAL {
        let Some(path) = shared(name) else { continue };
        let bytes = std::fs::read(path).expect("a file");
        let book = read(open, &bytes).expect(name);
        let mut theirs = calamine::Xlsx::new(Cursor::new(&bytes)).expect(name);
        for sheet in &book.sheets {
            let names = theirs.sheet_names();
            let called = names.iter().find(|n| n.trim() == sheet.name).expect("the sheet").clone();
            let mut cells = theirs.worksheet_cells_reader(&called).expect("a sheet");
            while let Some(cell) = cells.next_cell().expect("a cell") {
                let (row, column) = cell.get_position();
                let place = (row as usize, column as usize);
                let ours = sheet.rows.get(place.0).and_then(|row| row.get(place.1));
                let ours = ours.map(show).unwrap_or_default();
                let theirs = match cell.get_value() {
                    DataRef::Int(n) => format!("n{n}"),
                    DataRef::Float(n) => format!("n{n}"),
                    DataRef::String(s) => s.trim().to_owned(),
                    DataRef::SharedString(s) => s.trim().to_owned(),
                    DataRef::Bool(b) => format!("b{b}"),
                    DataRef::DateTime(d) => date(d.as_f64(), false)
                        .map_or(format!("n{}", d.as_f64()), |d| format!("d{d}")),
                    DataRef::Error(e) => format!("e{e}"),
                    _ => continue,
                };
                // Cells inside a merged one show what stands in its first.
                if !theirs.is_empty() {
                    compared += 1;
                    let same = ours.trim().replace('\r', "") == theirs.replace('\r', "");
                    assert!(same, "{name} {} {place:?}: {ours:?} {theirs:?}", sheet.name);
                }
            }
        }
    }
    assert!(compared > 400_000 || shared("tables").is_none(), "{compared}");
}

/// Not a test of time on a busy machine, but of the order of it.
#[test]
fn thirty_thousand_rows_are_read_at_once() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..30_000_u32 {
        for column in 0..20_u16 {
            if column % 2 == 0 {
                let text = format!("Support to district council {}", row % 700);
                sheet.write(row, column, text).expect("a cell");
            } else {
                sheet.write(row, column, row * 1000 + u32::from(column)).expect("a cell");
            }
        }
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let start = Instant::now();
    let book = read(open, &bytes).expect("a workbook");
    let took = start.elapsed();
    assert_eq!(book.sheets[0].rows.iter().map(Vec::len).sum::<usize>(), 600_000);
    let most = if cfg!(debug_assertions) { 120_000 } else { 8000 };
    assert!(took < Duration::from_millis(most), "{took:?}");
}
