//! Programs that look like one program reported twice, by who pays and by who carries out: finding
//! P10 (`docs/rules.md`, "Duplicates"). It only points at them; nothing is merged here, and what
//! a file tells apart is left apart.

use super::ledger::number;
use super::{Analysis, halves, money};
use crate::model::{Framework, Program, ProgramId};
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::collections::BTreeMap;
use std::hash::Hasher;

/// An identifier or a title that more programs bear is that of a series, not of a program.
const SERIES: usize = 4;

/// What is related to more than this many programs is not one of them told again and again.
const MANY: usize = 16;

/// Two programs that look like one, or like a program and a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The two, in the order of ids.
    pub programs: [ProgramId; 2],
    /// What speaks for it; never empty.
    pub why: Vec<Sign>,
    /// Which of the two is rather the umbrella of the other: it is related to several programs
    /// that are not related to each other.
    pub umbrella: Option<ProgramId>,
}

impl Duplicate {
    /// The other one of the two; `None` where the program is neither.
    #[must_use]
    pub fn other(&self, program: &ProgramId) -> Option<&ProgramId> {
        match &self.programs {
            [a, b] if a == program => Some(b),
            [a, b] if b == program => Some(a),
            _ => None,
        }
    }
}

/// What speaks for two programs being one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// Both bear this identifier.
    Identifier(String),
    /// The source of one names an identifier of the other.
    Named {
        /// Whose source.
        by: ProgramId,
        /// Which identifier.
        identifier: String,
    },
    /// Both bear the same title, with alike money; their periods do not exclude each other.
    Title {
        /// Whether the money is the same to the cent.
        equal: bool,
        /// Whether their periods are known to meet.
        meet: bool,
    },
}

impl Sign {
    /// The sign as part of a sentence that a person can check.
    #[must_use]
    pub fn words(&self, framework: &Framework) -> String {
        match self {
            Self::Identifier(identifier) => format!("both bear the identifier {identifier}"),
            Self::Named { by, identifier } => {
                let name = name(framework, by);
                format!("the source of {name} names {identifier}, an identifier of the other")
            }
            Self::Title { equal, meet } => {
                let money = if *equal { "the same money" } else { "nearly the same money" };
                let time = if *meet { "at the same time" } else { "as far as their time is known" };
                format!("both have the same title and {money}, {time}")
            }
        }
    }
}

/// A program by title and owner: two that look alike often bear one title.
pub(super) fn name(framework: &Framework, id: &ProgramId) -> String {
    let Some(record) = framework.program(id) else { return id.to_string() };
    let owner = record.owner.as_ref().map(|owner| framework.actor_short(owner));
    match (record.title.trim(), owner) {
        ("", _) => id.to_string(),
        (title, Some(owner)) => format!("“{title}” ({owner})"),
        (title, None) => format!("“{title}”"),
    }
}

/// All pairs of programs in scope that look like one, ordered by ids. `analysis` is that of the
/// framework as it is.
///
/// An umbrella of which a part is in scope is not in scope itself, so a pair where one is part of
/// the other, at whatever depth, is never among them.
#[must_use]
pub fn duplicates(framework: &Framework, analysis: &Analysis) -> Vec<Duplicate> {
    let rows = framework.programs().iter().zip(analysis.programs.iter());
    let in_scope = rows.filter(|(_, (_, row))| row.excluded.is_none());
    let (ids, records) = in_scope.map(|((id, record), _)| (id, record.as_ref())).unzip();
    let mut search = Search { framework, ids, records, found: BTreeMap::new() };
    // Where one file lists all of them, only what it says itself can tell that two are one.
    let several = search.records.windows(2).any(|pair| !listed_together(pair[0], pair[1]));
    if several || search.records.iter().any(|record| !record.related.is_empty()) {
        search.identifiers(several);
    }
    let umbrellas = search.umbrellas();
    if several {
        search.titles();
    }
    let Search { ids, found, .. } = search;
    let id = |place: u32| ids[place as usize].clone();
    let pair = |([a, b], why): ([u32; 2], Vec<Sign>)| {
        // The same title and money is more than being one of several.
        let titled = why.iter().any(|sign| matches!(sign, Sign::Title { .. }));
        let umbrella = umbrellas.get(&[a, b]).filter(|_| !titled);
        Duplicate { programs: [id(a), id(b)], why, umbrella: umbrella.map(|&u| id(u)) }
    };
    found.into_iter().map(pair).collect()
}

/// Whether two identifiers are the same but for case and white space.
#[must_use]
pub(crate) fn same_identifier(one: &str, other: &str) -> bool {
    signs(one).eq(signs(other))
}

/// The signs of an identifier as they are compared.
fn signs(identifier: &str) -> impl Iterator<Item = char> + '_ {
    identifier.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase)
}

/// An identifier as a number, where it is long and odd enough to mean one program wherever it
/// stands: at least eight signs, with a digit and a letter or hyphen. A bare number is any system's.
fn global(identifier: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let (mut count, mut digit, mut other) = (0, false, false);
    for sign in signs(identifier) {
        count += 1;
        digit |= sign.is_numeric();
        other |= sign.is_alphabetic() || sign == '-';
        hasher.write_u32(u32::from(sign));
    }
    (count >= 8 && digit && other).then(|| hasher.finish())
}

