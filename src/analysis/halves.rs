//! Two halves of a work at once. What each gives depends on neither the other nor the clock, so
//! the figures are the same on one core and on many.

/// Does both halves, at once where there are so many programs that a thread is worth it.
pub(super) fn both<A, B: Send>(
    programs: usize,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if programs < 2000 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        match other.join() {
            Ok(other) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
