//! What each finding is called in plain words, and what cures it: one table by code.

use crate::analysis::Finding;
use crate::model::{
    ActorId, DecisionKind, DependencyKind, ObjectiveId, ProgramId, Subject, TensionId,
};
use crate::ui::action::{Action, Mode, Pane, Record};

/// Something that cures a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Show it, selected.
    See,
    /// Change its record.
    Details,
    /// Go to it in Link mode.
    LinkMode,
    /// Choose an objective to link it to, or to contribute to.
    LinkTo,
    /// Record that it is independent on principle.
    Independent,
    /// Record that no link was found.
    NoneFound,
    /// Record what an actor says of it.
    Position,
    /// Record a tension about it.
    Tension,
    /// Record what it needs.
    Dependency,
    /// Begin an objective that it serves.
    Objective,
    /// Write the vision.
    Vision,
    /// List the actors.
    Actors,
}

impl Cure {
    /// The words on its button.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::See => "Show it",
            Self::Details => "Open in details",
            Self::LinkMode => "Go to it in Link",
            Self::LinkTo => "Link to…",
            Self::Independent => "Independent on principle…",
            Self::NoneFound => "No link found…",
            Self::Position => "Record a position…",
            Self::Tension => "Record a tension…",
            Self::Dependency => "Needs another program…",
            Self::Objective => "New first-level objective",
            Self::Vision => "Write the vision",
            Self::Actors => "List the actors",
        }
    }

    /// What it asks of the window, in order; that the record is selected comes first.
    #[must_use]
    pub fn actions(self, finding: &Finding) -> Vec<Action> {
        let edit = Action::Show(Mode::Edit);
        let mut actions = vec![select(finding)];
        match self {
            Self::See => actions.extend([edit, Action::FitSelection]),
            Self::Details => actions.extend([edit, Action::FocusOn(Pane::Details)]),
            Self::LinkMode => actions.push(Action::Show(Mode::Link)),
            Self::LinkTo => actions.push(Action::Link),
            Self::Independent => {
                actions.push(Action::Decide(Vec::new(), DecisionKind::Independent));
            }
            Self::NoneFound => actions.push(Action::Decide(Vec::new(), DecisionKind::NoneFound)),
            Self::Position => actions.push(Action::Position),
            Self::Tension => actions.push(Action::RecordTension(subject(finding))),
            Self::Dependency => {
                actions.push(Action::RecordDependency(None, DependencyKind::Needs));
            }
            Self::Objective => actions.push(Action::AddTop),
            Self::Vision => actions.push(Action::EditVision),
            Self::Actors => {
                actions.extend([edit, Action::List(crate::ui::action::Listing::Actors)]);
            }
        }
        actions
    }
}

/// The action that selects what a finding is about; the framework is what is shown where nothing
/// is selected.
#[must_use]
pub fn select(finding: &Finding) -> Action {
    let id = finding.about.id.as_str();
    let found = match finding.about.kind {
        "objective" => ObjectiveId::new(id).map(|id| Action::SelectObjectives(vec![id])).ok(),
        "program" => ProgramId::new(id).map(|id| Action::SelectPrograms(vec![id])).ok(),
        "actor" => ActorId::new(id).map(|id| Action::Select(Record::Actor(id))).ok(),
        "tension" => TensionId::new(id).map(|id| Action::Select(Record::Tension(id))).ok(),
        _ => None,
    };
    found.unwrap_or(Action::SelectObjectives(Vec::new()))
}

fn subject(finding: &Finding) -> Vec<Subject> {
    let id = finding.about.id.as_str();
    let found = match finding.about.kind {
        "objective" => ObjectiveId::new(id).map(Subject::Objective).ok(),
        "program" => ProgramId::new(id).map(Subject::Program).ok(),
        "actor" => ActorId::new(id).map(Subject::Actor).ok(),
        _ => None,
    };
    found.into_iter().collect()
}

/// A code, its title in plain words, and its cures, the first the usual one.
pub type Line = (&'static str, &'static str, &'static [Cure]);

/// Every code that a framework can give, in the order of the panel within one severity.
#[rustfmt::skip]
pub const TABLE: &[Line] = &[
    ("O01", "No program supports it", &[Cure::See, Cure::Details]),
    ("O02", "Contributes to no top objective", &[Cure::LinkTo, Cure::See]),
    ("O04", "Nobody leads it", &[Cure::Details]),
    ("O05", "No local actor backs it", &[Cure::Position]),
    ("O06", "A local actor objects", &[Cure::Tension, Cure::Position]),
    ("O07", "No indicator", &[Cure::Details]),
    ("O08", "Monitoring still to be agreed", &[Cure::Details]),
    ("O09", "Due outside the framework’s period", &[Cure::Details]),
    ("O10", "More top objectives than a room keeps in mind", &[Cure::Objective]),
    ("O11", "Same title as another", &[Cure::Details, Cure::See]),
    ("O12", "Contributes to its own or a lower level", &[Cure::LinkTo, Cure::Details]),
    ("P01", "Nobody has looked at it yet", &[Cure::LinkMode, Cure::LinkTo, Cure::Independent, Cure::NoneFound]),
    ("P02", "Looked at, no link was found", &[Cure::LinkTo, Cure::Details]),
    ("P03", "Supports what does not reach the strategy", &[Cure::LinkTo, Cure::LinkMode]),
    ("P04", "Evidence below the bar", &[Cure::Details]),
    ("P05", "Undermines an objective", &[Cure::Tension, Cure::Details]),
    ("P06", "No owner", &[Cure::Details]),
    ("P07", "Money not known", &[Cure::Details]),
    ("P08", "Link shares exceed 100 %", &[Cure::Details]),
    ("P09", "A dependency cannot hold in time", &[Cure::Details, Cure::Dependency, Cure::Tension]),
    ("P10", "Looks like another program", &[Cure::Details]),
    ("P11", "Names an objective that is not here", &[Cure::LinkMode, Cure::LinkTo, Cure::Objective]),
    ("P12", "A negative amount", &[Cure::Details]),
    ("A01", "Silent on top objectives", &[Cure::Details]),
    ("A02", "No local actor in the core group", &[Cure::Actors]),
    ("T01", "An open tension", &[Cure::Details]),
    ("T02", "A tension’s review is overdue", &[Cure::Details]),
    ("F01", "No vision", &[Cure::Vision]),
    ("F02", "A currency without a rate", &[Cure::Details]),
    ("X01", "Names what is not there", &[Cure::See]),
    ("X02", "A percentage out of bounds", &[Cure::See]),
    ("X03", "Objectives in a circle", &[Cure::See]),
    ("X04", "Programs that are parts of each other", &[Cure::See]),
    ("X05", "Actors that are departments of each other", &[Cure::See]),
    ("X06", "Programs that follow each other in a circle", &[Cure::See]),
    ("X07", "Two levels of one id", &[Cure::See]),
];

/// The line of a code.
#[must_use]
pub fn line(code: &str) -> Option<&'static Line> {
    TABLE.iter().find(|line| line.0 == code)
}
