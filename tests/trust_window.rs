//! The window while others are at the document's file, and the document's versions: in each case
//! the user is told, and nothing is lost.
#![cfg(feature = "gui")]

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use throughline::edit::{Command, HeadEdit, ProgramEdit};
use throughline::model::{Framework, HeadField, Program, ProgramId};
use throughline::session::Session;
use throughline::store::disk::{Facts, Held, real};
use throughline::store::{self, Disk};
use throughline::templates;
use throughline::ui::App;
use throughline::ui::action::Action;

type Window = Harness<'static, App>;

/// A folder with a document and, beside it, the data folder of the window.
struct Desk {
    folder: tempfile::TempDir,
    path: PathBuf,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("compact.ron");
    write(&path, &small());
    Desk { folder, path }
}

fn small() -> Framework {
    templates::generate(6, 10, 1)
}

fn write(path: &Path, framework: &Framework) {
    store::save_bytes(path, store::write(framework).as_bytes()).expect("it is written");
}

fn content(path: &Path) -> Framework {
    store::open(path).expect("a framework").framework
}

fn title(framework: &Framework) -> &str {
    &framework.head().title
}

fn titled(title: &str) -> Command {
    Command::Framework(HeadEdit::Set(HeadField::Title(title.into())))
}

fn added(id: &str) -> Command {
    let id = ProgramId::new(id).expect("an id");
    Command::Program(id, ProgramEdit::Add(Box::new(Program::new("Wells"))))
}

/// What others make of the file: one command more.
fn others(path: &Path, command: &Command) {
    let mut session = Session::open(path).expect("a framework");
    session.run(command).expect("it fits");
    write(path, session.framework());
}

impl Desk {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A window on the document, before anything is changed.
    fn window(&self) -> Window {
        let mut window = window_with(Session::new(small()), Some(self.data()));
        window.state_mut().send(Action::OpenPath(self.path.clone()));
        let path = self.path.clone();
        wait(&mut window, "the document", |w| w.state().session().path() == Some(&*path));
        window
    }

    /// A window on the document, with a title that is not saved.
    fn edited(&self) -> Window {
        let mut window = self.window();
        run(&mut window, titled("Ours"));
        assert!(window.state().session().dirty());
        window
    }
}

fn window_with(session: Session, home: Option<PathBuf>) -> Window {
    let mut session = Some(session);
    let mut window = Harness::builder()
        .with_size(egui::vec2(1366.0, 768.0))
        // A frame is a tenth of a second: the file is looked at every fifty.
        .with_step_dt(0.1)
        .build_eframe(move |creation| {
            let today = jiff::civil::date(2026, 11, 28);
            let session = session.take().expect("one window");
            let app = App::new(&creation.egui_ctx, session, today);
            match home.clone() {
                Some(home) => app.at_home(&creation.egui_ctx, home),
                None => app,
            }
        });
    window.run_steps(4);
    window
}

fn run(window: &mut Window, command: Command) {
    window.state_mut().send(Action::Run(Box::new(command)));
    window.run_steps(3);
}

fn save(window: &mut Window) {
    window.state_mut().send(Action::Save);
    window.run_steps(3);
}

