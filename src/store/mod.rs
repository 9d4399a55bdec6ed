//! RON documents: read by version, written in one canonical form, saved atomically.
//!
//! The only module that writes framework files. Reading never loses: a file that breaks an
//! invariant or holds what this version does not know opens read-only, with the list of it.

mod backups;
pub mod disk;
mod explain;
mod home;
mod journal;
mod lock;
mod recover;
mod save;
mod stamp;
mod text;
#[cfg(test)]
mod v0;
mod v1;
mod versions;

pub use backups::{Backup, Backups, Label};
pub use disk::Disk;
pub use home::Home;
pub use journal::{Journal, Kind, Mark, Step, flush_all};
pub use lock::{Lock, Taken, Who, take};
pub use recover::{
    Fit, RecoverError, Recoverable, Recovered, forget, recover, recoverable, recoverable_of,
};
pub use save::{SaveError, save_bytes, save_bytes_on, save_on};
pub use stamp::{Digest, Stamp};

use crate::model::{Fault, Framework, invariants};
use serde::{Deserialize, Deserializer, de};
use std::path::Path;

/// The most bytes that a document may have: 256 MiB.
pub const MAX_BYTES: u64 = 256 << 20;

/// The version of the format that this program writes: major, minor.
pub const FORMAT: (u32, u32) = v1::VERSION;

/// Why a document cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system said no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Over the limit.
    #[error("it has {0} bytes, and a framework has at most 268435456 (256 MiB)")]
    TooLarge(u64),
    /// Not UTF-8.
    #[error("line {line}: {what}, and a framework is a UTF-8 text")]
    Encoding {
        /// Where, from 1.
        line: usize,
        /// What it is instead.
        what: &'static str,
    },
    /// A control character.
    #[error("line {line}: it holds the control character U+{code:04X}")]
    Control {
        /// Where, from 1.
        line: usize,
        /// Which.
        code: u32,
    },
    /// Not RON, or not a framework.
    #[error("line {line}, column {column}: {what}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
    /// A format of the future.
    #[error("it is in format {0}.{1}, and this version of Throughline reads up to {major}.x", major = FORMAT.0)]
    NewerMajor(u32, u32),
}

impl StoreError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io(_) => "check that the file is there and that you may read it",
            Self::TooLarge(_) => "divide the framework into parts",
            Self::Encoding { .. } => {
                "open a framework that Throughline saved (.ron), or save the text as UTF-8"
            }
            Self::Control { .. } => "remove that character in a text editor",
            Self::Syntax { .. } => "mend that place in a text editor, or open a backup",
            Self::NewerMajor(..) => "install a newer version of Throughline",
        }
    }
}

/// A document that was read.
#[derive(Debug)]
pub struct Opened {
    /// The framework, whatever its faults.
    pub framework: Framework,
    /// The broken invariants.
    pub faults: Vec<Fault>,
    /// The paths of fields that this version does not know, in the order of the file.
    pub unknown: Vec<String>,
    /// Whether the text holds comments, which the first save would lose.
    pub comments: bool,
    /// The older format that it was converted from: major, minor. Before the first save the
    /// original has to be kept as a backup.
    pub converted_from: Option<(u32, u32)>,
    /// What its file held.
    pub stamp: Stamp,
}

impl Opened {
    /// Whether it may only be looked at, since saving it would lose or spread something.
    #[must_use]
    pub fn read_only(&self) -> bool {
        !self.faults.is_empty() || !self.unknown.is_empty()
    }

