//! Importing a portfolio, in five steps: file, columns, check, preview, done. Nothing is written
//! before the last, and the whole import is one undo step. The same steps lead to the measuring of
//! an outside portfolio, which writes nothing to the framework.

mod check;
mod columns;
mod done;
mod file;
mod measuring;
mod preview;
mod words;
mod work;

use super::action::Action;
use super::context::UiCtx;
use super::fonts::font;
use super::style::{color, warning};
use crate::import::table::{Look, Mapping, Opened};
use crate::import::{Batch, Choices, Fate, Options, Plan, Summary};
use crate::layout::text::Weight;
use crate::model::{Change, Framework};
use egui::{Button, Context, RichText, Ui, Vec2};
use measuring::Measuring;
use std::path::PathBuf;
use std::sync::Arc;
use work::{Outcome, Work};

pub use measuring::Report;

/// Where the user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    File,
    Columns,
    Check,
    Preview,
    Done,
}

const STEPS: [(Step, &str); 5] = [
    (Step::File, "File"),
    (Step::Columns, "Columns"),
    (Step::Check, "Check"),
    (Step::Preview, "Preview"),
    (Step::Done, "Done"),
];

/// The steps of measuring.
const TO_MEASURE: [(Step, &str); 4] = [
    (Step::File, "File"),
    (Step::Columns, "Columns"),
    (Step::Check, "Check"),
    (Step::Done, "Where it stands"),
];

/// What an import brings, to be adopted as one step.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The framework to begin with, where it goes into a new one.
    pub into_new: Option<Framework>,
    /// The change, made for that framework or the open one.
    pub change: Change,
    /// What undo calls it.
    pub label: String,
    /// How the table was read, to be remembered.
    pub mapping: Option<Mapping>,
}

/// The plan of an import, and what it was made for.
struct Planned {
    framework: Framework,
    plan: Arc<Plan>,
    /// What the choices come to, and the change.
    change: Change,
    summary: Summary,
    /// How many programs come to each fate, whatever is chosen.
    fates: [(Fate, usize); 4],
}

/// The wizard.
pub(in crate::ui) struct Wizard {
    /// The files still to come; the first is the one at hand.
    files: Vec<PathBuf>,
    step: Step,
    /// Whether it goes into a framework of its own.
    into_new: bool,
    /// Whether no framework is open that it could go into.
    only_new: bool,
    options: Options,
    work: Option<Work>,
    table: Option<(Opened, Box<Look>)>,
    /// Whether the mapping was changed since the table was read.
    stale: bool,
    batch: Option<Arc<Batch>>,
    planned: Option<Planned>,
    choices: Choices,
    elsewhere: bool,
    failed: Option<String>,
    done: Option<Summary>,
    /// Where it is measured and not imported.
    measuring: Option<Measuring>,
    check: check::Check,
    preview: preview::Preview,
    columns: columns::Columns,
}

impl Wizard {
    /// Begins with some files, or with none; the options are those of the open framework.
    pub(in crate::ui) fn new(files: Vec<PathBuf>, framework: &Framework, only_new: bool) -> Self {
        Self {
            files,
            step: Step::File,
            into_new: only_new,
            only_new,
            options: Options::of(framework),
            work: None,
            table: None,
            stale: false,
            batch: None,
            planned: None,
            choices: Choices::default(),
            elsewhere: false,
            failed: None,
            done: None,
            measuring: None,
            check: check::Check::default(),
            preview: preview::Preview::default(),
            columns: columns::Columns::default(),
        }
    }

    /// Begins to measure a portfolio against the open framework.
    pub(in crate::ui) fn to_measure(framework: &Framework) -> Self {
        let measuring = Some(Measuring::default());
        Self { measuring, ..Self::new(Vec::new(), framework, false) }
    }

