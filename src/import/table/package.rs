//! The zip that an XLSX or ODS workbook is, and the XML in it, read as a stream within limits.
//!
//! A file says nothing here that we allocate by: parts are inflated a piece at a time, and what
//! really comes out is counted, over the whole workbook, against what went in, and for each XML
//! token. DOCTYPE is refused, so there are no entities to expand; elements stand at most 64 deep.
//! Knows nothing of sheets and cells.

use crate::import::{ImportError, Progress, SourceFile};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, escape};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::ZipFile;

/// What a workbook may have at most. Tests pass smaller ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Parts of the zip.
    pub parts: usize,
    /// Bytes that all parts together inflate to.
    pub inflated: u64,
    /// Bytes that a part may inflate to, however small it is packed.
    pub free: u64,
    /// Beyond that, how many times its packed size. Deflate reaches 1032; sheets 50.
    pub ratio: u64,
    /// Bytes of one XML token: a tag, or the text up to the next one.
    pub token: usize,
    /// Bytes of text that are kept.
    pub text: usize,
    /// Cells, and rows and cells left blank before them.
    pub cells: usize,
    /// Sheets.
    pub sheets: usize,
}

impl Limits {
    /// Those that hold for files.
    pub(super) const USUAL: Self = Self {
        parts: 10_000,
        inflated: 1 << 30,
        free: 32 << 20,
        ratio: 250,
        token: 4 << 20,
        text: 256 << 20,
        cells: super::book::MAX_CELLS,
        sheets: 1000,
    };
}

/// How deep elements may stand in each other.
const DEPTH: usize = 64;

/// An error that comes with its words, through the readers of zip and XML.
#[derive(Debug)]
struct Stop(ImportError);

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Stop {}

/// What to do about a workbook that is too large.
const TOO_LARGE: &str = "copy the rows that you need into a new workbook, or save the sheet as CSV";

/// What to do about a workbook that is damaged.
const DAMAGED: &str =
    "download or export the file again, or open it in Excel or LibreOffice and save it anew";

/// A workbook that cannot be read.
pub(super) fn refused(
    place: impl Into<String>,
    cause: impl Into<String>,
    cure: &'static str,
) -> ImportError {
    ImportError::Refused { place: place.into(), cause: cause.into(), cure }
}

/// A workbook over a limit.
pub(super) fn too_large(place: impl Into<String>, cause: impl Into<String>) -> ImportError {
    refused(place, cause, TOO_LARGE)
}

/// A workbook with a part that is not as it should be.
pub(super) fn damaged(place: impl Into<String>, cause: impl Into<String>) -> ImportError {
    refused(place, cause, DAMAGED)
}

/// The zip of a workbook.
pub(super) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Where each part is, by its name as it is looked for.
    names: BTreeMap<String, usize>,
    limits: Limits,
    /// How many bytes have been inflated.
    inflated: Cell<u64>,
}

/// A part's name as it is looked for: Windows programs write `\` and other capitals.
fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl Package {
    /// Opens a workbook's zip.
    pub(super) fn open(
        file: &mut SourceFile,
        progress: &Progress,
        limits: Limits,
    ) -> Result<Self, ImportError> {
        let bytes = file.bytes(progress)?;
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(compound(&bytes));
        }
        if !bytes.starts_with(b"PK") {
            let cause = "it is no workbook, whatever its name says";
            let cure = "open it in the program that made it and save it as .xlsx, .ods or .csv";
            return Err(refused("its first bytes", cause, cure));
        }
        // Counted before the zip is opened, since opening it keeps a record of each.
        let parts = count(&bytes, *b"PK\x01\x02");
        if parts > limits.parts {
            let cause = format!(
                "it has {parts} parts, and a workbook has at most {} (a sheet is one)",
                limits.parts
            );
            return Err(too_large("the zip that it is", cause));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            damaged("the zip that it is", format!("it is cut off or damaged ({error})"))
        })?;
        let mut names = BTreeMap::new();
        let mut twice = archive.has_duplicate_names();
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(Result::ok);
            twice |= name.is_some_and(|name| names.insert(normal(&name), index).is_some());
        }
        if twice {
            let cause = "it holds two parts of one name, and programs differ in which they show";
            return Err(damaged("the zip that it is", cause));
        }
        Ok(Self { archive, names, limits, inflated: Cell::new(0) })
    }

    /// What it may have at most.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether it has a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal(name))
    }

    /// Whether it has a part in that folder.
    pub(super) fn has_folder(&self, name: &str) -> bool {
        self.names.keys().any(|part| part.starts_with(name))
    }

    /// How many bytes a part says that it inflates to: for showing progress only.
    pub(super) fn says_size(&mut self, name: &str) -> u64 {
        let Some(&index) = self.names.get(&normal(name)) else { return 0 };
        self.archive.by_index(index).map_or(0, |part| part.size()).min(self.limits.inflated)
    }

    /// A part as XML; none where it has no such part.
    pub(super) fn part<'a>(
        &'a mut self,
        name: &str,
        progress: &'a Progress,
    ) -> Result<Option<Xml<'a>>, ImportError> {
        let Self { archive, names, limits, inflated } = self;
        let Some(&index) = names.get(&normal(name)) else { return Ok(None) };
        let place = format!("its part {}", crate::import::text::short(name, 80));
        let part = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => {
                refused(place.clone(), ENCRYPTED.0, ENCRYPTED.1)
            }
            error => damaged(place.clone(), error.to_string()),
        })?;
        let packed = part.compressed_size();
        let place: Rc<str> = place.into();
        let counted = Counted {
            part,
            packed,
            own: 0,
            inflated,
            limits: *limits,
            place: place.clone(),
            progress,
        };
        let inner = BufReader::with_capacity(1 << 16, counted);
        let mut reader = Reader::from_reader(Tokens {
            inner,
            token: 0,
            limit: limits.token,
            place: place.clone(),
        });
        reader.config_mut().allow_unmatched_ends = false;
        Ok(Some(Xml { reader, buffer: Vec::with_capacity(1024), depth: 0, place }))
    }
}

