//! The headings of our own tables, and cells as texts.

use super::cells::{continued, unguarded};
use crate::import::table::book::Cell;
use std::collections::BTreeMap;

/// The columns that are read or, being for people only, known.
const KNOWN: [&str; 37] = [
    super::ID,
    "title",
    "description",
    "identifiers",
    "related",
    "owner",
    "owner_name",
    "implementing",
    "implementing_names",
    "funding",
    "funder_names",
    "amount",
    "currency",
    "currency_implied",
    "basis",
    "status",
    "status_name",
    "from",
    "to",
    "sectors",
    "sector_names",
    "dimensions",
    "markers",
    "locations",
    "part_of",
    "claims",
    "standing",
    "link_shown",
    "links",
    "suggestions",
    "objective_codes",
    "objective_titles",
    "decision",
    "depends_on",
    "reply",
    "source_file",
    "source_format",
];

/// The rest of them.
const SOURCE: [&str; 3] = ["source_row", "source_on", "source_gone"];

/// Where each column is.
pub(super) struct Header {
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Header {
    pub(super) fn new(cells: &[Cell]) -> Self {
        let columns: Vec<String> =
            cells.iter().map(|cell| text(cell).unwrap_or_default().trim().to_owned()).collect();
        let mut places = BTreeMap::new();
        for (at, column) in columns.iter().enumerate() {
            places.entry(column.clone()).or_insert(at);
        }
        Self { columns, places }
    }

    /// The headings as they stand.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The headings that say nothing to us.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        let base = |column: &str| match column.rsplit_once(" (") {
            Some((base, number)) if number.ends_with(')') => base.to_owned(),
            _ => column.to_owned(),
        };
        self.columns.iter().map(String::as_str).filter(move |column| {
            let base = base(column);
            let translated = base.starts_with("title_") || base.starts_with("description_");
            !base.is_empty()
                && !translated
                && !KNOWN.contains(&base.as_str())
                && !SOURCE.contains(&base.as_str())
        })
    }

    /// The languages that titles and descriptions are translated into.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| {
            let language =
                column.strip_prefix("title_").or_else(|| column.strip_prefix("description_"))?;
            (!language.contains(' ')).then_some(language)
        })
    }

    /// The text of a row in a column and in those that continue it; empty where there is none.
    pub(super) fn text(&self, cells: &[Cell], column: &str) -> String {
        let mut whole = String::new();
        for piece in 0.. {
            let Some(&at) = self.places.get(&continued(column, piece)) else { break };
            whole.push_str(&cells.get(at).and_then(text).unwrap_or_default());
        }
        whole
    }

    /// The formula of a row that failed in a column, if one did.
    pub(super) fn error<'a>(&self, cells: &'a [Cell], column: &str) -> Option<&'a str> {
        match cells.get(*self.places.get(column)?)? {
            Cell::Error(error) => Some(error),
            _ => None,
        }
    }
}

/// A cell as text, without its guard and without what no document may hold; none where it is
/// empty.
pub(super) fn text(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Empty | Cell::Error(_) => None,
        Cell::Text(text) => Some(exact(unguarded(text))),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Date(date) => Some(date.to_string()),
        Cell::Bool(true) => Some("yes".to_owned()),
        Cell::Bool(false) => Some("no".to_owned()),
    }
}

/// A text as it is, but for control characters, which spreadsheets may bring in.
fn exact(text: &str) -> String {
    if !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t') {
        return text.to_owned();
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
