//! Workbooks of `OpenDocument` (ODS), within limits.
//!
//! Only `content.xml` is read, as a stream. A row or cell that stands for many
//! (`number-columns-repeated`) becomes many only within the limits, and blank ones at the end of a
//! row or sheet become none: `LibreOffice` ends each sheet with a million of them.

use super::book::{Book, Cell, MAX_COLUMNS};
use super::grid::{Budget, Grid, text_cell};
use super::package::{
    ENCRYPTED, Limits, Package, Xml, attribute, attributes, damaged, push_reference, refused,
    too_large,
};
use crate::import::{ImportError, Progress, SourceFile};
use crate::model::Date;
use quick_xml::events::{BytesStart, Event};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The most rows that one row with something in it may stand for. A file of a few hundred bytes
/// could otherwise hold a million programs; a formula that was filled down to the end of a sheet
/// gives such a row too.
const COPIES: usize = 1000;

/// What to do about a zip that is no workbook.
const OTHER: &str = "open it in the program that made it and save its table as .ods or .csv";

/// Reads an `OpenDocument` workbook; an Excel one of the wrong name is read as what it is.
pub(super) fn open(file: &mut SourceFile, progress: &Progress) -> Result<Book, ImportError> {
    open_within(file, progress, Limits::USUAL)
}

/// Reads an `OpenDocument` workbook within other limits.
fn open_within(
    file: &mut SourceFile,
    progress: &Progress,
    limits: Limits,
) -> Result<Book, ImportError> {
    let mut package = Package::open(file, progress, limits)?;
    if package.has_folder("xl/") {
        return super::xlsx::read(&mut package, progress);
    }
    read(&mut package, progress)
}

/// Reads the parts of an `OpenDocument` workbook.
pub(super) fn read(package: &mut Package, progress: &Progress) -> Result<Book, ImportError> {
    if locked(package, progress)? {
        return Err(refused("its part META-INF/manifest.xml", ENCRYPTED.0, ENCRYPTED.1));
    }
    let total = package.says_size("content.xml");
    let limits = package.limits();
    progress.begin(total);
    let Some(xml) = package.part("content.xml", progress)? else {
        let cause = "it is a zip without a workbook in it";
        return Err(refused("the zip that it is", cause, OTHER));
    };
    let mut content = Content::new(limits);
    content.read(xml)?;
    if !content.spreadsheet {
        let cause = "it is an OpenDocument file, but no spreadsheet";
        return Err(refused("its part content.xml", cause, OTHER));
    }
    if content.book.sheets.is_empty() {
        return Err(damaged("the workbook", "it has no sheet that can be read"));
    }
    Ok(content.book)
}

