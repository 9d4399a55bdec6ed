//! Importing in the window, as a user does it: five steps, nothing before the last, one undo step.
#![cfg(feature = "gui")]

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::Action;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn window(template: &str) -> Harness<'static, App> {
    let framework = templates::find(template).map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no template {template}") };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness
}

/// Draws frames until a button is there that can be pressed.
fn wait(harness: &mut Harness<App>, starts: &str) {
    let start = Instant::now();
    while !harness.query_all_by_role(egui::accesskit::Role::Button).any(|node| {
        let node = node.accesskit_node();
        !node.is_disabled() && node.label().is_some_and(|l| l.starts_with(starts))
    }) {
        assert!(start.elapsed() < Duration::from_mins(1), "no button \"{starts}\" came");
        std::thread::sleep(Duration::from_millis(5));
        harness.run_steps(2);
    }
}

/// Presses the button whose name begins so, once it is there.
fn press(harness: &mut Harness<App>, starts: &str) {
    wait(harness, starts);
    let buttons = harness.query_all_by_role(egui::accesskit::Role::Button);
    for node in buttons {
        if node.accesskit_node().label().is_some_and(|l| l.starts_with(starts)) {
            node.click();
            break;
        }
    }
    harness.run_steps(4);
}

#[test]
fn a_file_is_imported_in_five_steps_and_taken_back_in_one() {
    let mut harness = window("sample");
    let before = harness.state().session().framework().clone();
    harness.state_mut().send(Action::ImportPath(fixture("uninfo/samara.json")));
    harness.run_steps(4);
    press(&mut harness, "Read the file");
    press(&mut harness, "Preview");
    assert_eq!(*harness.state().session().framework(), before, "nothing before the last step");
    press(&mut harness, "Import: 5 new programs");
    assert_eq!(harness.state().session().framework().programs().len(), before.programs().len() + 5);
    assert!(harness.query_by_label_contains("Imported: 5 new programs").is_some());
    press(&mut harness, "Close");
    harness.state_mut().send(Action::Undo);
    harness.run_steps(4);
    assert_eq!(*harness.state().session().framework(), before, "one step");
}

#[test]
fn a_program_can_be_left_out() {
    let mut harness = window("sample");
    let before = harness.state().session().framework().programs().len();
    harness.state_mut().send(Action::ImportPath(fixture("uninfo/samara.json")));
    harness.run_steps(4);
    press(&mut harness, "Read the file");
    press(&mut harness, "Preview");
    wait(&mut harness, "Import: 5 new programs");
    harness.get_by_label("Take “Councils of the districts”").click();
    harness.run_steps(4);
    press(&mut harness, "Import: 4 new programs");
    assert_eq!(harness.state().session().framework().programs().len(), before + 4);
}

#[test]
fn what_cannot_be_read_is_told_and_changes_nothing() {
    let mut harness = window("sample");
    let before = harness.state().session().framework().clone();
    for file in ["uninfo/nowhere.json", "../import_window.rs"] {
        harness.state_mut().send(Action::ImportPath(fixture(file)));
        harness.run_steps(4);
        press(&mut harness, "Read the file");
        let start = Instant::now();
        while harness.query_by_label("It cannot be imported").is_none() {
            assert!(start.elapsed() < Duration::from_mins(1), "{file}: nothing is told");
            std::thread::sleep(Duration::from_millis(5));
            harness.run_steps(2);
        }
        press(&mut harness, "Close");
        assert_eq!(*harness.state().session().framework(), before);
    }
}
