//! Tables: CSV and TSV, Excel (XLSX), OpenDocument (ODS).

mod book;
mod ods;
mod xlsx;

use super::{Batch, ImportError, Options, Progress, SourceFile};
use serde::{Deserialize, Serialize};

/// How the columns of a table are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {}

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

/// stub
pub fn read_mapping(_: &str) -> Result<Mapping, ImportError> {
    Ok(Mapping {})
}
/// stub
pub fn write_mapping(_: &Mapping) -> String {
    String::new()
}
/// stub
pub struct Opened {}
/// stub
pub struct Look {
    /// stub
    pub mapping: Mapping,
}
/// stub
pub fn open(_: &mut SourceFile, _: &Progress) -> Result<Opened, ImportError> {
    Ok(Opened {})
}
impl Opened {
    /// stub
    pub fn look(&self, _: &Options) -> Look {
        Look { mapping: Mapping {} }
    }
    /// stub
    pub fn batch(&self, _: &Mapping, _: &Options, _: &Progress) -> Result<Batch, ImportError> {
        Err(ImportError::Cancelled)
    }
}
