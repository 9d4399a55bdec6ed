//! The rows of a UN INFO export: one program an id.
//!
//! A project's rows repeat it once an agency and once an objective. Its money is what it
//! *requires*: the sum over its distinct agencies, each once. That is a plan of work with its
//! costs, so the basis is `Budget`: the export tells what is available and what is spent apart,
//! and neither an agreement nor a payment stands behind `required`.

use super::json::{Cell, Row};
use super::objectives::{Named, Objectives, description, key};
use super::{FORMAT, agencies};
use crate::import::text::{one_line, plain_line, short};
use crate::import::{Finding, Reject, SourceFile, id, plan};
use crate::model::{
    Actor, ActorId, Amount, Basis, Budget, Date, Effect, Evidence, Funding, Link, OrganisationType,
    Program, ProgramId, Side, Source, Table,
};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The programs of a file, with those who run them.
#[derive(Default)]
pub(super) struct Programs {
    /// The records.
    pub table: Table<ProgramId, Arc<Program>>,
    /// Their agencies.
    pub actors: Table<ActorId, Arc<Actor>>,
    /// The rows that could not be used.
    pub rejects: Vec<Reject>,
    /// What the user should know.
    pub findings: Vec<Finding>,
}

/// A program while its rows are read.
struct Draft {
    /// Its first row, from 1.
    row: usize,
    identifier: String,
    title: String,
    description: Option<String>,
    code: String,
    start: Option<Date>,
    end: Option<Date>,
    /// Each agency once, in the order of the rows; one without a name is "".
    money: Vec<(String, Option<Amount>)>,
    /// Where in `money` each agency is.
    agencies: BTreeMap<String, usize>,
    /// What it calls its objectives, each once, in the order of the rows.
    outcomes: Vec<(usize, String)>,
    /// The keys of `outcomes`.
    named: BTreeSet<String>,
    /// What later rows say otherwise.
    differs: BTreeSet<String>,
}

/// One row, understood as far as it can be.
struct Reading {
    title: String,
    description: Option<String>,
    code: String,
    start: Option<Date>,
    end: Option<Date>,
    agency: String,
    required: Option<Amount>,
    outcome: String,
}

