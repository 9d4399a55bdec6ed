//! Decide without a link: none found, independent, elsewhere, out of scope; with a reason.

use super::act::together;
use super::sheet::{choice_ui, heading_ui, line_ui, note_ui};
use super::{Link, Step};
use crate::edit::{Command, ProgramEdit};
use crate::model::{Decision, DecisionKind, Framework, ProgramId};
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use egui::{Key, Modifiers, ScrollArea, Ui};

/// How many reasons are offered again.
const REASONS: usize = 5;

/// The choices, with what each means.
const KINDS: [(DecisionKind, &str, &str); 4] = [
    (DecisionKind::NoneFound, "None found", "looked for; it still shows no link"),
    (DecisionKind::Independent, "Independent on principle", "humanitarian; counted apart"),
    (DecisionKind::Elsewhere, "Serves another framework", "counted apart"),
    (DecisionKind::OutOfScope, "Out of scope", "of another country or time; not counted"),
];

/// The words of undo for one program.
fn label(kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::NoneFound => "none found",
        DecisionKind::Independent => "independent",
        DecisionKind::Elsewhere => "elsewhere",
        DecisionKind::OutOfScope => "out of scope",
    }
}

/// What was decided, of which programs, and why.
pub(super) struct Decided {
    kind: DecisionKind,
    programs: Vec<ProgramId>,
    reason: String,
}

/// The sheet.
pub(super) struct Decide {
    programs: Vec<ProgramId>,
    /// How many of them have links, and so can only be out of scope.
    linked: usize,
    at: usize,
    kind: Option<DecisionKind>,
    reason: String,
    fresh: bool,
}

impl Decide {
    pub(super) fn new(framework: &Framework, programs: Vec<ProgramId>) -> Self {
        let has = |id: &&ProgramId| framework.program(id).is_some_and(|p| !p.links.is_empty());
        let linked = programs.iter().filter(has).count();
        let at = if linked > 0 { KINDS.len() - 1 } else { 0 };
        Self { programs, linked, at, kind: None, reason: String::new(), fresh: true }
    }

    /// Whether the reason is typed.
    pub(super) fn types(&self) -> bool {
        self.kind.is_some()
    }

    fn may(&self, place: usize) -> bool {
        self.linked == 0 || KINDS[place].0 == DecisionKind::OutOfScope
    }

    /// Does what a key asks; gives what was decided.
    pub(super) fn step(&mut self, step: Step) -> Option<Decided> {
        match (step, self.kind) {
            (Step::Link, Some(_)) => return self.done(),
            (Step::Tick(digit), None) => {
                let place = usize::from(digit).saturating_sub(1);
                if place < KINDS.len() {
                    self.at = place;
                    self.choose(place);
                }
            }
            (Step::Up, None) => self.at = self.at.saturating_sub(1),
            (Step::Down, None) => self.at = (self.at + 1).min(KINDS.len() - 1),
            (Step::Link | Step::TickThis, None) => self.choose(self.at),
            _ => {}
        }
        None
    }

    fn choose(&mut self, place: usize) {
        if self.may(place) {
            self.kind = Some(KINDS[place].0);
        }
    }

    fn done(&self) -> Option<Decided> {
        let reason = self.reason.trim().to_owned();
        Some(Decided { kind: self.kind?, programs: self.programs.clone(), reason })
    }

    /// Shows it; gives what was decided.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx, reasons: &[String]) -> Option<Decided> {
        let many = self.programs.len();
        let title = match (self.kind, many) {
            (Some(_), _) => "Why? Enter takes it, with a reason or without".to_owned(),
            (None, 1) => "Decide without a link".to_owned(),
            (None, n) => format!("Decide {n} programs without a link"),
        };
        heading_ui(ui, cx, &title, "Esc goes back");
        let mut decided = None;
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| match self.kind {
            None => self.kinds_ui(ui, cx),
            Some(_) => decided = self.reason_ui(ui, cx, reasons),
        });
        decided
    }

    fn kinds_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        for (place, (_, name, means)) in KINDS.iter().enumerate() {
            let may = self.may(place);
            let digit = place + 1;
            if choice_ui(ui, cx, Some(digit), (name, means), self.at == place, may).clicked() {
                self.at = place;
                self.choose(place);
            }
        }
        if self.linked > 0 {
            let text = if self.programs.len() == 1 {
                "It has links, so it can only be out of scope; take its links away in the details \
                 first to decide otherwise"
            } else {
                "Some of them have links, so they can only be out of scope together"
            };
            note_ui(ui, cx, text);
        }
    }

    fn reason_ui(&mut self, ui: &mut Ui, cx: &UiCtx, reasons: &[String]) -> Option<Decided> {
        let kind = KINDS.iter().find(|(kind, ..)| Some(*kind) == self.kind);
        note_ui(ui, cx, kind.map_or("", |(_, name, _)| name));
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let given = if self.reason.is_empty() { super::finder::digit(ui) } else { None };
        let given = given.and_then(|digit| reasons.get(usize::from(digit) - 1));
        let hint = "Reason, if there is one to give";
        let response = line_ui(ui, "throughline-link-reason", hint, &mut self.reason);
        named(&response, "Reason");
        if std::mem::take(&mut self.fresh) || given.is_some() {
            response.request_focus();
        }
        let mut taken = given.cloned();
        for (place, reason) in reasons.iter().enumerate() {
            let name = (reason.as_str(), "given before");
            if choice_ui(ui, cx, Some(place + 1), name, false, true).clicked() {
                taken = Some(reason.clone());
            }
        }
        if let Some(reason) = taken {
            self.reason = reason;
            return self.done();
        }
        if enter {
            return self.done();
        }
        None
    }
}

impl Link {
    /// Records what was decided.
    pub(super) fn decided(&mut self, cx: &UiCtx, decided: Decided) {
        let Decided { kind, programs, reason } = decided;
        if !reason.is_empty() {
            self.reasons.retain(|other| *other != reason);
            self.reasons.insert(0, reason.clone());
            self.reasons.truncate(REASONS);
        }
        let mut decision = Decision::new(kind);
        decision.reason = Some(reason).filter(|reason| !reason.is_empty());
        let decide = |id: &ProgramId| {
            Command::Program(id.clone(), ProgramEdit::Decide(Some(decision.clone())))
        };
        let commands: Vec<Command> = programs.iter().map(decide).collect();
        let label = format!("decide {} programs {}", programs.len(), label(kind));
        self.send(cx, together(label, commands));
    }
}
