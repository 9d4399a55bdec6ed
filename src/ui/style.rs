//! The look of panels and controls, made from the theme.

use super::fonts::font;
use crate::layout::text::Weight;
use crate::scene::{Color, Theme, ThemeName};
use egui::{Color32, CornerRadius, Frame, Margin, Stroke, TextStyle, Vec2, Visuals};

/// A color for egui.
pub(super) fn color(c: Color) -> Color32 {
    Color32::from_rgba_unmultiplied(c.0, c.1, c.2, c.3)
}

/// The frame around what must not be overlooked.
pub(super) fn warning(theme: &Theme) -> Frame {
    Frame::new()
        .fill(color(theme.field))
        .stroke(Stroke::new(1.5, color(theme.orphan)))
        .corner_radius(8.0)
        .inner_margin(12.0)
}

/// Sets fonts, colors, sizes for a theme.
pub(super) fn apply(ctx: &egui::Context, theme: &Theme) {
    let mut visuals =
        if theme.name == ThemeName::Dark { Visuals::dark() } else { Visuals::light() };
    let hairline = Stroke::new(1.0, color(theme.hairline));
    let ink = Stroke::new(1.0, color(theme.ink));
    visuals.panel_fill = color(theme.panel);
    visuals.window_fill = color(theme.panel);
    visuals.extreme_bg_color = color(theme.panel);
    visuals.override_text_color = Some(color(theme.ink));
    visuals.window_stroke = hairline;
    visuals.selection.bg_fill = color(theme.selected);
    visuals.selection.stroke = Stroke::new(1.0, color(theme.ink));
    visuals.hyperlink_color = color(theme.accent);
    let radius = CornerRadius::same(6);
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.bg_stroke = hairline;
        widget.fg_stroke = ink;
        widget.weak_bg_fill = color(theme.panel);
        widget.bg_fill = color(theme.panel);
    }
    for widget in [&mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
        widget.weak_bg_fill = color(theme.selected);
        widget.bg_fill = color(theme.selected);
        widget.bg_stroke = Stroke::new(1.0, color(theme.accent));
    }
    ctx.set_visuals(visuals);
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, font(13.0, Weight::Regular)),
            (TextStyle::Body, font(15.0, Weight::Regular)),
            (TextStyle::Button, font(15.0, Weight::Regular)),
            (TextStyle::Heading, font(20.0, Weight::SemiBold)),
            (TextStyle::Monospace, font(14.0, Weight::Regular)),
        ]
        .into();
        style.spacing.interact_size.y = 30.0;
        style.spacing.button_padding = Vec2::new(12.0, 5.0);
        // Large enough for its corners, so that a box to tick does not look like a round choice.
        style.spacing.icon_width = 20.0;
        style.spacing.icon_width_inner = 11.0;
        style.spacing.item_spacing = Vec2::new(8.0, 6.0);
        style.spacing.menu_margin = Margin::same(8);
        style.interaction.tooltip_delay = 0.25;
    });
}
