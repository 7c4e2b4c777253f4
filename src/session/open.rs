//! Opening: reads the files and scores the customers, away from the window.

use crate::domain::Date;
use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::portfolio::PortfolioBuilder;
use crate::sample::embedded;
use crate::support::progress::Progress;
use crate::workbook::error::{OpenError, OpenProblem, Unit};
use crate::workbook::read::read_report;
use crate::workbook::source::Source;
use crate::workbook::table::{AsOf, KnownBy};
use std::panic::{AssertUnwindSafe, catch_unwind};

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
    pub failures: Vec<OpenError>,
}

/// Reads `sources`; `as_of` is the day the user says the data speak of, else the files tell it.
#[must_use]
pub fn open(sources: &[Source], profile: ScoringProfile, as_of: Option<Date>, progress: &Progress) -> Opened {
    let mut builder = PortfolioBuilder::default();
    let mut failures = Vec::new();
    let mut any = false;
    for source in sources {
        let fail = |problem| OpenError { file: source.name(), problem };
        // A defect in a reading library must cost the file, not the program.
        let table = catch_unwind(AssertUnwindSafe(|| read_report(source, progress)))
            .unwrap_or_else(|_| Err(fail(OpenProblem::ReaderFailed("panic while reading".to_owned()))));
        let added = table.and_then(|table| builder.add(table).map_err(|_| too_much_text(source)));
        match added {
            Ok(()) => any = true,
            Err(failure) => failures.push(failure),
        }
        if progress.is_cancelled() {
            break;
        }
    }
    let by_user = as_of.map(|day| AsOf { day, known_by: KnownBy::User });
    if !any {
        return Opened { scored: None, failures };
    }
    let portfolio = builder.finish();
    // Every file tells at least when it was written.
    let as_of = by_user.or_else(|| portfolio.as_of()).unwrap_or(AsOf { day: Date::ZERO, known_by: KnownBy::FileTime });
    Opened { scored: Some(ScoredPortfolio::new(portfolio, profile, as_of)), failures }
}

fn too_much_text(source: &Source) -> OpenError {
    let limit = u64::from(u32::MAX);
    OpenError {
        file: source.name(),
        problem: OpenProblem::TooLarge { place: source.name(), unit: Unit::TextBytes, limit },
    }
}
