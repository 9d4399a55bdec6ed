//! What stands on an objective's card, and the matrices: the distinct programs in scope that
//! support it or anything below it, at or above the bar, and their money once each, by the
//! shares that fall there (DESIGN.md, section 4).

use super::Facts;
use super::breakdown::{self, Parts, dimension_key};
use super::index::{EffectiveLink, Index, supporting};
use super::ledger::{Entry, Member, number};
use super::money::{Cents, divide, weight};
use crate::graph::Dag;
use crate::model::{EvidenceBar, ObjectiveId, Percent};
use rust_decimal::Decimal;
use serde::Serialize;

/// The figures of an objective's card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Distinct programs.
    pub programs: u32,
    /// Their money, once each.
    pub money: Cents,
}

impl Card {
    /// Puts one program in, or takes it out.
    fn change(&mut self, money: Cents, puts: bool) {
        if puts {
            self.programs += 1;
            self.money += money;
        } else {
            self.programs -= 1;
            self.money = self.money - money;
        }
    }
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
#[derive(Default)]
struct Attribution {
    shares: Vec<(usize, Option<Decimal>)>,
    weights: Vec<i128>,
    parts: Vec<Cents>,
}

impl Attribution {
    fn divide<'l>(&mut self, links: impl Iterator<Item = &'l EffectiveLink>, money: Cents) {
        self.shares.clear();
        self.parts.clear();
        self.shares.extend(links.map(|l| (l.objective, l.share.map(Percent::get))));
        match self.shares.as_slice() {
            [] => return,
            [(_, None)] => return self.parts.push(money),
            _ => {}
        }
        self.shares.iter_mut().filter_map(|(_, s)| s.as_mut()).for_each(|s| {
            *s = (*s).max(Decimal::ZERO);
        });
        let given: Decimal = self.shares.iter().filter_map(|(_, s)| *s).sum();
        let without = self.shares.iter().filter(|(_, s)| s.is_none()).count();
        let rest = (Decimal::ONE_HUNDRED - given).max(Decimal::ZERO);
        // Equal parts of the rest as weights: all weights are multiplied by their number.
        let factor = without.max(1) as i128;
        let weighed = |s: &Option<Decimal>| s.map_or_else(|| weight(rest), |s| weight(s) * factor);
        self.weights.clear();
        self.weights.extend(self.shares.iter().map(|(_, s)| weighed(s)));
        if without == 0 && rest > Decimal::ZERO {
            self.weights.push(weight(rest));
        }
        divide(money, &self.weights, &mut self.parts);
    }

    /// Each objective with its part.
    fn parts(&self) -> impl Iterator<Item = (usize, Cents)> {
        self.shares.iter().zip(&self.parts).map(|((objective, _), part)| (*objective, *part))
    }
}

/// That a program supports an objective or something below it, with the money that falls there.
#[derive(Clone, Copy, Default)]
struct Support {
    objective: u32,
    program: u32,
    money: Cents,
}

/// Appends what a program supports by these links, each objective once.
fn supports_of<'l>(
    dag: &Dag,
    program: usize,
    links: impl Iterator<Item = &'l EffectiveLink>,
    money: Cents,
    attribution: &mut Attribution,
    all: &mut Vec<Support>,
) {
    let start = all.len();
    attribution.divide(links, money);
    for (objective, money) in attribution.parts() {
        for &at in dag.above(objective).iter().chain([&objective]) {
            let at = number(at);
            match all[start..].iter_mut().find(|s| s.objective == at) {
                Some(support) => support.money += money,
                None => all.push(Support { objective: at, program: number(program), money }),
            }
        }
    }
}

/// All supports, by objective, then program; and where those of each objective end.
fn supports(index: &Index, facts: &Facts, bar: EvidenceBar) -> (Vec<Support>, Vec<usize>) {
    let mut all: Vec<Support> = Vec::with_capacity(index.programs.len());
    let mut ends = vec![0; index.objectives.len()];
    let mut attribution = Attribution::default();
    for program in facts.in_scope().filter(|&p| !index.links(p).is_empty()) {
        let links = index.supported(program, bar);
        supports_of(index.dag, program, links, index.money(program), &mut attribution, &mut all);
    }
    all.iter().for_each(|s| ends[s.objective as usize] += 1);
    // A counting sort: each objective's place begins where those before it end.
    let mut next = 0;
    for end in &mut ends {
        next += std::mem::replace(end, next);
    }
    let mut sorted = vec![Support::default(); all.len()];
    for support in all {
        let end = &mut ends[support.objective as usize];
        sorted[*end] = support;
        *end += 1;
    }
    (sorted, ends)
}

