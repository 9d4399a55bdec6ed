//! The details of what is selected: every field of every record, to be changed in its place.

mod actor;
mod duplicates;
mod framework;
mod head;
mod indicators;
mod links;
mod mechanism;
mod money;
mod objective;
mod parts;
mod positions;
mod program;
mod scan;
mod several;
mod tension;

use super::action::Record;
use super::context::{Selection, UiCtx};
use egui::{Id, ScrollArea, Ui, UiBuilder};
use scan::Scan;

/// What the panel keeps from frame to frame.
#[derive(Default)]
pub(super) struct Details {
    /// What is shown: what is selected, once the field that is being typed into has been left.
    shown: Selection,
    scan: Scan,
    /// What had the keys in the frame before.
    focus: Option<Id>,
}

impl Details {
    /// Shows the details of what is selected.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.follow(ui, cx);
        self.scan.update(cx, &self.shown);
        let (shown, scan) = (&self.shown, &self.scan);
        let top = ScrollArea::vertical().auto_shrink([false, false]).id_salt(place(shown));
        let focus = ui.memory(egui::Memory::focused);
        let moved = focus.filter(|id| self.focus != Some(*id));
        // Whatever stands in it, the panel keeps its width.
        let area = ui.available_rect_before_wrap();
        let mut inside = ui.new_child(UiBuilder::new().max_rect(area));
        ui.advance_cursor_after_rect(area);
        top.show(&mut inside, |ui| {
            ui.add_space(4.0);
            form_ui(ui, cx, shown, scan);
            ui.add_space(16.0);
            // What the keys have come to is brought in sight.
            let response = moved.and_then(|id| ui.ctx().read_response(id));
            if let Some(response) = response.filter(|r| r.layer_id == ui.layer_id())
                && ui.min_rect().x_range().contains(response.rect.center().x)
                && !ui.clip_rect().contains_rect(response.rect)
            {
                ui.scroll_to_rect(response.rect.expand(8.0), None);
            }
        });
        self.focus = focus;
    }

    /// Shows what is selected now; but first, for one frame, lets the field that is being typed
    /// into give what it holds, where a key has changed the selection.
    fn follow(&mut self, ui: &Ui, cx: &UiCtx) {
        if mark(&self.shown) == mark(cx.selection) {
            return;
        }
        let typing = ui.ctx().text_edit_focused();
        match ui.memory(egui::Memory::focused).filter(|id| typing && self.focus == Some(*id)) {
            Some(id) => {
                ui.memory_mut(|memory| memory.surrender_focus(id));
                ui.ctx().request_repaint();
            }
            None => self.shown.clone_from(cx.selection),
        }
    }
}

/// What tells one selection from another, without a walk over all that is selected.
fn mark(selection: &Selection) -> impl PartialEq + '_ {
    let Selection { objectives, programs, record, revision, .. } = selection;
    let few = (objectives.first(), programs.first(), record.as_ref());
    (*revision, objectives.len(), programs.len(), few)
}

/// What tells one form from another.
fn place(shown: &Selection) -> String {
    let record = match &shown.record {
        Some(Record::Actor(id)) => id.as_str(),
        Some(Record::Tension(id)) => id.as_str(),
        Some(Record::Mechanism(id)) => id.as_str(),
        None => "",
    };
    let objective = shown.objectives.first().map_or("", |id| id.as_str());
    let program = shown.programs.first().map_or("", |id| id.as_str());
    format!("details {record} {objective} {program}")
}

fn form_ui(ui: &mut Ui, cx: &UiCtx, shown: &Selection, scan: &Scan) {
    match &shown.record {
        Some(Record::Actor(id)) => return actor::actor_ui(ui, cx, id, scan),
        Some(Record::Tension(id)) => return tension::tension_ui(ui, cx, id),
        Some(Record::Mechanism(id)) => return mechanism::mechanism_ui(ui, cx, id),
        None => {}
    }
    match (shown.objectives.first(), shown.programs.first()) {
        (Some(id), None) if shown.objectives.len() == 1 => {
            objective::objective_ui(ui, cx, id, scan);
        }
        (None, Some(id)) if shown.programs.len() == 1 => program::program_ui(ui, cx, id, scan),
        (None, None) => framework::framework_ui(ui, cx),
        _ => several::several_ui(ui, cx, shown, scan),
    }
}
