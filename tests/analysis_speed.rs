//! The law of the quick figures: after any edit, an analyst that looks only at what has changed
//! gives bit for bit what an analysis from nothing gives, and so do the groups of the orphan field.

use std::sync::Arc;
use throughline::analysis::{Analysis, Analyst, analyze};
use throughline::edit::{Command, read_script};
use throughline::model::{Change, EvidenceBar, Framework, ProgramId};
use throughline::scene::field::{self, GroupBy};
use throughline::session::Session;
use throughline::templates;

/// A stream of numbers, the same on every system.
struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(self.0 >> 33).unwrap_or_default() % n.max(1)
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// One of the ids of a table, or one that is not there.
    fn id<K: ToString>(&mut self, ids: impl ExactSizeIterator<Item = K>) -> String {
        let at = self.below(ids.len());
        ids.into_iter().nth(at).map_or_else(|| "gone".to_owned(), |id| id.to_string())
    }
}

/// What a program edit may be, as text.
fn program_edit(rng: &mut Rng, f: &Framework, id: &str) -> String {
    let objective = rng.id(f.objectives().keys());
    let actor = rng.id(f.actors().keys());
    let other = rng.id(f.programs().keys());
    let effect = rng.pick(&["Supports", "Supports", "Supports", "Undermines"]);
    let share = rng.pick(&["", ", share: \"40\"", ", share: \"70\"", ", share: \"33.3333333\""]);
    let evidence = match rng.below(3) {
        0 => "Asserted".to_owned(),
        1 => "Documented(\"p. 3\")".to_owned(),
        _ => format!("Confirmed(\"{actor}\")"),
    };
    let link = ProgramId::new(id).ok().and_then(|id| f.program(&id)?.links.keys().next().cloned());
    let amount = rng.pick(&["5", "1200000", "0.335", "99999999.99", "-3", "900000000000000000"]);
    let currency =
        rng.pick(&["", ", currency: \"EUR\"", ", currency: \"NOK\"", ", currency: \"XXX\""]);
    let place = rng.pick(&["Kidal", "kidal", " KIDAL ", "Nowhere", "New place"]);
    let second = rng.pick(&["Gao", "kidal", "Far"]);
    let sector = rng.pick(&["15220", "15150", "72010", "12220", "998", "43010", "152"]);
    match rng.below(25) {
        23 => format!("Merge(\"{other}\")"),
        0..5 => format!("Link(\"{objective}\", (effect: {effect}, evidence: {evidence}{share}))"),
        5..7 => format!("Link(\"{}\", None)", link.map_or(objective, |l| l.to_string())),
        7 => "Decide((kind: NoneFound))".to_owned(),
        8 => format!("Decide((kind: {}))", rng.pick(&["OutOfScope", "Independent", "Elsewhere"])),
        9 => "Decide(None)".to_owned(),
        10 => format!("Set(Title(\"Title {amount}\"))"),
        11 => format!("Set(Budget((amount: \"{amount}\"{currency})))"),
        12 => "Set(Budget(None))".to_owned(),
        13 => format!("Set(Status({}))", rng.pick(&["Cancelled", "Closed", "Pipeline", "None"])),
        14 => format!("Funding(\"{actor}\", (amount: \"{amount}\"))"),
        15 => format!("Funding(\"{actor}\", {})", rng.pick(&["()", "None"])),
        16 => format!("Sector(\"{sector}\", \"{}\")", rng.pick(&["100", "40", "33.33333333"])),
        17 => format!("Sector(\"{sector}\", None)"),
        18 => format!("Set(Locations([\"{place}\", \"{second}\"]))"),
        19 => format!("Set(PartOf({}))", [format!("\"{other}\""), "None".to_owned()][rng.below(2)]),
        20 => format!("Set(Owner(\"{actor}\"))"),
        21 => format!("Set(Period((from: \"{}-01-01\")))", rng.pick(&["2020", "2026", "2050"])),
        22 => format!("Set(Dimensions([{}]))", rng.pick(&["", "\"political\""])),
        _ => rng
            .pick(&[
                "Set(Claims([\"c\"]))",
                "Set(Claims([]))",
                "Set(Owner(None))",
                "Set(Locations([]))",
                "Set(Identifiers([\"X-1\"]))",
                "Set(Identifiers([]))",
                "Remove",
            ])
            .to_owned(),
    }
}

