//! Place: a rectangle for every visible card.

use super::blocks::{Block, Column};
use super::forest::Forest;
use super::geometry::{Rect, rect};
use super::search::{Draft, block_width, column_width, heights, size, sub_columns};
use crate::model::ObjectiveId;
use std::collections::BTreeMap;

/// What part a card plays, and so how large its title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// At the top of a block.
    Top,
    /// At the head of a column.
    Head,
    /// Stacked in a column.
    Leaf,
}

impl Role {
    /// The height of its title, in canvas units.
    #[must_use]
    pub fn title(self) -> f32 {
        match self {
            Self::Top => size::TOP_TITLE,
            Self::Head => size::HEAD_TITLE,
            Self::Leaf => size::LEAF_TITLE,
        }
    }
}

/// Where the cards stand, by node.
pub(super) struct Places {
    pub rects: Vec<Rect>,
    pub roles: Vec<Role>,
    /// Sub-columns of the stack under a node.
    pub sub_columns: BTreeMap<usize, usize>,
}

/// Places all cards. `kept` gives the sub-columns that a stack had before, by the objective it
/// stands under.
pub(super) fn place(
    forest: &Forest,
    blocks: &[Block],
    draft: &Draft,
    kept: &dyn Fn(usize) -> Option<usize>,
) -> Places {
    let mut places = Places {
        rects: vec![Rect::default(); forest.nodes.len()],
        roles: vec![Role::Leaf; forest.nodes.len()],
        sub_columns: BTreeMap::new(),
    };
    let mut y = 0.0;
    for (shelf, &start) in draft.starts.iter().enumerate() {
        let end = draft.starts.get(shelf + 1).copied().unwrap_or(blocks.len());
        let unit = draft.unit.get(shelf).or(draft.unit.last()).copied().unwrap_or(160.0);
        let (mut x, mut bottom) = (0.0, y);
        for block in &blocks[start..end] {
            let (right, low) = places.block(block, draft, unit, (x, y), kept);
            x = right + size::BLOCK_GAP;
            bottom = low.max(bottom);
        }
        y = bottom + size::SHELF_GAP;
    }
    places
}

impl Places {
    /// Places one block; gives its right and lower edge.
    fn block(
        &mut self,
        block: &Block,
        draft: &Draft,
        unit: f32,
        at: (f32, f32),
        kept: &dyn Fn(usize) -> Option<usize>,
    ) -> (f32, f32) {
        let [_, head_height, top_height] = heights(draft.lines);
        let (mut x, mut bottom) = (at.0, at.1 + top_height);
        for column in &block.columns {
            let under = column.head.unwrap_or(block.root);
            let fresh = if column.flat() { sub_columns(column.stack.len(), draft.rows) } else { 1 };
            let count = kept(under).unwrap_or(fresh);
            let width = column_width(count, unit, !column.stack.is_empty());
            let mut y = at.1 + top_height;
            if let Some(head) = column.head {
                y += size::RISE;
                self.rects[head] = rect(x, y, width, head_height);
                self.roles[head] = Role::Head;
                y += head_height;
            }
            y += size::RISE * 0.6;
            if !column.stack.is_empty() {
                self.sub_columns.insert(under, count);
                bottom = bottom.max(self.stack(column, draft, unit, (x, y), count));
            }
            bottom = bottom.max(y);
            x += width + size::COLUMN_GAP;
        }
        let right = if block.columns.is_empty() {
            at.0 + block_width(block, unit, draft.rows)
        } else {
            (x - size::COLUMN_GAP).max(at.0 + unit)
        };
        self.rects[block.root] = rect(at.0, at.1, right - at.0, top_height);
        self.roles[block.root] = Role::Top;
        (right, bottom)
    }

    /// Places a stack, row by row; gives its lower edge.
    fn stack(
        &mut self,
        column: &Column,
        draft: &Draft,
        unit: f32,
        at: (f32, f32),
        count: usize,
    ) -> f32 {
        let [height, _, _] = heights(draft.lines);
        for (place, stacked) in column.stack.iter().enumerate() {
            let (row, sub) = (place / count, place % count);
            let indent = (stacked.indent as f32 * size::INDENT).min(unit * 0.5);
            let x = at.0 + size::GUTTER + sub as f32 * (unit + size::COLUMN_GAP) + indent;
            let y = at.1 + row as f32 * (height + size::STACK_GAP);
            self.rects[stacked.node] = rect(x, y, unit - indent, height);
        }
        at.1 + column.stack.len().div_ceil(count) as f32 * (height + size::STACK_GAP)
    }
}

/// The first roots of the shelves, from ids kept from the last layout; a root that is new goes
/// where its elder sibling is.
pub(super) fn kept_starts(
    blocks: &[Block],
    ids: &[ObjectiveId],
    first: impl Fn(usize) -> ObjectiveId,
) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(
        blocks
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, b)| ids.contains(&first(b.root)))
            .map(|(i, _)| i),
    );
    starts
}
