//! Find or do anything: every verb with its keys, every objective, program and actor, by a few
//! letters.

use crate::layout::caption;
use crate::model::{ActorId, ObjectiveId, ProgramId};
use crate::ui::action::{Action, Pane, Record, VERBS};
use crate::ui::context::UiCtx;
use crate::ui::find::matching;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2};
use std::path::PathBuf;

/// How many lines are shown.
const MOST: usize = 40;

/// What a line leads to.
#[derive(Debug, Clone)]
enum Goal {
    Verb(usize),
    Objective(ObjectiveId),
    Program(ProgramId),
    Actor(ActorId),
    Recent(PathBuf),
}

/// What is asked for, and what there is.
#[derive(Default)]
pub(in crate::ui) struct Palette {
    text: String,
    line: usize,
    /// Everything that can be found, by its text.
    all: Vec<(String, Goal)>,
    found: Vec<usize>,
}

/// Everything that can be found.
fn everything(cx: &UiCtx) -> Vec<(String, Goal)> {
    let verbs = VERBS.iter().enumerate().map(|(place, v)| (v.name.to_owned(), Goal::Verb(place)));
    let objectives = cx.framework.living().map(|(id, o)| (caption(o), Goal::Objective(id.clone())));
    let actors = cx.framework.actors().iter().map(|(id, a)| {
        let acronym = a.acronym.as_deref().unwrap_or_default();
        (format!("{} {acronym}", a.name).trim().to_owned(), Goal::Actor(id.clone()))
    });
    let programs = cx.framework.programs().iter();
    let programs = programs.map(|(id, p)| (p.title.trim().to_owned(), Goal::Program(id.clone())));
    let recent = cx.view.settings.recent.iter().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (format!("Open {name}"), Goal::Recent(path.clone()))
    });
    verbs.chain(recent).chain(objectives).chain(actors).chain(programs).collect()
}

impl Palette {
    fn look(&mut self) {
        self.found = matching(&self.text, self.all.iter().map(|(text, _)| text.as_str()), MOST);
        self.line = 0;
    }

    /// Shows the palette; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        if self.all.is_empty() {
            self.all = everything(cx);
            self.look();
        }
        let down = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, Key::ArrowDown));
        let up = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, Key::ArrowUp));
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let field = TextEdit::singleline(&mut self.text)
            .id(Id::new("throughline-palette"))
            .hint_text("Find or do anything…")
            .font(crate::ui::fonts::font(18.0, crate::layout::text::Weight::Regular))
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        crate::ui::field::named(&response, "Find or do anything");
        if !response.has_focus() {
            response.request_focus();
        }
        if response.changed() {
            self.look();
        }
        self.line = (self.line + down).saturating_sub(up).min(self.found.len().saturating_sub(1));
        let clicked = self.lines_ui(ui, cx, down + up > 0);
        let goal = clicked.or(enter.then_some(self.line)).and_then(|line| self.found.get(line));
        let Some(&place) = goal else { return true };
        go(cx, &self.all[place].1);
        false
    }

    fn lines_ui(&self, ui: &mut Ui, cx: &UiCtx, moved: bool) -> Option<usize> {
        let mut clicked = None;
        if self.found.is_empty() {
            ui.label(RichText::new("Nothing of that name").color(color(cx.theme.weak)));
        }
        let height = (ui.ctx().content_rect().height() - 240.0).clamp(160.0, 520.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for (line, &place) in self.found.iter().enumerate() {
                let (text, goal) = &self.all[place];
                let right = match goal {
                    Goal::Verb(verb) => {
                        let keys = VERBS[*verb].keys;
                        keys.map_or_else(String::new, |keys| ui.ctx().format_shortcut(&keys))
                    }
                    Goal::Objective(_) => "objective".to_owned(),
                    Goal::Program(_) => "program".to_owned(),
                    Goal::Actor(_) => "actor".to_owned(),
                    Goal::Recent(_) => "recent file".to_owned(),
                };
                let button = Button::selectable(line == self.line, readable(text))
                    .shortcut_text(RichText::new(right).size(13.0))
                    .truncate()
                    .min_size(Vec2::new(ui.available_width(), 30.0));
                let mut response = ui.add(button);
                if line == self.line && moved {
                    response.scroll_to_me(None);
                }
                if let Goal::Verb(verb) = goal
                    && !VERBS[*verb].tooltip.is_empty()
                {
                    response = response.on_hover_text(VERBS[*verb].tooltip);
                }
                if response.clicked() {
                    clicked = Some(line);
                }
            }
        });
        clicked
    }
}

/// Does a verb, or shows a record.
fn go(cx: &UiCtx, goal: &Goal) {
    match goal {
        Goal::Verb(verb) => {
            cx.send(Action::FocusOn(Pane::Canvas));
            cx.send(VERBS[*verb].action.clone());
        }
        Goal::Objective(id) => {
            cx.send(Action::Show(crate::ui::action::Mode::Edit));
            cx.send(Action::SelectObjectives(vec![id.clone()]));
            cx.send(Action::FitSelection);
            cx.send(Action::FocusOn(Pane::Canvas));
        }
        Goal::Program(id) => cx.send(Action::SelectPrograms(vec![id.clone()])),
        Goal::Actor(id) => cx.send(Action::Select(Record::Actor(id.clone()))),
        Goal::Recent(path) => cx.send(Action::OpenPath(path.clone())),
    }
}
