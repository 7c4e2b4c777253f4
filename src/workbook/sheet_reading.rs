//! The customer table of a sheet while it is read, in stretches of rows that are joined at the end.

use crate::support::interner::{Aliases, Interner, TextId, TooMuchText};
use crate::support::text::{one_visible_line, shorten};
use crate::support::text_list::TextList;
use crate::workbook::budget::{BESIDE_ROW_BYTES, Budget, MAX_READ_BYTES, Share};
use crate::workbook::cells::FilledCell;
use crate::workbook::column_reader::{ColumnReader, Taken};
use crate::workbook::error::OpenProblem;
use crate::workbook::gather::Gather;
use crate::workbook::place::cell_name;
use crate::workbook::row_index::RowIndex;
use crate::workbook::table::UnparsedCell;
use crate::workbook::values::{self, CellValue};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many unparsed cells are shown with their place.
const UNPARSED_SHOWN: usize = 20;

/// How many characters of an unparsed cell are shown.
const CONTENT_SHOWN: usize = 40;

/// Rows whose memory is counted at a time.
const ROWS_COUNTED: usize = 16;
/// Bytes of a stretch's own texts that are counted at a time.
const TEXT_BYTES_COUNTED: u64 = 64 << 10;

/// Which columns of a sheet are read, and from which row on.
pub struct ReadingPlan {
    sheet: String,
    header_row: u32,
    columns: Vec<ColumnReader>,
    /// Their columns of the sheet, from 0.
    places: Vec<u32>,
    /// Where each column of the sheet is among those read.
    slots: Vec<Option<u16>>,
    /// What a row costs in memory.
    row_bytes: usize,
    budget: Budget,
}

impl ReadingPlan {
    /// To read `columns`, empty and by their column from 0, of `sheet` below `header_row`, from 0.
    #[must_use]
    pub fn new(sheet: &str, header_row: u32, columns: impl IntoIterator<Item = (u32, ColumnReader)>) -> Self {
        let mut plan = Self {
            sheet: sheet.to_owned(),
            header_row,
            columns: Vec::new(),
            places: Vec::new(),
            slots: Vec::new(),
            row_bytes: RowIndex::ROW_BYTES + BESIDE_ROW_BYTES,
            budget: Budget::of(MAX_READ_BYTES),
        };
        for (place, reader) in columns {
            let column = place as usize;
            if plan.slots.len() <= column {
                plan.slots.resize(column + 1, None);
            }
            if let (Some(slot), Ok(position)) = (plan.slots.get_mut(column), u16::try_from(plan.columns.len())) {
                *slot = Some(position);
                plan.row_bytes += reader.cell_bytes();
                plan.columns.push(reader);
                plan.places.push(place);
            }
        }
        plan
    }

    /// The same beside texts that take so many bytes.
    #[must_use]
    pub fn beside(self, text_bytes: u64) -> Self {
        self.budget.take(text_bytes);
        self
    }

    /// A stretch of rows, empty.
    #[must_use]
    pub fn stretch(&self) -> Stretch<'_> {
        Stretch {
            plan: self,
            columns: self.columns.iter().map(ColumnReader::fresh).collect(),
            understood: vec![Recent::default(); self.columns.len()],
            texts: Interner::default(),
            rows: RowIndex::default(),
            unparsed: Unparsed::default(),
            error_cells: 0,
            counted_rows: 0,
            open_cells: 0,
            counted_text_bytes: 0,
            share: self.budget.share(),
        }
    }

    #[inline]
    fn slot(&self, column: u32) -> Option<usize> {
        self.slots.get(column as usize).copied().flatten().map(usize::from)
    }
}

/// Cells that hold something else than their column promises.
#[derive(Debug, Default)]
pub struct Unparsed {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<UnparsedCell>,
}

/// Shared texts that a column understood, and in which row: the next cell with one of them is understood alike.
#[derive(Debug, Clone, Default)]
struct Recent([(TextId, u32); 8]);

impl Recent {
    #[inline]
    fn place(&mut self, id: TextId) -> Option<&mut (TextId, u32)> {
        self.0.get_mut(id.index() % 8)
    }

    #[inline]
    fn row_of(&mut self, id: TextId) -> Option<usize> {
        self.place(id).filter(|(known, _)| *known == id).map(|(_, row)| *row as usize)
    }

    /// A row that is written again may be one that was noted.
    #[inline]
    fn forget_if(&mut self, is_written_again: bool) {
        if is_written_again {
            *self = Self::default();
        }
    }

    fn note(&mut self, id: TextId, row: usize) {
        if let (Some(place), Ok(row)) = (self.place(id), u32::try_from(row)) {
            *place = (id, row);
        }
    }
}

