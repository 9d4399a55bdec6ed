//! The figures over the milestones, and as they are now.

use super::parts::{GAP, Kept, line_ui, note_ui, panel_ui, rows_ui, wide};
use crate::analysis::Cents;
use crate::layout::text::Weight;
use crate::model::{Amount, Date, Figures, Held};
use crate::scene::{Color, words};
use crate::ui::action::Action;
use crate::ui::context::UiCtx;
use crate::ui::fonts::font;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Align, Button, Rect, RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use egui_plot::{Line, LineStyle, MarkerShape, Plot, PlotPoints, Points};

/// The figures of a milestone, or of now.
struct Row {
    on: Date,
    title: String,
    /// The shares, in the order of [`LINES`].
    shares: [Option<f64>; 6],
    /// The figures in words, in the order of [`HEADS`].
    cells: [String; 9],
}

/// What is drawn: two by deficit, then the four elements.
const LINES: [&str; 6] = [
    "Programs that show a link",
    "Money that shows a link",
    "Agency coherence",
    "Whole of government and system",
    "Harmonization",
    "Alignment",
];

const HEADS: [&str; 9] = [
    "evidence bar",
    "programs that show a link",
    "money that shows a link",
    "not reviewed",
    "names what it lacked",
    "agency",
    "whole of government",
    "harmonization",
    "alignment",
];

/// The height of a row, and of the heads.
const ROW: f32 = 30.0;
const HEAD: f32 = 44.0;

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Trend {
    rows: Kept<(), Vec<Row>>,
}

fn cents(amount: Option<&Amount>) -> Option<Cents> {
    amount.map(|a| Cents::from_decimal(a.get()))
}

fn row(cx: &UiCtx, on: Date, title: String, figures: &Figures) -> Row {
    let held = |held: Option<Held>| {
        held.filter(|h| h.concerns > 0).map(|h| f64::from(h.holds) / f64::from(h.concerns))
    };
    // An older milestone says neither its bar nor what it did not keep.
    let none = if figures.bar.is_some() { "not examined" } else { "not kept" };
    let said = |held: Option<Held>| {
        held.map_or_else(|| none.to_owned(), |h| super::of(h.holds, h.concerns))
    };
    let number = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), words::number);
    let currency = cx.analysis.deficit.money.currency;
    let whole = cents(figures.money.as_ref());
    let linked = cents(figures.money_link_shown.as_ref());
    let money = match linked.zip(whole) {
        Some((part, whole)) => {
            format!("{} of {}", words::money(currency, part), words::money(currency, whole))
        }
        None => "–".to_owned(),
    };
    let share =
        (figures.programs > 0).then(|| f64::from(figures.link_shown) / f64::from(figures.programs));
    let of_money = linked.zip(whole).and_then(|(part, whole)| part.share_of(whole));
    let Figures { agency, whole_of_government, harmonization, alignment, .. } = *figures;
    Row {
        on,
        title,
        shares: [
            share,
            of_money,
            held(agency),
            held(whole_of_government),
            held(harmonization),
            held(alignment),
        ],
        cells: [
            figures.bar.map_or("–", |bar| bar.word()).to_owned(),
            super::of(figures.link_shown, figures.programs),
            money,
            number(figures.unreviewed),
            number(figures.unresolved),
            said(agency),
            said(whole_of_government),
            said(harmonization),
            said(alignment),
        ],
    }
}

fn rows(cx: &UiCtx) -> Vec<Row> {
    let milestones = cx.analysis.milestones.iter();
    let then = milestones.map(|m| row(cx, m.on, m.title.trim().to_owned(), &m.figures));
    let now = row(cx, cx.view.today, "now".to_owned(), &cx.analysis.figures());
    then.chain([now]).collect()
}

impl Trend {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.rows.update(cx.revision, (), || rows(cx));
        let rows = &self.rows.value;
        if rows.len() < 2 {
            panel_ui(ui, cx, "No milestone yet", "", |ui| {
                note_ui(
                    ui,
                    cx,
                    "A milestone keeps the figures of a day: set one at the end of each workshop, \
                     and this screen shows how the deficit and coherence changed since",
                );
                ui.add_space(8.0);
                set_ui(ui, cx);
                ui.add_space(8.0);
            });
            egui::ScrollArea::vertical().show(ui, |ui| table_ui(ui, cx, rows));
            return;
        }
        let height = (ui.available_height() * 0.46).clamp(150.0, 420.0);
        egui::ScrollArea::vertical().id_salt("trend").auto_shrink(false).show(ui, |ui| {
            if ui.available_width() < 900.0 {
                plot_ui(ui, cx, rows, "Link shown", 0..2, height);
                plot_ui(ui, cx, rows, "Coherence", 2..6, height);
            } else {
                ui.spacing_mut().item_spacing.x = GAP;
                ui.columns(2, |columns| {
                    plot_ui(&mut columns[0], cx, rows, "Link shown", 0..2, height);
                    plot_ui(&mut columns[1], cx, rows, "Coherence", 2..6, height);
                });
            }
            table_ui(ui, cx, rows);
            set_ui(ui, cx);
        });
    }
}

