//! A workbook as it was read: sheets of rows of cells, whatever file they came from.

use crate::model::Date;
use smol_str::SmolStr;

/// The most cells that a workbook may have.
pub(super) const MAX_CELLS: usize = 5_000_000;

/// The most columns that a sheet may have.
pub(super) const MAX_COLUMNS: usize = 1024;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text; never empty.
    Text(SmolStr),
    /// A number of a workbook; in a CSV all is text.
    Number(f64),
    /// A day of a workbook; its time is left out.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// A formula that failed, such as `#REF!`.
    Error(SmolStr),
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Its name; of a CSV, the file's.
    pub name: String,
    /// Whether it is hidden in the workbook.
    pub hidden: bool,
    /// Its rows, from the first; a row ends with its last cell that is not empty. Merged cells
    /// are filled with what stands in the first of them.
    pub rows: Vec<Vec<Cell>>,
}

/// A workbook; of a CSV, one sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Book {
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet>,
    /// What was noted on the way: a row without its end, an encoding that was guessed. Each is
    /// place and message.
    pub notes: Vec<(String, String)>,
}
