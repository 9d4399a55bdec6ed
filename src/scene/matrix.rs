//! The cells of a matrix by rows and columns: objectives against donors, dimensions or places.

use super::{Color, Theme};
use crate::analysis::{Against, Analysis, By, Card, Cents, Group, group_name};
use crate::graph::Dag;
use crate::layout::{Forest, caption};
use crate::model::{Framework, LevelId, ObjectiveId};
use std::collections::{BTreeSet, HashMap};

/// A column.
#[derive(Debug)]
pub struct Column {
    /// The key of its group in the breakdown.
    pub key: Option<String>,
    /// What the group is called.
    pub name: String,
}

/// A cell that holds a program.
#[derive(Debug)]
pub struct Cell {
    /// The place of its column.
    pub column: usize,
    /// How many programs.
    pub programs: u32,
    /// Their money.
    pub money: Cents,
    /// Its value of the largest at its level, from 0 to 1.
    pub tone: f32,
    /// Whether programs crowd here.
    pub crowded: bool,
}

impl Cell {
    /// The ground it is drawn on: the darker, the more.
    #[must_use]
    pub fn ground(&self, theme: &Theme) -> Color {
        theme.panel.toward(theme.linked, 0.06 + 0.86 * self.tone)
    }
}

/// An objective with its cells, by column.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub id: ObjectiveId,
    /// Its code and title.
    pub caption: String,
    /// How many objectives it hangs on.
    pub indent: usize,
    /// How many levels below the first.
    pub depth: usize,
    /// What supports it or anything below it.
    pub card: Card,
    /// Its cells that hold a program, by column.
    pub cells: Vec<Cell>,
}

/// A matrix as it is drawn.
#[derive(Debug, Default)]
pub struct Cells {
    /// The columns that hold a program, those with most first.
    pub columns: Vec<Column>,
    /// The objectives.
    pub rows: Vec<Row>,
}

/// An objective in the order in which a matrix has it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub id: ObjectiveId,
    /// How many levels below the first.
    pub depth: usize,
    /// How many objectives it hangs on.
    pub indent: usize,
}

/// The living objectives, each before those under it.
#[must_use]
pub fn lines(framework: &Framework) -> Vec<Line> {
    let dag = Dag::new(framework);
    let forest = Forest::new(framework, &dag, &BTreeSet::new(), None);
    let mut lines: Vec<Line> = forest
        .nodes
        .iter()
        .map(|node| Line { id: dag.id(node.objective).clone(), depth: node.depth, indent: 0 })
        .collect();
    for (place, node) in forest.nodes.iter().enumerate() {
        for &child in &node.children {
            lines[child].indent = lines[place].indent + 1;
        }
    }
    lines
}

/// What a group is called, as its figures call it.
#[must_use]
pub fn name_of(framework: &Framework, by: By, group: &Group) -> String {
    match by {
        // Its key would be looked for among all programs.
        By::Location => group.name.clone(),
        _ => group_name(framework, by, group.key.as_deref()),
    }
}

/// A cell with fewer programs is never crowded.
pub const CROWD: u32 = 5;

/// A crowded cell holds more than so many times what cells at its level hold on average.
pub const TIMES: u32 = 3;

impl Cells {
    /// The cells of one matrix, of one level or all; shaded by money or by programs.
    #[must_use]
    pub fn new(
        (framework, analysis): (&Framework, &Analysis),
        lines: impl IntoIterator<Item = Line>,
        against: Against,
        money: bool,
        level: Option<&LevelId>,
    ) -> Self {
        let groups = analysis.deficit.by.get(against.by());
        let place: HashMap<Option<&str>, usize> =
            groups.iter().enumerate().map(|(i, g)| (g.key.as_deref(), i)).collect();
        let all = analysis.matrix.get(against);
        let mut totals = vec![(0_i128, false); groups.len()];
        let mut rows: Vec<Row> = Vec::new();
        for branch in lines {
            let Some(objective) = framework.objective(&branch.id) else { continue };
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
                caption: caption(objective),
                indent: if level.is_some() { 0 } else { branch.indent },
                depth: branch.depth,
                card: analysis.objectives.get(&branch.id).copied().unwrap_or_default(),
                id: branch.id.clone(),
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
        let name = |g: usize| name_of(framework, against.by(), &groups[g]);
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
