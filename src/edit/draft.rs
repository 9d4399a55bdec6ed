//! A draft: the records that a command touches, over the framework it is planned for.

use super::EditError;
use crate::model::{
    Actor, ActorId, Change, Delta, Edit, Framework, Head, Mechanism, MechanismId, Milestone,
    MilestoneId, Objective, ObjectiveId, Pin, Program, ProgramId, Scene, SceneId, Tension,
    TensionId,
};
use std::collections::BTreeMap;
use std::sync::Arc;

type Overlay<K, T> = BTreeMap<K, Option<Arc<T>>>;

/// Records as a command would leave them; what is not here is as it is in the framework.
pub(super) struct Draft<'a> {
    pub base: &'a Framework,
    head: Option<Arc<Head>>,
    actors: Overlay<ActorId, Actor>,
    objectives: Overlay<ObjectiveId, Objective>,
    programs: Overlay<ProgramId, Program>,
    tensions: Overlay<TensionId, Tension>,
    mechanisms: Overlay<MechanismId, Mechanism>,
    milestones: Overlay<MilestoneId, Milestone>,
    scenes: Overlay<SceneId, Scene>,
    pins: Overlay<ObjectiveId, Pin>,
}

macro_rules! tables {
    ($($many:ident $one:ident $put:ident $base_many:ident $base_one:ident $kind:literal $variant:ident: $id:ty => $record:ty;)*) => {
        impl<'a> Draft<'a> {
            /// Starts from a framework.
            pub(super) fn new(base: &'a Framework) -> Self {
                Self { base, head: None, $($many: BTreeMap::new(),)* }
            }

            $(
                /// The record, if there is one.
                pub(super) fn $one(&self, id: &$id) -> Option<&Arc<$record>> {
                    match self.$many.get(id) {
                        Some(record) => record.as_ref(),
                        None => self.base.$base_one(id),
                    }
                }

                /// All records, those in the draft last.
                #[allow(dead_code, reason = "not every kind is walked")]
                pub(super) fn $many(&self) -> Vec<($id, Arc<$record>)> {
                    let old = self.base.$base_many().iter();
                    let old = old.filter(|(id, _)| !self.$many.contains_key(*id));
                    let old = old.map(|(id, record)| (id.clone(), Arc::clone(record)));
                    let new = self.$many.iter();
                    old.chain(new.filter_map(|(id, r)| Some((id.clone(), Arc::clone(r.as_ref()?)))))
                        .collect()
                }

                /// Puts a record in place, or takes it away.
                pub(super) fn $put(&mut self, id: &$id, record: Option<$record>) {
                    self.$many.insert(id.clone(), record.map(Arc::new));
                }
            )*

            /// The change that leads from the framework to the draft.
            pub(super) fn change(self) -> Result<Change, EditError> {
                let mut edits = Vec::new();
                if let Some(head) = self.head && head != *self.base.head() {
                    clean("framework", self.base.head().id.as_str(), &*head)?;
                    let before = Some(Arc::clone(self.base.head()));
                    edits.push(Edit::Head(Delta { before, after: Some(head) }));
                }
                $(
                    for (id, after) in self.$many {
                        let before = self.base.$base_one(&id).cloned();
                        if before == after {
                            continue;
                        }
                        if let Some(record) = &after {
                            clean($kind, id.as_str(), &**record)?;
                        }
                        edits.push(Edit::$variant(id, Delta { before, after }));
                    }
                )*
                Ok(Change { edits })
            }
        }
    };
}

tables! {
    actors actor put_actor actors actor "actor" Actor: ActorId => Actor;
    objectives objective put_objective objectives objective "objective" Objective: ObjectiveId => Objective;
    programs program put_program programs program "program" Program: ProgramId => Program;
    tensions tension put_tension tensions tension "tension" Tension: TensionId => Tension;
    mechanisms mechanism put_mechanism mechanisms mechanism "mechanism" Mechanism: MechanismId => Mechanism;
    milestones milestone put_milestone milestones milestone "milestone" Milestone: MilestoneId => Milestone;
    scenes scene put_scene scenes scene "scene" Scene: SceneId => Scene;
    pins pin put_pin pinned pin "pin" Pin: ObjectiveId => Pin;
}

impl Draft<'_> {
    /// The head.
    pub(super) fn head(&self) -> &Arc<Head> {
        self.head.as_ref().unwrap_or(self.base.head())
    }

    /// Puts the head in place.
    pub(super) fn put_head(&mut self, head: Head) {
        self.head = Some(Arc::new(head));
    }
}

/// Refuses control characters: a document that holds one could not be opened again.
fn clean<T: serde::Serialize>(kind: &'static str, id: &str, record: &T) -> Result<(), EditError> {
    let plain = ron::ser::PrettyConfig::new().escape_strings(false);
    let text = ron::ser::to_string_pretty(record, plain).unwrap_or_default();
    let control = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t');
    match control {
        Some(c) => Err(EditError::Control { kind, id: id.to_owned(), code: u32::from(c) }),
        None => Ok(()),
    }
}
