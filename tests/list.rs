//! "Paste a list": tables of what people paste, in four languages, and what it becomes; and the
//! law that any text gives a command that the framework takes.

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use throughline::edit::{self, Command, List, ListOf, read_list};
use throughline::graph::Dag;
use throughline::layout::Forest;
use throughline::model::{Actor, ActorId, Framework, ObjectiveId, Program, Side, invariants};
use throughline::store;

const START: &str = r#"Framework(
    format: (1, 0), id: "fw-t", title: "T", currency: "USD", country: "ML",
    levels: [(id: "goal", title: "Goal"), (id: "oc", title: "Outcome"), (id: "op", title: "Output")],
    dimensions: { "political": (title: "Political"), "security": (title: "Security") },
    actors: {
        "undp": (name: "United Nations Development Programme", acronym: "UNDP", side: External),
        "moi": (name: "Ministère de l'Intérieur", acronym: "MoI", side: Internal),
        "sida": (name: "Sweden", acronym: "Sida", side: External),
        "c1": (name: "Comité", acronym: "CNP", side: Internal),
        "c2": (name: "Conseil", acronym: "CNP", side: Internal),
    },
    objectives: {
        "g1": (title: "Peace", level: "goal", code: "1"),
        "g2": (title: "Justice", level: "goal", code: "2"),
        "o1": (title: "Courts reopened", level: "oc", code: "1.1", rank: "a", contributes_to: { "g1": () }),
        "o2": (title: "Police trained", level: "oc", code: "1.2", rank: "a0", contributes_to: { "g1": () }),
        "x1": (title: "Twice", level: "op", contributes_to: { "o1": () }),
        "x2": (title: "Twice", level: "op", contributes_to: { "o2": () }),
        "old": (title: "Gone", level: "goal", status: Retired),
    },
    programs: {
        "p1": (title: "Cours mobiles", owner: "undp", identifiers: ["ML-1-77"]),
    },
)"#;

fn start() -> Framework {
    match store::read(START.as_bytes()) {
        Ok(opened) => opened.framework,
        Err(error) => panic!("{error}"),
    }
}

fn objectives(under: Option<&str>, after: Option<&str>) -> ListOf {
    let id = |text: &str| ObjectiveId::new(text).expect("an id");
    ListOf::Objectives { under: under.map(id), after: after.map(id) }
}

fn read(framework: &Framework, text: &str, of: &ListOf) -> List {
    let mut next = 0;
    read_list(framework, text, of, &mut || {
        next += 7;
        next
    })
}

/// Reads and carries out; checks that undo gives the same framework back.
fn pasted(text: &str, of: &ListOf) -> (List, Framework) {
    let before = start();
    let mut framework = before.clone();
    let list = read(&framework, text, of);
    let change = match edit::run(&mut framework, &list.command) {
        Ok(change) => change,
        Err(error) => panic!("{text}: {error}"),
    };
    assert!(invariants::faults(&framework).is_empty(), "{text}");
    let after = framework.clone();
    framework.apply(&change.inverse()).expect("undo fits");
    assert_eq!(framework, before, "{text}");
    (list, after)
}

/// The new objectives as they are drawn: indented by level, with their codes.
fn drawn(framework: &Framework, all: bool) -> String {
    let old = start();
    let dag = Dag::new(framework);
    let forest = Forest::new(framework, &dag, &BTreeSet::new(), None);
    let mut out = String::new();
    for node in &forest.nodes {
        let id = dag.id(node.objective);
        let record = framework.objective(id).expect("it is there");
        if all || old.objective(id).is_none() {
            let code = record.code.as_ref().map(|code| format!("[{code}] ")).unwrap_or_default();
            let above = dag.primary(node.objective).is_none() && node.depth > 0;
            let loose = if above { "?" } else { "" };
            let _ = writeln!(out, "{}{loose}{code}{}", "  ".repeat(node.depth), record.title);
        }
    }
    out
}

/// All that was told of the lines, for looking into.
fn told(list: &List) -> String {
    let mut out = String::new();
    for line in &list.lines {
        let problem = line.problem.as_deref().unwrap_or_default();
        let _ = writeln!(out, "{} | {} | {problem}", line.text, line.notes.join(", "));
    }
    out
}

fn program<'a>(framework: &'a Framework, title: &str) -> &'a Program {
    let found = framework.programs().values().find(|program| program.title == title);
    found.unwrap_or_else(|| panic!("no program {title}"))
}

