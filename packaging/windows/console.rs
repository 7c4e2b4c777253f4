//! propensity-desk.com: the program for a console window.
//!
//! propensity-desk.exe belongs to the windows of the desktop, so a console neither shows what it prints nor waits for
//! it. A console finds `.com` before `.exe`; this one starts the other with the same arguments, passes on what it
//! prints, and ends as it ended. Without arguments, or with files only, it waits as well, until the window is closed.

use std::env;
use std::io::{self, IsTerminal, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("propensity-desk: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<ExitCode> {
    let program = env::current_exe()?.with_extension("exe");
    // A console's own handles mean nothing to a program without a console; pipes do. Files and pipes are handed on.
    let channel = |is_console: bool| if is_console { Stdio::piped() } else { Stdio::inherit() };
    let mut child = Command::new(program)
        .args(env::args_os().skip(1))
        .stdout(channel(io::stdout().is_terminal()))
        .stderr(channel(io::stderr().is_terminal()))
        .spawn()?;
    let messages = child.stderr.take().map(|from| thread::spawn(move || pass_on(from, io::stderr())));
    if let Some(from) = child.stdout.take() {
        pass_on(from, io::stdout());
    }
    if let Some(messages) = messages {
        // It cannot panic; what it could not show is lost either way.
        let _ = messages.join();
    }
    let code = child.wait()?.code().unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Shows each piece as it comes. A character may be cut between two pieces; the console's writer keeps its beginning.
fn pass_on(mut from: impl Read, mut to: impl Write) {
    let mut piece = [0; 8192];
    while let Ok(length @ 1..) = from.read(&mut piece) {
        let shown = piece.get(..length).unwrap_or_default();
        if to.write_all(shown).and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}
