//! The panel of findings: it lists what the linter finds, in one order that F8 walks; each code
//! has a title and something that cures it, which does what it says.
#![cfg(feature = "gui")]

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::collections::BTreeSet;
use throughline::analysis::{About, Finding, Severity, analyze, finding_title, findings};
use throughline::model::Framework;
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Listing, Mode};
use throughline::ui::findings::cure::{self, Cure};
use throughline::ui::settings::Who;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

fn sample() -> Framework {
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
    framework
}

fn window(framework: Framework) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1920.0, 1080.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            App::new(&creation.egui_ctx, Session::new(framework.clone()), TODAY)
        });
    harness.run_steps(4);
    harness.state_mut().send(Action::IAm(Who::default()));
    harness.run_steps(2);
    harness
}

fn panel() -> Harness<'static, App> {
    let mut harness = window(sample());
    harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::F);
    harness.run_steps(4);
    harness
}

fn key(finding: &Finding) -> (&'static str, String, String) {
    (finding.code, finding.about.id.clone(), finding.message.clone())
}

#[test]
fn the_panel_lists_what_is_found() {
    let harness = panel();
    let framework = sample();
    let found = findings(&framework, &analyze(&framework, None), TODAY);
    let listed = harness.state().findings();
    assert!(found.len() > 50, "{}", found.len());
    assert_eq!(
        listed.iter().map(key).collect::<BTreeSet<_>>(),
        found.iter().map(key).collect::<BTreeSet<_>>()
    );
    assert_eq!(listed.len(), found.len());
    // Warnings before notes, the findings of a code together.
    let severities: Vec<Severity> = listed.iter().map(|f| f.severity).collect();
    assert!(severities.is_sorted_by(|a, b| a >= b));
    let codes: Vec<&str> = listed.chunk_by(|a, b| a.code == b.code).map(|c| c[0].code).collect();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{codes:?}");
    harness.get_by_label_contains("O01 No program supports it, warning, ");
}

#[test]
fn filters_leave_what_they_say() {
    let mut harness = panel();
    let all = harness.state().findings();
    let count = |keep: &dyn Fn(&Finding) -> bool| all.iter().filter(|f| keep(f)).count();
    let warnings = count(&|f| f.severity == Severity::Warning);
    harness.get_by_label_contains(&format!("⚠ {warnings} warnings")).click();
    harness.run_steps(3);
    assert_eq!(harness.state().findings().len(), warnings);
    harness.get_by_label("Kind of record").click();
    harness.run_steps(3);
    harness.get_all_by_label("Tensions").last().expect("a line").click();
    harness.run_steps(3);
    let tensions = count(&|f| f.severity == Severity::Warning && f.about.kind == "tension");
    assert!(tensions > 0);
    assert_eq!(harness.state().findings().len(), tensions);
    let first = harness.state().findings()[0].clone();
    let word = first.message.split_whitespace().next().expect("a word");
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    harness.get_by_label("Findings with these words").click();
    harness.run_steps(2);
    harness.event(Event::Text(word.to_uppercase()));
    harness.run_steps(3);
    let left = harness.state().findings();
    assert!(left.contains(&first));
    let lower = word.to_lowercase();
    assert!(left.iter().all(|f| f.message.to_lowercase().contains(&lower)), "{left:?}");
    harness.event(Event::Text(" nowhere to be found".to_owned()));
    harness.run_steps(3);
    assert_eq!(harness.state().findings(), Vec::new());
    harness.get_by_label("No finding passes the filter");
}

/// The codes in the tables of a document that begin with some letters.
fn documented() -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/findings.md");
    let text = std::fs::read_to_string(path).expect("the list of findings");
    let codes = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    codes
        .map(str::trim)
        .filter(|code| code.len() == 3 && code.starts_with(['P', 'O', 'A', 'T', 'F', 'X']))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_code_has_a_title_and_a_cure() {
    let codes = documented();
    assert!(codes.len() > 30, "{codes:?}");
    let table: BTreeSet<String> = cure::TABLE.iter().map(|line| line.0.to_owned()).collect();
    assert_eq!(table, codes);
    assert_eq!(table.len(), cure::TABLE.len(), "no code stands twice");
    for (code, cures) in cure::TABLE {
        let title = finding_title(code);
        assert!(title != *code && !title.ends_with('.'), "{code} has no title in plain words");
        assert!(!cures.is_empty(), "{code}");
    }
}

/// A finding of a code: a real one of the sample, else one about a record of that kind.
fn of_code(code: &'static str, found: &[Finding], framework: &Framework) -> Finding {
    if let Some(finding) = found.iter().find(|f| f.code == code) {
        return finding.clone();
    }
    let unlinked = framework.programs().iter().find(|(_, p)| p.links.is_empty());
    let (kind, id) = match &code[..1] {
        "P" => ("program", unlinked.map(|(id, _)| id.to_string())),
        "O" => ("objective", framework.objectives().keys().next().map(ToString::to_string)),
        "A" => ("actor", framework.actors().keys().next().map(ToString::to_string)),
        "T" => ("tension", framework.tensions().keys().next().map(ToString::to_string)),
        _ => ("framework", Some(framework.head().id.to_string())),
    };
    let about = About { kind, id: id.expect("a record") };
    let severity = Severity::Warning;
    Finding { code, severity, about, message: String::new(), hint: "" }
}

