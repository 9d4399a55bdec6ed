//! What a document was: a compressed copy each time it is saved, in the user's data folder. Old
//! ones go by rule; the newest never does.

use super::disk::Disk;
use super::save::{SaveError, remove_stale_in, save_bytes_on};
use super::stamp::Digest;
use super::{MAX_BYTES, Opened, StoreError};
use crate::model::{Framework, FrameworkId};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many of the last are kept in any case.
const LAST: usize = 20;
/// For how many days one a day is kept.
const DAYS: i64 = 30;
/// How many bytes those of one document may have on disk: 500 MB.
const MOST_BYTES: u64 = 500_000_000;
const DAY: i64 = 24 * 60 * 60;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// The document as it was found, before it was first changed or replaced here.
    Found,
    /// The document as it was saved.
    Saved,
    /// The document as it was when a part of it was handed out, to be merged back over it.
    Shared,
    /// The document with what was not saved, before its file was opened again.
    Unsaved,
}

impl Label {
    const ALL: [Self; 4] = [Self::Found, Self::Saved, Self::Shared, Self::Unsaved];

    fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Saved => "saved",
            Self::Shared => "shared",
            Self::Unsaved => "unsaved",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Found => "As it was found",
            Self::Saved => "As it was saved",
            Self::Shared => "As it was when a part was made of it",
            Self::Unsaved => "What was not saved",
        })
    }
}

/// A backup of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The compressed copy.
    pub file: PathBuf,
    /// When it was made.
    pub when: Timestamp,
    /// How many bytes the document has.
    pub size: u64,
    /// How many bytes the copy has on disk.
    pub stored: u64,
    /// Why it was made.
    pub label: Label,
    /// The hash of the document's bytes.
    pub hash: Digest,
}

/// The backups of one document.
#[derive(Debug, Clone)]
pub struct Backups {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
}

impl Backups {
    pub(super) fn of(
        disk: &Arc<dyn Disk>,
        root: &Path,
        document: &FrameworkId,
        file: &Path,
    ) -> Self {
        let file = disk.resolve(file).unwrap_or_else(|_| file.to_owned());
        let place = Digest::of(file.to_string_lossy().as_bytes()).to_string();
        let folder = root.join(format!("of-{document}-{}", &place[..16]));
        Self { disk: Arc::clone(disk), folder }
    }

    /// Those of all files that a document has or had here.
    pub(super) fn of_all(disk: &Arc<dyn Disk>, root: &Path, document: &FrameworkId) -> Vec<Self> {
        let prefix = format!("of-{document}-");
        let named = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.and_then(|name| name.strip_prefix(&prefix)).is_some_and(|rest| rest.len() == 16)
        };
        let folders = disk.list(root).unwrap_or_default().into_iter().filter(named);
        folders.map(|folder| Self { disk: Arc::clone(disk), folder }).collect()
    }

    /// All of them, the newest first.
    #[must_use]
    pub fn list(&self) -> Vec<Backup> {
        let paths = self.disk.list(&self.folder).unwrap_or_default();
        let mut all: Vec<Backup> = paths.into_iter().filter_map(|path| self.known(path)).collect();
        all.sort_by(|a, b| b.when.cmp(&a.when).then_with(|| b.file.cmp(&a.file)));
        all
    }

    /// Takes a file name apart: `<milliseconds>-<label>-<size>-<hash>.ron.gz`.
    fn known(&self, file: PathBuf) -> Option<Backup> {
        let name = file.file_name()?.to_str()?.strip_suffix(".ron.gz")?;
        let mut parts = name.split('-');
        let when = Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?;
        let word = parts.next()?;
        let label = Label::ALL.into_iter().find(|label| label.word() == word)?;
        let size = parts.next()?.parse().ok()?;
        let hash = Digest::parse(parts.next()?)?;
        let stored = self.disk.facts(&file).ok()?.length;
        Some(Backup { file, when, size, stored, label, hash })
    }

    /// Keeps the bytes of a document, and lets old backups go; nothing is done where the newest
    /// is the same.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(&self, bytes: &[u8], label: Label, now: Timestamp) -> Result<(), SaveError> {
        self.keep_unless(bytes, label, now, |all, hash| all.first().is_some_and(|b| b.hash == hash))
    }

    /// Keeps the bytes of a document as it was found, unless there is a backup of it.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_found(&self, bytes: &[u8], now: Timestamp) -> Result<(), SaveError> {
        self.keep_unless(bytes, Label::Found, now, |all, hash| all.iter().any(|b| b.hash == hash))
    }

    /// Keeps the bytes of a document of which a part is handed out: for thirty days, however often
    /// it is saved.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_shared(&self, bytes: &[u8], now: Timestamp) -> Result<(), SaveError> {
        let shared = |backup: &Backup| backup.label == Label::Shared;
        self.keep_unless(bytes, Label::Shared, now, |all, hash| {
            all.iter().any(|backup| shared(backup) && backup.hash == hash)
        })
    }

    fn keep_unless(
        &self,
        bytes: &[u8],
        label: Label,
        now: Timestamp,
        is_kept: impl Fn(&[Backup], Digest) -> bool,
    ) -> Result<(), SaveError> {
        let hash = Digest::of(bytes);
        if is_kept(&self.list(), hash) {
            return Ok(());
        }
        self.disk.make_folder(&self.folder)?;
        remove_stale_in(&*self.disk, &self.folder, ".");
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes)?;
        let packed = packed.finish()?;
        let (at, word, size) = (now.as_millisecond(), label.word(), bytes.len());
        let file = self.folder.join(format!("{at:015}-{word}-{size}-{hash}.ron.gz"));
        save_bytes_on(&*self.disk, &file, &packed)?;
        for old in superfluous(&self.list(), now) {
            self.disk.remove(&old.file)?;
        }
        Ok(())
    }

    /// The backup of a document with that hash.
    #[must_use]
    pub fn find(&self, hash: Digest) -> Option<Backup> {
        self.list().into_iter().find(|backup| backup.hash == hash)
    }

    /// Reads the bytes of a backup.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was kept.
    pub fn bytes(&self, backup: &Backup) -> Result<Vec<u8>, StoreError> {
        let packed = self.disk.read(&backup.file)?;
        let mut bytes = Vec::new();
        GzDecoder::new(&*packed).take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(StoreError::TooLarge(bytes.len() as u64));
        }
        if Digest::of(&bytes) != backup.hash {
            let what = "the backup is damaged: it does not hold what was kept";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what).into());
        }
        Ok(bytes)
    }

    /// Opens a backup as a document.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was kept.
    pub fn open(&self, backup: &Backup) -> Result<Opened, StoreError> {
        super::read(&self.bytes(backup)?)
    }

    /// The backup that another copy of the document was most likely made from: the one that
    /// differs from it in the fewest lines, the older of two, since a base that is too old only
    /// shows what both sides have alike. `since` is the hash of what the document at hand was when
    /// it was opened or saved last: what came later may be somebody else's, and is no base of it.
    /// Reads every backup: slow for large documents.
    #[must_use]
    pub fn base_for(&self, theirs: &Framework, since: Option<Digest>) -> Option<Backup> {
        let last = since.and_then(|hash| self.find(hash)).map(|backup| backup.when);
        self.nearest(&super::write(theirs), |backup| {
            backup.label == Label::Shared || last.is_none_or(|last| backup.when <= last)
        })
        .map(|(_, backup)| backup)
    }

    /// The backup that differs from a text in the fewest lines, with how many these are.
    pub(super) fn nearest(
        &self,
        text: &str,
        may: impl Fn(&Backup) -> bool,
    ) -> Option<(usize, Backup)> {
        let all = self.list().into_iter().filter(may).filter_map(|backup| {
            let kept = self.bytes(&backup).ok()?;
            Some((lines_apart(text, &String::from_utf8_lossy(&kept)), backup))
        });
        all.min_by_key(|(apart, backup)| (*apart, backup.when))
    }
}

