//! `sample`: writes a workbook of fictional customers.

use crate::cli::arguments::SampleArguments;
use crate::cli::{Console, Exit};
use crate::sample::{SampleRequest, write_sample};
use std::io;

pub(super) fn sample(arguments: SampleArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let SampleArguments { rows, kind, language, decorated, seed, output } = arguments;
    match write_sample(&SampleRequest { rows, kind, language, decorated, seed }, &output) {
        Ok(()) => {
            writeln!(console.out, "{}", output.display())?;
            Ok(Exit::Done)
        }
        Err(error) => {
            writeln!(console.messages, "{}: {error}", output.display())?;
            Ok(Exit::Failed)
        }
    }
}
