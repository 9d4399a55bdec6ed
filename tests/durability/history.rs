//! Recovery and backups: what is offered, on what it is put, what is kept and for how long.

use super::{content, home, moment, names, open, small, titled, with_document};
use proptest::prelude::*;
use throughline::model::Change;
use throughline::session::Session;
use throughline::store::{self, Fit, Label, RecoverError};
use throughline::templates;

#[test]
fn what_was_not_saved_is_offered_with_its_history() {
    let (folder, path) = with_document();
    let before = content(&path);
    let mut session = open(folder.path(), &path);
    for (at, title) in [(0, "One"), (60, "Two"), (120, "Three")] {
        session.tick(moment(at));
        session.run(&titled(title)).unwrap();
    }
    assert!(session.undo());
    let home = home(folder.path());
    session.flush();
    assert_eq!(store::recoverable(&home), [], "a window that lives has it");
    drop(session);
    let offered = store::recoverable(&home);
    assert_eq!(offered.len(), 1);
    let offered = &offered[0];
    assert_eq!((offered.steps, &offered.fit, offered.at), (4, &Fit::File, moment(120)));
    assert_eq!(offered.of.as_deref(), Some(path.as_path()));
    assert_eq!((&*offered.title, &*offered.who.name), (&*before.head().title, "Amina"));
    let (mut session, done, count) = Session::recover(&home, &offered.journal).unwrap();
    assert_eq!((done, count, session.dirty()), (4, 4, true));
    assert_eq!(session.framework().head().title, "Two");
    assert_eq!(session.keep_in(home.clone()), None);
    assert!(matches!(Session::recover(&home, &offered.journal), Err(RecoverError::InUse)));
    assert!(session.redo());
    assert_eq!(session.framework().head().title, "Three");
    assert_eq!(session.history().commands().count(), 3, "still a script");
    session.save().unwrap();
    drop(session);
    assert_eq!(store::recoverable(&home), []);
    assert_eq!(content(&path).head().title, "Three");
}

#[test]
fn recovery_goes_on_where_it_was_left_and_undo_reaches_behind_a_save() {
    let (folder, path) = with_document();
    let home = home(folder.path());
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    session.save().unwrap();
    assert!(session.undo());
    let unsaved = session.framework().clone();
    drop(session);
    let journal = store::recoverable(&home)[0].journal.clone();
    let (mut session, ..) = Session::recover(&home, &journal).unwrap();
    assert_eq!(session.framework(), &unsaved);
    assert_eq!(session.history().undo_label().map(|l| l.starts_with("Undone: ")), Some(true));
    session.run(&titled("Two")).unwrap();
    drop(session);
    let (mut session, done, _) = Session::recover(&home, &journal).unwrap();
    assert_eq!((done, &*session.framework().head().title), (2, "Two"));
    session.discard();
    assert_eq!(store::recoverable(&home), []);
}

#[test]
fn a_document_back_as_it_was_saved_leaves_nothing_to_recover() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    assert!(session.undo() && !session.dirty());
    drop(session);
    assert_eq!(store::recoverable(&home(folder.path())), []);
}

#[test]
fn a_document_without_a_file_is_recovered_whole() {
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path());
    let mut session = Session::new(small());
    session.keep_in(home.clone());
    session.run(&titled("Nowhere yet")).unwrap();
    drop(session);
    let offered = store::recoverable(&home);
    assert_eq!((offered[0].fit.clone(), offered[0].of.clone()), (Fit::Whole, None));
    assert_eq!(offered[0].words(), "1 step by Amina");
    let (mut session, ..) = Session::recover(&home, &offered[0].journal).unwrap();
    assert!(session.dirty() && session.path().is_none());
    assert_eq!(session.framework().head().title, "Nowhere yet");
    assert_eq!(session.keep_in(home.clone()), None);
    session.save_as(&folder.path().join("compact.ron")).unwrap();
    drop(session);
    assert_eq!(store::recoverable(&home), []);
    assert_eq!(names(folder.path()), ["compact.ron"]);
}

