//! Who edits a document: a small hidden file beside it, held as long as the document is open, so
//! that a crash frees it. It keeps people from editing one file twice; it protects no data, which
//! is what the stamps do.

use super::disk::{Disk, Held};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Who is at work, where and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The name of the person, as they gave it; may be empty.
    pub name: String,
    /// The name of the machine; may be empty.
    pub machine: String,
    /// The number of the process.
    pub process: u32,
    /// Since when.
    pub since: Timestamp,
}

impl Who {
    /// This process on this machine, for a person.
    #[must_use]
    pub fn here(name: &str, since: Timestamp) -> Self {
        let given = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
        let machine = given.or_else(|| {
            let bytes = super::disk::real().read(Path::new("/etc/hostname")).ok()?;
            Some(String::from_utf8_lossy(&bytes).trim().to_owned())
        });
        let machine = machine.unwrap_or_default();
        Self { name: name.to_owned(), machine, process: std::process::id(), since }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.name.is_empty() { "somebody" } else { &self.name })?;
        if !self.machine.is_empty() {
            write!(f, " on {}", self.machine)?;
        }
        let since = self.since.to_zoned(jiff::tz::TimeZone::system());
        write!(f, " since {}", since.strftime("%-d %b %Y %H:%M"))
    }
}

/// What became of asking for a document.
#[derive(Debug)]
pub enum Taken {
    /// It is ours until this is dropped.
    Held(Lock),
    /// Another window has it; who, where that can be read.
    By(Option<Who>),
    /// It cannot be known, and why: nobody is kept out.
    Without(String),
}

/// A document that is ours to edit.
#[derive(Debug)]
pub struct Lock {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// Let go after the file is removed, so that none removes the file of who comes next.
    _held: Box<dyn Held>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays is free all the same, and taken over the next time.
        self.disk.remove(&self.path).ok();
    }
}

/// The file that says who edits a document.
fn place(disk: &dyn Disk, document: &Path) -> PathBuf {
    let document = disk.resolve(document).unwrap_or_else(|_| document.to_owned());
    let name = document.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    document.with_file_name(format!(".{name}.lock"))
}

/// Asks for a document, to edit it.
#[must_use]
pub fn take(disk: &Arc<dyn Disk>, document: &Path, who: &Who) -> Taken {
    let path = place(&**disk, document);
    let mut held = match disk.hold(&path) {
        Ok(Some(held)) => held,
        Ok(None) => return Taken::By(last_line(&**disk, &path)),
        Err(error) => {
            let why = if error.kind() == io::ErrorKind::PermissionDenied {
                "you may not write in its folder".to_owned()
            } else {
                error.to_string()
            };
            return Taken::Without(why);
        }
    };
    if !held.is_locked() {
        disk.remove(&path).ok();
        return Taken::Without("the disk knows no locks".to_owned());
    }
    // One that a crash left holds a line already: the last one counts.
    let line = ron::to_string(who).map_err(io::Error::other);
    match line.and_then(|line| held.append(format!("{line}\n").as_bytes())) {
        Ok(()) => Taken::Held(Lock { disk: Arc::clone(disk), path, _held: held }),
        Err(error) => {
            disk.remove(&path).ok();
            Taken::Without(error.to_string())
        }
    }
}

fn last_line(disk: &dyn Disk, path: &Path) -> Option<Who> {
    let text = String::from_utf8(disk.read(path).ok()?).ok()?;
    ron::from_str(text.lines().next_back()?).ok()
}
