//! Tensions, dependencies and independence are recorded where they are seen, and drawn as lines
//! of their own kind; the programs behind a figure are lit.
#![cfg(feature = "gui")]

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::collections::BTreeMap;
use throughline::analysis::{By, Figure, analyze, supported};
use throughline::layout::{self, Request};
use throughline::model::{
    ActorId, DecisionKind, DependencyKind, Framework, ObjectiveId, Outcome, ProgramId, Subject,
};
use throughline::scene::ties::{self, Of};
use throughline::scene::{Item, ThemeName};
use throughline::session::Session;
use throughline::store;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::Action;
use throughline::ui::settings::Who;

/// Two objectives beside each other, each with a lower one and programs that depend on others.
const SMALL: &str = r#"Framework(format: (1, 0), id: "fw-a", title: "A", country: "XS", currency: "USD",
    levels: [(id: "so", title: "Objective"), (id: "oc", title: "Outcome")],
    actors: {
        "moi": (name: "Ministry of Interior", side: Internal, core_group: true),
        "norad": (name: "Norad", side: External),
    },
    objectives: {
        "a": (title: "Peace", level: "so", rank: "a0"),
        "a1": (title: "Courts", level: "oc", rank: "a0", contributes_to: { "a": () }),
        "b": (title: "Land", level: "so", rank: "b0"),
        "b1": (title: "Titles", level: "oc", rank: "a0", contributes_to: { "b": () }),
    },
    programs: {
        "p1": (title: "Training of judges", owner: "norad", period: (from: "2025-01-01", to: "2025-12-31"),
               links: { "a1": (effect: Supports, evidence: Asserted) }),
        "p2": (title: "Registry of land", owner: "norad", period: (from: "2026-06-01", to: "2027-12-31"),
               links: { "b1": (effect: Supports, evidence: Asserted) }),
        "p3": (title: "Food for all", owner: "norad"),
        "p4": (title: "Water for all", owner: "norad"),
    },
)"#;

fn small() -> Framework {
    store::read(SMALL.as_bytes()).expect("a framework").framework
}

fn window(framework: Framework) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 900.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness.state_mut().send(Action::IAm(Who::default()));
    harness.run_steps(2);
    harness
}

fn objective(id: &str) -> ObjectiveId {
    ObjectiveId::new(id).expect("an id")
}

fn program(id: &str) -> ProgramId {
    ProgramId::new(id).expect("an id")
}

fn send(harness: &mut Harness<App>, action: Action) {
    harness.state_mut().send(action);
    harness.run_steps(4);
}

fn typed(harness: &mut Harness<App>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run_steps(3);
}

fn press(harness: &mut Harness<App>, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

fn framework<'a>(harness: &'a Harness<App>) -> &'a Framework {
    harness.state().session().framework()
}

fn right_click(harness: &mut Harness<App>, pos: Pos2, by: f32) {
    let modifiers = Modifiers::NONE;
    harness.event(Event::PointerMoved(pos));
    harness.step();
    let button = PointerButton::Secondary;
    harness.event(Event::PointerButton { pos, button, pressed: true, modifiers });
    harness.step();
    let end = pos + egui::vec2(by, 0.0);
    for part in 1..=4 {
        harness.event(Event::PointerMoved(pos + (end - pos) * (part as f32 / 4.0)));
        harness.step();
    }
    harness.event(Event::PointerButton { pos: end, button, pressed: false, modifiers });
    harness.run_steps(5);
}

fn middle_of(harness: &Harness<App>, id: &str) -> Pos2 {
    let cards = harness.state().cards();
    let at = cards.iter().find(|(card, _)| card == id).expect("a card").1;
    Pos2::new(at[0] + at[2] / 2.0, at[1] + at[3] / 2.0)
}

#[test]
fn a_tension_about_two_cards_is_one_step() {
    let mut harness = window(small());
    send(&mut harness, Action::SelectObjectives(vec![objective("a"), objective("b")]));
    send(&mut harness, Action::RecordTension(Vec::new()));
    press(&mut harness, Key::Enter);
    assert_eq!(framework(&harness).tensions().len(), 0, "without a title there is nothing to say");
    typed(&mut harness, "Courts before titles");
    press(&mut harness, Key::Enter);
    let tensions: Vec<_> = framework(&harness).tensions().values().cloned().collect();
    assert_eq!(tensions.len(), 1);
    assert_eq!(tensions[0].title, "Courts before titles");
    let about = [Subject::Objective(objective("a")), Subject::Objective(objective("b"))];
    assert_eq!(tensions[0].about, about);
    assert_eq!(tensions[0].outcome, Outcome::Open);
    let lines = harness.state().lines();
    assert_eq!(lines, ["Tension: Courts before titles, open; between Peace and Land"]);
    send(&mut harness, Action::Undo);
    assert_eq!(framework(&harness), &small());
    assert_eq!(harness.state().lines(), Vec::<String>::new());
}

