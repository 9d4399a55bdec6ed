//! The money of an activity: what is committed, else budgeted, else paid; the part of it that is in
//! the framework's country; in one currency; by sector and by funder.

use super::codes::{Dac, Kind};
use super::draft::{Draft, Flow};
use super::places::{self, Share};
use super::shares::{self, Mended};
use crate::import::Options;
use crate::model::{
    ActorId, Amount, Basis, Budget, Country, Currency, Date, Funding, Percent, Sector, Table,
};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;

/// What a file's money is read with.
pub(super) struct Purse<'a> {
    pub options: &'a Options,
    /// The framework's country; without one, all money is taken.
    pub home: Option<Country>,
    /// The currency of most values of the file, else the framework's, else the dollar.
    pub usual: Currency,
}

/// A sum by currency, with how many values there are.
type Sums = BTreeMap<Option<Currency>, (Decimal, u32)>;

/// The order in which transactions are asked what the money does not say itself.
const KINDS: [Kind; 4] =
    [Kind::Commitment, Kind::Disbursement, Kind::IncomingCommitment, Kind::IncomingFunds];

/// The money of an activity.
#[derive(Default)]
pub(super) struct Money {
    pub budget: Option<Budget>,
    pub sectors: Table<Sector, Percent>,
    pub funding: Table<ActorId, Funding>,
}

