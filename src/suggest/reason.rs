//! Why an objective is suggested, in words that a person can check against the records.

use super::rank::{Learned, Ranking};
use super::reading::Reading;
use super::{Reason, text, theme};
use crate::model::{Objective, Program};
use std::collections::BTreeSet;

/// Words that say little of what a program is about, as stems: they are no reason.
const EMPTY: [&str; 60] = [
    "proje", "progr", "suppo", "appui", "apoyo", "apoio", "stren", "renfo", "forta", "forte",
    "natio", "nacio", "capac", "devel", "devel", "desar", "desen", "imple", "mise", "oeuvr",
    "throu", "inclu", "ameli", "impro", "mejor", "melho", "enhan", "promo", "ensur", "activ",
    "activ", "pays", "pais", "count", "inter", "multi", "based", "their", "with", "from", "that",
    "dans", "pour", "avec", "leurs", "para", "como", "entre", "sont", "cette", "those", "these",
    "will", "have", "been", "incre", "provi", "contr", "reali", "servi",
];

/// What two programs must have in common to be called alike.
const ALIKE: f32 = 0.45;

/// How many words, and how many alike programs, are named.
const NAMED: usize = 4;

/// Objectives that a program's text names by code or title.
pub(super) fn named(reading: &Reading, record: &Program) -> Vec<(usize, String)> {
    let texts: Vec<&str> = [record.title.as_str()]
        .into_iter()
        .chain(record.description.as_deref())
        .chain(record.claims.iter().map(String::as_str))
        .collect();
    let codes: BTreeSet<&str> = texts.iter().flat_map(|text| codes(text)).collect();
    let plain: Vec<String> = texts.iter().map(|text| flat(text)).collect();
    let mut found = Vec::new();
    for (place, (_, objective)) in reading.objectives.iter().enumerate() {
        let code = objective.code.as_deref().map(str::trim);
        if let Some(code) = code.filter(|code| codes.contains(code)) {
            found.push((place, code.to_owned()));
            continue;
        }
        let title = reading.titles[place].as_str();
        if !title.is_empty() && plain.iter().any(|text| text.contains(title)) {
            found.push((place, objective.title.trim().to_owned()));
        }
    }
    found
}

/// A title as it may be quoted in a text; empty where it is too short to tell.
pub(super) fn quotable(title: &str) -> String {
    let title = flat(title);
    if title.len() >= 16 && title.contains(' ') { title } else { String::new() }
}

/// The words of a text with one space between them.
fn flat(text: &str) -> String {
    text::words(text).map(|word| word.plain).collect::<Vec<_>>().join(" ")
}

/// The codes that a text names: numbers with at least two dots, or with one after a word such as
/// "output", so that "1.1 million" is none.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    const BEFORE: [&str; 11] = [
        "outpu", "outco", "produ", "effet", "efect", "resul", "objec", "axe", "prior", "eixo",
        "pilar",
    ];
    let mut last = "";
    text.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter_map(move |token| {
        let before = std::mem::replace(&mut last, token);
        let code = token.trim_matches('.');
        let dots = code.matches('.').count();
        let digits = code.starts_with(|c: char| c.is_ascii_digit());
        let told = || text::words(before).any(|word| BEFORE.contains(&text::stem(&word.plain)));
        (digits && (dots >= 2 || dots == 1 && told())).then_some(code)
    })
}

/// The reasons for an objective, the strongest first.
pub(super) fn reasons(
    reading: &Reading,
    learned: &Learned,
    ranking: &Ranking,
    program: usize,
    objective: usize,
) -> Vec<Reason> {
    let read = &reading.programs[program];
    let mut reasons = Vec::new();
    let named = ranking.named.iter().find(|(place, _)| *place == objective);
    reasons.extend(named.map(|(_, said)| Reason::Named(said.clone())));
    let family = ranking.family.iter().find(|(place, _)| *place == objective);
    reasons.extend(family.map(|(_, member)| {
        let member = &reading.programs[*member];
        if read.record.part_of.as_ref() == Some(&member.id) {
            Reason::Umbrella(member.id.clone())
        } else {
            Reason::Part(member.id.clone())
        }
    }));
    let words = words(reading, &read.record, program, objective);
    if !words.is_empty() {
        reasons.push(Reason::Words(words));
    }
    let linked = |place: usize| learned.linked(place).contains(&(objective as u32));
    let alike: Vec<_> = ranking
        .alike
        .iter()
        .filter(|place| ranking.near[**place] >= ALIKE && linked(**place))
        .map(|place| reading.programs[*place].id.clone())
        .collect();
    if !alike.is_empty() {
        reasons.push(Reason::Alike(alike));
    }
    let others = || {
        let all = learned.programs(objective).filter(|place| *place != program);
        all.map(|place| &reading.programs[place].record)
    };
    reasons.extend(habits(&read.record, others));
    reasons.extend(themes(reading, program, objective));
    reasons
}

