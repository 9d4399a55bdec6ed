//! Suggestions: objectives ranked for a program, each with reasons that a person can check. It
//! learns from the links that the framework has, at once and offline. It never links.
//!
//! `docs/suggestions.md` has the method and how often it is right.

mod rank;
mod reading;
mod reason;
mod space;
mod text;
mod theme;

use crate::model::{
    Actor, ActorId, Framework, Level, Objective, ObjectiveId, ProgramId, Sector, Table,
};
use rank::{Learned, label, rank};
use reading::Reading;
use std::sync::Arc;

/// An objective that a program may support.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The objective.
    pub objective: ObjectiveId,
    /// How likely it is, of all objectives that may be suggested, from 0 to 1; to order by, not
    /// to be shown.
    pub score: f64,
    /// Why, the strongest first; never empty.
    pub reasons: Vec<Reason>,
}

/// Why an objective is suggested.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The program's text names the objective's code or title: what it says.
    Named(String),
    /// It is part of this program, which is linked there.
    Umbrella(ProgramId),
    /// A part of it, or of the same umbrella, is linked there.
    Part(ProgramId),
    /// Words of the program that the objective or those above it use, as they are written in the
    /// program, the most telling first.
    Words(Vec<String>),
    /// Programs like it that are linked there, the most like it first.
    Alike(Vec<ProgramId>),
    /// So many programs of the same sector are linked there.
    Sector(Sector, u32),
    /// So many programs of the same owner are linked there.
    Owner(ActorId, u32),
    /// So many programs of the same donor are linked there.
    Donor(ActorId, u32),
    /// So many programs in the same place are linked there.
    Place(String, u32),
    /// Themes that both are about.
    Themes(Vec<&'static str>),
}

impl Reason {
    /// The reason in plain words.
    #[must_use]
    pub fn text(&self, framework: &Framework) -> String {
        let title = |id: &ProgramId| {
            framework.program(id).map_or_else(|| id.to_string(), |p| p.title.trim().to_owned())
        };
        let programs =
            |n: u32| if n == 1 { "1 program".to_owned() } else { format!("{n} programs") };
        match self {
            Self::Named(said) => format!("its text names “{said}”"),
            Self::Umbrella(id) => format!("part of “{}”, which is linked here", title(id)),
            Self::Part(id) => format!("“{}”, of the same program, is linked here", title(id)),
            Self::Words(words) => format!("words: {}", words.join(", ")),
            Self::Alike(all) if all.len() == 1 => "1 like it is linked here".to_owned(),
            Self::Alike(all) => format!("{} like it are linked here", all.len()),
            Self::Sector(_, n) => format!("same sector as {n} linked here"),
            Self::Owner(id, n) => {
                format!("{} linked {} here", framework.actor_short(id), programs(*n))
            }
            Self::Donor(id, n) => {
                format!("{} pays for {} linked here", framework.actor_short(id), programs(*n))
            }
            Self::Place(place, n) => format!("same place ({place}) as {n} linked here"),
            Self::Themes(themes) => format!("both about {}", themes.join(", ")),
        }
    }
}

/// What is known of words, programs and links of a framework, to suggest from.
#[derive(Debug)]
pub struct Suggester {
    reading: Reading,
    learned: Learned,
    /// What else was read, to see whether it still says the same.
    actors: Table<ActorId, Arc<Actor>>,
    objectives: Table<ObjectiveId, Arc<Objective>>,
    levels: Vec<Level>,
}

impl Suggester {
    /// Reads a framework: some tenths of a second for 5,000 programs.
    #[must_use]
    pub fn new(framework: &Framework) -> Self {
        let reading = Reading::new(framework);
        Self {
            learned: Learned::new(&reading),
            reading,
            actors: framework.actors().clone(),
            objectives: framework.objectives().clone(),
            levels: framework.head().levels.clone(),
        }
    }

    /// Whether no more than links, decisions and what is not read has changed since: then
    /// [`renew`](Self::renew) takes a moment, else as long as [`new`](Self::new).
    #[must_use]
    pub fn is_near(&self, framework: &Framework) -> bool {
        self.reads_the_same(framework) && rank::changed(&self.reading, framework).is_some()
    }

