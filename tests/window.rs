//! The window as those read it who cannot see it, and those who use no mouse: every control has a
//! name, every verb is in the palette, every text can be read on its ground.
#![cfg(feature = "gui")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::collections::BTreeMap;
use throughline::model::{
    ActorId, DecisionKind, DependencyKind, ObjectiveId, ProgramId, TensionId,
};
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Listing, Mode, Record, Step, VERBS, Where};

fn window(template: &str) -> Harness<'static, App> {
    let framework = templates::find(template).map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no template {template}") };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1920.0, 1080.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness
}

/// Controls that a screen reader would call nothing.
fn nameless(harness: &Harness<App>) -> Vec<String> {
    let mut found = Vec::new();
    let mut todo: Vec<_> = vec![harness.root()];
    while let Some(node) = todo.pop() {
        let inner = node.accesskit_node();
        let control = matches!(
            inner.role(),
            Role::Button
                | Role::CheckBox
                | Role::RadioButton
                | Role::TextInput
                | Role::MultilineTextInput
                | Role::ComboBox
                | Role::Slider
                | Role::Link
                | Role::SpinButton
        );
        let name = inner.label().unwrap_or_default();
        if control && name.trim().is_empty() {
            let rect = node.rect();
            found.push(format!("{:?} at {rect:?} holding {:?}", inner.role(), inner.value()));
        }
        todo.extend(node.children());
    }
    found
}

#[test]
fn every_control_has_a_name() {
    let mut harness = window("sample");
    let id = |text: &str| ObjectiveId::new(text).expect("an id");
    let framework = harness.state().session().framework();
    let program: Vec<ProgramId> = framework.programs().keys().take(1).cloned().collect();
    let actor: Vec<ActorId> = framework.actors().keys().take(1).cloned().collect();
    let tension: Vec<TensionId> = framework.tensions().keys().take(1).cloned().collect();
    let views: Vec<Vec<Action>> = vec![
        vec![],
        vec![Action::Show(Mode::Analyze)],
        vec![Action::Show(Mode::Link)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Search)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Decide)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Make)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Queue)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Confirmer)],
        vec![Action::Show(Mode::Link), Action::Linking(Step::Evidence)],
        vec![Action::Show(Mode::Start)],
        vec![Action::Show(Mode::Present)],
        vec![Action::KeepScene, Action::Show(Mode::Present)],
        vec![Action::Show(Mode::Edit), Action::SelectObjectives(vec![id("so1")])],
        vec![Action::SelectObjectives(vec![id("so1"), id("oc1.1")])],
        vec![Action::SelectPrograms(program)],
        vec![Action::Select(Record::Actor(actor[0].clone()))],
        vec![Action::Select(Record::Tension(tension[0].clone()))],
        vec![Action::List(Listing::Actors)],
        vec![Action::List(Listing::Coordination)],
        vec![Action::TogglePortfolio, Action::ToggleHistory, Action::ToggleMinimap],
        vec![Action::ToggleFindings, Action::NextFinding],
        vec![Action::Find],
        vec![Action::Clear, Action::SelectObjectives(vec![id("so1")]), Action::EditTitle],
    ];
    for view in views {
        for action in &view {
            harness.state_mut().send(action.clone());
        }
        harness.run_steps(4);
        assert_eq!(nameless(&harness), Vec::<String>::new(), "{view:?}");
    }
}

#[test]
fn every_control_of_every_dialog_has_a_name() {
    for dialog in [
        Action::Palette,
        Action::Link,
        Action::Position,
        Action::Paste,
        Action::Settings,
        Action::Keys,
        Action::WhoAmI,
        Action::RecordTension(Vec::new()),
        Action::ContextMenu,
    ] {
        let mut harness = window("sample");
        let id = ObjectiveId::new("so1").expect("an id");
        harness.state_mut().send(Action::SelectObjectives(vec![id]));
        harness.state_mut().send(dialog.clone());
        harness.run_steps(4);
        assert_eq!(nameless(&harness), Vec::<String>::new(), "{dialog:?}");
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        let selected = harness.state().selected();
        assert_eq!(selected, ["so1"], "{dialog:?} is left by Escape and nothing else is");
    }
}

#[test]
fn every_control_of_the_dialogs_about_programs_has_a_name() {
    for dialog in [
        Action::RecordTension(Vec::new()),
        Action::RecordDependency(None, DependencyKind::Needs),
        Action::Decide(Vec::new(), DecisionKind::OutOfScope),
        Action::ContextMenu,
    ] {
        let mut harness = window("sample");
        let framework = harness.state().session().framework();
        let id = framework.programs().keys().next().cloned().expect("a program");
        harness.state_mut().send(Action::SelectPrograms(vec![id.clone()]));
        harness.state_mut().send(dialog.clone());
        harness.run_steps(4);
        assert_eq!(nameless(&harness), Vec::<String>::new(), "{dialog:?}");
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert_eq!(harness.state().selected(), [id.to_string()], "{dialog:?} is left by Escape");
    }
}

#[test]
fn every_verb_is_in_the_palette_under_its_name() {
    let mut harness = window("blank");
    for verb in VERBS {
        harness.state_mut().send(Action::Clear);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run_steps(2);
        harness.event(egui::Event::Text(verb.name.to_owned()));
        harness.run_steps(2);
        let lines = harness.get_all_by_label_contains(verb.name).count();
        assert!(lines >= 1, "{} is not in the palette", verb.name);
        harness.key_press(Key::Escape);
        harness.run_steps(2);
    }
}

