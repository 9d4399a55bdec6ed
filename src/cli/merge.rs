//! `throughline merge`: two copies over what they were made from, as one.

use super::args::{Merge, Settle};
use super::{Failure, Streams, json, keep, open_to_change, save};
use crate::merge::{Conflict, Merged, Rule, merge};
use crate::store;
use serde::Serialize;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer {
    merged: usize,
    settled: usize,
    conflicts: Vec<Row>,
}

/// One conflict in JSON; what is absent is an empty text.
#[derive(Serialize)]
struct Row {
    kind: &'static str,
    id: String,
    field: String,
    key: String,
    sort: &'static str,
    base: String,
    ours: String,
    theirs: String,
    message: String,
}

pub(super) fn run(args: &Merge, streams: &mut Streams) -> Result<u8, Failure> {
    let what = "cannot merge";
    for source in [&args.base, &args.ours, &args.theirs] {
        keep(source, &args.output, what)?;
    }
    let base = open_to_change(&args.base, streams)?.framework;
    let ours = open_to_change(&args.ours, streams)?.framework;
    let theirs = open_to_change(&args.theirs, streams)?.framework;
    let mut merged =
        merge(&base, &ours, &theirs).map_err(|e| Failure::new(what, &e, e.hint(), &args.theirs))?;
    if let Some(settle) = args.settle {
        merged = merged.settle_by(match settle {
            Settle::Ours => Rule::Ours,
            Settle::Theirs => Rule::Theirs,
            Settle::Later => Rule::Later,
            Settle::Local => Rule::Local,
        });
    }
    save(&args.output, store::write(&merged.framework).as_bytes())?;
    if args.json {
        json(&answer(&merged), streams)?;
    } else {
        report(args, &merged, streams)?;
    }
    Ok(u8::from(!merged.conflicts.is_empty()))
}

fn answer(merged: &Merged) -> Answer {
    let conflicts = merged.conflicts.iter().map(|conflict| {
        let Conflict { id, base, ours, theirs, .. } = conflict;
        let text = |words: &Option<String>| words.clone().unwrap_or_default();
        Row {
            kind: id.place.kind.word(),
            id: id.place.id.to_string(),
            field: id.place.field().to_owned(),
            key: id.place.key(),
            sort: id.sort.word(),
            base: text(&base.words),
            ours: text(&ours.words),
            theirs: text(&theirs.words),
            message: words(conflict),
        }
    });
    Answer { merged: merged.taken, settled: merged.settled, conflicts: conflicts.collect() }
}

fn words(conflict: &Conflict) -> String {
    conflict.words("ours", "theirs")
}

fn report(args: &Merge, merged: &Merged, streams: &mut Streams) -> Result<(), Failure> {
    for conflict in &merged.conflicts {
        writeln!(streams.out, "{}", words(conflict))?;
    }
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let taken = count(merged.taken, "change");
    let open = count(merged.conflicts.len(), "conflict");
    let out = args.output.display();
    if merged.settled > 0 {
        writeln!(streams.out, "{} settled by the rule", count(merged.settled, "conflict"))?;
    }
    if merged.conflicts.is_empty() {
        writeln!(streams.out, "took {taken}, no conflict left: {out}")?;
    } else {
        writeln!(
            streams.out,
            "took {taken}; {open} left, where OURS was kept (--settle settles by a rule): {out}"
        )?;
    }
    Ok(())
}
