//! Imports: files that others made, as records and findings.
//!
//! Bytes in; a [`Batch`] out. Nothing here reads or writes a path, asks the clock, or touches the
//! open framework: [`plan`] compares a batch with a framework and yields the `Change` that the
//! caller may show, and then apply or drop. One file a format.
//!
//! A file that is not of its format at all is an [`ImportError`]. A value or a row that cannot be
//! used is a [`Finding`], and the good ones go on:
//!
//! | code | finding | what became of it |
//! |---|---|---|
//! | I01 | a program names an objective that no objective of the file bears the name of | quoted in the program's `claims`, not linked |
//! | I02 | a program names an objective whose name several objectives bear | quoted in the program's `claims`, not linked |
//! | I03 | a value is missing, or cannot be used: row, field, value | the record is without it |
//! | I04 | a row cannot be used at all, or an objective stands twice in the file | rejected, and counted as such |
//! | I05 | rows of one program differ where they should say the same | the first stands |
//! | I06 | a value is kept that looks wrong: money below zero, an end before its start | kept as it is |
//! | I07 | local or international is proposed for actors that nobody has confirmed | as proposed; can be changed |
//! | I08 | a part of the money is not in a program's sum: another currency without a rate | left out, and named |
//! | I09 | an activity has no share in the framework's country | offered apart, in no count |
//! | I10 | a column, a vocabulary or an element is not taken | left out; nothing of a person is ever taken |
//! | I11 | rows of one identifier became one program | grouped; money added once |
//! | I13 | the source names an objective for a program on which the group has decided otherwise | the decision stands |
//! | I12 | something was taken as what it seems to be: a day for a month, equal parts for shares, the last level for a deeper one | as said |
//!
//! I01 and I02 come once a program and quoted name, I05 once a program, I07, I10 and I11 once a
//! group, the others once a value.

mod gather;
mod iati;
mod id;
mod opml;
mod organisation;
mod plan;
mod source;
mod stream;
pub mod table;
mod text;
mod uninfo;
mod xml;

pub(crate) use iati::LINKS;
pub(crate) use table::own;

pub use organisation::Proposal;
pub use plan::{
    Choices, Fate, FieldChange, NewActor, Plan, Planned, Summary, blank_for, framework_of, plan,
};
pub use source::{Input, Options, Progress, SourceFile};

use crate::model::{
    Actor, ActorId, Date, Head, Link, Objective, ObjectiveId, Program, ProgramId, Table,
};
use serde::Serialize;
use std::sync::Arc;

/// The most bytes that a source file may have that is read as a whole: 256 MiB.
pub const MAX_BYTES: u64 = 256 << 20;

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A country framework with its programs, as UN INFO has it (JSON).
    UnInfo,
    /// An outline (OPML), whose lines are objectives.
    Opml,
    /// IATI activities (XML), of any version.
    Iati,
    /// A table: CSV and TSV, Excel (XLSX), `OpenDocument` (ODS).
    Table,
}

impl Format {
    /// All formats, in the order in which they are tried.
    pub const ALL: [Self; 4] = [Self::UnInfo, Self::Opml, Self::Iati, Self::Table];

    /// The word for it on the command line and in a program's `source`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnInfo => "uninfo",
            Self::Opml => "opml",
            Self::Iati => "iati",
            Self::Table => "table",
        }
    }

    /// What it is called on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::UnInfo => "UN INFO",
            Self::Opml => "Outline",
            Self::Iati => "IATI",
            Self::Table => "Table",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that a file seems to be in, by how it begins and then by its name.
    #[must_use]
    pub fn detect(head: &[u8], file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| match format {
            Self::UnInfo => uninfo::looks_like(head, file_name),
            Self::Opml => opml::looks_like(head),
            Self::Iati => iati::looks_like(head, file_name),
            Self::Table => table::looks_like(head, file_name),
        })
    }
}

/// What a file holds: records that are complete among themselves, and what could not be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The format that it was read in.
    pub format: Format,
    /// The file's name, as the programs' `source` has it.
    pub file: String,
    /// The day it was read.
    pub on: Date,
    /// Whether it is only a part of what its programs' sources say, such as the links that
    /// Throughline exports: then no program is gone, and each keeps its source.
    pub part: bool,
    /// What a new framework would be headed with, if the file says so.
    pub head: Option<Head>,
    /// The actors that the programs name.
    pub actors: Table<ActorId, Arc<Actor>>,
    /// The objectives.
    pub objectives: Table<ObjectiveId, Arc<Objective>>,
    /// The programs, with their links to these objectives.
    pub programs: Table<ProgramId, Arc<Program>>,
    /// Programs without a share in the framework's country: offered apart, and in no count.
    pub elsewhere: Table<ProgramId, Arc<Program>>,
    /// Why each actor's side was proposed as it is; an actor that is known for certain has none.
    pub proposals: Table<ActorId, Proposal>,
    /// Objectives that the source names for its programs, to be looked for in the framework.
    pub named: Vec<Named>,
    /// The head of the table that rejected rows are saved as; empty for what is no table.
    pub columns: Vec<String>,
    /// The rows (and objectives) that could not be used.
    pub rejects: Vec<Reject>,
    /// What could not be used, and what the user should look at, in the order of the file.
    pub findings: Vec<Finding>,
}

