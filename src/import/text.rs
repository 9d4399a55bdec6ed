//! Texts of source files: decoded, and freed of markup and control characters.

use super::ImportError;
use crate::model::{Framework, Language};
use std::borrow::Cow;

/// Strips a byte-order mark and decodes UTF-8; names what the file is in if it is not.
pub(super) fn decode<'a>(bytes: &'a [u8], format: &'static str) -> Result<&'a str, ImportError> {
    let refuse = |line, what| Err(ImportError::Encoding { line, what, format });
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let heads: [(&[u8], &'static str); 8] = [
        (b"\xFF\xFE\0\0", "it is UTF-32"),
        (b"\0\0\xFE\xFF", "it is UTF-32"),
        (b"\xFF\xFE", "it is UTF-16"),
        (b"\xFE\xFF", "it is UTF-16"),
        (b"{\0", "it is UTF-16"),
        (b"\0{", "it is UTF-16"),
        (b"PK\x03\x04", "it is a zip or an Office file"),
        (b"\x1F\x8B", "it is compressed (gzip)"),
    ];
    if let Some((_, what)) = heads.iter().find(|(head, _)| bytes.starts_with(head)) {
        return refuse(1, what);
    }
    std::str::from_utf8(bytes).or_else(|error| {
        let line = bytes[..error.valid_up_to()].split(|&b| b == b'\n').count();
        refuse(line, "it holds bytes that are not UTF-8 (perhaps Windows-1252 or Latin-1)")
    })
}

/// Text of any length: no control characters, `\n` as the only line end, trimmed.
pub(super) fn clean(text: &str) -> String {
    // Most texts are plain already.
    if text.bytes().all(|b| (b' '..0x7f).contains(&b)) {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            // What Windows-1252 has where Unicode has controls: decoded wrongly by somebody.
            '\u{85}' => out.push('…'),
            '\u{91}' => out.push('‘'),
            '\u{92}' => out.push('’'),
            '\u{93}' => out.push('“'),
            '\u{94}' => out.push('”'),
            '\u{96}' => out.push('–'),
            '\u{97}' => out.push('—'),
            // Invisible, and in the way of every search.
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// Text on one line: cleaned, and every run of white space one space.
pub(super) fn one_line(text: &str) -> String {
    let cleaned = clean(text);
    let plain = |b: u8| (b'!'..0x7f).contains(&b) || b == b' ';
    if cleaned.bytes().all(plain) && !cleaned.contains("  ") {
        return cleaned;
    }
    let mut out = String::with_capacity(cleaned.len());
    for word in cleaned.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Plain text of what may hold HTML: tags taken out, entities resolved once, cleaned.
pub(super) fn plain(text: &str) -> String {
    clean(&entities(&tags(text)))
}

/// Plain text on one line, of what may hold HTML.
pub(super) fn plain_line(text: &str) -> String {
    one_line(&entities(&tags(text)))
}

/// The tags that are taken out. Anything else between `<` and `>` is the writer's own text, such
/// as "<name of the ministry>".
const TAGS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "meta",
    "o:p",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Those of them that stand between words and not between lines.
const INLINE: &[&str] = &[
    "a", "b", "code", "em", "font", "i", "o:p", "s", "small", "span", "strike", "strong", "sub",
    "sup", "u",
];

/// Takes tags out; those that end a line leave a line end.
fn tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        if let Some((ends_line, length)) = tag_at(tag) {
            if ends_line {
                out.push('\n');
            }
            rest = &tag[length..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the tag or comment that a text begins with ends a line, and its length, if it is one.
fn tag_at(text: &str) -> Option<(bool, usize)> {
    /// The longest tag that is looked for, so that many `<` without `>` stay cheap.
    const LONGEST: usize = 2000;
    let head = &text.as_bytes()[..text.len().min(LONGEST)];
    if text.starts_with("<!--") {
        let close = head.windows(3).position(|w| w == b"-->")?;
        return Some((false, close + 3));
    }
    let body = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name: String =
        body.chars().take(11).take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    let name = name.to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    let after = body.as_bytes().get(name.len());
    if !matches!(after, Some(b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t')) {
        return None;
    }
    let end = head.iter().position(|&b| b == b'>')?;
    Some((!INLINE.contains(&name.as_str()), end + 1))
}

/// The named entities that occur in texts pasted from web forms.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("deg", '°'),
    ("ordm", 'º'),
    ("ordf", 'ª'),
    ("euro", '€'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oelig", 'œ'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Ecirc", 'Ê'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Uacute", 'Ú'),
];

/// Resolves entities, each once: `&amp;lt;` becomes `&lt;`. What is none stays as it is.
fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let entity = &rest[at..];
        if let Some((c, length)) = entity_at(entity) {
            out.push(c);
            rest = &entity[length..];
        } else {
            out.push('&');
            rest = &entity[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity_at(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = &text[1..end];
    let found = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        ENTITIES.iter().find(|(known, _)| *known == name)?.1
    };
    Some((found, end + 1))
}

/// The first `limit` characters of a text, with "…" where it was longer: for messages.
pub(super) fn short(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// A text as it is compared: lower case, without accents on Latin letters, letters and digits
/// only, words apart by one space. Empty for what says nothing ("n/a", "NULL", "-").
pub(super) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            // "M.o.I." and "Women's" are one word.
            gap |= !matches!(c, '.' | '\'' | '’');
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            'à'..='å' | 'À'..='Å' => out.push('a'),
            'ç' | 'Ç' => out.push('c'),
            'è'..='ë' | 'È'..='Ë' => out.push('e'),
            'ì'..='ï' | 'Ì'..='Ï' => out.push('i'),
            'ñ' | 'Ñ' => out.push('n'),
            'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' => out.push('o'),
            'ù'..='ü' | 'Ù'..='Ü' => out.push('u'),
            'ÿ' | 'ý' | 'Ý' => out.push('y'),
            c => out.extend(c.to_lowercase()),
        }
    }
    if NOTHING.contains(&out.as_str()) { String::new() } else { out }
}

/// Words that files write where they mean that there is nothing, as keys.
const NOTHING: &[&str] = &[
    "n a",
    "na",
    "nan",
    "nd",
    "nil",
    "none",
    "null",
    "not applicable",
    "not available",
    "not specified",
    "no data",
    "sans objet",
    "non disponible",
    "non renseigne",
    "no disponible",
    "nao disponivel",
    "tbd",
    "unspecified",
    "undefined",
    "unknown",
    "xxx",
];

/// Whether a text says something.
pub(super) fn says(text: &str) -> bool {
    match text.chars().find(|c| c.is_alphanumeric()) {
        None => false,
        // Only what begins as one of these words does may be one.
        Some(first) if first.is_ascii() && !b"nstuxNSTUX".contains(&(first as u8)) => true,
        Some(_) => !key(text).is_empty(),
    }
}

/// The language that a framework's titles are in, where they are enough to tell it.
pub(super) fn language_of(framework: &Framework) -> Option<Language> {
    let mut all = framework.head().vision.clone().unwrap_or_default();
    for (_, objective) in framework.objectives().iter().take(50) {
        all.push_str(". ");
        all.push_str(&objective.title);
    }
    let code = match whatlang::detect(&all).filter(whatlang::Info::is_reliable)?.lang() {
        whatlang::Lang::Eng => "en",
        whatlang::Lang::Fra => "fr",
        whatlang::Lang::Spa => "es",
        whatlang::Lang::Por => "pt",
        whatlang::Lang::Ara => "ar",
        _ => return None,
    };
    Language::new(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compare_what_people_mean() {
        for (text, expected) in [
            ("  Ministère de l'Intérieur ", "ministere de linterieur"),
            ("M.o.I.", "moi"),
            ("UN-HABITAT / ROAS", "un habitat roas"),
            ("N/A", ""),
            ("NULL", ""),
            ("—", ""),
            ("وزارة الداخلية", "وزارة الداخلية"),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn markup_becomes_plain_text() {
        for (html, text) in [
            ("<p>One</p><p>Two<br/>Three</p>", "One\n\nTwo\nThree"),
            ("<P class='x'>A <b>bold</b> word</P>", "A bold word"),
            ("R&eacute;forme &amp; paix&nbsp;: &#8217;&#x2019;", "Réforme & paix : ’’"),
            ("&amp;lt;p&amp;gt;", "&lt;p&gt;"),
            (
                "aged <5 and >2, R&D; <name of the ministry>",
                "aged <5 and >2, R&D; <name of the ministry>",
            ),
            ("cut off <span styl", "cut off <span styl"),
            ("<!-- said before -->kept", "kept"),
            ("a\u{2}b\r\nc\rd\u{0}\u{92}e\u{200b}f", "ab\nc\nd’ef"),
            ("&#2;&#xD800;&;&", "&#xD800;&;&"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
        assert_eq!(plain_line("<p> One\t\ttwo </p>\n<p>three</p>"), "One two three");
    }

    #[test]
    fn many_open_brackets_stay_cheap() {
        let hostile = "<p ".repeat(20_000);
        assert_eq!(plain(&hostile).len(), hostile.len() - 1);
    }

    #[test]
    fn other_encodings_are_named() {
        for (bytes, word) in [
            (&b"\xFF\xFE{\0"[..], "UTF-16"),
            (b"{\0\"\0", "UTF-16"),
            (b"\xFF\xFE\0\0", "UTF-32"),
            (b"PK\x03\x04", "Office"),
            (b"\x1F\x8B\x08", "gzip"),
            (b"{\n\"name\": \"C\xF4te\"}", "Windows-1252"),
        ] {
            let error = decode(bytes, "UN INFO").expect_err("refused").to_string();
            assert!(error.contains(word), "{error}");
        }
        assert_eq!(decode(b"\xEF\xBB\xBF{}", "UN INFO"), Ok("{}"));
    }
}
