//! Indented text: bullets, numbers and headings taken off the titles, and what they say of depth.

use super::rows::{Row, fold, one_line};
use crate::model::Framework;
use std::collections::BTreeSet;

/// The signs that are bullets where a space follows; those that no word begins with need none.
const BULLETS: &str = "-*o+–—•·▪◦‣●○■□§➢►✓\u{f0b7}\u{f0a7}\u{f0d8}";
const PLAIN_BULLETS: &str = "-*o+–—·§";

/// How far into a line its number may begin.
const LONGEST_WORD: usize = 60;

/// Words that stand before the number of an objective, folded.
const WORDS: [&str; 42] = [
    "strategic objective",
    "specific objective",
    "objective",
    "goal",
    "strategic goal",
    "pillar",
    "outcome",
    "output",
    "result",
    "intermediate result",
    "activity",
    "priority",
    "target",
    "objectif",
    "objectif strategique",
    "objectif specifique",
    "axe",
    "axe strategique",
    "pilier",
    "resultat",
    "effet",
    "produit",
    "activite",
    "priorite",
    "objetivo",
    "objetivo estrategico",
    "objetivo especifico",
    "eje",
    "eje estrategico",
    "pilar",
    "resultado",
    "efecto",
    "producto",
    "actividad",
    "prioridad",
    "eixo",
    "eixo estrategico",
    "efeito",
    "produto",
    "atividade",
    "prioridade",
    "meta",
];

/// Whether a word is one that objectives are numbered by.
pub(super) fn is_level_word(word: &str) -> bool {
    let word = fold(word);
    WORDS.contains(&word.as_str()) || WORDS.contains(&word.trim_end_matches('s'))
}

/// What stands before a title, as far as it tells depth.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Plain,
    /// A bullet, and how often it stands there: "** Courts".
    Bullet(char, usize),
    /// "1)", or "a)".
    Counter(bool),
    /// "I.", or "A.".
    Letter(bool),
    /// A number, with the word before it.
    Code(String),
    Heading(usize),
}

/// A line taken apart.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub title: String,
    pub code: Option<String>,
    kind: Kind,
    parts: usize,
    indent: usize,
}

/// A number at the beginning of a line, before it is known to be one.
struct Candidate<'a> {
    /// As the group calls it.
    text: String,
    /// Its parts.
    parts: Vec<&'a str>,
    word: String,
    /// Whether it can be nothing else.
    firm: bool,
    title: &'a str,
}

/// Takes lines apart: each text with its indentation.
pub(super) fn lines(framework: &Framework, texts: &[(usize, String)]) -> Vec<Line> {
    let marked: Vec<(Kind, &str)> = texts.iter().map(|(_, text)| mark(text)).collect();
    let found: Vec<Option<Candidate>> =
        marked.iter().map(|(_, rest)| candidate(framework, rest)).collect();
    let heads: BTreeSet<&str> = found
        .iter()
        .flatten()
        .filter(|c| c.parts.len() > 1)
        .filter_map(|c| c.parts.first().copied())
        .collect();
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(texts.len());
    for (((kind, rest), found), (indent, _)) in marked.iter().zip(&found).zip(texts) {
        let mut line = Line {
            title: (*rest).to_owned(),
            code: None,
            kind: kind.clone(),
            parts: 0,
            indent: *indent,
        };
        if let (None, Some((letter, title))) = (found, lettered(rest)) {
            let before = letter.bytes().next().map(|b| char::from(b.saturating_sub(1)));
            let next = before.is_some_and(|before| seen.contains(before.encode_utf8(&mut [0; 4])));
            let roman = letter.bytes().all(|b| b"IVX".contains(&b)) && !(letter.len() == 1 && next);
            title.clone_into(&mut line.title);
            line.code = Some(letter.to_owned());
            line.kind = Kind::Letter(roman);
            seen.insert(letter.to_owned());
        }
        if let Some(code) = found.as_ref().filter(|code| accepted(code, &heads, &seen)) {
            seen.insert(code.parts.join("."));
            code.title.clone_into(&mut line.title);
            line.code = Some(code.text.clone());
            line.parts = code.parts.len();
            if !matches!(kind, Kind::Heading(_)) {
                line.kind = Kind::Code(code.word.clone());
            }
        }
        out.push(line);
    }
    out
}

