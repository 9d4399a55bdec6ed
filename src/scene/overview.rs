//! The overview: a picture of the whole framework that stands alone, with title, date, figures,
//! rule, bar, legend, the objectives, and the orphans in their field.

use super::card::{self, Deck};
use super::furniture::{MARGIN, foot_with_legend, head, legend_height};
use super::page::Page;
use super::theme::Theme;
use super::ties::{self, Tie};
use super::{Fill, Pen, Scene, Stroke, Transform, field};
use crate::analysis::Analysis;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight};
use crate::layout::{self, Layout, Line, Request, Route};
use crate::model::Framework;
use std::collections::BTreeSet;

/// Draws the overview.
#[must_use]
pub fn overview(framework: &Framework, analysis: &Analysis, page: Page, theme: &Theme) -> Scene {
    let mut pen = Pen::default();
    let (width, height) = (page.width, page.height);
    let top = head(&mut pen, framework, analysis, page, theme) + 12.0;
    let across = width - 2.0 * MARGIN;
    let top = vision(&mut pen, framework, rect(MARGIN, top, across, 0.0), theme) + 12.0;
    // The objectives are drawn last, since the room for them depends on the legend, and it on them;
    // a legend of tensions and dependencies that none of them has is left out.
    let least = legend_height(framework, analysis, &[], page, theme);
    let field_height = field_height(analysis, height);
    let area_for = |legend: f32| {
        let field = height - 62.0 - legend - field_height;
        (rect(MARGIN, top, across, field - 20.0 - top), field)
    };
    let mut board = Board::new(framework, analysis, area_for(least).0, theme);
    let legend = legend_height(framework, analysis, &board.ties, page, theme);
    if legend > least {
        board = Board::new(framework, analysis, area_for(legend).0, theme);
    }
    board.draw(&mut pen, framework, analysis, page, theme);
    let field = rect(MARGIN, area_for(legend).1, across, field_height);
    field::framed(&mut pen, framework, analysis, page.discreet, field, theme);
    foot_with_legend(&mut pen, framework, analysis, &board.ties, page, theme);
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

/// The vision, a banner under the title; gives its lower edge.
fn vision(pen: &mut Pen, framework: &Framework, at: Rect, theme: &Theme) -> f32 {
    let Some(vision) = framework.head().vision.as_deref().filter(|v| !v.trim().is_empty()) else {
        return at.y;
    };
    // On a narrow page it takes two lines before it is cut.
    let lines = Measured::new(vision.trim(), Weight::SemiBold, None).lines((at.w - 40.0) / 16.0, 2);
    let banner = rect(at.x, at.y, at.w, 10.0 + 24.0 * lines.lines.len() as f32);
    let color = theme.vision;
    pen.shape(banner, 0.0, Fill::Solid(theme.card), Some(Stroke::new(1.4, color)));
    pen.shape(banner.grow(-3.5), 0.0, Fill::None, Some(Stroke::new(1.0, color)));
    for (row, text) in lines.lines.iter().enumerate() {
        let middle = point(banner.center().x, banner.y + 22.5 + 24.0 * row as f32);
        pen.anchored(middle, text, 16.0, Weight::SemiBold, theme.ink, super::Anchor::Middle);
    }
    banner.bottom()
}

/// The objectives, laid out for an area, with the tensions and dependencies between them.
struct Board {
    layout: Layout,
    ties: Vec<Tie>,
    area: Rect,
}

impl Board {
    fn new(framework: &Framework, analysis: &Analysis, area: Rect, theme: &Theme) -> Self {
        let folded = BTreeSet::new();
        let layout = layout::arrange(framework, &Request::whole((area.w, area.h), &folded));
        let ties = ties::ties(framework, analysis, &layout, theme);
        Self { layout, ties, area }
    }

    /// Draws them, scaled into the area.
    fn draw(
        &self,
        pen: &mut Pen,
        framework: &Framework,
        analysis: &Analysis,
        page: Page,
        theme: &Theme,
    ) {
        if self.layout.cards.is_empty() {
            let at = point(self.area.x, self.area.y + 40.0);
            pen.text(at, "No objective yet", 22.0, Weight::SemiBold, theme.weak);
            return;
        }
        let transform = fit_into(&self.layout, self.area);
        let deck = Deck::new(framework, analysis, theme).discreet(page.discreet);
        let second = |r: &&Route| matches!(r.line, Line::Second(_));
        let (seconds, spines): (Vec<&Route>, Vec<&Route>) =
            self.layout.routes.iter().partition(second);
        let draw = |routes: &[&Route], pen: &mut Pen| {
            let items = routes.iter().filter_map(|r| card::route(r, theme));
            pen.items.extend(items.map(|item| transform.item(&item)));
        };
        draw(&spines, pen);
        let under = self.ties.iter().flat_map(|tie| &tie.under);
        pen.items.extend(under.map(|item| transform.item(item)));
        for placed in &self.layout.cards {
            let items = card::card(placed, &deck);
            pen.items.extend(items.iter().map(|item| transform.item(item)));
        }
        draw(&seconds, pen);
        let over = self.ties.iter().flat_map(|tie| &tie.over);
        pen.items.extend(over.map(|item| transform.item(item)));
    }
}

/// Fits a layout into an area from its upper left, never larger than 1.6 to 1.
fn fit_into(layout: &Layout, area: Rect) -> Transform {
    let scale = layout.fit((area.w, area.h)).min(1.6);
    Transform { scale, dx: area.x - layout.bounds.x * scale, dy: area.y - layout.bounds.y * scale }
}
