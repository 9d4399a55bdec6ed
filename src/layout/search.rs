//! The shape: how wide a card is, how high a stack grows, how many shelves there are, so that
//! the whole takes the shape of the window and its smallest title is as large as can be.

use super::blocks::{Block, shelves};
use super::forest::Forest;
use super::text::Measured;
use crate::model::ObjectiveId;
use std::collections::BTreeMap;

/// Sizes in canvas units. The smallest titles, those of stacked cards, are 14 units high.
pub mod size {
    /// The title of a card that stands at the top of a block.
    pub const TOP_TITLE: f32 = 17.0;
    /// The title at the head of a column.
    pub const HEAD_TITLE: f32 = 15.0;
    /// The title of a stacked card: the smallest, by which legibility is measured.
    pub const LEAF_TITLE: f32 = 14.0;
    /// From one line to the next, in ems.
    pub const LINE: f32 = 1.22;
    /// The line of figures at the foot of a card.
    pub const FOOT: f32 = 12.0;
    /// From the card's edge to its text.
    pub const PAD: f32 = 7.0;
    /// The level's color along the upper edge.
    pub const BAND: f32 = 7.0;
    /// From the stack's left edge to its cards: room for the spine.
    pub const GUTTER: f32 = 10.0;
    /// Between columns, and between sub-columns.
    pub const COLUMN_GAP: f32 = 9.0;
    /// Between blocks.
    pub const BLOCK_GAP: f32 = 14.0;
    /// Between a block's root and the heads of its columns.
    pub const RISE: f32 = 20.0;
    /// Between stacked cards.
    pub const STACK_GAP: f32 = 7.0;
    /// Between shelves.
    pub const SHELF_GAP: f32 = 26.0;
    /// How much further in each level of a deeper stack stands.
    pub const INDENT: f32 = 14.0;

    /// The height of a card.
    #[must_use]
    pub fn card(title: f32, lines: usize) -> f32 {
        BAND + 6.0 + lines as f32 * title * LINE + 6.0 + FOOT + 7.0
    }
}

/// The shape that a layout was given. Kept from one layout to the next, so that nothing jumps.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The width of a stacked card, in canvas units, shelf by shelf.
    pub unit: Vec<f32>,
    /// Lines of a stacked card's title, of a head's, of a top's.
    pub lines: [usize; 3],
    /// How high a stack may grow before it takes another sub-column.
    pub rows: usize,
    /// The first root of each shelf but the first.
    pub shelves: Vec<ObjectiveId>,
    /// How many sub-columns the stack under each objective has.
    pub sub_columns: BTreeMap<ObjectiveId, usize>,
    /// Whether what stands right under each root heads columns, instead of being stacked.
    pub deep: BTreeMap<ObjectiveId, bool>,
}

/// A shape as the search compares it: places instead of ids.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub unit: Vec<f32>,
    pub lines: [usize; 3],
    pub rows: usize,
    pub starts: Vec<usize>,
}

/// How many sub-columns a stack of so many cards has.
pub(super) fn sub_columns(cards: usize, rows: usize) -> usize {
    cards.div_ceil(rows.max(1)).max(1)
}

/// The width of a column.
pub(super) fn column_width(sub_columns: usize, unit: f32, stacked: bool) -> f32 {
    let gutter = if stacked { size::GUTTER } else { 0.0 };
    gutter + sub_columns as f32 * (unit + size::COLUMN_GAP) - size::COLUMN_GAP
}

/// The width of a block.
pub(super) fn block_width(block: &Block, unit: f32, rows: usize) -> f32 {
    let widths = block.columns.iter().map(|column| {
        let count = if column.flat() { sub_columns(column.stack.len(), rows) } else { 1 };
        column_width(count, unit, !column.stack.is_empty()) + size::COLUMN_GAP
    });
    (widths.sum::<f32>() - size::COLUMN_GAP).max(unit)
}

/// Titles, measured, by node.
pub(super) struct Titles(pub Vec<Measured>);

/// The draft that a framework grows in: cards wide enough for most titles.
pub(super) fn roomy() -> Draft {
    Draft { unit: vec![190.0], lines: [3, 2, 2], rows: 8, starts: vec![0] }
}

