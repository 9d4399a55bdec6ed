//! A small geometry of its own, in canvas units: x to the right, y down.

/// A point.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// Across.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// Makes a point.
#[must_use]
pub const fn point(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width.
    pub w: f32,
    /// The height.
    pub h: f32,
}

/// Makes a rectangle of its upper left corner and size.
#[must_use]
pub const fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

impl Rect {
    /// The right edge.
    #[must_use]
    pub fn right(self) -> f32 {
        self.x + self.w
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(self) -> f32 {
        self.y + self.h
    }

    /// The center.
    #[must_use]
    pub fn center(self) -> Point {
        point(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        rect(x, y, right - x, bottom - y)
    }

    /// Whether the two have more than an edge in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether a point lies in it.
    #[must_use]
    pub fn contains(self, at: Point) -> bool {
        (self.x..=self.right()).contains(&at.x) && (self.y..=self.bottom()).contains(&at.y)
    }

    /// Whether another lies in it whole.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }

    /// The rectangle grown by so much on each side; shrunk where it is negative.
    #[must_use]
    pub fn grow(self, by: f32) -> Self {
        rect(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// The rectangle moved.
    #[must_use]
    pub fn shift(self, dx: f32, dy: f32) -> Self {
        rect(self.x + dx, self.y + dy, self.w, self.h)
    }
}

/// How many pairs of straight segments cross, not counting pairs that share an end.
#[must_use]
pub fn crossings(segments: &[(Point, Point)]) -> usize {
    let side = |a: Point, b: Point, c: Point| {
        (f64::from(b.x) - f64::from(a.x)) * (f64::from(c.y) - f64::from(a.y))
            - (f64::from(b.y) - f64::from(a.y)) * (f64::from(c.x) - f64::from(a.x))
    };
    let cross = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        if a == c || a == d || b == c || b == d {
            return false;
        }
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    let pairs = segments.iter().enumerate();
    pairs.map(|(i, s)| segments[i + 1..].iter().filter(|t| cross(*s, **t)).count()).sum()
}
