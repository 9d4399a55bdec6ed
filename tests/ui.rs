//! The window, driven by accessible label: what is there, what selects, what stays still.
#![cfg(feature = "gui")]

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use throughline::scene::ThemeName;
use throughline::session::Session;
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::{Action, Mode};

/// A window of 1920 × 1080 with a framework, after its first frames.
fn window(template: &str) -> Harness<'static, App> {
    let framework = templates::find(template).map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no template {template}") };
    let mut harness =
        Harness::builder().with_size(egui::vec2(1920.0, 1080.0)).build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 24);
            App::new(&creation.egui_ctx, Session::new(framework.clone()), today)
        });
    harness.run_steps(6);
    harness
}

#[test]
fn the_deficit_is_always_in_sight() {
    let mut harness = window("sample");
    for mode in [Mode::Edit, Mode::Analyze] {
        harness.state_mut().send(Action::Show(mode));
        harness.run_steps(3);
        let said = harness.get_by_label_contains("188 of 336 programs show no link");
        let label = said.accesskit_node().value().unwrap_or_default();
        assert!(label.contains("112 not reviewed yet"), "{label}");
        assert!(label.contains("27 name what this file lacks"), "{label}");
        harness.get_by_label_contains("No link shown: 188 programs");
    }
}

#[test]
fn every_card_and_row_has_a_name() {
    let harness = window("sample");
    // In the outline and on the canvas.
    let said = "1.1 Districts settle their own disputes, 17 programs";
    assert_eq!(harness.get_all_by_label(said).count(), 2);
    for menu in ["File", "View", "Portfolio", "Framework", "Edit", "Analyze"] {
        assert!(harness.query_all_by_label(menu).count() >= 1, "{menu}");
    }
}

#[test]
fn a_row_selects_its_card_and_shows_its_details() {
    let mut harness = window("sample");
    let said = "1.1.1 Peace councils in 18 districts, 4 programs";
    let row = harness.get_all_by_label(said).next();
    row.expect("a row in the outline").click();
    harness.run_steps(3);
    let on =
        |n: &egui_kittest::Node| format!("{:?}", n.accesskit_node().toggled()).contains("True");
    let selected = harness.get_all_by_label(said).filter(on);
    assert_eq!(selected.count(), 2, "selected in outline and canvas alike");
    harness.get_by_label("Output 1.1.1");
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let mut harness = window("sample");
    harness.run_steps(60);
    let before = harness.ctx.cumulative_frame_nr();
    harness.step();
    let delay = harness
        .output()
        .viewport_output
        .values()
        .map(|viewport| viewport.repaint_delay)
        .min()
        .unwrap_or_default();
    assert!(harness.ctx.cumulative_frame_nr() > before);
    assert!(delay > std::time::Duration::from_hours(1), "repaint in {delay:?}");
}

#[test]
fn the_evidence_bar_changes_the_figures() {
    let mut harness = window("sample");
    let bar = throughline::model::EvidenceBar::Confirmed;
    harness.state_mut().send(Action::Bar(Some(bar)));
    harness.run_steps(3);
    harness.get_by_label_contains("303 of 336 programs show no link");
}

#[test]
fn an_empty_framework_says_the_next_act() {
    let harness = window("blank");
    harness.get_by_label_contains("0 of 0 programs show no link");
}

/// Needs a graphics driver (Mesa's software one will do): `cargo test -- --ignored image`.
#[test]
#[ignore = "needs a graphics driver"]
fn image_of_the_window_has_orphans_in_vermillion() {
    let mut harness = window("sample");
    let image = harness.render().expect("an image");
    let vermillion = image.pixels().filter(|p| {
        let [r, g, b, _] = p.0;
        r > 190 && (70..130).contains(&g) && b < 60
    });
    assert!(vermillion.count() > 10_000, "orphans leap to the eye");
}

/// Text that is drawn again from an earlier frame must be of the font atlas of today: egui makes
/// a new one when the theme, the scale or the number of glyphs changes.
#[test]
fn no_text_outlives_its_font_atlas() {
    let ctx = egui::Context::default();
    let framework = templates::find("sample").map(|t| t.framework(1));
    let Some(Ok(framework)) = framework else { panic!("no sample") };
    let mut app = App::new(&ctx, Session::new(framework), jiff::civil::date(2026, 11, 24));
    let frame = |app: &mut App| {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1920.0, 1080.0));
        let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            app.work(&ui.ctx().clone());
            app.draw(ui);
        });
        output.textures_delta.clear();
        let mut stale = Vec::new();
        for clipped in &output.shapes {
            if let egui::Shape::Text(text) = &clipped.shape {
                let job = (*text.galley.job).clone();
                let now = ctx.fonts_mut(|fonts| fonts.layout_job(job));
                // A disabled button fades its text, and so a copy of it.
                let faded = text.galley.text() == "Undo";
                if !faded && !std::sync::Arc::ptr_eq(&now, &text.galley) {
                    stale.push(text.galley.text().to_owned());
                }
            }
        }
        stale
    };
    for mode in [Mode::Edit, Mode::Analyze] {
        app.send(Action::Show(mode));
        for theme in [ThemeName::Light, ThemeName::Dark, ThemeName::Print] {
            app.send(Action::Theme(theme));
            for _ in 0..4 {
                frame(&mut app);
            }
            assert_eq!(frame(&mut app), Vec::<String>::new(), "{mode:?} {theme:?}");
        }
    }
}
