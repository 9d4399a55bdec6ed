//! Lists of programs.

use super::columns::{self, Field, Grid};
use super::outline;
use super::rows::{Row, fold, parts};
use super::{ListLine, ListOf, Reading, values};
use crate::edit::{Command, ProgramEdit};
use crate::model::{
    ActorId, Budget, Effect, Evidence, Funding, Link, ObjectiveId, ObjectiveStatus, Percent,
    Program, ProgramId, codelists,
};
use std::collections::BTreeMap;

/// Titles of rows that sum up the others.
const SUMS: [&str; 8] = [
    "total",
    "totals",
    "totaux",
    "totales",
    "totais",
    "grand total",
    "total general",
    "total geral",
];

/// Reads a list of programs.
pub(super) fn read(reading: &mut Reading, rows: &[Row]) {
    let sheet = outline::columns(rows);
    let grid = columns::grid(reading.framework, &ListOf::Programs, &reading.who, rows);
    let plain = !sheet && grid.rows.len() == rows.len();
    if !plain {
        reading.sheet(&grid);
    }
    let mut reader = Reader { known: Known::new(reading), reading, grid: &grid, plain };
    for row in grid.rows {
        let line = reader.one(row);
        reader.reading.lines.push(line);
    }
}

/// The programs that are there, and the objectives that may be named.
struct Known {
    identifiers: BTreeMap<String, String>,
    titles: BTreeMap<(String, Option<ActorId>), String>,
    codes: BTreeMap<String, Vec<ObjectiveId>>,
    names: BTreeMap<String, Vec<ObjectiveId>>,
    /// Title and owner of those in the list.
    listed: BTreeMap<(String, Option<ActorId>), usize>,
}

impl Known {
    fn new(reading: &Reading) -> Self {
        let mut known = Self {
            identifiers: BTreeMap::new(),
            titles: BTreeMap::new(),
            codes: BTreeMap::new(),
            names: BTreeMap::new(),
            listed: BTreeMap::new(),
        };
        for program in reading.framework.programs().values() {
            for identifier in &program.identifiers {
                known.identifiers.insert(fold(identifier), program.title.clone());
            }
            let key = (fold(&program.title), program.owner.clone());
            known.titles.insert(key, program.title.clone());
        }
        for (id, objective) in reading.framework.objectives() {
            if objective.status == ObjectiveStatus::Retired {
                continue;
            }
            if let Some(code) = objective.code.as_deref().map(fold).filter(|code| !code.is_empty())
            {
                known.codes.entry(code).or_default().push(id.clone());
            }
            known.names.entry(fold(&objective.title)).or_default().push(id.clone());
        }
        known
    }

    /// The objectives that a text names by code, by title, or by both.
    fn objectives(&self, text: &str) -> Vec<ObjectiveId> {
        let folded = fold(text);
        let code = self.codes.get(folded.trim_end_matches(['.', ':']));
        if let Some(found) = code.or_else(|| self.names.get(&folded)) {
            return found.clone();
        }
        let Some((code, title)) = folded.split_once([' ', ':']) else { return Vec::new() };
        let codes = self.codes.get(code.trim_end_matches(['.', ':', ')']));
        let title = title.trim_start_matches([' ', ':', '-', '.']);
        let both = codes.into_iter().flatten();
        let named = self.names.get(title);
        both.filter(|id| named.is_some_and(|all| all.contains(id))).cloned().collect()
    }
}

struct Reader<'r, 'f> {
    reading: &'r mut Reading<'f>,
    grid: &'r Grid<'r>,
    plain: bool,
    known: Known,
}

impl Reader<'_, '_> {
    fn cell(&self, row: &Row, field: Field) -> String {
        if self.plain { String::new() } else { self.grid.cell(row, field) }
    }

    fn text(&self, row: &Row, field: Field) -> String {
        if self.plain { String::new() } else { self.grid.text(row, field) }
    }

