//! `throughline export`: a document, a picture, a report or a table for others.

use super::args::Export;
use super::{Failure, Streams, keep, look_at, save, today};
use crate::export::{Format, Taken};
use crate::store;
use std::path::Path;

pub(super) fn run(args: &Export, streams: &mut Streams) -> Result<u8, Failure> {
    let Some(path) = &args.output else {
        return match &args.pack {
            Some(folder) => pack(args, folder, streams),
            None => Ok(2),
        };
    };
    let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().into_owned());
    let Some(format) = Format::of_ending(&ending) else {
        let why = if ending.is_empty() {
            "the name of the file has no ending".to_owned()
        } else {
            format!("nothing is known to end in \".{ending}\"")
        };
        let endings: Vec<String> =
            Format::ALL.iter().map(|format| format!(".{}", format.ending())).collect();
        let hint = format!("end the name in one of {}", endings.join(" "));
        return Err(Failure::new("cannot export", why, &hint, path));
    };
    if format != Format::Ron {
        keep(&args.file, path, "cannot export")?;
    }
    let opened = look_at(&args.file, streams)?;
    if format == Format::Ron && opened.read_only() {
        let why = "the framework opens for reading only, and what is not known would be lost";
        let hint = "copy the file instead, or mend it first";
        return Err(Failure::new("cannot export", why, hint, path));
    }
    let wish = args.look.wish(today(args.date));
    let taken = Taken::new(&opened.framework, wish.bar, wish.discreet);
    let bytes = taken
        .bytes(format, &wish)
        .map_err(|error| Failure::new("cannot export", &error, error.hint(), path))?;
    save(path, &bytes)?;
    writeln!(streams.out, "wrote {}", path.display())?;
    Ok(0)
}

/// Writes the workshop pack into a folder.
fn pack(args: &Export, folder: &Path, streams: &mut Streams) -> Result<u8, Failure> {
    let opened = look_at(&args.file, streams)?;
    let wish = args.look.wish(today(args.date));
    let taken = Taken::new(&opened.framework, wish.bar, wish.discreet);
    store::make_folder(folder)
        .map_err(|error| Failure::new("cannot make the folder", &error, error.hint(), folder))?;
    for part in taken.pack(&wish) {
        let path = folder.join(&part.name);
        keep(&args.file, &path, "cannot export")?;
        let bytes = taken
            .part(&part)
            .map_err(|error| Failure::new("cannot export", &error, error.hint(), &path))?;
        save(&path, &bytes)?;
        writeln!(streams.out, "wrote {}", path.display())?;
    }
    Ok(0)
}
