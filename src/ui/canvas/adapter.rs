//! The one place where `egui_graphs` is spoken to: it draws the layout's graph with our shapes.
//!
//! Its own selection, dragging, navigation, fit and layouts are off; ours replace them. Traps:
//! - It asks for a repaint each time it is shown, so when nothing changed the shapes of the last
//!   time are drawn again and it is not shown.
//! - It fits the graph to its room the first time it is shown and whenever that changes, whatever
//!   its settings, so nodes and edges take the place on screen from our camera, never from its.

use super::camera::View;
use super::sheet::{Detail, Sheet};
use crate::layout::Layout as Placement;
use crate::layout::geometry::Rect;
use crate::scene::{Fill, Item, Stroke, Transform};
use crate::ui::paint::{self, Brush};
use crate::ui::style::color;
use egui::epaint::{CornerRadius, Mesh, RectShape};
use egui::{Pos2, Shape, Ui, UiBuilder, Vec2};
use egui_graphs::{
    DisplayEdge, DisplayNode, DrawContext, EdgeProps, Graph, GraphView, Layout, LayoutState,
    MetadataFrame, Node, NodeProps, SettingsInteraction, SettingsNavigation,
};
use petgraph::Directed;
use std::sync::Arc;

const ID: &str = "throughline-canvas";

/// What the shapes of a frame depend on.
#[derive(Clone)]
pub(super) struct Frame {
    pub sheet: Arc<Sheet>,
    pub brush: Arc<Brush>,
    pub view: View,
    pub area: Rect,
    pub sight: Rect,
    pub detail: Detail,
    pub theme: &'static crate::scene::Theme,
    /// The cards that are selected.
    pub selected: Arc<Vec<bool>>,
    /// The cards that step back; none where this is empty.
    pub faded: Arc<Vec<bool>>,
    /// How far each card still is from its place; nothing where none slides.
    pub shifts: Arc<Vec<(f32, f32)>>,
    /// Counts changes of sheet, selection, theme, font atlas.
    pub revision: u64,
}

impl Frame {
    fn same(&self, other: &Self) -> bool {
        self.revision == other.revision
            && self.view == other.view
            && self.area == other.area
            && self.detail == other.detail
            && Arc::ptr_eq(&self.sheet, &other.sheet)
            && Arc::ptr_eq(&self.selected, &other.selected)
            && self.faded == other.faded
            && self.shifts.is_empty()
            && other.shifts.is_empty()
    }
}

type Cards = Graph<usize, usize, Directed, u32, CardNode, RouteEdge>;

/// The graph as `egui_graphs` holds it, and the shapes of the last frame.
#[derive(Default)]
pub(super) struct Adapter {
    graph: Option<Cards>,
    shown: Option<(Frame, Vec<Shape>)>,
}

impl Adapter {
    /// Takes over a new layout.
    pub(super) fn rebuild(&mut self, layout: &Placement) {
        let mut graph: Cards = Graph::new();
        let nodes: Vec<_> = layout
            .cards
            .iter()
            .enumerate()
            .map(|(place, card)| {
                let center = card.rect.center();
                graph.add_node_with_location(place, Pos2::new(center.x, center.y))
            })
            .collect();
        for (place, route) in layout.routes.iter().enumerate() {
            graph.add_edge(nodes[route.low], nodes[route.high], place);
        }
        self.graph = Some(graph);
        self.shown = None;
    }

    /// Draws a frame: again, if nothing changed.
    pub(super) fn show(&mut self, ui: &mut Ui, frame: Frame) {
        let clip = paint::rect(frame.area);
        if let Some((last, shapes)) = &self.shown
            && last.same(&frame)
        {
            ui.painter().with_clip_rect(clip).extend(shapes.iter().cloned());
            return;
        }
        let Some(graph) = &mut self.graph else { return };
        let layer = ui.layer_id();
        let start = |ctx: &egui::Context| {
            ctx.graphics(|g| g.get(layer).map_or(0, |list| list.all_entries().len()))
        };
        let before = start(ui.ctx());
        let painter = ui.painter().with_clip_rect(clip);
        if frame.detail == Detail::Block {
            painter.extend(blocks(&frame));
        }
        let mut meta = MetadataFrame::new(Some(ID.to_owned()));
        meta.zoom = frame.view.zoom;
        meta.pan = Vec2::new(frame.view.pan.x, frame.view.pan.y);
        meta.save(ui);
        let shared = Arc::new(frame.clone());
        ui.data_mut(|data| data.insert_temp(egui::Id::new(ID), shared));
        let builder = UiBuilder::new().max_rect(clip).id_salt(ID);
        ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(clip);
            GraphView::<Still, Still>::new()
                .with_id(Some(ID.to_owned()))
                .with_interactions(&SettingsInteraction::new())
                .with_navigations(
                    &SettingsNavigation::new()
                        .with_fit_to_screen_enabled(false)
                        .with_zoom_and_pan_enabled(false),
                )
                .show(ui, graph);
        });
        let shapes: Vec<Shape> = ui.ctx().graphics(|g| {
            let entries = g.get(layer).into_iter().flat_map(egui::layers::PaintList::all_entries);
            entries.skip(before).map(|clipped| clipped.shape.clone()).collect()
        });
        self.shown = Some((frame, shapes));
    }
}

