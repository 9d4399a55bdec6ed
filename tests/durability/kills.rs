//! Programs killed while they save and while somebody edits. The children are this test program
//! itself, told by the environment what to do.

use super::{content, home, titled};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use throughline::session::Session;
use throughline::store::{self, Fit};
use throughline::templates;

const CHILD: &str = "THROUGHLINE_TEST_CHILD";
const FOLDER: &str = "THROUGHLINE_TEST_FOLDER";
const FIRST: &str = "THROUGHLINE_TEST_FIRST";

/// Starts this program as a child.
fn start(what: &str, folder: &Path, first: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kills::child", "--exact", "--nocapture", "--test-threads=1"])
        .envs([(CHILD, what), (FIRST, &first.to_string())])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a child does; a test that is not a child does nothing here.
#[test]
fn child() {
    let Ok(what) = std::env::var(CHILD) else { return };
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let first: u64 = std::env::var(FIRST).unwrap().parse().unwrap();
    match what.as_str() {
        "edits" => edit_for_ever(&folder, first),
        "saves" => save_for_ever(&folder, first, |path, bytes| {
            store::save_bytes(path, bytes).unwrap();
        }),
        "saves naively" => save_for_ever(&folder, first, |path, bytes| {
            let mut file = std::fs::File::create(path).unwrap();
            bytes.chunks(1 << 16).for_each(|chunk| file.write_all(chunk).unwrap());
            file.sync_all().unwrap();
        }),
        _ => panic!("{what}"),
    }
}

fn tell(number: u64) {
    println!("\ndone {number}");
}

/// A document with the number of its version in a place of fixed width.
fn version(text: &[u8], number: u64) -> Vec<u8> {
    let at = text.windows(7).position(|w| w == b"title: ").unwrap() + 8;
    let mut bytes = text.to_vec();
    bytes[at..at + 10].copy_from_slice(format!("{number:010}").as_bytes());
    bytes
}

fn save_for_ever(folder: &Path, first: u64, save: impl Fn(&Path, &[u8])) {
    let text = std::fs::read(folder.join("text")).unwrap();
    for number in first.. {
        let bytes = version(&text, number);
        save(&folder.join("compact.ron"), &bytes);
        tell(number);
    }
}

/// Lets a child do at least one thing, kills it after so long, and gives what it told last with
/// the time of each.
fn kill_after(mut child: Child, wait: Duration) -> Vec<(u64, Instant)> {
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let (sender, receiver) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
            if let Some(number) = line.trim().strip_prefix("done ") {
                sender.send((number.parse().unwrap(), Instant::now())).unwrap();
            }
            line.clear();
        }
        lines.read_to_string(&mut line).unwrap();
    });
    let first = receiver.recv_timeout(Duration::from_mins(1)).expect("a child that does nothing");
    std::thread::sleep(wait);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    std::iter::once(first).chain(receiver.try_iter()).collect()
}

/// Waits of any length up to a limit, the same ones each time.
fn waits(most: Duration) -> impl Iterator<Item = Duration> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        most.mul_f64((state >> 40) as f64 / f64::from(1 << 24))
    })
}

struct Seen {
    saves: u64,
    torn: usize,
    lost: usize,
    left: usize,
}

/// Kills a child that saves, again and again.
fn kill_saves(what: &str, kills: usize, programs: usize) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("compact.ron");
    let text = store::write(&templates::generate(programs / 20, programs, 1)).into_bytes();
    println!("{what}: a document of {} bytes", text.len());
    store::save_bytes(&folder.path().join("text"), &text).unwrap();
    store::save_bytes(&path, &version(&text, 0)).unwrap();
    let mut seen = Seen { saves: 0, torn: 0, lost: 0, left: 0 };
    let (mut next, mut stale) = (1, Vec::new());
    let most = Duration::from_micros(programs as u64 * 10);
    for wait in waits(most).take(kills) {
        let told = kill_after(start(what, folder.path(), next), wait);
        seen.saves += told.len() as u64;
        let names = super::names(folder.path());
        // The child that has started since must have removed what the one before it left.
        assert!(stale.iter().all(|old| !names.contains(old)), "{stale:?}");
        stale = names.into_iter().filter(|name| name.ends_with(".saving")).collect();
        seen.left += stale.len();
        let acknowledged = told.last().map_or(next - 1, |(number, _)| *number);
        let there = std::fs::read(&path).unwrap();
        if there == version(&text, acknowledged + 1) {
            next = acknowledged + 2;
        } else if there == version(&text, acknowledged) {
            next = acknowledged + 1;
        } else {
            let whole = there.len() == text.len() && there[100..] == text[100..];
            seen.torn += usize::from(!whole);
            seen.lost += usize::from(whole);
            next = acknowledged + 1;
        }
    }
    if seen.torn == 0 {
        // The bytes are those of a document: it opens, and nothing is left beside it.
        assert!(store::open(&path).unwrap().why_read_only().is_none());
        assert_eq!(super::names(folder.path()), ["compact.ron", "text"]);
    }
    println!(
        "{what}: {kills} kills, {} saves acknowledged, {} unreadable, {} acknowledged and lost, {} \
         temporary files left and removed at the next start",
        seen.saves, seen.torn, seen.lost, seen.left
    );
    seen
}

