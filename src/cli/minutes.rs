//! `throughline minutes`: what changed since a day, or since an earlier copy of the document.

use super::args::Minutes;
use super::{Failure, Streams, keep, look_at, save, today};
use crate::export::minutes::{Since, minutes};
use crate::export::report::{About, Format, Report};
use std::path::Path;

pub(super) fn run(args: &Minutes, streams: &mut Streams) -> Result<u8, Failure> {
    let path = &args.output;
    let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
    if Format::of_ending(&ending).is_none() {
        let why = format!("minutes cannot end in \".{ending}\"");
        let hint = "end the name in .docx, .html or .md";
        return Err(Failure::new("cannot write the minutes", why, hint, path));
    }
    for source in [&args.file].into_iter().chain(&args.against) {
        keep(source, path, "cannot write the minutes")?;
    }
    let framework = look_at(&args.file, streams)?.framework;
    let earlier = args.against.as_deref().map(|path| look_at(path, streams)).transpose()?;
    let since = match (&earlier, args.since) {
        (Some(earlier), _) => Since::Copy(&earlier.framework),
        (None, Some(day)) => Since::Day(day),
        (None, None) => {
            let hint = "give --since DATE or --against EARLIER";
            let why = "it is not said since when";
            return Err(Failure::new("cannot write the minutes", why, hint, path));
        }
    };
    let about = About::new(&framework, today(args.date));
    let report = minutes(&framework, &since, &about).map_err(|why| {
        let earlier = args.against.as_deref().unwrap_or(path);
        Failure::new("cannot write the minutes", why, why.hint(), earlier)
    })?;
    save(path, &written(&report, &ending, path)?)?;
    writeln!(streams.out, "wrote {}", path.display())?;
    Ok(0)
}

/// A report in the format of an ending.
pub(super) fn written(report: &Report, ending: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let format = Format::of_ending(ending).unwrap_or(Format::Md);
    format.write(report).map_err(|e| Failure::new("cannot export", &e, e.hint(), path))
}
