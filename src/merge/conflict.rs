//! Conflicts as values: what each copy says, who and when, what can be done about it, and the
//! words for someone who is no programmer. Must not change anything.

use super::place::{Kind, Place};
use super::value::{Names, Who};
use super::walk::{Pair, Said};
use crate::model::{ActorId, Framework, ObjectiveId, ProgramId, Side};
use std::collections::BTreeSet;
use std::fmt;

/// What sort of conflict it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Both copies changed one value, in different ways; one may have removed it.
    Edited,
    /// One copy removed what the other changed or newly names.
    Removed,
    /// Together, what both did leads in a circle.
    Circle,
    /// Each change is right by itself, and the two cannot stand together.
    Together,
}

impl Sort {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Removed => "removed",
            Self::Circle => "circle",
            Self::Together => "together",
        }
    }
}

/// What tells one conflict from the others of the same three copies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConflictId {
    /// Where it is.
    pub place: Place,
    /// What sort it is.
    pub sort: Sort,
}

impl fmt::Display for ConflictId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sort.word(), self.place)
    }
}

/// What can be done about a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// Keep what this copy says. So it stands while a conflict is not settled.
    Ours,
    /// Take what the other copy says.
    Theirs,
    /// Neither: as it was before both.
    Base,
    /// Both texts, one after the other.
    Both,
}

/// A rule that settles many conflicts; it says nothing where what it asks for is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Keep what this copy says.
    Ours,
    /// Take what the other copy says.
    Theirs,
    /// Take what was said on the later day.
    Later,
    /// Take what a local (internal) actor says, where only one of the two is local.
    Local,
}

/// What one copy says, and who says so as far as the records tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    /// The value as the user reads it; `None` where there is none.
    pub words: Option<String>,
    /// The actor who says so.
    pub by: Option<ActorId>,
    /// Who wrote it down; a free label.
    pub recorded_by: Option<String>,
    /// When, as a civil date.
    pub on: Option<crate::model::Date>,
}

impl Says {
    /// What a copy says at a place; a position is said by the actor it is recorded for.
    pub(super) fn at(place: &Place, said: Option<&Said>) -> Self {
        let Who { by, recorded_by, on } = said.map(|said| said.who.clone()).unwrap_or_default();
        let actor = (place.field() == "positions").then(|| ActorId::new(&place.key()).ok());
        let by = by.or(actor.flatten());
        Self { words: said.map(|said| said.words.clone()), by, recorded_by, on }
    }

    /// Words only.
    pub(super) fn words(words: Option<String>) -> Self {
        Self { words, by: None, recorded_by: None, on: None }
    }
}

/// Two changes that cannot both stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What tells it from others.
    pub id: ConflictId,
    /// What it is about: “Objective 1.2 “Inclusive politics”, title”.
    pub about: String,
    /// What was said before both.
    pub base: Says,
    /// What this copy says.
    pub ours: Says,
    /// What the other copy says.
    pub theirs: Says,
    /// Why the two cannot stand together, where it is not that they differ.
    pub why: Option<String>,
    /// What can be done about it, in this order.
    pub resolutions: Vec<Resolution>,
    /// The changes that it is about, of each copy: what is held back where the other is chosen.
    pub(super) changes: Pair<BTreeSet<Place>>,
}

impl Conflict {
    /// The places of the changes that it is about, of this copy and of the other.
    #[must_use]
    pub fn places(&self) -> (&BTreeSet<Place>, &BTreeSet<Place>) {
        (&self.changes.ours, &self.changes.theirs)
    }

    /// The conflict in a sentence, with what the two copies are called ("this copy", "MoI’s
    /// copy").
    #[must_use]
    pub fn words(&self, ours: &str, theirs: &str) -> String {
        let Self { about, why, .. } = self;
        let says = |name: &str, says: &Says, verb: &str| match &says.words {
            Some(words) => format!("{name} {verb} “{}”", shortened(words)),
            None if self.base.words.is_none() => format!("{name} has none"),
            None => format!("{name} removed it"),
        };
        match why {
            None => {
                let before = match &self.base.words {
                    Some(words) => format!("; before it was “{}”", shortened(words)),
                    None => String::new(),
                };
                let (ours, theirs) =
                    (says(ours, &self.ours, "says"), says(theirs, &self.theirs, "says"));
                format!("{about}: {theirs}, {ours}{before}")
            }
            Some(why) => {
                let does = |name: &str, says: &Says| {
                    let words = says.words.as_deref().unwrap_or("removed it");
                    format!("{name} {words}")
                };
                let (ours, theirs) = (does(ours, &self.ours), does(theirs, &self.theirs));
                format!("{about}: {theirs}, {ours}; {why}")
            }
        }
    }

