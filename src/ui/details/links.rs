//! The links of a program: to what, by what evidence, who says so; or why it has none.

use super::parts::{actor, adder, beside, button, date, heading, jump, more, section, without};
use crate::edit::{Command, ProgramEdit};
use crate::layout::caption;
use crate::model::{
    ActorId, Decision, DecisionKind, Effect, Evidence, Link, ObjectiveId, Program, ProgramId,
};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Pick, choice_ui, choices, optional_ui, parse, parsed_ui, pick_ui};
use crate::ui::gesture::asserted;
use egui::Ui;

/// How a link is known, without the place or the actor.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Asserted,
    Documented,
    Confirmed,
}

const KINDS: [(Kind, &str); 3] = [
    (Kind::Asserted, "asserted"),
    (Kind::Documented, "documented"),
    (Kind::Confirmed, "confirmed"),
];

const EFFECTS: [(Effect, &str); 2] =
    [(Effect::Supports, "supports"), (Effect::Undermines, "undermines")];

fn kind(evidence: &Evidence) -> Kind {
    match evidence {
        Evidence::Asserted => Kind::Asserted,
        Evidence::Documented(_) => Kind::Documented,
        Evidence::Confirmed(_) => Kind::Confirmed,
    }
}

/// Shows the links of a program.
pub(super) fn links_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    heading(ui, "Links");
    for (objective, link) in &record.links {
        link_ui(ui, cx, id, (objective, link));
    }
    let added = adder(ui, cx, ("new-link", id.as_str()), "Link to an objective…", || {
        without(choices::objectives(cx.framework), |o| record.links.contains_key(o))
    });
    if let Some(objective) = added {
        put(cx, id, &objective, Some(asserted()));
    }
}

fn put(cx: &UiCtx, id: &ProgramId, objective: &ObjectiveId, link: Option<Link>) {
    cx.run(Command::Program(id.clone(), ProgramEdit::Link(objective.clone(), link)));
}

fn link_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, (objective, link): (&ObjectiveId, &Link)) {
    let key = (id.as_str(), objective.as_str());
    let target = cx.framework.objective(objective);
    let name = target.map_or_else(|| objective.to_string(), |o| caption(o));
    let gone = beside(ui, cx, &format!("the link to {name}"), |ui| {
        jump(ui, cx, &name, "", Action::SelectObjective(objective.clone(), false));
    });
    let (mut new, mut changed) = (link.clone(), false);
    if let Some(effect) = choice_ui(ui, cx, ("effect", key), "Effect", link.effect, &EFFECTS) {
        (new.effect, changed) = (effect, true);
    }
    if let Some(evidence) = evidence_ui(ui, cx, key, &link.evidence) {
        (new.evidence, changed) = (evidence, true);
    }
    let opened = ui.horizontal(|ui| {
        let more_of = format!("More of the link to {name}");
        more(ui, ("link", key), "Share, who says so…", &more_of)
    });
    if opened.inner {
        changed |= said_ui(ui, cx, key, link, &mut new);
    }
    if gone {
        put(cx, id, objective, None);
    } else if changed {
        put(cx, id, objective, Some(new));
    }
    ui.add_space(8.0);
}

/// How a link is known. What needs a place or an actor counts once it has one.
fn evidence_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: (&str, &str),
    evidence: &Evidence,
) -> Option<Evidence> {
    let id = ui.id().with(("wanted", key));
    let wanted: Option<(Kind, Evidence)> = ui.data(|data| data.get_temp(id));
    let wanted = wanted.filter(|(_, of)| of == evidence).map(|(kind, _)| kind);
    let mut is = wanted.unwrap_or_else(|| kind(evidence));
    if let Some(chosen) = choice_ui(ui, cx, ("evidence", key), "Evidence", is, &KINDS) {
        is = chosen;
        ui.data_mut(|data| data.insert_temp(id, (chosen, evidence.clone())));
    }
    match is {
        Kind::Asserted => (*evidence != Evidence::Asserted).then_some(Evidence::Asserted),
        Kind::Documented => {
            let place = if let Evidence::Documented(place) = evidence { place } else { "" };
            let names = ("Where", "Say where: document, page");
            let text = parsed_ui(ui, cx, ("where", key), names, place, 1, |text| {
                let text = text.trim().to_owned();
                let none = "Say where it is written, or choose “asserted”";
                if text.is_empty() { Err(none.to_owned()) } else { Ok(text) }
            });
            text.map(Evidence::Documented)
        }
        Kind::Confirmed => {
            let by = if let Evidence::Confirmed(by) = evidence { Some(by) } else { None };
            let shown = by.map_or("by whom?", |by: &ActorId| cx.framework.actor_short(by));
            let at = ("confirmed", key);
            let names = ("Confirmed by", shown);
            let picked =
                pick_ui(ui, cx, at, names, Also::default(), || choices::actors(cx.framework));
            match picked {
                Some(Pick::This(actor)) => Some(Evidence::Confirmed(actor)),
                _ => None,
            }
        }
    }
}

