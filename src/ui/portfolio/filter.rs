//! Filters: what is typed above a column, and the quick ones.

use super::column::{Column, Holds, stated};
use super::rows::Row;
use crate::model::{Amount, Date, Framework};
use crate::ui::canvas::plain;
use crate::ui::field::parse;
use std::cmp::Ordering;

/// A filter of one click.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Quick {
    #[default]
    All,
    NoLink,
    NotInScope,
    Linked,
}

impl Quick {
    pub(super) const ALL: [Self; 4] = [Self::All, Self::NoLink, Self::NotInScope, Self::Linked];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::NoLink => "No link shown",
            Self::NotInScope => "Not in scope",
            Self::Linked => "Linked",
        }
    }

    pub(super) fn passes(self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::NoLink => row.orphan(),
            Self::NotInScope => row.excluded.is_some(),
            Self::Linked => {
                row.excluded.is_none() && row.standing == crate::analysis::Standing::Linked
            }
        }
    }
}

/// How a value stands to the one that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Sign {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Equal => ordering.is_eq(),
            Self::AtLeast => ordering.is_ge(),
            Self::More => ordering.is_gt(),
        }
    }
}

/// What a column is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// The text holds these words; accents and case do not count.
    Holds(String),
    /// The text is this.
    Is(String),
    /// Nothing stands there.
    Empty,
    /// The money stands so to an amount.
    Money(Sign, Amount),
    /// The day stands so to another.
    Day(Sign, Date),
}

impl Test {
    /// Reads what is typed; nothing where it asks for nothing.
    ///
    /// # Errors
    /// When a sign stands before what is no amount or day.
    pub(super) fn read(column: Column, text: &str) -> Result<Option<Self>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text == "=" {
            return Ok(Some(Self::Empty));
        }
        let signs = [
            (">=", Sign::AtLeast),
            ("<=", Sign::AtMost),
            (">", Sign::More),
            ("<", Sign::Less),
            ("=", Sign::Equal),
        ];
        let found =
            signs.into_iter().find_map(|(s, sign)| text.strip_prefix(s).map(|rest| (sign, rest)));
        match (found, column.holds()) {
            (Some((Sign::Equal, rest)), Holds::Text) => Ok(Some(Self::Is(plain(rest.trim())))),
            (Some((sign, rest)), Holds::Money) => {
                Ok(parse::amount(rest)?.map(|amount| Self::Money(sign, amount)))
            }
            (Some((sign, rest)), Holds::Days) => {
                Ok(day_or_year(rest)?.map(|day| Self::Day(sign, day)))
            }
            _ => Ok(Some(Self::Holds(plain(text)))),
        }
    }

    pub(super) fn passes(&self, framework: &Framework, column: Column, row: &Row) -> bool {
        match self {
            Self::Holds(words) => row.plain(framework, column).contains(words.as_str()),
            Self::Is(words) => row.plain(framework, column) == words,
            Self::Empty => row.plain(framework, column).is_empty(),
            Self::Money(sign, than) => {
                let amount = if column == Column::Budget {
                    stated(row)
                } else {
                    row.money.and_then(|m| m.to_string().parse().ok())
                };
                amount.is_some_and(|amount| sign.holds(amount.get().cmp(&than.get())))
            }
            Self::Day(sign, than) => {
                let period = &row.record.period;
                let day = if column == Column::From { period.from } else { period.to };
                day.is_some_and(|day| sign.holds(day.cmp(than)))
            }
        }
    }
}

/// A day, or the first of a year.
fn day_or_year(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    let year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    if year { parse::day(&format!("{text}-01-01")) } else { parse::day(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_as_they_are_typed() {
        let read = |column, text| Test::read(column, text).unwrap();
        let million: Amount = "1000000".parse().unwrap();
        assert_eq!(read(Column::Money, ">1m"), Some(Test::Money(Sign::More, million)));
        assert_eq!(read(Column::Budget, "<= 1,000,000"), Some(Test::Money(Sign::AtMost, million)));
        let day = jiff::civil::date(2024, 1, 1);
        assert_eq!(read(Column::From, "<2024-01-01"), Some(Test::Day(Sign::Less, day)));
        assert_eq!(read(Column::To, ">2024"), Some(Test::Day(Sign::More, day)));
        assert_eq!(read(Column::Owner, " Élec "), Some(Test::Holds("elec".to_owned())));
        assert_eq!(read(Column::Owner, "=Norad"), Some(Test::Is("norad".to_owned())));
        assert_eq!(read(Column::Money, "="), Some(Test::Empty));
        assert_eq!(read(Column::Money, ">"), None);
        assert!(Test::read(Column::Money, ">much").is_err());
        assert!(Test::read(Column::From, "<soon").is_err());
    }
}
