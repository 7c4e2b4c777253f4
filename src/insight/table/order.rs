//! The order of the table: by several columns, each rising or falling.

use crate::domain::band::{Band, BandLimits};
use crate::domain::model::Model;
use crate::domain::rating::Rating;
use crate::insight::ScoredPortfolio;
use crate::insight::table::{ColumnCells, TableCell, TableColumn};
use crate::portfolio::CustomerIndex;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

/// By which column the table is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub column: TableColumn,
    /// The largest first; what is missing comes last either way.
    pub descending: bool,
}

/// How many columns an order has at most.
const KEYS_KEPT: usize = 8;

/// The columns by which the table is ordered, the deciding one first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SortOrder {
    keys: Vec<Sort>,
}

impl Default for SortOrder {
    /// The most promising cell first.
    fn default() -> Self {
        Self { keys: vec![Sort { column: TableColumn::Cell, descending: false }] }
    }
}

impl SortOrder {
    /// By these columns, the deciding one first.
    #[must_use]
    pub fn new(keys: Vec<Sort>) -> Self {
        Self { keys }
    }

    /// The columns, the deciding one first.
    #[must_use]
    pub fn keys(&self) -> &[Sort] {
        &self.keys
    }

    /// The place of `column` among the keys, from 0, and its direction.
    #[must_use]
    pub fn of(&self, column: TableColumn) -> Option<(usize, Sort)> {
        self.keys.iter().copied().enumerate().find(|(_, sort)| sort.column == column)
    }

    /// Orders by `column` alone; the other way round when it is the only one already.
    pub fn choose(&mut self, column: TableColumn) {
        let descending = matches!(self.keys.as_slice(), [only] if only.column == column && !only.descending);
        self.keys = vec![Sort { column, descending }];
    }

    /// Orders equal rows by `column` too; turns it round, and then lets it go, when it is a key already.
    pub fn choose_also(&mut self, column: TableColumn) {
        match self.keys.iter().position(|sort| sort.column == column) {
            Some(at) => match self.keys.as_mut_slice() {
                keys if keys.get(at).is_some_and(|sort| !sort.descending) => {
                    keys.iter_mut().skip(at).take(1).for_each(|sort| sort.descending = true);
                }
                [_, _, ..] => drop(self.keys.remove(at)),
                _ => {}
            },
            None if self.keys.len() < KEYS_KEPT => self.keys.push(Sort { column, descending: false }),
            None => {}
        }
    }
}

/// All customers in `order`; `model` is the one that is chosen. Equal rows keep the order of the files, within a matrix
/// cell the higher Fit comes first.
#[must_use]
pub(crate) fn permutation(scored: &ScoredPortfolio, model: Option<Model>, order: &SortOrder) -> Vec<CustomerIndex> {
    let count = CustomerIndex::try_from(scored.portfolio.customer_count()).unwrap_or(CustomerIndex::MAX);
    let mut rows: Vec<CustomerIndex> = (0..count).collect();
    let keys = order.keys();
    let has = |column| keys.iter().any(|sort| sort.column == column);
    let fit = (has(TableColumn::Cell) && !has(TableColumn::Fit))
        .then_some(Sort { column: TableColumn::Fit, descending: true });
    // The last key first: each later pass keeps what the earlier ones did among equals.
    for sort in fit.iter().chain(keys.iter().rev()) {
        rows = sorted_by(scored, ColumnCells::of(scored, model, sort.column), sort.descending, rows);
    }
    rows
}

/// Rows whose keys one thread makes in one go.
const ROWS_PER_STEP: usize = 1 << 14;

fn sorted_by(
    scored: &ScoredPortfolio,
    cells: ColumnCells<'_>,
    descending: bool,
    rows: Vec<CustomerIndex>,
) -> Vec<CustomerIndex> {
    let turned = |key: u64| if descending { MISSING - 1 - key } else { key };
    let keyed: Vec<(u64, CustomerIndex)> = if let ColumnCells::Texts(texts, ids) = cells {
        let ranks = scored.portfolio.search_texts().ranks();
        let key = |customer: CustomerIndex| {
            let id = ids.get(customer as usize).filter(|id| !texts.text(**id).trim().is_empty());
            id.and_then(|id| ranks.get(id.index())).map_or(MISSING, |rank| turned(u64::from(*rank)))
        };
        rows.into_par_iter().with_min_len(ROWS_PER_STEP).map(|customer| (key(customer), customer)).collect()
    } else {
        let key = |customer| order_key(cells.cell(customer)).map_or(MISSING, turned);
        rows.into_par_iter().with_min_len(ROWS_PER_STEP).map(|customer| (key(customer), customer)).collect()
    };
    radix_sort(keyed).into_iter().map(|(_, customer)| customer).collect()
}

/// What is missing comes last.
const MISSING: u64 = u64::MAX;

