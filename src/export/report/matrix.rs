//! Objectives against donors, dimensions and places: how many programs support each, in the
//! columns that hold most.

use super::{Block, Cell, Kind, Source, Table, column, objective_code};
use crate::analysis::{Against, By, Group, group_name};
use crate::graph::Dag;
use crate::layout::Forest;
use crate::model::{Framework, ObjectiveId};
use crate::scene::words;
use std::collections::{BTreeMap, BTreeSet};

/// So many columns fit a page beside the titles.
const COLUMNS: usize = 6;

/// So many letters of a title are printed; the annex has it in full.
const TITLE: usize = 90;

/// So many objectives are listed.
const MOST: usize = 80;

/// The living objectives as the group orders them: each before those drawn under it.
pub(in crate::export) fn outline(framework: &Framework) -> Vec<ObjectiveId> {
    let dag = Dag::new(framework);
    let forest = Forest::new(framework, &dag, &BTreeSet::new(), None);
    forest.nodes.iter().map(|node| dag.id(node.objective).clone()).collect()
}

/// What a column is called: an actor by its short name.
pub(super) fn group_title(framework: &Framework, by: By, group: &Group) -> String {
    let title = match by {
        By::Owner | By::Funder => group_name(framework, by, group.key.as_deref()),
        _ => group.name.clone(),
    };
    words::sentence(&title)
}

pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let order = outline(source.framework);
    let mut blocks = vec![
        Block::Heading(1, "Programs that support each objective".to_owned()),
        Block::Note(
            "Programs that support the objective or anything below it; a program may stand in \
             several columns"
                .to_owned(),
        ),
    ];
    let against = Against::ALL.into_iter();
    for against in against.filter(|a| !(source.about.discreet && *a == Against::Funder)) {
        if let Some(table) = table(source, against, &order) {
            let title = match against {
                Against::Funder => "By donor",
                Against::Dimension => "By dimension",
                Against::Location => "By place",
            };
            blocks.push(Block::Heading(2, title.to_owned()));
            blocks.push(Block::Table(table));
            blocks.push(Block::Note(source.basis()));
        }
    }
    if blocks.len() == 2 {
        blocks.push(Block::Paragraph("No program supports any objective yet".to_owned()));
    }
    blocks
}

/// One matrix; none without a program in it.
fn table(source: &Source, against: Against, order: &[ObjectiveId]) -> Option<Table> {
    let (framework, analysis) = (source.framework, source.analysis);
    let cells = analysis.matrix.get(against);
    let mut programs: BTreeMap<(&ObjectiveId, Option<&str>), u32> = BTreeMap::new();
    let mut total: BTreeMap<Option<&str>, u32> = BTreeMap::new();
    for cell in cells {
        programs.insert((&cell.objective, cell.key.as_deref()), cell.programs);
        *total.entry(cell.key.as_deref()).or_default() += cell.programs;
    }
    // Those with most programs first; then as in the breakdown.
    let mut groups: Vec<&Group> = analysis.deficit.by.get(against.by()).iter().collect();
    groups.retain(|group| total.contains_key(&group.key.as_deref()));
    groups.sort_by_key(|group| std::cmp::Reverse(total[&group.key.as_deref()]));
    let all = groups.len();
    groups.truncate(COLUMNS);
    // A matrix of what is not known says nothing new.
    if groups.iter().all(|group| group.key.is_none()) {
        return None;
    }
    let room = 27 + 12 * super::to_u32(COLUMNS - groups.len());
    let mut columns = vec![
        column("Code", Kind::Text, 9),
        column("Objective", Kind::Text, room),
        column("All", Kind::Count, 6),
    ];
    let title = |group: &&Group| group_title(framework, against.by(), group);
    columns.extend(groups.iter().map(|group| column(title(group), Kind::Count, 12)));
    let rows = order.iter().map(|id| {
        let card = analysis.objectives.get(id).copied().unwrap_or_default();
        let mut row: Vec<Cell> = vec![
            objective_code(framework, id).into(),
            super::short(&super::objective_title(framework, id), TITLE).into(),
            Cell::Count(card.programs),
        ];
        row.extend(groups.iter().map(|group| {
            let found = programs.get(&(id, group.key.as_deref()));
            found.map_or_else(|| Cell::from(""), |programs| Cell::Count(*programs))
        }));
        row
    });
    let caption = format!(
        "Programs by objective and {}: {} of {} columns",
        against.by().word(),
        groups.len(),
        all
    );
    Some(Table::new(caption, columns, rows, MOST))
}
