//! Changes: lists of records before and after. `Framework::apply` is the only door by which a
//! framework is changed; undo is a change's inverse.

use super::actor::Actor;
use super::coordination::{Mechanism, Milestone, Pin, Scene};
use super::framework::{Framework, Head};
use super::id::{ActorId, MechanismId, MilestoneId, ObjectiveId, ProgramId, SceneId, TensionId};
use super::invariants::{self, Fault};
use super::objective::Objective;
use super::program::Program;
use super::table::Table;
use super::tension::Tension;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One record before and after; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta<T> {
    /// The record as it must be for the change to fit.
    pub before: Option<Arc<T>>,
    /// The record as it will be.
    pub after: Option<Arc<T>>,
}

impl<T> Delta<T> {
    fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

/// A change of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Of the head; it is always there.
    Head(Delta<Head>),
    /// Of an actor.
    Actor(ActorId, Delta<Actor>),
    /// Of an objective.
    Objective(ObjectiveId, Delta<Objective>),
    /// Of a program.
    Program(ProgramId, Delta<Program>),
    /// Of a tension.
    Tension(TensionId, Delta<Tension>),
    /// Of a mechanism.
    Mechanism(MechanismId, Delta<Mechanism>),
    /// Of a milestone.
    Milestone(MilestoneId, Delta<Milestone>),
    /// Of a scene.
    Scene(SceneId, Delta<Scene>),
    /// Of a pinned card.
    Pin(ObjectiveId, Delta<Pin>),
}

/// Records before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The edits; each record stands in at most one.
    pub edits: Vec<Edit>,
}

/// Why a change was refused. The framework is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The framework is no longer what the change was made for.
    #[error("the framework has changed since; do it again")]
    Stale,
    /// The change would break invariants.
    #[error("{}", .0.iter().map(|f| f.message.as_str()).collect::<Vec<_>>().join("; "))]
    Faults(Vec<Fault>),
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let edits = self.edits.iter().rev().map(|edit| match edit {
            Edit::Head(d) => Edit::Head(d.inverse()),
            Edit::Actor(id, d) => Edit::Actor(id.clone(), d.inverse()),
            Edit::Objective(id, d) => Edit::Objective(id.clone(), d.inverse()),
            Edit::Program(id, d) => Edit::Program(id.clone(), d.inverse()),
            Edit::Tension(id, d) => Edit::Tension(id.clone(), d.inverse()),
            Edit::Mechanism(id, d) => Edit::Mechanism(id.clone(), d.inverse()),
            Edit::Milestone(id, d) => Edit::Milestone(id.clone(), d.inverse()),
            Edit::Scene(id, d) => Edit::Scene(id.clone(), d.inverse()),
            Edit::Pin(id, d) => Edit::Pin(id.clone(), d.inverse()),
        });
        Self { edits: edits.collect() }
    }

    /// The change that makes one framework of another.
    #[must_use]
    pub fn between(before: &Framework, after: &Framework) -> Self {
        fn rows<K: Ord + Clone, T: PartialEq>(
            edits: &mut Vec<Edit>,
            before: &Table<K, Arc<T>>,
            after: &Table<K, Arc<T>>,
            edit: fn(K, Delta<T>) -> Edit,
        ) {
            let added = after.keys().filter(|id| !before.contains_key(*id));
            for id in before.keys().chain(added) {
                let delta =
                    Delta { before: before.get(id).cloned(), after: after.get(id).cloned() };
                if delta.before != delta.after {
                    edits.push(edit(id.clone(), delta));
                }
            }
        }
        let (b, a) = (before.parts(), after.parts());
        let mut edits = Vec::new();
        if b.head != a.head {
            let head = |head: &Arc<Head>| Some(Arc::clone(head));
            edits.push(Edit::Head(Delta { before: head(&b.head), after: head(&a.head) }));
        }
        rows(&mut edits, &b.actors, &a.actors, Edit::Actor);
        rows(&mut edits, &b.objectives, &a.objectives, Edit::Objective);
        rows(&mut edits, &b.programs, &a.programs, Edit::Program);
        rows(&mut edits, &b.tensions, &a.tensions, Edit::Tension);
        rows(&mut edits, &b.mechanisms, &a.mechanisms, Edit::Mechanism);
        rows(&mut edits, &b.milestones, &a.milestones, Edit::Milestone);
        rows(&mut edits, &b.scenes, &a.scenes, Edit::Scene);
        rows(&mut edits, &b.pinned, &a.pinned, Edit::Pin);
        Self { edits }
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }
}

impl Framework {
    /// Applies a change, all of it or nothing.
    ///
    /// # Errors
    /// When a record is not as the change expects it, or an invariant would break.
    pub fn apply(&mut self, change: &Change) -> Result<(), Refused> {
        for (done, edit) in change.edits.iter().enumerate() {
            if !self.put(edit) {
                for edit in (Change { edits: change.edits[..done].to_vec() }).inverse().edits {
                    self.put(&edit);
                }
                return Err(Refused::Stale);
            }
        }
        let faults = invariants::faults_after(self, change);
        if faults.is_empty() {
            return Ok(());
        }
        for edit in change.inverse().edits {
            self.put(&edit);
        }
        Err(Refused::Faults(faults))
    }

    /// Puts one record in place if the one there is the one expected.
    fn put(&mut self, edit: &Edit) -> bool {
        fn row<K: Ord + Clone, T: Eq>(table: &mut Table<K, Arc<T>>, id: &K, d: &Delta<T>) -> bool {
            if table.get(id) != d.before.as_ref() {
                return false;
            }
            match &d.after {
                Some(record) => table.insert(id.clone(), Arc::clone(record)),
                None => table.remove(id),
            };
            true
        }
        let parts = &mut self.0;
        match edit {
            Edit::Head(d) => match (&d.before, &d.after) {
                (Some(before), Some(after)) if *before == parts.head => {
                    parts.head = Arc::clone(after);
                    true
                }
                _ => false,
            },
            Edit::Actor(id, d) => row(&mut parts.actors, id, d),
            Edit::Objective(id, d) => row(&mut parts.objectives, id, d),
            Edit::Program(id, d) => row(&mut parts.programs, id, d),
            Edit::Tension(id, d) => row(&mut parts.tensions, id, d),
            Edit::Mechanism(id, d) => row(&mut parts.mechanisms, id, d),
            Edit::Milestone(id, d) => row(&mut parts.milestones, id, d),
            Edit::Scene(id, d) => row(&mut parts.scenes, id, d),
            Edit::Pin(id, d) => row(&mut parts.pinned, id, d),
        }
    }
}
