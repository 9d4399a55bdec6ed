//! The table as it is drawn: headers, filters, cells. Only what is in sight is touched.

use super::column::{COLUMNS, Column};
use super::filter::Test;
use super::rows::Sort;
use super::{PORTFOLIO, Portfolio};
use crate::layout::geometry;
use crate::layout::text::Weight;
use crate::model::ProgramId;
use crate::scene::field::hatch_of;
use crate::scene::{Fill, Item, Stroke as Line, words};
use crate::ui::action::{Action, Pane};
use crate::ui::context::{Dragged, UiCtx};
use crate::ui::fonts::{font, font_for};
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Color32, CursorIcon, EventFilter, Frame, Galley, Id, Key, Margin, Modifiers, Pos2, Rect,
    Response, Sense, Shape, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo,
    WidgetType,
};
use egui_table::{
    CellInfo, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableDelegate, TableState,
};
use std::sync::Arc;

/// The height of a row.
pub(super) const ROW: f32 = 28.0;

/// The height of each of the two header rows.
const HEAD: f32 = 32.0;

/// The room left and right of a text.
const PAD: f32 = 8.0;

/// The side of the square that tells the standing.
const SQUARE: f32 = 15.0;

/// A row as it is drawn, so that drawing may change the table's state.
struct Drawn {
    id: ProgramId,
    text: String,
    tint: Color32,
}

/// Draws the cells for `egui_table`.
struct Painter<'a, 'b> {
    table: &'a mut Portfolio,
    cx: &'a UiCtx<'b>,
    area: Rect,
    has_keys: bool,
}

impl Portfolio {
    /// The table in what room there is.
    pub(super) fn table_ui(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let area = ui.available_rect_before_wrap();
        let columns: Vec<egui_table::Column> = Column::ALL
            .iter()
            .map(|c| egui_table::Column::new(c.width()).range(64.0..=900.0).id(column_id(*c)))
            .collect();
        let mut table = Table::new()
            .id_salt(PORTFOLIO)
            .num_rows(self.rows.shown() as u64)
            .columns(columns)
            .num_sticky_cols(1)
            .headers([HeaderRow::new(HEAD), HeaderRow::new(HEAD)]);
        let id = table.get_id(ui);
        if TableState::load(ui.ctx(), id).is_none() {
            // Without widths the first frame would measure every cell.
            let mut state = TableState::default();
            state.col_widths.extend(Column::ALL.map(|c| (column_id(c), c.width())));
            state.store(ui.ctx(), id);
        }
        if std::mem::take(&mut self.chase)
            && let Some((program, column)) = &self.cursor
            && let Some(place) = self.rows.place(program)
        {
            table = table.scroll_to_row(place as u64, None);
            if column.place() > 0 {
                table = table.scroll_to_column(column.place(), None);
            }
        }
        ui.style_mut().scroll_animation = egui::style::ScrollAnimation::none();
        let has_keys = ui.memory(|m| m.has_focus(Id::new(PORTFOLIO)));
        table.show(ui, &mut Painter { table: self, cx, area, has_keys });
        if self.rows.shown() == 0 {
            let at = Pos2::new(area.center().x, area.min.y + 2.0 * HEAD + 24.0);
            let text = "No program matches the filters";
            let weak = color(cx.theme.weak);
            let font = font(15.0, Weight::Regular);
            ui.painter().text(at, egui::Align2::CENTER_CENTER, text, font, weak);
        }
    }
}

fn column_id(column: Column) -> Id {
    Id::new((PORTFOLIO, "column", column.place()))
}

