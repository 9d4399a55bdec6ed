//! Codes of IATI 2.x and the words that 1.x has for them; dates and amounts as files write them.

use crate::import::organisation;
use crate::import::text::key;
use crate::model::{Country, Currency, Date, ProgramStatus};
use rust_decimal::Decimal;

/// What a participating organisation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Funding,
    Accountable,
    Extending,
    Implementing,
}

/// A role by its code (2.x) or its word (1.x).
pub(super) fn role(text: &str) -> Option<Role> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "funding" => Some(Role::Funding),
        "2" | "accountable" => Some(Role::Accountable),
        "3" | "extending" => Some(Role::Extending),
        "4" | "implementing" => Some(Role::Implementing),
        _ => None,
    }
}

/// A status by its code, else by its word.
pub(super) fn status(code: &str, word: &str) -> Option<ProgramStatus> {
    let by_code = match code {
        "1" => Some(ProgramStatus::Pipeline),
        "2" => Some(ProgramStatus::Implementation),
        "3" => Some(ProgramStatus::Finalisation),
        "4" => Some(ProgramStatus::Closed),
        "5" => Some(ProgramStatus::Cancelled),
        "6" => Some(ProgramStatus::Suspended),
        _ => None,
    };
    by_code.or_else(|| match key(if code.is_empty() { word } else { code }).as_str() {
        "pipeline identification" | "pipeline" | "planned" => Some(ProgramStatus::Pipeline),
        "implementation" | "being implemented" | "ongoing" => Some(ProgramStatus::Implementation),
        "completion" | "completed" | "finalisation" | "finalization" => {
            Some(ProgramStatus::Finalisation)
        }
        "post completion" | "closed" => Some(ProgramStatus::Closed),
        "cancelled" | "canceled" => Some(ProgramStatus::Cancelled),
        "suspended" => Some(ProgramStatus::Suspended),
        _ => None,
    })
}

/// Which of the four dates of an activity one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    PlannedStart = 0,
    ActualStart = 1,
    PlannedEnd = 2,
    ActualEnd = 3,
}

/// A date's kind, by its code (2.x) or its word (1.x).
pub(super) fn moment(text: &str) -> Option<Moment> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "start-planned" | "start" => Some(Moment::PlannedStart),
        "2" | "start-actual" => Some(Moment::ActualStart),
        "3" | "end-planned" | "end" | "completion" => Some(Moment::PlannedEnd),
        "4" | "end-actual" => Some(Moment::ActualEnd),
        _ => None,
    }
}

/// What a transaction is, as far as a program's money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Commitment,
    Disbursement,
    IncomingCommitment,
    IncomingFunds,
}

/// A transaction's kind, by its code (2.x), its letters or its word (1.x).
pub(super) fn kind(text: &str) -> Option<Kind> {
    match text.to_ascii_lowercase().as_str() {
        "2" | "c" | "commitment" => Some(Kind::Commitment),
        "3" | "d" | "disbursement" | "4" | "e" | "expenditure" => Some(Kind::Disbursement),
        "11" => Some(Kind::IncomingCommitment),
        "1" | "if" | "incoming funds" => Some(Kind::IncomingFunds),
        _ => None,
    }
}

/// Which list of sectors a vocabulary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dac {
    /// Purposes: five digits.
    Purpose,
    /// Categories: three digits.
    Category,
}

/// The DAC list that a sector's vocabulary is, by its code (2.x) or its letters (1.x).
pub(super) fn dac(vocabulary: &str) -> Option<Dac> {
    match vocabulary.to_ascii_uppercase().as_str() {
        "" | "1" | "DAC" | "OECD-DAC" | "DAC-5" => Some(Dac::Purpose),
        "2" | "DAC-3" => Some(Dac::Category),
        _ => None,
    }
}

/// A country by its code, in capitals or not, else by its name.
pub(super) fn country(code: &str, name: &str) -> Option<Country> {
    let code = code.to_ascii_uppercase();
    organisation::country(&code)
        .or_else(|| Country::new(&code).ok())
        .or_else(|| organisation::country(name))
}

