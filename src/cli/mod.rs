//! The command line: one file a subcommand. Reads and writes files, knows the clock; no window.

mod analyze;
mod apply;
pub mod args;
mod check;
mod diff;
mod export;
mod import;
mod measure;
mod merge;
mod minutes;
mod new;
mod part;
mod pipe;
mod suggest;

use crate::model::Date;
use crate::store::{self, Opened};
use args::{Arguments, Command};
use pipe::Pipe;
use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A failure: what failed, why, what to do, the path last.
#[derive(Debug)]
pub struct Failure {
    what: String,
    why: String,
    hint: String,
    path: PathBuf,
}

impl Failure {
    fn new(what: &str, why: impl Display, hint: &str, path: &Path) -> Self {
        Self {
            what: what.to_owned(),
            why: why.to_string(),
            hint: hint.to_owned(),
            path: path.to_owned(),
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, why, hint, path } = self;
        write!(f, "throughline: {what}: {why}; {hint}: {}", path.display())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new("cannot print", error, "check where the output goes", Path::new("-"))
    }
}

/// Where a command writes: what was asked for, and what is to be said besides.
pub struct Streams<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
}

/// Carries out a command; gives the exit code.
///
/// # Errors
/// When it fails; the exit code is then 2.
pub fn run(command: &Command, streams: &mut Streams) -> Result<u8, Failure> {
    match command {
        Command::Check(args) => check::run(args, streams),
        Command::Analyze(args) => analyze::run(args, streams),
        Command::New(args) => new::run(args, streams),
        Command::Import(args) => import::run(args, streams),
        Command::Suggest(args) => suggest::run(args, streams),
        Command::Measure(args) => measure::run(args, streams),
        Command::Export(args) => export::run(args, streams),
        Command::Minutes(args) => minutes::run(args, streams),
        Command::Apply(args) => apply::run(args, streams),
        Command::Diff(args) => diff::run(args, streams),
        Command::Merge(args) => merge::run(args, streams),
        Command::Part(args) => part::run(args, streams),
    }
}

/// Carries out a command on the process's own streams; gives the exit code. A reader that has
/// gone away is no failure.
#[must_use]
pub fn main(arguments: &Arguments) -> u8 {
    let Some(command) = &arguments.command else { return 2 };
    let mut out = std::io::BufWriter::new(Pipe::output(std::io::stdout().lock()));
    let mut err = Pipe::warnings(std::io::stderr().lock());
    let result = run(command, &mut Streams { out: &mut out, err: &mut err })
        .and_then(|code| out.flush().map(|()| code).map_err(Failure::from));
    match result {
        Ok(code) => code,
        Err(failure) => {
            // Never fails: where standard error is closed too, nobody is left to tell.
            writeln!(err, "{failure}").ok();
            2
        }
    }
}

/// Opens a document for looking at; says so where it opens for reading only.
fn look_at(path: &Path, streams: &mut Streams) -> Result<Opened, Failure> {
    let opened = open(path)?;
    if let Some(why) = opened.why_read_only() {
        writeln!(streams.err, "throughline: open for reading only: {why}: {}", path.display())?;
    }
    Ok(opened)
}

/// Opens a document.
fn open(path: &Path) -> Result<Opened, Failure> {
    store::open(path).map_err(|e| Failure::new("cannot open the framework", &e, e.hint(), path))
}

/// Opens a document for changing; one that opens for reading only is refused.
fn open_to_change(path: &Path, streams: &mut Streams) -> Result<Opened, Failure> {
    let opened = open(path)?;
    if let Some(why) = opened.why_read_only() {
        let hint = "mend the file in a text editor first";
        return Err(Failure::new("the framework opens for reading only", why, hint, path));
    }
    if opened.comments {
        let path = path.display();
        writeln!(streams.err, "throughline: its comments are lost when it is saved: {path}")?;
    }
    Ok(opened)
}

/// Replaces a file, all or nothing.
fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    store::save_bytes(path, bytes).map_err(|e| Failure::new("cannot save", &e, e.hint(), path))
}

/// Refuses to write over a file that is only to be read.
fn keep(source: &Path, out: &Path, what: &str) -> Result<(), Failure> {
    // A file that is not there yet is no other file.
    let there = |path: &Path| path.canonicalize().ok();
    if there(out).is_none_or(|out| there(source) != Some(out)) {
        return Ok(());
    }
    let hint = "give the result another name";
    Err(Failure::new(what, "it would be written over a file that it is made from", hint, out))
}

/// Prints a value as JSON.
fn json<T: serde::Serialize>(value: &T, streams: &mut Streams) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|e| Failure::new("cannot print", e, "report this", Path::new("-")))?;
    writeln!(streams.out, "{text}")?;
    Ok(())
}

/// Today, where no date is given.
fn today(given: Option<Date>) -> Date {
    given.unwrap_or_else(|| jiff::Zoned::now().date())
}
