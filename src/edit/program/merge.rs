//! Merging two programs that are one: the survivor takes over what the other alone says, and
//! stands wherever both speak. Amounts of the two are never added, since they report the same
//! money; an amount that cannot be converted refuses the merger, so that none is lost.

use super::{EditError, no_link_decision};
use crate::analysis::same_identifier;
use crate::edit::actor::swap_list;
use crate::edit::draft::Draft;
use crate::model::{
    ActorId, Amount, Currency, Funding, Head, Period, Program, ProgramId, Subject, Table,
};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeSet;

/// Merges `other` into `id`, and puts `id` in its place wherever it is named.
pub(super) fn merge(draft: &mut Draft, id: &ProgramId, other: &ProgramId) -> Result<(), EditError> {
    let both = draft.program(id).cloned().zip(draft.program(other).cloned());
    let Some((own, theirs)) = both.filter(|_| id != other) else {
        return Err(EditError::Missing("other program", other.to_string()));
    };
    let mut merged = united(draft.head(), &own, &theirs)?;
    merged.part_of = umbrella(draft, [id, other], [&own, &theirs]);
    for program in [id, other] {
        merged.depends_on.remove(program);
    }
    draft.put_program(id, Some(merged));
    draft.put_program(other, None);
    for (key, record) in draft.programs() {
        let part = record.part_of.as_ref() == Some(other);
        if key != *id && (part || record.depends_on.contains_key(other)) {
            let mut program = (*record).clone();
            if part {
                program.part_of = Some(id.clone());
            }
            if let Some(how) = program.depends_on.remove(other) {
                program.depends_on.entry(id.clone()).or_insert(how);
            }
            draft.put_program(&key, Some(program));
        }
    }
    let [old, new] = [other, id].map(|program| Subject::Program(program.clone()));
    for (key, record) in draft.tensions() {
        let mut tension = (*record).clone();
        if swap_list(&mut tension.about, &old, &new) {
            draft.put_tension(&key, Some(tension));
        }
    }
    Ok(())
}

/// The survivor with what the other alone says; its umbrella is left as it was.
fn united(head: &Head, own: &Program, theirs: &Program) -> Result<Program, EditError> {
    // By name, so that the compiler asks what a merger does with a new field.
    let Program {
        title,
        translations,
        description,
        identifiers,
        related,
        owner,
        implementing,
        funding: _,
        budget,
        status,
        period,
        sectors,
        dimensions,
        markers,
        locations,
        part_of: _,
        claims,
        links,
        decision,
        depends_on,
        reply,
        source: _,
    } = theirs;
    let mut merged = own.clone();
    if merged.title.trim().is_empty() {
        merged.title.clone_from(title);
    }
    fill(&mut merged.translations, translations);
    fill(&mut merged.description, description);
    fill(&mut merged.owner, owner);
    fill(&mut merged.budget, budget);
    fill(&mut merged.status, status);
    merged.period = joined(period, &own.period);
    fill(&mut merged.sectors, sectors);
    fill(&mut merged.dimensions, dimensions);
    fill(&mut merged.markers, markers);
    fill(&mut merged.reply, reply);
    unite(&mut merged.identifiers, identifiers);
    unite(&mut merged.related, related);
    unite(&mut merged.implementing, implementing);
    unite(&mut merged.locations, locations);
    unite(&mut merged.claims, claims);
    add(&mut merged.links, links);
    add(&mut merged.depends_on, depends_on);
    let bears = |text: &String| merged.identifiers.iter().any(|own| same_identifier(own, text));
    merged.related.retain(|text| !bears(text));
    merged.funding = funding(head, currency(head, &merged), own, theirs)?;
    // That the other was left out of scope was said of its record, not of this one.
    let theirs = decision.clone().filter(no_link_decision);
    fill(&mut merged.decision, &theirs.filter(|_| own.links.is_empty()));
    if merged.links.len() > own.links.len() {
        // Linked: why it had no link is over.
        merged.decision.take_if(|decision| no_link_decision(decision));
    }
    Ok(merged)
}

/// Takes over what the survivor says nothing of.
fn fill<T: Default + PartialEq + Clone>(own: &mut T, theirs: &T) {
    if *own == T::default() {
        own.clone_from(theirs);
    }
}

/// Adds what is not there yet, in its order.
fn unite<T: PartialEq + Clone>(own: &mut Vec<T>, theirs: &[T]) {
    for one in theirs {
        if !own.contains(one) {
            own.push(one.clone());
        }
    }
}

/// Adds the rows of keys that are not there yet.
fn add<K: Ord + Clone, V: Clone>(own: &mut Table<K, V>, theirs: &Table<K, V>) {
    for (key, value) in theirs {
        own.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

/// A period with the end that it lacks, unless it would then end before it begins.
fn joined(theirs: &Period, own: &Period) -> Period {
    let both = Period { from: own.from.or(theirs.from), to: own.to.or(theirs.to) };
    let order = both.from.zip(both.to).is_none_or(|(from, to)| from <= to);
    if order || *own == Period::default() { both } else { own.clone() }
}

/// The currency of a program's amounts.
fn currency(head: &Head, program: &Program) -> Currency {
    program.budget.as_ref().and_then(|budget| budget.currency).unwrap_or(head.currency)
}

/// All funders, their amounts in one currency. What a funder of both gives is as the survivor
/// says, if it does.
fn funding(
    head: &Head,
    into: Currency,
    own: &Program,
    theirs: &Program,
) -> Result<Table<ActorId, Funding>, EditError> {
    let mut all: Table<_, Funding> = Table::default();
    for program in [own, theirs] {
        for (actor, given) in &program.funding {
            let place = all.entry(actor.clone()).or_insert_with(Funding::new);
            if let (None, Some(amount)) = (place.amount, given.amount) {
                let from = currency(head, program);
                let exchanged = exchanged(head, amount, from, into);
                let no_rate = || EditError::NoRate(program.title.clone(), from, into);
                place.amount = Some(exchanged.ok_or_else(no_rate)?);
            }
        }
    }
    Ok(all)
}

/// An amount in another currency, to the cent; `None` where there is no rate, or no such amount.
fn exchanged(head: &Head, amount: Amount, from: Currency, into: Currency) -> Option<Amount> {
    if from == into {
        return Some(amount);
    }
    let worth = |currency: Currency| {
        let own = (currency == head.currency).then_some(Decimal::ONE);
        own.or_else(|| head.rates.get(&currency).map(|rate| rate.rate.get()))
    };
    let value = amount.get().checked_mul(worth(from)?)?.checked_div(worth(into)?)?;
    let cents = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Amount::new(cents.normalize()).ok()
}

/// The survivor's umbrella, else the other's; neither one that is one of the two, or stands below
/// one of them.
fn umbrella(draft: &Draft, ids: [&ProgramId; 2], records: [&Program; 2]) -> Option<ProgramId> {
    let below = |start: &ProgramId| {
        let mut seen = BTreeSet::new();
        let mut at = Some(start.clone());
        while let Some(id) = at.filter(|id| seen.insert(id.clone())) {
            if ids.contains(&&id) {
                return true;
            }
            at = draft.program(&id).and_then(|program| program.part_of.clone());
        }
        false
    };
    let mut umbrellas = records.into_iter().filter_map(|record| record.part_of.as_ref());
    umbrellas.find(|umbrella| !below(umbrella)).cloned()
}
