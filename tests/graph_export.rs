//! The objectives as a graph for other programs: `GraphML` and DOT hold the same objectives and
//! contributions, and texts of every kind come back as they are. Where networkx and Graphviz are
//! on the machine, they read the files too.
#![expect(clippy::print_stdout, reason = "says what is left out")]

use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::process::Command;
use throughline::analysis::{Analysis, analyze};
use throughline::export;
use throughline::model::Framework;
use throughline::{store, templates};

/// Texts that are hard on XML and on DOT.
const HARD: &str = r#"Framework(
    format: (1, 0), id: "fw-hard", title: "A \"b\" & <c> \\", currency: "USD", vision: "One\nTwo & <three>",
    levels: [(id: "so", title: "Strategic <objective>"), (id: "oc", title: "Outcome & more")],
    actors: { "a1": (name: "Ministry & <co>", side: Internal) },
    objectives: {
        "o1": (title: "العدالة للجميع \"now\" & <then>", level: "so", code: "1", status: Agreed, lead: "a1"),
        "o2": (title: "ሰላም &amp; \\N \\G \\", level: "oc", description: "First\n\tsecond \"third\"", contributes_to: { "o1": (rationale: "Because \"x\" < y & z\nand so on", assumption: "a\\b") }),
        "o3": (title: "所有人都能平等地使用司法系统并且没有任何歧视地获得基本服务和公平的机会", level: "oc", contributes_to: { "o1": (), "o2": () }),
        "o4": (title: "", level: "gone"),
        "o5": (title: "Retired", level: "so", status: Retired),
    },
    programs: {
        "p1": (title: "P", owner: "a1", budget: (amount: "1500.50"), links: { "o2": (effect: Supports, evidence: Asserted) }),
    },
)"#;

fn hard() -> (Framework, Analysis) {
    let framework = store::read(HARD.as_bytes()).expect("a framework").framework;
    let analysis = analyze(&framework, None);
    (framework, analysis)
}

fn sample() -> (Framework, Analysis) {
    let template = templates::find("sample").expect("the sample");
    let framework = template.framework(1).expect("a framework");
    let analysis = analyze(&framework, None);
    (framework, analysis)
}

type Data = BTreeMap<String, String>;

/// What a graph says: of itself, of each node, of each edge.
type Read = (Data, BTreeMap<String, Data>, BTreeMap<(String, String), Data>);

/// The plain data of a `GraphML` text: of the graph, of each node by id, of each edge by its ends.
fn read_graphml(text: &str) -> Read {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut graph, mut nodes, mut edges) = (Data::new(), BTreeMap::new(), BTreeMap::new());
    let (mut owner, mut key, mut said) = (Vec::new(), None, String::new());
    loop {
        let event = reader.read_event().expect("XML");
        match event {
            Event::Start(tag) => {
                let attribute = |name: &str| {
                    let found = tag.attributes().flatten().find(|a| a.key.as_ref() == name);
                    found.map(|a| a.value.to_string())
                };
                match tag.name().as_ref() {
                    "graph" => owner = vec![],
                    "node" => {
                        owner = vec![attribute("id").expect("an id")];
                        nodes.insert(owner[0].clone(), Data::new());
                    }
                    "edge" => {
                        owner = vec![
                            attribute("source").expect("a source"),
                            attribute("target").expect("a target"),
                        ];
                        edges.insert((owner[0].clone(), owner[1].clone()), Data::new());
                    }
                    "data" => {
                        key = attribute("key");
                        said.clear();
                    }
                    _ => {}
                }
            }
            Event::Text(piece) => said.push_str(&piece),
            Event::GeneralRef(name) => said.push(match &*name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                _ => name.resolve_char_ref().expect("a character").expect("a character"),
            }),
            Event::End(tag) if tag.name().as_ref() == "data" => {
                let key = key.take().expect("a key");
                let of = match owner.as_slice() {
                    [] => &mut graph,
                    [node] => nodes.get_mut(node).expect("a node"),
                    [low, high, ..] => {
                        edges.get_mut(&(low.clone(), high.clone())).expect("an edge")
                    }
                };
                of.insert(key, said.clone());
            }
            Event::Eof => return (graph, nodes, edges),
            _ => {}
        }
    }
}

