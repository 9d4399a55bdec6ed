//! Walking the canvas: the nearest card, folding, filters, search, pins, tidying.

use super::{Canvas, distance};
use crate::graph::Dag;
use crate::layout::geometry::point;
use crate::model::{Framework, Objective, ObjectiveId};
use crate::scene::sight;
use crate::ui::action::Way;
use crate::ui::context::UiCtx;
use crate::ui::tree::Tree;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Words that are looked for on the cards.
#[derive(Debug, Clone, Default)]
pub(super) struct Search {
    pub open: bool,
    /// Whether its field has yet to take the keys.
    pub fresh: bool,
    pub text: String,
    /// The cards that hold them, in the order of the layout.
    pub found: Vec<ObjectiveId>,
    /// What `found` is of: words and drawing.
    of: (String, u64),
}

/// Small letters without accents, so that « élection » is found by « election ».
pub(in crate::ui) fn plain(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(nucleo_matcher::chars::normalize).collect()
}

fn holds(objective: &Objective, words: &str) -> bool {
    let mut texts = vec![crate::layout::caption(objective)];
    texts.extend(objective.description.clone());
    texts.extend(objective.translations.values().filter_map(|t| t.title.clone()));
    texts.iter().any(|text| plain(text).contains(words))
}

impl Canvas {
    /// The nearest card that way; without a start, the first.
    pub(in crate::ui) fn nearest(
        &self,
        from: Option<&ObjectiveId>,
        way: Way,
    ) -> Option<ObjectiveId> {
        let layout = self.layout.as_ref()?;
        let Some(start) = from.and_then(|id| layout.find(id)) else {
            return layout.cards.first().map(|card| card.id.clone());
        };
        let along = match way {
            Way::Up => point(0.0, -1.0),
            Way::Down => point(0.0, 1.0),
            Way::Left => point(-1.0, 0.0),
            Way::Right => point(1.0, 0.0),
        };
        let at = layout.cards[start].rect;
        let to = |place: usize| {
            let other = layout.cards[place].rect;
            // A wide card is as near as its nearest point.
            let (from, to) = (at.center(), other.center());
            let near = match way {
                Way::Up | Way::Down => point(from.x.clamp(other.x, other.right()), to.y),
                Way::Left | Way::Right => point(to.x, from.y.clamp(other.y, other.bottom())),
            };
            distance(from, near, along).map(|far| (far, place))
        };
        let others = (0..layout.cards.len()).filter(|&place| place != start).filter_map(to);
        let best = others.min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(layout.cards[best.1].id.clone())
    }

    /// Folds or unfolds an objective that has something under it.
    pub(in crate::ui) fn fold(&mut self, tree: &Tree, id: &ObjectiveId) {
        let parent = tree.find(id).is_some_and(|b| !tree.branches[b].children.is_empty());
        if !self.folded.remove(id) && parent {
            self.folded.insert(id.clone());
        }
        self.stale = true;
    }

    /// Unfolds an objective, so that something new can be seen under it.
    pub(in crate::ui) fn unfold(&mut self, id: &ObjectiveId) {
        self.stale |= self.folded.remove(id);
    }

    /// Folds all at the first level, or unfolds everything.
    pub(in crate::ui) fn fold_all(&mut self, tree: &Tree, fold: bool) {
        self.folded.clear();
        if fold {
            let parents = tree.roots.iter().filter(|&&b| !tree.branches[b].children.is_empty());
            self.folded.extend(parents.map(|&b| tree.id(b).clone()));
        }
        self.stale = true;
    }

    /// What to pin: the selected cards where they are; or to let go, where all are pinned.
    pub(in crate::ui) fn to_pin(
        &self,
        framework: &Framework,
        ids: &BTreeSet<ObjectiveId>,
    ) -> Vec<(ObjectiveId, Option<(f32, f32)>)> {
        let Some(layout) = &self.layout else { return Vec::new() };
        let go = ids.iter().all(|id| framework.pin(id).is_some());
        let cards = layout.cards.iter().filter(|card| ids.contains(&card.id));
        cards.map(|c| (c.id.clone(), (!go).then_some((c.rect.x, c.rect.y)))).collect()
    }

