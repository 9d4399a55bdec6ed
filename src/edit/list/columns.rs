//! Columns: what each one holds, by its header in four languages or by what stands in it.

use super::ListOf;
use super::outline;
use super::rows::{Row, fold};
use super::values::{self, Word};
use super::who::Who;
use crate::model::{Currency, Framework, codelists};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Code,
    Description,
    /// Which level, by name.
    Level,
    Lead,
    Due,
    Dimension,
    /// The objectives of one level, from the first.
    At(usize),
    Owner,
    Implementing,
    Funder,
    Budget,
    Currency,
    Status,
    Start,
    End,
    Period,
    Sector,
    Location,
    Identifier,
    Objective,
    Acronym,
    Side,
    Kind,
    Family,
    Core,
}

use Field::{
    Acronym, At, Budget, Code, Core, Description, Dimension, Due, End, Family, Funder, Identifier,
    Implementing, Kind, Lead, Level, Location, Objective, Owner, Period, Sector, Side, Start,
    Status, Title,
};

/// How many rows may stand above a header.
const SEARCHED: usize = 5;

/// What each column holds, where that is known.
type Fields = Vec<Option<Field>>;
type Names = &'static [(Field, &'static str)];

const ANY: Names = &[
    (Title, "title|titre|titulo"),
    (
        Description,
        "description|descripcion|descricao|details|detail|detalle|resume|summary|resumen|resumo",
    ),
    (
        Identifier,
        "identifier|identifiant|identificador|id|ref|reference|referencia|iati identifier|iati id|project id|org id|org-id|identifiant iati|identificador iati",
    ),
];

const OBJECTIVES: Names = &[
    (Title, "objective|objectif|objetivo|result|resultat|resultado|statement|enonce|enunciado"),
    (Code, "code|codigo|no|n°|nº|num|numero|number|#"),
    (Level, "level|niveau|nivel|type"),
    (
        Lead,
        "lead|leader|chef de file|responsable|responsavel|responsible|lider|lead agency|lead actor|pilote",
    ),
    (
        Due,
        "due|echeance|vencimiento|prazo|due date|deadline|date limite|fecha limite|plazo|data limite|date d'echeance|fecha de vencimiento",
    ),
    (Dimension, "dimension|dimensao|dimensions|dimensiones|dimensoes"),
];

const PROGRAMS: Names = &[
    (
        Title,
        "name|nom|nombre|nome|project|projet|proyecto|projeto|programme|program|programa|project title|project name|programme title|program title|titre du projet|intitule|intitule du projet|titulo del proyecto|nombre del proyecto|titulo do projeto|nome do projeto|activity|activite|actividad|atividade",
    ),
    (
        Owner,
        "owner|agency|agence|agencia|organisation|organization|organizacion|organizacao|lead agency|agence chef de file|lead|responsable|responsavel|agencia lider|proprietaire|propietario|proprietario|entity|entite|entidad|entidade|orgao|organismo|reporting organisation",
    ),
    (
        Implementing,
        "implementing|implementing partner|implementing partners|implementer|implementing agency|partenaire d'execution|partenaires d'execution|partenaire de mise en oeuvre|partenaires de mise en oeuvre|execution|agence d'execution|socio implementador|socios implementadores|ejecutor|entidad ejecutora|socio ejecutor|parceiro de implementacao|parceiros de implementacao|executor|entidade executora|partner|partners",
    ),
    (
        Funder,
        "funder|funders|donor|donors|funding|financing|bailleur|bailleurs|bailleur de fonds|bailleurs de fonds|financeur|donateur|donante|donantes|financiador|financiadores|doador|doadores|donor agency",
    ),
    (
        Budget,
        "budget|amount|montant|total budget|budget total|presupuesto|monto|importe|presupuesto total|orcamento|montante|valor|orcamento total|cost|cout|costo|custo",
    ),
    (Field::Currency, "currency|devise|moneda|moeda|monnaie|divisa"),
    (Status, "status|statut|estado|estatuto|etat|estatus|situacao"),
    (
        Start,
        "start|debut|inicio|start date|from|date de debut|fecha de inicio|data de inicio|date debut|begin",
    ),
    (
        End,
        "end|fin|fim|termino|end date|to|until|date de fin|fecha de fin|fecha de finalizacion|data de fim|data de termino|date fin",
    ),
    (
        Period,
        "period|periode|periodo|year|annee|ano|duration|duree|duracion|duracao|dates|years|annees",
    ),
    (
        Sector,
        "sector|secteur|setor|sectors|secteurs|sectores|setores|dac sector|dac code|code cad|sector code|code secteur",
    ),
    (
        Location,
        "location|localisation|ubicacion|localizacao|locations|lieu|lieux|localizacion|region|province|zone|area|lugar|local",
    ),
    (
        Objective,
        "objective|objectif|objetivo|objectives|objectifs|objetivos|outcome|result|resultat|resultado|linked objective",
    ),
];

