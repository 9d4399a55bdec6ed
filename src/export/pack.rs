//! The workshop pack: what each participant takes home, in one folder.

use super::{ExportError, Format, Leaf, Taken, View, Wish, language, pdf};
use crate::scene::ThemeName;

/// A file of the pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The name of the file.
    pub name: String,
    /// What it is.
    pub what: What,
}

/// What a file of the pack is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// One export.
    One(Format, Wish),
    /// All pictures, a page each.
    Pictures(Vec<Wish>),
}

impl Taken {
    /// The files of the pack, in the order in which they are made. `wish` says theme, page, width
    /// and date; its view is not asked.
    #[must_use]
    pub fn pack(&self, wish: &Wish) -> Vec<Part> {
        let of = |view: &View, theme| Wish { view: view.clone(), theme, ..wish.clone() };
        let one = |name: &str, format: Format, wish: Wish| Part {
            name: format!("{name}.{}", format.ending()),
            what: What::One(format, wish),
        };
        let views = self.views();
        let pictures = views.iter().map(|view| of(view, wish.theme)).collect();
        let mut parts =
            vec![Part { name: "pictures.pdf".to_owned(), what: What::Pictures(pictures) }];
        let singles = [View::Overview, View::Deficit, View::Matrix(super::Against::Funder)];
        for view in singles.iter().filter(|view| views.contains(view)) {
            parts.push(one(&view.word(), Format::Png, of(view, wish.theme)));
        }
        let print = of(&View::Overview, ThemeName::Print);
        parts.push(one("overview-to-print", Format::Pdf, print));
        let plain = of(&View::Overview, wish.theme);
        parts.push(one("report", Format::Docx, plain.clone()));
        parts.push(one("report", Format::Html, plain.clone()));
        parts.push(one("workbook", Format::Xlsx, plain.clone()));
        if !self.discreet {
            parts.push(one("framework", Format::Ron, plain));
        }
        parts
    }

    /// The pictures that say something of this framework.
    #[must_use]
    pub fn views(&self) -> Vec<View> {
        let milestones = !self.framework.milestones().is_empty();
        let whole = View::WHOLE.into_iter().filter(|view| match view {
            View::Matrix(super::Against::Funder) => !self.discreet,
            View::Matrix(against) => !self.analysis.matrix.get(*against).is_empty(),
            View::Trend => milestones,
            _ => true,
        });
        let mut views: Vec<View> = whole.collect();
        let top = self.framework.living().filter(|(_, o)| {
            o.contributes_to.is_empty() && self.framework.depth_of(&o.level) == Some(0)
        });
        let mut top: Vec<_> = top.map(|(id, o)| ((&o.rank, id), id.clone())).collect();
        top.sort_by(|a, b| a.0.cmp(&b.0));
        views.extend(top.into_iter().map(|(_, id)| View::Objective(id)));
        views
    }

    /// Makes a file of the pack.
    ///
    /// # Errors
    /// As [`Taken::bytes`].
    pub fn part(&self, part: &Part) -> Result<Vec<u8>, ExportError> {
        match &part.what {
            What::One(format, wish) => self.bytes(*format, wish),
            What::Pictures(wishes) => {
                let leaf = |wish: &Wish| {
                    Ok(Leaf { scene: self.scene(wish)?, width_pt: wish.page().width_pt })
                };
                let leaves = wishes.iter().map(leaf).collect::<Result<Vec<_>, ExportError>>()?;
                let date = wishes.first().map(|wish| wish.date).unwrap_or_default();
                let title = &self.framework.head().title;
                Ok(pdf(&leaves, title, language(&self.framework), date)?)
            }
        }
    }
}