/// What programs that are linked to an objective share with one: sector, owner, donor, place.
fn habits<'r, I: Iterator<Item = &'r std::sync::Arc<Program>>>(
    record: &Program,
    others: impl Fn() -> I,
) -> Vec<Reason> {
    let count = |keep: &dyn Fn(&Program) -> bool| {
        u32::try_from(others().filter(|other| keep(other)).count()).unwrap_or(u32::MAX)
    };
    let mut found = Vec::new();
    let sectors = record
        .sectors
        .keys()
        .map(|sector| (count(&|other: &Program| other.sectors.contains_key(sector)), sector));
    if let Some((n, sector)) = sectors.max_by_key(|(n, _)| *n).filter(|(n, _)| *n > 0) {
        found.push(Reason::Sector(*sector, n));
    }
    if let Some(owner) = &record.owner {
        let n = count(&|other: &Program| other.owner.as_ref() == Some(owner));
        if n > 0 {
            found.push(Reason::Owner(owner.clone(), n));
        }
    }
    let donors = record
        .funding
        .keys()
        .filter(|id| record.owner.as_ref() != Some(id))
        .map(|id| (count(&|other: &Program| other.funding.contains_key(id)), id));
    if let Some((n, donor)) = donors.max_by_key(|(n, _)| *n).filter(|(n, _)| *n > 1) {
        found.push(Reason::Donor(donor.clone(), n));
    }
    let places = record
        .locations
        .iter()
        .map(|place| (count(&|other: &Program| other.locations.contains(place)), place));
    if let Some((n, place)) = places.max_by_key(|(n, _)| *n).filter(|(n, _)| *n > 1) {
        found.push(Reason::Place(place.clone(), n));
    }
    found
}

/// Words of the program that the objective or those above it use, the most telling first.
fn words(reading: &Reading, record: &Program, program: usize, objective: usize) -> Vec<String> {
    let ours = &reading.programs[program].words;
    let theirs = &reading.objective_words[objective];
    let weight = |vector: &[(u32, f32)], term: u32| {
        vector.binary_search_by_key(&term, |(t, _)| *t).map_or(0.0, |at| vector[at].1)
    };
    let texts = [record.title.as_str()]
        .into_iter()
        .chain(record.description.as_deref())
        .chain(record.translations.values().filter_map(|t| t.title.as_deref()))
        .chain(record.claims.iter().map(String::as_str));
    let mut found: Vec<(f32, String, String)> = Vec::new();
    for word in texts.flat_map(text::words) {
        let stem = text::stem(&word.plain);
        if word.plain.chars().count() < 3 || EMPTY.contains(&stem) {
            continue;
        }
        let term = super::space::number(stem);
        let (own, other) = (weight(ours, term), weight(theirs, term));
        // What most programs say tells nothing: a third of all texts, or five in a few.
        let texts = (reading.programs.len() + reading.objectives.len()) as f32;
        let held = (1.0 + texts) / (reading.telling[term as usize] - 1.0).exp() - 1.0;
        let telling = held <= (texts / 3.0).max(5.5);
        let known = found.iter().any(|(_, known, _)| known == stem);
        let meets = || {
            let theirs = &reading.objective_plain[objective];
            theirs.iter().any(|other| same_word(&word.plain, other))
        };
        if own * other > 0.0 && telling && !known && meets() {
            let written = word.written.trim_matches(|c: char| !c.is_alphanumeric());
            found.push((own * other, stem.to_owned(), lower(written)));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let best = found.first().map_or(0.0, |(weight, ..)| *weight);
    let enough = found.into_iter().filter(|(weight, ..)| *weight >= best * 0.2);
    enough.take(NAMED).map(|(_, _, written)| written).collect()
}

/// Whether two words that begin alike seem to be forms of one: they share seven tenths of the
/// shorter, so that "électrique" does not speak for "election".
fn same_word(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    shared * 10 >= one.chars().count().min(other.chars().count()) * 7
}

/// A word as it is named: in lower case, but for abbreviations.
fn lower(word: &str) -> String {
    let letters = word.chars().count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if letters <= 6 && capitals == letters { word.to_owned() } else { word.to_lowercase() }
}

/// Themes that both are about, the strongest first, where they share no word.
fn themes(reading: &Reading, program: usize, objective: usize) -> Option<Reason> {
    let ours = &reading.programs[program].themes;
    let theirs = &reading.objective_themes[objective];
    let mut both: Vec<(f32, &'static str)> = ours
        .iter()
        .filter_map(|(theme, weight)| {
            let at = theirs.binary_search_by_key(theme, |(t, _)| *t).ok()?;
            Some((weight * theirs[at].1, theme::name(*theme)))
        })
        .filter(|(weight, _)| *weight > 0.05)
        .collect();
    both.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let names: Vec<&'static str> = both.into_iter().take(2).map(|(_, name)| name).collect();
    (!names.is_empty()).then_some(Reason::Themes(names))
}

/// Whether an objective's texts are as they were.
pub(super) fn same_texts(one: &Objective, other: &Objective) -> bool {
    one.title == other.title
        && one.code == other.code
        && one.description == other.description
        && one.translations == other.translations
        && one.level == other.level
        && one.rank == other.rank
        && one.status == other.status
        && one.contributes_to.keys().eq(other.contributes_to.keys())
}

#[cfg(test)]
mod tests {
    use super::{codes, same_word};

    #[test]
    fn forms_of_one_word_are_told_from_others() {
        for (one, other) in [("school", "schooling"), ("politica", "politique"), ("eaux", "eau")] {
            assert!(same_word(one, other), "{one} {other}");
        }
        assert!(!same_word("electrique", "election"));
    }

    #[test]
    fn codes_are_told_from_amounts() {
        let found = |text| codes(text).collect::<Vec<&str>>();
        assert_eq!(found("Output 1.2: see 3.4.1. It costs 1.1 million"), ["1.2", "3.4.1"]);
        assert_eq!(found("Effet 2.1 - populations"), ["2.1"]);
        assert_eq!(found("in 2024, 12 schools"), [""; 0]);
    }
}
