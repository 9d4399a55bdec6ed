//! Lists of objectives: which line stands under which, at what level, and in what order.

use super::columns::{self, Field, Grid};
use super::outline;
use super::rows::{Row, fold, parts};
use super::{ListLine, ListOf, Reading, values};
use crate::edit::{Command, ObjectiveEdit};
use crate::graph::Dag;
use crate::model::{
    Contribution, DimensionId, LevelId, Objective, ObjectiveField, ObjectiveId, ObjectiveStatus,
    Rank,
};
use std::collections::BTreeMap;

/// The longest rank that is made.
const LONGEST_RANK: usize = 100;

/// An objective of the list, before it has its place.
struct Node {
    line: ListLine,
    depth: usize,
    /// The level that the list names, if it names one.
    level: Option<usize>,
    /// What the columns say of it.
    record: Objective,
    /// Whether the line has no words, and so becomes nothing.
    blank: bool,
}

impl Node {
    /// `level` is any: all get their own when they are put in place.
    fn new(level: &LevelId, line: outline::Line, depth: usize, row: &Row) -> Self {
        let blank = !line.title.chars().any(char::is_alphanumeric);
        let mut told = ListLine::new(if blank { row.whole() } else { line.title.clone() });
        told.code.clone_from(&line.code);
        if blank {
            told.trouble("it has no words, so it was left out: give it a title");
        }
        if let Some(cut) = row.cut() {
            told.trouble(cut);
        }
        let mut record = Objective::new(line.title, level.clone());
        record.code = line.code;
        Self { line: told, depth, level: None, record, blank }
    }
}

/// Where the list goes.
struct Place {
    /// The level of its first lines.
    base: usize,
    /// The objectives above them, by level.
    path: Vec<Option<ObjectiveId>>,
    /// The one they stand under.
    under: Option<ObjectiveId>,
    after: Option<ObjectiveId>,
    /// The titles of all that stands above, folded.
    above: Vec<String>,
    /// Why it is not the place that was asked for.
    problem: Option<&'static str>,
}

/// Reads a list of objectives.
pub(super) fn read(
    reading: &mut Reading,
    rows: &[Row],
    of: &ListOf,
    under: Option<&ObjectiveId>,
    after: Option<&ObjectiveId>,
) {
    let Some(top) = reading.framework.head().levels.first().map(|level| level.id.clone()) else {
        for row in rows {
            let mut line = ListLine::new(row.whole());
            line.trouble("the framework has no level for objectives: add a level first");
            reading.lines.push(line);
        }
        return;
    };
    let dag = Dag::new(reading.framework);
    let place = place(reading, &dag, under, after);
    let grid = columns::grid(reading.framework, of, &reading.who, rows);
    let headed = grid.rows.len() < rows.len();
    let mut nodes = if !headed && !outline::columns(rows) {
        text(reading, &top, rows)
    } else {
        reading.sheet(&grid);
        if grid.levels().len() > 1 {
            nested(reading, &top, &grid, &place)
        } else {
            table(reading, &top, &grid, place.base)
        }
    };
    if let (Some(node), Some(problem)) = (nodes.first_mut(), place.problem) {
        node.line.trouble(problem);
    }
    put(reading, &dag, place, nodes);
}

/// Finds where the list goes: what cannot be is put as near as can be.
fn place(
    reading: &Reading,
    dag: &Dag,
    under: Option<&ObjectiveId>,
    after: Option<&ObjectiveId>,
) -> Place {
    let lowest = reading.framework.head().levels.len() - 1;
    let mut place = Place {
        base: 0,
        path: vec![None; lowest + 1],
        under: None,
        after: after.cloned(),
        above: Vec::new(),
        problem: None,
    };
    let target = under.and_then(|under| dag.find(under)).filter(|target| dag.living(*target));
    let Some(mut target) = target else {
        if under.is_some() {
            place.problem = Some(
                "the objective it should stand under is not there or retired, so it stands at \
                 the first level: move it where it belongs",
            );
        }
        return place;
    };
    let depth = |i: usize| dag.depth(i).min(lowest);
    place.base = (depth(target) + 1).min(lowest);
    if depth(target) == lowest {
        place.problem = Some(
            "there is no level below the objective it should stand under, so it stands beside \
             it: add a level, then move it",
        );
        place.after = Some(dag.id(target).clone());
        match dag.primary(target) {
            Some(parent) if depth(parent) < lowest => target = parent,
            _ => return place,
        }
    }
    let above = dag.above(target).iter().copied().chain([target]);
    let above = above.filter_map(|i| reading.framework.objective(dag.id(i)));
    place.above = above.map(|record| fold(&record.title)).collect();
    place.under = Some(dag.id(target).clone());
    if let Some(above) = place.base.checked_sub(1) {
        place.path[above].clone_from(&place.under);
    }
    place
}