#[test]
fn from_a_cell_of_the_matrix_the_donor_is_a_party() {
    let mut harness = window(small());
    let norad = ActorId::new("norad").expect("an id");
    let about = vec![Subject::Objective(objective("a1")), Subject::Actor(norad.clone())];
    send(&mut harness, Action::RecordTension(about));
    typed(&mut harness, "Who pays the judges");
    harness.get_by_label("Record").click();
    harness.run_steps(4);
    let tension = framework(&harness).tensions().values().next().cloned().expect("a tension");
    assert_eq!(tension.about, [Subject::Objective(objective("a1"))]);
    assert_eq!(tension.parties, [norad]);
    assert_eq!(
        harness.state().lines(),
        ["Tension: Who pays the judges, open; about Courts"],
        "a mark on its card"
    );
}

#[test]
fn a_dependency_is_found_by_letters_and_drawn_where_cards_differ() {
    let mut harness = window(small());
    send(&mut harness, Action::SelectPrograms(vec![program("p1")]));
    send(&mut harness, Action::RecordDependency(None, DependencyKind::Needs));
    typed(&mut harness, "registry");
    press(&mut harness, Key::Enter);
    typed(&mut harness, "judges need a registry");
    press(&mut harness, Key::Enter);
    let record = framework(&harness).program(&program("p1")).cloned().expect("a program");
    let depends: Vec<_> = record.depends_on.iter().collect();
    assert_eq!(depends.len(), 1);
    assert_eq!(depends[0].0, &program("p2"));
    assert_eq!(depends[0].1.kind, DependencyKind::Needs);
    assert_eq!(depends[0].1.note.as_deref(), Some("judges need a registry"));
    let lines = harness.state().lines();
    let said = "“Training of judges” needs “Registry of land”, which starts after it ends; \
                between Courts and Titles";
    assert_eq!(lines, [said]);
    // Folded away, the card above stands for it.
    send(&mut harness, Action::FoldAll);
    harness.run_steps(40);
    assert!(harness.state().lines()[0].ends_with("between Peace and Land"));
    send(&mut harness, Action::ToggleLines);
    assert_eq!(harness.state().lines(), Vec::<String>::new());
    send(&mut harness, Action::ToggleLines);
    assert_eq!(harness.state().lines().len(), 1);
}

#[test]
fn a_decision_on_several_is_one_step_and_leaves_linked_ones() {
    let mut harness = window(small());
    let chosen = ["p1", "p3", "p4"].map(program).to_vec();
    send(&mut harness, Action::SelectPrograms(chosen));
    send(&mut harness, Action::Decide(Vec::new(), DecisionKind::Independent));
    harness.get_by_label_contains("1 of them have links");
    typed(&mut harness, "on need alone");
    press(&mut harness, Key::Enter);
    for id in ["p3", "p4"] {
        let record = framework(&harness).program(&program(id)).cloned().expect("a program");
        let decision = record.decision.clone().expect("a decision");
        assert_eq!(decision.kind, DecisionKind::Independent);
        assert_eq!(decision.reason.as_deref(), Some("on need alone"));
    }
    let linked = framework(&harness).program(&program("p1")).expect("a program");
    assert_eq!(linked.decision, None);
    assert_eq!(harness.state().session().analysis().standing.independent, 2);
    assert_eq!(harness.state().session().history().undo_label(), Some("decide on 2 programs"));
    send(&mut harness, Action::Undo);
    assert_eq!(framework(&harness), &small());
    // What has links only is told why not.
    send(&mut harness, Action::SelectPrograms(vec![program("p1")]));
    send(&mut harness, Action::Decide(Vec::new(), DecisionKind::NoneFound));
    assert!(harness.state().said().contains("has links"), "{}", harness.state().said());
}