/// Finds the draft of the greatest use for a window of this size.
pub(super) fn search(
    forest: &Forest,
    blocks: &[Block],
    titles: &Titles,
    window: (f32, f32),
) -> Draft {
    let deepest = blocks.iter().flat_map(|b| &b.columns).map(|c| c.stack.len()).max().unwrap_or(1);
    let mut best: Option<(f32, Draft)> = None;
    let mut unit = 92.0;
    while unit <= 420.0 {
        let needs = Needs::new(forest, blocks, titles, unit);
        let mut rows = 1;
        while rows <= deepest.max(1) {
            let widths: Vec<f32> = blocks.iter().map(|b| block_width(b, unit, rows)).collect();
            for count in 1..=blocks.len().clamp(1, 16) {
                let starts = shelves(&widths, count, size::BLOCK_GAP);
                if starts.len() < count {
                    break;
                }
                for lines in needs.choices() {
                    let draft =
                        Draft { unit: vec![unit; count], lines, rows, starts: starts.clone() };
                    let (width, height) = extent(blocks, &widths, &draft);
                    let scale = (window.0 / width).min(window.1 / height);
                    let value = worth(scale) * needs.shown(lines).powf(0.45);
                    if best.as_ref().is_none_or(|(most, _)| value > *most) {
                        best = Some((value, draft));
                    }
                }
            }
            rows += 1 + rows / 8;
        }
        unit += 8.0 + unit / 40.0;
    }
    let mut draft = best.map_or_else(
        || Draft { unit: vec![160.0], lines: [2, 2, 1], rows: 1, starts: vec![0] },
        |(_, draft)| draft,
    );
    stretch(blocks, &mut draft, window);
    let needs = Needs::new(forest, blocks, titles, draft.unit[0]);
    draft.lines[0] = draft.lines[0].min(needs.most[0]);
    fill(blocks, &mut draft, window, needs.most);
    draft
}

/// Gives titles the lines for which there is room without making the type smaller: heads first,
/// then stacked cards, then tops.
fn fill(blocks: &[Block], draft: &mut Draft, window: (f32, f32), most: [usize; 3]) {
    let scale = |draft: &Draft| {
        let shelf = |place: usize| draft.starts.iter().filter(|s| **s <= place).count() - 1;
        let unit = |place: usize| draft.unit[shelf(place)];
        let widths: Vec<f32> = blocks
            .iter()
            .enumerate()
            .map(|(place, b)| block_width(b, unit(place), draft.rows))
            .collect();
        let (width, height) = extent(blocks, &widths, draft);
        (window.0 / width).min(window.1 / height)
    };
    let least = (scale(draft) - 1e-4).min(1.0);
    for kind in [1, 0, 2] {
        while draft.lines[kind] < most[kind] {
            draft.lines[kind] += 1;
            if scale(draft) < least {
                draft.lines[kind] -= 1;
                break;
            }
        }
    }
}

/// What a scale is worth: above 14 px of title each step counts little, so that room goes to
/// whole titles first; below 9.5 px it counts more and more, so that titles can be read at all.
fn worth(scale: f32) -> f32 {
    const LEAST: f32 = 9.5 / size::LEAF_TITLE;
    if scale < LEAST {
        scale * (scale / LEAST).powi(2)
    } else if scale < 1.0 {
        scale
    } else {
        1.0 + 0.3 * (scale.min(1.6) - 1.0)
    }
}

/// Widens the columns of each shelf until the whole has the window's shape.
fn stretch(blocks: &[Block], draft: &mut Draft, window: (f32, f32)) {
    let width_at = |shelf: usize, unit: f32, draft: &Draft| {
        let end = draft.starts.get(shelf + 1).copied().unwrap_or(blocks.len());
        let blocks = &blocks[draft.starts[shelf]..end];
        let sum: f32 = blocks.iter().map(|b| block_width(b, unit, draft.rows)).sum();
        sum + size::BLOCK_GAP * (blocks.len().max(1) - 1) as f32
    };
    let widths: Vec<f32> =
        blocks.iter().map(|b| block_width(b, draft.unit[0], draft.rows)).collect();
    let (width, height) = extent(blocks, &widths, draft);
    let target = width.max(height * window.0 / window.1);
    for shelf in 0..draft.starts.len() {
        let before = draft.unit[shelf];
        let (mut low, mut high) = (before, before * 1.9);
        for _ in 0..14 {
            let middle = f32::midpoint(low, high);
            if width_at(shelf, middle, draft) <= target { low = middle } else { high = middle }
        }
        draft.unit[shelf] = low;
    }
}