    /// Reads one line, and adds the program unless it is known.
    fn one(&mut self, row: &Row) -> ListLine {
        let whole = if self.plain { row.whole() } else { self.grid.cell(row, Field::Title) };
        let (number, title) = if self.plain { outline::bare(&whole) } else { (None, &*whole) };
        let mut line = ListLine::new(title);
        line.code = number.map(str::to_owned);
        if self.plain {
            line.flat(row, self.grid.rows.first());
        }
        if let Some(cut) = row.cut() {
            line.trouble(cut);
        }
        if !title.chars().any(char::is_alphanumeric) {
            line.text = row.whole();
            line.trouble("it has no title, so it was left out: give it one");
            return line;
        }
        let sum = SUMS.contains(&fold(title).trim_end_matches([':', '.', ' ']));
        if sum && !self.plain && self.cell(row, Field::Owner).is_empty() {
            line.trouble("it is a sum, so it was left out: add it if it is a program");
            return line;
        }
        let mut program = Program::new(title);
        let owners = self.reading.who.names(&self.text(row, Field::Owner));
        program.identifiers = parts(&self.text(row, Field::Identifier), &[';', '\n', '|']);
        if let Some(why) = self.skipped(&program, &owners, title) {
            line.note(why);
            return line;
        }
        line.notes.extend(program.identifiers.iter().map(|id| format!("identifier {id}")));
        self.actors(row, owners, &mut program, &mut line);
        let key = (fold(title), program.owner.clone());
        if let Some(before) = self.known.listed.insert(key, self.reading.lines.len() + 1) {
            line.note(format!("title and owner as in line {before}: check that the two differ"));
        }
        self.budget(row, &mut program, &mut line);
        self.life(row, &mut program, &mut line);
        self.sectors(row, &mut program, &mut line);
        let places = self.text(row, Field::Location);
        let signs = if places.contains([';', '\n']) { &[';', '\n'][..] } else { &[','][..] };
        program.locations = parts(&places, signs);
        if !program.locations.is_empty() {
            line.note(format!("location {}", program.locations.join(", ")));
        }
        self.links(row, &mut program, &mut line);
        let description = self.text(row, Field::Description);
        if !description.is_empty() {
            line.note("description");
            program.description = Some(description);
        }
        let id = self.reading.ids.fresh(ProgramId::from_bits);
        let add = ProgramEdit::Add(Box::new(program));
        self.reading.commands.push(Command::Program(id, add));
        self.reading.added += 1;
        line
    }

    /// Why a program is not added: the framework has it.
    fn skipped(&self, program: &Program, owners: &[String], title: &str) -> Option<String> {
        let by_id = program.identifiers.iter().find_map(|id| self.known.identifiers.get(&fold(id)));
        if let Some(other) = by_id {
            return Some(format!("skipped: \"{other}\" has that identifier already"));
        }
        let owner = owners.first().map(|name| self.reading.who.find(name).first().cloned());
        // An owner who is new has no program yet.
        let owner = match owner {
            Some(None) => return None,
            Some(owner) => owner,
            None => None,
        };
        let found = self.known.titles.get(&(fold(title), owner))?;
        Some(format!("skipped: \"{found}\" of that owner is there already"))
    }

