//! Blocks and columns: each root is a block, each objective under it a column, and what lies
//! below is stacked in the column, in one or more sub-columns.

use super::forest::Forest;

/// One card of a stack and how far it is indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stacked {
    pub node: usize,
    pub indent: usize,
}

/// One column of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// The card at its head; without one the stack stands right under the root.
    pub head: Option<usize>,
    pub stack: Vec<Stacked>,
}

impl Column {
    /// Whether its stack is flat, and so may stand in sub-columns.
    pub(super) fn flat(&self) -> bool {
        self.stack.iter().all(|s| s.indent == 0)
    }
}

/// A root and what is under it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub root: usize,
    pub columns: Vec<Column>,
    /// Whether what stands right under the root heads columns, instead of being stacked.
    pub deep: bool,
}

/// The blocks of a forest, in order. `deep` tells for a root whether its children head columns.
pub(super) fn blocks(forest: &Forest, deep: impl Fn(usize) -> bool) -> Vec<Block> {
    forest
        .roots
        .iter()
        .map(|&root| {
            let deep = deep(root);
            Block { root, columns: columns(forest, root, deep), deep }
        })
        .collect()
}

fn columns(forest: &Forest, root: usize, deep: bool) -> Vec<Column> {
    let children = &forest.nodes[root].children;
    if !deep {
        // The children are the stack, and what lies below them is set in.
        let mut stack = Vec::new();
        for &child in children {
            pile(forest, child, 0, &mut stack);
        }
        return if stack.is_empty() { Vec::new() } else { vec![Column { head: None, stack }] };
    }
    children
        .iter()
        .map(|&head| {
            let mut stack = Vec::new();
            for &child in &forest.nodes[head].children {
                pile(forest, child, 0, &mut stack);
            }
            Column { head: Some(head), stack }
        })
        .collect()
}

/// Appends a node and all below it, depth first.
fn pile(forest: &Forest, node: usize, indent: usize, stack: &mut Vec<Stacked>) {
    // Depth first with an explicit stack: a chain may be as long as the file allows.
    let mut todo = vec![Stacked { node, indent }];
    while let Some(next) = todo.pop() {
        stack.push(next);
        let children = forest.nodes[next.node].children.iter().rev();
        todo.extend(children.map(|&node| Stacked { node, indent: next.indent + 1 }));
    }
}

/// Divides widths, kept in order, into so many shelves that the widest is as narrow as can be;
/// gives the place of each shelf's first.
pub(super) fn shelves(widths: &[f32], count: usize, gap: f32) -> Vec<usize> {
    let starts = |limit: f32| {
        let (mut starts, mut at) = (vec![0], 0.0_f32);
        for (place, width) in widths.iter().enumerate() {
            let next = if at > 0.0 { at + gap + width } else { *width };
            if next > limit && at > 0.0 {
                starts.push(place);
                at = *width;
            } else {
                at = next;
            }
        }
        starts
    };
    let widest = widths.iter().copied().fold(0.0, f32::max);
    let (mut low, mut high) = (widest, widths.iter().sum::<f32>() + gap * widths.len() as f32);
    if starts(low).len() <= count {
        return starts(low);
    }
    for _ in 0..20 {
        let middle = f32::midpoint(low, high);
        if starts(middle).len() <= count { high = middle } else { low = middle }
    }
    starts(high)
}
