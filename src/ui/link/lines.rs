//! Text in several lines, measured once: broken as on the cards, words of Arabic script from the
//! right.

use crate::layout::text::{Measured, Weight, is_arabic, language_of};
use crate::scene::Color;
use crate::ui::fonts::font_for;
use crate::ui::paint::visual;
use crate::ui::style::color;
use egui::{Align2, Painter, Pos2};

/// How far apart lines are, in sizes of the type.
const LEADING: f32 = 1.32;

/// A text, ready to be broken at any width.
#[derive(Debug, Clone)]
pub(super) struct Text {
    whole: String,
    measured: Measured,
    weight: Weight,
    arabic: bool,
}

impl Text {
    pub(super) fn new(text: &str, weight: Weight) -> Self {
        let text = text.trim().to_owned();
        let measured = Measured::new(&text, weight, language_of(&text));
        Self { arabic: is_arabic(&text), measured, weight, whole: text }
    }

    /// The text itself.
    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// How high it is at a width and size, in at most so many lines.
    pub(super) fn height(&self, width: f32, size: f32, most: usize) -> f32 {
        self.measured.count(width / size).clamp(1, most) as f32 * size * LEADING
    }

    /// Draws it below a corner; gives how high it is.
    pub(super) fn paint(
        &self,
        painter: &Painter,
        (at, width): (Pos2, f32),
        (size, most): (f32, usize),
        tint: Color,
    ) -> f32 {
        let broken = self.measured.lines(width / size, most);
        for (place, line) in broken.lines.iter().enumerate() {
            let y = at.y + place as f32 * size * LEADING;
            let font = font_for(&self.whole, size, self.weight);
            if self.arabic {
                let right = Pos2::new(at.x + width, y);
                painter.text(right, Align2::RIGHT_TOP, visual(line), font, color(tint));
            } else {
                painter.text(Pos2::new(at.x, y), Align2::LEFT_TOP, line, font, color(tint));
            }
        }
        broken.lines.len().max(1) as f32 * size * LEADING
    }
}
