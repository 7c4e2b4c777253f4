//! The program's own reader finds the cells that calamine finds.

use crate::support::calamine_cells::{Cells, cells_of};
use crate::support::program::sample;
use propensity_desk::support::progress::Progress;
use propensity_desk::workbook::book::Book;
use propensity_desk::workbook::package::SheetKind;
use propensity_desk::workbook::probe::{gathered, visited};
use propensity_desk::workbook::source::Source;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use tempfile::tempdir;

/// Compares all worksheets of `file`; how many cells there were.
#[track_caller]
fn compare(file: &Path) -> usize {
    let mut book = Book::open(&Source::File(file.to_owned()), &Progress::default()).unwrap();
    let mut other = calamine::open_workbook::<calamine::Xlsx<BufReader<File>>, _>(file).unwrap();
    let mut count = 0;
    for (position, sheet) in book.sheets().to_vec().iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet {
            continue;
        }
        let cells = gathered(&mut book, position).unwrap();
        assert_eq!(cells, visited(&mut book, position).unwrap(), "read in two ways: {}", sheet.name);
        let ours: Cells = cells.into_iter().map(|(row, column, value)| ((row, column), value)).collect();
        let theirs = cells_of(&mut other, &sheet.name).unwrap();
        count += ours.len();
        assert_eq!(ours.len(), theirs.len(), "{}", sheet.name);
        for (place, value) in &ours {
            assert_eq!(theirs.get(place), Some(value), "{} {place:?}", sheet.name);
        }
    }
    count
}

#[test]
fn in_the_sample_portfolios() {
    let folder = tempdir().unwrap();
    for (kind, language) in [("m365", "ja"), ("azure", "en"), ("renewals", "ja"), ("surface", "en")] {
        let arguments = ["--rows", "2500", "--kind", kind, "--language", language, "--decorated"];
        assert!(compare(&sample(folder.path(), &format!("{kind}.xlsx"), &arguments)) > 2500, "{kind}");
    }
}

fn all_kinds_of_cells(book: &mut Workbook, in_constant_memory: bool) {
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let time = Format::new().set_num_format("[h]:mm");
    let sheet =
        if in_constant_memory { book.add_worksheet_with_constant_memory().unwrap() } else { book.add_worksheet() };
    for row in 0..300 {
        sheet.write_string(row, 0, format!("  text {row} <&> \"三\" _x0041_ \n\t ")).unwrap();
        sheet.write_number(row, 1, f64::from(row) * 1.1 - 7.0).unwrap();
        sheet.write_number(row, 2, f64::from(row).powi(40) * 1e-3).unwrap();
        sheet.write_boolean(row, 3, row % 2 == 0).unwrap();
        sheet.write_formula(row, 4, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_formula(row, 5, Formula::new("=\"a\"&\"b\"").set_result(" a&b ")).unwrap();
        sheet.write_formula(row, 6, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_formula(row, 7, Formula::new("=TRUE()").set_result("TRUE")).unwrap();
        let moment = ExcelDateTime::from_ymd(1900 + (row % 200) as u16, 1 + (row % 12) as u8, 5).unwrap();
        sheet.write_datetime_with_format(row, 9, moment, &day).unwrap();
        sheet.write_number_with_format(row, 10, f64::from(row) / 777.0, &time).unwrap();
        sheet.write_blank(row, 11, &day).unwrap();
        sheet.write_string(row, 16_383, "").unwrap();
        let (bold, plain) = (Format::new().set_bold(), Format::new());
        if !in_constant_memory {
            sheet.write_rich_string(row, 12, &[(&plain, " a "), (&bold, "b"), (&plain, " 三 ")]).unwrap();
        }
    }
}

#[test]
fn in_workbooks_with_every_kind_of_cell() {
    let folder = tempdir().unwrap();
    for in_constant_memory in [false, true] {
        let mut book = Workbook::new();
        all_kinds_of_cells(&mut book, in_constant_memory);
        let file = folder.path().join(format!("{in_constant_memory}.xlsx"));
        book.save(&file).unwrap();
        assert!(compare(&file) > 300 * 9);
    }
}
