//! An objective's card: band, code and title, programs and money.

use super::theme::Theme;
use super::words;
use super::{Anchor, Fill, Item, Pen, Stroke};
use crate::analysis::{Analysis, Card, Finding, Severity};
use crate::layout::geometry::{point, rect};
use crate::layout::text::{Weight, fit, is_arabic, width_em};
use crate::layout::{Line, Placed, Role, Route, size};
use crate::model::{Framework, ObjectiveId, ObjectiveStatus, Side};
use std::collections::BTreeMap;

/// The outline of a card, in canvas units.
pub const OUTLINE: f32 = 1.5;

/// The radius of a card's corners: square at the first level, round below.
#[must_use]
pub fn radius(placed: &Placed) -> f32 {
    match (placed.role, placed.depth) {
        (Role::Top, 0) => 0.0,
        (_, 1) => 8.0,
        _ => 4.0,
    }
}

/// What of a card is told by its figures: where two objectives are the same and say the same,
/// their cards look the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    card: Card,
    gap: bool,
    mark: Option<&'static str>,
}

/// What all cards of a drawing look at.
#[derive(Debug, Clone, Copy)]
pub struct Deck<'a> {
    framework: &'a Framework,
    analysis: &'a Analysis,
    theme: &'a Theme,
    /// Whether the group has agreed anything: before that, "proposed" says nothing.
    agreed: bool,
    /// What is found of each objective, where cards count it.
    findings: Option<&'a BTreeMap<ObjectiveId, Vec<Finding>>>,
    /// Whether cards say no amount.
    discreet: bool,
}

impl<'a> Deck<'a> {
    /// Prepares to draw cards.
    #[must_use]
    pub fn new(framework: &'a Framework, analysis: &'a Analysis, theme: &'a Theme) -> Self {
        let agreed = framework.objectives().values().any(|o| o.status == ObjectiveStatus::Agreed);
        Self { framework, analysis, theme, agreed, findings: None, discreet: false }
    }

    /// Lets cards count what is found of their objectives.
    #[must_use]
    pub fn with_findings(self, findings: &'a BTreeMap<ObjectiveId, Vec<Finding>>) -> Self {
        Self { findings: Some(findings), ..self }
    }

    /// Lets cards say no amount.
    #[must_use]
    pub fn discreet(self, discreet: bool) -> Self {
        Self { discreet, ..self }
    }

    /// How many warnings there are of an objective.
    fn warnings(&self, id: &ObjectiveId) -> usize {
        let found = self.findings.and_then(|all| all.get(id)).map_or(&[][..], Vec::as_slice);
        found.iter().filter(|finding| finding.severity == Severity::Warning).count()
    }

    /// What else there is to say of an objective, where there is room: who leads it, who backs
    /// it, its dimensions.
    fn more(&self, id: &ObjectiveId) -> Vec<String> {
        let Some(objective) = self.framework.objective(id) else { return Vec::new() };
        let mut more = Vec::new();
        if self.framework.pin(id).is_some() {
            more.push("pinned".to_owned());
        }
        if let Some(lead) = &objective.lead {
            more.push(format!("led by {}", self.framework.actor_short(lead)));
        }
        let backers = |side| {
            let backs = objective.positions.iter().filter(|(_, p)| p.stance.backs());
            backs.filter_map(|(a, _)| self.framework.actor(a)).filter(|a| a.side == side).count()
        };
        let parts: Vec<String> = [(Side::Internal, "local"), (Side::External, "international")]
            .into_iter()
            .map(|(side, word)| (backers(side), word))
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        if !parts.is_empty() {
            more.push(format!("backed by {}", parts.join(", ")));
        }
        let head = self.framework.head();
        let dimensions = objective.dimensions.iter().filter_map(|d| head.dimensions.get(d));
        let dimensions: Vec<&str> = dimensions.map(|d| d.title.as_str()).collect();
        if !dimensions.is_empty() {
            more.push(dimensions.join(", "));
        }
        more
    }

    /// The figures of a card.
    #[must_use]
    pub fn card(&self, id: &ObjectiveId) -> Card {
        self.analysis.objectives.get(id).copied().unwrap_or_default()
    }

    /// Whether it is marked as an objective without a program: where there is none at all yet, that
    /// would say nothing.
    #[must_use]
    pub fn is_gap(&self, id: &ObjectiveId) -> bool {
        self.is_empty(self.card(id))
    }

    fn is_empty(&self, card: Card) -> bool {
        card.programs == 0 && !self.framework.programs().is_empty()
    }

    /// What of a card is told by its figures.
    #[must_use]
    pub fn says(&self, id: &ObjectiveId) -> Says {
        let card = self.card(id);
        Says { card, gap: self.is_empty(card), mark: self.mark(id) }
    }

    /// A word on what is odd about an objective.
    fn mark(&self, id: &ObjectiveId) -> Option<&'static str> {
        let objective = self.framework.objective(id);
        // The list is in the order of ids.
        if self.analysis.gaps.objectives_off_strategy.binary_search(id).is_ok() {
            Some("off strategy")
        } else if self.agreed && objective.is_some_and(|o| o.status == ObjectiveStatus::Proposed) {
            Some("proposed")
        } else {
            None
        }
    }

    /// The number that the group calls an objective by, or nothing.
    #[must_use]
    pub fn code(&self, id: &ObjectiveId) -> &'a str {
        self.framework.objective(id).and_then(|o| o.code.as_deref()).unwrap_or_default()
    }

    /// The title of an objective.
    #[must_use]
    pub fn title(&self, id: &ObjectiveId) -> &'a str {
        self.framework.objective(id).map_or("", |o| o.title.trim())
    }
}

