//! The layered layout of what is visible, in its own small geometry: rank and order
//! (`forest`), shape (`blocks`, `search`), place, route. Its measure is legibility: the size of
//! the smallest title when the whole fits the window. Deterministic, and stable against the
//! last layout: with a shape kept, order never changes and only later cards slide.

mod blocks;
mod forest;
pub mod geometry;
mod place;
mod route;
mod search;
pub mod text;

pub use forest::{Forest, Node};
pub use place::Role;
pub use route::{Line, Route};
pub use search::{Shape, size};

use crate::graph::Dag;
use crate::model::{Framework, Language, Objective, ObjectiveId};
use geometry::{Point, Rect, rect};
use search::{Draft, Titles};
use std::collections::{BTreeMap, BTreeSet};
use text::{Lines, Measured, Weight};

/// What a layout is asked for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Width and height of the window or page, in any unit: their quotient is the shape.
    pub window: (f32, f32),
    /// Objectives whose lower ones are folded away.
    pub folded: &'a BTreeSet<ObjectiveId>,
    /// The shape of the last layout, to be kept; without one the best is looked for.
    pub shape: Option<&'a Shape>,
    /// The objectives that are in sight; all that are not retired where this is absent.
    pub visible: Option<&'a BTreeSet<ObjectiveId>>,
    /// A second language in which titles are shown too.
    pub second: Option<Language>,
    /// Whether the framework is being drawn: then a small one leaves room for what will come.
    pub growing: bool,
}

impl<'a> Request<'a> {
    /// Asks for everything, in the best shape for a window.
    #[must_use]
    pub fn whole(window: (f32, f32), folded: &'a BTreeSet<ObjectiveId>) -> Self {
        Self { window, folded, shape: None, visible: None, second: None, growing: false }
    }
}

/// With fewer cards than this no shape is looked for while the framework is being drawn: it would
/// be one for so few, and the layout may not jump when more come.
const FEW: usize = 10;

/// A card with its place.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Which objective.
    pub id: ObjectiveId,
    /// Where it stands.
    pub rect: Rect,
    /// What part it plays.
    pub role: Role,
    /// How many levels below the first.
    pub depth: usize,
    /// Code and title, broken into lines.
    pub title: Lines,
    /// How many objectives are folded away under it.
    pub folded: usize,
}

/// A layout.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The cards, each before those under it.
    pub cards: Vec<Placed>,
    /// The contributions that are drawn, with their lines.
    pub routes: Vec<Route>,
    /// The whole.
    pub bounds: Rect,
    /// The shape, for the next layout.
    pub shape: Shape,
    place: BTreeMap<ObjectiveId, usize>,
}

impl Layout {
    /// The place of an objective's card.
    #[must_use]
    pub fn find(&self, id: &ObjectiveId) -> Option<usize> {
        self.place.get(id).copied()
    }

    /// Screen points a canvas unit when the whole fits a window.
    #[must_use]
    pub fn fit(&self, window: (f32, f32)) -> f32 {
        (window.0 / self.bounds.w.max(1.0)).min(window.1 / self.bounds.h.max(1.0))
    }

    /// Legibility: the size of the smallest card title when the whole fits a window.
    #[must_use]
    pub fn legibility(&self, window: (f32, f32)) -> f32 {
        let smallest = self.cards.iter().map(|c| c.role.title()).fold(f32::INFINITY, f32::min);
        smallest * self.fit(window)
    }

    /// How many titles are there whole, and how many there are.
    #[must_use]
    pub fn whole_titles(&self) -> (usize, usize) {
        (self.cards.iter().filter(|c| c.title.whole).count(), self.cards.len())
    }

    /// Crossings of the contributions, drawn straight from center to center.
    #[must_use]
    pub fn crossings(&self) -> usize {
        let center = |card: usize| self.cards[card].rect.center();
        let segments: Vec<(Point, Point)> =
            self.routes.iter().map(|r| (center(r.low), center(r.high))).collect();
        geometry::crossings(&segments)
    }
}

/// What a card says: code and title.
#[must_use]
pub fn caption(objective: &Objective) -> String {
    match objective.code.as_deref().map(str::trim).filter(|c| !c.is_empty()) {
        Some(code) => format!("{code} {}", objective.title.trim()),
        None => objective.title.trim().to_owned(),
    }
}

