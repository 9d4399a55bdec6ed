//! What the room sees: every text can be read from the last row, none lies over another or
//! outside the page, and nobody is named before it is asked for.

#![expect(clippy::print_stdout, reason = "says what is left out")]

use std::collections::BTreeSet;
use std::path::Path;
use throughline::analysis::{Analysis, analyze};
use throughline::edit::{self, Command, SceneEdit};
use throughline::export::svg;
use throughline::import::{self, Format, Options};
use throughline::layout::geometry::{Rect, rect};
use throughline::layout::text::width_em;
use throughline::model::{
    Camera, ColorBy, Date, Framework, ObjectiveId, Rank, Scalar, Scene as Saved, SceneId,
};
use throughline::scene::present::{Distance, Look, Of, Shown, Slide, offered, present, slides};
use throughline::scene::{Anchor, Color, Fill, Item, Label, Scene};
use throughline::templates;

fn today() -> Date {
    jiff::civil::date(2026, 11, 24)
}

fn template(id: &str) -> Framework {
    match templates::find(id).map(|t| t.framework(0)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no template {id}"),
    }
}

fn uninfo(file: &str) -> Option<Framework> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo");
    let Ok(bytes) = std::fs::read(folder.join(file)) else {
        println!("left out: {file} is not there");
        return None;
    };
    let batch =
        import::read_bytes(Format::UnInfo, file, &bytes, today(), &Options::default()).ok()?;
    import::framework_of(&batch).ok().map(|(framework, _)| framework)
}

/// The sample, the templates, two real countries, and made-up ones of three sizes.
fn all() -> Vec<(String, Framework, Analysis)> {
    let ids = ["sample", "blank", "new-deal", "burundi-2007"];
    let templates = ids.into_iter().map(|id| (id.to_owned(), template(id)));
    let real = ["MLI.json", "NGA.json"].into_iter();
    let real = real.filter_map(|file| Some((file.to_owned(), uninfo(file)?)));
    let made = [(14, 60, 3), (150, 600, 2)].into_iter();
    let made = made.map(|(o, p, seed)| (format!("{o}"), templates::generate(o, p, seed)));
    let with = |(name, framework): (String, Framework)| {
        let analysis = analyze(&framework, None);
        (name, framework, analysis)
    };
    templates.chain(real).chain(made).map(with).collect()
}

/// Every slide that is offered, and the first colored in every way.
fn every_slide(framework: &Framework) -> Vec<Slide> {
    let mut all = offered(framework);
    let first = all[0].clone();
    for color in [
        ColorBy::Dimension,
        ColorBy::Lead,
        ColorBy::Status,
        ColorBy::Backing,
        ColorBy::Programs,
        ColorBy::Money,
    ] {
        let mut scene = (*first.scene).clone();
        scene.color = color;
        all.push(Slide { scene: scene.into(), ..first.clone() });
    }
    // And those of each level, which are many.
    for level in &framework.head().levels {
        let mut scene = Saved::new("What each level is there for, and who works on which of it");
        scene.filter.levels = vec![level.id.clone()];
        all.push(Slide { scene: scene.into(), ..first.clone() });
    }
    all
}

const SHOWN: [Shown; 3] = [
    Shown { names: false, amounts: false },
    Shown { names: true, amounts: false },
    Shown { names: true, amounts: true },
];

/// Draws every slide in every way that it can be shown.
fn each(mut check: impl FnMut(&str, &Look, &Scene)) {
    for (name, framework, analysis) in all() {
        let slides = every_slide(&framework);
        for (at, slide) in slides.iter().enumerate() {
            for distance in Distance::ALL {
                for (shown, legend) in SHOWN.into_iter().zip([true, true, false]) {
                    let look = Look { distance, shown, legend, ..Look::default() };
                    let place = (at + 1, slides.len());
                    let scene = present(&framework, &analysis, slide, place, (&look, today()));
                    let said = format!("{name}, “{}”, {distance:?}, {shown:?}", slide.scene.title);
                    check(&said, &look, &scene);
                }
            }
        }
    }
}

