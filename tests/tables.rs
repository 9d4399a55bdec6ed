//! Tables: what officials send, in small invented files that are bad on purpose, and the real
//! ones against figures that were counted apart from Throughline.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "says that the real files are not there")]

use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::import::table::{self, Guess, Known, Look, Role};
use throughline::import::{self, Batch, Format, ImportError, Options, Progress, SourceFile};
use throughline::model::{Basis, Country, Currency, Date, Program, ProgramStatus};
use throughline::store;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read_with(name: &str, bytes: &[u8], options: &Options) -> Result<Batch, ImportError> {
    import::read_bytes(Format::Table, name, bytes, day("2025-06-30"), options)
}

fn read(name: &str, bytes: &[u8]) -> Batch {
    read_with(name, bytes, &Options::default()).unwrap()
}

fn text(table: &str) -> Batch {
    read("table.csv", table.as_bytes())
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    std::fs::read(folder.join(name)).unwrap()
}

fn of_fixture(name: &str) -> Batch {
    read(name, &fixture(name))
}

fn look(name: &str, bytes: &[u8], options: &Options) -> Look {
    let mut input = std::io::Cursor::new(bytes);
    let mut file = SourceFile::new(name, &mut input, day("2025-06-30"));
    table::open(&mut file, &Progress::default()).unwrap().look(options)
}

fn country(code: &str) -> Options {
    Options { country: Country::new(code).ok(), ..Options::default() }
}

/// The program of an identifier.
fn program<'a>(batch: &'a Batch, identifier: &str) -> &'a Arc<Program> {
    let all = || batch.programs.values().chain(batch.elsewhere.values());
    let found = all().find(|p| p.identifiers.iter().any(|i| i == identifier));
    found.unwrap_or_else(|| panic!("no program {identifier}"))
}

/// Its money: "1200 USD Commitment".
fn money(program: &Program) -> String {
    let Some(budget) = &program.budget else { return String::new() };
    let currency = budget.currency.map(|c| c.to_string()).unwrap_or_default();
    format!("{} {currency} {:?}", budget.amount, budget.basis.unwrap())
}

fn period(program: &Program) -> String {
    let end = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
    format!("{}/{}", end(program.period.from), end(program.period.to))
}

fn name(batch: &Batch, id: &throughline::model::ActorId) -> String {
    batch.actors.get(id).unwrap().name.clone()
}

fn owner(batch: &Batch, program: &Program) -> String {
    program.owner.as_ref().map(|id| name(batch, id)).unwrap_or_default()
}

fn found<'a>(batch: &'a Batch, code: &str) -> Vec<&'a str> {
    batch.findings.iter().filter(|f| f.code == code).map(|f| f.message.as_str()).collect()
}

fn says(batch: &Batch, code: &str, words: &str) -> bool {
    found(batch, code).iter().any(|message| message.contains(words))
}

