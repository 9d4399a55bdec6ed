//! What the room sees: a finished picture, and what covers it. It holds neither framework nor
//! actions, so nothing that happens in the room's window can change the document.

use crate::scene::{Scene, Transform};
use crate::ui::paint::Brush;
use crate::ui::style::color;
use egui::epaint::{Mesh, Vertex};
use egui::{Color32, Pos2, Rect, Sense, Shape, Ui, Vec2, WidgetInfo, WidgetType};
use std::sync::Arc;

/// What lies over the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Cover {
    /// Nothing.
    #[default]
    None,
    /// Black.
    Black,
    /// White.
    White,
}

/// The shapes of a picture as they were last painted, to be painted again while nothing changed.
#[derive(Default)]
pub(super) struct Painted {
    of: Option<(Arc<Scene>, Rect, u64)>,
    shapes: Vec<Shape>,
}

/// A picture for the room.
pub(super) struct Room<'a> {
    pub picture: &'a Arc<Scene>,
    pub brush: &'a Brush,
    pub cover: Cover,
    /// Where the spotlight is, as parts of the picture's width and height.
    pub spotlight: Option<Vec2>,
    /// Counts the font atlases.
    pub atlas: u64,
}

impl Room<'_> {
    /// Where the picture stands in a room: as large as it fits, in the middle.
    pub(super) fn place(&self, room: Rect) -> Rect {
        let size = Vec2::new(self.picture.size.0, self.picture.size.1);
        let scale = (room.width() / size.x).min(room.height() / size.y);
        Rect::from_center_size(room.center(), size * scale)
    }

    /// Paints the picture, and names it for those who cannot see it; gives where it stands.
    pub(super) fn show(&self, ui: &Ui, room: Rect, painted: &mut Painted, name: &str) -> Rect {
        let at = self.place(room);
        let painter = ui.painter().with_clip_rect(room);
        let response = ui.interact(room, ui.id().with(name), Sense::hover());
        let said = format!("{name}: {}", self.picture.title);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &said));
        match self.cover {
            Cover::Black => {
                painter.rect_filled(room, 0.0, Color32::BLACK);
            }
            Cover::White => {
                painter.rect_filled(room, 0.0, Color32::WHITE);
            }
            Cover::None => {
                painter.rect_filled(room, 0.0, color(self.picture.ground));
                let of = (Arc::clone(self.picture), at, self.atlas);
                let same = painted.of.as_ref().is_some_and(|last| {
                    Arc::ptr_eq(&last.0, &of.0) && last.1 == of.1 && last.2 == of.2
                });
                if !same {
                    let scale = at.width() / self.picture.size.0.max(1.0);
                    let transform = Transform { scale, dx: at.min.x, dy: at.min.y };
                    painted.shapes.clear();
                    self.brush.scene(ui.ctx(), self.picture, transform, &mut painted.shapes);
                    painted.of = Some(of);
                }
                painter.extend(painted.shapes.iter().cloned());
                if let Some(spot) = self.spotlight {
                    painter.add(Shape::mesh(spotlight(at, at.min + spot * at.size())));
                }
            }
        }
        at
    }
}

/// Shade over all but a disc with a soft edge.
fn spotlight(room: Rect, center: Pos2) -> Mesh {
    const PARTS: u32 = 72;
    let shade = Color32::from_black_alpha(150);
    let clear = Color32::TRANSPARENT;
    let radius = room.height() * 0.17;
    let far = room.size().length() * 1.2;
    let mut mesh = Mesh::default();
    let rings = [(radius * 0.92, clear), (radius, shade), (far, shade)];
    for part in 0..=PARTS {
        let angle = part as f32 / PARTS as f32 * std::f32::consts::TAU;
        for (radius, color) in rings {
            let pos = center + Vec2::angled(angle) * radius;
            mesh.vertices.push(Vertex { pos, uv: egui::epaint::WHITE_UV, color });
        }
    }
    for part in 0..PARTS {
        let first = part * 3;
        for ring in [first, first + 1] {
            mesh.add_triangle(ring, ring + 1, ring + 3);
            mesh.add_triangle(ring + 1, ring + 4, ring + 3);
        }
    }
    mesh
}
