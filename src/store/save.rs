//! Atomic saving: the old document or the new one, never something between.
//!
//! A temporary file in the same folder is written, flushed to disk, read back and compared, and
//! renamed over the file; then the folder is flushed. The temporary file is held as long as its
//! process lives, so that those of dead processes are known and removed.

use super::disk::{self, Disk, Held, folder_of};
use super::stamp::Stamp;
use jiff::Timestamp;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a file was not saved. What was there before is untouched, but for `NotFlushed`.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file system said no.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file may only be read.
    #[error("the file is read-only")]
    ReadOnly,
    /// What was read back is not what was written.
    #[error("the disk gave back other bytes than were written")]
    ReadBack,
    /// The same document, but not as it was opened.
    #[error("the file was changed on disk since it was opened")]
    ChangedOnDisk {
        /// When it was changed, where the disk says so.
        modified: Option<Timestamp>,
    },
    /// There is no file any more.
    #[error("the file was moved or deleted since it was opened")]
    Deleted,
    /// Another document or no document has its name now.
    #[error("something else has the name of the file now")]
    Replaced,
    /// Another window or person has it open.
    #[error("the file is open elsewhere: {0}")]
    InUse(String),
    /// The new document is in place, but the disk did not say that it will stay there.
    #[error("the disk did not confirm it: {cause}")]
    NotFlushed {
        /// What the disk said.
        cause: io::Error,
        /// The document that is in place.
        stamp: Option<Box<Stamp>>,
    },
}

impl SaveError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io(error) => hint_of(error),
            Self::ReadOnly => "save it in another folder, where you may write",
            Self::ReadBack => "save it under another name or on another disk",
            Self::ChangedOnDisk { .. } => {
                "merge the two, save a copy under another name, or open the file again"
            }
            Self::Deleted => "save it under its name again, or under another",
            Self::Replaced => "save it under another name",
            Self::InUse(_) => "save it under another name, or wait until it is closed there",
            Self::NotFlushed { .. } => {
                "save it again, or on another disk; switch nothing off until then"
            }
        }
    }

    /// Whether the file is no longer what was opened: to merge, copy or open again is the choice.
    #[must_use]
    pub fn is_change_on_disk(&self) -> bool {
        matches!(self, Self::ChangedOnDisk { .. } | Self::Deleted | Self::Replaced)
    }
}

fn hint_of(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "save it in another folder, where you may write"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::WriteZero => {
            "free some space, or save it on another disk"
        }
        io::ErrorKind::NotFound => "check that the folder is there",
        _ => "save it under another name or on another disk",
    }
}

/// Replaces a file by these bytes, all or nothing.
///
/// # Errors
/// When any step fails; the file is then as it was and the temporary one is gone.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    save_bytes_on(&*disk::real(), path, bytes)
}

/// Replaces a file by these bytes, all or nothing, on a given disk.
///
/// # Errors
/// When any step fails; the file is then as it was.
pub fn save_bytes_on(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    replace(disk, path, bytes, None).map(drop)
}

/// Saves a document: replaces its file all or nothing, unless the file is no longer what it was
/// when it was opened or saved last. `expected` is `None` where the user has agreed to replace
/// whatever is there. `written` is the stamp of `bytes`.
///
/// # Errors
/// When any step fails or the file was changed; it is then as it was, but for `NotFlushed`.
pub fn save_on(
    disk: &dyn Disk,
    path: &Path,
    (bytes, written): (&[u8], Stamp),
    expected: Option<&Stamp>,
) -> Result<Stamp, SaveError> {
    match replace(disk, path, bytes, expected) {
        Ok(held) => {
            drop(held);
            Ok(written.at(disk, path))
        }
        Err(SaveError::NotFlushed { cause, .. }) => {
            let stamp = Some(Box::new(written.at(disk, path)));
            Err(SaveError::NotFlushed { cause, stamp })
        }
        Err(error) => Err(error),
    }
}

/// Replaces a file; gives it, held as before, so that more can be written behind.
pub(super) fn replace(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    expected: Option<&Stamp>,
) -> Result<Box<dyn Held>, SaveError> {
    // A link is followed, so that what it points to is replaced and not the link.
    let path = disk.resolve(path).unwrap_or_else(|_| path.to_owned());
    remove_stale(disk, &path);
    let (temporary, mut held) = hold_temporary(disk, &path)?;
    let renamed = fill(disk, &mut *held, &temporary, &path, bytes).and_then(|()| {
        // As late as can be: what others write between this and the next line is lost.
        expected.map_or(Ok(()), |stamp| stamp.check(disk, &path, Some(bytes)))?;
        Ok(patiently(|| disk.rename(&temporary, &path))?)
    });
    if let Err(error) = renamed {
        // The first failure is the one to report; the next save removes what stays.
        disk.remove(&temporary).ok();
        return Err(error);
    }
    match disk.sync_folder(folder_of(&path)) {
        Ok(()) => Ok(held),
        Err(cause) => Err(SaveError::NotFlushed { cause, stamp: None }),
    }
}

/// What the names of a file's temporary files begin with.
fn temporary_prefix(path: &Path) -> String {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    // A name has at most 255 bytes.
    let end = (0..=name.len().min(200)).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
    format!(".{}.", &name[..end])
}

const ENDING: &str = ".saving";

fn hold_temporary(disk: &dyn Disk, path: &Path) -> Result<(PathBuf, Box<dyn Held>), SaveError> {
    let (prefix, process) = (temporary_prefix(path), std::process::id());
    for number in 0..100 {
        let temporary = path.with_file_name(format!("{prefix}{process}-{number}{ENDING}"));
        if disk.facts(&temporary).is_err()
            && let Some(held) = disk.hold(&temporary)?
        {
            return Ok((temporary, held));
        }
    }
    let what = "temporary files of this program are in the way, and cannot be removed";
    Err(io::Error::new(io::ErrorKind::AlreadyExists, what).into())
}

fn fill(
    disk: &dyn Disk,
    held: &mut dyn Held,
    temporary: &Path,
    path: &Path,
    bytes: &[u8],
) -> Result<(), SaveError> {
    match disk.facts(path) {
        Ok(facts) if facts.read_only => return Err(SaveError::ReadOnly),
        Ok(_) => disk.permit_like(temporary, path)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    held.append(bytes)?;
    held.sync()?;
    if disk.read(temporary)? == bytes { Ok(()) } else { Err(SaveError::ReadBack) }
}

/// Removes the temporary files that dead processes left of a file. Where that fails they are
/// tried again the next time.
pub(super) fn remove_stale(disk: &dyn Disk, path: &Path) {
    remove_stale_in(disk, folder_of(path), &temporary_prefix(path));
}

/// Removes the temporary files of dead processes whose names begin so.
pub(super) fn remove_stale_in(disk: &dyn Disk, folder: &Path, prefix: &str) {
    for path in disk.list(folder).unwrap_or_default() {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(prefix)
            && name.ends_with(ENDING)
            && let Ok(Some(held)) = disk.hold(&path)
            && held.is_locked()
        {
            disk.remove(&path).ok();
        }
    }
}

/// Tries for two seconds where a scanner or an indexer holds the file, as they do on Windows.
fn patiently(mut call: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    const HELD: [i32; 3] = [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION];
    for _ in 0..40 {
        match call() {
            Err(error)
                if cfg!(windows) && error.raw_os_error().is_some_and(|c| HELD.contains(&c)) =>
            {
                std::thread::sleep(Duration::from_millis(50));
            }
            other => return other,
        }
    }
    call()
}