#[test]
fn graphml_has_every_living_objective_with_its_texts_and_figures() {
    let (framework, analysis) = hard();
    let text = export::graphml(&framework, &analysis);
    let (graph, nodes, edges) = read_graphml(&text);
    assert_eq!(graph["framework"], "A \"b\" & <c> \\");
    assert_eq!(graph["vision"], "One\nTwo & <three>");
    assert_eq!(graph["currency"], "USD");
    assert_eq!(nodes.keys().collect::<Vec<_>>(), ["o1", "o2", "o3", "o4"]);
    for (id, objective) in framework.living() {
        let title = nodes[id.as_str()].get("title").map_or("", String::as_str);
        assert_eq!(title, objective.title);
    }
    let told = |id: &str, key: &str| nodes[id].get(key).map_or("", String::as_str).to_owned();
    assert_eq!(told("o2", "description"), "First\n\tsecond \"third\"");
    assert_eq!(told("o1", "level"), "Strategic <objective>");
    assert_eq!(told("o1", "lead"), "Ministry & <co>");
    assert_eq!(
        (told("o1", "depth"), told("o2", "depth"), told("o4", "depth")),
        ("1".into(), "2".into(), String::new())
    );
    assert_eq!((told("o1", "programs"), told("o1", "money")), ("1".into(), "1500.5".into()));
    assert_eq!(told("o1", "standing"), "supported");
    assert_eq!(told("o3", "standing"), "no_program");
    assert_eq!(told("o4", "standing"), "off_strategy");
    assert_eq!(told("o1", "status"), "agreed");
    let pair = |low: &str, high: &str| (low.to_owned(), high.to_owned());
    let ends: Vec<_> = edges.keys().cloned().collect();
    assert_eq!(ends, [pair("o2", "o1"), pair("o3", "o1"), pair("o3", "o2")]);
    let why = &edges[&pair("o2", "o1")];
    assert_eq!(why["rationale"], "Because \"x\" < y & z\nand so on");
    assert_eq!(why["assumption"], "a\\b");
}

#[test]
fn the_cards_stand_apart_and_each_level_has_its_color() {
    let (framework, analysis) = sample();
    let text = export::graphml(&framework, &analysis);
    let number = |line: &str, name: &str| -> f32 {
        let after = line.split_once(&format!(" {name}=\"")).expect("an attribute").1;
        after.split('"').next().and_then(|n| n.parse().ok()).expect("a number")
    };
    let places: Vec<_> = text
        .lines()
        .filter(|line| line.contains("<y:Geometry"))
        .map(|line| {
            let geometry = line.split_once("<y:Geometry").expect("it is there").1;
            ["x", "y", "width", "height"].map(|name| number(geometry, name))
        })
        .collect();
    assert_eq!(places.len(), framework.living().count());
    for (at, a) in places.iter().enumerate() {
        assert!(a[2] > 0.0 && a[3] > 0.0);
        for b in &places[at + 1..] {
            let apart = a[0] + a[2] <= b[0] + 0.2
                || b[0] + b[2] <= a[0] + 0.2
                || a[1] + a[3] <= b[1] + 0.2
                || b[1] + b[3] <= a[1] + 0.2;
            assert!(apart, "{a:?} {b:?}");
        }
    }
    let mut colors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in text.split("<node ").skip(1) {
        let between = |from: &str| {
            let after = node.split_once(from).expect("it is there").1;
            after.split(['"', '<']).next().unwrap_or_default().to_owned()
        };
        colors.entry(between("key=\"depth\">")).or_default().push(between("<y:Fill color=\""));
    }
    let mut seen: Vec<&String> = Vec::new();
    for of_level in colors.values() {
        assert!(of_level.iter().all(|color| *color == of_level[0]));
        assert!(!seen.contains(&&of_level[0]));
        seen.push(&of_level[0]);
    }
    assert!(seen.len() >= 3);
}

