//! The fourth step: what is new, changed, same and gone; what is taken of it.

use super::{Wizard, weak_ui, words};
use crate::import::{Choices, Fate, Plan, Planned as Program};
use crate::layout::text::Weight;
use crate::model::Framework;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{RichText, ScrollArea, Ui};
use std::collections::BTreeMap;

/// What the step remembers.
#[derive(Default)]
pub(super) struct Preview {
    /// The fate that is listed; none for the first there is.
    shown: Option<Fate>,
    /// The places of the programs in the plan, the largest sums first.
    order: Vec<usize>,
}

impl Preview {
    /// Orders the programs of a plan.
    pub(super) fn new(plan: &Plan) -> Self {
        let money = |at: &usize| {
            let budget = plan.programs[*at].program.budget.as_ref();
            std::cmp::Reverse(budget.map(|b| b.amount.get()))
        };
        let mut order: Vec<usize> = (0..plan.programs.len()).collect();
        order.sort_by_key(money);
        Self { shown: None, order }
    }
}

/// What the user asked for while the list was drawn.
enum Asked {
    Leave(crate::model::ProgramId, bool),
    Keep(crate::model::ProgramId, &'static str, bool),
    KeepAll(&'static str, bool),
}

impl Wizard {
    pub(super) fn preview_ui(&mut self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        self.elsewhere_ui(ui, cx);
        let Some(planned) = &self.planned else { return };
        let first = planned.fates.iter().find(|(_, n)| *n > 0).map_or(Fate::New, |(fate, _)| *fate);
        let mut shown = self.preview.shown.unwrap_or(first);
        ui.horizontal(|ui| {
            for (fate, n) in planned.fates {
                let text = format!("{n} {}", word(fate));
                let text = RichText::new(text).font(font(17.0, Weight::SemiBold));
                if ui.selectable_label(shown == fate, text).clicked() {
                    shown = fate;
                }
            }
        });
        self.preview.shown = Some(shown);
        weak_ui(ui, cx, told(shown));
        let mut asked = None;
        if shown == Fate::Changed {
            asked = fields_ui(ui, &self.choices, &planned.plan.programs);
        }
        ui.separator();
        let listed: Vec<&Program> = (self.preview.order.iter())
            .filter_map(|at| planned.plan.programs.get(*at))
            .filter(|p| p.fate == shown)
            .collect();
        let room = height - 110.0;
        if shown == Fate::Changed {
            ScrollArea::vertical().id_salt("changed").max_height(room).auto_shrink(false).show(
                ui,
                |ui| {
                    for program in listed.iter().take(MOST) {
                        let one = changed_ui(ui, cx, &planned.framework, &self.choices, program);
                        asked = one.or(asked.take());
                    }
                    if listed.len() > MOST {
                        let more = format!("… and {} more", listed.len() - MOST);
                        ui.label(RichText::new(more).color(color(cx.theme.weak)));
                    }
                },
            );
        } else {
            ScrollArea::vertical().id_salt("listed").max_height(room).auto_shrink(false).show_rows(
                ui,
                26.0,
                listed.len(),
                |ui, range| {
                    for program in &listed[range] {
                        asked = row_ui(ui, cx, &self.choices, program).or(asked.take());
                    }
                },
            );
        }
        if let Some(asked) = asked {
            self.ask(asked);
        }
    }

    fn ask(&mut self, asked: Asked) {
        let choices = &mut self.choices;
        match asked {
            Asked::Leave(id, true) => drop(choices.left.insert(id)),
            Asked::Leave(id, false) => drop(choices.left.remove(&id)),
            Asked::Keep(id, field, true) => drop(choices.kept.insert((id, field))),
            Asked::Keep(id, field, false) => drop(choices.kept.remove(&(id, field))),
            Asked::KeepAll(field, true) => drop(choices.kept_fields.insert(field.to_owned())),
            Asked::KeepAll(field, false) => drop(choices.kept_fields.remove(field)),
        }
        self.chosen();
    }

    /// Programs of other countries are offered apart.
    fn elsewhere_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let apart = self.batch.as_ref().map_or(0, |batch| batch.elsewhere.len());
        if apart == 0 {
            return;
        }
        let text = format!("Take the {apart} programs without a share in this country too");
        if ui.checkbox(&mut self.elsewhere, text).changed() {
            self.read_again(ui.ctx(), cx);
        }
    }
}

/// How many changed programs are listed.
const MOST: usize = 300;

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Changed => "changed",
        Fate::Same => "same",
        Fate::Gone => "gone",
    }
}

