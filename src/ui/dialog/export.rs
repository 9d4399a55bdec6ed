//! Export: what is taken home, on what page, in which colors; with a preview that is the picture
//! itself.

use crate::export::{Format, View, Wish};
use crate::layout::text::Weight;
use crate::scene::{Paper, ThemeName};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{
    Align, Button, ColorImage, ComboBox, Context, Label, Layout, Rect, RichText, ScrollArea, Sense,
    TextureHandle, TextureOptions, Ui, Vec2,
};

/// A preview, drawn on a thread.
pub(in crate::ui) struct Preview {
    /// What was wanted.
    pub wish: Wish,
    /// The revision that it is of.
    pub revision: u64,
    /// The picture, or why there is none.
    pub image: Result<ColorImage, String>,
}

/// The form.
pub(in crate::ui) struct ExportForm {
    format: Format,
    wish: Wish,
    /// The picture as it will be, and what it is of.
    preview: Option<(Wish, Result<TextureHandle, String>)>,
    /// What a preview was asked for.
    asked: Option<(Wish, u64)>,
}

/// The formats in words, by what one does with them.
const FORMATS: [(Format, &str); 13] = [
    (Format::Png, "PNG: a picture for slides and messages"),
    (Format::Pdf, "PDF: a page to print"),
    (Format::Svg, "SVG: a drawing that stays sharp"),
    (Format::Docx, "Word: the report"),
    (Format::Html, "HTML: the report, for a browser"),
    (Format::Md, "Markdown: the report as text"),
    (Format::Xlsx, "Excel: programs, objectives, links, figures"),
    (Format::Csv, "CSV: the programs as a table"),
    (Format::Tags, "XML: the links as IATI tags"),
    (Format::Graphml, "GraphML: the objectives as a graph, for yEd"),
    (Format::Dot, "DOT: the objectives as a graph, for Graphviz"),
    (Format::Json, "JSON: the whole document"),
    (Format::Ron, "RON: the whole document, as it is saved"),
];

/// How wide a PNG is, in pixels, in words.
const WIDTHS: [(u32, &str); 4] = [
    (1920, "1920 px: a screen"),
    (3840, "3840 px: sharp on every projector"),
    (7680, "7680 px: large print"),
    (12_000, "12 000 px: a poster"),
];

impl ExportForm {
    pub(super) fn new(format: Format, wish: Wish) -> Self {
        Self { format, wish, preview: None, asked: None }
    }

    /// Takes over a preview that was asked for.
    pub(in crate::ui) fn show_preview(&mut self, ctx: &Context, preview: Preview) {
        let Preview { wish, revision, image } = preview;
        // Each is drawn on a thread of its own: one asked for before may come after.
        let last = |(asked, of): &(Wish, u64)| same_picture(asked, &wish) && *of == revision;
        if !self.asked.as_ref().is_some_and(last) {
            return;
        }
        let load = |image| ctx.load_texture("export-preview", image, TextureOptions::LINEAR);
        self.preview = Some((wish, image.map(load)));
    }

