//! The raw text of a document, before RON: encoding, control characters, comments.
//!
//! One pass, so that a ten-megabyte document is not read twice.

use super::StoreError;
use std::borrow::Cow;

/// What the pass found.
pub(super) struct Scan {
    /// Whether there are comments, which a save would lose.
    pub comments: bool,
}

/// Strips a byte-order mark, decodes UTF-8 and gives every line the line end that documents
/// have: version control on Windows changes them, in texts of several lines too.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, StoreError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    // Without its mark, UTF-16 shows by the zero in every other byte.
    if marked || matches!(bytes, [0, byte, ..] | [byte, 0, ..] if *byte != 0) {
        return Err(StoreError::Encoding { line: 1, what: "it is UTF-16" });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(StoreError::Encoding { line: 1, what: "it is a zip or an Office file" });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        StoreError::Encoding { line, what: "it holds bytes that are not UTF-8" }
    })?;
    let windows = text.contains("\r\n");
    Ok(if windows { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) })
}

/// Looks for control characters, written out or escaped, and for comments.
pub(super) fn scan(text: &str) -> Result<Scan, StoreError> {
    let bytes = text.as_bytes();
    let mut comments = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string(bytes, at + 1)?,
            b'r' if matches!(bytes.get(at + 1), Some(b'"' | b'#')) => {
                at = raw_string(bytes, at + 1)?;
            }
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => {
                comments = true;
                at = comment(bytes, at)?;
            }
            // A character would hide a double quote from this pass, and no field is one.
            b'\'' => {
                let line_start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |p| p + 1);
                return Err(StoreError::Syntax {
                    line: line_of(bytes, at),
                    column: 1 + text[line_start..at].chars().count(),
                    what: "a text stands in double quotes, not in single ones".to_owned(),
                });
            }
            _ => {
                plain(bytes, at)?;
                at += 1;
            }
        }
    }
    Ok(Scan { comments })
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|&&b| b == b'\n').count()
}

/// Refuses a control character other than tab and line ends.
fn plain(bytes: &[u8], at: usize) -> Result<(), StoreError> {
    let byte = bytes[at];
    if (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f {
        return Err(StoreError::Control { line: line_of(bytes, at), code: byte.into() });
    }
    Ok(())
}

/// Walks a comment, in which quotes mean nothing; gives the place after it. A comment in `/*`
/// may hold others, as ron has it.
fn comment(bytes: &[u8], start: usize) -> Result<usize, StoreError> {
    let line_comment = bytes[start + 1] == b'/';
    let (mut at, mut depth) = (start + 2, 1_usize);
    while at < bytes.len() && depth > 0 {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\n', _) if line_comment => return Ok(at),
            (b'/', Some(b'*')) if !line_comment => {
                depth += 1;
                at += 2;
            }
            (b'*', Some(b'/')) if !line_comment => {
                depth -= 1;
                at += 2;
            }
            _ => {
                plain(bytes, at)?;
                at += 1;
            }
        }
    }
    Ok(at)
}

/// Walks a quoted string; gives the place after it.
fn string(bytes: &[u8], mut at: usize) -> Result<usize, StoreError> {
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Ok(at + 1),
            b'\\' => {
                if let Some(code) = escaped_control(&bytes[at + 1..]) {
                    return Err(StoreError::Control { line: line_of(bytes, at), code });
                }
                at += 2;
            }
            _ => {
                plain(bytes, at)?;
                at += 1;
            }
        }
    }
    Ok(at)
}

/// Walks a raw string from its first `#` or `"`; gives the place after it.
fn raw_string(bytes: &[u8], mut at: usize) -> Result<usize, StoreError> {
    let hashes = bytes[at..].iter().take_while(|&&b| b == b'#').count();
    at += hashes;
    if bytes.get(at) != Some(&b'"') {
        return Ok(at);
    }
    at += 1;
    while at < bytes.len() {
        let closes = bytes[at] == b'"'
            && bytes[at + 1..].iter().take(hashes).take_while(|&&b| b == b'#').count() == hashes;
        if closes {
            return Ok(at + 1 + hashes);
        }
        plain(bytes, at)?;
        at += 1;
    }
    Ok(at)
}

/// The control character that an escape stands for, if it is one that documents refuse.
fn escaped_control(after: &[u8]) -> Option<u32> {
    let code = match after.first()? {
        b'0' => 0,
        b'r' => u32::from(b'\r'),
        b'x' => u32::from_str_radix(std::str::from_utf8(after.get(1..3)?).ok()?, 16).ok()?,
        b'u' => {
            let body = after.get(2..)?;
            let end = body.iter().take(8).position(|&b| b == b'}')?;
            u32::from_str_radix(std::str::from_utf8(&body[..end]).ok()?, 16).ok()?
        }
        _ => return None,
    };
    let control = (code < 0x20 && code != 9 && code != 10) || code == 0x7f;
    control.then_some(code)
}
