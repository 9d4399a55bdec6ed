//! What the document was each time it was saved: its figures beside those of now, what differs,
//! and the way back.

use super::{Align, Button, Layout, RichText, Ui, Vec2, Weight, color, font, readable};
use crate::analysis::Analysis;
use crate::merge::Difference;
use crate::scene::words;
use crate::session::Seen;
use crate::store::{Backup, Label};
use crate::ui::action::{Action, Guard};
use crate::ui::context::UiCtx;
use crate::ui::text::when;
use egui::{Grid, ScrollArea};

/// The versions, and the one that is looked at.
#[derive(Default)]
pub(in crate::ui) struct Versions {
    /// All of them, the newest first, once they are listed.
    list: Option<Vec<Backup>>,
    at: usize,
    /// The one that was asked for last.
    asked: Option<Backup>,
    /// The one that was read, or why it was not.
    seen: Option<(Backup, Result<Box<Seen>, String>)>,
    /// Whether every value that differs is listed.
    whole: bool,
}

impl Versions {
    /// Those of a document that has none.
    pub(in crate::ui) fn none() -> Self {
        Self { list: Some(Vec::new()), ..Self::default() }
    }

    /// Takes over the list.
    pub(in crate::ui) fn list(&mut self, list: Vec<Backup>) {
        self.list = Some(list);
    }

    /// Takes over one that was read.
    pub(in crate::ui) fn see(&mut self, backup: Backup, seen: Result<Box<Seen>, String>) {
        self.seen = Some((backup, seen));
    }

