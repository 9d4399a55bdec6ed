//! The disk, as the store sees it: the few calls that saving, journal, locks and backups need.
//!
//! One small trait, so that tests put a disk in its place that fails, or that loses power. It
//! decides nothing; what a failure means is said by those who call it.

use jiff::Timestamp;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How many bytes it has.
    pub length: u64,
    /// When it was changed last, where the disk says so.
    pub modified: Option<Timestamp>,
    /// Whether it may only be read.
    pub read_only: bool,
}

/// A file that is held to be written: no other process can hold it, until this is dropped or the
/// process dies.
pub trait Held: fmt::Debug + Send {
    /// Writes behind what is there.
    ///
    /// # Errors
    /// When the disk refuses; some of the bytes may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Flushes what was written to the disk itself.
    ///
    /// # Errors
    /// When the disk refuses; then nothing is known of what was written.
    fn sync(&mut self) -> io::Result<()>;

    /// Whether others are really kept out: some network disks know no locks.
    fn is_locked(&self) -> bool;
}

/// The calls. Every error is the disk's own.
#[expect(clippy::missing_errors_doc, reason = "said once: every error is the disk's own")]
pub trait Disk: fmt::Debug + Send + Sync {
    /// Reads a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// What is known of a file.
    fn facts(&self, path: &Path) -> io::Result<Facts>;

    /// Opens a file to be written behind what is there, made where it is not there; `None` where
    /// another process holds it.
    fn hold(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>>;

    /// Gives a file another name in the same folder, in place of what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Flushes the names in a folder to the disk itself.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// What is in a folder, ordered.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Makes a folder with those above it.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// The path without links.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Gives a file the permissions of another.
    fn permit_like(&self, path: &Path, like: &Path) -> io::Result<()>;
}

/// The disk of this machine, and what it has mounted.
#[must_use]
pub fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The disk itself.
#[derive(Debug)]
struct RealDisk;

/// A file of the disk itself.
#[derive(Debug)]
struct RealFile {
    file: File,
    locked: bool,
}

impl Held for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }

    fn is_locked(&self) -> bool {
        self.locked
    }
}

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let known = fs::metadata(path)?;
        Ok(Facts {
            length: known.len(),
            modified: known.modified().ok().and_then(|at| Timestamp::try_from(at).ok()),
            read_only: known.permissions().readonly(),
        })
    }

    fn hold(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        // Who held it may have removed or renamed it between opening and locking: then it is
        // another file that has the name.
        for _ in 0..16 {
            let Some(held) = open_locked(path)? else { return Ok(None) };
            if has_the_name(&held.file, path) {
                return Ok(Some(Box::new(held)));
            }
        }
        Ok(None)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some network disks cannot flush a folder; they do so with the file.
            Err(error) if is_unknown_call(&error) => Ok(()),
            other => other,
        }
    }

    /// Windows writes names through; it cannot open a folder as a file.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path()));
        let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn permit_like(&self, path: &Path, like: &Path) -> io::Result<()> {
        fs::set_permissions(path, fs::metadata(like)?.permissions())
    }
}

fn is_unknown_call(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

#[cfg(not(windows))]
fn open_locked(path: &Path) -> io::Result<Option<RealFile>> {
    let file = OpenOptions::new().append(true).create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(RealFile { file, locked: true })),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        // A disk that knows no locks must not keep anybody from saving.
        Err(fs::TryLockError::Error(error)) if is_unknown_call(&error) => {
            Ok(Some(RealFile { file, locked: false }))
        }
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// On Windows a lock would keep others from reading who has it, and us from reading back what
/// was written: the file is shared for reading and renaming only, which ends with the process too.
#[cfg(windows)]
fn open_locked(path: &Path) -> io::Result<Option<RealFile>> {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARE_READ_AND_DELETE: u32 = 1 | 4;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.append(true).create(true).share_mode(SHARE_READ_AND_DELETE);
    match options.open(path) {
        Ok(file) => Ok(Some(RealFile { file, locked: true })),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn has_the_name(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |known: &fs::Metadata| (known.dev(), known.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(a), Ok(b)) if id(&a) == id(&b))
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn has_the_name(_file: &File, _path: &Path) -> bool {
    true
}
