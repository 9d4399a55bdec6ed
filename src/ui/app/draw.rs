//! Draws the window: bars, panels, the mode in the center, what stands over it.

use super::App;
use crate::analysis::Analysis;
use crate::layout::text::Weight;
use crate::merge::PART_KEY;
use crate::model::{ObjectiveId, ProgramId};
use crate::scene::Color;
use crate::session::Session;
use crate::ui::action::Mode;
use crate::ui::context::{UiCtx, View};
use crate::ui::details::Details;
use crate::ui::dialog::{Overlay, history_ui, toasts_ui};
use crate::ui::findings::{Findings, State};
use crate::ui::jobs::Purpose;
use crate::ui::menu::{self, Chrome};
use crate::ui::outline::Outline;
use crate::ui::portfolio::Portfolio;
use crate::ui::strip::Strip;
use crate::ui::{fonts, start, strip, style};
use egui::{CentralPanel, Color32, Context, Frame, Id, Margin, Panel, Rect, Ui};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// The panels around the cards, those that are shown.
struct Sides<'a> {
    outline: Option<&'a mut Outline>,
    details: Option<&'a mut Details>,
    portfolio: Option<&'a mut Portfolio>,
}

impl Sides<'_> {
    fn show(self, ui: &mut Ui, cx: &UiCtx, window: Rect, folded: &BTreeSet<ObjectiveId>) {
        let side = (window.width() * 0.157).clamp(200.0, 300.0);
        if let Some(outline) = self.outline {
            Panel::left(panel("outline"))
                .default_size(side)
                .min_size(160.0)
                .frame(frame(cx.theme.panel))
                .show(ui, |ui| outline.show(ui, cx, folded));
        }
        if let Some(details) = self.details {
            Panel::right(panel("details"))
                .default_size(side * 1.25)
                .min_size(240.0)
                .frame(frame(cx.theme.panel))
                .show(ui, |ui| details.show(ui, cx));
        }
        if let Some(portfolio) = self.portfolio {
            Panel::bottom(panel("portfolio"))
                .default_size(window.height() * 0.3)
                .min_size(140.0)
                .resizable(true)
                .frame(frame(cx.theme.panel))
                .show(ui, |ui| portfolio.show(ui, cx));
        }
    }
}

fn panel(id: &'static str) -> Id {
    Id::new(("throughline", id))
}

fn frame(fill: Color) -> Frame {
    Frame::new().fill(style::color(fill)).inner_margin(Margin::symmetric(10, 2))
}

/// A bar of one height, at the top or the bottom.
fn fixed(id: &'static str, height: f32, top: bool) -> Panel {
    let panel = if top { Panel::top(panel(id)) } else { Panel::bottom(panel(id)) };
    panel.exact_size(height).resizable(false)
}

/// The bars above and below.
fn bars_ui(ui: &mut Ui, cx: &UiCtx, chrome: &Chrome) {
    fixed("menu", 32.0, true)
        .frame(frame(cx.theme.panel))
        .show(ui, |ui| menu::menu_ui(ui, cx, chrome));
    fixed("modes", 50.0, true)
        .frame(frame(cx.theme.surround))
        .show(ui, |ui| menu::modes_ui(ui, cx, chrome));
    if let Some(who) = &chrome.in_use {
        fixed("in-use", 40.0, true)
            .frame(frame(cx.theme.field))
            .show(ui, |ui| menu::in_use_ui(ui, cx, who));
    }
    if cx.framework.head().ext.contains_key(PART_KEY) {
        fixed("part", 40.0, true).frame(frame(cx.theme.field)).show(ui, |ui| menu::part_ui(ui, cx));
    }
    fixed("status", 26.0, false)
        .frame(frame(cx.theme.surround))
        .show(ui, |ui| menu::status_ui(ui, cx, chrome));
}

