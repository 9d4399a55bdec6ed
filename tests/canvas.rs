//! The canvas under the hand: what must not move, what is one step, what comes back exactly.
#![cfg(feature = "gui")]

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use std::collections::{BTreeMap, BTreeSet};
use throughline::edit::{self, Command};
use throughline::model::Framework;
use throughline::session::Session;
use throughline::ui::App;
use throughline::ui::action::Action;
use throughline::{store, templates};

type Cards = BTreeMap<String, [f32; 4]>;

fn template(id: &str) -> Framework {
    let framework = templates::find(id).map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no template {id}") };
    framework
}

fn window_at(framework: Framework, rate: f32) -> Harness<'static, App> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1920.0, 1080.0))
        .with_step_dt(1.0 / rate)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness
}

fn window(id: &str) -> Harness<'static, App> {
    window_at(template(id), 60.0)
}

fn on_screen(harness: &Harness<App>) -> Cards {
    harness.state().cards().into_iter().collect()
}

/// The cards in canvas units: what is the same wherever the camera looks.
fn on_canvas(harness: &Harness<App>) -> Cards {
    let (zoom, x, y) = harness.state().camera();
    let place = |[left, top, width, height]: [f32; 4]| {
        [(left - x) / zoom, (top - y) / zoom, width / zoom, height / zoom]
    };
    on_screen(harness).into_iter().map(|(id, at)| (id, place(at))).collect()
}

/// The rectangles that are drawn.
fn outlines(harness: &Harness<App>) -> Vec<[f32; 4]> {
    let shapes = harness.output().shapes.iter();
    let rects = shapes.filter_map(|clipped| match &clipped.shape {
        egui::Shape::Rect(shape) => Some(shape.rect),
        _ => None,
    });
    rects.map(|r| [r.min.x, r.min.y, r.width(), r.height()]).collect()
}

fn middle(at: [f32; 4]) -> Pos2 {
    Pos2::new(at[0] + at[2] / 2.0, at[1] + at[3] / 2.0)
}

fn same(a: [f32; 4], b: [f32; 4], within: f32) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= within)
}

fn button(harness: &mut Harness<App>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerMoved(pos));
    harness.event_modifiers(
        Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
    harness.step();
}

fn click(harness: &mut Harness<App>, pos: Pos2, modifiers: Modifiers) {
    button(harness, pos, true, modifiers);
    button(harness, pos, false, modifiers);
    harness.run_steps(40);
}

fn drag(harness: &mut Harness<App>, from: Pos2, to: Pos2) {
    harness.event(Event::PointerMoved(from));
    harness.step();
    button(harness, from, true, Modifiers::NONE);
    for part in 1..=8 {
        let at = from + (to - from) * (part as f32 / 8.0);
        harness.event(Event::PointerMoved(at));
        harness.step();
    }
    button(harness, to, false, Modifiers::NONE);
    harness.run_steps(40);
}

fn written(harness: &Harness<App>) -> String {
    store::write(harness.state().session().framework())
}

#[test]
fn a_click_moves_nothing_and_changes_nothing() {
    let mut harness = window("sample");
    let (before, text) = (on_screen(&harness), written(&harness));
    for (place, at) in before.values().enumerate() {
        let modifiers = if place % 3 == 0 { Modifiers::COMMAND } else { Modifiers::NONE };
        click(&mut harness, middle(*at), modifiers);
        // Two clicks close together would be a double click.
        harness.run_steps(30);
    }
    let after = on_screen(&harness);
    for (id, at) in &before {
        assert!(same(*at, after[id], 0.01), "{id} moved from {at:?} to {:?}", after[id]);
    }
    assert!(!harness.state().session().dirty());
    assert_eq!(written(&harness), text);
}

#[test]
fn a_panel_that_opens_or_closes_leaves_the_camera_where_it_was() {
    let mut harness = window("sample");
    let before = on_screen(&harness);
    for action in [
        Action::ToggleOutline,
        Action::ToggleDetails,
        Action::ToggleHistory,
        Action::TogglePortfolio,
        Action::ToggleMinimap,
    ] {
        for turn in ["shown or hidden", "back again"] {
            harness.state_mut().send(action.clone());
            harness.run_steps(40);
            let after = on_screen(&harness);
            for (id, at) in &before {
                let now = after[id];
                assert!(same(*at, now, 0.5), "{action:?} {turn}: {id} from {at:?} to {now:?}");
            }
            // What is drawn is where the camera says: some card stands in sight whole.
            let drawn = outlines(&harness);
            let seen = drawn.iter().filter(|at| after.values().any(|card| same(*card, **at, 1.5)));
            assert!(seen.count() > 10, "{action:?} {turn}: cards are drawn elsewhere");
        }
    }
}

