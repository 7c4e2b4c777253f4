//! Marked-up copies of sources that are no packages of parts: a new workbook, or text whose bytes stay.

use crate::support::program::{answer, desk, done, text};
use calamine::{Data, Reader, SheetVisible, open_workbook_auto};
use encoding_rs::SHIFT_JIS;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::tempdir;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
const MARKS: [&str; 4] = ["Cell", "Cluster", "Fit band", "Intent band"];

/// Records with their line ends, and what a copy adds to each: a title, quotes, line breaks in quotes, short and long
/// records, mixed line ends and none at the end. Fields are separated by `|`.
fn records() -> Vec<(&'static str, &'static str, String)> {
    let header = MARKS.map(|mark| format!("|Propensity Desk M365 {mark}")).concat();
    vec![
        ("社外秘|ポスト", "\r\n", String::new()),
        ("CustomerID|CustomerName|M365Fit|M365Intent", "\r\n", format!("|{header}")),
        ("\"C|1\"|\"株式会社 表ソ\r\n\"\"本社\"\"|\"|90|95", "\n", "||A1|Act Now|High|High".to_owned()),
        ("", "\n", String::new()),
        ("C2|日本 \"ポ\" 能|5|5", "\r\n", "||ET10|Educate|Very Low|Very Low".to_owned()),
        ("C3|short", "\n", String::new()),
        ("C4|long|90|95|extra", "", "|A1|Act Now|High|High".to_owned()),
    ]
}

fn joined(with_marks: bool) -> String {
    let record = |(record, end, marks): &(&str, &str, String)| {
        format!("{record}{}{end}", if with_marks { marks.as_str() } else { "" })
    };
    records().iter().map(record).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn text_keeps_the_bytes_of_every_record_and_gets_marks_behind_them() {
    let folder = tempdir().unwrap();
    type Encode = fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode); 4] = [
        ("cp932", |text| SHIFT_JIS.encode(text).0.into_owned()),
        ("utf16", utf16),
        ("bom", |text| ["\u{feff}", text].concat().into_bytes()),
        ("told", |text| format!("sep=|\r\n{text}").into_bytes()),
    ];
    for (name, encode) in encodings {
        let source = folder.path().join(format!("{name}.csv"));
        fs::write(&source, encode(&joined(false))).unwrap();
        let copy = folder.path().join(format!("{name}-copy.csv"));
        let saved = answer(&["annotate", text(&source), text(&copy), "--json"]);
        assert_eq!((&saved["rows"], &saved["columns_added"]), (&3.into(), &4.into()), "{name}");
        let (found, expected) = (fs::read(&copy).unwrap(), encode(&joined(true)));
        assert!(found == expected, "{name}: {}", String::from_utf8_lossy(&found));
        // Marked once more it stays as it is.
        let again = folder.path().join(format!("{name}-again.csv"));
        let saved = answer(&["annotate", text(&copy), text(&again), "--json"]);
        assert_eq!((&saved["columns_added"], &saved["columns_replaced"]), (&0.into(), &4.into()), "{name}");
        assert!(fs::read(&again).unwrap() == expected, "{name}");
    }
}

#[test]
fn marks_that_an_encoding_cannot_hold_are_refused_and_a_workbook_is_offered() {
    let folder = tempdir().unwrap();
    let source = folder.path().join("western.csv");
    let bytes =
        b"CustomerID;CustomerName;M365Fit;M365Intent\r\nC1;M\xfcller & S\xf6hne;90;95\r\nC2;Stra\xdfe;10;20\r\n";
    fs::write(&source, bytes).unwrap();
    let copy = folder.path().join("copy.csv");
    let refused = desk(&["annotate", text(&source), text(&copy), "--language", "ja"]);
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && message.contains("Windows-1252") && message.contains(".xlsx"), "{message}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing but the source");
    let workbook = folder.path().join("copy.xlsx");
    done(&["annotate", text(&source), text(&workbook), "--language", "ja"]);
    done(&["annotate", text(&source), text(&copy)]);
    assert_eq!(answer(&["check", text(&workbook)])["customers"], 2);
}

