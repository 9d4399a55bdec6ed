//! What is taken home: every format says the same, from one drawing; the same document gives the
//! same bytes; and what is discreet says nothing that it must not.

#![expect(clippy::print_stdout, reason = "says what is left out")]

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::process::{Command, Stdio};
use throughline::analysis::analyze;
use throughline::export::{Format, Taken, View, What, Wish, discreet, discreet_titles};
use throughline::model::{Framework, Side};
use throughline::scene::present::{Look, present, slides};
use throughline::scene::{Item, Label, Paper, Scene, ThemeName};
use throughline::{store, templates};

const DATE: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

fn sample() -> Framework {
    templates::find("sample").expect("a sample").framework(0).expect("it opens")
}

fn wish(view: View) -> Wish {
    Wish { view, ..Wish::new(DATE) }
}

fn views(framework: &Framework) -> Vec<View> {
    Taken::new(framework, None, false).views()
}

fn labels(scene: &Scene) -> Vec<&Label> {
    let mut all = Vec::new();
    for item in &scene.items {
        if let Item::Text(label) = item {
            all.push(label);
        }
    }
    all
}

/// A text out of XML.
fn plain(text: &str) -> String {
    // A text from the right is marked as such.
    let text = text.replace(['\u{202B}', '\u{202C}'], "");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&#39;", "'").replace("&amp;", "&")
}

/// The text of a PDF, by another program; none where it is not installed.
fn pdftotext(pdf: &[u8], options: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("picture.pdf");
    store::save_bytes(&path, pdf).expect("it is saved");
    let mut command = Command::new("pdftotext");
    command.args(options).arg(&path).arg("-").stderr(Stdio::null());
    let mut run = command.output().ok()?.stdout;
    run.retain(|byte| *byte != b'\x0c');
    Some(String::from_utf8(run).expect("UTF-8"))
}

/// A framework in which everything that outsiders may not see bears a word of its own.
fn seeded() -> Framework {
    let text = r#"#![enable(implicit_some)]
Framework(
    format: (1, 0), id: "fw-1", title: "Compact with Zentral Agency", currency: "USD",
    rates: { "EUR": (rate: "1.1", source: "SECRETrate") },
    vision: "Peace, says ZAG", decision_rule: "All, but ZNT, agree",
    levels: [(id: "so", title: "Goal"), (id: "oc", title: "Outcome of ZNT")],
    dimensions: { "political": (title: "Political"), "security": (title: "Security") },
    actors: {
        "actor-secretid": (name: "Zentral Agency (ZAG)", acronym: "ZNT", side: External, identifier: "SECRETorg", family: "SECRETfamily", core_group: true, note: "SECRETactornote"),
        "mixed-secretid": (name: "Joint Mixtura Fund", side: Mixed, note: "SECRETmixed"),
        "moi": (name: "Ministry of Interior", acronym: "MoI", side: Internal, family: "XS", core_group: true, identifier: "SECRETmoi"),
    },
    objectives: {
        "so1": (title: "Politics as zentral agency wants", description: "What ZNT means", level: "so", code: "1", rank: "a0", lead: "actor-secretid", risks: ["ZNT leaves"],
            references: [(document: "SECRETdocument", page: "SECRETpage")],
            indicators: { "i": (name: "Seen by ZNT", baseline: "1", target: "2", source: "SECRETsource", monitored_by: "actor-secretid") },
            positions: { "moi": (stance: Endorse, note: "SECRETposition", conditions: "SECRETconditions", instrument: "SECRETinstrument", recorded_by: "SECRETrecorder") }),
        "oc1": (title: "Councils, with ZAG", level: "oc", code: "1.1", rank: "a0", contributes_to: { "so1": (rationale: "ZNT says so", assumption: "ZNT stays") }),
    },
    programs: {
        "program-secretid": (title: "ZNT: roads by Zentral Agency", description: "For ZNT", identifiers: ["SECRETiati"], related: ["SECRETrelated"], owner: "actor-secretid", implementing: ["mixed-secretid"],
            funding: { "actor-secretid": (amount: "7654321") }, budget: (amount: "7654321"), sectors: { "15220": "100" }, locations: ["Zentral Agency compound"],
            links: { "oc1": (effect: Supports, evidence: Documented("SECRETpage4"), by: "actor-secretid", recorded_by: "SECRETlinker", note: "SECRETlinknote") },
            reply: (text: "SECRETreply"), source: (file: "SECRETfile.xml", row: "SECRETrow")),
        "second-secretid": (title: "Schools of the Joint Mixtura Fund", owner: "mixed-secretid", budget: (amount: "9876543"), claims: ["A goal of ZNT"],
            depends_on: { "program-secretid": (kind: Needs, note: "SECRETneed") }),
        "third-secretid": (title: "Znt-funded wells", owner: "actor-secretid", budget: (amount: "5432198"), identifiers: ["SECRETiati"],
            decision: (kind: NoneFound, by: "actor-secretid", recorded_by: "SECRETdecider", reason: "SECRETreason")),
    },
    tensions: { "t": (title: "ZNT against MoI", about: [Objective("so1"), Program("program-secretid")], parties: ["actor-secretid", "moi"], deconfliction: "By ZNT", note: "SECRETtension", outcome: Open) },
    mechanisms: { "m": (name: "ZNT forum", members: ["actor-secretid", "moi"], objectives: ["so1"]) },
    milestones: { "mil": (on: "2025-05-03", title: "At ZNT", figures: (programs: 3, link_shown: 0, money: "1234567", money_link_shown: "0")) },
    scenes: { "s": (title: "What ZNT does", note: "SECRETscene", focus: "so1") },
    ext: { "secret": "SECREText" },
)
"#;
    store::read(text.as_bytes()).expect("a framework").framework
}