/// Whether the window shows what a cure says it does.
fn is_done(harness: &Harness<App>, cure: Cure, about: &About) -> bool {
    let there = |label: &str| harness.query_all_by_label_contains(label).count() > 0;
    match cure {
        Cure::See => harness.query_all_by_label("Fit").count() > 0,
        Cure::Details => match about.kind {
            "program" => there("Delete the program"),
            "objective" => there("Delete the objective"),
            "actor" => there("Delete the actor"),
            "tension" => there("Delete the tension"),
            _ => there("Currency"),
        },
        // The cards are gone, and the row above them.
        Cure::LinkMode => harness.query_all_by_label("Fit").count() == 0,
        Cure::LinkTo => there("Link to an objective"),
        Cure::Independent | Cure::NoneFound => there("Record a decision"),
        Cure::Position => there("Record a position"),
        Cure::Tension => there("What is at odds, in a few words"),
        Cure::Dependency => there("Record a dependency"),
        // What is written takes the keys.
        Cure::Objective | Cure::Vision => harness.ctx.text_edit_focused(),
        Cure::Actors => there("New actor"),
    }
}

#[test]
fn every_cure_does_what_it_says() {
    let framework = sample();
    let found = findings(&framework, &analyze(&framework, None), TODAY);
    let mut harness = window(framework.clone());
    for (code, cures) in cure::TABLE {
        let finding = of_code(code, &found, &framework);
        let about = &finding.about;
        for cure in *cures {
            harness.state_mut().send(Action::Show(Mode::Edit));
            harness.state_mut().send(Action::List(Listing::Objectives));
            harness.state_mut().send(Action::SelectObjectives(Vec::new()));
            harness.run_steps(2);
            assert!(
                !is_done(&harness, *cure, about)
                    || matches!(*cure, Cure::See)
                    || about.kind == "framework",
                "{code} {cure:?} before"
            );
            cure.actions(&finding).into_iter().for_each(|action| harness.state_mut().send(action));
            harness.run_steps(4);
            if matches!(about.kind, "objective" | "program") && *cure != Cure::Objective {
                assert_eq!(harness.state().selected(), [about.id.as_str()], "{code} {cure:?}");
            }
            assert!(is_done(&harness, *cure, about), "{code} {cure:?}: {}", harness.state().said());
            for _ in 0..2 {
                harness.key_press(Key::Escape);
                harness.run_steps(2);
            }
        }
    }
    assert_eq!(harness.state().session().framework(), &framework, "nothing was changed yet");
}

#[test]
fn f8_walks_in_the_order_of_the_panel_and_back() {
    let mut harness = window(sample());
    let mut walked = Vec::new();
    for _ in 0..12 {
        harness.key_press(Key::F8);
        harness.run_steps(3);
        walked.push(harness.state().said().to_owned());
    }
    let listed = harness.state().findings();
    let said = |f: &Finding| format!("{}: {}; {}", f.code, f.message, f.hint);
    assert_eq!(walked, listed[..12].iter().map(said).collect::<Vec<_>>());
    assert_eq!(harness.state().selected(), [listed[11].about.id.clone()]);
    // The panel was opened, and shows where one stands with what cures it.
    harness.get_by_label("Findings with these words");
    let words = cure::line(listed[11].code).map(|line| line.1[0].words()).expect("a cure");
    assert!(harness.query_all_by_label(words).count() > 0, "{words}");
    for step in (0..11).rev() {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::F8);
        harness.run_steps(3);
        assert_eq!(harness.state().said(), said(&listed[step]));
    }
    // Before the first comes the last.
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F8);
    harness.run_steps(3);
    assert_eq!(harness.state().said(), said(&listed[listed.len() - 1]));
}

#[test]
fn a_click_selects_and_its_button_cures() {
    let mut harness = panel();
    let listed = harness.state().findings();
    let first = &listed[0];
    let name = format!("{}, warning: {}; {}", first.code, first.message, first.hint);
    harness.get_by_label(&name).click();
    harness.run_steps(3);
    assert_eq!(harness.state().selected(), [first.about.id.as_str()]);
    // A heading closes its findings, and opens them again.
    let title = finding_title(first.code);
    let heading = format!("{} {title}, warning", first.code);
    harness.get_by_label_contains(&heading).click();
    harness.run_steps(3);
    assert_eq!(harness.query_all_by_label(&name).count(), 0);
    assert_eq!(harness.state().findings().len(), listed.len());
    harness.key_press_modifiers(Modifiers::NONE, Key::F8);
    harness.run_steps(3);
    harness.get_by_label_contains(&heading).click();
    harness.run_steps(3);
}

#[test]
fn a_large_document_is_looked_through_on_a_thread() {
    let framework = templates::generate(40, 2_500, 3);
    let found = findings(&framework, &analyze(&framework, None), TODAY);
    let mut harness = window(framework);
    harness.key_press(Key::F8);
    for _ in 0..2_000 {
        harness.step();
        if !harness.state().findings().is_empty() && harness.state().said().contains(": ") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(harness.state().findings().len(), found.len());
    let first = harness.state().findings()[0].clone();
    assert!(harness.state().said().starts_with(&format!("{}: {}", first.code, first.message)));
    // Rows out of sight are not drawn.
    let rows = harness.query_all_by_label_contains(", warning: ").count()
        + harness.query_all_by_label_contains(", note: ").count();
    assert!(rows > 3 && rows < 40, "{rows}");
    let node = harness.get_by_label("Findings with these words");
    assert!(node.accesskit_node().label().is_some());
}
