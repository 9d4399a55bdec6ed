//! The figures after an edit of a few programs: what they added is taken out and what they add now
//! is put in, where sums are whole numbers and so come out the same; the rest is as it was.

use super::cards::{self, Part};
use super::coherence::{Judge, owners};
use super::index::{EffectiveLink, Index};
use super::ledger::Entry;
use super::money::Cents;
use super::overlap::{Overlap, Pair};
use super::scope::{self, Exclusion};
use super::standing::Standing;
use super::{
    Analysis, Trace, approach, dependency, identity, milestones, overlap, program_row, tensions,
    without_program,
};
use crate::model::{EvidenceBar, Program, ProgramId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// With more programs than this changed, all is added up anew.
const FEW: usize = 32;

/// A program that was edited.
pub(super) struct Replaced<'c> {
    pub program: usize,
    /// What was read of it before.
    pub entry: Entry,
    pub before: &'c Program,
    pub after: &'c Program,
}

/// An edit that left all but some programs, and what objectives say of themselves, as it was.
pub(super) struct Patch<'a, 'c> {
    pub bar: EvidenceBar,
    /// The parts of each umbrella.
    pub parts: &'a FxHashMap<u32, Vec<usize>>,
    /// Whether a record of an objective was changed.
    pub objectives: bool,
    pub replaced: Vec<Replaced<'c>>,
}

/// A program for which something may differ, as it was before the edit.
struct Was {
    program: usize,
    excluded: Option<Exclusion>,
    at_bars: [Standing; 3],
    links: Vec<EffectiveLink>,
}

fn touches(pair: &Pair, changed: &[usize]) -> bool {
    pair.programs().iter().any(|p| changed.binary_search(p).is_ok())
}

impl Patch<'_, '_> {
    /// Makes the figures those of after the edit, and says which programs it touched; `None` where
    /// that takes adding up anew: they are then as they were.
    pub(super) fn patch(
        &self,
        index: &mut Index,
        mut trace: Trace,
        analysis: &mut Arc<Analysis>,
    ) -> Option<(Trace, Vec<ProgramId>)> {
        let bar = self.bar;
        let mut changed = self.changed(index)?;
        let scope = (!self.keeps_scope(index)).then(|| scope::decide(index));
        if let Some((_, excluded)) = &scope {
            let old = trace.facts.excluded.iter().zip(excluded).enumerate();
            changed.extend(old.filter(|(_, (old, new))| old != new).map(|(p, _)| p));
            changed.sort_unstable();
            changed.dedup();
        }
        if changed.len() > FEW {
            return None;
        }
        let were: Vec<Was> = changed.iter().map(|&p| was(index, &trace, p)).collect();
        if let Some((_, excluded)) = &scope {
            trace.facts.excluded.clone_from(excluded);
        }
        changed.iter().for_each(|&p| trace.facts.place(index, bar, p));
        let moved = were.iter().any(|w| w.excluded != trace.facts.excluded[w.program]);
        let owners =
            if moved { owners(index, &trace.facts) } else { trace.judged.owners().clone() };
        let several = |family: &Option<(usize, bool)>| family.is_some_and(|(_, several)| several);
        if !owners.iter().map(several).eq(trace.judged.owners().iter().map(several)) {
            return None;
        }
        self.move_over(index, &were, &mut trace);
        let disputes = tensions::disputes(index);
        let found = overlap::find(index, &trace.supporters, &disputes, Some(&changed));
        let affected = affected(&trace.pairs, &changed, &found)?;
        let analysis = Arc::make_mut(analysis);
        put_pairs(index, &changed, found, &mut trace.pairs, &mut analysis.overlaps);
        let near = trace.pairs.iter().filter(|pair| touches(pair, &affected));
        let judge = Judge::new(index, &trace.facts, bar, &disputes, &trace.voices, near, owners);
        let money = affected.iter().map(|&p| (p, self.money_before(index, p)));
        (analysis.coherence, trace.judged) =
            judge.again(trace.judged, money, &mut analysis.coherence);
        for was in &were {
            self.move_cards(index, was, &trace, analysis);
            let (old, new) = (was.excluded, trace.facts.excluded[was.program]);
            let at = bar as usize;
            old.is_none().then(|| analysis.standing.take(was.at_bars[at]));
            new.is_none().then(|| analysis.standing.add(trace.facts.at_bars[was.program][at]));
            analysis.programs.0[was.program].1 = program_row(index, &trace.facts, bar, was.program);
        }
        if let Some((scope, _)) = scope {
            analysis.scope = scope;
        }
        analysis.deficit = trace.totals.deficit(index, &analysis.scope, bar, analysis.standing);
        if self.objectives {
            analysis.approach = approach::assess(index, &trace.supporters, &trace.voices);
        } else {
            analysis.approach.integrated_planning =
                approach::integrated_planning(index, &trace.supporters);
        }
        if moved || self.replaced.iter().any(Replaced::may_break) {
            analysis.dependencies = dependency::all(index, &trace.facts);
        }
        analysis.framework = identity(index.framework);
        analysis.gaps.objectives_without_program = without_program(&analysis.objectives);
        analysis.milestones = milestones(index.framework);
        Some((trace, changed.iter().map(|&p| index.ids[p].clone()).collect()))
    }

