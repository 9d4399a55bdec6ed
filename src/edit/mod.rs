//! Edits: what a user asks (`Command`) becomes a list of records before and after (`Change`).
//! Plans only; nothing here changes a framework but [`run`], by way of `Framework::apply`.

mod actor;
mod draft;
mod head;
mod history;
mod list;
mod objective;
mod pin;
mod program;
mod records;
mod script;
mod text;

pub use actor::ActorEdit;
pub use head::HeadEdit;
pub use history::History;
pub(crate) use list::numbered;
pub use list::{List, ListLine, ListOf, read_list};
pub use objective::ObjectiveEdit;
pub use program::ProgramEdit;
pub use records::{MechanismEdit, MilestoneEdit, SceneEdit, TensionEdit};
pub use script::{ScriptError, read_script, write_script};

use crate::model::{
    ActorId, Change, Currency, Framework, MechanismId, MilestoneId, ObjectiveId, Pin, ProgramId,
    Refused, SceneId, TensionId,
};
use draft::Draft;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a user asks: one gesture, one command, one undo step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Of the head.
    Framework(HeadEdit),
    /// Of an actor.
    Actor(ActorId, ActorEdit),
    /// Of an objective.
    Objective(ObjectiveId, ObjectiveEdit),
    /// Of a program.
    Program(ProgramId, ProgramEdit),
    /// Of a tension.
    Tension(TensionId, TensionEdit),
    /// Of a mechanism.
    Mechanism(MechanismId, MechanismEdit),
    /// Of a milestone.
    Milestone(MilestoneId, MilestoneEdit),
    /// Of a scene.
    Scene(SceneId, SceneEdit),
    /// Pins a card, or lets it go.
    Pin(ObjectiveId, Option<Pin>),
    /// Many commands as one, with the name of the whole; named by what they do where that is
    /// empty. The whole must keep the invariants, not each step on the way.
    Batch(String, Vec<Command>),
}

/// Why a command is refused. The framework is as it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// A record of that id is there already.
    #[error("the {0} \"{1}\" is there already")]
    Exists(&'static str, String),
    /// There is no such record.
    #[error("there is no {0} \"{1}\"")]
    Missing(&'static str, String),
    /// Others refer to it.
    #[error("{name} is still named by {uses}")]
    InUse {
        /// What would be removed.
        name: String,
        /// By what it is named, counted.
        uses: String,
        /// What to do about it.
        hint: &'static str,
    },
    /// The program has links, so it needs no decision why it has none.
    #[error("\"{0}\" has links, so it cannot be decided that it has none")]
    HasLinks(String),
    /// Two sums of money are more than an amount may be.
    #[error("what the two give to \"{0}\" is together too large an amount")]
    TooMuch(String),
    /// The amounts of a program's funders cannot be put beside another's.
    #[error("the amounts of \"{0}\" are in {1}, and there is no rate between it and {2}")]
    NoRate(String, Currency, Currency),
    /// A card cannot be moved there.
    #[error("\"{0}\" cannot stand there: {1}")]
    Place(String, String),
    /// A text holds a control character.
    #[error("{kind} {id}: a text holds the control character U+{code:04X}")]
    Control {
        /// What record.
        kind: &'static str,
        /// Which.
        id: String,
        /// The character.
        code: u32,
    },
    /// It would break an invariant.
    #[error("{0}")]
    Refused(#[from] Refused),
}

impl EditError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Exists(..) => "choose another id, or change the one that is there",
            Self::Missing(..) => "add it first, or check its id",
            Self::InUse { hint, .. } => hint,
            Self::HasLinks(_) => "remove its links first, or decide that it is out of scope",
            Self::TooMuch(_) => "mend the amounts first",
            Self::NoRate(..) => "add a rate for that currency to the framework first",
            Self::Place(..) => "choose another place, or add a level",
            Self::Control { .. } => "remove that character",
            Self::Refused(Refused::Stale) => "do it again",
            Self::Refused(Refused::Faults(_)) => "choose another target",
        }
    }
}

/// Plans a command: the change that it makes, empty where all is so already.
///
/// # Errors
/// When the command does not fit the framework. Invariants are checked when it is applied.
pub fn plan(framework: &Framework, command: &Command) -> Result<Change, EditError> {
    let mut draft = Draft::new(framework);
    edit(&mut draft, &text::tidy(command))?;
    draft.change()
}

