//! Analyze as it is read: every figure on every screen is that of `analyze --json`, and a click
//! on it lists as many programs as it says.
#![cfg(feature = "gui")]
#![expect(clippy::print_stdout, reason = "says that the real files are not there")]

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use throughline::analysis::{
    Against, By, Concern, Exclusion, Figure, Relation, Standing, group_name,
};
use throughline::edit::{Command, MilestoneEdit};
use throughline::import::{self, Format, Options};
use throughline::model::{Basis, EvidenceBar, Framework, MilestoneId, ObjectiveId};
use throughline::scene::words;
use throughline::session::Session;
use throughline::ui::App;
use throughline::ui::action::{Action, Screen};
use throughline::{store, templates};

type Window = Harness<'static, App>;

/// So high and wide that every row of every table is in sight.
const LARGE: [f32; 2] = [4200.0, 16_000.0];

fn window(framework: &Framework, size: [f32; 2]) -> Window {
    let framework = framework.clone();
    let mut harness = Harness::builder()
        .with_size(egui::Vec2::from(size))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(3);
    harness
}

fn sample() -> Framework {
    match templates::find("sample").map(|t| t.framework(1)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no sample"),
    }
}

fn everything() -> Framework {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/analyze/everything.ron");
    store::open(&path).expect("the fixture").framework
}

fn real(name: &str) -> Option<Framework> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("{name} is not there: skipped");
        return None;
    };
    let today = jiff::civil::date(2025, 6, 30);
    let batch = import::read_bytes(Format::UnInfo, name, &bytes, today, &Options::default());
    Some(import::framework_of(&batch.expect("it reads")).expect("it fits").0)
}

fn frameworks() -> Vec<(&'static str, Framework)> {
    let mali = real("MLI.json").map(|mali| ("Mali", mali));
    [("sample", sample()), ("everything", everything())].into_iter().chain(mali).collect()
}

fn show(window: &mut Window, action: Action) {
    window.state_mut().send(action);
    window.run_steps(3);
}

/// The names of all that can be read in the window.
fn names(window: &Window) -> Vec<(Role, String)> {
    let mut found = Vec::new();
    let mut todo: Vec<_> = vec![window.root()];
    while let Some(node) = todo.pop() {
        let inner = node.accesskit_node();
        let name = inner.label().or_else(|| inner.value()).unwrap_or_default();
        found.push((inner.role(), name));
        todo.extend(node.children());
    }
    found
}

/// The figures that open programs: what each is called.
fn figures(window: &Window) -> Vec<String> {
    let all = names(window).into_iter().filter(|(role, _)| *role == Role::Button);
    // The groups of the orphan field, below every screen, say their money after the number.
    let of_the_field = |name: &String| name.ends_with(", no link shown");
    let names = all.map(|(_, name)| name).filter(|name| !of_the_field(name));
    let mut figures: Vec<String> = names.filter(|name| number_of(name).is_some()).collect();
    figures.sort();
    figures
}

/// The number that a figure says: "UNDP: 78 programs, USD 3 m" says 78.
fn number_of(name: &str) -> Option<usize> {
    let end = name.rfind(" program")?;
    let start = name[..end].rfind(": ")? + 2;
    name[start..end].replace('\u{2009}', "").parse().ok()
}

fn n(value: &Value) -> u32 {
    u32::try_from(value.as_u64().expect("a count")).expect("it fits")
}

fn said(name: &str, count: u32) -> String {
    format!("{name}: {}", words::count(count, "program", "programs"))
}

fn json(window: &Window) -> Value {
    serde_json::to_value(&**window.state().session().analysis()).expect("JSON")
}

