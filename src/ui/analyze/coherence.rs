//! The four elements of coherence: the degree of each, what holds it back and why, and which are
//! in tension.

use super::list::program_ui;
use super::parts::{
    Kept, beside, degree_bar_ui, figure_ui, heading_ui, jump_at, note_ui, panel_ui, rows_ui, spoken,
};
use crate::analysis::{Concern, Element, Figure, Recorded, Relation, Since, Step, since};
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{Framework, ObjectiveId};
use crate::scene::reasons::{Reason, looks_at, reasons};
use crate::scene::words;
use crate::ui::action::{Action, Mode};
use crate::ui::context::UiCtx;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, RichText, ScrollArea, Sense, Ui, Vec2};

/// With more programs than this, what changed is looked for on a click only.
const MANY: usize = 3_000;

/// The height of a reason.
const LINE: f32 = 28.0;

/// The height of a program in a list.
const ROW: f32 = 48.0;

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Screen {
    reasons: Kept<(), [Vec<Reason>; 4]>,
    /// For which framework and figures it was looked for what changed, and what was found.
    since: Option<(u64, Option<Since>)>,
    asked: Option<u64>,
    /// The reason of each element whose programs are listed.
    open: [Option<String>; 4],
}

impl Screen {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.reasons.update(cx.revision, (), || {
            Relation::ALL.map(|relation| reasons(cx.framework, cx.analysis.coherence.get(relation)))
        });
        let asked = self.asked == Some(cx.revision) || cx.framework.programs().len() <= MANY;
        if asked && self.since.as_ref().is_none_or(|(of, _)| *of != cx.revision) {
            self.since = Some((cx.revision, since(cx.framework, Some(cx.analysis.bar))));
        }
        let all = &self.reasons.value;
        let [one, two, three, four] = &mut self.open;
        let element = |ui: &mut Ui, place: usize, open: &mut Option<String>| {
            element_ui(ui, cx, Relation::ALL[place], &all[place], open);
        };
        let mut ask = false;
        let found = self.since.as_ref().filter(|(of, _)| *of == cx.revision).map(|(_, s)| s);
        beside(
            ui,
            0.5,
            |ui| {
                element(ui, 0, one);
                element(ui, 1, two);
                ask = tension_ui(ui, cx, found);
            },
            |ui| {
                element(ui, 2, three);
                element(ui, 3, four);
            },
        );
        if ask {
            self.asked = Some(cx.revision);
        }
    }
}

fn element_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    relation: Relation,
    reasons: &[Reason],
    open: &mut Option<String>,
) {
    let element = cx.analysis.coherence.get(relation);
    let (what, to_do) = looks_at(relation);
    panel_ui(ui, cx, relation.words(), what, |ui| {
        degree_ui(ui, cx, relation, element);
        if !element.examined {
            note_ui(ui, cx, to_do);
            let can = cx.view.read_only.is_none();
            let (action, does) = match relation {
                Relation::Alignment => {
                    (Action::Show(Mode::Edit), "Choose an objective, then Ctrl+P")
                }
                _ => (Action::AddTension, Action::AddTension.name()),
            };
            let button = Button::new(does).min_size(Vec2::new(0.0, 32.0));
            if ui.add_enabled(can, button).clicked() {
                cx.send(action);
            }
            return;
        }
        if reasons.is_empty() {
            let text = if element.concerns == 0 {
                "It concerns no program yet"
            } else {
                "Nothing holds it back"
            };
            note_ui(ui, cx, text);
            return;
        }
        reasons_ui(ui, cx, relation, reasons, open);
    });
}

/// What holds an element back; a click on a reason lists the programs.
fn reasons_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    relation: Relation,
    reasons: &[Reason],
    open: &mut Option<String>,
) {
    heading_ui(ui, "What holds it back");
    let list = |ui: &mut Ui, key: &str, most: f32, body: &mut dyn FnMut(&mut Ui)| {
        let key = (key, relation.words());
        ScrollArea::vertical().id_salt(key).max_height(most).show(ui, |ui| body(ui));
    };
    let most = if open.is_some() { LINE * 4.0 } else { LINE * 7.0 };
    list(ui, "reasons", most, &mut |ui| {
        rows_ui(ui, reasons.len(), LINE, |ui, place, area| {
            let (reason, programs) = &reasons[place];
            let n = u32::try_from(programs.len()).unwrap_or(u32::MAX);
            let count = words::count(n, "program", "programs");
            let chosen = open.as_ref() == Some(reason);
            if chosen {
                ui.painter().rect_filled(area, 5.0, color(cx.theme.selected));
            }
            let response = jump_at(ui, cx, area, ("reason", place), (reason, &count));
            if response.on_hover_text(readable(reason)).clicked() {
                *open = (!chosen).then(|| reason.clone());
            }
        });
    });
    let held = reasons.iter().find(|(reason, _)| open.as_ref() == Some(reason));
    let Some((_, programs)) = held else { return };
    ui.separator();
    list(ui, "held", ROW * 5.0, &mut |ui| {
        rows_ui(ui, programs.len(), ROW, |ui, place, area| {
            program_ui(ui, cx, &programs[place], area);
        });
    });
}

