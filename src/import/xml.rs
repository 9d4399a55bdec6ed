//! A walk through XML, element by element, over quick-xml. It knows nothing of what the elements mean. Where the XML
//! is broken, too deep, or has a DOCTYPE (and so entities of its own), the walk ends with an error
//! that says where.

use super::stream::{Mark, Stream};
use crate::import::ImportError;
use crate::import::text::short;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, encoding::EncodingError};
use std::borrow::Cow;

/// How deep elements may stand in one another.
const DEEPEST: usize = 64;

/// The longest text of one element, and the longest tag: 1 MiB.
const LONGEST: usize = 1 << 20;

/// What to do about broken XML.
const MEND: &str = "nothing was imported; download or export the file again, since it may be cut off, or mend that place in a text editor";

/// What comes next.
enum Step {
    Open,
    Close,
    End,
}

/// XML while it is walked through.
pub(super) struct Xml<'a> {
    reader: Reader<Stream<'a>>,
    buffer: Vec<u8>,
    /// The tag that was opened last, without its brackets.
    tag: String,
    /// The length of its name.
    name: usize,
    /// The line that each open element began in.
    open: Vec<u64>,
    /// Whether the tag that was opened last is closed at once.
    empty: bool,
    /// The text of the element that is read as one.
    text: String,
    /// Whether text is wanted.
    keep: bool,
    /// Where the last piece began.
    mark: Mark,
    /// An attribute that cannot be read: found while it was looked for, told at the next step.
    broken: Option<String>,
    /// The line of a text that was longer than may be, since it was last asked for.
    cut: Option<u64>,
}

impl<'a> Xml<'a> {
    pub(super) fn new(stream: Stream<'a>) -> Self {
        let mark = stream.mark();
        Self {
            reader: Reader::from_reader(stream),
            buffer: Vec::new(),
            tag: String::new(),
            name: 0,
            open: Vec::new(),
            empty: false,
            text: String::new(),
            keep: false,
            mark,
            broken: None,
            cut: None,
        }
    }

    /// Goes to the first element; false where there is none.
    pub(super) fn root(&mut self) -> Result<bool, ImportError> {
        Ok(matches!(self.step()?, Step::Open))
    }

    /// Goes to the next child of the open element, which must then be read to its end; false
    /// where there is none any more, and the element is closed.
    pub(super) fn child(&mut self) -> Result<bool, ImportError> {
        Ok(matches!(self.step()?, Step::Open))
    }

    /// The name of the element that was opened last.
    pub(super) fn name(&self) -> &str {
        &self.tag[..self.name]
    }

