//! The journal as bytes: a line that names the format, then records, each with its length and its
//! checksum before it, little-endian, and itself in RON. Reading stops at the first record that is
//! torn, or that holds a character which no document may hold.

use super::super::lock::Who;
use super::super::stamp::Digest;
use super::super::text::scan;
use crate::edit::Command;
use crate::model::{Change, FrameworkId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first line of a journal.
const MAGIC: &[u8] = b"Throughline journal 1\n";
/// Length and checksum.
const HEAD: usize = 8;

/// What a journal begins from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) enum Base {
    /// A document as it stands in its file, or in a backup.
    File(Digest),
    /// A document that is in no file, whole.
    Text(String),
}

/// What a journal is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Header {
    /// Which document.
    pub(in crate::store) document: FrameworkId,
    /// Its title, to be told.
    pub(in crate::store) title: String,
    /// Its file, if it has one.
    pub(in crate::store) of: Option<String>,
    /// What the steps begin from.
    pub(in crate::store) base: Base,
    /// Who made them.
    pub(in crate::store) who: Who,
}

/// Whether a step was done, taken back or done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Done.
    Did,
    /// Taken back.
    Undid,
    /// Done again.
    Redid,
}

/// A step that was done, taken back or done again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Which of the three.
    pub kind: Kind,
    /// The name of the step.
    pub label: String,
    /// What was asked, where it was done by a command.
    pub command: Option<Command>,
    /// What changed: of a step that was taken back, the change that did that.
    pub change: Change,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Record {
    /// The first one.
    Header(Box<Header>),
    /// A step.
    Step(Box<Step>),
    /// Here the document was as the save of that number writes it.
    Saving(u64),
    /// What the save of that number is about to put in which file.
    Saves(u64, Digest, String),
}

/// A record as bytes.
pub(super) fn encode(record: &Record) -> Result<Vec<u8>, String> {
    let text = ron::to_string(record).map_err(|error| error.to_string())?;
    let length = u32::try_from(text.len()).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(HEAD + text.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend(crc32fast::hash(text.as_bytes()).to_le_bytes());
    bytes.extend(text.as_bytes());
    Ok(bytes)
}

/// A whole journal as bytes.
pub(super) fn encode_all<'a>(records: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    records.into_iter().for_each(|record| bytes.extend(record));
    bytes
}

/// The records up to the first that is torn; `None` where these bytes are no journal.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<Record>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut records = Vec::new();
    while let Some((record, after)) = first(rest) {
        records.push(record);
        rest = after;
    }
    Some(records)
}

/// Whether these bytes are a journal that never came to have a step: its process died at once.
pub(super) fn is_hollow(bytes: &[u8]) -> bool {
    let steps = |records: &[Record]| records.iter().any(|r| matches!(r, Record::Step(_)));
    MAGIC.starts_with(bytes) || decode(bytes).is_some_and(|records| !steps(&records))
}

fn first(bytes: &[u8]) -> Option<(Record, &[u8])> {
    let (head, rest) = bytes.split_at_checked(HEAD)?;
    let length = u32::from_le_bytes(head[..4].try_into().ok()?) as usize;
    let (text, rest) = rest.split_at_checked(length)?;
    if crc32fast::hash(text).to_le_bytes() != head[4..] {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    scan(text).ok()?;
    Some((ron::from_str(text).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> (Vec<Record>, Vec<u8>) {
        let records: Vec<Record> =
            (0..3).map(|n| Record::Saves(n, Digest::of(b"x"), "f".into())).collect();
        let encoded: Vec<Vec<u8>> = records.iter().map(|r| encode(r).unwrap()).collect();
        (records, encode_all(encoded.iter().map(Vec::as_slice)))
    }

    #[test]
    fn a_journal_cut_anywhere_gives_the_records_before_the_cut() {
        let (records, bytes) = journal();
        let size = (bytes.len() - MAGIC.len()) / 3;
        assert_eq!(decode(&bytes).as_ref(), Some(&records));
        for cut in 0..bytes.len() {
            let read = decode(&bytes[..cut]);
            match cut.checked_sub(MAGIC.len()) {
                Some(whole) => assert_eq!(read.as_deref(), Some(&records[..whole / size])),
                None => assert_eq!(read, None),
            }
        }
    }

    #[test]
    fn a_byte_changed_anywhere_ends_the_journal_there() {
        let (records, bytes) = journal();
        let size = (bytes.len() - MAGIC.len()) / 3;
        for at in MAGIC.len()..bytes.len() {
            let mut torn = bytes.clone();
            torn[at] ^= 0x10;
            let whole = (at - MAGIC.len()) / size;
            assert_eq!(decode(&torn).as_deref(), Some(&records[..whole]), "byte {at}");
        }
    }
}