fn told(fate: Fate) -> &'static str {
    match fate {
        Fate::New => "The framework does not have these yet. Untick what is not to be added.",
        Fate::Changed => {
            "The source says something else of these now. Ticked is taken; unticked stays as it is. \
             Links, decisions and positions are not touched."
        }
        Fate::Same => "The framework has these just as the source says.",
        Fate::Gone => {
            "An earlier reading brought these, and the source no longer holds them. They stay, \
             marked with today's date."
        }
    }
}

/// The fields that change in any program, to keep one in all.
fn fields_ui(ui: &mut Ui, choices: &Choices, programs: &[Program]) -> Option<Asked> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for change in programs.iter().flat_map(|p| &p.fields) {
        *counts.entry(change.name()).or_default() += 1;
    }
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.label("Take from the source:");
        for (field, n) in counts {
            let mut take = !choices.kept_fields.contains(field);
            if ui.checkbox(&mut take, format!("{} ({n})", words::field(field))).changed() {
                asked = Some(Asked::KeepAll(field, !take));
            }
        }
    });
    asked
}

/// A program that is new, same or gone.
fn row_ui(ui: &mut Ui, cx: &UiCtx, choices: &Choices, planned: &Program) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal(|ui| {
        let title = readable(&planned.program.title);
        if planned.fate == Fate::Same {
            ui.add(egui::Label::new(title).truncate());
            return;
        }
        let mut take = !choices.left.contains(&planned.id);
        let response = ui.checkbox(&mut take, "");
        named(&response, &format!("Take “{}”", planned.program.title));
        if response.changed() {
            asked = Some(Asked::Leave(planned.id.clone(), !take));
        }
        let money = planned.program.budget.as_ref().map(|b| words::money(cx.framework, b));
        ui.allocate_ui_with_layout(
            egui::vec2(150.0, 20.0),
            egui::Layout::right_to_left(egui::Align::Center),
            |ui| ui.label(money.as_deref().unwrap_or("—")),
        );
        ui.add_space(8.0);
        ui.add(egui::Label::new(title).truncate());
    });
    asked
}

/// A changed program, field by field.
fn changed_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    framework: &Framework,
    choices: &Choices,
    planned: &Program,
) -> Option<Asked> {
    let mut asked = None;
    let title = RichText::new(readable(&planned.program.title)).font(font(15.0, Weight::SemiBold));
    ui.add(egui::Label::new(title).truncate());
    for change in &planned.fields {
        let name = change.name();
        ui.horizontal(|ui| {
            ui.add_space(14.0);
            let mut take = !choices.kept.contains(&(planned.id.clone(), name))
                && !choices.kept_fields.contains(name);
            let response = ui.checkbox(&mut take, words::field(name));
            named(&response, &format!("{}: {}", planned.program.title, words::field(name)));
            if response.changed() {
                asked = Some(Asked::Keep(planned.id.clone(), name, !take));
            }
            let before = words::shown(framework, &change.before);
            let after = words::shown(framework, &change.after);
            let text = readable(&format!("{before}  ›  {after}"));
            let text = RichText::new(text).size(14.0).color(color(cx.theme.weak));
            ui.add(egui::Label::new(text).truncate());
        });
    }
    ui.add_space(4.0);
    asked
}
