//! The layout: nothing overlaps, titles can be read, nothing jumps, few lines cross.
#![expect(clippy::print_stdout, reason = "says what is left out, and the figures seen")]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use throughline::import::{self, Format, SourceFile};
use throughline::layout::geometry::{Point, crossings, point};
use throughline::layout::text::{Weight, width_em};
use throughline::layout::{Layout, Request, arrange, caption, size};
use throughline::model::Framework;
use throughline::{store, templates};

/// The room that a window of 1920 × 1080 gives the objectives with side panels shut, and the
/// overview too: what lies above and below the deficit bar and the orphan field.
const WINDOW: (f32, f32) = (1856.0, 640.0);

fn sample() -> Framework {
    match templates::find("sample").map(|t| t.framework(0)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no sample"),
    }
}

fn uninfo(file: &str) -> Option<Framework> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo");
    let Ok(bytes) = std::fs::read(folder.join(file)) else {
        println!("left out: {file} is not there");
        return None;
    };
    let source = SourceFile { name: file, bytes: &bytes, on: jiff::civil::date(2026, 11, 24) };
    let batch = import::read(Format::UnInfo, &source).ok()?;
    import::framework_of(&batch).ok().map(|(framework, _)| framework)
}

fn all() -> Vec<(String, Framework)> {
    let mut all = vec![("sample".to_owned(), sample())];
    all.extend(["MLI.json", "NGA.json"].iter().filter_map(|f| Some(((*f).to_owned(), uninfo(f)?))));
    for (objectives, programs) in [(60, 336), (150, 600), (1000, 2000)] {
        all.push((format!("generated {objectives}"), templates::generate(objectives, programs, 1)));
    }
    for template in templates::ALL.iter().filter(|t| t.id != "sample") {
        if let Ok(framework) = template.framework(1) {
            all.push((template.id.to_owned(), framework));
        }
    }
    all
}

fn lay(framework: &Framework) -> Layout {
    let folded = BTreeSet::new();
    arrange(framework, &Request { window: WINDOW, folded: &folded, shape: None })
}

#[test]
fn cards_do_not_overlap_and_titles_fit() {
    for (name, framework) in all() {
        let layout = lay(&framework);
        assert_eq!(layout.cards.len(), framework.living().count(), "{name}: a card each");
        for (place, card) in layout.cards.iter().enumerate() {
            let room = (card.rect.w - 2.0 * size::PAD) / card.role.title();
            for line in &card.title.lines {
                assert!(width_em(line, Weight::SemiBold) <= room + 0.05, "{name}: {line}");
            }
            let below = size::card(card.role.title(), card.title.lines.len());
            assert!(below <= card.rect.h + 0.5, "{name}: a title reaches the figures");
            let other =
                layout.cards[place + 1..].iter().find(|o| o.rect.grow(-0.5).overlaps(card.rect));
            assert!(other.is_none(), "{name}: {} overlaps {:?}", card.id, other.map(|o| &o.id));
        }
        assert_eq!(format!("{:?}", lay(&framework).cards), format!("{:?}", layout.cards), "{name}");
    }
}

#[test]
fn words_break_only_where_their_language_hyphenates() {
    for (name, framework) in all() {
        for card in lay(&framework).cards.iter().filter(|c| c.title.whole) {
            let Some(objective) = framework.objective(&card.id) else { continue };
            let mut text = String::new();
            for line in &card.title.lines {
                match line.strip_suffix('\u{2010}') {
                    Some(part) => text.push_str(part),
                    None if line.ends_with(['-', '/']) => text.push_str(line),
                    None => {
                        text.push_str(line);
                        text.push(' ');
                    }
                }
            }
            let whole: String = caption(objective).split_whitespace().collect::<Vec<_>>().join(" ");
            let same = |s: &str| s.replace([' ', '\u{2010}'], "");
            assert_eq!(same(&text), same(&whole), "{name}");
        }
    }
}

#[test]
fn the_last_row_can_read_it() {
    let layout = lay(&sample());
    let (whole, of) = layout.whole_titles();
    println!("sample: {:.1} px, {whole} of {of} titles whole", layout.legibility(WINDOW));
    assert!(layout.legibility(WINDOW) >= 14.0, "{}", layout.legibility(WINDOW));
    assert!(whole * 2 > of, "the median title is whole");
    let layout = lay(&templates::generate(150, 600, 1));
    println!("150 objectives: {:.1} px", layout.legibility(WINDOW));
    assert!(layout.legibility(WINDOW) >= 9.0, "{}", layout.legibility(WINDOW));
    if let Some(framework) = uninfo("NGA.json") {
        let layout = lay(&framework);
        println!("Nigeria: {:.1} px, {:?} whole", layout.legibility(WINDOW), layout.whole_titles());
    }
}

