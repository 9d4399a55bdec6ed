//! The code lists that a framework's records refer to: DAC sectors, kinds of organisation,
//! activity status, countries, currencies, policy markers.
//!
//! The tables are part of the program (`assets/codelists`, from the IATI lists, CC BY 4.0) and are
//! parsed once, on first use. This module only looks codes up: it does no io, never judges a
//! document (an unknown code is legal and stays as it is), and knows nothing of dimensions.

use std::cmp::Ordering;
use std::sync::LazyLock;

/// A code with its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as files write it, such as `15220` or `USD`.
    pub code: &'static str,
    /// The English name.
    pub name: &'static str,
    /// The French name; empty where the list has none (currencies).
    pub french: &'static str,
}

/// A country or area with its two ISO 3166-1 codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// The code of two capital letters, such as `ML`, which documents use.
    pub alpha2: &'static str,
    /// The code of three capital letters, such as `MLI`.
    pub alpha3: &'static str,
    /// The English name.
    pub name: &'static str,
    /// The French name.
    pub french: &'static str,
}

static SECTORS: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/sectors.tsv")));
static SECTOR_CATEGORIES: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/sector_categories.tsv")));
static ORGANISATION_TYPES: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/organisation_types.tsv")));
static ACTIVITY_STATUS: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/activity_status.tsv")));
static CURRENCIES: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/currencies.tsv")));
static POLICY_MARKERS: LazyLock<Vec<Code>> =
    LazyLock::new(|| codes(include_str!("../../assets/codelists/policy_markers.tsv")));
static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| countries_of(include_str!("../../assets/codelists/countries.tsv")));
static COUNTRIES_BY_ALPHA3: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut table = COUNTRIES.clone();
    table.sort_by_key(|country| country.alpha3);
    table
});

/// Finds a DAC sector by its code of five digits; withdrawn sectors are found too.
#[must_use]
pub fn sector(code: &str) -> Option<&'static Code> {
    find(&SECTORS, code)
}

/// Finds a DAC sector category by its code of three digits.
#[must_use]
pub fn sector_category(code: &str) -> Option<&'static Code> {
    find(&SECTOR_CATEGORIES, code)
}

/// Finds an IATI organisation type by its code of two digits.
#[must_use]
pub fn organisation_type(code: &str) -> Option<&'static Code> {
    find(&ORGANISATION_TYPES, code)
}

/// Finds an IATI activity status by its code, `1` to `6`.
#[must_use]
pub fn activity_status(code: &str) -> Option<&'static Code> {
    find(&ACTIVITY_STATUS, code)
}

/// Finds a currency by its ISO 4217 code in capitals.
#[must_use]
pub fn currency(code: &str) -> Option<&'static Code> {
    find(&CURRENCIES, code)
}

/// Finds an IATI policy marker by its code, `1` to `12`.
#[must_use]
pub fn policy_marker(code: &str) -> Option<&'static Code> {
    find(&POLICY_MARKERS, code)
}

/// Finds a country by its code of two capital letters.
#[must_use]
pub fn country(alpha2: &str) -> Option<&'static Country> {
    let at = COUNTRIES.binary_search_by(|country| by_code(country.alpha2, alpha2));
    at.ok().and_then(|index| COUNTRIES.get(index))
}

/// Finds a country by its code of three capital letters.
#[must_use]
pub fn country_by_alpha3(alpha3: &str) -> Option<&'static Country> {
    let table = &*COUNTRIES_BY_ALPHA3;
    let at = table.binary_search_by(|country| country.alpha3.cmp(alpha3));
    at.ok().and_then(|index| table.get(index))
}

/// Lists the DAC sectors in order of code, withdrawn ones among them.
#[must_use]
pub fn sectors() -> &'static [Code] {
    &SECTORS
}

/// Lists the DAC sector categories in order of code.
#[must_use]
pub fn sector_categories() -> &'static [Code] {
    &SECTOR_CATEGORIES
}

/// Lists the IATI organisation types in order of code.
#[must_use]
pub fn organisation_types() -> &'static [Code] {
    &ORGANISATION_TYPES
}

/// Lists the IATI activity status codes in order.
#[must_use]
pub fn activity_statuses() -> &'static [Code] {
    &ACTIVITY_STATUS
}

/// Lists the currencies in order of code.
#[must_use]
pub fn currencies() -> &'static [Code] {
    &CURRENCIES
}

/// Lists the IATI policy markers in order of number.
#[must_use]
pub fn policy_markers() -> &'static [Code] {
    &POLICY_MARKERS
}

/// Lists the countries in order of their code of two letters.
#[must_use]
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// Orders codes: shorter first, then by byte, so that numbers come in their own order.
fn by_code(left: &str, right: &str) -> Ordering {
    (left.len(), left).cmp(&(right.len(), right))
}

fn find(table: &'static [Code], code: &str) -> Option<&'static Code> {
    let at = table.binary_search_by(|row| by_code(row.code, code));
    at.ok().and_then(|index| table.get(index))
}

/// Yields the lines of a table that are not comments.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// Reads a table of code, English name and, where the list has it, French name.
fn codes(table: &'static str) -> Vec<Code> {
    let mut list: Vec<Code> = rows(table)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (code, name) = (cells.next()?, cells.next()?);
            let french = cells.next().unwrap_or_default();
            (!code.is_empty()).then_some(Code { code, name, french })
        })
        .collect();
    // The files are in this order already; the search below must not depend on it.
    list.sort_by(|left, right| by_code(left.code, right.code));
    list
}

