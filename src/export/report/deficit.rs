//! Where programs show no link: at the three evidence bars, by each breakdown, and the programs
//! themselves with their owners' replies.

use super::matrix::group_title;
use super::{Block, Cell, Kind, Source, Table, actor_of, column};
use crate::analysis::{By, Group, ProgramRow};
use crate::model::{EvidenceBar, ProgramId};
use crate::scene::words::{self, sentence};

/// So many groups of a breakdown are listed.
const GROUPS: usize = 15;

/// So many programs with no link shown are listed.
const ORPHANS: usize = 100;

/// So many letters of a reply are printed.
const REPLY: usize = 300;

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(1, "Where programs show no link".to_owned()),
        Block::Table(at_bars(source)),
        Block::Note(format!("{}. {}", source.basis(), words::UTSTEIN)),
    ];
    let hidden = |by: &By| matches!(by, By::Owner | By::Funder | By::Family);
    for by in By::ALL.into_iter().filter(|by| !(source.about.discreet && hidden(by))) {
        let groups = source.analysis.deficit.by.get(by);
        // A breakdown into one group says nothing new.
        if groups.len() < 2 {
            continue;
        }
        blocks.push(Block::Heading(2, format!("By {}", by.word())));
        blocks.push(Block::Table(breakdown(source, by, groups)));
        let mut notes = Vec::new();
        if groups.iter().take(GROUPS).any(|group| group.few) {
            notes.push("“few” stands for the share of fewer than five programs");
        }
        if groups.iter().any(|group| group.equal_parts > 0) {
            notes.push("where funders’ amounts are not known, money is divided equally");
        }
        if !notes.is_empty() {
            blocks.push(Block::Note(sentence(&notes.join("; "))));
        }
    }
    blocks.extend(orphans(source));
    blocks
}

fn at_bars(source: &Source) -> Table {
    let mut columns = vec![
        column("Least evidence that counts", Kind::Text, 40),
        column("No link shown", Kind::Count, 16),
        column("Share of programs", Kind::Share, 16),
    ];
    let discreet = source.about.discreet;
    if !discreet {
        columns.push(column("Money with no link shown", Kind::Money, 18));
    }
    columns.push(column("Share of money", Kind::Share, 16));
    let total = source.analysis.deficit.money.total;
    let rows = EvidenceBar::ALL.into_iter().map(|bar| {
        let at = source.analysis.deficit.at_bar.at(bar);
        let own = if bar == source.analysis.bar { ", the bar of this report" } else { "" };
        let mut row = vec![
            sentence(&format!("{}{own}", bar.word())).into(),
            Cell::Count(at.programs),
            Cell::Share(at.share),
        ];
        if !discreet {
            row.push(Cell::Money(source.currency(), at.money));
        }
        row.push(Cell::Share(at.money.share_of(total)));
        row
    });
    Table::new("No link shown, at three evidence bars", columns, rows, 3)
}

fn breakdown(source: &Source, by: By, groups: &[Group]) -> Table {
    let discreet = source.about.discreet;
    let coded = matches!(by, By::Owner | By::Funder | By::Family | By::SectorCategory);
    let mut columns = Vec::new();
    if coded {
        columns.push(column("Code", Kind::Text, 17));
    }
    columns.extend([
        column(sentence(by.word()), Kind::Text, if coded { 27 } else { 44 }),
        column("Programs", Kind::Count, 11),
        column("No link shown", Kind::Count, 10),
        column("Share", Kind::Share, 9),
    ]);
    if !discreet {
        columns.push(column("Money", Kind::Money, 13));
        columns.push(column("With no link shown", Kind::Money, 13));
    }
    columns.push(column("Share of money", Kind::Share, 10));
    let rows = groups.iter().map(|group| {
        let share = |share| if group.few { Cell::Few } else { Cell::Share(share) };
        let name = match by {
            By::Owner | By::Funder => sentence(&group.name),
            _ => group_title(source.framework, by, group),
        };
        let mut row: Vec<Cell> = Vec::new();
        if coded {
            row.push(group.key.clone().unwrap_or_default().into());
        }
        row.extend([
            name.into(),
            Cell::Count(group.programs),
            Cell::Count(group.no_link_shown),
            share(group.share),
        ]);
        if !discreet {
            row.push(Cell::Money(source.currency(), group.money));
            row.push(Cell::Money(source.currency(), group.money_no_link_shown));
        }
        row.push(share(group.money_no_link_shown.share_of(group.money)));
        row
    });
    Table::new(format!("No link shown, by {}", by.word()), columns, rows, GROUPS)
}

/// The programs with no link shown, the largest money first.
fn orphans(source: &Source) -> Vec<Block> {
    let framework = source.framework;
    let discreet = source.about.discreet;
    let rows = source.analysis.programs.iter().filter(|(_, row)| row.orphan());
    let mut rows: Vec<&(ProgramId, ProgramRow)> = rows.collect();
    let mut blocks = vec![Block::Heading(1, "Programs with no link shown".to_owned())];
    if rows.is_empty() {
        blocks.push(Block::Paragraph("None".to_owned()));
        return blocks;
    }
    rows.sort_by(|a, b| b.1.money.cmp(&a.1.money).then_with(|| a.0.cmp(&b.0)));
    let mut columns = Vec::new();
    if !discreet {
        columns.push(column("Code", Kind::Text, 17));
    }
    columns.push(column("Program", Kind::Text, 30));
    if discreet {
        columns.push(column("Share of this money", Kind::Share, 12));
    } else {
        columns.push(column("Owner", Kind::Text, 13));
        columns.push(column("Money", Kind::Money, 13));
    }
    columns.push(column("Why", Kind::Text, 16));
    if !discreet {
        columns.push(column("Owner’s reply", Kind::Text, 18));
    }
    let total = source.analysis.deficit.money.no_link_shown;
    let replies = rows.iter().filter(|(id, _)| reply(source, id).is_some()).count();
    let cells = rows.iter().map(|(id, row)| {
        let mut cells: Vec<Cell> = Vec::new();
        if !discreet {
            cells.push(id.as_str().into());
        }
        cells.push(super::title_of(framework, id).into());
        if discreet {
            cells.push(Cell::Share(row.money.share_of(total)));
        } else {
            let owner = framework.program(id).and_then(|p| p.owner.as_ref());
            cells.push(actor_of(framework, owner).into());
            cells.push(if row.money.0 == 0 {
                "not known".into()
            } else {
                Cell::Money(source.currency(), row.money)
            });
        }
        cells.push(sentence(row.standing.words()).into());
        if !discreet {
            cells.push(reply(source, id).unwrap_or_default().into());
        }
        cells
    });
    let order = "The largest money first. No link shown says where a link is missing, not that the \
                 program is at fault";
    blocks.push(Block::Note(if discreet {
        order.to_owned()
    } else {
        let replied = match super::to_u32(replies) {
            0 => "none has yet".to_owned(),
            n => format!("{} did", words::number(n)),
        };
        format!("{order}; each owner may reply, and {replied}")
    }));
    blocks.push(Block::Table(Table::new("Programs with no link shown", columns, cells, ORPHANS)));
    blocks.push(Block::Note(source.basis()));
    blocks
}

/// What an owner says of a program that shows no link.
fn reply(source: &Source, id: &ProgramId) -> Option<String> {
    let reply = source.framework.program(id)?.reply.as_ref()?;
    let text = reply.text.trim();
    let mut said = super::short(text, REPLY);
    if let Some(by) = &reply.by {
        said = format!("{}: {said}", source.framework.actor_short(by));
    }
    Some(said)
}
