//! Others at the same file: a second window, a file that is changed, deleted, replaced or made
//! read-only while it is open, a disk that is full.

use super::{content, home, moment, names, open, small, titled, with_document};
use std::path::Path;
use throughline::session::{Session, SessionError};
use throughline::store::{self, SaveError};

/// Saves after something has happened to the file; gives the error.
fn save_after(happens: impl FnOnce(&Path)) -> (SaveError, Session, tempfile::TempDir) {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("Ours")).unwrap();
    happens(&path);
    match session.save() {
        Err(SessionError::Save(error)) => {
            assert!(session.dirty());
            (error, session, folder)
        }
        other => panic!("{other:?}"),
    }
}

fn theirs(path: &Path) {
    let text = store::write(&small()).replacen("title: \"", "title: \"Theirs, not ", 1);
    store::save_bytes(path, text.as_bytes()).unwrap();
}

#[test]
fn a_file_changed_by_others_is_not_overwritten() {
    let (error, mut session, folder) = save_after(theirs);
    assert!(matches!(error, SaveError::ChangedOnDisk { modified: Some(_) }), "{error:?}");
    assert_eq!(error.to_string(), "the file was changed on disk since it was opened");
    assert!(error.hint().starts_with("merge the two, save a copy"), "{}", error.hint());
    let path = session.path().unwrap().to_owned();
    assert!(content(&path).head().title.starts_with("Theirs"));
    // The choices: a copy, or to replace it after all; what was theirs is in the backups.
    session.save_as(&folder.path().join("copy.ron")).unwrap();
    assert_eq!(content(&folder.path().join("copy.ron")).head().title, "Ours");
    assert!(content(&path).head().title.starts_with("Theirs"));
    let mut session = open(folder.path(), &path);
    session.run(&titled("Ours again")).unwrap();
    theirs(&path);
    let replacing = session.saving(&path).unwrap().replacing().run();
    session.finish(replacing).unwrap();
    assert_eq!(content(&path).head().title, "Ours again");
    let backups = home(folder.path()).backups(&content(&path).head().id, &path);
    let titles: Vec<String> = backups.list().iter().map(|b| title(&backups, b)).collect();
    assert!(titles.iter().any(|title| title.starts_with("Theirs")), "{titles:?}");
    assert!(names(folder.path()).iter().all(|name| !name.ends_with(".saving")));
}

fn title(backups: &store::Backups, backup: &store::Backup) -> String {
    backups.open(backup).unwrap().framework.head().title.clone()
}

#[test]
fn a_file_only_touched_is_saved_over() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    let stamp = session.stamp().unwrap();
    session.run(&titled("Ours")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    store::save_bytes(&path, store::write(&small()).as_bytes()).unwrap();
    assert!(stamp.looks_touched(&*store::disk::real(), &path));
    session.save().unwrap();
    assert!(!session.stamp().unwrap().looks_touched(&*store::disk::real(), &path));
}

