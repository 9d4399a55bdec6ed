//! The details of what is selected. For reading; editing comes with the editor.

use super::action::Action;
use super::context::UiCtx;
use super::fonts::font_for;
use super::style::color;
use super::text::readable;
use crate::analysis::{Standing, names};
use crate::layout::text::{Weight, fit};
use crate::model::{
    ActorId, DecisionKind, Effect, Evidence, Language, Monitoring, Objective, ObjectiveId,
    ObjectiveStatus, Period, Program, ProgramId, Stance, Table, Translation, codelists,
};
use crate::scene::words;
use egui::{RichText, ScrollArea, Ui};

/// What the panel keeps from frame to frame.
#[derive(Default)]
pub(super) struct Details;

impl Details {
    /// Shows the details of what is selected.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        details_ui(ui, cx);
    }
}

fn details_ui(ui: &mut Ui, cx: &UiCtx) {
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(4.0);
        let selection = cx.selection;
        match (selection.objectives.first(), selection.programs.first()) {
            (Some(id), None) if selection.objectives.len() == 1 => objective_ui(ui, cx, id),
            (None, Some(id)) if selection.programs.len() == 1 => program_ui(ui, cx, id),
            (None, None) => framework_ui(ui, cx),
            _ => several_ui(ui, cx),
        }
        ui.add_space(12.0);
    });
}

fn weak(ui: &mut Ui, cx: &UiCtx, text: &str) {
    ui.label(RichText::new(text).size(14.0).color(color(cx.theme.weak)));
}

fn title(ui: &mut Ui, text: &str) {
    let font = font_for(text, 18.0, Weight::SemiBold);
    ui.label(RichText::new(readable(text)).font(font));
    ui.add_space(4.0);
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(text).font(font_for(text, 15.0, Weight::SemiBold)));
}

fn row(ui: &mut Ui, cx: &UiCtx, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(96.0, 18.0),
            egui::Layout::left_to_right(egui::Align::Min),
            |ui| {
                ui.set_min_width(96.0);
                weak(ui, cx, name);
            },
        );
        ui.add(egui::Label::new(readable(value)).wrap());
    });
}

/// A link to another record, cut to one line, with a figure on the right.
fn jump(ui: &mut Ui, cx: &UiCtx, text: &str, right: &str, action: Action) {
    let width = ui.available_width();
    let (area, response) = ui.allocate_exact_size(egui::vec2(width, 24.0), egui::Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::WidgetType::Link, true, format!("{text} {right}"))
    });
    let painter = ui.painter();
    let font = font_for(right, 14.0, Weight::Regular);
    let tint = color(cx.theme.weak);
    let end = area.right_center();
    let figure = painter.text(end, egui::Align2::RIGHT_CENTER, right, font, tint);
    let room = if right.is_empty() { width } else { figure.min.x - area.min.x - 10.0 };
    let shown = readable(&fit(text, Weight::Regular, room / 15.0));
    let font = font_for(&shown, 15.0, Weight::Regular);
    let accent = color(cx.theme.accent);
    let drawn = painter.text(area.left_center(), egui::Align2::LEFT_CENTER, shown, font, accent);
    if response.hovered() || response.has_focus() {
        let line = egui::Stroke::new(1.0, accent);
        painter.hline(drawn.x_range(), drawn.max.y, line);
    }
    if response.on_hover_text(readable(text)).clicked() {
        cx.send(action);
    }
}

fn actors(cx: &UiCtx, ids: &[ActorId]) -> String {
    ids.iter().map(|id| cx.framework.actor_short(id)).collect::<Vec<_>>().join(", ")
}

fn actor(cx: &UiCtx, id: Option<&ActorId>) -> String {
    id.and_then(|id| cx.framework.actor(id)).map_or_else(String::new, |a| a.name.clone())
}

fn period(period: &Period) -> String {
    match (period.from, period.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {}", words::date(from)),
        (None, Some(to)) => format!("until {}", words::date(to)),
        (Some(from), Some(to)) => format!("{} to {}", words::date(from), words::date(to)),
    }
}