/// The share, who says so, who wrote it down; gives whether something was changed.
fn said_ui(ui: &mut Ui, cx: &UiCtx, key: (&str, &str), old: &Link, new: &mut Link) -> bool {
    let mut changed = false;
    let share = old.share.map_or_else(String::new, |s| s.get().normalize().to_string());
    let names = ("Share, %", "of the budget");
    if let Some(share) = parsed_ui(ui, cx, ("share", key), names, &share, 1, parse::percent) {
        (new.share, changed) = (share, true);
    }
    if let Some(by) = actor(ui, cx, ("link-by", key), "Said by", old.by.as_ref()) {
        (new.by, changed) = (by, true);
    }
    let by = old.recorded_by.as_deref();
    if let Some(by) = optional_ui(ui, cx, ("link-recorded", key), "Recorded by", by, 1) {
        (new.recorded_by, changed) = (by, true);
    }
    if let Some(on) = date(ui, cx, ("link-on", key), "Said on", old.on) {
        (new.on, changed) = (on, true);
    }
    if let Some(note) = optional_ui(ui, cx, ("link-note", key), "Note", old.note.as_deref(), 2) {
        (new.note, changed) = (note, true);
    }
    changed
}

/// The words for why a program has no link.
pub(super) const DECISIONS: [(DecisionKind, &str); 4] = [
    (DecisionKind::NoneFound, "no link found"),
    (DecisionKind::Independent, "independent on principle"),
    (DecisionKind::Elsewhere, "serves another framework"),
    (DecisionKind::OutOfScope, "out of scope"),
];

/// Why it has no link, and who says so.
pub(super) fn decision_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let old = record.decision.as_ref();
    let text = if record.links.is_empty() { "Why it has no link" } else { "Out of scope" };
    let filled = old.is_some() || record.links.is_empty();
    section(ui, ("decision", id.as_str()), text, filled, |ui| {
        let is = old.map(|decision| decision.kind);
        let allowed = |kind: DecisionKind| {
            record.links.is_empty() || kind == DecisionKind::OutOfScope || is == Some(kind)
        };
        let words: Vec<(Option<DecisionKind>, &str)> = [(None, "not decided")]
            .into_iter()
            .chain(DECISIONS.iter().filter(|(k, _)| allowed(*k)).map(|(k, word)| (Some(*k), *word)))
            .collect();
        let decide = |decision| {
            cx.run(Command::Program(id.clone(), ProgramEdit::Decide(decision)));
        };
        let at = ("decision", id.as_str());
        if let Some(kind) = choice_ui(ui, cx, at, "Decision", is, &words) {
            decide(kind.map(|kind| {
                // A new decision is of today, by who is at the keyboard.
                let mut new = Decision::new(kind);
                new.reason = old.and_then(|old| old.reason.clone());
                new
            }));
        }
        let Some(old) = old else { return };
        let (mut new, mut changed) = (old.clone(), false);
        reason_ui(ui, cx, id.as_str(), old, (&mut new, &mut changed));
        if changed {
            decide(Some(new));
        }
        if button(ui, cx, "Take the decision back").clicked() {
            decide(None);
        }
    });
}

fn reason_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: &str,
    old: &Decision,
    (new, changed): (&mut Decision, &mut bool),
) {
    if let Some(reason) = optional_ui(ui, cx, ("reason", key), "Reason", old.reason.as_deref(), 2) {
        (new.reason, *changed) = (reason, true);
    }
    if let Some(by) = actor(ui, cx, ("decided-by", key), "Decided by", old.by.as_ref()) {
        (new.by, *changed) = (by, true);
    }
    let by = old.recorded_by.as_deref();
    if let Some(by) = optional_ui(ui, cx, ("decision-recorded", key), "Recorded by", by, 1) {
        (new.recorded_by, *changed) = (by, true);
    }
    if let Some(on) = date(ui, cx, ("decided-on", key), "Decided on", old.on) {
        (new.on, *changed) = (on, true);
    }
}
