//! `wallet`: what the customers of a table could spend in a year, learnt from what others do.

use crate::cli::fit::write_text;
use crate::cli::{Console, Exit, plain_input};
use crate::scoring::wallet::model::{FEWEST_OWNERS, QUANTILES, WalletModel};
use crate::support::data_table::{DataTable, DataValues};
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use clap::Args;
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};

/// What `wallet` takes.
#[derive(Debug, Args)]
pub struct WalletArguments {
    /// The table to learn from, one row a customer.
    #[arg(long, value_name = "FILE")]
    pub train: PathBuf,

    /// The column of what each customer spends in a year; those without, or with 0 or less, are not learnt from.
    #[arg(long, value_name = "COLUMN")]
    pub target: String,

    /// The column of the customers' ids.
    #[arg(long, value_name = "COLUMN")]
    pub id: String,

    /// The table of the customers to estimate.
    #[arg(long, value_name = "FILE")]
    pub predict: PathBuf,

    /// Columns that nothing is learnt from, with commas between them.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub exclude: Vec<String>,

    /// Where the fitted model goes, as JSON, for export-sql and export-sheet.
    #[arg(long = "model", value_name = "FILE")]
    pub save_model: Option<PathBuf>,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// Where the result goes: id, q10, q50, q80, q90, mean.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn wallet(arguments: &WalletArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let WalletArguments { train: train_file, target, id, predict: predict_file, exclude, language, save_model, output } =
        arguments;
    let words = Words::of(*language);
    let asked = Asked { train: train_file, target, id, predict: predict_file, exclude, words };
    let (model, mut table, told) = match learnt(&asked) {
        Ok(learnt) => learnt,
        Err(told) => return console.failed(&told),
    };
    for line in told {
        writeln!(console.messages, "{line}")?;
    }
    let ids = match plain_input::take_words(&mut table, id, "--id", predict_file, words) {
        Ok(ids) => ids,
        Err(told) => return console.failed(&told),
    };
    if let Some(target) = save_model {
        // Numbers are written so that they are read back to the last bit.
        if let Err(error) = write_text(target, &serde_json::to_string(&model)?) {
            return console.written(target, Err(error.cause()), words);
        }
    }
    let mut capped = 0;
    let written = write_csv(output, |csv| {
        capped = write(csv, &model, &table, |row| ids.word(row).unwrap_or(""))?;
        Ok(())
    });
    if capped > 0 {
        let (file, count) = (predict_file.display().to_string(), format::count(capped as u64));
        writeln!(console.messages, "{}", fill(&words.wallet_capped, &[("file", &file), ("count", &count)]))?;
    }
    console.written(output, written.map_err(|error| error.cause()), words)
}

/// What a model of spending is asked of.
struct Asked<'a> {
    train: &'a Path,
    target: &'a str,
    id: &'a str,
    predict: &'a Path,
    exclude: &'a [String],
    words: &'a Words,
}

/// The model, the table to estimate, and what there is to tell; an error is in words.
fn learnt(asked: &Asked<'_>) -> Result<(WalletModel, DataTable, Vec<String>), String> {
    let Asked { train: file, target, id, predict, exclude, words } = *asked;
    let mut train = plain_input::table(file, &[id], words)?;
    let named = [("file", file.display().to_string()), ("column", target.to_owned())];
    let told = |text: &str, count: usize| {
        let count = format::count(count as u64);
        let values = named.each_ref().map(|(name, value)| (*name, value.as_str()));
        fill(text, &[values.as_slice(), &[("count", count.as_str())]].concat())
    };
    let column = plain_input::take(&mut train, target, "--target", file, words)?;
    let DataValues::Numbers(spend) = column.values else { return Err(told(&words.plain_words, 0)) };
    plain_input::take(&mut train, id, "--id", file, words)?;
    if let Some(unknown) = exclude.iter().find(|name| train.column(name).is_none()) {
        return Err(plain_input::missing(unknown, "--exclude", &train, file, words));
    }
    train.columns.retain(|column| !exclude.contains(&column.name));
    let table = plain_input::table(predict, &[id], words)?;
    let Ok(model) = WalletModel::fit(&train, &spend, &Progress::default()) else {
        return Err(words.problem_cancelled.clone());
    };
    let model = model.ok_or_else(|| told(&words.wallet_too_few, FEWEST_OWNERS))?;
    let below = spend.iter().filter(|spend| **spend < 0.0).count();
    let lines = if below > 0 { vec![told(&words.wallet_negative, below)] } else { Vec::new() };
    Ok((model, table, lines))
}

