//! Amounts of money as tables have them, the currency that stands beside them or in a column's
//! name, and what they are counted in (millions, thousands).

use super::book::Cell;
use super::mapping::DecimalMark;
use crate::import::text;
use crate::model::{Country, Currency, codelists};
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the amounts of a table say of their decimal mark.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// How many can only have a point before the cents.
    pub point: usize,
    /// How many can only have a comma there.
    pub comma: usize,
    /// How many have one mark before exactly three figures: thousands, or thousandths.
    pub either: usize,
}

impl Marks {
    /// Takes an amount into account.
    pub(super) fn see(&mut self, cell: &Cell) {
        let Cell::Text(text) = cell else { return };
        let body: String =
            text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        let body = body.trim_matches(['.', ',']);
        match (body.rfind('.'), body.rfind(',')) {
            (Some(point), Some(comma)) if point > comma => self.point += 1,
            (Some(_), Some(_)) => self.comma += 1,
            (Some(_), None) => {
                Self::one(body, '.', &mut self.point, &mut self.comma, &mut self.either);
            }
            (None, Some(_)) => {
                Self::one(body, ',', &mut self.comma, &mut self.point, &mut self.either);
            }
            (None, None) => {}
        }
    }

    /// Of one kind of mark: `this` counts what has it before the cents, `other` what cannot.
    fn one(body: &str, mark: char, this: &mut usize, other: &mut usize, either: &mut usize) {
        let last = body.rsplit(mark).next().unwrap_or_default().len();
        if body.matches(mark).count() > 1 {
            *other += 1;
        } else if last != 3 || body.starts_with('0') || body.len() > 7 {
            *this += 1;
        } else {
            *either += 1;
        }
    }

    /// The mark that most of the amounts that tell have.
    pub(super) fn told(self) -> Option<DecimalMark> {
        match self.point.cmp(&self.comma) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// The amount in a cell and the currency beside it; none where it is no amount.
pub(super) fn amount(
    cell: &Cell,
    mark: DecimalMark,
    home: Option<Country>,
) -> Option<(Decimal, Option<Currency>)> {
    match cell {
        Cell::Number(n) => {
            let value = Decimal::from_str_exact(&n.to_string()).ok();
            value.or_else(|| Decimal::try_from(*n).ok()).map(|value| (value, None))
        }
        Cell::Text(text) => in_text(text, mark, home),
        Cell::Empty | Cell::Date(_) | Cell::Bool(_) | Cell::Error(_) => None,
    }
}

fn in_text(
    text: &str,
    mark: DecimalMark,
    home: Option<Country>,
) -> Option<(Decimal, Option<Currency>)> {
    let text = text::plain_line(text);
    if text.len() > 80 {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (mut before, figures, after) =
        (text[..start].trim_end(), &text[start..end], text[end..].trim());
    let mut negative = false;
    let mut lead = String::new();
    if let Some(rest) = before.strip_suffix(['-', '−', '–']) {
        negative = true;
        before = rest.trim_end();
    } else if let Some(rest) = before.strip_prefix(['-', '−']) {
        negative = true;
        before = rest.trim_start();
    } else if let Some(rest) = before.strip_suffix('.') {
        lead.push('.');
        before = rest.trim_end();
    }
    if before.contains('(') && after.contains(')') {
        negative = true;
    }
    let after = after.strip_suffix('-').map_or(after, |rest| {
        negative = true;
        rest.trim_end()
    });
    lead.push_str(figures);
    let value = figure(&lead, mark)?;
    let mut unit = Decimal::ONE;
    let mut currency = None;
    for word in before.split(' ').chain(after.split(' ')) {
        let word = word.trim_matches(['(', ')', '.', ',', ':', ';']);
        if word.is_empty() {
            continue;
        }
        if let Some(factor) = unit_of(&text::key(word)) {
            unit = unit.checked_mul(factor)?;
        } else if let Some(found) = self::currency(word, home) {
            currency = Some(found);
        } else if !matches!(word, "CFA" | "F" | "US" | "de" | "of" | "/=" | "=" | "+" | "/-") {
            return None;
        }
    }
    let whole = format!("{before} {after}");
    let currency = currency.or_else(|| self::currency(&whole, home));
    let value = value.checked_mul(unit)?;
    Some((if negative { -value } else { value }, currency))
}

/// A figure with or without marks between thousands: 20,854.00, 20 854,00, 20.854,00, 3e-06.
fn figure(text: &str, mark: DecimalMark) -> Option<Decimal> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' | '.' | ',' | 'e' | 'E' | '+' | '-' => plain.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '_' => {}
            _ => return None,
        }
    }
    if plain.contains(['e', 'E']) {
        return Decimal::from_scientific(&plain.replace(',', ".")).ok();
    }
    if plain.contains(['+', '-']) {
        return None;
    }
    let (points, commas) = (plain.matches('.').count(), plain.matches(',').count());
    let decimal = match (points, commas) {
        (0 | 2.., 0) | (0, 2..) => None,
        (1.., 1..) => {
            let last = if plain.rfind('.') > plain.rfind(',') { '.' } else { ',' };
            if plain.matches(last).count() > 1 {
                return None;
            }
            Some(last)
        }
        (one, _) => {
            let this = if one == 1 { '.' } else { ',' };
            let last = plain.rsplit(this).next().unwrap_or_default().len();
            let says =
                matches!((this, mark), ('.', DecimalMark::Point) | (',', DecimalMark::Comma));
            (says || last != 3).then_some(this)
        }
    };
    let cleaned: String = plain
        .chars()
        .filter_map(|c| match c {
            '.' | ',' if Some(c) == decimal => Some('.'),
            '.' | ',' => None,
            c => Some(c),
        })
        .collect();
    let cleaned = if cleaned.starts_with('.') { format!("0{cleaned}") } else { cleaned };
    // More decimals than a decimal number holds are cut off, far below a cent.
    let cut = cleaned.find('.').map_or(cleaned.len(), |at| (at + 16).min(cleaned.len()));
    if cleaned[..cut].len() > 36 {
        return None;
    }
    Decimal::from_str_exact(&cleaned[..cut]).ok()
}

