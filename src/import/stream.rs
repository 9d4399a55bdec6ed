//! The bytes of a file as UTF-8, in chunks: decoded, with `\n` as the only line end, and with the
//! line and column that the reader has come to. This never holds more of a file than two chunks.

use crate::import::source::unreadable;
use crate::import::{ImportError, Input, Progress};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{BufRead, Error, ErrorKind, Read};

/// How much is read at once.
const CHUNK: usize = 1 << 16;

/// The longest single piece of XML (a text, a comment, a tag): 16 MiB.
const PIECE: u64 = 16 << 20;

/// A place in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The line, from 1.
    pub line: u64,
    /// The column in it, in bytes of UTF-8, from 1.
    pub column: u64,
}

/// A file while it is read.
pub(super) struct Stream<'a> {
    input: &'a mut dyn Input,
    progress: &'a Progress,
    /// How many bytes of the file have been read.
    read: u64,
    /// What turns them into UTF-8; none where they are UTF-8 already.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// The decoded text, of which `chunk[at..]` is still to be taken.
    chunk: Vec<u8>,
    at: usize,
    ended: bool,
    /// Whether the last chunk ended with a CR, whose LF may follow.
    after_cr: bool,
    line: u64,
    /// How many bytes of the line have been taken.
    in_line: u64,
    /// How many bytes of the piece have been taken.
    in_piece: u64,
    /// Whether some bytes were no text in the file's encoding.
    pub replaced: bool,
    /// Why it cannot be read any further; the `std::io::Error` that goes with it says nothing.
    pub failure: Option<ImportError>,
}

impl<'a> Stream<'a> {
    /// Begins to read; tells the encoding by the first bytes.
    pub(super) fn new(
        input: &'a mut dyn Input,
        progress: &'a Progress,
    ) -> Result<Self, ImportError> {
        let mut stream = Self {
            input,
            progress,
            read: 0,
            decoder: None,
            raw: vec![0; CHUNK],
            chunk: Vec::with_capacity(CHUNK),
            at: 0,
            ended: false,
            after_cr: false,
            line: 1,
            in_line: 0,
            in_piece: 0,
            replaced: false,
            failure: None,
        };
        let length = stream.read_raw()?;
        let head = &stream.raw[..length];
        let (encoding, mark) = encoding_of(head)?;
        stream.decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        stream.decode(mark, length);
        Ok(stream)
    }

    /// The place that the reader has come to.
    pub(super) fn mark(&self) -> Mark {
        Mark { line: self.line, column: self.in_line + 1 }
    }

    /// Begins a new piece of XML.
    pub(super) fn begin_piece(&mut self) {
        self.in_piece = 0;
    }

