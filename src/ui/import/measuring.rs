//! Measuring an outside portfolio: after the same first steps as an import, where its programs
//! would stand, which suggestions its agency accepts, and the report. Nothing is written to the
//! framework.

use super::work::Work;
use super::{Wizard, heading_ui, weak_ui};
use crate::export::measured::whose;
use crate::import::{Batch, Choices};
use crate::layout::text::Weight;
use crate::measure::{Accepted, Measured, Own, Portfolio};
use crate::model::{EvidenceBar, ObjectiveId, ProgramId};
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, RichText, ScrollArea, Ui, Vec2};
use std::sync::Arc;

/// What an agency takes away.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its portfolio.
    pub portfolio: Arc<Portfolio>,
    /// The suggestions that it accepts.
    pub accepted: Accepted,
    /// What was measured with them.
    pub measured: Arc<Measured>,
}

impl PartialEq for Report {
    /// Whether it is the same measuring.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.measured, &other.measured)
    }
}

/// The height of a row of the list, in points: that of a tick box.
const ROW: f32 = 34.0;

/// A row of the list of programs.
#[derive(Clone, Copy)]
enum Line {
    Program(usize),
    Suggestion(usize, usize),
}

/// What measuring remembers.
#[derive(Default)]
pub(super) struct Measuring {
    /// The files that were read before, with what was chosen of them.
    pub taken: Vec<(Arc<Batch>, Choices)>,
    /// What was measured last.
    pub report: Option<Report>,
    /// What is accepted now; the figures follow.
    accepted: Accepted,
    /// The figures on their way.
    pub again: Option<Work>,
    lines: Vec<Line>,
}

impl Measuring {
    /// Takes over what was measured.
    pub(super) fn take(&mut self, report: Report) {
        let own = &report.measured.portfolio;
        let lines = own.iter().enumerate().filter(|(_, own)| asks(own)).flat_map(|(at, own)| {
            let suggestions = (0..own.suggestions.len()).map(move |n| Line::Suggestion(at, n));
            [Line::Program(at)].into_iter().chain(suggestions)
        });
        self.lines = lines.collect();
        self.report = Some(report);
    }
}

/// Whether a program is listed: it is in scope, and showed no link by itself.
fn asks(own: &Own) -> bool {
    let accepted = own.suggestions.iter().any(|suggested| suggested.accepted);
    own.excluded.is_none() && (own.standing.orphan() || accepted)
}

impl Wizard {
    /// Where the portfolio stands, and what may be accepted.
    pub(super) fn measured_ui(&mut self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        let Some(measuring) = &self.measuring else { return };
        let Some(Report { measured, .. }) = &measuring.report else { return };
        let busy = measuring.again.is_some();
        let title = format!("{}, measured against {}", whose(measured), measured.framework.title);
        heading_ui(ui, &readable(&title));
        figures_ui(ui, cx, measured, busy);
        ui.add_space(6.0);
        coherence_ui(ui, cx, measured);
        ui.add_space(6.0);
        let changed = self.list_ui(ui, cx, height - 236.0);
        if let Some((program, objective)) = changed {
            self.accept(ui.ctx(), &program, objective);
        }
    }

    /// The programs that show no link, with what they may support; gives what was ticked.
    fn list_ui(&self, ui: &mut Ui, cx: &UiCtx, room: f32) -> Option<(ProgramId, ObjectiveId)> {
        let measuring = self.measuring.as_ref()?;
        let measured = &measuring.report.as_ref()?.measured;
        if measuring.lines.is_empty() {
            weak_ui(ui, cx, "Every program shows a link.");
            return None;
        }
        weak_ui(
            ui,
            cx,
            "Tick what the agency asserts: it counts as its own word, in this report only.",
        );
        let mut changed = None;
        let currency = measured.deficit.money.currency;
        ScrollArea::vertical()
            .id_salt("measured")
            .max_height(room.max(120.0))
            .auto_shrink(false)
            .show_rows(ui, ROW, measuring.lines.len(), |ui, range| {
                for line in &measuring.lines[range] {
                    match *line {
                        Line::Program(at) => {
                            let own = &measured.portfolio[at];
                            let money = words::money(currency, own.money);
                            program_ui(ui, cx, own, &money);
                        }
                        Line::Suggestion(at, n) => {
                            let own = &measured.portfolio[at];
                            let suggested = &own.suggestions[n];
                            let ticked = measuring
                                .accepted
                                .get(&own.program)
                                .is_some_and(|all| all.contains(&suggested.objective));
                            if suggestion_ui(ui, cx, own, n, ticked) {
                                changed = Some((own.program.clone(), suggested.objective.clone()));
                            }
                        }
                    }
                }
            });
        changed
    }

    /// Accepts a suggestion, or no longer; the figures follow.
    fn accept(&mut self, ctx: &egui::Context, program: &ProgramId, objective: ObjectiveId) {
        let Some(measuring) = &mut self.measuring else { return };
        let Some(report) = &measuring.report else { return };
        let all = measuring.accepted.entry(program.clone()).or_default();
        if !all.remove(&objective) {
            all.insert(objective);
        }
        if all.is_empty() {
            measuring.accepted.remove(program);
        }
        let portfolio = Arc::clone(&report.portfolio);
        measuring.again = Some(Work::measure(ctx, portfolio, measuring.accepted.clone()));
    }

    /// Begins to measure what was read; the file at hand is the last.
    pub(super) fn begin_measuring(&mut self, ctx: &egui::Context, cx: &UiCtx) {
        let (Some(batch), Some(measuring)) = (&self.batch, &self.measuring) else { return };
        let mut sources = measuring.taken.clone();
        sources.push((Arc::clone(batch), self.choices.clone()));
        let bar = Some(cx.analysis.bar);
        self.work = Some(Work::portfolio(ctx, cx.framework.clone(), sources, bar));
    }

