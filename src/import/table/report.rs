//! What is said once of a whole table: what was grouped, assumed, left out.

use super::columns::Columns;
use super::groups;
use super::line::Tally;
use super::programs::Counts;
use super::role::Role;
use crate::import::gather::{self, Gather};
use crate::import::text;
use std::collections::BTreeMap;

/// Reports what was met in many rows.
pub(super) fn report(columns: &Columns, counts: &Counts, tally: &Tally, gather: &mut Gather) {
    left_out(columns, tally, gather);
    words(columns, tally, gather);
    assumed(columns, counts, tally, gather);
    grouped(columns, counts, gather);
    if counts.elsewhere > 0 {
        let message = format!(
            "{} of other countries: {}",
            many(counts.elsewhere, "program is", "programs are"),
            counted(&counts.countries)
        );
        let hint =
            "they are offered apart, and are in no count; take those that work in the country too";
        gather.find("I09", "the table", message, hint);
    }
}

fn place(columns: &Columns, role: Role) -> String {
    let names: Vec<String> =
        columns.of(role).iter().map(|at| text::short(columns.name(*at), 60).into_owned()).collect();
    if names.is_empty() { "the table".to_owned() } else { names.join(", ") }
}

/// Words with how often they stand there, the most frequent first.
fn counted(all: &BTreeMap<String, usize>) -> String {
    let mut sorted: Vec<(&String, &usize)> = all.iter().collect();
    sorted.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), (*word).clone()));
    let shown: Vec<String> =
        sorted.iter().map(|(word, count)| format!("{} ({count})", text::short(word, 50))).collect();
    gather::list(&shown)
}