    /// Reads bytes to `raw`; none at the end.
    fn read_raw(&mut self) -> Result<usize, ImportError> {
        let mut length = 0;
        while length < CHUNK {
            match self.input.read(&mut self.raw[length..]) {
                Ok(0) => break,
                Ok(n) => length += n,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
        self.ended = length < CHUNK;
        self.read += length as u64;
        self.progress.at(self.read)?;
        Ok(length)
    }

    /// Makes `raw[from..to]` the chunk.
    fn decode(&mut self, from: usize, to: usize) {
        self.chunk.clear();
        self.at = 0;
        let raw = &self.raw[from..to];
        if let Some(decoder) = &mut self.decoder {
            let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(4 * CHUNK);
            self.chunk.resize(room, 0);
            let (result, _, written, replaced) =
                decoder.decode_to_utf8(raw, &mut self.chunk, self.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.replaced |= replaced;
            self.chunk.truncate(written);
        } else {
            self.chunk.extend_from_slice(raw);
        }
        if self.after_cr || self.chunk.contains(&b'\r') {
            self.line_ends();
        }
    }

    /// Makes every line end `\n`.
    fn line_ends(&mut self) {
        let mut to = 0;
        for from in 0..self.chunk.len() {
            let byte = self.chunk[from];
            let second = byte == b'\n' && self.after_cr;
            self.after_cr = byte == b'\r';
            if !second {
                self.chunk[to] = if byte == b'\r' { b'\n' } else { byte };
                to += 1;
            }
        }
        self.chunk.truncate(to);
    }

    fn fail(&mut self, error: ImportError) -> Error {
        self.failure = Some(error);
        Error::other("the failure says why")
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let from = self.fill_buf()?;
        let length = from.len().min(to.len());
        to[..length].copy_from_slice(&from[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        while self.at == self.chunk.len() && !self.ended {
            if self.in_piece > PIECE {
                let error = ImportError::Refused {
                    place: format!("line {}", self.line),
                    cause: "one tag, text or comment is longer than 16 MiB".to_owned(),
                    cure: "no file of this kind needs that; take that part out in a text editor",
                };
                return Err(self.fail(error));
            }
            match self.read_raw() {
                Ok(length) => self.decode(0, length),
                Err(error) => return Err(self.fail(error)),
            }
        }
        Ok(&self.chunk[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        let taken = &self.chunk[self.at..self.at + amount];
        let lines = taken.iter().filter(|byte| **byte == b'\n').count() as u64;
        if lines > 0 {
            self.line += lines;
            self.in_line = 0;
        }
        let tail =
            if lines > 0 { taken.iter().rev().position(|byte| *byte == b'\n') } else { None };
        self.in_line += tail.unwrap_or(amount) as u64;
        self.in_piece += amount as u64;
        self.at += amount;
    }
}

/// What to do about a file that is packed.
const XML: &str = "choose the XML file itself; an Excel or zip file is to be opened first, or imported as a table";

/// The encoding of a file and the length of its byte-order mark, by how it begins.
fn encoding_of(head: &[u8]) -> Result<(&'static Encoding, usize), ImportError> {
    let refuse = |cause: String, cure| {
        Err(ImportError::Refused { place: "the beginning of the file".to_owned(), cause, cure })
    };
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Ok((UTF_8, 3)),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [b'<', 0, 0, 0, ..] => {
            refuse("it is UTF-32".to_owned(), "save the file as UTF-8 text")
        }
        [0xFF, 0xFE, ..] => Ok((UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Ok((UTF_16BE, 2)),
        [b'<', 0, ..] => Ok((UTF_16LE, 0)),
        [0, b'<', ..] => Ok((UTF_16BE, 0)),
        [b'P', b'K', 3, 4, ..] => {
            refuse("it is a zip or an Office file, and no XML".to_owned(), XML)
        }
        [0x1F, 0x8B, ..] => refuse("it is compressed (gzip)".to_owned(), XML),
        _ => match declared(head) {
            None => Ok((UTF_8, 0)),
            Some(label) => match Encoding::for_label(label) {
                // A file whose declaration can be read byte by byte is not UTF-16.
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok((UTF_8, 0)),
                Some(encoding) => Ok((encoding, 0)),
                None => {
                    let label: String = String::from_utf8_lossy(label).chars().take(40).collect();
                    refuse(
                        format!("it says that it is in the encoding {label:?}, which is not known"),
                        "save the file as UTF-8 text",
                    )
                }
            },
        },
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&[u8]> {
    let head = &head[..head.len().min(256)];
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|w| w == b"?>").unwrap_or(declaration.len());
    let declaration = &declaration[..end];
    let at = declaration.windows(8).position(|w| w == b"encoding")?;
    let value = declaration[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first()?;
    let value = &value[1..];
    value.iter().position(|byte| *byte == quote).map(|end| value[..end].trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Mark) {
        let mut input = std::io::Cursor::new(bytes);
        let progress = Progress::default();
        let mut stream = Stream::new(&mut input, &progress).expect("readable");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("UTF-8");
        (text, stream.mark())
    }

    #[test]
    fn every_encoding_becomes_utf8() {
        let xml = "<?xml version='1.0' encoding='UTF-16'?><a>é</a>";
        for big in [false, true] {
            let unit = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
            let plain: Vec<u8> = xml.encode_utf16().flat_map(unit).collect();
            assert_eq!(read(&plain).0, xml);
            let marked = [unit(0xFEFF).to_vec(), plain].concat();
            assert_eq!(read(&marked).0, xml);
        }
        let latin = b"<?xml version=\"1.0\" encoding = 'ISO-8859-1' ?><a>\xE9\x92</a>";
        assert!(read(latin).0.ends_with("<a>é’</a>"));
        assert_eq!(read(b"\xEF\xBB\xBF<a/>").0, "<a/>");
    }

    #[test]
    fn line_ends_are_one_across_chunks() {
        // The CR is the last byte of the first chunk, and its LF the first of the second.
        let mut bytes = vec![b'x'; CHUNK - 1];
        bytes.extend_from_slice(b"\r\ny\rz\n");
        let (text, mark) = read(&bytes);
        assert!(text.ends_with("x\ny\nz\n"));
        assert_eq!((text.len(), mark), (CHUNK + 4, Mark { line: 4, column: 1 }));
    }
}