/// How many lines one text has that the other lacks, and the other way about.
fn lines_apart(one: &str, other: &str) -> usize {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    one.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    other.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    counts.into_values().map(isize::unsigned_abs).sum()
}

/// Those that the rule lets go, from all of them with the newest first: the last twenty stay, and
/// of each of the last thirty days (of world time) the last one and those of which parts were made;
/// over 500 MB the oldest go.
fn superfluous(all: &[Backup], now: Timestamp) -> Vec<&Backup> {
    let mut days = BTreeSet::new();
    let today = now.as_second().div_euclid(DAY);
    let (mut gone, mut bytes) = (Vec::new(), 0);
    for (place, backup) in all.iter().enumerate() {
        let day = backup.when.as_second().div_euclid(DAY);
        let last_of_its_day = days.insert(day) && today - day < DAYS;
        bytes += backup.stored;
        let shared = backup.label == Label::Shared && today - day < DAYS;
        let stays = place < LAST || last_of_its_day || shared;
        if place > 0 && (bytes > MOST_BYTES || !stays) {
            bytes -= backup.stored;
            gone.push(backup);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(at: i64, stored: u64) -> Backup {
        let when = Timestamp::from_second(at).unwrap();
        let file = PathBuf::from(at.to_string());
        Backup { file, when, size: 1, stored, label: Label::Saved, hash: Digest::of(b"") }
    }

    #[test]
    fn twenty_and_one_a_day_for_a_month_stay() {
        // Four a day for sixty days, the newest first.
        let all: Vec<Backup> = (0..240).rev().map(|n| made(n * DAY / 4, 1000)).collect();
        let now = Timestamp::from_second(239 * DAY / 4).unwrap();
        let gone = superfluous(&all, now);
        let stay: Vec<&Backup> = all.iter().filter(|b| !gone.contains(b)).collect();
        // Twenty are five days; of the 25 days before that, one each.
        assert_eq!(stay.len(), 20 + 25);
        assert!(all[..20].iter().all(|b| stay.contains(&b)));
        let oldest = stay.last().map(|b| b.when.as_second() / DAY);
        assert_eq!(oldest, Some(30), "the days from 30 to 59 are the last thirty");
        assert!(stay[20..].iter().all(|b| b.when.as_second() % DAY == DAY * 3 / 4), "the last");
    }

    #[test]
    fn what_parts_were_made_of_stays_for_a_month() {
        let mut all: Vec<Backup> = (0..40).rev().map(|n| made(40 * DAY + n, 1000)).collect();
        all[30].label = Label::Shared;
        all.push(Backup { label: Label::Shared, ..made(DAY, 1000) });
        let gone = superfluous(&all, all[0].when);
        assert!(!gone.contains(&&all[30]) && gone.contains(&&all[31]) && gone.contains(&&all[40]));
    }

    #[test]
    fn the_oldest_go_above_the_limit_and_the_newest_never() {
        let all: Vec<Backup> = (0..5).rev().map(|n| made(n, 200_000_000)).collect();
        let gone: Vec<i64> =
            superfluous(&all, all[0].when).iter().map(|b| b.when.as_second()).collect();
        assert_eq!(gone, [2, 1, 0]);
        assert!(superfluous(&[made(0, 600_000_000)], all[0].when).is_empty());
    }

    #[test]
    fn lines_are_counted_on_both_sides() {
        assert_eq!(lines_apart("a\nb\nb", "b\nc"), 3);
        assert_eq!(lines_apart("a\nb", "b\na"), 0);
    }
}
