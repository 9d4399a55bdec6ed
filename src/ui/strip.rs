//! The deficit and the orphan field: always in sight, whatever the mode.

mod hand;

use super::context::UiCtx;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, fit, width_em};
use crate::scene::field::{self, Field, Group, GroupBy, SizeBy};
use crate::scene::{Fill, Pen, headline, words};
use egui::{RichText, Sense, Shape, Ui, UiBuilder, WidgetInfo, WidgetType};
use hand::{Lasso, Marked};

/// The height of the figures and the bar.
const HEAD: f32 = 58.0;

/// How high the strip is in a window of a height.
pub(super) fn height(window: f32, orphans: bool) -> f32 {
    if orphans { HEAD + (window * 0.155).clamp(96.0, 230.0) } else { HEAD + 8.0 }
}

/// What a drawing of the strip is of: figures, font atlas, grouping, size, room.
type Made = ((u64, u64), GroupBy, SizeBy, [f32; 4]);

/// What the strip keeps from frame to frame.
#[derive(Default)]
pub(super) struct Strip {
    field: Field,
    shapes: Vec<Shape>,
    made_for: Option<Made>,
    /// The orphans by group, of which revision, by what.
    groups: Vec<Group>,
    grouped: Option<(u64, GroupBy)>,
    marked: Marked,
    lasso: Lasso,
}

impl Strip {
    /// Forgets its marks: another document was opened.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether a rectangle is being drawn, which Escape lets go.
    pub(super) fn has_something_in_hand(&self) -> bool {
        self.lasso.is_drawn()
    }

    /// Where the marks are on screen: left, top, width, height, by program.
    pub(super) fn marks_on_screen(&self) -> Vec<(String, [f32; 4])> {
        let place = |m: &field::Mark| [m.rect.x, m.rect.y, m.rect.w, m.rect.h];
        self.field.marks.iter().map(|m| (m.program.to_string(), place(m))).collect()
    }

