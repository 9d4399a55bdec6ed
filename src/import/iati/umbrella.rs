//! Which activities are parts of others, by what both say of each other.

use super::draft::Draft;
use crate::model::ProgramId;
use std::collections::BTreeMap;

/// That one activity may be a part of another: both by their place in the file.
struct Claim {
    child: usize,
    parent: usize,
    /// How well it fits the levels that both say they are on.
    fits: Fit,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The parent's level is above.
    Well,
    /// Their levels say nothing.
    Unknown,
    /// The parent's level is below.
    Badly,
}

/// The activity that each is a part of, by place in the list; and how many parents and children
/// are named that are not there. What does not fit becomes a finding of the child.
pub(super) fn find(drafts: &mut [Draft]) -> (BTreeMap<usize, usize>, u32) {
    let places: BTreeMap<&str, usize> = drafts
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, draft)| !draft.identifier.is_empty())
        .map(|(at, draft)| (draft.identifier.as_str(), at))
        .collect();
    let mut absent = 0;
    let mut claims = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for (others, up) in [(&draft.parents, true), (&draft.children, false)] {
            for other in others {
                match places.get(other.as_str()) {
                    None => absent += 1,
                    Some(other) => {
                        let (child, parent) = if up { (at, *other) } else { (*other, at) };
                        let levels = drafts[parent].hierarchy.zip(drafts[child].hierarchy);
                        let fits = match levels {
                            Some((parent, child)) if parent < child => Fit::Well,
                            Some((parent, child)) if parent > child => Fit::Badly,
                            _ => Fit::Unknown,
                        };
                        claims.push(Claim { child, parent, fits });
                    }
                }
            }
        }
    }
    // A stable order: what fits best first, else as it stands in the file.
    claims.sort_by_key(|claim| claim.fits);
    let mut parents: BTreeMap<usize, usize> = BTreeMap::new();
    let mut tops: Vec<usize> = (0..drafts.len()).collect();
    for Claim { child, parent, .. } in claims {
        let message = match parents.get(&child) {
            Some(first) if *first == parent => continue,
            Some(_) => "is named as a part of this one, and is a part of another one already",
            // What has no umbrella yet is the top of all that is in it.
            None if top(&mut tops, parent) == child => {
                "is named as a part of this one, which is a part of it: that would be a circle"
            }
            None => {
                parents.insert(child, parent);
                tops[child] = parent;
                continue;
            }
        };
        let name = drafts[child].row();
        let message = format!("{:?} {message}", crate::import::text::short(&name, 80));
        let line = drafts[parent].line;
        let hint = "the first stands; set the umbrella in the program's details if that is wrong";
        drafts[parent].find("I12", line, "related-activity", message, hint);
    }
    (parents, absent)
}

/// The outermost umbrella of an activity. Shortens the way there, so that a chain of all activities
/// of a file costs no more than a flat list.
fn top(tops: &mut [usize], at: usize) -> usize {
    let mut top = at;
    while tops[top] != top {
        top = tops[top];
    }
    let mut at = at;
    while tops[at] != top {
        at = std::mem::replace(&mut tops[at], top);
    }
    top
}

/// The id of the program that each is a part of.
pub(super) fn ids(
    parents: &BTreeMap<usize, usize>,
    drafts: &[Draft],
) -> BTreeMap<usize, ProgramId> {
    parents
        .iter()
        .filter_map(|(child, parent)| Some((*child, drafts[*parent].id.clone()?)))
        .collect()
}
