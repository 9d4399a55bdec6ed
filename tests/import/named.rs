//! Objectives that a source names, and decisions that it does not undo.

use super::*;
use throughline::export;
use throughline::model::{DecisionKind, Effect, Evidence, Objective, ObjectiveId};

/// A framework with objectives that have a code, a title, a title that two have, and no program.
fn framework() -> Framework {
    let empty = batch("start.xml", file(&[]).as_bytes(), FIRST, &Options::default());
    let mut framework = import::blank_for(&empty);
    run(
        &mut framework,
        r#"[Objective("safe", Add((title: "Safer towns", code: "1.1", level: "so"))),
            Objective("water", Add((title: "Water for all", code: "1.2", level: "so"))),
            Objective("twin-1", Add((title: "Fair courts", code: "2.1", level: "so"))),
            Objective("twin-2", Add((title: "Fair courts", code: "2.2", level: "so"))),
            Objective("old", Add((title: "Former aim", code: "3", level: "so", status: Retired)))]"#,
    );
    framework
}

fn tag(uri: &str, code: &str) -> String {
    format!("<tag vocabulary=\"99\" vocabulary-uri=\"{uri}\" code=\"{code}\"/>")
}

fn result(title: &str) -> String {
    format!("<result type=\"1\"><title><narrative>{title}</narrative></title></result>")
}

/// The links of a program: objective, and whether the owner asserts it.
fn links(framework: &Framework, identifier: &str) -> Vec<String> {
    let program = program(framework, identifier);
    for link in program.links.values() {
        assert_eq!((link.effect, &link.evidence), (Effect::Supports, &Evidence::Asserted));
        assert!(link.by.is_some() && link.by == program.owner, "{identifier}");
    }
    program.links.keys().map(ToString::to_string).collect()
}

