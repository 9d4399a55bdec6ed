//! Throughline's door: a command, or the window.

use clap::Parser;
use std::process::ExitCode;
use throughline::cli::{self, args::Arguments};

/// Big frames allocate much: with it they take a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.command.is_some() {
        return ExitCode::from(cli::main(&arguments));
    }
    match window(arguments.file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            use std::io::Write;
            let cure = "make a picture instead: throughline export FILE -o picture.png";
            // Nobody is left to tell where standard error is closed.
            writeln!(std::io::stderr(), "throughline: {why}; {cure}").ok();
            ExitCode::from(2)
        }
    }
}

#[cfg(feature = "gui")]
fn window(file: Option<std::path::PathBuf>) -> Result<(), String> {
    throughline::ui::run(file).map_err(|error| error.to_string())
}

#[cfg(not(feature = "gui"))]
fn window(_file: Option<std::path::PathBuf>) -> Result<(), String> {
    Err("this build has no window".to_owned())
}
