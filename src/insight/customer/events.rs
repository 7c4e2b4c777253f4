//! What happens in time: agreements that end and signals that fade.

use crate::domain::Date;
use crate::domain::money::Money;
use crate::insight::ScoredPortfolio;
use crate::portfolio::CustomerIndex;
use crate::scoring::intent::{UNDATED_DAYS, days_between, left_after};
use crate::support::interner::TextId;

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementLine {
    /// Its number.
    pub number: Option<String>,
    /// Its last day.
    pub ends: Option<Date>,
    /// Days from the as-of day to the last one; below 0 when it is past.
    pub days_left: Option<i64>,
    /// What expires with it.
    pub revenue: Option<Money>,
    /// Whether it is open on the as-of day; `None` when nothing tells.
    pub is_open: Option<bool>,
}

/// One signal of a Signals report.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalLine {
    /// The day it was seen.
    pub day: Option<Date>,
    /// Days before the as-of day; a future day is 0, and one that nobody tells counts as half a year.
    pub age: i64,
    /// Where it was seen.
    pub source: Option<String>,
    /// What sort it is, in the report's words.
    pub kind: Option<String>,
    /// The product it speaks of.
    pub product: Option<String>,
    /// Its words.
    pub keywords: Option<String>,
    /// How strong it is, in the report's scale.
    pub strength: Option<f64>,
    /// What is left of it by the half-lives of 30 and of 90 days, 0 to 1.
    pub left: [f64; 2],
}

/// The agreements of `customer`: open ones first, by their last day.
pub(super) fn agreements(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<AgreementLine> {
    let Some(agreements) = &scored.portfolio.agreements else { return Vec::new() };
    let rows = agreements.customer.iter().zip(&agreements.number).zip(&agreements.terms);
    let own = rows.filter(|((owner, _), _)| **owner == customer).map(|((_, number), terms)| AgreementLine {
        number: text(scored, *number),
        ends: terms.ends,
        days_left: terms.ends.map(|ends| days_between(scored.as_of, ends)),
        revenue: terms.expiring_revenue,
        is_open: terms.is_known_open_or_not().then(|| terms.is_open_on(scored.as_of)),
    });
    let mut lines: Vec<AgreementLine> = own.collect();
    lines.sort_by_key(|line| (line.is_open != Some(true), line.ends.is_none(), line.ends));
    lines
}

/// The signals of `customer`, the newest first.
pub(super) fn signals(scored: &ScoredPortfolio, customer: CustomerIndex) -> Vec<SignalLine> {
    let Some(signals) = &scored.portfolio.signals else { return Vec::new() };
    let own = signals.customer.iter().enumerate().filter(|(_, owner)| **owner == customer);
    let line = |row: usize| {
        let word = |ids: &[TextId]| ids.get(row).and_then(|id| text(scored, *id));
        let day = signals.day.get(row).copied().flatten();
        let age = day.map_or(i64::from(UNDATED_DAYS), |day| days_between(day, scored.as_of).max(0));
        SignalLine {
            day,
            age,
            source: word(&signals.source),
            kind: word(&signals.kind),
            product: word(&signals.product),
            keywords: word(&signals.keywords),
            strength: signals.strength.get(row).copied().flatten(),
            left: u16::try_from(age).map_or([0.0; 2], left_after),
        }
    };
    let mut lines: Vec<SignalLine> = own.map(|(row, _)| line(row)).collect();
    lines.sort_by_key(|line| (line.age, line.day.is_none()));
    lines
}

fn text(scored: &ScoredPortfolio, id: TextId) -> Option<String> {
    let text = scored.portfolio.texts.text(id).trim();
    (!text.is_empty()).then(|| text.to_owned())
}
