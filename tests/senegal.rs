//! Senegal's national plan with its portfolio, tagged by the ministry's own staff: imported with
//! the tags, exactly the programs show no link that have no tag in the source.
#![expect(clippy::print_stdout, reason = "says what is left out")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use throughline::analysis::{Standing, analyze};
use throughline::edit::{self, Command, HeadEdit, ObjectiveEdit};
use throughline::import::{self, Format, Options};
use throughline::model::{
    Contribution, Country, Date, Framework, HeadField, Level, LevelId, Objective, ObjectiveId,
    Program,
};

const ON: Date = Date::constant(2026, 11, 24);

fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("left out: {} is not there", path.display());
    None
}

/// The rows of a table by the names of its columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The plan as a framework, made by commands as a group would: axes and their objectives.
fn plan(folder: &Path) -> Framework {
    let blank = throughline::templates::find("blank").expect("a template");
    let mut framework = blank.framework(1).expect("a framework");
    let mut run = |command| drop(edit::run(&mut framework, &command).expect("done"));
    let level = |id: &str, title: &str| Level::new(LevelId::new(id).expect("an id"), title);
    let levels = vec![level("axe", "Axe"), level("obj", "Objectif")];
    run(Command::Framework(HeadEdit::Set(HeadField::Levels(levels))));
    let senegal = Country::new("SN").expect("a country");
    run(Command::Framework(HeadEdit::Set(HeadField::Country(Some(senegal)))));
    let all = rows(&folder.join("objectives.csv"));
    let id = |n: usize| ObjectiveId::new(&format!("o{n}")).expect("an id");
    for (n, row) in all.iter().enumerate() {
        let level = if row["level"] == "1" { "axe" } else { "obj" };
        let mut objective = Objective::new(row["name"].trim(), LevelId::new(level).expect("an id"));
        if let Some(parent) = all.iter().position(|other| other["objective_id"] == row["parent_id"])
        {
            objective.contributes_to.insert(id(parent), Contribution::new());
        }
        run(Command::Objective(id(n), ObjectiveEdit::Add(Box::new(objective))));
    }
    framework
}

fn import(framework: &mut Framework, path: &Path) {
    let bytes = std::fs::read(path).expect("read");
    let name = path.file_name().expect("a name").to_string_lossy();
    let options = Options::of(framework);
    let batch = import::read_bytes(Format::Table, &name, &bytes, ON, &options).expect("it is read");
    let (change, _) = import::plan(framework, &batch);
    framework.apply(&change).expect("it fits");
}

#[test]
fn exactly_the_programs_without_a_tag_show_no_link() {
    let (Some(links), Some(tables)) = (data("links/senegal"), data("tables/SenegalAIMS")) else {
        return;
    };
    let mut framework = plan(&links);
    import(&mut framework, &tables.join("projects.csv"));
    import(&mut framework, &tables.join("projects_ancillary.csv"));

    let tagged: BTreeSet<String> =
        rows(&links.join("links.csv")).into_iter().map(|row| row["program_id"].clone()).collect();
    let source = rows(&links.join("programs.csv"));
    let untagged: BTreeSet<(String, String)> = source
        .iter()
        .filter(|row| !tagged.contains(&row["program_id"]))
        .map(|row| (row["program_id"].clone(), row["title"].trim().to_owned()))
        .collect();
    assert_eq!(untagged.len(), 171);

    let analysis = analyze(&framework, None);
    let row = |program: &Program| (program.identifiers[0].clone(), program.title.clone());
    let of = |keep: fn(Standing) -> bool| -> BTreeSet<(String, String)> {
        let programs = framework.programs().iter().zip(analysis.programs.iter());
        programs.filter(|(_, (_, r))| keep(r.standing)).map(|((_, p), _)| row(p)).collect()
    };
    let orphans = of(Standing::orphan);
    let ids = |all: &BTreeSet<(String, String)>| -> BTreeSet<String> {
        all.iter().map(|(id, _)| id.clone()).collect()
    };
    assert_eq!(ids(&orphans), ids(&untagged));
    assert_eq!(orphans, untagged);
    assert_eq!(analysis.deficit.programs, 171);
}
