//! Random edits of a framework, by commands as a user gives them. The same seed gives the same.

use throughline::edit::{self, Command, read_script};
use throughline::model::Framework;

/// A small generator of numbers (splitmix64): the same seed gives the same.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % sides.max(1)
    }

    fn pick<'a>(&mut self, from: &'a [String]) -> &'a str {
        from.get(self.roll(from.len())).map_or("none", String::as_str)
    }
}

/// The ids of a framework, by kind; of each list only so many, so that two copies meet.
pub(crate) struct Ids {
    actors: Vec<String>,
    objectives: Vec<String>,
    programs: Vec<String>,
    levels: Vec<String>,
    dimensions: Vec<String>,
}

impl Ids {
    pub(crate) fn of(framework: &Framework, most: usize) -> Self {
        let text = |id: &dyn std::fmt::Display| id.to_string();
        Self {
            actors: framework.actors().keys().take(most).map(|id| text(id)).collect(),
            objectives: framework.objectives().keys().take(most).map(|id| text(id)).collect(),
            programs: framework.programs().keys().take(most).map(|id| text(id)).collect(),
            levels: framework.head().levels.iter().map(|level| text(&level.id)).collect(),
            dimensions: framework.head().dimensions.keys().map(|id| text(id)).collect(),
        }
    }
}

/// Edits a framework so many times; what is refused is passed over.
pub(crate) fn edited(start: &Framework, ids: &Ids, dice: &mut Dice, times: usize) -> Framework {
    let mut framework = start.clone();
    for _ in 0..times {
        for command in command(ids, dice) {
            edit::run(&mut framework, &command).ok();
        }
    }
    framework
}

