//! What was not saved when a window died or was closed: the journals that nobody holds, and the
//! document that each belongs to.
//!
//! It never changes a document's file. Steps are replayed by the session, up to the first that is
//! torn or does not fit.

use super::disk::Held;
use super::home::Home;
use super::journal::{self, Base, Header, Journal, Left, Step};
use super::lock::Who;
use super::save::remove_stale_in;
use super::stamp::Digest;
use super::{Opened, StoreError};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};

/// What the steps of a journal can be put on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// The file, which is as it was.
    File,
    /// A copy, since the file was changed or is gone: a backup has what it was.
    Copy,
    /// A document that has no file: the journal has all of it.
    Whole,
    /// Nothing: the file was changed or is gone, and there is no backup of what it was.
    Lost,
}

/// Something that was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recoverable {
    /// Its journal.
    pub journal: PathBuf,
    /// The title of the framework.
    pub title: String,
    /// The file that it belongs to, if it had one.
    pub of: Option<PathBuf>,
    /// When the last step was made.
    pub at: Timestamp,
    /// Who made the steps.
    pub who: Who,
    /// How many steps there are.
    pub steps: usize,
    /// What they can be put on.
    pub fit: Fit,
    /// How much later than the file the last step is, where both are known.
    pub newer_by: Option<SignedDuration>,
}

impl Recoverable {
    /// What there is to recover, in a few words: "newer by 4 minutes, 12 steps by A. T.".
    #[must_use]
    pub fn words(&self) -> String {
        let count = |number: i64, unit: &str| {
            format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
        };
        let steps = count(i64::try_from(self.steps).unwrap_or(i64::MAX), "step");
        let newer = self.newer_by.map(|by| match by.as_secs() {
            ..60 => count(by.as_secs().max(1), "second"),
            60..3600 => count(by.as_mins(), "minute"),
            3600..172_800 => count(by.as_hours(), "hour"),
            _ => count(by.as_hours() / 24, "day"),
        });
        let newer = newer.map_or_else(String::new, |by| format!("newer by {by}, "));
        let rest = match self.fit {
            Fit::File | Fit::Whole => "",
            Fit::Copy => "; the file was changed since, so they open as a copy",
            Fit::Lost => "; the file was changed since, and there is no backup of what it was",
        };
        let name = &self.who.name;
        let by = if name.is_empty() { String::new() } else { format!(" by {name}") };
        format!("{newer}{steps}{by}{rest}")
    }
}

/// Why something was not recovered. Its journal stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// Another window has it.
    #[error("another window has it open")]
    InUse,
    /// The journal cannot be read.
    #[error("what was kept cannot be read")]
    Unreadable,
    /// There is nothing to put the steps on.
    #[error("the file was changed since, and there is no backup of what it was")]
    Lost,
    /// What the steps are to be put on cannot be opened.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl RecoverError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::InUse => "close the other window, or go on there",
            Self::Unreadable => "open the file, or a backup of it",
            Self::Lost => "find a copy of the file as it was, put it in its place and try again",
            Self::Store(error) => error.hint(),
        }
    }
}

/// What is there to go on with.
#[derive(Debug)]
pub struct Recovered {
    /// The document that the steps are put on.
    pub opened: Opened,
    /// Its file; none for a copy.
    pub of: Option<PathBuf>,
    /// The steps that are not in it.
    pub steps: Vec<Step>,
    home: Home,
    path: PathBuf,
    held: Box<dyn Held>,
    header: Header,
}

impl Recovered {
    /// Goes on with the journal, of which only the first steps were of use.
    #[must_use]
    pub fn resume(self, fitting: usize) -> Journal {
        let Self { home, path, held, mut header, mut steps, of, .. } = self;
        steps.truncate(fitting);
        // A copy is a document of its own.
        header.of = of.map(|of| of.to_string_lossy().into_owned());
        Journal::resume(&home, (path, held), header, steps)
    }
}

/// All that was not saved, the newest first. Reads every journal: ask when a window opens, not in
/// each frame.
#[must_use]
pub fn recoverable(home: &Home) -> Vec<Recoverable> {
    let folder = home.journals();
    remove_stale_in(&*home.disk, &folder, ".");
    let paths = home.disk.list(&folder).unwrap_or_default();
    let journals = paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == "journal"));
    let mut all: Vec<Recoverable> = journals.filter_map(|path| look_at(home, path)).collect();
    all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.journal.cmp(&b.journal)));
    all
}

