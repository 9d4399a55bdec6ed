//! Dates as tables have them: ISO, with day or month first, with a month's name in four
//! languages, Excel's serial numbers, years alone. Which of two readings is meant is told by all
//! dates of a column together.

use super::book::Cell;
use super::mapping::DateOrder;
use crate::import::text;
use crate::model::Date;

/// Which end of a period a date is: what is only a year or a month is its first or last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    First,
    Last,
}

/// The years that a program may have to do with.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// What the dates of a column say of their order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Orders {
    /// How many can only have the day first.
    pub day_month: usize,
    /// How many can only have the month first.
    pub month_day: usize,
    /// How many may be either, and are not the same either way.
    pub either: usize,
}

impl Orders {
    /// Takes a cell of the column into account.
    pub(super) fn see(&mut self, cell: &Cell) {
        let Cell::Text(text) = cell else { return };
        if let Some((first, second, _)) = numbers(text) {
            match (first > 12, second > 12) {
                (true, false) => self.day_month += 1,
                (false, true) => self.month_day += 1,
                (false, false) if first != second => self.either += 1,
                _ => {}
            }
        }
    }

    /// The order that most of the dates that tell have.
    pub(super) fn told(self) -> Option<DateOrder> {
        match self.day_month.cmp(&self.month_day) {
            std::cmp::Ordering::Greater => Some(DateOrder::DayMonth),
            std::cmp::Ordering::Less => Some(DateOrder::MonthDay),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The date in a cell; none where it is no date.
pub(super) fn date(cell: &Cell, order: DateOrder, edge: Edge) -> Option<Date> {
    match cell {
        Cell::Date(date) => Some(*date),
        Cell::Number(n) => serial(*n, edge),
        Cell::Text(text) => in_text(text, order, edge),
        Cell::Empty | Cell::Bool(_) | Cell::Error(_) => None,
    }
}

/// The years of a list of years, first and last: "2016 | 2017 | 2018".
pub(super) fn years(cell: &Cell) -> Option<(i16, i16)> {
    let text = super::cells::text(cell);
    let mut found: Option<(i16, i16)> = None;
    for part in text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()) {
        let year = part.parse().ok().filter(|year| YEARS.contains(year))?;
        found = Some(found.map_or((year, year), |(a, b)| (a.min(year), b.max(year))));
    }
    let plain = text.chars().all(|c| c.is_ascii_digit() || " |;,/-–\n".contains(c));
    found.filter(|_| plain)
}

/// A year, or the days since 1899-12-30.
fn serial(n: f64, edge: Edge) -> Option<Date> {
    if n.fract() == 0.0 && YEARS.contains(&(n.clamp(0.0, 9999.0) as i16)) {
        return year(n as i16, edge);
    }
    // 1927 to 2119: what is less or more is no date but some other number.
    if !(10_000.0..80_000.0).contains(&n) {
        return None;
    }
    let epoch = Date::new(1899, 12, 30).ok()?;
    epoch.checked_add(jiff::Span::new().days(n.floor() as i64)).ok()
}

/// The first or the last day of a year.
pub(super) fn year(year: i16, edge: Edge) -> Option<Date> {
    match edge {
        Edge::First => day(year, 1, 1),
        Edge::Last => day(year, 12, 31),
    }
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

fn month(year: i16, month: i8, edge: Edge) -> Option<Date> {
    let first = day(year, month, 1)?;
    match edge {
        Edge::First => Some(first),
        Edge::Last => Some(first.last_of_month()),
    }
}

fn in_text(text: &str, order: DateOrder, edge: Edge) -> Option<Date> {
    let text = text.trim().trim_end_matches(['.', ',']);
    let worded = !text.is_ascii() || text.bytes().any(|b| b.is_ascii_alphabetic());
    if let Some(found) = with_name(text, edge).filter(|_| worded) {
        return Some(found);
    }
    if let Some((first, second, year)) = numbers(text) {
        let read = |d: i16, m: i16| day(year, i8::try_from(m).ok()?, i8::try_from(d).ok()?);
        // Where only one of the two readings is a day, that one is meant.
        return match order {
            DateOrder::DayMonth => read(first, second).or_else(|| read(second, first)),
            DateOrder::MonthDay => read(second, first).or_else(|| read(first, second)),
        };
    }
    let digits: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).take_while(|part| !part.is_empty()).collect();
    let number = |at: usize| digits.get(at).and_then(|part| part.parse::<i16>().ok());
    let small = |at: usize| number(at).and_then(|n| i8::try_from(n).ok());
    match (text.len(), digits.as_slice()) {
        // 2011-10-01T00:00:00, 2011/10/1
        (8.., [y, m, d, ..]) if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            day(number(0)?, small(1)?, small(2)?)
        }
        // 2011.0, from a table that went through a program for statistics.
        (6, [y, "0"]) if y.len() == 4 => year(number(0)?, edge),
        // 2011-10
        (6..=7, [y, m]) if y.len() == 4 && m.len() <= 2 => month(number(0)?, small(1)?, edge),
        // 10/2011
        (6..=7, [m, y]) if y.len() == 4 && m.len() <= 2 => month(number(1)?, small(0)?, edge),
        (4, [_]) => year(number(0)?, edge),
        // 20111001
        (8, [_]) => {
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
            day(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?)
        }
        // Excel's serial numbers, in a CSV that was made of values.
        (5, [_]) | (6.., [_, _]) if digits[0].len() == 5 => serial(text.parse().ok()?, edge),
        _ => None,
    }
}

/// Two numbers and a year: 25/06/2012, 25.6.12, 10-1-2011 0:00.
fn numbers(text: &str) -> Option<(i16, i16, i16)> {
    let text = text.trim();
    let head = text.split([' ', 'T']).next().unwrap_or_default();
    let mark = head.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '/' | '.' | '-') {
        return None;
    }
    let mut parts = head.split(mark);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len());
    if parts.next().is_some() || !short(first) || !short(second) {
        return None;
    }
    let (first, second): (i16, i16) = (first.parse().ok()?, second.parse().ok()?);
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => century(year.parse().ok()?),
        _ => return None,
    };
    (YEARS.contains(&year) && first > 0 && second > 0).then_some((first, second, year))
}

