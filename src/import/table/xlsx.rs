//! Excel workbooks (XLSX, XLSM), within limits.
//!
//! Read with zip and quick-xml rather than with calamine, which cannot be made safe from outside:
//! it allocates by the `uniqueCount` that a file gives (500 GB asked of a workbook of 2 KB),
//! overflows on the rows, ranges and formats that a file may name, keeps a token of any length,
//! refuses a whole workbook for an unknown `state` of a sheet, and cannot be stopped in the middle
//! of a part. The tests compare what is read here with what calamine reads.
//!
//! Numbers that a file gives (`count`, `dimension`, ranges) are never allocated by. Formulas are
//! not computed: what the program that wrote the file last saw is taken.

mod format;

use super::book::{Book, Cell};
use super::grid::{Budget, Grid, Merged, text_cell};
use super::package::{
    Limits, Package, Xml, attribute, attributes, damaged, push_reference, refused, too_large,
};
use crate::import::{ImportError, Progress, SourceFile};
use crate::model::Date;
use jiff::ToSpan;
use quick_xml::events::{BytesStart, Event};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The most formats of cells that are kept.
const FORMATS: usize = 100_000;

/// What to do about a zip that is no workbook.
const OTHER: &str = "open it in the program that made it and save its table as .xlsx or .csv";

/// Reads an Excel workbook; an `OpenDocument` one of the wrong name is read as what it is.
pub(super) fn open(file: &mut SourceFile, progress: &Progress) -> Result<Book, ImportError> {
    open_within(file, progress, Limits::USUAL)
}

/// Reads an Excel workbook within other limits.
fn open_within(
    file: &mut SourceFile,
    progress: &Progress,
    limits: Limits,
) -> Result<Book, ImportError> {
    let mut package = Package::open(file, progress, limits)?;
    if package.has("content.xml") && !package.has_folder("xl/") {
        return super::ods::read(&mut package, progress);
    }
    read(&mut package, progress)
}

/// Reads the parts of an Excel workbook.
pub(super) fn read(package: &mut Package, progress: &Progress) -> Result<Book, ImportError> {
    let workbook = Workbook::read(package, progress)?;
    let parts = workbook.sheets.iter().filter_map(|sheet| sheet.part.as_deref());
    let parts = parts.chain([workbook.strings.as_str()]);
    let total = parts.map(|part| package.says_size(part)).fold(0, u64::saturating_add);
    progress.begin(total);
    let mut budget = Budget::new(package.limits());
    let mut book = Book::default();
    let context = Context {
        strings: shared_strings(package, &workbook.strings, &mut budget, progress)?,
        dates: date_formats(package, &workbook.styles, progress)?,
        from_1904: workbook.from_1904,
        longest: package.limits().token,
    };
    for listed in workbook.sheets {
        let place = format!("sheet \"{}\"", listed.name);
        let Some(part) = listed.part.filter(|part| package.has(part)) else {
            book.notes.push((place, "it is listed, but not in the workbook".to_owned()));
            continue;
        };
        let Some(xml) = package.part(&part, progress)? else { continue };
        let grid = Grid::new(listed.name, listed.hidden);
        let mut reading = Reading { grid, context: &context, budget: &mut budget, lost: 0 };
        reading.read(xml)?;
        let Reading { grid, lost, .. } = reading;
        if lost > 0 {
            let message = format!("{lost} cells name a text that the workbook does not hold");
            book.notes.push((place.clone(), message));
        }
        let (sheet, unfilled) = grid.finish(&mut budget)?;
        if unfilled {
            let message = "it has more merged cells than are filled".to_owned();
            book.notes.push((place, message));
        }
        book.sheets.push(sheet);
    }
    if book.sheets.is_empty() {
        return Err(damaged("the workbook", "it has no sheet that can be read"));
    }
    Ok(book)
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    /// Where it is in the zip; none where the workbook does not say.
    part: Option<String>,
}

/// What `workbook.xml` and its relations say.
struct Workbook {
    sheets: Vec<Listed>,
    strings: String,
    styles: String,
    from_1904: bool,
}

/// What another part is to this one, and where it is.
struct Relation {
    kind: String,
    target: String,
}

