//! Gaps and overlaps: objectives that lack something, programs that overlap, programs that may be
//! one.

use super::parts::{
    Kept, ROW, beside, go_to_objectives, go_to_programs, jump_at, line_ui, note_ui, panel_ui,
    rows_ui,
};
use crate::analysis::{Duplicate, duplicates};
use crate::layout::caption;
use crate::layout::text::Weight;
use crate::model::{ObjectiveId, ProgramId};
use crate::scene::words;
use crate::ui::context::UiCtx;
use crate::ui::style::color;
use crate::ui::text::readable;
use egui::{Align, Sense, Ui, Vec2, WidgetInfo, WidgetType};

/// With more programs than this, duplicates are looked for when they are asked for.
const MANY: usize = 3_000;

/// What is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    WithoutProgram,
    OffStrategy,
    Overlaps,
    Possible,
    Duplicates,
}

const ALL: [(Kind, &str, &str, &str); 5] = [
    (
        Kind::WithoutProgram,
        "Objectives without a program",
        "no program in scope supports it, or anything below it, at the evidence bar",
        "Every objective has a program",
    ),
    (
        Kind::OffStrategy,
        "Objectives off the strategy",
        "it contributes to no top objective, so links to it are stranded",
        "Every objective reaches the strategy",
    ),
    (
        Kind::Overlaps,
        "Overlaps without recorded coordination",
        "two international agencies, one objective, sector, place and time, and nothing says that \
         they know of each other",
        "No such overlap was found",
    ),
    (
        Kind::Possible,
        "Possible overlaps",
        "the same, but place or time is not known: listed, not counted",
        "None was found",
    ),
    (
        Kind::Duplicates,
        "May be one program",
        "they bear one identifier, or one title and alike money; merge… shows both, and nothing \
         is merged but by your click",
        "No two programs look like one",
    ),
];

/// A line of the list: what it says, and what it goes to.
struct Line {
    text: String,
    right: String,
    objective: Option<ObjectiveId>,
    programs: Vec<ProgramId>,
}

/// What the screen keeps from frame to frame.
#[derive(Default)]
pub(super) struct Gaps {
    kind: Kind,
    duplicates: Kept<bool, Vec<Duplicate>>,
    places: Kept<Kind, Vec<usize>>,
}

fn objective(cx: &UiCtx, id: &ObjectiveId) -> String {
    cx.framework.objective(id).map_or_else(|| id.to_string(), |o| caption(o))
}

fn program(cx: &UiCtx, id: &ProgramId) -> String {
    let Some(record) = cx.framework.program(id) else { return id.to_string() };
    let owner = record.owner.as_ref().map_or("no owner", |o| cx.framework.actor_short(o));
    format!("{} ({owner})", record.title.trim())
}

fn count(cx: &UiCtx, kind: Kind, duplicates: &[Duplicate]) -> usize {
    let gaps = &cx.analysis.gaps;
    match kind {
        Kind::WithoutProgram => gaps.objectives_without_program.len(),
        Kind::OffStrategy => gaps.objectives_off_strategy.len(),
        Kind::Overlaps => cx.analysis.overlaps.iter().filter(|o| !o.possible).count(),
        Kind::Possible => cx.analysis.overlaps.iter().filter(|o| o.possible).count(),
        Kind::Duplicates => duplicates.len(),
    }
}

/// The places in their own list of what is shown.
fn places(cx: &UiCtx, kind: Kind, duplicates: &[Duplicate]) -> Vec<usize> {
    match kind {
        Kind::Overlaps | Kind::Possible => {
            let all = cx.analysis.overlaps.iter().enumerate();
            let those = all.filter(|(_, o)| o.possible == (kind == Kind::Possible));
            those.map(|(place, _)| place).collect()
        }
        _ => (0..count(cx, kind, duplicates)).collect(),
    }
}

/// One line, put into words where it is drawn: there may be tens of thousands.
fn line(cx: &UiCtx, kind: Kind, duplicates: &[Duplicate], place: usize) -> Option<Line> {
    let of_objective = |id: &ObjectiveId| {
        let level = cx.framework.objective(id).map(|o| &o.level);
        let level = cx.framework.head().levels.iter().find(|l| Some(&l.id) == level);
        Line {
            text: objective(cx, id),
            right: level.map_or_else(String::new, |l| l.title.clone()),
            objective: Some(id.clone()),
            programs: Vec::new(),
        }
    };
    let pair =
        |[one, two]: &[ProgramId; 2]| format!("{} and {}", program(cx, one), program(cx, two));
    match kind {
        Kind::WithoutProgram => {
            cx.analysis.gaps.objectives_without_program.get(place).map(of_objective)
        }
        Kind::OffStrategy => cx.analysis.gaps.objectives_off_strategy.get(place).map(of_objective),
        Kind::Overlaps | Kind::Possible => cx.analysis.overlaps.get(place).map(|o| Line {
            text: pair(&o.programs),
            right: objective(cx, &o.objective),
            objective: None,
            programs: o.programs.to_vec(),
        }),
        Kind::Duplicates => duplicates.get(place).map(|found| {
            let why = found.why.iter().map(|sign| sign.words(cx.framework));
            Line {
                text: format!("merge… {}", pair(&found.programs)),
                right: why.collect::<Vec<_>>().join("; "),
                objective: None,
                programs: found.programs.to_vec(),
            }
        }),
    }
}

