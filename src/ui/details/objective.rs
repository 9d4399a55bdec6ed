//! The form of an objective.

use super::indicators::indicators_ui;
use super::parts::{
    actor, actors, adder, beside, button, date, dimensions, first, fresh, heading, jump, lines,
    period, program_row, section, translations, weak,
};
use super::positions::positions_ui;
use super::scan::{MOST, Scan};
use crate::edit::{Command, ObjectiveEdit};
use crate::graph::Dag;
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{
    Contribution, LevelId, Monitoring, Objective, ObjectiveField, ObjectiveId, ObjectiveStatus,
    Reference,
};
use crate::scene::words;
use crate::ui::action::{Action, Record};
use crate::ui::context::UiCtx;
use crate::ui::field::{area_ui, choice_ui, choices, optional_ui};
use crate::ui::gesture::no_contribution;
use crate::ui::text::readable;
use egui::Ui;

/// The words for whether an objective is agreed.
pub(super) const STATUSES: [(ObjectiveStatus, &str); 3] = [
    (ObjectiveStatus::Proposed, "proposed, not yet agreed"),
    (ObjectiveStatus::Agreed, "agreed"),
    (ObjectiveStatus::Retired, "retired"),
];

/// The words for whether its monitoring is settled.
pub(super) const MONITORING: [(Option<Monitoring>, &str); 4] = [
    (None, "not said"),
    (Some(Monitoring::Agreed), "agreed"),
    (Some(Monitoring::Pending), "pending"),
    (Some(Monitoring::Deferred), "deferred"),
];

/// Shows an objective.
pub(super) fn objective_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, scan: &Scan) {
    let Some(record) = cx.framework.objective(id) else { return };
    texts_ui(ui, cx, id, record);
    ui.add_space(8.0);
    roles_ui(ui, cx, id, record);
    positions_ui(ui, cx, id, record, scan);
    indicators_ui(ui, cx, id, record);
    contributions_ui(ui, cx, id, record);
    written_ui(ui, cx, id, record);
    supporters_ui(ui, cx, id, scan);
    coordination_ui(ui, cx, scan);
}

fn set(cx: &UiCtx, id: &ObjectiveId, field: ObjectiveField) {
    cx.run(Command::Objective(id.clone(), ObjectiveEdit::Set(field)));
}

/// Level, code, title, its translations, and the description.
fn texts_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    let key = id.as_str();
    let levels = &cx.framework.head().levels;
    let place = levels.iter().position(|l| l.id == record.level);
    let level = place.map_or("", |place| levels[place].title.as_str());
    let code = record.code.as_deref().unwrap_or_default();
    weak(ui, cx, &readable(format!("{level} {code}").trim()));
    first(ui, cx, ("title", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("title", key), "Title", &record.title, shape) {
        set(cx, id, ObjectiveField::Title(text));
    }
    let description = record.description.as_deref().unwrap_or_default();
    let at = ("description", key);
    if let Some(text) = area_ui(ui, cx, at, "Description", description, (3, Weight::Regular)) {
        set(cx, id, ObjectiveField::Description(Some(text).filter(|t| !t.is_empty())));
    }
    if let Some(code) = optional_ui(ui, cx, ("code", key), "Code", record.code.as_deref(), 1) {
        set(cx, id, ObjectiveField::Code(code));
    }
    let names: Vec<(Option<usize>, &str)> =
        levels.iter().enumerate().map(|(at, level)| (Some(at), level.title.as_str())).collect();
    let chosen = choice_ui(ui, cx, ("level", key), "Level", place, &names);
    let level: Option<LevelId> = chosen.flatten().map(|at| levels[at].id.clone());
    if let Some(level) = level {
        set(cx, id, ObjectiveField::Level(level));
    }
    translations(ui, cx, key, &record.translations, |language, texts| {
        let edit = ObjectiveEdit::Translation(language, texts);
        cx.run(Command::Objective(id.clone(), edit));
    });
}

/// Status, who does what, when.
fn roles_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    let key = id.as_str();
    let set = |field| set(cx, id, field);
    let status = choice_ui(ui, cx, ("status", key), "Status", record.status, &STATUSES);
    if let Some(status) = status {
        set(ObjectiveField::Status(status));
    }
    if let Some(lead) = actor(ui, cx, ("lead", key), "Lead", record.lead.as_ref()) {
        set(ObjectiveField::Lead(lead));
    }
    if let Some(lead) = actor(ui, cx, ("co-lead", key), "Co-lead", record.co_lead.as_ref()) {
        set(ObjectiveField::CoLead(lead));
    }
    let names = ("Supporting", "Add an actor…");
    if let Some(list) = actors(ui, cx, ("supporting", key), names, &record.supporting) {
        set(ObjectiveField::Supporting(list));
    }
    let by = record.proposed_by.as_ref();
    if let Some(by) = actor(ui, cx, ("proposed", key), "Proposed by", by) {
        set(ObjectiveField::ProposedBy(by));
    }
    if let Some(due) = date(ui, cx, ("due", key), "Due", record.due) {
        set(ObjectiveField::Due(due));
    }
    if let Some(period) = period(ui, cx, key, &record.period) {
        set(ObjectiveField::Period(period));
    }
    if let Some(list) = dimensions(ui, cx, ("dimensions", key), &record.dimensions) {
        set(ObjectiveField::Dimensions(list));
    }
    let at = ("monitoring", key);
    if let Some(settled) = choice_ui(ui, cx, at, "Monitoring", record.monitoring, &MONITORING) {
        set(ObjectiveField::Monitoring(settled));
    }
}

