//! Tensions and dependencies on the canvas, and the programs that are lit: drawn over the cards,
//! told on hover, selected by a click. The layout is not changed by them.

use super::Canvas;
use super::sheet::Detail;
use crate::analysis::supported;
use crate::layout::geometry::{Rect, point};
use crate::layout::text::Weight;
use crate::model::{ObjectiveId, ProgramId};
use crate::scene::ties::{self, Of, Tie};
use crate::scene::{ThemeName, words};
use crate::ui::action::{Action, Record};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use crate::ui::{fonts, paint};
use egui::{Key, Pos2, Response, Sense, Shape, Ui, WidgetInfo, WidgetType};
use std::collections::BTreeMap;

/// How near the pointer must be to a line, in screen points.
const NEAR: f32 = 7.0;

/// Lines beyond which they get no widget of their own.
const MOST_WIDGETS: usize = 200;

/// What is drawn over the cards.
#[derive(Default)]
pub(super) struct Over {
    ties: Vec<Tie>,
    /// The programs that are lit, by the card that shows them.
    lit: Option<BTreeMap<ObjectiveId, u32>>,
    /// The revision that both are of.
    revision: Option<u64>,
    /// The layout and theme that the lines are of, if they are drawn.
    of: Option<(u64, ThemeName)>,
}

impl Over {
    pub(super) fn lit(&self) -> Option<&BTreeMap<ObjectiveId, u32>> {
        self.lit.as_ref()
    }
}

impl Canvas {
    /// Finds anew what is drawn over the cards, where figures or layout changed.
    pub(super) fn look_over(&mut self, cx: &UiCtx) {
        let Some(layout) = &self.layout else { return };
        let draws = cx.view.settings.lines && self.draws_lines();
        let of = draws.then_some((self.laid, cx.theme.name));
        let before = (self.over.revision, self.over.of);
        if before == (Some(cx.revision), of) {
            return;
        }
        let mut ties = std::mem::take(&mut self.over.ties);
        let untouched = |(since, touched): (u64, &[ProgramId])| {
            before == (Some(since), of) && !ties::concern(cx.framework, cx.analysis, &ties, touched)
        };
        if !draws {
            ties.clear();
        } else if !cx.touched.is_some_and(untouched) {
            ties = ties::ties(cx.framework, cx.analysis, layout, cx.theme);
        }
        let behind = cx.view.behind.filter(|behind| behind.lit);
        let lit = behind.map(|b| supported(cx.framework, cx.analysis.bar, &b.programs));
        self.over = Over { ties, lit, revision: Some(cx.revision), of };
    }

    /// The lines that are drawn, in words.
    pub(in crate::ui) fn lines_in_words(&self, cx: &crate::model::Framework) -> Vec<String> {
        let Some(layout) = self.layout.as_ref().filter(|_| self.draws_lines()) else {
            return Vec::new();
        };
        self.over.ties.iter().map(|tie| ties::spoken(tie, cx, layout)).collect()
    }

    /// The cards that are lit, with how many programs.
    pub(in crate::ui) fn lit_cards(&self) -> Vec<(String, u32)> {
        let lit = self.over.lit().into_iter().flatten();
        lit.map(|(id, n)| (id.to_string(), *n)).collect()
    }

    fn draws_lines(&self) -> bool {
        self.detail != Detail::Block && self.slide.is_none()
    }

    /// Draws what lies under the cards.
    pub(super) fn under_ui(&self, ui: &Ui, cx: &UiCtx, here: Rect) {
        if !self.draws_lines() {
            return;
        }
        let (sight, transform) = (self.camera.sight(here), self.camera.transform(here));
        let mut shapes: Vec<Shape> = Vec::new();
        for tie in self.over.ties.iter().filter(|tie| tie.bounds().overlaps(sight)) {
            for item in &tie.under {
                cx.brush.item(ui.ctx(), &transform.item(item), &mut shapes);
            }
        }
        ui.painter().with_clip_rect(paint::rect(here)).extend(shapes);
    }