fn actor<'a>(framework: &'a Framework, name: &str) -> &'a Actor {
    let found = framework.actors().values().find(|actor| actor.name == name);
    found.unwrap_or_else(|| panic!("no actor {name}"))
}

/// The cases of a table, one a line: name, text and result.
fn cases(table: &str) -> Vec<(String, String, String)> {
    let signs = [
        ("\\n", "\n"),
        ("\\t", "\t"),
        ("\\r", "\r"),
        ("\\u{feff}", "\u{feff}"),
        ("\\u{a0}", "\u{a0}"),
        ("\\u{ad}", "\u{ad}"),
    ];
    let plain = |text: &str| signs.iter().fold(text.to_owned(), |t, (sign, c)| t.replace(sign, c));
    let lines = table.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| match line.split(" => ").collect::<Vec<_>>().as_slice() {
            [name, text, tree] => (plain(name), plain(text), plain(tree)),
            _ => panic!("not a case: {line}"),
        })
        .collect()
}

/// Indented text, and what is drawn.
const TEXTS: &str = r#"
tabs => Health\n\tClinics\n\t\tRoofs\n\tDoctors\nSchools => Health\n  Clinics\n    Roofs\n  Doctors\nSchools\n
two spaces => Santé\n  Cliniques\n    Toits\n  Médecins => Santé\n  Cliniques\n    Toits\n  Médecins\n
mixed => Salud\n\tClínicas\n    Médicos\n        Techos => Salud\n  Clínicas\n  Médicos\n    Techos\n
all indented =>     Saúde\n      Clínicas\n    Escolas => Saúde\n  Clínicas\nEscolas\n
bullets of Word => •\tHealth\no\tClinics\n▪\tRoofs\n•\tSchools => Health\n  Clinics\n    Roofs\nSchools\n
dashes in an e-mail => Health for all:\n- clinics open\n– \n- doctors stay\nSchools => Health for all:\n  clinics open\n  doctors stay\nSchools\n
numbers alone => 1. Health\n1.1 Clinics\n1.1.1 Roofs\n1.2 Doctors\n2. Schools => [1] Health\n  [1.1] Clinics\n    [1.1.1] Roofs\n  [1.2] Doctors\n[2] Schools\n
numbers without points => 1 Health\n1.1 Clinics\n2 Schools\n => [1] Health\n  [1.1] Clinics\n[2] Schools\n
numbers and indentation => 1 Health\n\t1 Clinics\n\t2 Doctors\n => [1] Health\n  [1] Clinics\n  [2] Doctors\n
words and numbers => SO1: Health\nOutcome 1.1 – Clinics\nOutput 1.1.1 - Roofs\nOutcome 1.2: Doctors => [SO1] Health\n  [1.1] Clinics\n    [1.1.1] Roofs\n  [1.2] Doctors\n
in French => Axe stratégique 1 : Santé\nRésultat 1.1 : Cliniques\nProduit 1.1.1 : Toits => [1] Santé\n  [1.1] Cliniques\n    [1.1.1] Toits\n
in Spanish => Eje 1. Salud\nResultado 1.1. Clínicas\nResultado 1.2. Médicos => [1] Salud\n  [1.1] Clínicas\n  [1.2] Médicos\n
in Portuguese => Objetivo 1 – Saúde\nProduto 1.1 – Clínicas => [1] Saúde\n  [1.1] Clínicas\n
headings => # Health\n## Clinics\n- Roofs\n# **Schools** => Health\n  Clinics\n    Roofs\nSchools\n
letters => Health\n\ta) Clinics\n\tb) Doctors\n\t\t(1) Roofs => Health\n  Clinics\n  Doctors\n    Roofs\n
figures that are no codes => 100 schools built\n3 ministries reformed\n1.5 million people fed\n2025 targets met\nTrain 12 judges => 100 schools built\n3 ministries reformed\n1.5 million people fed\n2025 targets met\nTrain 12 judges\n
plain above numbers => Health\n1.1 Clinics\n1.2 Doctors\nSchools\n2.1 Roofs => Health\n  [1.1] Clinics\n  [1.2] Doctors\nSchools\n  [2.1] Roofs\n
a jump => Health\n1.1.1 Roofs\n => Health\n  [1.1.1] Roofs\n
too deep => A1\n B1\n  C1\n   D1\n    E1\n B2 => A1\n  B1\n    C1\n    D1\n    E1\n  B2\n
line ends and odd spaces => \u{feff}Health\u{a0}care\r\n\u{a0}\u{a0}Clinics\r\n\r\n\u{a0}\u{a0}Doc\u{ad}tors\r\n => Health care\n  Clinics\n  Doctors\n
quotes of a spreadsheet => "Health ""for all""\nby 2030"\n"Schools" first => Health "for all" by 2030\n"Schools" first\n
bullets of a wiki => * Peace talks\n** Courts\n*** Judges\n* Justice => Peace talks\n  Courts\n    Judges\nJustice\n
letters and Roman numbers => I. Santé\nA. Cliniques\nB. Médecins\nII. Écoles => [I] Santé\n  [A] Cliniques\n  [B] Médecins\n[II] Écoles\n
lists of Word => 1.\tHealth\n\ta.\tClinics\n\tb.\tDoctors\n2.\tSchools => [1] Health\n  Clinics\n  Doctors\n[2] Schools\n
a figure after the number => Outcome 1: 50 000 jobs\nOutcome 1.1: 3 – 5 markets\n10 – 15 wells => [1] 50 000 jobs\n  [1.1] 3 – 5 markets\n    10 – 15 wells\n
right to left => الصحة\n\tالعيادات => الصحة\n  العيادات\n
"#;

