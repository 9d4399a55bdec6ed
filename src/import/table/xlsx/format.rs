//! Number formats that show a day, and the characters that Excel writes as `_x000D_`.

use std::borrow::Cow;

/// Whether the built-in format of that number shows a day (ECMA-376 part 1, 18.8.30; 27 to 36
/// and 50 to 58 are those of East Asia).
pub(super) fn built_in_shows_day(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format such as `dd/mm/yyyy` shows a day, and not a time alone or an amount.
pub(super) fn shows_day(code: &str) -> bool {
    let (mut day, mut month, mut time) = (false, false, false);
    let code = code.to_ascii_lowercase().replace("am/pm", "").replace("a/p", "");
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // The second section is for numbers below zero.
            ';' => break,
            '"' => {
                chars.find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // `[h]` counts hours; `[$-409]` and `[Red]` say nothing of days.
                let elapsed = inner.bytes().all(|b| matches!(b, b'h' | b'm' | b's'));
                if elapsed && !inner.is_empty() {
                    return false;
                }
            }
            'd' | 'y' => day = true,
            'm' => month = true,
            'h' | 's' => time = true,
            // "General", in full, has no letter of a day; `e` and `b` are years of other eras.
            _ => {}
        }
    }
    day || (month && !time)
}

/// Resolves `_x000D_`, by which Excel writes what XML cannot hold.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.as_bytes().get(6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_a_day() {
        for day in [
            "dd/mm/yyyy",
            "yyyy\\-mm\\-dd",
            "mmm",
            "[$-409]d\\-mmm\\-yy;@",
            "m/d/yy h:mm",
            "MM/YYYY",
        ] {
            assert!(shows_day(day), "{day}");
        }
        for other in [
            "General",
            "#,##0.00",
            "h:mm",
            "h:mm AM/PM",
            "[h]:mm:ss",
            "mm:ss",
            "0 \"days\"",
            "_(* #,##0_);_(* (#,##0)",
            "#,##0 \\m",
            "[Red]0",
            "0;d",
            "\"",
            "[",
            "\\",
        ] {
            assert!(!shows_day(other), "{other}");
        }
        assert!(!shows_day(&"[".repeat(100_000)));
    }

    #[test]
    fn escapes_of_excel_are_resolved_once() {
        assert_eq!(unescape("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape("_x005F_x000D_"), "_x000D_");
        for plain in ["_x", "_x00", "_xZZZZ_", "_xD800_", "max_x1_", "_xé000_"] {
            assert_eq!(unescape(plain), plain);
        }
    }
}
