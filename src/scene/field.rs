//! The orphan field: every program with no link shown as one mark, its area the money, grouped.
//! It gives most room to most money, labels each group with its count, gathers the small groups
//! into "others", and never clips.

mod group;

pub use group::{Group, GroupBy, Orphan, SizeBy, count_and_money, group_again, groups};

use super::theme::Theme;
use super::{Anchor, Hatch, Pen, Stroke, words};
use crate::analysis::{Analysis, Cents, Standing};
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, fit, width_em};
use crate::model::{Framework, ProgramId};
use std::borrow::Cow;
use std::ops::Range;

/// A mark with its place.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Which program.
    pub program: ProgramId,
    /// Where.
    pub rect: Rect,
    /// Why it shows no link.
    pub hatch: Hatch,
    /// Its money.
    pub money: Cents,
}

/// A group's label with its place.
#[derive(Debug, Clone)]
pub struct Heading {
    /// What the group is called, in full.
    pub name: String,
    /// The money of its programs.
    pub money: Cents,
    /// The places of its marks.
    pub marks: Range<usize>,
    /// How wide the group is.
    pub width: f32,
    /// Name and count, as they fit.
    pub text: String,
    /// Where it begins, on the baseline.
    pub x: f32,
    /// Where it begins, on the baseline.
    pub y: f32,
}

/// The field, arranged.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The labels.
    pub headings: Vec<Heading>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// The side of the smallest mark.
    pub smallest: f32,
    /// How it was made to fit.
    fitted: Option<Fitted>,
}

impl Field {
    /// The marks that a rectangle touches, in their order.
    pub fn touched(&self, by: Rect) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.rect.overlaps(by))
    }
}

/// The measures that make a field fit its room.
#[derive(Debug, Clone, Copy)]
struct Fitted {
    area: Rect,
    type_size: f32,
    size: SizeBy,
    /// Points of area for a cent.
    scale: f64,
    /// The width of all groups together.
    used: f32,
}

/// Which hatch tells a standing.
#[must_use]
pub fn hatch_of(standing: Standing) -> Hatch {
    match standing {
        Standing::Unreviewed => Hatch::Unreviewed,
        Standing::Unresolved => Hatch::Unresolved,
        Standing::Independent | Standing::Elsewhere => Hatch::Apart,
        _ => Hatch::NoLink,
    }
}

/// The side, in points, under which a mark is too small for a hatch: it is drawn full.
pub const TINY: f32 = 7.0;

/// Between marks.
const GAP: f32 = 2.0;

/// The sides of a group's marks at one scale, largest first.
struct Sides<'a> {
    group: &'a Group,
    /// How many marks are larger than the smallest.
    large: usize,
    scale: f64,
    smallest: f32,
    most: f32,
}

impl<'a> Sides<'a> {
    fn new(group: &'a Group, scale: f64, smallest: f32, most: f32) -> Self {
        let side = |o: &Orphan| ((o.money.to_f64().max(0.0) * scale).sqrt() as f32).min(most);
        let large = group.orphans.partition_point(|o| side(o) > smallest);
        Self { group, large, scale, smallest, most }
    }

    fn side(&self, place: usize) -> f32 {
        if place >= self.large {
            return self.smallest;
        }
        let money = self.group.orphans[place].money.to_f64().max(0.0);
        ((money * self.scale).sqrt() as f32).clamp(self.smallest, self.most)
    }

    /// The gap between marks: narrower where they are small.
    fn gap(&self) -> f32 {
        GAP.min(self.smallest * 0.25)
    }

