//! Suggestions: what is suggested for a program, why, and that it learns at once.

use serde_json::Value;
use throughline::edit::{Command, ProgramEdit, run};
use throughline::model::{
    Decision, DecisionKind, Effect, Evidence, Framework, Link, ObjectiveId, ProgramId,
};
use throughline::store;
use throughline::suggest::{Reason, Suggester, Suggestion};

/// Objectives in four languages and Arabic, with programs that name none of them; `o-old` is
/// retired, `o-off` does not reach the strategy.
const FRAMEWORK: &str = r#"#![enable(implicit_some)]
Framework(format: (1, 0), id: "fw-s", title: "Compact", currency: "USD", vision: "Peace",
  levels: [(id: "so", title: "Goal"), (id: "op", title: "Output")],
  actors: { "unicef": (name: "UNICEF", side: External), "fao": (name: "FAO", side: External) },
  objectives: {
    "s1": (title: "People live well", level: "so", code: "1"),
    "o-school": (title: "Girls and boys go to school", level: "op", code: "1.1", contributes_to: { "s1": () }),
    "o-water": (title: "L’eau potable et l’assainissement des villages", level: "op", code: "1.2", contributes_to: { "s1": () }),
    "o-women": (title: "Las mujeres participan en la política local", level: "op", code: "1.3", contributes_to: { "s1": () }),
    "o-farm": (title: "Agricultores familiares vendem nas feiras", level: "op", code: "1.4", contributes_to: { "s1": () }),
    "o-court": (title: "\u{627}\u{644}\u{645}\u{62d}\u{627}\u{643}\u{645} \u{62a}\u{639}\u{645}\u{644} \u{641}\u{64a} \u{643}\u{644} \u{645}\u{62d}\u{627}\u{641}\u{638}\u{629}", level: "op", code: "1.5", contributes_to: { "s1": () }),
    "o-old": (title: "Schooling for girls and boys, an older aim", level: "op", status: Retired, contributes_to: { "s1": () }),
    "o-off": (title: "Schools for girls and boys off the strategy", level: "op"),
  },
  programs: {
    "p-school": (title: "Schooling of girls in the north", owner: "unicef"),
    "p-water": (title: "Assainissements et eaux pour les villageois", owner: "unicef"),
    "p-women": (title: "Mujer y participación política", owner: "fao"),
    "p-farm": (title: "Apoio ao agricultor familiar nas feiras", owner: "fao"),
    "p-court": (title: "\u{645}\u{62d}\u{627}\u{643}\u{645} \u{645}\u{62a}\u{646}\u{642}\u{644}\u{629}", owner: "fao"),
    "p-odd": (title: "Xylophone", owner: "fao"),
    "p-odd2": (title: "Xylophone lessons", owner: "fao"),
    "p-code": (title: "Contribution to output 1.4", owner: "unicef"),
    "p-whole": (title: "Umbrella of many things", owner: "unicef", links: { "o-women": (effect: Supports, evidence: Asserted) }),
    "p-part": (title: "Phase two", owner: "unicef", part_of: "p-whole"),
  },
)"#;

fn framework() -> Framework {
    store::read(FRAMEWORK.as_bytes()).expect("a framework").framework
}

fn program(id: &str) -> ProgramId {
    ProgramId::new(id).expect("an id")
}

fn objective(id: &str) -> ObjectiveId {
    ObjectiveId::new(id).expect("an id")
}

fn link(framework: &mut Framework, of: &str, to: &str) {
    let link = Link::new(Effect::Supports, Evidence::Asserted);
    let edit = ProgramEdit::Link(objective(to), Some(link));
    run(framework, &Command::Program(program(of), edit)).expect("linked");
}

fn first(suggester: &Suggester, of: &str) -> Suggestion {
    let mut all = suggester.suggest(&program(of), 3);
    assert!(!all.is_empty(), "nothing for {of}");
    all.remove(0)
}

