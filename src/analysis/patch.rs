//! The figures after an edit of a few programs: what they add is taken out and put in again,
//! where sums are whole numbers and so come out the same, and the rest is as it was.

use super::cards::{self, Part};
use super::coherence::Judge;
use super::index::{Index, Links};
use super::ledger::Entry;
use super::overlap::{Overlap, Pair};
use super::{
    Analysis, Facts, Trace, approach, backing, deficit, dependency, halves, identity, milestones,
    overlap, place_all, program_row, tensions, without_program,
};
use crate::model::EvidenceBar;
use std::sync::Arc;

/// With more programs than this changed, all is added up anew.
const FEW: usize = 32;

fn touches(pair: &Pair, changed: &[usize]) -> bool {
    pair.programs().iter().any(|p| changed.contains(p))
}

/// What was so before an edit that left all but programs as it was.
pub(super) struct Before<'a> {
    pub trace: Trace,
    pub links: &'a Links,
    /// The entries that were read anew, as they were.
    pub replaced: Vec<(usize, Entry)>,
}

impl Before<'_> {
    /// The programs for which anything differs, in order; `None` where they are many or others
    /// may be told by who owns them.
    fn changed(&self, index: &Index, facts: &Facts) -> Option<Vec<usize>> {
        let old = &self.trace.facts;
        if self.replaced.len() > FEW
            || self.replaced.iter().any(|(p, entry)| entry.owner != index.entry(*p).owner)
            || !self.trace.judged.same_owners(index, facts)
        {
            return None;
        }
        let differs = |&p: &usize| {
            old.excluded[p] != facts.excluded[p]
                || old.at_bars[p] != facts.at_bars[p]
                || self.links.of(p) != index.links(p)
        };
        let all = 0..index.programs.len();
        let mut changed: Vec<usize> = all.filter(differs).take(FEW + 1).collect();
        changed.extend(self.replaced.iter().map(|(p, _)| *p));
        changed.sort_unstable();
        changed.dedup();
        (changed.len() <= FEW).then_some(changed)
    }

    /// The changed programs, and those with which they overlap or did; `None` where they are
    /// many.
    fn affected(&self, changed: &[usize], found: &[Pair]) -> Option<Vec<usize>> {
        let gone = self.trace.pairs.iter().filter(|pair| touches(pair, changed));
        let mut affected: Vec<usize> =
            gone.chain(found).filter(|pair| !pair.possible).flat_map(Pair::programs).collect();
        affected.extend_from_slice(changed);
        affected.sort_unstable();
        affected.dedup();
        (affected.len() <= 16 * FEW).then_some(affected)
    }

    /// Puts the overlaps that were found in the place of those that the changed programs had.
    fn pairs(
        &mut self,
        index: &Index,
        changed: &[usize],
        found: Vec<Pair>,
        overlaps: &mut Vec<Overlap>,
    ) {
        let pairs = &mut self.trace.pairs;
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

    /// Takes what a program added to cards and matrices out, and puts in what it adds now.
    fn move_over(
        &self,
        index: &Index,
        facts: &Facts,
        bar: EvidenceBar,
        program: usize,
        analysis: &mut Analysis,
    ) {
        let old = self.replaced.iter().find(|(p, _)| *p == program);
        let old = old.map_or(index.entry(program), |(_, entry)| entry);
        let (cards, matrix) = (&mut analysis.objectives.0, &mut analysis.matrix);
        if self.trace.facts.excluded[program].is_none() {
            let part = Part { program, entry: old, links: self.links.of(program) };
            cards::change(index, bar, &part, false, cards, matrix);
        }
        if facts.excluded[program].is_none() {
            let part = Part { program, entry: index.entry(program), links: index.links(program) };
            cards::change(index, bar, &part, true, cards, matrix);
        }
    }
}

/// Makes the figures those of after the edit; `None` where that takes adding up anew: they are
/// then as they were.
pub(super) fn patch(
    index: &Index,
    bar: EvidenceBar,
    mut before: Before,
    analysis: &mut Arc<Analysis>,
) -> Option<Trace> {
    let (scope, standings, facts) = place_all(index, bar);
    let changed = before.changed(index, &facts)?;
    let (deficit, (disputes, voices, found, approach)) = halves::both(
        index.programs.len(),
        || deficit(index, &facts, &scope, bar, standings),
        || {
            let disputes = tensions::disputes(index);
            let voices = backing::Voices::new(index);
            let found = overlap::find(index, &facts, bar, &disputes, Some(&changed));
            let approach = approach::assess(index, &facts, bar, &voices);
            (disputes, voices, found, approach)
        },
    );
    let affected = before.affected(&changed, &found)?;
    let analysis = Arc::make_mut(analysis);
    before.pairs(index, &changed, found, &mut analysis.overlaps);
    for &program in &changed {
        before.move_over(index, &facts, bar, program, analysis);
        analysis.programs.0[program].1 = program_row(index, &facts, bar, program);
    }
    let Trace { pairs, judged, .. } = before.trace;
    let judge = Judge::new(index, &facts, bar, &disputes, &voices, &pairs);
    let (coherence, judged) = judge.again(judged, &affected, &mut analysis.coherence);
    analysis.framework = identity(index.framework);
    analysis.scope = scope;
    analysis.standing = standings;
    analysis.deficit = deficit;
    analysis.coherence = coherence;
    analysis.approach = approach;
    analysis.gaps.objectives_without_program = without_program(&analysis.objectives);
    analysis.dependencies = dependency::all(index, &facts);
    analysis.milestones = milestones(index.framework);
    Some(Trace { facts, pairs, judged })
}
