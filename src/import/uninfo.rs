//! UN INFO: a country's cooperation framework with the UN's programs (JSON, by way of
//! open.unfck.org).
//!
//! `framework` is a tree of strategic priorities, outcomes and outputs; `projects` are rows, one a
//! project, agency and objective. A row's `outcome` is the first 200 characters of the name of its
//! objective, trimmed. A name that no objective bears, or that several bear, links nothing, stays
//! in the program's `claims`, and is a finding. Nothing is guessed: two objectives of one name
//! stay two.
//!
//! The framework has no period, since the file does not say one: that of its projects would put
//! programs out of scope. `sdgs`, `totals`, `available` and `spent` are not imported. All ids are
//! made of the format, the workspace and the file's own numbers; those of agencies, which are the
//! same everywhere, of the agency's acronym.

mod agencies;
mod json;
mod label;
mod objectives;
mod programs;

pub(super) use objectives::extra_level;

use super::text::{clean, decode, one_line};
use super::{Batch, Finding, Format, ImportError, Progress, SourceFile, id, plan};
use crate::model::{Country, Head, Table, codelists};
use json::{Cell, Export};
use objectives::Objectives;
use programs::Programs;

/// What the format is called in ids and sources; never changed.
const FORMAT: &str = "uninfo";

/// What it is called in messages.
const NAME: &str = "UN INFO";

/// What a file of it looks like.
const LOOKS: &str = "an export from UN INFO is a JSON object with `workspace_id`, `name`, `framework` (a list of strategic priorities with their `children`) and `projects` (a list of rows)";

/// The levels of a cooperation framework.
const LEVELS: [(&str, &str); 3] =
    [("sp", "Strategic priority"), ("oc", "Outcome"), ("op", "Output")];

/// Whether a file seems to be an export from UN INFO: a JSON object with two of its keys, or one
/// where the name says JSON.
pub(super) fn looks_like(bytes: &[u8], file_name: &str) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return false;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    let keys = ["\"workspace_id\"", "\"projects\"", "\"framework\""];
    let json = file_name.to_ascii_lowercase().rsplit('.').next() == Some("json");
    keys.iter().filter(|key| text.contains(**key)).count() >= if json { 1 } else { 2 }
}

/// Reads an export from UN INFO.
///
/// # Errors
/// When the text is not UTF-8, not JSON, or not such an export.
pub(super) fn read(file: &mut SourceFile, progress: &Progress) -> Result<Batch, ImportError> {
    let bytes = file.bytes(progress)?;
    let text = decode(&bytes, NAME)?;
    let first = text.trim_start().chars().next();
    if let Some(first) = first.filter(|c| *c != '{') {
        let what = format!("it begins with {first:?}, and {LOOKS}");
        let (line, column) = place_of_first(text);
        return Err(ImportError::Syntax { line, column, what });
    }
    let export: Export = serde_json::from_str(text).map_err(|error| ImportError::Syntax {
        // Before its first byte serde_json counts from zero.
        line: error.line().max(1),
        column: error.column().max(1),
        what: what(&error),
    })?;
    let missing = |key| ImportError::MissingKey { key, format: NAME, looks: LOOKS };
    let tree = export.framework.ok_or(missing("framework"))?;
    let rows = export.projects.ok_or(missing("projects"))?;

    let name = export.name.label().map(one_line).filter(|name| !name.is_empty());
    let stem = stem(file.name);
    let publisher =
        export.workspace_id.label().or(name.as_deref()).map_or_else(|| one_line(stem), clean);
    let mut odd = Vec::new();
    for (key, cell) in [("workspace_id", &export.workspace_id), ("name", &export.name)] {
        if !matches!(cell, Cell::Absent) && cell.label().is_none() {
            odd.push(Finding {
                code: "I03",
                place: key.to_owned(),
                message: format!("it is {}, and a text or number is expected", cell.shown()),
                hint: "the file's name is used instead; importing it again under another name \
                       would give new programs"
                    .to_owned(),
            });
        }
    }
    let objectives = Objectives::read(&tree, &publisher);
    let programs = Programs::read(&rows, &publisher, &objectives, file);
    let head = head(name.as_deref(), stem, &publisher, objectives.depth);
    let mut findings = odd;
    let mut rejects = objectives.rejects;
    rejects.extend(programs.rejects);
    findings.extend(objectives.findings);
    findings.extend(programs.findings);
    Ok(Batch {
        part: false,
        format: Format::UnInfo,
        file: plan::file_name(file.name),
        on: file.on,
        head: Some(head),
        actors: programs.actors,
        objectives: objectives.table,
        programs: programs.table,
        elsewhere: Table::default(),
        proposals: Table::default(),
        named: Vec::new(),
        columns: Vec::new(),
        rejects,
        findings,
    })
}

/// Line and column of the first character that is no white space, from 1.
fn place_of_first(text: &str) -> (usize, usize) {
    let blank = &text[..text.len() - text.trim_start().len()];
    let line = 1 + blank.matches('\n').count();
    (line, 1 + blank.rsplit('\n').next().unwrap_or_default().chars().count())
}

/// What serde says, without the place, which stands before it.
fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&end).unwrap_or(&text);
    match error.classify() {
        serde_json::error::Category::Eof => format!("the file ends too early ({text})"),
        serde_json::error::Category::Data => format!("{text}; {LOOKS}"),
        _ => format!("this is not JSON ({text})"),
    }
}

/// A file's name without folder and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// What a new framework is headed with.
fn head(name: Option<&str>, stem: &str, publisher: &str, depth: usize) -> Head {
    let title = format!("{}: UN cooperation framework", name.unwrap_or(stem));
    let extra: Vec<(String, String)> = (LEVELS.len()..depth).map(extra_level).collect();
    let mut levels = LEVELS.to_vec();
    levels.extend(extra.iter().map(|(id, title)| (id.as_str(), title.as_str())));
    let mut head = plan::head(id::bits(FORMAT, publisher, "framework"), one_line(&title), &levels);
    head.country = country(name.unwrap_or_default(), stem);
    head
}

/// The country of that name, else of the file's code of three letters: names vary ("Turkiye").
fn country(name: &str, stem: &str) -> Option<Country> {
    let lower = name.to_lowercase();
    let named = codelists::countries()
        .iter()
        .find(|row| row.name.to_lowercase() == lower || row.french.to_lowercase() == lower);
    let found = named.or_else(|| codelists::country_by_alpha3(&stem.to_ascii_uppercase()))?;
    Country::new(found.alpha2).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_name_or_file() {
        let of = |name, stem| country(name, stem).map(|c| c.to_string());
        assert_eq!(of("Mali", "x").as_deref(), Some("ML"));
        assert_eq!(of("Congo, The Democratic Republic of the", "COD").as_deref(), Some("CD"));
        assert_eq!(of("Samara", "export"), None);
    }

    #[test]
    fn exports_are_recognised() {
        let export = br#"{"workspace_id": 1, "projects": []}"#;
        assert!(looks_like(export, "download"));
        assert!(looks_like(br#" {"projects": ["#, "MLI.JSON"));
        assert!(!looks_like(br#"{"projects": []}"#, "MLI.txt"));
        assert!(!looks_like(br#"[{"workspace_id": 1, "projects": []}]"#, "MLI.json"));
        assert!(!looks_like(b"", "MLI.json"));
    }
}
