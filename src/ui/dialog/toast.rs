//! Toasts: what was removed, with the way back.

use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Align2, Area, Context, Id, Order, RichText, Vec2};

/// Something said for a while, with undo beside it.
#[derive(Debug, Clone)]
pub(in crate::ui) struct Toast {
    pub text: String,
    /// Until when, in seconds of the window's clock.
    pub until: f64,
}

/// Shows the newest toast above the foot of the window; `above` is how far from its lower edge.
pub(in crate::ui) fn toasts_ui(ctx: &Context, cx: &UiCtx, toasts: &mut Vec<Toast>, above: f32) {
    let now = ctx.input(|i| i.time);
    toasts.retain(|toast| toast.until > now);
    let Some(toast) = toasts.last() else { return };
    let left = std::time::Duration::from_secs_f64((toast.until - now).max(0.01));
    ctx.request_repaint_after(left);
    let place = Area::new(Id::new("throughline-toast"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -above - 12.0));
    place.show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(color(cx.theme.ink))
            .corner_radius(8.0)
            .inner_margin(egui::Margin::symmetric(16, 8));
        frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                let words = crate::layout::text::fit(
                    &toast.text,
                    crate::layout::text::Weight::Regular,
                    34.0,
                );
                ui.label(RichText::new(words).color(color(cx.theme.panel)));
                if ui.button("Undo").on_hover_text("Take it back (Ctrl+Z)").clicked() {
                    cx.send(Action::Undo);
                }
            });
        });
    });
}
