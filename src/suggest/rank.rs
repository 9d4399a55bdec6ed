//! Which objectives a program is likely to support: a weighted sum of what its text says, what
//! programs near it are linked to or seem to be about, and what its actors' programs are linked
//! to.

use super::reading::{HALF, Read, Reading};
use super::space;
use crate::model::{Effect, Framework, ObjectiveId, Program};
use std::collections::BTreeSet;

/// One link, as labels count.
const WHOLE: u32 = 65_536;

/// Weights, fitted on half of the countries (`docs/suggestions.md`).
mod weight {
    pub(super) const NEAR: f32 = 1.31;
    pub(super) const USUAL: f32 = -0.53;
    pub(super) const ACTORS: f32 = 0.38;
    pub(super) const OWNER: f32 = 0.16;
    pub(super) const ALIKE: f32 = 0.33;
    pub(super) const LINKED: f32 = 5.0;
    pub(super) const NAMED: f32 = 4.0;
    pub(super) const UMBRELLA: f32 = 3.0;
}

/// How many programs near one say what it may be about.
const NEIGHBORS: usize = 8;

/// How many linked programs near one the links are told by.
const LINKED: usize = 30;

/// How many linked programs of an objective say how near it is.
const MOST_ALIKE: usize = 4;

/// What an actor's programs are taken to support beside what is known of them: so many programs
/// as usual in the whole portfolio.
const PRIOR: f32 = 2.0;

/// What is known or guessed of a program.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Label {
    /// The objectives that it is linked to, of those that may be suggested.
    Linked(Vec<u32>),
    /// Nobody has said anything.
    Open,
    /// It was decided that it has no link, or it has others.
    Decided,
}

/// What is learned from the links that there are; whole numbers, so that learning again what was
/// unlearned leaves no trace.
#[derive(Debug)]
pub(super) struct Learned {
    labels: Vec<Label>,
    /// What each program's text is taken to say, by itself.
    guesses: Vec<Vec<(u32, u32)>>,
    /// The sum of all labels, by objective.
    totals: Vec<u64>,
    /// The sums of labels by actor, then objective: of all programs it has a part in, and of
    /// those it owns.
    actors: Vec<Vec<u64>>,
    owners: Vec<Vec<u64>>,
    /// The programs that are linked to each objective, in order.
    linked: Vec<BTreeSet<u32>>,
}

/// The label of a program.
pub(super) fn label(reading: &Reading, record: &Program) -> Label {
    let linked: Vec<u32> = record
        .links
        .iter()
        .filter(|(_, link)| link.effect == Effect::Supports)
        .filter_map(|(id, _)| reading.objective(id))
        .map(|place| place as u32)
        .collect();
    if !linked.is_empty() {
        Label::Linked(linked)
    } else if record.links.is_empty() && record.decision.is_none() {
        Label::Open
    } else {
        Label::Decided
    }
}

impl Learned {
    /// Learns all links.
    pub(super) fn new(reading: &Reading) -> Self {
        let objectives = reading.objectives.len();
        let mut learned = Self {
            labels: vec![Label::Decided; reading.programs.len()],
            guesses: reading.guesses(),
            totals: vec![0; objectives],
            actors: vec![Vec::new(); reading.actors.len()],
            owners: vec![Vec::new(); reading.actors.len()],
            linked: vec![BTreeSet::new(); objectives],
        };
        for (place, read) in reading.programs.iter().enumerate() {
            for actor in &read.actors {
                learned.actors[*actor as usize].resize(objectives, 0);
                learned.owners[*actor as usize].resize(objectives, 0);
            }
            learned.learn(reading, place, label(reading, &read.record));
        }
        learned
    }

