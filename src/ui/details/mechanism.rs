//! The form of a mechanism.

use super::parts::{actors, button, first, heading, jump, many, weak};
use crate::edit::{Command, MechanismEdit};
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{MechanismField, MechanismId, ObjectiveId};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{area_ui, choices, optional_ui};
use egui::Ui;

/// Shows a mechanism.
pub(super) fn mechanism_ui(ui: &mut Ui, cx: &UiCtx, id: &MechanismId) {
    let Some(record) = cx.framework.mechanism(id) else { return };
    let key = id.as_str();
    let set = |field| cx.run(Command::Mechanism(id.clone(), MechanismEdit::Set(field)));
    weak(ui, cx, "Mechanism");
    first(ui, cx, ("name", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("name", key), "Name", &record.name, shape) {
        set(MechanismField::Name(text));
    }
    ui.add_space(8.0);
    if let Some(kind) = optional_ui(ui, cx, ("kind", key), "Kind", record.kind.as_deref(), 1) {
        set(MechanismField::Kind(kind));
    }
    let names = ("Members", "Add a member…");
    if let Some(list) = actors(ui, cx, ("members", key), names, &record.members) {
        set(MechanismField::Members(list));
    }
    let names = ("Chairs", "Add a chair…");
    if let Some(list) = actors(ui, cx, ("chairs", key), names, &record.chairs) {
        set(MechanismField::Chairs(list));
    }
    let name = |id: &ObjectiveId| {
        cx.framework.objective(id).map_or_else(|| id.to_string(), |o| caption(o))
    };
    let names = ("Objectives", "Add an objective…");
    let all = || choices::objectives(cx.framework);
    if let Some(list) = many(ui, cx, ("objectives", key), names, &record.objectives, (name, all)) {
        set(MechanismField::Objectives(list));
    }
    if !record.objectives.is_empty() {
        heading(ui, "Covers");
    }
    for objective in &record.objectives {
        jump(ui, cx, &name(objective), "", Action::SelectObjective(objective.clone(), false));
    }
    heading(ui, "Remove");
    if button(ui, cx, "Delete the mechanism").clicked() {
        cx.send(Action::Delete);
    }
}