fn labels(scene: &Scene) -> impl Iterator<Item = &Label> {
    scene.items.iter().filter_map(|item| match item {
        Item::Text(label) => Some(label),
        _ => None,
    })
}

/// Where a text stands: its width by its advances, its height from descender to capital.
fn area(label: &Label) -> Rect {
    let width = width_em(&label.text, label.weight) * label.size;
    let x = match label.anchor {
        Anchor::Left => label.at.x,
        Anchor::Middle => label.at.x - width / 2.0,
        Anchor::Right => label.at.x - width,
    };
    rect(x, label.at.y - label.size * 0.73, width, label.size * 0.95)
}

#[test]
fn the_last_row_can_read_every_text_and_none_lies_over_another() {
    each(|said, look, scene| {
        readable(said, look, scene);
        apart(said, scene);
        stands_out(said, scene);
    });
}

/// No text is too small, the title and the counters are large.
fn readable(said: &str, look: &Look, scene: &Scene) {
    let title = look.distance.title();
    for label in labels(scene) {
        assert!(label.size >= 22.0 - 0.01, "{said}: {:?} at {}", label.text, label.size);
    }
    let first: Vec<&Label> = labels(scene).filter(|l| l.size >= title).collect();
    let words: Vec<&str> = scene.title.split_whitespace().collect();
    assert!(first.iter().any(|l| l.text.starts_with(words[0])), "{said}: no title");
    let counters = labels(scene).filter(|l| l.text.ends_with('%') && l.text.len() < 6);
    for counter in counters {
        assert!(counter.size >= title * 1.5 - 0.01, "{said}: {}", counter.size);
    }
}

/// No text lies over another or outside the page.
fn apart(said: &str, scene: &Scene) {
    let page = rect(0.0, 0.0, scene.size.0, scene.size.1);
    let all: Vec<(Rect, &Label)> = labels(scene).map(|l| (area(l), l)).collect();
    for (place, (at, label)) in all.iter().enumerate() {
        assert!(page.holds(*at), "{said}: {:?} outside at {at:?}", label.text);
        for (other, second) in &all[place + 1..] {
            let over = at.overlaps(*other);
            assert!(!over, "{said}: {:?} over {:?}", label.text, second.text);
        }
    }
}

/// The least contrast of a text with what lies beneath it.
fn contrast(scene: &Scene, place: usize, label: &Label) -> f32 {
    let at = area(label);
    let mut grounds = vec![scene.ground];
    for item in &scene.items[..place] {
        let Item::Shape { rect, fill, .. } = item else { continue };
        if !rect.overlaps(at) {
            continue;
        }
        let colors: Vec<Color> = match *fill {
            Fill::None => continue,
            Fill::Solid(color) => vec![color],
            Fill::Hatched { line, ground, .. } => vec![line, ground],
        };
        if rect.holds(at) {
            grounds.clear();
        }
        grounds.extend(colors);
    }
    grounds.into_iter().map(|ground| label.color.contrast(ground)).fold(f32::INFINITY, f32::min)
}

/// Every text stands out seven to one from what lies beneath.
fn stands_out(said: &str, scene: &Scene) {
    for (place, item) in scene.items.iter().enumerate() {
        if let Item::Text(label) = item {
            let contrast = contrast(scene, place, label);
            assert!(contrast >= 7.0, "{said}: {:?}: {contrast:.2}", label.text);
        }
    }
}

#[test]
fn nobody_is_named_and_no_amount_is_told_before_it_is_asked_for() {
    let mut named = 0;
    for (name, framework, analysis) in all() {
        let currency = framework.head().currency.to_string();
        let short: BTreeSet<String> =
            framework.actors().values().map(|actor| actor.short().to_owned()).collect();
        for slide in every_slide(&framework) {
            let text = |shown| {
                let look = Look { shown, distance: Distance::Near, ..Look::default() };
                let scene = present(&framework, &analysis, &slide, (1, 1), (&look, today()));
                let texts: Vec<String> = labels(&scene).map(|l| l.text.clone()).collect();
                texts
            };
            let hidden = text(Shown::default());
            // What the group wrote itself stays: titles of objectives and scenes.
            let own: Vec<String> =
                framework.living().map(|(id, _)| framework.objective_name(id)).collect();
            for line in &hidden {
                let written = own.iter().any(|title| title.contains(line.trim_end_matches('…')));
                let said = short.iter().find(|s| line.split(' ').any(|word| word == s.as_str()));
                let ours = written || *line == slide.scene.title;
                assert!(said.is_none() || ours, "{name}: {line:?} names {said:?}");
                assert!(!line.contains(&format!("{currency} ")), "{name}: {line}");
            }
            let shown = text(Shown { names: true, amounts: true });
            named +=
                shown.iter().filter(|l| short.iter().any(|s| l.starts_with(s.as_str()))).count();
        }
    }
    assert!(named > 20, "names are there once they are shown: {named}");
}

