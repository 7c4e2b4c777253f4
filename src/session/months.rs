//! An older month beside the one that is open: loaded, joined and compared on jobs.
//!
//! The older month is banded by the profile in use, and where no file has scores its own are worked out: what is told as
//! moved is what the reports say, not what was tuned between them.

use crate::insight::ScoredPortfolio;
use crate::insight::filter::{CustomerList, Filter, ListReason};
use crate::insight::months::CardChanges;
use crate::insight::months::comparison::{Comparison, MonthList};
use crate::portfolio::Portfolio;
use crate::portfolio::same_customers::SameCustomers;
use crate::scoring::engine;
use crate::scoring::local::LocalScores;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::asked::Asked;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::session::open::{OpenRequest, open_with_preview};
use crate::session::scoring::has_scores;
use crate::session::view::View;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::error::{OpenError, OpenProblem};
use crate::workbook::source::Source;
use crate::workbook::table::AsOf;
use std::sync::Arc;

/// Something a person did about months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonthsAction {
    /// Choose the files of the older month.
    AskOlder,
    /// Compare with the month that these files hold.
    Load(Vec<Source>),
    /// Compare with nothing any more.
    Forget,
    /// List these customers of the chosen model.
    List(ListReason),
    /// Close the list.
    CloseList,
    /// Show the listed customers of the newer month on the page of all customers.
    ShowListed,
}

/// The older month as it was read; bands and clusters are made of it by the profile in use.
#[derive(Debug)]
struct Older {
    sources: Vec<Source>,
    portfolio: Arc<Portfolio>,
    local: Option<Arc<LocalScores>>,
    as_of: AsOf,
    same: Arc<SameCustomers>,
}

/// What came of loading it.
struct Loaded {
    older: Option<Older>,
    failures: Vec<(Source, OpenError)>,
}

/// Two months, compared.
#[derive(Debug)]
pub struct Compared {
    /// The older month.
    pub older: Arc<ScoredPortfolio>,
    /// The newer month that it was compared with.
    pub newer: Arc<ScoredPortfolio>,
    /// Who is who.
    pub same: Arc<SameCustomers>,
    /// What moved.
    pub comparison: Comparison,
}

/// The older month, and what is shown of both.
#[derive(Default)]
pub(super) struct MonthsDesk {
    loading: Option<Job<Result<Loaded, Cancelled>>>,
    older: Option<Older>,
    compared: Asked<Compared>,
    cards: Asked<CardChanges>,
    list: Asked<MonthList>,
    /// Which list is asked for; the one there may still be another.
    listed: Option<ListReason>,
}

/// What the page shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct MonthsState<'a> {
    /// Whether the older month is being read.
    pub is_loading: bool,
    /// Share read, 0 to 1, once known.
    pub fraction: Option<f32>,
    /// The comparison; it may still be of older scores while a new one is made.
    pub compared: Option<&'a Compared>,
    /// Which list is asked for.
    pub listed: Option<ListReason>,
    /// The list that is there.
    pub list: Option<&'a MonthList>,
}

impl Session {
    pub(super) fn act_on_months(&mut self, action: MonthsAction) -> Vec<Effect> {
        match action {
            MonthsAction::AskOlder => return vec![Effect::ChooseOlderMonth],
            MonthsAction::Load(sources) => self.load_older(sources),
            MonthsAction::Forget => self.months = MonthsDesk::default(),
            MonthsAction::List(reason) => {
                self.months.listed = Some(reason);
                self.list_movers();
            }
            MonthsAction::CloseList => {
                self.months.listed = None;
                self.months.list.clear();
            }
            MonthsAction::ShowListed => self.show_listed(),
        }
        Vec::new()
    }

