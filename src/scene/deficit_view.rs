//! The deficit by owner, at the three bars, and the four elements of coherence: a picture that
//! stands alone.

use super::furniture::{MARGIN, foot, head};
use super::page::Page;
use super::theme::Theme;
use super::{Anchor, Fill, Hatch, Pen, Scene, Stroke, words};
use crate::analysis::{Analysis, By, Cents, Element, Group, group_name};
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, fit, width_em};
use crate::model::{EvidenceBar, Framework};

/// Draws the deficit in detail.
#[must_use]
pub fn deficit_view(
    framework: &Framework,
    analysis: &Analysis,
    page: Page,
    theme: &Theme,
) -> Scene {
    let mut pen = Pen::default();
    let top = head(&mut pen, framework, analysis, page, theme) + 24.0;
    let bottom = page.height - 48.0;
    let (across, height) = (page.width - 2.0 * MARGIN, bottom - top);
    let (left, upper, lower) = if page.width > page.height {
        let half = (across - 24.0) / 2.0;
        let left = rect(MARGIN, top, half, height);
        // Three rows with their explanations want 200 units; on a low page two panels share evenly.
        let least = (height * 0.34).max(200.0).min(height * 0.45);
        let upper = rect(left.right() + 24.0, top, half, least);
        let lower = rect(upper.x, upper.bottom() + 20.0, half, bottom - upper.bottom() - 20.0);
        (left, upper, lower)
    } else {
        let lower = (height * 0.26).clamp(260.0, 480.0);
        let upper = (height * 0.17).clamp(190.0, 260.0);
        let left = rect(MARGIN, top, across, height - upper - lower - 40.0);
        let upper = rect(MARGIN, left.bottom() + 20.0, across, upper);
        (left, upper, rect(MARGIN, upper.bottom() + 20.0, across, lower))
    };
    by_group(&mut pen, framework, analysis, page.discreet, left, theme);
    three_bars(&mut pen, analysis, upper, theme);
    four_elements(&mut pen, analysis, lower, theme);
    foot(&mut pen, analysis, page, theme);
    let title = format!("{}: deficit", framework.head().title);
    Scene { size: (page.width, page.height), title, ground: theme.page, items: pen.items }
}

/// A white panel with a title and a note; gives the room inside.
pub(super) fn panel(pen: &mut Pen, area: Rect, title: &str, note: &str, theme: &Theme) -> Rect {
    pen.shape(area, 8.0, Fill::Solid(theme.panel), Some(Stroke::new(1.2, theme.hairline)));
    let baseline = area.y + 34.0;
    pen.text(point(area.x + 20.0, baseline), title, 20.0, Weight::SemiBold, theme.ink);
    // On a narrow page the note gives way.
    if wide(title, Weight::SemiBold, 20.0) + wide(note, Weight::Regular, 14.0) + 64.0 < area.w {
        let right = point(area.right() - 20.0, baseline);
        pen.anchored(right, note, 14.0, Weight::Regular, theme.weak, Anchor::Right);
    }
    rect(area.x + 20.0, area.y + 54.0, area.w - 40.0, area.h - 66.0)
}

/// The width of a text.
pub(super) fn wide(text: &str, weight: Weight, size: f32) -> f32 {
    width_em(text, weight) * size
}

/// A bar: what shows a link, and what does not.
fn bar(pen: &mut Pen, area: Rect, no_link: f32, theme: &Theme) {
    let linked = area.w * (1.0 - no_link.clamp(0.0, 1.0));
    if linked > 0.0 {
        pen.shape(rect(area.x, area.y, linked, area.h), 0.0, Fill::Solid(theme.linked), None);
    }
    if linked < area.w {
        let rest = rect(area.x + linked, area.y, area.w - linked, area.h);
        pen.shape(rest, 0.0, theme.hatch(Hatch::NoLink), Some(Stroke::new(0.8, theme.orphan)));
    }
}

