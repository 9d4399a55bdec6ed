//! Pictures: they stand alone, say the figures, clip nothing, and can be told apart without hue.

#![expect(clippy::print_stdout, reason = "says what is left out, and the figures seen")]

use std::collections::BTreeSet;
use std::path::Path;
use throughline::analysis::{Analysis, analyze};
use throughline::export::{View, png, svg};
use throughline::import::{self, Format, Options};
use throughline::layout;
use throughline::layout::geometry::{Rect, point, rect};
use throughline::layout::text::{is_arabic, width_em};
use throughline::model::Framework;
use throughline::scene::field::{self, GroupBy};
use throughline::scene::{
    Anchor, Color, Fill, Item, Label, Page, Paper, Scene, ThemeName, deficit_view, words,
};
use throughline::{store, templates};

fn sample() -> (Framework, Analysis) {
    match templates::find("sample").map(|t| t.framework(0)) {
        Some(Ok(framework)) => {
            let analysis = analyze(&framework, None);
            (framework, analysis)
        }
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

/// The sample, two real countries, and made-up ones of four sizes.
fn all() -> Vec<(Framework, Analysis)> {
    let real = ["MLI.json", "NGA.json"].into_iter().filter_map(uninfo);
    let sizes = [(5, 20, 3), (60, 336, 1), (150, 600, 2), (1000, 2000, 3)];
    let made = sizes.into_iter().flat_map(|(o, p, seed)| {
        let framework = templates::generate(o, p, seed);
        // And once more with no objective retired, so that all are drawn.
        let text = store::write(&framework).replace("status: Retired", "status: Agreed");
        let whole = store::read(text.as_bytes()).expect("a framework").framework;
        [framework, whole]
    });
    let more = real.chain(made).map(|framework| {
        let analysis = analyze(&framework, None);
        (framework, analysis)
    });
    std::iter::once(sample()).chain(more).collect()
}

/// Where a text stands: its width by its advances, its height from descender to capital.
fn area(label: &Label) -> Rect {
    let width = width_em(&label.text, label.weight) * label.size;
    let left = match label.anchor {
        Anchor::Left => label.at.x,
        Anchor::Middle => label.at.x - width / 2.0,
        Anchor::Right => label.at.x - width,
    };
    rect(left, label.at.y - label.size * 0.72, width, label.size * 0.94)
}

fn labels(scene: &Scene) -> Vec<&Label> {
    let mut all = Vec::new();
    for item in &scene.items {
        if let Item::Text(label) = item {
            all.push(label);
        }
    }
    all
}

const DATE: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// The pictures of the whole, and of a first and a last objective.
fn views(framework: &Framework) -> Vec<View> {
    let ends = [framework.living().next(), framework.living().last()];
    let ends = ends.into_iter().flatten().map(|(id, _)| View::Objective(id.clone()));
    View::WHOLE.into_iter().chain(ends).collect()
}

/// The pictures on a screen, in every theme.
fn scenes(framework: &Framework, analysis: &Analysis) -> Vec<Scene> {
    let page = Page::screen(DATE);
    let of = |view: View| {
        ThemeName::ALL.map(|theme| view.scene(framework, analysis, page, theme.theme()))
    };
    views(framework).into_iter().flat_map(of).collect()
}

/// The pictures on every paper too, where the framework is of a size that people print.
fn on_paper(framework: &Framework, analysis: &Analysis) -> Vec<Scene> {
    let mut all = scenes(framework, analysis);
    if framework.objectives().len() < 200 {
        for (paper, standing) in Paper::ALL.into_iter().flat_map(|p| [(p, false), (p, true)]) {
            let page = Page::new(paper, standing, DATE);
            for page in [page, page.discreet()] {
                let theme = ThemeName::Light.theme();
                let of = |view: View| view.scene(framework, analysis, page, theme);
                all.extend(views(framework).into_iter().map(of));
            }
        }
    }
    all
}

fn texts(scene: &Scene) -> Vec<&str> {
    labels(scene).into_iter().map(|label| label.text.as_str()).collect()
}

#[test]
fn a_picture_stands_alone() {
    let (framework, analysis) = sample();
    for scene in scenes(&framework, &analysis) {
        let all = texts(&scene).join("\n");
        for words in [
            "Compact for Samara (fictional sample)",
            "24 November 2026",
            "evidence bar “asserted”",
            "56%",
            "45%",
            "188 of 336",
            "USD 437 m of USD 977 m",
            "112 not reviewed yet · 27 name what this file lacks · 49 looked at",
            "money known for 320 of 336 programs",
            "backed by 5 local and 4 international actors",
            "Utstein study",
            concat!("Throughline ", env!("CARGO_PKG_VERSION")),
        ] {
            assert!(all.contains(words), "{}: {words}\n{all}", scene.title);
        }
        assert!(all.contains(&words::percent(analysis.deficit.share)));
    }
}

#[test]
fn every_picture_says_its_figures() {
    for (framework, analysis) in all() {
        let (deficit, money) = (&analysis.deficit, &analysis.deficit.money);
        for scene in scenes(&framework, &analysis) {
            let all = texts(&scene);
            let joined = all.join("\n");
            let name = &scene.title;
            for figure in [
                words::percent(deficit.share),
                words::percent(money.share),
                format!(
                    "{} of {}",
                    words::number(deficit.programs),
                    words::number(analysis.scope.programs)
                ),
                format!(
                    "{} of {}",
                    words::money(money.currency, money.no_link_shown),
                    words::money(money.currency, money.total)
                ),
            ] {
                assert!(all.contains(&figure.as_str()), "{name}: {figure}");
            }
            let gap = words::gap_in_data(&analysis);
            assert!(all.contains(&gap.as_str()), "{name}: {gap}");
            for part in ["24 November 2026", "no link shown: no supporting link", "“asserted”"]
            {
                assert!(joined.contains(part), "{name}: {part}");
            }
            assert!(joined.contains(env!("CARGO_PKG_VERSION")), "{name}: the version");
            let title = framework.head().title.split_whitespace().next().unwrap_or_default();
            assert!(all.iter().any(|t| t.starts_with(title)), "{name}: {title}");
            assert!(joined.contains(&words::coverage(&analysis)), "{name}: the coverage");
        }
    }
}

#[test]
fn no_text_leaves_the_page() {
    for (framework, analysis) in all() {
        for scene in on_paper(&framework, &analysis) {
            for label in labels(&scene) {
                let at = area(label);
                let inside = at.x >= -0.5 && at.right() <= scene.size.0 + 0.5;
                assert!(inside, "{}: {:?} at {at:?}", scene.title, label.text);
                let high = at.y > 0.0 && at.bottom() <= scene.size.1;
                assert!(high, "{}: {:?} at {at:?}", scene.title, label.text);
            }
        }
    }
}

#[test]
fn no_text_lies_on_another() {
    let mut found = Vec::new();
    for (framework, analysis) in all() {
        for scene in on_paper(&framework, &analysis) {
            let mut boxes: Vec<_> =
                labels(&scene).into_iter().map(|l| (area(l), &l.text)).collect();
            boxes.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
            for (place, (one, text)) in boxes.iter().enumerate() {
                let near = boxes[place + 1..].iter().take_while(|(o, _)| o.x < one.right());
                for (_, other) in near.filter(|(o, _)| o.grow(-0.6).overlaps(one.grow(-0.6))) {
                    found.push(format!("{}: {text:?} and {other:?}", scene.title));
                }
            }
        }
    }
    found.dedup();
    assert!(found.is_empty(), "{} pairs: {:#?}", found.len(), &found[..found.len().min(12)]);
}

#[test]
fn titles_in_the_picture_are_whole_or_end_in_an_ellipsis() {
    for (framework, analysis) in all() {
        for scene in scenes(&framework, &analysis).into_iter().take(1) {
            let squeeze = |text: &str| text.replace([' ', '\u{2010}'], "");
            let all = squeeze(&texts(&scene).concat());
            for (id, objective) in framework.living() {
                let whole = squeeze(&layout::caption(objective));
                // A title that is cut stands there up to its ellipsis.
                let mut cut: Vec<char> = whole.chars().collect();
                let mut found = all.contains(&whole);
                while !found && cut.pop().is_some() && !cut.is_empty() {
                    found = all.contains(&format!("{}…", cut.iter().collect::<String>()));
                }
                assert!(found, "{}: {id}: {whole}", scene.title);
            }
        }
    }
}

#[test]
fn every_orphan_has_one_mark_and_more_money_never_less_room() {
    for (framework, area) in [
        (sample().0, rect(10.0, 20.0, 1888.0, 170.0)),
        (templates::generate(60, 20_000, 5), rect(0.0, 0.0, 1888.0, 150.0)),
        (templates::generate(30, 40, 5), rect(0.0, 0.0, 900.0, 100.0)),
    ] {
        let analysis = analyze(&framework, None);
        for by in GroupBy::ALL {
            let arranged = field::arrange(&field::groups(&framework, &analysis, by), area, 13.0);
            assert_eq!(arranged.marks.len(), analysis.deficit.programs as usize);
            let each: BTreeSet<_> = arranged.marks.iter().map(|m| &m.program).collect();
            assert_eq!(each.len(), arranged.marks.len(), "{by:?}: one mark a program");
            let mut order: Vec<_> = arranged
                .marks
                .iter()
                .map(|m| (analysis.programs.get(&m.program).map(|r| r.money), m.rect))
                .collect();
            for (_, mark) in &order {
                assert!((mark.w - mark.h).abs() < 0.01 && mark.w > 0.0, "{by:?}: a square");
                let inside = mark.x >= area.x - 0.5
                    && mark.y >= area.y
                    && mark.right() <= area.right() + 0.5
                    && mark.bottom() <= area.bottom() + 0.5;
                assert!(inside, "{by:?}: {mark:?} leaves the field");
            }
            order.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
            for (place, (_, one)) in order.iter().enumerate() {
                let near = order[place + 1..].iter().take_while(|(_, o)| o.x < one.right());
                let hit = near.filter(|(_, other)| other.grow(-0.05).overlaps(*one)).count();
                assert_eq!(hit, 0, "{by:?}: marks overlap at {one:?}");
            }
            order.sort_by_key(|(money, _)| *money);
            let grows = order.windows(2).all(|w| w[0].1.w <= w[1].1.w + 0.01);
            assert!(grows, "{by:?}: more money, smaller mark");
        }
    }
}

/// The colors of an item.
fn colors(item: &Item) -> Vec<Color> {
    match item {
        Item::Shape { fill, stroke, .. } => {
            let fill = match *fill {
                Fill::None => vec![],
                Fill::Solid(color) => vec![color],
                Fill::Hatched { line, ground, .. } => vec![line, ground],
            };
            fill.into_iter().chain(stroke.map(|s| s.color)).collect()
        }
        Item::Text(label) => vec![label.color],
        Item::Line { stroke, .. } | Item::Curve { stroke, .. } => vec![stroke.color],
    }
}

#[test]
fn print_has_no_hue_and_hatches_differ_without_it() {
    let page = Page::screen(DATE);
    let grey = |c: Color| c.0 == c.1 && c.1 == c.2;
    for (framework, analysis) in all() {
        for view in views(&framework) {
            let scene = view.scene(&framework, &analysis, page, ThemeName::Print.theme());
            for item in &scene.items {
                assert!(colors(item).into_iter().all(grey), "{}: {item:?}", scene.title);
            }
        }
    }
    let (framework, analysis) = sample();
    let scene = View::Overview.scene(&framework, &analysis, page, ThemeName::Print.theme());
    let text = svg(&scene);
    let patterns: BTreeSet<&str> = text
        .lines()
        .filter(|l| l.starts_with("<pattern"))
        .map(|l| &l[l.find("width").unwrap_or(0)..])
        .collect();
    assert_eq!(patterns.len(), 4, "apart, looked at, unresolved, unreviewed");
}

#[test]
fn arabic_and_amharic_reach_the_picture_whole() {
    let mut framework = sample().0;
    let script = r#"[Objective("so1", Set(Title("سياسة شاملة للجميع"))), Objective("so2", Set(Title("ሰላም ለሁሉም")))]"#;
    for command in throughline::edit::read_script(script).expect("a script") {
        throughline::edit::run(&mut framework, &command).expect("it fits");
    }
    let analysis = analyze(&framework, None);
    let theme = ThemeName::Light.theme();
    let scene = View::Overview.scene(&framework, &analysis, Page::screen(DATE), theme);
    let text = svg(&scene);
    assert!(text.contains("سياسة شاملة للجميع") && text.contains("ሰላም ለሁሉም"));
    let anchored = scene.items.iter().any(
        |item| matches!(item, Item::Text(l) if is_arabic(&l.text) && l.anchor == Anchor::Right),
    );
    assert!(anchored, "Arabic stands at the right edge of its card");
}

#[test]
fn the_same_picture_is_the_same_bytes() {
    for (framework, analysis) in all().into_iter().take(3) {
        let (one, two) = (scenes(&framework, &analysis), scenes(&framework, &analysis));
        for (one, two) in one.iter().zip(&two) {
            assert!(svg(one) == svg(two), "{}", one.title);
        }
    }
}

#[test]
fn a_png_has_the_width_that_was_asked_for() {
    let (framework, analysis) = sample();
    for scene in scenes(&framework, &analysis) {
        let bytes = png(&scene, 320).expect("a picture");
        assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(bytes[12..16], *b"IHDR");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four"));
        assert_eq!((number(16), number(20)), (320, 180), "{}", scene.title);
        assert!(bytes.ends_with(b"IEND\xAE\x42\x60\x82"));
        for width in [0, 15, 16_385, u32::MAX] {
            let error = png(&scene, width).expect_err("no such size");
            assert!(error.to_string().contains("16 to 16384"), "{error}");
        }
    }
}

/// Analyze fits its panels to the window: 1366 × 768 with the field, 1180 wide, 1920 × 1080.
#[test]
fn the_deficit_fits_small_windows() {
    let mut wrong = Vec::new();
    for (framework, analysis) in all() {
        for (width, height) in [(1475.0, 658.0), (1180.0, 560.0), (1180.0, 900.0), (1920.0, 830.0)]
        {
            let page = Page { width, height, ..Page::screen(DATE) };
            let theme = ThemeName::Light.theme();
            let scene = deficit_view(&framework, &analysis, page, theme);
            let panels: Vec<Rect> = scene
                .items
                .iter()
                .filter_map(|item| match item {
                    Item::Shape { rect, radius, .. }
                        if (*radius - 8.0).abs() < 0.1 && rect.w > 300.0 =>
                    {
                        Some(*rect)
                    }
                    _ => None,
                })
                .collect();
            assert_eq!(panels.len(), 3);
            let inside: Vec<_> = labels(&scene)
                .into_iter()
                .filter(|l| l.at.y > 140.0)
                .map(|l| (area(l), &l.text))
                .collect();
            for (place, (at, text)) in inside.iter().enumerate() {
                let own = panels.iter().find(|p| p.contains(point(at.x, at.center().y)));
                if own.is_some_and(|p| at.right() > p.right() - 4.0 || at.bottom() > p.bottom()) {
                    wrong.push(format!("{width} × {height}: {text:?} leaves its panel"));
                }
                let on =
                    inside[place + 1..].iter().find(|(o, _)| o.grow(-0.6).overlaps(at.grow(-0.6)));
                wrong.extend(on.map(|(_, o)| format!("{width} × {height}: {text:?} and {o:?}")));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{} places: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}