    /// Learns what is known of a program now, in the place of what was.
    pub(super) fn learn(&mut self, reading: &Reading, program: usize, label: Label) {
        let before = std::mem::replace(&mut self.labels[program], label);
        if let Label::Linked(objectives) = &before {
            for objective in objectives {
                self.linked[*objective as usize].remove(&(program as u32));
            }
        }
        if let Label::Linked(objectives) = &self.labels[program] {
            for objective in objectives {
                self.linked[*objective as usize].insert(program as u32);
            }
        }
        let after = self.row(program);
        let before = row_of(&before, &self.guesses[program]);
        let read = &reading.programs[program];
        let owner = read.record.owner.is_some();
        let mut change = |row: Vec<(u32, u32)>, add: bool| {
            for (objective, share) in row {
                let sums = [Some(&mut self.totals)].into_iter().flatten();
                let of = read.actors.iter().map(|a| *a as usize);
                let put = |sum: &mut u64| {
                    *sum = if add { *sum + u64::from(share) } else { *sum - u64::from(share) };
                };
                sums.for_each(|all| put(&mut all[objective as usize]));
                for (rank, actor) in of.enumerate() {
                    put(&mut self.actors[actor][objective as usize]);
                    if rank == 0 && owner {
                        put(&mut self.owners[actor][objective as usize]);
                    }
                }
            }
        };
        change(before, false);
        change(after, true);
    }

    /// The label of a program as shares of objectives.
    fn row(&self, program: usize) -> Vec<(u32, u32)> {
        row_of(&self.labels[program], &self.guesses[program])
    }

    /// The objectives that a program is linked to, of those that may be suggested.
    pub(super) fn linked(&self, program: usize) -> &[u32] {
        match &self.labels[program] {
            Label::Linked(objectives) => objectives,
            Label::Open | Label::Decided => &[],
        }
    }

    /// The programs that are linked to an objective, in order.
    pub(super) fn programs(&self, objective: usize) -> impl Iterator<Item = usize> {
        self.linked[objective].iter().map(|program| *program as usize)
    }

    /// Whether nobody has said anything of a program.
    pub(super) fn open(&self, program: usize) -> bool {
        self.labels[program] == Label::Open
    }
}

fn row_of(label: &Label, guess: &[(u32, u32)]) -> Vec<(u32, u32)> {
    match label {
        Label::Linked(objectives) => {
            let share = WHOLE / u32::try_from(objectives.len()).unwrap_or(u32::MAX).max(1);
            objectives.iter().map(|objective| (*objective, share)).collect()
        }
        Label::Open => guess.to_vec(),
        Label::Decided => Vec::new(),
    }
}

/// What is told of one program.
pub(super) struct Ranking {
    /// How likely each objective is, by its place: a softmax of the sums.
    pub likely: Vec<f32>,
    /// How much each program has in common with it.
    pub near: Vec<f32>,
    /// The linked programs nearest to it, the nearest first.
    pub alike: Vec<usize>,
    /// The objectives that its text names, with what it says.
    pub named: Vec<(usize, String)>,
    /// Its umbrella, part or fellow part that is linked to an objective.
    pub family: Vec<(usize, usize)>,
}

/// Ranks the objectives for a program.
pub(super) fn rank(reading: &Reading, learned: &Learned, program: usize) -> Ranking {
    let read = &reading.programs[program];
    let near = reading.near(program);
    let mut sums = vec![f32::NEG_INFINITY; reading.objectives.len()];
    let least = read.fits.iter().map(|fit| fit.score).fold(f32::INFINITY, f32::min);
    sums.iter_mut().for_each(|sum| *sum = if least.is_finite() { least } else { 0.0 });
    read.fits.iter().for_each(|fit| sums[fit.objective as usize] = fit.score);
    neighbors(learned, &near, &mut sums);
    habits(learned, read, &mut sums);
    let alike = linked(reading, learned, &near, &mut sums);
    let named = super::reason::named(reading, &read.record);
    named.iter().for_each(|(objective, _)| sums[*objective] += weight::NAMED);
    let family = family(reading, learned, program);
    family.iter().for_each(|(objective, _)| sums[*objective] += weight::UMBRELLA);
    Ranking { likely: softmax(sums), near, alike, named, family }
}

fn softmax(mut sums: Vec<f32>) -> Vec<f32> {
    let best = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    sums.iter_mut().for_each(|sum| *sum = (*sum - best).exp());
    let all: f32 = sums.iter().sum();
    sums.iter_mut().for_each(|sum| *sum /= all.max(f32::MIN_POSITIVE));
    sums
}

