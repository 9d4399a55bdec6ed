//! What a document was: its backups, read beside what it is now, and the way back to one.

use super::{Session, SessionError};
use crate::analysis::{Analysis, Analyst};
use crate::merge::{self, Difference};
use crate::model::{Change, EvidenceBar, Framework};
use crate::store::{self, Backup, Backups, Label, Opened, SaveError, StoreError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A backup to be read and compared with the document.
#[derive(Debug)]
#[must_use = "it is read by `run`"]
pub struct Version {
    backups: Backups,
    backup: Backup,
    now: Framework,
    bar: Option<EvidenceBar>,
}

/// A backup beside the document as it is now.
#[derive(Debug)]
pub struct Seen {
    /// Its figures, at the bar that is set now.
    pub figures: Arc<Analysis>,
    /// What changed from then to now, in sentences.
    pub told: Vec<String>,
    /// What changed from then to now, one a value.
    pub differences: Vec<Difference>,
}

impl Version {
    /// Reads and compares it. Takes its time: on a thread, where a window must not wait.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was kept.
    pub fn run(self) -> Result<Seen, StoreError> {
        let then = self.backups.open(&self.backup)?.framework;
        let bar = self.bar.unwrap_or(self.now.head().evidence_bar);
        let figures = Arc::clone(Analyst::new(&then, Some(bar)).analysis());
        let told = merge::told(&then, &self.now);
        Ok(Seen { figures, told, differences: merge::diff(&then, &self.now) })
    }
}

/// What is not saved of a document, to be kept as a backup before its file is opened again.
#[derive(Debug)]
#[must_use = "it is kept by `run`"]
pub struct Unsaved {
    backups: Backups,
    framework: Framework,
    now: Timestamp,
}

impl Unsaved {
    /// Keeps it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn run(self) -> Result<(), SaveError> {
        let text = store::write(&self.framework);
        self.backups.keep(text.as_bytes(), Label::Unsaved, self.now)
    }
}

impl Session {
    /// Its backups, where there is a data folder and it has a file.
    #[must_use]
    pub fn backups(&self) -> Option<Backups> {
        let (home, path) = self.keep.home.as_ref().zip(self.path.as_deref())?;
        Some(home.backups(&self.framework.head().id, path))
    }

    /// A backup, to be read and compared.
    #[must_use]
    pub fn version(&self, backup: &Backup) -> Option<Version> {
        let (backup, now) = (backup.clone(), self.framework.clone());
        self.backups().map(|backups| Version { backups, backup, now, bar: self.bar })
    }

    /// What is not saved, to be kept as a backup.
    #[must_use]
    pub fn unsaved(&self) -> Option<Unsaved> {
        let (framework, now) = (self.framework.clone(), self.keep.now);
        self.backups().map(|backups| Unsaved { backups, framework, now })
    }

    /// Makes the document as it was in a backup: one undo step.
    ///
    /// # Errors
    /// When the backup cannot be read, or the document may only be read.
    pub fn restore(&mut self, backup: &Backup) -> Result<(), SessionError> {
        let opened = self.open_backup(backup)?;
        let when = backup.when.to_zoned(TimeZone::system());
        let label = format!("Restored as of {}", when.strftime("%-d %b %Y %H:%M"));
        self.adopt(label, Change::between(&self.framework, &opened.framework))
    }

    /// Opens a backup as a document that has no file yet.
    ///
    /// # Errors
    /// When the backup cannot be read.
    pub fn copy_of(&self, backup: &Backup) -> Result<Self, SessionError> {
        let opened = self.open_backup(backup)?;
        let mut copy = Self::new(opened.framework.clone());
        copy.read_only = opened.why_read_only();
        copy.become_copy();
        Ok(copy)
    }

    fn open_backup(&self, backup: &Backup) -> Result<Opened, SessionError> {
        let backups = self.backups().ok_or(SessionError::NoPath)?;
        backups.open(backup).map_err(SessionError::Backup)
    }
}