    /// Looks for the best shape anew. `state` is the document's, so that undo can restore the
    /// old one.
    pub(in crate::ui) fn tidy(&mut self, state: u64) {
        if let Some(layout) = &mut self.layout {
            self.before_tidy = Some((state, layout.shape.clone()));
        }
        self.reshape = true;
        self.stale = true;
        self.camera.whole = true;
        self.want(super::Wanted::Whole);
    }

    /// Puts back the shape from before tidying, where nothing in the document came after it;
    /// gives whether that was all there was to undo.
    pub(in crate::ui) fn untidy(&mut self, state: u64) -> bool {
        let Some((of, shape)) = self.before_tidy.take() else { return false };
        let alone = of == state;
        if (alone || state == of + 1)
            && let Some(layout) = &mut self.layout
        {
            layout.shape = shape;
            self.stale = true;
            self.want(super::Wanted::Whole);
        }
        alone
    }

    /// The objectives in sight, where not all are: those that the filter matches, with what they
    /// stand under.
    pub(super) fn visible(
        &self,
        cx: &UiCtx,
        framework: &Framework,
    ) -> Option<BTreeSet<ObjectiveId>> {
        let open = crate::ui::app::is_open(&self.filter);
        if open && self.only.is_none() {
            return None;
        }
        let dag = Dag::new(framework);
        let mut shown = BTreeSet::new();
        for i in dag.all_living() {
            let id = dag.id(i);
            let Some(objective) = framework.objective(id) else { continue };
            let only = self.only.as_ref().is_none_or(|only| only.contains(id));
            if only && sight::matches(&self.filter, framework, objective) {
                let mut at = Some(i);
                while let Some(next) = at.filter(|&next| shown.insert(dag.id(next).clone())) {
                    at = dag.primary(next);
                }
            }
        }
        let begun = self.writing.as_ref().and_then(super::Writing::card);
        shown.extend(begun.cloned());
        shown.extend(cx.selection.lead.clone().filter(|_| self.only.is_some()));
        Some(shown)
    }

    /// Opens the search.
    pub(in crate::ui) fn find(&mut self) {
        self.search.open = true;
        self.search.fresh = true;
    }

    /// Closes the search, or a filter; gives whether there was one.
    pub(in crate::ui) fn leave_search(&mut self) -> bool {
        if self.search.open {
            self.search = Search::default();
            return true;
        }
        let filtered = self.only.take().is_some();
        self.stale |= filtered;
        filtered
    }

    /// The next card that was found.
    pub(in crate::ui) fn find_next(&self, after: Option<&ObjectiveId>) -> Option<ObjectiveId> {
        let found = &self.search.found;
        let at = after.and_then(|id| found.iter().position(|f| f == id));
        found.get(at.map_or(0, |at| at + 1)).or(found.first()).cloned()
    }

    /// Looks for the words on the cards, where words or cards changed.
    pub(super) fn look(&mut self, cx: &UiCtx) {
        let of = (self.search.text.clone(), cx.revision);
        if self.search.of == of {
            return;
        }
        let words = plain(self.search.text.trim());
        let cards = self.layout.iter().flat_map(|l| &l.cards);
        let hit = |id: &ObjectiveId| {
            !words.is_empty() && cx.framework.objective(id).is_some_and(|o| holds(o, &words))
        };
        self.search.found = cards.map(|c| c.id.clone()).filter(hit).collect();
        self.search.of = of;
    }

    /// Fades the cards without the words, and those that cannot take a contribution.
    pub(super) fn fade(&mut self) {
        let cards = self.layout.as_ref().map_or(&[][..], |l| &l.cards);
        let searched = self.search.open && !self.search.text.trim().is_empty();
        let faded: Vec<bool> = if let Some(reasons) = self.dimmed_by_hand() {
            reasons.iter().map(Option::is_some).collect()
        } else if searched {
            let found: BTreeSet<&ObjectiveId> = self.search.found.iter().collect();
            cards.iter().map(|c| !found.contains(&c.id)).collect()
        } else if let Some(lit) = self.over.lit() {
            cards.iter().map(|c| !lit.contains_key(&c.id)).collect()
        } else {
            Vec::new()
        };
        if *self.faded != faded {
            self.faded = Arc::new(faded);
        }
    }
}
