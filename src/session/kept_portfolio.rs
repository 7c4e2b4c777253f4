//! Portfolios as they were left: opening the same files again brings back filter, table, grouping, page, work list and
//! profile.

use crate::domain::mark::CustomerKey;
use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::insight::breakdown::Dimension;
use crate::insight::dashboard::Question;
use crate::insight::table::all_columns;
use crate::insight::work_list::{WorkEdit, WorkPlan};
use crate::portfolio::{CustomerIndex, Portfolio};
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::layout::TableLayout;
use crate::session::notice::Notice;
use crate::session::saved_view::SavedView;
use crate::session::view::View;
use crate::session::work_list::WorkChoices;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::source::Source;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many customers pass between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 14;

/// A portfolio as it was left. Columns and customers stand in it by their lasting names; what the files do not have any
/// more is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPortfolio {
    /// Its files by their absolute paths, in the order they were joined.
    pub files: Vec<PathBuf>,
    /// The sheets that were chosen by hand.
    sheets: Vec<(PathBuf, String)>,
    /// The files of the older month it was compared with.
    older: Vec<PathBuf>,
    /// The profile as JSON, so that one of a later version costs itself alone; `None` for the program's own.
    profile: Option<String>,
    table: SavedView,
    dimension: Dimension,
    all_models: bool,
    page: View,
    plan: WorkPlan,
    edits: Vec<KeptEdit>,
}

/// A change of the work list by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptEdit {
    customer: CustomerKey,
    /// The seller's position and the place in their list; `None` where the customer was removed.
    put: Option<(usize, usize)>,
}

/// What was brought back last: as long as nothing else was chosen, it is brought back once more when our own scores are
/// there, as columns and models may need them.
#[derive(Debug)]
pub(super) struct Reopened {
    kept: KeptPortfolio,
    question: Question,
    layout: TableLayout,
}

/// A job that finds customers by their keys: the changes of the work list, by position.
pub(super) type FindingEdits = Job<Result<Vec<WorkEdit>, Cancelled>>;

impl KeptPortfolio {
    /// Whether it is made of `files`, in any order.
    #[must_use]
    pub fn is_of(&self, files: &[PathBuf]) -> bool {
        self.files.len() == files.len() && files.iter().all(|file| self.files.contains(file))
    }

    fn profile(&self, in_use: &ScoringProfile) -> Option<ScoringProfile> {
        let kept = match &self.profile {
            Some(text) => serde_json::from_str(text).ok()?,
            None => ScoringProfile::default(),
        };
        // Prices are the partner's, whatever is open.
        Some(ScoringProfile { price_book: in_use.price_book.clone(), ..kept })
    }
}

/// The absolute paths of `sources`; `None` when one of them is no file.
fn paths(sources: &[Source]) -> Option<Vec<PathBuf>> {
    let path = |source: &Source| source.path().and_then(|path| std::path::absolute(path).ok());
    let paths: Option<Vec<PathBuf>> = sources.iter().map(path).collect();
    paths.filter(|paths| !paths.is_empty())
}

impl Session {
    /// Keeps the open portfolio in the settings as it is now; what is no file on disk is not kept.
    pub fn keep_portfolio(&mut self) {
        let Some(kept) = self.portfolio_now() else { return };
        self.settings.remember_portfolio(kept);
    }

    fn portfolio_now(&self) -> Option<KeptPortfolio> {
        let scored = self.scored.as_deref()?;
        let files = paths(&self.sources())?;
        let sheet = |(source, sheet): &(Source, String)| {
            let path = std::path::absolute(source.path()?).ok()?;
            files.contains(&path).then(|| (path, sheet.clone()))
        };
        let edit = |edit: &WorkEdit| {
            let put = match edit {
                WorkEdit::Remove(_) => None,
                WorkEdit::Put { seller, place, .. } => Some((*seller, *place)),
            };
            Some(KeptEdit { customer: scored.portfolio.customer_key(edit.customer())?, put })
        };
        Some(KeptPortfolio {
            sheets: self.sheets.iter().filter_map(sheet).collect(),
            older: paths(self.older_sources()).unwrap_or_default(),
            profile: self.profile_text(),
            table: SavedView::new(String::new(), scored, &self.question, self.table_layout()),
            dimension: self.question.dimension,
            all_models: self.question.all_models,
            page: self.page_to_show.unwrap_or(self.view),
            plan: self.work.choices.plan.clone(),
            edits: self.work.choices.edits.iter().filter_map(edit).collect(),
            files,
        })
    }

    /// The profile in use as it is kept; `None` for the program's own. Texts are compared, as numbers read back may
    /// differ in their last digit.
    fn profile_text(&self) -> Option<String> {
        let profile = ScoringProfile { price_book: None, ..self.profile.clone() };
        (profile != self.default_profile).then(|| serde_json::to_string(&profile).unwrap_or_default())
    }

    /// How the portfolio of `sources` was left, if it was open before.
    fn kept_portfolio(&self, sources: &[Source]) -> Option<&KeptPortfolio> {
        let files = paths(sources)?;
        self.settings.portfolios.iter().find(|kept| kept.is_of(&files))
    }