/// The nodes of indented text.
fn text(reading: &Reading, top: &LevelId, rows: &[Row]) -> Vec<Node> {
    // Two stars make a word bold in Markdown.
    let plain =
        |text: String| if text.matches("**").count() > 1 { text.replace("**", "") } else { text };
    let texts: Vec<(usize, String)> =
        rows.iter().map(|row| (row.indent(), plain(row.whole()))).collect();
    let lines = outline::lines(reading.framework, &texts);
    let depths = outline::depths(&lines);
    let mut nodes = Vec::new();
    for ((line, depth), row) in lines.into_iter().zip(depths).zip(rows) {
        let mut node = Node::new(top, line, depth, row);
        if outline::divided(row) {
            node.line.note("a tab within it was read as a space");
        }
        nodes.push(node);
    }
    nodes
}

/// The nodes of a table with a column of titles.
fn table(reading: &mut Reading, top: &LevelId, grid: &Grid, base: usize) -> Vec<Node> {
    let titles = grid.at(Field::Title).unwrap_or(0);
    let coded = grid.at(Field::Code);
    let texts: Vec<(usize, String)> = grid
        .rows
        .iter()
        .map(|row| {
            let cell = row.cells.get(titles).map_or("", String::as_str);
            let indent = cell.chars().take_while(|c| c.is_whitespace()).count();
            let code = coded.map(|column| row.cell(column)).filter(|code| !code.is_empty());
            let code = code.filter(|code| code.chars().any(|c| c.is_ascii_digit()));
            let title = row.cell(titles);
            (indent, code.map_or(title.clone(), |code| format!("{code}: {title}")))
        })
        .collect();
    let lines = outline::lines(reading.framework, &texts);
    let depths = outline::depths(&lines);
    let mut nodes = Vec::new();
    let mut last = base;
    for ((mut line, depth), row) in lines.into_iter().zip(depths).zip(grid.rows) {
        let code = coded.map(|column| row.cell(column)).filter(|code| !code.is_empty());
        if code.is_some() {
            line.title = row.cell(titles);
            line.code = code.map(|code| code.trim_end_matches('.').to_owned());
        }
        let mut node = Node::new(top, line, depth, row);
        if grid.at(Field::Level).is_some() {
            last = level(reading, &grid.cell(row, Field::Level), last, &mut node.line);
            node.level = Some(last);
        }
        beside(reading, grid, row, &mut node);
        nodes.push(node);
    }
    nodes
}

/// The level that a cell names; the last one where it names none.
fn level(reading: &Reading, cell: &str, last: usize, line: &mut ListLine) -> usize {
    let levels = &reading.framework.head().levels;
    let name = fold(cell);
    let same = |title: &str| fold(title).trim_end_matches('s') == name.trim_end_matches('s');
    let number = name.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
    let number = number.and_then(|n| n.checked_sub(1)).filter(|n| *n < levels.len());
    let named = levels.iter().position(|l| same(&l.title) || l.id.as_str() == name);
    match named.or(number) {
        Some(level) => level,
        None if name.is_empty() => last,
        None => {
            line.trouble(format!(
                "the framework has no level \"{cell}\": add it, or move the card"
            ));
            last
        }
    }
}

/// The nodes of columns that hold one level each.
fn nested(reading: &mut Reading, top: &LevelId, grid: &Grid, place: &Place) -> Vec<Node> {
    let mut columns = grid.levels();
    // What the list is put under may stand in it once more.
    let said = |column: usize| {
        let cells = grid.rows.iter().map(|row| fold(&row.cell(column)));
        cells.into_iter().all(|cell| cell.is_empty() || place.above.contains(&cell))
    };
    columns.retain(|(level, column)| !(said(*column) && (!grid.own_levels || *level < place.base)));
    let named = grid.own_levels && columns.first().is_some_and(|(level, _)| *level >= place.base);
    // Each node with the one above it; lines may come back to one that stood earlier.
    let mut tree: Vec<(Option<usize>, Node)> = Vec::new();
    let mut known: BTreeMap<(Option<usize>, String), usize> = BTreeMap::new();
    let mut path: Vec<Option<usize>> = vec![None; columns.len()];
    for row in grid.rows {
        let mut own = None;
        for (step, (level, column)) in columns.iter().enumerate() {
            let cell = row.cell(*column);
            if cell.is_empty() {
                continue;
            }
            let above = path[..step].iter().rev().flatten().next().copied();
            let key = (above, fold(&cell));
            if let Some(at) = known.get(&key) {
                path[step] = Some(*at);
                path[step + 1..].fill(None);
                continue;
            }
            let line = outline::lines(reading.framework, &[(0, cell)]).into_iter();
            for mut node in line.map(|line| Node::new(top, line, 0, row)) {
                if above.is_none() && step > 0 && !named {
                    node.line.trouble("nothing stands above it in the list: move it if it should");
                }
                node.level = Some(*level).filter(|_| named);
                if !node.blank {
                    path[step] = Some(tree.len());
                    path[step + 1..].fill(None);
                    known.insert(key.clone(), tree.len());
                    own = path[step];
                }
                tree.push((above, node));
            }
        }
        let deepest = path.iter().rev().flatten().next().copied();
        match (own, deepest.and_then(|at| tree.get_mut(at))) {
            (Some(own), _) => beside(reading, grid, row, &mut tree[own].1),
            (None, Some((_, node))) => node.line.note("stands more than once in the list"),
            (None, None) => {}
        }
    }
    preorder(tree)
}