fn wait(window: &mut Window, what: &str, there: impl Fn(&Window) -> bool) {
    let start = Instant::now();
    while !there(window) {
        assert!(start.elapsed() < Duration::from_mins(1), "{what} did not come: {}", all(window));
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
    window.run_steps(2);
}

/// Every text that can be read in the window.
fn all(window: &Window) -> String {
    let mut texts = Vec::new();
    let mut todo: Vec<_> = vec![window.root()];
    while let Some(node) = todo.pop() {
        let inner = node.accesskit_node();
        texts.extend(inner.label().or_else(|| inner.value()));
        todo.extend(node.children());
    }
    texts.join("\n")
}

fn told(window: &mut Window, words: &str) {
    let words = words.to_owned();
    wait(window, &words.clone(), |w| all(w).contains(&words));
}

/// Presses a button once it can be pressed.
fn press(window: &mut Window, name: &str) {
    let is_it = |node: &egui_kittest::Node| {
        let node = node.accesskit_node();
        !node.is_disabled() && node.label().as_deref() == Some(name)
    };
    wait(window, name, |w| w.query_all_by_role(Role::Button).any(|node| is_it(&node)));
    let button = window.query_all_by_role(Role::Button).find(is_it);
    button.expect("it was there").click();
    window.run_steps(4);
}

fn versions(window: &Window) -> Vec<(store::Label, String)> {
    let backups = window.state().session().backups().expect("a data folder");
    let open =
        |b: &store::Backup| backups.open(b).expect("a backup").framework.head().title.clone();
    backups.list().iter().map(|backup| (backup.label, open(backup))).collect()
}

#[test]
fn what_was_not_saved_is_offered_when_its_file_is_opened() {
    let desk = desk();
    let mut window = desk.edited();
    run(&mut window, added("p-wells"));
    drop(window);
    // Left, it is offered again.
    let mut window = desk.window();
    told(&mut window, "2 steps: restore?");
    press(&mut window, "Leave it");
    assert_eq!(title(window.state().session().framework()), title(&small()));
    drop(window);
    let mut window = desk.window();
    told(&mut window, "“compact.ron” has changes that were not saved: newer by");
    press(&mut window, "Restore");
    wait(&mut window, "the title", |w| title(w.state().session().framework()) == "Ours");
    let session = window.state().session();
    assert_eq!((session.framework().programs().len(), session.dirty()), (11, true));
    assert_eq!(session.read_only(), None, "the window that recovers has the file");
    save(&mut window);
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
    drop(window);
    let mut window = desk.window();
    window.run_steps(4);
    assert!(!all(&window).contains("restore?"));
}

#[test]
fn what_is_discarded_is_not_offered_again() {
    let desk = desk();
    drop(desk.edited());
    let mut window = desk.window();
    told(&mut window, "1 step: restore?");
    press(&mut window, "Discard");
    drop(window);
    let mut window = desk.window();
    window.run_steps(4);
    assert!(!all(&window).contains("restore?"));
    assert_eq!(content(&desk.path), small());
}

#[test]
fn a_second_window_says_who_has_it_and_goes_on_with_a_copy() {
    let desk = desk();
    let mut first = desk.edited();
    let mut second = desk.window();
    told(&mut second, "For reading only: it is open elsewhere: somebody");
    run(&mut second, titled("Second"));
    assert_eq!(title(second.state().session().framework()), title(&small()), "it may not");
    press(&mut second, "Open as a copy");
    run(&mut second, titled("Second"));
    let session = second.state().session();
    assert_eq!((title(session.framework()), session.path()), ("Second", None));
    assert!(!all(&second).contains("For reading only"));
    save(&mut first);
    wait(&mut first, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
    // When the first is closed, the file can be had.
    let mut third = desk.window();
    told(&mut third, "For reading only");
    run(&mut first, titled("Not saved"));
    drop(first);
    press(&mut third, "Look again");
    wait(&mut third, "the file", |w| w.state().session().read_only().is_none());
    assert_eq!(title(third.state().session().framework()), "Ours");
    told(&mut third, "1 step: restore?");
}

#[test]
fn what_others_changed_is_merged_as_one_step() {
    let desk = desk();
    let mut window = desk.edited();
    others(&desk.path, &added("p-wells"));
    save(&mut window);
    told(&mut window, "The file was changed by others");
    told(&mut window, "New: program “Wells”");
    told(&mut window, "Takes 1 change of theirs into yours");
    press(&mut window, "Merge");
    let session = window.state().session();
    assert_eq!(session.history().undo_label(), Some("merge with the file on disk"));
    assert_eq!((title(session.framework()), session.framework().programs().len()), ("Ours", 11));
    assert_eq!(content(&desk.path).programs().len(), 11, "the file waits for the save");
    assert_eq!(title(&content(&desk.path)), title(&small()));
    save(&mut window);
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    let saved = content(&desk.path);
    assert_eq!((title(&saved), saved.programs().len()), ("Ours", 11));
    window.state_mut().send(Action::Undo);
    window.run_steps(3);
    assert_eq!(window.state().session().framework().programs().len(), 10);
}

#[test]
fn what_contradicts_is_not_merged_unasked() {
    let desk = desk();
    let mut window = desk.edited();
    others(&desk.path, &titled("Theirs"));
    save(&mut window);
    told(&mut window, "1 change of theirs and of yours contradict each other");
    press(&mut window, "Merge");
    assert_eq!(title(window.state().session().framework()), "Ours");
    assert_eq!(title(&content(&desk.path)), "Theirs");
}

#[test]
fn a_change_is_noticed_without_saving_and_reloading_keeps_both() {
    let desk = desk();
    let mut window = desk.edited();
    others(&desk.path, &titled("Theirs"));
    // Five seconds of the window's clock.
    told(&mut window, "The file was changed by others");
    press(&mut window, "Reload");
    wait(&mut window, "theirs", |w| title(w.state().session().framework()) == "Theirs");
    assert!(!window.state().session().dirty());
    told(&mut window, "what was not saved is under File > Versions");
    let kept = versions(&window);
    assert!(kept.contains(&(store::Label::Unsaved, "Ours".to_owned())), "{kept:?}");
    // What the steps were put on was kept too, when the first was made.
    assert!(kept.contains(&(store::Label::Found, title(&small()).to_owned())), "{kept:?}");
    drop(window);
    let mut window = desk.window();
    window.run_steps(4);
    assert!(!all(&window).contains("restore?"), "it is a version, and not offered twice");
}

#[test]
fn overwriting_asks_and_keeps_what_others_saved() {
    let desk = desk();
    let mut window = desk.edited();
    others(&desk.path, &titled("Theirs"));
    save(&mut window);
    press(&mut window, "Overwrite…");
    told(&mut window, "What the others changed will not be in the file any more");
    assert_eq!(title(&content(&desk.path)), "Theirs", "not yet");
    press(&mut window, "Overwrite the file");
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
    let kept = versions(&window);
    assert!(kept.contains(&(store::Label::Found, "Theirs".to_owned())), "{kept:?}");
}

#[test]
fn a_deleted_file_is_told_and_written_again() {
    let desk = desk();
    let mut window = desk.edited();
    real().remove(&desk.path).expect("it is removed");
    save(&mut window);
    told(&mut window, "“compact.ron” was moved or deleted after you opened it");
    assert!(!all(&window).contains("Merge"));
    press(&mut window, "Save it there again");
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
}

#[test]
fn a_replaced_file_is_told_and_left_alone() {
    let desk = desk();
    let mut window = desk.edited();
    store::save_bytes(&desk.path, b"minutes of a meeting").expect("it is written");
    save(&mut window);
    told(&mut window, "something else has its name");
    press(&mut window, "Not now");
    assert_eq!(std::fs::read(&desk.path).expect("bytes"), b"minutes of a meeting");
    assert_eq!(title(window.state().session().framework()), "Ours");
    assert!(window.state().session().dirty());
    // It is not told again until it is saved again.
    window.run_steps(60);
    assert!(!all(&window).contains("something else has its name"));
    save(&mut window);
    told(&mut window, "something else has its name");
}

#[test]
fn a_file_made_read_only_is_told_with_the_remedy() {
    let desk = desk();
    let mut window = desk.edited();
    let set = |read_only| {
        let mut permissions = std::fs::metadata(&desk.path).expect("facts").permissions();
        permissions.set_readonly(read_only);
        std::fs::set_permissions(&desk.path, permissions).expect("they are set");
    };
    set(true);
    save(&mut window);
    told(&mut window, "“compact.ron” was not saved: the file is read-only.");
    told(&mut window, "Save it in another folder, where you may write.");
    told(&mut window, "The file is as it was. What you did is kept");
    assert_eq!(content(&desk.path), small());
    set(false);
    press(&mut window, "Try again");
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
}

/// The real disk, without room for another byte while it is full.
#[derive(Debug)]
struct Full(Arc<dyn Disk>, Arc<AtomicBool>);

#[derive(Debug)]
struct FullFile(Box<dyn Held>, Arc<AtomicBool>);

impl Held for FullFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.1.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }

    fn is_locked(&self) -> bool {
        self.0.is_locked()
    }
}

