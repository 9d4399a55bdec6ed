//! The window. `logic` drains actions and finished work and calls the session; `ui` only draws.

mod act;
mod copies;
mod draw;
mod files;
mod guard;
mod keys;
mod linking;
mod presenting;
mod record;
mod run;
mod taking;

pub(super) use act::is_open;
pub(super) use files::recover;

use super::action::{Action, Listing, MinutesWish, Mode, Pane, Report};
use super::analyze::Analyze;
use super::canvas::Canvas;
use super::context::{Behind, Selection};
use super::details::Details;
use super::dialog::{Overlay, Toast};
use super::findings::Findings;
use super::jobs::{Jobs, Purpose};
use super::link::Link;
use super::outline::Outline;
use super::paint::Brush;
use super::portfolio::Portfolio;
use super::present::Present;
use super::settings::Settings;
use super::strip::Strip;
use super::suggesting::Suggesting;
use super::tree::Tree;
use super::{fonts, style};
use crate::edit::Command;
use crate::export::Wish;
use crate::import::Batch;
use crate::merge::PartOf;
use crate::model::{Date, EvidenceBar, Language};
use crate::scene::ThemeName;
use crate::session::{Session, Theirs};
use crate::store::Recoverable;
use egui::{Context, Galley, Ui};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::sync::Arc;

/// The window and what it shows.
pub struct App {
    pub(super) session: Session,
    /// The objectives as they are walked; another one whenever they change.
    tree: Arc<Tree>,
    selection: Selection,
    mode: Mode,
    theme: ThemeName,
    bar: Option<EvidenceBar>,
    second: Option<Language>,
    outline_shown: bool,
    details_shown: bool,
    portfolio_shown: bool,
    canvas: Canvas,
    outline: Outline,
    details: Details,
    portfolio: Portfolio,
    strip: Strip,
    pub(super) link: Link,
    pub(super) suggesting: Suggesting,
    /// When the place in Link mode was kept last, in seconds of the window's clock.
    placed_at: f64,
    analyze: Analyze,
    present: Present,
    /// The programs behind the figure that was clicked.
    behind: Option<Behind>,
    overlay: Option<Overlay>,
    history_shown: bool,
    toasts: Vec<Toast>,
    /// The part of the window that is to take the keys.
    pane: Option<Pane>,
    /// The part that took them last.
    last_pane: Pane,
    /// Whether a text was typed in the last frame: its field loses the keys to Escape before they
    /// come here.
    was_typing: bool,
    /// A command that waits until it is known who is at the keyboard.
    waiting: Option<Command>,
    /// Whether it was asked who is at the keyboard, in this window.
    asked: bool,
    findings: Findings,
    findings_shown: bool,
    settings: Settings,
    /// The program's own folder; without one nothing is kept from one start to the next.
    home: Option<PathBuf>,
    /// What was not saved when windows closed or died before.
    unsaved: Vec<Recoverable>,
    /// Dialogs that must be seen, while another is open.
    warnings: Vec<Overlay>,
    /// What others left in the file, while it is asked what becomes of it.
    theirs: Option<Arc<Theirs>>,
    /// Whether the user knows that the file was changed by others: saving tells it again.
    left_alone: bool,
    /// When the file was looked at last, in seconds of the window's clock.
    looked_at: f64,
    /// Whether the window had the focus in the last frame.
    focused: bool,
    /// What keeps the session from keeping what is done, as it was told last.
    trouble: Option<String>,
    brush: Arc<Brush>,
    pub(super) jobs: Jobs,
    actions: RefCell<Vec<Action>>,
    /// What was asked for while a text was typed: done when the text was given.
    later: Vec<Action>,
    bits: Cell<u64>,
    /// Counts changes of document, figures and theme.
    pub(super) revision: u64,
    /// The revision of the last frame, and that of the session then.
    drawn: Option<(u64, u64)>,
    /// A word laid out in each frame: egui gives the same one until it makes a new font atlas.
    sentinel: Option<Arc<Galley>>,
    /// Counts the font atlases.
    atlas: u64,
    said: String,
    failed: bool,
    /// A path that is typed, where the system has no dialog.
    typed: Option<(Purpose, String)>,
    /// The batch whose rejected rows are to be saved.
    rejected: Option<Arc<Batch>>,
    /// What was chosen of exports last.
    wish: Option<Wish>,
    /// What was measured, to be saved.
    report: Option<Report>,
    /// The part for a breakout group, to be saved.
    part: Option<PartOf>,
    /// The minutes that were asked for.
    minutes: Option<MinutesWish>,
    today: Date,
}

