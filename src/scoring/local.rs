//! Our own scores, beside those of the files.

use crate::domain::intent_weights::IntentWeights;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::profile::ScoringProfile;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::end_of_service::EndOfService;
use crate::scoring::engine::freshness::Freshness;
use crate::scoring::engine::outcomes::{IntentLearning, WinEvidence};
use crate::scoring::intent::SignalStore;
use crate::scoring::next::upsell::Upsells;
use crate::scoring::next::workloads::NextWorkloads;
use crate::scoring::scorecard::card::Scorecard;
use crate::scoring::scorecard::fit::FitReport;
use crate::scoring::wallet::expected::{ChanceWeights, ExpectedRevenue};
use crate::scoring::wallet::portfolio::ModelWallets;
use crate::support::data_table::DataTable;
use std::sync::Arc;

/// What the engine says of every model it can say something of.
#[derive(Debug, Default)]
pub struct LocalScores {
    /// In the order of [`Model::ALL`].
    pub models: Vec<LocalModel>,
    /// The profile that they were worked out by.
    pub profile: ScoringProfile,
    /// The segments that were learnt from: the files', else by employees alone, for what a customer pays for a product would
    /// give its owners away.
    pub segments: Vec<Segment>,
    /// The buying signals found, from which Intent comes.
    pub signals: SignalStore,
    /// The weights that Intent was made by: the profile's, or those that closed deals taught.
    pub intent_weights: IntentWeights,
    /// What became of learning them; `None` where no file has closed deals and signals.
    pub intent_learning: Option<IntentLearning>,
    /// What has moved since the models were fitted that scored; `None` for models fitted to these very customers.
    pub freshness: Option<Freshness>,
    /// Models that closed deals are about; empty where no file has any.
    pub deal_models: Vec<Model>,
    /// What customers run whose support ends; `None` when no file tells.
    pub end_of_service: Option<EndOfService>,
    /// The Azure workloads that customers will run next; `None` when no file tells what they run.
    pub next_workloads: Option<NextWorkloads>,
    /// The next steps of the plans that customers hold; `None` when no file tells of any.
    pub upsells: Option<Upsells>,
}

/// What the engine says of one model; each vector is empty where it can say nothing, else as long as there are
/// customers.
#[derive(Debug)]
pub struct LocalModel {
    /// The model.
    pub model: Model,
    /// What Fit was learnt from; `None` where there is none.
    pub learnt: Option<Arc<Learnt>>,
    /// How far each customer's decision is above the average, log-odds, before Fit is rounded; NaN where there is no Fit.
    pub decision: Vec<f64>,
    /// Fit, a whole number; `None` for customers of whom nothing is known.
    pub fit: Vec<Option<Score>>,
    /// The decision value of Intent before it is rounded, log-odds.
    pub intent_decision: Vec<f64>,
    /// Intent, a whole number.
    pub intent: Vec<Option<Score>>,
    /// What comparable owners spend; `None` where there is neither revenue nor a price to go by.
    pub wallets: Option<ModelWallets>,
    /// The decision value of Intent without any signal.
    pub no_signals: f64,
    /// What closed deals say of the chance of winning one; `None` where no file lists any, or there is no Fit.
    pub win: Option<WinEvidence>,
    /// The yearly adoption rate that the expected revenue rests on, 0 to 1.
    pub adoption_rate: f64,
    /// What the product would bring in a year beyond what the customer pays already: the realistic wallet less that, at
    /// least 0; unrounded.
    pub whitespace_revenue: Vec<Option<Money>>,
    /// What it is expected to bring in a year beyond that, by how likely it is taken up; unrounded.
    pub expected_revenue: Vec<Option<Money>>,
}

/// A card fitted to the portfolio, or kept from before.
#[derive(Debug)]
pub struct Learnt {
    /// The card.
    pub card: Scorecard,
    /// For a product with few owners, the card of what makes a customer buy anything, to which the product's own is added.
    pub shared: Option<Arc<Scorecard>>,
    /// How the fit went; `None` for a card that was kept.
    pub report: Option<FitReport>,
    /// The columns that told who owns the product.
    pub told_by: Vec<String>,
    /// How many owners there are in the portfolio.
    pub owners: usize,
    /// Of how many customers it is known whether they own the product.
    pub told: usize,
    /// For the key of each owner fitted to, by how much its decision is lowered, since it is shown by cards that did not
    /// see it; in the order of the keys.
    pub lessons: Vec<(u64, f64)>,
}

impl Learnt {
    /// Every row's decision above the average odds.
    #[must_use]
    pub fn decide(&self, table: &DataTable) -> Vec<f64> {
        let mut decisions = self.card.decide(table);
        let shared = self.shared.as_ref().map(|shared| shared.decide(table)).unwrap_or_default();
        for (row, decision) in decisions.iter_mut().enumerate() {
            *decision += shared.get(row).unwrap_or(&0.0) - self.card.average;
        }
        decisions
    }
}

/// Where a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreSource {
    /// The opened file's own.
    File,
    /// Worked out from the opened portfolio.
    Local,
    /// By rules, as nobody is known to own anything.
    Rules,
}

impl LocalScores {
    /// What the engine says of `model`.
    #[must_use]
    pub fn model(&self, model: Model) -> Option<&LocalModel> {
        self.models.iter().find(|local| local.model == model)
    }
}

