//! `score`: every model's scores of every customer, as a table.

use crate::cli::arguments::{ChoiceArguments, SharedArguments};
use crate::cli::console::{sentence, session_by, sources};
use crate::cli::models::{ModelsArguments, read_models, tend_models};
use crate::cli::sentences::Sentences;
use crate::cli::{Console, Exit};
use crate::domain::profile::ScoringProfile;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::score_table::{ScoreCell, ScoreColumn, score_cell, score_columns};
use crate::scoring::local::ScoreSource;
use crate::session::notice::Notice;
use crate::session::price_book::read_price_book;
use crate::support::progress::Progress;
use crate::ui::words::Words;
use crate::workbook::json_file::read_json;
use crate::workbook::plain_table::{Field, write_table};
use crate::workbook::source::Source;
use clap::Args;
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

    /// A report of opportunities won and lost, opened with the files: where they are enough, chances and the weights of
    /// Intent are learnt from them. Every number that they change says so.
    #[arg(long, value_name = "FILE")]
    pub outcomes: Option<PathBuf>,

    /// Also tell the three most similar owners, what is missing, and what would lift each customer a band. Takes longer.
    #[arg(long)]
    pub explain: bool,

    /// A filled price book (`template price-book`): what products bring that too few owners tell of.
    #[arg(long, value_name = "FILE")]
    pub price_book: Option<PathBuf>,

    /// Kept models.
    #[command(flatten)]
    pub models: ModelsArguments,

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
    let mut profile = match arguments.profile.as_deref().map(read_json::<ScoringProfile>).transpose() {
        Ok(profile) => profile.unwrap_or_default(),
        Err(error) => return console.failed(&error.to_string()),
    };
    if let Some(path) = arguments.price_book {
        match read_price_book(&Source::File(path), &Progress::default()) {
            Ok(book) => profile.price_book = Some(book),
            Err(error) => return console.failed(&sentence(&words.price_book_error(&error))),
        }
    }
    let files = sources(arguments.files.into_iter().chain(arguments.outcomes).collect());
    let shelf = match read_models(arguments.models.models.as_deref(), words, console)? {
        Ok(shelf) => shelf,
        Err(exit) => return Ok(exit),
    };
    let mut session = session_by(shelf, files, arguments.choices, &arguments.shared, profile);
    session.wait();
    console.tell_notices(&session, words)?;
    let are_models_tended = tend_models(&arguments.models, &mut session, words, console)?;
    let Some(scored) = session.scored() else { return Ok(Exit::Failed) };
    tell_deals(scored, words, console)?;
    let columns = score_columns(scored, arguments.explain);
    let headers: Vec<String> = columns.iter().map(|column| header(*column)).collect();
    let rows = u32::try_from(scored.portfolio.customer_count()).unwrap_or(u32::MAX);
    let sentences = Sentences::new(scored, words);
    let at =
        |row: u32, column: usize| columns.get(column).map_or(Field::Missing, |column| field(&sentences, *column, row));
    let written = write_table(&arguments.output, &headers, rows, at, &Progress::default());
    let exit = console.written(&arguments.output, written.map_err(|error| error.cause()), words)?;
    let is_done = are_models_tended && !session.notices().iter().any(Notice::is_error);
    Ok(if is_done { exit } else { Exit::Failed })
}

/// What closed deals changed, or that they are too few.
fn tell_deals(scored: &ScoredPortfolio, words: &Words, console: &mut Console<'_>) -> io::Result<()> {
    let Some(local) = scored.local.as_deref() else { return Ok(()) };
    for told in words.deals_told(local) {
        writeln!(console.messages, "{told}")?;
    }
    Ok(())
}

fn header(column: ScoreColumn) -> String {
    match column {
        ScoreColumn::CustomerId => "CustomerID".to_owned(),
        ScoreColumn::Duns => "DUNSNumber".to_owned(),
        ScoreColumn::Name => "AccountName".to_owned(),
        ScoreColumn::Segment => "Segment".to_owned(),
        ScoreColumn::NextWorkloads => "Next workloads".to_owned(),
        ScoreColumn::RecommendedWorkloads => "Recommended workloads".to_owned(),
        ScoreColumn::Upsell => "Upsell".to_owned(),
        ScoreColumn::EndOfService => "End of service".to_owned(),
        ScoreColumn::Of(model, part) => format!("{} {}", model.key(), part.header()),
    }
}

fn field<'a>(sentences: &Sentences<'a>, column: ScoreColumn, row: u32) -> Field<'a> {
    let words = sentences.words;
    match score_cell(sentences.scored(), column, row) {
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
        ScoreCell::Chance(chance) => Field::Number((chance * 1e4).round() / 1e4),
        ScoreCell::SourceLearnt => Field::Text(&words.source_learnt),
        ScoreCell::Source(ScoreSource::File) => Field::Text(&words.source_file),
        ScoreCell::Source(ScoreSource::Local) => Field::Text(&words.source_local),
        ScoreCell::Source(ScoreSource::Rules) => Field::Text(&words.source_rules),
        ScoreCell::Notes(notes) => {
            Field::Words(notes.into_iter().map(|note| words.revenue_note(note)).collect::<Vec<_>>().join("; "))
        }
        ScoreCell::Upsells(steps) => {
            Field::Words(steps.iter().map(|step| words.upsell(step)).collect::<Vec<_>>().join("; "))
        }
        ScoreCell::Told(model, part) => match sentences.of(model, part, row) {
            told if told.is_empty() => Field::Missing,
            told => Field::Words(told),
        },
    }
}
