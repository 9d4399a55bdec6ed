//! The overview: a picture of the whole framework that stands alone, with title, date, figures,
//! rule, bar, legend, the objectives, and the orphans in their field.

use super::card::{self, Deck};
use super::field::{self, GroupBy};
use super::theme::Theme;
use super::ties::{self, Tie};
use super::{Fill, Pen, Scene, Stroke, Transform, headline, words};
use crate::analysis::Analysis;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight, fit, width_em};
use crate::layout::{self, Layout, Line, Request, Route};
use crate::model::{Date, Framework, Side};
use std::collections::{BTreeMap, BTreeSet};

/// What a picture is drawn on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width, in units of which 1920 make a full-width picture.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The date that the picture bears.
    pub date: Date,
}

impl Page {
    /// A 16:9 page of 1920 × 1080 units.
    #[must_use]
    pub fn screen(date: Date) -> Self {
        Self { width: 1920.0, height: 1080.0, date }
    }
}

/// Margin of the page.
const MARGIN: f32 = 32.0;

/// Draws the overview.
#[must_use]
pub fn overview(framework: &Framework, analysis: &Analysis, page: Page, theme: &Theme) -> Scene {
    let mut pen = Pen::default();
    let (width, height) = (page.width, page.height);
    head(&mut pen, framework, analysis, page, theme);
    let vision_bottom =
        vision(&mut pen, framework, rect(MARGIN, 134.0, width - 2.0 * MARGIN, 0.0), theme);
    let top = vision_bottom + 12.0;
    let legend_y = height - 38.0;
    let field_height = field_height(analysis, height);
    let field = rect(MARGIN, legend_y - 24.0 - field_height, width - 2.0 * MARGIN, field_height);
    let area = rect(MARGIN, top, width - 2.0 * MARGIN, field.y - 20.0 - top);
    let ties = board(&mut pen, framework, analysis, area, theme);
    field::framed(&mut pen, framework, analysis, GroupBy::Owner, field, theme);
    legend(&mut pen, framework, analysis, &ties, (width, legend_y), theme);
    let title = format!("{}: overview", framework.head().title);
    Scene { size: (width, height), title, ground: theme.page, items: pen.items }
}

/// How high the orphan field is: more where more of the money shows no link.
fn field_height(analysis: &Analysis, page: f32) -> f32 {
    if analysis.deficit.programs == 0 {
        return 56.0;
    }
    let share = analysis.deficit.money.share.or(analysis.deficit.share).unwrap_or(0.0) as f32;
    page * (0.17 + 0.09 * share)
}

