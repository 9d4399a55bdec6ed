//! Giving up while a file is read.

use super::*;
use std::fmt::Write;
use std::time::{Duration, Instant};
use throughline::import::{Progress, SourceFile};

/// Reads a file on another thread, gives up when that part of it is read, and answers how long it
/// took from then on.
fn given_up(name: &str, bytes: &[u8], after_percent: u64) -> Duration {
    let format = Format::detect(&bytes[..bytes.len().min(1 << 20)], name).unwrap();
    let progress = Progress::default();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut input = std::io::Cursor::new(bytes);
            let mut file = SourceFile::new(name, &mut input, day(FIRST));
            import::read(format, &mut file, &Options::default(), &progress)
        });
        loop {
            let (done, total) = progress.bytes();
            if total > 0 && done * 100 > total * after_percent {
                break;
            }
            assert!(!reader.is_finished(), "{name} was read before it could be given up");
            std::thread::sleep(Duration::from_micros(200));
        }
        let asked = Instant::now();
        progress.cancel();
        let answer = reader.join().unwrap();
        let took = asked.elapsed();
        assert_eq!(answer.unwrap_err(), ImportError::Cancelled, "{name}");
        took
    })
}

/// The contract is a fifth of a second; a machine that tests other things too gets a whole one.
fn soon(name: &str, bytes: &[u8]) {
    for percent in [0, 20, 80] {
        let took = given_up(name, bytes, percent);
        println!("{name} of {} bytes, given up after {percent} %: {took:.0?}", bytes.len());
        assert!(took < Duration::from_secs(1), "{name}: {took:?}");
    }
}

#[test]
fn activities_are_given_up_at_once() {
    let one = |n: u32| {
        let more =
            "<description><narrative>What it is for, and for whom.</narrative></description>"
                .repeat(20);
        activity(&format!("XX-{n}"), &format!("Work {n}"), n, &more)
    };
    soon("large.xml", file(&(0..8000).map(one).collect::<Vec<_>>()).as_bytes());
}

#[test]
fn tables_are_given_up_at_once() {
    let mut table =
        String::from("Project ID,Project title,Funding organisation,Commitment (USD)\n");
    for n in 0..60_000 {
        writeln!(table, "P-{n},Work number {n},Donor {},{n}", n % 7).unwrap();
    }
    soon("large.csv", table.as_bytes());
}

#[test]
fn workbooks_are_given_up_at_once() {
    let Some(path) = shared("fts/fts-2016.xlsx") else { return };
    soon("fts-2016.xlsx", &std::fs::read(path).unwrap());
}
