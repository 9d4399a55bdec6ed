//! A source file while it is read, what the reader is told, and how far it is.

use super::{ImportError, MAX_BYTES};
use crate::model::{Country, Currency, Date, ExchangeRate, Framework, Language, Table};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a source is read from: a file, or bytes in a `std::io::Cursor`.
pub trait Input: Read + Seek {}

impl<T: Read + Seek> Input for T {}

/// A file to import: what it is called, what is in it, and the day it is read.
pub struct SourceFile<'a> {
    /// The file's name, without its folder.
    pub name: &'a str,
    /// What is in it, from the beginning.
    pub input: &'a mut dyn Input,
    /// The day it is read.
    pub on: Date,
}

/// How much of a file is looked at to tell its format: 1 MiB.
const HEAD: u64 = 1 << 20;

impl<'a> SourceFile<'a> {
    /// A file to import.
    pub fn new(name: &'a str, input: &'a mut dyn Input, on: Date) -> Self {
        Self { name, input, on }
    }

    /// How it begins: at most 1 MiB. The file stands at its beginning afterwards.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn head(&mut self) -> Result<Vec<u8>, ImportError> {
        let mut head = Vec::new();
        self.input.rewind().map_err(unreadable)?;
        Read::take(&mut self.input, HEAD).read_to_end(&mut head).map_err(unreadable)?;
        self.input.rewind().map_err(unreadable)?;
        Ok(head)
    }

    /// How many bytes it has. The file stands at its beginning afterwards.
    pub(super) fn size(&mut self) -> Result<u64, ImportError> {
        let size = self.input.seek(SeekFrom::End(0)).map_err(unreadable)?;
        self.input.rewind().map_err(unreadable)?;
        Ok(size)
    }

    /// All of it, where that is at most [`MAX_BYTES`].
    pub(super) fn bytes(&mut self, progress: &Progress) -> Result<Vec<u8>, ImportError> {
        let size = self.size()?;
        if size > MAX_BYTES {
            return Err(ImportError::TooLarge(size));
        }
        progress.begin(size);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        let mut chunk = vec![0; 1 << 16];
        loop {
            match self.input.read(&mut chunk) {
                Ok(0) => return Ok(bytes),
                Ok(n) => bytes.extend_from_slice(&chunk[..n]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
            // A file may grow, or be no file at all.
            if bytes.len() as u64 > MAX_BYTES {
                return Err(ImportError::TooLarge(bytes.len() as u64));
            }
            progress.at(bytes.len() as u64)?;
        }
    }
}

/// A failure of the disk or the network.
#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err` as it is")]
pub(super) fn unreadable(error: std::io::Error) -> ImportError {
    ImportError::Unreadable(error.to_string())
}

/// What a reader is told of the framework that the file is for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its country: of what works in several, only the share there is taken. Without one, all is.
    pub country: Option<Country>,
    /// Its currency; without one, what the file has most of.
    pub currency: Option<Currency>,
    /// What other currencies are worth in it.
    pub rates: Table<Currency, ExchangeRate>,
    /// The language that its titles are in: of several, the text in this one is taken first.
    pub language: Option<Language>,
    /// Its URI, by which tags name its objectives; see [`Options::uri_of`].
    pub uri: Option<String>,
    /// How to read tables: of these, the one made for a table's columns is taken.
    pub mappings: Vec<super::table::Mapping>,
    /// How to read this table, whatever its columns.
    pub mapping: Option<super::table::Mapping>,
}

impl Options {
    /// What a reader is told of a framework.
    #[must_use]
    pub fn of(framework: &Framework) -> Self {
        let head = framework.head();
        Self {
            country: head.country,
            currency: Some(head.currency),
            rates: head.rates.clone(),
            language: super::text::language_of(framework),
            uri: Some(Self::uri_of(framework)),
            ..Self::default()
        }
    }

    /// The URI of a framework, as the vocabulary of IATI tags that name its objectives.
    #[must_use]
    pub fn uri_of(framework: &Framework) -> String {
        format!("urn:throughline:{}", framework.head().id)
    }
}

/// How far a reader is, seen from another thread, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// How many bytes have been read, of how many.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Asks the reader to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Sets how many bytes there are.
    pub(super) fn begin(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    /// Says how many bytes have been read; the reader calls this at least every few milliseconds.
    ///
    /// # Errors
    /// When it is to stop.
    pub(super) fn at(&self, done: u64) -> Result<(), ImportError> {
        self.done.store(done, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { Err(ImportError::Cancelled) } else { Ok(()) }
    }
}