impl Purse<'_> {
    /// Counts the money of an activity; what it finds goes to the draft.
    pub(super) fn count(&self, draft: &mut Draft, share: Share) -> Money {
        let ratio = self.ratio(draft, share);
        let (basis, sums) = self.sums(draft, share, ratio);
        let mut money = Money::default();
        let mut target = self.options.currency.unwrap_or(self.usual);
        if let Some(basis) = basis {
            let (currency, total) = self.settle(draft, &sums);
            target = currency;
            money.budget = budget(draft, total, currency, basis);
        }
        money.sectors = self.sectors(draft, share, basis);
        money.funding = self.funding(draft, share, ratio, target);
        money
    }

    /// What part of a transaction is taken, from 0 to 1.
    fn factor(&self, flow: &Flow, share: Share, ratio: Decimal) -> Decimal {
        match (share, self.home) {
            (Share::Flows, Some(home)) => places::part_of(&flow.countries, home).unwrap_or(ratio),
            _ => ratio,
        }
    }

    /// What part of the activity is taken, from 0 to 1, where a thing has no place of its own.
    fn ratio(&self, draft: &Draft, share: Share) -> Decimal {
        let home = match (share, self.home) {
            (Share::Part(part), _) => return part / Decimal::ONE_HUNDRED,
            (Share::Flows, Some(home)) => home,
            _ => return Decimal::ONE,
        };
        for kind in KINDS {
            // Of several currencies the first that has a sum: amounts of two cannot be added.
            let mut sums: BTreeMap<Option<Currency>, (Decimal, Decimal)> = BTreeMap::new();
            let mut here = false;
            for (flow, sum) in draft.flows.iter().filter(|(flow, _)| flow.kind == kind) {
                if let Some(part) = places::part_of(&flow.countries, home) {
                    here |= !part.is_zero();
                    let (all, ours) = sums.entry(flow.currency).or_default();
                    *all += sum.value;
                    *ours += times(sum.value, part);
                }
            }
            let usable = |(all, ours): &&(Decimal, Decimal)| {
                *all > Decimal::ZERO && *ours >= Decimal::ZERO && ours <= all
            };
            if let Some((all, ours)) = sums.values().find(usable).filter(|_| here) {
                return *ours / *all;
            }
        }
        // Values that come to nothing say but how many they are.
        let (mut all, mut ours) = (Decimal::ZERO, Decimal::ZERO);
        for (flow, sum) in &draft.flows {
            if let Some(part) = places::part_of(&flow.countries, home) {
                all += Decimal::from(sum.count);
                ours += times(Decimal::from(sum.count), part);
            }
        }
        if all.is_zero() { Decimal::ONE } else { ours / all }
    }

    /// What the money is, and how much of it there is in each currency.
    fn sums(&self, draft: &Draft, share: Share, ratio: Decimal) -> (Option<Basis>, Sums) {
        if let Some(sums) = self.flows(draft, Kind::Commitment, share, ratio) {
            return (Some(Basis::Commitment), sums);
        }
        if !draft.budgets.is_empty() {
            let mut sums = Sums::new();
            for (value, currency) in budgets(draft) {
                let (sum, count) = sums.entry(currency).or_default();
                *sum += times(value, ratio);
                *count += 1;
            }
            return (Some(Basis::Budget), sums);
        }
        match self.flows(draft, Kind::Disbursement, share, ratio) {
            Some(sums) => (Some(Basis::Disbursement), sums),
            None => (None, Sums::new()),
        }
    }

    /// The sums of transactions of a kind; none where there are none that concern the country.
    fn flows(&self, draft: &Draft, kind: Kind, share: Share, ratio: Decimal) -> Option<Sums> {
        let mut sums = Sums::new();
        let named = names(draft, kind);
        for (flow, of) in draft.flows.iter().filter(|(flow, _)| flow.kind == kind) {
            // Where some transactions name a country, the others are in none that is known.
            if share == Share::Flows && flow.countries.is_empty() && named {
                continue;
            }
            let factor = self.factor(flow, share, ratio);
            if share == Share::Flows && factor.is_zero() {
                continue;
            }
            let (sum, count) = sums.entry(flow.currency).or_default();
            *sum += times(of.value, factor);
            *count += of.count;
        }
        (!sums.is_empty()).then_some(sums)
    }

    /// One sum of several, and its currency.
    fn settle(&self, draft: &mut Draft, sums: &Sums) -> (Currency, Decimal) {
        let mut by_currency: BTreeMap<Currency, (Decimal, u32)> = BTreeMap::new();
        let line = draft.line;
        for (currency, (value, count)) in sums {
            if currency.is_none() {
                let message = format!("{} no currency: taken as {}", have(*count), self.usual);
                let hint = "correct the currency of its money if that is wrong";
                draft.find("I12", line, "currency", message, hint);
            }
            let (sum, values) = by_currency.entry(currency.unwrap_or(self.usual)).or_default();
            *sum += *value;
            *values += *count;
        }
        let most = by_currency
            .iter()
            .max_by_key(|(currency, (_, count))| (*count, std::cmp::Reverse(**currency)))
            .map_or(self.usual, |(currency, _)| *currency);
        let own = self.options.currency.filter(|own| {
            by_currency.len() > 1 && by_currency.keys().any(|c| self.rate(*c, *own).is_some())
        });
        let target = own.unwrap_or(most);
        let mut total = Decimal::ZERO;
        for (currency, (value, count)) in by_currency {
            let rate = if own.is_some() || currency == target {
                self.rate(currency, target)
            } else {
                None
            };
            match rate {
                Some(rate) => total += times(value, rate),
                None => {
                    let message = format!(
                        "{currency} {} ({} in this currency) is not in its sum, which is in {target}: no rate for {currency} is known",
                        cents(value),
                        values(count)
                    );
                    let hint = "set the rate in the framework's settings and import again";
                    draft.find("I08", line, "currency", message, hint);
                }
            }
        }
        (target, total)
    }

    /// What one unit of a currency is worth in another one.
    fn rate(&self, from: Currency, to: Currency) -> Option<Decimal> {
        if from == to {
            return Some(Decimal::ONE);
        }
        let own = self.options.currency == Some(to);
        self.options.rates.get(&from).filter(|_| own).map(|rate| rate.rate.get())
    }

    /// The sectors: those of the whole activity, else those of its transactions by their value.
    fn sectors(
        &self,
        draft: &mut Draft,
        share: Share,
        basis: Option<Basis>,
    ) -> Table<Sector, Percent> {
        let line = draft.line;
        let hint = "correct its sectors if that is wrong";
        if let Some(list) = list(draft.sectors.iter().map(|(dac, ..)| *dac)) {
            let given: Vec<_> = draft
                .sectors
                .iter()
                .filter(|(dac, ..)| *dac == list)
                .map(|(_, s, p)| (*s, *p))
                .collect();
            let (parts, mended) = shares::parts(&given);
            let message = match mended {
                Mended::No => "",
                Mended::Missing => {
                    "some of its sectors have no percentage: taken as equal parts of what the others leave"
                }
                Mended::Over => {
                    "the percentages of its sectors are more than 100 in sum: scaled to 100"
                }
            };
            if !message.is_empty() {
                draft.find("I12", line, "sector", message, hint);
            }
            return shares::rounded(&parts).into_iter().collect();
        }
        let first = match basis {
            Some(Basis::Disbursement) => [Kind::Disbursement, Kind::Commitment],
            _ => [Kind::Commitment, Kind::Disbursement],
        };
        let Some(kind) = first
            .into_iter()
            .chain(KINDS)
            .find(|kind| draft.flows.keys().any(|flow| self.sectored(flow, *kind, share)))
        else {
            return Table::default();
        };
        let mut weights = self.weights(draft, kind, share);
        // Where all is taken back, what is taken back is what it was for.
        if weights.values().all(|weight| *weight <= Decimal::ZERO) {
            weights.values_mut().for_each(|weight| *weight = weight.abs());
        }
        weights.values_mut().for_each(|weight| *weight = (*weight).max(Decimal::ZERO));
        if weights.values().all(Decimal::is_zero) {
            weights.values_mut().for_each(|weight| *weight = Decimal::ONE);
            if weights.len() > 1 {
                let message = "its transactions come to no money by which to weigh their sectors: taken as equal parts";
                draft.find("I12", line, "transaction sector", message, hint);
            }
        }
        weights.retain(|_, weight| !weight.is_zero());
        shares::rounded(&shares::by_weight(&weights)).into_iter().collect()
    }

    /// Whether a transaction is of a kind, has sectors, and is in the country.
    fn sectored(&self, flow: &Flow, kind: Kind, share: Share) -> bool {
        let here = self.factor(flow, share, Decimal::ONE) > Decimal::ZERO;
        flow.kind == kind && !flow.sectors.is_empty() && here
    }

    /// The sectors of transactions of a kind with the money that each has.
    fn weights(&self, draft: &Draft, kind: Kind, share: Share) -> BTreeMap<Sector, Decimal> {
        let flows = || draft.flows.iter().filter(|(flow, _)| self.sectored(flow, kind, share));
        let list = list(flows().flat_map(|(flow, _)| &flow.sectors).map(|(dac, ..)| *dac));
        // Of several currencies only one can be weighed, but for those with a rate.
        let mut counts: BTreeMap<Currency, u32> = BTreeMap::new();
        for (flow, sum) in flows() {
            *counts.entry(flow.currency.unwrap_or(self.usual)).or_default() += sum.count;
        }
        let most = counts.iter().max_by_key(|(_, count)| **count).map(|(currency, _)| *currency);
        let own = self
            .options
            .currency
            .filter(|own| counts.len() > 1 && counts.keys().any(|c| self.rate(*c, *own).is_some()));
        let target = own.or(most).unwrap_or(self.usual);
        let mut weights = BTreeMap::new();
        for (flow, sum) in flows() {
            let given: Vec<_> = flow
                .sectors
                .iter()
                .filter(|(dac, ..)| Some(*dac) == list)
                .map(|(_, sector, percent)| (*sector, *percent))
                .collect();
            let rate = self.rate(flow.currency.unwrap_or(self.usual), target);
            let value = times(sum.value, rate.unwrap_or_default());
            let value = times(value, self.factor(flow, share, Decimal::ONE));
            for (sector, part) in shares::parts(&given).0 {
                *weights.entry(sector).or_default() += times(value, part / Decimal::ONE_HUNDRED);
            }
        }
        weights
    }

    /// Who pays, and how much where transactions say so.
    fn funding(
        &self,
        draft: &mut Draft,
        share: Share,
        ratio: Decimal,
        target: Currency,
    ) -> Table<ActorId, Funding> {
        let mut all: Table<ActorId, Funding> = Table::default();
        for actor in &draft.funders {
            all.entry(actor.clone()).or_insert_with(Funding::new);
        }
        // Of each provider what it commits, else what it pays: never both.
        let mut given: BTreeMap<(ActorId, Kind), Option<Decimal>> = BTreeMap::new();
        let mut unknown: BTreeMap<Currency, (Decimal, u32)> = BTreeMap::new();
        for (flow, sum) in &draft.flows {
            let Some(actor) = flow.provider.and_then(|at| draft.provider_actors.get(at)?.clone())
            else {
                continue;
            };
            let value = times(sum.value, self.factor(flow, share, ratio));
            let currency = flow.currency.unwrap_or(self.usual);
            let rate = self.rate(currency, target);
            if rate.is_none() {
                let (left, count) = unknown.entry(currency).or_default();
                *left += value;
                *count += sum.count;
            }
            let amount = given.entry((actor, flow.kind)).or_insert(Some(Decimal::ZERO));
            *amount = amount.zip(rate).map(|(amount, rate)| amount + times(value, rate));
        }
        for ((actor, kind), amount) in given {
            let committed = kind == Kind::IncomingFunds && {
                let funding = all.get(&actor);
                funding.is_some_and(|funding| funding.amount.is_some())
            };
            let funding = all.entry(actor).or_insert_with(Funding::new);
            if !committed {
                funding.amount = amount.and_then(|amount| Amount::new(rounded(amount)).ok());
            }
        }
        let line = draft.line;
        for (currency, (value, count)) in unknown {
            let message = format!(
                "{currency} {} ({} from its funders) is in no funder's amount: it is not in {target}, and no rate is known",
                cents(value),
                values(count)
            );
            let hint = "set the rate in the framework's settings and import again";
            draft.find("I08", line, "funding", message, hint);
        }
        all
    }
}

