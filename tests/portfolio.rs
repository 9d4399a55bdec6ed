//! The table of programs, driven by accessible label and keys: sorting, filters, selection,
//! editing in place, copying and pasting.
#![cfg(feature = "gui")]

use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, Node};
use throughline::analysis::{Analysis, Cents, analyze};
use throughline::model::{Framework, Program, ProgramId};
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::Action;

/// A window with the table open, and the keys in it.
fn table(framework: Framework) -> Harness<'static, App> {
    let mut harness =
        Harness::builder().with_size(egui::vec2(1920.0, 1080.0)).build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(3);
    harness.state_mut().send(Action::TogglePortfolio);
    harness.run_steps(4);
    harness
}

fn sample() -> Framework {
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
    framework
}

fn framework(harness: &Harness<App>) -> Framework {
    harness.state().session().framework().clone()
}

/// The titles of the rows in sight, from above.
fn titles(harness: &Harness<App>) -> Vec<String> {
    let framework = framework(harness);
    let known: std::collections::BTreeSet<&str> =
        framework.programs().values().map(|p| p.title.trim()).collect();
    let top = harness.get_by_label("Sort by title").rect();
    let mut rows: Vec<(f32, String)> = harness
        .get_all_by_label_contains(", ")
        .filter_map(|node| {
            let (at, label) = (node.rect(), label(&node));
            let title = known.iter().filter(|t| label.starts_with(&format!("{t}, ")));
            let title = title.max_by_key(|t| t.len())?;
            let inside = (at.min.x - top.min.x).abs() < 2.0 && at.min.y > top.max.y;
            inside.then(|| (at.min.y, (*title).to_owned()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, title)| title).collect()
}

fn label(node: &Node) -> String {
    use egui_kittest::kittest::NodeT;
    node.accesskit_node().label().unwrap_or_default()
}

fn press(harness: &mut Harness<App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

fn event(harness: &mut Harness<App>, event: Event) {
    harness.event(event);
    harness.run_steps(3);
}

/// What is put on the clipboard in the next frames.
fn copied(harness: &mut Harness<App>) -> String {
    harness.event(Event::Copy);
    for _ in 0..4 {
        harness.step();
        for command in &harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                return text.clone();
            }
        }
    }
    panic!("nothing was copied");
}

/// The programs by money, most first, as the table sorts them.
fn by_money(framework: &Framework, analysis: &Analysis) -> Vec<String> {
    let mut all: Vec<(Cents, &ProgramId)> =
        analysis.programs.iter().map(|(id, row)| (row.money, id)).collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    all.into_iter().map(|(_, id)| framework.programs()[id].title.trim().to_owned()).collect()
}

#[test]
fn money_sorts_both_ways_and_then_not() {
    let mut harness = table(sample());
    let before = titles(&harness);
    assert!(before.len() >= 5, "{before:?}");
    let sort = |harness: &mut Harness<App>| {
        harness.get_by_label("Sort by money").click();
        harness.run_steps(3);
        titles(harness)
    };
    sort(&mut harness);
    let framework = framework(&harness);
    let expected = by_money(&framework, &analyze(&framework, None));
    assert_eq!(sort(&mut harness)[..5], expected[..5]);
    // With the keys still in the table.
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    harness.get_by_label_contains("1 selected");
    harness.state_mut().send(Action::Clear);
    harness.run_steps(2);
    assert_eq!(sort(&mut harness)[..5], before[..5]);
}

#[test]
fn a_filter_by_owner_leaves_its_programs() {
    let mut harness = table(sample());
    let framework = framework(&harness);
    let owner = framework.programs().values().find_map(|p| p.owner.clone()).expect("an owner");
    let name = framework.actor(&owner).expect("an actor").name.clone();
    let asked = name.to_uppercase();
    let named = |p: &&std::sync::Arc<Program>| {
        let owner = p.owner.as_ref().and_then(|id| framework.actor(id));
        owner.is_some_and(|a| a.name.to_lowercase().contains(&name.to_lowercase()))
    };
    let expected = framework.programs().values().filter(named).count();
    let all = framework.programs().len();
    harness.get_by_label("Filter owner").click();
    harness.run_steps(2);
    event(&mut harness, Event::Text(asked));
    harness.get_by_label_contains(&format!("{all} programs, {expected} shown"));
    harness.get_by_label("Clear filters").click();
    harness.run_steps(3);
    assert_eq!(harness.query_all_by_label_contains(" shown · ").count(), 0);
}

#[test]
fn a_quick_filter_leaves_what_shows_no_link() {
    let mut harness = table(sample());
    harness.get_by_label("No link shown").click();
    harness.run_steps(3);
    harness.get_by_label_contains("188 shown");
}

#[test]
fn shift_selects_from_the_anchor_in_the_shown_order() {
    let mut harness = table(sample());
    let shown = titles(&harness);
    let row = |title: &str| format!("{title}, ");
    harness.get_all_by_label_contains(&row(&shown[1])).next().expect("a row").click();
    harness.run_steps(3);
    let last = row(&shown[4]);
    harness
        .get_all_by_label_contains(&last)
        .next()
        .expect("a row")
        .click_modifiers(Modifiers::SHIFT);
    harness.run_steps(3);
    harness.get_by_label_contains("4 selected");
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    harness.get_by_label_contains("3 selected");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.get_by_label_contains("selected · ");
    let all = framework(&harness).programs().len();
    harness.get_by_label_contains(&format!("{all} selected"));
}

#[test]
fn a_title_is_edited_with_keys_only() {
    let mut harness = table(sample());
    let first = framework(&harness).programs().keys().next().cloned().expect("a program");
    press(&mut harness, Modifiers::NONE, Key::F2);
    event(&mut harness, Event::Text("Wells for everyone".to_owned()));
    assert_eq!(harness.state().session().history().undo_label(), None, "not yet");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let now = framework(&harness);
    assert_eq!(now.program(&first).map(|p| p.title.as_str()), Some("Wells for everyone"));
    assert_eq!(harness.state().session().history().undo_label(), Some("rename program"));
    // Escape gives up, and leaves the selection alone.
    press(&mut harness, Modifiers::NONE, Key::Enter);
    event(&mut harness, Event::Text("Something else".to_owned()));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(framework(&harness), now);
    // The table still has the keys.
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    harness.get_by_label_contains("1 selected");
}

#[test]
fn what_is_no_amount_stays_with_its_reason() {
    let mut harness = table(sample());
    let before = framework(&harness);
    let first = before.programs().keys().next().cloned().expect("a program");
    for _ in 0..5 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut harness, Modifiers::NONE, Key::F2);
    event(&mut harness, Event::Text("plenty".to_owned()));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(framework(&harness), before);
    harness.get_by_label_contains("An amount such as");
    press(&mut harness, Modifiers::COMMAND, Key::A);
    event(&mut harness, Event::Text("usd 2.5m".to_owned()));
    press(&mut harness, Modifiers::NONE, Key::Tab);
    let now = framework(&harness);
    let budget = now.program(&first).and_then(|p| p.budget.clone()).expect("a budget");
    assert_eq!(budget.amount.to_string(), "2500000");
}