    /// Learns what has changed since: gives exactly what a new one gives.
    pub fn renew(&mut self, framework: &Framework) {
        let same = self.reads_the_same(framework);
        let changed = rank::changed(&self.reading, framework).filter(|_| same);
        let Some(changed) = changed else {
            *self = Self::new(framework);
            return;
        };
        for (place, record) in changed {
            let label = label(&self.reading, record);
            self.learned.learn(&self.reading, place, label);
            self.reading.programs[place].record = Arc::clone(record);
        }
        self.actors = framework.actors().clone();
        self.objectives = framework.objectives().clone();
    }

    fn reads_the_same(&self, framework: &Framework) -> bool {
        self.levels == framework.head().levels
            && self.actors.len() == framework.actors().len()
            && self.objectives.len() == framework.objectives().len()
            && self.actors.iter().zip(framework.actors()).all(|(a, b)| {
                let names = |x: &Actor, y: &Actor| x.name == y.name && x.acronym == y.acronym;
                a.0 == b.0 && (Arc::ptr_eq(a.1, b.1) || names(a.1, b.1))
            })
            && self
                .objectives
                .iter()
                .zip(framework.objectives())
                .all(|(a, b)| a.0 == b.0 && (Arc::ptr_eq(a.1, b.1) || reason::same_texts(a.1, b.1)))
    }

    /// The objectives that a program is not linked to and may support, the best first: of those
    /// that may be suggested the ones for which there is a reason.
    #[must_use]
    pub fn suggest(&self, program: &ProgramId, top: usize) -> Vec<Suggestion> {
        let Some(place) = self.reading.program(program) else { return Vec::new() };
        let ranking = rank(&self.reading, &self.learned, place);
        let record = &self.reading.programs[place].record;
        let mut order: Vec<usize> = (0..ranking.likely.len()).collect();
        order.sort_by(|a, b| ranking.likely[*b].total_cmp(&ranking.likely[*a]).then(a.cmp(b)));
        let suggestion = |objective: usize| {
            let id = &self.reading.objectives[objective].0;
            if record.links.contains_key(id) {
                return None;
            }
            let reasons = reason::reasons(&self.reading, &self.learned, &ranking, place, objective);
            let score = f64::from(ranking.likely[objective]);
            (!reasons.is_empty()).then(|| Suggestion { objective: id.clone(), score, reasons })
        };
        order.into_iter().take(top.saturating_mul(4)).filter_map(suggestion).take(top).collect()
    }

    /// The objectives that may be suggested, by how likely a program supports them, with or
    /// without a reason, linked or not: what the measure of accuracy counts.
    #[must_use]
    pub fn ranked(&self, program: &ProgramId) -> Vec<ObjectiveId> {
        let Some(place) = self.reading.program(program) else { return Vec::new() };
        let likely = rank(&self.reading, &self.learned, place).likely;
        let mut order: Vec<usize> = (0..likely.len()).collect();
        order.sort_by(|a, b| likely[*b].total_cmp(&likely[*a]).then(a.cmp(b)));
        order.into_iter().map(|objective| self.reading.objectives[objective].0.clone()).collect()
    }

    /// Programs of the same owner without link or decision that are like this one, the most like
    /// it first: what the group is likely to decide in the same way.
    #[must_use]
    pub fn alike(&self, program: &ProgramId) -> Vec<ProgramId> {
        let Some(place) = self.reading.program(program) else { return Vec::new() };
        let read = &self.reading.programs[place];
        let near = self.reading.near(place);
        let same = |other: &usize| {
            let of = &self.reading.programs[*other];
            let words = space::dot(&read.words, &of.words);
            of.record.owner == read.record.owner
                && self.learned.open(*other)
                && (words >= SAME_WORDS
                    || of.record.part_of.is_some() && of.record.part_of == read.record.part_of)
        };
        let mut found: Vec<usize> =
            (0..near.len()).filter(|other| *other != place && near[*other] > 0.0).collect();
        found.retain(same);
        found.sort_by(|a, b| near[*b].total_cmp(&near[*a]).then(a.cmp(b)));
        found.truncate(MOST_ALIKE);
        found.into_iter().map(|other| self.reading.programs[other].id.clone()).collect()
    }
}

/// How much of their words two programs must share to be decided together.
const SAME_WORDS: f32 = 0.4;

/// How many programs are offered to be decided together.
const MOST_ALIKE: usize = 50;
