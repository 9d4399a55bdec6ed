//! What a user sets once, for all documents: navigation, colors, size of type, motion, who is at
//! the keyboard, and the files that were open.

use super::action::Navigation;
use super::link::Place;
use crate::import::table::Mapping;
use crate::model::{ActorId, FrameworkId};
use crate::scene::ThemeName;
use crate::scene::field::{GroupBy, SizeBy};
use crate::store;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// How many recent files are kept.
const RECENT: usize = 8;

/// How many mappings of tables are kept.
const MAPPINGS: usize = 50;

/// In how many frameworks it is kept where one stopped.
const PLACES: usize = 20;

/// The name of the file in the program's own folder.
const FILE: &str = "settings.ron";

/// Who is at the keyboard: stands by links, positions and decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The name, as the person writes it.
    pub name: String,
    /// The actor for whom the person speaks; names a record of the open framework only.
    #[serde(default)]
    pub actor: Option<ActorId>,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    /// The word of the theme.
    pub theme: String,
    /// The size of the type, in percent.
    pub type_size: u16,
    pub navigation: Navigation,
    pub reduce_motion: bool,
    pub minimap: bool,
    /// Whether tensions and dependencies are drawn between the cards.
    pub lines: bool,
    /// The word for what the orphans are grouped by.
    pub group_by: String,
    /// Whether their marks are all of one size.
    pub alike: bool,
    /// `None` until it was asked.
    pub who: Option<Who>,
    /// The last files, the newest first.
    pub recent: Vec<PathBuf>,
    /// How tables were read, the last first.
    pub mappings: Vec<Mapping>,
    /// Where one stopped in Link mode, by framework, the last first.
    pub places: Vec<(FrameworkId, Place)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeName::Light.word().to_owned(),
            type_size: 100,
            navigation: Navigation::Auto,
            reduce_motion: false,
            minimap: false,
            lines: true,
            group_by: GroupBy::default().word().to_owned(),
            alike: false,
            who: None,
            recent: Vec::new(),
            mappings: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads them from the program's own folder; what cannot be read is as at first.
    pub(super) fn read(home: &Path) -> Self {
        let bytes = store::read_file(&home.join(FILE)).unwrap_or_default();
        ron::de::from_bytes(&bytes).unwrap_or_default()
    }

    /// Writes them.
    pub(super) fn write(&self, home: &Path) -> Result<(), String> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())
            .map_err(|error| error.to_string())?;
        store::make_folder(home)
            .and_then(|()| store::save_bytes(&home.join(FILE), text.as_bytes()))
            .map_err(|error| error.to_string())
    }

    /// The theme.
    pub(super) fn theme(&self) -> ThemeName {
        let mut all = ThemeName::ALL.into_iter();
        all.find(|theme| theme.word() == self.theme).unwrap_or_default()
    }

    /// By what the orphans are grouped.
    pub(super) fn group_by(&self) -> GroupBy {
        let mut all = GroupBy::ALL.into_iter();
        all.find(|by| by.word() == self.group_by).unwrap_or_default()
    }

    /// By what their marks are sized.
    pub(super) fn size_by(&self) -> SizeBy {
        if self.alike { SizeBy::Alike } else { SizeBy::Money }
    }

    /// Remembers how a table was read, in place of how its like was read before.
    pub(super) fn mapped(&mut self, mapping: Mapping) {
        self.mappings.retain(|other| other.source != mapping.source);
        self.mappings.insert(0, mapping);
        self.mappings.truncate(MAPPINGS);
    }

    /// Where one stopped in a framework.
    pub(super) fn place(&self, framework: &FrameworkId) -> Place {
        let found = self.places.iter().find(|(id, _)| id == framework);
        found.map_or_else(Place::default, |(_, place)| place.clone())
    }

    /// Remembers where one stopped in a framework; gives whether that is news.
    pub(super) fn placed(&mut self, framework: FrameworkId, place: Place) -> bool {
        if self.place(&framework) == place {
            return false;
        }
        self.places.retain(|(id, _)| *id != framework);
        self.places.insert(0, (framework, place));
        self.places.truncate(PLACES);
        true
    }

    /// Puts a file first among the recent ones.
    pub(super) fn opened(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }
}
