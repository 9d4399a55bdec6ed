//! Tables: CSV and TSV, Excel (XLSX), `OpenDocument` (ODS).
//!
//! Opening a file and reading it are two steps, so that a user can change how it is read and look
//! again: [`open`] gives the sheets, [`Opened::look`] how they would be read (a [`Mapping`]: the
//! one that the options give, else the one remembered or built in for these columns, else a
//! guess by the columns' names and by what stands in them), [`Opened::batch`] the programs.
//!
//! Rows that share an identifier are one program; their money is added where they are flows or
//! their amounts differ, and taken once where all repeat it; a finding says which. What is of a
//! person is never read, whatever its column is called, if e-mail addresses stand in it.
//!
//! Program ids are made of the mapping's `source` and the identifier. A built-in mapping has its
//! own source; a guessed one has a hash of the names of the columns for identifier, title and
//! organisations, so that next month's file gives the same ids whatever it is called.

mod amount;
mod book;
mod builtin;
mod cells;
mod columns;
mod content;
mod csv;
mod date;
mod grid;
mod groups;
mod guess;
mod home;
mod layout;
mod line;
mod mapping;
mod ods;
pub(crate) mod own;
mod package;
mod programs;
mod report;
mod role;
mod sectors;
mod words;
mod xlsx;

pub use guess::Guess;
pub use mapping::{DateOrder, DecimalMark, Mapping, Money, Rows, read_mapping, write_mapping};
pub use role::Role;

use super::gather::Gather;
use super::{Batch, Format, ImportError, Options, Progress, SourceFile, id, plan, text};
use crate::model::{Currency, Date, Head};
use book::{Book, Cell};
use columns::Columns;
use content::Content;
use layout::Layout;
use std::borrow::Cow;
use std::sync::Arc;

/// A table that was opened: its sheets, kept while the user changes how it is read.
#[derive(Debug, Clone)]
pub struct Opened {
    book: Arc<Book>,
    name: String,
    on: Date,
}

/// How a mapping was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// The options give it.
    Given,
    /// Built in, for a table that many have.
    BuiltIn(&'static str),
    /// One of those that the options remember; its name.
    Remembered(String),
    /// Guessed by the columns.
    Guessed,
}

/// A sheet, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLook {
    /// Its name.
    pub name: String,
    /// Whether it is hidden in the workbook.
    pub hidden: bool,
    /// How many rows it has.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
}

/// A column, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnLook {
    /// Its name.
    pub name: String,
    /// Up to five of its values, short; of a column of persons none but the word that it is one.
    pub samples: Vec<String>,
    /// How many cells say something.
    pub filled: usize,
    /// What it is taken for.
    pub role: Role,
    /// What told it.
    pub guess: Guess,
}

/// How a table would be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The sheets of the file.
    pub sheets: Vec<SheetLook>,
    /// How it would be read; sheet and header row are filled in.
    pub mapping: Mapping,
    /// How the mapping was come by.
    pub known: Known,
    /// The columns of the sheet, in their order.
    pub columns: Vec<ColumnLook>,
    /// What the user should know before the import.
    pub notes: Vec<String>,
    /// How many rows of data there are.
    pub rows: usize,
    /// How many programs they are.
    pub programs: usize,
}

/// Whether a file seems to be a table, by its first bytes or its name.
pub(super) fn looks_like(head: &[u8], file_name: &str) -> bool {
    let named = ["csv", "tsv", "tab", "xlsx", "xlsm", "xls", "ods"];
    is_office(head) || ending(file_name).is_some_and(|e| named.contains(&e.as_str()))
}

