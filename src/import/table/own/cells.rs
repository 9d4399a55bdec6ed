//! How a program's lists and records stand in one cell of our own tables, so that a person can
//! read and edit them and they come back exactly: written by `export::portfolio`, read by
//! [`own`](super). Nothing else may write or read them.
//!
//! Items stand apart by `;`, the fields of an item by `|`, and what a field is called is before
//! its first `:`, as in
//!
//! ```text
//! oc1 | supports | documented: PRODOC p. 4 | by: undp | on: 2025-05-04;
//! oc2 | supports | asserted
//! ```
//!
//! `\` takes their meaning from `;`, `|` and itself; `\n`, `\r` and `\t` are what they usually
//! are, `\s` is a space at an end, and `\_` is nothing at all, where nothing is what is meant.

use crate::model::{
    ActorId, Amount, Date, Decision, DecisionKind, Dependency, DependencyKind, Effect, Evidence,
    Funding, Link, ObjectiveId, Percent, ProgramId, Reply, Table,
};
use std::fmt::{Display, Write};

/// What could not be read of a cell; the rest of it stands.
pub(super) type Problems = Vec<String>;

/// Words for what a decision may be.
const DECISIONS: [(DecisionKind, &str); 4] = [
    (DecisionKind::NoneFound, "none found"),
    (DecisionKind::Independent, "independent"),
    (DecisionKind::Elsewhere, "elsewhere"),
    (DecisionKind::OutOfScope, "out of scope"),
];

/// Words for how a program depends on another.
const DEPENDENCIES: [(DependencyKind, &str); 2] =
    [(DependencyKind::Needs, "needs"), (DependencyKind::Follows, "follows")];

/// A text list: `a; b`.
pub(crate) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| escape(item.as_ref())).collect();
    items.join("; ")
}

/// Keys with values: `15220=60; 15110=40`; a value may be missing.
pub(crate) fn pairs<K: Display, V: Display>(
    items: impl IntoIterator<Item = (K, Option<V>)>,
) -> String {
    list(items.into_iter().map(|(key, value)| match value {
        Some(value) => format!("{key}={value}"),
        None => key.to_string(),
    }))
}

/// The links of a program, one a line.
pub(crate) fn links(links: &Table<ObjectiveId, Link>) -> String {
    records(links.iter().map(|(objective, link)| {
        let Link { effect, evidence, share, by, recorded_by, on, note } = link;
        let effect = match effect {
            Effect::Supports => "supports",
            Effect::Undermines => "undermines",
        };
        let evidence = match evidence {
            Evidence::Asserted => "asserted".to_owned(),
            Evidence::Documented(place) => named("documented", place),
            Evidence::Confirmed(actor) => named("confirmed", actor),
        };
        let mut fields = vec![objective.to_string(), effect.to_owned(), evidence];
        push(&mut fields, "share", share.as_ref());
        push(&mut fields, "by", by.as_ref());
        push(&mut fields, "recorded by", recorded_by.as_ref());
        push(&mut fields, "on", on.as_ref());
        push(&mut fields, "note", note.as_ref());
        fields
    }))
}

/// Objectives with what is said of each, in the form of [`links`]: copied there, they are links.
pub(crate) fn suggestions(items: impl IntoIterator<Item = (ObjectiveId, String)>) -> String {
    records(items.into_iter().map(|(id, why)| vec![id.to_string(), named("note", why)]))
}

/// A decision.
pub(crate) fn decision(decision: &Decision) -> String {
    let Decision { kind, by, recorded_by, on, reason } = decision;
    let word = DECISIONS.iter().find(|(known, _)| known == kind).map_or("", |(_, word)| word);
    let mut fields = vec![word.to_owned()];
    push(&mut fields, "by", by.as_ref());
    push(&mut fields, "recorded by", recorded_by.as_ref());
    push(&mut fields, "on", on.as_ref());
    push(&mut fields, "reason", reason.as_ref());
    records([fields])
}

