//! Reports, minutes and the whole workbook: one set of figures in every format, the same bytes each
//! time, titles of any script, and what a discreet report must not tell.
#![expect(clippy::print_stdout, reason = "says what is left out")]

use assert_cmd::Command;
use calamine::{Data, Reader};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use throughline::analysis::{Analysis, analyze, before};
use throughline::export::minutes::{MinutesError, Since, minutes};
use throughline::export::portfolio;
use throughline::export::report::{self, About, Block, Cell, Report, Table};
use throughline::import::{self, Format, Options};
use throughline::model::{Date, Framework};
use throughline::scene::words;
use throughline::{store, templates};

const TODAY: Date = Date::constant(2026, 6, 12);

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

fn read(text: &str) -> Framework {
    let opened = store::read(text.as_bytes()).expect("a framework");
    assert!(!opened.read_only(), "{:?}", opened.why_read_only());
    opened.framework
}

/// A framework with titles in three scripts, and a text of its own in every field of its actors
/// and programs that may not be told.
const TITLES: &str = r#"#![enable(implicit_some)]
Framework(
    format: (1, 0), id: "fw-t", title: "إطار السلام (2025)", currency: "USD", country: "ML",
    vision: "Peace", levels: [(id: "so", title: "Goal")],
    actors: {
        "moi-seeded": (name: "Ministry", side: Internal, core_group: true, identifier: "ORG-SEEDED", note: "NOTE-ACTOR"),
        "donor-seeded": (name: "Donor", side: External, family: "FAMILY-SEEDED"),
    },
    objectives: {
        "o1": (title: "ሰላም እና ፍትህ", level: "so", code: "1", positions: { "moi-seeded": (stance: Endorse, on: "2026-06-12") }),
        "o2": (title: "Sécurité | <accès> à l’eau & *paix*", level: "so", code: "2"),
        "o3": (title: "أمن المجتمع", level: "so", code: "3"),
    },
    programs: {
        "prg-seeded1": (
            title: "برنامج UNDP للمصالحة", description: "DESCRIPTION-SEEDED", identifiers: ["IDENTIFIER-SEEDED"], related: ["RELATED-SEEDED"],
            owner: "donor-seeded", implementing: ["donor-seeded"], funding: { "donor-seeded": (amount: "7654321") },
            budget: (amount: "7654321", currency: "USD"), claims: ["CLAIM: water"],
            reply: (text: "REPLY-SEEDED", by: "donor-seeded", on: "2026-01-02"),
            source: (file: "SOURCE-SEEDED.xml", format: "FORMAT-SEEDED", row: "ROW-SEEDED", on: "2026-01-01"),
        ),
        "prg-seeded2": (
            title: "Wells", owner: "moi-seeded", budget: (amount: "1234567", currency: "USD"), part_of: "prg-seeded3",
            links: { "o1": (effect: Supports, evidence: Documented("PLACE-SEEDED"), by: "donor-seeded", recorded_by: "RECORDER-SEEDED", on: "2026-06-12", note: "NOTE-LINK") },
        ),
        "prg-seeded3": (title: "Umbrella", owner: "donor-seeded", decision: (kind: NoneFound, by: "donor-seeded", on: "2026-06-11", reason: "looked")),
    },
)"#;

fn of(framework: &Framework) -> (Report, Analysis, About) {
    let (analysis, about) = (analyze(framework, None), About::new(framework, TODAY));
    (report::report(framework, &analysis, &about), analysis, about)
}

fn docx(report: &Report) -> Vec<u8> {
    report::docx(report).expect("a document")
}

/// A part of a packed document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

/// The text of XML or HTML, without its elements and with its characters.
fn text_of(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in xml.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#10;", " "), ("&#9;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(out, |text, (code, letter)| text.replace(code, letter))
}

/// Markdown without its guards.
fn bare(md: &str) -> String {
    md.replace('\\', "")
}

fn tables(report: &Report) -> Vec<&Table> {
    let tables = report.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

/// Everything that a report says, in one list.
fn said(report: &Report) -> Vec<String> {
    let mut said = vec![report.title.clone(), report.subtitle.clone()];
    for block in &report.blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) | Block::Note(text) => {
                said.push(text.clone());
            }
            Block::Figures(all) => {
                for figure in all {
                    said.extend([&figure.value, &figure.what, &figure.detail].map(Clone::clone));
                }
            }
            Block::List(lines) => said.extend(lines.iter().cloned()),
            Block::Table(table) => {
                said.extend(table.columns.iter().map(|column| column.title.clone()));
                said.extend(table.rows.iter().flatten().map(Cell::text));
                said.extend(table.rest());
            }
            Block::Picture { .. } | Block::PageBreak => {}
        }
    }
    said.retain(|text| !text.trim().is_empty());
    said
}

