//! Words of texts, brought to forms that meet: without accents and case, their beginnings as
//! stems, and pieces of words for what inflects in front or is spelt in two ways.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a stem. In English, French, Spanish and Portuguese the inflected forms of a word
/// nearly always share their first five letters, and few other words do.
const STEM: usize = 5;

/// A word of a text.
pub(super) struct Word<'t> {
    /// As it is written.
    pub written: &'t str,
    /// Lower case, without accents and other marks.
    pub plain: String,
}

/// The words of a text: those of one letter and numbers say nothing.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter_map(|written| {
        let plain = plain(written);
        let says = plain.chars().nth(1).is_some() && !plain.chars().all(char::is_numeric);
        says.then_some(Word { written, plain })
    })
}

fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let bare = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    without_article(bare.collect())
}

/// An Arabic word without the article, alone or after "and", "with", "for".
fn without_article(word: String) -> String {
    const ARTICLES: [&str; 5] = [
        "\u{648}\u{627}\u{644}",
        "\u{628}\u{627}\u{644}",
        "\u{643}\u{627}\u{644}",
        "\u{627}\u{644}",
        "\u{644}\u{644}",
    ];
    if !word.starts_with(['\u{627}', '\u{648}', '\u{628}', '\u{643}', '\u{644}']) {
        return word;
    }
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    match rest.filter(|rest| rest.chars().count() >= 3) {
        Some(rest) => rest.to_owned(),
        None => word,
    }
}

/// The beginning of a word, in which its inflected forms meet.
pub(super) fn stem(plain: &str) -> &str {
    plain.char_indices().nth(STEM).map_or(plain, |(end, _)| &plain[..end])
}

/// Visits the pieces of a word, three to five letters with its two ends marked.
pub(super) fn pieces(plain: &str, mut visit: impl FnMut(&str)) {
    let mut marked = String::with_capacity(plain.len() + 2);
    marked.push('^');
    marked.push_str(plain);
    marked.push('$');
    let ends: Vec<usize> = marked.char_indices().map(|(at, _)| at).chain([marked.len()]).collect();
    for size in 3..=5 {
        for window in ends.windows(size + 1) {
            visit(&marked[window[0]..window[size]]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).map(|word| stem(&word.plain).to_owned()).collect()
    }

    #[test]
    fn inflected_forms_meet() {
        for (one, other) in [
            ("schools", "schooling"),
            ("éducation", "éducatives"),
            ("Mujeres", "mujer"),
            ("saneamento", "SANEAMENTOS"),
            ("élevage", "Élevages"),
            // "the schools", "and schools", "for the schools".
            (
                "\u{627}\u{644}\u{645}\u{62f}\u{627}\u{631}\u{633}",
                "\u{645}\u{62f}\u{627}\u{631}\u{633}",
            ),
            (
                "\u{648}\u{627}\u{644}\u{645}\u{62f}\u{627}\u{631}\u{633}",
                "\u{644}\u{644}\u{645}\u{62f}\u{627}\u{631}\u{633}",
            ),
        ] {
            assert_eq!(stems(one), stems(other), "{one} {other}");
        }
        assert_ne!(stems("school"), stems("schedule"));
    }

    #[test]
    fn numbers_and_letters_say_nothing() {
        assert_eq!(stems("1.2 a 2024 l’eau e"), ["eau"]);
        assert_eq!(stems(""), [""; 0]);
    }

    #[test]
    fn pieces_have_marked_ends() {
        let mut all = Vec::new();
        pieces("été", |piece| all.push(piece.to_owned()));
        assert_eq!(all, ["^ét", "été", "té$", "^été", "été$", "^été$"]);
    }
}