/// Puts each node before those under it, with its depth.
fn preorder(tree: Vec<(Option<usize>, Node)>) -> Vec<Node> {
    let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, (above, _)) in tree.iter().enumerate() {
        below.entry(*above).or_default().push(at);
    }
    let mut nodes: Vec<Option<Node>> = tree.into_iter().map(|(_, node)| Some(node)).collect();
    let mut todo: Vec<(usize, usize)> = Vec::new();
    let under = |above: Option<usize>, depth: usize, todo: &mut Vec<(usize, usize)>| {
        let all = below.get(&above).into_iter().flatten().rev();
        todo.extend(all.map(|at| (*at, depth)));
    };
    under(None, 0, &mut todo);
    let mut out = Vec::new();
    while let Some((at, depth)) = todo.pop() {
        under(Some(at), depth + 1, &mut todo);
        if let Some(mut node) = nodes[at].take() {
            node.depth = depth;
            out.push(node);
        }
    }
    out
}

/// What stands in the other columns of a row.
fn beside(reading: &mut Reading, grid: &Grid, row: &Row, node: &mut Node) {
    let description = grid.text(row, Field::Description);
    if !description.is_empty() {
        node.line.note("description");
        node.record.description = Some(description);
    }
    if grid.levels().len() > 1 {
        let code = grid.cell(row, Field::Code);
        if !code.is_empty() {
            node.line.code = Some(code.clone());
            node.record.code = Some(code);
        }
    }
    let lead = grid.cell(row, Field::Lead);
    let mut names = reading.who.names(&lead).into_iter();
    if let Some(name) = names.next() {
        node.record.lead = Some(reading.actor(&name, &mut node.line));
        node.line.note(format!("lead {name}"));
    }
    for name in names {
        let id = reading.actor(&name, &mut node.line);
        if node.record.lead.as_ref() != Some(&id) && !node.record.supporting.contains(&id) {
            node.record.supporting.push(id);
            node.line.note(format!("supporting {name}"));
        }
    }
    let due = grid.cell(row, Field::Due);
    match values::days(&due) {
        Some(days) => {
            node.record.due = Some(days.last);
            let guess = if days.guessed { ", the day read first" } else { "" };
            node.line.note(format!("due {}{guess}", days.last));
        }
        None if due.is_empty() => {}
        None => node.line.trouble(format!("\"{due}\" is no date: set when it is due")),
    }
    for name in parts(&grid.text(row, Field::Dimension), &[';', ',', '\n', '|']) {
        match dimension(reading, &name) {
            Some(id) => {
                if !node.record.dimensions.contains(&id) {
                    node.record.dimensions.push(id);
                }
                node.line.note(format!("dimension {name}"));
            }
            None => node.line.trouble(format!("there is no dimension \"{name}\": add it first")),
        }
    }
}

fn dimension(reading: &Reading, name: &str) -> Option<DimensionId> {
    let all = &reading.framework.head().dimensions;
    let same = |id: &DimensionId, title: &str| {
        fold(title) == fold(name) || fold(id.as_str()) == fold(name)
    };
    all.iter().find(|(id, d)| same(id, &d.title)).map(|(id, _)| id.clone())
}