impl Workbook {
    fn read(package: &mut Package, progress: &Progress) -> Result<Self, ImportError> {
        let roots = relations(package, "", "_rels/.rels", progress)?;
        let root = roots.into_values().find(|r| r.kind == "officeDocument").map(|r| r.target);
        let main = root.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if !package.has(&main) || binary(&main) || !package.has_folder("xl/") {
            return Err(no_workbook(package, &main));
        }
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let rels = format!("{folder}/_rels/{name}.rels");
        let relations = relations(package, folder, &rels, progress)?;
        let of_kind = |kind: &str, usual: &str| {
            let found = relations.values().find(|r| r.kind == kind);
            found.map_or_else(|| join(folder, usual), |r| r.target.clone())
        };
        let mut workbook = Self {
            sheets: Vec::new(),
            strings: of_kind("sharedStrings", "sharedStrings.xml"),
            styles: of_kind("styles", "styles.xml"),
            from_1904: false,
        };
        let limit = package.limits().sheets;
        let Some(mut xml) = package.part(&main, progress)? else {
            return Err(damaged("the workbook", "it has no sheet that can be read"));
        };
        loop {
            match xml.next()? {
                Event::Start(tag) | Event::Empty(tag) => workbook.tag(&tag, &relations),
                Event::Eof => break,
                _ => {}
            }
            if workbook.sheets.len() > limit {
                let cause = format!("it has more than {limit} sheets");
                return Err(too_large("the workbook", cause));
            }
        }
        Ok(workbook)
    }

    /// Takes a tag of `workbook.xml`.
    fn tag(&mut self, tag: &BytesStart, relations: &BTreeMap<String, Relation>) {
        match tag.local_name().as_ref() {
            "sheet" => {
                let [name, state, id] = attributes(tag, ["name", "state", "id"]);
                let relation = id.and_then(|id| relations.get(&*id));
                // Charts and dialogs are sheets without cells.
                if relation.is_some_and(|r| r.kind != "worksheet") {
                    return;
                }
                self.sheets.push(Listed {
                    name: crate::import::text::one_line(&name.unwrap_or_default()),
                    hidden: state.is_some_and(|state| state != "visible"),
                    part: relation.map(|r| r.target.clone()),
                });
            }
            "workbookPr" => {
                if let Some(value) = attribute(tag, "date1904") {
                    self.from_1904 = matches!(&*value, "1" | "true" | "on");
                }
            }
            _ => {}
        }
    }
}

/// Whether a part is of a binary workbook, which is no XML.
fn binary(part: &str) -> bool {
    part.to_ascii_lowercase().rsplit('.').next() == Some("bin")
}

/// What is said of a zip that is no Excel workbook.
fn no_workbook(package: &Package, main: &str) -> ImportError {
    let cause = if package.has_folder("word/") {
        "it is a Word document, and no workbook"
    } else if package.has_folder("ppt/") {
        "it is a PowerPoint presentation, and no workbook"
    } else if binary(main) || package.has("xl/workbook.bin") {
        let cure = "open it and save it as .xlsx, then import that";
        return refused("the workbook", "it is a binary Excel workbook (.xlsb)", cure);
    } else {
        "it is a zip without a workbook in it"
    };
    refused("the zip that it is", cause, OTHER)
}

/// The relations of a part, by id, with targets as they are called in the zip.
fn relations(
    package: &mut Package,
    folder: &str,
    name: &str,
    progress: &Progress,
) -> Result<BTreeMap<String, Relation>, ImportError> {
    let limit = package.limits().parts;
    let mut found = BTreeMap::new();
    let Some(mut xml) = package.part(name, progress)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag)
                if tag.local_name().as_ref() == "Relationship" && found.len() < limit =>
            {
                let [id, kind, target] = attributes(&tag, ["Id", "Type", "Target"]);
                if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let target = join(folder, &target);
                    found.insert(id.into_owned(), Relation { kind, target });
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A target beside a folder, as it is called in the zip.
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The texts that cells share, in their order. What their head says of their number is not read.
fn shared_strings(
    package: &mut Package,
    name: &str,
    budget: &mut Budget,
    progress: &Progress,
) -> Result<Vec<SmolStr>, ImportError> {
    let Limits { cells: limit, token: longest, .. } = package.limits();
    let mut strings = Vec::new();
    let Some(mut xml) = package.part(name, progress)? else { return Ok(strings) };
    let (mut text, mut reading, mut phonetic) = (String::new(), false, false);
    loop {
        let mut ended = false;
        grows_no_further("its shared texts", &text, longest)?;
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => text.clear(),
                "rPh" => phonetic = true,
                "t" => reading = !phonetic,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => ended = true,
                "rPh" => phonetic = false,
                "t" => reading = false,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => {
                text.clear();
                ended = true;
            }
            Event::Text(part) if reading => text.push_str(&part.xml10_content()),
            Event::CData(part) if reading => text.push_str(&part.xml10_content()),
            Event::GeneralRef(part) if reading => push_reference(&mut text, &part),
            Event::Eof => return Ok(strings),
            _ => {}
        }
        if ended {
            budget.text("its shared texts", &text)?;
            if strings.len() >= limit {
                return Err(too_large("its shared texts", format!("there are more than {limit}")));
            }
            strings.push(SmolStr::new(format::unescape(&text)));
        }
    }
}

