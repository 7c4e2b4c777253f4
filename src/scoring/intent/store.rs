//! Signals of a million customers: 16 bytes each, sorted by customer.
//!
//! Computes nothing: it keeps, in one order whatever the order of files and rows, so that sums over a customer's signals
//! are the same to the last bit. What is older than [`OLDEST_DAYS`] is dropped here and counted; what has no day stands at
//! the age of [`UNDATED_DAYS`].

use crate::domain::Date;
use crate::domain::family::{Family, Topics};
use crate::domain::intent_weights::SignalKind;
use crate::domain::model::Model;
use crate::portfolio::CustomerIndex;
use crate::scoring::intent::{OLDEST_DAYS, UNDATED_DAYS};
use rayon::slice::ParallelSliceMut;

/// One signal. Fields stand in the order in which signals are sorted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Signal {
    /// Whose it is.
    pub customer: CustomerIndex,
    /// What sort.
    pub kind: SignalKind,
    /// Days before the as-of day, at most [`OLDEST_DAYS`].
    pub age: u16,
    /// What it speaks of.
    pub topics: Topics,
    /// Position among the origins, and whether it has a day of its own.
    pub origin: Origin,
    /// How many ordinary signals it is worth; above 0.
    pub strength: f32,
}

/// Position among the origins; the highest bit says that the signal has no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin(u16);

impl Origin {
    const UNDATED: u16 = 1 << 15;

    pub fn position(self) -> usize {
        usize::from(self.0 & !Self::UNDATED)
    }

    pub fn is_undated(self) -> bool {
        self.0 & Self::UNDATED != 0
    }
}

/// Where signals come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignalOrigin {
    /// Rows of Signals reports; which of the portfolio's files, by position.
    SignalsReport {
        /// Positions in the portfolio's files.
        files: Vec<usize>,
    },
    /// A column of the other reports.
    Column {
        /// Positions in the portfolio's files of those that have the column.
        files: Vec<usize>,
        /// Its header in the first of them.
        header: String,
    },
}

/// What was met while signals were gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignalTally {
    /// That count.
    pub counted: u64,
    /// Of these, with a day after the as-of day; they count as of that day.
    pub future: u64,
    /// Of these, without a day; they count as half a year old.
    pub undated: u64,
    /// Left out: more than two years old.
    pub too_old: u64,
    /// Left out: the same customer, day, source and text again.
    pub repeated: u64,
    /// Left out: a strength of 0, below 0, or no number.
    pub without_strength: u64,
    /// Reported signals a hundred times as strong as an ordinary one, or more: their scale may be another one.
    pub very_strong: u64,
}

/// The signals of all customers.
#[derive(Debug, Default)]
pub struct SignalStore {
    signals: Vec<Signal>,
    /// Where the signals of each customer begin, and the end; empty before [`SignalStore::finish`].
    starts: Vec<usize>,
    /// Where signals come from.
    pub origins: Vec<SignalOrigin>,
    /// What was met while they were gathered.
    pub tally: SignalTally,
}

/// When a signal was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// On a day.
    On(Date),
    /// This far from the as-of day, before or after it: what is due matters by how near it is.
    Near(u32),
    /// Nobody knows, though it was on some day.
    Undated,
    /// It is so, and nobody says since when: a flag of a report.
    Standing,
}

impl SignalStore {
    /// Whether there are none at all, so that there is no Intent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signals.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.signals.len()
    }

    /// How many customers were asked about.
    #[must_use]
    pub fn customer_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The products that some signal names, itself or by its family; empty when all are of no product in particular.
    #[must_use]
    pub fn models(&self) -> Vec<Model> {
        let all = self.signals.iter().fold(Topics::GENERAL, |all, signal| all.and(signal.topics));
        let is_named = |model: &Model| all.names(*model) || all.names_family_itself(Family::of(*model));
        Model::ALL.into_iter().filter(is_named).collect()
    }

    /// The kinds of which there is a signal.
    #[must_use]
    pub fn kinds(&self) -> Vec<SignalKind> {
        let mut is_there = [false; SignalKind::ALL.len()];
        for signal in &self.signals {
            if let Some(slot) = is_there.get_mut(signal.kind.index()) {
                *slot = true;
            }
        }
        let all = SignalKind::ALL.into_iter().zip(is_there);
        all.filter(|(_, is_there)| *is_there).map(|(kind, _)| kind).collect()
    }

    /// Takes an origin in; `None` past 32,767 of them.
    pub(super) fn origin(&mut self, origin: SignalOrigin) -> Option<Origin> {
        let position = u16::try_from(self.origins.len()).ok().filter(|position| position & Origin::UNDATED == 0)?;
        self.origins.push(origin);
        Some(Origin(position))
    }

    /// Takes a signal in that was `seen` by the day `as_of`, or counts why not.
    pub(super) fn add(&mut self, mut signal: Signal, seen: Seen, as_of: Date) {
        if !(signal.strength.is_finite() && signal.strength > 0.0) {
            self.tally.without_strength += 1;
            return;
        }
        let age = match seen {
            Seen::On(day) => {
                let age = days_between(day, as_of);
                self.tally.future += u64::from(age < 0);
                age.max(0)
            }
            Seen::Near(days) => i64::from(days),
            Seen::Undated | Seen::Standing => {
                self.tally.undated += u64::from(seen == Seen::Undated);
                signal.origin = Origin(signal.origin.0 | Origin::UNDATED);
                i64::from(UNDATED_DAYS)
            }
        };
        let Some(age) = u16::try_from(age).ok().filter(|age| *age <= OLDEST_DAYS) else {
            self.tally.too_old += 1;
            return;
        };
        self.tally.counted += 1;
        self.signals.push(Signal { age, ..signal });
    }

    /// Sorts the signals and finds where those of each of `customers` begin.
    pub fn finish(&mut self, customers: usize) {
        let key = |signal: &Signal| {
            let Signal { customer, kind, age, topics, origin, strength } = *signal;
            (customer, kind, age, topics, origin, strength.to_bits())
        };
        self.signals.par_sort_unstable_by_key(key);
        self.signals.shrink_to_fit();
        self.starts = Vec::with_capacity(customers + 1);
        let mut at = 0;
        for customer in 0..customers {
            self.starts.push(at);
            let own = self.signals.get(at..).unwrap_or(&[]);
            at += own.iter().take_while(|signal| signal.customer as usize == customer).count();
        }
        self.starts.push(at);
    }

    /// The signals of `customer`, by kind and then from new to old.
    pub(super) fn of(&self, customer: usize) -> &[Signal] {
        let bounds = self.starts.get(customer).zip(self.starts.get(customer + 1));
        bounds.and_then(|(start, end)| self.signals.get(*start..*end)).unwrap_or(&[])
    }
}

/// Days from `day` to `later`, below 0 when it is the earlier one.
#[must_use]
pub fn days_between(day: Date, later: Date) -> i64 {
    // Both are whole days, so the difference of two days of the calendar always fits.
    day.duration_until(later).as_secs() / 86_400
}
