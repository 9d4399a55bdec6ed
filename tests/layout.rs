//! The layout: nothing overlaps, titles can be read, nothing jumps, few lines cross.

#![expect(clippy::print_stdout, reason = "says what is left out, and the figures seen")]

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use throughline::import::{self, Format, Options};
use throughline::layout::geometry::{Point, crossings, point};
use throughline::layout::text::{Weight, width_em};
use throughline::layout::{Layout, Line, Request, Role, Route, arrange, caption, size};
use throughline::model::{Framework, ObjectiveId};
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
    let on = jiff::civil::date(2026, 11, 24);
    let batch = import::read_bytes(Format::UnInfo, file, &bytes, on, &Options::default()).ok()?;
    import::framework_of(&batch).ok().map(|(framework, _)| framework)
}

/// A made-up framework in which no objective is retired, so that all are drawn.
fn made(objectives: usize, programs: usize, seed: u64) -> Framework {
    let text = store::write(&templates::generate(objectives, programs, seed));
    let text = text.replace("status: Retired", "status: Agreed");
    let framework = store::read(text.as_bytes()).expect("a framework").framework;
    assert_eq!(framework.living().count(), objectives);
    framework
}

fn all() -> Vec<(String, Framework)> {
    let mut all = vec![("sample".to_owned(), sample())];
    all.extend(["MLI.json", "NGA.json"].iter().filter_map(|f| Some(((*f).to_owned(), uninfo(f)?))));
    for (objectives, programs, seed) in [(60, 336, 1), (150, 600, 2), (1000, 2000, 3)] {
        let framework = templates::generate(objectives, programs, seed);
        all.push((format!("generated {objectives}"), framework));
        all.push((format!("made {objectives}"), made(objectives, programs, seed)));
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
    arrange(framework, &Request::whole(WINDOW, &folded))
}

#[test]
fn cards_do_not_overlap_and_titles_fit() {
    for (name, framework) in all() {
        let layout = lay(&framework);
        assert_eq!(layout.cards.len(), framework.living().count(), "{name}: a card each");
        let drawn: BTreeSet<_> = layout.cards.iter().map(|c| &c.id).collect();
        let living: BTreeSet<_> = framework.living().map(|(id, _)| id).collect();
        assert_eq!(drawn, living, "{name}: each its own");
        for (place, card) in layout.cards.iter().enumerate() {
            let (r, b) = (card.rect, layout.bounds.grow(0.01));
            let inside =
                r.x >= b.x && r.y >= b.y && r.right() <= b.right() && r.bottom() <= b.bottom();
            assert!(inside, "{name}: {} is outside {b:?}", card.id);
            let cut = card.title.lines.iter().any(|l| l.ends_with('…'));
            assert!(card.title.whole || cut, "{name}: {} is cut without an ellipsis", card.id);
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
        assert_eq!(format!("{:?}", lay(&framework)), format!("{layout:?}"), "{name}");
    }
}

/// Whether lines are a text broken at white space, after a hyphen or slash of its own, or
/// where a hyphen (U+2010) was put.
fn broken_well(lines: &[String], text: &str) -> bool {
    let mut rest = text;
    for (place, line) in lines.iter().enumerate() {
        let own = rest.starts_with(line.as_str());
        let part = if own { line } else { line.strip_suffix('\u{2010}').unwrap_or(line) };
        let Some(after) = rest.strip_prefix(part) else { return false };
        rest = after.strip_prefix(' ').unwrap_or(after);
        let last = place + 1 == lines.len();
        let spaced = after.len() > rest.len() || (last && after.is_empty());
        if own && !spaced && !part.ends_with(['-', '/', '\u{2010}']) {
            return false;
        }
    }
    rest.is_empty()
}

#[test]
fn words_break_only_where_their_language_hyphenates() {
    for (name, framework) in all() {
        for card in lay(&framework).cards.iter().filter(|c| c.title.whole) {
            let Some(objective) = framework.objective(&card.id) else { continue };
            let whole: String = caption(objective).split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(broken_well(&card.title.lines, &whole), "{name}: {:?}", card.title.lines);
        }
    }
    let lines = |list: &[&str]| list.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
    assert!(broken_well(&lines(&["Insti\u{2010}", "tution"]), "Institution"));
    assert!(!broken_well(&lines(&["Insti", "tution"]), "Institution"));
    assert!(!broken_well(&lines(&["Insti\u{2010}"]), "Institution"));
}

#[test]
fn the_last_row_can_read_it() {
    let layout = lay(&sample());
    let (whole, of) = layout.whole_titles();
    println!("sample: {:.1} px, {whole} of {of} titles whole", layout.legibility(WINDOW));
    assert!(layout.legibility(WINDOW) >= 14.0, "{}", layout.legibility(WINDOW));
    assert!(whole * 2 > of, "the median title is whole");
    for file in ["MLI.json", "NGA.json"] {
        if let Some(framework) = uninfo(file) {
            let layout = lay(&framework);
            let (size, whole) = (layout.legibility(WINDOW), layout.whole_titles());
            println!("{file}: {size:.1} px, {whole:?} whole");
        }
    }
}

#[test]
fn a_hundred_and_fifty_objectives_have_nine_pixels() {
    let mut smallest = f32::INFINITY;
    for seed in 1..=5 {
        let layout = lay(&made(150, 600, seed));
        let (size, whole) = (layout.legibility(WINDOW), layout.whole_titles());
        println!("150 objectives, seed {seed}: {size:.1} px, {whole:?} whole");
        smallest = smallest.min(size);
    }
    assert!(smallest >= 9.0, "{smallest}");
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
    for (name, framework) in all().into_iter().filter(|(_, f)| f.living().count() < 200) {
        let layout = lay(&framework);
        let ours = layout.crossings();
        let Some(theirs) = dot(&layout) else {
            println!("{name}: {ours} crossings; dot is not installed");
            continue;
        };
        println!("{name}: {ours} crossings, dot {theirs}");
        let real = ["sample", "MLI.json", "NGA.json"].contains(&name.as_str());
        assert!(!real || ours <= theirs, "{name}: {ours}, dot {theirs}");
    }
}

/// The framework with one more output in a column, where the rank puts it.
fn with_output(framework: &Framework, parent: &str, rank: &str) -> Framework {
    let script = format!(
        r#"[Objective("new", Add((title: "A new output", level: "op", contributes_to: {{"{parent}": ()}}, rank: "{rank}")))]"#
    );
    let mut changed = framework.clone();
    for command in throughline::edit::read_script(&script).expect("a script") {
        throughline::edit::run(&mut changed, &command).expect("it fits");
    }
    changed
}

#[test]
fn a_new_card_moves_only_what_comes_after() {
    let framework = sample();
    let before = lay(&framework);
    let folded = BTreeSet::new();
    let request = Request { shape: Some(&before.shape), ..Request::whole(WINDOW, &folded) };
    let heads = before.cards.iter().filter(|c| c.role == Role::Head);
    for (head, rank) in heads.flat_map(|h| [(h, "zz"), (h, "a05")]) {
        let after = arrange(&with_output(&framework, head.id.as_str(), rank), &request);
        assert_eq!(after.shape.unit, before.shape.unit);
        assert_eq!(after.shape.shelves, before.shape.shelves);
        let place = after.find(&objective("new")).expect("a card");
        let order = |l: &Layout| -> Vec<_> { l.cards.iter().map(|c| c.id.clone()).collect() };
        let mut kept = order(&after);
        kept.remove(place);
        assert_eq!(kept, order(&before), "the order");
        let shelf = |place: usize| before.cards[root(&before, place)].rect.y;
        let from = shelf(before.find(&head.id).expect("a card"));
        for (at, card) in before.cards.iter().enumerate().filter(|(_, c)| c.role != Role::Top) {
            let now = after.find(&card.id).expect("a card");
            let moved = after.cards[now].rect;
            let siblings = parent(&after, now) == after.find(&head.id);
            let right = shelf(at) >= from && card.rect.x > head.rect.right();
            // A lower shelf gives way, straight down, where the column outgrows its own.
            let lower =
                shelf(at) > from && (moved.x - card.rect.x).abs() < 0.01 && moved.y >= card.rect.y;
            let may = (siblings && now > place) || right || lower;
            let id = &card.id;
            assert!(may || moved == card.rect, "{rank} under {}: {id} to {moved:?}", head.id);
        }
    }
}

/// The card that a card is drawn under.
fn parent(layout: &Layout, place: usize) -> Option<usize> {
    let above = |r: &&Route| r.low == place && matches!(r.line, Line::Spine(_));
    layout.routes.iter().find(above).map(|r| r.high)
}

/// The top of the block that a card stands in.
fn root(layout: &Layout, place: usize) -> usize {
    std::iter::successors(Some(place), |&at| parent(layout, at)).last().unwrap_or(place)
}

/// The id of an objective.
fn objective(text: &str) -> ObjectiveId {
    ObjectiveId::new(text).expect("an id")
}

#[test]
fn folding_and_unfolding_puts_everything_back() {
    let none = BTreeSet::new();
    for (name, framework) in all().into_iter().take(2) {
        let before = lay(&framework);
        let parents: BTreeSet<usize> = before.routes.iter().map(|r| r.high).collect();
        for high in parents {
            let id = before.cards[high].id.clone();
            let folded: BTreeSet<_> = [id.clone()].into();
            let request = Request { shape: Some(&before.shape), ..Request::whole(WINDOW, &folded) };
            let closed = arrange(&framework, &request);
            let card = &closed.cards[closed.find(&id).expect("a card")];
            assert_eq!(card.folded, before.cards.len() - closed.cards.len(), "{name}: {id}");
            assert!(card.folded > 0);
            // With the shape of before the folding, and with that of the folded layout.
            for shape in [&before.shape, &closed.shape] {
                let request = Request { shape: Some(shape), ..Request::whole(WINDOW, &none) };
                let open = arrange(&framework, &request);
                let (open, first) = (format!("{:?}", open.cards), format!("{:?}", before.cards));
                assert_eq!(open, first, "{name}: {id}");
            }
        }
    }
}

#[test]
fn unfolding_puts_back_a_column_that_has_grown() {
    let mut framework = sample();
    let first = lay(&framework);
    for rank in ["x1", "x2", "x3", "x4", "x5"] {
        framework = with_output(&framework, "oc1.1", rank);
        let renamed = store::write(&framework).replace("\"new\"", &format!("\"new{rank}\""));
        framework = store::read(renamed.as_bytes()).expect("a framework").framework;
    }
    let none = BTreeSet::new();
    let shaped = |shape, folded| {
        arrange(&framework, &Request { shape: Some(shape), ..Request::whole(WINDOW, folded) })
    };
    let before = shaped(&first.shape, &none);
    let folded = [objective("oc1.1")].into();
    let closed = shaped(&before.shape, &folded);
    let open = shaped(&closed.shape, &none);
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
    let card = &layout.cards[layout.find(&objective("op1.1.1")).expect("a card")];
    assert_eq!((card.rect.x, card.rect.y), (5000.0, 77.5));
    let changed = with_output(&framework, "oc1.1", "a");
    let folded = BTreeSet::new();
    let request = Request { shape: Some(&layout.shape), ..Request::whole(WINDOW, &folded) };
    let after = arrange(&changed, &request);
    let card = &after.cards[after.find(&objective("op1.1.1")).expect("a card")];
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