    /// Packs the marks into rows of a width; gives the height, or `None` where it is over the
    /// limit. `put` gets each mark's place.
    fn pack(&self, width: f32, limit: f32, mut put: impl FnMut(usize, Rect)) -> Option<f32> {
        let gap = self.gap();
        let (mut x, mut y, mut row) = (0.0_f32, 0.0_f32, 0.0_f32);
        for place in 0..self.large {
            let side = self.side(place);
            if x > 0.0 && x + side > width + 0.01 {
                y += row + gap;
                (x, row) = (0.0, 0.0);
            }
            put(place, rect(x, y, side, side));
            row = row.max(side);
            x += side + gap;
            if y + row > limit + 0.01 {
                return None;
            }
        }
        let small = self.group.orphans.len() - self.large;
        if small == 0 {
            return Some(y + row);
        }
        // What is left of the last row of large marks is filled first, row by row.
        let step = self.smallest + gap;
        let mut place = self.large;
        let end = self.group.orphans.len();
        if x > 0.0 {
            let columns = ((width + gap - x) / step).floor().max(0.0) as usize;
            let rows = ((row + gap) / step).floor().max(0.0) as usize;
            for i in 0..(columns * rows).min(small) {
                let (r, c) = (i / columns, i % columns);
                let at =
                    rect(x + c as f32 * step, y + r as f32 * step, self.smallest, self.smallest);
                put(place, at);
                place += 1;
            }
            y += row + gap;
        }
        let columns = (((width + gap) / step + 0.001).floor() as usize).max(1);
        let left = end - place;
        let rows = left.div_ceil(columns);
        let height = if left == 0 { y - gap } else { y + rows as f32 * step - gap };
        if height > limit + 0.01 {
            return None;
        }
        for i in 0..left {
            let (r, c) = (i / columns, i % columns);
            let at = rect(c as f32 * step, y + r as f32 * step, self.smallest, self.smallest);
            put(place + i, at);
        }
        Some(height)
    }

    /// The least width, at or above a floor, at which the marks are no higher than the limit.
    fn width(&self, floor: f32, limit: f32) -> f32 {
        let area: f32 = (0..self.large).map(|p| self.side(p).powi(2)).sum::<f32>()
            + (self.group.orphans.len() - self.large) as f32 * (self.smallest + self.gap()).powi(2);
        let widest = if self.group.orphans.is_empty() { 0.0 } else { self.side(0) };
        let mut width = floor.max(widest).max(area / limit.max(1.0));
        for _ in 0..400 {
            if self.pack(width, limit, |_, _| {}).is_some() {
                return width;
            }
            width = width * 1.015 + self.smallest * 0.5;
        }
        width
    }
}

/// Arranges the orphans in an area, sized by money. `type_size` is the height of the labels.
#[must_use]
pub fn arrange(groups: &[Group], area: Rect, type_size: f32) -> Field {
    arrange_again(groups, area, type_size, SizeBy::Money, &Field::default())
}

/// The part of the room that was used under which a field is made larger again.
const LOOSE: f32 = 0.85;

/// Arranges the orphans in an area, as they stood before where they still fit it well: then the
/// marks of groups in which nothing changed keep their places among each other, and their size.
#[must_use]
pub fn arrange_again(
    groups: &[Group],
    area: Rect,
    type_size: f32,
    size: SizeBy,
    before: &Field,
) -> Field {
    let between = type_size * 1.2;
    let limit = area.h - type_size * 1.5;
    if groups.is_empty() || limit < 4.0 || area.w < 20.0 {
        return Field::default();
    }
    let (groups, labels) = gather(groups, area.w, type_size, between);
    let room = area.w - between * (groups.len() - 1) as f32;
    let of = |f: &Fitted| f.area == area && f.type_size.to_bits() == type_size.to_bits();
    if let Some(fitted) = before.fitted.filter(|f| of(f) && f.size == size) {
        let mut field = placed(&groups, &labels, &fitted, before.smallest, before);
        let used: f32 = field.headings.iter().map(|h| h.width).sum();
        if used <= room && used >= fitted.used * LOOSE {
            field.fitted = Some(fitted);
            return field;
        }
    }
    let total = |scale: f64, smallest: f32| -> f32 {
        let sides = groups.iter().map(|g| Sides::new(g, scale, smallest, limit));
        sides.zip(&labels).map(|(s, (_, floor))| s.width(*floor, limit)).sum()
    };
    let (scale, smallest) = match size {
        SizeBy::Money => by_money(&groups, room, limit, type_size, total),
        SizeBy::Alike => {
            let mut smallest = (type_size * 2.2).min(limit);
            while smallest > 0.4 && total(0.0, smallest) > room {
                smallest *= 0.95;
            }
            (0.0, smallest)
        }
    };
    let mut fitted = Fitted { area, type_size, size, scale, used: 0.0 };
    let mut field = placed(&groups, &labels, &fitted, smallest, &Field::default());
    fitted.used = field.headings.iter().map(|h| h.width).sum();
    field.fitted = Some(fitted);
    field
}

