//! The realistic wallet: a high quantile of what comparable owners spend in a year.
//!
//! Source: Rosset, Perlich, Zadrozny, Merugu, Weiss, Lawrence, "Wallet estimation models" (2005), and Perlich, Rosset,
//! Lawrence, Zadrozny, "High-quantile modeling for customer wallet estimation and other applications" (KDD 2007): what
//! a customer could spend is what the fifth that spends most among its likes does spend.
//!
//! Over owners with revenue: ln y by [`Regression`]; its leave-one-out residuals e / (1 - h); the spread by the same
//! regression on ln |e| with the foreseen ln y as a further size; quantiles = f + sigma x the empirical quantile of
//! e / sigma. The mean is exp(f) c, with c = sum y / sum exp(f_LOO), so that foreseen owners sum to actual owners.
//!
//! Constants: 80 percent for the wallet (the paper's), 10 and 90 for the interval. Residuals below a thousandth of
//! their own spread are rounding, and count as that; a row may not pull its own number by more than 99 percent.
//!
//! Degenerate cases: fewer than 3 owners give no model; owners that all spend the same give an interval without width;
//! nothing or less spent is no owner.

use crate::scoring::wallet::regression::{FORESEEN, Part, Reader, Regression, Size};
use crate::support::data_table::{DataColumn, DataTable, DataValues};
use crate::support::progress::{Cancelled, Progress};
use serde::{Deserialize, Serialize};

/// Fewest owners with revenue that a model is made of.
pub const FEWEST_OWNERS: usize = 3;
/// The quantiles that are told.
pub const QUANTILES: [f64; 4] = [0.1, 0.5, 0.8, 0.9];
const SMALLEST_RESIDUAL: f64 = 1e-3;
const MOST_LEVERAGE: f64 = 0.99;

/// What owners spend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WalletModel {
    /// Foresees ln y.
    pub middle: Regression,
    /// Foresees the logarithm of the spread.
    pub spread: Regression,
    /// The empirical quantiles of e / sigma, in the order of [`QUANTILES`].
    pub quantiles: [f64; 4],
    /// The balance factor c.
    pub balance: f64,
    /// How many owners it was made of.
    pub owners: u64,
    /// Mean and standard deviation of the foreseen ln y over the owners.
    pub foreseen: (f64, f64),
}

/// What one customer could spend in a year, in the currency of what the model was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wallet {
    /// Nine in ten of its likes spend more.
    pub q10: f64,
    /// Half of its likes spend more.
    pub q50: f64,
    /// The realistic wallet: a fifth of its likes spend more.
    pub q80: f64,
    /// One in ten of its likes spends more.
    pub q90: f64,
    /// What its likes spend in the mean.
    pub mean: f64,
    /// Whether it is so large that a size was capped at twice the largest owner's.
    pub is_capped: bool,
}

/// The numbers behind a wallet.
#[derive(Debug, Clone, PartialEq)]
pub struct WalletExplanation {
    /// The parts of the foreseen ln y, the constant first; they sum to `logarithm` in this order, to the last bit.
    pub parts: Vec<WalletPart>,
    /// The foreseen ln y, f.
    pub logarithm: f64,
    /// The foreseen spread of ln y, sigma.
    pub spread: f64,
    /// The quantile of e / sigma that the wallet is made with: wallet = exp(f + sigma x this).
    pub quantile: f64,
    /// c: mean = exp(f) x this.
    pub balance: f64,
    /// How many owners it was learnt from.
    pub owners: u64,
    /// The result.
    pub wallet: Wallet,
}

/// One part of the foreseen ln y.
#[derive(Debug, Clone, PartialEq)]
pub struct WalletPart {
    /// The column; the constant has none. A column can have two parts: its size, and its bin.
    pub column: Option<String>,
    /// What it adds; the wallet is multiplied by its exponential.
    pub adds: f64,
}

