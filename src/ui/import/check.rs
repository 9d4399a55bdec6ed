//! The third step: who is local and who is international, and the problems, grouped by their cure.

use super::{Wizard, heading_ui, weak_ui};
use crate::import::{Finding, NewActor, Plan};
use crate::layout::text::Weight;
use crate::model::Side;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{CollapsingHeader, RichText, ScrollArea, Ui};
use std::collections::BTreeMap;

/// How many of a group are listed.
const LISTED: usize = 200;

/// Problems of one kind with one cure.
struct Group {
    code: &'static str,
    hint: String,
    all: Vec<Finding>,
}

/// What the step remembers.
#[derive(Default)]
pub(super) struct Check {
    groups: Vec<Group>,
    /// The places in the plan of the actors whose side is asked for, in the order of the list.
    actors: Vec<usize>,
}

impl Check {
    /// Groups what a plan found.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut groups: BTreeMap<(&'static str, &str), Vec<Finding>> = BTreeMap::new();
        // Who is on which side is asked above.
        for finding in plan.findings.iter().filter(|f| f.code != "I07") {
            groups.entry((finding.code, &finding.hint)).or_default().push(finding.clone());
        }
        let group =
            |((code, hint), all): ((_, &str), _)| Group { code, hint: hint.to_owned(), all };
        let all = &plan.actors;
        let mut actors: Vec<usize> =
            (0..all.len()).filter(|at| all[*at].proposal.is_some()).collect();
        actors.sort_by_cached_key(|at| order(&all[*at]));
        Self { groups: groups.into_iter().map(group).collect(), actors }
    }
}

/// What a kind of finding is called.
fn title(code: &str) -> &'static str {
    match code {
        "I01" => "Objectives that this framework lacks",
        "I02" => "Names that several objectives bear",
        "I03" => "Values that could not be used",
        "I04" => "Rows that were rejected",
        "I05" => "Rows of one program that differ",
        "I06" => "Values that look wrong, and are kept",
        "I08" => "Amounts left out for want of a rate",
        "I09" => "Programs of other countries",
        "I10" => "What is not taken",
        "I11" => "Rows that were put together",
        "I12" => "What was taken as it seems to be",
        _ => "Where your decision stands",
    }
}

/// Those of whom nothing is known first, since they are to be looked at; then by name.
fn order(new: &NewActor) -> (bool, String) {
    let known = new.proposal.as_ref().is_some_and(|p| p.known);
    (known, new.actor.name.to_lowercase())
}

impl Wizard {
    pub(super) fn check_ui(&mut self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        ScrollArea::vertical().id_salt("check").max_height(height).auto_shrink(false).show(
            ui,
            |ui| {
                self.sides_ui(ui, cx);
                self.problems_ui(ui, cx);
            },
        );
    }

    /// Each new actor with the side that is proposed, and why.
    fn sides_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let Some(planned) = &self.planned else { return };
        let new: Vec<&NewActor> =
            self.check.actors.iter().filter_map(|at| planned.plan.actors.get(*at)).collect();
        if new.is_empty() {
            return;
        }
        heading_ui(ui, &format!("Local or international? {} new actors", new.len()));
        weak_ui(ui, cx, "Alignment rests on this: confirm what is proposed, or change it.");
        let mut changed = None;
        let rows = new.len() as f32;
        let row = 30.0;
        ScrollArea::vertical()
            .id_salt("sides")
            .max_height((rows * row + 8.0).min(240.0))
            .auto_shrink([false, true])
            .show_rows(ui, row, new.len(), |ui, range| {
                for new in &new[range] {
                    let side = self.choices.sides.get(&new.id).copied().unwrap_or(new.actor.side);
                    ui.horizontal(|ui| {
                        ui.set_height(row - 6.0);
                        for (of, word) in [
                            (Side::Internal, "local"),
                            (Side::External, "international"),
                            (Side::Mixed, "mixed"),
                        ] {
                            let response = ui.radio(side == of, word);
                            named(&response, &format!("{} is {word}", new.actor.name));
                            if response.clicked() {
                                changed = Some((new.id.clone(), of));
                            }
                        }
                        let name = RichText::new(readable(&new.actor.name))
                            .font(font(15.0, Weight::SemiBold));
                        ui.add(egui::Label::new(name).truncate());
                        let why = new.proposal.as_ref().map_or("", |p| p.why.as_str());
                        let why = RichText::new(readable(why)).color(color(cx.theme.weak));
                        ui.add(egui::Label::new(why).truncate());
                    });
                }
            });
        if let Some((id, side)) = changed {
            self.choices.sides.insert(id, side);
            self.chosen();
        }
        ui.add_space(8.0);
    }

    /// What could not be used, grouped by what cures it.
    fn problems_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        let rejects = self.batch.as_ref().map_or(0, |batch| batch.rejects.len());
        heading_ui(ui, "What to look at");
        if self.check.groups.is_empty() {
            weak_ui(ui, cx, "Nothing: every row could be used as it is.");
        }
        if rejects > 0 {
            ui.horizontal(|ui| {
                ui.label(format!("{rejects} rows could not be used."));
                if ui.button("Save them as a workbook…").clicked()
                    && let Some(batch) = &self.batch
                {
                    cx.send(Action::SaveRejected(std::sync::Arc::clone(batch)));
                }
            });
        }
        for (n, group) in self.check.groups.iter().enumerate() {
            let text = format!("{} · {}", title(group.code), group.all.len());
            let head = RichText::new(text).font(font(15.0, Weight::SemiBold));
            CollapsingHeader::new(head).id_salt(n).default_open(group.all.len() <= 3).show(
                ui,
                |ui| {
                    ui.add(
                        egui::Label::new(readable(&format!("What to do: {}", group.hint))).wrap(),
                    );
                    for finding in group.all.iter().take(LISTED) {
                        let text = readable(&format!("{}: {}", finding.place, finding.message));
                        let text = RichText::new(text).size(14.0).color(color(cx.theme.weak));
                        ui.add(egui::Label::new(text).wrap());
                    }
                    if group.all.len() > LISTED {
                        let more = format!("… and {} more", group.all.len() - LISTED);
                        ui.label(RichText::new(more).color(color(cx.theme.weak)));
                    }
                },
            );
        }
    }
}
