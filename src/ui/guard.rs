//! The document's file and its versions: what users can ask about them, and the threads that read
//! them.

use super::jobs::{Done, Jobs, opened};
use crate::session::{Found, Look, ReadAgain, Seen, Session, Theirs, Unsaved, Version};
use crate::store::{self, Backup, Backups, Home, Recoverable, SaveError};
use std::path::PathBuf;
use std::sync::Arc;

/// Something about the document's file or its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Take what others changed in the file into the document: one undo step.
    Merge,
    /// Show what the file holds now; what is not saved is kept as a version.
    Reload,
    /// Put the document in place of what the file holds now.
    Overwrite,
    /// Go on with a copy, which has no file yet.
    Copy,
    /// Read a version, to show it beside the document.
    Look(Box<Backup>),
    /// Make the document as it was in a version: one undo step.
    Restore(Box<Backup>),
    /// Open a version as a document of its own, which has no file yet.
    CopyOf(Box<Backup>),
}

/// What a thread read.
pub(super) enum Kept {
    /// The versions, the newest first.
    Listed(Vec<Backup>),
    /// A version beside the document, or why it cannot be read.
    Seen(Box<Backup>, Result<Box<Seen>, String>),
    /// The file is no longer what was opened.
    Touched(PathBuf, SaveError),
    /// What others left in the file, or why it cannot be read.
    Theirs(PathBuf, Result<Arc<Theirs>, String>),
    /// The file was opened again: what it was asked at (the revision), and what to tell of it.
    Reloaded(u64, Box<Session>, Option<String>),
    /// There is something that was not saved of the file.
    Unsaved(PathBuf, Box<Recoverable>),
}

impl Jobs {
    /// Lists the versions of a document.
    pub(super) fn versions(&mut self, backups: Backups) {
        self.start("versions", move || Done::Kept(Kept::Listed(backups.list())));
    }

    /// Reads a version.
    pub(super) fn version(&mut self, backup: Backup, version: Version) {
        self.start("version", move || {
            let seen = version.run().map(Box::new).map_err(|e| format!("{e}; {}", e.hint()));
            Done::Kept(Kept::Seen(Box::new(backup), seen))
        });
    }

    /// Looks whether others changed a file; nothing is told where nobody did.
    pub(super) fn look(&mut self, path: PathBuf, look: Look) {
        self.start_quietly("look", move || {
            look.run().map(|error| Done::Kept(Kept::Touched(path, error)))
        });
    }

    /// Reads what others left in a file.
    pub(super) fn read_again(&mut self, path: PathBuf, read: ReadAgain) {
        self.start("read", move || {
            let theirs = read.run().map(Arc::new).map_err(|e| format!("{e}; {}", e.hint()));
            Done::Kept(Kept::Theirs(path, theirs))
        });
    }

    /// Looks for what was not saved of a file.
    pub(super) fn unsaved(&mut self, path: PathBuf, home: Home) {
        self.start_quietly("unsaved", move || {
            let unsaved = store::recoverable_of(&home, &path)?;
            Some(Done::Kept(Kept::Unsaved(path, Box::new(unsaved))))
        });
    }

    /// Keeps what a file held before the first change.
    pub(super) fn found(&mut self, found: Found) {
        self.start_quietly("found", move || {
            let error = found.run().err()?;
            let hint = error.hint();
            Some(Done::Failed(format!("There is no backup of what the file held: {error}; {hint}")))
        });
    }

    /// Opens a file again, after what is not saved is kept.
    pub(super) fn reload(&mut self, path: PathBuf, revision: u64, unsaved: Option<Unsaved>) {
        self.start("reload", move || {
            let failed = |why: String| Done::Failed(format!("Not opened again: {why}"));
            let kept = unsaved.is_some();
            if let Some(Err(error)) = unsaved.map(Unsaved::run) {
                return failed(format!("{error}; {}", error.hint()));
            }
            match store::open(&path) {
                Err(error) => failed(format!("{error}; {}", error.hint())),
                Ok(read) => {
                    let (session, said) = opened(read, &path);
                    let kept = kept.then(|| {
                        "Opened again; what was not saved is under File > Versions".to_owned()
                    });
                    Done::Kept(Kept::Reloaded(revision, Box::new(session), said.or(kept)))
                }
            }
        });
    }
}
