//! Merging copies of a large country: the bar is 1,000 objectives and 20,000 programs with 2,000
//! edits a side in under a second.

use divan::{Bencher, black_box};
use throughline::merge::{Rule, diff, merge, told};
use throughline::model::{Framework, Objective, Program};
use throughline::templates;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Edits of so many records, spread over a country: fields, links and positions of programs and
/// objectives. Two copies with other steps meet in some.
fn edited(base: &Framework, edits: usize, step: usize) -> Framework {
    let mut parts = base.parts().clone();
    let (objectives, programs) = (edits / 10, edits - edits / 10);
    let said = format!("edited {step}");
    let change = |record: &mut Objective| record.description = Some(said.clone());
    parts.objectives.values_mut().step_by(step).take(objectives).for_each(|record| {
        change(std::sync::Arc::make_mut(record));
    });
    let first = base.objectives().keys().nth(step).cloned();
    parts.programs.values_mut().step_by(step).take(programs).for_each(|record| {
        let record: &mut Program = std::sync::Arc::make_mut(record);
        record.description = Some(said.clone());
        if let (Some(id), Some(link)) = (&first, record.links.values().next().cloned()) {
            record.links.insert(id.clone(), link);
        }
    });
    Framework::from_parts(parts)
}

/// A copy that shares no record with what it was made from, as one that was read from a file.
fn apart(framework: &Framework) -> Framework {
    let mut parts = framework.parts().clone();
    parts.objectives.values_mut().for_each(|record| *record = (**record).clone().into());
    parts.programs.values_mut().for_each(|record| *record = (**record).clone().into());
    Framework::from_parts(parts)
}

fn copies(edits: usize) -> [Framework; 3] {
    let base = templates::generate(1_000, 20_000, 1);
    let (ours, theirs) = (edited(&base, edits, 4), edited(&base, edits, 7));
    [apart(&ours), apart(&theirs), base]
}

#[divan::bench(args = [0, 200, 2_000], sample_count = 10)]
fn merge_two_copies(bencher: Bencher, edits: usize) {
    let [ours, theirs, base] = copies(edits);
    bencher.bench_local(|| merge(black_box(&base), &ours, &theirs));
}

/// All that is open settled at once.
#[divan::bench(sample_count = 10)]
fn settle_by_a_rule(bencher: Bencher) {
    let [ours, theirs, base] = copies(2_000);
    let Ok(merged) = merge(&base, &ours, &theirs) else { return };
    bencher.bench_local(|| black_box(&merged).settle_by(Rule::Theirs));
}

#[divan::bench(sample_count = 10)]
fn diff_and_told(bencher: Bencher) {
    let [ours, _, base] = copies(2_000);
    bencher.bench_local(|| (diff(black_box(&base), &ours), told(&base, &ours)));
}
