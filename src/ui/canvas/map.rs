//! The small map: the whole in a corner, with what is in sight; a click or drag looks there.

use super::Canvas;
use crate::layout::geometry::{Rect, point, rect};
use crate::scene::Transform;
use crate::ui::context::UiCtx;
use crate::ui::paint;
use crate::ui::style::color;
use egui::{Sense, Stroke, Ui, WidgetInfo, WidgetType};

/// The greatest size of the map, in screen points.
const SIZE: (f32, f32) = (220.0, 130.0);

impl Canvas {
    pub(super) fn map_ui(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let Some(layout) = self.layout.as_ref().filter(|l| !l.cards.is_empty()) else { return };
        let whole = layout.bounds.grow(20.0);
        let scale = (SIZE.0 / whole.w).min(SIZE.1 / whole.h);
        let (w, h) = (whole.w * scale, whole.h * scale);
        let at = rect(here.right() - w - 12.0, here.bottom() - h - 12.0, w, h);
        let to_map = Transform { scale, dx: at.x - whole.x * scale, dy: at.y - whole.y * scale };
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        let ground = paint::rect(at);
        let line = Stroke::new(1.0, color(cx.theme.spine));
        painter.rect(ground, 4.0, color(cx.theme.surround), line, egui::StrokeKind::Outside);
        for (card, sheet) in layout.cards.iter().zip(&self.sheet.cards) {
            let card = paint::rect(to_map.rect(card.rect));
            painter.rect_filled(card, 0.0, color(sheet.band));
        }
        let sight = paint::rect(to_map.rect(self.camera.sight(here))).intersect(ground);
        let line = Stroke::new(2.0, color(cx.theme.ink));
        painter.rect_stroke(sight, 0.0, line, egui::StrokeKind::Inside);
        let response = ui.interact(ground, ui.id().with("map"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Small map"));
        if let Some(p) = response.interact_pointer_pos() {
            let to = point((p.x - to_map.dx) / scale, (p.y - to_map.dy) / scale);
            self.camera.look_at(to, here);
        }
    }
}
