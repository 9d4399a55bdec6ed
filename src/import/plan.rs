//! What an import would change: a batch against a framework, and what the user takes of it.
//!
//! A plan adds, updates and marks; it never removes. What the group has said of a program (links
//! and their evidence, decision, reply, dependencies, dimensions, an umbrella that is there)
//! outlives every import of its source, and objectives and actors that are there already stay as
//! the group has them.

mod actors;
mod field;
mod head;
mod matching;
mod naming;

pub use field::{Fate, FieldChange};
pub(super) use head::{count, file_name, head, us_dollar};

use super::{Batch, Finding, Proposal};
use crate::model::{
    Actor, ActorId, Change, Date, Delta, Edit, Evidence, Framework, Funding, Objective,
    ObjectiveId, Program, ProgramField, ProgramId, Refused, Side, Source, Table,
};
use head::Levels;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many records an import adds, changes and leaves, as `import --json` prints it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Programs that the framework does not have yet.
    pub new: u32,
    /// Programs that it has, and that the source now says something else of.
    pub changed: u32,
    /// Programs that it has just as the source says.
    pub same: u32,
    /// Programs that an earlier reading of the source brought and that it no longer holds. They
    /// stay, marked.
    pub gone: u32,
    /// Rows that could not be used.
    pub rejected: u32,
    /// Objectives added.
    pub objectives: u32,
    /// Actors added.
    pub actors: u32,
    /// Links added.
    pub links: u32,
    /// Programs without a share in the framework's country that were not taken.
    pub elsewhere: u32,
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        let Self { new, changed, same, gone, rejected, objectives, actors, links, elsewhere } =
            other;
        self.new += new;
        self.changed += changed;
        self.same += same;
        self.gone += gone;
        self.rejected += rejected;
        self.objectives += objectives;
        self.actors += actors;
        self.links += links;
        self.elsewhere += elsewhere;
    }
}

/// What becomes of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id in the framework.
    pub id: ProgramId,
    /// What it will be.
    pub fate: Fate,
    /// As it is in the framework; a new one as it comes.
    pub program: Arc<Program>,
    /// What the source says otherwise; of a changed one.
    pub fields: Vec<FieldChange>,
    /// Where the source has it, and when it was read.
    source: Option<Source>,
}

/// An actor that comes with the programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActor {
    /// Its id.
    pub id: ActorId,
    /// Its record, on the side that is proposed.
    pub actor: Arc<Actor>,
    /// Why that side is proposed; none where it is known.
    pub proposal: Option<Proposal>,
}

/// What the user takes of a plan; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Programs that are not added, or stay as they are.
    pub left: BTreeSet<ProgramId>,
    /// Fields of programs that stay as they are.
    pub kept: BTreeSet<(ProgramId, &'static str)>,
    /// Fields that stay as they are in all programs that are there.
    pub kept_fields: BTreeSet<String>,
    /// The sides that the user set, by actor.
    pub sides: BTreeMap<ActorId, Side>,
}

impl Choices {
    fn takes(&self, id: &ProgramId, field: &FieldChange) -> bool {
        let name = field.name();
        !self.kept_fields.contains(name) && !self.kept.contains(&(id.clone(), name))
    }
}

/// What an import would change, before anything is changed.
#[derive(Debug, Clone)]
pub struct Plan {
    /// All programs of the batch and those that are gone, in the order of ids.
    pub programs: Vec<Planned>,
    /// The actors that the framework lacks.
    pub actors: Vec<NewActor>,
    /// What could not be used, and what the user should look at.
    pub findings: Vec<Finding>,
    objectives: Vec<(ObjectiveId, Arc<Objective>)>,
    head: Option<Edit>,
    on: Date,
    rejected: u32,
    elsewhere: u32,
}

