//! What the room sees: a slide drawn for the projector, large enough for the last row. A pure
//! function of framework, figures and scene. No name of a donor or owner and no amount is in the
//! drawing until it is asked for; program titles never are.

mod cards;
mod classes;
mod slides;

pub use slides::{Of, Slide, offered, slides};

use super::field::{self, GroupBy};
use super::theme::Theme;
use super::{Anchor, Fill, Pen, Scene, Stroke, Transform, headline, words};
use crate::analysis::Analysis;
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Measured, Weight, fit, width_em};
use crate::model::{ColorBy, Date, EvidenceBar, Framework, ObjectiveId, ObjectiveStatus, Side};
use cards::{Hand, Picked};

/// How far the last row is from the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distance {
    /// Four screen heights away.
    Near,
    /// Six.
    #[default]
    Middle,
    /// Eight.
    Far,
}

impl Distance {
    /// All distances, the nearest first.
    pub const ALL: [Self; 3] = [Self::Near, Self::Middle, Self::Far];

    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Middle => "middle",
            Self::Far => "far",
        }
    }

    /// What the word means.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Near => "At 4 times the height of the screen",
            Self::Middle => "At 6 times the height of the screen",
            Self::Far => "At 8 times the height of the screen",
        }
    }

    /// The least size of a title, in pixels of a picture 1080 pixels high.
    #[must_use]
    pub fn title(self) -> f32 {
        match self {
            Self::Near => 28.0,
            Self::Middle => 42.0,
            Self::Far => 56.0,
        }
    }

    /// The next larger type, or the next smaller.
    #[must_use]
    pub fn step(self, larger: bool) -> Self {
        match (self, larger) {
            (Self::Near, true) | (Self::Far, false) => Self::Middle,
            (Self::Near | Self::Middle, false) => Self::Near,
            (Self::Middle | Self::Far, true) => Self::Far,
        }
    }
}

/// What of the people behind the figures is in the drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// The names of donors and owners.
    pub names: bool,
    /// Amounts of money; shares of it are always there.
    pub amounts: bool,
}

/// How a slide is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// How far the last row is.
    pub distance: Distance,
    /// What is named.
    pub shown: Shown,
    /// Whether it says what colors and hatches mean.
    pub legend: bool,
    /// Whether the deficit is counted.
    pub counter: bool,
    /// Width and height of the picture.
    pub size: (f32, f32),
}

impl Default for Look {
    fn default() -> Self {
        Self {
            distance: Distance::default(),
            shown: Shown::default(),
            legend: true,
            counter: true,
            size: (1920.0, 1080.0),
        }
    }
}

/// The least size of type.
const LEAST: f32 = 22.0;

/// The height of the page that all sizes are for.
const HEIGHT: f32 = 1080.0;

/// Margin of the page.
const MARGIN: f32 = 48.0;

/// The sizes of type of a slide.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    /// Titles of cards.
    pub title: f32,
    /// The title of the slide.
    pub head: f32,
    /// Figures of the headline.
    pub figure: f32,
    /// All else.
    pub text: f32,
}

impl Type {
    fn of(distance: Distance) -> Self {
        let title = distance.title();
        Self {
            title,
            head: title.max(46.0) + (title - 28.0) * 0.15,
            figure: 96.0 + (title - 28.0) * 1.3,
            text: (title * 0.6).max(LEAST),
        }
    }
}

/// Draws a slide; `place` is its number and how many there are, from 1.
#[must_use]
pub fn present(
    framework: &Framework,
    analysis: &Analysis,
    slide: &Slide,
    place: (usize, usize),
    (look, date): (&Look, Date),
) -> Scene {
    let theme = Theme::room();
    // Narrower pages than 4:3 are not drawn for: what is left of them stays empty.
    let aspect = (look.size.0 / look.size.1.max(1.0)).clamp(4.0 / 3.0, 2.4);
    let mut draft = Draft {
        framework,
        analysis,
        theme,
        look,
        kind: Type::of(look.distance),
        width: HEIGHT * aspect,
        pen: Pen::default(),
        y: 36.0,
    };
    draft.slide(slide, place, date);
    let scale = (look.size.0 / draft.width).min(look.size.1 / HEIGHT);
    let (dx, dy) =
        ((look.size.0 - draft.width * scale) / 2.0, (look.size.1 - HEIGHT * scale) / 2.0);
    let transform = Transform { scale, dx, dy };
    Scene {
        size: look.size,
        title: slide.scene.title.clone(),
        ground: theme.page,
        items: draft.pen.items.iter().map(|item| transform.item(item)).collect(),
    }
}

