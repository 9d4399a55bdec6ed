//! A user draws a framework from the blank template: once with keys alone, once with the mouse
//! alone (and what is typed). The file is the one that the same commands give on the command line.
#![cfg(feature = "gui")]
#![expect(clippy::print_stdout, reason = "says the figures seen")]

use assert_cmd::Command as Program;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use throughline::edit::{self, Command};
use throughline::model::Framework;
use throughline::session::Session;
use throughline::ui::App;
use throughline::{store, templates};

/// Somebody at the keyboard, and what the window shows them.
struct User {
    harness: Harness<'static, App>,
    /// Keys pressed beyond what is typed.
    keys: usize,
}

fn blank() -> Framework {
    match templates::find("blank").map(|t| t.framework(1)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no blank template"),
    }
}

impl User {
    /// Sits down at the page to begin from; `recent` was open before.
    fn new(home: &Path, recent: &Path) -> Self {
        let settings = format!("(recent: [{:?}])", recent.display().to_string());
        std::fs::create_dir_all(home).expect("a folder");
        store::save_bytes(&home.join("settings.ron"), settings.as_bytes()).expect("settings");
        let home = home.to_owned();
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1920.0, 1080.0))
            .with_step_dt(1.0 / 60.0)
            .build_eframe(move |creation| {
                let today = jiff::civil::date(2026, 11, 24);
                App::new(&creation.egui_ctx, Session::new(blank()), today)
                    .at_home(&creation.egui_ctx, home)
            });
        harness.run_steps(4);
        Self { harness, keys: 0 }
    }

    fn framework(&self) -> &Framework {
        self.harness.state().session().framework()
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(4);
    }

    fn command(&mut self, key: Key) {
        self.press_with(Modifiers::COMMAND, key);
    }

    fn text(&mut self, text: &str) {
        for sign in text.chars() {
            self.harness.event(Event::Text(sign.to_string()));
        }
        self.harness.run_steps(3);
    }

    /// Waits for work on a thread.
    fn wait(&mut self, what: &str, done: impl Fn(&App) -> bool) {
        let start = Instant::now();
        while !done(self.harness.state()) {
            let said = self.harness.state().said();
            assert!(start.elapsed() < Duration::from_mins(1), "waiting for {what}: {said}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.harness.run_steps(3);
    }

    fn written(&self) -> String {
        store::write(self.framework())
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool) {
        let modifiers = Modifiers::NONE;
        self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.step();
    }

    fn click_at(&mut self, pos: Pos2) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.step();
        self.button(pos, PointerButton::Primary, true);
        self.button(pos, PointerButton::Primary, false);
        // Two clicks close together would be a double click.
        self.harness.run_steps(35);
    }

    fn double_click_at(&mut self, pos: Pos2) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.step();
        for _ in 0..2 {
            self.button(pos, PointerButton::Primary, true);
            self.button(pos, PointerButton::Primary, false);
        }
        self.harness.run_steps(4);
    }

    fn right_click_at(&mut self, pos: Pos2) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.step();
        self.button(pos, PointerButton::Secondary, true);
        self.button(pos, PointerButton::Secondary, false);
        self.harness.run_steps(6);
    }

    /// Clicks what bears a label, with the mouse.
    fn click(&mut self, label: &str) {
        let mut found = self.harness.get_all_by_label(label);
        let at = found.next().map(|node| node.rect().center());
        drop(found);
        let Some(at) = at else { panic!("nothing is called {label}") };
        self.click_at(at);
    }

    /// Clicks the first whose label holds a text.
    fn click_containing(&mut self, label: &str) {
        let at =
            self.harness.get_all_by_label_contains(label).map(|node| node.rect().center()).next();
        let Some(at) = at else { panic!("nothing is called like {label}") };
        self.click_at(at);
    }

    /// The middle of an objective's card, by its title.
    fn card(&self, title: &str) -> [f32; 4] {
        let objectives = self.framework().objectives();
        let id = objectives.iter().find(|(_, o)| o.title == title).map(|(id, _)| id.to_string());
        let Some(id) = id else { panic!("no objective {title}") };
        let cards = self.harness.state().cards();
        let card = cards.into_iter().find(|(card, _)| *card == id);
        card.unwrap_or_else(|| panic!("no card {title}")).1
    }

    fn middle(&self, title: &str) -> Pos2 {
        let [x, y, w, h] = self.card(title);
        Pos2::new(x + w / 2.0, y + h / 2.0)
    }

    /// A place on the canvas where there is nothing.
    fn empty(&self) -> Pos2 {
        let cards = self.harness.state().cards();
        let free = |at: &Pos2| {
            cards.iter().all(|(_, [x, y, w, h])| {
                at.x < x - 20.0 || at.x > x + w + 20.0 || at.y < y - 20.0 || at.y > y + h + 20.0
            })
        };
        let mut places =
            (0..40).flat_map(|row| (0..40).map(move |column| (row as f32, column as f32)));
        let places = places.by_ref().map(|(r, c)| Pos2::new(1480.0 - c * 29.0, 965.0 - r * 19.0));
        places.into_iter().find(free).expect("some room")
    }

    /// The handle of a card, at the middle of its lower edge.
    fn handle(&self, title: &str) -> Pos2 {
        let [x, y, w, h] = self.card(title);
        Pos2::new(x + w / 2.0, y + h)
    }
}