/// The deficit by owner with money; discreet, by dimension without.
fn by_group(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    discreet: bool,
    area: Rect,
    theme: &Theme,
) {
    let (by, title, note) = if discreet {
        (By::Dimension, "No link shown, by dimension", "share of its programs · share of money")
    } else {
        (By::Owner, "No link shown, by owner", "share of its programs · money")
    };
    let inside = panel(pen, area, title, note, theme);
    let groups = analysis.deficit.by.get(by);
    let rows = (inside.h / 30.0).floor().max(1.0) as usize;
    let most = if groups.len() < 10 { 64.0 } else { 46.0 };
    let step = (inside.h / groups.len().clamp(1, rows) as f32).min(most);
    let shown = if groups.len() > rows { rows - 1 } else { groups.len() };
    let largest = groups.iter().map(|g| g.money_no_link_shown).max().unwrap_or(Cents(1));
    let currency = analysis.deficit.money.currency;
    let of = |group: &Group| {
        format!("{} of {}", words::number(group.no_link_shown), words::number(group.programs))
    };
    let money = |group: &Group| {
        if discreet {
            words::percent(group.money_no_link_shown.share_of(group.money))
        } else {
            words::money(currency, group.money_no_link_shown)
        }
    };
    let widest = |text: &dyn Fn(&Group) -> String| {
        let widths = groups[..shown].iter().map(|g| wide(&text(g), Weight::Regular, 14.0));
        widths.fold(0.0, f32::max)
    };
    // Words take what they need; the bars share what is left, seven parts to three.
    let name_width = (inside.w * 0.3).min(196.0);
    let bar_x = inside.x + name_width + widest(&of) + 24.0;
    let left = inside.right() - bar_x - 62.0 - 8.0 - widest(&money) - 10.0;
    let (bar_width, money_width) = (left * 0.7, left * 0.3);
    let share_x = bar_x + bar_width + 10.0;
    let money_x = share_x + 62.0;
    for (place, group) in groups[..shown].iter().enumerate() {
        let middle = inside.y + step * (place as f32 + 0.5);
        let baseline = middle + 5.0;
        let color = if group.few { theme.weak } else { theme.ink };
        let name = fit(
            &group_name(framework, by, group.key.as_deref()),
            Weight::SemiBold,
            name_width / 15.0,
        );
        pen.text(point(inside.x, baseline), &name, 15.0, Weight::SemiBold, color);
        let at = point(bar_x - 12.0, baseline);
        pen.anchored(at, &of(group), 14.0, Weight::Regular, theme.weak, Anchor::Right);
        let share = group.share.unwrap_or(0.0);
        bar(pen, rect(bar_x, middle - 9.0, bar_width, 18.0), share as f32, theme);
        let (word, color) = if group.few {
            ("few".to_owned(), theme.weak)
        } else {
            (words::percent(group.share), theme.orphan_text)
        };
        pen.text(point(share_x, baseline), &word, 14.0, Weight::SemiBold, color);
        let whole = if discreet { group.money } else { largest };
        let part = group.money_no_link_shown.share_of(whole).unwrap_or(0.0) as f32;
        if part > 0.0 {
            let amount = rect(money_x, middle - 9.0, (money_width * part).max(1.5), 18.0);
            pen.shape(
                amount,
                0.0,
                theme.hatch(Hatch::NoLink),
                Some(Stroke::new(0.8, theme.orphan)),
            );
        }
        let at = point(money_x + money_width * part + 8.0, baseline);
        pen.text(at, &money(group), 14.0, Weight::Regular, theme.ink);
    }
    if shown < groups.len() {
        let rest = &groups[shown..];
        let text = format!(
            "and {} more: {} of {} programs show no link",
            rest.len(),
            words::number(rest.iter().map(|g| g.no_link_shown).sum()),
            words::number(rest.iter().map(|g| g.programs).sum())
        );
        let at = point(inside.x, inside.y + step * (shown as f32 + 0.5) + 5.0);
        pen.text(at, &text, 14.0, Weight::Regular, theme.weak);
    }
}

fn three_bars(pen: &mut Pen, analysis: &Analysis, area: Rect, theme: &Theme) {
    let inside =
        panel(pen, area, "The same at three evidence bars", "programs with no link shown", theme);
    let step = inside.h / 3.0;
    let rows = [
        (EvidenceBar::Asserted, "asserted", "somebody says so"),
        (EvidenceBar::Documented, "documented", "a document and page is named"),
        (
            EvidenceBar::Confirmed,
            "confirmed by a local actor",
            "the stricter the proof, the larger the deficit",
        ),
    ];
    for (place, &(bar_kind, name, what)) in rows.iter().enumerate() {
        let y = inside.y + step * place as f32;
        pen.text(point(inside.x, y + 18.0), name, 15.0, Weight::SemiBold, theme.ink);
        if step >= 44.0 {
            let what = fit(what, Weight::Regular, inside.w / 13.5);
            pen.text(point(inside.x, y + 38.0), &what, 13.5, Weight::Regular, theme.weak);
        }
        let at = analysis.deficit.at_bar.at(bar_kind);
        let x = inside.x + (inside.w * 0.41).max(wide(rows[2].1, Weight::SemiBold, 15.0) + 14.0);
        let width = inside.right() - x - 150.0;
        bar(pen, rect(x, y + 5.0, width, 19.0), at.share.unwrap_or(0.0) as f32, theme);
        let figure = words::percent(at.share);
        let place = point(x + width + 14.0, y + 20.0);
        pen.text(place, &figure, 17.0, Weight::SemiBold, theme.orphan_text);
        let right = point(inside.right(), y + 20.0);
        let n = words::number(at.programs);
        pen.anchored(right, &n, 14.0, Weight::Regular, theme.weak, Anchor::Right);
    }
}

