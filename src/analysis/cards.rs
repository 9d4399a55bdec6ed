//! What stands on an objective's card, and the matrices: the distinct programs in scope that
//! support it or anything below it, at or above the bar, and their money once each, by the
//! shares that fall there (DESIGN.md, section 4).

use super::Facts;
use super::breakdown::{Partition, Partitions};
use super::index::Index;
use super::money::{Cents, divide, weight};
use crate::model::{EvidenceBar, ObjectiveId};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// The figures of an objective's card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Distinct programs.
    pub programs: u32,
    /// Their money, once each.
    pub money: Cents,
}

/// One cell of a matrix; cells without a program are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The row.
    pub objective: ObjectiveId,
    /// The column, as in the breakdown of that name.
    pub key: Option<String>,
    /// Distinct programs that support the objective or anything below it.
    pub programs: u32,
    /// Their money that falls to both.
    pub money: Cents,
}

/// Objectives against funders, dimensions and locations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// Against funders.
    pub funder: Vec<Cell>,
    /// Against dimensions.
    pub dimension: Vec<Cell>,
    /// Against locations.
    pub location: Vec<Cell>,
}

/// How a program's money falls to the objectives it supports: by link shares (scaled down over
/// 100, the remainder unattributed); links without a share divide what the others leave in
/// equal parts.
pub(super) fn attribute(
    index: &Index,
    program: usize,
    bar: EvidenceBar,
    money: Cents,
    out: &mut Vec<(usize, Cents)>,
) {
    out.clear();
    let shares: Vec<(usize, Option<Decimal>)> = index
        .supported(program, bar)
        .map(|l| (l.objective, l.share.map(|s| s.get().max(Decimal::ZERO))))
        .collect();
    let given: Decimal = shares.iter().filter_map(|(_, s)| *s).sum();
    let without = shares.iter().filter(|(_, s)| s.is_none()).count();
    let rest = (Decimal::ONE_HUNDRED - given).max(Decimal::ZERO);
    // Equal parts of the rest as weights: all weights are multiplied by their number.
    let factor = without.max(1) as i128;
    let mut weights: Vec<i128> = shares
        .iter()
        .map(|(_, s)| s.map_or_else(|| weight(rest), |s| weight(s) * factor))
        .collect();
    if without == 0 && rest > Decimal::ZERO {
        weights.push(weight(rest));
    }
    let mut parts = Vec::with_capacity(weights.len());
    if !shares.is_empty() {
        divide(money, &weights, &mut parts);
    }
    out.extend(shares.iter().zip(parts).map(|((objective, _), part)| (*objective, part)));
}

/// All cards, by place, and the matrices.
pub(super) fn count(
    index: &Index,
    facts: &Facts,
    bar: EvidenceBar,
    partitions: &Partitions,
) -> (Vec<Card>, Matrix) {
    let mut cards = vec![Card::default(); index.objectives.len()];
    let mut funder = Cells::new(&partitions.funder);
    let mut dimension = Cells::new(&partitions.dimension);
    let mut location = Cells::new(&partitions.location);
    let mut parts = Vec::new();
    let mut here: Vec<(usize, Cents)> = Vec::new();
    for program in facts.in_scope() {
        attribute(index, program, bar, facts.money(index, program), &mut parts);
        here.clear();
        for &(objective, part) in &parts {
            for &at in index.dag.above(objective).iter().chain([&objective]) {
                match here.iter_mut().find(|(o, _)| *o == at) {
                    Some((_, sum)) => *sum += part,
                    None => here.push((at, part)),
                }
            }
        }
        for &(objective, money) in &here {
            cards[objective].programs += 1;
            cards[objective].money += money;
        }
        [&mut funder, &mut dimension, &mut location]
            .into_iter()
            .for_each(|c| c.add(program, &here));
    }
    let matrix = Matrix {
        funder: funder.finish(index),
        dimension: dimension.finish(index),
        location: location.finish(index),
    };
    (cards, matrix)
}

/// One matrix while it is added up.
struct Cells<'a> {
    columns: &'a Partition,
    sums: FxHashMap<(u32, u32), Card>,
    weights: Vec<i128>,
    parts: Vec<Cents>,
}

impl<'a> Cells<'a> {
    fn new(columns: &'a Partition) -> Self {
        Self { columns, sums: FxHashMap::default(), weights: Vec::new(), parts: Vec::new() }
    }

    fn add(&mut self, program: usize, here: &[(usize, Cents)]) {
        let members = self.columns.of(program);
        self.weights.clear();
        self.weights.extend(members.iter().map(|(_, w)| *w));
        for &(objective, money) in here {
            divide(money, &self.weights, &mut self.parts);
            for (&(group, _), &money) in members.iter().zip(&self.parts) {
                let row = u32::try_from(objective).unwrap_or(u32::MAX);
                let cell = self.sums.entry((row, group)).or_default();
                cell.programs += 1;
                cell.money += money;
            }
        }
    }

    fn finish(self, index: &Index) -> Vec<Cell> {
        let key = |group: u32| self.columns.groups[group as usize].0.clone();
        let mut sums: Vec<_> = self.sums.iter().map(|(place, card)| (*place, *card)).collect();
        sums.sort_by_cached_key(|((objective, group), _)| (*objective, key(*group)));
        sums.into_iter()
            .map(|((objective, group), card)| Cell {
                objective: index.dag.id(objective as usize).clone(),
                key: key(group),
                programs: card.programs,
                money: card.money,
            })
            .collect()
    }
}
