//! The details, changed by accessible label: each field gives what was typed or chosen when it is
//! left, as one step that can be undone.
#![cfg(feature = "gui")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use throughline::edit::{Command, ProgramEdit};
use throughline::model::{
    ActorId, Amount, Budget, Evidence, Framework, Objective, ObjectiveId, ObjectiveStatus, Program,
    ProgramField, ProgramId, Stance, Subject,
};
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Pane, Record};
use throughline::ui::settings::Who;

type Window = Harness<'static, App>;

/// A window with the sample, after its first frames; it is known who is at the keyboard.
fn window(width: f32) -> Window {
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
    let mut harness =
        Harness::builder().with_size(egui::vec2(width, 1080.0)).build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    let who = Who { name: "A. T.".to_owned(), actor: None };
    harness.state_mut().send(Action::IAm(who));
    harness.run_steps(4);
    harness
}

fn send(harness: &mut Window, action: Action) {
    harness.state_mut().send(action);
    harness.run_steps(4);
}

fn framework(harness: &Window) -> &Framework {
    harness.state().session().framework()
}

/// Hands the keys to a widget; it is brought in sight.
fn focus(harness: &mut Window, role: Role, label: &str) {
    let found = harness.get_all_by_role_and_label(role, label).next();
    found.unwrap_or_else(|| panic!("no {label}")).focus();
    harness.run_steps(12);
}

/// Types over what a field holds, and leaves it.
fn write(harness: &mut Window, role: Role, label: &str, text: &str) {
    focus(harness, role, label);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(2);
    harness.key_press(Key::Tab);
    harness.run_steps(4);
}

/// Opens the list under a button and takes what a few letters find; keys only.
fn pick(harness: &mut Window, label: &str, letters: &str) {
    let row = format!("{label}: ");
    let named = |node: &egui_kittest::Node, what: &dyn Fn(&str) -> bool| {
        what(&node.accesskit_node().label().unwrap_or_default())
    };
    let found = harness
        .get_all_by_role(Role::Button)
        .find(|node| named(node, &|name| name.starts_with(&row)))
        .or_else(|| {
            harness.get_all_by_role(Role::Button).find(|n| named(n, &|name| name == label))
        });
    found.unwrap_or_else(|| panic!("no {label}")).focus();
    harness.run_steps(12);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    harness.event(egui::Event::Text(letters.to_owned()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

/// Opens a choice and takes the one of that word; keys only.
fn choose(harness: &mut Window, label: &str, word: &str) {
    focus(harness, Role::ComboBox, label);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    for _ in 0..12 {
        harness.key_press(Key::ArrowDown);
        harness.run_steps(2);
        let here = harness.query_all_by_label(word).any(|node| node.is_focused());
        if here {
            harness.key_press(Key::Enter);
            harness.run_steps(4);
            assert!(!egui::Popup::is_any_open(&harness.ctx), "{label} is closed again");
            return;
        }
    }
    panic!("{word} is not among the choices of {label}");
}

fn undo(harness: &mut Window) {
    send(harness, Action::Undo);
}

fn objective_where(harness: &Window, what: impl Fn(&Objective) -> bool) -> ObjectiveId {
    let found = framework(harness).living().find(|(_, o)| what(o));
    found.expect("an objective").0.clone()
}

fn program_where(harness: &Window, what: impl Fn(&Program) -> bool) -> ProgramId {
    let found = framework(harness).programs().iter().find(|(_, p)| what(p));
    found.expect("a program").0.clone()
}

fn objective<'a>(harness: &'a Window, id: &ObjectiveId) -> &'a Objective {
    framework(harness).objective(id).expect("the objective")
}

fn program<'a>(harness: &'a Window, id: &ProgramId) -> &'a Program {
    framework(harness).program(id).expect("the program")
}

/// A window with an objective selected.
fn with_objective(what: impl Fn(&Objective) -> bool) -> (Window, ObjectiveId) {
    let mut harness = window(1600.0);
    let id = objective_where(&harness, what);
    send(&mut harness, Action::SelectObjectives(vec![id.clone()]));
    (harness, id)
}

/// A window with a program selected.
fn with_program(what: impl Fn(&Program) -> bool) -> (Window, ProgramId) {
    let mut harness = window(1600.0);
    let id = program_where(&harness, what);
    send(&mut harness, Action::SelectPrograms(vec![id.clone()]));
    (harness, id)
}