fn check_saves(kills: usize, programs: usize) {
    let seen = kill_saves("saves", kills, programs);
    assert_eq!((seen.torn, seen.lost), (0, 0));
    assert!(seen.left > 0, "no kill came in the middle of a save");
}

#[test]
fn kills_while_saving_lose_nothing() {
    check_saves(12, 2_000);
}

#[test]
fn a_naive_writer_is_seen_to_fail() {
    let seen = kill_saves("saves naively", 12, 2_000);
    assert!(seen.torn > 0, "the harness sees nothing");
}

#[test]
#[ignore = "some ten minutes"]
fn a_thousand_kills_while_saving_ten_megabytes_lose_nothing() {
    check_saves(1_000, 20_000);
    assert!(kill_saves("saves naively", 100, 20_000).torn > 0);
}

/// Edits, and saves now and then, until it is killed.
fn edit_for_ever(folder: &Path, first: u64) {
    let path = folder.join("compact.ron");
    let mut session = Session::open(&path).unwrap();
    assert_eq!(session.keep_in(home(folder)), None, "a dead process holds no lock");
    for number in first.. {
        session.tick(jiff::Timestamp::now());
        session.run(&titled(&number.to_string())).unwrap();
        tell(number);
        if number % 50 == 0 {
            let finished = session.saving(&path).unwrap().run();
            session.finish(finished).unwrap();
        }
        std::thread::sleep(Duration::from_micros(300 * (number % 7)));
    }
}

/// Kills a child that edits, again and again; nothing older than a second may be lost.
fn kill_edits(kills: usize) {
    let (folder, path) = super::with_document();
    let home = home(folder.path());
    let (mut steps, mut most_lost, mut oldest) = (0, 0, Duration::ZERO);
    let (mut recovered, mut next) = (0, 1);
    for wait in waits(Duration::from_millis(250)).take(kills) {
        let told = kill_after(start("edits", folder.path(), next), wait);
        let killed = Instant::now();
        steps += told.len();
        let offered = store::recoverable(&home);
        assert!(offered.len() <= 1, "{offered:?}");
        if let Some(offered) = offered.first() {
            assert_eq!(offered.fit, Fit::File);
            let (mut session, done, count) = Session::recover(&home, &offered.journal).unwrap();
            assert_eq!(done, count);
            assert_eq!(session.keep_in(home.clone()), None);
            session.tick(jiff::Timestamp::now());
            session.save().unwrap();
            recovered += 1;
        }
        assert!(store::recoverable(&home).is_empty());
        // At first the title is no number: the first step may be the one that is lost.
        let there: u64 = content(&path).head().title.parse().unwrap_or(0);
        let lost = told.iter().filter(|(number, _)| *number > there);
        let (count, age) = lost.fold((0, Duration::ZERO), |(count, age), (_, at)| {
            (count + 1, age.max(killed.duration_since(*at)))
        });
        most_lost = most_lost.max(count);
        oldest = oldest.max(age);
        assert!(age < Duration::from_secs(1), "a step {age:?} old was lost");
        next = there + 1;
    }
    assert_eq!(super::names(folder.path()), ["compact.ron"]);
    let journals = store::disk::real().list(&folder.path().join("data/journals")).unwrap();
    assert!(journals.is_empty(), "{journals:?}");
    println!(
        "{kills} kills while editing, {steps} steps, {recovered} times something to recover; at \
         most {most_lost} steps lost, the oldest {oldest:?} old"
    );
    assert!(recovered > kills / 2, "{recovered}");
}

#[test]
fn kills_while_editing_lose_nothing_older_than_a_second() {
    kill_edits(10);
}

#[test]
#[ignore = "some five minutes"]
fn five_hundred_kills_while_editing_lose_nothing_older_than_a_second() {
    kill_edits(500);
}