impl Programs {
    /// Makes programs of rows; `publisher` is the workspace.
    pub(super) fn read(
        rows: &[Row],
        publisher: &str,
        objectives: &Objectives,
        file: &SourceFile,
    ) -> Self {
        let mut all = Self::default();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let number = at + 1;
            let Some(identifier) = all.identifier(number, row) else { continue };
            let reading = all.reading(number, row);
            if let Some(&place) = places.get(&identifier) {
                drafts[place].add(number, reading);
            } else {
                places.insert(identifier.clone(), drafts.len());
                drafts.push(Draft::new(number, identifier, reading));
            }
        }
        for draft in drafts {
            all.finish(draft, publisher, objectives, file);
        }
        all
    }

    fn find(&mut self, code: &'static str, place: String, message: String, hint: &str) {
        self.findings.push(Finding { code, place, message, hint: hint.to_owned() });
    }

    /// The identifier of a row; a row without one is rejected.
    fn identifier(&mut self, number: usize, row: &Row) -> Option<String> {
        let (at, message) = if let Some(not) = row.not {
            (format!("row {number}"), format!("it is {not}, and a project is an object {{ … }}"))
        } else {
            let identifier = row.id.label().map(one_line).filter(|id| !id.is_empty());
            if identifier.is_some() {
                return identifier;
            }
            let message =
                format!("it is {} where the project's number is expected", row.id.shown());
            (format!("row {number}, id"), message)
        };
        let cells = vec![row.name.label().map(plain_line).unwrap_or_default()];
        self.rejects.push(Reject { place: at.clone(), cells, why: message.clone() });
        let hint = "the row is left out; correct it in UN INFO, export and import again";
        self.find("I04", at, message, hint);
        None
    }

    /// Reads the cells of a row; what cannot be used is found and absent.
    fn reading(&mut self, number: usize, row: &Row) -> Reading {
        let mut title = self.text(number, "name", &row.name, plain_line);
        if title.is_empty() {
            let id = row.id.label().unwrap_or_default();
            title = format!("Project {}", one_line(id));
            if matches!(row.name, Cell::Absent | Cell::Text(_)) {
                let message = format!("it is missing; the program is called \"{title}\"");
                self.find("I03", format!("row {number}, name"), message, "give it a title");
            }
        }
        let agency = self.text(number, "agency", &row.agency, one_line);
        if agency.is_empty() && matches!(row.agency, Cell::Absent | Cell::Text(_)) {
            let message = "it is missing, so nobody is known to fund this part".to_owned();
            self.find("I03", format!("row {number}, agency"), message, "name the program's owner");
        }
        let about = self.text(number, "description", &row.description, str::to_owned);
        Reading {
            description: description(Some(&about), &title),
            title,
            code: self.text(number, "code", &row.code, one_line),
            start: self.date(number, "start", &row.start),
            end: self.date(number, "end", &row.end),
            agency,
            required: self.money(number, &row.required),
            outcome: self.text(number, "outcome", &row.outcome, |t| t.trim().to_owned()),
        }
    }

    /// The text of a cell; empty where there is none.
    fn text(
        &mut self,
        number: usize,
        field: &str,
        cell: &Cell,
        clean: impl Fn(&str) -> String,
    ) -> String {
        match cell {
            Cell::Text(text) | Cell::Number(text) => clean(text),
            Cell::Absent => String::new(),
            Cell::Other(_) => {
                let message = format!("it is {} where a text is expected", cell.shown());
                let hint = "the program is without it; correct it in UN INFO and import again";
                self.find("I03", format!("row {number}, {field}"), message, hint);
                String::new()
            }
        }
    }

    /// A date; `null` and an empty text mean that it is not known.
    fn date(&mut self, number: usize, field: &str, cell: &Cell) -> Option<Date> {
        let text = match cell {
            Cell::Absent => return None,
            Cell::Text(text) => text.trim(),
            _ => "",
        };
        if text.is_empty() && matches!(cell, Cell::Text(_)) {
            return None;
        }
        let day = match text.as_bytes().get(10) {
            Some(b'T' | b' ') => text.get(..10).unwrap_or(text),
            _ => text,
        };
        let iso = day.len() == 10 && day.as_bytes()[4] == b'-';
        let date = if iso { day.parse().ok() } else { None };
        if date.is_none() {
            let message = format!("it is {}, and no date such as 2025-06-30", cell.shown());
            let hint = "the program is without it; set its period in the framework";
            self.find("I03", format!("row {number}, {field}"), message, hint);
        }
        date
    }

    /// An amount, to the cent.
    fn money(&mut self, number: usize, cell: &Cell) -> Option<Amount> {
        let place = || format!("row {number}, required");
        let amount = match cell {
            Cell::Text(text) | Cell::Number(text) => cents(text.trim()),
            _ => None,
        };
        match amount {
            Some(amount) if amount.get() < Decimal::ZERO => {
                let message = format!("it is {amount}, and money is not below zero");
                let hint = "it is kept as it is, and counts as no money once the program's sum is below zero";
                self.find("I06", place(), message, hint);
            }
            Some(_) => {}
            None => {
                let message = match cell {
                    Cell::Absent => "it is missing, so this part of the money is not known".into(),
                    _ => format!("it is {}, and no amount below 10^18", cell.shown()),
                };
                let hint = "the money is without it; set the program's budget in the framework";
                self.find("I03", place(), message, hint);
            }
        }
        amount
    }

    /// Makes the record of a program whose rows have all been read.
    fn finish(
        &mut self,
        draft: Draft,
        publisher: &str,
        objectives: &Objectives,
        file: &SourceFile,
    ) {
        let program_id = ProgramId::from_bits(id::bits(FORMAT, publisher, &draft.identifier));
        let named = format!("program {} (\"{}\")", draft.identifier, short(&draft.title, 80));
        let mut program = Program::new(draft.title);
        program.description = draft.description;
        program.identifiers.push(draft.identifier.clone());
        if !draft.code.is_empty() && draft.code != draft.identifier {
            program.identifiers.push(draft.code);
        }
        program.period.from = draft.start;
        program.period.to = draft.end;
        if draft.start.zip(draft.end).is_some_and(|(start, end)| end < start) {
            let message = format!("{named} ends before it starts");
            let hint = "both dates are kept; set its period in the framework";
            self.find("I06", format!("row {}, end", draft.row), message, hint);
        }
        if !draft.differs.is_empty() {
            let fields: Vec<&str> = draft.differs.iter().take(10).map(String::as_str).collect();
            let more = if draft.differs.len() > 10 { ", and more" } else { "" };
            let message = format!("rows of {named} differ in {}{more}", fields.join(", "));
            let hint = "the first row stands; compare them in UN INFO";
            self.find("I05", format!("row {}", draft.row), message, hint);
        }
        self.fund(&mut program, &draft.money, draft.row, &named);
        let mut claims = BTreeSet::new();
        for (row, outcome) in draft.outcomes {
            let claim = self.link(&mut program, &outcome, objectives, row, &named);
            program.claims.extend(claim.filter(|claim| claims.insert(claim.clone())));
        }
        let mut source = Source::new(plan::file_name(file.name));
        source.format = Some(FORMAT.to_owned());
        source.row = Some(draft.identifier);
        source.on = Some(file.on);
        program.source = Some(source);
        self.table.insert(program_id, Arc::new(program));
    }

    /// Enters agencies and money.
    fn fund(
        &mut self,
        program: &mut Program,
        money: &[(String, Option<Amount>)],
        row: usize,
        named: &str,
    ) {
        let mut total = None;
        let mut fits = true;
        for (agency, amount) in money {
            if !agency.is_empty() {
                let actor = self.agency(agency);
                let mut funding = Funding::new();
                funding.amount = *amount;
                program.owner.get_or_insert_with(|| actor.clone());
                program.funding.insert(actor, funding);
            }
            if let Some(amount) = amount {
                let sum = total.unwrap_or(Decimal::ZERO).checked_add(amount.get());
                fits &= sum.is_some();
                total = sum.or(total);
            }
        }
        let sum = total.filter(|_| fits).and_then(|total| Amount::new(total).ok());
        if total.is_some() && sum.is_none() {
            let message = format!("the money of {named} comes to 10^18 or more");
            let hint = "it is without a budget; set it in the framework";
            self.find("I03", format!("row {row}, required"), message, hint);
        }
        program.budget = sum.map(|amount| {
            let mut budget = Budget::new(amount);
            budget.currency = Some(plan::us_dollar());
            budget.basis = Some(Basis::Budget);
            budget
        });
    }

    /// The actor of an agency. It is the same in every workspace, so the UN publishes its id.
    fn agency(&mut self, acronym: &str) -> ActorId {
        let actor_id = ActorId::from_bits(id::bits(FORMAT, "UN", acronym));
        self.actors.entry(actor_id.clone()).or_insert_with(|| {
            let name = agencies::full_name(acronym).unwrap_or(acronym);
            let mut actor = Actor::new(name, Side::External);
            actor.acronym = Some(acronym.to_owned());
            actor.kind = OrganisationType::new("40").ok();
            actor.family = Some("UN".to_owned());
            Arc::new(actor)
        });
        actor_id
    }

    /// Links a program to the objective that it names, or gives the name as its claim.
    fn link(
        &mut self,
        program: &mut Program,
        outcome: &str,
        objectives: &Objectives,
        row: usize,
        named: &str,
    ) -> Option<String> {
        let quoted = one_line(outcome);
        let place = format!("row {row}, outcome");
        match objectives.named(outcome) {
            Some(Named::One(objective)) => {
                let mut link = Link::new(Effect::Supports, Evidence::Asserted);
                link.by.clone_from(&program.owner);
                program.links.insert(objective.clone(), link);
                return None;
            }
            Some(Named::Several(bearers)) => {
                let message = format!(
                    "{named} names an objective that {bearers} objectives bear the name of: \"{quoted}\""
                );
                let hint = "it is kept among the program's claims; link the program to the one that is meant";
                self.find("I02", place, message, hint);
            }
            None => {
                let message = format!(
                    "{named} names an objective that this file does not have: \"{quoted}\""
                );
                let hint =
                    "it is kept among the program's claims; link the program, or add the objective";
                self.find("I01", place, message, hint);
            }
        }
        Some(quoted)
    }
}

