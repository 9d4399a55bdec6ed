//! How a session keeps what is entered: its journal, its lock, saving in three parts (a snapshot,
//! the work, the note of it) and recovery. No clock: the time is told by whoever runs the session.

use super::others::Found;
use super::{Session, SessionError};
use crate::analysis::Analyst;
use crate::edit::{Command, EditError};
use crate::model::{Change, Framework};
use crate::store::{
    self, Disk, Home, Journal, Kind, Label, Lock, Mark, RecoverError, SaveError, Stamp, Step,
    StoreError, Taken,
};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What the document's file held when it was opened or saved last: shared by the session and the
/// saves that are under way, which wait for each other.
pub(super) type SharedStamp = Arc<Mutex<Option<Stamp>>>;

/// A document on its way to its file: everything that a thread needs to save it.
#[derive(Debug)]
#[must_use = "a document is saved by `run`"]
pub struct Saving {
    disk: Arc<dyn Disk>,
    home: Option<Home>,
    framework: Framework,
    path: PathBuf,
    is_own: bool,
    replaces: bool,
    stamp: SharedStamp,
    state: u64,
    mark: Option<Mark>,
    now: Timestamp,
}

/// A document that was saved or not, for the session to take note of.
#[derive(Debug)]
#[must_use = "the session takes note of it by `finish`"]
pub struct Finished {
    framework: Framework,
    path: PathBuf,
    is_own: bool,
    /// Tells the session that it is of.
    stamp: SharedStamp,
    state: u64,
    mark: Option<Mark>,
    lock: Option<Lock>,
    trouble: Option<String>,
    result: Result<Stamp, SaveError>,
}

impl Finished {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why it was not saved, if so.
    #[must_use]
    pub fn error(&self) -> Option<&SaveError> {
        self.result.as_ref().err()
    }
}

impl Saving {
    /// Replaces the file whatever is there now: the user has seen that and agreed.
    pub fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }

    /// Saves it. Waits for the disk: on a thread, where a window must not.
    pub fn run(self) -> Finished {
        let (lock, result, trouble) = self.work();
        let Self { framework, path, is_own, stamp, state, mark, .. } = self;
        Finished { framework, path, is_own, stamp, state, mark, lock, trouble, result }
    }

    fn work(&self) -> (Option<Lock>, Result<Stamp, SaveError>, Option<String>) {
        let lock = match self.lock() {
            Ok(lock) => lock,
            Err(error) => return (None, Err(error), None),
        };
        let text = store::write(&self.framework);
        let stamp = Stamp::of(self.framework.head().id.clone(), text.as_bytes());
        // A backup that fails must not keep anybody from saving: it is told afterwards.
        let backups = self.home.as_ref().map(|h| h.backups(&stamp.document, &self.path));
        let found = backups.as_ref().zip(self.disk.read(&self.path).ok());
        let found = found.map_or(Ok(()), |(backups, was)| backups.keep_found(&was, self.now));
        if let Some(mark) = &self.mark {
            mark.about_to_save(stamp.hash, &self.path);
        }
        let result = self.replace(&text, stamp);
        let kept = match (&backups, &result) {
            (Some(backups), Ok(_)) => backups.keep(text.as_bytes(), Label::Saved, self.now),
            _ => Ok(()),
        };
        let trouble = found.and(kept).err();
        (lock, result, trouble.map(|e| format!("there is no backup of it: {e}; {}", e.hint())))
    }

    fn replace(&self, text: &str, written: Stamp) -> Result<Stamp, SaveError> {
        let written = (text.as_bytes(), written);
        if !self.is_own {
            return store::save_on(&*self.disk, &self.path, written, None);
        }
        let mut known = self.stamp.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = known.as_ref().filter(|_| !self.replaces);
        let result = store::save_on(&*self.disk, &self.path, written, expected);
        match &result {
            Ok(stamp) => *known = Some(stamp.clone()),
            // It is our own document that is there now, and not somebody else's.
            Err(SaveError::NotFlushed { stamp: Some(stamp), .. }) => {
                *known = Some((**stamp).clone());
            }
            Err(_) => {}
        }
        result
    }

    /// Takes the lock of another file than the document's own.
    fn lock(&self) -> Result<Option<Lock>, SaveError> {
        let Some(home) = self.home.as_ref().filter(|_| !self.is_own) else { return Ok(None) };
        match store::take(&self.disk, &self.path, home.who()) {
            Taken::Held(lock) => Ok(Some(lock)),
            Taken::By(who) => Err(SaveError::InUse(someone(who.as_ref()))),
            Taken::Without(_) => Ok(None),
        }
    }
}

