//! Programs that look like one (finding P10): a case for each sign and for each thing that is none,
//! and what real portfolios give.

#![expect(clippy::print_stdout, reason = "says the figures seen")]

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use throughline::analysis::{About, Duplicate, Severity, Sign, analyze, duplicates, findings};
use throughline::edit::{self, Command, ProgramEdit};
use throughline::import::{self, Format, Options};
use throughline::model::{
    Change, Delta, Edit, Framework, Program, ProgramField, ProgramId, Source,
};
use throughline::{store, templates};

/// A framework with these programs.
fn framework(programs: &str) -> Framework {
    let text = format!(
        r#"Framework(
    format: (1, 0), id: "fw-t", title: "T", currency: "USD", levels: [],
    period: (from: "2024-01-01", to: "2028-12-31"),
    rates: {{ "EUR": (rate: "1.10") }},
    actors: {{
        "norad": (name: "Norad", side: External), "undp": (name: "UN Development Programme", acronym: "UNDP", side: External),
        "ngo": (name: "Relief", side: External),
    }},
    programs: {{ {programs} }},
)"#
    );
    match store::read(text.as_bytes()) {
        Ok(opened) => opened.framework,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn found(framework: &Framework) -> Vec<Duplicate> {
    duplicates(framework, &analyze(framework, None))
}

/// The pairs in short: "a b identifier", "a b named title, part of a".
fn told(programs: &str) -> Vec<String> {
    let pairs = found(&framework(programs));
    let told = pairs.iter().map(|pair| {
        let [a, b] = &pair.programs;
        let mut text = format!("{a} {b}");
        for sign in &pair.why {
            text.push_str(match sign {
                Sign::Identifier(_) => " identifier",
                Sign::Named { .. } => " named",
                Sign::Title { equal: true, .. } => " title, equal",
                Sign::Title { equal: false, .. } => " title",
            });
        }
        if let Some(umbrella) = &pair.umbrella {
            write!(text, ", part of {umbrella}").expect("a text");
        }
        text
    });
    told.collect()
}

/// Where a program was read.
fn source(file: &str) -> String {
    format!(r#"source: (file: "{file}", format: "iati")"#)
}

/// Each case: what it shows, the programs, the pairs.
fn check(cases: &[(&str, String, &[&str])]) {
    for (what, programs, pairs) in cases {
        assert_eq!(told(programs), *pairs, "{what}");
    }
}

#[test]
fn an_identifier_that_both_bear_is_a_sign() {
    let two = |one: &str, other: &str, more: &str| {
        format!(
            r#""a": (title: "A", identifiers: ["x", "{one}"], {more}), "b": (title: "B", identifiers: ["{other}"], {})"#,
            source("b.xml")
        )
    };
    let from_a = source("a.xml");
    check(&[
        ("the same", two("GB-1-203456", "GB-1-203456", &from_a), &["a b identifier"]),
        (
            "but for case and space",
            two("gb-1- 203456 ", "GB-1-203456", &from_a),
            &["a b identifier"],
        ),
        ("written in by hand", two("GB-1-203456", "GB-1-203456", ""), &["a b identifier"]),
        ("another one", two("GB-1-203456", "GB-1-203457", &from_a), &[]),
        ("a bare number is any system's", two("20345678", "20345678", &from_a), &[]),
        ("a short one too", two("AB-12", "AB-12", &from_a), &[]),
        ("a word is no identifier", two("education", "education", &from_a), &[]),
        ("one file takes them for two", two("GB-1-203456", "GB-1-203456", &source("b.xml")), &[]),
        (
            "what is gone from that file is no longer told apart by it",
            two(
                "GB-1-203456",
                "GB-1-203456",
                r#"source: (file: "b.xml", format: "iati", gone: "2025-01-01")"#,
            ),
            &["a b identifier"],
        ),
    ]);
    let many = |n: usize| {
        (0..n).fold(String::new(), |mut text, at| {
            let from = source(&format!("{at}.xml"));
            let _ =
                write!(text, r#""p{at}": (title: "P", identifiers: ["XM-DAC-7-PRG"], {from}),"#);
            text
        })
    };
    assert_eq!(told(&many(3)).len(), 3);
    assert_eq!(told(&many(5)), [""; 0], "the identifier of a series");
}

#[test]
fn an_identifier_that_the_others_source_names_is_a_sign() {
    let two = |related: &str, a: &str, b: &str| {
        format!(
            r#""a": (title: "A", related: [{related}], identifiers: ["NO-1-ABC"], {a}), "b": (title: "B", identifiers: ["XM-DAC-41114-00123"], {b})"#
        )
    };
    let (from_a, from_b) = (source("a.xml"), source("b.xml"));
    let names = r#""xm-dac-41114-00123""#;
    let umbrella = r#"part_of: "u", source: (file: "a.xml")), "u": (title: "U""#;
    check(&[
        ("of another file", two(names, &from_a, &from_b), &["a b named"]),
        ("of the same file: it says so itself", two(names, &from_a, &from_a), &["a b named"]),
        (
            "named twice is one sign",
            two(&format!("{names}, {names}"), &from_a, &from_b),
            &["a b named"],
        ),
        ("itself", two(r#""NO-1-ABC""#, &from_a, &from_b), &[]),
        ("nobody's", two(r#""XM-DAC-41114-99999""#, &from_a, &from_b), &[]),
        ("parts of one umbrella are related anyway", two(names, r#"part_of: "u""#, umbrella), &[]),
        (
            "each names the other: two signs of one pair",
            two(names, "", r#"related: ["NO-1-ABC"]"#),
            &["a b named named"],
        ),
    ]);
}

#[test]
fn what_is_related_to_several_is_their_umbrella() {
    let part = |id: &str, more: &str| {
        format!(
            r#""{id}": (title: "{id}", identifiers: ["NGO-0000-{id}"], related: ["GB-1-203456"], {more}),"#
        )
    };
    let donor = r#""d": (title: "D", identifiers: ["GB-1-203456"], budget: (amount: "900")),"#;
    let few = part("x", r#"budget: (amount: "300")"#) + &part("y", "");
    check(&[
        ("one that pays one is the same", donor.to_owned() + &part("x", ""), &["d x named"]),
        (
            "one that pays two is none of them",
            donor.to_owned() + &few,
            &["d x named, part of d", "d y named, part of d"],
        ),
        (
            "a chain: what has less money than another is not its umbrella",
            donor.to_owned()
                + r#""m": (title: "M", identifiers: ["UN-0000-m1"], related: ["GB-1-203456"], budget: (amount: "800")),"#
                + r#""n": (title: "N", identifiers: ["NGO-0000-n"], related: ["UN-0000-m1"], budget: (amount: "100"))"#,
            &["d m named", "m n named, part of m"],
        ),
        (
            "three that all name each other are one told thrice",
            donor.to_owned()
                + r#""m": (title: "M", identifiers: ["UN-0000-m1"], related: ["GB-1-203456"]),"#
                + r#""n": (title: "N", identifiers: ["NGO-0000-n"], related: ["UN-0000-m1", "GB-1-203456"])"#,
            &["d m named", "d n named", "m n named"],
        ),
    ]);
    let all: String = (0..40).map(|n| part(&format!("q{n:02}"), "")).collect();
    let pairs = told(&(donor.to_owned() + &all));
    assert_eq!((pairs.len(), pairs[39].as_str()), (40, "d q39 named, part of d"));
}

#[test]
fn a_title_with_time_and_money_is_a_sign() {
    let two = |a: &str, b: &str| {
        let title = "Support to district reconciliation councils";
        format!(r#""a": (title: "{title}", {a}), "b": (title: "{title}", {b})"#)
    };
    let norad = |more: &str| format!(r#"owner: "norad", budget: (amount: "1000"), {more}"#);
    let undp = |more: &str| format!(r#"owner: "undp", budget: (amount: "1000"), {more}"#);
    let (from_a, from_b) = (source("a.xml"), source("b.xml"));
    check(&[
        ("other owners, the same money", two(&norad(""), &undp("")), &["a b title, equal"]),
        ("other files", two(&norad(&from_a), &norad(&from_b)), &["a b title, equal"]),
        ("by hand and by a file", two(&norad(""), &norad(&from_b)), &["a b title, equal"]),
        ("one owner, by hand", two(&norad(""), &norad("")), &[]),
        ("other owners in one file are parts", two(&norad(&from_a), &undp(&from_a)), &[]),
        (
            "a quarter more",
            two(&norad(""), r#"owner: "undp", budget: (amount: "1250")"#),
            &["a b title"],
        ),
        ("more than a quarter", two(&norad(""), r#"owner: "undp", budget: (amount: "1251")"#), &[]),
        ("no money known", two(&norad(""), r#"owner: "undp""#), &[]),
        (
            "nothing is no money",
            two(
                r#"owner: "norad", budget: (amount: "0")"#,
                r#"owner: "undp", budget: (amount: "0")"#,
            ),
            &[],
        ),
        (
            "converted: 1000 EUR are 1100 USD",
            two(&norad(""), r#"owner: "undp", budget: (amount: "1000", currency: "EUR")"#),
            &["a b title"],
        ),
        (
            "a currency without a rate, in both",
            two(
                r#"owner: "norad", budget: (amount: "1000", currency: "XOF")"#,
                r#"owner: "undp", budget: (amount: "1000", currency: "XOF")"#,
            ),
            &["a b title, equal"],
        ),
        (
            "currencies without a rate",
            two(
                r#"owner: "norad", budget: (amount: "1000", currency: "XOF")"#,
                r#"owner: "undp", budget: (amount: "1000", currency: "SOS")"#,
            ),
            &[],
        ),
        (
            "one after the other",
            two(
                &norad(r#"period: (from: "2024-01-01", to: "2025-12-31")"#),
                &undp(r#"period: (from: "2026-01-01")"#),
            ),
            &[],
        ),
        (
            "an end unknown",
            two(
                &norad(r#"period: (from: "2024-01-01")"#),
                &undp(r#"period: (from: "2026-01-01")"#),
            ),
            &["a b title, equal"],
        ),
        ("out of scope", two(&norad(""), &undp("status: Cancelled")), &[]),
        ("so decided", two(&norad("decision: (kind: OutOfScope)"), &undp("")), &[]),
        ("one part of the other", two(&norad(""), &undp(r#"part_of: "a""#)), &[]),
        (
            "part of a part",
            two(&norad(""), &undp(r#"part_of: "m""#)) + r#", "m": (title: "M", part_of: "a")"#,
            &[],
        ),
    ]);
}

#[test]
fn titles_are_compared_as_people_read_them() {
    let two = |one: &str, other: &str| {
        told(&format!(
            r#""a": (title: "{one}", owner: "norad", budget: (amount: "7")), "b": (title: "{other}", owner: "undp", budget: (amount: "7"))"#
        ))
    };
    let same = [
        ("Appui à l’Éducation des filles", "APPUI A L'EDUCATION DES FILLES"),
        ("GB-1-203: Water for Darfur's towns", "1.2.3 Water for Darfur’s  towns."),
        ("1.2.3-Water for Darfur’s towns", "2024. [SD/0007a] – Water for Darfur’s towns"),
        ("Apoyo a la reinserción", "Apoyo a la reinsercio\u{301}n"),
        ("Łódź fire brigade", "Lodz: fire-brigade"),
        ("دعم المجالس المحلية للمصالحة", "دعم المجالس المحلية للمصالحة"),
    ];
    for (one, other) in same {
        assert_eq!(two(one, other), ["a b title, equal"], "{one}");
    }
    let different = [
        ("Water for Darfur, phase I", "Water for Darfur, phase II"),
        ("Humanitarian", "Humanitarian"),
        ("Peace fund", "Peace fund"),
        ("2024 plan", "2025 plan"),
        ("", ""),
    ];
    for (one, other) in different {
        assert_eq!(two(one, other), [""; 0], "{one}");
    }
    let series = |n: usize| {
        (0..n).fold(String::new(), |mut text, at| {
            let from = source(&format!("{at}.xml"));
            let _ = write!(
                text,
                r#""p{at}": (title: "Emergency food assistance", budget: (amount: "5"), {from}),"#
            );
            text
        })
    };
    assert_eq!(told(&series(4)).len(), 6);
    assert_eq!(told(&series(5)), [""; 0], "rows of a series bear one title");
}

#[test]
fn the_finding_says_what_speaks_for_it_and_ends_when_the_pair_is_settled() {
    let mut framework = framework(
        r#""a": (title: "Councils", owner: "norad", identifiers: ["NO-1-ABCD"], budget: (amount: "10"), source: (file: "a.xml")),
           "b": (title: "District councils", owner: "undp", related: ["NO-1-ABCD"], budget: (amount: "9")),
           "c": (title: "Roads", owner: "undp", budget: (amount: "9"))"#,
    );
    let all = |framework: &Framework| {
        let today = jiff::civil::date(2026, 1, 1);
        findings(framework, &analyze(framework, None), today)
    };
    let before = all(&framework);
    let p10: Vec<_> = before.iter().filter(|f| f.code == "P10").collect();
    assert_eq!(p10.len(), 1);
    assert_eq!(p10[0].severity, Severity::Warning);
    assert_eq!(p10[0].about, About { kind: "program", id: "a".to_owned() });
    assert_eq!(
        p10[0].message,
        "“Councils” (Norad) and “District councils” (UNDP) may be the same program: the source of \
         “District councils” (UNDP) names NO-1-ABCD, an identifier of the other"
    );
    assert_eq!(p10[0].hint, "merge them, make one part of the other, or leave both if they differ");
    let place = |f: &&throughline::analysis::Finding| {
        (std::cmp::Reverse(f.severity), f.code, f.about.id.clone())
    };
    assert!(before.iter().collect::<Vec<_>>().is_sorted_by_key(place), "in their order");
    let [a, b] = ["a", "b"].map(|id| ProgramId::new(id).expect("an id"));
    let part = ProgramEdit::Set(ProgramField::PartOf(Some(a.clone())));
    let mut parted = framework.clone();
    edit::run(&mut parted, &Command::Program(b.clone(), part)).expect("it fits");
    edit::run(&mut framework, &Command::Program(a, ProgramEdit::Merge(b))).expect("it fits");
    for settled in [parted, framework] {
        assert!(all(&settled).iter().all(|f| f.code != "P10"));
    }
}

#[test]
fn frameworks_of_ours_hold_none() {
    let sample = templates::find("sample").expect("the sample").framework(1).expect("it opens");
    assert_eq!(found(&sample), []);
    assert_eq!(found(&templates::generate(60, 2000, 1)), []);
}

/// The frameworks of UN INFO, with what they are of; none where the folder is not there.
fn countries() -> Vec<(String, Framework)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = files.map(|file| file.path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name()?.to_str()?.to_owned();
        let bytes = std::fs::read(path).ok()?;
        let on = jiff::civil::date(2025, 6, 1);
        let batch = import::read_bytes(Format::UnInfo, &name, &bytes, on, &Options::default());
        let (framework, _) = import::framework_of(&batch.expect(&name)).expect(&name);
        Some((name, framework))
    };
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .filter_map(read)
        .collect()
}

/// UN INFO lists the parts of a joint program under one title, one an agency, each with its own
/// money: 36 pairs in 102 countries that look alike in all else and are none. So one file has no
/// duplicates but those that it names.
#[test]
fn the_parts_of_joint_programs_are_no_duplicates() {
    let countries = countries();
    let programs: usize = countries.iter().map(|(_, f)| f.programs().len()).sum();
    let pairs: usize = countries.iter().map(|(_, f)| found(f).len()).sum();
    println!("{} countries, {programs} programs, {pairs} pairs", countries.len());
    assert_eq!(pairs, 0);
}

/// A second system reports the same programs again: under its own identifiers, with its own
/// owner's name, the title in capitals, and money at another rate.
fn told_again(framework: &mut Framework) {
    let mut edits = Vec::new();
    for (at, (id, record)) in framework.programs().iter().enumerate() {
        let mut again = Program::clone(record);
        again.title = format!("{}. {}", at + 1, again.title.to_uppercase());
        again.owner = None;
        again.links = throughline::model::Table::default();
        let mut source = Source::new("aims.csv");
        source.format = Some("table".to_owned());
        again.source = Some(source);
        for amount in again.budget.iter_mut().map(|budget| &mut budget.amount) {
            let other = amount.get() * rust_decimal::Decimal::new(104, 2);
            *amount = throughline::model::Amount::new(other.round_dp(2)).expect("an amount");
        }
        let id = ProgramId::new(&format!("again-{id}")).expect("an id");
        edits.push(Edit::Program(id, Delta { before: None, after: Some(Arc::new(again)) }));
    }
    framework.apply(&Change { edits }).expect("it fits");
}

#[test]
fn portfolios_told_twice_are_found_again() {
    let (mut right, mut wrong, mut all) = (0_u32, 0_u32, 0_usize);
    for (_, mut framework) in countries() {
        all += framework.programs().len();
        told_again(&mut framework);
        for pair in found(&framework) {
            let [one, other] = pair.programs.each_ref().map(ProgramId::as_str);
            if one == format!("again-{other}") || other == format!("again-{one}") {
                right += 1;
            } else {
                wrong += 1;
            }
        }
    }
    println!("{all} programs told twice: {right} pairs found, {wrong} pairs that are none");
    if all > 0 {
        assert!(f64::from(right) > 0.75 * all as f64, "{right} of {all}");
        assert!(wrong * 20 < right, "{wrong} wrong, {right} right");
    }
}
