//! The rows: one a program, formatted when first seen and kept while their record is the same;
//! sorted and filtered only where something that decides it changed.

use super::column::{COLUMNS, Column};
use super::filter::{Quick, Test};
use crate::analysis::{Analysis, Cents, Exclusion, Standing, money};
use crate::model::{
    Actor, ActorId, Framework, Head, Objective, ObjectiveId, Program, ProgramId, Table,
};
use crate::ui::canvas::plain;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was worked out of a row, by column.
#[derive(Default)]
struct Kept {
    text: [OnceCell<Box<str>>; COLUMNS],
    plain: [OnceCell<Box<str>>; COLUMNS],
}

/// One program.
pub(super) struct Row {
    pub id: ProgramId,
    pub record: Arc<Program>,
    pub standing: Standing,
    pub excluded: Option<Exclusion>,
    /// Its converted money, where there is any.
    pub money: Option<Cents>,
    kept: Box<Kept>,
}

impl Row {
    /// Whether it counts as showing no link.
    pub(super) fn orphan(&self) -> bool {
        self.excluded.is_none() && self.standing.orphan()
    }

    /// What a cell says.
    pub(super) fn text(&self, framework: &Framework, column: Column) -> &str {
        self.kept.text[column.place()].get_or_init(|| column.text(framework, self).into())
    }

    /// The same in small letters without accents.
    pub(super) fn plain(&self, framework: &Framework, column: Column) -> &str {
        let slot = &self.kept.plain[column.place()];
        slot.get_or_init(|| plain(self.text(framework, column)).into())
    }

    fn forget(&mut self, column: Column) {
        self.kept.text[column.place()].take();
        self.kept.plain[column.place()].take();
    }
}

/// By what the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    pub column: Column,
    pub down: bool,
}

/// The records other than programs whose names stand in cells.
struct Known {
    head: Arc<Head>,
    actors: Table<ActorId, Arc<Actor>>,
    objectives: Table<ObjectiveId, Arc<Objective>>,
}

/// What of these is called otherwise than before.
#[derive(Default)]
struct Renamed {
    all: bool,
    actors: BTreeSet<ActorId>,
    objectives: BTreeSet<ObjectiveId>,
}

impl Renamed {
    fn none(&self) -> bool {
        !self.all && self.actors.is_empty() && self.objectives.is_empty()
    }

    /// Whether a program names one of them.
    fn touches(&self, program: &Program) -> bool {
        self.all
            || program.owner.as_ref().is_some_and(|id| self.actors.contains(id))
            || program.funding.keys().any(|id| self.actors.contains(id))
            || program.links.keys().any(|id| self.objectives.contains(id))
    }
}

/// All rows, their order, and which of them are shown.
#[derive(Default)]
pub(super) struct Rows {
    all: Vec<Row>,
    /// All rows by the sort that is on.
    order: Vec<u32>,
    shown: Vec<u32>,
    /// The money of what is shown.
    pub money: Cents,
    known: Option<Known>,
}