/// A text on one line, as the formats that have no lines in a cell print it.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ").trim().to_owned()
}

#[test]
fn every_format_says_all_that_the_report_says() {
    let frameworks = [Some(sample()), Some(read(TITLES)), mali()];
    for framework in frameworks.iter().flatten() {
        let (report, ..) = of(framework);
        let word = text_of(&part(&docx(&report), "word/document.xml"));
        let page = text_of(&report::html(&report));
        let text = bare(&report::md(&report));
        let all = said(&report);
        assert!(all.len() > 60, "{} texts", all.len());
        for told in all.iter().map(|told| one_line(told)) {
            assert!(word.contains(&told), "the Word document lacks {told:?}");
            assert!(page.contains(&told), "the page lacks {told:?}");
            assert!(text.contains(&bare(&told)), "the text lacks {told:?}");
        }
    }
}

#[test]
fn page_one_has_the_figures_of_the_analysis() {
    for framework in [Some(sample()), mali()].iter().flatten() {
        let (report, analysis, _) = of(framework);
        let Some(Block::Figures(figures)) =
            report.blocks.iter().find(|block| matches!(block, Block::Figures(_)))
        else {
            panic!("no figures");
        };
        let deficit = &analysis.deficit;
        assert_eq!(figures[0].value, words::percent(deficit.share));
        let of_all = format!("{} of {}", deficit.programs, analysis.scope.programs);
        assert!(figures[0].what.ends_with(&of_all), "{}", figures[0].what);
        assert_eq!(figures[0].detail, words::sentence(&words::gap_in_data(&analysis)));
        assert_eq!(figures[1].value, words::percent(deficit.money.share));
        let sum = words::money(deficit.money.currency, deficit.money.no_link_shown);
        assert!(figures[1].what.contains(&sum), "{}", figures[1].what);
        let alignment = &analysis.coherence.alignment;
        if alignment.examined {
            assert_eq!(figures[2].value, words::percent(alignment.degree));
        } else {
            assert_eq!(figures[2].what, "local ownership is not examined");
        }
        assert!(report.blocks.iter().any(|block| matches!(block, Block::Picture { .. })));
    }
}

