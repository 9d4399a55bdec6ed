//! `throughline suggest`: objectives for programs that show no link, each with reasons. It only
//! prints; it never links.

use super::args::Suggest;
use super::{Failure, Streams, json, look_at};
use crate::analysis::{Analysis, analyze};
use crate::model::{Framework, ProgramId};
use crate::scene::words::count;
use crate::suggest::{Suggester, Suggestion};
use serde::Serialize;
use std::cmp::Reverse;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    programs: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    program: &'a ProgramId,
    title: &'a str,
    suggestions: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    objective: String,
    title: String,
    score: f64,
    reasons: Vec<String>,
}

pub(super) fn run(args: &Suggest, streams: &mut Streams) -> Result<u8, Failure> {
    let opened = look_at(&args.file, streams)?;
    let framework = &opened.framework;
    let programs = match &args.program {
        Some(id) => vec![one(framework, id, args)?],
        None => without_link(framework, &analyze(framework, None)),
    };
    let suggester = Suggester::new(framework);
    let row = |program: &ProgramId| -> Vec<Line> {
        suggester.suggest(program, args.top).iter().map(|found| line(framework, found)).collect()
    };
    let rows: Vec<Row> = programs
        .into_iter()
        .filter_map(|id| framework.programs().get_key_value(id))
        .map(|(program, record)| Row { program, title: &record.title, suggestions: row(program) })
        .collect();
    if args.json {
        json(&Answer { programs: rows }, streams)?;
    } else {
        report(&rows, streams)?;
    }
    Ok(0)
}

/// The program that is asked for.
fn one<'a>(framework: &'a Framework, id: &str, args: &Suggest) -> Result<&'a ProgramId, Failure> {
    let found = framework.programs().keys().find(|known| known.as_str() == id);
    found.ok_or_else(|| {
        let why = format!("the framework has no program \"{id}\"");
        let hint = "without --program, all programs that show no link are listed with their ids";
        Failure::new("cannot suggest", why, hint, &args.file)
    })
}

/// The programs that show no link, the largest money first.
fn without_link<'a>(framework: &'a Framework, analysis: &Analysis) -> Vec<&'a ProgramId> {
    let rows = framework.programs().keys().zip(analysis.programs.iter());
    let orphans = rows.filter(|(_, (_, row))| row.excluded.is_none() && row.standing.orphan());
    let mut all: Vec<_> = orphans.map(|(id, (_, row))| (Reverse(row.money), id)).collect();
    all.sort();
    all.into_iter().map(|(_, id)| id).collect()
}

fn line(framework: &Framework, found: &Suggestion) -> Line {
    let title = framework.objective(&found.objective).map_or("", |o| o.title.as_str());
    Line {
        objective: found.objective.to_string(),
        title: title.to_owned(),
        score: (found.score * 1000.0).round() / 1000.0,
        reasons: found.reasons.iter().map(|reason| reason.text(framework)).collect(),
    }
}

fn report(rows: &[Row], streams: &mut Streams) -> Result<(), Failure> {
    let out = &mut streams.out;
    if rows.is_empty() {
        writeln!(out, "Every program in scope shows a link")?;
        return Ok(());
    }
    for row in rows {
        writeln!(out, "{} ({})", row.title.trim(), row.program)?;
        if row.suggestions.is_empty() {
            writeln!(out, "  nothing to suggest from its text or from the group's links")?;
        }
        for (place, line) in row.suggestions.iter().enumerate() {
            writeln!(out, "  {}. {} ({})", place + 1, line.title.trim(), line.objective)?;
            writeln!(out, "     {}", line.reasons.join("; "))?;
        }
        writeln!(out)?;
    }
    let many = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    writeln!(
        out,
        "{}; nothing is linked: that is the group's decision",
        count(many, "program", "programs")
    )?;
    Ok(())
}