#[test]
fn a_file_deleted_replaced_or_made_read_only_is_told_apart() {
    let (error, ..) = save_after(|path| store::disk::real().remove(path).unwrap());
    assert!(matches!(error, SaveError::Deleted), "{error:?}");
    assert_eq!(error.hint(), "save it under its name again, or under another");

    let (error, session, _folder) = save_after(|path| {
        store::save_bytes(path, b"minutes of a meeting").unwrap();
    });
    assert!(matches!(error, SaveError::Replaced), "{error:?}");
    assert_eq!(std::fs::read(session.path().unwrap()).unwrap(), b"minutes of a meeting");

    let other = throughline::templates::generate(6, 10, 2);
    let other = store::write(&other).replacen("id: \"", "id: \"another-", 1);
    let (error, ..) = save_after(|path| store::save_bytes(path, other.as_bytes()).unwrap());
    assert!(matches!(error, SaveError::Replaced), "{error:?}");

    let (error, ..) = save_after(|path| {
        store::disk::real().remove(path).unwrap();
        std::fs::create_dir(path).unwrap();
    });
    assert!(matches!(error, SaveError::Replaced | SaveError::Io(_)), "{error:?}");

    let (error, ..) = save_after(|path| {
        let mut permissions = std::fs::metadata(path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(path, permissions).unwrap();
    });
    assert!(matches!(error, SaveError::ReadOnly), "{error:?}");
    assert_eq!(error.hint(), "save it in another folder, where you may write");
}

#[test]
fn a_deleted_file_is_saved_again_where_the_user_says_so() {
    let (_, mut session, folder) = save_after(|path| store::disk::real().remove(path).unwrap());
    let path = session.path().unwrap().to_owned();
    let again = session.saving(&path).unwrap().replacing().run();
    session.finish(again).unwrap();
    assert_eq!(content(&path).head().title, "Ours");
    session.run(&titled("And on")).unwrap();
    session.save().unwrap();
    drop(session);
    assert_eq!(names(folder.path()), ["compact.ron"]);
}

#[test]
fn a_second_window_may_read_and_copy_and_is_told_who_edits() {
    let (folder, path) = with_document();
    let first = open(folder.path(), &path);
    assert_eq!(names(folder.path()), [".compact.ron.lock", "compact.ron"]);
    let mut second = Session::open(&path).unwrap();
    let said = second.keep_in(home(folder.path())).unwrap();
    assert!(said.starts_with("it is open elsewhere: Amina on m1 since 15 Jan 2027"), "{said}");
    assert_eq!(second.read_only(), Some(said.as_str()));
    let refused = second.run(&titled("Second")).unwrap_err();
    assert!(matches!(refused, SessionError::InUse(_)), "{refused}");
    assert!(matches!(second.save().unwrap_err(), SessionError::InUse(_)));
    // A copy is its own document.
    second.become_copy();
    second.run(&titled("Second")).unwrap();
    assert!(matches!(second.save().unwrap_err(), SessionError::NoPath));
    let error = second.save_as(&path).unwrap_err();
    assert!(matches!(&error, SessionError::Save(SaveError::InUse(who)) if who.contains("Amina")));
    second.save_as(&folder.path().join("copy.ron")).unwrap();
    drop(first);
    drop(second);
    assert_eq!(names(folder.path()), ["compact.ron", "copy.ron"]);
    let third = open(folder.path(), &path);
    assert_eq!(third.read_only(), None);
}

#[test]
fn a_file_written_another_way_is_the_same_file() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("Ours")).unwrap();
    session.save_as(&folder.path().join("data/../compact.ron")).unwrap();
    assert!(!session.dirty());
    assert_eq!(content(&path).head().title, "Ours");
    theirs(&path);
    session.run(&titled("Ours again")).unwrap();
    let error = session.save().unwrap_err();
    assert!(matches!(error, SessionError::Save(SaveError::ChangedOnDisk { .. })), "{error}");
}

#[test]
fn two_saves_under_way_do_not_take_each_other_for_others() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    let one = session.saving(&path).unwrap();
    session.run(&titled("Two")).unwrap();
    let two = session.saving(&path).unwrap();
    session.run(&titled("Three")).unwrap();
    let threads = [one, two].map(|saving| {
        let thread = std::thread::spawn(move || saving.run());
        std::thread::sleep(std::time::Duration::from_millis(100));
        thread
    });
    for thread in threads {
        let finished = thread.join().unwrap();
        assert!(finished.error().is_none(), "{:?}", finished.error());
        session.finish(finished).unwrap();
    }
    assert_eq!(content(&path).head().title, "Two");
    assert!(session.dirty());
    session.flush();
    drop(session);
    let offered = store::recoverable(&home(folder.path()));
    assert_eq!(
        offered.iter().map(|o| (o.steps, o.fit.clone())).collect::<Vec<_>>(),
        [(1, store::Fit::File)]
    );
}

#[test]
fn a_save_that_ends_when_another_document_is_open_changes_nothing_there() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    let saving = session.saving(&path).unwrap();
    drop(session);
    let mut other = Session::new(small());
    other.finish(saving.run()).unwrap();
    assert_eq!((other.path(), other.dirty()), (None, false));
}

/// Needs to mount a small disk in memory, so root on Linux.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "mounts a disk in memory: root only"]
fn a_disk_that_is_really_full_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(mounted.success(), "mount needs root");
    let path = folder.path().join("compact.ron");
    store::save_bytes(&path, store::write(&small()).as_bytes()).unwrap();
    let filler = folder.path().join("filler");
    let elsewhere = tempfile::tempdir().unwrap();
    let mut session = open(elsewhere.path(), &path);
    session.tick(moment(1));
    session.run(&titled("Ours")).unwrap();
    let full = (1..=256).rev().find(|kib| store::save_bytes(&filler, &vec![0; kib << 10]).is_ok());
    let before = content(&path);
    let error = session.save().unwrap_err();
    println!("{full:?} KiB of other data fill the disk: {error}; {}", error.hint());
    assert_eq!(error.hint(), "free some space, or save it on another disk");
    assert!(session.dirty() && content(&path) == before);
    store::disk::real().remove(&filler).unwrap();
    session.save().unwrap();
    assert_eq!(content(&path).head().title, "Ours");
    drop(session);
    let gone = std::process::Command::new("umount").arg(folder.path()).status().unwrap();
    assert!(gone.success());
}
