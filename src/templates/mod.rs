//! Frameworks to begin with: the templates that are part of the program, and made-up countries
//! of any size for practice and benchmarks.
//!
//! A template is a document like any other, in `frameworks/`; this module only reads the texts
//! that were compiled in. It does no io, and takes all randomness from its caller.

mod generate;
mod rng;
mod words;

pub use generate::generate;

use crate::model::{Framework, FrameworkId};
use crate::store::{self, StoreError};
use std::sync::Arc;

/// A framework to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What the command line calls it.
    pub id: &'static str,
    /// What the list of templates calls it.
    pub title: &'static str,
    /// What it is, and what it is made after, in a sentence or two.
    pub description: &'static str,
    /// The document, in RON.
    pub text: &'static str,
}

/// The id of the template that is an example and no beginning: it keeps its own framework id.
const SAMPLE: &str = "sample";

/// All templates, in the order of the list.
pub const ALL: [Template; 6] = [
    Template {
        id: "blank",
        title: "Blank",
        description: "Three levels and six dimensions of peacebuilding, nothing else.",
        text: include_str!("../../frameworks/blank.ron"),
    },
    Template {
        id: "cooperation-framework",
        title: "UN Cooperation Framework",
        description: "Strategic priorities, outcomes and outputs as the UN Sustainable \
                      Development Cooperation Framework orders them.",
        text: include_str!("../../frameworks/cooperation-framework.ron"),
    },
    Template {
        id: "new-deal",
        title: "New Deal",
        description: "The five peacebuilding and statebuilding goals of the New Deal for \
                      Engagement in Fragile States (2011).",
        text: include_str!("../../frameworks/new-deal.ron"),
    },
    Template {
        id: "burundi-2007",
        title: "Burundi 2007",
        description: "After the Strategic Framework for Peacebuilding in Burundi of 20 June \
                      2007, monitoring still to be agreed.",
        text: include_str!("../../frameworks/burundi-2007.ron"),
    },
    Template {
        id: "utstein-palette",
        title: "Utstein palette",
        description: "The four fields of peacebuilding of the Joint Utstein Study (2004): \
                      security, political framework, socio-economic foundations, reconciliation \
                      and justice.",
        text: include_str!("../../frameworks/utstein-palette.ron"),
    },
    Template {
        id: SAMPLE,
        title: "Sample: Compact for Samara",
        description: "A fictional country with some sixty objectives and 340 programs, for practice.",
        text: include_str!("../../frameworks/samara.ron"),
    },
];

/// The template of that id, if there is one.
#[must_use]
pub fn find(id: &str) -> Option<&'static Template> {
    ALL.iter().find(|template| template.id == id)
}

impl Template {
    /// Makes a new framework of the template. Its id is made of `bits`, so that two frameworks
    /// of one template are not taken for copies of each other; the sample keeps its own id.
    ///
    /// # Errors
    /// When the text is no framework; a test shows that none of [`ALL`] is like that.
    pub fn framework(&self, bits: u64) -> Result<Framework, StoreError> {
        let read = store::read(self.text.as_bytes())?.framework;
        if self.id == SAMPLE {
            return Ok(read);
        }
        let mut parts = read.parts().clone();
        Arc::make_mut(&mut parts.head).id = FrameworkId::from_bits(bits);
        Ok(Framework::from_parts(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_reads_without_faults() {
        for template in &ALL {
            let opened = store::read(template.text.as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", template.id));
            assert!(opened.faults.is_empty(), "{}: {:?}", template.id, opened.faults);
            assert!(opened.unknown.is_empty(), "{}: {:?}", template.id, opened.unknown);
            assert!(!opened.comments, "{}", template.id);
            assert!(!template.title.is_empty() && !template.description.contains("  "));
        }
    }

    #[test]
    fn new_frameworks_have_ids_of_their_own() {
        for template in &ALL {
            let own = store::read(template.text.as_bytes()).unwrap().framework;
            let made = template.framework(7).unwrap();
            let expected = if template.id == SAMPLE {
                own.head().id.clone()
            } else {
                FrameworkId::from_bits(7)
            };
            assert_eq!(made.head().id, expected, "{}", template.id);
            assert_eq!(made.head().title, own.head().title);
            assert_eq!(made.objectives(), own.objectives());
        }
    }

    #[test]
    fn templates_are_found_by_id() {
        let ids: Vec<_> = ALL.iter().map(|template| template.id).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        for id in ids {
            assert_eq!(find(id).map(|template| template.id), Some(id));
        }
        assert_eq!(find("no-such"), None);
        assert!(find(SAMPLE).unwrap().framework(0).unwrap().programs().len() > 330);
    }
}