/// The higher objectives that it contributes to, and why.
fn contributions_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    heading(ui, "Contributes to");
    let put = |to: &ObjectiveId, why| {
        let edit = ObjectiveEdit::Contribution(to.clone(), why);
        cx.run(Command::Objective(id.clone(), edit));
    };
    for (to, why) in &record.contributes_to {
        let name = cx.framework.objective(to).map_or_else(|| to.to_string(), |o| caption(o));
        let gone = beside(ui, cx, &format!("the contribution to {name}"), |ui| {
            jump(ui, cx, &name, "", Action::SelectObjective(to.clone(), false));
        });
        if gone {
            put(to, None);
        }
        let (mut new, mut changed) = (why.clone(), false);
        let at = ("rationale", id.as_str(), to.as_str());
        if let Some(text) = optional_ui(ui, cx, at, "Because", why.rationale.as_deref(), 2) {
            (new.rationale, changed) = (text, true);
        }
        let at = ("assumption", id.as_str(), to.as_str());
        if let Some(text) = optional_ui(ui, cx, at, "Assuming", why.assumption.as_deref(), 2) {
            (new.assumption, changed) = (text, true);
        }
        if changed {
            put(to, Some(new));
        }
        ui.add_space(8.0);
    }
    let added = adder(ui, cx, ("contributes", id.as_str()), "Contribute to…", || {
        let dag = Dag::new(cx.framework);
        let mut all = choices::objectives(cx.framework);
        all.retain(|c| no_contribution(cx.framework, &dag, id, &c.value).is_none());
        all
    });
    if let Some(to) = added {
        put(&to, Some(Contribution::new()));
    }
}

/// Risks and references.
fn written_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    let key = id.as_str();
    section(ui, ("risks", key), "Risks", !record.risks.is_empty(), |ui| {
        if let Some(risks) = lines(ui, cx, ("risk", key), "Risks, one a line", &record.risks) {
            set(cx, id, ObjectiveField::Risks(risks));
        }
    });
    section(ui, ("references", key), "References", !record.references.is_empty(), |ui| {
        references_ui(ui, cx, id, record);
    });
}

fn references_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, record: &Objective) {
    let key = id.as_str();
    let mut all = record.references.clone();
    let mut changed = false;
    let mut gone = None;
    for (place, reference) in record.references.iter().enumerate() {
        let cross = beside(ui, cx, &format!("the reference to {}", reference.document), |ui| {
            let at = ("document", key, place);
            let document = Some(reference.document.as_str());
            if let Some(Some(text)) = optional_ui(ui, cx, at, "Document", document, 1) {
                (all[place].document, changed) = (text, true);
            }
            let at = ("page", key, place);
            if let Some(text) = optional_ui(ui, cx, at, "Page", reference.page.as_deref(), 1) {
                (all[place].page, changed) = (text, true);
            }
        });
        if cross {
            gone = Some(place);
        }
    }
    if let Some(place) = gone {
        all.remove(place);
        changed = true;
    }
    if let Some(document) = fresh(ui, cx, ("new-reference", key), "New document") {
        all.push(Reference::new(document));
        changed = true;
    }
    if changed {
        set(cx, id, ObjectiveField::References(all));
    }
}

/// The programs that support it directly, most money first.
fn supporters_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId, scan: &Scan) {
    let facts = cx.analysis.objectives.get(id).copied().unwrap_or_default();
    let total = words::money(cx.framework.head().currency, facts.money);
    let count = words::count(facts.programs, "program", "programs");
    heading(ui, "Programs that support it or what lies below");
    weak(ui, cx, &format!("{count} · {total}"));
    for program in &scan.supporters {
        program_row(ui, cx, program);
    }
    if scan.supporting > MOST {
        weak(ui, cx, &format!("and {} more", scan.supporting - MOST));
    }
}

/// Tensions about it and mechanisms that cover it.
fn coordination_ui(ui: &mut Ui, cx: &UiCtx, scan: &Scan) {
    if !scan.mechanisms.is_empty() {
        heading(ui, "Mechanisms that cover it");
    }
    for id in &scan.mechanisms {
        let name = cx.framework.mechanism(id).map_or("", |m| m.name.as_str());
        jump(ui, cx, name, "", Action::Select(Record::Mechanism(id.clone())));
    }
    heading(ui, "Tensions about it");
    for id in &scan.tensions {
        let name = cx.framework.tension(id).map_or("", |t| t.title.as_str());
        jump(ui, cx, name, "", Action::Select(Record::Tension(id.clone())));
    }
    if button(ui, cx, "New tension about it").clicked() {
        cx.send(Action::AddTension);
    }
    heading(ui, "Remove");
    if button(ui, cx, "Delete the objective").clicked() {
        cx.send(Action::Delete);
    }
}