/// What decides which rows are shown.
pub(super) struct Sieve<'a> {
    pub quick: Quick,
    pub tests: &'a [(Column, Test)],
    /// Shown whatever the filters say.
    pub beside: &'a BTreeSet<ProgramId>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// How many are shown.
    pub(super) fn shown(&self) -> usize {
        self.shown.len()
    }

    /// The row shown at a place.
    pub(super) fn at(&self, place: usize) -> Option<&Row> {
        self.shown.get(place).map(|&row| &self.all[row as usize])
    }

    /// The row of a program.
    pub(super) fn get(&self, id: &ProgramId) -> Option<&Row> {
        self.all.binary_search_by(|row| row.id.cmp(id)).ok().map(|row| &self.all[row])
    }

    /// Where a program is shown.
    pub(super) fn place(&self, id: &ProgramId) -> Option<usize> {
        let row = self.all.binary_search_by(|row| row.id.cmp(id)).ok()?;
        self.shown.iter().position(|&r| r as usize == row)
    }

    /// What is shown, in its order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Row> {
        self.shown.iter().map(|&row| &self.all[row as usize])
    }

    /// All rows by the sort that is on.
    pub(super) fn sorted(&self) -> impl Iterator<Item = &Row> {
        self.order.iter().map(|&row| &self.all[row as usize])
    }

    /// Takes over the framework and its figures. What did not change keeps what was worked out
    /// of it.
    pub(super) fn update(&mut self, framework: &Framework, analysis: &Analysis) {
        let renamed = self.renamed(framework);
        let mut old = std::mem::take(&mut self.all).into_iter().enumerate().peekable();
        let mut moved: Vec<Option<u32>> = Vec::new();
        let mut fresh = Vec::new();
        let mut all = Vec::with_capacity(framework.programs().len());
        let mut figures = analysis.programs.iter();
        for (id, record) in framework.programs() {
            let found = figures.next().filter(|(of, _)| of == id).map(|(_, f)| f);
            let Some(found) = found.or_else(|| analysis.programs.get(id)) else { continue };
            while old.next_if(|(_, row)| row.id < *id).is_some() {
                moved.push(None);
            }
            let place = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let before = old.next_if(|(_, row)| row.id == *id).map(|(_, row)| row);
            if before.is_some() {
                moved.push(Some(place));
            } else {
                fresh.push(place);
            }
            let same = |row: &Row| {
                Arc::ptr_eq(&row.record, record)
                    && (renamed.none() || !renamed.touches(record))
                    && row.money.unwrap_or_default() == found.money
            };
            let mut row = before.filter(same).unwrap_or_else(|| Row {
                id: id.clone(),
                record: Arc::clone(record),
                standing: found.standing,
                excluded: found.excluded,
                money: Some(found.money)
                    .filter(|m| m.0 != 0)
                    .or_else(|| money::of_program(framework, record).converted),
                kept: Box::default(),
            });
            if (row.standing, row.excluded) != (found.standing, found.excluded) {
                (row.standing, row.excluded) = (found.standing, found.excluded);
                row.forget(Column::Standing);
            }
            all.push(row);
        }
        self.all = all;
        // The order is kept, so that sorting it again takes one walk.
        let kept = self.order.iter().filter_map(|&row| moved.get(row as usize).copied().flatten());
        self.order = kept.chain(fresh).collect();
    }

    /// What is called otherwise than at the last time.
    fn renamed(&mut self, framework: &Framework) -> Renamed {
        let mut renamed = Renamed::default();
        match &self.known {
            None => renamed.all = true,
            Some(known) => {
                let (was, is) = (&known.head, framework.head());
                renamed.all = !Arc::ptr_eq(was, is)
                    && (was.currency, &was.dimensions, &was.rates)
                        != (is.currency, &is.dimensions, &is.rates);
                let called = |a: &Actor, b: &Actor| (&a.name, &a.acronym) == (&b.name, &b.acronym);
                renamed.actors = changed(&known.actors, framework.actors(), called);
                let called =
                    |a: &Objective, b: &Objective| (&a.code, &a.title) == (&b.code, &b.title);
                renamed.objectives = changed(&known.objectives, framework.objectives(), called);
            }
        }
        self.known = Some(Known {
            head: Arc::clone(framework.head()),
            actors: framework.actors().clone(),
            objectives: framework.objectives().clone(),
        });
        renamed
    }

    /// Sorts the rows; without a column, as in the document.
    pub(super) fn sort(&mut self, framework: &Framework, sort: Option<Sort>) {
        let all = &self.all;
        match sort {
            None => self.order.sort_unstable(),
            Some(Sort { column, down }) => self.order.sort_by(|&a, &b| {
                let (x, y) = (&all[a as usize], &all[b as usize]);
                column.compare(framework, x, y, down).then(a.cmp(&b))
            }),
        }
    }

    /// Chooses what is shown.
    pub(super) fn sift(&mut self, framework: &Framework, sieve: &Sieve) {
        self.shown.clear();
        self.money = Cents::default();
        for &place in &self.order {
            let row = &self.all[place as usize];
            let passes = sieve.quick.passes(row)
                && sieve.tests.iter().all(|(column, test)| test.passes(framework, *column, row));
            if passes || sieve.beside.contains(&row.id) {
                self.shown.push(place);
                self.money += row.money.unwrap_or_default();
            }
        }
    }
}