#[test]
fn a_ministrys_list_in_french_is_read() {
    let batch = of_fixture("ministere.csv");
    assert_eq!((batch.programs.len(), batch.rejects.len()), (3, 1));
    let wells = program(&batch, "007");
    assert_eq!(wells.title, "Forages ruraux");
    assert_eq!(money(wells), "1250500000 XOF Stated");
    assert_eq!(period(wells), "2012-06-25/2015-12-31");
    assert_eq!(wells.status, Some(ProgramStatus::Implementation));
    assert_eq!(owner(&batch, wells), "Ministère de l'Eau");
    assert_eq!(wells.locations, ["Nord"]);
    let funders: BTreeSet<String> = wells.funding.keys().map(|id| name(&batch, id)).collect();
    assert_eq!(funders, ["Banque du Lac".to_owned(), "Norvège".to_owned()].into());
    assert!(wells.funding.values().all(|f| f.amount.is_none()), "nobody says whose part is which");

    let schools = program(&batch, "008");
    assert_eq!((money(schools).as_str(), period(schools).as_str()), ("", "2013-04-03/2016-12-31"));
    assert_eq!(schools.status, Some(ProgramStatus::Closed));
    let roads = program(&batch, "009");
    assert_eq!(roads.title, "Pistes rurales phase 2");
    assert_eq!(roads.locations, ["Nord", "Sud"]);
    assert_eq!(period(roads), "2014-01-01/");
    assert_eq!(roads.status, None);

    // What could not be read is named with row and column, and the rest stands.
    let place = |code: &str, words: &str| {
        let finding = batch.findings.iter().find(|f| f.code == code && f.message.contains(words));
        finding.unwrap_or_else(|| panic!("{words}: {:#?}", batch.findings)).place.clone()
    };
    assert_eq!(place("I03", "\"douze\""), "row 7, Montant (M FCFA)");
    assert_eq!(place("I03", "\"Au repos\""), "Statut");
    assert_eq!(place("I03", "where most rows have 11"), "row 4");
    assert_eq!(place("I04", "totals"), "row 8");
    assert_eq!(place("I12", "windows-1252"), "the file");
    let named: Vec<&[String]> = batch.named.iter().map(|n| n.words.as_slice()).collect();
    assert_eq!(named, [&["2 - Éducation pour tous", "2", "Éducation pour tous"][..], &["1"]]);
    assert!(batch.named.iter().all(|n| n.claim));
}

#[test]
fn flows_are_added_and_each_funders_part_is_known() {
    let batch = of_fixture("flows.csv");
    assert_eq!(batch.programs.len(), 2);
    let clinics = program(&batch, "A-1");
    assert_eq!(clinics.title, "Clinics");
    assert_eq!(money(clinics), "250.21 USD Commitment");
    assert_eq!(period(clinics), "2010-01-01/2011-12-31");
    assert_eq!(owner(&batch, clinics), "Health Board");
    let parts: BTreeMap<String, String> = clinics
        .funding
        .iter()
        .map(|(id, f)| (name(&batch, id), f.amount.unwrap().to_string()))
        .collect();
    assert_eq!(
        parts,
        [("Norad".to_owned(), "200.21".to_owned()), ("Sida".to_owned(), "50".to_owned())].into()
    );
    assert_eq!(money(program(&batch, "B-2")), "-10 USD Commitment");
    assert_eq!(found(&batch, "I05").len(), 1, "{:?}", found(&batch, "I05"));
    assert!(says(&batch, "I05", "differ in title"));
    assert!(says(&batch, "I06", "below zero: -10"));
    assert!(says(
        &batch,
        "I11",
        "3 rows of one identifier (\"Project ID\") became 1 program; the amounts of 1 program were added"
    ));
}

#[test]
fn an_amount_that_every_place_repeats_is_taken_once() {
    let batch = of_fixture("places.csv");
    let clinics = program(&batch, "A-1");
    assert_eq!(money(clinics), "1000 EUR Budget");
    assert_eq!(clinics.locations, ["North", "South"]);
    assert_eq!(money(program(&batch, "B-2")), "100 EUR Budget");
    assert!(says(&batch, "I11", "in 1 program all rows repeat one amount, which was taken once"));
    // The mapping can say otherwise.
    let mut mapping = look("places.csv", &fixture("places.csv"), &Options::default()).mapping;
    mapping.money = table::Money::Sum;
    let options = Options { mapping: Some(mapping), ..Options::default() };
    let batch = read_with("places.csv", &fixture("places.csv"), &options).unwrap();
    assert_eq!(money(program(&batch, "A-1")), "2000 EUR Budget");
    let mut mapping = options.mapping.unwrap();
    mapping.rows = table::Rows::Programs;
    let options = Options { mapping: Some(mapping), ..Options::default() };
    let batch = read_with("places.csv", &fixture("places.csv"), &options).unwrap();
    assert_eq!((batch.programs.len(), batch.rejects.len()), (2, 2));
    assert_eq!(batch.rejects[0].cells, ["A-1", "Clinics", "South", "Health Board", "1,000.00"]);
}