/// An objective that a source names for one of its programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The program, by its id in the batch.
    pub program: ProgramId,
    /// Where in the file: "row 14, objective".
    pub place: String,
    /// What may be an objective's code, title, id or URI; the first that is found is meant.
    pub words: Vec<String>,
    /// Whether it can be nothing but an objective of the framework: where none is found it is
    /// then quoted in the program's `claims`. A result's title, for one, may be anything.
    pub claim: bool,
    /// The link, where the source says more of it than that it is there.
    pub link: Option<Link>,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Where in the file.
    pub place: String,
    /// Its cells, in the order of the batch's `columns`; of what is no table, what names it.
    pub cells: Vec<String>,
    /// Why.
    pub why: String,
}

/// Something in a source file that the user should know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// I01 to I13; see the [module](self).
    pub code: &'static str,
    /// Where in the file: "row 14, required".
    #[serde(rename = "where")]
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What the user can do about it.
    pub hint: String,
}

/// Why a file cannot be imported at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The user no longer wants it.
    #[error("it was cancelled")]
    Cancelled,
    /// The disk or the network fails.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Not what the format asks for, or over a limit.
    #[error("{place}: {cause}")]
    Refused {
        /// Where: "line 14, column 3", "sheet \"Projects\"".
        place: String,
        /// What is wrong.
        cause: String,
        /// What the user can do about it.
        cure: &'static str,
    },
    /// Over the limit.
    #[error("it has {0} bytes, and a source file has at most 268435456 (256 MiB)")]
    TooLarge(u64),
    /// Not UTF-8.
    #[error("line {line}: {what}, and {format} is a UTF-8 text")]
    Encoding {
        /// Where, from 1.
        line: usize,
        /// What it is instead.
        what: &'static str,
        /// What the format is called.
        format: &'static str,
    },
    /// Not well-formed, or a value of the wrong type where the file cannot be read without it.
    #[error("line {line}, column {column}: {what}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// A part is missing without which it is no file of that format.
    #[error("there is no `{key}` in it, so it is no {format} file: {looks}")]
    MissingKey {
        /// The key that is missing.
        key: &'static str,
        /// What the format is called.
        format: &'static str,
        /// What such a file looks like.
        looks: &'static str,
    },
}

impl ImportError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Cancelled => "import it again to go on; the framework is as it was",
            Self::Unreadable(_) => {
                "check that the file is still there, and copy it to this machine"
            }
            Self::Refused { cure, .. } => cure,
            Self::TooLarge(_) => "divide the file into parts and import them one after another",
            Self::Encoding { .. } => "save the file as UTF-8 text, or export it again",
            Self::Syntax { .. } => {
                "download or export the file again, since it may be cut off; or mend that place in a text editor"
            }
            Self::MissingKey { .. } => {
                "choose another file, or name its format with --format if it is in another one"
            }
        }
    }
}

/// Reads a file of a format.
///
/// # Errors
/// When it is not of that format, over a limit, cannot be read, or was cancelled.
pub fn read(
    format: Format,
    file: &mut SourceFile,
    options: &Options,
    progress: &Progress,
) -> Result<Batch, ImportError> {
    match format {
        Format::UnInfo => uninfo::read(file, progress),
        Format::Opml => opml::read(file, progress),
        Format::Iati => iati::read(file, options, progress),
        Format::Table => table::read(file, options, progress),
    }
}

/// Reads a file that is in memory, to its end.
///
/// # Errors
/// When it is not of that format, or over a limit.
pub fn read_bytes(
    format: Format,
    name: &str,
    bytes: &[u8],
    on: Date,
    options: &Options,
) -> Result<Batch, ImportError> {
    let mut input = std::io::Cursor::new(bytes);
    let mut file = SourceFile::new(name, &mut input, on);
    read(format, &mut file, options, &Progress::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("word"), None);
    }

    #[test]
    fn findings_have_stable_keys() {
        let finding = Finding {
            code: "I03",
            place: "row 14, required".into(),
            message: "m".into(),
            hint: "h".into(),
        };
        assert_eq!(
            serde_json::to_string(&finding).expect("plain data"),
            r#"{"code":"I03","where":"row 14, required","message":"m","hint":"h"}"#
        );
    }
}
