//! The programs behind every figure: as many as it counts, and those that its rule names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says that the real files are not there")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use throughline::analysis::{
    Against, Analysis, By, Cents, Concern, Exclusion, Figure, Relation, Standing, analyze, behind,
};
use throughline::import::{self, Format, Options};
use throughline::model::{
    ActorId, Basis, EvidenceBar, Framework, ObjectiveId, Outcome, Program, ProgramId, Subject,
    Tension,
};
use throughline::{store, templates};

fn sample() -> Framework {
    templates::find("sample").unwrap().framework(1).unwrap()
}

/// A small framework in which every rule of scope, standing and money finds a program.
fn small() -> Framework {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/analyze");
    store::open(&folder.join("everything.ron")).unwrap().framework
}

fn real(name: &str) -> Option<Framework> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("{name} is not there: skipped");
        return None;
    };
    let today = "2025-06-30".parse().unwrap();
    let batch =
        import::read_bytes(Format::UnInfo, name, &bytes, today, &Options::default()).unwrap();
    Some(import::framework_of(&batch).unwrap().0)
}

fn all() -> Vec<(&'static str, Framework)> {
    let mali = real("MLI.json").map(|mali| ("Mali", mali));
    [("sample", sample()), ("small", small())].into_iter().chain(mali).collect()
}

fn money(analysis: &Analysis, ids: &[ProgramId]) -> Cents {
    ids.iter().map(|id| analysis.programs.get(id).unwrap().money).sum()
}

fn ids(analysis: &Analysis, keep: impl Fn(&Value) -> bool) -> Vec<String> {
    let json = serde_json::to_value(analysis).unwrap();
    let rows = json["programs"].as_object().unwrap();
    rows.iter().filter(|(_, row)| keep(row)).map(|(id, _)| id.clone()).collect()
}

fn listed(framework: &Framework, bar: EvidenceBar, figure: &Figure) -> Vec<String> {
    behind(framework, Some(bar), figure).iter().map(ToString::to_string).collect()
}

#[test]
fn scope_and_standings_list_those_that_bear_the_word() {
    for (name, framework) in all() {
        for bar in EvidenceBar::ALL {
            let analysis = analyze(&framework, Some(bar));
            let in_scope = |row: &Value| row.get("excluded").is_none();
            let list = |figure: &Figure| listed(&framework, bar, figure);
            assert_eq!(list(&Figure::Scope), ids(&analysis, in_scope), "{name}");
            for (why, word) in [
                (Exclusion::OutOfScope, "out_of_scope"),
                (Exclusion::Cancelled, "cancelled"),
                (Exclusion::OutsidePeriod, "outside_period"),
                (Exclusion::Umbrella, "umbrella"),
            ] {
                let those = ids(&analysis, |row| row["excluded"] == word);
                assert_eq!(list(&Figure::LeftOut(why)), those, "{name}: {word}");
            }
            for standing in Standing::ALL {
                let word = serde_json::to_value(standing).unwrap();
                let those = ids(&analysis, |row| in_scope(row) && row["standing"] == word);
                let count = analysis.standing.count(standing) as usize;
                assert_eq!(list(&Figure::Standing(standing)), those, "{name}: {word}");
                assert_eq!(those.len(), count, "{name}: {word}");
            }
            for other in EvidenceBar::ALL {
                let there = analyze(&framework, Some(other));
                let those: Vec<String> = there
                    .programs
                    .iter()
                    .filter(|(_, row)| row.orphan())
                    .map(|(id, _)| id.to_string())
                    .collect();
                let at = analysis.deficit.at_bar.at(other);
                let found = behind(&framework, Some(bar), &Figure::NoLink(other));
                assert_eq!(money(&analysis, &found), at.money, "{name}: {other:?}");
                assert_eq!(list(&Figure::NoLink(other)), those, "{name}: {other:?}");
                assert_eq!(those.len(), at.programs as usize, "{name}: {other:?}");
            }
        }
    }
}

