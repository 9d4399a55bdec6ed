//! What stands over the window for a moment: one at a time, left by Escape, with nothing lost.

mod decision;
mod dependency;
mod export;
mod history;
mod keys;
mod link;
mod milestone;
mod minutes;
mod not_saved;
mod others;
mod palette;
mod part;
mod paste;
mod position;
mod preferences;
mod recover;
mod tension;
mod toast;
mod versions;
mod who;

pub use minutes::MinutesWish;

pub(super) use export::Preview;
pub(super) use history::history_ui;
pub(super) use toast::{Toast, toasts_ui};

use super::context::{Selection, UiCtx};
use super::fonts::font;
use super::import::Wizard;
use super::merge::Merging;
use super::settings::Settings;
use super::style::color;
use super::text::readable;
use crate::export::{Format, Wish};
use crate::layout::text::Weight;
use crate::model::{
    Date, DecisionKind, DependencyKind, Framework, ObjectiveId, ProgramId, Subject,
};
use crate::store::Recoverable;
use egui::{Align, Align2, Button, Context, Id, Label, Layout, Modal, Order, RichText, Ui, Vec2};
use std::path::Path;

pub(super) use not_saved::NotSaved;
pub(super) use others::{Others, What};
pub(super) use versions::Versions;

/// What is open.
pub(super) enum Overlay {
    /// Find or do anything.
    Palette(palette::Palette),
    /// Choose an objective to link to.
    Link,
    /// Record a position.
    Position(position::PositionForm),
    /// Set a milestone.
    Milestone(milestone::MilestoneForm),
    /// Record a tension.
    Tension(tension::TensionForm),
    /// Record a dependency.
    Dependency(dependency::DependencyForm),
    /// Record why programs have no link.
    Decision(decision::DecisionForm),
    /// The verbs of what is selected.
    Verbs,
    /// Paste a list.
    Paste(paste::PasteForm),
    /// Who is at the keyboard.
    Who(who::WhoForm),
    /// The settings.
    Settings,
    /// All keys.
    Keys,
    /// Export.
    Export(Box<export::ExportForm>),
    /// Import a portfolio.
    Import(Box<Wizard>),
    /// Merge with another copy.
    Merge(Box<Merging>),
    /// Export a part for a breakout group.
    Part(part::PartForm),
    /// Minutes.
    Minutes(minutes::MinutesForm),
    /// What was not saved of the file that was opened.
    Recover(Box<Recoverable>),
    /// Others changed the file.
    Others(Box<Others>),
    /// It was not saved.
    NotSaved(NotSaved),
    /// What the document was.
    Versions(Box<Versions>),
}

impl Overlay {
    pub(super) fn palette() -> Self {
        Self::Palette(palette::Palette::default())
    }

    pub(super) fn link() -> Self {
        Self::Link
    }

    pub(super) fn position(objective: ObjectiveId) -> Self {
        Self::Position(position::PositionForm::new(objective))
    }

    pub(super) fn milestone(today: Date) -> Self {
        Self::Milestone(milestone::MilestoneForm::new(today))
    }

    pub(super) fn tension(about: Vec<Subject>) -> Self {
        Self::Tension(tension::TensionForm::new(about))
    }

    pub(super) fn dependency(
        framework: &Framework,
        program: ProgramId,
        kind: DependencyKind,
    ) -> Self {
        Self::Dependency(dependency::DependencyForm::new(framework, program, kind))
    }

    pub(super) fn decision(programs: Vec<ProgramId>, kind: DecisionKind) -> Self {
        Self::Decision(decision::DecisionForm::new(programs, kind))
    }

    pub(super) fn paste(selection: &Selection, text: String) -> Self {
        Self::Paste(paste::PasteForm::new(selection, text))
    }

    pub(super) fn export(format: Format, wish: Wish) -> Self {
        Self::Export(Box::new(export::ExportForm::new(format, wish)))
    }

    pub(super) fn part(objectives: Vec<ObjectiveId>) -> Self {
        Self::Part(part::PartForm::new(objectives))
    }

    pub(super) fn minutes(today: Date) -> Self {
        Self::Minutes(minutes::MinutesForm::new(today))
    }

    pub(super) fn who(settings: &Settings) -> Self {
        Self::Who(who::WhoForm::new(settings))
    }

