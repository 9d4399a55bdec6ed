//! IATI activities (XML), versions 1.01 to 2.03.

use super::{Batch, ImportError, Options, Progress, SourceFile};

/// Whether a file seems to be XML.
pub(super) fn looks_like(head: &[u8], _file_name: &str) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    head.trim_ascii_start().first() == Some(&b'<')
}

/// Reads IATI activities.
pub(super) fn read(
    _file: &mut SourceFile,
    _options: &Options,
    _progress: &Progress,
) -> Result<Batch, ImportError> {
    Err(ImportError::Unreadable("not yet".to_owned()))
}