#[test]
fn a_document_without_scenes_offers_some_and_its_own_come_in_their_order() {
    let mut framework = template("sample");
    let top = &framework.head().levels[0].id;
    let tops = framework.living().filter(|(_, o)| o.level == *top).count();
    assert_eq!(slides(&framework), offered(&framework));
    let offered = slides(&framework);
    assert_eq!(offered.len(), 2 + tops, "the whole, the orphans, each top objective");
    assert_eq!(offered[1].of, Of::Orphans);
    assert!(offered.iter().all(|slide| slide.id.is_none()));
    assert!(framework.scenes().is_empty(), "nothing is written to the document");
    let last = Rank::default();
    let first = Rank::between(None, Some(&last));
    for (id, title, order) in [("scn-a", "Second", &last), ("scn-b", "First", &first)] {
        let mut scene = Saved::new(title);
        scene.order = order.clone();
        let id = SceneId::new(id).expect("an id");
        let command = Command::Scene(id, SceneEdit::Add(Box::new(scene)));
        edit::run(&mut framework, &command).expect("a scene");
    }
    let titles: Vec<String> = slides(&framework).iter().map(|s| s.scene.title.clone()).collect();
    assert_eq!(titles, ["First", "Second"]);
}

/// The first words of titles that are drawn.
fn drawn(framework: &Framework, scene: Saved, distance: Distance) -> Vec<String> {
    let analysis = analyze(framework, None);
    let slide = Slide { id: None, scene: scene.into(), of: Of::Cards };
    let look = Look { distance, ..Look::default() };
    let picture = present(framework, &analysis, &slide, (1, 1), (&look, today()));
    labels(&picture).map(|l| l.text.clone()).collect()
}

#[test]
fn the_legend_tells_the_hatches_under_an_objective_in_focus_too() {
    let framework = template("sample");
    let analysis = analyze(&framework, None);
    let slide = offered(&framework).into_iter().find(|slide| slide.scene.focus.is_some());
    let slide = slide.expect("a top objective");
    let told = |legend| {
        let look = Look { legend, ..Look::default() };
        let scene = present(&framework, &analysis, &slide, (1, 1), (&look, today()));
        labels(&scene).any(|label| label.text.ends_with(" linked"))
    };
    assert!(told(true) && !told(false));
}

#[test]
fn where_no_program_has_a_dimension_something_else_tells_them_apart() {
    let Some(framework) = uninfo("MLI.json") else { return };
    let slide = &offered(&framework)[0];
    let texts = drawn(&framework, (*slide.scene).clone(), Distance::Near);
    assert!(!texts.iter().any(|text| text.starts_with("no dimension")), "{texts:?}");
}

#[test]
fn where_every_program_shows_a_link_it_is_told_how_firm() {
    let Some(framework) = uninfo("NGA.json") else { return };
    let analysis = analyze(&framework, None);
    let slide = &offered(&framework)[1];
    let scene = present(&framework, &analysis, slide, (2, 6), (&Look::default(), today()));
    let texts: Vec<&str> = labels(&scene).map(|label| label.text.as_str()).collect();
    for text in ["asserted", "documented", "confirmed", "305", "0"] {
        assert!(texts.contains(&text), "{text}: {texts:?}");
    }
}

