//! Separated text: an answer whatever the bytes, and the same cells each time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::Scratch;
use rooms::support::progress::Progress;
use rooms::workbook::book::Book;
use rooms::workbook::probe::{gathered, visited};
use rooms::workbook::source::Source;

fuzz_target!(|bytes: &[u8]| {
    // Archives and old workbooks have a target of their own.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf") {
        return;
    }
    let file = Scratch::new("text.csv", bytes);
    let source = Source::File(file.0.clone());
    let Ok(mut book) = Book::open(&source, &Progress::default()) else { return };
    assert_eq!(gathered(&mut book, 0).ok(), visited(&mut book, 0).ok());
});