#[test]
fn texts_become_trees() {
    for (name, text, tree) in cases(TEXTS) {
        let (list, framework) = pasted(&text, &objectives(None, None));
        assert_eq!(drawn(&framework, false), tree, "{name}\n{}", told(&list));
        assert!(list.columns.is_empty(), "{name}: {:?}", list.columns);
    }
}

/// Columns, and what is drawn.
const SHEETS: &str = r"
titles and codes => Code\tTitle\tLead\n1\tHealth\tUNDP\n1.1\tClinics\tMoI => [1] Health\n  [1.1] Clinics\n
one column => Titre\nSanté\nÉcoles => Santé\nÉcoles\n
levels named => Goal\tOutcome\tOutput\nHealth\tClinics\tRoofs\nHealth\tClinics\tWalls\nHealth\tDoctors\t\nSchools\t\t => Health\n  Clinics\n    Roofs\n    Walls\n  Doctors\nSchools\n
levels merged => Goal\tOutcome\nHealth\tClinics\n\tDoctors\nSchools\tRoofs => Health\n  Clinics\n  Doctors\nSchools\n  Roofs\n
levels of others => Objectif stratégique\tEffet\tProduit\tResponsable\nSanté\tCliniques\tToits\tMoI\n\t\tMurs\tUNDP => Santé\n  Cliniques\n    Toits\n    Murs\n
some levels named => Pillar\tOutcome\tOutput\tAgency\n1. Health\t1.1 Clinics\t1.1.1 Roofs\tUNDP\n\t\t1.1.2 Walls\t => [1] Health\n  [1.1] Clinics\n    [1.1.1] Roofs\n    [1.1.2] Walls\n
few columns known => Objective\tIndicator\tTarget\nHealth\tClinics\t12 => Health\n
levels below the first => Outcome\tOutput\nClinics\tRoofs\n\tWalls =>   ?Clinics\n    Roofs\n    Walls\n
no header, merged => Salud\tClínicas\n\tMédicos\nEscuelas\tTechos => Salud\n  Clínicas\n  Médicos\nEscuelas\n  Techos\n
no header, repeated => Saúde\tClínicas\nSaúde\tMédicos\nEscolas\tTelhados\nSaúde\tÁgua => Saúde\n  Clínicas\n  Médicos\n  Água\nEscolas\n  Telhados\n
a column of levels => Título\tNível\nSaúde\tGoal\nClínicas\tOutcome\nTelhados\t3\nEscolas\tGoal => Saúde\n  Clínicas\n    Telhados\nEscolas\n
trailing tabs => Health\t\t\n\tClinics\t\n\t\tRoofs => Health\n  Clinics\n    Roofs\n
";

#[test]
fn sheets_become_trees() {
    for (name, text, tree) in cases(SHEETS) {
        let (list, framework) = pasted(&text, &objectives(None, None));
        assert_eq!(drawn(&framework, false), tree, "{name}\n{}\n{:?}", told(&list), list.columns);
    }
}