/// Title and what it is of on the left; figures, bar and captions on the right.
pub(super) fn head(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    page: Page,
    theme: &Theme,
) {
    let figures_width = 1010.0_f32.min(page.width * 0.53);
    let right = page.width - MARGIN;
    let x = right - figures_width;
    let room = x - 2.0 * MARGIN;
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
    let objectives = framework.living().count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let first = format!(
        "{} · {} · {} · {}",
        words::count(count(objectives), "objective", "objectives"),
        words::count(analysis.scope.programs, "program", "programs"),
        words::money(analysis.deficit.money.currency, analysis.deficit.money.total),
        words::date(page.date)
    );
    let mut second = backing(framework);
    let out = words::exclusions(analysis);
    if !out.is_empty() {
        second = format!("{second} · {out}");
    }
    y = (y - size * 1.15 + 30.0).max(78.0);
    pen.text(
        point(MARGIN, y),
        &fit(&first, Weight::Regular, room / 18.0),
        18.0,
        Weight::Regular,
        theme.weak,
    );
    pen.text(
        point(MARGIN, y + 22.0),
        &fit(&second, Weight::Regular, room / 15.0),
        15.0,
        Weight::Regular,
        theme.weak,
    );

    headline::figures(pen, analysis, (x, 14.0), 50.0, theme);
    headline::bar(pen, analysis, rect(x, 76.0, figures_width, 19.0), theme);
    let left = headline::utstein(pen, right, 117.0, 13.5, theme);
    let gap = words::gap_in_data(analysis);
    let gap_room = (left - x - 16.0) / 13.5;
    pen.text(
        point(x, 117.0),
        &fit(&gap, Weight::SemiBold, gap_room),
        13.5,
        Weight::SemiBold,
        theme.ink,
    );
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

/// The vision, a banner under the title; gives its lower edge.
fn vision(pen: &mut Pen, framework: &Framework, at: Rect, theme: &Theme) -> f32 {
    let Some(vision) = framework.head().vision.as_deref().filter(|v| !v.trim().is_empty()) else {
        return at.y;
    };
    let banner = rect(at.x, at.y, at.w, 34.0);
    let color = theme.vision;
    pen.shape(banner, 0.0, Fill::Solid(theme.card), Some(Stroke::new(1.4, color)));
    pen.shape(banner.grow(-3.5), 0.0, Fill::None, Some(Stroke::new(1.0, color)));
    let text = fit(vision.trim(), Weight::SemiBold, (at.w - 40.0) / 16.0);
    let middle = point(banner.center().x, banner.center().y + 5.5);
    pen.anchored(middle, &text, 16.0, Weight::SemiBold, theme.ink, super::Anchor::Middle);
    banner.bottom()
}

/// The objectives, laid out for the area and scaled into it; gives the tensions and dependencies
/// that are drawn between them.
fn board(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    area: Rect,
    theme: &Theme,
) -> Vec<Tie> {
    let folded = BTreeSet::new();
    let request = Request::whole((area.w, area.h), &folded);
    let layout = layout::arrange(framework, &request);
    if layout.cards.is_empty() {
        let at = point(area.x, area.y + 40.0);
        pen.text(at, "No objective yet", 22.0, Weight::SemiBold, theme.weak);
        return Vec::new();
    }
    let transform = fit_into(&layout, area);
    let deck = Deck::new(framework, analysis, theme);
    let second = |r: &&Route| matches!(r.line, Line::Second(_));
    let (seconds, spines): (Vec<&Route>, Vec<&Route>) = layout.routes.iter().partition(second);
    let draw = |routes: &[&Route], pen: &mut Pen| {
        let items = routes.iter().filter_map(|r| card::route(r, theme));
        pen.items.extend(items.map(|item| transform.item(&item)));
    };
    draw(&spines, pen);
    let ties = ties::ties(framework, analysis, &layout, theme);
    let under = ties.iter().flat_map(|tie| &tie.under);
    pen.items.extend(under.map(|item| transform.item(item)));
    for placed in &layout.cards {
        let items = card::card(placed, &deck);
        pen.items.extend(items.iter().map(|item| transform.item(item)));
    }
    draw(&seconds, pen);
    let over = ties.iter().flat_map(|tie| &tie.over);
    pen.items.extend(over.map(|item| transform.item(item)));
    ties
}

/// Fits a layout into an area from its upper left, never larger than 1.6 to 1.
fn fit_into(layout: &Layout, area: Rect) -> Transform {
    let scale = layout.fit((area.w, area.h)).min(1.6);
    Transform { scale, dx: area.x - layout.bounds.x * scale, dy: area.y - layout.bounds.y * scale }
}

/// Levels, fills and the rule, at the foot of the page.
fn legend(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    ties: &[Tie],
    (width, y): (f32, f32),
    theme: &Theme,
) {
    let size = 13.5;
    let mut x = MARGIN;
    for (depth, level) in framework.head().levels.iter().enumerate() {
        let stroke = Stroke::new(0.8, theme.outline);
        pen.shape(rect(x, y - 11.0, 22.0, 12.0), 0.0, Fill::Solid(theme.band(depth)), Some(stroke));
        x += 28.0;
        pen.text(point(x, y), &level.title, size, Weight::Regular, theme.weak);
        x += width_em(&level.title, Weight::Regular) * size + 20.0;
    }
    if framework.living().any(|(_, o)| o.contributes_to.len() > 1) {
        pen.line(vec![point(x, y - 4.5), point(x + 24.0, y - 4.5)], Stroke::new(2.0, theme.second));
        x += 30.0;
        pen.text(point(x, y), "also contributes to", size, Weight::Regular, theme.weak);
        x += width_em("also contributes to", Weight::Regular) * size + 20.0;
    }
    x = ties::legend(pen, ties, (x, y), size, theme);
    headline::legend(pen, analysis, (x, y), size, theme);
    foot(pen, analysis, (width, y + 22.0), theme);
}

/// The rule, how far the money is known, and what made the picture, in one line.
pub(super) fn foot(pen: &mut Pen, analysis: &Analysis, at: (f32, f32), theme: &Theme) {
    let size = 13.5;
    let made = concat!("Throughline ", env!("CARGO_PKG_VERSION"));
    let right = at.0 - MARGIN;
    let place = point(right, at.1);
    pen.anchored(place, made, size, Weight::Regular, theme.weak, super::Anchor::Right);
    let room = right - MARGIN - width_em(made, Weight::Regular) * size - 24.0;
    let text = format!("{}; {}", words::rule(analysis.bar), words::coverage(analysis));
    let text = fit(&text, Weight::Regular, room / size);
    pen.text(point(MARGIN, at.1), &text, size, Weight::Regular, theme.weak);
}
