//! When the window dies of a fault of ours: what was done is flushed, and a new window offers it.

use crate::store;
use std::ffi::OsStr;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::Command;

/// Set for a window that was started after a crash: it does not start another.
const AGAIN: &str = "THROUGHLINE_STARTED_AGAIN";

/// Shows the window; where it panics, a new one is started, with the file if nothing waits to be
/// recovered.
pub(super) fn guarded<T>(file: Option<PathBuf>, show: impl FnOnce() -> T) -> T {
    watched(show, || {
        if std::env::var_os(AGAIN).is_none() {
            start_again(file);
        }
    })
}

/// Shows something; where it panics, the journals are flushed first, and `died` is called when
/// everything was dropped. The panic goes on afterwards.
fn watched<T>(show: impl FnOnce() -> T, died: impl FnOnce()) -> T {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        before(fault);
        for journal in store::flush_all() {
            // Nobody is left to tell where standard error is closed.
            writeln!(std::io::stderr(), "What was not saved is kept in {}", journal.display()).ok();
        }
    }));
    // The window is dropped with its session on the way here, which lets go of file and journal.
    match panic::catch_unwind(AssertUnwindSafe(show)) {
        Ok(shown) => shown,
        Err(fault) => {
            died();
            panic::resume_unwind(fault)
        }
    }
}

fn start_again(file: Option<PathBuf>) {
    // The page to begin from offers what was not saved; a file would hide it.
    let waits = eframe::storage_dir("throughline")
        .map(|folder| store::Home::new(folder, store::Who::here("", jiff::Timestamp::now())))
        .is_some_and(|home| !store::recoverable(&home).is_empty());
    let started = std::env::current_exe()
        .and_then(|program| again(program.as_os_str(), file.filter(|_| !waits)).spawn());
    if let Err(error) = started {
        writeln!(std::io::stderr(), "throughline: it could not be started again: {error}").ok();
    }
}

/// The command for a new window, which will start no other.
fn again(program: &OsStr, file: Option<PathBuf>) -> Command {
    let mut command = Command::new(program);
    command.args(file).env(AGAIN, "1");
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::HeadEdit;
    use crate::model::HeadField;
    use crate::session::Session;
    use std::cell::RefCell;

    #[test]
    fn what_was_done_is_kept_and_free_to_be_taken_when_a_window_dies() {
        let folder = tempfile::tempdir().unwrap();
        let who = store::Who::here("Amina", jiff::Timestamp::UNIX_EPOCH);
        let home = store::Home::new(folder.path().to_owned(), who);
        let found = RefCell::new(None);
        let window = || {
            let mut session = Session::new(crate::templates::generate(3, 3, 1));
            session.keep_in(home.clone());
            let title = HeadField::Title("Ours".into());
            let titled = crate::edit::Command::Framework(HeadEdit::Set(title));
            session.run(&titled).unwrap();
            panic!("a fault of ours");
        };
        let died = || *found.borrow_mut() = Some(store::recoverable(&home));
        let fault = panic::catch_unwind(AssertUnwindSafe(|| watched(window, died)));
        assert!(fault.is_err(), "the fault is told to those who called");
        let found = found.into_inner().unwrap();
        assert_eq!(found.iter().map(|kept| kept.steps).collect::<Vec<_>>(), [1]);
        let (session, done, count) = Session::recover(&home, &found[0].journal).unwrap();
        assert_eq!((done, count, &*session.framework().head().title), (1, 1, "Ours"));
    }

    #[test]
    fn the_new_window_starts_no_other_and_takes_the_file_where_there_is_one() {
        let command = again(OsStr::new("throughline"), Some("compact.ron".into()));
        assert_eq!(command.get_args().collect::<Vec<_>>(), ["compact.ron"]);
        let set: Vec<_> = command.get_envs().collect();
        assert_eq!(set, [(OsStr::new(AGAIN), Some(OsStr::new("1")))]);
        assert_eq!(again(OsStr::new("throughline"), None).get_args().count(), 0);
    }

    #[test]
    fn a_window_that_lives_starts_nothing() {
        assert_eq!(watched(|| 7, || panic!("it did not die")), 7);
    }
}
