//! Lists of actors.

use super::columns::{self, Field, Grid};
use super::outline;
use super::rows::{Row, fold};
use super::who::name_and_acronym;
use super::{ListLine, ListOf, Reading};
use crate::model::{Actor, Framework, OrganisationType, Side, codelists};

/// Reads a side.
pub(super) fn side(text: &str) -> Option<Side> {
    match fold(text).as_str() {
        "local" | "locale" | "internal" | "national" | "nationale" | "nacional" | "interne"
        | "interno" | "interna" | "host" | "domestic" | "local (internal)" | "i" => {
            Some(Side::Internal)
        }
        "international"
        | "internationale"
        | "internacional"
        | "external"
        | "externe"
        | "externo"
        | "externa"
        | "foreign"
        | "donor"
        | "bailleur"
        | "donante"
        | "doador"
        | "international (external)"
        | "e" => Some(Side::External),
        "mixed" | "mixte" | "mixto" | "mixta" | "misto" | "mista" | "both" | "hybrid"
        | "hybride" | "m" => Some(Side::Mixed),
        _ => None,
    }
}

/// Reads a kind of organisation: an IATI code, the code list's name, or a word for it.
pub(super) fn kind(text: &str) -> Option<OrganisationType> {
    let said = fold(text);
    let code = match said.as_str() {
        "gov" | "govt" | "gobierno" | "governo" | "etat" | "ministry" | "ministere" => "10",
        "local authority" | "gobierno local" | "governo local" => "11",
        "ingo" | "ong internacional" => "21",
        "local ngo" | "ong locale" | "ong nacional" | "ong local" => "22",
        "un" | "onu" | "nations unies" | "multilaterale" | "naciones unidas" | "nacoes unidas" => {
            "40"
        }
        "fundacion" | "fundacao" => "60",
        "sector privado" | "setor privado" | "company" | "entreprise" => "70",
        "university" | "universite" | "universidad" | "universidade" | "academic" => "80",
        "otro" | "outro" => "90",
        _ => {
            codelists::organisation_types()
                .iter()
                .find(|t| t.code == said || fold(t.name) == said || fold(t.french) == said)?
                .code
        }
    };
    OrganisationType::new(code).ok()
}

/// Reads a list of actors.
pub(super) fn read(reading: &mut Reading, rows: &[Row]) {
    let sheet = outline::columns(rows);
    let grid = columns::grid(reading.framework, &ListOf::Actors, &reading.who, rows);
    let plain = !sheet && grid.rows.len() == rows.len();
    if !plain {
        reading.sheet(&grid);
    }
    for row in grid.rows {
        let title = if plain { row.whole() } else { grid.cell(row, Field::Title) };
        let line = one(reading, &grid, row, &title, plain);
        reading.lines.push(line);
    }
}

/// Reads one line, and adds the actor unless it is known.
fn one(reading: &mut Reading, grid: &Grid, row: &Row, title: &str, plain: bool) -> ListLine {
    let (number, title) = if plain { outline::bare(title) } else { (None, title) };
    let mut line = ListLine::new(title);
    line.code = number.map(str::to_owned);
    if plain {
        line.flat(row, grid.rows.first());
    }
    if let Some(cut) = row.cut() {
        line.trouble(cut);
    }
    if !title.chars().any(char::is_alphanumeric) {
        line.text = row.whole();
        line.trouble("it has no name, so it was left out: give it one");
        return line;
    }
    let (name, acronym) = name_and_acronym(title);
    line.text.clone_from(&name);
    let mut actor = Actor::new(name, Side::External);
    let cell = |field: Field| if plain { String::new() } else { grid.cell(row, field) };
    let short = cell(Field::Acronym);
    actor.acronym = if short.is_empty() { acronym } else { Some(short) };
    actor.identifier = Some(cell(Field::Identifier)).filter(|text| !text.is_empty());
    if let Some(why) = known(reading, &actor) {
        line.note(why);
        return line;
    }
    let short = actor.acronym.iter().filter(|short| !reading.who.find(short).is_empty());
    for short in short {
        line.trouble(format!("another actor is called {short}: check that the two differ"));
    }
    line.notes.extend(actor.acronym.iter().map(|short| format!("acronym {short}")));
    line.notes.extend(actor.identifier.iter().map(|id| format!("identifier {id}")));
    told(reading.framework, &cell, &mut actor, &mut line);
    let note = if plain { String::new() } else { grid.text(row, Field::Description) };
    if !note.is_empty() {
        line.note("note");
        actor.note = Some(note);
    }
    reading.who.add(&mut reading.ids, actor);
    reading.added += 1;
    line
}

/// Why an actor is not added: it is there already, or stood in the list before.
fn known(reading: &Reading, actor: &Actor) -> Option<String> {
    let (id, other) = reading.who.same(actor)?;
    let there = reading.framework.actor(id).is_some();
    let place = if there { "is there" } else { "stands in the list" };
    Some(format!("skipped: {} {place} already", other.short()))
}

/// Takes over side, kind, family and core group.
fn told(
    framework: &Framework,
    cell: &dyn Fn(Field) -> String,
    actor: &mut Actor,
    line: &mut ListLine,
) {
    let (said, family) = (cell(Field::Kind), cell(Field::Family));
    match kind(&said) {
        Some(found) => {
            line.note(format!("type {found}"));
            actor.kind = Some(found);
        }
        None if said.is_empty() => {}
        None => line.trouble(format!("\"{said}\" is no IATI organisation type: choose one")),
    }
    if !family.is_empty() {
        let name = fold(&family);
        let country = codelists::countries().iter().find(|c| {
            [c.name, c.french, c.alpha2, c.alpha3].iter().any(|known| fold(known) == name)
        });
        let family = country.map_or(family, |country| country.alpha2.to_owned());
        line.note(format!("family {family}"));
        actor.family = Some(family);
    }
    let home = framework.head().country.map(|country| country.to_string());
    let said = cell(Field::Side);
    match side(&said) {
        Some(found) => actor.side = found,
        None if said.is_empty() && home.is_some() && actor.family == home => {
            actor.side = Side::Internal;
            line.note("local, as it is of the framework's country: side to be confirmed");
        }
        None if said.is_empty() => line.note("taken as international: side to be confirmed"),
        None => line.trouble(format!(
            "\"{said}\" is no side, so it is taken as international: set local, international or \
             mixed"
        )),
    }
    if !said.is_empty() {
        let side = match actor.side {
            Side::Internal => "local",
            Side::External => "international",
            Side::Mixed => "mixed",
        };
        line.note(format!("side {side}"));
    }
    let core = cell(Field::Core);
    match fold(&core).as_str() {
        "yes" | "y" | "oui" | "o" | "si" | "s" | "sim" | "x" | "true" | "vrai" | "verdadero"
        | "verdadeiro" | "1" | "✓" | "✔" | "core" | "member" => {
            line.note("core group");
            actor.core_group = true;
        }
        "" | "no" | "n" | "non" | "nao" | "false" | "faux" | "falso" | "0" | "-" => {}
        _ => line.trouble(format!("core group \"{core}\" is neither yes nor no: set it")),
    }
}
