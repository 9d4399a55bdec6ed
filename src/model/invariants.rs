//! The hard invariants: what every edit keeps and every load checks.
//!
//! | code | rule |
//! |---|---|
//! | X01 | every reference resolves |
//! | X02 | every percentage lies between 0 and 100 |
//! | X03 | `contributes_to` has no cycle |
//! | X04 | `part_of` has no cycle |
//! | X05 | `parent` has no cycle |
//! | X06 | `Follows` has no cycle (programs may need each other) |
//! | X07 | no two levels bear one id |
//!
//! Ids that are ill-formed or stand twice in a map, and numbers that are not finite, cannot be
//! read at all: the readers refuse them with line and column.

use super::actor::Actor;
use super::change::{Change, Edit};
use super::coordination::{Mechanism, Scene};
use super::framework::{Framework, Head};
use super::id::{ActorId, DimensionId, LevelId, ObjectiveId, ProgramId};
use super::objective::Objective;
use super::program::{DependencyKind, Evidence, Program};
use super::quantity::Percent;
use super::tension::{Subject, Tension};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// X01 to X07.
    pub code: &'static str,
    /// The kind of record it is in, as in JSON.
    pub kind: &'static str,
    /// The record's id; empty for the head.
    pub id: String,
    /// What is wrong and where.
    pub message: String,
}

/// All broken invariants of a framework, in order of kind and id.
#[must_use]
pub fn faults(framework: &Framework) -> Vec<Fault> {
    let mut check = Check { framework, faults: Vec::new() };
    check.everything();
    check.faults
}

/// The invariants that a change has broken. `framework` is as it is after the change.
///
/// Only what the change touches is looked at, unless something was removed or the head changed:
/// then anything may refer to what is gone.
pub(super) fn faults_after(framework: &Framework, change: &Change) -> Vec<Fault> {
    let mut check = Check { framework, faults: Vec::new() };
    if change.edits.iter().any(removes) {
        check.everything();
        return check.faults;
    }
    let (mut objectives, mut actors) = (false, false);
    let mut programs = Vec::new();
    for edit in &change.edits {
        match edit {
            Edit::Head(_) => check.head(framework.head()),
            Edit::Actor(id, d) => {
                actors = true;
                d.after.iter().for_each(|r| check.actor(id, r));
            }
            Edit::Objective(id, d) => {
                objectives = true;
                d.after.iter().for_each(|r| check.objective(id, r));
            }
            Edit::Program(id, d) => {
                programs.push(id);
                d.after.iter().for_each(|r| check.program(id, r));
            }
            Edit::Tension(id, d) => d.after.iter().for_each(|r| check.tension(id.as_str(), r)),
            Edit::Mechanism(id, d) => d.after.iter().for_each(|r| check.mechanism(id.as_str(), r)),
            Edit::Scene(id, d) => d.after.iter().for_each(|r| check.scene(id.as_str(), r)),
            Edit::Pin(id, _) => check.resolves_objective("pin", id.as_str(), "pinned", id),
            Edit::Milestone(..) => {}
        }
    }
    if objectives {
        check.contributions();
    }
    if actors {
        check.parents();
    }
    check.program_cycles(&programs);
    check.faults
}

/// Whether an edit may leave a reference dangling elsewhere.
fn removes(edit: &Edit) -> bool {
    match edit {
        Edit::Actor(_, d) => d.after.is_none(),
        Edit::Objective(_, d) => d.after.is_none(),
        Edit::Program(_, d) => d.after.is_none(),
        Edit::Head(d) => match (&d.before, &d.after) {
            (Some(b), Some(a)) => b.levels != a.levels || b.dimensions != a.dimensions,
            _ => true,
        },
        _ => false,
    }
}

/// A cycle among `nodes`, each pointing to what `next` gives; the one found first.
pub(crate) fn cycle<'a, K: Ord>(
    nodes: impl Iterator<Item = &'a K>,
    next: impl Fn(&'a K) -> Vec<&'a K>,
) -> Option<Vec<&'a K>> {
    // Depth first with an explicit stack: a chain may be as long as the file allows.
    let mut done: BTreeSet<&K> = BTreeSet::new();
    for start in nodes {
        if done.contains(start) {
            continue;
        }
        let mut path: Vec<&K> = vec![start];
        let mut place: BTreeMap<&K, usize> = BTreeMap::from([(start, 0)]);
        let mut stack = vec![next(start)];
        while let Some(todo) = stack.last_mut() {
            let Some(node) = todo.pop() else {
                stack.pop();
                if let Some(node) = path.pop() {
                    place.remove(node);
                    done.insert(node);
                }
                continue;
            };
            if let Some(&at) = place.get(node) {
                return Some(path.split_off(at));
            }
            if !done.contains(node) {
                place.insert(node, path.len());
                path.push(node);
                stack.push(next(node));
            }
        }
    }
    None
}

