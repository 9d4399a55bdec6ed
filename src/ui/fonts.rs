//! The embedded fonts as egui families: the same as in every export.

use crate::layout::text::{Weight, fonts, is_arabic};
use egui::{FontData, FontDefinitions, FontFamily, FontId};
use std::sync::Arc;

const ARABIC: &str = "arabic";

fn family_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "regular",
        Weight::SemiBold => "semibold",
        Weight::Bold => "bold",
    }
}

/// All families, each with the other scripts behind it.
pub(super) fn definitions() -> FontDefinitions {
    let mut all = FontDefinitions::default();
    let data = [
        ("regular", fonts::REGULAR),
        ("semibold", fonts::SEMI_BOLD),
        ("bold", fonts::BOLD),
        ("ethiopic", fonts::ETHIOPIC),
        ("arabic", fonts::ARABIC),
        ("arabic-bold", fonts::ARABIC_BOLD),
    ];
    for (name, bytes) in data {
        all.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let default: Vec<String> =
        all.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let behind = |first: &[&str]| -> Vec<String> {
        let own = first.iter().map(|f| (*f).to_owned());
        own.chain(default.iter().cloned()).collect()
    };
    for weight in [Weight::Regular, Weight::SemiBold, Weight::Bold] {
        let name = family_name(weight);
        let arabic = if weight == Weight::Regular { "arabic" } else { "arabic-bold" };
        let chain = behind(&[name, arabic, "ethiopic"]);
        all.families.insert(FontFamily::Name(name.into()), chain);
    }
    // The spaces are of another font than the letters, as in regular type: so each word is a run of
    // its own, and the order of the words is ours (`paint::visual`), not turned once more.
    let chain = behind(&["semibold", "arabic-bold", "ethiopic"]);
    all.families.insert(FontFamily::Name(ARABIC.into()), chain);
    all.families.insert(FontFamily::Proportional, behind(&["regular", "arabic", "ethiopic"]));
    all
}

/// The font of a weight.
pub(super) fn font(size: f32, weight: Weight) -> FontId {
    FontId::new(size, FontFamily::Name(family_name(weight).into()))
}

/// The font that a text is drawn with: Vazirmatn where it holds Arabic script.
pub(super) fn font_for(text: &str, size: f32, weight: Weight) -> FontId {
    if weight != Weight::Regular && is_arabic(text) {
        return FontId::new(size, FontFamily::Name(ARABIC.into()));
    }
    font(size, weight)
}
