//! Fills one typed column cell by cell.

use crate::domain::cluster::Cluster;
use crate::domain::rating::Rating;
use crate::domain::score::Score;
use crate::domain::segment::Segment;
use crate::support::interner::TextId;
use crate::workbook::dictionary::{AttributeKind, KnownColumn, Meaning, OutcomePart, ScorePart, SignalPart};
use crate::workbook::table::{ColumnData, ReadColumn};
use crate::workbook::values::{self, CellValue, NotUnderstood, Reading};
use crate::workbook::ways::{Ambiguous, OpenCell, Unresolved, Ways};

/// Does the same with the cells of a column, whatever their type; `missing` is a cell without value.
macro_rules! with_cells {
    ($data:expr, |$cells:ident, $missing:ident| $body:expr) => {
        match $data {
            ColumnData::Text($cells) => {
                let $missing = TextId::MISSING;
                $body
            }
            ColumnData::Rating($cells) => with_cells!($missing, $body),
            ColumnData::Cluster($cells) => with_cells!($missing, $body),
            ColumnData::Segment($cells) => with_cells!($missing, $body),
            ColumnData::Flag($cells) => with_cells!($missing, $body),
            ColumnData::Count($cells) => with_cells!($missing, $body),
            ColumnData::Number($cells) => with_cells!($missing, $body),
            ColumnData::Money($cells) => with_cells!($missing, $body),
            ColumnData::Day($cells) => with_cells!($missing, $body),
        }
    };
    ($missing:ident, $body:expr) => {{
        let $missing = None;
        $body
    }};
}

/// Appends the cells of all parts, which are of the same type.
macro_rules! join_cells {
    ($kind:ident, $all:expr, $parts:expr) => {{
        $all.reserve_exact($parts.iter().map(|(_, rows)| rows).sum());
        for (part, rows) in $parts {
            let end = $all.len() + rows;
            if let ColumnData::$kind(mut cells) = part.data {
                $all.append(&mut cells);
            }
            $all.resize(end, None);
        }
    }};
}

/// A column that is being read.
pub struct ColumnReader {
    known: KnownColumn,
    header: String,
    data: ColumnData,
    date_1904: bool,
    /// Which way the column's numbers or days are written, and the cells that could be either.
    ways: Ways,
    /// Words read before: a column of words holds few.
    ratings: Words<Rating>,
    flags: Words<bool>,
    clusters: Words<Cluster>,
    segments: Words<Segment>,
}

/// How a cell was taken in.
pub enum Taken {
    /// It has a value now, or says that it has none.
    Understood,
    /// What it holds could be read in two ways; [`ColumnReader::resolve`] tells which.
    LeftOpen,
    /// It holds something else than the column promises.
    NotUnderstood,
}

