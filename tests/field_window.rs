//! The orphan field under the hand: what a lasso takes, what a drag links, groups and sizes.
#![cfg(feature = "gui")]

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::collections::{BTreeMap, BTreeSet};
use throughline::analysis::analyze;
use throughline::layout::geometry::rect;
use throughline::model::{Framework, ProgramId};
use throughline::scene::field::{self, GroupBy, SizeBy};
use throughline::session::Session;
use throughline::store;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode};
use throughline::ui::settings::Who;

fn sample() -> Framework {
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
    framework
}

fn window() -> Harness<'static, App> {
    let framework = sample();
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1920.0, 1080.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(4);
    harness.state_mut().send(Action::IAm(Who::default()));
    harness.run_steps(2);
    harness
}

fn button(harness: &mut Harness<App>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerMoved(pos));
    harness.event_modifiers(
        Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers },
        modifiers,
    );
    harness.step();
}

/// Drags as far as a point; gives whether it is let go there.
fn drag_to(harness: &mut Harness<App>, from: Pos2, to: Pos2, modifiers: Modifiers) {
    harness.event(Event::PointerMoved(from));
    harness.step();
    button(harness, from, true, modifiers);
    for part in 1..=8 {
        harness.event(Event::PointerMoved(from + (to - from) * (part as f32 / 8.0)));
        harness.step();
    }
}

fn drag(harness: &mut Harness<App>, from: Pos2, to: Pos2, modifiers: Modifiers) {
    drag_to(harness, from, to, modifiers);
    button(harness, to, false, modifiers);
    harness.run_steps(4);
}

fn marks(harness: &Harness<App>) -> Vec<(String, [f32; 4])> {
    harness.state().marks()
}

/// A corner of the field without a mark, and one that takes in the marks up to a part of it.
fn corners(harness: &Harness<App>, part: f32) -> (Pos2, Pos2) {
    let all = marks(harness);
    let least = |of: fn(&[f32; 4]) -> f32| all.iter().map(|m| of(&m.1)).fold(f32::MAX, f32::min);
    let most = |of: fn(&[f32; 4]) -> f32| all.iter().map(|m| of(&m.1)).fold(0.0, f32::max);
    let (left, top) = (least(|m| m[0]), least(|m| m[1]));
    let (right, bottom) = (most(|m| m[0] + m[2]), most(|m| m[1] + m[3]));
    (Pos2::new(left - 6.0, bottom + 2.0), Pos2::new(left + (right - left) * part, top + 1.0))
}

/// The marks that lie between two corners.
fn between(harness: &Harness<App>, (from, to): (Pos2, Pos2)) -> BTreeSet<String> {
    let (x0, x1) = (from.x.min(to.x), from.x.max(to.x));
    let (y0, y1) = (from.y.min(to.y), from.y.max(to.y));
    let inside = |m: &[f32; 4]| m[0] < x1 && m[0] + m[2] > x0 && m[1] < y1 && m[1] + m[3] > y0;
    marks(harness).into_iter().filter(|m| inside(&m.1)).map(|m| m.0).collect()
}

fn selected(harness: &Harness<App>) -> BTreeSet<String> {
    harness.state().selected().into_iter().collect()
}

/// The groups by their accessible names: name, count.
fn groups(harness: &Harness<App>) -> BTreeMap<String, usize> {
    let all = harness.get_all_by_label_contains(", no link shown");
    let named = all.filter_map(|node| node.accesskit_node().label());
    named
        .filter_map(|label| {
            let (name, rest) = label.rsplit_once(": ")?;
            let (count, _) = rest.split_once(" program")?;
            Some((name.to_owned(), count.trim().parse().ok()?))
        })
        .collect()
}

#[test]
fn a_lasso_takes_exactly_what_it_touches() {
    let mut harness = window();
    let way = corners(&harness, 0.2);
    let expected = between(&harness, way);
    assert!(expected.len() > 3 && expected.len() < marks(&harness).len(), "{}", expected.len());
    drag(&mut harness, way.0, way.1, Modifiers::NONE);
    assert_eq!(selected(&harness), expected);
    let framework = harness.state().session().framework();
    let analysis = harness.state().session().analysis();
    let money = expected
        .iter()
        .filter_map(|id| analysis.programs.get(&ProgramId::new(id).expect("an id")))
        .map(|row| row.money)
        .sum();
    let words = field::count_and_money(framework, expected.len(), money);
    assert_eq!(harness.state().said(), format!("Selected: {words}"));
    // With Shift what was selected stays.
    let (_, far) = corners(&harness, 0.5);
    let all = between(&harness, (Pos2::new(way.1.x, way.0.y), far));
    let start = Pos2::new(way.0.x, way.0.y);
    let more = between(&harness, (start, far));
    drag(&mut harness, start, far, Modifiers::SHIFT);
    assert!(more.is_superset(&all));
    assert_eq!(selected(&harness), more.union(&expected).cloned().collect());
}

