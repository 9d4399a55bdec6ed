//! `GraphML`: plain data keys for programs that compute, such as networkx, and yEd's own elements
//! for how it looks. yEd breaks a label's lines itself, so that titles stay whole.

use super::super::xml::escape;
use super::{Edge, Graph, Node, push, status};
use crate::analysis::Analysis;
use crate::layout::{caption, size};
use crate::model::Framework;

/// The plain keys: id, what it belongs to, type.
const KEYS: [(&str, &str, &str); 16] = [
    ("framework", "graph", "string"),
    ("vision", "graph", "string"),
    ("currency", "graph", "string"),
    ("evidence_bar", "graph", "string"),
    ("title", "node", "string"),
    ("code", "node", "string"),
    ("description", "node", "string"),
    ("level", "node", "string"),
    ("depth", "node", "int"),
    ("status", "node", "string"),
    ("lead", "node", "string"),
    ("programs", "node", "int"),
    ("money", "node", "double"),
    ("standing", "node", "string"),
    ("rationale", "edge", "string"),
    ("assumption", "edge", "string"),
];

/// The objectives as `GraphML`. `money` is in the framework's currency; `standing` is `supported`,
/// `no_program` or `off_strategy`.
#[must_use]
pub fn graphml(framework: &Framework, analysis: &Analysis) -> String {
    let graph = Graph::new(framework, analysis);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:y=\"http://www.yworks.com/xml/graphml\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd\">\n",
    );
    for (name, of, kind) in KEYS {
        push(
            &mut out,
            format_args!(
                "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
            ),
        );
    }
    out.push_str(
        "  <key id=\"nodegraphics\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n  \
         <key id=\"edgegraphics\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n  \
         <graph id=\"G\" edgedefault=\"directed\">\n",
    );
    let head = framework.head();
    data(&mut out, 4, "framework", Some(&head.title));
    data(&mut out, 4, "vision", head.vision.as_deref());
    data(&mut out, 4, "currency", Some(head.currency.as_str()));
    data(&mut out, 4, "evidence_bar", Some(analysis.bar.word()));
    for node in &graph.nodes {
        write_node(&mut out, &graph, node);
    }
    for (number, edge) in graph.edges.iter().enumerate() {
        write_edge(&mut out, &graph, number, edge);
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// A plain value; none where there is nothing to say.
fn data(out: &mut String, indent: usize, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        let value = escape(value);
        push(out, format_args!("{:indent$}<data key=\"{key}\">{value}</data>\n", ""));
    }
}

fn write_node(out: &mut String, graph: &Graph, node: &Node) {
    let objective = node.objective;
    push(out, format_args!("    <node id=\"{}\">\n", node.id));
    let mut say = |key: &str, value: Option<&str>| data(out, 6, key, value);
    say("title", Some(&objective.title));
    say("code", objective.code.as_deref());
    say("description", objective.description.as_deref());
    say("level", Some(node.level));
    say("depth", node.depth.map(|depth| (depth + 1).to_string()).as_deref());
    say("status", Some(status(objective.status)));
    say("lead", objective.lead.as_ref().map(|lead| graph.framework.actor_short(lead)));
    say("programs", Some(&node.card.programs.to_string()));
    say("money", Some(&node.card.money.to_string()));
    say("standing", Some(node.standing));
    let (ground, ink) = graph.colors(node);
    let outline = super::hex(graph.theme.outline);
    let rect = node.place;
    push(
        out,
        format_args!(
            "      <data key=\"nodegraphics\"><y:ShapeNode>\
             <y:Geometry x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
             <y:Fill color=\"{ground}\" transparent=\"false\"/>\
             <y:BorderStyle color=\"{outline}\" type=\"line\" width=\"1.5\"/>",
            rect.x, rect.y, rect.w, rect.h
        ),
    );
    label(out, &caption(objective), 12.0, "c", &ink);
    label(out, &graph.counts(node), size::FOOT, "b", &ink);
    out.push_str("<y:Shape type=\"roundrectangle\"/></y:ShapeNode></data>\n    </node>\n");
}

/// A text within a node, in the middle (`c`) or at the foot (`b`).
fn label(out: &mut String, text: &str, size: f32, place: &str, ink: &str) {
    push(
        out,
        format_args!(
            "<y:NodeLabel alignment=\"center\" autoSizePolicy=\"node_width\" \
             configuration=\"CroppingLabel\" fontSize=\"{size:.0}\" hasBackgroundColor=\"false\" \
             hasLineColor=\"false\" modelName=\"internal\" modelPosition=\"{place}\" \
             textColor=\"{ink}\">{}</y:NodeLabel>",
            escape(text)
        ),
    );
}

fn write_edge(out: &mut String, graph: &Graph, number: usize, edge: &Edge) {
    let (low, high) = (&graph.nodes[edge.low].id, &graph.nodes[edge.high].id);
    push(out, format_args!("    <edge id=\"e{number}\" source=\"{low}\" target=\"{high}\">\n"));
    data(out, 6, "rationale", edge.why.rationale.as_deref());
    data(out, 6, "assumption", edge.why.assumption.as_deref());
    let color = super::hex(graph.theme.spine);
    push(
        out,
        format_args!(
            "      <data key=\"edgegraphics\"><y:PolyLineEdge>\
             <y:LineStyle color=\"{color}\" type=\"line\" width=\"1.5\"/>\
             <y:Arrows source=\"none\" target=\"standard\"/></y:PolyLineEdge></data>\n    </edge>\n"
        ),
    );
}
