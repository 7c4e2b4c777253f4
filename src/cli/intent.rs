//! `intent`: Intent of the customers of a Signals report, as separated text.

use crate::cli::console::sentence;
use crate::cli::{Console, Exit};
use crate::domain::Date;
use crate::domain::end_of_service::SupportCalendar;
use crate::domain::intent_weights::{IntentWeights, SignalKind};
use crate::domain::model::Model;
use crate::portfolio::{Portfolio, PortfolioBuilder};
use crate::scoring::intent::{SignalStore, SignalTally, explain, signals_of};
use crate::support::language::Language;
use crate::support::progress::Progress;
use crate::support::text::comparison_key;
use crate::ui::format;
use crate::ui::words::{Words, fill};
use crate::workbook::choices::{ReadAs, ReadChoices};
use crate::workbook::dictionary::Meaning;
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::json_file::read_json;
use crate::workbook::peek::{SheetPeek, peek_sheets};
use crate::workbook::plain_table::{CsvError, CsvFile, write_csv};
use crate::workbook::read::read_report;
use crate::workbook::source::Source;
use clap::Args;
use std::io;
use std::path::PathBuf;

/// What `intent` takes.
#[derive(Debug, Args)]
pub struct IntentArguments {
    /// The Signals report: customer, date, source, type, product, keywords, strength.
    #[arg(long, value_name = "FILE")]
    pub signals: PathBuf,

    /// The day by which signals are old or new, as YYYY-MM-DD.
    #[arg(long, value_parser = crate::cli::arguments::day, value_name = "DAY")]
    pub as_of: Date,

    /// Weights by kind of signal, as JSON. Without it the program's own.
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,

    /// Language of messages: en or ja.
    #[arg(long, value_parser = crate::cli::arguments::language, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,

    /// The file to write: one row a customer and product, with the parts of the decision value by kind of signal.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// What the columns of a Signals report may be called when they stand in one, by comparison key.
const PLAIN_NAMES: [(&str, &[&str]); 7] = [
    (
        "CustomerID",
        &["id", "customer", "cust", "custid", "account", "accountid", "client", "clientid", "顧客", "顧客名"],
    ),
    ("SignalDate", &["date", "day", "datetime", "timestamp", "eventdate", "when", "日付", "日時", "発生日", "年月日"]),
    ("SignalSource", &["source", "channel", "site", "ソース", "チャネル", "媒体"]),
    ("SignalType", &["type", "kind", "event", "eventtype", "category", "種類", "種別", "タイプ", "区分"]),
    ("SignalProduct", &["product", "productname", "製品", "製品名", "商品"]),
    ("SignalKeywords", &["text", "keyword", "description", "title", "note", "内容", "テキスト", "説明", "件名"]),
    ("SignalStrength", &["weight", "score", "value", "強さ", "強度", "重み"]),
];

pub(super) fn intent(arguments: IntentArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.language);
    let weights = match arguments.weights.as_deref().map(read_json::<IntentWeights>).transpose() {
        Ok(weights) => weights.unwrap_or_default(),
        Err(error) => return console.failed(&error.to_string()),
    };
    let portfolio = match read(&Source::File(arguments.signals)) {
        Ok(portfolio) => portfolio,
        Err(error) => {
            let is_other_table = matches!(error.problem, OpenProblem::NoTable(_) | OpenProblem::MissingColumns { .. });
            let way_out = if is_other_table { words.cli_no_signals.as_str() } else { "" };
            return console.failed(format!("{} {way_out}", sentence(&words.open_error(&error))).trim_end());
        }
    };
    let store = signals_of(&portfolio, &weights, SupportCalendar::shipped(), arguments.as_of);
    tell(&store.tally, words, console)?;
    if store.is_empty() {
        return console.failed(&words.cli_no_signals);
    }
    let written = write_csv(&arguments.output, |csv| write_rows(csv, &portfolio, &store, &weights));
    console.written(&arguments.output, written.map_err(|error| error.cause()), words)
}

/// The portfolio of one Signals report, whose columns may have plain names such as `Date`.
fn read(source: &Source) -> Result<Portfolio, OpenError> {
    let progress = Progress::default();
    let mut choices = ReadChoices::default();
    for sheet in peek_sheets(source, &progress)?.iter().filter(|sheet| !sheet.is_hidden) {
        choose_plain_names(sheet, &mut choices);
    }
    let table = read_report(source, &choices, &mut |_| {}, &progress)?;
    let mut builder = PortfolioBuilder::default();
    // One file holds less text than its reader allows.
    let _ = builder.add(table);
    Ok(builder.finish())
}

