//! What becomes of an activity, rule by rule, on small files.

use super::*;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use throughline::model::{ExchangeRate, Language, ProgramStatus, Rate, Table};

#[test]
fn version_1_is_read() {
    let batch = read_as("old.xml", &fixture("old.xml"), &Options::default()).unwrap();
    assert_eq!((batch.programs.len(), batch.elsewhere.len(), batch.rejects.len()), (2, 0, 0));
    let parent = program(&batch, "ZZ-1-100");
    assert_eq!(parent.title, "Rural water");
    assert_eq!(parent.description.as_deref(), Some("Wells & pumps."));
    let french = &parent.translations[&Language::new("fr").unwrap()];
    assert_eq!(french.title.as_deref(), Some("Eau rurale"));
    assert_eq!(french.description.as_deref(), Some("Des puits."));
    assert_eq!(parent.status, Some(ProgramStatus::Implementation));
    assert_eq!(parent.period.from, Some(day("2011-10-01")));
    assert_eq!(parent.period.to, Some(day("2014-09-30")));
    assert_eq!(batch.actors[parent.owner.as_ref().unwrap()].name, "Wells for All");
    assert_eq!(parent.funding.len(), 1);
    assert_eq!(money(parent), "none");

    let child = program(&batch, "ZZ-1-101");
    let (id, _) = batch.programs.iter().find(|(_, p)| p.title == "Rural water").unwrap();
    assert_eq!(child.part_of.as_ref(), Some(id));
    assert_eq!(child.identifiers, ["ZZ-1-101", "W/7"]);
    assert_eq!(child.related, ["NO-BRC-1-55"]);
    assert_eq!(child.implementing.len(), 1);
    assert_eq!(sectors(child), "14030:60 14031:40");
    assert_eq!(child.markers.len(), 1);
    assert_eq!(child.locations, ["Sikasso", "Koulikoro"]);
    assert_eq!(money(child), "Commitment USD 1000.25");
    let (funder, funding) = child.funding.iter().next().unwrap();
    assert_eq!(batch.actors[funder].name, "Norad");
    assert_eq!(funding.amount.unwrap().to_string(), "900");
    let source = child.source.as_ref().unwrap();
    assert_eq!(source.row.as_deref(), Some("ZZ-1-101"));
    assert_eq!(source.format.as_deref(), Some("iati"));

    // One of the two names Mali, the other no place: Mali is what the file is about.
    let head = batch.head.as_ref().unwrap();
    assert_eq!(head.country.unwrap().as_str(), "ML");
    assert_eq!((head.title.as_str(), head.currency.as_str()), ("old", "USD"));
    assert_eq!(
        found(&batch, "I06"),
        [
            "activity ZZ-1-101 (line 22), activity-date: it ends on 2011-01-01, before it starts on 2012-01-01"
        ]
    );
    let left = found(&batch, "I10").join("\n");
    for word in [
        "vocabulary RO",
        "contacts of persons are never taken (1",
        "loan repayment",
        "own:note (1)",
    ] {
        assert!(left.contains(word), "{word} in {left}");
    }
    // Nothing of a person is anywhere.
    assert!(!format!("{batch:?}").contains("A. Person"));
    import::framework_of(&batch).unwrap();
}

