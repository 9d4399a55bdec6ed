//! Merging copies that were edited apart: laws over random edits, and one small case for every
//! sort of conflict.
#![expect(clippy::print_stdout, reason = "says what was counted")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "merge/command.rs"]
mod command;
#[path = "merge/conflicts.rs"]
mod conflicts;
#[path = "merge/edits.rs"]
mod edits;
#[path = "merge/git.rs"]
mod git;
#[path = "merge/laws.rs"]
mod laws;
#[path = "merge/parts.rs"]
mod parts;