/// All cards, by place, and the matrices.
pub(super) fn count(index: &Index, facts: &Facts, bar: EvidenceBar) -> (Vec<Card>, Matrix) {
    let ledger = index.ledger;
    let [mut funder, mut dimension, mut location] = columns(index).map(Cells::new);
    let (supports, ends) = supports(index, facts, bar);
    let mut cards = Vec::with_capacity(ends.len());
    let mut start = 0;
    for (objective, end) in ends.into_iter().enumerate() {
        let mut card = Card::default();
        for support in &supports[start..end] {
            let entry = index.entry(support.program as usize);
            card.programs += 1;
            card.money += support.money;
            funder.add(ledger.funders(entry), support.money);
            dimension.add(ledger.dimensions(entry), support.money);
            location.add(ledger.locations(entry), support.money);
        }
        start = end;
        let id = index.dag.id(objective);
        [&mut funder, &mut dimension, &mut location].into_iter().for_each(|c| c.close(id));
        cards.push(card);
    }
    let matrix = Matrix { funder: funder.made, dimension: dimension.made, location: location.made };
    (cards, matrix)
}

/// The keys of the columns of each matrix.
fn columns<'a>(index: &Index<'a>) -> [Vec<Option<&'a str>>; 3] {
    let actor = |g: usize| index.actor_ids.get(g).map(|id| id.as_str());
    let head = index.framework.head();
    let places = &index.ledger.places;
    [
        (0..=index.actors.len()).map(actor).collect(),
        (0..breakdown::dimensions(head)).map(|g| dimension_key(head, g)).collect(),
        (0..places.len()).map(|g| places.key(g)).collect(),
    ]
}

/// What one program adds to cards and matrices, or added before an edit.
pub(super) struct Part<'a> {
    pub program: usize,
    pub entry: &'a Entry,
    pub links: &'a [EffectiveLink],
}

/// Takes what a program added out of cards and matrices, or puts what it adds in.
pub(super) fn change(
    index: &Index,
    bar: EvidenceBar,
    part: &Part,
    puts: bool,
    cards: &mut [(ObjectiveId, Card)],
    matrix: &mut Matrix,
) {
    let links = supporting(part.links, index.dag, bar);
    let mut all = Vec::new();
    let money = part.entry.money.unwrap_or_default();
    supports_of(index.dag, part.program, links, money, &mut Attribution::default(), &mut all);
    let ledger = index.ledger;
    let columns = columns(index);
    let mut parts = Parts::default();
    for support in all {
        let objective = index.dag.id(support.objective as usize);
        if let Ok(place) = cards.binary_search_by(|(id, _)| id.cmp(objective)) {
            cards[place].1.change(support.money, puts);
        }
        for (cells, columns, members) in [
            (&mut matrix.funder, &columns[0], ledger.funders(part.entry)),
            (&mut matrix.dimension, &columns[1], ledger.dimensions(part.entry)),
            (&mut matrix.location, &columns[2], ledger.locations(part.entry)),
        ] {
            parts.each(members, support.money, |column, money| {
                change_cell(cells, objective, columns[column], money, puts);
            });
        }
    }
}

fn change_cell(
    cells: &mut Vec<Cell>,
    objective: &ObjectiveId,
    key: Option<&str>,
    money: Cents,
    puts: bool,
) {
    let order = |c: &Cell| c.objective.cmp(objective).then_with(|| c.key.as_deref().cmp(&key));
    let place = match cells.binary_search_by(order) {
        Ok(place) => place,
        Err(place) => {
            let key = key.map(str::to_owned);
            let (programs, money) = (0, Cents::default());
            cells.insert(place, Cell { objective: objective.clone(), key, programs, money });
            place
        }
    };
    let cell = &mut cells[place];
    let mut card = Card { programs: cell.programs, money: cell.money };
    card.change(money, puts);
    (cell.programs, cell.money) = (card.programs, card.money);
    if card.programs == 0 {
        cells.remove(place);
    }
}

/// One matrix while it is added up, objective by objective.
struct Cells<'a> {
    keys: Vec<Option<&'a str>>,
    /// The place of each column in the order of keys.
    ranks: Vec<usize>,
    row: Vec<Card>,
    /// The columns that this objective has programs in.
    touched: Vec<usize>,
    parts: Parts,
    made: Vec<Cell>,
}

impl<'a> Cells<'a> {
    fn new(keys: Vec<Option<&'a str>>) -> Self {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&column| keys[column]);
        let mut ranks = vec![0; keys.len()];
        order.iter().enumerate().for_each(|(rank, &column)| ranks[column] = rank);
        let row = vec![Card::default(); keys.len()];
        Self { keys, ranks, row, touched: Vec::new(), parts: Parts::default(), made: Vec::new() }
    }

    fn add(&mut self, members: &[Member], money: Cents) {
        let (row, touched) = (&mut self.row, &mut self.touched);
        self.parts.each(members, money, |column, part| {
            let card = &mut row[column];
            if card.programs == 0 {
                touched.push(column);
            }
            card.programs += 1;
            card.money += part;
        });
    }

    fn close(&mut self, objective: &ObjectiveId) {
        let ranks = &self.ranks;
        self.touched.sort_unstable_by_key(|&column| ranks[column]);
        for column in self.touched.drain(..) {
            let card = std::mem::take(&mut self.row[column]);
            self.made.push(Cell {
                objective: objective.clone(),
                key: self.keys[column].map(str::to_owned),
                programs: card.programs,
                money: card.money,
            });
        }
    }
}
