//! The fitted models that are kept: champion, challenger, and one way back. Nothing is swapped before it was shown who
//! moves: [`Session::challenge`] works out the other models' scores on a job, and only what it brought can be promoted.
//!
//! Reading and writing the shelf is its surroundings' work: [`Session::set_models`] and [`Session::models`].

use crate::domain::Date;
use crate::domain::model::Model;
use crate::insight::movers::{Movers, movers};
use crate::scoring::engine::freshness::Freshness;
use crate::scoring::engine::kept::{KeptModels, PortfolioShelf};
use crate::scoring::engine::{self, Request};
use crate::scoring::feedback::challenge::challenge;
use crate::scoring::feedback::champion::{Contest, Verdict};
use crate::scoring::feedback::deals::Deals;
use crate::scoring::feedback::evaluation::scored_deals;
use crate::scoring::local::{LocalScores, shown_columns};
use crate::scoring::scorecard::pairs::PairChoice;
use crate::session::Session;
use crate::session::job::{Job, JobFailed};
use crate::session::notice::Notice;
use crate::support::progress::{Cancelled, Progress};
use std::sync::Arc;

/// Which models are compared with the champion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    /// Models fitted anew, with pairs of attributes where they prove to help; they become the challenger.
    Fresh,
    /// The challenger that is kept; fitted anew where there is none.
    Challenger,
    /// The champion before the last change.
    Previous,
}

/// The other models' scores, and what would change by them.
#[derive(Debug)]
pub struct Rivalry {
    /// Which they are.
    pub rival: Rival,
    /// The models.
    pub models: KeptModels,
    /// Their scores.
    pub scores: Arc<LocalScores>,
    /// Who would move.
    pub movers: Vec<Movers>,
    /// How both did on deals closed after the data, where there are any.
    pub contests: Vec<(Model, Contest)>,
}

impl Rivalry {
    /// Whether closed deals say that the challenger is not better; going back is always free.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        let refuses = |verdict| matches!(verdict, Verdict::NotSurelyBetter(_) | Verdict::RanksWorse(_));
        self.rival != Rival::Previous && self.contests.iter().any(|(_, contest)| refuses(contest.verdict))
    }
}

/// Something a person did about the models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelsAction {
    /// Show who would move by these, and what closed deals say.
    Compare(Rival),
    /// Score by the models that are compared from now on.
    Promote,
    /// Keep the models that are compared as the challenger.
    KeepChallenger,
    /// Compare no longer.
    Close,
}

/// What is kept of models, as a page shows it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ModelsState<'a> {
    /// The day of the data that the models in use were fitted to; `None` where nothing was learnt.
    pub champion: Option<Date>,
    /// That of the challenger, where one is kept.
    pub challenger: Option<Date>,
    /// That of the models before, where there are any.
    pub previous: Option<Date>,
    /// What has moved since the models in use were fitted; `None` for models fitted to these very customers.
    pub freshness: Option<&'a Freshness>,
    /// The other models that are compared with those in use.
    pub rivalry: Option<&'a Rivalry>,
    /// Whether scores are being worked out.
    pub is_busy: bool,
}

pub(super) type Challenging = Job<Result<Rivalry, Cancelled>>;

impl Session {
    /// Scores by the champion of `shelf` from now on; `None` fits anew.
    pub fn set_models(&mut self, shelf: Option<PortfolioShelf>) {
        self.shelf = shelf;
        if self.scored.is_some() {
            self.start_scoring();
        }
    }

    /// The models that are kept, once there are any: those set, else those that the open portfolio was fitted with.
    #[must_use]
    pub fn models(&self) -> Option<PortfolioShelf> {
        if let Some(shelf) = &self.shelf {
            return Some(shelf.clone());
        }
        let scored = self.scored.as_ref()?;
        let local = scored.local.as_deref()?;
        Some(PortfolioShelf::new(KeptModels::of(local, &scored.portfolio, scored.as_of)))
    }

