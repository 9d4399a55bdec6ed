//! The real files against their facts, and the conformance set.

use super::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::time::Instant;
use throughline::model::Basis;

/// A number in a line of the facts.
fn fact(line: &str, key: &str) -> usize {
    let after = line.split_once(&format!("'{key}': ")).unwrap().1;
    after.split([',', '}']).next().unwrap().trim().parse().unwrap()
}

/// How many of the facts' activities with a sector have one of the DAC.
const OTHER_SECTORS: [(&str, usize); 5] = [
    // Own vocabulary (99) only.
    ("CAF-ActivityFile-2025-10-10.xml", 0),
    // "1" and "5", said to be of the DAC.
    ("aiddata_1.04_SenegalAIMS.xml", 0),
    ("dportal-covid-multipublisher.xml", 378),
    // Clusters without a code.
    ("ocha-test-data.xml", 0),
    // "NA", or no code.
    ("unitedstates-tz.xml", 80),
];

#[test]
fn real_files_have_their_facts() {
    let (Some(folder), Some(facts)) = (shared("iati"), shared("iati-facts.txt")) else { return };
    let facts = std::fs::read_to_string(facts).unwrap();
    let mut files = 0;
    for line in facts.lines().filter(|line| line.contains(".xml")) {
        let name = line.split_whitespace().next().unwrap();
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let batch = read_as(name, &bytes, &Options::default()).unwrap();
        let all = batch.programs.len() + batch.elsewhere.len() + batch.rejects.len();
        assert_eq!(all, fact(line, "activities"), "{name}");
        let blank = fact(line, "without_id");
        let without = batch.programs.values().chain(batch.elsewhere.values());
        let without = without
            .filter(|p| p.source.as_ref().unwrap().row.as_ref().unwrap().starts_with("activity "));
        assert_eq!(without.count(), blank, "{name}");
        // The facts count blank identifiers as repeated ones.
        let repeated = fact(line, "repeated_ids") - blank.saturating_sub(1);
        assert_eq!(batch.rejects.len(), repeated, "{name}");
        let with = batch.programs.values().chain(batch.elsewhere.values());
        let with = with.filter(|p| !p.sectors.is_empty()).count();
        let other = OTHER_SECTORS.iter().find(|(file, _)| *file == name).map(|(_, count)| *count);
        // USAID has all of its sectors on transactions, where the facts do not look.
        let usaid = name.starts_with("usaid").then_some(fact(line, "activities"));
        assert_eq!(with, other.or(usaid).unwrap_or(fact(line, "with_sector")), "{name}");
        for program in batch.programs.values() {
            assert!(
                program.sectors.values().map(|p| p.get()).sum::<Decimal>() <= Decimal::ONE_HUNDRED
            );
        }
        import::framework_of(&batch).unwrap();
        files += 1;
    }
    assert_eq!(files, 18);
}

/// The money of USAID's files with the country on transactions only, counted apart from this
/// reader with a tree parser (Python's `ElementTree`): an activity is here where one of its
/// transactions names the country; its money is the sum of those of code 2 that do, where it has
/// any of code 2, else of those of codes 3 and 4. No file of the two needs its budgets.
const USAID: [(&str, &str, usize, usize, usize, &str); 2] = [
    ("usaid-sl.xml", "SL", 263, 235, 28, "238100029.00"),
    ("usaid-bi.xml", "BI", 201, 191, 10, "396652102.00"),
];

#[test]
fn usaid_has_country_sector_and_money_on_transactions() {
    let Some(folder) = shared("iati") else { return };
    for (name, country, activities, committed, paid, total) in USAID {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let options = Options {
            country: Country::new(country).ok(),
            currency: Currency::new("USD").ok(),
            ..Options::default()
        };
        let batch = read_as(name, &bytes, &options).unwrap();
        assert_eq!((batch.programs.len(), batch.elsewhere.len()), (activities, 0));
        let all = || batch.programs.values();
        assert!(all().all(|p| !p.sectors.is_empty() && p.budget.is_some()));
        assert!(all().all(|p| p.budget.as_ref().unwrap().currency.unwrap().as_str() == "USD"));
        let of = |basis| all().filter(|p| p.budget.as_ref().unwrap().basis == Some(basis)).count();
        assert_eq!((of(Basis::Commitment), of(Basis::Disbursement)), (committed, paid));
        let sum: Decimal = all().map(|p| p.budget.as_ref().unwrap().amount.get()).sum();
        assert_eq!(sum, total.parse::<Decimal>().unwrap(), "{name}");
        // For a framework of another country all of it is apart, with all of its money.
        let other = Options { country: Country::new("NP").ok(), ..options };
        let apart = read_as(name, &bytes, &other).unwrap();
        assert_eq!((apart.programs.len(), apart.elsewhere.len()), (0, activities));
        assert_eq!(found(&apart, "I09").len(), 1);
    }
}

