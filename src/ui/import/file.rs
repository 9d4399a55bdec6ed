//! The first step: which file, and into which framework.

use super::{Wizard, heading_ui, weak_ui};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::text::readable;
use egui::{Button, RichText, Ui, Vec2};

impl Wizard {
    pub(super) fn file_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        heading_ui(ui, "Which file?");
        weak_ui(
            ui,
            cx,
            "IATI activities (XML), tables (CSV, TSV, Excel, OpenDocument), outlines (OPML) and \
             exports from UN INFO (JSON) are read as they are. Choose one, or drop it on this window.",
        );
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let button = Button::new("Choose a file…").min_size(Vec2::new(160.0, 36.0));
            if ui.add(button).clicked() {
                cx.send(Action::ChoosePortfolio);
            }
            for path in &self.files {
                let name =
                    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
                let place = path.parent().map_or_else(String::new, |p| p.display().to_string());
                ui.label(RichText::new(readable(&name)).strong()).on_hover_text(place);
            }
        });
        ui.add_space(14.0);
        if self.measuring.is_some() {
            weak_ui(
                ui,
                cx,
                "Its programs are read into a copy of the framework, which stays as it is. You will \
                 see where they would stand, may accept suggestions, and take a report away.",
            );
            return;
        }
        heading_ui(ui, "Into which framework?");
        if self.only_new {
            weak_ui(ui, cx, "A new one, since none is open.");
        } else {
            let title = &cx.framework.head().title;
            let title = if title.trim().is_empty() { "the open framework" } else { title };
            if ui.radio(!self.into_new, readable(&format!("This one: {title}"))).clicked() {
                self.into_new = false;
            }
            if ui.radio(self.into_new, "A new one").clicked() {
                self.into_new = true;
            }
        }
        ui.add_space(6.0);
        let country = cx.framework.head().country.filter(|_| !self.into_new);
        let words = match country {
            Some(code) => {
                let row = crate::model::codelists::country(code.as_str());
                format!(
                    "Of programs that work in several countries only the share for {} is taken. \
                     Programs without one are offered apart.",
                    row.map_or(code.as_str(), |row| row.name)
                )
            }
            None => {
                "The framework names no country, so the one that most programs name is taken as \
                     its own."
                    .to_owned()
            }
        };
        weak_ui(ui, cx, &words);
        ui.add_space(10.0);
        weak_ui(
            ui,
            cx,
            "Importing the same source again finds its programs by their identifiers: links, \
             decisions and positions stay as they are. Names, e-mail addresses and telephone numbers \
             of persons are never imported.",
        );
    }
}