const ACTORS: Names = &[
    (
        Title,
        "name|nom|nombre|nome|actor|acteur|ator|organisation|organization|organizacion|organizacao|agency|agence|agencia|full name|institution|institucion|instituicao",
    ),
    (
        Acronym,
        "acronym|acronyme|acronimo|sigle|sigla|siglas|abbreviation|abreviation|abreviatura|short name|short",
    ),
    (Side, "side|cote|lado|local / international|local/international"),
    (
        Kind,
        "type|kind|tipo|category|categorie|categoria|organisation type|type d'organisation|tipo de organizacion|tipo de organizacao",
    ),
    (Family, "family|famille|familia|country|pays|pais|system"),
    (
        Core,
        "core group|core|groupe central|noyau|groupe restreint|grupo central|grupo nucleo|grupo principal|nucleo",
    ),
    (
        Description,
        "note|notes|nota|notas|remarks|remarques|comment|comments|commentaire|commentaires|comentario|comentarios|observaciones|observacoes",
    ),
];

/// Columns as they were understood, and the rows below them.
pub(super) struct Grid<'a> {
    pub fields: Vec<Option<Field>>,
    pub said: Vec<String>,
    /// What stands above the header.
    pub above: &'a [Row],
    pub rows: &'a [Row],
    /// What the header says of the sums below it: the currency and a power of ten.
    pub currency: Option<Currency>,
    pub times: u32,
    /// Whether the header names the framework's own levels.
    pub own_levels: bool,
}

impl Grid<'_> {
    /// The cell of a row in the column of a field; blank where there is none.
    pub(super) fn cell(&self, row: &Row, field: Field) -> String {
        self.at(field).map(|column| row.cell(column)).unwrap_or_default()
    }

    /// The same with its line breaks.
    pub(super) fn text(&self, row: &Row, field: Field) -> String {
        let cell = self.at(field).and_then(|column| row.cells.get(column));
        cell.map(|cell| cell.trim().to_owned()).unwrap_or_default()
    }

    pub(super) fn at(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|known| *known == Some(field))
    }

    /// Tells how each column was understood.
    fn tell(&mut self, framework: &Framework, of: &ListOf, head: Option<&Row>) {
        let odd = match head {
            Some(_) => "not taken over: no such field, or one that is there already",
            None => "not taken over: name it in a header row",
        };
        for (column, known) in self.fields.iter().enumerate() {
            let name = head.map(|row| row.cell(column)).filter(|name| !name.is_empty());
            if known.is_none() && self.rows.iter().all(|row| row.cell(column).is_empty()) {
                continue;
            }
            let name = name.unwrap_or_else(|| format!("column {}", column + 1));
            let meaning = known.map_or(odd.to_owned(), |field| told(framework, of, field));
            self.said.push(format!("{name}: {meaning}"));
        }
    }

    /// The columns that hold one level each, in order of level.
    pub(super) fn levels(&self) -> Vec<(usize, usize)> {
        let all = self.fields.iter().enumerate();
        let mut all: Vec<(usize, usize)> = all
            .filter_map(|(column, field)| match field {
                Some(At(level)) => Some((*level, column)),
                _ => None,
            })
            .collect();
        all.sort_unstable();
        all
    }
}

