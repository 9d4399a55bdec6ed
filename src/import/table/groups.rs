//! Rows that are one program: which they are, and what becomes of their money.

use super::columns::Columns;
use super::line::{Line, Where};
use super::mapping::{Money, Rows};
use super::role::Role;
use crate::import::text;
use crate::model::{Basis, Currency};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of one program.
#[derive(Debug)]
pub(super) struct Group {
    /// What its id is made of, with the source.
    pub key: String,
    /// Its rows, in their order.
    pub lines: Vec<Line>,
}

/// Groups rows by what identifies them, in the order of their first rows; a row without an
/// identifier is a program by its title, owner and start, counted where these are equal.
pub(super) fn group(lines: Vec<Line>) -> Vec<Group> {
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut equals: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let key =
            if line.identifier.is_empty() { unnamed(&line, &mut equals) } else { named(&line) };
        match at.get(&key) {
            Some(at) => groups[*at].lines.push(line),
            None => {
                at.insert(key.clone(), groups.len());
                groups.push(Group { key, lines: vec![line] });
            }
        }
    }
    groups
}

/// The key of a row with an identifier.
pub(super) fn named(line: &Line) -> String {
    if line.within.is_empty() {
        line.identifier.clone()
    } else {
        format!("{}\u{1f}{}", line.within, line.identifier)
    }
}

fn unnamed(line: &Line, equals: &mut BTreeMap<String, usize>) -> String {
    let owner = line.owners.first().or(line.funders.first());
    let owner = owner.map(|owner| text::key(owner)).unwrap_or_default();
    let start = line.from.map(|day| day.to_string());
    let start = start.or_else(|| line.years.map(|(first, _)| first.to_string()));
    let title = text::key(&line.title);
    let key =
        format!("{}\u{1f}{title}\u{1f}{owner}\u{1f}{}", line.within, start.unwrap_or_default());
    let times = equals.entry(key.clone()).or_default();
    *times += 1;
    if *times > 1 { format!("{key}\u{1f}{times}") } else { key }
}

/// What became of the money of several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// There is one amount, or none.
    Plain,
    /// Added.
    Added,
    /// All rows repeat it, and it was taken once.
    Once,
}

/// The money of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub amount: Decimal,
    pub currency: Option<Currency>,
    pub basis: Basis,
    pub taken: Taken,
    /// The parts that are in the sum, each with the row in the group that it comes from.
    pub parts: Vec<(usize, Decimal)>,
    /// What could not be added: another currency without a rate.
    pub left_out: BTreeMap<Currency, Decimal>,
}

/// Which kind of money a program has, best first: all that was committed, then budgets, then what
/// no one gave a name, then what was paid out.
const RANK: [Basis; 4] = [Basis::Commitment, Basis::Budget, Basis::Stated, Basis::Disbursement];

/// The money of some rows that are one program; the best kind that is not zero.
pub(super) fn money(group: &Group, columns: &Columns) -> Option<Sum> {
    let mut zero = None;
    for basis in RANK {
        let Some(sum) = sum(group, columns, basis) else { continue };
        if !sum.amount.is_zero() || !sum.left_out.is_empty() {
            return Some(sum);
        }
        zero = zero.or(Some(sum));
    }
    zero
}

fn sum(group: &Group, columns: &Columns, basis: Basis) -> Option<Sum> {
    let all: Vec<(usize, Decimal, Option<Currency>)> = group
        .lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| line.money.get(&basis).map(|(value, c)| (at, *value, *c)))
        // What says no currency is in the one that is assumed, and added to what says it.
        .map(|(at, value, currency)| (at, value, currency.or(columns.currency)))
        .collect();
    let first = all.first()?;
    let same = || all.iter().all(|a| (a.1, a.2) == (first.1, first.2));
    let once = match columns.mapping.money {
        Money::Sum | Money::Funders => false,
        Money::Once => true,
        Money::Found => same() && !are_flows(group, columns),
    };
    if all.len() == 1 || once {
        let taken = if all.len() == 1 { Taken::Plain } else { Taken::Once };
        let parts = vec![(first.0, first.1)];
        let left_out = BTreeMap::new();
        return Some(Sum { amount: first.1, currency: first.2, basis, taken, parts, left_out });
    }
    Some(add(&without_repeats(&all, group, columns), columns, basis))
}

/// The amounts of some rows without those that an earlier row says of the same funders: rows of
/// several places or objectives repeat them. Flows are never repeats.
fn without_repeats(
    all: &[(usize, Decimal, Option<Currency>)],
    group: &Group,
    columns: &Columns,
) -> Vec<(usize, Decimal, Option<Currency>)> {
    if columns.mapping.money == Money::Sum || columns.has(Role::Flow) {
        return all.to_vec();
    }
    let mut seen = BTreeSet::new();
    let new = |(at, value, currency): &&(usize, Decimal, Option<Currency>)| {
        let line = &group.lines[*at];
        let amount = (columns.mapping.money == Money::Found).then_some(*value);
        seen.insert((&line.funders, &line.owners, line.years, amount, *currency))
    };
    all.iter().filter(new).copied().collect()
}

/// Whether equal amounts of some rows are so many sums: the rows are flows, or of several years.
fn are_flows(group: &Group, columns: &Columns) -> bool {
    let years: BTreeSet<_> = group.lines.iter().map(|line| line.years).collect();
    columns.has(Role::Flow) || (columns.has(Role::Year) && years.len() > 1)
}

/// Adds amounts in one currency: the one that they all have, else that of the framework.
fn add(all: &[(usize, Decimal, Option<Currency>)], columns: &Columns, basis: Basis) -> Sum {
    let mut often: BTreeMap<Option<Currency>, usize> = BTreeMap::new();
    for (_, _, currency) in all {
        *often.entry(*currency).or_default() += 1;
    }
    let most =
        often.iter().max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c))).and_then(|(c, _)| *c);
    let rates = &columns.options.rates;
    let ours = columns.currency;
    let convertible = |currency: &Option<Currency>| {
        *currency == ours || currency.is_some_and(|c| rates.contains_key(&c))
    };
    let target = if often.len() > 1 && ours.is_some() && often.keys().any(convertible) {
        ours
    } else {
        most
    };
    let mut sum = Sum {
        amount: Decimal::ZERO,
        currency: target,
        basis,
        taken: Taken::Added,
        parts: Vec::new(),
        left_out: BTreeMap::new(),
    };
    for (at, value, currency) in all {
        let rate = match currency {
            c if *c == target => Some(Decimal::ONE),
            Some(c) if target == ours && ours.is_some() => rates.get(c).map(|rate| rate.rate.get()),
            _ => None,
        };
        let value_in = rate.and_then(|rate| value.checked_mul(rate));
        match value_in.and_then(|v| sum.amount.checked_add(v).map(|total| (v, total))) {
            Some((value, total)) => {
                sum.amount = total;
                sum.parts.push((*at, value));
            }
            None => {
                if let Some(currency) = currency {
                    let left = sum.left_out.entry(*currency).or_default();
                    *left = left.checked_add(*value).unwrap_or(*left);
                }
            }
        }
    }
    sum
}

/// Divides rows into those of the country and those of others only.
pub(super) fn by_country(lines: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    lines.into_iter().partition(|line| !matches!(line.place, Where::Elsewhere(_)))
}

/// Whether an identifier that repeats is a fault, as the mapping says.
pub(super) fn one_each(columns: &Columns) -> bool {
    columns.mapping.rows == Rows::Programs
}