/// Whether a number is a code, and not the beginning of "100 schools built".
fn accepted(code: &Candidate, heads: &BTreeSet<&str>, seen: &BTreeSet<String>) -> bool {
    let capital = !code.title.starts_with(char::is_lowercase);
    let last = code.parts.last().and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let above = code.parts[..code.parts.len() - 1].join(".");
    let follows = if last <= 1 {
        above.is_empty() || seen.contains(&above)
    } else {
        let before = if above.is_empty() { String::new() } else { format!("{above}.") };
        seen.contains(&format!("{before}{}", last - 1))
    };
    match code.parts.len() {
        _ if code.firm => true,
        1 => capital && (follows || code.parts.first().is_some_and(|head| heads.contains(head))),
        _ => capital || follows,
    }
}

/// Takes off a heading's signs, a bullet or a counter.
fn mark(text: &str) -> (Kind, &str) {
    let text = text.trim();
    let bare = text.trim_start_matches('#');
    let signs = text.len() - bare.len();
    if (1..=6).contains(&signs) && bare.starts_with(' ') {
        return (Kind::Heading(signs), bare.trim_matches([' ', '#']));
    }
    if let Some(first) = text.chars().next().filter(|c| BULLETS.contains(*c)) {
        let rest = text.trim_start_matches(first);
        let times = (text.len() - rest.len()) / first.len_utf8();
        if rest.is_empty() || rest.starts_with(' ') || !PLAIN_BULLETS.contains(first) {
            return (Kind::Bullet(first, times), rest.trim());
        }
    }
    let small = |(head, rest): &(&str, &str)| {
        head.len() == 1 && head.bytes().all(|b| b.is_ascii_lowercase()) && !rest.trim().is_empty()
    };
    if let Some((_, rest)) = text.split_once(". ").filter(small) {
        return (Kind::Counter(true), rest.trim());
    }
    let open = text.strip_prefix('(').unwrap_or(text);
    if let Some((head, rest)) = open.split_once(')') {
        let number =
            head.len() <= 2 && !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit());
        let letter = head.len() == 1 && head.bytes().all(|b| b.is_ascii_alphabetic())
            || (1..=4).contains(&head.len()) && head.chars().all(|c| "ivx".contains(c));
        if (number || letter) && !rest.trim().is_empty() {
            return (Kind::Counter(letter), rest.trim());
        }
    }
    (Kind::Plain, text)
}

/// A title and the number before it, where no other line tells whether it is one: a number of
/// several parts ("1.2") needs no sign after it, unless it is a quantity ("1.5 million people").
pub(crate) fn numbered(text: &str) -> (Option<&str>, &str) {
    let (_, rest) = mark(text);
    match number(rest) {
        Some((end, parts, title, false))
            if parts.len() > 1 && !title.is_empty() && !title.starts_with(char::is_lowercase) =>
        {
            (Some(&rest[..end]), title)
        }
        _ => bare(text),
    }
}

/// A title without the bullet, the heading's signs, the counter or the firm number before it, and
/// that number.
pub(super) fn bare(text: &str) -> (Option<&str>, &str) {
    let (_, rest) = mark(text);
    match number(rest) {
        Some((end, _, title, true)) if !title.is_empty() => {
            (Some(rest[..end].trim_end_matches('.')), title)
        }
        _ => (None, rest),
    }
}

/// A capital letter or a Roman number with a full stop, and the title after it.
fn lettered(text: &str) -> Option<(&str, &str)> {
    let (head, title) = text.split_once(". ")?;
    let roman = (1..=5).contains(&head.len()) && head.bytes().all(|b| b"IVX".contains(&b));
    let letter = head.len() == 1 && head.bytes().all(|b| b.is_ascii_uppercase());
    ((roman || letter) && !title.trim().is_empty()).then(|| (head, title.trim()))
}

/// The number, with or without a word, that a text begins with.
fn candidate<'a>(framework: &Framework, text: &'a str) -> Option<Candidate<'a>> {
    let digit = text.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= LONGEST_WORD)?;
    let word = text[..digit].trim_end_matches(['°', 'º', '.', ' ']).trim();
    let (length, parts, title, firm) = number(&text[digit..])?;
    if title.is_empty() {
        return None;
    }
    let bare = fold(word.trim_end_matches([' ', 'n', 'N', 'º', '°']));
    let short = (1..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let levels = &framework.head().levels;
    let known = is_level_word(&bare)
        || !short && levels.iter().any(|level| fold(&level.title) == fold(word));
    let fits = word.is_empty()
        || short && firm
        || known && (firm || !title.starts_with(char::is_lowercase));
    if !fits {
        return None;
    }
    let full = text[..digit + length].trim_end_matches(['.', ' ']);
    Some(Candidate {
        text: if short { one_line(full) } else { parts.join(".") },
        parts,
        word: fold(word),
        firm: firm || !word.is_empty(),
        title,
    })
}

