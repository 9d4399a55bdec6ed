//! Copying and pasting: tab-separated text, as spreadsheets give and take it.

use super::Portfolio;
use super::column::Column;
use super::value;
use crate::analysis::Cents;
use crate::edit::{Command, ProgramEdit};
use crate::model::{Framework, Program, ProgramId};
use crate::scene::words;
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::field::parse;
use std::sync::Arc;

/// A cell that no spreadsheet takes for a formula, on one line.
fn safe(text: &str) -> String {
    let one_line = text.replace(['\t', '\n', '\r'], " ");
    let text = one_line.trim();
    let formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula && !number(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a text is nothing but a number.
fn number(text: &str) -> bool {
    let body = text.strip_prefix(['-', '+']).unwrap_or(text);
    body.bytes().any(|b| b.is_ascii_digit())
        && body.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}

/// A text without the mark that keeps spreadsheets from running it.
fn bare(text: &str) -> &str {
    let rest = text.strip_prefix('\'').unwrap_or(text);
    if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { rest } else { text }
}

/// The cells of tab-separated text. A cell in quotes may hold tabs, line breaks and doubled
/// quotes, as spreadsheets write them.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = vec![vec![String::new()]];
    let mut letters = text.trim_end_matches('\n').chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let line = lines.last_mut();
        let Some(line) = line else { break };
        let begins = line.last().is_none_or(String::is_empty);
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => push(line, '"'),
            '"' if quoted => quoted = false,
            '"' if begins && closes(letters.clone()) => quoted = true,
            '\t' if !quoted => line.push(String::new()),
            '\n' if !quoted => lines.push(vec![String::new()]),
            other => push(line, other),
        }
    }
    lines
}

fn push(line: &mut [String], letter: char) {
    if let Some(cell) = line.last_mut() {
        cell.push(letter);
    }
}

/// Whether a quote that opens a cell is closed at the end of one: else it is just a quote.
fn closes(mut rest: std::iter::Peekable<std::str::Chars>) -> bool {
    while let Some(letter) = rest.next() {
        if letter == '"' && rest.next_if_eq(&'"').is_none() {
            return matches!(rest.peek(), None | Some('\t' | '\n'));
        }
    }
    false
}

/// What is left of a paste, in words.
struct Left(Vec<String>);