impl Plan {
    /// Plans the import of a batch, without changing the framework; with the programs of other
    /// countries where they are asked for.
    ///
    /// New records are added. A program that is there (see the module's `matching`) takes over
    /// what the source says of it; what the source is silent on stays. Links to objectives that it
    /// has no link to are added where the group has not decided otherwise. That a file was read
    /// later or is called otherwise is no change. Levels are matched by id, else by depth, since
    /// the framework may call them otherwise.
    #[must_use]
    pub fn new(framework: &Framework, batch: &Batch, with_elsewhere: bool) -> Self {
        let levels = Levels::new(framework, batch);
        let mut findings = batch.findings.clone();
        let chosen = || {
            let elsewhere = batch.elsewhere.iter().filter(|_| with_elsewhere);
            batch.programs.iter().chain(elsewhere)
        };
        let mut theirs: BTreeMap<ProgramId, Arc<Program>> =
            chosen().map(|(id, program)| (id.clone(), Arc::clone(program))).collect();
        naming::resolve(framework, batch, &mut theirs, &mut findings);
        let actors = matching::actors(framework, batch);
        let same = matching::programs(framework, chosen(), batch.format.name());
        for program in theirs.values_mut() {
            rename(program, &actors, &same);
        }
        let mut programs: Vec<Planned> = Vec::new();
        let mut merged = Vec::new();
        for (id, theirs) in &theirs {
            match same.get(id) {
                Some(same) if same.merged => merged.push((&same.id, theirs)),
                Some(same) => {
                    programs.push(planned(
                        framework,
                        batch.part,
                        (&same.id, theirs),
                        &mut findings,
                    ));
                }
                None => programs.push(planned(framework, batch.part, (id, theirs), &mut findings)),
            }
        }
        for (id, theirs) in merged {
            // Its other half says what is so; this one only that it is still there.
            if !programs.iter().any(|p| p.id == *id) {
                let mut same = planned(framework, batch.part, (id, theirs), &mut Vec::new());
                same.fields.clear();
                same.fate = Fate::Same;
                programs.push(same);
            }
        }
        let held: BTreeSet<ProgramId> = programs.iter().map(|p| p.id.clone()).collect();
        if !batch.part {
            programs.extend(gone(framework, batch, &held));
        }
        programs.sort_by(|a, b| a.id.cmp(&b.id));
        let new_actors = actors::new(framework, batch, &actors, &mut findings);
        propose(&new_actors, &mut findings);
        let objectives =
            batch.objectives.iter().filter(|(id, _)| framework.objective(id).is_none());
        too_deep(&levels, objectives.clone().map(|(_, o)| &**o), &mut findings);
        let placed = |(id, objective): (&ObjectiveId, &Arc<Objective>)| {
            let mut objective = Arc::clone(objective);
            let level = levels.of(&objective.level).clone();
            if level != objective.level {
                Arc::make_mut(&mut objective).level = level;
            }
            (id.clone(), objective)
        };
        Self {
            programs,
            actors: new_actors,
            findings,
            objectives: objectives.map(placed).collect(),
            head: levels.head_edit(framework),
            on: batch.on,
            rejected: count(batch.rejects.iter()),
            elsewhere: if with_elsewhere { 0 } else { count(batch.elsewhere.iter()) },
        }
    }

    /// The change that takes what the user chose, as one step, and what it does.
    #[must_use]
    pub fn change(&self, framework: &Framework, choices: &Choices) -> (Change, Summary) {
        let mut sum =
            Summary { rejected: self.rejected, elsewhere: self.elsewhere, ..Summary::default() };
        let mut programs = Vec::new();
        for planned in &self.programs {
            programs.extend(self.program(planned, choices, &mut sum));
        }
        unknot(framework, &mut programs);
        let mut edits: Vec<Edit> = self.head.iter().cloned().collect();
        let named = actors::named(&programs, &self.actors);
        for new in self.actors.iter().filter(|new| named.contains(&new.id)) {
            sum.actors += 1;
            let mut actor = Arc::clone(&new.actor);
            if let Some(side) = choices.sides.get(&new.id).filter(|side| **side != actor.side) {
                Arc::make_mut(&mut actor).side = *side;
            }
            edits.push(Edit::Actor(new.id.clone(), Delta { before: None, after: Some(actor) }));
        }
        for (id, objective) in &self.objectives {
            sum.objectives += 1;
            let after = Some(Arc::clone(objective));
            edits.push(Edit::Objective(id.clone(), Delta { before: None, after }));
        }
        let edit = |(id, before, after): (ProgramId, _, _)| {
            Edit::Program(id, Delta { before, after: Some(Arc::new(after)) })
        };
        edits.extend(programs.into_iter().map(edit));
        (Change { edits }, sum)
    }