impl Draft {
    fn new(row: usize, identifier: String, reading: Reading) -> Self {
        let Reading { title, description, code, start, end, agency, required, outcome } = reading;
        let mut draft = Self {
            row,
            identifier,
            title,
            description,
            code,
            start,
            end,
            agencies: BTreeMap::from([(agency.clone(), 0)]),
            money: vec![(agency, required)],
            outcomes: Vec::new(),
            named: BTreeSet::new(),
            differs: BTreeSet::new(),
        };
        draft.name(row, outcome);
        draft
    }

    /// Adds another row of the same program.
    fn add(&mut self, row: usize, reading: Reading) {
        let Reading { title, description, code, start, end, agency, required, outcome } = reading;
        if title != self.title {
            self.differs.insert("name".into());
        }
        keep(&mut self.description, description, "description", &mut self.differs);
        let mut first = Some(std::mem::take(&mut self.code)).filter(|code| !code.is_empty());
        keep(&mut first, Some(code).filter(|code| !code.is_empty()), "code", &mut self.differs);
        self.code = first.unwrap_or_default();
        keep(&mut self.start, start, "start", &mut self.differs);
        keep(&mut self.end, end, "end", &mut self.differs);
        let place = self.agencies.get(&agency).and_then(|&at| self.money.get_mut(at));
        if let Some((who, first)) = place {
            let of = if who.is_empty() { String::new() } else { format!(" of {who}") };
            let text = |a: Option<Amount>| a.map(|a| a.to_string()).unwrap_or_default();
            let whose = format!("required{of}: {} and {}", text(*first), text(required));
            keep(first, required, &whose, &mut self.differs);
        } else {
            self.agencies.insert(agency.clone(), self.money.len());
            self.money.push((agency, required));
        }
        self.name(row, outcome);
    }

