//! A draft of the profile beside the one in use: changed, previewed on a job, and accepted or discarded.
//!
//! Limits and cell map only band anew. What changes our own scores needs a refit: it can be worked out beforehand, so that
//! who would move is seen, and what it brought is what is then used.

use crate::domain::model::Model;
use crate::domain::profile::ScoringProfile;
use crate::insight::filter::{CustomerList, ListReason};
use crate::insight::learnt_map::LearntMap;
use crate::insight::tuning::{TuningPreview, would_move};
use crate::scoring::engine;
use crate::scoring::local::LocalScores;
use crate::session::Session;
use crate::session::action::Effect;
use crate::session::asked::Asked;
use crate::session::profiles::ProfileAction;
use crate::session::view::View;
use std::sync::Arc;

/// Something a person did about the profile.
#[derive(Debug, Clone, PartialEq)]
pub enum TuningAction {
    /// The draft is this from now on.
    Change(Arc<ScoringProfile>),
    /// Score by the draft from now on.
    Accept,
    /// Forget the draft.
    Discard,
    /// Work out our own scores by the draft, to see who would move.
    WorkOutRefit,
    /// Show the customers of the chosen model who would move so.
    ShowMovers(ListReason),
    /// Something about the profiles that are kept.
    Profiles(ProfileAction),
}

/// The draft, and what is known of it.
#[derive(Default)]
pub(super) struct TuningDesk {
    pub(super) draft: Option<Arc<ScoringProfile>>,
    preview: Asked<TuningPreview>,
    refit: Asked<LocalScores>,
    learnt: Asked<Option<LearntOf>>,
}

/// What the page shows of the draft.
#[derive(Debug, Clone, Copy)]
pub struct TuningState<'a> {
    /// The profile in use.
    pub in_use: &'a ScoringProfile,
    /// The draft, where there is one.
    pub draft: Option<&'a Arc<ScoringProfile>>,
    /// What it would change; it may still be of an older draft.
    pub preview: Option<&'a TuningPreview>,
    /// Whether our own scores are being worked out by the draft.
    pub is_refitting: bool,
    /// The cell map that the file's own clusters follow, once it is worked out.
    pub learnt: Option<&'a LearntOf>,
}

impl<'a> TuningState<'a> {
    /// No draft beside `in_use`.
    #[must_use]
    pub fn of(in_use: &'a ScoringProfile) -> Self {
        Self { in_use, draft: None, preview: None, is_refitting: false, learnt: None }
    }
}

/// The cell map that one model's clusters follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearntOf {
    /// The model.
    pub model: Model,
    /// What was learnt of it.
    pub learnt: LearntMap,
}

impl Session {
    pub(super) fn act_on_tuning(&mut self, action: TuningAction) -> Vec<Effect> {
        match action {
            TuningAction::Change(draft) => self.set_draft(draft),
            TuningAction::Accept => self.accept_draft(),
            TuningAction::Discard => self.forget_draft(),
            TuningAction::WorkOutRefit => self.work_out_refit(),
            TuningAction::ShowMovers(reason) => self.show_would_move(reason),
            TuningAction::Profiles(action) => return self.act_on_profiles(action),
        }
        Vec::new()
    }