    /// Draws what lies over the cards: those under the pointer, and what is selected, in full.
    pub(super) fn over_ui(&self, ui: &Ui, cx: &UiCtx, here: Rect) {
        if !self.draws_lines() {
            return;
        }
        let sight = self.camera.sight(here);
        let transform = self.camera.transform(here);
        let painter = ui.painter().with_clip_rect(paint::rect(here));
        let mut shapes: Vec<Shape> = Vec::new();
        for tie in self.over.ties.iter().filter(|tie| tie.bounds().overlaps(sight)) {
            let full = chosen(cx, tie) || self.pointed.as_ref() == Some(&tie.of);
            let whole = tie.under.iter().filter(|_| full);
            for item in tie.over.iter().chain(whole) {
                cx.brush.item(ui.ctx(), &transform.item(item), &mut shapes);
            }
            if chosen(cx, tie) {
                let ring = paint::rect(transform.rect(tie.spot)).expand(4.0);
                let line = egui::Stroke::new(3.0, color(cx.theme.ring));
                shapes.push(Shape::rect_stroke(ring, 8.0, line, egui::StrokeKind::Outside));
            }
        }
        painter.extend(shapes);
        let Some(layout) = &self.layout else { return };
        for card in layout.cards.iter().filter(|c| c.rect.overlaps(sight)) {
            let Some(n) = self.over.lit().and_then(|lit| lit.get(&card.id)) else { continue };
            let at = paint::rect(transform.rect(card.rect));
            let text = format!("{} lit", words::number(*n));
            let font = fonts::font_for("", 12.0, Weight::SemiBold);
            let ink = color(cx.theme.on_accent);
            let galley = painter.layout_no_wrap(text, font, ink);
            let size = galley.size() + egui::vec2(12.0, 2.0);
            let corner = at.right_bottom() - egui::vec2(size.x - 4.0, size.y * 0.35);
            let pill = egui::Rect::from_min_size(corner, size);
            painter.rect_filled(pill, 8.0, color(cx.theme.accent));
            painter.galley(pill.min + egui::vec2(6.0, 1.0), galley, ink);
        }
    }

    /// The line at a point on screen: a mark lies over its card, a card over the lines behind it.
    pub(super) fn tie_at(&self, here: Rect, at: Pos2, card: bool) -> Option<&Tie> {
        if !self.draws_lines() {
            return None;
        }
        let zoom = self.camera.view().zoom.max(0.01);
        let at = self.camera.to_canvas(here, point(at.x, at.y));
        let able = self.over.ties.iter().filter(|tie| tie.is_mark() || !card);
        let near = able.map(|tie| (tie.distance(at) * zoom, tie));
        let near = near.filter(|(far, _)| *far <= NEAR);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, tie)| tie)
    }

    /// A named widget over each line in sight, for keyboards and screen readers.
    pub(super) fn tie_widgets(&self, ui: &mut Ui, cx: &UiCtx, here: Rect) {
        let Some(layout) = self.layout.as_ref().filter(|_| self.draws_lines()) else { return };
        let sight = self.camera.sight(here);
        let transform = self.camera.transform(here);
        let seen = self.over.ties.iter().enumerate();
        let seen = seen.filter(|(_, tie)| tie.spot.overlaps(sight));
        for (place, tie) in seen.take(MOST_WIDGETS) {
            let at = paint::rect(transform.rect(tie.spot)).intersect(paint::rect(here));
            let id = ui.id().with(("tie", place));
            let response = ui.interact(at, id, Sense::focusable_noninteractive());
            let spoken = ties::spoken(tie, cx.framework, layout);
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Link, true, &spoken));
            let asked = ui
                .input(|i| i.has_accesskit_action_request(id, egui::accesskit::Action::Click))
                || (response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter)));
            if asked {
                cx.send(open(tie));
            }
            if response.gained_focus() {
                cx.send(Action::Say(spoken));
            }
        }
    }
}

/// What a line says, while the pointer is over it.
pub(super) fn hover_ui(tie: &Tie, response: Response) {
    response.on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(420.0);
        for words in tie.words.iter().take(8) {
            ui.label(readable(words));
        }
        if tie.words.len() > 8 {
            ui.label(format!("and {} more", tie.words.len() - 8));
        }
    });
}

/// What a click on a line selects.
pub(super) fn open(tie: &Tie) -> Action {
    match &tie.of {
        Of::Tension(id) => Action::Select(Record::Tension(id.clone())),
        Of::Dependencies(programs) => Action::SelectPrograms(programs.clone()),
    }
}

/// Whether what a line stands for is selected.
fn chosen(cx: &UiCtx, tie: &Tie) -> bool {
    match &tie.of {
        Of::Tension(id) => cx.selection.record == Some(Record::Tension(id.clone())),
        Of::Dependencies(programs) => {
            cx.selection.programs.len() == programs.len()
                && programs.iter().all(|id| cx.selection.programs.contains(id))
        }
    }
}