#[test]
fn rows_without_an_identifier_are_told_by_what_they_say() {
    let batch = of_fixture("unnamed.csv");
    assert_eq!((batch.programs.len(), batch.rejects.len()), (3, 1));
    assert!(says(&batch, "I12", "3 programs have no identifier"));
    assert!(says(&batch, "I04", "neither a title nor an identifier"));
    // The ids stay the same when other rows come before.
    let more = String::from_utf8(fixture("unnamed.csv")).unwrap();
    let more = more.replacen('\n', "\nRoads,Works Board,2010-01-01,5\n", 1);
    let later = read("another.csv", more.as_bytes());
    assert!(batch.programs.keys().all(|id| later.programs.contains_key(id)));
}

#[test]
fn headings_repeated_names_and_totals_are_no_programs() {
    let batch = of_fixture("countries.csv");
    assert_eq!((batch.programs.len(), batch.rejects.len()), (3, 1));
    assert_eq!(program(&batch, "U-1").locations, ["Utopia"]);
    assert_eq!(program(&batch, "S-1").status, Some(ProgramStatus::Cancelled));
    let options = country("ML");
    let batch = read_with("countries.csv", &fixture("countries.csv"), &options).unwrap();
    assert_eq!((batch.programs.len(), batch.elsewhere.len()), (2, 1));
    assert_eq!(batch.elsewhere.values().next().unwrap().title, "Escolas");
    assert!(says(&batch, "I09", "1 program is of other countries: Senegal (1)"));
}

#[test]
fn amounts_of_years_are_added_only_when_the_mapping_says_so() {
    let bytes = fixture("years.csv");
    let guessed = look("years.csv", &bytes, &Options::default());
    let names: Vec<&str> = guessed.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["ID", "Title", "Commitments (USD)", "column D", "Owner"]);
    let mapping = table::read_mapping(
        r#"Mapping(
            header_row: 2,
            source: "list",
            columns: {"ID": Identifier, "Title": Title, "Commitments (USD) 2010": Commitment, "Commitments (USD) 2011": Commitment, "Owner": Owner},
            add_columns: true,
        )"#,
    )
    .unwrap();
    let options = Options { mapping: Some(mapping.clone()), ..Options::default() };
    let batch = read_with("years.csv", &bytes, &options).unwrap();
    assert_eq!(money(program(&batch, "1")), "11 USD Commitment");
    assert_eq!(money(program(&batch, "2")), "7 USD Commitment");
    assert_eq!(owner(&batch, program(&batch, "2")), "Works Board");
    let first = table::Mapping { add_columns: false, ..mapping };
    let options = Options { mapping: Some(first), ..Options::default() };
    let batch = read_with("years.csv", &bytes, &options).unwrap();
    assert_eq!(money(program(&batch, "1")), "5 USD Commitment");
    // On a guess, neither is taken.
    let yearly = "ID,Title,Commitment 2010 (USD),Commitment 2011 (USD)\n1,Wells,5,6\n2,Roads,,7\n";
    let batch = text(yearly);
    assert!(batch.programs.values().all(|p| p.budget.is_none()));
    let notes = look("y.csv", yearly.as_bytes(), &Options::default()).notes.join("\n");
    assert!(notes.contains("add_columns"), "{notes}");
}

#[test]
fn nothing_of_a_person_is_read() {
    let bytes = fixture("persons.csv");
    let batch = read("persons.csv", &bytes);
    assert_eq!((batch.programs.len(), batch.rejects.len()), (8, 1));
    let (framework, _) = import::framework_of(&batch).unwrap();
    let mut all = store::write(&framework);
    all = format!("{all}{:?} {:?} {:?}", batch.rejects, batch.findings, batch.named);
    let seen = look("persons.csv", &bytes, &Options::default());
    all = format!("{all}{seen:?}");
    for private in ["Zed", "Quark", "Una", "Flux", "example.org", "example.net"] {
        assert!(!all.contains(private), "{private} in {all}");
    }
    assert!(says(
        &batch,
        "I10",
        "of persons, and never read: \"Contact person\"; \"E-mail\"; \"Created by\"; \"Typed in\"; \"Notes on it\""
    ));
    assert!(says(&batch, "I10", "e-mail addresses were taken out of"));
    let typed = seen.columns.iter().find(|c| c.name == "Typed in").unwrap();
    assert_eq!(
        (typed.role, typed.samples.as_slice()),
        (Role::Person, &["hidden: personal".to_owned()][..])
    );
    assert_eq!(program(&batch, "1").description.as_deref(), Some("Write to or come"));
}

