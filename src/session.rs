//! The session: owns the one framework, its history, its path and its figures. No clock, no
//! interface.

mod keep;
mod others;
mod versions;

pub use keep::{Finished, Saving};
pub use others::{Found, Look, ReadAgain, Theirs};
pub use versions::{Seen, Unsaved, Version};

use crate::analysis::{self, Analysis, Analyst, Figure};
use crate::edit::{self, Command, EditError, History};
use crate::model::{Change, EvidenceBar, Framework, ProgramId};
use crate::store::{self, Kind, Opened, SaveError, StoreError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why something was not done. The framework is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The command was refused.
    #[error("{0}")]
    Edit(#[from] EditError),
    /// The document is open for reading only.
    #[error("the document is open for reading only: {0}")]
    ReadOnly(String),
    /// It was not saved.
    #[error("{0}")]
    Save(#[from] SaveError),
    /// Another window or person has it open.
    #[error("{0}")]
    InUse(String),
    /// The backup cannot be read.
    #[error("the backup cannot be opened: {0}")]
    Backup(StoreError),
    /// It has no name yet.
    #[error("the document has no name yet")]
    NoPath,
}

impl SessionError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Edit(error) => error.hint(),
            Self::ReadOnly(_) => {
                "mend the file in a text editor, or open it in a newer version; saving it under \
                 another name would lose what this version does not know"
            }
            Self::Save(error) => error.hint(),
            Self::InUse(_) => "wait until it is closed there and open it again, or save a copy",
            Self::Backup(_) => "open another backup",
            Self::NoPath => "save it under a name",
        }
    }
}

/// An open document.
#[derive(Debug)]
pub struct Session {
    framework: Framework,
    history: History,
    path: Option<PathBuf>,
    read_only: Option<String>,
    comments: bool,
    bar: Option<EvidenceBar>,
    analyst: Analyst,
    revision: u64,
    saved: u64,
    keep: keep::Keep,
}

impl Session {
    /// Starts with a framework that has no file yet.
    #[must_use]
    pub fn new(framework: Framework) -> Self {
        let analyst = Analyst::new(&framework, None);
        Self {
            framework,
            history: History::default(),
            path: None,
            read_only: None,
            comments: false,
            bar: None,
            analyst,
            revision: 0,
            saved: 0,
            keep: keep::Keep::default(),
        }
    }

    /// Opens a document.
    ///
    /// # Errors
    /// When it cannot be read at all; one with faults opens for reading only.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::opened(store::open(path)?, path))
    }

    /// Takes over a document that was read elsewhere.
    #[must_use]
    pub fn opened(opened: Opened, path: &Path) -> Self {
        let read_only = opened.why_read_only();
        let mut session = Self::new(opened.framework);
        session.path = Some(path.to_owned());
        session.read_only = read_only;
        session.comments = opened.comments;
        session.set_base(Some((opened.stamp, session.framework.clone())));
        session
    }

    /// The framework.
    #[must_use]
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// The figures.
    #[must_use]
    pub fn analysis(&self) -> &Arc<Analysis> {
        self.analyst.analysis()
    }

    /// All programs whose record or row of figures may be another than before the last change;
    /// `None` where any may, or where other records were changed too.
    #[must_use]
    pub fn touched(&self) -> Option<&[ProgramId]> {
        self.analyst.touched()
    }

    /// The programs that a figure counts, in the order of ids.
    #[must_use]
    pub fn behind(&self, figure: &Figure) -> Vec<ProgramId> {
        analysis::behind(&self.framework, self.bar, figure)
    }

    /// Its file, if it has one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Why it may only be read, if so: what is in it, or who has it open.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref().or(self.keep.in_use.as_deref())
    }

    /// Whether the file holds comments, which the first save would lose.
    #[must_use]
    pub fn has_comments(&self) -> bool {
        self.comments
    }

    /// Counts the changes of framework and figures.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether there are changes that are not saved: undoing them all leaves none.
    #[must_use]
    pub fn dirty(&self) -> bool {
        self.saved != self.history.state()
    }

    /// What was done.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Carries out a command: one undo step, none where all was so already.
    ///
    /// # Errors
    /// When it is refused or the document may only be read.
    pub fn run(&mut self, command: &Command) -> Result<(), SessionError> {
        let change = edit::plan(&self.framework, command)?;
        self.push(command.label_in(&self.framework), Some(command.clone()), change)
    }

    /// Takes over a change made elsewhere (an import, a merge) as one undo step.
    ///
    /// # Errors
    /// When it does not fit or the document may only be read.
    pub fn adopt(&mut self, label: String, change: Change) -> Result<(), SessionError> {
        self.push(label, None, change)
    }

    fn push(
        &mut self,
        label: String,
        command: Option<Command>,
        change: Change,
    ) -> Result<(), SessionError> {
        if let Some(why) = &self.read_only {
            return Err(SessionError::ReadOnly(why.clone()));
        }
        if let Some(who) = &self.keep.in_use {
            return Err(SessionError::InUse(who.clone()));
        }
        if !change.is_empty() {
            self.begin_journal();
            self.framework.apply(&change).map_err(EditError::from)?;
            self.history.push(label.clone(), command.clone(), change.clone());
            self.changed(&change);
            self.note(Kind::Did, label, (command, change));
        }
        Ok(())
    }

    /// Takes the last step back; gives whether there was one.
    pub fn undo(&mut self) -> bool {
        let label = self.history.undo_label().unwrap_or_default().to_owned();
        let change = self.history.undo();
        self.replay(Kind::Undid, label, change)
    }

    /// Does the last undone step again; gives whether there was one.
    pub fn redo(&mut self) -> bool {
        let label = self.history.redo_label().unwrap_or_default().to_owned();
        let change = self.history.redo();
        self.replay(Kind::Redid, label, change)
    }

    fn replay(&mut self, kind: Kind, label: String, change: Option<Change>) -> bool {
        let Some(change) = change else { return false };
        self.begin_journal();
        let applied = self.framework.apply(&change);
        debug_assert!(applied.is_ok(), "a step of the history fits: {applied:?}");
        self.changed(&change);
        self.note(kind, label, (None, change));
        applied.is_ok()
    }

    /// Sets the evidence bar of the figures; `None` for the framework's own.
    pub fn set_bar(&mut self, bar: Option<EvidenceBar>) {
        if self.bar != bar {
            self.bar = bar;
            self.changed(&Change::default());
        }
    }

    fn changed(&mut self, change: &Change) {
        self.revision += 1;
        self.analyst.renew(&self.framework, self.bar, change);
    }

    /// Saves to its file.
    ///
    /// # Errors
    /// When it has none, may only be read, or the disk refuses; the document is then unsaved.
    pub fn save(&mut self) -> Result<(), SessionError> {
        let path = self.path.clone().ok_or(SessionError::NoPath)?;
        self.save_as(&path)
    }

    /// Saves to a file, which is then its own.
    ///
    /// # Errors
    /// When it may only be read (what this version does not know would be lost), it was changed on
    /// disk since (to merge, to save a copy or to open it again is the user's choice), or the disk
    /// refuses.
    pub fn save_as(&mut self, path: &Path) -> Result<(), SessionError> {
        let finished = self.saving(path)?.run();
        self.finish(finished)
    }
}
