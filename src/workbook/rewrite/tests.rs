use super::*;
use crate::domain::money::{Currency, Money};
use crate::workbook::markup::{MarkColumn, MarkKind, MarkValue, save_marked_copy};
use std::fs;
use tempfile::tempdir;

/// Marks of a list whose header is its first record: a text that looks like a formula, and an amount.
struct Odd {
    columns: Vec<MarkColumn>,
    /// Is cancelled as soon as a mark is asked for.
    stopped: Option<Progress>,
}

impl Odd {
    fn new(stopped: Option<Progress>) -> Self {
        let column =
            |key: &str, kind| MarkColumn { key: key.to_owned(), header: format!("Our {key}"), kind, width: 9.0 };
        let columns = vec![column("word", MarkKind::Text), column("amount", MarkKind::Money(Currency::Jpy))];
        Self { columns, stopped }
    }
}

impl Marks for Odd {
    fn columns(&self) -> &[MarkColumn] {
        &self.columns
    }

    fn value(&self, row: u32, column: usize) -> MarkValue<'_> {
        if let Some(progress) = &self.stopped {
            progress.cancel();
        }
        match (row, column) {
            (2, 0) => MarkValue::Text("=1+1"),
            (2, _) => MarkValue::Money(Money::from_hundredths(-150)),
            (3, _) => MarkValue::Missing,
            _ => MarkValue::Keep,
        }
    }
}

fn saved(text: String, header: &[&str], target: &str, stops: bool) -> (Result<SavedCopy, SaveError>, Vec<u8>) {
    let folder = tempdir().unwrap();
    let (path, target) = (folder.path().join("list.csv"), folder.path().join(target));
    fs::write(&path, text).unwrap();
    let headers = (0..).zip(header.iter().map(|text| (*text).to_owned())).collect();
    let sheet = MarkedSheet { sheet: "list".to_owned(), header_row: 1, last_column: 0, headers, read_as: None };
    let progress = Progress::default();
    let marks = Odd::new(stops.then(|| progress.clone()));
    let saved = save_marked_copy(&Source::File(path), &target, false, &sheet, &marks, &progress);
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1 + usize::from(saved.is_ok()), "nothing else is left");
    (saved, fs::read(target).unwrap_or_default())
}

#[test]
fn marks_are_replaced_removed_and_kept_and_are_no_formulas() {
    let text = "Id;Our word;Price\n1;old;1,5\n2;old;2,25\n3;old;\n\n";
    let (copy, bytes) = saved(text.to_owned(), &["Id", "Our word", "Price"], "copy.csv", false);
    let copy = copy.unwrap();
    assert_eq!((copy.rows, copy.columns_added, copy.columns_replaced), (1, 1, 1));
    let expected = "Id;Our word;Price;Our amount\n1;\"'=1+1\";1,5;-1,50\n2;;2,25;\n3;old;;\n\n";
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused_as_a_workbook_and_not_as_text() {
    let long = || "Id,Name\n".to_owned() + &"1,x\n".repeat(1_048_576);
    let (refused, _) = saved(long(), &["Id", "Name"], "copy.xlsx", false);
    assert!(matches!(refused, Err(SaveError::BeyondExcel { limit: 1_048_576, .. })), "{refused:?}");
    let (copy, bytes) = saved(long(), &["Id", "Name"], "copy.csv", false);
    let added = ",Our word,Our amount,\"'=1+1\",-1.50".len() + 1_048_575 * ",,".len();
    assert_eq!((copy.unwrap().rows, bytes.len()), (1, long().len() + added));
}

#[test]
fn saving_stops_on_request_and_leaves_nothing() {
    for target in ["copy.xlsx", "copy.csv"] {
        let (stopped, _) = saved("Id,Name\n1,x\n2,y\n".to_owned(), &["Id", "Name"], target, true);
        assert_eq!(stopped.unwrap_err().key(), "cancelled", "{target}");
    }
}
