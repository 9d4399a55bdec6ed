//! Documents and pictures for others to read: one file a format, records and figures in, bytes
//! out. Never reads or writes a path.

pub mod measured;
mod picture;
pub mod portfolio;
mod rejects;
mod svg;
mod tags;
mod xml;

pub use picture::{PictureError, png, png_of};
pub use rejects::rejects;
pub use svg::svg;
pub use tags::tags;

use crate::analysis::Analysis;
use crate::model::{Date, Framework};
use crate::scene::{self, Page, Scene, ThemeName};

/// Which picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The whole framework and its orphans.
    #[default]
    Overview,
    /// The deficit in detail.
    Deficit,
}

impl View {
    /// All views.
    pub const ALL: [Self; 2] = [Self::Overview, Self::Deficit];

    /// The word in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Deficit => "deficit",
        }
    }

    /// Draws it on a 16:9 page.
    #[must_use]
    pub fn scene(
        self,
        framework: &Framework,
        analysis: &Analysis,
        date: Date,
        theme: ThemeName,
    ) -> Scene {
        let page = Page::screen(date);
        match self {
            Self::Overview => scene::overview(framework, analysis, page, theme.theme()),
            Self::Deficit => scene::deficit_view(framework, analysis, page, theme.theme()),
        }
    }
}

/// The whole document as JSON, with the names of the file: maps by id, enums externally tagged.
#[must_use]
pub fn json(framework: &Framework) -> String {
    crate::store::json(framework)
}
