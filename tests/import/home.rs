//! What a table is about where there is no framework yet: its country, and its currency.

use super::*;
use throughline::model::{Country, Side};

const TABLE: &str =
    "Project ID,Project title,Responsible organisation,Recipient country,Commitment,Currency
A-1,Roads,Ministry of Works,Moçambique,1000,MZN
A-2,Clinics,Ministry of Health,Moçambique,2000,MZN
A-3,Schools,Save Together,Mozambique|Mali,3000,MZN
A-4,Ports,Save Together,Guiné-Bissau,4000,USD
A-5,Wells,Save Together,,500,
";

fn country(code: &str) -> Option<Country> {
    Country::new(code).ok()
}

#[test]
fn a_table_tells_its_country_and_its_currency() {
    let first = batch("national.csv", TABLE.as_bytes(), FIRST, &Options::default());
    let (framework, made) = import::framework_of(&first).unwrap();
    assert_eq!((made.new, made.elsewhere), (4, 1));
    let head = framework.head();
    assert_eq!((head.country, head.title.as_str()), (country("MZ"), "national"));
    assert_eq!(head.currency.to_string(), "MZN");
    // Of the country by name in Portuguese and in English, of two, and of none.
    assert!(first.elsewhere.values().all(|p| p.identifiers == ["A-4"]));
    let wells = program(&framework, "A-5").budget.clone().unwrap();
    assert_eq!(wells.currency, Some(head.currency));
    let works = framework.actors().values().find(|a| a.name == "Ministry of Works").unwrap();
    assert_eq!((works.side, works.family.as_deref()), (Side::Internal, Some("MZ")));
    let told = |code: &str, words: &str| {
        first.findings.iter().any(|f| f.code == code && f.message.contains(words))
    };
    assert!(
        told("I09", "1 program is of other countries: Guiné-Bissau (1)"),
        "{:#?}",
        first.findings
    );
    assert!(told("I12", "nothing says the currency of 1 program: it is taken to be MZN"));
    // What the user opens says the same before it is read.
    let mut input = std::io::Cursor::new(TABLE.as_bytes());
    let mut file = import::SourceFile::new("national.csv", &mut input, day(FIRST));
    let opened = import::table::open(&mut file, &import::Progress::default()).unwrap();
    assert_eq!(opened.look(&Options::default()).programs, 5);
}

#[test]
fn half_of_the_rows_make_a_home_and_less_do_not() {
    let rows = |homes: usize, others: usize| {
        let mut table = String::from("Project ID,Project title,Country\n");
        for n in 0..homes {
            table.extend(["H-", &n.to_string(), ",Home ", &n.to_string(), ",Mali\n"]);
        }
        for (n, name) in ["Niger", "Chad", "Senegal", "Togo"].iter().take(others).enumerate() {
            table.extend(["O-", &n.to_string(), ",Other ", &n.to_string(), ",", name, "\n"]);
        }
        let batch = batch("c.csv", table.as_bytes(), FIRST, &Options::default());
        let home = batch.head.as_ref().and_then(|head| head.country);
        (home, batch.programs.len(), batch.elsewhere.len())
    };
    assert_eq!(rows(4, 4), (country("ML"), 4, 4));
    assert_eq!(rows(3, 4), (None, 7, 0));
    assert_eq!(rows(1, 0), (country("ML"), 1, 0));
}

#[test]
fn the_frameworks_country_and_currency_go_before() {
    let options = Options {
        country: country("GW"),
        currency: throughline::model::Currency::new("EUR").ok(),
        ..Options::default()
    };
    let batch = batch("national.csv", TABLE.as_bytes(), FIRST, &options);
    assert_eq!((batch.head.is_none(), batch.programs.len(), batch.elsewhere.len()), (true, 2, 3));
    let wells = batch.programs.values().find(|p| p.identifiers == ["A-5"]).unwrap();
    assert_eq!(wells.budget.as_ref().unwrap().currency, options.currency);
}

/// "FCFA" is the money of two unions: of which, the country tells, and so it must be known first.
#[test]
fn francs_are_those_of_the_country_the_first_time_too() {
    let table = "Code,Intitulé du projet,Pays,Montant (FCFA)\nT-1,Puits,Tchad,5000\nT-2,Routes,Tchad,7000\n";
    let first = batch("t.csv", table.as_bytes(), FIRST, &Options::default());
    let (framework, _) = import::framework_of(&first).unwrap();
    assert_eq!(framework.head().currency.to_string(), "XAF");
    let again = batch("t.csv", table.as_bytes(), LATER, &Options::of(&framework));
    assert!(import::plan(&framework, &again).0.edits.is_empty());
}

/// One amount that says no currency beside one that does: added in the one that is assumed.
#[test]
fn no_amount_is_lost_for_want_of_a_currency() {
    let table = "Project ID,Project title,Funder,Commitment,Currency\n\
                 P-1,Wells,A,100,EUR\nP-1,Wells,B,40,\nP-2,Roads,A,7,EUR\n";
    let batch = batch("m.csv", table.as_bytes(), FIRST, &Options::default());
    let wells = batch.programs.values().find(|p| p.identifiers == ["P-1"]).unwrap();
    let budget = wells.budget.as_ref().unwrap();
    assert_eq!(
        (budget.amount.to_string(), budget.currency.unwrap().to_string()),
        ("140".into(), "EUR".into())
    );
    let assumed = batch.findings.iter().find(|f| f.message.contains("nothing says the currency"));
    assert!(assumed.unwrap().message.contains("1 program: it is taken to be EUR"));
}

#[test]
fn national_systems_name_their_country() {
    let systems =
        [("NigeriaAIMS", "NG", 376), ("SenegalAIMS", "SN", 1582), ("SomaliaAIMS", "SO", 1217)];
    for (system, code, programs) in systems {
        let Some(path) = shared(&format!("tables/{system}/projects.csv")) else { continue };
        let bytes = std::fs::read(path).unwrap();
        let batch = batch("projects.csv", &bytes, FIRST, &Options::default());
        assert_eq!(batch.head.as_ref().unwrap().country, country(code), "{system}");
        assert_eq!((batch.programs.len(), batch.elsewhere.len()), (programs, 0), "{system}");
    }
}
