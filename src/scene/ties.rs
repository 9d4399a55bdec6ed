//! Tensions and dependencies as lines between cards, each a kind of its own: they say what is
//! recorded, not what is wrong. A tension is a zigzag (full while it is open, dashed once the
//! group has settled how to live with it), a dependency a dotted arrow. Where a card is folded
//! away, the nearest above it that is drawn stands for it. The layout is not changed by them.

use super::furniture::Flow;
use super::{Anchor, Color, Fill, Item, Pen, Stroke, Theme, words};
use crate::analysis::{Analysis, Dependence};
use crate::graph::Dag;
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::text::{Weight, width_em};
use crate::layout::{Layout, caption};
use crate::model::{
    Effect, Framework, ObjectiveId, Outcome, Percent, ProgramId, Subject, Tension, TensionId,
};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What a line stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A tension.
    Tension(TensionId),
    /// Programs that depend on others, and these.
    Dependencies(Vec<ProgramId>),
}

/// A line between two cards, or a mark on one.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// What it stands for.
    pub of: Of,
    /// The places of its cards in the layout, the same twice for a mark.
    pub cards: (usize, usize),
    /// Whether it is an open tension, or a dependency that cannot hold.
    pub open: bool,
    /// What it says, a line each.
    pub words: Vec<String>,
    /// Where it goes, in canvas units.
    pub path: Vec<Point>,
    /// Where it can be hit for sure: its middle, or its mark.
    pub spot: Rect,
    /// What is drawn under the cards, in canvas units: the line, in full.
    pub under: Vec<Item>,
    /// What is drawn over them: the line once more, so faint that titles can be read through it,
    /// and what stands on it.
    pub over: Vec<Item>,
}

impl Tie {
    /// Whether it is a mark on one card.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        self.cards.0 == self.cards.1
    }

    /// How far a point is from it.
    #[must_use]
    pub fn distance(&self, from: Point) -> f32 {
        let pairs = self.path.windows(2).map(|pair| to_segment(from, pair[0], pair[1]));
        let line = pairs.fold(f32::INFINITY, f32::min);
        if self.spot.contains(from) { 0.0 } else { line }
    }

    /// All of it in one rectangle.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let points = self.path.iter().map(|p| rect(p.x, p.y, 0.0, 0.0));
        points.fold(self.spot, Rect::union).grow(AMPLITUDE)
    }
}

/// How much of a line's color is left where it lies over cards.
const FAINT: u8 = 70;

/// How far a zigzag swings to each side.
const AMPLITUDE: f32 = 5.0;

/// The length of one swing.
const SWING: f32 = 8.0;

/// The length under which a line is told by a sign on it.
const SHORT: f32 = 48.0;

/// The size of the mark of a tension about one card.
const MARK: (f32, f32) = (34.0, 18.0);

/// All tensions and dependencies whose cards are drawn.
#[must_use]
pub fn ties(
    framework: &Framework,
    analysis: &Analysis,
    layout: &Layout,
    theme: &Theme,
) -> Vec<Tie> {
    if framework.tensions().is_empty() && analysis.dependencies.is_empty() {
        return Vec::new();
    }
    let board = Board { framework, layout, dag: OnceCell::new(), theme };
    let mut ties = Vec::new();
    let mut marks: BTreeMap<usize, usize> = BTreeMap::new();
    for (id, record) in framework.tensions() {
        let cards = board.cards_of(record);
        match cards.as_slice() {
            [] => {}
            [card] => {
                let nth = marks.entry(*card).or_default();
                ties.push(board.mark(id, record, *card, *nth));
                *nth += 1;
            }
            many => {
                let pairs = many.windows(2);
                ties.extend(pairs.map(|pair| board.tension(id, record, (pair[0], pair[1]))));
            }
        }
    }
    ties.extend(board.dependencies(&analysis.dependencies));
    ties
}