/// A number of one or more parts: its length, its parts, what is after it, and whether a sign
/// sets it apart from that.
fn number(text: &str) -> Option<(usize, Vec<&str>, &str, bool)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (body, rest) = text.split_at(end);
    let parts: Vec<&str> = body.trim_end_matches('.').split('.').collect();
    if parts.iter().any(|part| !(1..=2).contains(&part.len())) {
        return None;
    }
    let dotted = body.ends_with('.');
    let after = rest.trim_start();
    let set_apart = after.chars().next().is_some_and(|c| ":-–—)|".contains(c));
    let title = after.trim_start_matches([':', '-', '–', '—', ')', '|', ' ']);
    // "10 – 15 schools" is a span.
    let span = after.starts_with(['-', '–', '—']) && !dotted;
    if span && title.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if rest.len() == after.len() && !rest.is_empty() {
        let behind = rest.trim_start_matches([':', '-', '–', '—', ')', '|']);
        let sound = set_apart && behind.starts_with(' ')
            || (dotted || set_apart) && behind.starts_with(char::is_uppercase);
        if !sound {
            return None;
        }
    }
    Some((end, parts, title, dotted || set_apart))
}

/// How deep each line stands: by headings, by indentation, else by numbers, else by what stands
/// before the titles. A step down is one level at most.
pub(super) fn depths(lines: &[Line]) -> Vec<usize> {
    let highest = lines.iter().filter_map(heading).min().unwrap_or(1);
    let mut indents = lines.iter().filter(|l| heading(l).is_none()).map(|l| l.indent);
    let first = indents.next();
    let indented = indents.any(|indent| Some(indent) != first);
    let least = lines.iter().filter(|l| l.parts > 0).map(|l| l.parts).min().unwrap_or(1);
    let numbered = !indented && lines.iter().any(|l| l.parts > 1);
    // "Justice", "1.1 Courts": lines without a number stand above.
    let plain_above = usize::from(least > 1 && lines.iter().any(|l| l.kind == Kind::Plain));
    let (mut widths, mut kinds): (Vec<usize>, Vec<&Kind>) = (Vec::new(), Vec::new());
    let (mut base, mut deepest) = (0, 0);
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let depth = if let Some(signs) = heading(line) {
            widths.clear();
            kinds.clear();
            base = signs - highest + 1;
            base - 1
        } else if indented {
            while widths.last().is_some_and(|width| *width > line.indent) {
                widths.pop();
            }
            if widths.last() != Some(&line.indent) {
                widths.push(line.indent);
            }
            base + widths.len() - 1
        } else if numbered && (line.parts > 0 || plain_above > 0 && line.kind == Kind::Plain) {
            kinds.clear();
            let depth = if line.parts > 0 { line.parts - least + plain_above } else { 0 };
            kinds.resize(depth + 1, &line.kind);
            base + depth
        } else {
            match kinds.iter().rposition(|kind| **kind == line.kind) {
                Some(at) => kinds.truncate(at + 1),
                None => kinds.push(&line.kind),
            }
            base + kinds.len() - 1
        };
        let depth = depth.min(deepest);
        deepest = depth + 1;
        out.push(depth);
    }
    out
}

fn heading(line: &Line) -> Option<usize> {
    match line.kind {
        Kind::Heading(signs) => Some(signs),
        _ => None,
    }
}

/// Whether the cells of rows are a sheet's columns, and not a bullet and its title.
pub(super) fn columns(rows: &[Row]) -> bool {
    let spaced = |row: &Row| row.cells.iter().any(|cell| cell.starts_with(' '));
    rows.iter().any(divided) && !rows.iter().any(|row| spaced(row) && !row.divided())
}

/// Whether a tab stands within a row, other than after a bullet or a number.
pub(super) fn divided(row: &Row) -> bool {
    let (at, first) = row.first();
    let marker = matches!(mark(&format!("{first} x")), (kind, "x") if kind != Kind::Plain)
        || lettered(&format!("{first} x")).is_some()
        || number(&format!("{first} x")).is_some_and(|(_, _, title, _)| title == "x");
    let beside = row.cells.iter().skip(at + 1).filter(|cell| !cell.trim().is_empty());
    beside.count() > usize::from(marker)
}
