//! Fills one typed column cell by cell.

use crate::domain::cluster::Cluster;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::support::interner::TextId;
use crate::workbook::dictionary::{AttributeKind, KnownColumn, Meaning, OutcomePart, ScorePart, SignalPart};
use crate::workbook::table::{ColumnData, ReadColumn};
use crate::workbook::values::{self, CellValue, NotUnderstood};

/// A column that is being read.
pub struct ColumnReader {
    known: KnownColumn,
    header: String,
    data: ColumnData,
    date_1904: bool,
}

/// How a cell was taken in.
pub enum Taken {
    /// It has a value now, or says that it has none.
    Understood,
    /// It holds something else than the column promises.
    NotUnderstood,
}

impl ColumnReader {
    /// An empty column of the type that its meaning asks for; `None` for columns that are not read.
    #[must_use]
    pub fn new(known: KnownColumn, header: String, date_1904: bool) -> Option<Self> {
        let data = match known.meaning {
            Meaning::OwnMark => return None,
            Meaning::Score(_, ScorePart::Fit | ScorePart::Intent) => ColumnData::Rating(Vec::new()),
            Meaning::Score(_, ScorePart::Cluster) => ColumnData::Cluster(Vec::new()),
            Meaning::Segment => ColumnData::Segment(Vec::new()),
            Meaning::Employees => ColumnData::Count(Vec::new()),
            Meaning::ExpiringRevenue
            | Meaning::Score(_, ScorePart::WhitespaceRevenue)
            | Meaning::Outcome(OutcomePart::Revenue)
            | Meaning::Attribute(AttributeKind::Money) => ColumnData::Money(Vec::new()),
            Meaning::AgreementEnd
            | Meaning::Signal(SignalPart::Day)
            | Meaning::Outcome(OutcomePart::Opened | OutcomePart::Closed)
            | Meaning::Attribute(AttributeKind::Date) => ColumnData::Day(Vec::new()),
            Meaning::Play | Meaning::Attribute(AttributeKind::Flag) => ColumnData::Flag(Vec::new()),
            Meaning::Signal(SignalPart::Strength) | Meaning::Attribute(AttributeKind::Number) => {
                ColumnData::Number(Vec::new())
            }
            Meaning::CustomerId
            | Meaning::Duns
            | Meaning::Tpid
            | Meaning::Tenant
            | Meaning::Name
            | Meaning::Domain
            | Meaning::SubSegment
            | Meaning::AgreementId
            | Meaning::AgreementStatus
            | Meaning::Signal(_)
            | Meaning::Outcome(_)
            | Meaning::Attribute(AttributeKind::Text) => ColumnData::Text(Vec::new()),
        };
        Some(Self { known, header, data, date_1904 })
    }

    /// The column's header.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    /// What the column is about.
    #[must_use]
    pub fn meaning(&self) -> Meaning {
        self.known.meaning
    }

