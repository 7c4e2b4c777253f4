//! The fitted models that are kept: champion, challenger, and one way back. Nothing is swapped before it was shown who
//! moves: [`Session::challenge`] works out the other models' scores on a job, and only what it brought can be promoted.
//!
//! Reading and writing the shelf is its surroundings' work: [`Session::set_models`] and [`Session::models`].

use crate::domain::model::Model;
use crate::insight::movers::{Movers, movers};
use crate::scoring::engine::kept::{KeptModels, PortfolioShelf};
use crate::scoring::engine::{self, Request};
use crate::scoring::feedback::challenge::challenge;
use crate::scoring::feedback::champion::Contest;
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
        Some(PortfolioShelf::new(KeptModels::of(local, scored.as_of)))
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
            let models = kept.clone().unwrap_or_else(|| KeptModels::of(&scores, as_of));
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
