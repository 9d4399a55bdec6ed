//! The sheets for reading: links, positions, tensions, the matrices, the deficit by every
//! breakdown, and what the figures count. Nothing of them is imported again.

use super::{Table, Value, name};
use crate::analysis::{Against, Analysis, By, Group, Relation};
use crate::export::report::{About, evidence, objective_code, objective_title, outline, title_of};
use crate::model::{ActorId, Effect, EvidenceBar, Framework, ObjectiveId, Subject};
use crate::scene::words::{self, sentence};
use std::collections::BTreeMap;

/// So many donors or places have columns of their own; a sheet has no room for more.
const GROUPS: usize = 500;

/// Whether a column of the first sheets may be seen by those who may not know who owns and pays
/// what.
pub(super) fn discreet(column: &str) -> bool {
    let shown = [
        "title",
        "status",
        "status_name",
        "from",
        "to",
        "sectors",
        "sector_names",
        "dimensions",
        "markers",
        "locations",
        "standing",
        "link_shown",
        "objective_codes",
        "objective_titles",
        "code",
        "level",
        "contributes_to",
        "due",
        "name",
        "acronym",
        "side",
        "core_group",
        "stance",
    ];
    shown.contains(&column) || column.starts_with("title_")
}

/// The columns that a discreet workbook has not.
const HIDDEN: [&str; 8] = [
    "Program code",
    "Actor code",
    "Said by",
    "Recorded by",
    "Evidence",
    "Note",
    "Money",
    "Money with no link shown",
];

/// All of them, in their order.
pub(super) fn tables(
    framework: &Framework,
    analysis: &Analysis,
    about: &About,
) -> Vec<(&'static str, Table)> {
    let mut tables = vec![
        ("Links", links(framework)),
        ("Positions", positions(framework)),
        ("Tensions", tensions(framework)),
    ];
    for (against, title) in [
        (Against::Funder, "Matrix donors"),
        (Against::Dimension, "Matrix dimensions"),
        (Against::Location, "Matrix places"),
    ] {
        if !(about.discreet && against == Against::Funder) {
            tables.push((title, matrix(framework, analysis, against, about.discreet)));
        }
    }
    tables.push(("Deficit", deficit(analysis, about.discreet)));
    tables.push(("About", figures(framework, analysis, about)));
    if about.discreet {
        let shown = |table: Table| table.only(|column| !HIDDEN.contains(&column));
        tables = tables.into_iter().map(|(title, table)| (title, shown(table))).collect();
    }
    tables
}

fn table<const N: usize>(columns: [&str; N], rows: Vec<[Value; N]>) -> Table {
    let columns = columns.map(str::to_owned).to_vec();
    Table { columns, rows: rows.into_iter().map(|row| row.to_vec()).collect() }
}

fn actor(framework: &Framework, id: Option<&ActorId>) -> Value {
    id.map_or_else(Value::blank, |id| name(framework, id).into())
}

fn links(framework: &Framework) -> Table {
    let mut rows = Vec::new();
    for (id, program) in framework.programs() {
        for (objective, link) in &*program.links {
            let share = link.share.map(|share| Value::Text(format!("{share} %")));
            rows.push([
                id.as_str().into(),
                title_of(framework, id).into(),
                match link.effect {
                    Effect::Supports => "supports",
                    Effect::Undermines => "undermines",
                }
                .into(),
                objective_code(framework, objective).into(),
                objective_title(framework, objective).into(),
                sentence(&evidence(framework, &link.evidence)).into(),
                share.unwrap_or_else(Value::blank),
                actor(framework, link.by.as_ref()),
                link.recorded_by.as_ref().into(),
                link.on.into(),
                link.note.as_ref().into(),
            ]);
        }
    }
    let columns = [
        "Program code",
        "Program",
        "Effect",
        "Objective code",
        "Objective",
        "Evidence",
        "Share of money",
        "Said by",
        "Recorded by",
        "On",
        "Note",
    ];
    table(columns, rows)
}

fn positions(framework: &Framework) -> Table {
    let mut rows = Vec::new();
    for (id, objective) in framework.objectives() {
        for (who, position) in &*objective.positions {
            rows.push([
                objective_code(framework, id).into(),
                objective.title.as_str().into(),
                who.as_str().into(),
                name(framework, who).into(),
                sentence(position.stance.words()).into(),
                position.on.into(),
                position.instrument.as_ref().into(),
                position.conditions.as_ref().into(),
                position.recorded_by.as_ref().into(),
                position.note.as_ref().into(),
            ]);
        }
    }
    let columns = [
        "Objective code",
        "Objective",
        "Actor code",
        "Name",
        "Position",
        "On",
        "On record as",
        "Conditions",
        "Recorded by",
        "Note",
    ];
    table(columns, rows)
}

fn tensions(framework: &Framework) -> Table {
    let subject = |subject: &Subject| match subject {
        Subject::Objective(id) => framework.objective_name(id),
        Subject::Program(id) => title_of(framework, id),
        Subject::Actor(id) => name(framework, id).to_owned(),
    };
    let rows = framework.tensions().values().map(|tension| {
        let about: Vec<String> = tension.about.iter().map(subject).collect();
        let parties: Vec<&str> = tension.parties.iter().map(|id| name(framework, id)).collect();
        [
            tension.title.as_str().into(),
            about.join("; ").into(),
            parties.join("; ").into(),
            tension.nature.map_or("", |nature| nature.word()).into(),
            tension.outcome.words().into(),
            tension.deconfliction.as_ref().into(),
            tension.review_on.into(),
            tension.note.as_ref().into(),
        ]
    });
    let columns = [
        "Tension",
        "What",
        "Between",
        "Nature",
        "Outcome",
        "How they keep apart",
        "Review",
        "Note",
    ];
    table(columns, rows.collect())
}

