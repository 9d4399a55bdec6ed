//! UN INFO import: every real file against its facts, and small invented ones that are bad on
//! purpose.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says that the real files are not there")]

use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::import::{self, Batch, Finding, Format, ImportError, Options, Summary};
use throughline::model::{
    Change, Date, Decision, DecisionKind, Delta, DimensionId, Edit, Effect, Evidence, Framework,
    Head, Level, LevelId, Link, Program, ProgramId, Reply, invariants,
};
use throughline::store;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Result<Batch, ImportError> {
    import::read_bytes(Format::UnInfo, name, bytes, day("2025-06-30"), &Options::default())
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/uninfo");
    std::fs::read(folder.join(name)).unwrap()
}

fn samara() -> Batch {
    read("samara.json", &fixture("samara.json")).unwrap()
}

/// The program of that project number.
fn program<'a>(batch: &'a Batch, number: &str) -> &'a Arc<Program> {
    batch.programs.values().find(|p| p.identifiers[0] == number).unwrap()
}

fn id_of(batch: &Batch, number: &str) -> ProgramId {
    batch.programs.iter().find(|(_, p)| p.identifiers[0] == number).unwrap().0.clone()
}

fn codes_and_titles(batch: &Batch) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = batch
        .objectives
        .values()
        .map(|o| (o.code.clone().unwrap_or_default(), o.title.clone()))
        .collect();
    list.sort();
    list
}

fn places<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a str> {
    findings.iter().filter(|f| f.code == code).map(|f| f.place.as_str()).collect()
}

/// What `uninfo-facts.jsonl` says of a file. `links` are pairs of program and objective,
/// `ambiguous` and `dangling` programs that name such an objective.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Facts {
    file: String,
    country: String,
    objectives: usize,
    levels: Vec<usize>,
    programs: usize,
    rows: usize,
    links: usize,
    linked: usize,
    ambiguous: usize,
    dangling: usize,
    money: f64,
    no_link_money: f64,
}

fn money(program: &Program) -> Decimal {
    program.budget.as_ref().map_or(Decimal::ZERO, |b| b.amount.get())
}

fn programs_with(batch: &Batch, code: &str) -> usize {
    let of = |f: &&Finding| f.code == code;
    let named = |f: &Finding| f.message.split(" (\"").next().map(str::to_owned);
    batch.findings.iter().filter(of).map(named).collect::<std::collections::BTreeSet<_>>().len()
}

fn facts_of(file: &str, bytes: &[u8], batch: &Batch) -> Facts {
    let head = batch.head.as_ref().unwrap();
    let json: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    let cents = |money: Decimal| money.to_string().parse().unwrap();
    let mut levels = vec![0; head.levels.len()];
    for objective in batch.objectives.values() {
        levels[head.levels.iter().position(|l| l.id == objective.level).unwrap()] += 1;
    }
    let programs = || batch.programs.values();
    Facts {
        file: file.to_owned(),
        country: head.title.strip_suffix(": UN cooperation framework").unwrap().to_owned(),
        objectives: batch.objectives.len(),
        levels,
        programs: batch.programs.len(),
        rows: json["projects"].as_array().unwrap().len() - batch.rejects.len(),
        links: programs().map(|p| p.links.len()).sum(),
        linked: programs().filter(|p| !p.links.is_empty()).count(),
        ambiguous: programs_with(batch, "I02"),
        dangling: programs_with(batch, "I01"),
        money: cents(programs().map(|p| money(p)).sum()),
        no_link_money: cents(programs().filter(|p| p.links.is_empty()).map(|p| money(p)).sum()),
    }
}

#[test]
fn every_real_file_gives_its_facts() {
    let data: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Ok(facts) = std::fs::read_to_string(data.join("uninfo-facts.jsonl")) else {
        println!("{} is not there: nothing compared", data.display());
        return;
    };
    let mut files = 0;
    for line in facts.lines() {
        let facts: Facts = serde_json::from_str(line).unwrap();
        let bytes = std::fs::read(data.join("uninfo").join(&facts.file)).unwrap();
        assert_eq!(Format::detect(&bytes, &facts.file), Some(Format::UnInfo), "{}", facts.file);
        let batch = read(&facts.file, &bytes).unwrap();
        let mut found = facts_of(&facts.file, &bytes, &batch);
        assert!((found.money - facts.money).abs() < 0.005, "{found:?} {facts:?}");
        assert!((found.no_link_money - facts.no_link_money).abs() < 0.005, "{found:?} {facts:?}");
        (found.money, found.no_link_money) = (facts.money, facts.no_link_money);
        assert_eq!(found, facts);
        assert!(batch.head.as_ref().unwrap().country.is_some(), "{}", facts.file);
        check_whole(&facts.file, &batch);
        check_titles(&facts.file, &batch);
        files += 1;
    }
    assert_eq!(files, 102);
}

