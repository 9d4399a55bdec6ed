//! The figures over the milestones, and as they are now: a picture that stands alone.

use super::deficit_view::{panel, wide};
use super::furniture::{MARGIN, foot, head};
use super::page::Page;
use super::theme::Theme;
use super::{Anchor, Color, Fill, Pen, Scene, Stroke, words};
use crate::analysis::{Analysis, Cents};
use crate::layout::geometry::{Point, Rect, point, rect};
use crate::layout::text::{Weight, fit};
use crate::model::{Amount, Date, Figures, Framework, Held};

/// The height of the type.
const TYPE: f32 = 14.0;

/// The figures of a milestone, or of now.
struct Moment {
    on: Date,
    title: String,
    figures: Figures,
}

impl Moment {
    fn held(held: Option<Held>) -> Option<f64> {
        held.filter(|h| h.concerns > 0).map(|h| f64::from(h.holds) / f64::from(h.concerns))
    }

    /// The shares in the order of [`DEFICIT`] and [`COHERENCE`].
    fn shares(&self) -> [Option<f64>; 6] {
        let f = &self.figures;
        let cents = |a: Option<&Amount>| a.map(|a| Cents::from_decimal(a.get()));
        let linked = cents(f.money_link_shown.as_ref());
        let money = linked.zip(cents(f.money.as_ref()));
        [
            (f.programs > 0).then(|| f64::from(f.link_shown) / f64::from(f.programs)),
            money.and_then(|(part, whole)| part.share_of(whole)),
            Self::held(f.agency),
            Self::held(f.whole_of_government),
            Self::held(f.harmonization),
            Self::held(f.alignment),
        ]
    }
}

/// A line of a chart: what it is called, its color and marker.
struct Series {
    name: &'static str,
    place: usize,
    mark: Mark,
}

#[derive(Clone, Copy)]
enum Mark {
    Square,
    Round,
    Hollow,
    Tall,
}

const DEFICIT: [Series; 2] = [
    Series { name: "of programs", place: 0, mark: Mark::Square },
    Series { name: "of the money", place: 1, mark: Mark::Hollow },
];

const COHERENCE: [Series; 4] = [
    Series { name: "agency", place: 2, mark: Mark::Square },
    Series { name: "whole of government", place: 3, mark: Mark::Hollow },
    Series { name: "harmonization", place: 4, mark: Mark::Round },
    Series { name: "alignment", place: 5, mark: Mark::Tall },
];

/// Draws the trend over the milestones.
#[must_use]
pub fn trend_view(framework: &Framework, analysis: &Analysis, page: Page, theme: &Theme) -> Scene {
    let mut pen = Pen::default();
    let top = head(&mut pen, framework, analysis, page, theme) + 24.0;
    let area = rect(MARGIN, top, page.width - 2.0 * MARGIN, page.height - 48.0 - top);
    let moments = moments(analysis, page.date);
    let (left, right) = if page.width > page.height {
        let half = (area.w - 24.0) / 2.0;
        let left = rect(area.x, area.y, half, area.h);
        (left, left.shift(half + 24.0, 0.0))
    } else {
        let half = (area.h - 20.0) / 2.0;
        let left = rect(area.x, area.y, area.w, half);
        (left, left.shift(0.0, half + 20.0))
    };
    if moments.len() < 2 {
        let inside = panel(&mut pen, area, "No milestone yet", "", theme);
        let said = "A milestone keeps the figures of a day; set one at the end of each workshop";
        let said = fit(said, Weight::Regular, inside.w / 18.0);
        pen.text(point(inside.x, inside.y + 30.0), &said, 18.0, Weight::Regular, theme.weak);
    } else {
        let note = "share of programs in scope, and of their money";
        chart(&mut pen, left, ("Link shown", note), &moments, &DEFICIT, theme);
        let note = "degree: programs that hold of those concerned";
        chart(&mut pen, right, ("Coherence, four elements", note), &moments, &COHERENCE, theme);
    }
    foot(&mut pen, analysis, page, theme);
    let title = format!("{}: trend", framework.head().title);
    Scene { size: (page.width, page.height), title, ground: theme.page, items: pen.items }
}

/// The milestones and now, unless one was set today.
fn moments(analysis: &Analysis, today: Date) -> Vec<Moment> {
    let then = analysis.milestones.iter();
    let mut all: Vec<Moment> = then
        .map(|m| Moment { on: m.on, title: m.title.trim().to_owned(), figures: m.figures.clone() })
        .collect();
    all.push(Moment { on: today, title: "now".to_owned(), figures: analysis.figures() });
    all
}