/// Objectives against groups: of each, the programs and, beside them, the money.
fn matrix(framework: &Framework, analysis: &Analysis, against: Against, discreet: bool) -> Table {
    let mut cells: BTreeMap<(&ObjectiveId, Option<&str>), (u32, crate::analysis::Cents)> =
        BTreeMap::new();
    for cell in analysis.matrix.get(against) {
        cells.insert((&cell.objective, cell.key.as_deref()), (cell.programs, cell.money));
    }
    let groups: Vec<&Group> = analysis.deficit.by.get(against.by()).iter().take(GROUPS).collect();
    let currency = analysis.deficit.money.currency;
    let mut columns = vec!["Objective code".to_owned(), "Objective".to_owned(), "All".to_owned()];
    for group in &groups {
        columns.push(sentence(&group.name));
        if !discreet {
            columns.push(format!("{}, {currency}", sentence(&group.name)));
        }
    }
    let rows = outline(framework).into_iter().map(|id| {
        let card = analysis.objectives.get(&id).copied().unwrap_or_default();
        let mut row: Vec<Value> = vec![
            objective_code(framework, &id).into(),
            objective_title(framework, &id).into(),
            Value::Count(card.programs),
        ];
        for group in &groups {
            let cell = cells.get(&(&id, group.key.as_deref()));
            row.push(cell.map_or_else(Value::blank, |(programs, _)| Value::Count(*programs)));
            if !discreet {
                row.push(cell.map_or_else(Value::blank, |(_, money)| Value::Money(*money)));
            }
        }
        row
    });
    let rows = rows.collect();
    Table { columns, rows }
}

fn deficit(analysis: &Analysis, discreet: bool) -> Table {
    let hidden = |by: &By| discreet && matches!(by, By::Owner | By::Funder | By::Family);
    let mut rows = Vec::new();
    for by in By::ALL.into_iter().filter(|by| !hidden(by)) {
        for group in analysis.deficit.by.get(by) {
            // Groups under five programs show counts only.
            let share = |share| Value::Share(Some(share).filter(|_| !group.few).flatten());
            rows.push([
                by.word().into(),
                group.key.as_ref().into(),
                sentence(&group.name).into(),
                Value::Count(group.programs),
                Value::Count(group.no_link_shown),
                share(group.share),
                Value::Money(group.money),
                Value::Money(group.money_no_link_shown),
                share(group.money_no_link_shown.share_of(group.money)),
            ]);
        }
    }
    let columns = [
        "By",
        "Code",
        "Name",
        "Programs",
        "No link shown",
        "Share",
        "Money",
        "Money with no link shown",
        "Share of money",
    ];
    table(columns, rows)
}

/// What the figures count, and the figures themselves.
fn figures(framework: &Framework, analysis: &Analysis, about: &About) -> Table {
    let deficit = &analysis.deficit;
    let money = &deficit.money;
    let out = analysis.scope.excluded;
    let mut rows: Vec<[Value; 2]> = vec![
        ["Framework".into(), framework.head().title.as_str().into()],
        ["Date".into(), Value::Date(about.date)],
        ["Document".into(), about.version.as_str().into()],
        ["Evidence bar".into(), analysis.bar.word().into()],
        ["Rule".into(), sentence(&words::rule(analysis.bar)).into()],
        ["Scope".into(), sentence(&analysis.scope.rule).into()],
        ["Programs in scope".into(), Value::Count(analysis.scope.programs)],
        ["Left out: decided out of scope".into(), Value::Count(out.out_of_scope)],
        ["Left out: cancelled".into(), Value::Count(out.cancelled)],
        ["Left out: outside the period".into(), Value::Count(out.outside_period)],
        ["Left out: umbrellas of parts in scope".into(), Value::Count(out.umbrella)],
        ["Programs with no link shown".into(), Value::Count(deficit.programs)],
        ["Share of programs".into(), Value::Share(deficit.share)],
        ["Of these, not reviewed yet".into(), Value::Count(deficit.unreviewed)],
        ["Of these, naming what the document lacks".into(), Value::Count(deficit.unresolved)],
        ["Share of money with no link shown".into(), Value::Share(money.share)],
        ["Programs with money known".into(), Value::Count(money.programs_with_money)],
    ];
    for bar in EvidenceBar::ALL {
        let title = format!("Programs with no link shown, bar “{}”", bar.word());
        rows.push([title.into(), Value::Count(deficit.at_bar.at(bar).programs)]);
    }
    if !about.discreet {
        let currency = money.currency;
        rows.push([format!("Money, {currency}").into(), Value::Money(money.total)]);
        let title = format!("Money with no link shown, {currency}");
        rows.push([title.into(), Value::Money(money.no_link_shown)]);
        for (currency, sum) in &money.unconverted {
            rows.push([format!("Without a rate, {currency}").into(), sum.as_str().into()]);
        }
    }
    for relation in Relation::ALL {
        let element = analysis.coherence.get(relation);
        rows.push([relation.words().into(), crate::export::report::degree(element).into()]);
    }
    table(["What", "Value"], rows)
}