/// A currency by its code, in capitals or not.
pub(super) fn currency(code: &str) -> Option<Currency> {
    Currency::new(code).or_else(|_| Currency::new(&code.to_ascii_uppercase())).ok()
}

/// A date: `2011-10-01`, with a time or a zone after it, which say nothing of the day.
pub(super) fn date(text: &str) -> Option<Date> {
    let (day, rest) = text.trim().split_at_checked(10)?;
    let shape = day.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    let rest = rest.trim_start().as_bytes().first();
    let ends = matches!(rest, None | Some(b'T' | b't' | b'Z' | b'z' | b'+' | b'-' | b'0'..=b'9'));
    if shape && ends { day.parse().ok() } else { None }
}

/// Why an amount cannot be used.
pub(super) enum Odd {
    /// It is no number.
    NoNumber,
    /// It is 10^18 or more.
    TooLarge,
}

/// An amount: `20854.00`, `20,854.00`, `+5`, `1.5E6`.
pub(super) fn amount(text: &str) -> Result<Decimal, Odd> {
    let text = text.trim();
    if text.len() > 60 {
        return Err(Odd::NoNumber);
    }
    let plain;
    let mut number = text;
    if text.bytes().any(|b| matches!(b, b',' | b' ' | b'+') || !b.is_ascii()) {
        plain = thousands(text).ok_or(Odd::NoNumber)?;
        number = &plain;
    }
    let value: Decimal = match number.parse() {
        Ok(value) => value,
        Err(_) => match Decimal::from_scientific(number) {
            Ok(value) => value,
            // More digits before the point than it has room for.
            Err(_) => {
                let digits = number.strip_prefix('-').unwrap_or(number);
                let all = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let huge = all && digits.split('.').next().is_some_and(|whole| whole.len() > 18);
                return Err(if huge { Odd::TooLarge } else { Odd::NoNumber });
            }
        },
    };
    let limit = Decimal::from(1_000_000_000_000_000_000_u64);
    if value.abs() >= limit { Err(Odd::TooLarge) } else { Ok(value) }
}

/// A number without the signs between its thousands, where these stand where they belong: a comma
/// before one or two digits may be a point.
fn thousands(text: &str) -> Option<String> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (sign, body) = text.strip_prefix('-').map_or(("", text), |body| ("-", body));
    let (whole, rest) = match body.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (body, None),
    };
    let mut groups = whole.split([',', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut number = format!("{sign}{first}");
    let mut grouped = digits(first);
    for group in groups {
        grouped &= first.len() <= 3 && group.len() == 3 && digits(group);
        number.push_str(group);
    }
    if let Some(rest) = rest {
        grouped &= digits(rest);
        number.push('.');
        number.push_str(rest);
    }
    grouped.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_have_a_time() {
        for text in ["2011-10-01", "2011-10-01Z", "2011-10-01T00:00:00", " 2011-10-01+02:00 "] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Some("2011-10-01"), "{text}");
        }
        for text in ["", "2011", "2011-13-01", "10/1/2011", "2011-10-1x", "2011-10-01x", "éééééé"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, expected) in [
            ("20854.00", "20854.00"),
            ("-99856", "-99856"),
            ("20,854.00", "20854.00"),
            ("1 234 567", "1234567"),
            ("+5", "5"),
            ("1.5E6", "1500000"),
            (" .5", "0.5"),
        ] {
            assert_eq!(
                amount(text).ok().map(|d| d.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["", "1,5", "12,34,567", "ten", "1.2.3", "NaN", "1--2"] {
            assert!(matches!(amount(text), Err(Odd::NoNumber)), "{text}");
        }
        for text in ["1000000000000000000", "99999999999999999999999999999999999999.5", "1e20"] {
            assert!(matches!(amount(text), Err(Odd::TooLarge)), "{text}");
        }
    }
}