impl Disk for Full {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        self.0.facts(path)
    }

    fn hold(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let full = Arc::clone(&self.1);
        Ok(self.0.hold(path)?.map(|held| Box::new(FullFile(held, full)) as Box<dyn Held>))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.sync_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.0.list(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.make_folder(folder)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.resolve(path)
    }

    fn permit_like(&self, path: &Path, like: &Path) -> io::Result<()> {
        self.0.permit_like(path, like)
    }
}

#[test]
fn a_full_disk_is_told_with_the_remedy_and_saved_on_when_there_is_room() {
    let desk = desk();
    let full = Arc::new(AtomicBool::new(true));
    let disk = Arc::new(Full(real(), Arc::clone(&full)));
    let session = Session::open_on(disk, &desk.path).expect("a framework");
    let mut window = window_with(session, None);
    run(&mut window, titled("Ours"));
    save(&mut window);
    told(&mut window, "“compact.ron” was not saved");
    told(&mut window, "Free some space, or save it on another disk.");
    // Without a data folder the steps are nowhere else, and that is said.
    told(&mut window, "What you did is in this window only: keep it open until it is saved");
    assert_eq!(content(&desk.path), small());
    assert!(window.state().session().dirty());
    full.store(false, Ordering::SeqCst);
    press(&mut window, "Try again");
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    assert_eq!(title(&content(&desk.path)), "Ours");
}

