//! Objectives against donors, dimensions or places, by count or money. Only the cells in sight
//! are drawn; names and heads stay where they are.

mod grid;

use super::parts::{Kept, choice_ui, note_ui, panel_ui};
use crate::analysis::Against;
use crate::model::LevelId;
use crate::scene::matrix::{Cells, Line};
use crate::ui::context::UiCtx;
use egui::{ScrollArea, Ui};

/// The grid is never lower than this.
const LEAST: f32 = 240.0;

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Matrix {
    against: Against,
    money: bool,
    level: Option<LevelId>,
    cells: Kept<(Against, bool, Option<LevelId>), Cells>,
}

impl Matrix {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let key = (self.against, self.money, self.level.clone());
        self.cells.update(cx.revision, key, || {
            let branches = cx.tree.branches.iter();
            let lines =
                branches.map(|b| Line { id: b.id.clone(), depth: b.depth, indent: b.indent });
            let of = (cx.framework, cx.analysis);
            Cells::new(of, lines, self.against, self.money, self.level.as_ref())
        });
        let columns = self.cells.value.columns.len();
        let (many, one) = self.against.words();
        let what = if columns == 1 { one } else { many };
        let note = format!("{columns} {what}, those with most first");
        let room = ui.available_height();
        // In a low window the whole page scrolls, so that some rows can always be seen.
        ScrollArea::vertical().id_salt("page").auto_shrink(false).show(ui, |ui| {
            let top = ui.cursor().min.y;
            panel_ui(ui, cx, &format!("Objectives × {many}"), &note, |ui| {
                self.choices_ui(ui, cx);
                ui.add_space(4.0);
                grid::caption_ui(ui, cx, self.money);
                let most = (room - (ui.cursor().min.y - top) - 28.0).max(LEAST);
                if self.cells.value.rows.is_empty() {
                    note_ui(ui, cx, "There is no objective here yet");
                } else {
                    grid::grid_ui(ui, cx, &self.cells.value, (self.against, self.money), most);
                }
            });
        });
    }

    fn choices_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for against in Against::ALL {
                let (_, one) = against.words();
                let name = format!("Objectives against {}", against.words().0);
                if choice_ui(ui, cx, self.against == against, &format!("× {one}"), &name) {
                    self.against = against;
                }
            }
            ui.add_space(12.0);
            for (money, text) in [(false, "count"), (true, "money")] {
                let name = format!("Cells by {text}");
                if choice_ui(ui, cx, self.money == money, text, &name) {
                    self.money = money;
                }
            }
            ui.add_space(12.0);
            if choice_ui(ui, cx, self.level.is_none(), "all levels", "Objectives of all levels") {
                self.level = None;
            }
            for level in &cx.framework.head().levels {
                let chosen = self.level.as_ref() == Some(&level.id);
                let name = format!("Only the level {}", level.title);
                if choice_ui(ui, cx, chosen, &level.title, &name) {
                    self.level = Some(level.id.clone());
                }
            }
        });
    }
}
