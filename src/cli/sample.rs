//! `sample`: writes a workbook of fictional customers.

use crate::cli::arguments::SampleArguments;
use crate::cli::{Console, Exit};
use crate::sample::{SampleRequest, write_sample};
use crate::ui::words::Words;
use std::io;

pub(super) fn sample(arguments: SampleArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let SampleArguments { rows, kind, language, decorated, seed, output } = arguments;
    let request = SampleRequest { rows, kind, language, decorated, seed };
    let written = write_sample(&request, &output).map_err(|error| error.to_string());
    console.written(&output, written, Words::of(language))
}