/// What a program depends on, one a line.
pub(crate) fn depends_on(all: &Table<ProgramId, Dependency>) -> String {
    records(all.iter().map(|(program, Dependency { kind, note })| {
        let word = DEPENDENCIES.iter().find(|(known, _)| known == kind).map_or("", |(_, w)| w);
        let mut fields = vec![program.to_string(), word.to_owned()];
        push(&mut fields, "note", note.as_ref());
        fields
    }))
}

/// The owner's reply.
pub(crate) fn reply(reply: &Reply) -> String {
    let Reply { text, by, on } = reply;
    let mut fields = vec![text.clone()];
    push(&mut fields, "by", by.as_ref());
    push(&mut fields, "on", on.as_ref());
    records([fields])
}

fn records(items: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |fields: Vec<String>| {
        fields.iter().map(|field| escape(field)).collect::<Vec<_>>().join(" | ")
    };
    items.into_iter().map(line).collect::<Vec<_>>().join(";\n")
}

fn named(name: &str, value: impl Display) -> String {
    format!("{name}: {value}")
}

fn push<T: Display>(fields: &mut Vec<String>, name: &str, value: Option<&T>) {
    fields.extend(value.map(|value| named(name, value)));
}

/// Writes a field so that it is read as it is.
fn escape(field: &str) -> String {
    if field.is_empty() {
        return "\\_".to_owned();
    }
    let mut out = String::with_capacity(field.len());
    let last = field.chars().count() - 1;
    for (at, c) in field.chars().enumerate() {
        match c {
            '\\' | ';' | '|' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' ' if at == 0 || at == last => out.push_str("\\s"),
            c => out.push(c),
        }
    }
    out
}

/// The items of a cell, each with its fields.
fn items(cell: &str) -> Vec<Vec<String>> {
    let mut items = Vec::new();
    let (mut fields, mut field, mut bare) = (Vec::new(), Field::default(), true);
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => {
                let end = std::mem::take(&mut field).finish();
                if !(bare && end.is_empty() && fields.is_empty()) {
                    fields.push(end);
                    items.push(std::mem::take(&mut fields));
                }
                bare = true;
            }
            '|' => {
                fields.push(std::mem::take(&mut field).finish());
                bare = false;
            }
            '\\' => {
                bare = false;
                match chars.next() {
                    Some('n') => field.keep('\n'),
                    Some('r') => field.keep('\r'),
                    Some('t') => field.keep('\t'),
                    Some('s') => field.keep(' '),
                    Some('_') | None => {}
                    Some(c) => field.keep(c),
                }
            }
            c => field.push(c),
        }
    }
    let end = field.finish();
    if !(bare && end.is_empty() && fields.is_empty()) {
        fields.push(end);
        items.push(fields);
    }
    items
}

/// A field while it is read: blanks at its ends are of the layout, unless they were escaped.
#[derive(Default)]
struct Field {
    text: String,
    /// How much of the text stays whatever follows.
    kept: usize,
}

impl Field {
    fn push(&mut self, c: char) {
        if matches!(c, ' ' | '\n' | '\r' | '\t') {
            if !self.text.is_empty() {
                self.text.push(c);
            }
        } else {
            self.keep(c);
        }
    }

    fn keep(&mut self, c: char) {
        self.text.push(c);
        self.kept = self.text.len();
    }

    fn finish(mut self) -> String {
        self.text.truncate(self.kept);
        self.text
    }
}

/// Reads a text list.
pub(super) fn read_list(cell: &str) -> Vec<String> {
    // A bar in a list that somebody wrote by hand is a letter like others.
    items(cell).into_iter().map(|fields| fields.join(" | ")).collect()
}

/// Reads a list of ids or codes.
pub(super) fn read_keys<K, E: Display>(
    cell: &str,
    parse: impl Fn(&str) -> Result<K, E>,
    problems: &mut Problems,
) -> Vec<K> {
    let mut keys = Vec::new();
    for item in read_list(cell) {
        match parse(&item) {
            Ok(key) => keys.push(key),
            Err(error) => problems.push(error.to_string()),
        }
    }
    keys
}

