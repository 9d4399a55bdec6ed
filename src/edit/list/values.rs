//! The values of a cell: money, days, status and sectors, in the many ways people write them.

use super::rows::fold;
use crate::model::codelists;
use crate::model::{Amount, Currency, Date, Percent, ProgramStatus, Sector};
use rust_decimal::Decimal;

/// A sum of money as a cell has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money {
    pub amount: Amount,
    pub currency: Option<Currency>,
    /// Whether a single point or comma was taken to part thousands.
    pub guessed: bool,
}

/// What a word beside a number says.
pub(super) enum Word {
    Times(u32),
    In(Currency),
    /// A CFA franc, of West or of Central Africa.
    Franc,
    Nothing,
}

/// Reads a word beside a number; `None` where it says something else.
pub(super) fn word(text: &str) -> Option<Word> {
    let power = match fold(text).as_str() {
        "k" | "thousand" | "thousands" | "mille" | "milliers" | "mil" | "miles" | "tsd" => 3,
        "m" | "mm" | "mn" | "mln" | "mio" | "million" | "millions" | "millon" | "millones"
        | "milhao" | "milhoes" => 6,
        "b" | "bn" | "md" | "mds" | "mrd" | "billion" | "billions" | "milliard" | "milliards" => 9,
        "" | "de" | "d" | "of" | "in" | "en" | "em" | "f" | "approx" | "env" | "ca" => {
            return Some(Word::Nothing);
        }
        "cfa" | "fcfa" => return Some(Word::Franc),
        "€" | "euro" | "euros" => return Currency::new("EUR").ok().map(Word::In),
        "r$" => return Currency::new("BRL").ok().map(Word::In),
        "£" => return Currency::new("GBP").ok().map(Word::In),
        "us" | "us$" | "$us" | "$" | "dollar" | "dollars" | "dolares" => {
            return Currency::new("USD").ok().map(Word::In);
        }
        _ => return currency(text).map(Word::In),
    };
    Some(Word::Times(power))
}

/// A currency's code, in any case.
pub(super) fn currency(text: &str) -> Option<Currency> {
    let code = text.trim().to_uppercase();
    codelists::currency(&code).and_then(|found| Currency::new(found.code).ok())
}

/// Whether a currency is a CFA franc.
pub(super) fn is_franc(currency: Currency) -> bool {
    ["XOF", "XAF"].contains(&currency.as_str())
}

/// Reads a sum of money. `times`, a power of ten, holds where the cell itself says none; `home`
/// tells which CFA franc is meant.
pub(super) fn money(text: &str, times: u32, home: Currency) -> Option<Money> {
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (mut scale, mut currency) = (None, None);
    let before = text[..first].trim_end();
    let negative = before.ends_with(['-', '−']);
    for part in [before.trim_end_matches(['-', '−']), &text[last..]] {
        for found in part.split([' ', '.', ',', '(', ')', ':', '~', '\'', '’', '-']).map(word) {
            match found? {
                Word::Franc if !is_franc(home) => return None,
                Word::Franc => currency = Some(home),
                Word::Times(power) => scale = Some(scale.unwrap_or(0) + power),
                Word::In(code) if currency.is_none_or(|known| known == code) => {
                    currency = Some(code);
                }
                Word::In(_) => return None,
                Word::Nothing => {}
            }
        }
    }
    let (number, guessed) = plain(&text[first..last], scale.is_some())?;
    let scale = scale.unwrap_or(times);
    let factor = 10_u64.checked_pow(scale).map(Decimal::from)?;
    let mut value = number.parse::<Amount>().ok()?.get().checked_mul(factor)?;
    value.set_sign_negative(negative && !value.is_zero());
    let amount = Amount::new(value.normalize()).ok()?;
    Some(Money { amount, currency, guessed })
}

