//! The deficit in two figures and a bar: always in sight.

use super::furniture::Flow;
use super::theme::Theme;
use super::{Anchor, Fill, Hatch, Pen, Stroke, words};
use crate::analysis::{Analysis, Standing};
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, width_em};

/// The two figures: share of programs and of money, their words beside them in two lines.
/// Discreet figures say no amount. Gives the right edge.
pub fn figures(
    pen: &mut Pen,
    analysis: &Analysis,
    discreet: bool,
    at: (f32, f32),
    size: f32,
    theme: &Theme,
) -> f32 {
    let deficit = &analysis.deficit;
    let money = &deficit.money;
    let color = if deficit.programs == 0 { theme.ink } else { theme.orphan_text };
    let of_money = if discreet {
        format!("known for {}", words::count(money.programs_with_money, "program", "programs"))
    } else {
        let amount = |cents| words::money(money.currency, cents);
        format!("{} of {}", amount(money.no_link_shown), amount(money.total))
    };
    let of_programs = format!(
        "{} of {}",
        words::number(deficit.programs),
        words::number(analysis.scope.programs)
    );
    let columns = [
        (words::percent(deficit.share), "of programs show no link", of_programs),
        (words::percent(money.share), "of the money shows no link", of_money),
    ];
    let small = (size * 0.4).clamp(13.0, 22.0);
    let mut x = at.0;
    for (figure, what, how_many) in &columns {
        pen.text(point(x, at.1 + size * 0.78), figure, size, Weight::Bold, color);
        x += width_em(figure, Weight::Bold) * size + size * 0.35;
        let (first, second) = (at.1 + size * 0.36, at.1 + size * 0.36 + small * 1.28);
        pen.text(point(x, first), what, small, Weight::SemiBold, theme.ink);
        pen.text(point(x, second), how_many, small, Weight::Regular, theme.weak);
        let widest = width_em(what, Weight::SemiBold).max(width_em(how_many, Weight::Regular));
        x += widest * small + size * 0.8;
    }
    x - size * 0.8
}

/// The parts of the bar: how many programs, and how they are filled.
fn parts(analysis: &Analysis, theme: &Theme) -> Vec<(u32, Fill)> {
    let standing = analysis.standing;
    let apart = standing.independent + standing.elsewhere;
    let examined = analysis.deficit.programs - standing.unresolved - standing.unreviewed;
    vec![
        (standing.count(Standing::Linked), Fill::Solid(theme.linked)),
        (apart, theme.hatch(Hatch::Apart)),
        (examined, theme.hatch(Hatch::NoLink)),
        (standing.unresolved, theme.hatch(Hatch::Unresolved)),
        (standing.unreviewed, theme.hatch(Hatch::Unreviewed)),
    ]
}

/// The bar: linked, apart, and the three sorts of no link shown.
pub fn bar(pen: &mut Pen, analysis: &Analysis, area: Rect, theme: &Theme) {
    let total = analysis.scope.programs;
    pen.shape(area, 0.0, Fill::Solid(theme.trough), None);
    let mut x = area.x;
    for (count, fill) in parts(analysis, theme) {
        if count > 0 && total > 0 {
            let width = area.w * count as f32 / total as f32;
            pen.shape(
                rect(x, area.y, width, area.h),
                0.0,
                fill,
                Some(Stroke::new(0.8, theme.outline)),
            );
            x += width;
        }
    }
    pen.shape(area, 0.0, Fill::None, Some(Stroke::new(1.5, theme.outline)));
}

/// How wide the Utstein caption is with its bar.
pub(super) fn utstein_width(size: f32) -> f32 {
    width_em(words::UTSTEIN, Weight::Regular) * size + 8.0 + size * 6.5
}

/// The parts of the bar that occur, counted in words: "112 not reviewed yet".
#[must_use]
pub fn counted(analysis: &Analysis) -> Vec<String> {
    const NAMES: [[&str; 2]; 5] = [
        ["linked", "linked"],
        ["apart", "apart"],
        ["looked at", "looked at"],
        ["names what this file lacks", "name what this file lacks"],
        ["not reviewed yet", "not reviewed yet"],
    ];
    let parts = parts(analysis, Theme::room()).into_iter().zip(NAMES);
    let said = |((count, _), [one, many]): ((u32, Fill), [&str; 2])| words::count(count, one, many);
    parts.filter(|((count, _), _)| *count > 0).map(said).collect()
}

/// The legend of the bar with the count of each part that occurs.
pub fn counts(pen: &mut Pen, analysis: &Analysis, at: (f32, f32), size: f32, theme: &Theme) {
    let fills = parts(analysis, theme).into_iter().filter(|(count, _)| *count > 0);
    let mut x = at.0;
    for ((_, fill), said) in fills.zip(counted(analysis)) {
        let mark = rect(x, at.1 - size * 0.8, size * 1.7, size * 0.9);
        pen.shape(mark, 0.0, fill, Some(Stroke::new(0.8, theme.outline)));
        x += size * 2.1;
        pen.text(point(x, at.1), &said, size, Weight::Regular, theme.ink);
        x += (width_em(&said, Weight::Regular) + 1.3) * size;
    }
}

/// The Utstein figure as a caption with a small bar of its own, ending at a point on the right.
/// Gives the left edge.
pub fn utstein(pen: &mut Pen, right: f32, baseline: f32, size: f32, theme: &Theme) -> f32 {
    let width = width_em(words::UTSTEIN, Weight::Regular) * size;
    let at = point(right, baseline);
    pen.anchored(at, words::UTSTEIN, size, Weight::Regular, theme.weak, Anchor::Right);
    let bar =
        rect(right - width - 8.0 - size * 6.5, baseline - size * 0.72, size * 6.5, size * 0.62);
    let linked = bar.w * 0.45;
    pen.shape(rect(bar.x, bar.y, linked, bar.h), 0.0, Fill::Solid(theme.linked), None);
    let rest = rect(bar.x + linked, bar.y, bar.w - linked, bar.h);
    pen.shape(rest, 0.0, theme.hatch(Hatch::NoLink), Some(Stroke::new(0.8, theme.orphan)));
    bar.x
}

/// The legend's marks: what the fills of the bar mean, those that occur.
pub(super) fn legend(
    pen: &mut Pen,
    analysis: &Analysis,
    flow: &mut Flow,
    size: f32,
    theme: &Theme,
) {
    const NAMES: [&str; 5] = [
        "linked",
        "apart",
        "no link shown, looked at",
        "names what this file lacks",
        "not reviewed yet",
    ];
    for ((count, fill), name) in parts(analysis, theme).into_iter().zip(NAMES) {
        if count == 0 {
            continue;
        }
        let width = width_em(name, Weight::Regular) * size;
        let (x, y) = flow.next(size * 3.4 + width);
        let mark = rect(x, y - size * 0.8, size * 1.7, size * 0.9);
        pen.shape(mark, 0.0, fill, Some(Stroke::new(0.8, theme.outline)));
        pen.text(point(x + size * 2.1, y), name, size, Weight::Regular, theme.weak);
    }
}
