//! The orphan field: every program with no link shown as one mark, its area the money, grouped.
//! It gives most room to most money, labels each group with its count, gathers the small groups
//! into "others", and never clips.

use super::theme::Theme;
use super::{Anchor, Hatch, Pen, Stroke, words};
use crate::analysis::{Analysis, Cents, Standing};
use crate::layout::geometry::{Rect, point, rect};
use crate::layout::text::{Weight, fit, width_em};
use crate::model::{ActorId, Amount, Framework, Program, ProgramId};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// By what the marks are grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupBy {
    /// Who answers for the program.
    #[default]
    Owner,
    /// Who pays most.
    Donor,
    /// The owner's side.
    Side,
}

impl GroupBy {
    /// All ways to group.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Donor, Self::Side];

    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Donor => "donor",
            Self::Side => "side",
        }
    }
}

/// One program in the field.
#[derive(Debug, Clone)]
pub struct Orphan {
    /// Which.
    pub program: ProgramId,
    /// Its converted money.
    pub money: Cents,
    /// Why it shows no link.
    pub standing: Standing,
}

/// The orphans of one group, largest money first.
#[derive(Debug, Clone)]
pub struct Group {
    /// What to call it.
    pub name: String,
    /// Its programs.
    pub orphans: Vec<Orphan>,
    /// Their money.
    pub money: Cents,
}

/// The orphans of a framework, by group: most money first, then most programs, then name.
#[must_use]
pub fn groups(framework: &Framework, analysis: &Analysis, by: GroupBy) -> Vec<Group> {
    // By actor first: there are many programs and few actors, whose names take looking up.
    let mut places: FxHashMap<Option<&ActorId>, usize> = FxHashMap::default();
    let mut members: Vec<(Option<&ActorId>, Vec<Orphan>)> = Vec::new();
    for ((id, program), (_, row)) in framework.programs().iter().zip(analysis.programs.iter()) {
        if row.excluded.is_some() || !row.standing.orphan() {
            continue;
        }
        let member = member(program, by);
        let place = *places.entry(member).or_insert_with(|| {
            members.push((member, Vec::new()));
            members.len() - 1
        });
        let orphan = Orphan { program: id.clone(), money: row.money, standing: row.standing };
        members[place].1.push(orphan);
    }
    let mut groups: BTreeMap<String, Vec<Orphan>> = BTreeMap::new();
    for (member, orphans) in members {
        groups.entry(name_of(framework, member, by)).or_default().extend(orphans);
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(name, mut orphans)| {
            orphans.sort_unstable_by(|a, b| {
                b.money.cmp(&a.money).then_with(|| a.program.cmp(&b.program))
            });
            let money = orphans.iter().map(|o| o.money).sum();
            Group { name, orphans, money }
        })
        .collect();
    groups.sort_by(|a, b| {
        (b.money, b.orphans.len())
            .cmp(&(a.money, a.orphans.len()))
            .then_with(|| a.name.cmp(&b.name))
    });
    groups
}

/// The actor by whom a program is grouped: its owner, or who pays most.
fn member(program: &Program, by: GroupBy) -> Option<&ActorId> {
    match by {
        GroupBy::Owner | GroupBy::Side => program.owner.as_ref(),
        GroupBy::Donor => {
            let most = program.funding.iter().max_by_key(|(_, f)| f.amount.map(Amount::get));
            most.map(|(id, _)| id)
        }
    }
}

/// The name of the group that a member's programs belong to.
fn name_of(framework: &Framework, member: Option<&ActorId>, by: GroupBy) -> String {
    let name = match by {
        GroupBy::Owner => member.map_or("no owner", |id| framework.actor_short(id)),
        GroupBy::Donor => member.map_or("no donor known", |id| framework.actor_short(id)),
        GroupBy::Side => {
            let actor = member.and_then(|id| framework.actor(id));
            actor.map_or("no owner", |a| crate::analysis::names::side(a.side))
        }
    };
    name.to_owned()
}

/// A mark with its place.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Which program.
    pub program: ProgramId,
    /// Where.
    pub rect: Rect,
    /// Why it shows no link.
    pub hatch: Hatch,
}

/// A group's label with its place.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Name and count.
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

