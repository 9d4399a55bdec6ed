//! What suggestions cost: all of them for 5,000 programs and 150 objectives (bar: 2 s), those of
//! one program (5 ms), learning one link.

use divan::{Bencher, black_box};
use std::sync::Arc;
use throughline::model::{Effect, Evidence, Framework, Link, ObjectiveId, Program, ProgramId};
use throughline::suggest::Suggester;
use throughline::templates;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Objectives and programs.
const SIZES: [(usize, usize); 2] = [(150, 5_000), (1_000, 20_000)];

fn sized((objectives, programs): (usize, usize)) -> Framework {
    templates::generate(objectives, programs, 1)
}

/// A program without a link, and what to link it to.
fn first_without(framework: &Framework) -> (ProgramId, ObjectiveId) {
    let found = framework.programs().iter().find(|(_, record)| record.links.is_empty());
    let program = found.map(|(id, _)| id.clone()).expect("a program without a link");
    let objective = framework.objectives().keys().last().cloned().expect("an objective");
    (program, objective)
}

/// The framework with one link more.
fn linked(framework: &Framework) -> Framework {
    let (program, objective) = first_without(framework);
    let mut parts = framework.parts().clone();
    let mut record = Program::clone(framework.program(&program).expect("it is there"));
    record.links.insert(objective, Link::new(Effect::Supports, Evidence::Asserted));
    parts.programs.insert(program, Arc::new(record));
    Framework::from_parts(parts)
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn read(bencher: Bencher, size: (usize, usize)) {
    let framework = sized(size);
    bencher.bench_local(|| Suggester::new(black_box(&framework)));
}

#[divan::bench(args = [SIZES[0]], sample_count = 5)]
fn read_and_suggest_all(bencher: Bencher, size: (usize, usize)) {
    let framework = sized(size);
    bencher.bench_local(|| {
        let suggester = Suggester::new(black_box(&framework));
        framework.programs().keys().map(|id| suggester.suggest(id, 3).len()).sum::<usize>()
    });
}

#[divan::bench(args = SIZES)]
fn suggest_one(bencher: Bencher, size: (usize, usize)) {
    let framework = sized(size);
    let suggester = Suggester::new(&framework);
    let (program, _) = first_without(&framework);
    bencher.bench_local(|| suggester.suggest(black_box(&program), 3));
}

#[divan::bench(args = SIZES)]
fn alike(bencher: Bencher, size: (usize, usize)) {
    let framework = sized(size);
    let suggester = Suggester::new(&framework);
    let (program, _) = first_without(&framework);
    bencher.bench_local(|| suggester.alike(black_box(&program)));
}

/// One link made, and taken away again the next time.
#[divan::bench(args = SIZES)]
fn renew_after_one_link(bencher: Bencher, size: (usize, usize)) {
    let framework = sized(size);
    let states = [linked(&framework), framework];
    let mut suggester = Suggester::new(&states[1]);
    let mut turn = 0;
    bencher.bench_local(|| {
        suggester.renew(black_box(&states[turn % 2]));
        turn += 1;
    });
}
