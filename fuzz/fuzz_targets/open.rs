//! A whole file: whatever its bytes, an answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rooms::Scratch;
use rooms::support::progress::Progress;
use rooms::workbook::book::Book;
use rooms::workbook::choices::ReadChoices;
use rooms::workbook::probe::{gathered, visited};
use rooms::workbook::read::read_report;
use rooms::workbook::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let file = Scratch::new("open.xlsx", bytes);
    let source = Source::File(file.0.clone());
    let _ = read_report(&source, &ReadChoices::default(), &mut |_| {}, &Progress::default());
    let Ok(mut book) = Book::open(&source, &Progress::default()) else { return };
    for sheet in 0..book.sheets().len().min(4) {
        if let (Ok(quick), Ok(careful)) = (gathered(&mut book, sheet), visited(&mut book, sheet)) {
            assert_eq!(quick, careful);
        }
    }
});
