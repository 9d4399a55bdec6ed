//! Dependencies between programs, and those that break in time (DESIGN.md, section 6, P09).

use super::Facts;
use super::index::Index;
use super::scope::Exclusion;
use crate::model::{DependencyKind, Program, ProgramId};
use serde::Serialize;

/// Why a dependency cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Broken {
    /// What is needed is cancelled.
    Cancelled,
    /// What is needed is out of scope.
    OutOfScope,
    /// What is needed starts after the program ends.
    StartsAfterEnd,
    /// What is followed still runs when the program starts.
    StillRuns,
}

impl Broken {
    /// What is wrong, after "needs A, …".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Cancelled => "which is cancelled",
            Self::OutOfScope => "which is out of scope",
            Self::StartsAfterEnd => "which starts after it ends",
            Self::StillRuns => "which still runs when it starts",
        }
    }
}

/// That a program in scope depends on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dependence {
    /// The program.
    pub program: ProgramId,
    /// What it depends on.
    pub on: ProgramId,
    /// How: `needs` or `follows`.
    #[serde(serialize_with = "kind_word")]
    pub kind: DependencyKind,
    /// Why it cannot hold, if so.
    pub broken: Option<Broken>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn kind_word<S: serde::Serializer>(kind: &DependencyKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.verb())
}

/// The dependencies of all programs in scope, in the order of ids.
pub(super) fn all(index: &Index, facts: &Facts) -> Vec<Dependence> {
    let mut found = Vec::new();
    for program in facts.in_scope().filter(|&p| index.entry(p).depends) {
        let record = index.programs[program];
        for (on, dependency) in &record.depends_on {
            let Some(other) = index.program(on) else { continue };
            found.push(Dependence {
                program: index.ids[program].clone(),
                on: on.clone(),
                kind: dependency.kind,
                broken: broken(
                    record,
                    dependency.kind,
                    index.programs[other],
                    facts.excluded[other],
                ),
            });
        }
    }
    found
}

fn broken(
    record: &Program,
    kind: DependencyKind,
    other: &Program,
    excluded: Option<Exclusion>,
) -> Option<Broken> {
    match kind {
        DependencyKind::Needs => match excluded {
            Some(Exclusion::Cancelled) => Some(Broken::Cancelled),
            Some(Exclusion::OutOfScope | Exclusion::OutsidePeriod) => Some(Broken::OutOfScope),
            _ => {
                let both = other.period.from.zip(record.period.to);
                both.is_some_and(|(starts, ends)| starts > ends).then_some(Broken::StartsAfterEnd)
            }
        },
        DependencyKind::Follows => {
            let both = record.period.from.zip(other.period.to);
            both.is_some_and(|(starts, ends)| starts <= ends).then_some(Broken::StillRuns)
        }
    }
}
