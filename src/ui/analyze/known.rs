//! Beside the breakdowns: the deficit at the three bars, where the programs stand, and how far
//! all of it is known.

use super::parts::{
    ROW, bar_ui, figure_at, figure_ui, line_ui, mark_ui, note_ui, panel_ui, said_ui, split, spoken,
    wide,
};
use crate::analysis::{Exclusion, Figure, LinkShown, Standing};
use crate::layout::text::Weight;
use crate::model::{Basis, EvidenceBar};
use crate::scene::field::hatch_of;
use crate::scene::{Fill, words};
use crate::ui::context::UiCtx;
use egui::{Align, Rect, Sense, Ui, Vec2};

/// A row of the panel's width.
fn row(ui: &mut Ui, height: f32) -> Rect {
    ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover()).0
}

/// The deficit at the three evidence bars.
pub(super) fn bars_ui(ui: &mut Ui, cx: &UiCtx) {
    let theme = cx.theme;
    panel_ui(ui, cx, "The same at three evidence bars", "programs with no link shown", |ui| {
        for (bar, what, why) in [
            (EvidenceBar::Asserted, "asserted", "somebody says so"),
            (EvidenceBar::Documented, "documented", "a document and page is named"),
            (
                EvidenceBar::Confirmed,
                "confirmed by a local actor",
                "a local actor, not the owner, says so",
            ),
        ] {
            let at = cx.analysis.deficit.at_bar.at(bar);
            let area = row(ui, 48.0);
            let chosen = cx.analysis.bar == bar;
            let name = (area.width() * 0.4).clamp(120.0, 300.0);
            let (left, right) = area.split_left_right_at_x(area.min.x + name);
            let (above, below) = left.split_top_bottom_at_y(left.min.y + 26.0);
            let what = if chosen { format!("{what} (in use)") } else { what.to_owned() };
            line_ui(ui, above, &what, (15.0, Weight::SemiBold, theme.ink), Align::Min);
            line_ui(ui, below, why, (13.0, Weight::Regular, theme.weak), Align::Min);
            let count = super::of(at.programs, cx.analysis.scope.programs);
            let money = words::money(cx.analysis.deficit.money.currency, at.money);
            let (bars, figures) = right.split_top_bottom_at_y(right.min.y + 24.0);
            let (bar_area, share) = bars.split_left_right_at_x(bars.max.x - 64.0);
            let bar_area = bar_area.with_min_x(bar_area.min.x + 10.0);
            let thin = Rect::from_center_size(bar_area.center(), Vec2::new(bar_area.width(), 18.0));
            bar_ui(ui, cx, thin, &split(theme, at.share.unwrap_or(0.0)));
            let percent = words::percent(at.share);
            line_ui(ui, share, &percent, (17.0, Weight::SemiBold, theme.orphan_text), Align::Max);
            let said = format!("{}: {count} show no link, {percent}, {money}", bar.word());
            said_ui(ui, bars, ("bar", bar.word()), &said);
            let figure = Figure::NoLink(bar);
            let width = wide(&count, 14.0, Weight::Regular) + 12.0;
            let at_left = figures.min.x + 6.0;
            let at = Rect::from_min_size(
                egui::pos2(at_left, figures.min.y - 3.0),
                Vec2::new(width, 28.0),
            );
            let look = (14.0, Weight::Regular, theme.ink);
            let n = cx.analysis.deficit.at_bar.at(bar).programs;
            figure_at(ui, cx, at, (&count, look, Align::Min), &figure, || {
                spoken(&figure.words(cx.framework), n)
            });
            let rest = figures.with_min_x(at.max.x + 6.0);
            line_ui(ui, rest, &money, (14.0, Weight::Regular, theme.weak), Align::Min);
        }
    });
}

/// Where the programs stand: nine standings, each with its count.
pub(super) fn standings_ui(ui: &mut Ui, cx: &UiCtx) {
    let all = cx.analysis.scope.programs;
    panel_ui(ui, cx, "Where the programs stand", &words::gap_in_data(cx.analysis), |ui| {
        // Two columns where there is room: those that show a link or stand apart come first.
        let wide = ui.available_width() >= 620.0;
        let half = if wide { Standing::ALL.len().div_ceil(2) } else { Standing::ALL.len() };
        for place in 0..half {
            let area = row(ui, ROW + 2.0);
            let (left, right) = area.split_left_right_at_fraction(0.5);
            let at = if wide { left.with_max_x(left.max.x - 14.0) } else { area };
            standing_ui(ui, cx, Standing::ALL[place], all, at);
            if let Some(standing) = Standing::ALL.get(half + place) {
                standing_ui(ui, cx, *standing, all, right.with_min_x(right.min.x + 14.0));
            }
        }
        note_ui(
            ui,
            cx,
            "independent ones and those of another framework are apart: neither linked nor counted as without a link",
        );
    });
}