#[test]
fn ragged_rows_are_kept_and_named() {
    let batch = of_fixture("ragged.csv");
    assert_eq!(batch.programs.len(), 4);
    assert_eq!(program(&batch, "2").title, "Roads");
    assert!(says(&batch, "I03", "it has 2 cells where most rows have 4"));
    assert!(says(&batch, "I03", "it has cells beyond the last column: E, F"));
}

#[test]
fn dates_that_nothing_decides_are_said_to_be_assumed() {
    let unclear = "ID,Title,Start date\n1,A,3/4/2012\n2,B,5/6/2012\n";
    let batch = text(unclear);
    assert_eq!(period(program(&batch, "1")), "2012-04-03/");
    assert!(says(&batch, "I12", "2 dates are read with the day first"));
    let finding = batch.findings.iter().find(|f| f.message.contains("day first")).unwrap();
    assert_eq!(finding.place, "Start date");
    assert!(finding.hint.contains("date_order: MonthDay"));
    // One date that tells decides for its column, and for the others.
    let clear = "ID,Title,Start date,End date\n1,A,3/4/2012,3/4/2013\n2,B,5/16/2012,1/2/2013\n";
    let batch = text(clear);
    assert_eq!(period(program(&batch, "1")), "2012-03-04/2013-03-04");
    assert!(!says(&batch, "I12", "day first"));
}

#[test]
fn money_says_its_currency_or_is_assumed() {
    let own =
        "ID;Titre;Montant;Devise\n1;A;1.234.567,89;EUR\n2;B;USD 1.2 million;\n3;C;12;zorkmid\n";
    let options = Options { currency: Currency::new("XOF").ok(), ..Options::default() };
    let batch = read_with("t.csv", own.as_bytes(), &options).unwrap();
    assert_eq!(money(program(&batch, "1")), "1234567.89 EUR Stated");
    assert_eq!(money(program(&batch, "2")), "1200000 USD Stated");
    assert_eq!(money(program(&batch, "3")), "12 XOF Stated");
    assert!(says(&batch, "I03", "\"zorkmid\" is no currency that is known (1 row)"));
    assert!(says(&batch, "I12", "nothing says the currency of 1 program: it is taken to be XOF"));
    // Commitments stand before budgets, these before what was paid; zero is no money while
    // another kind is there.
    let kinds =
        "ID,Title,Disbursed (USD),Budget (USD),Commitment (USD)\n1,A,1,2,3\n2,B,1,2,\n3,C,1,,0\n";
    let batch = text(kinds);
    let of = |id: &str| program(&batch, id).budget.as_ref().unwrap().basis;
    assert_eq!(
        [of("1"), of("2"), of("3")],
        [Some(Basis::Commitment), Some(Basis::Budget), Some(Basis::Disbursement)]
    );
}

#[test]
fn two_currencies_of_one_program_are_never_added_blindly() {
    let table = "Project ID,Title,Year,Amount,Currency\n1,A,2010,100,EUR\n1,A,2011,50,USD\n1,A,2012,7,JPY\n";
    let rate =
        throughline::model::ExchangeRate::new("1.10".parse::<throughline::model::Rate>().unwrap());
    let options = Options {
        currency: Currency::new("USD").ok(),
        rates: [(Currency::new("EUR").unwrap(), rate)].into_iter().collect(),
        ..Options::default()
    };
    let batch = read_with("t.csv", table.as_bytes(), &options).unwrap();
    assert_eq!(money(program(&batch, "1")), "160 USD Stated");
    assert!(says(&batch, "I08", "7 JPY of it are not in its sum"));
    let batch = text(table);
    assert_eq!(found(&batch, "I08").len(), 2);
}

