//! Cells as text, and lists in one cell.

use super::book::Cell;
use crate::import::{organisation, text};
use std::borrow::Cow;

/// What stands in a cell, as a spreadsheet program shows it: `16`, not `16.0`.
pub(super) fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty | Cell::Error(_) => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Number(n) => Cow::Owned(n.to_string()),
        Cell::Date(date) => Cow::Owned(date.to_string()),
        Cell::Bool(yes) => Cow::Borrowed(if *yes { "yes" } else { "no" }),
    }
}

/// Whether a cell says nothing: empty, "n/a", "-".
pub(super) fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty | Cell::Error(_) => true,
        // Words that say nothing are short; the long texts of a table are many.
        Cell::Text(text) if text.len() > 40 => !text.chars().any(char::is_alphanumeric),
        Cell::Text(text) => !text::says(text),
        Cell::Number(_) | Cell::Date(_) | Cell::Bool(_) => false,
    }
}

/// The items of a list in a cell, plain and on one line each; what says nothing is left out.
///
/// Without `separators` these are line ends (with or without "- " before each item), `|` and `;`;
/// commas only where every item is a code or a country.
pub(super) fn items(cell: &Cell, separators: &[String]) -> Vec<String> {
    let whole = text::plain(&text(cell));
    let mut parts = vec![whole.as_str()];
    let divide = |parts: Vec<&str>, by: &str| -> Vec<String> {
        parts.iter().flat_map(|part| part.split(by)).map(str::to_owned).collect()
    };
    let owned;
    if separators.is_empty() {
        let mark = ['\n', '|', ';'].into_iter().find(|mark| whole.contains(*mark));
        match mark {
            Some(mark) => parts = whole.split(mark).collect(),
            None if whole.contains(',') && whole.split(',').all(is_code) => {
                parts = whole.split(',').collect();
            }
            None => {}
        }
    } else {
        let mut all = vec![whole.clone()];
        for by in separators.iter().filter(|by| !by.is_empty()) {
            all = divide(all.iter().map(String::as_str).collect(), by);
        }
        owned = all;
        parts = owned.iter().map(String::as_str).collect();
    }
    let several = parts.len() > 1;
    let plain = parts.into_iter().map(|part| {
        let part = text::one_line(part);
        // A bullet before an item; a minus before a word is none.
        let bullet =
            part.strip_prefix(['-', '–', '•', '*']).filter(|rest| several || rest.starts_with(' '));
        bullet.map_or(part.clone(), |rest| rest.trim().to_owned())
    });
    let mut kept: Vec<String> = Vec::new();
    for item in plain.filter(|item| text::says(item)) {
        kept.push(item);
    }
    kept
}

/// Whether a part of a text is a sector's or a country's code, or a country.
fn is_code(part: &str) -> bool {
    let part = part.trim();
    let digits = matches!(part.len(), 3 | 5) && part.bytes().all(|b| b.is_ascii_digit());
    digits || organisation::country(part).is_some()
}

/// A text without e-mail addresses, and whether there were any: they are of persons.
pub(super) fn without_addresses(text: String) -> (String, bool) {
    if !text.contains('@') {
        return (text, false);
    }
    let mut out = String::with_capacity(text.len());
    let mut found = false;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_address(bare) {
            found = true;
            let line_end = word.ends_with('\n') && !out.ends_with('\n');
            out.push_str(if line_end { "\n" } else { "" });
        } else {
            out.push_str(word);
        }
    }
    (out.trim().to_owned(), found)
}

/// Whether a word is an e-mail address.
pub(super) fn is_address(word: &str) -> bool {
    let Some((name, host)) = word.rsplit_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split() {
        for (cell, expected) in [
            ("a|b", vec!["a", "b"]),
            ("a; b ;", vec!["a", "b"]),
            (" - x\n - y, z", vec!["x", "y, z"]),
            ("x<br>y", vec!["x", "y"]),
            ("Health, general", vec!["Health, general"]),
            ("15220, 15130", vec!["15220", "15130"]),
            ("AFG,JOR", vec!["AFG", "JOR"]),
            ("Mali, Niger", vec!["Mali", "Niger"]),
            ("n/a", vec![]),
            ("- one", vec!["one"]),
            ("-5", vec!["-5"]),
        ] {
            assert_eq!(items(&Cell::Text(cell.into()), &[]), expected, "{cell}");
        }
        let by = [",".to_owned(), " and ".to_owned()];
        assert_eq!(items(&Cell::Text("a, b and c".into()), &by), ["a", "b", "c"]);
    }

    #[test]
    fn addresses_are_taken_out() {
        let (text, found) = without_addresses("Ask (a.b@example.org) or c@d.org, now".to_owned());
        assert!(found && !text.contains('@') && text.starts_with("Ask") && text.ends_with("now"));
        assert_eq!(without_addresses("5 @ 3".to_owned()), ("5 @ 3".to_owned(), false));
    }

    #[test]
    fn numbers_are_shown_as_a_spreadsheet_shows_them() {
        assert_eq!(text(&Cell::Number(16.0)), "16");
        assert_eq!(text(&Cell::Number(0.5)), "0.5");
        assert_eq!(text(&Cell::Text("007".into())), "007");
    }
}
