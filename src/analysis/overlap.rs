//! Overlaps without recorded coordination (DESIGN.md, section 5): two programs of different
//! external agencies that do the same thing in the same place at the same time, and nothing in
//! the framework says that they know of each other.

use super::index::Index;
use super::ledger::{Member, Places, number};
use super::supporters::Supporters;
use super::tensions::Dispute;
use crate::model::{ActorId, ObjectiveId, Program, ProgramId, Side};
use rustc_hash::FxHasher;
use serde::Serialize;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::ops::BitOr;

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
    programs: [u32; 2],
    objective: u32,
    pub possible: bool,
}

impl Pair {
    /// The two programs.
    pub(super) fn programs(&self) -> [usize; 2] {
        self.programs.map(|p| p as usize)
    }

    /// The objective that both support.
    pub(super) fn objective(&self) -> usize {
        self.objective as usize
    }

    /// The overlap by ids.
    pub(super) fn overlap(&self, index: &Index) -> Overlap {
        Overlap {
            programs: self.programs().map(|p| index.ids[p].clone()),
            objective: index.dag.id(self.objective()).clone(),
            possible: self.possible,
        }
    }
}

/// A program as a supporter of an objective, with what most pairs are told apart by.
#[derive(Clone, Copy)]
struct Supporter {
    code: u32,
    program: u32,
    agency: u32,
    places: u64,
}

/// All overlaps among those who support the same objective, ordered by programs, then objective;
/// with `of`, only those of one of these programs.
pub(super) fn find(
    index: &Index,
    supporters: &Supporters,
    disputes: &[Dispute],
    of: Option<&[usize]>,
) -> Vec<Pair> {
    let mut wanted: Vec<usize> = match of {
        None => (0..index.objectives.len()).collect(),
        Some(of) => of.iter().flat_map(|&p| index.links(p)).map(|l| l.objective).collect(),
    };
    wanted.sort_unstable();
    wanted.dedup();
    let asked = |s: &Supporter| of.is_none_or(|of| of.contains(&(s.program as usize)));
    let coordination = Coordination::new(index, disputes);
    let mut found = Vec::new();
    let mut programs = Vec::new();
    for objective in wanted {
        external(index, supporters.of(objective), &mut programs);
        if programs.len() < 2 || !programs.iter().any(asked) {
            continue;
        }
        // By sector: most programs share an objective with many and a sector with few.
        programs.sort_unstable_by_key(|s| (s.code, s.program));
        let here = coordination.at(index, objective);
        for group in programs.chunk_by(|a, b| a.code == b.code) {
            for (place, a) in group.iter().enumerate() {
                let asked_a = asked(a);
                for b in group[place + 1..].iter().filter(|b| asked_a || asked(b)) {
                    if let Some(possible) = overlaps(index, &here, a, b) {
                        let programs = [a.program, b.program];
                        found.push(Pair { programs, objective: number(objective), possible });
                    }
                }
            }
        }
    }
    found.sort_unstable();
    // Two programs that share several sectors overlap once.
    found.dedup();
    found
}

/// The external ones among some programs, once a sector.
fn external(index: &Index, programs: impl Iterator<Item = usize>, all: &mut Vec<Supporter>) {
    all.clear();
    for program in programs {
        let Some(owner) = index.owner(program) else { continue };
        if index.actors[owner].side == Side::External {
            let (agency, places) = (number(index.agency[owner]), index.entry(program).places);
            let codes = index.ledger.codes(index.entry(program)).iter();
            let program = number(program);
            all.extend(codes.map(|&code| Supporter { code, program, agency, places }));
        }
    }
}

/// Whether two supporters of an objective that share a sector overlap there, and if so, whether
/// only possibly.
fn overlaps(index: &Index, here: &Here, a: &Supporter, b: &Supporter) -> Option<bool> {
    // No bit in common is no place in common; no bit at all is no place known.
    let apart = a.places & b.places == 0 && a.places != 0 && b.places != 0;
    if a.agency == b.agency || apart {
        return None;
    }
    let (one, two) = (a.program as usize, b.program as usize);
    let space = meet(index, one, two);
    if space == Some(false) {
        return None;
    }
    let time = index.entry(one).period.meets(&index.entry(two).period);
    let agencies = [a.agency as usize, b.agency as usize];
    if time == Some(false) || here.covers(one, two, agencies) || shares(index, one, two) {
        return None;
    }
    Some(time.is_none() || space.is_none())
}