#[test]
fn no_two_verbs_share_a_key_where_both_work() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for verb in VERBS {
        let Some(keys) = verb.keys else { continue };
        // Cards, Link mode and Present mode are never shown together.
        let own = matches!(verb.scope, Where::Link | Where::Present);
        let scope = own.then_some(verb.scope);
        let before = seen.insert(format!("{scope:?} {keys:?}"), verb.name);
        assert_eq!(before, None, "{} and {before:?} have {keys:?}", verb.name);
        // What types a sign must not be taken from a field that is typed in.
        let types = !keys.modifiers.command && !keys.modifiers.alt;
        let sign = keys.logical_key.name().chars().count() == 1;
        assert!(!(types && sign) || verb.scope != Where::Everywhere, "{}", verb.name);
    }
    assert!(seen.len() > 40);
}

/// Each key in the table of the look-and-feel does what it says.
#[test]
fn the_keys_are_those_that_are_written() {
    let keys: BTreeMap<String, &str> = VERBS
        .iter()
        .filter(|verb| !matches!(verb.scope, Where::Link | Where::Present))
        .filter_map(|verb| {
            let keys = verb.keys?;
            let m = keys.modifiers;
            let parts = [(m.command, "Ctrl+"), (m.shift, "Shift+"), (m.alt, "Alt+")];
            let parts = parts.iter().filter(|(on, _)| *on).map(|(_, word)| *word);
            Some((format!("{}{}", parts.collect::<String>(), keys.logical_key.name()), verb.name))
        })
        .collect();
    for (key, name) in [
        ("Ctrl+N", "New framework"),
        ("Ctrl+O", "Open…"),
        ("Ctrl+S", "Save"),
        ("Ctrl+Shift+S", "Save as…"),
        ("Ctrl+Z", "Undo"),
        ("Ctrl+Y", "Redo"),
        ("Ctrl+K", "Find or do anything…"),
        ("Ctrl+F", "Find on the cards"),
        ("F3", "Next found card"),
        ("Ctrl+E", "Export…"),
        ("Ctrl+1", "Edit"),
        ("Ctrl+3", "Analyze"),
        ("Tab", "Lower objective"),
        ("Enter", "Sibling below"),
        ("Shift+Enter", "Sibling above"),
        ("F2", "Edit the title"),
        ("Space", "Fold or unfold"),
        ("Delete", "Delete"),
        ("Ctrl+L", "Link to…"),
        ("Ctrl+T", "Table of programs"),
        ("Period", "Only this and its neighbors"),
        ("F8", "Next finding or orphan"),
        ("F6", "Next pane"),
        ("F1", "All keys of this mode"),
        ("F11", "Full screen"),
        ("Alt+Up", "Move before"),
        ("Alt+Left", "A level up"),
        ("Home", "Show the whole framework"),
    ] {
        assert_eq!(keys.get(key).copied(), Some(name), "{key}: {keys:?}");
    }
}

#[test]
fn a_deletion_can_be_undone_from_its_toast() {
    let mut harness = window("sample");
    let id = ObjectiveId::new("oc1.1").expect("an id");
    harness.state_mut().send(Action::SelectObjectives(vec![id.clone()]));
    harness.run_steps(2);
    harness.key_press(Key::Delete);
    harness.run_steps(4);
    assert!(harness.state().session().framework().objective(&id).is_none());
    harness.get_by_label_contains("Done: remove");
    let undo = harness.get_all_by_label("Undo").last().expect("undo on the toast").rect();
    harness.state_mut().send(Action::Say(String::new()));
    harness.event(egui::Event::PointerMoved(undo.center()));
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: undo.center(),
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.step();
    }
    harness.run_steps(4);
    assert!(harness.state().session().framework().objective(&id).is_some());
}

#[test]
fn what_is_not_saved_is_offered_at_the_next_start() {
    let home = tempfile::tempdir().expect("a folder");
    let start = |home: std::path::PathBuf| {
        let mut harness = Harness::builder().build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            let framework = templates::find("new-deal").map(|t| t.framework(1));
            let Some(Ok(framework)) = framework else { panic!("no template") };
            App::new(&creation.egui_ctx, Session::new(framework), today)
                .at_home(&creation.egui_ctx, home.clone())
        });
        harness.run_steps(4);
        harness
    };
    let mut harness = start(home.path().to_owned());
    assert_eq!(harness.query_all_by_label_contains("Recover").count(), 0);
    harness.state_mut().send(Action::NewFrom("new-deal"));
    harness.run_steps(2);
    harness.state_mut().send(Action::AddActor);
    harness.run_steps(2);
    // Another document: what was there is kept, as it is when the window closes.
    harness.state_mut().send(Action::OpenSample);
    harness.run_steps(2);
    drop(harness);
    let mut harness = start(home.path().to_owned());
    harness.get_by_label_contains("Recover").click();
    for _ in 0..400 {
        harness.step();
        if harness.state().session().framework().actors().len() == 1 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(harness.state().session().framework().actors().len(), 1);
    assert!(harness.state().session().dirty(), "it is still not saved");
}
