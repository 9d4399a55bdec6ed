//! One objective with the programs that support it, who backs it and what stands below it: a
//! picture that stands alone.

use super::deficit_view::{panel, wide};
use super::furniture::{MARGIN, foot, head};
use super::page::Page;
use super::theme::Theme;
use super::{Anchor, Fill, Pen, Scene, Stroke, words};
use crate::analysis::{Analysis, Figure, behind};
use crate::graph::Dag;
use crate::layout::caption;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight, fit, is_arabic};
use crate::model::{Effect, Evidence, Framework, Link, Objective, ObjectiveId, Program, ProgramId};

/// The height of the type in lists.
const TYPE: f32 = 15.0;

/// The height of a row in lists.
const ROW: f32 = 27.0;

/// Draws one objective; one that the framework lacks is said to be missing.
#[must_use]
pub fn objective_view(
    framework: &Framework,
    analysis: &Analysis,
    id: &ObjectiveId,
    page: Page,
    theme: &Theme,
) -> Scene {
    let mut pen = Pen::default();
    let top = head(&mut pen, framework, analysis, page, theme) + 24.0;
    let area = rect(MARGIN, top, page.width - 2.0 * MARGIN, page.height - 48.0 - top);
    let title = match framework.objective(id) {
        Some(objective) => {
            let look = Look { framework, analysis, id, objective, page, theme };
            look.draw(&mut pen, area);
            format!("{}: {}", framework.head().title, framework.objective_name(id))
        }
        None => {
            let said = "This objective is no longer part of the framework";
            let at = point(area.x, area.y + 40.0);
            pen.text(at, said, 22.0, Weight::SemiBold, theme.weak);
            framework.head().title.clone()
        }
    };
    foot(&mut pen, analysis, page, theme);
    Scene { size: (page.width, page.height), title, ground: theme.page, items: pen.items }
}

/// Writes a line that may be Arabic: from the left edge, or to the right one.
fn line(pen: &mut Pen, area: Rect, text: &str, size: f32, weight: Weight, theme: &Theme) {
    let (x, anchor) =
        if is_arabic(text) { (area.right(), Anchor::Right) } else { (area.x, Anchor::Left) };
    pen.anchored(point(x, area.y + size * 0.95), text, size, weight, theme.ink, anchor);
}

/// What all parts of the picture look at.
struct Look<'a> {
    framework: &'a Framework,
    analysis: &'a Analysis,
    id: &'a ObjectiveId,
    objective: &'a Objective,
    page: Page,
    theme: &'a Theme,
}

