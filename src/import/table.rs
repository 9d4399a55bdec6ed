//! Tables: CSV and TSV, Excel (XLSX), OpenDocument (ODS).

mod book;
mod ods;
mod xlsx;

use super::{Batch, ImportError, Options, Progress, SourceFile};
use serde::{Deserialize, Serialize};

/// stub
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    pub source: String,
    pub sheet: Option<String>,
    pub header_row: Option<usize>,
}
impl Mapping {
    pub fn set(&mut self, _: &str, _: usize, _: Role) {}
}
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    Ignore,
}
impl Role {
    pub fn choices() -> Vec<Role> {
        vec![]
    }
    pub fn title(&self) -> &str {
        ""
    }
    pub fn is_read(&self) -> bool {
        true
    }
}
pub enum Known {
    Given,
    BuiltIn(&'static str),
    Remembered(String),
    Guessed,
}
pub enum Guess {
    Mapping,
    Name,
    Content,
    None,
}
pub struct SheetLook {
    pub name: String,
}
pub struct ColumnLook {
    pub name: String,
    pub samples: Vec<String>,
    pub role: Role,
    pub guess: Guess,
}
pub struct Look {
    pub sheets: Vec<SheetLook>,
    pub mapping: Mapping,
    pub known: Known,
    pub columns: Vec<ColumnLook>,
    pub notes: Vec<String>,
    pub rows: usize,
    pub programs: usize,
}
#[derive(Clone)]
pub struct Opened {}
pub fn open(_: &mut SourceFile, _: &Progress) -> Result<Opened, ImportError> {
    Ok(Opened {})
}
pub fn read_mapping(_: &str) -> Result<Mapping, ImportError> {
    Ok(Mapping::default())
}
pub fn write_mapping(_: &Mapping) -> String {
    String::new()
}
impl Opened {
    pub fn look(&self, _: &Options) -> Look {
        panic!()
    }
    pub fn look_with(&self, _: &Mapping, _: &Options) -> Look {
        panic!()
    }
    pub fn batch(&self, _: &Mapping, _: &Options, _: &Progress) -> Result<Batch, ImportError> {
        Err(ImportError::Cancelled)
    }
}

/// Whether a file seems to be a table, by its first bytes or its name.
pub(super) fn looks_like(head: &[u8], file_name: &str) -> bool {
    let ending = file_name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    let office = head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xD0\xCF\x11\xE0");
    let named = ["csv", "tsv", "tab", "xlsx", "xlsm", "xls", "ods"];
    office || ending.is_some_and(|e| named.contains(&e.as_str()))
}

/// Reads a table.
pub(super) fn read(
    _file: &mut SourceFile,
    _options: &Options,
    _progress: &Progress,
) -> Result<Batch, ImportError> {
    Err(ImportError::Unreadable("not yet".to_owned()))
}
