//! The window. `logic` drains actions and finished work and calls the session; `ui` only draws.

use super::action::{Action, Mode};
use super::analyze::Analyze;
use super::canvas::{Canvas, Wanted};
use super::context::{Selection, UiCtx};
use super::jobs::{Done, Jobs, Purpose};
use super::menu::{self, Chrome};
use super::outline::Outline;
use super::paint::Brush;
use super::strip::{self, Strip};
use super::{details, fonts, style};
use crate::export::View;
use crate::layout::text::Weight;
use crate::model::{Date, EvidenceBar, ObjectiveId};
use crate::scene::ThemeName;
use crate::scene::field::GroupBy;
use crate::session::Session;
use crate::templates;
use egui::{CentralPanel, Color32, Context, Frame, Galley, Id, Margin, Panel, Ui, ViewportCommand};
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;

/// The window and what it shows.
pub struct App {
    session: Session,
    selection: Selection,
    mode: Mode,
    theme: ThemeName,
    by: GroupBy,
    bar: Option<EvidenceBar>,
    outline_shown: bool,
    details_shown: bool,
    canvas: Canvas,
    outline: Outline,
    strip: Strip,
    analyze: Analyze,
    brush: Arc<Brush>,
    jobs: Jobs,
    actions: RefCell<Vec<Action>>,
    /// Counts changes of document, figures and theme.
    revision: u64,
    /// A word laid out in each frame: egui gives the same one until it makes a new font atlas.
    sentinel: Option<Arc<Galley>>,
    /// Counts the font atlases.
    atlas: u64,
    said: String,
    failed: bool,
    /// A path that is typed, where the system has no dialog.
    typed: Option<(Purpose, String)>,
    today: Date,
}

impl App {
    /// Makes the window for a document.
    #[must_use]
    pub fn new(ctx: &Context, session: Session, today: Date) -> Self {
        ctx.set_fonts(fonts::definitions());
        style::apply(ctx, ThemeName::Light.theme());
        Self {
            session,
            selection: Selection::default(),
            mode: Mode::default(),
            theme: ThemeName::Light,
            by: GroupBy::default(),
            bar: None,
            outline_shown: true,
            details_shown: true,
            canvas: Canvas::default(),
            outline: Outline::default(),
            strip: Strip::default(),
            analyze: Analyze::default(),
            brush: Arc::new(Brush::new(ctx)),
            jobs: Jobs::new(ctx.clone()),
            actions: RefCell::default(),
            revision: 0,
            sentinel: None,
            atlas: 0,
            said: String::new(),
            failed: false,
            typed: None,
            today,
        }
    }

    /// Asks for something from outside the window.
    pub fn send(&mut self, action: Action) {
        self.actions.borrow_mut().push(action);
    }

    /// Takes finished work and actions, and does them.
    pub fn work(&mut self, ctx: &Context) {
        for done in self.jobs.finished() {
            self.finish(done);
        }
        self.shortcuts(ctx);
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        for path in dropped.into_iter().map(|file| file.path().to_path_buf()) {
            self.send(Action::OpenPath(path));
        }
        for action in self.actions.take() {
            self.act(ctx, action);
        }
    }

    fn shortcuts(&mut self, ctx: &Context) {
        let typing = ctx.egui_wants_keyboard_input();
        for action in Action::NAMED {
            let Some(shortcut) = action.shortcut() else { continue };
            if typing && !shortcut.modifiers.command {
                continue;
            }
            if ctx.input_mut(|i| i.consume_shortcut(&shortcut)) {
                self.send(action);
            }
        }
    }

    fn say(&mut self, text: String, failed: bool) {
        self.said = text;
        self.failed = failed;
    }

    fn finish(&mut self, done: Done) {
        match done {
            Done::Opened(session, said) => {
                self.adopt(*session);
                self.say(said.unwrap_or_default(), false);
            }
            Done::Said(text) => self.say(text, false),
            Done::Failed(text) => self.say(text, true),
            Done::Chosen(purpose, Some(path), _) => self.chosen(purpose, path),
            // A dialog that is gone at once was never there: a path can be typed instead.
            Done::Chosen(purpose, None, took) if took.as_millis() < 400 => {
                self.typed = Some((purpose, String::new()));
            }
            Done::Chosen(..) => {}
        }
    }