type Cells = Vec<(u32, u32, Data)>;

/// All sheets as calamine reads them.
fn sheets(path: &Path) -> Vec<(String, SheetVisible, Cells)> {
    let mut book = open_workbook_auto(path).unwrap();
    let listed = book.sheets_metadata().to_vec();
    let cells = |range: calamine::Range<Data>| {
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells().map(|(row, column, data)| (top + row as u32, left + column as u32, data.clone()));
        used.filter(|(_, _, data)| *data != Data::Empty).collect()
    };
    listed.into_iter().map(|s| (s.name.clone(), s.visible, cells(book.worksheet_range(&s.name).unwrap()))).collect()
}

/// The value alone: a day is its number, an error its name.
fn plain(data: &Data) -> String {
    match data {
        Data::DateTime(moment) => moment.as_f64().to_string(),
        Data::DateTimeIso(day) => {
            let day: jiff::civil::Date = day[..10].parse().unwrap();
            (day - jiff::civil::date(1899, 12, 30)).get_days().to_string()
        }
        other => other.to_string(),
    }
}

#[test]
fn a_new_workbook_has_every_value_of_every_sheet() {
    let folder = tempdir().unwrap();
    for kind in ["xls", "ods"] {
        let source = PathBuf::from(format!("{FIXTURES}/book.{kind}"));
        let copy = folder.path().join(format!("{kind}.xlsx"));
        let saved = answer(&["annotate", text(&source), text(&copy), "--json"]);
        assert_eq!(saved["rows"], 12);
        let (before, after) = (sheets(&source), sheets(&copy));
        let names = |sheets: &[(String, SheetVisible, Cells)]| {
            sheets.iter().map(|(name, visible, _)| (name.clone(), *visible)).collect::<Vec<_>>()
        };
        assert_eq!(names(&before), names(&after));
        for ((name, _, before), (_, _, after)) in before.iter().zip(&after) {
            let kept: Vec<_> = after.iter().map(|(row, column, data)| (*row, *column, plain(data))).collect();
            for (row, column, data) in before {
                assert!(kept.contains(&(*row, *column, plain(data))), "{kind} {name} {row} {column} {data:?}");
            }
            let marks = if name == "M365" { 4 * 13 } else { 0 };
            assert_eq!(after.len(), before.len() + marks, "{kind} {name}");
        }
        let days = |sheets: &[(String, SheetVisible, Cells)]| {
            let is_day = |data: &Data| matches!(data, Data::DateTime(_) | Data::DateTimeIso(_));
            sheets.iter().flat_map(|(_, _, cells)| cells).filter(|(_, _, data)| is_day(data)).count()
        };
        assert!(days(&after) > 0);
        assert_eq!(days(&before), days(&after), "{kind}");
        let again = folder.path().join(format!("{kind}-again.xlsx"));
        let saved = answer(&["annotate", text(&copy), text(&again), "--json", "--language", "ja"]);
        assert_eq!((&saved["columns_added"], &saved["columns_replaced"]), (&0.into(), &4.into()), "{kind}");
    }
}

#[test]
fn the_copy_of_an_old_workbook_is_an_xlsx_and_the_message_says_so() {
    let folder = tempdir().unwrap();
    let (source, target) = (format!("{FIXTURES}/book.xls"), folder.path().join("copy.xls"));
    for (language, says) in [("en", "ends in .xlsx"), ("ja", ".xlsx で終わる名前")] {
        let refused = desk(&["annotate", &source, text(&target), "--language", language]);
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && message.contains(says), "{message}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let own = folder.path().join("own.csv");
    fs::write(&own, "CustomerID,M365Fit,M365Intent\nC1,90,95\nC2,10,20\n").unwrap();
    assert!(!desk(&["annotate", text(&own), text(&own)]).status.success());
    assert_eq!(fs::read_to_string(&own).unwrap().lines().count(), 3);
}