    /// Notes what a row calls its objective.
    fn name(&mut self, row: usize, outcome: String) {
        if !outcome.is_empty() && self.named.insert(key(&outcome).to_owned()) {
            self.outcomes.push((row, outcome));
        }
    }
}

/// Keeps the first value; a later one fills in what is absent, or is noted if it differs.
fn keep<T: PartialEq>(
    first: &mut Option<T>,
    other: Option<T>,
    what: &str,
    differs: &mut BTreeSet<String>,
) {
    if first.is_none() {
        *first = other;
    } else if other.is_some() && *first != other {
        differs.insert(what.to_owned());
    }
}

/// A number to the cent; a half cent goes away from zero.
fn cents(text: &str) -> Option<Amount> {
    let exact = text.parse::<Decimal>().ok()?;
    let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Amount::new(rounded.normalize()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact_to_the_cent() {
        for (number, text) in [
            (724_178_555.99_f64, "724178555.99"),
            (0.1 + 0.2, "0.3"),
            (15_000.0, "15000"),
            (-3.005, "-3.01"),
            (0.0, "0"),
        ] {
            let amount = cents(&number.to_string()).map(|a| a.to_string());
            assert_eq!(amount.as_deref(), Some(text));
        }
        for none in ["", "n/a", "1,000", "1000000000000000000", &1e300.to_string()] {
            assert_eq!(cents(none), None, "{none}");
        }
    }
}
