//! Editing a cell where it stands. What cannot be taken stays in its cell with the reason, until
//! it is mended or given up.

use super::column::Column;
use super::{PORTFOLIO, Portfolio, value};
use crate::analysis::names;
use crate::edit::{Command, ProgramEdit};
use crate::model::{ProgramField, ProgramId, ProgramStatus};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{Also, Choice, Pick, choices, search_ui};
use crate::ui::style::color;
use egui::text::{CCursor, CCursorRange};
use egui::{
    EventFilter, Frame, Id, Key, Margin, Modifiers, Popup, PopupAnchor, PopupCloseBehavior, Rect,
    RichText, TextEdit, Ui, UiBuilder, WidgetInfo,
};

/// What is typed into a cell.
#[derive(Debug, Clone)]
pub(super) struct Editing {
    pub id: ProgramId,
    pub column: Column,
    text: String,
    /// What it began with.
    base: String,
    error: Option<String>,
    fresh: bool,
    /// Where the cell was in this frame, if it was in sight.
    at: Option<Rect>,
    /// Tells its widgets from those of earlier edits, whose state is to be forgotten.
    serial: u64,
}

/// What was typed and could not be taken.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub text: String,
    pub error: String,
}

/// How an edit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Enter,
    /// To the next cell, or back to the one before.
    Tab(bool),
    GaveUp,
    Left,
}

impl Editing {
    fn picks(&self) -> bool {
        matches!(self.column, Column::Owner | Column::Status)
    }

    fn widget(&self) -> Id {
        Id::new((PORTFOLIO, "edit", self.serial))
    }
}

impl Portfolio {
    /// Begins to edit a cell.
    pub(super) fn begin(&mut self, ui: &Ui, cx: &UiCtx, id: &ProgramId, column: Column) {
        if let Some(why) = cx.view.read_only {
            cx.send(Action::Say(format!("The document is open for reading only: {why}")));
            return;
        }
        if !column.editable() {
            let hint = match column {
                Column::Standing | Column::Linked => "use Link to… (Ctrl+L)",
                _ => "change it in the details",
            };
            cx.send(Action::Say(format!("{} is not typed here: {hint}", column.name())));
            return;
        }
        self.leave(cx);
        let Some(row) = self.rows.get(id) else { return };
        let base = value::base(cx.framework, column, row);
        let draft = self.drafts.remove(&(id.clone(), column));
        let (text, error) = draft.map_or((base.clone(), None), |d| (d.text, Some(d.error)));
        self.serial += 1;
        let editing = Editing {
            id: id.clone(),
            column,
            text,
            base,
            error,
            fresh: true,
            at: None,
            serial: self.serial,
        };
        if editing.picks() {
            Popup::open_id(ui.ctx(), editing.widget());
        }
        self.editing = Some(editing);
        self.cursor = Some((id.clone(), column));
        self.chase = true;
        ui.ctx().request_repaint();
    }

    /// Ends the edit that is under way as a click elsewhere does: takes it, or keeps what was
    /// typed with the reason.
    pub(super) fn leave(&mut self, cx: &UiCtx) {
        let Some(editing) = self.editing.take() else { return };
        if let Err(error) = self.take(cx, &editing) {
            let draft = Draft { text: editing.text, error };
            self.drafts.insert((editing.id, editing.column), draft);
        }
    }

    fn take(&mut self, cx: &UiCtx, editing: &Editing) -> Result<(), String> {
        if editing.picks() || editing.text.trim() == editing.base.trim() {
            return Ok(());
        }
        let Some(record) = cx.framework.program(&editing.id) else { return Ok(()) };
        let field = value::field(cx.framework, editing.column, &editing.text, record, None)?;
        if let Some(field) = field {
            self.set(cx, &editing.id, field);
        }
        Ok(())
    }

    /// Sets a field: one undo step. The row stays in sight whatever the filters say of it now.
    fn set(&mut self, cx: &UiCtx, id: &ProgramId, field: ProgramField) {
        self.beside.insert(id.clone());
        self.chase_later = true;
        cx.run(Command::Program(id.clone(), ProgramEdit::Set(field)));
    }

    /// Whether a cell is being edited.
    pub(super) fn edits(&self, id: &ProgramId, column: Column) -> bool {
        self.editing.as_ref().is_some_and(|e| e.column == column && e.id == *id)
    }

    /// The editor in its cell.
    pub(super) fn editor_ui(&mut self, ui: &mut Ui, cx: &UiCtx, at: Rect) {
        let Some(mut editing) = self.editing.take() else { return };
        editing.at = Some(at);
        if editing.picks() {
            editing.fresh = false;
            self.editing = Some(editing);
            return;
        }
        let end = field_ui(ui, cx, &mut editing, at);
        let focus = || ui.memory_mut(|m| m.request_focus(Id::new(PORTFOLIO)));
        let Some(end) = end else {
            self.editing = Some(editing);
            return;
        };
        if end == End::GaveUp {
            focus();
            return;
        }
        match self.take(cx, &editing) {
            Err(why) if end == End::Left => {
                let draft = Draft { text: editing.text, error: why };
                self.drafts.insert((editing.id, editing.column), draft);
            }
            Err(why) => {
                editing.error = Some(why);
                self.editing = Some(editing);
            }
            Ok(()) => match end {
                End::Enter => focus(),
                End::Tab(back) => {
                    focus();
                    self.step(back);
                    if let Some((id, column)) = self.cursor.clone() {
                        self.begin(ui, cx, &id, column);
                    }
                }
                End::Left | End::GaveUp => {}
            },
        }
    }

