//! Documents of later formats, and the one canonical form: an unchanged document is the same byte
//! for byte, and one edited field changes at most three lines (a text of several lines as many
//! more). The edits are made of the records' own fields, so that no kind of field is left out.

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use throughline::model::{
    Actor, ActorField, Currency, Date, EvidenceBar, Figures, Framework, Head, HeadField, Mechanism,
    MechanismField, Milestone, MilestoneField, Objective, ObjectiveField, Outcome, Parts, Program,
    ProgramField, Scene, SceneField, Side, Table, Tension, TensionField,
};
use throughline::{store, templates};

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_later_minor_is_read_only_where_it_holds_something_new() {
    let opened = store::read(&fixture("future/1.7.ron")).expect("a minor version");
    assert!(opened.read_only());
    let paths = ["moods", "objectives.so1.colour", "objectives.so1.positions.moi.weight"];
    assert_eq!(opened.unknown, paths);
    let why = opened.why_read_only().expect("a reason");
    assert_eq!(why, "3 fields that this version does not know, the first: moods");
    let opened = store::read(&fixture("future/1.7-nothing-new.ron")).expect("a minor version");
    assert!(!opened.read_only());
    assert_eq!((opened.unknown.len(), opened.converted_from), (0, None));
    // It holds nothing that this version would lose, and is then a document of this version.
    assert!(store::write(&opened.framework).contains("format: (1, 0),"));
}

#[test]
fn a_later_major_is_refused_by_its_number() {
    let error = store::read(&fixture("future/2.0.ron")).expect_err("another format");
    let what = "it is in format 2.0, and this version of Throughline reads up to 1.x";
    assert_eq!(error.to_string(), what);
    assert_eq!(error.hint(), "install a newer version of Throughline");
}

#[test]
fn what_throughline_wrote_is_the_same_byte_for_byte() {
    for name in ["1.0.ron", "0.9.today.ron"] {
        let bytes = fixture(name);
        let opened = store::read(&bytes).expect("a document");
        assert_eq!(opened.converted_from, None);
        let text = String::from_utf8(bytes).expect("a text");
        assert_eq!(store::write(&opened.framework), text, "{name}");
    }
}

#[test]
fn a_level_is_a_block_of_lines() {
    let framework = store::read(&fixture("1.0.ron")).expect("a document").framework;
    let before = store::write(&framework);
    assert!(before.contains(
        "    levels: [\n        (\n            id: \"so\",\n            title: \"Strategic objective\",\n        ),\n"
    ));
    let mut parts = framework.parts().clone();
    Arc::make_mut(&mut parts.head).levels[1].title = "Result".to_owned();
    let after = store::write(&Framework::from_parts(parts.clone()));
    assert_eq!(changed(&before, &after), 1);
    Arc::make_mut(&mut parts.head).levels.remove(1);
    let after = store::write(&Framework::from_parts(parts));
    assert_eq!(changed(&before, &after), 4, "one block");
}

/// How many lines differ between the first and the last that do.
fn changed(before: &str, after: &str) -> usize {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a.len() - end).max(b.len() - end)
}

/// A record as its fields.
fn fields<T: Serialize>(record: &T) -> Map<String, Value> {
    match serde_json::to_value(record).expect("plain data") {
        Value::Object(map) => map,
        other => panic!("{other} is no record"),
    }
}

/// `co_lead` as `CoLead`.
fn variant(name: &str) -> String {
    let parts = name.split('_').map(|part| part[..1].to_uppercase() + &part[1..]);
    parts.collect()
}

/// A field with a value: as the edit of it. Without a value it is emptied.
fn edit<F: DeserializeOwned>(name: &str, value: Option<&Value>) -> Option<F> {
    let values = match value {
        Some(value) => vec![value.clone()],
        None => vec![json!(null), json!([]), json!({}), json!("")],
    };
    let named = |value| json!({ variant(name): value });
    values.into_iter().find_map(|value| serde_json::from_value(named(value)).ok())
}

/// The name of an edited field, and how many line ends its texts have, before and after.
type Edited = (String, usize);