/// The crossings of Graphviz dot's drawing of the same graph; `None` without dot.
fn dot(layout: &Layout) -> Option<usize> {
    let mut text = String::from("digraph { rankdir=BT; node [shape=box];\n");
    text.extend((0..layout.cards.len()).map(|place| format!("n{place};\n")));
    text.extend(layout.routes.iter().map(|r| format!("n{} -> n{};\n", r.low, r.high)));
    text.push('}');
    let mut child = Command::new("dot")
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let mut centers = vec![Point::default(); layout.cards.len()];
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let words: Vec<&str> = line.split(' ').collect();
        if let ["node", name, x, y, ..] = words[..] {
            let place: usize = name[1..].parse().ok()?;
            centers[place] = point(x.parse().ok()?, y.parse().ok()?);
        }
    }
    let lines: Vec<_> = layout.routes.iter().map(|r| (centers[r.low], centers[r.high])).collect();
    Some(crossings(&lines))
}

#[test]
fn lines_cross_no_more_than_dots_do() {
    for (name, framework) in all().into_iter().take(3) {
        let layout = lay(&framework);
        match dot(&layout) {
            Some(theirs) => {
                println!("{name}: {} crossings, dot {theirs}", layout.crossings());
                assert!(layout.crossings() <= theirs, "{name}");
            }
            None => println!("{name}: {} crossings; dot is not installed", layout.crossings()),
        }
    }
}

#[test]
fn a_new_card_moves_only_what_comes_after() {
    let framework = sample();
    let before = lay(&framework);
    let script = r#"[Objective("new", Add((title: "A new output", level: "op", contributes_to: {"oc1.2": ()}, rank: "zz")))]"#;
    let mut changed = framework;
    for command in throughline::edit::read_script(script).expect("a script") {
        throughline::edit::run(&mut changed, &command).expect("it fits");
    }
    let folded = BTreeSet::new();
    let request = Request { window: WINDOW, folded: &folded, shape: Some(&before.shape) };
    let after = arrange(&changed, &request);
    assert_eq!(after.shape, before.shape);
    let new = &after.cards[after.find(&"new".parse_id()).expect("a card")];
    for card in &before.cards {
        let now = &after.cards[after.find(&card.id).expect("a card")];
        let later = card.rect.x >= new.rect.x - 20.0;
        assert!(later || now.rect == card.rect, "{} moved", card.id);
    }
}

/// Reads an id in a test.
trait ParseId {
    fn parse_id(&self) -> throughline::model::ObjectiveId;
}

impl ParseId for str {
    fn parse_id(&self) -> throughline::model::ObjectiveId {
        match throughline::model::ObjectiveId::new(self) {
            Ok(id) => id,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn folding_and_unfolding_puts_everything_back() {
    let framework = sample();
    let before = lay(&framework);
    let folded: BTreeSet<_> = ["oc2.1".parse_id()].into();
    let request = Request { window: WINDOW, folded: &folded, shape: Some(&before.shape) };
    let closed = arrange(&framework, &request);
    let card = &closed.cards[closed.find(&"oc2.1".parse_id()).expect("a card")];
    assert_eq!(card.folded, before.cards.len() - closed.cards.len());
    assert!(card.folded > 0);
    let none = BTreeSet::new();
    let request = Request { window: WINDOW, folded: &none, shape: Some(&before.shape) };
    let open = arrange(&framework, &request);
    assert_eq!(format!("{:?}", open.cards), format!("{:?}", before.cards));
}

#[test]
fn a_pinned_card_stays() {
    let mut framework = sample();
    let script = r#"[Pin("op1.1.1", (x: "5000", y: "77.5"))]"#;
    for command in throughline::edit::read_script(script).expect("a script") {
        throughline::edit::run(&mut framework, &command).expect("it fits");
    }
    let layout = lay(&framework);
    let card = &layout.cards[layout.find(&"op1.1.1".parse_id()).expect("a card")];
    assert_eq!((card.rect.x, card.rect.y), (5000.0, 77.5));
}

#[test]
fn every_template_is_canonical_and_without_faults() {
    for template in &templates::ALL {
        let opened = store::read(template.text.as_bytes()).expect(template.id);
        assert!(!opened.read_only(), "{}", template.id);
        assert_eq!(store::write(&opened.framework), template.text, "{}", template.id);
    }
}