    /// Owner, implementing partners and funders.
    fn actors(
        &mut self,
        row: &Row,
        owners: Vec<String>,
        program: &mut Program,
        line: &mut ListLine,
    ) {
        let mut implementing = owners.into_iter();
        if let Some(name) = implementing.next() {
            program.owner = Some(self.reading.actor(&name, line));
            line.note(format!("owner {name}"));
        }
        let more = self.reading.who.names(&self.text(row, Field::Implementing));
        for name in implementing.chain(more) {
            let id = self.reading.actor(&name, line);
            if !program.implementing.contains(&id) {
                program.implementing.push(id);
            }
            line.note(format!("implementing {name}"));
        }
        for name in self.reading.who.names(&self.text(row, Field::Funder)) {
            // "Sida (30 %)"
            let part = name.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("));
            let part = part.filter(|(_, part)| part.contains(|c: char| c.is_ascii_digit()));
            if let Some((name, part)) = part {
                line.trouble(format!("\"{part}\" of {name} was left out: set what it gives"));
            }
            let name = part.map_or(name.as_str(), |(name, _)| name);
            let id = self.reading.actor(name, line);
            program.funding.insert(id, Funding::new());
            line.note(format!("funder {name}"));
        }
    }

    fn budget(&self, row: &Row, program: &mut Program, line: &mut ListLine) {
        let said = self.cell(row, Field::Currency);
        let column = values::currency(&said);
        if !said.is_empty() && column.is_none() {
            line.trouble(format!("\"{said}\" is no currency: set it"));
        }
        let home = self.reading.framework.head().currency;
        let cell = self.cell(row, Field::Budget);
        if cell.is_empty() || ["-", "–", "—"].contains(&cell.as_str()) {
            return;
        }
        let outer = column.or(self.grid.currency);
        let Some(money) = values::money(&cell, self.grid.times, outer.unwrap_or(home)) else {
            line.trouble(format!("the budget \"{cell}\" is no sum of money: set it"));
            return;
        };
        if column.zip(money.currency).is_some_and(|(column, own)| column != own) {
            line.note(format!("the currency stands beside the sum, so {said} is not used"));
        }
        let mut budget = Budget::new(money.amount);
        budget.currency = money.currency.or(outer);
        let shown = budget.currency.unwrap_or(home);
        let guess = if money.guessed { format!(" (of \"{cell}\")") } else { String::new() };
        line.note(format!("budget {shown} {}{guess}", money.amount));
        program.budget = Some(budget);
    }

    /// Status, beginning and end.
    fn life(&self, row: &Row, program: &mut Program, line: &mut ListLine) {
        let said = self.cell(row, Field::Status);
        match values::status(&said) {
            Some(status) => {
                program.status = Some(status);
                line.note(format!("status {status:?}").to_lowercase());
            }
            None if said.is_empty() => {}
            None => line.trouble(format!("\"{said}\" is no status: choose one")),
        }
        let both = self.cell(row, Field::Period);
        let one = values::days(&both).map(|days| (days, days));
        let range = one.or_else(|| values::period(&both));
        if range.is_none() && !both.is_empty() {
            line.trouble(format!("\"{both}\" is no period: set start and end"));
        }
        let mut day = |field: Field, name: &str, of_range: Option<values::Days>| {
            let cell = self.cell(row, field);
            let found = values::days(&cell);
            if found.is_none() && !cell.is_empty() {
                line.trouble(format!("\"{cell}\" is no date: set the {name}"));
            }
            let days = found.or(of_range)?;
            let date = if field == Field::Start { days.first } else { days.last };
            let guess = if days.guessed { ", the day read first" } else { "" };
            line.note(format!("{name} {date}{guess}"));
            Some(date)
        };
        program.period.from = day(Field::Start, "start", range.map(|(from, _)| from));
        program.period.to = day(Field::End, "end", range.map(|(_, to)| to));
        if program.period.from.zip(program.period.to).is_some_and(|(from, to)| to < from) {
            line.trouble("it ends before it starts: check the dates");
        }
    }

    fn sectors(&self, row: &Row, program: &mut Program, line: &mut ListLine) {
        let (found, odd) = values::sectors(&self.text(row, Field::Sector));
        for (sector, percent) in found {
            let code = sector.as_str();
            let listed = codelists::sector(code).or_else(|| codelists::sector_category(code));
            let strange = if listed.is_none() { ", which the DAC list lacks" } else { "" };
            let share =
                if percent == Percent::HUNDRED { String::new() } else { format!(" {percent} %") };
            line.note(format!("sector {code}{share}{strange}"));
            program.sectors.insert(sector, percent);
        }
        for text in odd {
            line.trouble(format!("\"{text}\" is no DAC sector: choose one"));
        }
    }

    /// The objectives it names: linked where there is exactly one, else kept as claims.
    fn links(&self, row: &Row, program: &mut Program, line: &mut ListLine) {
        let cell = self.text(row, Field::Objective);
        let mut named = Vec::new();
        for part in parts(&cell, &[';', '\n', '|']) {
            let finer = parts(&part, &[',']);
            let whole = finer.len() < 2 || !self.known.objectives(&part).is_empty();
            if whole || finer.iter().any(|part| self.known.objectives(part).is_empty()) {
                named.push(part);
            } else {
                named.extend(finer);
            }
        }
        for name in named {
            let found = self.known.objectives(&name);
            if let [id] = found.as_slice() {
                let link = Link::new(Effect::Supports, Evidence::Asserted);
                program.links.insert(id.clone(), link);
                line.note(format!("supports {name}"));
                continue;
            }
            let why = if found.is_empty() { "is not there" } else { "is there more than once" };
            line.note(format!("the objective \"{name}\" {why}: kept as a claim"));
            program.claims.push(name);
        }
    }
}
