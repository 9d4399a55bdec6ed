//! A workshop: three breakout groups work on parts of one framework, apart from each other; the
//! parts are merged one after the other in the window, with keys alone; minutes are made, the
//! window dies, and nothing is lost.
#![cfg(feature = "gui")]

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use throughline::edit::{self, Command};
use throughline::export::minutes::{Since, minutes};
use throughline::export::report::{About, Format};
use throughline::merge::{PartOf, part};
use throughline::model::{Date, Framework, ObjectiveId};
use throughline::session::Session;
use throughline::store::{self, Home, Who};
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::Action;

const TODAY: Date = jiff::civil::date(2026, 11, 24);

fn sample() -> Framework {
    match templates::find("sample").map(|t| t.framework(1)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no sample"),
    }
}

fn script(text: &str) -> Vec<Command> {
    edit::read_script(text).expect("a script")
}

/// The framework after a script.
fn edited(framework: &Framework, text: &str) -> Framework {
    let mut after = framework.clone();
    for command in script(text) {
        let change = edit::plan(&after, &command).expect("a command that fits");
        after.apply(&change).expect("a change that fits");
    }
    after
}

fn save(path: &Path, framework: &Framework) {
    store::save_bytes(path, store::write(framework).as_bytes()).expect("saved");
}

fn of(objective: &str) -> PartOf {
    let objectives = vec![ObjectiveId::new(objective).expect("an id")];
    PartOf { objectives, orphans: true }
}

/// A folder with the framework, and a window on it that keeps its data there.
struct Room {
    folder: tempfile::TempDir,
    harness: Harness<'static, App>,
}

impl Room {
    fn new(framework: &Framework) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, home) = (folder.path().join("workshop.ron"), folder.path().join("data"));
        save(&path, framework);
        store::make_folder(&home).expect("a data folder");
        let settings = "(who: Some((name: \"A. T.\", actor: None)))";
        store::save_bytes(&home.join("settings.ron"), settings.as_bytes()).expect("settings");
        let blank = Session::new(framework.clone());
        let blank = std::cell::Cell::new(Some(blank));
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1366.0, 768.0))
            .with_step_dt(1.0 / 60.0)
            .build_eframe(move |creation| {
                let session = blank.take().expect("one window");
                let ctx = &creation.egui_ctx;
                App::new(ctx, session, TODAY).at_home(ctx, home.clone())
            });
        harness.run_steps(3);
        harness.state_mut().send(Action::OpenPath(path.clone()));
        let mut room = Self { folder, harness };
        room.wait("the document", |room| {
            room.harness.state().session().path() == Some(path.as_path())
        });
        room
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn home(&self) -> Home {
        let since = jiff::Timestamp::UNIX_EPOCH;
        Home::new(self.file("data"), Who::here("A. T.", since))
    }

    fn framework(&self) -> &Framework {
        self.harness.state().session().framework()
    }

    fn send(&mut self, action: Action) {
        self.harness.state_mut().send(action);
        self.harness.run_steps(3);
    }

    fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    fn wait(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !done(self) {
            let said = self.harness.state().said();
            assert!(start.elapsed() < Duration::from_mins(2), "waiting for {what}: {said}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.run_steps(2);
        }
    }

    /// Begins to merge with a copy, and waits until it is read.
    fn merge(&mut self, name: &str) {
        let path = self.file(name);
        self.send(Action::MergeWith(path));
        self.wait("the copy", |room| !room.shows(&format!("Reading {name}")));
    }

    fn take_over(&mut self) {
        self.keys(Modifiers::COMMAND, Key::Enter);
        assert!(!self.shows("Merge with a copy"), "the screen is gone");
    }

    fn save(&mut self) {
        self.keys(Modifiers::COMMAND, Key::S);
        self.wait("the save", |room| !room.harness.state().session().dirty());
    }
}

