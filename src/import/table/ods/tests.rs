//! What is read of an `OpenDocument` workbook, and what is refused.

use super::super::package::made::{read, rows, zip};
use super::*;
use std::time::{Duration, Instant};

/// A workbook of the tables in its content.
fn book_of(tables: &str) -> Vec<u8> {
    book_with("", tables)
}

fn book_with(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

fn table(rows: &str) -> String {
    format!("<table:table table:name=\"One\">{rows}</table:table>")
}

fn refusal(bytes: &[u8]) -> String {
    let error = read(open, bytes).expect_err("it is refused");
    format!("{error} -> {}", error.hint())
}

#[test]
fn cells_of_every_kind() {
    let row = r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
      <table:table-row>
        <table:table-cell office:value-type="float" office:value="1200000"><text:p>1,200,000</text:p></table:table-cell>
        <table:table-cell office:value-type="currency" office:value="-5.5" office:currency="EUR"/>
        <table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25 %</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2025-01-31T10:00:00"><text:p>31 January</text:p></table:table-cell>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
        <table:table-cell office:value-type="time" office:time-value="PT10H"><text:p>10:00</text:p></table:table-cell>
        <table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>
      </table:table-row>
      <table:table-row>
        <table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>first <text:span>line &amp;</text:span><text:s text:c="2"/>x</text:p><text:p>second<text:line-break/>third</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>twice</text:p></table:table-cell>
        <table:table-cell office:value-type="string" office:string-value="kept"/>
        <table:table-cell office:value-type="float" office:value="NaN"><text:p>?</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p> </text:p></table:table-cell>
      </table:table-row>
      <table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>again</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let book = read(open, &book_of(&table(row))).expect("a workbook");
    let shown = rows(&book, 0);
    assert_eq!(shown[..2], ["", ""]);
    assert_eq!(shown[2], "n1200000|n-5.5|n0.25|d2025-01-31|btrue|10:00|e#REF!");
    assert_eq!(shown[3], "first line &  x\nsecond\nthird|twice|twice|kept|?");
    assert_eq!(shown[4..], ["again", "again", "again"]);
}

#[test]
fn sheets_are_named_and_hidden_and_merged_cells_filled() {
    let styles = r#"<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>"#;
    let tables = r#"<table:table table:name="A &amp; B" table:style-name="ta1"><table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"><text:p>m</text:p></table:table-cell><table:covered-table-cell/></table:table-row><table:table-row><table:covered-table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>
    <table:table table:name="H" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p><draw:frame><table:table table:name="inner"><table:table-row><table:table-cell><text:p>no</text:p></table:table-cell></table:table-row></table:table></draw:frame></table:table-cell></table:table-row></table:table>"#;
    let book = read(open, &book_with(styles, tables)).expect("a workbook");
    let names: Vec<_> = book.sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect();
    assert_eq!(names, [("A & B", false), ("H", true)]);
    assert_eq!(rows(&book, 0), ["m|m", "m|m|n1"]);
    assert_eq!(rows(&book, 1), ["x"]);
}

#[test]
fn what_stands_for_thousands_of_millions_costs_nothing() {
    let many = "2000000000";
    let blank = format!(
        r#"<table:table-row table:number-rows-repeated="{many}"><table:table-cell table:number-columns-repeated="{many}"/></table:table-row>"#
    );
    let one =
        r#"<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>"#;
    let start = Instant::now();
    let quiet = table(&format!("<table:table-row>{one}</table:table-row>{blank}"));
    assert_eq!(rows(&read(open, &book_of(&quiet)).expect("a workbook"), 0), ["x"]);
    let spanned = one.replace(
        "<table:table-cell ",
        "<table:table-cell table:number-columns-spanned=\"2000000000\" table:number-rows-spanned=\"2000000000\" ",
    );
    let spanned = table(&format!("<table:table-row>{spanned}</table:table-row>"));
    assert_eq!(rows(&read(open, &book_of(&spanned)).expect("a workbook"), 0), ["x"]);
    for (rows, words) in [
        (format!("{blank}<table:table-row>{one}</table:table-row>"), "more than 5000000 cells"),
        (
            format!(
                "<table:table-row table:number-rows-repeated=\"{many}\">{one}</table:table-row>"
            ),
            "more than 5000000 cells",
        ),
        (
            format!(
                "<table:table-row>{}</table:table-row>",
                one.replace(
                    "<table:table-cell ",
                    "<table:table-cell table:number-columns-repeated=\"2000000000\" "
                )
            ),
            "beyond column 1024",
        ),
        (
            format!("<table:table-row>{}</table:table-row>", one.repeat(20_000)),
            "beyond column 1024",
        ),
    ] {
        let said = refusal(&book_of(&table(&rows)));
        assert!(said.contains(words) && said.contains("save the sheet as CSV"), "{said}");
    }
    let spaces = table(&format!(
        "<table:table-row><table:table-cell><text:p>a{}b</text:p></table:table-cell></table:table-row>",
        "<text:s text:c=\"4000000000\"/>".repeat(20_000)
    ));
    let said = refusal(&book_of(&spaces));
    assert!(said.contains("sheet \"One\", row 1: a text in it is over 4096 KiB long"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(90), "{:?}", start.elapsed());
}

#[test]
fn what_is_no_workbook_is_refused_with_its_cure() {
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = zip(&[("content.xml", b"\x00\x01"), ("META-INF/manifest.xml", manifest)]);
    let text = b"<office:document-content><office:body><office:text/></office:body></office:document-content>";
    let doctype = b"<!DOCTYPE x><office:document-content/>";
    for (bytes, words) in [
        (locked, "password -> open it with its password"),
        (zip(&[("content.xml", text)]), "no spreadsheet"),
        (zip(&[("content.xml", doctype)]), "content.xml: it has a DOCTYPE"),
        (zip(&[("a.txt", b"a")]), "a zip without a workbook"),
        (book_of(""), "no sheet that can be read"),
        (book_of(&"<table:table>".repeat(70)), "more than 64 deep"),
        (b"hello".to_vec(), "no workbook"),
    ] {
        let said = refusal(&bytes);
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_workbook_of_the_wrong_name_is_read_as_what_it_is() {
    let ods = book_of(&table(
        "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    ));
    assert_eq!(read(super::super::xlsx::open, &ods).expect("a workbook").sheets[0].name, "One");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "x").expect("a cell");
    let xlsx = book.save_to_buffer().expect("a workbook");
    assert_eq!(rows(&read(open, &xlsx).expect("a workbook"), 0), ["x"]);
}

#[test]
fn a_truncated_workbook_is_refused_wherever_it_ends() {
    let whole = book_of(&table(
        "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
    ));
    for end in 0..whole.len() {
        assert!(read(open, &whole[..end]).is_err(), "{end} of {}", whole.len());
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Err(error) = read(open, &bytes) {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
    }
}
