//! Power cuts: a disk that drops, tears and reorders what was not flushed, at every step.

use super::disks::{Flush, ModelDisk};
use super::{content_of, home_on, moment, small, titled};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use throughline::session::Session;
use throughline::store::{self, Disk};

const FILE: &str = "/doc/compact.ron";

fn version(number: usize) -> Vec<u8> {
    format!("version {number} {}", "x".repeat(64)).into_bytes()
}

/// Saves three versions one after the other and cuts the power at every step; gives how many
/// outcomes were looked at and how many broke the promise: the last version that was acknowledged
/// or the one that was being saved, and nothing else.
fn cut_everywhere(ignored: Option<Flush>) -> (usize, usize) {
    let path = Path::new(FILE);
    let honest = ModelDisk::default();
    store::save_bytes_on(&honest, path, &version(0)).unwrap();
    let start = honest.past().pop().unwrap();
    let disk = ModelDisk::of(start).ignoring(ignored);
    let (mut outcomes, mut broken) = (0, 0);
    for number in 1..4 {
        store::save_bytes_on(&disk, path, &version(number)).unwrap();
        let steps = disk.past();
        let last = steps.len() - 1;
        assert!(last >= 3, "a save has more steps than {last}");
        for (step, image) in steps.iter().enumerate() {
            for image in image.after_power_cut() {
                let after = ModelDisk::of(image);
                let there = after.read(path).unwrap_or_default();
                // Only after the last step was the save acknowledged.
                let old = step < last && there == version(number - 1);
                outcomes += 1;
                broken += usize::from(!old && there != version(number));
                // The next start: no temporary file.
                store::open_on(&after, path).unwrap_err();
                let is_left = |name: &PathBuf| name.to_string_lossy().ends_with(".saving");
                assert!(!after.names().iter().any(is_left), "{after:?}");
            }
        }
    }
    (outcomes, broken)
}

#[test]
fn the_old_or_the_new_document_is_there_after_any_power_cut() {
    let (outcomes, broken) = cut_everywhere(None);
    println!("{outcomes} outcomes of power cuts, {broken} broken");
    assert!(outcomes > 50, "{outcomes}");
    assert_eq!(broken, 0);
}

#[test]
fn without_either_flush_the_document_would_be_lost() {
    for ignored in [Flush::File, Flush::Folder] {
        let (outcomes, broken) = cut_everywhere(Some(ignored));
        println!("{outcomes} outcomes without the flush of the {ignored:?}, {broken} broken");
        assert!(broken > 0);
    }
}

/// A session edits and saves; at every step of the disk the power is cut. What was flushed is
/// there: in the file, or offered from the journal.
#[test]
fn what_was_flushed_is_there_after_any_power_cut() {
    let (folder, path) = (Path::new("/home"), Path::new(FILE));
    let start = ModelDisk::default();
    store::save_bytes_on(&start, path, store::write(&small()).as_bytes()).unwrap();
    let model = ModelDisk::of(start.past().pop().unwrap());
    let disk: Arc<dyn Disk> = Arc::new(model.clone());
    let mut session = Session::open_on(Arc::clone(&disk), path).unwrap();
    session.keep_in(home_on(&disk, folder));
    let mut outcomes = 0;
    for number in 1..=5 {
        session.tick(moment(number));
        session.run(&titled(&number.to_string())).unwrap();
        let saves = number == 3;
        if saves {
            session.save().unwrap();
        }
        session.flush();
        let steps = model.past();
        let last = steps.len() - 1;
        for (step, image) in steps.into_iter().enumerate() {
            let images = image.after_power_cut();
            outcomes += images.len();
            for image in images {
                let disk: Arc<dyn Disk> = Arc::new(ModelDisk::of(image));
                let home = home_on(&disk, folder);
                let offered = store::recoverable(&home);
                assert!(offered.len() <= 1, "{offered:?}");
                let title = match offered.first() {
                    Some(offered) => {
                        let (session, done, count) =
                            Session::recover(&home, &offered.journal).unwrap();
                        assert_eq!((done, offered.fit.clone()), (count, store::Fit::File));
                        session.framework().head().title.clone()
                    }
                    None => content_of(&*disk, path).head().title.clone(),
                };
                let least = if step == last { number } else { number - 1 };
                let there = title.parse::<i64>().unwrap_or(0);
                assert!((least..=number).contains(&there), "{title}: step {step} of {number}");
            }
        }
    }
    println!("{outcomes} outcomes of power cuts while editing");
    assert!(outcomes > 50, "{outcomes}");
}
