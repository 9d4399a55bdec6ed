//! The label and number at the head of an objective's name: "Output 1.1.1 - ", "1.2. ", "AXE 1 ".
//!
//! A name is parsed, not searched, and a label goes only where it says nothing but the level and
//! the number that the objective's `code` says already. In doubt it stays.

/// A name taken apart: `label number rest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labeled<'a> {
    /// "Output", "Efecto Directo", or nothing.
    pub label: &'a str,
    /// "1.1.1", or several: "1.3 and 2.5".
    pub number: &'a str,
    /// What comes after the separator.
    pub rest: &'a str,
    /// Whether more than a space stands between number and rest.
    pub marked: bool,
}

/// Words that name a level of a framework, in the languages of the UN's country teams.
const LEVEL_WORDS: &[&str] = &[
    // English
    "outcome",
    "outcomes",
    "output",
    "outputs",
    "priority",
    "priorities",
    "pillar",
    "area",
    "axis",
    "objective",
    "result",
    "goal",
    "sp",
    "oc",
    "op",
    "ou",
    "so",
    "at",
    // French
    "effet",
    "effets",
    "produit",
    "produits",
    "axe",
    "priorité",
    "priorite",
    "résultat",
    "resultat",
    "extrant",
    "pilier",
    "objectif",
    // Spanish
    "efecto",
    "efectos",
    "producto",
    "productos",
    "prioridad",
    "resultado",
    "eje",
    "área",
    "pilar",
    "objetivo",
    "ed",
    "pr",
    // Portuguese
    "efeito",
    "produto",
    "produtos",
    "prioridade",
    "eixo",
    // Russian, Arabic
    "результат",
    "итог",
    "приоритет",
    "продукт",
    "النتيجة",
    "نتيجة",
    "المخرج",
    "مخرج",
    "الأولوية",
    "أولوية",
];

/// Words of other numbering that must stay: goals that are not this framework's.
const FOREIGN_WORDS: &[&str] = &["sdg", "sdgs", "odd", "ods", "цур"];

/// Whether one of a label's words names a level, and none another numbering.
pub(super) fn names_level(label: &str) -> bool {
    let words = || label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words().any(|word| LEVEL_WORDS.contains(&word.as_str())) && !foreign(label)
}

/// Whether a label numbers something that is not of this framework.
pub(super) fn foreign(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.any(|word| FOREIGN_WORDS.contains(&word.as_str()))
}

/// Takes a name apart, if it begins with a number or with a short label and a number.
pub(super) fn parse(name: &str) -> Option<Labeled<'_>> {
    /// "Strategic Priority Area" has 23; a label of more is a sentence.
    const LONGEST_LABEL: usize = 60;
    let name = name.trim_start();
    let at = name.find(|c: char| c.is_ascii_digit()).filter(|&at| at <= LONGEST_LABEL)?;
    let label = name[..at].trim_matches(|c: char| c.is_whitespace() || c == '.' || c == '#');
    let plain = label.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || c == '/');
    if !plain || label.split_whitespace().count() > 4 {
        return None;
    }
    let body = &name[at..];
    let mut length = number_length(body)?;
    while let Some(more) = next_number(&body[length..]) {
        length += more;
    }
    let after = &body[length..];
    let rest = after.trim_start_matches(separator);
    let cut = &after[..after.len() - rest.len()];
    let marked = cut.chars().any(|c| !c.is_whitespace());
    let apart = !cut.is_empty() || rest.starts_with(['(', '[', '«', '"', '“']);
    // A rest without a letter is no title.
    let titled = rest.chars().any(char::is_alphabetic);
    (apart && titled).then_some(Labeled { label, number: &body[..length], rest, marked })
}

fn separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–' | '—' | '_' | ')' | '/')
}

/// The length of the number that a text begins with: "1", "1.12.3", "2.2.a"; not a year, not "2nd".
fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    if end == 0 || end > 3 {
        return None;
    }
    while bytes.get(end) == Some(&b'.') {
        let more = digits(end + 1);
        if more > 3 {
            return None;
        }
        if more == 0 {
            let letter = bytes.get(end + 1).is_some_and(u8::is_ascii_lowercase)
                && !text[end + 2..].starts_with(char::is_alphanumeric);
            if letter {
                end += 2;
            }
            break;
        }
        end += 1 + more;
    }
    (!text[end..].starts_with(char::is_alphanumeric)).then_some(end)
}

/// The length of " & 2.5", " and 2.5" or "-2" after a number.
fn next_number(text: &str) -> Option<usize> {
    for joint in ["-", "&", " & ", " and ", " et ", " y ", " e "] {
        if let Some(more) = text.strip_prefix(joint).and_then(number_length) {
            return Some(joint.len() + more);
        }
    }
    None
}

