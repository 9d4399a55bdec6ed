//! Somalia's aid system, published as CSV and as IATI 2.03 by the same hand: the same programs.
//! Every difference is one of those that are counted here, and `docs/import.md` tells them.

use super::*;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use throughline::model::{Basis, ProgramStatus};

/// What the publisher puts before the system's own identifiers in IATI.
const PREFIX: &str = "US-501c3-522318905-SG-";

/// The programs of a batch by the system's own identifiers, wherever they are.
fn by_number(batch: &Batch) -> BTreeMap<String, Program> {
    let all = batch.programs.values().chain(batch.elsewhere.values());
    let number = |p: &Program| {
        let own = &p.identifiers[0];
        own.strip_prefix(PREFIX).unwrap_or(own).to_owned()
    };
    all.map(|p| (number(p), Program::clone(p))).collect()
}

fn both() -> Option<(Batch, Batch)> {
    let csv = std::fs::read(shared("tables/SomaliaAIMS/projects.csv")?).unwrap();
    let xml = std::fs::read(shared("iati/aiddata_2.03_SomaliaAIMS.xml")?).unwrap();
    let read = |name: &str, bytes: &[u8]| batch(name, bytes, FIRST, &Options::default());
    Some((read("projects.csv", &csv), read("somalia.xml", &xml)))
}

/// Name and acronym of each funder: a table's "(AET)" becomes the acronym, in IATI it stays.
fn funders(batch: &Batch, program: &Program) -> BTreeSet<String> {
    let named = |actor: &throughline::model::Actor| match &actor.acronym {
        Some(short) => format!("{} ({short})", actor.name),
        None => actor.name.clone(),
    };
    program.funding.keys().map(|id| named(&batch.actors[id])).collect()
}

/// The programs that IATI gives another place: eight lie elsewhere (seven name no country, which
/// the others do, and one names Kenya), and five lie in several. The CSV says Somalia of all.
const ELSEWHERE: [&str; 8] = [
    "SOM/000444",
    "SOM/000468",
    "SOM/000559",
    "SOM/000663",
    "SOM/001264",
    "SOM/001486",
    "SOM/001490",
    "SOM/001534",
];

/// Of those in several countries the commitment in the CSV, and Somalia's share of it in IATI. The
/// fifth, SOM/001083, has no money.
const SHARED: [(&str, &str, &str); 4] = [
    ("SOM/000424", "3296904", "1648452"),
    ("SOM/000544", "1604596", "802298"),
    // The parts are three times 33.33 percent.
    ("SOM/000647", "3600000", "1199880"),
    ("SOM/000801", "423109", "141022.23"),
];

#[test]
fn both_have_the_same_programs_titles_and_commitments() {
    let Some((csv, xml)) = both() else { return };
    assert_eq!((csv.programs.len(), csv.elsewhere.len()), (1217, 0));
    assert_eq!((xml.programs.len(), xml.elsewhere.len()), (1209, 8));
    let home = |b: &Batch| b.head.as_ref().unwrap().country.unwrap().to_string();
    assert_eq!((home(&csv), home(&xml)), ("SO".into(), "SO".into()));
    // Each bears its number; in IATI the publisher's prefix stands before it.
    assert!(csv.programs.values().all(|p| p.identifiers[0].starts_with("SOM/")));
    let all = xml.programs.values().chain(xml.elsewhere.values());
    assert!(all.clone().all(|p| p.identifiers[0].starts_with(PREFIX)));
    let apart: BTreeSet<&str> =
        xml.elsewhere.values().filter_map(|p| p.identifiers[0].strip_prefix(PREFIX)).collect();
    assert_eq!(apart, BTreeSet::from(ELSEWHERE));

    let (csv, xml) = (by_number(&csv), by_number(&xml));
    assert!(csv.keys().eq(xml.keys()));
    let committed = |p: &Program| {
        p.budget.as_ref().map(|b| (b.amount.get(), b.basis, b.currency.unwrap().to_string()))
    };
    let mut shared: BTreeMap<&str, (Decimal, Decimal)> = BTreeMap::new();
    let mut without = 0;
    for (number, ours) in &csv {
        let theirs = &xml[number];
        assert_eq!(ours.title, theirs.title, "{number}");
        assert_eq!(ours.period, theirs.period, "{number}");
        without += usize::from(ours.budget.is_none());
        let (ours, theirs) = (committed(ours), committed(theirs));
        if ours != theirs {
            let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
            assert_eq!((ours.1, &ours.2), (theirs.1, &theirs.2), "{number}");
            shared.insert(number, (ours.0, theirs.0));
        }
        assert!(ours_is_commitment(&csv[number]), "{number}");
    }
    assert_eq!(without, 334);
    let amount = |text: &str| text.parse::<Decimal>().unwrap();
    let expected: BTreeMap<&str, (Decimal, Decimal)> =
        SHARED.iter().map(|(n, whole, part)| (*n, (amount(whole), amount(part)))).collect();
    assert_eq!(shared, expected);
}

