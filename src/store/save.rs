//! Atomic saving: the old document or the new one, never something between.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Why a file was not saved. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file system said no.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// What was read back is not what was written.
    #[error("the disk gave back other bytes than were written")]
    ReadBack,
}

impl SaveError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "save it in another folder, where you may write"
            }
            Self::Io(error) if error.kind() == io::ErrorKind::StorageFull => {
                "free some space, or save it on another disk"
            }
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                "check that the folder is there"
            }
            _ => "save it under another name or on another disk",
        }
    }
}

/// Replaces a file by these bytes, all or nothing: a temporary file in the same folder is
/// written, flushed to disk, read back and compared, and renamed over the file; then the folder
/// is flushed.
///
/// # Errors
/// When any step fails; the file is then as it was and the temporary one is gone.
pub fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    // A link is followed, so that what it points to is replaced and not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = beside(&path);
    let saved = write_temporary(&temporary, &path, bytes).and_then(|()| {
        fs::rename(&temporary, &path)?;
        flush_folder(&path)?;
        Ok(())
    });
    if saved.is_err() && temporary.exists() {
        // The first failure is the one to report.
        fs::remove_file(&temporary).ok();
    }
    saved
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.{}.saving", std::process::id()))
}

fn write_temporary(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let mut file = File::create(temporary)?;
    if let Ok(there) = fs::metadata(path) {
        if there.permissions().readonly() {
            let message = "the file is read-only";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, message).into());
        }
        file.set_permissions(there.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    let mut back = Vec::with_capacity(bytes.len());
    File::open(temporary)?.read_to_end(&mut back)?;
    if back == bytes { Ok(()) } else { Err(SaveError::ReadBack) }
}

#[cfg(unix)]
fn flush_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature on every system")]
fn flush_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