/// Some rows of the sheet.
pub struct Stretch<'p> {
    plan: &'p ReadingPlan,
    columns: Vec<ColumnReader>,
    /// Of each column.
    understood: Vec<Recent>,
    /// Texts of cells that are not among those that the book shares; ids of them are marked local.
    texts: Interner,
    rows: RowIndex,
    unparsed: Unparsed,
    error_cells: u64,
    /// Up to here rows are counted for the budget.
    counted_rows: usize,
    /// Cells that could be read in two ways, and are not counted for the budget yet.
    open_cells: usize,
    /// Up to here its texts are counted for the budget.
    counted_text_bytes: u64,
    share: Share<'p>,
}

impl Gather for Stretch<'_> {
    #[inline]
    fn wants(&self, column: u32) -> bool {
        self.plan.slot(column).is_some()
    }

    #[inline]
    fn pass(&mut self, row: u32, column: u32) -> Result<(), OpenProblem> {
        if row > self.plan.header_row {
            self.row(row, column)?;
        }
        Ok(())
    }

    #[inline]
    fn take(&mut self, cell: &FilledCell<'_>) -> Result<(), OpenProblem> {
        let Some((row, slot)) = self.place(cell.row, cell.column)? else { return Ok(()) };
        let (Some(column), Some(understood)) = (self.columns.get_mut(slot), self.understood.get_mut(slot)) else {
            return Ok(());
        };
        understood.forget_if(column.reaches(row));
        if cell.value == CellValue::Error {
            self.error_cells += 1;
        }
        if column.is_text() {
            let id = local_text(&mut self.texts, cell.value);
            column.take_text(row, id.map_err(|TooMuchText| OpenProblem::too_much_text(&self.plan.sheet))?);
            self.count_texts()?;
        } else {
            match column.take(row, cell.value) {
                Taken::Understood => {}
                Taken::LeftOpen => self.open_cells += 1,
                Taken::NotUnderstood => self.unparsed.note(cell, column),
            }
        }
        Ok(())
    }

    #[inline]
    fn take_shared(&mut self, row: u32, column: u32, id: TextId, texts: &TextList) -> Result<(), OpenProblem> {
        let Some((position, slot)) = self.place(row, column)? else { return Ok(()) };
        let (Some(reader), Some(understood)) = (self.columns.get_mut(slot), self.understood.get_mut(slot)) else {
            return Ok(());
        };
        understood.forget_if(reader.reaches(position));
        if reader.is_text() {
            reader.take_text(position, id);
        } else if let Some(earlier) = understood.row_of(id) {
            reader.repeat(earlier, position);
        } else {
            let value = CellValue::Text(texts.text(id));
            match reader.take(position, value) {
                Taken::Understood => understood.note(id, position),
                Taken::LeftOpen => self.open_cells += 1,
                Taken::NotUnderstood => self.unparsed.note(&FilledCell { row, column, value }, reader),
            }
        }
        Ok(())
    }
}

impl Stretch<'_> {
    /// How many rows have a filled cell.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.count()
    }

    /// The position of `row`, from 0, among the rows read, and of `column` among the columns read; the row counts as
    /// filled.
    #[inline]
    fn place(&mut self, row: u32, column: u32) -> Result<Option<(usize, usize)>, OpenProblem> {
        if row <= self.plan.header_row {
            return Ok(None);
        }
        let position = self.row(row, column)?;
        Ok(self.plan.slot(column).map(|slot| (position, slot)))
    }

    /// The position of `row`, from 0, among the rows read.
    #[inline]
    fn row(&mut self, row: u32, column: u32) -> Result<usize, OpenProblem> {
        let position = self.rows.row(row + 1, column);
        if position == self.counted_rows {
            self.count_memory()?;
        }
        Ok(position)
    }

    /// Counts the next rows, and the cells that were left open since.
    fn count_memory(&mut self) -> Result<(), OpenProblem> {
        self.counted_rows += ROWS_COUNTED;
        let open_cells = std::mem::take(&mut self.open_cells);
        let bytes = ROWS_COUNTED * self.plan.row_bytes + open_cells * ColumnReader::OPEN_CELL_BYTES;
        self.take_memory(bytes as u64)
    }

    /// Counts what its texts have grown by, once that is worth it.
    #[inline]
    fn count_texts(&mut self) -> Result<(), OpenProblem> {
        let grown = self.texts.memory_bytes() - self.counted_text_bytes;
        if grown < TEXT_BYTES_COUNTED {
            return Ok(());
        }
        self.counted_text_bytes += grown;
        self.take_memory(grown)
    }

    fn take_memory(&mut self, bytes: u64) -> Result<(), OpenProblem> {
        if self.share.take(bytes) { Ok(()) } else { Err(self.plan.budget.passed_in(&self.plan.sheet)) }
    }
}

