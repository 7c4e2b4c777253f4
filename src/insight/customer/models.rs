//! What every model says of a customer: the file's scores, ours, the money and why.

use crate::domain::cluster::Cluster;
use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::insight::ScoredPortfolio;
use crate::insight::chances::{FitChance, IntentChance};
use crate::insight::customer::points::ReasonSum;
use crate::insight::reasons::{Described, Explainer};
use crate::insight::revenue::{RevenueReasons, revenue_reasons};
use crate::portfolio::CustomerIndex;
use crate::scoring::engine::owners::Owners;
use crate::scoring::local::ScoreSource;
use crate::scoring::wallet::expected::ExpectedRevenue;
use crate::scoring::wallet::portfolio::WalletBasis;
use crate::support::progress::{Cancelled, Progress};
use crate::workbook::dictionary::ScorePart;

/// One model's line.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelLine {
    /// The model.
    pub model: Model,
    /// Whether the customer owns the product; `None` when no file tells.
    pub owned: Option<bool>,
    /// Fit as shown.
    pub fit: Option<Rating>,
    /// Where it comes from.
    pub fit_source: Option<ScoreSource>,
    /// Our own Fit.
    pub local_fit: Option<Score>,
    /// Intent as shown.
    pub intent: Option<Rating>,
    /// Where it comes from.
    pub intent_source: Option<ScoreSource>,
    /// Our own Intent.
    pub local_intent: Option<Score>,
    /// The cell.
    pub cell: Option<Cell>,
    /// The cluster as shown.
    pub cluster: Option<Cluster>,
    /// The cluster that the file names.
    pub file_cluster: Option<Cluster>,
    /// The file's whitespace revenue of a year.
    pub file_revenue: Option<Money>,
    /// Our own, a year, to the hundredth.
    pub local_revenue: Option<Money>,
    /// What our own revenue is made of.
    pub wallet: Option<WalletLine>,
    /// Why our own Fit is what it is.
    pub fit_reasons: Option<ReasonSum>,
    /// Why our own Intent is what it is.
    pub intent_reasons: Option<ReasonSum>,
    /// What facts that are not known, or a "No", could do for our own Fit, most first.
    pub fit_chances: Vec<FitChance>,
    /// The signals that would lift our own Intent a band.
    pub intent_chances: Vec<IntentChance>,
    /// How our own revenue comes about, and what to know of it.
    pub revenue_reasons: Option<RevenueReasons>,
}

/// What comparable owners spend in a year, and what follows from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalletLine {
    /// What it rests on.
    pub basis: WalletBasis,
    /// Nine in ten of its likes spend more; `None` for a price book.
    pub low: Option<f64>,
    /// The realistic wallet: a fifth of its likes spend more.
    pub wallet: f64,
    /// One in ten of its likes spends more; `None` for a price book.
    pub high: Option<f64>,
    /// The formula of the expected revenue with its numbers; `None` without a Fit.
    pub expected: Option<ExpectedRevenue>,
}

impl ModelLine {
    /// The whitespace revenue that is shown: the file's, else ours.
    #[must_use]
    pub fn revenue(&self) -> Option<(Money, ScoreSource)> {
        let file = self.file_revenue.map(|amount| (amount, ScoreSource::File));
        file.or_else(|| self.local_revenue.map(|amount| (amount, ScoreSource::Local)))
    }
}

/// The lines of all models of `customer`.
pub(super) fn lines(
    scored: &ScoredPortfolio,
    customer: CustomerIndex,
    progress: &Progress,
) -> Result<Vec<ModelLine>, Cancelled> {
    let described = Described::of(scored, vec![customer]);
    let mut lines = Vec::new();
    for model in scored.models() {
        progress.advance(0)?;
        lines.push(line(scored, model, customer, described.as_ref()));
    }
    Ok(lines)
}

fn line(scored: &ScoredPortfolio, model: Model, customer: CustomerIndex, described: Option<&Described>) -> ModelLine {
    let at = customer as usize;
    let shown = scored.columns(model);
    let of_file = scored.file_columns(model);
    let local = scored.local_model(model);
    let scores = scored.scores.models.iter().find(|scores| scores.model == model);
    let explainer = described.and_then(|described| Explainer::new(scored, model, described));
    let fit_reasons = explainer.as_ref().and_then(|explainer| {
        let learnt = explainer.fit(0).map(|reasons| ReasonSum::of_fit(&reasons));
        learnt.or_else(|| explainer.rules(0).map(|rules| ReasonSum::of_rules(&rules)))
    });
    let intent = explainer.as_ref().and_then(|explainer| explainer.intent(0));
    let owners = Owners::of(&scored.portfolio, model);
    let owned = owners.and_then(|owners| {
        let is_told = owners.told.get(at).copied().unwrap_or(false);
        owners.owned.get(at).copied().filter(|owned| *owned || is_told)
    });
    ModelLine {
        model,
        owned,
        fit: shown.and_then(|columns| columns.fit.get(at).copied().flatten()),
        fit_source: scored.source(model, ScorePart::Fit),
        local_fit: local.and_then(|local| local.fit.get(at).copied().flatten()),
        intent: shown.and_then(|columns| columns.intent.get(at).copied().flatten()),
        intent_source: scored.source(model, ScorePart::Intent),
        local_intent: local.and_then(|local| local.intent.get(at).copied().flatten()),
        cell: scores.and_then(|scores| scores.cell(at)),
        cluster: scores.and_then(|scores| scores.cluster(at)),
        file_cluster: of_file.and_then(|columns| columns.cluster.get(at).copied().flatten()),
        file_revenue: of_file.and_then(|columns| columns.whitespace_revenue.get(at).copied().flatten()),
        local_revenue: local.and_then(|local| local.whitespace_revenue.get(at).copied().flatten()),
        wallet: wallet(scored, model, at),
        fit_reasons,
        fit_chances: explainer.as_ref().map(|explainer| explainer.fit_chances(0)).unwrap_or_default(),
        intent_chances: explainer.as_ref().map(|explainer| explainer.intent_chances(0)).unwrap_or_default(),
        revenue_reasons: revenue_reasons(scored, model, customer),
        intent_reasons: intent.map(|explanation| ReasonSum::of_intent(&explanation)),
    }
}

fn wallet(scored: &ScoredPortfolio, model: Model, at: usize) -> Option<WalletLine> {
    let local = scored.local_model(model)?;
    let wallets = local.wallets.as_ref()?;
    let [low, _, wallet, high, _] = wallets.amounts.get(at)?.map(f64::from);
    let known = |amount: f64| Some(amount).filter(|amount| amount.is_finite());
    Some(WalletLine {
        basis: wallets.basis,
        low: known(low),
        wallet: known(wallet)?,
        high: known(high),
        expected: local.expected(at),
    })
}
