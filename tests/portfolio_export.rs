//! The portfolio for others: what the tables, tags and rejected rows hold, and that the tables
//! come back exactly.
#![expect(clippy::print_stdout, reason = "says what is left out")]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use throughline::analysis::analyze;
use throughline::export;
use throughline::export::report::About;
use throughline::import::{self, Batch, Format, Options, Reject};
use throughline::model::{
    Actor, ActorId, Date, Framework, Link, ObjectiveId, Program, ProgramId, Table,
};
use throughline::{store, templates};

const TODAY: Date = Date::constant(2026, 11, 24);

fn sample() -> Framework {
    let template = templates::find("sample").expect("the sample");
    template.framework(1).expect("a framework")
}

fn mali() -> Option<Framework> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo/MLI.json");
    if !path.exists() {
        println!("left out: {} is not there", path.display());
        return None;
    }
    let bytes = std::fs::read(path).expect("a file");
    let options = Options::default();
    let batch = import::read_bytes(Format::UnInfo, "MLI.json", &bytes, TODAY, &options);
    Some(import::framework_of(&batch.expect("a batch")).expect("a framework").0)
}

/// A framework whose first program has every field, with texts that are hard on tables.
const FULL: &str = r#"#![enable(implicit_some)]
Framework(
    format: (1, 0), id: "fw-full", title: "All <fields> & \"more\"", currency: "USD",
    levels: [(id: "so", title: "Strategic objective")],
    dimensions: { "political": (title: "Political"), "security": (title: "Security") },
    actors: {
        "a1": (name: "Ministry; of | Interior", acronym: "=MoI", side: Internal, kind: "10", identifier: "XS-1", family: "XS", core_group: true, stance: Integrated, dimensions: ["security"], note: "first\nsecond"),
        "a2": (name: "+Donor", side: External, parent: "a1", stance: Independent),
        "a3": (name: "Both", side: Mixed, stance: Associated),
    },
    objectives: {
        "o1": (title: "Peace & <order> \"now\"", level: "so", code: "1.1; a", contributes_to: { "o2": () }),
        "o2": (title: "-Objective", level: "so"),
        "o3": (title: "Third", level: "so"),
    },
    programs: {
        "p1": (
            title: "=SUM(A1)", translations: { "fr": (title: "Titre", description: "Texte\nlong"), "pt-BR": (description: "@x") },
            description: "  first, \"second\"\n\tthird; '=quoted' ", identifiers: ["XM-1; 2", "007", "=1"], related: ["a|b\\c"],
            owner: "a1", implementing: ["a2", "a1"], funding: { "a1": (amount: "-5.50"), "a2": (), "a3": (amount: "123456789012345678.25") },
            budget: (amount: "123456789012345678.25", currency: "EUR", basis: Stated), status: Suspended,
            period: (from: "1899-12-31", to: "9999-12-31"), sectors: { "15220": "33.34", "152": "66.66" }, dimensions: ["security", "political"],
            markers: { "1": "2", "12": "0" }, locations: ["North; East", " spaced ", "+1"], part_of: "p2", claims: ["said: \"so\"", "-"],
            links: {
                "o1": (effect: Supports, evidence: Documented("p. 4 | 5; 6"), share: "12.5", by: "a1", recorded_by: "A. T.", on: "2025-05-04", note: "one\ntwo: \\n"),
                "o2": (effect: Undermines, evidence: Confirmed("a2")),
                "o3": (effect: Supports, evidence: Asserted),
            },
            decision: (kind: OutOfScope, by: "a1", recorded_by: "B", on: "2025-05-05", reason: "none; really"),
            depends_on: { "p2": (kind: Needs, note: "a | b"), "p3": (kind: Follows) },
            reply: (text: "We; differ", by: "a2", on: "2025-06-01"),
            source: (file: "x.xml", format: "iati", row: "=1", on: "2025-01-01", gone: "2025-02-01"),
        ),
        "p2": (title: "", budget: (amount: "1000.10", basis: Commitment), status: Pipeline, decision: (kind: Elsewhere)),
        "p3": (title: "'=kept", funding: { "a2": (amount: "10") }, decision: (kind: NoneFound, reason: "r")),
        "p4": (title: "Long", budget: (amount: "7", currency: "USD", basis: Disbursement), description: "LONG", decision: (kind: Independent)),
        "p5": (title: "Bare", budget: (amount: "0", basis: Budget)),
    },
)
"#;

