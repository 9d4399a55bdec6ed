//! A hundred programs of a real country, by keys alone.

use super::User;
use egui::Key;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use throughline::import;
use throughline::model::{DecisionKind, Evidence, Framework, ObjectiveId, ProgramId};
use throughline::session::Session;
use throughline::store;

fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: {path} is not there");
    None
}

/// A framework as it comes from a country's file.
fn country(file: &Path) -> Framework {
    let mut input = store::source(file).expect("it can be read");
    let today = jiff::civil::date(2026, 11, 24);
    let mut source = import::SourceFile::new("country.json", &mut input, today);
    let (options, progress) = (import::Options::default(), import::Progress::default());
    let batch = import::read(import::Format::UnInfo, &mut source, &options, &progress);
    import::framework_of(&batch.expect("it is read")).expect("a framework").0
}

/// The programs that wait: in scope, no link shown, nobody decided.
pub(super) fn waiting(user: &User) -> BTreeSet<ProgramId> {
    let rows = user.session().analysis().programs.iter();
    let open = rows.filter(|(_, row)| {
        row.orphan() && row.standing != throughline::analysis::Standing::NoneFound
    });
    open.map(|(id, _)| id.clone()).collect()
}

#[test]
fn a_hundred_programs_of_mali_by_keys_alone() {
    let Some(file) = shared("uninfo/MLI.json") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut user = User::new(Session::new(country(&file)), folder.path());
    let before = user.written();
    let first = waiting(&user);
    assert_eq!(first.len(), 205, "as the file has them");
    let (mut steps, mut by_search, mut decided, mut together) = (0, 0, 0, 0);
    let mut seen = BTreeSet::new();
    while first.len() - waiting(&user).len() < 100 {
        let (at, depth) = (user.at(), user.depth());
        assert!(seen.insert(at.clone()) || together > 0, "each program comes once");
        match steps % 10 {
            // Where nothing is suggested, nothing is found.
            turn if turn == 3 || user.suggested(1).is_none() => {
                user.press(Key::X);
                user.press(Key::Num1);
                user.press(Key::Enter);
                assert_eq!(user.decision(&at), Some(DecisionKind::NoneFound));
                decided += 1;
            }
            6 => {
                user.press(Key::Slash);
                user.text("1.2.1");
                user.press(Key::Enter);
                assert_eq!(user.depth(), depth, "found is ticked, not linked");
                user.press(Key::Enter);
                assert_eq!(user.links(&at).len(), 1);
                let id = ObjectiveId::new(&user.links(&at)[0]).expect("an id");
                let code = user.framework().objective(&id).and_then(|o| o.code.clone());
                assert_eq!(code.as_deref(), Some("1.2.1"), "what was searched is linked");
                by_search += 1;
            }
            8 if user.says("apply to") => {
                user.press(Key::Num1);
                user.press(Key::G);
                user.press(Key::Enter);
                let linked = first.iter().filter(|id| !waiting(&user).contains(*id)).count();
                assert!(linked > steps, "several at once");
                together += 1;
            }
            turn => {
                let second = (turn % 2 == 1).then(|| user.suggested(2)).flatten();
                let key = if second.is_some() { Key::Num2 } else { Key::Num1 };
                let said = second.or_else(|| user.suggested(1)).expect("a suggestion");
                user.press(key);
                user.press(Key::Enter);
                let links = user.links(&at);
                assert_eq!(links.len(), 1, "{said}");
                let id = ObjectiveId::new(&links[0]).expect("an id");
                let title = user.framework().objective(&id).map(|o| o.title.trim().to_owned());
                let title = title.expect("it is there");
                let head: String = title.chars().take(40).collect();
                assert!(said.contains(head.trim()), "{said} is what was linked: {title}");
            }
        }
        assert_eq!(user.depth(), depth + 1, "one step");
        assert_ne!(user.at(), at, "the next program is at hand");
        user.figures_are_right();
        steps += 1;
    }
    let done = first.len() - waiting(&user).len();
    let average = user.keys as f64 / done as f64;
    println!(
        "{done} programs in {steps} steps with {} keys, {average:.2} a program: {by_search} by \
         search, {decided} decided, {together} with those alike",
        user.keys
    );
    assert!(average <= 3.0, "{average} keys a program");
    for (id, record) in user.framework().programs().iter().filter(|(id, _)| first.contains(*id)) {
        for link in record.links.values() {
            assert_eq!(link.recorded_by.as_deref(), Some("A. Traoré"), "{id}");
            assert_eq!(link.evidence, Evidence::Asserted);
            assert!(link.on.is_some());
        }
    }
    for _ in 0..steps {
        user.press(Key::Z);
        user.figures_are_right();
    }
    assert_eq!(user.depth(), 0);
    assert_eq!(user.written(), before, "all undone");
}
