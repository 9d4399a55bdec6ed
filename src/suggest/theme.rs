//! Themes: what a program and an objective may share though they share no word, across languages.
//! The words of each theme and the charges of agencies are small lists of our own
//! (`assets/themes`).

use super::text;
use crate::model::Actor;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A theme, by its place in the list.
pub(super) type Theme = u32;

/// The lists, read once.
struct Lists {
    names: Vec<&'static str>,
    /// Themes of whole words.
    whole: FxHashMap<&'static str, Vec<Theme>>,
    /// Themes of beginnings of words; two words written as one too.
    begins: FxHashMap<&'static str, Vec<Theme>>,
    /// What agencies are charged with, by their acronym in letters and digits only.
    mandates: FxHashMap<String, Vec<Theme>>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        names: Vec::new(),
        whole: FxHashMap::default(),
        begins: FxHashMap::default(),
        mandates: FxHashMap::default(),
    };
    let entries = |text: &'static str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(':'))
    };
    for (theme, (name, words)) in (0..).zip(entries(include_str!("../../assets/themes/words.txt")))
    {
        lists.names.push(name.trim());
        for word in words.split_whitespace() {
            match word.strip_prefix('=') {
                Some(word) => lists.whole.entry(word).or_default().push(theme),
                None => lists.begins.entry(word).or_default().push(theme),
            }
        }
    }
    for (agency, themes) in entries(include_str!("../../assets/themes/mandates.txt")) {
        let place = |name: &str| lists.names.iter().position(|known| *known == name.trim());
        let themes = themes.split(',').filter_map(place).map(|theme| theme as Theme).collect();
        lists.mandates.insert(letters(agency), themes);
    }
    lists
});

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// How many themes there are.
pub(super) fn count() -> usize {
    LISTS.names.len()
}

/// What a theme is called.
pub(super) fn name(theme: Theme) -> &'static str {
    LISTS.names.get(theme as usize).copied().unwrap_or_default()
}

/// The themes of words, remembered.
#[derive(Default)]
pub(super) struct Reader {
    known: FxHashMap<String, Vec<Theme>>,
}

impl Reader {
    /// Adds the themes of a text's words to a vector of weights by theme.
    pub(super) fn add(&mut self, text: &str, weight: f32, weights: &mut [f32]) {
        let mut last: Option<String> = None;
        for word in text::words(text) {
            for theme in self.of(&word.plain) {
                weights[*theme as usize] += weight;
            }
            if let Some(mut pair) = last.take() {
                let first = pair.len();
                pair.push_str(&word.plain);
                for theme in longest(&pair, first + 1).into_iter().flatten() {
                    weights[*theme as usize] += weight;
                }
            }
            last = Some(word.plain);
        }
    }

    /// The themes of one word: those of the whole word, and of the longest beginning that is
    /// known.
    fn of(&mut self, plain: &str) -> &[Theme] {
        self.known.entry(plain.to_owned()).or_insert_with_key(|word| {
            let mut themes = LISTS.whole.get(word.as_str()).cloned().unwrap_or_default();
            themes.extend(longest(word, 3).into_iter().flatten());
            themes.sort_unstable();
            themes.dedup();
            themes
        })
    }
}

/// The themes of the longest beginning that is known, of at least so many bytes.
fn longest(word: &str, least: usize) -> Option<&'static Vec<Theme>> {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let ends: Vec<usize> = ends.filter(|end| *end >= least).collect();
    ends.iter().rev().find_map(|end| LISTS.begins.get(&word[..*end]))
}

/// What an actor is charged with, as weights by theme: by the list of agencies, else by the
/// words of its name.
pub(super) fn mandate(actor: &Actor, reader: &mut Reader) -> Vec<f32> {
    let mut weights = vec![0.0; count()];
    let known = [actor.acronym.as_deref(), Some(actor.name.as_str())];
    let listed = known.into_iter().flatten().find_map(|name| LISTS.mandates.get(&letters(name)));
    match listed {
        Some(themes) => {
            for (rank, theme) in themes.iter().enumerate() {
                weights[*theme as usize] += 1.0 / (1.0 + rank as f32);
            }
        }
        None => reader.add(&actor.name, 1.0, &mut weights),
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes(text: &str) -> Vec<&'static str> {
        let mut weights = vec![0.0; count()];
        Reader::default().add(text, 1.0, &mut weights);
        (0..).zip(&weights).filter(|(_, w)| **w > 0.0).map(|(t, _)| name(t)).collect()
    }

    #[test]
    fn words_of_four_languages_meet_in_a_theme() {
        for text in ["primary schools", "enseignement", "escuelas", "alunos e escolas"] {
            assert!(themes(text).contains(&"education"), "{text}: {:?}", themes(text));
        }
        assert!(themes("early warning").contains(&"disaster"));
        assert!(themes("xyz").is_empty());
    }

    #[test]
    fn every_mandate_names_themes_that_there_are() {
        assert!(LISTS.mandates.len() > 40);
        assert!(LISTS.mandates.values().all(|themes| !themes.is_empty()));
        let listed = include_str!("../../assets/themes/mandates.txt");
        let named = listed
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| line.split_once(':').map_or("", |(_, themes)| themes).split(','));
        for theme in named {
            assert!(LISTS.names.contains(&theme.trim()), "{theme}");
        }
    }
}