fn objective_edit(rng: &mut Rng, f: &Framework) -> String {
    let objective = rng.id(f.objectives().keys());
    let actor = rng.id(f.actors().keys());
    let stance = rng.pick(&["Endorse", "Support", "Abstain", "Oppose", "Block"]);
    match rng.below(14) {
        0 => "Set(Title(\"Another\"))".to_owned(),
        1 => format!("Set(Status({}))", rng.pick(&["Retired", "Agreed"])),
        2 => format!("Place(under: \"{objective}\")"),
        3 => format!("Place(after: \"{objective}\")"),
        4 => "Place()".to_owned(),
        5 | 6 => format!("Position(\"{actor}\", (stance: {stance}))"),
        7 => format!("Position(\"{actor}\", None)"),
        8 => format!("Contribution(\"{objective}\", {})", rng.pick(&["()", "None"])),
        9 => format!("Set(Lead({}))", [format!("\"{actor}\""), "None".to_owned()][rng.below(2)]),
        10 => format!("Set(Due({}))", rng.pick(&["\"2027-01-01\"", "None"])),
        11 => "Indicator(\"i1\", (name: \"N\", baseline: \"0\", target: \"9\"))".to_owned(),
        12 => format!("Set(Monitoring({}))", rng.pick(&["Pending", "None"])),
        _ => rng.pick(&["Remove", "Set(Code(\"1.1\"))"]).to_owned(),
    }
}

fn record_edit(rng: &mut Rng, f: &Framework) -> String {
    let (actor, second) = (rng.id(f.actors().keys()), rng.id(f.actors().keys()));
    let (tension, mechanism) = (rng.id(f.tensions().keys()), rng.id(f.mechanisms().keys()));
    let (objective, program) = (rng.id(f.objectives().keys()), rng.id(f.programs().keys()));
    let outcome = rng.pick(&["Open", "Compromise", "NoAgreement"]);
    let about = format!("[Objective(\"{objective}\"), Program(\"{program}\")]");
    match rng.below(20) {
        0 => format!("Actor(\"{actor}\", Set(Name(\"Other\")))"),
        1 => format!("Actor(\"{actor}\", Set(Side({})))", rng.pick(&["Internal", "External"])),
        2 => {
            format!("Actor(\"{actor}\", Set(Family({})))", rng.pick(&["\"UN\"", "\"NO\"", "None"]))
        }
        3 => format!("Actor(\"{actor}\", Set(Parent(\"{second}\")))"),
        4 => format!("Actor(\"{actor}\", Set(CoreGroup({})))", rng.pick(&["true", "false"])),
        5 => format!("Actor(\"{actor}\", Merge(\"{second}\"))"),
        6 => format!("Actor(\"n{}\", Add((name: \"New\", side: Mixed)))", rng.below(9)),
        7 => format!("Tension(\"{tension}\", Set(Outcome({outcome})))"),
        8 => format!("Tension(\"{tension}\", Set(About({about})))"),
        9 => format!("Tension(\"{tension}\", Set(Parties([\"{actor}\", \"{second}\"])))"),
        10 => format!(
            "Tension(\"t{}\", Add((title: \"T\", about: {about}, outcome: {outcome})))",
            rng.below(9)
        ),
        11 => format!("Tension(\"{tension}\", Remove)"),
        12 => format!("Mechanism(\"{mechanism}\", Set(Members([\"{actor}\", \"{second}\"])))"),
        13 => format!("Mechanism(\"{mechanism}\", Set(Objectives([\"{objective}\"])))"),
        14 => format!("Mechanism(\"{mechanism}\", Remove)"),
        15 => {
            format!("Mechanism(\"m{}\", Add((name: \"M\", members: [\"{actor}\"])))", rng.below(9))
        }
        16 => format!(
            "Objective(\"x{}\", Add((title: \"O\", level: \"{}\")))",
            rng.below(9),
            f.head().levels[0].id
        ),
        17 => format!(
            "Program(\"x{}\", Add((title: \"P\", owner: \"{actor}\", part_of: \"{program}\")))",
            rng.below(9)
        ),
        18 => format!(
            "Milestone(\"m{}\", Add((on: \"2026-02-03\", title: \"M\", figures: (programs: 3, link_shown: 1))))",
            rng.below(9)
        ),
        _ => format!("Pin(\"{objective}\", {})", rng.pick(&["(x: \"1\", y: \"2\")", "None"])),
    }
}

fn head_edit(rng: &mut Rng) -> String {
    match rng.below(8) {
        0 => "Set(Title(\"Head\"))".to_owned(),
        1 => format!("Set(Currency(\"{}\"))", rng.pick(&["EUR", "USD"])),
        2 => format!("Rate(\"EUR\", {})", rng.pick(&["(rate: \"1.1317\")", "None"])),
        3 => format!("Set(EvidenceBar({}))", rng.pick(&["Asserted", "Documented", "Confirmed"])),
        4 => format!(
            "Set(Period((from: \"2025-01-01\", to: \"{}-01-01\")))",
            rng.pick(&["2026", "2040"])
        ),
        5 => format!("Dimension(\"political\", (title: \"P {}\"))", rng.below(3)),
        6 => format!("Dimension(\"extra{}\", (title: \"E\"))", rng.below(3)),
        _ => format!("Level(\"lvl{}\", \"L\")", rng.below(3)),
    }
}