/// Whether one file lists both, and so takes them for two. What is gone from its file is no
/// longer told apart by it.
fn listed_together(a: &Program, b: &Program) -> bool {
    let (Some(a), Some(b)) = (&a.source, &b.source) else { return false };
    a.file == b.file && a.format == b.format && a.gone.is_none() && b.gone.is_none()
}

/// Whether two programs were reported apart: by different files, or by different owners where
/// both were entered by hand.
fn reported_apart(a: &Program, b: &Program) -> bool {
    !listed_together(a, b) && (a.source.is_some() || b.source.is_some() || a.owner != b.owner)
}

/// The programs in scope, in the order of ids, and what was found of pairs of them.
struct Search<'a> {
    framework: &'a Framework,
    ids: Vec<&'a ProgramId>,
    records: Vec<&'a Program>,
    found: BTreeMap<[u32; 2], Vec<Sign>>,
}

impl Search<'_> {
    fn add(&mut self, a: u32, b: u32, sign: Sign) {
        self.found.entry([a.min(b), a.max(b)]).or_default().push(sign);
    }

    fn record(&self, place: u32) -> &Program {
        self.records[place as usize]
    }

    /// Finds who bears the same identifier, with `shared`, and who is named by another's source.
    fn identifiers(&mut self, shared: bool) {
        let mut bearers: Vec<(u64, u32)> = Vec::with_capacity(self.records.len());
        for (record, place) in self.records.iter().zip(0..) {
            let keys = record.identifiers.iter().filter_map(|identifier| global(identifier));
            bearers.extend(keys.map(|key| (key, place)));
        }
        bearers.sort_unstable();
        bearers.dedup();
        if shared {
            for group in bearers.chunk_by(|a, b| a.0 == b.0) {
                for (a, b) in pairs(group) {
                    self.compare(a, b);
                }
            }
        }
        for place in 0..number(self.records.len()) {
            let mut seen = FxHashSet::default();
            for text in &self.records[place as usize].related {
                let Some(key) = global(text).filter(|key| seen.insert(*key)) else { continue };
                let from = bearers.partition_point(|(other, _)| *other < key);
                let named = bearers[from..].iter().take_while(|(other, _)| *other == key);
                let named: Vec<u32> = named.map(|(_, place)| *place).collect();
                if named.len() <= SERIES {
                    named.into_iter().for_each(|other| self.name(place, other, text));
                }
            }
        }
    }

    /// Notes an identifier that two share.
    fn compare(&mut self, a: u32, b: u32) {
        let (one, other) = (self.record(a), self.record(b));
        if listed_together(one, other) {
            return;
        }
        let shared = one.identifiers.iter().find(|identifier| {
            global(identifier).is_some()
                && other.identifiers.iter().any(|theirs| same_identifier(identifier, theirs))
        });
        if let Some(identifier) = shared.cloned() {
            let sign = Sign::Identifier(identifier);
            let known =
                self.found.get(&[a.min(b), a.max(b)]).is_some_and(|why| why.contains(&sign));
            if !known {
                self.add(a, b, sign);
            }
        }
    }

    /// Notes that the source of one names the other. Parts of one umbrella are related anyway.
    fn name(&mut self, by: u32, other: u32, text: &str) {
        let (one, named) = (self.record(by), self.record(other));
        let siblings = one.part_of.is_some() && one.part_of == named.part_of;
        let borne = named.identifiers.iter().find(|theirs| same_identifier(theirs, text));
        if let Some(identifier) = borne.filter(|_| by != other && !siblings).cloned() {
            let by_id = self.ids[by as usize].clone();
            self.add(by, other, Sign::Named { by: by_id, identifier });
        }
    }

    /// Which of each pair found so far is rather the umbrella of the other.
    fn umbrellas(&self) -> FxHashMap<[u32; 2], u32> {
        let mut related: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for &[a, b] in self.found.keys() {
            related.entry(a).or_default().push(b);
            related.entry(b).or_default().push(a);
        }
        let of = |place: u32| related.get(&place).map_or(&[][..], Vec::as_slice);
        // Related to several that are not related to each other: not one program told thrice.
        let several = |place: u32| {
            let others = of(place);
            let apart =
                |(at, a): (usize, &u32)| others[at + 1..].iter().any(|b| !of(*a).contains(b));
            others.len() > MANY || others.iter().enumerate().any(apart)
        };
        let mut umbrellas = FxHashMap::default();
        for &[a, b] in self.found.keys() {
            let (one, other) = match (several(a), several(b)) {
                (true, true) if of(a).len() == of(b).len() => continue,
                (true, true) if of(a).len() > of(b).len() => (a, b),
                (true, false) => (a, b),
                (false, false) => continue,
                _ => (b, a),
            };
            // What has less money than its part is none of its umbrellas.
            let [umbrella, part] = [one, other].map(|place| self.money(place));
            if umbrella.zip(part).is_none_or(|(umbrella, part)| umbrella >= part) {
                umbrellas.insert([a, b], one);
            }
        }
        umbrellas
    }

    fn money(&self, place: u32) -> Option<i128> {
        let money = money::of_program(self.framework, self.record(place));
        money.converted.map(|cents| cents.0)
    }

    /// Finds who bears the same title with alike money at a time that is not another's.
    fn titles(&mut self) {
        let (first, second) = self.records.split_at(self.records.len() / 2);
        let keys = |records: &[&Program], from: usize| -> Vec<(u64, u32)> {
            let keyed = records.iter().zip(number(from)..);
            keyed.filter_map(|(record, place)| Some((title_key(&record.title)?, place))).collect()
        };
        let (mut bearers, rest) =
            halves::both(self.records.len(), || keys(first, 0), || keys(second, first.len()));
        bearers.extend(rest);
        bearers.sort_unstable();
        for group in bearers.chunk_by(|a, b| a.0 == b.0) {
            for (a, b) in pairs(group) {
                let (one, other) = (self.record(a), self.record(b));
                let time = one.period.meets(&other.period);
                if !reported_apart(one, other) || time == Some(false) {
                    continue;
                }
                let alike = alike(self.framework, one, other);
                if let Some(equal) = alike.filter(|_| same_title(one, other)) {
                    self.add(a, b, Sign::Title { equal, meet: time == Some(true) });
                }
            }
        }
    }
}

