//! The findings panel: what is missing or odd, grouped, filtered, each with its hint and what
//! cures it. F8 walks them in the order of the panel. They are looked for when the panel is
//! shown for a state of the document, in a large one on a thread, never in a frame.

pub mod cure;
mod list;
mod look;

use super::action::Action;
use super::context::UiCtx;
use super::field::named;
use super::style::color;
use crate::analysis::{Analysis, Finding, Severity};
use crate::layout::text::Weight;
use crate::model::Framework;
use crate::scene::words;
use egui::{Context, RichText, TextEdit, Ui};
use list::Row;
use look::Look;
pub(super) use look::State;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is left of the findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sieve {
    /// Only this severity.
    severity: Option<Severity>,
    /// Only records of this kind.
    kind: Option<&'static str>,
    /// Only those that hold these words.
    text: String,
}

impl Sieve {
    /// Whether a finding passes.
    fn passes(&self, finding: &Finding) -> bool {
        let words = super::canvas::plain(self.text.trim());
        self.severity.is_none_or(|severity| finding.severity == severity)
            && self.kind.is_none_or(|kind| finding.about.kind == kind)
            && (words.is_empty()
                || super::canvas::plain(&finding.message).contains(&words)
                || finding.code.eq_ignore_ascii_case(self.text.trim()))
    }
}

/// The words for a severity.
fn severity_words(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("✖", "error"),
        Severity::Warning => ("⚠", "warning"),
        Severity::Note => ("•", "note"),
    }
}

/// The kinds of records, and the words for them.
const KINDS: [(&str, &str); 5] = [
    ("program", "Programs"),
    ("objective", "Objectives"),
    ("actor", "Actors"),
    ("tension", "Tensions"),
    ("framework", "Framework"),
];

/// What the panel keeps from frame to frame.
#[derive(Default)]
pub(super) struct Findings {
    look: Look,
    sieve: Sieve,
    /// Codes whose findings are not shown.
    closed: BTreeSet<&'static str>,
    /// The places of the findings that are left, in the order of the panel.
    left: Vec<usize>,
    rows: Vec<Row>,
    /// What `left` and `rows` are of: findings and sieve.
    made_for: Option<(u64, Sieve)>,
    /// The finding that was gone to last.
    at: Option<At>,
    /// Whether the list is to show it.
    scroll: bool,
    /// Whether to go on, back where true, when they have been found.
    then: Option<bool>,
}