/// The ids whose records are called otherwise, came or went.
fn changed<K: Ord + Clone, V>(
    was: &Table<K, Arc<V>>,
    is: &Table<K, Arc<V>>,
    same: impl Fn(&V, &V) -> bool,
) -> BTreeSet<K> {
    let stays = |a: &Arc<V>, b: &Arc<V>| Arc::ptr_eq(a, b) || same(a, b);
    let came = is.iter().filter(|(id, new)| !was.get(*id).is_some_and(|old| stays(old, new)));
    let went = was.keys().filter(|id| !is.contains_key(*id));
    came.map(|(id, _)| id).chain(went).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::edit::{Command, ProgramEdit, run};
    use crate::model::ProgramField;

    fn sieve(beside: &BTreeSet<ProgramId>) -> Sieve<'_> {
        Sieve { quick: Quick::All, tests: &[], beside }
    }

    #[test]
    fn one_change_of_many_leaves_the_other_rows_as_they_are() {
        let mut framework = crate::templates::generate(60, 20_000, 1);
        let (mut rows, none) = (Rows::default(), BTreeSet::new());
        let sort = Some(Sort { column: Column::Title, down: false });
        let analysis = analyze(&framework, None);
        let start = std::time::Instant::now();
        rows.update(&framework, &analysis);
        rows.sort(&framework, sort);
        rows.sift(&framework, &sieve(&none));
        eprintln!("first: {:?}", start.elapsed());
        let id = rows.at(77).map(|row| row.id.clone()).unwrap();
        let set = ProgramEdit::Set(ProgramField::Title("Zzz, the last".to_owned()));
        run(&mut framework, &Command::Program(id.clone(), set)).unwrap();
        let analysis = analyze(&framework, None);
        let start = std::time::Instant::now();
        rows.update(&framework, &analysis);
        eprintln!("update: {:?}", start.elapsed());
        rows.sort(&framework, sort);
        rows.sift(&framework, &sieve(&none));
        eprintln!("after one edit: {:?}", start.elapsed());
        let title = |row: &Row| row.kept.text[Column::Title.place()].get().is_some();
        assert!(rows.all.iter().all(title));
        let owner = |row: &&Row| row.kept.text[Column::Owner.place()].get().is_some();
        assert_eq!(rows.all.iter().filter(owner).count(), 0, "nobody asked for owners");
        assert_eq!(rows.place(&id), Some(rows.shown() - 1));
        assert_eq!(rows.at(0).map(|row| row.id != id), Some(true));
    }

    #[test]
    fn an_actor_of_another_name_is_so_in_every_row() {
        let mut framework = crate::templates::generate(10, 200, 1);
        let mut rows = Rows::default();
        rows.update(&framework, &analyze(&framework, None));
        let (id, owner) = framework
            .programs()
            .iter()
            .find_map(|(id, p)| Some((id.clone(), p.owner.clone()?)))
            .unwrap();
        let before = rows.get(&id).unwrap().text(&framework, Column::Owner).to_owned();
        let name = crate::model::ActorField::Name("Another name".to_owned());
        let set = Command::Actor(owner, crate::edit::ActorEdit::Set(name));
        run(&mut framework, &set).unwrap();
        rows.update(&framework, &analyze(&framework, None));
        let after = rows.get(&id).unwrap().text(&framework, Column::Owner);
        assert_eq!(after, "Another name");
        assert_ne!(before, after);
    }

    #[test]
    fn programs_that_come_and_go_keep_the_order() {
        let mut framework = crate::templates::generate(10, 200, 1);
        let (mut rows, none) = (Rows::default(), BTreeSet::new());
        let mut take = |framework: &Framework, sort: Option<Sort>| {
            rows.update(framework, &analyze(framework, None));
            rows.sort(framework, sort);
            rows.sift(framework, &sieve(&none));
            rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()
        };
        let money = Some(Sort { column: Column::Money, down: true });
        let before = take(&framework, money);
        let gone = before[5].clone();
        run(&mut framework, &Command::Program(gone.clone(), ProgramEdit::Remove)).unwrap();
        let added = ProgramId::new("0-first").unwrap();
        let program = Box::new(Program::new("New"));
        run(&mut framework, &Command::Program(added.clone(), ProgramEdit::Add(program))).unwrap();
        let after = take(&framework, money);
        let kept: Vec<_> = after.iter().filter(|id| **id != added).cloned().collect();
        let expected: Vec<_> = before.into_iter().filter(|id| *id != gone).collect();
        assert_eq!(kept, expected);
        let document: Vec<_> = framework.programs().keys().cloned().collect();
        assert_eq!(take(&framework, None), document);
    }
}