fn someone(who: Option<&store::Who>) -> String {
    who.map_or_else(|| "by somebody".to_owned(), ToString::to_string)
}

/// Whether two paths are of one file, however they are written.
fn same(disk: &dyn Disk, one: &Path, other: &Path) -> bool {
    one == other || matches!((disk.resolve(one), disk.resolve(other)), (Ok(a), Ok(b)) if a == b)
}

/// What keeps a session's document: all of it is there only where there is a data folder.
#[derive(Debug)]
pub(super) struct Keep {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) home: Option<Home>,
    journal: Option<Journal>,
    lock: Option<Lock>,
    pub(super) stamp: SharedStamp,
    /// What its file held when it was opened or saved last, as a framework.
    pub(super) base: Option<Framework>,
    /// The base, where it is still to be kept as a backup.
    pub(super) found: Option<Found>,
    /// Who else has it open.
    pub(super) in_use: Option<String>,
    trouble: Option<String>,
    pub(super) now: Timestamp,
}

impl Default for Keep {
    fn default() -> Self {
        Self {
            disk: store::disk::real(),
            home: None,
            journal: None,
            lock: None,
            stamp: SharedStamp::default(),
            base: None,
            found: None,
            in_use: None,
            trouble: None,
            now: Timestamp::UNIX_EPOCH,
        }
    }
}

impl Session {
    /// Opens a document on a given disk.
    ///
    /// # Errors
    /// When it cannot be read at all; one with faults opens for reading only.
    pub fn open_on(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, StoreError> {
        let mut session = Self::opened(store::open_on(&*disk, path)?, path);
        session.keep.disk = disk;
        Ok(session)
    }

    /// From now on keeps what is done in a data folder, and the document from being edited twice;
    /// gives what the user should know: that another has it open (then it opens for reading only),
    /// or that this cannot be told.
    pub fn keep_in(&mut self, home: Home) -> Option<String> {
        self.keep.disk = Arc::clone(home.disk());
        let path = self.path.as_deref().filter(|_| self.read_only().is_none());
        let said = match path.map(|path| store::take(home.disk(), path, home.who())) {
            Some(Taken::Held(lock)) => {
                self.keep.lock = Some(lock);
                None
            }
            Some(Taken::By(who)) => {
                let said = format!("it is open elsewhere: {}", someone(who.as_ref()));
                self.keep.in_use = Some(said.clone());
                Some(said)
            }
            Some(Taken::Without(why)) => {
                Some(format!("whether others have it open cannot be told: {why}"))
            }
            None => None,
        };
        self.keep.home = Some(home);
        said
    }

    /// Tells the time: steps and backups bear it.
    pub fn tick(&mut self, now: Timestamp) {
        self.keep.now = now;
    }

    /// Why what is done is not being kept, or has no backup, with what to do.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let journal = self.keep.journal.as_ref().and_then(Journal::trouble);
        journal.or_else(|| self.keep.trouble.clone())
    }

    /// Who else has the document open, if it opened for reading only for that.
    #[must_use]
    pub fn in_use(&self) -> Option<&str> {
        self.keep.in_use.as_deref()
    }