#[test]
fn money_lists_those_whose_record_says_so() {
    for (name, framework) in all() {
        let analysis = analyze(&framework, None);
        let list = |figure: &Figure| behind(&framework, None, figure);
        let known = &analysis.deficit.money;
        let with_money = list(&Figure::WithMoney);
        assert_eq!(with_money.len(), known.programs_with_money as usize, "{name}");
        assert_eq!(money(&analysis, &with_money), known.total, "{name}");
        let mut together = BTreeSet::new();
        for (basis, word) in [
            (Basis::Commitment, "commitment"),
            (Basis::Budget, "budget"),
            (Basis::Disbursement, "disbursement"),
            (Basis::Stated, "stated"),
        ] {
            let found = list(&Figure::Basis(basis));
            assert_eq!(found.len(), known.basis[word] as usize, "{name}: {word}");
            for id in &found {
                let budget = framework.program(id).unwrap().budget.as_ref();
                assert!(
                    budget.is_none_or(|b| b.basis.is_none_or(|own| own == basis)),
                    "{name}: {id}"
                );
            }
            together.extend(found);
        }
        let with_money: BTreeSet<ProgramId> = with_money.into_iter().collect();
        assert_eq!(together, with_money, "{name}: each has one basis");
        for currency in known.unconverted.keys() {
            let found = list(&Figure::Unconverted(currency.clone()));
            assert!(!found.is_empty(), "{name}: {currency}");
            for id in found {
                let program = framework.program(&id).unwrap();
                assert!(in_currency(program, currency), "{name}: {id} is not in {currency}");
            }
        }
    }
}

fn in_currency(program: &Program, currency: &str) -> bool {
    let own = program.budget.as_ref().and_then(|budget| budget.currency);
    own.is_some_and(|own| own.to_string() == currency)
}

#[test]
fn every_group_of_every_breakdown_lists_its_programs() {
    for (name, framework) in all() {
        for bar in EvidenceBar::ALL {
            let analysis = analyze(&framework, Some(bar));
            for by in By::ALL {
                let mut sum = Cents::default();
                for group in analysis.deficit.by.get(by) {
                    let what = format!("{name} at {bar:?}, {by:?}: {:?}", group.key);
                    let figure = |orphans| Figure::Group(by, group.key.clone(), orphans);
                    let whole = behind(&framework, Some(bar), &figure(false));
                    let orphans = behind(&framework, Some(bar), &figure(true));
                    assert_eq!(whole.len(), group.programs as usize, "{what}");
                    assert_eq!(orphans.len(), group.no_link_shown as usize, "{what}");
                    let (all, none) = (money(&analysis, &whole), money(&analysis, &orphans));
                    if matches!(by, By::Owner | By::Side | By::Family | By::Status) {
                        assert_eq!((all, none), (group.money, group.money_no_link_shown), "{what}");
                    } else {
                        // Divided among groups: no group has more than its programs have.
                        assert!(all >= group.money && none >= group.money_no_link_shown, "{what}");
                    }
                    if matches!(by, By::Owner) {
                        let owned = |id: &&ProgramId| {
                            let owner = framework.program(id).unwrap().owner.as_ref();
                            owner.map(ActorId::as_str) == group.key.as_deref()
                        };
                        assert_eq!(whole.iter().filter(owned).count(), whole.len(), "{what}");
                    }
                    sum += group.money;
                }
                assert_eq!(sum, analysis.deficit.money.total, "{name}, {by:?}: parts sum");
            }
        }
    }
}

#[test]
fn every_card_and_cell_lists_its_programs() {
    for (name, framework) in all() {
        let analysis = analyze(&framework, None);
        for (objective, card) in analysis.objectives.iter() {
            let found = behind(&framework, None, &Figure::Card(objective.clone()));
            assert_eq!(found.len(), card.programs as usize, "{name}: {objective}");
            assert!(money(&analysis, &found) >= card.money, "{name}: {objective}");
        }
        let cards: BTreeMap<&ObjectiveId, BTreeSet<ProgramId>> = analysis
            .objectives
            .iter()
            .map(|(id, _)| (id, behind(&framework, None, &Figure::Card(id.clone()))))
            .map(|(id, found)| (id, found.into_iter().collect()))
            .collect();
        for against in Against::ALL {
            // A group's programs are looked up once: a cell's are those of row and column.
            let groups: BTreeMap<Option<String>, BTreeSet<ProgramId>> = analysis
                .deficit
                .by
                .get(against.by())
                .iter()
                .map(|g| Figure::Group(against.by(), g.key.clone(), false))
                .map(|figure| (key(&figure), behind(&framework, None, &figure)))
                .map(|(key, found)| (key, found.into_iter().collect()))
                .collect();
            for (place, cell) in analysis.matrix.get(against).iter().enumerate() {
                let both = cards[&cell.objective].intersection(&groups[&cell.key]).count();
                assert_eq!(both, cell.programs as usize, "{name}: {cell:?}");
                // Each is asked for too; of the real file one in nine, for it takes a while.
                if name == "Mali" && place % 9 > 0 {
                    continue;
                }
                let figure = Figure::Cell(against, cell.objective.clone(), cell.key.clone());
                let found = behind(&framework, None, &figure);
                assert_eq!(found.len(), cell.programs as usize, "{name}: {cell:?}");
                assert!(money(&analysis, &found) >= cell.money, "{name}: {cell:?}");
            }
        }
    }
}