const VALLEY: &str = r#"[
    Framework(Set(Vision("Every valley at peace"))),
    Actor("elders", Set(Name("Elders of the valley"))),
    Program("prg-08jh3k2hxh", Link("so1", (effect: Supports, evidence: Asserted, by: "elders", recorded_by: "M. D.", on: "2026-11-20"))),
    Objective("oc1.1", Set(Title("Districts settle disputes themselves"))),
]"#;
const COAST: &str = r#"[
    Framework(Set(Vision("Every coast at peace"))),
    Actor("elders", Set(Name("Elders of the coast"))),
    Program("prg-08jh3k2hxh", Link("so1", (effect: Supports, evidence: Documented("Minutes of the border mayors"), by: "aed", recorded_by: "S. K.", on: "2026-11-22"))),
    Objective("oc1.2", Position("moi", (stance: Support, on: "2026-11-22", recorded_by: "S. K."))),
]"#;
const HILLS: &str = r#"[
    Program("prg-06e2m6a1vk", Link("oc4.3", (effect: Supports, evidence: Asserted, by: "moi", recorded_by: "A. T.", on: "2026-11-23"))),
    Program("prg-08sxzwhsqb", Decide((kind: NoneFound, by: "moi", recorded_by: "A. T.", on: "2026-11-23", reason: "It is of the capital alone"))),
]"#;
/// What all of it comes to, as it is settled below.
const TOGETHER: &str = r#"[
    Framework(Set(Vision("Every valley at peace"))),
    Actor("elders", Set(Name("Elders of the coast"))),
    Program("prg-08jh3k2hxh", Link("so1", (effect: Supports, evidence: Documented("Minutes of the border mayors"), by: "aed", recorded_by: "S. K.", on: "2026-11-22"))),
    Objective("oc1.1", Set(Title("Districts settle disputes themselves"))),
    Objective("oc1.2", Position("moi", (stance: Support, on: "2026-11-22", recorded_by: "S. K."))),
    Program("prg-06e2m6a1vk", Link("oc4.3", (effect: Supports, evidence: Asserted, by: "moi", recorded_by: "A. T.", on: "2026-11-23"))),
    Program("prg-08sxzwhsqb", Decide((kind: NoneFound, by: "moi", recorded_by: "A. T.", on: "2026-11-23", reason: "It is of the capital alone"))),
]"#;

#[test]
fn three_groups_work_apart_and_nothing_is_lost() {
    let before = sample();
    let mut room = Room::new(&before);
    // What the export of a part does: the whole as it was is kept.
    let backups = room.home().backups(&before.head().id, &room.file("workshop.ron"));
    let bytes = store::write(&before).into_bytes();
    backups.keep_shared(&bytes, jiff::Timestamp::now()).expect("kept");
    for (name, objective, done) in [
        ("valley.ron", "oc1.1", VALLEY),
        ("coast.ron", "oc1.2", COAST),
        ("hills.ron", "so4", HILLS),
    ] {
        save(&room.file(name), &edited(&part(&before, &of(objective)), done));
    }

    room.merge("valley.ron");
    assert!(room.shows("As it was when a part was made of it"), "the base is told");
    assert!(room.shows("No conflict") && room.shows("Take over 4 changes"));
    assert!(room.shows("the part of a breakout group, changed (4)"));
    assert_eq!(*room.framework(), before, "nothing is written before");
    room.take_over();
    assert_eq!(*room.framework(), edited(&before, VALLEY));
    room.save();

    room.merge("coast.ron");
    assert!(room.shows("Conflicts: 3 open, 0 settled"));
    assert!(room.shows("AED, written down by S. K., 22 November 2026"), "who and when");
    assert!(room.shows("Take over 1 change; 3 conflicts keep this copy’s value"));
    // The vision as here, the actor as there, then the link too; the first opened and closed again.
    room.key(Key::Num1);
    room.key(Key::Num2);
    room.key(Key::Num2);
    assert!(room.shows("Conflicts: 0 open, 3 settled"), "they stay in sight");
    room.key(Key::ArrowUp);
    room.key(Key::ArrowUp);
    room.key(Key::Num0);
    assert!(room.shows("Conflicts: 1 open, 2 settled"));
    room.key(Key::Num1);
    assert!(room.shows("Take over 3 changes"));
    room.take_over();
    assert_eq!(room.harness.state().session().history().undo_label(), Some("merge with coast"));

    room.merge("hills.ron");
    assert!(room.shows("No conflict"), "{}", room.harness.state().said());
    room.take_over();
    let together = edited(&before, TOGETHER);
    assert_eq!(*room.framework(), together, "field by field");
    room.save();
    let saved = store::open(&room.file("workshop.ron")).expect("a document").framework;
    assert_eq!(saved, together);

    minutes_hold(&before, &saved);

    // More is done, and the window dies without a save.
    let more = r#"[Objective("oc1.2", Set(Title("Women and youth decide too")))]"#;
    for command in script(more) {
        room.send(Action::Run(Box::new(command)));
    }
    let (home, Room { folder, harness }) = (room.home(), room);
    drop(harness);
    let left = store::recoverable(&home);
    assert_eq!(left.len(), 1);
    let (session, done, count) = Session::recover(&home, &left[0].journal).expect("recovered");
    assert_eq!((done, count), (1, 1));
    assert_eq!(*session.framework(), edited(&together, more));
    drop((session, folder));
}