/// An outcome and its outputs.
type Outcome = (String, Vec<String>);

const LEVELS: [usize; 3] = [3, 3, 2];

/// The titles of three strategic objectives, with three outcomes each, with two outputs each but
/// for the last outcomes of the first two: 30 objectives.
fn titles() -> Vec<(String, Vec<Outcome>)> {
    (1..=LEVELS[0])
        .map(|a| {
            let outcomes = (1..=LEVELS[1]).map(|b| {
                let outputs = (1..=LEVELS[2]).map(|c| format!("Output {a}.{b}.{c} is delivered"));
                (format!("Outcome {a}.{b} is reached"), outputs.collect())
            });
            (format!("Objective {a} is met"), outcomes.collect())
        })
        .collect()
}

/// Undoes all, redoes all, and looks that nothing was lost on the way.
fn undo_and_redo_all(user: &mut User, keys: bool) {
    let (done, steps) = (user.written(), user.harness.state().session().history().depth());
    for _ in 0..steps {
        if keys { user.command(Key::Z) } else { user.click_containing("Undo: ") }
    }
    assert_eq!(user.written(), store::write(&blank()), "all undone");
    for _ in 0..steps {
        if keys {
            user.command(Key::Y);
        } else {
            user.click("Edit");
            user.click_containing("Redo: ");
        }
    }
    assert_eq!(user.written(), done, "all done again");
}

/// The same commands on the command line give the same file.
fn same_as_the_command_line(user: &User, file: &Path, folder: &Path) {
    let commands: Vec<&Command> = user.harness.state().session().history().commands().collect();
    let script = edit::write_script(&commands).expect("a script");
    let (from, steps, to) =
        (folder.join("from.ron"), folder.join("steps.ron"), folder.join("to.ron"));
    store::save_bytes(&from, store::write(&blank()).as_bytes()).expect("written");
    store::save_bytes(&steps, script.as_bytes()).expect("written");
    Program::cargo_bin("throughline")
        .expect("the binary")
        .args([
            "apply".as_ref(),
            from.as_os_str(),
            steps.as_os_str(),
            "-o".as_ref(),
            to.as_os_str(),
        ])
        .assert()
        .success();
    let (window, line) = (std::fs::read_to_string(file), std::fs::read_to_string(to));
    assert_eq!(window.expect("saved"), line.expect("applied"));
}

