//! Documents and pictures for others to read: one file a format, records and figures in, bytes
//! out. Never reads or writes a path.

mod discreet;
mod graph;
pub mod measured;
pub mod minutes;
mod pack;
mod pdf;
mod picture;
pub mod portfolio;
mod rejects;
pub mod report;
mod svg;
mod tags;
mod view;
mod xml;

pub use discreet::{discreet, discreet_titles};
pub use graph::{dot, graphml};
pub use pack::{Part, What};
pub use pdf::{Leaf, pdf};
pub use picture::{PictureError, png, png_of};
pub use rejects::rejects;
pub use svg::svg;
pub use tags::tags;
pub use view::View;

use crate::analysis::{Against, Analysis, analyze};
use crate::layout::text::language_code;
use crate::model::{Date, EvidenceBar, Framework};
use crate::scene::{Page, Paper, Scene, ThemeName};
use portfolio::WorkbookError;
use report::{About, ReportError};
use std::sync::Arc;

/// What a document is taken home as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// A picture in pixels.
    #[default]
    Png,
    /// A picture, sharp at any size.
    Svg,
    /// A picture on a page to print.
    Pdf,
    /// A report as a Word document.
    Docx,
    /// A report as a page for a browser.
    Html,
    /// A report as text with marks.
    Md,
    /// A workbook.
    Xlsx,
    /// The portfolio as delimited text.
    Csv,
    /// The links as IATI tag elements.
    Tags,
    /// The objectives as a graph, for yEd and other editors of graphs.
    Graphml,
    /// The objectives as a graph, for Graphviz.
    Dot,
    /// The whole document for other programs.
    Json,
    /// The whole document.
    Ron,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Png,
        Self::Svg,
        Self::Pdf,
        Self::Docx,
        Self::Html,
        Self::Md,
        Self::Xlsx,
        Self::Csv,
        Self::Tags,
        Self::Graphml,
        Self::Dot,
        Self::Json,
        Self::Ron,
    ];

    /// How the names of its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Md => "md",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Tags => "xml",
            Self::Graphml => "graphml",
            Self::Dot => "dot",
            Self::Json => "json",
            Self::Ron => "ron",
        }
    }

    /// The format whose files end so.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }

    /// Whether it is a picture, and so has a view, a theme and a page.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Svg | Self::Pdf)
    }

    /// Whether it can keep names and amounts to itself: what other programs read on cannot.
    #[must_use]
    pub fn can_be_discreet(self) -> bool {
        !matches!(self, Self::Csv | Self::Tags | Self::Graphml | Self::Dot | Self::Json | Self::Ron)
    }
}

/// What is wanted of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// Which picture.
    pub view: View,
    /// Which colors.
    pub theme: ThemeName,
    /// How large the page is.
    pub paper: Paper,
    /// Whether the page stands.
    pub standing: bool,
    /// How many pixels wide a PNG is.
    pub width: u32,
    /// The date that it bears.
    pub date: Date,
    /// The least evidence that counts; the framework's own where absent.
    pub bar: Option<EvidenceBar>,
    /// Whether it names no international actor and says no amount.
    pub discreet: bool,
}