/// Reads plainly named columns of `sheet` as those of signals, where no column of the dictionary is it already.
fn choose_plain_names(sheet: &SheetPeek, choices: &mut ReadChoices) {
    let is_there =
        |name: &str| sheet.columns.iter().any(|column| column.known.as_ref().is_some_and(|k| k.name == name));
    let is_key = |meaning: Meaning| meaning.is_identity() && meaning != Meaning::Name;
    let has_key = sheet.columns.iter().any(|column| column.known.as_ref().is_some_and(|known| is_key(known.meaning)));
    let wanted = PLAIN_NAMES.iter().filter(|(name, _)| !is_there(name) && (!has_key || *name != "CustomerID"));
    for (name, plain) in wanted {
        let free = sheet.columns.iter().filter(|column| {
            let meaning = column.known.as_ref().map(|known| known.meaning);
            matches!(meaning, None | Some(Meaning::Name | Meaning::Attribute(_)))
        });
        // The names stand in the order in which they are likely.
        let found = free.filter_map(|column| {
            let key = comparison_key(&column.header);
            plain.iter().position(|plain| *plain == key).map(|likely| (likely, column))
        });
        if let Some((_, column)) = found.min_by_key(|(likely, _)| *likely) {
            choices.columns.set(&column.header, Some(ReadAs::Column((*name).to_owned())));
        }
    }
}

/// Says what of the signals is doubtful or left out.
fn tell(tally: &SignalTally, words: &Words, console: &mut Console<'_>) -> io::Result<()> {
    let SignalTally { counted: _, future, undated, too_old, repeated, without_strength, very_strong } = *tally;
    for (count, text) in [
        (future, &words.signals_future),
        (undated, &words.signals_undated),
        (too_old, &words.signals_too_old),
        (repeated, &words.signals_repeated),
        (without_strength, &words.signals_without_strength),
        (very_strong, &words.signals_very_strong),
    ] {
        if count > 0 {
            writeln!(console.messages, "{}", fill(text, &[("count", &format::count(count))]))?;
        }
    }
    Ok(())
}

/// One row a customer and product; without products in the report one a customer.
fn write_rows(
    csv: &mut CsvFile<'_>,
    portfolio: &Portfolio,
    store: &SignalStore,
    weights: &IntentWeights,
) -> Result<(), CsvError> {
    let kinds = store.kinds();
    let head = ["customer_id", "product", "intent", "decision", "constant"];
    csv.record(head.into_iter().chain(kinds.iter().map(|kind| kind.key())))?;
    for model in models(portfolio, store) {
        for customer in 0..portfolio.customer_count() {
            let Some(explained) = explain(store, customer, model, weights) else { continue };
            csv.text(customer_name(portfolio, customer))?;
            csv.text(model.map_or("", Model::key))?;
            csv.number(Some(explained.intent))?;
            csv.number(Some(explained.decision))?;
            csv.number(Some(explained.constant))?;
            for kind in &kinds {
                let points = |kind: SignalKind| explained.parts.iter().find(|part| part.kind == kind);
                csv.number(Some(points(*kind).map_or(0.0, |part| part.points)))?;
            }
            csv.end()?;
        }
    }
    Ok(())
}

/// The products to score: those that signals name where there is a column of products.
fn models(portfolio: &Portfolio, store: &SignalStore) -> Vec<Option<Model>> {
    let has_products =
        portfolio.signals.as_ref().is_some_and(|signals| signals.product.iter().any(|id| !id.is_missing()));
    let named = if has_products { store.models() } else { Vec::new() };
    // Office 365 is what Microsoft 365 was called, and has the same Intent.
    let named: Vec<Option<Model>> = named.into_iter().filter(|model| *model != Model::O365).map(Some).collect();
    if named.is_empty() { vec![None] } else { named }
}

/// What the file calls a customer.
fn customer_name(portfolio: &Portfolio, customer: usize) -> &str {
    let people = &portfolio.customers;
    let columns = [&people.customer_id, &people.duns, &people.domain, &people.name];
    let id = columns.into_iter().filter_map(|column| column.get(customer)).find(|id| !id.is_missing());
    id.map_or("", |id| portfolio.texts.text(*id))
}
