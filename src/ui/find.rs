//! Fuzzy matching, for the palette and every picker.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The places of those texts that match, the best first; all in their order where nothing is
/// asked for.
pub(super) fn matching<'a>(
    query: &str,
    texts: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<usize> {
    let query = query.trim();
    if query.is_empty() {
        return texts.enumerate().map(|(place, _)| place).take(most).collect();
    }
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize)> = texts
        .enumerate()
        .filter_map(|(place, text)| {
            let score = pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher)?;
            Some((score, place))
        })
        .collect();
    let best = |a: &(u32, usize), b: &(u32, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if found.len() > most {
        found.select_nth_unstable_by(most, best);
        found.truncate(most);
    }
    found.sort_unstable_by(best);
    found.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_a_name() {
        let names = ["Ministry of Interior", "Norad", "UN Development Programme", "Élections"];
        let found = |query| matching(query, names.into_iter(), 9);
        assert_eq!(found("min int"), [0]);
        assert_eq!(found("undp").first(), Some(&2));
        assert_eq!(found("elect"), [3]);
        assert_eq!(found(""), [0, 1, 2, 3]);
        assert_eq!(matching("", names.into_iter(), 2), [0, 1]);
    }
}