impl TableDelegate for Painter<'_, '_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        let place = |row: u64| usize::try_from(row).unwrap_or(usize::MAX);
        self.table.visible = place(info.visible_rows.start)..place(info.visible_rows.end);
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let Some(&column) = Column::ALL.get(cell.col_range.start) else { return };
        if !ui.clip_rect().is_positive() {
            return;
        }
        let area = ui.max_rect();
        ui.painter().rect_filled(area, 0.0, color(self.cx.theme.surround));
        if cell.row_nr == 0 {
            self.name_ui(ui, column, area);
        } else {
            self.filter_ui(ui, column, area);
            let line = Stroke::new(1.0, color(self.cx.theme.spine));
            ui.painter().hline(area.x_range(), area.max.y - 0.5, line);
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let Some(row) = usize::try_from(row_nr).ok().and_then(|nr| self.table.rows.at(nr)) else {
            return;
        };
        let area = ui.max_rect();
        let hovered = ui
            .input(|i| i.pointer.hover_pos())
            .is_some_and(|at| self.area.contains(at) && area.y_range().contains(at.y));
        if self.cx.selection.programs.contains(&row.id) {
            ui.painter().rect_filled(area, 0.0, color(self.cx.theme.selected));
        } else if hovered {
            ui.painter().rect_filled(area, 0.0, color(self.cx.theme.surround));
        }
        let line = Stroke::new(1.0, color(self.cx.theme.hairline));
        ui.painter().hline(area.x_range(), area.max.y - 0.5, line);
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let Ok(place) = usize::try_from(cell.row_nr) else { return };
        let Some(&column) = Column::ALL.get(cell.col_nr) else { return };
        // The sticky column is asked for twice, once where nothing of it shows.
        if !ui.clip_rect().is_positive() {
            return;
        }
        let area = ui.max_rect();
        let Some(drawn) = self.draw(place, column) else { return };
        if self.table.edits(&drawn.id, column) {
            self.table.editor_ui(ui, self.cx, area);
            if !matches!(column, Column::Owner | Column::Status) {
                return;
            }
        }
        let left = if column == Column::Standing { self.square_ui(ui, place, area) } else { PAD };
        let within = Rect::from_min_max(
            Pos2::new(area.min.x + left, area.min.y),
            Pos2::new(area.max.x - PAD, area.max.y),
        );
        let galley = text_ui(ui, &drawn.text, drawn.tint, within, column.right());
        let response = self.interact(ui, &drawn, place, column, area);
        if let Some(draft) = self.table.drafts.get(&(drawn.id.clone(), column)) {
            response.on_hover_text(&draft.error);
        } else if galley.elided {
            response.on_hover_text(readable(&drawn.text));
        }
        let here = self.has_keys || self.table.editing.is_some();
        let cursor = self.table.cursor.as_ref().filter(|_| here);
        if cursor.is_some_and(|(id, c)| *c == column && *id == drawn.id) {
            let ring = Stroke::new(2.0, color(self.cx.theme.accent));
            ui.painter().rect_stroke(area.shrink(1.0), 3.0, ring, StrokeKind::Inside);
        }
    }

    fn default_row_height(&self) -> f32 {
        ROW
    }
}

impl Painter<'_, '_> {
    /// What a cell says, and in which color.
    fn draw(&self, place: usize, column: Column) -> Option<Drawn> {
        let row = self.table.rows.at(place)?;
        let theme = self.cx.theme;
        let id = row.id.clone();
        if let Some(draft) = self.table.drafts.get(&(id.clone(), column)) {
            let tint = color(theme.orphan_text);
            return Some(Drawn { id, text: format!("⚠ {}", draft.text), tint });
        }
        let text = row.text(self.cx.framework, column);
        let tint = match column {
            Column::Standing if row.orphan() => theme.orphan_text,
            Column::Standing if row.excluded.is_some() => theme.weak,
            Column::Standing => theme.linked,
            Column::Title if text.is_empty() => theme.weak,
            _ => theme.ink,
        };
        let untitled = text.is_empty() && column == Column::Title;
        let text = if untitled { "(no title yet)" } else { text };
        Some(Drawn { id, text: text.to_owned(), tint: color(tint) })
    }

    /// The square beside the words; gives where these begin.
    fn square_ui(&self, ui: &Ui, place: usize, area: Rect) -> f32 {
        let theme = self.cx.theme;
        if let Some(row) = self.table.rows.at(place) {
            let fill = if row.excluded.is_some() {
                Fill::None
            } else if row.standing.link_shown() == crate::analysis::LinkShown::Yes {
                Fill::Solid(theme.linked)
            } else {
                theme.hatch(hatch_of(row.standing))
            };
            let tint = if row.orphan() { theme.orphan } else { theme.linked };
            let y = area.center().y - SQUARE / 2.0;
            let item = Item::Shape {
                rect: geometry::rect(area.min.x + PAD, y, SQUARE, SQUARE),
                radius: 2.0,
                fill,
                stroke: Some(Line { width: 1.2, color: tint, dash: None }),
            };
            let mut shapes: Vec<Shape> = Vec::new();
            self.cx.brush.item(ui.ctx(), &item, &mut shapes);
            ui.painter().extend(shapes);
        }
        PAD + SQUARE + 7.0
    }

