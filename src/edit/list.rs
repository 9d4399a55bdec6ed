//! "Paste a list": indented text or a spreadsheet's columns, read as objectives, programs or
//! actors, and made one command. Each line tells how it was understood, so that nothing is
//! dropped silently and the user sees the result before it is done.

mod actors;
mod columns;
mod objectives;
mod outline;
mod programs;
mod rows;
mod values;
mod who;

pub(crate) use outline::numbered;

use super::Command;
use crate::model::{ActorId, Framework, ObjectiveId};
use columns::Grid;
use rows::{MOST_ROWS, Row, Sheet};
use std::collections::BTreeSet;
use std::fmt::Display;
use who::Who;

/// What the lines of a list become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListOf {
    /// Objectives, under one or at the first level, after a sibling or last.
    Objectives {
        /// The objective they will stand under.
        under: Option<ObjectiveId>,
        /// The sibling they will stand after.
        after: Option<ObjectiveId>,
    },
    /// Programs.
    Programs,
    /// Actors.
    Actors,
}

/// One line as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListLine {
    /// The title, or the name.
    pub text: String,
    /// How many levels below the first of the list.
    pub depth: usize,
    /// The number that stood before the title.
    pub code: Option<String>,
    /// What was read beside the title.
    pub notes: Vec<String>,
    /// What could not be taken over, with what to do.
    pub problem: Option<String>,
}

impl ListLine {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Tells what a line loses that becomes a record without depth or number.
    fn flat(&mut self, row: &Row, first: Option<&Row>) {
        if let Some(number) = &self.code {
            self.notes.push(format!("number {number}, not kept"));
        }
        if first.is_some_and(|first| row.indent() > first.indent()) {
            self.note("indentation, not kept");
        }
        if outline::divided(row) {
            self.note("a tab within it was read as a space");
        }
    }

    /// Adds to what could not be taken over.
    fn trouble(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        match &mut self.problem {
            Some(problem) => *problem = format!("{problem}; {text}"),
            None => self.problem = Some(text.to_owned()),
        }
    }
}

/// A list, read.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Its lines, in order; those left out have a problem or a note that says so.
    pub lines: Vec<ListLine>,
    /// All of it as one command; empty where nothing is to be added.
    pub command: Command,
    /// How each column was understood; empty for indented text.
    pub columns: Vec<String>,
}

/// New ids, none of which is taken. Bits that come twice are counted on.
struct Ids<'a> {
    bits: &'a mut dyn FnMut() -> u64,
    taken: BTreeSet<String>,
}

impl Ids<'_> {
    fn fresh<K: Display>(&mut self, make: fn(u64) -> K) -> K {
        let mut bits = (self.bits)();
        loop {
            let id = make(bits);
            if self.taken.insert(id.to_string()) {
                return id;
            }
            bits = bits.wrapping_add(1);
        }
    }
}

/// What is read so far.
struct Reading<'a> {
    framework: &'a Framework,
    who: Who,
    ids: Ids<'a>,
    lines: Vec<ListLine>,
    commands: Vec<Command>,
    columns: Vec<String>,
    /// How many records the lines have become.
    added: usize,
}

impl Reading<'_> {
    /// Tells how the columns were understood, and what stands above them.
    fn sheet(&mut self, grid: &Grid) {
        self.columns.clone_from(&grid.said);
        for row in grid.above {
            let mut line = ListLine::new(row.whole());
            line.note("left out: it stands above the header");
            self.lines.push(line);
        }
    }

    /// The actor that a cell names.
    fn actor(&mut self, name: &str, line: &mut ListLine) -> ActorId {
        self.who.actor(&mut self.ids, name, line)
    }
}

/// Reads a pasted list for a framework. `bits` gives the ids of new records.
pub fn read_list(
    framework: &Framework,
    text: &str,
    of: &ListOf,
    bits: &mut dyn FnMut() -> u64,
) -> List {
    let objectives = framework.objectives().keys().map(ToString::to_string);
    let programs = framework.programs().keys().map(ToString::to_string);
    let actors = framework.actors().keys().map(ToString::to_string);
    let mut reading = Reading {
        framework,
        who: Who::new(framework),
        ids: Ids { bits, taken: objectives.chain(programs).chain(actors).collect() },
        lines: Vec::new(),
        commands: Vec::new(),
        columns: Vec::new(),
        added: 0,
    };
    let sheet = rows::split(text);
    let what = match of {
        ListOf::Objectives { under, after } => {
            objectives::read(&mut reading, &sheet.rows, of, under.as_ref(), after.as_ref());
            "objective"
        }
        ListOf::Programs => {
            programs::read(&mut reading, &sheet.rows);
            "program"
        }
        ListOf::Actors => {
            actors::read(&mut reading, &sheet.rows);
            "actor"
        }
    };
    finish(reading, &sheet, what)
}

/// Puts the new actors before what names them, and all under one label.
fn finish(reading: Reading, sheet: &Sheet, what: &str) -> List {
    let Reading { mut lines, commands, columns, added, who, .. } = reading;
    if sheet.more > 0 {
        let mut last = ListLine::new("…");
        last.trouble(format!(
            "{} more lines were left out, as at most {MOST_ROWS} are read at once: paste them \
             separately",
            sheet.more
        ));
        lines.push(last);
    }
    let mut all = who.added;
    all.extend(commands);
    let many = if added == 1 { "" } else { "s" };
    let command = Command::Batch(format!("paste {added} {what}{many}"), all);
    List { lines, command, columns }
}
