//! A small map of where the program lands: a column for each top objective, what stands under it
//! as blocks, with what is looked at and what is ticked marked.

use super::Link;
use crate::layout::text::{Weight, fit};
use crate::model::ObjectiveId;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use crate::ui::tree::Tree;
use egui::{Align2, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType};

/// How high the map is, with its label.
const HEIGHT: f32 = 132.0;

/// How much room the suggestions need beside it.
const LEAST: f32 = 420.0;

impl Link {
    /// Where the map stands, where there is room for it.
    pub(super) fn map_area(&self, cx: &UiCtx, area: Rect) -> Option<Rect> {
        let many = cx.tree.branches.len();
        let fits = area.height() - HEIGHT >= LEAST && area.width() >= 420.0;
        (fits && many > 1 && self.offered() > 0).then(|| {
            let at = Pos2::new(area.min.x, area.max.y - HEIGHT);
            Rect::from_min_size(at, Vec2::new(area.width(), HEIGHT))
        })
    }

    /// Shows it.
    pub(super) fn map_ui(&self, ui: &Ui, cx: &UiCtx, area: Rect) {
        let looked = self.offer(self.focus).map(|row| &row.objective);
        let words = self.lands(looked);
        let response = ui.interact(area, ui.id().with("map"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &words));
        let painter = ui.painter();
        let line = Stroke::new(1.0, color(cx.theme.hairline));
        painter.rect(area.shrink(1.0), 8.0, color(cx.theme.surround), line, StrokeKind::Inside);
        let font = font_for(&words, 13.0, Weight::Regular);
        let shown = readable(&fit(&words, Weight::Regular, (area.width() - 28.0) / 13.0));
        let at = area.min + Vec2::new(14.0, 8.0);
        painter.text(at, Align2::LEFT_TOP, shown, font, color(cx.theme.weak));
        let inner =
            Rect::from_min_max(area.min + Vec2::new(14.0, 34.0), area.max - Vec2::new(14.0, 12.0));
        for (at, branch) in blocks(cx.tree, inner) {
            let id = cx.tree.id(branch);
            let band = color(cx.theme.band(cx.tree.branches[branch].depth));
            painter.rect_filled(at, 1.0, band);
            self.mark(ui, cx, at, id, looked == Some(id));
        }
    }

    /// Marks what is ticked with a heavy outline, what is looked at with a ring outside it.
    fn mark(&self, ui: &Ui, cx: &UiCtx, at: Rect, id: &ObjectiveId, looked: bool) {
        let painter = ui.painter();
        if self.ticked.contains(id) {
            let line = Stroke::new(3.0, color(cx.theme.ink));
            painter.rect_stroke(at, 1.0, line, StrokeKind::Inside);
        }
        if looked {
            let line = Stroke::new(2.0, color(cx.theme.ring));
            painter.rect_stroke(at.expand(2.0), 2.0, line, StrokeKind::Outside);
        }
    }

    /// Where what is looked at stands, in words.
    fn lands(&self, looked: Option<&ObjectiveId>) -> String {
        let Some(row) = self.offer(self.focus).filter(|row| Some(&row.objective) == looked) else {
            return "Where it lands".to_owned();
        };
        if row.path.is_empty() {
            format!("Where it lands: {}, at the first level", row.name())
        } else {
            format!("Where it lands: {} › {}", row.path, row.name())
        }
    }
}

/// How many columns are told apart; with more, each top objective is one.
const MOST: usize = 36;

/// The blocks: each top objective over the columns of those under it, each of these over all that
/// stands below it.
fn blocks(tree: &Tree, area: Rect) -> Vec<(Rect, usize)> {
    let children = |branch: usize| &tree.branches[branch].children;
    let all: usize = tree.roots.iter().map(|root| children(*root).len().max(1)).sum();
    let heads = |root: usize| match children(root).len() {
        count if count > 0 && all <= MOST => children(root).clone(),
        _ => Vec::new(),
    };
    let count = if all <= MOST { all } else { tree.roots.len() };
    let width = area.width() / count.max(1) as f32;
    let mut columns: Vec<(f32, Vec<usize>)> = Vec::new();
    let mut tops = Vec::new();
    let mut x = area.min.x;
    for root in &tree.roots {
        let under = heads(*root);
        tops.push((x, width * under.len().max(1) as f32, *root));
        if under.is_empty() {
            columns.push((x, below(tree, *root)));
            x += width;
        }
        for head in under {
            let column = [head].into_iter().chain(below(tree, head)).collect();
            columns.push((x, column));
            x += width;
        }
    }
    // In two where one would be too long for its height.
    let longest = columns.iter().map(|(_, column)| column.len()).max().unwrap_or(0);
    let side = if longest > 9 { 2 } else { 1 };
    let rows = 1 + longest.div_ceil(side);
    let pitch = (area.height() / rows as f32).min(14.0);
    let high = (pitch - 3.0).max(1.5);
    let wide = (width - 6.0).max(1.0) / side as f32;
    let block = |x, y, w| Rect::from_min_size(Pos2::new(x, y), Vec2::new(w, high));
    let tops = tops.into_iter().map(|(x, w, root)| (block(x, area.min.y, w - 6.0), root));
    let under = columns.iter().flat_map(|(x, column)| {
        column.iter().enumerate().map(move |(nth, branch)| {
            let y = area.min.y + (1 + nth / side) as f32 * pitch;
            let gap = if side > 1 { 3.0 } else { 0.0 };
            (block(x + (nth % side) as f32 * wide, y, wide - gap), *branch)
        })
    });
    tops.chain(under).collect()
}

/// All that stands under an objective, in order.
fn below(tree: &Tree, branch: usize) -> Vec<usize> {
    let mut all = Vec::new();
    let mut todo: Vec<usize> = tree.branches[branch].children.iter().rev().copied().collect();
    while let Some(branch) = todo.pop() {
        all.push(branch);
        todo.extend(tree.branches[branch].children.iter().rev());
    }
    all
}