/// Whether two programs have a place in common; `None` where one has no place known.
fn meet(index: &Index, a: usize, b: usize) -> Option<bool> {
    let (a, b) = (index.ledger.locations(index.entry(a)), index.ledger.locations(index.entry(b)));
    let known = |places: &[Member]| places[0].group != Places::NONE;
    let here = |place: &Member| b.iter().any(|other| other.group == place.group);
    (known(a) && known(b)).then(|| a.iter().any(here))
}

/// Whether two programs share an identifier, umbrella, funder or implementer.
fn shares(index: &Index, a: usize, b: usize) -> bool {
    if index.umbrella(a) == Some(b) || index.umbrella(b) == Some(a) {
        return true;
    }
    // No bit in common is nothing in common.
    if index.entry(a).ties & index.entry(b).ties == 0 {
        return false;
    }
    let (x, y) = (index.programs[a], index.programs[b]);
    x.identifiers.iter().any(|i| y.identifiers.contains(i))
        || x.part_of.is_some() && x.part_of == y.part_of
        || x.funding.keys().any(|f| y.funding.contains_key(f))
        || x.implementing.iter().any(|i| y.implementing.contains(i))
}

/// What programs may share, as bits: two programs without a bit in common share nothing.
pub(super) fn ties(record: &Program) -> u64 {
    let bit = |kind: u8, text: &str| {
        let mut hasher = FxHasher::default();
        (kind, text).hash(&mut hasher);
        1 << (hasher.finish() >> 58)
    };
    let actors = |kind, id: &ActorId| bit(kind, id.as_str());
    record.identifiers.iter().map(|i| bit(0, i)).fold(0, BitOr::bitor)
        | record.part_of.iter().map(|p| bit(1, p.as_str())).fold(0, BitOr::bitor)
        | record.funding.keys().map(|f| actors(2, f)).fold(0, BitOr::bitor)
        | record.implementing.iter().map(|i| actors(3, i)).fold(0, BitOr::bitor)
}

/// Who is recorded to coordinate over what.
struct Coordination<'a> {
    /// For each objective, the agencies of each mechanism at it.
    mechanisms: Vec<Vec<BTreeSet<usize>>>,
    handled: Vec<&'a Dispute<'a>>,
}

impl<'a> Coordination<'a> {
    fn new(index: &Index, disputes: &'a [Dispute<'a>]) -> Self {
        let mut mechanisms = vec![Vec::new(); index.objectives.len()];
        for mechanism in index.framework.mechanisms().values() {
            let members = mechanism.members.iter().filter_map(|m| index.actor(m));
            let agencies: BTreeSet<usize> = members.map(|a| index.agency[a]).collect();
            for objective in mechanism.objectives.iter().filter_map(|o| index.dag.find(o)) {
                mechanisms[objective].push(agencies.clone());
            }
        }
        let handled = disputes.iter().filter(|d| d.record.outcome.handled()).collect();
        Self { mechanisms, handled }
    }

    /// What is recorded at one objective: its mechanisms and those of the objectives above it,
    /// the handled tensions about it, and those about programs.
    fn at(&self, index: &Index, objective: usize) -> Here<'_> {
        let at_or_above = index.dag.above(objective).iter().chain([&objective]);
        let mut about: Vec<BTreeSet<usize>> = Vec::new();
        let mut programs = Vec::new();
        for dispute in &self.handled {
            let agencies = || dispute.actors.iter().map(|&actor| index.agency[actor]).collect();
            if dispute.objectives.contains(&objective) {
                about.push(agencies());
            } else if dispute.programs.len() > 1 {
                programs.push((dispute.programs.as_slice(), agencies()));
            }
        }
        let mechanisms = at_or_above.flat_map(|&o| &self.mechanisms[o]).collect();
        Here { mechanisms, about, programs }
    }
}

/// Who is recorded to coordinate over one objective.
struct Here<'a> {
    mechanisms: Vec<&'a BTreeSet<usize>>,
    about: Vec<BTreeSet<usize>>,
    programs: Vec<(&'a [usize], BTreeSet<usize>)>,
}

impl Here<'_> {
    /// Whether a mechanism of the objective or of one above it has both agencies among its
    /// members', or a handled tension about the objective or both programs has both among its
    /// actors'.
    fn covers(&self, a: usize, b: usize, agencies: [usize; 2]) -> bool {
        let both = |all: &BTreeSet<usize>| agencies.iter().all(|agency| all.contains(agency));
        self.mechanisms.iter().any(|all| both(all))
            || self.about.iter().any(both)
            || self
                .programs
                .iter()
                .any(|(programs, all)| programs.contains(&a) && programs.contains(&b) && both(all))
    }
}