/// The minutes tell what the groups did, who, and when.
fn minutes_hold(before: &Framework, after: &Framework) {
    let report = minutes(after, &Since::Copy(before), &About::new(after, TODAY));
    let text = Format::Md.write(&report.expect("minutes")).expect("written");
    let text = String::from_utf8(text).expect("text");
    for (line, words) in [
        (
            "Dialogue of mayors across the western border",
            ["Documented in Minutes of the border mayors", "AED", "22 November"],
        ),
        ("Storm drains for the low quarters of Tavenne", ["Asserted", "MoI", "23 November"]),
        (
            "Experts' panel on the new constitution",
            ["It is of the capital alone", "MoI", "23 November"],
        ),
        (
            "Women and youth share in decisions",
            ["Supports, minor reservations", "MoI", "22 November"],
        ),
        (
            "Districts settle disputes themselves",
            ["Districts settle their own disputes", "1.1", ""],
        ),
    ] {
        let of: Vec<&str> = text.lines().filter(|l| l.contains(line)).collect();
        assert!(
            of.iter().any(|l| words.iter().all(|word| l.contains(word))),
            "{line}: {words:?} in {of:#?}\n{text}"
        );
    }
    assert!(!text.contains("of the valley") && !text.contains("20 November"), "what was settled");
}

#[test]
fn a_copy_without_a_known_base_is_never_guessed_at() {
    let before = sample();
    let mut room = Room::new(&before);
    save(&room.file("copy.ron"), &edited(&before, COAST));
    save(&room.file("sent round.ron"), &before);
    room.merge("copy.ron");
    assert!(room.shows("What were both copies made from?"));
    room.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(*room.framework(), before);
    let copy = room.file("copy.ron");
    room.send(Action::MergeOver(copy, throughline::ui::action::Base::AsNow));
    room.wait("the copy", |room| room.shows("Take over 4 changes"));
    room.key(Key::Escape);
    assert!(!room.shows("Take over"));
    assert_eq!(*room.framework(), before);
}

#[test]
fn another_framework_is_refused_in_plain_words() {
    let mut room = Room::new(&sample());
    save(&room.file("other.ron"), &templates::generate(3, 5, 7));
    room.merge("other.ron");
    assert!(room.shows("other.ron cannot be merged"));
    assert!(room.shows("It is another framework"));
    room.merge("nowhere.ron");
    assert!(room.shows("nowhere.ron cannot be merged"));
    room.key(Key::Escape);
    assert!(!room.shows("cannot be merged"));
}

#[test]
fn rules_settle_what_the_records_allow_and_escape_asks_first() {
    let before = sample();
    let mut room = Room::new(&before);
    let path = room.file("workshop.ron");
    // Somebody changed the file while it was open here with changes: merged over what was opened.
    for command in script(VALLEY) {
        room.send(Action::Run(Box::new(command)));
    }
    let home = room.home();
    room.wait("the backup of what was found", |_| {
        !home.backups(&sample().head().id, &path).list().is_empty()
    });
    save(&path, &edited(&before, COAST));
    room.merge("workshop.ron");
    assert!(room.shows("Conflicts: 3 open, 0 settled") && room.shows("As it was found"));
    let mine = room.framework().clone();
    room.key(Key::R);
    room.key(Key::Num3);
    assert!(room.shows("Conflicts: 2 open, 1 settled"), "the link bears days");
    assert!(room.shows("the days are not on record"));
    room.key(Key::R);
    room.key(Key::Num2);
    assert!(room.shows("Conflicts: 0 open, 3 settled"));
    room.key(Key::Escape);
    assert!(room.shows("Escape once more leaves"));
    room.key(Key::ArrowDown);
    assert!(!room.shows("Escape once more leaves") && *room.framework() == mine);
    room.take_over();
    let title = r#"[Objective("oc1.1", Set(Title("Districts settle disputes themselves")))]"#;
    assert_eq!(*room.framework(), edited(&edited(&before, COAST), title));
    room.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(*room.framework(), mine, "one step");
}
