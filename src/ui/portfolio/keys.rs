//! Keys and clicks: the cursor, what is selected, what copy and paste mean here.

use super::column::{COLUMNS, Column};
use super::{PORTFOLIO, Portfolio};
use crate::model::ProgramId;
use crate::ui::action::{Action, Way};
use crate::ui::context::UiCtx;
use egui::{Event, Id, Key, Modifiers, Ui};
use std::collections::BTreeSet;

/// Where keys lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Next(Way),
    First,
    Last,
    PageUp,
    PageDown,
}

/// What a key or the clipboard asks of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    Go(To, bool),
    All,
    Edit,
    Tab(bool),
    Delete,
    Copy,
    Paste(String),
}

impl Asked {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Copy => Some(Self::Copy),
            Event::Paste(text) => Some(Self::Paste(text.clone())),
            Event::Key { key, pressed: true, modifiers, .. } => Self::of_key(*key, *modifiers),
            _ => None,
        }
    }

    fn of_key(key: Key, modifiers: Modifiers) -> Option<Self> {
        let shift = modifiers.shift;
        if modifiers.command {
            return (key == Key::A && !shift && !modifiers.alt).then_some(Self::All);
        }
        if modifiers.alt || modifiers.ctrl {
            return None;
        }
        let to = match key {
            Key::ArrowUp => To::Next(Way::Up),
            Key::ArrowDown => To::Next(Way::Down),
            Key::ArrowLeft => To::Next(Way::Left),
            Key::ArrowRight => To::Next(Way::Right),
            Key::Home => To::First,
            Key::End => To::Last,
            Key::PageUp => To::PageUp,
            Key::PageDown => To::PageDown,
            Key::Tab => return Some(Self::Tab(shift)),
            Key::Enter | Key::F2 if !shift => return Some(Self::Edit),
            Key::Delete if !shift => return Some(Self::Delete),
            _ => return None,
        };
        Some(Self::Go(to, shift))
    }
}

impl Portfolio {
    /// Does what keys ask, while the table has them.
    pub(super) fn keys(&mut self, ui: &Ui, cx: &UiCtx) {
        if self.editing.is_some() || !ui.memory(|m| m.has_focus(Id::new(PORTFOLIO))) {
            return;
        }
        let mut asked = Vec::new();
        let shift = ui.input_mut(|i| {
            i.events.retain(|event| {
                let mine = Asked::of(event);
                let other = mine.is_none();
                asked.extend(mine);
                other
            });
            i.modifiers.shift
        });
        for asked in asked {
            match asked {
                Asked::Go(to, extend) => self.go(cx, to, extend),
                Asked::All => {
                    let all = self.rows.iter().map(|row| row.id.clone()).collect();
                    self.select(cx, all);
                }
                Asked::Edit => {
                    if let Some((id, column)) = self.cursor.clone() {
                        self.begin(ui, cx, &id, column);
                    }
                }
                Asked::Tab(back) => {
                    self.step(back);
                    self.chase = true;
                }
                Asked::Delete if cx.view.read_only.is_none() => cx.send(Action::Delete),
                Asked::Delete => {}
                Asked::Copy => cx.send(Action::Copy(self.copied(cx))),
                // With Shift it is a list that becomes programs.
                Asked::Paste(_) if shift => cx.send(Action::Paste),
                Asked::Paste(text) => self.paste(cx, &text),
            }
        }
    }

    /// Moves the cursor to the next cell that can be edited, or the one before.
    pub(super) fn step(&mut self, back: bool) {
        let Some((id, column)) = self.cursor.clone() else { return };
        let Some(place) = self.rows.place(&id) else { return };
        let mut at = place * COLUMNS + column.place();
        let cells = self.rows.shown() * COLUMNS;
        loop {
            let next = if back { at.checked_sub(1) } else { Some(at + 1).filter(|n| *n < cells) };
            let Some(next) = next else { return };
            at = next;
            let column = Column::ALL[at % COLUMNS];
            if column.editable() {
                let row = self.rows.at(at / COLUMNS);
                self.cursor = row.map(|row| (row.id.clone(), column));
                return;
            }
        }
    }

    fn go(&mut self, cx: &UiCtx, to: To, extend: bool) {
        let Some(last) = self.rows.shown().checked_sub(1) else { return };
        let at = self.cursor.clone().and_then(|(id, column)| Some((self.rows.place(&id)?, column)));
        let page = self.visible.end.saturating_sub(self.visible.start + 1).max(1);
        self.chase = true;
        let (place, column) = match (at, to) {
            (None, _) => (0, Column::Title),
            (Some((place, column)), To::Next(way @ (Way::Left | Way::Right))) => {
                let by = if way == Way::Left {
                    column.place().checked_sub(1)
                } else {
                    Some(column.place() + 1)
                };
                let next = by.and_then(|by| Column::ALL.get(by)).copied().unwrap_or(column);
                self.cursor = self.rows.at(place).map(|row| (row.id.clone(), next));
                return;
            }
            (Some((place, column)), To::Next(Way::Up)) => (place.saturating_sub(1), column),
            (Some((place, column)), To::Next(_)) => ((place + 1).min(last), column),
            (Some((_, column)), To::First) => (0, column),
            (Some((_, column)), To::Last) => (last, column),
            (Some((place, column)), To::PageUp) => (place.saturating_sub(page), column),
            (Some((place, column)), To::PageDown) => ((place + page).min(last), column),
        };
        self.reach(cx, place, column, extend);
    }

    /// Puts the cursor on a cell and selects its row, or all from the anchor to it.
    fn reach(&mut self, cx: &UiCtx, place: usize, column: Column, extend: bool) {
        let Some(id) = self.rows.at(place).map(|row| row.id.clone()) else { return };
        let from = self.anchor.as_ref().and_then(|id| self.rows.place(id)).filter(|_| extend);
        self.cursor = Some((id.clone(), column));
        match from {
            Some(from) => {
                let range = from.min(place)..=from.max(place);
                let rows = range.filter_map(|place| self.rows.at(place));
                let chosen = rows.map(|row| row.id.clone()).collect();
                self.select(cx, chosen);
            }
            None => {
                self.anchor = Some(id.clone());
                self.select(cx, BTreeSet::from([id]));
            }
        }
    }

    /// Takes a click on a cell.
    pub(super) fn clicked(&mut self, ui: &Ui, cx: &UiCtx, place: usize, column: Column) {
        ui.memory_mut(|m| m.request_focus(Id::new(PORTFOLIO)));
        let modifiers = ui.input(|i| i.modifiers);
        if !modifiers.command {
            self.reach(cx, place, column, modifiers.shift);
            return;
        }
        let Some(id) = self.rows.at(place).map(|row| row.id.clone()) else { return };
        let mut chosen = cx.selection.programs.clone();
        if !chosen.remove(&id) {
            chosen.insert(id.clone());
        }
        self.anchor = Some(id.clone());
        self.cursor = Some((id, column));
        self.select(cx, chosen);
    }

    /// Selects these programs, and remembers that the table did.
    pub(super) fn select(&mut self, cx: &UiCtx, chosen: BTreeSet<ProgramId>) {
        cx.send(Action::SelectPrograms(chosen.iter().cloned().collect()));
        self.own = chosen;
    }
}
