//! Slow work on named threads: dialogs, opening, pictures. Its results are adopted in `logic`.

use super::action::{MinutesWish, Report};
use super::dialog::Preview;
use super::guard::Kept;
use super::merge::{Answer, Ask};
use crate::export::minutes::{Since, minutes};
use crate::export::{self, Format, Part, Taken, Wish, report};
use crate::import;
use crate::merge::{self, PartOf};
use crate::model::{Date, Framework};
use crate::session::{Finished, Saving, Session};
use crate::store::{self, Opened};
use crate::suggest::Suggester;
use egui::ColorImage;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a dialog was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To open a document or portfolio.
    Open,
    /// To import a portfolio.
    Portfolio,
    /// To save the rows that an import could not use.
    Rejected,
    /// To save what was measured.
    Report,
    /// To save the document.
    SaveAs,
    /// To export.
    Export(Format),
    /// To export the workshop pack.
    Pack,
    /// To save what was done as a script.
    Steps,
    /// To merge with another copy.
    Copy,
    /// To say what both copies were made from.
    Base,
    /// To save a part.
    Part,
    /// To say which earlier copy minutes tell from.
    Earlier,
    /// To save minutes.
    Minutes(report::Format),
}

impl Purpose {
    /// Whether a file of that name would be replaced.
    pub(super) fn writes_a_file(self) -> bool {
        let reads = matches!(self, Self::Open | Self::Portfolio | Self::Copy | Self::Base);
        !reads && !matches!(self, Self::Earlier | Self::Pack)
    }
}

/// What a thread has to tell.
pub(super) enum Done {
    /// A path was chosen; none where the user gave up or no dialog could be shown.
    Chosen(Purpose, Option<PathBuf>, std::time::Duration),
    /// The file to open is a portfolio to import.
    Portfolio(PathBuf),
    /// A document was opened, and what to tell of it.
    Opened(Box<Session>, Option<String>),
    /// What was read of the document's file and versions.
    Kept(Kept),
    /// What was not saved is there again, and what to tell of it.
    Recovered(Box<Session>, String),
    /// The document was saved or not.
    Saved(Box<Finished>),
    /// The suggestions of a document were made, by its number.
    Suggested(u64, Box<Suggester>),
    /// The preview of an export was drawn.
    Preview(Box<Preview>),
    /// Another copy was read, to be merged with.
    Copy(PathBuf, Answer),
    /// A picture for the clipboard was drawn.
    Copied(Box<ColorImage>),
    /// Something to tell.
    Said(String),
    /// Something went wrong: what, why, what to do.
    Failed(String),
}

/// Whether the window says that a thread is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Yes,
    No,
}

/// The threads at work.
pub(super) struct Jobs {
    ctx: egui::Context,
    sender: Sender<(Done, Told)>,
    receiver: Receiver<(Done, Told)>,
    /// How many are at work.
    pub busy: usize,
}

