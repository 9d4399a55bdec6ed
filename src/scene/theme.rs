//! Colors: light first, dark, and print (white, with patterns for hue).

use super::{Color, Fill, Hatch, Stroke};

/// Which theme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThemeName {
    /// White panels on light grey.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
    /// White; hue is told by pattern.
    Print,
}

impl ThemeName {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Print];

    /// The word in commands and menus.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Print => "print",
        }
    }

    /// Its colors.
    #[must_use]
    pub fn theme(self) -> &'static Theme {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Print => &PRINT,
        }
    }
}

/// The colors of a theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Which.
    pub name: ThemeName,
    /// The ground of pictures and the canvas.
    pub page: Color,
    /// The ground around panels.
    pub surround: Color,
    /// Panels and controls.
    pub panel: Color,
    /// Hairlines between panels.
    pub hairline: Color,
    /// Text.
    pub ink: Color,
    /// Weak text.
    pub weak: Color,
    /// What is active.
    pub accent: Color,
    /// What stands on the accent.
    pub on_accent: Color,
    /// The ground of what is selected.
    pub selected: Color,
    /// The ring around what is selected.
    pub ring: Color,
    /// The ground of cards.
    pub card: Color,
    /// The outline of cards.
    pub outline: Color,
    /// Spines.
    pub spine: Color,
    /// Second parents.
    pub second: Color,
    /// Open tensions.
    pub tension: Color,
    /// Tensions that the group has settled how to live with.
    pub settled: Color,
    /// Programs that depend on each other.
    pub dependency: Color,
    /// Bands by level: first, second, third, further.
    pub bands: [Color; 4],
    /// The vision's double outline.
    pub vision: Color,
    /// Programs that show a link.
    pub linked: Color,
    /// No link shown: lines, outlines.
    pub orphan: Color,
    /// No link shown: text and buttons.
    pub orphan_text: Color,
    /// No link shown: the ground of hatches.
    pub orphan_ground: Color,
    /// The ground of the orphan field.
    pub field: Color,
    /// The ground of bars.
    pub trough: Color,
}

impl Theme {
    /// The colors of what the room sees: light, with a contrast of text of at least seven to one.
    #[must_use]
    pub fn room() -> &'static Self {
        &ROOM
    }

    /// The band of a level.
    #[must_use]
    pub fn band(&self, depth: usize) -> Color {
        self.bands[depth.min(3)]
    }

    /// The hatch of programs with no link shown.
    #[must_use]
    pub fn hatch(&self, hatch: Hatch) -> Fill {
        match hatch {
            Hatch::Apart => Fill::Hatched { hatch, line: self.linked, ground: self.trough },
            _ => Fill::Hatched { hatch, line: self.orphan, ground: self.orphan_ground },
        }
    }

    /// The dashed outline of what shows no link.
    #[must_use]
    pub fn dashed(&self, width: f32) -> Stroke {
        Stroke { width, color: self.orphan, dash: Some((width * 3.4, width * 2.2)) }
    }

    /// Text pairs that must have enough contrast: what they are, text, ground.
    #[must_use]
    pub fn text_pairs(&self) -> Vec<(&'static str, Color, Color)> {
        vec![
            ("text on a card", self.ink, self.card),
            ("text on the page", self.ink, self.page),
            ("text on a panel", self.ink, self.panel),
            ("text around panels", self.ink, self.surround),
            ("weak text on a card", self.weak, self.card),
            ("weak text on the page", self.weak, self.page),
            ("weak text on a panel", self.weak, self.panel),
            ("weak text in the field", self.weak, self.field),
            ("weak text around panels", self.weak, self.surround),
            ("text on the accent", self.on_accent, self.accent),
            ("text on what is selected", self.ink, self.selected),
            ("no program, on a card", self.orphan_text, self.card),
            ("no link shown, on the page", self.orphan_text, self.page),
            ("no link shown, on a panel", self.orphan_text, self.panel),
            ("no link shown, in the field", self.orphan_text, self.field),
        ]
    }
}

const LIGHT: Theme = Theme {
    name: ThemeName::Light,
    page: Color::hex(0xFF_FFFF),
    surround: Color::hex(0xF4_F5F7),
    panel: Color::hex(0xFF_FFFF),
    hairline: Color::hex(0xD3_D7DC),
    ink: Color::hex(0x1A_1A1A),
    weak: Color::hex(0x5F_5F5F),
    accent: Color::hex(0x00_72B2),
    on_accent: Color::hex(0xFF_FFFF),
    selected: Color::hex(0xE1_EEF7),
    ring: Color::hex(0xE6_9F00),
    card: Color::hex(0xFF_FFFF),
    outline: Color::hex(0x2B_2B2B),
    spine: Color::hex(0x8A_9099),
    second: Color::hex(0x7B_4FA3),
    tension: Color::hex(0xA3_195B),
    settled: Color::hex(0xC2_5C8E),
    dependency: Color::hex(0x00_707A),
    bands: [
        Color::hex(0x00_72B2),
        Color::hex(0x00_9E73),
        Color::hex(0x56_B4E9),
        Color::hex(0xA9_D8F3),
    ],
    vision: Color::hex(0x33_2288),
    linked: Color::hex(0x3B_4A5A),
    orphan: Color::hex(0xD5_5E00),
    orphan_text: Color::hex(0xA8_4A00),
    orphan_ground: Color::hex(0xFD_EBDD),
    field: Color::hex(0xFF_F7F1),
    trough: Color::hex(0xE7_E9EC),
};

