//! `throughline check`: the linter.

use super::args::{Check, Least};
use super::{Failure, Streams, json, look_at, today};
use crate::analysis::{Finding, Severity, analyze, findings};
use serde::Serialize;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    findings: Vec<&'a Finding>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    note: usize,
}

pub(super) fn run(args: &Check, streams: &mut Streams) -> Result<u8, Failure> {
    let opened = look_at(&args.file, streams)?;
    let analysis = analyze(&opened.framework, None);
    let all = findings(&opened.framework, &analysis, today(args.date));
    let least = match args.severity {
        Least::Note => Severity::Note,
        Least::Warning => Severity::Warning,
        Least::Error => Severity::Error,
    };
    let shown: Vec<&Finding> = all.iter().filter(|f| f.severity >= least).collect();
    let count = |severity| all.iter().filter(|f| f.severity == severity).count();
    let counts = Counts {
        error: count(Severity::Error),
        warning: count(Severity::Warning),
        note: count(Severity::Note),
    };
    let code = u8::from(!shown.is_empty());
    if args.json {
        json(&Answer { findings: shown, counts }, streams)?;
        return Ok(code);
    }
    for finding in shown {
        let Finding { code, about, message, hint, .. } = finding;
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        writeln!(streams.out, "{severity} {code} {} {}: {message} ({hint})", about.kind, about.id)?;
    }
    let Counts { error, warning, note } = counts;
    writeln!(streams.out, "{error} errors, {warning} warnings, {note} notes")?;
    Ok(code)
}