    /// What a rule says of it; nothing where what it asks for is not recorded.
    #[must_use]
    pub fn by_rule(&self, rule: Rule, framework: &Framework) -> Option<Resolution> {
        let (ours, theirs) = (&self.ours, &self.theirs);
        let local = |says: &Says| {
            let by = says.by.as_ref().and_then(|by| framework.actor(by));
            by.map(|actor| actor.side == Side::Internal)
        };
        let chosen = match rule {
            Rule::Ours => Resolution::Ours,
            Rule::Theirs => Resolution::Theirs,
            Rule::Later => match (ours.on?, theirs.on?) {
                (ours, theirs) if ours > theirs => Resolution::Ours,
                (ours, theirs) if ours < theirs => Resolution::Theirs,
                _ => return None,
            },
            Rule::Local => match (local(ours)?, local(theirs)?) {
                (true, false) => Resolution::Ours,
                (false, true) => Resolution::Theirs,
                _ => return None,
            },
        };
        self.resolutions.contains(&chosen).then_some(chosen)
    }
}

/// A text cut to what fits in a sentence.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{}…", cut.trim_end())
}

/// What to call a record in a sentence: “objective 1.2 “Inclusive politics””.
pub(super) fn record_name(kind: Kind, id: &str, names: &Names) -> String {
    let named = |name: Option<String>| name.unwrap_or_else(|| id.to_owned());
    let title = |title: Option<String>| {
        title.filter(|t| !t.trim().is_empty()).map_or_else(|| id.to_owned(), |t| format!("“{t}”"))
    };
    let found = |find: &dyn Fn(&Framework) -> Option<String>| names.0.iter().find_map(|f| find(f));
    let name = match kind {
        Kind::Framework => return "framework".to_owned(),
        Kind::Actor => named(ActorId::new(id).ok().map(|id| names.actor(&id))),
        Kind::Objective => named(ObjectiveId::new(id).ok().map(|id| names.objective(&id))),
        Kind::Program => named(ProgramId::new(id).ok().map(|id| names.program(&id))),
        Kind::Pin => {
            let of = named(ObjectiveId::new(id).ok().map(|id| names.objective(&id)));
            return format!("place of the card of objective {of}");
        }
        Kind::Tension => title(found(&|f| f.tensions().get(id).map(|r| r.title.clone()))),
        Kind::Mechanism => title(found(&|f| f.mechanisms().get(id).map(|r| r.name.clone()))),
        Kind::Milestone => title(found(&|f| f.milestones().get(id).map(|r| r.title.clone()))),
        Kind::Scene => title(found(&|f| f.scenes().get(id).map(|r| r.title.clone()))),
    };
    format!("{} {name}", kind.word())
}

/// What a place is called in a sentence: “Objective 1.2 “Inclusive politics”, title”.
pub(super) fn about(place: &Place, names: &Names) -> String {
    let mut parts = vec![record_name(place.kind, &place.id, names)];
    for (depth, part) in place.path.iter().enumerate() {
        let plain = part.replace('_', " ");
        let known = match (depth, place.field()) {
            (1, "links" | "contributes_to" | "objectives" | "folded") => {
                ObjectiveId::new(part).ok().map(|id| names.objective(&id))
            }
            (
                1,
                "positions" | "funding" | "implementing" | "supporting" | "parties" | "members"
                | "chairs",
            ) => ActorId::new(part).ok().map(|id| names.actor(&id)),
            (1, "depends_on") => ProgramId::new(part).ok().map(|id| names.program(&id)),
            (1, "indicators") => indicator(place, part, names),
            (1, _) => Some(part.to_string()),
            _ => None,
        };
        parts.push(known.unwrap_or(plain));
    }
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn indicator(place: &Place, id: &str, names: &Names) -> Option<String> {
    let objective = ObjectiveId::new(&place.id).ok()?;
    let find = |f: &&Framework| Some(f.objective(&objective)?.indicators.get(id)?.name.clone());
    Some(format!("“{}”", names.0.iter().find_map(find)?))
}
