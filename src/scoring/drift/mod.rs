//! What has moved from one month's reports to the next, attribute by attribute and score by score.
//!
//! By the population stability index with its chance bound, see [`crate::support::statistics::stability`]. Days are not
//! compared, for they move by themselves; nor are texts that are nearly one a customer, for they are names. A column
//! that only one month has is told by name. Every column is judged on its own: of a hundred that have not moved, one
//! may pass the chance bound, but only few customers let it pass .10 as well.

pub mod bins;
#[cfg(test)]
mod tests;

use crate::domain::band::Band;
use crate::domain::profile::{ModelLimits, ScoringProfile};
use crate::domain::rating::Rating;
use crate::portfolio::Portfolio;
use crate::portfolio::attribute::AttributeData;
use crate::scoring::drift::bins::{Bin, Values, bins};
use crate::support::interner::TextId;
use crate::support::statistics::stability::{Change, Stability, stability};

/// What has moved between two months.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drift {
    /// The columns that both months have, the most moved first.
    pub columns: Vec<ColumnDrift>,
    /// Columns that only the old month has.
    pub only_old: Vec<String>,
    /// Columns that only the new month has.
    pub only_new: Vec<String>,
}

/// One column in both months.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnDrift {
    /// The column's name in the dictionary.
    pub name: String,
    /// How far it has moved; `None` where there is only one value, or nothing to compare.
    pub stability: Option<Stability>,
    /// Its bins with the customers of both months.
    pub bins: Vec<Bin>,
}

impl ColumnDrift {
    /// What its movement means.
    #[must_use]
    pub fn change(&self) -> Change {
        self.stability.map_or(Change::None, |stability| stability.change())
    }
}

/// Compares two months. Words for scores are compared by bands, `profile` giving the bands of numbers beside them.
#[must_use]
pub fn drift(old: &Portfolio, new: &Portfolio, profile: &ScoringProfile) -> Drift {
    let mut drift = Drift::default();
    let (before, after) = (columns(old, profile), columns(new, profile));
    for (name, old_values) in &before {
        let Some((_, new_values)) = after.iter().find(|(other, _)| other == name) else {
            drift.only_old.push(name.clone());
            continue;
        };
        if let Some(bins) = bins(old_values, new_values) {
            let counts: Vec<(u64, u64)> = bins.iter().map(|bin| (bin.old, bin.new)).collect();
            drift.columns.push(ColumnDrift { name: name.clone(), stability: stability(&counts), bins });
        }
    }
    let is_new = |name: &String| before.iter().all(|(known, _)| known != name);
    drift.only_new = after.into_iter().map(|(name, _)| name).filter(is_new).collect();
    let index = |column: &ColumnDrift| column.stability.map_or(-1.0, |stability| stability.index);
    drift.columns.sort_by(|a, b| {
        b.change().cmp(&a.change()).then(index(b).total_cmp(&index(a))).then_with(|| a.name.cmp(&b.name))
    });
    drift
}

/// Every column that can be compared, by name.
fn columns<'a>(portfolio: &'a Portfolio, profile: &ScoringProfile) -> Vec<(String, Values<'a>)> {
    let mut columns = Vec::new();
    let employees = portfolio.customers.employees.iter().map(|count| count.map(f64::from)).collect();
    columns.push(("Employees".to_owned(), Values::Numbers(employees)));
    for model in &portfolio.models {
        let limits = profile.limits_for(model.model);
        for (what, ratings, of) in [("Fit", &model.fit, ModelScore::Fit), ("Intent", &model.intent, ModelScore::Intent)]
        {
            if !ratings.is_empty() {
                columns.push((format!("{}{what}", model.model.key()), scores(ratings, limits, of)));
            }
        }
    }
    for attribute in &portfolio.attributes {
        if let Some(values) = values(portfolio, &attribute.data) {
            columns.push((attribute.name.clone(), values));
        }
    }
    columns.retain(|(_, values)| values.any());
    columns
}

#[derive(Clone, Copy)]
enum ModelScore {
    Fit,
    Intent,
}

fn scores<'a>(ratings: &[Option<Rating>], limits: ModelLimits, of: ModelScore) -> Values<'a> {
    let limits = match of {
        ModelScore::Fit => limits.fit,
        ModelScore::Intent => limits.intent,
    };
    let number = |rating: &Option<Rating>| match rating {
        Some(Rating::Score(score)) => Some(f64::from(score.value())),
        _ => None,
    };
    let bands: Vec<Option<Band>> = ratings.iter().map(|rating| rating.map(|rating| rating.band(limits))).collect();
    if ratings.iter().any(|rating| matches!(rating, Some(Rating::Band(_)))) {
        return Values::Bands(bands);
    }
    Values::Scores { numbers: ratings.iter().map(number).collect(), bands }
}

fn values<'a>(portfolio: &'a Portfolio, data: &AttributeData) -> Option<Values<'a>> {
    let text = |id: &TextId| (!id.is_missing()).then(|| portfolio.texts.text(*id));
    Some(match data {
        AttributeData::Text(cells) => Values::Words(cells.iter().map(text).collect()),
        AttributeData::Flag(cells) => {
            Values::Words(cells.iter().map(|flag| flag.map(|yes| if yes { "Yes" } else { "No" })).collect())
        }
        AttributeData::Number(cells) => Values::Numbers(cells.clone()),
        AttributeData::Money(cells) => {
            Values::Numbers(cells.iter().map(|amount| amount.map(crate::domain::money::Money::units)).collect())
        }
        AttributeData::Day(_) => return None,
    })
}
