//! What people type into fields: dates, money, percents, in the ways they write them.

use crate::model::{Amount, Date, Percent};
use jiff::civil::date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date: 2027-12-31, 31.12.2027, 31/12/2027, 31 Dec 2027; nothing where nothing is typed.
pub(in crate::ui) fn day(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || "A date such as 2027-12-31 or 31 Dec 2027".to_owned();
    let parts: Vec<&str> =
        text.split(['-', '.', '/', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return Err(wrong()) };
    let (year, middle, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let month = match middle.parse::<i8>() {
        Ok(number) => number,
        Err(_) => {
            let short: String = middle.to_lowercase().chars().take(3).collect();
            let place = MONTHS.iter().position(|m| *m == short).ok_or_else(wrong)?;
            i8::try_from(place + 1).map_err(|_| wrong())?
        }
    };
    let (Ok(year), Ok(day)) = (year.parse::<i16>(), day.parse::<i8>()) else {
        return Err(wrong());
    };
    let fits = (1900..=2200).contains(&year) && (1..=12).contains(&month);
    let last = if fits { date(year, month, 1).days_in_month() } else { 0 };
    if (1..=last).contains(&day) {
        Ok(Some(date(year, month, day)))
    } else {
        Err("There is no such day".to_owned())
    }
}

/// The decimal of a number with separators: 1,200,000.50 and 1.200.000,50 and 1 200 000 and 1.2m.
fn decimal(text: &str) -> Option<String> {
    let text: String =
        text.trim().to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let (body, zeros) = match text.strip_suffix("bn").map(|b| (b, 9)) {
        Some(found) => found,
        None => match text.chars().last()? {
            'k' => (&text[..text.len() - 1], 3),
            'm' => (&text[..text.len() - 1], 6),
            _ => (text.as_str(), 0),
        },
    };
    let (sign, body) = body.strip_prefix('-').map_or(("", body), |rest| ("-", rest));
    let point = match (body.rfind('.'), body.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (Some(at), None) | (None, Some(at)) => {
            let mark = &body[at..=at];
            // One mark with three digits behind it divides thousands, unless a letter says more.
            let thousands = body.len() - at == 4 && zeros == 0 && &body[..at] != "0";
            let once = body.matches(mark).count() == 1;
            (once && !thousands).then_some(at)
        }
        (None, None) => None,
    };
    let (whole, part) = point.map_or((body, ""), |at| (&body[..at], &body[at + 1..]));
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let digits = |t: &str| t.chars().all(|c| c.is_ascii_digit());
    if whole.len() + part.len() == 0 || !digits(&whole) || !digits(part) {
        return None;
    }
    let mut moved = part.to_owned();
    while moved.len() < zeros {
        moved.push('0');
    }
    let (more, rest) = moved.split_at(zeros);
    let whole = format!("{whole}{more}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") })
}

/// A sum of money; nothing where nothing is typed.
pub(in crate::ui) fn amount(text: &str) -> Result<Option<Amount>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let plain = decimal(text).ok_or("An amount such as 1,200,000 or 1.2m")?;
    plain.parse().map(Some).map_err(|error: crate::model::QuantityError| error.to_string())
}

/// A percentage from 0 to 100; nothing where nothing is typed.
pub(in crate::ui) fn percent(text: &str) -> Result<Option<Percent>, String> {
    let text = text.trim().trim_end_matches('%').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain = decimal(text).ok_or("A percentage such as 40 or 12.5")?;
    let percent: Percent = plain.parse().map_err(|_| "A percentage such as 40 or 12.5")?;
    if percent.in_range() { Ok(Some(percent)) } else { Err("From 0 to 100".to_owned()) }
}

/// An amount with its thousands apart, as it is read and can be typed again.
pub(in crate::ui) fn spaced(amount: Amount) -> String {
    let text = amount.get().normalize().to_string();
    let (whole, part) = text.split_once('.').map_or((text.as_str(), ""), |(w, p)| (w, p));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |w| ("-", w));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if part.is_empty() { format!("{sign}{out}") } else { format!("{sign}{out}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        let last = Some(date(2027, 12, 31));
        for text in ["2027-12-31", "31.12.2027", "31/12/2027", " 31 Dec 2027 ", "31 december 2027"]
        {
            assert_eq!(day(text), Ok(last), "{text}");
        }
        assert_eq!(day(" "), Ok(None));
        for text in ["2027", "2027-13-01", "31.02.2027", "soon", "1-2-3-4"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn money_as_people_write_it() {
        for (text, plain) in [
            ("1200000", "1200000"),
            ("1,200,000.50", "1200000.5"),
            ("1.200.000,5", "1200000.5"),
            ("1 200 000", "1200000"),
            ("1.2m", "1200000"),
            ("3,5 M", "3500000"),
            ("12.345", "12345"),
            ("0.345", "0.345"),
            ("1.345m", "1345000"),
            ("2bn", "2000000000"),
            ("-40", "-40"),
        ] {
            assert_eq!(decimal(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["", "m", "USD", "1e5", "--1", "1.2.3m4"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(spaced("1200000.5".parse().unwrap()), "1,200,000.5");
        assert_eq!(amount(&spaced("1234567".parse().unwrap())), Ok("1234567".parse().ok()));
    }

    #[test]
    fn percents_stay_within_the_whole() {
        assert_eq!(percent("12.5 %"), Ok("12.5".parse().ok()));
        assert!(percent("101").is_err() && percent("-1").is_err());
    }
}