/// An amount to the cent, without zeros behind.
pub(super) fn cents(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
}

/// What a word counts in.
fn unit_of(word: &str) -> Option<Decimal> {
    let factor: u64 = match word {
        "thousand" | "thousands" | "millier" | "milliers" | "mille" | "mil" | "miles" | "k"
        | "000" | "000s" => 1000,
        "million" | "millions" | "millon" | "millones" | "milhao" | "milhoes" | "mio" | "mln"
        | "mn" | "m" => 1_000_000,
        "billion" | "billions" | "bn" | "milliard" | "milliards" | "mrd" | "bilhao" | "bilhoes" => {
            1_000_000_000
        }
        _ => return None,
    };
    Some(Decimal::from(factor))
}

/// What a column's amounts are counted in, if its name says so: "Amount (in million USD)".
pub(super) fn unit_in(header: &str) -> Option<u64> {
    let key = text::key(header);
    let words: Vec<&str> = key.split(' ').collect();
    let spelled = |w: &&&str| w.len() > 2 && **w != "mil";
    let found = words.iter().filter(spelled).find_map(|w| unit_of(w));
    let short = header.contains("'000") || header.contains("(000");
    let factor = found.or_else(|| short.then(|| Decimal::from(1000))).or_else(|| letter(header))?;
    // "mil millones" and "thousand million" are what others call a billion.
    let thousand_million = words.windows(2).any(|w| matches!(w, ["mil", "millones" | "milhoes"]));
    let factor = if thousand_million { factor * Decimal::from(1000) } else { factor };
    factor.to_string().parse().ok()
}

/// A letter before a currency, in brackets: "(M FCFA)", "(MUSD)", "(k€)".
fn letter(header: &str) -> Option<Decimal> {
    let inside = header.split_once('(')?.1.split(')').next()?.trim();
    let mut chars = inside.chars();
    let factor = match chars.next()? {
        'M' => 1_000_000_u64,
        'K' | 'k' => 1000,
        _ => return None,
    };
    let rest = chars.as_str();
    let apart = rest.starts_with([' ', '€', '$', '£']) || rest.len() >= 3;
    currency(rest, None).filter(|_| apart)?;
    Some(Decimal::from(factor))
}

