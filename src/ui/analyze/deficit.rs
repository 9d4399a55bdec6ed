//! The deficit: by every breakdown, at the three bars, and where the programs stand.

use super::known::{bars_ui, known_ui, standings_ui};
use super::parts::{
    GAP, Kept, ROW, bar_ui, beside, choice_ui, figure_at, line_ui, note_ui, panel_ui, rows_ui,
    said_ui, split, spoken, wide,
};
use crate::analysis::{By, Figure, Group};
use crate::layout::text::Weight;
use crate::scene::{Hatch, words};
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use egui::{Align, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType};

/// In which order the groups stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Order {
    /// Those with most programs first.
    #[default]
    Programs,
    /// Those with the largest share first; those with few programs last.
    Share,
    /// Those with most money that shows no link first.
    Money,
}

/// A group as it is drawn.
struct Row {
    key: Option<String>,
    name: String,
    programs: u32,
    no_link: u32,
    share: f64,
    /// "66%", or "few".
    word: String,
    few: bool,
    /// Its money that shows no link, of the largest such sum.
    part: f64,
    money: String,
    of_money: String,
    said: String,
}

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Deficit {
    by: By,
    order: Order,
    rows: Kept<(By, Order), Vec<Row>>,
}

fn rows(cx: &UiCtx, by: By, order: Order) -> Vec<Row> {
    let groups = cx.analysis.deficit.by.get(by);
    let currency = cx.analysis.deficit.money.currency;
    let largest = groups.iter().map(|g| g.money_no_link_shown).max().unwrap_or_default();
    let mut sorted: Vec<&Group> = groups.iter().collect();
    match order {
        Order::Programs => {}
        Order::Money => sorted.sort_by_key(|g| std::cmp::Reverse(g.money_no_link_shown)),
        Order::Share => sorted.sort_by(|a, b| {
            let share = |g: &Group| g.share.filter(|_| !g.few).unwrap_or(-1.0);
            share(b).total_cmp(&share(a))
        }),
    }
    let row = |group: &Group| {
        let name = crate::scene::matrix::name_of(cx.framework, by, group);
        let word = if group.few { "few".to_owned() } else { words::percent(group.share) };
        let money = words::money(currency, group.money_no_link_shown);
        let of_money = format!("of {}", words::money(currency, group.money));
        let equal = match group.equal_parts {
            0 => String::new(),
            n => format!(
                "; the money of {} is divided equally, for want of amounts",
                words::count(n, "program", "programs")
            ),
        };
        let said = format!(
            "{name}: {} show no link, {word}, {money} {of_money}{equal}",
            super::of(group.no_link_shown, group.programs)
        );
        Row {
            key: group.key.clone(),
            name,
            programs: group.programs,
            no_link: group.no_link_shown,
            share: group.share.unwrap_or(0.0),
            word,
            few: group.few,
            part: group.money_no_link_shown.share_of(largest).unwrap_or(0.0),
            money,
            of_money,
            said,
        }
    };
    sorted.into_iter().map(row).collect()
}

/// Where the columns of a row stand.
struct Columns {
    name: f32,
    count: f32,
    of: f32,
    bar: f32,
    word: f32,
    amount: f32,
    money: f32,
}

/// Between columns.
const APART: f32 = 8.0;

impl Columns {
    fn new(rows: &[Row], width: f32) -> Self {
        // Up to some hundred rows are measured; more would cost a frame.
        let widest = |text: &dyn Fn(&Row) -> String, size: f32| {
            let sizes = rows.iter().take(120).map(|r| wide(&text(r), size, Weight::Regular));
            sizes.fold(0.0, f32::max) + 12.0
        };
        let count = widest(&|r| words::number(r.no_link), 14.0).max(30.0);
        let of = widest(&|r| format!("of {}", words::number(r.programs)), 14.0).max(44.0);
        let word = 58.0;
        let spacious = width >= 620.0;
        let both = |r: &Row| {
            if spacious { format!("{} {}", r.money, r.of_money) } else { r.money.clone() }
        };
        let money = widest(&both, 14.0);
        let name = widest(&|r| r.name.clone(), 16.0).clamp(70.0, (width * 0.28).max(70.0));
        let rest = (width - name - count - of - word - money - 5.0 * APART).max(60.0);
        Self { name, count, of, bar: rest * 0.68, word, amount: rest * 0.32, money }
    }
}