fn key(figure: &Figure) -> Option<String> {
    match figure {
        Figure::Group(_, key, _) => key.clone(),
        _ => None,
    }
}

#[test]
fn every_element_lists_its_programs() {
    for (name, framework) in all() {
        for bar in EvidenceBar::ALL {
            let analysis = analyze(&framework, Some(bar));
            for relation in Relation::ALL {
                let element = analysis.coherence.get(relation);
                let what = format!("{name} at {bar:?}, {relation:?}");
                let list =
                    |concern| behind(&framework, Some(bar), &Figure::Element(relation, concern));
                assert_eq!(list(Concern::All).len(), element.concerns as usize, "{what}");
                assert_eq!(list(Concern::Holds).len(), element.holds as usize, "{what}");
                assert_eq!(list(Concern::NotJudged).len(), element.not_judged as usize, "{what}");
                let presumed = element.presumed.unwrap_or(0) as usize;
                assert_eq!(list(Concern::Presumed).len(), presumed, "{what}");
                let back: Vec<ProgramId> =
                    element.held_back.iter().map(|held| held.program.clone()).collect();
                assert_eq!(list(Concern::HeldBack), back, "{what}");
                if let Some(degree) = element.money_degree {
                    let (holds, all) = (list(Concern::Holds), list(Concern::All));
                    let share = money(&analysis, &holds).share_of(money(&analysis, &all));
                    assert_eq!(share, Some(degree), "{what}");
                }
            }
        }
    }
}

/// The programs that a tension touches, by the rule as it is written.
fn touched(framework: &Framework, tension: &Tension) -> Vec<ProgramId> {
    let agency = |id: &ActorId| {
        let mut at = id.clone();
        while let Some(parent) = framework.actor(&at).and_then(|a| a.parent.clone()) {
            at = parent;
        }
        at
    };
    let mut agencies: BTreeSet<ActorId> = tension.parties.iter().map(&agency).collect();
    for subject in &tension.about {
        match subject {
            Subject::Actor(id) => drop(agencies.insert(agency(id))),
            Subject::Program(id) => {
                let owner = framework.program(id).and_then(|p| p.owner.as_ref());
                agencies.extend(owner.map(&agency));
            }
            Subject::Objective(_) => {}
        }
    }
    let linked = |program: &Program| {
        let mut at = Some(program);
        while let Some(record) = at {
            let about =
                |s: &Subject| matches!(s, Subject::Objective(id) if record.links.contains_key(id));
            if tension.about.iter().any(about) {
                return true;
            }
            at = record.part_of.as_ref().and_then(|id| framework.program(id).map(|p| &**p));
        }
        false
    };
    let touches = |id: &ProgramId, program: &Program| {
        let named = tension.about.iter().any(|s| matches!(s, Subject::Program(p) if p == id));
        let owner = program.owner.as_ref().map(&agency);
        named || owner.is_some_and(|o| agencies.contains(&o)) && linked(program)
    };
    let all = framework.programs().iter();
    all.filter(|(id, p)| touches(id, p)).map(|(id, _)| id.clone()).collect()
}

#[test]
fn an_open_tension_lists_the_programs_it_touches() {
    let mut any = 0;
    for (name, framework) in all() {
        let analysis = analyze(&framework, None);
        let in_scope =
            |id: &ProgramId| analysis.programs.get(id).is_some_and(|r| r.excluded.is_none());
        for (id, tension) in framework.tensions() {
            let found = behind(&framework, None, &Figure::Touched(id.clone()));
            if tension.outcome != Outcome::Open {
                assert!(found.is_empty(), "{name}: {id} is handled");
                continue;
            }
            let mut those = touched(&framework, tension);
            those.retain(in_scope);
            any += those.len();
            assert_eq!(found, those, "{name}: {id}");
        }
    }
    assert!(any > 0, "some tension touches some program");
}

#[test]
fn the_small_framework_holds_every_sort_of_figure() {
    let analysis = analyze(&small(), None);
    let out = analysis.scope.excluded;
    for n in [out.out_of_scope, out.cancelled, out.outside_period, out.umbrella] {
        assert!(n > 0, "{out:?}");
    }
    for standing in Standing::ALL {
        let framework = small();
        let documented = analyze(&framework, Some(EvidenceBar::Documented));
        let n = analysis.standing.count(standing) + documented.standing.count(standing);
        assert!(n > 0, "no program is {standing:?}");
    }
    assert!(!analysis.deficit.money.unconverted.is_empty());
    assert!(analysis.deficit.money.basis.values().all(|n| *n > 0), "{:?}", analysis.deficit.money);
    assert!(analysis.coherence.alignment.presumed.is_some_and(|n| n > 0));
}