/// What was not saved of a file, the newest.
#[must_use]
pub fn recoverable_of(home: &Home, file: &Path) -> Option<Recoverable> {
    let resolved = |path: &Path| home.disk.resolve(path).unwrap_or_else(|_| path.to_owned());
    let file = resolved(file);
    let is_of = |kept: &Recoverable| kept.of.as_ref().is_some_and(|of| resolved(of) == file);
    recoverable(home).into_iter().find(is_of)
}

fn look_at(home: &Home, journal: PathBuf) -> Option<Recoverable> {
    let _held = home.disk.hold(&journal).ok()??;
    if journal::is_hollow(&*home.disk, &journal) {
        home.disk.remove(&journal).ok();
        return None;
    }
    let left = journal::read(&*home.disk, &journal)?;
    let at = left.steps.last()?.at;
    let (fit, of, done) = fit(home, &left);
    if done == left.steps.len() {
        // The crash came between the save and its note: all of it is in the file.
        home.disk.remove(&journal).ok();
        return None;
    }
    let saved = of.as_ref().and_then(|of| home.disk.facts(of).ok()?.modified);
    let newer_by = saved.map(|saved| at.duration_since(saved));
    Some(Recoverable {
        journal,
        title: left.header.title,
        at,
        who: left.header.who,
        steps: left.steps.len() - done,
        newer_by: newer_by.filter(SignedDuration::is_positive),
        fit,
        of,
    })
}

/// What the steps fit on: how, which file, and how many of them are in it already.
fn fit(home: &Home, left: &Left) -> (Fit, Option<PathBuf>, usize) {
    let there = |path: &Path| home.disk.read(path).ok().map(|bytes| Digest::of(&bytes));
    let of = left.header.of.as_ref().map(PathBuf::from);
    let base = match left.header.base {
        Base::File(hash) => Some(hash),
        Base::Text(_) => None,
    };
    if let (Some(of), Some(base)) = (&of, base)
        && there(of) == Some(base)
    {
        return (Fit::File, Some(of.clone()), 0);
    }
    // The crash may have come between a save and its note.
    let noted = |(hash, file, _): &&(Digest, PathBuf, usize)| there(file) == Some(*hash);
    if let Some((_, file, done)) = left.saves.iter().rev().find(noted) {
        return (Fit::File, Some(file.clone()), *done);
    }
    let fit = match base {
        None if of.is_none() => Fit::Whole,
        None => Fit::Copy,
        Some(base) if home.backup_of(&left.header.document, base).is_some() => Fit::Copy,
        Some(_) => Fit::Lost,
    };
    (fit, of, 0)
}

/// Opens what was not saved; the session puts the steps on it.
///
/// # Errors
/// When another window has it, or what it was put on is gone or cannot be read.
pub fn recover(home: &Home, journal: &Path) -> Result<Recovered, RecoverError> {
    let held = hold(home, journal)?;
    let left = journal::read(&*home.disk, journal).ok_or(RecoverError::Unreadable)?;
    let (fit, of, done) = fit(home, &left);
    let of = of.filter(|_| fit == Fit::File);
    let Left { mut header, mut steps, .. } = left;
    let opened = match (&of, &header.base) {
        (Some(of), _) => {
            let opened = super::open_on(&*home.disk, of)?;
            header.base = Base::File(opened.stamp.hash);
            opened
        }
        (None, Base::Text(text)) => super::read(text.as_bytes())?,
        (None, Base::File(hash)) => {
            let backup = home.backup_of(&header.document, *hash).ok_or(RecoverError::Lost)?;
            super::read(&backup)?
        }
    };
    steps.drain(..done);
    let (home, path) = (home.clone(), journal.to_owned());
    Ok(Recovered { opened, of, steps, home, path, held, header })
}

/// Forgets what was not saved.
///
/// # Errors
/// When another window has it, or the disk refuses.
pub fn forget(home: &Home, journal: &Path) -> Result<(), RecoverError> {
    let held = hold(home, journal)?;
    home.disk.remove(journal).map_err(StoreError::from)?;
    drop(held);
    Ok(())
}

/// Holds a journal that is there.
fn hold(home: &Home, journal: &Path) -> Result<Box<dyn Held>, RecoverError> {
    home.disk.facts(journal).map_err(StoreError::from)?;
    home.disk.hold(journal).map_err(StoreError::from)?.ok_or(RecoverError::InUse)
}
