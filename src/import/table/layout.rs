//! Where in a book the table is: the sheet, the row of the columns' names, and what each row
//! under it is. Reads no values.

use super::book::{Book, Cell, Sheet};
use super::cells;
use super::mapping::Mapping;
use super::role::Role;
use super::words::{self, Named};
use crate::import::text;
use std::collections::{BTreeMap, BTreeSet};

/// How far down a header is looked for.
const DEEPEST: usize = 20;

/// A table in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Which sheet.
    pub sheet: usize,
    /// The row of the columns' names, from 0.
    pub header: usize,
    /// The first row of data, from 0.
    pub first: usize,
    /// The columns' names, all different; a column without one is called by its letter.
    pub columns: Vec<String>,
}

/// Finds the table that a mapping names, else the one that looks most like programs.
pub(super) fn find(book: &Book, mapping: Option<&Mapping>) -> Layout {
    let named = mapping.and_then(|m| m.sheet.as_deref());
    let named = named.and_then(|name| book.sheets.iter().position(|s| s.name == name));
    let (sheet, best) = named.map_or_else(|| best_sheet(book), |sheet| (sheet, None));
    let empty = Sheet::default();
    let rows = &book.sheets.get(sheet).unwrap_or(&empty).rows;
    let given = mapping.and_then(|m| m.header_row).and_then(|row| usize::try_from(row).ok());
    let given = given.and_then(|row| row.checked_sub(1)).filter(|row| *row < rows.len().max(1));
    let header = given.or(best).unwrap_or_else(|| best_header(rows).0);
    let skip = mapping.map_or(0, |m| m.skip_rows as usize);
    Layout { sheet, header, first: header + 1 + skip, columns: columns(rows, header) }
}

/// The visible sheet that looks most like a table of programs, of those alike the longest, and the
/// row of its columns' names.
fn best_sheet(book: &Book) -> (usize, Option<usize>) {
    let score = |sheet: &Sheet| {
        let (header, score) = best_header(&sheet.rows);
        let rows = sheet.rows.len().saturating_sub(header + 1);
        (header, score, i64::from(rows.checked_ilog2().unwrap_or(0)))
    };
    let ranks = book.sheets.iter().enumerate().map(|(at, sheet)| {
        let (header, score, rows) = score(sheet);
        ((!sheet.hidden, score > 0, score * 2 + rows, usize::MAX - at), (at, Some(header)))
    });
    ranks.max_by_key(|(rank, _)| *rank).map_or((0, None), |(_, best)| best)
}

/// How much a sheet looks like a table of programs: 0 for none.
pub(super) fn likeness(sheet: &Sheet) -> i64 {
    best_header(&sheet.rows).1
}

/// The row that looks most like the names of columns, and how much it does.
fn best_header(rows: &[Vec<Cell>]) -> (usize, i64) {
    let first = rows.iter().position(|row| !row.is_empty()).unwrap_or_default();
    let mut best = (first, i64::MIN);
    for (at, row) in rows.iter().enumerate().take(first + DEEPEST) {
        let score = header_score(row, rows.get(at + 1..).unwrap_or_default());
        // What is hardly better further down is a row of data whose words look like names.
        if score > best.1.saturating_add(if best.1 == i64::MIN { 0 } else { 2 }) {
            best = (at, score);
        }
    }
    (best.0, best.1.max(0))
}

/// What a row looks like as the names of columns: words for roles count most, then filled cells
/// over filled columns; numbers, long texts and repeated words speak against it.
fn header_score(row: &[Cell], below: &[Vec<Cell>]) -> i64 {
    let mut roles = BTreeSet::new();
    let mut texts = BTreeSet::new();
    let mut score = 0;
    for (at, cell) in row.iter().enumerate() {
        match cell {
            Cell::Text(text) if text.len() <= 300 => {
                let new = texts.insert(text::key(text));
                let under =
                    below.iter().take(30).any(|row| row.get(at).is_some_and(|c| *c != Cell::Empty));
                score += if new { i64::from(under) } else { -1 };
                // A date or a number as text is a value, as is a long text.
                let value = text.bytes().next().is_some_and(|b| b.is_ascii_digit());
                if value || text.len() > 120 {
                    score -= 3;
                    continue;
                }
                match words::named(text) {
                    Named::Role(Role::Person) | Named::Silent | Named::Nothing => {}
                    Named::Role(role) => {
                        roles.insert(role);
                    }
                    Named::Project => {
                        roles.insert(Role::Title);
                    }
                    Named::Objective => {
                        roles.insert(Role::Objective);
                    }
                }
            }
            Cell::Text(_) => score -= 5,
            Cell::Number(n) if (1950.0..2100.0).contains(n) && n.fract() == 0.0 => {}
            Cell::Number(_) | Cell::Date(_) | Cell::Bool(_) => score -= 3,
            Cell::Empty | Cell::Error(_) => {}
        }
    }
    if texts.len() < 2 {
        return i64::MIN;
    }
    let title = i64::from(roles.contains(&Role::Title));
    let identifier = i64::from(roles.contains(&Role::Identifier));
    let money = i64::from(roles.iter().any(|role| role.is_money()));
    let count = i64::try_from(roles.len()).unwrap_or(i64::MAX);
    score.min(12) + 4 * count.min(100) + 6 * (title + identifier) + 3 * money
}