/// What a card says where titles are shown in a second language too.
#[must_use]
pub fn caption_in(objective: &Objective, second: Option<Language>) -> String {
    let own = caption(objective);
    let translation = second.and_then(|language| objective.translations.get(&language));
    match translation.and_then(|t| t.title.as_deref()).map(str::trim).filter(|t| !t.is_empty()) {
        Some(other) => format!("{own} / {other}"),
        None => own,
    }
}

/// Lays a framework out.
#[must_use]
pub fn arrange(framework: &Framework, request: &Request) -> Layout {
    let dag = Dag::new(framework);
    let forest = Forest::new(framework, &dag, request.folded, request.visible);
    let records: Vec<_> = framework.objectives().values().collect();
    let caption = |node: &Node| caption_in(records[node.objective], request.second);
    let texts: Vec<String> = forest.nodes.iter().map(caption).collect();
    let language =
        text::language_of(&texts.iter().take(80).cloned().collect::<Vec<_>>().join(". "));
    let titles =
        Titles(texts.iter().map(|t| Measured::new(t, Weight::SemiBold, language)).collect());
    let id = |node: usize| dag.id(forest.nodes[node].objective).clone();
    let levels = framework.head().levels.len();
    let few = request.growing && forest.nodes.len() < FEW;
    let deep = |root: usize| {
        let kept = request.shape.and_then(|shape| shape.deep.get(&id(root)).copied());
        // What is new, or stands alone, is shaped for all that its levels allow.
        let roomy = (few || request.shape.is_some()) && forest.nodes[root].depth + 2 < levels;
        kept.unwrap_or_else(|| roomy || forest.is_deep(root))
    };
    let blocks = blocks::blocks(&forest, deep);
    let draft = match request.shape {
        None if few => search::roomy(),
        Some(shape) => Draft {
            unit: shape.unit.clone(),
            lines: shape.lines,
            rows: shape.rows,
            starts: place::kept_starts(&blocks, &shape.shelves, id),
        },
        None => search::search(&forest, &blocks, &titles, request.window),
    };
    let kept = |node: usize| request.shape.and_then(|s| s.sub_columns.get(&id(node)).copied());
    let mut places = place::place(&forest, &blocks, &draft, &kept);
    for (node, place) in places.rects.iter_mut().enumerate() {
        if let Some(pin) = framework.pin(&id(node)) {
            *place = rect(pin.x.to_f32(), pin.y.to_f32(), place.w, place.h);
        }
    }
    let routes = route::route(&forest, &places.rects, &places.roles);
    let cards: Vec<Placed> = (0..forest.nodes.len())
        .map(|node| {
            let (place, role) = (places.rects[node], places.roles[node]);
            let most = match role {
                Role::Top => draft.lines[2],
                Role::Head => draft.lines[1],
                Role::Leaf => draft.lines[0],
            };
            let ems = (place.w - 2.0 * size::PAD) / role.title();
            Placed {
                id: id(node),
                rect: place,
                role,
                depth: forest.nodes[node].depth,
                title: titles.0[node].lines(ems, most),
                folded: forest.nodes[node].folded,
            }
        })
        .collect();
    let bounds = cards.iter().map(|c| c.rect).reduce(Rect::union).unwrap_or_default();
    // What is folded away keeps its sub-columns, so that unfolding puts everything back.
    let mut sub_columns = request.shape.map(|s| s.sub_columns.clone()).unwrap_or_default();
    sub_columns.extend(places.sub_columns.iter().map(|(&node, &count)| (id(node), count)));
    let mut deep = request.shape.map(|s| s.deep.clone()).unwrap_or_default();
    let settled = blocks.iter().filter(|b| !b.columns.is_empty() || few);
    deep.extend(settled.map(|b| (id(b.root), b.deep)));
    let shape = Shape {
        unit: draft.unit.clone(),
        lines: draft.lines,
        rows: draft.rows,
        shelves: draft.starts.iter().skip(1).map(|&b| id(blocks[b].root)).collect(),
        sub_columns,
        deep,
    };
    let place = cards.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
    Layout { cards, routes, bounds, shape, place }
}
