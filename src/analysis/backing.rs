//! Who backs an objective, who objects, and where backing is only presumed
//! (DESIGN.md, section 5).

use super::index::Index;
use crate::model::Side;

/// What one actor holds of one objective.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Voice {
    /// Nothing can be told.
    #[default]
    Silent,
    /// Backs it by its own position.
    Backs,
    /// Backs, or is presumed to back, one that this contributes to.
    Presumed,
    /// Objects, by its own position or to one that this contributes to.
    Objects,
    /// Has a position that is neither.
    Neutral,
}

/// The voices of all actors who have any position, on every living objective.
#[derive(Debug)]
pub(super) struct Voices {
    /// Actors with a position, and their voice on each objective.
    rows: Vec<(usize, Vec<Voice>)>,
    /// Whether at least one internal core-group actor backs, and none objects.
    pub locally_owned: Vec<bool>,
    /// Whether an internal core-group actor is presumed to back, and none objects.
    pub locally_presumed: Vec<bool>,
}

impl Voices {
    pub(super) fn new(index: &Index) -> Self {
        let mut speakers: Vec<usize> = index
            .objectives
            .iter()
            .flat_map(|o| o.positions.keys())
            .filter_map(|id| index.actor(id))
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        let rows: Vec<_> = speakers.iter().map(|&a| (a, voice_of(index, a))).collect();
        let local = |row: &&(usize, Vec<Voice>)| {
            index.actors[row.0].side == Side::Internal && index.actors[row.0].core_group
        };
        let any =
            |objective: usize, voice| rows.iter().filter(local).any(|r| r.1[objective] == voice);
        let all = 0..index.objectives.len();
        let owned = |o, voice| any(o, voice) && !any(o, Voice::Objects);
        let locally_owned = all.clone().map(|o| owned(o, Voice::Backs)).collect();
        let locally_presumed = all.map(|o| owned(o, Voice::Presumed)).collect();
        Self { rows, locally_owned, locally_presumed }
    }

    /// The actors who object to an objective.
    pub(super) fn objectors(&self, objective: usize) -> impl Iterator<Item = usize> {
        let objects = move |row: &&(usize, Vec<Voice>)| row.1[objective] == Voice::Objects;
        self.rows.iter().filter(objects).map(|row| row.0)
    }

    /// The voice of an actor on an objective.
    pub(super) fn of(&self, actor: usize, objective: usize) -> Voice {
        let row = self.rows.iter().find(|row| row.0 == actor);
        row.map_or(Voice::Silent, |row| row.1[objective])
    }
}

fn voice_of(index: &Index, actor: usize) -> Vec<Voice> {
    let mut voices = vec![Voice::Silent; index.objectives.len()];
    for &objective in index.dag.from_top() {
        let own = index.objectives[objective].positions.get(index.actor_ids[actor]);
        voices[objective] = match own {
            _ if !index.dag.living(objective) => Voice::Silent,
            Some(position) if position.stance.backs() => Voice::Backs,
            Some(position) if position.stance.objects() => Voice::Objects,
            Some(_) => Voice::Neutral,
            None => {
                let above = || index.dag.parents(objective).iter().map(|&p| voices[p]);
                if above().any(|v| v == Voice::Objects) {
                    Voice::Objects
                } else if above().any(|v| matches!(v, Voice::Backs | Voice::Presumed)) {
                    Voice::Presumed
                } else {
                    Voice::Silent
                }
            }
        };
    }
    voices
}