fn century(year: i16) -> i16 {
    if year < 70 { 2000 + year } else { 1900 + year }
}

/// The months by the beginnings of their names, in English, French, Spanish and Portuguese.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "avr", "abr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aou", "ago"],
    &["sep", "set"],
    &["oct", "out"],
    &["nov"],
    &["dec", "dez", "dic"],
];

/// 28 January 1997, January 28, 1997, janvier 2010, Jan-10, 1er mars 2012.
fn with_name(text: &str, edge: Edge) -> Option<Date> {
    let key = text::key(text);
    let mut named = None;
    let mut numbers = Vec::new();
    for word in key.split(' ') {
        let figure = ["er", "st", "nd", "rd", "th", "o"]
            .into_iter()
            .filter_map(|end| word.strip_suffix(end))
            .find(|rest| rest.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
            .unwrap_or(word);
        if figure.bytes().all(|b| b.is_ascii_digit()) {
            numbers.push(figure);
        } else if let Some(found) = named_month(word) {
            if named.replace(found).is_some() {
                return None;
            }
        } else if !matches!(word, "de" | "del" | "do" | "of" | "the" | "le") {
            return None;
        }
    }
    let named = i8::try_from(named?).ok()?;
    let number = |text: &str| text.parse::<i16>().ok();
    match numbers.as_slice() {
        [y] if y.len() == 4 => month(number(y)?, named, edge),
        [y] if y.len() == 2 => month(century(number(y)?), named, edge),
        [d, y] if y.len() == 4 && d.len() <= 2 => {
            day(number(y)?, named, i8::try_from(number(d)?).ok()?)
        }
        [d, y] if y.len() == 2 && d.len() <= 2 => {
            day(century(number(y)?), named, i8::try_from(number(d)?).ok()?)
        }
        [y, d] if y.len() == 4 => day(number(y)?, named, i8::try_from(number(d)?).ok()?),
        _ => None,
    }
}

fn named_month(word: &str) -> Option<usize> {
    let letters = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase());
    let at = MONTHS.iter().position(|all| all.iter().any(|m| word.starts_with(m)))?;
    // "Marketing" is no month.
    (letters && word.len() <= 10 && !word.ends_with("ing")).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder, edge: Edge) -> String {
        let cell = Cell::Text(text.into());
        date(&cell, order, edge).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2011-10-01T00:00:00", "2011-10-01"),
            ("2011-10-01 00:00", "2011-10-01"),
            ("10/1/2011", "2011-01-10"),
            ("25/06/2012", "2012-06-25"),
            ("06/25/2012", "2012-06-25"),
            ("5/9/2011 09:05:55", "2011-09-05"),
            ("1.2.05", "2005-02-01"),
            ("28 January 1997", "1997-01-28"),
            ("January 28, 1997", "1997-01-28"),
            ("1er août 2012", "2012-08-01"),
            ("3 de março de 2009", "2009-03-03"),
            ("28-Jan-97", "1997-01-28"),
            ("janvier 2010", "2010-01-01"),
            ("2010", "2010-01-01"),
            ("2010.0", "2010-01-01"),
            ("20111001", "2011-10-01"),
            ("40817", "2011-10-01"),
            ("2011-02-30", ""),
            ("31/31/2012", ""),
            ("n/a", ""),
            ("Marketing 2010", ""),
            ("12", ""),
            ("9999", ""),
        ] {
            assert_eq!(read(text, DateOrder::DayMonth, Edge::First), expected, "{text}");
        }
        assert_eq!(read("10/1/2011", DateOrder::MonthDay, Edge::First), "2011-10-01");
        assert_eq!(read("2010", DateOrder::DayMonth, Edge::Last), "2010-12-31");
        assert_eq!(read("février 2012", DateOrder::DayMonth, Edge::Last), "2012-02-29");
        assert_eq!(read("03/2012", DateOrder::DayMonth, Edge::Last), "2012-03-31");
        let serial = date(&Cell::Number(40817.5), DateOrder::DayMonth, Edge::First);
        assert_eq!(serial.map(|d| d.to_string()).as_deref(), Some("2011-10-01"));
    }

    #[test]
    fn a_column_tells_its_order() {
        let orders = |all: &[&str]| {
            let mut orders = Orders::default();
            all.iter().for_each(|text| orders.see(&Cell::Text((*text).into())));
            (orders.told(), orders.either)
        };
        assert_eq!(orders(&["1/2/2010", "25/6/2012"]), (Some(DateOrder::DayMonth), 1));
        assert_eq!(orders(&["1/2/2010", "6/25/2012"]), (Some(DateOrder::MonthDay), 1));
        assert_eq!(orders(&["1/2/2010", "3/3/2012", "2010-05-06"]), (None, 1));
    }

    #[test]
    fn lists_of_years() {
        let of = |text: &str| years(&Cell::Text(text.into()));
        assert_eq!(of("2016 | 2017 | 2018"), Some((2016, 2018)));
        assert_eq!(of("2009"), Some((2009, 2009)));
        assert_eq!(of("FY 2009"), None);
        assert_eq!(of("12 2009"), None);
    }
}