/// Whether an edit that touched no more than these programs may have changed the lines, which were
/// these before it.
#[must_use]
pub fn concern(
    framework: &Framework,
    analysis: &Analysis,
    before: &[Tie],
    touched: &[ProgramId],
) -> bool {
    let about = |tension: &Tension| {
        let is = |id: &ProgramId| tension.about.iter().any(|s| *s == Subject::Program(id.clone()));
        touched.iter().any(is)
    };
    let stands = |tie: &Tie| match &tie.of {
        Of::Tension(_) => false,
        Of::Dependencies(programs) => touched.iter().any(|id| programs.contains(id)),
    };
    framework.tensions().values().any(|tension| about(tension))
        || analysis
            .dependencies
            .iter()
            .any(|d| touched.contains(&d.program) || touched.contains(&d.on))
        || before.iter().any(stands)
}

/// What lines are drawn on.
struct Board<'a> {
    framework: &'a Framework,
    layout: &'a Layout,
    /// Made where a card that is not drawn is looked for.
    dag: OnceCell<Dag>,
    theme: &'a Theme,
}

impl Board<'_> {
    /// The card of an objective: its own, else that of the nearest above it that is drawn.
    fn card(&self, id: &ObjectiveId) -> Option<usize> {
        if let Some(place) = self.layout.find(id) {
            return Some(place);
        }
        let dag = self.dag.get_or_init(|| Dag::new(self.framework));
        let mut at = dag.find(id).filter(|&i| dag.living(i))?;
        loop {
            at = dag.primary(at)?;
            if let Some(place) = self.layout.find(dag.id(at)) {
                return Some(place);
            }
        }
    }

    /// The objectives that a program says it supports, or, where it says nothing, its umbrella.
    fn supported(&self, id: &ProgramId) -> Vec<&ObjectiveId> {
        let mut at = self.framework.program(id);
        let mut seen = BTreeSet::new();
        while let Some(program) = at {
            let links = program.links.iter().filter(|(_, l)| l.effect == Effect::Supports);
            let mut found: Vec<_> = links.map(|(o, l)| (l.share.map(Percent::get), o)).collect();
            // The greatest share first; of equal ones the first.
            found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            if !found.is_empty() {
                return found.into_iter().map(|(_, o)| o).collect();
            }
            let above = program.part_of.as_ref().filter(|id| seen.insert((*id).clone()));
            at = above.and_then(|id| self.framework.program(id));
        }
        Vec::new()
    }

    /// The cards that a tension is about: those of its objectives, and the one that each of its
    /// programs supports most, in the order of the layout.
    fn cards_of(&self, record: &Tension) -> Vec<usize> {
        let mut cards = BTreeSet::new();
        for subject in &record.about {
            match subject {
                Subject::Objective(id) => cards.extend(self.card(id)),
                Subject::Program(id) => {
                    cards.extend(self.supported(id).first().and_then(|id| self.card(id)));
                }
                Subject::Actor(_) => {}
            }
        }
        cards.into_iter().collect()
    }

    fn tension(&self, id: &TensionId, record: &Tension, cards: (usize, usize)) -> Tie {
        let path = self.path(cards);
        let (stroke, open) = self.look(record.outcome);
        let (under, items) = both(zigzag(&path), stroke);
        let middle = path[path.len() / 2];
        let mut spot = rect(middle.x - 10.0, middle.y - 10.0, 20.0, 20.0);
        let mut pen = Pen { items };
        let ends = (path[0], path[path.len() - 1]);
        if (ends.0.x - ends.1.x).hypot(ends.0.y - ends.1.y) < SHORT {
            // Between cards side by side there is no room for a line that can be seen.
            let (width, height) = MARK;
            spot = rect(middle.x - width / 2.0, middle.y - height / 2.0, width, height);
            self.sign(&mut pen, spot, stroke);
        }
        let over = pen.items;
        let words = vec![tension_words(record)];
        Tie { of: Of::Tension(id.clone()), cards, open, words, path, spot, under, over }
    }

    /// A tension about one card: a small sign on its upper edge.
    fn mark(&self, id: &TensionId, record: &Tension, card: usize, nth: usize) -> Tie {
        let at = self.layout.cards[card].rect;
        let (width, height) = (MARK.0.min(at.w * 0.4), MARK.1);
        let x = at.right() - (width + 4.0) * (nth + 1) as f32 - 4.0;
        let spot = rect(x.max(at.x), at.y - height * 0.4, width, height);
        let (stroke, open) = self.look(record.outcome);
        let mut pen = Pen::default();
        self.sign(&mut pen, spot, stroke);
        let (path, words) = (Vec::new(), vec![tension_words(record)]);
        let cards = (card, card);
        let (of, under) = (Of::Tension(id.clone()), Vec::new());
        Tie { of, cards, open, words, path, spot, under, over: pen.items }
    }

    /// The sign of a tension.
    fn sign(&self, pen: &mut Pen, at: Rect, stroke: Stroke) {
        let edge = Stroke { dash: None, width: 1.4, ..stroke };
        pen.shape(at, at.h / 2.0, Fill::Solid(self.theme.card), Some(edge));
        let middle = at.center().y;
        let line = [point(at.x + 6.0, middle), point(at.right() - 6.0, middle)];
        let stroke = Stroke { dash: stroke.dash.map(|_| (4.0, 3.0)), ..stroke };
        pen.line(zigzag(&line), stroke);
    }

    /// The look of a tension by its outcome, and whether it is open.
    fn look(&self, outcome: Outcome) -> (Stroke, bool) {
        if outcome.handled() {
            let color = self.theme.settled;
            (Stroke { width: 1.6, color, dash: Some((9.0, 5.0)) }, false)
        } else {
            (Stroke::new(2.4, self.theme.tension), true)
        }
    }

    /// One arrow for all dependencies between the same cards. Programs that support one objective
    /// together need no line.
    fn dependencies(&self, all: &[Dependence]) -> Vec<Tie> {
        let mut between: BTreeMap<(usize, usize), Vec<&Dependence>> = BTreeMap::new();
        for dependence in all {
            let (own, other) =
                (self.supported(&dependence.program), self.supported(&dependence.on));
            if own.iter().any(|id| other.contains(id)) {
                continue;
            }
            let card = |ids: &[&ObjectiveId]| ids.first().and_then(|id| self.card(id));
            if let (Some(from), Some(to)) = (card(&own), card(&other))
                && from != to
            {
                between.entry((from, to)).or_default().push(dependence);
            }
        }
        between.into_iter().map(|(cards, all)| self.dependency(cards, &all)).collect()
    }

    fn dependency(&self, cards: (usize, usize), all: &[&Dependence]) -> Tie {
        let path = self.path(cards);
        let color = self.theme.dependency;
        let dots = Stroke { width: 2.2, color, dash: Some((2.5, 4.5)) };
        let (under, items) = both(path.clone(), dots);
        let mut pen = Pen { items };
        pen.line(head(&path), Stroke::new(2.2, color));
        let middle = path[path.len() / 2];
        let broken = all.iter().any(|d| d.broken.is_some());
        if broken {
            gap(&mut pen, &path, self.theme.page, color);
        }
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let mut spot = rect(middle.x - 10.0, middle.y - 10.0, 20.0, 20.0);
        if count > 1 {
            let text = words::number(count);
            let width = width_em(&text, Weight::SemiBold) * 13.0 + 12.0;
            spot = rect(middle.x - width / 2.0, middle.y - 10.0, width, 20.0);
            // Beside the gap, where there is one.
            let shift = if broken { 18.0 } else { 0.0 };
            let pill = spot.shift(0.0, shift);
            let edge = Some(Stroke::new(1.4, color));
            pen.shape(pill, 8.0, Fill::Solid(self.theme.card), edge);
            let at = point(pill.center().x, pill.center().y + 4.5);
            pen.anchored(at, &text, 13.0, Weight::SemiBold, self.theme.ink, Anchor::Middle);
        }
        let name = |id: &ProgramId| {
            let title = self.framework.program(id).map_or("", |p| p.title.trim());
            format!("“{title}”")
        };
        let words = all.iter().map(|d| {
            let (one, verb, other) = (name(&d.program), d.kind.verb(), name(&d.on));
            let broken = d.broken.map_or(String::new(), |b| format!(", {}", b.words()));
            format!("{one} {verb} {other}{broken}")
        });
        let mut programs: Vec<ProgramId> =
            all.iter().flat_map(|d| [d.program.clone(), d.on.clone()]).collect();
        programs.sort();
        programs.dedup();
        let (of, words) = (Of::Dependencies(programs), words.collect());
        Tie { of, cards, open: broken, words, path, spot, under, over: pen.items }
    }

    /// From the side of a card to the side of another, through the gap beside them.
    fn path(&self, (from, to): (usize, usize)) -> Vec<Point> {
        let [a, b] = [from, to].map(|card| self.layout.cards[card].rect);
        // Not where the curves of second parents begin.
        let height = |r: Rect| r.y + r.h * 0.3;
        let stacked = a.x < b.right() && b.x < a.right();
        let (start, end, one, other) = if stacked {
            let (x, y) = (point(a.right(), height(a)), point(b.right(), height(b)));
            (x, y, 1.0, 1.0)
        } else if b.x > a.x {
            (point(a.right(), height(a)), point(b.x, height(b)), 1.0, -1.0)
        } else {
            (point(a.x, height(a)), point(b.right(), height(b)), -1.0, 1.0)
        };
        let bend = if stacked { 26.0 } else { ((end.x - start.x).abs() * 0.5).max(18.0) };
        let handles = [point(start.x + bend * one, start.y), point(end.x + bend * other, end.y)];
        curve(start, handles, end)
    }
}

