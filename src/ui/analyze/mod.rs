//! The deficit in detail: the same drawing as `export --view deficit`.

use crate::model::Date;
use crate::scene::{Item, Page, Transform, deficit_view};
use crate::ui::context::UiCtx;
use egui::{Sense, Shape, Ui, WidgetInfo, WidgetType};

/// What the mode keeps from frame to frame.
#[derive(Default)]
pub(super) struct Analyze {
    shapes: Vec<Shape>,
    made_for: Option<((u64, u64), [f32; 4])>,
}

/// Height of the page's title and figures, which the strip shows already.
const HEAD: f32 = 136.0;

impl Analyze {
    /// Shows the panels in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, today: Date) {
        let room = ui.available_rect_before_wrap();
        let key = [room.min.x, room.min.y, room.width(), room.height()];
        let made_for = ((cx.revision, cx.atlas), key);
        if self.made_for != Some(made_for) {
            self.made_for = Some(made_for);
            // A page as wide as type of 13 units at least 12 points allows.
            let width = (room.width() * 1.08).clamp(1180.0, 1920.0);
            let scale = room.width() / width;
            let height = room.height() / scale + HEAD;
            let page = Page { width, height, date: today };
            let scene = deficit_view(cx.framework, cx.analysis, page, cx.theme);
            let transform = Transform { scale, dx: room.min.x, dy: room.min.y - HEAD * scale };
            self.shapes.clear();
            let below = |item: &&Item| match item {
                Item::Shape { rect, .. } => rect.y > HEAD,
                Item::Text(label) => label.at.y > HEAD,
                _ => true,
            };
            for item in scene.items.iter().filter(below) {
                cx.brush.item(ui.ctx(), &transform.item(item), &mut self.shapes);
            }
        }
        ui.painter().with_clip_rect(room).extend(self.shapes.iter().cloned());
        let response = ui.interact(room, ui.id().with("analyze"), Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(
                WidgetType::Other,
                true,
                "Deficit by owner, at three evidence bars, and coherence",
            )
        });
    }
}