/// A batch makes a framework without faults that its own file reads back, and a second import
/// changes nothing.
fn check_whole(file: &str, batch: &Batch) {
    let (framework, first) = import::framework_of(batch).unwrap();
    assert_eq!(first.new as usize, batch.programs.len(), "{file}");
    assert_eq!(first.objectives as usize, batch.objectives.len(), "{file}");
    assert_eq!(invariants::faults(&framework), [], "{file}");
    let opened = store::read(store::write(&framework).as_bytes()).unwrap();
    assert_eq!(opened.framework, framework, "{file}");
    let (change, second) = import::plan(&framework, batch);
    assert!(change.is_empty(), "{file}");
    assert_eq!((second.same, second.rejected), (first.new, first.rejected), "{file}");
}

/// Titles are never stripped to nothing, and stand on one line.
fn check_titles(file: &str, batch: &Batch) {
    for objective in batch.objectives.values() {
        let title = &objective.title;
        assert!(title.contains(char::is_alphabetic), "{file}: {title:?}");
        assert!(!title.contains(char::is_control), "{file}: {title:?}");
    }
}

#[test]
fn mali_has_its_figures() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo/MLI.json");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("{} is not there: nothing compared", path.display());
        return;
    };
    let batch = read("MLI.json", &bytes).unwrap();
    let facts = facts_of("MLI.json", &bytes, &batch);
    assert_eq!((facts.objectives, facts.programs, facts.linked), (17, 274, 69));
    assert_eq!(facts.programs - facts.linked, 205);
    assert_eq!((facts.no_link_money.round(), facts.money.round()), (647_110_883.0, 674_418_629.0));
    assert_eq!(batch.head.unwrap().country.unwrap().as_str(), "ML");
}

#[test]
fn rows_of_one_project_are_one_program() {
    let batch = samara();
    assert_eq!((batch.programs.len(), batch.rejects.len()), (5, 0));
    let councils = program(&batch, "1");
    assert_eq!(councils.title, "Councils of the districts");
    assert_eq!(
        councils.description.as_deref(),
        Some("Councils meet.\n\nThey report & learn.\nTwice a year.")
    );
    assert_eq!(councils.identifiers, ["1", "1.1.1.1"]);
    assert_eq!(councils.budget.as_ref().unwrap().amount.to_string(), "1500.1");
    let funding: BTreeMap<&str, String> = councils
        .funding
        .iter()
        .map(|(id, f)| (batch.actors[id].short(), f.amount.unwrap().to_string()))
        .collect();
    assert_eq!(funding, BTreeMap::from([("UNDP", "1000.1".into()), ("UNICEF", "500".into())]));
    let owner = &batch.actors[councils.owner.as_ref().unwrap()];
    assert_eq!((owner.short(), owner.name.as_str()), ("UNDP", "UN Development Programme"));
    assert_eq!((owner.family.as_deref(), owner.kind.unwrap().as_str()), (Some("UN"), "40"));
    assert_eq!(councils.period.to, Some(day("2026-12-31")));
    let linked: Vec<&str> =
        councils.links.keys().map(|id| batch.objectives[id].title.as_str()).collect();
    assert_eq!(linked.len(), 2);
    assert!(linked.contains(&"Councils settle disputes") && linked.contains(&"Courts sit"));
    for link in councils.links.values() {
        assert_eq!((link.effect, &link.evidence), (Effect::Supports, &Evidence::Asserted));
        assert_eq!((&link.by, link.on), (&councils.owner, None));
    }
    let source = councils.source.as_ref().unwrap();
    assert_eq!((source.file.as_str(), source.row.as_deref()), ("samara.json", Some("1")));
    assert_eq!((source.format.as_deref(), source.on), (Some("uninfo"), Some(day("2025-06-30"))));
}