/// The largest of some numbers by place, the largest first; none that is not above zero.
fn largest(numbers: impl Iterator<Item = (usize, f32)>, most: usize) -> Vec<(usize, f32)> {
    let mut kept: Vec<(usize, f32)> = Vec::with_capacity(most + 1);
    for (place, number) in numbers.filter(|(_, number)| *number > 0.0) {
        if kept.len() == most && kept[most - 1].1 >= number {
            continue;
        }
        let at = kept.partition_point(|(_, other)| *other >= number);
        kept.insert(at, (place, number));
        kept.truncate(most);
    }
    kept
}

/// What programs near it are linked to, or seem to be about.
fn neighbors(learned: &Learned, near: &[f32], sums: &mut [f32]) {
    let nearest = largest(near.iter().copied().enumerate(), NEIGHBORS);
    let all: f32 = nearest.iter().map(|(_, s)| s * s).sum();
    for (program, closeness) in nearest {
        for (objective, share) in learned.row(program) {
            let part = closeness * closeness / all;
            sums[objective as usize] += weight::NEAR * part * share as f32 / (2.0 * HALF);
        }
    }
}

/// What is usual in the portfolio, and what its actors' programs are linked to.
fn habits(learned: &Learned, read: &Read, sums: &mut [f32]) {
    let many = sums.len() as f32;
    let all: u64 = learned.totals.iter().sum();
    let usual = |objective: usize| match all {
        0 => 1.0 / many,
        all => learned.totals[objective] as f32 / all as f32,
    };
    let habit = |rows: &[u64], objective: usize, total: f32| {
        let known = rows[objective] as f32 / WHOLE as f32;
        (known + usual(objective) * PRIOR) / (total + PRIOR)
    };
    let total = |rows: &[u64]| rows.iter().sum::<u64>() as f32 / WHOLE as f32;
    let actors: Vec<(&[u64], f32)> = read
        .actors
        .iter()
        .map(|actor| learned.actors[*actor as usize].as_slice())
        .map(|rows| (rows, total(rows)))
        .collect();
    let owner = read.record.owner.as_ref().and(read.actors.first());
    let owner = owner.map(|actor| learned.owners[*actor as usize].as_slice());
    let owner = owner.map(|rows| (rows, total(rows)));
    for (objective, sum) in sums.iter_mut().enumerate() {
        let often = |share: f32| (share * many + 0.05).ln();
        let of_actors = match actors.len() {
            0 => usual(objective),
            n => {
                let all = actors.iter().map(|(rows, total)| habit(rows, objective, *total));
                all.sum::<f32>() / n as f32
            }
        };
        let of_owner =
            owner.map_or_else(|| usual(objective), |(rows, total)| habit(rows, objective, total));
        *sum += weight::USUAL * often(usual(objective))
            + weight::ACTORS * often(of_actors)
            + weight::OWNER * often(of_owner);
    }
}

/// What linked programs near it are linked to: by the nearest of each objective, and by a local
/// kernel ridge regression on the nearest of all. Gives the nearest.
fn linked(reading: &Reading, learned: &Learned, near: &[f32], sums: &mut [f32]) -> Vec<usize> {
    let known = near.iter().copied().enumerate().filter(|(p, _)| !learned.linked(*p).is_empty());
    let known: Vec<(usize, f32)> = known.filter(|(_, closeness)| *closeness > 0.0).collect();
    let mut by_objective: Vec<Vec<(usize, f32)>> = vec![Vec::new(); sums.len()];
    for &(program, closeness) in &known {
        for objective in learned.linked(program) {
            by_objective[*objective as usize].push((program, closeness));
        }
    }
    for (sum, all) in sums.iter_mut().zip(by_objective) {
        let alike = largest(all.into_iter(), MOST_ALIKE);
        *sum += weight::ALIKE * alike.iter().map(|(_, closeness)| closeness).sum::<f32>();
    }
    let nearest = largest(known.into_iter(), LINKED);
    for (weight, (program, _)) in ridge(reading, &nearest).into_iter().zip(&nearest) {
        let objectives = learned.linked(*program);
        let share = weight / objectives.len().max(1) as f32;
        objectives.iter().for_each(|o| sums[*o as usize] += self::weight::LINKED * share);
    }
    nearest.into_iter().map(|(program, _)| program).collect()
}

