//! Open, save, figures, layout, pictures, import: the bars of the design, section 8.

use divan::{Bencher, black_box};
use std::collections::BTreeSet;
use throughline::analysis::{analyze, duplicates};
use throughline::export::{Format, Taken, View, Wish, discreet};
use throughline::import::{self, Options};
use throughline::layout::geometry::rect;
use throughline::layout::{Request, arrange};
use throughline::model::Framework;
use throughline::scene::field::{self, GroupBy};
use throughline::scene::{Page, ThemeName};
use throughline::session::Session;
use throughline::{edit, store, templates};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const DATE: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

const SIZES: [usize; 3] = [2_000, 20_000, 200_000];

fn sized(programs: usize) -> Framework {
    templates::generate(1000, programs, 1)
}

fn sample() -> Framework {
    match templates::find("sample").map(|t| t.framework(0)) {
        Some(Ok(framework)) => framework,
        _ => panic!("no sample"),
    }
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn open(bencher: Bencher, programs: usize) {
    let text = store::write(&sized(programs));
    bencher.bench_local(|| store::read(black_box(text.as_bytes())));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn write(bencher: Bencher, programs: usize) {
    let framework = sized(programs);
    bencher.bench_local(|| store::write(black_box(&framework)));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn full_analysis(bencher: Bencher, programs: usize) {
    let framework = sized(programs);
    bencher.bench_local(|| analyze(black_box(&framework), None));
}

/// All pairs that look like one program (P10).
#[divan::bench(args = SIZES, sample_count = 10)]
fn find_duplicates(bencher: Bencher, programs: usize) {
    let framework = sized(programs);
    let analysis = analyze(&framework, None);
    bencher.bench_local(|| duplicates(black_box(&framework), &analysis));
}

/// One link made: planned, applied, every figure right.
#[divan::bench(args = [336, 20_000], sample_count = 20)]
fn after_one_edit(bencher: Bencher, programs: usize) {
    let mut session = Session::new(sized(programs));
    let id = session.framework().programs().keys().next().cloned();
    let objective = session.framework().objectives().keys().next().cloned();
    let (Some(id), Some(objective)) = (id, objective) else { return };
    let link = |l: &str| format!("[Program(\"{id}\", Link(\"{objective}\", {l}))]");
    let on = edit::read_script(&link("(effect: Supports, evidence: Asserted)"));
    let off = edit::read_script(&link("None"));
    let (Ok(on), Ok(off)) = (on, off) else { return };
    let mut flip = false;
    bencher.bench_local(|| {
        flip = !flip;
        session.run(if flip { &on[0] } else { &off[0] }).is_ok()
    });
}

#[divan::bench(args = [60, 1000], sample_count = 20)]
fn layout(bencher: Bencher, objectives: usize) {
    let framework =
        if objectives == 60 { sample() } else { templates::generate(objectives, 20_000, 1) };
    let folded = BTreeSet::new();
    bencher.bench_local(|| arrange(&framework, &Request::whole((1856.0, 640.0), &folded)));
}

#[divan::bench(args = [60, 1000], sample_count = 10)]
fn overview_scene(bencher: Bencher, objectives: usize) {
    let framework =
        if objectives == 60 { sample() } else { templates::generate(objectives, 20_000, 1) };
    let analysis = analyze(&framework, None);
    let page = Page::screen(DATE);
    let theme = ThemeName::Light.theme();
    bencher.bench_local(|| View::Overview.scene(&framework, &analysis, page, theme));
}

#[divan::bench(args = [336, 20_000], sample_count = 20)]
fn orphan_field(bencher: Bencher, programs: usize) {
    let framework = sized(programs);
    let analysis = analyze(&framework, None);
    bencher.bench_local(|| {
        let groups = field::groups(&framework, &analysis, GroupBy::Owner);
        field::arrange(&groups, rect(0.0, 0.0, 1888.0, 160.0), 13.0)
    });
}

/// Masked or not, with its figures, from the framework to the bytes.
#[divan::bench(args = [Format::Png, Format::Svg, Format::Pdf, Format::Xlsx], sample_count = 5)]
fn sample_export(bencher: Bencher, format: Format) {
    let framework = sample();
    bencher.bench_local(|| Taken::new(&framework, None, false).bytes(format, &Wish::new(DATE)));
}

/// All files of the workshop pack.
#[divan::bench(sample_count = 3)]
fn workshop_pack(bencher: Bencher) {
    let framework = sample();
    bencher.bench_local(|| {
        let taken = Taken::new(&framework, None, false);
        let parts = taken.pack(&Wish::new(DATE));
        parts.iter().map(|part| taken.part(part).map_or(0, |bytes| bytes.len())).sum::<usize>()
    });
}

/// The copy that outsiders may see.
#[divan::bench(args = [336, 20_000], sample_count = 10)]
fn discreet_copy(bencher: Bencher, programs: usize) {
    let framework = if programs == 336 { sample() } else { sized(programs) };
    bencher.bench_local(|| discreet(&framework));
}

/// The largest UN INFO export, where the folder is there.
#[divan::bench(sample_count = 5)]
fn import_uninfo(bencher: Bencher) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/uninfo");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let largest = files.filter_map(|f| std::fs::read(f.path()).ok()).max_by_key(Vec::len);
    let Some(bytes) = largest else { return };
    let date = jiff::civil::date(2026, 11, 24);
    bencher.bench_local(|| {
        import::read_bytes(
            import::Format::UnInfo,
            "largest.json",
            &bytes,
            date,
            &Options::default(),
        )
        .map(|batch| import::framework_of(&batch).is_ok())
    });
}
