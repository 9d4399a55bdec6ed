//! Titles and the vision, written in place. What is begun shows where it will stand before
//! anything is changed: the layout of a preview, which is thrown away or becomes a command.

use super::Canvas;
use crate::edit::{self, Command, HeadEdit, ObjectiveEdit};
use crate::layout::geometry::Rect;
use crate::layout::text::Weight;
use crate::model::{Framework, HeadField, ObjectiveField, ObjectiveId};
use crate::ui::action::{Action, Made, Pane};
use crate::ui::context::UiCtx;
use crate::ui::gesture::{self, Place};
use crate::ui::tree::Tree;
use crate::ui::{fonts, paint};
use egui::text::{CCursor, CCursorRange};
use egui::{Id, Key, Modifiers, TextEdit, Ui};

/// What is being written.
#[derive(Debug, Clone)]
pub(in crate::ui) struct Writing {
    target: Target,
    text: String,
    /// What stood there before.
    before: String,
    /// The framework as it will be, for a new objective.
    pub(super) preview: Option<Framework>,
    /// Whether the field has yet to take the keys.
    fresh: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Target {
    Vision,
    Title(ObjectiveId),
    New(ObjectiveId, Place),
}

/// How writing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// By Enter.
    Enter,
    /// By Tab: a lower one follows.
    Tab,
    /// By a click elsewhere.
    Left,
    /// Not at all wanted.
    GaveUp,
}

impl Writing {
    /// The vision.
    pub(in crate::ui) fn vision(text: String) -> Self {
        Self { target: Target::Vision, before: text.clone(), text, preview: None, fresh: true }
    }

    /// The title of an objective that is there.
    pub(in crate::ui) fn title(id: ObjectiveId, text: String) -> Self {
        let before = String::new();
        Self { target: Target::Title(id), text, before, preview: None, fresh: true }
    }

    /// A new objective; says why none can stand there.
    pub(in crate::ui) fn new(
        framework: &Framework,
        tree: &Tree,
        id: ObjectiveId,
        place: Place,
    ) -> Result<Self, String> {
        let command = gesture::add(framework, tree, &id, "", &place)
            .ok_or("The framework has no level yet: add one in its details")?;
        let mut preview = framework.clone();
        edit::run(&mut preview, &command)
            .map_err(|error| format!("No objective can stand there: {error}; {}", error.hint()))?;
        let (text, before) = (String::new(), String::new());
        let target = Target::New(id, place);
        Ok(Self { target, text, before, preview: Some(preview), fresh: true })
    }

    /// The card that is written on.
    pub(super) fn card(&self) -> Option<&ObjectiveId> {
        match &self.target {
            Target::Vision => None,
            Target::Title(id) | Target::New(id, _) => Some(id),
        }
    }

    /// The command that it becomes.
    fn command(&self, cx: &UiCtx) -> Option<Command> {
        let text = self.text.trim();
        match &self.target {
            Target::Vision => {
                let vision = Some(text.to_owned()).filter(|t| !t.is_empty());
                Some(Command::Framework(HeadEdit::Set(HeadField::Vision(vision))))
            }
            Target::Title(id) => {
                let title = ObjectiveField::Title(text.to_owned());
                Some(Command::Objective(id.clone(), ObjectiveEdit::Set(title)))
            }
            Target::New(id, place) if !text.is_empty() => {
                gesture::add(cx.framework, cx.tree, id, text, place)
            }
            Target::New(..) => None,
        }
    }

    fn name(&self, cx: &UiCtx) -> String {
        match &self.target {
            Target::Vision => "Vision".to_owned(),
            Target::Title(_) => "Title".to_owned(),
            Target::New(id, _) => {
                let preview = self.preview.as_ref().unwrap_or(cx.framework);
                let level = preview.objective(id).map(|o| o.level.clone());
                let mut levels = cx.framework.head().levels.iter();
                let title = levels.find(|l| Some(&l.id) == level.as_ref()).map(|l| &l.title);
                format!("New {}", title.map_or("objective".to_owned(), |t| t.to_lowercase()))
            }
        }
    }
}

impl Canvas {
    /// Begins to write; what was being written is dropped if it was not ended.
    pub(in crate::ui) fn write(&mut self, writing: Writing) {
        self.writing = Some(writing);
        self.before_writing = Some(self.camera.clone());
        self.stale = true;
    }

