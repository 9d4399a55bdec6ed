//! The deficit and the orphan field: always in sight, whatever the mode.

use super::action::Action;
use super::context::{Dragged, UiCtx};
use super::paint;
use super::style::color;
use super::text::readable;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, fit};
use crate::scene::field::{self, Field, GroupBy};
use crate::scene::{Fill, Item, Pen, Stroke, headline, words};
use egui::{Sense, Shape, Ui, WidgetInfo, WidgetType};

/// The height of the figures and the bar.
const HEAD: f32 = 58.0;

/// How high the strip is in a window of a height.
pub(super) fn height(window: f32, orphans: bool) -> f32 {
    if orphans { HEAD + (window * 0.155).clamp(96.0, 230.0) } else { HEAD + 8.0 }
}

/// What the strip keeps from frame to frame.
#[derive(Default)]
pub(super) struct Strip {
    field: Field,
    shapes: Vec<Shape>,
    made_for: Option<((u64, u64), GroupBy, [f32; 4])>,
}

impl Strip {
    /// Forgets its marks: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Shows the strip in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, by: GroupBy) {
        let room = ui.available_rect_before_wrap();
        let area = rect(room.min.x, room.min.y, room.width(), room.height());
        let orphans = cx.analysis.deficit.programs > 0;
        let field = rect(area.x + 14.0, area.y + HEAD, area.w - 28.0, area.h - HEAD - 8.0);
        let made_for = ((cx.revision, cx.atlas), by, [area.x, area.y, area.w, area.h]);
        if self.made_for != Some(made_for) {
            self.made_for = Some(made_for);
            self.draw(ui, cx, by, area, field, orphans);
        }
        ui.painter().extend(self.shapes.iter().cloned());
        let response = ui.interact(room, ui.id().with("deficit"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, spoken(cx)));
        if orphans {
            self.interact(ui, cx, field);
        }
    }

    fn draw(&mut self, ui: &Ui, cx: &UiCtx, by: GroupBy, area: Rect, frame: Rect, orphans: bool) {
        let mut pen = Pen::default();
        let theme = cx.theme;
        let wide = area.w > 1500.0;
        let size = if wide { 42.0 } else { 34.0 };
        let right =
            headline::figures(&mut pen, cx.analysis, (area.x + 16.0, area.y + 6.0), size, theme);
        let x = right + 36.0;
        let end = area.x + area.w - 16.0;
        headline::bar(&mut pen, cx.analysis, rect(x, area.y + 10.0, end - x, 18.0), theme);
        let small = if wide { 13.0 } else { 12.0 };
        let gap = words::gap_in_data(cx.analysis);
        let gap_width = crate::layout::text::width_em(&gap, Weight::SemiBold) * small;
        let caption =
            crate::layout::text::width_em(words::UTSTEIN, Weight::Regular) * small + 110.0;
        let baseline = area.y + 46.0;
        // Where both do not fit, the Utstein caption gives way: the figure at hand comes first.
        if gap_width + caption < end - x {
            headline::utstein(&mut pen, end, baseline, small, theme);
        }
        let gap = fit(&gap, Weight::SemiBold, (end - x) / small);
        pen.text(point(x, baseline), &gap, small, Weight::SemiBold, theme.ink);
        self.field = Field::default();
        if orphans {
            pen.shape(frame, 6.0, Fill::Solid(theme.field), Some(theme.dashed(2.6)));
            let inner = rect(frame.x + 12.0, frame.y + 7.0, frame.w - 24.0, frame.h - 15.0);
            let groups = field::groups(cx.framework, cx.analysis, by);
            self.field = field::arrange(groups, inner, small);
            for heading in &self.field.headings {
                let at = point(heading.x, heading.y);
                pen.text(at, &heading.text, small, Weight::SemiBold, theme.ink);
            }
        }
        self.shapes.clear();
        for item in &pen.items {
            cx.brush.item(ui.ctx(), item, &mut self.shapes);
        }
        self.shapes.extend(cx.brush.marks(&self.field, theme));
    }

    fn interact(&self, ui: &mut Ui, cx: &UiCtx, frame: Rect) {
        let sense = Sense::click_and_drag();
        let response = ui.interact(paint::rect(frame), ui.id().with("field"), sense);
        response.widget_info(|| {
            let count = words::count(cx.analysis.deficit.programs, "program", "programs");
            WidgetInfo::labeled(WidgetType::Other, true, format!("No link shown: {count}"))
        });
        for mark in &self.field.marks {
            if cx.selection.programs.contains(&mark.program) {
                let ring = Item::Shape {
                    rect: mark.rect.grow(2.0),
                    radius: 1.0,
                    fill: Fill::None,
                    stroke: Some(Stroke::new(3.0, cx.theme.ring)),
                };
                let mut shapes = Vec::new();
                cx.brush.item(ui.ctx(), &ring, &mut shapes);
                ui.painter().extend(shapes);
            }
        }
        let Some(at) = response.hover_pos() else { return };
        let at = point(at.x, at.y);
        // Half the gap between marks belongs to each, so that small ones can be hit.
        let reach = (self.field.smallest * 0.15).clamp(0.3, 1.5);
        let under = self.field.marks.iter().find(|m| m.rect.grow(reach).contains(at));
        // A mark that is dragged onto a card is linked to it, with all that are selected beside it.
        let origin = ui.input(|i| i.pointer.press_origin());
        if response.drag_started()
            && cx.view.read_only.is_none()
            && let Some(origin) = origin
            && let Some(mark) = self
                .field
                .marks
                .iter()
                .find(|m| m.rect.grow(reach).contains(point(origin.x, origin.y)))
        {
            let chosen = cx.selection.programs.contains(&mark.program);
            let ids = if chosen {
                cx.selection.programs.iter().cloned().collect()
            } else {
                vec![mark.program.clone()]
            };
            egui::DragAndDrop::set_payload(ui.ctx(), Dragged(ids));
        }
        if response.clicked() {
            match under {
                Some(mark) => {
                    let extend = ui.input(|i| i.modifiers.command || i.modifiers.shift);
                    cx.send(Action::SelectProgram(mark.program.clone(), extend));
                }
                None => cx.send(Action::Clear),
            }
        }
        let Some(mark) = under else { return };
        let (Some(program), Some(result)) =
            (cx.framework.program(&mark.program), cx.analysis.programs.get(&mark.program))
        else {
            return;
        };
        let outline = paint::rect(mark.rect);
        let stroke = egui::Stroke::new(2.0, color(cx.theme.ink));
        ui.painter().rect_stroke(outline, 0.0, stroke, egui::StrokeKind::Outside);
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(380.0);
            let font = super::fonts::font_for(&program.title, 15.0, Weight::SemiBold);
            ui.label(egui::RichText::new(readable(program.title.trim())).font(font));
            let owner = program.owner.as_ref().map_or("no owner", |o| cx.framework.actor_short(o));
            let money = words::money(cx.framework.head().currency, result.money);
            ui.label(format!("{owner} · {money}"));
            ui.label(result.standing.words());
        });
    }
}

/// The deficit in words, for those who cannot see the strip.
fn spoken(cx: &UiCtx) -> String {
    let deficit = &cx.analysis.deficit;
    format!(
        "{} of {} programs show no link, {}; {} of {}",
        deficit.programs,
        cx.analysis.scope.programs,
        words::gap_in_data(cx.analysis),
        words::money(deficit.money.currency, deficit.money.no_link_shown),
        words::money(deficit.money.currency, deficit.money.total)
    )
}
