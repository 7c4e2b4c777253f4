//! What columns that are being chosen would mean, worked out on jobs: the first rows as they would be read at once, and
//! once the whole file is read, whom its rows would join. What is open stays as it is.

use crate::insight::first_rows::FirstRows;
use crate::portfolio::same_customers::{KEY_KINDS, SameCustomers};
use crate::portfolio::{Portfolio, PortfolioBuilder};
use crate::session::Session;
use crate::session::asked::Asked;
use crate::support::interner::TooMuchText;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::choices::{Mapping, ReadChoices};
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::read::{read_first_rows, read_report};
use crate::workbook::source::Source;
use std::sync::Arc;

/// Whom the rows of a file would join, by the columns that are being chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinTrial {
    /// Rows that name a customer.
    pub rows: usize,
    /// Customers that they make.
    pub customers: u32,
    /// How many of those are in the other files, by CustomerID, else DUNS number, else web domain; `None` where the
    /// file is opened alone.
    pub found_by: Option<[u32; KEY_KINDS]>,
    /// How many have none of these keys.
    pub without_key: u32,
    /// How often a join would be doubtful: keys that several customers share, rows that contradict each other.
    pub doubtful: u64,
    /// Cells that hold something else than their column expects.
    pub unparsed: u64,
}

impl JoinTrial {
    /// Customers whom no other file has.
    #[must_use]
    pub fn new_customers(&self) -> Option<u32> {
        self.found_by.map(|found| self.customers.saturating_sub(found.iter().sum()))
    }
}

/// What is tried: the answers stay until the next are there.
#[derive(Debug, Default)]
pub struct ColumnTrial {
    pub(super) first: Asked<Result<FirstRows, Arc<OpenError>>>,
    pub(super) join: Asked<Result<JoinTrial, Arc<OpenError>>>,
    /// The other files' customers, which stay the same.
    others: Option<Arc<Portfolio>>,
    /// Reads them, once.
    reading_others: Asked<Portfolio>,
}

impl ColumnTrial {
    /// The first rows as they would be read, or why they could not be; `None` as long as nobody knows.
    #[must_use]
    pub fn first(&self) -> Option<Result<&FirstRows, &OpenError>> {
        Some(self.first.latest()?.as_ref().as_ref().map_err(AsRef::as_ref))
    }

    /// Whom the rows would join; `None` as long as nobody knows.
    #[must_use]
    pub fn join(&self) -> Option<Result<&JoinTrial, &OpenError>> {
        Some(self.join.latest()?.as_ref().as_ref().map_err(AsRef::as_ref))
    }

    /// Whether the answers are older than the choices.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.first.is_running() || self.join.is_running() || self.reading_others.is_running()
    }
}

impl Session {
    /// The choices of the page, in place of what is remembered of its headers.
    fn choices_on_trial(&self) -> Option<(Source, ReadChoices)> {
        let page = self.column_page.as_ref()?;
        let sheet = page.chosen_sheet()?;
        let mut choices = self.choices_for(&page.source);
        choices.sheet = Some(sheet.name.clone());
        choices.mappings.retain(|known| known.signature != sheet.signature);
        choices.mappings.push(Mapping { signature: sheet.signature.clone(), columns: page.columns.clone() });
        Some((page.source.clone(), choices))
    }

    /// Works out what the choices of the page mean.
    pub(super) fn try_columns(&mut self) {
        let Some((source, choices)) = self.choices_on_trial() else { return };
        let waker = Arc::clone(&self.waker);
        let Some(page) = &mut self.column_page else { return };
        let (read, by) = (source.clone(), choices.clone());
        page.trial.first.ask("try-first-rows", Arc::clone(&waker), move |progress: &Progress| {
            answer(read_first_rows(&read, &by, progress).map(FirstRows::new))
        });
        let is_alone = page.sources.iter().all(|other| *other == source);
        match (&page.trial.others, is_alone) {
            (None, false) => {
                if !page.trial.reading_others.is_running() {
                    self.read_others(&source);
                }
            }
            (others, _) => {
                let others = others.clone();
                page.trial.join.ask("try-join", waker, move |progress: &Progress| {
                    answer(join(&source, &choices, others.as_deref(), progress))
                });
            }
        }
    }

    fn read_others(&mut self, tried: &Source) {
        let Some(page) = &self.column_page else { return };
        let others = page.sources.iter().filter(|other| *other != tried);
        let others: Vec<_> = others.map(|other| (other.clone(), self.choices_for(other))).collect();
        let Some(page) = &mut self.column_page else { return };
        page.trial.reading_others.ask("read-others", Arc::clone(&self.waker), move |progress: &Progress| {
            let mut builder = PortfolioBuilder::default();
            for (source, choices) in &others {
                // What cannot be read joins nobody.
                if let Ok(table) = read_report(source, choices, &mut |_| {}, progress) {
                    let _ = builder.add(table);
                }
                progress.advance(0)?;
            }
            Ok(builder.finish())
        });
    }

    /// Takes in what was tried; true when something changed.
    pub(super) fn take_trial(&mut self) -> bool {
        let Some(page) = &mut self.column_page else { return false };
        let trial = &mut page.trial;
        let polled = [trial.first.poll(), trial.join.poll(), trial.reading_others.poll()];
        let mut changed = false;
        for polled in polled {
            changed |= self.told(polled);
        }
        self.take_others();
        changed
    }

    pub(super) fn wait_for_trial(&mut self) {
        for _ in 0..2 {
            let Some(page) = &mut self.column_page else { return };
            let trial = &mut page.trial;
            let waited = [trial.reading_others.wait(), trial.first.wait(), trial.join.wait()];
            for waited in waited {
                self.told(waited.map(|()| false));
            }
            self.take_others();
        }
    }

    fn take_others(&mut self) {
        let Some(page) = &mut self.column_page else { return };
        let Some(others) = page.trial.reading_others.latest().filter(|_| page.trial.others.is_none()) else { return };
        page.trial.others = Some(Arc::clone(others));
        self.try_columns();
    }

    pub(super) fn tries_columns(&self) -> bool {
        self.column_page.as_ref().is_some_and(|page| page.trial.is_running())
    }
}

/// A cancelled reading is no answer, any other problem is one.
fn answer<T>(read: Result<T, OpenError>) -> Result<Result<T, Arc<OpenError>>, Cancelled> {
    match read {
        Err(OpenError { problem: OpenProblem::Cancelled(cancelled), .. }) => Err(cancelled),
        read => Ok(read.map_err(Arc::new)),
    }
}

fn join(
    source: &Source,
    choices: &ReadChoices,
    others: Option<&Portfolio>,
    progress: &Progress,
) -> Result<JoinTrial, OpenError> {
    let table = read_report(source, choices, &mut |_| {}, progress)?;
    let (rows, unparsed) = (table.rows.len(), table.understanding.unparsed);
    let mut builder = PortfolioBuilder::default();
    let too_much = |TooMuchText| OpenError { file: source.name(), problem: OpenProblem::too_much_text(&source.name()) };
    builder.add(table).map_err(too_much)?;
    let own = builder.finish();
    let nobody = Portfolio::default();
    let same = SameCustomers::find(others.unwrap_or(&nobody), &own);
    let doubts: u64 = own.doubts.iter().map(|doubt| doubt.count).sum();
    Ok(JoinTrial {
        rows,
        customers: u32::try_from(own.customer_count()).unwrap_or(u32::MAX),
        found_by: others.map(|_| same.found_by),
        without_key: same.without_key,
        doubtful: doubts + u64::from(same.shared),
        unparsed,
    })
}
