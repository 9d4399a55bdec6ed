//! Several records at once: what makes sense to say of all of them.
#![expect(clippy::option_option, reason = "whether a value was given, and whether it is none")]

use super::links::DECISIONS;
use super::objective::{MONITORING, STATUSES};
use super::parts::{adder, button, first, heading, jump, one, program_row, title, weak, without};
use super::program::statuses;
use super::scan::{Scan, Shared};
use crate::edit::{Command, ObjectiveEdit, ProgramEdit};
use crate::layout::caption;
use crate::model::{
    ActorId, Decision, DecisionKind, DimensionId, Objective, ObjectiveField, Program, ProgramField,
};
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::{Selection, UiCtx};
use crate::ui::field::{Also, Choice, choice_ui, choices, optional_ui, parse, parsed_ui, pick_ui};
use egui::Ui;

/// How many are listed.
const LISTED: usize = 50;

/// The word where several records differ.
const MIXED: &str = "they differ";

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Shows what is selected, and the fields that can be set for all.
pub(super) fn several_ui(ui: &mut Ui, cx: &UiCtx, shown: &Selection, scan: &Scan) {
    let objectives = number(shown.objectives.len());
    let programs = number(shown.programs.len());
    let mut parts = Vec::new();
    if objectives > 0 {
        parts.push(words::count(objectives, "objective", "objectives"));
    }
    if programs > 0 {
        parts.push(words::count(programs, "program", "programs"));
    }
    title(ui, &format!("{} selected", parts.join(", ")));
    if objectives > 0 {
        if programs > 0 {
            heading(ui, "Objectives");
        }
        objectives_ui(ui, cx, shown, scan);
        if programs == 0 && button(ui, cx, "Contribute all to…").clicked() {
            cx.send(Action::Link);
        }
    }
    if programs > 0 {
        if objectives > 0 {
            heading(ui, "Programs");
        }
        programs_ui(ui, cx, shown, scan);
    }
    heading(ui, "Selected");
    for id in shown.objectives.iter().take(LISTED) {
        if let Some(o) = cx.framework.objective(id) {
            let action = Action::SelectObjective(id.clone(), false);
            jump(ui, cx, &caption(o), "", action);
        }
    }
    let left = LISTED.saturating_sub(shown.objectives.len());
    for id in shown.programs.iter().take(left) {
        program_row(ui, cx, id);
    }
    let more = (shown.objectives.len() + shown.programs.len()).saturating_sub(LISTED);
    if more > 0 {
        weak(ui, cx, &format!("and {} more", words::number(number(more))));
    }
}

/// One edit of each selected objective, as one step.
fn of_objectives(
    cx: &UiCtx,
    shown: &Selection,
    what: &str,
    edit: impl Fn(&Objective) -> Option<ObjectiveField>,
) {
    let commands: Vec<Command> = shown
        .objectives
        .iter()
        .filter_map(|id| {
            let field = edit(cx.framework.objective(id)?)?;
            Some(Command::Objective(id.clone(), ObjectiveEdit::Set(field)))
        })
        .collect();
    let label = words::count(number(commands.len()), "objective", "objectives");
    if !commands.is_empty() {
        cx.run(Command::Batch(format!("{what} of {label}"), commands));
    }
}

/// One edit of each selected program, as one step.
fn of_programs(
    cx: &UiCtx,
    shown: &Selection,
    what: &str,
    edit: impl Fn(&Program) -> Option<ProgramEdit>,
) {
    let commands: Vec<Command> = shown
        .programs
        .iter()
        .filter_map(|id| {
            let edit = edit(cx.framework.program(id)?)?;
            Some(Command::Program(id.clone(), edit))
        })
        .collect();
    let label = words::count(number(commands.len()), "program", "programs");
    if !commands.is_empty() {
        cx.run(Command::Batch(format!("{what} of {label}"), commands));
    }
}

/// One of a few values for all; "they differ" where they do.
fn shared<T: Copy + PartialEq>(
    ui: &mut Ui,
    cx: &UiCtx,
    (key, name): (&str, &str),
    value: &Shared<T>,
    words: &[(T, &str)],
) -> Option<T> {
    let is = if let Shared::All(value) = value { Some(*value) } else { None };
    let mut all: Vec<(Option<T>, &str)> = words.iter().map(|(v, w)| (Some(*v), *w)).collect();
    if is.is_none() {
        all.insert(0, (None, MIXED));
    }
    choice_ui(ui, cx, (key, "of all"), name, is, &all).flatten()
}

/// One actor for all.
fn shared_actor(
    ui: &mut Ui,
    cx: &UiCtx,
    (key, name): (&str, &str),
    value: &Shared<Option<ActorId>>,
) -> Option<Option<ActorId>> {
    let shown = match value {
        Shared::All(Some(id)) => cx.framework.actor(id).map_or("", |a| a.name.as_str()),
        Shared::All(None) => "nobody",
        _ => MIXED,
    };
    let also = Also { none: Some("nobody"), new: None };
    let picked =
        pick_ui(ui, cx, (key, "of all"), (name, shown), also, || choices::actors(cx.framework));
    one(picked)
}