fn framework_ui(ui: &mut Ui, cx: &UiCtx) {
    let head = cx.framework.head();
    weak(ui, cx, "Framework");
    title(ui, &head.title);
    if let Some(vision) = &head.vision {
        ui.label(readable(vision));
        ui.add_space(6.0);
    }
    let country = head.country.map_or_else(String::new, |c| {
        codelists::country(c.as_str()).map_or_else(|| c.to_string(), |c| c.name.to_owned())
    });
    row(ui, cx, "Country", &country);
    row(ui, cx, "Period", &period(&head.period));
    row(ui, cx, "Currency", head.currency.as_str());
    row(ui, cx, "Evidence bar", cx.analysis.bar.word());
    row(ui, cx, "Decision rule", head.decision_rule.as_deref().unwrap_or_default());
    let scope = &cx.analysis.scope;
    row(ui, cx, "In scope", &words::count(scope.programs, "program", "programs"));
    row(ui, cx, "", &words::exclusions(cx.analysis));
    row(ui, cx, "Coverage", &words::coverage(cx.analysis));
    heading(ui, "Where programs stand");
    for standing in Standing::ALL {
        let count = cx.analysis.standing.count(standing);
        if count > 0 {
            ui.horizontal_wrapped(|ui| {
                let number = words::number(count);
                ui.label(RichText::new(number).font(font_for("", 15.0, Weight::SemiBold)));
                weak(ui, cx, standing.words());
            });
        }
    }
    if let Some(about) = head.ext.get("about") {
        heading(ui, "About");
        ui.label(readable(about));
    }
    ui.add_space(10.0);
    weak(ui, cx, "Click a card, a row or a mark to see it here");
}

fn several_ui(ui: &mut Ui, cx: &UiCtx) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (objectives, programs) =
        (count(cx.selection.objectives.len()), count(cx.selection.programs.len()));
    let mut parts = Vec::new();
    if objectives > 0 {
        parts.push(words::count(objectives, "objective", "objectives"));
    }
    if programs > 0 {
        parts.push(words::count(programs, "program", "programs"));
    }
    title(ui, &format!("{} selected", parts.join(", ")));
    for id in &cx.selection.objectives {
        if let Some(o) = cx.framework.objective(id) {
            let action = Action::SelectObjective(id.clone(), false);
            jump(ui, cx, &crate::layout::caption(o), "", action);
        }
    }
    for id in &cx.selection.programs {
        program_row(ui, cx, id);
    }
}

/// Title, its translations, and the description.
fn texts_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    text: &str,
    translations: &Table<Language, Translation>,
    description: Option<&str>,
) {
    title(ui, text.trim());
    for (language, translation) in translations {
        if let Some(text) = &translation.title {
            weak(ui, cx, &format!("{language}: {}", readable(text)));
        }
    }
    if let Some(description) = description {
        ui.label(readable(description));
        ui.add_space(6.0);
    }
}

fn objective_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId) {
    let Some(record) = cx.framework.objective(id) else { return };
    let level = cx.framework.head().levels.iter().find(|l| l.id == record.level);
    let level = level.map_or("", |l| l.title.as_str());
    weak(ui, cx, &format!("{level} {}", record.code.as_deref().unwrap_or_default()));
    texts_ui(ui, cx, &record.title, &record.translations, record.description.as_deref());
    objective_fields(ui, cx, record);
    positions_ui(ui, cx, record);
    indicators_ui(ui, cx, record);
    let parents: Vec<_> = record.contributes_to.iter().collect();
    if !parents.is_empty() {
        heading(ui, "Contributes to");
        for (parent, why) in parents {
            if let Some(o) = cx.framework.objective(parent) {
                let action = Action::SelectObjective(parent.clone(), false);
                jump(ui, cx, &crate::layout::caption(o), "", action);
                if let Some(rationale) = &why.rationale {
                    weak(ui, cx, rationale);
                }
            }
        }
    }
    supporters_ui(ui, cx, id);
}

