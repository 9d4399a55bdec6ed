//! The rows of a table as programs.

use super::amount;
use super::columns::Columns;
use super::date::{self, Edge};
use super::groups::{self, Group, Sum, Taken};
use super::home;
use super::layout::Kind;
use super::line::{self, Line, Reader, Where};
use super::report;
use super::sectors;
use crate::import::gather::Gather;
use crate::import::organisation::{self, Organisation};
use crate::import::{ImportError, Named, Progress, text};
use crate::model::{ActorId, Amount, Budget, Currency, Funding, Program, ProgramId, Translation};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What was met in many programs and is said once.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Rows that are part of a program of several.
    pub rows: usize,
    /// Programs of several rows.
    pub grouped: usize,
    /// Of these, with money that was added, and taken once.
    pub added: usize,
    pub once: usize,
    /// Programs without an identifier.
    pub unnamed: usize,
    /// Programs without a currency that the file says.
    pub assumed_currency: usize,
    /// Programs whose sectors have equal parts.
    pub equal_parts: usize,
    /// Programs of several countries.
    pub shared: usize,
    /// Programs whose owner is their implementer, or their funder.
    pub implementer_owns: usize,
    pub funder_owns: usize,
    /// Programs whose title is their identifier.
    pub untitled: usize,
    /// Programs whose period is that of their rows.
    pub years: usize,
    /// Programs elsewhere, and what the file calls their countries.
    pub elsewhere: usize,
    pub countries: BTreeMap<String, usize>,
    /// Rows elsewhere of programs that are here.
    pub parts_elsewhere: usize,
}

/// A program that names its umbrella.
struct Part {
    id: ProgramId,
    umbrella: String,
    place: String,
}

/// Makes programs of rows.
pub(super) struct Programs<'a> {
    columns: &'a Columns<'a>,
    gather: &'a mut Gather,
    counts: Counts,
    /// The source that ids are made with.
    source: &'a str,
    /// Programs by their identifiers and titles, for those that name one as their umbrella.
    known: BTreeMap<String, ProgramId>,
    parts: Vec<Part>,
}

/// Reads all rows as programs. Answers the currency of money that says none.
///
/// # Errors
/// When it was cancelled.
pub(super) fn read(
    columns: &mut Columns,
    source: &str,
    gather: &mut Gather,
    progress: &Progress,
) -> Result<Currency, ImportError> {
    let (lines, tally) = lines(columns, gather, progress)?;
    let currency = columns.currency.or_else(|| home::currency(&lines));
    let currency = currency.unwrap_or_else(crate::import::plan::us_dollar);
    columns.currency = Some(currency);
    let columns = &*columns;
    let mut programs = Programs {
        columns,
        gather,
        counts: Counts::default(),
        source,
        known: BTreeMap::new(),
        parts: Vec::new(),
    };
    let (here, elsewhere) = groups::by_country(lines);
    for (at, group) in groups::group(here).into_iter().enumerate() {
        programs.program(&group, true);
        if at % 256 == 0 {
            progress.at(0)?;
        }
    }
    for group in groups::group(elsewhere) {
        let id = programs.gather.id(source, &group.key);
        if programs.gather.has(&id) {
            programs.counts.parts_elsewhere += group.lines.len();
        } else {
            programs.program(&group, false);
        }
    }
    programs.umbrellas();
    let counts = programs.counts;
    report::report(columns, &counts, &tally, gather);
    Ok(currency)
}

/// How many rows of data a table has, and how many programs they are.
pub(super) fn count(columns: &Columns, gather: &mut Gather) -> Result<(usize, usize), ImportError> {
    let (lines, _) = lines(columns, gather, &Progress::default())?;
    let rows = lines.len();
    let (here, elsewhere) = groups::by_country(lines);
    let ours: BTreeSet<String> = here.iter().map(groups::named).collect();
    let more =
        groups::group(elsewhere).into_iter().filter(|group| !ours.contains(&group.key)).count();
    Ok((rows, groups::group(here).len() + more))
}