/// Reads the table of countries: two letters, three letters, English name, French name.
fn countries_of(table: &'static str) -> Vec<Country> {
    let mut list: Vec<Country> = rows(table)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (alpha2, alpha3, name) = (cells.next()?, cells.next()?, cells.next()?);
            let french = cells.next().unwrap_or_default();
            (!alpha2.is_empty()).then_some(Country { alpha2, alpha3, name, french })
        })
        .collect();
    list.sort_by(|left, right| by_code(left.alpha2, right.alpha2));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each embedded file beside the codes that were read from it.
    fn tables() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
        macro_rules! table {
            ($file:literal, $list:expr, $code:ident) => {
                (
                    $file,
                    include_str!(concat!("../../assets/codelists/", $file)),
                    $list.iter().map(|row| row.$code).collect(),
                )
            };
        }
        vec![
            table!("sectors.tsv", sectors(), code),
            table!("sector_categories.tsv", sector_categories(), code),
            table!("organisation_types.tsv", organisation_types(), code),
            table!("activity_status.tsv", activity_statuses(), code),
            table!("currencies.tsv", currencies(), code),
            table!("policy_markers.tsv", policy_markers(), code),
            table!("countries.tsv", countries(), alpha2),
        ]
    }

    #[test]
    fn known_codes_resolve() {
        let name = |code: Option<&Code>| code.map(|found| found.name);
        let french = |code: Option<&Code>| code.map(|found| found.french);
        assert_eq!(
            name(sector("15220")),
            Some("Civilian peace-building, conflict prevention and resolution")
        );
        assert_eq!(name(sector_category("152")), Some("Conflict, Peace & Security"));
        assert_eq!(french(sector_category("152")), Some("Conflits, Paix et Sécurité"));
        assert_eq!(name(organisation_type("10")), Some("Government"));
        assert_eq!(name(activity_status("2")), Some("Implementation"));
        assert_eq!(name(currency("USD")), Some("US Dollar"));
        assert_eq!(name(policy_marker("1")), Some("Gender Equality"));
        assert_eq!(name(policy_marker("12")), Some("Nutrition"));
        assert_eq!(country("ML").map(|found| found.name), Some("Mali"));
        assert_eq!(country("ML"), country_by_alpha3("MLI"));
        assert_eq!(country_by_alpha3("COD").map(|found| found.alpha2), Some("CD"));
    }

    #[test]
    fn unknown_codes_resolve_to_nothing() {
        assert_eq!(sector(""), None);
        assert_eq!(sector("152"), None);
        assert_eq!(sector_category("15220"), None);
        assert_eq!(currency("usd"), None);
        assert_eq!(country("MLI"), None);
        assert_eq!(country_by_alpha3("ML"), None);
        assert_eq!(sector("# IATI"), None);
    }

    #[test]
    fn tables_are_sorted_without_duplicates() {
        for (file, _, list) in tables() {
            for pair in list.windows(2) {
                assert_eq!(by_code(pair[0], pair[1]), Ordering::Less, "{file}: {pair:?}");
            }
        }
        for pair in COUNTRIES_BY_ALPHA3.windows(2) {
            assert!(pair[0].alpha3 < pair[1].alpha3, "{pair:?}");
        }
    }

    #[test]
    fn files_are_whole_and_in_order() {
        for (file, text, list) in tables() {
            assert!(text.starts_with("# IATI codelists, CC BY 4.0"), "{file}");
            assert!(text.ends_with('\n') && !text.contains('\r'), "{file}");
            let written: Vec<&str> =
                rows(text).map(|line| line.split('\t').next().unwrap_or_default()).collect();
            assert_eq!(written, list, "{file}: a line is malformed or out of order");
        }
    }

    #[test]
    fn every_code_has_its_names() {
        let lists = [sectors(), sector_categories(), organisation_types(), activity_statuses()];
        for row in lists.into_iter().chain([policy_markers()]).flatten() {
            assert!(!row.name.is_empty() && !row.french.is_empty(), "{row:?}");
        }
        assert!(currencies().iter().all(|row| !row.name.is_empty()));
        for row in countries() {
            assert_eq!((row.alpha2.len(), row.alpha3.len()), (2, 3), "{row:?}");
            assert!(!row.name.is_empty() && !row.french.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn every_sector_has_its_category() {
        for row in sectors() {
            let category = row.code.get(..3).and_then(sector_category);
            assert!(category.is_some(), "{row:?}");
        }
    }

    #[test]
    fn malformed_lines_are_skipped() {
        let list = codes("# head\n\nlonely\n\tnameless\n2\tB\n1\tA\tFR\textra\n");
        let one = Code { code: "1", name: "A", french: "FR" };
        let two = Code { code: "2", name: "B", french: "" };
        assert_eq!(list, [one, two]);
        assert!(countries_of("ML\tMLI\n\t\t\t\n").is_empty());
    }
}