#[test]
fn a_title_is_given_when_its_field_is_left() {
    let (mut harness, id) = with_objective(|_| true);
    let was = objective(&harness, &id).title.clone();
    write(&mut harness, Role::MultilineTextInput, "Title", "Schools open in all districts");
    assert_eq!(objective(&harness, &id).title, "Schools open in all districts");
    undo(&mut harness);
    assert_eq!(objective(&harness, &id).title, was);
}

#[test]
fn the_details_take_the_keys_at_their_first_field() {
    let (mut harness, id) = with_objective(|_| true);
    send(&mut harness, Action::FocusOn(Pane::Details));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    harness.event(egui::Event::Text("Roads are open".to_owned()));
    harness.run_steps(2);
    // Another record is selected by a key: what was typed is given, not lost.
    let other = objective_where(&harness, |_| true);
    let other = framework(&harness).living().map(|(o, _)| o).find(|o| **o != other).cloned();
    let other = other.expect("another objective");
    send(&mut harness, Action::SelectObjectives(vec![other.clone()]));
    assert_eq!(objective(&harness, &id).title, "Roads are open");
    let shown = harness.get_by_role_and_label(Role::MultilineTextInput, "Title").value();
    assert_eq!(shown.as_deref(), Some(objective(&harness, &other).title.as_str()));
}

#[test]
fn a_lead_is_picked_by_keys_alone() {
    let (mut harness, id) = with_objective(|o| o.lead.is_none());
    pick(&mut harness, "Lead", "estrelle pour");
    let aed = ActorId::new("aed").expect("an id");
    assert_eq!(objective(&harness, &id).lead, Some(aed));
    pick(&mut harness, "Lead", "");
    assert_eq!(objective(&harness, &id).lead, None, "the first line is nobody");
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!(objective(&harness, &id).lead, None);
}

#[test]
fn a_wrong_date_stays_with_its_error_until_it_is_right() {
    let (mut harness, id) = with_objective(|o| o.due.is_some());
    let was = objective(&harness, &id).due;
    write(&mut harness, Role::TextInput, "Due", "31.02.2027");
    assert_eq!(objective(&harness, &id).due, was);
    harness.get_by_label_contains("There is no such day");
    let kept = harness.get_by_role_and_label(Role::TextInput, "Due").value();
    assert_eq!(kept.as_deref(), Some("31.02.2027"));
    write(&mut harness, Role::TextInput, "Due", "31 Dec 2027");
    assert_eq!(objective(&harness, &id).due, Some(jiff::civil::date(2027, 12, 31)));
    assert!(harness.query_by_label_contains("There is no such day").is_none());
    undo(&mut harness);
    assert_eq!(objective(&harness, &id).due, was);
}

#[test]
fn a_budget_is_typed_as_people_write_it() {
    let (mut harness, id) = with_program(|p| p.budget.is_some());
    let was = program(&harness, &id).budget.clone();
    write(&mut harness, Role::TextInput, "Budget", "1.2m");
    let budget = program(&harness, &id).budget.clone().expect("a budget");
    assert_eq!(budget.amount.to_string(), "1200000");
    assert_eq!(Some(budget.basis), was.as_ref().map(|b| b.basis), "the rest of it stays");
    undo(&mut harness);
    assert_eq!(program(&harness, &id).budget, was);
}

#[test]
fn a_position_is_chosen_in_its_row() {
    let (mut harness, id) = with_objective(|o| o.positions.len() == 1);
    let (actor, old) = objective(&harness, &id).positions.iter().next().expect("one");
    let (actor, old) = (actor.clone(), old.clone());
    let name = framework(&harness).actor_short(&actor).to_owned();
    let (word, stance) = if old.stance == Stance::Oppose {
        ("endorses", Stance::Endorse)
    } else {
        ("opposes", Stance::Oppose)
    };
    choose(&mut harness, &name, word);
    let new = objective(&harness, &id).positions[&actor].clone();
    assert_eq!((new.stance, &new.note), (stance, &old.note));
    assert_eq!(new.recorded_by.as_deref(), Some("A. T."));
    undo(&mut harness);
    assert_eq!(objective(&harness, &id).positions[&actor], old);
}