fn ending(file_name: &str) -> Option<String> {
    file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

fn is_office(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Reads a table as the options say, or as it seems to be meant.
pub(super) fn read(
    file: &mut SourceFile,
    options: &Options,
    progress: &Progress,
) -> Result<Batch, ImportError> {
    let opened = open(file, progress)?;
    let (layout, mapping, _) = opened.known(options);
    opened.read(&layout, &mapping, options, progress)
}

/// Opens a table.
///
/// # Errors
/// When it is no table, over a limit, cannot be read, or was cancelled.
pub fn open(file: &mut SourceFile, progress: &Progress) -> Result<Opened, ImportError> {
    let head = file.head()?;
    let refuse = |cause: &str, cure: &'static str| {
        Err(ImportError::Refused { place: "the file".into(), cause: cause.into(), cure })
    };
    let book = if head.starts_with(b"\xD0\xCF\x11\xE0") {
        // Excel before 2007, or with a password: refused with what to do about it.
        xlsx::open(file, progress)?
    } else if head.starts_with(b"PK\x03\x04") {
        // An OpenDocument begins with its type, which is not compressed.
        let kind = head.get(..200).unwrap_or(&head);
        let ods = kind.windows(21).any(|part| part == b"opendocument.spreadsh")
            || ending(file.name).as_deref() == Some("ods");
        if ods { ods::open(file, progress)? } else { xlsx::open(file, progress)? }
    } else {
        csv::read(&file.bytes(progress)?, file.name, progress)?
    };
    if book.sheets.iter().all(|sheet| sheet.rows.iter().all(Vec::is_empty)) {
        return refuse("there is nothing in it", "choose the file that holds the table");
    }
    Ok(Opened { book: Arc::new(book), name: file.name.to_owned(), on: file.on })
}

impl Opened {
    /// How it would be read: by the mapping that the options give, else by the one that they
    /// remember or that is built in for these columns, else by a guess.
    #[must_use]
    pub fn look(&self, options: &Options) -> Look {
        let (layout, mapping, known) = self.known(options);
        self.look_at(&layout, mapping, known, options)
    }

    /// The same with a mapping that the user changed. Where its columns are not those of the
    /// sheet and row that it names, they are found anew.
    #[must_use]
    pub fn look_with(&self, mapping: &Mapping, options: &Options) -> Look {
        let layout = layout::find(&self.book, Some(mapping));
        if mapping.columns.is_empty() || !layout.columns.iter().any(|c| mapping.role(c).is_some()) {
            let (mut found, known) = self.found(&layout, options);
            found.sheet.clone_from(&mapping.sheet);
            found.header_row = mapping.header_row;
            return self.look_at(&layout, found, known, options);
        }
        self.look_at(&layout, mapping.clone(), Known::Given, options)
    }

    /// The programs of the table, read by a mapping.
    ///
    /// # Errors
    /// When nothing in it can be a program's title, or it was cancelled.
    pub fn batch(
        &self,
        mapping: &Mapping,
        options: &Options,
        progress: &Progress,
    ) -> Result<Batch, ImportError> {
        let layout = layout::find(&self.book, Some(mapping));
        self.read(&layout, mapping, options, progress)
    }

    /// Where the table is and how it would be read.
    fn known(&self, options: &Options) -> (Layout, Mapping, Known) {
        if let Some(given) = &options.mapping {
            let layout = layout::find(&self.book, Some(given));
            return (layout, given.clone(), Known::Given);
        }
        for remembered in &options.mappings {
            let layout = layout::find(&self.book, Some(remembered));
            if remembered.fits(&layout.columns) {
                let known = Known::Remembered(remembered.name.clone());
                return (layout, remembered.clone(), known);
            }
        }
        let layout = layout::find(&self.book, None);
        let (mapping, known) = self.found(&layout, options);
        let layout = layout::find(
            &self.book,
            Some(&Mapping {
                sheet: self.sheet_name(&layout),
                header_row: u32::try_from(layout.header + 1).ok(),
                ..mapping.clone()
            }),
        );
        (layout, mapping, known)
    }

    /// The mapping that is built in for a table's columns, else a guess.
    fn found(&self, layout: &Layout, options: &Options) -> (Mapping, Known) {
        if let Some((name, mapping)) = builtin::find(&layout.columns) {
            return (mapping, Known::BuiltIn(name));
        }
        let (mapping, _, _) = guess::guess(layout, &self.content(layout), options);
        (mapping, Known::Guessed)
    }

    fn sheet_name(&self, layout: &Layout) -> Option<String> {
        self.book.sheets.get(layout.sheet).map(|sheet| sheet.name.clone())
    }

    fn rows(&self, layout: &Layout) -> &[Vec<Cell>] {
        self.book.sheets.get(layout.sheet).map_or(&[], |sheet| &sheet.rows)
    }

    fn content(&self, layout: &Layout) -> Vec<Content> {
        let rows = self.rows(layout);
        let data = || rows.iter().skip(layout.first).map(Vec::as_slice);
        (0..layout.columns.len())
            .map(|column| Content::of(data(), column, layout.columns.len()))
            .collect()
    }

    fn gather(&self, options: &Options) -> Gather {
        let mut nothing = std::io::Cursor::new([0_u8; 0]);
        let file = SourceFile { name: &self.name, input: &mut nothing, on: self.on };
        Gather::new(Format::Table, &file, options)
    }

    /// The sheet and header row of a table that Throughline itself wrote.
    fn ours(&self) -> Option<(usize, usize)> {
        const DEEPEST: usize = 10;
        self.book.sheets.iter().enumerate().find_map(|(at, sheet)| {
            let is_header = |row: &Vec<Cell>| {
                let header: Vec<String> =
                    row.iter().map(|c| text::one_line(&cells::text(c))).collect();
                !header.is_empty() && own::is_ours(&header)
            };
            sheet.rows.iter().take(DEEPEST).position(is_header).map(|row| (at, row))
        })
    }

    fn look_at(&self, layout: &Layout, mapping: Mapping, known: Known, options: &Options) -> Look {
        let content = self.content(layout);
        let sheets = self.book.sheets.iter().map(|sheet| SheetLook {
            name: sheet.name.clone(),
            hidden: sheet.hidden,
            rows: sheet.rows.len(),
            columns: sheet.rows.iter().map(Vec::len).max().unwrap_or_default(),
        });
        let mut notes: Vec<String> = self
            .book
            .notes
            .iter()
            .take(20)
            .map(|(place, what)| format!("{place}: {what}"))
            .collect();
        let (_, guesses, guessed) = guess::guess(layout, &content, options);
        if known == Known::Guessed {
            notes.extend(guessed);
        }
        let ours = self.ours().is_some();
        if ours {
            notes.push("Throughline wrote this table: it is read as it was written".to_owned());
        }
        notes.extend(self.other_sheets(layout));
        let mut mapping = mapping;
        mapping.sheet = self.sheet_name(layout);
        mapping.header_row = u32::try_from(layout.header + 1).ok();
        if mapping.source.is_empty() {
            mapping.source = guess::source(&mapping);
        }
        let sheet = &self.book.sheets[layout.sheet.min(self.book.sheets.len() - 1)];
        let options = &*homed(sheet, layout, &mapping, options);
        let read = Columns::new(sheet, layout, &mapping, options, false);
        if !read.has_titles() && !ours {
            notes.push("no column holds titles: give one the role Title".to_owned());
        }
        let counted = programs::count(&read, &mut self.gather(options));
        let (rows, programs) = counted.unwrap_or_default();
        let columns = layout.columns.iter().enumerate().map(|(at, name)| {
            let role = read.roles[at];
            let person = role == Role::Person;
            let samples = if person {
                vec!["hidden: personal".to_owned()]
            } else {
                content[at].samples.clone()
            };
            let told = if known == Known::Guessed { guesses[at] } else { Guess::Mapping };
            let guess = match (mapping.role(name), person) {
                (Some(_), _) => told,
                (None, true) => Guess::Name,
                (None, false) => Guess::None,
            };
            ColumnLook { name: name.clone(), samples, filled: content[at].filled, role, guess }
        });
        let columns = columns.collect();
        Look {
            sheets: sheets.collect(),
            mapping: mapping.clone(),
            known,
            columns,
            notes,
            rows,
            programs,
        }
    }

    /// Other sheets that look like tables of programs too.
    fn other_sheets(&self, layout: &Layout) -> Vec<String> {
        /// A sheet with an identifier and a title, or as many other roles.
        const TABLE: i64 = 20;
        let sheets = self.book.sheets.iter().enumerate();
        let others = sheets.filter(|(at, sheet)| {
            *at != layout.sheet && !sheet.hidden && layout::likeness(sheet) >= TABLE
        });
        let named = others.map(|(_, sheet)| {
            format!(
                "the sheet \"{}\" ({} rows) is not read",
                text::short(&sheet.name, 60),
                sheet.rows.len()
            )
        });
        named.collect()
    }

    fn read(
        &self,
        layout: &Layout,
        mapping: &Mapping,
        options: &Options,
        progress: &Progress,
    ) -> Result<Batch, ImportError> {
        let mut gather = self.gather(options);
        self.notes(&mut gather);
        if let Some((sheet, row)) = self.ours() {
            let actors = own::actors_sheet(&self.book);
            return own::read(&self.book.sheets[sheet], row, actors, gather, progress);
        }
        for note in self.other_sheets(layout) {
            let hint = "import it after this one, with a mapping that names the sheet";
            gather.find("I10", "the file", note, hint);
        }
        let sheet = self.book.sheets.get(layout.sheet).ok_or_else(nothing)?;
        let several =
            self.book.sheets.iter().filter(|s| !s.hidden && !s.rows.is_empty()).count() > 1;
        let known = homed(sheet, layout, mapping, options);
        gather.home = known.country;
        let mut columns = Columns::new(sheet, layout, mapping, &known, several);
        let adds =
            [Role::Description, Role::Owner, Role::Implementer, Role::Location, Role::Objective];
        if !columns.has_titles() {
            if columns.key.is_empty() || !adds.iter().any(|role| columns.has(*role)) {
                return Err(untitled(&columns));
            }
            let message = "no column holds titles: it can only add to programs of another table";
            let hint =
                "import the table with the titles too; programs of one identifier become one";
            gather.find("I12", "the table", message, hint);
        }
        gather.columns.clone_from(&layout.columns);
        let guessed = mapping.source.is_empty().then(|| guess::source(mapping));
        let source = guessed.as_deref().unwrap_or(&mapping.source);
        let currency = programs::read(&mut columns, source, &mut gather, progress)?;
        let head = options.country.is_none().then(|| self.head(&gather, currency));
        Ok(gather.finish(head))
    }

    /// What a new framework is headed with.
    fn head(&self, gather: &Gather, currency: Currency) -> Head {
        let file = plan::file_name(&self.name);
        let title = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
        let levels = [("so", "Strategic objective"), ("oc", "Outcome"), ("op", "Output")];
        let id = id::bits(Format::Table.name(), &file, "framework");
        let mut head = plan::head(id, title, &levels);
        head.country = gather.home;
        head.currency = currency;
        head
    }

    /// What was noted while the file was opened.
    fn notes(&self, gather: &mut Gather) {
        for (place, what) in &self.book.notes {
            let row = place.starts_with("row ");
            let (code, hint) = if row {
                ("I03", "check whether a separator or a line end stands inside a text of this row")
            } else {
                (
                    "I12",
                    "if letters or numbers look wrong, save the file as UTF-8 or XLSX and import that",
                )
            };
            gather.find(code, place.clone(), what.clone(), hint);
        }
    }
}

/// The options, with the country that the table is about where they have none.
fn homed<'a>(
    sheet: &book::Sheet,
    layout: &Layout,
    mapping: &Mapping,
    options: &'a Options,
) -> Cow<'a, Options> {
    let found = || home::country(&Columns::new(sheet, layout, mapping, options, false));
    match options.country.is_none().then(found).flatten() {
        Some(country) => Cow::Owned(Options { country: Some(country), ..options.clone() }),
        None => Cow::Borrowed(options),
    }
}

fn nothing() -> ImportError {
    ImportError::Refused {
        place: "the file".into(),
        cause: "there is no sheet in it".into(),
        cure: "choose the file that holds the table",
    }
}

/// Refuses a table that holds no programs, with a word on what it seems to be.
fn untitled(columns: &Columns) -> ImportError {
    let place = format!("row {}", columns.layout.header + 1);
    let money = columns.money_columns().next().is_some();
    let (cause, cure) = if money && !columns.key.is_empty() {
        (
            "no column holds the titles of programs: it seems to be a list of payments that belongs to another table",
            "import the table of the projects that goes with it (projects.csv), which has their totals",
        )
    } else {
        (
            "no column holds the titles of programs",
            "choose the table of the programs, or give a column the role Title in a mapping",
        )
    };
    ImportError::Refused { place, cause: cause.into(), cure }
}