fn objectives_ui(ui: &mut Ui, cx: &UiCtx, shown: &Selection, scan: &Scan) {
    if let Some(status) = shared(ui, cx, ("statuses", "Status"), &scan.status, &STATUSES) {
        of_objectives(cx, shown, "status", |o| {
            (o.status != status).then_some(ObjectiveField::Status(status))
        });
    }
    if let Some(lead) = shared_actor(ui, cx, ("leads", "Lead"), &scan.lead) {
        of_objectives(cx, shown, "lead", |o| {
            (o.lead != lead).then(|| ObjectiveField::Lead(lead.clone()))
        });
    }
    let (due, hint) = match &scan.due {
        Shared::All(Some(on)) => (super::parts::day(*on), "31 Dec 2027"),
        Shared::Mixed => (String::new(), MIXED),
        _ => (String::new(), "31 Dec 2027"),
    };
    first(ui, cx, "due-of-all");
    if let Some(due) = parsed_ui(ui, cx, "due-of-all", ("Due", hint), &due, 1, parse::day) {
        of_objectives(cx, shown, "due date", |o| {
            (o.due != due).then_some(ObjectiveField::Due(due))
        });
    }
    let monitoring = shared(ui, cx, ("monitorings", "Monitoring"), &scan.monitoring, &MONITORING);
    if let Some(settled) = monitoring {
        of_objectives(cx, shown, "monitoring", |o| {
            (o.monitoring != settled).then_some(ObjectiveField::Monitoring(settled))
        });
    }
    let (add, take) = dimension_ui(ui, cx, "objectives", &scan.dimensions);
    if let Some(dimension) = add {
        of_objectives(cx, shown, "dimension", |o| {
            with(&o.dimensions, &dimension).map(ObjectiveField::Dimensions)
        });
    }
    if let Some(dimension) = take {
        of_objectives(cx, shown, "dimension", |o| {
            less(&o.dimensions, &dimension).map(ObjectiveField::Dimensions)
        });
    }
}

fn with(list: &[DimensionId], more: &DimensionId) -> Option<Vec<DimensionId>> {
    (!list.contains(more)).then(|| list.iter().chain([more]).cloned().collect())
}

fn less(list: &[DimensionId], one: &DimensionId) -> Option<Vec<DimensionId>> {
    list.contains(one).then(|| list.iter().filter(|d| *d != one).cloned().collect())
}

/// A dimension to add to all, and one to take from all.
fn dimension_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    key: &str,
    there: &[DimensionId],
) -> (Option<DimensionId>, Option<DimensionId>) {
    let add = adder(ui, cx, ("add-dimension", key), "Add a dimension to all…", || {
        choices::dimensions(cx.framework)
    });
    if there.is_empty() {
        return (add, None);
    }
    let take = adder(ui, cx, ("take-dimension", key), "Take a dimension from all…", || {
        without(choices::dimensions(cx.framework), |d| !there.contains(d))
    });
    (add, take)
}

fn programs_ui(ui: &mut Ui, cx: &UiCtx, shown: &Selection, scan: &Scan) {
    if let Some(owner) = shared_actor(ui, cx, ("owners", "Owner"), &scan.owner) {
        of_programs(cx, shown, "owner", |p| {
            let field = ProgramField::Owner(owner.clone());
            (p.owner != owner).then_some(ProgramEdit::Set(field))
        });
    }
    if let Some(status) = shared(ui, cx, ("stages", "Status"), &scan.stage, &statuses()) {
        of_programs(cx, shown, "status", |p| {
            let field = ProgramField::Status(status);
            (p.status != status).then_some(ProgramEdit::Set(field))
        });
    }
    let (add, take) = dimension_ui(ui, cx, "programs", &scan.dimensions);
    if let Some(dimension) = add {
        of_programs(cx, shown, "dimension", |p| {
            let list = with(&p.dimensions, &dimension)?;
            Some(ProgramEdit::Set(ProgramField::Dimensions(list)))
        });
    }
    if let Some(dimension) = take {
        of_programs(cx, shown, "dimension", |p| {
            let list = less(&p.dimensions, &dimension)?;
            Some(ProgramEdit::Set(ProgramField::Dimensions(list)))
        });
    }
    if scan.unlinked > 0 {
        decide_ui(ui, cx, shown, scan);
    }
    ui.add_space(8.0);
    if button(ui, cx, "Link all to…").clicked() {
        cx.send(Action::Link);
    }
}

/// Why none of them has a link, with one reason for all.
fn decide_ui(ui: &mut Ui, cx: &UiCtx, shown: &Selection, scan: &Scan) {
    let id = ui.id().with("reason-for-all");
    let kept: Option<(u64, String)> = ui.data(|data| data.get_temp(id));
    let reason = kept.filter(|(of, _)| *of == shown.revision).map(|(_, reason)| reason);
    let count = words::count(number(scan.unlinked), "program", "programs");
    heading(ui, &format!("{count} without a link"));
    let given = optional_ui(ui, cx, "reason-of-all", "Reason", reason.as_deref(), 2);
    let reason = given.clone().unwrap_or(reason);
    if given.is_some() {
        let text = reason.clone().unwrap_or_default();
        ui.data_mut(|data| data.insert_temp(id, (shown.revision, text)));
    }
    let kind = adder(ui, cx, "decide-all", "Decide why…", || {
        let words = DECISIONS.iter();
        let choice = |(kind, word): &(DecisionKind, &str)| Choice {
            value: *kind,
            text: (*word).to_owned(),
            weak: String::new(),
        };
        words.map(choice).collect()
    });
    if let Some(kind) = kind {
        of_programs(cx, shown, "decision", |p| {
            if !p.links.is_empty() {
                return None;
            }
            let mut decision = Decision::new(kind);
            decision.reason = reason.clone().filter(|reason| !reason.is_empty());
            Some(ProgramEdit::Decide(Some(decision)))
        });
    }
}
