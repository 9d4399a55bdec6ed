//! CSV and TSV, of any encoding and dialect, as a book of one sheet.
//!
//! Everything in it is text; what a text means is told elsewhere. A file that is no text is
//! refused. What had to be guessed, and rows of another length than most, are noted.

use super::book::{Book, Cell, MAX_CELLS, MAX_COLUMNS, Sheet};
use crate::import::{ImportError, Progress};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The characters that may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at to tell the delimiter.
const SAMPLE: usize = 60;

/// How many rows of an odd length are named one by one.
const NAMED: usize = 50;

/// The longest cell that a spreadsheet program can hold: a longer one of several lines is taken
/// for a quotation mark that nobody closed.
const LONGEST_CELL: usize = 32_767;

/// Reads a text of rows and cells.
///
/// # Errors
/// When it is no text, has too many cells or columns, or was cancelled.
pub(super) fn read(bytes: &[u8], name: &str, progress: &Progress) -> Result<Book, ImportError> {
    let mut book = Book::default();
    refuse_other_files(bytes)?;
    let text = decode(bytes, &mut book.notes)?;
    let (text, said) = separator_line(&text);
    let delimiter = said.unwrap_or_else(|| delimiter(text, name));
    let mut rows = rows(text, delimiter, true, progress)?;
    if open_quote(&rows) {
        rows = self::rows(text, delimiter, false, progress)?;
        let what = "a quotation mark in it is never closed, so quotation marks were read as any other character";
        book.notes.push(("the file".to_owned(), what.to_owned()));
    }
    note_lengths(&rows, &mut book.notes);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let rows = rows.into_iter().map(|(cells, _)| cells).collect();
    book.sheets.push(Sheet { name: stem.to_owned(), hidden: false, rows });
    Ok(book)
}

/// Refuses what is certainly no text, with a word on what it is.
fn refuse_other_files(bytes: &[u8]) -> Result<(), ImportError> {
    const TEXT: &str = "export the table as CSV or XLSX, and import that file";
    let heads: [(&[u8], &str); 6] = [
        (b"%PDF", "it is a PDF document"),
        (b"\x1F\x8B", "it is compressed (gzip)"),
        (b"Rar!", "it is compressed (RAR)"),
        (b"7z\xBC\xAF", "it is compressed (7z)"),
        (b"\x89PNG", "it is a picture"),
        (b"\xFF\xD8\xFF", "it is a picture"),
    ];
    let refuse = |cause: &str| {
        Err(ImportError::Refused { place: "the file".into(), cause: cause.into(), cure: TEXT })
    };
    if let Some((_, what)) = heads.iter().find(|(head, _)| bytes.starts_with(head)) {
        return refuse(what);
    }
    let head = &bytes[..bytes.len().min(1 << 14)];
    let odd = head.iter().filter(|b| matches!(b, 1..=8 | 14..=31)).count();
    if odd * 20 > head.len() && utf_16(head).is_none() {
        return refuse("it is no text: one byte in twenty is a control character");
    }
    Ok(())
}

/// UTF-16 without a byte-order mark: every other byte of a Latin text is zero.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096) & !1];
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count() * 10;
    let half = head.len() / 2;
    match (zeros(0) > half * 6, zeros(1) > half * 6) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// The text, whatever it is encoded in; a guess is noted.
fn decode<'a>(
    bytes: &'a [u8],
    notes: &mut Vec<(String, String)>,
) -> Result<Cow<'a, str>, ImportError> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(ImportError::Refused {
            place: "the file".into(),
            cause: "it is UTF-32, which nearly no program writes".into(),
            cure: "save the table as UTF-8 text, and import that file",
        });
    }
    let mut note = |what: String| notes.push(("the file".to_owned(), what));
    let known = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| utf_16(bytes));
    let text = if let Some(encoding) = known {
        let (text, errors) = encoding.decode_with_bom_removal(bytes);
        if errors {
            note(format!("some characters are no {}, and stand as �", encoding.name()));
        }
        text
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let mut encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
        // A file put together from several: what is UTF-8 but for a few bytes is read as such.
        let (lossy, _) = UTF_8.decode_without_bom_handling(bytes);
        let broken = lossy.matches('\u{FFFD}').count();
        let high = lossy.chars().filter(|c| !c.is_ascii()).count();
        if broken * 20 < high {
            encoding = UTF_8;
        }
        note(format!("it says nothing of its encoding, and is read as {}", encoding.name()));
        encoding.decode_without_bom_handling(bytes).0
    };
    if text.contains('\0') {
        note("it holds NUL characters, which were left out".to_owned());
        return Ok(Cow::Owned(text.replace('\0', "")));
    }
    Ok(text)
}

