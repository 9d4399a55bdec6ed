//! The portfolio as a table: one row a program, codes and names side by side, so that an official
//! can read, filter and edit it, and import it again; see `import::table::own`.
//!
//! What stands in a cell is settled here, once for CSV and XLSX. Columns of names, figures and
//! standings are for people: the codes beside them are what is read again.

mod book;
mod sheets;

use crate::analysis::{Analysis, Cents, LinkShown};
use crate::import::own::{self, cells};
use crate::model::{
    ActorId, Amount, Basis, Date, Framework, Language, Program, ProgramId, ProgramStatus,
    Translation, codelists,
};
use crate::scene::words;
use std::collections::BTreeSet;

pub use sheets::{WorkbookError, xlsx};
pub(super) use sheets::{column_width, measured_xlsx, new_workbook};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Amount(Amount),
    Date(Date),
    Count(u32),
    /// A sum of the framework's currency.
    Money(Cents),
    /// A share, where there is one.
    Share(Option<f64>),
}

impl Value {
    fn blank() -> Self {
        Self::Text(String::new())
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Amount(amount) => amount.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Count(n) => n.to_string(),
            Self::Money(sum) => sum.to_f64().to_string(),
            Self::Share(share) => words::percent(*share),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Option<Date>> for Value {
    fn from(date: Option<Date>) -> Self {
        date.map_or_else(Self::blank, Self::Date)
    }
}

impl From<Option<&String>> for Value {
    fn from(text: Option<&String>) -> Self {
        Self::Text(text.cloned().unwrap_or_default())
    }
}

/// A table: headings, and rows as long as they are.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    /// The columns of these headings only.
    fn only(mut self, keep: impl Fn(&str) -> bool) -> Self {
        let kept: Vec<bool> = self.columns.iter().map(|column| keep(column)).collect();
        for row in &mut self.rows {
            let mut of = kept.iter();
            row.retain(|_| of.next().is_some_and(|kept| *kept));
        }
        self.columns.retain(|column| keep(column));
        self
    }

    /// Continues texts that are too long for a cell in columns beside it.
    fn divided(self) -> Self {
        let pieces = |at: usize| {
            let longest = self.rows.iter().map(|row| match &row[at] {
                Value::Text(text) => cells::pieces(text).len(),
                _ => 1,
            });
            longest.max().unwrap_or(1)
        };
        let pieces: Vec<usize> = (0..self.columns.len()).map(pieces).collect();
        let mut columns = Vec::new();
        for (column, pieces) in self.columns.iter().zip(&pieces) {
            columns.extend((0..*pieces).map(|piece| cells::continued(column, piece)));
        }
        let divide = |row: Vec<Value>| {
            let mut cells = Vec::with_capacity(columns.len());
            for (value, pieces) in row.into_iter().zip(&pieces) {
                match value {
                    Value::Text(text) if *pieces > 1 => {
                        let mut parts = cells::pieces(&text).into_iter().map(Value::from);
                        cells.extend((0..*pieces).map(|_| parts.next().unwrap_or(Value::blank())));
                    }
                    value => {
                        cells.push(value);
                        cells.extend((1..*pieces).map(|_| Value::blank()));
                    }
                }
            }
            cells
        };
        let rows = self.rows.into_iter().map(divide).collect();
        Self { columns, rows }
    }
}

/// The portfolio as CSV: UTF-8 with a byte-order mark, by which Excel knows it, commas, CRLF.
///
/// A text that a spreadsheet would take for a formula has a `'` before it, which the import takes
/// off again.
#[must_use]
pub fn csv(framework: &Framework, analysis: &Analysis) -> String {
    let table = programs(framework, analysis).divided();
    let mut out = String::from("\u{feff}");
    line(&mut out, table.columns.iter().map(|column| cells::guarded(column)));
    for row in &table.rows {
        line(
            &mut out,
            row.iter().map(|value| match value {
                Value::Text(text) => cells::guarded(text),
                value => value.text(),
            }),
        );
    }
    out
}

/// Writes a line of CSV (RFC 4180).
fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) || field.starts_with(' ') || field.ends_with(' ')
        {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}

/// The programs as a table.
fn programs(framework: &Framework, analysis: &Analysis) -> Table {
    let all = framework.programs();
    let languages: BTreeSet<Language> =
        all.values().flat_map(|program| program.translations.keys().copied()).collect();
    let mut columns: Vec<String> = vec![own::ID.to_owned(), "title".to_owned()];
    for language in &languages {
        columns.extend([format!("title_{language}"), format!("description_{language}")]);
    }
    let mut rows = Vec::with_capacity(all.len());
    for (id, program) in all {
        let mut row: Vec<Value> = vec![id.as_str().into(), program.title.as_str().into()];
        for language in &languages {
            let blank = Translation::new();
            let translation = program.translations.get(language).unwrap_or(&blank);
            row.push(translation.title.as_ref().into());
            row.push(translation.description.as_ref().into());
        }
        let groups = [
            about(framework, program),
            money(framework, program),
            codes(program),
            judgements(framework, analysis, id, program),
        ];
        for (column, value) in groups.into_iter().flatten() {
            if rows.is_empty() {
                columns.push(column.to_owned());
            }
            row.push(value);
        }
        rows.push(row);
    }
    if rows.is_empty() {
        // The headings are those of a program that says nothing.
        let id = ProgramId::from_bits(0);
        let blank = Program::new(String::new());
        let groups = [
            about(framework, &blank),
            money(framework, &blank),
            codes(&blank),
            judgements(framework, analysis, &id, &blank),
        ];
        columns.extend(groups.into_iter().flatten().map(|(column, _)| column.to_owned()));
    }
    Table { columns, rows }
}

