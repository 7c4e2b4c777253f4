//! From a table and its owners to a scorecard.
//!
//! The out-of-fold decisions are those of four further fits to three quarters of the rows each, with the penalties of
//! the whole and its coefficients as the start: the penalties are some dozens of numbers, learnt from all rows, and
//! tell a row nothing of itself.
//!
//! Degenerate cases: no owner, only owners, no row and no usable column are errors that a caller meets with
//! [`Scorecard::constant`] or the rule prior, never with a failure.

use crate::scoring::scorecard::attributes::{Chosen, LeftOut, Question, choose};
use crate::scoring::scorecard::bins::Bins;
use crate::scoring::scorecard::card::{Attribute, Origin, Pair, Scorecard};
use crate::scoring::scorecard::design::{Design, Term};
use crate::scoring::scorecard::folds::{FOLDS, fold_rows};
use crate::scoring::scorecard::pairs::{Joint, PairChoice, PairReport, with_pairs};
use crate::scoring::scorecard::solve::{Link, Rows, fit_additive};
use crate::scoring::scorecard::surface::Surface;
use crate::support::data_table::DataTable;
use crate::support::progress::{Cancelled, Progress};
use serde::Serialize;

/// The rows' side of a fit, each as long as the table has rows.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// For each row whether it is an owner.
    pub owners: &'a [bool],
    /// How much each row counts, at least 0; brought to the mean 1. Without it 1 each.
    pub weights: Option<&'a [f64]>,
    /// For each row the key of its id ([`row_key`](crate::scoring::scorecard::folds::row_key)), for the folds.
    pub keys: &'a [u64],
    /// What another model says of each row, log-odds; 0 where nothing.
    pub offset: Option<&'a [f64]>,
}

/// What may be chosen.
#[derive(Debug, Clone, Default)]
pub struct FitOptions {
    /// Columns that are switched off.
    pub excluded: Vec<String>,
    /// Columns that are scores, clusters or ids by their names.
    pub supplied: Vec<String>,
    /// Columns that are taken in spite of the leak alarm.
    pub put_back: Vec<String>,
    /// Pairs of attributes.
    pub pairs: PairChoice,
    /// Whether the card alone is wanted: the four further fits that show owners out of fold are left out.
    pub card_only: bool,
}

/// A card, and what is to be known of it.
#[derive(Debug, Clone)]
pub struct FittedCard {
    /// The card.
    pub card: Scorecard,
    /// For each row its decision by a card that did not see it, the offset left out; owners are shown by it.
    /// Empty where the card alone was wanted.
    pub out_of_fold: Vec<f64>,
    /// How the fit went.
    pub report: FitReport,
}

/// How a fit went.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FitReport {
    /// Rows.
    pub rows: usize,
    /// Owners among them.
    pub owners: usize,
    /// Columns that are no attributes, with the reason, by name.
    pub left_out: Vec<(String, LeftOut)>,
    /// Attributes with the AUC that each has alone, out of fold.
    pub alone: Vec<(String, f64)>,
    /// How many bins a number could have.
    pub most_bins: usize,
    /// Coefficients.
    pub coefficients: usize,
    /// Iterations of the whole fit.
    pub iterations: usize,
    /// Whether it settled.
    pub converged: bool,
    /// Pairs of attributes, and whether they proved to help.
    pub pairs: PairReport,
}

/// Why there is no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// Nobody is an owner.
    #[error("there is no owner to learn from")]
    NoOwner,
    /// Everybody is an owner.
    #[error("every row is an owner: there is nobody to tell them from")]
    OnlyOwners,
    /// No column can be used.
    #[error("no column can be used as an attribute")]
    NoAttribute,
    /// Stopped on request.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Fits a card to `table`. `progress` gets its own share of units, all done at the end.
///
/// # Errors
/// Why there can be none.
pub fn fit_scorecard(
    table: &DataTable,
    target: &Target<'_>,
    options: &FitOptions,
    progress: &Progress,
) -> Result<FittedCard, FitError> {
    let rows = table.rows.min(target.owners.len());
    let owners = target.owners.iter().take(rows).filter(|owner| **owner).count();
    if owners == 0 {
        return Err(FitError::NoOwner);
    }
    if owners == rows {
        return Err(FitError::OnlyOwners);
    }
    let question = Question {
        owners: target.owners,
        keys: target.keys,
        excluded: &options.excluded,
        supplied: &options.supplied,
        put_back: &options.put_back,
    };
    let mut chosen = choose(table, &question);
    if chosen.candidates.is_empty() {
        return Err(FitError::NoAttribute);
    }
    progress.advance(0)?;
    let design = chosen.design(table.rows);
    let values: Vec<f64> = target.owners.iter().map(|owner| f64::from(u8::from(*owner))).collect();
    let weights = target.weights.map(mean_one);
    let whole = Rows { target: &values, weights: weights.as_deref(), offset: target.offset };
    let fitted = fit_additive(&design, whole, Link::Logit, progress)?;
    let (iterations, converged) = (fitted.iterations, fitted.converged);
    let (joint, gain) = with_pairs(&design, whole, fitted, target.keys, options.pairs, progress)?;
    let out_of_fold = match options.card_only {
        true => Vec::new(),
        false => out_of_fold(&design, whole, &joint, target.keys, progress)?,
    };
    let report = FitReport {
        rows,
        owners,
        left_out: std::mem::take(&mut chosen.left_out),
        alone: alone(table, &chosen),
        most_bins: chosen.most_bins,
        coefficients: design.coefficients(),
        iterations,
        converged,
        pairs: pair_report(table, &chosen, &joint.surfaces, gain),
    };
    let average = ((owners as f64 + 0.5) / ((rows - owners) as f64 + 0.5)).ln();
    let card = card_of(table, chosen, joint, &design, average);
    Ok(FittedCard { card, out_of_fold, report })
}

