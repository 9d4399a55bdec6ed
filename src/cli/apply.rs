//! `throughline apply`: edits from a script, one undo step each; all of them or none.

use super::args::Apply;
use super::{Failure, Streams, keep, open_to_change, save};
use crate::edit::{ScriptError, read_script};
use crate::scene::words::count;
use crate::session::{Session, SessionError};
use crate::store;

pub(super) fn run(args: &Apply, streams: &mut Streams) -> Result<u8, Failure> {
    let script = &args.commands;
    let path = args.output.as_ref().unwrap_or(&args.file);
    keep(script, path, "cannot apply the script")?;
    let bytes = store::read_file(script)
        .map_err(|e| Failure::new("cannot read the script", &e, e.hint(), script))?;
    let text = String::from_utf8(bytes)
        .map_err(|e| Failure::new("cannot read the script", e, "save it as UTF-8 text", script))?;
    let commands = read_script(&text).map_err(|e| {
        let hint = match &e {
            ScriptError::TooLarge(_) => "divide it into several scripts",
            ScriptError::Syntax { .. } => "mend that place in a text editor",
            ScriptError::Unknown(..) => "check how the field is spelt",
        };
        Failure::new("cannot read the script", &e, hint, script)
    })?;
    let opened = open_to_change(&args.file, streams)?;
    let mut session = Session::opened(opened, &args.file);
    for (place, command) in commands.iter().enumerate() {
        session.run(command).map_err(|error| {
            let what = format!("command {} ({}) is refused", place + 1, command.label());
            let hint = match &error {
                SessionError::Edit(edit) => edit.hint(),
                _ => "nothing was written",
            };
            Failure::new(&what, &error, &format!("{hint}; nothing was written"), script)
        })?;
    }
    let steps = session.history().depth();
    // A script that changes nothing leaves the file alone, its comments included.
    if steps > 0 || args.output.is_some() {
        save(path, store::write(session.framework()).as_bytes())?;
    }
    let read = count(u32::try_from(commands.len()).unwrap_or(u32::MAX), "command", "commands");
    writeln!(streams.out, "applied {read}, {steps} of them changed something: {}", path.display())?;
    Ok(0)
}
