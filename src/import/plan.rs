//! What an import would change: a batch against a framework.
//!
//! A plan adds and updates; it never removes. What the group has said of a program (links and
//! their evidence, decision, reply, umbrella, dependencies, dimensions) outlives every import of
//! its source, and objectives and actors that are there already stay as the group has them.

use super::{Batch, id, text};
use crate::model::{
    Change, Currency, DecisionKind, Delta, Dimension, DimensionId, Edit, Framework, FrameworkId,
    Head, Level, LevelId, Program, ProgramId, Refused, Source, Table,
};
use serde::Serialize;
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
    /// Programs that an earlier import of the same file brought and that it no longer holds. They
    /// stay, untouched.
    pub gone: u32,
    /// Rows that could not be used.
    pub rejected: u32,
    /// Objectives added.
    pub objectives: u32,
    /// Actors added.
    pub actors: u32,
    /// Links added.
    pub links: u32,
}

/// Plans the import of a batch into a framework, without changing it.
///
/// New records are added. A program of the same id takes over what the source says of it (what
/// the source is silent on stays), and links to objectives that it has no link to yet; a decision
/// other than `OutOfScope` goes where the first link comes. A mere later date of reading is no
/// change. Levels are matched by id, else by depth, since the framework may call them otherwise.
#[must_use]
pub fn plan(framework: &Framework, batch: &Batch) -> (Change, Summary) {
    let mut edits = Vec::new();
    let mut sum = Summary { rejected: count(batch.rejects.iter()), ..Summary::default() };
    let levels = Levels::new(framework, batch);
    edits.extend(levels.head_edit(framework));
    for (id, actor) in batch.actors.iter().filter(|(id, _)| framework.actor(id).is_none()) {
        sum.actors += 1;
        let after = Some(Arc::clone(actor));
        edits.push(Edit::Actor(id.clone(), Delta { before: None, after }));
    }
    for (id, objective) in &batch.objectives {
        if framework.objective(id).is_some() {
            continue;
        }
        sum.objectives += 1;
        let level = levels.of(&objective.level);
        let mut after = Arc::clone(objective);
        if *level != after.level {
            Arc::make_mut(&mut after).level = level.clone();
        }
        edits.push(Edit::Objective(id.clone(), Delta { before: None, after: Some(after) }));
    }
    for (id, program) in &batch.programs {
        edits.extend(program_edit(framework, id, program, &mut sum));
    }
    sum.gone = count(framework.programs().iter().filter(|(id, program)| {
        let source = program.source.as_ref();
        let ours = source.is_some_and(|s| {
            s.file == batch.file && s.format.as_deref() == Some(batch.format.name())
        });
        ours && !batch.programs.contains_key(*id)
    }));
    (Change { edits }, sum)
}

/// Makes a framework of a batch alone, for a file that does not exist yet.
///
/// Its head is the batch's, else a blank one with the file's name as title.
///
/// # Errors
/// When the batch's records do not fit together, which would be a fault of its reader.
pub fn framework_of(batch: &Batch) -> Result<(Framework, Summary), Refused> {
    let head = batch.head.clone().unwrap_or_else(|| blank_head(batch));
    let mut framework = Framework::new(head);
    let (change, summary) = plan(&framework, batch);
    framework.apply(&change)?;
    Ok((framework, summary))
}

/// The six dimensions that a framework begins with.
const DIMENSIONS: [(&str, &str); 6] = [
    ("development", "Development"),
    ("human-rights", "Human rights"),
    ("humanitarian", "Humanitarian"),
    ("political", "Political"),
    ("rule-of-law", "Rule of law"),
    ("security", "Security"),
];

/// A head with title, currency, levels and the usual six dimensions.
pub(super) fn head(id: u64, title: String, levels: &[(&str, &str)]) -> Head {
    let mut head = Head::new(FrameworkId::from_bits(id), title, us_dollar());
    head.levels = levels
        .iter()
        .filter_map(|(id, title)| Some(Level::new(LevelId::new(id).ok()?, *title)))
        .collect();
    head.dimensions = DIMENSIONS
        .iter()
        .filter_map(|(id, title)| Some((DimensionId::new(id).ok()?, Dimension::new(*title))))
        .collect::<Table<_, _>>();
    head
}

/// The name that a program's `source` has for a file: its last part, in plain text.
pub(super) fn file_name(name: &str) -> String {
    text::one_line(name.rsplit(['/', '\\']).next().unwrap_or(name))
}

/// The US dollar.
pub(super) fn us_dollar() -> Currency {
    Currency::new("USD").unwrap_or_else(|_| unreachable!("USD is three capital letters"))
}