/// What a program has in common with itself, in the regression, and what is added to it there.
const ITSELF: f32 = 3.3;

/// The weights of the nearest programs' labels: the solution of `K w = k`, where `K` is what they
/// have in common with each other and `k` what they have with the program (kernel ridge
/// regression, Saunders et al. 1998), by Cholesky's factors.
fn ridge(reading: &Reading, nearest: &[(usize, f32)]) -> Vec<f32> {
    let n = nearest.len();
    let near = |i: usize| reading.programs[nearest[i].0].near.as_slice();
    let mut factors = vec![0.0_f32; n * n];
    for i in 0..n {
        for j in 0..=i {
            let common = if i == j { ITSELF } else { space::dot(near(i), near(j)) };
            let done: f32 = (0..j).map(|k| factors[i * n + k] * factors[j * n + k]).sum();
            factors[i * n + j] = if i == j {
                (common - done).max(1e-3).sqrt()
            } else {
                (common - done) / factors[j * n + j]
            };
        }
    }
    let mut weights: Vec<f32> = nearest.iter().map(|(_, closeness)| *closeness).collect();
    for i in 0..n {
        let done: f32 = (0..i).map(|k| factors[i * n + k] * weights[k]).sum();
        weights[i] = (weights[i] - done) / factors[i * n + i];
    }
    for i in (0..n).rev() {
        let done: f32 = (i + 1..n).map(|k| factors[k * n + i] * weights[k]).sum();
        weights[i] = (weights[i] - done) / factors[i * n + i];
    }
    weights
}

/// The objectives that its umbrella, its parts and the other parts are linked to, each with one
/// of these.
fn family(reading: &Reading, learned: &Learned, program: usize) -> Vec<(usize, usize)> {
    let read = &reading.programs[program];
    let umbrella = read.record.part_of.as_ref();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut add = |member: usize| {
        for objective in learned.linked(member).iter().map(|o| *o as usize) {
            if !found.iter().any(|(known, _)| *known == objective) {
                found.push((objective, member));
            }
        }
    };
    umbrella.and_then(|id| reading.program(id)).into_iter().for_each(&mut add);
    let families = [Some(&read.id), umbrella].into_iter().flatten();
    let members = families.filter_map(|id| reading.parts.get(id)).flatten();
    members.filter(|place| **place != program).for_each(|place| add(*place));
    found
}

/// Whether the records that were read still say the same, but for links and decisions; gives the
/// programs of which these changed, with their records.
pub(super) fn changed<'f>(
    reading: &Reading,
    framework: &'f Framework,
) -> Option<Vec<(usize, &'f std::sync::Arc<Program>)>> {
    let mut changed = Vec::new();
    if reading.programs.len() != framework.programs().len() {
        return None;
    }
    for (place, (read, (id, now))) in reading.programs.iter().zip(framework.programs()).enumerate()
    {
        if read.id != *id {
            return None;
        }
        if !std::sync::Arc::ptr_eq(&read.record, now) {
            if !same_but_links(&read.record, now) || !same_higher(reading, &read.record, now) {
                return None;
            }
            changed.push((place, now));
        }
    }
    Some(changed)
}

/// Whether two have the same links to objectives that others contribute to, or that may not be
/// suggested: these decide which may be.
fn same_higher(reading: &Reading, one: &Program, other: &Program) -> bool {
    let higher = |id: &&ObjectiveId| !reading.objective(id).is_some_and(|o| reading.lowest[o]);
    one.links.keys().filter(higher).eq(other.links.keys().filter(higher))
}

fn same_but_links(one: &Program, other: &Program) -> bool {
    one.title == other.title
        && one.description == other.description
        && one.translations == other.translations
        && one.claims == other.claims
        && one.owner == other.owner
        && one.implementing == other.implementing
        && one.funding.keys().eq(other.funding.keys())
        && one.sectors.keys().eq(other.sectors.keys())
        && one.locations == other.locations
        && one.part_of == other.part_of
}
