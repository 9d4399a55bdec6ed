//! Minutes: since when, and in which format.

use crate::export::report::Format;
use crate::model::Date;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::{error_ui, parse};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Button, Id, Key, Label, Modifiers, RichText, TextEdit, Ui, Vec2};
use std::path::PathBuf;

/// The minutes that are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesWish {
    /// The first day that they tell of, where they tell by days.
    pub day: Date,
    /// The earlier copy that they tell from; none where they tell by days.
    pub against: Option<PathBuf>,
    /// How they are written.
    pub format: Format,
}

const FORMATS: [(Format, &str); 3] =
    [(Format::Docx, "Word"), (Format::Html, "HTML"), (Format::Md, "Markdown")];

/// The form.
pub(in crate::ui) struct MinutesForm {
    by_day: bool,
    day: String,
    against: Option<PathBuf>,
    format: Format,
    fresh: bool,
}

impl MinutesForm {
    pub(super) fn new(today: Date) -> Self {
        let day = today.to_string();
        Self { by_day: true, day, against: None, format: Format::Docx, fresh: true }
    }

    /// Takes the earlier copy that was chosen.
    pub(in crate::ui) fn compare_with(&mut self, path: PathBuf) {
        self.against = Some(path);
        self.by_day = false;
    }

    /// What is wanted, or why that cannot be yet.
    fn wish(&self) -> Result<MinutesWish, String> {
        let day = parse::day(&self.day).and_then(|day| day.ok_or_else(|| "Give a day".to_owned()));
        let format = self.format;
        if self.by_day {
            return Ok(MinutesWish { day: day?, against: None, format });
        }
        let against = self.against.clone().ok_or("Choose the earlier copy")?;
        Ok(MinutesWish { day: day.unwrap_or_default(), against: Some(against), format })
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let weak = |text: &str| Label::new(RichText::new(text).color(color(cx.theme.weak))).wrap();
        ui.radio_value(&mut self.by_day, true, "What bears this day or a later one");
        let id = Id::new("throughline-minutes");
        let focused = ui.memory(|m| m.has_focus(id));
        let enter = focused && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        ui.horizontal(|ui| {
            ui.add_space(28.0);
            let label = ui.label("First day");
            let field = TextEdit::singleline(&mut self.day).id(id).desired_width(160.0);
            let response = ui.add(field).labelled_by(label.id);
            if std::mem::take(&mut self.fresh) {
                response.request_focus();
            }
            self.by_day |= response.changed();
        });
        ui.radio_value(&mut self.by_day, false, "What differs from an earlier copy");
        ui.horizontal(|ui| {
            ui.add_space(28.0);
            if ui.button("Choose the copy…").clicked() {
                cx.send(Action::ChooseEarlier);
            }
            let name = self.against.as_ref().and_then(|path| path.file_name());
            let name = name.map_or_else(|| "none yet".to_owned(), |n| n.to_string_lossy().into());
            ui.add(weak(&readable(&name)));
        });
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for (format, words) in FORMATS {
                ui.radio_value(&mut self.format, format, words);
            }
        });
        let wish = self.wish();
        if let Err(why) = &wish {
            error_ui(ui, cx, why);
        }
        ui.add_space(12.0);
        let (mut saved, mut left) = (enter, false);
        ui.horizontal(|ui| {
            let size = Vec2::new(90.0, 34.0);
            let save = Button::new("Save as…").min_size(size);
            saved |= ui.add_enabled(wish.is_ok(), save).clicked();
            left = ui.add(Button::new("Cancel").min_size(size)).clicked();
        });
        match wish {
            Ok(wish) if saved => {
                cx.send(Action::SaveMinutes(Box::new(wish)));
                false
            }
            _ => !left,
        }
    }
}
