//! How a table of unknown columns is probably read: by the columns' names, and where these say
//! nothing, by what stands in the columns. Every guess is shown, and can be changed.

use super::content::Content;
use super::layout::Layout;
use super::mapping::Mapping;
use super::role::Role;
use super::words::{self, Named};
use super::{amount, mapping};
use crate::import::{Options, id, text};
use std::collections::BTreeSet;

/// What a column's role was told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guess {
    /// The mapping says so.
    Mapping,
    /// The column's name.
    Name,
    /// What stands in it.
    Content,
    /// Nothing.
    None,
}

/// Columns while their roles are found.
struct Guessing<'a> {
    names: &'a [String],
    content: &'a [Content],
    roles: Vec<(Role, Guess)>,
    /// What the user should know of it.
    notes: Vec<String>,
}

/// A mapping for a table, what each column's role was told by, and notes on what was left out.
pub(super) fn guess(
    layout: &Layout,
    content: &[Content],
    options: &Options,
) -> (Mapping, Vec<Guess>, Vec<String>) {
    let names = &layout.columns;
    let mut all = Guessing { names, content, roles: Vec::new(), notes: Vec::new() };
    all.roles = names.iter().zip(content).map(|(name, content)| by_name(name, content)).collect();
    all.choose_identifier();
    all.choose_title();
    all.choose_money(options);
    all.choose_currency(options);
    for role in [Role::Owner, Role::Year, Role::Flow, Role::SectorShare] {
        all.keep_one(role, |content| content.filled);
    }
    all.keep_one(Role::Status, |content| content.statuses * 1000 / content.seen.max(1) + 1);
    all.keep_one(Role::Country, |content| content.countries * 1000 / content.seen.max(1) + 1);
    all.keep_one(Role::Sector, |content| {
        let share = |count: usize| count * 1000 / content.seen.max(1);
        share(content.codes) * 2 + share(content.sectors) * 2 + 1
    });
    all.by_content();
    let guesses = all.roles.iter().map(|(_, guess)| *guess).collect();
    let columns = names.iter().cloned().zip(all.roles.iter().map(|(role, _)| *role)).collect();
    let mut mapping = Mapping { columns, ..Mapping::default() };
    mapping.source = source(&mapping);
    (mapping, guesses, all.notes)
}

/// The word that ids of a table's programs are made with: a hash of the names of the columns for
/// identifier, title and organisations, so that next month's table has the same, whatever its
/// file is called and whatever other columns come and go.
pub(super) fn source(mapping: &mapping::Mapping) -> String {
    let names = mapping.columns.iter().filter(|(_, role)| {
        matches!(
            role,
            Role::Identifier | Role::Title | Role::Owner | Role::Funder | Role::Implementer
        )
    });
    let keys: BTreeSet<String> = names.map(|(name, _)| text::key(name)).collect();
    let joined = keys.into_iter().collect::<Vec<_>>().join("+");
    format!("table-{:08x}", id::bits("table", "columns", &joined) & 0xffff_ffff)
}

/// The role that a column's name gives it, as far as what stands in it agrees.
fn by_name(name: &str, content: &Content) -> (Role, Guess) {
    if content.is_personal() && content.filled > 0 {
        return (Role::Person, Guess::Content);
    }
    let empty = content.filled == 0;
    let role = match words::named(name) {
        Named::Role(role) => role,
        Named::Project if content.looks_like_identifiers() => Role::Identifier,
        Named::Project => Role::Title,
        Named::Objective => {
            let repeats = content.distinct * 2 <= content.filled && content.distinct <= 80;
            let short = content.length <= content.seen * 12;
            if repeats || short { Role::Objective } else { Role::Description }
        }
        Named::Nothing => return (Role::Ignore, Guess::Name),
        Named::Silent => return (Role::Ignore, Guess::None),
    };
    let agrees = empty
        || match role {
            Role::Start | Role::End | Role::Year => {
                content.mostly(content.dates, 50)
                    || (role == Role::Year && !content.mostly(content.numbers, 50))
            }
            _ if role.is_money() => content.mostly(content.numbers, 50),
            // Numbers of places are of a list that is not there.
            Role::Location => content.mostly(content.letters, 50),
            // One value everywhere says nothing.
            Role::Objective => content.distinct > 1 || content.filled < 20,
            Role::Owner | Role::Funder | Role::Implementer => !content.mostly(content.urls, 50),
            _ => true,
        };
    let parent = role == Role::Funder && text::key(name).starts_with("parent");
    if agrees && !parent { (role, Guess::Name) } else { (Role::Ignore, Guess::None) }
}

