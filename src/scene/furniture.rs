//! What every picture that stands alone has around it: title and figures at the head, the legend
//! and the rule at the foot.

use super::page::Page;
use super::theme::Theme;
use super::ties::{self, Tie};
use super::{Anchor, Fill, Pen, Stroke, headline, words};
use crate::analysis::Analysis;
use crate::layout::geometry::{point, rect};
use crate::layout::text::{Measured, Weight, fit, width_em};
use crate::model::{Framework, Side};
use std::collections::{BTreeMap, BTreeSet};

/// Margin of a page.
pub(super) const MARGIN: f32 = 32.0;

/// The height of the type in legend and foot.
const SMALL: f32 = 13.5;

/// Between the rows of a legend.
const ROW: f32 = 22.0;

/// Draws title, what the picture is of, figures, bar and captions; gives the lower edge. On a wide
/// page the figures stand beside the title, on a narrow one below it.
pub(super) fn head(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    page: Page,
    theme: &Theme,
) -> f32 {
    let right = page.width - MARGIN;
    if page.width >= 1700.0 {
        let figures_width = 1010.0_f32.min(page.width * 0.53);
        let x = right - figures_width;
        title(pen, framework, analysis, page, x - 2.0 * MARGIN, theme);
        // Where the study has a line of its own, what follows begins below it.
        return deficit(pen, analysis, page, (x, 14.0), theme) + 5.0;
    }
    let bottom = title(pen, framework, analysis, page, right - MARGIN, theme);
    deficit(pen, analysis, page, (MARGIN, bottom + 10.0), theme) + 5.0
}

/// The title and what the picture is of; gives the lower edge.
fn title(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    page: Page,
    room: f32,
    theme: &Theme,
) -> f32 {
    let title = &framework.head().title;
    // A long title takes two lines of smaller type before it is cut.
    let measured = Measured::new(title, Weight::Bold, None);
    let (size, lines) = [38.0, 32.0, 27.0, 23.0]
        .into_iter()
        .map(|size| (size, measured.lines(room / size, if size > 35.0 { 1 } else { 2 })))
        .find(|(_, lines)| lines.whole)
        .unwrap_or_else(|| (23.0, measured.lines(room / 23.0, 2)));
    let mut y = if lines.lines.len() > 1 { 36.0 } else { 54.0 };
    for line in &lines.lines {
        pen.text(point(MARGIN, y), line, size, Weight::Bold, theme.ink);
        y += size * 1.15;
    }
    let objectives = u32::try_from(framework.living().count()).unwrap_or(u32::MAX);
    let mut of = vec![
        words::count(objectives, "objective", "objectives"),
        words::count(analysis.scope.programs, "program", "programs"),
    ];
    if !page.discreet {
        of.push(words::money(analysis.deficit.money.currency, analysis.deficit.money.total));
    }
    of.push(words::date(page.date));
    let mut second = backing(framework);
    let out = words::exclusions(analysis);
    if !out.is_empty() {
        second = format!("{second} · {out}");
    }
    y = (y - size * 1.15 + 30.0).max(78.0);
    let first = fit(&of.join(" · "), Weight::Regular, room / 18.0);
    pen.text(point(MARGIN, y), &first, 18.0, Weight::Regular, theme.weak);
    let second = fit(&second, Weight::Regular, room / 15.0);
    pen.text(point(MARGIN, y + 22.0), &second, 15.0, Weight::Regular, theme.weak);
    y + 28.0
}

/// The figures, their bar and its captions, from a point to the right margin; gives the last
/// baseline.
fn deficit(pen: &mut Pen, analysis: &Analysis, page: Page, at: (f32, f32), theme: &Theme) -> f32 {
    let (x, y) = at;
    let right = page.width - MARGIN;
    headline::figures(pen, analysis, page.discreet, at, 50.0, theme);
    headline::bar(pen, analysis, rect(x, y + 62.0, right - x, 19.0), theme);
    let captions = y + 103.0;
    let gap = words::gap_in_data(analysis);
    let gap_width = width_em(&gap, Weight::SemiBold) * SMALL;
    // Where both do not fit, the study has a line of its own: the figure at hand comes first.
    let both = gap_width + headline::utstein_width(SMALL) + 16.0 <= right - x;
    let below = if both { captions } else { captions + 21.0 };
    let left = headline::utstein(pen, right, below, SMALL, theme);
    let room = if both { left - 16.0 - x } else { right - x };
    let gap = fit(&gap, Weight::SemiBold, room / SMALL);
    pen.text(point(x, captions), &gap, SMALL, Weight::SemiBold, theme.ink);
    below
}