#[test]
fn version_2_is_read() {
    let options = Options {
        language: Language::new("fr").ok(),
        uri: Some("urn:throughline:samara".to_owned()),
        ..mali()
    };
    let batch = read_as("new.xml", &fixture("new.xml"), &options).unwrap();
    assert!(batch.head.is_none());
    let (id, program) = batch.programs.iter().next().unwrap();
    assert_eq!(program.title, "Écoles");
    assert_eq!(program.description.as_deref(), Some("De meilleures écoles."));
    let english = &program.translations[&Language::new("en").unwrap()];
    assert_eq!(english.title.as_deref(), Some("Schools"));
    assert_eq!(english.description.as_deref(), Some("Better schools.\n\nFor all children."));
    assert_eq!(program.translations.len(), 1);
    assert_eq!(batch.actors[program.owner.as_ref().unwrap()].name, "School Trust");
    assert!(batch.actors.values().all(|a| a.name != "Archive"));
    // A quarter of it is in Mali; what is committed goes before what is paid.
    assert_eq!(money(program), "Commitment EUR 250.01");
    let amounts: Vec<_> = program.funding.values().map(|f| f.amount.unwrap().to_string()).collect();
    assert_eq!(amounts, ["1000"]);
    assert_eq!(sectors(program), "11220:33.34 11320:33.33 11330:33.33");
    assert_eq!(program.identifiers, ["YY-2-A", "OLD-9"]);
    assert_eq!(program.related, ["DE-1-77", "YY-3-B", "YY-3-C", "YY-9"]);
    assert_eq!(program.locations, ["Ségou"]);
    let named: Vec<_> = batch.named.iter().map(|n| (n.words.join("|"), n.claim)).collect();
    assert_eq!(
        named,
        [
            ("1.2|urn:throughline:samara#1.2|Learning".to_owned(), true),
            ("E4|http://example.org/list#E4".to_owned(), false),
            ("1.2 More children read|1.2".to_owned(), false),
        ]
    );
    assert!(batch.named.iter().all(|n| n.program == *id));
    assert_eq!(batch.named[0].place, "activity YY-2-A (line 27), tag");
    assert_eq!(found(&batch, "I12").len(), 1);
    let left = found(&batch, "I10").join("\n");
    for word in [
        "tag, vocabulary 2",
        "policy-marker, vocabulary 99",
        "documents are not taken (1",
        "conditions (1)",
    ] {
        assert!(left.contains(word), "{word} in {left}");
    }
}

#[test]
fn blank_and_repeated_identifiers() {
    let body = |id: &str, title: &str| {
        format!(
            "<iati-identifier> {id}</iati-identifier><title><narrative>{title}</narrative></title><reporting-org ref='AB-1-2'/>"
        )
    };
    let all =
        [body("A", "One"), body("A ", "Two"), body("", "Same"), body("", "Same"), body("", "n/a")];
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let batch = read_as("ids.xml", file(&all).as_bytes(), &Options::default()).unwrap();
    assert_eq!((batch.programs.len(), batch.rejects.len()), (4, 1));
    assert_eq!(program(&batch, "A").title, "One");
    assert_eq!(batch.rejects[0].cells, ["A", "Two"]);
    assert!(batch.rejects[0].why.contains("line 2"));
    let blank: Vec<_> =
        found(&batch, "I03").into_iter().filter(|f| f.contains("iati-identifier")).collect();
    assert_eq!(blank.len(), 1);
    assert!(
        blank[0].contains("blank in 3 activities") && blank[0].contains("3 (line 4)"),
        "{blank:?}"
    );
    let rows: BTreeSet<_> =
        batch.programs.values().map(|p| p.source.as_ref().unwrap().row.clone().unwrap()).collect();
    let expected = ["A", "activity 3", "activity 4", "activity 5"].map(str::to_owned);
    assert_eq!(rows, BTreeSet::from(expected));
    assert!(batch.programs.values().any(|p| p.title == "Activity 5"));
    // In another language they are the same programs still.
    let french = Options { language: Language::new("fr").ok(), ..Options::default() };
    let again = read_as("ids.xml", file(&all).as_bytes(), &french).unwrap();
    assert!(again.programs.keys().eq(batch.programs.keys()));
}

#[test]
fn owners_are_told_by_their_roles() {
    let org = |role: &str, name: &str| {
        format!(
            "<participating-org role='{role}'><narrative>{name}</narrative></participating-org>"
        )
    };
    let reporting = "<reporting-org ref='AB-1-2'><narrative>Reporter</narrative></reporting-org>";
    let second = reporting.replace("ref", "secondary-reporter='1' ref");
    for (body, owner) in [
        (
            [org("3", "Extender"), org("2", "Answerer"), reporting.to_owned()].concat(),
            Some("Answerer"),
        ),
        ([org("3", "Extender"), reporting.to_owned()].concat(), Some("Reporter")),
        ([second.clone(), org("Extending", "Extender")].concat(), Some("Extender")),
        ([second, org("1", "Funder")].concat(), None),
    ] {
        let batch = read_as("owner.xml", file(&[&body]).as_bytes(), &Options::default()).unwrap();
        let program = batch.programs.values().next().unwrap();
        let name = program.owner.as_ref().map(|id| batch.actors[id].name.as_str());
        assert_eq!(name, owner, "{body}");
        let missing = found(&batch, "I03").iter().any(|f| f.contains("answering for it"));
        assert_eq!(missing, owner.is_none());
    }
    let (_, batch) = one(&org("patron", "Somebody"), &Options::default());
    assert!(found(&batch, "I03")[0].contains("patron (1)"));
}