/// What no outsider may read, by any means.
const HIDDEN: [&str; 12] = [
    "secret", "zentral", "znt", "zag", "mixtura", "7654321", "7.65", "9876543", "9.88", "5432198",
    "5.43", "1.23 m",
];

fn tells(text: &str) -> Vec<&'static str> {
    let text = text.to_lowercase();
    HIDDEN.into_iter().filter(|word| text.contains(word)).collect()
}

/// All text in the parts of a zipped document.
fn unzipped(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut all = String::new();
    for place in 0..zip.len() {
        let mut part = Vec::new();
        let mut file = zip.by_index(place).expect("a part");
        // Pixels are no text; the drawing that they show is looked at above.
        if file.name().expect("a name").ends_with(".png") {
            continue;
        }
        file.read_to_end(&mut part).expect("readable");
        all.push_str(&String::from_utf8_lossy(&part));
        all.push('\n');
    }
    all
}

#[test]
fn what_is_discreet_tells_nothing() {
    let framework = seeded();
    // The words are there to be found where nothing is hidden.
    let open = Taken::new(&framework, None, false);
    let shown = open.bytes(Format::Svg, &wish(View::Overview)).expect("a picture");
    assert!(!tells(&String::from_utf8(shown).expect("text")).is_empty());
    let taken = Taken::new(&framework, None, true);
    let mut views = open.views();
    views.extend(framework.objectives().keys().cloned().map(View::Objective));
    for view in views {
        for paper in [Paper::Screen, Paper::A4] {
            let wish = Wish { paper, standing: true, ..wish(view.clone()) };
            let name = view.word();
            let scene = taken.scene(&wish).expect("a picture");
            let said: Vec<&str> = labels(&scene).iter().map(|l| l.text.as_str()).collect();
            assert_eq!(tells(&said.join("\n")), [""; 0], "{name}, the drawing: {said:#?}");
            assert_eq!(tells(&scene.title), [""; 0], "{name}, its title");
            let svg = taken.bytes(Format::Svg, &wish).expect("a picture");
            assert_eq!(tells(&String::from_utf8(svg).expect("text")), [""; 0], "{name}, SVG");
            let pdf = taken.bytes(Format::Pdf, &wish).expect("a picture");
            match pdftotext(&pdf, &[]) {
                Some(text) => assert_eq!(tells(&text), [""; 0], "{name}, PDF"),
                None => println!("left out: pdftotext is not installed"),
            }
        }
    }
    for format in Format::ALL.into_iter().filter(|f| f.can_be_discreet() && !f.is_picture()) {
        let bytes = taken.bytes(format, &wish(View::Overview)).expect("a file");
        let text = if bytes.starts_with(b"PK") {
            unzipped(&bytes)
        } else {
            String::from_utf8(bytes).expect("text")
        };
        assert_eq!(tells(&text), [""; 0], "{}", format.ending());
    }
}