/// Arranges the orphans in an area. `type_size` is the height of the labels.
#[must_use]
pub fn arrange(groups: Vec<Group>, area: Rect, type_size: f32) -> Field {
    let (label, between) = (type_size * 1.5, type_size * 1.2);
    let limit = area.h - label;
    if groups.is_empty() || limit < 4.0 || area.w < 20.0 {
        return Field::default();
    }
    let groups = gather(groups, area.w, type_size, between);
    let floors: Vec<f32> =
        groups.iter().map(|g| width_em(&heading(g), Weight::SemiBold) * type_size).collect();
    let room = area.w - between * (groups.len() - 1) as f32;
    let total = |scale: f64, smallest: f32| -> f32 {
        let sides = groups.iter().map(|g| Sides::new(g, scale, smallest, limit));
        sides.zip(&floors).map(|(s, floor)| s.width(*floor, limit)).sum()
    };
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
    let mut field = Field { smallest, ..Field::default() };
    let mut x = area.x;
    for (group, floor) in groups.iter().zip(floors) {
        let sides = Sides::new(group, low, smallest, limit);
        let width = sides.width(floor, limit);
        field.headings.push(Heading { text: heading(group), x, y: area.y + type_size });
        let top = area.y + label;
        let packed = sides.pack(width, limit, |place, at| {
            let orphan = &group.orphans[place];
            field.marks.push(Mark {
                program: orphan.program.clone(),
                rect: at.shift(x, top),
                hatch: hatch_of(orphan.standing),
            });
        });
        debug_assert!(packed.is_some(), "a group that was measured fits");
        x += width + between;
    }
    field
}

fn heading(group: &Group) -> String {
    let count = u32::try_from(group.orphans.len()).unwrap_or(u32::MAX);
    // A long name is cut: the field has room for marks first.
    format!("{} {}", fit(&group.name, Weight::SemiBold, 13.0), words::number(count))
}

/// Gathers the groups beyond those whose labels have room into "others".
fn gather(mut groups: Vec<Group>, width: f32, type_size: f32, between: f32) -> Vec<Group> {
    let mut used = 0.0;
    let mut keep = 0;
    for group in &groups {
        used += width_em(&heading(group), Weight::SemiBold) * type_size + between;
        if used > width * 0.62 || keep == 16 {
            break;
        }
        keep += 1;
    }
    if keep + 1 >= groups.len() {
        return groups;
    }
    let mut orphans: Vec<Orphan> = groups.drain(keep.max(1)..).flat_map(|g| g.orphans).collect();
    orphans.sort_unstable_by(|a, b| b.money.cmp(&a.money).then_with(|| a.program.cmp(&b.program)));
    let money = orphans.iter().map(|o| o.money).sum();
    groups.push(Group { name: "others".to_owned(), orphans, money });
    groups
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

/// Draws a whole field with its dashed frame and title.
pub fn framed(
    pen: &mut Pen,
    framework: &Framework,
    analysis: &Analysis,
    by: GroupBy,
    area: Rect,
    theme: &Theme,
) {
    let deficit = &analysis.deficit;
    if deficit.programs == 0 {
        let stroke = Stroke::new(1.2, theme.hairline);
        pen.shape(area, 6.0, super::Fill::Solid(theme.surround), Some(stroke));
        let said = words::gap_in_data(analysis);
        let mut letters = said.chars();
        let text: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let at = point(area.x + 16.0, area.y + area.h / 2.0 + 6.0);
        pen.text(at, &text, 18.0, Weight::SemiBold, theme.ink);
        return;
    }
    let stroke = theme.dashed(3.0);
    pen.shape(area, 6.0, super::Fill::Solid(theme.field), Some(stroke));
    let title = format!(
        "No link shown: {}, {}",
        words::count(deficit.programs, "program", "programs"),
        words::money(deficit.money.currency, deficit.money.no_link_shown)
    );
    let baseline = area.y + 27.0;
    pen.text(point(area.x + 16.0, baseline), &title, 19.0, Weight::SemiBold, theme.orphan_text);
    let how = format!("one mark a program, its area the money, grouped by {}", by.word());
    let right = point(area.right() - 16.0, baseline);
    pen.anchored(right, &how, 14.0, Weight::Regular, theme.weak, Anchor::Right);
    let inner = rect(area.x + 16.0, area.y + 38.0, area.w - 32.0, area.h - 52.0);
    let field = arrange(groups(framework, analysis, by), inner, 14.0);
    draw(pen, &field, theme, 14.0);
}