    /// The edited programs with all that are parts of them; `None` where they are many, or others
    /// may be told by who owns them.
    fn changed(&self, index: &Index) -> Option<Vec<usize>> {
        let owner = |r: &Replaced| r.entry.owner != index.entry(r.program).owner;
        if self.replaced.len() > FEW || self.replaced.iter().any(owner) {
            return None;
        }
        let mut changed: Vec<usize> = self.replaced.iter().map(|r| r.program).collect();
        let mut next = 0;
        while let Some(program) = changed.get(next) {
            let parts = u32::try_from(*program).ok().and_then(|p| self.parts.get(&p));
            let new = parts.into_iter().flatten().filter(|p| !changed.contains(p));
            let new: Vec<usize> = new.take(FEW + 1).copied().collect();
            changed.extend(new);
            if changed.len() > FEW {
                return None;
            }
            next += 1;
        }
        changed.sort_unstable();
        Some(changed)
    }

    /// Whether the edit leaves what is in scope, and the money of umbrellas, as it was.
    fn keeps_scope(&self, index: &Index) -> bool {
        self.replaced.iter().all(|Replaced { program, entry: old, .. }| {
            let new = index.entry(*program);
            let alone = old.umbrella.is_none()
                && u32::try_from(*program).is_ok_and(|p| !self.parts.contains_key(&p));
            old.excluded == new.excluded
                && old.umbrella == new.umbrella
                && (alone || old.money == new.money)
        })
    }

    /// What was read of a program before the edit.
    fn entry_before<'e>(&'e self, index: &Index<'e>, program: usize) -> &'e Entry {
        let replaced = self.replaced.iter().find(|r| r.program == program);
        replaced.map_or(index.entry(program), |replaced| &replaced.entry)
    }

    fn money_before(&self, index: &Index, program: usize) -> Cents {
        self.entry_before(index, program).money.unwrap_or_default()
    }

    /// Takes what the programs added to totals and supporters out, and puts in what they add now.
    fn move_over(&self, index: &Index, were: &[Was], trace: &mut Trace) {
        let Trace { facts, totals, supporters, .. } = trace;
        let (bar, dag) = (self.bar, index.dag);
        if self.replaced.iter().any(|r| r.before.locations != r.after.locations) {
            totals.spell_again(index);
        }
        let mut unconverted = false;
        for was in were {
            let (p, old) = (was.program, self.entry_before(index, was.program));
            let new = index.entry(p);
            unconverted |= old.unconverted.is_some() || new.unconverted.is_some();
            if was.excluded.is_none() {
                totals.change(index, old, was.at_bars, bar, false);
                supporters.change(dag, bar, (p, &was.links), false);
            }
            if facts.excluded[p].is_none() {
                totals.change(index, new, facts.at_bars[p], bar, true);
                supporters.change(dag, bar, (p, index.links(p)), true);
            }
        }
        if unconverted {
            totals.convert_again(index, facts);
        }
    }

    /// Takes what a program added to cards and matrices out, and puts in what it adds now.
    fn move_cards(&self, index: &Index, was: &Was, trace: &Trace, analysis: &mut Analysis) {
        let program = was.program;
        let (cards, matrix) = (&mut analysis.objectives.0, &mut analysis.matrix);
        if was.excluded.is_none() {
            let entry = self.entry_before(index, program);
            let part = Part { program, entry, links: &was.links };
            cards::change(index, self.bar, &part, false, cards, matrix);
        }
        if trace.facts.excluded[program].is_none() {
            let part = Part { program, entry: index.entry(program), links: index.links(program) };
            cards::change(index, self.bar, &part, true, cards, matrix);
        }
    }
}

impl Replaced<'_> {
    /// Whether the edit may make a dependency break or hold.
    fn may_break(&self) -> bool {
        let (before, after) = (self.before, self.after);
        before.depends_on != after.depends_on || before.period != after.period
    }
}

/// A program as it was; its links are resolved again.
fn was(index: &mut Index, trace: &Trace, program: usize) -> Was {
    let facts = &trace.facts;
    let (excluded, at_bars) = (facts.excluded[program], facts.at_bars[program]);
    Was { program, excluded, at_bars, links: index.resolve_again(program) }
}

/// The changed programs, and those with which they overlap or did; `None` where they are many.
fn affected(pairs: &[Pair], changed: &[usize], found: &[Pair]) -> Option<Vec<usize>> {
    let gone = pairs.iter().filter(|pair| touches(pair, changed));
    let mut affected: Vec<usize> =
        gone.chain(found).filter(|pair| !pair.possible).flat_map(Pair::programs).collect();
    affected.extend_from_slice(changed);
    affected.sort_unstable();
    affected.dedup();
    (affected.len() <= 16 * FEW).then_some(affected)
}

/// Puts the overlaps that were found in the place of those that the changed programs had.
fn put_pairs(
    index: &Index,
    changed: &[usize],
    found: Vec<Pair>,
    pairs: &mut Vec<Pair>,
    overlaps: &mut Vec<Overlap>,
) {
    if pairs.iter().any(|pair| touches(pair, changed)) {
        let mut of = pairs.iter();
        overlaps.retain(|_| of.next().is_some_and(|pair| !touches(pair, changed)));
        pairs.retain(|pair| !touches(pair, changed));
    }
    if !found.is_empty() {
        overlaps.extend(found.iter().map(|pair| pair.overlap(index)));
        overlaps.sort();
        pairs.extend(found);
        pairs.sort();
    }
}
