//! A new objective, made and linked to in one step.

use super::Link;
use super::sheet::{Sheet, choice_ui, heading_ui, line_ui, note_ui};
use crate::edit::Command;
use crate::layout::caption;
use crate::model::{ObjectiveId, ProgramId};
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::gesture::{self, Place};
use egui::{Key, Modifiers, ScrollArea, Ui};

/// The sheet.
pub(super) struct Make {
    title: String,
    /// Where it can stand: under these, or at the first level.
    under: Vec<Option<ObjectiveId>>,
    at: usize,
    moved: bool,
    fresh: bool,
}

impl Make {
    /// Begins under what an objective stands under.
    fn new(cx: &UiCtx, beside: Option<&ObjectiveId>) -> Self {
        let levels = cx.framework.head().levels.len();
        let able = cx.tree.branches.iter().filter(|branch| {
            let record = cx.framework.objective(&branch.id);
            let depth = record.and_then(|record| cx.framework.depth_of(&record.level));
            depth.is_some_and(|depth| depth + 1 < levels)
        });
        let under: Vec<Option<ObjectiveId>> =
            [None].into_iter().chain(able.map(|branch| Some(branch.id.clone()))).collect();
        let branch = beside.and_then(|id| cx.tree.find(id));
        let parent = branch.and_then(|b| cx.tree.branches[b].parent);
        let parent = parent.map(|b| cx.tree.id(b).clone());
        let at = under.iter().position(|id| *id == parent).unwrap_or(0);
        Self { title: String::new(), under, at, moved: true, fresh: true }
    }

    /// Where it will stand.
    pub(super) fn place(&self, cx: &UiCtx) -> Place {
        let under = self.under.get(self.at).and_then(Option::as_ref);
        Place::last_under(cx.tree, under)
    }

    /// Where it can stand, in words.
    fn words(cx: &UiCtx, under: Option<&ObjectiveId>) -> String {
        match under.and_then(|id| cx.framework.objective(id)) {
            Some(record) => format!("Lower objective of {}", caption(record)),
            None => "At the first level".to_owned(),
        }
    }

    /// Shows it; gives the title when it is taken.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> Option<String> {
        heading_ui(ui, cx, "A new objective, linked at once", "Esc goes back");
        let count = |ui: &Ui, key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let enter = count(ui, Key::Enter) > 0;
        let (down, up) = (count(ui, Key::ArrowDown), count(ui, Key::ArrowUp));
        self.at = (self.at + down).saturating_sub(up).min(self.under.len().saturating_sub(1));
        self.moved |= down + up > 0;
        let hint = "Its title, one sentence at most";
        let response = line_ui(ui, "throughline-link-title", hint, &mut self.title);
        named(&response, "Title of the new objective");
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        note_ui(ui, cx, "Where it stands: the arrow keys choose");
        let moved = std::mem::take(&mut self.moved);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            for (place, under) in self.under.iter().enumerate() {
                let text = Self::words(cx, under.as_ref());
                let response = choice_ui(ui, cx, None, (&text, ""), place == self.at, true);
                if moved && place == self.at {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    self.at = place;
                }
            }
        });
        let title = self.title.trim();
        (enter && !title.is_empty()).then(|| title.to_owned())
    }
}

impl Link {
    /// Begins a new objective beside the one that is looked at.
    pub(super) fn begin_objective(&mut self, cx: &UiCtx) {
        if cx.framework.head().levels.is_empty() {
            self.say("The framework has no levels: name them first, in Edit");
            return;
        }
        let beside = self.offer(self.focus).map(|row| row.objective.clone());
        self.sheet = Some(Sheet::Make(Make::new(cx, beside.as_ref())));
    }

    /// Makes the objective, and links the program at hand to it and to what is ticked.
    pub(super) fn make(&mut self, cx: &UiCtx, title: &str, place: &Place) {
        let id = ObjectiveId::from_bits(cx.bits());
        let Some(add) = gesture::add(cx.framework, cx.tree, &id, title, place) else {
            self.say("The framework has no level for it");
            return;
        };
        let programs: Vec<ProgramId> = self.at.iter().cloned().collect();
        let mut objectives = self.ticked.clone();
        objectives.push(id);
        let links = self.links(cx, &programs, &objectives);
        let commands = [add].into_iter().chain(links).collect();
        let label = "add objective and link program".to_owned();
        self.send(cx, Some(Command::Batch(label, commands)));
    }
}
