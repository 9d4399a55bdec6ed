//! The same file twice, and a changed copy of one whose programs are linked.

use super::*;
use std::fmt::Write;
use std::time::{Duration, Instant};
use throughline::model::Decision;
use throughline::store;

/// What a second import of a file did.
enum Twice {
    /// It has no known format, or is refused.
    Refused,
    /// It has that many programs, and the second time nothing happened.
    Same(u32),
}

/// Imports a file into nothing, then again into what that made: as it was read, and as it is read
/// for that framework a month later.
fn twice(name: &str, bytes: &[u8]) -> Twice {
    let Some(Ok(first)) = read(name, bytes, FIRST, &Options::default()) else {
        return Twice::Refused;
    };
    let (framework, made) = import::framework_of(&first).unwrap();
    assert!(invariants::faults(&framework).is_empty(), "{name}");
    let later = batch(name, bytes, LATER, &Options::of(&framework));
    for again in [&first, &later] {
        let plan = import::Plan::new(&framework, again, false);
        let different = plan.programs.iter().find(|p| p.fate != import::Fate::Same);
        assert!(different.is_none(), "{name}: {different:#?}");
        let (change, summary) = plan.change(&framework, &import::Choices::default());
        assert_eq!(counts(&summary), (0, 0, made.new, 0), "{name}");
        assert!(change.edits.is_empty(), "{name}: {} edits", change.edits.len());
        let others = (summary.objectives, summary.actors, summary.links);
        assert_eq!(others, (0, 0, 0), "{name}");
        let apart = (summary.rejected, summary.elsewhere);
        assert_eq!(apart, (made.rejected, made.elsewhere), "{name}");
    }
    Twice::Same(made.new)
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

/// Large files that a build without optimization leaves out: each kind has another one here.
const LARGE: [&str; 13] = [
    "iati/aiddata_1.04_SenegalAIMS.xml",
    "iati/aiddata_2.03_DRC-AIMS.xml",
    "iati/CAF-ActivityFile-2025-10-10.xml",
    "iati/usaid-bi.xml",
    "iati/usaid-cf.xml",
    "iati/usaid-gn.xml",
    "validator-integration/error_at_70076_in_early_activity.xml",
    "SenegalAIMS/projects.csv",
    "SenegalAIMS/projects_ancillary.csv",
    "tables/crs_crvs.csv",
    "tables/donor_CIDA_Project.xlsx",
    "tables/donor_liechtenstein_export_for_raw.xlsx",
    "fts/fts-2016.xlsx",
];

/// Imports all files of a folder twice; answers how many are refused, and how many are taken.
fn folder_twice(folder: &str) -> Option<(usize, usize)> {
    let mut all = Vec::new();
    files(&shared(folder)?, &mut all);
    let (mut refused, mut taken, mut programs) = (0, 0, 0);
    for path in all {
        if cfg!(debug_assertions) && LARGE.iter().any(|name| path.ends_with(name)) {
            println!("left out without optimization: {}", path.display());
            taken += 1;
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let before = Instant::now();
        match twice(&name, &std::fs::read(&path).unwrap()) {
            Twice::Refused => refused += 1,
            Twice::Same(new) => {
                taken += 1;
                programs += new;
            }
        }
        let took = before.elapsed();
        if took > Duration::from_secs(2) {
            println!("{name}: {took:.1?}");
        }
    }
    println!("{folder}: {refused} refused, {taken} taken twice with {programs} programs");
    Some((refused, taken))
}

#[test]
fn activities_twice_change_nothing() {
    assert!(folder_twice("iati").is_none_or(|seen| seen == (0, 18)));
}

#[test]
fn odd_activities_twice_change_nothing() {
    assert!(folder_twice("iati-conformance").is_none_or(|seen| seen == (24, 92)));
}

/// What is refused are lists of payments and of words, which go with another table.
#[test]
fn tables_twice_change_nothing() {
    assert!(folder_twice("tables").is_none_or(|seen| seen == (11, 14)));
}

#[test]
fn flows_twice_change_nothing() {
    assert!(folder_twice("fts").is_none_or(|seen| seen == (0, 2)));
}

#[test]
fn fixtures_twice_change_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut all = Vec::new();
    for part in ["iati", "tables", "uninfo"] {
        files(&folder.join(part), &mut all);
    }
    let mut programs = 0;
    for path in all {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match twice(&name, &std::fs::read(&path).unwrap()) {
            Twice::Same(new) => programs += new,
            Twice::Refused => panic!("{name} is refused"),
        }
    }
    assert!(programs > 20, "{programs}");
}

/// 60 activities, in place of the real file.
fn small() -> String {
    let of = |n: u32| activity(&format!("XX-DON-1-{n:04}"), &format!("Work {n}"), 1000 + n, "");
    file(&(0..60).map(of).collect::<Vec<_>>())
}

/// The activities of a file, and what stands before and after them.
fn parts(text: &str) -> (String, Vec<String>, String) {
    let end = "</iati-activity>";
    let first = text.find("<iati-activity ").unwrap();
    let last = text.rfind(end).unwrap() + end.len();
    let all = text[first..last].split_inclusive(end).map(str::to_owned).collect();
    (text[..first].to_owned(), all, text[last..].to_owned())
}

fn identifier(activity: &str) -> String {
    let from = activity.find("<iati-identifier>").unwrap() + "<iati-identifier>".len();
    activity[from..].split('<').next().unwrap().trim().to_owned()
}

/// Another title: a word before the one that is there.
fn retitled(activity: &str) -> String {
    let at = activity.find("<title>").unwrap();
    let at = at + activity[at..].find("<narrative").unwrap();
    let at = at + activity[at..].find('>').unwrap() + 1;
    format!("{}Renewed: {}", &activity[..at], &activity[at..])
}

/// A thousand more committed: the first commitment has it.
fn dearer(activity: &str) -> Option<String> {
    let at = activity.find("<transaction-type code=\"2\"/>")?;
    let at = at + activity[at..].find("<value ")?;
    let at = at + activity[at..].find('>')? + 1;
    let end = at + activity[at..].find('<')?;
    let value: rust_decimal::Decimal = activity[at..end].trim().parse().ok()?;
    let more = value + rust_decimal::Decimal::ONE_THOUSAND;
    Some(format!("{}{more}{}", &activity[..at], &activity[end..]))
}

/// What the group has said: all links, decisions, positions and tensions, as they are stored.
fn said(framework: &Framework) -> String {
    let mut all = String::new();
    for (id, program) in framework.programs() {
        let links = serde_json::to_string(&program.links).unwrap();
        let decision = serde_json::to_string(&program.decision).unwrap();
        if !program.links.is_empty() || program.decision.is_some() {
            writeln!(all, "{id} {links} {decision}").unwrap();
        }
    }
    writeln!(all, "{}", serde_json::to_string(framework.objectives()).unwrap()).unwrap();
    writeln!(all, "{}", serde_json::to_string(framework.tensions()).unwrap()).unwrap();
    all
}

/// Objectives, 50 links of three kinds of evidence, a decision, a position and a tension.
fn deliberate(framework: &mut Framework, linked: &[ProgramId], decided: &ProgramId) {
    run(
        framework,
        r#"[Actor("ours", Add((name: "Planning Commission", side: Internal, core_group: true))),
            Objective("peace", Add((title: "Peace", level: "so", code: "1"))),
            Objective("water", Add((title: "Water", level: "oc", code: "1.1"))),
            Objective("water", Place(under: "peace")),
            Objective("peace", Position("ours", (stance: Endorse, on: "2026-11-25"))),
            Tension("pace", Add((title: "Pace", about: [Objective("peace"), Actor("ours")], outcome: Open)))]"#,
    );
    for (at, id) in linked.iter().enumerate() {
        let evidence =
            ["Asserted", "Documented(\"Agreement, p. 4\")", "Confirmed(\"ours\")"][at % 3];
        let objective = if at % 2 == 0 { "water" } else { "peace" };
        run(
            framework,
            &format!(
                "[Program(\"{id}\", Link(\"{objective}\", (effect: Supports, evidence: {evidence}, \
                 share: \"{}\", on: \"2026-11-25\", note: \"said at meeting {at}\")))]",
                10 + at
            ),
        );
    }
    run(
        framework,
        &format!("[Program(\"{decided}\", Decide((kind: Independent, reason: \"humanitarian\")))]"),
    );
}

