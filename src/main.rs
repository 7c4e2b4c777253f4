//! Arguments to one of two doors: the window or the command line.

// A console window beside the app would be noise on Windows.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use propensity_desk::app;
use propensity_desk::cli::{self, Console, Exit};
use propensity_desk::support::one_arena::begin_in_one_arena;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    begin_in_one_arena();
    let arguments = cli::arguments();
    let (mut out, mut messages) = (io::stdout(), io::stderr());
    let mut console = Console { out: &mut out, messages: &mut messages };
    let ended = match arguments.command {
        Some(command) => cli::run(command, &mut console),
        None => window(arguments.window, &mut console),
    };
    match ended {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Failed) => ExitCode::FAILURE,
        // Whoever read the output has gone, as `| head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn window(arguments: cli::arguments::WindowArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    match app::run(&arguments) {
        Ok(()) => Ok(Exit::Done),
        Err(no_window) => cli::show_without_window(arguments, no_window.language, console),
    }
}