impl LocalModel {
    /// Nothing said of `model` yet.
    #[must_use]
    pub fn new(model: Model) -> Self {
        Self {
            model,
            learnt: None,
            decision: Vec::new(),
            fit: Vec::new(),
            intent_decision: Vec::new(),
            intent: Vec::new(),
            wallets: None,
            no_signals: 0.0,
            win: None,
            adoption_rate: 0.0,
            whitespace_revenue: Vec::new(),
            expected_revenue: Vec::new(),
        }
    }

    /// What `customer` could spend in a year beyond what it spends already; `None` without a wallet.
    #[must_use]
    pub fn whitespace(&self, customer: usize) -> Option<f64> {
        let wallets = self.wallets.as_ref()?;
        let [_, _, realistic, ..] = *wallets.amounts.get(customer)?;
        let already = wallets.already.get(customer).copied().filter(|already| !already.is_nan()).unwrap_or(0.0);
        (!realistic.is_nan()).then(|| (f64::from(realistic) - already).max(0.0))
    }

    /// What is expected of `customer` in a year, and the numbers of the formula; `None` without a wallet or a Fit.
    #[must_use]
    pub fn expected(&self, customer: usize) -> Option<ExpectedRevenue> {
        let wallets = self.wallets.as_ref()?;
        let [.., mean] = *wallets.amounts.get(customer)?;
        let fit = self.decision.get(customer).copied().filter(|decision| !decision.is_nan())?;
        if mean.is_nan() {
            return None;
        }
        let already = wallets.already.get(customer).copied().filter(|already| !already.is_nan()).unwrap_or(0.0);
        let intent = self.intent_decision.get(customer).map(|decision| decision - self.no_signals);
        let decisions = (fit, intent);
        Some(ExpectedRevenue::of(f64::from(mean), already, self.adoption_rate, decisions, self.chance_weights()))
    }

    /// How much Fit and Intent count for a chance: as enough closed deals say, else as the method does.
    #[must_use]
    pub fn chance_weights(&self) -> ChanceWeights {
        let calibration = self.win.and_then(|win| win.calibration);
        calibration.map_or_else(ChanceWeights::default, |calibration| ChanceWeights::learnt(&calibration))
    }

    /// The chance of winning a deal with `customer`, 0 to 1; `None` where too few deals are known.
    #[must_use]
    pub fn win_chance(&self, customer: usize) -> Option<f64> {
        let fit = self.decision.get(customer).copied().filter(|fit| !fit.is_nan());
        let intent = self.intent_decision.get(customer).copied().filter(|intent| !intent.is_nan());
        self.win?.calibration?.probability(fit, intent)
    }

    /// Whether anything is said.
    #[must_use]
    pub fn says_anything(&self) -> bool {
        !self.fit.is_empty() || !self.intent.is_empty() || !self.whitespace_revenue.is_empty()
    }
}

/// The columns of a model as they are shown, and where each comes from; `None` where the files alone say it.
///
/// A score comes from one source for all customers: the file's where any file has its column, else ours. Two scales in
/// one matrix would compare what cannot be compared.
#[must_use]
pub fn shown_columns(file: Option<&ModelColumns>, local: &LocalModel) -> Option<ModelColumns> {
    let takes = |own: Option<bool>, ours: bool| own.unwrap_or(true) && ours;
    let fit = takes(file.map(|columns| columns.fit.is_empty()), !local.fit.is_empty());
    let intent = takes(file.map(|columns| columns.intent.is_empty()), !local.intent.is_empty());
    let revenue =
        takes(file.map(|columns| columns.whitespace_revenue.is_empty()), !local.whitespace_revenue.is_empty());
    if !(fit || intent || revenue) {
        return None;
    }
    let mut shown = ModelColumns::new(local.model);
    if let Some(file) = file {
        shown.fit.clone_from(&file.fit);
        shown.intent.clone_from(&file.intent);
        shown.cluster.clone_from(&file.cluster);
        shown.whitespace_revenue.clone_from(&file.whitespace_revenue);
    }
    let ratings = |scores: &[Option<Score>]| scores.iter().map(|score| score.map(Rating::Score)).collect();
    if fit {
        shown.fit = ratings(&local.fit);
    }
    if intent {
        shown.intent = ratings(&local.intent);
    }
    if revenue {
        shown.whitespace_revenue.clone_from(&local.whitespace_revenue);
    }
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(value: f64) -> Option<Score> {
        Score::new(value)
    }

    #[test]
    fn the_files_score_wins_for_all_customers_and_ours_fills_what_no_file_has() {
        let mut file = ModelColumns::new(Model::Azure);
        file.fit = vec![score(80.0).map(Rating::Score), None];
        let mut local = LocalModel::new(Model::Azure);
        local.fit = vec![score(10.0), score(20.0)];
        assert!(shown_columns(Some(&file), &local).is_none(), "nothing to fill");
        local.intent = vec![None, score(60.0)];
        let shown = shown_columns(Some(&file), &local).unwrap();
        assert_eq!(shown.fit, file.fit, "a gap of the file stays a gap");
        assert_eq!(shown.intent, [None, score(60.0).map(Rating::Score)]);
        let alone = shown_columns(None, &local).unwrap();
        assert_eq!(alone.fit, [score(10.0), score(20.0)].map(|fit| fit.map(Rating::Score)));
    }
}
