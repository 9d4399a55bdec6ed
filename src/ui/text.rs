//! Text in panels: words of Arabic script in the order in which they are seen, moments.

use super::paint::visual;
use crate::layout::text::is_arabic;

/// A text as egui must be given it to be read right.
pub(super) fn readable(text: &str) -> String {
    if !is_arabic(text) {
        return text.to_owned();
    }
    text.lines().map(visual).collect::<Vec<_>>().join("\n")
}

/// A moment by the clock on the wall: "28 Nov 2026 20:13".
pub(super) fn when(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y %H:%M").to_string()
}