/// Cuts a piece off the left of a row.
fn cut(rest: &mut Rect, width: f32) -> Rect {
    let (piece, right) = rest.split_left_right_at_x(rest.min.x + width);
    *rest = right.with_min_x(right.min.x + APART);
    piece
}

impl Deficit {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let (by, order) = (self.by, self.order);
        self.rows.update(cx.revision, (by, order), || rows(cx, by, order));
        let room = ui.available_size();
        beside(
            ui,
            0.56,
            |ui| self.breakdown_ui(ui, cx, room),
            |ui| {
                bars_ui(ui, cx);
                standings_ui(ui, cx);
                known_ui(ui, cx);
            },
        );
    }

    fn breakdown_ui(&mut self, ui: &mut Ui, cx: &UiCtx, room: Vec2) {
        let title = format!("No link shown, by {}", self.by.word());
        panel_ui(ui, cx, &title, &words::gap_in_data(cx.analysis), |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for by in By::ALL {
                    let name = format!("Break the deficit down by {}", by.word());
                    if choice_ui(ui, cx, self.by == by, by.word(), &name) {
                        self.by = by;
                    }
                }
            });
            ui.add_space(6.0);
            let width = ui.available_width();
            let columns = Columns::new(&self.rows.value, width - 10.0);
            self.heads_ui(ui, cx, &columns);
            // What is left of the window, less the notes below and the panel's own edges.
            let top = ui.cursor().min.y - ui.clip_rect().min.y;
            let most = (room.y - top - 84.0).max(ROW * 5.0);
            ScrollArea::vertical().id_salt("groups").max_height(most).show(ui, |ui| {
                let by = self.by;
                rows_ui(ui, self.rows.value.len(), ROW, |ui, place, area| {
                    row_ui(ui, cx, by, &self.rows.value[place], area, &columns);
                });
                ui.add_space(2.0);
            });
            ui.add_space(GAP / 2.0);
            notes_ui(ui, cx, self.by);
        });
    }

    fn heads_ui(&mut self, ui: &mut Ui, cx: &UiCtx, columns: &Columns) {
        let (area, _) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), 28.0), Sense::hover());
        let mut rest = area;
        cut(&mut rest, columns.name);
        let count = cut(&mut rest, columns.count + columns.of + APART);
        let share = cut(&mut rest, columns.bar + columns.word + APART);
        for (area, order, text, align) in [
            (count, Order::Programs, "programs", Align::Max),
            (share, Order::Share, "share of its programs", Align::Min),
            (rest, Order::Money, "money that shows no link", Align::Min),
        ] {
            let response = ui.interact(area, ui.id().with(text), Sense::click());
            let chosen = self.order == order;
            response.widget_info(|| {
                let name = format!("Sort by {text}");
                WidgetInfo::selected(WidgetType::Button, true, chosen, name)
            });
            let lively = response.hovered() || response.has_focus();
            let tint = if chosen || lively { cx.theme.accent } else { cx.theme.weak };
            // The triangle stands behind the name.
            let at = if align == Align::Max { area.with_max_x(area.max.x - 14.0) } else { area };
            let drawn = line_ui(ui, at, text, (13.0, Weight::SemiBold, tint), align);
            if chosen {
                falling_ui(ui, Pos2::new(drawn.max.x + 8.0, drawn.center().y), color(tint));
            }
            if response.on_hover_text("Most first").clicked() {
                self.order = order;
            }
        }
    }
}

