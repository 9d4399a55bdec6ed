//! Tensions by outcome, with what is to be looked at again; dependencies, those that break first.

use super::parts::{
    Kept, ROW, beside, figure_at, go_to_programs, heading_ui, jump_at, line_ui, note_ui, panel_ui,
    rows_ui, said_ui, wide,
};
use crate::analysis::{Broken, Dependence, Figure};
use crate::layout::text::Weight;
use crate::model::{DependencyKind, Outcome, ProgramId, Tension, TensionId};
use crate::scene::words;
use crate::ui::action::{Action, Mode, Pane, Record};
use crate::ui::context::UiCtx;
use crate::ui::text::readable;
use egui::{Align, Button, Rect, Ui, Vec2};

/// A dependency as it is drawn.
struct Line {
    text: String,
    why: &'static str,
    programs: Vec<ProgramId>,
}

/// A tension as it is drawn.
struct Row {
    id: TensionId,
    title: String,
    about: String,
    review: Option<(String, bool)>,
}

/// An outcome, whether it is open, and the tensions that have it.
type Group = (String, bool, Vec<Row>);

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Tensions {
    rows: Kept<(), Vec<Group>>,
    order: Kept<(), (Vec<usize>, usize)>,
}

fn row(cx: &UiCtx, id: &TensionId, record: &Tension) -> Row {
    let parties: Vec<&str> =
        record.parties.iter().map(|party| cx.framework.actor_short(party)).collect();
    let mut about = Vec::new();
    about.extend(record.nature.map(|nature| nature.word().to_owned()));
    about.extend((!parties.is_empty()).then(|| format!("between {}", parties.join(", "))));
    let review = record.review_on.map(|on| {
        let overdue = on < cx.view.today;
        let when = words::date(on);
        let text =
            if overdue { format!("review was due {when}") } else { format!("review {when}") };
        (text, overdue)
    });
    let title = match record.title.trim() {
        "" => "(no title yet)".to_owned(),
        title => title.to_owned(),
    };
    Row { id: id.clone(), title, about: about.join(" · "), review }
}

fn rows(cx: &UiCtx) -> Vec<Group> {
    let of = |outcome: Outcome| {
        let those = cx.framework.tensions().iter().filter(move |(_, t)| t.outcome == outcome);
        those.map(|(id, t)| row(cx, id, t)).collect::<Vec<_>>()
    };
    let all = Outcome::ALL
        .into_iter()
        .map(|outcome| (words::sentence(outcome.words()), !outcome.handled(), of(outcome)));
    all.filter(|(_, _, rows)| !rows.is_empty()).collect()
}

/// The places of all dependencies, those that break first; and how many break.
fn order(cx: &UiCtx) -> (Vec<usize>, usize) {
    let all = &cx.analysis.dependencies;
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&place| all[place].broken.is_none());
    (order, all.iter().filter(|d| d.broken.is_some()).count())
}

fn line(cx: &UiCtx, d: &Dependence) -> Line {
    let name = |id: &ProgramId| {
        cx.framework.program(id).map_or_else(|| id.to_string(), |p| p.title.trim().to_owned())
    };
    Line {
        text: match d.kind {
            DependencyKind::Needs => format!("{} needs {}", name(&d.program), name(&d.on)),
            DependencyKind::Follows => format!("{} follows {}", name(&d.program), name(&d.on)),
        },
        why: d.broken.map_or("", Broken::words),
        programs: vec![d.program.clone(), d.on.clone()],
    }
}

impl Tensions {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        self.rows.update(cx.revision, (), || rows(cx));
        self.order.update(cx.revision, (), || order(cx));
        let (rows, order) = (&self.rows.value, &self.order.value);
        beside(
            ui,
            0.5,
            |ui| tensions_ui(ui, cx, rows),
            |ui| dependencies_ui(ui, cx, &order.0, order.1),
        );
    }
}