impl Guessing<'_> {
    fn of(&self, role: Role) -> Vec<usize> {
        let is = |at: &usize| self.roles[*at].0 == role;
        (0..self.roles.len()).filter(is).collect()
    }

    fn drop(&mut self, at: usize) {
        self.roles[at] = (Role::Ignore, Guess::None);
    }

    /// Keeps the best column of a role: filled before empty, then by a score, then the first.
    fn keep_one(&mut self, role: Role, score: impl Fn(&Content) -> usize) {
        let all = self.of(role);
        let rank = |at: &usize| {
            let content = &self.content[*at];
            (content.filled > 0, score(content), usize::MAX - at)
        };
        let best = all.iter().copied().max_by_key(rank);
        for at in all.into_iter().filter(|at| Some(*at) != best) {
            self.drop(at);
        }
    }

    /// The column that identifies: well filled, mostly different, by the usual names.
    fn choose_identifier(&mut self) {
        let all = self.of(Role::Identifier);
        let rank = |at: &usize| {
            let content = &self.content[*at];
            let different = content.distinct * 3 >= content.filled.min(4000) && content.filled > 0;
            let fullest = self.content.iter().map(|c| c.filled).max().unwrap_or_default();
            let full = content.filled * 2 >= fullest;
            let usual = u8::MAX - words::preference(&self.names[*at], Role::Identifier);
            (different, full, usual, content.distinct, usize::MAX - at)
        };
        let best = all.iter().copied().max_by_key(rank);
        let usable =
            best.filter(|at| self.content[*at].distinct * 10 >= self.content[*at].filled.min(4000));
        for at in all.into_iter().filter(|at| Some(*at) != usable) {
            let content = &self.content[at];
            let other = content.filled > 0 && content.distinct * 3 >= content.filled.min(4000);
            self.roles[at] = if other {
                (Role::OtherIdentifier, Guess::Name)
            } else {
                (Role::Ignore, Guess::None)
            };
        }
    }

    fn choose_title(&mut self) {
        let all = self.of(Role::Title);
        let rank = |at: &usize| {
            let content = &self.content[*at];
            let short = words::preference(&self.names[*at], Role::Title);
            (content.filled > 0, u8::MAX - short, content.distinct, usize::MAX - at)
        };
        let best = all.iter().copied().max_by_key(rank);
        for at in all.into_iter().filter(|at| Some(*at) != best) {
            self.drop(at);
        }
    }

    /// One column for each kind of money: a total before a part, one that names the currency
    /// before one that does not. Amounts of years are never added on a guess.
    fn choose_money(&mut self, options: &Options) {
        let mut left = Vec::new();
        let mut years = Vec::new();
        for role in [Role::Commitment, Role::Budget, Role::Amount, Role::Disbursement] {
            let all = self.of(role);
            let different: BTreeSet<_> =
                all.iter().filter_map(|at| year_in(&self.names[*at])).collect();
            let (yearly, whole): (Vec<usize>, Vec<usize>) = all
                .into_iter()
                .partition(|at| different.len() > 1 && year_in(&self.names[*at]).is_some());
            let rank = |at: &usize| {
                let key = text::key(&self.names[*at]);
                let said = amount::currency_in(&self.names[*at], options.country);
                let wanted = options.currency.is_some() && said == options.currency;
                let total = key.contains("total") || key.contains("cumul");
                let filled = self.content[*at].filled;
                let fullest = self.content.iter().map(|c| c.filled).max().unwrap_or_default();
                (filled > 0, filled * 5 >= fullest, wanted, said.is_some(), total, usize::MAX - at)
            };
            let best = whole.iter().copied().max_by_key(rank);
            for at in whole.into_iter().filter(|at| Some(*at) != best) {
                left.push(at);
            }
            years.extend(yearly);
        }
        for at in left.iter().chain(&years) {
            self.drop(*at);
        }
        let named = |all: &[usize]| {
            let filled = all.iter().filter(|at| self.content[**at].filled > 0);
            filled
                .map(|at| format!("\"{}\"", text::short(&self.names[*at], 60)))
                .collect::<Vec<_>>()
        };
        let (left, years) = (named(&left), named(&years));
        if !left.is_empty() {
            self.notes.push(format!(
                "of several amounts of one kind one is taken; not {}",
                left.join(", ")
            ));
        }
        if !years.is_empty() {
            self.notes.push(format!(
                "amounts of years are not added unless the mapping says so (`add_columns: true`): {}",
                years.join(", ")
            ));
        }
    }

    /// The column of currencies beside the amount that is read, unless that one's name says it.
    fn choose_currency(&mut self, options: &Options) {
        let all = self.of(Role::Currency);
        let money = [Role::Commitment, Role::Budget, Role::Amount, Role::Disbursement]
            .into_iter()
            .find_map(|role| self.of(role).first().copied());
        let said =
            money.is_some_and(|at| amount::currency_in(&self.names[at], options.country).is_some());
        let beside = |at: &usize| {
            let filled = self.content[*at].filled > 0;
            (!filled, money.map_or(0, |money| money.abs_diff(*at)))
        };
        let best = all.iter().copied().min_by_key(beside).filter(|_| !said);
        for at in all.into_iter().filter(|at| Some(*at) != best) {
            self.drop(at);
        }
    }

    /// Roles that no name gave, for columns whose names say nothing.
    fn by_content(&mut self) {
        for at in 0..self.roles.len() {
            let content = &self.content[at];
            if self.roles[at] != (Role::Ignore, Guess::None) || content.filled == 0 {
                continue;
            }
            if words::named(&self.names[at]) != Named::Silent {
                continue;
            }
            let free = |role: Role| self.of(role).is_empty();
            let all_different = content.distinct * 10 >= content.filled.min(4000) * 9;
            let role =
                if content.mostly(content.iati, 80) && all_different && free(Role::Identifier) {
                    Role::Identifier
                } else if content.mostly(content.currencies, 90) && free(Role::Currency) {
                    Role::Currency
                } else if content.mostly(content.codes, 80) && free(Role::Sector) {
                    Role::Sector
                } else if content.mostly(content.countries, 90) && free(Role::Country) {
                    Role::Country
                } else if content.mostly(content.statuses, 80)
                    && content.distinct < 20
                    && free(Role::Status)
                {
                    Role::Status
                } else {
                    continue;
                };
            self.roles[at] = (role, Guess::Content);
        }
        self.title_by_content();
        self.money_and_dates_by_content();
    }

    fn silent(&self) -> impl Iterator<Item = usize> {
        (0..self.roles.len()).filter(|at| {
            self.roles[*at] == (Role::Ignore, Guess::None)
                && self.content[*at].filled > 0
                && words::named(&self.names[*at]) == Named::Silent
        })
    }

    fn title_by_content(&mut self) {
        let titled =
            self.roles.iter().any(|(role, _)| matches!(role, Role::Title | Role::TitleIn(_)));
        if titled {
            return;
        }
        let fullest = self.content.iter().map(|c| c.filled).max().unwrap_or_default();
        let fits = |at: &usize| {
            let content = &self.content[*at];
            let length = content.length / content.seen.max(1);
            content.mostly(content.prose, 60)
                && (12..=250).contains(&length)
                && content.distinct * 10 >= content.filled.min(4000) * 7
                && content.filled * 2 >= fullest
        };
        let found = self.silent().find(fits);
        if let Some(at) = found {
            self.roles[at] = (Role::Title, Guess::Content);
        }
    }

    fn money_and_dates_by_content(&mut self) {
        if !self.roles.iter().any(|(role, _)| role.is_money()) {
            let fits = |at: &usize| {
                let content = &self.content[*at];
                content.mostly(content.numbers, 90)
                    && content.mostly(content.large, 50)
                    && !content.mostly(content.dates, 50)
                    && !content.mostly(content.codes, 50)
            };
            let found = self.silent().find(fits);
            if let Some(at) = found {
                self.roles[at] = (Role::Amount, Guess::Content);
            }
        }
        let dated =
            self.roles.iter().any(|(role, _)| matches!(role, Role::Start | Role::End | Role::Year));
        if !dated {
            let fits = |at: &usize| {
                let content = &self.content[*at];
                content.mostly(content.dates, 80) && !content.mostly(content.codes, 50)
            };
            let both: Vec<usize> = self.silent().filter(fits).take(2).collect();
            for (at, role) in both.into_iter().zip([Role::Start, Role::End]) {
                self.roles[at] = (role, Guess::Content);
            }
        }
    }
}

/// The year in a name, unless it stands after "as of".
fn year_in(name: &str) -> Option<String> {
    let key = text::key(name);
    let key = key.split(" as of ").next().unwrap_or_default();
    let is_year = |word: &&str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    };
    key.split(' ').find(is_year).map(str::to_owned)
}