#[test]
fn tables_hold_the_figures_of_the_analysis() {
    let framework = sample();
    let (report, analysis, _) = of(&framework);
    let table = |caption: &str| {
        let found = tables(&report).into_iter().find(|table| table.caption == caption);
        found.unwrap_or_else(|| panic!("no table {caption:?}"))
    };
    let donors = table("No link shown, by donor");
    let groups = &analysis.deficit.by.funder;
    assert_eq!(donors.rows.len() + donors.left_out, groups.len());
    for (row, group) in donors.rows.iter().zip(groups) {
        assert_eq!(row[0], Cell::from(group.key.clone().unwrap_or_default()));
        assert_eq!(row[2], Cell::Count(group.programs));
        assert_eq!(row[3], Cell::Count(group.no_link_shown));
        let share = if group.few { Cell::Few } else { Cell::Share(group.share) };
        assert_eq!(row[4], share);
    }
    let few = groups.iter().position(|group| group.few).expect("a small one");
    assert!(few < donors.rows.len(), "the sample shows one");
    let orphans = table("Programs with no link shown");
    let all = orphans.rows.len() + orphans.left_out;
    assert_eq!(all, analysis.deficit.programs as usize);
    let elements = table("The four elements of coherence");
    assert_eq!(elements.rows[3][4], Cell::Share(analysis.coherence.alignment.degree));
    for table in tables(&report) {
        assert!(!table.rows.is_empty(), "{} has no row", table.caption);
        for (at, column) in table.columns.iter().enumerate() {
            let filled = table.rows.iter().any(|row| !row[at].text().is_empty());
            assert!(filled, "nothing stands under {:?} of {}", column.title, table.caption);
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let framework = sample();
    let bytes = || {
        let (report, analysis, about) = of(&framework);
        let book = portfolio::xlsx(&framework, &analysis, &about).expect("a workbook");
        (docx(&report), report::html(&report), report::md(&report), book)
    };
    assert!(bytes() == bytes(), "two makings differ");
}

#[test]
fn a_word_document_is_one_for_every_reader() {
    let framework = read(TITLES);
    let (report, ..) = of(&framework);
    let bytes = docx(&report);
    let document = part(&bytes, "word/document.xml");
    for name in ["Title", "Heading1", "Heading2", "ListBullet"] {
        assert!(document.contains(&format!("<w:pStyle w:val=\"{name}\"/>")), "no {name}");
    }
    let tables = document.matches("<w:tbl>").count();
    let heads = document.matches("<w:tblHeader/>").count();
    assert_eq!(heads + 1, tables, "all but the key figures repeat their headings");
    assert!(document.contains("w:w=\"11906\" w:h=\"16838\""), "no A4 page");
    assert!(document.contains("descr=\"The whole framework"), "no alternative text");
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>إطار السلام (2025)</dc:title>"), "{core}");
    assert!(core.contains("<dc:language>en</dc:language>") && core.contains("2026-06-12T"));
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"en\""));
    let footer = part(&bytes, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
    // A title from the right is a paragraph from the right, its Arabic letters runs of their own.
    let title = document.split("<w:p>").find(|p| p.contains("برنامج")).expect("the program");
    assert!(title.contains("<w:bidi/>") && title.contains("<w:rtl/>"), "{title}");
    assert!(
        title.contains("<w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">UNDP</w:t>"),
        "{title}"
    );
    let plain = document.split("<w:p>").find(|p| p.contains("ሰላም እና ፍትህ")).expect("an objective");
    assert!(!plain.contains("<w:bidi/>") && !plain.contains("<w:rtl/>"), "{plain}");
}

#[test]
fn a_page_needs_nothing_but_itself() {
    let framework = read(TITLES);
    let page = report::html(&of(&framework).0);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains("<h1 class=\"title\" dir=\"auto\">إطار السلام (2025)</h1>"));
    for no in ["<script", "src=", "href=", "@import", "url(http"] {
        assert!(!page.contains(no), "the page has {no}");
    }
    assert!(page.contains("<svg ") && page.contains("role=\"img\" aria-label="));
    assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
    assert_eq!(page.matches("<th>").count(), 0, "every heading says what it is of");
    assert!(page.contains("Sécurité | &lt;accès&gt; à l’eau &amp; *paix*"));
    let text = report::md(&of(&framework).0);
    assert!(text.contains("Sécurité \\| \\<accès\\> à l’eau & \\*paix\\*"));
}

#[test]
fn many_programs_give_a_short_report() {
    let framework = templates::generate(60, 5000, 3);
    let (report, ..) = of(&framework);
    let rows: usize = tables(&report).iter().map(|table| table.rows.len()).sum();
    assert!(rows < 2_000, "{rows} rows");
    let programs = tables(&report).into_iter().find(|t| t.caption == "Programs").expect("an annex");
    assert_eq!(programs.rows.len() + programs.left_out, 5000);
    let rest = programs.rest().expect("more than fit");
    assert!(rest.ends_with("more; the workbook has all"), "{rest}");
}

fn workbook(framework: &Framework, about: &About) -> calamine::Xlsx<Cursor<Vec<u8>>> {
    let bytes = portfolio::xlsx(framework, &analyze(framework, None), about).expect("a workbook");
    calamine::Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

#[test]
fn the_workbook_has_every_sheet_and_the_same_figures() {
    for framework in [Some(sample()), mali()].into_iter().flatten() {
        let analysis = analyze(&framework, None);
        let mut book = workbook(&framework, &About::new(&framework, TODAY));
        assert_eq!(
            book.sheet_names(),
            [
                "Programs",
                "Objectives",
                "Actors",
                "Links",
                "Positions",
                "Tensions",
                "Matrix donors",
                "Matrix dimensions",
                "Matrix places",
                "Deficit",
                "About"
            ]
        );
        let about = book.worksheet_range("About").expect("a sheet");
        let value = |what: &str| {
            let row = about.rows().find(|row| row[0] == Data::String(what.to_owned()));
            row.unwrap_or_else(|| panic!("no {what}"))[1].clone()
        };
        let deficit = &analysis.deficit;
        let number = |n: u32| Data::Float(f64::from(n));
        assert_eq!(value("Programs with no link shown"), number(deficit.programs));
        assert_eq!(value("Programs in scope"), number(analysis.scope.programs));
        assert_eq!(value("Share of programs"), Data::Float(deficit.share.expect("a share")));
        let links: usize = framework.programs().values().map(|p| p.links.len()).sum();
        let sheet = book.worksheet_range("Links").expect("a sheet");
        assert_eq!(sheet.height(), links + 1);
        let sheet = book.worksheet_range("Deficit").expect("a sheet");
        let owners = sheet.rows().filter(|row| row[0] == Data::String("owner".to_owned()));
        for (row, group) in owners.zip(&analysis.deficit.by.owner) {
            assert_eq!(row[3], number(group.programs));
            assert_eq!(row[4], number(group.no_link_shown));
            let share = group.share.filter(|_| !group.few).map_or(Data::Empty, Data::Float);
            assert_eq!(row[5], share, "{}", group.name);
        }
    }
}

#[test]
fn a_text_in_the_workbook_is_never_a_formula() {
    let text = TITLES.replace("title: \"Wells\"", "title: \"=1+1\"");
    let framework = read(&text);
    let bytes =
        portfolio::xlsx(&framework, &analyze(&framework, None), &About::new(&framework, TODAY));
    let bytes = bytes.expect("a workbook");
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
    let sheets: Vec<String> =
        zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for name in sheets.iter().filter(|name| name.starts_with("xl/worksheets/sheet")) {
        let mut sheet = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut sheet).expect("text");
        assert!(!sheet.contains("<f>"), "{name} has a formula");
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"), "{name}");
    }
}

#[test]
fn a_discreet_report_tells_no_amounts_ids_or_sources() {
    let framework = read(TITLES);
    let analysis = analyze(&framework, None);
    let about = About { discreet: true, ..About::new(&framework, TODAY) };
    let report = report::report(&framework, &analysis, &about);
    // Of a page the words: where its picture puts them is a number too.
    let mut told = report::md(&report) + &text_of(&report::html(&report));
    told += &text_of(&part(&docx(&report), "word/document.xml"));
    let mut book = workbook(&framework, &about);
    for name in book.sheet_names() {
        for row in book.worksheet_range(&name).expect("a sheet").rows() {
            row.iter().for_each(|cell| told.extend([cell.to_string(), "\n".to_owned()]));
        }
    }
    // What is there shows that the rest is missed, not that there is nothing.
    assert!(told.contains("Wells") && told.contains("Ministry") && told.contains("ሰላም"));
    let open = report::md(&of(&framework).0);
    for there in ["prg-seeded1", "IDENTIFIER-SEEDED", "REPLY-SEEDED", "USD", "FAMILY-SEEDED"] {
        assert!(open.contains(there), "a full report has {there}");
    }
    for hidden in ["SEEDED", "seeded", "7654321", "1234567", "7.65", "1.23", "8.89", "USD", "NOTE-"]
    {
        let at = told.find(hidden);
        let around = at.map(|at| told[..at].chars().rev().take(60).collect::<Vec<_>>());
        let around = around.map(|a| a.into_iter().rev().collect::<String>());
        assert!(at.is_none(), "tells {hidden:?} after {around:?}");
    }
    for by in ["By owner", "By donor", "By government or system"] {
        assert!(open.contains(by), "a full report has {by}");
        assert!(!told.contains(by), "has a part {by}");
    }
}

#[test]
fn minutes_since_a_day_tell_what_bears_it() {
    let framework = read(TITLES);
    let about = About::new(&framework, TODAY);
    let text = |day| {
        let report = minutes(&framework, &Since::Day(day), &about).expect("minutes");
        report::md(&report)
    };
    let of_today = text(TODAY);
    assert!(of_today.contains("### Links (1)") && of_today.contains("| Wells | supports | 1 |"));
    assert!(of_today.contains("### Positions on objectives (1)"), "{of_today}");
    assert!(!of_today.contains("### Decisions"), "the decision is a day older");
    assert!(text(Date::constant(2026, 6, 11)).contains("### Decisions on programs (1)"));
    let later = text(Date::constant(2026, 6, 13));
    assert!(later.contains("\nNothing\n"), "{later}");
    // Before: the figures of the framework without what the day brought.
    let then = analyze(&before(&framework, TODAY), None);
    let now = analyze(&framework, None);
    assert_ne!(then.deficit.programs, now.deficit.programs);
    let row =
        |a: &Analysis| format!("{} ({})", words::percent(a.deficit.share), a.deficit.programs);
    let line = format!("| Programs with no link shown | {} | {} |", row(&then), row(&now));
    assert!(bare(&of_today).contains(&line), "{line}\n{of_today}");
}

#[test]
fn minutes_against_a_copy_tell_every_kind_of_change() {
    let earlier = read(TITLES);
    let later = TITLES
        .replace("title: \"ሰላም እና ፍትህ\"", "title: \"Peace and justice\", status: Agreed")
        .replace("title: \"أمن المجتمع\", level: \"so\", code: \"3\"", "title: \"أمن المجتمع\", level: \"so\", code: \"3\", contributes_to: { \"o2\": () }")
        .replace("stance: Endorse", "stance: Doubts")
        .replace("Documented(\"PLACE-SEEDED\")", "Asserted")
        .replace("decision: (kind: NoneFound", "links: { \"o2\": (effect: Undermines, evidence: Asserted) }, decision: (kind: OutOfScope")
        .replace("    programs: {", "    tensions: { \"t1\": (title: \"Water\", about: [Objective(\"o1\")], outcome: Open) },\n    programs: {\n \"prg-new\": (title: \"New one\"),");
    let framework = read(&later);
    let about = About::new(&framework, TODAY);
    let md = |then: &Framework, now: &Framework| {
        let report = minutes(now, &Since::Copy(then), &about).expect("minutes");
        bare(&report::md(&report))
    };
    let text = md(&earlier, &framework);
    for told in [
        "### Links made (1)\n",
        "| Umbrella | undermines | 2 |",
        "### Links changed (1)\n",
        "Documented in PLACE-SEEDED |",
        "### Decisions changed (1)\n",
        "| Out of scope |",
        "### Positions changed (1)\n",
        "| Ministry | Has serious doubts |",
        "| Endorses |",
        "### Objectives changed (2)\n",
        "Renamed, was “ሰላም እና ፍትህ”; agreed, was proposed",
        "Moved, was under nothing, now under 2",
        "### Tensions recorded (1)\n",
        "### Programs added (1)\n",
        "| prg-new | New one |",
    ] {
        assert!(text.contains(told), "lacks {told:?}:\n{text}");
    }
    let back = md(&framework, &earlier);
    for told in
        ["### Links withdrawn (1)", "### Tensions taken out (1)", "### Programs taken out (1)"]
    {
        assert!(back.contains(told), "lacks {told:?}:\n{back}");
    }
    assert!(md(&earlier, &earlier).contains("\nNothing\n"));
    let other = read(&TITLES.replace("fw-t", "fw-u"));
    let refused = minutes(&framework, &Since::Copy(&other), &about);
    assert_eq!(refused, Err(MinutesError::Another));
}

fn throughline(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("throughline").expect("the binary").args(arguments).assert()
}

#[test]
fn the_command_line_writes_reports_and_minutes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let text = |name: &str| path(name).to_string_lossy().into_owned();
    store::save_bytes(&path("a.ron"), TITLES.as_bytes()).expect("written");
    let framework = text("a.ron");
    for (name, begins) in [("r.docx", &b"PK"[..]), ("r.html", b"<!doctype"), ("r.md", b"# ")] {
        let out = text(name);
        throughline(&["export", &framework, "-o", &out, "--date", "2026-06-12"]).success();
        assert!(std::fs::read(path(name)).expect("a file").starts_with(begins), "{name}");
        let day = ["--since", "2026-06-01", "--date", "2026-06-12"];
        throughline(&[&["minutes", &framework, "-o", &out][..], &day].concat()).success();
        assert!(std::fs::read(path(name)).expect("a file").starts_with(begins), "{name}");
    }
    let out = text("m.md");
    throughline(&["minutes", &framework, "--against", &framework, "-o", &out]).success();
    assert!(std::fs::read_to_string(&out).expect("text").contains("Nothing"));
    let refused = throughline(&["minutes", &framework, "--since", "2026-06-01", "-o", "m.pdf"]);
    let refused = refused.code(2);
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(told.contains("end the name in .docx, .html or .md"), "{told}");
    throughline(&["minutes", &framework, "-o", &out]).code(2);
}
