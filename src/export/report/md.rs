//! A report as Markdown: headings, lists and tables that any reader of it shows. Pictures are
//! told in words, for a text holds none.

use super::{Block, Report, Table};

/// Writes a report as Markdown.
#[must_use]
pub fn md(report: &Report) -> String {
    let mut out = format!("# {}\n\n{}\n", plain(&report.title), plain(&report.subtitle));
    for block in &report.blocks {
        out.push('\n');
        match block {
            Block::Heading(level, text) => {
                let marks = "#".repeat(usize::from(*level) + 1);
                line(&mut out, &format!("{marks} {}", plain(text)));
            }
            Block::Paragraph(text) => line(&mut out, &plain(text)),
            Block::Note(text) => line(&mut out, &format!("*{}*", plain(text))),
            Block::Figures(figures) => {
                for figure in figures {
                    let detail = plain(&figure.detail);
                    let detail = if detail.is_empty() { detail } else { format!(" ({detail})") };
                    let (value, what) = (plain(&figure.value), plain(&figure.what));
                    line(&mut out, &format!("- **{value}** {what}{detail}"));
                }
            }
            Block::Picture { alt, .. } => line(&mut out, &format!("> Picture: {}", plain(alt))),
            Block::Table(table) => rows(&mut out, table),
            Block::List(lines) => {
                lines.iter().for_each(|text| line(&mut out, &format!("- {}", plain(text))));
            }
            Block::PageBreak => line(&mut out, "---"),
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn rows(out: &mut String, table: &Table) {
    let titles: Vec<String> = table.columns.iter().map(|c| plain(&c.title)).collect();
    line(out, &format!("| {} |", titles.join(" | ")));
    let rules = table.columns.iter().map(|c| if c.numeric() { "---:" } else { "---" });
    line(out, &format!("| {} |", rules.collect::<Vec<_>>().join(" | ")));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| plain(&cell.text())).collect();
        line(out, &format!("| {} |", cells.join(" | ")));
    }
    if let Some(rest) = table.rest() {
        line(out, &format!("\n*{rest}*"));
    }
}

/// A text in one line, in which nothing is taken for markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '\n' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            c => out.push(c),
        }
    }
    out
}