#[test]
fn a_list_goes_where_it_is_put() {
    let cases = [
        (
            Some("g1"),
            None,
            "A\n\tB",
            "[1] Peace\n  [1.1] Courts reopened\n    Twice\n  [1.2] Police trained\n    Twice\n  A\n    B\n[2] Justice\n",
        ),
        (
            Some("g1"),
            Some("o1"),
            "A\nB",
            "[1] Peace\n  [1.1] Courts reopened\n    Twice\n  A\n  B\n  [1.2] Police trained\n    Twice\n[2] Justice\n",
        ),
        (
            None,
            Some("g1"),
            "A\nB\nC",
            "[1] Peace\n  [1.1] Courts reopened\n    Twice\n  [1.2] Police trained\n    Twice\nA\nB\nC\n[2] Justice\n",
        ),
        (
            Some("x1"),
            None,
            "A",
            "[1] Peace\n  [1.1] Courts reopened\n    Twice\n    A\n  [1.2] Police trained\n    Twice\n[2] Justice\n",
        ),
    ];
    for (under, after, text, tree) in cases {
        let (list, framework) = pasted(text, &objectives(under, after));
        assert_eq!(drawn(&framework, true), tree, "{under:?} {after:?}\n{}", told(&list));
    }
    for under in ["old", "nowhere"] {
        let (list, framework) = pasted("A\n\tB", &objectives(Some(under), None));
        assert_eq!(drawn(&framework, false), "A\n  B\n");
        assert!(told(&list).contains("it stands at the first level"), "{}", told(&list));
    }
    let (list, _) = pasted("A", &objectives(Some("g1"), Some("g2")));
    assert!(told(&list).contains("so it comes last"), "{}", told(&list));
}

#[test]
fn many_keep_their_order() {
    let text = (0..1500).map(|i| format!("T{i:04}x")).collect::<Vec<_>>().join("\n");
    let (list, framework) = pasted(&text, &objectives(Some("g1"), Some("o1")));
    assert_eq!(list.command.label(), "paste 1500 objectives");
    let titles: Vec<String> = text.lines().map(|line| format!("  {line}\n")).collect();
    assert_eq!(drawn(&framework, false), titles.concat());
}

