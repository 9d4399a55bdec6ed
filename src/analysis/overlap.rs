//! Overlaps without recorded coordination (DESIGN.md, section 5): two programs of different
//! external agencies that do the same thing in the same place at the same time, and nothing in
//! the framework says that they know of each other.

use super::index::Index;
use super::names::snake_case;
use super::tensions::Dispute;
use crate::model::{EvidenceBar, MechanismId, ObjectiveId, ProgramId, Sector, Side};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Two programs that overlap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Overlap {
    /// The two programs, in the order of ids.
    pub programs: [ProgramId; 2],
    /// The objective that both support.
    pub objective: ObjectiveId,
    /// Whether place or time is unknown: listed, not counted.
    pub possible: bool,
}

/// An overlap by places: programs and objective stand in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub programs: [usize; 2],
    pub objective: usize,
    pub possible: bool,
}

impl Pair {
    /// The overlap by ids.
    pub(super) fn overlap(&self, index: &Index) -> Overlap {
        Overlap {
            programs: self.programs.map(|p| index.ids[p].clone()),
            objective: index.dag.id(self.objective).clone(),
            possible: self.possible,
        }
    }
}

/// All overlaps at a bar, ordered by programs, then objective.
pub(super) fn find(
    index: &Index,
    bar: EvidenceBar,
    in_scope: impl Fn(usize) -> bool,
    disputes: &[Dispute],
) -> Vec<Pair> {
    let mut supporters: Vec<Vec<usize>> = vec![Vec::new(); index.objectives.len()];
    let mut places = Places::default();
    for program in (0..index.programs.len()).filter(|&p| in_scope(p)) {
        if index.side(program) == Some(Side::External)
            && !index.programs[program].sectors.is_empty()
        {
            places.add(index, program);
            index.supported(program, bar).for_each(|l| supporters[l.objective].push(program));
        }
    }
    let coordination = Coordination::new(index, disputes);
    let mut found = Vec::new();
    for (objective, programs) in supporters.iter().enumerate() {
        // By sector first: most programs share an objective with many and a sector with few.
        let mut by_sector: BTreeMap<Sector, Vec<usize>> = BTreeMap::new();
        for &program in programs {
            for &sector in index.programs[program].sectors.keys() {
                if sector.as_str().len() == 5 {
                    by_sector.entry(sector).or_default().push(program);
                }
            }
        }
        let start = found.len();
        for group in by_sector.values() {
            for (place, &a) in group.iter().enumerate() {
                for &b in &group[place + 1..] {
                    if index.agency_of(a) == index.agency_of(b) {
                        continue;
                    }
                    let time = index.programs[a].period.meets(&index.programs[b].period);
                    let space = places.meet(a, b);
                    if time == Some(false) || space == Some(false) {
                        continue;
                    }
                    if shares(index, a, b) || coordination.covers(index, objective, a, b) {
                        continue;
                    }
                    let possible = time.is_none() || space.is_none();
                    found.push(Pair { programs: [a, b], objective, possible });
                }
            }
        }
        // Two programs that share several sectors overlap once.
        found[start..].sort_unstable();
        let mut tail = found.split_off(start);
        tail.dedup();
        found.append(&mut tail);
    }
    found.sort_unstable();
    found
}

/// The places of programs, numbered.
#[derive(Default)]
struct Places {
    numbers: FxHashMap<String, u32>,
    of: FxHashMap<usize, Vec<u32>>,
}

impl Places {
    fn add(&mut self, index: &Index, program: usize) {
        let mut own: Vec<u32> = Vec::new();
        for location in &index.programs[program].locations {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            own.push(*self.numbers.entry(snake_case(location)).or_insert(next));
        }
        self.of.insert(program, own);
    }

    /// Whether two programs have a place in common; `None` where one has no place known.
    fn meet(&self, a: usize, b: usize) -> Option<bool> {
        let (a, b) = (self.of.get(&a)?, self.of.get(&b)?);
        (!a.is_empty() && !b.is_empty()).then(|| a.iter().any(|place| b.contains(place)))
    }
}

/// Whether two programs share an identifier, umbrella, funder or implementer.
fn shares(index: &Index, a: usize, b: usize) -> bool {
    let (x, y) = (index.programs[a], index.programs[b]);
    x.identifiers.iter().any(|i| y.identifiers.contains(i))
        || x.part_of.is_some() && x.part_of == y.part_of
        || index.umbrella[a] == Some(b)
        || index.umbrella[b] == Some(a)
        || x.funding.keys().any(|f| y.funding.contains_key(f))
        || x.implementing.iter().any(|i| y.implementing.contains(i))
}

/// Who is recorded to coordinate over what.
struct Coordination<'a> {
    /// For each objective, the agencies of each mechanism at it.
    mechanisms: BTreeMap<usize, BTreeMap<&'a MechanismId, BTreeSet<usize>>>,
    handled: Vec<&'a Dispute<'a>>,
}

impl<'a> Coordination<'a> {
    fn new(index: &Index<'a>, disputes: &'a [Dispute<'a>]) -> Self {
        let mut mechanisms: BTreeMap<usize, BTreeMap<&MechanismId, BTreeSet<usize>>> =
            BTreeMap::new();
        for (id, mechanism) in index.framework.mechanisms() {
            let agencies: BTreeSet<usize> = mechanism
                .members
                .iter()
                .filter_map(|m| index.actor(m))
                .map(|a| index.agency[a])
                .collect();
            for objective in mechanism.objectives.iter().filter_map(|o| index.dag.find(o)) {
                mechanisms.entry(objective).or_default().insert(id, agencies.clone());
            }
        }
        let handled = disputes.iter().filter(|d| d.record.outcome.handled()).collect();
        Self { mechanisms, handled }
    }

    /// Whether a mechanism of the objective or of one above it has both agencies among its
    /// members', or a handled tension about the objective or both programs has both among its
    /// actors'.
    fn covers(&self, index: &Index, objective: usize, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (index.agency_of(a), index.agency_of(b)) else { return false };
        let at_or_above = index.dag.above(objective).iter().chain([&objective]);
        let mut mechanisms =
            at_or_above.filter_map(|o| self.mechanisms.get(o)).flat_map(|m| m.values());
        if mechanisms.any(|agencies| agencies.contains(&x) && agencies.contains(&y)) {
            return true;
        }
        self.handled.iter().any(|d| {
            let has = |agency| d.actors.iter().any(|&actor| index.agency[actor] == agency);
            let about = d.objectives.contains(&objective)
                || (d.programs.contains(&a) && d.programs.contains(&b));
            about && has(x) && has(y)
        })
    }
}
