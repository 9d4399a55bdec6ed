//! How each field of each record is merged: the one list. A record is put together without
//! `..`, so that the compiler leads here when a field is added.
//!
//! - `required`, `whole`: one value. Statements of somebody (links, positions, decisions,
//!   replies) are one value each, so that nobody is made to say what another said; so are sums
//!   of money with their currency, rates with their day, and views.
//! - `set`: a list of which only the members matter; merged value by value.
//! - `table`: a map, each entry one value; `entries`: a map, each entry field by field.
//! - `inner`: a part of the record, field by field.

use super::value::{Names, Told};
use super::walk::{Fields, Three, Walk, entries, field, inner, required, set, table, whole};
use crate::model::{
    Actor, Contribution, Head, Indicator, Mechanism, Milestone, Objective, Period, Program, Scene,
    Tension, Translation,
};

macro_rules! fields {
    ($($record:ident { $($field:ident: $how:ident,)* })*) => {$(
        impl Fields for $record {
            fn merge(three: Three<&Self>, walk: &mut Walk) -> Self {
                Self {
                    $($field: field(stringify!($field), walk, |walk| {
                        $how(three.map(|record| &record.$field), walk)
                    }),)*
                }
            }
        }
    )*};
}

fields! {
    Period { from: whole, to: whole, }
    Translation { title: whole, description: whole, }
    Contribution { rationale: whole, assumption: whole, }
    Indicator {
        name: required, measure: whole, unit: whole, baseline: whole, target: whole,
        actuals: table, source: whole, monitored_by: whole,
    }
    Head {
        id: required, title: required, currency: required, country: whole, period: inner,
        rates: table, vision: whole, levels: whole, dimensions: table, evidence_bar: whole,
        decision_rule: whole, ext: table,
    }
    Actor {
        name: required, side: required, acronym: whole, kind: whole, identifier: whole,
        family: whole, parent: whole, core_group: whole, stance: whole, dimensions: set,
        note: whole,
    }
    Objective {
        title: required, level: required, translations: entries, description: whole, code: whole,
        rank: whole, status: whole, dimensions: set, contributes_to: entries, lead: whole,
        co_lead: whole, supporting: set, proposed_by: whole, due: whole, period: inner,
        indicators: entries, monitoring: whole, positions: table, risks: set, references: set,
    }
    Program {
        title: required, translations: entries, description: whole, identifiers: set,
        related: set, owner: whole, implementing: set, funding: table, budget: whole,
        status: whole, period: inner, sectors: table, dimensions: set, markers: table,
        locations: set, part_of: whole, claims: set, links: table, decision: whole,
        depends_on: table, reply: whole, source: whole,
    }
    Tension {
        title: required, about: set, outcome: required, parties: set, nature: whole,
        deconfliction: whole, review_on: whole, note: whole,
    }
    Mechanism { name: required, kind: whole, members: set, chairs: set, objectives: set, }
    Milestone { on: required, title: required, figures: required, }
    Scene {
        title: required, note: whole, order: whole, camera: whole, folded: set, filter: whole,
        focus: whole, color: whole,
    }
}

macro_rules! titles {
    ($($record:ident $title:ident)*) => {$(
        impl Told for $record {
            fn told(&self, _: &Names) -> String {
                self.$title.clone()
            }
        }
    )*};
}

titles! {
    Head title  Actor name  Objective title  Program title  Tension title  Mechanism name
    Milestone title  Scene title
}
