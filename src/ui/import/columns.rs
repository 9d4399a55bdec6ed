//! The second step: what each column of a table is, with samples; guesses are marked as such.

use super::{Wizard, weak_ui};
use crate::import::table::{ColumnLook, Guess, Known, Look, Mapping, Role};
use crate::layout::text::Weight;
use crate::ui::context::UiCtx;
use crate::ui::field::{combo_ui, named};
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{DragValue, RichText, ScrollArea, Ui};

/// What the step remembers.
#[derive(Default)]
pub(super) struct Columns {
    /// Whether columns that are not read are shown too.
    all: bool,
}

impl Wizard {
    pub(super) fn columns_ui(&mut self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        let Some((opened, look)) = &self.table else { return };
        let mut mapping = look.mapping.clone();
        known_ui(ui, cx, look);
        sheet_ui(ui, cx, look, &mut mapping);
        for note in &look.notes {
            weak_ui(ui, cx, note);
        }
        let unread = look.columns.iter().filter(|c| !c.role.is_read()).count();
        if unread > 0 {
            ui.checkbox(
                &mut self.columns.all,
                format!("Show the {unread} columns that are not read"),
            );
        }
        ui.separator();
        let all = self.columns.all;
        ScrollArea::vertical()
            .id_salt("columns")
            .max_height(height - 150.0)
            .auto_shrink(false)
            .show(ui, |ui| {
                for (place, column) in look.columns.iter().enumerate() {
                    if all || column.role.is_read() {
                        column_ui(ui, cx, (place, column), &mut mapping);
                    }
                }
            });
        if mapping != look.mapping {
            let look = opened.look_with(&mapping, &self.options(cx));
            let opened = opened.clone();
            self.table = Some((opened, Box::new(look)));
            self.stale = true;
        }
    }
}

/// How the columns came to be read as they are.
fn known_ui(ui: &mut Ui, cx: &UiCtx, look: &Look) {
    let words = match &look.known {
        Known::Given => "The columns are read as the mapping says.".to_owned(),
        Known::BuiltIn(name) => format!("The columns are known: {name}."),
        Known::Remembered(_) => "The columns are read as you read them last time.".to_owned(),
        Known::Guessed => "What the columns are was guessed from their names and what is in them: \
                           look at each, and change what is wrong."
            .to_owned(),
    };
    ui.add(egui::Label::new(RichText::new(words).font(font(15.0, Weight::SemiBold))).wrap());
    let counts = format!("{} rows become {} programs", look.rows, look.programs);
    weak_ui(ui, cx, &counts);
}

/// The sheet and the row of the headings.
fn sheet_ui(ui: &mut Ui, cx: &UiCtx, look: &Look, mapping: &mut Mapping) {
    ui.horizontal(|ui| {
        if look.sheets.len() > 1 {
            ui.label("Sheet");
            let sheets: Vec<(usize, &str)> =
                look.sheets.iter().enumerate().map(|(n, s)| (n, s.name.as_str())).collect();
            let at = look.sheets.iter().position(|s| Some(&s.name) == mapping.sheet.as_ref());
            let (response, chosen) = combo_ui(ui, cx, "sheet", 260.0, at.unwrap_or(0), &sheets);
            named(&response, "Sheet");
            if let Some(sheet) = chosen.and_then(|n| look.sheets.get(n)) {
                *mapping = Mapping { sheet: Some(sheet.name.clone()), ..Mapping::default() };
            }
        }
        ui.label("Headings in row");
        let before = mapping.header_row;
        let mut row = before.unwrap_or(1);
        let response = ui.add(DragValue::new(&mut row).range(1..=100));
        named(&response, "Row of the headings");
        if before != Some(row) && response.changed() {
            *mapping = Mapping {
                sheet: mapping.sheet.clone(),
                header_row: Some(row),
                ..Mapping::default()
            };
        }
    });
}

/// One column: its name, samples, and what it is.
fn column_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    (place, column): (usize, &ColumnLook),
    mapping: &mut Mapping,
) {
    ui.horizontal(|ui| {
        let width = ui.available_width();
        ui.allocate_ui(egui::vec2(width * 0.58, 44.0), |ui| {
            ui.vertical(|ui| {
                ui.set_width(width * 0.58);
                let name =
                    if column.name.trim().is_empty() { "(no heading)" } else { &column.name };
                let name = RichText::new(readable(name)).font(font(15.0, Weight::SemiBold));
                ui.add(egui::Label::new(name).truncate());
                let samples = readable(&column.samples.join("  ·  "));
                let samples = RichText::new(samples).size(13.0).color(color(cx.theme.weak));
                ui.add(egui::Label::new(samples).truncate());
            });
        });
        let roles = Role::all();
        let choices: Vec<(usize, &str)> =
            roles.iter().enumerate().map(|(n, role)| (n, role.title())).collect();
        let at = roles.iter().position(|role| *role == column.role).unwrap_or(0);
        let (response, chosen) = combo_ui(ui, cx, ("role", place), width * 0.24, at, &choices);
        named(&response, &format!("What “{}” is", column.name));
        if let Some(role) = chosen.and_then(|n| roles.get(n)) {
            mapping.columns.insert(column.name.clone(), *role);
        }
        let guess = match column.guess {
            Guess::Name if column.role.is_read() => "guessed by its name",
            Guess::Content if column.role.is_read() => "guessed by its content",
            _ => "",
        };
        ui.label(RichText::new(guess).size(13.0).color(color(cx.theme.orphan_text)));
    });
    ui.add_space(2.0);
}
