//! Every model's scores of every customer as one table: what `score` writes.

use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::local::{LocalModel, ScoreSource};
use crate::scoring::wallet::expected::three_figures;
use crate::workbook::dictionary::ScorePart;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreColumn {
    /// Partner Center's id.
    CustomerId,
    /// Dun & Bradstreet number.
    Duns,
    /// Name.
    Name,
    /// Segment.
    Segment,
    /// Next Azure workloads, the likeliest first.
    NextWorkloads,
    /// Products whose support ends.
    EndOfService,
    /// One of a model's columns.
    Of(Model, ModelPart),
}

/// A column of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelPart {
    /// Fit as shown.
    Fit,
    /// Where Fit comes from.
    FitSource,
    /// Our own Fit.
    LocalFit,
    /// Intent as shown.
    Intent,
    /// Where Intent comes from.
    IntentSource,
    /// Our own Intent.
    LocalIntent,
    /// The cell.
    Cell,
    /// The cluster.
    Cluster,
    /// Whitespace revenue as shown.
    Revenue,
    /// Where it comes from.
    RevenueSource,
    /// Our own expected revenue.
    LocalRevenue,
    /// The realistic wallet.
    Wallet,
    /// The lower end of what comparable owners spend.
    WalletLow,
    /// The upper end of it.
    WalletHigh,
    /// Why.
    Reason,
}

impl ModelPart {
    /// All parts, in the order of the columns.
    pub const ALL: [Self; 15] = [
        Self::Fit,
        Self::FitSource,
        Self::LocalFit,
        Self::Intent,
        Self::IntentSource,
        Self::LocalIntent,
        Self::Cell,
        Self::Cluster,
        Self::Revenue,
        Self::RevenueSource,
        Self::LocalRevenue,
        Self::Wallet,
        Self::WalletLow,
        Self::WalletHigh,
        Self::Reason,
    ];

    /// What follows the model's key in the header, the same in every language.
    #[must_use]
    pub fn header(self) -> &'static str {
        match self {
            Self::Fit => "Fit",
            Self::FitSource => "Fit source",
            Self::LocalFit => "local Fit",
            Self::Intent => "Intent",
            Self::IntentSource => "Intent source",
            Self::LocalIntent => "local Intent",
            Self::Cell => "Cell",
            Self::Cluster => "Cluster",
            Self::Revenue => "whitespace revenue",
            Self::RevenueSource => "whitespace revenue source",
            Self::LocalRevenue => "local whitespace revenue",
            Self::Wallet => "wallet",
            Self::WalletLow => "wallet low",
            Self::WalletHigh => "wallet high",
            Self::Reason => "local Reason",
        }
    }
}

/// What a cell of the table holds.
#[derive(Debug, Clone, PartialEq)]
pub enum ScoreCell<'a> {
    /// Nothing is known.
    Missing,
    /// Words.
    Text(&'a str),
    /// Several words.
    List(Vec<&'a str>),
    /// Fit or Intent.
    Rating(Rating),
    /// A cluster.
    Cluster(crate::domain::cluster::Cluster),
    /// A segment.
    Segment(crate::domain::segment::Segment),
    /// An amount.
    Money(Money),
    /// Where a score comes from.
    Source(ScoreSource),
    /// The reasons are asked for by words: see [`crate::insight::reasons`].
    Reason(Model),
}

/// The columns that there is anything to say in.
#[must_use]
pub fn score_columns(scored: &ScoredPortfolio) -> Vec<ScoreColumn> {
    let local = scored.local.as_deref();
    let general = [
        (ScoreColumn::CustomerId, true),
        (ScoreColumn::Duns, scored.portfolio.customers.duns.iter().any(|id| !id.is_missing())),
        (ScoreColumn::Name, true),
        (ScoreColumn::Segment, true),
        (ScoreColumn::NextWorkloads, local.is_some_and(|local| local.next_workloads.is_some())),
        (ScoreColumn::EndOfService, local.is_some_and(|local| local.end_of_service.is_some())),
    ];
    let general = general.into_iter().filter(|(_, there)| *there).map(|(column, _)| column);
    let of_models = scored.models().flat_map(|model| {
        let parts = ModelPart::ALL.into_iter().filter(move |part| is_there(scored, model, *part));
        parts.map(move |part| ScoreColumn::Of(model, part))
    });
    general.chain(of_models).collect()
}

fn is_there(scored: &ScoredPortfolio, model: Model, part: ModelPart) -> bool {
    let shown = scored.columns(model);
    let local = scored.local_model(model);
    let has_fit = shown.is_some_and(|columns| !columns.fit.is_empty());
    let has_intent = shown.is_some_and(|columns| !columns.intent.is_empty());
    let has_revenue = shown.is_some_and(|columns| !columns.whitespace_revenue.is_empty());
    match part {
        ModelPart::Fit | ModelPart::FitSource => has_fit,
        ModelPart::LocalFit => local.is_some_and(|local| !local.fit.is_empty()),
        ModelPart::Intent | ModelPart::IntentSource => has_intent,
        ModelPart::LocalIntent => local.is_some_and(|local| !local.intent.is_empty()),
        ModelPart::Cell => has_fit && has_intent,
        ModelPart::Cluster => shown.is_some(),
        ModelPart::Revenue | ModelPart::RevenueSource => has_revenue,
        ModelPart::LocalRevenue => local.is_some_and(|local| !local.whitespace_revenue.is_empty()),
        ModelPart::Wallet | ModelPart::WalletLow | ModelPart::WalletHigh => {
            local.is_some_and(|local| local.wallets.is_some())
        }
        ModelPart::Reason => local.is_some_and(LocalModel::says_anything),
    }
}

/// The cell of `customer` in `column`.
#[must_use]
pub fn score_cell(scored: &ScoredPortfolio, column: ScoreColumn, customer: CustomerIndex) -> ScoreCell<'_> {
    let people = &scored.portfolio.customers;
    let at = customer as usize;
    let text = |ids: &[crate::support::interner::TextId]| match ids.get(at).map(|id| scored.portfolio.texts.text(*id)) {
        None | Some("") => ScoreCell::Missing,
        Some(text) => ScoreCell::Text(text),
    };
    let local = scored.local.as_deref();
    match column {
        ScoreColumn::CustomerId => text(&people.customer_id),
        ScoreColumn::Duns => text(&people.duns),
        ScoreColumn::Name => text(&people.name),
        ScoreColumn::Segment => known(scored.scores.segments.get(at).copied(), ScoreCell::Segment),
        ScoreColumn::NextWorkloads => {
            let next = local.and_then(|local| local.next_workloads.as_ref());
            list(next.map(|next| next.of(at).map(|workload| workload.name).collect()))
        }
        ScoreColumn::EndOfService => {
            let ending = local.and_then(|local| local.end_of_service.as_ref());
            list(ending.map(|ending| ending.products_of(at).iter().map(|product| product.name.as_str()).collect()))
        }
        ScoreColumn::Of(model, part) => model_cell(scored, model, part, at),
    }
}