/// All rows that say something; what is none is rejected, or passed over if nothing stands in it.
fn lines(
    columns: &Columns,
    gather: &mut Gather,
    progress: &Progress,
) -> Result<(Vec<Line>, line::Tally), ImportError> {
    let kinds = columns.kinds();
    progress.begin(kinds.len() as u64);
    let mut reader = Reader { columns, tally: line::Tally::default() };
    let mut lines = Vec::new();
    let mut heading: Option<String> = None;
    let mut seen = BTreeSet::new();
    for (done, (at, kind)) in kinds.into_iter().enumerate() {
        if done % 256 == 0 {
            progress.at(done as u64)?;
        }
        let reject = |gather: &mut Gather, why: &str, hint: &str| {
            gather.reject(columns.place(at), columns.cells(at), why, hint);
        };
        match kind {
            Kind::Blank | Kind::Header => {}
            Kind::Heading(text) => heading = Some(text),
            Kind::Total => {
                reject(gather, "it is a line of totals, and no program", "nothing is missing");
            }
            Kind::Data => {
                let surplus = surplus(columns, at);
                if !surplus.is_empty() {
                    let what = format!(
                        "it has cells beyond the last column: {surplus}; they are not taken"
                    );
                    let hint = "check whether a separator stands inside a text of this row";
                    gather.find("I03", columns.place(at), what, hint);
                }
                if !line::says_anything(columns, at) {
                    let why = "nothing stands in the columns that are read";
                    reject(gather, why, "fill in its title and identifier, or delete the row");
                    continue;
                }
                let line = reader.line(at, heading.as_deref(), gather);
                if let Some((why, hint)) = unusable(columns, &line) {
                    reject(gather, why, hint);
                } else if groups::one_each(columns)
                    && !line.identifier.is_empty()
                    && !seen.insert(groups::named(&line))
                {
                    let why = format!(
                        "an earlier row has the identifier {:?}",
                        text::short(&line.identifier, 60)
                    );
                    reject(
                        gather,
                        &why,
                        "give it an identifier of its own, or let the mapping say `rows: Grouped`",
                    );
                } else {
                    lines.push(line);
                }
            }
        }
    }
    Ok((lines, reader.tally))
}

/// Why a row is no program, and what to do about it.
fn unusable(columns: &Columns, line: &Line) -> Option<(&'static str, &'static str)> {
    if line.identifier.is_empty() && line.title.is_empty() {
        let why = "it has neither a title nor an identifier";
        return Some((why, "fill in its title and import again"));
    }
    // A footnote stands in the first column, and nothing else in its row.
    let filled = columns.row(line.at).iter().filter(|cell| !super::cells::is_blank(cell)).count();
    let alone = filled == 1 && line.title.is_empty() && columns.layout.columns.len() > 2;
    alone.then_some(("it has an identifier and nothing else", "fill in its title and import again"))
}

/// The cells of a row that stand beyond the last column, by their letters.
fn surplus(columns: &Columns, at: usize) -> String {
    let row = columns.row(at).iter().enumerate().skip(columns.layout.columns.len());
    let filled = row.filter(|(_, cell)| !super::cells::is_blank(cell));
    filled.map(|(at, _)| super::layout::letter(at)).collect::<Vec<_>>().join(", ")
}

