//! Objectives that a source names, looked for in the framework: by id, code, URI or title.

use super::super::{Batch, Finding, Named, text};
use crate::model::{
    Effect, Evidence, Framework, Link, Objective, ObjectiveId, ObjectiveStatus, Program, ProgramId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an objective may be called, as it is compared.
struct Names<'a> {
    ids: BTreeMap<String, &'a ObjectiveId>,
    codes: BTreeMap<String, BTreeSet<&'a ObjectiveId>>,
    titles: BTreeMap<String, BTreeSet<&'a ObjectiveId>>,
}

impl<'a> Names<'a> {
    fn new(framework: &'a Framework, batch: &'a Batch) -> Self {
        let mut names =
            Self { ids: BTreeMap::new(), codes: BTreeMap::new(), titles: BTreeMap::new() };
        let new = batch.objectives.iter().filter(|(id, _)| framework.objective(id).is_none());
        for (id, objective) in framework.objectives().iter().chain(new) {
            // An id means that very objective; a code or title, one that still counts.
            names.ids.insert(id.to_string(), id);
            if objective.status != ObjectiveStatus::Retired {
                names.add(id, objective);
            }
        }
        names
    }

    fn add(&mut self, id: &'a ObjectiveId, objective: &Arc<Objective>) {
        if let Some(code) = objective.code.as_deref().map(code).filter(|code| !code.is_empty()) {
            self.codes.entry(code).or_default().insert(id);
        }
        let others = objective.translations.values().filter_map(|t| t.title.as_deref());
        for title in std::iter::once(objective.title.as_str()).chain(others) {
            let key = text::key(title);
            if !key.is_empty() {
                self.titles.entry(key).or_default().insert(id);
            }
        }
    }

    /// The objectives that a word may mean.
    fn of(&self, word: &str) -> Vec<&'a ObjectiveId> {
        let word = word.trim();
        let last = word.rsplit(['#', '/']).next().unwrap_or_default();
        if let Some(id) = self.ids.get(word).or_else(|| self.ids.get(last)) {
            return vec![id];
        }
        // "1.2 Inclusive politics": a title that begins with its code.
        let (head, tail) = word.split_once([' ', ':']).unwrap_or((word, ""));
        let all = |found: &BTreeSet<&'a ObjectiveId>| found.iter().copied().collect();
        self.codes
            .get(&code(word))
            .or_else(|| self.titles.get(&text::key(word)))
            .or_else(|| self.titles.get(&text::key(tail)).filter(|_| is_code(head)))
            .or_else(|| self.codes.get(&code(head)).filter(|_| is_code(head) && !tail.is_empty()))
            .map_or_else(Vec::new, all)
    }
}

/// A code as it is compared: "1.2." and "1.2" are one.
fn code(text: &str) -> String {
    text.trim().trim_end_matches(['.', ':', ')']).to_lowercase()
}

fn is_code(text: &str) -> bool {
    text.len() <= 12 && text.bytes().any(|b| b.is_ascii_digit())
}

/// Adds to programs the links to objectives that their source names; where none or several are
/// meant, the name is quoted. Programs that are not there are passed over.
pub(super) fn resolve(
    framework: &Framework,
    batch: &Batch,
    programs: &mut BTreeMap<ProgramId, Arc<Program>>,
    findings: &mut Vec<Finding>,
) {
    if batch.named.is_empty() {
        return;
    }
    let names = Names::new(framework, batch);
    let mut missing: BTreeMap<String, usize> = BTreeMap::new();
    for named in &batch.named {
        let Some(program) = programs.get_mut(&named.program) else { continue };
        let meant = named.words.iter().map(|w| names.of(w)).find(|all| !all.is_empty());
        let meant = meant.unwrap_or_default();
        if let [objective] = meant[..] {
            let program = Arc::make_mut(program);
            let link = named.link.clone().unwrap_or_else(|| asserted(program));
            program.links.entry(objective.clone()).or_insert(link);
        } else if named.claim {
            findings.push(claim(Arc::make_mut(program), named, &meant));
        } else if meant.is_empty() {
            *missing.entry(quoted(named)).or_default() += 1;
        } else {
            findings.push(several(program, named, &meant));
        }
    }
    // Results and keywords may be anything, so they are told together.
    if !missing.is_empty() {
        let names: Vec<String> = missing.keys().map(|name| format!("\"{name}\"")).collect();
        findings.push(Finding {
            code: "I10",
            place: "results and tags".to_owned(),
            message: format!(
                "{} names of results and tags are none of an objective: {}",
                missing.len(),
                super::super::gather::list(&names)
            ),
            hint: "they link nothing; give an objective that code or title if one is meant"
                .to_owned(),
        });
    }
}

/// The link that a source means that says no more: the owner says so.
fn asserted(program: &Program) -> Link {
    let mut link = Link::new(Effect::Supports, Evidence::Asserted);
    link.by.clone_from(&program.owner);
    link.on = program.source.as_ref().and_then(|s| s.on);
    link.note = program.source.as_ref().map(|s| format!("named in {}", s.file));
    link
}

/// What the source says, as it is quoted: its words but URIs, each once.
fn quoted(named: &Named) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in named.words.iter().map(|w| w.trim()) {
        let uri = word.contains("://") || word.starts_with("urn:");
        if !word.is_empty() && !uri && !words.contains(&word) {
            words.push(word);
        }
    }
    match words[..] {
        [] => named.words.first().cloned().unwrap_or_default(),
        [one] => one.to_owned(),
        _ => words.join(" "),
    }
}

fn claim(program: &mut Program, named: &Named, meant: &[&ObjectiveId]) -> Finding {
    let name = quoted(named);
    if !program.claims.contains(&name) {
        program.claims.push(name);
    }
    if meant.is_empty() {
        Finding {
            code: "I01",
            place: named.place.clone(),
            message: format!(
                "\"{}\" names the objective \"{}\", which this framework lacks",
                text::short(&program.title, 80),
                text::short(&quoted(named), 120)
            ),
            hint: "it is kept as a claim; add the objective, or link the program by hand"
                .to_owned(),
        }
    } else {
        several(program, named, meant)
    }
}

fn several(program: &Program, named: &Named, meant: &[&ObjectiveId]) -> Finding {
    let ids: Vec<String> = meant.iter().map(ToString::to_string).collect();
    Finding {
        code: "I02",
        place: named.place.clone(),
        message: format!(
            "\"{}\" names the objective \"{}\", and {} bear that name: {}",
            text::short(&program.title, 80),
            text::short(&quoted(named), 120),
            meant.len(),
            super::super::gather::list(&ids)
        ),
        hint: "link the program to the one that is meant".to_owned(),
    }
}