/// All blocks in one mesh: cards too small for a title.
fn blocks(frame: &Frame) -> Vec<Shape> {
    let transform = transform(frame);
    let mut mesh = Mesh::default();
    let mut frames = Mesh::default();
    for (place, card) in frame.sheet.cards.iter().enumerate() {
        if !card.rect.overlaps(frame.sight) {
            continue;
        }
        let at = paint::rect(transform.rect(card.rect));
        if card.empty {
            mesh.add_colored_rect(at, color(frame.theme.orphan_ground));
            paint::frame(&mut frames, at, 1.0, color(frame.theme.orphan));
        } else {
            mesh.add_colored_rect(at, color(card.band));
        }
        if frame.selected.get(place).copied().unwrap_or(false) {
            paint::frame(&mut frames, at.expand(2.0), 2.0, color(frame.theme.ring));
        }
    }
    vec![Shape::Mesh(Arc::new(mesh)), Shape::Mesh(Arc::new(frames))]
}

fn transform(frame: &Frame) -> Transform {
    let View { zoom, pan } = frame.view;
    Transform { scale: zoom, dx: frame.area.x + pan.x, dy: frame.area.y + pan.y }
}

/// What is drawn, handed to nodes and edges by way of the context.
fn frame_of(ctx: &DrawContext) -> Option<Arc<Frame>> {
    ctx.ctx.data(|data| data.get_temp::<Arc<Frame>>(egui::Id::new(ID)))
}

/// A card as a node: an index, nothing more.
#[derive(Clone)]
struct CardNode {
    index: usize,
    at: Pos2,
}

impl From<NodeProps<usize>> for CardNode {
    fn from(props: NodeProps<usize>) -> Self {
        Self { index: props.payload, at: props.location() }
    }
}

impl DisplayNode<usize, usize, Directed, u32> for CardNode {
    fn closest_boundary_point(&self, _dir: Vec2) -> Pos2 {
        self.at
    }

