//! The same pairs of copies merged by git, line by line, on the canonical text.

use crate::edits::{Dice, Ids, edited};
use std::process::Command;
use throughline::merge::{Rule, merge};
use throughline::model::{Framework, invariants};
use throughline::{store, templates};

/// What became of a pair.
#[derive(Debug, Default)]
struct Count {
    /// Git asks: it found a conflict.
    refused: usize,
    /// Git said it was merged, and the result does not open or breaks an invariant.
    broken: usize,
    /// Git's result is sound, and is Throughline's.
    same: usize,
    /// Git's result is sound, and another than Throughline's.
    other: usize,
    /// Throughline found no conflict.
    whole: usize,
    /// Conflicts that Throughline lists.
    conflicts: usize,
    /// Blocks of lines that git leaves to mend by hand.
    blocks: usize,
}

fn git(copies: [&Framework; 3]) -> Option<(i32, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, framework: &Framework| {
        let path = folder.path().join(name);
        store::save_bytes(&path, store::write(framework).as_bytes()).unwrap();
        path
    };
    let [base, ours, theirs] = copies;
    let (base, ours, theirs) = (path("base", base), path("ours", ours), path("theirs", theirs));
    let mut command = Command::new("git");
    let output = command.args(["merge-file", "-p"]).args([ours, base, theirs]).output().ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some((output.status.code().unwrap(), text))
}

fn compared(times: usize) -> Option<Count> {
    let mut count = Count::default();
    for seed in 0..100 {
        let mut dice = Dice(1_000 + seed);
        let base = templates::generate(20, 60, seed);
        let ids = Ids::of(&base, 60);
        let ours = edited(&base, &ids, &mut dice, times);
        let theirs = edited(&base, &ids, &mut dice, times);
        let merged = merge(&base, &ours, &theirs).unwrap();
        assert!(invariants::faults(&merged.settle_by(Rule::Theirs).framework).is_empty());
        count.whole += usize::from(merged.conflicts.is_empty());
        count.conflicts += merged.conflicts.len();
        let (code, text) = git([&base, &ours, &theirs])?;
        if code != 0 {
            count.refused += 1;
            count.blocks += text.lines().filter(|line| line.starts_with("<<<<<<<")).count();
            continue;
        }
        match store::read(text.as_bytes()) {
            Ok(opened) if !opened.read_only() && opened.framework == merged.framework => {
                count.same += 1;
            }
            Ok(opened) if !opened.read_only() => count.other += 1,
            _ => count.broken += 1,
        }
    }
    Some(count)
}

#[test]
#[ignore = "prints a table; needs git"]
fn beside_git() {
    for times in [5, 20, 60] {
        match compared(times) {
            Some(count) => println!("{times} edits a side: {count:?}"),
            None => println!("left out: git is not there"),
        }
    }
}