/// A header cell without what stands in brackets or behind it, and that.
fn heading(cell: &str) -> (String, String) {
    let folded = fold(cell);
    let cut = folded.find(['(', '[']);
    let cut = cut.or_else(|| [" in ", " en ", " em "].iter().find_map(|word| folded.find(word)));
    let (main, tail) = folded.split_at(cut.unwrap_or(folded.len()));
    let main = main.trim_matches(['.', ':', '*', ' ']);
    match main.rsplit_once(' ') {
        Some((before, last)) if last.len() == 3 && values::currency(last).is_some() => {
            (before.to_owned(), last.to_owned())
        }
        _ => (main.to_owned(), tail.to_owned()),
    }
}

fn listed(names: Names, word: &str) -> Option<Field> {
    let has = |list: &str| list.split('|').any(|name| name == word);
    names.iter().find(|(_, list)| has(list)).map(|(field, _)| *field)
}

fn field(of: &ListOf, word: &str) -> Option<Field> {
    let own = match of {
        ListOf::Objectives { .. } => OBJECTIVES,
        ListOf::Programs => PROGRAMS,
        ListOf::Actors => ACTORS,
    };
    listed(own, word).or_else(|| listed(ANY, word))
}

/// The field that a longer header is about: its last word in English, its first in the others.
fn nearly(of: &ListOf, words: &str) -> Option<Field> {
    let romance = [" de ", " du ", " des ", " del ", " da ", " do "];
    let last = Some(words).filter(|_| !romance.iter().any(|word| words.contains(word)));
    let ends = [last.and_then(|words| words.rsplit(' ').next()), words.split(' ').next()];
    let found = ends.into_iter().flatten().find_map(|word| field(of, word));
    found.filter(|field| !matches!(field, Title | Objective | Description | Identifier | Code))
}

/// The fields that the first row names, where it is a header.
fn header(framework: &Framework, of: &ListOf, row: &Row) -> Option<Fields> {
    let words: Vec<String> = row.cells.iter().map(|cell| heading(cell).0).collect();
    if words.iter().any(|word| word.chars().count() > 60) {
        return None;
    }
    let mut fields: Vec<Option<Field>> = words.iter().map(|word| field(of, word)).collect();
    if matches!(of, ListOf::Objectives { .. }) {
        levels(framework, &words, &mut fields);
    }
    for at in 0..words.len() {
        let near = nearly(of, &words[at]).filter(|near| !fields.contains(&Some(*near)));
        fields[at] = fields[at].or(near);
    }
    let titled = |field: &Option<Field>| matches!(field, Some(Title | At(_)));
    if !fields.iter().any(titled) {
        // Of the columns that are not known, the first is the likeliest to name things.
        let free = words.iter().zip(&fields).position(|(w, f)| f.is_none() && !w.is_empty());
        let known = fields.iter().flatten().count();
        fields[free.filter(|_| known > 1)?] = Some(Title);
    }
    let filled = words.iter().filter(|word| !word.is_empty()).count();
    let known = fields.iter().flatten().count();
    let sole = match of {
        ListOf::Objectives { .. } => &["title", "titre", "titulo"][..],
        _ => &["title", "titre", "titulo", "name", "nom", "nombre", "nome"][..],
    };
    let alone = filled == 1 && words.iter().any(|word| sole.contains(&word.as_str()));
    if !(alone || filled > 1 && (fields.iter().any(titled) || known >= 2)) {
        return None;
    }
    // A field stands in one column; what stands there twice is not taken over.
    for at in 1..fields.len() {
        if fields[..at].contains(&fields[at]) {
            fields[at] = None;
        }
    }
    Some(fields)
}