/// All pairs of a group that is small enough to be more than a series.
fn pairs(group: &[(u64, u32)]) -> impl Iterator<Item = (u32, u32)> {
    let few = if group.len() <= SERIES { group } else { &[] };
    let after = |at: usize| few[at + 1..].iter();
    few.iter().enumerate().flat_map(move |(at, a)| after(at).map(|b| (a.1, b.1)))
}

/// Whether the money of two programs is known and within a quarter of each other, and if so,
/// whether it is the same.
fn alike(framework: &Framework, a: &Program, b: &Program) -> Option<bool> {
    let (a, b) = (money::of_program(framework, a), money::of_program(framework, b));
    let (a, b) = match (a.converted.zip(b.converted), a.unconverted.zip(b.unconverted)) {
        (Some((a, b)), _) => {
            (Decimal::from_i128_with_scale(a.0, 2), Decimal::from_i128_with_scale(b.0, 2))
        }
        (None, Some(((one, a), (other, b)))) if one == other => (a, b),
        _ => return None,
    };
    let (less, more) = (a.min(b), a.max(b));
    let near = less > Decimal::ZERO && more.checked_sub(less)? <= less / Decimal::from(4);
    near.then_some(a == b)
}

/// A title without the codes that it begins with: "GB-1-203: ", "1.2.3 - ", "2024 ".
fn without_code(title: &str) -> &str {
    let mut rest = title;
    while let Some(digit) = rest.split_whitespace().next().and_then(|w| w.rfind(char::is_numeric)) {
        let after = &rest[digit..];
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        rest = after[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    rest
}

/// Spells a title as it is compared: letters and digits in lower case, those of Latin script
/// without accents, a space before each word.
fn spell(title: &str, mut each: impl FnMut(char)) {
    let mut in_word = false;
    for c in without_code(title).chars().filter(|c| !is_mark(*c)) {
        let was_in_word = std::mem::replace(&mut in_word, c.is_alphanumeric());
        if !in_word {
            continue;
        }
        if !was_in_word {
            each(' ');
        }
        if c.is_ascii() {
            // Nearly all are, and need no table.
            each(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().filter(|c| !is_mark(*c)).map(bare).for_each(&mut each);
        }
    }
}

/// A title as a number, where it says enough to tell a program by: two words, twelve letters.
fn title_key(title: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let (mut words, mut letters) = (0, 0);
    spell(title, |c| {
        words += usize::from(c == ' ');
        letters += usize::from(c.is_alphabetic());
        hasher.write_u32(u32::from(c));
    });
    (words >= 2 && letters >= 12).then(|| hasher.finish())
}

fn same_title(a: &Program, b: &Program) -> bool {
    let spelled = |title| {
        let mut text = String::new();
        spell(title, |c| text.push(c));
        text
    };
    spelled(&a.title) == spelled(&b.title)
}

/// An accent that is a character of its own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A small letter of Latin script without its accent.
fn bare(c: char) -> char {
    match c {
        '\0'..='\x7f' => c,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć'..='č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē'..='ě' => 'e',
        'ĝ'..='ģ' => 'g',
        'ì'..='ï' | 'ĩ'..='ı' => 'i',
        'ķ' => 'k',
        'ĺ'..='ł' => 'l',
        'ñ' | 'ń'..='ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō'..='ő' => 'o',
        'ŕ'..='ř' => 'r',
        'ś'..='š' | 'ș' => 's',
        'ţ'..='ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ'..='ų' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź'..='ž' => 'z',
        c => c,
    }
}