    /// Clicks and drags of a cell. Only titles are named: a row is one thing.
    fn interact(
        &mut self,
        ui: &Ui,
        drawn: &Drawn,
        place: usize,
        column: Column,
        area: Rect,
    ) -> Response {
        let id = Id::new((PORTFOLIO, "cell", drawn.id.as_str(), column.place()));
        let title = column == Column::Title;
        let sense = if title { Sense::click_and_drag() } else { Sense::CLICK };
        let response = ui.interact(area, id, sense);
        if title {
            let selected = self.cx.selection.programs.contains(&drawn.id);
            response.widget_info(|| {
                let spoken = self.spoken(place);
                WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, spoken)
            });
            self.drag(ui, &response, &drawn.id, selected);
            if response.gained_focus() {
                if !selected {
                    self.table.clicked(ui, self.cx, place, column);
                }
                self.cx.send(Action::FocusOn(Pane::Portfolio));
            }
        }
        if response.secondary_clicked() && !self.cx.selection.programs.contains(&drawn.id) {
            self.cx.send(Action::SelectProgram(drawn.id.clone(), false));
        }
        response.context_menu(|ui| crate::ui::canvas::program_menu(ui, self.cx));
        if response.double_clicked() {
            self.table.begin(ui, self.cx, &drawn.id, column);
        } else if response.clicked() {
            self.table.clicked(ui, self.cx, place, column);
        }
        response
    }

    /// A row taken along by mouse, with all that are selected where it is one of them.
    fn drag(&self, ui: &Ui, response: &Response, id: &ProgramId, selected: bool) {
        if self.cx.view.read_only.is_some() {
            return;
        }
        if response.drag_started() {
            let chosen = &self.cx.selection.programs;
            let ids = if selected { chosen.iter().cloned().collect() } else { vec![id.clone()] };
            response.dnd_set_drag_payload(Dragged(ids));
        }
        if response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
    }

    /// A row in words.
    fn spoken(&self, place: usize) -> String {
        let Some(row) = self.table.rows.at(place) else { return String::new() };
        let framework = self.cx.framework;
        let title = row.text(framework, Column::Title);
        let title = if title.is_empty() { "no title yet" } else { title };
        let money = row.money.map_or_else(
            || "no money known".to_owned(),
            |money| words::money(framework.head().currency, money),
        );
        format!("{title}, {}, {money}", row.text(framework, Column::Standing))
    }

    /// The name of a column; a click sorts, the other way, not at all.
    fn name_ui(&mut self, ui: &mut Ui, column: Column, area: Rect) {
        let response = ui.interact(area, column_id(column).with("sort"), Sense::click());
        response.widget_info(|| {
            let name = format!("Sort by {}", column.name().to_lowercase());
            WidgetInfo::labeled(WidgetType::Button, true, name)
        });
        let theme = self.cx.theme;
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(area.shrink(1.0), 4.0, color(theme.selected));
        }
        let sort = self.table.sort.filter(|sort| sort.column == column);
        let arrow = if sort.is_some() { 16.0 } else { 0.0 };
        let within = Rect::from_min_max(
            Pos2::new(area.min.x + PAD, area.min.y),
            Pos2::new(area.max.x - PAD - arrow, area.max.y),
        );
        let name = column.header(self.cx.framework);
        let drawn = head_ui(ui, &name, color(theme.ink), within, column.right());
        if let Some(sort) = sort {
            let at = Pos2::new(drawn.max.x + 10.0, area.center().y);
            arrow_ui(ui, at, sort.down, color(theme.accent));
        }
        if response.clicked() {
            self.table.sort = match sort {
                None => Some(Sort { column, down: false }),
                Some(sort) if !sort.down => Some(Sort { column, down: true }),
                Some(_) => None,
            };
            self.table.resort = true;
            self.table.top = true;
            if response.interact_pointer_pos().is_some() {
                // By mouse, the keys go on in the rows.
                ui.memory_mut(|m| m.request_focus(Id::new(PORTFOLIO)));
            }
            ui.ctx().request_repaint();
        }
        response.on_hover_text(match sort {
            None => "Click to sort",
            Some(sort) if !sort.down => "Sorted, the least first; click for the other way",
            Some(_) => "Sorted, the most first; click for the order of the document",
        });
    }

    /// The filter of a column.
    fn filter_ui(&mut self, ui: &mut Ui, column: Column, area: Rect) {
        let id = column_id(column).with("filter");
        let text = &mut self.table.filters[column.place()];
        let has_keys = ui.memory(|m| m.has_focus(id));
        let key = |key| has_keys && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let leave = key(Key::Escape) || key(Key::Enter) || key(Key::ArrowDown);
        let wrong = Test::read(column, text).err();
        let theme = self.cx.theme;
        let tint = match (&wrong, text.is_empty()) {
            (Some(_), _) => theme.orphan,
            (None, true) => theme.hairline,
            (None, false) => theme.accent,
        };
        let frame = Frame::new()
            .fill(color(theme.card))
            .stroke(Stroke::new(1.0, color(tint)))
            .corner_radius(4.0)
            .inner_margin(Margin::symmetric(6, 1));
        let own = EventFilter {
            tab: false,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        let at = area.shrink2(Vec2::new(3.0, 2.0));
        // A ui of its own, so that the field never widens its column.
        let mut cell = ui.new_child(UiBuilder::new().max_rect(at));
        let field = TextEdit::singleline(text)
            .id(id)
            .frame(frame)
            .event_filter(own)
            .hint_text(match column.holds() {
                super::column::Holds::Money => ">1m",
                super::column::Holds::Days => "<2027-01-01",
                super::column::Holds::Text => "filter",
            })
            .desired_width(at.width())
            .min_size(at.size())
            .vertical_align(Align::Center)
            .clip_text(true);
        let response = cell.add(field);
        let name = format!("Filter {}", column.name().to_lowercase());
        response.widget_info(|| WidgetInfo {
            label: Some(name.clone()),
            ..WidgetInfo::text_edit(true, "", text.as_str(), "")
        });
        if response.changed() {
            self.table.filters_changed();
            ui.ctx().request_repaint();
        }
        if leave {
            ui.memory_mut(|m| m.request_focus(Id::new(PORTFOLIO)));
        }
        if let Some(why) = wrong {
            response.on_hover_text(why);
        }
    }
}

