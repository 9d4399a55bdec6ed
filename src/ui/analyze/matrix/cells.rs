//! The cells of a matrix by rows and columns, made once a change.

use crate::analysis::{Against, Card, Cents};
use crate::layout::caption;
use crate::model::{LevelId, ObjectiveId};
use crate::ui::analyze::deficit::name_of;
use crate::ui::context::UiCtx;
use std::collections::HashMap;

/// A column.
pub(super) struct Column {
    pub key: Option<String>,
    pub name: String,
}

/// A cell that holds a program.
pub(super) struct Cell {
    pub column: usize,
    pub programs: u32,
    pub money: Cents,
    /// Its value of the largest at its level, from 0 to 1.
    pub tone: f32,
    /// Whether programs crowd here.
    pub crowded: bool,
}

/// An objective with its cells, by column.
pub(super) struct Row {
    pub id: ObjectiveId,
    pub caption: String,
    pub indent: usize,
    pub depth: usize,
    pub card: Card,
    pub cells: Vec<Cell>,
}

/// A matrix as it is drawn.
#[derive(Default)]
pub(super) struct Cells {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// A cell with fewer programs is never crowded.
pub(super) const CROWD: u32 = 5;

/// A crowded cell holds more than so many times what cells at its level hold on average.
pub(super) const TIMES: u32 = 3;

impl Cells {
    /// The cells of one matrix, of one level or all.
    pub(super) fn new(cx: &UiCtx, against: Against, money: bool, level: Option<&LevelId>) -> Self {
        let groups = cx.analysis.deficit.by.get(against.by());
        let place: HashMap<Option<&str>, usize> =
            groups.iter().enumerate().map(|(i, g)| (g.key.as_deref(), i)).collect();
        let all = cx.analysis.matrix.get(against);
        let mut totals = vec![(0_i128, false); groups.len()];
        let mut rows: Vec<Row> = Vec::new();
        for branch in &cx.tree.branches {
            let Some(objective) = cx.framework.objective(&branch.id) else { continue };
            if level.is_some_and(|level| objective.level != *level) {
                continue;
            }
            let start = all.partition_point(|cell| cell.objective < branch.id);
            let own = all[start..].iter().take_while(|cell| cell.objective == branch.id);
            let cells = own.filter_map(|cell| {
                let column = *place.get(&cell.key.as_deref())?;
                let value = if money { cell.money.0 } else { i128::from(cell.programs) };
                totals[column].0 += value;
                totals[column].1 = true;
                let (programs, money) = (cell.programs, cell.money);
                Some(Cell { column, programs, money, tone: 0.0, crowded: false })
            });
            rows.push(Row {
                id: branch.id.clone(),
                caption: caption(objective),
                indent: if level.is_some() { 0 } else { branch.indent },
                depth: branch.depth,
                card: cx.analysis.objectives.get(&branch.id).copied().unwrap_or_default(),
                cells: cells.collect(),
            });
        }
        // The columns that hold a program, those with most first.
        let mut order: Vec<usize> = (0..groups.len()).filter(|&g| totals[g].1).collect();
        order.sort_by_key(|&g| (std::cmp::Reverse(totals[g].0), g));
        let mut rank = vec![0; groups.len()];
        order.iter().enumerate().for_each(|(r, &g)| rank[g] = r);
        for row in &mut rows {
            row.cells.iter_mut().for_each(|cell| cell.column = rank[cell.column]);
            row.cells.sort_unstable_by_key(|cell| cell.column);
        }
        let name = |g: usize| name_of(cx.framework, against.by(), &groups[g]);
        let column = |g: usize| Column { key: groups[g].key.clone(), name: name(g) };
        let mut cells = Self { columns: order.into_iter().map(column).collect(), rows };
        cells.weigh(money);
        cells
    }

    /// Shades the cells, and tells which are crowded: each beside those of its level.
    fn weigh(&mut self, money: bool) {
        let value =
            |cell: &Cell| if money { cell.money.to_f64() } else { f64::from(cell.programs) };
        let levels = self.rows.iter().map(|row| row.depth + 1).max().unwrap_or(0);
        // A few programs are never the darkest there is.
        let mut most = vec![if money { 0.0_f64 } else { f64::from(2 * CROWD) }; levels];
        let mut sums = vec![(0_u64, 0_u64); levels];
        for row in &self.rows {
            for cell in &row.cells {
                most[row.depth] = most[row.depth].max(value(cell));
                sums[row.depth].0 += u64::from(cell.programs);
                sums[row.depth].1 += 1;
            }
        }
        for row in &mut self.rows {
            let (sum, count) = sums[row.depth];
            for cell in &mut row.cells {
                cell.tone = (value(cell) / most[row.depth].max(1e-9)).clamp(0.0, 1.0) as f32;
                let many = u64::from(cell.programs) * count > u64::from(TIMES) * sum;
                cell.crowded = cell.programs >= CROWD && many;
            }
        }
    }
}
