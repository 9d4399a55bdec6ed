//! IATI import: every real file against its facts, small files for every rule, and hostile ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says that the real files are not there")]

#[path = "iati/files.rs"]
mod files;
#[path = "iati/hostile.rs"]
mod hostile;
#[path = "iati/rules.rs"]
mod rules;

use std::path::{Path, PathBuf};
use throughline::import::{self, Batch, Format, ImportError, Options};
use throughline::model::{Country, Currency, Date, Program};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read_as(name: &str, bytes: &[u8], options: &Options) -> Result<Batch, ImportError> {
    import::read_bytes(Format::Iati, name, bytes, day("2025-06-30"), options)
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/iati");
    std::fs::read(folder.join(name)).unwrap()
}

/// What a framework of Mali with euros would tell the reader.
fn mali() -> Options {
    Options {
        country: Country::new("ML").ok(),
        currency: Currency::new("EUR").ok(),
        ..Options::default()
    }
}

/// A file of activities, given what is in each.
fn file(activities: &[&str]) -> String {
    let all: Vec<String> =
        activities.iter().map(|a| format!("<iati-activity>{a}</iati-activity>\n")).collect();
    format!("<iati-activities version=\"2.03\">\n{}</iati-activities>", all.concat())
}

/// Reads activities; each gets a title and someone who reports it, so that only what is tested is
/// found.
fn read(activities: &[&str], options: &Options) -> Batch {
    let with: Vec<String> = activities
        .iter()
        .enumerate()
        .map(|(at, body)| {
            format!(
                "<iati-identifier>X-{at}</iati-identifier><reporting-org ref='AB-1-2'><narrative>\
                 Org</narrative></reporting-org><title><narrative>T{at}</narrative></title>{body}"
            )
        })
        .collect();
    let with: Vec<&str> = with.iter().map(String::as_str).collect();
    read_as("small.xml", file(&with).as_bytes(), options).unwrap()
}

fn one(body: &str, options: &Options) -> (Program, Batch) {
    let batch = read(&[body], options);
    let program = batch.programs.values().chain(batch.elsewhere.values()).next().unwrap();
    (Program::clone(program), batch)
}

fn program<'a>(batch: &'a Batch, identifier: &str) -> &'a Program {
    let mut all = batch.programs.values().chain(batch.elsewhere.values());
    all.find(|p| p.identifiers.first().is_some_and(|i| i == identifier)).unwrap()
}

/// The findings of a code: place and message.
fn found(batch: &Batch, code: &str) -> Vec<String> {
    let of = batch.findings.iter().filter(|f| f.code == code);
    of.map(|f| format!("{}: {}", f.place, f.message)).collect()
}

fn money(program: &Program) -> String {
    program.budget.as_ref().map_or("none".to_owned(), |b| {
        let currency = b.currency.map(|c| c.to_string()).unwrap_or_default();
        format!("{:?} {currency} {}", b.basis.unwrap(), b.amount)
    })
}

fn sectors(program: &Program) -> String {
    let all: Vec<_> = program.sectors.iter().map(|(s, p)| format!("{s}:{p}")).collect();
    all.join(" ")
}

fn transaction(kind: &str, value: &str, more: &str) -> String {
    format!(
        "<transaction><transaction-type code='{kind}'/><value currency='EUR'>{value}</value>{more}</transaction>"
    )
}

/// A folder of real files, where they are there.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: there is no {}", path.display());
    None
}
