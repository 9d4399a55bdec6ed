//! Two disks: one in memory that loses power, and the real one with faults put in.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use throughline::store::Disk;
use throughline::store::disk::{Facts, Held, real};

/// A file: what programs see, and what would be there after a power cut.
#[derive(Debug, Clone, Default)]
struct Body {
    seen: Vec<u8>,
    durable: Vec<u8>,
}

/// A change of names that is not flushed: `to` is this file from now on, and `from` is none.
#[derive(Debug, Clone)]
struct Naming {
    from: Option<PathBuf>,
    to: Option<(PathBuf, usize)>,
}

/// The whole disk at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Image {
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    unflushed: Vec<Naming>,
    bodies: Vec<Body>,
    locked: BTreeSet<usize>,
}

impl Image {
    /// Everything that may be there when the power is back: each change of a name that was not
    /// flushed is there or not, in any combination, and each file with bytes that were not flushed
    /// has none of them, all, some quarters, all but the last, or zeros.
    pub(super) fn after_power_cut(&self) -> Vec<Self> {
        let unflushed = self.unflushed.len();
        assert!(unflushed <= 10, "{:?}", self.unflushed);
        let mut all = Vec::new();
        for chosen in 0..1_usize << unflushed {
            let mut names = self.durable_names.clone();
            for (_, naming) in
                self.unflushed.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1)
            {
                apply(&mut names, naming);
            }
            let mut images = vec![Vec::new()];
            for (number, body) in self.bodies.iter().enumerate() {
                let named = names.values().any(|named| *named == number);
                let variants = if named { variants(body) } else { vec![Vec::new()] };
                images = images
                    .into_iter()
                    .flat_map(|before| variants.iter().map(move |v| with(&before, v)))
                    .collect();
            }
            all.extend(images.into_iter().map(|bodies| Self {
                durable_names: names.clone(),
                names: names.clone(),
                bodies,
                ..Self::default()
            }));
        }
        all
    }
}

fn with(before: &[Body], bytes: &[u8]) -> Vec<Body> {
    let mut bodies = before.to_vec();
    bodies.push(Body { seen: bytes.to_vec(), durable: bytes.to_vec() });
    bodies
}

fn variants(body: &Body) -> Vec<Vec<u8>> {
    if body.seen == body.durable {
        return vec![body.seen.clone()];
    }
    let (kept, new) = body.seen.split_at(body.durable.len().min(body.seen.len()));
    let torn = [1, 2, 3].map(|quarters| [kept, &new[..new.len() * quarters / 4]].concat());
    let zeros = [kept, &vec![0; new.len()]].concat();
    let last_missing = body.seen[..body.seen.len() - 1].to_vec();
    let whole = [body.durable.clone(), body.seen.clone(), zeros, last_missing];
    whole.into_iter().chain(torn).collect()
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, naming: &Naming) {
    if let Some(from) = &naming.from {
        names.remove(from);
    }
    if let Some((to, body)) = &naming.to {
        names.insert(to.clone(), *body);
    }
}

/// A disk in memory. It remembers how it was after each change.
#[derive(Debug, Clone, Default)]
pub(super) struct ModelDisk {
    now: Arc<Mutex<Image>>,
    past: Arc<Mutex<Vec<Image>>>,
    ignores: Option<Flush>,
}

/// A flush that a disk ignores, as if the store forgot it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flush {
    File,
    Folder,
}

impl ModelDisk {
    pub(super) fn of(image: Image) -> Self {
        Self { now: Arc::new(Mutex::new(image)), ..Self::default() }
    }

    pub(super) fn ignoring(self, flush: Option<Flush>) -> Self {
        Self { ignores: flush, ..self }
    }

    /// How it was after each change since the last time this was asked.
    pub(super) fn past(&self) -> Vec<Image> {
        std::mem::take(&mut *self.past.lock().unwrap())
    }

    pub(super) fn names(&self) -> Vec<PathBuf> {
        self.now.lock().unwrap().names.keys().cloned().collect()
    }

    fn change<T>(&self, change: impl FnOnce(&mut Image) -> T) -> T {
        let mut image = self.now.lock().unwrap();
        let given = change(&mut image);
        self.past.lock().unwrap().push(image.clone());
        given
    }

    fn rename_in(image: &mut Image, naming: Naming) {
        apply(&mut image.names, &naming);
        image.unflushed.push(naming);
    }
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

#[derive(Debug)]
struct ModelFile {
    disk: ModelDisk,
    body: usize,
}

impl Held for ModelFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.change(|image| image.bodies[self.body].seen.extend(bytes));
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.disk.ignores != Some(Flush::File) {
            self.disk.change(|image| {
                let body = &mut image.bodies[self.body];
                body.durable = body.seen.clone();
            });
        }
        Ok(())
    }

    fn is_locked(&self) -> bool {
        true
    }
}

impl Drop for ModelFile {
    fn drop(&mut self) {
        self.disk.now.lock().unwrap().locked.remove(&self.body);
    }
}

