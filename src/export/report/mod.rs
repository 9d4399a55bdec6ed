//! A report as data: one list of blocks, made of the framework and its figures alone, which the
//! writers put into a document, a page or plain text. What a figure looks like in words is settled
//! here, so that it is the same in all of them.

mod annex;
mod attention;
mod coherence;
mod deficit;
mod docx;
mod entries;
mod front;
mod html;
mod matrix;
mod md;
mod record;

pub(super) use coherence::degree;
pub use docx::{ReportError, docx};
pub(super) use entries::Entries;
pub use html::html;
pub(super) use matrix::outline;
pub use md::md;
pub(super) use record::{
    actor_of, decision_row, decisions_table, evidence, link_row, links_table, objective_code,
    objective_title, position_row, positions_table, title_of,
};

use crate::analysis::{Analysis, Cents};
use crate::layout::text::is_arabic;
use crate::model::{Currency, Date, Framework};
use crate::scene::{Scene, words};

/// What a report says of itself, and whom it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The day that it bears.
    pub date: Date,
    /// Which state of the document it was made of: copies with the same one are the same.
    pub version: String,
    /// Whether it goes to people who may not know who owns and pays what: no amounts, no ids, no
    /// owners and funders. The framework must be one whose names are masked already.
    pub discreet: bool,
}

impl About {
    /// A report of a framework as it is, for those who may know all of it.
    #[must_use]
    pub fn new(framework: &Framework, date: Date) -> Self {
        let sum = crc32fast::hash(crate::store::write(framework).as_bytes());
        let version = format!("{:04x}-{:04x}", sum >> 16, sum & 0xffff);
        Self { date, version, discreet: false }
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A Word document.
    Docx,
    /// Plain text with marks.
    Md,
    /// A page for a browser, complete by itself.
    Html,
}

impl Format {
    /// The format that a file of this ending has, if it is one of them.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "docx" => Some(Self::Docx),
            "md" => Some(Self::Md),
            "html" => Some(Self::Html),
            _ => None,
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Md => "md",
            Self::Html => "html",
        }
    }

    /// Writes a report.
    ///
    /// # Errors
    /// When a picture of a Word document cannot be drawn.
    pub fn write(self, report: &Report) -> Result<Vec<u8>, ReportError> {
        match self {
            Self::Docx => docx(report),
            Self::Md => Ok(md(report).into_bytes()),
            Self::Html => Ok(html(report).into_bytes()),
        }
    }
}

/// A report: what it is called, and its blocks from the first page to the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it is of.
    pub title: String,
    /// What sort of report it is, its day and its version.
    pub subtitle: String,
    /// The language that its words are in (BCP 47); titles may be in others.
    pub language: &'static str,
    /// The day that it bears.
    pub date: Date,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, of level 1 to 3.
    Heading(u8, String),
    /// Running text.
    Paragraph(String),
    /// Small print: what a figure counts, or leaves out.
    Note(String),
    /// The key figures, side by side.
    Figures(Vec<KeyFigure>),
    /// A drawing, with what it says for those who cannot see it.
    Picture {
        /// The drawing.
        scene: Scene,
        /// What it says.
        alt: String,
    },
    /// A table; never without rows.
    Table(Table),
    /// Short lines, each with a mark.
    List(Vec<String>),
    /// What follows begins on a new page.
    PageBreak,
}

/// A figure in large type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// The figure.
    pub value: String,
    /// What it is.
    pub what: String,
    /// What it is made of.
    pub detail: String,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Shares in percent.
    Share,
    /// Amounts.
    Money,
    /// Days.
    Date,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub kind: Kind,
    /// How wide it is beside the others.
    pub width: u32,
}

/// A column, by heading, kind and relative width.
pub(super) fn column(title: impl Into<String>, kind: Kind, width: u32) -> Column {
    Column { title: title.into(), kind, width }
}

