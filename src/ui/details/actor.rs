//! The form of an actor.

use super::parts::{adder, button, dimensions, first, heading, jump, one, weak, without};
use super::scan::Scan;
use crate::analysis::names;
use crate::edit::{ActorEdit, Command};
use crate::layout::text::Weight;
use crate::model::{Actor, ActorField, ActorId, ActorStance, Side, codelists};
use crate::scene::words;
use crate::ui::action::{Action, Made, Record};
use crate::ui::context::UiCtx;
use crate::ui::field::{
    Also, area_ui, check_ui, choice_ui, choices, optional_ui, parsed_ui, pick_ui,
};
use egui::Ui;

const STANCES: [(Option<ActorStance>, &str); 4] = [
    (None, "not said"),
    (Some(ActorStance::Integrated), "inside it"),
    (Some(ActorStance::Associated), "partly inside"),
    (Some(ActorStance::Independent), "outside on principle"),
];

fn set(cx: &UiCtx, id: &ActorId, field: ActorField) {
    cx.run(Command::Actor(id.clone(), ActorEdit::Set(field)));
}

/// Shows an actor.
pub(super) fn actor_ui(ui: &mut Ui, cx: &UiCtx, id: &ActorId, scan: &Scan) {
    let Some(record) = cx.framework.actor(id) else { return };
    let key = id.as_str();
    weak(ui, cx, "Actor");
    first(ui, cx, ("name", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("name", key), "Name", &record.name, shape) {
        set(cx, id, ActorField::Name(text));
    }
    ui.add_space(8.0);
    kind_ui(ui, cx, id, record);
    stance_ui(ui, cx, id, record);
    roles_ui(ui, cx, scan);
    heading(ui, "Remove");
    merge_ui(ui, cx, id);
}

/// What it is: acronym, side, kind, where it belongs.
fn kind_ui(ui: &mut Ui, cx: &UiCtx, id: &ActorId, record: &Actor) {
    let key = id.as_str();
    let acronym = record.acronym.as_deref();
    if let Some(text) = optional_ui(ui, cx, ("acronym", key), "Acronym", acronym, 1) {
        set(cx, id, ActorField::Acronym(text));
    }
    let sides = [Side::Internal, Side::External, Side::Mixed].map(|s| (s, names::side(s)));
    if let Some(side) = choice_ui(ui, cx, ("side", key), "Side", record.side, &sides) {
        set(cx, id, ActorField::Side(side));
    }
    let kind = record.kind.map_or_else(String::new, |kind| {
        let known = codelists::organisation_type(kind.as_str());
        known.map_or_else(|| kind.to_string(), |known| known.name.to_owned())
    });
    let also = Also { none: Some("not said"), new: None };
    let names = ("Kind", kind.as_str());
    let picked = pick_ui(ui, cx, ("kind", key), names, also, choices::organisation_types);
    if let Some(kind) = one(picked) {
        set(cx, id, ActorField::Kind(kind));
    }
    let family = record.family.as_deref().unwrap_or_default();
    let names = ("Family", "Country code, or UN");
    let given = parsed_ui(ui, cx, ("family", key), names, family, 1, |text| {
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    });
    if let Some(family) = given {
        set(cx, id, ActorField::Family(family));
    }
    let country = names::family(family);
    if country != family {
        weak(ui, cx, &country);
    }
    let parent = record.parent.as_ref();
    let shown = parent.map_or("", |id| cx.framework.actor_short(id));
    let also = Also { none: Some("no agency"), new: None };
    let picked = pick_ui(ui, cx, ("parent", key), ("Department of", shown), also, || {
        without(choices::actors(cx.framework), |other| other == id)
    });
    if let Some(parent) = one(picked) {
        set(cx, id, ActorField::Parent(parent));
    }
}

/// How it stands to the framework.
fn stance_ui(ui: &mut Ui, cx: &UiCtx, id: &ActorId, record: &Actor) {
    let key = id.as_str();
    let words = "a member";
    if let Some(core) = check_ui(ui, cx, "Core group", words, record.core_group) {
        set(cx, id, ActorField::CoreGroup(core));
    }
    let at = ("actor-stance", key);
    if let Some(stance) = choice_ui(ui, cx, at, "Framework", record.stance, &STANCES) {
        set(cx, id, ActorField::Stance(stance));
    }
    if let Some(list) = dimensions(ui, cx, ("dimensions", key), &record.dimensions) {
        set(cx, id, ActorField::Dimensions(list));
    }
    let identifier = record.identifier.as_deref();
    if let Some(text) = optional_ui(ui, cx, ("identifier", key), "Identifier", identifier, 1) {
        set(cx, id, ActorField::Identifier(text));
    }
    if let Some(text) = optional_ui(ui, cx, ("note", key), "Note", record.note.as_deref(), 3) {
        set(cx, id, ActorField::Note(text));
    }
}

/// What it does in the framework, counted; each selects what it counts.
fn roles_ui(ui: &mut Ui, cx: &UiCtx, scan: &Scan) {
    let count = |n: usize, one: &str, many: &str| {
        words::count(u32::try_from(n).unwrap_or(u32::MAX), one, many)
    };
    heading(ui, "In this framework");
    let mut any = false;
    for (verb, ids) in
        [("Leads", &scan.leads), ("Supports", &scan.supports), ("Speaks of", &scan.speaks_of)]
    {
        if !ids.is_empty() {
            any = true;
            let text = format!("{verb} {}", count(ids.len(), "objective", "objectives"));
            jump(ui, cx, &text, "", Action::SelectObjectives(ids.clone()));
        }
    }
    for (verb, ids) in
        [("Owns", &scan.owns), ("Implements", &scan.implements), ("Funds", &scan.funds)]
    {
        if !ids.is_empty() {
            any = true;
            let text = format!("{verb} {}", count(ids.len(), "program", "programs"));
            jump(ui, cx, &text, "", Action::SelectPrograms(ids.clone()));
        }
    }
    for id in &scan.tensions {
        any = true;
        let name = cx.framework.tension(id).map_or("", |t| t.title.as_str());
        jump(ui, cx, name, "tension", Action::Select(Record::Tension(id.clone())));
    }
    for id in &scan.mechanisms {
        any = true;
        let name = cx.framework.mechanism(id).map_or("", |m| m.name.as_str());
        jump(ui, cx, name, "mechanism", Action::Select(Record::Mechanism(id.clone())));
    }
    if !any {
        weak(ui, cx, "No role yet");
    }
}

/// Another actor in its place, or none.
fn merge_ui(ui: &mut Ui, cx: &UiCtx, id: &ActorId) {
    let into = adder(ui, cx, ("merge", id.as_str()), "Merge into…", || {
        without(choices::actors(cx.framework), |other| other == id)
    });
    if let Some(into) = into {
        let made = Made::Record(Record::Actor(into.clone()));
        cx.make(Command::Actor(id.clone(), ActorEdit::Merge(into)), made);
    }
    if button(ui, cx, "Delete the actor").clicked() {
        cx.send(Action::Delete);
    }
}