#[test]
fn sectors_come_by_code_or_name_with_equal_parts() {
    let table = "ID,Title,Sector\n1,A,15220 - Peace\n2,B,Basic Health|Agriculture\n3,C,Beekeeping\n4,D,Beekeeping\n";
    let batch = text(table);
    let sectors = |id: &str| {
        let all = program(&batch, id).sectors.iter().map(|(s, p)| format!("{s}={p}"));
        all.collect::<Vec<_>>().join(" ")
    };
    assert_eq!([sectors("1"), sectors("2"), sectors("3")], ["15220=100", "122=50 311=50", ""]);
    assert!(says(&batch, "I10", "Beekeeping (2)"));
    assert!(says(&batch, "I12", "the sectors of 1 program have equal parts"));
}

#[test]
fn countries_and_umbrellas() {
    let table = "ID,Title,Country,Parent project,Budget USD\n1,A,Mali,,5\n2,B,\"Mali, Niger\",1,5\n3,C,Niger,1,5\n4,D,ML,9,5\n5,E,,5,5\n";
    let batch = read_with("t.csv", table.as_bytes(), &country("ML")).unwrap();
    assert_eq!((batch.programs.len(), batch.elsewhere.len()), (4, 1));
    assert!(says(&batch, "I12", "1 program works in other countries too"));
    let first = batch.programs.iter().find(|(_, p)| p.title == "A").unwrap().0.clone();
    assert_eq!(program(&batch, "2").part_of, Some(first));
    assert_eq!(program(&batch, "5").part_of, None);
    assert!(says(&batch, "I03", "there is no program \"9\""));
    assert!(says(&batch, "I03", "names itself"));
    import::framework_of(&batch).unwrap();
}

#[test]
fn texts_in_the_frameworks_language_come_first() {
    let table = "ID,Title (English),Titre (français),Description\n1,Wells,Forages,Water\n";
    let title = |language: &str| {
        let language = throughline::model::Language::new(language).ok();
        let batch =
            read_with("t.csv", table.as_bytes(), &Options { language, ..Options::default() })
                .unwrap();
        let program = program(&batch, "1").clone();
        let others: Vec<String> =
            program.translations.values().filter_map(|t| t.title.clone()).collect();
        (program.title.clone(), others.join(" "))
    };
    assert_eq!(title("fr"), ("Forages".to_owned(), "Wells".to_owned()));
    assert_eq!(title("en"), ("Wells".to_owned(), "Forages".to_owned()));
}

#[test]
fn mappings_are_given_remembered_built_in_or_guessed() {
    let bytes = fixture("places.csv");
    let guessed = look("places.csv", &bytes, &Options::default());
    assert_eq!((&guessed.known, guessed.rows, guessed.programs), (&Known::Guessed, 4, 2));
    assert!(guessed.columns.iter().all(|c| c.guess == Guess::Name));
    let mut kept = table::read_mapping(&table::write_mapping(&guessed.mapping)).unwrap();
    assert_eq!(kept, guessed.mapping);
    kept.name = "Districts".to_owned();
    let options = Options { mappings: vec![kept.clone()], ..Options::default() };
    let again = look("next month.csv", &bytes, &options);
    assert_eq!(again.known, Known::Remembered("Districts".to_owned()));
    // Another file with the same columns gives the same ids.
    let one = read("places.csv", &bytes);
    let other = read_with("next month.csv", &bytes, &options).unwrap();
    assert_eq!(one.programs.keys().collect::<Vec<_>>(), other.programs.keys().collect::<Vec<_>>());
    let given = Options { mapping: Some(kept), ..Options::default() };
    assert_eq!(look("places.csv", &bytes, &given).known, Known::Given);
    let amp =
        b"project_id,project_title,donors,ad_sector_codes,total_commitments\n1,A,Norad,151,5.0\n";
    assert!(matches!(look("p.csv", amp, &Options::default()).known, Known::BuiltIn(_)));
    let batch = read("p.csv", amp);
    assert_eq!(money(program(&batch, "1")), "5 USD Commitment");
    assert_eq!(owner(&batch, program(&batch, "1")), "Norad", "the donor answers for it");
}

