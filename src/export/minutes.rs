//! Minutes: what changed since a day, by the dates that records bear, or since an earlier copy of
//! the document, record by record; and the figures before and after. A report like the other.

mod compare;

use super::report::{
    About, Block, Cell, Column, Entries, Kind, Report, Table, column, count, decision_row,
    decisions_table, degree, link_row, links_table, named, position_row, positions_table,
};
use crate::analysis::{Analysis, Relation, analyze, before};
use crate::model::{Date, Framework};
use crate::scene::words;

/// So many records of a kind are listed.
pub(super) const MOST: usize = 300;

/// Since when the minutes tell what changed.
#[derive(Debug, Clone, Copy)]
pub enum Since<'a> {
    /// What bears this day or a later one.
    Day(Date),
    /// What differs from an earlier copy of the document.
    Copy(&'a Framework),
}

/// Why there are no minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MinutesError {
    /// The earlier copy is of another document.
    #[error("it is another framework, not an earlier copy of this one")]
    Another,
}

impl MinutesError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Another => "give a copy of the same document that was saved earlier",
        }
    }
}

/// The minutes: figures before and after, then what was recorded, a kind of record at a time.
///
/// # Errors
/// When the earlier copy is of another document.
pub fn minutes(
    framework: &Framework,
    since: &Since,
    about: &About,
) -> Result<Report, MinutesError> {
    let title = named(&framework.head().title);
    let day = words::date(about.date);
    let (subtitle, blocks) = match *since {
        Since::Day(first) => {
            let told = format!("what was recorded on or after {}", words::date(first));
            (told, since_day(framework, first))
        }
        Since::Copy(earlier) => {
            if earlier.head().id != framework.head().id {
                return Err(MinutesError::Another);
            }
            let told = match earlier.head().title.trim() {
                same if same == title => "what changed since an earlier copy".to_owned(),
                other => format!("what changed since an earlier copy, “{other}”"),
            };
            (told, since_copy(earlier, framework))
        }
    };
    Ok(Report {
        title: format!("Minutes: {title}"),
        subtitle: format!("{day}; {subtitle}; document {}", about.version),
        language: "en",
        date: about.date,
        blocks,
    })
}

/// Appends a heading and a table, where the table has rows.
pub(super) fn add(
    blocks: &mut Vec<Block>,
    title: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
) {
    if rows.is_empty() {
        return;
    }
    let heading = format!("{title} ({})", count(rows.len()));
    blocks.push(Block::Heading(2, heading));
    blocks.push(Block::Table(Table::new(title, columns, rows.into_iter(), MOST)));
}

fn since_day(framework: &Framework, first: Date) -> Vec<Block> {
    let entries = Entries::of(framework, |on| on >= first);
    let earlier = before(framework, first);
    let mut blocks = vec![Block::Heading(1, "Figures before and after".to_owned())];
    blocks.push(figures(&analyze(&earlier, None), &analyze(framework, None)));
    blocks.push(Block::Note(format!(
        "Before: the document as it is now, without the links, decisions and positions that bear \
         {} or a later day. Programs, objectives and tensions bear no day: those added since count \
         in both. Of what was changed or taken back, the document keeps only the last state; \
         minutes against an earlier copy have it all.",
        words::date(first)
    )));
    let title = format!("Recorded on or after {}", words::date(first));
    blocks.push(Block::Heading(1, title));
    let known = blocks.len();
    let rows = entries.links.iter().map(|link| link_row(framework, *link)).collect();
    add(&mut blocks, "Links", links_table(), rows);
    let rows = entries.decisions.iter().map(|decision| decision_row(framework, *decision));
    add(&mut blocks, "Decisions on programs", decisions_table(), rows.collect());
    let rows = entries.positions.iter().map(|position| position_row(framework, *position));
    add(&mut blocks, "Positions on objectives", positions_table(), rows.collect());
    let milestones = entries.milestones.iter();
    let rows = milestones.map(|m| vec![Cell::Date(Some(m.on)), m.title.trim().into()]).collect();
    let columns = vec![column("On", Kind::Date, 20), column("Milestone", Kind::Text, 80)];
    add(&mut blocks, "Milestones", columns, rows);
    if blocks.len() == known {
        blocks.push(Block::Paragraph("Nothing".to_owned()));
    }
    blocks
}

fn since_copy(earlier: &Framework, framework: &Framework) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(1, "Figures before and after".to_owned())];
    blocks.push(figures(&analyze(earlier, None), &analyze(framework, None)));
    blocks.push(Block::Note(
        "Before: the earlier copy, with its own evidence bar. After: the document as it is now."
            .to_owned(),
    ));
    blocks.push(Block::Heading(1, "What changed".to_owned()));
    let known = blocks.len();
    compare::links(&mut blocks, earlier, framework);
    compare::decisions(&mut blocks, earlier, framework);
    compare::positions(&mut blocks, earlier, framework);
    compare::objectives(&mut blocks, earlier, framework);
    compare::tensions(&mut blocks, earlier, framework);
    compare::programs(&mut blocks, earlier, framework);
    if blocks.len() == known {
        blocks.push(Block::Paragraph("Nothing".to_owned()));
    }
    blocks
}

/// A figure in words.
type Say = fn(&Analysis) -> String;

/// The deficit and the four elements, before and after.
fn figures(then: &Analysis, now: &Analysis) -> Block {
    let columns = vec![
        column("Figure", Kind::Text, 46),
        column("Before", Kind::Count, 27),
        column("After", Kind::Count, 27),
    ];
    let money: Say = |a| {
        let money = &a.deficit.money;
        let sum = words::money(money.currency, money.no_link_shown);
        format!("{} ({sum})", words::percent(money.share))
    };
    let programs: Say =
        |a| format!("{} ({})", words::percent(a.deficit.share), words::number(a.deficit.programs));
    let figures: [(&str, Say); 6] = [
        ("Evidence bar", |a| a.bar.word().to_owned()),
        ("Programs in scope", |a| words::number(a.scope.programs)),
        ("Programs with no link shown", programs),
        ("Of these, not reviewed yet", |a| words::number(a.deficit.unreviewed)),
        ("Of these, naming what the document lacks", |a| words::number(a.deficit.unresolved)),
        ("Money with no link shown", money),
    ];
    let mut rows: Vec<Vec<Cell>> = figures
        .into_iter()
        .map(|(name, say)| vec![name.into(), say(then).into(), say(now).into()])
        .collect();
    rows.extend(Relation::ALL.map(|relation| {
        let [then, now] = [then, now].map(|a| degree(a.coherence.get(relation)));
        vec![relation.words().into(), then.into(), now.into()]
    }));
    Block::Table(Table::new("Figures before and after", columns, rows.into_iter(), 10))
}
