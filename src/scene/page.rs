//! What a picture is drawn on: a screen or a sheet of paper, in units of which a full-width screen
//! has 1920. Smaller papers have fewer units, so that their type stays readable in print.

use crate::model::Date;

/// The size of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paper {
    /// 16:9, as projectors and slides have it.
    #[default]
    Screen,
    /// ISO A4.
    A4,
    /// ISO A3.
    A3,
    /// ISO A0, a poster.
    A0,
}

impl Paper {
    /// All of them, the screen first.
    pub const ALL: [Self; 4] = [Self::Screen, Self::A4, Self::A3, Self::A0];

    /// The word in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Screen => "16:9",
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A0 => "a0",
        }
    }

    /// Its size lying, in millimeters (ISO 216); a screen is a slide, 13⅓ by 7½ inches.
    #[must_use]
    pub fn millimeters(self) -> (f32, f32) {
        match self {
            Self::Screen => (338.667, 190.5),
            Self::A4 => (297.0, 210.0),
            Self::A3 => (420.0, 297.0),
            Self::A0 => (1189.0, 841.0),
        }
    }

    /// Its longer side in units.
    fn units(self) -> f32 {
        match self {
            Self::Screen | Self::A3 => 1920.0,
            Self::A4 => 1440.0,
            Self::A0 => 2400.0,
        }
    }
}

/// What a picture is drawn on, and what it may say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width, in units of which 1920 make a full-width screen.
    pub width: f32,
    /// Height, in the same units.
    pub height: f32,
    /// Width in points, 72 an inch.
    pub width_pt: f32,
    /// The date that the picture bears.
    pub date: Date,
    /// Whether it says no amount of money and names no owner or donor. Names in titles are masked
    /// before, in the framework that is drawn.
    pub discreet: bool,
}

impl Page {
    /// A page of a size, lying or standing. A screen always lies.
    #[must_use]
    pub fn new(paper: Paper, standing: bool, date: Date) -> Self {
        let (long, short) = paper.millimeters();
        let width = paper.units();
        let height = (width * short / long).round();
        let point = 72.0 / 25.4;
        if standing && paper != Paper::Screen {
            Self { width: height, height: width, width_pt: short * point, date, discreet: false }
        } else {
            Self { width, height, width_pt: long * point, date, discreet: false }
        }
    }

    /// A 16:9 page of 1920 × 1080 units.
    #[must_use]
    pub fn screen(date: Date) -> Self {
        Self::new(Paper::Screen, false, date)
    }

    /// The same page, saying no amount and no name of an owner or donor.
    #[must_use]
    pub fn discreet(self) -> Self {
        Self { discreet: true, ..self }
    }
}
