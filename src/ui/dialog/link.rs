//! Link the selected programs to an objective, or say what the selected objectives contribute to.

use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Pick, choices, search_ui};
use crate::ui::gesture;
use crate::ui::style::color;
use egui::{Id, RichText, Ui};

/// Shows the objectives to choose from; gives whether it stays open.
pub(super) fn link_ui(ui: &mut Ui, cx: &UiCtx) -> bool {
    let (programs, objectives) = (&cx.selection.programs, &cx.selection.objectives);
    let count = |n: usize, one, many| {
        crate::scene::words::count(u32::try_from(n).unwrap_or(u32::MAX), one, many)
    };
    let what = if programs.is_empty() {
        format!("{} will contribute to", count(objectives.len(), "objective", "objectives"))
    } else {
        format!("{} will support", count(programs.len(), "program", "programs"))
    };
    ui.label(RichText::new(what).color(color(cx.theme.weak)));
    let dag = crate::graph::Dag::new(cx.framework);
    let all = choices::objectives(cx.framework);
    let able = all.into_iter().filter(|to| {
        !programs.is_empty()
            || objectives
                .iter()
                .all(|from| gesture::no_contribution(cx.framework, &dag, from, &to.value).is_none())
    });
    let able: Vec<_> = able.collect();
    let picked = search_ui(ui, cx, Id::new("throughline-link"), Also::default(), &able);
    let Some(Pick::This(to)) = picked else { return true };
    let command = if programs.is_empty() {
        gesture::contribute(cx.framework, objectives, &to)
    } else {
        gesture::link(cx.framework, programs, &to)
    };
    if let Some(command) = command {
        cx.run(command);
    }
    false
}
