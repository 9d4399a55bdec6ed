//! Programs that may be the same as the one that is shown, or an umbrella or part of it, and what
//! can be done about it. Nothing is merged but by a click.

use super::parts::{button, heading, program_row, weak};
use crate::analysis::{Duplicate, duplicates};
use crate::edit::{Command, ProgramEdit};
use crate::model::{ProgramField, ProgramId};
use crate::ui::context::UiCtx;
use crate::ui::field::named;
use egui::Ui;

/// All pairs of the framework, looked for once a change: finding them takes a walk over all
/// programs.
#[derive(Default)]
pub(super) struct Duplicates {
    of: Option<u64>,
    all: Vec<Duplicate>,
}

impl Duplicates {
    /// Looks again, where the framework has changed.
    pub(super) fn update(&mut self, cx: &UiCtx) {
        if self.of != Some(cx.revision) {
            self.all = duplicates(cx.framework, cx.analysis);
            self.of = Some(cx.revision);
        }
    }
}

/// What the other program of a pair may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Same,
    Umbrella,
    Part,
}

const ROLES: [(Role, &str); 3] = [
    (Role::Same, "May be the same as"),
    (Role::Umbrella, "May be part of"),
    (Role::Part, "May have as parts"),
];

/// Shows what a program may be the same as.
pub(super) fn duplicates_ui(ui: &mut Ui, cx: &UiCtx, id: &ProgramId, pairs: &Duplicates) {
    let of = pairs.all.iter().filter_map(|pair| Some((pair, pair.other(id)?)));
    let of = of.map(|(pair, other)| match &pair.umbrella {
        None => (Role::Same, pair, other),
        Some(umbrella) if umbrella == other => (Role::Umbrella, pair, other),
        Some(_) => (Role::Part, pair, other),
    });
    let of: Vec<_> = of.collect();
    let mut names: Vec<String> = Vec::new();
    for (role, text) in ROLES {
        let mut those = of.iter().filter(|(is, ..)| *is == role).peekable();
        if those.peek().is_some() {
            heading(ui, text);
        }
        for (_, pair, other) in those {
            let name = told_apart(cx, other, &names);
            pair_ui(ui, cx, id, (role, pair, other), &name);
            names.push(name);
        }
    }
}

/// A program by title and owner, and by a number where that is another's too.
fn told_apart(cx: &UiCtx, id: &ProgramId, others: &[String]) -> String {
    let Some(record) = cx.framework.program(id) else { return id.to_string() };
    let owner = record.owner.as_ref().map_or("no owner", |owner| cx.framework.actor_short(owner));
    let name = format!("{} ({owner})", record.title.trim());
    if others.contains(&name) { format!("{name} {}", others.len() + 1) } else { name }
}

fn pair_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    id: &ProgramId,
    (role, pair, other): (Role, &Duplicate, &ProgramId),
    name: &str,
) {
    let Some((this, that)) = cx.framework.program(id).zip(cx.framework.program(other)) else {
        return;
    };
    program_row(ui, cx, other);
    let owner = that.owner.as_ref().map(|owner| cx.framework.actor_short(owner));
    weak(ui, cx, &owner.map_or_else(|| "No owner".to_owned(), |owner| format!("Owner: {owner}")));
    for sign in &pair.why {
        weak(ui, cx, &capital(&sign.words(cx.framework)));
    }
    let part_of = |part: &ProgramId, umbrella: &ProgramId| {
        let field = ProgramField::PartOf(Some(umbrella.clone()));
        cx.run(Command::Program(part.clone(), ProgramEdit::Set(field)));
    };
    let click = |ui: &mut Ui, text: &str, long: String| {
        let response = button(ui, cx, text);
        named(&response, &long);
        response.on_hover_text(long).clicked()
    };
    if role == Role::Same && click(ui, "Merge into this one", format!("Merge {name} into this one"))
    {
        cx.run(Command::Program(id.clone(), ProgramEdit::Merge(other.clone())));
    }
    // What is part of a third one is not taken from it.
    if role != Role::Umbrella
        && that.part_of.is_none()
        && click(ui, "Make it part of this one", format!("Make {name} part of this one"))
    {
        part_of(other, id);
    }
    if role != Role::Part
        && this.part_of.is_none()
        && click(ui, "Make this one part of it", format!("Make this one part of {name}"))
    {
        part_of(id, other);
    }
    ui.add_space(8.0);
}

/// A sentence with a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