#[test]
fn zoom_is_the_same_at_30_and_at_144_frames_a_second() {
    let zoomed = |rate: f32| {
        let mut harness = window_at(template("sample"), rate);
        let at = Pos2::new(900.0, 400.0);
        harness.event(Event::PointerMoved(at));
        harness.step();
        for turn in [1.0, 1.0, -1.0, 1.0, 2.0] {
            harness.event(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: egui::vec2(0.0, turn),
                phase: egui::TouchPhase::Move,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(rate as usize / 4);
        }
        harness.state_mut().send(Action::ZoomIn);
        harness.run_steps(rate as usize);
        harness.state().camera()
    };
    let (slow, fast) = (zoomed(30.0), zoomed(144.0));
    assert!((slow.0 / fast.0 - 1.0).abs() < 1e-4, "{slow:?} {fast:?}");
    assert!((slow.1 - fast.1).abs() + (slow.2 - fast.2).abs() < 0.1, "{slow:?} {fast:?}");
    let still = window("sample").state().camera().0;
    assert!(slow.0 > still * 1.5, "it zoomed: {} to {}", still, slow.0);
}

#[test]
fn a_drag_of_five_cards_is_one_undo_step() {
    let mut harness = window("sample");
    let text = written(&harness);
    let cards = on_screen(&harness);
    let of_one: Vec<_> = harness
        .state()
        .session()
        .framework()
        .objectives()
        .iter()
        .filter(|(_, o)| o.level.as_str() == "op")
        .map(|(id, _)| id.to_string())
        .take(5)
        .collect();
    for id in &of_one {
        click(&mut harness, middle(cards[id]), Modifiers::COMMAND);
    }
    let from = middle(cards[&of_one[2]]);
    drag(&mut harness, from, Pos2::new(from.x + 40.0, 778.0));
    let session = harness.state().session();
    assert_eq!(session.history().depth(), 1, "{:?}", session.history().undo_label());
    assert_eq!(session.framework().pinned().len(), 5);
    harness.state_mut().send(Action::Undo);
    harness.run_steps(40);
    assert_eq!(written(&harness), text);
}

#[test]
fn a_drag_onto_another_card_moves_it_there() {
    let mut harness = window("sample");
    let cards = on_screen(&harness);
    drag(&mut harness, middle(cards["op1.1.2"]), middle(cards["oc2.1"]));
    let framework = harness.state().session().framework();
    let Some((_, moved)) = framework.objectives().iter().find(|(id, _)| id.as_str() == "op1.1.2")
    else {
        panic!("it is gone")
    };
    let above: Vec<String> = moved.contributes_to.keys().map(ToString::to_string).collect();
    assert_eq!(above, ["oc2.1"], "{:?}", harness.state().session().history().undo_label());
    assert_eq!(harness.state().session().history().depth(), 1);
}

#[test]
fn fold_and_unfold_restore_positions_exactly() {
    let mut harness = window("sample");
    let before = on_canvas(&harness);
    let tops: Vec<String> = before.keys().filter(|id| id.starts_with("so")).cloned().collect();
    for id in &tops {
        let objective = throughline::model::ObjectiveId::new(id).expect("an id");
        harness.state_mut().send(Action::SelectObjectives(vec![objective]));
        harness.state_mut().send(Action::Fold);
        harness.run_steps(40);
        assert!(on_canvas(&harness).len() < before.len(), "{id} folds something away");
        harness.state_mut().send(Action::Fold);
        harness.run_steps(40);
    }
    for all in [Action::FoldAll, Action::UnfoldAll] {
        harness.state_mut().send(all);
        harness.run_steps(40);
    }
    let after = on_canvas(&harness);
    assert_eq!(before.len(), after.len());
    for (id, at) in &before {
        assert!(same(*at, after[id], 0.01), "{id} from {at:?} to {:?}", after[id]);
    }
}

/// Begins a lower objective or a sibling, by keys, and ends it; gives the new card.
fn add(harness: &mut Harness<App>, id: &str, key: Key, title: &str) -> String {
    let before = on_canvas(harness);
    let objective = throughline::model::ObjectiveId::new(id).expect("an id");
    harness.state_mut().send(Action::SelectObjectives(vec![objective]));
    harness.run_steps(2);
    harness.key_press(key);
    harness.run_steps(3);
    harness.event(Event::Text(title.to_owned()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(40);
    let after = on_canvas(harness);
    let new: Vec<_> = after.keys().filter(|id| !before.contains_key(*id)).cloned().collect();
    assert_eq!(new.len(), 1, "one card more under {id}");
    new[0].clone()
}

/// Whether two objectives contribute to one.
fn siblings(harness: &Harness<App>, one: &str, other: &str) -> bool {
    let framework = harness.state().session().framework();
    let above = |id: &str| -> BTreeSet<String> {
        let record = throughline::model::ObjectiveId::new(id).ok();
        let record = record.and_then(|id| framework.objective(&id).cloned());
        record.iter().flat_map(|o| o.contributes_to.keys().map(ToString::to_string)).collect()
    };
    !above(one).is_disjoint(&above(other))
}

/// Adding a card moves only cards after it in its column, and columns to its right; their order
/// stays.
#[test]
fn a_new_card_moves_only_what_comes_after_it() {
    for (framework, shelves) in
        [(template("sample"), 1), (template("new-deal"), 2), (templates::generate(70, 100, 3), 9)]
    {
        let mut harness = window_at(framework, 60.0);
        let all: Vec<String> = on_canvas(&harness).keys().cloned().collect();
        let levels: BTreeMap<String, String> = harness
            .state()
            .session()
            .framework()
            .objectives()
            .iter()
            .map(|(id, o)| (id.to_string(), o.level.to_string()))
            .collect();
        for (turn, id) in all.iter().step_by(all.len() / 7 + 1).enumerate() {
            let lowest = levels[id] == "op";
            let key = if lowest || turn % 2 == 0 { Key::Enter } else { Key::Tab };
            let before = on_canvas(&harness);
            let new = add(&mut harness, id, key, &format!("New card {turn}"));
            let after = on_canvas(&harness);
            let at = after[&new];
            for (card, was) in &before {
                let now = after[card];
                let still = (was[0] - now[0]).abs() < 0.05 && (was[1] - now[1]).abs() < 0.05;
                let right = was[0] >= at[0] - 25.0;
                let below_in_column = was[1] >= at[1] - 0.5 && was[0] >= at[0] - 25.0;
                let later_shelf = shelves > 1 && was[1] > at[1] && (was[0] - now[0]).abs() < 0.05;
                // A column may have its stack in sub-columns, filled row by row.
                let later_row = was[1] > at[1] + 1.0 && siblings(&harness, &new, card);
                assert!(
                    still || right || below_in_column || later_row || later_shelf,
                    "{new} at {at:?} under {id} moved {card} from {was:?} to {now:?}"
                );
            }
            let order = |cards: &Cards, axis: usize| {
                let mut ids: Vec<&String> = before.keys().collect();
                ids.sort_by(|a, b| {
                    let (a, b) = (cards[*a], cards[*b]);
                    a[axis].total_cmp(&b[axis]).then(a[1 - axis].total_cmp(&b[1 - axis]))
                });
                ids.into_iter().cloned().collect::<Vec<_>>()
            };
            if shelves == 1 {
                assert_eq!(order(&before, 0), order(&after, 0), "left to right, after {new}");
            }
        }
    }
}

/// Keys move an objective as the outline and the canvas say, and back.
#[test]
fn keys_reorder_promote_and_demote() {
    let mut harness = window("sample");
    let text = written(&harness);
    let objective = throughline::model::ObjectiveId::new("op1.1.2").expect("an id");
    harness.state_mut().send(Action::SelectObjectives(vec![objective.clone()]));
    harness.run_steps(2);
    let level = |harness: &Harness<App>| {
        harness.state().session().framework().objective(&objective).expect("there").level.clone()
    };
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    harness.run_steps(30);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(30);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    harness.run_steps(30);
    assert_eq!(level(&harness).as_str(), "oc");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    harness.run_steps(30);
    assert_eq!(level(&harness).as_str(), "op");
    assert_eq!(harness.state().session().history().depth(), 4);
    for _ in 0..4 {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(10);
    }
    assert_eq!(written(&harness), text);
}

#[test]
fn tidy_is_one_undo_step() {
    let mut harness = window("sample");
    let cards = on_screen(&harness);
    let from = middle(cards["op1.1.2"]);
    drag(&mut harness, from, Pos2::new(from.x + 40.0, 778.0));
    let before = on_canvas(&harness);
    assert_eq!(harness.state().session().framework().pinned().len(), 1);
    harness.state_mut().send(Action::Tidy);
    harness.run_steps(60);
    assert_eq!(harness.state().session().framework().pinned().len(), 0);
    harness.state_mut().send(Action::Undo);
    harness.run_steps(60);
    let after = on_canvas(&harness);
    for (id, at) in &before {
        assert!(same(*at, after[id], 0.05), "{id} from {at:?} to {:?}", after[id]);
    }
}

/// From the first card, arrows lead to every other.
#[test]
fn arrows_reach_every_card() {
    let mut harness = window("sample");
    let cards = on_screen(&harness).len();
    harness.key_press(Key::ArrowDown);
    harness.run_steps(2);
    let mut todo = harness.state().selected();
    let mut seen: BTreeSet<String> = todo.iter().cloned().collect();
    while let Some(id) = todo.pop() {
        let objective = throughline::model::ObjectiveId::new(&id).expect("an id");
        for key in [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight] {
            harness.state_mut().send(Action::SelectObjectives(vec![objective.clone()]));
            harness.step();
            harness.key_press(key);
            harness.run_steps(2);
            let next = harness.state().selected();
            todo.extend(next.iter().filter(|id| seen.insert((*id).clone())).cloned());
        }
    }
    assert_eq!(seen.len(), cards);
}

/// What was done in the window is a script that gives the same document.
#[test]
fn the_steps_are_a_script() {
    let mut harness = window("new-deal");
    let first = on_canvas(&harness).keys().next().cloned().expect("a card");
    add(&mut harness, &first, Key::Tab, "Something lower");
    let commands: Vec<&Command> = harness.state().session().history().commands().collect();
    let script = edit::write_script(&commands).expect("a script");
    let mut again = template("new-deal");
    for command in edit::read_script(&script).expect("it can be read") {
        edit::run(&mut again, &command).expect("it can be done");
    }
    assert_eq!(store::write(&again), written(&harness));
}