#[test]
fn a_file_changed_since_is_left_alone_and_the_steps_open_as_a_copy() {
    let (folder, path) = with_document();
    let home = home(folder.path());
    let mut session = open(folder.path(), &path);
    session.run(&titled("Ours")).unwrap();
    drop(session);
    let theirs = store::write(&templates::generate(6, 10, 3));
    store::save_bytes(&path, theirs.as_bytes()).unwrap();
    let offered = store::recoverable(&home);
    assert_eq!(offered[0].fit, Fit::Copy);
    assert!(
        offered[0]
            .words()
            .ends_with("1 step by Amina; the file was changed since, so they open as a copy")
    );
    let (session, ..) = Session::recover(&home, &offered[0].journal).unwrap();
    assert_eq!((session.path(), &*session.framework().head().title), (None, "Ours"));
    // Without the backup there is nothing to put them on; they are not thrown away.
    drop(session);
    std::fs::remove_dir_all(folder.path().join("data/backups")).unwrap();
    let offered = store::recoverable(&home);
    assert_eq!(offered[0].fit, Fit::Lost);
    let error = Session::recover(&home, &offered[0].journal).unwrap_err();
    assert!(matches!(error, RecoverError::Lost) && error.hint().contains("a copy of the file"));
    store::forget(&home, &offered[0].journal).unwrap();
    assert_eq!(store::recoverable(&home), []);
}

#[test]
fn how_much_newer_is_said_in_words() {
    let (folder, path) = with_document();
    let saved = store::disk::real().facts(&path).unwrap().modified.unwrap();
    let mut session = open(folder.path(), &path);
    session.tick(saved + jiff::SignedDuration::from_secs(4 * 60 + 5));
    session.run(&titled("One")).unwrap();
    session.run(&titled("Two")).unwrap();
    drop(session);
    let offered = store::recoverable(&home(folder.path()));
    assert_eq!(offered[0].words(), "newer by 4 minutes, 2 steps by Amina");
}

#[test]
fn a_torn_journal_gives_what_is_before_the_tear() {
    let (folder, path) = with_document();
    let home = home(folder.path());
    let mut session = open(folder.path(), &path);
    let mut lengths = Vec::new();
    for number in 1..=4 {
        session.run(&titled(&number.to_string())).unwrap();
        session.flush();
        let journal = store::disk::real().list(&folder.path().join("data/journals")).unwrap();
        lengths.push(std::fs::metadata(&journal[0]).unwrap().len() as usize);
    }
    drop(session);
    let journal = store::recoverable(&home)[0].journal.clone();
    let bytes = std::fs::read(&journal).unwrap();
    for cut in (lengths[0]..bytes.len()).step_by(31) {
        store::save_bytes(&journal, &bytes[..cut]).unwrap();
        let whole = lengths.iter().filter(|length| **length <= cut).count();
        let (session, done, _) = Session::recover(&home, &journal).unwrap();
        assert_eq!((done, session.framework().head().title.clone()), (whole, whole.to_string()));
    }
    assert_eq!(content(&path), small(), "its file is as it was");
}

#[test]
fn every_save_has_a_backup_and_one_is_restored_as_a_step() {
    let (folder, path) = with_document();
    let home = home(folder.path());
    let mut session = open(folder.path(), &path);
    for number in 1..=25 {
        session.tick(moment(number));
        session.run(&titled(&format!("Title {number}"))).unwrap();
        session.save().unwrap();
        session.save().unwrap();
    }
    let backups = home.backups(&content(&path).head().id, &path);
    let all = backups.list();
    assert_eq!(all.len(), 20, "all of one day: the last twenty");
    assert!(all.iter().all(|backup| backup.label == Label::Saved));
    assert_eq!(all[0].size, std::fs::metadata(&path).unwrap().len());
    assert!(all[0].stored < all[0].size);
    assert_eq!((all[0].when, all[19].when), (moment(25), moment(6)));
    assert_eq!(backups.find(all[3].hash).as_ref(), Some(&all[3]));
    session.restore(&all[19]).unwrap();
    assert_eq!(session.framework().head().title, "Title 6");
    assert!(session.history().undo_label().unwrap().starts_with("Restored as of 15 Jan 2027"));
    assert!(session.undo() && session.framework() == &content(&path));
    // A damaged one is refused.
    store::save_bytes(&all[5].file, &std::fs::read(&all[6].file).unwrap()).unwrap();
    let error = backups.open(&all[5]).unwrap_err();
    assert_eq!(error.to_string(), "the backup is damaged: it does not hold what was kept");
    assert!(session.restore(&all[5]).is_err());
}