/// "a → b → a", shortened in the middle where long.
fn chain<K: Display>(path: &[&K]) -> String {
    let mut names: Vec<String> = path.iter().map(ToString::to_string).collect();
    names.extend(path.first().map(ToString::to_string));
    if names.len() > 7 {
        names.splice(3..names.len() - 3, ["…".to_owned()]);
    }
    names.join(" > ")
}

/// A walk over records that collects what is wrong.
struct Check<'a> {
    framework: &'a Framework,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn everything(&mut self) {
        let framework = self.framework;
        self.head(framework.head());
        framework.actors().iter().for_each(|(id, r)| self.actor(id, r));
        framework.objectives().iter().for_each(|(id, r)| self.objective(id, r));
        framework.programs().iter().for_each(|(id, r)| self.program(id, r));
        framework.tensions().iter().for_each(|(id, r)| self.tension(id.as_str(), r));
        framework.mechanisms().iter().for_each(|(id, r)| self.mechanism(id.as_str(), r));
        framework.scenes().iter().for_each(|(id, r)| self.scene(id.as_str(), r));
        for id in framework.pinned().keys() {
            self.resolves_objective("pin", id.as_str(), "pinned", id);
        }
        self.contributions();
        self.parents();
        self.program_cycles(&framework.programs().keys().collect::<Vec<_>>());
    }

    fn fault(&mut self, code: &'static str, kind: &'static str, id: &str, message: String) {
        self.faults.push(Fault { code, kind, id: id.to_owned(), message });
    }

    fn dangling(&mut self, kind: &'static str, id: &str, field: &str, target: &str, what: &str) {
        let place = if id.is_empty() { kind.to_owned() } else { format!("{kind} {id}") };
        let message = format!("{place}, {field}: there is no {what} \"{target}\"");
        self.fault("X01", kind, id, message);
    }

    fn resolves_actor(&mut self, kind: &'static str, id: &str, field: &str, target: &ActorId) {
        if !self.framework.actors().contains_key(target) {
            self.dangling(kind, id, field, target.as_str(), "actor");
        }
    }

    fn resolves_actors<'t>(
        &mut self,
        kind: &'static str,
        id: &str,
        field: &str,
        targets: impl IntoIterator<Item = &'t ActorId>,
    ) {
        targets.into_iter().for_each(|t| self.resolves_actor(kind, id, field, t));
    }

    fn resolves_objective(&mut self, kind: &'static str, id: &str, field: &str, to: &ObjectiveId) {
        if !self.framework.objectives().contains_key(to) {
            self.dangling(kind, id, field, to.as_str(), "objective");
        }
    }

    fn resolves_program(&mut self, kind: &'static str, id: &str, field: &str, to: &ProgramId) {
        if !self.framework.programs().contains_key(to) {
            self.dangling(kind, id, field, to.as_str(), "program");
        }
    }

    fn resolves_dimensions(&mut self, kind: &'static str, id: &str, targets: &[DimensionId]) {
        for target in targets {
            if !self.framework.head().dimensions.contains_key(target) {
                self.dangling(kind, id, "dimensions", target.as_str(), "dimension");
            }
        }
    }

    fn resolves_level(&mut self, kind: &'static str, id: &str, level: &LevelId) {
        if self.framework.depth_of(level).is_none() {
            self.dangling(kind, id, "level", level.as_str(), "level");
        }
    }

    fn percent(&mut self, id: &str, field: &str, percent: Percent) {
        if !percent.in_range() {
            let message = format!("program {id}, {field}: {percent} is not between 0 and 100");
            self.fault("X02", "program", id, message);
        }
    }

    fn head(&mut self, head: &Head) {
        let mut seen = BTreeSet::new();
        for level in &head.levels {
            if !seen.insert(&level.id) {
                let message = format!("levels: two levels bear the id \"{}\"", level.id);
                self.fault("X07", "framework", "", message);
            }
        }
    }

    fn actor(&mut self, id: &ActorId, actor: &Actor) {
        if let Some(parent) = &actor.parent {
            self.resolves_actor("actor", id.as_str(), "parent", parent);
        }
        self.resolves_dimensions("actor", id.as_str(), &actor.dimensions);
    }

    fn objective(&mut self, id: &ObjectiveId, o: &Objective) {
        let (kind, id) = ("objective", id.as_str());
        self.resolves_level(kind, id, &o.level);
        self.resolves_dimensions(kind, id, &o.dimensions);
        for parent in o.contributes_to.keys() {
            self.resolves_objective(kind, id, "contributes_to", parent);
        }
        self.resolves_actors(kind, id, "lead", &o.lead);
        self.resolves_actors(kind, id, "co_lead", &o.co_lead);
        self.resolves_actors(kind, id, "supporting", &o.supporting);
        self.resolves_actors(kind, id, "proposed_by", &o.proposed_by);
        self.resolves_actors(kind, id, "positions", o.positions.keys());
        for (indicator, record) in &o.indicators {
            let field = format!("indicators {indicator}, monitored_by");
            self.resolves_actors(kind, id, &field, &record.monitored_by);
        }
    }

    fn program(&mut self, id: &ProgramId, p: &Program) {
        let (kind, id) = ("program", id.as_str());
        self.resolves_actors(kind, id, "owner", &p.owner);
        self.resolves_actors(kind, id, "implementing", &p.implementing);
        self.resolves_actors(kind, id, "funding", p.funding.keys());
        self.resolves_dimensions(kind, id, &p.dimensions);
        p.sectors.values().for_each(|percent| self.percent(id, "sectors", *percent));
        if let Some(umbrella) = &p.part_of {
            self.resolves_program(kind, id, "part_of", umbrella);
        }
        for (objective, link) in &p.links {
            self.resolves_objective(kind, id, "links", objective);
            self.resolves_actors(kind, id, "links, by", &link.by);
            if let Evidence::Confirmed(actor) = &link.evidence {
                self.resolves_actor(kind, id, "links, evidence", actor);
            }
            link.share.iter().for_each(|share| self.percent(id, "links, share", *share));
        }
        if let Some(decision) = &p.decision {
            self.resolves_actors(kind, id, "decision, by", &decision.by);
        }
        for target in p.depends_on.keys() {
            self.resolves_program(kind, id, "depends_on", target);
        }
        if let Some(reply) = &p.reply {
            self.resolves_actors(kind, id, "reply, by", &reply.by);
        }
    }

    fn tension(&mut self, id: &str, tension: &Tension) {
        for subject in &tension.about {
            match subject {
                Subject::Objective(to) => self.resolves_objective("tension", id, "about", to),
                Subject::Program(to) => self.resolves_program("tension", id, "about", to),
                Subject::Actor(to) => self.resolves_actor("tension", id, "about", to),
            }
        }
        self.resolves_actors("tension", id, "parties", &tension.parties);
    }

    fn mechanism(&mut self, id: &str, mechanism: &Mechanism) {
        self.resolves_actors("mechanism", id, "members", &mechanism.members);
        self.resolves_actors("mechanism", id, "chairs", &mechanism.chairs);
        for objective in &mechanism.objectives {
            self.resolves_objective("mechanism", id, "objectives", objective);
        }
    }

    fn scene(&mut self, id: &str, scene: &Scene) {
        for objective in scene.folded.iter().chain(&scene.focus) {
            self.resolves_objective("scene", id, "folded or focus", objective);
        }
        scene.filter.levels.iter().for_each(|level| self.resolves_level("scene", id, level));
        self.resolves_dimensions("scene", id, &scene.filter.dimensions);
        self.resolves_actors("scene", id, "filter, actors", &scene.filter.actors);
    }

    fn contributions(&mut self) {
        let all = self.framework.objectives();
        let next = |id| all.get(id).map_or(Vec::new(), |o| o.contributes_to.keys().collect());
        if let Some(path) = cycle(all.keys(), next) {
            let message =
                format!("objectives contribute to each other in a circle: {}", chain(&path));
            self.fault("X03", "objective", path[0].as_str(), message);
        }
    }

    fn parents(&mut self) {
        let all = self.framework.actors();
        let next = |id| all.get(id).and_then(|a| a.parent.as_ref()).into_iter().collect();
        if let Some(path) = cycle(all.keys(), next) {
            let message = format!("actors are departments of each other: {}", chain(&path));
            self.fault("X05", "actor", path[0].as_str(), message);
        }
    }

    fn program_cycles(&mut self, from: &[&ProgramId]) {
        let all = self.framework.programs();
        let umbrella = |id| all.get(id).and_then(|p| p.part_of.as_ref()).into_iter().collect();
        if let Some(path) = cycle(from.iter().copied(), umbrella) {
            let message = format!("programs are parts of each other: {}", chain(&path));
            self.fault("X04", "program", path[0].as_str(), message);
        }
        let follows = |id| {
            let links = all.get(id).map(|p| p.depends_on.iter()).into_iter().flatten();
            links.filter(|(_, d)| d.kind == DependencyKind::Follows).map(|(id, _)| id).collect()
        };
        if let Some(path) = cycle(from.iter().copied(), follows) {
            let message = format!("programs follow each other in a circle: {}", chain(&path));
            self.fault("X06", "program", path[0].as_str(), message);
        }
    }
}
