//! Benchmarks of the model.
fn main() {
    divan::main();
}
