//! A report as a page of HTML, complete by itself: its look and its pictures are in it, and nothing
//! runs.

use super::{Block, Column, KeyFigure, Kind, Report, Table};
use crate::export::measured::STYLE;
use crate::export::svg;
use crate::export::xml::escape;
use std::fmt::Write;

/// What a report needs beyond the page of a portfolio.
const MORE: &str = "\
h1.title{font-size:2rem}h3{font-size:1.05rem;margin:1.4rem 0 .4rem}\
.note{color:#5f5f5f;font-size:.86rem;margin:.4rem 0 1rem}.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1.5rem}\
.figures .big{font-size:2.2rem;color:#3b4a5a}figure{margin:1.2rem 0}figure svg{width:100%;height:auto;border:1px solid #d3d7dc}\
table{font-size:.88rem;margin:.6rem 0}caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
td.c{white-space:normal;overflow-wrap:anywhere;min-width:4.5rem}.scroll{overflow-x:auto}\
@page{size:A4;margin:16mm 14mm}\
@media print{body{font-size:10pt;padding:0}h1,h2,h3{break-after:avoid}.page{break-before:page}thead{display:table-header-group}\
table{font-size:8pt}.scroll{overflow:visible}th,td{padding:.25rem .35rem}figure{break-inside:avoid}}";

/// Writes a report as one file of HTML.
#[must_use]
pub fn html(report: &Report) -> String {
    let title = escape(&report.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}{MORE}</style></head>\n<body>\n<main>\n<header>\
         <h1 class=\"title\" dir=\"auto\">{title}</h1>\n<p class=\"weak\">{}</p></header>\n",
        report.language,
        escape(&report.subtitle)
    );
    let mut page = false;
    for block in &report.blocks {
        if *block == Block::PageBreak {
            page = true;
            continue;
        }
        put(&mut out, block, if std::mem::take(&mut page) { " class=\"page\"" } else { "" });
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn put(out: &mut String, block: &Block, class: &str) {
    match block {
        Block::Heading(level, text) => {
            let level = level + 1;
            add(out, format_args!("<h{level}{class} dir=\"auto\">{}</h{level}>\n", escape(text)));
        }
        Block::Paragraph(text) => add(out, format_args!("<p dir=\"auto\">{}</p>\n", escape(text))),
        Block::Note(text) => add(out, format_args!("<p class=\"note\">{}</p>\n", escape(text))),
        Block::Figures(all) => figures(out, all),
        Block::Picture { scene, alt } => {
            let (alt, svg) = (escape(alt), svg(scene));
            add(out, format_args!("<figure role=\"img\" aria-label=\"{alt}\">\n{svg}</figure>\n"));
        }
        Block::Table(all) => table(out, all),
        Block::List(lines) => {
            out.push_str("<ul>\n");
            for text in lines {
                add(out, format_args!("<li dir=\"auto\">{}</li>\n", escape(text)));
            }
            out.push_str("</ul>\n");
        }
        Block::PageBreak => {}
    }
}

fn add(out: &mut String, text: std::fmt::Arguments) {
    out.write_fmt(text).unwrap_or_else(|error| unreachable!("a string takes all: {error}"));
}

fn figures(out: &mut String, all: &[KeyFigure]) {
    out.push_str("<div class=\"figures\">\n");
    for KeyFigure { value, what, detail } in all {
        add(
            out,
            format_args!(
                "<div><span class=\"big\">{}</span><br>{}<br><span class=\"weak\">{}</span></div>\n",
                escape(value),
                escape(what),
                escape(detail)
            ),
        );
    }
    out.push_str("</div>\n");
}

/// The class of a column's cells: numbers stand at the right, and codes may break anywhere.
fn class(column: &Column) -> &'static str {
    match column.kind {
        Kind::Count | Kind::Share | Kind::Money => " class=\"n\"",
        Kind::Text if column.title == "Code" || column.title == "Identifiers" => " class=\"c\"",
        Kind::Text | Kind::Date => "",
    }
}

fn table(out: &mut String, table: &Table) {
    add(
        out,
        format_args!(
            "<div class=\"scroll\"><table>\n<caption>{}</caption>\n<thead><tr>",
            escape(&table.caption)
        ),
    );
    for column in &table.columns {
        let number = if column.numeric() { " class=\"n\"" } else { "" };
        let title = escape(&column.title);
        add(out, format_args!("<th scope=\"col\"{number} dir=\"auto\">{title}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in table.columns.iter().zip(row) {
            let (class, text) = (class(column), escape(&cell.text()));
            add(out, format_args!("<td{class} dir=\"auto\">{text}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    if let Some(rest) = table.rest() {
        add(out, format_args!("<p class=\"note\">{}</p>\n", escape(&rest)));
    }
}