#[test]
fn names_that_many_or_none_bear_are_claims() {
    let batch = samara();
    let twice = program(&batch, "2");
    assert_eq!((twice.title.as_str(), twice.links.len()), ("Same name twice", 0));
    assert_eq!(twice.claims, ["Joint coordination"]);
    assert_eq!(places(&batch.findings, "I02"), ["row 4, outcome"]);
    let dangling = program(&batch, "3");
    assert_eq!(dangling.claims, ["Output 9.9.9 - Not in this file"]);
    assert_eq!(dangling.description, None);
    assert_eq!(places(&batch.findings, "I01"), ["row 5, outcome"]);
    let found = batch.findings.iter().find(|f| f.code == "I01").unwrap();
    assert!(found.message.contains("\"Output 9.9.9 - Not in this file\""), "{}", found.message);
}

#[test]
fn a_name_cut_at_200_characters_is_found() {
    let batch = samara();
    let farmers = program(&batch, "4");
    let objective = &batch.objectives[farmers.links.keys().next().unwrap()];
    assert_eq!(objective.code.as_deref(), Some("2.1.1"));
    assert!(objective.title.starts_with("Farmers of all") && objective.title.ends_with("not sell"));
}

#[test]
fn bad_values_are_findings() {
    let batch = samara();
    assert_eq!(places(&batch.findings, "I03"), ["row 5, start", "row 5, end"]);
    let dangling = program(&batch, "3");
    assert_eq!((dangling.period.from, dangling.period.to), (None, Some(day("2026-01-31"))));
    assert_eq!(dangling.budget.as_ref().unwrap().amount.to_string(), "70.01");
    assert_eq!(places(&batch.findings, "I05"), ["row 5", "row 8"]);
    let differ = batch.findings.iter().filter(|f| f.code == "I05").nth(1).unwrap();
    assert_eq!(
        differ.message,
        "rows of program 5 (\"Rows that differ\") differ in description, \
         required of GPAP: 10 and 12, start"
    );
    assert_eq!(program(&batch, "5").budget.as_ref().unwrap().amount.to_string(), "10");
    assert_eq!(places(&batch.findings, "I06"), ["row 7, required", "row 7, end"]);
    assert_eq!(program(&batch, "4").budget.as_ref().unwrap().amount.to_string(), "-5");
}

#[test]
fn the_framework_is_a_tree_with_codes() {
    let batch = samara();
    let list = codes_and_titles(&batch);
    let list: Vec<(&str, &str)> =
        list.iter().map(|(c, t)| (c.as_str(), t.split(',').next().unwrap())).collect();
    assert_eq!(
        list,
        [
            ("1", "Peace & law"),
            ("1.1", "By 2028"),
            ("1.1.1", "Councils settle disputes"),
            ("1.1.2", "Courts sit"),
            ("1.1.3", "Joint coordination"),
            ("2", "Work"),
            ("2.1", "Farms"),
            ("2.1.1", "Farmers of all districts"),
            ("2.1.2", "Joint coordination"),
        ]
    );
    let (framework, summary) = import::framework_of(&batch).unwrap();
    assert_eq!((summary.objectives, summary.actors, summary.links), (9, 6, 4));
    let head = framework.head();
    assert_eq!(head.title, "Samara: UN cooperation framework");
    let levels: Vec<&str> = head.levels.iter().map(|l| l.title.as_str()).collect();
    assert_eq!(levels, ["Strategic priority", "Outcome", "Output"]);
    assert_eq!((head.dimensions.len(), head.period.from), (6, None));
    let outcome = batch.objectives.values().find(|o| o.code.as_deref() == Some("1.1")).unwrap();
    assert_eq!(outcome.description.as_deref(), Some("calm\n\nlaw"));
    let parent = outcome.contributes_to.keys().next().unwrap();
    assert_eq!(batch.objectives[parent].title, "Peace & law");
    let rank = |code: &str| {
        &batch.objectives.values().find(|o| o.code.as_deref() == Some(code)).unwrap().rank
    };
    assert!(rank("1") < rank("2") && rank("1.1.1") < rank("1.1.2"));
    check_whole("samara.json", &batch);
}

