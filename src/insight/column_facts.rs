//! What a column holds: how much is there, how it spreads, which values it has.

use crate::domain::Date;
use crate::domain::model::Model;
use crate::domain::money::Money;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::condition::{ColumnValue, Number};
use crate::insight::filter::Filter;
use crate::insight::table::{ColumnCells, TableCell, TableColumn};
use crate::portfolio::CustomerIndex;
use crate::support::bits::Bits;
use crate::support::interner::TextId;
use crate::support::progress::{Cancelled, Progress};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

/// How many values are listed; the rest are found by text.
pub const VALUES_LISTED: usize = 500;
/// Customers between two looks at whether to stop.
const CUSTOMERS_PER_STEP: usize = 1 << 16;

/// Of which column, and among whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsQuestion {
    /// The column.
    pub column: TableColumn,
    /// The model that is chosen.
    pub model: Option<Model>,
    /// The filter without the column's own condition, so that what it leaves out can be chosen again.
    pub filter: Filter,
}

impl FactsQuestion {
    /// The question about `column` while `model` and `filter` are chosen.
    #[must_use]
    pub fn new(column: TableColumn, model: Option<Model>, filter: &Filter) -> Self {
        let mut filter = filter.clone();
        filter.set_condition(column.fixed(model), None);
        Self { column, model, filter }
    }
}

/// What a column holds.
#[derive(Debug)]
pub struct ColumnFacts {
    /// What was asked.
    pub question: FactsQuestion,
    /// How many customers have a value.
    pub filled: u32,
    /// How many have none.
    pub missing: u32,
    /// How many different values there are.
    pub distinct: usize,
    /// How numbers, amounts or days spread; `None` for what is no such thing, or where nothing is there.
    pub spread: Option<Spread>,
    /// The most frequent values with how many customers have each, the most frequent first; empty for numbers, amounts
    /// and days. Scores by their bands.
    pub values: Vec<(ColumnValue, u32)>,
}

/// How values spread; the median of an even count is the lower one in the middle, a value that is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Numbers and scores.
    Numbers {
        /// Smallest, middle and largest.
        range: [f64; 3],
        /// Their sum, where adding them means something.
        sum: Option<f64>,
    },
    /// Amounts.
    Amounts {
        /// Smallest, middle and largest.
        range: [Money; 3],
        /// Their sum, exact.
        sum: Money,
    },
    /// Days: first, middle and last.
    Days([Date; 3]),
}

impl ColumnFacts {
    /// Answers `question`.
    ///
    /// # Errors
    /// [`Cancelled`] when a newer question made this one pointless.
    pub fn compute(scored: &ScoredPortfolio, question: &FactsQuestion, progress: &Progress) -> Result<Self, Cancelled> {
        let left = scored.left_by(question.model, &question.filter, progress)?;
        let cells = ColumnCells::of(scored, question.model, question.column);
        let mut facts =
            Self { question: question.clone(), filled: 0, missing: 0, distinct: 0, spread: None, values: Vec::new() };
        match cells {
            ColumnCells::Texts(texts, ids) => {
                let id = |customer: usize| {
                    let id = ids.get(customer).copied()?;
                    (!texts.text(id).trim().is_empty()).then_some(id)
                };
                let counts = facts.count(&left, id, progress)?;
                facts.list(counts, |id: TextId| ColumnValue::Text(texts.text(id).to_owned()));
            }
            ColumnCells::Ratings(_, limits) | ColumnCells::Scores(_, limits) => {
                let rating = |customer| match cell(cells, customer) {
                    TableCell::Rating(rating) => Some(rating),
                    _ => None,
                };
                let counts = facts.count(&left, |customer| Some(rating(customer)?.band(limits)), progress)?;
                facts.list(counts, ColumnValue::Band);
                let score = |customer| match rating(customer)? {
                    Rating::Score(score) => Number::new(f64::from(score.value())),
                    Rating::Band(_) => None,
                };
                let (distinct, range) = spread(&left, score, progress)?;
                facts.distinct = facts.distinct.max(distinct);
                facts.spread = range.map(|range| Spread::Numbers { range: range.map(Number::value), sum: None });
            }
            ColumnCells::Counts(_) | ColumnCells::Numbers(_) => facts.numbers(&left, cells, progress)?,
            ColumnCells::Amounts(_) | ColumnCells::Estimates(_) => facts.amounts(&left, cells, progress)?,
            ColumnCells::Days(days) => {
                let day = |customer: usize| days.get(customer).copied().flatten();
                facts.tell(&left, day, progress)?;
                let (distinct, range) = spread(&left, day, progress)?;
                (facts.distinct, facts.spread) = (distinct, range.map(Spread::Days));
            }
            _ => {
                let value = |customer| match cell(cells, customer) {
                    TableCell::Flag(flag) => Some(ColumnValue::Flag(flag)),
                    TableCell::Cell(cell) => Some(ColumnValue::Cell(cell)),
                    TableCell::Cluster(cluster) => Some(ColumnValue::Cluster(cluster)),
                    TableCell::Segment(segment) => Some(ColumnValue::Segment(segment)),
                    _ => None,
                };
                let counts = facts.count(&left, value, progress)?;
                facts.list(counts, |value| value);
            }
        }
        Ok(facts)
    }