/// A line for under the cards, and the same for over them.
fn both(points: Vec<Point>, stroke: Stroke) -> (Vec<Item>, Vec<Item>) {
    let Color(r, g, b, _) = stroke.color;
    let faint = Stroke { color: Color(r, g, b, FAINT), ..stroke };
    let over = vec![Item::Line { points: points.clone(), stroke: faint }];
    (vec![Item::Line { points, stroke }], over)
}

/// A cubic curve as points some units apart.
fn curve(start: Point, [one, two]: [Point; 2], end: Point) -> Vec<Point> {
    let far = (end.x - start.x).abs() + (end.y - start.y).abs();
    let steps = (far / 6.0).clamp(8.0, 160.0) as usize;
    let at = |t: f32| {
        let s = 1.0 - t;
        let mix = |a: f32, b: f32, c: f32, d: f32| {
            a * s * s * s + 3.0 * b * s * s * t + 3.0 * c * s * t * t + d * t * t * t
        };
        point(mix(start.x, one.x, two.x, end.x), mix(start.y, one.y, two.y, end.y))
    };
    (0..=steps).map(|step| at(step as f32 / steps as f32)).collect()
}

/// The same way, swinging from side to side.
fn zigzag(path: &[Point]) -> Vec<Point> {
    let mut points = vec![path[0]];
    let (mut gone, mut side) = (0.0_f32, 1.0_f32);
    let mut next = SWING / 2.0;
    for pair in path.windows(2) {
        let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        let length = dx.hypot(dy);
        while length > 0.0 && gone + length >= next {
            let t = (next - gone) / length;
            let (nx, ny) = (-dy / length * AMPLITUDE * side, dx / length * AMPLITUDE * side);
            points.push(point(pair[0].x + dx * t + nx, pair[0].y + dy * t + ny));
            side = -side;
            next += SWING;
        }
        gone += length;
    }
    points.extend(path.last());
    points
}