/// A slide being drawn, from the top down.
struct Draft<'a> {
    framework: &'a Framework,
    analysis: &'a Analysis,
    theme: &'a Theme,
    look: &'a Look,
    kind: Type,
    width: f32,
    pen: Pen,
    /// How far down it is drawn.
    y: f32,
}

/// A figure with its words in two lines.
struct Big {
    figure: String,
    what: &'static str,
    how_many: String,
    vermillion: bool,
}

impl Draft<'_> {
    fn slide(&mut self, slide: &Slide, place: (usize, usize), date: Date) {
        let scene = &slide.scene;
        let bottom = self.foot(place, date);
        self.title(&scene.title);
        let living = |id: &&ObjectiveId| {
            let objective = self.framework.objective(id);
            objective.is_some_and(|o| o.status != ObjectiveStatus::Retired)
        };
        let focus = scene.focus.as_ref().filter(living).cloned();
        if let Some(id) = &focus {
            self.focus(id);
            if self.look.counter {
                self.counter_in_a_line();
            }
        } else if self.look.counter {
            self.counter();
        }
        let picked = match slide.of {
            Of::Cards => cards::picked(self.framework, scene),
            Of::Orphans => Vec::new(),
        };
        self.cards(&picked, scene.color, bottom);
        self.field(bottom);
    }

    fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    /// The place among the slides, the evidence bar and the date; gives the upper edge.
    fn foot(&mut self, (number, of): (usize, usize), date: Date) -> f32 {
        let (y, weak) = (HEIGHT - 26.0, self.theme.weak);
        let place = format!("{number} of {of}");
        self.pen.text(point(MARGIN, y), &place, LEAST, Weight::Regular, weak);
        let bar = self.analysis.bar.word();
        let said = format!("evidence bar: {bar} · {}", words::date(date));
        let right = point(self.width - MARGIN, y);
        self.pen.anchored(right, &said, LEAST, Weight::Regular, weak, Anchor::Right);
        // The Utstein figure stands between them, where it has room.
        let ends = (width_em(&place, Weight::Regular), width_em(&said, Weight::Regular));
        let right = self.width - MARGIN - ends.1 * LEAST - 40.0;
        let left = MARGIN + ends.0 * LEAST + 40.0;
        let utstein = LEAST * (width_em(words::UTSTEIN, Weight::Regular) + 7.0);
        if self.look.counter && utstein <= right - left {
            let end = left + f32::midpoint(right - left, utstein);
            headline::utstein(&mut self.pen, end, y, LEAST, self.theme);
        }
        y - LEAST - 14.0
    }

    /// The title, in one line or two.
    fn title(&mut self, title: &str) {
        let size = self.kind.head;
        let title = if title.trim().is_empty() { "Without a title" } else { title };
        let lines = Measured::new(title, Weight::Bold, None).lines(self.room() / size, 2);
        self.y += size * 0.18;
        for line in lines.lines {
            let (x, anchor) = if crate::layout::text::is_arabic(&line) {
                (self.width - MARGIN, Anchor::Right)
            } else {
                (MARGIN, Anchor::Left)
            };
            let at = point(x, self.y + size * 0.9);
            self.pen.anchored(at, &line, size, Weight::Bold, self.theme.ink, anchor);
            self.y += size * 1.16;
        }
        self.y += 12.0;
    }

    /// The share of programs and of money that show no link, large, over the bar.
    fn counter(&mut self) {
        self.figures(&self.deficit(), self.kind.figure);
        let bar = rect(MARGIN, self.y, self.room(), 42.0);
        headline::bar(&mut self.pen, self.analysis, bar, self.theme);
        self.y = bar.bottom();
        self.captions();
    }

    fn deficit(&self) -> Vec<Big> {
        let deficit = &self.analysis.deficit;
        let money = &deficit.money;
        let (scope, none) = (self.analysis.scope.programs, deficit.programs);
        let of_money = if self.look.shown.amounts {
            let figure = |amount| words::money(money.currency, amount);
            format!("{} of {}", figure(money.no_link_shown), figure(money.total))
        } else {
            format!(
                "known for {} of {}",
                words::number(money.programs_with_money),
                words::number(scope)
            )
        };
        vec![
            Big {
                figure: words::percent(deficit.share),
                what: "of programs show no link",
                how_many: format!("{} of {}", words::number(none), words::number(scope)),
                vermillion: none > 0,
            },
            Big {
                figure: words::percent(money.share),
                what: "of the money shows no link",
                how_many: of_money,
                vermillion: none > 0,
            },
        ]
    }

    /// Figures side by side, their words beside them in two lines.
    fn figures(&mut self, all: &[Big], size: f32) {
        let widths: Vec<f32> =
            all.iter().map(|big| width_em(&big.figure, Weight::Bold) * size + size * 0.3).collect();
        let words_em = |big: &Big| {
            width_em(big.what, Weight::SemiBold).max(width_em(&big.how_many, Weight::Regular))
        };
        let between = 40.0;
        let taken: f32 = widths.iter().sum::<f32>() + between * (all.len() - 1) as f32;
        let ems: f32 = all.iter().map(words_em).sum();
        let largest = (self.kind.title * 0.8).max(32.0).min(size * 0.4);
        let small = ((self.room() - taken) / ems.max(1.0)).min(largest).max(LEAST);
        // In columns where they fit, so that the page is filled.
        let column = self.room() / all.len().max(1) as f32;
        let mut wide = all.iter().zip(&widths).map(|(big, w)| w + words_em(big) * small + between);
        let columns = wide.all(|wide| wide <= column);
        let (mut x, y) = (MARGIN, self.y);
        for (place, (big, width)) in all.iter().zip(&widths).enumerate() {
            let theme = self.theme;
            let color = if big.vermillion { theme.orphan_text } else { theme.ink };
            let at = point(x, y + size * 0.8);
            self.pen.text(at, &big.figure, size, Weight::Bold, color);
            x += width;
            let (first, second) = (y + size * 0.4, y + size * 0.4 + small * 1.35);
            self.pen.text(point(x, first), big.what, small, Weight::SemiBold, theme.ink);
            let at = point(x, second);
            self.pen.text(at, &big.how_many, small, Weight::Regular, theme.weak);
            x += words_em(big) * small + between;
            if columns {
                x = MARGIN + column * (place + 1) as f32;
            }
        }
        self.y += size * 1.04;
    }

    /// What stands under the bar: what is not known yet; with the legend, what each part is.
    fn captions(&mut self) {
        let largest = (self.kind.text * 0.9).max(LEAST + 2.0);
        let counted = headline::counted(self.analysis);
        let ems = counted.iter().map(|said| width_em(said, Weight::Regular) + 3.4).sum::<f32>();
        let size = largest.min(self.room() / ems.max(1.0));
        if self.look.legend && size >= LEAST && !counted.is_empty() {
            let at = (MARGIN, self.y + size * 1.35);
            headline::counts(&mut self.pen, self.analysis, at, size, self.theme);
        } else {
            let gap = words::gap_in_data(self.analysis);
            let gap = fit(&gap, Weight::SemiBold, self.room() / largest);
            let at = point(MARGIN, self.y + largest * 1.35);
            self.pen.text(at, &gap, largest, Weight::SemiBold, self.theme.ink);
        }
        self.y += largest * 1.8 + 14.0;
    }

    /// The deficit in one line, where an objective is in focus.
    fn counter_in_a_line(&mut self) {
        let size = self.kind.title * 1.5;
        let small = self.kind.text.min(size * 0.5).max(LEAST);
        let baseline = self.y + size * 0.82;
        let mut x = MARGIN;
        for big in self.deficit() {
            let theme = self.theme;
            let color = if big.vermillion { theme.orphan_text } else { theme.ink };
            self.pen.text(point(x, baseline), &big.figure, size, Weight::Bold, color);
            x += width_em(&big.figure, Weight::Bold) * size + size * 0.22;
            self.pen.text(point(x, baseline), big.what, small, Weight::SemiBold, theme.ink);
            x += width_em(big.what, Weight::SemiBold) * small + size * 0.5;
        }
        let right = self.width - MARGIN;
        if right - x >= 160.0 {
            let bar = rect(x, baseline - size * 0.6, right - x, size * 0.55);
            headline::bar(&mut self.pen, self.analysis, bar, self.theme);
        }
        self.y += size * 1.05;
        if self.look.legend {
            self.captions();
        } else {
            self.y += 20.0;
        }
    }

    /// The figures of the objective in focus.
    fn focus(&mut self, id: &ObjectiveId) {
        let card = self.analysis.objectives.get(id).copied().unwrap_or_default();
        let money = &self.analysis.deficit.money;
        let backs = |side| {
            let positions = self.framework.objective(id).map(|o| o.positions.iter());
            let backing = positions.into_iter().flatten().filter(|(_, p)| p.stance.backs());
            let of = |(actor, _): &(&_, &_)| {
                self.framework.actor(actor).is_some_and(|actor| actor.side == side)
            };
            backing.filter(of).count()
        };
        let (local, international) = (backs(Side::Internal), backs(Side::External));
        let whole = money.total.to_f64();
        let share = (whole > 0.0).then(|| card.money.to_f64() / whole);
        let amount = |cents| words::money(money.currency, cents);
        let of = words::number(self.analysis.scope.programs);
        let mut all = vec![
            Big {
                figure: words::number(card.programs),
                what: if card.programs == 1 {
                    "program supports it"
                } else {
                    "programs support it"
                },
                how_many: format!("of {of}"),
                vermillion: card.programs == 0 && self.analysis.scope.programs > 0,
            },
            Big {
                figure: words::percent(share),
                what: "of the money supports it",
                how_many: if self.look.shown.amounts {
                    format!("{} of {}", amount(card.money), amount(money.total))
                } else {
                    format!("known for {} of {of}", words::number(money.programs_with_money))
                },
                vermillion: false,
            },
        ];
        if local + international > 0 {
            all.push(Big {
                figure: (local + international).to_string(),
                what: if local + international == 1 { "actor backs it" } else { "actors back it" },
                how_many: format!("{local} local, {international} international"),
                vermillion: false,
            });
        }
        let size = if self.look.counter { self.kind.figure * 0.86 } else { self.kind.figure };
        self.figures(&all, size.max(self.kind.title * 1.5));
        self.y += 10.0;
    }

    /// The cards in sight, and what their color means.
    fn cards(&mut self, picked: &[Picked], by: ColorBy, bottom: f32) {
        if picked.is_empty() {
            return;
        }
        let drawn: Vec<(ObjectiveId, usize)> =
            picked.iter().map(|p| (p.id.clone(), p.depth)).collect();
        let (look, theme) = (self.look, self.theme);
        let asked = (by, look.shown);
        let classes = classes::classes(self.framework, self.analysis, asked, &drawn, theme);
        if look.legend && (by != ColorBy::Level || classes.all.len() > 1) {
            self.legend(&classes);
        }
        let whole = bottom - self.y;
        // The field keeps its part of the page, but not under cards that would then be cut.
        let field = if self.analysis.deficit.programs == 0 {
            self.kind.title * 2.2
        } else {
            (whole * 0.38).max(self.least_field())
        };
        let hand = Hand {
            framework: self.framework,
            analysis: self.analysis,
            theme,
            classes: &classes,
            told: by != ColorBy::Level,
            shown: look.shown,
            kind: self.kind,
        };
        let room = rect(MARGIN, self.y, self.room(), (whole - field - 28.0).max(0.0));
        self.y = hand.draw(&mut self.pen, picked, room) + 28.0;
    }

    /// What the color of the cards means.
    fn legend(&mut self, classes: &classes::Classes) {
        let (mut x, y, size) = (MARGIN, self.y + LEAST, LEAST);
        for class in &classes.all {
            let width = width_em(&class.word, Weight::Regular) * size;
            if x + 44.0 + width > self.width - MARGIN {
                break;
            }
            let mark = rect(x, y - size * 0.8, 34.0, size * 0.9);
            let stroke = Stroke::new(1.0, self.theme.outline);
            self.pen.shape(mark, 0.0, Fill::Solid(class.color), Some(stroke));
            let at = point(x + 44.0, y);
            self.pen.text(at, &class.word, size, Weight::Regular, self.theme.weak);
            x += 44.0 + width + 32.0;
        }
        self.y += LEAST * 1.9;
    }

    /// The least height in which the field says anything.
    fn least_field(&self) -> f32 {
        self.kind.title * 1.6 + self.kind.text * 1.5 + 64.0
    }

    /// The programs that show no link, in what room is left.
    fn field(&mut self, bottom: f32) {
        let area = rect(MARGIN, self.y, self.room(), bottom - self.y);
        let (theme, kind, deficit) = (self.theme, self.kind, &self.analysis.deficit);
        if deficit.programs == 0 {
            if area.h >= kind.title * 1.8 {
                self.none(area);
            }
            return;
        }
        if area.h < self.least_field() {
            return;
        }
        self.pen.shape(area, 8.0, Fill::Solid(theme.field), Some(theme.dashed(4.0)));
        let mut title =
            format!("No link shown: {}", words::count(deficit.programs, "program", "programs"));
        if self.look.shown.amounts {
            let money = words::money(deficit.money.currency, deficit.money.no_link_shown);
            title = format!("{title}, {money}");
        }
        let (by, groups) = self.groups();
        let (left, right) = (area.x + 24.0, area.right() - 24.0);
        let baseline = area.y + kind.title * 1.25;
        let title = fit(&title, Weight::SemiBold, (right - left) / kind.title);
        self.pen.text(
            point(left, baseline),
            &title,
            kind.title,
            Weight::SemiBold,
            theme.orphan_text,
        );
        let how = format!("one mark a program, its area the money, by {}", by.word());
        let taken = width_em(&title, Weight::SemiBold) * kind.title;
        if taken + width_em(&how, Weight::Regular) * LEAST + 30.0 <= right - left {
            let at = point(right, baseline);
            self.pen.anchored(at, &how, LEAST, Weight::Regular, theme.weak, Anchor::Right);
        }
        let top = baseline + kind.title * 0.3;
        let size = (kind.text * 0.9).max(LEAST);
        let inner = rect(left, top, right - left, area.bottom() - 20.0 - top);
        let field = field::arrange(&groups, inner, size);
        field::draw(&mut self.pen, &field, theme, size);
    }

    /// The programs that show no link: by owner where names are shown, else by the first of what
    /// names nobody that tells some of them apart; by side where nothing does.
    fn groups(&self) -> (GroupBy, Vec<field::Group>) {
        let of = |by| (by, field::groups(self.framework, self.analysis, by));
        if self.look.shown.names {
            return of(GroupBy::Owner);
        }
        let mut ways = [GroupBy::Dimension, GroupBy::Sector, GroupBy::Place].into_iter().map(of);
        ways.find(|(_, groups)| groups.len() > 1).unwrap_or_else(|| of(GroupBy::Side))
    }

    /// That there is nothing without a link; with the counter, how firm the links are.
    fn none(&mut self, area: Rect) {
        let (theme, size) = (self.theme, self.kind.title);
        let all = rect(area.x, area.y, area.w, area.h.min(size * 2.2));
        let stroke = Stroke::new(1.5, theme.hairline);
        self.pen.shape(all, 8.0, Fill::Solid(theme.page), Some(stroke));
        let said = words::sentence(&words::gap_in_data(self.analysis));
        let said = fit(&said, Weight::SemiBold, (all.w - 48.0) / size);
        let at = point(all.x + 24.0, all.center().y + size * 0.36);
        self.pen.text(at, &said, size, Weight::SemiBold, theme.ink);
        self.y = all.bottom() + 28.0;
        let figure = self.kind.figure * 0.86;
        let programs = self.analysis.scope.programs;
        if !self.look.counter || programs == 0 || self.y + figure * 1.1 > area.bottom() {
            return;
        }
        let firm = EvidenceBar::ALL.map(|bar| {
            let linked = programs - self.analysis.deficit.at_bar.at(bar).programs.min(programs);
            Big {
                figure: words::number(linked),
                what: bar.word(),
                how_many: format!("of {}", words::number(programs)),
                vermillion: false,
            }
        });
        self.figures(&firm, figure);
    }
}