fn model_cell(scored: &ScoredPortfolio, model: Model, part: ModelPart, at: usize) -> ScoreCell<'_> {
    let shown = scored.columns(model);
    let local = scored.local_model(model);
    let scores = scored.scores.models.iter().find(|scores| scores.model == model);
    let rating = |rating: Option<Rating>| known(rating, ScoreCell::Rating);
    let wallet = |which: usize| {
        let amounts = local.and_then(|local| local.wallets.as_ref()).and_then(|wallets| wallets.amounts.get(at));
        let amount = amounts.and_then(|amounts| amounts.get(which)).copied().filter(|amount| !amount.is_nan());
        known(amount.and_then(|amount| Money::from_units(three_figures(f64::from(amount)))), ScoreCell::Money)
    };
    match part {
        ModelPart::Fit => rating(shown.and_then(|columns| columns.fit.get(at).copied().flatten())),
        ModelPart::FitSource => known(scored.source(model, ScorePart::Fit), ScoreCell::Source),
        ModelPart::LocalFit => rating(local.and_then(|local| local.fit.get(at).copied().flatten()).map(Rating::Score)),
        ModelPart::Intent => rating(shown.and_then(|columns| columns.intent.get(at).copied().flatten())),
        ModelPart::IntentSource => known(scored.source(model, ScorePart::Intent), ScoreCell::Source),
        ModelPart::LocalIntent => {
            rating(local.and_then(|local| local.intent.get(at).copied().flatten()).map(Rating::Score))
        }
        ModelPart::Cell => known(scores.and_then(|scores| scores.cell(at)).map(Cell::code), ScoreCell::Text),
        ModelPart::Cluster => known(scores.and_then(|scores| scores.cluster(at)), ScoreCell::Cluster),
        ModelPart::Revenue => {
            known(shown.and_then(|columns| columns.whitespace_revenue.get(at).copied().flatten()), ScoreCell::Money)
        }
        ModelPart::RevenueSource => known(scored.source(model, ScorePart::WhitespaceRevenue), ScoreCell::Source),
        ModelPart::LocalRevenue => {
            known(local.and_then(|local| local.whitespace_revenue.get(at).copied().flatten()), ScoreCell::Money)
        }
        ModelPart::WalletLow => wallet(0),
        ModelPart::Wallet => wallet(2),
        ModelPart::WalletHigh => wallet(3),
        ModelPart::Reason => ScoreCell::Reason(model),
    }
}

fn known<'a, T>(value: Option<T>, wrap: impl Fn(T) -> ScoreCell<'a>) -> ScoreCell<'a> {
    value.map_or(ScoreCell::Missing, wrap)
}

fn list(words: Option<Vec<&str>>) -> ScoreCell<'_> {
    match words {
        Some(words) if !words.is_empty() => ScoreCell::List(words),
        _ => ScoreCell::Missing,
    }
}