/// Width and height of the whole.
fn extent(blocks: &[Block], widths: &[f32], draft: &Draft) -> (f32, f32) {
    let (mut width, mut height) = (0.0_f32, 0.0_f32);
    for (shelf, &start) in draft.starts.iter().enumerate() {
        let end = draft.starts.get(shelf + 1).copied().unwrap_or(blocks.len());
        let sum: f32 = widths[start..end].iter().sum();
        width = width.max(sum + size::BLOCK_GAP * (end - start).max(1) as f32 - size::BLOCK_GAP);
        let tallest = blocks[start..end].iter().map(|b| block_height(b, draft)).fold(0.0, f32::max);
        height += tallest + size::SHELF_GAP;
    }
    (width.max(1.0), (height - size::SHELF_GAP).max(1.0))
}

fn block_height(block: &Block, draft: &Draft) -> f32 {
    let [leaf, head, top] = heights(draft.lines);
    let columns = block.columns.iter().map(|column| {
        let count = if column.flat() { sub_columns(column.stack.len(), draft.rows) } else { 1 };
        let rows = column.stack.len().div_ceil(count) as f32;
        let head = if column.head.is_some() { size::RISE + head } else { size::RISE * 0.6 };
        head + rows * (leaf + size::STACK_GAP) + size::STACK_GAP * 0.6
    });
    top + columns.fold(0.0, f32::max)
}

/// Heights of a stacked card, a head and a top.
pub(super) fn heights(lines: [usize; 3]) -> [f32; 3] {
    [
        size::card(size::LEAF_TITLE, lines[0]),
        size::card(size::HEAD_TITLE, lines[1]),
        size::card(size::TOP_TITLE, lines[2]),
    ]
}

/// How many lines the titles need at one width of card.
struct Needs {
    /// Needed lines of stacked cards, sorted.
    leaves: Vec<usize>,
    heads: Vec<usize>,
    most: [usize; 3],
}

impl Needs {
    fn new(forest: &Forest, blocks: &[Block], titles: &Titles, unit: f32) -> Self {
        let ems = |unit: f32, title: f32| ((unit - 2.0 * size::PAD) / title).max(1.0);
        let (mut leaves, mut heads, mut tops) = (Vec::new(), Vec::new(), 1);
        for block in blocks {
            let columns = block.columns.len().max(1) as f32;
            let top = ems(columns * (unit + size::GUTTER), size::TOP_TITLE);
            // A top without children takes a narrow column and is not to lift all others.
            let most = if block.columns.is_empty() { 2 } else { 3 };
            tops = tops.max(titles.0[block.root].count(top).min(most));
            for column in &block.columns {
                for stacked in &column.stack {
                    let indent = stacked.indent as f32 * size::INDENT;
                    leaves.push(titles.0[stacked.node].count(ems(unit - indent, size::LEAF_TITLE)));
                }
                if let Some(head) = column.head {
                    let wide = unit + size::GUTTER;
                    heads.push(titles.0[head].count(ems(wide, size::HEAD_TITLE)));
                }
            }
        }
        debug_assert!(leaves.len() + heads.len() + blocks.len() == forest.nodes.len());
        let most = [
            leaves.iter().copied().max().unwrap_or(1).min(4),
            heads.iter().copied().max().unwrap_or(1).min(3),
            tops,
        ];
        Self { leaves, heads, most }
    }

    /// The numbers of lines worth trying.
    fn choices(&self) -> impl Iterator<Item = [usize; 3]> {
        let [leaf, head, top] = self.most;
        (1..=leaf).flat_map(move |l| (1..=head).map(move |h| [l, h, top]))
    }

    /// How much of the titles is seen: the mean over all, and of the stacked ones' median.
    fn shown(&self, lines: [usize; 3]) -> f32 {
        let part = |needs: &[usize], most: usize| -> f32 {
            needs.iter().map(|&n| (most as f32 / n as f32).min(1.0)).sum()
        };
        let all = self.leaves.len() + self.heads.len();
        if all == 0 {
            return 1.0;
        }
        (part(&self.leaves, lines[0]) + part(&self.heads, lines[1])) / all as f32
    }
}