fn pair_report(table: &DataTable, chosen: &Chosen, found: &[Surface], gain: Option<(f64, f64)>) -> PairReport {
    let column = |at: usize| chosen.candidates.get(at).and_then(|candidate| table.columns.get(candidate.column));
    let name = |at: usize| column(at).map(|column| column.name.clone()).unwrap_or_default();
    let names = found.iter().map(|pair| (name(pair.first), name(pair.second))).collect();
    PairReport { kept: !found.is_empty(), gain, names }
}

fn alone(table: &DataTable, chosen: &Chosen) -> Vec<(String, f64)> {
    let name = |column: usize| table.columns.get(column).map(|column| column.name.clone()).unwrap_or_default();
    chosen.candidates.iter().map(|candidate| (name(candidate.column), candidate.auc)).collect()
}

/// Weights with the mean 1; what is negative or not finite counts 0.
fn mean_one(weights: &[f64]) -> Vec<f64> {
    let usable = |weight: &f64| if weight.is_finite() && *weight > 0.0 { *weight } else { 0.0 };
    let largest = weights.iter().map(usable).fold(f64::MIN_POSITIVE, f64::max);
    let mut sorted: Vec<f64> = weights.iter().map(|weight| usable(weight) / largest).collect();
    sorted.sort_by(f64::total_cmp);
    let mean = sorted.iter().sum::<f64>() / sorted.len().max(1) as f64;
    weights.iter().map(|weight| usable(weight) / largest / mean.max(f64::MIN_POSITIVE)).collect()
}

/// For each row the decision of a fit to the other folds.
fn out_of_fold(
    design: &Design,
    whole: Rows<'_>,
    joint: &Joint,
    keys: &[u64],
    progress: &Progress,
) -> Result<Vec<f64>, Cancelled> {
    let mut decisions = joint.decisions(design);
    let rate = |rows: &[usize]| {
        let owners = rows.iter().filter(|row| whole.target.get(**row) == Some(&1.0)).count();
        (owners, ((owners as f64 + 0.5) / ((rows.len() - owners) as f64 + 0.5)).ln())
    };
    let (_, usual) = rate(&(0..design.rows).collect::<Vec<usize>>());
    for (own, rest) in fold_rows(keys, FOLDS) {
        // Where all owners stand in one fold there is nothing to learn outside it: they are shown as they were seen.
        let (owners, without_own) = rate(&rest);
        if owners == 0 {
            continue;
        }
        let pick = |values: &[f64]| -> Vec<f64> { rest.iter().filter_map(|row| values.get(*row).copied()).collect() };
        let (target, weights, offset) = (pick(whole.target), whole.weights.map(pick), whole.offset.map(pick));
        let rows = Rows { target: &target, weights: weights.as_deref(), offset: offset.as_deref() };
        let without = joint.refitted(&design.with_rows(&rest), rows, progress)?;
        for (row, decision) in own.iter().zip(without.decisions(&design.with_rows(&own))) {
            // The others have a share of owners of their own, which says nothing of the row.
            if let Some(slot) = decisions.get_mut(*row) {
                *slot = decision + usual - without_own;
            }
        }
    }
    Ok(decisions)
}

/// The card of a fit, its points centred.
fn card_of(table: &DataTable, chosen: Chosen, joint: Joint, design: &Design, average: f64) -> Scorecard {
    let Joint { fitted, surfaces, .. } = joint;
    let mut card = Scorecard::constant(average);
    card.origin = Origin::Owners;
    card.base = fitted.constant + fitted.means.iter().sum::<f64>();
    card.pairs = surfaces.iter().map(pair_of).collect();
    let tables = fitted.tables.iter().zip(&fitted.errors).zip(&fitted.means);
    for ((candidate, term), ((table_of, errors), mean)) in chosen.candidates.into_iter().zip(&design.terms).zip(tables)
    {
        let name = table.columns.get(candidate.column).map(|column| column.name.clone()).unwrap_or_default();
        let unknown = if matches!(candidate.bins, Bins::Words { .. }) { -mean } else { 0.0 };
        card.attributes.push(Attribute {
            name,
            bins: candidate.bins,
            points: table_of.iter().map(|points| points - mean).collect(),
            errors: errors.clone(),
            rows: rows_by_code(term),
            unknown,
        });
    }
    card
}

fn pair_of(surface: &Surface) -> Pair {
    let Surface { first, second, down, across, points } = surface.merged();
    Pair { first, second, first_coarse: down.parts, second_coarse: across.parts, width: across.size, points }
}

fn rows_by_code(term: &Term) -> Vec<u64> {
    let mut rows = vec![0; term.size()];
    for code in term.codes() {
        if let Some(count) = rows.get_mut(usize::from(*code)) {
            *count += 1;
        }
    }
    rows
}
