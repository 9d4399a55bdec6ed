//! Older formats, and how their documents become those of today.
//!
//! A format that is no longer written keeps its structs in a file of its own (`v1.rs` once there
//! is a 2.0), frozen, with one function: the step from them to the next format's. A document is
//! read as what it is and then taken step by step, so that a step never has to know more than two
//! formats. The tests here fail on a format without a fixture, or one that its step does nothing to.

use super::{StoreError, explain, options, v1};
use serde::de::DeserializeOwned;

/// A document of today's format, however it was read.
pub(super) struct Read {
    /// The document.
    pub document: v1::Document,
    /// The paths of fields that its own format does not know.
    pub unknown: Vec<String>,
}

/// A text as the structs of a format, and the paths of what they do not know.
pub(super) struct Parsed<D> {
    /// The document in that format.
    pub document: D,
    /// The paths of what it does not know.
    pub unknown: Vec<String>,
}

impl<D: Into<v1::Document>> From<Parsed<D>> for Read {
    fn from(Parsed { document, unknown }: Parsed<D>) -> Self {
        Self { document: document.into(), unknown }
    }
}

/// A major format that is no longer written.
#[derive(Clone, Copy)]
pub(super) struct Older {
    /// Its number.
    pub major: u32,
    /// Reads a document of it and takes it to today's format.
    pub read: fn(&str) -> Result<Read, StoreError>,
}

/// All of them, from the first. 1 is the first that was released.
const OLDER: &[Older] = &[
    #[cfg(test)]
    super::v0::OLDER,
];

/// Looks for an older format.
///
/// # Errors
/// When there never was one of that number.
pub(super) fn older(major: u32, minor: u32) -> Result<Older, StoreError> {
    let never = || StoreError::Syntax {
        line: 1,
        column: 1,
        what: format!("there never was a format {major}.{minor}; the first is 1.0"),
    };
    OLDER.iter().find(|older| older.major == major).copied().ok_or_else(never)
}

/// Reads a text as the structs of a format.
///
/// # Errors
/// When it is no document of that format, with line and column.
pub(super) fn parse<D: DeserializeOwned>(text: &str) -> Result<Parsed<D>, StoreError> {
    let mut unknown = Vec::new();
    let mut ron = ron::Deserializer::from_str_with_options(text, &options())
        .map_err(|error| explain::syntax(text, &error))?;
    let document = serde_ignored::deserialize(&mut ron, |path| unknown.push(path.to_string()))
        .and_then(|document| ron.end().map(|()| document))
        .map_err(|error| explain::syntax(text, &ron.span_error(error)))?;
    Ok(Parsed { document, unknown })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    /// The fixtures of a major format, by name: what was written then, and what it is today.
    fn fixtures(major: u32) -> Vec<(String, String)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format");
        let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
            .filter(|(name, _)| {
                name.starts_with(&format!("{major}.")) && !name.ends_with(".today.ron")
            })
            .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn every_older_format_has_a_fixture_and_its_step_runs() {
        assert!(!OLDER.is_empty(), "the test's own format is one");
        for older in OLDER {
            let fixtures = fixtures(older.major);
            assert!(!fixtures.is_empty(), "format {} has no fixture", older.major);
            for (name, text) in fixtures {
                let opened = store::read(text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
                assert!(!opened.read_only(), "{name}: {:?}", opened.why_read_only());
                let from = opened.converted_from.expect("it is older");
                assert_eq!(name, format!("{}.{}.ron", from.0, from.1));
                let today = store::write(&opened.framework);
                let wanted = format!("tests/fixtures/format/{}.{}.today.ron", from.0, from.1);
                let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&wanted);
                let wanted = std::fs::read_to_string(path)
                    .unwrap_or_else(|e| panic!("{wanted}: {e}\n{today}"));
                assert_eq!(today, wanted, "{name}");
                // What was converted is of today, and is not converted again.
                let again = store::read(today.as_bytes()).unwrap();
                assert_eq!((again.framework, again.converted_from), (opened.framework, None));
            }
        }
    }

    #[test]
    fn an_older_format_says_what_it_does_not_know_and_where_it_is_broken() {
        let (_, text) = fixtures(0).remove(0);
        let opened =
            store::read(text.replace("serves: ", "mood: \"x\", serves: ").as_bytes()).unwrap();
        assert_eq!(opened.unknown, ["objectives.oc1.mood", "objectives.oc2.mood"]);
        assert!(opened.read_only());
        let error = store::read(text.replace("\"USD\"", "\"usd\"").as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with("line 6, column "), "{error}");
        let dangling =
            store::read(text.replace("serves: \"so1\"", "serves: \"so9\"").as_bytes()).unwrap();
        assert_eq!(dangling.faults[0].code, "X01");
        assert_eq!(dangling.converted_from, Some((0, 9)));
    }

    #[test]
    fn a_format_that_never_was_is_refused() {
        assert!(older(7, 1).is_err());
        assert!(OLDER.iter().all(|older| older.major < store::FORMAT.0));
        assert!(OLDER.is_sorted_by_key(|older| older.major));
    }
}