    /// What stands over the table: the list to pick from, or why a text cannot be taken.
    pub(super) fn over_ui(&mut self, ui: &Ui, cx: &UiCtx) {
        let Some(editing) = &mut self.editing else { return };
        if cx.framework.program(&editing.id).is_none() {
            self.editing = None;
            return;
        }
        let Some(at) = editing.at.take() else {
            // Scrolled out of sight: taken, as by a click elsewhere.
            if !editing.fresh && !editing.picks() {
                self.leave(cx);
            }
            return;
        };
        if editing.picks() {
            let editing = editing.clone();
            self.pick_ui(ui, cx, &editing, at);
        } else if let Some(why) = editing.error.clone() {
            egui::Area::new(editing.widget().with("error"))
                .order(egui::Order::Foreground)
                .fixed_pos(at.left_bottom())
                .interactable(false)
                .show(ui.ctx(), |ui| {
                    Frame::popup(ui.style()).show(ui, |ui| {
                        let tint = color(cx.theme.orphan_text);
                        ui.label(RichText::new(format!("⚠ {why}")).size(14.0).color(tint));
                    });
                });
        }
    }

    /// The list of owners or of statuses under the cell.
    fn pick_ui(&mut self, ui: &Ui, cx: &UiCtx, editing: &Editing, at: Rect) {
        let id = editing.widget();
        let open = Popup::is_id_open(ui.ctx(), id);
        let mut field = None;
        if open {
            Popup::new(id, ui.ctx().clone(), PopupAnchor::ParentRect(at), ui.layer_id())
                .open_memory(None)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .width(at.width().max(300.0))
                .show(|ui| {
                    ui.set_min_width(at.width().max(300.0));
                    field = picked(ui, cx, editing.column, id);
                    if field.is_some() {
                        ui.close();
                    }
                });
        }
        if !open || field.is_some() {
            Popup::close_id(ui.ctx(), id);
            ui.memory_mut(|m| m.request_focus(Id::new(PORTFOLIO)));
            self.editing = None;
        }
        if let Some(field) = field {
            self.set(cx, &editing.id, field);
        }
    }
}

/// The choice of an owner or a status.
fn picked(ui: &mut Ui, cx: &UiCtx, column: Column, id: Id) -> Option<ProgramField> {
    if column == Column::Owner {
        let also = Also { none: Some("no owner"), new: None };
        return match search_ui(ui, cx, id, also, &choices::actors(cx.framework))? {
            Pick::This(actor) => Some(ProgramField::Owner(Some(actor))),
            _ => Some(ProgramField::Owner(None)),
        };
    }
    let also = Also { none: Some("no status"), new: None };
    let all: Vec<Choice<ProgramStatus>> = names::STATUSES
        .into_iter()
        .map(|s| Choice { value: s, text: names::status(s).to_owned(), weak: String::new() })
        .collect();
    match search_ui(ui, cx, id, also, &all)? {
        Pick::This(status) => Some(ProgramField::Status(Some(status))),
        _ => Some(ProgramField::Status(None)),
    }
}

/// The field of a cell; gives how it ends, where it does.
fn field_ui(ui: &mut Ui, cx: &UiCtx, editing: &mut Editing, at: Rect) -> Option<End> {
    let id = editing.widget();
    let fresh = std::mem::take(&mut editing.fresh);
    let key = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    let end = if fresh || !ui.memory(|m| m.has_focus(id)) {
        None
    } else if key(Modifiers::NONE, Key::Escape) {
        Some(End::GaveUp)
    } else if key(Modifiers::NONE, Key::Enter) {
        Some(End::Enter)
    } else if key(Modifiers::SHIFT, Key::Tab) {
        Some(End::Tab(true))
    } else if key(Modifiers::NONE, Key::Tab) {
        Some(End::Tab(false))
    } else {
        None
    };
    if fresh {
        let all = CCursorRange::two(CCursor::new(0), CCursor::new(editing.text.chars().count()));
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        state.cursor.set_char_range(Some(all));
        TextEdit::store_state(ui.ctx(), id, state);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let wrong = editing.error.is_some();
    let tint = if wrong { cx.theme.orphan } else { cx.theme.accent };
    let frame = Frame::new()
        .fill(color(cx.theme.card))
        .stroke(egui::Stroke::new(2.0, color(tint)))
        .corner_radius(3.0)
        .inner_margin(Margin::symmetric(6, 2));
    let own =
        EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    // A ui of its own, so that the field never widens its column.
    let mut cell = ui.new_child(UiBuilder::new().max_rect(at.shrink(1.0)));
    let hint = match editing.column.holds() {
        super::column::Holds::Money => "1,200,000 or EUR 1.2m",
        super::column::Holds::Days => "2027-12-31",
        super::column::Holds::Text => "",
    };
    let field = TextEdit::singleline(&mut editing.text)
        .id(id)
        .frame(frame)
        .event_filter(own)
        .vertical_align(egui::Align::Center)
        .hint_text(hint)
        .desired_width(at.width() - 2.0)
        .clip_text(true);
    let response = cell.add(field);
    let name = format!("Edit {}", editing.column.name().to_lowercase());
    response.widget_info(|| WidgetInfo {
        label: Some(name.clone()),
        ..WidgetInfo::text_edit(true, "", &editing.text, hint)
    });
    if response.changed() {
        editing.error = None;
    }
    // A click elsewhere ends it too.
    end.or((!fresh && !response.has_focus()).then_some(End::Left))
}
