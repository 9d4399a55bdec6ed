//! Objectives against donors, dimensions or places: a picture that stands alone.

use super::deficit_view::panel;
use super::furniture::{MARGIN, foot, head};
use super::matrix::{CROWD, Cells, Row, TIMES, lines};
use super::page::Page;
use super::theme::Theme;
use super::{Anchor, Fill, Pen, Scene, Stroke, words};
use crate::analysis::{Against, Analysis};
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight, fit, is_arabic};
use crate::model::Framework;

/// Rows are no lower than this, and no higher than twice as much.
const ROW: f32 = 24.0;

/// Room for the names of columns, at most three lines.
const HEAD: f32 = 62.0;

/// The least width of a column.
const COLUMN: f32 = 88.0;

/// The width of the count of all programs of a row.
const TOTAL: f32 = 92.0;

/// The height of the type.
const TYPE: f32 = 15.0;

/// Draws a matrix by count; a discreet page has no donors, and shows the dimensions instead.
#[must_use]
pub fn matrix_view(
    framework: &Framework,
    analysis: &Analysis,
    against: Against,
    page: Page,
    theme: &Theme,
) -> Scene {
    let against = match against {
        Against::Funder if page.discreet => Against::Dimension,
        against => against,
    };
    let (many, one) = against.words();
    let mut pen = Pen::default();
    let top = head(&mut pen, framework, analysis, page, theme) + 24.0;
    let area = rect(MARGIN, top, page.width - 2.0 * MARGIN, page.height - 48.0 - top);
    let cells = Cells::new((framework, analysis), lines(framework), against, false, None);
    let names = (area.w * 0.36).clamp(240.0, 620.0);
    let room = area.w - 40.0 - names - TOTAL;
    let columns = ((room / COLUMN).floor().max(1.0) as usize).min(cells.columns.len());
    let left_out = cells.columns.len() - columns;
    let note = match left_out {
        0 => format!("{} {many}, those with most first", cells.columns.len()),
        1 => format!("the {columns} {many} with most; 1 {one} more has no column here"),
        n => format!("the {columns} {many} with most; {n} more have no column here"),
    };
    let inside = panel(&mut pen, area, &format!("Objectives × {many}"), &note, theme);
    if cells.rows.is_empty() || columns == 0 {
        let at = point(inside.x, inside.y + 30.0);
        pen.text(at, "No program is linked yet", 20.0, Weight::SemiBold, theme.weak);
    } else {
        let grid = Grid { cells: &cells, columns, names, step: (room / columns as f32).min(170.0) };
        grid.draw(&mut pen, inside, theme);
    }
    foot(&mut pen, analysis, page, theme);
    let title = format!("{}: objectives × {many}", framework.head().title);
    Scene { size: (page.width, page.height), title, ground: theme.page, items: pen.items }
}

struct Grid<'a> {
    cells: &'a Cells,
    /// How many columns are drawn.
    columns: usize,
    /// The width of the names of objectives.
    names: f32,
    /// The width of a column.
    step: f32,
}