#[test]
fn inflected_words_meet_in_every_language() {
    let suggester = Suggester::new(&framework());
    for (of, expected) in [
        ("p-school", "o-school"),
        ("p-water", "o-water"),
        ("p-women", "o-women"),
        ("p-farm", "o-farm"),
        ("p-court", "o-court"),
    ] {
        let found = first(&suggester, of);
        assert_eq!(found.objective, objective(expected), "{of}: {found:?}");
    }
}

#[test]
fn words_are_named_as_the_program_writes_them() {
    let framework = framework();
    let suggester = Suggester::new(&framework);
    for id in ["p-school", "p-water", "p-women", "p-farm", "p-court"] {
        let title = framework.program(&program(id)).expect("there").title.to_lowercase();
        let mut told = 0;
        for reason in suggester.suggest(&program(id), 9).into_iter().flat_map(|s| s.reasons) {
            let Reason::Words(words) = reason else { continue };
            assert!(!words.is_empty());
            told += words.len();
            for word in words {
                assert!(title.contains(&word.to_lowercase()), "{id}: {word}");
            }
        }
        assert!(told > 0, "{id}");
    }
}

#[test]
fn every_suggestion_has_a_reason_and_none_is_what_it_must_not_be() {
    let framework = framework();
    let suggester = Suggester::new(&framework);
    for id in framework.programs().keys() {
        let record = framework.program(id).expect("there");
        let all = suggester.suggest(id, 9);
        let mut scores: Vec<f64> = all.iter().map(|s| s.score).collect();
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        assert!(scores.is_sorted_by(|a, b| a >= b));
        scores.dedup();
        for Suggestion { objective, reasons, .. } in all {
            assert!(!reasons.is_empty());
            assert!(reasons.iter().all(|reason| !reason.text(&framework).is_empty()));
            assert!(!["o-old", "o-off", "s1"].contains(&objective.as_str()), "{id}: {objective}");
            assert!(!record.links.contains_key(&objective));
        }
    }
    assert!(suggester.suggest(&program("p-odd"), 3).is_empty(), "nothing speaks for anything");
    assert!(suggester.suggest(&program("p-nobody"), 3).is_empty());
}

#[test]
fn codes_and_umbrellas_are_told() {
    let framework = framework();
    let suggester = Suggester::new(&framework);
    let named = first(&suggester, "p-code");
    assert_eq!(named.objective, objective("o-farm"));
    assert_eq!(named.reasons[0], Reason::Named("1.4".to_owned()));
    assert_eq!(named.reasons[0].text(&framework), "its text names “1.4”");
    let part = first(&suggester, "p-part");
    assert_eq!(part.objective, objective("o-women"));
    assert_eq!(part.reasons[0], Reason::Umbrella(program("p-whole")));
    let text = part.reasons[0].text(&framework);
    assert_eq!(text, "part of “Umbrella of many things”, which is linked here");
}

#[test]
fn it_learns_a_link_at_once() {
    let mut framework = framework();
    let mut suggester = Suggester::new(&framework);
    link(&mut framework, "p-odd", "o-court");
    assert!(suggester.is_near(&framework));
    suggester.renew(&framework);
    let found = first(&suggester, "p-odd2");
    assert_eq!(found.objective, objective("o-court"));
    assert!(found.reasons.contains(&Reason::Alike(vec![program("p-odd")])), "{found:?}");
    assert!(
        found
            .reasons
            .contains(&Reason::Owner(throughline::model::ActorId::new("fao").expect("an id"), 1)),
        "{found:?}"
    );
    let text: Vec<String> = found.reasons.iter().map(|r| r.text(&framework)).collect();
    assert!(text.contains(&"1 like it is linked here".to_owned()), "{text:?}");
    assert!(text.contains(&"FAO linked 1 program here".to_owned()), "{text:?}");
}

