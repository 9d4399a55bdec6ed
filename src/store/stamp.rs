//! What a file held when it was opened or saved, so that a change by somebody else is seen before
//! it is overwritten.

use super::disk::Disk;
use super::save::SaveError;
use crate::model::FrameworkId;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::io;
use std::path::Path;

/// The hash of some bytes: FNV-1a of 128 bits (Fowler, Noll, Vo). It tells versions of a document
/// apart; it is no protection against people who forge one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        for &byte in bytes {
            hash ^= u128::from(byte);
            hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        Self(hash)
    }

    /// Reads what `Display` writes: 32 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        u128::from_str_radix(text, 16).ok().filter(|_| whole).map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a hash has 32 hexadecimal digits"))
    }
}

/// A document as it stood in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Which document.
    pub document: FrameworkId,
    /// How many bytes.
    pub length: u64,
    /// When the file was changed last, where the disk says so.
    pub modified: Option<Timestamp>,
    /// The hash of the bytes.
    pub hash: Digest,
}

impl Stamp {
    /// The stamp of a document's bytes.
    #[must_use]
    pub fn of(document: FrameworkId, bytes: &[u8]) -> Self {
        Self { document, length: bytes.len() as u64, modified: None, hash: Digest::of(bytes) }
    }

    /// Notes when its file was changed last.
    #[must_use]
    pub(super) fn at(mut self, disk: &dyn Disk, path: &Path) -> Self {
        self.modified = disk.facts(path).ok().and_then(|facts| facts.modified);
        self
    }

    /// Whether its file looks touched since, without reading it: quick enough to be asked often.
    #[must_use]
    pub fn looks_touched(&self, disk: &dyn Disk, path: &Path) -> bool {
        disk.facts(path)
            .map_or(true, |facts| facts.length != self.length || facts.modified != self.modified)
    }

    /// Whether its file still holds what it held, or already holds `wanted` if that is given.
    ///
    /// # Errors
    /// When it was deleted, replaced by something else, changed, or cannot be read.
    pub fn check(
        &self,
        disk: &dyn Disk,
        path: &Path,
        wanted: Option<&[u8]>,
    ) -> Result<(), SaveError> {
        let bytes = match disk.read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SaveError::Deleted);
            }
            Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
                return Err(SaveError::Replaced);
            }
            Err(error) => return Err(error.into()),
        };
        if wanted == Some(&*bytes) || Digest::of(&bytes) == self.hash {
            return Ok(());
        }
        match super::read(&bytes) {
            Ok(opened) if opened.framework.head().id == self.document => {
                let modified = disk.facts(path).ok().and_then(|facts| facts.modified);
                Err(SaveError::ChangedOnDisk { modified })
            }
            _ => Err(SaveError::Replaced),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // From the authors' test vectors.
        assert_eq!(Digest::of(b"").to_string(), "6c62272e07bb014262b821756295c58d");
        assert_eq!(Digest::of(b"a").to_string(), "d228cb696f1a8caf78912b704e4a8964");
        let hash = Digest::of(b"framework");
        assert_eq!(Digest::parse(&hash.to_string()), Some(hash));
        assert_eq!(Digest::parse("+228cb696f1a8caf78912b704e4a8964"), None);
    }
}