/// Currencies by what people write, as keys.
static CURRENCIES: LazyLock<BTreeMap<String, Currency>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    let listed = codelists::currencies().iter().map(|row| (text::key(row.name), row.code));
    let more = [
        ("us", "USD"),
        ("us dollar", "USD"),
        ("us dollars", "USD"),
        ("dollar us", "USD"),
        ("dollars", "USD"),
        ("dollar", "USD"),
        ("dolares", "USD"),
        ("euros", "EUR"),
        ("euro", "EUR"),
        ("european euro", "EUR"),
        ("pounds", "GBP"),
        ("pound sterling", "GBP"),
        ("british pound", "GBP"),
        ("francs suisses", "CHF"),
        ("swiss francs", "CHF"),
        ("fs switz", "CHF"),
        ("yen", "JPY"),
        ("pesos", "PHP"),
        ("reais", "BRL"),
        ("real", "BRL"),
        ("naira", "NGN"),
        ("norwegian kroner", "NOK"),
        ("swedish kronor", "SEK"),
        ("danish kroner", "DKK"),
    ];
    for (name, code) in listed.chain(more.map(|(name, code)| (name.to_owned(), code))) {
        if let Ok(currency) = Currency::new(code) {
            names.entry(name).or_insert(currency);
        }
    }
    names.remove("");
    names
});

/// The countries whose franc is the Central African one.
const CENTRAL_AFRICA: [&str; 6] = ["CM", "CF", "TD", "CG", "GQ", "GA"];

/// The currency of a code, a sign or a name. "FCFA" is that of the country's central bank.
pub(super) fn currency(said: &str, home: Option<Country>) -> Option<Currency> {
    let said = said.trim();
    let code = match said {
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "$" | "US$" | "$US" | "USD$" | "U$S" | "US $" => "USD",
        "C$" | "CA$" | "CAD$" => "CAD",
        "A$" | "AU$" => "AUD",
        "R$" => "BRL",
        "₦" => "NGN",
        "₱" => "PHP",
        _ => {
            let key = text::key(said);
            if matches!(
                key.as_str(),
                "fcfa" | "cfa" | "f cfa" | "francs cfa" | "franc cfa" | "cfaf"
            ) {
                let central = home.is_some_and(|c| CENTRAL_AFRICA.contains(&c.as_str()));
                return Currency::new(if central { "XAF" } else { "XOF" }).ok();
            }
            let upper = said.to_uppercase();
            let code = codelists::currency(&upper).filter(|_| said.len() == 3);
            // "PhP" and "usd" are codes, "all" and "top" are words.
            let code =
                code.filter(|_| said == upper || said == "PhP" || USUAL.contains(&key.as_str()));
            let found = code.and_then(|row| Currency::new(row.code).ok());
            return found.or_else(|| CURRENCIES.get(&key).copied());
        }
    };
    Currency::new(code).ok()
}

/// Codes that are also known in small letters.
const USUAL: [&str; 10] = ["usd", "eur", "gbp", "xof", "xaf", "chf", "cad", "jpy", "php", "brl"];