/// The text after Excel's line `sep=;`, and the delimiter that it names.
fn separator_line(text: &str) -> (&str, Option<u8>) {
    let Some(rest) = text.strip_prefix("sep=") else { return (text, None) };
    let (Some(first), Some(end)) = (rest.bytes().next(), rest.find('\n')) else {
        return (text, None);
    };
    let fits = DELIMITERS.contains(&first) && rest[1..end].trim().is_empty();
    if fits { (&rest[end + 1..], Some(first)) } else { (text, None) }
}

/// The delimiter that makes the most rows equally long.
fn delimiter(text: &str, name: &str) -> u8 {
    let tab =
        name.to_ascii_lowercase().rsplit('.').next().is_some_and(|e| e == "tsv" || e == "tab");
    let score = |delimiter: u8| {
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        let mut reader = reader(text, delimiter, true);
        let mut record = csv::ByteRecord::new();
        let mut read = 0;
        while read < SAMPLE && reader.read_byte_record(&mut record).unwrap_or(false) {
            *lengths.entry(record.len()).or_default() += 1;
            read += 1;
        }
        let same = lengths.iter().filter(|(length, _)| **length > 1);
        let best = same.max_by_key(|(length, count)| (**count, **length));
        // Of two that fit all rows, the one with more columns; a comma is in every prose.
        best.map_or((0, 0), |(length, count)| (count * 100 / read.max(1), *length))
    };
    let order = if tab { [b'\t', b',', b';', b'|'] } else { DELIMITERS };
    let mut best = (order[0], score(order[0]));
    for other in &order[1..] {
        let (same, columns) = score(*other);
        let (most, most_columns) = best.1;
        if same > most + 10 || (same + 10 > most && columns > most_columns) {
            best = (*other, (same, columns));
        }
    }
    best.0
}

fn reader(text: &str, delimiter: u8, quoting: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(quoting)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// The rows with their cells, and how many cells each had before its last filled one was told.
fn rows(
    text: &str,
    delimiter: u8,
    quoting: bool,
    progress: &Progress,
) -> Result<Vec<(Vec<Cell>, usize)>, ImportError> {
    let mut reader = reader(text, delimiter, quoting);
    let mut record = csv::ByteRecord::new();
    let mut rows = Vec::new();
    let mut cells = 0;
    progress.begin(text.len() as u64);
    while reader.read_byte_record(&mut record).map_err(|error| refused(rows.len(), &error))? {
        // Empty lines are no records, yet a spreadsheet program counts them.
        let start = record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        rows.extend((0..blank_lines(text.as_bytes(), start)).map(|_| (Vec::new(), 0)));
        if record.len() > MAX_COLUMNS {
            return Err(ImportError::Refused {
                place: format!("row {}", rows.len() + 1),
                cause: format!("it has {} columns, and a table has at most 1024", record.len()),
                cure: "check that it is a table of programs, and delete the columns that are not needed",
            });
        }
        cells += record.len();
        if cells > MAX_CELLS {
            return Err(ImportError::Refused {
                place: format!("row {}", rows.len() + 1),
                cause: "the table has more than 5,000,000 cells".into(),
                cure: "divide the table into parts and import them one after another",
            });
        }
        let mut row: Vec<Cell> = record.iter().map(cell).collect();
        while row.last() == Some(&Cell::Empty) {
            row.pop();
        }
        rows.push((row, record.len()));
        if rows.len() % 256 == 0 {
            progress.at(start as u64)?;
        }
    }
    progress.at(text.len() as u64)?;
    Ok(rows)
}

fn refused(row: usize, error: &csv::Error) -> ImportError {
    ImportError::Refused {
        place: format!("row {}", row + 1),
        cause: error.to_string(),
        cure: "open the file in a spreadsheet program and save it as CSV (UTF-8) again",
    }
}

/// How many empty lines stand before the record that begins at a place.
fn blank_lines(text: &[u8], start: usize) -> usize {
    let mut at = start;
    // The second half of the line end of the record before.
    if at > 0 && text.get(at - 1) == Some(&b'\r') && text.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut lines = 0;
    loop {
        match text.get(at) {
            Some(b'\r') => {
                at += if text.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
                lines += 1;
            }
            Some(b'\n') => {
                at += 1;
                lines += 1;
            }
            _ => return lines,
        }
    }
}

fn cell(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    // As it stands: a description of ours comes back with the blanks at its ends.
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(SmolStr::new(text)) }
}

