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
//!
//! I01 and I02 come once a program and quoted name, I05 once a program, the others once a value.

mod id;
mod plan;
mod text;
mod uninfo;

pub use plan::{Summary, framework_of, plan};

use crate::model::{Actor, ActorId, Date, Head, Objective, ObjectiveId, Program, ProgramId, Table};
use serde::Serialize;
use std::sync::Arc;

/// The most bytes that a source file may have: 256 MiB.
pub const MAX_BYTES: u64 = 256 << 20;

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A country framework with its programs, as UN INFO has it (JSON).
    UnInfo,
}

impl Format {
    /// All formats, in the order in which they are tried.
    pub const ALL: [Self; 1] = [Self::UnInfo];

    /// The word for it on the command line and in a program's `source`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UnInfo => "uninfo",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The format that a file seems to be in, by its content first and then by its name.
    #[must_use]
    pub fn detect(bytes: &[u8], file_name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| match format {
            Self::UnInfo => uninfo::looks_like(bytes, file_name),
        })
    }
}

/// A file to import: its bytes, what it is called, and the day it was read.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// The file's name, without its folder.
    pub name: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
    /// The day it was read.
    pub on: Date,
}

/// What a file holds: records that are complete among themselves, and what could not be used.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The format that it was read in.
    pub format: Format,
    /// The file's name, as the programs' `source` has it.
    pub file: String,
    /// What a new framework would be headed with, if the file says so.
    pub head: Option<Head>,
    /// The actors that the programs name.
    pub actors: Table<ActorId, Arc<Actor>>,
    /// The objectives.
    pub objectives: Table<ObjectiveId, Arc<Objective>>,
    /// The programs, with their links to these objectives.
    pub programs: Table<ProgramId, Arc<Program>>,
    /// How many rows (and objectives) could not be used.
    pub rejected: u32,
    /// What could not be used, and what the user should look at, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Something in a source file that the user should know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// I01 to I06; see the [module](self).
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
/// When the file is too large, or is not of that format.
pub fn read(format: Format, file: &SourceFile) -> Result<Batch, ImportError> {
    if file.bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge(file.bytes.len() as u64));
    }
    match format {
        Format::UnInfo => uninfo::read(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
        assert_eq!(Format::from_name("iati-soon"), None);
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