impl Look<'_> {
    fn draw(&self, pen: &mut Pen, area: Rect) {
        let bottom = self.head(pen, area);
        let rest = rect(area.x, bottom + 20.0, area.w, area.bottom() - bottom - 20.0);
        let (left, right) = if self.page.width > self.page.height {
            let side = (rest.w * 0.34).max(360.0);
            let left = rect(rest.x, rest.y, side, rest.h);
            (left, rect(left.right() + 24.0, rest.y, rest.w - side - 24.0, rest.h))
        } else {
            let upper = rest.h * 0.42;
            let left = rect(rest.x, rest.y, rest.w, upper);
            (left, rect(rest.x, left.bottom() + 20.0, rest.w, rest.h - upper - 20.0))
        };
        let half = (left.h - 20.0) / 2.0;
        self.backing(pen, rect(left.x, left.y, left.w, half));
        self.below(pen, rect(left.x, left.y + half + 20.0, left.w, half));
        self.programs(pen, right);
    }

    /// The objective itself; gives the lower edge.
    fn head(&self, pen: &mut Pen, area: Rect) -> f32 {
        let theme = self.theme;
        let depth = self.framework.depth_of(&self.objective.level).unwrap_or(3);
        let card = self.analysis.objectives.get(self.id).copied().unwrap_or_default();
        let inner = rect(area.x + 20.0, area.y + 24.0, area.w - 40.0, 0.0);
        let figures_width = 330.0;
        let room = inner.w - figures_width;
        let title =
            Measured::new(&caption(self.objective), Weight::Bold, None).lines(room / 28.0, 2);
        let about = self.objective.description.as_deref().unwrap_or_default();
        let about = Measured::new(about, Weight::Regular, None).lines(room / 16.0, 3);
        let about = if self.objective.description.is_some() { about.lines } else { Vec::new() };
        let facts = fit(&self.facts(), Weight::Regular, (inner.w - 8.0) / 16.0);
        let height =
            24.0 + 36.0 * title.lines.len() as f32 + 23.0 * about.len() as f32 + 30.0 + 14.0;
        let frame = rect(area.x, area.y, area.w, height);
        let stroke = Stroke::new(1.5, theme.outline);
        pen.shape(frame, 0.0, Fill::Solid(theme.card), Some(stroke));
        pen.shape(rect(frame.x, frame.y, frame.w, 10.0), 0.0, Fill::Solid(theme.band(depth)), None);
        let mut y = inner.y;
        for text in &title.lines {
            line(pen, rect(inner.x, y, room, 0.0), text, 28.0, Weight::Bold, theme);
            y += 36.0;
        }
        for text in &about {
            line(pen, rect(inner.x, y, room, 0.0), text, 16.0, Weight::Regular, theme);
            y += 23.0;
        }
        pen.text(point(inner.x, y + 20.0), &facts, 16.0, Weight::Regular, theme.weak);
        let right = inner.right();
        let none = card.programs == 0;
        let color = if none { theme.orphan_text } else { theme.ink };
        let count = words::number(card.programs);
        let at = point(right, inner.y + 34.0);
        pen.anchored(at, &count, 44.0, Weight::Bold, color, Anchor::Right);
        let what = if card.programs == 1 { "program supports it" } else { "programs support it" };
        let mut said = what.to_owned();
        if !self.page.discreet && !none {
            let money = words::money(self.framework.head().currency, card.money);
            said = format!("{what}, with {money}");
        }
        let at = point(right, inner.y + 60.0);
        pen.anchored(at, &said, 16.0, Weight::Regular, theme.weak, Anchor::Right);
        frame.bottom()
    }

    /// Level, status, lead, due date, and what it contributes to.
    fn facts(&self) -> String {
        let o = self.objective;
        let levels = &self.framework.head().levels;
        let level = levels.iter().find(|l| l.id == o.level).map(|l| l.title.clone());
        let mut facts: Vec<String> = level.into_iter().collect();
        facts.push(o.status.word().to_owned());
        if let Some(lead) = &o.lead {
            facts.push(format!("led by {}", self.framework.actor_short(lead)));
        }
        if let Some(due) = o.due {
            facts.push(format!("due {}", words::date(due)));
        }
        let above: Vec<String> =
            o.contributes_to.keys().map(|id| self.framework.objective_name(id)).collect();
        if !above.is_empty() {
            facts.push(format!("contributes to {}", above.join("; ")));
        }
        facts.join(" · ")
    }

    /// What each actor says of it.
    fn backing(&self, pen: &mut Pen, area: Rect) {
        let positions = &self.objective.positions;
        let note = if positions.is_empty() { "" } else { "the actors’ own positions" };
        let inside = panel(pen, area, "Who backs it", note, self.theme);
        if positions.is_empty() {
            let at = point(inside.x, inside.y + 18.0);
            let said = "No actor’s position is recorded yet";
            pen.text(at, said, TYPE, Weight::Regular, self.theme.weak);
            return;
        }
        // Who objects is never among those left out.
        let mut all: Vec<_> = positions.iter().collect();
        all.sort_by_key(|(_, p)| std::cmp::Reverse(p.stance.objects()));
        self.list(pen, inside, all.len(), "actors", |place| {
            let (actor, position) = all[place];
            let side = self.framework.actor(actor).map(|a| crate::analysis::names::side(a.side));
            let name = self.framework.actor_short(actor);
            let name = side.map_or_else(|| name.to_owned(), |side| format!("{name}, {side}"));
            (name, position.stance.words().to_owned(), position.stance.objects())
        });
    }

    /// The objectives that contribute to it.
    fn below(&self, pen: &mut Pen, area: Rect) {
        let living = self.framework.living();
        let mut below: Vec<(&ObjectiveId, &Objective)> = living
            .filter(|(_, o)| o.contributes_to.contains_key(self.id))
            .map(|(id, o)| (id, o.as_ref()))
            .collect();
        below.sort_by(|a, b| (&a.1.rank, a.0).cmp(&(&b.1.rank, b.0)));
        let inside = panel(pen, area, "What contributes to it", "", self.theme);
        if below.is_empty() {
            let at = point(inside.x, inside.y + 18.0);
            let said = "No lower objective; programs are linked to it itself";
            let said = fit(said, Weight::Regular, inside.w / TYPE);
            pen.text(at, &said, TYPE, Weight::Regular, self.theme.weak);
            return;
        }
        self.list(pen, inside, below.len(), "objectives", |place| {
            let (id, objective) = below[place];
            let programs = self.analysis.objectives.get(id).map_or(0, |card| card.programs);
            let count = if programs == 0 {
                "no program".to_owned()
            } else {
                words::count(programs, "program", "programs")
            };
            (caption(objective), count, programs == 0)
        });
    }

    /// A list of what and how much; what does not fit is counted.
    fn list(
        &self,
        pen: &mut Pen,
        area: Rect,
        count: usize,
        what: &str,
        row: impl Fn(usize) -> (String, String, bool),
    ) {
        let theme = self.theme;
        let rows = (area.h / ROW).floor().max(1.0) as usize;
        let shown = if count > rows { rows - 1 } else { count };
        for place in 0..shown {
            let (name, value, marked) = row(place);
            let y = area.y + ROW * place as f32;
            let value_width = wide(&value, Weight::SemiBold, TYPE);
            let room = area.w - value_width - 16.0;
            let name = fit(&name, Weight::Regular, room / TYPE);
            line(pen, rect(area.x, y, room, 0.0), &name, TYPE, Weight::Regular, theme);
            let color = if marked { theme.orphan_text } else { theme.ink };
            let at = point(area.right(), y + TYPE * 0.95);
            pen.anchored(at, &value, TYPE, Weight::SemiBold, color, Anchor::Right);
        }
        if shown < count {
            let at = point(area.x, area.y + ROW * shown as f32 + TYPE * 0.95);
            let said = format!("and {} more {what}", count - shown);
            pen.text(at, &said, TYPE, Weight::Regular, theme.weak);
        }
    }

    /// The programs that support it or anything below it, largest money first.
    fn programs(&self, pen: &mut Pen, area: Rect) {
        let bar = Some(self.analysis.bar);
        let mut ids = behind(self.framework, bar, &Figure::Card(self.id.clone()));
        let money = |id: &ProgramId| self.analysis.programs.get(id).map(|row| row.money);
        ids.sort_by(|a, b| money(b).cmp(&money(a)).then_with(|| a.cmp(b)));
        let note = if self.page.discreet {
            "how the link is known"
        } else {
            "owner · how the link is known · money"
        };
        let theme = self.theme;
        let inside = panel(pen, area, "Programs that support it", note, theme);
        if ids.is_empty() {
            let at = point(inside.x, inside.y + 22.0);
            let said = "No program supports it yet";
            pen.text(at, said, 18.0, Weight::SemiBold, theme.orphan_text);
            return;
        }
        let dag = Dag::new(self.framework);
        let rows = (inside.h / ROW).floor().max(1.0) as usize;
        let shown = if ids.len() > rows { rows - 1 } else { ids.len() };
        let (money_w, owner_w) = if self.page.discreet { (0.0, 0.0) } else { (96.0, 190.0) };
        let known_w = 130.0;
        let title_w = inside.w - money_w - owner_w - known_w - 24.0;
        for (place, id) in ids[..shown].iter().enumerate() {
            let Some(program) = self.framework.program(id) else { continue };
            let y = inside.y + ROW * place as f32;
            let base = y + TYPE * 0.95;
            let title = fit(program.title.trim(), Weight::Regular, title_w / TYPE);
            line(pen, rect(inside.x, y, title_w, 0.0), &title, TYPE, Weight::Regular, theme);
            let mut x = inside.x + title_w + 12.0;
            if !self.page.discreet {
                let owner = program.owner.as_ref().map_or("", |o| self.framework.actor_short(o));
                let owner = fit(owner, Weight::Regular, (owner_w - 10.0) / TYPE);
                pen.text(point(x, base), &owner, TYPE, Weight::Regular, theme.weak);
                x += owner_w;
                let sum = money(id).filter(|m| m.0 > 0);
                let sum = sum.map_or_else(
                    || "–".to_owned(),
                    |m| words::money(self.framework.head().currency, m),
                );
                let at = point(inside.right(), base);
                pen.anchored(at, &sum, TYPE, Weight::SemiBold, theme.ink, Anchor::Right);
            }
            let known = fit(&self.known(program, &dag), Weight::Regular, (known_w - 8.0) / TYPE);
            pen.text(point(x, base), &known, TYPE, Weight::Regular, theme.weak);
        }
        if shown < ids.len() {
            let at = point(inside.x, inside.y + ROW * shown as f32 + TYPE * 0.95);
            let said = format!("and {} more programs", ids.len() - shown);
            pen.text(at, &said, TYPE, Weight::Regular, theme.weak);
        }
    }

    /// How a program's link to this objective is known; where it has none to it itself, the code
    /// of the lower objective that it goes through.
    fn known(&self, program: &Program, dag: &Dag) -> String {
        let supports = |link: &Link| link.effect == Effect::Supports;
        if let Some(link) = program.links.get(self.id).filter(|link| supports(link)) {
            return match &link.evidence {
                Evidence::Asserted => "asserted",
                Evidence::Documented(_) => "documented",
                Evidence::Confirmed(_) => "confirmed",
            }
            .to_owned();
        }
        let here = dag.find(self.id);
        let is_below = |id: &&ObjectiveId| {
            let above = dag.find(id).map(|i| dag.above(i));
            above.is_some_and(|above| here.is_some_and(|here| above.contains(&here)))
        };
        let links = program.links.iter().filter(|(_, link)| supports(link)).map(|(id, _)| id);
        let through = links.filter(is_below).find_map(|id| self.framework.objective(id));
        match through.map(|o| o.code.as_deref().unwrap_or(o.title.trim())) {
            Some(code) => format!("through {code}"),
            None => "through its umbrella".to_owned(),
        }
    }
}