impl Gaps {
    /// Shows the screen.
    pub(super) fn show(&mut self, ui: &mut Ui, cx: &UiCtx) {
        let kind = self.kind;
        // Among many programs they are looked for when they are asked for.
        let looks = kind == Kind::Duplicates || cx.framework.programs().len() <= MANY;
        self.duplicates.update(cx.revision, looks, || {
            if looks { duplicates(cx.framework, cx.analysis) } else { Vec::new() }
        });
        let twins = &self.duplicates.value;
        self.places.update(cx.revision, kind, || places(cx, kind, twins));
        let mut next = kind;
        let places = &self.places.value;
        beside(
            ui,
            0.32,
            |ui| {
                panel_ui(ui, cx, "What lacks or overlaps", "", |ui| {
                    ui.spacing_mut().item_spacing.y = 8.0;
                    for (of, name, ..) in ALL {
                        let n = u32::try_from(count(cx, of, twins)).unwrap_or(u32::MAX);
                        let n = Some(n).filter(|_| looks || of != Kind::Duplicates);
                        if kind_ui(ui, cx, kind == of, name, n) {
                            next = of;
                        }
                    }
                });
            },
            |ui| list_ui(ui, cx, kind, twins, places),
        );
        self.kind = next;
    }
}

/// A kind with its number; gives whether it was chosen.
fn kind_ui(ui: &mut Ui, cx: &UiCtx, chosen: bool, name: &str, n: Option<u32>) -> bool {
    let size = Vec2::new(ui.available_width(), 38.0);
    let (area, response) = ui.allocate_exact_size(size, Sense::click());
    let number = n.map_or_else(|| "look for them".to_owned(), words::number);
    response.widget_info(|| {
        let name = format!("{name}: {number}");
        WidgetInfo::selected(WidgetType::Button, true, chosen, name)
    });
    if chosen || response.hovered() || response.has_focus() {
        let fill = if chosen { cx.theme.selected } else { cx.theme.surround };
        ui.painter().rect_filled(area, 6.0, color(fill));
    }
    let inner = area.shrink2(Vec2::new(10.0, 0.0));
    let size = if n.is_some() { 18.0 } else { 13.0 };
    let look = (size, Weight::Bold, if n == Some(0) { cx.theme.weak } else { cx.theme.ink });
    let figure = line_ui(ui, inner, &number, look, Align::Max);
    let left = inner.with_max_x(figure.min.x - 8.0);
    line_ui(ui, left, name, (15.0, Weight::SemiBold, cx.theme.ink), Align::Min);
    response.clicked()
}

fn list_ui(ui: &mut Ui, cx: &UiCtx, kind: Kind, twins: &[Duplicate], places: &[usize]) {
    let Some((_, name, what, none)) = ALL.iter().find(|(of, ..)| *of == kind) else { return };
    let n = u32::try_from(places.len()).unwrap_or(u32::MAX);
    panel_ui(ui, cx, name, &words::number(n), |ui| {
        note_ui(ui, cx, what);
        if places.is_empty() {
            let (area, _) = ui
                .allocate_exact_size(egui::vec2(ui.available_width(), 36.0), egui::Sense::hover());
            line_ui(ui, area, none, (15.0, Weight::SemiBold, cx.theme.ink), Align::Min);
        }
        rows_ui(ui, places.len(), ROW, |ui, place, area| {
            let Some(line) = line(cx, kind, twins, places[place]) else { return };
            let response = jump_at(ui, cx, area, ("line", place), (&line.text, &line.right));
            let tip = || format!("{}\n{}", line.text, line.right);
            if response.hovered() {
                response.clone().on_hover_text(readable(tip().trim()));
            }
            if response.clicked() {
                match &line.objective {
                    Some(objective) => go_to_objectives(cx, vec![objective.clone()]),
                    // The first shows in the details, with what it may be one with.
                    None if kind == Kind::Duplicates => {
                        go_to_programs(cx, line.programs.iter().take(1).cloned().collect());
                    }
                    None => go_to_programs(cx, line.programs.clone()),
                }
            }
        });
    });
}