#[test]
fn columns_are_told_by_what_stands_in_them() {
    let table = "x1,x2,x3,x4\nSN-NINEA-12-1,Wells for the northern districts,15220,EUR\nSN-NINEA-12-2,Roads to the rural markets,12220,USD\n";
    let seen = look("t.csv", table.as_bytes(), &Options::default());
    let roles: Vec<(Role, Guess)> = seen.columns.iter().map(|c| (c.role, c.guess)).collect();
    let expected = [Role::Identifier, Role::Title, Role::Sector, Role::Currency];
    assert_eq!(roles, expected.map(|role| (role, Guess::Content)));
}

#[test]
fn tables_that_hold_no_programs_are_refused_with_a_cure() {
    let refused = |name: &str, bytes: &[u8]| {
        let error = read_with(name, bytes, &Options::default()).unwrap_err();
        format!("{error} / {}", error.hint())
    };
    let payments = b"transaction_id,project_id,transaction_year,transaction_value_code,transaction_currency,transaction_value\nx,1,2010,C,USD,5\n";
    assert!(refused("transactions.csv", payments).contains("projects.csv"));
    assert!(refused("t.csv", b"code,word\n1,Health\n").contains("titles"));
    assert!(refused("t.csv", b"").contains("nothing in it"));
    assert!(refused("t.xls", b"\xD0\xCF\x11\xE0rest").contains(".xlsx"));
    let wide = format!("{}\n", "a,".repeat(20_000));
    assert!(refused("t.csv", wide.as_bytes()).contains("1024"));
}

#[test]
fn a_table_that_is_cut_off_anywhere_does_no_harm() {
    for name in ["ministere.csv", "countries.csv", "persons.csv"] {
        let bytes = fixture(name);
        for end in 0..bytes.len() {
            if let Ok(batch) = read_with(name, &bytes[..end], &country("ML")) {
                import::framework_of(&batch).unwrap();
            }
        }
    }
}

// The real files.

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/data is not there");
    None
}

/// What a real file holds, counted apart from Throughline.
struct Expect {
    file: &'static str,
    /// Rows of data.
    rows: usize,
    programs: usize,
    rejected: usize,
    /// The sum of all programs' money, to the cent; empty where it was not counted.
    money: &'static str,
}

const TABLES: [Expect; 9] = [
    Expect {
        file: "tables/SomaliaAIMS/projects.csv",
        rows: 1217,
        programs: 1217,
        rejected: 0,
        money: "2366300654.00",
    },
    Expect {
        file: "tables/SenegalAIMS/projects.csv",
        rows: 1582,
        programs: 1582,
        rejected: 0,
        money: "20260147145.95",
    },
    Expect {
        file: "tables/NigeriaAIMS/projects.csv",
        rows: 376,
        programs: 376,
        rejected: 0,
        money: "829947654.00",
    },
    Expect {
        file: "tables/SomaliaAIMS/projects_ancillary.csv",
        rows: 1217,
        programs: 1217,
        rejected: 0,
        money: "",
    },
    // One identifier stands twice.
    Expect {
        file: "tables/SenegalAIMS/projects_ancillary.csv",
        rows: 1583,
        programs: 1582,
        rejected: 0,
        money: "",
    },
    // 412 rows of 220 numbers (within donor and recipient), and 309 without one.
    Expect {
        file: "tables/crs_crvs.csv",
        rows: 721,
        programs: 529,
        rejected: 0,
        money: "125304857.73",
    },
    Expect {
        file: "tables/crs_electoral.csv",
        rows: 656,
        programs: 453,
        rejected: 0,
        money: "632235808.14",
    },
    Expect {
        file: "tables/akvo_rsr_projects.csv",
        rows: 2010,
        programs: 2010,
        rejected: 0,
        money: "964476799.16",
    },
    Expect {
        file: "fts/fts_incoming_funding_afg.csv",
        rows: 328,
        programs: 328,
        rejected: 0,
        money: "754117611.00",
    },
];

