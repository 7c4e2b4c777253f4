//! `fit`: learns a scorecard from any table with a column that says who is an owner.

use crate::cli::console::Console;
use crate::cli::{Exit, plain_input};
use crate::scoring::scorecard::card::Scorecard;
use crate::scoring::scorecard::fit::{FitError, FitOptions, FittedCard, Target, fit_scorecard};
use crate::scoring::scorecard::folds::row_key;
use crate::scoring::scorecard::pairs::PairChoice;
use crate::scoring::scorecard::supplied::supplied_columns;
use crate::support::data_table::{DataColumn, DataTable, DataValues, Words as DataWords};
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::support::statistics::{auc::auc, log_loss::log_loss};
use crate::support::text::comparison_key;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::plain_table::CsvError;
use crate::workbook::save::save_safely;
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What `fit` takes.
#[derive(Debug, Args)]
pub struct FitArguments {
    /// The table to learn from: a header row, then one row a customer.
    #[arg(long, value_name = "TABLE")]
    pub train: PathBuf,

    /// The column that says who is an owner: 0/1, true/false, yes/no.
    #[arg(long, value_name = "COLUMN")]
    pub label: String,

    /// The column that names the customer.
    #[arg(long, value_name = "COLUMN")]
    pub id: String,

    /// The column that says how much each row counts.
    #[arg(long, value_name = "COLUMN")]
    pub weight: Option<String>,

    /// Columns to leave out.
    #[arg(long, value_delimiter = ',', value_name = "COLUMNS")]
    pub exclude: Vec<String>,

    /// Columns to take although the leak alarm leaves them out.
    #[arg(long, value_delimiter = ',', value_name = "COLUMNS")]
    pub put_back: Vec<String>,

    /// How many pairs of attributes to fit: a number, or auto to fit them where they prove to help.
    #[arg(long, default_value = "auto", value_name = "auto|N")]
    pub pairs: PairChoice,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// The scorecard to write, as JSON.
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,

