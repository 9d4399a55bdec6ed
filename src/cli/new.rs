//! `throughline new`: a framework from a template, or a generated fictional country.

use super::args::New;
use super::{Failure, Streams, save};
use crate::scene::words::count;
use crate::{store, templates};

pub(super) fn run(args: &New, streams: &mut Streams) -> Result<u8, Failure> {
    let path = &args.output;
    if path.exists() && !args.force {
        let hint = "choose another name, or add --force to replace it";
        return Err(Failure::new(
            "cannot make the framework",
            "the file is there already",
            hint,
            path,
        ));
    }
    let Some(template) = templates::find(&args.template) else {
        let ids: Vec<&str> = templates::ALL.iter().map(|t| t.id).collect();
        let why = format!("there is no template \"{}\"", args.template);
        let hint = format!("use one of {}", ids.join(", "));
        return Err(Failure::new("cannot make the framework", why, &hint, path));
    };
    let sized = args.objectives.is_some() || args.programs.is_some();
    if sized && template.id != "sample" {
        let why = "only the sample comes in any size";
        let hint = "add --template sample";
        return Err(Failure::new("cannot make the framework", why, hint, path));
    }
    let framework = if sized {
        let (objectives, programs) = (args.objectives.unwrap_or(60), args.programs.unwrap_or(336));
        if objectives > 100_000 || programs > 1_000_000 {
            let why = "at most 100000 objectives and 1000000 programs are made";
            return Err(Failure::new("cannot make the framework", why, "ask for fewer", path));
        }
        templates::generate(objectives, programs, args.seed)
    } else {
        // The clock gives the bits of the new framework's own id.
        let bits = jiff::Timestamp::now().as_nanosecond().unsigned_abs() as u64;
        template
            .framework(bits)
            .map_err(|e| Failure::new("cannot read the template", &e, "report this", path))?
    };
    save(path, store::write(&framework).as_bytes())?;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let objectives = count(number(framework.objectives().len()), "objective", "objectives");
    let programs = count(number(framework.programs().len()), "program", "programs");
    writeln!(streams.out, "made {}: {objectives}, {programs}", path.display())?;
    Ok(0)
}