#[test]
fn cards_and_marks_have_their_verbs_on_a_right_click() {
    let mut harness = window(small());
    harness.run_steps(40);
    let card = middle_of(&harness, "a1");
    right_click(&mut harness, card, 60.0);
    assert_eq!(harness.query_all_by_label("Record a tension…").count(), 0, "that was a drag");
    let card = middle_of(&harness, "a1");
    right_click(&mut harness, card, 0.0);
    assert_eq!(harness.state().selected(), ["a1"]);
    // In the menu, and in the details of the card.
    assert_eq!(harness.query_all_by_label("Record a position…").count(), 2);
    harness.get_by_label("Record a tension…").click();
    harness.run_steps(4);
    harness.get_by_label("What is at odds, in a few words");
    press(&mut harness, Key::Escape);
    let (id, at) = harness.state().marks()[0].clone();
    right_click(&mut harness, Pos2::new(at[0] + at[2] / 2.0, at[1] + at[3] / 2.0), 0.0);
    assert_eq!(harness.state().selected(), [id]);
    for label in ["Needs another program…", "Follows another program…", "Record a tension…"] {
        harness.get_by_label(label);
    }
    harness.get_by_label("Independent on principle…").click();
    harness.run_steps(4);
    harness.get_by_label("Reason");
    press(&mut harness, Key::Escape);
}

#[test]
fn rows_of_the_table_and_the_keyboard_have_them_too() {
    let mut harness = window(small());
    send(&mut harness, Action::TogglePortfolio);
    let row = harness.get_all_by_label_contains("Food for all, ").next().expect("a row").rect();
    right_click(&mut harness, row.center(), 0.0);
    assert_eq!(harness.state().selected(), ["p3"]);
    harness.get_by_label("Needs another program…");
    press(&mut harness, Key::Escape);
    harness.run_steps(4);
    send(&mut harness, Action::SelectPrograms(vec![program("p4")]));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    harness.run_steps(4);
    harness.get_by_label("Follows another program…").click();
    harness.run_steps(4);
    harness.get_by_label("Search");
    assert_eq!(harness.state().selected(), ["p4"]);
}

#[test]
fn lines_are_of_their_own_kind_by_what_they_say() {
    let text = SMALL.replace(
        "    programs: {",
        r#"    tensions: {
        "t1": (title: "Open", about: [Objective("a1"), Objective("b1")], outcome: Open),
        "t2": (title: "Settled", about: [Objective("a1"), Objective("b")], outcome: Compromise),
        "t3": (title: "Alone", about: [Objective("b1")], outcome: Open),
        "t4": (title: "Of a program", about: [Objective("a"), Program("p2")], outcome: Open),
        "t5": (title: "Of nobody here", about: [Actor("moi")], outcome: Open),
    },
    programs: {"#,
    );
    let framework = store::read(text.as_bytes()).expect("a framework").framework;
    let analysis = analyze(&framework, None);
    let folded = std::collections::BTreeSet::new();
    let layout = layout::arrange(&framework, &Request::whole((1600.0, 900.0), &folded));
    let theme = ThemeName::Light.theme();
    let ties = ties::ties(&framework, &analysis, &layout, theme);
    let find = |id: &str| {
        ties.iter()
            .filter(|tie| matches!(&tie.of, Of::Tension(t) if t.as_str() == id))
            .collect::<Vec<_>>()
    };
    assert_eq!(ties.len(), 4);
    assert!(find("t5").is_empty());
    assert!(find("t3")[0].is_mark());
    let names = |id: &str| {
        let (from, to) = find(id)[0].cards;
        let mut names = [from, to].map(|card| layout.cards[card].id.to_string());
        names.sort();
        names
    };
    assert_eq!(names("t1"), ["a1", "b1"]);
    assert_eq!(names("t4"), ["a", "b1"], "a program stands for what it supports");
    let look = |id: &str| match &find(id)[0].under[0] {
        Item::Line { points, stroke } => (points.clone(), *stroke),
        other => panic!("{other:?}"),
    };
    let (open, settled) = (look("t1"), look("t2"));
    assert_eq!((open.1.color, open.1.dash), (theme.tension, None));
    assert_eq!(settled.1.color, theme.settled);
    assert!(settled.1.dash.is_some() && settled.1.width < open.1.width);
    let turns = open.0.windows(3).filter(|p| {
        let side = (p[1].x - p[0].x) * (p[2].y - p[1].y) - (p[1].y - p[0].y) * (p[2].x - p[1].x);
        side.abs() > 5.0
    });
    assert!(turns.count() + 2 >= open.0.len() && open.0.len() > 2, "a zigzag turns at each point");
    // A click on its middle is on it.
    for tie in &ties {
        assert!(tie.distance(tie.spot.center()) < 1.0);
        assert!(tie.bounds().holds(tie.spot));
    }
}

