//! What is not taken from a file, counted, so that nothing is left out silently.

use crate::import::gather::Gather;
use crate::import::text::short;
use std::collections::BTreeMap;

/// How many different names are told apart; a file that makes up more than that is no longer
/// counted by name.
const NAMES: usize = 300;

/// What is not taken, with how often it is there.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// By element and vocabulary.
    vocabularies: BTreeMap<(&'static str, String), u32>,
    elements: BTreeMap<String, u32>,
    kinds: BTreeMap<String, u32>,
    roles: BTreeMap<String, u32>,
    no_sectors: BTreeMap<String, u32>,
    pub contacts: u32,
    pub documents: u32,
    /// Related activities that are siblings.
    pub siblings: u32,
    /// Parents and children that are not in the file.
    pub absent: u32,
}

impl Left {
    /// Counts an element.
    pub(super) fn element(&mut self, name: &str) {
        add(&mut self.elements, name);
    }

    /// Counts a transaction of a kind that is no money of a program.
    pub(super) fn kind(&mut self, name: &str) {
        add(&mut self.kinds, name);
    }

    /// Counts an organisation in a role that is none.
    pub(super) fn role(&mut self, word: &str) {
        add(&mut self.roles, if word.is_empty() { "none" } else { word });
    }

    /// Counts a sector of the DAC whose code is none.
    pub(super) fn no_sector(&mut self, code: &str) {
        add(&mut self.no_sectors, code);
    }

    /// Counts an element of a vocabulary.
    pub(super) fn vocabulary(&mut self, element: &'static str, vocabulary: &str) {
        let full = self.vocabularies.len() >= NAMES;
        let name = if full { "others" } else { vocabulary };
        let key = (element, short(name, 60).into_owned());
        *self.vocabularies.entry(key).or_default() += 1;
    }

    /// Makes findings of it.
    pub(super) fn tell(self, gather: &mut Gather) {
        for ((element, vocabulary), count) in self.vocabularies {
            let which = match vocabulary.as_str() {
                "" => "have no code".to_owned(),
                name => format!("are of the vocabulary {name}"),
            };
            gather.find(
                "I10",
                format!("{element}, vocabulary {}", if vocabulary.is_empty() { "-" } else { &vocabulary }),
                format!("{count} {element}s {which}: they are left out"),
                match element {
                    "sector" => "programs are counted by DAC sectors; where an activity has others only, set its sectors or dimensions by hand",
                    "tag" => "tags are taken where their vocabulary is the framework's own (99, with the framework's URI)",
                    _ => "only the policy markers of the DAC are taken",
                },
            );
        }
        let counts = [
            (
                self.contacts,
                "contact-info",
                "contacts of persons are never taken",
                "nothing is to be done",
            ),
            (
                self.documents,
                "document-link",
                "links to documents are not taken",
                "name a document as evidence of a link where it is one",
            ),
            (
                self.siblings,
                "related-activity",
                "activities beside others (siblings) are not linked to them",
                "nothing is to be done",
            ),
            (
                self.absent,
                "related-activity",
                "parents and children that are not in this file are not linked",
                "import them from one file together, or set the umbrella by hand",
            ),
        ];
        for (count, place, message, hint) in counts {
            if count > 0 {
                gather.find("I10", place, format!("{message} ({count} in this file)"), hint);
            }
        }
        if !self.no_sectors.is_empty() {
            gather.find(
                "I03",
                "sector",
                format!("these codes are said to be of the DAC, whose sectors have five digits or three: {}", listed(&self.no_sectors)),
                "they are left out; set the sectors or dimensions of these programs by hand, or correct them in the source",
            );
        }
        if !self.roles.is_empty() {
            gather.find(
                "I03",
                "participating-org, role",
                format!("these roles are none of funding, accountable, extending, implementing: {}", listed(&self.roles)),
                "the organisations are left out; name them in the program's details, or correct the source",
            );
        }
        if !self.kinds.is_empty() {
            gather.find(
                "I10",
                "transaction",
                format!("these kinds of transactions are in no sum: {}", listed(&self.kinds)),
                "a program's money is what is committed, budgeted or paid for it",
            );
        }
        if !self.elements.is_empty() {
            gather.find(
                "I10",
                "elements",
                format!("these elements are not taken: {}", listed(&self.elements)),
                "a program has no place for them; look them up in the source where they are needed",
            );
        }
    }
}

fn add(counts: &mut BTreeMap<String, u32>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
        return;
    }
    let name = if counts.len() >= NAMES { "others".into() } else { short(name, 60) };
    *counts.entry(name.into_owned()).or_default() += 1;
}

fn listed(counts: &BTreeMap<String, u32>) -> String {
    let all: Vec<String> = counts.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    all.join(", ")
}
