//! Present mode, driven by keys: scenes step, names stay away until they are shown, the room's
//! picture can be covered and frozen, and views become scenes of the document.
#![cfg(feature = "gui")]

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use throughline::edit::{Command, ObjectiveEdit, SceneEdit};
use throughline::model::{ObjectiveField, ObjectiveId, SceneField};
use throughline::scene::Item;
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode, Place, Turn};

/// A window with the sample, in Present mode.
fn window() -> Harness<'static, App> {
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
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

fn press(harness: &mut Harness<App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn key(harness: &mut Harness<App>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

fn send(harness: &mut Harness<App>, action: Action) {
    harness.state_mut().send(action);
    harness.run_steps(3);
}

/// The texts that the room sees; none while it sees nothing.
fn room(harness: &Harness<App>) -> Vec<String> {
    let scene = harness.state().room();
    let items = scene.map_or(&[][..], |scene| &scene.items).iter();
    let text = |item: &Item| match item {
        Item::Text(label) => Some(label.text.clone()),
        _ => None,
    };
    items.filter_map(text).collect()
}

/// A window that shows the first scene to the room.
fn begun() -> Harness<'static, App> {
    let mut harness = window();
    key(&mut harness, Key::F5);
    assert!(!room(&harness).is_empty(), "F5 begins");
    harness
}

fn largest(harness: &Harness<App>) -> f32 {
    let items = harness.state().room().map_or(&[][..], |scene| &scene.items).iter();
    let size = |item: &Item| match item {
        Item::Text(label) => label.size,
        _ => 0.0,
    };
    items.map(size).fold(0.0, f32::max)
}

#[test]
fn the_page_shows_what_is_now_and_next() {
    let mut harness = window();
    press(&mut harness, Modifiers::COMMAND, Key::Num4);
    harness.get_by_label("The room sees: Where do our programs meet our plan?");
    harness.get_by_label("Next: Which programs show no link yet?");
    harness.get_by_label("How far is the last row?");
    assert!(harness.state().room().is_none(), "the room sees nothing yet");
    key(&mut harness, Key::ArrowRight);
    harness.get_by_label("The room sees: Which programs show no link yet?");
    harness.get_by_label("Scene 1: Where do our programs meet our plan?").click();
    harness.run_steps(3);
    assert_eq!(harness.state().slide().0, 1);
}

#[test]
fn keys_step_through_the_scenes() {
    let mut harness = begun();
    let (_, count) = harness.state().slide();
    assert!(count > 3);
    for (pressed, place) in [
        (Key::ArrowRight, 2),
        (Key::PageDown, 3),
        (Key::Space, 4),
        (Key::ArrowLeft, 3),
        (Key::PageUp, 2),
        (Key::PageUp, 1),
        (Key::PageUp, 1),
    ] {
        key(&mut harness, pressed);
        assert_eq!(harness.state().slide().0, place, "{pressed:?}");
    }
    for _ in 0..count + 3 {
        key(&mut harness, Key::Space);
    }
    assert_eq!(harness.state().slide().0, count, "it stops at the last");
}

#[test]
fn nobody_is_named_until_h() {
    let mut harness = begun();
    let named = |harness: &Harness<App>| room(harness).iter().any(|t| t.starts_with("AldCo "));
    let amounts = |harness: &Harness<App>| room(harness).iter().any(|t| t.contains("USD"));
    assert!(!named(&harness) && !amounts(&harness), "{:?}", room(&harness));
    key(&mut harness, Key::H);
    assert!(named(&harness) && !amounts(&harness), "{:?}", room(&harness));
    press(&mut harness, Modifiers::SHIFT, Key::H);
    assert!(named(&harness) && amounts(&harness));
    key(&mut harness, Key::H);
    assert!(!named(&harness) && !amounts(&harness), "amounts go with the names");
}

#[test]
fn black_white_legend_deficit_and_size() {
    let mut harness = begun();
    for cover in [Key::B, Key::W] {
        key(&mut harness, cover);
        assert!(harness.state().room().is_none(), "{cover:?}");
        key(&mut harness, cover);
        assert!(harness.state().room().is_some(), "{cover:?} again");
    }
    key(&mut harness, Key::B);
    key(&mut harness, Key::ArrowRight);
    assert!(harness.state().room().is_some(), "the next scene takes the cover away");
    key(&mut harness, Key::ArrowLeft);
    let has = |harness: &Harness<App>, text: &str| room(harness).iter().any(|t| t.ends_with(text));
    assert!(has(&harness, "56%") && has(&harness, " linked"));
    key(&mut harness, Key::D);
    assert!(!has(&harness, "56%"));
    key(&mut harness, Key::D);
    key(&mut harness, Key::L);
    assert!(has(&harness, "56%") && !has(&harness, " linked"));
    let middle = largest(&harness);
    key(&mut harness, Key::Plus);
    let far = largest(&harness);
    key(&mut harness, Key::Minus);
    key(&mut harness, Key::Minus);
    assert!(largest(&harness) < middle && middle < far);
}

#[test]
fn edits_are_seen_at_once_unless_the_picture_is_frozen() {
    let mut harness = begun();
    let id = ObjectiveId::new("so1").expect("an id");
    let rename = |title: &str| {
        let edit = ObjectiveEdit::Set(ObjectiveField::Title(title.to_owned()));
        Action::Run(Box::new(Command::Objective(id.clone(), edit)))
    };
    let sees = |harness: &Harness<App>, word: &str| room(harness).iter().any(|t| t.contains(word));
    send(&mut harness, rename("Everybody takes part"));
    assert!(sees(&harness, "Everybody"));
    key(&mut harness, Key::F);
    send(&mut harness, rename("Nobody is left out"));
    assert!(sees(&harness, "Everybody") && !sees(&harness, "Nobody"));
    key(&mut harness, Key::F);
    assert!(sees(&harness, "Nobody"));
}

#[test]
fn escape_leaves_the_room_then_the_mode() {
    let mut harness = begun();
    assert!(harness.query_by_label("File").is_none(), "no chrome around the picture");
    key(&mut harness, Key::Escape);
    assert!(harness.state().room().is_none());
    harness.get_by_label("Show to the room (F5)");
    key(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Show to the room (F5)").is_none());
    harness.get_by_label("File");
}

#[test]
fn a_view_becomes_a_scene_that_is_renamed_moved_and_removed() {
    let mut harness = window();
    let keep = Modifiers::COMMAND | Modifiers::SHIFT;
    press(&mut harness, keep, Key::K);
    let id = ObjectiveId::new("so2").expect("an id");
    send(&mut harness, Action::SelectObjectives(vec![id.clone()]));
    press(&mut harness, keep, Key::K);
    let scenes = |harness: &Harness<App>| -> Vec<String> {
        let framework = harness.state().session().framework();
        let slides = throughline::scene::present::slides(framework);
        slides.iter().map(|slide| slide.scene.title.clone()).collect()
    };
    let name = harness.state().session().framework().objective_name(&id);
    assert_eq!(scenes(&harness), ["Where do our programs meet our plan?".to_owned(), name.clone()]);
    let framework = harness.state().session().framework();
    let (scene, record) = framework.scenes().iter().find(|(_, s)| s.focus.is_some()).expect("it");
    assert_eq!(record.focus, Some(id));
    let scene = scene.clone();
    press(&mut harness, Modifiers::COMMAND, Key::Num4);
    harness.get_by_label(&format!("The room sees: {name}"));
    let title = SceneField::Title("Security first".to_owned());
    let rename = Command::Scene(scene, SceneEdit::Set(title));
    send(&mut harness, Action::Run(Box::new(rename)));
    harness.get_by_label("The room sees: Security first");
    harness.get_by_label("Earlier").click();
    harness.run_steps(3);
    assert_eq!(scenes(&harness)[0], "Security first");
    assert_eq!(harness.state().slide().0, 1, "it is still shown, in its new place");
    send(&mut harness, Action::Undo);
    assert_eq!(scenes(&harness)[1], "Security first");
    harness.get_by_label("Remove").click();
    harness.run_steps(3);
    assert_eq!(scenes(&harness), ["Where do our programs meet our plan?"]);
}

/// The titles of the document's scenes, in their order.
fn kept(harness: &Harness<App>) -> Vec<String> {
    let framework = harness.state().session().framework();
    let slides = throughline::scene::present::slides(framework);
    let of = |slide: &throughline::scene::present::Slide| {
        slide.id.as_ref().map(|_| slide.scene.title.clone())
    };
    slides.iter().filter_map(of).collect()
}

/// Types into a field of the scene in place of what is there, and leaves it.
fn retype(harness: &mut Harness<App>, name: &str, text: &str) {
    harness.get_by_role_and_label(Role::MultilineTextInput, name).focus();
    harness.run_steps(2);
    press(harness, Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::MultilineTextInput, name).type_text(text);
    // A letter that is typed is no key of the room's picture.
    key(harness, Key::B);
    key(harness, Key::Tab);
}

#[test]
fn every_mode_keeps_what_it_shows_as_a_scene() {
    let mut harness = window();
    for (mode, number) in [(Mode::Edit, 1), (Mode::Link, 2), (Mode::Analyze, 3), (Mode::Present, 4)]
    {
        send(&mut harness, Action::Show(mode));
        press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::K);
        assert_eq!(kept(&harness).len(), number, "{mode:?}");
        let said = harness.state().said().to_owned();
        assert!(said.starts_with(&format!("Kept as scene {number}: ")), "{said}");
    }
    assert_eq!(harness.state().slide(), (4, 4), "the one that was just kept is shown");
    for left in (0..4).rev() {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(kept(&harness).len(), left);
    }
}

#[test]
fn a_scene_is_named_noted_moved_and_removed_by_hand() {
    let mut harness = window();
    send(&mut harness, Action::Show(Mode::Present));
    harness.get_by_label("Keep them, to change them").click();
    harness.run_steps(3);
    let before = kept(&harness);
    retype(&mut harness, "Title", "What we promised");
    assert_eq!(kept(&harness)[0], "What we promised");
    retype(&mut harness, "Note, for you alone", "Wait for the minister");
    let noted = |harness: &Harness<App>| {
        let scenes = harness.state().session().framework().scenes();
        scenes.values().filter_map(|scene| scene.note.clone()).collect::<Vec<String>>()
    };
    assert_eq!(noted(&harness), ["Wait for the minister"]);
    assert!(harness.query_by_label("The room sees black").is_none());
    harness.get_by_label("Later").click();
    harness.run_steps(3);
    assert_eq!(kept(&harness)[..2], [before[1].clone(), "What we promised".to_owned()]);
    assert_eq!(harness.state().slide().0, 2, "it is still shown");
    harness.get_by_label("Remove").click();
    harness.run_steps(3);
    assert_eq!(kept(&harness), before[1..]);
    for _ in 0..4 {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(kept(&harness), before, "each step is undone");
    key(&mut harness, Key::F5);
    let shown = room(&harness);
    assert!(!shown.iter().any(|text| text.contains("minister")), "a note is for the presenter");
}

#[test]
fn offered_scenes_are_kept_in_one_step() {
    let mut harness = window();
    send(&mut harness, Action::Show(Mode::Present));
    harness.get_by_label("Keep them, to change them").click();
    harness.run_steps(3);
    let framework = harness.state().session().framework();
    let kept = framework.scenes().len();
    assert!(kept > 2);
    assert!(harness.query_all_by_label_contains("Note, for you alone").count() > 0);
    send(&mut harness, Action::Undo);
    assert!(harness.state().session().framework().scenes().is_empty(), "one step back");
}

#[test]
fn another_mode_gives_the_window_back() {
    let mut harness = begun();
    press(&mut harness, Modifiers::COMMAND, Key::Num1);
    assert!(harness.state().room().is_none());
    harness.get_by_label("File");
    send(&mut harness, Action::Presenting(Turn::To(Place::Screen(1))));
    key(&mut harness, Key::F5);
    assert!(harness.state().room().is_some());
}

#[test]
fn it_rests_when_nothing_happens() {
    for begun_at in [false, true] {
        let mut harness = if begun_at { begun() } else { window() };
        send(&mut harness, Action::Show(Mode::Present));
        harness.run_steps(30);
        let delays = harness.output().viewport_output.values().map(|v| v.repaint_delay);
        let delay = delays.min().expect("one viewport");
        assert!(delay > std::time::Duration::from_hours(1), "repaint in {delay:?}");
    }
}
