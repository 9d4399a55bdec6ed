//! The rows that an import could not use, as a workbook, so that an official mends them there
//! and imports them again.

use super::portfolio::{WorkbookError, column_width, new_workbook};
use crate::import::{Batch, own::cells};
use crate::model::Date;
use rust_xlsxwriter::{Format, FormatAlign};

/// The rejected rows of a batch as XLSX, their cells as they were, then where they stood and why
/// they were rejected; `on` is the day that the workbook says it was made.
///
/// # Errors
/// When there are more rows than a sheet has.
pub fn rejects(batch: &Batch, on: Date) -> Result<Vec<u8>, WorkbookError> {
    let rows = batch.rejects.len();
    let last = u32::try_from(rows).ok().filter(|last| *last < 1_048_576);
    let last = last.ok_or(WorkbookError::Rows(rows + 1))?;
    let widest = batch.rejects.iter().map(|reject| reject.cells.len()).max().unwrap_or_default();
    let mut columns =
        if batch.columns.is_empty() { vec!["what".to_owned()] } else { batch.columns.clone() };
    // Excel has 16,384 columns, a source table at most 1,024.
    columns.truncate(16_000);
    columns.resize(columns.len().max(widest.min(16_000)), String::new());
    let own = columns.len();
    columns.extend(["place".to_owned(), "why".to_owned()]);
    let mut workbook = new_workbook(&format!("Rejected rows of {}", batch.file), on)?;
    let sheet = workbook.add_worksheet().set_name("Rejected")?;
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, column) in (0_u16..).zip(&columns) {
        sheet.write_string_with_format(0, at, cells::pieces(column)[0], &heading)?;
        sheet.set_column_width(at, column_width(column))?;
    }
    for (row, reject) in (1_u32..).zip(&batch.rejects) {
        let blank = String::new();
        let cells_of = (0..own).map(|at| reject.cells.get(at).unwrap_or(&blank));
        for (at, cell) in (0_u16..).zip(cells_of.chain([&reject.place, &reject.why])) {
            if !cell.is_empty() {
                // Longer than a cell may be: the row is named by its place, too.
                let cell = cells::typed(cells::pieces(cell)[0]);
                sheet.write_string_with_format(row, at, cell, &text)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let width = u16::try_from(columns.len()).unwrap_or(1).max(1);
    sheet.autofilter(0, 0, last, width - 1)?;
    Ok(workbook.save_to_buffer()?)
}