impl App {
    /// Makes the window for a document; nothing is kept from one start to the next.
    #[must_use]
    pub fn new(ctx: &Context, session: Session, today: Date) -> Self {
        ctx.set_fonts(fonts::definitions());
        // The steps of the zoom are ours.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        style::apply(ctx, ThemeName::Light.theme());
        let tree = Arc::new(Tree::new(session.framework(), session.analysis(), today));
        let clock = jiff::Timestamp::now().as_nanosecond().unsigned_abs() as u64;
        Self {
            session,
            tree,
            selection: Selection::default(),
            mode: Mode::default(),
            theme: ThemeName::Light,
            bar: None,
            second: None,
            outline_shown: true,
            details_shown: true,
            portfolio_shown: false,
            canvas: Canvas::default(),
            outline: Outline::default(),
            details: Details::default(),
            portfolio: Portfolio::default(),
            strip: Strip::default(),
            link: Link::default(),
            suggesting: Suggesting::default(),
            placed_at: 0.0,
            analyze: Analyze::default(),
            present: Present::default(),
            behind: None,
            overlay: None,
            history_shown: false,
            toasts: Vec::new(),
            pane: None,
            last_pane: Pane::Canvas,
            was_typing: false,
            waiting: None,
            asked: false,
            findings: Findings::default(),
            findings_shown: false,
            settings: Settings::default(),
            home: None,
            unsaved: Vec::new(),
            warnings: Vec::new(),
            theirs: None,
            left_alone: false,
            looked_at: 0.0,
            focused: false,
            trouble: None,
            brush: Arc::new(Brush::new(ctx)),
            jobs: Jobs::new(ctx.clone()),
            actions: RefCell::default(),
            later: Vec::new(),
            bits: Cell::new(clock ^ (u64::from(std::process::id()) << 32)),
            revision: 0,
            drawn: None,
            sentinel: None,
            atlas: 0,
            said: String::new(),
            failed: false,
            typed: None,
            rejected: None,
            wish: None,
            report: None,
            part: None,
            minutes: None,
            today,
        }
    }

    /// Keeps settings and what is not saved in a folder, and shows the page to begin from.
    #[must_use]
    pub fn at_home(mut self, ctx: &Context, home: PathBuf) -> Self {
        self.settings = Settings::read(&home);
        self.home = Some(home);
        self.keep_session();
        self.look_for_unsaved();
        self.apply_settings(ctx);
        self.resume();
        self.mode = Mode::Start;
        self
    }

    /// Asks for something from outside the window.
    pub fn send(&mut self, action: Action) {
        self.actions.borrow_mut().push(action);
    }

    /// The document.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Screen points a canvas unit, and where the canvas' corner lies, in screen points.
    #[must_use]
    pub fn camera(&self) -> (f32, f32, f32) {
        self.canvas.camera()
    }

    /// Where the cards are on screen: left, top, width, height, in screen points, by objective.
    #[must_use]
    pub fn cards(&self) -> Vec<(String, [f32; 4])> {
        self.canvas.cards_on_screen()
    }

    /// Where the marks of the orphan field are on screen: left, top, width, height, by program.
    #[must_use]
    pub fn marks(&self) -> Vec<(String, [f32; 4])> {
        self.strip.marks_on_screen()
    }

    /// What the panel of findings lists, in its order.
    #[must_use]
    pub fn findings(&self) -> Vec<crate::analysis::Finding> {
        self.findings.listed()
    }

    /// The tensions and dependencies that are drawn between the cards, in words.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.canvas.lines_in_words(self.session.framework())
    }

    /// The cards that are lit for the programs behind a figure, with how many of these each shows.
    #[must_use]
    pub fn lit(&self) -> Vec<(String, u32)> {
        self.canvas.lit_cards()
    }

    /// What was said last at the foot of the window.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.said
    }

    /// The ids of what is selected: objectives, then programs.
    #[must_use]
    pub fn selected(&self) -> Vec<String> {
        let objectives = self.selection.objectives.iter().map(ToString::to_string);
        objectives.chain(self.selection.programs.iter().map(ToString::to_string)).collect()
    }

    /// The ids of the programs that are listed behind a figure, largest money first.
    #[must_use]
    pub fn listed(&self) -> Vec<String> {
        let programs = self.behind.iter().flat_map(|behind| &behind.programs);
        programs.map(ToString::to_string).collect()
    }

    /// The id of the program that Link mode shows, if it shows one.
    #[must_use]
    pub fn linking(&self) -> Option<String> {
        self.link.at().filter(|_| self.mode == Mode::Link).map(ToString::to_string)
    }

    /// Takes finished work and actions, and does them.
    pub fn work(&mut self, ctx: &Context) {
        self.tick();
        for done in self.jobs.finished() {
            self.finish(ctx, done);
        }
        let later = std::mem::take(&mut self.later);
        self.shortcuts(ctx);
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        for path in dropped.into_iter().map(|file| file.path().to_path_buf()) {
            let framework = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ron"));
            let action = if framework { Action::OpenPath } else { Action::ImportPath };
            self.send(action(path));
        }
        if let Some(Overlay::Import(wizard)) = &mut self.overlay {
            wizard.logic(ctx);
        }
        for action in self.actions.take().into_iter().chain(later) {
            self.act(ctx, action);
        }
        self.look_at_file(ctx);
        self.show_warnings();
        self.leave_room(ctx);
        self.go_on_linking(ctx);
    }

    fn say(&mut self, text: impl Into<String>, failed: bool) {
        self.said = text.into();
        self.failed = failed;
    }

    /// Makes the tree of the objectives anew.
    fn plant(&mut self) {
        let session = &self.session;
        self.tree = Arc::new(Tree::new(session.framework(), session.analysis(), self.today));
    }

    fn list(&mut self, listing: Listing) {
        self.outline_shown = true;
        self.outline.listing = listing;
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.work(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_place();
        self.session.flush();
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
