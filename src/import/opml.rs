//! Outlines (OPML), as outliners and mind maps write them: each line an objective, each one under
//! another contributes to it, the depth says the level.
//!
//! `text` (else `title`) is the title, a number before it the code, `_note` the description; they
//! may hold HTML, of which the plain text is taken. Nothing else is: not the owner's name and
//! address at the head, nor dates, links and states of lines. OPML has no identifiers, so an
//! objective is known by its title and those above it: the same outline, later or under another
//! file name, gives the same ids, and what the framework has already stays as it is. A line with
//! another title is another objective.

use super::gather::Gather;
use super::stream::Stream;
use super::text::{key, one_line, plain, plain_line, short};
use super::uninfo::extra_level;
use super::xml::Xml;
use super::{Batch, Format, ImportError, Options, Progress, SourceFile, id, plan};
use crate::edit::numbered;
use crate::model::{Contribution, Head, LevelId, Objective, ObjectiveId, Rank, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most lines that an outline may have.
const MOST: usize = 20_000;

/// The titles of the first levels, where the framework has none.
const LEVELS: [&str; 3] = ["Strategic objective", "Outcome", "Output"];

/// What to do about a file that holds no outline.
const CURE: &str = "export the outline as OPML again, with its lines";

/// Whether a file begins as an outline.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4096)];
    head.windows(5).any(|bytes| bytes.eq_ignore_ascii_case(b"<opml"))
}

/// Reads an outline.
///
/// # Errors
/// When the file is no OPML, is broken, has no line or too many, or cannot be read; or when the
/// user gave up.
pub(super) fn read(file: &mut SourceFile, progress: &Progress) -> Result<Batch, ImportError> {
    progress.begin(file.size()?);
    progress.at(0)?;
    let gather = Gather::new(Format::Opml, file, &Options::default());
    let xml = Xml::new(Stream::new(file.input, progress)?);
    let mut outline = Outline { xml, gather, seen: 0, levels: 0, table: Table::default() };
    let title = outline.file()?;
    if outline.table.is_empty() {
        return Err(outline.xml.refuse("there is no outline with a title in it", CURE));
    }
    if outline.xml.replaced() {
        outline.gather.find(
            "I03",
            "the whole file",
            "some bytes are no text in the file's encoding: they are shown as \u{fffd}",
            "save the file as UTF-8 text and import it again",
        );
    }
    let stem = file.name.rsplit(['/', '\\']).next().unwrap_or(file.name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = Some(title).filter(|title| !title.is_empty()).unwrap_or_else(|| one_line(stem));
    let mut batch = outline.gather.finish(Some(head(&title, outline.levels)));
    batch.objectives = outline.table;
    Ok(batch)
}

/// The head of a framework made of an outline alone, with a level for each depth.
fn head(title: &str, levels: usize) -> Head {
    let all: Vec<(String, String)> = (0..levels.max(LEVELS.len())).map(extra_level).collect();
    let named = all
        .iter()
        .enumerate()
        .map(|(at, (id, title))| (id.as_str(), LEVELS.get(at).copied().unwrap_or(title.as_str())));
    let levels: Vec<(&str, &str)> = named.collect();
    plan::head(id::bits(Format::Opml.name(), "", title), title.to_owned(), &levels)
}

/// A line while what stands under it is read.
struct Line {
    id: ObjectiveId,
    /// What it is known by: its title and those above it.
    path: String,
    /// Its number among all, as messages have it: "2.1".
    number: String,
    /// The rank of the last line under it.
    last: Option<Rank>,
    /// How often each title stands under it.
    titles: BTreeMap<String, u32>,
}

/// An outline while it is read.
struct Outline<'a> {
    xml: Xml<'a>,
    gather: Gather,
    /// How many lines there were, empty ones too.
    seen: usize,
    /// How many levels the objectives have.
    levels: usize,
    table: Table<ObjectiveId, Arc<Objective>>,
}