/// Gives each node its level, the objective above it and its rank, and adds it.
fn put(reading: &mut Reading, dag: &Dag, mut place: Place, nodes: Vec<Node>) {
    let levels = reading.framework.head().levels.clone();
    let lowest = levels.len() - 1;
    let mut groups: BTreeMap<(Option<ObjectiveId>, usize), Vec<usize>> = BTreeMap::new();
    let mut placed: Vec<(ObjectiveId, Objective)> = Vec::new();
    let mut told = Vec::new();
    for mut node in nodes {
        if node.blank {
            reading.lines.push(node.line);
            continue;
        }
        let asked = node.level.unwrap_or(place.base + node.depth);
        let level = asked.clamp(place.base, lowest);
        if asked > lowest {
            node.line.trouble(format!(
                "the framework has no level that low, so it stands at the level {}: add a level, \
                 then move it",
                levels[lowest].title
            ));
        } else if asked < level {
            node.line.trouble("its level is above where the list is put: move it there");
        }
        let above = place.path[..level].iter().rev().flatten().next().cloned();
        if above.is_none() && level > 0 {
            node.line.trouble("nothing stands above it: move it under an objective");
        }
        let id = reading.ids.fresh(ObjectiveId::from_bits);
        let mut record = node.record;
        record.level = levels[level].id.clone();
        record.contributes_to =
            above.iter().map(|above| (above.clone(), Contribution::new())).collect();
        place.path[level] = Some(id.clone());
        place.path[level + 1..].fill(None);
        node.line.depth = level - place.base;
        groups.entry((above, level)).or_default().push(placed.len());
        placed.push((id, record));
        told.push(reading.lines.len());
        reading.lines.push(node.line);
    }
    let mut moved = Vec::new();
    for ((above, level), members) in groups {
        let siblings = siblings(reading, dag, above.as_ref(), level);
        let top = above == place.under && level == place.base;
        let after = place.after.as_ref().filter(|_| top);
        let at = after.and_then(|after| siblings.iter().position(|(_, id)| id == after));
        if let (Some(_), None) = (after, at) {
            let apart = "the card it was to follow does not stand there, so it comes last";
            reading.lines[told[members[0]]].note(apart);
        }
        let at = at.map_or(siblings.len(), |at| at + 1);
        let (ranks, anew) = ranks(&siblings, at, members.len());
        for (member, rank) in members.into_iter().zip(ranks) {
            placed[member].1.rank = rank;
        }
        moved.extend(anew);
    }
    reading.added = placed.len();
    let adds = placed
        .into_iter()
        .map(|(id, record)| Command::Objective(id, ObjectiveEdit::Add(Box::new(record))));
    reading.commands.extend(adds);
    reading.commands.extend(
        moved.into_iter().map(|(id, rank)| {
            Command::Objective(id, ObjectiveEdit::Set(ObjectiveField::Rank(rank)))
        }),
    );
}

/// Those that stand there already, in order.
fn siblings(
    reading: &Reading,
    dag: &Dag,
    above: Option<&ObjectiveId>,
    level: usize,
) -> Vec<(Rank, ObjectiveId)> {
    let parent = above.and_then(|above| dag.find(above));
    if above.is_some() && parent.is_none() {
        return Vec::new();
    }
    let all = reading.framework.objectives().iter().enumerate();
    let mut found: Vec<(Rank, ObjectiveId)> = all
        .filter(|(_, (_, record))| record.status != ObjectiveStatus::Retired)
        .filter(|(i, _)| dag.primary(*i) == parent && dag.depth(*i) == level)
        .map(|(_, (id, record))| (record.rank.clone(), id.clone()))
        .collect();
    found.sort();
    found
}

/// Ranks for `count` new siblings from place `at`; where there is no room, new ones for all.
fn ranks(
    siblings: &[(Rank, ObjectiveId)],
    at: usize,
    count: usize,
) -> (Vec<Rank>, Vec<(ObjectiveId, Rank)>) {
    let (before, behind) = siblings.split_at(at);
    let (low, high) = (before.last().map(|(rank, _)| rank), behind.first().map(|(rank, _)| rank));
    let mut new = vec![Rank::default(); count];
    Rank::spread(&mut new, low, high);
    let whole: Vec<&Rank> = low.into_iter().chain(&new).chain(high).collect();
    let rising = whole.windows(2).all(|pair| pair[0] < pair[1]);
    if rising && new.iter().all(|rank| rank.as_str().len() <= LONGEST_RANK) {
        return (new, Vec::new());
    }
    let mut all = vec![Rank::default(); siblings.len() + count];
    Rank::spread(&mut all, None, None);
    let new: Vec<Rank> = all.drain(at..at + count).collect();
    let old = siblings.iter().zip(all).filter(|((old, _), rank)| old != rank);
    (new, old.map(|((_, id), rank)| (id.clone(), rank)).collect())
}