#[test]
fn an_owner_is_picked_by_letters() {
    let mut harness = table(sample());
    let before = framework(&harness);
    let first = before.programs().keys().next().cloned().expect("a program");
    let owner = before.program(&first).and_then(|p| p.owner.clone());
    let mut others = before.actors().iter().filter(|(id, _)| Some(*id) != owner.as_ref());
    let (id, actor) = others.next_back().expect("another actor");
    for _ in 0..3 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut harness, Modifiers::NONE, Key::Enter);
    event(&mut harness, Event::Text(actor.name.clone()));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let now = framework(&harness);
    assert_eq!(now.program(&first).and_then(|p| p.owner.clone()).as_ref(), Some(id));
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    harness.get_by_label_contains("1 selected");
}

#[test]
fn rows_are_copied_as_columns_without_formulas() {
    let mut parts = sample().parts().clone();
    let first = parts.programs.keys().next().cloned().expect("a program");
    let mut program = (*parts.programs[&first]).clone();
    program.title = "=HYPERLINK(\"x\")\twith a tab".to_owned();
    parts.programs.insert(first.clone(), program.into());
    let mut harness = table(Framework::from_parts(parts));
    let all = copied(&mut harness);
    let count = framework(&harness).programs().len();
    assert_eq!(all.lines().count(), count + 1);
    assert!(all.lines().all(|line| line.split('\t').count() == 15));
    assert!(all.starts_with("Title\tStanding\tLinked to\tOwner\tFunders\tMoney, USD\t"));
    assert!(all.contains("\n'=HYPERLINK(\"x\") with a tab\t"));
    harness.state_mut().send(Action::SelectPrograms(vec![first]));
    harness.run_steps(3);
    assert_eq!(copied(&mut harness).lines().count(), 2);
}

#[test]
fn a_block_is_pasted_as_one_step() {
    let mut harness = table(sample());
    let before = framework(&harness);
    for _ in 0..8 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    // From and to of three programs; one of them is no day.
    let block = "2026-01-01\t31.12.2027\n2026-02-01\tsoon\n1 Mar 2026\t\n";
    event(&mut harness, Event::Paste(block.to_owned()));
    let now = framework(&harness);
    let programs: Vec<_> = now.programs().values().take(3).collect();
    let from: Vec<_> = programs.iter().filter_map(|p| p.period.from).collect();
    let day = jiff::civil::date;
    assert_eq!(from, [day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 1)]);
    let kept = before.programs().values().nth(1).and_then(|p| p.period.to);
    assert_eq!(programs[0].period.to, Some(day(2027, 12, 31)));
    assert_eq!(programs[1].period.to, kept);
    assert_eq!(programs[2].period.to, None);
    let label = harness.state().session().history().undo_label();
    assert_eq!(label, Some("paste into 3 programs"));
    harness.get_by_label_contains("left as it was: To of “");
    harness.state_mut().send(Action::Undo);
    harness.run_steps(3);
    assert_eq!(framework(&harness), before);
}

