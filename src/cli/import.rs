//! `throughline import`: programs from files that others made.

use super::args::Import;
use super::{Failure, Streams, json, keep, open_to_change, save, today};
use crate::export;
use crate::import::{
    self, Batch, Choices, Finding, Format, Options, Plan, Progress, SourceFile, Summary, table,
};
use crate::model::{ActorId, Country, Date, Framework, Side};
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
                answer.summary += summary;
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
    let mut options = framework.as_ref().map_or_else(Options::default, Options::of);
    if let Some(code) = &args.country {
        let country = Country::new(code).map_err(|why| {
            Failure::new("cannot import", why, "write two capital letters, such as ML", &args.into)
        })?;
        options.country = Some(country);
    }
    options.mapping = args.mapping.as_deref().map(mapping).transpose()?;
    let how = How { format: args.format.as_deref(), write_mapping: args.write_mapping.as_deref() };
    let batch = read(how, source, &options, today(args.date))?;
    if let Some(to) = args.rejected.as_ref().filter(|_| !batch.rejects.is_empty()) {
        let bytes = export::rejects(&batch, today(args.date)).map_err(|e| {
            Failure::new("cannot write the rejected rows", &e, "import without --rejected", to)
        })?;
        save(to, &bytes)?;
    }
    let before = framework.take().unwrap_or_else(|| import::blank_for(&batch));
    let plan = Plan::new(&before, &batch, args.elsewhere);
    let mut choices = sides(&args.side, &args.into, &before, &plan)?;
    choices.kept_fields = args.keep.iter().cloned().collect();
    let (change, summary) = plan.change(&before, &choices);
    let mut after = before.clone();
    let applied = after.apply(&change);
    *framework = Some(if applied.is_ok() { after } else { before });
    applied.map_err(|why| {
        Failure::new("cannot import", why, "mend the source, or the framework, first", source)
    })?;
    Ok((summary, plan.findings))
}

/// Reads a mapping of columns.
pub(super) fn mapping(path: &Path) -> Result<table::Mapping, Failure> {
    let what = "cannot read the mapping";
    let bytes = store::read_file(path).map_err(|e| Failure::new(what, &e, e.hint(), path))?;
    let text = String::from_utf8(bytes)
        .map_err(|e| Failure::new(what, e, "save the file as UTF-8 text", path))?;
    table::read_mapping(&text).map_err(|e| Failure::new(what, &e, e.hint(), path))
}

/// The sides that were given for new actors, as choices.
pub(super) fn sides(
    given: &[String],
    into: &Path,
    framework: &Framework,
    plan: &Plan,
) -> Result<Choices, Failure> {
    let mut choices = Choices::default();
    for given in given {
        let refuse = |why: String| {
            let hint =
                "write ACTOR=internal, ACTOR=external or ACTOR=mixed; ACTOR is an id or a name";
            Failure::new("cannot set a side", why, hint, into)
        };
        let (name, side) = given
            .rsplit_once('=')
            .ok_or_else(|| refuse(format!("there is no = in \"{given}\"")))?;
        let side = match side.trim().to_ascii_lowercase().as_str() {
            "internal" | "local" => Side::Internal,
            "external" | "international" => Side::External,
            "mixed" => Side::Mixed,
            other => return Err(refuse(format!("\"{other}\" is no side"))),
        };
        let known = |id: &ActorId| framework.actor(id).is_some();
        let new = plan.actors.iter().filter(|new| {
            new.id.as_str() == name || new.actor.name.eq_ignore_ascii_case(name.trim())
        });
        let ids: Vec<ActorId> = new.map(|new| new.id.clone()).collect();
        // One that another source of the same command brings, or that is there, is no mistake.
        let there = ActorId::new(name).is_ok_and(|id| known(&id))
            || framework.actors().values().any(|a| a.name.eq_ignore_ascii_case(name.trim()));
        if ids.is_empty() && !there {
            return Err(refuse(format!("no new actor is called \"{name}\"")));
        }
        choices.sides.extend(ids.into_iter().map(|id| (id, side)));
    }
    Ok(choices)
}

/// How a source is read, besides what its content says.
#[derive(Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// The name of its format; else it is found by content.
    format: Option<&'a str>,
    /// Where to write down how its columns are read.
    write_mapping: Option<&'a Path>,
}

/// Reads a source.
pub(super) fn read(how: How, source: &Path, options: &Options, on: Date) -> Result<Batch, Failure> {
    let what = "cannot import";
    let refused = |e: import::ImportError| Failure::new(what, &e, e.hint(), source);
    let mut input = store::source(source).map_err(|e| Failure::new(what, &e, e.hint(), source))?;
    let name = source.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let known: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
    let mut file = SourceFile::new(&name, &mut input, on);
    let format = match how.format {
        Some(format) => Format::from_name(format).ok_or_else(|| {
            let hint = format!("use one of {}", known.join(", "));
            Failure::new(what, format!("there is no format \"{format}\""), &hint, source)
        })?,
        None => Format::detect(&file.head().map_err(refused)?, &name).ok_or_else(|| {
            let hint = format!("name its format with --format; known are {}", known.join(", "));
            Failure::new(what, "its content is of no known format", &hint, source)
        })?,
    };
    if let Some(to) = how.write_mapping.filter(|_| format == Format::Table) {
        let opened = table::open(&mut file, &Progress::default()).map_err(refused)?;
        let mapping = opened.look(options).mapping;
        save(to, table::write_mapping(&mapping).as_bytes())?;
        return opened.batch(&mapping, options, &Progress::default()).map_err(refused);
    }
    import::read(format, &mut file, options, &Progress::default()).map_err(refused)
}

fn report(answer: &Answer, dry: bool, streams: &mut Streams) -> Result<(), Failure> {
    let Summary { new, changed, same, gone, rejected, objectives, actors, links, elsewhere } =
        &answer.summary;
    for finding in &answer.findings {
        let Finding { code, place, message, hint } = finding;
        writeln!(streams.out, "{code} {place}: {message} ({hint})")?;
    }
    let would = if dry { "would be " } else { "" };
    writeln!(
        streams.out,
        "programs {would}new {new}, changed {changed}, same {same}, gone {gone}, rejected {rejected}"
    )?;
    if *elsewhere > 0 {
        writeln!(
            streams.out,
            "of other countries {elsewhere}, offered apart: --elsewhere takes them too"
        )?;
    }
    writeln!(streams.out, "added: objectives {objectives}, actors {actors}, links {links}")?;
    Ok(())
}