#[test]
fn money_is_committed_else_budgeted_else_paid() {
    let budget = |kind: &str, from: &str, to: &str, value: &str| {
        format!(
            "<budget type='{kind}'><period-start iso-date='{from}'/><period-end iso-date='{to}'/><value currency='EUR'>{value}</value></budget>"
        )
    };
    let first = budget("1", "2020-01-01", "2020-12-31", "100");
    let next = budget("1", "2020-12-31", "2021-12-31", "10");
    let revised = budget("2", "2020-06-01", "2020-12-31", "70");
    let c = |value| transaction("2", value, "");
    let d = |value| transaction("3", value, "");
    for (body, expected) in [
        ([c("5"), c("-2"), d("9"), first.clone()].concat(), "Commitment EUR 3"),
        ([first.clone(), next.clone(), d("9")].concat(), "Budget EUR 110"),
        ([first, next, revised, d("9")].concat(), "Budget EUR 80"),
        ([d("9"), transaction("4", "0.005", "")].concat(), "Disbursement EUR 9.01"),
        (transaction("6", "9", ""), "none"),
        (transaction("1", "9", ""), "none"),
    ] {
        let (program, batch) = one(&body, &Options::default());
        assert_eq!(money(&program), expected, "{body}");
        assert!(found(&batch, "I03").is_empty());
    }
    let (program, batch) = one(&c("-5"), &Options::default());
    assert_eq!(money(&program), "Commitment EUR -5");
    assert!(found(&batch, "I06")[0].contains("below zero"));
    for (value, words) in [
        ("ten", "\"ten\" is no amount"),
        ("1000000000000000000", "too large"),
        ("9999999999999999999999999999999999", "too large"),
        ("", "blank"),
    ] {
        let (program, batch) = one(&[c(value), c("1")].concat(), &Options::default());
        assert_eq!(money(&program), "Commitment EUR 1", "{value}");
        assert!(found(&batch, "I03")[0].contains(words), "{:?}", found(&batch, "I03"));
    }
    // Each fits, and their sum does not.
    let (program, batch) = one(&c("600000000000000000").repeat(2), &Options::default());
    assert_eq!(money(&program), "none");
    assert!(found(&batch, "I03")[0].contains("under 10^18"));
}

#[test]
fn several_currencies_are_converted_or_named() {
    let c = |currency: &str, value: &str| {
        format!(
            "<transaction><transaction-type code='2'/><value currency='{currency}'>{value}</value></transaction>"
        )
    };
    let rate = |text: &str| ExchangeRate::new(text.parse::<Rate>().unwrap());
    let rates: Table<_, _> = [(Currency::new("USD").unwrap(), rate("0.5"))].into_iter().collect();
    let euros = Options { currency: Currency::new("EUR").ok(), rates, ..Options::default() };
    for (body, options, expected, left) in [
        ([c("USD", "10"), c("EUR", "1")].concat(), &euros, "Commitment EUR 6", ""),
        ([c("USD", "10"), c("GBP", "1")].concat(), &euros, "Commitment EUR 5", "GBP 1.00"),
        // One currency alone stays what it is.
        (c("USD", "10"), &euros, "Commitment USD 10", ""),
        (
            [c("GBP", "1"), c("CHF", "2"), c("CHF", "3")].concat(),
            &euros,
            "Commitment CHF 5",
            "GBP 1.00",
        ),
        (
            [c("USD", "1"), c("USD", "2"), c("EUR", "9")].concat(),
            &Options::default(),
            "Commitment USD 3",
            "EUR 9.00",
        ),
    ] {
        let (program, batch) = one(&body, options);
        assert_eq!(money(&program), expected, "{body}");
        let i08 = found(&batch, "I08").join("");
        assert_eq!(i08.is_empty(), left.is_empty(), "{i08}");
        assert!(i08.contains(left), "{i08}");
    }
    // Without a currency: the one of most of the file.
    let none = "<transaction><transaction-type code='2'/><value>4</value></transaction>";
    let batch = read(&[none, &c("GBP", "1")], &Options::default());
    assert_eq!(money(program(&batch, "X-0")), "Commitment GBP 4");
    assert_eq!(found(&batch, "I12").len(), 1);
    assert_eq!(batch.head.unwrap().currency.as_str(), "GBP");
}

