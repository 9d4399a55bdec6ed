//! The user's data folder: journals and backups lie in it. It is handed in, with who is at work.

use super::backups::{Backup, Backups, Label};
use super::disk::{self, Disk};
use super::lock::Who;
use super::stamp::Digest;
use crate::model::{Framework, FrameworkId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The user's data folder, on a disk, and who is at work.
#[derive(Debug, Clone)]
pub struct Home {
    pub(super) disk: Arc<dyn Disk>,
    folder: PathBuf,
    pub(super) who: Who,
}

impl Home {
    /// A data folder of this machine.
    #[must_use]
    pub fn new(folder: PathBuf, who: Who) -> Self {
        Self::on(disk::real(), folder, who)
    }

    /// A data folder on a given disk.
    #[must_use]
    pub fn on(disk: Arc<dyn Disk>, folder: PathBuf, who: Who) -> Self {
        Self { disk, folder, who }
    }

    /// Who is at work.
    #[must_use]
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The disk that it is on.
    #[must_use]
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// The backups of a document that has a file.
    #[must_use]
    pub fn backups(&self, document: &FrameworkId, file: &Path) -> Backups {
        Backups::of(&self.disk, &self.folder.join("backups"), document, file)
    }

    /// The bytes of a document with that hash, from the backups of any of its files.
    pub(super) fn backup_of(&self, document: &FrameworkId, hash: Digest) -> Option<Vec<u8>> {
        let all = Backups::of_all(&self.disk, &self.folder.join("backups"), document);
        all.iter().find_map(|backups| backups.bytes(&backups.find(hash)?).ok())
    }

    /// The backup that a part of a document was most likely made of, from all of its files: what
    /// parts were made of is kept as such.
    #[must_use]
    pub fn base_of_part(&self, part: &Framework) -> Option<(Backups, Backup)> {
        let text = super::write(part);
        let all = Backups::of_all(&self.disk, &self.folder.join("backups"), &part.head().id);
        let near = all.into_iter().filter_map(|backups| {
            let (apart, backup) = backups.nearest(&text, |b| b.label == Label::Shared)?;
            Some((apart, backup, backups))
        });
        let nearest = near.min_by_key(|(apart, backup, _)| (*apart, backup.when));
        nearest.map(|(_, backup, backups)| (backups, backup))
    }

    /// Where the journals are.
    pub(super) fn journals(&self) -> PathBuf {
        self.folder.join("journals")
    }
}