    /// Goes on to the next file, keeping what was read of this one.
    pub(super) fn next_to_measure(&mut self, ctx: &egui::Context, cx: &UiCtx) {
        let files = self.files.split_off(1);
        let Some(mut measuring) = self.measuring.take() else { return };
        if let Some(batch) = &self.batch {
            measuring.taken.push((Arc::clone(batch), self.choices.clone()));
        }
        *self = Self::new(files, cx.framework, false);
        self.measuring = Some(measuring);
        self.read_file(ctx, cx);
    }

    /// The button that saves the report.
    pub(super) fn report_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        let Some(measuring) = &self.measuring else { return };
        let Some(report) = &measuring.report else { return };
        let button = Button::new("Save the report…").min_size(Vec2::new(160.0, 38.0));
        let hint = "A page to read (.html), or a workbook whose links can be filled in (.xlsx)";
        let ready = measuring.again.is_none();
        if ui.add_enabled(ready, button).on_hover_text(hint).clicked() {
            cx.send(Action::SaveReport(Box::new(report.clone())));
        }
    }
}

/// The deficit, large, and beside it the framework's own.
fn figures_ui(ui: &mut Ui, cx: &UiCtx, measured: &Measured, busy: bool) {
    let deficit = &measured.deficit;
    let money = &deficit.money;
    ui.horizontal(|ui| {
        let figures = [
            (
                deficit.share,
                "of its programs show no link",
                format!(
                    "{} of {}",
                    words::number(deficit.programs),
                    words::number(measured.programs)
                ),
            ),
            (
                money.share,
                "of its money",
                format!(
                    "{} of {}",
                    words::money(money.currency, money.no_link_shown),
                    words::money(money.currency, money.total)
                ),
            ),
            (
                measured.framework_at_bar.at(measured.bar).share,
                "of the framework’s programs",
                "without this portfolio".to_owned(),
            ),
        ];
        for (share, of, detail) in figures {
            let figure = RichText::new(words::percent(share))
                .font(font(38.0, Weight::SemiBold))
                .color(color(cx.theme.orphan_text));
            ui.label(figure);
            ui.vertical(|ui| {
                ui.add_space(4.0);
                ui.label(RichText::new(of).font(font(15.0, Weight::SemiBold)));
                ui.label(RichText::new(detail).color(color(cx.theme.weak)));
            });
            ui.add_space(24.0);
        }
        if busy {
            ui.label("working…");
        }
    });
    let mut told = vec![
        format!("evidence bar: {}", measured.bar.word()),
        format!("{} not looked at", words::number(deficit.unreviewed)),
        format!("{} naming what the framework lacks", words::number(deficit.unresolved)),
        format!("{} left out of scope", words::number(measured.excluded.total())),
        format!("{} known to the framework", words::number(measured.known)),
    ];
    for bar in EvidenceBar::ALL.into_iter().filter(|bar| *bar != measured.bar) {
        let share = words::percent(deficit.at_bar.at(bar).share);
        told.push(format!("at bar {}: {share}", bar.word()));
    }
    weak_ui(ui, cx, &told.join(" · "));
}

/// The four elements in one line each.
fn coherence_ui(ui: &mut Ui, cx: &UiCtx, measured: &Measured) {
    ui.horizontal_wrapped(|ui| {
        for relation in crate::analysis::Relation::ALL {
            let element = measured.coherence.get(relation);
            let degree = if element.examined {
                format!(
                    "{} ({} of {})",
                    words::percent(element.degree),
                    words::number(element.holds),
                    words::number(element.concerns)
                )
            } else {
                "not examined".to_owned()
            };
            ui.label(RichText::new(relation.words()).font(font(14.0, Weight::SemiBold)));
            ui.label(RichText::new(degree).color(color(cx.theme.weak)));
            ui.add_space(12.0);
        }
    });
}

fn program_ui(ui: &mut Ui, cx: &UiCtx, own: &Own, money: &str) {
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        let title = RichText::new(readable(&own.title)).font(font(15.0, Weight::SemiBold));
        let width = (ui.available_width() - 380.0).max(240.0);
        ui.scope(|ui| {
            ui.set_width(width);
            ui.add(egui::Label::new(title).truncate()).on_hover_text(readable(&own.title));
        });
        ui.label(money);
        let tint = if own.standing.orphan() { cx.theme.orphan_text } else { cx.theme.weak };
        let standing = RichText::new(own.standing.words()).color(color(tint));
        ui.add(egui::Label::new(standing).truncate());
    });
}

/// A suggestion with its tick box; gives whether it was clicked.
fn suggestion_ui(ui: &mut Ui, cx: &UiCtx, own: &Own, n: usize, ticked: bool) -> bool {
    let suggested = &own.suggestions[n];
    let mut clicked = false;
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        ui.add_space(24.0);
        let mut on = ticked;
        let response = ui.checkbox(&mut on, "");
        named(&response, &format!("{} supports {}", own.title, suggested.title));
        clicked = response.clicked();
        let half = (ui.available_width() * 0.6).max(240.0);
        ui.scope(|ui| {
            ui.set_width(half);
            let title = readable(&suggested.title);
            ui.add(egui::Label::new(&title).truncate()).on_hover_text(&title);
        });
        let reasons = readable(&suggested.reasons.join(" · "));
        let why = RichText::new(&reasons).color(color(cx.theme.weak));
        ui.add(egui::Label::new(why).truncate()).on_hover_text(reasons);
    });
    clicked
}