#[test]
fn a_version_is_seen_restored_and_taken_back() {
    let desk = desk();
    let mut window = desk.window();
    run(&mut window, titled("First"));
    save(&mut window);
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    run(&mut window, added("p-wells"));
    save(&mut window);
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    let programs = |w: &Window| w.state().session().analysis().scope.programs;
    assert_eq!(programs(&window), 11);
    window.state_mut().send(Action::Versions);
    // The newest is what is open.
    told(&mut window, "Nothing differs: it is what you have now.");
    let rows: Vec<_> = window.query_all_by_label_contains("KB").collect();
    assert_eq!(rows.len(), 3, "two saves, and as it was found");
    rows[1].click();
    drop(rows);
    window.run_steps(2);
    told(&mut window, "What changed from then to now: 1 value differs");
    told(&mut window, "New: program “Wells”");
    press(&mut window, "Compare");
    told(&mut window, "Program “Wells”");
    press(&mut window, "Restore");
    assert_eq!(programs(&window), 10);
    assert_eq!(title(window.state().session().framework()), "First");
    window.state_mut().send(Action::Undo);
    window.run_steps(3);
    assert_eq!(programs(&window), 11);
    assert!(!window.state().session().dirty(), "it is what was saved");
}

#[test]
fn a_version_opens_as_a_copy_and_leaves_the_document_alone() {
    let desk = desk();
    let mut window = desk.edited();
    save(&mut window);
    wait(&mut window, "the save", |w| !w.state().session().dirty());
    run(&mut window, titled("Later"));
    window.state_mut().send(Action::Versions);
    told(&mut window, "What changed from then to now");
    press(&mut window, "Open as a copy");
    let session = window.state().session();
    assert_eq!((title(session.framework()), session.path()), ("Ours", None));
    assert_eq!(title(&content(&desk.path)), "Ours");
    drop(window);
    // What was not saved of the document is still there.
    let mut window = desk.window();
    told(&mut window, "1 step: restore?");
}

#[test]
fn a_document_without_a_file_says_that_it_has_no_version() {
    let mut window = window_with(Session::new(small()), None);
    window.state_mut().send(Action::Versions);
    told(&mut window, "There is no version yet: save the framework");
    press(&mut window, "Close");
    assert!(!all(&window).contains("There is no version yet"));
}