impl Jobs {
    pub(super) fn new(ctx: egui::Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, sender, receiver, busy: 0 }
    }

    /// What has been done since.
    pub(super) fn finished(&mut self) -> Vec<Done> {
        let done: Vec<(Done, Told)> = self.receiver.try_iter().collect();
        let told = done.iter().filter(|(_, told)| *told == Told::Yes).count();
        self.busy = self.busy.saturating_sub(told);
        done.into_iter().map(|(done, _)| done).collect()
    }

    /// Does something on a thread of its own.
    pub(super) fn start(&mut self, name: &str, work: impl FnOnce() -> Done + Send + 'static) {
        self.busy += 1;
        self.spawn(name, Told::Yes, move || Some(work()));
    }

    /// Does something that the window does not speak of, and that may have nothing to tell.
    pub(super) fn start_quietly(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Option<Done> + Send + 'static,
    ) {
        self.spawn(name, Told::No, work);
    }

    fn spawn(&self, name: &str, told: Told, work: impl FnOnce() -> Option<Done> + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            if let Some(done) = work() {
                // A window that is closed no longer listens.
                sender.send((done, told)).ok();
                ctx.request_repaint();
            }
        });
        if let Err(error) = spawned {
            let said = format!("cannot start work: {error}; close some programs and try again");
            self.sender.send((Done::Failed(said), told)).ok();
            self.ctx.request_repaint();
        }
    }

    /// Shows the system's dialog.
    pub(super) fn choose(&mut self, purpose: Purpose, name: String) {
        self.start("dialog", move || {
            let start = std::time::Instant::now();
            let dialog = rfd::FileDialog::new();
            let path = match purpose {
                Purpose::Open => {
                    dialog.add_filter("Frameworks and portfolios", &ALL_FILES).pick_file()
                }
                Purpose::Portfolio => dialog.add_filter("Portfolios", &ALL_FILES[1..]).pick_file(),
                Purpose::Rejected => {
                    dialog.add_filter("Workbook", &["xlsx"]).set_file_name(name).save_file()
                }
                Purpose::Report => {
                    dialog.add_filter("Report", &["html", "xlsx"]).set_file_name(name).save_file()
                }
                Purpose::SaveAs | Purpose::Part => {
                    dialog.add_filter("Framework", &["ron"]).set_file_name(name).save_file()
                }
                Purpose::Export(format) => {
                    dialog.add_filter("Export", &[format.ending()]).set_file_name(name).save_file()
                }
                Purpose::Pack => dialog.pick_folder(),
                Purpose::Copy | Purpose::Base | Purpose::Earlier => {
                    dialog.add_filter("Framework", &["ron"]).pick_file()
                }
                Purpose::Minutes(format) => {
                    let ending = format.ending();
                    dialog.add_filter("Minutes", &[ending]).set_file_name(name).save_file()
                }
                Purpose::Steps => {
                    dialog.add_filter("Script", &["ron"]).set_file_name(name).save_file()
                }
            };
            Done::Chosen(purpose, path, start.elapsed())
        });
    }

    /// Opens a document, or a framework from a portfolio that brings one.
    pub(super) fn open(&mut self, path: PathBuf, today: Date) {
        self.start("open", move || open(path, today).unwrap_or_else(Done::Failed));
    }

    /// Goes on with what was not saved.
    pub(super) fn recover(&mut self, home: store::Home, journal: PathBuf) {
        self.start("recover", move || match super::app::recover(&home, &journal) {
            Ok((session, said)) => Done::Recovered(Box::new(session), said),
            Err(said) => Done::Failed(said),
        });
    }

    /// Saves a document.
    pub(super) fn save(&mut self, saving: Saving) {
        self.start("save", move || Done::Saved(Box::new(saving.run())));
    }

    /// Writes a text to a file.
    pub(super) fn write(&mut self, what: &'static str, text: String, path: PathBuf) {
        self.start("write", move || match store::save_bytes(&path, text.as_bytes()) {
            Ok(()) => Done::Said(format!("{what}: {}", path.display())),
            Err(error) => Done::Failed(format!(
                "It was not written: {error}; {}: {}",
                error.hint(),
                path.display()
            )),
        });
    }

    /// Saves the rows that an import could not use.
    pub(super) fn rejected(&mut self, batch: Arc<import::Batch>, today: Date, path: PathBuf) {
        self.start("rejected", move || {
            let saved =
                export::rejects(&batch, today).map_err(|e| e.to_string()).and_then(|bytes| {
                    store::save_bytes(&path, &bytes).map_err(|e| format!("{e}; {}", e.hint()))
                });
            match saved {
                Ok(()) => Done::Said(format!("Rejected rows saved: {}", path.display())),
                Err(why) => Done::Failed(format!("They were not saved: {why}: {}", path.display())),
            }
        });
    }

    /// Saves what was measured: a workbook where the file's ending says so, else a page.
    pub(super) fn report(&mut self, report: Report, today: Date, path: PathBuf) {
        self.start("report", move || {
            let Report { portfolio, accepted, measured } = report;
            let bytes = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
                export::measured::xlsx(&portfolio, &accepted, &measured, today)
                    .map_err(|e| format!("{e}; {}", e.hint()))
            } else {
                let framework = portfolio.with(&accepted);
                Ok(export::measured::html(&framework, &measured, today).into_bytes())
            };
            let saved = bytes.and_then(|bytes| {
                store::save_bytes(&path, &bytes).map_err(|e| format!("{e}; {}", e.hint()))
            });
            match saved {
                Ok(()) => Done::Said(format!("Report saved: {}", path.display())),
                Err(why) => {
                    Done::Failed(format!("The report was not saved: {why}: {}", path.display()))
                }
            }
        });
    }

    /// Reads another copy, finds what both were made from, and merges.
    pub(super) fn merge(&mut self, ask: Ask) {
        self.start("merge", move || {
            let answer = ask.answer();
            Done::Copy(ask.path, answer)
        });
    }

    /// Saves minutes.
    pub(super) fn minutes(
        &mut self,
        framework: Framework,
        wish: MinutesWish,
        today: Date,
        path: PathBuf,
    ) {
        self.start("minutes", move || match written(&framework, &wish, today, &path) {
            Ok(()) => Done::Said(format!("Minutes saved: {}", path.display())),
            Err(why) => Done::Failed(format!("The minutes were not saved: {why}")),
        });
    }

    /// Saves a part for a breakout group; what it was made of is kept, to merge it back over.
    pub(super) fn part(&mut self, framework: Framework, of: PartOf, path: PathBuf, kept: Sharing) {
        self.start("part", move || {
            let part = merge::part(&framework, &of);
            let saved = store::save_bytes(&path, store::write(&part).as_bytes()).and_then(|()| {
                let Some((backups, now)) = kept else { return Ok(()) };
                backups.keep_shared(store::write(&framework).as_bytes(), now)
            });
            let (objectives, programs) = (part.objectives().len(), part.programs().len());
            match saved {
                Ok(()) => Done::Said(format!(
                    "Part saved, {objectives} objectives and {programs} programs: {}",
                    path.display()
                )),
                Err(error) => Done::Failed(format!(
                    "The part was not saved: {error}; {}: {}",
                    error.hint(),
                    path.display()
                )),
            }
        });
    }

    /// Saves an export.
    pub(super) fn export(
        &mut self,
        framework: Framework,
        (format, wish): (Format, Wish),
        path: PathBuf,
    ) {
        self.start("export", move || {
            let made = Taken::new(&framework, wish.bar, wish.discreet).bytes(format, &wish);
            let saved = made.map_err(|e| format!("{e}; {}", e.hint())).and_then(|bytes| {
                store::save_bytes(&path, &bytes).map_err(|e| format!("{e}; {}", e.hint()))
            });
            match saved {
                Ok(()) => Done::Said(format!("Exported: {}", path.display())),
                Err(why) => Done::Failed(format!("It was not exported: {why}: {}", path.display())),
            }
        });
    }

    /// Saves the workshop pack into a folder.
    pub(super) fn pack(&mut self, framework: Framework, wish: Wish, folder: PathBuf) {
        self.start("pack", move || {
            let taken = Taken::new(&framework, wish.bar, wish.discreet);
            let parts = taken.pack(&wish);
            let save = |part: &Part| {
                let bytes = taken.part(part).map_err(|e| format!("{e}; {}", e.hint()))?;
                let path = folder.join(&part.name);
                store::save_bytes(&path, &bytes).map_err(|e| format!("{e}; {}", e.hint()))
            };
            match parts.iter().try_for_each(save) {
                Ok(()) => {
                    Done::Said(format!("{} files exported: {}", parts.len(), folder.display()))
                }
                Err(why) => {
                    Done::Failed(format!("The pack is not complete: {why}: {}", folder.display()))
                }
            }
        });
    }

    /// Draws the preview of a picture.
    pub(super) fn preview(&mut self, framework: Framework, wish: Wish, revision: u64) {
        self.start("preview", move || {
            let page = wish.page();
            let width = PREVIEW as f32 * (page.width / page.height).min(1.0);
            let image = drawn(&framework, &wish, width as u32);
            Done::Preview(Box::new(Preview { wish, revision, image }))
        });
    }

    /// Draws a picture for the clipboard.
    pub(super) fn copy(&mut self, framework: Framework, wish: Wish) {
        self.start("copy", move || match drawn(&framework, &wish, wish.width.min(COPIED)) {
            Ok(image) => Done::Copied(Box::new(image)),
            Err(why) => Done::Failed(format!("The picture was not copied: {why}")),
        });
    }
}

