//! The objectives as the window walks them: each under the one it is drawn under, in order.

use crate::analysis::{Analysis, Finding, objective_findings};
use crate::graph::Dag;
use crate::layout::Forest;
use crate::model::{Actor, Date, Framework, Head, Objective, ObjectiveId, Pin};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One objective in the tree.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub id: ObjectiveId,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// How many levels below the first.
    pub depth: usize,
    /// How many branches it hangs on.
    pub indent: usize,
}

/// What a tree is made of.
#[derive(Debug, Clone)]
struct Records {
    head: Arc<Head>,
    objectives: Vec<Arc<Objective>>,
    actors: Vec<Arc<Actor>>,
    pins: Vec<Arc<Pin>>,
}

/// All living objectives, each before those under it.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    pub branches: Vec<Branch>,
    pub roots: Vec<usize>,
    /// What is found of each objective by itself.
    pub findings: BTreeMap<ObjectiveId, Vec<Finding>>,
    place: BTreeMap<ObjectiveId, usize>,
    /// The records that it was made of.
    of: Option<Records>,
}

impl Tree {
    pub(super) fn new(framework: &Framework, analysis: &Analysis, today: Date) -> Self {
        let dag = Dag::new(framework);
        let forest = Forest::new(framework, &dag, &BTreeSet::new(), None);
        let mut branches: Vec<Branch> = forest
            .nodes
            .iter()
            .map(|node| Branch {
                id: dag.id(node.objective).clone(),
                parent: None,
                children: node.children.clone(),
                depth: node.depth,
                indent: 0,
            })
            .collect();
        for (place, node) in forest.nodes.iter().enumerate() {
            for &child in &node.children {
                branches[child].parent = Some(place);
                branches[child].indent = branches[place].indent + 1;
            }
        }
        let place = branches.iter().enumerate().map(|(i, b)| (b.id.clone(), i)).collect();
        let of = Some(Records {
            head: Arc::clone(framework.head()),
            objectives: framework.objectives().values().cloned().collect(),
            actors: framework.actors().values().cloned().collect(),
            pins: framework.pinned().values().cloned().collect(),
        });
        let findings = objective_findings(framework, analysis, today);
        Self { branches, roots: forest.roots, findings, place, of }
    }

    /// Whether it is of these objectives still: then the layout is too, whatever else changed.
    pub(super) fn is_of(&self, framework: &Framework) -> bool {
        fn same<'a, T: 'a>(
            old: &[Arc<T>],
            mut new: impl ExactSizeIterator<Item = &'a Arc<T>>,
        ) -> bool {
            new.len() == old.len()
                && old.iter().all(|o| new.next().is_some_and(|n| Arc::ptr_eq(o, n)))
        }
        self.of.as_ref().is_some_and(|of| {
            Arc::ptr_eq(&of.head, framework.head())
                && same(&of.objectives, framework.objectives().values())
                && same(&of.actors, framework.actors().values())
                && same(&of.pins, framework.pinned().values())
        })
    }

    pub(super) fn find(&self, id: &ObjectiveId) -> Option<usize> {
        self.place.get(id).copied()
    }

    /// The siblings of a branch, itself among them, in order.
    pub(super) fn siblings(&self, branch: usize) -> &[usize] {
        match self.branches[branch].parent {
            Some(parent) => &self.branches[parent].children,
            None => &self.roots,
        }
    }

    /// The sibling so many places further on.
    pub(super) fn sibling(&self, branch: usize, by: isize) -> Option<usize> {
        let siblings = self.siblings(branch);
        let place = siblings.iter().position(|s| *s == branch)?;
        siblings.get(place.checked_add_signed(by)?).copied()
    }

    pub(super) fn id(&self, branch: usize) -> &ObjectiveId {
        &self.branches[branch].id
    }

    /// Whether an objective stands under another, at any depth.
    pub(super) fn is_below(&self, branch: usize, above: usize) -> bool {
        let mut at = self.branches[branch].parent;
        while let Some(parent) = at {
            if parent == above {
                return true;
            }
            at = self.branches[parent].parent;
        }
        false
    }

    /// Those of a selection that stand under no other of it, in the order of the tree.
    pub(super) fn uppermost(&self, ids: &BTreeSet<ObjectiveId>) -> Vec<usize> {
        let chosen: BTreeSet<usize> = ids.iter().filter_map(|id| self.find(id)).collect();
        let free = |&&b: &&usize| !chosen.iter().any(|&other| self.is_below(b, other));
        chosen.iter().filter(free).copied().collect()
    }
}
