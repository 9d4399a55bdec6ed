//! What was recorded since the last milestone, and what it did to the elements of coherence.

use throughline::analysis::{Recorded, Relation, analyze, since};
use throughline::edit::{Command, ProgramEdit, run};
use throughline::model::{Framework, ObjectiveId, ProgramId};
use throughline::store;

/// Two donors' programs in the same place, sector and time. One was linked before the milestone;
/// the other and a third after it, to what the country backs.
const FRAMEWORK: &str = r#"#![enable(implicit_some)]
Framework(format: (1, 0), id: "fw-s", title: "Compact", currency: "USD", vision: "Peace",
  levels: [(id: "so", title: "Goal")],
  actors: { "gov": (name: "Ministry", side: Internal, core_group: true),
            "a": (name: "Agency A", side: External), "b": (name: "Agency B", side: External),
            "c": (name: "Agency C", side: External) },
  objectives: { "so1": (title: "Wells", level: "so", positions: { "gov": (stance: Endorse, on: "2025-01-10") }),
                "so2": (title: "Schools", level: "so") },
  programs: {
    "p1": (title: "Wells one", owner: "a", sectors: { "14030": "100" }, locations: ["North"],
           period: (from: "2025-01-01", to: "2025-12-31"),
           links: { "so1": (effect: Supports, evidence: Asserted, on: "2025-01-20") }),
    "p2": (title: "Wells two", owner: "b", sectors: { "14030": "100" }, locations: ["North"],
           period: (from: "2025-01-01", to: "2025-12-31"),
           links: { "so1": (effect: Supports, evidence: Asserted, on: "2025-03-02") }),
    "p3": (title: "School meals", owner: "c",
           links: { "so2": (effect: Supports, evidence: Asserted, on: "2025-03-02") }),
    "p4": (title: "Roads", owner: "c", decision: (kind: Elsewhere, on: "2025-03-02")),
  },
  mechanisms: { "mec-1": (name: "Education group", members: ["gov"], objectives: ["so2"]) },
  milestones: { "mil-0": (on: "2024-12-01", title: "Before", figures: (programs: 0, link_shown: 0)),
                "mil-1": (on: "2025-02-01", title: "Workshop 1", figures: (programs: 4, link_shown: 1)) },
)"#;

fn framework(text: &str) -> Framework {
    store::read(text.as_bytes()).expect("a framework").framework
}

fn objective(id: &str) -> ObjectiveId {
    ObjectiveId::new(id).expect("an id")
}

#[test]
fn without_a_milestone_there_is_nothing_to_compare_with() {
    let cut = FRAMEWORK.find("  milestones").expect("they are there");
    assert_eq!(since(&framework(&format!("{})", &FRAMEWORK[..cut])), None), None);
}

#[test]
fn links_since_the_last_milestone_raise_one_element_and_lower_another() {
    let framework = framework(FRAMEWORK);
    let since = since(&framework, None).expect("a milestone");
    assert_eq!((since.title.as_str(), since.on.to_string().as_str()), ("Workshop 1", "2025-02-01"));
    assert_eq!(since.more, 0);
    let told: Vec<_> = since.steps.iter().map(|s| (s.recorded.clone(), s.count)).collect();
    let expected = [
        (Recorded::Links(objective("so1")), 1),
        (Recorded::Links(objective("so2")), 1),
        (Recorded::Decisions, 1),
    ];
    assert_eq!(told.len(), 3);
    assert!(expected.iter().all(|step| told.contains(step)), "{told:?}");

    // p2 is aligned through its link, but overlaps with p1: of p1 to p3 (p4 stands apart) 2
    // rather than 1 are aligned, and of 3 rather than 2 linked ones only p3 is harmonized.
    let first = &since.steps[0];
    assert_eq!(first.recorded, Recorded::Links(objective("so1")));
    assert!(first.in_tension());
    let degree = |relation: Relation| first.degrees[relation as usize].expect("known");
    assert_eq!(degree(Relation::Alignment), (1.0 / 3.0, 2.0 / 3.0));
    assert_eq!(degree(Relation::Harmonization), (1.0, 1.0 / 3.0));
    assert!(first.effect(Relation::Alignment) > 0.0);
    assert!(first.effect(Relation::Harmonization) < 0.0);
    // Its effect is that of taking the link away, as an edit does.
    let mut without = framework.clone();
    let id = ProgramId::new("p2").expect("an id");
    let edit = ProgramEdit::Link(objective("so1"), None);
    run(&mut without, &Command::Program(id, edit)).expect("done");
    let coherence = analyze(&without, None).coherence;
    assert_eq!(coherence.harmonization.degree, Some(1.0));
    assert_eq!(coherence.alignment.degree, Some(1.0 / 3.0));
}

#[test]
fn what_raises_only_is_in_no_tension() {
    let since = since(&framework(FRAMEWORK), None).expect("a milestone");
    let schools = since.steps.iter().find(|s| s.recorded == Recorded::Links(objective("so2")));
    let schools = schools.expect("it is there");
    assert!(!schools.in_tension());
    assert!(schools.effect(Relation::Harmonization) > 0.0);
    // The decision took p4 out of those that are not aligned.
    let decision = since.steps.iter().find(|s| s.recorded == Recorded::Decisions);
    let decision = decision.expect("it is there");
    let alignment = decision.degrees[Relation::Alignment as usize].expect("known");
    assert_eq!(alignment, (0.5, 2.0 / 3.0));
}