fn objective_fields(ui: &mut Ui, cx: &UiCtx, record: &Objective) {
    row(ui, cx, "Lead", &actor(cx, record.lead.as_ref()));
    row(ui, cx, "Co-lead", &actor(cx, record.co_lead.as_ref()));
    row(ui, cx, "Supporting", &actors(cx, &record.supporting));
    row(ui, cx, "Proposed by", &actor(cx, record.proposed_by.as_ref()));
    row(ui, cx, "Due", &record.due.map_or_else(String::new, words::date));
    row(ui, cx, "Period", &period(&record.period));
    let head = cx.framework.head();
    let dimensions: Vec<String> =
        record.dimensions.iter().map(|d| names::dimension(head, d.as_str())).collect();
    row(ui, cx, "Dimensions", &dimensions.join(", "));
    let status = match record.status {
        ObjectiveStatus::Proposed => "proposed, not yet agreed",
        ObjectiveStatus::Agreed => "agreed",
        ObjectiveStatus::Retired => "retired",
    };
    row(ui, cx, "Status", status);
    let monitoring = match record.monitoring {
        None => "",
        Some(Monitoring::Agreed) => "agreed",
        Some(Monitoring::Pending) => "pending",
        Some(Monitoring::Deferred) => "deferred",
    };
    row(ui, cx, "Monitoring", monitoring);
    row(ui, cx, "Risks", &record.risks.join("; "));
}

/// The words for a position.
fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Endorse => "endorses",
        Stance::Support => "supports",
        Stance::Reservations => "supports with reservations",
        Stance::Abstain => "abstains",
        Stance::Doubts => "has doubts",
        Stance::Oppose => "opposes",
        Stance::Block => "blocks",
    }
}

fn positions_ui(ui: &mut Ui, cx: &UiCtx, record: &Objective) {
    if record.positions.is_empty() {
        return;
    }
    heading(ui, "Positions");
    for (id, position) in &record.positions {
        let Some(actor) = cx.framework.actor(id) else { continue };
        ui.horizontal_wrapped(|ui| {
            let tint = match position.stance {
                s if s.backs() => cx.theme.linked,
                s if s.objects() => cx.theme.orphan,
                _ => cx.theme.ring,
            };
            let (area, _) = ui.allocate_exact_size(egui::vec2(9.0, 14.0), egui::Sense::hover());
            ui.painter().rect_filled(area, 1.0, color(tint));
            ui.label(actor.short());
            ui.label(RichText::new(stance(position.stance)).font(font_for(
                "",
                14.0,
                Weight::SemiBold,
            )));
            let side = names::side(actor.side);
            weak(ui, cx, side.split(' ').next().unwrap_or(side));
        });
        for text in [&position.note, &position.conditions].into_iter().flatten() {
            weak(ui, cx, &readable(text));
        }
    }
}

fn indicators_ui(ui: &mut Ui, cx: &UiCtx, record: &Objective) {
    if record.indicators.is_empty() {
        return;
    }
    heading(ui, "Indicators");
    for indicator in record.indicators.values() {
        ui.label(readable(&indicator.name));
        let unit = indicator.unit.as_deref().unwrap_or_default();
        let mut parts = Vec::new();
        if let Some(baseline) = &indicator.baseline {
            parts.push(format!("from {baseline}"));
        }
        if let Some(target) = &indicator.target {
            parts.push(format!("to {target} {unit}"));
        }
        if let Some(source) = &indicator.source {
            parts.push(source.clone());
        }
        weak(ui, cx, &parts.join(" · "));
    }
}

/// The programs that support an objective directly, most money first.
fn supporters_ui(ui: &mut Ui, cx: &UiCtx, id: &ObjectiveId) {
    let facts = cx.analysis.objectives.get(id).copied().unwrap_or_default();
    let currency = cx.framework.head().currency;
    let total = words::money(currency, facts.money);
    let count = words::count(facts.programs, "program", "programs");
    heading(ui, "Programs that support it or what lies below");
    weak(ui, cx, &format!("{count} · {total}"));
    let mut direct: Vec<(&ProgramId, _)> = cx
        .framework
        .programs()
        .iter()
        .filter(|(_, p)| p.links.get(id).is_some_and(|l| l.effect == Effect::Supports))
        .map(|(p, _)| (p, cx.analysis.programs.get(p).map_or_else(Default::default, |r| r.money)))
        .collect();
    direct.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    for (program, _) in direct.iter().take(12) {
        program_row(ui, cx, program);
    }
    if direct.len() > 12 {
        weak(ui, cx, &format!("and {} more", direct.len() - 12));
    }
}

fn program_row(ui: &mut Ui, cx: &UiCtx, id: &ProgramId) {
    let Some(record) = cx.framework.program(id) else { return };
    let money = cx.analysis.programs.get(id).map_or_else(Default::default, |r| r.money);
    let right = words::money(cx.framework.head().currency, money);
    jump(ui, cx, record.title.trim(), &right, Action::SelectProgram(id.clone(), false));
}

