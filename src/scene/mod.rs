//! A finished drawing: positioned boxes, text, paths and colors. Canvas, SVG and PNG all draw
//! it, so that they cannot differ. No egui, no io; the theme lives here.

pub mod card;
mod deficit_view;
pub mod field;
mod furniture;
pub mod headline;
pub mod matrix;
mod matrix_view;
mod objective_view;
mod overview;
mod page;
pub mod present;
pub mod reasons;
pub mod sight;
pub mod theme;
pub mod ties;
mod trend_view;
pub mod words;

pub use deficit_view::deficit_view;
pub use matrix_view::matrix_view;
pub use objective_view::objective_view;
pub use overview::overview;
pub use page::{Page, Paper};
pub use theme::{Theme, ThemeName};
pub use trend_view::trend_view;

use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::text::Weight;

/// A color with alpha, sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8, pub u8);

impl Color {
    /// A color of `0xRRGGBB`.
    #[must_use]
    pub const fn hex(code: u32) -> Self {
        let [_, r, g, b] = code.to_be_bytes();
        Self(r, g, b, 255)
    }

    /// Whichever of two colors can be read better on this one.
    #[must_use]
    pub fn reader(self, one: Self, other: Self) -> Self {
        if one.contrast(self) >= other.contrast(self) { one } else { other }
    }

    /// The color a part of the way from this one to another.
    #[must_use]
    pub fn toward(self, other: Self, part: f32) -> Self {
        let mix =
            |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2), 255)
    }

    /// The contrast ratio of two opaque colors (WCAG 2.2, 1.4.3).
    #[must_use]
    pub fn contrast(self, other: Self) -> f32 {
        let luminance = |c: Self| {
            let linear = |v: u8| {
                let v = f32::from(v) / 255.0;
                if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
        };
        let (a, b) = (luminance(self), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// The hatches, told apart without color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hatch {
    /// Rising lines, wide apart: nobody has looked yet.
    Unreviewed,
    /// Falling lines: the source names what the framework lacks.
    Unresolved,
    /// Rising lines, close together: looked at, no link shown.
    NoLink,
    /// Upright lines: counted apart.
    Apart,
}

/// What a shape is filled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// Nothing.
    None,
    /// One color.
    Solid(Color),
    /// Lines on a ground.
    Hatched {
        /// Which lines.
        hatch: Hatch,
        /// Their color.
        line: Color,
        /// The ground.
        ground: Color,
    },
}

/// A line's look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its width.
    pub width: f32,
    /// Its color.
    pub color: Color,
    /// Dash and gap; `None` for a full line.
    pub dash: Option<(f32, f32)>,
}

impl Stroke {
    /// A full line.
    #[must_use]
    pub const fn new(width: f32, color: Color) -> Self {
        Self { width, color, dash: None }
    }
}

/// Where a text stands towards its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there, on the left.
    Left,
    /// Its middle is there.
    Middle,
    /// It ends there, on the right.
    Right,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where: the anchor on the baseline.
    pub at: Point,
    /// What.
    pub text: String,
    /// The height of the type.
    pub size: f32,
    /// How heavy.
    pub weight: Weight,
    /// The color.
    pub color: Color,
    /// Which end is at `at`.
    pub anchor: Anchor,
}

/// One piece of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A box.
    Shape {
        /// Where.
        rect: Rect,
        /// The radius of its corners.
        radius: f32,
        /// What it is filled with.
        fill: Fill,
        /// Its outline.
        stroke: Option<Stroke>,
    },
    /// A line of text.
    Text(Label),
    /// Straight pieces.
    Line {
        /// The corners.
        points: Vec<Point>,
        /// The look.
        stroke: Stroke,
    },
    /// A cubic curve.
    Curve {
        /// Start, two handles, end.
        points: [Point; 4],
        /// The look.
        stroke: Stroke,
    },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width and height.
    pub size: (f32, f32),
    /// What the picture is called, for readers that cannot see it.
    pub title: String,
    /// The ground.
    pub ground: Color,
    /// The pieces, from the back to the front.
    pub items: Vec<Item>,
}

/// A scale and a shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transform {
    /// The scale, first.
    pub scale: f32,
    /// The shift across.
    pub dx: f32,
    /// The shift down.
    pub dy: f32,
}

impl Transform {
    /// Where a point comes to lie.
    #[must_use]
    pub fn point(&self, p: Point) -> Point {
        point(p.x * self.scale + self.dx, p.y * self.scale + self.dy)
    }

    /// Where a rectangle comes to lie.
    #[must_use]
    pub fn rect(&self, r: Rect) -> Rect {
        let at = self.point(point(r.x, r.y));
        rect(at.x, at.y, r.w * self.scale, r.h * self.scale)
    }

    fn stroke(&self, stroke: Stroke) -> Stroke {
        // Lines keep their weight when a drawing is made small.
        let width = (stroke.width * self.scale).clamp(stroke.width * 0.7, stroke.width * 2.0);
        let dash = stroke.dash.map(|(a, b)| (a * self.scale.max(0.6), b * self.scale.max(0.6)));
        Stroke { width, dash, ..stroke }
    }

    /// The item scaled and shifted.
    #[must_use]
    pub fn item(&self, item: &Item) -> Item {
        match item {
            Item::Shape { rect, radius, fill, stroke } => Item::Shape {
                rect: self.rect(*rect),
                radius: radius * self.scale,
                fill: *fill,
                stroke: stroke.map(|s| self.stroke(s)),
            },
            Item::Text(label) => Item::Text(Label {
                at: self.point(label.at),
                size: label.size * self.scale,
                ..label.clone()
            }),
            Item::Line { points, stroke } => Item::Line {
                points: points.iter().map(|p| self.point(*p)).collect(),
                stroke: self.stroke(*stroke),
            },
            Item::Curve { points, stroke } => {
                Item::Curve { points: points.map(|p| self.point(p)), stroke: self.stroke(*stroke) }
            }
        }
    }
}

/// A pen that appends items: what drawing code reads like.
#[derive(Debug, Default)]
pub struct Pen {
    /// What was drawn.
    pub items: Vec<Item>,
}

impl Pen {
    /// Draws a box.
    pub fn shape(&mut self, rect: Rect, radius: f32, fill: Fill, stroke: Option<Stroke>) {
        self.items.push(Item::Shape { rect, radius, fill, stroke });
    }

    /// Writes a line of text that begins at a point.
    pub fn text(&mut self, at: Point, text: &str, size: f32, weight: Weight, color: Color) {
        self.anchored(at, text, size, weight, color, Anchor::Left);
    }

    /// Writes a line of text.
    pub fn anchored(
        &mut self,
        at: Point,
        text: &str,
        size: f32,
        weight: Weight,
        color: Color,
        anchor: Anchor,
    ) {
        if !text.is_empty() {
            let text = text.to_owned();
            self.items.push(Item::Text(Label { at, text, size, weight, color, anchor }));
        }
    }

    /// Draws straight pieces.
    pub fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.items.push(Item::Line { points, stroke });
    }
}
