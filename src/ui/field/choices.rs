//! What pickers choose from: records of the framework and the code lists.

use super::Choice;
use crate::layout::caption;
use crate::model::{
    ActorId, Country, Currency, DimensionId, Framework, Nature, ObjectiveId, OrganisationType,
    ProgramId, Sector, Side, codelists,
};

fn choice<T>(value: T, text: impl Into<String>, weak: impl Into<String>) -> Choice<T> {
    Choice { value, text: text.into(), weak: weak.into() }
}

/// The side of an actor in one word.
pub(in crate::ui) fn side(side: Side) -> &'static str {
    match side {
        Side::Internal => "local",
        Side::External => "international",
        Side::Mixed => "mixed",
    }
}

/// Where a tension may come from.
pub(in crate::ui) fn natures() -> [(Option<Nature>, &'static str); 7] {
    let mut all = [(None, "not said"); 7];
    for (place, nature) in all[1..].iter_mut().zip(Nature::ALL) {
        *place = (Some(nature), nature.word());
    }
    all
}

/// All actors, by name; the acronym finds them too.
pub(in crate::ui) fn actors(framework: &Framework) -> Vec<Choice<ActorId>> {
    let mut all: Vec<_> = framework
        .actors()
        .iter()
        .map(|(id, actor)| {
            let weak = match actor.acronym.as_deref().filter(|a| !a.is_empty()) {
                Some(acronym) => format!("{acronym} · {}", side(actor.side)),
                None => side(actor.side).to_owned(),
            };
            choice(id.clone(), actor.name.clone(), weak)
        })
        .collect();
    all.sort_by_cached_key(|c| c.text.to_lowercase());
    all
}

/// All living objectives, by code and title.
pub(in crate::ui) fn objectives(framework: &Framework) -> Vec<Choice<ObjectiveId>> {
    let mut all: Vec<_> =
        framework.living().map(|(id, o)| choice(id.clone(), caption(o), "")).collect();
    all.sort_by(|a, b| a.text.cmp(&b.text));
    all
}

/// All programs, by title; the owner finds them too.
pub(in crate::ui) fn programs(framework: &Framework) -> Vec<Choice<ProgramId>> {
    let owner = |id: Option<&ActorId>| id.map_or("", |id| framework.actor_short(id)).to_owned();
    let all = framework.programs().iter();
    all.map(|(id, p)| choice(id.clone(), p.title.trim(), owner(p.owner.as_ref()))).collect()
}

/// The dimensions of the framework.
pub(in crate::ui) fn dimensions(framework: &Framework) -> Vec<Choice<DimensionId>> {
    let all = framework.head().dimensions.iter();
    all.map(|(id, d)| choice(id.clone(), d.title.clone(), "")).collect()
}

/// DAC sectors and categories.
pub(in crate::ui) fn sectors() -> Vec<Choice<Sector>> {
    let all = codelists::sectors().iter().chain(codelists::sector_categories());
    all.filter_map(|row| Some(choice(Sector::new(row.code).ok()?, row.name, row.code))).collect()
}

/// ISO countries.
pub(in crate::ui) fn countries() -> Vec<Choice<Country>> {
    let all = codelists::countries().iter();
    all.filter_map(|row| Some(choice(Country::new(row.alpha2).ok()?, row.name, row.alpha2)))
        .collect()
}

/// ISO currencies.
pub(in crate::ui) fn currencies() -> Vec<Choice<Currency>> {
    let all = codelists::currencies().iter();
    all.filter_map(|row| Some(choice(Currency::new(row.code).ok()?, row.name, row.code))).collect()
}

/// IATI organisation types.
pub(in crate::ui) fn organisation_types() -> Vec<Choice<OrganisationType>> {
    let all = codelists::organisation_types().iter();
    all.filter_map(|row| Some(choice(OrganisationType::new(row.code).ok()?, row.name, row.code)))
        .collect()
}