fn set_ui(ui: &mut Ui, cx: &UiCtx) {
    let open = cx.view.read_only.is_none();
    let button = Button::new(Action::SetMilestone.name()).min_size(Vec2::new(0.0, 34.0));
    let tip = Action::SetMilestone.tooltip();
    if ui.add_enabled(open, button).on_hover_text(tip).clicked() {
        cx.send(Action::SetMilestone);
    }
}

/// The days since the first row.
fn days(rows: &[Row], row: &Row) -> f64 {
    let first = rows.first().map_or(row.on, |r| r.on);
    f64::from((row.on - first).get_days())
}

/// Color, mark and line of each line: told apart without color too.
fn style(cx: &UiCtx, line: usize) -> (Color, MarkerShape, LineStyle) {
    let theme = cx.theme;
    match line {
        0 => (theme.linked, MarkerShape::Square, LineStyle::Solid),
        1 => (theme.accent, MarkerShape::Circle, LineStyle::dashed_loose()),
        2 => (theme.accent, MarkerShape::Square, LineStyle::Solid),
        3 => (theme.bands[1], MarkerShape::Circle, LineStyle::dashed_loose()),
        4 => (theme.second, MarkerShape::Diamond, LineStyle::dashed_dense()),
        _ => (theme.ink, MarkerShape::Up, LineStyle::dotted_dense()),
    }
}

/// The lines of a plot in words.
fn spoken(rows: &[Row], lines: std::ops::Range<usize>) -> String {
    let of = |line: usize| {
        let points = rows.iter().filter_map(|row| {
            let share = row.shares[line]?;
            Some(format!("{} {}", row.title, words::percent(Some(share))))
        });
        format!("{}: {}", LINES[line], points.collect::<Vec<_>>().join(", "))
    };
    lines.map(of).collect::<Vec<_>>().join("; ")
}

fn plot_ui(
    ui: &mut Ui,
    cx: &UiCtx,
    rows: &[Row],
    title: &str,
    lines: std::ops::Range<usize>,
    height: f32,
) {
    let (note, none) = if lines.start == 0 {
        ("share of programs and money; the rest shows no link, or stands apart", "No share yet")
    } else {
        ("degree: programs that hold of those concerned", "No milestone keeps a degree yet")
    };
    panel_ui(ui, cx, title, note, |ui| {
        let any = rows.iter().any(|row| row.shares[lines.clone()].iter().any(Option::is_some));
        if !any {
            note_ui(ui, cx, none);
            return;
        }
        legend_ui(ui, cx, rows, lines.clone());
        let span = rows.last().map_or(1.0, |row| days(rows, row)).max(1.0);
        let dates: Vec<(f64, String)> =
            rows.iter().map(|row| (days(rows, row), short(row))).collect();
        let tick = move |mark: egui_plot::GridMark, _: &std::ops::RangeInclusive<f64>| {
            let near = dates.iter().rev().find(|(day, _)| (day - mark.value).abs() < 0.5);
            near.map_or_else(String::new, |(_, text)| text.clone())
        };
        let marks: Vec<f64> = rows.iter().map(|row| days(rows, row)).collect();
        let grid = move |_: egui_plot::GridInput| {
            let mark = |&value: &f64| egui_plot::GridMark { value, step_size: span };
            marks.iter().map(mark).collect()
        };
        let plot = Plot::new(("trend", title))
            .height(height - 50.0)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .show_x(false)
            .include_y(0.0)
            .include_y(1.0)
            .show_grid([false, true])
            .show_background(false)
            .include_x(-span * 0.14)
            .include_x(span * 1.14)
            .y_grid_spacer(|_| {
                let mark = |quarter: u8| egui_plot::GridMark {
                    value: f64::from(quarter) * 0.25,
                    step_size: 0.25,
                };
                (0..=4).map(mark).collect()
            })
            .y_axis_formatter(|mark, _| format!("{:.0}%", mark.value * 100.0))
            .x_axis_formatter(tick)
            .x_grid_spacer(grid);
        let shown = plot.show(ui, |plot| {
            for line in lines.clone() {
                let points: Vec<[f64; 2]> = rows
                    .iter()
                    .filter_map(|row| Some([days(rows, row), row.shares[line]?]))
                    .collect();
                if points.is_empty() {
                    continue;
                }
                let (tint, shape, style) = style(cx, line);
                let curve = Line::new(LINES[line], PlotPoints::from(points.clone()))
                    .color(color(tint))
                    .width(2.5)
                    .style(style);
                plot.line(curve);
                let dots = Points::new(LINES[line], PlotPoints::from(points));
                plot.points(dots.color(color(tint)).radius(5.0).shape(shape));
            }
        });
        let words = spoken(rows, lines.clone());
        shown.response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &words));
    });
}