/// The items of a card, in canvas units.
#[must_use]
pub fn card(placed: &Placed, deck: &Deck) -> Vec<Item> {
    let mut pen = Pen::default();
    let theme = deck.theme;
    let facts = deck.card(&placed.id);
    let empty = deck.is_gap(&placed.id);
    let (place, radius) = (placed.rect, radius(placed));
    let stroke = if empty {
        Stroke { width: OUTLINE, color: theme.orphan, dash: Some((6.0, 4.0)) }
    } else {
        Stroke::new(OUTLINE, theme.outline)
    };
    pen.shape(place, radius, Fill::Solid(theme.card), None);
    // The band lies inside the outline and takes the round of its corners.
    let band = rect(place.x, place.y, place.w, size::BAND);
    if radius > 0.0 {
        pen.shape(
            rect(band.x, band.y, band.w, band.h + radius),
            radius,
            Fill::Solid(theme.band(placed.depth)),
            None,
        );
        pen.shape(
            rect(band.x, band.bottom(), band.w, radius + 1.5),
            0.0,
            Fill::Solid(theme.card),
            None,
        );
    } else {
        pen.shape(band, 0.0, Fill::Solid(theme.band(placed.depth)), None);
    }
    pen.shape(place, radius, Fill::None, Some(stroke));
    title(&mut pen, placed, theme);
    foot(&mut pen, placed, facts, deck);
    pen.items
}

fn title(pen: &mut Pen, placed: &Placed, theme: &Theme) {
    let height = placed.role.title();
    let mut y = placed.rect.y + size::BAND + 6.0 + height * 0.95;
    for line in &placed.title.lines {
        let (x, anchor) = if is_arabic(line) {
            (placed.rect.right() - size::PAD, Anchor::Right)
        } else {
            (placed.rect.x + size::PAD, Anchor::Left)
        };
        pen.anchored(point(x, y), line, height, Weight::SemiBold, theme.ink, anchor);
        y += height * size::LINE;
    }
}

/// Programs on the left, money on the right where there is room for both.
fn foot(pen: &mut Pen, placed: &Placed, facts: Card, deck: &Deck) {
    let (framework, theme) = (deck.framework, deck.theme);
    let y = placed.rect.bottom() - 7.0;
    let (left, right) = (placed.rect.x + size::PAD, placed.rect.right() - size::PAD);
    let wide = |text: &str, weight| width_em(text, weight) * size::FOOT;
    let (mut words, color, weight) = if deck.is_gap(&placed.id) {
        ("no program".to_owned(), theme.orphan_text, Weight::SemiBold)
    } else if facts.programs == 0 {
        ("no program yet".to_owned(), theme.weak, Weight::Regular)
    } else {
        (words::count(facts.programs, "program", "programs"), theme.weak, Weight::Regular)
    };
    if placed.folded > 0 {
        let below = u32::try_from(placed.folded).unwrap_or(u32::MAX);
        words = format!("{}, {words}", words::count(below, "objective", "objectives"));
    }
    let money = if facts.money.0 > 0 && !deck.discreet {
        words::money(framework.head().currency, facts.money)
    } else {
        String::new()
    };
    let mark = deck.mark(&placed.id);
    if let Some(mark) = mark {
        let longer = format!("{words} · {mark}");
        let money_width = wide(&money, Weight::Regular);
        if wide(&longer, weight) + money_width + 14.0 <= right - left {
            words = longer;
        } else if mark == "off strategy" && facts.programs > 0 {
            // What does not reach the strategy says so, even where its count has to give way.
            mark.clone_into(&mut words);
        }
    }
    words = fit(&words, weight, (right - left) / size::FOOT);
    let warnings = deck.warnings(&placed.id);
    let counted = (warnings > 0).then(|| format!("⚠ {warnings}"));
    let room = right - left - wide(&money, Weight::Regular) - 14.0;
    for part in counted.into_iter().chain(deck.more(&placed.id)) {
        let longer = format!("{words} · {part}");
        if wide(&longer, weight) <= room {
            words = longer;
        }
    }
    pen.text(point(left, y), &words, size::FOOT, weight, color);
    let both = wide(&words, weight) + wide(&money, Weight::Regular) + 10.0;
    if both <= right - left {
        let at = point(right, y);
        pen.anchored(at, &money, size::FOOT, Weight::Regular, theme.weak, Anchor::Right);
    }
}

/// The item of a line between cards, in canvas units; none for an empty spine.
#[must_use]
pub fn route(route: &Route, theme: &Theme) -> Option<Item> {
    match &route.line {
        Line::Spine(points) if points.is_empty() => None,
        Line::Spine(points) => {
            Some(Item::Line { points: points.clone(), stroke: Stroke::new(1.3, theme.spine) })
        }
        Line::Second(points) => {
            Some(Item::Curve { points: *points, stroke: Stroke::new(1.8, theme.second) })
        }
    }
}