/// What is said of an encrypted workbook, and what to do about it.
pub(super) const ENCRYPTED: (&str, &str) =
    ("it is locked with a password", "open it with its password and save it without one");

/// What is wrong with an OLE compound file: what Excel wrote before 2007, or an encrypted XLSX.
fn compound(bytes: &[u8]) -> ImportError {
    let wide = |text: &str| text.bytes().flat_map(|b| [b, 0]).collect::<Vec<u8>>();
    let holds = |text: &str| {
        let name = wide(text);
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        return refused("its first bytes", ENCRYPTED.0, ENCRYPTED.1);
    }
    let cause = "it is of an Office from before 2007 (.xls)";
    refused("its first bytes", cause, "open it and save it as .xlsx, then import that")
}

/// How often a signature occurs.
fn count(bytes: &[u8], signature: [u8; 4]) -> usize {
    bytes.windows(4).filter(|window| *window == signature).count()
}

/// A part while it is inflated: counts what comes out, and stops where that is too much or the
/// user no longer wants it.
struct Counted<'a> {
    part: ZipFile<'a, Cursor<Vec<u8>>>,
    packed: u64,
    own: u64,
    inflated: &'a Cell<u64>,
    limits: Limits,
    place: Rc<str>,
    progress: &'a Progress,
}

impl Counted<'_> {
    fn add(&mut self, bytes: u64) -> Result<(), ImportError> {
        self.own += bytes;
        let all = self.inflated.get() + bytes;
        self.inflated.set(all);
        if all > self.limits.inflated {
            let cause = format!(
                "the workbook unpacks to more than {} MiB, which is the limit",
                self.limits.inflated >> 20
            );
            return Err(too_large(&*self.place, cause));
        }
        if self.own > self.limits.free && self.own / self.packed.max(1) > self.limits.ratio {
            let cause = format!(
                "it unpacks to more than {} times its size, as no sheet does",
                self.limits.ratio
            );
            return Err(damaged(&*self.place, cause));
        }
        self.progress.at(all)
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.part.read(to)?;
        self.add(read as u64).map_err(|error| io::Error::other(Stop(error)))?;
        Ok(read)
    }
}

/// The bytes of a part on their way to the XML reader, which keeps a token whole: none may be
/// longer than the limit.
struct Tokens<'a> {
    inner: BufReader<Counted<'a>>,
    token: usize,
    limit: usize,
    place: Rc<str>,
}

impl Read for Tokens<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.inner.read(to)
    }
}

impl BufRead for Tokens<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.token > self.limit {
            let cause = format!("a text or tag in it is over {} KiB long", self.limit >> 10);
            return Err(io::Error::other(Stop(damaged(&*self.place, cause))));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.token += bytes;
        self.inner.consume(bytes);
    }
}

/// A part as XML.
pub(super) struct Xml<'a> {
    reader: Reader<Tokens<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    place: Rc<str>,
}

impl Xml<'_> {
    /// The next of its tags and texts; at the end `Eof`.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ImportError> {
        self.buffer.clear();
        self.reader.get_mut().token = 0;
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|error| of_xml(&error, &self.place))?;
        match event {
            Event::Start(_) if self.depth >= DEPTH => {
                let cause = format!("its elements stand more than {DEPTH} deep in each other");
                return Err(damaged(&*self.place, cause));
            }
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(damaged(&*self.place, "it ends in the middle"));
            }
            Event::DocType(_) => {
                let cause = "it has a DOCTYPE, which no workbook needs and which may do harm";
                return Err(damaged(&*self.place, cause));
            }
            _ => {}
        }
        Ok(event)
    }
}

