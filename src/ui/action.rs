//! Every verb of the window, in one list that gives its name, tooltip and shortcut to menus and
//! buttons.

use crate::model::{EvidenceBar, ObjectiveId, ProgramId};
use crate::scene::ThemeName;
use crate::scene::field::GroupBy;
use egui::{Key, KeyboardShortcut, Modifiers};
use std::path::PathBuf;

/// What the center of the window shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// The objectives.
    #[default]
    Framework,
    /// The deficit in detail.
    Analyze,
}

/// What a user can ask of the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Choose a document and open it.
    Open,
    /// Open the fictional sample.
    OpenSample,
    /// Open a new framework made from a template.
    NewFrom(&'static str),
    /// Open a document or import a portfolio.
    OpenPath(PathBuf),
    /// Choose a name and save there.
    SaveAs,
    /// Choose a name and save a picture there.
    ExportPicture,
    /// Close the window.
    Quit,
    /// Show the whole framework.
    FitAll,
    /// Show what is selected.
    FitSelection,
    /// Look closer.
    ZoomIn,
    /// Look from further away.
    ZoomOut,
    /// Show or hide the outline.
    ToggleOutline,
    /// Show or hide the details.
    ToggleDetails,
    /// Show the other mode.
    Show(Mode),
    /// Change the colors.
    Theme(ThemeName),
    /// Change by what the field is grouped.
    GroupBy(GroupBy),
    /// Change the least evidence that counts; `None` for the framework's own.
    Bar(Option<EvidenceBar>),
    /// Select an objective; `true` adds to the selection or takes from it.
    SelectObjective(ObjectiveId, bool),
    /// Select all these objectives.
    SelectObjectives(Vec<ObjectiveId>),
    /// Select a program; `true` adds to the selection or takes from it.
    SelectProgram(ProgramId, bool),
    /// Select nothing.
    Clear,
}

impl Action {
    /// The verbs that have a name in menus.
    pub const NAMED: [Self; 14] = [
        Self::Open,
        Self::OpenSample,
        Self::SaveAs,
        Self::ExportPicture,
        Self::Quit,
        Self::FitAll,
        Self::FitSelection,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ToggleOutline,
        Self::ToggleDetails,
        Self::Show(Mode::Framework),
        Self::Show(Mode::Analyze),
        Self::Clear,
    ];

    /// The name in menus.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open | Self::OpenPath(_) => "Open…",
            Self::OpenSample => "Open the sample",
            Self::NewFrom(_) => "New",
            Self::SaveAs => "Save as…",
            Self::ExportPicture => "Export picture…",
            Self::Quit => "Quit",
            Self::FitAll => "Show the whole framework",
            Self::FitSelection => "Show what is selected",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ToggleOutline => "Outline",
            Self::ToggleDetails => "Details",
            Self::Show(Mode::Framework) => "Framework",
            Self::Show(Mode::Analyze) => "Analyze",
            Self::Theme(theme) => match theme {
                ThemeName::Light => "Light",
                ThemeName::Dark => "Dark",
                ThemeName::Print => "Print",
            },
            Self::GroupBy(_) => "Group orphans",
            Self::Bar(_) => "Evidence bar",
            Self::SelectObjective(..) | Self::SelectObjectives(_) | Self::SelectProgram(..) => {
                "Select"
            }
            Self::Clear => "Clear the selection",
        }
    }

    /// What it does, where the name alone does not say.
    #[must_use]
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Open => "Open a framework (.ron), or a UN INFO export (.json)",
            Self::OpenSample => "Open the fictional country of Samara",
            Self::SaveAs => "Save the framework under a name you choose",
            Self::ExportPicture => "Save a picture of what this mode shows, as PNG or SVG",
            Self::Show(Mode::Framework) => "The objectives, and what supports them",
            Self::Show(Mode::Analyze) => "The deficit by owner, at three bars, and coherence",
            _ => "",
        }
    }

    /// The keys that do it.
    #[must_use]
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        let ctrl = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        match self {
            Self::Open => ctrl(Key::O),
            Self::SaveAs => {
                Some(KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::S))
            }
            Self::ExportPicture => ctrl(Key::E),
            Self::Quit => ctrl(Key::Q),
            Self::FitAll => plain(Key::Home),
            Self::FitSelection => plain(Key::F),
            Self::ZoomIn => plain(Key::Plus),
            Self::ZoomOut => plain(Key::Minus),
            Self::Show(Mode::Framework) => ctrl(Key::Num1),
            Self::Show(Mode::Analyze) => ctrl(Key::Num3),
            Self::Clear => plain(Key::Escape),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_verbs_share_a_shortcut() {
        let all: Vec<_> = Action::NAMED.iter().filter_map(Action::shortcut).collect();
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one), "{one:?}");
        }
    }
}