/// Whether a quotation mark seems to have swallowed the rest of the file.
fn open_quote(rows: &[(Vec<Cell>, usize)]) -> bool {
    let last = rows.last().and_then(|(row, _)| row.last());
    matches!(last, Some(Cell::Text(text)) if text.len() > LONGEST_CELL && text.contains('\n'))
}

/// Notes the rows that are longer or shorter than most.
fn note_lengths(rows: &[(Vec<Cell>, usize)], notes: &mut Vec<(String, String)>) {
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, length) in rows.iter().filter(|(row, _)| !row.is_empty()) {
        *lengths.entry(*length).or_default() += 1;
    }
    let Some(usual) = lengths.iter().max_by_key(|(_, count)| **count).map(|(l, _)| *l) else {
        return;
    };
    // What stands above the table (a title, a date) has no length to keep.
    let top = rows.iter().position(|(_, length)| *length == usual).unwrap_or_default();
    let odd = rows.iter().enumerate().skip(top);
    let odd: Vec<_> =
        odd.filter(|(_, (row, length))| !row.is_empty() && *length != usual).collect();
    for (at, (_, length)) in odd.iter().take(NAMED) {
        let what = format!("it has {length} cells where most rows have {usual}");
        notes.push((format!("row {}", at + 1), what));
    }
    if odd.len() > NAMED {
        let what = format!("{} more rows have another number of cells", odd.len() - NAMED);
        notes.push((format!("row {}", odd[NAMED].0 + 1), what));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let book = read(bytes, "x.csv", &Progress::default()).expect("a table");
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.to_string(),
            _ => String::new(),
        };
        book.sheets[0].rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn dialects_are_told_apart() {
        let expected = vec![vec!["id", "titre"], vec!["1", "École, lycée"], vec!["2", "a\nb"]];
        for text in [
            "id,titre\n1,\"École, lycée\"\n2,\"a\nb\"\n",
            "id;titre\r\n1;École, lycée\r\n2;\"a\nb\"",
            "id\ttitre\r1\tÉcole, lycée\r2\t\"a\nb\"\r",
            "id|titre\n1|École, lycée\n2|\"a\nb\"",
            "sep=;\nid;titre\n1;École, lycée\n2;\"a\nb\"",
        ] {
            assert_eq!(texts(text.as_bytes()), expected, "{text:?}");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(texts(&utf16), expected, "UTF-16 LE of {text:?}");
            let marked = [0xFEFF].into_iter().chain(text.encode_utf16());
            let big: Vec<u8> = marked.flat_map(u16::to_be_bytes).collect();
            assert_eq!(texts(&big), expected, "UTF-16 BE of {text:?}");
            let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
            assert_eq!(texts(&latin), expected, "Latin-1 of {text:?}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("{end}a,b{end}{end}{end}1,\"x{end}y\"{end}2,z{end}{end}");
            let rows = texts(text.as_bytes());
            let at = |cell: &str| rows.iter().position(|r| r.first().is_some_and(|c| c == cell));
            assert_eq!((at("a"), at("1"), at("2")), (Some(1), Some(4), Some(5)), "{end:?}");
        }
    }

    #[test]
    fn limits_and_other_files_are_named() {
        let wide = format!("{}\n", "a,".repeat(20_000));
        let error = |bytes: &[u8]| {
            read(bytes, "x.csv", &Progress::default()).expect_err("refused").to_string()
        };
        assert!(error(wide.as_bytes()).contains("20001 columns"));
        assert!(error(b"%PDF-1.7").contains("PDF"));
        assert!(error(b"\x1F\x8B\x08").contains("gzip"));
        assert!(error(&[1, 2, 3, 4, 5, 6, 7, 8]).contains("no text"));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_swallows_nothing() {
        let text = format!("id,title\n1,\"open\n{}", "2,closed\n".repeat(6000));
        assert_eq!(texts(text.as_bytes()).len(), 6002);
    }
}
