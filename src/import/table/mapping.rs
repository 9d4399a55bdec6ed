//! How the columns of a table are read: kept as a small RON file, so that the next table of the
//! same kind is read the same way.
//!
//! ```ron
//! Mapping(
//!     name: "Ministry of Planning, quarterly list",
//!     columns: {"Code": Identifier, "Intitulé": Title, "Montant (M FCFA)": Budget},
//!     date_order: DayMonth,
//!     unit: 1000000,
//!     currency: "XOF",
//! )
//! ```
//!
//! All but `columns` may be left out.

use super::role::Role;
use crate::import::{ImportError, text};
use crate::model::{Currency, Table};
use serde::{Deserialize, Serialize};

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rows {
    /// What they seem to be: programs where no identifier repeats, else parts of programs.
    #[default]
    Found,
    /// One program each; an identifier that repeats is a fault, and the first row stands.
    Programs,
    /// Flows, years, places or partners of programs: those of one identifier are one program.
    Grouped,
}

/// What becomes of the money of rows that are one program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Money {
    /// Taken once where all rows repeat the same amount and are no flows, else added.
    #[default]
    Found,
    /// Added.
    Sum,
    /// Added, each funder's amount once: rows repeat it for each place or objective.
    Funders,
    /// Taken once: that of the first row that has one.
    Once,
}

/// In which order dates such as 3/4/2012 are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// 3 April.
    DayMonth,
    /// March 4.
    MonthDay,
}

/// Which mark stands before the cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1,200.50`
    Point,
    /// `1.200,50` or `1 200,50`
    Comma,
}

/// How a table is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The word that, with a program's identifier, makes its id: tables of one source must have
    /// the same. Made from the columns' names where it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The sheet; absent, the one that looks most like a table of programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row that the columns' names stand in, as a spreadsheet program counts; absent, found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// How many rows under the names are no data: an explanation of the columns, for one.
    #[serde(skip_serializing_if = "is_default")]
    pub skip_rows: u32,
    /// The roles of the columns, by name. A column that is not named here is not taken. Of
    /// several columns of one kind of money, date or identifier the first that is filled counts.
    pub columns: Table<String, Role>,
    /// The columns that identify a program, best first: the first that is filled is taken.
    /// Absent, all that are identifiers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Columns within which an identifier is unique: the donor, where numbers are the donors'.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// What the rows are.
    #[serde(skip_serializing_if = "is_default")]
    pub rows: Rows,
    /// What becomes of the money of rows that are one program.
    #[serde(skip_serializing_if = "is_default")]
    pub money: Money,
    /// Whether several columns of the same kind of money are added: amounts of years, for one.
    #[serde(skip_serializing_if = "is_default")]
    pub add_columns: bool,
    /// The order of day and month; absent, told by each column's dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// The decimal mark; absent, told by the amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// What amounts are counted in: 1000000 where they are in millions; absent, as the columns'
    /// names say, else 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<u64>,
    /// The currency of amounts where neither a column nor a name says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What stands between the items of a list in one cell; absent, line ends, `|` and `;`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub separators: Vec<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Mapping {
    /// The role of a column, by its name; spelling (accents, capitals, spaces) does not matter.
    #[must_use]
    pub fn role(&self, column: &str) -> Option<Role> {
        self.columns.get(column).copied().or_else(|| {
            let key = text::key(column);
            let same = |name: &&String| !key.is_empty() && text::key(name) == key;
            self.columns.iter().find(|(name, _)| same(name)).map(|(_, role)| *role)
        })
    }

    /// Whether it was made for a table of these columns: it names what they are, and at least
    /// four in five of the columns that it names are there.
    pub(super) fn fits(&self, columns: &[String]) -> bool {
        let there = |name: &str| {
            let key = text::key(name);
            columns.iter().any(|c| c == name || (!key.is_empty() && text::key(c) == key))
        };
        let needed = |role: Role| matches!(role, Role::Identifier | Role::Title);
        let read = || self.columns.iter().filter(|(_, role)| role.is_read());
        let found = read().filter(|(name, _)| there(name)).count();
        found > 0
            && found * 5 >= read().count() * 4
            && read().all(|(name, role)| !needed(*role) || there(name))
    }
}

/// The most bytes that a mapping file may have.
const MAX_MAPPING: usize = 1 << 20;

fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_default_extension(ron::extensions::Extensions::UNWRAP_NEWTYPES)
}

/// Reads a mapping file.
///
/// # Errors
/// When it is not RON, or not a mapping.
pub fn read_mapping(text: &str) -> Result<Mapping, ImportError> {
    const CURE: &str =
        "mend that place in a text editor, or save the mapping again from the import dialog";
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_MAPPING {
        return Err(ImportError::Refused {
            place: "the mapping".into(),
            cause: format!("it has {} bytes, and a mapping has at most 1048576", text.len()),
            cure: "choose a mapping file; the table itself is named before it",
        });
    }
    options().from_str(text).map_err(|error| ImportError::Refused {
        place: format!(
            "the mapping, line {}, column {}",
            error.span.start.line, error.span.start.col
        ),
        cause: error.code.to_string(),
        cure: CURE,
    })
}

/// Writes a mapping file; what is at its default is left out.
#[must_use]
pub fn write_mapping(mapping: &Mapping) -> String {
    let config = ron::ser::PrettyConfig::new()
        .new_line("\n")
        .indentor("    ")
        .struct_names(true)
        .escape_strings(false)
        .compact_arrays(true);
    let written = options().to_string_pretty(mapping, config);
    debug_assert!(written.is_ok(), "a mapping is plain data: {written:?}");
    let mut text = written.unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_file_by_hand_is_enough_and_comes_back() {
        let text = r#"Mapping(columns: {"Code": Identifier, "Titre (anglais)": TitleIn("en"), "Genre": Marker("1")}, unit: 1000000, currency: "XOF", date_order: DayMonth)"#;
        let mapping = read_mapping(text).expect("a mapping");
        assert_eq!(mapping.role("CODE "), Some(Role::Identifier));
        assert_eq!(mapping.role("titre (Anglais)").map(Role::name), Some("TitleIn"));
        let written = write_mapping(&mapping);
        assert_eq!(read_mapping(&written), Ok(mapping), "{written}");
        assert!(!written.contains("skip_rows"), "{written}");
    }

    #[test]
    fn faults_are_named_with_their_place() {
        for (text, word) in [
            ("Mapping(columns: {\"A\": Titel})", "line 1, column"),
            ("Mapping(columns: {\"A\": Title, \"A\": Owner})", "twice"),
            ("Mapping(colums: {})", "colums"),
            ("", "line 1"),
        ] {
            let error = read_mapping(text).expect_err(text).to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn mappings_fit_the_columns_they_were_made_for() {
        let mapping = read_mapping(
            r#"Mapping(columns: {"Code": Identifier, "Titre": Title, "Budget": Budget, "Note": Ignore, "Lieu": Location, "Secteur": Sector})"#,
        )
        .expect("a mapping");
        let columns = |all: &str| all.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(mapping.fits(&columns("Titre,CODE,Budget,Lieu,Secteur")));
        assert!(mapping.fits(&columns("Titre,Code,Budget,Lieu,Nouveau")));
        assert!(!mapping.fits(&columns("Code,Budget,Lieu,Secteur")), "no title");
        assert!(!mapping.fits(&columns("Titre,Code,Budget")));
    }
}