/// A number as a plain decimal, and whether it could have been read otherwise.
fn plain(text: &str, scaled: bool) -> Option<(String, bool)> {
    let text: String = text.replace(['’', '\''], " ");
    if !text.chars().all(|c| c.is_ascii_digit() || ".,  ".contains(c)) {
        return None;
    }
    let (dots, commas) = (text.matches('.').count(), text.matches(',').count());
    let (decimal, guessed) = match (dots, commas) {
        (1.., 1..) if text.rfind('.') > text.rfind(',') => (Some('.'), false),
        (1.., 1..) => (Some(','), false),
        (1, 0) | (0, 1) => {
            let sign = if dots == 1 { '.' } else { ',' };
            let (whole, after) = text.split_once(sign)?;
            let thousands = after.len() == 3 && !scaled && whole.len() <= 3 && whole != "0";
            if thousands { (None, true) } else { (Some(sign), false) }
        }
        _ => (None, false),
    };
    let (whole, after) = match decimal {
        Some(sign) => text.split_once(sign)?,
        None => (text.as_str(), ""),
    };
    let groups: Vec<&str> = whole.split([' ', '.', ',']).collect();
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty()
        || (1..=3).contains(&first.len())
            && rest.iter().all(|group| matches!(group.len(), 2 | 3))
            && rest.last().is_some_and(|group| group.len() == 3);
    if !grouped || !after.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let point = if after.is_empty() { "" } else { "." };
    Some((format!("{}{point}{after}", groups.concat()), guessed))
}

/// A day, or the first and the last of a month, a quarter or a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub first: Date,
    pub last: Date,
    /// Whether the month could have been the day.
    pub guessed: bool,
}

const MONTHS: [(&str, i8); 26] = [
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fev", 2),
    ("mar", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("out", 10),
    ("nov", 11),
    ("dec", 12),
    ("dic", 12),
    ("dez", 12),
    ("juli", 7),
];

/// A part of a date.
#[derive(Clone, Copy)]
enum Part {
    Year(i16),
    Month(i8),
    /// One or two digits: a day, a month, or a year of this century.
    Short(i8),
    Quarter(i8),
}

fn part(token: &str) -> Option<Part> {
    let digits = token.trim_end_matches(|c: char| c.is_alphabetic());
    let letters = &token[digits.len()..];
    let ordinal = ["", "st", "nd", "rd", "th", "er", "o", "º"].contains(&letters);
    if ordinal && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return match digits.len() {
            4 => digits.parse().ok().filter(|y| (1900..2200).contains(y)).map(Part::Year),
            1 | 2 => digits.parse().ok().map(Part::Short),
            _ => None,
        };
    }
    let quarter = token.strip_prefix(['q', 't']).and_then(|n| n.parse().ok());
    if let Some(quarter) = quarter.filter(|n| (1..=4).contains(n)) {
        return Some(Part::Quarter(quarter));
    }
    let letters = (3..=10).contains(&token.len()) && token.chars().all(char::is_alphabetic);
    let month = MONTHS.iter().find(|(name, _)| letters && token.starts_with(name));
    month.map(|(_, month)| Part::Month(*month))
}

/// Reads a date.
pub(super) fn days(text: &str) -> Option<Days> {
    let folded = fold(text);
    let clock = folded.find([' ', 't']).filter(|at| *at == 10 && folded.contains(':'));
    let folded = &folded[..clock.unwrap_or(folded.len())];
    let parts: Option<Vec<Part>> = folded
        .split(|c: char| !c.is_alphanumeric() && c != 'º')
        .filter(|token| !["", "de", "del", "do", "of"].contains(token))
        .map(part)
        .collect();
    let mut guessed = false;
    let (first, last) = match *parts?.as_slice() {
        [Part::Year(y)] => span(y, 1, 12)?,
        [Part::Short(m) | Part::Month(m), Part::Year(y)]
        | [Part::Year(y), Part::Short(m) | Part::Month(m)] => span(y, m, m)?,
        [Part::Quarter(q), Part::Year(y)] | [Part::Year(y), Part::Quarter(q)] => {
            span(y, 3 * q - 2, 3 * q)?
        }
        [Part::Short(d), Part::Month(m), Part::Year(y)]
        | [Part::Month(m), Part::Short(d), Part::Year(y)]
        | [Part::Year(y), Part::Month(m) | Part::Short(m), Part::Short(d)] => one(y, m, d)?,
        [Part::Short(d), Part::Month(m), Part::Short(y)] => one(2000 + i16::from(y), m, d)?,
        [Part::Short(a), Part::Short(b), Part::Year(y)] => numbers(a, b, y, &mut guessed)?,
        [Part::Short(a), Part::Short(b), Part::Short(y)] => {
            numbers(a, b, 2000 + i16::from(y), &mut guessed)?
        }
        _ => return None,
    };
    Some(Days { first, last, guessed })
}

/// Day and month in figures: the day is first, unless it can only be the month.
fn numbers(a: i8, b: i8, year: i16, guessed: &mut bool) -> Option<(Date, Date)> {
    if b > 12 {
        return one(year, a, b);
    }
    *guessed = a <= 12 && a != b;
    one(year, b, a)
}

