//! Record why programs have no link: what was decided, and the reason. One undo step.

use crate::edit::{Command, ProgramEdit};
use crate::model::{Decision, DecisionKind, ProgramId};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, TextEdit, Ui, Vec2};

/// The form.
pub(in crate::ui) struct DecisionForm {
    programs: Vec<ProgramId>,
    kind: DecisionKind,
    reason: String,
    fresh: bool,
}

const KINDS: [(DecisionKind, &str); 4] = [
    (DecisionKind::NoneFound, "No link found: it was looked at, and no objective fits"),
    (DecisionKind::Independent, "Independent on principle: humanitarian, stands apart"),
    (DecisionKind::Elsewhere, "Serves another framework"),
    (DecisionKind::OutOfScope, "Out of scope: not to be counted"),
];

impl DecisionForm {
    pub(super) fn new(programs: Vec<ProgramId>, kind: DecisionKind) -> Self {
        Self { programs, kind, reason: String::new(), fresh: true }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let free = |id: &&ProgramId| {
            cx.framework
                .program(id)
                .is_some_and(|p| p.links.is_empty() || self.kind == DecisionKind::OutOfScope)
        };
        let able: Vec<ProgramId> = self.programs.iter().filter(free).cloned().collect();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let what = match self.programs.as_slice() {
            [one] => cx.framework.program(one).map_or_else(String::new, |p| readable(&p.title)),
            many => words::count(count(many.len()), "program", "programs"),
        };
        ui.label(RichText::new(what).color(color(cx.theme.weak)));
        ui.add_space(8.0);
        for (kind, words) in KINDS {
            if ui.radio(self.kind == kind, words).clicked() {
                self.kind = kind;
            }
        }
        ui.add_space(8.0);
        let id = Id::new("throughline-decision-reason");
        let enter = ui.memory(|m| m.has_focus(id))
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let label = ui.label("Reason");
        let field = TextEdit::singleline(&mut self.reason).id(id).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        let left = self.programs.len() - able.len();
        if left > 0 {
            let text = format!("{} of them have links and stay as they are", count(left));
            ui.label(RichText::new(text).size(13.0).color(color(cx.theme.weak)));
        }
        ui.add_space(12.0);
        let button = Button::new("Record").min_size(Vec2::new(110.0, 34.0));
        let done = ui.add_enabled(!able.is_empty(), button).clicked();
        if !able.is_empty() && (done || enter) {
            self.record(cx, able);
            return false;
        }
        true
    }

    fn record(&self, cx: &UiCtx, programs: Vec<ProgramId>) {
        let mut decision = Decision::new(self.kind);
        decision.reason = Some(self.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let n = programs.len();
        let mut commands: Vec<Command> = programs
            .into_iter()
            .map(|id| Command::Program(id, ProgramEdit::Decide(Some(decision.clone()))))
            .collect();
        if commands.len() == 1 {
            commands.into_iter().for_each(|command| cx.run(command));
        } else {
            let label = format!("decide on {n} programs");
            cx.run(Command::Batch(label, std::mem::take(&mut commands)));
        }
    }
}
