//! A worksheet part gets marks; the old cells are as they were, and the new ones are there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::support::progress::Progress;
use rooms::workbook::book::Book;
use rooms::workbook::markup::{MarkColumn, MarkKind, MarkValue, MarkedSheet, Marks, save_marked_copy};
use rooms::workbook::probe::{Cell, Value, visited};
use rooms::workbook::source::Source;
use rooms::{Scratch, package};

struct OddRows([MarkColumn; 1]);

impl Marks for OddRows {
    fn columns(&self) -> &[MarkColumn] {
        &self.0
    }

    fn value(&self, row: u32, _column: usize) -> MarkValue<'_> {
        if row % 2 == 1 { MarkValue::Text("mark") } else { MarkValue::Keep }
    }
}

fn cells(source: &Source) -> Option<Vec<Cell>> {
    visited(&mut Book::open(source, &Progress::default()).ok()?, 0).ok()
}

fuzz_target!(|sheet: &[u8]| {
    let file = Scratch::new("patch.xlsx", &package(sheet));
    let source = Source::File(file.0.clone());
    let Some(before) = cells(&source) else { return };
    let last_column = before.iter().map(|cell| cell.1).max().unwrap_or(0);
    let marked = MarkedSheet { sheet: "One".to_owned(), header_row: 1, last_column, headers: Vec::new(), read_as: None };
    let marks = OddRows([MarkColumn { key: String::new(), header: "PD".to_owned(), kind: MarkKind::Text, width: 8.0 }]);
    let copy = Scratch::new("patch-copy.xlsx", b"");
    if save_marked_copy(&source, &copy.0, false, &marked, &marks, &Progress::default()).is_err() {
        return;
    }
    let after = cells(&Source::File(copy.0.clone())).expect("the copy opens");
    let is_mark = |cell: &&Cell| matches!(&cell.2, Value::Text(text) if text == "mark" || text == "PD");
    let old: Vec<&Cell> = after.iter().filter(|cell| cell.1 <= last_column).collect();
    assert_eq!(old, before.iter().collect::<Vec<_>>(), "old cells");
    assert!(after.iter().filter(|cell| cell.1 > last_column).all(|cell| is_mark(&cell)), "new cells");
});