    /// What its file held when it was opened or saved last. Waits for a save that is under way.
    #[must_use]
    pub fn stamp(&self) -> Option<Stamp> {
        self.keep.stamp.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what its file holds. Saves that are under way keep to what they began with.
    pub(super) fn set_base(&mut self, base: Option<(Stamp, Framework)>) {
        let (stamp, base) = base.unzip();
        self.keep.stamp = Arc::new(Mutex::new(stamp));
        self.keep.base = base;
    }

    /// Waits until what was done is on disk.
    pub fn flush(&self) {
        if let Some(journal) = &self.keep.journal {
            journal.flush();
        }
    }

    /// Makes a copy of the document: it has no file yet, and nobody else has it open.
    pub fn become_copy(&mut self) {
        self.path = None;
        self.saved = u64::MAX;
        self.set_base(None);
        (self.keep.lock, self.keep.in_use) = (None, None);
    }

    /// Forgets what is not saved, when the user has said so: nothing of it is offered again.
    pub fn discard(&mut self) {
        if let Some(journal) = self.keep.journal.take() {
            journal.discard();
        }
    }

    /// Begins the journal where there is a folder for it: before the first step, since it is the
    /// document of that moment that the steps are put on.
    pub(super) fn begin_journal(&mut self) {
        if let (Some(home), None) = (&self.keep.home, &self.keep.journal) {
            let stamp = self.stamp();
            let of = self.path.as_deref().zip(stamp.as_ref());
            self.keep.journal = Some(Journal::begin(home, &self.framework, of));
            self.keep.found = self.to_be_found();
        }
    }

    /// Notes a step in the journal; none is left where it makes the document as it was saved.
    pub(super) fn note(&self, kind: Kind, label: String, done: (Option<Command>, Change)) {
        let Some(journal) = &self.keep.journal else { return };
        let (command, change) = done;
        journal.record(Step { at: self.keep.now, kind, label, command, change });
        if !self.dirty() {
            journal.clear();
        }
    }

    /// Makes everything ready to save to a file, which will be the document's own. In the file
    /// that it has, nothing is overwritten that was changed on disk since.
    ///
    /// # Errors
    /// When it may only be read: what this version does not know would be lost.
    pub fn saving(&mut self, path: &Path) -> Result<Saving, SessionError> {
        if let Some(why) = &self.read_only {
            return Err(SessionError::ReadOnly(why.clone()));
        }
        let is_own = self.path.as_deref().is_some_and(|own| same(&*self.keep.disk, own, path));
        if let Some(who) = self.keep.in_use.as_ref().filter(|_| is_own) {
            return Err(SessionError::InUse(who.clone()));
        }
        self.begin_journal();
        Ok(Saving {
            disk: Arc::clone(&self.keep.disk),
            home: self.keep.home.clone(),
            framework: self.framework.clone(),
            path: path.to_owned(),
            is_own,
            replaces: false,
            stamp: Arc::clone(&self.keep.stamp),
            state: self.history.state(),
            mark: self.keep.journal.as_mut().map(Journal::mark),
            now: self.keep.now,
        })
    }

    /// Takes note of what became of saving: the file is the document's own from now on.
    ///
    /// # Errors
    /// When it was not saved; the document is then unsaved as before.
    pub fn finish(&mut self, finished: Finished) -> Result<(), SessionError> {
        let Finished { framework, path, is_own, stamp: of, state, mark, lock, trouble, result } =
            finished;
        match result {
            // It was saved, but another document is open by now, or it has another file.
            Ok(_) if !Arc::ptr_eq(&of, &self.keep.stamp) => Ok(()),
            Ok(stamp) => {
                if let (Some(journal), Some(mark)) = (&self.keep.journal, &mark) {
                    journal.saved(mark, framework.clone(), &path, &stamp);
                }
                if is_own {
                    self.keep.base = Some(framework);
                } else {
                    (self.keep.lock, self.keep.in_use) = (lock, None);
                    self.set_base(Some((stamp, framework)));
                }
                self.path = Some(path);
                self.comments = false;
                self.saved = state;
                self.keep.trouble = trouble;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on with what was not saved; gives how many steps are done again, and of how many.
    ///
    /// # Errors
    /// When another window has it, or what the steps are put on is gone or cannot be read.
    pub fn recover(home: &Home, journal: &Path) -> Result<(Self, usize, usize), RecoverError> {
        let recovered = store::recover(home, journal)?;
        let steps = recovered.steps.clone();
        let mut session = Self::new(recovered.opened.framework.clone());
        session.read_only = recovered.opened.why_read_only();
        session.keep.disk = Arc::clone(home.disk());
        match &recovered.of {
            Some(of) => {
                session.path = Some(of.clone());
                let base = recovered.opened.framework.clone();
                session.set_base(Some((recovered.opened.stamp.clone(), base)));
            }
            None => session.saved = u64::MAX,
        }
        let count = steps.len();
        // Every step that fits, up to the first that does not.
        let fitting = steps.into_iter().take_while(|step| session.redo_step(step).is_ok()).count();
        session.revision += 1;
        session.analyst = Analyst::new(&session.framework, session.bar);
        session.keep.journal = Some(recovered.resume(fitting));
        Ok((session, fitting, count))
    }

    /// Does a step of a journal again, with its place in the history.
    fn redo_step(&mut self, step: &Step) -> Result<(), EditError> {
        self.framework.apply(&step.change)?;
        let known = match step.kind {
            Kind::Did => None,
            Kind::Undid => self.history.undo(),
            Kind::Redid => self.history.redo(),
        };
        // What was done before the last save is not in the history any more: taking it back is a
        // step of its own.
        if known.is_none() {
            let undone = if step.kind == Kind::Undid { "Undone: " } else { "" };
            let label = format!("{undone}{}", step.label);
            self.history.push(label, step.command.clone(), step.change.clone());
        }
        Ok(())
    }
}
