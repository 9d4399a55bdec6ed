//! What differs between two copies, one line a value. Must not say who is right.

use super::conflict::about;
use super::part;
use super::place::{Kind, Place};
use super::value::Names;
use super::walk::{Held, Leaf, Leaves};
use super::weave::weave;
use crate::model::Framework;

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, as the user calls it: “Objective 1.2 “Inclusive politics”, title”.
    pub about: String,
    /// The kind of record.
    pub kind: Kind,
    /// The record's id; empty for the head.
    pub id: String,
    /// The field, as the document names it; empty where the whole record is new or gone.
    pub field: String,
    /// The keys within the field, the outer first; empty where the field is one value.
    pub key: String,
    /// The value before, as the user reads it; `None` where there was none.
    pub before: Option<String>,
    /// The value after; `None` where there is none.
    pub after: Option<String>,
}

/// Lists what differs between two copies, in the order of the document. A record that is new or
/// gone is one difference, with its title as the value. What a part leaves out is no difference.
#[must_use]
pub fn diff(before: &Framework, after: &Framework) -> Vec<Difference> {
    let leaves = changed(before, after);
    let told = leaves.iter().filter(|(place, _)| !within_new(place, &leaves));
    let names = Names(vec![after, before]);
    let difference = |(place, leaf): (&Place, &Leaf)| Difference {
        about: about(place, &names),
        kind: place.kind,
        id: place.id.to_string(),
        field: place.field().to_owned(),
        key: place.key(),
        before: leaf.base.as_ref().map(|said| said.words.clone()),
        after: leaf.ours.as_ref().map(|said| said.words.clone()),
    };
    told.map(difference).collect()
}

/// The changed values; in new records every value is one.
pub(super) fn changed(before: &Framework, after: &Framework) -> Leaves {
    let (_, mut leaves) = weave([before, after, before], &Held::default(), true);
    if let Ok(Some(included)) = part::included(before, after) {
        leaves.retain(|place, leaf| !included.leaves_out(place, leaf, leaf.ours.as_ref()));
    }
    leaves
}

/// Whether a place is in a record that is new itself.
pub(super) fn within_new(place: &Place, leaves: &Leaves) -> bool {
    !place.is_record() && leaves.contains_key(&place.whole())
}