static ROOM: Theme = Theme {
    weak: Color::hex(0x4A_4A4A),
    orphan_text: Color::hex(0x8F_3E00),
    field: Color::hex(0xFF_FCF9),
    ..LIGHT
};

const DARK: Theme = Theme {
    name: ThemeName::Dark,
    page: Color::hex(0x17_1A1F),
    surround: Color::hex(0x10_1317),
    panel: Color::hex(0x1D_2127),
    hairline: Color::hex(0x3A_414B),
    ink: Color::hex(0xF1_F2F4),
    weak: Color::hex(0xB3_B8C0),
    accent: Color::hex(0x2B_8CCB),
    on_accent: Color::hex(0x08_0B0E),
    selected: Color::hex(0x1F_3A50),
    ring: Color::hex(0xF0_B429),
    card: Color::hex(0x24_292F),
    outline: Color::hex(0xC3_C8CF),
    spine: Color::hex(0x7E_8792),
    second: Color::hex(0xB5_8FD8),
    tension: Color::hex(0xFF_7DB4),
    settled: Color::hex(0xB8_6A91),
    dependency: Color::hex(0x4F_C3CF),
    bands: [
        Color::hex(0x3A_9BD9),
        Color::hex(0x2F_BF95),
        Color::hex(0x6F_C3EF),
        Color::hex(0x4A_6F86),
    ],
    vision: Color::hex(0xC3_C8CF),
    linked: Color::hex(0x9F_B2C6),
    orphan: Color::hex(0xF0_8A3C),
    orphan_text: Color::hex(0xFF_A866),
    orphan_ground: Color::hex(0x3A_2517),
    field: Color::hex(0x23_1B16),
    trough: Color::hex(0x33_3A43),
};

const PRINT: Theme = Theme {
    name: ThemeName::Print,
    page: Color::hex(0xFF_FFFF),
    surround: Color::hex(0xFF_FFFF),
    panel: Color::hex(0xFF_FFFF),
    hairline: Color::hex(0x99_9999),
    ink: Color::hex(0x00_0000),
    weak: Color::hex(0x40_4040),
    accent: Color::hex(0x00_0000),
    on_accent: Color::hex(0xFF_FFFF),
    selected: Color::hex(0xEE_EEEE),
    ring: Color::hex(0x00_0000),
    card: Color::hex(0xFF_FFFF),
    outline: Color::hex(0x00_0000),
    spine: Color::hex(0x55_5555),
    second: Color::hex(0x55_5555),
    tension: Color::hex(0x00_0000),
    settled: Color::hex(0x66_6666),
    dependency: Color::hex(0x33_3333),
    bands: [
        Color::hex(0x00_0000),
        Color::hex(0x55_5555),
        Color::hex(0x99_9999),
        Color::hex(0xCC_CCCC),
    ],
    vision: Color::hex(0x00_0000),
    linked: Color::hex(0x3B_3B3B),
    orphan: Color::hex(0x00_0000),
    orphan_text: Color::hex(0x00_0000),
    orphan_ground: Color::hex(0xFF_FFFF),
    field: Color::hex(0xFF_FFFF),
    trough: Color::hex(0xE4_E4E4),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_in_every_theme() {
        for name in ThemeName::ALL {
            for (what, text, ground) in name.theme().text_pairs() {
                let contrast = text.contrast(ground);
                assert!(contrast >= 4.5, "{}: {what}: {contrast:.2}", name.word());
            }
        }
    }

    #[test]
    fn the_last_row_can_read_it() {
        let room = Theme::room();
        let accents = ["text on the accent"];
        for (what, text, ground) in room.text_pairs() {
            let contrast = text.contrast(ground);
            // The room has no buttons, and nothing around panels.
            let drawn = !accents.contains(&what) && !what.contains("around panels");
            assert!(!drawn || contrast >= 7.0, "{what}: {contrast:.2}");
        }
    }

    #[test]
    fn outlines_can_be_told_from_their_ground() {
        for name in ThemeName::ALL {
            let theme = name.theme();
            for (what, line, ground) in [
                ("a card", theme.outline, theme.page),
                ("an orphan on its field", theme.orphan, theme.field),
                ("a spine", theme.spine, theme.page),
                ("the vision", theme.vision, theme.page),
                ("what is linked", theme.linked, theme.trough),
                ("an open tension", theme.tension, theme.page),
                ("an open tension, on a card", theme.tension, theme.card),
                ("a settled tension", theme.settled, theme.page),
                ("a settled tension, on a card", theme.settled, theme.card),
                ("a dependency", theme.dependency, theme.page),
                ("a dependency, on a card", theme.dependency, theme.card),
                ("what is selected", theme.ring, theme.page),
            ] {
                let contrast = line.contrast(ground);
                // The ring is an extra: the selection also shows in outline and details.
                let least = if what == "what is selected" { 2.0 } else { 3.0 };
                assert!(contrast >= least, "{}: {what}: {contrast:.2}", name.word());
            }
        }
    }
}