#[test]
fn links_stand_when_a_changed_copy_is_imported() {
    links_stand(&small());
}

#[test]
fn links_stand_when_usaids_file_comes_again() {
    let Some(path) = shared("iati/usaid-sl.xml") else { return };
    links_stand(&std::fs::read_to_string(path).unwrap());
}

fn links_stand(text: &str) {
    let (head, all, tail) = parts(text);
    let first = batch("usaid.xml", text.as_bytes(), FIRST, &Options::default());
    let (mut framework, made) = import::framework_of(&first).unwrap();
    assert_eq!(made.new as usize, all.len());
    let ids: Vec<ProgramId> = all.iter().map(|a| id_of(&framework, &identifier(a))).collect();
    let (linked, decided) = (&ids[..50], &ids[50]);
    deliberate(&mut framework, linked, decided);
    let before = said(&framework);
    assert_eq!(before.matches("said at meeting").count(), 50);

    // Of the linked ones 7 are gone, 20 have another title and 10 another amount, which some have
    // both. Three more are gone that are not linked, and the decided one has another title too.
    let committed = (27..50).filter(|at| dearer(&all[*at]).is_some());
    let dear: Vec<usize> = committed.take(10).collect();
    assert_eq!(dear.len(), 10);
    let mut changed = 0;
    let mut copy = Vec::new();
    for (at, activity) in all.iter().enumerate() {
        let titled = (10..30).contains(&at) || at == 50;
        let mut now = if titled { retitled(activity) } else { activity.clone() };
        if dear.contains(&at) {
            now = dearer(&now).unwrap();
        }
        if !((0..7).contains(&at) || (51..54).contains(&at)) {
            changed += u32::from(now != *activity);
            copy.push(now);
        }
    }
    let both = dear.iter().filter(|at| **at < 30).count();
    assert_eq!(changed as usize, 21 + 10 - both);
    for n in 0..5 {
        let new = activity(&format!("XX-NEW-1-{n:04}"), &format!("Begun {n}"), 500 + n, "");
        copy.push(new);
    }
    let copy = format!("{head}{}{tail}", copy.concat());
    let options = Options::of(&framework);
    let later = batch("usaid, December.xml", copy.as_bytes(), LATER, &options);
    let sum = |framework: &Framework| -> rust_decimal::Decimal {
        let budgets = linked.iter().filter_map(|id| framework.program(id)?.budget.as_ref());
        budgets.map(|b| b.amount.get()).sum()
    };
    let money = sum(&framework);
    let summary = take(&mut framework, &later);
    let same = u32::try_from(all.len()).unwrap() - 10 - changed;
    assert_eq!(counts(&summary), (5, changed, same, 10));
    assert_eq!((summary.links, summary.rejected, summary.elsewhere), (0, 0, 0));

    assert_eq!(said(&framework), before);
    let decision: Option<&Decision> = framework.program(decided).unwrap().decision.as_ref();
    assert_eq!(decision.unwrap().reason.as_deref(), Some("humanitarian"));
    let title = |at: usize| framework.program(&ids[at]).unwrap().title.clone();
    assert!((10..30).chain([50]).all(|at| title(at).starts_with("Renewed: ")));
    assert!((30..50).all(|at| !title(at).starts_with("Renewed")));
    assert_eq!(sum(&framework) - money, rust_decimal::Decimal::from(10_000));
    let gone: Vec<usize> = (0..ids.len())
        .filter(|at| {
            framework.program(&ids[*at]).unwrap().source.as_ref().unwrap().gone == Some(day(LATER))
        })
        .collect();
    assert_eq!(gone, [0, 1, 2, 3, 4, 5, 6, 51, 52, 53]);
    // The document holds all of it, and reads back.
    let written = store::write(&framework);
    let opened = store::read(written.as_bytes()).unwrap();
    assert_eq!(said(&opened.framework), before);

    // The first copy again: what was gone is back, the five are gone, and the links stand.
    let back = batch("usaid.xml", text.as_bytes(), LATER, &options);
    let summary = take(&mut framework, &back);
    assert_eq!(counts(&summary), (0, changed + 10, same, 5));
    assert_eq!(said(&framework), before);
}
