//! What is wrong with a text that is not RON, or no framework, in the words of people who write
//! documents and not programs. What ron says itself stands where it is clear enough.

use super::StoreError;
use ron::error::{Error, SpannedError};

/// Makes an error of what ron found in a text.
pub(super) fn syntax(text: &str, error: &SpannedError) -> StoreError {
    let start = &error.span.start;
    let here = text.lines().nth(start.line.saturating_sub(1)).unwrap_or_default();
    let conflict = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| here.starts_with(mark));
    let what = if text.trim().is_empty() {
        "the file is empty".to_owned()
    } else if conflict {
        "here stands a conflict that version control could not merge: keep one of the two sides"
            .to_owned()
    } else {
        explain(&error.code)
    };
    StoreError::Syntax { line: start.line, column: start.col, what }
}

fn explain(error: &Error) -> String {
    let within = |outer: &Option<String>| {
        outer.as_ref().map_or_else(String::new, |name| format!(" in {name}"))
    };
    let plain = match error {
        Error::ExpectedNamedStructLike("Framework") => {
            "this is no framework: `Framework(` is expected here"
        }
        Error::ExpectedDifferentStructName { expected: "Framework", found } => {
            return format!("this is no framework: `Framework(` is expected here, not `{found}`");
        }
        Error::MissingStructField { field, outer } => {
            return format!("the field `{field}` is missing{}", within(outer));
        }
        Error::DuplicateStructField { field, outer } => {
            let within = within(outer);
            return format!("the field `{field}` is there twice{within}: keep one of the two");
        }
        Error::NoSuchExtension(name) => {
            return format!("the extension `{name}` is not known; only `implicit_some` is used");
        }
        Error::Message(text) if text.starts_with("failed to parse") => {
            "this is no date; a date is written \"2025-06-30\""
        }
        Error::Message(text) if text.starts_with("parsed date is not valid") => {
            "there is no such day; a date is written \"2025-06-30\""
        }
        Error::Eof => "the text ends too early; a part of it is missing",
        Error::TrailingCharacters => "there is more text after the end of the framework",
        Error::ExceededRecursionLimit => "it is nested too deeply",
        Error::ExpectedString => "a text in double quotes is expected here",
        Error::ExpectedStringEnd => "the text that begins here has no closing quote",
        Error::UnclosedBlockComment => "the comment that begins here (/*) has no end (*/)",
        Error::ExpectedMap => "a map { key: value, … } is expected here",
        Error::ExpectedArray => "a list [ … ] is expected here",
        Error::ExpectedBoolean => "true or false is expected here",
        Error::ExpectedIdentifier => "the name of a field is expected here",
        Error::ExpectedComma => "a comma is missing here",
        Error::ExpectedMapColon => "a colon is missing here",
        Error::IntegerOutOfBounds => "the number is negative or too large",
        Error::InvalidEscape(_) => "this is no escape; a backslash itself is written \\\\",
        other => return other.to_string(),
    };
    plain.to_owned()
}