#[test]
fn objectives_take_what_stands_beside_them() {
    let text = "Objectif\tChef de file\tÉchéance\tDimension\tDescription\tHumeur\n\
                1. Santé\tministere de l'interieur\t31/12/2027\tSecurity; Foo\t\"Pour \"\"tous\"\"\npartout\"\tgaie\n\
                2. Écoles\tUNICEF\tbientôt\t\t\t";
    let (list, framework) = pasted(text, &objectives(None, None));
    let record = framework.objectives().values().find(|o| o.title == "Santé").expect("there");
    assert_eq!(record.lead.as_ref().map(ActorId::as_str), Some("moi"));
    assert_eq!(record.due.map(|due| due.to_string()).as_deref(), Some("2027-12-31"));
    assert_eq!(record.dimensions.len(), 1);
    assert_eq!(record.description.as_deref(), Some("Pour \"tous\"\npartout"));
    let said = told(&list);
    for part in
        ["no dimension \"Foo\"", "new actor UNICEF: side to be confirmed", "\"bientôt\" is no date"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(list.columns.contains(&"Échéance: due".to_owned()), "{:?}", list.columns);
    assert!(list.columns[5].starts_with("Humeur: not taken over"), "{:?}", list.columns);
}

#[test]
fn too_deep_and_empty_lines_say_so() {
    let (list, _) = pasted("A\n\tB\n\t\tC\n\t\t\tD\n---", &objectives(None, None));
    let problem = |at: usize| list.lines[at].problem.clone().unwrap_or_default();
    assert!(problem(3).contains("no level that low"), "{}", told(&list));
    assert!(problem(4).contains("has no words"), "{}", told(&list));
    assert_eq!(list.command.label(), "paste 4 objectives");
    assert_eq!(list.lines.iter().map(|l| l.depth).take(4).collect::<Vec<_>>(), [0, 1, 2, 2]);
    let bare = store::read(br#"Framework(format: (1, 0), id: "f", title: "T", currency: "USD")"#);
    let list = read(&bare.expect("opens").framework, "A", &objectives(None, None));
    assert!(told(&list).contains("add a level first"));
    assert_eq!(list.command, Command::Batch("paste 0 objectives".to_owned(), Vec::new()));
}

#[test]
fn long_lists_and_lines_are_cut_and_say_so() {
    let text = "x y\n".repeat(10_003);
    let list = read(&start(), &text, &ListOf::Programs);
    let last = list.lines.last().expect("a line");
    assert_eq!(list.lines.len(), 10_001);
    assert!(last.problem.as_deref().unwrap_or_default().starts_with("3 more lines"), "{last:?}");
    let (list, framework) = pasted(&"é".repeat(2_500), &ListOf::Programs);
    assert!(told(&list).contains("a part was cut off"));
    assert!(framework.programs().values().any(|p| p.title.chars().count() == 2_000));
}

#[test]
fn budgets_are_read() {
    let cases = [
        ("1,200,000.50", "1200000.5", ""),
        ("1.200.000,50", "1200000.5", ""),
        ("1 200 000", "1200000", ""),
        ("1\u{202f}200\u{202f}000 €", "1200000", "EUR"),
        ("USD 1.2m", "1200000", "USD"),
        ("3,5 M", "3500000", ""),
        ("2,5 millions d'euros", "2500000", "EUR"),
        ("12 mil millones COP", "12000000000", "COP"),
        ("US$ 450k", "450000", "USD"),
        ("1'250'000 CHF", "1250000", "CHF"),
        ("750000", "750000", ""),
        ("1.200", "1200", ""),
        ("0.5", "0.5", ""),
        ("-300", "-300", ""),
        ("12,50", "12.5", ""),
        ("tbd", "", ""),
        ("5 000 000 FCFA", "", ""),
        ("1-2 m", "", ""),
        ("99999999999999999999", "", ""),
    ];
    for (cell, amount, currency) in cases {
        let (list, framework) = pasted(&format!("Title\tBudget\nX\t{cell}"), &ListOf::Programs);
        let budget = program(&framework, "X").budget.clone();
        let found = budget.as_ref().map(|b| b.amount.to_string()).unwrap_or_default();
        assert_eq!(found, amount, "{cell}: {}", told(&list));
        let found = budget.and_then(|b| b.currency).map(|c| c.to_string()).unwrap_or_default();
        assert_eq!(found, currency, "{cell}");
        assert_eq!(list.lines[0].problem.is_some(), amount.is_empty(), "{cell}");
    }
    let headed = "Projet\tMontant (millions EUR)\nX\t1,5\nY\t2\nZ\tUSD 300000";
    let (_, framework) = pasted(headed, &ListOf::Programs);
    let budget = program(&framework, "X").budget.clone().expect("a budget");
    assert_eq!(budget.amount.to_string(), "1500000");
    assert_eq!(budget.currency.map(|c| c.to_string()).as_deref(), Some("EUR"));
    let franc = "Projet\tMontant\tDevise\nX\t5 000 000 FCFA\txof";
    let (_, framework) = pasted(franc, &ListOf::Programs);
    let budget = program(&framework, "X").budget.clone().expect("a budget");
    assert_eq!(budget.currency.map(|c| c.to_string()).as_deref(), Some("XOF"));
}

#[test]
fn dates_are_read() {
    let cases = [
        ("2025-01-31", "2025-01-31", "2025-01-31"),
        ("31/01/2025", "2025-01-31", "2025-01-31"),
        ("31.01.2025", "2025-01-31", "2025-01-31"),
        ("31 Jan 2025", "2025-01-31", "2025-01-31"),
        ("1er février 2025", "2025-02-01", "2025-02-01"),
        ("31 de enero de 2025", "2025-01-31", "2025-01-31"),
        ("15 de dezembro de 2025", "2025-12-15", "2025-12-15"),
        ("January 31, 2025", "2025-01-31", "2025-01-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("juin 2025", "2025-06-01", "2025-06-30"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("Q3 2025", "2025-07-01", "2025-09-30"),
        ("03/04/2025", "2025-04-03", "2025-04-03"),
        ("01/31/2025", "2025-01-31", "2025-01-31"),
        ("2025-01-31 00:00:00", "2025-01-31", "2025-01-31"),
        ("31/02/2025", "", ""),
        ("soon", "", ""),
    ];
    for (cell, first, last) in cases {
        let text = format!("Title\tStart\tEnd\nX\t{cell}\t{cell}");
        let (list, framework) = pasted(&text, &ListOf::Programs);
        let period = program(&framework, "X").period.clone();
        let shown = |date: Option<throughline::model::Date>| {
            date.map(|date| date.to_string()).unwrap_or_default()
        };
        assert_eq!((shown(period.from), shown(period.to)), (first.into(), last.into()), "{cell}");
        assert_eq!(told(&list).contains("the day read first"), cell == "03/04/2025", "{cell}");
        assert_eq!(list.lines[0].problem.is_some(), first.is_empty(), "{cell}");
    }
    let (_, framework) = pasted("Projet\tPériode\nX\t2024-2026", &ListOf::Programs);
    let period = program(&framework, "X").period.clone();
    assert_eq!(period.to.map(|to| to.to_string()).as_deref(), Some("2026-12-31"));
}

#[test]
fn programs_with_all_columns() {
    let text = "Título\tAgencia\tSocios implementadores\tDonante\tPresupuesto\tMoneda\tEstado\tInicio\tFin\tSector\tUbicación\tIdentificador\tObjetivo\tDescripción\n\
        Agua para Gao\tUNDP\tMoI; Red de Mujeres (RdM)\tSida, UNDP\t1.200.000,50\tEUR\tEn curso\t2024\t2026\t15220 (60%); 14030 (40%)\tGao; Kidal\tML-1-80\t1.1; Police trained; Twice; Nada\t\"Un \"\"gran\"\" plan\"\n\
        Cours mobiles\tundp\t\t\t\t\t\t\t\t\t\t\t\t\n\
        Otro\t\t\t\t\t\t\t\t\t\t\tml-1-77\t\t\n\
        \tUNDP\t\t\t\t\t\t\t\t\t\t\t\t";
    let (list, framework) = pasted(text, &ListOf::Programs);
    let said = told(&list);
    let p = program(&framework, "Agua para Gao");
    assert_eq!(p.owner.as_ref().map(ActorId::as_str), Some("undp"));
    assert_eq!(p.implementing.len(), 2);
    assert_eq!(p.funding.keys().map(ActorId::as_str).collect::<Vec<_>>(), ["sida", "undp"]);
    assert_eq!(p.budget.as_ref().map(|b| b.amount.to_string()).as_deref(), Some("1200000.5"));
    assert_eq!(p.status, Some(throughline::model::ProgramStatus::Implementation));
    assert_eq!(p.sectors.values().map(ToString::to_string).collect::<Vec<_>>(), ["40", "60"]);
    assert_eq!(p.locations, ["Gao", "Kidal"]);
    assert_eq!(p.links.keys().map(ObjectiveId::as_str).collect::<Vec<_>>(), ["o1", "o2"]);
    assert_eq!(p.claims, ["Twice", "Nada"]);
    assert_eq!(p.description.as_deref(), Some("Un \"gran\" plan"));
    let red = actor(&framework, "Red de Mujeres");
    assert_eq!((red.acronym.as_deref(), red.side), (Some("RdM"), Side::External));
    assert_eq!(framework.programs().len(), 2, "{said}");
    for part in [
        "new actor Red de Mujeres: side to be confirmed",
        "\"Twice\" is there more than once",
        "\"Nada\" is not there",
        "skipped: \"Cours mobiles\" of that owner",
        "skipped: \"Cours mobiles\" has that identifier",
        "it has no title",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(list.command.label(), "paste 1 program");
}

#[test]
fn programs_without_a_header() {
    let text = "Eau à Gao\tUNDP\t1 200 000\nRoutes\tSida\t750 000\nÉcoles\tUNICEF\t300 000";
    let (list, framework) = pasted(text, &ListOf::Programs);
    assert_eq!(list.columns, ["column 1: title", "column 2: owner", "column 3: budget"]);
    let owner = program(&framework, "Écoles").owner.clone().expect("an owner");
    assert_eq!(framework.actor_short(&owner), "UNICEF");
    let budget = program(&framework, "Routes").budget.clone().expect("a budget");
    assert_eq!(budget.amount.to_string(), "750000");
    let (list, framework) = pasted("1. Water\n• Roads\n\n- 100 schools", &ListOf::Programs);
    assert!(list.columns.is_empty());
    for title in ["Water", "Roads", "100 schools"] {
        program(&framework, title);
    }
}

#[test]
fn ambiguous_names_and_odd_cells_say_so() {
    let text = "Project\tOwner\tStatus\tSector\tCurrency\nX\tCNP\tsleeping\tastrology\tgold";
    let (list, framework) = pasted(text, &ListOf::Programs);
    assert!(program(&framework, "X").owner.is_some());
    let said = told(&list);
    for part in ["2 actors are called \"CNP\"", "no status", "no DAC sector", "no currency"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let text = "Project\tOwner\nX\tMinistry of Trade, Industry and Crafts\nY\tUNDP / Sida\nX\tministry of trade, industry and crafts";
    let (list, framework) = pasted(text, &ListOf::Programs);
    actor(&framework, "Ministry of Trade, Industry and Crafts");
    assert_eq!(program(&framework, "Y").implementing.len(), 1);
    assert!(told(&list).contains("title and owner as in line 1"), "{}", told(&list));
    assert_eq!(framework.actors().len(), start().actors().len() + 1);
}

#[test]
fn sectors_share_alike() {
    let text = "Titre\tSecteur\nX\t15220 – Civilian peace-building, conflict prevention; 151, 14030\nY\tEducation facilities and training";
    let (list, framework) = pasted(text, &ListOf::Programs);
    let shares = program(&framework, "X").sectors.values();
    assert_eq!(shares.map(ToString::to_string).collect::<Vec<_>>(), ["33.34", "33.33", "33.33"]);
    assert!(program(&framework, "Y").sectors.keys().any(|s| s.as_str() == "11120"));
    assert!(list.lines.iter().all(|line| line.problem.is_none()), "{}", told(&list));
}

#[test]
fn actors_with_a_header() {
    let text = "Nom\tSigle\tCôté\tType\tPays\tGroupe central\tIdentifiant\tRemarques\n\
        Ministère de la Santé\tMS\tnational\tGouvernement\tMali\toui\t\tà voir\n\
        Norvège\tNorad\tbailleur\t10\tNOR\tnon\tXM-1\t\n\
        Union africaine\tUA\tmixte\tMultilatéral\tAU!\tx\t\t\n\
        sweden\t\t\t\t\t\t\t\n\
        Société\t\tlunaire\tclub\t\tpeut-être\t\t\n\
        Élus du Mali\t\t\t\tML\t\t\t";
    let (list, framework) = pasted(text, &ListOf::Actors);
    let said = told(&list);
    let health = actor(&framework, "Ministère de la Santé");
    assert_eq!((health.side, health.core_group), (Side::Internal, true));
    assert_eq!(health.kind.map(|k| k.to_string()).as_deref(), Some("10"));
    assert_eq!((health.family.as_deref(), health.note.as_deref()), (Some("ML"), Some("à voir")));
    assert_eq!(actor(&framework, "Norvège").family.as_deref(), Some("NO"));
    assert_eq!(actor(&framework, "Union africaine").side, Side::Mixed);
    assert_eq!(actor(&framework, "Élus du Mali").side, Side::Internal);
    for part in [
        "skipped: Sida is there already",
        "\"lunaire\" is no side",
        "\"club\" is no IATI organisation type",
        "\"peut-être\" is neither yes nor no",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(list.command.label(), "paste 5 actors");
}

#[test]
fn actors_without_a_header() {
    let text = "- Ministry of Justice (MoJ)\n- UNDP\n- Sweden\n- UN Women\n- Ministry of Justice";
    let (list, framework) = pasted(text, &ListOf::Actors);
    assert_eq!(actor(&framework, "Ministry of Justice").acronym.as_deref(), Some("MoJ"));
    assert_eq!(list.command.label(), "paste 2 actors");
    assert!(told(&list).contains("stands in the list already"), "{}", told(&list));
    let text = "Ministério da Justiça\tMJ\tlocal\nUnião Europeia\tUE\tinternacional";
    let (list, framework) = pasted(text, &ListOf::Actors);
    assert_eq!(list.columns, ["column 1: name", "column 2: acronym", "column 3: side"]);
    assert_eq!(actor(&framework, "Ministério da Justiça").side, Side::Internal);
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", "\n\n", "\t\t\n", "\u{feff}", "\"\""] {
        for of in [objectives(None, None), ListOf::Programs, ListOf::Actors] {
            let (list, framework) = pasted(text, &of);
            assert!(list.lines.is_empty() && framework == start(), "{text:?}");
        }
    }
}

#[test]
fn the_same_bits_give_different_ids() {
    let mut framework = start();
    for _ in 0..2 {
        let list = read_list(&framework, "A\nB\nC", &objectives(None, None), &mut || 5);
        edit::run(&mut framework, &list.command).expect("it fits");
    }
    assert_eq!(framework.objectives().len(), start().objectives().len() + 6);
}

fn any_list() -> impl Strategy<Value = ListOf> {
    let place = |at: u8| match at {
        0 => None,
        1 => Some("g1"),
        2 => Some("o1"),
        3 => Some("x1"),
        4 => Some("old"),
        _ => Some("nowhere"),
    };
    prop_oneof![
        (0..6_u8, 0..6_u8).prop_map(move |(under, after)| objectives(place(under), place(after))),
        Just(ListOf::Programs),
        Just(ListOf::Actors),
    ]
}

/// Pieces that mean something, so that random texts reach every reader.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "\t",
        "\n",
        "\t",
        "\n",
        "  ",
        "\"",
        "1.1 ",
        "1. ",
        "- ",
        "• ",
        "# ",
        "SO1: ",
        "Outcome 1.2 – ",
        "Title",
        "Goal",
        "Outcome",
        "Owner",
        "Budget (USD m)",
        "Start",
        "Sector",
        "Name",
        "Side",
        "Lead",
        "Level",
        "Objective",
        "Code",
        "UNDP",
        "MoI (X.Y)",
        "1,200.50",
        "-3 m",
        "31/12/2025",
        "15220;151",
        "1.1; 2",
        "local",
        "0",
        "99999999999999999999999",
        "\"a\"\"b\nc\"",
        "(",
        ")",
    ];
    prop_oneof![
        5 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_a_command_that_fits(
        text in prop_oneof![
            "[\\PC\t\n]{0,200}",
            proptest::collection::vec(piece(), 0..40).prop_map(|all| all.concat()),
        ],
        of in any_list(),
        constant in any::<bool>(),
    ) {
        let before = start();
        let mut framework = before.clone();
        let mut next = 0;
        let list = read_list(&framework, &text, &of, &mut || {
            next += u64::from(!constant);
            next
        });
        let change = edit::run(&mut framework, &list.command);
        prop_assert!(change.is_ok(), "{text:?}: {change:?}");
        prop_assert!(invariants::faults(&framework).is_empty());
        let blank = text.lines().all(|line| line.trim().is_empty());
        prop_assert!(!list.lines.is_empty() || blank || !list.columns.is_empty() || !text.contains(char::is_alphanumeric));
        framework.apply(&change.expect("checked").inverse()).expect("undo fits");
        prop_assert_eq!(framework, before);
    }
}

#[test]
fn sheets_with_a_title_and_a_sum() {
    let text = "Projets 2025\t\t\t\nTitre du projet\tAgence\tMontant total\tStatut du projet\n\
        Eau\tUNDP\t1 200 000\tEn cours\nTotal\t\t1 200 000\t";
    let (list, framework) = pasted(text, &ListOf::Programs);
    let said = told(&list);
    assert!(said.contains("it stands above the header") && said.contains("it is a sum"), "{said}");
    assert_eq!(list.command.label(), "paste 1 program");
    let eau = program(&framework, "Eau");
    assert!(eau.budget.is_some() && eau.status.is_some(), "{:?}", list.columns);
}

#[test]
fn what_funders_give_is_not_lost_silently() {
    let text = "Project\tDonor\tYear\nX\tSida (30 %); UNDP (2)\t2025";
    let (list, framework) = pasted(text, &ListOf::Programs);
    let x = program(&framework, "X");
    assert_eq!(x.funding.keys().map(ActorId::as_str).collect::<Vec<_>>(), ["sida", "undp"]);
    assert_eq!(x.period.to.map(|to| to.to_string()).as_deref(), Some("2025-12-31"));
    assert!(told(&list).contains("\"30 %\" of Sida was left out"), "{}", told(&list));
    let (_, framework) = pasted("Axe 1\tSanté\nAxe 2\tÉcoles", &objectives(None, None));
    assert_eq!(drawn(&framework, false), "[Axe 1] Santé\n[Axe 2] Écoles\n");
}