#[test]
fn what_was_copied_can_be_pasted_back() {
    let mut harness = table(sample());
    let before = framework(&harness);
    let all = copied(&mut harness);
    event(&mut harness, Event::Paste(all));
    assert_eq!(framework(&harness), before);
    harness.get_by_label_contains("All of it is there already");
}

#[test]
fn what_is_selected_elsewhere_comes_into_sight() {
    let mut harness = table(sample());
    let last = framework(&harness).programs().keys().next_back().cloned().expect("a program");
    let title = framework(&harness).programs()[&last].title.trim().to_owned();
    assert!(!titles(&harness).contains(&title));
    harness.state_mut().send(Action::SelectProgram(last, false));
    harness.run_steps(4);
    assert!(titles(&harness).contains(&title));
    harness.get_by_label_contains("1 selected");
}

#[test]
fn an_empty_portfolio_says_the_next_act() {
    let blank = templates::find("blank").map(|t| t.framework(1));
    let Some(Ok(blank)) = blank else { panic!("no blank") };
    let mut harness = table(blank);
    harness.get_by_label_contains("No program yet: import a portfolio");
    harness.state_mut().send(Action::AddProgram);
    harness.run_steps(4);
    harness.get_by_label_contains("1 program, 1 selected");
    harness.get_by_label_contains("no title yet, no link shown: unreviewed");
}

#[test]
fn an_open_table_at_rest_asks_for_no_frame() {
    let mut harness = table(sample());
    harness.run_steps(30);
    harness.step();
    let delays = harness.output().viewport_output.values().map(|v| v.repaint_delay);
    let delay = delays.min().unwrap_or_default();
    assert!(delay > std::time::Duration::from_hours(1), "repaint in {delay:?}");
}

#[test]
fn twenty_thousand_programs_stay_usable() {
    let mut harness = table(templates::generate(60, 20_000, 1));
    harness.get_by_label("Sort by money").click();
    harness.run_steps(3);
    harness.get_by_label("Filter title").click();
    harness.run_steps(2);
    let framework = framework(&harness);
    let word: String = framework
        .programs()
        .values()
        .next()
        .and_then(|p| p.title.split_whitespace().find(|w| w.len() > 4))
        .map_or_else(String::new, str::to_lowercase);
    for letter in word.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.step();
    }
    harness.run_steps(3);
    let hits = framework.programs().values();
    let hits = hits.filter(|p| p.title.to_lowercase().contains(&word)).count();
    let said = harness.get_by_label_contains(" shown · ").value().unwrap_or_default();
    let shown = said.split(", ").nth(1).and_then(|s| s.split(' ').next()).map(str::parse);
    assert!(hits > 0 && shown == Some(Ok(hits)), "{said}: {hits} hold “{word}”");
}

#[test]
fn a_row_is_dragged_onto_a_card() {
    let mut harness = table(sample());
    let framework_before = framework(&harness);
    let unlinked = |title: &String| {
        let found = framework_before.programs().iter().find(|(_, p)| p.title.trim() == *title);
        found.filter(|(_, p)| p.links.is_empty()).map(|(id, _)| id.clone())
    };
    harness.get_by_label("No link shown").click();
    harness.run_steps(3);
    let shown = titles(&harness);
    let (title, id) =
        shown.iter().find_map(|t| Some((t, unlinked(t)?))).expect("a program without a link");
    let from = harness
        .get_all_by_label_contains(&format!("{title}, "))
        .map(|node| node.rect())
        .find(|rect| rect.width() > 300.0)
        .expect("its row")
        .center();
    let cards = harness.state().cards();
    let (card, at) = cards.iter().find(|(_, at)| at[2] > 10.0).expect("a card");
    let to = egui::pos2(at[0] + at[2] / 2.0, at[1] + at[3] / 2.0);
    harness.hover_at(from);
    harness.run_steps(2);
    harness.drag_at(from);
    harness.run_steps(2);
    for step in 1..=4 {
        harness.hover_at(from + (to - from) * (step as f32 / 4.0));
        harness.run_steps(1);
    }
    harness.drop_at(to);
    harness.run_steps(4);
    let card = card.clone();
    // It is asked first who is at the keyboard.
    let now = framework(&harness);
    let linked = now.program(&id).is_some_and(|p| p.links.keys().any(|o| o.as_str() == card));
    let asked = harness.query_all_by_label_contains("Your name").count() > 0
        || harness.query_all_by_label_contains("keyboard").count() > 0;
    assert!(linked || asked, "neither linked to {card} nor asked who says so");
}