#[test]
fn the_base_of_another_copy_is_found_among_the_backups() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    let actors: Vec<_> = content(&path).actors().keys().cloned().collect();
    let mut versions = Vec::new();
    for (number, actor) in (0..).zip(actors.iter().take(5)) {
        session.tick(moment(number));
        let name = throughline::model::ActorField::Name(format!("Version {number}"));
        let set = throughline::edit::ActorEdit::Set(name);
        session.run(&throughline::edit::Command::Actor(actor.clone(), set)).unwrap();
        session.save().unwrap();
        versions.push(session.framework().clone());
    }
    assert_eq!(versions.len(), 5);
    let backups = home(folder.path()).backups(&content(&path).head().id, &path);
    for (number, version) in versions.iter().enumerate() {
        // A colleague got this version by mail, and changed the title.
        let mut theirs = version.clone();
        throughline::edit::run(&mut theirs, &titled("Theirs")).unwrap();
        let base = backups.base_for(&theirs, None).unwrap();
        assert_eq!(backups.open(&base).unwrap().framework, *version, "version {number}");
    }
}

#[test]
fn two_files_of_one_document_have_their_own_backups() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    session.save().unwrap();
    session.save_as(&folder.path().join("copy.ron")).unwrap();
    let id = content(&path).head().id.clone();
    let home = home(folder.path());
    assert_eq!(home.backups(&id, &path).list().len(), 2, "as found and as saved");
    assert_eq!(home.backups(&id, &folder.path().join("copy.ron")).list().len(), 1);
}

#[test]
fn a_panic_flushes_what_was_done_and_says_where_it_is() {
    let (folder, path) = with_document();
    let mut session = open(folder.path(), &path);
    session.run(&titled("One")).unwrap();
    let ours = |journal: &std::path::PathBuf| journal.starts_with(folder.path());
    let flushed: Vec<_> = store::flush_all().into_iter().filter(ours).collect();
    assert_eq!(flushed.len(), 1);
    let copy = folder.path().join("data/journals/of-crash.journal");
    store::save_bytes(&copy, &std::fs::read(&flushed[0]).unwrap()).unwrap();
    let offered = store::recoverable(&home(folder.path()));
    assert_eq!(offered.iter().map(|o| (&o.journal, o.steps)).collect::<Vec<_>>(), [(&copy, 1)]);
    // A journal with nothing in it is none.
    session.save().unwrap();
    assert_eq!(store::flush_all().into_iter().filter(ours).count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any change goes through the journal unharmed, whatever records it holds.
    #[test]
    fn any_change_goes_through_the_journal(from in 0_u64..1000, to in 0_u64..1000) {
        let folder = tempfile::tempdir().unwrap();
        let home = home(folder.path());
        let (before, after) = (templates::generate(8, 20, from), templates::generate(9, 25, to));
        let change = Change::between(&before, &after);
        let mut session = Session::new(before);
        session.keep_in(home.clone());
        session.adopt("All of it".into(), change.clone()).unwrap();
        prop_assert_eq!(session.framework(), &after);
        drop(session);
        if !change.is_empty() {
            let (session, ..) = Session::recover(&home, &store::recoverable(&home)[0].journal).unwrap();
            prop_assert_eq!(session.framework(), &after);
        }
    }
}