/// Whether transactions of a kind name countries.
fn names(draft: &Draft, kind: Kind) -> bool {
    draft.flows.keys().any(|flow| flow.kind == kind && !flow.countries.is_empty())
}

/// The DAC list that sectors are taken from: that of five digits where it is there.
fn list(lists: impl Iterator<Item = Dac>) -> Option<Dac> {
    lists.min()
}

/// The budgets that hold: a revised one replaces the original ones of its time.
fn budgets(draft: &Draft) -> impl Iterator<Item = (Decimal, Option<Currency>)> {
    let meets = |a: &super::draft::BudgetPart, b: &super::draft::BudgetPart| {
        // The day on which one ends may be the day on which the next begins.
        let before = |to: Option<Date>, from: Option<Date>| {
            to.zip(from).is_some_and(|(to, from)| to <= from)
        };
        (a.from, a.to) == (b.from, b.to) || !(before(a.to, b.from) || before(b.to, a.from))
    };
    draft.budgets.iter().filter_map(move |budget| {
        let mut others = draft.budgets.iter().filter(|other| other.revised);
        let replaced = !budget.revised && others.any(|other| meets(budget, other));
        (!replaced).then_some((budget.value, budget.currency))
    })
}

/// The budget of a program, or a finding.
fn budget(draft: &mut Draft, total: Decimal, currency: Currency, basis: Basis) -> Option<Budget> {
    let line = draft.line;
    let total = rounded(total);
    let Ok(amount) = Amount::new(total) else {
        let message = format!("its money comes to {total}, and amounts stay under 10^18");
        draft.find("I03", line, "money", message, "correct it in the source and import again");
        return None;
    };
    if total < Decimal::ZERO {
        let message =
            format!("its money comes to {currency} {}, which is below zero", cents(total));
        draft.find(
            "I06",
            line,
            "money",
            message,
            "correct it if that is wrong: it counts as no money",
        );
    }
    let mut budget = Budget::new(amount);
    budget.currency = Some(currency);
    budget.basis = Some(basis);
    Some(budget)
}

/// A product; one that is too large for a decimal is larger than any amount may be.
fn times(value: Decimal, factor: Decimal) -> Decimal {
    if factor == Decimal::ONE { value } else { value.saturating_mul(factor) }
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// An amount for a message.
fn cents(value: Decimal) -> String {
    format!("{:.2}", rounded(value))
}

fn values(count: u32) -> String {
    if count == 1 { "1 value".to_owned() } else { format!("{count} values") }
}

fn have(count: u32) -> String {
    if count == 1 { "1 value has".to_owned() } else { format!("{count} values have") }
}
