//! What was not saved when the window closed or died: kept in the program's own folder, and
//! offered at the next start.

use super::{SaveError, StoreError, read_file, save_bytes, write};
use crate::model::Framework;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A document that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The copy.
    pub copy: PathBuf,
    /// The title of the framework.
    pub title: String,
    /// The file that it belongs to, if it had one.
    pub of: Option<PathBuf>,
    /// When it was kept.
    pub at: Option<SystemTime>,
}

/// Makes a folder with those above it.
///
/// # Errors
/// When the file system says no.
pub fn make_folder(folder: &Path) -> Result<(), SaveError> {
    Ok(std::fs::create_dir_all(folder)?)
}

/// The copy of a framework in a folder; each running program has its own.
#[must_use]
pub fn place(folder: &Path, framework: &Framework) -> PathBuf {
    folder.join(format!("{}-{}.ron", framework.head().id, std::process::id()))
}

/// Keeps a copy of a document that is not saved; gives where.
///
/// # Errors
/// When the file system says no.
pub fn keep(folder: &Path, framework: &Framework, of: Option<&Path>) -> Result<PathBuf, SaveError> {
    make_folder(folder)?;
    let copy = place(folder, framework);
    save_bytes(&copy, write(framework).as_bytes())?;
    let of = of.map_or_else(String::new, |path| path.to_string_lossy().into_owned());
    let about = format!("{}\n{of}\n", framework.head().title.replace('\n', " "));
    save_bytes(&copy.with_extension("about"), about.as_bytes())?;
    Ok(copy)
}

/// All copies in a folder, the newest first.
#[must_use]
pub fn kept(folder: &Path) -> Vec<Kept> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<Kept> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .map(|copy| {
            let about = read_file(&copy.with_extension("about")).unwrap_or_default();
            let about = String::from_utf8_lossy(&about).into_owned();
            let mut lines = about.lines();
            Kept {
                title: lines.next().unwrap_or_default().to_owned(),
                of: lines.next().filter(|path| !path.is_empty()).map(PathBuf::from),
                at: std::fs::metadata(&copy).and_then(|m| m.modified()).ok(),
                copy,
            }
        })
        .collect();
    all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.copy.cmp(&b.copy)));
    all
}

/// Removes a copy that is no longer wanted.
///
/// # Errors
/// When the file system says no.
pub fn forget(copy: &Path) -> Result<(), StoreError> {
    let about = copy.with_extension("about");
    if about.exists() {
        std::fs::remove_file(about)?;
    }
    if copy.exists() {
        std::fs::remove_file(copy)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn what_is_kept_is_found_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let unsaved = folder.path().join("unsaved");
        let text = include_str!("../../frameworks/blank.ron");
        let framework = store::read(text.as_bytes()).unwrap().framework;
        assert_eq!(kept(&unsaved), []);
        let copy = keep(&unsaved, &framework, Some(Path::new("mali.ron"))).unwrap();
        let all = kept(&unsaved);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].copy, copy);
        assert_eq!(all[0].title, framework.head().title);
        assert_eq!(all[0].of.as_deref(), Some(Path::new("mali.ron")));
        assert_eq!(store::open(&copy).unwrap().framework, framework);
        forget(&copy).unwrap();
        assert_eq!(kept(&unsaved), []);
    }
}