#[test]
fn only_the_share_of_the_country_is_taken() {
    let c = |value: &str, country: &str| {
        let country = if country.is_empty() {
            String::new()
        } else {
            format!("<recipient-country code='{country}'/>")
        };
        transaction("2", value, &country)
    };
    let country = |code: &str, percent: &str| {
        format!("<recipient-country code='{code}' percentage='{percent}'/>")
    };
    for (body, here, expected, mended) in [
        ([country("ML", ""), c("100", "")].concat(), true, "100", 0),
        ([country("ML", "30"), country("SN", "70"), c("100", "")].concat(), true, "30", 0),
        ([country("ML", ""), country("SN", ""), c("100", "")].concat(), true, "50", 1),
        ([country("ML", "100"), country("SN", "100"), c("100", "")].concat(), true, "50", 1),
        ([country("ML", "0"), country("SN", "100"), c("100", "")].concat(), false, "100", 0),
        ([country("SN", ""), c("100", "")].concat(), false, "100", 0),
        // A region beside the country is but where it lies.
        (
            [
                "<recipient-region code='298' percentage='100'/>".to_owned(),
                country("ML", ""),
                c("100", ""),
            ]
            .concat(),
            true,
            "100",
            0,
        ),
        (["<recipient-region code='298'/>".to_owned(), c("100", "")].concat(), false, "100", 0),
        // On transactions alone.
        ([c("60", "ML"), c("40", "SN"), c("7", "ML"), c("1", "")].concat(), true, "67", 0),
        ([c("60", "SN"), c("40", "SN")].concat(), false, "100", 0),
        // The transactions that count name no country, others do.
        (
            [
                c("100", ""),
                transaction("3", "3", "<recipient-country code='ML'/>"),
                transaction("3", "1", "<recipient-country code='SN'/>"),
            ]
            .concat(),
            true,
            "75",
            0,
        ),
        // What is said of the whole activity goes before.
        ([country("ML", "10"), country("SN", "90"), c("100", "SN")].concat(), true, "10", 0),
    ] {
        let (program, batch) = one(&body, &mali());
        assert_eq!(batch.programs.len() == 1, here, "{body}");
        assert_eq!(program.budget.as_ref().unwrap().amount.to_string(), expected, "{body}");
        assert_eq!(found(&batch, "I12").len(), mended, "{body}");
        assert_eq!(found(&batch, "I09").len(), usize::from(!here));
    }
}

#[test]
fn what_is_elsewhere_is_offered_apart() {
    let country = |code: &str| format!("<recipient-country code='{code}'/>");
    let parent = "<related-activity type='2' ref='X-1'/>";
    let all = ["", &country("ML"), &country("KE"), &country("KE"), &country("SN"), parent];
    let batch = read(&all, &mali());
    // What names no place is apart, as other places are named; but not where a part of it is here.
    let here: Vec<_> = batch.programs.values().map(|p| p.identifiers[0].as_str()).collect();
    assert_eq!(BTreeSet::from_iter(here), BTreeSet::from(["X-1", "X-5"]));
    assert_eq!(batch.elsewhere.len(), 4);
    let i09 = found(&batch, "I09");
    assert_eq!(i09.len(), 1);
    assert!(
        i09[0].contains("4 activities") && i09[0].contains("Kenya 2, Senegal 1, no place 1"),
        "{i09:?}"
    );

    let all = ["", &country("ML")];
    assert_eq!(read(&all, &mali()).programs.len(), 2);
    // A file of its own chooses the country that half of it names; with none, all is taken.
    let half = [&country("ML") as &str, &country("ML"), &country("KE"), &country("SN")];
    let batch = read(&half, &Options::default());
    assert_eq!(batch.head.unwrap().country.unwrap().as_str(), "ML");
    assert_eq!((batch.programs.len(), batch.elsewhere.len()), (2, 2));
    let less = [&country("ML") as &str, &country("KE"), &country("SN")];
    let batch = read(&less, &Options::default());
    assert!(batch.head.unwrap().country.is_none());
    assert_eq!((batch.programs.len(), batch.elsewhere.len()), (3, 0));
}

