//! A table with its mapping laid over it: which columns have which role, and how their dates and
//! amounts are written, as all their values together tell.

use super::amount::{self, Marks};
use super::book::{Cell, Sheet};
use super::cells;
use super::date::Orders;
use super::layout::{self, Kind, Layout};
use super::mapping::{DateOrder, DecimalMark, Mapping};
use super::role::Role;
use super::words;
use crate::import::{Options, text};
use crate::model::Currency;
use std::collections::BTreeMap;

/// A table, its columns' roles and how they are written.
pub(super) struct Columns<'a> {
    pub sheet: &'a Sheet,
    pub layout: &'a Layout,
    pub mapping: &'a Mapping,
    pub options: &'a Options,
    /// What money is in that says no currency: the framework's, else what the table has most of.
    pub currency: Option<Currency>,
    /// The role of each column.
    pub roles: Vec<Role>,
    /// The columns of each role, the best first.
    by: BTreeMap<Role, Vec<usize>>,
    /// The columns that identify, best first.
    pub key: Vec<usize>,
    /// The columns within which an identifier is unique.
    pub within: Vec<usize>,
    /// The order of day and month in each column of dates.
    orders: BTreeMap<usize, DateOrder>,
    /// Columns whose order nothing tells, with how many dates could be either.
    pub undecided: Vec<(usize, usize)>,
    /// The decimal mark of the amounts.
    pub mark: DecimalMark,
    /// How many amounts could be read with either mark, where nothing tells.
    pub undecided_marks: usize,
    /// What amounts are counted in and their currency, as each column's name says.
    pub money: BTreeMap<usize, (u64, Option<Currency>)>,
    /// Whether there are several sheets, so that a place names its sheet.
    pub several: bool,
}

