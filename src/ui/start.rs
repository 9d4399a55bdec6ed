//! The page to begin from: the sample, templates, recent files, and what was not saved.

use super::action::Action;
use super::context::UiCtx;
use super::fonts::font;
use super::style::{color, warning};
use super::text::when;
use crate::layout::text::Weight;
use crate::store::Recoverable;
use crate::templates;
use egui::{Button, RichText, ScrollArea, Ui, Vec2};
use std::sync::LazyLock;

/// Shows the page.
pub(super) fn start_ui(ui: &mut Ui, cx: &UiCtx, unsaved: &[Recoverable]) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_width();
        let width = (room - 80.0).min(1080.0);
        ui.add_space(28.0);
        ui.horizontal(|ui| {
            ui.add_space((room - width) / 2.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.label(RichText::new("Throughline").font(font(34.0, Weight::Bold)));
                let words = "A shared strategic framework, and every program measured against it";
                ui.label(RichText::new(words).size(17.0).color(color(cx.theme.weak)));
                unsaved_ui(ui, cx, unsaved);
                ui.add_space(20.0);
                ui.columns(2, |columns| {
                    begin_ui(&mut columns[0], cx);
                    open_ui(&mut columns[1], cx);
                });
            });
        });
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(6.0);
    ui.label(RichText::new(text).font(font(18.0, Weight::SemiBold)));
    ui.add_space(4.0);
}

fn card_ui(ui: &mut Ui, cx: &UiCtx, title: &str, words: &str) -> bool {
    let width = ui.available_width() - 12.0;
    let mut text = egui::text::LayoutJob::default();
    let format = |size, weight, tint| egui::TextFormat {
        font_id: font(size, weight),
        color: color(tint),
        ..egui::TextFormat::default()
    };
    text.append(title, 0.0, format(16.0, Weight::SemiBold, cx.theme.ink));
    if !words.is_empty() {
        text.append(&format!("\n{words}"), 0.0, format(14.0, Weight::Regular, cx.theme.weak));
    }
    text.wrap.max_width = width - 32.0;
    let button = Button::new(text).wrap().min_size(Vec2::new(width, 48.0));
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, title));
    response.clicked()
}

fn begin_ui(ui: &mut Ui, cx: &UiCtx) {
    heading(ui, "Begin");
    if card_ui(ui, cx, "New framework", "Empty: type the vision, then the first objectives") {
        cx.send(Action::New);
    }
    for template in templates::ALL.iter().filter(|t| !matches!(t.id, "sample" | "blank")) {
        if card_ui(ui, cx, template.title, template.description) {
            cx.send(Action::NewFrom(template.id));
        }
    }
}

/// What the sample is.
static SAMPLE: LazyLock<String> = LazyLock::new(|| {
    let sample = templates::find("sample").and_then(|template| template.framework(0).ok());
    let counts = sample.map_or_else(String::new, |f| {
        format!(": {} objectives and {} programs", f.objectives().len(), f.programs().len())
    });
    format!("Compact for Samara, a fictional country{counts}")
});

fn open_ui(ui: &mut Ui, cx: &UiCtx) {
    heading(ui, "Open");
    if card_ui(ui, cx, "Open the sample", &SAMPLE) {
        cx.send(Action::OpenSample);
    }
    let words = "A framework (.ron); or drop it here";
    if card_ui(ui, cx, "Open a file…", words) {
        cx.send(Action::Open);
    }
    let words = "Programs from IATI, a spreadsheet or UN INFO; or drop the file here";
    if card_ui(ui, cx, "Import a portfolio…", words) {
        cx.send(Action::Import);
    }
    let recent = &cx.view.settings.recent;
    if recent.is_empty() {
        return;
    }
    heading(ui, "Recent");
    for path in recent {
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let folder = path.parent().map_or_else(String::new, |p| p.display().to_string());
        if card_ui(ui, cx, &name, &folder) {
            cx.send(Action::OpenPath(path.clone()));
        }
    }
}

/// What was not saved when the window closed.
fn unsaved_ui(ui: &mut Ui, cx: &UiCtx, unsaved: &[Recoverable]) {
    if unsaved.is_empty() {
        return;
    }
    ui.add_space(14.0);
    warning(cx.theme).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(
            RichText::new("Not saved when the window closed").font(font(16.0, Weight::SemiBold)),
        );
        for kept in unsaved {
            ui.horizontal(|ui| {
                let title = if kept.title.is_empty() { "Untitled" } else { &kept.title };
                let of = kept
                    .of
                    .as_ref()
                    .map_or_else(|| "no file yet".to_owned(), |path| path.display().to_string());
                let when = when(kept.at);
                if ui.button(format!("Recover “{title}”")).clicked() {
                    cx.send(Action::Recover(kept.journal.clone()));
                }
                if ui.button("Discard").on_hover_text("Forget these steps").clicked() {
                    cx.send(Action::Discard(kept.journal.clone()));
                }
                let words = format!("{of}, {when}: {}", kept.words());
                ui.label(RichText::new(words).color(color(cx.theme.weak)));
            });
        }
    });
}
