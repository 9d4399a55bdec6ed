//! The objectives as a directed acyclic graph, over petgraph: who contributes to whom, what
//! reaches the strategy, what lies above. petgraph's indices never leave this module; outside,
//! an objective is its place in the order of ids.
//!
//! Retired objectives are in the graph and carry nothing: no edge leads to or from one.

use crate::model::{Framework, Objective, ObjectiveId, ObjectiveStatus, Rank};
use petgraph::Direction;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// The place of an objective in the order of ids.
pub type ObjectiveIx = usize;

/// The graph of objectives.
#[derive(Debug, Clone)]
pub struct Dag {
    ids: Vec<ObjectiveId>,
    parents: Vec<Vec<ObjectiveIx>>,
    children: Vec<Vec<ObjectiveIx>>,
    depth: Vec<usize>,
    living: Vec<bool>,
    reaches: Vec<bool>,
    above: Vec<Vec<ObjectiveIx>>,
    from_top: Vec<ObjectiveIx>,
    primary: Vec<Option<ObjectiveIx>>,
}

impl Dag {
    /// Builds the graph. A framework with faults gives one too: what does not resolve has no
    /// edge, and a circle is cut where it is met.
    #[must_use]
    pub fn new(framework: &Framework) -> Self {
        let records: Vec<_> = framework.objectives().values().collect();
        let ids: Vec<ObjectiveId> = framework.objectives().keys().cloned().collect();
        let place: BTreeMap<&ObjectiveId, usize> = ids.iter().zip(0..).collect();
        let living: Vec<bool> =
            records.iter().map(|o| o.status != ObjectiveStatus::Retired).collect();
        let depth: Vec<usize> =
            records.iter().map(|o| framework.depth_of(&o.level).unwrap_or(usize::MAX)).collect();
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(ids.len(), ids.len());
        for _ in &ids {
            graph.add_node(());
        }
        for (child, record) in records.iter().enumerate().filter(|(i, _)| living[*i]) {
            for parent in record.contributes_to.keys() {
                if let Some(&parent) = place.get(parent).filter(|&&p| living[p] && p != child) {
                    graph.add_edge(NodeIndex::new(child), NodeIndex::new(parent), ());
                }
            }
        }
        let next = |i: usize, direction| -> Vec<usize> {
            let mut all: Vec<usize> = graph
                .neighbors_directed(NodeIndex::new(i), direction)
                .map(NodeIndex::index)
                .collect();
            all.sort_unstable();
            all
        };
        let parents: Vec<_> = (0..ids.len()).map(|i| next(i, Direction::Outgoing)).collect();
        let children: Vec<_> = (0..ids.len()).map(|i| next(i, Direction::Incoming)).collect();
        // Strongly connected components come in reverse topological order: what others
        // contribute to first.
        let from_top: Vec<usize> =
            kosaraju_scc(&graph).into_iter().flatten().map(NodeIndex::index).collect();
        let mut reaches: Vec<bool> = (0..ids.len()).map(|i| living[i] && depth[i] == 0).collect();
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
        for &i in &from_top {
            let mut all = parents[i].clone();
            for &parent in &parents[i] {
                reaches[i] |= reaches[parent];
                all.extend_from_slice(&above[parent]);
            }
            all.sort_unstable();
            all.dedup();
            above[i] = all;
        }
        let mut dag = Self {
            primary: vec![None; ids.len()],
            ids,
            parents,
            children,
            depth,
            living,
            reaches,
            above,
            from_top,
        };
        dag.choose_primaries(&records);
        dag
    }

    /// The parent that each objective is drawn under: at the nearest higher level; among these
    /// the first as the whole is read, from the first top down.
    fn choose_primaries(&mut self, records: &[&std::sync::Arc<Objective>]) {
        let mut path: Vec<Vec<(usize, &Rank, ObjectiveIx)>> = vec![Vec::new(); self.ids.len()];
        for &i in &self.from_top {
            let gap = |p: ObjectiveIx| self.depth[i].abs_diff(self.depth[p]);
            let parents = self.parents[i].iter().copied();
            let first =
                parents.min_by(|&a, &b| gap(a).cmp(&gap(b)).then_with(|| path[a].cmp(&path[b])));
            let mut own = first.map_or_else(Vec::new, |p| path[p].clone());
            own.push((self.depth[i], &records[i].rank, i));
            path[i] = own;
            self.primary[i] = first;
        }
    }

    /// The parent that an objective is drawn under.
    #[must_use]
    pub fn primary(&self, i: ObjectiveIx) -> Option<ObjectiveIx> {
        self.primary[i]
    }

    /// How many objectives there are, retired ones too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id of an objective.
    #[must_use]
    pub fn id(&self, i: ObjectiveIx) -> &ObjectiveId {
        &self.ids[i]
    }

    /// The place of an objective, if the framework has it.
    #[must_use]
    pub fn find(&self, id: &ObjectiveId) -> Option<ObjectiveIx> {
        self.ids.binary_search(id).ok()
    }

    /// The living objectives that it contributes to.
    #[must_use]
    pub fn parents(&self, i: ObjectiveIx) -> &[ObjectiveIx] {
        &self.parents[i]
    }

    /// The living objectives that contribute to it.
    #[must_use]
    pub fn children(&self, i: ObjectiveIx) -> &[ObjectiveIx] {
        &self.children[i]
    }

    /// Which level from the top, 0 first; `usize::MAX` for a level the framework lacks.
    #[must_use]
    pub fn depth(&self, i: ObjectiveIx) -> usize {
        self.depth[i]
    }

    /// Whether it is not retired.
    #[must_use]
    pub fn living(&self, i: ObjectiveIx) -> bool {
        self.living[i]
    }

    /// Whether it is a top objective or contributes, directly or through others, to one.
    #[must_use]
    pub fn reaches(&self, i: ObjectiveIx) -> bool {
        self.reaches[i]
    }

    /// All living objectives above it, directly or through others, without itself.
    #[must_use]
    pub fn above(&self, i: ObjectiveIx) -> &[ObjectiveIx] {
        &self.above[i]
    }

    /// All objectives, each after those it contributes to.
    #[must_use]
    pub fn from_top(&self) -> &[ObjectiveIx] {
        &self.from_top
    }

    /// The living objectives, in the order of ids.
    pub fn all_living(&self) -> impl Iterator<Item = ObjectiveIx> {
        (0..self.ids.len()).filter(|&i| self.living[i])
    }
}
