//! Every call of the disk failing, once and for ever, in every way: nothing panics, the file is
//! intact, the document stays unsaved, and the message says what to do.

use super::disks::{Fault, FaultyDisk, Plan};
use super::{content, home_on, moment, names, small, titled, with_document};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use throughline::session::{Session, SessionError};
use throughline::store::{self, Disk, SaveError};

const FAULTS: [Fault; 6] = [
    Fault::Error(ErrorKind::StorageFull),
    Fault::Error(ErrorKind::ReadOnlyFilesystem),
    Fault::Error(ErrorKind::PermissionDenied),
    Fault::Error(ErrorKind::Other),
    Fault::Short,
    Fault::Lie,
];

/// Edits and saves a document on a disk; gives how many saves failed.
fn edit_and_save(disk: &FaultyDisk, folder: &Path, path: &Path, about: &str) -> usize {
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let mut failed = 0;
    let mut last = content(path);
    let mut session = match Session::open_on(Arc::clone(&shared), path) {
        Ok(session) => session,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty(), "{about}");
            assert_eq!(content(path), last, "{about}");
            return 1;
        }
    };
    session.keep_in(home_on(&shared, folder));
    assert_eq!(session.in_use(), None, "{about}");
    for number in 1..=3 {
        session.tick(moment(number));
        session.run(&titled(&format!("Title {number}"))).unwrap();
        session.flush();
        let saved = session.save();
        let there = content(path);
        match saved {
            Ok(()) => {
                assert!(!session.dirty(), "{about}");
                assert_eq!(&there, session.framework(), "{about}");
            }
            Err(SessionError::Save(error)) => {
                failed += 1;
                assert!(session.dirty(), "{about}");
                let says = (error.to_string(), error.hint());
                assert!(!says.0.is_empty() && says.1.len() > 20, "{about}: {says:?}");
                // It is whole in any case; only a failure after the last step leaves the new one.
                let new = matches!(error, SaveError::NotFlushed { .. });
                assert!(!error.is_change_on_disk(), "{about}: our own file is nobody else's");
                let expected = if new { session.framework() } else { &last };
                assert_eq!(&there, expected, "{about}: {error}");
            }
            Err(error) => panic!("{about}: {error}"),
        }
        last = there;
    }
    failed
}

/// Tries every so manyth call; gives how many runs there were, and in how many a save failed.
fn try_calls(faults: &[Fault], every: usize) -> (usize, usize) {
    let (folder, path) = with_document();
    let counting = FaultyDisk::new(None);
    assert_eq!(edit_and_save(&counting, folder.path(), &path, "no fault"), 0);
    let calls = counting.calls();
    assert!(calls > 60, "{calls}");
    let (mut runs, mut with_failure) = (0, 0);
    for &fault in faults {
        for (at, once) in (0..calls).step_by(every).flat_map(|at| [(at, true), (at, false)]) {
            let about = format!("{fault:?} at call {at} of {calls}, once: {once}");
            let (folder, path) = with_document();
            let disk = FaultyDisk::new(Some(Plan { at, once, fault }));
            let failed = edit_and_save(&disk, folder.path(), &path, &about);
            runs += 1;
            with_failure += usize::from(failed > 0);
            if once {
                assert!(failed <= 1, "{about}: {failed} failed");
            }
            // The disk is well again: nothing is in the way.
            let mut session = super::open(folder.path(), &path);
            session.run(&titled("Well again")).unwrap();
            session.save().unwrap();
            drop(session);
            assert_eq!(content(&path).head().title, "Well again", "{about}");
            assert_eq!(names(folder.path()), ["compact.ron"], "{about}");
        }
    }
    (runs, with_failure)
}

#[test]
fn a_full_disk_harms_nothing() {
    let (runs, failed) = try_calls(&[Fault::Short], 7);
    println!("{runs} runs with a full disk, in {failed} a save failed");
    assert!(failed > 10, "{failed}");
}

#[test]
#[ignore = "some 1,000 runs: a minute"]
fn no_fault_of_the_disk_harms_anything_whichever_call_it_is() {
    let (runs, failed) = try_calls(&FAULTS, 1);
    println!("{runs} runs with a fault, in {failed} a save failed");
    assert!(failed > 200, "{failed}");
}

#[test]
fn a_disk_that_lies_is_found_out() {
    let (_folder, path) = with_document();
    let bytes = store::write(&small()).replace("Compact", "Treaty");
    let lies = |at| FaultyDisk::new(Some(Plan { at, once: true, fault: Fault::Lie }));
    let found = (0..20).filter(|&at| {
        let saved = store::save_bytes_on(&lies(at), &path, bytes.as_bytes());
        let hint = "save it under another name or on another disk";
        matches!(saved, Err(error @ SaveError::ReadBack) if error.hint() == hint)
    });
    assert_eq!(found.count(), 1, "there is one call that writes");
}

#[test]
fn a_journal_on_a_full_disk_says_so_and_is_whole_again_when_there_is_space() {
    let (folder, path) = with_document();
    let mut told = 0;
    for at in (0..40).step_by(3) {
        let faulty = FaultyDisk::new(Some(Plan { at, once: false, fault: Fault::Short }));
        let disk: Arc<dyn Disk> = Arc::new(faulty.clone());
        let mut session = Session::open(&path).unwrap();
        session.keep_in(home_on(&disk, folder.path()));
        for number in 1..=4 {
            session.tick(moment(number));
            session.run(&titled(&number.to_string())).unwrap();
            session.flush();
        }
        if let Some(trouble) = session.trouble() {
            told += 1;
            assert!(trouble.contains("space"), "{trouble}");
        }
        faulty.heal();
        session.flush();
        assert_eq!(session.trouble(), None, "call {at}");
        let framework = session.framework().clone();
        drop(session);
        let home = super::home(folder.path());
        let offered = store::recoverable(&home);
        assert_eq!(offered.len(), 1, "call {at}");
        let (mut session, done, count) = Session::recover(&home, &offered[0].journal).unwrap();
        assert_eq!((done, count, session.framework()), (4, 4, &framework), "call {at}");
        session.discard();
        assert!(store::recoverable(&home).is_empty(), "call {at}");
    }
    assert!(told > 3, "{told}");
}