/// The ids that `local` texts get among `texts`, which become them where there are none yet.
fn final_ids(local: Interner, texts: &mut Interner) -> Result<Vec<TextId>, TooMuchText> {
    if texts.id_count() > 1 {
        return local.texts().map(|text| texts.intern(text)).collect();
    }
    *texts = local;
    Ok((0..texts.id_count()).map_while(TextId::numbered).collect())
}

fn local_text(texts: &mut Interner, value: CellValue<'_>) -> Result<TextId, TooMuchText> {
    let id = match value {
        CellValue::Text(text) => texts.intern(text.trim())?,
        other => values::text(other).map_or(Ok(TextId::MISSING), |text| texts.intern(&text))?,
    };
    Ok(id.as_local())
}

impl Unparsed {
    fn note(&mut self, cell: &FilledCell<'_>, column: &ColumnReader) {
        if matches!(cell.value, CellValue::Text(text) if column.is_header(text)) {
            return;
        }
        self.count += 1;
        if self.first.len() < UNPARSED_SHOWN {
            let content = values::text(cell.value).unwrap_or_default();
            self.first.push(unparsed_cell(cell_name(cell.column, cell.row + 1), column, &content));
        }
    }

    fn append(&mut self, mut other: Self) {
        self.count += other.count;
        self.first.append(&mut other.first);
        self.first.truncate(UNPARSED_SHOWN);
    }
}

fn unparsed_cell(place: String, column: &ColumnReader, content: &str) -> UnparsedCell {
    let content = shorten(&one_visible_line(content), CONTENT_SHOWN);
    UnparsedCell { place, header: column.header().to_owned(), content }
}

/// All rows of the sheet.
pub struct SheetReading {
    /// The columns in the order of the sheet.
    pub columns: Vec<ColumnReader>,
    /// Where each stands in the sheet, from 0.
    pub places: Vec<u32>,
    /// The texts they refer to.
    pub texts: Interner,
    /// The rows.
    pub rows: RowIndex,
    /// What could not be read.
    pub unparsed: Unparsed,
    /// How many cells hold error values.
    pub error_cells: u64,
}

/// What a stretch leaves when its columns are taken away.
struct Remains {
    rows: usize,
    /// The final ids of its own texts, by their local ones.
    texts: Vec<TextId>,
}

impl SheetReading {
    /// Joins `stretches`, which follow one another, with the texts that the book shares.
    ///
    /// # Errors
    /// More text than fits.
    pub fn join(
        stretches: Vec<Stretch<'_>>,
        plan: &ReadingPlan,
        (mut texts, aliases): (Interner, Aliases),
    ) -> Result<Self, OpenProblem> {
        let mut rows = RowIndex::default();
        let mut unparsed = Unparsed::default();
        let mut error_cells = 0;
        let mut remains = Vec::with_capacity(stretches.len());
        let mut parts: Vec<Vec<(ColumnReader, usize)>> = plan.columns.iter().map(|_| Vec::new()).collect();
        for stretch in stretches {
            let count = stretch.rows.count();
            let ids = final_ids(stretch.texts, &mut texts).map_err(|_| OpenProblem::too_much_text(&plan.sheet))?;
            remains.push(Remains { rows: count, texts: ids });
            if remains.len() == 1 {
                rows = stretch.rows;
            } else {
                rows.append(stretch.rows);
            }
            unparsed.append(stretch.unparsed);
            error_cells += stretch.error_cells;
            for (column, parts) in stretch.columns.into_iter().zip(&mut parts) {
                parts.push((column, count));
            }
        }
        debug_assert!(remains.iter().map(|stretch| stretch.rows).sum::<usize>() == rows.count());
        let final_id = |stretch: usize, id: TextId| match id.local() {
            Some(local) => {
                let ids = remains.get(stretch).map(|stretch| stretch.texts.as_slice()).unwrap_or_default();
                ids.get(local.index()).copied().unwrap_or(TextId::MISSING)
            }
            None => aliases.resolve(id),
        };
        let columns = join_columns(plan, parts, &final_id);
        Ok(Self { columns, places: plan.places.clone(), texts, rows, unparsed, error_cells })
    }
}

impl SheetReading {
    /// Lets each column decide the cells that could be read in two ways; the rest is told with its place.
    pub fn resolve_columns(&mut self) {
        for (place, column) in self.places.iter().zip(&mut self.columns) {
            let unresolved = column.resolve();
            self.unparsed.count += unresolved.count;
            let room = UNPARSED_SHOWN.saturating_sub(self.unparsed.first.len());
            let first = unresolved.first.into_iter().take(room);
            let told = first.map(|(row, text)| unparsed_cell(cell_name(*place, self.rows.number(row)), column, &text));
            self.unparsed.first.extend(told.collect::<Vec<UnparsedCell>>());
        }
    }
}

