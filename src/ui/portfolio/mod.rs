//! The table of programs: every program as a row, sorted and filtered by column, edited in place,
//! copied to and from spreadsheets, dragged onto cards.

mod clip;
mod column;
mod edit;
mod filter;
mod keys;
mod rows;
mod table;
mod value;

use super::action::{Action, Pane};
use super::context::UiCtx;
use super::style::color;
use crate::analysis::Cents;
use crate::model::{FrameworkId, ProgramId};
use crate::scene::words;
use clip::count;
use column::{COLUMNS, Column};
use edit::{Draft, Editing};
use egui::{Button, EventFilter, Id, RichText, Sense, Ui, WidgetInfo, WidgetType};
use filter::{Quick, Test};
use rows::{Rows, Sieve, Sort};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What the table is called among those that can have the keys.
const PORTFOLIO: &str = "throughline-portfolio";

/// What the table keeps from frame to frame.
#[derive(Default)]
pub(super) struct Portfolio {
    /// The framework that all this is of.
    of: Option<FrameworkId>,
    rows: Rows,
    /// The revision that the rows are of.
    made_for: Option<u64>,
    sort: Option<Sort>,
    quick: Quick,
    /// What is typed above each column.
    filters: [String; COLUMNS],
    /// Shown whatever the filters say: selected elsewhere, or just edited.
    beside: BTreeSet<ProgramId>,
    resort: bool,
    resift: bool,
    /// Counts how often rows were chosen anew.
    sifted: u64,
    /// The cell that keys are at.
    cursor: Option<(ProgramId, Column)>,
    /// Where a selection by Shift begins.
    anchor: Option<ProgramId>,
    /// What the table itself selected last.
    own: BTreeSet<ProgramId>,
    /// The revision of the selection that was followed.
    followed: u64,
    /// Whether to scroll to the cursor, in this frame or when a change is done.
    chase: bool,
    chase_later: bool,
    /// Whether to begin from the first row again: the order or the filters are others.
    top: bool,
    /// The rows in sight.
    visible: Range<usize>,
    editing: Option<Editing>,
    drafts: BTreeMap<(ProgramId, Column), Draft>,
    serial: u64,
    /// The line above the table, and what it is of.
    line: Option<((u64, u64, u64), String)>,
}

