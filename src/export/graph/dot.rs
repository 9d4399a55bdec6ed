//! DOT, the language of Graphviz, which makes a layout of its own: one rank a level, the first at
//! the top. What is only said of a node or edge is its tooltip.

use super::{Graph, Node, push};
use crate::analysis::Analysis;
use crate::layout::caption;
use crate::layout::text::{Measured, Weight};
use crate::model::{Contribution, Framework};
use std::collections::BTreeMap;

/// How wide a label is, in ems.
const WIDTH_EM: f32 = 18.0;

/// The objectives as a DOT graph.
#[must_use]
pub fn dot(framework: &Framework, analysis: &Analysis) -> String {
    let graph = Graph::new(framework, analysis);
    let head = framework.head();
    let mut title = wrapped(&head.title, 60.0);
    if let Some(vision) = head.vision.as_deref().filter(|vision| !vision.trim().is_empty()) {
        title.push('\n');
        title.push_str(&wrapped(vision, 60.0));
    }
    let mut out = String::from("digraph framework {\n");
    push(
        &mut out,
        format_args!(
            "  graph [rankdir=BT, labelloc=t, charset=\"UTF-8\", fontname=\"Noto Sans\", label={}];\n",
            quoted(&title)
        ),
    );
    let (line, edge) = (super::hex(graph.theme.outline), super::hex(graph.theme.spine));
    push(
        &mut out,
        format_args!(
            "  node [shape=box, style=\"rounded,filled\", fontname=\"Noto Sans\", color=\"{line}\"];\n  \
             edge [color=\"{edge}\"];\n"
        ),
    );
    let mut ranks: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
    for node in &graph.nodes {
        if let Some(depth) = node.depth {
            ranks.entry(depth).or_default().push(node);
        }
        write_node(&mut out, &graph, node);
    }
    for edge in &graph.edges {
        let (low, high) = (&graph.nodes[edge.low].id, &graph.nodes[edge.high].id);
        push(&mut out, format_args!("  \"{low}\" -> \"{high}\""));
        if let Some(why) = why(edge.why) {
            push(&mut out, format_args!(" [tooltip={}]", quoted(&why)));
        }
        out.push_str(";\n");
    }
    for nodes in ranks.values() {
        out.push_str("  { rank=same;");
        for node in nodes {
            push(&mut out, format_args!(" \"{}\";", node.id));
        }
        out.push_str(" }\n");
    }
    out.push_str("}\n");
    out
}

fn write_node(out: &mut String, graph: &Graph, node: &Node) {
    let (ground, ink) = graph.colors(node);
    let label = format!("{}\n{}", wrapped(&caption(node.objective), WIDTH_EM), graph.counts(node));
    let status = super::status(node.objective.status);
    let mut told = format!("{}, {status}", node.level);
    if let Some(description) = node.objective.description.as_deref() {
        told.push('\n');
        told.push_str(description);
    }
    push(
        out,
        format_args!(
            "  \"{}\" [label={}, fillcolor=\"{ground}\", fontcolor=\"{ink}\", tooltip={}];\n",
            node.id,
            quoted(&label),
            quoted(&told)
        ),
    );
}

/// Why an objective contributes to another.
fn why(contribution: &Contribution) -> Option<String> {
    let texts = [&contribution.rationale, &contribution.assumption];
    let texts: Vec<&str> = texts.into_iter().filter_map(Option::as_deref).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// A text in lines of a width in ems; Graphviz breaks none itself. One with a word that no line
/// holds, as where words are not set apart, stays on one line rather than being cut.
fn wrapped(text: &str, width_em: f32) -> String {
    let broken = Measured::new(text, Weight::Regular, None).lines(width_em, usize::MAX);
    if broken.whole { broken.lines.join("\n") } else { text.replace('\n', " ") }
}

/// A text as Graphviz reads it: in double quotes, with its entities and escapes taken literally.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
