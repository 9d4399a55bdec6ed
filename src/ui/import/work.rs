//! Reading on a thread, with progress, the rate, the time that is left, and cancel.

use super::Report;
use crate::import::table::{self, Mapping, Opened};
use crate::import::{
    self, Batch, Choices, Format, ImportError, Options, Plan, Progress, SourceFile, table::Look,
};
use crate::measure::{Accepted, Portfolio};
use crate::model::{Date, EvidenceBar, Framework};
use crate::store;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Context, ProgressBar, RichText, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Instant;

/// What a thread comes to.
pub(super) enum Outcome {
    /// A table is open: its columns are to be looked at.
    Table(Opened, Box<Look>),
    /// It is read, and planned for a framework.
    Read(Arc<Batch>, Framework, Arc<Plan>),
    /// It is measured.
    Measured(Box<Report>),
    /// It cannot be read: what, why, what to do.
    Failed(String),
    /// The user gave up.
    Cancelled,
}

/// What it is read for.
pub(super) struct Job {
    pub options: Options,
    /// The framework that it goes into; none for one of its own.
    pub into: Option<Framework>,
    /// Whether programs of other countries are taken too.
    pub elsewhere: bool,
    pub today: Date,
}

impl Job {
    fn plan(&self, batch: Arc<Batch>) -> Outcome {
        let framework = self.into.clone().unwrap_or_else(|| import::blank_for(&batch));
        let plan = Plan::new(&framework, &batch, self.elsewhere);
        Outcome::Read(batch, framework, Arc::new(plan))
    }
}

/// A thread at work.
pub(super) struct Work {
    progress: Arc<Progress>,
    receiver: Receiver<Outcome>,
    started: Instant,
}

impl Work {
    /// Reads a file: a table is opened only, to look at its columns.
    pub(super) fn file(ctx: &Context, path: PathBuf, job: Job) -> Self {
        Self::start(ctx, move |progress| read(&path, &job, progress))
    }

    /// Reads a table that is open.
    pub(super) fn table(ctx: &Context, opened: Opened, mapping: Mapping, job: Job) -> Self {
        Self::start(ctx, move |progress| match opened.batch(&mapping, &job.options, progress) {
            Ok(batch) => job.plan(Arc::new(batch)),
            Err(error) => failed(&error, None),
        })
    }

    /// Plans anew what is read.
    pub(super) fn plan(ctx: &Context, batch: Arc<Batch>, job: Job) -> Self {
        Self::start(ctx, move |_| job.plan(batch))
    }

    /// Measures what was read.
    pub(super) fn portfolio(
        ctx: &Context,
        framework: Framework,
        sources: Vec<(Arc<Batch>, Choices)>,
        bar: Option<EvidenceBar>,
    ) -> Self {
        Self::start(ctx, move |_| {
            let sources: Vec<(&Batch, &Choices)> = sources.iter().map(|(b, c)| (&**b, c)).collect();
            match Portfolio::new(&framework, &sources, bar) {
                Ok(portfolio) => measured(Arc::new(portfolio), Accepted::default()),
                Err(why) => {
                    Outcome::Failed(format!("{why}. What to do: mend the portfolio’s files first"))
                }
            }
        })
    }

    /// Measures a portfolio again, with the suggestions that are accepted.
    pub(super) fn measure(ctx: &Context, portfolio: Arc<Portfolio>, accepted: Accepted) -> Self {
        Self::start(ctx, move |_| measured(portfolio, accepted))
    }

    fn start(ctx: &Context, work: impl FnOnce(&Progress) -> Outcome + Send + 'static) -> Self {
        let progress = Arc::new(Progress::default());
        let (sender, receiver) = channel();
        let (ctx, theirs, failed) = (ctx.clone(), Arc::clone(&progress), sender.clone());
        let spawned = std::thread::Builder::new().name("import".to_owned()).spawn(move || {
            // A wizard that is closed no longer listens.
            sender.send(work(&theirs)).ok();
            ctx.request_repaint();
        });
        if let Err(error) = spawned {
            let why = format!("cannot start work: {error}; close some programs and try again");
            failed.send(Outcome::Failed(why)).ok();
        }
        Self { progress, receiver, started: Instant::now() }
    }

