//! How often suggestions are right, on links that others made: `cargo bench --bench accuracy`,
//! with the folder of the data as its argument (`../shared/data` by default). Seeds are fixed.
//!
//! The lowest objectives of each country of UN INFO, and the second level of Senegal's plan, are
//! ranked for the programs that teams linked to them. Codes are taken out of names, `code` and
//! `claims` are emptied, and all links are taken away but those of the programs that are known.
#![expect(clippy::print_stdout, reason = "prints the table")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::import::{self, Format, Options};
use throughline::model::{
    Contribution, Date, Effect, Evidence, Framework, Level, LevelId, Link, Objective, ObjectiveId,
    Program, ProgramId,
};
use throughline::suggest::Suggester;

const ON: Date = Date::constant(2026, 1, 1);
const SEEDS: [u64; 3] = [1, 2, 3];
const SHARES: [f64; 3] = [0.0, 0.2, 0.5];

/// A country with the links that its team made.
struct Country {
    name: String,
    /// Without any link.
    framework: Framework,
    truth: BTreeMap<ProgramId, BTreeSet<ObjectiveId>>,
}

/// A name without a code at its beginning: "Output 1.2.3 - Schools" is "Schools".
fn without_code(name: &str) -> String {
    const LABELS: [&str; 21] = [
        "output",
        "outcome",
        "produit",
        "effet",
        "producto",
        "efecto",
        "produto",
        "resultado",
        "priority",
        "strategic",
        "axe",
        "objectif",
        "result",
        "area",
        "pillar",
        "sp",
        "op",
        "oc",
        "out",
        "prioridad",
        "eixo",
    ];
    let mut rest = name.trim();
    for _ in 0..2 {
        let mut at = rest;
        for _ in 0..2 {
            let end = at.find(|c: char| !c.is_alphabetic()).unwrap_or(at.len());
            let word = at[..end].to_lowercase();
            let label = LABELS.contains(&word.trim_end_matches('s')) || LABELS.contains(&&*word);
            if label || (end > 0 && end <= 4 && word.to_uppercase() == at[..end]) {
                let next = at[end..].trim_start_matches([' ', '.', ':', '#', '-']);
                if next.starts_with(|c: char| c.is_ascii_digit()) || label {
                    at = next;
                }
            }
        }
        let digits = at.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
        let end = digits.unwrap_or(at.len());
        if end == 0 || !at.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        let next = at[end..].trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '.' | ')' | ':' | '-' | '–' | '—')
        });
        if next.trim().is_empty() {
            break;
        }
        rest = next;
    }
    rest.to_owned()
}

/// Takes what gives the answer away out of a framework.
fn bare(framework: &Framework) -> Framework {
    let mut parts = framework.parts().clone();
    for objective in parts.objectives.values_mut() {
        let objective: &mut Objective = Arc::make_mut(objective);
        objective.title = without_code(&objective.title);
        objective.code = None;
    }
    for program in parts.programs.values_mut() {
        let program: &mut Program = Arc::make_mut(program);
        program.title = without_code(&program.title);
        program.claims.clear();
        program.links.clear();
        program.decision = None;
    }
    Framework::from_parts(parts)
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The countries of UN INFO with the links that their teams made to lowest objectives.
fn countries(data: &Path) -> Vec<Country> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(data.join("uninfo"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).expect("read");
        let batch = import::read_bytes(Format::UnInfo, &name, &bytes, ON, &Options::default());
        let (framework, _) = import::framework_of(&batch.expect("it is read")).expect("it fits");
        let higher: BTreeSet<&ObjectiveId> =
            framework.objectives().values().flat_map(|o| o.contributes_to.keys()).collect();
        let lowest = |program: &Program| -> BTreeSet<ObjectiveId> {
            program.links.keys().filter(|id| !higher.contains(id)).cloned().collect()
        };
        let truth: BTreeMap<ProgramId, BTreeSet<ObjectiveId>> = framework
            .programs()
            .iter()
            .map(|(id, program)| (id.clone(), lowest(program)))
            .filter(|(_, objectives)| !objectives.is_empty())
            .collect();
        if !truth.is_empty() {
            all.push(Country { name, framework: bare(&framework), truth });
        }
    }
    all
}

