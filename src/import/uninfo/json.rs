//! The shape of a UN INFO export: strict where nothing can be read without it, lenient row by row.
//!
//! The framework is typed, so that `serde_json` gives line and column. A project is a row of
//! cells of any type, so that a bad one does not stop the good ones. Keys that are not used here
//! are skipped unread, whatever is in them.

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The whole file.
#[derive(serde::Deserialize)]
pub(super) struct Export {
    /// The workspace's number, which publishes the ids in the file.
    #[serde(default)]
    pub workspace_id: Cell,
    /// The country's name.
    #[serde(default)]
    pub name: Cell,
    /// The objectives at the first level.
    pub framework: Option<Vec<Node>>,
    /// The rows.
    pub projects: Option<Vec<Row>>,
}

/// An objective, with those below it.
#[derive(serde::Deserialize)]
pub(super) struct Node {
    /// Its number or text, unique in the workspace.
    pub id: Cell,
    /// Its own code, which may or may not repeat its parent's.
    #[serde(default)]
    pub code: Cell,
    /// Its name, as the rows' `outcome` quotes it.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// The objectives that contribute to it.
    pub children: Option<Vec<Node>>,
}

/// One value of any type.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    /// Not there, or `null`.
    #[default]
    Absent,
    /// A text.
    Text(String),
    /// A number, as it is written shortest.
    Number(String),
    /// Something else, and what.
    Other(&'static str),
}

impl Cell {
    /// The text of a cell that may hold a text or a number, such as an id.
    pub(super) fn label(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// What is in it, for a message.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Absent => "nothing".to_owned(),
            Self::Text(text) => {
                format!(
                    "the text \"{}\"",
                    crate::import::text::short(&text.escape_debug().to_string(), 60)
                )
            }
            Self::Number(number) => {
                format!("the number {}", crate::import::text::short(number, 60))
            }
            Self::Other(what) => (*what).to_owned(),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Cell;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Cell, E> {
                Ok(Cell::Absent)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Cell, E> {
                Ok(Cell::Other("true or false"))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
                Ok(Cell::Number(number.to_string()))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
                Ok(Cell::Number(number.to_string()))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
                // Shortest text that gives the same number, never with an exponent: what the
                // file says, for any sum of money.
                Ok(Cell::Number(number.to_string()))
            }
            fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Cell, E> {
                Ok(Cell::Text(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Cell::Other("a list"))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Other("an object"))
            }
        }
        from.deserialize_any(Any)
    }
}

/// A row of `projects`.
#[derive(Default)]
pub(super) struct Row {
    /// What the row is instead of an object, if it is none.
    pub not: Option<&'static str>,
    /// The project's number.
    pub id: Cell,
    /// The agency whose share of the project the row is.
    pub agency: Cell,
    /// The project's code.
    pub code: Cell,
    /// Its name.
    pub name: Cell,
    /// What it does.
    pub description: Cell,
    /// Its first day.
    pub start: Cell,
    /// Its last day.
    pub end: Cell,
    /// The first 200 characters of the name of its objective.
    pub outcome: Cell,
    /// The money it needs through this agency.
    pub required: Cell,
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Row;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut row = Row::default();
                while let Some(key) = map.next_key::<String>()? {
                    let place = match key.as_str() {
                        "id" => &mut row.id,
                        "agency" => &mut row.agency,
                        "code" => &mut row.code,
                        "name" => &mut row.name,
                        "description" => &mut row.description,
                        "start" => &mut row.start,
                        "end" => &mut row.end,
                        "outcome" => &mut row.outcome,
                        "required" => &mut row.required,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    *place = map.next_value()?;
                }
                Ok(row)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Row, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Row { not: Some("a list"), ..Row::default() })
            }
            fn visit_unit<E: de::Error>(self) -> Result<Row, E> {
                Ok(Row { not: Some("nothing (null)"), ..Row::default() })
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Row, E> {
                Ok(Row { not: Some("true or false"), ..Row::default() })
            }
            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Row, E> {
                Ok(Row { not: Some("a number"), ..Row::default() })
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Row, E> {
                Ok(Row { not: Some("a number"), ..Row::default() })
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Row, E> {
                Ok(Row { not: Some("a number"), ..Row::default() })
            }
            fn visit_str<E: de::Error>(self, _: &str) -> Result<Row, E> {
                Ok(Row { not: Some("a text"), ..Row::default() })
            }
        }
        from.deserialize_any(Fields)
    }
}
