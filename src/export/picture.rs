//! PNG, drawn by resvg from the SVG of a scene with the embedded fonts only, so that it is the
//! same on every machine.

use super::svg::svg;
use crate::layout::text::fonts;
use crate::scene::Scene;
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// Why a picture was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// No such size.
    #[error("a picture is 16 to 16384 pixels wide, and {0} is not")]
    Size(u32),
    /// The drawing library said no.
    #[error("the picture could not be drawn: {0}")]
    Draw(String),
}

impl PictureError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Size(_) => "choose a width such as 3840",
            Self::Draw(_) => "export SVG instead, and report this",
        }
    }
}

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    for font in [
        fonts::REGULAR,
        fonts::SEMI_BOLD,
        fonts::BOLD,
        fonts::ETHIOPIC,
        fonts::ARABIC,
        fonts::ARABIC_BOLD,
    ] {
        fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(font)));
    }
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Draws a scene as PNG, so many pixels wide.
///
/// # Errors
/// When the width is out of bounds or drawing fails.
pub fn png(scene: &Scene, width: u32) -> Result<Vec<u8>, PictureError> {
    let pixels = png_of(scene, width)?;
    pixels.encode_png().map_err(|error| PictureError::Draw(error.to_string()))
}

/// Draws a scene into pixels, so many wide.
///
/// # Errors
/// When the width is out of bounds or drawing fails.
pub fn png_of(scene: &Scene, width: u32) -> Result<tiny_skia::Pixmap, PictureError> {
    if !(16..=16_384).contains(&width) {
        return Err(PictureError::Size(width));
    }
    let tree = tree(scene)?;
    let scale = width as f32 / scene.size.0;
    let height = (scene.size.1 * scale).round().max(1.0) as u32;
    let mut pixels = tiny_skia::Pixmap::new(width, height)
        .ok_or_else(|| PictureError::Draw("not enough memory".to_owned()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels)
}

/// The SVG of a scene, read with the embedded fonts.
pub(super) fn tree(scene: &Scene) -> Result<usvg::Tree, PictureError> {
    let options = usvg::Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Noto Sans".to_owned(),
        ..usvg::Options::default()
    };
    let read = usvg::Tree::from_str(&svg(scene), &options);
    read.map_err(|error| PictureError::Draw(error.to_string()))
}