/// How high the strip is. On a small screen the program at hand needs the room more than its mark
/// in the field does.
fn strip_height(cx: &UiCtx, window: f32) -> f32 {
    let height = strip::height(window, cx.analysis.deficit.programs > 0);
    let linking = cx.view.mode == Mode::Link && window < 600.0;
    if linking && cx.analysis.deficit.programs > 0 { height - 32.0 } else { height }
}

/// The deficit and the orphan field.
fn strip_ui(ui: &mut Ui, cx: &UiCtx, strip: &mut Strip, height: f32) {
    let ground = Frame::new().fill(style::color(cx.theme.panel));
    fixed("strip", height, false).frame(ground).show(ui, |ui| strip.show(ui, cx));
}

/// What stands over the window, until it is closed.
fn overlay_ui(ctx: &Context, cx: &UiCtx, over: &mut Option<Overlay>) {
    if let Some(mut overlay) = over.take()
        && overlay.show(ctx, cx)
    {
        *over = Some(overlay);
    }
}

/// History and findings, those that are shown.
fn right_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    analysis: &Arc<Analysis>,
    window: Rect,
    (history, findings): (bool, Option<(&mut Findings, State)>),
) {
    if history {
        Panel::right(panel("history"))
            .default_size(260.0)
            .frame(frame(cx.theme.panel))
            .show(ui, |ui| history_ui(ui, cx));
    }
    if let Some((findings, state)) = findings {
        findings.update(ui.ctx(), cx.framework, analysis, state);
        Panel::right(panel("findings"))
            .default_size((window.width() * 0.21).clamp(300.0, 420.0))
            .min_size(280.0)
            .frame(frame(cx.theme.panel))
            .show(ui, |ui| findings.show(ui, cx));
    }
}

/// The revision of the last frame, and the programs that were touched since, where no more was.
fn touched(drawn: Option<(u64, u64)>, session: &Session) -> Option<(u64, &[ProgramId])> {
    let (revision, then) = drawn?;
    let programs = match session.revision() - then {
        0 => &[],
        1 => session.touched()?,
        _ => return None,
    };
    Some((revision, programs))
}

impl App {
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

    /// Whether the document is saved, in words.
    fn state(&self) -> String {
        let name = self.session.path().and_then(|path| path.file_name());
        let name =
            name.map_or_else(|| "no file yet".to_owned(), |n| n.to_string_lossy().into_owned());
        if self.session.read_only().is_some() {
            format!("{name}, for reading only")
        } else if self.session.dirty() {
            format!("{name}, not saved")
        } else {
            name
        }
    }

