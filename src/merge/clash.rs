//! Changes that are right by themselves and cannot stand together: circles, and what a program
//! cannot say at once. The one file of the merge that looks into the merged records. Must not
//! choose between the copies.

use super::conflict::{Conflict, Sort};
use super::place::{Kind, Place};
use super::solve::Run;
use super::walk::{Pair, Side};
use crate::model::invariants::cycle;
use crate::model::{
    ActorId, DecisionKind, DependencyKind, Framework, ObjectiveId, Percent, Period, Program,
    ProgramId,
};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The changes that together lead in a circle; one circle of a kind at a time.
pub(super) fn circles(run: &Run, merged: &Framework) -> Vec<Conflict> {
    let objectives = merged.objectives();
    let contributions = cycle(objectives.keys(), |id| {
        objectives.get(id).map_or_else(Vec::new, |o| o.contributes_to.keys().collect())
    });
    let actors = merged.actors();
    let parents = cycle(actors.keys(), |id| {
        actors.get(id).and_then(|actor| actor.parent.as_ref()).into_iter().collect()
    });
    let programs = merged.programs();
    let umbrellas = cycle(programs.keys(), |id| {
        programs.get(id).and_then(|program| program.part_of.as_ref()).into_iter().collect()
    });
    let follows = cycle(programs.keys(), |id| {
        let all = programs.get(id).map(|program| program.depends_on.iter()).into_iter().flatten();
        all.filter(|(_, d)| d.kind == DependencyKind::Follows).map(|(id, _)| id).collect()
    });
    let texts = |path: Vec<&ProgramId>| path.into_iter().map(ProgramId::to_string).collect();
    let contributions: Option<Vec<String>> =
        contributions.map(|path| path.into_iter().map(ObjectiveId::to_string).collect());
    let parents = parents.map(|path| path.into_iter().map(ActorId::to_string).collect());
    [
        (Kind::Objective, "contributes_to", contributions),
        (Kind::Actor, "parent", parents),
        (Kind::Program, "part_of", umbrellas.map(texts)),
        (Kind::Program, "depends_on", follows.map(texts)),
    ]
    .into_iter()
    .filter_map(|(kind, field, path)| circle(run, kind, field, &path?))
    .collect()
}

/// The changes of both copies along a circle. To move an objective is to leave one place and take
/// another, at a level and a rank: these are held back together.
fn circle(run: &Run, kind: Kind, field: &str, path: &[String]) -> Option<Conflict> {
    let mut changes: Pair<BTreeSet<Place>> = Pair::default();
    let mut places = BTreeSet::new();
    for id in path {
        let record = Place::record(kind, id);
        for side in Side::BOTH {
            let within = run.plan.index.in_record(side, &record, &run.held);
            let edges: Vec<&Place> =
                within.iter().copied().filter(|place| place.field() == field).collect();
            if edges.is_empty() {
                continue;
            }
            places.insert(edges[0].clone());
            let moved = within.iter().filter(|place| {
                kind == Kind::Objective && matches!(place.field(), "level" | "rank")
            });
            let set = changes.of_mut(side);
            set.extend(edges.into_iter().chain(moved.copied()).cloned());
        }
    }
    let names = run.plan.names();
    let mut steps: Vec<String> =
        path.iter().map(|id| super::conflict::record_name(kind, id, &names)).collect();
    steps.extend(steps.first().cloned());
    let why = format!("together they lead in a circle: {}", steps.join(" > "));
    Some(run.clash(places.pop_first()?, Sort::Circle, &changes, why))
}

/// What a program, or a record with a period, cannot say at once.
struct Rule {
    fields: &'static [&'static str],
    why: &'static str,
    /// Whether a record of the merged framework breaks the rule, and neither copy's does.
    broken: fn(Records) -> bool,
}

/// One record, merged and in both copies, where it is a program; and its period.
#[derive(Clone, Copy)]
struct Records<'a> {
    merged: (Option<&'a Program>, Option<&'a Period>),
    ours: (Option<&'a Program>, Option<&'a Period>),
    theirs: (Option<&'a Program>, Option<&'a Period>),
}