    pub(in crate::ui) fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// The field over the card that is written on.
    pub(super) fn writing_ui(&mut self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let Some(mut writing) = self.writing.take() else { return };
        let id = Id::new("throughline-writing");
        let (at, size) = self.writing_place(&writing, here);
        let end = writing_field(ui, cx, &mut writing, id, at, size);
        let Some(end) = end else {
            self.writing = Some(writing);
            return;
        };
        self.stale = true;
        ui.memory_mut(|memory| memory.surrender_focus(id));
        let same = writing.text.trim() == writing.before.trim();
        if end != End::GaveUp
            && !same
            && let Some(command) = writing.command(cx)
        {
            match &writing.target {
                Target::New(id, _) => cx.make(command, Made::Objective(id.clone())),
                _ => cx.run(command),
            }
        }
        if end == End::GaveUp
            && let Some(camera) = self.before_writing.take()
        {
            self.camera = camera;
        }
        if end == End::Left {
            return;
        }
        cx.send(Action::FocusOn(Pane::Canvas));
        let first = cx.framework.objectives().is_empty();
        match (end, &writing.target) {
            (End::Enter, Target::Vision) if first => cx.send(Action::AddTop),
            (End::Tab, Target::New(..)) if !same => cx.send(Action::Lower),
            (End::Tab, Target::Title(_)) => cx.send(Action::Lower),
            _ => {}
        }
    }

    /// Where the field stands on screen, and the size of its type.
    fn writing_place(&self, writing: &Writing, here: Rect) -> (egui::Rect, f32) {
        let area = paint::rect(here);
        let card = writing.card().and_then(|id| {
            let layout = self.layout.as_ref()?;
            layout.find(id).map(|place| &layout.cards[place])
        });
        let Some(card) = card else {
            let width = (area.width() * 0.7).min(900.0);
            let size = egui::vec2(width, 44.0);
            let at = area.center_top() + egui::vec2(-width / 2.0, 8.0);
            return (egui::Rect::from_min_size(at, size), 20.0);
        };
        let transform = self.camera.transform(here);
        let on_screen = paint::rect(transform.rect(card.rect));
        let type_size = (card.role.title() * transform.scale).clamp(15.0, 28.0);
        let size = egui::vec2(on_screen.width().max(260.0), on_screen.height().max(64.0));
        let most = (area.max - size).max(area.min);
        let at = on_screen.min.clamp(area.min, most);
        (egui::Rect::from_min_size(at, size), type_size)
    }
}

fn writing_field(
    ui: &mut Ui,
    cx: &UiCtx,
    writing: &mut Writing,
    id: Id,
    at: egui::Rect,
    size: f32,
) -> Option<End> {
    let key = |ui: &Ui, modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    let has_keys = ui.memory(|m| m.has_focus(id));
    let end = if !has_keys {
        None
    } else if key(ui, Modifiers::NONE, Key::Escape) {
        Some(End::GaveUp)
    } else if key(ui, Modifiers::NONE, Key::Enter) {
        Some(End::Enter)
    } else if key(ui, Modifiers::NONE, Key::Tab) {
        Some(End::Tab)
    } else {
        None
    };
    let theme = cx.theme;
    let frame = egui::Frame::new()
        .fill(crate::ui::style::color(theme.card))
        .stroke(egui::Stroke::new(2.5, crate::ui::style::color(theme.accent)))
        .corner_radius(4.0)
        .inner_margin(6.0);
    let hint = match writing.target {
        Target::Vision => "Type your vision and press Enter",
        _ => "Type a title and press Enter",
    };
    let builder = egui::UiBuilder::new()
        .max_rect(at)
        .layer_id(egui::LayerId::new(egui::Order::Middle, id.with("layer")));
    let name = writing.name(cx);
    let fresh = writing.fresh;
    if fresh {
        let end = CCursor::new(writing.text.chars().count());
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        TextEdit::store_state(ui.ctx(), id, state);
        ui.memory_mut(|memory| memory.request_focus(id));
        writing.fresh = false;
    }
    let response = ui
        .scope_builder(builder, |ui| {
            let font = fonts::font_for(&writing.text, size, Weight::SemiBold);
            let field = TextEdit::multiline(&mut writing.text)
                .id(id)
                .font(font)
                .hint_text(hint)
                .frame(frame)
                .lock_focus(true)
                .desired_rows(1)
                .desired_width(at.width())
                .min_size(at.size());
            ui.add(field)
        })
        .inner;
    crate::ui::field::named(&response, &name);
    // A click elsewhere ends it as Enter does.
    end.or((!fresh && !response.has_focus()).then_some(End::Left))
}