impl<'a> Columns<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        layout: &'a Layout,
        mapping: &'a Mapping,
        options: &'a Options,
        several: bool,
    ) -> Self {
        let names = &layout.columns;
        let mut roles: Vec<Role> =
            names.iter().map(|name| mapping.role(name).unwrap_or_else(|| unnamed(name))).collect();
        // What is of a person is so whatever its column is called.
        for (at, role) in roles.iter_mut().enumerate().filter(|(_, role)| **role == Role::Ignore) {
            if holds_addresses(sheet, layout, at) {
                *role = Role::Person;
            }
        }
        let mut by: BTreeMap<Role, Vec<usize>> = BTreeMap::new();
        for (at, role) in roles.iter().enumerate() {
            by.entry(*role).or_default().push(at);
        }
        for (role, columns) in &mut by {
            columns.sort_by_key(|at| (words::preference(&names[*at], *role), *at));
        }
        let find = |wanted: &String| {
            let key = text::key(wanted);
            names.iter().position(|name| name == wanted || text::key(name) == key)
        };
        let mut key: Vec<usize> = mapping.key.iter().filter_map(find).collect();
        if key.is_empty() {
            key = by.get(&Role::Identifier).cloned().unwrap_or_default();
        }
        let within = mapping.within.iter().filter_map(find).collect();
        let mut all = Self {
            sheet,
            layout,
            mapping,
            options,
            currency: options.currency,
            roles,
            by,
            key,
            within,
            orders: BTreeMap::new(),
            undecided: Vec::new(),
            mark: DecimalMark::Point,
            undecided_marks: 0,
            money: BTreeMap::new(),
            several,
        };
        all.tell_orders();
        all.tell_money();
        all
    }

    /// The columns of a role, the best first.
    pub(super) fn of(&self, role: Role) -> &[usize] {
        self.by.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The roles that some column has.
    pub(super) fn has(&self, role: Role) -> bool {
        !self.of(role).is_empty()
    }

    /// Whether some column holds titles.
    pub(super) fn has_titles(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Title | Role::TitleIn(_)))
    }

    /// The columns of money, the kinds in their rank.
    pub(super) fn money_columns(&self) -> impl Iterator<Item = usize> {
        (0..self.roles.len()).filter(|at| self.roles[*at].is_money())
    }

    /// The order of day and month in a column.
    pub(super) fn order(&self, column: usize) -> DateOrder {
        self.orders.get(&column).copied().unwrap_or(DateOrder::DayMonth)
    }

    /// A row of the sheet.
    pub(super) fn row(&self, at: usize) -> &'a [Cell] {
        self.sheet.rows.get(at).map_or(&[], Vec::as_slice)
    }

    /// A cell of a row; empty where there is none.
    pub(super) fn cell(&self, at: usize, column: usize) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.row(at).get(column).unwrap_or(EMPTY)
    }

    /// What the rows under the names are.
    pub(super) fn kinds(&self) -> Vec<(usize, Kind)> {
        layout::kinds(&self.sheet.rows, self.layout, &self.roles)
    }

    /// What a column is called.
    pub(super) fn name(&self, column: usize) -> &str {
        self.layout.columns.get(column).map_or("", String::as_str)
    }

    /// Where a row is: "row 14", with the sheet where there are several.
    pub(super) fn place(&self, at: usize) -> String {
        let sheet = if self.several { format!("{}, ", self.sheet.name) } else { String::new() };
        format!("{sheet}row {}", at + 1)
    }

    /// Where a cell is: "row 14, budget".
    pub(super) fn place_of(&self, at: usize, column: usize) -> String {
        format!("{}, {}", self.place(at), text::short(self.name(column), 60))
    }

    /// The cells of a row as they are saved with a rejected one: nothing of persons.
    pub(super) fn cells(&self, at: usize) -> Vec<String> {
        let row = self.row(at);
        let cell = |column: usize| match self.roles.get(column) {
            None | Some(Role::Person) => String::new(),
            Some(_) => row.get(column).map_or(String::new(), |cell| {
                cells::without_addresses(cells::text(cell).into_owned()).0
            }),
        };
        (0..self.layout.columns.len()).map(cell).collect()
    }

    fn data(&self) -> impl Iterator<Item = &'a [Cell]> {
        self.sheet.rows.iter().skip(self.layout.first).map(Vec::as_slice)
    }

    /// A column's dates tell their order; those of a column that does not, have the order of the
    /// others, since one hand wrote them.
    fn tell_orders(&mut self) {
        let dates: Vec<usize> = [Role::Start, Role::End, Role::Year]
            .into_iter()
            .flat_map(|role| self.of(role).to_vec())
            .collect();
        let mut all = Orders::default();
        let mut orders: BTreeMap<usize, Orders> =
            dates.iter().map(|at| (*at, Orders::default())).collect();
        for row in self.data() {
            for (at, orders) in &mut orders {
                if let Some(cell) = row.get(*at) {
                    orders.see(cell);
                    all.see(cell);
                }
            }
        }
        for (at, orders) in orders {
            let told = self.mapping.date_order.or(orders.told()).or(all.told());
            if told.is_none() && orders.either > 0 {
                self.undecided.push((at, orders.either));
            }
            self.orders.insert(at, told.unwrap_or(DateOrder::DayMonth));
        }
    }

    fn tell_money(&mut self) {
        let columns: Vec<usize> = self.money_columns().collect();
        let mut marks = Marks::default();
        for row in self.data() {
            columns.iter().filter_map(|at| row.get(*at)).for_each(|cell| marks.see(cell));
        }
        let told = self.mapping.decimal.or(marks.told());
        if told.is_none() {
            self.undecided_marks = marks.either;
        }
        self.mark = told.unwrap_or(DecimalMark::Point);
        for at in columns {
            let name = self.name(at);
            let unit = self.mapping.unit.or_else(|| amount::unit_in(name)).unwrap_or(1);
            let currency = amount::currency_in(name, self.options.country);
            self.money.insert(at, (unit, currency));
        }
    }
}

/// The role of a column that a mapping does not name.
fn unnamed(name: &str) -> Role {
    if words::is_personal(name) { Role::Person } else { Role::Ignore }
}

/// Whether a column holds e-mail addresses.
fn holds_addresses(sheet: &Sheet, layout: &Layout, column: usize) -> bool {
    let mut filled = 0_usize;
    let mut found = 0_usize;
    for cell in sheet.rows.iter().skip(layout.first).filter_map(|row| row.get(column)) {
        if let Cell::Text(text) = cell {
            filled += 1;
            let parts = || text.split(|c: char| c.is_whitespace() || "()<>,;:".contains(c));
            found += usize::from(text.contains('@') && parts().any(cells::is_address));
        }
    }
    found > 0 && found * 5 >= filled
}