/// The files of the conformance set that are refused, and a part of what is said of each.
const REFUSED: [(&str, &str); 19] = [
    ("cove/bad.xml", "it begins with <bad>"),
    ("cove/basic_iati_org_valid.xml", "file of organisations"),
    ("cove/basic_iati_org_valid_repeat_identifiers.xml", "file of organisations"),
    (
        "iatilib/broken.xml",
        "line 4, column 1: the file ends too early: an element that begins in line 2 has no end",
    ),
    ("validator-integration/broken-xml.xml", "it begins with <tag>"),
    (
        "validator-integration/iati-act-xml-errors.xml",
        "line 7, column 5: the XML is broken: </reporting-org> is expected",
    ),
    ("validator-integration/iati-multi-org-betweenDates-error.xml", "file of organisations"),
    ("validator-integration/iati-org-betweenDates-error.xml", "file of organisations"),
    ("validator-integration/iati-org-codelist-basic.xml", "file of organisations"),
    ("validator-integration/iati-org-name-no-narrative.xml", "file of organisations"),
    ("validator-integration/iati-org-no-errors-old-version.xml", "file of organisations"),
    ("validator-integration/iati-org-no-errors.xml", "file of organisations"),
    ("validator-integration/iati-org-root-only.xml", "file of organisations"),
    (
        "validator-integration/iati-org-schema-errors-broken-root-element.xml",
        "file of organisations",
    ),
    ("validator-integration/iati-org-schema-errors.xml", "file of organisations"),
    ("validator-integration/iati-org-xml-errors.xml", "file of organisations"),
    ("validator-integration/not-xml.xml", "\"This is not XML\" stands outside"),
    ("validator-integration/xlsx-spreadsheet-with-extension.xml", "a zip or an Office file"),
    ("validator-integration/xml-but-not-iati.xml", "it begins with <tag>"),
];

#[test]
fn the_conformance_set_is_imported_or_refused() {
    let Some(folder) = shared("iati-conformance") else { return };
    let refused: BTreeMap<_, _> = REFUSED.into_iter().collect();
    let (mut read, mut not) = (0, 0);
    for under in ["", "cove", "iatilib", "validator-integration"] {
        let mut all: Vec<PathBuf> =
            std::fs::read_dir(folder.join(under)).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        for path in all.iter().filter(|path| path.extension().is_some_and(|e| e == "xml")) {
            let file = path.file_name().unwrap().to_string_lossy();
            let name = if under.is_empty() { file.to_string() } else { format!("{under}/{file}") };
            match (
                read_as(&file, &std::fs::read(path).unwrap(), &Options::default()),
                refused.get(name.as_str()),
            ) {
                (Ok(batch), None) => {
                    import::framework_of(&batch).unwrap();
                    read += 1;
                }
                (Err(error), Some(words)) => {
                    assert!(error.to_string().contains(words), "{name}: {error}");
                    not += 1;
                }
                (Ok(_), Some(_)) => panic!("{name} was read"),
                (Err(error), None) => panic!("{name}: {error}"),
            }
        }
    }
    println!("{read} read, {not} refused");
    assert_eq!((read, not), (CONFORMANCE_READ, REFUSED.len()));
}

/// How many of the 106 are read.
const CONFORMANCE_READ: usize = 87;

/// USAID's files, with identifiers made unique, again and again to 58 MB: about 6,000 activities
/// with 42,000 transactions. Run it with `--release`.
#[test]
#[ignore = "a measurement, to be made in release"]
fn speed() {
    let Some(folder) = shared("iati") else { return };
    let mut text = b"<iati-activities version=\"2.03\">".to_vec();
    let mut round = 0;
    while text.len() < 58_000_000 {
        round += 1;
        for name in ["usaid-bi.xml", "usaid-cf.xml", "usaid-gn.xml", "usaid-sl.xml"] {
            let one = std::fs::read_to_string(folder.join(name)).unwrap();
            let from = one.find("<iati-activity ").unwrap();
            let to = one.rfind("</iati-activities>").unwrap();
            let unique = format!("<iati-identifier>R{round}-");
            text.extend(one[from..to].replace("<iati-identifier>", &unique).bytes());
        }
    }
    text.extend(b"</iati-activities>");
    let started = Instant::now();
    let batch = read_as("large.xml", &text, &Options::default()).unwrap();
    let programs = batch.programs.len() + batch.elsewhere.len();
    println!("{} bytes, {programs} programs: {:?}", text.len(), started.elapsed());
    assert!(programs > 5_000);
}
