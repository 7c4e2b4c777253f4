//! Our own scores: worked out once a portfolio is open, on a job of their own, and kept until another is.
//!
//! A changed profile bands anew what is there, on a job too; nothing is fitted again.

use crate::domain::Date;
use crate::domain::profile::ScoringProfile;
use crate::insight::ScoredPortfolio;
use crate::portfolio::Portfolio;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::engine::kept::{KeptModels, PortfolioShelf};
use crate::scoring::engine::{self, Request};
use crate::scoring::local::LocalScores;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::session::open::first_question;
use crate::session::shelf::{FoundShelf, find_shelf};
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::table::{AsOf, KnownBy};
use std::sync::Arc;

/// When our own scores are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OwnScores {
    /// Beside those of the files.
    #[default]
    Always,
    /// Only where no file has any: for commands that tell what the files say.
    WhereFilesHaveNone,
    /// For commands that need only what the files say.
    Never,
}

/// Scores, the shelf that was looked for where none was at hand, and whether kept models made them.
pub(super) struct Scored {
    local: LocalScores,
    found: FoundShelf,
    by_kept: bool,
}

/// What a job of scoring brings.
pub(super) type Scoring = Job<Result<Scored, Cancelled>>;

/// The portfolio that is open, being banded anew.
pub(super) struct Banding {
    job: Job<ScoredPortfolio>,
    /// Our own scores that it will have.
    local: Option<Arc<LocalScores>>,
    /// Our own scores are others than before: the month's history is written.
    is_history: bool,
}

impl Session {
    /// Says when our own scores are worked out from now on.
    pub fn set_own_scores(&mut self, own_scores: OwnScores) {
        self.own_scores = own_scores;
    }

    /// Works out our own scores of the portfolio that is open.
    pub(super) fn start_scoring(&mut self) {
        let Some(scored) = self.scored.clone() else { return };
        match self.own_scores {
            OwnScores::Always => {}
            OwnScores::WhereFilesHaveNone if !has_scores(&scored) => {}
            OwnScores::WhereFilesHaveNone | OwnScores::Never => return,
        }
        // What was compared was compared with other scores.
        (self.challenging, self.rivalry) = (None, None);
        let at_hand = self.shelf.as_ref().map(|shelf| shelf.champion.clone());
        let folder = self.data_folder.clone().filter(|_| at_hand.is_none());
        let keeps = self.data_folder.is_some();
        // What is open may still be banded by the profile before.
        let profile = self.profile.clone();
        let as_of = self.as_of_by(&profile, &scored.portfolio);
        self.scoring = Some(Job::start("score", Arc::clone(&self.waker), move |progress: &Progress| {
            let found = folder.map(|folder| find_shelf(&folder, &scored.portfolio)).unwrap_or_default();
            let kept = found.shelf.as_ref().map(|(_, shelf)| &shelf.champion).or(at_hand.as_ref());
            // A person who switched an attribute off in the window wants it out; models named by hand are taken as they are.
            let kept = kept.filter(|kept| !keeps || kept.serves(&profile));
            let request = Request { kept, ..Request::new(&profile, as_of.day) };
            let local = engine::score(&scored.portfolio, &request, progress)?;
            let by_kept = kept.is_some();
            Ok(Scored { local, found, by_kept })
        }));
    }