impl Programs<'_> {
    /// Makes a program of its rows.
    fn program(&mut self, group: &Group, here: bool) {
        let id = self.gather.id(self.source, &group.key);
        let first = &group.lines[0];
        let place = self.columns.place(first.at);
        let mut program = Program::new(String::new());
        self.texts(group, &mut program);
        Self::identity(group, &mut program);
        let money = groups::money(group, self.columns);
        self.organisations(group, money.as_ref(), &mut program);
        self.budget(group, money.as_ref(), &place, &mut program);
        self.period(group, &place, &mut program);
        self.rest(group, &mut program);
        self.differences(group, &place);
        self.count(group, money.as_ref(), here);
        self.named(group, &id);
        for key in program.identifiers.iter().chain([&program.title]).map(|t| text::key(t)) {
            if !key.is_empty() {
                self.known.entry(key).or_insert_with(|| id.clone());
            }
        }
        let umbrella = group.lines.iter().map(|l| l.umbrella.as_str()).find(|u| !u.is_empty());
        if let Some(umbrella) = umbrella.filter(|_| here) {
            self.parts.push(Part { id: id.clone(), umbrella: umbrella.to_owned(), place });
        }
        let row = if first.identifier.is_empty() { &program.title } else { &first.identifier };
        let row = row.clone();
        self.gather.program(id, program, &row, here);
    }

    fn texts(&mut self, group: &Group, program: &mut Program) {
        /// A longer title is a description, and its beginning the title.
        const LONGEST: usize = 250;
        let said = |text: fn(&Line) -> &str| {
            group.lines.iter().map(text).find(|t| !t.is_empty()).unwrap_or_default().to_owned()
        };
        let mut title = said(|line| &line.title);
        let mut description = said(|line| &line.description);
        if title.chars().count() > LONGEST {
            if !description.contains(&title) {
                description = format!("{title}\n\n{description}");
                description.truncate(description.trim_end().len());
            }
            let short = text::short(&title, LONGEST - 1).into_owned();
            title = short;
        }
        if title.is_empty() && self.columns.has_titles() {
            self.counts.untitled += 1;
            title = said(|line| &line.identifier);
            let place = self.columns.place(group.lines[0].at);
            let hint = "its identifier stands for it; fill in the title in the table, or in the program's details";
            self.gather.find("I03", place, "there is no title", hint);
        }
        program.title = title;
        program.description = Some(description).filter(|text| !text.is_empty());
        for line in &group.lines {
            for language in line.titles.keys().chain(line.descriptions.keys()) {
                let entry = program.translations.entry(*language).or_insert_with(Translation::new);
                let title = line.titles.get(language);
                if entry.title.is_none() {
                    entry.title = title.cloned();
                }
                if entry.description.is_none() {
                    entry.description = line.descriptions.get(language).cloned();
                }
            }
        }
    }

    fn identity(group: &Group, program: &mut Program) {
        let push = |to: &mut Vec<String>, item: &String| {
            if !item.is_empty() && !to.contains(item) {
                to.push(item.clone());
            }
        };
        for line in &group.lines {
            push(&mut program.identifiers, &line.identifier);
        }
        for line in &group.lines {
            line.identifiers.iter().for_each(|item| push(&mut program.identifiers, item));
            line.related.iter().for_each(|item| push(&mut program.related, item));
        }
    }

    /// The actor that a name in a cell is: "Food and Agriculture Organization (FAO)".
    fn actor(&mut self, name: &str) -> Option<ActorId> {
        let (name, acronym) = acronym(name);
        self.gather.organisation(&Organisation { name, acronym, ..Organisation::default() })
    }

    fn actors(&mut self, group: &Group, of: fn(&Line) -> &[String]) -> Vec<ActorId> {
        let mut all = Vec::new();
        for name in group.lines.iter().flat_map(of) {
            if let Some(id) = self.actor(name).filter(|id| !all.contains(id)) {
                all.push(id);
            }
        }
        all
    }

    /// Who answers for it, carries it out, and pays. A funder's part is known where each row has
    /// one funder and its amount.
    fn organisations(&mut self, group: &Group, money: Option<&Sum>, program: &mut Program) {
        let owners = self.actors(group, |line| &line.owners);
        program.implementing = self.actors(group, |line| &line.implementers);
        let parts: BTreeMap<usize, Decimal> =
            money.map(|sum| sum.parts.iter().copied().collect()).unwrap_or_default();
        let once = money.is_some_and(|sum| sum.taken == Taken::Once);
        let mut sums: BTreeMap<ActorId, Option<Decimal>> = BTreeMap::new();
        let mut order: Vec<ActorId> = Vec::new();
        for (at, line) in group.lines.iter().enumerate() {
            let ids: Vec<ActorId> =
                line.funders.iter().filter_map(|name| self.actor(name)).collect();
            let part = parts.get(&at).copied().filter(|_| ids.len() == 1);
            for id in ids {
                if !order.contains(&id) {
                    order.push(id.clone());
                }
                let sum = sums.entry(id).or_default();
                *sum = match (*sum, part) {
                    (Some(sum), Some(part)) => sum.checked_add(part),
                    (sum, part) => sum.or(part),
                };
            }
        }
        // Of an amount that all rows repeat nobody knows whose part is which.
        let known = !once || order.len() == 1;
        for (id, sum) in sums {
            let mut funding = Funding::new();
            funding.amount = sum.filter(|_| known).and_then(|s| Amount::new(amount::cents(s)).ok());
            program.funding.insert(id, funding);
        }
        program.owner = owners.into_iter().next();
        // A table without titles adds to programs that are known, whose owner is known too.
        if program.owner.is_none() && self.columns.has_titles() {
            program.owner = program.implementing.first().cloned();
            self.counts.implementer_owns += usize::from(program.owner.is_some());
            if program.owner.is_none() {
                program.owner = order.first().cloned();
                self.counts.funder_owns += usize::from(program.owner.is_some());
            }
        }
    }

    fn budget(&mut self, group: &Group, money: Option<&Sum>, place: &str, program: &mut Program) {
        let Some(sum) = money else { return };
        for (currency, left) in &sum.left_out {
            let message = format!(
                "{} {currency} of it are not in its sum, which is in another currency",
                amount::cents(*left)
            );
            let hint = "give the framework a rate for that currency, and import again";
            self.gather.find("I08", place, message, hint);
        }
        let value = amount::cents(sum.amount);
        let Ok(amount) = Amount::new(value) else {
            let message = format!("the sum of its rows is too large: {value}");
            self.gather.find(
                "I03",
                place,
                message,
                "check the amounts and what they are counted in",
            );
            return;
        };
        if value < Decimal::ZERO && group.lines.len() > 1 {
            let message = format!("the sum of its rows is below zero: {value}");
            self.gather.find("I06", place, message, "it is kept as it is, and counts as no money");
        }
        let mut budget = Budget::new(amount);
        budget.basis = Some(sum.basis);
        budget.currency = sum.currency.or(self.columns.currency);
        let open = |line: &Line| line.money.get(&sum.basis).is_some_and(|(_, c)| c.is_none());
        self.counts.assumed_currency += usize::from(group.lines.iter().any(open));
        program.budget = Some(budget);
    }

    fn period(&mut self, group: &Group, place: &str, program: &mut Program) {
        let first = |day: fn(&Line) -> Option<crate::model::Date>| group.lines.iter().find_map(day);
        program.period.from = first(|line| line.from);
        program.period.to = first(|line| line.to);
        let years: Vec<(i16, i16)> = group.lines.iter().filter_map(|line| line.years).collect();
        let from = years.iter().map(|(first, _)| *first).min();
        let to = years.iter().map(|(_, last)| *last).max();
        if program.period.from.is_none() {
            program.period.from = from.and_then(|year| date::year(year, Edge::First));
            // Flows end with the last of them; of one year only the beginning is known.
            let flows = from != to || self.columns.mapping.rows == super::mapping::Rows::Grouped;
            if program.period.to.is_none() && flows {
                program.period.to = to.and_then(|year| date::year(year, Edge::Last));
            }
            self.counts.years += usize::from(program.period.from.is_some());
        }
        if let (Some(from), Some(to)) = (program.period.from, program.period.to)
            && to < from
        {
            {
                let message = format!("it ends on {to}, before it starts on {from}");
                self.gather.find(
                    "I06",
                    place,
                    message,
                    "correct the dates in the table, or in its details",
                );
            }
        }
    }

    fn rest(&mut self, group: &Group, program: &mut Program) {
        program.status = group.lines.iter().find_map(|line| line.status);
        // Rows that repeat the same sectors say them once.
        let mut lists: Vec<&[_]> = Vec::new();
        for list in group.lines.iter().map(|line| line.sectors.as_slice()) {
            if !list.is_empty() && !lists.contains(&list) {
                lists.push(list);
            }
        }
        let mut found: Vec<_> = lists.concat();
        if lists.len() > 1 {
            found.iter_mut().for_each(|(_, part)| *part = None);
        }
        if !found.is_empty() {
            let (table, equal) = sectors::parts(&found);
            program.sectors = table;
            self.counts.equal_parts += usize::from(equal);
        }
        for line in &group.lines {
            for place in &line.locations {
                if !program.locations.contains(place) {
                    program.locations.push(place.clone());
                }
            }
            for (marker, significance) in &line.markers {
                program.markers.entry(*marker).or_insert(*significance);
            }
        }
    }

    /// What the rows of one program say differently where they should say the same.
    fn differences(&mut self, group: &Group, place: &str) {
        let mut fields = Vec::new();
        let differs = |of: &dyn Fn(&Line) -> String| {
            let said: BTreeSet<String> =
                group.lines.iter().map(of).filter(|t| !t.is_empty()).collect();
            said.len() > 1
        };
        if group.lines.len() < 2 {
            return;
        }
        if differs(&|line| text::key(&line.title)) {
            fields.push("title");
        }
        if differs(&|line| text::key(&line.description)) {
            fields.push("description");
        }
        if differs(&|line| line.owners.first().map(|o| text::key(o)).unwrap_or_default()) {
            fields.push("responsible organisation");
        }
        if differs(&|line| line.status.map(|s| format!("{s:?}")).unwrap_or_default()) {
            fields.push("status");
        }
        if differs(&|line| line.from.map(|d| d.to_string()).unwrap_or_default()) {
            fields.push("start");
        }
        if differs(&|line| line.to.map(|d| d.to_string()).unwrap_or_default()) {
            fields.push("end");
        }
        if !fields.is_empty() {
            let message = format!(
                "the {} rows of this program differ in {}",
                group.lines.len(),
                fields.join(", ")
            );
            let hint = "the first row stands; if these are different programs, give them different identifiers";
            self.gather.find("I05", place, message, hint);
        }
    }

    fn count(&mut self, group: &Group, money: Option<&Sum>, here: bool) {
        let counts = &mut self.counts;
        if group.lines.len() > 1 {
            counts.grouped += 1;
            counts.rows += group.lines.len();
            match money.map(|sum| sum.taken) {
                Some(Taken::Added) => counts.added += 1,
                Some(Taken::Once) => counts.once += 1,
                Some(Taken::Plain) | None => {}
            }
        }
        counts.unnamed += usize::from(group.lines[0].identifier.is_empty());
        counts.shared += usize::from(group.lines.iter().any(|line| line.place == Where::Shared));
        if !here {
            counts.elsewhere += 1;
            for line in &group.lines {
                if let Where::Elsewhere(said) = &line.place {
                    *counts.countries.entry(said.clone()).or_default() += 1;
                }
            }
        }
    }

    /// Collects the objectives that its rows name: code and title may stand in one cell.
    fn named(&mut self, group: &Group, id: &ProgramId) {
        let mut seen = BTreeSet::new();
        for line in &group.lines {
            for (column, said) in &line.objectives {
                if !seen.insert(text::key(said)) {
                    continue;
                }
                let mut words = vec![said.clone()];
                for by in [" : ", ": ", " - ", " – "] {
                    if let Some((head, tail)) = said.split_once(by) {
                        words.extend([head, tail].map(|part| part.trim().to_owned()));
                        break;
                    }
                }
                words.retain(|word| text::says(word));
                let place = self.columns.place_of(line.at, *column);
                self.gather.named.push(Named {
                    program: id.clone(),
                    place,
                    words,
                    claim: true,
                    link: None,
                });
            }
        }
    }

    /// Sets the umbrellas that programs name; one that is its own umbrella's part keeps none.
    fn umbrellas(&mut self) {
        let mut above: BTreeMap<ProgramId, ProgramId> = BTreeMap::new();
        for part in std::mem::take(&mut self.parts) {
            let Some(umbrella) = self.known.get(&text::key(&part.umbrella)).cloned() else {
                let message = format!(
                    "there is no program {:?} in this table",
                    text::short(&part.umbrella, 60)
                );
                let hint =
                    "import the table that has it, then set the umbrella in the program's details";
                self.gather.find("I03", part.place, message, hint);
                continue;
            };
            let mut up = Some(&umbrella);
            while let Some(id) = up.filter(|id| **id != part.id) {
                up = above.get(id);
            }
            if up.is_some() {
                let message = "it names itself, or one of its own parts, as its umbrella";
                self.gather.find(
                    "I03",
                    part.place,
                    message,
                    "correct it in the table; it has no umbrella for now",
                );
                continue;
            }
            above.insert(part.id, umbrella);
        }
        let here: BTreeSet<ProgramId> =
            self.gather.programs_mut().map(|(id, _)| id.clone()).collect();
        for (id, program) in self.gather.programs_mut() {
            program.part_of = above.get(id).filter(|umbrella| here.contains(*umbrella)).cloned();
        }
    }
}