/// Draws a text cut to its room.
fn text_ui(ui: &mut Ui, text: &str, tint: Color32, within: Rect, right: bool) -> Arc<Galley> {
    let font = font_for(text, 15.0, Weight::Regular);
    let mut job = LayoutJob::simple_singleline(readable(text), font, tint);
    if ui.is_sizing_pass() {
        // Double-clicked at its edge, a column takes the width of its widest cell in sight.
        let galley = ui.painter().layout_job(job.clone());
        ui.allocate_space(Vec2::new(galley.size().x + 4.0 * PAD, 1.0));
    }
    job.wrap = TextWrapping::truncate_at_width(within.width().max(1.0));
    let galley = ui.painter().layout_job(job);
    let x = if right { within.max.x - galley.size().x } else { within.min.x };
    let y = within.center().y - galley.size().y / 2.0;
    ui.painter().galley(Pos2::new(x, y), Arc::clone(&galley), tint);
    galley
}

/// Draws the name of a column; gives where it stands.
fn head_ui(ui: &mut Ui, name: &str, tint: Color32, within: Rect, right: bool) -> Rect {
    let font = font(14.0, Weight::SemiBold);
    let mut job = LayoutJob::simple_singleline(name.to_owned(), font, tint);
    job.wrap = TextWrapping::truncate_at_width(within.width().max(1.0));
    let galley = ui.painter().layout_job(job);
    if ui.is_sizing_pass() {
        ui.allocate_space(Vec2::new(galley.size().x + 4.0 * PAD, 1.0));
    }
    let size = galley.size();
    let x = if right { within.max.x - size.x } else { within.min.x };
    let at = Pos2::new(x, within.center().y - size.y / 2.0);
    ui.painter().galley(at, galley, tint);
    Rect::from_min_size(at, size)
}

/// An arrow up or down.
fn arrow_ui(ui: &Ui, c: Pos2, down: bool, tint: Color32) {
    let (w, h) = (5.0, if down { 3.5 } else { -3.5 });
    let points =
        vec![Pos2::new(c.x - w, c.y - h), Pos2::new(c.x + w, c.y - h), Pos2::new(c.x, c.y + h)];
    ui.painter().add(Shape::convex_polygon(points, tint, Stroke::NONE));
}

const _: () = assert!(COLUMNS == Column::ALL.len());