#[test]
fn a_lasso_that_is_given_up_selects_nothing() {
    let mut harness = window();
    let one = ProgramId::new(&marks(&harness)[0].0).expect("an id");
    harness.state_mut().send(Action::SelectPrograms(vec![one.clone()]));
    harness.run_steps(2);
    let (from, to) = corners(&harness, 0.3);
    drag_to(&mut harness, from, to, Modifiers::NONE);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    button(&mut harness, to, false, Modifiers::NONE);
    harness.run_steps(3);
    assert_eq!(selected(&harness), BTreeSet::from([one.to_string()]));
}

#[test]
fn what_was_lassoed_is_linked_together_in_one_step() {
    let mut harness = window();
    let way = corners(&harness, 0.12);
    drag(&mut harness, way.0, way.1, Modifiers::NONE);
    let chosen = selected(&harness);
    assert!(chosen.len() > 1);
    let before = store::write(harness.state().session().framework());
    let orphans = harness.state().session().analysis().deficit.programs;
    let all = marks(&harness);
    let mark = all.iter().find(|m| chosen.contains(&m.0)).expect("a mark").1;
    let from = Pos2::new(mark[0] + mark[2] / 2.0, mark[1] + mark[3] / 2.0);
    let cards = harness.state().cards();
    let (id, card) = cards.iter().find(|(id, _)| id == "oc1.1").expect("a card").clone();
    let to = Pos2::new(card[0] + card[2] / 2.0, card[1] + card[3] / 2.0);
    // Dropped beside the cards nothing happens.
    drag(&mut harness, from, Pos2::new(960.0, 20.0), Modifiers::NONE);
    assert_eq!(store::write(harness.state().session().framework()), before);
    drag(&mut harness, from, to, Modifiers::NONE);
    let framework = harness.state().session().framework();
    for program in &chosen {
        let record = framework.program(&ProgramId::new(program).expect("an id"));
        let record = record.expect("a program");
        assert!(record.links.keys().any(|o| o.as_str() == id), "{program} is not linked");
    }
    let left = harness.state().session().analysis().deficit.programs;
    assert!(left < orphans, "{left} of {orphans}");
    assert_eq!(marks(&harness).len(), left as usize);
    harness.state_mut().send(Action::Undo);
    harness.run_steps(3);
    assert_eq!(store::write(harness.state().session().framework()), before);
    assert_eq!(marks(&harness).len(), orphans as usize);
}

#[test]
fn groups_are_named_counted_and_selected_together() {
    let mut harness = window();
    let orphans = harness.state().session().analysis().deficit.programs as usize;
    for by in GroupBy::ALL {
        harness.state_mut().send(Action::GroupBy(by));
        harness.run_steps(3);
        let shown = groups(&harness);
        assert_eq!(shown.values().sum::<usize>(), orphans, "{by:?}: {shown:?}");
        assert!(shown.len() > 1, "{by:?}: {shown:?}");
        let framework = harness.state().session().framework();
        let made = field::groups(framework, harness.state().session().analysis(), by);
        let counts: BTreeMap<&str, usize> =
            made.iter().map(|g| (g.name.as_str(), g.orphans.len())).collect();
        for (name, count) in shown.iter().filter(|(name, _)| *name != "others") {
            assert_eq!(counts.get(name.as_str()), Some(count), "{by:?}: {name}");
        }
        let (name, count) = shown.iter().next().expect("a group");
        harness.get_by_label_contains(&format!("{name}: {count} program")).click();
        harness.run_steps(3);
        assert_eq!(selected(&harness).len(), *count, "{by:?}: {name}");
    }
}

