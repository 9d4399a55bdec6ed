//! How wide text is and where it breaks, from the embedded fonts alone: the same on the canvas
//! and in every export.

use hypher::Lang;
use std::sync::LazyLock;

/// The embedded fonts (SIL Open Font License), used alike in window and exports.
pub mod fonts {
    /// Noto Sans Regular.
    pub const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
    /// Noto Sans, semi-bold.
    pub const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf");
    /// Noto Sans Bold.
    pub const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");
    /// Noto Sans Ethiopic Regular.
    pub const ETHIOPIC: &[u8] = include_bytes!("../../assets/fonts/NotoSansEthiopic-Regular.ttf");
    /// Vazirmatn Regular: Arabic script, and the Latin that stands beside it.
    pub const ARABIC: &[u8] = include_bytes!("../../assets/fonts/Vazirmatn-Regular.ttf");
    /// Vazirmatn Bold.
    pub const ARABIC_BOLD: &[u8] = include_bytes!("../../assets/fonts/Vazirmatn-Bold.ttf");
}

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Titles.
    SemiBold,
    /// Figures.
    Bold,
}

/// Whether a text holds Arabic script, and so is set in Vazirmatn from right to left.
#[must_use]
pub fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{600}'..='\u{8FF}' | '\u{FB50}'..='\u{FEFC}'))
}

/// Advances of one font, in thousandths of an em.
struct Advances {
    face: Option<ttf_parser::Face<'static>>,
    near: Vec<u16>,
}

impl Advances {
    fn new(font: &'static [u8]) -> Self {
        let face = ttf_parser::Face::parse(font, 0).ok();
        let mut advances = Self { face, near: Vec::new() };
        advances.near =
            (0..0x700).map(|code| char::from_u32(code).map_or(0, |c| advances.far(c))).collect();
        advances
    }

    /// The advance of a character; 600 where the font lacks it.
    fn far(&self, letter: char) -> u16 {
        let Some(face) = &self.face else { return 600 };
        let units = u32::from(face.units_per_em()).max(1);
        let advance = face.glyph_index(letter).and_then(|glyph| face.glyph_hor_advance(glyph));
        advance.map_or(600, |a| u16::try_from(u32::from(a) * 1000 / units).unwrap_or(600))
    }

    fn get(&self, letter: char) -> u16 {
        self.near.get(letter as usize).copied().unwrap_or_else(|| self.far(letter))
    }
}

static REGULAR: LazyLock<Advances> = LazyLock::new(|| Advances::new(fonts::REGULAR));
static SEMI_BOLD: LazyLock<Advances> = LazyLock::new(|| Advances::new(fonts::SEMI_BOLD));
static BOLD: LazyLock<Advances> = LazyLock::new(|| Advances::new(fonts::BOLD));
static ETHIOPIC: LazyLock<Advances> = LazyLock::new(|| Advances::new(fonts::ETHIOPIC));
static ARABIC: LazyLock<Advances> = LazyLock::new(|| Advances::new(fonts::ARABIC_BOLD));

/// The width of a text in ems. Kerning and joining, which only narrow it, are left out.
#[must_use]
pub fn width_em(text: &str, weight: Weight) -> f32 {
    let font: &Advances = if is_arabic(text) {
        &ARABIC
    } else {
        match weight {
            Weight::Regular => &REGULAR,
            Weight::SemiBold => &SEMI_BOLD,
            Weight::Bold => &BOLD,
        }
    };
    let ethiopic = |c: char| ('\u{1200}'..='\u{139F}').contains(&c);
    let advance = |c| u32::from(if ethiopic(c) { ETHIOPIC.get(c) } else { font.get(c) });
    text.chars().map(advance).sum::<u32>() as f32 / 1000.0
}