    /// What one program becomes, and the count of it.
    fn program(
        &self,
        planned: &Planned,
        choices: &Choices,
        sum: &mut Summary,
    ) -> Option<(ProgramId, Option<Arc<Program>>, Program)> {
        let Planned { id, program, source, .. } = planned;
        let left = choices.left.contains(id);
        match planned.fate {
            Fate::New if left => None,
            Fate::New => {
                sum.new += 1;
                sum.links += count(program.links.iter());
                Some((id.clone(), None, Program::clone(program)))
            }
            Fate::Same => {
                sum.same += 1;
                None
            }
            Fate::Gone => {
                sum.gone += 1;
                let mut after = Program::clone(program);
                let source = after.source.as_mut().filter(|s| s.gone.is_none() && !left)?;
                source.gone = Some(self.on);
                Some((id.clone(), Some(Arc::clone(program)), after))
            }
            Fate::Changed => {
                let mut after = Program::clone(program);
                let fields = planned.fields.iter().filter(|f| !left && choices.takes(id, f));
                for field in fields {
                    after.set(field.after.clone());
                    if let ProgramField::Links(links) = &field.after {
                        sum.links += count(links.iter()) - count(program.links.iter());
                    }
                }
                let back = !left && is_back(program, source.as_ref());
                if after == **program && !back {
                    sum.same += 1;
                    return None;
                }
                sum.changed += 1;
                after.source = source.clone().or(after.source);
                Some((id.clone(), Some(Arc::clone(program)), after))
            }
        }
    }
}

/// Plans the import of a batch into a framework and takes all of it.
#[must_use]
pub fn plan(framework: &Framework, batch: &Batch) -> (Change, Summary) {
    Plan::new(framework, batch, false).change(framework, &Choices::default())
}

/// The framework that a file alone makes, before anything is imported into it: its head is the
/// batch's, else a blank one with the file's name as title.
#[must_use]
pub fn blank_for(batch: &Batch) -> Framework {
    Framework::new(batch.head.clone().unwrap_or_else(|| head::blank_head(batch)))
}

/// Makes a framework of a batch alone, for a file that does not exist yet.
///
/// # Errors
/// When the batch's records do not fit together, which would be a fault of its reader.
pub fn framework_of(batch: &Batch) -> Result<(Framework, Summary), Refused> {
    let mut framework = blank_for(batch);
    let (change, summary) = plan(&framework, batch);
    framework.apply(&change)?;
    Ok((framework, summary))
}

/// Tells which side is proposed for new actors, and why; one finding a side.
fn propose(new: &[NewActor], findings: &mut Vec<Finding>) {
    let mut sides: BTreeMap<Side, Vec<String>> = BTreeMap::new();
    for NewActor { actor, proposal, .. } in new {
        if let Some(proposal) = proposal {
            let told = format!("{} ({})", super::text::short(&actor.name, 60), proposal.why);
            sides.entry(actor.side).or_default().push(told);
        }
    }
    for (side, told) in sides {
        let side = match side {
            Side::Internal => "local (internal)",
            Side::External => "international (external)",
            Side::Mixed => "mixed",
        };
        let actors = if told.len() == 1 { "actor is" } else { "actors are" };
        let names = super::gather::list(&told);
        findings.push(Finding {
            code: "I07",
            place: "actors".to_owned(),
            message: format!("{} {actors} proposed as {side}: {names}", told.len()),
            hint: "confirm it, or set the side of each in its details: alignment rests on it"
                .to_owned(),
        });
    }
}

