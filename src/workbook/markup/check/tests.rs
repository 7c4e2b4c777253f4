use super::super::copy::write_copy;
use super::super::plan::UsedColumns;
use super::super::tests::books::{CustomerMarks, Folder, customers_sheet, table_book, with_new_part, with_part};
use super::*;
use crate::workbook::source::Source;
use std::fs::{self, OpenOptions};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// What the check says of a copy after `tamper` had its way with it, and with the source's file.
fn verdict(name: &str, tamper: impl FnOnce(Vec<u8>, &Folder) -> Vec<u8>) -> Result<(), SaveError> {
    let folder = Folder::new(&format!("check-{name}"));
    let source = Source::File(folder.file("source.xlsx", &table_book(true)));
    let target = folder.file("copy.xlsx", b"");
    let (sheet, progress) = (customers_sheet(&[]), Progress::default());
    let job = Job {
        source: &source,
        stamp: SourceStamp::of(&source).unwrap(),
        target: &target,
        sheet: &sheet,
        used: UsedColumns { last: 3, takes_blanks: false },
        marks: &CustomerMarks::new(["PD Cell", "PD Revenue"], 1),
        progress: &progress,
    };
    let mut file = OpenOptions::new().write(true).open(&target).unwrap();
    let written = write_copy(&job, &mut file).unwrap();
    drop(file);
    let tampered = tamper(fs::read(&target).unwrap(), &folder);
    folder.file("copy.xlsx", &tampered);
    check(&job, &mut File::open(&target).unwrap(), &written)
}

fn assert_fails(name: &str, place: &str, tamper: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    match verdict(name, |copy, _| tamper(copy)) {
        Err(SaveError::CheckFailed { place: found, .. }) => assert_eq!(found, place, "{name}"),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_good_copy_passes() {
    verdict("good", |copy, _| copy).unwrap();
}

#[test]
fn a_copy_that_is_not_what_was_written_fails() {
    assert_fails("other-part", "xl/comments1.xml", |copy| {
        with_part(&copy, "xl/comments1.xml", |text| text.replace("call back", "call_back"))
    });
    assert_fails("more-parts", "package", |copy| with_new_part(&copy, "xl/more.xml"));
    assert_fails("row-lost", SHEET, |copy| {
        with_part(&copy, SHEET, |text| {
            let (start, end) = (text.find("<row r=\"5\"").unwrap(), text.find("<row r=\"6\"").unwrap());
            [text.get(..start).unwrap(), text.get(end..).unwrap()].concat()
        })
    });
    assert_fails("cut-sheet", SHEET, |copy| with_part(&copy, SHEET, |text| text.replace("</sheetData>", "")));
    assert_fails("cut-file", "package", |mut copy| {
        copy.truncate(copy.len() / 2);
        copy
    });
    assert_fails("flipped-bits", SHEET, |mut copy| {
        let name = copy.windows(SHEET.len()).position(|bytes| bytes == SHEET.as_bytes()).unwrap();
        copy[name + SHEET.len() + 300] ^= 0x10;
        copy
    });
}

#[test]
fn a_source_with_another_time_is_another_source() {
    let verdict = verdict("touched", |copy, folder| {
        let file = OpenOptions::new().append(true).open(folder.path().join("source.xlsx")).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
        copy
    });
    assert_eq!(verdict.unwrap_err().key(), "source_changed");
}