/// Plans and applies a command; gives the change.
///
/// # Errors
/// When the command does not fit or would break an invariant; the framework is then as it was.
pub fn run(framework: &mut Framework, command: &Command) -> Result<Change, EditError> {
    let change = plan(framework, command)?;
    framework.apply(&change)?;
    Ok(change)
}

/// Forwards a command to the file of its record kind.
fn edit(draft: &mut Draft, command: &Command) -> Result<(), EditError> {
    match command {
        Command::Framework(edit) => head::edit(draft, edit),
        Command::Actor(id, edit) => actor::edit(draft, id, edit),
        Command::Objective(id, edit) => objective::edit(draft, id, edit),
        Command::Program(id, edit) => program::edit(draft, id, edit),
        Command::Tension(id, edit) => records::tension(draft, id, edit),
        Command::Mechanism(id, edit) => records::mechanism(draft, id, edit),
        Command::Milestone(id, edit) => records::milestone(draft, id, edit),
        Command::Scene(id, edit) => records::scene(draft, id, edit),
        Command::Pin(id, pin) => pin::edit(draft, id, *pin),
        Command::Batch(_, commands) => commands.iter().try_for_each(|c| self::edit(draft, c)),
    }
}

impl Command {
    /// What undo calls it: "rename objective", "link 14 programs".
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Framework(edit) => edit.label(),
            Self::Actor(_, edit) => edit.label(),
            Self::Objective(_, edit) => edit.label(),
            Self::Program(_, edit) => edit.label(),
            Self::Tension(_, edit) => edit.label(),
            Self::Mechanism(_, edit) => edit.label(),
            Self::Milestone(_, edit) => edit.label(),
            Self::Scene(_, edit) => edit.label(),
            Self::Pin(_, Some(_)) => "pin card".to_owned(),
            Self::Pin(_, None) => "let card go".to_owned(),
            Self::Batch(label, commands) if label.trim().is_empty() => together(commands),
            Self::Batch(label, _) => label.clone(),
        }
    }

    /// What undo calls it where the framework, as it is before, is at hand: "remove Norad".
    #[must_use]
    pub fn label_in(&self, framework: &Framework) -> String {
        let name = match self {
            Self::Actor(id, ActorEdit::Remove | ActorEdit::Merge(_)) => {
                framework.actor(id).map(|r| r.short())
            }
            Self::Objective(id, ObjectiveEdit::Remove) => {
                framework.objective(id).map(|r| r.title.as_str())
            }
            Self::Program(id, ProgramEdit::Remove) | Self::Program(_, ProgramEdit::Merge(id)) => {
                framework.program(id).map(|r| r.title.as_str())
            }
            Self::Tension(id, TensionEdit::Remove) => {
                framework.tension(id).map(|r| r.title.as_str())
            }
            Self::Mechanism(id, MechanismEdit::Remove) => {
                framework.mechanism(id).map(|r| r.name.as_str())
            }
            Self::Milestone(id, MilestoneEdit::Remove) => {
                framework.milestone(id).map(|r| r.title.as_str())
            }
            Self::Scene(id, SceneEdit::Remove) => framework.scene(id).map(|r| r.title.as_str()),
            _ => None,
        };
        let merges = matches!(
            self,
            Self::Actor(_, ActorEdit::Merge(_)) | Self::Program(_, ProgramEdit::Merge(_))
        );
        let verb = if merges { "merge" } else { "remove" };
        match name.filter(|name| !name.trim().is_empty()) {
            Some(name) => format!("{verb} {name}"),
            None => self.label(),
        }
    }
}

/// Names a batch by what its commands do: "link 14 programs", "3 edits".
fn together(commands: &[Command]) -> String {
    let labels: BTreeSet<String> = commands.iter().map(Command::label).collect();
    let one = labels.first().filter(|_| labels.len() == 1);
    match (one.and_then(|label| label.split_once(' ')), commands.len()) {
        (Some((verb, what)), 1) => format!("{verb} {what}"),
        (Some((verb, what)), n) if !what.contains(' ') => {
            format!("{verb} {n} {}s", what.trim_end_matches('s'))
        }
        (_, n) => format!("{n} edits"),
    }
}