    /// What the page of tuning shows of the draft.
    #[must_use]
    pub fn tuning(&self) -> TuningState<'_> {
        TuningState {
            in_use: &self.profile,
            draft: self.tuning.draft.as_ref(),
            preview: self.tuning.preview.latest().map(AsRef::as_ref),
            is_refitting: self.tuning.refit.is_running(),
            learnt: self.tuning.learnt.latest().and_then(|learnt| learnt.as_ref().as_ref()),
        }
    }

    fn forget_draft(&mut self) {
        self.tuning = TuningDesk { learnt: std::mem::take(&mut self.tuning.learnt), ..TuningDesk::default() };
        self.learn_map();
    }

    /// Looks at which map the file's own clusters follow, while the page is shown.
    pub(super) fn learn_map(&mut self) {
        let (Some(scored), Some(model)) = (self.scored.clone(), self.question.model) else { return };
        if self.view != View::Tuning {
            return;
        }
        let profile = self.tuning.draft.as_deref().unwrap_or(&self.profile);
        let (limits, map) = (profile.limits_for(model), profile.clusters);
        self.tuning.learnt.ask("learn-map", Arc::clone(&self.waker), move |progress| {
            let columns = scored.file_columns(model).filter(|columns| !columns.cluster.is_empty());
            progress.advance(0)?;
            Ok(columns.map(|columns| LearntOf { model, learnt: LearntMap::of(columns, limits, map) }))
        });
    }

    /// A draft like the profile in use is none.
    pub(super) fn set_draft(&mut self, draft: Arc<ScoringProfile>) {
        if *draft == self.profile {
            self.forget_draft();
            return;
        }
        // What was worked out by other weights is no answer any more.
        if self.tuning.draft.as_ref().is_none_or(|old| !old.learns_like(&draft)) {
            self.tuning.refit.clear();
        }
        self.tuning.draft = Some(draft);
        self.preview_draft();
    }

    /// Our own scores by the draft, where they are worked out.
    fn refit(&self) -> Option<Arc<LocalScores>> {
        let draft = self.tuning.draft.as_ref()?;
        self.tuning.refit.latest().filter(|local| local.profile.learns_like(draft)).cloned()
    }

    /// Looks at who would move, by the model that is chosen now.
    pub(super) fn preview_draft(&mut self) {
        self.learn_map();
        let (Some(draft), Some(scored)) = (self.tuning.draft.clone(), self.scored.clone()) else { return };
        let (model, refit) = (self.question.model, self.refit());
        self.tuning.preview.ask("tuning", Arc::clone(&self.waker), move |progress| {
            TuningPreview::compute(&scored, &draft, refit.as_deref(), model, progress)
        });
    }

    fn work_out_refit(&mut self) {
        let (Some(draft), Some(scored)) = (self.tuning.draft.clone(), self.scored.clone()) else { return };
        let as_of = self.as_of_by(&draft, &scored.portfolio).day;
        // By the models that will score when the draft is accepted.
        let kept = self.shelf.as_ref().map(|shelf| shelf.champion.clone()).filter(|kept| kept.serves(&draft));
        self.tuning.refit.ask("refit", Arc::clone(&self.waker), move |progress| {
            let request = engine::Request { kept: kept.as_ref(), ..engine::Request::new(&draft, as_of) };
            engine::score(&scored.portfolio, &request, progress)
        });
    }

    fn accept_draft(&mut self) {
        let refit = self.refit();
        let Some(draft) = self.tuning.draft.take() else { return };
        self.forget_draft();
        let draft = Arc::unwrap_or_clone(draft);
        match refit {
            Some(local) => {
                self.scoring = None;
                self.profile = draft;
                self.rescore(Some(local));
            }
            None => self.use_profile(draft),
        }
        self.keep_profile_in_use();
    }

    fn show_would_move(&mut self, reason: ListReason) {
        let (Some(draft), Some(scored), Some(model)) = (&self.tuning.draft, &self.scored, self.question.model) else {
            return;
        };
        let customers = would_move(scored, draft, self.refit().as_deref(), model, reason);
        self.show_list(CustomerList { reason, customers: customers.into() });
    }

    pub(super) fn tuning_is_busy(&self) -> bool {
        let tuning = &self.tuning;
        tuning.preview.is_running() || tuning.refit.is_running() || tuning.learnt.is_running()
    }

    /// Takes in what the jobs of this page have finished; true when something changed.
    pub(super) fn take_tuning_results(&mut self) -> bool {
        let refitted = self.tuning.refit.poll();
        if refitted == Ok(true) {
            self.preview_draft();
        }
        let previewed = self.tuning.preview.poll();
        let learnt = self.tuning.learnt.poll();
        let told = [refitted, previewed, learnt].map(|polled| self.told(polled));
        told.contains(&true)
    }

    /// Waits for the jobs of this page.
    pub(super) fn wait_for_tuning(&mut self) {
        if self.tuning.refit.is_running() {
            let refitted = self.tuning.refit.wait();
            self.told(refitted.map(|()| true));
            self.preview_draft();
        }
        for waited in [self.tuning.preview.wait(), self.tuning.learnt.wait()] {
            self.told(waited.map(|()| false));
        }
    }
}