    fn shapes(&mut self, ctx: &DrawContext) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let Some(frame) = frame_of(ctx) else { return shapes };
        let Some(card) = frame.sheet.cards.get(self.index) else { return shapes };
        if !card.rect.overlaps(frame.sight) {
            return shapes;
        }
        let mut transform = transform(&frame);
        if let Some((dx, dy)) = frame.shifts.get(self.index) {
            transform.dx += dx * transform.scale;
            transform.dy += dy * transform.scale;
        }
        let selected = frame.selected.get(self.index).copied().unwrap_or(false);
        let at = paint::rect(transform.rect(card.rect));
        match frame.detail {
            Detail::Full => {
                for item in &card.full {
                    frame.brush.item(ctx.ctx, &transform.item(item), &mut shapes);
                }
            }
            Detail::Short => {
                let radius = card.radius * transform.scale;
                let card_fill = color(frame.theme.card);
                let corners = CornerRadius::from(radius);
                shapes.push(Shape::Rect(RectShape::filled(at, corners, card_fill)));
                let band = at.with_max_y(at.min.y + (at.height() * 0.14).max(2.0));
                shapes.push(Shape::rect_filled(band, CornerRadius::ZERO, color(card.band)));
                let stroke = if card.empty {
                    frame.theme.dashed(1.5)
                } else {
                    Stroke::new(1.0, frame.theme.outline)
                };
                let outline = Item::Shape {
                    rect: transform.rect(card.rect),
                    radius,
                    fill: Fill::None,
                    stroke: Some(stroke),
                };
                frame.brush.item(ctx.ctx, &outline, &mut shapes);
                for label in &card.short {
                    let label = transform.item(&Item::Text(label.clone()));
                    frame.brush.item(ctx.ctx, &label, &mut shapes);
                }
            }
            // The mesh under the graph has drawn the block itself.
            Detail::Block if at.height() >= 13.0 => {
                let label = transform.item(&Item::Text(card.code.clone()));
                frame.brush.item(ctx.ctx, &label, &mut shapes);
            }
            Detail::Block => {}
        }
        if frame.faded.get(self.index).copied().unwrap_or(false) {
            let veil = color(frame.theme.page).gamma_multiply(0.72);
            shapes.push(Shape::rect_filled(at.expand(2.0), CornerRadius::ZERO, veil));
        }
        if selected && frame.detail != Detail::Block {
            let ring = Stroke::new(3.0, frame.theme.ring);
            let grown = transform.rect(card.rect).grow(3.0);
            let item = Item::Shape {
                rect: grown,
                radius: card.radius * transform.scale + 3.0,
                fill: Fill::None,
                stroke: Some(ring),
            };
            frame.brush.item(ctx.ctx, &item, &mut shapes);
        }
        shapes
    }

    fn update(&mut self, props: &NodeProps<usize>) {
        self.index = props.payload;
        self.at = props.location();
    }

    fn is_inside(&self, _pos: Pos2) -> bool {
        false
    }
}

/// A contribution as an edge: an index, nothing more.
#[derive(Clone)]
struct RouteEdge {
    index: usize,
}

impl From<EdgeProps<usize>> for RouteEdge {
    fn from(props: EdgeProps<usize>) -> Self {
        Self { index: props.payload }
    }
}

impl DisplayEdge<usize, usize, Directed, u32, CardNode> for RouteEdge {
    fn shapes(
        &mut self,
        _start: &Node<usize, usize, Directed, u32, CardNode>,
        _end: &Node<usize, usize, Directed, u32, CardNode>,
        ctx: &DrawContext,
    ) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let Some(frame) = frame_of(ctx) else { return shapes };
        let Some(Some(line)) = frame.sheet.lines.items.get(self.index) else { return shapes };
        let second = frame.sheet.lines.second.get(self.index).copied().unwrap_or(false);
        // Lines wait until the cards that they join have arrived.
        if !frame.shifts.is_empty() {
            return shapes;
        }
        // Spines between blocks would be wider than the gaps between them.
        if frame.detail == Detail::Block && !second {
            return shapes;
        }
        if let Item::Line { points, .. } = line {
            let low = points.iter().map(|p| p.y).fold(f32::INFINITY, f32::min);
            let high = points.iter().map(|p| p.y).fold(f32::NEG_INFINITY, f32::max);
            let left = points.iter().map(|p| p.x).fold(f32::INFINITY, f32::min);
            let right = points.iter().map(|p| p.x).fold(f32::NEG_INFINITY, f32::max);
            let sight = frame.sight;
            if high < sight.y || low > sight.bottom() || right < sight.x || left > sight.right() {
                return shapes;
            }
        }
        frame.brush.item(ctx.ctx, &transform(&frame).item(line), &mut shapes);
        shapes
    }

    fn update(&mut self, props: &EdgeProps<usize>) {
        self.index = props.payload;
    }

    fn is_inside(
        &self,
        _start: &Node<usize, usize, Directed, u32, CardNode>,
        _end: &Node<usize, usize, Directed, u32, CardNode>,
        _pos: Pos2,
    ) -> bool {
        false
    }
}

/// A layout that leaves every card where ours put it.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
struct Still;

impl LayoutState for Still {}

impl Layout<Still> for Still {
    fn from_state(state: Still) -> impl Layout<Still> {
        state
    }

    fn next<N, E, Ty, Ix, Dn, De>(&mut self, _g: &mut Graph<N, E, Ty, Ix, Dn, De>, _ui: &Ui)
    where
        N: Clone,
        E: Clone,
        Ty: petgraph::EdgeType,
        Ix: petgraph::graph::IndexType,
        Dn: DisplayNode<N, E, Ty, Ix>,
        De: DisplayEdge<N, E, Ty, Ix, Dn>,
    {
    }

    fn state(&self) -> Still {
        Self
    }
}
