//! Taking something home in the window, as a user does it: the form shows the picture that will
//! be made, and makes that one, where the user says.
#![cfg(feature = "gui")]

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, PointerButton};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};
use throughline::export::{Format, Taken, View, Wish};
use throughline::scene::{Paper, ThemeName};
use throughline::session::Session;
use throughline::store;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode};

const DATE: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

fn window(template: &str, size: (f32, f32)) -> Harness<'static, App> {
    let framework = templates::find(template).map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no template {template}") };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(size.0, size.1))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |creation| {
            App::new(&creation.egui_ctx, Session::new(framework.clone()), DATE)
        });
    harness.run_steps(4);
    harness
}

/// A window whose export form is open.
fn opened(template: &str) -> Harness<'static, App> {
    let mut harness = window(template, (1366.0, 768.0));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(3);
    harness
}

/// Draws frames until something is so.
fn wait(harness: &mut Harness<App>, what: &str, mut so: impl FnMut(&Harness<App>) -> bool) {
    let start = Instant::now();
    while !so(harness) {
        assert!(start.elapsed() < Duration::from_mins(3), "{what}; {:?}", harness.state().said());
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
}

/// Width by height of the preview, where one is shown.
fn shape(harness: &Harness<App>) -> Option<f32> {
    let preview = harness.query_by_label_contains("Preview: ")?.rect();
    Some(preview.width() / preview.height())
}

fn click(harness: &mut Harness<App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

fn choose(harness: &mut Harness<App>, list: &str, one: &str) {
    harness.get_by_label_contains(list).click();
    harness.run_steps(3);
    // What is chosen already is named on the list's button as well.
    harness.get_by_role_and_label(Role::Button, one).click();
    harness.run_steps(3);
}

/// Types a path, as where the system has no dialog.
fn type_path(harness: &mut Harness<App>, path: &Path) {
    let asks = "This system has no file dialog: type the path";
    wait(harness, "no path is asked for", |h| {
        h.query_by_role_and_label(Role::TextInput, asks).is_some()
    });
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, asks);
    field.type_text(&path.display().to_string());
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
}

/// What the form makes of the sample until something else is chosen.
fn wish(harness: &Harness<App>) -> Wish {
    Wish { bar: Some(harness.state().session().analysis().bar), ..Wish::new(DATE) }
}

fn made(harness: &Harness<App>, format: Format, wish: &Wish) -> Vec<u8> {
    let framework = harness.state().session().framework();
    let taken = Taken::new(framework, wish.bar, wish.discreet);
    taken.bytes(format, wish).expect("it is made")
}

#[test]
fn the_preview_is_of_the_page_that_is_chosen() {
    let mut harness = opened("new-deal");
    let is =
        |asked: f32| move |h: &Harness<App>| shape(h).is_some_and(|s| (s - asked).abs() < 0.01);
    wait(&mut harness, "a screen lies", is(16.0 / 9.0));
    click(&mut harness, "A4");
    wait(&mut harness, "A4 lies", is(297.0 / 210.0));
    click(&mut harness, "portrait");
    wait(&mut harness, "A4 stands", is(210.0 / 297.0));
    choose(&mut harness, "Picture: ", "Deficit and coherence");
    wait(&mut harness, "the deficit", |h| {
        h.query_by_label("Preview: Deficit and coherence").is_some()
    });
    choose(&mut harness, "Format: ", "Excel: programs, objectives, links, figures");
    assert!(shape(&harness).is_none(), "a workbook is no picture");
    assert!(harness.query_by_label("Copy picture").is_none());
}

#[test]
fn nothing_of_the_form_is_outside_the_window() {
    for size in [(1920.0, 1080.0), (1366.0, 768.0), (1024.0, 600.0)] {
        let mut harness = window("new-deal", size);
        harness.state_mut().send(Action::Export);
        harness.run_steps(3);
        wait(&mut harness, "no preview", |h| shape(h).is_some());
        let page = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.0, size.1));
        let preview = harness.get_by_label_contains("Preview: ").rect();
        let buttons = ["Save as…", "Copy picture", "Workshop pack…", "Cancel"];
        for rect in buttons.map(|name| harness.get_by_label(name).rect()) {
            assert!(page.contains_rect(rect), "{size:?}: {rect:?}");
            assert!(!preview.intersects(rect), "{size:?}: {rect:?} under {preview:?}");
        }
        assert!(page.contains_rect(preview), "{size:?}: {preview:?}");
        for name in ["Format: ", "Picture: ", "Size: "] {
            let list = harness.get_by_label_contains(name).rect();
            assert!(page.contains_rect(list) && !preview.intersects(list), "{size:?}: {name}");
        }
    }
}

#[test]
fn what_is_chosen_is_what_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("taken.svg");
    let mut harness = opened("sample");
    choose(&mut harness, "Format: ", "SVG: a drawing that stays sharp");
    click(&mut harness, "A3");
    click(&mut harness, "black and white");
    harness.get_by_label_contains("Discreet: ").click();
    harness.run_steps(3);
    click(&mut harness, "Save as…");
    type_path(&mut harness, &path);
    wait(&mut harness, "not exported", |h| h.state().said().starts_with("Exported: "));
    let wish = Wish { paper: Paper::A3, theme: ThemeName::Print, discreet: true, ..wish(&harness) };
    let saved = std::fs::read(&path).expect("a file");
    assert!(saved == made(&harness, Format::Svg, &wish), "the file is another");

    // The next time the choices are as they were left, and what is there is not lost unasked.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(3);
    let discreet = harness.get_by_label_contains("Discreet: ");
    assert_eq!(
        egui_kittest::kittest::NodeT::accesskit_node(&discreet).toggled(),
        Some(egui::accesskit::Toggled::True)
    );
}

