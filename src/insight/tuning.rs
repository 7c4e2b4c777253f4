//! Who and how much money would move by a draft of the profile, before it is accepted.
//!
//! Customers are only banded anew, one pass a model; where the draft also needs other scores of our own, they are given.
//! Whoever stands in a cluster before stands in one of the flows after: what was there, and what came, less what went, is
//! what will be there.

use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::profile::ScoringProfile;
use crate::domain::segment::Segment;
use crate::insight::ScoredPortfolio;
use crate::insight::filter::{ListReason, Standing};
use crate::insight::months::comparison::Flows;
use crate::portfolio::CustomerIndex;
use crate::portfolio::model_columns::ModelColumns;
use crate::scoring::local::{LocalScores, shown_columns};
use crate::scoring::model_scores::Banding;
use crate::scoring::segments;
use crate::support::progress::{Cancelled, Progress};
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

/// How many customers are looked at together, between two looks at the cancel flag.
const CUSTOMERS_PER_STEP: usize = 1 << 14;

/// How many of those who move are named, those with the most money at stake.
pub const NAMED: usize = 200;

/// What a draft would change.
#[derive(Debug, Clone, PartialEq)]
pub struct TuningPreview {
    /// The draft that was looked at.
    pub draft: Arc<ScoringProfile>,
    /// The model that [`TuningPreview::flows`] and movers are about.
    pub model: Option<Model>,
    /// Between the clusters of that model.
    pub flows: Flows,
    /// How many customers move in each model, in the order they are shown.
    pub moved: Vec<(Model, u32)>,
    /// Customers by segment before (row) and after (column), in the order of [`Segment::ALL`].
    pub segments: [[u32; 4]; 4],
    /// Those who move in the chosen model, with the most money at stake first; no more than [`NAMED`].
    pub movers: Vec<Mover>,
    /// For how many customers of the chosen model the file's own cluster differs from the map's, before and after.
    pub differing: [u32; 2],
    /// Whether anything is known of the model's whitespace revenue.
    pub has_money: bool,
    /// Whether this holds only once our own scores are worked out anew.
    pub needs_refit: bool,
}

/// A customer who would move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mover {
    /// Who.
    pub customer: CustomerIndex,
    /// Where it stands.
    pub from: Standing,
    /// Where it would stand.
    pub to: Standing,
    /// Its whitespace revenue, where it is known.
    pub money: Option<Money>,
}

impl TuningPreview {
    /// Looks at `draft`; `refit` are our own scores by it, where they are worked out already.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer draft made this one pointless.
    pub fn compute(
        scored: &ScoredPortfolio,
        draft: &Arc<ScoringProfile>,
        refit: Option<&LocalScores>,
        model: Option<Model>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let mut preview = Self {
            draft: Arc::clone(draft),
            model,
            flows: Flows::default(),
            moved: Vec::new(),
            segments: moved_segments(scored, draft),
            movers: Vec::new(),
            differing: [0; 2],
            has_money: false,
            needs_refit: refit.is_none() && !scored.profile.learns_like(draft),
        };
        let models: Vec<Model> = scored.models().collect();
        let changes = models.iter().filter_map(|own| ModelChange::new(scored, draft, refit, *own));
        let changes: Vec<ModelChange<'_>> = changes.collect();
        // The other models are only counted, beside each other.
        let counted = changes.par_iter().map(|change| {
            let count = if Some(change.model) == model { 0 } else { change.count(progress)? };
            Ok((change.model, count))
        });
        preview.moved = counted.collect::<Result<_, Cancelled>>()?;
        if let Some(chosen) = changes.iter().find(|change| Some(change.model) == model) {
            preview.look_at(chosen, progress)?;
        }
        keep_first(&mut preview.movers);
        Ok(preview)
    }

    /// Who moves in the chosen model.
    fn look_at(&mut self, change: &ModelChange<'_>, progress: &Progress) -> Result<(), Cancelled> {
        self.has_money = change.has_money();
        for block in change.blocks(progress, |banding, customers| Block::of(change, banding, customers))? {
            self.flows.merge(&block.flows);
            self.movers.extend(block.movers);
            for (count, of_block) in self.differing.iter_mut().zip(block.differing) {
                *count += of_block;
            }
        }
        let moved = self.flows.moved().customers;
        if let Some((_, count)) = self.moved.iter_mut().find(|(model, _)| *model == change.model) {
            *count = moved;
        }
        Ok(())
    }

    /// How many customers change their segment.
    #[must_use]
    pub fn moved_segments(&self) -> u32 {
        let rows = self.segments.iter().enumerate();
        rows.flat_map(|(from, row)| row.iter().enumerate().filter(move |(to, _)| *to != from))
            .map(|(_, count)| count)
            .sum()
    }
}

/// What some of the customers make of a draft.
#[derive(Default)]
struct Block {
    flows: Flows,
    movers: Vec<Mover>,
    differing: [u32; 2],
}

impl Block {
    fn of(change: &ModelChange<'_>, banding: &Banding<'_>, customers: Range<usize>) -> Self {
        let mut block = Self::default();
        for at in customers {
            let [from, to] = change.standings(banding, at);
            let money = change.money(at);
            block.flows.add(from, to, money[0], money[1]);
            block.count_differing(change, at, from, to);
            if from != to
                && let Ok(customer) = CustomerIndex::try_from(at)
            {
                block.movers.push(Mover { customer, from, to, money: money[1].or(money[0]) });
            }
        }
        keep_first(&mut block.movers);
        block
    }