/// Senegal's plan: its axes and their objectives, the programs that ministries tagged to them.
fn senegal(data: &Path) -> Country {
    let folder = data.join("links/senegal");
    let blank = throughline::templates::find("blank").expect("there").framework(1).expect("one");
    let mut parts = blank.parts().clone();
    let level = |id: &str| LevelId::new(id).expect("an id");
    let head = Arc::make_mut(&mut parts.head);
    head.levels = vec![Level::new(level("axe"), "Axe"), Level::new(level("obj"), "Objectif")];
    let all: Vec<_> = rows(&folder.join("objectives.csv"))
        .into_iter()
        .filter(|row| row["framework"] == "DSRP")
        .collect();
    let id = |n: usize| ObjectiveId::new(&format!("o{n:02}")).expect("an id");
    let place = |name: &str| all.iter().position(|row| row["objective_id"] == name);
    for (n, row) in all.iter().enumerate() {
        let of = if row["level"] == "1" { "axe" } else { "obj" };
        let mut objective = Objective::new(row["name"].trim(), level(of));
        if let Some(parent) = place(&row["parent_id"]) {
            objective.contributes_to.insert(id(parent), Contribution::new());
        }
        parts.objectives.insert(id(n), Arc::new(objective));
    }
    let ministries: BTreeSet<String> =
        rows(&folder.join("programs.csv")).into_iter().map(|row| row["ministry"].clone()).collect();
    let ministries: Vec<String> = ministries.into_iter().filter(|m| !m.is_empty()).collect();
    let actor = |n: usize| throughline::model::ActorId::new(&format!("m{n}")).expect("an id");
    for (n, name) in ministries.iter().enumerate() {
        let side = throughline::model::Side::Internal;
        let record = throughline::model::Actor::new(name.as_str(), side);
        parts.actors.insert(actor(n), Arc::new(record));
    }
    for row in rows(&folder.join("programs.csv")) {
        let mut program = Program::new(row["title"].as_str());
        program.description = Some(row["description"].clone()).filter(|d| !d.is_empty());
        program.owner = ministries.iter().position(|m| *m == row["ministry"]).map(actor);
        let id = ProgramId::new(&row["program_id"]).expect("an id");
        parts.programs.insert(id, Arc::new(program));
    }
    let mut truth: BTreeMap<ProgramId, BTreeSet<ObjectiveId>> = BTreeMap::new();
    for row in rows(&folder.join("links.csv")) {
        let program = ProgramId::new(&row["program_id"]).expect("an id");
        if let Some(n) = place(&row["objective_id"]).filter(|n| all[*n]["level"] == "2") {
            truth.entry(program).or_default().insert(id(n));
        }
    }
    Country { name: "Senegal".to_owned(), framework: bare(&Framework::from_parts(parts)), truth }
}

/// A sequence of its own for each country and seed (`SplitMix64`, Steele et al. 2014).
fn shuffled(all: &mut [&ProgramId], name: &str, seed: u64) {
    let mut state = name.bytes().fold(seed, |s, b| s.wrapping_mul(31).wrapping_add(u64::from(b)));
    for place in (1..all.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        all.swap(place, ((mixed ^ (mixed >> 31)) % (place as u64 + 1)) as usize);
    }
}

/// How often the right objective was first, and among the first three, of how many.
#[derive(Default, Clone, Copy)]
struct Hits {
    first: u32,
    three: u32,
    of: u32,
}

impl std::ops::AddAssign for Hits {
    fn add_assign(&mut self, other: Self) {
        self.first += other.first;
        self.three += other.three;
        self.of += other.of;
    }
}

impl std::fmt::Display for Hits {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let percent = |n: u32| 100.0 * f64::from(n) / f64::from(self.of.max(1));
        write!(f, "{:5.1} / {:4.1}", percent(self.first), percent(self.three))
    }
}

fn measure(country: &Country, share: f64, seed: u64) -> Hits {
    let mut programs: Vec<&ProgramId> = country.truth.keys().collect();
    shuffled(&mut programs, &country.name, seed);
    let known = (programs.len() as f64 * share).round() as usize;
    let mut parts = country.framework.parts().clone();
    for &id in &programs[..known] {
        let Some(program) = parts.programs.get_mut(id) else { continue };
        for objective in &country.truth[id] {
            let link = Link::new(Effect::Supports, Evidence::Asserted);
            Arc::make_mut(program).links.insert(objective.clone(), link);
        }
    }
    let suggester = Suggester::new(&Framework::from_parts(parts));
    let mut hits = Hits::default();
    for &id in &programs[known..] {
        let ranked = suggester.ranked(id);
        let right = |objective: &ObjectiveId| country.truth[id].contains(objective);
        hits.of += 1;
        hits.first += u32::from(ranked.first().is_some_and(right));
        hits.three += u32::from(ranked.iter().take(3).any(right));
    }
    hits
}

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let data = given.map_or(here, PathBuf::from);
    if !data.join("uninfo").exists() {
        println!("left out: {} is not there", data.display());
        return;
    }
    let countries = countries(&data);
    let programs: usize = countries.iter().map(|c| c.truth.len()).sum();
    println!("UN INFO: {} countries, {programs} linked programs", countries.len());
    println!("first / first three, in percent");
    for share in SHARES {
        let mut halves = [Hits::default(); 2];
        let seeds = if share == 0.0 { &SEEDS[..1] } else { &SEEDS[..] };
        for (n, country) in countries.iter().enumerate() {
            seeds.iter().for_each(|seed| halves[n % 2] += measure(country, share, *seed));
        }
        let mut all = halves[0];
        all += halves[1];
        let [fitted, other] = halves;
        println!(
            "  {:3.0} % known: {all}   (fitted on {fitted}, the other half {other})",
            share * 100.0
        );
    }
    let senegal = senegal(&data);
    println!("Senegal's plan, level 2: {} linked programs", senegal.truth.len());
    for share in SHARES {
        let seeds = if share == 0.0 { &SEEDS[..1] } else { &SEEDS[..] };
        let mut hits = Hits::default();
        seeds.iter().for_each(|seed| hits += measure(&senegal, share, *seed));
        println!("  {:3.0} % known: {hits}", share * 100.0);
    }
}
