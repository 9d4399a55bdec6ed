//! An outside portfolio measured against a framework: by the library and by the command, which
//! only reads the framework.

use serde_json::Value;
use std::path::{Path, PathBuf};
use throughline::analysis::{Relation, analyze};
use throughline::export::report::About;
use throughline::export::{measured, portfolio};
use throughline::import::{Batch, Choices, Format, Options, read_bytes};
use throughline::measure::{Accepted, Measured, Portfolio};
use throughline::model::{Date, Framework, ObjectiveId, ProgramId};
use throughline::store;

const ON: Date = Date::constant(2025, 6, 1);

/// A framework with two lowest objectives, one of them backed by the country, and a program of
/// its own.
const FRAMEWORK: &str = r#"#![enable(implicit_some)]
Framework(format: (1, 0), id: "fw-m", title: "Compact", currency: "USD", country: "ML",
  period: (from: "2024-01-01", to: "2028-12-31"), vision: "Peace",
  levels: [(id: "so", title: "Goal"), (id: "op", title: "Output")],
  actors: { "gov": (name: "Ministry", side: Internal, core_group: true, family: "ML"),
            "undp": (name: "UNDP", side: External, kind: "40", family: "UN") },
  objectives: {
    "so1": (title: "Peace in the districts", level: "so", code: "1"),
    "op1": (title: "Councils settle disputes over land", level: "op", code: "1.1",
            contributes_to: { "so1": () }, positions: { "gov": (stance: Endorse) }),
    "op2": (title: "Girls go to school", level: "op", code: "1.2", contributes_to: { "so1": () }),
  },
  programs: { "prg-old": (title: "Land councils in the north", owner: "undp", budget: (amount: "700"),
              links: { "op1": (effect: Supports, evidence: Asserted) }) },
)"#;

/// An agency's own table. The third names what the framework lacks, the fifth is cancelled, the
/// sixth was over before the framework began.
const TABLE: &str = "Project ID,Project title,Donor agency,Implementing agency,Objective code,Budget (USD),Status,Start date,End date\n\
A-1,Mediation over land in six districts,Norad,NRC,1.1,1000,Implementation,2025-01-01,2026-12-31\n\
A-2,Schools for girls in Mopti,Norad,NRC,,3000,Implementation,2025-01-01,2026-12-31\n\
A-3,Rice seed,Norad,NRC,9.9,500,Implementation,2025-01-01,2026-12-31\n\
A-4,Land disputes and councils,Norad,NRC,,250,Implementation,2025-01-01,2026-12-31\n\
A-5,Roads,Norad,NRC,1.2,9000,Cancelled,2025-01-01,2026-12-31\n\
A-6,Wells,Norad,NRC,1.2,800,Closed,2015-01-01,2017-12-31\n";

fn framework() -> Framework {
    store::read(FRAMEWORK.as_bytes()).expect("a framework").framework
}

fn batch(framework: &Framework, name: &str, bytes: &[u8]) -> Batch {
    read_bytes(Format::Table, name, bytes, ON, &Options::of(framework)).expect("it is read")
}

fn portfolio_of(framework: &Framework, batch: &Batch) -> Portfolio {
    Portfolio::new(framework, &[(batch, &Choices::default())], None).expect("it fits")
}

fn of_table() -> Portfolio {
    let framework = framework();
    portfolio_of(&framework, &batch(&framework, "ours.csv", TABLE.as_bytes()))
}

fn by_title<'a>(measured: &'a Measured, title: &str) -> &'a throughline::measure::Own {
    measured.portfolio.iter().find(|own| own.title.starts_with(title)).expect("it is there")
}

#[test]
fn the_portfolio_has_its_own_deficit_and_the_framework_is_as_it_was() {
    let before = framework();
    let measured = of_table().measure(&Accepted::default());
    assert_eq!(measured.programs, 4);
    assert_eq!((measured.excluded.cancelled, measured.excluded.outside_period), (1, 1));
    assert_eq!(measured.known, 0);
    assert_eq!(measured.standing.linked, 1);
    assert_eq!((measured.deficit.unreviewed, measured.deficit.unresolved), (2, 1));
    assert_eq!((measured.deficit.programs, measured.deficit.share), (3, Some(0.75)));
    assert_eq!(measured.deficit.money.total.to_string(), "4750");
    assert_eq!(measured.deficit.money.no_link_shown.to_string(), "3750");
    // The framework's own single program is linked, and is not the portfolio's.
    assert_eq!(measured.framework_at_bar.asserted.programs, 0);
    assert!(measured.portfolio.iter().all(|own| own.program.as_str() != "prg-old"));
    let links = |title: &str| by_title(&measured, title).links.clone();
    assert_eq!(links("Mediation"), [ObjectiveId::new("op1").expect("an id")]);
    assert_eq!(links("Rice"), []);
    // Largest money first.
    let titles: Vec<&str> = measured.portfolio.iter().map(|own| own.title.as_str()).collect();
    assert_eq!(titles[..2], ["Roads", "Schools for girls in Mopti"]);
    assert_eq!(before, framework());
}