    fn count_differing(&mut self, change: &ModelChange<'_>, customer: usize, from: Standing, to: Standing) {
        let Some(own) = change.before.cluster.get(customer).copied().flatten() else { return };
        for (count, standing) in self.differing.iter_mut().zip([from, to]) {
            *count += u32::from(standing != Standing::In(own) && standing != Standing::Unscored);
        }
    }
}

/// The customers with the most money at stake, in order.
fn keep_first(movers: &mut Vec<Mover>) {
    let key = |mover: &Mover| (Reverse(mover.money), mover.customer);
    if movers.len() > NAMED {
        movers.select_nth_unstable_by_key(NAMED, key);
        movers.truncate(NAMED);
    }
    movers.sort_unstable_by_key(key);
}

/// The customers of `model` who would move as `reason` says, in rising order.
#[must_use]
pub fn would_move(
    scored: &ScoredPortfolio,
    draft: &ScoringProfile,
    refit: Option<&LocalScores>,
    model: Model,
    reason: ListReason,
) -> Vec<CustomerIndex> {
    let Some(change) = ModelChange::new(scored, draft, refit, model) else { return Vec::new() };
    let banding = change.banding();
    let customers = (0..).zip(0..change.customers);
    let would = customers.filter(|(_, at)| {
        let [from, to] = change.standings(&banding, *at);
        match reason {
            ListReason::WouldMove(was, is) => (was, is) == (from, to),
            ListReason::WouldMoveAnywhere => from != to,
            _ => false,
        }
    });
    would.map(|(customer, _)| customer).collect()
}

/// One model as it is shown, and as it would be.
struct ModelChange<'a> {
    now: &'a crate::scoring::model_scores::ModelScores,
    before: &'a ModelColumns,
    /// Other columns than now, by scores of our own that were worked out anew.
    refitted: Option<ModelColumns>,
    draft: &'a ScoringProfile,
    model: Model,
    customers: usize,
}

impl<'a> ModelChange<'a> {
    fn new(
        scored: &'a ScoredPortfolio,
        draft: &'a ScoringProfile,
        refit: Option<&LocalScores>,
        model: Model,
    ) -> Option<Self> {
        let now = scored.scores.models.iter().find(|scores| scores.model == model)?;
        let before = scored.columns(model)?;
        let refitted =
            refit.and_then(|local| local.model(model)).and_then(|own| shown_columns(scored.file_columns(model), own));
        Some(Self { now, before, refitted, draft, model, customers: scored.portfolio.customer_count() })
    }

    /// How many customers move.
    fn count(&self, progress: &Progress) -> Result<u32, Cancelled> {
        let moves = |banding: &Banding<'_>, at: usize| {
            let [from, to] = self.standings(banding, at);
            u32::from(from != to)
        };
        let counts = self.blocks(progress, |banding, customers| customers.map(|at| moves(banding, at)).sum::<u32>())?;
        Ok(counts.into_iter().sum())
    }

    /// What `look` makes of all customers, some at a time beside each other, in their order.
    fn blocks<T: Send>(
        &self,
        progress: &Progress,
        look: impl Fn(&Banding<'_>, Range<usize>) -> T + Sync,
    ) -> Result<Vec<T>, Cancelled> {
        let banding = self.banding();
        let starts = (0..self.customers.div_ceil(CUSTOMERS_PER_STEP)).into_par_iter();
        let blocks = starts.map(|block| {
            progress.advance(0)?;
            let start = block * CUSTOMERS_PER_STEP;
            Ok(look(&banding, start..(start + CUSTOMERS_PER_STEP).min(self.customers)))
        });
        blocks.collect()
    }

    fn has_money(&self) -> bool {
        [self.before, self.after()].into_iter().any(|columns| !columns.whitespace_revenue.is_empty())
    }

    fn after(&self) -> &ModelColumns {
        self.refitted.as_ref().unwrap_or(self.before)
    }

    /// By the draft.
    fn banding(&self) -> Banding<'_> {
        Banding::new(self.after(), self.draft.limits_for(self.model), self.draft.clusters)
    }

    /// Where `customer` stands, and where it would by `banding`.
    fn standings(&self, banding: &Banding<'_>, customer: usize) -> [Standing; 2] {
        [Standing::of(self.now.cluster(customer)), Standing::of(banding.cluster(customer))]
    }

    fn money(&self, customer: usize) -> [Option<Money>; 2] {
        [self.before, self.after()].map(|columns| columns.whitespace_revenue.get(customer).copied().flatten())
    }
}

fn moved_segments(scored: &ScoredPortfolio, draft: &ScoringProfile) -> [[u32; 4]; 4] {
    let mut moved = [[0; 4]; 4];
    let after: &[Segment] = match draft.segment_rule == scored.profile.segment_rule {
        true => &scored.scores.segments,
        false => &segments(&scored.portfolio, draft),
    };
    for (from, to) in scored.scores.segments.iter().zip(after) {
        if let Some(count) = moved.get_mut(from.index()).and_then(|row| row.get_mut(to.index())) {
            *count += 1;
        }
    }
    moved
}

#[cfg(test)]
mod tests;