/// Whether a number is several: "1.3 and 2.5", "1-2".
pub(super) fn compound(number: &str) -> bool {
    number.contains(['-', '&', ' '])
}

/// What follows a code that a name begins with, whatever the spaces in either: "2.2.a Water" for
/// "2.2.a", "Planet1: Water" for "Planet 1". `None` where the code has no digit, or goes on.
pub(super) fn after_code<'a>(name: &'a str, code: &str) -> Option<&'a str> {
    if !code.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut rest = name.trim_start();
    for c in code.chars().filter(|c| !c.is_whitespace()) {
        rest = rest.trim_start().strip_prefix(c)?;
    }
    let title = rest.trim_start_matches(separator);
    let apart = title.len() < rest.len() || rest.starts_with(['(', '[', '«']);
    // "3.5 million" goes on after "3" with a point, "1 million" with a small letter.
    let goes_on = title.starts_with(|c: char| c.is_ascii_digit())
        || (title.starts_with(char::is_lowercase) && rest.starts_with(char::is_whitespace));
    (apart && !goes_on && title.contains(char::is_alphabetic)).then_some(title)
}

/// A code as a file has it, tidied: "1.1.1- " → "1.1.1", "Produit 1.2" → "1.2", " 01" → "1".
pub(super) fn tidy_code(code: &str) -> String {
    let code = crate::import::text::one_line(code);
    let code = code.trim_matches(|c: char| matches!(c, '.' | ':' | '-' | '–' | '_' | ' '));
    let bare = match code.find(|c: char| c.is_ascii_digit()) {
        Some(at) if at > 0 && names_level(&code[..at]) => &code[at..],
        _ => code,
    };
    if bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() > 1 {
        let number = bare.trim_start_matches('0');
        return if number.is_empty() { "0" } else { number }.to_owned();
    }
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (name, label, number, rest) in [
            ("Output 1.1.1 - Les acteurs", "Output", "1.1.1", "Les acteurs"),
            ("Effet 1.1 : D'ici 2026", "Effet", "1.1", "D'ici 2026"),
            ("AXE 1 UNSDCF: GOUVERNANCE", "AXE", "1", "UNSDCF: GOUVERNANCE"),
            ("1.1. Improved", "", "1.1", "Improved"),
            ("1.1.1-Fortalecidas", "", "1.1.1", "Fortalecidas"),
            ("OU.4.3_Agricultural", "OU", "4.3", "Agricultural"),
            ("Pr10.1. Al 2025", "Pr", "10.1", "Al 2025"),
            ("Produits 2.4. : Les", "Produits", "2.4", "Les"),
            ("2.2.a Strengthened", "", "2.2.a", "Strengthened"),
            ("Shared Output 1.3 and 2.5: The", "Shared Output", "1.3 and 2.5", "The"),
            ("Produit 1-2.1:Les", "Produit", "1-2.1", "Les"),
            ("STRATEGIC PRIORITY AREA\u{a0} 1: HUMAN", "STRATEGIC PRIORITY AREA", "1", "HUMAN"),
            ("Produit 3.6\u{a0}: Les", "Produit", "3.6", "Les"),
            ("Output 2.4.2 (joint): Services", "Output", "2.4.2", "(joint): Services"),
            ("Effet 1.1 - « D’ici", "Effet", "1.1", "« D’ici"),
        ] {
            let found = parse(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((found.label, found.number, found.rest), (label, number, rest), "{name}");
        }
        for name in [
            "By 2027, people",
            "D’ici 2029, l’économie",
            "Output 1.1",
            "1.1. ",
            "2nd phase",
            "0U3 Capacidades",
            "Preparedness including COVID-19 plans",
            "Improved access",
            "",
            "3",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_code_before_a_name_is_found() {
        assert_eq!(after_code(" Planet1: Water", "Planet 1"), Some("Water"));
        assert_eq!(after_code("2023-2025 1.1 Authorities", "2023-2025 1.1"), Some("Authorities"));
        assert_eq!(after_code("4 Environment", "4"), Some("Environment"));
        for (name, code) in [
            ("1 million people", "1"),
            ("1.5 million people", "1"),
            ("12 Districts", "1"),
            ("1.1", "1.1"),
            ("People live", "People"),
            ("1.12 Roads", "1.1"),
        ] {
            assert_eq!(after_code(name, code), None, "{name}");
        }
    }

    #[test]
    fn codes_are_tidied() {
        for (code, tidy) in [
            ("1.1.1- ", "1.1.1"),
            ("Produit 1.2.3", "1.2.3"),
            ("SP 1", "1"),
            (" 01 ", "1"),
            ("1.1: ", "1.1"),
            (" People1.1", "People1.1"),
            ("1.3 & 2.5", "1.3 & 2.5"),
            ("00", "0"),
            ("", ""),
            ("A", "A"),
        ] {
            assert_eq!(tidy_code(code), tidy, "{code}");
        }
    }
}