/// Takes columns that are named as the framework's levels are, or as levels are elsewhere.
fn levels(framework: &Framework, words: &[String], fields: &mut [Option<Field>]) {
    let own = |word: &String| {
        let same = |title: &str| {
            let title = fold(title);
            title == *word || title.trim_end_matches('s') == word.trim_end_matches('s')
        };
        framework.head().levels.iter().position(|level| !word.is_empty() && same(&level.title))
    };
    let found: Vec<Option<usize>> = words.iter().map(own).collect();
    let general = |word: &String| {
        outline::is_level_word(word) && !["prior", "targ"].iter().any(|odd| word.starts_with(odd))
    };
    let named: Vec<bool> =
        words.iter().zip(&found).map(|(word, own)| own.is_some() || general(word)).collect();
    let places: Vec<Option<usize>> = if named.iter().filter(|named| **named).count() < 2 {
        for (field, level) in fields.iter_mut().zip(found) {
            *field = field.or(level.map(|_| Title));
        }
        return;
    } else if named.iter().zip(&found).all(|(named, own)| *named == own.is_some()) {
        found
    } else {
        // Not all are the framework's own: their order tells the levels.
        let mut next = 0..;
        named.into_iter().map(|named| named.then(|| next.next()).flatten()).collect()
    };
    for (field, place) in fields.iter_mut().zip(places) {
        if let Some(level) = place {
            *field = Some(At(level));
        }
    }
}

/// What a field is called when it is told how a column was understood.
fn told(framework: &Framework, of: &ListOf, field: Field) -> String {
    let actors = matches!(of, ListOf::Actors);
    match field {
        At(level) => match framework.head().levels.get(level) {
            Some(level) => format!("level {}", level.title),
            None => format!("level {}", level + 1),
        },
        Title if actors => "name".to_owned(),
        Description if actors => "note".to_owned(),
        Core => "core group".to_owned(),
        Kind => "type".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Finds the header: the first row, or one that a sheet's own title stands above.
fn find_header(framework: &Framework, of: &ListOf, rows: &[Row]) -> Option<(usize, Fields)> {
    let below = rows.len().saturating_sub(1);
    let mut all = rows.iter().take(below.min(SEARCHED)).enumerate();
    all.find_map(|(at, row)| {
        let fields = header(framework, of, row)?;
        let sure = at == 0 || fields.iter().flatten().count() > 2;
        sure.then_some((at, fields))
    })
}

/// Understands the columns of a sheet, by its header or else by what stands in them.
pub(super) fn grid<'a>(framework: &Framework, of: &ListOf, who: &Who, rows: &'a [Row]) -> Grid<'a> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut grid = Grid {
        fields: Vec::new(),
        said: Vec::new(),
        above: &[],
        rows,
        currency: None,
        times: 0,
        own_levels: false,
    };
    let Some((at, fields)) = find_header(framework, of, rows) else {
        grid.fields = Guess { framework, of, who, rows, width }.fields();
        grid.tell(framework, of, None);
        return grid;
    };
    let head = &rows[at];
    grid.fields = fields;
    grid.fields.resize(width, None);
    (grid.above, grid.rows) = (&rows[..at], &rows[at + 1..]);
    grid.own_levels = grid.levels().iter().all(|(level, column)| {
        let title = framework.head().levels.get(*level).map(|level| fold(&level.title));
        let head = fold(&head.cell(*column));
        title.is_some_and(|t| t.trim_end_matches('s') == head.trim_end_matches('s'))
    });
    grid.tell(framework, of, Some(head));
    let money = grid.at(Budget).and_then(|column| head.cells.get(column));
    for word in money.map(|cell| heading(cell).1).unwrap_or_default().split(['(', ')', ' ', ',']) {
        let home = framework.head().currency;
        match values::word(word) {
            Some(Word::Times(power)) => grid.times = power,
            Some(Word::In(currency)) => grid.currency = Some(currency),
            Some(Word::Franc) => grid.currency = Some(home).filter(|c| values::is_franc(*c)),
            Some(Word::Nothing) | None => {}
        }
    }
    grid
}

