//! Sectors in cells: DAC codes with or without their names, DAC names in English and French, and
//! their parts in percent.

use super::book::Cell;
use super::cells;
use crate::import::text;
use crate::model::{Percent, Sector, Table, codelists};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Sectors and categories by their names, as keys; of one name the category is meant.
static NAMES: LazyLock<BTreeMap<String, Sector>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for row in codelists::sector_categories().iter().chain(codelists::sectors()) {
        if let Ok(sector) = Sector::new(row.code) {
            for name in [row.name, row.french] {
                names.entry(name_key(name)).or_insert(sector);
            }
        }
    }
    names.remove("");
    names
});

/// The key of a sector's name: "and" and "&" are the same, and "general" says nothing.
fn name_key(name: &str) -> String {
    let key = text::key(name);
    let words = key.split(' ').filter(|w| !matches!(*w, "and" | "et" | "general" | "level"));
    words.collect::<Vec<_>>().join(" ")
}

/// What a cell says of sectors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sectors {
    /// The sectors in the order of the cell, with their parts where those are given.
    pub found: Vec<(Sector, Option<Decimal>)>,
    /// What is no sector that is known.
    pub unknown: Vec<String>,
}

/// Reads the sectors of a cell.
pub(super) fn read(cell: &Cell, separators: &[String]) -> Sectors {
    let mut all = Sectors::default();
    for item in cells::items(cell, separators) {
        let (name, part) = share(&item);
        if let Some(sector) = code(name).or_else(|| NAMES.get(&name_key(name)).copied()) {
            all.found.push((sector, part));
        } else {
            all.unknown.push(item);
        }
    }
    all
}

/// The sector whose code a text is, or begins with: "15220", "15220 - Civilian peace-building".
fn code(text: &str) -> Option<Sector> {
    let text = text.trim().trim_start_matches(['(', '[']);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let whole = rest.trim().is_empty() || rest.starts_with(".0");
    let known = codelists::sector(digits).or_else(|| codelists::sector_category(digits)).is_some();
    // Groups (310), and codes of another year's list: of a category that is known.
    let near = whole
        && matches!(digits.len(), 3 | 5)
        && codelists::sector_categories().iter().any(|c| c.code[..2] == digits[..2]);
    let apart = rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric());
    (apart && (known || near)).then(|| Sector::new(digits).ok()).flatten()
}

/// The name of an item and its part: "Health (40%)", "15220: 40 %".
fn share(item: &str) -> (&str, Option<Decimal>) {
    let Some(sign) = item.rfind('%') else { return (item, None) };
    let head = item[..sign].trim_end();
    let start = head.rfind(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let start = start.map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let part = head[start..].replace(',', ".").parse::<Decimal>().ok();
    let name = head[..start].trim_end_matches([' ', '(', '[', ':', '-', '–', '=']);
    match part.filter(|p| *p >= Decimal::ZERO && *p <= Decimal::ONE_HUNDRED) {
        Some(part) if !name.is_empty() => (name, Some(part)),
        _ => (item, None),
    }
}

/// The parts of a program's sectors in percent, and whether they were taken as equal.
///
/// Parts that are given stand, unless they are more than the whole; a sector that is named twice
/// has the parts of both.
pub(super) fn parts(found: &[(Sector, Option<Decimal>)]) -> (Table<Sector, Percent>, bool) {
    let given: Option<Vec<Decimal>> = found.iter().map(|(_, part)| *part).collect();
    let most = Decimal::from(101);
    let given = given.filter(|all| {
        let sum: Decimal = all.iter().sum();
        sum > Decimal::ZERO && sum <= most
    });
    let equal = given.is_none();
    let count = Decimal::from(found.len().max(1));
    let mut sums: BTreeMap<Sector, Decimal> = BTreeMap::new();
    for (at, (sector, _)) in found.iter().enumerate() {
        let part = match &given {
            Some(all) => all[at],
            None => Decimal::ONE_HUNDRED / count,
        };
        *sums.entry(*sector).or_default() += part;
    }
    let several = sums.len() > 1;
    let mut left = Decimal::ONE_HUNDRED;
    let last = sums.len().saturating_sub(1);
    let percent = |value: Decimal| value.normalize().to_string().parse::<Percent>().ok();
    let table = sums.into_iter().enumerate().filter_map(|(at, (sector, sum))| {
        // Equal parts are rounded so that together they are the whole.
        let part = if equal && at == last { left } else { sum.round_dp(2) };
        left -= part;
        Some((sector, percent(part.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED))?))
    });
    (table.collect(), equal && several)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cell: &str) -> (Vec<String>, Vec<String>) {
        let read = read(&Cell::Text(cell.into()), &[]);
        let codes = read.found.iter().map(|(sector, part)| match part {
            Some(part) => format!("{sector} {part}"),
            None => sector.to_string(),
        });
        (codes.collect(), read.unknown)
    }

    #[test]
    fn sectors_are_found_by_code_and_by_name() {
        for (cell, codes, unknown) in [
            ("15220", vec!["15220"], vec![]),
            ("15220 - Civilian peace-building", vec!["15220"], vec![]),
            ("151|311|310", vec!["151", "311", "310"], vec![]),
            ("Basic Health|Agriculture", vec!["122", "311"], vec![]),
            ("Water supply and sanitation", vec!["140"], vec![]),
            ("Santé de base", vec!["122"], vec![]),
            ("15220 (40%); 12220: 60 %", vec!["15220 40", "12220 60"], vec![]),
            ("3. ADMINISTRATION", vec![], vec!["3. ADMINISTRATION"]),
            ("15220th; 99", vec![], vec!["15220th", "99"]),
            ("n/a", vec![], vec![]),
        ] {
            let unknown: Vec<String> = unknown.into_iter().map(str::to_owned).collect();
            assert_eq!(
                of(cell),
                (codes.iter().map(ToString::to_string).collect(), unknown),
                "{cell}"
            );
        }
    }

    #[test]
    fn parts_are_equal_where_none_are_given() {
        let sector = |code: &str| Sector::new(code).expect("a code");
        let text = |found: &[(Sector, Option<Decimal>)]| {
            let (table, equal) = parts(found);
            let all: Vec<String> = table.iter().map(|(s, p)| format!("{s}={p}")).collect();
            (all.join(" "), equal)
        };
        let a = (sector("122"), None);
        let b = (sector("121"), None);
        let c = (sector("151"), None);
        assert_eq!(text(&[a]), ("122=100".to_owned(), false));
        assert_eq!(text(&[a, b, c]), ("121=33.33 122=33.33 151=33.34".to_owned(), true));
        assert_eq!(text(&[a, a, b]), ("121=33.33 122=66.67".to_owned(), true));
        let given =
            [(sector("122"), Some(Decimal::from(70))), (sector("151"), Some(Decimal::from(30)))];
        assert_eq!(text(&given), ("122=70 151=30".to_owned(), false));
    }
}
