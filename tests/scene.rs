//! Pictures: they stand alone, say the figures, clip nothing, and can be told apart without hue.

use throughline::analysis::{Analysis, analyze};
use throughline::export::{View, svg};
use throughline::layout::geometry::rect;
use throughline::layout::text::{is_arabic, width_em};
use throughline::model::Framework;
use throughline::scene::field::{self, GroupBy};
use throughline::scene::{Anchor, Color, Fill, Item, Scene, ThemeName, words};
use throughline::templates;

fn sample() -> (Framework, Analysis) {
    match templates::find("sample").map(|t| t.framework(0)) {
        Some(Ok(framework)) => {
            let analysis = analyze(&framework, None);
            (framework, analysis)
        }
        _ => panic!("no sample"),
    }
}

fn scenes(framework: &Framework, analysis: &Analysis) -> Vec<Scene> {
    let date = jiff::civil::date(2026, 11, 24);
    let views = View::ALL.into_iter();
    views.flat_map(|v| ThemeName::ALL.map(|t| v.scene(framework, analysis, date, t))).collect()
}

fn texts(scene: &Scene) -> Vec<&str> {
    let mut all = Vec::new();
    for item in &scene.items {
        if let Item::Text(label) = item {
            all.push(label.text.as_str());
        }
    }
    all
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
fn no_text_leaves_the_page() {
    let mut all = vec![sample()];
    for (objectives, programs) in [(5, 20), (150, 600), (1000, 2000)] {
        let framework = templates::generate(objectives, programs, 3);
        let analysis = analyze(&framework, None);
        all.push((framework, analysis));
    }
    for (framework, analysis) in all {
        for scene in scenes(&framework, &analysis) {
            for item in &scene.items {
                let Item::Text(label) = item else { continue };
                let width = width_em(&label.text, label.weight) * label.size;
                let left = match label.anchor {
                    Anchor::Left => label.at.x,
                    Anchor::Middle => label.at.x - width / 2.0,
                    Anchor::Right => label.at.x - width,
                };
                let inside = left >= -0.5 && left + width <= scene.size.0 + 0.5;
                assert!(inside, "{}: {:?} at {left}", scene.title, label.text);
                assert!(label.at.y > 0.0 && label.at.y <= scene.size.1, "{:?}", label.text);
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
            let arranged = field::arrange(field::groups(&framework, &analysis, by), area, 13.0);
            assert_eq!(arranged.marks.len(), analysis.deficit.programs as usize);
            let mut order: Vec<_> = arranged
                .marks
                .iter()
                .map(|m| (analysis.programs.get(&m.program).map(|r| r.money), m.rect))
                .collect();
            for (_, mark) in &order {
                let inside = mark.x >= area.x - 0.5
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

#[test]
fn print_has_no_hue_and_hatches_differ_without_it() {
    let (framework, analysis) = sample();
    let date = jiff::civil::date(2026, 11, 24);
    let scene = View::Overview.scene(&framework, &analysis, date, ThemeName::Print);
    let grey = |c: Color| c.0 == c.1 && c.1 == c.2;
    for item in &scene.items {
        let colors = match item {
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
        };
        assert!(colors.into_iter().all(grey), "{item:?}");
    }
    let text = svg(&scene);
    let patterns: std::collections::BTreeSet<&str> = text
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
    let date = jiff::civil::date(2026, 11, 24);
    let scene = View::Overview.scene(&framework, &analysis, date, ThemeName::Light);
    let text = svg(&scene);
    assert!(text.contains("سياسة شاملة للجميع") && text.contains("ሰላም ለሁሉም"));
    let anchored = scene.items.iter().any(
        |item| matches!(item, Item::Text(l) if is_arabic(&l.text) && l.anchor == Anchor::Right),
    );
    assert!(anchored, "Arabic stands at the right edge of its card");
}