type Cells = Vec<(&'static str, Value)>;

/// What an actor is called; its id where the framework lacks it.
fn name<'a>(framework: &'a Framework, id: &'a ActorId) -> &'a str {
    framework.actor(id).map_or(id.as_str(), |actor| &actor.name)
}

fn names<'a>(framework: &Framework, ids: impl Iterator<Item = &'a ActorId>) -> Value {
    cells::list(ids.map(|id| name(framework, id))).into()
}

/// What the program is, and whose.
fn about(framework: &Framework, program: &Program) -> Cells {
    let owner = program.owner.as_ref();
    vec![
        ("description", program.description.as_ref().into()),
        ("identifiers", cells::list(&program.identifiers).into()),
        ("related", cells::list(&program.related).into()),
        ("owner", owner.map_or_else(Value::blank, |id| id.as_str().into())),
        ("owner_name", owner.map_or_else(Value::blank, |id| name(framework, id).into())),
        ("implementing", cells::list(program.implementing.iter().map(ActorId::as_str)).into()),
        ("implementing_names", names(framework, program.implementing.iter())),
        (
            "funding",
            cells::pairs(program.funding.iter().map(|(id, f)| (id.as_str(), f.amount))).into(),
        ),
        ("funder_names", names(framework, program.funding.keys())),
    ]
}

/// Its money. A program without a currency is in the framework's, which the table must name.
fn money(framework: &Framework, program: &Program) -> Cells {
    let budget = program.budget.as_ref();
    let money = budget.is_some() || program.funding.values().any(|f| f.amount.is_some());
    let own = budget.and_then(|b| b.currency);
    let currency = own.or(money.then_some(framework.head().currency));
    let basis = budget.and_then(|b| b.basis).map_or("", |basis| match basis {
        Basis::Commitment => "commitment",
        Basis::Budget => "budget",
        Basis::Disbursement => "disbursement",
        Basis::Stated => "stated",
    });
    let implied = money && own.is_none();
    vec![
        ("amount", budget.map_or_else(Value::blank, |b| Value::Amount(b.amount))),
        ("currency", currency.map(|c| c.to_string()).unwrap_or_default().into()),
        ("currency_implied", if implied { "yes" } else { "" }.into()),
        ("basis", basis.into()),
    ]
}

/// What is said of it in codes, with their names, and where it works.
fn codes(program: &Program) -> Cells {
    let status = program.status.map_or("", |status| match status {
        ProgramStatus::Pipeline => "1",
        ProgramStatus::Implementation => "2",
        ProgramStatus::Finalisation => "3",
        ProgramStatus::Closed => "4",
        ProgramStatus::Cancelled => "5",
        ProgramStatus::Suspended => "6",
    });
    let sector_names = program.sectors.keys().map(|sector| {
        let found = codelists::sector(sector.as_str());
        let found = found.or_else(|| codelists::sector_category(sector.as_str()));
        found.map_or_else(|| sector.to_string(), |row| row.name.to_owned())
    });
    vec![
        ("status", status.into()),
        ("status_name", codelists::activity_status(status).map_or("", |row| row.name).into()),
        ("from", program.period.from.into()),
        ("to", program.period.to.into()),
        ("sectors", cells::pairs(program.sectors.iter().map(|(s, p)| (s, Some(p)))).into()),
        ("sector_names", cells::list(sector_names).into()),
        (
            "dimensions",
            cells::list(program.dimensions.iter().map(crate::model::DimensionId::as_str)).into(),
        ),
        ("markers", cells::pairs(program.markers.iter().map(|(m, s)| (m, Some(s)))).into()),
        ("locations", cells::list(&program.locations).into()),
    ]
}

/// Where it stands towards the framework, what the group says of it, and where it was read.
fn judgements(
    framework: &Framework,
    analysis: &Analysis,
    id: &ProgramId,
    program: &Program,
) -> Cells {
    let row = analysis.programs.get(id);
    let shown = row.map_or("", |row| match row.standing.link_shown() {
        LinkShown::Yes => "yes",
        LinkShown::No => "no",
        LinkShown::Apart => "apart",
    });
    let objectives = program.links.keys().map(|id| (id.as_str(), framework.objective(id)));
    let codes = objectives.clone().map(|(id, objective)| {
        let code = objective.and_then(|o| o.code.as_deref()).filter(|code| !code.is_empty());
        code.unwrap_or(id)
    });
    let titles = objectives.map(|(id, o)| o.map_or(id, |o| o.title.as_str()));
    let source = program.source.as_ref();
    vec![
        ("part_of", program.part_of.as_ref().map_or_else(Value::blank, |id| id.as_str().into())),
        ("claims", cells::list(&program.claims).into()),
        ("standing", row.map_or("", |row| row.standing.words()).into()),
        ("link_shown", shown.into()),
        ("links", cells::links(&program.links).into()),
        ("objective_codes", cells::list(codes).into()),
        ("objective_titles", cells::list(titles).into()),
        ("decision", program.decision.as_ref().map(cells::decision).unwrap_or_default().into()),
        ("depends_on", cells::depends_on(&program.depends_on).into()),
        ("reply", program.reply.as_ref().map(cells::reply).unwrap_or_default().into()),
        ("source_file", source.map(|s| &s.file).into()),
        ("source_format", source.and_then(|s| s.format.as_ref()).into()),
        ("source_row", source.and_then(|s| s.row.as_ref()).into()),
        ("source_on", source.and_then(|s| s.on).into()),
        ("source_gone", source.and_then(|s| s.gone).into()),
    ]
}