/// Workbooks; rows and sums by way of openpyxl.
const WORKBOOKS: [Expect; 7] = [
    // 895 rows with an identifier each; the sum is of "Commitment Current (USD)".
    Expect {
        file: "tables/donor_liechtenstein_export_for_raw.xlsx",
        rows: 895,
        programs: 895,
        rejected: 0,
        money: "38489846.89",
    },
    Expect {
        file: "tables/donor_CIDA_Project.xlsx",
        rows: 2740,
        programs: 2374,
        rejected: 0,
        money: "10758189152",
    },
    Expect {
        file: "tables/philippines_neda_grants.xlsx",
        rows: 447,
        programs: 441,
        rejected: 0,
        money: "2924933913.72",
    },
    Expect {
        file: "tables/philippines_neda_loans.xlsx",
        rows: 68,
        programs: 67,
        rejected: 0,
        money: "",
    },
    Expect {
        file: "tables/donor_Brazil_2005-2011_raw_data.xlsx",
        rows: 1354,
        programs: 1094,
        rejected: 0,
        money: "",
    },
    // Two examples, and two rows of a legend.
    Expect {
        file: "tables/iati_workbench_Projects_Template.xlsx",
        rows: 2,
        programs: 2,
        rejected: 2,
        money: "",
    },
    // 4,547 flows of 1,692 projects, and 6,978 that name none; pledges are no money.
    Expect {
        file: "fts/fts-2016.xlsx",
        rows: 11525,
        programs: 8670,
        rejected: 0,
        money: "23560430368",
    },
];

fn sum(batch: &Batch) -> Decimal {
    batch.programs.values().filter_map(|p| p.budget.as_ref()).map(|b| b.amount.get()).sum()
}

fn check(folder: &Path, expect: &Expect) {
    let bytes = std::fs::read(folder.join(expect.file)).unwrap();
    let name = expect.file.rsplit('/').next().unwrap();
    let batch = read(name, &bytes);
    let seen = look(name, &bytes, &Options::default());
    let got = (seen.rows, seen.programs, batch.programs.len(), batch.rejects.len());
    let wanted = (expect.rows, expect.programs, expect.programs, expect.rejected);
    assert_eq!(got, wanted, "{}: {:#?}", expect.file, found(&batch, "I04"));
    if !expect.money.is_empty() {
        assert_eq!(sum(&batch), expect.money.parse::<Decimal>().unwrap(), "{}", expect.file);
    }
    // The same bytes give the same batch, and its records fit together.
    let again = read(name, &bytes);
    assert!(batch.programs == again.programs && batch.actors == again.actors);
    assert!(batch.findings == again.findings && batch.rejects == again.rejects);
    let (_, summary) = import::framework_of(&batch).unwrap();
    assert_eq!(summary.new as usize, expect.programs);
}

#[test]
fn real_tables_hold_what_was_counted_in_them() {
    let Some(folder) = data() else { return };
    TABLES.iter().for_each(|expect| check(&folder, expect));
}

#[test]
fn workbooks_hold_what_was_counted_in_them() {
    let Some(folder) = data() else { return };
    WORKBOOKS.iter().for_each(|expect| check(&folder, expect));
}