/// A number that orders like the values, below [`MISSING`]; `None` for what is missing.
fn order_key(cell: TableCell<'_>) -> Option<u64> {
    let order = match cell {
        TableCell::Missing | TableCell::Text(_) => return None,
        TableCell::Rating(rating) => ordered(f64::from(rank(rating))),
        TableCell::Cell(cell) => cell.index() as u64,
        TableCell::Cluster(cluster) => cluster.index() as u64,
        TableCell::Segment(segment) => segment.index() as u64,
        TableCell::Count(count) => u64::from(count),
        TableCell::Number(number) => ordered(number),
        TableCell::Money(amount) => amount.hundredths().abs_diff(i64::MIN),
        TableCell::Day(day) => {
            let months = i64::from(day.year()) * 12 + i64::from(day.month());
            (months * 31 + i64::from(day.day())).abs_diff(i64::MIN)
        }
        TableCell::Flag(flag) => u64::from(flag),
    };
    Some(order.min(MISSING - 1))
}

/// Bits that order like the numbers: `f64::total_cmp`'s order, unsigned.
fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// A number to order ratings by: a band in words stands at the bottom of its default range.
fn rank(rating: Rating) -> f32 {
    let limits = BandLimits::default();
    match rating {
        Rating::Score(score) => score.value(),
        Rating::Band(Band::High) => limits.high,
        Rating::Band(Band::Medium) => limits.medium,
        Rating::Band(Band::Low) => limits.low,
        Rating::Band(Band::VeryLow) => 0.0,
    }
}

/// Values of a digit: the keys are ordered byte by byte.
const DIGITS: usize = 256;

/// Sorts by the keys; equal ones keep their order. A pass a byte, and none for bytes that are the same everywhere: a
/// million rows take a fraction of what comparing them does.
fn radix_sort<T: Copy + Default>(mut rows: Vec<(u64, T)>) -> Vec<(u64, T)> {
    let digit = |key: u64, byte: usize| (key >> (byte * 8)) as usize % DIGITS;
    let mut counts = [[0_usize; DIGITS]; 8];
    for (key, _) in &rows {
        for (byte, counts) in counts.iter_mut().enumerate() {
            if let Some(count) = counts.get_mut(digit(*key, byte)) {
                *count += 1;
            }
        }
    }
    let mut sorted = Vec::new();
    for (byte, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&rows.len()) {
            continue;
        }
        let mut start = 0;
        for count in counts.iter_mut() {
            start += std::mem::replace(count, start);
        }
        sorted.resize(rows.len(), (0, T::default()));
        for row in &rows {
            if let Some(place) = counts.get_mut(digit(row.0, byte)) {
                if let Some(to) = sorted.get_mut(*place) {
                    *to = *row;
                }
                *place += 1;
            }
        }
        std::mem::swap(&mut rows, &mut sorted);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use jiff::civil::date;

    fn rises(cells: &[TableCell<'_>]) -> bool {
        cells.windows(2).all(|pair| {
            let keys = [pair[0], pair[1]].map(|cell| order_key(cell).unwrap_or(MISSING));
            keys[0] < keys[1]
        })
    }

    #[test]
    fn keys_order_like_their_values_and_missing_comes_last() {
        let amount = |units| TableCell::Money(Money::from_units(units).unwrap());
        assert!(rises(&[amount(-2.0), amount(-1.5), amount(0.0), amount(3.0), TableCell::Missing]));
        assert!(rises(&[-1e9, -0.5, 0.0, 0.25, 7.0, f64::INFINITY, f64::NAN].map(TableCell::Number)));
        assert!(rises(
            &[date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)].map(TableCell::Day)
        ));
        assert!(rises(&[TableCell::Flag(false), TableCell::Flag(true), TableCell::Missing]));
        assert!(rises(&[TableCell::Count(u32::MAX), TableCell::Missing]));
    }

    #[test]
    fn equal_keys_keep_their_order_whatever_bytes_differ() {
        let rows: Vec<(u64, u32)> = (0..5_000_u64)
            .map(|row| ((row.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 97) << (row % 3 * 20), row as u32))
            .collect();
        let mut expected = rows.clone();
        expected.sort_by_key(|(key, _)| *key);
        assert_eq!(radix_sort(rows), expected);
        assert_eq!(radix_sort(Vec::<(u64, u32)>::new()), []);
    }

    #[test]
    fn a_column_chosen_again_turns_round_and_one_added_goes_the_third_time() {
        let (name, fit) = (TableColumn::Name, TableColumn::Fit);
        let mut order = SortOrder::default();
        order.choose(name);
        order.choose(name);
        assert_eq!(order.keys(), [Sort { column: name, descending: true }]);
        order.choose_also(fit);
        assert_eq!(order.of(fit), Some((1, Sort { column: fit, descending: false })));
        order.choose_also(fit);
        assert_eq!(order.of(fit).map(|(_, sort)| sort.descending), Some(true));
        order.choose_also(fit);
        assert_eq!(order.of(fit), None);
        order.choose_also(name);
        assert_eq!(order.keys().len(), 1, "the only key stays");
    }
}