/// Gives one record a field of another of its kind, where that changes it.
fn cross<T, F>(into: &mut T, from: &T, pick: usize, set: fn(&mut T, F)) -> Option<Edited>
where
    T: Serialize + Clone + PartialEq,
    F: DeserializeOwned,
{
    let (ours, theirs) = (fields(into), fields(from));
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let count = names.len();
    let name = names.into_iter().nth(pick % count.max(1))?;
    let field = edit(name, theirs.get(name))?;
    let before = into.clone();
    set(into, field);
    let values = [ours.get(name), theirs.get(name)];
    let line_ends = values.map(|v| v.map_or(0, |v| v.to_string().matches("\\n").count()));
    (*into != before).then(|| (name.clone(), line_ends.iter().sum()))
}

/// Where an edit is made, and what with.
type Pick = (usize, usize, usize, usize);

fn cross_in<K, T, F>(
    table: &mut Table<K, Arc<T>>,
    all: &[Arc<T>],
    (_, at, from, field): Pick,
    set: fn(&mut T, F),
) -> Option<Edited>
where
    K: Ord,
    T: Serialize + Clone + PartialEq,
    F: DeserializeOwned,
{
    let count = table.len();
    let record = table.values_mut().nth(at % count.max(1))?;
    cross(Arc::make_mut(record), &all[from % all.len()], field, set)
}

/// Makes one edit; gives the kind and field, if it changed anything.
fn make(parts: &mut Parts, pool: &Pool, pick: Pick) -> Option<Edited> {
    let (kind, _, from, field) = pick;
    let kinds =
        ["head", "actor", "objective", "program", "tension", "mechanism", "milestone", "scene"];
    let made = match kinds[kind % 8] {
        "head" => cross(
            Arc::make_mut(&mut parts.head),
            &pool.heads[from % pool.heads.len()],
            field,
            |head: &mut Head, edit: HeadField| head.set(edit),
        ),
        "actor" => {
            cross_in(&mut parts.actors, &pool.actors, pick, |r: &mut Actor, e: ActorField| r.set(e))
        }
        "objective" => cross_in(
            &mut parts.objectives,
            &pool.objectives,
            pick,
            |r: &mut Objective, e: ObjectiveField| r.set(e),
        ),
        "program" => cross_in(
            &mut parts.programs,
            &pool.programs,
            pick,
            |r: &mut Program, e: ProgramField| r.set(e),
        ),
        "tension" => cross_in(
            &mut parts.tensions,
            &pool.tensions,
            pick,
            |r: &mut Tension, e: TensionField| r.set(e),
        ),
        "mechanism" => cross_in(
            &mut parts.mechanisms,
            &pool.mechanisms,
            pick,
            |r: &mut Mechanism, e: MechanismField| r.set(e),
        ),
        "milestone" => cross_in(
            &mut parts.milestones,
            &pool.milestones,
            pick,
            |r: &mut Milestone, e: MilestoneField| r.set(e),
        ),
        _ => {
            cross_in(&mut parts.scenes, &pool.scenes, pick, |r: &mut Scene, e: SceneField| r.set(e))
        }
    };
    made.map(|(name, line_ends)| (format!("{}.{name}", kinds[kind % 8]), line_ends))
}

