//! Rank and order: which objectives are visible, under which parent each is drawn, and in what
//! order. The order is the group's own (rank, then id): it never depends on space.

use crate::graph::{Dag, ObjectiveIx};
use crate::model::{Framework, ObjectiveId};
use std::collections::BTreeSet;

/// An objective as it is drawn.
#[derive(Debug, Clone)]
pub struct Node {
    /// Which.
    pub objective: ObjectiveIx,
    /// How many levels below the first; what has no level stands at the lowest.
    pub depth: usize,
    /// The nodes drawn under it, in order.
    pub children: Vec<usize>,
    /// How many objectives are folded away under it.
    pub folded: usize,
}

/// What is visible, as trees: each objective under its primary parent.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    /// The nodes, each before those under it.
    pub nodes: Vec<Node>,
    /// The nodes that stand under nothing, in order.
    pub roots: Vec<usize>,
    /// Contributions that are not drawn as a tree's: lower node, higher node.
    pub second: Vec<(usize, usize)>,
}

impl Forest {
    /// Builds the trees of what is visible: all that is not retired, or these objectives only.
    /// One whose parent is hidden stands under nothing.
    #[must_use]
    pub fn new(
        framework: &Framework,
        dag: &Dag,
        folded: &BTreeSet<ObjectiveId>,
        visible: Option<&BTreeSet<ObjectiveId>>,
    ) -> Self {
        let shown = |i: ObjectiveIx| visible.is_none_or(|visible| visible.contains(dag.id(i)));
        let lowest = framework.head().levels.len().saturating_sub(1);
        let records: Vec<_> = framework.objectives().values().collect();
        let key = |i: ObjectiveIx| (dag.depth(i).min(lowest), &records[i].rank, dag.id(i));
        let mut below: Vec<Vec<ObjectiveIx>> = vec![Vec::new(); dag.len()];
        let mut roots = Vec::new();
        for i in dag.all_living().filter(|&i| shown(i)) {
            match dag.primary(i).filter(|&parent| shown(parent)) {
                Some(parent) => below[parent].push(i),
                None => roots.push(i),
            }
        }
        for siblings in below.iter_mut().chain([&mut roots]) {
            siblings.sort_by_key(|&i| key(i));
        }
        let mut forest = Self::default();
        let mut place = vec![None; dag.len()];
        let mut stack: Vec<(ObjectiveIx, Option<usize>)> =
            roots.into_iter().rev().map(|i| (i, None)).collect();
        while let Some((i, parent)) = stack.pop() {
            // A circle, in a file opened with faults, is entered once.
            if place[i].is_some() {
                continue;
            }
            let node = forest.nodes.len();
            place[i] = Some(node);
            let closed = folded.contains(dag.id(i)) && !below[i].is_empty();
            let depth = dag.depth(i).min(lowest);
            let count = if closed { below_count(&below, i) } else { 0 };
            forest.nodes.push(Node { objective: i, depth, children: Vec::new(), folded: count });
            match parent {
                Some(parent) => forest.nodes[parent].children.push(node),
                None => forest.roots.push(node),
            }
            if !closed {
                stack.extend(below[i].iter().rev().map(|&child| (child, Some(node))));
            }
        }
        for i in dag.all_living() {
            let Some(node) = place[i] else { continue };
            let first = dag.primary(i);
            for &parent in dag.parents(i).iter().filter(|&&p| Some(p) != first) {
                if let Some(parent) = place[parent] {
                    forest.second.push((node, parent));
                }
            }
        }
        forest
    }

    /// Whether a node has something under it that has something under it.
    #[must_use]
    pub fn is_deep(&self, node: usize) -> bool {
        self.nodes[node].children.iter().any(|&c| !self.nodes[c].children.is_empty())
    }
}

fn below_count(below: &[Vec<ObjectiveIx>], start: ObjectiveIx) -> usize {
    let mut seen = BTreeSet::from([start]);
    let mut stack = vec![start];
    while let Some(i) = stack.pop() {
        stack.extend(below[i].iter().copied().filter(|&c| seen.insert(c)));
    }
    seen.len() - 1
}
