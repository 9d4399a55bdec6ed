//! Where the canvas looks: our own camera, in screen points, independent of the frame rate.

use crate::layout::geometry::{Point, Rect, point, rect};
use crate::scene::Transform;

/// The least and the greatest zoom.
const ZOOM: std::ops::RangeInclusive<f32> = 0.02..=4.0;

/// How long a move takes, in seconds.
const MOVE: f64 = 0.25;

/// A place to look from: screen = canvas × zoom + pan, from the canvas widget's corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    pub zoom: f32,
    pub pan: Point,
}

/// The camera, at rest or under way.
#[derive(Debug, Clone)]
pub(super) struct Camera {
    view: View,
    way: Option<(View, View, f64)>,
    /// Whether it shows the whole, and so follows the window's size.
    pub whole: bool,
}

impl Default for Camera {
    fn default() -> Self {
        Self { view: View { zoom: 1.0, pan: point(0.0, 0.0) }, way: None, whole: true }
    }
}

impl Camera {
    pub(super) fn view(&self) -> View {
        self.view
    }

    /// From canvas units to points on screen.
    pub(super) fn transform(&self, area: Rect) -> Transform {
        let View { zoom, pan } = self.view;
        Transform { scale: zoom, dx: area.x + pan.x, dy: area.y + pan.y }
    }

    /// The canvas point under a point on screen.
    pub(super) fn to_canvas(&self, area: Rect, at: Point) -> Point {
        let View { zoom, pan } = self.view;
        point((at.x - area.x - pan.x) / zoom, (at.y - area.y - pan.y) / zoom)
    }

    /// The view in which `what` fits the window.
    fn fitting(what: Rect, area: Rect) -> View {
        let margin = 14.0;
        let (w, h) = ((area.w - 2.0 * margin).max(10.0), (area.h - 2.0 * margin).max(10.0));
        let zoom = (w / what.w.max(1.0)).min(h / what.h.max(1.0)).min(1.7);
        let zoom = zoom.clamp(*ZOOM.start(), *ZOOM.end());
        // The whole begins at the upper left, as a page does; what is smaller stands in the middle.
        let x = margin + (w - what.w * zoom).max(0.0) / 2.0;
        View { zoom, pan: point(x - what.x * zoom, margin - what.y * zoom) }
    }

    /// Looks at `what` at once.
    pub(super) fn fit(&mut self, what: Rect, area: Rect) {
        self.view = Self::fitting(what, area);
        self.way = None;
    }

    /// Moves until `what` fits; `now` in seconds.
    pub(super) fn go_to(&mut self, what: Rect, area: Rect, now: f64) {
        self.way = Some((self.view, Self::fitting(what, area), now));
    }

    /// Moves on; gives whether it is still under way.
    pub(super) fn step(&mut self, now: f64) -> bool {
        let Some((from, to, start)) = self.way else { return false };
        let t = ((now - start) / MOVE).clamp(0.0, 1.0) as f32;
        let ease = t * t * (3.0 - 2.0 * t);
        let mix = |a: f32, b: f32| a + (b - a) * ease;
        self.view = View {
            // Zoom is felt as a ratio.
            zoom: from.zoom * (to.zoom / from.zoom).powf(ease),
            pan: point(mix(from.pan.x, to.pan.x), mix(from.pan.y, to.pan.y)),
        };
        if t >= 1.0 {
            self.way = None;
        }
        self.way.is_some()
    }

    /// Moves by points on screen.
    pub(super) fn pan_by(&mut self, dx: f32, dy: f32) {
        self.view.pan = point(self.view.pan.x + dx, self.view.pan.y + dy);
        self.way = None;
        self.whole = false;
    }

    /// Moves with the canvas' corner, so that what is drawn stays where it is on screen.
    pub(super) fn shift(&mut self, dx: f32, dy: f32) {
        let by = |view: View| View { pan: point(view.pan.x + dx, view.pan.y + dy), ..view };
        self.view = by(self.view);
        self.way = self.way.map(|(from, to, start)| (by(from), by(to), start));
    }

    /// Moves no more than it takes until `what` is in sight; `now` in seconds.
    pub(super) fn show(&mut self, what: Rect, area: Rect, now: f64) {
        let sight = self.sight(area);
        let what = what.grow(16.0 / self.view.zoom);
        if sight.holds(what) {
            return;
        }
        let by = |low: f32, high: f32, from: f32, to: f32| {
            if from < low {
                from - low
            } else if to > high {
                (to - high).min(from - low)
            } else {
                0.0
            }
        };
        let dx = by(sight.x, sight.right(), what.x, what.right());
        let dy = by(sight.y, sight.bottom(), what.y, what.bottom());
        let View { zoom, pan } = self.view;
        let to = View { zoom, pan: point(pan.x - dx * zoom, pan.y - dy * zoom) };
        self.way = Some((self.view, to, now));
        self.whole = false;
    }

    /// Looks at a point of the canvas, at once.
    pub(super) fn look_at(&mut self, at: Point, area: Rect) {
        let zoom = self.view.zoom;
        let pan = point(area.w / 2.0 - at.x * zoom, area.h / 2.0 - at.y * zoom);
        self.view = View { zoom, pan };
        self.way = None;
        self.whole = false;
    }

    /// Zooms by a factor; the canvas point under `at` stays where it is.
    pub(super) fn zoom_at(&mut self, area: Rect, at: Point, factor: f32) {
        let fixed = self.to_canvas(area, at);
        let zoom = (self.view.zoom * factor).clamp(*ZOOM.start(), *ZOOM.end());
        let pan = point(at.x - area.x - fixed.x * zoom, at.y - area.y - fixed.y * zoom);
        self.view = View { zoom, pan };
        self.way = None;
        self.whole = false;
    }

    /// What of the canvas is in sight.
    pub(super) fn sight(&self, area: Rect) -> Rect {
        let corner = self.to_canvas(area, point(area.x, area.y));
        rect(corner.x, corner.y, area.w / self.view.zoom, area.h / self.view.zoom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = rect(200.0, 80.0, 1200.0, 600.0);

    #[test]
    fn zooming_keeps_what_is_under_the_cursor() {
        let mut camera = Camera::default();
        camera.fit(rect(0.0, 0.0, 3000.0, 900.0), AREA);
        let at = point(777.0, 333.0);
        let before = camera.to_canvas(AREA, at);
        for factor in [1.1, 1.5, 0.3, 2.0] {
            camera.zoom_at(AREA, at, factor);
            let after = camera.to_canvas(AREA, at);
            assert!((after.x - before.x).abs() < 0.05 && (after.y - before.y).abs() < 0.05);
        }
    }

    #[test]
    fn a_move_takes_as_long_at_any_frame_rate() {
        for rate in [30.0, 144.0] {
            let mut camera = Camera::default();
            camera.go_to(rect(0.0, 0.0, 3000.0, 900.0), AREA, 10.0);
            let mut now = 10.0;
            while camera.step(now) {
                now += 1.0 / rate;
            }
            assert!((now - 10.25).abs() < 0.05, "{now}");
            assert_eq!(camera.view(), Camera::fitting(rect(0.0, 0.0, 3000.0, 900.0), AREA));
        }
    }
}