#[test]
fn who_has_not_spoken_is_one_button_away_from_a_position() {
    let (mut harness, id) = with_objective(|o| o.positions.is_empty());
    let core = framework(&harness).actors().iter().find(|(_, a)| a.core_group);
    let (actor, name) = core.map(|(id, a)| (id.clone(), a.short().to_owned())).expect("one");
    pick(&mut harness, &format!("Record what {name} says"), "block");
    let position = objective(&harness, &id).positions.get(&actor).expect("a position");
    assert_eq!(position.stance, Stance::Block);
    undo(&mut harness);
    assert!(objective(&harness, &id).positions.is_empty());
}

#[test]
fn evidence_counts_once_it_says_where() {
    let (mut harness, id) = with_program(|p| {
        p.links.len() == 1 && p.links.values().all(|l| l.evidence == Evidence::Asserted)
    });
    let evidence = |harness: &Window| {
        let link = program(harness, &id).links.values().next();
        link.expect("the link").evidence.clone()
    };
    choose(&mut harness, "Evidence", "documented");
    assert_eq!(evidence(&harness), Evidence::Asserted, "not without a place");
    write(&mut harness, Role::TextInput, "Where", "PRODOC p. 4");
    assert_eq!(evidence(&harness), Evidence::Documented("PRODOC p. 4".to_owned()));
    choose(&mut harness, "Evidence", "confirmed");
    pick(&mut harness, "Confirmed by", "estrelle pour");
    assert_eq!(evidence(&harness), Evidence::Confirmed(ActorId::new("aed").expect("an id")));
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!(evidence(&harness), Evidence::Asserted);
    assert!(harness.query_by_role_and_label(Role::TextInput, "Where").is_none());
}

#[test]
fn an_indicator_is_added_and_removed() {
    let (mut harness, id) = with_objective(|o| o.indicators.is_empty());
    write(&mut harness, Role::TextInput, "New indicator", "Councils at work");
    let names = |harness: &Window| -> Vec<String> {
        objective(harness, &id).indicators.values().map(|i| i.name.clone()).collect()
    };
    assert_eq!(names(&harness), ["Councils at work"]);
    harness.get_by_label("More of Councils at work").click_accesskit();
    harness.run_steps(4);
    write(&mut harness, Role::TextInput, "New value", "18 on 31 Dec 2027");
    let indicator = objective(&harness, &id).indicators.values().next().cloned();
    let found = indicator.expect("one").actuals;
    assert_eq!(found.get(&jiff::civil::date(2027, 12, 31)).map(String::as_str), Some("18"));
    harness.get_by_label("Remove the indicator Councils at work").click_accesskit();
    harness.run_steps(4);
    assert!(names(&harness).is_empty());
    undo(&mut harness);
    assert_eq!(names(&harness), ["Councils at work"]);
    undo(&mut harness);
    undo(&mut harness);
    assert!(names(&harness).is_empty());
}

#[test]
fn a_level_is_renamed_and_one_added() {
    let mut harness = window(1600.0);
    let levels = |harness: &Window| -> Vec<String> {
        framework(harness).head().levels.iter().map(|l| l.title.clone()).collect()
    };
    let was = levels(&harness);
    write(&mut harness, Role::TextInput, "Level 2", "Result");
    write(&mut harness, Role::TextInput, "New level", "Activity");
    assert_eq!(levels(&harness), [&was[0], "Result", &was[2], "Activity"]);
    undo(&mut harness);
    undo(&mut harness);
    assert_eq!(levels(&harness), was);
}

#[test]
fn an_actor_is_edited() {
    let mut harness = window(1600.0);
    let id = ActorId::new("aed").expect("an id");
    let was = framework(&harness).actor(&id).cloned().expect("the actor");
    send(&mut harness, Action::Select(Record::Actor(id.clone())));
    write(&mut harness, Role::MultilineTextInput, "Name", "Agency of Estrelle");
    choose(&mut harness, "Side", "mixed");
    harness.get_by_role_and_label(Role::CheckBox, "Core group: a member").click_accesskit();
    harness.run_steps(4);
    let now = framework(&harness).actor(&id).cloned().expect("the actor");
    assert_eq!(now.name, "Agency of Estrelle");
    assert_eq!(now.side, throughline::model::Side::Mixed);
    assert_ne!(now.core_group, was.core_group);
    for _ in 0..3 {
        undo(&mut harness);
    }
    assert_eq!(framework(&harness).actor(&id), Some(&was));
}

