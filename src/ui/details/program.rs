//! The form of a program.

use super::duplicates::duplicates_ui;
use super::links::{decision_ui, links_ui};
use super::money::{budget_ui, funding_ui, markers_ui, sectors_ui};
use super::parts::{
    actor, actors, adder, beside, button, date, dimensions, fact, first, heading, jump, lines, one,
    period, program_row, section, translations, without,
};
use super::scan::Scan;
use crate::analysis::names;
use crate::edit::{Command, ProgramEdit};
use crate::layout::text::Weight;
use crate::model::{
    Dependency, DependencyKind, Program, ProgramField, ProgramId, ProgramStatus, Reply,
};
use crate::scene::words;
use crate::ui::action::{Action, Record};
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, area_ui, choice_ui, choices, optional_ui, pick_ui};
use crate::ui::fonts::font_for;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{RichText, Ui};

/// The words for where a program stands in its life.
pub(super) fn statuses() -> Vec<(Option<ProgramStatus>, &'static str)> {
    let all = names::STATUSES.map(|status| (Some(status), names::status(status)));
    [(None, "not said")].into_iter().chain(all).collect()
}

/// Shows a program.
pub(super) fn program_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, scan: &Scan) {
    let Some(record) = cx.framework.program(id) else { return };
    standing_ui(ui, cx, id);
    texts_ui(ui, cx, id, record);
    ui.add_space(8.0);
    roles_ui(ui, cx, id, record);
    links_ui(ui, cx, id, record);
    decision_ui(ui, cx, id, record);
    claims_ui(ui, cx, id, record);
    duplicates_ui(ui, cx, id, &scan.duplicates);
    sectors_ui(ui, cx, id, record);
    more_ui(ui, cx, id, record);
    dependencies_ui(ui, cx, id, record);
    reply_ui(ui, cx, id, record);
    if !scan.tensions.is_empty() {
        heading(ui, "Tensions about it");
    }
    for tension in &scan.tensions {
        let name = cx.framework.tension(tension).map_or("", |t| t.title.as_str());
        jump(ui, cx, name, "", Action::Select(Record::Tension(tension.clone())));
    }
    source_ui(ui, cx, record);
    heading(ui, "Remove");
    if button(ui, cx, "Delete the program").clicked() {
        cx.send(Action::Delete);
    }
}

fn edit(cx: &UiCtx, id: &ProgramId, edit: ProgramEdit) {
    cx.run(Command::Program(id.clone(), edit));
}

pub(super) fn set(cx: &UiCtx, id: &ProgramId, field: ProgramField) {
    edit(cx, id, ProgramEdit::Set(field));
}

/// Where it stands, in words.
fn standing_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId) {
    let Some(result) = cx.analysis.programs.get(id) else { return };
    let orphan = result.standing.orphan() && result.excluded.is_none();
    let what = match result.excluded {
        Some(_) => "Program, not in scope".to_owned(),
        None if orphan => format!("No link shown: {}", result.standing.words()),
        None => format!("Program, {}", result.standing.words()),
    };
    let tint = if orphan { cx.theme.orphan_text } else { cx.theme.weak };
    let font = font_for("", 14.0, Weight::SemiBold);
    ui.add(egui::Label::new(RichText::new(what).font(font).color(color(tint))).wrap());
}

fn texts_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    first(ui, cx, ("title", key));
    let shape = (2, Weight::SemiBold);
    if let Some(text) = area_ui(ui, cx, ("title", key), "Title", &record.title, shape) {
        set(cx, id, ProgramField::Title(text));
    }
    let description = record.description.as_deref().unwrap_or_default();
    let at = ("description", key);
    if let Some(text) = area_ui(ui, cx, at, "Description", description, (3, Weight::Regular)) {
        set(cx, id, ProgramField::Description(Some(text).filter(|t| !t.is_empty())));
    }
    translations(ui, cx, key, &record.translations, |language, texts| {
        edit(cx, id, ProgramEdit::Translation(language, texts));
    });
}

/// Who, with what money, when.
fn roles_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    if let Some(owner) = actor(ui, cx, ("owner", key), "Owner", record.owner.as_ref()) {
        set(cx, id, ProgramField::Owner(owner));
    }
    let names = ("Implementing", "Add an actor…");
    if let Some(list) = actors(ui, cx, ("implementing", key), names, &record.implementing) {
        set(cx, id, ProgramField::Implementing(list));
    }
    budget_ui(ui, cx, id, record);
    let status = choice_ui(ui, cx, ("stage", key), "Status", record.status, &statuses());
    if let Some(status) = status {
        set(cx, id, ProgramField::Status(status));
    }
    if let Some(period) = period(ui, cx, key, &record.period) {
        set(cx, id, ProgramField::Period(period));
    }
    funding_ui(ui, cx, id, record);
}