    /// What it came to, if it is done.
    pub(super) fn poll(&self) -> Option<Outcome> {
        match self.receiver.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                let why = "reading it ended early, which is a fault of Throughline's; the \
                           framework is as it was";
                Some(Outcome::Failed(why.to_owned()))
            }
        }
    }

    /// Asks it to stop.
    pub(super) fn cancel(&self) {
        self.progress.cancel();
    }

    /// Shows how far it is.
    pub(super) fn show(&self, ui: &mut Ui, cx: &UiCtx) {
        let (done, total) = self.progress.bytes();
        let share = if total == 0 { 0.0 } else { done as f32 / total as f32 };
        ui.add_space(40.0);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new("Reading…").size(18.0));
            ui.add(ProgressBar::new(share.min(1.0)).desired_width(520.0).show_percentage());
            let words = pace(done, total, self.started.elapsed().as_secs_f64());
            ui.label(RichText::new(words).color(color(cx.theme.weak)));
            ui.label(
                RichText::new("Nothing changes before the last step").color(color(cx.theme.weak)),
            );
        });
    }
}

impl Drop for Work {
    /// A wizard that is closed needs no answer.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

/// How much is read, how fast, and how long it still takes.
fn pace(done: u64, total: u64, seconds: f64) -> String {
    let mega = |bytes: u64| bytes as f64 / 1e6;
    if total == 0 || seconds < 0.2 || done == 0 {
        return String::new();
    }
    let rate = mega(done) / seconds;
    let left = mega(total.saturating_sub(done)) / rate;
    format!(
        "{:.1} of {:.1} MB · {rate:.1} MB a second · {} s left",
        mega(done),
        mega(total),
        left.ceil()
    )
}

fn measured(portfolio: Arc<Portfolio>, accepted: Accepted) -> Outcome {
    let measured = Arc::new(portfolio.measure(&accepted));
    Outcome::Measured(Box::new(Report { portfolio, accepted, measured }))
}

fn failed(error: &ImportError, path: Option<&Path>) -> Outcome {
    if *error == ImportError::Cancelled {
        return Outcome::Cancelled;
    }
    let place = path.map_or_else(String::new, |p| format!(": {}", p.display()));
    Outcome::Failed(format!("{error}. What to do: {}{place}", error.hint()))
}

fn read(path: &Path, job: &Job, progress: &Progress) -> Outcome {
    let mut input = match store::source(path) {
        Ok(input) => input,
        Err(e) => return Outcome::Failed(format!("{e}; {}: {}", e.hint(), path.display())),
    };
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut file = SourceFile::new(&name, &mut input, job.today);
    let head = match file.head() {
        Ok(head) => head,
        Err(error) => return failed(&error, Some(path)),
    };
    let read = match Format::detect(&head, &name) {
        None => {
            let what = "its content is of no known format. What to do: choose an IATI file (XML), a \
                        table (CSV, TSV, XLSX, ODS), an outline (OPML) or an export from UN INFO (JSON)";
            return Outcome::Failed(format!("{what}: {}", path.display()));
        }
        Some(Format::Table) => table::open(&mut file, progress).map(|opened| {
            let look = opened.look(&job.options);
            Outcome::Table(opened, Box::new(look))
        }),
        Some(format) => import::read(format, &mut file, &job.options, progress)
            .map(|batch| job.plan(Arc::new(batch))),
    };
    read.unwrap_or_else(|error| failed(&error, Some(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_told_once_it_is_known() {
        assert_eq!(pace(0, 100, 3.0), "");
        assert_eq!(pace(500, 0, 3.0), "");
        let words = pace(10_000_000, 58_000_000, 0.5);
        assert_eq!(words, "10.0 of 58.0 MB · 20.0 MB a second · 3 s left");
    }
}