impl Left {
    fn words(&self, pasted: usize) -> String {
        let named: Vec<&str> = self.0.iter().take(3).map(String::as_str).collect();
        let more = self.0.len().saturating_sub(3);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let into = words::count(count(pasted), "program", "programs");
        let done = if pasted > 0 { format!("Pasted into {into}") } else { "Not pasted".to_owned() };
        format!("{done}; left as it was: {}{more}", named.join("; "))
    }
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Portfolio {
    /// The selected rows, or all shown where none is selected, under their headings.
    pub(super) fn copied(&self, cx: &UiCtx) -> String {
        let framework = cx.framework;
        let headings: Vec<String> =
            Column::ALL.iter().map(|c| safe(&c.header(framework))).collect();
        let mut out = headings.join("\t");
        let mut add = |row: &super::rows::Row| {
            for (place, column) in Column::ALL.into_iter().enumerate() {
                out.push(if place == 0 { '\n' } else { '\t' });
                match (column, row.money) {
                    // A plain number, so that a spreadsheet can add it up.
                    (Column::Money, Some(money)) => out.push_str(&money.to_string()),
                    _ => out.push_str(&safe(row.text(framework, column))),
                }
            }
        };
        let chosen = &cx.selection.programs;
        if self.rows.sorted().any(|row| chosen.contains(&row.id)) {
            self.rows.sorted().filter(|row| chosen.contains(&row.id)).for_each(&mut add);
        } else {
            self.rows.iter().for_each(&mut add);
        }
        out
    }

    /// Puts a block of cells into the editable cells from the cursor on, as one command.
    pub(super) fn paste(&mut self, cx: &UiCtx, text: &str) {
        if let Some(why) = cx.view.read_only {
            cx.send(Action::Say(format!("The document is open for reading only: {why}")));
            return;
        }
        let Some((id, from)) = self.cursor.clone() else { return };
        let Some(first) = self.rows.place(&id) else { return };
        let columns = &Column::ALL[from.place()..];
        let mut lines = cells(text);
        let titled = |line: &Vec<String>| {
            line.iter().zip(columns).all(|(cell, c)| *cell == c.header(cx.framework))
        };
        if lines.first().is_some_and(titled) {
            lines.remove(0);
        }
        let (mut commands, mut left, mut pasted) = (Vec::new(), Left(Vec::new()), 0);
        for (nth, line) in lines.iter().enumerate() {
            let Some(row) = self.rows.at(first + nth) else {
                let n = words::count(count(lines.len() - nth), "line", "lines");
                left.0.push(format!("{n} below the last program"));
                break;
            };
            let mut record = Arc::clone(&row.record);
            let before = commands.len();
            for (cell, &column) in line.iter().zip(columns).filter(|(_, c)| c.editable()) {
                if same(cx.framework, row, column, bare(cell.trim())) {
                    continue;
                }
                let to = (&row.id, column, bare(cell.trim()));
                if let Err(why) = put(cx.framework, to, &mut record, &mut commands) {
                    let name = words_of(&record, first + nth);
                    left.0.push(format!("{} of {name}: {why}", column.name()));
                }
            }
            pasted += usize::from(commands.len() > before);
            self.beside.insert(row.id.clone());
        }
        if !commands.is_empty() {
            let into = words::count(count(pasted), "program", "programs");
            cx.run(Command::Batch(format!("paste into {into}"), commands));
        }
        if !left.0.is_empty() {
            cx.send(Action::Say(left.words(pasted)));
        } else if pasted == 0 {
            cx.send(Action::Say("All of it is there already".to_owned()));
        }
    }
}

/// Whether a cell says what a row shows there, as this table copies it.
fn same(framework: &Framework, row: &super::rows::Row, column: Column, cell: &str) -> bool {
    match row.money.filter(|_| column == Column::Money) {
        Some(money) => {
            let amount = parse::amount(cell).ok().flatten();
            amount.is_some_and(|amount| Cents::from_decimal(amount.get()) == money)
        }
        None => safe(row.text(framework, column)) == safe(cell),
    }
}

/// Puts a text into one cell of a record that earlier cells may have changed.
fn put(
    framework: &Framework,
    (id, column, text): (&ProgramId, Column, &str),
    record: &mut Arc<Program>,
    commands: &mut Vec<Command>,
) -> Result<(), String> {
    // The money column is of one currency, whatever the budget is stated in.
    let bare = (column == Column::Money).then_some(framework.head().currency);
    if let Some(field) = value::field(framework, column, text, record, bare)? {
        Arc::make_mut(record).set(field.clone());
        commands.push(Command::Program(id.clone(), ProgramEdit::Set(field)));
    }
    Ok(())
}

/// What to call a program in a sentence.
fn words_of(record: &Program, place: usize) -> String {
    let title = record.title.trim();
    if title.is_empty() {
        return format!("row {}", place + 1);
    }
    let short: String = title.chars().take(40).collect();
    let dots = if short.len() < title.len() { "…" } else { "" };
    format!("“{short}{dots}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_starts_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+254 700", "'+254 700"),
            ("-", "'-"),
            ("@name", "'@name"),
            ("\t=x", "'=x"),
            ("-12.5", "-12.5"),
            ("a\tb\nc", "a b c"),
            ("plain", "plain"),
        ] {
            assert_eq!(safe(text), expected);
            assert_eq!(bare(&safe("=x")), "=x");
        }
    }

    #[test]
    fn cells_are_divided_as_spreadsheets_write_them() {
        assert_eq!(cells("a\tb\r\nc\t\n"), [vec!["a", "b"], vec!["c", ""]]);
        assert_eq!(cells("\"a\nb\"\t\"say \"\"x\"\"\""), [vec!["a\nb", "say \"x\""]]);
        assert_eq!(cells("\"open\tb"), [vec!["\"open", "b"]]);
        assert_eq!(cells("5\" pipe\tb"), [vec!["5\" pipe", "b"]]);
    }
}