    fn numbers(&mut self, left: &Bits, cells: ColumnCells<'_>, progress: &Progress) -> Result<(), Cancelled> {
        let number = |customer| match cell(cells, customer) {
            TableCell::Count(count) => Number::new(f64::from(count)),
            TableCell::Number(number) => Number::new(number),
            _ => None,
        };
        self.tell(left, number, progress)?;
        let (distinct, range) = spread(left, number, progress)?;
        let sum = left.iter().filter_map(number).map(Number::value).sum::<f64>();
        self.distinct = distinct;
        self.spread = range.map(|range| Spread::Numbers { range: range.map(Number::value), sum: Some(sum) });
        Ok(())
    }

    fn amounts(&mut self, left: &Bits, cells: ColumnCells<'_>, progress: &Progress) -> Result<(), Cancelled> {
        let amount = |customer| match cell(cells, customer) {
            TableCell::Money(amount) => Some(amount),
            _ => None,
        };
        self.tell(left, amount, progress)?;
        let (distinct, range) = spread(left, amount, progress)?;
        let sum = left.iter().filter_map(amount).sum();
        (self.distinct, self.spread) = (distinct, range.map(|range| Spread::Amounts { range, sum }));
        Ok(())
    }

    /// Counts who has a value.
    fn tell<T>(
        &mut self,
        left: &Bits,
        value: impl Fn(usize) -> Option<T>,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        for (at, customer) in left.iter().enumerate() {
            if at % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            match value(customer) {
                Some(_) => self.filled += 1,
                None => self.missing += 1,
            }
        }
        Ok(())
    }

    /// Counts every value.
    fn count<T: Eq + Hash>(
        &mut self,
        left: &Bits,
        value: impl Fn(usize) -> Option<T>,
        progress: &Progress,
    ) -> Result<HashMap<T, u32>, Cancelled> {
        let mut counts = HashMap::new();
        for (at, customer) in left.iter().enumerate() {
            if at % CUSTOMERS_PER_STEP == 0 {
                progress.advance(0)?;
            }
            match value(customer) {
                Some(value) => {
                    self.filled += 1;
                    *counts.entry(value).or_insert(0) += 1;
                }
                None => self.missing += 1,
            }
        }
        Ok(counts)
    }