/// The language that a body of text is hyphenated in; `None` where it is not clear or does not
/// hyphenate.
#[must_use]
pub fn language_of(text: &str) -> Option<Lang> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    match found.lang() {
        whatlang::Lang::Eng => Some(Lang::English),
        whatlang::Lang::Fra => Some(Lang::French),
        whatlang::Lang::Spa => Some(Lang::Spanish),
        whatlang::Lang::Por => Some(Lang::Portuguese),
        _ => None,
    }
}

/// The RFC 3066 code of the language of a body of text; English where it is not clear.
#[must_use]
pub fn language_code(text: &str) -> &'static str {
    match whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|found| found.lang()) {
        Some(whatlang::Lang::Fra) => "fr",
        Some(whatlang::Lang::Spa) => "es",
        Some(whatlang::Lang::Por) => "pt",
        Some(whatlang::Lang::Ara) => "ar",
        Some(whatlang::Lang::Amh) => "am",
        Some(whatlang::Lang::Rus) => "ru",
        _ => "en",
    }
}

/// A text broken into lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// The lines, from the top; the last ends in an ellipsis where the text is cut.
    pub lines: Vec<String>,
    /// Whether the text is there whole.
    pub whole: bool,
}

/// A text measured once, to be broken at many widths.
#[derive(Debug, Clone)]
pub struct Measured {
    words: Vec<Word>,
    space: f32,
    weight: Weight,
}

#[derive(Debug, Clone)]
struct Word {
    /// Where it breaks, if it must: each piece with its width in ems, all but the last with
    /// their hyphen.
    pieces: Vec<(String, f32)>,
    text: String,
    width: f32,
}

impl Measured {
    /// Measures a text. Words break only where their language hyphenates.
    #[must_use]
    pub fn new(text: &str, weight: Weight, language: Option<Lang>) -> Self {
        let words = text.split_whitespace().map(|word| {
            let width = width_em(word, weight);
            Word { pieces: pieces(word, weight, language), text: word.to_owned(), width }
        });
        Self { words: words.collect(), space: width_em(" ", weight), weight }
    }

    /// How many lines the text takes at a width in ems.
    #[must_use]
    pub fn count(&self, width: f32) -> usize {
        let (mut lines, mut at) = (1, 0.0_f32);
        for word in &self.words {
            let gap = if at > 0.0 { self.space } else { 0.0 };
            if at + gap + word.width <= width {
                at += gap + word.width;
            } else if word.width <= width || word.pieces.len() < 2 {
                lines += usize::from(at > 0.0);
                at = word.width.min(width);
            } else {
                for (place, piece) in word.pieces.iter().enumerate() {
                    let gap = if place == 0 { gap } else { 0.0 };
                    if at + gap + piece.1 <= width {
                        at += gap + piece.1;
                    } else {
                        lines += usize::from(at > 0.0);
                        at = piece.1;
                    }
                }
            }
        }
        lines
    }

    /// Breaks the text at a width in ems into at most so many lines.
    #[must_use]
    pub fn lines(&self, width: f32, most: usize) -> Lines {
        let mut lines = vec![String::new()];
        let mut at = 0.0_f32;
        for word in &self.words {
            let gap = if at > 0.0 { self.space } else { 0.0 };
            if at + gap + word.width <= width {
                append(&mut lines, gap > 0.0, &word.text);
                at += gap + word.width;
            } else if word.width <= width || word.pieces.len() < 2 {
                if at > 0.0 {
                    lines.push(String::new());
                }
                append(&mut lines, false, &word.text);
                at = word.width;
            } else {
                at = self.hyphenate(word, width, at, &mut lines);
            }
            if lines.len() > most {
                break;
            }
        }
        let mut whole = lines.len() <= most;
        lines.truncate(most);
        let count = lines.len();
        for (place, line) in lines.iter_mut().enumerate() {
            let last = place + 1 == count;
            let too_wide = width_em(line, self.weight) > width + 0.01;
            if too_wide || (last && !whole) {
                whole = false;
                *line = ellipsis(line, width, self.weight);
            }
        }
        Lines { lines, whole }
    }

