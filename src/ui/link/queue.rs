//! The queue: which programs come, in which order, and how far the work is.
//!
//! A program is open while it is in scope, shows no link and nobody decided on it: unreviewed,
//! unresolved, evidence below the bar, linked to what does not reach the strategy, only
//! undermining. Every other program in scope is decided. The largest money comes first, then the
//! lower id; parked programs are left out until they are asked for.

use super::place::{Group, Only, Order, Place};
use crate::analysis::{self, Analysis, Cents, Figure, ProgramRow, Standing};
use crate::model::{ActorId, Framework, Program, ProgramId};
use crate::scene::words;
use std::collections::BTreeSet;

/// Whether a program waits for somebody to link it or decide.
pub(super) fn open(row: &ProgramRow) -> bool {
    row.orphan() && row.standing != Standing::NoneFound
}

/// The programs that come, and how far the work is.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Those that come, in their order.
    pub ids: Vec<ProgramId>,
    pub total: u32,
    pub decided: u32,
    pub parked: u32,
    /// The decided part of the money; `None` without money.
    pub money: Option<f64>,
}

impl Queue {
    /// Makes the queue of a framework.
    pub(super) fn new(framework: &Framework, analysis: &Analysis, place: &Place) -> Self {
        let parked: BTreeSet<&ProgramId> = place.parked.iter().collect();
        let mut queue = Self::default();
        let (mut all, mut done) = (Cents::default(), Cents::default());
        for (id, row) in analysis.programs.iter() {
            if row.excluded.is_some() {
                continue;
            }
            queue.total += 1;
            all += row.money;
            if !open(row) {
                queue.decided += 1;
                done += row.money;
            } else if parked.contains(id) {
                queue.parked += 1;
            }
        }
        queue.money = done.share_of(all);
        queue.ids = chosen(framework, analysis, place, &parked);
        queue
    }

    /// The place of a program in it.
    pub(super) fn at(&self, id: &ProgramId) -> Option<usize> {
        self.ids.iter().position(|other| other == id)
    }

    /// How many wait that are not parked, whatever the filter.
    pub(super) fn waiting(&self) -> u32 {
        self.total.saturating_sub(self.decided + self.parked)
    }

    /// How much of the bar is filled: by money, by count where no money is known.
    pub(super) fn filled(&self) -> f64 {
        let count = || f64::from(self.decided) / f64::from(self.total.max(1));
        self.money.unwrap_or_else(count)
    }

    /// "37 of 214 decided".
    pub(super) fn words(&self) -> String {
        format!("{} of {} decided", words::number(self.decided), words::number(self.total))
    }

    /// "61% of the money · 3 parked".
    pub(super) fn more_words(&self) -> String {
        let money = match self.money {
            Some(share) => format!("{} of the money", words::percent(Some(share))),
            None => "no money known".to_owned(),
        };
        if self.parked == 0 {
            return money;
        }
        format!("{money} · {} parked", words::number(self.parked))
    }
}

/// The programs that come, in their order.
fn chosen(
    framework: &Framework,
    analysis: &Analysis,
    place: &Place,
    parked: &BTreeSet<&ProgramId>,
) -> Vec<ProgramId> {
    let filter = Filter::new(framework, analysis, &place.only);
    let asked = place.only.standing.map(super::place::StandingAt::get);
    let mut found: Vec<(&ProgramId, &Program, Cents)> = analysis
        .programs
        .iter()
        .filter(|(id, row)| {
            let stands = match asked {
                Some(standing) => row.excluded.is_none() && row.standing == standing,
                None => open(row),
            };
            stands && parked.contains(id) == place.only.parked
        })
        .filter_map(|(id, row)| Some((id, &**framework.program(id)?, row.money)))
        .filter(|(id, record, _)| filter.has(framework, id, record))
        .collect();
    let owner = |p: &Program| p.owner.as_ref().map(|o| framework.actor_short(o).to_lowercase());
    // The ids are in order already, and sorting keeps it.
    match place.order {
        Order::Largest => found.sort_by_key(|(.., money)| std::cmp::Reverse(*money)),
        Order::Smallest => found.sort_by_key(|(.., money)| *money),
        Order::Owner => found.sort_by_cached_key(|(_, p, money)| {
            (owner(p).is_none(), owner(p), std::cmp::Reverse(*money))
        }),
        Order::Title => found.sort_by_cached_key(|(_, p, _)| p.title.trim().to_lowercase()),
    }
    found.into_iter().map(|(id, ..)| id.clone()).collect()
}

/// A filter made ready.
struct Filter<'a> {
    only: &'a Only,
    words: Vec<String>,
    /// The programs of the dimensions asked for; `None` where none is.
    dimension: Option<BTreeSet<ProgramId>>,
}

impl<'a> Filter<'a> {
    fn new(framework: &Framework, analysis: &Analysis, only: &'a Only) -> Self {
        let words = only.text.split_whitespace().map(str::to_lowercase).collect();
        let asked = only.groups.iter().filter(|(group, _)| *group == Group::Dimension);
        let mut dimension = None;
        for (group, key) in asked {
            let figure = Figure::Group(group.by(), key.clone(), false);
            let of = analysis::behind(framework, Some(analysis.bar), &figure);
            dimension.get_or_insert_with(BTreeSet::new).extend(of);
        }
        Self { only, words, dimension }
    }

    /// Whether it lets a program through: any of the groups of a kind, all kinds.
    fn has(&self, framework: &Framework, id: &ProgramId, record: &Program) -> bool {
        let any = |kind: Group, of: &dyn Fn(Option<&str>) -> bool| {
            let mut asked = self.only.groups.iter().filter(|(group, _)| *group == kind).peekable();
            asked.peek().is_none() || asked.any(|(_, key)| of(key.as_deref()))
        };
        any(Group::Owner, &|key| record.owner.as_ref().map(ActorId::as_str) == key)
            && any(Group::Donor, &|key| match key {
                Some(key) => record.funding.keys().any(|id| id.as_str() == key),
                None => record.funding.is_empty(),
            })
            && self.dimension.as_ref().is_none_or(|of| of.contains(id))
            && self.speaks(framework, id, record)
    }

    fn speaks(&self, framework: &Framework, id: &ProgramId, record: &Program) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let owner = record.owner.as_ref().map_or("", |o| framework.actor_short(o));
        let text = format!("{} {owner} {id} {}", record.title, record.identifiers.join(" "));
        let text = text.to_lowercase();
        self.words.iter().all(|word| text.contains(word))
    }
}
