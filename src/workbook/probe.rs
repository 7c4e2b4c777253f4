//! Doors for the project's own judges: comparisons with other readers and fuzzing. The program itself uses none.

use crate::domain::money::Currency;
use crate::support::interner::TextId;
use crate::support::progress::Progress;
use crate::support::text_list::TextList;
use crate::workbook::book::Book;
use crate::workbook::cells::{FilledCell, Go};
use crate::workbook::error::OpenProblem;
use crate::workbook::gather::Gather;
use crate::workbook::guard::PartRules;
use crate::workbook::guard::items::{Cut, ItemFeed, ItemProblem, Items};
use crate::workbook::markup;
use crate::workbook::package::{DateFormats, parse_formats};
use crate::workbook::values::CellValue;
use crate::workbook::worksheet::cells::{Lookup, gather_as_one, gather_in_stretches};
use crate::workbook::worksheet::strings::read_feed;

/// A filled cell: row and column from 0, and what it holds.
pub type Cell = (u32, u32, Value);

/// [`CellValue`] with a text of its own.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names are those of CellValue")]
pub enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    Day(crate::domain::Date),
    Error,
}

impl From<CellValue<'_>> for Value {
    fn from(value: CellValue<'_>) -> Self {
        match value {
            CellValue::Text(text) => Self::Text(text.to_owned()),
            CellValue::Number(number) => Self::Number(number),
            CellValue::Bool(flag) => Self::Bool(flag),
            CellValue::Day(day) => Self::Day(day),
            CellValue::Error => Self::Error,
        }
    }
}

#[derive(Default)]
struct Everything(Vec<Cell>);

impl Gather for Everything {
    fn wants(&self, _column: u32) -> bool {
        true
    }

    fn pass(&mut self, _row: u32, _column: u32) -> Result<(), OpenProblem> {
        Ok(())
    }

    fn take(&mut self, cell: &FilledCell<'_>) -> Result<(), OpenProblem> {
        self.0.push((cell.row, cell.column, cell.value.into()));
        Ok(())
    }

    fn take_shared(&mut self, row: u32, column: u32, id: TextId, texts: &TextList) -> Result<(), OpenProblem> {
        let text = texts.text(id);
        if !text.is_empty() {
            self.0.push((row, column, Value::Text(text.to_owned())));
        }
        Ok(())
    }
}

/// All cells of a sheet of `book`, as the reader of reports takes them.
///
/// # Errors
/// As for [`Book::gather`].
pub fn gathered(book: &mut Book, sheet: usize) -> Result<Vec<Cell>, OpenProblem> {
    let all = book.gather(sheet, Everything::default, &Progress::default())?;
    Ok(all.into_iter().flat_map(|stretch| stretch.0).collect())
}

/// All cells of a sheet of `book`, as the search for a header meets them.
///
/// # Errors
/// As for [`Book::each_cell`].
pub fn visited(book: &mut Book, sheet: usize) -> Result<Vec<Cell>, OpenProblem> {
    let mut cells = Vec::new();
    book.each_cell(sheet, |cell| {
        cells.push((cell.row, cell.column, cell.value.into()));
        Ok(Go::On)
    })?;
    Ok(cells)
}

/// The cells of a worksheet part, unpacked in chunks of about `chunk_bytes`. `strings` are the shared strings; no
/// number is a day. `None` where only a careful reading could tell.
///
/// # Errors
/// Damage in the part.
#[must_use]
pub fn sheet_cells(
    xml: &[u8],
    strings: &[&str],
    is_careful: bool,
    chunk_bytes: usize,
) -> Option<Result<Vec<Cell>, OpenProblem>> {
    let mut texts = TextList::default();
    for text in strings {
        texts.push(text).ok()?;
    }
    let dates = DateFormats::default();
    let lookup = Lookup { strings: &texts, dates: &dates, date_1904: false };
    let cut = if is_careful { Cut::Careful } else { Cut::Quick };
    let progress = Progress::default();
    let feed = ItemFeed::open(xml, "sheet", (PartRules::WORKSHEET, Items::ROWS, cut), &progress);
    let feed = match feed {
        Ok(feed) => feed.in_chunks_of(chunk_bytes),
        Err(problem) => return Some(Err(problem)),
    };
    let read = if is_careful {
        gather_as_one(feed, "sheet", &lookup, Everything::default()).map(|all| all.0)
    } else {
        let stretches = gather_in_stretches(feed, "sheet", &lookup, &Everything::default);
        stretches.map(|all| all.into_iter().flat_map(|stretch| stretch.0).collect())
    };
    told(read)
}

/// The texts of a part of shared strings; as [`sheet_cells`].
///
/// # Errors
/// Damage in the part.
#[must_use]
pub fn shared_strings(xml: &[u8], is_careful: bool, chunk_bytes: usize) -> Option<Result<Vec<String>, OpenProblem>> {
    let cut = if is_careful { Cut::Careful } else { Cut::Quick };
    let progress = Progress::default();
    let feed = match ItemFeed::open(xml, "sst", (PartRules::SHARED_STRINGS, Items::STRINGS, cut), &progress) {
        Ok(feed) => feed.in_chunks_of(chunk_bytes),
        Err(problem) => return Some(Err(problem)),
    };
    told(read_feed(feed, is_careful).map(|texts| texts.iter().skip(1).map(str::to_owned).collect()))
}

fn told<T>(read: Result<T, ItemProblem>) -> Option<Result<T, OpenProblem>> {
    match read {
        Ok(read) => Some(Ok(read)),
        Err(ItemProblem::Other(problem)) => Some(Err(problem)),
        Err(ItemProblem::NeedsCare) => None,
    }
}

/// Which cell formats of a styles part show days.
///
/// # Errors
/// XML that is not well-formed.
pub fn date_formats(text: &str) -> Result<DateFormats, OpenProblem> {
    parse_formats("styles", text)
}

/// A styles part with formats for amounts of every currency; `None` where there is nothing to add or it is odd.
#[must_use]
pub fn extended_styles(text: &str) -> Option<Vec<u8>> {
    markup::extended_styles(text, &[Currency::Usd, Currency::Jpy, Currency::Eur])
}