/// A panel with lines over time, from 0 to 100 percent.
fn chart(
    pen: &mut Pen,
    area: Rect,
    (title, note): (&str, &str),
    moments: &[Moment],
    series: &[Series],
    theme: &Theme,
) {
    let inside = panel(pen, area, title, note, theme);
    let legend = 30.0;
    let plot = rect(inside.x + 52.0, inside.y + legend, inside.w - 130.0, inside.h - legend - 66.0);
    axes(pen, plot, theme);
    let across = positions(moments, plot);
    dates(pen, plot, moments, &across, theme);
    let colors = [theme.linked, theme.accent, theme.second, theme.dependency];
    let mut key = inside.x;
    let mut ends: Vec<(f32, String, Color)> = Vec::new();
    for (series, color) in series.iter().zip(colors) {
        let at = |(moment, x): (&Moment, &f32)| {
            let share = moment.shares()[series.place]?;
            Some((point(*x, plot.bottom() - plot.h * share as f32), share))
        };
        let points: Vec<Option<(Point, f64)>> = moments.iter().zip(&across).map(at).collect();
        // A line is broken where nobody had examined what it shows.
        for run in points.split(Option::is_none) {
            let run: Vec<Point> = run.iter().flatten().map(|(p, _)| *p).collect();
            if run.len() > 1 {
                pen.line(run.clone(), Stroke::new(3.0, color));
            }
            run.iter().for_each(|p| mark(pen, *p, series.mark, color, theme));
        }
        if let Some((p, share)) = points.last().copied().flatten() {
            ends.push((p.y, words::percent(Some(share)), color));
        }
        let none = points.iter().all(Option::is_none);
        let name = if none { format!("{}: not examined", series.name) } else { series.name.into() };
        mark(pen, point(key + 8.0, inside.y + 9.0), series.mark, color, theme);
        pen.text(point(key + 22.0, inside.y + 14.0), &name, TYPE, Weight::SemiBold, theme.ink);
        key += 22.0 + wide(&name, Weight::SemiBold, TYPE) + 24.0;
    }
    // The figures of now stand at the ends of their lines, one under the other.
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = plot.y - 20.0;
    for (y, text, color) in ends {
        let y = y.max(least);
        least = y + 20.0;
        let ink = if color.contrast(theme.panel) >= 4.5 { color } else { theme.ink };
        pen.text(point(plot.right() + 16.0, y + 6.0), &text, 18.0, Weight::Bold, ink);
    }
}

fn axes(pen: &mut Pen, plot: Rect, theme: &Theme) {
    for quarter in 0..=4_u8 {
        let share = f32::from(quarter) / 4.0;
        let y = plot.bottom() - plot.h * share;
        let color = if quarter == 0 { theme.spine } else { theme.hairline };
        pen.line(vec![point(plot.x, y), point(plot.right(), y)], Stroke::new(1.0, color));
        let text = words::percent(Some(f64::from(share)));
        let at = point(plot.x - 10.0, y + 5.0);
        pen.anchored(at, &text, TYPE, Weight::Regular, theme.weak, Anchor::Right);
    }
}

/// Where each moment stands across: by date, but never so near another that labels meet.
fn positions(moments: &[Moment], plot: Rect) -> Vec<f32> {
    let day = |m: &Moment| m.on.duration_since(moments[0].on).as_hours() as f32 / 24.0;
    let days: Vec<f32> = moments.iter().map(day).collect();
    let span = days.iter().copied().fold(1.0, f32::max);
    let least = plot.w / (moments.len() as f32 * 1.6);
    let mut across: Vec<f32> = Vec::with_capacity(days.len());
    for day in days {
        let x = plot.x + 24.0 + (plot.w - 48.0) * (day / span).max(0.0);
        across.push(across.last().map_or(x, |before: &f32| x.max(before + least)));
    }
    // What was pushed over the edge is pulled back in together.
    let last = across.last().copied().unwrap_or(plot.right());
    let scale = ((plot.w - 48.0) / (last - plot.x - 24.0).max(1.0)).min(1.0);
    across.iter().map(|x| plot.x + 24.0 + (x - plot.x - 24.0) * scale).collect()
}

fn dates(pen: &mut Pen, plot: Rect, moments: &[Moment], across: &[f32], theme: &Theme) {
    for (place, (moment, x)) in moments.iter().zip(across).enumerate() {
        let room = |other: Option<&f32>| other.map_or(f32::INFINITY, |o| (o - x).abs());
        let before = place.checked_sub(1).and_then(|p| across.get(p));
        let edges = ((plot.right() + 78.0 - x) * 2.0).min((x - plot.x + 52.0) * 2.0);
        let width = room(before).min(room(across.get(place + 1))).min(edges) - 10.0;
        let tick = vec![point(*x, plot.bottom()), point(*x, plot.bottom() + 6.0)];
        pen.line(tick, Stroke::new(1.0, theme.spine));
        let title = fit(&words::sentence(&moment.title), Weight::SemiBold, width / TYPE);
        let at = point(*x, plot.bottom() + 26.0);
        pen.anchored(at, &title, TYPE, Weight::SemiBold, theme.ink, Anchor::Middle);
        let date = fit(&words::date(moment.on), Weight::Regular, width / 13.0);
        let at = point(*x, plot.bottom() + 46.0);
        pen.anchored(at, &date, 13.0, Weight::Regular, theme.weak, Anchor::Middle);
    }
}

/// A marker, told apart by its form.
fn mark(pen: &mut Pen, at: Point, mark: Mark, color: Color, theme: &Theme) {
    let r = 6.0;
    let square = rect(at.x - r, at.y - r, 2.0 * r, 2.0 * r);
    match mark {
        Mark::Square => pen.shape(square, 0.0, Fill::Solid(color), None),
        Mark::Round => pen.shape(square, r, Fill::Solid(color), None),
        Mark::Hollow => {
            pen.shape(square, r, Fill::Solid(theme.panel), Some(Stroke::new(3.0, color)));
        }
        Mark::Tall => {
            let tall = rect(at.x - 3.0, at.y - 8.0, 6.0, 16.0);
            pen.shape(tall, 0.0, Fill::Solid(color), None);
        }
    }
}
