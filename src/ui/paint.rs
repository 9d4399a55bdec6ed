//! Draws the pieces of a scene with egui: the same boxes, text and hatches as in an export.

use super::fonts::font_for;
use super::style::color;
use crate::layout::geometry::{Point, Rect};
use crate::layout::text::is_arabic;
use crate::scene::field::{Field, TINY};
use crate::scene::{Anchor, Fill, Hatch, Item, Label, Scene, Stroke, Theme, Transform};
use egui::epaint::{CornerRadius, CubicBezierShape, Mesh, RectShape, StrokeKind, TextShape};
use egui::{
    Color32, ColorImage, Context, Pos2, Shape, TextureHandle, TextureOptions, TextureWrapMode, Vec2,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_bidi::BidiInfo;

/// A point on screen.
pub(super) fn pos(p: Point) -> Pos2 {
    Pos2::new(p.x, p.y)
}

/// A rectangle on screen.
pub(super) fn rect(r: Rect) -> egui::Rect {
    egui::Rect::from_min_size(Pos2::new(r.x, r.y), Vec2::new(r.w, r.h))
}

/// Points on screen that one tile of a hatch covers.
const TILE: f32 = 24.0;

/// The hatches as textures that repeat.
pub(super) struct Brush {
    hatches: [TextureHandle; 4],
}

impl Brush {
    pub(super) fn new(ctx: &Context) -> Self {
        let hatch = |name: &str, rising: f32, upright: bool, pitch: f32, width: f32| {
            let image = tile(rising, upright, pitch, width);
            let options =
                TextureOptions { wrap_mode: TextureWrapMode::Repeat, ..TextureOptions::LINEAR };
            ctx.load_texture(name, image, options)
        };
        Self {
            hatches: [
                hatch("hatch-unreviewed", 1.0, false, 12.0, 1.7),
                hatch("hatch-unresolved", -1.0, false, 8.0, 1.8),
                hatch("hatch-no-link", 1.0, false, 6.0, 2.1),
                hatch("hatch-apart", 0.0, true, 6.0, 1.8),
            ],
        }
    }

    fn texture(&self, hatch: Hatch) -> &TextureHandle {
        match hatch {
            Hatch::Unreviewed => &self.hatches[0],
            Hatch::Unresolved => &self.hatches[1],
            Hatch::NoLink => &self.hatches[2],
            Hatch::Apart => &self.hatches[3],
        }
    }

    /// A mesh of a hatch, to which rectangles are added.
    fn mesh(&self, hatch: Hatch) -> Mesh {
        Mesh::with_texture(self.texture(hatch).id())
    }

    /// The shapes of an item.
    pub(super) fn item(&self, ctx: &Context, item: &Item, out: &mut Vec<Shape>) {
        match item {
            Item::Shape { rect: at, radius, fill, stroke } => {
                self.shape(rect(*at), *radius, fill, stroke.as_ref(), out);
            }
            Item::Text(label) => out.extend(text(ctx, label)),
            Item::Line { points, stroke } => {
                let points: Vec<Pos2> = points.iter().map(|p| pos(*p)).collect();
                line(points, stroke, out);
            }
            Item::Curve { points, stroke } => {
                out.push(Shape::CubicBezier(CubicBezierShape::from_points_stroke(
                    points.map(pos),
                    false,
                    Color32::TRANSPARENT,
                    egui::Stroke::new(stroke.width, color(stroke.color)),
                )));
            }
        }
    }

    fn shape(
        &self,
        at: egui::Rect,
        radius: f32,
        fill: &Fill,
        stroke: Option<&Stroke>,
        out: &mut Vec<Shape>,
    ) {
        let corners = CornerRadius::from(radius);
        match *fill {
            Fill::None => {}
            Fill::Solid(c) => out.push(Shape::Rect(RectShape::filled(at, corners, color(c)))),
            Fill::Hatched { hatch, line, ground } => {
                out.push(Shape::Rect(RectShape::filled(at, corners, color(ground))));
                let mut mesh = self.mesh(hatch);
                mesh.add_rect_with_uv(at, uv(at), color(line));
                out.push(Shape::Mesh(Arc::new(mesh)));
            }
        }
        let Some(stroke) = stroke else { return };
        if stroke.dash.is_some() {
            let corners =
                [at.left_top(), at.right_top(), at.right_bottom(), at.left_bottom(), at.left_top()];
            line(corners.to_vec(), stroke, out);
        } else {
            let stroke = egui::Stroke::new(stroke.width, color(stroke.color));
            out.push(Shape::Rect(RectShape::stroke(at, corners, stroke, StrokeKind::Middle)));
        }
    }

    /// The shapes of a whole drawing, its text at its exact size; boxes with a hatch, and tiny
    /// ones, that follow one another are one mesh a hatch, however many there are.
    pub(super) fn scene(
        &self,
        ctx: &Context,
        scene: &Scene,
        transform: Transform,
        out: &mut Vec<Shape>,
    ) {
        let mut marks = Marks::default();
        for item in scene.items.iter().map(|item| transform.item(item)) {
            if let Item::Shape { rect: at, radius: 0.0, fill: Fill::Solid(full), stroke: None } =
                &item
                && at.w.max(at.h) < TINY
            {
                marks.ground.add_colored_rect(rect(*at), color(*full));
                continue;
            }
            if let Item::Shape { rect: at, radius: 0.0, fill, stroke: Some(stroke) } = &item
                && let Fill::Hatched { hatch, line, ground } = *fill
                && stroke.dash.is_none()
            {
                let mesh = marks.hatches.entry(hatch).or_insert_with(|| self.mesh(hatch));
                let colors = [stroke.color, ground, line].map(color);
                mark((&mut marks.ground, mesh), rect(*at), stroke.width, colors);
                continue;
            }
            marks.put(out);
            match &item {
                Item::Text(label) => out.push(text_of(ctx, label, label.size)),
                other => self.item(ctx, other, out),
            }
        }
        marks.put(out);
    }

    /// The marks of a field: one mesh a hatch and one for what is under it, however many there are.
    pub(super) fn marks(&self, field: &Field, theme: &Theme) -> Vec<Shape> {
        let outline = (field.smallest * 0.1).clamp(0.3, 1.2);
        let mut ground = Mesh::default();
        let quads = field.marks.len() * 2;
        ground.vertices.reserve(quads * 4);
        ground.indices.reserve(quads * 6);
        let mut meshes = [Hatch::Unreviewed, Hatch::Unresolved, Hatch::NoLink, Hatch::Apart]
            .map(|hatch| (hatch, self.mesh(hatch)));
        let (back, lines) = (color(theme.orphan_ground), color(theme.orphan));
        for one in &field.marks {
            let at = rect(one.rect);
            if one.rect.w < TINY {
                ground.add_colored_rect(at, lines);
                continue;
            }
            if let Some((_, mesh)) = meshes.iter_mut().find(|(h, _)| *h == one.hatch) {
                mark((&mut ground, mesh), at, outline, [lines, back, lines]);
            }
        }
        let hatched = meshes.into_iter().map(|(_, mesh)| mesh);
        let meshes = std::iter::once(ground).chain(hatched).filter(|mesh| !mesh.is_empty());
        meshes.map(|mesh| Shape::Mesh(Arc::new(mesh))).collect()
    }
}

/// Hatched boxes that follow one another.
#[derive(Default)]
struct Marks {
    ground: Mesh,
    hatches: BTreeMap<Hatch, Mesh>,
}

impl Marks {
    /// Puts them behind what follows.
    fn put(&mut self, out: &mut Vec<Shape>) {
        let Self { ground, hatches } = std::mem::take(self);
        let all = std::iter::once(ground).chain(hatches.into_values());
        out.extend(all.filter(|mesh| !mesh.is_empty()).map(|mesh| Shape::Mesh(Arc::new(mesh))));
    }
}

/// A hatched box with an outline: what is left of a full one around a smaller one. The colors are
/// those of outline, ground and hatch.
fn mark(
    (ground, hatch): (&mut Mesh, &mut Mesh),
    at: egui::Rect,
    outline: f32,
    [edge, back, lines]: [Color32; 3],
) {
    let inner = at.shrink(outline);
    ground.add_colored_rect(at, edge);
    ground.add_colored_rect(inner, back);
    hatch.add_rect_with_uv(inner, uv(inner), lines);
}

/// Four thin rectangles along the edges.
pub(super) fn frame(mesh: &mut Mesh, at: egui::Rect, width: f32, color: Color32) {
    let (min, max) = (at.min, at.max);
    let edge = |x0, y0, x1, y1| egui::Rect::from_min_max(Pos2::new(x0, y0), Pos2::new(x1, y1));
    mesh.add_colored_rect(edge(min.x, min.y, max.x, min.y + width), color);
    mesh.add_colored_rect(edge(min.x, max.y - width, max.x, max.y), color);
    mesh.add_colored_rect(edge(min.x, min.y, min.x + width, max.y), color);
    mesh.add_colored_rect(edge(max.x - width, min.y, max.x, max.y), color);
}

fn uv(at: egui::Rect) -> egui::Rect {
    egui::Rect::from_min_max(
        (at.min.to_vec2() / TILE).to_pos2(),
        (at.max.to_vec2() / TILE).to_pos2(),
    )
}

/// A tile of white lines whose alpha is their coverage, 48 pixels a side.
fn tile(rising: f32, upright: bool, pitch: f32, width: f32) -> ColorImage {
    const SIDE: usize = 48;
    const SAMPLES: usize = 4;
    // Along the axis a diagonal line is the square root of two as wide.
    let scale = SIDE as f32 / TILE;
    let pitch = pitch * scale;
    let width = width * scale * if upright { 1.0 } else { std::f32::consts::SQRT_2 };
    let mut pixels = Vec::with_capacity(SIDE * SIDE);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let mut covered = 0.0_f32;
            for sample in 0..SAMPLES * SAMPLES {
                let dx = ((sample % SAMPLES) as f32 + 0.5) / SAMPLES as f32;
                let dy = ((sample / SAMPLES) as f32 + 0.5) / SAMPLES as f32;
                let (x, y) = (x as f32 + dx, y as f32 + dy);
                let along = if upright { x } else { x + rising * y };
                if along.rem_euclid(pitch) < width {
                    covered += 1.0;
                }
            }
            let alpha = covered / (SAMPLES * SAMPLES) as f32 * 255.0;
            pixels.push(Color32::from_white_alpha(alpha.round() as u8));
        }
    }
    ColorImage::new([SIDE, SIDE], pixels)
}