/// A triangle that points down: the most comes first.
fn falling_ui(ui: &Ui, at: Pos2, tint: egui::Color32) {
    let points = [(-4.5, -2.5), (4.5, -2.5), (0.0, 3.5)];
    let points = points.iter().map(|(x, y)| at + Vec2::new(*x, *y)).collect();
    ui.painter().add(egui::Shape::convex_polygon(points, tint, egui::Stroke::NONE));
}

fn row_ui(ui: &mut Ui, cx: &UiCtx, by: By, row: &Row, area: Rect, columns: &Columns) {
    let theme = cx.theme;
    let mut rest = area;
    let tint = if row.few { theme.weak } else { theme.ink };
    let name = cut(&mut rest, columns.name);
    line_ui(ui, name, &row.name, (15.0, Weight::SemiBold, tint), Align::Min);
    let figure = |orphans| Figure::Group(by, row.key.clone(), orphans);
    let look = (14.0, Weight::Regular, theme.ink);
    let count = words::number(row.no_link);
    let at = cut(&mut rest, columns.count);
    figure_at(ui, cx, at, (&count, look, Align::Max), &figure(true), || {
        spoken(&format!("{}, no link shown", row.name), row.no_link)
    });
    let whole = format!("of {}", words::number(row.programs));
    let look = (14.0, Weight::Regular, theme.weak);
    let at = cut(&mut rest, columns.of);
    figure_at(ui, cx, at, (&whole, look, Align::Min), &figure(false), || {
        spoken(&row.name, row.programs)
    });
    let bar = cut(&mut rest, columns.bar);
    let thin = |area: Rect| Rect::from_center_size(area.center(), Vec2::new(area.width(), 18.0));
    bar_ui(ui, cx, thin(bar), &split(theme, row.share));
    let tint = match (row.few, row.no_link) {
        (true, _) => theme.weak,
        (false, 0) => theme.ink,
        (false, _) => theme.orphan_text,
    };
    let word = cut(&mut rest, columns.word);
    line_ui(ui, word, &row.word, (14.0, Weight::SemiBold, tint), Align::Min);
    let amount = thin(Rect::from_min_size(rest.min, Vec2::new(columns.amount, rest.height())));
    let drawn = amount.width() * row.part as f32;
    bar_ui(ui, cx, amount, &[(row.part, theme.hatch(Hatch::NoLink), theme.orphan)]);
    // The sum follows its bar, and stays within the row.
    let x = (amount.min.x + drawn + 8.0).min(area.max.x - columns.money).max(amount.min.x);
    let at = Rect::from_min_max(Pos2::new(x, area.min.y), area.max);
    let sum = line_ui(ui, at, &row.money, (14.0, Weight::Regular, theme.ink), Align::Min);
    let at = at.with_min_x(sum.max.x + 4.0);
    if at.width() >= wide(&row.of_money, 14.0, Weight::Regular) {
        line_ui(ui, at, &row.of_money, (14.0, Weight::Regular, theme.weak), Align::Min);
    }
    let said = Rect::from_min_max(bar.min, area.max);
    said_ui(ui, said, ("row", &row.key), &row.said).on_hover_text(&row.said);
}

fn notes_ui(ui: &mut Ui, cx: &UiCtx, by: By) {
    let mut notes = vec![words::coverage(cx.analysis)];
    let exclusions = words::exclusions(cx.analysis);
    notes.extend(Some(exclusions).filter(|text| !text.is_empty()));
    if matches!(by, By::Funder | By::Dimension | By::SectorCategory | By::Location) {
        notes.push("a program in several groups counts once in each, its money is divided".into());
    }
    let few = cx.analysis.deficit.by.get(by).iter().any(|g| g.few);
    notes.extend(few.then(|| "few: under five programs, so no share".to_owned()));
    note_ui(ui, cx, &notes.join(" · "));
}
