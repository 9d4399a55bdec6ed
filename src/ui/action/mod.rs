//! Every verb of the window. One list (`verbs`) gives each its name, tooltip and keys to menus,
//! toolbar, palette and help.

mod verbs;

pub use verbs::{Menu, VERBS, Verb, Where};

pub use super::dialog::MinutesWish;
pub use super::guard::Guard;
pub use super::import::{Imported, Report};
pub use super::link::Step;
pub use super::merge::Base;
pub use super::present::{Place, Turn};

use crate::analysis::Figure;
use crate::edit::Command;
use crate::export::{Format, Wish};
use crate::import::Batch;
use crate::merge::PartOf;
use crate::model::{
    ActorId, Change, DecisionKind, DependencyKind, EvidenceBar, Filter, Language, MechanismId,
    ObjectiveId, ProgramId, Subject, TensionId,
};
use crate::scene::ThemeName;
use crate::scene::field::{GroupBy, SizeBy};
use egui::KeyboardShortcut;
use std::path::PathBuf;
use std::sync::Arc;

/// What the center of the window shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// The page to begin from.
    Start,
    /// The objectives, to be drawn.
    #[default]
    Edit,
    /// Programs that show no link, one at a time.
    Link,
    /// The figures in detail.
    Analyze,
    /// Scenes for a room.
    Present,
}

/// What Analyze shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// The deficit by breakdown, at three bars, and where programs stand.
    #[default]
    Deficit,
    /// The four elements of coherence.
    Coherence,
    /// What the Integrated Approach asks, and local leadership.
    Requirements,
    /// Objectives against donors, dimensions, places.
    Matrix,
    /// What lacks a program, what overlaps, what looks like a duplicate.
    Gaps,
    /// Tensions by outcome, and dependencies.
    Tensions,
    /// The figures over the milestones.
    Trend,
}

impl Screen {
    /// All screens, in the order of their tabs.
    pub const ALL: [Self; 7] = [
        Self::Deficit,
        Self::Coherence,
        Self::Requirements,
        Self::Matrix,
        Self::Gaps,
        Self::Tensions,
        Self::Trend,
    ];

    /// The word on its tab.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Deficit => "Deficit",
            Self::Coherence => "Coherence",
            Self::Requirements => "Requirements",
            Self::Matrix => "Matrix",
            Self::Gaps => "Gaps and overlaps",
            Self::Tensions => "Tensions",
            Self::Trend => "Trend",
        }
    }
}

/// A record that is neither objective nor program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// An actor.
    Actor(ActorId),
    /// A tension.
    Tension(TensionId),
    /// A mechanism.
    Mechanism(MechanismId),
}

/// A part of the window that takes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The objectives as cards.
    Canvas,
    /// The panel on the left.
    Outline,
    /// The panel on the right.
    Details,
    /// The table of programs.
    Portfolio,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the upper edge.
    Up,
    /// Towards the lower edge.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// What the panel on the left lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listing {
    /// The objectives.
    #[default]
    Objectives,
    /// The actors.
    Actors,
    /// Tensions and mechanisms.
    Coordination,
}

/// What the wheel and two fingers do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Navigation {
    /// A mouse wheel zooms, a trackpad pans.
    #[default]
    Auto,
    /// Both zoom.
    Mouse,
    /// Both pan.
    Trackpad,
}