    pub(super) fn finish_scoring(&mut self, scored: Result<Result<Scored, Cancelled>, JobFailed>) {
        self.scoring = None;
        match scored {
            Ok(Ok(Scored { local, found, by_kept })) => {
                self.take_shelf(found);
                self.keep_fitted(&local, by_kept);
                self.rescore(Some(Arc::new(local)));
                if let Some(banding) = &mut self.banding {
                    banding.is_history = true;
                }
            }
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
        self.save_what_waited();
    }

    /// Keeps the models that were fitted for `local`: as the first ones, in the place of those that no longer serve, or beside
    /// those of other products.
    fn keep_fitted(&mut self, local: &LocalScores, by_kept: bool) {
        let Some(scored) = self.scored.as_ref().filter(|_| self.data_folder.is_some()) else { return };
        let fitted = KeptModels::of(local, &scored.portfolio, scored.as_of);
        let has_changed = match &mut self.shelf {
            Some(shelf) if by_kept => shelf.champion.take_in(fitted),
            Some(shelf) => {
                shelf.replace(fitted);
                true
            }
            None => {
                self.shelf = Some(PortfolioShelf::new(fitted));
                true
            }
        };
        if has_changed {
            self.keep_shelf();
        }
    }

    /// Scores customers by `profile` from now on.
    pub fn use_profile(&mut self, profile: ScoringProfile) {
        self.profile = profile;
        self.keep_profile_in_use();
        let local = self.local_scores();
        let is_current = local.as_ref().is_none_or(|local| local.profile.learns_like(&self.profile));
        self.rescore(local);
        if !is_current || self.scoring.is_some() {
            self.start_scoring();
        }
    }

    /// Our own scores: those that what is open will have, once it is banded anew.
    fn local_scores(&self) -> Option<Arc<LocalScores>> {
        match &self.banding {
            Some(banding) => banding.local.clone(),
            None => self.scored.as_ref()?.local.clone(),
        }
    }

    /// Bands what is open anew by the profile in use, with `local`; until that is done the old bands stay.
    pub(super) fn rescore(&mut self, local: Option<Arc<LocalScores>>) {
        let Some(scored) = &self.scored else { return };
        let profile = self.profile.clone();
        let as_of = self.as_of_by(&profile, &scored.portfolio);
        let (scored, ours) = (Arc::clone(scored), local.clone());
        let job = Job::start("band", Arc::clone(&self.waker), move |_: &Progress| {
            if ours.as_ref().map(Arc::as_ptr) == scored.local.as_ref().map(Arc::as_ptr) {
                return scored.banded_anew(profile, as_of);
            }
            ScoredPortfolio::with_local(Arc::clone(&scored.portfolio), ours, profile, as_of)
        });
        let is_history = self.banding.as_ref().is_some_and(|banding| banding.is_history);
        self.banding = Some(Banding { job, local, is_history });
    }

    fn finish_banding(&mut self, banded: Result<ScoredPortfolio, JobFailed>) {
        let is_history = self.banding.take().is_some_and(|banding| banding.is_history);
        match banded {
            Ok(scored) => {
                if self.question.model.is_none() {
                    self.question = first_question(&scored);
                }
                let old = self.scored.replace(Arc::new(scored));
                self.discard(old);
                self.compare_months();
                self.forget_quality();
                self.table_rescored();
                if is_history {
                    self.reopen_with_scores();
                }
                self.ask();
                self.ask_customer();
                if is_history {
                    self.keep_history();
                }
            }
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
        self.save_what_waited();
    }

    /// Takes the new bands in, if they are there; true when something changed.
    pub(super) fn take_bands(&mut self) -> bool {
        let banded = self.banding.as_ref().and_then(|banding| banding.job.poll());
        banded.map(|banded| self.finish_banding(banded)).is_some()
    }

    /// Waits for new bands, if they are being made.
    pub(super) fn wait_for_bands(&mut self) {
        if let Some(banded) = self.banding.as_ref().map(|banding| banding.job.wait()) {
            self.finish_banding(banded);
        }
    }

    /// The day that `portfolio` speaks of by `profile`: what the user says wins over what the files tell.
    pub(super) fn as_of_by(&self, profile: &ScoringProfile, portfolio: &Portfolio) -> AsOf {
        let by_user = self.as_of.or(profile.as_of).map(|day| AsOf { day, known_by: KnownBy::User });
        by_user.or_else(|| portfolio.as_of()).unwrap_or(AsOf { day: Date::ZERO, known_by: KnownBy::FileTime })
    }

    /// Waits for the files and the answer, and for our own scores only where no file has any: for commands that tell what
    /// the files say.
    pub fn wait_for_files(&mut self) {
        self.wait_without_scoring();
        if !self.scored.as_deref().is_some_and(has_scores) {
            self.wait();
        }
    }
}

pub(super) fn has_scores(scored: &ScoredPortfolio) -> bool {
    scored.portfolio.models.iter().any(ModelColumns::has_scores)
}