impl ColumnReader {
    /// What a cell that could be read in two ways costs in memory, beside itself.
    pub const OPEN_CELL_BYTES: usize = size_of::<OpenCell>();

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
        Some(Self::of(known, header, data, date_1904))
    }

    fn of(known: KnownColumn, header: String, data: ColumnData, date_1904: bool) -> Self {
        Self {
            known,
            header,
            data,
            date_1904,
            ways: Ways::default(),
            ratings: Words::default(),
            flags: Words::default(),
            clusters: Words::default(),
            segments: Words::default(),
        }
    }

    /// The column's header.
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }

    /// Whether `text` is the column's header, with or without the group above it.
    #[must_use]
    pub fn is_header(&self, text: &str) -> bool {
        let text = text.trim();
        !text.is_empty() && self.header.ends_with(text) && (self.header.len() == text.len() || text.len() > 2)
    }

    /// What the column is about.
    #[must_use]
    pub fn meaning(&self) -> Meaning {
        self.known.meaning
    }

    /// An empty column of the same kind, for other rows of the sheet.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::of(self.known.clone(), self.header.clone(), empty_like(&self.data), self.date_1904)
    }

    /// What one of its cells costs in memory.
    #[must_use]
    pub fn cell_bytes(&self) -> usize {
        with_cells!(&self.data, |cells, missing| bytes_of_each(cells, &missing))
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

    /// Whether a cell at `row` or below it was taken already.
    #[must_use]
    pub fn reaches(&self, row: usize) -> bool {
        with_cells!(&self.data, |cells, missing| count(cells, &missing) > row)
    }

    /// Makes the cell at `row` equal to the one at `earlier`.
    pub fn repeat(&mut self, earlier: usize, row: usize) {
        with_cells!(&mut self.data, |cells, missing| if let Some(cell) = cells.get(earlier).copied() {
            put(cells, row, cell, missing);
        });
    }

    /// Appends the cells of `parts`, each with how many rows it has, in which `text` tells a text's final id. The
    /// column is empty before.
    pub fn join(&mut self, mut parts: Vec<(Self, usize)>, text: impl Fn(usize, TextId) -> TextId) {
        let mut before = 0;
        for (part, rows) in &mut parts {
            self.ways.append(std::mem::take(&mut part.ways), before);
            before += *rows;
        }
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
            ColumnData::Rating(all) => join_cells!(Rating, all, parts),
            ColumnData::Cluster(all) => join_cells!(Cluster, all, parts),
            ColumnData::Segment(all) => join_cells!(Segment, all, parts),
            ColumnData::Flag(all) => join_cells!(Flag, all, parts),
            ColumnData::Count(all) => join_cells!(Count, all, parts),
            ColumnData::Number(all) => join_cells!(Number, all, parts),
            ColumnData::Money(all) => join_cells!(Money, all, parts),
            ColumnData::Day(all) => join_cells!(Day, all, parts),
        }
    }

    /// Takes the cell at `row`, counted among the rows read, of a column of anything but texts; a cell that stands
    /// twice replaces the first.
    pub fn take(&mut self, row: usize, value: CellValue<'_>) -> Taken {
        let date_1904 = self.date_1904;
        let taken = match &mut self.data {
            ColumnData::Text(_) => Ok(Taken::Understood),
            ColumnData::Rating(cells) => {
                let parsed = match value {
                    CellValue::Text(text) => self.ratings.read(text, || values::rating(value)),
                    _ => values::rating(value),
                };
                parsed.map(|cell| set(cells, row, cell))
            }
            ColumnData::Cluster(cells) => {
                word(value, &mut self.clusters, Cluster::from_word).map(|cell| set(cells, row, cell))
            }
            ColumnData::Segment(cells) => {
                word(value, &mut self.segments, Segment::from_word).map(|cell| set(cells, row, cell))
            }
            ColumnData::Flag(cells) => {
                let parsed = match value {
                    CellValue::Text(text) => self.flags.read(text, || values::flag(value)),
                    _ => values::flag(value),
                };
                parsed.map(|cell| set(cells, row, cell))
            }
            ColumnData::Count(cells) => values::employees(value).map(|cell| set(cells, row, cell)),
            ColumnData::Number(cells) => take_reading(cells, &mut self.ways, row, value, values::number(value)),
            ColumnData::Money(cells) => take_reading(cells, &mut self.ways, row, value, values::money(value)),
            ColumnData::Day(cells) => take_reading(cells, &mut self.ways, row, value, values::day(value, date_1904)),
        };
        taken.unwrap_or(Taken::NotUnderstood)
    }

    /// Reads the cells that could be read in two ways as the rest of the column is written; tells those that stay open,
    /// because the column says nothing or both. To be asked when all cells were taken.
    pub fn resolve(&mut self) -> Unresolved {
        let ways = std::mem::take(&mut self.ways);
        let way = ways.way();
        let mut unresolved = Unresolved { count: 0, first: Vec::new() };
        for cell in ways.open() {
            let row = cell.row as usize;
            let is_known = match (&mut self.data, cell.values) {
                (ColumnData::Number(cells), Ambiguous::Number(values)) => {
                    way.choose(values, cell.usual).map(|value| put(cells, row, Some(value), None))
                }
                (ColumnData::Money(cells), Ambiguous::Money(values)) => {
                    way.choose(values, cell.usual).map(|value| put(cells, row, Some(value), None))
                }
                (ColumnData::Day(cells), Ambiguous::Day(values)) => {
                    way.choose(values, cell.usual).map(|value| put(cells, row, Some(value), None))
                }
                _ => None,
            };
            if is_known.is_none() {
                unresolved.count += 1;
                unresolved.first.extend(ways.content(cell.row).map(|content| (row, content.to_owned())));
            }
        }
        unresolved
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
        with_cells!(&mut self.data, |cells, missing| retain(cells, keep, missing));
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

/// How many cells there are; `_like` only tells their type.
fn count<T>(cells: &[T], _like: &T) -> usize {
    cells.len()
}

/// What each cell takes; `_like` only tells their type.
fn bytes_of_each<T>(_cells: &[T], _like: &T) -> usize {
    size_of::<T>()
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

fn retain<T: Clone>(cells: &mut Vec<T>, keep: &[bool], missing: T) {
    cells.resize(keep.len(), missing);
    if keep.iter().all(|kept| *kept) {
        return;
    }
    let mut kept = keep.iter();
    cells.retain(|_| kept.next().copied().unwrap_or(false));
    cells.shrink_to_fit();
}

/// Takes in what could be written in two ways.
fn take_reading<T: Copy>(
    cells: &mut Vec<Option<T>>,
    ways: &mut Ways,
    row: usize,
    value: CellValue<'_>,
    reading: Reading<T>,
) -> Result<Taken, NotUnderstood>
where
    Ambiguous: From<(T, T)>,
{
    let cell = match reading {
        Reading::Nothing => None,
        Reading::Plain(value) => Some(value),
        Reading::First(value) => {
            ways.saw_first();
            Some(value)
        }
        Reading::Second(value) => {
            ways.saw_second();
            Some(value)
        }
        Reading::Open { first, second, usual } => {
            let text = if let CellValue::Text(text) = value { text } else { "" };
            ways.leave_open(row, Ambiguous::from((first, second)), usual, text);
            put(cells, row, None, None);
            return Ok(Taken::LeftOpen);
        }
        Reading::NotUnderstood => return Err(NotUnderstood),
    };
    Ok(set(cells, row, cell))
}

fn set<T: Clone>(cells: &mut Vec<Option<T>>, row: usize, cell: Option<T>) -> Taken {
    put(cells, row, cell, None);
    Taken::Understood
}

/// A word from a fixed list.
fn word<T: Copy>(value: CellValue<'_>, words: &mut Words<T>, parse: fn(&str) -> Option<T>) -> values::Parsed<T> {
    match value {
        CellValue::Error => Ok(None),
        CellValue::Text(text) if text.trim().is_empty() => Ok(None),
        CellValue::Text(text) => words.read(text, || parse(text).map(Some).ok_or(NotUnderstood)),
        _ => Err(NotUnderstood),
    }
}

/// What the words of a column mean, so that each is compared and folded once.
struct Words<T>(Vec<(String, values::Parsed<T>)>);

/// A column of words holds fewer; one that does not is no column of words.
const WORDS_KEPT: usize = 16;

/// Longer texts are no words.
const LONGEST_WORD: usize = 64;

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> Words<T> {
    fn read(&mut self, text: &str, parse: impl FnOnce() -> values::Parsed<T>) -> values::Parsed<T> {
        if let Some((_, known)) = self.0.iter().find(|(word, _)| word == text) {
            return *known;
        }
        let parsed = parse();
        if self.0.len() < WORDS_KEPT && text.len() <= LONGEST_WORD {
            self.0.push((text.to_owned(), parsed));
        }
        parsed
    }
}

#[cfg(test)]
mod tests;
