//! One row of our own tables: one program.

use super::cells::{
    Problems, read_decision, read_depends_on, read_funding, read_keys, read_links, read_list,
    read_pairs, read_percent, read_reply,
};
use super::header::Header;
use crate::import::Named;
use crate::import::gather::Gather;
use crate::import::table::book::Cell;
use crate::model::{
    ActorId, Amount, Basis, Budget, Currency, Date, DimensionId, Evidence, Language, Link, Marker,
    Program, ProgramId, ProgramStatus, Sector, Significance, Source, Translation,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::fmt::Display;

/// What to do about a cell that cannot be read.
const BAD_CELL: &str = "the program is without it; correct the cell and import again";

/// A row while it is read.
pub(super) struct Row<'a> {
    number: usize,
    header: &'a Header,
    cells: &'a [Cell],
    gather: &'a mut Gather,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        number: usize,
        header: &'a Header,
        cells: &'a [Cell],
        gather: &'a mut Gather,
    ) -> Self {
        Self { number, header, cells, gather }
    }

    /// Reads the row; `known` are the actors that are taken already.
    pub(super) fn read(mut self, known: &BTreeSet<ActorId>) {
        if self.cells.iter().all(|cell| *cell == Cell::Empty) {
            return;
        }
        let id = match ProgramId::new(self.text(super::ID).trim()) {
            Err(_) if self.text(super::ID).trim().is_empty() => {
                return self.reject("it has no throughline_id, so it is no program of a framework");
            }
            Err(error) => return self.reject(&error.to_string()),
            Ok(id) if self.gather.has(&id) => {
                return self.reject(&format!("the program {id} stands in the table twice"));
            }
            Ok(id) => id,
        };
        let mut program = Program::new(self.text("title"));
        self.texts(&mut program);
        self.actors(&mut program);
        self.money(&mut program);
        self.codes(&mut program);
        self.judgements(&mut program);
        program.source = self.source();
        let links = self.links(&id);
        let names = self.names(&program);
        let mut named: BTreeSet<ActorId> = names.iter().map(|(id, _)| id.clone()).collect();
        for (actor, name) in names.iter().filter(|(id, _)| !known.contains(id)) {
            self.gather.named_actor(actor, name);
        }
        named.extend(program.decision.iter().filter_map(|d| d.by.clone()));
        named.extend(program.reply.iter().filter_map(|r| r.by.clone()));
        for link in links.iter().filter_map(|named| named.link.as_ref()) {
            named.extend(link.by.clone());
            if let Evidence::Confirmed(actor) = &link.evidence {
                named.insert(actor.clone());
            }
        }
        for actor in named.iter().filter(|id| !known.contains(*id)) {
            self.gather.named_actor(actor, "");
        }
        self.gather.named.extend(links);
        self.gather.whole_program(id, program);
    }

    fn reject(self, why: &str) {
        let hint = "save the rejected rows, give them the ids of the framework's programs, or \
                    import them as a table without that column, and they become new programs";
        let cells = (0..self.header.columns().len())
            .map(|at| self.cells.get(at).and_then(super::header::text).unwrap_or_default())
            .collect();
        self.gather.reject(format!("row {}", self.number), cells, why, hint);
    }

    /// The text of a column; empty where there is none.
    fn text(&self, column: &str) -> String {
        self.header.text(self.cells, column)
    }

    /// The text of a column, and a finding where a formula failed in it.
    fn value(&mut self, column: &str) -> Option<String> {
        if let Some(error) = self.header.error(self.cells, column) {
            self.bad(column, format!("its formula gives {error}"));
        }
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn bad(&mut self, column: &str, message: impl Into<String>) {
        let place = format!("row {}, {column}", self.number);
        self.gather.find("I03", place, message, BAD_CELL);
    }

    /// One value of a column; one that cannot be read is found and absent.
    fn one<T, E: Display>(
        &mut self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.value(column)?;
        match parse(text.trim()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.bad(column, error.to_string());
                None
            }
        }
    }

    /// What a column holds of several; what cannot be read of it is found.
    fn many<T>(&mut self, column: &str, read: impl Fn(&str, &mut Problems) -> T) -> T {
        let mut problems = Problems::new();
        let text = self.value(column).unwrap_or_default();
        let value = read(&text, &mut problems);
        for problem in problems {
            self.bad(column, problem);
        }
        value
    }

    fn texts(&mut self, program: &mut Program) {
        program.description = self.value("description");
        for language in self.header.languages() {
            let column = format!("title_{language}");
            let code = match Language::new(language) {
                Ok(code) => code,
                Err(error) => {
                    let place = format!("row {}, {column}", self.number);
                    if !self.text(&column).is_empty() {
                        self.gather.find("I03", place, error.to_string(), BAD_CELL);
                    }
                    continue;
                }
            };
            let title = self.value(&column);
            let description = self.value(&format!("description_{language}"));
            if title.is_some() || description.is_some() {
                program.translations.insert(code, Translation { title, description });
            }
        }
        let lists = [
            ("identifiers", &mut program.identifiers),
            ("related", &mut program.related),
            ("locations", &mut program.locations),
            ("claims", &mut program.claims),
        ];
        for (column, list) in lists {
            *list = self.many(column, |text, _| read_list(text));
        }
    }

    fn actors(&mut self, program: &mut Program) {
        program.owner = self.one("owner", ActorId::new);
        program.implementing =
            self.many("implementing", |text, problems| read_keys(text, ActorId::new, problems));
        let funding = self.many("funding", |text, problems| {
            read_pairs(text, ActorId::new, read_funding, problems)
        });
        program.funding = funding.into_iter().collect();
    }

    /// What actors of the program are called, where the table says so.
    fn names(&self, program: &Program) -> Vec<(ActorId, String)> {
        let funders: Vec<ActorId> = program.funding.keys().cloned().collect();
        let mut names = Vec::new();
        for (ids, column) in
            [(&program.implementing, "implementing_names"), (&funders, "funder_names")]
        {
            let listed = read_list(&self.text(column));
            let listed = if listed.len() == ids.len() { listed } else { Vec::new() };
            let name = |at: usize| listed.get(at).cloned().unwrap_or_default();
            names.extend(ids.iter().enumerate().map(|(at, id)| (id.clone(), name(at))));
        }
        let owner = program.owner.clone().map(|id| (id, self.text("owner_name")));
        names.extend(owner);
        names
    }

    fn money(&mut self, program: &mut Program) {
        let amount: Option<Amount> = self.one("amount", str::parse);
        let currency = self.one("currency", Currency::new);
        let implied = self.text("currency_implied").trim() == "yes";
        let basis = self.one("basis", |text| match text.to_lowercase().as_str() {
            "commitment" => Ok(Basis::Commitment),
            "budget" => Ok(Basis::Budget),
            "disbursement" => Ok(Basis::Disbursement),
            "stated" => Ok(Basis::Stated),
            _ => Err(format!("\"{text}\" is none of commitment, budget, disbursement, stated")),
        });
        // The framework's own currency goes without saying, but not in another framework.
        let home = self.gather.currency;
        let said = currency.filter(|currency| !implied || home != Some(*currency));
        if let Some(amount) = amount {
            program.budget = Some(Budget { amount, currency: said, basis });
            return;
        }
        let funders: Vec<Amount> = program.funding.values().filter_map(|f| f.amount).collect();
        if said.is_none() || funders.is_empty() {
            return;
        }
        let sum = funders.iter().try_fold(Decimal::ZERO, |sum, a| sum.checked_add(a.get()));
        if let Some(amount) = sum.and_then(|sum| Amount::new(sum).ok()) {
            program.budget = Some(Budget { amount, currency: said, basis });
            let place = format!("row {}, amount", self.number);
            let message = format!("the sum of its funders, {amount}, is taken as its budget");
            let hint = "it keeps the currency that the amounts are in";
            self.gather.find("I12", place, message, hint);
        }
    }

    fn codes(&mut self, program: &mut Program) {
        program.status = self.one("status", |text| match text {
            "1" => Ok(ProgramStatus::Pipeline),
            "2" => Ok(ProgramStatus::Implementation),
            "3" => Ok(ProgramStatus::Finalisation),
            "4" => Ok(ProgramStatus::Closed),
            "5" => Ok(ProgramStatus::Cancelled),
            "6" => Ok(ProgramStatus::Suspended),
            _ => Err(format!("\"{text}\" is no code of a status, 1 to 6")),
        });
        program.period.from = self.one("from", str::parse::<Date>);
        program.period.to = self.one("to", str::parse::<Date>);
        let sectors = self.many("sectors", |text, problems| {
            read_pairs(text, Sector::new, read_percent, problems)
        });
        program.sectors = sectors.into_iter().collect();
        program.dimensions =
            self.many("dimensions", |text, problems| read_keys(text, DimensionId::new, problems));
        let markers = self.many("markers", |text, problems| {
            let value = |text: Option<&str>| Significance::new(text.unwrap_or("1"));
            read_pairs(text, Marker::new, value, problems)
        });
        program.markers = markers.into_iter().collect();
    }

    fn judgements(&mut self, program: &mut Program) {
        program.part_of = self.one("part_of", ProgramId::new);
        program.decision = self.many("decision", read_decision);
        program.depends_on = self.many("depends_on", read_depends_on).into_iter().collect();
        program.reply = self.many("reply", read_reply);
    }

    fn source(&mut self) -> Option<Source> {
        let mut source = Source::new(self.value("source_file")?);
        source.format = self.value("source_format");
        source.row = self.value("source_row");
        source.on = self.one("source_on", str::parse::<Date>);
        source.gone = self.one("source_gone", str::parse::<Date>);
        Some(source)
    }

    /// The links of the program; where it has none, the objectives that somebody wrote down.
    fn links(&mut self, id: &ProgramId) -> Vec<Named> {
        let links = self.many("links", read_links);
        let codes = read_list(&self.text("objective_codes"));
        let titles = read_list(&self.text("objective_titles"));
        let place = |column| format!("row {}, {column}", self.number);
        let named = |place: String, words: Vec<String>, link: Option<Link>| {
            let words = words.into_iter().filter(|word| !word.is_empty()).collect();
            Named { program: id.clone(), place, words, claim: true, link }
        };
        if links.is_empty() && self.text("links").is_empty() {
            let of = |code: String| named(place("objective_codes"), vec![code], None);
            return codes.into_iter().filter(|code| !code.is_empty()).map(of).collect();
        }
        // Codes and titles are those of the links only where there is one for each.
        let of = |list: &[String], at: usize| {
            let same = list.len() == links.len();
            list.get(at).filter(|_| same).cloned().unwrap_or_default()
        };
        let words = |at: usize, objective: String| vec![objective, of(&codes, at), of(&titles, at)];
        let all = links.iter().enumerate();
        all.map(|(at, (objective, link))| {
            named(place("links"), words(at, objective.to_string()), Some(link.clone()))
        })
        .collect()
    }
}