#[test]
fn several_objectives_are_agreed_in_one_step() {
    let mut harness = window(1600.0);
    let proposed =
        |(_, o): &(&ObjectiveId, &std::sync::Arc<Objective>)| o.status == ObjectiveStatus::Proposed;
    let ids: Vec<ObjectiveId> =
        framework(&harness).living().filter(proposed).map(|(id, _)| id.clone()).take(3).collect();
    assert_eq!(ids.len(), 3);
    send(&mut harness, Action::SelectObjectives(ids.clone()));
    choose(&mut harness, "Status", "agreed");
    let all =
        |harness: &Window, status| ids.iter().all(|id| objective(harness, id).status == status);
    assert!(all(&harness, ObjectiveStatus::Agreed));
    undo(&mut harness);
    assert!(all(&harness, ObjectiveStatus::Proposed));
}

#[test]
fn a_tension_says_what_it_is_about() {
    let (mut harness, id) = with_objective(|_| true);
    send(&mut harness, Action::AddTension);
    let (tension, _) = framework(&harness)
        .tensions()
        .iter()
        .find(|(_, t)| t.title.is_empty())
        .map(|(id, t)| (id.clone(), t.clone()))
        .expect("the tension");
    let about = |harness: &Window| framework(harness).tension(&tension).map(|t| t.about.clone());
    assert_eq!(about(&harness), Some(vec![Subject::Objective(id.clone())]));
    pick(&mut harness, "Actors", "estrelle pour");
    let aed = Subject::Actor(ActorId::new("aed").expect("an id"));
    assert_eq!(about(&harness), Some(vec![Subject::Objective(id), aed]));
    choose(&mut harness, "Outcome", "coexistence");
    let outcome = framework(&harness).tension(&tension).map(|t| t.outcome);
    assert_eq!(outcome, Some(throughline::model::Outcome::Coexistence));
}

/// What selects a record of each kind, none, and several.
fn forms(harness: &Window) -> Vec<Action> {
    let objective = objective_where(harness, |o| o.positions.len() > 2);
    let program = program_where(harness, |p| p.links.len() > 1);
    let programs = framework(harness).programs().keys().take(60).cloned().collect();
    let actor = ActorId::new("aed").expect("an id");
    let tension = framework(harness).tensions().keys().next().cloned().expect("a tension");
    let mechanism = framework(harness).mechanisms().keys().next().cloned().expect("a mechanism");
    vec![
        Action::Clear,
        Action::SelectObjectives(vec![objective]),
        Action::SelectPrograms(vec![program]),
        Action::Select(Record::Actor(actor)),
        Action::Select(Record::Tension(tension)),
        Action::Select(Record::Mechanism(mechanism)),
        Action::SelectAll,
        Action::SelectPrograms(programs),
    ]
}

/// Every widget of the panel that can be used has a name.
#[test]
fn every_widget_has_a_name() {
    let mut harness = window(1600.0);
    for action in forms(&harness) {
        send(&mut harness, action.clone());
        for role in [Role::TextInput, Role::MultilineTextInput, Role::ComboBox, Role::Button] {
            for node in harness.query_all_by_role(role) {
                let node = node.accesskit_node();
                let labels = node.labelled_by().next().is_some();
                let name = node.label().unwrap_or_default();
                assert!(labels || !name.trim().is_empty(), "{action:?}: {node:#?}");
            }
        }
    }
}

/// Nothing is wider than the panel, at its least width: else it would grow from frame to frame.
#[test]
fn nothing_is_clipped_in_a_narrow_panel() {
    for action in forms(&window(1000.0)) {
        let mut harness = window(1000.0);
        harness.set_size(egui::vec2(1000.0, 3000.0));
        send(&mut harness, action.clone());
        harness.run_steps(20);
        let id = egui::Id::new(("throughline", "details"));
        let panel = egui::PanelState::load(&harness.ctx, id).expect("the panel").outer_rect;
        let inner = panel.shrink2(egui::vec2(9.0, 0.0));
        let wide: Vec<String> = [Role::TextInput, Role::MultilineTextInput, Role::ComboBox]
            .into_iter()
            .chain([Role::Button, Role::Link, Role::Label])
            .flat_map(|role| harness.query_all_by_role(role).collect::<Vec<_>>())
            .filter(|node| inner.contains(node.rect().center()))
            .filter(|node| node.rect().right() > inner.right() || node.rect().left() < inner.left())
            .map(|node| format!("{:?} {:?}", node.accesskit_node().label(), node.rect()))
            .collect();
        assert!(panel.width() < 254.0, "{action:?}: {panel:?} {wide:#?}");
        assert!(wide.is_empty(), "{action:?}: {panel:?} {wide:#?}");
    }
}

