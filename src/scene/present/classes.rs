//! What the color of cards means: at most seven classes and "other". No class names an actor
//! unless names are shown, and none an amount unless amounts are.

use super::Shown;
use crate::analysis::{Analysis, names};
use crate::model::{ColorBy, Framework, Objective, ObjectiveId, ObjectiveStatus};
use crate::scene::{Color, Theme};
use std::collections::BTreeMap;

/// The classes besides "other".
const MOST: usize = 7;

/// Colors that are told apart by most who are color-blind (Okabe and Ito 2008), without the
/// vermillion, which means no link shown.
const APART: [Color; MOST] = [
    Color::hex(0x00_72B2),
    Color::hex(0xE6_9F00),
    Color::hex(0x00_9E73),
    Color::hex(0xCC_79A7),
    Color::hex(0x56_B4E9),
    Color::hex(0xF0_E442),
    Color::hex(0x00_0000),
];

/// From little to much, even for the color-blind: cividis (Nuñez, Anderton and Renslow 2018).
const RISING: [Color; 6] = [
    Color::hex(0xFE_E838),
    Color::hex(0xCF_BE5F),
    Color::hex(0x9C_9575),
    Color::hex(0x6C_6E72),
    Color::hex(0x3B_496C),
    Color::hex(0x00_224E),
];

const OTHER: Color = Color::hex(0xB8_BCC2);

/// What one color means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class {
    pub word: String,
    pub color: Color,
}

/// The classes that occur, in their order, and which of them each objective is of.
#[derive(Debug, Default)]
pub(super) struct Classes {
    pub all: Vec<Class>,
    of: BTreeMap<ObjectiveId, usize>,
}

impl Classes {
    /// What the color of an objective's card means.
    pub(super) fn of(&self, id: &ObjectiveId) -> Option<&Class> {
        self.of.get(id).and_then(|&class| self.all.get(class))
    }
}

/// How an objective is told apart from others: by a word, or by its place on a scale.
enum Value {
    Word(String),
    Step(usize, String),
    Nothing(&'static str),
}

/// Sorts objectives, each with how many levels it stands below the first, into classes.
pub(super) fn classes(
    framework: &Framework,
    analysis: &Analysis,
    (by, shown): (ColorBy, Shown),
    ids: &[(ObjectiveId, usize)],
    theme: &Theme,
) -> Classes {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut values = Vec::new();
    for (id, depth) in ids {
        let Some(objective) = framework.objective(id) else { continue };
        let value = value(framework, analysis, (by, shown), (id, objective, *depth));
        if let Value::Word(word) = &value {
            *counts.entry(word.clone()).or_default() += 1;
        }
        values.push((id.clone(), value));
    }
    // The most frequent words have a color each.
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MOST);
    let mut found: BTreeMap<usize, Class> = BTreeMap::new();
    let mut of = BTreeMap::new();
    for (id, value) in values {
        let (order, class) = match value {
            Value::Step(step, word) => {
                let color =
                    if by == ColorBy::Level { theme.band(step) } else { RISING[step.min(5)] };
                (step, Class { word, color })
            }
            Value::Word(word) => match words.iter().position(|(other, _)| *other == word) {
                Some(place) => (place, Class { word, color: APART[place] }),
                None => (MOST, Class { word: "other".to_owned(), color: OTHER }),
            },
            Value::Nothing(word) => {
                (MOST + 1, Class { word: word.to_owned(), color: Color::hex(0xFF_FFFF) })
            }
        };
        found.entry(order).or_insert(class);
        of.insert(id, order);
    }
    let places: BTreeMap<usize, usize> = found.keys().copied().zip(0..).collect();
    let of = of.into_iter().filter_map(|(id, order)| Some((id, *places.get(&order)?))).collect();
    Classes { all: found.into_values().collect(), of }
}

/// What tells an objective apart.
fn value(
    framework: &Framework,
    analysis: &Analysis,
    (by, shown): (ColorBy, Shown),
    (id, objective, depth): (&ObjectiveId, &Objective, usize),
) -> Value {
    let head = framework.head();
    let card = analysis.objectives.get(id).copied().unwrap_or_default();
    match by {
        ColorBy::Level => {
            let title = head.levels.get(depth).map_or("no level", |level| level.title.as_str());
            Value::Step(depth, title.to_owned())
        }
        ColorBy::Dimension => match objective.dimensions.first() {
            Some(first) => Value::Word(names::dimension(head, first.as_str())),
            None => Value::Nothing("no dimension"),
        },
        ColorBy::Lead => match objective.lead.as_ref().and_then(|id| framework.actor(id)) {
            Some(actor) if shown.names => Value::Word(actor.short().to_owned()),
            Some(actor) => Value::Word(names::side(actor.side).to_owned()),
            None => Value::Nothing("no lead"),
        },
        ColorBy::Status => Value::Word(match objective.status {
            ObjectiveStatus::Agreed => "agreed".to_owned(),
            ObjectiveStatus::Proposed => "not yet agreed".to_owned(),
            ObjectiveStatus::Retired => "retired".to_owned(),
        }),
        ColorBy::Backing => {
            let backing = objective.positions.values().filter(|p| p.stance.backs()).count();
            let (step, words) = step(backing as u64, &[1, 2, 3, 5]);
            Value::Step(step, format!("backed by {words}"))
        }
        ColorBy::Programs => {
            let (step, words) = step(u64::from(card.programs), &[1, 5, 10, 25, 100]);
            Value::Step(step, format!("{words} programs"))
        }
        ColorBy::Money => money(card.money.to_f64(), shown.amounts),
    }
}

/// The step of a count between bounds, and its words: "5–9".
fn step(count: u64, bounds: &[u64]) -> (usize, String) {
    let step = bounds.partition_point(|bound| *bound <= count);
    let words = match (step.checked_sub(1).map(|low| bounds[low]), bounds.get(step)) {
        (None, _) => "no".to_owned(),
        (Some(low), Some(high)) if low + 1 == *high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{}", high - 1),
        (Some(low), None) => format!("{low} or more"),
    };
    (step, words)
}

/// The step of an amount; without its figure where amounts are not shown.
fn money(amount: f64, shown: bool) -> Value {
    let steps: [(f64, &str, &str); 5] = [
        (100e6, "100 m or more", "most money"),
        (10e6, "10–100 m", "much money"),
        (1e6, "1–10 m", "some money"),
        (1.0, "under 1 m", "little money"),
        (f64::NEG_INFINITY, "no money known", "no money known"),
    ];
    let place = steps.iter().position(|(from, ..)| amount >= *from).unwrap_or(4);
    let (_, figure, word) = steps[place];
    let step = if place == 4 { 0 } else { 5 - place };
    Value::Step(step, if shown { figure } else { word }.to_owned())
}