/// "backed by 5 local and 4 international actors".
fn backing(framework: &Framework) -> String {
    let mut sides: BTreeMap<Side, BTreeSet<&str>> = BTreeMap::new();
    for (_, objective) in framework.living() {
        for (actor, position) in &objective.positions {
            if let Some(record) = framework.actor(actor).filter(|_| position.stance.backs()) {
                sides.entry(record.side).or_default().insert(actor.as_str());
            }
        }
    }
    let of = |side| sides.get(&side).map_or(0, BTreeSet::len);
    let (local, international) = (of(Side::Internal), of(Side::External));
    if local + international == 0 {
        "no actor’s position is recorded yet".to_owned()
    } else {
        format!(
            "backed by {local} local and {international} international actor{}",
            if local + international == 1 { "" } else { "s" }
        )
    }
}

/// A place in a legend that goes on in the next row where one is full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    /// Where the next entry begins.
    x: f32,
    /// Its baseline.
    y: f32,
    left: f32,
    right: f32,
}

impl Flow {
    /// Begins at a point, with so much room to a right edge.
    #[must_use]
    pub(super) fn new(at: (f32, f32), right: f32) -> Self {
        Self { x: at.0, y: at.1, left: at.0, right }
    }

    /// Makes room for an entry of a width; gives where it begins.
    pub(super) fn next(&mut self, width: f32) -> (f32, f32) {
        if self.x > self.left && self.x + width > self.right {
            self.x = self.left;
            self.y += ROW;
        }
        let at = (self.x, self.y);
        self.x += width;
        at
    }
}

/// Levels, lines and fills, those that occur.
fn legend(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    ties: &[Tie],
    mut flow: Flow,
    theme: &Theme,
) -> Flow {
    let wide = |text: &str| width_em(text, Weight::Regular) * SMALL;
    for (depth, level) in framework.head().levels.iter().enumerate() {
        let (x, y) = flow.next(28.0 + wide(&level.title) + 20.0);
        let stroke = Stroke::new(0.8, theme.outline);
        pen.shape(rect(x, y - 11.0, 22.0, 12.0), 0.0, Fill::Solid(theme.band(depth)), Some(stroke));
        pen.text(point(x + 28.0, y), &level.title, SMALL, Weight::Regular, theme.weak);
    }
    if framework.living().any(|(_, o)| o.contributes_to.len() > 1) {
        let text = "also contributes to";
        let (x, y) = flow.next(30.0 + wide(text) + 20.0);
        pen.line(vec![point(x, y - 4.5), point(x + 24.0, y - 4.5)], Stroke::new(2.0, theme.second));
        pen.text(point(x + 30.0, y), text, SMALL, Weight::Regular, theme.weak);
    }
    ties::legend(pen, ties, &mut flow, SMALL, theme);
    headline::legend(pen, analysis, &mut flow, SMALL, theme);
    flow
}

/// Draws the legend and the rule at the foot of the page.
pub(super) fn foot_with_legend(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    ties: &[Tie],
    page: Page,
    theme: &Theme,
) {
    let y = page.height - 38.0 - legend_height(framework, analysis, ties, page, theme);
    let flow = Flow::new((MARGIN, y), page.width - MARGIN);
    legend(pen, framework, analysis, ties, flow, theme);
    foot(pen, analysis, page, theme);
}

/// How high the rows of a legend beyond its first are.
pub(super) fn legend_height(
    framework: &Framework,
    analysis: &Analysis,
    ties: &[Tie],
    page: Page,
    theme: &Theme,
) -> f32 {
    let flow = Flow::new((MARGIN, 0.0), page.width - MARGIN);
    legend(&mut Pen::default(), framework, analysis, ties, flow, theme).y
}

/// The rule, how far the money is known, and what made the picture, in the last line of a page.
pub(super) fn foot(pen: &mut Pen, analysis: &Analysis, page: Page, theme: &Theme) {
    let y = page.height - 16.0;
    let made = concat!("Throughline ", env!("CARGO_PKG_VERSION"));
    let right = page.width - MARGIN;
    pen.anchored(point(right, y), made, SMALL, Weight::Regular, theme.weak, Anchor::Right);
    let room = right - MARGIN - width_em(made, Weight::Regular) * SMALL - 24.0;
    let known =
        if page.discreet { words::coverage_discreet(analysis) } else { words::coverage(analysis) };
    let text = format!("{}; {known}", words::rule(analysis.bar));
    let text = if width_em(&text, Weight::Regular) * SMALL > room {
        // On a narrow page the rule is told in fewer words before it is cut.
        format!("{}; {known}", words::short_rule(analysis.bar))
    } else {
        text
    };
    let text = fit(&text, Weight::Regular, room / SMALL);
    pen.text(point(MARGIN, y), &text, SMALL, Weight::Regular, theme.weak);
}
