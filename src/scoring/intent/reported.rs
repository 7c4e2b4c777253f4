//! Signals of Signals reports.
//!
//! The kind of a signal is that of its type column, else what its keywords tell, else what its source is: an entry in
//! a blog that speaks of a new vacancy is hiring, one that says nothing known is a blog entry. Its products are those
//! of the product column, else those its keywords name. The same customer, day, source and text counts once, by the
//! strongest of them.

use crate::domain::Date;
use crate::domain::family::Topics;
use crate::domain::intent_weights::{IntentWeights, SignalKind};
use crate::domain::report::ReportKind;
use crate::portfolio::Portfolio;
use crate::portfolio::events::Signals;
use crate::scoring::intent::store::{Seen, Signal, SignalOrigin, SignalStore};
use crate::scoring::intent::vocabulary::Vocabulary;
use crate::support::interner::{Interner, TextId};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use std::collections::BTreeMap;

/// From this strength on a file is suspected of another scale than "1 is an ordinary signal".
const VERY_STRONG: f64 = 100.0;

/// Puts the rows of the portfolio's Signals reports into `store`.
pub fn reported_signals(portfolio: &Portfolio, weights: &IntentWeights, as_of: Date, store: &mut SignalStore) {
    let Some(signals) = &portfolio.signals else { return };
    let files = portfolio.files.iter().enumerate().filter(|(_, file)| file.kind == ReportKind::Signals);
    let files = files.map(|(position, _)| position).collect();
    let Some(origin) = store.origin(SignalOrigin::SignalsReport { files }) else { return };
    let meanings = Meanings::of(&portfolio.texts, signals);
    let ordinary = weights.ordinary_strength.value();
    let rows = distinct_rows(signals, ordinary);
    store.tally.repeated += (signals.customer.len() - rows.len()) as u64;
    for row in rows {
        let strength = strength(signals, row).map_or(1.0, |strength| strength / ordinary);
        store.tally.very_strong += u64::from(strength >= VERY_STRONG);
        let Some(customer) = signals.customer.get(row).copied() else { continue };
        let signal = Signal {
            customer,
            kind: meanings.kind(signals, row),
            age: 0,
            topics: meanings.topics(signals, row),
            origin,
            strength: strength as f32,
        };
        store.add(signal, signals.day.get(row).copied().flatten().map_or(Seen::Undated, Seen::On), as_of);
    }
}

/// The strength of `row` in the file's scale; without one it is an ordinary signal.
pub(super) fn strength(signals: &Signals, row: usize) -> Option<f64> {
    signals.strength.get(row).copied().flatten()
}

/// The rows of which none is another's repetition, in the order of customer, day and text.
pub(super) fn distinct_rows(signals: &Signals, ordinary: f64) -> Vec<usize> {
    let text = |column: &[TextId], row: usize| column.get(row).copied().unwrap_or(TextId::MISSING);
    let key = |row: usize| {
        (
            signals.customer.get(row).copied(),
            signals.day.get(row).copied().flatten(),
            [&signals.source, &signals.kind, &signals.product, &signals.keywords].map(|column| text(column, row)),
        )
    };
    let mut rows: Vec<usize> = (0..signals.customer.len()).collect();
    let worth = |row: usize| strength(signals, row).unwrap_or(ordinary);
    // The strongest first: it stays.
    rows.par_sort_unstable_by(|one, other| {
        key(*one).cmp(&key(*other)).then_with(|| worth(*other).total_cmp(&worth(*one)))
    });
    rows.dedup_by_key(|row| key(*row));
    rows
}

/// What the texts of signals mean, each text asked once.
pub(super) struct Meanings {
    named: BTreeMap<TextId, SignalKind>,
    in_text: BTreeMap<TextId, SignalKind>,
    topics: BTreeMap<TextId, Topics>,
}

impl Meanings {
    /// What the texts of `signals` mean.
    pub fn of(texts: &Interner, signals: &Signals) -> Self {
        let vocabulary = Vocabulary::get();
        let named = |name: &str| vocabulary.kind_named(name);
        let topics = |text: &str| Some(vocabulary.topics(text)).filter(|topics| !topics.is_general());
        Self {
            named: each_text(texts, &[&signals.kind, &signals.source], named),
            in_text: each_text(texts, &[&signals.keywords], |text| vocabulary.kind_in_text(text)),
            topics: each_text(texts, &[&signals.product, &signals.keywords], topics),
        }
    }

    /// The kind of the signal at `row`.
    pub fn kind(&self, signals: &Signals, row: usize) -> SignalKind {
        let look = |known: &BTreeMap<TextId, SignalKind>, column: &[TextId]| {
            column.get(row).and_then(|id| known.get(id)).copied().filter(|kind| *kind != SignalKind::Other)
        };
        look(&self.named, &signals.kind)
            .or_else(|| look(&self.in_text, &signals.keywords))
            .or_else(|| look(&self.named, &signals.source))
            .unwrap_or(SignalKind::Other)
    }

    /// What the signal at `row` speaks of.
    pub fn topics(&self, signals: &Signals, row: usize) -> Topics {
        let look = |column: &[TextId]| column.get(row).and_then(|id| self.topics.get(id)).copied();
        look(&signals.product).or_else(|| look(&signals.keywords)).unwrap_or(Topics::GENERAL)
    }
}

/// What `read` finds in each different text of `columns`.
fn each_text<T: Send>(
    texts: &Interner,
    columns: &[&Vec<TextId>],
    read: impl Fn(&str) -> Option<T> + Sync,
) -> BTreeMap<TextId, T> {
    let mut ids: Vec<TextId> = columns.iter().flat_map(|column| column.iter().copied()).collect();
    ids.par_sort_unstable();
    ids.dedup();
    let known: Vec<(TextId, T)> =
        ids.par_iter().filter(|id| !id.is_missing()).filter_map(|id| Some((*id, read(texts.text(*id))?))).collect();
    known.into_iter().collect()
}
