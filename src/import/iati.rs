//! IATI activities (XML), versions 1.01 to 2.03.
//!
//! A file is read once, from its beginning to its end, in chunks: what stays in memory are the
//! activities as [`draft`]s, their transactions added up. What they mean is told at the end, since
//! only then the file's country and currency are known. A file that breaks off in the middle is
//! refused as a whole: half a portfolio would pass for all of it.
//!
//! - Title and description are taken in the framework's language, else in the first of the file.
//! - The owner is who is accountable, else who reports unless at second hand, else who extends.
//! - Money is what is committed, else what is budgeted, else what is paid; of what works in several
//!   countries the share in the framework's. Sectors are those of the DAC.
//! - The version that a file names is not looked at: codes of 2.x and words of 1.x are both read
//!   wherever they stand.
//! - Contacts of persons are never taken.

mod activity;
mod codes;
mod draft;
mod left;
mod money;
mod places;
mod program;
mod shares;
mod texts;
mod transaction;
mod umbrella;

use super::gather::Gather;
use super::stream::Stream;
use super::text::short;
use super::xml::Xml;
use super::{Batch, Format, ImportError, Options, Progress, SourceFile, id, plan};
use crate::model::{Currency, Head};
use activity::Reading;
use program::Activities;

/// What marks a list as one of links only, as `export` writes it: an attribute and its value.
pub(crate) const LINKS: (&str, &str) = ("throughline:holds", "links");

/// Whether a file seems to be XML.
pub(super) fn looks_like(head: &[u8], _file_name: &str) -> bool {
    match head {
        [0xFF, 0xFE, b'<', 0, ..] | [0xFE, 0xFF, 0, b'<', ..] | [b'<', 0, ..] | [0, b'<', ..] => {
            true
        }
        _ => {
            let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
            head.trim_ascii_start().first() == Some(&b'<')
        }
    }
}

/// Reads IATI activities.
///
/// # Errors
/// When the file is no XML of activities, is broken, or cannot be read; or when the user gave up.
pub(super) fn read(
    file: &mut SourceFile,
    options: &Options,
    progress: &Progress,
) -> Result<Batch, ImportError> {
    let size = file.size()?;
    progress.begin(size);
    progress.at(0)?;
    let mut gather = Gather::new(Format::Iati, file, options);
    let xml = Xml::new(Stream::new(file.input, progress)?);
    let mut reading = Reading::new(xml, options);
    let mut activities = Activities::default();
    root(&mut reading, &mut activities, &mut gather)?;
    let Reading { xml, mut left, .. } = reading;
    let currency = activities.finish(&mut gather, options, &mut left, progress)?;
    left.tell(&mut gather);
    if xml.replaced() {
        gather.find(
            "I03",
            "the whole file",
            "some bytes are no text in the file's encoding: they are shown as \u{fffd}",
            "save the file as UTF-8 text and import it again",
        );
    }
    let head = options.country.is_none().then(|| head(file.name, &gather, currency, options));
    Ok(gather.finish(head))
}

/// Reads a file's root: a list of activities, one activity alone, or the answer of a data store
/// with a list in it.
fn root(
    reading: &mut Reading,
    activities: &mut Activities,
    gather: &mut Gather,
) -> Result<(), ImportError> {
    const CURE: &str = "choose a file of IATI activities; a table is imported as a table";
    if !reading.xml.root()? {
        return Err(reading.xml.refuse("it is empty", CURE));
    }
    let mut number = 0;
    match reading.xml.name() {
        "iati-activities" => list(reading, activities, gather, &mut number)?,
        "iati-activity" => activities.add(reading.activity(1)?, gather),
        "iati-organisations" => {
            let cause = "it is an IATI file of organisations, with budgets and no activities";
            return Err(reading.xml.refuse(cause, "choose the publisher's file of activities"));
        }
        "result" | "response" => {
            let mut found = false;
            while reading.xml.child()? {
                if reading.xml.name() == "iati-activities" {
                    found = true;
                    list(reading, activities, gather, &mut number)?;
                } else {
                    reading.xml.skip()?;
                }
            }
            if !found {
                return Err(reading.xml.refuse("there are no <iati-activities> in it", CURE));
            }
        }
        other => {
            let cause = format!(
                "it is XML, but no IATI: it begins with <{}>, and not with <iati-activities>",
                short(other, 40)
            );
            return Err(reading.xml.refuse(cause, CURE));
        }
    }
    // Nothing but comments may follow.
    if reading.xml.root()? {
        let cause = "there is a second list after the end of the first";
        let cure = "divide the file into one for each list";
        return Err(reading.xml.refuse(cause, cure));
    }
    Ok(())
}

/// Reads the open list of activities.
fn list(
    reading: &mut Reading,
    activities: &mut Activities,
    gather: &mut Gather,
    number: &mut u32,
) -> Result<(), ImportError> {
    reading.language = texts::language_of(&mut reading.xml);
    gather.part = reading.xml.attribute(LINKS.0).is_some_and(|holds| holds == LINKS.1);
    while reading.xml.child()? {
        if reading.xml.name() == "iati-activity" {
            *number = number.saturating_add(1);
            activities.add(reading.activity(*number)?, gather);
        } else {
            reading.left.element(reading.xml.name());
            reading.xml.skip()?;
        }
    }
    Ok(())
}

/// What a new framework is headed with.
fn head(name: &str, gather: &Gather, currency: Option<Currency>, options: &Options) -> Head {
    let file = plan::file_name(name);
    let title = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
    let levels = [("so", "Strategic objective"), ("oc", "Outcome"), ("op", "Output")];
    let mut head = plan::head(id::bits(Format::Iati.name(), &file, "framework"), title, &levels);
    head.country = gather.home;
    if let Some(currency) = options.currency.or(currency) {
        head.currency = currency;
    }
    head
}