/// The names of columns, all different. A name that is only a part of one ("2010" under
/// "Commitments") gets what stands above it.
fn columns(rows: &[Vec<Cell>], header: usize) -> Vec<String> {
    let empty = Vec::new();
    let row = rows.get(header).unwrap_or(&empty);
    let above = header.checked_sub(1).and_then(|at| rows.get(at)).unwrap_or(&empty);
    let width = rows.iter().skip(header).take(200).map(Vec::len).max().unwrap_or_default();
    let name = |cells: &[Cell], at: usize| {
        text::plain_line(&cells.get(at).map(cells::text).unwrap_or_default())
    };
    let own: Vec<String> = (0..width).map(|at| name(row, at)).collect();
    let parents: Vec<String> = (0..width).map(|at| name(above, at)).collect();
    let two_level = parents.iter().filter(|p| !p.is_empty()).collect::<BTreeSet<_>>().len() > 1;
    let mut parent = String::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(width);
    for at in 0..width {
        if !parents[at].is_empty() {
            parent.clone_from(&parents[at]);
        }
        let repeated = own.iter().filter(|o| **o == own[at]).count() > 1;
        let part = is_part(&own[at]) || repeated;
        let name = match (own[at].is_empty(), two_level && !parent.is_empty()) {
            (true, true) if !parents[at].is_empty() => parents[at].clone(),
            (true, _) => format!("column {}", letter(at)),
            (false, true) if part => format!("{parent} {}", own[at]),
            (false, _) => own[at].clone(),
        };
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        names.push(if *times > 1 { format!("{name} ({times})") } else { name });
    }
    while names.last().is_some_and(|name| name.starts_with("column ")) && names.len() > row.len() {
        names.pop();
    }
    names
}

/// Whether a name is only a part of one: a year, a currency.
fn is_part(name: &str) -> bool {
    let digits = name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit());
    digits || (name.len() == 3 && crate::model::codelists::currency(name).is_some())
}

/// The letters by which a spreadsheet program calls a column.
pub(super) fn letter(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            return letters.iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing stands in it.
    Blank,
    /// The columns' names once more.
    Header,
    /// A heading over the rows that follow: a country, a region.
    Heading(String),
    /// A sum of other rows.
    Total,
    /// A program, or a part of one.
    Data,
}

/// What the rows under the names are, each with its place in the sheet.
pub(super) fn kinds(rows: &[Vec<Cell>], layout: &Layout, roles: &[Role]) -> Vec<(usize, Kind)> {
    let keys: Vec<String> = layout.columns.iter().map(|c| text::key(c)).collect();
    let headers: Vec<bool> = rows.iter().map(|row| repeats_header(row, &keys, roles)).collect();
    let mut all = Vec::new();
    // What stands alone right above the names, and again above each repetition, is a heading.
    let alone = |row: &[Cell]| {
        let mut filled = row.iter().filter(|cell| !cells::is_blank(cell));
        let first = filled.next().map(cells::text)?;
        filled.next().is_none().then(|| text::plain_line(&first))
    };
    let repeated = headers.iter().skip(layout.first).any(|is| *is);
    if repeated {
        let above =
            rows.iter().take(layout.header).rev().find(|row| !row.iter().all(cells::is_blank));
        if let Some(heading) = above.and_then(|row| alone(row)) {
            all.push((layout.header, Kind::Heading(heading)));
        }
    }
    for (at, row) in rows.iter().enumerate().skip(layout.first) {
        let kind = if row.iter().all(cells::is_blank) {
            Kind::Blank
        } else if headers[at] {
            Kind::Header
        } else if is_total(row, roles) {
            Kind::Total
        } else {
            let next = || {
                let mut below = rows.iter().zip(&headers).skip(at + 1);
                below.find(|(row, _)| !row.iter().all(cells::is_blank))
            };
            match alone(row) {
                Some(heading) if repeated && next().is_some_and(|(_, is)| *is) => {
                    Kind::Heading(heading)
                }
                _ => Kind::Data,
            }
        };
        all.push((at, kind));
    }
    all
}