/// The texts in double quotes of a DOT text, as Graphviz takes them.
fn quoted(text: &str) -> Vec<String> {
    let (mut all, mut chars) = (Vec::new(), text.chars());
    while let Some(c) = chars.next() {
        if c != '"' {
            continue;
        }
        let mut one = String::new();
        loop {
            match chars.next().expect("a quote that ends") {
                '"' => break,
                '\\' => match chars.next().expect("an escape") {
                    'n' => one.push('\n'),
                    c @ ('"' | '\\') => one.push(c),
                    other => panic!("\\{other} means something else to Graphviz"),
                },
                c => one.push(c),
            }
        }
        all.push(one.replace("&amp;", "&"));
    }
    all
}

#[test]
fn dot_has_the_same_texts() {
    let (framework, analysis) = hard();
    let text = export::dot(&framework, &analysis);
    let all = quoted(&text);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (id, objective) in framework.living() {
        let shown = all.iter().any(|said| words(said).contains(&words(&objective.title)));
        assert!(shown, "{id}: {all:?}");
    }
    assert!(all.contains(&"Because \"x\" < y & z\nand so on\na\\b".to_owned()));
    assert!(text.contains("\"o2\" -> \"o1\" [tooltip="));
    assert!(text.contains("{ rank=same; \"o2\"; \"o3\"; }"), "{text}");
    assert!(!text.contains("\"o5\""));
    assert_eq!(export::dot(&framework, &analysis), text);
}

/// Runs a program of the machine on a text; nothing where it is not there.
fn run(program: &str, arguments: &[&str], text: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph");
    store::save_bytes(&path, text.as_bytes()).expect("it is saved");
    let Ok(output) = Command::new(program).args(arguments).arg(&path).output() else {
        println!("left out: there is no {program}");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn graphviz_draws_it() {
    for (framework, analysis) in [hard(), sample()] {
        let Some(svg) = run("dot", &["-Tsvg"], &export::dot(&framework, &analysis)) else { return };
        let count = |what: &str| svg.matches(what).count();
        let living = framework.living().count();
        let edges: usize = framework.living().map(|(_, o)| o.contributes_to.len()).sum();
        assert_eq!((count("class=\"node\""), count("class=\"edge\"")), (living, edges));
    }
    let (framework, analysis) = hard();
    let text = export::dot(&framework, &analysis);
    let svg = run("dot", &["-Tsvg"], &text).unwrap_or_default();
    for said in ["العدالة", "&lt;then&gt;", "ሰላም &amp;amp; \\N \\G \\", "所有人都能平等地使用"]
    {
        assert!(svg.contains(said) || svg.replace("&#45;", "-").contains(said), "{said}: {svg}");
    }
}

#[test]
fn networkx_reads_it() {
    const SCRIPT: &str = "\
import sys
try:
    import networkx
except ImportError:
    print('left out'); sys.exit()
graph = networkx.read_graphml(sys.argv[1])
assert graph.is_directed() and not graph.is_multigraph()
for id, data in sorted(graph.nodes(data=True)):
    assert isinstance(data['programs'], int) and isinstance(data['money'], float)
    print(id, data['programs'], data['money'], data['standing'], repr(data.get('title')), sep='\\t')
print(graph.number_of_edges(), graph.graph['vision'] if 'vision' in graph.graph else '')
";
    let (framework, analysis) = hard();
    let text = export::graphml(&framework, &analysis);
    let Some(said) = run("python3", &["-c", SCRIPT], &text) else { return };
    if said.starts_with("left out") {
        println!("left out: there is no networkx");
        return;
    }
    assert!(said.contains("o1\t1\t1500.5\tsupported\t'العدالة للجميع \"now\" & <then>'"), "{said}");
    assert!(said.contains("o2\t1\t1500.5\tsupported\t'ሰላም &amp; \\\\N \\\\G \\\\'"), "{said}");
    assert!(said.contains("\n3 "), "{said}");
}
