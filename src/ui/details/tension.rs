//! The form of a tension.

use super::parts::{actors, button, date, first, heading, jump, many, weak};
use crate::edit::{Command, TensionEdit};
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{
    ActorId, ObjectiveId, Outcome, ProgramId, Subject, Tension, TensionField, TensionId,
};
use crate::ui::action::{Action, Record};
use crate::ui::context::UiCtx;
use crate::ui::field::{Choice, area_ui, choice_ui, choices, optional_ui};
use egui::Ui;

fn set(cx: &UiCtx, id: &TensionId, field: TensionField) {
    cx.run(Command::Tension(id.clone(), TensionEdit::Set(field)));
}

/// Shows a tension.
pub(super) fn tension_ui(ui: &mut Ui, cx: &UiCtx, id: &TensionId) {
    let Some(record) = cx.framework.tension(id) else { return };
    let key = id.as_str();
    weak(ui, cx, "Tension");
    first(ui, cx, ("title", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("title", key), "Title", &record.title, shape) {
        set(cx, id, TensionField::Title(text));
    }
    ui.add_space(8.0);
    let nature = choice_ui(ui, cx, ("nature", key), "Nature", record.nature, &choices::natures());
    if let Some(nature) = nature {
        set(cx, id, TensionField::Nature(nature));
    }
    let outcomes = Outcome::ALL.map(|outcome| (outcome, outcome.words()));
    let outcome = choice_ui(ui, cx, ("outcome", key), "Outcome", record.outcome, &outcomes);
    if let Some(outcome) = outcome {
        set(cx, id, TensionField::Outcome(outcome));
    }
    let names = ("Parties", "Add a party…");
    if let Some(list) = actors(ui, cx, ("parties", key), names, &record.parties) {
        set(cx, id, TensionField::Parties(list));
    }
    if let Some(on) = date(ui, cx, ("review", key), "Review on", record.review_on) {
        set(cx, id, TensionField::ReviewOn(on));
    }
    let apart = record.deconfliction.as_deref().unwrap_or_default();
    let at = ("deconfliction", key);
    if let Some(text) = area_ui(ui, cx, at, "De-confliction", apart, (2, Weight::Regular)) {
        set(cx, id, TensionField::Deconfliction(Some(text).filter(|t| !t.is_empty())));
    }
    if let Some(text) = optional_ui(ui, cx, ("note", key), "Note", record.note.as_deref(), 2) {
        set(cx, id, TensionField::Note(text));
    }
    heading(ui, "About");
    about_ui(ui, cx, id, record);
    heading(ui, "Remove");
    if button(ui, cx, "Delete the tension").clicked() {
        cx.send(Action::Delete);
    }
}

/// What it is about: objectives, programs, actors, each a list of its own.
fn about_ui(ui: &mut Ui, cx: &UiCtx, id: &TensionId, record: &Tension) {
    let objectives = |framework: &crate::model::Framework| {
        lift(choices::objectives(framework), Subject::Objective)
    };
    let programs =
        |framework: &crate::model::Framework| lift(choices::programs(framework), Subject::Program);
    let actors =
        |framework: &crate::model::Framework| lift(choices::actors(framework), Subject::Actor);
    let mut new = None;
    for (kind, names, all) in [
        (0, ("Objectives", "Add an objective…"), &objectives as &dyn Fn(&_) -> Vec<_>),
        (1, ("Programs", "Add a program…"), &programs),
        (2, ("Actors", "Add an actor…"), &actors),
    ] {
        let (mine, rest): (Vec<Subject>, Vec<Subject>) =
            record.about.iter().cloned().partition(|subject| sort(subject) == kind);
        let word = |subject: &Subject| name(cx, subject);
        let key = ("about", id.as_str(), kind);
        let list = many(ui, cx, key, names, &mine, (word, || all(cx.framework)));
        if let Some(list) = list {
            let mut about: Vec<Subject> = record
                .about
                .iter()
                .filter(|s| rest.contains(s) || list.contains(s))
                .cloned()
                .collect();
            about.extend(list.into_iter().filter(|s| !record.about.contains(s)));
            new = Some(about);
        }
    }
    if let Some(about) = new {
        set(cx, id, TensionField::About(about));
    }
    for subject in &record.about {
        let (action, right) = match subject.clone() {
            Subject::Objective(id) => (Action::SelectObjective(id, false), "objective"),
            Subject::Program(id) => (Action::SelectProgram(id, false), "program"),
            Subject::Actor(id) => (Action::Select(Record::Actor(id)), "actor"),
        };
        jump(ui, cx, &name(cx, subject), right, action);
    }
}

fn lift<T>(all: Vec<Choice<T>>, subject: impl Fn(T) -> Subject) -> Vec<Choice<Subject>> {
    all.into_iter()
        .map(|c| Choice { value: subject(c.value), text: c.text, weak: c.weak })
        .collect()
}

fn sort(subject: &Subject) -> usize {
    match subject {
        Subject::Objective(_) => 0,
        Subject::Program(_) => 1,
        Subject::Actor(_) => 2,
    }
}

fn name(cx: &UiCtx, subject: &Subject) -> String {
    let objective = |id: &ObjectiveId| {
        cx.framework.objective(id).map_or_else(|| id.to_string(), |o| caption(o))
    };
    let program = |id: &ProgramId| {
        cx.framework.program(id).map_or_else(|| id.to_string(), |p| p.title.trim().to_owned())
    };
    let actor = |id: &ActorId| cx.framework.actor_short(id).to_owned();
    match subject {
        Subject::Objective(id) => objective(id),
        Subject::Program(id) => program(id),
        Subject::Actor(id) => actor(id),
    }
}
