//! The cells of a worksheet as values: shared strings and cell formats looked up.

use super::parallel::{quick_else_careful, read_chunks, thread_count};
use super::rows::{CellSink, RawCell, RawValue, RowProblem, RowReader};
use crate::support::interner::TextId;
use crate::support::progress::Progress;
use crate::support::text_list::TextList;
use crate::workbook::cells::{FilledCell, Go};
use crate::workbook::error::{OpenProblem, Unit};
use crate::workbook::gather::Gather;
use crate::workbook::guard::PartRules;
use crate::workbook::guard::items::{Chunk, Cut, ItemFeed, ItemProblem, Items};
use crate::workbook::package::{DateFormats, Package, SheetEntry};
use crate::workbook::place::cell_name;
use crate::workbook::values::{self, CellValue};
use crate::workbook::worksheet::cell_ref::MAX_ROWS;
use std::io::Read;
use std::sync::{Mutex, PoisonError};

/// What cells refer to.
pub(in crate::workbook) struct Lookup<'b> {
    /// The shared strings: number 0 has the id 1.
    pub(in crate::workbook) strings: &'b TextList,
    /// Which cell formats show days.
    pub(in crate::workbook) dates: &'b DateFormats,
    /// Whether days are counted from 1904.
    pub(in crate::workbook) date_1904: bool,
}

/// Gives every filled cell of `sheet` to `visit`, in the order of the file, until it has enough.
///
/// # Errors
/// As for [`gather`], and what `visit` says.
pub(in crate::workbook) fn each_cell(
    package: &mut Package,
    sheet: &SheetEntry,
    lookup: &Lookup<'_>,
    visit: impl FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>,
) -> Result<(), OpenProblem> {
    let progress = Progress::default();
    let mut feed = open(package, sheet, Cut::Careful, &progress)?;
    let mut reader = RowReader::new(true);
    let mut sink = Visited { lookup, sheet: &sheet.name, visit };
    let mut chunk = Chunk::default();
    while feed.next_chunk(&mut chunk).map_err(|problem| problem.of(&sheet.part))? {
        match reader.read(chunk.text(&sheet.part)?, &mut sink) {
            Ok(()) => {}
            Err(RowProblem::Stopped(Stop::Enough)) => return Ok(()),
            Err(RowProblem::Stopped(Stop::Problem(problem))) => return Err(problem),
            Err(problem) => return Err(told(&problem.without_stop(), &sheet.name)),
        }
    }
    feed.finish(reader.rows_read(), 0).map(|_| ())
}

/// Reads `sheet` on all cores into gatherers, made by `begin`, one a stretch of rows. The part is checked to its end.
///
/// # Errors
/// As for [`crate::workbook::guard::check_part`]; a cell outside the grid or one that refers to nothing; what a
/// gatherer says.
pub(in crate::workbook) fn gather<G: Gather>(
    package: &mut Package,
    sheet: &SheetEntry,
    lookup: &Lookup<'_>,
    begin: impl Fn() -> G + Sync,
    progress: &Progress,
) -> Result<Vec<G>, OpenProblem> {
    let read = |careful: bool| {
        if careful {
            let feed = open(package, sheet, Cut::Careful, progress)?;
            gather_as_one(feed, &sheet.name, lookup, begin()).map(|all| vec![all])
        } else {
            gather_in_stretches(open(package, sheet, Cut::Quick, progress)?, &sheet.name, lookup, &begin)
        }
    };
    quick_else_careful(read, &sheet.part)
}

/// Reads the rows of `feed` on all cores; what [`gather`] tries first.
///
/// # Errors
/// [`ItemProblem::NeedsCare`] where only a reading from the beginning can tell; else as for [`gather`].
pub(in crate::workbook) fn gather_in_stretches<G: Gather, R: Read + Send>(
    feed: ItemFeed<'_, R>,
    sheet: &str,
    lookup: &Lookup<'_>,
    begin: &(impl Fn() -> G + Sync),
) -> Result<Vec<G>, ItemProblem> {
    let part = feed.part();
    let read = |reader: &mut RowReader, chunk: &Chunk| {
        if chunk.number > 0 {
            reader.forget_row();
        }
        let before = reader.rows_read();
        let mut sink = Gathered { lookup, sheet, to: begin() };
        reader.read(chunk.text(part)?, &mut sink).map_err(|problem| problem.of_gatherer(sheet))?;
        Ok((sink.to, reader.rows_read() - before, reader.reach()))
    };
    let threads = (thread_count(), "rows of a sheet");
    let (feed, stretches) = read_chunks(feed, threads, || RowReader::new(false), read)?;
    feed.finish(stretches.iter().map(|(_, rows, _)| rows).sum(), 0)?;
    let mut last = 0;
    for (first_row, last_row) in stretches.iter().filter_map(|(_, _, reach)| *reach) {
        if first_row <= last {
            return Err(ItemProblem::NeedsCare);
        }
        last = last_row;
    }
    Ok(stretches.into_iter().map(|(stretch, ..)| stretch).collect())
}

/// Reads the rows of `feed` one after the other.
///
/// # Errors
/// As for [`gather`].
pub(in crate::workbook) fn gather_as_one<G: Gather, R: Read + Send>(
    feed: ItemFeed<'_, R>,
    sheet: &str,
    lookup: &Lookup<'_>,
    all: G,
) -> Result<G, ItemProblem> {
    let part = feed.part();
    let sink = Mutex::new((RowReader::new(true), Gathered { lookup, sheet, to: all }));
    let read = |(): &mut (), chunk: &Chunk| {
        let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
        let (reader, sink) = &mut *sink;
        reader.read(chunk.text(part)?, sink).map_err(|problem| problem.of_gatherer(sheet))
    };
    let (feed, _) = read_chunks(feed, (1, "rows of a sheet"), || (), read)?;
    let (reader, sink) = sink.into_inner().unwrap_or_else(PoisonError::into_inner);
    feed.finish(reader.rows_read(), 0)?;
    Ok(sink.to)
}