/// 883 have commitments; of the others nothing is said, or what was paid.
fn ours_is_commitment(program: &Program) -> bool {
    program.budget.as_ref().is_none_or(|b| b.basis == Some(Basis::Commitment))
}

#[test]
fn what_else_differs_is_known() {
    let Some((csv_batch, xml_batch)) = both() else { return };
    let (csv, xml) = (by_number(&csv_batch), by_number(&xml_batch));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, ours) in &csv {
        let theirs = &xml[number];
        let mut differs =
            |what, differs: bool| *seen.entry(what).or_default() += usize::from(differs);
        // "Completion" is code 3 in the words of IATI 1 (finalisation); the publisher made it 4.
        let (a, b) = (ours.status, theirs.status);
        // Where the CSV has none, IATI, which must have one, has one of the publisher's choice.
        differs("status missing in the CSV", a.is_none() && b.is_some());
        differs("status", a.is_some() && a != b);
        let made = (Some(ProgramStatus::Finalisation), Some(ProgramStatus::Closed));
        assert!(a.is_none() || a == b || (a, b) == made, "{number}: {a:?} {b:?}");
        // 33.33 three times: what the publisher rounded down stays so, and ours add up.
        differs("sectors", ours.sectors != theirs.sectors);
        assert!(ours.sectors.keys().eq(theirs.sectors.keys()), "{number}");
        for (sector, part) in &ours.sectors {
            let off = (part.get() - theirs.sectors[sector].get()).abs();
            assert!(off <= Decimal::new(6, 2), "{number}: {sector} {off}");
        }
        // The same funders; the CSV's column says of one funder alone how much it gives.
        assert_eq!(funders(&csv_batch, ours), funders(&xml_batch, theirs), "{number}");
        let amounts = |p: &Program| p.funding.values().filter(|f| f.amount.is_some()).count();
        assert_eq!(amounts(theirs), 0, "{number}");
        // IATI names who reports, and the places; the CSV has neither.
        differs("owner", name(&csv_batch, ours) != name(&xml_batch, theirs));
        assert_eq!(name(&xml_batch, theirs), "AidData", "{number}");
        assert!(ours.locations.is_empty(), "{number}");
        differs("locations", !theirs.locations.is_empty());
        // What IATI has as a description is the title again.
        assert_eq!((&ours.description, &theirs.description), (&None, &None), "{number}");
    }
    println!("{seen:?}");
    let expected = [
        ("locations", 1210),
        ("owner", 1217),
        ("sectors", 67),
        ("status", 316),
        ("status missing in the CSV", 423),
    ];
    assert_eq!(seen, BTreeMap::from(expected));
}

fn name<'a>(batch: &'a Batch, program: &Program) -> &'a str {
    program.owner.as_ref().map_or("", |id| &batch.actors[id].name)
}