#[test]
fn coherence_is_that_of_the_own_programs_among_those_of_the_framework() {
    let portfolio = of_table();
    let measured = portfolio.measure(&Accepted::default());
    let alignment = &measured.coherence.alignment;
    // Only the linked one supports what the country backs; all four are of an external owner.
    assert_eq!((alignment.holds, alignment.concerns), (1, 4));
    assert!(
        alignment
            .held_back
            .iter()
            .all(|held| { measured.portfolio.iter().any(|own| own.program == held.program) })
    );
    assert_eq!(alignment.held_back.len(), 3);
    let row = &measured.objectives[0];
    // UNDP's program supports the same objective.
    assert_eq!((row.own.programs, row.with_others), (1, 2));
}

#[test]
fn what_the_agency_accepts_counts_as_its_own_assertion() {
    let portfolio = of_table();
    let before = portfolio.measure(&Accepted::default());
    let schools = by_title(&before, "Schools").program.clone();
    let accepted: Accepted =
        [(schools.clone(), [ObjectiveId::new("op2").expect("an id")].into())].into();
    let after = portfolio.measure(&accepted);
    assert_eq!(after.deficit.programs, before.deficit.programs - 1);
    assert_eq!(after.deficit.money.no_link_shown.to_string(), "750");
    assert_eq!(after.deficit.at_bar.documented.programs, 4, "an assertion is no document");
    let whole = portfolio.with(&accepted);
    let program = whole.program(&schools).expect("it is there");
    assert!(program.owner.is_some());
    assert_eq!(program.links[&ObjectiveId::new("op2").expect("an id")].by, program.owner);
}

#[test]
fn a_program_without_a_link_has_suggestions_with_reasons() {
    let measured = of_table().measure(&Accepted::default());
    let land = by_title(&measured, "Land disputes");
    let first = land.suggestions.first().expect("a suggestion");
    assert_eq!(first.objective.as_str(), "op1");
    assert!(first.reasons.iter().any(|reason| reason.to_lowercase().contains("land")));
    assert!(by_title(&measured, "Mediation").suggestions.is_empty(), "it has its link");
}

/// Who measures the framework's own portfolio sees the framework's own figures.
fn measures_itself(framework: &Framework) {
    let analysis = analyze(framework, None);
    let workbook =
        portfolio::xlsx(framework, &analysis, &About::new(framework, ON)).expect("a workbook");
    let batch = batch(framework, "own.xlsx", &workbook);
    let portfolio = portfolio_of(framework, &batch);
    let measured = portfolio.measure(&Accepted::default());
    assert_eq!(measured.programs, analysis.scope.programs);
    assert_eq!(measured.excluded, analysis.scope.excluded);
    assert_eq!(measured.standing, analysis.standing);
    assert_eq!(measured.deficit, analysis.deficit);
    assert_eq!(measured.framework_at_bar, analysis.deficit.at_bar);
    assert_eq!(measured.known as usize, framework.programs().len());
    for relation in Relation::ALL {
        let (own, all) = (measured.coherence.get(relation), analysis.coherence.get(relation));
        assert_eq!(own, all, "{relation:?}");
    }
    assert_eq!(measured.overlaps, analysis.overlaps);
    let cards = analysis.objectives.iter().filter(|(_, card)| card.programs > 0).count();
    assert_eq!(measured.objectives.len(), cards);
}

#[test]
fn a_framework_measured_by_its_own_portfolio_has_its_own_figures() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks/samara.ron");
    measures_itself(&store::open(&file).expect("the sample").framework);
    measures_itself(&framework());
}

#[test]
fn the_workbook_is_measured_again_with_what_was_filled_in() {
    let (framework, portfolio) = (framework(), of_table());
    let measured = portfolio.measure(&Accepted::default());
    let workbook =
        measured::xlsx(&portfolio, &Accepted::default(), &measured, ON).expect("a workbook");
    let mut again = batch(&framework, "ours.xlsx", &workbook);
    assert!(again.findings.iter().all(|f| f.code != "I10"), "its columns are known");
    let same = portfolio_of(&framework, &again);
    let same = same.measure(&Accepted::default());
    assert_eq!((same.standing, &same.deficit), (measured.standing, &measured.deficit));
    // As an official does: what the column "suggestions" says is copied into "links".
    let schools = by_title(&measured, "Schools").program.clone();
    let named = |program: ProgramId| throughline::import::Named {
        program,
        place: "row 3".to_owned(),
        words: vec!["op2".to_owned()],
        claim: true,
        link: None,
    };
    again.named.push(named(schools));
    let filled = portfolio_of(&framework, &again);
    let filled = filled.measure(&Accepted::default());
    assert_eq!(filled.deficit.programs, measured.deficit.programs - 1);
}