impl Disk for ModelDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let image = self.now.lock().unwrap();
        let body = image.names.get(path).ok_or_else(missing)?;
        Ok(image.bodies[*body].seen.clone())
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let length = self.read(path)?.len() as u64;
        Ok(Facts { length, modified: None, read_only: false })
    }

    fn hold(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let there = self.now.lock().unwrap().names.get(path).copied();
        let body = there.unwrap_or_else(|| {
            self.change(|image| {
                image.bodies.push(Body::default());
                let body = image.bodies.len() - 1;
                let naming = Naming { from: None, to: Some((path.to_owned(), body)) };
                Self::rename_in(image, naming);
                body
            })
        });
        let free = self.now.lock().unwrap().locked.insert(body);
        let file = || -> Box<dyn Held> { Box::new(ModelFile { disk: self.clone(), body }) };
        Ok(free.then(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|image| {
            let body = *image.names.get(from).ok_or_else(missing)?;
            let to = Some((to.to_owned(), body));
            Self::rename_in(image, Naming { from: Some(from.to_owned()), to });
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(|image| {
            image.names.get(path).ok_or_else(missing)?;
            Self::rename_in(image, Naming { from: Some(path.to_owned()), to: None });
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if self.ignores == Some(Flush::Folder) {
            return Ok(());
        }
        self.change(|image| {
            let is_in = |naming: &Naming| {
                let path = naming.from.as_ref().or(naming.to.as_ref().map(|(to, _)| to));
                path.is_some_and(|path| path.parent() == Some(folder))
            };
            let (flushed, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut image.unflushed).into_iter().partition(is_in);
            flushed.iter().for_each(|naming| apply(&mut image.durable_names, naming));
            image.unflushed = rest;
        });
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let names = self.names();
        let within = names.iter().filter_map(|path| path.strip_prefix(folder).ok());
        let firsts = within.filter_map(|path| path.components().next());
        let firsts: BTreeSet<PathBuf> = firsts.map(|first| folder.join(first)).collect();
        Ok(firsts.into_iter().collect())
    }

    fn make_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn permit_like(&self, _path: &Path, _like: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// With an error, and nothing done.
    Error(io::ErrorKind),
    /// A write stops half way for want of space; other calls fail with the same error.
    Short,
    /// A write stops half way, and says it did not; other calls work.
    Lie,
}

/// When calls fail: from which on, whether only that one, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) at: usize,
    pub(super) once: bool,
    pub(super) fault: Fault,
}

/// The real disk with faults put in.
#[derive(Debug, Clone)]
pub(super) struct FaultyDisk {
    real: Arc<dyn Disk>,
    calls: Arc<Mutex<usize>>,
    plan: Arc<Mutex<Option<Plan>>>,
}

impl FaultyDisk {
    pub(super) fn new(plan: Option<Plan>) -> Self {
        Self { real: real(), calls: Arc::default(), plan: Arc::new(Mutex::new(plan)) }
    }

    /// How many calls there were.
    pub(super) fn calls(&self) -> usize {
        *self.calls.lock().unwrap()
    }

    /// From now on no call fails.
    pub(super) fn heal(&self) {
        *self.plan.lock().unwrap() = None;
    }

    /// Counts a call; gives how it fails, if it does.
    fn fault(&self) -> Option<Fault> {
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        let number = *calls - 1;
        let hit = |plan: &Plan| number == plan.at || (!plan.once && number > plan.at);
        self.plan.lock().unwrap().filter(hit).map(|plan| plan.fault)
    }

    fn call<T>(&self, call: impl FnOnce(&dyn Disk) -> io::Result<T>) -> io::Result<T> {
        match self.fault() {
            Some(Fault::Error(kind)) => Err(kind.into()),
            Some(Fault::Short) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::Lie) | None => call(&*self.real),
        }
    }
}

#[derive(Debug)]
struct FaultyFile {
    disk: FaultyDisk,
    real: Box<dyn Held>,
}

impl Held for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.disk.fault() {
            Some(Fault::Error(kind)) => Err(kind.into()),
            Some(Fault::Short) => {
                self.real.append(&bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
            Some(Fault::Lie) => self.real.append(&bytes[..bytes.len() / 2]),
            None => self.real.append(bytes),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        let Self { disk, real } = self;
        disk.call(|_| real.sync())
    }

    fn is_locked(&self) -> bool {
        self.real.is_locked()
    }
}

impl Disk for FaultyDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call(|disk| disk.read(path))
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        self.call(|disk| disk.facts(path))
    }

    fn hold(&self, path: &Path) -> io::Result<Option<Box<dyn Held>>> {
        let held = self.call(|disk| disk.hold(path))?;
        Ok(held.map(|real| -> Box<dyn Held> { Box::new(FaultyFile { disk: self.clone(), real }) }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|disk| disk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|disk| disk.remove(path))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|disk| disk.sync_folder(folder))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call(|disk| disk.list(folder))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.call(|disk| disk.make_folder(folder))
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call(|disk| disk.resolve(path))
    }

    fn permit_like(&self, path: &Path, like: &Path) -> io::Result<()> {
        self.call(|disk| disk.permit_like(path, like))
    }
}