/// A name and the short name behind it in brackets. A country's name with an agency behind it
/// stays whole: "Germany (GIZ)" and "Germany (`KfW`)" are two.
fn acronym(name: &str) -> (&str, &str) {
    let Some((head, rest)) = name.rsplit_once('(') else { return (name, "") };
    let Some(short) = rest.strip_suffix(')') else { return (name, "") };
    let head = head.trim();
    let letters = short.chars().filter(|c| c.is_uppercase()).count();
    let is_short = (2..=12).contains(&short.chars().count())
        && !short.contains(' ')
        && letters * 2 >= short.chars().filter(|c| c.is_alphabetic()).count();
    if is_short && letters > 1 && !head.is_empty() && organisation::country(head).is_none() {
        (head, short)
    } else {
        (name, "")
    }
}

#[cfg(test)]
mod tests {
    use super::acronym;

    #[test]
    fn short_names_stand_in_brackets() {
        assert_eq!(
            acronym("Food and Agriculture Organization (FAO)"),
            ("Food and Agriculture Organization", "FAO")
        );
        assert_eq!(acronym("Germany (GIZ)"), ("Germany (GIZ)", ""));
        assert_eq!(acronym("Ministry (former)"), ("Ministry (former)", ""));
        assert_eq!(acronym("(FAO)"), ("(FAO)", ""));
    }
}