#[test]
fn those_alike_are_of_one_owner_and_open() {
    let mut framework = framework();
    let mut suggester = Suggester::new(&framework);
    assert_eq!(suggester.alike(&program("p-odd")), [program("p-odd2")]);
    assert_eq!(suggester.alike(&program("p-school")), []);
    let decision = Decision::new(DecisionKind::NoneFound);
    let edit = ProgramEdit::Decide(Some(decision));
    run(&mut framework, &Command::Program(program("p-odd2"), edit)).expect("decided");
    suggester.renew(&framework);
    assert_eq!(suggester.alike(&program("p-odd")), []);
}

/// What is suggested for all programs, whole.
fn all(suggester: &Suggester, framework: &Framework) -> Vec<Vec<Suggestion>> {
    framework.programs().keys().map(|id| suggester.suggest(id, 5)).collect()
}

#[test]
fn learning_again_is_as_learning_anew() {
    let mut framework = throughline::templates::generate(40, 300, 5);
    let mut suggester = Suggester::new(&framework);
    let programs: Vec<ProgramId> = framework.programs().keys().cloned().collect();
    let lowest: Vec<ObjectiveId> = suggester.ranked(&programs[0]).into_iter().take(12).collect();
    let mut state = 7_usize;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    for step in 0..60 {
        let id = programs[next(programs.len())].clone();
        let to = lowest[next(lowest.len())].clone();
        let linked = framework.program(&id).expect("there").links.contains_key(&to);
        let edit = match (step % 5, linked) {
            (4, _) => {
                let title = format!("Wells and schools, {step}");
                ProgramEdit::Set(throughline::model::ProgramField::Title(title))
            }
            (_, true) => ProgramEdit::Link(to, None),
            (_, false) => {
                let link = Link::new(Effect::Supports, Evidence::Asserted);
                ProgramEdit::Link(to, Some(link))
            }
        };
        run(&mut framework, &Command::Program(id, edit)).expect("done");
        if step % 3 == 2 {
            suggester.renew(&framework);
        }
    }
    suggester.renew(&framework);
    assert_eq!(all(&suggester, &framework), all(&Suggester::new(&framework), &framework));
}

#[test]
fn the_same_framework_gives_the_same_suggestions() {
    let framework = throughline::templates::generate(30, 120, 3);
    let one = all(&Suggester::new(&framework), &framework);
    assert_eq!(one, all(&Suggester::new(&framework.clone()), &framework));
    assert!(one.iter().flatten().count() > 100);
}

fn command(arguments: &[&str]) -> (i32, String, String) {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_throughline"));
    let output = command.args(arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_prints_and_links_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("fw.ron");
    store::save_bytes(&file, FRAMEWORK.as_bytes()).expect("saved");
    let path = file.to_string_lossy().into_owned();
    let (code, out, err) = command(&["suggest", &path, "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let json: Value = serde_json::from_str(&out).expect("JSON");
    let programs = json["programs"].as_array().expect("a list");
    // All but the umbrella, which is left out, and its part, which has its link.
    assert_eq!(programs.len(), 8);
    let school = programs.iter().find(|p| p["program"] == "p-school").expect("there");
    assert_eq!(school["title"], "Schooling of girls in the north");
    let first = &school["suggestions"][0];
    assert_eq!(first["objective"], "o-school");
    assert_eq!(first["title"], "Girls and boys go to school");
    assert!(first["score"].is_f64() && !first["reasons"][0].as_str().expect("text").is_empty());

    let (code, out, _) = command(&["suggest", &path, "--program", "p-farm", "--top", "1"]);
    assert_eq!(code, 0);
    assert!(out.contains("1. Agricultores familiares vendem nas feiras (o-farm)"), "{out}");
    assert!(out.contains("words: "), "{out}");
    let (code, _, err) = command(&["suggest", &path, "--program", "p-nobody"]);
    assert!(code == 2 && err.contains("p-nobody"), "{err}");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), FRAMEWORK);
}