#[test]
fn tables_that_go_with_others_are_refused() {
    let Some(folder) = data() else { return };
    for system in ["SomaliaAIMS", "SenegalAIMS", "NigeriaAIMS"] {
        for file in [
            "transactions.csv",
            "data_dictionary.tsv",
            "status_trans_crosswalk.tsv",
            "sector_trans_crosswalk.tsv",
        ] {
            let Ok(bytes) = std::fs::read(folder.join("tables").join(system).join(file)) else {
                continue;
            };
            let error = read_with(file, &bytes, &Options::default()).unwrap_err();
            assert!(error.to_string().contains("titles"), "{system}/{file}: {error}");
        }
    }
}

#[test]
fn no_name_of_a_clerk_comes_from_a_ministrys_table() {
    let Some(folder) = data() else { return };
    let bytes = std::fs::read(folder.join("tables/SenegalAIMS/projects_ancillary.csv")).unwrap();
    let batch = read("projects_ancillary.csv", &bytes);
    let (framework, _) = import::framework_of(&batch).unwrap();
    let mut all = store::write(&framework);
    all = format!("{all}{:?}{:?}{:?}", batch.rejects, batch.findings, batch.named);
    // The columns of who typed a row in, found by hand.
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let head = reader.headers().unwrap().clone();
    let columns: Vec<usize> = ["Activity Created By", "Activity Updated By"]
        .iter()
        .map(|name| head.iter().position(|h| h == *name).unwrap())
        .collect();
    let mut names = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        names.extend(columns.iter().map(|at| row[*at].trim().to_owned()));
    }
    names.remove("");
    assert!(names.len() > 25, "{names:?}");
    for private in &names {
        let person = private.split(" (").next().unwrap();
        assert!(!all.contains(private.as_str()) && !all.contains(person), "{person}");
    }
    assert!(!all.contains("example.org"));
    // It is the ministry's own table in French, with d/m/y, places and objectives.
    assert!(batch.programs.values().filter(|p| p.description.is_some()).count() >= 300);
    assert!(batch.programs.values().all(|p| p.title.is_empty()));
    assert!(batch.named.len() > 1000);
}

/// Identifier, title and commitment of each program, to be compared with another source of them.
fn commitments(batch: &Batch) -> BTreeMap<String, (String, Option<Decimal>)> {
    let committed = |p: &Program| {
        p.budget.as_ref().filter(|b| b.basis == Some(Basis::Commitment)).map(|b| b.amount.get())
    };
    let rows = batch.programs.values();
    rows.map(|p| (p.identifiers[0].clone(), (p.title.clone(), committed(p)))).collect()
}

#[test]
fn somalias_aid_system_is_read_whole() {
    let Some(folder) = data() else { return };
    let bytes = std::fs::read(folder.join("tables/SomaliaAIMS/projects.csv")).unwrap();
    let batch = read_with("projects.csv", &bytes, &country("SO")).unwrap();
    let all = commitments(&batch);
    assert_eq!((all.len(), batch.elsewhere.len()), (1217, 0));
    assert_eq!(all.values().filter(|(_, c)| c.is_some()).count(), 883);
    let titles: BTreeSet<&str> = all.values().map(|(title, _)| title.as_str()).collect();
    assert!((1100..=1123).contains(&titles.len()), "{}", titles.len());
    let first = &all["SOM/000001"];
    assert_eq!(first.1, Some(Decimal::from(610_391)));
    assert!(batch.programs.values().all(|p| p.period.from.is_some() && !p.sectors.is_empty()));
    // The second table of the system adds to the same programs, and takes nothing away.
    let more = std::fs::read(folder.join("tables/SomaliaAIMS/projects_ancillary.csv")).unwrap();
    let more = read("projects_ancillary.csv", &more);
    let (mut framework, _) = import::framework_of(&batch).unwrap();
    let (change, summary) = import::plan(&framework, &more);
    assert_eq!((summary.new, summary.changed), (0, 1217));
    framework.apply(&change).unwrap();
    let health = framework.programs().values().find(|p| p.identifiers[0] == "SOM/000001").unwrap();
    assert!(!health.title.is_empty() && health.budget.is_some() && !health.implementing.is_empty());
}