/// The currency in a column's name: "Amount (USD)", "Montant en FCFA", "amountUSD".
pub(super) fn currency_in(header: &str, home: Option<Country>) -> Option<Currency> {
    let spaced = super::words::spaced(header);
    let bracket = spaced.split_once('(').map(|(_, rest)| rest.split(')').next().unwrap_or(rest));
    let mut parts: Vec<&str> = Vec::new();
    for part in bracket.into_iter().chain([header, spaced.as_str()]) {
        parts.extend(part.split([' ', '\n', '\t', '/', '(', ')', ',', ':', '_', '-', '[', ']']));
    }
    let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    // Words that are codes too: "All", "Top", "Try".
    let sure = |word: &&&str| {
        !matches!(word.to_uppercase().as_str(), "ALL" | "TOP" | "TRY" | "CUP" | "MOP" | "AMD")
    };
    words.iter().filter(sure).find_map(|word| {
        let key = text::key(word);
        let name = key.len() > 3 && !matches!(key.as_str(), "real" | "fcfa");
        if name && !matches!(key.as_str(), "euros" | "euro" | "dollars" | "naira") {
            return None;
        }
        if matches!(key.as_str(), "us") && !word.contains('$') {
            return None;
        }
        currency(word, home)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mark: DecimalMark) -> String {
        match amount(&Cell::Text(text.into()), mark, None) {
            Some((value, currency)) => {
                let currency = currency.map(|c| format!(" {c}")).unwrap_or_default();
                format!("{}{currency}", cents(value))
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, expected) in [
            ("20,854.00", "20854"),
            ("20 854,00", "20854"),
            ("20\u{202f}854,50", "20854.5"),
            ("20.854,00", "20854"),
            ("(1,200)", "-1200"),
            ("-1200", "-1200"),
            ("1200-", "-1200"),
            ("USD 1.2 million", "1200000 USD"),
            ("€ 500 000", "500000 EUR"),
            ("US$ 3,500", "3500 USD"),
            ("$1.5m", "1500000 USD"),
            ("12 500 000 FCFA", "12500000 XOF"),
            ("2 milliards de F CFA", "2000000000 XOF"),
            ("0.005", "0.01"),
            (".5", "0.5"),
            ("3e-06", "0"),
            ("1.5E+06", "1500000"),
            ("610391.0", "610391"),
            ("1'234.50", "1234.5"),
            ("twelve", "none"),
            ("12 schools", "none"),
            ("50%", "none"),
            ("1.2.3,4,5", "none"),
            ("12/13", "none"),
            ("99999999999999999999999999999999999999999", "none"),
        ] {
            assert_eq!(read(text, DecimalMark::Point), expected, "{text}");
        }
        assert_eq!(read("1.200", DecimalMark::Comma), "1200");
        assert_eq!(read("1.200", DecimalMark::Point), "1.2");
        assert_eq!(read("1,200", DecimalMark::Point), "1200");
        assert_eq!(read("1,200", DecimalMark::Comma), "1.2");
        let float = amount(&Cell::Number(0.1 + 0.2), DecimalMark::Point, None);
        assert_eq!(float.map(|(v, _)| cents(v).to_string()).as_deref(), Some("0.3"));
    }

    #[test]
    fn a_table_tells_its_decimal_mark() {
        let marks = |all: &[&str]| {
            let mut marks = Marks::default();
            all.iter().for_each(|text| marks.see(&Cell::Text((*text).into())));
            marks.told()
        };
        assert_eq!(marks(&["1,200", "3.5"]), Some(DecimalMark::Point));
        assert_eq!(marks(&["1.200", "1.200.000"]), Some(DecimalMark::Comma));
        assert_eq!(marks(&["1.200,50"]), Some(DecimalMark::Comma));
        assert_eq!(marks(&["1.200", "500"]), None);
    }

    #[test]
    fn headers_name_currency_and_unit() {
        let home = Country::new("CM").ok();
        for (header, code, unit) in [
            ("Amount (USD)", "USD", None),
            ("Grant Amount   \n(in US$)\nas of December 2015", "USD", None),
            ("Grant Amount   \n(in PhP)\nas of", "PHP", None),
            ("amountUSD", "USD", None),
            ("usd_commitment", "USD", None),
            ("Montant (FCFA)", "XAF", None),
            ("Montant (M FCFA)", "XAF", Some(1_000_000)),
            ("Prêt (MUSD)", "", Some(1_000_000)),
            ("Budget in million USD", "USD", Some(1_000_000)),
            ("Coût (milliers d'euros)", "", Some(1000)),
            ("Budget ('000 EUR)", "EUR", Some(1000)),
            ("All projects", "", None),
            ("Montant", "", None),
        ] {
            let found = currency_in(header, home).map(|c| c.to_string()).unwrap_or_default();
            assert_eq!((found.as_str(), unit_in(header)), (code, unit), "{header}");
        }
    }
}
