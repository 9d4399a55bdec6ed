//! Edits from a script: a RON list of commands.

use super::Command;

/// The most bytes that a script may have: 16 MiB.
const MAX_BYTES: usize = 16 << 20;

/// Why a script cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// Over the limit.
    #[error("it has {0} bytes, and a script has at most 16777216 (16 MiB)")]
    TooLarge(usize),
    /// Not a list of commands.
    #[error("line {line}, column {column}: {what}")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
        /// What is wrong.
        what: String,
    },
}

/// Reads a script.
///
/// # Errors
/// When it is too large or no list of commands.
pub fn read_script(text: &str) -> Result<Vec<Command>, ScriptError> {
    if text.len() > MAX_BYTES {
        return Err(ScriptError::TooLarge(text.len()));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .map_err(|error| ScriptError::Syntax {
            line: error.span.start.line,
            column: error.span.start.col,
            what: error.code.to_string(),
        })
}