/// The head of an arrow at the end of a way.
fn head(path: &[Point]) -> Vec<Point> {
    let (end, before) = (path[path.len() - 1], path[path.len().saturating_sub(3)]);
    let (dx, dy) = (end.x - before.x, end.y - before.y);
    let length = dx.hypot(dy).max(0.001);
    let (ux, uy) = (dx / length * 9.0, dy / length * 9.0);
    let wing = |side: f32| point(end.x - ux + uy * 0.6 * side, end.y - uy - ux * 0.6 * side);
    vec![wing(1.0), end, wing(-1.0)]
}

/// A gap in the middle of a way, between two bars across it.
fn gap(pen: &mut Pen, path: &[Point], ground: Color, color: Color) {
    let middle = path.len() / 2;
    let (at, next) = (path[middle], path[(middle + 1).min(path.len() - 1)]);
    let (dx, dy) = (next.x - at.x, next.y - at.y);
    let length = dx.hypot(dy).max(0.001);
    let (ux, uy) = (dx / length, dy / length);
    let along = |by: f32| point(at.x + ux * by, at.y + uy * by);
    pen.line(vec![along(-4.0), along(4.0)], Stroke::new(5.0, ground));
    for by in [-5.0, 5.0] {
        let p = along(by);
        let ends = [1.0, -1.0].map(|s| point(p.x - uy * 7.0 * s, p.y + ux * 7.0 * s));
        pen.line(ends.to_vec(), Stroke::new(2.2, color));
    }
}