fn blank_head(batch: &Batch) -> Head {
    let title = batch.file.rsplit_once('.').map_or(batch.file.as_str(), |(stem, _)| stem);
    let levels = [("so", "Strategic objective"), ("oc", "Outcome"), ("op", "Output")];
    head(id::bits(batch.format.name(), &batch.file, "framework"), title.to_owned(), &levels)
}

/// Counts; no file has more than `u32::MAX` records.
pub(super) fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    items.fold(0, |n: u32, _| n.saturating_add(1))
}

/// Which level of the framework each level of the batch becomes.
struct Levels<'a> {
    /// The batch's levels, from the first down.
    theirs: &'a [Level],
    /// The framework's; the batch's where it has none.
    ours: &'a [Level],
}

impl<'a> Levels<'a> {
    fn new(framework: &'a Framework, batch: &'a Batch) -> Self {
        let theirs = batch.head.as_ref().map_or(&[][..], |head| &head.levels);
        let ours = framework.head().levels.as_slice();
        Self { theirs, ours: if ours.is_empty() { theirs } else { ours } }
    }

    /// The level of the same id, else of the same depth, else the last.
    fn of(&self, level: &'a LevelId) -> &'a LevelId {
        if self.ours.iter().any(|l| l.id == *level) {
            return level;
        }
        let depth = self.theirs.iter().position(|l| l.id == *level).unwrap_or(usize::MAX);
        self.ours.get(depth).or(self.ours.last()).map_or(level, |l| &l.id)
    }

    /// Gives levels to a framework that has none.
    fn head_edit(&self, framework: &Framework) -> Option<Edit> {
        let before = framework.head();
        (before.levels.is_empty() && !self.theirs.is_empty()).then(|| {
            let mut after = Head::clone(before);
            after.levels = self.theirs.to_vec();
            Edit::Head(Delta { before: Some(Arc::clone(before)), after: Some(Arc::new(after)) })
        })
    }
}

/// Adds or updates one program, or leaves it.
fn program_edit(
    framework: &Framework,
    id: &ProgramId,
    theirs: &Arc<Program>,
    sum: &mut Summary,
) -> Option<Edit> {
    let Some(before) = framework.program(id) else {
        sum.new += 1;
        sum.links += count(theirs.links.iter());
        let after = Some(Arc::clone(theirs));
        return Some(Edit::Program(id.clone(), Delta { before: None, after }));
    };
    let (after, links) = updated(before, theirs);
    if after == **before {
        sum.same += 1;
        return None;
    }
    sum.changed += 1;
    sum.links += links;
    let after = Some(Arc::new(after));
    Some(Edit::Program(id.clone(), Delta { before: Some(Arc::clone(before)), after }))
}

/// What a program becomes when its source is read again, and how many links that adds.
fn updated(before: &Program, theirs: &Program) -> (Program, u32) {
    let mut after = before.clone();
    // By name, so that the compiler asks what an import does with a new field.
    let Program {
        title,
        translations,
        description,
        identifiers,
        related,
        owner,
        implementing,
        funding,
        budget,
        status,
        period,
        sectors,
        dimensions: _,
        markers,
        locations,
        part_of: _,
        claims,
        links,
        decision: _,
        depends_on: _,
        reply: _,
        source,
    } = theirs;
    after.title.clone_from(title);
    said(&mut after.translations, translations);
    said(&mut after.description, description);
    said(&mut after.identifiers, identifiers);
    said(&mut after.related, related);
    said(&mut after.owner, owner);
    said(&mut after.implementing, implementing);
    said(&mut after.funding, funding);
    said(&mut after.budget, budget);
    said(&mut after.status, status);
    said(&mut after.period.from, &period.from);
    said(&mut after.period.to, &period.to);
    said(&mut after.sectors, sectors);
    said(&mut after.markers, markers);
    said(&mut after.locations, locations);
    // A claim that has found its objective is one no more, so an empty list says something too.
    after.claims.clone_from(claims);
    let mut added = 0;
    for (objective, link) in links {
        if !after.links.contains_key(objective) {
            after.links.insert(objective.clone(), link.clone());
            added += 1;
        }
    }
    if added > 0 {
        after.decision.take_if(|decision| decision.kind != DecisionKind::OutOfScope);
    }
    if !same_place(before.source.as_ref(), source.as_ref()) || after != *before {
        said(&mut after.source, source);
    }
    (after, added)
}

/// Takes over what the source says; where it is silent, ours stays.
fn said<T: Default + PartialEq + Clone>(ours: &mut T, theirs: &T) {
    if *theirs != T::default() {
        ours.clone_from(theirs);
    }
}

/// Whether two sources are the same place of the same file, whenever it was read.
fn same_place(one: Option<&Source>, other: Option<&Source>) -> bool {
    let place = |s: &Source| (s.file.clone(), s.format.clone(), s.row.clone());
    one.map(place) == other.map(place)
}
