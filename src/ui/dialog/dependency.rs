//! Record that a program needs another or follows it. One undo step.

use crate::edit::{Command, ProgramEdit};
use crate::model::{Dependency, DependencyKind, Framework, ProgramId};
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Choice, Pick, choices, search_ui};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, TextEdit, Ui, Vec2};

/// The form.
pub(in crate::ui) struct DependencyForm {
    program: ProgramId,
    kind: DependencyKind,
    /// The programs to choose from.
    all: Vec<Choice<ProgramId>>,
    on: Option<ProgramId>,
    note: String,
    fresh: bool,
}

const KINDS: [(DependencyKind, &str); 2] = [
    (DependencyKind::Needs, "needs it: it has meaning only beside it"),
    (DependencyKind::Follows, "follows it: it begins when it ends"),
];

impl DependencyForm {
    pub(super) fn new(framework: &Framework, program: ProgramId, kind: DependencyKind) -> Self {
        let record = framework.program(&program);
        let known = |other: &ProgramId| {
            *other == program || record.is_some_and(|p| p.depends_on.contains_key(other))
        };
        let mut all = choices::programs(framework);
        all.retain(|choice| !known(&choice.value));
        Self { program, kind, all, on: None, note: String::new(), fresh: true }
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let title = |id: &ProgramId| {
            cx.framework.program(id).map_or_else(String::new, |p| readable(p.title.trim()))
        };
        ui.label(RichText::new(title(&self.program)).color(color(cx.theme.weak)));
        ui.add_space(6.0);
        for (kind, words) in KINDS {
            if ui.radio(self.kind == kind, words).clicked() {
                self.kind = kind;
            }
        }
        ui.add_space(6.0);
        let Some(on) = self.on.clone() else {
            if self.all.is_empty() {
                ui.label("There is no other program that it could depend on");
                return !ui.button("Close").clicked();
            }
            let id = Id::new("throughline-dependency");
            if let Some(Pick::This(on)) = search_ui(ui, cx, id, Also::default(), &self.all) {
                self.on = Some(on);
                ui.ctx().request_repaint();
            }
            return true;
        };
        let mut back = false;
        ui.horizontal(|ui| {
            ui.add(egui::Label::new(title(&on)).truncate());
            back = ui.button("Another…").clicked();
        });
        if back {
            self.on = None;
            self.fresh = true;
            return true;
        }
        let id = Id::new("throughline-dependency-note");
        let enter = ui.memory(|m| m.has_focus(id))
            && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let label = ui.label("Why");
        let field = TextEdit::singleline(&mut self.note).id(id).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        ui.add_space(12.0);
        let button = Button::new("Record").min_size(Vec2::new(110.0, 34.0));
        if ui.add(button).clicked() || enter {
            let mut dependency = Dependency::new(self.kind);
            dependency.note = Some(self.note.trim().to_owned()).filter(|note| !note.is_empty());
            let edit = ProgramEdit::DependsOn(on, Some(dependency));
            cx.run(Command::Program(self.program.clone(), edit));
            return false;
        }
        true
    }
}
