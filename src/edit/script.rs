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
    /// A field that no record has: a slip of the pen that must not pass for nothing said.
    #[error("command {0}: there is no field \"{1}\" here")]
    Unknown(usize, String),
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
/// When it is too large, no list of commands, or names a field that no record has.
pub fn read_script(text: &str) -> Result<Vec<Command>, ScriptError> {
    if text.len() > MAX_BYTES {
        return Err(ScriptError::TooLarge(text.len()));
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let syntax = |error: ron::error::SpannedError| ScriptError::Syntax {
        line: error.span.start.line,
        column: error.span.start.col,
        what: error.code.to_string(),
    };
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let mut ron = ron::Deserializer::from_str_with_options(text, &options).map_err(syntax)?;
    let mut unknown = Vec::new();
    let commands = serde_ignored::deserialize(&mut ron, |path| unknown.push(path.to_string()))
        .and_then(|commands| ron.end().map(|()| commands))
        .map_err(|error| syntax(ron.span_error(error)))?;
    match unknown.first() {
        None => Ok(commands),
        Some(path) => {
            let place = path.split('.').next().and_then(|place| place.parse().ok());
            let field = path.rsplit('.').next().unwrap_or(path);
            Err(ScriptError::Unknown(place.map_or(1, |n: usize| n + 1), field.to_owned()))
        }
    }
}

/// Writes a script that does these commands.
///
/// # Errors
/// When a command cannot be written.
pub fn write_script(commands: &[&Command]) -> Result<String, ron::Error> {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let pretty = ron::ser::PrettyConfig::new().new_line("\n").depth_limit(2);
    let mut text = options.to_string_pretty(&commands, pretty)?;
    text.push('\n');
    Ok(text)
}