#[test]
fn a_program_of_several_stands_in_its_largest_part() {
    let text = r#"Framework(format: (1, 0), id: "fw-a", title: "A", country: "XS", currency: "USD",
        levels: [(id: "so", title: "Objective")],
        dimensions: { "security": (title: "Safety") },
        programs: {
            "a": (title: "A", sectors: { "15220": "30", "72010": "70" }, locations: ["North ", "South"]),
            "b": (title: "B", sectors: { "72040": "100" }, dimensions: ["security"], locations: ["north"]),
            "c": (title: "C"),
        })"#;
    let framework = store::read(text.as_bytes()).expect("a framework").framework;
    let analysis = analyze(&framework, None);
    let of = |by| {
        let groups = field::groups(&framework, &analysis, by);
        let ids = |g: &field::Group| -> Vec<String> {
            g.orphans.iter().map(|o| o.program.to_string()).collect()
        };
        groups.iter().map(|g| (g.name.clone(), ids(g))).collect::<BTreeMap<_, _>>()
    };
    let is = |rows: &[(&str, &[&str])]| -> BTreeMap<String, Vec<String>> {
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        rows.iter().map(|(name, ids)| ((*name).to_owned(), owned(ids))).collect()
    };
    let dimensions = is(&[("Humanitarian", &["a"]), ("Safety", &["b"]), ("no dimension", &["c"])]);
    assert_eq!(of(GroupBy::Dimension), dimensions);
    assert_eq!(of(GroupBy::Place), is(&[("North", &["a", "b"]), ("no place known", &["c"])]));
    let sectors = of(GroupBy::Sector);
    assert_eq!(sectors.len(), 2, "{sectors:?}");
    assert!(sectors.values().any(|ids| ids == &["a", "b"]), "{sectors:?}");
}

#[test]
fn marks_are_sized_by_money_or_all_alike() {
    let mut harness = window();
    let widths = |harness: &Harness<App>| -> BTreeSet<u32> {
        marks(harness).iter().map(|m| (m.1[2] * 100.0) as u32).collect()
    };
    assert!(widths(&harness).len() > 10);
    harness.get_by_label_contains("Orphans: Grouped by owner · sized by money").click();
    harness.run_steps(3);
    harness.get_by_label("all of one size").click();
    harness.run_steps(3);
    assert_eq!(widths(&harness).len(), 1);
    harness.get_by_label_contains("Orphans: Grouped by owner · all of one size");
    harness.state_mut().send(Action::SizeBy(SizeBy::Money));
    harness.run_steps(3);
    assert!(widths(&harness).len() > 10);
}

#[test]
fn the_field_selects_in_every_mode() {
    for mode in [Mode::Link, Mode::Analyze] {
        let mut harness = window();
        harness.state_mut().send(Action::Show(mode));
        harness.run_steps(4);
        let (id, at) = marks(&harness)[2].clone();
        let middle = Pos2::new(at[0] + at[2] / 2.0, at[1] + at[3] / 2.0);
        button(&mut harness, middle, true, Modifiers::NONE);
        button(&mut harness, middle, false, Modifiers::NONE);
        harness.run_steps(3);
        assert_eq!(selected(&harness), BTreeSet::from([id]), "{mode:?}");
    }
}

/// After one program is gone the others of untouched groups stand as they stood, and nothing is
/// clipped or lies over another, however many go.
#[test]
fn marks_keep_their_places_while_others_leave() {
    let framework = sample();
    let analysis = analyze(&framework, None);
    let area = rect(20.0, 900.0, 1700.0, 160.0);
    let mut groups = field::groups(&framework, &analysis, GroupBy::Owner);
    let first = field::arrange(&groups, area, 13.0);
    let mut before = first.clone();
    let mut kept = 0;
    while groups.iter().map(|g| g.orphans.len()).sum::<usize>() > 4 {
        let touched = groups[0].name.clone();
        groups[0].orphans.pop();
        groups.retain(|group| !group.orphans.is_empty());
        groups.iter_mut().for_each(|g| g.money = g.orphans.iter().map(|o| o.money).sum());
        let next = field::arrange_again(&groups, area, 13.0, SizeBy::Money, &before);
        let count: usize = groups.iter().map(|g| g.orphans.len()).sum();
        assert_eq!(next.marks.len(), count);
        for (place, mark) in next.marks.iter().enumerate() {
            assert!(area.grow(0.1).holds(mark.rect), "{:?} is clipped", mark.rect);
            let over = next.marks[..place].iter().find(|m| m.rect.grow(-0.05).overlaps(mark.rect));
            assert!(over.is_none(), "{:?} lies over {over:?}", mark.rect);
        }
        let untouched = |h: &&field::Heading| h.name != touched && h.name != "others";
        let same = next.headings.iter().filter(untouched).all(|h| {
            before.headings.iter().find(|b| b.name == h.name).is_some_and(|b| {
                let (new, old) = (&next.marks[h.marks.clone()], &before.marks[b.marks.clone()]);
                new.iter().zip(old).all(|(n, o)| (n.rect.w - o.rect.w).abs() < 0.001)
            })
        });
        kept += usize::from(same);
        before = next;
    }
    let steps = first.marks.len() - 4;
    assert!(kept * 10 > steps * 7, "as they stood in {kept} of {steps} steps");
}
