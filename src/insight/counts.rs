//! One walk over all customers, on all processors: whom the choices leave, and all that is counted and added up of them.
//!
//! Counts are whole numbers and amounts whole hundredths, so the way in which parts are put together changes nothing.

use crate::domain::cluster::Cluster;
use crate::domain::money::Money;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::dashboard::Question;
use crate::insight::distribution::Distribution;
use crate::insight::filter::Filter;
use crate::insight::matrix::Matrix;
use crate::insight::whitespace::{WhitespaceColumns, WhitespaceTotals};
use crate::portfolio::CustomerIndex;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::model_scores::ModelScores;
use crate::support::bits::Bits;
use crate::support::progress::{Cancelled, Progress};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::ops::Range;

/// How many customers one thread counts in one go: whole words of a set.
const CUSTOMERS_PER_STEP: usize = 1 << 15;

/// What is counted. Each chart counts whom the other charts' choices leave; `shown` and the sums follow all choices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    /// By [`Segment::ALL`].
    pub segments: [u32; 4],
    /// By [`Cluster::ALL`].
    pub clusters: [u32; 4],
    pub clusters_without_cell: u32,
    pub matrix: Option<Matrix>,
    pub fit: Option<Distribution>,
    pub intent: Option<Distribution>,
    /// How many are left.
    pub shown: u32,
    /// How many of them stand in Act Now.
    pub act_now: u32,
    /// Their agreements that end in the fiscal year.
    pub expiring: u32,
    /// What expires with their open agreements.
    pub open_revenue: Money,
    pub whitespace: WhitespaceTotals,
}

/// What customers are counted by.
struct Counter<'a> {
    scored: &'a ScoredPortfolio,
    filter: &'a Filter,
    narrowed: Option<&'a Bits>,
    scores: Option<&'a ModelScores>,
    columns: Option<&'a ModelColumns>,
    whitespace: WhitespaceColumns<'a>,
    /// Nobody counted yet.
    nothing: Counts,
}

impl Counts {
    /// Counts the customers of `scored` by `question`; `narrowed` are those whom search and conditions leave. Returns whom
    /// all choices leave beside the counts.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub(super) fn of(
        scored: &ScoredPortfolio,
        question: &Question,
        narrowed: Option<&Bits>,
        progress: &Progress,
    ) -> Result<(Self, Bits), Cancelled> {
        let counter = Counter::new(scored, question, narrowed);
        let count = scored.scores.segments.len();
        let steps = (0..count.div_ceil(CUSTOMERS_PER_STEP)).into_par_iter();
        let parts = steps.map(|step| {
            progress.advance(0)?;
            let first = step * CUSTOMERS_PER_STEP;
            Ok(counter.part(first..(first + CUSTOMERS_PER_STEP).min(count)))
        });
        let parts = parts.collect::<Result<Vec<(Self, Vec<u64>)>, Cancelled>>()?;
        let (mut counts, mut words) = (counter.nothing.clone(), Vec::with_capacity(count.div_ceil(64)));
        for (part, left) in parts {
            counts.add(&part);
            words.extend(left);
        }
        Ok((counts, Bits::from_words(words, count)))
    }

    fn add(&mut self, part: &Self) {
        for (sums, counts) in [(&mut self.segments, part.segments), (&mut self.clusters, part.clusters)] {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        self.clusters_without_cell += part.clusters_without_cell;
        if let (Some(matrix), Some(part)) = (&mut self.matrix, &part.matrix) {
            matrix.add(part);
        }
        for (spread, part) in [(&mut self.fit, &part.fit), (&mut self.intent, &part.intent)] {
            if let (Some(spread), Some(part)) = (spread, part) {
                spread.add(part);
            }
        }
        self.shown += part.shown;
        self.act_now += part.act_now;
        self.expiring += part.expiring;
        self.open_revenue += part.open_revenue;
        self.whitespace.add(&part.whitespace);
    }
}

impl<'a> Counter<'a> {
    fn new(scored: &'a ScoredPortfolio, question: &'a Question, narrowed: Option<&'a Bits>) -> Self {
        let scores = scored.scores.models.iter().find(|scores| Some(scores.model) == question.model);
        let columns = question.model.and_then(|model| scored.columns(model));
        let limits = question.model.map(|model| scored.profile.limits_for(model)).unwrap_or_default();
        let spread = |ratings: &Vec<_>, limits| (!ratings.is_empty()).then(|| Distribution::new(limits));
        let has_whitespace = columns.is_some_and(|columns| !columns.whitespace_revenue.is_empty());
        let has_open = !scored.agreements.open_revenue.is_empty();
        let whitespace = WhitespaceColumns::of(scored);
        let nothing = Counts {
            segments: [0; 4],
            clusters: [0; 4],
            clusters_without_cell: 0,
            matrix: scores.filter(|scores| scores.has_matrix()).map(|scores| {
                Matrix::new(scores.model, scored.profile.clusters).with_amounts(has_whitespace, has_open)
            }),
            fit: columns.and_then(|columns| spread(&columns.fit, limits.fit)),
            intent: columns.and_then(|columns| spread(&columns.intent, limits.intent)),
            shown: 0,
            act_now: 0,
            expiring: 0,
            open_revenue: Money::ZERO,
            whitespace: whitespace.nothing(),
        };
        Self { scored, filter: &question.filter, narrowed, scores, columns, whitespace, nothing }
    }

