//! The cards of a slide: which objectives it leaves in sight, and as many of their cards as fit
//! at the size of type that the last row can read. Titles are cut to fewer lines, then there are
//! fewer cards; the type is never smaller.

use super::classes::Classes;
use super::{Shown, Type};
use crate::analysis::Analysis;
use crate::graph::Dag;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight, fit, is_arabic, language_of, width_em};
use crate::layout::{self, Forest, Request};
use crate::model::{Camera, Filter, Framework, ObjectiveId, Scene};
use crate::scene::card::Deck;
use crate::scene::{Anchor, Fill, Pen, Stroke, Theme, sight, words};
use std::collections::BTreeSet;

/// Between cards.
const GAP: f32 = 24.0;

/// From a card's edge to its text.
const PAD: f32 = 18.0;

/// The height of a card's band.
const BAND: f32 = 16.0;

/// The most lines of a title.
const LINES: usize = 4;

/// The most of what stands under an objective that its card lists.
const BELOW: usize = 5;

/// An objective in sight.
#[derive(Debug, Clone)]
pub(super) struct Picked {
    pub id: ObjectiveId,
    /// How many levels below the first.
    pub depth: usize,
    /// What stands under it, unless it is folded.
    pub below: Vec<ObjectiveId>,
}

/// The objectives that a scene leaves in sight, in the group's order: those under the one in
/// focus; those that a filter matches or that the camera looked at; else the top ones.
pub(super) fn picked(framework: &Framework, scene: &Scene) -> Vec<Picked> {
    let dag = Dag::new(framework);
    let folded: BTreeSet<ObjectiveId> = scene.folded.iter().cloned().collect();
    let forest = Forest::new(framework, &dag, &folded, None);
    let id = |node: usize| dag.id(forest.nodes[node].objective);
    let focus = scene.focus.as_ref().and_then(|focus| dag.find(focus)).filter(|&i| dag.living(i));
    let filtered = scene.filter != Filter::default();
    let fits = |node: usize| {
        let objective = framework.objective(id(node));
        objective.is_some_and(|o| sight::matches(&scene.filter, framework, o))
    };
    let camera = scene.camera.as_ref().filter(|_| focus.is_none());
    let seen = camera.map(|camera| seen(framework, &folded, camera));
    let seen = seen.filter(|seen| (0..forest.nodes.len()).any(|n| seen.contains(id(n)) && fits(n)));
    let all = 0..forest.nodes.len();
    let chosen: Vec<usize> = match (focus, &seen) {
        (Some(focus), _) => {
            // What contributes to it second is drawn elsewhere on the canvas, and belongs here.
            let under = |n: &usize| dag.parents(forest.nodes[*n].objective).contains(&focus);
            all.filter(under).filter(|&n| fits(n)).collect()
        }
        (None, Some(seen)) => all.filter(|&n| seen.contains(id(n)) && fits(n)).collect(),
        (None, None) if filtered => all.filter(|&n| fits(n)).collect(),
        // Those that stand under nothing at a lower level are seen only where there is no first.
        (None, None) => {
            let roots = forest.roots.iter().copied();
            let tops: Vec<usize> = roots.filter(|&n| forest.nodes[n].depth == 0).collect();
            if tops.is_empty() { forest.roots.clone() } else { tops }
        }
    };
    let below =
        |node: usize| forest.nodes[node].children.iter().map(|&child| id(child).clone()).collect();
    let picked = |node: usize| Picked {
        id: id(node).clone(),
        depth: forest.nodes[node].depth,
        below: below(node),
    };
    chosen.into_iter().map(picked).collect()
}

/// The objectives whose cards a camera of a 16:9 window had in sight.
fn seen(
    framework: &Framework,
    folded: &BTreeSet<ObjectiveId>,
    camera: &Camera,
) -> BTreeSet<ObjectiveId> {
    let layout = layout::arrange(framework, &Request::whole((1920.0, 1080.0), folded));
    let zoom = camera.zoom.to_f32().max(0.02);
    let (w, h) = (1920.0 / zoom, 1080.0 / zoom);
    let sight = rect(camera.x.to_f32() - w / 2.0, camera.y.to_f32() - h / 2.0, w, h);
    let cards = layout.cards.into_iter().filter(|card| sight.contains(card.rect.center()));
    cards.map(|card| card.id).collect()
}

/// What cards are drawn from.
pub(super) struct Hand<'a> {
    pub framework: &'a Framework,
    pub analysis: &'a Analysis,
    pub theme: &'a Theme,
    pub classes: &'a Classes,
    /// Whether each card says in a word what its color means.
    pub told: bool,
    pub shown: Shown,
    pub kind: Type,
}

/// How many cards stand in how many columns, with how many lines of title.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Grid {
    columns: usize,
    rows: usize,
    lines: usize,
    /// How many cards are there; where some are left out, the last place says how many.
    cards: usize,
    width: f32,
    height: f32,
    /// How many lines are left for what stands under each.
    below: usize,
}