    /// Draws everything.
    pub fn draw(&mut self, ui: &mut Ui) {
        self.watch_atlas(ui.ctx());
        let brush = Arc::clone(&self.brush);
        let analysis = Arc::clone(self.session.analysis());
        let tree = Arc::clone(&self.tree);
        let unsaved = if self.mode == Mode::Start { self.unsaved.clone() } else { Vec::new() };
        let cx = UiCtx {
            framework: self.session.framework(),
            analysis: &analysis,
            tree: &tree,
            selection: &self.selection,
            theme: self.theme.theme(),
            brush: &brush,
            view: View {
                settings: &self.settings,
                today: self.today,
                mode: self.mode,
                second: self.second,
                pane: self.pane.take(),
                history: self.session.history(),
                behind: self.behind.as_ref(),
                read_only: self.session.read_only(),
                suggester: self.suggesting.get(),
            },
            revision: self.revision,
            touched: touched(self.drawn, &self.session),
            atlas: self.atlas,
            bits: &self.bits,
            actions: &self.actions,
        };
        let chrome = Chrome {
            mode: self.mode,
            outline: self.outline_shown,
            details: self.details_shown,
            portfolio: self.portfolio_shown,
            findings: self.findings_shown,
            bar: self.bar,
            said: &self.said,
            failed: self.failed,
            busy: self.jobs.busy > 0,
            state: self.state(),
            in_use: self.session.in_use().map(str::to_owned),
        };
        let window = ui.max_rect();
        let mut height = 26.0;
        if self.mode == Mode::Present && self.present.fills(ui.ctx()) {
            let center = Frame::new().fill(egui::Color32::WHITE);
            CentralPanel::default().frame(center).show(ui, |ui| self.present.fill_ui(ui, &cx));
        } else {
            bars_ui(ui, &cx, &chrome);
            if !matches!(self.mode, Mode::Start | Mode::Present) {
                height += strip_height(&cx, window.height());
                strip_ui(ui, &cx, &mut self.strip, height - 26.0);
            }
            let shown = self.findings_shown && matches!(self.mode, Mode::Edit | Mode::Analyze);
            let state = (self.today, self.session.revision(), self.bar);
            let findings = shown.then_some((&mut self.findings, state));
            right_ui(ui, &cx, &analysis, window, (self.history_shown, findings));
            let center = Frame::new().fill(style::color(cx.theme.surround));
            if self.mode == Mode::Edit {
                let sides = Sides {
                    outline: self.outline_shown.then_some(&mut self.outline),
                    details: self.details_shown.then_some(&mut self.details),
                    portfolio: self.portfolio_shown.then_some(&mut self.portfolio),
                };
                sides.show(ui, &cx, window, self.canvas.folded());
            }
            CentralPanel::default().frame(center).show(ui, |ui| match self.mode {
                Mode::Start => start::start_ui(ui, &cx, &unsaved),
                Mode::Edit => self.canvas.show(ui, &cx, &brush),
                Mode::Link => self.link.show(ui, &cx),
                Mode::Analyze => self.analyze.show(ui, &cx),
                Mode::Present => self.present.show(ui, &cx),
            });
        }
        self.present.away_ui(ui.ctx(), &cx);
        toasts_ui(ui.ctx(), &cx, &mut self.toasts, height);
        overlay_ui(ui.ctx(), &cx, &mut self.overlay);
        self.drawn = Some((self.revision, self.session.revision()));
        self.typed_ui(ui);
        self.was_typing = ui.ctx().text_edit_focused();
    }

    /// A path to type, where the system has no dialog.
    fn typed_ui(&mut self, ui: &Ui) {
        let Some((purpose, mut path)) = self.typed.take() else { return };
        let title = match purpose {
            Purpose::Open => "Open which file?",
            Purpose::Portfolio => "Import which file?",
            Purpose::Rejected => "Save the rejected rows as (.xlsx)",
            Purpose::Report => "Save the report as (.html or .xlsx)",
            Purpose::SaveAs => "Save the framework as",
            Purpose::Export(_) => "Export as",
            Purpose::Pack => "Export the workshop pack into which folder?",
            Purpose::Steps => "Save the steps as (.ron)",
            Purpose::Copy => "Merge with which copy?",
            Purpose::Base => "Which file were both copies made from?",
            Purpose::Part => "Save the part as (.ron)",
            Purpose::Earlier => "Which earlier copy?",
            Purpose::Minutes(_) => "Save the minutes as",
        };
        let theme = self.theme.theme();
        let mut open = true;
        let mut chosen = false;
        egui::Window::new(title)
            .collapsible(false)
            .resizable(false)
            // Over the wizard too, which asks for a file.
            .order(egui::Order::Tooltip)
            .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
            .show(ui.ctx(), |ui| {
                let label = ui.label("This system has no file dialog: type the path");
                let field = egui::TextEdit::singleline(&mut path).desired_width(520.0);
                let response = ui.add(field).labelled_by(label.id);
                response.request_focus();
                let path = PathBuf::from(path.trim());
                let replaces = purpose.writes_a_file() && crate::store::is_there(&path);
                if replaces {
                    let tint = style::color(theme.orphan_text);
                    let text = "There is a file of that name: it will be replaced";
                    ui.label(egui::RichText::new(text).color(tint));
                }
                ui.horizontal(|ui| {
                    let enter = ui.input(|i| i.key_pressed(egui::Key::Enter));
                    let name = if replaces { "Replace it" } else { "OK" };
                    chosen = ui.button(name).clicked() || enter;
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