/// Whether a row says the columns' names again, in the same or in other words.
fn repeats_header(row: &[Cell], keys: &[String], roles: &[Role]) -> bool {
    let texts = row.iter().enumerate().filter_map(|(at, cell)| match cell {
        Cell::Text(text) => Some((at, text)),
        _ => None,
    });
    let filled = texts.clone().count();
    if filled < 2 || row.iter().any(|cell| !matches!(cell, Cell::Text(_) | Cell::Empty)) {
        return false;
    }
    let mut same = 0;
    for (seen, (at, cell)) in texts.enumerate() {
        // What a name means is slow to tell: no more is asked once too many are none.
        if (seen - same) * 10 > filled * 4 {
            return false;
        }
        // A name is short and has no figures, unless it is the very same; a row of data has both.
        let short = cell.len() <= 80;
        let key = if short { text::key(cell) } else { String::new() };
        let equal = !key.is_empty() && keys.get(at) == Some(&key);
        if !equal && (!short || cell.bytes().any(|b| b.is_ascii_digit())) {
            return false;
        }
        let role = roles.get(at).copied().unwrap_or(Role::Ignore);
        let means = || match words::named(cell) {
            Named::Role(found) => found == role,
            Named::Project => matches!(role, Role::Title | Role::Identifier),
            Named::Objective => matches!(role, Role::Description | Role::Objective),
            Named::Nothing | Named::Silent => false,
        };
        if equal || (role.is_read() && means()) {
            same += 1;
        }
    }
    same >= 2 && same * 10 >= filled * 6
}

/// Whether a row is a line of totals: a word for it where a text stands first, and no identifier.
fn is_total(row: &[Cell], roles: &[Role]) -> bool {
    let mut filled = row.iter().enumerate().filter(|(_, cell)| !cells::is_blank(cell));
    let total = match filled.next() {
        Some((_, Cell::Text(text))) if text.len() <= 80 => words::is_total(text),
        _ => false,
    };
    total && !filled.any(|(at, _)| roles.get(at) == Some(&Role::Identifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        let rows = text.lines().map(|line| {
            let cells = line.split(',').map(|cell| match cell.parse::<f64>() {
                Ok(n) => Cell::Number(n),
                Err(_) if cell.is_empty() => Cell::Empty,
                Err(_) => Cell::Text(cell.into()),
            });
            cells.collect()
        });
        Sheet { name: "s".into(), hidden: false, rows: rows.collect() }
    }

    #[test]
    fn headers_are_found_under_titles() {
        let table = sheet(
            "Quarterly list,,\n,,\nAs of 2012,,\nCode,Project title,Budget (USD)\n1,Wells,500\n2,Roads,600",
        );
        let book = Book { sheets: vec![table], notes: vec![] };
        let layout = find(&book, None);
        assert_eq!((layout.header, layout.first), (3, 4));
        assert_eq!(layout.columns, ["Code", "Project title", "Budget (USD)"]);
    }

    #[test]
    fn two_levels_of_names_become_one() {
        let rows = sheet(",,Commitments,,Note\nCode,Title,2010,2011,\n1,a,5,6,x").rows;
        let expected = ["Code", "Title", "Commitments 2010", "Commitments 2011", "Note"];
        assert_eq!(columns(&rows, 1), expected);
        let rows = sheet("Code,Region,Region,\n1,a,b,c").rows;
        assert_eq!(columns(&rows, 0), ["Code", "Region", "Region (2)", "column D"]);
    }

    #[test]
    fn covers_and_hidden_sheets_give_way() {
        let cover = sheet("Field name,Field guidance\nID,Enter a number\nTitle,Enter a title");
        let table = sheet("ID,Title,Amount\n1,Wells,500");
        let mut hidden = sheet("ID,Title,Amount,Start date\n1,Wells,500,2010\n2,Roads,600,2011");
        hidden.hidden = true;
        let book = Book { sheets: vec![cover, table, hidden], notes: vec![] };
        assert_eq!(find(&book, None).sheet, 1);
    }

    #[test]
    fn letters_are_those_of_a_spreadsheet() {
        assert_eq!([0, 25, 26, 51, 702].map(letter), ["A", "Z", "AA", "AZ", "AAA"]);
    }

    #[test]
    fn rows_are_told_apart() {
        let table = sheet(
            "Mali,,\nCode,Title,Budget\n1,Wells,500\n,,\nNiger,,\n,,\nCode,Title,Budget\n2,Total Sanitation,5\n,TOTAL,505",
        );
        let book = Book { sheets: vec![table], notes: vec![] };
        let layout = find(&book, None);
        let roles = [Role::Identifier, Role::Title, Role::Budget];
        let kinds: Vec<Kind> = kinds(&book.sheets[0].rows, &layout, &roles)
            .into_iter()
            .map(|(_, kind)| kind)
            .collect();
        let heading = |text: &str| Kind::Heading(text.to_owned());
        assert_eq!(
            kinds,
            [
                heading("Mali"),
                Kind::Data,
                Kind::Blank,
                heading("Niger"),
                Kind::Blank,
                Kind::Header,
                Kind::Data,
                Kind::Total,
            ]
        );
    }
}