    /// What the window is called.
    pub(in crate::ui) fn title(&self) -> &'static str {
        if self.measuring.is_some() {
            "Measure a portfolio against this framework"
        } else {
            "Import a portfolio"
        }
    }

    /// Takes a file that was chosen or dropped; while another is at hand it waits.
    pub(in crate::ui) fn add(&mut self, file: PathBuf) {
        if self.step == Step::File && self.work.is_none() {
            if self.measuring.is_none() {
                self.files.clear();
            }
            self.failed = None;
        }
        self.files.push(file);
    }

    /// What the reader is told: of a new framework only what tables were read like before.
    fn options(&self, cx: &UiCtx) -> Options {
        let mappings = cx.view.settings.mappings.clone();
        if self.into_new {
            Options { mappings, ..Options::default() }
        } else {
            Options { mappings, ..self.options.clone() }
        }
    }

    /// Takes finished work; called before the window is drawn.
    pub(in crate::ui) fn logic(&mut self, ctx: &Context) {
        if let Some(measuring) = &mut self.measuring
            && let Some(work) = &measuring.again
        {
            match work.poll() {
                Some(Outcome::Measured(report)) => {
                    measuring.again = None;
                    measuring.take(*report);
                }
                Some(_) => measuring.again = None,
                None => {}
            }
        }
        let Some(work) = &self.work else { return };
        match work.poll() {
            None => ctx.request_repaint_after(std::time::Duration::from_millis(100)),
            Some(outcome) => {
                self.work = None;
                self.take(outcome);
            }
        }
    }

    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Table(opened, look) => {
                self.table = Some((opened, look));
                self.stale = true;
                self.step = Step::Columns;
            }
            Outcome::Read(batch, framework, plan) => {
                self.batch = Some(batch);
                self.stale = false;
                self.choices.left.clear();
                self.choices.kept.clear();
                self.check = check::Check::new(&plan);
                self.preview = preview::Preview::new(&plan);
                self.plan(framework, plan);
                if self.step < Step::Check {
                    self.step = Step::Check;
                }
            }
            Outcome::Measured(report) => {
                if let Some(measuring) = &mut self.measuring {
                    measuring.take(*report);
                    self.step = Step::Done;
                }
            }
            Outcome::Failed(why) => self.failed = Some(why),
            Outcome::Cancelled => self.failed = None,
        }
    }

    /// Keeps a plan, with what the choices make of it.
    fn plan(&mut self, framework: Framework, plan: Arc<Plan>) {
        let (change, summary) = plan.change(&framework, &self.choices);
        let of = |fate| (fate, plan.programs.iter().filter(|p| p.fate == fate).count());
        let fates = [Fate::New, Fate::Changed, Fate::Same, Fate::Gone].map(of);
        self.planned = Some(Planned { framework, plan, change, summary, fates });
    }

    /// Works out anew what the choices make of the plan.
    fn chosen(&mut self) {
        if let Some(planned) = &mut self.planned {
            let (change, summary) = planned.plan.change(&planned.framework, &self.choices);
            planned.change = change;
            planned.summary = summary;
        }
    }

    /// The framework that the import goes into; none for one of its own.
    fn target(&self, cx: &UiCtx) -> Option<Framework> {
        (!self.into_new).then(|| cx.framework.clone())
    }

    /// Begins to read the file at hand.
    fn read_file(&mut self, ctx: &Context, cx: &UiCtx) {
        let Some(path) = self.files.first().cloned() else { return };
        self.failed = None;
        self.table = None;
        self.batch = None;
        self.planned = None;
        let job = work::Job {
            options: self.options(cx),
            into: self.target(cx),
            elsewhere: self.elsewhere,
            today: cx.view.today,
        };
        self.work = Some(Work::file(ctx, path, job));
    }

    /// Begins to read the table as its columns are mapped now, or to plan again.
    fn read_again(&mut self, ctx: &Context, cx: &UiCtx) {
        let job = work::Job {
            options: self.options(cx),
            into: self.target(cx),
            elsewhere: self.elsewhere,
            today: cx.view.today,
        };
        self.failed = None;
        if let (Some((opened, look)), true) = (&self.table, self.stale) {
            self.work = Some(Work::table(ctx, opened.clone(), look.mapping.clone(), job));
        } else if let Some(batch) = &self.batch {
            self.work = Some(Work::plan(ctx, Arc::clone(batch), job));
        }
    }

    /// Shows it; gives whether it stays open.
    pub(in crate::ui) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        self.steps_ui(ui, cx);
        ui.add_space(6.0);
        let room = ui.ctx().content_rect().height() - 280.0;
        let height = room.clamp(240.0, 720.0);
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            if let Some(work) = &self.work {
                work.show(ui, cx);
                return;
            }
            if let Some(why) = &self.failed {
                failed_ui(ui, cx, why);
            }
            match self.step {
                Step::File => self.file_ui(ui, cx),
                Step::Columns => self.columns_ui(ui, cx, height),
                Step::Check => self.check_ui(ui, cx, height),
                Step::Preview => self.preview_ui(ui, cx, height),
                Step::Done if self.measuring.is_some() => self.measured_ui(ui, cx, height),
                Step::Done => self.done_ui(ui, cx),
            }
        });
        ui.add_space(8.0);
        self.foot_ui(ui, cx)
    }

    /// The five steps, the one at hand in bold.
    fn steps_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal(|ui| {
            let steps = if self.measuring.is_some() { &TO_MEASURE[..] } else { &STEPS[..] };
            for (n, (step, name)) in steps.iter().copied().enumerate() {
                let here = step == self.step;
                let weight = if here { Weight::Bold } else { Weight::Regular };
                let tint = if here { cx.theme.ink } else { cx.theme.weak };
                let text = format!("{}  {name}", n + 1);
                ui.label(RichText::new(text).font(font(16.0, weight)).color(color(tint)));
                if step != Step::Done {
                    ui.label(RichText::new("›").size(16.0).color(color(cx.theme.weak)));
                }
            }
            let name = self.files.first().and_then(|path| path.file_name());
            if let Some(name) = name.filter(|_| self.step != Step::File) {
                let name = name.to_string_lossy();
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.label(RichText::new(name).color(color(cx.theme.weak)));
                });
            }
        });
        ui.separator();
    }

    /// What goes on and what goes back; gives whether the wizard stays open.
    fn foot_ui(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let mut open = true;
        ui.horizontal(|ui| {
            if let Some(work) = &self.work {
                if ui.button("Cancel reading").clicked() || escape(ui) {
                    work.cancel();
                }
                return;
            }
            let (go, enabled, hint) = self.next();
            let button = Button::new(RichText::new(&go).font(font(16.0, Weight::SemiBold)));
            let enter = ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
            let response = ui
                .add_enabled(enabled, button.min_size(Vec2::new(200.0, 38.0)))
                .on_hover_text(hint);
            if response.clicked() || (enter && enabled) {
                open = self.forward(ui.ctx(), cx);
            }
            let first = matches!(self.step, Step::File | Step::Done);
            if !first && ui.button("Back").clicked() {
                self.back();
            }
            if self.step == Step::Done {
                self.report_ui(ui, cx);
            } else if ui.button("Close").on_hover_text("Nothing is imported").clicked() {
                open = false;
            }
            if escape(ui) {
                if first {
                    open = false;
                } else {
                    self.back();
                }
            }
        });
        open
    }

    /// What the button that goes on is called, whether it can, and a hint.
    fn next(&self) -> (String, bool, &'static str) {
        let keys = "Ctrl+Enter";
        match self.step {
            Step::File => ("Read the file".to_owned(), !self.files.is_empty(), keys),
            Step::Columns => ("Read the rows".to_owned(), self.table.is_some(), keys),
            Step::Check if self.measuring.is_some() => {
                let name = if self.files.len() > 1 { "Next file" } else { "Measure" };
                (name.to_owned(), self.planned.is_some(), keys)
            }
            Step::Check => ("Preview".to_owned(), self.planned.is_some(), keys),
            Step::Preview => {
                let sum = self.planned.as_ref().map_or_else(Summary::default, |p| p.summary);
                let words = words::what(&sum);
                let some = self.planned.as_ref().is_some_and(|p| !p.change.is_empty());
                let name =
                    if some { format!("Import: {words}") } else { "Nothing to import".to_owned() };
                (name, some, "One undo step takes it back")
            }
            Step::Done if self.files.len() > 1 && self.measuring.is_none() => {
                ("Next file".to_owned(), true, keys)
            }
            Step::Done => ("Close".to_owned(), true, keys),
        }
    }

    fn back(&mut self) {
        self.failed = None;
        self.step = match self.step {
            Step::Preview => Step::Check,
            Step::Check if self.table.is_some() => Step::Columns,
            _ => Step::File,
        };
    }

    /// Goes on; gives whether the wizard stays open.
    fn forward(&mut self, ctx: &Context, cx: &UiCtx) -> bool {
        match self.step {
            Step::File => self.read_file(ctx, cx),
            Step::Columns if self.stale || self.batch.is_none() => {
                self.stale = true;
                self.read_again(ctx, cx);
            }
            Step::Columns => self.step = Step::Check,
            Step::Check if self.measuring.is_some() && self.files.len() > 1 => {
                self.next_to_measure(ctx, cx);
            }
            Step::Check if self.measuring.is_some() => self.begin_measuring(ctx, cx),
            Step::Check => self.step = Step::Preview,
            Step::Preview => self.import(cx),
            Step::Done if self.files.len() > 1 && self.measuring.is_none() => {
                let files = self.files.split_off(1);
                *self = Self::new(files, cx.framework, false);
                self.read_file(ctx, cx);
            }
            Step::Done => return false,
        }
        true
    }

    /// Hands over what is taken: one step.
    fn import(&mut self, cx: &UiCtx) {
        let Some(planned) = self.planned.take() else { return };
        let name = self.files.first().and_then(|p| p.file_name());
        let name = name.map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mapping = self.table.as_ref().map(|(_, look)| look.mapping.clone());
        let imported = Imported {
            into_new: self.into_new.then_some(planned.framework),
            change: planned.change,
            label: format!("import {name}"),
            mapping,
        };
        cx.send(Action::Imported(Box::new(imported)));
        self.done = Some(planned.summary);
        self.step = Step::Done;
    }
}

/// Takes Escape, so that it does not close the window over the wizard.
fn escape(ui: &Ui) -> bool {
    ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
}

/// Why the file cannot be imported.
fn failed_ui(ui: &mut Ui, cx: &UiCtx, why: &str) {
    warning(cx.theme).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("It cannot be imported").font(font(16.0, Weight::SemiBold)));
        ui.add(egui::Label::new(super::text::readable(why)).wrap());
    });
    ui.add_space(8.0);
}

/// A heading within a step.
fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(text).font(font(17.0, Weight::SemiBold)));
    ui.add_space(2.0);
}

/// A sentence that explains, in the weak color.
fn weak_ui(ui: &mut Ui, cx: &UiCtx, text: &str) {
    ui.add(egui::Label::new(RichText::new(text).color(color(cx.theme.weak))).wrap());
}
