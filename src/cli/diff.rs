//! `throughline diff`: what changed between two copies of a framework.

use super::args::Diff;
use super::{Failure, Streams, json, look_at};
use crate::merge::{Difference, diff, told};
use serde::Serialize;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer {
    changes: Vec<Row>,
}

/// One difference in JSON; what is absent is an empty text.
#[derive(Serialize)]
struct Row {
    kind: &'static str,
    id: String,
    field: String,
    key: String,
    before: String,
    after: String,
}

pub(super) fn run(args: &Diff, streams: &mut Streams) -> Result<u8, Failure> {
    let before = look_at(&args.before, streams)?.framework;
    let after = look_at(&args.after, streams)?.framework;
    let changes = diff(&before, &after);
    let code = u8::from(!changes.is_empty());
    if args.json {
        let changes = changes.into_iter().map(row).collect();
        json(&Answer { changes }, streams)?;
        return Ok(code);
    }
    for line in told(&before, &after) {
        writeln!(streams.out, "{line}")?;
    }
    if !changes.is_empty() {
        writeln!(streams.out)?;
    }
    for change in &changes {
        let Difference { kind, id, field, key, before, after, .. } = change;
        let place = [kind.word(), id, field, key].map(str::trim);
        let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let value = |value: &Option<String>| match value {
            Some(value) => format!("“{}”", value.split_whitespace().collect::<Vec<_>>().join(" ")),
            None => "none".to_owned(),
        };
        let (before, after) = (value(before), value(after));
        writeln!(streams.out, "{}: {before} → {after}", place.join(" "))?;
    }
    let count = changes.len();
    writeln!(streams.out, "{count} {}", if count == 1 { "difference" } else { "differences" })?;
    Ok(code)
}

fn row(difference: Difference) -> Row {
    let Difference { kind, id, field, key, before, after, .. } = difference;
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    Row { kind: kind.word(), id, field, key, before, after }
}