/// Reads keys with values; the first of two with one key stands.
pub(super) fn read_pairs<K: Ord + Display, V, E: Display, F: Display>(
    cell: &str,
    key: impl Fn(&str) -> Result<K, E>,
    value: impl Fn(Option<&str>) -> Result<V, F>,
    problems: &mut Problems,
) -> Vec<(K, V)> {
    let mut pairs: Vec<(K, V)> = Vec::new();
    for item in read_list(cell) {
        let (left, right) = match item.split_once('=') {
            Some((left, right)) => (left.trim(), Some(right.trim())),
            None => (item.as_str(), None),
        };
        match (key(left), value(right)) {
            (Ok(key), _) if pairs.iter().any(|(known, _)| *known == key) => {
                problems.push(format!("{key} stands there twice"));
            }
            (Ok(key), Ok(value)) => pairs.push((key, value)),
            (Err(error), _) => problems.push(error.to_string()),
            (_, Err(error)) => problems.push(format!("{left}: {error}")),
        }
    }
    pairs
}

/// What a funder gives; nothing where its amount is unknown.
pub(super) fn read_funding(text: Option<&str>) -> Result<Funding, String> {
    let amount = text.filter(|text| !text.is_empty()).map(str::parse::<Amount>).transpose();
    amount.map(|amount| Funding { amount }).map_err(|error| error.to_string())
}

/// A percentage from 0 to 100; all where none is said.
pub(super) fn read_percent(text: Option<&str>) -> Result<Percent, String> {
    let Some(text) = text else { return Ok(Percent::HUNDRED) };
    let percent: Percent = text.trim_end_matches('%').trim().parse().map_err(text_of)?;
    if percent.in_range() { Ok(percent) } else { Err(format!("{percent} is not from 0 to 100")) }
}

fn text_of(error: impl Display) -> String {
    error.to_string()
}

/// The fields of an item after those that have no name, by name.
struct Named(Vec<(String, String)>);

impl Named {
    fn of(fields: &[String]) -> Self {
        let split = |field: &String| match field.split_once(':') {
            Some((name, value)) => {
                (name.trim().to_lowercase(), value.strip_prefix(' ').unwrap_or(value).to_owned())
            }
            None => (field.trim().to_lowercase(), String::new()),
        };
        Self(fields.iter().map(split).collect())
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    fn parse<T, E: Display>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, String> {
        let value = self.take(name);
        let read = value.map(|value| parse(value.trim()).map_err(|e| format!("{name}: {e}")));
        read.transpose()
    }

    /// Refuses a field that nobody asked for, so that nothing is lost unseen.
    fn end(self) -> Result<(), String> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(format!("\"{name}\" is no field of it")),
        }
    }
}

/// Reads each item of a cell on its own.
fn read_each<T>(
    cell: &str,
    problems: &mut Problems,
    read: impl Fn(&[String]) -> Result<T, String>,
) -> Vec<T> {
    let mut all = Vec::new();
    for (at, fields) in items(cell).iter().enumerate() {
        match read(fields) {
            Ok(item) => all.push(item),
            Err(why) => problems.push(format!("item {}: {why}", at + 1)),
        }
    }
    all
}

/// Reads links.
pub(super) fn read_links(cell: &str, problems: &mut Problems) -> Vec<(ObjectiveId, Link)> {
    let mut links: Vec<(ObjectiveId, Link)> = Vec::new();
    for (objective, link) in read_each(cell, problems, read_link) {
        if links.iter().any(|(known, _)| *known == objective) {
            problems
                .push(format!("the objective {objective} stands there twice; the first counts"));
        } else {
            links.push((objective, link));
        }
    }
    links
}