/// The degree, and the figures that it is made of.
fn degree_ui(ui: &mut Ui, cx: &UiCtx, relation: Relation, element: &Element) {
    let figure = |concern| Figure::Element(relation, concern);
    let show = |ui: &mut Ui, before: &str, n: u32, after: &str, concern: Concern| {
        if !before.is_empty() {
            ui.label(before);
        }
        let figure = figure(concern);
        let said = || spoken(&figure.words(cx.framework), n);
        figure_ui(ui, cx, &words::number(n), &figure, said);
        if !after.is_empty() {
            ui.label(RichText::new(after).color(color(cx.theme.weak)));
        }
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let degree = match element.degree {
            Some(_) => words::percent(element.degree),
            None if element.examined => "concerns none".to_owned(),
            None => "not examined".to_owned(),
        };
        let size = if element.degree.is_some() { 30.0 } else { 20.0 };
        let said = format!("{}: {degree}", relation.words());
        let response = ui.label(RichText::new(&degree).font(font(size, Weight::Bold)));
        crate::ui::field::named(&response, &said);
        if element.examined {
            ui.add_space(10.0);
            show(ui, "", element.holds, "hold of", Concern::Holds);
        }
        show(ui, "", element.concerns, "concerned", Concern::All);
        if element.money_degree.is_some() {
            let money = format!("· {} by money", words::percent(element.money_degree));
            let response = ui.label(RichText::new(&money).color(color(cx.theme.weak)));
            let said =
                format!("{}: {} by money", relation.words(), words::percent(element.money_degree));
            crate::ui::field::named(&response, &said);
        }
    });
    // An empty bar would read as a degree of nothing.
    if element.degree.is_some() {
        let size = Vec2::new(ui.available_width(), 16.0);
        let (bar, _) = ui.allocate_exact_size(size, Sense::hover());
        degree_bar_ui(ui, cx, bar, element.degree);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let back = u32::try_from(element.held_back.len()).unwrap_or(u32::MAX);
        if element.examined {
            show(ui, "", back, "held back", Concern::HeldBack);
        }
        if let Some(presumed) = element.presumed.filter(|_| element.examined) {
            show(ui, "", presumed, "of them only presumed to be backed", Concern::Presumed);
        }
        if relation != Relation::Alignment || element.not_judged > 0 {
            show(
                ui,
                "",
                element.not_judged,
                "not judged, for they show no link",
                Concern::NotJudged,
            );
        }
    });
}

/// "alignment by 3 points".
fn points(step: &Step, relation: Relation) -> String {
    let points = (step.effect(relation).abs() * 100.0).round();
    let name = match relation {
        Relation::Agency => "agency coherence",
        Relation::WholeOfGovernment => "whole of government and system",
        Relation::Harmonization => "harmonization",
        Relation::Alignment => "alignment",
    };
    match points {
        p if p < 1.0 => format!("{name} by less than a point"),
        p if p < 2.0 => format!("{name} by a point"),
        p => format!("{name} by {p:.0} points"),
    }
}

/// What was recorded, and what it raised and lowered.
fn step_words(framework: &Framework, step: &Step) -> String {
    let n = u32::try_from(step.count).unwrap_or(u32::MAX);
    let objective =
        |id: &ObjectiveId| framework.objective(id).map_or_else(|| id.to_string(), |o| caption(o));
    let what = match &step.recorded {
        Recorded::Links(id) => {
            format!("Linking {} to {}", words::count(n, "program", "programs"), objective(id))
        }
        Recorded::Positions(id) => {
            format!("{} on {}", words::count(n, "position", "positions"), objective(id))
        }
        Recorded::Decisions => {
            format!("{} on programs without a link", words::count(n, "decision", "decisions"))
        }
    };
    let those = |keep: fn(f64) -> bool| {
        let all = Relation::ALL.into_iter().filter(|r| keep(step.effect(*r)));
        all.map(|r| points(step, r)).collect::<Vec<_>>().join(", ")
    };
    match (those(|e| e > 0.0), those(|e| e < 0.0)) {
        (up, down) if up.is_empty() && down.is_empty() => {
            format!("{what} changed none of the four")
        }
        (up, down) if down.is_empty() => format!("{what} raised {up}"),
        (up, down) if up.is_empty() => format!("{what} lowered {down}"),
        (up, down) => format!("{what} raised {up} and lowered {down}"),
    }
}

/// Which elements are in tension; gives whether it is to be looked for.
fn tension_ui(ui: &mut Ui, cx: &UiCtx, found: Option<&Option<Since>>) -> bool {
    let mut ask = false;
    let note = "what raised one and lowered another since the last milestone";
    panel_ui(ui, cx, "Which are in tension", note, |ui| {
        let last = cx.analysis.milestones.last();
        let Some(last) = last else {
            note_ui(
                ui,
                cx,
                "There is no milestone yet: set one, and what is recorded after it shows here",
            );
            let button = Button::new(Action::SetMilestone.name()).min_size(Vec2::new(0.0, 32.0));
            if ui.add(button).clicked() {
                cx.send(Action::SetMilestone);
            }
            return;
        };
        let Some(found) = found else {
            let text = format!("What changed since {}", words::date(last.on));
            let button = Button::new(text).min_size(Vec2::new(0.0, 32.0));
            ask = ui.add(button).clicked();
            return;
        };
        let Some(since) = found else { return };
        let head = format!("Since “{}” of {}", since.title.trim(), words::date(since.on));
        ui.label(RichText::new(readable(&head)).font(font(14.0, Weight::SemiBold)));
        if since.steps.is_empty() {
            note_ui(ui, cx, "No link, position or decision bears a later date");
        } else if !since.steps.iter().any(Step::in_tension) {
            note_ui(ui, cx, "Nothing raised one element and lowered another");
        }
        for step in &since.steps {
            let text = readable(&step_words(cx.framework, step));
            let mut text = RichText::new(text).size(14.0);
            if !step.in_tension() {
                text = text.color(color(cx.theme.weak));
            }
            ui.add(egui::Label::new(text).wrap());
        }
        if since.more > 0 {
            let n = u32::try_from(since.more).unwrap_or(u32::MAX);
            let more = words::count(n, "smaller change", "smaller changes");
            note_ui(ui, cx, &format!("{more} not looked at one by one"));
        }
    });
    ask
}
