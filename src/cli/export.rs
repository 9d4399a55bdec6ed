//! `throughline export`: a document, a picture or a table for others.

use super::args::Export;
use super::{Failure, Streams, keep, look_at, save, today};
use crate::analysis::analyze;
use crate::export::{self, View};
use crate::store;

pub(super) fn run(args: &Export, streams: &mut Streams) -> Result<u8, Failure> {
    let path = &args.output;
    let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
    if !["ron", "json", "svg", "png", "csv", "xlsx", "xml"].contains(&ending.as_str()) {
        let why = if ending.is_empty() {
            "the name of the file has no ending".to_owned()
        } else {
            format!("nothing is known to end in \".{ending}\"")
        };
        let hint = "end the name in .png, .svg, .csv, .xlsx, .xml, .json or .ron";
        return Err(Failure::new("cannot export", why, hint, path));
    }
    if ending != "ron" {
        keep(&args.file, path, "cannot export")?;
    }
    let opened = look_at(&args.file, streams)?;
    let scene = || {
        let analysis = analyze(&opened.framework, None);
        View::from(args.view).scene(
            &opened.framework,
            &analysis,
            today(args.date),
            args.theme.into(),
        )
    };
    let bytes = match ending.as_str() {
        "ron" if opened.read_only() => {
            let why = "the framework opens for reading only, and what is not known would be lost";
            let hint = "copy the file instead, or mend it first";
            return Err(Failure::new("cannot export", why, hint, path));
        }
        "ron" => store::write(&opened.framework).into_bytes(),
        "json" => export::json(&opened.framework).into_bytes(),
        "csv" => {
            let analysis = analyze(&opened.framework, None);
            export::portfolio::csv(&opened.framework, &analysis).into_bytes()
        }
        "xlsx" => {
            let analysis = analyze(&opened.framework, None);
            export::portfolio::xlsx(&opened.framework, &analysis, today(args.date))
                .map_err(|e| Failure::new("cannot export", &e, e.hint(), path))?
        }
        "xml" => export::tags(&opened.framework).into_bytes(),
        "svg" => export::svg(&scene()).into_bytes(),
        _ => export::png(&scene(), args.width)
            .map_err(|e| Failure::new("cannot export", &e, e.hint(), path))?,
    };
    save(path, &bytes)?;
    writeln!(streams.out, "wrote {}", path.display())?;
    Ok(0)
}
