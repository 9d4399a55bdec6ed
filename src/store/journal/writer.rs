//! The thread of a journal: it alone touches the file.

use super::record::{self, Base, Header, Record, encode};
use super::{Trouble, locked};
use crate::model::{Framework, FrameworkId};
use crate::store::disk::Held;
use crate::store::home::Home;
use crate::store::save::{SaveError, replace};
use crate::store::stamp::Digest;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// After this long at the latest what was written is flushed.
const FLUSH: Duration = Duration::from_millis(900);

/// Where a new journal is to be: by document, process and a number that no other has.
pub(super) fn new_path(home: &Home, document: &FrameworkId) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let process = std::process::id();
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = home.journals().join(format!("of-{document}-{process}-{number}.journal"));
        // A process that died may have had our number.
        if home.disk.facts(&path).is_err() {
            return path;
        }
    }
}

/// What the thread is told.
#[derive(Debug)]
pub(super) enum Message {
    /// To write this.
    Record(Record),
    /// To let go of all up to the save of that number, and to begin from what it put in a file.
    Saved(u64, Framework, PathBuf, Digest),
    /// To let go of all: in any case, or unless a save is under way.
    Clear(bool),
    /// To flush, and to answer whether there is something that is not saved.
    Flush(Sender<bool>),
    /// To flush and end.
    Close,
}

/// What a journal begins with.
#[derive(Debug)]
pub(super) enum Start {
    /// A document before its first step, with the file that it is in and the hash of that.
    Fresh(Framework, Option<(PathBuf, Digest)>),
    /// A journal that was left.
    Left(Header),
}

#[derive(Debug)]
pub(super) struct Writer {
    home: Home,
    path: PathBuf,
    start: Option<Start>,
    header: Option<Header>,
    /// The records after the header with their bytes: all that is not saved.
    records: Vec<(Record, Vec<u8>)>,
    /// The file, where it is there and whole.
    held: Option<Box<dyn Held>>,
    /// How many of the records are in the file.
    written: usize,
    /// Since when something waits to be flushed.
    unflushed: Option<Instant>,
    /// Whether its name in the folder waits to be flushed too.
    is_new: bool,
    /// The thread that keeps the document as it was found: no step waits for that.
    backup: Option<JoinHandle<Result<(), SaveError>>>,
    trouble: Trouble,
}

impl Writer {
    pub(super) fn new(home: Home, path: PathBuf, start: Start, trouble: Trouble) -> Self {
        Self {
            home,
            path,
            start: Some(start),
            header: None,
            records: Vec::new(),
            held: None,
            written: 0,
            unflushed: None,
            is_new: false,
            backup: None,
            trouble,
        }
    }

    /// Writes the records of a journal that was left anew: what was torn is gone.
    pub(super) fn take_over(&mut self, records: Vec<Record>, left: Option<Box<dyn Held>>) {
        records.into_iter().for_each(|record| self.keep(record));
        self.write();
        // Held until the new one has its name: nobody else may take it over between.
        drop(left);
    }