    /// Works out the scores of `rival` on a job, to show who would move. Nothing happens before our own scores are there, or
    /// where there is no such rival.
    pub fn challenge(&mut self, rival: Rival) {
        let Some(scored) = self.scored.clone() else { return };
        let Some(champion) = scored.local.clone() else { return };
        let shelf = self.models();
        let kept = match rival {
            Rival::Fresh => None,
            Rival::Challenger => shelf.and_then(|shelf| shelf.challenger),
            Rival::Previous => match shelf.and_then(|shelf| shelf.previous) {
                Some(previous) => Some(previous),
                None => return,
            },
        };
        self.challenging = Some(Job::start("challenge", Arc::clone(&self.waker), move |progress: &Progress| {
            let (profile, as_of) = (&scored.profile, scored.as_of);
            let request = Request { profile, as_of, kept: kept.as_ref(), pairs: PairChoice::Auto };
            let scores = engine::score(&scored.portfolio, &request, progress)?;
            let models = kept.clone().unwrap_or_else(|| KeptModels::of(&scores, &scored.portfolio, as_of));
            let deals = Deals::of(&scored.portfolio);
            let contests = champion.models.iter().filter_map(|old| {
                let new = scores.model(old.model)?;
                let columns = shown_columns(None, old).zip(shown_columns(None, new))?;
                let [earlier, later] = [&columns.0, &columns.1].map(|columns| scored_deals(&deals, columns, profile));
                (!earlier.is_empty()).then(|| (old.model, challenge(&earlier, &later, Some(as_of))))
            });
            let contests = contests.collect();
            let movers = movers(&champion, &scores, profile);
            Ok(Rivalry { rival, models, scores: Arc::new(scores), movers, contests })
        }));
    }

    /// What the last challenge brought.
    #[must_use]
    pub fn rivalry(&self) -> Option<&Rivalry> {
        self.rivalry.as_ref()
    }

    /// Puts the models that were shown in the place of the champion, which stays one step back; whether there were any.
    pub fn promote(&mut self) -> bool {
        let Some(rivalry) = self.rivalry.take() else { return false };
        let Some(mut shelf) = self.models() else { return false };
        match rivalry.rival {
            Rival::Previous => {
                shelf.back();
            }
            Rival::Fresh | Rival::Challenger => {
                shelf.challenger = Some(rivalry.models);
                shelf.promote();
            }
        }
        self.shelf = Some(shelf);
        self.keep_shelf();
        self.rescore(Some(rivalry.scores));
        true
    }

    /// Keeps the models that were shown as the challenger, without changing any score.
    pub fn keep_challenger(&mut self) {
        let Some(rivalry) = self.rivalry.as_ref().filter(|rivalry| rivalry.rival != Rival::Previous) else { return };
        let models = rivalry.models.clone();
        let Some(mut shelf) = self.models() else { return };
        shelf.challenger = Some(models);
        self.shelf = Some(shelf);
        self.keep_shelf();
    }

    pub(super) fn act_on_models(&mut self, action: ModelsAction) {
        match action {
            ModelsAction::Compare(rival) => self.challenge(rival),
            ModelsAction::Promote => {
                if self.rivalry.as_ref().is_some_and(|rivalry| !rivalry.is_refused()) {
                    self.promote();
                }
            }
            ModelsAction::KeepChallenger => {
                self.keep_challenger();
                self.rivalry = None;
            }
            ModelsAction::Close => self.rivalry = None,
        }
    }

    /// What a page shows of the models that are kept.
    #[must_use]
    pub fn models_state(&self) -> ModelsState<'_> {
        let local = self.scored.as_ref().and_then(|scored| scored.local.as_deref());
        let has_models = local.is_some_and(|local| local.models.iter().any(|model| model.learnt.is_some()));
        let of = |kept: Option<&KeptModels>| kept.and_then(|kept| kept.fitted_as_of);
        let shelf = self.shelf.as_ref();
        let here = self.scored.as_ref().filter(|_| has_models).map(|scored| scored.as_of);
        ModelsState {
            champion: of(shelf.map(|shelf| &shelf.champion)).filter(|_| has_models).or(here),
            challenger: of(shelf.and_then(|shelf| shelf.challenger.as_ref())),
            previous: of(shelf.and_then(|shelf| shelf.previous.as_ref())),
            freshness: local.and_then(|local| local.freshness.as_ref()),
            rivalry: self.rivalry.as_ref(),
            is_busy: self.scoring.is_some() || self.challenging.is_some(),
        }
    }

    pub(super) fn finish_challenging(&mut self, brought: Result<Result<Rivalry, Cancelled>, JobFailed>) {
        self.challenging = None;
        match brought {
            Ok(Ok(rivalry)) => self.rivalry = Some(rivalry),
            Ok(Err(Cancelled)) => {}
            Err(failed) => self.notices.push(Notice::JobFailed(failed)),
        }
    }
}