/// A tension in words: its title, and whether it is open.
fn tension_words(record: &Tension) -> String {
    let title = record.title.trim();
    let title = if title.is_empty() { "no title yet" } else { title };
    format!("Tension: {title}, {}", record.outcome.words())
}

/// What a tie joins, for those who cannot see it.
#[must_use]
pub fn spoken(tie: &Tie, framework: &Framework, layout: &Layout) -> String {
    let name = |card: usize| {
        let objective = framework.objective(&layout.cards[card].id);
        objective.map_or_else(String::new, |o| caption(o))
    };
    let said = tie.words.join("; ");
    if tie.is_mark() {
        format!("{said}; about {}", name(tie.cards.0))
    } else {
        format!("{said}; between {} and {}", name(tie.cards.0), name(tie.cards.1))
    }
}

/// The entries of a legend: those kinds that occur.
pub(super) fn legend(pen: &mut Pen, ties: &[Tie], flow: &mut Flow, size: f32, theme: &Theme) {
    let tension =
        |open: bool| move |tie: &Tie| matches!(tie.of, Of::Tension(_)) && tie.open == open;
    let depends = |tie: &Tie| matches!(tie.of, Of::Dependencies(_));
    let broken = move |tie: &Tie| depends(tie) && tie.open;
    let dash = |width, color, dash| Stroke { width, color, dash: Some(dash) };
    let kinds: [(&str, bool, Stroke); 4] = [
        ("tension", ties.iter().any(tension(true)), Stroke::new(2.0, theme.tension)),
        ("tension, settled", ties.iter().any(tension(false)), dash(1.6, theme.settled, (7.0, 4.0))),
        ("needs or follows", ties.iter().any(depends), dash(2.0, theme.dependency, (2.5, 4.0))),
        ("cannot hold in time", ties.iter().any(broken), dash(2.0, theme.dependency, (2.5, 4.0))),
    ];
    for (place, (name, there, stroke)) in kinds.into_iter().enumerate() {
        if !there {
            continue;
        }
        let (x, y) = flow.next(size * 4.1 + width_em(name, Weight::Regular) * size);
        let line = [point(x, y - size * 0.35), point(x + size * 2.4, y - size * 0.35)];
        let points = if place < 2 { zigzag(&line) } else { line.to_vec() };
        pen.line(points, stroke);
        if place == 3 {
            let middle = [line[0], point(x + size * 1.2, y - size * 0.35), line[1]];
            gap(pen, &middle, theme.page, theme.dependency);
        }
        pen.text(point(x + size * 2.8, y), name, size, Weight::Regular, theme.weak);
    }
}

/// How far a point is from a straight piece.
fn to_segment(p: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((p.x - a.x) * dx + (p.y - a.y) * dy) / square } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (p.x - a.x - dx * along).hypot(p.y - a.y - dy * along)
}