/// Tells of objectives that lie deeper than the framework has levels; one finding for all.
fn too_deep<'a>(
    levels: &Levels,
    new: impl Iterator<Item = &'a Objective>,
    findings: &mut Vec<Finding>,
) {
    let deep: Vec<String> =
        new.filter(|o| levels.lacks(&o.level)).map(|o| o.title.clone()).collect();
    if !deep.is_empty() {
        findings.push(Finding {
            code: "I12",
            place: "levels".to_owned(),
            message: if let [one] = deep.as_slice() {
                format!(
                    "1 objective lies deeper than the framework has levels and stands at its last one: {one}"
                )
            } else {
                format!(
                    "{} objectives lie deeper than the framework has levels and stand at its last one: {}",
                    deep.len(),
                    super::gather::list(&deep)
                )
            },
            hint: "add levels to the framework first, or move them to where they belong".to_owned(),
        });
    }
}

/// What becomes of a program of the batch.
fn planned(
    framework: &Framework,
    part: bool,
    (id, theirs): (&ProgramId, &Arc<Program>),
    findings: &mut Vec<Finding>,
) -> Planned {
    let source = theirs.source.clone().filter(|_| !part);
    let Some(ours) = framework.program(id) else {
        let (fate, program) = (Fate::New, with_known_dimensions(framework, theirs, findings));
        return Planned { id: id.clone(), fate, program, fields: Vec::new(), source };
    };
    let fields = if part {
        // It does not speak for the source: what it is silent on is not taken back.
        let mut said = Program::clone(theirs);
        said.source = None;
        field::changes(ours, &said)
    } else {
        field::changes(ours, theirs)
    };
    let new_link = theirs.links.keys().any(|objective| !ours.links.contains_key(objective));
    if new_link && !field::open_to_links(ours) {
        findings.push(Finding {
            code: "I13",
            place: theirs.source.as_ref().and_then(|s| s.row.clone()).unwrap_or_default(),
            message: format!(
                "the source names an objective for \"{}\", on which you have decided otherwise",
                super::text::short(&ours.title, 80)
            ),
            hint: "your decision stands; link the program by hand if it is over".to_owned(),
        });
    }
    let back = is_back(ours, source.as_ref());
    let fate = if fields.is_empty() && !back { Fate::Same } else { Fate::Changed };
    Planned { id: id.clone(), fate, program: Arc::clone(ours), fields, source }
}

/// Whether a program that was gone from its source is there again.
fn is_back(ours: &Program, theirs: Option<&Source>) -> bool {
    let was_gone = ours.source.as_ref().is_some_and(|s| s.gone.is_some());
    was_gone && theirs.is_some_and(|s| s.gone.is_none())
}

/// A new program without the dimensions that the framework lacks.
fn with_known_dimensions(
    framework: &Framework,
    theirs: &Arc<Program>,
    findings: &mut Vec<Finding>,
) -> Arc<Program> {
    let known = &framework.head().dimensions;
    let (there, lost): (Vec<_>, Vec<_>) =
        theirs.dimensions.iter().cloned().partition(|d| known.contains_key(d));
    if lost.is_empty() {
        return Arc::clone(theirs);
    }
    let lost: Vec<String> = lost.iter().map(ToString::to_string).collect();
    findings.push(Finding {
        code: "I03",
        place: theirs.source.as_ref().and_then(|s| s.row.clone()).unwrap_or_default(),
        message: format!(
            "\"{}\" names dimensions that this framework lacks: {}",
            super::text::short(&theirs.title, 80),
            super::gather::list(&lost)
        ),
        hint: "the program is without them; add them to the framework and import again".to_owned(),
    });
    let mut program = Program::clone(theirs);
    program.dimensions = there;
    Arc::new(program)
}