/// What the framework must hold in the end, however it was drawn.
fn check(framework: &Framework) {
    assert_eq!(framework.objectives().len(), 30);
    let at =
        |level: &str| framework.objectives().values().filter(|o| o.level.as_str() == level).count();
    let levels: Vec<&str> = framework.head().levels.iter().map(|l| l.id.as_str()).collect();
    assert_eq!([at(levels[0]), at(levels[1]), at(levels[2])], [3, 9, 18]);
    assert_eq!(framework.actors().len(), 2);
    let positions = framework.objectives().values().map(|o| o.positions.len()).sum::<usize>();
    assert_eq!(positions, 3);
    let named = framework.objectives().values().flat_map(|o| o.positions.values());
    assert!(named.into_iter().all(|p| p.recorded_by.as_deref() == Some("A. Traoré")));
    assert_eq!(framework.programs().len(), 10);
    for program in framework.programs().values() {
        assert!(program.links.len() == 1 && !program.title.is_empty(), "{program:?}");
    }
}

fn files(folder: &Path) -> (PathBuf, PathBuf) {
    let file = folder.join("workshop.ron");
    store::save_bytes(&file, store::write(&blank()).as_bytes()).expect("written");
    (folder.join("home"), file)
}

#[test]
fn with_keys_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, file) = files(folder.path());
    let mut user = User::new(&home, &file);
    user.command(Key::K);
    user.text("open workshop");
    user.press(Key::Enter);
    user.wait("the file", |app| app.session().path().is_some());
    draw_by_keys(&mut user);
    undo_and_redo_all(&mut user, true);
    user.command(Key::S);
    user.wait("saving", |app| !app.session().dirty());
    check(user.framework());
    same_as_the_command_line(&user, &file, folder.path());
    let again = store::open(&file).expect("it opens");
    assert_eq!(store::write(&again.framework), user.written());
}

fn draw_by_keys(user: &mut User) {
    user.text("A country at peace with itself");
    user.press(Key::Enter);
    for (a, (objective, outcomes)) in titles().iter().enumerate() {
        if a > 0 {
            user.press(Key::Enter);
        }
        user.text(objective);
        for (b, (outcome, outputs)) in outcomes.iter().enumerate() {
            user.press(if b == 0 { Key::Tab } else { Key::Enter });
            user.text(outcome);
            for (c, output) in outputs.iter().enumerate() {
                if c > 0 {
                    user.press(Key::Enter);
                    user.press(Key::Enter);
                } else {
                    user.press(Key::Tab);
                }
                user.text(output);
            }
            user.press(Key::Enter);
            // Back up to the outcome: past both outputs.
            user.press(Key::ArrowUp);
            user.press(Key::ArrowUp);
        }
        user.press(Key::ArrowUp);
    }
    // The last objective is selected: two actors, and what they say.
    user.command(Key::P);
    user.text("Ministry of Interior");
    user.press(Key::Enter);
    user.press(Key::Num1);
    user.press(Key::Num1);
    user.text("A. Traoré");
    user.press(Key::Enter);
    user.command(Key::P);
    user.text("Norad");
    user.press(Key::Enter);
    user.press(Key::Num2);
    user.press(Key::Num5);
    user.press(Key::ArrowDown);
    user.command(Key::P);
    user.text("minis");
    user.press(Key::Enter);
    user.press(Key::Num3);
    // Ten programs, each linked.
    for n in 0..10 {
        user.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        user.text(&format!("Program {n} of the donors"));
        user.press(Key::Enter);
        user.command(Key::L);
        user.text(&format!("output {}.{}.1", n % 3 + 1, n / 4 + 1));
        user.press(Key::Enter);
    }
}

#[test]
fn with_the_mouse_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, file) = files(folder.path());
    let mut user = User::new(&home, &file);
    user.click("workshop.ron");
    user.wait("the file", |app| app.session().path().is_some());
    draw_by_mouse(&mut user);
    undo_and_redo_all(&mut user, false);
    user.click("File");
    user.click("Save");
    user.wait("saving", |app| !app.session().dirty());
    check(user.framework());
    same_as_the_command_line(&user, &file, folder.path());
    assert_eq!(user.keys, 0, "no key was pressed");
}