fn read_link(fields: &[String]) -> Result<(ObjectiveId, Link), String> {
    let (first, rest) = fields.split_first().ok_or("it is empty")?;
    let objective = ObjectiveId::new(first).map_err(text_of)?;
    let mut named = Named::of(rest);
    // Whoever writes an objective's id and no more means the usual.
    let undermines = named.take("undermines").is_some();
    let supports = named.take("supports").is_some();
    if undermines && supports {
        return Err("it both supports and undermines".to_owned());
    }
    let effect = if undermines { Effect::Undermines } else { Effect::Supports };
    let confirmed = named.parse("confirmed", ActorId::new)?;
    let documented = named.take("documented");
    let evidence = match (confirmed, documented, named.take("asserted")) {
        (Some(actor), None, None) => Evidence::Confirmed(actor),
        (None, Some(place), None) => Evidence::Documented(place),
        (None, None, _) => Evidence::Asserted,
        _ => return Err("it has more than one evidence".to_owned()),
    };
    let link = Link {
        effect,
        evidence,
        share: named.parse("share", |text| read_percent(Some(text)))?,
        by: named.parse("by", ActorId::new)?,
        recorded_by: named.take("recorded by"),
        on: named.parse("on", str::parse::<Date>)?,
        note: named.take("note"),
    };
    named.end()?;
    Ok((objective, link))
}

/// Reads a decision.
pub(super) fn read_decision(cell: &str, problems: &mut Problems) -> Option<Decision> {
    let all = read_each(cell, problems, |fields| {
        let (first, rest) = fields.split_first().ok_or("it is empty")?;
        let word = first.to_lowercase();
        let kind = DECISIONS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind);
        let mut named = Named::of(rest);
        let decision = Decision {
            kind: kind.ok_or_else(|| format!("\"{first}\" is no decision"))?,
            by: named.parse("by", ActorId::new)?,
            recorded_by: named.take("recorded by"),
            on: named.parse("on", str::parse::<Date>)?,
            reason: named.take("reason"),
        };
        named.end()?;
        Ok(decision)
    });
    all.into_iter().next()
}

/// Reads what a program depends on.
pub(super) fn read_depends_on(cell: &str, problems: &mut Problems) -> Vec<(ProgramId, Dependency)> {
    read_each(cell, problems, |fields| {
        let (first, rest) = fields.split_first().ok_or("it is empty")?;
        let program = ProgramId::new(first).map_err(text_of)?;
        let mut named = Named::of(rest);
        let kind = DEPENDENCIES.iter().find(|(_, word)| named.take(word).is_some());
        let (kind, _) = kind.ok_or("it neither needs nor follows it")?;
        let dependency = Dependency { kind: *kind, note: named.take("note") };
        named.end()?;
        Ok((program, dependency))
    })
}

/// Reads a reply.
pub(super) fn read_reply(cell: &str, problems: &mut Problems) -> Option<Reply> {
    let all = read_each(cell, problems, |fields| {
        let (first, rest) = fields.split_first().ok_or("it is empty")?;
        let mut named = Named::of(rest);
        let reply = Reply {
            text: first.clone(),
            by: named.parse("by", ActorId::new)?,
            on: named.parse("on", str::parse::<Date>)?,
        };
        named.end()?;
        Ok(reply)
    });
    all.into_iter().next()
}

/// Whether a spreadsheet would take a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text as a cell of a CSV, which a spreadsheet must not take for a formula: such a text, and
/// one that looks like a guarded one, gets a `'` before it.
pub(crate) fn guarded(text: &str) -> String {
    let guard = is_formula(text.trim_start_matches('\''));
    if guard { format!("'{text}") } else { text.to_owned() }
}

/// A text as a cell of a workbook, where it is a text whatever it begins with.
pub(crate) fn typed(text: &str) -> String {
    if is_formula(text) { text.to_owned() } else { guarded(text) }
}

/// The text of a cell, without its guard.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// The most characters (of UTF-16) that are put in one cell; Excel takes 32,767.
const LONGEST: usize = 32_000;

/// Divides a text among cells, each of a length that Excel takes and none with a blank at the
/// ends of it, where that can be.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(end) = end_of_piece(rest) {
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// Where the first piece of a text ends, if it is too long for one.
fn end_of_piece(text: &str) -> Option<usize> {
    if text.len() <= LONGEST {
        return None;
    }
    let (mut length, mut before, mut best) = (0, ' ', 0);
    for (at, c) in text.char_indices() {
        if !before.is_whitespace() && !c.is_whitespace() && !is_formula(&text[at..]) {
            best = at;
        }
        length += c.len_utf16();
        if length > LONGEST {
            return Some(if best > 0 { best } else { at });
        }
        before = c;
    }
    None
}

