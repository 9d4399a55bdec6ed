//! What each actor says of an objective, by side, on the gradient of agreement.

use super::parts::{button, date, heading, more, remove, weak};
use super::scan::Scan;
use crate::edit::{Command, ObjectiveEdit};
use crate::model::{ActorId, Objective, ObjectiveId, Position, Side, Stance};
use crate::scene::Color;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;

use crate::ui::field::{Also, Choice, Pick, choices, combo_ui, list_ui, optional_ui};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::Ui;

/// Shows the positions on an objective.
pub(super) fn positions_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    id: &ObjectiveId,
    record: &Objective,
    scan: &Scan,
) {
    heading(ui, "Positions");
    for side in [Side::Internal, Side::External, Side::Mixed] {
        let mut of_side: Vec<(&ActorId, &Position)> = record
            .positions
            .iter()
            .filter(|(actor, _)| cx.framework.actor(actor).is_some_and(|a| a.side == side))
            .collect();
        if of_side.is_empty() {
            continue;
        }
        of_side.sort_by_key(|(actor, position)| (position.stance, *actor));
        weak(ui, cx, choices::side(side));
        for (actor, position) in of_side {
            position_ui(ui, cx, id, actor, position);
        }
    }
    silent_ui(ui, cx, id, scan);
    if button(ui, cx, "Record a position…").clicked() {
        cx.send(Action::Position);
    }
}

fn put(cx: &UiCtx, id: &ObjectiveId, actor: &ActorId, position: Option<Position>) {
    let edit = ObjectiveEdit::Position(actor.clone(), position);
    cx.run(Command::Objective(id.clone(), edit));
}

/// A new step is said today: the old day and instrument were of the old one.
fn said(old: Option<&Position>, stance: Stance) -> Position {
    let mut position = Position::new(stance);
    if let Some(old) = old {
        position.note.clone_from(&old.note);
        position.conditions.clone_from(&old.conditions);
    }
    position
}

fn tint(cx: &UiCtx, stance: Stance) -> Color {
    match stance {
        s if s.backs() => cx.theme.linked,
        s if s.objects() => cx.theme.orphan,
        _ => cx.theme.ring,
    }
}

/// One actor: a mark, its name, the step; below, where opened, the rest.
fn position_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, actor: &ActorId, position: &Position) {
    let name = cx.framework.actor_short(actor);
    let key = (id.as_str(), actor.as_str());
    let steps = Stance::ALL.map(|s| (s, s.words()));
    let side = ui.spacing().interact_size.y;
    let gap = ui.spacing().item_spacing.x;
    let narrow = ui.available_width() < 340.0;
    let mut chosen = None;
    let (label, opened) = ui
        .horizontal(|ui| {
            let (area, _) = ui.allocate_exact_size(egui::vec2(9.0, 14.0), egui::Sense::hover());
            ui.painter().rect_filled(area, 1.0, color(tint(cx, position.stance)));
            let rest = ui.available_width() - side - gap;
            let width = if narrow { rest } else { rest * 0.36 };
            let left = egui::Layout::left_to_right(egui::Align::Center);
            let label = ui.allocate_ui_with_layout(egui::vec2(width, side), left, |ui| {
                ui.set_min_width(width);
                ui.add(egui::Label::new(readable(name)).truncate())
            });
            let label = label.inner.id;
            if !narrow {
                let width = ui.available_width() - side - gap;
                let at = ("stance", key);
                let (response, step) = combo_ui(ui, cx, at, width, position.stance, &steps);
                response.labelled_by(label).on_hover_text(position.stance.words());
                chosen = step;
            }
            (label, more(ui, ("position", key), "…", &format!("More of what {name} says")))
        })
        .inner;
    if narrow {
        // The words of the step need the whole width.
        ui.horizontal(|ui| {
            ui.add_space(9.0 + gap);
            let (width, at) = (ui.available_width(), ("stance below", key));
            let (response, step) = combo_ui(ui, cx, at, width, position.stance, &steps);
            response.labelled_by(label).on_hover_text(position.stance.words());
            chosen = step;
        });
    }
    if let Some(step) = chosen {
        put(cx, id, actor, Some(said(Some(position), step)));
    }
    let mut quiet = Vec::new();
    if !opened {
        quiet.extend([&position.note, &position.conditions].into_iter().flatten());
    }
    for text in quiet {
        weak(ui, cx, &readable(text));
    }
    if opened {
        more_ui(ui, cx, id, actor, position);
    }
}

/// When and how it was said, by whom it was written down.
fn more_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, actor: &ActorId, position: &Position) {
    let key = (id.as_str(), actor.as_str());
    let (mut new, mut changed) = (position.clone(), false);
    if let Some(text) = optional_ui(ui, cx, ("note", key), "Note", position.note.as_deref(), 2) {
        (new.note, changed) = (text, true);
    }
    let conditions = position.conditions.as_deref();
    if let Some(text) = optional_ui(ui, cx, ("conditions", key), "Conditions", conditions, 2) {
        (new.conditions, changed) = (text, true);
    }
    if let Some(on) = date(ui, cx, ("on", key), "Said on", position.on) {
        (new.on, changed) = (on, true);
    }
    let instrument = position.instrument.as_deref();
    if let Some(text) = optional_ui(ui, cx, ("instrument", key), "On record as", instrument, 1) {
        (new.instrument, changed) = (text, true);
    }
    let by = position.recorded_by.as_deref();
    if let Some(text) = optional_ui(ui, cx, ("recorded", key), "Recorded by", by, 1) {
        (new.recorded_by, changed) = (text, true);
    }
    let gone = ui
        .horizontal(|ui| {
            let name = cx.framework.actor_short(actor);
            remove(ui, cx, &format!("the position of {name}"))
        })
        .inner;
    if gone {
        put(cx, id, actor, None);
    } else if changed {
        put(cx, id, actor, Some(new));
    }
    ui.add_space(8.0);
}

/// The core group's actors who have not spoken: each a button that opens the steps.
fn silent_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, scan: &Scan) {
    if scan.silent.is_empty() {
        return;
    }
    weak(ui, cx, "Not spoken yet");
    ui.horizontal_wrapped(|ui| {
        for actor in &scan.silent {
            let name = cx.framework.actor_short(actor);
            let response = button(ui, cx, name);
            let text = format!("Record what {name} says");
            let enabled = response.enabled();
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::WidgetType::Button, enabled, &text)
            });
            let response = response.on_hover_text(&text);
            let key = ("silent", id.as_str(), actor.as_str());
            let picked = list_ui(ui, cx, key, &response, Also::default(), || {
                let steps = Stance::ALL.iter().enumerate();
                let choice = |(place, step): (usize, &Stance)| Choice {
                    value: *step,
                    text: step.words().to_owned(),
                    weak: (place + 1).to_string(),
                };
                steps.map(choice).collect()
            });
            if let Some(Pick::This(step)) = picked {
                put(cx, id, actor, Some(said(None, step)));
            }
        }
    });
}
