//! Measuring an outside portfolio in the window, as an agency does it: the framework stays as it
//! is, and a report is taken away.
#![cfg(feature = "gui")]

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::time::{Duration, Instant};
use throughline::session::Session;
use throughline::store;
use throughline::ui::App;
use throughline::ui::action::Action;

const FRAMEWORK: &str = r#"#![enable(implicit_some)]
Framework(format: (1, 0), id: "fw-m", title: "Compact", currency: "USD", country: "ML", vision: "Peace",
  levels: [(id: "op", title: "Output")],
  objectives: {
    "op1": (title: "Councils settle disputes over land", level: "op", code: "1.1"),
    "op2": (title: "Girls go to school", level: "op", code: "1.2"),
  },
)"#;

const TABLE: &str = "Project ID,Project title,Donor agency,Implementing agency,Objective code,Budget (USD),Status\n\
A-1,Mediation over land in six districts,Norad,NRC,1.1,1000,Implementation\n\
A-2,Schools for girls in Mopti,Norad,NRC,,3000,Implementation\n";

/// Draws frames until something is there.
fn wait(harness: &mut Harness<App>, what: &str, there: impl Fn(&Harness<App>) -> bool) {
    let start = Instant::now();
    while !there(harness) {
        assert!(start.elapsed() < Duration::from_mins(1), "{what} never came");
        std::thread::sleep(Duration::from_millis(5));
        harness.run_steps(2);
    }
}

/// Presses the button of that name, once it can be pressed.
fn press(harness: &mut Harness<App>, name: &str) {
    let ready = |harness: &Harness<App>| {
        let found = harness.query_by_role_and_label(egui::accesskit::Role::Button, name);
        found.is_some_and(|node| !node.accesskit_node().is_disabled())
    };
    wait(harness, name, ready);
    harness.get_by_role_and_label(egui::accesskit::Role::Button, name).click();
    harness.run_steps(4);
}

#[test]
fn a_portfolio_is_measured_and_the_framework_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ours.csv");
    store::save_bytes(&file, TABLE.as_bytes()).expect("written");
    let framework = store::read(FRAMEWORK.as_bytes()).expect("a framework").framework;
    let before = framework.clone();
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness.state_mut().send(Action::Measure);
    harness.run_steps(4);
    harness.state_mut().send(Action::ImportPath(file));
    harness.run_steps(4);
    press(&mut harness, "Read the file");
    press(&mut harness, "Read the rows");
    press(&mut harness, "Measure");
    let told =
        |text: &'static str| move |harness: &Harness<App>| harness.query_by_label(text).is_some();
    wait(&mut harness, "the figure", told("1 of 2"));
    assert!(harness.query_by_label("USD 3 k of USD 4 k").is_some());
    assert!(harness.query_by_label("NRC, measured against Compact").is_some());

    let tick = "Schools for girls in Mopti supports 1.2 Girls go to school";
    harness.get_by_label(tick).click();
    wait(&mut harness, "the figure after it", told("0 of 2"));
    harness.get_by_label(tick).click();
    wait(&mut harness, "the figure without it", told("1 of 2"));

    // The dialog behind it is the system's.
    wait(&mut harness, "the report", |harness| {
        let role = egui::accesskit::Role::Button;
        let found = harness.query_by_role_and_label(role, "Save the report…");
        found.is_some_and(|node| !node.accesskit_node().is_disabled())
    });
    let session = harness.state().session();
    assert_eq!(*session.framework(), before);
    assert!(session.history().undo_label().is_none());
}