#[test]
fn a_bad_row_never_stops_the_good_ones() {
    let batch = read("bad-rows.json", &fixture("bad-rows.json")).unwrap();
    let rejected = ["objective 1.1", "row 1", "row 2", "row 3", "row 4, id", "row 5, id"];
    assert_eq!(places(&batch.findings, "I04"), rejected);
    assert_eq!(batch.rejects.len(), rejected.len());
    let amount = |n: &str| program(&batch, n).budget.as_ref().map(|b| b.amount.to_string());
    assert_eq!(amount("1").as_deref(), Some("100"));
    assert_eq!(amount("6").as_deref(), Some("250.5"));
    assert_eq!((amount("2"), amount("3"), amount("4"), amount("5")), (None, None, None, None));
    assert_eq!(program(&batch, "2").title, "Project 2");
    assert_eq!(program(&batch, "3").title, "Project 3");
    assert_eq!(program(&batch, "6").identifiers, ["6", "12"]);
    assert_eq!(
        places(&batch.findings, "I03"),
        [
            "objective 1.2, id",
            "objective 1.2, name",
            "row 7, name",
            "row 7, agency",
            "row 7, description",
            "row 7, code",
            "row 7, start",
            "row 7, end",
            "row 7, required",
            "row 7, outcome",
            "row 8, name",
            "row 8, agency",
            "row 8, required",
            "row 9, required",
            "row 10, required",
        ]
    );
    check_whole("bad-rows.json", &batch);
}

#[test]
fn what_is_no_export_is_refused_with_the_reason() {
    for (text, says) in [
        ("", "line 1, column 1: the file ends too early"),
        ("[]", "it begins with '['"),
        ("<html>", "it begins with '<'"),
        ("{\"projects\": []}", "there is no `framework` in it"),
        ("{\"framework\": [], \"projects\": null}", "there is no `projects` in it"),
        ("{\n\"framework\": 7}", "line 2, column 14: invalid type: integer `7`"),
        ("{\"framework\": [{\"id\": 1}]}", "missing field `name`"),
        (
            "{\"framework\": [{\"id\": 1, \"name\": 7}]}",
            "line 1, column 34: invalid type: integer `7`",
        ),
        ("{\"framework\": [], \"projects\": {}}", "invalid type: map"),
        ("{\"framework\": [], \"projects\": [{\"required\": 1e999}]}", "number out of range"),
        ("{\"framework\": [], \"projects\": []} x", "this is not JSON (trailing characters)"),
    ] {
        let error = read("x.json", text.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(says), "{text}: {error}");
        assert!(!error.hint().is_empty());
    }
    let deep =
        format!("{{\"framework\": {}", "[{\"id\":1,\"name\":\"a\",\"children\":".repeat(5000));
    let error = read("x.json", deep.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("recursion limit exceeded"), "{error}");
    let ignored = format!("{{\"sdgs\": {}", "[".repeat(1_000_000));
    assert!(read("x.json", ignored.as_bytes()).is_err());
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = read("x.json", &utf16).unwrap_err().to_string();
    assert_eq!(error, "line 1: it is UTF-16, and UN INFO is a UTF-8 text");
    let bom = [b"\xEF\xBB\xBF".to_vec(), fixture("samara.json")].concat();
    assert_eq!(read("samara.json", &bom).unwrap().programs, samara().programs);
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    for name in ["samara.json", "bad-rows.json"] {
        let bytes = fixture(name);
        let whole = bytes.trim_ascii_end().len();
        for length in 0..bytes.len() {
            let cut = read(name, &bytes[..length]);
            assert_eq!(cut.is_ok(), length >= whole, "{name} cut at {length}");
        }
    }
}

#[test]
fn any_byte_changed_never_panics() {
    let bytes = fixture("samara.json");
    for at in 0..bytes.len() {
        for byte in [b'"', b'0', b'{', 0, 0xff] {
            let mut bad = bytes.clone();
            bad[at] = byte;
            if let Ok(batch) = read("samara.json", &bad) {
                let (framework, _) = import::framework_of(&batch).unwrap();
                assert_eq!(invariants::faults(&framework), [], "byte {byte} at {at}");
            }
        }
    }
}

