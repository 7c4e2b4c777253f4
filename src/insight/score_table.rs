//! Every model's scores of every customer as one table: what `score` writes.

use crate::domain::matrix::Cell;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::revenue::{RevenueNote, revenue_notes};
use crate::insight::upsell::upsells;
use crate::portfolio::CustomerIndex;
use crate::scoring::local::{LocalModel, ScoreSource};
use crate::scoring::next::upsell::Upsell;
use crate::scoring::next::workloads::NextWorkloads;
use crate::scoring::wallet::expected::three_figures;
use crate::scoring::wallet::portfolio::WalletBasis;
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
    /// The workloads that the file recommends.
    RecommendedWorkloads,
    /// The next steps of the plans held.
    Upsell,
    /// Products whose support ends.
    EndOfService,
    /// One of a model's columns.
    Of(Model, ModelPart),
}

/// A column of one model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Our own whitespace revenue.
    LocalRevenue,
    /// Our own expected revenue.
    ExpectedRevenue,
    /// The chance of winning a deal.
    WinChance,
    /// The realistic wallet.
    Wallet,
    /// The lower end of what comparable owners spend.
    WalletLow,
    /// The upper end of it.
    WalletHigh,
    /// What to know of our own revenue figures.
    RevenueNotes,
    /// Why.
    Reason,
    /// The most similar owners; asked for.
    Similar,
    /// What is missing; asked for.
    Missing,
    /// What would lift it a band; asked for.
    NextBand,
}

impl ModelPart {
    /// All parts, in the order of the columns.
    pub const ALL: [Self; 21] = [
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
        Self::ExpectedRevenue,
        Self::WinChance,
        Self::Wallet,
        Self::WalletLow,
        Self::WalletHigh,
        Self::RevenueNotes,
        Self::Reason,
        Self::Similar,
        Self::Missing,
        Self::NextBand,
    ];

    /// Whether it is told only where it is asked for, as it takes longer than all others together.
    fn is_explanation(self) -> bool {
        matches!(self, Self::Similar | Self::Missing | Self::NextBand)
    }

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
            Self::ExpectedRevenue => "local expected revenue",
            Self::WinChance => "chance of winning a deal",
            Self::Wallet => "wallet",
            Self::WalletLow => "wallet low",
            Self::WalletHigh => "wallet high",
            Self::RevenueNotes => "revenue notes",
            Self::Reason => "local Reason",
            Self::Similar => "similar owners",
            Self::Missing => "missing",
            Self::NextBand => "to the next band",
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
    /// A chance, 0 to 1.
    Chance(f64),
    /// Where a score comes from.
    Source(ScoreSource),
    /// Our own Intent, by weights that closed deals taught.
    SourceLearnt,
    /// What to know of the revenue figures.
    Notes(Vec<RevenueNote>),
    /// Steps of plans.
    Upsells(Vec<Upsell>),
    /// What is told in words, customers together: see [`crate::insight::reasons`].
    Told(Model, ModelPart),
}

/// The columns that there is anything to say in; `explains` asks for those of similar owners and of what would help.
#[must_use]
pub fn score_columns(scored: &ScoredPortfolio, explains: bool) -> Vec<ScoreColumn> {
    let local = scored.local.as_deref();
    let next = local.and_then(|local| local.next_workloads.as_ref());
    let general = [
        (ScoreColumn::CustomerId, true),
        (ScoreColumn::Duns, scored.portfolio.customers.duns.iter().any(|id| !id.is_missing())),
        (ScoreColumn::Name, true),
        (ScoreColumn::Segment, true),
        (ScoreColumn::NextWorkloads, next.is_some()),
        (ScoreColumn::RecommendedWorkloads, next.is_some_and(NextWorkloads::has_recommendations)),
        (ScoreColumn::Upsell, local.is_some_and(|local| local.upsells.is_some())),
        (ScoreColumn::EndOfService, local.is_some_and(|local| local.end_of_service.is_some())),
    ];
    let general = general.into_iter().filter(|(_, there)| *there).map(|(column, _)| column);
    let of_models = scored.models().flat_map(|model| {
        let is_asked = move |part: &ModelPart| explains || !part.is_explanation();
        let parts = ModelPart::ALL.into_iter().filter(is_asked).filter(move |part| is_there(scored, model, *part));
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
        ModelPart::ExpectedRevenue => local.is_some_and(|local| !local.expected_revenue.is_empty()),
        ModelPart::WinChance => local.is_some_and(|local| local.win.is_some_and(|win| win.calibration.is_some())),
        ModelPart::Wallet | ModelPart::WalletLow | ModelPart::WalletHigh => {
            local.is_some_and(|local| local.wallets.is_some())
        }
        ModelPart::RevenueNotes => local.is_some_and(has_notes),
        ModelPart::Reason | ModelPart::NextBand => local.is_some_and(LocalModel::says_anything),
        ModelPart::Similar | ModelPart::Missing => local.is_some_and(|local| local.learnt.is_some()),
    }
}

/// Whether there may be anything to know of the revenue figures of a model.
fn has_notes(local: &LocalModel) -> bool {
    local.wallets.as_ref().is_some_and(|wallets| {
        let is_scaled = (1..12).contains(&wallets.months);
        let is_learnt = local.chance_weights().deals > 0;
        let is_odd = is_learnt || wallets.negative > 0 || !wallets.capped.is_empty();
        is_scaled || is_odd || !matches!(wallets.basis, WalletBasis::Owners(_))
    })
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
        ScoreColumn::RecommendedWorkloads => {
            let next = local.and_then(|local| local.next_workloads.as_ref());
            list(next.map(|next| next.recommended(at).collect()))
        }
        ScoreColumn::Upsell => match upsells(scored, customer) {
            steps if steps.is_empty() => ScoreCell::Missing,
            steps => ScoreCell::Upsells(steps),
        },
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
        ModelPart::IntentSource => {
            let learning = scored.local.as_deref().and_then(|local| local.intent_learning);
            match scored.source(model, ScorePart::Intent) {
                Some(ScoreSource::Local) if learning.is_some_and(|learning| learning.is_adopted) => {
                    ScoreCell::SourceLearnt
                }
                source => known(source, ScoreCell::Source),
            }
        }
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
        ModelPart::ExpectedRevenue => {
            known(local.and_then(|local| local.expected_revenue.get(at).copied().flatten()), ScoreCell::Money)
        }
        ModelPart::WinChance => known(local.and_then(|local| local.win_chance(at)), ScoreCell::Chance),
        ModelPart::WalletLow => wallet(0),
        ModelPart::Wallet => wallet(2),
        ModelPart::WalletHigh => wallet(3),
        ModelPart::RevenueNotes => {
            let customer = CustomerIndex::try_from(at).unwrap_or(CustomerIndex::MAX);
            match local.map(|local| revenue_notes(scored, local, customer)).unwrap_or_default() {
                notes if notes.is_empty() => ScoreCell::Missing,
                notes => ScoreCell::Notes(notes),
            }
        }
        ModelPart::Reason | ModelPart::Similar | ModelPart::Missing | ModelPart::NextBand => {
            ScoreCell::Told(model, part)
        }
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