impl Records<'_> {
    fn only_merged(self, breaks: impl Fn(&Program) -> bool) -> bool {
        let breaks = |(program, _): (Option<&Program>, _)| program.is_some_and(&breaks);
        breaks(self.merged) && !breaks(self.ours) && !breaks(self.theirs)
    }
}

const RULES: [Rule; 5] = [
    Rule {
        fields: &["decision", "links"],
        why: "a program with a link needs no decision why it has none",
        broken: |records| {
            records.only_merged(|p| {
                let none = p.decision.as_ref().is_some_and(|d| d.kind != DecisionKind::OutOfScope);
                none && !p.links.is_empty()
            })
        },
    },
    Rule {
        fields: &["links"],
        why: "the shares of its links come to more than the whole budget",
        broken: |records| {
            records.only_merged(|p| more_than_all(p.links.values().filter_map(|link| link.share)))
        },
    },
    Rule {
        fields: &["sectors"],
        why: "the shares of its sectors come to more than the whole",
        broken: |records| records.only_merged(|p| more_than_all(p.sectors.values().copied())),
    },
    Rule {
        fields: &["budget", "funding"],
        why: "what its funders give is in the currency of the budget, which one copy changed",
        broken: |records| {
            let currency =
                |(p, _): (Option<&Program>, _)| p.and_then(|p| p.budget.as_ref()?.currency);
            let funded = |(p, _): (Option<&Program>, _)| p.is_some_and(|p| !p.funding.is_empty());
            let (ours, theirs) = (currency(records.ours), currency(records.theirs));
            funded(records.merged) && ours != theirs
        },
    },
    Rule {
        fields: &["period"],
        why: "it would end before it begins",
        broken: |records| {
            let reversed = |(_, period): (_, Option<&Period>)| {
                period.and_then(|p| p.from.zip(p.to)).is_some_and(|(from, to)| to < from)
            };
            reversed(records.merged) && !reversed(records.ours) && !reversed(records.theirs)
        },
    },
];

fn more_than_all(shares: impl Iterator<Item = Percent>) -> bool {
    shares.map(Percent::get).sum::<rust_decimal::Decimal>() > Percent::HUNDRED.get()
}

/// Changes of one record that are right by themselves and not together.
pub(super) fn together(run: &Run, merged: &Framework) -> Vec<Conflict> {
    let records: BTreeSet<Place> =
        run.plan.index.acting(Side::Theirs, &run.held).map(|(place, _)| place.whole()).collect();
    let mut found = Vec::new();
    for record in records {
        if run.plan.index.in_record(Side::Ours, &record, &run.held).is_empty() {
            continue;
        }
        let both = Records {
            merged: look(merged, &record),
            ours: look(&run.plan.ours, &record),
            theirs: look(&run.plan.theirs, &record),
        };
        let mut broken = RULES.iter().filter(|rule| (rule.broken)(both));
        found.extend(broken.find_map(|rule| clash(run, &record, rule)));
    }
    found
}

fn clash(run: &Run, record: &Place, rule: &Rule) -> Option<Conflict> {
    let of = |side| -> BTreeSet<Place> {
        let within = run.plan.index.in_record(side, record, &run.held);
        within.into_iter().filter(|p| rule.fields.contains(&p.field())).cloned().collect()
    };
    let changes = Pair { ours: of(Side::Ours), theirs: of(Side::Theirs) };
    // One copy alone: it is as that copy has it, and no conflict.
    if changes.ours.is_empty() || changes.theirs.is_empty() {
        return None;
    }
    Some(run.clash(record.beside(rule.fields[0]), Sort::Together, &changes, rule.why.to_owned()))
}

fn look<'f>(framework: &'f Framework, place: &Place) -> (Option<&'f Program>, Option<&'f Period>) {
    let id = SmolStr::as_str(&place.id);
    match place.kind {
        Kind::Program => {
            let program = framework.programs().get(id);
            (program.map(|p| &**p), program.map(|p| &p.period))
        }
        Kind::Objective => (None, framework.objectives().get(id).map(|o| &o.period)),
        Kind::Framework => (None, Some(&framework.head().period)),
        _ => (None, None),
    }
}