fn tensions_ui(ui: &mut Ui, cx: &UiCtx, groups: &[Group]) {
    let note = "every outcome but open is handled: the group has settled how to live with it";
    panel_ui(ui, cx, "Tensions by outcome", note, |ui| {
        if groups.is_empty() {
            note_ui(ui, cx, "No tension is recorded yet. Where none is, coherence is not examined");
        }
        for (outcome, open, rows) in groups {
            let n = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            heading_ui(ui, &format!("{outcome}: {}", words::number(n)));
            let second = *open || rows.iter().any(|row| row.review.is_some());
            let height = if second { ROW + 28.0 } else { ROW };
            ui.push_id(outcome, |ui| {
                rows_ui(ui, rows.len(), height, |ui, place, area| {
                    tension_ui(ui, cx, &rows[place], *open, area);
                });
            });
        }
        ui.add_space(10.0);
        let open = cx.view.read_only.is_none();
        let button = Button::new(Action::AddTension.name()).min_size(Vec2::new(0.0, 32.0));
        let tip = Action::AddTension.tooltip();
        if ui.add_enabled(open, button).on_hover_text(tip).clicked() {
            cx.send(Action::AddTension);
        }
    });
}

fn tension_ui(ui: &mut Ui, cx: &UiCtx, row: &Row, open: bool, area: Rect) {
    let (above, below) = area.split_top_bottom_at_y(area.min.y + ROW);
    let key = ("tension", row.id.as_str());
    let response = jump_at(ui, cx, above, key, (&row.title, &row.about));
    if response.on_hover_text(readable(&row.title)).clicked() {
        cx.send(Action::Select(Record::Tension(row.id.clone())));
        cx.send(Action::Show(Mode::Edit));
        cx.send(Action::FocusOn(Pane::Details));
    }
    let mut rest = below.with_min_x(below.min.x + 6.0);
    if let Some((review, overdue)) = &row.review {
        let tint = if *overdue { cx.theme.orphan_text } else { cx.theme.weak };
        let text = if *overdue { format!("⚠ {review}") } else { review.clone() };
        let drawn = line_ui(ui, rest, &text, (13.0, Weight::Regular, tint), Align::Min);
        said_ui(ui, drawn, ("review", row.id.as_str()), review);
        rest = rest.with_min_x(drawn.max.x + 10.0);
    }
    if open {
        let figure = Figure::Touched(row.id.clone());
        let text = "the programs it touches";
        let at = rest.with_max_x(rest.min.x + wide(text, 14.0, Weight::Regular) + 12.0);
        let look = (14.0, Weight::Regular, cx.theme.ink);
        let name = || format!("Programs {}", figure.words(cx.framework));
        figure_at(ui, cx, at, (text, look, Align::Min), &figure, name);
    }
}

fn dependencies_ui(ui: &mut Ui, cx: &UiCtx, order: &[usize], broken: usize) {
    let number = |n: usize| words::number(u32::try_from(n).unwrap_or(u32::MAX));
    let note = format!("{} of {} break in time", number(broken), number(order.len()));
    let all = &cx.analysis.dependencies;
    panel_ui(ui, cx, "Dependencies between programs", &note, |ui| {
        if order.is_empty() {
            note_ui(ui, cx, "No program in scope is recorded to need or follow another");
        }
        let (broken, sound) = order.split_at(broken);
        if !broken.is_empty() {
            heading_ui(ui, "They cannot hold as they stand");
            rows_ui(ui, broken.len(), ROW + 18.0, |ui, place, area| {
                let line = line(cx, &all[broken[place]]);
                let (above, below) = area.split_top_bottom_at_y(area.min.y + ROW - 2.0);
                line_at(ui, cx, above, place, &line);
                let look = (13.0, Weight::Regular, cx.theme.orphan_text);
                let below = below.with_min_x(below.min.x + 6.0);
                let why = format!("⚠ {}", line.why);
                line_ui(ui, below, &why, look, Align::Min);
            });
        }
        if !sound.is_empty() {
            heading_ui(ui, "They hold");
            ui.push_id("sound", |ui| {
                rows_ui(ui, sound.len(), ROW, |ui, place, area| {
                    line_at(ui, cx, area, place, &line(cx, &all[sound[place]]));
                });
            });
        }
    });
}

fn line_at(ui: &mut Ui, cx: &UiCtx, area: Rect, place: usize, line: &Line) {
    let response = jump_at(ui, cx, area, ("dependency", place), (&line.text, ""));
    response.widget_info(|| {
        let why = if line.why.is_empty() { String::new() } else { format!(", {}", line.why) };
        let name = format!("{}{why}", line.text);
        egui::WidgetInfo::labeled(egui::WidgetType::Link, true, name)
    });
    if response.on_hover_text(readable(&line.text)).clicked() {
        go_to_programs(cx, line.programs.clone());
    }
}