fn open<'p>(
    package: &'p mut Package,
    sheet: &'p SheetEntry,
    cut: Cut,
    progress: &'p Progress,
) -> Result<ItemFeed<'p, impl Read + Send + use<'p>>, OpenProblem> {
    package.require_size(&sheet.part, PartRules::WORKSHEET.max_bytes)?;
    let reader = package.part_reader(&sheet.part)?;
    ItemFeed::open(reader, &sheet.part, (PartRules::WORKSHEET, Items::ROWS, cut), progress)
}

/// What ends a visit.
enum Stop {
    Enough,
    Problem(OpenProblem),
}

impl From<OpenProblem> for Stop {
    fn from(problem: OpenProblem) -> Self {
        Self::Problem(problem)
    }
}

struct Visited<'b, V> {
    lookup: &'b Lookup<'b>,
    sheet: &'b str,
    visit: V,
}

impl<V: FnMut(FilledCell<'_>) -> Result<Go, OpenProblem>> CellSink for Visited<'_, V> {
    type Stop = Stop;

    fn wants(&self, _column: u32) -> bool {
        true
    }

    fn pass(&mut self, _row: u32, _column: u32) -> Result<(), Stop> {
        Ok(())
    }

    fn cell(&mut self, cell: RawCell<'_>) -> Result<(), Stop> {
        let cell = self.lookup.filled(cell, self.sheet)?;
        if cell.value == CellValue::Text("") {
            return Ok(());
        }
        match (self.visit)(cell)? {
            Go::On => Ok(()),
            Go::Stop => Err(Stop::Enough),
        }
    }
}

struct Gathered<'b, G> {
    lookup: &'b Lookup<'b>,
    sheet: &'b str,
    to: G,
}

impl<G: Gather> CellSink for Gathered<'_, G> {
    type Stop = OpenProblem;

    #[inline]
    fn wants(&self, column: u32) -> bool {
        self.to.wants(column)
    }

    #[inline]
    fn pass(&mut self, row: u32, column: u32) -> Result<(), OpenProblem> {
        self.to.pass(row - 1, column)
    }

    #[inline]
    fn cell(&mut self, cell: RawCell<'_>) -> Result<(), OpenProblem> {
        if let RawValue::Shared(number) = cell.value {
            let id = self.lookup.shared(number, &cell, self.sheet)?;
            if self.lookup.strings.is_empty_at(id) {
                return Ok(());
            }
            return self.to.take_shared(cell.row - 1, cell.column, id, self.lookup.strings);
        }
        self.to.take(&self.lookup.filled(cell, self.sheet)?)
    }
}

impl Lookup<'_> {
    /// The id of the shared string that `cell` refers to.
    #[inline]
    fn shared(&self, number: u32, cell: &RawCell<'_>, sheet: &str) -> Result<TextId, OpenProblem> {
        let id = TextId::numbered(number as usize + 1).filter(|id| id.index() < self.strings.id_count());
        id.ok_or_else(|| {
            let place = format!("{sheet}!{}", cell_name(cell.column, cell.row));
            OpenProblem::damaged(place, format!("there is no shared string {number}"))
        })
    }

    /// The cell with its value.
    #[inline]
    fn filled<'a>(&'a self, cell: RawCell<'a>, sheet: &str) -> Result<FilledCell<'a>, OpenProblem> {
        let value = match cell.value {
            RawValue::Shared(number) => CellValue::Text(self.strings.text(self.shared(number, &cell, sheet)?)),
            RawValue::Number(number) if self.dates.is_date(cell.style) => {
                values::day_of_serial(number, self.date_1904).map_or(CellValue::Number(number), CellValue::Day)
            }
            RawValue::Number(number) => CellValue::Number(number),
            RawValue::Text(text) => CellValue::Text(text),
            RawValue::Bool(flag) => CellValue::Bool(flag),
            RawValue::Error => CellValue::Error,
        };
        Ok(FilledCell { row: cell.row - 1, column: cell.column, value })
    }
}

impl RowProblem<OpenProblem> {
    fn of_gatherer(self, sheet: &str) -> ItemProblem {
        match self {
            Self::Stopped(problem) => problem.into(),
            Self::NeedsCare => ItemProblem::NeedsCare,
            other => told(&other.without_stop(), sheet).into(),
        }
    }
}

/// A problem of a row on `sheet` in the words of the file.
fn told(problem: &RowProblem<()>, sheet: &str) -> OpenProblem {
    match *problem {
        RowProblem::Damaged(row, Some(column), cause) => {
            OpenProblem::damaged(format!("{sheet}!{}", cell_name(column, row)), cause)
        }
        RowProblem::Damaged(row, None, cause) => OpenProblem::damaged(sheet, format!("row {row}: {cause}")),
        RowProblem::OutsideGrid(row) if row > MAX_ROWS => {
            OpenProblem::TooLarge { place: sheet.to_owned(), unit: Unit::Rows, limit: u64::from(MAX_ROWS) }
        }
        RowProblem::OutsideGrid(row) => OpenProblem::damaged(sheet, format!("row {row}: a cell outside the sheet")),
        RowProblem::TooManyRows => {
            OpenProblem::TooLarge { place: sheet.to_owned(), unit: Unit::Rows, limit: u64::from(MAX_ROWS) }
        }
        RowProblem::NeedsCare | RowProblem::Stopped(()) => OpenProblem::damaged(sheet, "rows that cannot be read"),
    }
}