fn full() -> Framework {
    let long = "A sentence of some words, = and + too. ".repeat(2000);
    let text = FULL.replace("\"LONG\"", &format!("{:?}", long.trim()));
    let opened = store::read(text.as_bytes()).expect("a framework");
    assert!(!opened.read_only(), "{:?}", opened.why_read_only());
    opened.framework
}

fn csv(framework: &Framework) -> Vec<u8> {
    export::portfolio::csv(framework, &analyze(framework, None)).into_bytes()
}

fn xlsx(framework: &Framework) -> Vec<u8> {
    export::portfolio::xlsx(framework, &analyze(framework, None), &About::new(framework, TODAY))
        .expect("a workbook")
}

fn back(name: &str, bytes: &[u8], options: &Options) -> Batch {
    import::read_bytes(Format::Table, name, bytes, TODAY, options).expect("a batch")
}

/// The programs of a batch, each with the links that are named for it.
fn linked(batch: &Batch) -> BTreeMap<ProgramId, Program> {
    let mut programs: BTreeMap<_, _> =
        batch.programs.iter().map(|(id, program)| (id.clone(), Program::clone(program))).collect();
    for named in &batch.named {
        let objective = ObjectiveId::new(&named.words[0]).expect("an id comes first");
        let link: Link = named.link.clone().expect("the link is whole");
        assert!(named.claim && named.place.starts_with("row "), "{named:?}");
        programs.get_mut(&named.program).expect("a program").links.insert(objective, link);
    }
    programs
}

fn programs(framework: &Framework) -> BTreeMap<ProgramId, Program> {
    framework.programs().iter().map(|(id, p)| (id.clone(), Program::clone(p))).collect()
}

fn actors(all: &Table<ActorId, std::sync::Arc<Actor>>) -> BTreeMap<ActorId, Actor> {
    all.iter().map(|(id, actor)| (id.clone(), Actor::clone(actor))).collect()
}

fn frameworks() -> Vec<(&'static str, Framework)> {
    let mut all = vec![("sample", sample()), ("full", full())];
    all.extend(mali().map(|mali| ("mali", mali)));
    all
}

#[test]
fn the_portfolio_comes_back_exactly() {
    for (name, framework) in frameworks() {
        let options = Options::of(&framework);
        for (file, bytes) in [("p.csv", csv(&framework)), ("p.xlsx", xlsx(&framework))] {
            let batch = back(file, &bytes, &options);
            let (ours, theirs) = (programs(&framework), linked(&batch));
            assert_eq!(theirs.len(), ours.len(), "{name} {file}");
            for (id, program) in &ours {
                assert_eq!(theirs.get(id), Some(program), "{name} {file} {id}");
            }
            assert!(batch.rejects.is_empty(), "{name} {file}: {:?}", batch.rejects);
            let findings = batch.findings.iter().filter(|f| f.code != "I07");
            assert_eq!(findings.count(), 0, "{name} {file}: {:?}", batch.findings);
            if file == "p.xlsx" {
                assert_eq!(actors(&batch.actors), actors(framework.actors()), "{name}");
            } else {
                assert!(batch.actors.keys().all(|id| framework.actor(id).is_some()), "{name}");
            }
            let words = batch.named.iter().all(|named| {
                let id = ObjectiveId::new(&named.words[0]).expect("an id");
                let objective = framework.objective(&id).expect("an objective");
                named.words.contains(&objective.title)
            });
            assert!(words, "{name} {file}: codes and titles stand with the ids");
        }
    }
}

#[test]
fn importing_an_export_changes_nothing() {
    for (name, framework) in frameworks() {
        let options = Options::of(&framework);
        for (file, bytes) in [("p.csv", csv(&framework)), ("p.xlsx", xlsx(&framework))] {
            let batch = back(file, &bytes, &options);
            let (change, sum) = import::plan(&framework, &batch);
            let plan = import::Plan::new(&framework, &batch, false);
            let changed: Vec<_> = plan.programs.iter().flat_map(|p| &p.fields).collect();
            assert!(changed.is_empty(), "{name} {file}: {changed:?}");
            assert_eq!((sum.new, sum.changed), (0, 0), "{name} {file}");
            assert_eq!(sum.same as usize, framework.programs().len(), "{name} {file}");
            assert!(change.edits.is_empty(), "{name} {file}");
        }
    }
}

