//! The objectives as a graph that other programs open: `GraphML` for yEd and networkx, DOT for
//! Graphviz.
//!
//! Nodes are the living objectives, where Throughline's own layout puts them; edges run from an
//! objective to each one that it contributes to. Programs are counts and money on the objectives,
//! as on their cards, and never nodes: a portfolio of hundreds would bury the framework, and who
//! wants them one by one has the portfolio as a table. The vision is a text at the head, and so a
//! property of the graph. Both formats say the same; neither knows the other.

mod dot;
mod graphml;

pub use dot::dot;
pub use graphml::graphml;

use crate::analysis::{Analysis, Card};
use crate::layout::geometry::Rect;
use crate::layout::{self, Request};
use crate::model::{Contribution, Framework, Objective, ObjectiveId, ObjectiveStatus};
use crate::scene::theme::Theme;
use crate::scene::{Color, ThemeName, words};
use std::collections::BTreeSet;
use std::fmt::{Arguments, Write};

/// The shape of the window that the layout is made for.
const WINDOW: (f32, f32) = (1600.0, 900.0);

/// An objective as a node.
struct Node<'a> {
    id: ObjectiveId,
    objective: &'a Objective,
    /// Where its card stands, in canvas units.
    place: Rect,
    /// Which level from the top; none for a level that the framework lacks.
    depth: Option<usize>,
    /// What the group calls that level.
    level: &'a str,
    /// What it counts and what that costs.
    card: Card,
    standing: &'static str,
}

/// A contribution as an edge, by places in the list of nodes.
struct Edge<'a> {
    low: usize,
    high: usize,
    why: &'a Contribution,
}

/// What both formats write.
struct Graph<'a> {
    framework: &'a Framework,
    theme: &'static Theme,
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
}

impl<'a> Graph<'a> {
    fn new(framework: &'a Framework, analysis: &Analysis) -> Self {
        let levels = &framework.head().levels;
        let layout = layout::arrange(framework, &Request::whole(WINDOW, &BTreeSet::new()));
        let node = |placed: &layout::Placed| {
            let objective = framework.objective(&placed.id)?;
            let depth = framework.depth_of(&objective.level);
            let level = depth.and_then(|depth| levels.get(depth));
            let card = analysis.objectives.get(&placed.id).copied().unwrap_or_default();
            Some(Node {
                id: placed.id.clone(),
                objective,
                place: placed.rect,
                depth,
                level: level.map_or(objective.level.as_str(), |level| level.title.as_str()),
                card,
                standing: standing(&placed.id, card, analysis),
            })
        };
        let nodes: Vec<Node> = layout.cards.iter().filter_map(node).collect();
        let place = |id: &ObjectiveId| layout.find(id).filter(|at| *at < nodes.len());
        let edges = nodes.iter().enumerate().flat_map(|(low, node)| {
            let higher = node.objective.contributes_to.iter();
            higher.filter_map(move |(id, why)| Some(Edge { low, high: place(id)?, why }))
        });
        let edges = edges.collect();
        Self { framework, theme: ThemeName::Light.theme(), nodes, edges }
    }

    /// The color of a node, and that of the text on it.
    fn colors(&self, node: &Node) -> (String, String) {
        let ground = self.theme.band(node.depth.unwrap_or(usize::MAX));
        (hex(ground), hex(ground.reader(self.theme.ink, self.theme.on_accent)))
    }

    /// What a node counts, in words.
    fn counts(&self, node: &Node) -> String {
        let programs = words::count(node.card.programs, "program", "programs");
        if node.card.money.0 > 0 {
            format!("{programs}, {}", words::money(self.framework.head().currency, node.card.money))
        } else {
            programs
        }
    }
}

/// How an objective stands, in a word that other programs can compare.
fn standing(id: &ObjectiveId, card: Card, analysis: &Analysis) -> &'static str {
    if analysis.gaps.objectives_off_strategy.contains(id) {
        "off_strategy"
    } else if card.programs == 0 {
        "no_program"
    } else {
        "supported"
    }
}

/// Whether the group has agreed an objective, in the word of the file.
fn status(status: ObjectiveStatus) -> &'static str {
    match status {
        ObjectiveStatus::Proposed => "proposed",
        ObjectiveStatus::Agreed => "agreed",
        ObjectiveStatus::Retired => "retired",
    }
}

fn hex(Color(red, green, blue, _): Color) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Appends formatted text; a String takes any.
fn push(out: &mut String, text: Arguments) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
}