    /// The profile that the portfolio of `sources` was left with, where that is another one than is in use. The sheets
    /// that were chosen for it are chosen again.
    pub(super) fn prepare_reopening(&mut self, sources: &[Source]) -> Option<ScoringProfile> {
        self.keep_portfolio();
        let kept = self.kept_portfolio(sources)?.clone();
        for (path, sheet) in &kept.sheets {
            let source = sources.iter().find(|source| is_at(source, path));
            let is_chosen = |source: &Source| self.sheets.iter().any(|(known, _)| known == source);
            if let Some(source) = source.filter(|source| !is_chosen(source)) {
                self.sheets.push((source.clone(), sheet.clone()));
            }
        }
        if kept.profile == self.profile_text() {
            return None;
        }
        kept.profile(&self.profile)
    }

    /// Brings back how the portfolio of `sources` was left, which has just been opened.
    pub(super) fn reopen(&mut self, sources: &[Source]) {
        self.reopened = None;
        let Some(kept) = self.kept_portfolio(sources).cloned() else { return };
        Arc::make_mut(&mut self.work.choices).plan = kept.plan.clone();
        self.page_to_show = Some(kept.page);
        self.find_edits(&kept.edits);
        if !kept.older.is_empty() {
            self.months_to_load = kept.older.iter().cloned().map(Source::File).collect();
        }
        self.bring_back(kept);
    }

    /// Our own scores are there: columns and models that were waited for are brought back with them, unless something
    /// else was chosen meanwhile.
    pub(super) fn reopen_with_scores(&mut self) {
        let Some(reopened) = self.reopened.take() else { return };
        if reopened.question == self.question && reopened.layout == *self.table_layout() {
            self.bring_back(reopened.kept);
        }
    }

    fn bring_back(&mut self, kept: KeptPortfolio) {
        let Some(scored) = self.scored.clone() else { return };
        let (mut question, layout) = kept.table.restored(&scored, &self.question);
        (question.dimension, question.all_models) = (kept.dimension, kept.all_models);
        self.question = question.clone();
        self.set_table_layout(layout.clone());
        self.reopened = Some(Reopened { kept, question, layout });
    }

    fn find_edits(&mut self, edits: &[KeptEdit]) {
        let Some(scored) = self.scored.clone().filter(|_| !edits.is_empty()) else { return };
        let edits = edits.to_vec();
        self.work.finding = Some(Job::start("find-edits", Arc::clone(&self.waker), move |progress: &Progress| {
            edits_of(&scored.portfolio, &edits, progress)
        }));
    }

    pub(super) fn finish_finding_edits(&mut self, found: Result<Result<Vec<WorkEdit>, Cancelled>, JobFailed>) {
        self.work.finding = None;
        match found {
            Ok(Ok(edits)) => {
                // What was changed meanwhile is newer.
                let now = Arc::clone(&self.work.choices);
                let is_newer = |edit: &WorkEdit| now.edits.iter().any(|known| known.customer() == edit.customer());
                let kept = edits.into_iter().filter(|edit| !is_newer(edit));
                let edits = kept.chain(now.edits.iter().cloned()).collect();
                self.choose_work(Arc::new(WorkChoices { plan: now.plan.clone(), edits }));
            }
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }

    /// Shows the page that the portfolio was left on, once there is an answer to show on it.
    pub(super) fn show_page_left(&mut self) {
        if let Some(page) = self.page_to_show.take() {
            self.show(page);
        }
        let older = std::mem::take(&mut self.months_to_load);
        if !older.is_empty() {
            self.load_older(older);
        }
    }
}

fn is_at(source: &Source, path: &Path) -> bool {
    source.path().and_then(|own| std::path::absolute(own).ok()).is_some_and(|own| own == path)
}

/// The changes of the work list, of those customers that `portfolio` has.
fn edits_of(portfolio: &Portfolio, edits: &[KeptEdit], progress: &Progress) -> Result<Vec<WorkEdit>, Cancelled> {
    let mut found: HashMap<&CustomerKey, Option<CustomerIndex>> =
        edits.iter().map(|edit| (&edit.customer, None)).collect();
    for (customer, at) in (0..).zip(0..portfolio.customer_count()) {
        if at % CUSTOMERS_PER_STEP == 0 {
            progress.advance(0)?;
        }
        let Some(key) = portfolio.customer_key(customer) else { continue };
        if let Some(slot) = found.get_mut(&key) {
            slot.get_or_insert(customer);
        }
    }
    let edit = |edit: &KeptEdit| {
        let customer = found.get(&edit.customer).copied().flatten()?;
        Some(match edit.put {
            None => WorkEdit::Remove(customer),
            Some((seller, place)) => WorkEdit::Put { customer, seller, place },
        })
    };
    Ok(edits.iter().filter_map(edit).collect())
}

impl SavedView {
    /// The question and the columns that the view shows of `scored`.
    fn restored(&self, scored: &ScoredPortfolio, before: &Question) -> (Question, TableLayout) {
        let (question, shown, frozen) = self.of(scored, before);
        let available = all_columns(scored, question.model);
        let named = |name: &String| available.iter().copied().find(|column| column.key(scored) == *name);
        let hidden = self.hidden().iter().filter_map(named).collect();
        let widths = self.widths().iter().filter_map(|(name, width)| Some((named(name)?, *width))).collect();
        let mut layout = TableLayout::of(shown, hidden, frozen, widths);
        layout.fit(&available, question.model);
        (question, layout)
    }
}

#[cfg(test)]
mod tests;