/// Gives how many customers were capped.
fn write<'a>(
    csv: &mut CsvFile<'_>,
    model: &WalletModel,
    table: &DataTable,
    id: impl Fn(usize) -> &'a str,
) -> Result<usize, CsvError> {
    const BLOCK: usize = 1 << 14;
    csv.record(
        ["id".to_owned()]
            .into_iter()
            .chain(QUANTILES.map(|share| format!("q{:.0}", share * 100.0)))
            .chain(["mean".to_owned()]),
    )?;
    let reader = model.read(table);
    let mut capped = 0;
    for from in (0..table.rows).step_by(BLOCK) {
        let rows = (from..(from + BLOCK).min(table.rows)).into_par_iter();
        let wallets: Vec<_> = rows.map(|row| reader.wallet(row)).collect();
        for (row, wallet) in (from..).zip(wallets) {
            csv.text(id(row))?;
            for amount in [wallet.q10, wallet.q50, wallet.q80, wallet.q90, wallet.mean] {
                csv.number(Some(amount))?;
            }
            csv.end()?;
            capped += usize::from(wallet.is_capped);
        }
    }
    Ok(capped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{Arguments, Command};
    use clap::Parser;

    fn run(train: &str, predict: &str, target: &str) -> (Exit, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let [train_file, predict_file, output] = ["t.csv", "p.csv", "o.csv"].map(|name| folder.path().join(name));
        std::fs::write(&train_file, train).unwrap();
        std::fs::write(&predict_file, predict).unwrap();
        let [train, predict, out] = [&train_file, &predict_file, &output].map(|path| path.to_str().unwrap());
        let arguments = ["propensity-desk", "wallet", "--train", train, "--target", target, "--id", "id", "--predict"];
        let arguments = Arguments::try_parse_from(arguments.into_iter().chain([predict, "-o", out])).unwrap();
        let Some(Command::Wallet(arguments)) = arguments.command else { panic!("another command") };
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let exit = wallet(&arguments, &mut Console { out: &mut out, messages: &mut messages }).unwrap();
        (exit, std::fs::read_to_string(&output).unwrap_or_default(), String::from_utf8(messages).unwrap())
    }

    #[test]
    fn customers_are_estimated_in_their_order_and_faults_are_named() {
        let mut train = "id,heads,spend\n".to_owned();
        for row in 1..80 {
            train += &format!("{row},{},{}\n", row % 40, 100 * (row % 40) + row);
        }
        let (exit, out, messages) = run(&train, "id,heads\n007,10\n8,20\n9,\n", "spend");
        assert_eq!((exit, messages.as_str()), (Exit::Done, ""));
        let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!(lines[0], ["id", "q10", "q50", "q80", "q90", "mean"]);
        assert_eq!(lines[1..].iter().map(|line| line[0]).collect::<Vec<_>>(), ["007", "8", "9"]);
        let q50 = |line: &[&str]| line[2].parse::<f64>().unwrap();
        assert!(q50(&lines[2]) > 1.5 * q50(&lines[1]), "{out}");
        let (exit, _, messages) = run(&train, "id,heads\n1,2\n", "revenue");
        assert!(exit == Exit::Failed && messages.contains("revenue") && messages.contains("heads"), "{messages}");
        let (exit, out, messages) = run("id,heads,spend\n1,2,0\n2,3,-4\n", "id,heads\n1,2\n", "spend");
        assert!(exit == Exit::Failed && out.is_empty() && messages.contains("no estimate"), "{messages}");
    }
}