/// The name of the column that a text is continued in: `description (2)`.
pub(crate) fn continued(column: &str, piece: usize) -> String {
    let mut name = column.to_owned();
    if piece > 0 {
        // A String takes any text.
        let written = write!(name, " ({})", piece + 1);
        debug_assert!(written.is_ok());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_person_can_read_and_write_it() {
        let mut problems = Problems::new();
        let cell = "oc1 | supports | documented: PRODOC p. 4 | by: undp | on: 2025-05-04;\n oc2;";
        let read = read_links(cell, &mut problems);
        assert_eq!((read.len(), problems.len()), (2, 0), "{problems:?}");
        assert_eq!(read[0].1.evidence, Evidence::Documented("PRODOC p. 4".into()));
        assert_eq!(read[1].1, Link::new(Effect::Supports, Evidence::Asserted));
        let again = links(&read.into_iter().collect());
        assert_eq!(
            again,
            "oc1 | supports | documented: PRODOC p. 4 | by: undp | on: 2025-05-04;\noc2 | supports | asserted"
        );
        assert_eq!(read_list(" a;b ; ;c\\;d; \\_ "), ["a", "b", "c;d", ""]);
        assert_eq!(list(["North", "South; East", ""]), "North; South\\; East; \\_");
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_stands() {
        let mut problems = Problems::new();
        let cell = "oc1 | supports | undermines; OC2; oc3 | on: soon; oc4 | colour: red; oc5 | documented: a | asserted; oc6; oc6";
        assert_eq!(read_links(cell, &mut problems).len(), 1);
        assert_eq!(problems.len(), 6, "{problems:?}");
        problems.clear();
        let sectors = "15220=60; 15220=40; 1=2; 15110=120; 15150";
        let found = read_pairs(sectors, crate::model::Sector::new, read_percent, &mut problems);
        assert_eq!((found.len(), problems.len()), (2, 3), "{problems:?}");
    }

    #[test]
    fn long_texts_are_divided() {
        assert_eq!(pieces("short"), ["short"]);
        for text in
            ["word ".repeat(20_000), "x".repeat(100_000), "😀".repeat(40_000), " ".repeat(70_000)]
        {
            let pieces = pieces(&text);
            assert_eq!(pieces.concat(), text);
            assert!(pieces.len() > 1);
            assert!(pieces.iter().all(|p| p.encode_utf16().count() <= LONGEST));
        }
    }

    proptest! {
        #[test]
        fn lists_come_back(items in prop::collection::vec("[ a;|\\\\\n\t\r:=é_s]{0,8}", 0..5)) {
            prop_assert_eq!(read_list(&list(&items)), items);
        }

        #[test]
        fn records_come_back(
            place in "[ a;|\\\\\n:é]{0,8}", note in "[ a;|\\\\\n:é]{0,8}", who in "[ a;|:]{0,8}",
        ) {
            let mut link = Link::new(Effect::Undermines, Evidence::Documented(place));
            link.note = Some(note.clone());
            link.recorded_by = Some(who);
            link.share = Some("12.5".parse().expect("a percentage"));
            let id = ObjectiveId::new("oc1").expect("an id");
            let all: Table<_, _> = [(id.clone(), link.clone()), (ObjectiveId::new("x").expect("an id"), link)]
                .into_iter().collect();
            let mut problems = Problems::new();
            let read: Table<_, _> = read_links(&links(&all), &mut problems).into_iter().collect();
            prop_assert_eq!(read, all);
            let mut said = Reply::new(note);
            said.by = Some(ActorId::new("a").expect("an id"));
            prop_assert_eq!(read_reply(&reply(&said), &mut problems), Some(said));
            prop_assert!(problems.is_empty());
        }

        #[test]
        fn guards_come_off(text in "['=+@a\t\r-]{0,5}") {
            let csv = guarded(&text);
            prop_assert!(!is_formula(&csv));
            prop_assert_eq!(unguarded(&csv), text.as_str());
            let typed = typed(&text);
            prop_assert_eq!(unguarded(&typed), text.as_str());
        }
    }
}