impl Portfolio {
    /// Shows the table in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.prepare(cx);
        ui.add_space(2.0);
        self.line_ui(ui, cx);
        if self.rows.len() == 0 {
            let text =
                "No program yet: import a portfolio, paste a list (Ctrl+Shift+V), or add one";
            ui.add_space(16.0);
            ui.vertical_centered(|ui| {
                ui.label(RichText::new(text).size(16.0).color(color(cx.theme.weak)));
            });
            ui.allocate_space(ui.available_size());
            return;
        }
        self.take_keys(ui, cx);
        self.keys(ui, cx);
        // A filter that was typed in this frame holds in this frame.
        self.arrange(cx);
        self.table_ui(ui, cx);
        self.over_ui(ui, cx);
    }

    /// Takes over what changed.
    fn prepare(&mut self, cx: &UiCtx) {
        let of = &cx.framework.head().id;
        if self.of.as_ref() != Some(of) {
            *self = Self { of: Some(of.clone()), ..Self::default() };
        }
        if self.made_for != Some(cx.revision) {
            self.made_for = Some(cx.revision);
            self.rows.update(cx.framework, cx.analysis);
            self.drafts.retain(|(id, _), _| cx.framework.program(id).is_some());
            self.chase |= std::mem::take(&mut self.chase_later);
            self.resort = true;
        }
        self.arrange(cx);
        self.follow(cx);
    }

    /// Sorts and chooses the rows, where what decides it changed.
    fn arrange(&mut self, cx: &UiCtx) {
        if std::mem::take(&mut self.resort) {
            self.rows.sort(cx.framework, self.sort);
            self.resift = true;
        }
        if !std::mem::take(&mut self.resift) {
            return;
        }
        let tests: Vec<(Column, Test)> = Column::ALL
            .into_iter()
            .filter_map(|c| Some((c, Test::read(c, &self.filters[c.place()]).ok()??)))
            .collect();
        let sieve = Sieve { quick: self.quick, tests: &tests, beside: &self.beside };
        self.rows.sift(cx.framework, &sieve);
        self.sifted += 1;
        if std::mem::take(&mut self.top) {
            self.begin_at_first(cx);
            self.chase = true;
        }
    }

    /// Puts the cursor on the first selected row, else on the first of all.
    fn begin_at_first(&mut self, cx: &UiCtx) {
        let chosen = &cx.selection.programs;
        let first = self.rows.iter().find(|row| chosen.contains(&row.id));
        let first = first.or(self.rows.at(0)).map(|row| row.id.clone());
        self.anchor.clone_from(&first);
        self.cursor = first.map(|id| (id, Column::Title));
    }

    /// Shows and scrolls to what was selected elsewhere.
    fn follow(&mut self, cx: &UiCtx) {
        if self.followed == cx.selection.revision {
            return;
        }
        self.followed = cx.selection.revision;
        let chosen = &cx.selection.programs;
        if chosen.is_empty() || *chosen == self.own {
            return;
        }
        self.own.clone_from(chosen);
        let shown: BTreeSet<&ProgramId> =
            self.rows.iter().map(|row| &row.id).filter(|id| chosen.contains(*id)).collect();
        if shown.len() < chosen.len() {
            self.beside = chosen.iter().filter(|id| !shown.contains(id)).cloned().collect();
            self.resift = true;
            self.arrange(cx);
        }
        let first = self.rows.iter().find(|row| chosen.contains(&row.id)).map(|row| row.id.clone());
        if let Some(id) = first {
            self.anchor = Some(id.clone());
            self.cursor = Some((id, Column::Title));
            self.chase = true;
        }
    }

    /// Something was typed above a column, or a quick filter chosen.
    fn filters_changed(&mut self) {
        self.beside.clear();
        self.resift = true;
        self.top = true;
    }

    /// The table as one thing that can have the keys.
    fn take_keys(&mut self, ui: &Ui, cx: &UiCtx) {
        let id = Id::new(PORTFOLIO);
        let response = ui.interact(ui.available_rect_before_wrap(), id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Other, true, "Programs"));
        if response.clicked() || cx.view.pane == Some(Pane::Portfolio) {
            response.request_focus();
            if self.cursor.as_ref().is_none_or(|(id, _)| self.rows.place(id).is_none()) {
                self.begin_at_first(cx);
            }
        }
        let own =
            EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
    }

    /// "340 programs, 57 shown, 3 selected · USD 12.3 m", the quick filters and the verbs.
    fn line_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let text = self.words(cx);
        ui.horizontal_wrapped(|ui| {
            ui.label(text);
            ui.spacing_mut().item_spacing.x = 4.0;
            for quick in Quick::ALL {
                if ui.add(Button::selectable(self.quick == quick, quick.name())).clicked() {
                    self.quick = quick;
                    self.filters_changed();
                }
            }
            let filtered = self.quick != Quick::All || self.filters.iter().any(|f| !f.is_empty());
            if ui.add_enabled(filtered, Button::new("Clear filters")).clicked() {
                self.quick = Quick::All;
                self.filters.iter_mut().for_each(String::clear);
                self.filters_changed();
            }
            ui.add_space(12.0);
            let some = self.rows.len() > 0;
            let copy = ui.add_enabled(some, Button::new("Copy"));
            let what = "The selected programs, or all shown, as columns for a spreadsheet (Ctrl+C)";
            if copy.on_hover_text(what).clicked() {
                cx.send(Action::Copy(self.copied(cx)));
            }
            let editable = cx.view.read_only.is_none();
            for (action, able) in
                [(Action::Link, !cx.selection.programs.is_empty()), (Action::AddProgram, true)]
            {
                let button = ui.add_enabled(able && editable, Button::new(action.name()));
                if button.on_hover_text(action.tooltip()).clicked() {
                    cx.send(action);
                }
            }
        });
    }

    /// How many programs there are, are shown, are selected, and their money.
    fn words(&mut self, cx: &UiCtx) -> String {
        let key = (cx.revision, cx.selection.revision, self.sifted);
        if let Some((of, text)) = &self.line
            && *of == key
        {
            return text.clone();
        }
        let chosen: Vec<Cents> = cx
            .selection
            .programs
            .iter()
            .filter_map(|id| self.rows.get(id))
            .map(|row| row.money.unwrap_or_default())
            .collect();
        let mut text = words::count(count(self.rows.len()), "program", "programs");
        if self.rows.shown() < self.rows.len() {
            text = format!("{text}, {} shown", words::number(count(self.rows.shown())));
        }
        let mut money = self.rows.money;
        if !chosen.is_empty() {
            text = format!("{text}, {} selected", words::number(count(chosen.len())));
            money = chosen.into_iter().sum();
        }
        if self.rows.len() > 0 {
            text = format!("{text} · {}", words::money(cx.framework.head().currency, money));
        }
        self.line = Some((key, text.clone()));
        text
    }
}
