//! Our own scores, beside those of the files.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::portfolio::model_columns::ModelColumns;

/// What the engine says of every model it can say something of.
#[derive(Debug, Default)]
pub struct LocalScores {
    /// In the order of [`Model::ALL`].
    pub models: Vec<LocalModel>,
}

/// What the engine says of one model; each vector is empty where it can say nothing, else as long as there are
/// customers.
#[derive(Debug)]
pub struct LocalModel {
    /// The model.
    pub model: Model,
    /// Fit, a whole number; `None` for customers of whom nothing is known.
    pub fit: Vec<Option<Score>>,
    /// Intent, a whole number.
    pub intent: Vec<Option<Score>>,
    /// What the product is expected to bring in a year, beyond what the customer pays already.
    pub whitespace_revenue: Vec<Option<Money>>,
}

/// Where a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScoreSource {
    /// The opened file's own.
    File,
    /// Worked out from the opened portfolio.
    Local,
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
        Self { model, fit: Vec::new(), intent: Vec::new(), whitespace_revenue: Vec::new() }
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