/// Records that fields are taken from: of the document that has every field once, and of others.
struct Pool {
    frameworks: Vec<Framework>,
    heads: Vec<Arc<Head>>,
    actors: Vec<Arc<Actor>>,
    objectives: Vec<Arc<Objective>>,
    programs: Vec<Arc<Program>>,
    tensions: Vec<Arc<Tension>>,
    mechanisms: Vec<Arc<Mechanism>>,
    milestones: Vec<Arc<Milestone>>,
    scenes: Vec<Arc<Scene>>,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let mut frameworks = vec![store::read(&fixture("1.0.ron")).expect("a document").framework];
    for (id, seed) in [("new-deal", 1), ("burundi-2007", 2)] {
        let template = templates::find(id).expect("a template");
        frameworks.push(template.framework(seed).expect("a framework"));
    }
    let full = frameworks[0].parts();
    let (on, euro) = (Date::constant(2031, 1, 2), Currency::new("EUR").expect("a currency"));
    let other = "Quite another";
    let level = full.head.levels[2].id.clone();
    let mut head = Head::new(full.head.id.clone(), other, euro);
    head.evidence_bar = EvidenceBar::Confirmed;
    // The full records, and a bare one of each kind, from which fields are taken that are absent.
    macro_rules! and {
        ($table:ident, $bare:expr) => {
            full.$table.values().cloned().chain([Arc::new($bare)]).collect()
        };
    }
    Pool {
        heads: vec![Arc::clone(&full.head), Arc::new(head)],
        actors: and!(actors, Actor::new(other, Side::Mixed)),
        objectives: and!(objectives, Objective::new(other, level)),
        programs: and!(programs, Program::new(other)),
        tensions: and!(tensions, Tension::new(other, vec![], Outcome::TradeOff)),
        mechanisms: and!(mechanisms, Mechanism::new(other)),
        milestones: and!(milestones, Milestone::new(on, other, Figures::new(7_u32, 3_u32))),
        scenes: and!(scenes, Scene::new(other)),
        frameworks,
    }
});

/// Of the head, these are tables or records of their own, a block of lines each: what is edited
/// there is a record in them.
const BLOCKS: [&str; 5] =
    ["head.period", "head.rates", "head.levels", "head.dimensions", "head.ext"];

/// A document made of another by edits, and the text that it is written as.
fn edited(base: usize, picks: &[Pick]) -> Parts {
    let mut parts = POOL.frameworks[base % POOL.frameworks.len()].parts().clone();
    for pick in picks {
        make(&mut parts, &POOL, *pick);
    }
    parts
}

/// Edits one field of a document; the field's name if that changed anything.
fn check(original: Parts, pick: Pick) -> Option<String> {
    let mut parts = original.clone();
    let (name, line_ends) = make(&mut parts, &POOL, pick)?;
    let before = store::write(&Framework::from_parts(original));
    let after = store::write(&Framework::from_parts(parts.clone()));
    let opened = store::read(after.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}\n{after}"));
    assert_eq!(*opened.framework.parts(), parts, "{name}: it comes back as it was");
    assert_eq!(store::write(&opened.framework), after, "{name}: the same byte for byte");
    if !BLOCKS.contains(&name.as_str()) {
        let lines = changed(&before, &after);
        assert!(lines <= 3 + line_ends, "{name}: {lines} lines\n{before}\n{after}");
    }
    Some(name)
}

/// Every field of every kind of record is edited at least once.
#[test]
fn one_edited_field_changes_at_most_three_lines() {
    let mut seen = BTreeSet::new();
    for kind in 0..8 {
        for (at, from) in (0..2).flat_map(|at| (0..5).map(move |from| (at, from))) {
            for field in 0..26 {
                seen.extend(check(edited(0, &[]), (kind, at, from, field)));
            }
        }
    }
    let bare: [(&str, Map<String, Value>); 8] = [
        ("head", all(&POOL.heads)),
        ("actor", all(&POOL.actors)),
        ("objective", all(&POOL.objectives)),
        ("program", all(&POOL.programs)),
        ("tension", all(&POOL.tensions)),
        ("mechanism", all(&POOL.mechanisms)),
        ("milestone", all(&POOL.milestones)),
        ("scene", all(&POOL.scenes)),
    ];
    let fields = bare.iter().flat_map(|(kind, all)| all.keys().map(move |f| format!("{kind}.{f}")));
    let left: Vec<String> = fields.filter(|field| !seen.contains(field)).collect();
    // All records of the head share one id, and the document's own.
    assert_eq!(left, ["head.id"]);
    assert!(seen.len() > 75, "{seen:?}");
}

/// All fields that any of some records has.
fn all<T: Serialize>(records: &[Arc<T>]) -> Map<String, Value> {
    records.iter().flat_map(|record| fields(&**record)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_document_comes_back_and_differs_by_few_lines(
        base in 0..3_usize,
        picks in prop::collection::vec((0..8_usize, 0..40_usize, 0..40_usize, 0..40_usize), 0..12),
        last in (0..8_usize, 0..40_usize, 0..40_usize, 0..40_usize),
    ) {
        check(edited(base, &picks), last);
    }
}
