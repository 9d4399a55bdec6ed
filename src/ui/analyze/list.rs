//! The programs behind the figure that was clicked.

use super::parts::{Kept, go_to_programs, line_ui, mark_ui, rows_ui};
use crate::analysis::{Cents, LinkShown};
use crate::layout::text::Weight;
use crate::model::ProgramId;
use crate::scene::field::hatch_of;
use crate::scene::{Fill, words};
use crate::ui::action::Action;
use crate::ui::context::{Behind, UiCtx};
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align, Button, Frame, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType,
};

/// The height of a row: title, and owner, money, standing below it.
const ROW: f32 = 48.0;

/// What the list keeps from frame to frame.
#[derive(Default)]
pub(super) struct List {
    head: Kept<(), (String, String)>,
}

impl List {
    /// Shows the list.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, behind: &Behind) {
        self.head.update(cx.revision, (), || head(cx, behind));
        let (title, sum) = &self.head.value;
        let accent = Stroke::new(1.5, color(cx.theme.accent));
        Frame::new()
            .fill(color(cx.theme.panel))
            .stroke(accent)
            .corner_radius(8.0)
            .inner_margin(12.0)
            .show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                let font = font_for(title, 17.0, Weight::SemiBold);
                ui.add(egui::Label::new(RichText::new(readable(title)).font(font)).wrap());
                ui.label(RichText::new(sum).size(14.0).color(color(cx.theme.weak)));
                ui.horizontal_wrapped(|ui| {
                    let button = |text: &str| Button::new(text).min_size(Vec2::new(0.0, 32.0));
                    let light =
                        ui.add_enabled(!behind.programs.is_empty(), button("Show on the graph"));
                    if light.on_hover_text("Light them, and what they support").clicked() {
                        cx.send(Action::Light(true));
                    }
                    if ui.add(button("Close the list")).clicked() {
                        cx.send(Action::LeaveBehind);
                    }
                });
                ui.add_space(4.0);
                ScrollArea::vertical().id_salt("behind").auto_shrink(false).show(ui, |ui| {
                    rows_ui(ui, behind.programs.len(), ROW, |ui, place, area| {
                        program_ui(ui, cx, &behind.programs[place], area);
                    });
                });
            });
    }
}

fn head(cx: &UiCtx, behind: &Behind) -> (String, String) {
    let money: Cents = behind
        .programs
        .iter()
        .filter_map(|id| cx.analysis.programs.get(id))
        .map(|row| row.money)
        .sum();
    let words_of = behind.figure.words(cx.framework);
    let mut letters = words_of.chars();
    let title: String =
        letters.next().map_or_else(String::new, |l| l.to_uppercase().chain(letters).collect());
    let n = u32::try_from(behind.programs.len()).unwrap_or(u32::MAX);
    let count = words::count(n, "program", "programs");
    let whole = words::money(cx.analysis.deficit.money.currency, money);
    (title, format!("{count}, whole money {whole}"))
}

/// A program of a list: a click selects it, a double click shows its details.
pub(super) fn program_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, area: Rect) {
    let Some((program, row)) = cx.framework.program(id).zip(cx.analysis.programs.get(id)) else {
        return;
    };
    let theme = cx.theme;
    let selected = cx.selection.programs.contains(id);
    let owner = program.owner.as_ref().map_or("no owner", |o| cx.framework.actor_short(o));
    let money = words::money(cx.analysis.deficit.money.currency, row.money);
    let below = format!("{owner} · {money} · {}", row.standing.words());
    let title = match program.title.trim() {
        "" => "(no title yet)",
        title => title,
    };
    let response = ui.interact(area, ui.id().with(("program", id.as_str())), Sense::click());
    response.widget_info(|| {
        let name = format!("{title}, {owner}, {money}, {}", row.standing.words());
        WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, name)
    });
    if selected || response.hovered() || response.has_focus() {
        let fill = if selected { theme.selected } else { theme.surround };
        ui.painter().rect_filled(area.shrink(1.0), 5.0, color(fill));
    }
    let (fill, edge) = match row.standing.link_shown() {
        LinkShown::Yes => (Fill::Solid(theme.linked), theme.linked),
        LinkShown::Apart => (theme.hatch(hatch_of(row.standing)), theme.linked),
        LinkShown::No => (theme.hatch(hatch_of(row.standing)), theme.orphan),
    };
    mark_ui(ui, cx, area.left_center() + Vec2::new(4.0, -10.0), fill, edge);
    let inner = area.with_min_x(area.min.x + 26.0).with_max_x(area.max.x - 4.0);
    let (above, under) = inner.split_top_bottom_at_y(inner.min.y + 26.0);
    line_ui(ui, above, title, (15.0, Weight::Regular, theme.ink), Align::Min);
    let under = under.with_max_y(under.max.y - 4.0);
    line_ui(ui, under, &below, (13.0, Weight::Regular, theme.weak), Align::Min);
    let line = Stroke::new(1.0, color(theme.hairline));
    ui.painter().hline(area.x_range(), area.max.y - 0.5, line);
    if response.double_clicked() {
        go_to_programs(cx, vec![id.clone()]);
    } else if response.clicked() {
        cx.send(Action::SelectProgram(id.clone(), false));
    }
    response.on_hover_text(readable(title));
}
