//! `template`: writes an empty workbook to fill.

use crate::cli::{Console, Exit};
use crate::support::language::Language;
use crate::ui::words::Words;
use crate::workbook::templates::{TemplateKind, write_template};
use clap::Args;
use std::io;
use std::path::PathBuf;

/// What `template` takes.
#[derive(Debug, Args)]
pub struct TemplateArguments {
    /// Which one: signals, outcomes or price-book.
    #[arg(value_parser = kind, value_name = "KIND")]
    pub kind: TemplateKind,

    /// Language of headers and explanations: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// The workbook to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

fn kind(key: &str) -> Result<TemplateKind, String> {
    let keys = || TemplateKind::ALL.map(TemplateKind::key).join(", ");
    TemplateKind::from_key(key).ok_or_else(|| format!("one of {}", keys()))
}

pub(super) fn template(arguments: &TemplateArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let written = write_template(arguments.kind, arguments.language, &arguments.output);
    console.written(&arguments.output, written.map_err(|error| error.cause()), Words::of(arguments.language))
}