    fn chosen(&mut self, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.send(Action::OpenPath(path)),
            Purpose::SaveAs => match self.session.save_as(&path) {
                Ok(()) => self.say(format!("Saved: {}", path.display()), false),
                Err(error) => {
                    let said = format!("It was not saved: {error}: {}", path.display());
                    self.say(said, true);
                }
            },
            Purpose::Picture => {
                let view = if self.mode == Mode::Analyze { View::Deficit } else { View::Overview };
                let of = (self.session.framework().clone(), Arc::clone(self.session.analysis()));
                self.jobs.picture(of, (view, self.theme, self.today), path);
            }
        }
    }

    /// Shows another document.
    fn adopt(&mut self, session: Session) {
        self.session = session;
        if self.bar.is_some() {
            self.session.set_bar(self.bar);
        }
        self.selection.clear();
        self.canvas.reset();
        self.outline.reset();
        self.strip.reset();
        self.revision += 1;
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Open => self.jobs.choose(Purpose::Open, String::new()),
            Action::OpenPath(path) => self.jobs.open(path, self.today),
            Action::OpenSample => self.open_template("sample"),
            Action::NewFrom(id) => self.open_template(id),
            Action::SaveAs => self.jobs.choose(Purpose::SaveAs, "framework.ron".to_owned()),
            Action::ExportPicture => {
                self.jobs.choose(Purpose::Picture, "framework.png".to_owned());
            }
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::FitAll => self.canvas.want(Wanted::Whole),
            Action::FitSelection => self.canvas.want(Wanted::Selection),
            Action::ZoomIn => self.canvas.want(Wanted::In),
            Action::ZoomOut => self.canvas.want(Wanted::Out),
            Action::ToggleOutline => self.outline_shown = !self.outline_shown,
            Action::ToggleDetails => self.details_shown = !self.details_shown,
            Action::Show(mode) => self.mode = mode,
            Action::GroupBy(by) => self.by = by,
            Action::Theme(theme) => {
                self.theme = theme;
                style::apply(ctx, theme.theme());
                self.revision += 1;
            }
            Action::Bar(bar) => {
                self.bar = bar;
                self.session.set_bar(bar);
                self.revision += 1;
            }
            Action::SelectObjective(id, extend) => self.selection.objective(id, extend),
            Action::SelectObjectives(ids) => self.select_all(ids),
            Action::SelectProgram(id, extend) => self.selection.program(id, extend),
            Action::Clear => {
                self.typed = None;
                self.selection.clear();
            }
        }
        // What was asked for in this frame shows in the next.
        ctx.request_repaint();
    }

    fn select_all(&mut self, ids: Vec<ObjectiveId>) {
        self.selection.clear();
        self.selection.objectives.extend(ids);
    }

    fn open_template(&mut self, id: &str) {
        // A framework of its own: the clock gives the bits of its id.
        let bits = jiff::Timestamp::now().as_nanosecond().unsigned_abs() as u64;
        match templates::find(id).map(|t| t.framework(bits)) {
            Some(Ok(framework)) => {
                self.adopt(Session::new(framework));
                self.say(String::new(), false);
            }
            Some(Err(error)) => self.say(format!("The template cannot be read: {error}"), true),
            None => {}
        }
    }

    /// Notices a new font atlas (another theme or scale, too many glyphs): what was kept of
    /// earlier frames points into the old one.
    fn watch_atlas(&mut self, ctx: &Context) {
        let font = fonts::font(15.0, Weight::Regular);
        let word = ctx.fonts_mut(|fonts| {
            fonts.layout_no_wrap("Throughline".to_owned(), font, Color32::PLACEHOLDER)
        });
        if !self.sentinel.as_ref().is_some_and(|last| Arc::ptr_eq(last, &word)) {
            self.atlas += 1;
            self.sentinel = Some(word);
        }
    }

    /// Draws everything.
    pub fn draw(&mut self, ui: &mut Ui) {
        self.watch_atlas(ui.ctx());
        let theme = self.theme.theme();
        let brush = Arc::clone(&self.brush);
        let analysis = Arc::clone(self.session.analysis());
        let cx = UiCtx::new(
            (self.session.framework(), &analysis),
            &self.selection,
            (theme, &brush),
            (self.revision, self.atlas),
            &self.actions,
        );
        let chrome = Chrome {
            mode: self.mode,
            outline: self.outline_shown,
            details: self.details_shown,
            by: self.by,
            bar: self.bar,
            zoom: self.canvas.zoom(),
            said: &self.said,
            failed: self.failed,
            busy: self.jobs.busy > 0,
            dirty: self.session.dirty(),
        };
        let window = ui.max_rect();
        let frame =
            |fill| Frame::new().fill(style::color(fill)).inner_margin(Margin::symmetric(10, 2));
        let panel = |id: &'static str| Id::new(("throughline", id));
        Panel::top(panel("menu")).exact_size(32.0).resizable(false).frame(frame(theme.panel)).show(
            ui,
            |ui| {
                menu::menu_ui(ui, &cx, &chrome);
            },
        );
        Panel::top(panel("modes"))
            .exact_size(50.0)
            .resizable(false)
            .frame(frame(theme.surround))
            .show(ui, |ui| {
                menu::modes_ui(ui, &cx, &chrome);
            });
        Panel::bottom(panel("status"))
            .exact_size(26.0)
            .resizable(false)
            .frame(frame(theme.surround))
            .show(ui, |ui| {
                menu::status_ui(ui, &cx, &chrome);
            });
        let height = strip::height(window.height(), cx.analysis.deficit.programs > 0);
        let bare = Frame::new().fill(style::color(theme.panel));
        Panel::bottom(panel("strip")).exact_size(height).resizable(false).frame(bare).show(
            ui,
            |ui| {
                self.strip.show(ui, &cx, self.by);
            },
        );
        if self.mode == Mode::Framework {
            let side = (window.width() * 0.157).clamp(200.0, 300.0);
            if self.outline_shown {
                let outline = Panel::left(panel("outline")).default_size(side).min_size(160.0);
                outline.frame(frame(theme.panel)).show(ui, |ui| self.outline.show(ui, &cx));
            }
            if self.details_shown {
                let details =
                    Panel::right(panel("details")).default_size(side * 1.1).min_size(180.0);
                details.frame(frame(theme.panel)).show(ui, |ui| details::details_ui(ui, &cx));
            }
        }
        let ground = if self.mode == Mode::Framework { theme.page } else { theme.surround };
        let center = Frame::new().fill(style::color(ground));
        CentralPanel::default().frame(center).show(ui, |ui| match self.mode {
            Mode::Framework => self.canvas.show(ui, &cx, &brush),
            Mode::Analyze => self.analyze.show(ui, &cx, self.today),
        });
        self.typed_ui(ui);
    }

    /// A path to type, where the system has no dialog.
    fn typed_ui(&mut self, ui: &Ui) {
        let Some((purpose, mut path)) = self.typed.take() else { return };
        let title = match purpose {
            Purpose::Open => "Open which file?",
            Purpose::SaveAs => "Save the framework as",
            Purpose::Picture => "Save the picture as (.png or .svg)",
        };
        let mut open = true;
        let mut chosen = false;
        egui::Window::new(title)
            .collapsible(false)
            .resizable(false)
            .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
            .show(ui.ctx(), |ui| {
                ui.label("This system has no file dialog: type the path");
                let field = egui::TextEdit::singleline(&mut path).desired_width(520.0);
                let response = ui.add(field);
                response.request_focus();
                ui.horizontal(|ui| {
                    let enter = ui.input(|i| i.key_pressed(egui::Key::Enter));
                    chosen = ui.button("OK").clicked() || enter;
                    let escape = ui.input(|i| i.key_pressed(egui::Key::Escape));
                    open = !(ui.button("Cancel").clicked() || escape);
                });
            });
        if chosen && !path.trim().is_empty() {
            self.chosen(purpose, PathBuf::from(path.trim()));
        } else if open {
            self.typed = Some((purpose, path));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.work(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