    /// Shows the strip in what room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let room = ui.available_rect_before_wrap();
        let area = rect(room.min.x, room.min.y, room.width(), room.height());
        let orphans = cx.analysis.deficit.programs > 0;
        let field = rect(area.x + 14.0, area.y + HEAD, area.w - 28.0, area.h - HEAD - 8.0);
        let (by, size) = (cx.view.settings.group_by(), cx.view.settings.size_by());
        let made_for = ((cx.revision, cx.atlas), by, size, [area.x, area.y, area.w, area.h]);
        if self.made_for != Some(made_for) {
            self.made_for = Some(made_for);
            self.draw(ui, cx, area, field, orphans);
        }
        ui.painter().extend(self.shapes.iter().cloned());
        let response = ui.interact(room, ui.id().with("deficit"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, spoken(cx)));
        if orphans {
            self.interact(ui, cx, field);
            self.groups_ui(ui, cx);
            menu_ui(ui, cx, area);
        }
    }

    fn draw(&mut self, ui: &Ui, cx: &UiCtx, area: Rect, frame: Rect, orphans: bool) {
        let mut pen = Pen::default();
        let theme = cx.theme;
        let wide = area.w > 1500.0;
        let size = if wide { 42.0 } else { 34.0 };
        let right = headline::figures(
            &mut pen,
            cx.analysis,
            false,
            (area.x + 16.0, area.y + 6.0),
            size,
            theme,
        );
        let x = right + 36.0;
        let end = area.x + area.w - 16.0;
        // The menu of the field stands on the right of the bar.
        let menu = if orphans { menu_width(cx) + 6.0 } else { 0.0 };
        let bar = rect(x, area.y + 10.0, end - menu - x, 18.0);
        headline::bar(&mut pen, cx.analysis, bar, theme);
        let small = if wide { 13.0 } else { 12.0 };
        let mut gap = words::gap_in_data(cx.analysis);
        let apart = cx.analysis.standing.independent;
        let more = format!("{gap} · {} independent on principle", words::number(apart));
        if apart > 0 && width_em(&more, Weight::SemiBold) * small < end - x {
            gap = more;
        }
        let gap_width = width_em(&gap, Weight::SemiBold) * small;
        let caption = width_em(words::UTSTEIN, Weight::Regular) * small + 110.0;
        let baseline = area.y + 46.0;
        // Where both do not fit, the Utstein caption gives way: the figure at hand comes first.
        if gap_width + caption < end - x {
            headline::utstein(&mut pen, end, baseline, small, theme);
        }
        let gap = fit(&gap, Weight::SemiBold, (end - x) / small);
        pen.text(point(x, baseline), &gap, small, Weight::SemiBold, theme.ink);
        let (by, size) = (cx.view.settings.group_by(), cx.view.settings.size_by());
        let before = std::mem::take(&mut self.field);
        if orphans {
            pen.shape(frame, 6.0, Fill::Solid(theme.field), Some(theme.dashed(2.6)));
            let inner = rect(frame.x + 12.0, frame.y + 7.0, frame.w - 24.0, frame.h - 15.0);
            let before = if self.group(cx, by) { before } else { Field::default() };
            self.field = field::arrange_again(&self.groups, inner, small, size, &before);
            for heading in &self.field.headings {
                let at = point(heading.x, heading.y);
                pen.text(at, &heading.text, small, Weight::SemiBold, theme.ink);
            }
        }
        self.shapes.clear();
        for item in &pen.items {
            cx.brush.item(ui.ctx(), item, &mut self.shapes);
        }
        self.shapes.extend(cx.brush.marks(&self.field, theme));
        self.marked = Marked::default();
    }

    /// Groups the orphans; gives whether they were grouped by the same before.
    fn group(&mut self, cx: &UiCtx, by: GroupBy) -> bool {
        let before = self.grouped.replace((cx.revision, by));
        match (before, cx.touched) {
            (Some((revision, was)), _) if revision == cx.revision && was == by => {}
            (Some((revision, was)), Some((since, touched))) if revision == since && was == by => {
                field::group_again(&mut self.groups, cx.framework, cx.analysis, by, touched);
            }
            _ => self.groups = field::groups(cx.framework, cx.analysis, by),
        }
        before.is_some_and(|(_, was)| was == by)
    }
}

/// The deficit in words, for those who cannot see the strip.
fn spoken(cx: &UiCtx) -> String {
    let deficit = &cx.analysis.deficit;
    format!(
        "{} of {} programs show no link, {}; {} of {}",
        deficit.programs,
        cx.analysis.scope.programs,
        words::gap_in_data(cx.analysis),
        words::money(deficit.money.currency, deficit.money.no_link_shown),
        words::money(deficit.money.currency, deficit.money.total)
    )
}

/// How the marks are grouped and sized, in words.
fn how(cx: &UiCtx) -> String {
    let settings = cx.view.settings;
    format!("Grouped by {} · {}", settings.group_by().word(), settings.size_by().words())
}

/// The height of the menu's words.
const MENU: f32 = 13.0;

fn menu_width(cx: &UiCtx) -> f32 {
    width_em(&how(cx), Weight::Regular) * MENU + 34.0
}

/// The menu above the field's right end, beside the bar.
fn menu_ui(ui: &mut Ui, cx: &UiCtx, area: Rect) {
    let width = menu_width(cx);
    let right = area.x + area.w - 14.0;
    let at = egui::Rect::from_min_max(
        egui::pos2(right - width, area.y + 5.0),
        egui::pos2(right, area.y + 33.0),
    );
    ui.scope_builder(UiBuilder::new().max_rect(at).id_salt("field-menu"), |ui| {
        ui.spacing_mut().interact_size.y = 26.0;
        let text = RichText::new(format!("{} ⏷", how(cx))).size(MENU);
        let button = egui::Button::new(text).frame(false).min_size(at.size());
        let (response, _) = egui::containers::menu::MenuButton::from_button(button)
            .ui(ui, |ui| super::menu::orphans_ui(ui, cx));
        super::field::named(&response, &format!("Orphans: {}", how(cx)));
    });
}