/// The findings of a code: place and message.
fn found(plan: &import::Plan, code: &str) -> Vec<String> {
    let of = plan.findings.iter().filter(|f| f.code == code);
    of.map(|f| format!("{}: {}", f.place, f.message)).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn tags_and_results_name_objectives() {
    let mut framework = framework();
    let ours = Options::uri_of(&framework);
    let theirs = "https://example.org/targets";
    let xml = file(&[
        activity("XX-DON-1-0001", "By our code", 1, &tag(&ours, "1.1")),
        activity("XX-DON-1-0002", "By our id", 1, &tag(&ours, "water")),
        activity("XX-DON-1-0003", "By our code in another list", 1, &tag(theirs, "1.2")),
        activity("XX-DON-1-0004", "By a result", 1, &result("WATER, for all")),
        activity("XX-DON-1-0005", "By a result with a code", 1, &result("1.1 Streets are lit")),
        activity("XX-DON-1-0006", "Unknown code", 1, &tag(&ours, "9.9")),
        activity("XX-DON-1-0007", "Two of that title", 1, &tag(&ours, "Fair courts")),
        activity("XX-DON-1-0008", "No longer pursued", 1, &tag(&ours, "3")),
        activity("XX-DON-1-0009", "Another list", 1, &tag(theirs, "E4")),
        activity("XX-DON-1-0010", "A result of its own", 1, &result("90 wells are dug")),
        activity("XX-DON-1-0011", "A result that two are called", 1, &result("Fair courts")),
        activity(
            "XX-DON-1-0012",
            "Two, one of them twice",
            1,
            &(tag(&ours, "1.1") + &tag(&ours, "safe") + &tag(&ours, "1.2")),
        ),
    ]);
    let options = Options::of(&framework);
    let batch = batch("tagged.xml", xml.as_bytes(), FIRST, &options);
    let plan = import::Plan::new(&framework, &batch, false);
    let (change, summary) = plan.change(&framework, &import::Choices::default());
    framework.apply(&change).unwrap();
    assert_eq!((summary.new, summary.links), (12, 7));
    let expected: [(&str, &[&str], &[&str]); 12] = [
        ("0001", &["safe"], &[]),
        ("0002", &["water"], &[]),
        ("0003", &["water"], &[]),
        ("0004", &["water"], &[]),
        ("0005", &["safe"], &[]),
        ("0006", &[], &["9.9"]),
        ("0007", &[], &["Fair courts"]),
        ("0008", &[], &["3"]),
        ("0009", &[], &[]),
        ("0010", &[], &[]),
        ("0011", &[], &[]),
        ("0012", &["safe", "water"], &[]),
    ];
    for (number, objectives, claims) in expected {
        let identifier = format!("XX-DON-1-{number}");
        assert_eq!(links(&framework, &identifier), objectives, "{number}");
        assert_eq!(program(&framework, &identifier).claims, claims, "{number}");
    }
    let missing = found(&plan, "I01");
    assert_eq!(missing.len(), 2, "{missing:#?}");
    assert!(missing[0].contains("\"Unknown code\" names the objective \"9.9\""), "{missing:#?}");
    assert!(missing[1].contains("\"No longer pursued\" names the objective \"3\""), "{missing:#?}");
    let several = found(&plan, "I02");
    assert_eq!(several.len(), 2, "{several:#?}");
    assert!(
        several.iter().all(|f| f.ends_with("2 bear that name: twin-1; twin-2")),
        "{several:#?}"
    );
    let told = found(&plan, "I10").into_iter().find(|f| f.starts_with("results and tags")).unwrap();
    assert!(told.contains("2 names") && told.contains("\"90 wells are dug\"; \"E4\""), "{told}");

    let again = super::batch("tagged.xml", xml.as_bytes(), LATER, &options);
    assert!(import::plan(&framework, &again).0.edits.is_empty());
    // An objective of that name is made: the claim becomes a link.
    run(&mut framework, r#"[Objective("new", Add((title: "Nine", code: "9.9", level: "so")))]"#);
    let summary = take(&mut framework, &again);
    assert_eq!((summary.changed, summary.links), (1, 1));
    assert_eq!(links(&framework, "XX-DON-1-0006"), ["new"]);
    assert_eq!(program(&framework, "XX-DON-1-0006").claims, NOTHING);
}

const TABLE: &str = "Project ID,Project title,Responsible organisation,Objective
T-1,Code,Ministry of Works,1.1
T-2,Title,Ministry of Works,water for all
T-3,Code and title,Ministry of Works,1.2 Water for all
T-4,Several,Ministry of Works,1.1; 1.2
T-5,Obscure,Ministry of Works,Clean air
T-6,Ambiguous,Ministry of Works,Fair courts
T-7,Silent,Ministry of Works,
";

#[test]
fn a_column_names_objectives() {
    let mut framework = framework();
    let options = Options::of(&framework);
    let batch = batch("t.csv", TABLE.as_bytes(), FIRST, &options);
    let plan = import::Plan::new(&framework, &batch, false);
    let (change, summary) = plan.change(&framework, &import::Choices::default());
    framework.apply(&change).unwrap();
    assert_eq!((summary.new, summary.links), (7, 5));
    let expected: [(&str, &[&str], &[&str]); 7] = [
        ("T-1", &["safe"], &[]),
        ("T-2", &["water"], &[]),
        ("T-3", &["water"], &[]),
        ("T-4", &["safe", "water"], &[]),
        ("T-5", &[], &["Clean air"]),
        ("T-6", &[], &["Fair courts"]),
        ("T-7", &[], &[]),
    ];
    for (identifier, objectives, claims) in expected {
        assert_eq!(links(&framework, identifier), objectives, "{identifier}");
        assert_eq!(program(&framework, identifier).claims, claims, "{identifier}");
    }
    let missing = found(&plan, "I01");
    assert_eq!(missing.len(), 1, "{missing:#?}");
    assert!(missing[0].starts_with("row 6, Objective: \"Obscure\""), "{missing:#?}");
    let several = found(&plan, "I02");
    assert_eq!(several.len(), 1, "{several:#?}");
    assert!(several[0].starts_with("row 7, Objective: \"Ambiguous\""), "{several:#?}");
    let again = super::batch("t.csv", TABLE.as_bytes(), LATER, &options);
    assert!(import::plan(&framework, &again).0.edits.is_empty());
}

#[test]
fn exported_tags_bring_the_links_back() {
    // Of all programs, of most, and of a few.
    for part in [12, 8, 2] {
        let activities =
            |n: u32| activity(&format!("XX-DON-1-{n:04}"), &format!("Work {n}"), n, "");
        let xml = file(&(1..=12).map(activities).collect::<Vec<_>>());
        let mut linked = framework();
        take(&mut linked, &batch("donor.xml", xml.as_bytes(), FIRST, &Options::of(&framework())));
        let copy = linked.clone();
        for n in 1..=part {
            let id = id_of(&linked, &format!("XX-DON-1-{n:04}"));
            let to = if n % 2 == 0 { "safe" } else { "twin-1" };
            run(
                &mut linked,
                &format!(
                    "[Program(\"{id}\", Link(\"{to}\", (effect: Supports, evidence: Asserted)))]"
                ),
            );
        }
        let id = id_of(&linked, "XX-DON-1-0001");
        run(
            &mut linked,
            &format!(
                "[Program(\"{id}\", Link(\"water\", (effect: Undermines, evidence: Asserted)))]"
            ),
        );

        let tags = export::tags(&linked);
        let mut back = copy.clone();
        let batch = batch("tags.xml", tags.as_bytes(), LATER, &Options::of(&back));
        let summary = take(&mut back, &batch);
        // What a program undermines is no tag, and does not come back; nor is gone what has no link,
        // since the tags are no portfolio.
        assert_eq!((counts(&summary), summary.links), ((0, part, 0, 0), part));
        for (id, program) in back.programs() {
            let ours = linked.program(id).unwrap();
            let supported =
                |links: &throughline::model::Table<ObjectiveId, throughline::model::Link>| {
                    let of = links.iter().filter(|(_, link)| link.effect == Effect::Supports);
                    of.map(|(id, _)| id.clone()).collect::<Vec<_>>()
                };
            assert_eq!(supported(&program.links), supported(&ours.links));
            let without = |p: &Program| {
                let mut p = p.clone();
                p.links = throughline::model::Table::default();
                p
            };
            assert_eq!(without(program), without(ours));
        }
        // The donor's next file is still known as a later one of the first.
        let last = super::batch("donor.xml", xml.as_bytes(), LATER, &Options::of(&back));
        assert_eq!(counts(&take(&mut back, &last)), (0, 0, 12, 0));
    }
}

#[test]
fn a_decision_stands() {
    for kind in ["NoneFound", "Independent", "Elsewhere"] {
        let mut framework = framework();
        let options = Options::of(&framework);
        let plain = file(&[activity("XX-DON-1-0001", "Relief", 5, "")]);
        take(&mut framework, &batch("d.xml", plain.as_bytes(), FIRST, &options));
        let id = id_of(&framework, "XX-DON-1-0001");
        run(
            &mut framework,
            &format!("[Program(\"{id}\", Decide((kind: {kind}, reason: \"as agreed\")))]"),
        );
        let tagged = tag(&Options::uri_of(&framework), "1.1");
        let named = file(&[activity("XX-DON-1-0001", "Relief", 5, &tagged)]);
        let again = batch("d.xml", named.as_bytes(), LATER, &options);
        let before = framework.clone();
        let plan = import::Plan::new(&framework, &again, false);
        let told = found(&plan, "I13");
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].contains("\"Relief\""), "{told:#?}");
        let summary = take(&mut framework, &again);
        assert_eq!((counts(&summary), summary.links), ((0, 0, 1, 0), 0), "{kind}");
        assert_eq!(framework, before, "{kind}");
    }
    // That it is out of scope is no word on its objectives: the link comes, the decision stays.
    let mut framework = framework();
    let options = Options::of(&framework);
    let plain = file(&[activity("XX-DON-1-0001", "Relief", 5, "")]);
    take(&mut framework, &batch("d.xml", plain.as_bytes(), FIRST, &options));
    let id = id_of(&framework, "XX-DON-1-0001");
    run(&mut framework, &format!("[Program(\"{id}\", Decide((kind: OutOfScope)))]"));
    let named =
        file(&[activity("XX-DON-1-0001", "Relief", 5, &tag(&Options::uri_of(&framework), "1.1"))]);
    let summary = take(&mut framework, &batch("d.xml", named.as_bytes(), LATER, &options));
    assert_eq!((summary.changed, summary.links), (1, 1));
    let decision = program(&framework, "XX-DON-1-0001").decision.as_ref().unwrap();
    assert_eq!(decision.kind, DecisionKind::OutOfScope);
}

/// What the framework has of an objective is never the import's.
#[test]
fn objectives_stay_as_they_are() {
    let mut framework = framework();
    let before: Vec<Objective> =
        framework.objectives().values().map(|o| Objective::clone(o)).collect();
    let options = Options::of(&framework);
    take(&mut framework, &batch("t.csv", TABLE.as_bytes(), FIRST, &options));
    let after: Vec<Objective> =
        framework.objectives().values().map(|o| Objective::clone(o)).collect();
    assert_eq!(before, after);
}