/// Where what a part was made of is kept, and the time.
pub(super) type Sharing = Option<(store::Backups, jiff::Timestamp)>;

/// Makes minutes and saves them; gives why not.
fn written(
    framework: &Framework,
    wish: &MinutesWish,
    today: Date,
    path: &Path,
) -> Result<(), String> {
    let earlier = wish.against.as_ref().map(|earlier| {
        store::open(earlier).map_err(|e| format!("{e}; {}: {}", e.hint(), earlier.display()))
    });
    let earlier = earlier.transpose()?;
    let since = match &earlier {
        Some(earlier) => Since::Copy(&earlier.framework),
        None => Since::Day(wish.day),
    };
    let about = report::About::new(framework, today);
    let made = minutes(framework, &since, &about).map_err(|e| format!("{e}; {}", e.hint()))?;
    let bytes = wish.format.write(&made).map_err(|e| format!("{e}; {}", e.hint()))?;
    store::save_bytes(path, &bytes).map_err(|e| format!("{e}; {}: {}", e.hint(), path.display()))
}

/// How long the longer side of a preview is, in pixels: less than any graphics card takes at most.
const PREVIEW: u32 = 1600;

/// How wide a picture on the clipboard is at most, in pixels: others take no larger ones.
const COPIED: u32 = 3840;

