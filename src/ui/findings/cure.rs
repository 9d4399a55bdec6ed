//! What cures each finding: one table by code.

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

/// A code and its cures, the first the usual one.
pub type Line = (&'static str, &'static [Cure]);

/// Every code that a framework can give, in the order of the panel within one severity.
#[rustfmt::skip]
pub const TABLE: &[Line] = &[
    ("O01", &[Cure::See, Cure::Details]),
    ("O02", &[Cure::LinkTo, Cure::See]),
    ("O04", &[Cure::Details]),
    ("O05", &[Cure::Position]),
    ("O06", &[Cure::Tension, Cure::Position]),
    ("O07", &[Cure::Details]),
    ("O08", &[Cure::Details]),
    ("O09", &[Cure::Details]),
    ("O10", &[Cure::Objective]),
    ("O11", &[Cure::Details, Cure::See]),
    ("O12", &[Cure::LinkTo, Cure::Details]),
    ("P01", &[Cure::LinkMode, Cure::LinkTo, Cure::Independent, Cure::NoneFound]),
    ("P02", &[Cure::LinkTo, Cure::Details]),
    ("P03", &[Cure::LinkTo, Cure::LinkMode]),
    ("P04", &[Cure::Details]),
    ("P05", &[Cure::Tension, Cure::Details]),
    ("P06", &[Cure::Details]),
    ("P07", &[Cure::Details]),
    ("P08", &[Cure::Details]),
    ("P09", &[Cure::Details, Cure::Dependency, Cure::Tension]),
    ("P10", &[Cure::Details]),
    ("P11", &[Cure::LinkMode, Cure::LinkTo, Cure::Objective]),
    ("P12", &[Cure::Details]),
    ("A01", &[Cure::Details]),
    ("A02", &[Cure::Actors]),
    ("T01", &[Cure::Details]),
    ("T02", &[Cure::Details]),
    ("F01", &[Cure::Vision]),
    ("F02", &[Cure::Details]),
    ("X01", &[Cure::See]),
    ("X02", &[Cure::See]),
    ("X03", &[Cure::See]),
    ("X04", &[Cure::See]),
    ("X05", &[Cure::See]),
    ("X06", &[Cure::See]),
    ("X07", &[Cure::See]),
];

/// The line of a code.
#[must_use]
pub fn line(code: &str) -> Option<&'static Line> {
    TABLE.iter().find(|line| line.0 == code)
}
