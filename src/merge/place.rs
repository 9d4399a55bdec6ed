//! Where something stands in a framework: a record, a field of it, a key in the field. Must know
//! nothing of what stands there.

use smol_str::SmolStr;
use std::fmt;

/// The kinds of records, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The head: all that is said once.
    Framework,
    /// An actor.
    Actor,
    /// An objective.
    Objective,
    /// A program.
    Program,
    /// A tension.
    Tension,
    /// A mechanism.
    Mechanism,
    /// A milestone.
    Milestone,
    /// A scene.
    Scene,
    /// A pinned card.
    Pin,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Framework,
        Self::Actor,
        Self::Objective,
        Self::Program,
        Self::Tension,
        Self::Mechanism,
        Self::Milestone,
        Self::Scene,
        Self::Pin,
    ];

    /// The word in JSON and on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Framework => "framework",
            Self::Actor => "actor",
            Self::Objective => "objective",
            Self::Program => "program",
            Self::Tension => "tension",
            Self::Mechanism => "mechanism",
            Self::Milestone => "milestone",
            Self::Scene => "scene",
            Self::Pin => "pin",
        }
    }
}

/// A place in a framework: a record where the path is empty, else a field, and below it the keys
/// and fields that lead to one value (`indicators`, `ind-1`, `target`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The kind of record.
    pub kind: Kind,
    /// The record's id; empty for the head.
    pub id: SmolStr,
    /// What leads from the record to the value.
    pub path: Vec<SmolStr>,
}

impl Place {
    /// The place of a whole record.
    #[must_use]
    pub fn record(kind: Kind, id: &str) -> Self {
        Self { kind, id: SmolStr::new(id), path: Vec::new() }
    }

    /// A place in the head.
    pub(super) fn head(path: [&str; 2]) -> Self {
        Self { kind: Kind::Framework, id: SmolStr::default(), path: path.map(SmolStr::new).into() }
    }

    /// The record that the place is in.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { kind: self.kind, id: self.id.clone(), path: Vec::new() }
    }

    /// Whether it is a whole record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.path.is_empty()
    }

    /// The field, as the document names it; empty for a whole record.
    #[must_use]
    pub fn field(&self) -> &str {
        self.path.first().map_or("", SmolStr::as_str)
    }

    /// The keys within the field, the outer first; empty where the field is one value.
    #[must_use]
    pub fn key(&self) -> String {
        self.path.get(1..).unwrap_or_default().join(", ")
    }

    /// The same record's place at a field.
    pub(super) fn beside(&self, field: &str) -> Self {
        Self { kind: self.kind, id: self.id.clone(), path: vec![SmolStr::new(field)] }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        let id = Some(self.id.as_str()).filter(|id| !id.is_empty());
        for part in id.into_iter().chain(self.path.iter().map(SmolStr::as_str)) {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}