    /// Shows them; gives whether they stay open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let weak = |text: &str| RichText::new(text).color(color(cx.theme.weak));
        let backup = match self.list.as_deref() {
            None => {
                ui.label(weak("Reading the versions…"));
                return true;
            }
            Some(list) => list.get(self.at).cloned(),
        };
        let Some(backup) = backup else {
            ui.label(
                "There is no version yet: save the framework, and what you save is kept each time.",
            );
            ui.add_space(10.0);
            return !button_ui(ui, true, "Close");
        };
        if self.asked.as_ref() != Some(&backup) {
            self.asked = Some(backup.clone());
            cx.send(Action::Guarding(Guard::Look(Box::new(backup.clone()))));
        }
        let height = (ui.ctx().content_rect().height() - 220.0).clamp(300.0, 620.0);
        ui.horizontal_top(|ui| {
            let size = Vec2::new(290.0, height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                self.list_ui(ui, cx);
            });
            ui.add_space(16.0);
            let size = Vec2::new(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                self.version_ui(ui, cx, &backup);
            });
        });
        ui.add_space(10.0);
        self.buttons_ui(ui, cx, &backup)
    }

    fn list_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let list = self.list.as_deref().unwrap_or_default();
        let scroll = ScrollArea::vertical().id_salt("versions").auto_shrink(false);
        scroll.show_rows(ui, 46.0, list.len(), |ui, rows| {
            for row in rows {
                let backup = &list[row];
                let why = match backup.label {
                    Label::Saved => "saved",
                    Label::Found => "as found in the file",
                    Label::Unsaved => "not saved, kept on reloading",
                    Label::Shared => "when a part was made of it",
                };
                let mut text = egui::text::LayoutJob::default();
                let line = |size, weight, tint| egui::TextFormat {
                    font_id: font(size, weight),
                    color: color(tint),
                    ..egui::TextFormat::default()
                };
                let at = when(backup.when);
                text.append(&at, 0.0, line(15.0, Weight::SemiBold, cx.theme.ink));
                let rest = format!("\n{why}, {}", bytes(backup.size));
                text.append(&rest, 0.0, line(13.0, Weight::Regular, cx.theme.weak));
                let size = Vec2::new(ui.available_width() - 14.0, 46.0);
                let button = Button::selectable(row == self.at, text).min_size(size);
                if ui.add(button).clicked() {
                    self.at = row;
                }
            }
        });
    }

    /// The version that is chosen, beside the document as it is now.
    fn version_ui(&self, ui: &mut Ui, cx: &UiCtx, backup: &Backup) {
        let weak = |text: &str| RichText::new(text).color(color(cx.theme.weak));
        let seen = match self.seen.as_ref().filter(|(of, _)| of == backup) {
            None => return drop(ui.label(weak("Reading it…"))),
            Some((_, Err(why))) => return drop(ui.label(format!("It cannot be read: {why}"))),
            Some((_, Ok(seen))) => seen,
        };
        figures_ui(ui, cx, &when(backup.when), &seen.figures);
        ui.add_space(10.0);
        if seen.differences.is_empty() {
            ui.label("Nothing differs: it is what you have now.");
            return;
        }
        let count = u32::try_from(seen.differences.len()).unwrap_or(u32::MAX);
        let count = words::count(count, "value differs", "values differ");
        let title = format!("What changed from then to now: {count}");
        ui.label(RichText::new(title).font(font(15.0, Weight::SemiBold)));
        ui.add_space(4.0);
        let scroll = ScrollArea::vertical().id_salt("differences").auto_shrink(false);
        scroll.show(ui, |ui| {
            if self.whole {
                for difference in seen.differences.iter().take(MOST) {
                    difference_ui(ui, cx, difference);
                }
                if seen.differences.len() > MOST {
                    ui.label(weak(&format!("… and {} more", seen.differences.len() - MOST)));
                }
            } else {
                for line in &seen.told {
                    ui.add(egui::Label::new(format!("•  {}", readable(line))).wrap());
                }
            }
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui, cx: &UiCtx, backup: &Backup) -> bool {
        let seen = self.seen.as_ref().filter(|(of, seen)| of == backup && seen.is_ok());
        let differs = seen
            .is_some_and(|(_, seen)| seen.as_ref().is_ok_and(|seen| !seen.differences.is_empty()));
        let mut open = true;
        ui.horizontal(|ui| {
            let restores = differs && cx.view.read_only.is_none();
            if button_ui(ui, restores, "Restore") {
                cx.send(Action::Guarding(Guard::Restore(Box::new(backup.clone()))));
                open = false;
            }
            if button_ui(ui, seen.is_some(), "Open as a copy") {
                cx.send(Action::Guarding(Guard::CopyOf(Box::new(backup.clone()))));
                open = false;
            }
            let name = if self.whole { "In short" } else { "Compare" };
            if button_ui(ui, differs, name) {
                self.whole = !self.whole;
            }
            if button_ui(ui, true, "Close") {
                open = false;
            }
            ui.add_space(10.0);
            let words = match cx.view.read_only {
                Some(_) => "It is open for reading only: a copy can be changed",
                None => "To restore is one step; undo takes it back",
            };
            ui.label(RichText::new(words).color(color(cx.theme.weak)));
        });
        open
    }
}

/// How many values that differ are listed at most.
const MOST: usize = 500;

fn button_ui(ui: &mut Ui, able: bool, name: &str) -> bool {
    ui.add_enabled(able, Button::new(name).min_size(Vec2::new(110.0, 34.0))).clicked()
}

/// The figures of then and now, side by side.
fn figures_ui(ui: &mut Ui, cx: &UiCtx, then: &str, figures: &Analysis) {
    let of = |analysis: &Analysis| {
        let (deficit, money) = (&analysis.deficit, &analysis.deficit.money);
        let amount = |cents| words::money(money.currency, cents);
        [
            words::number(analysis.scope.programs),
            words::number(deficit.programs),
            words::percent(deficit.share),
            format!("{} of {}", amount(money.no_link_shown), amount(money.total)),
            words::percent(money.share),
        ]
    };
    let names = [
        "Programs",
        "No link shown",
        "Share of programs",
        "Money with no link shown",
        "Share of the money",
    ];
    let strong = |text: &str| RichText::new(text).font(font(15.0, Weight::SemiBold));
    Grid::new("throughline-version-figures")
        .num_columns(3)
        .spacing([28.0, 6.0])
        .striped(true)
        .show(ui, |ui| {
            ui.label("");
            ui.label(strong(then));
            ui.label(strong("Now"));
            ui.end_row();
            for ((name, then), now) in names.iter().zip(of(figures)).zip(of(cx.analysis)) {
                ui.label(RichText::new(*name).color(color(cx.theme.weak)));
                let changed = then != now;
                ui.label(then);
                ui.label(if changed { strong(&now) } else { RichText::new(now) });
                ui.end_row();
            }
        });
}

fn difference_ui(ui: &mut Ui, cx: &UiCtx, difference: &Difference) {
    let value = |value: &Option<String>| match value {
        Some(value) => {
            let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("“{}”", readable(&line))
        }
        None => "nothing".to_owned(),
    };
    let (before, after) = (&difference.before, &difference.after);
    let said = match (difference.field.is_empty(), before, after) {
        (true, None, _) => "new".to_owned(),
        (true, _, None) => "removed".to_owned(),
        _ => format!("{}, then {}", value(before), value(after)),
    };
    let about = readable(&difference.about);
    ui.add(egui::Label::new(RichText::new(about).color(color(cx.theme.weak))).wrap());
    ui.add(egui::Label::new(format!("    {said}")).wrap());
}

/// A size in words: "340 KB", "1.2 MB".
fn bytes(size: u64) -> String {
    match size {
        ..1_000_000 => format!("{} KB", size.div_ceil(1000)),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}
