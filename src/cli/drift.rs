//! `drift`: what has moved from one month's report to the next, as text or JSON.

use crate::cli::arguments::SharedArguments;
use crate::cli::console::{session_of_files, sources};
use crate::cli::{Console, Exit};
use crate::scoring::drift::bins::{Bin, Content};
use crate::scoring::drift::{ColumnDrift, Drift, drift as compare};
use crate::support::statistics::stability::Change;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::PathBuf;

/// What `drift` takes.
#[derive(Debug, Args)]
pub struct DriftArguments {
    /// The report of the earlier month.
    pub old: PathBuf,

    /// The report of the later month.
    pub new: PathBuf,

    /// One line of JSON instead of text.
    #[arg(long)]
    pub json: bool,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

pub(super) fn drift(arguments: DriftArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.shared.language.unwrap_or_default());
    let mut opened = Vec::new();
    for file in [arguments.old, arguments.new] {
        let session = session_of_files(sources(vec![file]), &arguments.shared);
        console.tell_notices(&session, words)?;
        opened.extend(session.scored().cloned());
    }
    let [old, new] = opened.as_slice() else { return Ok(Exit::Failed) };
    let drift = compare(&old.portfolio, &new.portfolio, &new.profile);
    if arguments.json {
        let customers = [old.portfolio.customer_count(), new.portfolio.customer_count()];
        writeln!(console.out, "{}", as_json(&drift, customers))?;
    } else {
        write_text(console.out, &drift, words)?;
    }
    Ok(Exit::Done)
}

fn as_json(drift: &Drift, [old, new]: [usize; 2]) -> Value {
    let columns = drift.columns.iter().map(|column| {
        json!({
            "column": column.name,
            "change": match column.change() {
                Change::None => "none",
                Change::Notable => "notable",
                Change::Strong => "strong",
            },
            "index": column.stability.map(|stability| stability.index),
            "chance_bound": column.stability.map(|stability| stability.bound),
            "bins": column.bins.iter().map(bin).collect::<Vec<Value>>(),
        })
    });
    json!({
        "customers": { "old": old, "new": new },
        "columns": columns.collect::<Vec<Value>>(),
        "only_old": drift.only_old,
        "only_new": drift.only_new,
    })
}

fn bin(bin: &Bin) -> Value {
    let content = match &bin.content {
        Content::Missing => json!("missing"),
        Content::Range(above, up_to) => json!({ "above": above, "up_to": up_to }),
        Content::Word(word) => json!({ "word": word }),
        Content::Band(band) => json!({ "band": band }),
        Content::Others => json!("others"),
    };
    json!({ "holds": content, "old": bin.old, "new": bin.new })
}

fn write_text(out: &mut dyn Write, drift: &Drift, words: &Words) -> io::Result<()> {
    let moved = drift.columns.iter().filter(|column| column.change() != Change::None);
    let mut told = 0_usize;
    for column in moved {
        told += 1;
        write_column(out, column, words)?;
    }
    if told == 0 {
        writeln!(out, "{}", words.drift_nothing)?;
    }
    let unmoved = format::count((drift.columns.len() - told) as u64);
    writeln!(out, "{}", fill(&words.drift_unmoved, &[("count", &unmoved)]))?;
    for (text, columns) in [(&words.drift_only_old, &drift.only_old), (&words.drift_only_new, &drift.only_new)] {
        if !columns.is_empty() {
            writeln!(out, "{}", fill(text, &[("columns", &columns.join(&words.list_separator))]))?;
        }
    }
    Ok(())
}

fn write_column(out: &mut dyn Write, column: &ColumnDrift, words: &Words) -> io::Result<()> {
    let Some(stability) = column.stability else { return Ok(()) };
    let change = if column.change() == Change::Strong { &words.drift_strong } else { &words.drift_notable };
    let bound = format!("{:.2}", stability.bound);
    let name = fill(&words.drift_column, &[("column", &column.name), ("bound", &bound)]);
    writeln!(out, "{:>8.2}  {change} · {name}", stability.index)?;
    let [old, new] = [|bin: &Bin| bin.old, |bin: &Bin| bin.new].map(|of| column.bins.iter().map(of).sum::<u64>());
    for bin in &column.bins {
        let before = format::percent(bin.old as f64 / old as f64);
        let after = format::percent(bin.new as f64 / new as f64);
        writeln!(out, "{before:>16} → {after:>6}  {}", content(&bin.content, words))?;
    }
    Ok(())
}

fn content(content: &Content, words: &Words) -> String {
    match content {
        Content::Missing => words.missing_mark.clone(),
        Content::Range(None, None) => words.drift_others.clone(),
        Content::Range(None, Some(to)) => fill(&words.drift_up_to, &[("to", &format::number(*to))]),
        Content::Range(Some(from), None) => fill(&words.drift_above, &[("from", &format::number(*from))]),
        Content::Range(Some(from), Some(to)) => {
            fill(&words.drift_between, &[("from", &format::number(*from)), ("to", &format::number(*to))])
        }
        Content::Word(word) => crate::support::text::one_visible_line(word),
        Content::Band(band) => words.band(*band).to_owned(),
        Content::Others => words.drift_others.clone(),
    }
}
