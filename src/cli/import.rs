//! `throughline import`: programs from files that others made.

use super::args::Import;
use super::{Failure, Streams, json, keep, open_to_change, save, today};
use crate::import::{self, Batch, Finding, Format, Summary};
use crate::model::Framework;
use crate::store;
use serde::Serialize;
use std::path::Path;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    summary: Summary,
    findings: Vec<Finding>,
}

pub(super) fn run(args: &Import, streams: &mut Streams) -> Result<u8, Failure> {
    let path = args.output.as_ref().unwrap_or(&args.into);
    for source in &args.sources {
        keep(source, path, "cannot import")?;
    }
    let mut framework = if args.into.exists() {
        Some(open_to_change(&args.into, streams)?.framework)
    } else {
        None
    };
    let before = framework.clone();
    let mut answer = Answer { summary: Summary::default(), findings: Vec::new() };
    let mut failed = false;
    for source in &args.sources {
        match take(args, source, &mut framework) {
            Ok((summary, findings)) => {
                answer.summary = add(&answer.summary, &summary);
                answer.findings.extend(findings);
            }
            Err(failure) => {
                failed = true;
                writeln!(streams.err, "{failure}")?;
            }
        }
    }
    if let Some(framework) = framework.filter(|f| !args.dry_run && Some(f) != before.as_ref()) {
        save(path, store::write(&framework).as_bytes())?;
    } else if let (Some(out), Some(same), false) = (&args.output, &before, args.dry_run) {
        save(out, store::write(same).as_bytes())?;
    }
    if args.json {
        json(&answer, streams)?;
    } else {
        report(&answer, args.dry_run, streams)?;
    }
    Ok(if failed { 2 } else { 0 })
}

/// Reads one source and adds it; the framework is as it was where that fails.
fn take(
    args: &Import,
    source: &Path,
    framework: &mut Option<Framework>,
) -> Result<(Summary, Vec<Finding>), Failure> {
    let batch = read(args, source)?;
    let failed = |why: String| {
        Failure::new("cannot import", why, "mend the source, or the framework, first", source)
    };
    let summary = match framework {
        Some(framework) => {
            let (change, summary) = import::plan(framework, &batch);
            framework.apply(&change).map_err(|e| failed(e.to_string()))?;
            summary
        }
        None => {
            let (made, summary) =
                import::framework_of(&batch).map_err(|e| failed(e.to_string()))?;
            *framework = Some(made);
            summary
        }
    };
    Ok((summary, batch.findings))
}

fn read(args: &Import, source: &Path) -> Result<Batch, Failure> {
    let what = "cannot import";
    let bytes = store::read_file(source).map_err(|e| Failure::new(what, &e, e.hint(), source))?;
    let name = source.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let known: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
    let format = match &args.format {
        Some(format) => Format::from_name(format).ok_or_else(|| {
            let hint = format!("use one of {}", known.join(", "));
            Failure::new(what, format!("there is no format \"{format}\""), &hint, source)
        })?,
        None => Format::detect(&bytes, &name).ok_or_else(|| {
            let hint = format!("name its format with --format; known are {}", known.join(", "));
            Failure::new(what, "its content is of no known format", &hint, source)
        })?,
    };
    import::read_bytes(format, &name, &bytes, today(None), &import::Options::default())
        .map_err(|e| Failure::new(what, &e, e.hint(), source))
}

fn add(a: &Summary, b: &Summary) -> Summary {
    Summary {
        new: a.new + b.new,
        changed: a.changed + b.changed,
        same: a.same + b.same,
        gone: a.gone + b.gone,
        rejected: a.rejected + b.rejected,
        objectives: a.objectives + b.objectives,
        actors: a.actors + b.actors,
        links: a.links + b.links,
    }
}

fn report(answer: &Answer, dry: bool, streams: &mut Streams) -> Result<(), Failure> {
    let Summary { new, changed, same, gone, rejected, objectives, actors, links } = &answer.summary;
    for finding in &answer.findings {
        let Finding { code, place, message, hint } = finding;
        writeln!(streams.out, "{code} {place}: {message} ({hint})")?;
    }
    let would = if dry { "would be " } else { "" };
    writeln!(
        streams.out,
        "programs {would}new {new}, changed {changed}, same {same}, gone {gone}, rejected {rejected}"
    )?;
    writeln!(streams.out, "added: objectives {objectives}, actors {actors}, links {links}")?;
    Ok(())
}
