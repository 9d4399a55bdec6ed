//! PDF, from the SVG of a scene: vector lines, selectable text in embedded fonts, with title and
//! language, and tagged as one figure with its description for readers that cannot see it.

use super::picture::{PictureError, tree};
use crate::model::Date;
use crate::scene::Scene;
use krilla::geom::Size;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

/// A picture on its page.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The picture.
    pub scene: Scene,
    /// How wide the page is, in points.
    pub width_pt: f32,
}

/// Writes pictures as a PDF, a page each. `language` is an RFC 3066 code.
///
/// # Errors
/// When there is no picture, a page has no size, or the library refuses.
pub fn pdf(
    leaves: &[Leaf],
    title: &str,
    language: &str,
    date: Date,
) -> Result<Vec<u8>, PictureError> {
    let refused = |what: String| PictureError::Draw(what);
    let mut document = Document::new_with(SerializeSettings::default());
    let mut tags = TagTree::new().with_lang(Some(language.to_owned()));
    for leaf in leaves {
        let (width, height) = leaf.scene.size;
        let size = Size::from_wh(leaf.width_pt, leaf.width_pt * height / width)
            .ok_or_else(|| refused("a page has no size".to_owned()))?;
        let tree = tree(&leaf.scene)?;
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        let content = surface.start_tagged(ContentTag::Other);
        let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
        surface.end_tagged();
        surface.finish();
        page.finish();
        drawn.ok_or_else(|| refused("the picture does not fit a page".to_owned()))?;
        let mut figure = TagGroup::new(Tag::Figure(Some(leaf.scene.title.clone())));
        figure.push(content);
        tags.push(figure);
    }
    document.set_tag_tree(tags);
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(language.to_owned())
            .creator(concat!("Throughline ", env!("CARGO_PKG_VERSION")).to_owned())
            .creation_date(day(date)),
    );
    document.finish().map_err(|error| refused(format!("{error:?}")))
}

/// A date without a time.
fn day(date: Date) -> DateTime {
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    DateTime::new(u16::try_from(date.year()).unwrap_or(0))
        .month(part(date.month()))
        .day(part(date.day()))
}