#[test]
fn a_format_that_cannot_be_discreet_says_so() {
    let mut harness = opened("new-deal");
    choose(&mut harness, "Format: ", "CSV: the programs as a table");
    let discreet = harness.get_by_label_contains("Discreet: ");
    let node = egui_kittest::kittest::NodeT::accesskit_node(&discreet);
    assert!(node.is_disabled());
}

#[test]
fn a_picture_is_copied_and_told() {
    let mut harness = opened("new-deal");
    click(&mut harness, "A4");
    harness.get_by_label("Copy picture").click();
    let mut copied = None;
    wait(&mut harness, "nothing was copied", |h| {
        let commands = &h.output().platform_output.commands;
        copied = copied.or(commands.iter().find_map(|command| match command {
            OutputCommand::CopyImage(image) => Some(image.size),
            _ => None,
        }));
        copied.is_some()
    });
    let [width, height] = copied.expect("a picture");
    assert!((width as f32 / height as f32 - 297.0 / 210.0).abs() < 0.01, "{width} by {height}");
    harness.run_steps(2);
    assert_eq!(harness.state().said(), "The picture is on the clipboard");
    assert!(harness.query_by_label("Save as…").is_none(), "the form is closed");
}

#[test]
fn the_workshop_pack_goes_into_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = opened("new-deal");
    choose(&mut harness, "Size: ", "1920 px: a screen");
    click(&mut harness, "Workshop pack…");
    type_path(&mut harness, folder.path());
    wait(&mut harness, "no pack", |h| h.state().said().contains(" files exported: "));
    let wish = Wish { width: 1920, ..wish(&harness) };
    let framework = harness.state().session().framework();
    let parts = Taken::new(framework, wish.bar, false).pack(&wish);
    let names: BTreeSet<String> = parts.iter().map(|part| part.name.clone()).collect();
    let entries = std::fs::read_dir(folder.path()).expect("the folder");
    let found: BTreeSet<String> =
        entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(found, names);
    assert!(harness.state().said().starts_with(&format!("{} files", names.len())));
}

#[test]
fn the_picture_is_of_what_is_in_sight() {
    let mut harness = window("new-deal", (1366.0, 768.0));
    harness.state_mut().send(Action::Show(Mode::Analyze));
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(3);
    let framework = harness.state().session().framework();
    let title = View::Deficit.title(framework);
    harness.get_by_label(&format!("Picture: {title}"));
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Save as…").is_none(), "Escape closes it");
}

/// Presses and lets go of the mouse where something stands.
fn point(harness: &mut Harness<App>, at: egui::Pos2) {
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.run_steps(3);
    }
}

/// A list lies over the form each time that it opens, not only the first time.
#[test]
fn lists_open_over_the_form_each_time() {
    let mut harness = opened("new-deal");
    for format in ["PDF", "SVG", "Word"] {
        let list = harness.get_by_label_contains("Format: ").rect().center();
        point(&mut harness, list);
        let option = harness.get_by(|node| {
            node.role() == Role::Button && node.label().is_some_and(|l| l.starts_with(format))
        });
        let option = option.rect().center();
        point(&mut harness, option);
        let name = format!("Format: {format}");
        assert!(harness.query_by_label_contains(&name).is_some(), "{format} is not chosen");
    }
}

/// Whoever types another ending than the chosen format's gets what ends so, and a name without one
/// gets it.
#[test]
fn a_file_is_what_its_name_says() {
    let folder = tempfile::tempdir().expect("a folder");
    for (typed, made, begins) in [
        ("a.svg", "a.svg", &b"<svg"[..]),
        ("b", "b.png", b"\x89PNG"),
        ("c.v2", "c.v2.png", b"\x89PNG"),
    ] {
        let mut harness = opened("blank");
        click(&mut harness, "Save as…");
        type_path(&mut harness, &folder.path().join(typed));
        let file = folder.path().join(made);
        wait(&mut harness, made, |_| std::fs::metadata(&file).is_ok_and(|f| f.len() > 100));
        let bytes = std::fs::read(&file).expect("a file");
        assert!(bytes.starts_with(begins), "{typed}: {:?}", &bytes[..8]);
    }
}

/// By keys alone: a tick that is taken away stays away.
#[test]
fn a_part_is_saved_as_it_was_ticked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = window("sample", (1366.0, 768.0));
    let first = harness.state().session().framework().objectives().keys().next();
    let id = first.expect("an objective").clone();
    harness.state_mut().send(Action::SelectObjectives(vec![id]));
    harness.state_mut().send(Action::ExportPart);
    harness.run_steps(3);
    let orphans = "With the programs that show no link, for the group to go through";
    harness.get_by_label(orphans).focus();
    harness.run_steps(2);
    harness.key_press(Key::Space);
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    type_path(&mut harness, &folder.path().join("part"));
    let file = folder.path().join("part.ron");
    wait(&mut harness, "part.ron", |_| store::open(&file).is_ok());
    let part = store::open(&file).expect("a framework").framework;
    assert!(part.programs().values().all(|p| !p.links.is_empty() || p.part_of.is_some()));
    // Opened, it says that it is one.
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        .build_eframe(move |cc| App::new(&cc.egui_ctx, Session::new(part.clone()), DATE));
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("A part for a breakout group").is_some());
}
