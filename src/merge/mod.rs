//! Copies of a framework that were edited apart: what they changed ([`diff`], [`told`]), and one
//! framework of three copies ([`merge`]), field by field and key by key. Every change of either
//! copy is in the result or in a conflict, the result always keeps the invariants, and nothing is
//! mended silently. [`part`] gives a breakout group its part of a framework.
//!
//! Pure: no io, no clock; and nothing here changes a framework: a merge gives a [`Change`].
//!
//! How it works: a walk over three copies notes every value that a copy changed, by its place
//! (`walk`, `weave`; the fields of each record in `fields`). To settle a conflict is to hold back
//! the changes of one copy at some places, that is, to let the copy count as the base there
//! (`solve`, `index`, `clash`); the same walk then puts the result together.

mod clash;
mod conflict;
mod diff;
mod fields;
mod index;
mod part;
mod place;
mod solve;
mod told;
mod value;
mod walk;
mod weave;

pub use conflict::{Conflict, ConflictId, Resolution, Rule, Says, Sort};
pub use diff::{Difference, diff};
pub use part::{PART_KEY, PartOf, part};
pub use place::{Kind, Place};
pub use told::told;

use crate::model::{Change, Framework, invariants};
use index::Index;
use solve::{Choices, Plan};
use std::sync::Arc;
use walk::{Held, Pair, Side};

/// Why copies cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are not copies of one framework.
    #[error("they are copies of different frameworks: {0} and {1}")]
    Different(String, String),
    /// One of them breaks invariants.
    #[error("{0} has faults: {1}")]
    Faults(&'static str, String),
    /// It is not known which part of the framework a copy is.
    #[error("{0} says that it is a part of the framework, and not readably which: {1}")]
    Part(&'static str, String),
}

impl MergeError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Different(..) => "choose copies of the same framework",
            Self::Faults(..) => "mend its faults first",
            Self::Part(..) => {
                "make the part again, or take that text out of `ext` to merge it as a whole"
            }
        }
    }
}

/// Two copies merged over what they were made from.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The result. Where a conflict is not settled it holds what this copy says, or as much of
    /// it as can stand.
    pub framework: Framework,
    /// The change that leads from this copy to the result.
    pub change: Change,
    /// What is not settled, in the order of the document.
    pub conflicts: Vec<Conflict>,
    /// How many conflicts are settled.
    pub settled: usize,
    /// How many changes of the other copy are in the result and were not in this one.
    pub taken: usize,
    plan: Arc<Plan>,
    choices: Choices,
}

/// Merges two copies over the framework that both were made from.
///
/// # Errors
/// When they are not copies of one framework, or one of them breaks invariants.
pub fn merge(base: &Framework, ours: &Framework, theirs: &Framework) -> Result<Merged, MergeError> {
    for (copy, name) in [(base, "the base"), (ours, "this copy"), (theirs, "the other copy")] {
        if copy.head().id != base.head().id {
            let (base, copy) = (base.head().id.to_string(), copy.head().id.to_string());
            return Err(MergeError::Different(base, copy));
        }
        if let Some(fault) = invariants::faults(copy).into_iter().next() {
            return Err(MergeError::Faults(name, fault.message));
        }
    }
    let (ours, theirs) = (weave::sharing(base, ours), weave::sharing(base, theirs));
    let (_, leaves) = weave::weave([base, &ours, &theirs], &Held::default(), true);
    let mut plan = Plan {
        base: base.clone(),
        ours,
        theirs,
        index: Index::new(leaves),
        left_out: Held::default(),
        outside: Pair::default(),
    };
    for (side, name) in [(Side::Ours, "this copy"), (Side::Theirs, "the other copy")] {
        part::leave_out(&mut plan, side).map_err(|why| MergeError::Part(name, why))?;
    }
    Ok(Merged::new(Arc::new(plan), Choices::default()))
}

impl Merged {
    fn new(plan: Arc<Plan>, choices: Choices) -> Self {
        let solved = plan.solve(&choices);
        let change = weave::between(&plan.ours, &solved.framework);
        let acting = plan.index.acting(Side::Theirs, &solved.held);
        let taken = acting.filter(|(place, leaf)| {
            !leaf.agreed && (place.is_record() || !plan.index.leaves.contains_key(&place.whole()))
        });
        let taken = taken.count();
        let solve::Solved { framework, open, settled, .. } = solved;
        Self { framework, change, conflicts: open, settled, taken, plan, choices }
    }

    /// Settles conflicts, besides those that were settled before. What is settled may bring other
    /// conflicts to light; a resolution that a conflict does not offer leaves it unsettled.
    #[must_use]
    pub fn settle(&self, chosen: &[(ConflictId, Resolution)]) -> Self {
        let mut choices = self.choices.clone();
        choices.given.extend(chosen.iter().cloned());
        Self::new(Arc::clone(&self.plan), choices)
    }

    /// Settles by a rule what was not settled one by one.
    #[must_use]
    pub fn settle_by(&self, rule: Rule) -> Self {
        let choices = Choices { rule: Some(rule), ..self.choices.clone() };
        Self::new(Arc::clone(&self.plan), choices)
    }
}