fn program_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId) {
    let Some(record) = cx.framework.program(id) else { return };
    let Some(result) = cx.analysis.programs.get(id) else { return };
    let orphan = result.standing.orphan() && result.excluded.is_none();
    let what = match result.excluded {
        Some(_) => "Program, not in scope".to_owned(),
        None if orphan => format!("No link shown: {}", result.standing.words()),
        None => format!("Program, {}", result.standing.words()),
    };
    let tint = if orphan { cx.theme.orphan_text } else { cx.theme.weak };
    let font = font_for("", 14.0, Weight::SemiBold);
    ui.label(RichText::new(what).font(font).color(color(tint)));
    texts_ui(ui, cx, &record.title, &record.translations, record.description.as_deref());
    program_fields(ui, cx, record);
    program_links(ui, cx, record);
    if let Some(reply) = &record.reply {
        heading(ui, "The owner’s reply");
        ui.label(readable(&reply.text));
    }
    for (other, dependency) in &record.depends_on {
        heading(ui, "Depends on");
        program_row(ui, cx, other);
        if let Some(note) = &dependency.note {
            weak(ui, cx, note);
        }
    }
}

fn program_fields(ui: &mut Ui, cx: &UiCtx, record: &Program) {
    row(ui, cx, "Owner", &actor(cx, record.owner.as_ref()));
    row(ui, cx, "Implementing", &actors(cx, &record.implementing));
    let funders: Vec<ActorId> = record.funding.keys().cloned().collect();
    row(ui, cx, "Funding", &actors(cx, &funders));
    let currency = cx.framework.head().currency;
    let budget = record.budget.as_ref().map_or_else(String::new, |b| {
        let basis = b.basis.map_or("", names::basis_key);
        let amount = b.amount.get().normalize();
        format!("{} {amount} {basis}", b.currency.unwrap_or(currency))
    });
    row(ui, cx, "Budget", &budget);
    row(ui, cx, "Status", record.status.map_or("", names::status));
    row(ui, cx, "Period", &period(&record.period));
    row(ui, cx, "Places", &record.locations.join(", "));
    let sectors: Vec<String> = record
        .sectors
        .keys()
        .map(|s| {
            let known =
                codelists::sector(s.as_str()).or_else(|| codelists::sector_category(s.as_str()));
            format!("{s} {}", known.map_or("", |c| c.name))
        })
        .collect();
    row(ui, cx, "Sectors", &sectors.join(", "));
    row(ui, cx, "Identifiers", &record.identifiers.join(", "));
    let source = record.source.as_ref().map_or_else(String::new, |s| {
        let place = s.row.as_deref().map_or_else(String::new, |r| format!(", {r}"));
        format!("{}{place}", s.file)
    });
    row(ui, cx, "Source", &source);
}

fn program_links(ui: &mut Ui, cx: &UiCtx, record: &Program) {
    if !record.links.is_empty() {
        heading(ui, "Links");
    }
    for (objective, link) in &record.links {
        let Some(target) = cx.framework.objective(objective) else { continue };
        let effect = if link.effect == Effect::Supports { "supports" } else { "undermines" };
        let evidence = match &link.evidence {
            Evidence::Asserted => "asserted".to_owned(),
            Evidence::Documented(place) => format!("documented: {place}"),
            Evidence::Confirmed(by) => format!("confirmed by {}", cx.framework.actor_short(by)),
        };
        let action = Action::SelectObjective(objective.clone(), false);
        jump(ui, cx, &crate::layout::caption(target), "", action);
        weak(ui, cx, &format!("{effect}, {evidence}"));
    }
    if let Some(decision) = &record.decision {
        heading(ui, "Decision");
        let kind = match decision.kind {
            DecisionKind::NoneFound => "no link found",
            DecisionKind::Independent => "independent on principle",
            DecisionKind::Elsewhere => "serves another framework",
            DecisionKind::OutOfScope => "out of scope",
        };
        ui.label(kind);
        if let Some(reason) = &decision.reason {
            weak(ui, cx, &readable(reason));
        }
    }
    if !record.claims.is_empty() {
        heading(ui, "Its source names an objective that this framework lacks");
        for claim in &record.claims {
            ui.label(RichText::new(format!("“{}”", readable(claim.trim()))).italics());
        }
    }
}