fn draw_by_mouse(user: &mut User) {
    user.text("A country at peace with itself");
    user.click_at(user.empty());
    for (objective, outcomes) in titles() {
        user.double_click_at(user.empty());
        user.text(&objective);
        user.click_at(user.empty());
        for (outcome, outputs) in outcomes {
            user.click_at(user.middle(&objective));
            user.click_at(user.handle(&objective));
            user.text(&outcome);
            user.click_at(user.empty());
            let [first, second] = &outputs[..] else { panic!("two outputs") };
            user.click_at(user.middle(&outcome));
            user.click_at(user.handle(&outcome));
            user.text(first);
            user.click_at(user.empty());
            user.right_click_at(user.middle(first));
            user.click("Sibling below");
            user.text(second);
            user.click_at(user.empty());
        }
    }
    for (title, actor, steps) in [
        ("Objective 1 is met", "Ministry of Interior", &["1  local (internal)", "1  endorses"][..]),
        ("Objective 2 is met", "Norad", &["2  international (external)", "5  has serious doubts"]),
        ("Objective 3 is met", "Norad", &["4  abstains or accepts"]),
    ] {
        user.right_click_at(user.middle(title));
        user.click("Record a position…");
        user.text(actor);
        if user.framework().actors().values().any(|a| a.name == actor) {
            user.click(actor);
        } else {
            user.click_containing("Add the actor");
        }
        for step in steps {
            user.click(step);
        }
        if user.framework().objectives().values().all(|o| o.positions.is_empty()) {
            user.text("A. Traoré");
            user.click("OK");
        }
    }
    for n in 0..10 {
        user.click("Portfolio");
        user.click("New program");
        user.text(&format!("Program {n} of the donors"));
        user.click("Outline");
        user.click("Portfolio");
        user.click("Link to…");
        user.text(&format!("output {}.{}.1", n % 3 + 1, n / 4 + 1));
        user.click(&format!("Output {}.{}.1 is delivered", n % 3 + 1, n / 4 + 1));
    }
}

/// From the page to begin from, without help: a vision, three strategic objectives, six outcomes,
/// two actors with positions, in at most 60 keys beyond what is typed.
#[test]
fn a_new_user_needs_few_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let (home, file) = files(folder.path());
    let mut user = User::new(&home, &file);
    user.command(Key::N);
    user.text("A country at peace with itself");
    user.press(Key::Enter);
    for (a, title) in ["Inclusive politics", "Security for all", "Work and land"].iter().enumerate()
    {
        if a > 0 {
            user.press(Key::Enter);
        }
        user.text(title);
        user.press(Key::Tab);
        user.text(&format!("First outcome of {title}"));
        user.press(Key::Enter);
        user.press(Key::Enter);
        user.text(&format!("Second outcome of {title}"));
        user.press(Key::Enter);
        user.press(Key::ArrowUp);
    }
    for (name, side, stance) in
        [("Ministry of Interior", Key::Num1, Key::Num1), ("Norad", Key::Num2, Key::Num3)]
    {
        user.command(Key::P);
        user.text(name);
        user.press(Key::Enter);
        user.press(side);
        user.press(stance);
        if name != "Norad" {
            user.text("A. Traoré");
            user.press(Key::Enter);
        }
    }
    let framework = user.framework();
    let levels: Vec<&str> = framework.head().levels.iter().map(|l| l.id.as_str()).collect();
    let at =
        |level: &str| framework.objectives().values().filter(|o| o.level.as_str() == level).count();
    assert_eq!([at(levels[0]), at(levels[1])], [3, 6]);
    assert_eq!(framework.actors().len(), 2);
    let positions = framework.objectives().values().map(|o| o.positions.len()).sum::<usize>();
    assert_eq!(positions, 2);
    assert!(framework.head().vision.is_some());
    assert!(user.keys <= 60, "{} keys", user.keys);
    println!("{} keys beyond what is typed", user.keys);
}
