//! What a filter leaves in sight: the one rule for the canvas and for pictures. Looks at records
//! only; hides nothing itself.

use crate::layout;
use crate::model::{Filter, Framework, Objective};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small letters without accents, so that « élection » is found by « election ».
fn plain(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

fn holds(objective: &Objective, words: &str) -> bool {
    let mut texts = vec![layout::caption(objective)];
    texts.extend(objective.description.clone());
    texts.extend(objective.translations.values().filter_map(|t| t.title.clone()));
    texts.iter().any(|text| plain(text).contains(words))
}

/// Whether an objective matches every part of a filter that is given.
#[must_use]
pub fn matches(filter: &Filter, framework: &Framework, objective: &Objective) -> bool {
    let Filter { text, levels, dimensions, actors, side } = filter;
    let named = || objective.lead.iter().chain(&objective.co_lead).chain(&objective.supporting);
    text.as_ref().is_none_or(|text| holds(objective, &plain(text)))
        && (levels.is_empty() || levels.contains(&objective.level))
        && (dimensions.is_empty() || objective.dimensions.iter().any(|d| dimensions.contains(d)))
        && (actors.is_empty() || named().any(|actor| actors.contains(actor)))
        && side.is_none_or(|side| {
            let lead = objective.lead.as_ref().and_then(|id| framework.actor(id));
            lead.is_some_and(|actor| actor.side == side)
        })
}