fn command(rng: &mut Rng, f: &Framework) -> Command {
    let mut program = || {
        let id = rng.id(f.programs().keys());
        format!("Program(\"{id}\", {})", program_edit(rng, f, &id))
    };
    let one = program();
    let many: Vec<String> = (0..50).map(|_| program()).filter(|p| !p.contains("Remove")).collect();
    let objective = rng.id(f.objectives().keys());
    let text = match rng.below(20) {
        0..10 => one,
        10..14 => format!("Objective(\"{objective}\", {})", objective_edit(rng, f)),
        14..17 => record_edit(rng, f),
        17 => format!("Framework({})", head_edit(rng)),
        18 => format!("Batch(\"few\", [{}])", many[..4].join(", ")),
        _ => format!("Batch(\"many\", [{}])", many.join(", ")),
    };
    read_script(&format!("[{text}]")).unwrap_or_else(|e| panic!("{text}: {e}")).remove(0)
}

/// Does so many things to a framework; gives how many were not refused.
fn follow(framework: Framework, seed: u64, steps: usize) -> usize {
    let mut rng = Rng(seed);
    let mut session = Session::new(framework);
    let mut bar = None;
    let mut done = 0;
    let group = |session: &Session| {
        GroupBy::ALL.map(|by| field::groups(session.framework(), session.analysis(), by))
    };
    let mut groups = group(&session);
    let mut revision = session.revision();
    for step in 0..steps {
        // Now and then a screen still holds the figures of before: they must stay as they are.
        let held = (rng.below(3) == 0).then(|| Arc::clone(session.analysis()));
        let text = held.as_ref().map(|a| format!("{a:?}"));
        let what = match rng.below(16) {
            0 | 1 => format!("undo {}", session.undo()),
            2 => format!("redo {}", session.redo()),
            3 => {
                bar = [None, Some(EvidenceBar::Documented), Some(EvidenceBar::Confirmed)]
                    [rng.below(3)];
                session.set_bar(bar);
                format!("{bar:?}")
            }
            _ => {
                let command = command(&mut rng, session.framework());
                done += usize::from(session.run(&command).is_ok());
                format!("{command:?}")
            }
        };
        let fresh = analyze(session.framework(), bar);
        let json = |a: &Analysis| serde_json::to_string(a).expect("JSON");
        assert!(
            **session.analysis() == fresh && json(session.analysis()) == json(&fresh),
            "seed {seed}, step {step}: {what}"
        );
        assert_eq!(held.map(|a| format!("{a:?}")), text, "seed {seed}, step {step}: {what}");
        let expected = group(&session);
        match session.touched() {
            Some(touched) if session.revision() == revision + 1 => {
                for (groups, by) in groups.iter_mut().zip(GroupBy::ALL) {
                    let (framework, analysis) = (session.framework(), session.analysis());
                    field::group_again(groups, framework, analysis, by, touched);
                }
                assert_eq!(groups, expected, "seed {seed}, step {step}: {what}");
            }
            _ => groups = expected,
        }
        revision = session.revision();
    }
    done
}

#[test]
fn after_every_edit_the_figures_are_those_from_nothing() {
    let done: usize =
        (0..8).map(|seed| follow(templates::generate(60, 300, seed), seed, 150)).sum();
    assert!(done > 500, "only {done} edits fitted");
}

#[test]
fn so_they_are_of_the_sample() {
    let sample = templates::find("sample").unwrap().framework(0).unwrap();
    let done: usize = (0..3).map(|seed| follow(sample.clone(), seed, 100)).sum();
    assert!(done > 100, "only {done} edits fitted");
}

#[test]
fn so_they_are_where_two_threads_share_the_work() {
    follow(templates::generate(60, 2100, 5), 5, 40);
}

#[test]
fn an_analyst_may_be_given_another_framework() {
    let one = templates::generate(60, 300, 1);
    let other = templates::generate(60, 300, 2);
    let mut analyst = Analyst::new(&one, None);
    let mut before = &one;
    for framework in [&other, &one, &Framework::new((**one.head()).clone()), &one] {
        analyst.renew(framework, None, &Change::between(before, framework));
        assert_eq!(**analyst.analysis(), analyze(framework, None));
        before = framework;
    }
}