fn many(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn left_out(columns: &Columns, tally: &Tally, gather: &mut Gather) {
    let quoted = |role: Role| -> Vec<String> {
        columns
            .of(role)
            .iter()
            .map(|at| format!("\"{}\"", text::short(columns.name(*at), 60)))
            .collect()
    };
    let person = quoted(Role::Person);
    if !person.is_empty() {
        let message = format!(
            "{} of persons, and never read: {}",
            many(person.len(), "column is", "columns are"),
            gather::list(&person)
        );
        gather.find(
            "I10",
            "the table",
            message,
            "nothing of a person is imported; give such columns to nobody",
        );
    }
    let ignored = quoted(Role::Ignore);
    if !ignored.is_empty() {
        let message = format!(
            "{} not taken: {}",
            many(ignored.len(), "column is", "columns are"),
            gather::list(&ignored)
        );
        gather.find(
            "I10",
            "the table",
            message,
            "give a column a role in the mapping if the program needs it",
        );
    }
    if tally.addresses > 0 {
        let message = format!(
            "e-mail addresses were taken out of {}",
            many(tally.addresses, "text", "texts")
        );
        gather.find("I10", "the table", message, "nothing of a person is imported");
    }
    for (column, times) in &tally.unreadable {
        if *times > 100 {
            let message = format!("{} more values cannot be read", times - 100);
            let hint = "check what the column holds, and its role in the mapping";
            gather.find("I03", columns.name(*column), message, hint);
        }
    }
}

fn words(columns: &Columns, tally: &Tally, gather: &mut Gather) {
    for (word, count) in &tally.statuses {
        let message = format!(
            "{:?} is no status that is known ({})",
            text::short(word, 60),
            many(*count, "row", "rows")
        );
        let hint =
            "set the status of these programs in their details, or write a usual word in the table";
        gather.find("I03", place(columns, Role::Status), message, hint);
    }
    for (word, count) in &tally.currencies {
        let message = format!(
            "{:?} is no currency that is known ({})",
            text::short(word, 60),
            many(*count, "row", "rows")
        );
        let hint = "write its code (USD, XOF, …) in the table, or give the mapping a currency";
        gather.find("I03", place(columns, Role::Currency), message, hint);
    }
    if !tally.sectors.is_empty() {
        let message = format!(
            "{} no DAC sector, neither by code nor by name: {}",
            many(tally.sectors.len(), "word is", "words are"),
            counted(&tally.sectors)
        );
        let hint =
            "the programs are taken without it; write the DAC code beside the word in the table";
        gather.find("I10", place(columns, Role::Sector), message, hint);
    }
}

fn assumed(columns: &Columns, counts: &Counts, tally: &Tally, gather: &mut Gather) {
    for (column, either) in &columns.undecided {
        let message = format!(
            "{} with the day first, and nothing tells whether it is the month",
            many(*either, "date is read", "dates are read")
        );
        gather.find(
            "I12",
            columns.name(*column),
            message,
            "if it is the month, let the mapping say `date_order: MonthDay`",
        );
    }
    if columns.undecided_marks > 0 {
        let message = format!(
            "{} with a point before the cents, and nothing tells whether it is a comma",
            many(columns.undecided_marks, "amount is read", "amounts are read")
        );
        gather.find(
            "I12",
            "the amounts",
            message,
            "if it is a comma, let the mapping say `decimal: Comma`",
        );
    }
    let mut say = |count: usize, message: String, hint: &str| {
        if count > 0 {
            gather.find("I12", "the table", message, hint);
        }
    };
    let programs = |count: usize| many(count, "program", "programs");
    let currency = match columns.currency {
        Some(currency) => format!("taken to be {currency}"),
        None => "left open".to_owned(),
    };
    say(
        counts.assumed_currency,
        format!(
            "nothing says the currency of {}: it is {currency}",
            programs(counts.assumed_currency)
        ),
        "if it is another, let the mapping say it: `currency: \"XOF\"`",
    );
    say(
        counts.unnamed,
        format!(
            "{} no identifier: known by title, owner and start, and counted where these are equal",
            many(counts.unnamed, "program has", "programs have")
        ),
        "a change of these will make another program; an identifier in the table would not",
    );
    say(
        counts.equal_parts,
        format!(
            "the sectors of {} have equal parts, since none are given",
            programs(counts.equal_parts)
        ),
        "correct the parts in the program's details where they matter",
    );
    say(
        counts.shared,
        format!(
            "{} in other countries too, with parts that nobody gives: all of the money is taken",
            many(counts.shared, "program works", "programs work")
        ),
        "correct the amounts of these programs if the country's part is known",
    );
    taken(counts, tally, say);
}

/// What was taken as it seems to be, of organisations, periods, amounts and places.
fn taken(counts: &Counts, tally: &Tally, mut say: impl FnMut(usize, String, &str)) {
    let programs = |count: usize| many(count, "program", "programs");
    say(
        counts.implementer_owns,
        format!(
            "no organisation is said to answer for {}: the one that carries it out is taken",
            programs(counts.implementer_owns)
        ),
        "give a column the role Owner in the mapping, or set the owner in the program's details",
    );
    say(
        counts.funder_owns,
        format!(
            "no organisation is said to answer for {}: the first that pays is taken",
            programs(counts.funder_owns)
        ),
        "give a column the role Owner in the mapping, or set the owner in the program's details",
    );
    say(
        counts.years,
        format!(
            "{} the period of the years in the rows",
            many(counts.years, "program has", "programs have")
        ),
        "correct start and end in the program's details where they are known",
    );
    say(
        tally.pledges,
        format!(
            "{} only pledged, and no money yet",
            many(tally.pledges, "amount is", "amounts are")
        ),
        "import the table again when they are committed",
    );
    say(
        tally.headings.len(),
        format!(
            "{} between the rows are taken as the places of the rows under them: {}",
            many(tally.headings.len(), "heading", "headings"),
            counted(&tally.headings)
        ),
        "if they are something else, make a column of them in the table",
    );
    say(
        counts.parts_elsewhere,
        format!(
            "{} of other countries are no part of the programs here that they belong to",
            many(counts.parts_elsewhere, "row", "rows")
        ),
        "nothing is missing, unless they are of this country too",
    );
}

fn grouped(columns: &Columns, counts: &Counts, gather: &mut Gather) {
    if counts.grouped == 0 || groups::one_each(columns) {
        return;
    }
    let keys: Vec<String> = columns
        .key
        .iter()
        .map(|at| format!("\"{}\"", text::short(columns.name(*at), 60)))
        .collect();
    let mut message = format!(
        "{} of one identifier ({}) became {}",
        many(counts.rows, "row", "rows"),
        keys.join(", "),
        many(counts.grouped, "program", "programs")
    );
    if counts.added > 0 {
        let programs = many(counts.added, "program", "programs");
        message = format!("{message}; the amounts of {programs} were added");
    }
    if counts.once > 0 {
        let programs = many(counts.once, "program", "programs");
        message =
            format!("{message}; in {programs} all rows repeat one amount, which was taken once");
    }
    let hint =
        "if that is not so, let the mapping say `rows: Programs`, `money: Sum` or `money: Once`";
    gather.find("I11", "the table", message, hint);
}
