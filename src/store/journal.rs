//! The journal: every step since the last save, in the user's data folder, so that a crash loses
//! nothing that is older than a second.
//!
//! A thread of its own writes each step at once and flushes at least once a second; nobody waits
//! for the disk. The file is there only while there is something that is not saved, and it is held
//! as long as its process lives: one that nobody holds is of a window that died or was closed.

mod record;
mod writer;

pub(super) use record::{Base, Header};
pub use record::{Kind, Step};

use super::disk::{Disk, Held};
use super::home::Home;
use super::stamp::{Digest, Stamp};
use crate::model::Framework;
use record::Record;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use writer::{Message, Writer};

/// How long somebody waits for the journal to be flushed: more only where the disk is broken.
const PATIENCE: Duration = Duration::from_secs(2);

/// The journals that are open, so that a panic can flush them.
static OPEN: Mutex<Vec<(PathBuf, Sender<Message>)>> = Mutex::new(Vec::new());

/// What could not be written, and why.
type Trouble = Arc<Mutex<Option<String>>>;

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What is in there is whole even where a thread died with it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Flushes all journals of this process, for a panic; gives the files that hold something.
#[must_use]
pub fn flush_all() -> Vec<PathBuf> {
    // The thread that panics may itself have the list.
    let open = OPEN.try_lock().map(|open| open.clone()).unwrap_or_default();
    open.into_iter().filter(|(_, sender)| flush(sender)).map(|(path, _)| path).collect()
}

/// Waits until all is on disk; gives whether there is something.
fn flush(sender: &Sender<Message>) -> bool {
    let (answer, answered) = channel();
    sender.send(Message::Flush(answer)).is_ok() && answered.recv_timeout(PATIENCE) == Ok(true)
}

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    trouble: Trouble,
    saves: u64,
}

/// The place in a journal where a save was begun.
#[derive(Debug, Clone)]
pub struct Mark {
    number: u64,
    sender: Sender<Message>,
}

impl Mark {
    /// Says what is about to be put in the file, and waits until that is on disk: a crash from
    /// here on finds in the journal what the file holds, before the save or after it.
    pub fn about_to_save(&self, hash: Digest, file: &Path) {
        let file = file.to_string_lossy().into_owned();
        let told = self.sender.send(Message::Record(Record::Saves(self.number, hash, file)));
        if told.is_ok() {
            flush(&self.sender);
        }
    }
}

impl Journal {
    /// Begins a journal for a document as it is before its first step. Nothing is written until
    /// there is one.
    #[must_use]
    pub fn begin(home: &Home, framework: &Framework, of: Option<(&Path, &Stamp)>) -> Self {
        let path = writer::new_path(home, &framework.head().id);
        let start =
            writer::Start::Fresh(framework.clone(), of.map(|(p, s)| (p.to_owned(), s.hash)));
        Self::run(home, path, start, (Vec::new(), None))
    }

    /// Goes on with a journal that was left, and is held.
    pub(super) fn resume(
        home: &Home,
        (path, held): (PathBuf, Box<dyn Held>),
        header: Header,
        steps: Vec<Step>,
    ) -> Self {
        let records = steps.into_iter().map(|step| Record::Step(Box::new(step))).collect();
        Self::run(home, path, writer::Start::Left(header), (records, Some(held)))
    }

    fn run(
        home: &Home,
        path: PathBuf,
        start: writer::Start,
        (records, left): (Vec<Record>, Option<Box<dyn Held>>),
    ) -> Self {
        let (sender, receiver) = channel();
        let trouble = Trouble::default();
        let mut writer = Writer::new(home.clone(), path.clone(), start, Arc::clone(&trouble));
        let spawned = std::thread::Builder::new().name("journal".to_owned()).spawn(move || {
            writer.take_over(records, left);
            writer.run(&receiver);
        });
        let thread = spawned.map_err(|error| *locked(&trouble) = Some(error.to_string())).ok();
        locked(&OPEN).push((path.clone(), sender.clone()));
        Self { path, sender, thread, trouble, saves: 0 }
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn tell(&self, message: Message) {
        if self.sender.send(message).is_err() {
            locked(&self.trouble).get_or_insert_with(|| "the journal has stopped".to_owned());
        }
    }

    /// Writes a step, at once but without waiting for it.
    pub fn record(&self, step: Step) {
        self.tell(Message::Record(Record::Step(Box::new(step))));
    }

    /// Marks the place where a save begins: what is done from now on is not in it.
    pub fn mark(&mut self) -> Mark {
        self.saves += 1;
        self.tell(Message::Record(Record::Saving(self.saves)));
        Mark { number: self.saves, sender: self.sender.clone() }
    }

    /// Lets go of what the save begun at a mark has put in a file, which is the base from now on.
    pub fn saved(&self, mark: &Mark, framework: Framework, file: &Path, stamp: &Stamp) {
        self.tell(Message::Saved(mark.number, framework, file.to_owned(), stamp.hash));
    }

    /// Lets go of everything, since the document is as it was saved; of nothing while a save is
    /// under way.
    pub fn clear(&self) {
        self.tell(Message::Clear(false));
    }

    /// Lets go of everything, since it is not wanted.
    pub fn discard(self) {
        self.tell(Message::Clear(true));
    }

    /// Waits until everything is on disk.
    pub fn flush(&self) {
        flush(&self.sender);
    }

    /// Why steps are not being kept, where the disk refuses them; it is tried again each second.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        locked(&self.trouble).clone()
    }
}

impl Drop for Journal {
    /// Writes and flushes what is left, and lets go of the file, which stays where something is
    /// not saved.
    fn drop(&mut self) {
        locked(&OPEN).retain(|(path, _)| *path != self.path);
        self.tell(Message::Close);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            *locked(&self.trouble) = Some("the journal has stopped".to_owned());
        }
    }
}

/// A journal as it was left.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) header: Header,
    /// What was done, in order.
    pub(super) steps: Vec<Step>,
    /// What saves were about to put in which file, and how many steps are in that.
    pub(super) saves: Vec<(Digest, PathBuf, usize)>,
}

/// Whether a file is a journal that holds no step.
pub(super) fn is_hollow(disk: &dyn Disk, path: &Path) -> bool {
    disk.read(path).is_ok_and(|bytes| record::is_hollow(&bytes))
}

/// Reads a journal that was left; `None` where there is none, or nothing in it.
pub(super) fn read(disk: &dyn Disk, path: &Path) -> Option<Left> {
    let mut records = record::decode(&disk.read(path).ok()?)?.into_iter();
    let Some(Record::Header(header)) = records.next() else { return None };
    let mut left = Left { header: *header, steps: Vec::new(), saves: Vec::new() };
    let mut begun: Vec<(u64, usize)> = Vec::new();
    for record in records {
        match record {
            Record::Header(_) => break,
            Record::Step(step) => left.steps.push(*step),
            Record::Saving(number) => begun.push((number, left.steps.len())),
            Record::Saves(number, hash, file) => {
                let at = begun.iter().rev().find(|(begun, _)| *begun == number);
                left.saves.extend(at.map(|(_, steps)| (hash, PathBuf::from(file), *steps)));
            }
        }
    }
    Some(left)
}
