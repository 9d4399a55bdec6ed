//! The whole workbook: the programs, the objectives that they are linked to, and the actors with
//! their sides, so that an empty framework gets them too; then what is said and what follows from
//! it (`book`), for reading only.

use super::{Table, Value, book, name, programs};
use crate::analysis::{Analysis, analyze};
use crate::export::report::About;
use crate::import::own::{self, cells};
use crate::measure::{Measured, Own};
use crate::model::{
    Actor, ActorStance, Date, DimensionId, Framework, Objective, ObjectiveId, Side, codelists,
};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// The size of paper that sheets are printed on, by its number in the format.
const A4: u8 = 9;

/// Why a workbook was not made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows than a sheet has.
    #[error("a sheet has at most 1048576 rows, and this would have {0}")]
    Rows(usize),
    /// The writing library said no.
    #[error("the workbook could not be made: {0}")]
    Write(#[from] XlsxError),
}

impl WorkbookError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Rows(_) => "export CSV instead",
            Self::Write(_) => "export CSV instead, and report this",
        }
    }
}

/// The workbook as XLSX; `about` has the day that it says it was made. The same framework, figures
/// and day give the same bytes. A discreet one has no amounts, ids, owners or funders, and so
/// cannot be imported again.
///
/// # Errors
/// When there are more programs than a sheet has rows.
pub fn xlsx(
    framework: &Framework,
    analysis: &Analysis,
    about: &About,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = new_workbook(&framework.head().title, about.date)?;
    let mut tables = vec![
        ("Programs", programs(framework, analysis)),
        ("Objectives", objectives(framework)),
        (own::ACTORS, actors(framework)),
    ];
    if about.discreet {
        for (_, table) in &mut tables {
            let whole = std::mem::replace(table, Table { columns: Vec::new(), rows: Vec::new() });
            *table = whole.only(book::discreet);
        }
    }
    tables.extend(book::tables(framework, analysis, about));
    for (title, table) in tables {
        write(workbook.add_worksheet().set_name(title)?, &table.divided())?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The programs of a portfolio that is measured, with what they may support beside their links.
///
/// # Errors
/// When there are more programs than a sheet has rows.
pub(in crate::export) fn measured_xlsx(
    framework: &Framework,
    measured: &Measured,
    on: Date,
) -> Result<Vec<u8>, WorkbookError> {
    let analysis = analyze(framework, Some(measured.bar));
    let mut table = programs(framework, &analysis);
    let place = table.columns.iter().position(|column| column == "links");
    let place = place.map_or(table.columns.len(), |links| links + 1);
    table.columns.insert(place, "suggestions".to_owned());
    let cell = |own: &Own| {
        let open = own.suggestions.iter().filter(|suggested| !suggested.accepted);
        cells::suggestions(
            open.map(|s| (s.objective.clone(), format!("{} ({})", s.title, s.reasons.join("; ")))),
        )
    };
    let cells: BTreeMap<&str, String> =
        measured.portfolio.iter().map(|own| (own.program.as_str(), cell(own))).collect();
    // Umbrellas of others are there for their links only.
    table.rows.retain(|row| cells.contains_key(row[0].text().as_str()));
    for row in &mut table.rows {
        let cell = cells.get(row[0].text().as_str()).cloned().unwrap_or_default();
        row.insert(place, cell.into());
    }
    let mut workbook = new_workbook(&measured.framework.title, on)?;
    for (title, table) in [
        ("Programs", table),
        ("Objectives", objectives(framework)),
        (own::ACTORS, actors(framework)),
    ] {
        write(workbook.add_worksheet().set_name(title)?, &table.divided())?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A workbook that says what it is, and when it was made.
pub(in crate::export) fn new_workbook(title: &str, on: Date) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // Excel knows no year before 1900.
    let year = u16::try_from(on.year()).unwrap_or(1900).max(1900);
    let made = ExcelDateTime::from_ymd(year, on.month() as u8, on.day() as u8)?;
    let properties = DocProperties::new().set_title(short(title)).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    Ok(workbook)
}

/// The beginning of a title, as long as a property may be.
fn short(title: &str) -> String {
    title.chars().take(200).collect()
}

/// A sensible width for a column.
pub(in crate::export) fn column_width(column: &str) -> f64 {
    let base = column.split(" (").next().unwrap_or(column);
    match base {
        "description" | "links" | "suggestions" | "objective_titles" | "claims" | "note" => 50.0,
        _ if base.starts_with("title") || base.starts_with("description_") => 50.0,
        "name"
        | "funding"
        | "funder_names"
        | "implementing_names"
        | "owner_name"
        | "sector_names"
        | "decision"
        | "depends_on"
        | "reply"
        | "Evidence"
        | "Name"
        | "Between"
        | "How they keep apart" => 30.0,
        "Program" | "Objective" | "Tension" | "What" | "Conditions" | "Reason" | "Note" => 44.0,
        "Value" => 80.0,
        "from" | "to" | "currency" | "status" | "source_on" | "source_gone" => 12.0,
        _ => 18.0,
    }
}

/// How cells look.
struct Looks {
    text: Format,
    amount: Format,
    sum: Format,
    count: Format,
    date: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            text: top().set_text_wrap(),
            amount: top().set_num_format("#,##0.##"),
            sum: top().set_num_format("#,##0"),
            count: top().set_num_format("0"),
            date: top().set_num_format("yyyy-mm-dd"),
        }
    }

    /// A share as the screens print it: whole percents, 0 and 100 only when exact.
    fn share(share: f64) -> Format {
        let format = match share {
            s if s > 0.0 && s < 0.005 => "\"< 1%\"",
            s if (0.995..1.0).contains(&s) => "\"> 99%\"",
            _ => "0%",
        };
        Format::new().set_align(FormatAlign::Top).set_num_format(format)
    }
}

/// Writes a table: a frozen heading with filters, and typed cells.
fn write(sheet: &mut Worksheet, table: &Table) -> Result<(), WorkbookError> {
    let rows = table.rows.len();
    let last = u32::try_from(rows).ok().filter(|last| *last < 1_048_576);
    let last = last.ok_or(WorkbookError::Rows(rows + 1))?;
    let heading = Format::new().set_bold().set_align(FormatAlign::Top);
    let looks = Looks::new();
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, column, &heading)?;
        sheet.set_column_width(at, column_width(column))?;
    }
    for (row, values) in (1_u32..).zip(&table.rows) {
        // Rows of one height: a description of a page would push all others out of sight.
        sheet.set_row_height(row, 30)?;
        for (at, value) in (0_u16..).zip(values) {
            cell(sheet, (row, at), value, &looks)?;
        }
    }
    sheet.set_landscape().set_paper_size(A4).set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 2)?;
    let width = u16::try_from(table.columns.len()).unwrap_or(1).max(1);
    sheet.autofilter(0, 0, last, width - 1)?;
    // Wider ones would be too small to read on one page's width.
    if width <= 12 {
        sheet.set_print_fit_to_pages(1, 0);
    }
    Ok(())
}