/// A window in which another program of the sample names one by an identifier.
fn with_a_pair() -> (Window, ProgramId, ProgramId) {
    let mut harness = window(1600.0);
    let mut unparted = framework(&harness).programs().iter().filter(|(id, p)| {
        let whole = framework(&harness).programs().values().all(|o| o.part_of.as_ref() != Some(id));
        p.part_of.is_none() && p.links.len() == 1 && whole
    });
    let mut next = || unparted.next().expect("a program").0.clone();
    let (one, other) = (next(), next());
    let set = |id: &ProgramId, field| {
        Action::Run(Box::new(Command::Program(id.clone(), ProgramEdit::Set(field))))
    };
    let names = || vec!["XM-DAC-41114-00123".to_owned()];
    let named = set(&one, ProgramField::Identifiers(names()));
    let naming = set(&other, ProgramField::Related(names()));
    send(&mut harness, named);
    send(&mut harness, naming);
    send(&mut harness, Action::SelectPrograms(vec![one.clone()]));
    (harness, one, other)
}

/// What a program is called where it may be another's duplicate.
fn called(harness: &Window, id: &ProgramId) -> String {
    let record = program(harness, id);
    let owner = record.owner.as_ref().expect("an owner");
    format!("{} ({})", record.title, framework(harness).actor_short(owner))
}

fn click(harness: &mut Window, label: &str) {
    focus(harness, Role::Button, label);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
}

#[test]
fn what_may_be_the_same_is_merged_by_one_button() {
    let (mut harness, one, other) = with_a_pair();
    harness.get_by_label("May be the same as");
    harness.get_by_label_contains("names XM-DAC-41114-00123, an identifier of the other");
    let (name, both) = (called(&harness, &other), framework(&harness).programs().len());
    let theirs = program(&harness, &other).links.keys().next().cloned().expect("a link");
    click(&mut harness, &format!("Merge {name} into this one"));
    assert_eq!(framework(&harness).programs().len(), both - 1);
    assert!(program(&harness, &one).links.contains_key(&theirs));
    assert!(harness.query_by_label("May be the same as").is_none(), "the pair is no more");
    undo(&mut harness);
    assert_eq!(framework(&harness).programs().len(), both);
    harness.get_by_label("May be the same as");
}

#[test]
fn what_may_be_the_same_is_made_a_part_either_way() {
    let (mut harness, one, other) = with_a_pair();
    let name = called(&harness, &other);
    click(&mut harness, &format!("Make {name} part of this one"));
    assert_eq!(program(&harness, &other).part_of.as_ref(), Some(&one));
    assert!(harness.query_by_label("May be the same as").is_none(), "the pair is settled");
    undo(&mut harness);
    click(&mut harness, &format!("Make this one part of {name}"));
    assert_eq!(program(&harness, &one).part_of.as_ref(), Some(&other));
    undo(&mut harness);
    assert_eq!(program(&harness, &one).part_of, None);
}

#[test]
fn of_what_is_related_to_several_the_others_are_parts() {
    let (mut harness, one, other) = with_a_pair();
    let mut rest = framework(&harness).programs().iter().filter(|(id, p)| {
        **id != one && **id != other && p.part_of.is_none() && p.budget.is_some()
    });
    let third = rest.next().expect("a program").0.clone();
    let names = ProgramField::Related(vec!["xm-dac-41114-00123".to_owned()]);
    let naming = Command::Program(third.clone(), ProgramEdit::Set(names));
    send(&mut harness, Action::Run(Box::new(naming)));
    let budget = Budget::new("900000000000".parse::<Amount>().expect("an amount"));
    let rich = ProgramEdit::Set(ProgramField::Budget(Some(budget)));
    send(&mut harness, Action::Run(Box::new(Command::Program(one.clone(), rich))));
    harness.get_by_label("May have as parts");
    assert!(harness.query_by_label("May be the same as").is_none());
    for id in [&other, &third] {
        let name = called(&harness, id);
        harness.get_by_label(&format!("Make {name} part of this one"));
        assert!(harness.query_by_label(&format!("Merge {name} into this one")).is_none());
    }
    send(&mut harness, Action::SelectPrograms(vec![third.clone()]));
    harness.get_by_label("May be part of");
    let name = called(&harness, &one);
    click(&mut harness, &format!("Make this one part of {name}"));
    assert_eq!(program(&harness, &third).part_of, Some(one));
}