/// Columns without a header.
struct Guess<'a> {
    framework: &'a Framework,
    of: &'a ListOf,
    who: &'a Who,
    rows: &'a [Row],
    width: usize,
}

impl Guess<'_> {
    fn cells(&self, column: usize) -> Vec<String> {
        let cells = self.rows.iter().map(|row| row.cell(column));
        cells.filter(|cell| !cell.is_empty()).collect()
    }

    fn fields(&self) -> Vec<Option<Field>> {
        if matches!(self.of, ListOf::Objectives { .. }) && self.nested() {
            return (0..self.width).map(|column| Some(At(column))).collect();
        }
        let mut fields = Vec::new();
        for column in 0..self.width {
            let cells = self.cells(column);
            let wanted = self.wanted(&cells);
            fields.push(wanted.into_iter().find(|field| !fields.contains(&Some(*field))));
        }
        if !fields.contains(&Some(Title)) {
            let worded = |field: &Option<Field>| {
                matches!(field, Some(Description | Acronym | Lead | Owner | Kind | Code) | None)
            };
            let at = fields.iter().position(worded).unwrap_or(0);
            if let Some(field) = fields.get_mut(at) {
                *field = Some(Title);
            }
        }
        fields
    }

    /// What cells may hold, the likeliest first.
    fn wanted(&self, cells: &[String]) -> Vec<Field> {
        let all = |test: &dyn Fn(&String) -> bool| !cells.is_empty() && cells.iter().all(test);
        let home = self.framework.head().currency;
        let known = cells.iter().filter(|cell| !self.who.find(cell).is_empty()).count();
        let dated = all(&|cell| values::days(cell).is_some());
        let numbered = all(&|cell| match cell.rsplit_once(' ') {
            Some((word, number)) => outline::is_level_word(word) && is_code(number),
            None => is_code(cell),
        });
        match self.of {
            _ if cells.is_empty() => Vec::new(),
            ListOf::Objectives { .. } if dated && !numbered => vec![Due],
            ListOf::Objectives { .. } if numbered => vec![Code],
            ListOf::Objectives { .. } if known * 2 >= cells.len() => vec![Lead, Title],
            ListOf::Programs if all(&|cell| codelists::sector(cell).is_some()) => vec![Sector],
            ListOf::Programs if dated => vec![Start, End],
            ListOf::Programs if all(&|cell| values::money(cell, 0, home).is_some()) => vec![Budget],
            ListOf::Programs if known * 2 >= cells.len() => vec![Owner],
            ListOf::Actors if all(&|cell| super::actors::side(cell).is_some()) => vec![Side],
            ListOf::Actors if all(&|cell| super::actors::kind(cell).is_some()) => vec![Kind],
            ListOf::Actors if all(&|cell| cell.chars().count() <= 12 && capitals(cell) > 1) => {
                vec![Acronym, Title]
            }
            _ => vec![Title, Description],
        }
    }

    /// Whether the columns are one level each: cells repeat, or are blank, under a parent.
    fn nested(&self) -> bool {
        let most = self.framework.head().levels.len().max(4);
        if !(2..=most).contains(&self.width) {
            return false;
        }
        let worded = |column: usize| {
            let cells = self.cells(column);
            cells.iter().any(|cell| cell.chars().any(char::is_alphabetic))
                && cells.iter().any(|cell| !is_code(cell) && values::days(cell).is_none())
        };
        let mut before = String::new();
        let repeated = self.rows.iter().any(|row| {
            let first = fold(&row.cell(0));
            let again = first.is_empty() || first == before;
            before = first;
            again && row.cells.len() > 1
        });
        repeated && (0..self.width).all(worded)
    }
}

fn capitals(cell: &str) -> usize {
    cell.chars().filter(|c| c.is_uppercase()).count()
}

/// Whether a cell is a number such as "1.2" or "SO1".
fn is_code(cell: &str) -> bool {
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    cell.len() - digits.len() <= 3
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 10
        && digits.split('.').all(|part| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()))
}