fn four_elements(pen: &mut Pen, analysis: &Analysis, area: Rect, theme: &Theme) {
    let note = "degree: programs that hold of those concerned";
    let inside = panel(pen, area, "Coherence, four elements", note, theme);
    let coherence = &analysis.coherence;
    let rows: [(&str, &Element); 4] = [
        ("Agency coherence", &coherence.agency),
        ("Whole of government and system", &coherence.whole_of_government),
        ("External: harmonization", &coherence.harmonization),
        ("Internal/external: alignment", &coherence.alignment),
    ];
    let step = (inside.h / 4.0).min(112.0);
    let of = |element: &Element| match element.degree {
        Some(_) => {
            format!("{} of {}", words::number(element.holds), words::number(element.concerns))
        }
        None if element.examined => "concerns no program".to_owned(),
        None => "not examined".to_owned(),
    };
    let names = rows.iter().map(|(name, _)| wide(name, Weight::SemiBold, 16.0));
    let x = inside.x + names.fold(inside.w * 0.4, f32::max) + 14.0;
    let figures = rows.iter().map(|(_, element)| wide(&of(element), Weight::SemiBold, 15.0));
    let end = inside.right() - 58.0 - figures.fold(0.0, f32::max);
    for (place, (name, element)) in rows.into_iter().enumerate() {
        let y = inside.y + step * place as f32;
        pen.text(point(inside.x, y + 20.0), name, 16.0, Weight::SemiBold, theme.ink);
        let bar = rect(x, y + 6.0, (end - 14.0 - x).max(20.0), 19.0);
        pen.shape(bar, 0.0, Fill::Solid(theme.trough), None);
        if let Some(degree) = element.degree {
            let held = rect(bar.x, bar.y, bar.w * degree as f32, bar.h);
            pen.shape(held, 0.0, Fill::Solid(theme.linked), None);
            let at = point(inside.right(), y + 21.0);
            let figure = words::percent(element.degree);
            pen.anchored(at, &figure, 16.0, Weight::SemiBold, theme.ink, Anchor::Right);
        }
        let color = if element.degree.is_some() { theme.ink } else { theme.weak };
        let at = point(bar.right() + 14.0, y + 21.0);
        pen.text(at, &of(element), 15.0, Weight::SemiBold, color);
        if step >= 48.0 {
            let text = fit(&explain(element, place), Weight::Regular, inside.w / 14.0);
            pen.text(point(inside.x, y + 44.0), &text, 14.0, Weight::Regular, theme.weak);
        }
    }
}

/// What holds an element back, in a line.
fn explain(element: &Element, place: usize) -> String {
    let mut parts = Vec::new();
    if !element.examined {
        parts.push(
            [
                "no tension or position is recorded",
                "no tension or position is recorded",
                "no tension or mechanism is recorded",
                "no local core-group actor has taken a position",
            ][place]
                .to_owned(),
        );
    }
    let back = u32::try_from(element.held_back.len()).unwrap_or(u32::MAX);
    if back > 0 {
        let why = [
            "in an open tension inside their agency",
            "in an open tension or objection within their government or system",
            "in an open tension or an overlap without recorded coordination",
            "without an objective that is locally owned",
        ][place];
        parts.push(format!("{} {why}", words::number(back)));
    }
    if let Some(presumed) = element.presumed.filter(|n| *n > 0) {
        parts.push(format!("local backing only presumed for {}", words::number(presumed)));
    }
    if element.not_judged > 0 {
        parts.push(format!("{} without a link not judged", words::number(element.not_judged)));
    }
    parts.join(" · ")
}