/// Whether its parts are encrypted, which only the list of them tells.
fn locked(package: &mut Package, progress: &Progress) -> Result<bool, ImportError> {
    let Some(mut xml) = package.part("META-INF/manifest.xml", progress)? else { return Ok(false) };
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag)
                if tag.local_name().as_ref() == "encryption-data" =>
            {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// A cell while it is read.
#[derive(Default)]
struct Draft {
    kind: String,
    value: Option<String>,
    /// How many columns it stands for.
    repeated: usize,
    /// How many rows and columns it covers.
    spanned: (usize, usize),
    text: String,
    paragraphs: usize,
    error: bool,
}

/// The content while it is read.
struct Content {
    book: Book,
    budget: Budget,
    limits: Limits,
    spreadsheet: bool,
    /// Styles of tables that are hidden, and the style that is being read.
    hidden: BTreeSet<String>,
    style: Option<String>,
    /// The table that is being read; tables in cells of it are left out.
    grid: Option<Grid>,
    inner: usize,
    row: usize,
    column: usize,
    /// How many rows the row stands for, and what is in it.
    rows: usize,
    cells: Vec<(usize, usize, Cell, (usize, usize))>,
    cell: Option<Draft>,
    /// How deep in what is no text of the cell: notes, drawings.
    aside: usize,
    /// How deep in a paragraph.
    paragraph: usize,
}

impl Content {
    fn new(limits: Limits) -> Self {
        Self {
            book: Book::default(),
            budget: Budget::new(limits),
            limits,
            spreadsheet: false,
            hidden: BTreeSet::new(),
            style: None,
            grid: None,
            inner: 0,
            row: 0,
            column: 0,
            rows: 1,
            cells: Vec::new(),
            cell: None,
            aside: 0,
            paragraph: 0,
        }
    }

    fn read(&mut self, mut xml: Xml) -> Result<(), ImportError> {
        loop {
            match xml.next()? {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end(tag.local_name().as_ref())?;
                }
                Event::End(tag) => self.end(tag.local_name().as_ref())?,
                Event::Text(part) => {
                    if let Some(text) = self.text() {
                        text.push_str(&part.xml10_content());
                    }
                }
                Event::CData(part) => {
                    if let Some(text) = self.text() {
                        text.push_str(&part.xml10_content());
                    }
                }
                Event::GeneralRef(part) => {
                    if let Some(text) = self.text() {
                        push_reference(text, &part);
                    }
                    self.fits()?;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Where text goes, if it is of a cell.
    fn text(&mut self) -> Option<&mut String> {
        let inside = self.aside == 0 && self.paragraph > 0;
        self.cell.as_mut().filter(|_| inside).map(|cell| &mut cell.text)
    }

    fn start(&mut self, tag: &BytesStart) -> Result<(), ImportError> {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.cell.is_some() {
            self.start_in_cell(name, tag);
            return self.fits();
        }
        match name {
            "spreadsheet" => self.spreadsheet = true,
            "style" => {
                let [name, family] = attributes(tag, ["name", "family"]);
                let of_table = family.as_deref() == Some("table");
                self.style = name.filter(|_| of_table).map(Cow::into_owned);
            }
            "table-properties" => {
                let hidden = attribute(tag, "display").is_some_and(|shown| shown == "false");
                if let Some(style) = self.style.take().filter(|_| hidden) {
                    self.hidden.insert(style);
                }
            }
            "table" if self.grid.is_some() => self.inner += 1,
            "table" => self.start_table(tag)?,
            "table-row" if self.inner == 0 => {
                self.rows = number(tag, "number-rows-repeated");
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" if self.inner == 0 && self.grid.is_some() => {
                self.cell = Some(draft(tag));
                (self.aside, self.paragraph) = (0, 0);
            }
            _ => {}
        }
        Ok(())
    }

    /// Refuses a cell whose text grows without end.
    fn fits(&self) -> Result<(), ImportError> {
        let length = self.cell.as_ref().map_or(0, |cell| cell.text.len());
        if length <= self.limits.token {
            return Ok(());
        }
        let sheet = self.grid.as_ref().map(Grid::name).unwrap_or_default();
        let place = format!("sheet \"{sheet}\", row {}", self.row.saturating_add(1));
        Err(too_large(place, format!("a text in it is over {} KiB long", self.limits.token >> 10)))
    }

    fn start_table(&mut self, tag: &BytesStart) -> Result<(), ImportError> {
        if self.book.sheets.len() >= self.limits.sheets {
            let cause = format!("it has more than {} sheets", self.limits.sheets);
            return Err(too_large("the workbook", cause));
        }
        let [name, style] = attributes(tag, ["name", "style-name"]);
        let hidden = style.is_some_and(|style| self.hidden.contains(&*style));
        let name = crate::import::text::one_line(&name.unwrap_or_default());
        self.grid = Some(Grid::new(name, hidden));
        (self.row, self.column) = (0, 0);
        Ok(())
    }

    fn start_in_cell(&mut self, name: &str, tag: &BytesStart) {
        let Some(cell) = &mut self.cell else { return };
        if self.aside > 0 {
            self.aside += 1;
            return;
        }
        if self.paragraph == 0 {
            if matches!(name, "p" | "h") {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs += 1;
                self.paragraph = 1;
            } else {
                self.aside = 1;
            }
            return;
        }
        self.paragraph += 1;
        match name {
            "s" => {
                let spaces = attribute(tag, "c").and_then(|c| c.parse().ok()).unwrap_or(1);
                // A cell of Excel has at most 32,767 characters.
                cell.text.extend(std::iter::repeat_n(' ', usize::min(spaces, 32_767)));
            }
            "tab" => cell.text.push('\t'),
            "line-break" => cell.text.push('\n'),
            "annotation" | "note" => {
                self.paragraph -= 1;
                self.aside = 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        if self.aside > 0 {
            self.aside -= 1;
        } else if self.paragraph > 0 {
            self.paragraph -= 1;
        } else if self.cell.is_some() {
            self.end_cell()?;
        } else {
            match name {
                "style" => self.style = None,
                "table" if self.inner > 0 => self.inner -= 1,
                "table" => self.end_table()?,
                "table-row" if self.inner == 0 => self.end_row()?,
                _ => {}
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        let Some(draft) = self.cell.take() else { return Ok(()) };
        let sheet = self.grid.as_ref().map(Grid::name).unwrap_or_default();
        self.budget.text(sheet, &draft.text)?;
        let (repeated, spanned) = (draft.repeated, draft.spanned);
        let cell = draft.finish();
        if cell != Cell::Empty {
            let end = self.column.saturating_add(repeated);
            if end > MAX_COLUMNS {
                let place = format!("sheet \"{sheet}\", row {}", self.row.saturating_add(1));
                let cause = format!("a cell reaches beyond column {MAX_COLUMNS}, the last allowed");
                return Err(too_large(place, cause));
            }
            self.cells.push((self.column, repeated, cell, spanned));
        }
        self.column = self.column.saturating_add(repeated);
        Ok(())
    }

    /// Puts the row's cells where they belong, as often as the row stands for.
    fn end_row(&mut self) -> Result<(), ImportError> {
        let Some(grid) = &mut self.grid else { return Ok(()) };
        let rows = if self.cells.is_empty() { 0 } else { self.rows };
        if rows > COPIES {
            let row = self.row.saturating_add(1);
            let place = format!("sheet \"{}\", row {row}", grid.name());
            let message = format!("it stands there {rows} times; {COPIES} of them were taken");
            self.book.notes.push((place, message));
        }
        // What is over the limit of cells is refused as such.
        let taken = if rows > self.limits.cells { rows } else { rows.min(COPIES) };
        for row in (self.row..).take(taken) {
            for (column, repeated, cell, (down, right)) in &self.cells {
                for column in (*column..).take(*repeated) {
                    grid.put(row, column, cell.clone(), &mut self.budget)?;
                    let last = (row.saturating_add(down - 1), column.saturating_add(right - 1));
                    grid.merge([row, column, last.0, last.1]);
                }
            }
        }
        self.cells.clear();
        self.row = self.row.saturating_add(self.rows);
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ImportError> {
        let Some(grid) = self.grid.take() else { return Ok(()) };
        let place = format!("sheet \"{}\"", grid.name());
        let (sheet, unfilled) = grid.finish(&mut self.budget)?;
        if unfilled {
            let message = "it has more merged cells than are filled".to_owned();
            self.book.notes.push((place, message));
        }
        self.book.sheets.push(sheet);
        Ok(())
    }
}

/// What a cell's own tag says.
fn draft(tag: &BytesStart) -> Draft {
    let names = ["value-type", "value", "date-value", "boolean-value", "string-value"];
    let [_, value, date, boolean, text] = attributes(tag, names);
    let mut draft = Draft {
        repeated: number(tag, "number-columns-repeated"),
        spanned: (number(tag, "number-rows-spanned"), number(tag, "number-columns-spanned")),
        ..Draft::default()
    };
    for attribute in tag.attributes().with_checks(false).flatten() {
        // `office:value-type` says "string" where LibreOffice's own `calcext:value-type` says
        // "error".
        match attribute.key.as_ref() {
            "office:value-type" => draft.kind = attribute.value.to_string(),
            "calcext:value-type" => draft.error = attribute.value == "error",
            _ => {}
        }
    }
    let value = match draft.kind.as_str() {
        "date" => date,
        "boolean" => boolean,
        "string" => text,
        _ => value,
    };
    draft.value = value.map(Cow::into_owned);
    draft
}

/// A number of at least 1 that a tag says; 1 where it says none.
fn number(tag: &BytesStart, name: &str) -> usize {
    let number = attribute(tag, name).and_then(|number| number.parse::<u32>().ok());
    number.map_or(1, |number| usize::try_from(number).unwrap_or(1)).max(1)
}

impl Draft {
    /// The cell; where its value is none of its kind, the text that is shown.
    fn finish(self) -> Cell {
        if self.error {
            return Cell::Error(SmolStr::new(self.text.trim()));
        }
        let value = self.value.as_deref().unwrap_or_default().trim();
        let read = match self.kind.as_str() {
            "float" | "currency" | "percentage" => {
                value.parse().ok().filter(|n: &f64| n.is_finite()).map(Cell::Number)
            }
            "date" => {
                let day = value.get(..10).and_then(|day| day.parse::<Date>().ok());
                day.map(Cell::Date)
            }
            "boolean" => match value {
                "true" => Some(Cell::Bool(true)),
                "false" => Some(Cell::Bool(false)),
                _ => None,
            },
            _ => None,
        };
        read.unwrap_or_else(|| {
            let shown = if self.paragraphs > 0 { &self.text } else { value };
            text_cell(shown)
        })
    }
}

#[cfg(test)]
#[path = "ods/tests.rs"]
mod tests;
