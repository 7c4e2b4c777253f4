use super::*;
use crate::support::data_table::Words;
use std::fs;

fn table(text: &str, words_only: &[&str]) -> Result<DataTable, OpenProblem> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    fs::write(&path, text).unwrap();
    read_table(&Source::File(path), words_only, &Progress::default())
}

#[test]
fn numbers_and_words_are_told_apart_by_every_cell() {
    let text = "id,full,gaps,zip,mixed,day\n\
                7,１２,NA,01234,1,2026-01-05\n\
                8,,inf,98052,x,\n\
                9,-3.5,2e3,20500,,2026-01-05\n";
    let table = table(text, &["id"]).unwrap();
    assert_eq!(table.rows, 3);
    let numbers = |name: &str| match &table.column(name).unwrap().values {
        DataValues::Numbers(numbers) => {
            numbers.iter().map(|number| if number.is_nan() { None } else { Some(*number) }).collect::<Vec<_>>()
        }
        DataValues::Words(_) => panic!("{name} is words"),
    };
    let words = |name: &str| match &table.column(name).unwrap().values {
        DataValues::Words(words) => (0..3).map(|row| words.word(row)).collect::<Vec<_>>(),
        DataValues::Numbers(_) => panic!("{name} is numbers"),
    };
    assert_eq!(numbers("full"), [Some(12.0), None, Some(-3.5)]);
    assert_eq!(numbers("gaps"), [None, None, Some(2000.0)]);
    assert_eq!(words("id"), [Some("7"), Some("8"), Some("9")]);
    assert_eq!(words("zip"), [Some("01234"), Some("98052"), Some("20500")]);
    assert_eq!(words("mixed"), [Some("1"), Some("x"), None], "the first cell is kept as it was written");
    assert_eq!(words("day"), [Some("2026-01-05"), None, Some("2026-01-05")]);
    let DataValues::Words(Words { codes, words }) = &table.column("day").unwrap().values else { panic!("words") };
    assert_eq!((codes.as_slice(), words.len()), ([0, Words::MISSING, 0].as_slice(), 1));
}

#[test]
fn signs_for_nothing_leave_a_column_one_of_numbers() {
    let table = table("id,amount,kind\n1,?,?\n2,-,a\n3,7,b\n4,<NA>,-\n5,－,c\n6,.,d\n", &["id"]).unwrap();
    let DataValues::Numbers(values) = &table.column("amount").unwrap().values else { panic!("words") };
    assert_eq!(values.iter().filter(|value| value.is_nan()).count(), 5);
    let DataValues::Words(words) = &table.column("kind").unwrap().values else { panic!("numbers") };
    assert_eq!((words.word(0), words.word(3)), (Some("?"), Some("-")), "among words they are words");
}

#[test]
fn a_header_twice_is_refused_and_one_without_words_gets_a_name() {
    assert!(matches!(table("a,a\n1,2\n", &[]), Err(OpenProblem::Damaged { place, .. }) if place == "a"));
    let table = table("a,,c\n1,2,3\n", &[]).unwrap();
    assert_eq!(table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["a", "Column B", "c"]);
}

#[test]
fn what_is_written_reads_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let third: f64 = 1.0 / 3.0;
    write_csv(&path, |csv| {
        csv.record(["id", "value", "note"])?;
        csv.text("a,\"b\"")?;
        csv.number(Some(third))?;
        csv.text("x")?;
        csv.end()?;
        csv.text("=1")?;
        csv.number(None::<f64>)?;
        csv.text("二 行\nの")?;
        csv.end()
    })
    .unwrap();
    let table = read_table(&Source::File(path), &[], &Progress::default()).unwrap();
    let DataValues::Numbers(values) = &table.column("value").unwrap().values else { panic!("numbers") };
    assert_eq!(values[0].to_bits(), third.to_bits());
    assert!(values[1].is_nan());
    let DataValues::Words(ids) = &table.column("id").unwrap().values else { panic!("words") };
    assert_eq!((ids.word(0), ids.word(1)), (Some("a,\"b\""), Some("'=1")), "no formula reaches a spreadsheet");
}

#[test]
fn a_table_is_the_same_as_text_and_as_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let headers = ["id", "sum", "note"].map(str::to_owned);
    let field = |row: u32, column: usize| match (row, column) {
        (_, 0) => Field::Words(format!("0{row}")),
        (0, 1) => Field::Money(crate::domain::money::Money::from_hundredths(12_345)),
        (1, 1) => Field::Missing,
        (_, 1) => Field::Number(-2.5),
        _ => Field::Text("=SUM(A1)"),
    };
    let read = |name: &str| {
        let path = folder.path().join(name);
        write_table(&path, &headers, 3, field, &Progress::default()).unwrap();
        read_table(&Source::File(path), &[], &Progress::default()).unwrap()
    };
    let (text, workbook) = (read("a.csv"), read("a.xlsx"));
    for column in ["id", "sum"] {
        assert_eq!(format!("{:?}", text.column(column)), format!("{:?}", workbook.column(column)));
    }
    let DataValues::Numbers(sums) = &workbook.column("sum").unwrap().values else { panic!("numbers") };
    assert_eq!((sums[0], sums[1].is_nan(), sums[2]), (123.45, true, -2.5));
}