#[test]
fn a_click_on_a_line_selects_its_tension() {
    let mut harness = window(small());
    let about = vec![Subject::Objective(objective("a1"))];
    send(&mut harness, Action::RecordTension(about));
    typed(&mut harness, "Alone");
    press(&mut harness, Key::Enter);
    harness.run_steps(30);
    let mark = harness.get_by_label("Tension: Alone, open; about Courts").rect().center();
    harness.event(Event::PointerMoved(mark));
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: mark, button, pressed, modifiers });
        harness.step();
    }
    harness.run_steps(5);
    harness.get_by_label_contains("Delete the tension");
}

#[test]
fn what_is_lit_is_what_the_cards_count() {
    for framework in [small(), templates::generate(60, 336, 1)] {
        let analysis = analyze(&framework, None);
        let scope: Vec<ProgramId> = analysis
            .programs
            .iter()
            .filter(|(_, row)| row.excluded.is_none())
            .map(|(id, _)| id.clone())
            .collect();
        let counts = supported(&framework, analysis.bar, &scope);
        let cards: BTreeMap<ObjectiveId, u32> = analysis
            .objectives
            .iter()
            .filter(|(_, card)| card.programs > 0)
            .map(|(id, card)| (id.clone(), card.programs))
            .collect();
        assert_eq!(counts, cards);
        assert!(!counts.is_empty());
    }
}

#[test]
fn a_lit_figure_has_a_chip_and_is_left_by_escape_first() {
    let mut harness = window(small());
    send(&mut harness, Action::SelectObjectives(vec![objective("b")]));
    let figure = Figure::Group(By::Owner, Some("norad".to_owned()), false);
    send(&mut harness, Action::Behind(figure.clone()));
    assert_eq!(harness.state().lit(), []);
    send(&mut harness, Action::Light(true));
    let lit: BTreeMap<String, u32> = harness.state().lit().into_iter().collect();
    let all = [("a", 1), ("a1", 1), ("b", 1), ("b1", 1)];
    assert_eq!(lit, all.map(|(id, n)| (id.to_owned(), n)).into_iter().collect());
    harness.get_by_label("Remove filter: Lit: Norad, 4 programs");
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().lit(), []);
    assert_eq!(harness.state().selected(), ["b"]);
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().selected(), Vec::<String>::new());
    send(&mut harness, Action::Behind(figure));
    send(&mut harness, Action::Light(true));
    harness.get_by_label("Remove filter: Lit: Norad, 4 programs").click();
    harness.run_steps(4);
    assert_eq!(harness.state().lit(), []);
}

/// After every edit the lines are those that a window opened now would draw: a program gets
/// another place, is needed no longer, is a part of another, is named by a tension.
#[test]
fn lines_follow_every_edit() {
    let script = r#"[
        Program("p1", DependsOn("p2", (kind: Needs))),
        Program("p3", Set(PartOf("p1"))),
        Program("p3", DependsOn("p2", (kind: Follows))),
        Program("p4", Link("b", (effect: Supports, evidence: Asserted))),
        Tension("t1", Add((title: "Water or food", about: [Program("p3"), Program("p4")], outcome: Open))),
        Program("p1", Link("b1", (effect: Supports, evidence: Asserted, share: "80"))),
        Program("p1", Link("a1", None)),
        Program("p4", Link("a1", (effect: Supports, evidence: Asserted, share: "70"))),
        Program("p4", Set(Title("Water"))),
        Program("p3", Set(PartOf(None))),
        Program("p1", DependsOn("p2", None)),
        Program("p4", Link("b", None)),
    ]"#;
    let mut harness = window(small());
    let mut seen = std::collections::BTreeSet::new();
    let commands = throughline::edit::read_script(script).expect("a script");
    let undone = std::iter::repeat_n(None, commands.len());
    for command in commands.into_iter().map(Some).chain(undone) {
        send(&mut harness, command.clone().map_or(Action::Undo, |c| Action::Run(Box::new(c))));
        let fresh = window(framework(&harness).clone());
        let lines = harness.state().lines();
        assert_eq!(lines, fresh.state().lines(), "after {command:?}");
        seen.insert(lines);
    }
    assert!(seen.len() > 5, "the edits change the lines: {seen:?}");
    assert_eq!(harness.state().session().framework(), &small());
}