fn key(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn word<T: serde::Serialize>(value: T) -> String {
    let json = serde_json::to_value(value).expect("a word");
    json.as_str().unwrap_or_default().to_owned()
}

fn money(json: &Value, of: &Value) -> String {
    let currency = json["deficit"]["money"]["currency"].as_str().expect("a currency");
    let currency = throughline::model::Currency::new(currency).expect("a code");
    let amount: rust_decimal::Decimal = of.as_str().expect("a sum").parse().expect("a decimal");
    words::money(currency, throughline::analysis::Cents::from_decimal(amount))
}

const BY: [(By, &str); 8] = [
    (By::Owner, "owner"),
    (By::Funder, "funder"),
    (By::Side, "side"),
    (By::Family, "family"),
    (By::Dimension, "dimension"),
    (By::SectorCategory, "sector_category"),
    (By::Location, "location"),
    (By::Status, "status"),
];

/// What a group is called on screen.
fn called(framework: &Framework, by: By, group: &Value) -> String {
    match by {
        By::Location => group["name"].as_str().expect("a name").to_owned(),
        _ => group_name(framework, by, group["key"].as_str()),
    }
}

/// Every figure of the deficit's screen beside its breakdown, from the JSON.
fn beside(json: &Value) -> Vec<(Figure, u32)> {
    let deficit = &json["deficit"];
    let mut all = vec![
        (Figure::Scope, n(&json["scope"]["programs"])),
        (Figure::WithMoney, n(&deficit["money"]["programs_with_money"])),
    ];
    for bar in EvidenceBar::ALL {
        all.push((Figure::NoLink(bar), n(&deficit["at_bar"][bar.word()]["programs"])));
    }
    for standing in Standing::ALL {
        all.push((Figure::Standing(standing), n(&json["standing"][word(standing)])));
    }
    for (why, name) in [
        (Exclusion::OutOfScope, "out_of_scope"),
        (Exclusion::Cancelled, "cancelled"),
        (Exclusion::OutsidePeriod, "outside_period"),
        (Exclusion::Umbrella, "umbrella"),
    ] {
        all.push((Figure::LeftOut(why), n(&json["scope"]["excluded"][name])));
    }
    for (basis, name) in [
        (Basis::Commitment, "commitment"),
        (Basis::Budget, "budget"),
        (Basis::Disbursement, "disbursement"),
        (Basis::Stated, "stated"),
    ] {
        all.push((Figure::Basis(basis), n(&deficit["money"]["basis"][name])));
    }
    // What is left out by no program is not listed.
    all.retain(|(f, n)| *n > 0 || !matches!(f, Figure::LeftOut(_) | Figure::Basis(_)));
    all
}

#[test]
fn the_deficit_is_that_of_the_json() {
    for (name, framework) in frameworks() {
        let mut window = window(&framework, LARGE);
        for bar in EvidenceBar::ALL {
            show(&mut window, Action::Bar(Some(bar)));
            show(&mut window, Action::Screen(Screen::Deficit));
            let json = json(&window);
            let fixed: Vec<String> = beside(&json)
                .into_iter()
                .map(|(figure, n)| said(&figure.words(&framework), n))
                .collect();
            for (by, field) in BY {
                let button = format!("Break the deficit down by {}", by.word());
                window.get_by_label(&button).click();
                window.run_steps(3);
                let groups = json["deficit"]["by"][field].as_array().expect("groups");
                let mut expected = fixed.clone();
                let mut rows = Vec::new();
                for group in groups {
                    let called = called(&framework, by, group);
                    let (all, none) = (n(&group["programs"]), n(&group["no_link_shown"]));
                    expected.push(said(&called, all));
                    expected.push(said(&format!("{called}, no link shown"), none));
                    let share = match group["few"].as_bool() {
                        Some(true) => "few".to_owned(),
                        _ => words::percent(group["share"].as_f64()),
                    };
                    let (none, all) = (words::number(none), words::number(all));
                    let sum = money(&json, &group["money_no_link_shown"]);
                    let whole = money(&json, &group["money"]);
                    rows.push(format!(
                        "{called}: {none} of {all} show no link, {share}, {sum} of {whole}"
                    ));
                }
                expected.sort();
                assert_eq!(figures(&window), expected, "{name} at {bar:?} by {by:?}");
                let read: Vec<String> = names(&window).into_iter().map(|(_, name)| name).collect();
                for row in rows {
                    assert!(
                        read.iter().any(|r| r.starts_with(&row)),
                        "{name}: {row} not in {read:?}"
                    );
                }
            }
            let read: BTreeSet<String> = names(&window).into_iter().map(|(_, name)| name).collect();
            for other in EvidenceBar::ALL {
                let at = &json["deficit"]["at_bar"][other.word()];
                let row = format!(
                    "{}: {} of {} show no link, {}, {}",
                    other.word(),
                    words::number(n(&at["programs"])),
                    words::number(n(&json["scope"]["programs"])),
                    words::percent(at["share"].as_f64()),
                    money(&json, &at["money"])
                );
                assert!(read.contains(&row), "{name}: {row}");
            }
            let unconverted = json["deficit"]["money"]["unconverted"].as_object().expect("a map");
            for (currency, sum) in unconverted {
                let figure = Figure::Unconverted(currency.clone()).words(&framework);
                let row = format!("{figure}: {}", sum.as_str().expect("a sum"));
                assert!(read.contains(&row), "{name}: {row}");
            }
        }
    }
}

const RELATIONS: [(Relation, &str); 4] = [
    (Relation::Agency, "agency"),
    (Relation::WholeOfGovernment, "whole_of_government"),
    (Relation::Harmonization, "harmonization"),
    (Relation::Alignment, "alignment"),
];

#[test]
fn coherence_and_requirements_are_those_of_the_json() {
    for (name, framework) in frameworks() {
        let mut window = window(&framework, LARGE);
        show(&mut window, Action::Screen(Screen::Coherence));
        let json = json(&window);
        let mut expected = Vec::new();
        let read: BTreeSet<String> = names(&window).into_iter().map(|(_, name)| name).collect();
        for (relation, field) in RELATIONS {
            let element = &json["coherence"][field];
            let figure = |concern| Figure::Element(relation, concern).words(&framework);
            let back = element["held_back"].as_array().expect("a list").len();
            let examined = window.state().session().analysis().coherence.get(relation).examined;
            if examined {
                expected.push(said(&figure(Concern::Holds), n(&element["holds"])));
            }
            expected.push(said(&figure(Concern::All), n(&element["concerns"])));
            if examined {
                expected.push(said(&figure(Concern::HeldBack), u32::try_from(back).expect("few")));
            }
            if let Some(presumed) = element.get("presumed").filter(|_| examined) {
                expected.push(said(&figure(Concern::Presumed), n(presumed)));
            }
            if relation != Relation::Alignment || n(&element["not_judged"]) > 0 {
                expected.push(said(&figure(Concern::NotJudged), n(&element["not_judged"])));
            }
            let degree = match element["degree"].as_f64() {
                Some(degree) => words::percent(Some(degree)),
                None if examined => "concerns none".to_owned(),
                None => "not examined".to_owned(),
            };
            assert!(read.contains(&format!("{}: {degree}", relation.words())), "{name}: {field}");
            if let Some(degree) = element["money_degree"].as_f64() {
                let degree = words::percent(Some(degree));
                let row = format!("{}: {degree} by money", relation.words());
                assert!(read.contains(&row), "{name}: {row}");
            }
        }
        expected.sort();
        let found: Vec<String> =
            figures(&window).into_iter().filter(|f| !f.contains(" · ")).collect();
        assert_eq!(found, expected, "{name}");
        requirements(name, &framework, &mut window, &json);
    }
}

fn requirements(name: &str, framework: &Framework, window: &mut Window, json: &Value) {
    show(window, Action::Screen(Screen::Requirements));
    for (field, called) in [
        ("shared_vision", "Shared vision"),
        ("integrated_planning", "Integrated planning"),
        ("results_timelines_responsibilities", "Results, timelines and responsibilities"),
        ("monitoring_evaluation", "Monitoring and evaluation"),
        ("local_leadership", "Local leadership"),
    ] {
        let requirement = &json["approach"][field];
        let pending = requirement["pending"].as_u64().filter(|n| *n > 0);
        let row = format!(
            "{called}: {} of {}, {}{}",
            words::number(n(&requirement["holds"])),
            words::number(n(&requirement["of"])),
            words::percent(requirement["share"].as_f64()),
            pending.map_or_else(String::new, |n| format!(" · {n} pending, apart"))
        );
        window.get_by_label(&row).click();
        window.run_steps(3);
        let read = names(window);
        let links = read.iter().filter(|(role, _)| *role == Role::Link).count();
        let back = requirement["held_back"].as_array().expect("a list");
        assert_eq!(links, back.len(), "{name}: {row}");
        for id in back {
            let id = id.as_str().expect("an id");
            let objective = ObjectiveId::new(id.rsplit('/').next().expect("an id")).expect("an id");
            let title = framework.objective(&objective).expect("it is there").title.trim();
            assert!(read.iter().any(|(_, name)| name.contains(title)), "{name}: {title}");
        }
    }
}

#[test]
fn the_matrix_is_that_of_the_json() {
    for (name, framework) in frameworks() {
        let mut window = window(&framework, [9000.0, 9000.0]);
        show(&mut window, Action::Screen(Screen::Matrix));
        let json = json(&window);
        for (against, field, button) in [
            (Against::Funder, "funder", "Objectives against donors"),
            (Against::Dimension, "dimension", "Objectives against dimensions"),
            (Against::Location, "location", "Objectives against places"),
        ] {
            window.get_by_label(button).click();
            window.run_steps(3);
            let groups = json["deficit"]["by"][field].as_array().expect("groups");
            let columns: BTreeMap<Option<String>, String> = groups
                .iter()
                .map(|g| (key(&g["key"]), called(&framework, against.by(), g)))
                .collect();
            let objective = |id: &str| {
                let id = ObjectiveId::new(id).expect("an id");
                Figure::Card(id).words(&framework)
            };
            let mut expected = Vec::new();
            for cell in json["matrix"][field].as_array().expect("cells") {
                let row = objective(cell["objective"].as_str().expect("an id"));
                let column = &columns[&key(&cell["key"])];
                let said = said(&format!("{row} × {column}"), n(&cell["programs"]));
                expected.push(format!("{said}, {}", money(&json, &cell["money"])));
            }
            for (id, card) in json["objectives"].as_object().expect("cards") {
                let said = said(&objective(id), n(&card["programs"]));
                expected.push(format!("{said}, {}", money(&json, &card["money"])));
            }
            expected.sort();
            let found: Vec<String> =
                figures(&window).into_iter().map(|f| f.replace(", crowded", "")).collect();
            let mut found = found;
            found.sort();
            assert_eq!(found, expected, "{name} × {against:?}");
        }
    }
}

/// Clicks figures of every screen and every breakdown, one in so many; gives how many.
fn click(name: &str, framework: &Framework, one_in: usize) -> usize {
    let mut window = window(framework, [1920.0, 2400.0]);
    let deficit = BY.map(|(by, _)| (Screen::Deficit, Some(by)));
    let others = Screen::ALL.into_iter().skip(1).map(|screen| (screen, None));
    let mut clicked = 0;
    for (screen, by) in deficit.into_iter().chain(others) {
        show(&mut window, Action::Screen(screen));
        if let Some(by) = by {
            window.get_by_label(&format!("Break the deficit down by {}", by.word())).click();
            window.run_steps(3);
        }
        for figure in figures(&window).into_iter().step_by(one_in) {
            window.get_all_by_label(&figure).next().expect("it is there").click();
            window.run_steps(2);
            let listed = window.state().listed();
            let unlike: BTreeSet<&String> = listed.iter().collect();
            assert_eq!(Some(listed.len()), number_of(&figure), "{name}: {figure}");
            assert_eq!(unlike.len(), listed.len(), "{name}: {figure} lists one twice");
            show(&mut window, Action::LeaveBehind);
            clicked += 1;
        }
    }
    clicked
}

#[test]
fn a_click_lists_the_programs_that_a_figure_counts() {
    assert!(click("everything", &everything(), 1) > 150);
}

#[test]
fn so_it_is_in_larger_frameworks() {
    assert!(click("sample", &sample(), 11) > 40);
    if let Some(mali) = real("MLI.json") {
        assert!(click("Mali", &mali, 13) > 20);
    }
}

/// A group of a breakdown lists those whose record says so, and the list reads as they are.
#[test]
fn the_list_names_the_programs() {
    let framework = everything();
    let mut window = window(&framework, [1920.0, 1080.0]);
    show(&mut window, Action::Screen(Screen::Deficit));
    window.get_by_label("Norad: 3 programs").click();
    window.run_steps(3);
    // Largest money first.
    assert_eq!(window.state().listed(), ["g1", "a1", "c1"]);
    for row in [
        "Wells for the north, Norad, USD 1.23 k, linked",
        "Linked, presumed, Norad, USD 40, linked",
        "Independent, Norad, USD 9, independent on principle",
    ] {
        window.get_by_label(row);
    }
    window.get_by_label("Independent, Norad, USD 9, independent on principle").click();
    window.run_steps(2);
    assert_eq!(window.state().selected(), ["c1"]);
    window.get_by_label("Close the list").click();
    window.run_steps(2);
    assert!(window.state().listed().is_empty());
}

#[test]
fn gaps_overlaps_tensions_and_dependencies_are_listed() {
    for (name, framework) in frameworks() {
        let mut window = window(&framework, LARGE);
        show(&mut window, Action::Screen(Screen::Gaps));
        let json = json(&window);
        let overlaps = json["overlaps"].as_array().expect("a list");
        let (possible, counted): (Vec<&Value>, Vec<&Value>) =
            overlaps.iter().partition(|o| o["possible"] == true);
        let len = |list: &Value| list.as_array().expect("a list").len();
        let found = throughline::analysis::duplicates(
            window.state().session().framework(),
            window.state().session().analysis(),
        );
        for (called, count) in [
            ("Objectives without a program", len(&json["gaps"]["objectives_without_program"])),
            ("Objectives off the strategy", len(&json["gaps"]["objectives_off_strategy"])),
            ("Overlaps without recorded coordination", counted.len()),
            ("Possible overlaps", possible.len()),
            ("May be one program", found.len()),
        ] {
            let n = words::number(u32::try_from(count).expect("few"));
            window.get_by_label(&format!("{called}: {n}")).click();
            window.run_steps(3);
            let links = names(&window).into_iter().filter(|(role, _)| *role == Role::Link).count();
            // What is higher than the window is drawn where it is scrolled to.
            assert_eq!(links.min(400), count.min(400), "{name}: {called}");
        }
        show(&mut window, Action::Screen(Screen::Tensions));
        let read = names(&window);
        let links = read.iter().filter(|(role, _)| *role == Role::Link).count();
        let dependencies = json["dependencies"].as_array().expect("a list");
        assert_eq!(links, framework.tensions().len() + dependencies.len(), "{name}");
        for tension in framework.tensions().values() {
            let title = tension.title.trim();
            assert!(read.iter().any(|(_, name)| name.contains(title)), "{name}: {title}");
        }
    }
}

#[test]
fn what_is_overdue_and_what_breaks_is_said() {
    let mut window = window(&everything(), [1920.0, 1080.0]);
    show(&mut window, Action::Screen(Screen::Tensions));
    window.get_by_label_contains("review was due 15 January 2026");
    window.get_by_label("review 15 January 2027");
    window.get_by_label("Its part needs Cancelled, which is cancelled");
    window.get_by_label("Wells for the north needs Linked, documented");
    window.get_by_label("Programs touched by “Who speaks for districts”").click();
    window.run_steps(3);
    let mut touched = window.state().listed();
    touched.sort();
    assert_eq!(touched, ["a1", "a3", "f2"]);
    window.get_by_label_contains("Who speaks for districts, mandate").click();
    window.run_steps(4);
    assert_eq!(window.query_all_by_label("Tension").count(), 1, "its details are open");
}

#[test]
fn a_milestone_keeps_the_figures_and_the_trend_shows_them() {
    let framework = everything();
    let mut window = window(&framework, LARGE);
    show(&mut window, Action::Screen(Screen::Trend));
    window.get_by_label("Set a milestone…").click();
    window.run_steps(3);
    window.get_by_label("Set the milestone").click();
    window.run_steps(3);
    let json = json(&window);
    let milestones = json["milestones"].as_array().expect("a list");
    assert_eq!(milestones.len(), 3);
    let last = &milestones[2];
    assert_eq!((&last["title"], &last["on"]), (&"24 November 2026".into(), &"2026-11-24".into()));
    assert_eq!(last["programs"], json["scope"]["programs"]);
    assert_eq!(last["link_shown"], json["standing"]["linked"]);
    assert_eq!(last["unreviewed"], json["deficit"]["unreviewed"]);
    let read: Vec<String> = names(&window).into_iter().map(|(_, name)| name).collect();
    for milestone in milestones {
        let held = |field: &str| match &milestone[field] {
            Value::Null if milestone["bar"].is_null() => "not kept".to_owned(),
            Value::Null => "not examined".to_owned(),
            held => format!("{} of {}", n(&held["holds"]), n(&held["concerns"])),
        };
        let linked = format!(
            "programs that show a link {} of {}",
            n(&milestone["link_shown"]),
            n(&milestone["programs"])
        );
        let row = read.iter().find(|r| {
            r.starts_with(milestone["title"].as_str().expect("a title")) && r.contains(&linked)
        });
        let row = row.unwrap_or_else(|| panic!("{linked} is in no row of {read:?}"));
        for (head, field) in [
            ("agency", "agency"),
            ("whole of government", "whole_of_government"),
            ("harmonization", "harmonization"),
            ("alignment", "alignment"),
        ] {
            let cell = format!("{head} {}", held(field));
            assert!(row.contains(&cell), "{row}: {cell}");
        }
        let share = f64::from(n(&milestone["link_shown"])) / f64::from(n(&milestone["programs"]));
        let point = format!(
            "{} {}",
            milestone["title"].as_str().expect("a title"),
            words::percent(Some(share))
        );
        let plot = read.iter().find(|r| r.starts_with("Programs that show a link: "));
        assert!(plot.is_some_and(|p| p.contains(&point)), "{plot:?}: {point}");
    }
    // One undo step.
    show(&mut window, Action::Undo);
    assert_eq!(window.state().session().framework().milestones().len(), 2);
}

#[test]
fn where_there_is_no_milestone_one_is_offered() {
    let mut framework = everything();
    let all: Vec<MilestoneId> = framework.milestones().keys().cloned().collect();
    for id in all {
        let remove = Command::Milestone(id, MilestoneEdit::Remove);
        throughline::edit::run(&mut framework, &remove).expect("it is there");
    }
    let mut window = window(&framework, [1366.0, 3000.0]);
    show(&mut window, Action::Screen(Screen::Trend));
    window.get_by_label("No milestone yet");
    show(&mut window, Action::Screen(Screen::Coherence));
    window.get_by_label_contains("There is no milestone yet");
    window.get_all_by_label("Set a milestone…").last().expect("it is offered").click();
    window.run_steps(3);
    window.get_by_label("Set the milestone");
}

#[test]
fn what_was_linked_since_is_told_with_what_it_raised_and_lowered() {
    let framework = everything();
    let mut window = window(&framework, LARGE);
    show(&mut window, Action::Screen(Screen::Coherence));
    let since = throughline::analysis::since(&framework, None).expect("there is a milestone");
    assert!(!since.steps.is_empty());
    let read: Vec<String> = names(&window).into_iter().map(|(_, name)| name).collect();
    for step in &since.steps {
        let told = match &step.recorded {
            throughline::analysis::Recorded::Links(id) => format!(
                "Linking {} to {}",
                words::count(u32::try_from(step.count).expect("few"), "program", "programs"),
                Figure::Card(id.clone()).words(&framework)
            ),
            throughline::analysis::Recorded::Positions(id) => {
                format!("on {}", Figure::Card(id.clone()).words(&framework))
            }
            throughline::analysis::Recorded::Decisions => "on programs without a link".to_owned(),
        };
        let line = read.iter().find(|r| r.contains(&told));
        let line = line.unwrap_or_else(|| panic!("{told} is not told"));
        let any = |keep: fn(f64) -> bool| Relation::ALL.iter().any(|r| keep(step.effect(*r)));
        assert_eq!(line.contains(" raised "), any(|e| e > 0.0), "{line}");
        assert_eq!(line.contains(" lowered "), any(|e| e < 0.0), "{line}");
    }
}

#[test]
fn every_control_of_every_screen_has_a_name() {
    let mut window = window(&everything(), [1366.0, 3000.0]);
    show(&mut window, Action::Screen(Screen::Deficit));
    show(&mut window, Action::Behind(Figure::Scope));
    for screen in Screen::ALL {
        show(&mut window, Action::Screen(screen));
        let controls = [Role::Button, Role::Link, Role::CheckBox, Role::ComboBox, Role::Image];
        let nameless: Vec<Role> = names(&window)
            .into_iter()
            .filter(|(role, name)| controls.contains(role) && name.trim().is_empty())
            .map(|(role, _)| role)
            .collect();
        assert_eq!(nameless, Vec::<Role>::new(), "{screen:?}");
        let tab = window.get_by_label(Action::Screen(screen).name());
        assert_eq!(tab.accesskit_node().role(), Role::Button, "{screen:?} has a tab");
        let least = tab.rect();
        assert!(least.height() >= 28.0 && least.width() >= 28.0, "{screen:?}: {least:?}");
    }
}

/// At rest nothing is drawn anew.
#[test]
fn idle_means_idle() {
    let mut window = window(&sample(), [1366.0, 768.0]);
    for screen in Screen::ALL {
        show(&mut window, Action::Screen(screen));
        window.run_steps(40);
        let repaint = window.ctx.has_requested_repaint();
        assert!(!repaint, "{screen:?} asks for another frame");
    }
}