    /// Shows the form; gives whether it stays open.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) -> bool {
        self.wish.bar = Some(cx.analysis.bar);
        if !self.format.can_be_discreet() {
            self.wish.discreet = false;
        }
        let height = (ui.ctx().content_rect().height() - 190.0).clamp(300.0, 640.0);
        let mut stays = true;
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(
                Vec2::new(330.0, height),
                Layout::top_down(Align::Min),
                |ui| {
                    let scroll = ScrollArea::vertical().id_salt("export").auto_shrink(false);
                    scroll.show(ui, |ui| self.choices_ui(ui, cx));
                },
            );
            ui.add_space(16.0);
            ui.vertical(|ui| self.preview_ui(ui, cx, height));
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| stays = self.buttons_ui(ui, cx));
        stays
    }

    fn choices_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        ui.set_width(314.0);
        let heading = |ui: &mut Ui, text: &str| {
            ui.add_space(6.0);
            ui.label(RichText::new(text).font(font(14.0, Weight::SemiBold)));
        };
        heading(ui, "What for");
        let shown = FORMATS.iter().find(|(f, _)| *f == self.format).map_or("", |(_, words)| words);
        combo_ui(ui, "Format", shown, &mut self.format, &FORMATS.map(|(f, w)| (f, w.to_owned())));
        if self.format.is_picture() {
            heading(ui, "Picture");
            let views = views(cx);
            let shown = self.wish.view.title(cx.framework);
            combo_ui(ui, "Picture", &shown, &mut self.wish.view, &views);
            heading(ui, "Colors");
            ui.horizontal(|ui| {
                for (theme, words) in [
                    (ThemeName::Light, "light"),
                    (ThemeName::Dark, "dark"),
                    (ThemeName::Print, "black and white"),
                ] {
                    ui.radio_value(&mut self.wish.theme, theme, words);
                }
            });
            heading(ui, "Page");
            ui.horizontal(|ui| {
                for (paper, words) in [
                    (Paper::Screen, "16:9"),
                    (Paper::A4, "A4"),
                    (Paper::A3, "A3"),
                    (Paper::A0, "A0"),
                ] {
                    ui.radio_value(&mut self.wish.paper, paper, words);
                }
            });
            let paper = self.wish.paper != Paper::Screen;
            ui.add_enabled_ui(paper, |ui| {
                ui.horizontal(|ui| {
                    ui.radio_value(&mut self.wish.standing, false, "landscape");
                    ui.radio_value(&mut self.wish.standing, true, "portrait");
                });
            });
        }
        if self.format == Format::Png {
            heading(ui, "Size");
            let all = WIDTHS.map(|(px, words)| (px, words.to_owned()));
            let shown = WIDTHS.iter().find(|(px, _)| *px == self.wish.width);
            let shown = shown.map_or_else(|| format!("{} px", self.wish.width), |w| w.1.to_owned());
            combo_ui(ui, "Size", &shown, &mut self.wish.width, &all);
        }
        heading(ui, "Who will see it");
        let can = self.format.can_be_discreet();
        let discreet = "Discreet: no name of an international actor, no amount, source or note";
        let response = ui.add_enabled(can, egui::Checkbox::new(&mut self.wish.discreet, discreet));
        if !can {
            response.on_disabled_hover_text("This format holds every name and amount");
        }
    }

    /// The picture as it will be, in what room there is.
    fn preview_ui(&mut self, ui: &mut Ui, cx: &UiCtx, height: f32) {
        let size = Vec2::new(ui.available_width(), height);
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter().rect_filled(area, 6.0, color(cx.theme.surround));
        let tell = |ui: &mut Ui, text: &str, ink| {
            let text = RichText::new(text).color(color(ink));
            ui.put(area.shrink(24.0), Label::new(text).wrap());
        };
        if !self.format.is_picture() {
            tell(ui, "This format has no preview", cx.theme.weak);
            return;
        }
        let key = (self.wish.clone(), cx.revision);
        let asked = self.asked.as_ref();
        if !asked.is_some_and(|(wish, of)| same_picture(wish, &key.0) && *of == key.1) {
            self.asked = Some(key.clone());
            cx.send(Action::Preview(Box::new(key.0)));
        }
        match &self.preview {
            None => tell(ui, "drawing…", cx.theme.weak),
            Some((_, Err(why))) => tell(ui, why, cx.theme.orphan_text),
            Some((wish, Ok(picture))) => {
                let name = format!("Preview: {}", wish.view.title(cx.framework));
                picture_ui(ui, cx, picture, &name, area.shrink(12.0));
            }
        }
    }

    /// The buttons; gives whether the form stays open.
    fn buttons_ui(&self, ui: &mut Ui, cx: &UiCtx) -> bool {
        let size = Vec2::new(90.0, 34.0);
        let mut stays = true;
        if ui.add(Button::new("Save as…").min_size(size)).clicked() {
            cx.send(Action::ExportAs(self.format, Box::new(self.wish.clone())));
            stays = false;
        }
        if self.format.is_picture() {
            let copy = Button::new("Copy picture").min_size(size);
            if ui.add(copy).on_hover_text(Action::CopyPicture.tooltip()).clicked() {
                cx.send(Action::CopyPictureOf(Box::new(self.wish.clone())));
                stays = false;
            }
        }
        let pack = Button::new("Workshop pack…").min_size(size);
        let tip =
            "All pictures and reports at once, into a folder, in these colors and on this page";
        if ui.add(pack).on_hover_text(tip).clicked() {
            cx.send(Action::ExportPack(Box::new(self.wish.clone())));
            stays = false;
        }
        stays && !ui.add(Button::new("Cancel").min_size(size)).clicked()
    }
}

/// Whether two wishes draw the same picture: how many pixels it has is no matter.
fn same_picture(one: &Wish, other: &Wish) -> bool {
    let plain = |wish: &Wish| Wish { width: 0, ..wish.clone() };
    plain(one) == plain(other)
}

/// The pictures to choose from: of the whole, then of each objective.
fn views(cx: &UiCtx) -> Vec<(View, String)> {
    let branches = cx.tree.branches.iter().map(|branch| View::Objective(branch.id.clone()));
    let all = View::WHOLE.into_iter().chain(branches);
    all.map(|view| (view.clone(), view.title(cx.framework))).collect()
}

/// A list of which one is chosen.
fn combo_ui<T: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    shown: &str,
    value: &mut T,
    all: &[(T, String)],
) {
    let response = ui.scope(|ui| {
        // The text is cut to what room there is, whatever the width asked for.
        ui.set_max_width(300.0);
        let list = ComboBox::from_id_salt(("export", name))
            .selected_text(readable(shown))
            .width(300.0)
            .truncate()
            .height(420.0);
        list.show_ui(ui, |ui| {
            for (one, words) in all {
                ui.selectable_value(value, one.clone(), readable(words));
            }
        })
    });
    named(&response.inner.response, &format!("{name}: {shown}"));
}

/// A picture, in the middle of the room, as large as it fits.
fn picture_ui(ui: &mut Ui, cx: &UiCtx, picture: &TextureHandle, name: &str, room: Rect) {
    let size = picture.size_vec2();
    let size = size * (room.width() / size.x).min(room.height() / size.y);
    let at = Rect::from_center_size(room.center(), size);
    let image = egui::Image::new((picture.id(), size));
    named(&ui.put(at, image.sense(Sense::hover())), name);
    let line = egui::Stroke::new(1.0, color(cx.theme.hairline));
    ui.painter().rect_stroke(at, 0.0, line, egui::StrokeKind::Outside);
}