    /// Shows it; gives whether it stays open.
    pub(super) fn show(&mut self, ctx: &Context, cx: &UiCtx) -> bool {
        let (name, width) = match self {
            Self::Palette(_) => ("Find or do anything", 680.0),
            Self::Link => ("Link to an objective", 620.0),
            Self::Position(_) => ("Record a position", 520.0),
            Self::Milestone(_) => ("Set a milestone", 520.0),
            Self::Tension(_) => ("Record a tension", 560.0),
            Self::Dependency(_) => ("Record a dependency", 620.0),
            Self::Decision(_) => ("Record a decision", 520.0),
            Self::Verbs => ("What can be done with it", 360.0),
            Self::Paste(_) => ("Paste a list", 900.0),
            Self::Who(_) => ("Who am I", 460.0),
            Self::Settings => ("Settings", 520.0),
            Self::Keys => ("All keys", 900.0),
            Self::Export(_) => ("Export", 1180.0),
            Self::Import(wizard) => (wizard.title(), 1180.0),
            Self::Merge(_) => ("Merge with a copy", 1760.0),
            Self::Part(_) => ("Export a part for a breakout group", 560.0),
            Self::Minutes(_) => ("Minutes", 560.0),
            Self::Recover(_) => ("Not saved when the window closed", 640.0),
            Self::Others(form) => (form.title(), 720.0),
            Self::NotSaved(_) => ("It was not saved", 640.0),
            Self::Versions(_) => ("Versions", 1180.0),
        };
        let mut open = true;
        let id = Id::new(("throughline-dialog", name));
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(18.0);
        // Lists that open in it lie in front, whichever was clicked last.
        let mut area = Modal::default_area(id).order(Order::Middle);
        if matches!(self, Self::Palette(_)) {
            // Under the field that opens it, where its list grows without moving it.
            area = area.anchor(Align2::CENTER_TOP, Vec2::new(0.0, 36.0));
        }
        let response = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
            let most = ui.ctx().content_rect().width() - 80.0;
            ui.set_width(f32::min(width, most));
            if !matches!(self, Self::Palette(_)) {
                heading_ui(ui, name);
            }
            open = match self {
                Self::Palette(palette) => palette.show(ui, cx),
                Self::Link => link::link_ui(ui, cx),
                Self::Position(form) => form.show(ui, cx),
                Self::Milestone(form) => form.show(ui, cx),
                Self::Tension(form) => form.show(ui, cx),
                Self::Dependency(form) => form.show(ui, cx),
                Self::Decision(form) => form.show(ui, cx),
                Self::Verbs => {
                    let wide = egui::Layout::top_down_justified(egui::Align::LEFT);
                    ui.with_layout(wide, |ui| super::canvas::context_menu(ui, cx));
                    true
                }
                Self::Paste(form) => form.show(ui, cx),
                Self::Who(form) => form.show(ui, cx),
                Self::Settings => preferences::preferences_ui(ui, cx),
                Self::Keys => keys::keys_ui(ui, cx),
                Self::Export(form) => form.show(ui, cx),
                Self::Import(wizard) => wizard.show(ui, cx),
                Self::Merge(merging) => merging.show(ui, cx),
                Self::Part(form) => form.show(ui, cx),
                Self::Minutes(form) => form.show(ui, cx),
                Self::Recover(kept) => recover::recover_ui(ui, cx, kept),
                Self::Others(form) => form.show(ui, cx),
                Self::NotSaved(form) => form.show(ui, cx),
                Self::Versions(versions) => versions.show(ui, cx),
            };
        });
        // A click beside it does not throw away what was chosen in five steps.
        let stays = matches!(self, Self::Import(_) | Self::Merge(_));
        if open && response.should_close() && !stays {
            if matches!(self, Self::Who(_)) {
                who::WhoForm::skip(cx);
            }
            open = false;
        }
        open
    }
}

fn heading_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(font(20.0, Weight::SemiBold)));
    ui.add_space(8.0);
}

/// A choice: a button, and what comes of it beside it. Gives whether it was chosen.
fn choice_ui(ui: &mut Ui, cx: &UiCtx, able: bool, name: &str, words: &str) -> bool {
    ui.add_space(4.0);
    let mut chosen = false;
    ui.horizontal_top(|ui| {
        let button = Button::new(RichText::new(name).font(font(15.0, Weight::SemiBold)));
        chosen = ui.add_enabled(able, button.min_size(Vec2::new(190.0, 36.0))).clicked();
        ui.add_space(6.0);
        let room = Vec2::new(ui.available_width(), 36.0);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            let words = RichText::new(words).color(color(cx.theme.weak));
            ui.add(Label::new(words).wrap());
        });
    });
    chosen
}

/// The name of a file, in quotation marks.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    format!("“{}”", readable(&name.to_string_lossy()))
}