/// The programs that an earlier reading brought and that the batch does not hold.
fn gone(framework: &Framework, batch: &Batch, held: &BTreeSet<ProgramId>) -> Vec<Planned> {
    let files = matching::continued(framework, batch, held);
    let apart = |id: &ProgramId| batch.elsewhere.contains_key(id);
    let ours = |source: &Source| {
        source.format.as_deref() == Some(batch.format.name()) && files.contains(&source.file)
    };
    let gone = framework.programs().iter().filter(|(id, program)| {
        !held.contains(*id) && !apart(id) && program.source.as_ref().is_some_and(ours)
    });
    gone.map(|(id, program)| Planned {
        id: id.clone(),
        fate: Fate::Gone,
        program: Arc::clone(program),
        fields: Vec::new(),
        source: None,
    })
    .collect()
}

/// Calls actors and programs what the framework calls them.
fn rename(
    program: &mut Arc<Program>,
    actors: &BTreeMap<ActorId, ActorId>,
    programs: &BTreeMap<ProgramId, matching::Same>,
) {
    if actors.is_empty() && programs.is_empty() {
        return;
    }
    let program = Arc::make_mut(program);
    let ours = |id: &ActorId| actors.get(id).unwrap_or(id).clone();
    program.owner = program.owner.as_ref().map(ours);
    let mut implementing: Vec<ActorId> = Vec::new();
    for id in program.implementing.iter().map(ours) {
        if !implementing.contains(&id) {
            implementing.push(id);
        }
    }
    program.implementing = implementing;
    let mut funding: Table<ActorId, Funding> = Table::default();
    for (id, given) in std::mem::take(&mut program.funding) {
        let known = funding.entry(ours(&id)).or_insert_with(Funding::new);
        known.amount = match (known.amount, given.amount) {
            (Some(a), Some(b)) => crate::model::Amount::new(a.get() + b.get()).ok(),
            (a, b) => a.or(b),
        };
    }
    program.funding = funding;
    for link in program.links.values_mut() {
        link.by = link.by.as_ref().map(ours);
        if let Evidence::Confirmed(by) = &mut link.evidence {
            *by = ours(by);
        }
    }
    if let Some(decision) = &mut program.decision {
        decision.by = decision.by.as_ref().map(ours);
    }
    if let Some(reply) = &mut program.reply {
        reply.by = reply.by.as_ref().map(ours);
    }
    let known = |id: &ProgramId| programs.get(id).map_or(id, |same| &same.id).clone();
    program.part_of = program.part_of.as_ref().map(known);
    let depends_on = std::mem::take(&mut program.depends_on);
    program.depends_on = depends_on.into_iter().map(|(id, why)| (known(&id), why)).collect();
}

type Edited = (ProgramId, Option<Arc<Program>>, Program);

/// Takes away umbrellas and dependencies that are not there, and umbrellas that would make programs
/// parts of each other, theirs and ours together.
fn unknot(framework: &Framework, edited: &mut [Edited]) {
    let new: BTreeMap<ProgramId, Option<ProgramId>> =
        edited.iter().map(|(id, _, after)| (id.clone(), after.part_of.clone())).collect();
    let above = |id: &ProgramId| match new.get(id) {
        Some(above) => above.clone(),
        None => framework.program(id).and_then(|p| p.part_of.clone()),
    };
    let there = |id: &ProgramId| new.contains_key(id) || framework.program(id).is_some();
    let mut cut = BTreeSet::new();
    for (id, before, after) in edited.iter_mut() {
        after.depends_on.retain(|other, _| there(other));
        let Some(first) = after.part_of.clone() else { continue };
        if before.as_ref().is_some_and(|b| b.part_of == after.part_of) {
            continue;
        }
        let mut at = Some(first.clone());
        let mut seen = BTreeSet::new();
        while let Some(here) = at.filter(|here| here != id && seen.insert(here.clone())) {
            at = if cut.contains(&here) { None } else { above(&here) };
            if at.as_ref() == Some(id) {
                after.part_of = None;
                cut.insert(id.clone());
            }
        }
        if first == *id || !there(&first) {
            after.part_of = None;
            cut.insert(id.clone());
        }
    }
}
