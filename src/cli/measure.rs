//! `throughline measure`: an outside portfolio against a framework, which is only read.

use super::args::Measure;
use super::import::{How, mapping, read, sides};
use super::{Failure, Streams, json, keep, look_at, save, today};
use crate::export::measured::{html, whose, xlsx};
use crate::import::{Batch, Choices, Options, Plan};
use crate::measure::{Accepted, Measured, Portfolio};
use crate::model::EvidenceBar;
use crate::scene::words::{count, money, number, percent, rule};
use std::io::Write;

pub(super) fn run(args: &Measure, streams: &mut Streams) -> Result<u8, Failure> {
    let ending = args.output.as_ref().map(|path| {
        path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase())
    });
    if let (Some(path), Some(ending)) = (&args.output, &ending) {
        if !["html", "xlsx"].contains(&ending.as_str()) {
            let why = format!("a report cannot end in \".{ending}\"");
            let hint = "end its name in .html or .xlsx";
            return Err(Failure::new("cannot write the report", why, hint, path));
        }
        for source in args.portfolio.iter().chain([&args.file]) {
            keep(source, path, "cannot write the report")?;
        }
    }
    let framework = look_at(&args.file, streams)?.framework;
    let mut options = Options::of(&framework);
    options.mapping = args.mapping.as_deref().map(mapping).transpose()?;
    let date = today(args.date);
    let mut batches = Vec::new();
    for source in &args.portfolio {
        let batch = read(How::default(), source, &options, date)?;
        for finding in batch.findings.iter().filter(|_| !args.json) {
            let (code, place) = (finding.code, &finding.place);
            writeln!(streams.err, "{code} {place}: {} ({})", finding.message, finding.hint)?;
        }
        // Sides are set by name or id of the actors that a source brings.
        let choices =
            sides(&args.side, &args.file, &framework, &Plan::new(&framework, &batch, false))?;
        batches.push((batch, choices));
    }
    let sources: Vec<(&Batch, &Choices)> = batches.iter().map(|(b, c)| (b, c)).collect();
    let bar = args.bar.map(EvidenceBar::from);
    let portfolio = Portfolio::new(&framework, &sources, bar).map_err(|why| {
        let hint = "mend the portfolio's files, or the framework, first";
        Failure::new("cannot measure", why, hint, &args.file)
    })?;
    let accepted = Accepted::default();
    let measured = portfolio.measure(&accepted);
    if let (Some(path), Some(ending)) = (&args.output, &ending) {
        let bytes = if ending == "html" {
            html(&portfolio.with(&accepted), &measured, date).into_bytes()
        } else {
            xlsx(&portfolio, &accepted, &measured, date)
                .map_err(|e| Failure::new("cannot write the report", &e, e.hint(), path))?
        };
        save(path, &bytes)?;
    }
    if args.json {
        json(&measured, streams)?;
    } else {
        report(&measured, streams.out)?;
        if let Some(path) = &args.output {
            writeln!(streams.out, "\nwrote {}", path.display())?;
        }
    }
    Ok(0)
}

fn report(measured: &Measured, out: &mut dyn Write) -> Result<(), Failure> {
    let deficit = &measured.deficit;
    let currency = deficit.money.currency;
    writeln!(out, "{}: measured against {}", whose(measured), measured.framework.title)?;
    writeln!(
        out,
        "{} in scope, {} left out, {} known to the framework",
        count(measured.programs, "program", "programs"),
        number(measured.excluded.total()),
        number(measured.known)
    )?;
    writeln!(out, "{}\n", rule(measured.bar))?;
    writeln!(
        out,
        "No link shown: {} of programs ({} of {}), {} of money ({} of {})",
        percent(deficit.share),
        number(deficit.programs),
        number(measured.programs),
        percent(deficit.money.share),
        money(currency, deficit.money.no_link_shown),
        money(currency, deficit.money.total)
    )?;
    writeln!(
        out,
        "  of these {} not looked at, {} naming an objective that the framework lacks",
        number(deficit.unreviewed),
        number(deficit.unresolved)
    )?;
    for own in measured.portfolio.iter().filter(|own| !own.suggestions.is_empty()) {
        writeln!(out, "\n{} ({}, {})", own.title, own.program, money(currency, own.money))?;
        for suggested in &own.suggestions {
            let why = suggested.reasons.join("; ");
            writeln!(out, "  {} ({}): {why}", suggested.title, suggested.objective)?;
        }
    }
    Ok(())
}
