//! Gestures as commands: what a key or a drag on canvas and outline means for the framework.
//! Pure: looks at framework and tree, changes nothing.

use super::action::Way;
use super::tree::Tree;
use crate::edit::{Command, ObjectiveEdit, ProgramEdit};
use crate::model::{
    Contribution, Effect, Evidence, Framework, LevelId, Link, Objective, ObjectiveField,
    ObjectiveId, Pin, ProgramId, Scalar,
};
use std::collections::BTreeSet;

/// Where a new or moved objective stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub under: Option<ObjectiveId>,
    pub after: Option<ObjectiveId>,
}

impl Place {
    /// As the last one under an objective, or at the first level.
    pub(super) fn last_under(tree: &Tree, under: Option<&ObjectiveId>) -> Self {
        let branch = under.and_then(|id| tree.find(id));
        let children = branch.map_or(&tree.roots, |b| &tree.branches[b].children);
        Self { under: under.cloned(), after: children.last().map(|&last| tree.id(last).clone()) }
    }

    /// Beside an objective, right below it or right above.
    pub(super) fn beside(tree: &Tree, id: &ObjectiveId, above: bool) -> Option<Self> {
        let branch = tree.find(id)?;
        let under = tree.branches[branch].parent.map(|p| tree.id(p).clone());
        let after = if above { tree.sibling(branch, -1) } else { Some(branch) };
        Some(Self { under, after: after.map(|b| tree.id(b).clone()) })
    }
}

/// The level of what stands under an objective, or at the top; the lowest where there is none
/// lower, so that the command says why it cannot be.
fn level_under(framework: &Framework, under: Option<&ObjectiveId>) -> Option<LevelId> {
    let levels = &framework.head().levels;
    let depth = under
        .and_then(|id| framework.objective(id))
        .and_then(|o| framework.depth_of(&o.level))
        .map_or(0, |depth| depth + 1);
    levels.get(depth).or(levels.last()).map(|level| level.id.clone())
}

/// The number that goes on from those before it: after 1.2 comes 1.3, first under 2 is 2.1.
fn next_code(framework: &Framework, tree: &Tree, place: &Place) -> Option<String> {
    let code = |id: &ObjectiveId| framework.objective(id).and_then(|o| o.code.clone());
    let branch = place.under.as_ref().and_then(|id| tree.find(id));
    let children = branch.map_or(&tree.roots, |b| &tree.branches[b].children);
    match (&place.after, children.last()) {
        (None, None) => place.under.as_ref().and_then(code).map(|above| format!("{above}.1")),
        (Some(after), Some(&last)) if tree.id(last) == after => {
            let code = code(after)?;
            let start = code.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
            let number: u32 = code.get(start..)?.parse().ok()?;
            let next = format!("{}{}", &code[..start], number.checked_add(1)?);
            let taken = framework.objectives().values().any(|o| o.code.as_ref() == Some(&next));
            (!taken).then_some(next)
        }
        _ => None,
    }
}

/// Adds an objective at a place.
pub(super) fn add(
    framework: &Framework,
    tree: &Tree,
    id: &ObjectiveId,
    title: &str,
    place: &Place,
) -> Option<Command> {
    let level = level_under(framework, place.under.as_ref())?;
    let mut objective = Objective::new(title, level);
    objective.code = next_code(framework, tree, place);
    if let Some(under) = &place.under {
        objective.contributes_to.insert(under.clone(), Contribution::new());
    }
    Some(Command::Batch(
        "add objective".to_owned(),
        vec![
            Command::Objective(id.clone(), ObjectiveEdit::Add(Box::new(objective))),
            moved(id, place),
        ],
    ))
}

fn moved(id: &ObjectiveId, place: &Place) -> Command {
    let Place { under, after } = place.clone();
    Command::Objective(id.clone(), ObjectiveEdit::Place { under, after })
}

/// One command of many, named; none of none, itself of one.
fn batch(label: &str, mut commands: Vec<Command>) -> Option<Command> {
    match commands.len() {
        0 => None,
        1 => commands.pop(),
        _ => Some(Command::Batch(label.to_owned(), commands)),
    }
}

/// Moves the selected objectives to a place, in their order.
pub(super) fn move_to(tree: &Tree, ids: &BTreeSet<ObjectiveId>, place: &Place) -> Option<Command> {
    let mut after = place.after.clone();
    let chosen = tree.uppermost(ids);
    let n = chosen.len();
    let commands = chosen.into_iter().map(|branch| {
        let id = tree.id(branch).clone();
        let command = moved(&id, &Place { under: place.under.clone(), after: after.clone() });
        after = Some(id);
        command
    });
    batch(&format!("move {n} objectives"), commands.collect())
}

/// Moves objectives among their siblings, or a level up or down.
pub(super) fn shift(tree: &Tree, ids: &BTreeSet<ObjectiveId>, way: Way) -> Option<Command> {
    let chosen = tree.uppermost(ids);
    let (&first, &last) = (chosen.first()?, chosen.last()?);
    // Only what stands side by side moves together.
    let siblings = tree.siblings(first);
    if chosen.iter().any(|b| !siblings.contains(b)) {
        return None;
    }
    let id = |b: usize| tree.id(b).clone();
    let parent = tree.branches[first].parent;
    let place = match way {
        Way::Up => {
            let before = tree.sibling(first, -1)?;
            Place { under: parent.map(id), after: tree.sibling(before, -1).map(id) }
        }
        Way::Down => Place { under: parent.map(id), after: Some(id(tree.sibling(last, 1)?)) },
        Way::Left => {
            let parent = parent?;
            Place { under: tree.branches[parent].parent.map(id), after: Some(id(parent)) }
        }
        Way::Right => {
            let elder = tree.sibling(first, -1)?;
            Place::last_under(tree, Some(tree.id(elder)))
        }
    };
    move_to(tree, ids, &place)
}

