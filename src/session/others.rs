//! What others do to a document's file while it is open: it is noticed, read, and merged with what
//! was done here. It never writes the file.

use super::keep::SharedStamp;
use super::{Session, SessionError};
use crate::merge::{self, MergeError, Merged};
use crate::model::{Change, Framework};
use crate::store::{self, Backups, Disk, Opened, SaveError, Stamp, StoreError};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::{Arc, MutexGuard, TryLockError};

/// A look at a document's file, whether it was changed since.
#[derive(Debug)]
#[must_use = "the file is looked at by `run`"]
pub struct Look {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    stamp: SharedStamp,
}

impl Look {
    /// Looks; gives what became of the file, where it is no longer what was opened. It is read
    /// only where it looks touched. Waits for the disk: on a thread, where a window must not.
    #[must_use]
    pub fn run(self) -> Option<SaveError> {
        let stamp = self.known()?.clone()?;
        if !stamp.looks_touched(&*self.disk, &self.path) {
            return None;
        }
        let checked = stamp.check(&*self.disk, &self.path, None);
        // The stamp is not held while the disk is read: it may have been saved since.
        let mut known = self.known()?;
        let known = known.as_mut().filter(|known| **known == stamp)?;
        match checked {
            // Only touched: from now on this is how it looks.
            Ok(()) => {
                known.modified = self.disk.facts(&self.path).ok()?.modified;
                None
            }
            // A disk that is away for a moment is told when it is needed.
            Err(error) => Some(error).filter(SaveError::is_change_on_disk),
        }
    }

    /// The stamp; `None` while a save is under way, which looks itself.
    fn known(&self) -> Option<MutexGuard<'_, Option<Stamp>>> {
        match self.stamp.try_lock() {
            Ok(known) => Some(known),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Poisoned(known)) => Some(known.into_inner()),
        }
    }
}

/// A document's file, to be read as others left it and compared with what is open.
#[derive(Debug)]
#[must_use = "the file is read by `run`"]
pub struct ReadAgain {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    base: Option<Framework>,
    ours: Framework,
}

/// What others left in a document's file.
#[derive(Debug)]
pub struct Theirs {
    /// The file.
    pub path: PathBuf,
    /// What it holds now.
    pub opened: Opened,
    /// What they changed, in sentences.
    pub told: Vec<String>,
    /// Theirs and ours as one, as far as that can be.
    pub merged: Result<Merged, MergeError>,
}

impl ReadAgain {
    /// Reads and compares.
    ///
    /// # Errors
    /// When the file cannot be read or is no framework.
    pub fn run(self) -> Result<Theirs, StoreError> {
        let opened = store::open_on(&*self.disk, &self.path)?;
        let base = self.base.as_ref().unwrap_or(&self.ours);
        let told = merge::told(base, &opened.framework);
        // Saving would lose what this version does not know.
        let merged = match opened.why_read_only() {
            Some(why) => Err(MergeError::Faults("the file", why)),
            None => merge::merge(base, &self.ours, &opened.framework),
        };
        Ok(Theirs { path: self.path, opened, told, merged })
    }
}

/// What a document's file held before the first change, to be kept as a backup: others may change
/// the file before it is saved here, and then nothing else has what the steps were put on.
#[derive(Debug)]
#[must_use = "it is kept by `run`"]
pub struct Found {
    disk: Arc<dyn Disk>,
    backups: Backups,
    path: PathBuf,
    base: Framework,
    stamp: Stamp,
    now: Timestamp,
}

impl Found {
    /// Keeps it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn run(self) -> Result<(), SaveError> {
        let is_it = |bytes: &Vec<u8>| store::Digest::of(bytes) == self.stamp.hash;
        let written = store::write(&self.base).into_bytes();
        let bytes = if is_it(&written) {
            written
        } else {
            // Not as Throughline writes it: the file itself, if it is still there.
            self.disk.read(&self.path).ok().filter(is_it).unwrap_or(written)
        };
        self.backups.keep_found(&bytes, self.now)
    }
}

impl Session {
    /// A look at its file, if it has one.
    #[must_use]
    pub fn look(&self) -> Option<Look> {
        let (disk, stamp) = (Arc::clone(&self.keep.disk), Arc::clone(&self.keep.stamp));
        self.path.clone().map(|path| Look { disk, path, stamp })
    }

    /// Its file, to be read as others left it.
    #[must_use]
    pub fn read_again(&self) -> Option<ReadAgain> {
        let (base, ours) = (self.keep.base.clone(), self.framework.clone());
        let disk = Arc::clone(&self.keep.disk);
        self.path.clone().map(|path| ReadAgain { disk, path, base, ours })
    }

    /// What its file held before the first change, once: to be kept as a backup.
    pub fn found(&mut self) -> Option<Found> {
        self.keep.found.take()
    }

    pub(super) fn to_be_found(&self) -> Option<Found> {
        let (backups, path) = (self.backups()?, self.path.clone()?);
        let (base, stamp) = (self.keep.base.clone()?, self.stamp()?);
        let disk = Arc::clone(&self.keep.disk);
        Some(Found { disk, backups, path, base, stamp, now: self.keep.now })
    }

    /// What its file held when it was opened or saved last; both copies begin from it.
    #[must_use]
    pub fn base(&self) -> Option<&Framework> {
        self.keep.base.as_ref()
    }

    /// Takes over what was merged with its file as others left it: one undo step. Saving puts the
    /// whole in the file, unless that is changed once more.
    ///
    /// # Errors
    /// When it does not fit or the document may only be read.
    pub fn adopt_merged(
        &mut self,
        label: String,
        change: Change,
        theirs: &Opened,
    ) -> Result<(), SessionError> {
        self.adopt(label, change)?;
        self.set_base(Some((theirs.stamp.clone(), theirs.framework.clone())));
        Ok(())
    }
}