/// What the lines are, each with its mark and its share now.
fn legend_ui(ui: &mut Ui, cx: &UiCtx, rows: &[Row], lines: std::ops::Range<usize>) {
    ui.horizontal_wrapped(|ui| {
        for line in lines {
            let Some(share) = rows.iter().rev().find_map(|row| row.shares[line]) else { continue };
            let (tint, shape, _) = style(cx, line);
            let text = format!("{} {}", LINES[line], words::percent(Some(share)));
            if ui.available_size_before_wrap().x < wide(&text, 13.0, Weight::Regular) + 28.0 {
                ui.end_row();
            }
            let (area, _) = ui.allocate_exact_size(Vec2::new(16.0, 20.0), Sense::hover());
            mark_ui(ui, area.center(), shape, color(tint));
            ui.label(RichText::new(text).size(13.0));
            ui.add_space(8.0);
        }
    });
}

/// A point as it is in the plot.
fn mark_ui(ui: &Ui, at: egui::Pos2, shape: MarkerShape, tint: egui::Color32) {
    let corners = |points: &[(f32, f32)]| -> Vec<egui::Pos2> {
        points.iter().map(|(x, y)| at + Vec2::new(*x, *y) * 5.0).collect()
    };
    let points = match shape {
        MarkerShape::Circle => {
            ui.painter().circle_filled(at, 5.0, tint);
            return;
        }
        MarkerShape::Diamond => corners(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        MarkerShape::Up => corners(&[(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)]),
        _ => corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
    };
    ui.painter().add(egui::Shape::convex_polygon(points, tint, egui::Stroke::NONE));
}

/// When it was, in short.
fn short(row: &Row) -> String {
    let date = words::date(row.on);
    let mut parts = date.split(' ');
    let (day, month, year) = (parts.next(), parts.next(), parts.next());
    let month: String = month.unwrap_or_default().chars().take(3).collect();
    let now = if row.title == "now" { "now, " } else { "" };
    format!("{now}{} {month} {}", day.unwrap_or_default(), year.unwrap_or_default())
}

fn table_ui(ui: &mut Ui, cx: &UiCtx, rows: &[Row]) {
    panel_ui(ui, cx, "Every figure", "as each milestone kept it", |ui| {
        let widths = [90.0, 110.0, 180.0, 90.0, 110.0, 100.0, 110.0, 115.0, 100.0];
        let all: f32 = widths.iter().sum();
        let least = 230.0 + all;
        egui::ScrollArea::horizontal().id_salt("figures").auto_shrink([false, true]).show(
            ui,
            |ui| {
                ui.set_width(ui.available_width().max(least));
                let first = (ui.available_width() - all).min(420.0);
                let stretch = (ui.available_width() - first) / all;
                let (head, _) =
                    ui.allocate_exact_size(Vec2::new(ui.available_width(), HEAD), Sense::hover());
                let column = |area: Rect, place: usize| {
                    let before: f32 = widths[..place].iter().sum();
                    let x = area.min.x + first + before * stretch;
                    let wide = widths[place] * stretch - 8.0;
                    Rect::from_min_size(egui::pos2(x, area.min.y), Vec2::new(wide, area.height()))
                };
                for (place, text) in HEADS.iter().enumerate() {
                    let at = column(head, place);
                    let text = RichText::new(*text).font(font(13.0, Weight::SemiBold));
                    let text = text.color(color(cx.theme.weak));
                    let label = egui::Label::new(text).wrap().halign(Align::Max);
                    let mut cell = ui.new_child(
                        egui::UiBuilder::new()
                            .max_rect(at)
                            .layout(egui::Layout::bottom_up(Align::Max)),
                    );
                    cell.add(label);
                }
                rows_ui(ui, rows.len(), ROW, |ui, place, area| {
                    let row = &rows[place];
                    let name = format!("{} · {}", row.title, words::date(row.on));
                    let first =
                        Rect::from_min_size(area.min, Vec2::new(first - 8.0, area.height()));
                    let look = (14.0, Weight::SemiBold, cx.theme.ink);
                    line_ui(ui, first, &name, look, Align::Min);
                    for (place, text) in row.cells.iter().enumerate() {
                        let look = (14.0, Weight::Regular, cx.theme.ink);
                        line_ui(ui, column(area, place), text, look, Align::Max);
                    }
                    let all = HEADS.iter().zip(&row.cells);
                    let all: Vec<String> =
                        all.map(|(head, cell)| format!("{head} {cell}")).collect();
                    let words = format!("{name}: {}", all.join(", "));
                    let said = super::parts::said_ui(ui, area, ("figures", place), &words);
                    said.on_hover_text(readable(&row.title));
                });
            },
        );
    });
}