#[test]
fn the_page_stands_alone_and_says_what_was_measured() {
    let table = TABLE.replace("Rice seed", "Rice < seed & \"hope\"");
    let mut table = table.replace("Rice < seed & \"hope\"", "\"Rice < seed & \"\"hope\"\"\"");
    table.push_str("A-7,قرى آمنة,Norad,NRC,,10,Implementation,2025-01-01,2026-12-31\n");
    let framework = framework();
    let batch = batch(&framework, "ours.csv", table.as_bytes());
    let portfolio = portfolio_of(&framework, &batch);
    let measured = portfolio.measure(&Accepted::default());
    let page = measured::html(&portfolio.with(&Accepted::default()), &measured, ON);
    for said in [
        "measured against Compact",
        "1 June 2025",
        "Nothing was written to the framework",
        "of its programs show no link: 4 of 5",
        "80%",
        "Programs that show no link (4)",
        "Programs left out of scope (2)",
        "Rice &lt; seed &amp; &quot;hope&quot;",
        "قرى آمنة",
        "Councils settle disputes over land",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    for outside in ["http://", "https://", "<script", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_throughline"));
    let output = command.args(arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_reads_the_framework_and_writes_only_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (file, table, report) = (path("fw.ron"), path("ours.csv"), path("report.html"));
    store::save_bytes(Path::new(&file), FRAMEWORK.as_bytes()).expect("written");
    store::save_bytes(Path::new(&table), TABLE.as_bytes()).expect("written");
    let (code, out, err) = run(&["measure", &file, &table, "--json", "-o", &report]);
    assert_eq!(code, 0, "{err}");
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["programs"], 4);
    assert_eq!(json["deficit"]["share"], 0.75);
    assert_eq!(json["standing"]["unresolved"], 1);
    assert_eq!(json["portfolio"].as_array().map(Vec::len), Some(6));
    assert_eq!(json["portfolio"][0]["excluded"], "cancelled");
    assert_eq!(json["coherence"]["alignment"]["concerns"], 4);
    assert_eq!(json["files"], serde_json::json!(["ours.csv"]));
    assert_eq!(std::fs::read_to_string(&file).expect("read"), FRAMEWORK);
    assert!(std::fs::read_to_string(&report).expect("read").starts_with("<!doctype html>"));

    let (code, out, _) = run(&["measure", &file, &table, "-o", &path("ours.xlsx")]);
    assert_eq!(code, 0);
    assert!(out.contains("No link shown: 75% of programs (3 of 4)"), "{out}");
    let (code, out, err) = run(&["measure", &file, &path("ours.xlsx"), "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let again: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(again["deficit"], json["deficit"]);
}

#[test]
fn the_command_refuses_what_it_cannot_write_or_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (file, table) = (path("fw.ron"), path("ours.csv"));
    store::save_bytes(Path::new(&file), FRAMEWORK.as_bytes()).expect("written");
    store::save_bytes(Path::new(&table), TABLE.as_bytes()).expect("written");
    let (code, _, err) = run(&["measure", &file, &table, "-o", &path("report.docx")]);
    assert!(code == 2 && err.contains(".html or .xlsx"), "{err}");
    let (code, _, err) = run(&["measure", &file, &path("nothing.csv")]);
    assert!(code == 2 && err.contains("nothing.csv"), "{err}");
    let (code, _, err) = run(&["measure", &file]);
    assert!(code == 2 && err.contains("PORTFOLIO"), "{err}");
    let (code, _, err) = run(&["measure", &file, &path("own.xlsx"), "-o", &path("own.xlsx")]);
    assert!(code == 2, "{err}");
}

/// Where others' data is: UN INFO's Mali with an agency's IATI file of another publisher.
#[test]
fn real_portfolios_are_measured_without_a_trace_in_the_framework() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Some(mali) = find(&data.join("uninfo"), "MLI") else { return };
    let bytes = std::fs::read(&mali).expect("read");
    let alone = read_bytes(Format::UnInfo, "MLI.json", &bytes, ON, &Options::default());
    let alone = alone.expect("it is read");
    let (framework, _) = throughline::import::framework_of(&alone).expect("it fits");
    measures_itself(&framework);
    // The same file as an outside portfolio: the objectives that it brings are the framework's,
    // and nothing is added.
    let portfolio = portfolio_of(&framework, &alone);
    let whole = portfolio.with(&Accepted::default());
    assert_eq!(whole.objectives(), framework.objectives());
    assert_eq!(portfolio.measure(&Accepted::default()).programs, 274);
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let stem = |path: &PathBuf| path.file_stem().map(|s| s.to_string_lossy().into_owned());
    files.into_iter().find(|path| stem(path).is_some_and(|s| s.contains(name)))
}