/// Writes a cell: a number or a day where Excel keeps it as it is, else a text.
fn cell(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    value: &Value,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let number = match value {
        Value::Text(text) if text.is_empty() => return Ok(()),
        Value::Share(None) => return Ok(()),
        Value::Text(text) => {
            sheet.write_string_with_format(row, at, cells::typed(text), &looks.text)?;
            return Ok(());
        }
        Value::Date(date) => {
            match day(*date) {
                Some(day) => sheet.write_datetime_with_format(row, at, &day, &looks.date)?,
                None => sheet.write_string_with_format(row, at, value.text(), &looks.text)?,
            };
            return Ok(());
        }
        Value::Amount(amount) => exact(*amount).map(|number| (number, &looks.amount)),
        Value::Money(sum) => Some((sum.to_f64(), &looks.sum)),
        Value::Count(n) => Some((f64::from(*n), &looks.count)),
        Value::Share(Some(share)) => {
            sheet.write_number_with_format(row, at, *share, &Looks::share(*share))?;
            return Ok(());
        }
    };
    match number {
        Some((number, look)) => sheet.write_number_with_format(row, at, number, look)?,
        None => sheet.write_string_with_format(row, at, value.text(), &looks.text)?,
    };
    Ok(())
}

/// An amount as the number that Excel keeps, where that is the same amount.
fn exact(amount: crate::model::Amount) -> Option<f64> {
    let number = amount.get().to_f64()?;
    let back: crate::model::Amount = number.to_string().parse().ok()?;
    (back == amount).then_some(number)
}

