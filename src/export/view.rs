//! The pictures of a framework, by the word that commands know each by.

use crate::analysis::{Against, Analysis};
use crate::model::{Framework, ObjectiveId};
use crate::scene::{self, Page, Scene, Theme};

/// Which picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The whole framework and its orphans.
    #[default]
    Overview,
    /// The deficit in detail.
    Deficit,
    /// Objectives against donors, dimensions or places.
    Matrix(Against),
    /// The figures over the milestones.
    Trend,
    /// One objective with its programs.
    Objective(ObjectiveId),
}

impl View {
    /// The pictures of the whole framework.
    pub const WHOLE: [Self; 6] = [
        Self::Overview,
        Self::Deficit,
        Self::Matrix(Against::Funder),
        Self::Matrix(Against::Dimension),
        Self::Matrix(Against::Location),
        Self::Trend,
    ];

    /// The word in commands and file names.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Overview => "overview".to_owned(),
            Self::Deficit => "deficit".to_owned(),
            Self::Matrix(Against::Funder) => "matrix".to_owned(),
            Self::Matrix(against) => format!("matrix:{}", against.words().1),
            Self::Trend => "trend".to_owned(),
            Self::Objective(id) => format!("objective:{id}"),
        }
    }

    /// The words on screen.
    #[must_use]
    pub fn title(&self, framework: &Framework) -> String {
        match self {
            Self::Overview => "Overview: all objectives".to_owned(),
            Self::Deficit => "Deficit and coherence".to_owned(),
            Self::Matrix(against) => format!("Objectives × {}", against.words().0),
            Self::Trend => "Trend over milestones".to_owned(),
            Self::Objective(id) => framework.objective_name(id),
        }
    }

    /// The picture of a word.
    ///
    /// # Errors
    /// With the words there are, where this is none of them.
    pub fn from_word(word: &str) -> Result<Self, String> {
        let of = word.strip_prefix("objective:").and_then(|id| ObjectiveId::new(id).ok());
        let whole = || Self::WHOLE.into_iter().find(|view| view.word() == word);
        of.map(Self::Objective).or_else(whole).ok_or_else(|| {
            let words: Vec<String> = Self::WHOLE.iter().map(Self::word).collect();
            format!("there are the pictures {} and objective:ID", words.join(", "))
        })
    }

    /// Draws it.
    #[must_use]
    pub fn scene(
        &self,
        framework: &Framework,
        analysis: &Analysis,
        page: Page,
        theme: &Theme,
    ) -> Scene {
        match self {
            Self::Overview => scene::overview(framework, analysis, page, theme),
            Self::Deficit => scene::deficit_view(framework, analysis, page, theme),
            Self::Matrix(against) => scene::matrix_view(framework, analysis, *against, page, theme),
            Self::Trend => scene::trend_view(framework, analysis, page, theme),
            Self::Objective(id) => scene::objective_view(framework, analysis, id, page, theme),
        }
    }
}
