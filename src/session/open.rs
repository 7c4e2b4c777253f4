//! Opening: reads the files and scores the customers, away from the window.

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::price_book::PriceBook;
use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::{Dashboard, Question};
use crate::portfolio::{Portfolio, PortfolioBuilder};
use crate::sample::embedded;
use crate::session::price_book::{PriceBookError, PriceBookProblem, read_price_book};
use crate::support::progress::Progress;
use crate::workbook::choices::ReadChoices;
use crate::workbook::error::{OpenError, OpenProblem, Unit};
use crate::workbook::price_rows::PriceProblem;
use crate::workbook::read::read_report;
use crate::workbook::source::Source;
use crate::workbook::table::{AsOf, KnownBy, ReportTable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The workbooks of the sample portfolio: fictional customers and their agreements, inside the program.
#[must_use]
pub fn sample_portfolio() -> Vec<Source> {
    [embedded::M365, embedded::RENEWALS].map(|(name, bytes)| Source::Embedded { name, bytes }).to_vec()
}

/// What came of opening several files: those that can be read are shown, the others told.
#[derive(Debug)]
pub struct Opened {
    /// The portfolio; `None` when no file could be read.
    pub scored: Option<ScoredPortfolio>,
    /// Files that could not be read.
    pub failures: Vec<(Source, OpenError)>,
    /// The price book that was among them.
    pub price_book: Option<PriceBook>,
    /// A price book that was among them and has a fault.
    pub price_problem: Option<PriceBookError>,
}

/// The first rows of the first file, while the rest is read. Its figures are of these rows alone.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The customers of the first rows.
    pub scored: Arc<ScoredPortfolio>,
    /// What is shown of them.
    pub dashboard: Arc<Dashboard>,
    /// The question that this answers.
    pub question: Question,
}

/// What to open, and how.
#[derive(Debug, Clone)]
pub struct OpenRequest {
    /// The files, each with what was chosen for it by hand.
    pub files: Vec<(Source, ReadChoices)>,
    /// How customers are scored.
    pub profile: ScoringProfile,
    /// The day the user says the data speak of; `None` leaves it to the files.
    pub as_of: Option<Date>,
}

/// Reads `sources` as they are; `as_of` is the day the user says the data speak of, else the files tell it.
#[must_use]
pub fn open(sources: &[Source], profile: ScoringProfile, as_of: Option<Date>, progress: &Progress) -> Opened {
    let files = sources.iter().map(|source| (source.clone(), ReadChoices::default())).collect();
    open_with_preview(&OpenRequest { files, profile, as_of }, &mut |_| {}, progress)
}

/// Reads what `request` names; `preview` is given the first rows of the first file when it has more.
#[must_use]
pub fn open_with_preview(request: &OpenRequest, preview: &mut dyn FnMut(Preview), progress: &Progress) -> Opened {
    let mut builder = PortfolioBuilder::default();
    let mut opened = Opened { scored: None, failures: Vec::new(), price_book: None, price_problem: None };
    let mut any = false;
    for (position, (source, choices)) in request.files.iter().enumerate() {
        let fail = |problem| OpenError { file: source.name(), problem };
        let mut first_rows = |table| {
            // A preview that cannot be made is none; the whole file tells why.
            if let Some(shown) = (position == 0).then(|| preview_of(table, request)).flatten() {
                preview(shown);
            }
        };
        // A defect in a reading library must cost the file, not the program.
        let table = catch_unwind(AssertUnwindSafe(|| read_report(source, choices, &mut first_rows, progress)))
            .unwrap_or_else(|_| Err(fail(OpenProblem::ReaderFailed("panic while reading".to_owned()))));
        let added = table.and_then(|table| builder.add(table).map_err(|_| too_much_text(source)));
        match added {
            Ok(()) => any = true,
            Err(failure) => opened.take_prices_or(source, failure, progress),
        }
        if progress.is_cancelled() {
            break;
        }
    }
    let portfolio = builder.finish();
    let prices = opened.price_book.clone().or_else(|| request.profile.price_book.clone());
    let profile = ScoringProfile { price_book: prices, ..request.profile.clone() };
    opened.scored = any.then(|| score(portfolio, profile, request.as_of));
    opened
}

impl Opened {
    /// What is no report may be a price book.
    fn take_prices_or(&mut self, source: &Source, failure: OpenError, progress: &Progress) {
        if !failure.problem.may_be_mapped() {
            return self.failures.push((source.clone(), failure));
        }
        match read_price_book(source, progress) {
            Ok(book) => self.price_book = Some(book),
            Err(PriceBookError {
                problem: PriceBookProblem::Read(PriceProblem::Open(_) | PriceProblem::NotAPriceBook),
                ..
            }) => {
                self.failures.push((source.clone(), failure));
            }
            Err(error) => self.price_problem = Some(error),
        }
    }
}

fn score(portfolio: Portfolio, profile: ScoringProfile, as_of: Option<Date>) -> ScoredPortfolio {
    let by_user = as_of.map(|day| AsOf { day, known_by: KnownBy::User });
    // Every file tells at least when it was written.
    let as_of = by_user.or_else(|| portfolio.as_of()).unwrap_or(AsOf { day: Date::ZERO, known_by: KnownBy::FileTime });
    ScoredPortfolio::new(portfolio, profile, as_of)
}

fn preview_of(table: ReportTable, request: &OpenRequest) -> Option<Preview> {
    let mut builder = PortfolioBuilder::default();
    builder.add(table).ok()?;
    let scored = score(builder.finish(), request.profile.clone(), request.as_of);
    let question = first_question(&scored);
    let dashboard = Dashboard::compute(&scored, &question, &Progress::default()).ok()?;
    Some(Preview { scored: Arc::new(scored), dashboard: Arc::new(dashboard), question })
}

/// The question that a portfolio opens with: everything, by the first model with a matrix, else the first of all.
#[must_use]
pub fn first_question(scored: &ScoredPortfolio) -> Question {
    let models = &scored.scores.models;
    let first = models.iter().find(|scores| scores.has_matrix()).or_else(|| models.first());
    let model: Option<Model> = first.map(|scores| scores.model);
    Question { model, ..Question::default() }
}

fn too_much_text(source: &Source) -> OpenError {
    let limit = u64::from(u32::MAX);
    OpenError {
        file: source.name(),
        problem: OpenProblem::TooLarge { place: source.name(), unit: Unit::TextBytes, limit },
    }
}