impl Column {
    /// Whether it holds numbers, which stand at the right.
    #[must_use]
    pub fn numeric(&self) -> bool {
        matches!(self.kind, Kind::Count | Kind::Share | Kind::Money)
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, or nothing.
    Text(String),
    /// A whole number.
    Count(u32),
    /// A share; `None` where there is none.
    Share(Option<f64>),
    /// The share of a group of fewer than five, which is not printed.
    Few,
    /// An amount.
    Money(Currency, Cents),
    /// A day; `None` where it is not known.
    Date(Option<Date>),
}

impl Cell {
    /// The cell in words, as every writer prints it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Count(n) => words::number(*n),
            Self::Share(share) => words::percent(*share),
            Self::Few => "few".to_owned(),
            // In one piece: a cell is narrow.
            Self::Money(currency, amount) => {
                words::money(*currency, *amount).replace(' ', "\u{a0}")
            }
            Self::Date(date) => date.map(words::date).unwrap_or_default(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A table: headings, rows as long as they are, and what was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it shows, for those who cannot see it.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows were left out.
    pub left_out: usize,
}

impl Table {
    /// A table of the first so many rows; the rest are counted. A column in which nothing stands
    /// is left out.
    pub(super) fn new(
        caption: impl Into<String>,
        columns: Vec<Column>,
        rows: impl ExactSizeIterator<Item = Vec<Cell>>,
        most: usize,
    ) -> Self {
        let left_out = rows.len().saturating_sub(most);
        let rows: Vec<Vec<Cell>> = rows.take(most).collect();
        let filled: Vec<bool> = (0..columns.len())
            .map(|at| rows.iter().any(|row| !row[at].text().is_empty()))
            .collect();
        Self { caption: caption.into(), columns, rows, left_out }.only(&filled)
    }

    /// The table without the columns of these headings.
    fn without(self, titles: &[&str]) -> Self {
        let kept = self.columns.iter().map(|column| !titles.contains(&column.title.as_str()));
        let kept: Vec<bool> = kept.collect();
        self.only(&kept)
    }

    /// The table with the columns that are kept, place by place.
    fn only(mut self, kept: &[bool]) -> Self {
        let mut of = kept.iter();
        self.columns.retain(|_| of.next().is_some_and(|kept| *kept));
        for row in &mut self.rows {
            let mut of = kept.iter();
            row.retain(|_| of.next().is_some_and(|kept| *kept));
        }
        self
    }

    /// What was left out, in words; nothing where it is whole.
    #[must_use]
    pub fn rest(&self) -> Option<String> {
        let more = words::number(u32::try_from(self.left_out).unwrap_or(u32::MAX));
        (self.left_out > 0).then(|| format!("and {more} more; the workbook has all"))
    }
}

/// What the parts of a report are made of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub framework: &'a Framework,
    pub analysis: &'a Analysis,
    pub about: &'a About,
}

impl Source<'_> {
    pub(super) fn currency(&self) -> Currency {
        self.analysis.deficit.money.currency
    }

    /// What the figures that stand above count and leave out.
    pub(super) fn basis(&self) -> String {
        let analysis = self.analysis;
        let mut said = vec![
            format!("evidence bar: {}", analysis.bar.word()),
            words::count(analysis.scope.programs, "program in scope", "programs in scope"),
        ];
        let out = words::exclusions(analysis);
        if !out.is_empty() {
            said.push(out);
        }
        if !self.about.discreet {
            said.push(words::coverage(analysis));
        }
        words::sentence(&said.join("; "))
    }
}

/// The report on a framework: page one for those who have a minute, then each part in full.
#[must_use]
pub fn report(framework: &Framework, analysis: &Analysis, about: &About) -> Report {
    let source = Source { framework, analysis, about };
    let mut blocks = front::blocks(&source);
    blocks.extend(attention::blocks(&source));
    blocks.extend(matrix::blocks(&source));
    blocks.extend(coherence::blocks(&source));
    blocks.extend(deficit::blocks(&source));
    blocks.extend(record::blocks(&source));
    blocks.extend(annex::blocks(&source));
    let version = format!("document {}", about.version);
    Report {
        title: named(&framework.head().title),
        subtitle: format!("Report of {}, {version}", words::date(about.date)),
        language: "en",
        date: about.date,
        blocks,
    }
}

/// A title that is not empty.
pub(super) fn named(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() { "Framework without a title".to_owned() } else { title.to_owned() }
}

/// Whether a text begins from the right.
fn from_right(text: &str) -> bool {
    use unicode_bidi::{Direction, get_base_direction};
    match get_base_direction(text) {
        Direction::Rtl => true,
        Direction::Ltr => false,
        Direction::Mixed => is_arabic(text),
    }
}

/// The first so many of a list, and how many more there are.
pub(super) fn first<T>(all: &[T], most: usize, say: impl Fn(&T) -> String) -> String {
    let mut said: Vec<String> = all.iter().take(most).map(say).collect();
    if all.len() > most {
        said.push(format!("and {} more", count(all.len() - most)));
    }
    said.join("; ")
}

/// A text of at most so many letters, cut between words, where it stands in full elsewhere.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let words = text[..end].trim_end();
    let words = words.rsplit_once(' ').map_or(words, |(before, _)| before);
    format!("{words}…")
}

/// A length as the number that it is printed as.
pub(super) fn count(n: usize) -> String {
    words::number(to_u32(n))
}

/// A length as a number of programs and the like.
pub(super) fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