impl Outline<'_> {
    /// Reads the file to its end; gives the title that its head has.
    fn file(&mut self) -> Result<String, ImportError> {
        if !self.xml.root()? {
            return Err(self.xml.refuse("it is empty", CURE));
        }
        if !self.xml.name().eq_ignore_ascii_case("opml") {
            let cause = format!("it begins with <{}>, and an outline with <opml>", self.xml.name());
            return Err(self.xml.refuse(cause, "choose an outline that was exported as OPML"));
        }
        let mut title = String::new();
        while self.xml.child()? {
            match self.xml.name() {
                "head" => {
                    while self.xml.child()? {
                        if self.xml.name() == "title" {
                            title = plain_line(self.xml.text()?);
                        } else {
                            self.xml.skip()?;
                        }
                    }
                }
                "body" => {
                    // All lines stand under one that is no objective.
                    self.under(&mut Line::root(), 0)?;
                }
                _ => self.xml.skip()?,
            }
        }
        // What may stand after the root is checked too.
        while self.xml.child()? {
            self.xml.skip()?;
        }
        Ok(title)
    }

    /// Reads what stands under a line. The walk bounds the depth.
    fn under(&mut self, above: &mut Line, depth: usize) -> Result<(), ImportError> {
        let mut place = 0_u32;
        while self.xml.child()? {
            if self.xml.name() == "outline" {
                place += 1;
                self.line(above, depth, place)?;
            } else {
                self.xml.skip()?;
            }
        }
        Ok(())
    }

    fn line(&mut self, above: &mut Line, depth: usize, place: u32) -> Result<(), ImportError> {
        self.seen += 1;
        if self.seen > MOST {
            let cause = format!("it has more than {MOST} lines");
            return Err(self.xml.refuse(cause, "divide the outline and import its parts"));
        }
        let mut text = |name: &str| {
            self.xml.attribute(name).map(std::borrow::Cow::into_owned).unwrap_or_default()
        };
        let (said, title, note) = (plain_line(&text("text")), text("title"), plain(&text("_note")));
        let said = if said.is_empty() { plain_line(&title) } else { said };
        let number = above.number_of(place);
        let at = format!("line {}, outline {number}", self.xml.line());
        let title = if said.is_empty() { format!("Objective {number}") } else { said.clone() };
        let (code, title) = numbered(&title);
        let level = extra_level(depth).0;
        let level = LevelId::new(&level).unwrap_or_else(|_| unreachable!("well-formed: {level}"));
        let mut objective = Objective::new(title, level);
        objective.code = code.map(str::to_owned);
        objective.description = Some(note).filter(|note| !note.is_empty());
        objective.rank = Rank::between(above.last.as_ref(), None);
        above.last = Some(objective.rank.clone());
        if depth > 0 {
            objective.contributes_to.insert(above.id.clone(), Contribution::new());
        }
        let mut line = above.below(title, number);
        let empty = said.is_empty() && objective.description.is_none();
        let before = self.table.len();
        self.under(&mut line, depth + 1)?;
        let alone = empty && self.table.len() == before;
        if said.is_empty() {
            self.untitled(at, title, alone);
        }
        if !alone {
            self.levels = self.levels.max(depth + 1);
            self.table.insert(line.id, Arc::new(objective));
        }
        Ok(())
    }

    /// Tells of a line without a title; one with nothing in or under it is left out.
    fn untitled(&mut self, at: String, title: &str, alone: bool) {
        if alone {
            let hint = "give it a title in the outline, if it is an objective";
            self.gather.find("I03", at, "an empty line is left out", hint);
        } else {
            let message =
                format!("its text is empty; the objective is called \"{}\"", short(title, 80));
            self.gather.find("I03", at, message, "give it a title in the framework");
        }
    }
}

impl Line {
    /// What the lines at the first level stand under; no objective.
    fn root() -> Self {
        Self {
            id: ObjectiveId::from_bits(0),
            path: String::new(),
            number: String::new(),
            last: None,
            titles: BTreeMap::new(),
        }
    }

    /// The number of the line at a place under this one.
    fn number_of(&self, place: u32) -> String {
        if self.number.is_empty() { place.to_string() } else { format!("{}.{place}", self.number) }
    }

    /// A line of that title under this one. The second of a title is another objective than the
    /// first.
    fn below(&mut self, title: &str, number: String) -> Self {
        // A title that the comparison leaves nothing of is compared as it stands.
        let known = Some(key(title)).filter(|key| !key.is_empty());
        let known = known.unwrap_or_else(|| title.to_owned());
        let times = self.titles.entry(known.clone()).or_default();
        *times += 1;
        let path = format!("{}\n{known}\t{times}", self.path);
        let id = ObjectiveId::from_bits(id::bits(Format::Opml.name(), "", &path));
        Self { id, path, number, last: None, titles: BTreeMap::new() }
    }
}