#[test]
fn an_edited_table_says_what_is_wrong_with_it() {
    let framework = full();
    let options = Options::of(&framework);
    let table = "throughline_id,title,amount,currency,status,sectors,links,from,extra,part_of,objective_codes\r\n\
        p1,One,12.000.00,usd,9,15220=40; nonsense=1,o1 | likes,2025-13-01,x,p9,\r\n\
        ,Nameless,1,,,,,,,,\r\n\
        Not An Id,Two,1,,,,,,,,\r\n\
        p1,Again,1,,,,,,,,\r\n\
        p2,\"=1+1\",5,EUR,2,,o1;o2 | undermines,2025-01-01,,,\r\n\
        p3,Three,,,,,,,,p3,1.1\\; a; Third\r\n";
    let batch = back("edited.csv", table.as_bytes(), &options);
    assert_eq!(batch.programs.len(), 3);
    let places: Vec<&str> =
        batch.findings.iter().filter(|f| f.code == "I03").map(|f| f.place.as_str()).collect();
    for place in [
        "row 2, amount",
        "row 2, currency",
        "row 2, status",
        "row 2, sectors",
        "row 2, links",
        "row 2, from",
        "p1, part_of",
        "p3, part_of",
    ] {
        assert!(places.contains(&place), "{place} {places:?}");
    }
    assert_eq!(places.len(), 8, "{places:?}");
    let rejected: Vec<&str> = batch.rejects.iter().map(|r| r.place.as_str()).collect();
    assert_eq!(rejected, ["row 3", "row 4", "row 5"]);
    assert_eq!(batch.rejects[0].cells[1], "Nameless");
    assert_eq!(batch.columns[0], "throughline_id");
    assert!(batch.findings.iter().any(|f| f.code == "I10" && f.message.contains("\"extra\"")));
    let two = &batch.programs[&ProgramId::new("p2").expect("an id")];
    assert_eq!((two.title.as_str(), two.budget.is_some()), ("=1+1", true));
    let named: Vec<_> =
        batch.named.iter().map(|n| (n.program.as_str(), n.words.join("/"))).collect();
    assert_eq!(
        named,
        [
            ("p2", "o1".to_owned()),
            ("p2", "o2".to_owned()),
            ("p3", "1.1; a".to_owned()),
            ("p3", "Third".to_owned())
        ]
    );
}

/// "The framework's currency" is another one in another framework.
#[test]
fn money_keeps_its_currency_in_another_framework() {
    let framework = full();
    let euro = Options { currency: "EUR".parse_currency(), ..Options::default() };
    for options in [euro, Options::default()] {
        let batch = back("p.xlsx", &xlsx(&framework), &options);
        let money = |id: &str| {
            let program = &batch.programs[&ProgramId::new(id).expect("an id")];
            program.budget.as_ref().map(|b| {
                (b.amount.to_string(), b.currency.map(|c| c.to_string()).unwrap_or_default())
            })
        };
        let dollars = |amount: &str| Some((amount.to_owned(), "USD".to_owned()));
        assert_eq!(money("p2"), dollars("1000.1"));
        assert_eq!(money("p3"), dollars("10"), "its funders' money");
        assert_eq!(money("p5"), dollars("0"));
        assert_eq!(batch.findings.iter().filter(|f| f.code == "I12").count(), 1);
    }
}

trait ParseCurrency {
    fn parse_currency(&self) -> Option<throughline::model::Currency>;
}

impl ParseCurrency for str {
    fn parse_currency(&self) -> Option<throughline::model::Currency> {
        throughline::model::Currency::new(self).ok()
    }
}

#[test]
fn csv_is_what_excel_opens_rightly_and_runs_no_formula() {
    let bytes = csv(&full());
    assert!(bytes.starts_with(b"\xEF\xBB\xBFthroughline_id,title,"));
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 6);
    let header: Vec<&str> = rows[0].iter().collect();
    let order = ["throughline_id", "title", "title_fr", "description_fr", "title_pt-BR"];
    assert_eq!(header[..5], order);
    assert!(header.contains(&"description (2)"), "long texts are continued: {header:?}");
    for row in &rows {
        assert_eq!(row.len(), header.len());
        for cell in row {
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!formula || cell.parse::<f64>().is_ok(), "{cell:?}");
            assert!(cell.encode_utf16().count() <= 32_767);
        }
    }
    let lines = text.split("\r\n").count();
    assert_eq!(lines, 7, "rows end with CRLF, and line ends in cells are LF alone");
}

#[test]
fn the_same_framework_gives_the_same_bytes() {
    for (_, framework) in frameworks() {
        assert_eq!(csv(&framework), csv(&framework));
        assert!(xlsx(&framework) == xlsx(&framework));
    }
}