/// What an XML error is: one of ours, of the disk, of the zip, or of the XML.
fn of_xml(error: &quick_xml::Error, place: &str) -> ImportError {
    if let quick_xml::Error::Io(io) = error
        && let Some(stop) = io.get_ref().and_then(|inner| inner.downcast_ref::<Stop>())
    {
        return stop.0.clone();
    }
    damaged(place, format!("it is damaged ({error})"))
}

/// The value of an attribute, by its name without prefix; none where it is missing or malformed.
pub(super) fn attribute<'a>(tag: &'a BytesStart, name: &str) -> Option<Cow<'a, str>> {
    let mut all = tag.attributes();
    let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(unescaped(found.value))
}

/// The values of several attributes, found in one pass.
pub(super) fn attributes<'a, const N: usize>(
    tag: &'a BytesStart,
    names: [&str; N],
) -> [Option<Cow<'a, str>>; N] {
    let mut found = [const { None }; N];
    let mut all = tag.attributes();
    for attribute in all.with_checks(false).flatten() {
        let key = attribute.key.local_name();
        if let Some(at) = names.iter().position(|name| *name == key.as_ref()) {
            found[at] = Some(unescaped(attribute.value));
        }
    }
    found
}

/// A value with its entities resolved; as it stands where one is unknown.
fn unescaped(value: Cow<str>) -> Cow<str> {
    if !value.contains('&') {
        return value;
    }
    let resolved = escape::unescape(&value).map(Cow::into_owned);
    resolved.map_or(value, Cow::Owned)
}

/// Adds what an entity in a text stands for; one that is unknown stays as it is.
pub(super) fn push_reference(text: &mut String, reference: &BytesRef) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        text.push(c);
        return;
    }
    let name = reference.xml10_content();
    match escape::resolve_predefined_entity(&name) {
        Some(known) => text.push_str(known),
        None => {
            text.push('&');
            text.push_str(&name);
            text.push(';');
        }
    }
}

#[cfg(test)]
pub(super) mod made {
    //! Zips for the tests of the readers.

    use super::{Limits, Package};
    use crate::import::table::book::{Book, Cell};
    use crate::import::{ImportError, Progress, SourceFile};
    use crate::model::Date;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// A zip of parts.
    pub(in super::super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(bytes).expect("memory");
        }
        zip.finish().expect("a zip").into_inner()
    }

    /// Opens bytes with a reader.
    pub(in super::super) fn read(
        reader: impl Fn(&mut SourceFile, &Progress) -> Result<Book, ImportError>,
        bytes: &[u8],
    ) -> Result<Book, ImportError> {
        let mut input = Cursor::new(bytes);
        let mut file = SourceFile::new("book", &mut input, Date::constant(2026, 11, 24));
        reader(&mut file, &Progress::default())
    }

    /// A cell as the tests show it.
    pub(in super::super) fn show(cell: &Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Number(number) => format!("n{number}"),
            Cell::Date(date) => format!("d{date}"),
            Cell::Bool(bool) => format!("b{bool}"),
            Cell::Error(error) => format!("e{error}"),
        }
    }

    /// The rows of a sheet as the tests show them: cells apart by `|`.
    pub(in super::super) fn rows(book: &Book, sheet: usize) -> Vec<String> {
        let line = |row: &Vec<Cell>| row.iter().map(show).collect::<Vec<_>>().join("|");
        book.sheets[sheet].rows.iter().map(line).collect()
    }

    #[test]
    fn a_zip_has_few_parts_of_one_name_each() {
        let limits = Limits { parts: 2, ..Limits::USUAL };
        let open = |bytes: &[u8]| {
            let mut input = Cursor::new(bytes);
            let mut file = SourceFile::new("book", &mut input, Date::constant(2026, 11, 24));
            Package::open(&mut file, &Progress::default(), limits).map(|_| ())
        };
        assert!(open(&zip(&[("a", b""), ("b", b"")])).is_ok());
        let many = open(&zip(&[("a", b""), ("b", b""), ("c", b"")])).expect_err("three");
        assert!(many.to_string().contains("3 parts"), "{many}");
        let mut twice = zip(&[("name-one", b"1"), ("name-two", b"2")]);
        for at in 0..twice.len() - 8 {
            if &twice[at..at + 8] == b"name-two" {
                twice[at..at + 8].copy_from_slice(b"name-one");
            }
        }
        for bytes in [twice, zip(&[("A\\b", b"1"), ("a/B", b"2")])] {
            let error = open(&bytes).expect_err("two of one name");
            assert!(error.to_string().contains("two parts of one name"), "{error}");
        }
    }
}