    /// Why it may only be looked at, in a line.
    #[must_use]
    pub fn why_read_only(&self) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(first) = self.faults.first() {
            parts.push(format!("{} faults, the first: {}", self.faults.len(), first.message));
        }
        if let Some(first) = self.unknown.first() {
            let count = self.unknown.len();
            parts.push(format!(
                "{count} fields that this version does not know, the first: {first}"
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Reads a document from a file.
///
/// # Errors
/// When the file cannot be read, is too large, or is no framework.
pub fn open(path: &Path) -> Result<Opened, StoreError> {
    open_on(&*disk::real(), path)
}

/// Reads a document from a file on a given disk, and removes the temporary files that dead
/// processes left of it.
///
/// # Errors
/// When the file cannot be read, is too large, or is no framework.
pub fn open_on(disk: &dyn Disk, path: &Path) -> Result<Opened, StoreError> {
    save::remove_stale(disk, &disk.resolve(path).unwrap_or_else(|_| path.to_owned()));
    let mut opened = read(&read_file_on(disk, path)?)?;
    opened.stamp = opened.stamp.at(disk, path);
    Ok(opened)
}

/// Whether there is a file of that name, which saving would replace.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    disk::real().facts(path).is_ok()
}

/// Reads a file of any format into memory.
///
/// # Errors
/// When it cannot be read or is over 256 MiB.
pub fn read_file(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_file_on(&*disk::real(), path)
}

fn read_file_on(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, StoreError> {
    let size = disk.facts(path)?.length;
    if size > MAX_BYTES {
        return Err(StoreError::TooLarge(size));
    }
    Ok(disk.read(path)?)
}

/// Makes a folder with those above it.
///
/// # Errors
/// When the file system says no.
pub fn make_folder(folder: &Path) -> Result<(), SaveError> {
    Ok(disk::real().make_folder(folder)?)
}

/// Opens a file that is read a piece at a time, such as a portfolio to import.
///
/// # Errors
/// When it cannot be read.
pub fn source(path: &Path) -> Result<std::fs::File, StoreError> {
    Ok(std::fs::File::open(path)?)
}

/// Reads a document from bytes.
///
/// # Errors
/// When the bytes are too many, or are no framework.
pub fn read(bytes: &[u8]) -> Result<Opened, StoreError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(StoreError::TooLarge(bytes.len() as u64));
    }
    let text = &*text::decode(bytes)?;
    let (major, minor) = version(text)?;
    if major > FORMAT.0 {
        return Err(StoreError::NewerMajor(major, minor));
    }
    let older = (major < FORMAT.0).then(|| versions::older(major, minor)).transpose()?;
    let scan = text::scan(text)?;
    let versions::Read { document, unknown } = match older {
        Some(step) => (step.read)(text)?,
        None => versions::parse::<v1::Document>(text)?.into(),
    };
    let framework = Framework::from(document);
    let faults = invariants::faults(&framework);
    let converted_from = older.map(|_| (major, minor));
    let stamp = Stamp::of(framework.head().id.clone(), bytes);
    let comments = scan.comments;
    Ok(Opened { framework, faults, unknown, comments, converted_from, stamp })
}

/// Writes a document in its one canonical form: the same framework, the same bytes.
#[must_use]
pub fn write(framework: &Framework) -> String {
    let config = ron::ser::PrettyConfig::new()
        .depth_limit(3)
        .new_line("\n")
        .indentor("    ")
        .escape_strings(false);
    let document = v1::Document::from(framework);
    let mut text = String::from("#![enable(implicit_some)]\nFramework");
    let written = options().to_string_pretty(&document, config);
    debug_assert!(written.is_ok(), "records are plain data: {written:?}");
    text.push_str(&written.unwrap_or_default());
    text.push('\n');
    text
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Reads the version alone, and stops there.
fn version(text: &str) -> Result<(u32, u32), StoreError> {
    /// Takes `format` out of the head of a document and gives up on the rest.
    struct Peek<'a>(&'a mut Option<(u32, u32)>);
    impl<'de> de::DeserializeSeed<'de> for Peek<'_> {
        type Value = ();
        fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
            from.deserialize_struct("Framework", &["format"], self)
        }
    }
    impl<'de> de::Visitor<'de> for Peek<'_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a framework")
        }
        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<Field>()? {
                if matches!(key, Field::Format) {
                    *self.0 = Some(map.next_value()?);
                    return Err(de::Error::custom("enough"));
                }
                map.next_value::<de::IgnoredAny>()?;
            }
            Ok(())
        }
    }
    #[derive(Deserialize)]
    #[serde(field_identifier, rename_all = "snake_case")]
    enum Field {
        Format,
        #[serde(other)]
        Other,
    }
    let mut found = None;
    let mut ron = ron::Deserializer::from_str_with_options(text, &options())
        .map_err(|error| explain::syntax(text, &error))?;
    let read = de::DeserializeSeed::deserialize(Peek(&mut found), &mut ron);
    match (found, read) {
        (Some(version), _) => Ok(version),
        (None, Err(error)) => Err(explain::syntax(text, &ron.span_error(error))),
        (None, Ok(())) => Err(StoreError::Syntax {
            line: 1,
            column: 1,
            what: "there is no `format: (1, 0)`, so this is no framework".to_owned(),
        }),
    }
}

/// The document as JSON: the names of the file, maps by id, enums externally tagged.
#[must_use]
pub fn json(framework: &Framework) -> String {
    let written = serde_json::to_string_pretty(&v1::Document::from(framework));
    debug_assert!(written.is_ok(), "records are plain data: {written:?}");
    let mut text = written.unwrap_or_default();
    text.push('\n');
    text
}
