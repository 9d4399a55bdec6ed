//! `throughline part`: the part of a framework that a breakout group works on.

use super::args::Part;
use super::{Failure, Streams, keep, open_to_change, save};
use crate::merge::{PartOf, part};
use crate::model::ObjectiveId;
use crate::store;

pub(super) fn run(args: &Part, streams: &mut Streams) -> Result<u8, Failure> {
    let what = "cannot make the part";
    keep(&args.file, &args.output, what)?;
    let framework = open_to_change(&args.file, streams)?.framework;
    let mut of = PartOf { objectives: Vec::new(), orphans: args.orphans };
    for given in &args.objective {
        let id = ObjectiveId::new(given).ok().filter(|id| framework.objective(id).is_some());
        of.objectives.push(id.ok_or_else(|| {
            let why = format!("there is no objective \"{given}\"");
            Failure::new(what, why, "give the id of an objective", &args.file)
        })?);
    }
    let made = part(&framework, &of);
    save(&args.output, store::write(&made).as_bytes())?;
    let (objectives, programs) = (made.objectives().len(), made.programs().len());
    writeln!(
        streams.out,
        "objectives {objectives} of {}, programs {programs} of {}: {}",
        framework.objectives().len(),
        framework.programs().len(),
        args.output.display()
    )?;
    Ok(0)
}