/// What a user can ask of the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Show the page to begin from.
    Start,
    /// Begin with an empty framework.
    New,
    /// Begin with a framework made from a template.
    NewFrom(&'static str),
    /// Choose a document and open it.
    Open,
    /// Open the fictional sample.
    OpenSample,
    /// Open a document, or a portfolio that brings one; import another.
    OpenPath(PathBuf),
    /// Open what was not saved when the window last closed.
    Recover(PathBuf),
    /// Forget what was not saved when the window last closed.
    Discard(PathBuf),
    /// Save to the document's file.
    Save,
    /// Choose a name and save there.
    SaveAs,
    /// Import a portfolio: show the wizard.
    Import,
    /// Import a file: show the wizard with it.
    ImportPath(PathBuf),
    /// Measure an outside portfolio against the framework: show the wizard.
    Measure,
    /// Choose a name and save there what was measured.
    SaveReport(Box<Report>),
    /// Choose the file to import.
    ChoosePortfolio,
    /// Take over what an import brings, as one step.
    Imported(Box<Imported>),
    /// Choose a name and save there the rows that an import could not use.
    SaveRejected(Arc<Batch>),
    /// Choose how to export the programs: as a workbook, CSV or IATI tags.
    ExportPortfolio,
    /// Choose what to export, and how.
    Export,
    /// Draw the preview of an export.
    Preview(Box<Wish>),
    /// Choose a name and export there.
    ExportAs(Format, Box<Wish>),
    /// Choose a folder and export the workshop pack there.
    ExportPack(Box<Wish>),
    /// Put a picture of what this mode shows on the clipboard.
    CopyPicture,
    /// Put a picture on the clipboard.
    CopyPictureOf(Box<Wish>),
    /// Choose another copy of the document to merge with.
    Merge,
    /// Merge with another copy of the document: show what both changed.
    MergeWith(PathBuf),
    /// Merge with another copy, over what the user says that both were made from.
    MergeOver(PathBuf, Base),
    /// Choose the file that both copies were made from.
    ChooseBase,
    /// Take over what a merge comes to, as one step of that name.
    Merged(Box<Change>, String),
    /// Choose what is in the part that a breakout group works on.
    ExportPart,
    /// Choose a name and save a part there.
    SavePart(PartOf),
    /// Choose since when minutes are to tell what changed.
    Minutes,
    /// Choose the earlier copy that minutes tell from.
    ChooseEarlier,
    /// Choose a name and save minutes there.
    SaveMinutes(Box<MinutesWish>),
    /// Choose a name and save the steps as a script for `throughline apply`.
    ExportSteps,
    /// Show what the document was each time it was saved.
    Versions,
    /// Do something about the document's file or its versions.
    Guarding(Guard),
    /// Close the window.
    Quit,
    /// Do a command: one undo step.
    Run(Box<Command>),
    /// Do a command, then select what it made.
    Make(Box<Command>, Made),
    /// Take the last step back.
    Undo,
    /// Take so many steps back, or do so many again where negative.
    UndoTo(i32),
    /// Do the last undone step again.
    Redo,
    /// Show or hide what was done.
    ToggleHistory,
    /// Find or do anything.
    Palette,
    /// Look for words on the cards.
    Find,
    /// Go to the next card that was found.
    FindNext,
    /// Begin a lower objective under the selected one.
    Lower,
    /// Begin an objective beside the selected one, below it.
    SiblingBelow,
    /// Begin an objective beside the selected one, above it.
    SiblingAbove,
    /// Begin an objective at the first level.
    AddTop,
    /// Begin an objective under another, as a drag from its handle on empty space does.
    LowerOf(ObjectiveId),
    /// Edit the title of what is selected.
    EditTitle,
    /// Edit the title of an objective, with a text to begin with.
    EditTitleOf(ObjectiveId, Option<String>),
    /// Edit the vision.
    EditVision,
    /// Select the nearest card that way; `true` keeps what is selected.
    Go(Way, bool),
    /// Move the selected objective among its siblings or between levels.
    Move(Way),
    /// Fold or unfold what is selected.
    Fold,
    /// Fold or unfold an objective.
    FoldOf(ObjectiveId),
    /// Fold all but the first level.
    FoldAll,
    /// Unfold everything.
    UnfoldAll,
    /// Pin the selected cards where they are, or let them go.
    Pin,
    /// Lay out all cards anew, pinned ones too.
    Tidy,
    /// Number all objectives by their place.
    Number,
    /// Delete what is selected.
    Delete,
    /// Choose an objective to link the selected programs or objectives to.
    Link,
    /// Record what an actor says of the selected objective.
    Position,
    /// Add an actor.
    AddActor,
    /// Add a program.
    AddProgram,
    /// Record a tension about what is selected.
    AddTension,
    /// Add a mechanism.
    AddMechanism,
    /// Record a tension about these; about what is selected where this is empty.
    RecordTension(Vec<Subject>),
    /// Record that a program, the selected one without one, needs or follows another.
    RecordDependency(Option<ProgramId>, DependencyKind),
    /// Record why these programs, the selected ones where this is empty, have no link.
    Decide(Vec<ProgramId>, DecisionKind),
    /// Show the verbs of what is selected.
    ContextMenu,
    /// Turn a pasted list into records.
    Paste,
    /// Select all objectives.
    SelectAll,
    /// Show only the selected objective and its neighbors.
    Neighbors,
    /// Leave only some objectives in sight.
    Filter(Box<Filter>),
    /// Go to the next finding or orphan.
    NextFinding,
    /// Go to the finding before.
    PreviousFinding,
    /// Show or hide the findings.
    ToggleFindings,
    /// Show or hide tensions and dependencies between the cards.
    ToggleLines,
    /// Show the whole framework.
    FitAll,
    /// Show what is selected.
    FitSelection,
    /// Look closer.
    ZoomIn,
    /// Look from further away.
    ZoomOut,
    /// Show or hide the panel on the left.
    ToggleOutline,
    /// Show or hide the details.
    ToggleDetails,
    /// Show or hide the small map of the whole.
    ToggleMinimap,
    /// Show or hide the table of programs.
    TogglePortfolio,
    /// Show the table of programs.
    ShowPortfolio,
    /// List other records on the left.
    List(Listing),
    /// Hand the keys to the next part of the window.
    NextPane,
    /// Hand the keys to a part of the window.
    FocusOn(Pane),
    /// Fill the screen, or no longer.
    FullScreen,
    /// Do something in Link mode.
    Linking(Step),
    /// Turn the picture that the room sees.
    Presenting(Turn),
    /// Keep what is seen as a scene.
    KeepScene,
    /// Keep where one is in Link mode.
    KeepPlace,
    /// Show the other mode.
    Show(Mode),
    /// Show a screen of Analyze.
    Screen(Screen),
    /// Keep the figures as they are today as a milestone.
    SetMilestone,
    /// Show titles in a second language too.
    Second(Option<Language>),
    /// Change the colors.
    Theme(ThemeName),
    /// Change the size of the type, in percent.
    TypeSize(u16),
    /// Change what the wheel does.
    Navigate(Navigation),
    /// Move without animation, or with.
    ReduceMotion(bool),
    /// Show the settings.
    Settings,
    /// Show all keys of this mode.
    Keys,
    /// Say who is at the keyboard.
    WhoAmI,
    /// Keep who is at the keyboard.
    IAm(super::settings::Who),
    /// Show the programs that a figure counts.
    Behind(Figure),
    /// Light those programs and what they support on the cards, or no longer.
    Light(bool),
    /// Leave the programs behind a figure.
    LeaveBehind,
    /// Change by what the field is grouped.
    GroupBy(GroupBy),
    /// Change by what the marks of the field are sized.
    SizeBy(SizeBy),
    /// Change the least evidence that counts; `None` for the framework's own.
    Bar(Option<EvidenceBar>),
    /// Select an objective; `true` adds to the selection or takes from it.
    SelectObjective(ObjectiveId, bool),
    /// Select all these objectives.
    SelectObjectives(Vec<ObjectiveId>),
    /// Select a program; `true` adds to the selection or takes from it.
    SelectProgram(ProgramId, bool),
    /// Select all these programs.
    SelectPrograms(Vec<ProgramId>),
    /// Select another record.
    Select(Record),
    /// Select nothing, or leave what is open.
    Clear,
    /// Put a text on the clipboard, and say so.
    Copy(String),
    /// Say something at the foot of the window.
    Say(String),
}

/// What a command makes, to be selected when it is done.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// An objective.
    Objective(ObjectiveId),
    /// A program.
    Program(ProgramId),
    /// Another record.
    Record(Record),
}

impl Action {
    /// Its line in the list of verbs, if users call it by name.
    #[must_use]
    pub fn verb(&self) -> Option<&'static Verb> {
        VERBS.iter().find(|verb| verb.action == *self)
    }

    /// The name in menus and the palette; empty for what is never called by name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.verb().map_or("", |verb| verb.name)
    }

    /// What it does, where the name alone does not say.
    #[must_use]
    pub fn tooltip(&self) -> &'static str {
        self.verb().map_or("", |verb| verb.tooltip)
    }

    /// The keys that do it.
    #[must_use]
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        self.verb().and_then(|verb| verb.keys)
    }
}
