//! `wallet`: what the customers of a table could spend in a year, learnt from what others do.

use crate::cli::{Console, Exit, plain_input};
use crate::scoring::wallet::model::{FEWEST_OWNERS, QUANTILES, WalletModel};
use crate::support::data_table::{DataTable, DataValues};
use crate::support::progress::Progress;
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use clap::Args;
use rayon::prelude::*;
use std::io;
use std::path::PathBuf;

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

    /// Where the result goes: id, q10, q50, q80, q90, mean.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

pub(super) fn wallet(arguments: &WalletArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let WalletArguments { train: train_file, target, id, predict: predict_file, exclude, output } = arguments;
    let Some(mut train) = plain_input::table(train_file, &[id], console)? else { return Ok(Exit::Failed) };
    let names: Vec<String> = train.columns.iter().map(|column| column.name.clone()).collect();
    let spend = match train.take(target).map(|column| column.values) {
        Some(DataValues::Numbers(spend)) => spend,
        Some(DataValues::Words(_)) => {
            let file = train_file.display();
            writeln!(console.messages, "{file}: the column {target:?} holds words. Amounts must be plain numbers.")?;
            return Ok(Exit::Failed);
        }
        None => {
            plain_input::missing(target, "--target", &names, train_file, console)?;
            return Ok(Exit::Failed);
        }
    };
    if plain_input::take_words(&mut train, id, "--id", train_file, console)?.is_none() {
        return Ok(Exit::Failed);
    }
    if let Some(unknown) = exclude.iter().find(|name| train.column(name).is_none()) {
        plain_input::missing(unknown, "--exclude", &names, train_file, console)?;
        return Ok(Exit::Failed);
    }
    train.columns.retain(|column| !exclude.contains(&column.name));
    let Some(mut predict) = plain_input::table(predict_file, &[id], console)? else { return Ok(Exit::Failed) };
    let Some(ids) = plain_input::take_words(&mut predict, id, "--id", predict_file, console)? else {
        return Ok(Exit::Failed);
    };
    let Ok(model) = WalletModel::fit(&train, &spend, &Progress::default()) else { return Ok(Exit::Failed) };
    let Some(model) = model else {
        let file = train_file.display();
        writeln!(
            console.messages,
            "{file}: fewer than {FEWEST_OWNERS} rows have a {target} above 0, so there is no estimate."
        )?;
        return Ok(Exit::Failed);
    };
    let below = spend.iter().filter(|spend| **spend < 0.0).count();
    if below > 0 {
        writeln!(console.messages, "{}: {below} rows with a negative {target} were left out.", train_file.display())?;
    }
    let mut capped = 0;
    let written = write_csv(output, |csv| {
        capped = write(csv, &model, &predict, |row| ids.word(row).unwrap_or(""))?;
        Ok(())
    });
    if let Err(error) = written {
        writeln!(console.messages, "{error}")?;
        return Ok(Exit::Failed);
    }
    if capped > 0 {
        let file = predict_file.display();
        writeln!(console.messages, "{file}: {capped} customers beyond twice the largest known size count as that.")?;
    }
    Ok(Exit::Done)
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