fn line(points: Vec<Pos2>, stroke: &Stroke, out: &mut Vec<Shape>) {
    let look = egui::Stroke::new(stroke.width, color(stroke.color));
    match stroke.dash {
        Some((dash, gap)) => Shape::dashed_line_many(&points, look, dash, gap, out),
        None => out.push(Shape::line(points, look)),
    }
}

/// The sizes that text is rasterized at: each zoom step would otherwise be a font of its own.
const SIZES: [f32; 24] = [
    4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 20.0, 22.0,
    25.0, 28.0, 32.0, 38.0, 46.0, 56.0, 70.0,
];

/// The largest of the sizes that is not larger.
pub(super) fn quantized(size: f32) -> f32 {
    SIZES.iter().rev().copied().find(|s| *s <= size + 0.01).unwrap_or(SIZES[0])
}

/// A line of text; nothing where it is too small to be read.
pub(super) fn text(ctx: &Context, label: &Label) -> Option<Shape> {
    (label.size >= SIZES[0]).then(|| text_of(ctx, label, quantized(label.size)))
}

/// A line of text at a size.
fn text_of(ctx: &Context, label: &Label, size: f32) -> Shape {
    let font = font_for(&label.text, size, label.weight);
    let shown = if is_arabic(&label.text) { visual(&label.text) } else { label.text.clone() };
    let tint = color(label.color);
    let galley = ctx.fonts_mut(|fonts| fonts.layout_no_wrap(shown, font, tint));
    let ascent = galley
        .rows
        .first()
        .and_then(|row| row.row.glyphs.first().map(|g| row.pos.y + g.pos.y))
        .unwrap_or(size);
    let x = match label.anchor {
        Anchor::Left => label.at.x,
        Anchor::Middle => label.at.x - galley.size().x / 2.0,
        Anchor::Right => label.at.x - galley.size().x,
    };
    Shape::Text(TextShape::new(Pos2::new(x, label.at.y - ascent), galley, tint))
}

/// A text with its words in the order in which they are seen from left to right. egui joins the
/// letters of a word but lays the words out in the order of reading.
pub(super) fn visual(text: &str) -> String {
    let bidi = BidiInfo::new(text, None);
    let Some(paragraph) = bidi.paragraphs.first() else { return text.to_owned() };
    let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut words: Vec<&str> = Vec::new();
    for run in runs {
        let rtl = levels[run.start].is_rtl();
        let mut run: Vec<&str> = text[run].split_whitespace().collect();
        if rtl {
            run.reverse();
        }
        words.extend(run);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_words_are_seen_from_the_right() {
        assert_eq!(visual("سياسة شاملة"), "شاملة سياسة");
        assert_eq!(visual("1.1 سياسة شاملة"), "شاملة سياسة 1.1");
        assert_eq!(visual("plain text"), "plain text");
    }

    #[test]
    fn text_is_never_larger_than_asked() {
        for tenths in 40..900 {
            let size = tenths as f32 / 10.0;
            assert!(quantized(size) <= size + 0.01);
        }
    }
}