    /// What the page of months shows.
    #[must_use]
    pub fn months(&self) -> MonthsState<'_> {
        let loading = self.months.loading.as_ref();
        MonthsState {
            is_loading: loading.is_some(),
            fraction: loading.and_then(|job| job.progress().fraction()),
            compared: self.months.compared.latest().map(AsRef::as_ref),
            listed: self.months.listed,
            list: self.months.list.latest().map(AsRef::as_ref).filter(|list| Some(list.reason) == self.months.listed),
        }
    }

    /// How the cards changed since the older month; `None` while none is loaded.
    #[must_use]
    pub fn card_changes(&self) -> Option<&Arc<CardChanges>> {
        self.months.cards.latest()
    }

    /// Both months, once they are compared.
    #[must_use]
    pub fn months_compared(&self) -> Option<&Arc<Compared>> {
        self.months.compared.latest()
    }

    /// The files of the older month; none while none is loaded.
    pub(super) fn older_sources(&self) -> &[Source] {
        self.months.older.as_ref().map(|older| older.sources.as_slice()).unwrap_or_default()
    }

    pub(super) fn load_older(&mut self, sources: Vec<Source>) {
        let Some(newer) = self.scored.clone().filter(|_| !sources.is_empty()) else { return };
        let files = sources.iter().map(|source| (source.clone(), self.choices_for(source))).collect();
        let request = OpenRequest { files, profile: self.profile.clone(), as_of: None };
        self.months.loading = Some(Job::start("older-month", Arc::clone(&self.waker), move |progress: &Progress| {
            let opened = open_with_preview(&request, &mut |_| {}, progress);
            let scored = opened.scored.map(|scored| {
                let needs_ours = newer.local.is_some() && !has_scores(&scored);
                let ours = needs_ours.then(|| {
                    let asked = engine::Request::new(&request.profile, scored.as_of);
                    engine::score(&scored.portfolio, &asked, progress)
                });
                let local = ours.transpose()?.map(Arc::new);
                let same = Arc::new(SameCustomers::find(&scored.portfolio, &newer.portfolio));
                let as_of = AsOf { day: scored.as_of, known_by: scored.as_of_known_by };
                Ok(Older { sources, portfolio: Arc::clone(&scored.portfolio), local, as_of, same })
            });
            Ok(Loaded { older: scored.transpose()?, failures: opened.failures })
        }));
    }

    fn finish_loading_older(&mut self, loaded: Result<Result<Loaded, Cancelled>, JobFailed>) {
        self.months.loading = None;
        let loaded = match loaded {
            Ok(Ok(loaded)) => loaded,
            Ok(Err(Cancelled)) => return,
            Err(failed) => return self.notices.push(Notice::JobFailed(failed)),
        };
        let told = loaded.failures.into_iter().filter(|(_, error)| !matches!(error.problem, OpenProblem::Cancelled(_)));
        self.notices.extend(told.map(|(source, error)| Notice::OpenFailed {
            error: Arc::new(error),
            sources: vec![source.clone()],
            source,
        }));
        if loaded.older.is_some() {
            self.months = MonthsDesk { older: loaded.older, ..MonthsDesk::default() };
            self.compare_months();
        }
    }

    /// Another portfolio is open: the older month is joined to it anew.
    pub(super) fn rejoin_months(&mut self) {
        if let Some(older) = self.months.older.take() {
            self.months = MonthsDesk::default();
            let open = self.sources();
            // What is open now is no older month of itself.
            if older.sources.iter().all(|source| !open.contains(source)) {
                self.load_older(older.sources);
            }
        }
    }

    /// Compares both months by the profile in use.
    pub(super) fn compare_months(&mut self) {
        let (Some(newer), Some(older)) = (self.scored.clone(), &self.months.older) else { return };
        let (portfolio, local) = (Arc::clone(&older.portfolio), older.local.clone());
        let (same, as_of, profile) = (Arc::clone(&older.same), older.as_of, self.profile.clone());
        self.months.compared.ask("months", Arc::clone(&self.waker), move |progress| {
            let older = Arc::new(ScoredPortfolio::with_local(portfolio, local, profile, as_of));
            let comparison = Comparison::compute(&older, &newer, &same, progress)?;
            Ok(Compared { older, newer, same, comparison })
        });
    }

    /// The cards' change, for the question that is asked now.
    pub(super) fn ask_card_changes(&mut self) {
        let Some(compared) = self.months.compared.latest().cloned() else { return };
        let question = self.question.clone();
        self.months.cards.ask("card-changes", Arc::clone(&self.waker), move |progress| {
            CardChanges::compute(&compared.older, &compared.newer, &compared.same, &question, progress)
        });
    }

    /// The list that is asked for, of the model that is chosen now.
    pub(super) fn list_movers(&mut self) {
        let (Some(compared), Some(reason)) = (self.months.compared.latest().cloned(), self.months.listed) else {
            return;
        };
        let Some(model) = self.question.model else { return };
        self.months.list.ask("month-list", Arc::clone(&self.waker), move |progress| {
            MonthList::compute([&compared.older, &compared.newer], &compared.same, model, reason, progress)
        });
    }

    fn show_listed(&mut self) {
        let Some(list) = self.months().list else { return };
        let among = CustomerList { reason: list.reason, customers: list.customers().into() };
        self.show_list(among);
    }

    /// Shows the customers of a list, and nobody else, on the page of all customers.
    pub(super) fn show_list(&mut self, list: CustomerList) {
        self.question.filter = Filter { among: Some(list), ..Filter::default() };
        self.view = View::Customers;
        self.ask();
    }

    pub(super) fn months_are_busy(&self) -> bool {
        let months = &self.months;
        months.loading.is_some()
            || months.compared.is_running()
            || months.cards.is_running()
            || months.list.is_running()
    }

    /// Takes in what the jobs of this page have finished; true when something changed.
    pub(super) fn take_month_results(&mut self) -> bool {
        let loaded = self.months.loading.as_ref().and_then(Job::poll);
        let mut changed = loaded.is_some();
        if let Some(loaded) = loaded {
            self.finish_loading_older(loaded);
        }
        let compared = self.months.compared.poll();
        if compared == Ok(true) {
            self.ask_card_changes();
            self.list_movers();
            self.forget_quality();
        }
        for polled in [compared, self.months.cards.poll(), self.months.list.poll()] {
            changed |= self.told(polled);
        }
        changed
    }

    /// Waits for one of the jobs of this page.
    pub(super) fn wait_for_months(&mut self) {
        if let Some(loaded) = self.months.loading.as_ref().map(Job::wait) {
            self.finish_loading_older(loaded);
        }
        if self.months.compared.is_running() {
            let compared = self.months.compared.wait();
            self.told(compared.map(|()| true));
            self.ask_card_changes();
            self.list_movers();
            self.forget_quality();
        }
        for waited in [self.months.cards.wait(), self.months.list.wait()] {
            self.told(waited.map(|()| false));
        }
    }

    /// A job that failed becomes a notice; whether anything changed.
    pub(super) fn told(&mut self, polled: Result<bool, JobFailed>) -> bool {
        polled.unwrap_or_else(|failed| {
            self.notices.push(Notice::JobFailed(failed));
            true
        })
    }
}
