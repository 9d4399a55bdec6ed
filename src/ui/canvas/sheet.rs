//! What the canvas draws: the cards' items from the scene, ready to be scaled, in three levels
//! of detail.

use crate::layout::geometry::Rect;
use crate::layout::text::{Measured, Weight, fit};
use crate::layout::{Layout, Line, Placed, Role, size};
use crate::scene::card::{self, Deck, Says};
use crate::scene::{Anchor, Color, Item, Label, Theme, ThemeName};
use std::sync::Arc;

/// How much of a card is drawn, by its height on screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Detail {
    /// A colored block with its code.
    Block,
    /// Code and short title.
    Short,
    /// The full card.
    #[default]
    Full,
}

impl Detail {
    /// The level for a height on screen, with ten percent of hysteresis so that it never
    /// flickers.
    pub(super) fn next(self, height: f32) -> Self {
        let bound = |edge: f32, above: bool| if above { edge * 0.95 } else { edge * 1.05 };
        if height >= bound(56.0, self == Self::Full) {
            Self::Full
        } else if height >= bound(24.0, self >= Self::Short) {
            Self::Short
        } else {
            Self::Block
        }
    }
}

/// One card.
pub(super) struct Sheetlet {
    /// What it is drawn of besides the layout.
    says: (Says, ThemeName),
    pub rect: Rect,
    pub radius: f32,
    pub full: Vec<Item>,
    /// Code and the beginning of the title, in larger type.
    pub short: Vec<Label>,
    /// The code alone.
    pub code: Label,
    pub band: Color,
    pub empty: bool,
    /// What a reader that cannot see it is told.
    pub spoken: String,
}

/// All cards and lines of a layout.
#[derive(Default)]
pub(super) struct Sheet {
    pub cards: Vec<Arc<Sheetlet>>,
    pub lines: Arc<Lines>,
}

/// The lines between cards.
#[derive(Default)]
pub(super) struct Lines {
    theme: ThemeName,
    /// A line a route; none for an empty spine.
    pub items: Vec<Option<Item>>,
    pub second: Vec<bool>,
}

impl Sheet {
    /// Draws a layout; what `old`, which must be of the same layout or empty, says alike is taken
    /// over.
    pub(super) fn new(layout: &Layout, deck: &Deck, theme: &Theme, old: &Self) -> Self {
        let says = |placed: &Placed| (deck.says(&placed.id), theme.name);
        let kept = |(place, placed): (usize, &Placed)| {
            let card = old.cards.get(place).filter(|card| card.says == says(placed));
            card.map_or_else(|| Arc::new(drawn(placed, deck, theme)), Arc::clone)
        };
        let cards = layout.cards.iter().enumerate().map(kept).collect();
        let lines = if old.cards.is_empty() || old.lines.theme != theme.name {
            let items = layout.routes.iter().map(|route| card::route(route, theme)).collect();
            let second = layout.routes.iter().map(|r| matches!(r.line, Line::Second(_)));
            Arc::new(Lines { theme: theme.name, items, second: second.collect() })
        } else {
            Arc::clone(&old.lines)
        };
        Self { cards, lines }
    }
}

/// Draws one card in all its levels of detail.
fn drawn(placed: &Placed, deck: &Deck, theme: &Theme) -> Sheetlet {
    let facts = deck.card(&placed.id);
    let code = deck.code(&placed.id);
    let title = deck.title(&placed.id);
    let height = size::LEAF_TITLE * 1.6;
    let top = placed.rect.y + (placed.rect.h * 0.14).max(size::BAND);
    let label = |text: String, size: f32, row: usize| Label {
        at: crate::layout::geometry::point(
            placed.rect.x + crate::layout::size::PAD,
            top + size * (1.02 + 1.2 * row as f32),
        ),
        text,
        size,
        weight: Weight::SemiBold,
        color: theme.ink,
        anchor: Anchor::Left,
    };
    let room = (placed.rect.w - 2.0 * size::PAD) / height;
    let rows = ((placed.rect.bottom() - top) / (height * 1.24)).floor().max(1.0) as usize;
    let measured = Measured::new(&format!("{code} {title}"), Weight::SemiBold, None);
    let lines = measured.lines(room, rows.min(3)).lines.into_iter().enumerate();
    let large = (placed.rect.h * 0.42).min(40.0);
    let block = if code.is_empty() { String::new() } else { code.to_owned() };
    let spoken = format!(
        "{code} {title}, {}",
        crate::scene::words::count(facts.programs, "program", "programs")
    );
    let band = theme.band(if placed.role == Role::Top { 0 } else { placed.depth });
    let empty = deck.is_gap(&placed.id);
    let mut code = label(fit(&block, Weight::SemiBold, (placed.rect.w - 8.0) / large), large, 0);
    if !empty {
        code.color = band.reader(Color::hex(0xFF_FFFF), Color::hex(0x1A_1A1A));
    }
    Sheetlet {
        says: (deck.says(&placed.id), theme.name),
        rect: placed.rect,
        radius: card::radius(placed),
        full: card::card(placed, deck),
        short: lines.map(|(row, text)| label(text, height, row)).collect(),
        code,
        band,
        empty,
        spoken: spoken.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detail_does_not_flicker() {
        let mut detail = Detail::Full;
        let mut changes = 0;
        for step in 0..100 {
            let height = 56.0 + if step % 2 == 0 { 1.5 } else { -1.5 };
            let next = detail.next(height);
            changes += u32::from(next != detail);
            detail = next;
        }
        assert_eq!(changes, 0);
        assert_eq!(Detail::Full.next(30.0), Detail::Short);
        assert_eq!(Detail::Short.next(10.0), Detail::Block);
    }
}
