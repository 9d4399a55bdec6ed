//! Reading another copy on a thread: whether it is one, what both were made from, what the merge
//! comes to. Writes nothing.

use super::review::Review;
use crate::merge::{PART_KEY, merge};
use crate::model::{EvidenceBar, Framework};
use crate::store::{self, Backup, Backups, Digest, Home};
use std::path::{Path, PathBuf};

/// What both copies were made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// What is found among the backups.
    Found,
    /// This framework as it is now: nobody changed it since the copy was made.
    AsNow,
    /// A file that the user chose.
    File(PathBuf),
}

/// What a thread is to do.
pub(in crate::ui) struct Ask {
    /// The other copy.
    pub path: PathBuf,
    /// This copy, as it is in the window.
    pub ours: Framework,
    /// Its file.
    pub own: Option<PathBuf>,
    /// What that file held when it was opened or saved last.
    pub since: Option<Digest>,
    /// Whether this copy has changes that are not saved.
    pub dirty: bool,
    /// Where the backups are.
    pub home: Option<Home>,
    /// The evidence bar of the figures.
    pub bar: Option<EvidenceBar>,
    pub base: Base,
}

/// What it comes to.
pub(in crate::ui) enum Answer {
    /// It can be merged.
    Review(Box<Review>),
    /// It is a copy, and what both were made from is not known.
    NoBase,
    /// It cannot be merged: why, and what to do.
    Refused(String),
}

impl Ask {
    /// Does it.
    pub(in crate::ui) fn answer(&self) -> Answer {
        self.review().unwrap_or_else(Answer::Refused)
    }

    fn review(&self) -> Result<Answer, String> {
        let theirs = self.open(&self.path)?;
        let Some((base, told)) = self.base(&theirs)? else { return Ok(Answer::NoBase) };
        let merged = merge(&base, &self.ours, &theirs)
            .map_err(|e| format!("{e}. What to do: {}", e.hint()))?;
        let sides = [&base, &self.ours, &theirs];
        Ok(Answer::Review(Box::new(Review::new(merged, sides, told, self.bar))))
    }

    /// Opens a copy of this framework that can be trusted to be whole.
    fn open(&self, path: &Path) -> Result<Framework, String> {
        let opened = store::open(path)
            .map_err(|e| format!("{e}. What to do: {}: {}", e.hint(), path.display()))?;
        if opened.framework.head().id != self.ours.head().id {
            let title = |framework: &Framework| match framework.head().title.trim() {
                "" => "without a title".to_owned(),
                title => format!("“{title}”"),
            };
            return Err(format!(
                "It is another framework, {}, and not a copy of this one, {}. Only copies of one \
                 framework can be merged. What to do: choose a copy that was made from this \
                 framework by copying or “Save as”, or a part that was exported from it: {}",
                title(&opened.framework),
                title(&self.ours),
                path.display()
            ));
        }
        match opened.why_read_only() {
            Some(why) => Err(format!(
                "It can only be read: {why}. What to do: open it by itself and mend it first: {}",
                path.display()
            )),
            None => Ok(opened.framework),
        }
    }

    /// What both were made from, and what to say of it.
    fn base(&self, theirs: &Framework) -> Result<Option<(Framework, String)>, String> {
        match &self.base {
            Base::File(path) => {
                let name = super::name(path);
                return Ok(Some((self.open(path)?, format!("The file {name}, which you chose"))));
            }
            Base::AsNow => return Ok(Some(self.as_now())),
            Base::Found => {}
        }
        if self.is_own_file() && !self.dirty {
            return Ok(Some(self.as_now()));
        }
        let found = self.found(theirs).and_then(|(backups, backup)| {
            let opened = backups.open(&backup).ok()?;
            let when = backup.when.to_zoned(jiff::tz::TimeZone::system());
            let when = when.strftime("%-d %b %Y %H:%M");
            Some((opened.framework, format!("{}, {when}, from the backups", backup.label)))
        });
        Ok(found)
    }

    fn as_now(&self) -> (Framework, String) {
        (self.ours.clone(), "This framework as it is now".to_owned())
    }

    /// Whether the other copy is what this one's file holds by now.
    fn is_own_file(&self) -> bool {
        let disk = store::disk::real();
        let Some(own) = &self.own else { return false };
        matches!((disk.resolve(own), disk.resolve(&self.path)), (Ok(a), Ok(b)) if a == b)
    }

    /// The backup that both were made from.
    fn found(&self, theirs: &Framework) -> Option<(Backups, Backup)> {
        let home = self.home.as_ref()?;
        if theirs.head().ext.contains_key(PART_KEY)
            && let Some(found) = home.base_of_part(theirs)
        {
            return Some(found);
        }
        let backups = home.backups(&theirs.head().id, self.own.as_deref()?);
        let backup = if self.is_own_file() {
            backups.find(self.since?)
        } else {
            backups.base_for(theirs, self.since)
        };
        backup.map(|backup| (backups, backup))
    }
}