/// Draws a picture into pixels.
fn drawn(framework: &Framework, wish: &Wish, width: u32) -> Result<ColorImage, String> {
    let said = |error: export::ExportError| format!("{error}; {}", error.hint());
    let taken = Taken::new(framework, wish.bar, wish.discreet);
    let pixels = export::png_of(&taken.scene(wish).map_err(said)?, width);
    let pixels = pixels.map_err(|error| said(error.into()))?;
    let size = [pixels.width() as usize, pixels.height() as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, pixels.data()))
}

/// The endings of frameworks, and of what can be imported.
const ALL_FILES: [&str; 9] = ["ron", "xml", "csv", "tsv", "xlsx", "xlsm", "ods", "json", "opml"];

/// Opens a framework, or a file that brings one; any other portfolio goes to the wizard.
fn open(path: PathBuf, today: Date) -> Result<Done, String> {
    let failed = |why: String| format!("Cannot open it: {why}: {}", path.display());
    let mut input = store::source(&path).map_err(|e| failed(format!("{e}; {}", e.hint())))?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut file = import::SourceFile::new(&name, &mut input, today);
    let refused = |e: import::ImportError| failed(format!("{e}; {}", e.hint()));
    match import::Format::detect(&file.head().map_err(refused)?, &name) {
        None => {}
        Some(format @ (import::Format::UnInfo | import::Format::Opml)) => {
            let (options, progress) = (import::Options::default(), import::Progress::default());
            let batch = import::read(format, &mut file, &options, &progress).map_err(refused)?;
            let (framework, summary) =
                import::framework_of(&batch).map_err(|e| failed(e.to_string()))?;
            let said = format!(
                "Imported {} programs and {} objectives, {} findings",
                summary.new,
                summary.objectives,
                batch.findings.len()
            );
            return Ok(Done::Opened(Box::new(Session::new(framework)), Some(said)));
        }
        Some(_) => return Ok(Done::Portfolio(path)),
    }
    let read = store::open(&path).map_err(|e| failed(format!("{e}; {}", e.hint())))?;
    let (session, said) = opened(read, &path);
    Ok(Done::Opened(Box::new(session), said))
}

/// Takes over a document that was read; gives what to tell of it.
pub(super) fn opened(read: Opened, path: &Path) -> (Session, Option<String>) {
    let session = Session::opened(read, path);
    let said = match session.read_only() {
        Some(why) => Some(format!("Open for reading only: {why}")),
        None if session.has_comments() => {
            Some("The file holds comments, which saving it will lose".to_owned())
        }
        None => None,
    };
    (session, said)
}