#[test]
fn an_empty_framework_has_its_headings() {
    let template = templates::find("blank").expect("the blank one");
    let framework = template.framework(1).expect("a framework");
    let batch = back("p.csv", &csv(&framework), &Options::of(&framework));
    assert!(batch.programs.is_empty() && batch.findings.is_empty(), "{:?}", batch.findings);
    assert!(batch.columns.contains(&"source_gone".to_owned()));
    let batch = back("p.xlsx", &xlsx(&framework), &Options::of(&framework));
    assert_eq!(batch.actors.len(), framework.actors().len());
}

#[test]
fn links_become_tags() {
    for (name, framework) in frameworks() {
        let text = export::tags(&framework);
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut activities, mut tags, mut codes) = (0, 0, Vec::new());
        loop {
            use quick_xml::events::Event;
            match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) if tag.name().as_ref() == "iati-activity" => activities += 1,
                Event::Start(tag) if tag.name().as_ref() == "tag" => {
                    tags += 1;
                    let value = |name: &str| {
                        let found = tag.try_get_attribute(name).expect("attributes");
                        let value = found.expect("it").value;
                        quick_xml::escape::unescape(&value).expect("a value").into_owned()
                    };
                    assert_eq!(value("vocabulary"), "99");
                    assert_eq!(value("vocabulary-uri"), Options::uri_of(&framework));
                    codes.push(value("code"));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let supports = |p: &Program| {
            let effect = throughline::model::Effect::Supports;
            p.links.values().filter(|link| link.effect == effect).count()
        };
        let all: Vec<usize> = framework.programs().values().map(|p| supports(p)).collect();
        assert_eq!(tags, all.iter().sum::<usize>(), "{name}");
        assert_eq!(activities, all.iter().filter(|n| **n > 0).count(), "{name}");
        if name == "full" {
            assert_eq!(codes, ["1.1; a", "o3"]);
            for words in [
                "<iati-identifier>XM-1; 2</iati-identifier>",
                "<reporting-org ref=\"XS-1\" type=\"10\"><narrative>Ministry; of | Interior</narrative>",
                "<title><narrative>=SUM(A1)</narrative></title>",
                "<narrative>Peace &amp; &lt;order&gt; &quot;now&quot;</narrative></tag>",
                "<!-- Which objectives",
            ] {
                assert!(text.contains(words), "{words}\n{text}");
            }
        }
    }
}

#[test]
fn rejected_rows_can_be_mended() {
    let framework = full();
    let table = "throughline_id,title,identifiers\r\n,\"=HYPERLINK(1)\",\"0012\"\r\nBAD,Two,\r\n";
    let batch = back("t.csv", table.as_bytes(), &Options::of(&framework));
    let bytes = export::rejects(&batch, TODAY).expect("a workbook");
    assert!(bytes == export::rejects(&batch, TODAY).expect("a workbook"));
    let again = back("r.xlsx", &bytes, &Options::of(&framework));
    assert_eq!(again.columns, ["throughline_id", "title", "identifiers", "place", "why"]);
    let cells: Vec<&Reject> = again.rejects.iter().collect();
    assert_eq!(cells[0].cells[1..4], ["=HYPERLINK(1)", "0012", "row 2"]);
    assert!(cells[0].cells[4].contains("no throughline_id"));
    assert_eq!(cells[1].cells[..2], ["BAD", "Two"]);
    // What is no table has what names the row.
    let batch = Batch { columns: Vec::new(), ..batch };
    assert!(export::rejects(&batch, TODAY).is_ok());
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    let output = command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_writes_tables_and_tags() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    for (name, head) in [
        ("p.csv", &b"\xEF\xBB\xBFthroughline_id"[..]),
        ("p.xlsx", &b"PK\x03\x04"[..]),
        ("p.xml", &b"<?xml"[..]),
    ] {
        let out = path(name).to_string_lossy().into_owned();
        let date = ["--date", "2026-11-24"];
        let (code, said, wrong) =
            run(&["export", "frameworks/samara.ron", "-o", &out, date[0], date[1]]);
        assert_eq!((code, wrong.as_str()), (0, ""), "{name}");
        assert!(said.contains("wrote "), "{said}");
        let bytes = std::fs::read(&out).expect("the file");
        assert!(bytes.starts_with(head), "{name}");
        let (code, ..) = run(&["export", "frameworks/samara.ron", "-o", &out, date[0], date[1]]);
        assert!(code == 0 && bytes == std::fs::read(&out).expect("the file"), "{name}");
    }
    let out = path("p.docy").to_string_lossy().into_owned();
    let (code, _, wrong) = run(&["export", "frameworks/samara.ron", "-o", &out]);
    assert_eq!(code, 2);
    assert!(wrong.contains(".xlsx .csv .xml"), "{wrong}");
}