    /// A report of the fit to write, as JSON.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// Why there is no model, in words.
enum Refused {
    /// What was given cannot be used.
    Input(String),
    /// A file was not written, and why.
    Output(PathBuf, String),
}

pub(super) fn fit(arguments: &FitArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    match fitted(arguments, words) {
        Ok(warning) => {
            if let Some(warning) = warning {
                writeln!(console.messages, "{warning}")?;
            }
            console.written(&arguments.output, Ok(()), words)
        }
        Err(Refused::Input(told)) => console.failed(&told),
        Err(Refused::Output(file, cause)) => console.written(&file, Err(cause), words),
    }
}

fn fitted(arguments: &FitArguments, words: &Words) -> Result<Option<String>, Refused> {
    let file = &arguments.train;
    let mut table = plain_input::table(file, &[&arguments.id], words).map_err(Refused::Input)?;
    let taken = |table: &mut DataTable, name: &str, option: &str| {
        plain_input::take(table, name, option, file, words).map_err(Refused::Input)
    };
    let label = taken(&mut table, &arguments.label, "--label")?;
    let ids = taken(&mut table, &arguments.id, "--id")?;
    let weight = arguments.weight.as_ref().map(|weight| taken(&mut table, weight, "--weight")).transpose()?;
    let owners = owners(&label).map_err(|(row, value)| {
        let row = format::number((row + 2) as f64);
        let file = file.display().to_string();
        let values = [("file", &*file), ("column", &*label.name), ("row", &*row), ("value", &*value)];
        Refused::Input(fill(&words.plain_no_label, &values))
    })?;
    let labelled: Vec<usize> = (0..table.rows).filter(|row| owners.get(*row).copied().flatten().is_some()).collect();
    let unlabelled = table.rows - labelled.len();
    if unlabelled > 0 {
        table = table.with_rows(&labelled);
    }
    let owners: Vec<bool> = owners.into_iter().flatten().collect();
    let keys: Vec<u64> = labelled.iter().map(|row| key_of(&ids, *row)).collect();
    let weights: Option<Vec<f64>> =
        weight.map(|weight| labelled.iter().map(|row| number_of(&weight, *row).unwrap_or(0.0)).collect());
    let target = Target { owners: &owners, weights: weights.as_deref(), keys: &keys, offset: None };
    let named = arguments.exclude.iter().chain(&arguments.put_back);
    if let Some(unknown) = named.into_iter().find(|name| table.column(name).is_none()) {
        return Err(Refused::Input(plain_input::missing(unknown, "--exclude, --put-back", &table, file, words)));
    }
    let options = FitOptions {
        excluded: arguments.exclude.clone(),
        supplied: supplied_columns(&table),
        put_back: arguments.put_back.clone(),
        pairs: arguments.pairs,
        // Only the report tells of them.
        card_only: arguments.report.is_none(),
    };
    let (mut card, mut report, warning) = match fit_scorecard(&table, &target, &options, &Progress::default()) {
        Ok(found) => {
            let report = report(&found, &owners);
            (found.card, report, None)
        }
        Err(error) => fallback(error, &owners, words),
    };
    card.id = Some(arguments.id.clone());
    if let Some(object) = report.as_object_mut() {
        object.insert("without_label".to_owned(), unlabelled.into());
    }
    let write = |path: &Path, text: &str| {
        write_text(path, text).map_err(|error| Refused::Output(path.to_owned(), error.cause()))
    };
    write(&arguments.output, &card.to_json())?;
    if let Some(path) = &arguments.report {
        write(path, &format!("{report:#}\n"))?;
    }
    Ok(warning)
}

/// Everybody average: what is left when there is nothing to learn from.
fn fallback(error: FitError, owners: &[bool], words: &Words) -> (Scorecard, Value, Option<String>) {
    let count = owners.iter().filter(|owner| **owner).count();
    let average = ((count as f64 + 0.5) / ((owners.len() - count) as f64 + 0.5)).ln();
    let report = json!({ "rows": owners.len(), "owners": count, "attributes": [], "fallback": error.to_string() });
    let cause = match error {
        FitError::NoOwner => &words.fit_no_owner,
        FitError::OnlyOwners => &words.fit_only_owners,
        FitError::NoAttribute => &words.fit_no_attribute,
        FitError::Cancelled(_) => &words.problem_cancelled,
    };
    let warning = fill(&words.fit_nothing_learnt, &[("cause", cause)]);
    (Scorecard::constant(average), report, Some(warning))
}

fn report(found: &FittedCard, owners: &[bool]) -> Value {
    let probabilities: Vec<f64> = found.out_of_fold.iter().map(|decision| Scorecard::probability(*decision)).collect();
    let attributes = found.card.attributes.iter().zip(&found.report.alone).map(|(attribute, (_, alone))| {
        let spread = attribute.points.iter().zip(&attribute.rows);
        let rows = attribute.rows.iter().sum::<u64>().max(1) as f64;
        let variance: f64 = spread.map(|(points, rows)| points * points * *rows as f64).sum::<f64>() / rows;
        json!({ "name": attribute.name, "bins": attribute.bins.size(), "auc_alone": alone, "spread": variance.sqrt() })
    });
    let left_out = found.report.left_out.iter().map(|(name, reason)| {
        let mut told = json!({ "name": name });
        if let (Some(told), Ok(Value::Object(reason))) = (told.as_object_mut(), serde_json::to_value(reason)) {
            told.extend(reason);
        }
        told
    });
    let leaks = found.report.left_out.iter().filter(|(_, reason)| reason.is_leak()).map(|(name, _)| name);
    json!({
        "rows": found.report.rows,
        "owners": found.report.owners,
        "attributes": attributes.collect::<Vec<Value>>(),
        "left_out": left_out.collect::<Vec<Value>>(),
        "leaks": leaks.collect::<Vec<&String>>(),
        "most_bins": found.report.most_bins,
        "coefficients": found.report.coefficients,
        "iterations": found.report.iterations,
        "converged": found.report.converged,
        "out_of_fold": {
            "auc": auc(&found.out_of_fold, owners).map(|found| found.area),
            "log_loss": log_loss(&probabilities, owners),
        },
        "pairs": found.report.pairs,
    })
}

pub(super) fn write_text(target: &Path, text: &str) -> Result<(), CsvError> {
    save_safely(target, |file| Ok(file.write_all(text.as_bytes())?), |_, ()| Ok(()))
}

/// For each row whether it is an owner; `None` where the label is empty. An error is the row and what it holds.
fn owners(label: &DataColumn) -> Result<Vec<Option<bool>>, (usize, String)> {
    match &label.values {
        DataValues::Numbers(numbers) => {
            let read = |(row, value): (usize, &f64)| match *value {
                value if value.is_nan() => Ok(None),
                value if value == 0.0 || value == 1.0 => Ok(Some(value == 1.0)),
                value => Err((row, value.to_string())),
            };
            numbers.iter().enumerate().map(read).collect()
        }
        DataValues::Words(words) => {
            let read = |row: usize| match words.word(row) {
                None => Ok(None),
                Some(word) => yes_or_no(word).map(Some).ok_or_else(|| (row, word.to_owned())),
            };
            (0..words.codes.len()).map(read).collect()
        }
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match comparison_key(word).as_str() {
        "1" | "true" | "yes" | "y" | "t" | "はい" | "有" | "あり" => Some(true),
        "0" | "false" | "no" | "n" | "f" | "いいえ" | "無" | "なし" => Some(false),
        _ => None,
    }
}

/// The id of a row in words.
pub(super) fn id_of(column: &DataColumn, row: usize) -> String {
    match &column.values {
        DataValues::Numbers(numbers) => {
            numbers.get(row).filter(|id| !id.is_nan()).map(f64::to_string).unwrap_or_default()
        }
        DataValues::Words(words) => words.word(row).unwrap_or_default().to_owned(),
    }
}

/// The key of a row's id; rows without an id are told apart by their place.
fn key_of(ids: &DataColumn, row: usize) -> u64 {
    match id_of(ids, row) {
        id if id.is_empty() => row_key(&format!("row {row}")),
        id => row_key(&id),
    }
}

fn number_of(column: &DataColumn, row: usize) -> Option<f64> {
    match &column.values {
        DataValues::Numbers(numbers) => numbers.get(row).copied().filter(|value| value.is_finite()),
        DataValues::Words(words) => {
            DataWords::word(words, row)?.trim().parse().ok().filter(|value: &f64| value.is_finite())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::arguments::Arguments;
    use crate::cli::{Console, Exit, run};
    use crate::support::property_tests::cases;
    use clap::Parser;
    use proptest::prelude::*;
    use std::path::Path;

    /// How a command ended, and what it said.
    fn ran(arguments: &[&str]) -> (Exit, String) {
        let given = Arguments::try_parse_from([&["propensity-desk"], arguments].concat()).unwrap();
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let mut console = Console { out: &mut out, messages: &mut messages };
        let exit = run(given.command.unwrap(), &mut console).unwrap();
        (exit, String::from_utf8(messages).unwrap())
    }

    fn write(folder: &Path, name: &str, lines: impl Iterator<Item = String>) -> String {
        let path = folder.join(name);
        std::fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
        path.to_str().unwrap().to_owned()
    }

    #[test]
    fn what_fit_learns_predict_scores_and_its_points_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let header = "id,業種,seats,所有".to_owned();
        let row = |n: i32| {
            let owner = if n % 3 == 0 || n % 7 == 0 { "はい" } else { "いいえ" };
            format!("00{n},{},{},{owner}", ["法務", "小売"][usize::from(n % 3 != 0) * usize::from(n % 5 != 0)], n % 11)
        };
        let train = write(folder.path(), "train.csv", std::iter::once(header.clone()).chain((0..300).map(row)));
        let (model, report, out) = (at("model.json"), at("report.json"), at("out.csv"));
        let fit = ["fit", "--train", &train, "--label", "所有", "--id", "id", "-o", &model, "--report", &report];
        assert_eq!(ran(&fit), (Exit::Done, String::new()));
        assert_eq!(ran(&["predict", &model, &train, "-o", &out, "--points"]).0, Exit::Done);
        let scores = std::fs::read_to_string(&out).unwrap();
        let mut lines = scores.lines();
        assert_eq!(lines.next(), Some("id,probability,fit,base,seats,業種"));
        let mut count = 0;
        for (line, n) in lines.zip(0..) {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields[0], format!("00{n}"));
            let number = |at: usize| fields[at].parse::<f64>().unwrap();
            let sum: f64 = (3..fields.len()).map(number).sum();
            assert!(((number(1) / (1.0 - number(1))).ln() - sum).abs() < 1e-12, "{line}");
            count += 1;
        }
        assert_eq!(count, 300);
        let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
        assert!(report["out_of_fold"]["auc"].as_f64().unwrap() > 0.6, "{report:#}");
    }

    /// A column of cells as people write them: numbers of half and full width, amounts below zero, what is beyond any
    /// number; with words among them or not.
    fn column(rows: usize) -> impl Strategy<Value = Vec<String>> {
        let full_width =
            |text: String| text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect::<String>();
        let number = || prop_oneof![(-1e7..1e7_f64).prop_map(|value| format!("{value:.2}")), Just("7".to_owned())];
        let beyond = ["", "inf", "-Infinity", "NaN", "1e999", "-1e308", "4.9e-324"];
        let numbers = || {
            prop_oneof![
                4 => number(),
                3 => number().prop_map(full_width),
                1 => (0..9_999_u32).prop_map(|value| format!("({value})")),
                1 => (0..9_999_u32).prop_map(|value| format!("▲{value}")),
                1 => (0..9_999_u32).prop_map(|value| format!("-¥{value}")),
                1 => prop::sample::select(beyond.to_vec()).prop_map(str::to_owned),
            ]
        };
        let words = prop::sample::select(vec!["#N/A", "製造", " ", "-"]).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(numbers(), rows),
            prop::collection::vec(number().prop_map(full_width), rows),
            prop::collection::vec(prop_oneof![3 => numbers(), 1 => words], rows),
        ]
    }

    proptest! {
        #![proptest_config(cases(64))]

        #[test]
        fn whatever_the_cells_hold_every_score_is_a_number(
            (columns, owners, all_own) in (1_usize..60).prop_flat_map(|rows| {
                let columns = prop::collection::vec(column(rows), 0..5);
                (columns, prop::collection::vec(any::<bool>(), rows), prop::bool::weighted(0.1))
            }),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
            let header = (0..columns.len()).fold("id,owner".to_owned(), |header, column| format!("{header},c{column}"));
            let lines = owners.iter().enumerate().map(|(row, owns)| {
                let own = format!("{row},{}", u8::from(*owns || all_own));
                columns.iter().fold(own, |line, column| format!("{line},{}", column[row]))
            });
            let table = write(folder.path(), "t.csv", std::iter::once(header).chain(lines));
            let (model, out) = (at("m.json"), at("o.csv"));
            let (exit, said) = ran(&["fit", "--train", &table, "--label", "owner", "--id", "id", "-o", &model]);
            prop_assert_eq!(exit, Exit::Done, "{}", said);
            let (exit, said) = ran(&["predict", &model, &table, "-o", &out, "--points"]);
            prop_assert_eq!(exit, Exit::Done, "{}", said);
            let scores = std::fs::read_to_string(&out).unwrap();
            prop_assert_eq!(scores.lines().count(), owners.len() + 1);
            for line in scores.lines().skip(1) {
                let numbers = line.split(',').skip(1).map(|number| number.parse::<f64>().unwrap_or(f64::NAN));
                let numbers: Vec<f64> = numbers.collect();
                prop_assert!(numbers.iter().all(|number| number.is_finite()), "{}", line);
                prop_assert!((0.0..=1.0).contains(&numbers[0]) && (0.0..=100.0).contains(&numbers[1]), "{}", line);
            }
        }
    }

    #[test]
    fn without_owners_everybody_is_average_and_mistakes_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let train = write(folder.path(), "t.csv", ["id,a,owner", "1,2,0", "2,3,0"].map(str::to_owned).into_iter());
        let (model, out) = (at("m.json"), at("o.csv"));
        let (exit, said) = ran(&["fit", "--train", &train, "--label", "owner", "--id", "id", "-o", &model]);
        assert_eq!(exit, Exit::Done);
        assert!(said.contains("no owner"), "{said}");
        assert_eq!(ran(&["predict", &model, &train, "-o", &out]).0, Exit::Done);
        assert!(std::fs::read_to_string(&out).unwrap().lines().skip(1).all(|line| line.ends_with(",50")));
        let (exit, said) = ran(&["fit", "--train", &train, "--label", "buys", "--id", "id", "-o", &model]);
        assert_eq!(exit, Exit::Failed);
        assert!(said.contains("t.csv") && said.contains("“buys”") && said.contains("owner"), "{said}");
        let (exit, said) = ran(&["fit", "--train", &train, "--label", "a", "--id", "id", "-o", &model]);
        assert!(exit == Exit::Failed && said.contains("column “a”, row 2"), "{said}");
        let (exit, said) = ran(&["predict", &train, &train, "-o", &out]);
        assert!(exit == Exit::Failed && said.contains("not a model"), "{said}");
    }
}
