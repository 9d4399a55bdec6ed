//! A sheet while its cells come in: what is blank is counted before it is kept, so that a cell at
//! the far corner of a sheet costs nothing before it is known to fit, and merged cells are filled
//! at the end, only as far as the sheet is used.

use super::book::{Cell, MAX_COLUMNS, Sheet};
use super::package::{Limits, too_large};
use crate::import::ImportError;
use smol_str::SmolStr;

/// A rectangle of merged cells: first row, first column, last row, last column, from 0.
pub(super) type Merged = [usize; 4];

/// How many merged rectangles of a sheet are kept.
const MERGES: usize = 100_000;

/// What a workbook has kept so far, over all its sheets.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    cells: usize,
    text: usize,
    /// How many merged cells may still be filled.
    fills: usize,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, cells: 0, text: 0, fills: limits.cells }
    }

    /// Counts cells that are kept, blank ones too.
    fn cells(&mut self, sheet: &str, more: usize) -> Result<(), ImportError> {
        self.cells = self.cells.saturating_add(more);
        if self.cells <= self.limits.cells {
            return Ok(());
        }
        let place = format!("sheet \"{sheet}\"");
        let cause = format!("the workbook has more than {} cells", self.limits.cells);
        Err(too_large(place, cause))
    }

    /// Counts a text that is kept.
    pub(super) fn text(&mut self, place: &str, text: &str) -> Result<(), ImportError> {
        self.text = self.text.saturating_add(text.len());
        if self.text <= self.limits.text {
            return Ok(());
        }
        let cause = format!("the workbook has more than {} MiB of text", self.limits.text >> 20);
        Err(too_large(place, cause))
    }
}

/// A sheet while its cells come in.
pub(super) struct Grid {
    sheet: Sheet,
    merged: Vec<Merged>,
    /// Whether not all merged cells were filled.
    pub unfilled: bool,
}

impl Grid {
    pub(super) fn new(name: String, hidden: bool) -> Self {
        let sheet = Sheet { name, hidden, rows: Vec::new() };
        Self { sheet, merged: Vec::new(), unfilled: false }
    }

    /// What the sheet is called.
    pub(super) fn name(&self) -> &str {
        &self.sheet.name
    }

    /// Puts a cell where it belongs, from 0; an empty one leaves no trace.
    pub(super) fn put(
        &mut self,
        row: usize,
        column: usize,
        cell: Cell,
        budget: &mut Budget,
    ) -> Result<(), ImportError> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            let place = format!("sheet \"{}\", row {}", self.sheet.name, row.saturating_add(1));
            let cause =
                format!("it has a cell beyond column {MAX_COLUMNS}, and a sheet has at most that");
            return Err(too_large(place, cause));
        }
        let rows = self.sheet.rows.len();
        if row >= rows {
            let more = row - rows + 1;
            budget.cells(&self.sheet.name, more)?;
            self.sheet.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.sheet.rows[row];
        if column >= cells.len() {
            budget.cells(&self.sheet.name, column - cells.len() + 1)?;
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = cell;
        Ok(())
    }

    /// Notes merged cells.
    pub(super) fn merge(&mut self, merged: Merged) {
        let [top, left, bottom, right] = merged;
        if top <= bottom && left <= right && (top, left) != (bottom, right) {
            self.unfilled |= self.merged.len() >= MERGES;
            if !self.unfilled {
                self.merged.push(merged);
            }
        }
    }

    /// The sheet, its merged cells filled with what stands in the first of each.
    pub(super) fn finish(mut self, budget: &mut Budget) -> Result<(Sheet, bool), ImportError> {
        let height = self.sheet.rows.len();
        let width = self.sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
        for [top, left, bottom, right] in std::mem::take(&mut self.merged) {
            let first = self.sheet.rows.get(top).and_then(|row| row.get(left));
            let Some(first) = first.filter(|cell| **cell != Cell::Empty).cloned() else { continue };
            for row in top..=bottom.min(height.saturating_sub(1)) {
                let end = right.min(width.saturating_sub(1));
                let cells = end.saturating_sub(left) + 1;
                if cells > budget.fills {
                    self.unfilled = true;
                    break;
                }
                budget.fills -= cells;
                for column in left..=end {
                    self.put(row, column, first.clone(), budget)?;
                }
            }
        }
        for row in &mut self.sheet.rows {
            row.shrink_to_fit();
        }
        Ok((self.sheet, self.unfilled))
    }
}

/// A text as a cell; one of white space alone says nothing.
pub(super) fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(SmolStr::new(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(cells: &[(usize, usize, &str)], merged: &[Merged]) -> Vec<Vec<String>> {
        let mut budget = Budget::new(Limits::USUAL);
        let mut grid = Grid::new("S".into(), false);
        for (row, column, text) in cells {
            grid.put(*row, *column, text_cell(text), &mut budget).expect("it fits");
        }
        merged.iter().for_each(|m| grid.merge(*m));
        let (sheet, _) = grid.finish(&mut budget).expect("it fits");
        let show = |cell: &Cell| match cell {
            Cell::Text(text) => text.to_string(),
            _ => String::new(),
        };
        sheet.rows.iter().map(|row| row.iter().map(show).collect()).collect()
    }

    #[test]
    fn merged_cells_are_filled_as_far_as_the_sheet_is_used() {
        let huge = [0, 0, 1_048_575, 16_383];
        assert_eq!(grid(&[(0, 0, "a"), (1, 2, "b")], &[huge]), [vec!["a"; 3], vec!["a"; 3]]);
        let down = grid(&[(1, 0, "x"), (1, 1, "1"), (2, 1, "2")], &[[1, 0, 5, 0]]);
        assert_eq!(down, [vec![], vec!["x", "1"], vec!["x", "2"]]);
        assert_eq!(grid(&[(0, 1, "b")], &[[0, 0, 0, 1], [9, 9, 9, 12]]), [vec!["", "b"]]);
    }

    #[test]
    fn far_cells_cost_nothing_before_they_fit() {
        let mut budget = Budget::new(Limits { cells: 100, ..Limits::USUAL });
        let mut grid = Grid::new("S".into(), false);
        let far = grid.put(usize::MAX - 1, 0, text_cell("x"), &mut budget);
        assert!(far.expect_err("too far").to_string().contains("more than 100 cells"));
        let wide = grid.put(0, 1024, text_cell("x"), &mut Budget::new(Limits::USUAL));
        assert!(wide.expect_err("too wide").to_string().contains("beyond column 1024"));
    }
}