fn one(year: i16, month: i8, day: i8) -> Option<(Date, Date)> {
    let date = Date::new(year, month, day).ok()?;
    Some((date, date))
}

fn span(year: i16, from: i8, to: i8) -> Option<(Date, Date)> {
    Some((Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month()))
}

/// Reads two dates in one cell, such as "2024-2026".
pub(super) fn period(text: &str) -> Option<(Days, Days)> {
    let text = fold(text);
    let signs = [" - ", " to ", " au ", " al ", " a ", " ate ", " / ", "-", "/"];
    signs.iter().find_map(|sign| {
        let (from, to) = text.split_once(sign)?;
        days(from).zip(days(to))
    })
}

/// Reads a status: an IATI code, the code list's name, or a word for it.
pub(super) fn status(text: &str) -> Option<ProgramStatus> {
    use ProgramStatus::{Cancelled, Closed, Finalisation, Implementation, Pipeline, Suspended};
    let all = [Pipeline, Implementation, Finalisation, Closed, Cancelled, Suspended];
    let said = fold(text);
    let listed = codelists::activity_statuses()
        .iter()
        .position(|code| code.code == said || fold(code.name) == said || fold(code.french) == said);
    if let Some(found) = listed.and_then(|at| all.get(at)) {
        return Some(*found);
    }
    let found = match said.as_str() {
        "pipeline" | "planned" | "planning" | "identification" | "prevu" | "prevue"
        | "planifie" | "en preparation" | "planeado" | "planificado" | "previsto" | "planejado"
        | "en preparacion" | "em preparacao" => Pipeline,
        "ongoing" | "active" | "in progress" | "under way" | "underway" | "en cours" | "activo"
        | "en curso" | "en ejecucion" | "em curso" | "ativo" | "em execucao" | "implementing"
        | "mise en oeuvre" | "implementacion" | "implementacao" => Implementation,
        "finalization" | "finalising" | "en cloture" | "finalizacion" | "finalizacao" => {
            Finalisation
        }
        "completed" | "complete" | "ended" | "finished" | "termine" | "terminee" | "acheve"
        | "achevee" | "cloture" | "clos" | "cerrado" | "terminado" | "finalizado" | "concluido"
        | "encerrado" | "fechado" => Closed,
        "canceled" | "annulee" | "cancelado" | "anulado" => Cancelled,
        "on hold" | "suspendue" | "suspendido" | "suspenso" => Suspended,
        _ => return None,
    };
    Some(found)
}

/// Reads DAC sectors with their percents; gives also what is none.
pub(super) fn sectors(cell: &str) -> (Vec<(Sector, Percent)>, Vec<String>) {
    let (mut found, mut odd) = (Vec::<(Sector, Option<Percent>)>::new(), Vec::new());
    let mut named = false;
    for part in cell.split([';', ',', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        let (head, rest) =
            part.split_at(part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len()));
        let by_name = || {
            let name = fold(part);
            let all = codelists::sectors().iter().chain(codelists::sector_categories());
            all.into_iter().find(|s| fold(s.name) == name || fold(s.french) == name)
        };
        let sector = Sector::new(head).ok().or_else(|| Sector::new(by_name()?.code).ok());
        match sector {
            Some(sector) => {
                named = rest.chars().any(char::is_alphabetic);
                let percent = rest.split('%').next().filter(|_| rest.contains('%'));
                let percent = percent.and_then(|p| {
                    let number = p.trim_start_matches(|c: char| !c.is_ascii_digit()).trim();
                    number.parse::<Percent>().ok().filter(|p| p.in_range())
                });
                if !found.iter().any(|(known, _)| *known == sector) {
                    found.push((sector, percent));
                }
            }
            // A sector's name may itself hold a comma.
            None if named && !head.starts_with(|c: char| c.is_ascii_digit()) => {}
            None => odd.push(part.to_owned()),
        }
    }
    let share = Decimal::ONE_HUNDRED / Decimal::from(found.len().max(1));
    let equal = share.round_dp(2);
    let last = Decimal::ONE_HUNDRED - equal * Decimal::from(found.len().saturating_sub(1));
    let count = found.len();
    let shared = found.into_iter().enumerate().filter_map(|(at, (sector, percent))| {
        let even = if at + 1 == count { last } else { equal };
        Some((sector, percent.or_else(|| even.normalize().to_string().parse().ok())?))
    });
    (shared.collect(), odd)
}