impl Grid {
    fn whole_height(&self) -> f32 {
        self.rows as f32 * (self.height + GAP) - GAP
    }
}

impl Hand<'_> {
    fn card_height(&self, lines: usize) -> f32 {
        let Type { title, text, .. } = self.kind;
        let class = if self.told { text * 1.35 } else { 0.0 };
        BAND + title * (0.35 + 1.2 * lines as f32) + class + text * 1.75
    }

    /// The height of one line of what stands under an objective.
    fn below_line(&self) -> f32 {
        self.kind.title * 1.3
    }

    /// The grid in which most titles are whole and the cards take least room; where not all fit,
    /// the one with most cards.
    fn grid(&self, titles: &[Measured], room: (f32, f32)) -> Option<Grid> {
        let count = titles.len();
        let mut best: Option<(f32, Grid)> = None;
        for columns in 1..=count.min(8) {
            let width = (room.0 - GAP * (columns - 1) as f32) / columns as f32;
            let ems = (width - 2.0 * PAD) / self.kind.title;
            // Narrower, a line would hold no more than a word.
            if ems < 6.4 {
                break;
            }
            for lines in 1..=LINES {
                let height = self.card_height(lines);
                let most = ((room.1 + GAP) / (height + GAP)).floor().max(0.0) as usize;
                let rows = count.div_ceil(columns).min(most);
                let cards = count.min(rows * columns);
                if rows == 0 {
                    continue;
                }
                let shown = if cards < count { cards.saturating_sub(1) } else { cards };
                // A title costs what of it is cut.
                let part = |t: &Measured| {
                    let needed = t.count(ems);
                    needed.saturating_sub(lines) as f32 / needed.max(1) as f32
                };
                let cut: f32 = titles[..shown].iter().map(part).sum();
                let missing = (count - shown) as f32;
                let empty = rows * columns - cards;
                let grid = Grid { columns, rows, lines, cards: shown, width, height, below: 0 };
                let cost = missing * 10.0
                    + 2.0 * cut
                    + 0.9 * grid.whole_height() / room.1.max(1.0)
                    + 0.08 * empty as f32;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, grid));
                }
            }
        }
        best.map(|(_, grid)| grid)
    }

    /// Leaves room in the cards for what stands under each, where there is some.
    fn with_below(&self, mut grid: Grid, picked: &[Picked], room: f32) -> Grid {
        let spare = room - grid.whole_height();
        let most = picked[..grid.cards].iter().map(|p| p.below.len()).max().unwrap_or(0);
        if grid.rows == 1 && picked.len() == grid.cards && grid.width / self.kind.title > 14.0 {
            // The space before them counts as half a line.
            let lines = (spare / self.below_line() - 0.5).floor().max(0.0) as usize;
            grid.below = lines.min(most).min(BELOW);
            // One line for many says less than none.
            if grid.below < most.min(2) {
                grid.below = 0;
            }
            if grid.below > 0 {
                grid.height += self.below_line() * (grid.below as f32 + 0.35);
            }
        }
        grid
    }

    /// Draws as many cards as fit; gives the lower edge.
    pub(super) fn draw(&self, pen: &mut Pen, picked: &[Picked], room: Rect) -> f32 {
        let captions: Vec<String> = picked.iter().map(|p| self.caption(&p.id)).collect();
        let language = language_of(&captions.join(". "));
        let measure = |c: &String| Measured::new(c, Weight::SemiBold, language);
        let titles: Vec<Measured> = captions.iter().map(measure).collect();
        let Some(grid) = self.grid(&titles, (room.w, room.h)) else { return room.y };
        let grid = self.with_below(grid, picked, room.h);
        for (place, (picked, title)) in picked.iter().zip(&titles).take(grid.cards).enumerate() {
            let (row, column) = (place / grid.columns, place % grid.columns);
            let at = rect(
                room.x + column as f32 * (grid.width + GAP),
                room.y + row as f32 * (grid.height + GAP),
                grid.width,
                grid.height,
            );
            self.card(pen, picked, title, &grid, at);
        }
        if grid.cards < picked.len() {
            let (row, column) = (grid.cards / grid.columns, grid.cards % grid.columns);
            let left = u32::try_from(picked.len() - grid.cards).unwrap_or(u32::MAX);
            let said = format!("and {} more", words::number(left));
            let at = point(
                room.x + column as f32 * (grid.width + GAP) + PAD,
                room.y
                    + row as f32 * (grid.height + GAP)
                    + grid.height / 2.0
                    + self.kind.title / 3.0,
            );
            pen.text(at, &said, self.kind.title, Weight::SemiBold, self.theme.weak);
        }
        room.y + grid.whole_height()
    }

    fn caption(&self, id: &ObjectiveId) -> String {
        self.framework.objective(id).map_or_else(String::new, |o| layout::caption(o))
    }

    fn card(&self, pen: &mut Pen, picked: &Picked, title: &Measured, grid: &Grid, at: Rect) {
        let (theme, kind) = (self.theme, self.kind);
        let deck = Deck::new(self.framework, self.analysis, theme);
        let empty = deck.is_gap(&picked.id);
        let class = self.classes.of(&picked.id);
        let stroke = if empty { theme.dashed(3.0) } else { Stroke::new(2.0, theme.outline) };
        let band = rect(at.x, at.y, at.w, BAND);
        pen.shape(at, 0.0, Fill::Solid(theme.card), None);
        let tint = class.map_or(theme.band(picked.depth), |class| class.color);
        pen.shape(band, 0.0, Fill::Solid(tint), Some(Stroke::new(1.0, theme.outline)));
        pen.shape(at, 0.0, Fill::None, Some(stroke));
        let ems = (at.w - 2.0 * PAD) / kind.title;
        let mut y = at.y + BAND + kind.title * 1.15;
        for line in title.lines(ems, grid.lines).lines {
            self.line(pen, (at, y), &line, Weight::SemiBold, theme.ink);
            y += kind.title * 1.2;
        }
        if grid.below > 0 {
            let top = at.y + BAND + kind.title * (0.35 + 1.2 * grid.lines as f32);
            self.below(pen, &picked.below, grid.below, rect(at.x, top, at.w, 0.0));
        }
        let mut foot = at.bottom() - kind.text * 0.65;
        self.foot(pen, &picked.id, at, foot, empty);
        if let Some(class) = class.filter(|_| self.told) {
            foot -= kind.text * 1.35;
            let word = fit(&class.word, Weight::Regular, (at.w - 2.0 * PAD) / kind.text);
            pen.text(point(at.x + PAD, foot), &word, kind.text, Weight::Regular, theme.weak);
        }
    }

    /// A line of a title, from the right where it is Arabic.
    fn line(
        &self,
        pen: &mut Pen,
        (at, y): (Rect, f32),
        text: &str,
        weight: Weight,
        color: crate::scene::Color,
    ) {
        let (x, anchor) = if is_arabic(text) {
            (at.right() - PAD, Anchor::Right)
        } else {
            (at.x + PAD, Anchor::Left)
        };
        pen.anchored(point(x, y), text, self.kind.title, weight, color, anchor);
    }

    /// What stands under an objective, a line each, with how many programs support it.
    fn below(&self, pen: &mut Pen, below: &[ObjectiveId], most: usize, at: Rect) {
        let (theme, size) = (self.theme, self.kind.title);
        let all = below.len() <= most;
        let shown = if all { below.len() } else { most - 1 };
        let mut y = at.y + self.below_line() * 0.9;
        for id in &below[..shown] {
            let count = self.analysis.objectives.get(id).map_or(0, |card| card.programs);
            let figure = words::number(count);
            let color = if count == 0 { theme.orphan_text } else { theme.weak };
            let right = point(at.right() - PAD, y);
            pen.anchored(right, &figure, size, Weight::SemiBold, color, Anchor::Right);
            let room = at.w - 2.0 * PAD - size * (width_em(&figure, Weight::SemiBold) + 0.7);
            let text = fit(&self.caption(id), Weight::Regular, room / size);
            pen.text(point(at.x + PAD, y), &text, size, Weight::Regular, theme.ink);
            y += self.below_line();
        }
        if !all {
            let left = u32::try_from(below.len() - shown).unwrap_or(u32::MAX);
            let said = format!("and {} more", words::number(left));
            pen.text(point(at.x + PAD, y), &said, size, Weight::Regular, theme.weak);
        }
    }

    /// Programs on the left; money on the right, where amounts are shown.
    fn foot(&self, pen: &mut Pen, id: &ObjectiveId, at: Rect, y: f32, empty: bool) {
        let (theme, size) = (self.theme, self.kind.text);
        let card = self.analysis.objectives.get(id).copied().unwrap_or_default();
        let (said, color, weight) = if empty {
            ("no program".to_owned(), theme.orphan_text, Weight::SemiBold)
        } else if card.programs == 0 {
            ("no program yet".to_owned(), theme.weak, Weight::Regular)
        } else {
            (words::count(card.programs, "program", "programs"), theme.weak, Weight::Regular)
        };
        let room = (at.w - 2.0 * PAD) / size;
        pen.text(point(at.x + PAD, y), &fit(&said, weight, room), size, weight, color);
        if self.shown.amounts && card.money.0 > 0 {
            let money = words::money(self.framework.head().currency, card.money);
            if width_em(&said, weight) + width_em(&money, Weight::Regular) + 0.6 <= room {
                let right = point(at.right() - PAD, y);
                pen.anchored(right, &money, size, Weight::Regular, theme.weak, Anchor::Right);
            }
        }
    }
}