#[test]
fn a_second_import_changes_nothing_even_later() {
    let batch = samara();
    let (framework, first) = import::framework_of(&batch).unwrap();
    assert_eq!((first.new, first.changed, first.same, first.gone), (5, 0, 0, 0));
    let bytes = fixture("samara.json");
    let on = day("2026-01-01");
    let options = Options::default();
    let later = import::read_bytes(Format::UnInfo, "samara.json", &bytes, on, &options).unwrap();
    let (change, second) = import::plan(&framework, &later);
    assert!(change.is_empty());
    assert_eq!(second, Summary { same: 5, ..Summary::default() });
    let json = serde_json::to_string(&second).unwrap();
    assert!(json.starts_with(r#"{"new":0,"changed":0,"same":5,"gone":0,"rejected":0,"#), "{json}");
}

/// Changes one program of a framework.
fn edit(framework: &mut Framework, id: &ProgramId, change: impl Fn(&mut Program)) {
    let before = Arc::clone(framework.program(id).unwrap());
    let mut after = Program::clone(&before);
    change(&mut after);
    let delta = Delta { before: Some(before), after: Some(Arc::new(after)) };
    framework.apply(&Change { edits: vec![Edit::Program(id.clone(), delta)] }).unwrap();
}

#[test]
fn an_import_keeps_what_the_group_said() {
    let batch = samara();
    let (mut framework, _) = import::framework_of(&batch).unwrap();
    let (one, two, three) = (id_of(&batch, "1"), id_of(&batch, "2"), id_of(&batch, "3"));
    let mut linked = batch.programs[&one].links.keys();
    let (kept, lost) = (linked.next().unwrap().clone(), linked.next().unwrap().clone());
    edit(&mut framework, &one, |p| {
        p.title = "Edited".into();
        p.links.remove(&lost);
        p.links.get_mut(&kept).unwrap().evidence = Evidence::Documented("p. 4".into());
        p.dimensions = vec![DimensionId::new("political").unwrap()];
        p.reply = Some(Reply::new("We agree"));
        p.decision = Some(Decision::new(DecisionKind::OutOfScope));
        p.part_of = Some(two.clone());
    });
    edit(&mut framework, &three, |p| {
        p.decision = Some(Decision::new(DecisionKind::NoneFound));
        p.locations = vec!["North".into()];
        p.links.clear();
    });
    let four = id_of(&batch, "4");
    let objective = batch.programs[&four].links.keys().next().unwrap().clone();
    edit(&mut framework, &four, |p| {
        p.links.clear();
        p.decision = Some(Decision::new(DecisionKind::NoneFound));
    });
    let five = id_of(&batch, "5");
    let undermines = Link::new(Effect::Undermines, Evidence::Asserted);
    edit(&mut framework, &five, |p| {
        p.links.values_mut().for_each(|l| *l = undermines.clone());
    });
    let before = framework.clone();
    let (change, sum) = import::plan(&framework, &batch);
    assert_eq!(framework, before, "planning changes nothing");
    assert_eq!((sum.new, sum.changed, sum.same, sum.links), (0, 1, 4, 1));
    framework.apply(&change).unwrap();

    let program = framework.program(&one).unwrap();
    assert_eq!(program.title, "Councils of the districts");
    assert_eq!(program.links[&kept].evidence, Evidence::Documented("p. 4".into()));
    assert!(program.links.contains_key(&lost));
    assert_eq!((program.dimensions.len(), &program.part_of), (1, &Some(two)));
    assert_eq!(program.reply.as_ref().unwrap().text, "We agree");
    assert_eq!(program.decision.as_ref().unwrap().kind, DecisionKind::OutOfScope);
    let unlinked = framework.program(&three).unwrap();
    assert_eq!(unlinked.decision.as_ref().unwrap().kind, DecisionKind::NoneFound);
    assert_eq!(unlinked.locations, ["North"]);
    let decided = framework.program(&four).unwrap();
    assert!(!decided.links.contains_key(&objective) && decided.decision.is_some());
    let five = framework.program(&five).unwrap();
    assert!(five.links.values().all(|l| l.effect == Effect::Undermines));
    assert!(import::plan(&framework, &batch).0.is_empty());
}

#[test]
fn what_a_file_no_longer_holds_stays() {
    let (framework, _) = import::framework_of(&samara()).unwrap();
    let text = String::from_utf8(fixture("samara.json")).unwrap();
    let fewer = text.replace("\"id\": 2,", "\"id\": 77,");
    let batch = read("samara.json", fewer.as_bytes()).unwrap();
    let (change, sum) = import::plan(&framework, &batch);
    assert_eq!((sum.new, sum.gone, sum.same, change.edits.len()), (1, 1, 4, 2));
    // It stays, marked with the day; read again, the mark stays; found again, it goes.
    let mut marked = framework.clone();
    marked.apply(&change).unwrap();
    let two = id_of(&samara(), "2");
    let gone = |f: &Framework| f.program(&two).unwrap().source.as_ref().unwrap().gone;
    assert_eq!(gone(&marked), Some(day("2025-06-30")));
    let (change, sum) = import::plan(&marked, &batch);
    assert_eq!((change.is_empty(), sum.gone, sum.same), (true, 1, 5));
    let (change, sum) = import::plan(&marked, &samara());
    assert_eq!((sum.changed, sum.gone), (1, 1));
    marked.apply(&change).unwrap();
    assert_eq!(gone(&marked), None);
    // Next month's file may be called otherwise: that alone is no change, and what it no longer
    // holds is gone all the same.
    let renamed = read("renamed.json", &fixture("samara.json")).unwrap();
    let (change, sum) = import::plan(&framework, &renamed);
    assert_eq!((change.is_empty(), sum.same, sum.gone), (true, 5, 0));
    let renamed = read("renamed.json", fewer.as_bytes()).unwrap();
    let (_, sum) = import::plan(&framework, &renamed);
    assert_eq!((sum.new, sum.same, sum.gone), (1, 4, 1));
}

#[test]
fn a_framework_with_other_levels_keeps_them() {
    let batch = samara();
    let mut head: Head = batch.head.clone().unwrap();
    let level = |id: &str| Level::new(LevelId::new(id).unwrap(), id);
    head.levels = vec![level("goal"), level("aim")];
    let mut framework = Framework::new(head.clone());
    framework.apply(&import::plan(&framework, &batch).0).unwrap();
    let count = |id: &str, f: &Framework| {
        f.objectives().values().filter(|o| o.level.as_str() == id).count()
    };
    assert_eq!(framework.head().levels.len(), 2);
    assert_eq!((count("goal", &framework), count("aim", &framework)), (2, 7));
    head.levels.clear();
    let mut framework = Framework::new(head);
    framework.apply(&import::plan(&framework, &batch).0).unwrap();
    assert_eq!((count("sp", &framework), count("op", &framework)), (2, 5));
}

#[test]
fn ids_depend_on_the_workspace_and_not_on_the_file() {
    let batch = samara();
    let elsewhere = read("copy.json", &fixture("samara.json")).unwrap();
    assert!(batch.programs.keys().eq(elsewhere.programs.keys()));
    let text = String::from_utf8(fixture("samara.json")).unwrap().replace("9001", "9002");
    let other = read("samara.json", text.as_bytes()).unwrap();
    assert!(batch.programs.keys().all(|id| !other.programs.contains_key(id)));
    assert!(batch.objectives.keys().all(|id| !other.objectives.contains_key(id)));
    assert!(batch.actors.keys().eq(other.actors.keys()), "an agency is the same everywhere");
}

#[test]
fn cost_grows_with_the_file() {
    // Quadratic work here would take minutes: one project with 40,000 objectives and agencies.
    let rows: Vec<String> = (0..40_000)
        .map(|n| {
            format!(
                r#"{{"id": 1, "name": "x", "agency": "A{n}", "outcome": "o{n}", "required": 1}}"#
            )
        })
        .collect();
    let text =
        format!(r#"{{"workspace_id": 1, "framework": [], "projects": [{}]}}"#, rows.join(","));
    let batch = read("x.json", text.as_bytes()).unwrap();
    let only = program(&batch, "1");
    assert_eq!((only.claims.len(), only.funding.len()), (40_000, 40_000));
    assert_eq!(only.budget.as_ref().unwrap().amount.to_string(), "40000");
}