/// Joins each column, half of them beside the others.
fn join_columns(
    plan: &ReadingPlan,
    mut parts: Vec<Vec<(ColumnReader, usize)>>,
    text: &(impl Fn(usize, TextId) -> TextId + Sync),
) -> Vec<ColumnReader> {
    let join = |columns: &[ColumnReader], parts: Vec<Vec<(ColumnReader, usize)>>| {
        let joined = columns.iter().zip(parts).map(|(column, parts)| {
            let mut column = column.fresh();
            column.join(parts, text);
            column
        });
        joined.collect::<Vec<ColumnReader>>()
    };
    let half = parts.len() / 2;
    let rest = parts.split_off(half);
    let (left, right) = plan.columns.split_at(half.min(plan.columns.len()));
    let rest = Mutex::new(Some(rest));
    let join_right = || rest.lock().unwrap_or_else(PoisonError::into_inner).take().map(|rest| join(right, rest));
    thread::scope(|scope| {
        let helper = thread::Builder::new().name("columns".to_owned()).spawn_scoped(scope, join_right).ok();
        let mut columns = join(left, parts);
        let joined = match helper.map(thread::ScopedJoinHandle::join) {
            Some(Ok(joined)) => joined,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            // The system has no thread to give.
            None => join_right(),
        };
        columns.extend(joined.into_iter().flatten());
        columns
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::band::Band;
    use crate::domain::rating::Rating;
    use crate::workbook::dictionary::Dictionary;
    use crate::workbook::error::Unit;
    use crate::workbook::table::ColumnData;

    #[test]
    fn stretches_together_take_no_more_memory_than_there_is_for_them() {
        let known = Dictionary::get().recognise("M365Fit").unwrap();
        let fit = ColumnReader::new(known, "M365Fit".to_owned(), false).unwrap();
        let mut plan = ReadingPlan::new("Data", 0, [(3, fit)]);
        plan.budget = Budget::of(3 * (ROWS_COUNTED * plan.row_bytes) as u64);
        let read = |from: u32, rows: usize| {
            let mut stretch = plan.stretch();
            let rows = (from..).take(rows).map(|row| stretch.pass(row, 0)).collect::<Result<Vec<()>, OpenProblem>>();
            rows.map(|_| stretch)
        };
        let first = read(1, 2 * ROWS_COUNTED).unwrap_or_else(|problem| panic!("{problem}"));
        let second = read(100, ROWS_COUNTED + 1).map(|_| ());
        assert!(matches!(second, Err(OpenProblem::TooLarge { unit: Unit::Memory, .. })), "{second:?}");
        // A sheet that is read again, with care, starts anew.
        drop(first);
        assert!(read(1, 3 * ROWS_COUNTED).is_ok());
    }

    #[test]
    fn texts_count_like_rows_and_beside_those_of_the_book() {
        let known = Dictionary::get().recognise("CustomerName").unwrap();
        let columns = || [(3, ColumnReader::new(known.clone(), "CustomerName".to_owned(), false).unwrap())];
        let long = "n".repeat(1 << 20);
        let read = |plan: &ReadingPlan| {
            let mut stretch = plan.stretch();
            (1..8).try_for_each(|row| {
                let name = format!("{row}{long}");
                stretch.take(&FilledCell { row, column: 3, value: CellValue::Text(&name) })
            })
        };
        assert!(read(&ReadingPlan::new("Data", 0, columns()).beside(MAX_READ_BYTES - (9 << 20))).is_ok());
        let full = read(&ReadingPlan::new("Data", 0, columns()).beside(MAX_READ_BYTES - (5 << 20)));
        assert!(
            matches!(&full, Err(OpenProblem::TooLarge { unit: Unit::Memory, place, .. }) if place == "Data"),
            "{full:?}"
        );
    }

    #[test]
    fn a_cell_written_twice_does_not_speak_for_later_rows() {
        let mut texts = TextList::default();
        let (high, low) = (texts.push("High").unwrap(), texts.push("Low").unwrap());
        let known = Dictionary::get().recognise("M365Fit").unwrap();
        let fit = ColumnReader::new(known, "M365Fit".to_owned(), false).unwrap();
        let plan = ReadingPlan::new("Data", 0, [(3, fit)]);
        let mut stretch = plan.stretch();
        for (row, id) in [(1, high), (1, low), (2, high), (3, high)] {
            stretch.take_shared(row, 3, id, &texts).unwrap();
        }
        let mut read = SheetReading::join(vec![stretch], &plan, (Interner::default(), Aliases::default())).unwrap();
        let ColumnData::Rating(cells) = read.columns.remove(0).finish(&[true; 3]).data else { panic!() };
        let band = |band| Some(Rating::Band(band));
        assert_eq!(cells, [band(Band::Low), band(Band::High), band(Band::High)]);
    }
}
