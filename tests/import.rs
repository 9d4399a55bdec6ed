//! Importing again and again: what a second reading leaves alone, what it changes, and what the
//! command line does with it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says what is left out, and the figures seen")]

#[path = "import/again.rs"]
mod again;
#[path = "import/cancel.rs"]
mod cancel;
#[path = "import/command.rs"]
mod command;
#[path = "import/home.rs"]
mod home;
#[path = "import/named.rs"]
mod named;
#[path = "import/somalia.rs"]
mod somalia;

use std::path::{Path, PathBuf};
use throughline::edit;
use throughline::import::{self, Batch, Format, ImportError, Options, Summary};
use throughline::model::{Date, Framework, Program, ProgramId, invariants};

const FIRST: &str = "2026-11-24";
const LATER: &str = "2026-12-24";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Reads a file as the command line does: by what it seems to be.
fn read(
    name: &str,
    bytes: &[u8],
    on: &str,
    options: &Options,
) -> Option<Result<Batch, ImportError>> {
    let head = &bytes[..bytes.len().min(1 << 20)];
    let format = Format::detect(head, name)?;
    Some(import::read_bytes(format, name, bytes, day(on), options))
}

fn batch(name: &str, bytes: &[u8], on: &str, options: &Options) -> Batch {
    read(name, bytes, on, options).unwrap().unwrap()
}

/// Plans an import and takes all of it.
fn take(framework: &mut Framework, batch: &Batch) -> Summary {
    let (change, summary) = import::plan(framework, batch);
    framework.apply(&change).unwrap();
    assert!(invariants::faults(framework).is_empty());
    summary
}

/// New, changed, same and gone.
fn counts(summary: &Summary) -> (u32, u32, u32, u32) {
    (summary.new, summary.changed, summary.same, summary.gone)
}

/// Carries out commands, as a script has them.
fn run(framework: &mut Framework, script: &str) {
    for command in edit::read_script(script).unwrap() {
        edit::run(framework, &command).unwrap();
    }
}

fn id_of(framework: &Framework, identifier: &str) -> ProgramId {
    let mut all = framework.programs().iter();
    let found = all.find(|(_, p)| p.identifiers.first().is_some_and(|i| i == identifier));
    found.unwrap_or_else(|| panic!("no {identifier}")).0.clone()
}

fn program<'a>(framework: &'a Framework, identifier: &str) -> &'a Program {
    framework.program(&id_of(framework, identifier)).unwrap()
}

/// A file or folder of the shared test data, where it is there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {name} is not there");
    None
}

/// An IATI activity with what is usual in one.
fn activity(identifier: &str, title: &str, commitment: u32, more: &str) -> String {
    format!(
        "<iati-activity default-currency=\"USD\"><iati-identifier>{identifier}</iati-identifier>\n\
         <reporting-org ref=\"XX-DON-1\" type=\"10\"><narrative>Donor</narrative></reporting-org>\n\
         <title><narrative>{title}</narrative></title>\n\
         <activity-status code=\"2\"/><recipient-country code=\"SL\"/>{more}\n\
         <transaction><transaction-type code=\"2\"/><transaction-date iso-date=\"2020-01-01\"/>\
         <value value-date=\"2020-01-01\">{commitment}</value></transaction></iati-activity>\n"
    )
}

fn file(activities: &[String]) -> String {
    format!("<iati-activities version=\"2.03\">\n{}</iati-activities>\n", activities.concat())
}
