//! Paste a list: text on the left, what it becomes on the right, one undo step.

use crate::edit::{Command, List, ListOf, ObjectiveEdit, ProgramEdit, read_list};
use crate::layout::caption;
use crate::model::ObjectiveId;
use crate::ui::action::Action;
use crate::ui::context::{Selection, UiCtx};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2};

/// What the lines become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Objectives,
    Programs,
    Actors,
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Objectives, "Objectives"), (Kind::Programs, "Programs"), (Kind::Actors, "Actors")];

/// The form.
pub(in crate::ui) struct PasteForm {
    text: String,
    kind: Kind,
    under: Option<ObjectiveId>,
    /// How the text was understood, and of what.
    list: Option<(List, String, Kind, Option<ObjectiveId>)>,
    fresh: bool,
}

impl PasteForm {
    /// Objectives under the selected one; programs where programs are selected.
    pub(super) fn new(selection: &Selection, text: String) -> Self {
        let kind = if selection.programs.is_empty() { Kind::Objectives } else { Kind::Programs };
        Self { text, kind, under: selection.lead.clone(), list: None, fresh: true }
    }

    /// Reads the text anew where it, or what it becomes, changed.
    fn read(&mut self, cx: &UiCtx) {
        let as_before = self.list.as_ref().is_some_and(|(_, text, kind, under)| {
            *text == self.text && *kind == self.kind && *under == self.under
        });
        if as_before {
            return;
        }
        let of = match self.kind {
            Kind::Objectives => {
                ListOf::Objectives { under: self.under.clone(), after: last_under(cx, self) }
            }
            Kind::Programs => ListOf::Programs,
            Kind::Actors => ListOf::Actors,
        };
        let list = read_list(cx.framework, &self.text, &of, &mut || cx.bits());
        self.list = Some((list, self.text.clone(), self.kind, self.under.clone()));
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let words = "Paste indented text, or rows copied from a spreadsheet";
        ui.label(RichText::new(words).color(color(cx.theme.weak)));
        ui.horizontal(|ui| {
            ui.label("It becomes");
            for (kind, name) in KINDS {
                if ui.radio(self.kind == kind, name).clicked() {
                    self.kind = kind;
                }
            }
        });
        if self.kind == Kind::Objectives {
            self.under_ui(ui, cx);
        }
        let done = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        let height = (ui.ctx().content_rect().height() - 330.0).clamp(160.0, 460.0);
        self.read(cx);
        ui.columns(2, |columns| {
            self.text_ui(&mut columns[0], height);
            self.list_ui(&mut columns[1], cx, height);
        });
        ui.add_space(8.0);
        let Some((list, ..)) = &self.list else { return true };
        let label = list.command.label();
        let (mut add, mut cancel) = (done, false);
        ui.horizontal(|ui| {
            let some = list.lines.iter().any(|line| line.problem.is_none());
            let button = Button::new(first_upper(&label)).min_size(Vec2::new(180.0, 36.0));
            add |= ui.add_enabled(some, button).on_hover_text("Ctrl+Enter").clicked();
            cancel = ui.button("Cancel").clicked();
        });
        if add && !list.lines.is_empty() {
            cx.run(list.command.clone());
            select(cx, &list.command);
            return false;
        }
        !cancel
    }

    fn under_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let Some(lead) = cx.selection.lead.clone() else { return };
        let Some(objective) = cx.framework.objective(&lead) else { return };
        ui.horizontal(|ui| {
            ui.label("under");
            let name = crate::layout::text::fit(
                &caption(objective),
                crate::layout::text::Weight::Regular,
                34.0,
            );
            if ui.radio(self.under.is_some(), readable(&name)).clicked() {
                self.under = Some(lead);
            }
            if ui.radio(self.under.is_none(), "the first level").clicked() {
                self.under = None;
            }
        });
    }

    fn text_ui(&mut self, ui: &mut Ui, height: f32) {
        ScrollArea::vertical().id_salt("pasted").max_height(height).show(ui, |ui| {
            let field = TextEdit::multiline(&mut self.text)
                .id(Id::new("throughline-paste"))
                .hint_text("Strategic objective\n    Outcome\n        Output")
                .desired_width(f32::INFINITY)
                .desired_rows(12)
                .lock_focus(true)
                .min_size(Vec2::new(0.0, height - 8.0));
            let response = ui.add(field);
            crate::ui::field::named(&response, "The list");
            if std::mem::take(&mut self.fresh) {
                response.request_focus();
            }
        });
    }

    fn list_ui(&self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        let Some((list, ..)) = &self.list else { return };
        if !list.columns.is_empty() {
            let columns = format!("Columns: {}", list.columns.join(" · "));
            ui.label(RichText::new(columns).size(13.0).color(color(cx.theme.weak)));
        }
        ScrollArea::vertical().id_salt("read").max_height(height).auto_shrink([false, false]).show(
            ui,
            |ui| {
                if list.lines.is_empty() {
                    let text = "What you paste shows here as it is understood";
                    ui.label(RichText::new(text).color(color(cx.theme.weak)));
                }
                for line in &list.lines {
                    line_ui(ui, cx, line);
                }
            },
        );
    }
}

fn line_ui(ui: &mut Ui, cx: &UiCtx, line: &crate::edit::ListLine) {
    ui.horizontal_top(|ui| {
        ui.add_space(line.depth as f32 * 18.0);
        let code = line.code.as_deref().map_or_else(String::new, |code| format!("{code} "));
        let mark = if line.problem.is_some() { "⚠" } else { "•" };
        ui.label(mark);
        ui.vertical(|ui| {
            ui.add(egui::Label::new(readable(&format!("{code}{}", line.text))).wrap());
            if !line.notes.is_empty() {
                let notes = RichText::new(readable(&line.notes.join(" · "))).size(13.0);
                ui.add(egui::Label::new(notes.color(color(cx.theme.weak))).wrap());
            }
            if let Some(problem) = &line.problem {
                let problem = RichText::new(problem).size(13.0);
                ui.add(egui::Label::new(problem.color(color(cx.theme.orphan_text))).wrap());
            }
        });
    });
}

/// The last child of what the list stands under, so that it goes last.
fn last_under(cx: &UiCtx, form: &PasteForm) -> Option<ObjectiveId> {
    crate::ui::gesture::Place::last_under(cx.tree, form.under.as_ref()).after
}

/// Selects what was added, so that it can be linked or moved at once.
fn select(cx: &UiCtx, command: &Command) {
    let Command::Batch(_, commands) = command else { return };
    let (mut objectives, mut programs) = (Vec::new(), Vec::new());
    for command in commands {
        match command {
            Command::Objective(id, ObjectiveEdit::Add(_)) => objectives.push(id.clone()),
            Command::Program(id, ProgramEdit::Add(_)) => programs.push(id.clone()),
            _ => {}
        }
    }
    if !programs.is_empty() {
        cx.send(Action::SelectPrograms(programs));
    } else if !objectives.is_empty() {
        cx.send(Action::SelectObjectives(objectives));
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
