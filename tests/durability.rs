//! What the documents survive: power cuts, failing disks, killed programs, others at the same
//! file. `docs/reliability.md` tells how, and what was seen; the long forms are `#[ignore]`d.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "children tell what they did, tests what they saw")]

#[path = "durability/disks.rs"]
mod disks;
#[path = "durability/elsewhere.rs"]
mod elsewhere;
#[path = "durability/faults.rs"]
mod faults;
#[path = "durability/history.rs"]
mod history;
#[path = "durability/kills.rs"]
mod kills;
#[path = "durability/power.rs"]
mod power;

use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::edit::{Command, HeadEdit};
use throughline::model::{Framework, HeadField};
use throughline::session::Session;
use throughline::store::{self, Disk, Home, Who};
use throughline::templates;

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn who(name: &str) -> Who {
    Who { name: name.into(), machine: "m1".into(), process: 7, since: moment(0) }
}

fn home_on(disk: &Arc<dyn Disk>, folder: &Path) -> Home {
    Home::on(Arc::clone(disk), folder.join("data"), who("Amina"))
}

fn home(folder: &Path) -> Home {
    home_on(&store::disk::real(), folder)
}

fn small() -> Framework {
    templates::generate(6, 10, 1)
}

/// Gives the framework another title.
fn titled(title: &str) -> Command {
    Command::Framework(HeadEdit::Set(HeadField::Title(title.into())))
}

/// A folder with a small document in it.
fn with_document() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.ron");
    store::save_bytes(&path, store::write(&small()).as_bytes()).unwrap();
    (folder, path)
}

/// A session on a document, kept in the data folder beside it.
fn open(folder: &Path, path: &Path) -> Session {
    let mut session = Session::open(path).unwrap();
    session.tick(moment(0));
    assert_eq!(session.keep_in(home(folder)), None);
    session
}

/// The names of what is in a folder, but for the data folder.
fn names(folder: &Path) -> Vec<String> {
    let paths = store::disk::real().list(folder).unwrap();
    let names = paths.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| name != "data").collect()
}

/// What is in the file.
fn content(path: &Path) -> Framework {
    store::open(path).unwrap().framework
}

/// What is in the file on a given disk.
fn content_of(disk: &dyn Disk, path: &Path) -> Framework {
    store::open_on(disk, path).unwrap().framework
}