impl Wish {
    /// The overview on a screen, of a day.
    #[must_use]
    pub fn new(date: Date) -> Self {
        Self {
            view: View::default(),
            theme: ThemeName::default(),
            paper: Paper::default(),
            standing: false,
            width: 3840,
            date,
            bar: None,
            discreet: false,
        }
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let page = Page::new(self.paper, self.standing, self.date);
        if self.discreet { page.discreet() } else { page }
    }
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A picture was not drawn.
    #[error("{0}")]
    Picture(#[from] PictureError),
    /// A workbook was not written.
    #[error("{0}")]
    Workbook(#[from] WorkbookError),
    /// A report was not written.
    #[error("{0}")]
    Report(#[from] ReportError),
    /// The format holds all there is.
    #[error("a .{0} file holds every name and amount, and cannot be discreet")]
    NotDiscreet(&'static str),
    /// The framework lacks the objective.
    #[error("the framework has no objective \"{0}\"")]
    NoObjective(String),
}

impl ExportError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Picture(error) => error.hint(),
            Self::Workbook(error) => error.hint(),
            Self::Report(error) => error.hint(),
            Self::NotDiscreet(_) => "choose a picture, a report or a workbook",
            Self::NoObjective(_) => "take its id from the document or from analyze --json",
        }
    }
}

/// What is taken home: a framework, masked where it must be discreet, and its figures. Made once,
/// for as many pictures and reports of it as are wanted.
#[derive(Debug, Clone)]
pub struct Taken {
    framework: Framework,
    analysis: Arc<Analysis>,
    discreet: bool,
    /// The framework as it is, of which only the version is told.
    original: Framework,
}

impl Taken {
    /// Takes a framework as it is, or as outsiders may see it.
    #[must_use]
    pub fn new(framework: &Framework, bar: Option<EvidenceBar>, discreet: bool) -> Self {
        let original = framework.clone();
        let framework = if discreet { self::discreet(framework) } else { original.clone() };
        let analysis = Arc::new(analyze(&framework, bar));
        Self { framework, analysis, discreet, original }
    }

    /// The framework as it is shown.
    #[must_use]
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// What reports say of themselves: the version is that of the document, masked or not.
    fn about(&self, date: Date) -> About {
        About { discreet: self.discreet, ..About::new(&self.original, date) }
    }

    fn report(&self, format: report::Format, date: Date) -> Result<Vec<u8>, ReportError> {
        format.write(&report::report(&self.framework, &self.analysis, &self.about(date)))
    }

    /// Draws a picture.
    ///
    /// # Errors
    /// When it is of an objective that the framework lacks.
    pub fn scene(&self, wish: &Wish) -> Result<Scene, ExportError> {
        if let View::Objective(id) = &wish.view
            && self.framework.objective(id).is_none()
        {
            return Err(ExportError::NoObjective(id.to_string()));
        }
        let page = Wish { discreet: self.discreet, ..wish.clone() }.page();
        Ok(wish.view.scene(&self.framework, &self.analysis, page, wish.theme.theme()))
    }

    /// Makes a file.
    ///
    /// # Errors
    /// When a picture cannot be drawn, a workbook not written, or the format cannot be discreet.
    pub fn bytes(&self, format: Format, wish: &Wish) -> Result<Vec<u8>, ExportError> {
        if self.discreet && !format.can_be_discreet() {
            return Err(ExportError::NotDiscreet(format.ending()));
        }
        let (framework, analysis) = (&self.framework, &*self.analysis);
        Ok(match format {
            Format::Png => png(&self.scene(wish)?, wish.width)?,
            Format::Svg => svg(&self.scene(wish)?).into_bytes(),
            Format::Pdf => {
                let scene = self.scene(wish)?;
                let leaf = Leaf { scene, width_pt: wish.page().width_pt };
                pdf(&[leaf], &framework.head().title, language(framework), wish.date)?
            }
            Format::Docx => self.report(report::Format::Docx, wish.date)?,
            Format::Html => self.report(report::Format::Html, wish.date)?,
            Format::Md => self.report(report::Format::Md, wish.date)?,
            Format::Xlsx => portfolio::xlsx(framework, analysis, &self.about(wish.date))?,
            Format::Csv => portfolio::csv(framework, analysis).into_bytes(),
            Format::Tags => tags(framework).into_bytes(),
            Format::Graphml => graphml(framework, analysis).into_bytes(),
            Format::Dot => dot(framework, analysis).into_bytes(),
            Format::Json => json(framework).into_bytes(),
            Format::Ron => crate::store::write(framework).into_bytes(),
        })
    }
}

/// The RFC 3066 code of the language that a framework is written in.
#[must_use]
pub fn language(framework: &Framework) -> &'static str {
    let titles = framework.living().take(80).map(|(_, o)| o.title.as_str());
    let vision = framework.head().vision.as_deref();
    language_code(&titles.chain(vision).collect::<Vec<_>>().join(". "))
}

/// The whole document as JSON, with the names of the file: maps by id, enums externally tagged.
#[must_use]
pub fn json(framework: &Framework) -> String {
    crate::store::json(framework)
}