impl Findings {
    /// Forgets everything: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self { closed: std::mem::take(&mut self.closed), ..Self::default() };
    }

    /// Shows the panel.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.head_ui(ui, cx);
        self.sieve_ui(ui, cx);
        self.arrange();
        self.list_ui(ui, cx);
        if let Some(back) = self.then.filter(|_| !self.look.busy()) {
            self.then = None;
            cx.send(if back { Action::PreviousFinding } else { Action::NextFinding });
        }
    }

    /// Looks for them anew where the document has changed since.
    pub(super) fn update(
        &mut self,
        ctx: &Context,
        framework: &Framework,
        analysis: &Arc<Analysis>,
        state: State,
    ) {
        self.look.update(ctx, framework, analysis, state);
    }

    /// Goes one further, or back, from where one stands; none where nothing is left. Where they
    /// are still being looked for it goes on when they are found.
    pub(super) fn step(&mut self, back: bool) -> Option<Finding> {
        if self.look.busy() || !self.look.any_looked() {
            self.then = Some(back);
            return None;
        }
        self.arrange();
        let all = self.look.found();
        let is = |&&place: &&usize| self.at.as_ref().is_some_and(|at| same(&all[place], at));
        let here = self.left.iter().position(|place| is(&place));
        let count = self.left.len();
        let next = match here {
            _ if count == 0 => return None,
            Some(at) if back => (at + count - 1) % count,
            Some(at) => (at + 1) % count,
            None if back => count - 1,
            None => 0,
        };
        let finding = all[self.left[next]].clone();
        self.go_to(&finding);
        self.scroll = true;
        Some(finding)
    }

    /// Stands at a finding.
    fn go_to(&mut self, finding: &Finding) {
        self.at = Some(at(finding));
        if self.closed.remove(finding.code) {
            self.made_for = None;
            self.arrange();
        }
    }

    /// Whether they are being looked for.
    pub(super) fn busy(&self) -> bool {
        self.then.is_some()
    }

    /// The findings that are left, in the order of the panel.
    pub(super) fn listed(&self) -> Vec<Finding> {
        let all = self.look.found();
        self.left.iter().map(|&place| all[place].clone()).collect()
    }

    /// Why there is nothing to go to.
    pub(super) fn nothing(&self) -> &'static str {
        if self.look.found().is_empty() {
            "Nothing is missing"
        } else {
            "No finding passes the filter"
        }
    }

    fn head_ui(&self, ui: &mut Ui, cx: &UiCtx) {
        ui.horizontal(|ui| {
            let font = super::fonts::font(15.0, Weight::SemiBold);
            ui.label(RichText::new("Findings").font(font));
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let (left, all) = (self.left.len(), self.look.found().len());
            let text = if self.look.busy() {
                "looking…".to_owned()
            } else if left == all {
                words::number(count(all))
            } else {
                format!("{} of {}", words::number(count(left)), words::number(count(all)))
            };
            ui.label(RichText::new(text).color(color(cx.theme.weak)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = ui.button("×").on_hover_text("Close the findings");
                named(&close, "Close the findings");
                if close.clicked() {
                    cx.send(Action::ToggleFindings);
                }
                for (sign, action) in [("⏷", Action::NextFinding), ("⏶", Action::PreviousFinding)]
                {
                    let keys = action.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
                    let tip = format!("{} ({})", action.name(), keys.unwrap_or_default());
                    let button = ui.button(sign).on_hover_text(tip);
                    named(&button, action.name());
                    if button.clicked() {
                        cx.send(action);
                    }
                }
            });
        });
    }

    fn sieve_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let counts = |keep: &dyn Fn(&Finding) -> bool| {
            let n = self.look.found().iter().filter(|f| keep(f)).count();
            words::number(u32::try_from(n).unwrap_or(u32::MAX))
        };
        ui.horizontal_wrapped(|ui| {
            let mut chosen = self.sieve.severity;
            for severity in [None, Some(Severity::Warning), Some(Severity::Note)] {
                let text = match severity {
                    None => "All".to_owned(),
                    Some(severity) => {
                        let (sign, word) = severity_words(severity);
                        let n = counts(&|f| f.severity == severity);
                        format!("{sign} {n} {word}s")
                    }
                };
                if ui.selectable_label(chosen == severity, text).clicked() {
                    chosen = severity;
                }
            }
            self.sieve.severity = chosen;
        });
        let width = ui.available_width();
        ui.horizontal(|ui| {
            let kinds: Vec<(Option<&'static str>, &str)> = [(None, "Any record")]
                .into_iter()
                .chain(KINDS.iter().map(|(kind, words)| (Some(*kind), *words)))
                .collect();
            let (response, kind) = super::field::combo_ui(
                ui,
                cx,
                "findings-kind",
                width * 0.5,
                self.sieve.kind,
                &kinds,
            );
            named(&response, "Kind of record");
            if let Some(kind) = kind {
                self.sieve.kind = kind;
            }
            let field = TextEdit::singleline(&mut self.sieve.text)
                .hint_text("Words")
                .desired_width(ui.available_width() - 8.0);
            named(&ui.add(field), "Findings with these words");
        });
        ui.add_space(2.0);
    }

    /// Puts what is left in the order of the panel.
    fn arrange(&mut self) {
        let of = (self.look.state(), self.sieve.clone());
        if self.made_for.as_ref() == Some(&of) {
            return;
        }
        let all = self.look.found();
        let mut left: Vec<usize> =
            (0..all.len()).filter(|&place| self.sieve.passes(&all[place])).collect();
        let rank = |code: &str| cure::TABLE.iter().position(|line| line.0 == code);
        left.sort_by_key(|&place| {
            let finding = &all[place];
            (std::cmp::Reverse(finding.severity), rank(finding.code), place)
        });
        self.rows = list::rows(all, &left, &self.closed);
        self.left = left;
        self.made_for = Some(of);
    }
}

/// What tells a finding from all others: its code, record and message.
type At = (&'static str, String, String);

fn at(finding: &Finding) -> At {
    (finding.code, finding.about.id.clone(), finding.message.clone())
}

fn same(finding: &Finding, at: &At) -> bool {
    finding.code == at.0 && finding.about.id == at.1 && finding.message == at.2
}