    pub(super) fn run(&mut self, receiver: &Receiver<Message>) {
        loop {
            let due = match self.unflushed {
                Some(since) => FLUSH.saturating_sub(since.elapsed()),
                None if locked(&self.trouble).is_some() => FLUSH,
                None => Duration::MAX,
            };
            match receiver.recv_timeout(due) {
                Ok(Message::Record(record)) => {
                    self.keep(record);
                    self.write();
                }
                Ok(Message::Saved(number, framework, file, hash)) => {
                    self.begin_from(number, framework, file, hash);
                }
                Ok(Message::Clear(in_any_case)) => self.clear(in_any_case),
                Ok(Message::Flush(answer)) => {
                    self.write();
                    self.flush();
                    // Who asked may have lost patience.
                    answer.send(self.holds_steps()).ok();
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write();
                    self.flush();
                }
                Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.write();
        self.flush();
        let kept = self.backup.take().map(JoinHandle::join);
        if let Some(Ok(Err(error))) = kept {
            *locked(&self.trouble) = Some(format!("{error}; {}", error.hint()));
        }
    }

    fn holds_steps(&self) -> bool {
        self.records.iter().any(|(record, _)| matches!(record, Record::Step(_)))
    }

    fn keep(&mut self, record: Record) {
        match encode(&record) {
            Ok(bytes) => self.records.push((record, bytes)),
            Err(why) => *locked(&self.trouble) = Some(why),
        }
    }

    /// Brings the file up to the records.
    fn write(&mut self) {
        if !self.holds_steps() || (self.held.is_some() && self.written == self.records.len()) {
            return;
        }
        let done = match self.held.take() {
            Some(held) => self.append(held),
            None => self.write_all(),
        };
        *locked(&self.trouble) = done.err().map(|error| format!("{error}; {}", error.hint()));
    }

    fn append(&mut self, mut held: Box<dyn Held>) -> Result<(), SaveError> {
        let waiting = self.records[self.written..].iter().map(|(_, bytes)| bytes.as_slice());
        // Where this fails half a record may be there: the file is given up and written anew.
        held.append(&waiting.collect::<Vec<_>>().concat())?;
        self.held = Some(held);
        self.written = self.records.len();
        self.unflushed.get_or_insert_with(Instant::now);
        Ok(())
    }

    fn write_all(&mut self) -> Result<(), SaveError> {
        let found = self.begin();
        let Some(header) = self.header.clone() else { return Ok(()) };
        let header = encode(&Record::Header(Box::new(header))).map_err(io::Error::other)?;
        let records = self.records.iter().map(|(_, bytes)| bytes.as_slice());
        let bytes = record::encode_all(std::iter::once(header.as_slice()).chain(records));
        let disk = &self.home.disk;
        disk.make_folder(&self.home.journals())?;
        if disk.facts(&self.path).is_ok() {
            self.held = Some(replace(&**disk, &self.path, &bytes, None)?);
            self.unflushed = None;
        } else {
            // There is nothing to be harmed, and no step should wait until a new file is flushed.
            let mut held =
                disk.hold(&self.path)?.ok_or(io::Error::from(io::ErrorKind::ResourceBusy))?;
            held.append(&bytes)?;
            self.held = Some(held);
            (self.unflushed, self.is_new) = (Some(Instant::now()), true);
        }
        self.written = self.records.len();
        if let (Some((file, bytes)), Some((Record::Step(step), _))) = (found, self.records.first())
            && let Some(header) = &self.header
        {
            let (backups, at) = (self.home.backups(&header.document, &file), step.at);
            let spawn = std::thread::Builder::new().name("backup".to_owned());
            self.backup = Some(spawn.spawn(move || backups.keep_found(&bytes, at))?);
        }
        Ok(())
    }

    /// Makes the header; gives the file that it begins from with its bytes, where that is as it
    /// was when it was opened.
    fn begin(&mut self) -> Option<(PathBuf, Vec<u8>)> {
        let (framework, file) = match self.start.take()? {
            Start::Left(header) => {
                self.header = Some(header);
                return None;
            }
            Start::Fresh(framework, file) => (framework, file),
        };
        let of = file.as_ref().map(|(path, _)| path.to_string_lossy().into_owned());
        let found = file.and_then(|(path, hash)| {
            let bytes = self.home.disk.read(&path).ok()?;
            (Digest::of(&bytes) == hash).then_some((path, bytes, hash))
        });
        let base = match &found {
            Some((_, _, hash)) => Base::File(*hash),
            // The file is another one already: nothing but the whole document will do.
            None => Base::Text(crate::store::write(&framework)),
        };
        self.header = Some(Header {
            document: framework.head().id.clone(),
            title: framework.head().title.clone(),
            of,
            base,
            who: self.home.who.clone(),
        });
        found.map(|(path, bytes, _)| (path, bytes))
    }

    /// Flushes what was written; where that fails the file is written anew.
    fn flush(&mut self) {
        if self.unflushed.take().is_none() {
            return;
        }
        let Some(held) = &mut self.held else { return };
        let flushed = held.sync().and_then(|()| {
            if std::mem::take(&mut self.is_new) {
                self.home.disk.sync_folder(&self.home.journals())?;
            }
            Ok(())
        });
        if let Err(error) = flushed {
            self.held = None;
            let error = SaveError::from(error);
            *locked(&self.trouble) = Some(format!("{error}; {}", error.hint()));
        }
    }

    fn begin_from(&mut self, number: u64, framework: Framework, file: PathBuf, hash: Digest) {
        let is_it = |(record, _): &(Record, Vec<u8>)| *record == Record::Saving(number);
        let Some(at) = self.records.iter().position(is_it) else { return };
        self.records.drain(..=at);
        self.records
            .retain(|(record, _)| !matches!(record, Record::Saves(of, ..) if *of == number));
        match &mut self.header {
            Some(header) => {
                header.title.clone_from(&framework.head().title);
                header.of = Some(file.to_string_lossy().into_owned());
                header.base = Base::File(hash);
            }
            None => self.start = Some(Start::Fresh(framework, Some((file, hash)))),
        }
        if self.holds_steps() {
            self.held = None;
            self.write();
        } else {
            self.remove_file();
        }
    }

    /// Lets go of all: the document is again as it was saved. A save that is under way still
    /// counts on its mark, and on what was done after it.
    fn clear(&mut self, in_any_case: bool) {
        let is_step = |(record, _): &(Record, Vec<u8>)| matches!(record, Record::Step(_));
        if in_any_case || self.records.iter().all(is_step) {
            self.records.clear();
            self.remove_file();
        }
    }

    fn remove_file(&mut self) {
        self.unflushed = None;
        self.written = 0;
        let gone = match self.held.take() {
            Some(_held) => self.home.disk.remove(&self.path),
            None => Ok(()),
        };
        *locked(&self.trouble) = gone.err().map(|error| error.to_string());
    }
}
