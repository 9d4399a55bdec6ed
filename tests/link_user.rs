//! Somebody links programs with keys alone: a hundred of a real country where its file is there,
//! and every key of the mode on a small framework of our own.
#![cfg(feature = "gui")]
#![expect(clippy::print_stdout, reason = "says the figures seen")]

#[path = "link/country.rs"]
mod country;

use country::waiting;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};
use throughline::analysis;
use throughline::model::{
    Actor, ActorId, Contribution, Currency, DecisionKind, Effect, Evidence, Framework, FrameworkId,
    Head, Level, LevelId, Link, Objective, ObjectiveId, Program, ProgramId, Side,
};
use throughline::session::Session;
use throughline::store;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode};

/// Somebody at the keyboard.
struct User {
    harness: Harness<'static, App>,
    /// Every key pressed, each typed character among them.
    keys: usize,
}

impl User {
    /// Sits down before a document in Link mode; the name is known already.
    fn new(session: Session, home: &Path) -> Self {
        let settings = home.join("settings.ron");
        if !settings.exists() {
            std::fs::create_dir_all(home).expect("a folder");
            let who = r#"(who: Some((name: "A. Traoré", actor: Some("unhcr"))))"#;
            store::save_bytes(&settings, who.as_bytes()).expect("settings");
        }
        let home = home.to_owned();
        let harness = Harness::builder()
            .with_size(egui::vec2(1920.0, 1080.0))
            .with_step_dt(1.0 / 60.0)
            .build_eframe(move |creation| {
                let today = jiff::civil::date(2026, 11, 24);
                App::new(&creation.egui_ctx, session, today).at_home(&creation.egui_ctx, home)
            });
        let mut user = Self { harness, keys: 0 };
        user.harness.run_steps(2);
        user.harness.state_mut().send(Action::Show(Mode::Link));
        user.harness.run_steps(2);
        let start = Instant::now();
        while user.says("Reading the programs…") {
            assert!(start.elapsed() < Duration::from_mins(1), "the suggestions are made");
            std::thread::sleep(Duration::from_millis(5));
            user.harness.step();
        }
        user.harness.run_steps(2);
        user
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn text(&mut self, text: &str) {
        for sign in text.chars() {
            self.keys += 1;
            self.harness.event(Event::Text(sign.to_string()));
        }
        self.harness.run_steps(3);
    }

    fn session(&self) -> &Session {
        self.harness.state().session()
    }

    fn framework(&self) -> &Framework {
        self.session().framework()
    }

    /// The program at hand.
    fn at(&self) -> ProgramId {
        let at = self.harness.state().linking().expect("a program is at hand");
        ProgramId::new(&at).expect("an id")
    }

    fn program(&self, id: &ProgramId) -> &Program {
        self.framework().program(id).expect("it is there")
    }

    /// What a program is linked to.
    fn links(&self, id: &ProgramId) -> Vec<String> {
        self.program(id).links.keys().map(ToString::to_string).collect()
    }

    fn decision(&self, id: &ProgramId) -> Option<DecisionKind> {
        self.program(id).decision.as_ref().map(|decision| decision.kind)
    }

    /// Whether something in the window is called so.
    fn says(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    fn depth(&self) -> usize {
        self.session().history().depth()
    }

    fn written(&self) -> String {
        store::write(self.framework())
    }

    /// The figures shown are those of the document as it is.
    fn figures_are_right(&self) {
        let fresh = analysis::analyze(self.framework(), None);
        assert!(**self.session().analysis() == fresh, "the figures follow every step");
    }

    /// What the suggestion of a digit is called, if there is one.
    fn suggested(&self, digit: usize) -> Option<String> {
        let start = format!("{digit}: ");
        let mut all = self.harness.query_all_by_label_contains(&start);
        all.find_map(|node| {
            use egui_kittest::kittest::NodeT;
            node.accesskit_node().label().filter(|label| label.starts_with(&start))
        })
    }
}

fn objective(id: &str) -> ObjectiveId {
    ObjectiveId::new(id).expect("an id")
}

fn program(id: &str) -> ProgramId {
    ProgramId::new(id).expect("an id")
}

fn actor(id: &str) -> ActorId {
    ActorId::new(id).expect("an id")
}

/// Two levels, four objectives, eight programs of falling money, three actors.
fn small() -> Framework {
    let level = |id: &str, title: &str| Level::new(LevelId::new(id).expect("an id"), title);
    let usd = Currency::new("USD").expect("a code");
    let mut head = Head::new(FrameworkId::new("fw-small").expect("an id"), "Small", usd);
    head.levels = vec![level("so", "Strategic objective"), level("oc", "Outcome")];
    let mut parts = Framework::new(head).parts().clone();
    for (id, name, side) in [
        ("unhcr", "UNHCR", Side::External),
        ("interior", "Ministry of Interior", Side::Internal),
        ("women", "Women’s council", Side::Internal),
    ] {
        parts.actors.insert(actor(id), Actor::new(name, side).into());
    }
    for (id, code, title, under) in [
        ("peace", "1", "Peace holds", None),
        ("courts", "1.1", "Courts are open", Some("peace")),
        ("police", "1.2", "The police protect", Some("peace")),
        ("schools", "1.3", "Schools teach", Some("peace")),
    ] {
        let at = LevelId::new(if under.is_some() { "oc" } else { "so" }).expect("an id");
        let mut record = Objective::new(title, at);
        record.code = Some(code.to_owned());
        if let Some(under) = under {
            record.contributes_to.insert(objective(under), Contribution::new());
        }
        parts.objectives.insert(objective(id), record.into());
    }
    for n in 1..=8_u32 {
        let mut record = Program::new(format!("Program {n} on courts, police and schools"));
        record.owner = Some(actor("unhcr"));
        let amount = rust_decimal::Decimal::from(900_000 - n * 100_000);
        let amount = throughline::model::Amount::new(amount).expect("an amount");
        record.budget = Some(throughline::model::Budget::new(amount));
        parts.programs.insert(program(&format!("p{n}")), record.into());
    }
    Framework::from_parts(parts)
}

/// Somebody before a framework, and the folder that is kept.
fn before(framework: Framework) -> (User, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let user = User::new(Session::new(framework), folder.path());
    (user, folder)
}

#[test]
fn the_largest_money_comes_first_and_nothing_ticked_links_nothing() {
    let (mut user, _folder) = before(small());
    assert_eq!(user.at(), program("p1"));
    assert!(user.says("0 of 8 decided"));
    user.press(Key::Enter);
    assert!(user.says("1–9 to choose"));
    assert_eq!((user.depth(), user.at()), (0, program("p1")), "nothing was done");
    user.press(Key::Num1);
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(user.depth(), 0, "ticked twice is not ticked");
    user.press(Key::Num1);
    user.press(Key::Num2);
    user.press(Key::Enter);
    assert_eq!(user.links(&program("p1")).len(), 2);
    assert_eq!((user.depth(), user.at()), (1, program("p2")), "one step, and on");
    assert!(user.says("1 of 8 decided"));
    let link = user.program(&program("p1")).links.values().next().expect("a link").clone();
    assert_eq!(link.evidence, Evidence::Asserted);
    assert_eq!(link.recorded_by.as_deref(), Some("A. Traoré"));
    assert_eq!(link.by, Some(actor("unhcr")));
    user.figures_are_right();
    user.press(Key::Z);
    assert_eq!(user.at(), program("p1"), "undo goes back to the program");
    assert!(user.links(&program("p1")).is_empty());
    user.press(Key::Num9);
    assert!(user.says("There is no suggestion of that number"));
}

#[test]
fn arrows_space_and_the_digits_of_every_keyboard_tick() {
    let (mut user, _folder) = before(small());
    user.press(Key::ArrowDown);
    user.press(Key::Space);
    let said = user.suggested(2).expect("two suggestions");
    user.press(Key::Enter);
    let links = user.links(&program("p1"));
    let title = &user.framework().objective(&objective(&links[0])).expect("there").title;
    assert!(links.len() == 1 && said.contains(title.as_str()), "{said}: {links:?}");
    // A French keyboard types é on the key of 2.
    user.harness.event(Event::Key {
        key: Key::Quote,
        physical_key: Some(Key::Num2),
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    user.harness.run_steps(3);
    user.press(Key::Enter);
    assert_eq!(user.links(&program("p2")).len(), 1);
    user.press(Key::PageDown);
    assert_eq!(user.at(), program("p4"));
    user.press(Key::ArrowLeft);
    user.press(Key::ArrowRight);
    user.press(Key::PageUp);
    assert_eq!(user.at(), program("p3"), "back and forth without deciding");
    // A mark of the orphan field that is clicked comes to hand.
    user.harness.state_mut().send(Action::SelectProgram(program("p6"), false));
    user.harness.run_steps(3);
    assert_eq!(user.at(), program("p6"));
    assert_eq!(user.depth(), 2);
}

#[test]
fn search_ticks_and_links_what_is_found() {
    let (mut user, _folder) = before(small());
    user.press(Key::Slash);
    user.text("police");
    user.press(Key::Enter);
    assert_eq!(user.depth(), 0);
    user.press(Key::Enter);
    assert_eq!(user.links(&program("p1")), ["police"]);
    user.press(Key::Slash);
    user.press(Key::Escape);
    user.press(Key::Enter);
    assert!(user.says("1–9 to choose"), "Escape left the search with nothing ticked");
}

#[test]
fn every_decision_is_recorded_with_its_reason() {
    let (mut user, _folder) = before(small());
    let kinds = [
        (Key::Num1, DecisionKind::NoneFound),
        (Key::Num2, DecisionKind::Independent),
        (Key::Num3, DecisionKind::Elsewhere),
        (Key::Num4, DecisionKind::OutOfScope),
    ];
    for (place, (key, kind)) in kinds.into_iter().enumerate() {
        let at = user.at();
        assert_eq!(at, program(&format!("p{}", place + 1)));
        user.press(Key::X);
        user.press(key);
        if place == 0 {
            user.text("asked the owner");
        }
        user.press(Key::Enter);
        assert_eq!(user.decision(&at), Some(kind));
        let decision = user.program(&at).decision.clone().expect("decided");
        let reason = (place == 0).then_some("asked the owner");
        assert_eq!(decision.reason.as_deref(), reason);
        assert_eq!(decision.recorded_by.as_deref(), Some("A. Traoré"));
        user.figures_are_right();
    }
    // A reason given before is taken by its digit.
    user.press(Key::X);
    user.press(Key::Num1);
    user.press(Key::Num1);
    let reason = user.program(&program("p5")).decision.clone().and_then(|d| d.reason);
    assert_eq!(reason.as_deref(), Some("asked the owner"));
    assert!(user.says("4 of 7 decided"), "one is out of scope");
    user.press(Key::X);
    user.press(Key::Escape);
    user.press(Key::Z);
    assert_eq!(user.at(), program("p5"));
    assert_eq!(user.decision(&program("p5")), None);
}

#[test]
fn what_has_links_can_only_be_out_of_scope() {
    let mut framework = small();
    let mut parts = framework.parts().clone();
    let mut record = (**framework.program(&program("p1")).expect("there")).clone();
    record.links.insert(objective("police"), Link::new(Effect::Undermines, Evidence::Asserted));
    parts.programs.insert(program("p1"), record.into());
    framework = Framework::from_parts(parts);
    let (mut user, _folder) = before(framework);
    assert_eq!(user.at(), program("p1"));
    assert!(user.says("only undermines"));
    assert!(user.says("linked already: undermines"));
    user.press(Key::X);
    assert!(user.says("It has links"));
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(user.depth(), 0, "not none found");
    user.press(Key::Num4);
    user.press(Key::Enter);
    assert_eq!(user.decision(&program("p1")), Some(DecisionKind::OutOfScope));
}

#[test]
fn parked_programs_come_last_and_are_still_parked_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut user = User::new(Session::new(small()), folder.path());
    user.press(Key::P);
    assert_eq!(user.at(), program("p2"));
    assert!(user.says("1 parked"));
    user.press(Key::Z);
    assert_eq!(user.at(), program("p1"), "parking is taken back too");
    assert!(!user.says("1 parked"));
    user.press(Key::P);
    user.press(Key::PageDown);
    assert_eq!(user.at(), program("p3"));
    user.press(Key::F);
    user.text("smallest");
    user.press(Key::Enter);
    assert_eq!(user.at(), program("p8"));
    user.press(Key::PageDown);
    assert_eq!(user.at(), program("p7"));
    user.press_with(Modifiers::COMMAND, Key::Num1);
    drop(user);
    let mut user = User::new(Session::new(small()), folder.path());
    assert_eq!(user.at(), program("p7"), "where one stopped");
    assert!(user.says("1 parked") && user.says("smallest money first"));
    for _ in 0..7 {
        user.press(Key::X);
        user.press(Key::Num1);
        user.press(Key::Enter);
    }
    assert!(user.says("Every program is decided: 1 is parked"));
    user.harness.get_by_label("Go through the parked").click();
    user.harness.run_steps(3);
    assert_eq!(user.at(), program("p1"));
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(user.links(&program("p1")).len(), 1);
    assert!(user.says("8 of 8 decided"));
}

#[test]
fn a_new_objective_is_made_and_linked_in_one_step() {
    let (mut user, _folder) = before(small());
    user.press(Key::Slash);
    user.text("police");
    user.press(Key::Enter);
    // What is looked at says where: beside it.
    user.press(Key::N);
    assert!(user.says("Lower objective of 1 Peace holds"));
    user.text("Prisons are humane");
    user.press(Key::Enter);
    assert_eq!(user.depth(), 1);
    let all = user.framework().objectives();
    let made = all.iter().find(|(_, o)| o.title == "Prisons are humane").expect("made");
    assert!(made.1.contributes_to.contains_key(&objective("peace")));
    assert_eq!(made.1.code.as_deref(), Some("1.4"));
    let links: BTreeSet<String> = user.links(&program("p1")).into_iter().collect();
    assert_eq!(links, BTreeSet::from([made.0.to_string(), "police".to_owned()]));
    user.figures_are_right();
    user.press(Key::Z);
    assert_eq!(user.framework().objectives().len(), 4, "one undo");
    assert_eq!(user.at(), program("p1"));
    user.press(Key::N);
    user.press(Key::ArrowUp);
    user.text("A land at peace");
    user.press(Key::Enter);
    let all = user.framework().objectives();
    let made = all.values().find(|o| o.title == "A land at peace").expect("made");
    assert!(made.contributes_to.is_empty(), "at the first level");
}

#[test]
fn evidence_is_what_it_is_said_to_be() {
    let (mut user, _folder) = before(small());
    user.press(Key::E);
    user.text("Annual report, p. 4");
    user.press(Key::Enter);
    assert!(user.says("evidence: documented in Annual report, p. 4, recorded by A. Traoré"));
    user.press(Key::Num1);
    user.press(Key::Enter);
    let first = |user: &User, id: &str| {
        user.program(&program(id)).links.values().next().expect("a link").clone()
    };
    let documented = Evidence::Documented("Annual report, p. 4".to_owned());
    assert_eq!(first(&user, "p1").evidence, documented);
    user.press(Key::E);
    assert!(user.says("evidence: asserted by UNHCR, recorded by A. Traoré"));
    // Whoever confirms is chosen once, by a digit; then it is one key.
    user.press(Key::C);
    user.press(Key::Num1);
    assert!(
        user.says("evidence: confirmed by Ministry of Interior") || user.says("The next links")
    );
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(first(&user, "p2").evidence, Evidence::Confirmed(actor("interior")));
    user.press(Key::C);
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(first(&user, "p3").evidence, Evidence::Asserted);
    user.press(Key::C);
    user.press(Key::U);
    assert!(user.says("will undermine"));
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(first(&user, "p4").effect, Effect::Undermines);
    assert_eq!(first(&user, "p4").evidence, Evidence::Confirmed(actor("interior")));
    user.figures_are_right();
}

#[test]
fn one_key_confirms_what_is_linked_already() {
    let (mut user, _folder) = before(small());
    user.press(Key::Num1);
    user.press(Key::Enter);
    // Asserted does not reach the bar: the program waits again.
    user.harness.state_mut().send(Action::Bar(Some(throughline::model::EvidenceBar::Confirmed)));
    user.harness.run_steps(3);
    user.press(Key::PageUp);
    assert_eq!(user.at(), program("p1"));
    assert!(user.says("evidence below the bar"));
    user.press_with(Modifiers::SHIFT, Key::C);
    user.text("women");
    user.press(Key::Enter);
    let link = user.program(&program("p1")).links.values().next().expect("a link").clone();
    assert_eq!(link.evidence, Evidence::Confirmed(actor("women")));
    assert!(user.says("1 of 8 decided"));
    user.press(Key::Z);
    assert_eq!(user.at(), program("p1"));
    user.press(Key::C);
    let link = user.program(&program("p1")).links.values().next().expect("a link").clone();
    assert_eq!(link.evidence, Evidence::Confirmed(actor("women")), "one key");
}

#[test]
fn the_owners_own_agency_cannot_confirm() {
    let framework = small();
    let mut parts = framework.parts().clone();
    let mut record = (**framework.program(&program("p1")).expect("there")).clone();
    record.owner = Some(actor("interior"));
    parts.programs.insert(program("p1"), record.into());
    let mut own = (**framework.actor(&actor("women")).expect("there")).clone();
    own.parent = Some(actor("interior"));
    parts.actors.insert(actor("women"), own.into());
    let (mut user, _folder) = before(Framework::from_parts(parts));
    user.press(Key::C);
    assert!(user.says("No local actor of another agency"));
    user.press(Key::PageDown);
    user.press(Key::C);
    user.press(Key::Num1);
    user.press(Key::PageUp);
    assert!(user.says("is of the owner’s own agency"));
    user.press(Key::Num1);
    user.press(Key::Enter);
    let link = user.program(&program("p1")).links.values().next().expect("a link").clone();
    assert_eq!(link.evidence, Evidence::Asserted);
}

/// The small framework, with three of its programs under one umbrella.
fn umbrella() -> Framework {
    let framework = small();
    let mut parts = framework.parts().clone();
    for id in ["p1", "p3", "p5"] {
        let mut record = (**framework.program(&program(id)).expect("there")).clone();
        record.part_of = Some(program("p8"));
        parts.programs.insert(program(id), record.into());
    }
    Framework::from_parts(parts)
}

#[test]
fn those_alike_are_linked_or_decided_together() {
    let (mut user, _folder) = before(umbrella());
    user.press(Key::Num1);
    user.press(Key::G);
    assert!(user.says("Enter links them to"));
    let (depth, with) = (user.depth(), waiting(&user).len());
    user.press(Key::Enter);
    assert_eq!(user.depth(), depth + 1, "one step");
    for id in ["p1", "p3", "p5"] {
        assert_eq!(user.links(&program(id)).len(), 1, "{id}");
    }
    assert!(with - waiting(&user).len() >= 3);
    user.figures_are_right();
    user.press(Key::Z);
    assert_eq!(user.at(), program("p1"));
    assert_eq!(waiting(&user).len(), with, "all undone at once");
    // The program at hand is taken out; the others are decided.
    user.press(Key::G);
    user.press(Key::Space);
    user.press(Key::X);
    user.press(Key::Num2);
    user.press(Key::Enter);
    assert_eq!(user.decision(&program("p1")), None);
    for id in ["p3", "p5"] {
        assert_eq!(user.decision(&program(id)), Some(DecisionKind::Independent), "{id}");
    }
}

#[test]
fn a_document_for_reading_only_shows_its_programs_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("odd.ron");
    let text = store::write(&small()).replacen(
        "    title: \"Small\",",
        "    title: \"Small\",\n    new_field: 1,",
        1,
    );
    store::save_bytes(&file, text.as_bytes()).expect("written");
    let session = Session::open(&file).expect("it opens");
    assert!(session.read_only().is_some(), "{text}");
    let mut user = User::new(session, folder.path());
    assert_eq!(user.at(), program("p1"));
    assert!(user.says("so nothing can be linked"));
    for key in [Key::Num1, Key::Enter, Key::X, Key::Num1, Key::Enter, Key::N] {
        user.press(key);
    }
    assert_eq!(user.depth(), 0);
    user.press(Key::PageDown);
    assert_eq!(user.at(), program("p2"), "one can look through them");
}

#[test]
fn an_empty_framework_says_the_next_act() {
    let blank = throughline::templates::find("blank").map(|t| t.framework(1));
    let Some(Ok(blank)) = blank else { panic!("no template") };
    let (mut user, _folder) = before(blank);
    assert!(user.says("There is no program yet"));
    assert!(user.says("Import a portfolio…"));
    for key in [Key::Num1, Key::Enter, Key::X, Key::G, Key::P, Key::Z, Key::PageDown, Key::Space] {
        user.press(key);
    }
    assert_eq!(user.depth(), 0);
    // No objective: the first one is made here.
    let framework = small();
    let mut parts = framework.parts().clone();
    for id in ["courts", "police", "schools", "peace"] {
        parts.objectives.remove(&objective(id));
    }
    let (mut user, _folder) = before(Framework::from_parts(parts));
    assert!(user.says("There is no objective yet"));
    user.press(Key::N);
    user.text("Peace holds");
    user.press(Key::Enter);
    assert_eq!(user.links(&program("p1")).len(), 1);
}

#[test]
fn the_filter_shows_what_is_asked_for() {
    let (mut user, _folder) = before(small());
    user.press(Key::X);
    user.press(Key::Num1);
    user.press(Key::Enter);
    user.press(Key::F);
    user.text("standing none found");
    user.press(Key::Enter);
    assert_eq!(user.at(), program("p1"), "decided ones can be visited");
    user.press(Key::Num1);
    user.press(Key::Enter);
    assert_eq!(user.decision(&program("p1")), None, "linked, it is decided no longer");
    assert_eq!(user.links(&program("p1")).len(), 1);
    assert!(user.says("Nothing that the filter lets through waits"));
    user.harness.get_by_label("Show the whole queue").click();
    user.harness.run_steps(3);
    assert_eq!(user.at(), program("p2"));
    user.press(Key::F);
    user.text("program 7");
    user.press(Key::Enter);
    assert_eq!(user.at(), program("p7"));
    user.harness.get_by_label_contains("No longer only “program 7”").click();
    user.harness.run_steps(3);
    assert_eq!(user.at(), program("p2"));
}

#[test]
fn every_key_is_a_button_and_stands_in_the_help() {
    let (mut user, _folder) = before(umbrella());
    let at = user.at();
    user.harness.get_by_label_contains("1: ").click();
    user.harness.run_steps(3);
    user.harness.get_by_label("Enter: link what is ticked").click();
    user.harness.run_steps(3);
    assert_eq!(user.links(&at).len(), 1, "by mouse alone");
    user.harness.get_by_label("Z: undo").click();
    user.harness.run_steps(3);
    assert_eq!(user.at(), at);
    assert!(user.links(&at).is_empty());
    user.press(Key::F1);
    for verb in throughline::ui::action::VERBS {
        if verb.scope == throughline::ui::action::Where::Link {
            assert!(user.says(verb.name), "{} is in the help", verb.name);
        }
    }
}

#[test]
fn it_rests_when_nothing_happens() {
    let (mut user, _folder) = before(umbrella());
    user.harness.run_steps(30);
    let delays = user.harness.output().viewport_output.values().map(|v| v.repaint_delay);
    let delay = delays.min().expect("one viewport");
    assert!(delay > Duration::from_hours(1), "repaint in {delay:?}");
}