    /// Lists the most frequent values; equal counts by the values themselves, so that the list is always the same.
    fn list<T>(&mut self, counts: HashMap<T, u32>, name: impl Fn(T) -> ColumnValue) {
        self.distinct = counts.len();
        let mut frequent: Vec<(T, u32)> = counts.into_iter().collect();
        if frequent.len() > VALUES_LISTED {
            frequent.select_nth_unstable_by_key(VALUES_LISTED, |(_, count)| Reverse(*count));
            frequent.truncate(VALUES_LISTED);
        }
        self.values = frequent.into_iter().map(|(value, count)| (name(value), count)).collect();
        self.values.sort_unstable_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then_with(|| a.cmp(b)));
        if self.missing > 0 {
            self.values.push((ColumnValue::Missing, self.missing));
        }
    }
}

fn cell(cells: ColumnCells<'_>, customer: usize) -> TableCell<'_> {
    cells.cell(CustomerIndex::try_from(customer).unwrap_or(CustomerIndex::MAX))
}

/// How many different values there are, and the smallest, the middle and the largest.
fn spread<T: Copy + PartialOrd>(
    left: &Bits,
    value: impl Fn(usize) -> Option<T>,
    progress: &Progress,
) -> Result<(usize, Option<[T; 3]>), Cancelled> {
    let mut values: Vec<T> = left.iter().filter_map(value).collect();
    progress.advance(0)?;
    values.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    progress.advance(0)?;
    let range = match (values.first(), values.get(values.len().saturating_sub(1) / 2), values.last()) {
        (Some(first), Some(middle), Some(last)) => Some([*first, *middle, *last]),
        _ => None,
    };
    values.dedup_by(|a, b| a == b);
    Ok((values.len(), range))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::condition::Condition;
    use crate::insight::table::TableColumn;
    use crate::portfolio::PortfolioBuilder;
    use crate::portfolio::tests::report;
    use crate::workbook::table::{AsOf, KnownBy};

    fn scored() -> ScoredPortfolio {
        let rows = ["C1|A|10|Retail|Yes", "C2|B|300|Retail|No", "C3|C|40||No", "C4|D||Legal|No", "C5|E|40|Legal|"];
        let mut builder = PortfolioBuilder::default();
        builder.add(report("CustomerID|AccountName|OrgSize|Industry|Has Azure", &rows)).unwrap();
        let as_of = AsOf { day: jiff::civil::date(2026, 10, 1), known_by: KnownBy::User };
        ScoredPortfolio::new(builder.finish(), Default::default(), as_of)
    }

    fn facts(scored: &ScoredPortfolio, column: TableColumn, filter: &Filter) -> ColumnFacts {
        ColumnFacts::compute(scored, &FactsQuestion::new(column, None, filter), &Progress::default()).unwrap()
    }

    #[test]
    fn numbers_tell_their_spread_and_what_is_missing() {
        let scored = scored();
        let facts = facts(&scored, TableColumn::Employees, &Filter::default());
        assert_eq!((facts.filled, facts.missing, facts.distinct), (4, 1, 3));
        assert_eq!(facts.spread, Some(Spread::Numbers { range: [10.0, 40.0, 300.0], sum: Some(390.0) }));
        assert!(facts.values.is_empty());
    }

    #[test]
    fn values_are_counted_among_those_whom_the_other_conditions_leave() {
        let scored = scored();
        let at = |name: &str| {
            let attributes = &scored.portfolio.attributes;
            TableColumn::Attribute(attributes.iter().position(|attribute| attribute.header == name).unwrap())
        };
        let (industry, azure) = (at("Industry"), at("Has Azure"));
        let text = |text: &str| ColumnValue::Text(text.to_owned());
        let mut filter = Filter::default();
        filter.set_condition(industry, Some(Condition::Values(vec![text("Legal")])));
        let own = facts(&scored, industry, &filter);
        assert_eq!(own.values, [(text("Legal"), 2), (text("Retail"), 2), (ColumnValue::Missing, 1)]);
        assert_eq!(own.distinct, 2, "missing is no value");
        let other = facts(&scored, azure, &filter);
        assert_eq!(other.values, [(ColumnValue::Flag(false), 1), (ColumnValue::Missing, 1)]);
        assert!(facts(&scored, TableColumn::Domain, &filter).spread.is_none());
    }
}