    /// Counts `customers`, whose first begins a word of the set of those left.
    fn part(&self, customers: Range<usize>) -> (Counts, Vec<u64>) {
        let mut counts = self.nothing.clone();
        let mut left = Bits::none(customers.len());
        let segments = self.scored.scores.segments.get(customers.clone()).unwrap_or_default();
        for (place, (customer, segment)) in customers.zip(segments).enumerate() {
            let is_narrowed_out = self.narrowed.is_some_and(|narrowed| !narrowed.has(customer));
            if !is_narrowed_out && self.count(&mut counts, customer, *segment) {
                left.set(place, true);
                self.add_up(&mut counts, customer);
            }
        }
        (counts, left.words().to_vec())
    }

    /// Counts a customer where it belongs, and tells whether all choices leave it.
    #[expect(clippy::indexing_slicing, reason = "segments and clusters have four values each, like their counts")]
    fn count(&self, counts: &mut Counts, customer: usize, segment: Segment) -> bool {
        let cell = self.scores.and_then(|scores| scores.cell(customer));
        let cluster = self.scores.and_then(|scores| scores.cluster(customer));
        let in_segment = self.filter.allows_segment(segment);
        let in_place = self.filter.allows_place(cell, cluster);
        if in_segment {
            if let Some(cluster) = cluster {
                counts.clusters[cluster.index()] += 1;
                counts.clusters_without_cell += u32::from(cell.is_none());
            }
            if let Some(matrix) = &mut counts.matrix {
                matrix.count(cell);
                if let Some(cell) = cell {
                    let amount = self.columns.and_then(|columns| columns.whitespace_revenue.get(customer));
                    matrix.add_amounts(cell, amount.copied().flatten(), self.open_revenue(customer));
                }
            }
        }
        if in_place {
            counts.segments[segment.index()] += 1;
        }
        in_segment && in_place
    }

    /// Adds up what is told of a customer whom all choices leave.
    fn add_up(&self, counts: &mut Counts, customer: usize) {
        counts.shown += 1;
        let cluster = self.scores.and_then(|scores| scores.cluster(customer));
        counts.act_now += u32::from(cluster == Some(Cluster::ActNow));
        counts.expiring += self.scored.agreements.expiring.get(customer).copied().unwrap_or(0);
        counts.open_revenue += self.open_revenue(customer).unwrap_or(Money::ZERO);
        if let Ok(customer) = CustomerIndex::try_from(customer) {
            self.whitespace.add(&mut counts.whitespace, customer);
        }
        if let Some(columns) = self.columns {
            for (spread, ratings) in [(&mut counts.fit, &columns.fit), (&mut counts.intent, &columns.intent)] {
                if let Some(spread) = spread {
                    spread.count(ratings.get(customer).copied().flatten());
                }
            }
        }
    }

    fn open_revenue(&self, customer: usize) -> Option<Money> {
        self.scored.agreements.open_revenue.get(customer).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::Model;
    use crate::domain::profile::ScoringProfile;
    use crate::domain::rating::Rating;
    use crate::domain::score::Score;
    use crate::insight::agreements::CustomerAgreements;
    use crate::portfolio::Portfolio;
    use crate::portfolio::agreements::Agreements;
    use crate::workbook::table::{AsOf, KnownBy};
    use std::sync::Arc;

    /// Customers whose scores, amounts and sizes all differ from row to row.
    fn scored(count: usize) -> ScoredPortfolio {
        let mut portfolio = Portfolio::default();
        portfolio.customers.grow(count);
        let score = |row: usize| Score::new((row % 101) as f64).map(Rating::Score).filter(|_| !row.is_multiple_of(13));
        let amount = |row: usize| (!row.is_multiple_of(3)).then(|| Money::from_hundredths(row as i64));
        for (row, employees) in portfolio.customers.employees.iter_mut().enumerate() {
            *employees = Some(row as u32 % 400);
        }
        portfolio.models.push(ModelColumns {
            model: Model::Azure,
            fit: (0..count).map(|row| score(row * 7)).collect(),
            intent: (0..count).map(|row| score(row * 11)).collect(),
            cluster: Vec::new(),
            whitespace_revenue: (0..count).map(amount).collect(),
        });
        portfolio.agreements = Some(Agreements { have_dates: true, have_open_revenue: true, ..Agreements::default() });
        let as_of = AsOf { day: jiff::civil::date(2026, 10, 1), known_by: KnownBy::User };
        let mut scored = ScoredPortfolio::new(portfolio, ScoringProfile::default(), as_of);
        scored.agreements = Arc::new(CustomerAgreements {
            next_end: Vec::new(),
            expiring: (0..count).map(|row| row as u32 % 4).collect(),
            open_revenue: (0..count).map(|row| amount(row + 1)).collect(),
        });
        scored
    }

    #[test]
    fn parts_put_together_are_what_one_walk_counts() {
        let count = CUSTOMERS_PER_STEP * 2 + 77;
        let scored = scored(count);
        let mut question = Question { model: Some(Model::Azure), ..Question::default() };
        question.filter.segments.toggle(Segment::UpperMedium);
        question.filter.clusters.toggle(Cluster::ActNow);
        let narrowed = Bits::of(count, |customer| customer % 5 != 0);
        let (counts, left) = Counts::of(&scored, &question, Some(&narrowed), &Progress::default()).unwrap();
        let (at_once, words) = Counter::new(&scored, &question, Some(&narrowed)).part(0..count);
        assert_eq!(counts, at_once);
        assert_eq!(left.words(), words);
        assert_eq!(
            left,
            narrowed.those(|customer| {
                scored.scores.segments[customer] == Segment::UpperMedium
                    && scored.scores.models[0].cluster(customer) == Some(Cluster::ActNow)
            })
        );
        assert!(counts.shown > 500 && counts.shown == counts.act_now && counts.expiring > counts.shown);
        assert!(counts.segments.iter().sum::<u32>() > counts.shown, "a chart's own choice narrows it not");
    }
}
