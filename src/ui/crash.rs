//! When the window dies of a fault of ours: what was done is flushed, and a new window offers it.

use crate::store;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::Command;

/// Set for a window that was started after a crash: it does not start another.
const AGAIN: &str = "THROUGHLINE_STARTED_AGAIN";

/// Shows the window; where it panics, a new one is started, with the file if nothing waits to be
/// recovered.
pub(super) fn guarded<T>(file: Option<PathBuf>, show: impl FnOnce() -> T) -> T {
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
            if std::env::var_os(AGAIN).is_none() {
                start_again(file);
            }
            panic::resume_unwind(fault)
        }
    }
}

fn start_again(file: Option<PathBuf>) {
    // The page to begin from offers what was not saved; a file would hide it.
    let waits = eframe::storage_dir("throughline")
        .map(|folder| store::Home::new(folder, store::Who::here("", jiff::Timestamp::now())))
        .is_some_and(|home| !store::recoverable(&home).is_empty());
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program).args(file.filter(|_| !waits)).env(AGAIN, "1").spawn()
    });
    if let Err(error) = started {
        writeln!(std::io::stderr(), "throughline: it could not be started again: {error}").ok();
    }
}
