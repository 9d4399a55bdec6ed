//! What the Integrated Approach asks, and local leadership: each a share, with what holds it back.

use super::parts::{
    Kept, ROW, beside, degree_bar_ui, go_to_objectives, heading_ui, jump_at, line_ui, note_ui,
    panel_ui, rows_ui,
};
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{ActorId, ObjectiveId};
use crate::scene::reasons::{REQUIREMENTS, requirement};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Align, Rect, Sense, Ui, Vec2, WidgetInfo, WidgetType};

/// What holds a requirement back, in words, and the objective to go to.
type Held = (String, Option<ObjectiveId>);

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Requirements {
    /// The one whose list is shown; at first the first that something holds back.
    chosen: Option<usize>,
    held: Kept<usize, Vec<Held>>,
}

fn held(cx: &UiCtx, id: &str) -> Held {
    let (actor, objective) = id.split_once('/').map_or((None, id), |(a, o)| (Some(a), o));
    let objective = ObjectiveId::new(objective).ok();
    let record = objective.as_ref().and_then(|o| cx.framework.objective(o));
    let name = record.map_or_else(|| id.to_owned(), |o| caption(o));
    let actor = actor.map(|actor| {
        let id = ActorId::new(actor).ok();
        let short = id.as_ref().map(|id| cx.framework.actor_short(id).to_owned());
        short.unwrap_or_else(|| actor.to_owned())
    });
    (actor.map_or_else(|| name.clone(), |actor| format!("{actor}: {name}")), objective)
}

impl Requirements {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let held_back =
            |place: &usize| !requirement(&cx.analysis.approach, *place).held_back.is_empty();
        let chosen = self.chosen.unwrap_or_else(|| (0..5).find(held_back).unwrap_or(0));
        self.held.update(cx.revision, chosen, || {
            let list = &requirement(&cx.analysis.approach, chosen).held_back;
            list.iter().map(|id| held(cx, id)).collect()
        });
        let mut next = chosen;
        let rows = &self.held.value;
        beside(
            ui,
            0.5,
            |ui| {
                let note = "click one to see what holds it back";
                panel_ui(ui, cx, "What the Integrated Approach asks", note, |ui| {
                    for place in 0..REQUIREMENTS.len() {
                        requirement_ui(ui, cx, place, &mut next);
                    }
                });
            },
            |ui| list_ui(ui, cx, chosen, rows),
        );
        if next != chosen {
            self.chosen = Some(next);
        }
    }
}

fn requirement_ui(ui: &mut Ui, cx: &UiCtx, place: usize, chosen: &mut usize) {
    let (name, what, _) = REQUIREMENTS[place];
    let requirement = requirement(&cx.analysis.approach, place);
    let theme = cx.theme;
    let size = Vec2::new(ui.available_width(), 70.0);
    let (area, response) = ui.allocate_exact_size(size, Sense::click());
    let count = super::of(requirement.holds, requirement.of);
    let percent = words::percent(requirement.share);
    let pending = requirement
        .pending
        .filter(|n| *n > 0)
        .map_or_else(String::new, |n| format!(" · {} pending, apart", words::number(n)));
    let on = *chosen == place;
    response.widget_info(|| {
        let name = format!("{name}: {count}, {percent}{pending}");
        WidgetInfo::selected(WidgetType::Button, true, on, name)
    });
    if on || response.hovered() || response.has_focus() {
        let fill = if on { theme.selected } else { theme.surround };
        ui.painter().rect_filled(area, 6.0, color(fill));
    }
    let inner = area.shrink2(Vec2::new(10.0, 3.0));
    let line = |from: f32, height: f32| {
        Rect::from_min_size(inner.min + Vec2::new(0.0, from), Vec2::new(inner.width(), height))
    };
    let figure =
        line_ui(ui, line(0.0, 26.0), &percent, (22.0, Weight::Bold, theme.ink), Align::Max);
    let head = line(0.0, 26.0).with_max_x(figure.min.x - 10.0);
    line_ui(ui, head, name, (16.0, Weight::SemiBold, theme.ink), Align::Min);
    degree_bar_ui(ui, cx, line(27.0, 14.0), requirement.share);
    let shown = format!("{count} hold{pending}: {what}");
    line_ui(ui, line(43.0, 20.0), &shown, (13.0, Weight::Regular, theme.weak), Align::Min);
    if response.on_hover_text(what).clicked() {
        *chosen = place;
    }
}

fn list_ui(ui: &mut Ui, cx: &UiCtx, chosen: usize, rows: &[Held]) {
    let (name, what, lacks) = REQUIREMENTS[chosen];
    let requirement = requirement(&cx.analysis.approach, chosen);
    let n = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    panel_ui(ui, cx, &format!("{name}: what holds it back"), &words::number(n), |ui| {
        note_ui(ui, cx, &format!("It holds where {what}"));
        if rows.is_empty() {
            let text = if requirement.of == 0 {
                "It concerns nothing yet: the framework lacks what it asks about"
            } else {
                "Nothing holds it back"
            };
            heading_ui(ui, text);
            return;
        }
        heading_ui(ui, lacks);
        rows_ui(ui, rows.len(), ROW, |ui, place, area| {
            let (text, objective) = &rows[place];
            let response = jump_at(ui, cx, area, ("held", place), (text, ""));
            if response.on_hover_text("Select it on the graph").clicked() {
                go_to_objectives(cx, objective.iter().cloned().collect());
            }
        });
    });
}