fn standing_ui(ui: &mut Ui, cx: &UiCtx, standing: Standing, all: u32, area: Rect) {
    let theme = cx.theme;
    let n = cx.analysis.standing.count(standing);
    let (fill, edge) = match standing.link_shown() {
        LinkShown::Yes => (Fill::Solid(theme.linked), theme.linked),
        LinkShown::Apart => (theme.hatch(hatch_of(standing)), theme.linked),
        LinkShown::No => (theme.hatch(hatch_of(standing)), theme.orphan),
    };
    mark_ui(ui, cx, area.left_center() - Vec2::new(0.0, 4.0), fill, edge);
    let tint = if n == 0 { theme.weak } else { theme.ink };
    let (left, count) = area.split_left_right_at_x(area.max.x - 56.0);
    let left = left.with_min_x(left.min.x + 22.0);
    let (above, below) = left.split_top_bottom_at_y(left.max.y - 9.0);
    let look = (14.0, Weight::Regular, tint);
    line_ui(ui, above, standing.words(), look, Align::Min);
    // Below the words, so that all begin in one place and are of one scale.
    let share = f64::from(n) / f64::from(all.max(1));
    let bar = Rect::from_min_size(below.min, Vec2::new(below.width() - 12.0, 6.0));
    bar_ui(ui, cx, bar, &[(share, fill, edge)]);
    let figure = Figure::Standing(standing);
    let look = (14.0, Weight::SemiBold, tint);
    figure_at(ui, cx, count, (&words::number(n), look, Align::Max), &figure, || {
        spoken(standing.words(), n)
    });
}

/// A word and its figure, never parted at the end of a line.
fn pair_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    label: &str,
    (text, figure): (&str, &Figure),
    name: impl Fn() -> String,
) {
    let width = wide(label, 14.0, Weight::Regular) + wide(text, 15.0, Weight::Regular) + 40.0;
    if ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
    ui.label(egui::RichText::new(label).size(14.0));
    figure_ui(ui, cx, text, figure, name);
    ui.add_space(10.0);
}

/// How far the figures are known, and what is left out of them.
pub(super) fn known_ui(ui: &mut Ui, cx: &UiCtx) {
    let analysis = cx.analysis;
    let money = &analysis.deficit.money;
    panel_ui(ui, cx, "How far it is known", "", |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(6.0, 2.0);
            let mut line = |label: &str, figure: &Figure, n: u32| {
                let text = words::number(n);
                let said = || spoken(&figure.words(cx.framework), n);
                pair_ui(ui, cx, label, (&text, figure), said);
            };
            line("Programs in scope", &Figure::Scope, analysis.scope.programs);
            line("With money", &Figure::WithMoney, money.programs_with_money);
            for (basis, word) in [
                (Basis::Commitment, "by commitment"),
                (Basis::Budget, "by budget"),
                (Basis::Disbursement, "by disbursement"),
                (Basis::Stated, "as stated"),
            ] {
                let n = money.basis.get(word.rsplit(' ').next().unwrap_or_default()).copied();
                if let Some(n) = n.filter(|n| *n > 0) {
                    line(&format!("Money known {word}"), &Figure::Basis(basis), n);
                }
            }
            let out = analysis.scope.excluded;
            for (why, n, label) in [
                (Exclusion::OutOfScope, out.out_of_scope, "Left out: out of scope"),
                (Exclusion::Cancelled, out.cancelled, "Left out: cancelled"),
                (Exclusion::OutsidePeriod, out.outside_period, "Left out: outside the period"),
                (Exclusion::Umbrella, out.umbrella, "Left out: umbrellas, counted by their parts"),
            ] {
                if n > 0 {
                    line(label, &Figure::LeftOut(why), n);
                }
            }
            for (currency, sum) in &money.unconverted {
                let figure = Figure::Unconverted(currency.clone());
                let said = || format!("{}: {sum}", figure.words(cx.framework));
                let text = format!("{currency} {sum}");
                pair_ui(ui, cx, "Without a rate, in no sum", (&text, &figure), said);
            }
        });
        note_ui(ui, cx, &words::coverage(analysis));
        note_ui(ui, cx, &words::rule(analysis.bar));
    });
}