#[test]
fn the_scene_decides_which_cards_are_in_sight() {
    let framework = template("sample");
    let id = |text: &str| ObjectiveId::new(text).expect("an id");
    let has = |texts: &[String], start: &str| texts.iter().any(|t| t.starts_with(start));
    let mut scene = Saved::new("Inclusive politics");
    scene.focus = Some(id("so1"));
    let texts = drawn(&framework, scene, Distance::Near);
    assert!(has(&texts, "1.1 ") && !has(&texts, "2 "), "{texts:?}");
    assert!(has(&texts, "programs support it"), "{texts:?}");
    let mut scene = Saved::new("Outcomes");
    scene.filter.levels = vec![framework.head().levels[1].id.clone()];
    let texts = drawn(&framework, scene, Distance::Near);
    assert!(has(&texts, "1.1 ") && has(&texts, "2.1 "), "{texts:?}");
    // A camera that looked at one corner only.
    let mut scene = Saved::new("A corner");
    let scalar = Scalar::from_f32;
    let whole = drawn(&framework, Saved::new("All"), Distance::Near);
    scene.camera = Some(Camera::new(scalar(150.0), scalar(100.0), scalar(4.0)));
    let texts = drawn(&framework, scene, Distance::Near);
    assert!(texts != whole && has(&texts, "1"), "{texts:?}");
}

#[test]
fn what_does_not_fit_is_counted_and_the_type_is_never_smaller() {
    let framework = templates::generate(400, 200, 4);
    let mut scene = Saved::new("All of it");
    scene.filter.levels = vec![framework.head().levels[2].id.clone()];
    for distance in Distance::ALL {
        let texts = drawn(&framework, scene.clone(), distance);
        let more = texts.iter().find(|t| t.starts_with("and ") && t.ends_with(" more"));
        assert!(more.is_some(), "{distance:?}: {texts:?}");
    }
}

#[test]
fn legend_and_counter_are_there_only_while_they_are_wanted() {
    let (framework, slide) = (template("sample"), offered(&template("sample")).remove(0));
    let analysis = analyze(&framework, None);
    let drawn = |counter, legend| {
        let look = Look { counter, legend, ..Look::default() };
        let scene = present(&framework, &analysis, &slide, (1, 1), (&look, today()));
        labels(&scene).map(|l| l.text.clone()).collect::<Vec<String>>()
    };
    let has = |texts: &[String], text: &str| texts.iter().any(|t| t == text);
    assert!(
        has(&drawn(true, true), "56%") && drawn(true, true).iter().any(|t| t.ends_with(" linked"))
    );
    assert!(!has(&drawn(false, true), "56%"));
    assert!(!drawn(true, false).iter().any(|t| t.ends_with(" linked")));
}

#[test]
fn it_fills_any_screen_and_is_the_same_each_time() {
    let framework = template("sample");
    let analysis = analyze(&framework, None);
    for size in
        [(3840.0, 2160.0), (1366.0, 768.0), (1024.0, 768.0), (2560.0, 1080.0), (600.0, 900.0)]
    {
        for slide in offered(&framework) {
            for distance in Distance::ALL {
                let look = Look { size, distance, ..Look::default() };
                let draw = || present(&framework, &analysis, &slide, (1, 1), (&look, today()));
                let scene = draw();
                assert_eq!(svg(&scene), svg(&draw()));
                let page = rect(0.0, 0.0, size.0, size.1);
                for label in labels(&scene) {
                    assert!(page.holds(area(label)), "{size:?}: {:?}", label.text);
                }
            }
        }
    }
}

/// Writes the pictures to look at: `PICTURES=folder cargo test --test present -- --ignored`.
#[test]
#[ignore = "writes pictures to look at"]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("PICTURES") else { return };
    for (name, framework, analysis) in all() {
        let slides = every_slide(&framework);
        for (at, slide) in slides.iter().enumerate() {
            let distance = Distance::ALL[at % 3];
            let look = Look { distance, shown: SHOWN[at % 3], ..Look::default() };
            let place = (at + 1, slides.len());
            let scene = present(&framework, &analysis, slide, place, (&look, today()));
            let path = Path::new(&folder).join(format!("{name}-{at}.svg"));
            throughline::store::save_bytes(&path, svg(&scene).as_bytes()).expect("written");
        }
    }
}