#[test]
fn the_room_reads_no_hidden_name_before_names_are_asked_for() {
    let framework = seeded();
    let veiled = discreet_titles(&framework);
    let analysis = analyze(&framework, None);
    let said = |framework: &Framework| -> Vec<String> {
        let all = slides(framework);
        let count = all.len();
        let drawn = all.iter().enumerate().map(|(at, slide)| {
            present(framework, &analysis, slide, (at + 1, count), (&Look::default(), DATE))
        });
        let texts = |scene: Scene| labels(&scene).into_iter().map(|l| l.text.clone()).collect();
        drawn.flat_map(|scene| -> Vec<String> { texts(scene) }).collect()
    };
    assert!(!tells(&said(&framework).join("\n")).is_empty(), "there is something to hide");
    assert_eq!(tells(&said(&veiled).join("\n")), [""; 0]);
    // The figures of the framework are those of what the room sees.
    assert_eq!(analyze(&veiled, None).programs, analysis.programs);
}

#[test]
fn what_holds_everything_cannot_be_discreet() {
    let taken = Taken::new(&seeded(), None, true);
    for format in [Format::Ron, Format::Json, Format::Csv, Format::Tags] {
        let error = taken.bytes(format, &wish(View::Overview)).expect_err("it names everyone");
        assert!(error.to_string().contains("cannot be discreet"), "{error}");
    }
}

#[test]
fn masking_changes_no_figure() {
    let made = [(60, 336, 4), (20, 400, 9)].map(|(o, p, seed)| templates::generate(o, p, seed));
    for framework in [sample(), seeded()].into_iter().chain(made) {
        let masked = discreet(&framework);
        let (one, two) = (analyze(&framework, None), analyze(&masked, None));
        assert_eq!(one.standing, two.standing);
        assert_eq!(one.scope, two.scope);
        assert_eq!(one.deficit.money, two.deficit.money);
        assert_eq!(one.deficit.at_bar, two.deficit.at_bar);
        assert_eq!(one.deficit.by.dimension, two.deficit.by.dimension);
        assert_eq!(one.deficit.by.side, two.deficit.by.side);
        assert_eq!(one.objectives, two.objectives);
        assert_eq!(one.matrix.dimension, two.matrix.dimension);
        assert_eq!(one.overlaps.len(), two.overlaps.len());
        let held = |a: &throughline::analysis::Analysis| {
            let c = &a.coherence;
            [&c.agency, &c.whole_of_government, &c.harmonization, &c.alignment]
                .map(|e| (e.holds, e.concerns, e.not_judged, e.presumed, e.held_back.len()))
        };
        assert_eq!(held(&one), held(&two));
        let local = |f: &Framework| -> BTreeSet<String> {
            let local = f.actors().values().filter(|a| a.side == Side::Internal);
            local.map(|a| a.name.clone()).collect()
        };
        assert_eq!(local(&framework), local(&masked), "local actors keep their names");
    }
}

