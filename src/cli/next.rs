//! `next`: what each customer of a table is likely to own next.

use crate::cli::fit::write_text;
use crate::cli::{Console, Exit, plain_input};
use crate::scoring::next::model::{Method, NextModel};
use crate::scoring::next::ownership::Ownership;
use crate::scoring::next::prerequisites::Prerequisites;
use crate::scoring::scorecard::folds::row_key;
use crate::support::data_table::Words as WordColumn;
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use clap::Args;
use std::io;
use std::path::PathBuf;

/// Customers ranked at a time.
const BLOCK: usize = 1 << 13;

/// What `next` takes.
#[derive(Debug, Args)]
pub struct NextArguments {
    /// A table with one row for each item that a customer owns.
    #[arg(long, value_name = "FILE")]
    pub ownership: PathBuf,

    /// The column of the customers' ids.
    #[arg(long, value_name = "COLUMN")]
    pub id: String,

    /// The column of the items.
    #[arg(long, value_name = "COLUMN", default_value = "item")]
    pub item: String,

    /// How many items a customer gets at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    pub top: usize,

    /// Where the fitted model goes, as JSON: items, owners, and the sheet of weights, product by product.
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// Where the result goes: id, rank, item, score.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn next(arguments: &NextArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let NextArguments { ownership: file, id, item, top, model: model_file, language, output } = arguments;
    let words = Words::of(*language);
    let read = || -> Result<(WordColumn, WordColumn), String> {
        let mut table = plain_input::table(file, &[id, item], words)?;
        let ids = plain_input::take_words(&mut table, id, "--id", file, words)?;
        Ok((ids, plain_input::take_words(&mut table, item, "--item", file, words)?))
    };
    let (ids, items) = match read() {
        Ok(read) => read,
        Err(told) => return console.failed(&told),
    };
    let named = file.display().to_string();
    let mut tell = |text: &str, count: usize| {
        let values = [("file", named.as_str()), ("count", &*format::count(count as u64)), ("column", id)];
        if count > 0 { writeln!(console.messages, "{}", fill(text, &values)) } else { Ok(()) }
    };
    tell(&words.next_without_id, ids.codes.iter().filter(|code| **code == WordColumn::MISSING).count())?;
    let ownership = ownership_of(&ids, &items);
    tell(&words.next_left_out, ownership.left_out().len())?;
    let Ok(model) = NextModel::fit(&ownership, &Progress::default()) else { return Ok(Exit::Failed) };
    writeln!(console.messages, "{}", described(&model, words))?;
    if let Some(target) = model_file
        && let Err(error) = write_text(target, &serde_json::to_string(&model)?)
    {
        return console.written(target, Err(error.cause()), words);
    }
    let written = write_csv(output, |csv| write(csv, &ids, &ownership, &model, *top));
    console.written(output, written.map_err(|error| error.cause()), words)
}

fn ownership_of(ids: &WordColumn, items: &WordColumn) -> Ownership {
    let names: Vec<&str> = items.words.iter().map(String::as_str).collect();
    let keys = ids.words.iter().map(|id| row_key(id)).collect();
    // Missing ids and items lie beyond every customer and item, and so are left out.
    let owned = ids.codes.iter().copied().zip(items.codes.iter().copied()).collect();
    Ownership::new(&names, keys, owned)
}

fn described(model: &NextModel, words: &Words) -> String {
    let count = |count: u64| format::count(count);
    let by = match model.method {
        Method::Ease { lambda } => fill(&words.next_by_ease, &[("lambda", &format::number(lambda))]),
        Method::TooFew => fill(&words.next_too_few, &[("count", &count(model.customers_with_two))]),
        Method::PopularityIsBetter => words.next_popular.clone(),
    };
    let (customers, items) = (count(model.customers), count(model.items.len() as u64));
    let mut text = fill(&words.next_described, &[("customers", &customers), ("items", &items), ("by", &by)]);
    if let Some(judgement) = &model.judgement {
        let [best, popularity] = [judgement.best().ndcg, judgement.popularity].map(|value| format!("{value:.4}"));
        text += &fill(&words.next_judged, &[("best", &best), ("popularity", &popularity)]);
    }
    text
}

fn write(
    csv: &mut CsvFile<'_>,
    ids: &WordColumn,
    ownership: &Ownership,
    model: &NextModel,
    top: usize,
) -> Result<(), CsvError> {
    use rayon::prelude::*;
    csv.record(["id", "rank", "item", "score"])?;
    let prerequisites = Prerequisites::built_in().among(&model.items);
    for from in (0..ids.words.len()).step_by(BLOCK) {
        let block = (from..(from + BLOCK).min(ids.words.len())).into_par_iter();
        let ranked = block.map_init(Vec::new, |scores, customer| {
            let owned = ownership.of(customer);
            model.next(owned, top, |item| prerequisites.hold(owned, item), scores)
        });
        let ranked: Vec<_> = ranked.collect();
        for (id, next) in ids.words.iter().skip(from).zip(ranked) {
            for (rank, next) in (1_u32..).zip(next) {
                csv.text(id)?;
                csv.number(Some(rank))?;
                csv.text(model.items.get(usize::from(next.item)).map_or("", String::as_str))?;
                csv.number(Some(next.score))?;
                csv.end()?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{Arguments, Command};
    use clap::Parser;

    fn run(table: &str, options: &[&str]) -> (Exit, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
        std::fs::write(&input, table).unwrap();
        let paths = ["propensity-desk", "next", "--ownership", input.to_str().unwrap(), "-o", output.to_str().unwrap()];
        let arguments = Arguments::try_parse_from(paths.iter().chain(options)).unwrap();
        let Some(Command::Next(arguments)) = arguments.command else { panic!("another command") };
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let exit = next(&arguments, &mut Console { out: &mut out, messages: &mut messages }).unwrap();
        (exit, std::fs::read_to_string(&output).unwrap_or_default(), String::from_utf8(messages).unwrap())
    }

    #[test]
    fn each_customer_gets_what_it_does_not_own() {
        let (exit, out, _) = run("who,item\n007,Storage\n8,Backup\n8,Storage\n9,Storage\n", &["--id", "who"]);
        assert_eq!(exit, Exit::Done);
        let third = 1.0 / 3.0;
        assert_eq!(out, format!("id,rank,item,score\n007,1,Backup,{third}\n9,1,Backup,{third}\n"));
    }

    #[test]
    fn a_missing_column_is_named_with_those_that_are_there() {
        let (exit, out, messages) = run("who,thing\n1,a\n", &["--id", "customer_id"]);
        assert_eq!((exit, out.as_str()), (Exit::Failed, ""));
        assert!(messages.contains("customer_id") && messages.contains("who, thing"), "{messages}");
        let (exit, _, messages) = run("who,thing\n1,a\n", &["--id", "who"]);
        assert!(exit == Exit::Failed && messages.contains("--item"), "{messages}");
    }
}