    /// An attribute of the element that was opened last, without white space around it.
    pub(super) fn attribute(&mut self, name: &str) -> Option<Cow<'_, str>> {
        // No check for doubles: it would be slow for a tag with 100,000 of them.
        let mut all = Attributes::new(&self.tag, self.name);
        for attribute in all.with_checks(false) {
            let attribute = match attribute {
                Ok(attribute) if attribute.key.as_ref() == name => attribute,
                Ok(_) => continue,
                Err(error) => {
                    self.broken.get_or_insert_with(|| format!("this tag is not XML ({error})"));
                    return None;
                }
            };
            if attribute.value.contains('&') {
                return match attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0) {
                    Ok(value) => Some(Cow::Owned(value.trim().to_owned())),
                    Err(error) => {
                        let cause = format!("the attribute {name} cannot be read ({error})");
                        self.broken.get_or_insert(cause);
                        None
                    }
                };
            }
            return match attribute.value {
                Cow::Borrowed(value) => Some(Cow::Borrowed(value.trim())),
                Cow::Owned(value) => Some(Cow::Owned(value.trim().to_owned())),
            };
        }
        None
    }

    /// The line in which the last piece of XML began.
    pub(super) fn line(&self) -> u64 {
        self.mark.line
    }

    /// Reads the open element to its end, and nothing of it.
    pub(super) fn skip(&mut self) -> Result<(), ImportError> {
        let outside = self.open.len().saturating_sub(1);
        while self.open.len() > outside {
            self.step()?;
        }
        Ok(())
    }

    /// Reads the open element to its end: all text in it, whatever stands around it.
    pub(super) fn text(&mut self) -> Result<&str, ImportError> {
        self.begin_text();
        let outside = self.open.len().saturating_sub(1);
        while self.open.len() > outside {
            self.step()?;
        }
        Ok(self.end_text())
    }

    /// From here on the text is kept, for [`Self::end_text`].
    pub(super) fn begin_text(&mut self) {
        self.text.clear();
        self.keep = true;
    }

    /// The text since [`Self::begin_text`].
    pub(super) fn end_text(&mut self) -> &str {
        self.keep = false;
        &self.text
    }

    /// The line of a text that was longer than 1 MiB and of which the rest is left out, if one was
    /// read since this was last asked.
    pub(super) fn take_cut(&mut self) -> Option<u64> {
        self.cut.take()
    }

    /// Whether some bytes were no text in the file's encoding.
    pub(super) fn replaced(&self) -> bool {
        self.reader.get_ref().replaced
    }

    /// An error at the last piece of XML.
    pub(super) fn refuse(&self, cause: impl Into<String>, cure: &'static str) -> ImportError {
        let Mark { line, column } = self.mark;
        ImportError::Refused {
            place: format!("line {line}, column {column}"),
            cause: cause.into(),
            cure,
        }
    }

    fn step(&mut self) -> Result<Step, ImportError> {
        if let Some(cause) = self.broken.take() {
            return Err(self.refuse(cause, MEND));
        }
        if self.empty {
            self.empty = false;
            self.open.pop();
            return Ok(Step::Close);
        }
        loop {
            self.buffer.clear();
            self.mark = self.reader.get_ref().mark();
            self.reader.get_mut().begin_piece();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.failed(&error)),
            };
            let mut utf8 = [0; 4];
            let piece: &str = match &event {
                Event::Start(tag) => {
                    keep_tag(&mut self.tag, &mut self.name, tag);
                    return self.opened(false);
                }
                Event::Empty(tag) => {
                    keep_tag(&mut self.tag, &mut self.name, tag);
                    return self.opened(true);
                }
                Event::End(_) => {
                    self.open.pop();
                    return Ok(Step::Close);
                }
                Event::Eof if self.open.is_empty() => return Ok(Step::End),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
                Event::Text(text) if !self.open.is_empty() || text.trim_ascii().is_empty() => text,
                Event::CData(text) if !self.open.is_empty() => text,
                Event::GeneralRef(reference) if !self.open.is_empty() => match character(reference)
                {
                    Some(c) => c.encode_utf8(&mut utf8),
                    None => {
                        let (cause, cure) = refusal(&event, None);
                        return Err(self.refuse(cause, cure));
                    }
                },
                other => {
                    let (cause, cure) = refusal(other, self.open.last().copied());
                    return Err(self.refuse(cause, cure));
                }
            };
            if self.keep {
                push(&mut self.text, piece, self.mark.line, &mut self.cut);
            }
        }
    }

    fn opened(&mut self, empty: bool) -> Result<Step, ImportError> {
        self.empty = empty;
        self.open.push(self.mark.line);
        if self.tag.len() > LONGEST {
            let cure = "take that part out in a text editor";
            return Err(self.refuse("one tag with its attributes is longer than 1 MiB", cure));
        }
        if self.open.len() > DEEPEST {
            let cause = format!("elements stand in one another more than {DEEPEST} deep");
            return Err(
                self.refuse(cause, "no file of this kind is nested so deeply: choose another one")
            );
        }
        Ok(Step::Open)
    }

    /// What an error of quick-xml means.
    fn failed(&mut self, error: &Error) -> ImportError {
        if let Some(failure) = self.reader.get_mut().failure.take() {
            return failure;
        }
        match error {
            Error::Io(error) => ImportError::Unreadable(error.to_string()),
            Error::Encoding(EncodingError::Utf8(error)) => {
                let before = &self.buffer[..error.valid_up_to().min(self.buffer.len())];
                let lines = before.iter().filter(|byte| **byte == b'\n').count() as u64;
                ImportError::Refused {
                    place: format!("line {}", self.mark.line + lines),
                    cause: "it holds bytes that are not UTF-8 (perhaps Windows-1252 or Latin-1), and its first line names no other encoding".to_owned(),
                    cure: "save the file as UTF-8 text, or name its encoding in the first line: <?xml version=\"1.0\" encoding=\"windows-1252\"?>",
                }
            }
            Error::Syntax(error) => {
                let what = match error {
                    SyntaxError::InvalidBangMarkup => "there is a \"<!\" that begins nothing",
                    SyntaxError::UnclosedComment => "a comment has no end",
                    SyntaxError::UnclosedCData => "a CDATA section has no end",
                    SyntaxError::UnclosedDoctype => "a DOCTYPE has no end",
                    SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => "a \"<?\" has no end",
                    _ => "a tag has no end",
                };
                self.refuse(format!("this is not XML, or the file ends too early: {what}"), MEND)
            }
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (expected, found) = (short(expected, 40), short(found, 40));
                let cause = format!(
                    "the XML is broken: </{expected}> is expected, and </{found}> is there"
                );
                self.refuse(cause, MEND)
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                let found = short(found, 40);
                self.refuse(format!("the XML is broken: </{found}> ends nothing"), MEND)
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => self.refuse(
                "the XML is broken: a \"&\" stands alone, where \"&amp;\" would be right",
                MEND,
            ),
            other => self.refuse(format!("the XML is broken ({other})"), MEND),
        }
    }
}

/// Why a piece of XML cannot be where it is, and what to do about it; `open` is the line in which
/// the innermost element begins that is open.
fn refusal(event: &Event, open: Option<u64>) -> (String, &'static str) {
    match event {
        Event::DocType(_) => (
            "it has a DOCTYPE, which may hide anything behind its entities and which no file of this kind needs".to_owned(),
            "take the DOCTYPE out in a text editor, and write its entities as plain characters",
        ),
        Event::Eof => {
            let line = open.unwrap_or(1);
            (format!("the file ends too early: an element that begins in line {line} has no end"), MEND)
        }
        Event::GeneralRef(name) => {
            let name = short(name, 40);
            (format!("&{name}; is none of the five entities of XML, nor a character's number"), MEND)
        }
        Event::Text(text) => {
            let text = short(text.trim(), 40);
            (format!("this is not XML: {text:?} stands outside of any element"), MEND)
        }
        _ => ("this is not XML: a text stands outside of any element".to_owned(), MEND),
    }
}

fn keep_tag(tag: &mut String, name: &mut usize, from: &BytesStart) {
    tag.clear();
    tag.push_str(from);
    *name = from.name().as_ref().len();
}

/// Adds to a text, up to the longest that is read.
fn push(text: &mut String, more: &str, line: u64, cut: &mut Option<u64>) {
    let room = LONGEST.saturating_sub(text.len());
    if more.len() <= room {
        text.push_str(more);
    } else {
        text.push_str(&more[..more.floor_char_boundary(room)]);
        cut.get_or_insert(line);
    }
}

/// The character that a reference stands for.
fn character(reference: &quick_xml::events::BytesRef) -> Option<char> {
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