#[test]
fn screen_svg_and_pdf_are_one_drawing() {
    let framework = sample();
    let taken = Taken::new(&framework, None, false);
    for view in views(&framework) {
        let wish = wish(view);
        let scene = taken.scene(&wish).expect("a picture");
        let svg = String::from_utf8(taken.bytes(Format::Svg, &wish).expect("SVG")).expect("text");
        let lines: Vec<&str> = svg.lines().filter(|line| line.starts_with("<text")).collect();
        let labels = labels(&scene);
        assert_eq!(lines.len(), labels.len(), "{}", scene.title);
        let attribute = |line: &str, name: &str| -> f32 {
            let from = line.find(&format!(" {name}=\"")).expect("there") + name.len() + 3;
            let rest = &line[from..];
            rest[..rest.find('"').expect("closed")].parse().expect("a number")
        };
        for (line, label) in lines.iter().zip(&labels) {
            let text = &line[line.find('>').expect("closed") + 1..line.len() - "</text>".len()];
            assert_eq!(plain(text), label.text);
            assert!((attribute(line, "x") - label.at.x).abs() < 0.02, "{line}");
            assert!((attribute(line, "y") - label.at.y).abs() < 0.02, "{line}");
            assert!((attribute(line, "font-size") - label.size).abs() < 0.02, "{line}");
        }
        let pdf = taken.bytes(Format::Pdf, &wish).expect("PDF");
        let Some(boxes) = pdftotext(&pdf, &["-bbox"]) else {
            println!("left out: pdftotext is not installed");
            continue;
        };
        // Every first word of a line stands in the PDF where the drawing has it.
        let scale = wish.page().width_pt / scene.size.0;
        let words: Vec<(f32, f32, String)> = boxes
            .lines()
            .filter(|line| line.trim_start().starts_with("<word"))
            .map(|line| {
                let text = &line[line.find('>').expect("closed") + 1..];
                let text = plain(&text[..text.find("</word>").expect("closed")]);
                (attribute(line, "xMin"), attribute(line, "yMax"), text)
            })
            .collect();
        for label in labels.iter().filter(|l| l.anchor == throughline::scene::Anchor::Left) {
            let Some(word) = label.text.split_whitespace().next() else { continue };
            let (x, y) = (label.at.x * scale, label.at.y * scale);
            let size = label.size * scale;
            let found = words.iter().any(|(left, bottom, text)| {
                text.starts_with(word) && (left - x).abs() < 1.5 && (bottom - y).abs() < size
            });
            assert!(found, "{}: {word:?} of {:?} at {x}, {y}", scene.title, label.text);
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let framework = sample();
    for format in Format::ALL {
        let bytes = || {
            let wish = Wish { width: 640, ..wish(View::Overview) };
            Taken::new(&framework, None, false).bytes(format, &wish).expect("a file")
        };
        assert!(bytes() == bytes(), "{}", format.ending());
    }
}

#[test]
fn a_poster_has_no_small_type() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo");
    let Ok(bytes) = std::fs::read(folder.join("NGA.json")) else {
        println!("left out: NGA.json is not there");
        return;
    };
    let options = throughline::import::Options::default();
    let format = throughline::import::Format::UnInfo;
    let batch = throughline::import::read_bytes(format, "NGA.json", &bytes, DATE, &options);
    let (framework, _) =
        throughline::import::framework_of(&batch.expect("it reads")).expect("a framework");
    let taken = Taken::new(&framework, None, false);
    for (view, standing) in taken.views().into_iter().flat_map(|v| [(v.clone(), false), (v, true)])
    {
        let wish = Wish { paper: Paper::A0, standing, ..wish(view) };
        let scene = taken.scene(&wish).expect("a picture");
        let scale = wish.page().width_pt / scene.size.0;
        for label in labels(&scene) {
            let points = label.size * scale;
            assert!(points >= 8.0, "{}: {:?} has {points} pt", scene.title, label.text);
        }
    }
}

#[test]
fn the_pack_has_every_picture_once() {
    let framework = sample();
    for is_discreet in [false, true] {
        let taken = Taken::new(&framework, None, is_discreet);
        let wish = Wish { width: 320, theme: ThemeName::Print, ..Wish::new(DATE) };
        let parts = taken.pack(&wish);
        let names: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names.len(), parts.len(), "{names:?}");
        assert_eq!(names.contains("framework.ron"), !is_discreet);
        for part in &parts {
            let bytes = taken.part(part).expect("a file");
            assert!(!bytes.is_empty(), "{}", part.name);
            if let What::Pictures(wishes) = &part.what {
                let text = String::from_utf8_lossy(&bytes);
                let pages =
                    text.matches("/Type/Page").count() - text.matches("/Type/Pages").count();
                let seen: BTreeSet<_> = wishes.iter().map(|wish| wish.view.word()).collect();
                assert_eq!(seen.len(), wishes.len());
                assert_eq!(pages, wishes.len(), "a page each");
            }
        }
    }
}