#[test]
fn sectors_are_those_of_the_dac() {
    let s = |vocabulary: &str, code: &str, percent: &str| {
        format!("<sector vocabulary='{vocabulary}' code='{code}' percentage='{percent}'/>")
    };
    let c = |value: &str, sector: &str| transaction("2", value, sector);
    let t = |kind: &str, value: &str, code: &str| transaction(kind, value, &s("1", code, ""));
    for (body, expected, mended) in [
        (s("1", "15110", ""), "15110:100", 0),
        (
            [s("1", "15110", "50"), s("DAC", "15220", "50"), s("2", "151", "100")].concat(),
            "15110:50 15220:50",
            0,
        ),
        ([s("2", "151", "100"), s("99", "x", "100")].concat(), "151:100", 0),
        ([s("DAC-3", "151", "80"), s("DAC-3", "152", "80")].concat(), "151:50 152:50", 1),
        (
            [s("1", "15110", "33.333"), s("1", "15220", "33.333")].concat(),
            "15110:33.34 15220:33.33",
            0,
        ),
        ([s("1", "15110", ""), s("1", "15220", "")].concat(), "15110:50 15220:50", 1),
        // On transactions: by value, of the kind that the money is of.
        (
            [t("2", "30", "15110"), t("2", "70", "15220"), t("3", "99", "11110")].concat(),
            "15110:30 15220:70",
            0,
        ),
        (
            [c("30", ""), t("3", "1", "15110"), t("3", "3", "15220")].concat(),
            "15110:25 15220:75",
            0,
        ),
        ([t("2", "-30", "15110"), t("2", "70", "15220")].concat(), "15220:100", 0),
        ([t("2", "-30", "15110"), t("2", "-70", "15220")].concat(), "15110:30 15220:70", 0),
        ([t("2", "0", "15110"), t("2", "0", "15220")].concat(), "15110:50 15220:50", 1),
        (t("2", "0", "15110"), "15110:100", 0),
        ([s("1", "15110", ""), t("2", "5", "15220")].concat(), "15110:100", 0),
    ] {
        let (program, batch) = one(&body, &Options::default());
        assert_eq!(sectors(&program), expected, "{body}");
        assert_eq!(found(&batch, "I12").len(), mended, "{body}");
        let sum: Decimal = program.sectors.values().map(|p| p.get()).sum();
        assert!(sum <= Decimal::ONE_HUNDRED);
    }
    // Only what is in the country is weighed.
    let at = |value: &str, code: &str, country: &str| {
        let more = format!("{}<recipient-country code='{country}'/>", s("1", code, ""));
        transaction("2", value, &more)
    };
    let body = [at("10", "15110", "ML"), at("30", "15220", "ML"), at("60", "11110", "SN")].concat();
    let (program, _) = one(&body, &mali());
    assert_eq!(
        (sectors(&program), money(&program)),
        ("15110:25 15220:75".to_owned(), "Commitment EUR 40".to_owned())
    );
    let (_, batch) = one(&[s("1", "7", ""), s("1", "7", "")].concat(), &Options::default());
    assert!(found(&batch, "I03")[0].contains("7 (2)"));
    // As often as there are vocabularies, not as often as there are sectors.
    let two = [s("99", "a", ""), s("99", "b", ""), s("10", "c", "")].concat();
    assert_eq!(found(&read(&[&two, &two], &Options::default()), "I10").len(), 2);
}