impl Grid<'_> {
    fn draw(&self, pen: &mut Pen, area: Rect, theme: &Theme) {
        let foot = 26.0;
        let room = area.h - HEAD - foot;
        let most = (room / ROW).floor().max(1.0) as usize;
        let rows = self.rows(most);
        // A last row tells how many are left out.
        let step = (room / rows.len().max(1) as f32).clamp(ROW, ROW * 2.0);
        self.heads(pen, area, theme);
        for (place, row) in rows.iter().enumerate() {
            let y = area.y + HEAD + step * place as f32;
            self.row(pen, row, rect(area.x, y, area.w, step), theme);
        }
        let left_out = self.cells.rows.len() - rows.len();
        let mut said = format!(
            "darker: more programs, beside others of its level; framed: crowded, at least {CROWD} \
             and over {TIMES} times the average"
        );
        if left_out > 0 {
            let n = u32::try_from(left_out).unwrap_or(u32::MAX);
            said = format!("{} not shown · {said}", words::count(n, "objective", "objectives"));
        }
        let size = 13.5;
        let said = fit(&said, Weight::Regular, area.w / size);
        let at = point(area.x, area.y + HEAD + step * rows.len() as f32 + 20.0);
        pen.text(at, &said, size, Weight::Regular, theme.weak);
    }

    /// The rows that are drawn: whole levels from the top as far as there is room, then what still
    /// fits in order.
    fn rows(&self, most: usize) -> Vec<&Row> {
        let all = &self.cells.rows;
        let deepest = all.iter().map(|row| row.depth).max().unwrap_or(0);
        let down_to = |depth: usize| all.iter().filter(move |row| row.depth <= depth);
        let fitting = (0..=deepest).rev().find(|&depth| down_to(depth).count() <= most);
        down_to(fitting.unwrap_or(0)).take(most).collect()
    }

    fn heads(&self, pen: &mut Pen, area: Rect, theme: &Theme) {
        let size = 13.5;
        let base = area.y + HEAD - 10.0;
        pen.text(point(area.x, base), "objective", size, Weight::SemiBold, theme.weak);
        let right = area.x + self.names + TOTAL - 14.0;
        let at = point(right, base);
        pen.anchored(at, "all programs", size, Weight::SemiBold, theme.weak, Anchor::Right);
        for (place, column) in self.cells.columns[..self.columns].iter().enumerate() {
            let right = area.x + self.names + TOTAL + self.step * (place + 1) as f32 - 8.0;
            let name = Measured::new(&column.name, Weight::SemiBold, None);
            let lines = name.lines((self.step - 12.0) / size, 3).lines;
            let first = base - size * 1.2 * (lines.len().saturating_sub(1)) as f32;
            for (row, line) in lines.iter().enumerate() {
                let at = point(right, first + size * 1.2 * row as f32);
                pen.anchored(at, line, size, Weight::SemiBold, theme.ink, Anchor::Right);
            }
        }
        let y = area.y + HEAD - 1.0;
        let end = area.x + self.names + TOTAL + self.step * self.columns as f32;
        pen.line(vec![point(area.x, y), point(end, y)], Stroke::new(1.2, theme.spine));
    }

    fn row(&self, pen: &mut Pen, row: &Row, area: Rect, theme: &Theme) {
        let baseline = area.y + area.h / 2.0 + TYPE * 0.36;
        let indent = 18.0 * row.indent.min(5) as f32;
        let weight = if row.indent == 0 { Weight::SemiBold } else { Weight::Regular };
        let name = fit(&row.caption, weight, (self.names - indent - 12.0) / TYPE);
        let (x, anchor) = if is_arabic(&name) {
            (area.x + self.names - 12.0, Anchor::Right)
        } else {
            (area.x + indent, Anchor::Left)
        };
        pen.anchored(point(x, baseline), &name, TYPE, weight, theme.ink, anchor);
        let start = area.x + self.names + TOTAL;
        if row.card.programs == 0 {
            let at = point(start - 14.0, baseline);
            let none = "no program";
            pen.anchored(at, none, TYPE, Weight::SemiBold, theme.orphan_text, Anchor::Right);
        } else {
            let all = words::number(row.card.programs);
            let at = point(start - 14.0, baseline);
            pen.anchored(at, &all, TYPE, Weight::SemiBold, theme.ink, Anchor::Right);
        }
        for cell in row.cells.iter().filter(|cell| cell.column < self.columns) {
            let left = start + self.step * cell.column as f32;
            let at = rect(left + 1.0, area.y + 1.0, self.step - 2.0, area.h - 2.0);
            let ground = cell.ground(theme);
            let frame = cell.crowded.then(|| Stroke::new(2.4, theme.orphan));
            pen.shape(at, 3.0, Fill::Solid(ground), frame);
            let ink = ground.reader(theme.ink, theme.panel);
            let weight = if cell.crowded { Weight::SemiBold } else { Weight::Regular };
            let right = point(at.right() - 8.0, baseline);
            pen.anchored(right, &words::number(cell.programs), TYPE, weight, ink, Anchor::Right);
        }
        let end = start + self.step * self.columns as f32;
        let line = vec![point(area.x, area.bottom()), point(end, area.bottom())];
        pen.line(line, Stroke::new(0.8, theme.hairline));
    }
}