/// A day as Excel keeps it; none before March 1900, where its calendar is wrong.
fn day(date: Date) -> Option<ExcelDateTime> {
    let first = Date::constant(1900, 3, 1);
    let year = u16::try_from(date.year()).ok().filter(|_| date >= first)?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

/// The objectives as a table, for reading only.
fn objectives(framework: &Framework) -> Table {
    let columns = [
        "id",
        "code",
        "title",
        "level",
        "status",
        "contributes_to",
        "description",
        "lead",
        "lead_name",
        "dimensions",
        "due",
    ];
    let level = |objective: &Objective| {
        let levels = &framework.head().levels;
        let found = levels.iter().find(|level| level.id == objective.level);
        found.map_or_else(|| objective.level.to_string(), |level| level.title.clone())
    };
    let rows = framework.objectives().iter().map(|(id, o)| {
        let lead = o.lead.as_ref();
        vec![
            id.as_str().into(),
            o.code.as_ref().into(),
            o.title.as_str().into(),
            level(o).into(),
            o.status.word().into(),
            cells::list(o.contributes_to.keys().map(ObjectiveId::as_str)).into(),
            o.description.as_ref().into(),
            lead.map_or("", |id| id.as_str()).into(),
            lead.map_or("", |id| name(framework, id)).into(),
            cells::list(o.dimensions.iter().map(DimensionId::as_str)).into(),
            o.due.into(),
        ]
    });
    Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// The actors as a table.
fn actors(framework: &Framework) -> Table {
    let columns = [
        "id",
        "name",
        "acronym",
        "side",
        "kind",
        "kind_name",
        "identifier",
        "family",
        "parent",
        "core_group",
        "stance",
        "dimensions",
        "note",
    ];
    let rows = framework.actors().iter().map(|(id, actor)| {
        // By name, so that the compiler asks where a new field goes.
        let Actor {
            name,
            side,
            acronym,
            kind,
            identifier,
            family,
            parent,
            core_group,
            stance,
            dimensions,
            note,
        } = &**actor;
        let kind = kind.map(|kind| kind.to_string()).unwrap_or_default();
        vec![
            id.as_str().into(),
            name.as_str().into(),
            acronym.as_ref().into(),
            match side {
                Side::Internal => "internal",
                Side::External => "external",
                Side::Mixed => "mixed",
            }
            .into(),
            kind.as_str().into(),
            codelists::organisation_type(&kind).map_or("", |row| row.name).into(),
            identifier.as_ref().into(),
            family.as_ref().into(),
            parent.as_ref().map_or("", |id| id.as_str()).into(),
            if *core_group { "yes" } else { "no" }.into(),
            match stance {
                None => "",
                Some(ActorStance::Integrated) => "integrated",
                Some(ActorStance::Associated) => "associated",
                Some(ActorStance::Independent) => "independent",
            }
            .into(),
            cells::list(dimensions.iter().map(DimensionId::as_str)).into(),
            note.as_ref().into(),
        ]
    });
    Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}
