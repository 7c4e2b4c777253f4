//! `score`: every model's scores of every customer, as a table.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::cli::console::{session_with, sources};
use crate::cli::{Console, Exit};
use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::reasons::{Described, Explainer};
use crate::insight::score_table::{ScoreCell, ScoreColumn, score_cell, score_columns};
use crate::scoring::local::ScoreSource;
use crate::support::progress::Progress;
use crate::ui::words::Words;
use crate::workbook::json_file::read_json;
use crate::workbook::plain_table::{Field, write_table};
use clap::Args;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// What `score` takes.
#[derive(Debug, Args)]
pub struct ScoreArguments {
    /// Reports to open together.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// A scoring profile: limits, cell map, weights, prices. Without it the one of Microsoft's own screens.
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,

    /// A report of opportunities won and lost, opened with the files. Scores do not move by it; `evaluate` judges them.
    #[arg(long, value_name = "FILE")]
    pub outcomes: Option<PathBuf>,

    /// Where the table goes: a workbook when its name ends in .xlsx, else separated text.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// Sheet and columns.
    #[command(flatten)]
    pub choices: ChoiceArguments,

    /// Language and as-of day.
    #[command(flatten)]
    pub shared: SharedArguments,
}

pub(super) fn score(arguments: ScoreArguments, console: &mut Console<'_>) -> io::Result<Exit> {
    let words = Words::of(arguments.shared.language.unwrap_or_default());
    let profile = match arguments.profile.as_deref().map(read_json::<ScoringProfile>).transpose() {
        Ok(profile) => profile.unwrap_or_default(),
        Err(error) => {
            writeln!(console.messages, "{error}")?;
            return Ok(Exit::Failed);
        }
    };
    let files = sources(arguments.files.into_iter().chain(arguments.outcomes).collect());
    let mut session = session_with(files, arguments.choices, &arguments.shared, profile);
    session.wait();
    console.tell_notices(&session, words)?;
    let Some(scored) = session.scored() else { return Ok(Exit::Failed) };
    let columns = score_columns(scored);
    let headers: Vec<String> = columns.iter().map(|column| header(*column)).collect();
    let rows = u32::try_from(scored.portfolio.customer_count()).unwrap_or(u32::MAX);
    let sentences = Sentences { scored, words, known: RefCell::default() };
    let at =
        |row: u32, column: usize| columns.get(column).map_or(Field::Missing, |column| field(&sentences, *column, row));
    match write_table(&arguments.output, &headers, rows, at, &Progress::default()) {
        Ok(()) => {
            writeln!(console.out, "{}", arguments.output.display())?;
            Ok(if session.notices().is_empty() { Exit::Done } else { Exit::Failed })
        }
        Err(error) => {
            writeln!(console.messages, "{}: {error}", arguments.output.display())?;
            Ok(Exit::Failed)
        }
    }
}

fn header(column: ScoreColumn) -> String {
    match column {
        ScoreColumn::CustomerId => "CustomerID".to_owned(),
        ScoreColumn::Duns => "DUNSNumber".to_owned(),
        ScoreColumn::Name => "AccountName".to_owned(),
        ScoreColumn::Segment => "Segment".to_owned(),
        ScoreColumn::NextWorkloads => "Next workloads".to_owned(),
        ScoreColumn::EndOfService => "End of service".to_owned(),
        ScoreColumn::Of(model, part) => format!("{} {}", model.key(), part.header()),
    }
}

fn field<'a>(sentences: &Sentences<'a>, column: ScoreColumn, row: u32) -> Field<'a> {
    let words = sentences.words;
    match score_cell(sentences.scored, column, row) {
        ScoreCell::Missing => Field::Missing,
        ScoreCell::Text(text) => Field::Text(text),
        ScoreCell::List(list) => Field::Words(list.join("; ")),
        // As the shortest text that reads back as the same score: 74.5, not 74.5000019.
        ScoreCell::Rating(Rating::Score(score)) => {
            Field::Number(score.value().to_string().parse().unwrap_or_else(|_| f64::from(score.value())))
        }
        ScoreCell::Rating(Rating::Band(band)) => Field::Text(words.band(band)),
        ScoreCell::Cluster(cluster) => Field::Text(words.cluster(cluster)),
        ScoreCell::Segment(segment) => Field::Text(words.segment(segment)),
        ScoreCell::Money(amount) => Field::Money(amount),
        ScoreCell::Source(ScoreSource::File) => Field::Text(&words.source_file),
        ScoreCell::Source(ScoreSource::Local) => Field::Text(&words.source_local),
        ScoreCell::Source(ScoreSource::Rules) => Field::Text(&words.source_rules),
        ScoreCell::Reason(model) => match sentences.of(model, row) {
            reason if reason.is_empty() => Field::Missing,
            reason => Field::Words(reason),
        },
    }
}

/// Customers whose reasons are worked out together.
const BLOCK: u32 = 1 << 13;

/// Reasons in words, block by block as the table is written.
struct Sentences<'a> {
    scored: &'a ScoredPortfolio,
    words: &'a Words,
    /// For each model the block, and its sentences.
    known: RefCell<BTreeMap<Model, (u32, Vec<String>)>>,
}

impl Sentences<'_> {
    fn of(&self, model: Model, customer: u32) -> String {
        let block = customer / BLOCK;
        let mut known = self.known.borrow_mut();
        if known.get(&model).is_none_or(|(of, _)| *of != block) {
            known.insert(model, (block, self.block(model, block)));
        }
        let found = known.get_mut(&model).and_then(|(_, sentences)| sentences.get_mut((customer % BLOCK) as usize));
        found.map(std::mem::take).unwrap_or_default()
    }

    fn block(&self, model: Model, block: u32) -> Vec<String> {
        let count = u32::try_from(self.scored.portfolio.customer_count()).unwrap_or(u32::MAX);
        let customers: Vec<u32> = (block * BLOCK..count.min((block + 1).saturating_mul(BLOCK))).collect();
        let rows = customers.len();
        let Some(described) = Described::of(self.scored, customers) else { return Vec::new() };
        let Some(explainer) = Explainer::new(self.scored, model, &described) else { return Vec::new() };
        (0..rows).into_par_iter().map(|row| self.words.reason(self.scored, model, &explainer, row)).collect()
    }
}