/// Dimensions, places, identifiers, the umbrella, markers.
fn more_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    let filled = !record.dimensions.is_empty()
        || !record.locations.is_empty()
        || !record.identifiers.is_empty()
        || !record.related.is_empty()
        || record.part_of.is_some();
    section(ui, ("more", key), "Places and more", filled, |ui| {
        if let Some(list) = dimensions(ui, cx, ("dimensions", key), &record.dimensions) {
            set(cx, id, ProgramField::Dimensions(list));
        }
        let at = ("locations", key);
        if let Some(list) = lines(ui, cx, at, "Places, one a line", &record.locations) {
            set(cx, id, ProgramField::Locations(list));
        }
        let at = ("identifiers", key);
        if let Some(list) = lines(ui, cx, at, "Identifiers, one a line", &record.identifiers) {
            set(cx, id, ProgramField::Identifiers(list));
        }
        let at = ("related", key);
        let name = "Identifiers of programs that its source relates it to, one a line";
        if let Some(list) = lines(ui, cx, at, name, &record.related) {
            set(cx, id, ProgramField::Related(list));
        }
        let umbrella = record.part_of.as_ref().and_then(|id| cx.framework.program(id));
        let shown = umbrella.map_or("", |p| p.title.trim());
        let also = Also { none: Some("no other program"), new: None };
        let picked = pick_ui(ui, cx, ("part-of", key), ("Part of", shown), also, || {
            without(choices::programs(cx.framework), |other| other == id)
        });
        if let Some(part_of) = one(picked) {
            set(cx, id, ProgramField::PartOf(part_of));
        }
        if let Some(umbrella) = &record.part_of {
            program_row(ui, cx, umbrella);
        }
    });
    markers_ui(ui, cx, id, record);
}

/// The programs that it depends on.
fn dependencies_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    const KINDS: [(DependencyKind, &str); 2] = [
        (DependencyKind::Needs, "needs it beside it"),
        (DependencyKind::Follows, "follows when it ends"),
    ];
    let key = id.as_str();
    section(ui, ("depends", key), "Depends on", !record.depends_on.is_empty(), |ui| {
        for (other, dependency) in &record.depends_on {
            let name = cx.framework.program(other).map_or(other.as_str(), |p| p.title.trim());
            let gone = beside(ui, cx, &format!("the dependency on {name}"), |ui| {
                program_row(ui, cx, other);
            });
            if gone {
                edit(cx, id, ProgramEdit::DependsOn(other.clone(), None));
            }
            let (mut new, mut changed) = (dependency.clone(), false);
            let at = ("how", key, other.as_str());
            if let Some(kind) = choice_ui(ui, cx, at, "How", dependency.kind, &KINDS) {
                (new.kind, changed) = (kind, true);
            }
            let at = ("dependency-note", key, other.as_str());
            if let Some(note) = optional_ui(ui, cx, at, "Why", dependency.note.as_deref(), 2) {
                (new.note, changed) = (note, true);
            }
            if changed {
                edit(cx, id, ProgramEdit::DependsOn(other.clone(), Some(new)));
            }
            ui.add_space(8.0);
        }
        let added = adder(ui, cx, ("new-dependency", key), "Add a program…", || {
            let known = |other: &ProgramId| other == id || record.depends_on.contains_key(other);
            without(choices::programs(cx.framework), known)
        });
        if let Some(other) = added {
            let new = Some(Dependency::new(DependencyKind::Needs));
            edit(cx, id, ProgramEdit::DependsOn(other, new));
        }
    });
}

/// What its source says that it serves, where the framework lacks it.
fn claims_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    if record.claims.is_empty() {
        return;
    }
    heading(ui, "Its source names an objective that this framework lacks");
    for (place, claim) in record.claims.iter().enumerate() {
        let gone = beside(ui, cx, &format!("the claim “{}”", claim.trim()), |ui| {
            let quoted = RichText::new(format!("“{}”", readable(claim.trim()))).italics();
            ui.add(egui::Label::new(quoted).wrap());
        });
        if gone {
            let mut claims = record.claims.clone();
            claims.remove(place);
            set(cx, id, ProgramField::Claims(claims));
        }
    }
}

/// The owner's right of reply.
fn reply_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, record: &Program) {
    let key = id.as_str();
    section(ui, ("reply", key), "The owner’s reply", record.reply.is_some(), |ui| {
        let old = record.reply.as_ref();
        let text = old.map_or("", |reply| reply.text.as_str());
        let mut new = old.cloned().unwrap_or_else(|| Reply::new(""));
        let mut changed = false;
        let shape = (3, Weight::Regular);
        if let Some(text) = area_ui(ui, cx, ("reply", key), "What the owner says", text, shape) {
            (new.text, changed) = (text, true);
        }
        if let Some(reply) = old {
            if let Some(by) = actor(ui, cx, ("reply-by", key), "Said by", reply.by.as_ref()) {
                (new.by, changed) = (by, true);
            }
            if let Some(on) = date(ui, cx, ("reply-on", key), "Said on", reply.on) {
                (new.on, changed) = (on, true);
            }
        } else if changed {
            new.on = Some(cx.view.today);
            new.by.clone_from(&record.owner);
        }
        if changed {
            let reply = Some(new).filter(|reply| !reply.text.is_empty());
            set(cx, id, ProgramField::Reply(reply));
        }
    });
}

/// Where it was read.
fn source_ui(ui: &mut Ui, cx: &UiCtx, record: &Program) {
    let Some(source) = &record.source else { return };
    section(ui, "source", "Source", true, |ui| {
        fact(ui, cx, "File", &source.file);
        fact(ui, cx, "Format", source.format.as_deref().unwrap_or_default());
        fact(ui, cx, "Row", source.row.as_deref().unwrap_or_default());
        fact(ui, cx, "Read on", &source.on.map_or_else(String::new, words::date));
    });
}