/// The scale and the smallest mark with which marks sized by money fill the room.
fn by_money(
    groups: &[Cow<Group>],
    room: f32,
    limit: f32,
    type_size: f32,
    total: impl Fn(f64, f32) -> f32,
) -> (f64, f32) {
    // The largest smallest mark with which all fit into half the room; then the largest scale.
    let most: f32 = type_size.max(10.0);
    let share = |smallest: f32| if smallest > 9.0 { 0.62 } else { 0.8 };
    let mut smallest = most;
    while smallest > 0.4 && total(0.0, smallest) > room * share(smallest) {
        smallest *= 0.86;
    }
    let largest = groups.iter().filter_map(|g| g.orphans.first()).map(|o| o.money).max();
    let largest = largest.unwrap_or_default().to_f64().max(1.0);
    let (mut low, mut high) = (0.0_f64, f64::from(limit * limit) / largest);
    if total(high, smallest) <= room {
        low = high;
    } else {
        for _ in 0..9 {
            let middle = f64::midpoint(low, high);
            if total(middle, smallest) <= room { low = middle } else { high = middle }
        }
    }
    (low, smallest)
}

/// Puts the groups side by side; those that `before` holds alike take its marks over.
fn placed(
    groups: &[Cow<Group>],
    labels: &[Label],
    fitted: &Fitted,
    smallest: f32,
    before: &Field,
) -> Field {
    let Fitted { area, type_size, scale, .. } = *fitted;
    let limit = area.h - type_size * 1.5;
    let mut field = Field { smallest, ..Field::default() };
    let mut x = area.x;
    for (group, (text, floor)) in groups.iter().zip(labels) {
        let begin = field.marks.len();
        let old = before.headings.iter().find(|h| h.name == group.name);
        let width = match old.filter(|old| same(group, &before.marks[old.marks.clone()])) {
            Some(old) => {
                let marks = before.marks[old.marks.clone()].iter();
                let shifted = |m: &Mark| Mark { rect: m.rect.shift(x - old.x, 0.0), ..m.clone() };
                field.marks.extend(marks.map(shifted));
                old.width
            }
            None => pack_group(&mut field, group, scale, *floor, (x, area.y, limit, type_size)),
        };
        field.headings.push(Heading {
            name: group.name.clone(),
            money: group.money,
            marks: begin..field.marks.len(),
            width,
            text: text.clone(),
            x,
            y: area.y + type_size,
        });
        x += width + type_size * 1.2;
    }
    field
}

/// Packs the marks of one group below its label; gives its width.
fn pack_group(
    field: &mut Field,
    group: &Group,
    scale: f64,
    floor: f32,
    (x, y, limit, type_size): (f32, f32, f32, f32),
) -> f32 {
    let sides = Sides::new(group, scale, field.smallest, limit);
    let width = sides.width(floor, limit);
    let top = y + type_size * 1.5;
    let packed = sides.pack(width, limit, |place, at| {
        let orphan = &group.orphans[place];
        field.marks.push(Mark {
            program: orphan.program.clone(),
            rect: at.shift(x, top),
            hatch: hatch_of(orphan.standing),
            money: orphan.money,
        });
    });
    debug_assert!(packed.is_some(), "a group that was measured fits");
    width
}

/// Whether the marks are those of a group as it is.
fn same(group: &Group, marks: &[Mark]) -> bool {
    let alike = |(orphan, mark): (&Orphan, &Mark)| {
        orphan.money == mark.money
            && orphan.program == mark.program
            && hatch_of(orphan.standing) == mark.hatch
    };
    group.orphans.len() == marks.len() && group.orphans.iter().zip(marks).all(alike)
}

/// What a group is labelled with, and how wide that is.
type Label = (String, f32);

fn label(group: &Group, type_size: f32) -> Label {
    let count = u32::try_from(group.orphans.len()).unwrap_or(u32::MAX);
    // A long name is cut: the field has room for marks first.
    let name = fit(&group.name, Weight::SemiBold, 13.0);
    let text = format!("{name} {}", words::number(count));
    let width = width_em(&text, Weight::SemiBold) * type_size;
    (text, width)
}