#[test]
fn funders_have_amounts_in_the_budget_s_currency() {
    let given = |kind: &str, currency: &str, value: &str, name: &str| {
        format!(
            "<transaction><provider-org><narrative>{name}</narrative></provider-org><transaction-type code='{kind}'/><value currency='{currency}'>{value}</value></transaction>"
        )
    };
    let body = [
        transaction("2", "100", ""),
        given("1", "EUR", "40", "Paid"),
        given("11", "EUR", "90", "Both"),
        given("1", "EUR", "10", "Both"),
        given("1", "CHF", "10", "Other money"),
        "<participating-org role='1'><narrative>Silent</narrative></participating-org>".to_owned(),
        given("3", "EUR", "1", "No funder"),
    ]
    .concat();
    let (program, batch) = one(&body, &Options::default());
    let funders: BTreeMap<_, _> = program
        .funding
        .iter()
        .map(|(id, f)| (batch.actors[id].name.as_str(), f.amount.map(|a| a.to_string())))
        .collect();
    let amount = |text: &str| Some(text.to_owned());
    assert_eq!(
        funders,
        BTreeMap::from([
            ("Both", amount("90")),
            ("Other money", None),
            ("Paid", amount("40")),
            ("Silent", None),
        ])
    );
    assert_eq!(found(&batch, "I08").len(), 1);
}

#[test]
fn umbrellas_have_no_circles() {
    let related = |kind: &str, at: usize| format!("<related-activity type='{kind}' ref='X-{at}'/>");
    let part = |batch: &Batch, at: usize| {
        let parent = program(batch, &format!("X-{at}")).part_of.as_ref();
        parent.map(|id| batch.programs[id].title.clone())
    };
    // Said by the parent, by the child, by both.
    let all = [&related("2", 1) as &str, &related("1", 0), &related("1", 0), ""];
    let batch = read(&all, &Options::default());
    let parents: Vec<_> = (0..4).map(|at| part(&batch, at)).collect();
    assert_eq!(parents, [None, Some("T0".to_owned()), Some("T0".to_owned()), None]);
    assert!(found(&batch, "I12").is_empty());
    // Round and round, in itself, and of two.
    let all = [&related("1", 1) as &str, &related("1", 2), &related("1", 0)];
    let batch = read(&all, &Options::default());
    assert_eq!(batch.programs.values().filter(|p| p.part_of.is_some()).count(), 2);
    assert_eq!(found(&batch, "I12").len(), 1);
    let batch = read(&[&related("1", 0)], &Options::default());
    assert_eq!(found(&batch, "I12").len(), 1);
    let batch = read(&["", "", &[related("1", 0), related("1", 1)].concat()], &Options::default());
    assert_eq!((part(&batch, 2).as_deref(), found(&batch, "I12").len()), (Some("T0"), 1));
    import::framework_of(&batch).unwrap();
    // Siblings are not linked, and what is not there is counted.
    let batch = read(&[&[related("3", 0), related("1", 9)].concat()], &Options::default());
    assert_eq!(found(&batch, "I10").len(), 2);
    // The level decides where both say that the other is a part.
    let level = |level: u8, body: &str| {
        format!("<iati-activity hierarchy='{level}'>{body}</iati-activity>")
    };
    let text = [
        level(2, "<iati-identifier>A</iati-identifier><related-activity type='2' ref='B'/>"),
        level(1, "<iati-identifier>B</iati-identifier><related-activity type='2' ref='A'/>"),
    ]
    .concat();
    let text = format!("<iati-activities>{text}</iati-activities>");
    let batch = read_as("levels.xml", text.as_bytes(), &Options::default()).unwrap();
    assert!(program(&batch, "A").part_of.is_some() && program(&batch, "B").part_of.is_none());
}

#[test]
fn odd_values_are_found_with_their_line() {
    let body = "\n<activity-status code='100'/>\n<activity-date type='2' iso-date='1/2/2020'/>\n\
        <activity-date type='9' iso-date='2020-01-01'/>\n<recipient-country code='Atlantis'/>\n\
        <policy-marker code='1'/>\n<related-activity type='8' ref='Z'/>";
    let (_, batch) = one(body, &Options::default());
    let places: Vec<_> = found(&batch, "I03");
    let expected = [
        "(line 3), activity-status",
        "(line 4), activity-date",
        "(line 5), activity-date",
        "(line 6), recipient-country",
        "(line 7), policy-marker",
        "(line 8), related-activity",
    ];
    assert_eq!(places.len(), expected.len(), "{places:?}");
    for (place, expected) in places.iter().zip(expected) {
        assert!(place.starts_with(&format!("activity X-0 {expected}")), "{place}");
    }
    assert!(batch.findings.iter().all(|f| !f.hint.is_empty()));
}