    /// Puts the pieces of a word that is too long for a line; gives the place after it.
    fn hyphenate(&self, word: &Word, width: f32, mut at: f32, lines: &mut Vec<String>) -> f32 {
        for (place, (piece, piece_width)) in word.pieces.iter().enumerate() {
            let gap = if place == 0 && at > 0.0 { self.space } else { 0.0 };
            if at + gap + piece_width <= width {
                // Joined on one line, the piece before loses its hyphen.
                if place > 0
                    && let Some(line) = lines.last_mut()
                    && line.ends_with('\u{2010}')
                {
                    line.pop();
                }
                append(lines, gap > 0.0, piece);
                at += gap + piece_width;
            } else {
                if at > 0.0 {
                    lines.push(String::new());
                }
                append(lines, false, piece);
                at = *piece_width;
            }
        }
        at
    }
}

fn append(lines: &mut [String], space: bool, text: &str) {
    if let Some(line) = lines.last_mut() {
        if space {
            line.push(' ');
        }
        line.push_str(text);
    }
}

/// The pieces of a word, all but the last with a hyphen.
fn pieces(word: &str, weight: Weight, language: Option<Lang>) -> Vec<(String, f32)> {
    let Some(language) = language else { return Vec::new() };
    if word.chars().count() < 7 || !word.chars().any(char::is_alphabetic) {
        return Vec::new();
    }
    let syllables: Vec<&str> = hypher::hyphenate(word, language).collect();
    let last = syllables.len().saturating_sub(1);
    let mut pieces: Vec<(String, f32)> = Vec::new();
    for (place, syllable) in syllables.iter().enumerate() {
        let bare = syllable.ends_with(['-', '/']) || place == last;
        let piece = if bare { (*syllable).to_owned() } else { format!("{syllable}\u{2010}") };
        let width = width_em(&piece, weight);
        pieces.push((piece, width));
    }
    pieces
}

/// Cuts a line so that it ends in an ellipsis within the width.
fn ellipsis(line: &str, width: f32, weight: Weight) -> String {
    let mut kept = line.trim_end_matches('\u{2010}').to_owned();
    loop {
        let cut = format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.', '(', '-']));
        if width_em(&cut, weight) <= width || kept.pop().is_none() {
            return cut;
        }
    }
}

/// Cuts a text to one line of a width in ems.
#[must_use]
pub fn fit(text: &str, weight: Weight, width: f32) -> String {
    if width_em(text, weight) <= width { text.to_owned() } else { ellipsis(text, width, weight) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32, most: usize) -> Lines {
        Measured::new(text, Weight::Regular, Some(Lang::English)).lines(width, most)
    }

    #[test]
    fn breaks_at_words_and_counts_the_same() {
        let text = "Districts settle disputes themselves";
        let measured = Measured::new(text, Weight::Regular, Some(Lang::English));
        for width in 4..30 {
            let broken = measured.lines(width as f32, 99);
            assert_eq!(broken.lines.len(), measured.count(width as f32), "at {width}");
            assert!(
                broken.lines.iter().all(|l| width_em(l, Weight::Regular) <= width as f32 + 0.1)
            );
        }
    }

    #[test]
    fn long_words_are_hyphenated_where_their_language_does() {
        let broken = lines("Institutionalization", 6.0, 9);
        assert!(broken.whole && broken.lines.len() > 1, "{broken:?}");
        assert!(broken.lines[0].ends_with('\u{2010}'), "{broken:?}");
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis() {
        let broken = lines("one two three four five six seven", 5.0, 2);
        assert!(!broken.whole);
        assert!(broken.lines[1].ends_with('…'), "{broken:?}");
        assert_eq!(fit("short", Weight::Bold, 30.0), "short");
    }

    #[test]
    fn languages_are_told_apart() {
        let french = "Les institutions et structures étatiques rendent compte à la population";
        assert_eq!(language_of(french), Some(Lang::French));
    }
}