/// Gathers the groups beyond those whose labels have room into "others".
fn gather(
    groups: &[Group],
    width: f32,
    type_size: f32,
    between: f32,
) -> (Vec<Cow<'_, Group>>, Vec<Label>) {
    let mut used = 0.0;
    let mut labels = Vec::new();
    for group in groups {
        let label = label(group, type_size);
        used += label.1 + between;
        if !labels.is_empty() && (used > width * 0.62 || labels.len() == 16) {
            break;
        }
        labels.push(label);
    }
    let rest = &groups[labels.len()..];
    if rest.len() < 2 {
        labels.extend(rest.iter().map(|group| label(group, type_size)));
        return (groups.iter().map(Cow::Borrowed).collect(), labels);
    }
    let mut orphans: Vec<Orphan> = rest.iter().flat_map(|g| &g.orphans).cloned().collect();
    // Each group is in order already, which this sort makes use of.
    orphans.sort_by(Orphan::order);
    let money = orphans.iter().map(|o| o.money).sum();
    let others = Group { name: "others".to_owned(), orphans, money };
    let first = &groups[..labels.len()];
    labels.push(label(&others, type_size));
    (first.iter().map(Cow::Borrowed).chain([Cow::Owned(others)]).collect(), labels)
}

/// Draws the marks and labels of a field.
pub fn draw(pen: &mut Pen, field: &Field, theme: &Theme, type_size: f32) {
    for heading in &field.headings {
        let at = point(heading.x, heading.y);
        pen.text(at, &heading.text, type_size, Weight::SemiBold, theme.ink);
    }
    let outline = (field.smallest * 0.1).clamp(0.3, 1.4);
    for mark in &field.marks {
        if mark.rect.w < TINY {
            pen.shape(mark.rect, 0.0, super::Fill::Solid(theme.orphan), None);
            continue;
        }
        let inset = mark.rect.grow(-outline / 2.0);
        pen.shape(inset, 0.0, theme.hatch(mark.hatch), Some(Stroke::new(outline, theme.orphan)));
    }
}

/// Draws a whole field with its dashed frame and title, grouped by owner; a discreet one is grouped
/// by dimension and says no amount.
pub fn framed(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    discreet: bool,
    area: Rect,
    theme: &Theme,
) {
    let deficit = &analysis.deficit;
    if deficit.programs == 0 {
        let stroke = Stroke::new(1.2, theme.hairline);
        pen.shape(area, 6.0, super::Fill::Solid(theme.surround), Some(stroke));
        let said = words::gap_in_data(analysis);
        let text = words::sentence(&said);
        let at = point(area.x + 16.0, area.y + area.h / 2.0 + 6.0);
        pen.text(at, &text, 18.0, Weight::SemiBold, theme.ink);
        return;
    }
    let stroke = theme.dashed(3.0);
    pen.shape(area, 6.0, super::Fill::Solid(theme.field), Some(stroke));
    let by = if discreet { GroupBy::Dimension } else { GroupBy::Owner };
    let programs = words::count(deficit.programs, "program", "programs");
    let title = if discreet {
        format!("No link shown: {programs}")
    } else {
        let money = words::money(deficit.money.currency, deficit.money.no_link_shown);
        format!("No link shown: {programs}, {money}")
    };
    let baseline = area.y + 27.0;
    pen.text(point(area.x + 16.0, baseline), &title, 19.0, Weight::SemiBold, theme.orphan_text);
    let how = format!("one mark a program, its area the money, grouped by {}", by.word());
    // On a narrow page the caption gives way.
    let both = width_em(&title, Weight::SemiBold) * 19.0 + width_em(&how, Weight::Regular) * 14.0;
    if both + 56.0 < area.w {
        let right = point(area.right() - 16.0, baseline);
        pen.anchored(right, &how, 14.0, Weight::Regular, theme.weak, Anchor::Right);
    }
    let inner = rect(area.x + 16.0, area.y + 38.0, area.w - 32.0, area.h - 52.0);
    let field = arrange(&groups(framework, analysis, by), inner, 14.0);
    draw(pen, &field, theme, 14.0);
}