/// Whether each format of cells shows a day.
fn date_formats(
    package: &mut Package,
    name: &str,
    progress: &Progress,
) -> Result<Vec<bool>, ImportError> {
    let mut custom: BTreeMap<u32, bool> = BTreeMap::new();
    let mut formats = Vec::new();
    let mut inside = false;
    let Some(mut xml) = package.part(name, progress)? else { return Ok(formats) };
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "cellXfs" => inside = true,
                "numFmt" if custom.len() < FORMATS => {
                    let [id, code] = attributes(&tag, ["numFmtId", "formatCode"]);
                    if let Some(id) = id.and_then(|id| id.parse().ok()) {
                        custom.insert(id, format::shows_day(&code.unwrap_or_default()));
                    }
                }
                "xf" if inside && formats.len() < FORMATS => {
                    let id = attribute(&tag, "numFmtId").and_then(|id| id.parse().ok());
                    let id: u32 = id.unwrap_or_default();
                    let known = custom.get(&id).copied();
                    formats.push(known.unwrap_or_else(|| format::built_in_shows_day(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

/// What cells refer to.
struct Context {
    strings: Vec<SmolStr>,
    dates: Vec<bool>,
    from_1904: bool,
    /// The longest text of a cell.
    longest: usize,
}

/// Refuses a text that comes in parts without end.
fn grows_no_further(place: &str, text: &str, longest: usize) -> Result<(), ImportError> {
    if text.len() <= longest {
        return Ok(());
    }
    Err(too_large(place, format!("a text in it is over {} KiB long", longest >> 10)))
}

/// What the text of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl Kind {
    fn of(name: Option<&str>) -> Self {
        match name {
            Some("s") => Self::Shared,
            Some("str" | "inlineStr") => Self::Text,
            Some("b") => Self::Bool,
            Some("e") => Self::Error,
            Some("d") => Self::Date,
            _ => Self::Number,
        }
    }
}

/// A sheet while it is read.
struct Reading<'a> {
    grid: Grid,
    context: &'a Context,
    budget: &'a mut Budget,
    /// Cells whose text is missing.
    lost: usize,
}

impl Reading<'_> {
    fn read(&mut self, mut xml: Xml) -> Result<(), ImportError> {
        let (mut row, mut column) = (0_usize, 0_usize);
        let (mut kind, mut style) = (Kind::Number, 0);
        let (mut reading, mut phonetic, mut data) = (false, false, false);
        let mut text = String::new();
        loop {
            grows_no_further(self.grid.name(), &text, self.context.longest)?;
            match xml.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "c" if data => {
                        let [at, form, of] = attributes(&tag, ["r", "s", "t"]);
                        if let Some((r, c)) = at.and_then(|at| place(&at)) {
                            (row, column) = (r, c);
                        }
                        kind = Kind::of(of.as_deref());
                        style = form.and_then(|form| form.parse().ok()).unwrap_or(0);
                        text.clear();
                    }
                    "v" | "t" if data => reading = !phonetic,
                    "rPh" => phonetic = true,
                    "row" if data => (row, column) = (row_of(&tag).unwrap_or(row), 0),
                    "sheetData" => data = true,
                    "mergeCell" => self.merge(&tag),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" | "t" => reading = false,
                    "c" if data => {
                        let cell = self.cell(kind, style, &text)?;
                        self.grid.put(row, column, cell, self.budget)?;
                        column = column.saturating_add(1);
                    }
                    "rPh" => phonetic = false,
                    "row" if data => row = row.saturating_add(1),
                    "sheetData" => data = false,
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "c" if data => {
                        if let Some((r, c)) = attribute(&tag, "r").and_then(|at| place(&at)) {
                            (row, column) = (r, c);
                        }
                        column = column.saturating_add(1);
                    }
                    "row" if data => row = row_of(&tag).unwrap_or(row).saturating_add(1),
                    "mergeCell" => self.merge(&tag),
                    _ => {}
                },
                Event::Text(part) if reading => text.push_str(&part.xml10_content()),
                Event::CData(part) if reading => text.push_str(&part.xml10_content()),
                Event::GeneralRef(part) if reading => push_reference(&mut text, &part),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn merge(&mut self, tag: &BytesStart) {
        if let Some(merged) = attribute(tag, "ref").and_then(|at| range(&at)) {
            self.grid.merge(merged);
        }
    }

    /// A cell of its text.
    fn cell(&mut self, kind: Kind, style: usize, text: &str) -> Result<Cell, ImportError> {
        Ok(match kind {
            _ if text.is_empty() => Cell::Empty,
            Kind::Number => self.number(style, text)?,
            Kind::Shared => {
                let index: Option<usize> = text.trim().parse().ok();
                match index.and_then(|index| self.context.strings.get(index)) {
                    Some(shared) if shared.trim().is_empty() => Cell::Empty,
                    Some(shared) => Cell::Text(shared.clone()),
                    None => {
                        self.lost += 1;
                        Cell::Empty
                    }
                }
            }
            Kind::Text => self.text(&format::unescape(text))?,
            Kind::Bool => Cell::Bool(matches!(text.trim(), "1" | "true")),
            Kind::Error => Cell::Error(SmolStr::new(text.trim())),
            Kind::Date => match text.get(..10).unwrap_or(text).parse::<Date>() {
                Ok(date) => Cell::Date(date),
                Err(_) => self.text(text)?,
            },
        })
    }

    fn text(&mut self, text: &str) -> Result<Cell, ImportError> {
        self.budget.text(self.grid.name(), text)?;
        Ok(text_cell(text))
    }

    fn number(&mut self, style: usize, text: &str) -> Result<Cell, ImportError> {
        let Some(number) = text.trim().parse().ok().filter(|n: &f64| n.is_finite()) else {
            return self.text(text);
        };
        let day = self.context.dates.get(style).copied().unwrap_or_default();
        let date = if day { date(number, self.context.from_1904) } else { None };
        Ok(date.map_or(Cell::Number(number), Cell::Date))
    }
}

/// The day that Excel counts so, from the beginning of 1900 or of 1904; none before that, where
/// it is a time of day, and none after 9999.
fn date(serial: f64, from_1904: bool) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    let first = if from_1904 {
        Date::constant(1904, 1, 1)
    } else if days < 60 {
        Date::constant(1899, 12, 31)
    } else {
        // Excel believes that 1900 had a 29th of February.
        Date::constant(1899, 12, 30)
    };
    first.checked_add(days.days()).ok()
}

/// The row that a tag says it is, from 0.
fn row_of(tag: &BytesStart) -> Option<usize> {
    let row: u32 = attribute(tag, "r")?.parse().ok()?;
    usize::try_from(row.checked_sub(1)?).ok()
}

/// The row and column of `B12`, from 0.
fn place(at: &str) -> Option<(usize, usize)> {
    let at = at.trim_matches('$');
    let split = at.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = at.split_at(split);
    let row: u32 = digits.trim_start_matches('$').parse().ok()?;
    if letters.is_empty() || letters.len() > 5 {
        return None;
    }
    let column = letters
        .bytes()
        .fold(0_usize, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((usize::try_from(row.checked_sub(1)?).ok()?, column - 1))
}

/// The rectangle `A1:C3`.
fn range(at: &str) -> Option<Merged> {
    let (first, last) = at.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    Some([top, left, bottom, right])
}

#[cfg(test)]
#[path = "xlsx/tests.rs"]
mod tests;