/// One command, valid or not.
#[expect(clippy::too_many_lines, reason = "a list of what can be edited")]
fn command(ids: &Ids, dice: &mut Dice) -> Vec<Command> {
    let (o, o2) = (dice.pick(&ids.objectives), dice.pick(&ids.objectives));
    let (p, p2) = (dice.pick(&ids.programs), dice.pick(&ids.programs));
    let (a, a2) = (dice.pick(&ids.actors), dice.pick(&ids.actors));
    let level = dice.pick(&ids.levels);
    let dimension = dice.pick(&ids.dimensions);
    let n = dice.roll(4);
    let share = 30 * (1 + dice.roll(3));
    let link = format!(
        "(effect: Supports, evidence: Confirmed(\"{a2}\"), share: \"{share}\", by: \"{a}\", recorded_by: \"R{n}\", on: \"2025-05-0{}\")",
        n + 1
    );
    let text = match dice.roll(44) {
        0 => format!("Objective(\"{o}\", Set(Title(\"Title {n}\")))"),
        1 => format!("Objective(\"{o}\", Set(Description(\"Text {n}\")))"),
        2 => format!("Objective(\"{o}\", Set(Lead(\"{a}\")))"),
        3 => format!("Objective(\"{o}\", Set(Supporting([\"{a}\", \"{a2}\"])))"),
        4 | 5 => {
            format!("Objective(\"{o}\", Contribution(\"{o2}\", (rationale: \"Because {n}\")))")
        }
        6 => format!("Objective(\"{o}\", Contribution(\"{o2}\", None))"),
        7 | 8 => format!("Objective(\"{o}\", Place(under: \"{o2}\", after: None))"),
        9 => format!("Objective(\"{o}\", Place(under: None, after: \"{o2}\"))"),
        10 => format!("Objective(\"{o}\", Remove)"),
        11 | 12 => format!(
            "Objective(\"{o}\", Position(\"{a}\", (stance: {}, on: \"2025-06-0{}\", recorded_by: \"R{n}\")))",
            ["Endorse", "Support", "Oppose", "Block"][n],
            n + 1
        ),
        13 => format!("Objective(\"{o}\", Position(\"{a}\", None))"),
        14 => format!(
            "Objective(\"{o}\", Indicator(\"ind-{}\", (name: \"I\", target: \"{n}\", monitored_by: \"{a}\", actuals: {{ \"2025-01-0{}\": \"{share}\" }})))",
            n % 2,
            n + 1
        ),
        15 => format!("Objective(\"{o}\", Translation(\"fr\", (title: \"Titre {n}\")))"),
        16 => format!("Objective(\"{o}\", Set(Dimensions([\"{dimension}\"])))"),
        17 => format!("Objective(\"{o}\", Set(Level(\"{level}\")))"),
        18 => format!("Objective(\"{o}\", Set(Risks([\"Risk {n}\", \"Risk {share}\"])))"),
        19 => format!(
            "Objective(\"{o}\", Set(Period((from: \"202{n}-01-01\", to: \"202{}-01-01\"))))",
            n + 1
        ),
        20 => format!(
            "Objective(\"obj-new-{n}\", Add((title: \"New {share}\", level: \"{level}\", contributes_to: {{ \"{o}\": () }})))"
        ),
        21 => format!("Objective(\"obj-new-{n}\", Set(Title(\"Newer {share}\")))"),
        22..=24 => format!("Program(\"{p}\", Link(\"{o}\", {link}))"),
        25 => format!("Program(\"{p}\", Link(\"{o}\", None))"),
        26 => format!("Program(\"{p}\", Link(\"obj-new-{n}\", {link}))"),
        27 => format!(
            "Batch(\"\", [Program(\"{p}\", Set(Links({{}}))), Program(\"{p}\", Decide((kind: NoneFound, by: \"{a}\", on: \"2025-07-0{}\")))])",
            n + 1
        ),
        28 => format!("Program(\"{p}\", Decide((kind: OutOfScope, by: \"{a}\")))"),
        29 => format!("Program(\"{p}\", Funding(\"{a}\", (amount: \"{share}\")))"),
        30 => format!(
            "Program(\"{p}\", Set(Budget((amount: \"{share}\", currency: \"{}\"))))",
            ["USD", "EUR"][n % 2]
        ),
        31 => format!("Program(\"{p}\", Sector(\"1522{n}\", \"{share}\"))"),
        32 => format!("Program(\"{p}\", DependsOn(\"{p2}\", (kind: Follows, note: \"{n}\")))"),
        33 => format!("Program(\"{p}\", Set(PartOf(\"{p2}\")))"),
        34 => format!("Program(\"{p}\", Remove)"),
        35 => format!("Program(\"{p}\", Set(Implementing([\"{a}\", \"{a2}\"])))"),
        36 => format!(
            "Program(\"prg-new-{n}\", Add((title: \"New {share}\", owner: \"{a}\", links: {{ \"{o}\": {link} }})))"
        ),
        37 => format!("Actor(\"{a}\", Remove)"),
        38 => format!("Actor(\"{a}\", Set(Parent(\"{a2}\")))"),
        39 => format!("Actor(\"{a}\", Set(Note(\"Note {n}\")))"),
        40 => format!(
            "Tension(\"ten-{n}\", Add((title: \"T{share}\", about: [Objective(\"{o}\"), Program(\"{p}\"), Actor(\"{a}\")], outcome: Open, parties: [\"{a2}\"])))"
        ),
        41 => format!(
            "Scene(\"scn-{n}\", Add((title: \"S\", focus: \"{o}\", folded: [\"{o2}\"], filter: (actors: [\"{a}\"], levels: [\"{level}\"]))))"
        ),
        42 => format!("Pin(\"{o}\", (x: \"{n}\", y: \"{share}\"))"),
        _ => match n {
            0 => format!("Framework(Level(\"lvl-{share}\", \"Level\"))"),
            1 => format!("Framework(Level(\"{level}\", \"Level {share}\"))"),
            2 => format!("Framework(Set(Vision(\"Vision {share}\")))"),
            _ => format!("Framework(Dimension(\"dim-{share}\", (title: \"D{p}\")))"),
        },
    };
    read_script(&format!("[{text}]")).unwrap_or_else(|error| panic!("{error}\n{text}"))
}