    /// An empty column of the same kind, for other rows of the sheet.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self { known: self.known.clone(), header: self.header.clone(), data: empty_like(&self.data), ..*self }
    }

    /// Whether its cells are texts, which are taken by [`ColumnReader::take_text`].
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self.data, ColumnData::Text(_))
    }

    /// Takes the text `id` at `row` of a column of texts.
    pub fn take_text(&mut self, row: usize, id: TextId) {
        if let ColumnData::Text(cells) = &mut self.data {
            put(cells, row, id, TextId::MISSING);
        }
    }

    /// Makes the cell at `row` equal to the one at `earlier`.
    pub fn repeat(&mut self, earlier: usize, row: usize) {
        match &mut self.data {
            ColumnData::Text(cells) => repeat(cells, earlier, row, TextId::MISSING),
            ColumnData::Rating(cells) => repeat(cells, earlier, row, None),
            ColumnData::Cluster(cells) => repeat(cells, earlier, row, None),
            ColumnData::Segment(cells) => repeat(cells, earlier, row, None),
            ColumnData::Flag(cells) => repeat(cells, earlier, row, None),
            ColumnData::Count(cells) => repeat(cells, earlier, row, None),
            ColumnData::Number(cells) => repeat(cells, earlier, row, None),
            ColumnData::Money(cells) => repeat(cells, earlier, row, None),
            ColumnData::Day(cells) => repeat(cells, earlier, row, None),
        }
    }

    /// Appends the cells of `parts`, each with how many rows it has, in which `text` tells a text's final id. The
    /// column is empty before.
    pub fn join(&mut self, parts: Vec<(Self, usize)>, text: impl Fn(usize, TextId) -> TextId) {
        match &mut self.data {
            ColumnData::Text(all) => {
                all.reserve_exact(parts.iter().map(|(_, rows)| rows).sum());
                for (number, (part, rows)) in parts.into_iter().enumerate() {
                    let ColumnData::Text(cells) = part.data else { continue };
                    let missing = rows.saturating_sub(cells.len());
                    all.extend(cells.into_iter().map(|id| text(number, id)));
                    all.extend(std::iter::repeat_n(TextId::MISSING, missing));
                }
            }
            ColumnData::Rating(all) => {
                join_cells(all, parts, |data| if let ColumnData::Rating(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Cluster(all) => {
                join_cells(all, parts, |data| if let ColumnData::Cluster(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Segment(all) => {
                join_cells(all, parts, |data| if let ColumnData::Segment(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Flag(all) => {
                join_cells(all, parts, |data| if let ColumnData::Flag(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Count(all) => {
                join_cells(all, parts, |data| if let ColumnData::Count(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Number(all) => {
                join_cells(all, parts, |data| if let ColumnData::Number(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Money(all) => {
                join_cells(all, parts, |data| if let ColumnData::Money(cells) = data { cells } else { Vec::new() })
            }
            ColumnData::Day(all) => {
                join_cells(all, parts, |data| if let ColumnData::Day(cells) = data { cells } else { Vec::new() })
            }
        }
    }

    /// Takes the cell at `row`, counted among the rows read, of a column of anything but texts; a cell that stands
    /// twice replaces the first.
    pub fn take(&mut self, row: usize, value: CellValue<'_>) -> Taken {
        let date_1904 = self.date_1904;
        let understood = match &mut self.data {
            ColumnData::Text(_) => Ok(()),
            ColumnData::Rating(cells) => values::rating(value).map(|cell| put(cells, row, cell, None)),
            ColumnData::Cluster(cells) => word(value, Cluster::from_word).map(|cell| put(cells, row, cell, None)),
            ColumnData::Segment(cells) => word(value, Segment::from_word).map(|cell| put(cells, row, cell, None)),
            ColumnData::Flag(cells) => values::flag(value).map(|cell| put(cells, row, cell, None)),
            ColumnData::Count(cells) => values::employees(value).map(|cell| put(cells, row, cell, None)),
            ColumnData::Number(cells) => values::number(value).map(|cell| put(cells, row, cell, None)),
            ColumnData::Money(cells) => values::money(value).map(|cell| put(cells, row, cell, None)),
            ColumnData::Day(cells) => values::day(value, date_1904).map(|cell| put(cells, row, cell, None)),
        };
        if understood.is_ok() { Taken::Understood } else { Taken::NotUnderstood }
    }

    /// Whether the cell at `row` has a value.
    #[must_use]
    pub fn has_value(&self, row: usize) -> bool {
        match &self.data {
            ColumnData::Text(cells) => cells.get(row).is_some_and(|id| !id.is_missing()),
            ColumnData::Rating(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Cluster(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Segment(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Flag(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Count(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Number(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Money(cells) => cells.get(row).is_some_and(Option::is_some),
            ColumnData::Day(cells) => cells.get(row).is_some_and(Option::is_some),
        }
    }

    /// The text at `row`, for columns of text.
    #[must_use]
    pub fn text_id(&self, row: usize) -> Option<TextId> {
        match &self.data {
            ColumnData::Text(cells) => cells.get(row).copied(),
            _ => None,
        }
    }

    /// If all scores are at most 1 and some lie between, they are percentages: they become 0 to 100.
    pub fn fractions_to_scores(&mut self) -> bool {
        let ColumnData::Rating(cells) = &mut self.data else { return false };
        let scores = || {
            cells.iter().flatten().filter_map(|rating| match rating {
                Rating::Score(score) => Some(score.value()),
                Rating::Band(_) => None,
            })
        };
        if scores().any(|value| value > 1.0) || !scores().any(|value| value > 0.0 && value < 1.0) {
            return false;
        }
        for cell in cells.iter_mut() {
            if let Some(Rating::Score(score)) = cell {
                let percent = (f64::from(score.value()) * 1e6).round() / 1e4;
                *cell = Score::new(percent).map(Rating::Score);
            }
        }
        true
    }

    /// The finished column, with only the rows that `keep` marks.
    #[must_use]
    pub fn finish(mut self, keep: &[bool]) -> ReadColumn {
        match &mut self.data {
            ColumnData::Text(cells) => retain(cells, keep, TextId::MISSING),
            ColumnData::Rating(cells) => retain(cells, keep, None),
            ColumnData::Cluster(cells) => retain(cells, keep, None),
            ColumnData::Segment(cells) => retain(cells, keep, None),
            ColumnData::Flag(cells) => retain(cells, keep, None),
            ColumnData::Count(cells) => retain(cells, keep, None),
            ColumnData::Number(cells) => retain(cells, keep, None),
            ColumnData::Money(cells) => retain(cells, keep, None),
            ColumnData::Day(cells) => retain(cells, keep, None),
        }
        ReadColumn { known: self.known, header: self.header, data: self.data }
    }
}

fn put<T: Clone>(cells: &mut Vec<T>, row: usize, value: T, missing: T) {
    if cells.len() <= row {
        cells.resize(row, missing);
        cells.push(value);
    } else if let Some(cell) = cells.get_mut(row) {
        *cell = value;
    }
}

fn repeat<T: Clone>(cells: &mut Vec<T>, earlier: usize, row: usize, missing: T) {
    if let Some(cell) = cells.get(earlier).cloned() {
        put(cells, row, cell, missing);
    }
}

fn empty_like(data: &ColumnData) -> ColumnData {
    match data {
        ColumnData::Text(_) => ColumnData::Text(Vec::new()),
        ColumnData::Rating(_) => ColumnData::Rating(Vec::new()),
        ColumnData::Cluster(_) => ColumnData::Cluster(Vec::new()),
        ColumnData::Segment(_) => ColumnData::Segment(Vec::new()),
        ColumnData::Flag(_) => ColumnData::Flag(Vec::new()),
        ColumnData::Count(_) => ColumnData::Count(Vec::new()),
        ColumnData::Number(_) => ColumnData::Number(Vec::new()),
        ColumnData::Money(_) => ColumnData::Money(Vec::new()),
        ColumnData::Day(_) => ColumnData::Day(Vec::new()),
    }
}

fn join_cells<T: Clone>(
    all: &mut Vec<Option<T>>,
    parts: Vec<(ColumnReader, usize)>,
    cells_of: impl Fn(ColumnData) -> Vec<Option<T>>,
) {
    all.reserve_exact(parts.iter().map(|(_, rows)| rows).sum());
    for (part, rows) in parts {
        let end = all.len() + rows;
        all.append(&mut cells_of(part.data));
        all.resize(end, None);
    }
}

fn retain<T: Clone>(cells: &mut Vec<T>, keep: &[bool], missing: T) {
    cells.resize(keep.len(), missing);
    if keep.iter().all(|kept| *kept) {
        return;
    }
    let mut kept = keep.iter();
    cells.retain(|_| kept.next().copied().unwrap_or(false));
    cells.shrink_to_fit();
}

/// A word from a fixed list.
fn word<T>(value: CellValue<'_>, parse: fn(&str) -> Option<T>) -> values::Parsed<T> {
    match value {
        CellValue::Error => Ok(None),
        CellValue::Text(text) if text.trim().is_empty() => Ok(None),
        CellValue::Text(text) => parse(text).map(Some).ok_or(NotUnderstood),
        _ => Err(NotUnderstood),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::dictionary::Dictionary;

    fn reader(header: &str) -> ColumnReader {
        let known = Dictionary::get().recognise(header).unwrap();
        ColumnReader::new(known, header.to_owned(), false).unwrap()
    }

    #[test]
    fn rows_without_a_cell_are_missing_and_dropped_rows_are_gone() {
        let mut fit = reader("M365Fit");
        fit.take(1, CellValue::Number(80.0));
        fit.take(3, CellValue::Number(20.0));
        assert!(!fit.has_value(0) && fit.has_value(1) && !fit.has_value(9));
        let ColumnData::Rating(cells) = fit.finish(&[true, true, false, true, true]).data else { panic!() };
        assert_eq!(cells.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true, true, false]);
    }

    #[test]
    fn fractions_of_one_are_percentages_but_zeros_and_ones_are_scores() {
        let mut fractions = reader("M365Fit");
        let mut whole = reader("M365Fit");
        for (row, value) in [0.0, 0.55, 0.805, 1.0].into_iter().enumerate() {
            fractions.take(row, CellValue::Number(value));
            whole.take(row, CellValue::Number(value.floor()));
        }
        assert!(fractions.fractions_to_scores());
        assert!(!whole.fractions_to_scores());
        let ColumnData::Rating(cells) = fractions.finish(&[true; 4]).data else { panic!() };
        let expected = [0.0, 55.0, 80.5, 100.0].map(|value| Score::new(value).map(Rating::Score));
        assert_eq!(cells, expected);
    }
}