/// Removes objectives and programs.
pub(super) fn delete(
    framework: &Framework,
    objectives: &BTreeSet<ObjectiveId>,
    programs: &BTreeSet<ProgramId>,
) -> Option<Command> {
    let objectives = objectives.iter().filter(|id| framework.objective(id).is_some());
    let programs = programs.iter().filter(|id| framework.program(id).is_some());
    let commands: Vec<Command> = objectives
        .map(|id| Command::Objective(id.clone(), ObjectiveEdit::Remove))
        .chain(programs.map(|id| Command::Program(id.clone(), ProgramEdit::Remove)))
        .collect();
    let all_objectives = commands.iter().all(|c| matches!(c, Command::Objective(..)));
    let all_programs = commands.iter().all(|c| matches!(c, Command::Program(..)));
    let what = match (all_objectives, all_programs) {
        (true, _) => "objectives",
        (_, true) => "programs",
        _ => "records",
    };
    batch(&format!("remove {} {what}", commands.len()), commands)
}

/// A supporting link that somebody asserts.
pub(super) fn asserted() -> Link {
    Link::new(Effect::Supports, Evidence::Asserted)
}

/// Links programs to an objective; those that are linked already stay as they are.
pub(super) fn link(
    framework: &Framework,
    programs: &BTreeSet<ProgramId>,
    to: &ObjectiveId,
) -> Option<Command> {
    let fresh = |id: &&ProgramId| {
        framework.program(id).is_some_and(|program| !program.links.contains_key(to))
    };
    let commands: Vec<Command> = programs
        .iter()
        .filter(fresh)
        .map(|id| Command::Program(id.clone(), ProgramEdit::Link(to.clone(), Some(asserted()))))
        .collect();
    batch(&format!("link {} programs", commands.len()), commands)
}

/// Says that objectives contribute to another, beside what they contribute to already.
pub(super) fn contribute(
    framework: &Framework,
    objectives: &BTreeSet<ObjectiveId>,
    to: &ObjectiveId,
) -> Option<Command> {
    let fresh = |id: &&ObjectiveId| {
        framework.objective(id).is_some_and(|o| !o.contributes_to.contains_key(to)) && *id != to
    };
    let commands: Vec<Command> = objectives
        .iter()
        .filter(fresh)
        .map(|id| {
            let why = Some(Contribution::new());
            Command::Objective(id.clone(), ObjectiveEdit::Contribution(to.clone(), why))
        })
        .collect();
    batch(&format!("{} objectives contribute", commands.len()), commands)
}

/// Pins cards at places, in canvas units, or lets them go.
pub(super) fn pin(cards: &[(ObjectiveId, Option<(f32, f32)>)]) -> Option<Command> {
    let commands: Vec<Command> = cards
        .iter()
        .map(|(id, at)| {
            let pin = at.map(|(x, y)| Pin { x: Scalar::from_f32(x), y: Scalar::from_f32(y) });
            Command::Pin(id.clone(), pin)
        })
        .collect();
    let n = commands.len();
    let verb = if cards.iter().all(|(_, at)| at.is_none()) { "let go of" } else { "pin" };
    batch(&format!("{verb} {n} cards"), commands)
}

/// Lets all pinned cards go.
pub(super) fn tidy(framework: &Framework) -> Option<Command> {
    let pinned = framework.pinned().keys();
    let commands: Vec<Command> = pinned.map(|id| Command::Pin(id.clone(), None)).collect();
    (!commands.is_empty()).then(|| Command::Batch("tidy".to_owned(), commands))
}

/// Gives every objective a code by its place.
pub(super) fn number(framework: &Framework, tree: &Tree) -> Option<Command> {
    let mut codes: Vec<String> = vec![String::new(); tree.branches.len()];
    let mut commands = Vec::new();
    for (place, branch) in tree.branches.iter().enumerate() {
        let nth = tree.siblings(place).iter().position(|b| *b == place).unwrap_or(0) + 1;
        codes[place] = match branch.parent {
            Some(parent) => format!("{}.{nth}", codes[parent]),
            None => nth.to_string(),
        };
        let is = framework.objective(&branch.id).and_then(|o| o.code.as_ref());
        if is != Some(&codes[place]) {
            let code = ObjectiveField::Code(Some(codes[place].clone()));
            commands.push(Command::Objective(branch.id.clone(), ObjectiveEdit::Set(code)));
        }
    }
    (!commands.is_empty()).then(|| Command::Batch("number the objectives".to_owned(), commands))
}

/// Why one objective may not contribute to another, where it may not.
pub(super) fn no_contribution(
    framework: &Framework,
    dag: &crate::graph::Dag,
    from: &ObjectiveId,
    to: &ObjectiveId,
) -> Option<&'static str> {
    let (low, high) = (dag.find(from)?, dag.find(to)?);
    if low == high {
        Some("That is the objective itself")
    } else if dag.above(high).contains(&low) {
        Some(
            "It contributes to this one already, directly or through others: that would be a circle",
        )
    } else if framework.objective(from)?.contributes_to.contains_key(to) {
        Some("It contributes to that already")
    } else {
        None
    }
}
