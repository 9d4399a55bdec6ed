//! Route: spines for the trees, thin curves for second parents.

use super::forest::Forest;
use super::geometry::{Point, Rect, point};
use super::place::Role;
use super::search::size;

/// A contribution and the line that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The place of the lower card.
    pub low: usize,
    /// The place of the higher card.
    pub high: usize,
    /// The line.
    pub line: Line,
}

/// The line of a contribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A spine: straight pieces. Empty where a card stands beside the first sub-column, under
    /// the same head.
    Spine(Vec<Point>),
    /// A second parent: a cubic curve, as start, two handles, end.
    Second([Point; 4]),
}

/// All lines: those of the trees first, then those of second parents.
pub(super) fn route(forest: &Forest, rects: &[Rect], roles: &[Role]) -> Vec<Route> {
    let trees = forest.nodes.iter().enumerate().flat_map(|(high, node)| {
        node.children.iter().map(move |&low| Route {
            low,
            high,
            line: Line::Spine(spine(rects[high], rects[low], roles[low])),
        })
    });
    let seconds = forest.second.iter().map(|&(low, high)| Route {
        low,
        high,
        line: Line::Second(curve(rects[low], rects[high])),
    });
    trees.chain(seconds).collect()
}

/// From a card to one that is drawn under it.
fn spine(high: Rect, low: Rect, role: Role) -> Vec<Point> {
    let under = low.y >= high.bottom() - 0.5 && low.x >= high.x - 0.5 && low.x <= high.right();
    if role != Role::Head && under {
        // Down the left side, with a branch to the card; those of further sub-columns stand
        // beside one that has a branch.
        if low.x > high.x + size::INDENT * 1.5 {
            return Vec::new();
        }
        let (x, y) = (high.x + size::GUTTER * 0.45, low.center().y);
        return vec![point(x, high.bottom()), point(x, y), point(low.x, y)];
    }
    let (x, start, end) = (low.center().x, high.bottom(), low.y);
    if (high.x..=high.right()).contains(&x) {
        vec![point(x, start), point(x, end)]
    } else {
        // A pinned card may stand anywhere.
        let (from, middle) = (high.center().x, f32::midpoint(start, end));
        vec![point(from, start), point(from, middle), point(x, middle), point(x, end)]
    }
}

/// From the side of a card to the side of a higher one, through the gap between columns.
fn curve(from: Rect, to: Rect) -> [Point; 4] {
    let right = to.center().x > from.center().x;
    let (start, end) = if right {
        (point(from.right(), from.center().y), point(to.x, to.center().y))
    } else {
        (point(from.x, from.center().y), point(to.right(), to.center().y))
    };
    let bend = ((end.x - start.x).abs() * 0.6).max(14.0) * if right { 1.0 } else { -1.0 };
    [start, point(start.x + bend, start.y), point(end.x - bend, end.y), end]
}
