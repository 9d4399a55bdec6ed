//! `throughline apply`: edits from a script, one undo step each; all of them or none.

use super::args::Apply;
use super::{Failure, Streams, open_to_change, save};
use crate::edit::read_script;
use crate::session::{Session, SessionError};
use crate::store;

pub(super) fn run(args: &Apply, streams: &mut Streams) -> Result<u8, Failure> {
    let script = &args.commands;
    let bytes = store::read_file(script)
        .map_err(|e| Failure::new("cannot read the script", &e, "check its path", script))?;
    let text = String::from_utf8(bytes)
        .map_err(|e| Failure::new("cannot read the script", e, "save it as UTF-8 text", script))?;
    let commands = read_script(&text).map_err(|e| {
        Failure::new("cannot read the script", e, "mend that place in a text editor", script)
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
    let path = args.output.as_ref().unwrap_or(&args.file);
    save(path, store::write(session.framework()).as_bytes())?;
    let steps = session.history().depth();
    let read = commands.len();
    writeln!(
        streams.out,
        "applied {read} commands, {steps} of them changed something: {}",
        path.display()
    )?;
    Ok(0)
}