impl WalletModel {
    /// Learns from the rows of `table` whose `spend` is above 0; `None` when they are fewer than [`FEWEST_OWNERS`].
    ///
    /// # Errors
    /// [`Cancelled`] on request.
    pub fn fit(table: &DataTable, spend: &[f64], progress: &Progress) -> Result<Option<Self>, Cancelled> {
        let is_owner = |row: &usize| spend.get(*row).is_some_and(|spend| *spend > 0.0 && spend.is_finite());
        let owners: Vec<usize> = (0..table.rows).filter(is_owner).collect();
        if owners.len() < FEWEST_OWNERS {
            return Ok(None);
        }
        let spend: Vec<f64> = owners.iter().filter_map(|row| spend.get(*row).copied()).collect();
        let mut table = table.with_rows(&owners);
        let logarithms: Vec<f64> = spend.iter().map(|spend| spend.ln()).collect();
        let middle = Regression::fit(&table, &logarithms, progress)?;
        let left = middle.leverages.iter().map(|leverage| 1.0 - leverage.min(MOST_LEVERAGE));
        let residuals: Vec<f64> = logarithms
            .iter()
            .zip(&middle.foreseen)
            .zip(left)
            .map(|((y, foreseen), left)| (y - foreseen) / left)
            .collect();
        let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        let least = ((squares / owners.len() as f64).sqrt() * SMALLEST_RESIDUAL).max(1e-12);
        let sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs().max(least).ln()).collect();
        let foreseen = mean_and_deviation(&middle.foreseen);
        add_foreseen(&mut table, &middle.foreseen, foreseen);
        let spread = Regression::fit(&table, &sizes, progress)?;
        let scaled: Vec<f64> =
            residuals.iter().zip(&spread.foreseen).map(|(residual, size)| residual / size.exp()).collect();
        let without_own: f64 = logarithms.iter().zip(&residuals).map(|(y, residual)| (y - residual).exp()).sum();
        let balance = spend.iter().sum::<f64>() / without_own;
        Ok(Some(Self {
            middle: middle.regression,
            spread: spread.regression,
            quantiles: empirical_quantiles(scaled),
            balance: if balance.is_finite() { balance } else { 1.0 },
            owners: owners.len() as u64,
            foreseen,
        }))
    }

    /// Estimates the rows of `table`.
    #[must_use]
    pub fn read<'a>(&'a self, table: &'a DataTable) -> WalletReader<'a> {
        WalletReader { model: self, middle: self.middle.read(table), spread: self.spread.read(table) }
    }
}

/// Estimates rows of a table.
pub struct WalletReader<'a> {
    model: &'a WalletModel,
    middle: Reader<'a>,
    spread: Reader<'a>,
}

impl WalletReader<'_> {
    /// What the customer of `row` could spend.
    #[must_use]
    pub fn wallet(&self, row: usize) -> Wallet {
        let logarithm = self.middle.foreseen(row);
        let spread = self.spread_of(row, logarithm);
        let [q10, q50, q80, q90] = self.model.quantiles.map(|quantile| amount(logarithm + spread * quantile));
        let mean = amount(logarithm) * self.model.balance;
        Wallet { q10, q50, q80, q90, mean, is_capped: self.middle.is_capped(row) }
    }

    /// The same with every number behind it.
    #[must_use]
    pub fn explain(&self, row: usize) -> WalletExplanation {
        let logarithm = self.middle.foreseen(row);
        let [_, _, quantile, _] = self.model.quantiles;
        WalletExplanation {
            parts: self.middle.parts(row).into_iter().map(WalletPart::from).collect(),
            logarithm,
            spread: self.spread_of(row, logarithm),
            quantile,
            balance: self.model.balance,
            owners: self.model.owners,
            wallet: self.wallet(row),
        }
    }

    fn spread_of(&self, row: usize, logarithm: f64) -> f64 {
        // The slope of the foreseen logarithm stands among the sizes, where it adds nothing for want of a column.
        let foreseen = self.model.spread.sizes.iter().find(|size| size.name == FORESEEN);
        let along = foreseen.map_or(0.0, |size| size.slope * size_of(logarithm, self.model.foreseen, size));
        (self.spread.foreseen(row) + along).clamp(-20.0, 20.0).exp()
    }
}

impl From<Part<'_>> for WalletPart {
    fn from(part: Part<'_>) -> Self {
        Self { column: part.column.map(str::to_owned), adds: part.adds }
    }
}

/// No amount is larger than money can be.
fn amount(logarithm: f64) -> f64 {
    logarithm.min(f64::ln(1e13)).exp()
}

/// Where a foreseen logarithm lies among those of the owners, moved so that it is a size: 0 to 20 standard deviations.
fn shifted(logarithm: f64, (mean, deviation): (f64, f64)) -> f64 {
    let standard = if deviation > 0.0 { (logarithm - mean) / deviation } else { 0.0 };
    (standard + 10.0).clamp(0.0, 20.0)
}

fn size_of(logarithm: f64, of: (f64, f64), size: &Size) -> f64 {
    (shifted(logarithm, of).ln_1p() - size.mean) / size.deviation
}

fn add_foreseen(table: &mut DataTable, foreseen: &[f64], of: (f64, f64)) {
    let values = foreseen.iter().map(|logarithm| shifted(*logarithm, of)).collect();
    table.columns.push(DataColumn { name: FORESEEN.to_owned(), values: DataValues::Numbers(values) });
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt())
}

/// The [`QUANTILES`] of `values`, between neighbours along a straight line (Hyndman and Fan's seventh way).
fn empirical_quantiles(mut values: Vec<f64>) -> [f64; 4] {
    values.sort_by(f64::total_cmp);
    QUANTILES.map(|share| {
        let place = share * values.len().saturating_sub(1) as f64;
        let below = values.get(place.floor() as usize).copied().unwrap_or(0.0);
        let above = values.get(place.ceil() as usize).copied().unwrap_or(below);
        below + (above - below) * place.fract()
    })
}
