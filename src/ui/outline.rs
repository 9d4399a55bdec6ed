//! The outline: the accessible twin of the canvas, with the same selection.

use super::action::Action;
use super::context::UiCtx;
use super::fonts::font_for;
use super::style::color;
use super::text::readable;
use crate::graph::Dag;
use crate::layout::text::{Weight, fit};
use crate::layout::{Forest, caption};
use crate::model::ObjectiveId;
use egui::{Align2, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use std::collections::BTreeSet;

/// The height of a row.
const ROW: f32 = 28.0;

/// One row.
struct Row {
    id: ObjectiveId,
    text: String,
    indent: usize,
    depth: usize,
    programs: u32,
    /// Whether there is something under it.
    parent: bool,
}

/// What the outline keeps from frame to frame.
#[derive(Default)]
pub(super) struct Outline {
    rows: Vec<Row>,
    folded: BTreeSet<ObjectiveId>,
    made_for: Option<u64>,
    without_program: usize,
}

impl Outline {
    /// Forgets its rows: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    fn prepare(&mut self, cx: &UiCtx) {
        if self.made_for == Some(cx.revision) {
            return;
        }
        self.made_for = Some(cx.revision);
        let dag = Dag::new(cx.framework);
        let forest = Forest::new(cx.framework, &dag, &self.folded);
        let records: Vec<_> = cx.framework.objectives().values().collect();
        let mut indent = vec![0; forest.nodes.len()];
        for (place, node) in forest.nodes.iter().enumerate() {
            for &child in &node.children {
                indent[child] = indent[place] + 1;
            }
        }
        self.rows = forest
            .nodes
            .iter()
            .enumerate()
            .map(|(place, node)| {
                let id = dag.id(node.objective).clone();
                Row {
                    text: caption(records[node.objective]),
                    indent: indent[place],
                    depth: node.depth,
                    programs: cx.analysis.objectives.get(&id).map_or(0, |c| c.programs),
                    parent: !node.children.is_empty() || node.folded > 0,
                    id,
                }
            })
            .collect();
        self.without_program = cx.analysis.gaps.objectives_without_program.len();
    }

    /// Shows the outline.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.prepare(cx);
        let heading = font_for("", 15.0, Weight::SemiBold);
        ui.add_space(4.0);
        ui.label(egui::RichText::new("Outline").font(heading));
        ui.add_space(2.0);
        let foot = if self.without_program > 0 { 30.0 } else { 0.0 };
        let height = ui.available_height() - foot;
        let mut toggled = None;
        ScrollArea::vertical().max_height(height).auto_shrink([false, false]).show_rows(
            ui,
            ROW,
            self.rows.len(),
            |ui, range| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for row in &self.rows[range] {
                    if row_ui(ui, cx, row, self.folded.contains(&row.id)) {
                        toggled = Some(row.id.clone());
                    }
                }
            },
        );
        if let Some(id) = toggled {
            if !self.folded.remove(&id) {
                self.folded.insert(id);
            }
            self.made_for = None;
        }
        if self.without_program > 0 {
            let n = u32::try_from(self.without_program).unwrap_or(u32::MAX);
            let count = crate::scene::words::count(n, "objective", "objectives");
            let text = format!("⚠ {count} without a program");
            let font = font_for("", 14.0, Weight::SemiBold);
            let tint = color(cx.theme.orphan_text);
            ui.add(egui::Label::new(egui::RichText::new(text).font(font).color(tint)).truncate());
        }
    }
}

/// Shows a row; gives whether its triangle was clicked.
fn row_ui(ui: &mut Ui, cx: &UiCtx, row: &Row, folded: bool) -> bool {
    let width = ui.available_width();
    let (area, _) = ui.allocate_exact_size(Vec2::new(width, ROW), Sense::hover());
    let id = ui.id().with(("row", row.id.as_str()));
    let response = ui.interact(area, id, Sense::click());
    let selected = cx.selection.objectives.contains(&row.id);
    response.widget_info(|| {
        let programs = crate::scene::words::count(row.programs, "program", "programs");
        let text = format!("{}, {programs}", row.text);
        WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, text)
    });
    let painter = ui.painter();
    if selected {
        painter.rect_filled(area, 5.0, color(cx.theme.selected));
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(area, 5.0, color(cx.theme.surround));
    }
    let middle = area.center().y;
    let x = area.min.x + 16.0 + row.indent.min(6) as f32 * 15.0;
    let mut toggled = false;
    if row.parent {
        let at = Rect::from_center_size(Pos2::new(x - 9.0, middle), Vec2::splat(18.0));
        let triangle = ui.interact(at, id.with("fold"), Sense::click());
        triangle.widget_info(|| {
            let verb = if folded { "Unfold" } else { "Fold" };
            WidgetInfo::labeled(WidgetType::Button, true, format!("{verb} {}", row.text))
        });
        toggled = triangle.clicked();
        let (c, r) = (at.center(), 3.6);
        let points = if folded {
            vec![
                Pos2::new(c.x - r * 0.6, c.y - r),
                Pos2::new(c.x + r * 0.9, c.y),
                Pos2::new(c.x - r * 0.6, c.y + r),
            ]
        } else {
            vec![
                Pos2::new(c.x - r, c.y - r * 0.6),
                Pos2::new(c.x + r, c.y - r * 0.6),
                Pos2::new(c.x, c.y + r * 0.9),
            ]
        };
        let fill = color(cx.theme.weak);
        painter.add(egui::Shape::convex_polygon(points, fill, egui::Stroke::NONE));
    }
    let square = Rect::from_center_size(Pos2::new(x + 8.0, middle), Vec2::splat(9.0));
    painter.rect_filled(square, 1.0, color(cx.theme.band(row.depth)));
    let number = crate::scene::words::number(row.programs);
    let (tint, weight) = if row.programs == 0 {
        (cx.theme.orphan_text, Weight::SemiBold)
    } else {
        (cx.theme.weak, Weight::Regular)
    };
    let right = Pos2::new(area.max.x - 8.0, middle);
    let font = font_for(&number, 13.5, weight);
    let drawn = painter.text(right, Align2::RIGHT_CENTER, number, font, color(tint));
    let weight = if row.indent == 0 { Weight::SemiBold } else { Weight::Regular };
    let room = drawn.min.x - 8.0 - (x + 18.0);
    let text = readable(&fit(&row.text, weight, room / 14.0));
    let font = font_for(&text, 14.0, weight);
    painter.text(Pos2::new(x + 18.0, middle), Align2::LEFT_CENTER, text, font, color(cx.theme.ink));
    if response.clicked() {
        let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        cx.send(Action::SelectObjective(row.id.clone(), extend));
    }
    if response.double_clicked() {
        cx.send(Action::FitSelection);
    }
    response.on_hover_text(readable(&row.text));
    toggled
}
